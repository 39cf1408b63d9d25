"""Actors: the list, the page of each, merging, and the network over time.

In: requests. Out: pages, and the graph as JSON for its script.
"""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from whowhom.casefile.actorgroups import merge_actors
from whowhom.casefile.review import undo
from whowhom.errors import NoSuchRecord, UsageError
from whowhom.workbench import events_words as words
from whowhom.workbench.access import Member, Role, at_least
from whowhom.workbench.actors_network import MAX_NODES, as_graph, load_network
from whowhom.workbench.actors_query import PAGE_ROWS, SORTS, find_actor, list_kinds, list_page, load_actor
from whowhom.workbench.actors_ties import ATTACKS, list_attacks, list_stated
from whowhom.workbench.cases import author_of, case_of
from whowhom.workbench.events_asked import MAX_PAGE, Asked, read_asked
from whowhom.workbench.events_memo import remember
from whowhom.workbench.events_query import list_page as list_events
from whowhom.workbench.pages import page

router = APIRouter()
Reader = Annotated[Member, at_least(Role.reader)]
Editor = Annotated[Member, at_least(Role.editor)]
SHOWN_EVENTS = 50


@router.get("/actors", response_class=HTMLResponse, include_in_schema=False)
def show_actors(
    request: Request,
    member: Reader,
    q: str = "",
    kind: str = "",
    sort: str = "events",
    at: Annotated[int, Query(alias="page", ge=1, le=MAX_PAGE)] = 1,
) -> HTMLResponse:
    """List actors."""
    with case_of(request).reading() as connection:
        rows, total = list_page(connection, words=q.strip(), kind=kind, sort=sort, page=at)
        kinds = list_kinds(connection)
    asked = {"q": q.strip(), "kind": kind, "sort": sort if sort != "events" else ""}
    context: dict[str, Any] = {"rows": rows, "total": total, "kinds": kinds, "asked": asked, "sort": sort, "at": at}
    return page(request, "actors.html", last_page=max(1, -(-total // PAGE_ROWS)), sorts=SORTS, words=words, **context)


@router.get("/network", response_class=HTMLResponse, include_in_schema=False)
def show_network(request: Request, member: Reader) -> HTMLResponse:
    """Show the network of actors, as a graph and as a table."""
    with case_of(request).reading() as connection:
        network = remember(request, connection, "network", "", lambda: load_network(connection))
    names = {node.id: node.name for node in network.nodes}
    return page(request, "network.html", network=network, names=names, words=words, most=MAX_NODES)


@router.get("/network/graph.json", include_in_schema=False)
def send_graph(request: Request, member: Reader) -> JSONResponse:
    """Send the graph for its script."""
    with case_of(request).reading() as connection:
        network = remember(request, connection, "network", "", lambda: load_network(connection))
    return JSONResponse(as_graph(network))


@router.get("/network/{subject}/{object_}", response_class=HTMLResponse, include_in_schema=False)
def show_edge(request: Request, member: Reader, subject: str, object_: str) -> HTMLResponse:
    """Show what stands between two actors: ties with their words, and events."""
    with case_of(request).reading() as connection:
        one, other = find_actor(connection, subject), find_actor(connection, object_)
        between = [
            tie for tie in list_stated(connection, actor=one["no"]) if {tie.subject, tie.object} == {subject, object_}
        ]
        attacks = [a for a in list_attacks(connection, actor=one["no"]) if {a.subject, a.object} == {subject, object_}]
        events = list_events(connection, _between(subject, object_), limit=SHOWN_EVENTS)
    context: dict[str, Any] = {"one": one, "other": other, "ties": between, "attacks": attacks, "events": events}
    return page(request, "network_edge.html", words=words, **context)


@router.get("/actors/{actor}", response_class=HTMLResponse, include_in_schema=False)
def show_actor(request: Request, member: Reader, actor: str) -> Response:
    """Show one actor."""
    with case_of(request).reading() as connection:
        found = load_actor(connection, actor)
    if found.merged_into is not None:
        return RedirectResponse(f"/actors/{found.merged_into}", 307)
    return page(request, "actor.html", actor=found, words=words)


@router.post("/actors/{actor}/merge", include_in_schema=False)
def post_merge(request: Request, member: Editor, actor: str) -> RedirectResponse:
    """Merge other actors into this one."""
    form = request.state.form
    others = [str(one).strip() for one in form.getlist("other") if str(one).strip()] if form is not None else []
    if not others:
        raise UsageError("no actor was chosen. Choose at least one to merge into this one.")
    case = case_of(request)
    with case.writing() as connection:
        kept = find_actor(connection, actor)
        if kept["merged_into"] is not None:
            raise UsageError(f"{kept['name']!r} was merged into another actor meanwhile. Open its page again.")
        merge_actors(connection, [actor, *others], author_of(member, str(form.get("why") or ""), case))
    return RedirectResponse(f"/actors/{actor}", 303)


@router.post("/actors/{actor}/undo/{decision}", include_in_schema=False)
def post_undo(request: Request, member: Editor, actor: str, decision: str) -> RedirectResponse:
    """Undo a merge of actors."""
    case = case_of(request)
    with case.writing() as connection:
        known = {row["public_id"] for row in load_actor(connection, actor).history if row["kind"] == "merge"}
        if decision not in known:
            raise NoSuchRecord(f"{decision!r} is no merge of this actor. See its decisions.")
        undo(connection, decision, author_of(member, None, case))
    return RedirectResponse(f"/actors/{actor}", 303)


def _between(subject: str, object_: str) -> Asked:
    """Ask for the attacks that name both."""
    return read_asked([("actor", subject), ("with", object_), *(("type", kind) for kind in ATTACKS)])
