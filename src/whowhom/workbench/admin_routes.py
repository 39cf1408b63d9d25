"""Users and tokens: the pages of an admin, and of a member's own account.

In: forms. Out: changed users, each change noted with who did it and when.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlalchemy import Connection

from whowhom.casefile import team
from whowhom.casefile.decisions import Author
from whowhom.casefile.schema_team import ROLES
from whowhom.errors import UsageError
from whowhom.workbench.access import Member, Role, at_least
from whowhom.workbench.cases import author_of, case_of
from whowhom.workbench.faults import Fault
from whowhom.workbench.pages import page
from whowhom.workbench.passwords import MIN_CHARS
from whowhom.workbench.team_changes import change_member, make_member, make_token, own_password

router = APIRouter(include_in_schema=False)

AdminMember = Annotated[Member, at_least(Role.admin)]
AnyMember = Annotated[Member, at_least(Role.reader)]
TOKEN_DAYS = (30, 90, 365)


@router.get("/admin/users", response_class=HTMLResponse)
def show_users(request: Request, member: AdminMember) -> Response:
    """List users and what changed about them."""
    return _users(request)


@router.post("/admin/users", response_class=HTMLResponse)
def add_user(
    request: Request,
    member: AdminMember,
    name: Annotated[str, Form()] = "",
    role: Annotated[str, Form()] = "",
    password: Annotated[str, Form()] = "",
    pseudonym: Annotated[str, Form()] = "",
) -> Response:
    """Add a user."""
    typed = {"name": name, "role": role, "pseudonym": pseudonym}
    try:
        make_member(case_of(request), member, name=name, role=role, password=password, pseudonym=pseudonym or None)
    except UsageError as error:
        return _users(request, message=str(error), typed=typed, status=422)
    # Where the first user is added, the owner is one no longer and logs in from here on.
    return RedirectResponse("/admin/users", 303)


@router.post("/admin/users/{user}/{change}")
def change_user(
    request: Request,
    member: AdminMember,
    user: str,
    change: str,
    value: Annotated[str, Form()] = "",
) -> Response:
    """Change a user's role or password, keep them out or let them in again."""
    try:
        change_member(case_of(request), member, user, change, value)
    except UsageError as error:
        return _users(request, message=str(error), status=422)
    return RedirectResponse("/admin/users", 303)


@router.get("/account", response_class=HTMLResponse)
def show_account(request: Request, member: AnyMember) -> Response:
    """Show a member's own account."""
    return _account(request, member)


@router.post("/account/password")
def change_password(
    request: Request,
    member: AnyMember,
    old: Annotated[str, Form()] = "",
    new: Annotated[str, Form()] = "",
    again: Annotated[str, Form()] = "",
) -> Response:
    """Change one's own password; every session ends with it."""
    if new != again:
        return _account(request, member, message="The two new passwords differ.", status=422)
    try:
        own_password(case_of(request), request.app.state.config, member, old, new, address=request.state.address)
    except UsageError as error:
        return _account(request, member, message=str(error), status=422)
    return RedirectResponse("/login", 303)


@router.post("/account/tokens", response_class=HTMLResponse)
def add_token(
    request: Request,
    member: AnyMember,
    name: Annotated[str, Form()] = "",
    days: Annotated[int, Form()] = TOKEN_DAYS[1],
) -> Response:
    """Make a token for a program; it is shown this once."""
    try:
        made = make_token(case_of(request), member, name=name, days=days)
    except UsageError as error:
        return _account(request, member, message=str(error), status=422)
    return _account(request, member, token=made)


@router.post("/account/tokens/{token}/revoke")
def revoke(request: Request, member: AnyMember, token: str) -> Response:
    """Revoke a token of one's own; an admin may revoke any."""
    _write(
        request,
        member,
        lambda connection, author: team.revoke_token(
            connection, token, author, member_no=None if _may_touch_all(request, member) else member.no
        ),
    )
    return RedirectResponse("/account" if member.no is not None else "/admin/users", 303)


def _may_touch_all(request: Request, member: Member) -> bool:
    return member.may(Role.admin) or not request.app.state.config.defences.ownership


def _write(request: Request, member: Member, act: Callable[[Connection, Author], Any]) -> None:
    case = case_of(request)
    with case.writing() as connection:
        act(connection, author_of(member, None, case))


def _users(
    request: Request, *, message: str | None = None, typed: dict[str, str] | None = None, status: int = 200
) -> HTMLResponse:
    with case_of(request).reading() as connection:
        context = {
            "users": team.list_members(connection),
            "changes": team.list_changes(connection),
            "tokens": team.list_tokens(connection),
            "next_pseudonym": team.next_pseudonym(connection),
        }
    typed = typed or {"name": "", "role": "" if context["users"] else "admin", "pseudonym": ""}
    return page(
        request, "users.html", status=status, roles=ROLES, min_chars=MIN_CHARS, message=message, typed=typed, **context
    )


def _account(
    request: Request, member: Member, *, message: str | None = None, token: str | None = None, status: int = 200
) -> HTMLResponse:
    if member.no is None:
        raise Fault(
            404, "missing", "A case without users has no accounts.", hint="Add the first user on the page of users."
        )
    with case_of(request).reading() as connection:
        tokens = team.list_tokens(connection, member.no)
    return page(
        request, "account.html", status=status, tokens=tokens, token=token, message=message, days=TOKEN_DAYS,
        min_chars=MIN_CHARS,
    )  # fmt: skip
