"""Who codes blind sees only their own work, whichever way they ask.

In: a request of a member with an open assignment that they are to do blind. Out: nothing, or a
fault, or the way to what they may see.

What one would get wrong: closing the page of a report is not enough. What others found stands in
lists, on the map, in exports, in the search for words and in the counts of the first page. So
all is closed but a few addresses that are named here; a route that is added later is closed too.
"""

from __future__ import annotations

from fastapi import Request

from whowhom.casefile.assignments import Assignment, assignment_on, is_coding_blind
from whowhom.workbench.access import Member
from whowhom.workbench.cases import case_of
from whowhom.workbench.faults import Fault

OPEN = frozenset(
    {
        "/account",
        "/account/password",
        "/account/tokens",
        "/account/tokens/{token}/revoke",
        "/api/v1/assignments",
        "/api/v1/assignments/{assignment}/done",
        "/api/v1/coding/{report}",
        "/api/v1/coding/{report}/events",
        "/api/v1/coding/{report}/events/{event}",
        "/api/v1/coding/{report}/taken/{event}",
        "/api/v1/me",
        "/api/v1/tokens",
        "/api/v1/tokens/{token}",
        "/assignments",
        "/assignments/{assignment}/done",
        "/codebook/{name}",
        "/coding/{report}",
        "/coding/{report}/add",
        "/coding/{report}/take/{event}",
        "/coding/{report}/back/{event}",
        "/healthz",
        "/login",
        "/logout",
        "/openapi.json",
    }
)
"""Routes that show nothing of what others or the machine made of a text, or check that by themselves."""

AWAY = {"/": "/assignments", "/coders": "/assignments", "/queue": "/assignments"}


class Elsewhere(Exception):
    """A page that is not for this member now, and the one that is."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.path = path


def keep_blind(request: Request) -> None:
    """Close to members who code blind what shows others' work; runs before every route.

    Sets ``request.state.is_blind``.
    """
    state = request.state
    state.is_blind = False
    member: Member | None = state.member
    if member is None or member.no is None or not request.app.state.config.defences.blinding:
        return
    with case_of(request).reading() as connection:
        state.is_blind = is_coding_blind(connection, member.no)
    route = request.scope.get("route")
    path = getattr(route, "path", request.url.path)
    if not state.is_blind or path in OPEN:
        return
    if request.method == "GET" and path in AWAY:
        raise Elsewhere(AWAY[path])
    if request.method == "GET" and path == "/reports/{report}":
        raise Elsewhere(f"/coding/{request.path_params['report']}")
    raise Fault(
        403,
        "blind",
        "You are coding blind: this shows what others or the machine made of the reports.",
        hint="It opens again when your blind assignments are done; they are on the page Coders.",
    )


def own_assignment(request: Request, member: Member, report: str) -> Assignment:
    """Give the assignment by which a member codes a text apart.

    Raises:
        Fault: they have none, or it is not to be done blind.
        NoSuchRecord: there is no such report.
    """
    with case_of(request).reading() as connection:
        found = assignment_on(connection, report, member.no)
    if found is None or not found.is_blind:
        raise Fault(
            403,
            "assignment",
            f"{report} was not given to you to be coded blind.",
            hint="Your assignments are on the page Coders.",
        )
    return found
