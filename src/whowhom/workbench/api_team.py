"""Users and tokens through the API."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Path, Request
from fastapi.responses import Response

from whowhom.casefile import team
from whowhom.errors import UsageError
from whowhom.workbench.access import Member, Role
from whowhom.workbench.api_base import Admin, Reader, make_router
from whowhom.workbench.api_models import NewToken, NewUser, Page, TokenMade, TokenRow, UserChange, UserRow
from whowhom.workbench.cases import author_of, case_of
from whowhom.workbench.queries import AskedPaging, page_of
from whowhom.workbench.team_changes import change_member, make_member, make_token

router = make_router("team")
RecordId = Annotated[str, Path(max_length=200)]


@router.get("/me")
def get_me(request: Request, member: Reader) -> dict[str, Any]:
    """Say who asks."""
    return {
        "public_id": member.public_id,
        "name": member.name,
        "pseudonym": member.pseudonym,
        "role": member.role.value,
        "is_owner": member.no is None,
    }


@router.get("/users")
def get_users(request: Request, member: Admin, paging: AskedPaging) -> Page[UserRow]:
    """List users by name."""
    with case_of(request).reading() as connection:
        rows = [_shown(account) for account in team.list_members(connection)]
    return Page(**page_of(request, paging, rows[paging.offset :]))


@router.post("/users", status_code=201)
def post_user(request: Request, member: Admin, body: NewUser) -> UserRow:
    """Add a user."""
    made = make_member(
        case_of(request),
        member,
        name=body.name,
        role=body.role,
        password=body.password,
        pseudonym=body.pseudonym,
    )
    return UserRow(**_shown(made))


@router.patch("/users/{user}")
def patch_user(request: Request, member: Admin, user: RecordId, body: UserChange) -> UserRow:
    """Change a user's role or password, keep them out or let them in again; one change at a time."""
    given = body.model_dump(exclude_none=True)
    if len(given) != 1:
        raise UsageError(f"{len(given)} changes came at once; expected one of role, password, is_active.")
    ((name, value),) = given.items()
    change = ("enable" if value else "disable") if name == "is_active" else name
    case = case_of(request)
    change_member(case, member, user, change, "" if name == "is_active" else value)
    with case.reading() as connection:
        return UserRow(**_shown(team.get_member(connection, user)))


@router.get("/tokens")
def get_tokens(request: Request, member: Reader, paging: AskedPaging) -> Page[TokenRow]:
    """List one's own tokens; an admin's list has everybody's."""
    with case_of(request).reading() as connection:
        rows = team.list_tokens(connection, None if _sees_all(request, member) else member.no)
    return Page(**page_of(request, paging, rows[paging.offset :]))


@router.post("/tokens", status_code=201)
def post_token(request: Request, member: Reader, body: NewToken) -> TokenMade:
    """Make a token of one's own; it is shown this once."""
    return TokenMade(token=make_token(case_of(request), member, name=body.name, days=body.days))


@router.delete("/tokens/{token}", status_code=204, response_class=Response)
def delete_token(request: Request, member: Reader, token: RecordId) -> Response:
    """Revoke a token of one's own; an admin may revoke any."""
    case = case_of(request)
    with case.writing() as connection:
        author = author_of(member, None, case)
        team.revoke_token(connection, token, author, member_no=None if _sees_all(request, member) else member.no)
    return Response(status_code=204)


def _sees_all(request: Request, member: Member) -> bool:
    return member.may(Role.admin) or not request.app.state.config.defences.ownership


def _shown(account: team.Account) -> dict[str, Any]:
    names = ("public_id", "name", "pseudonym", "role", "is_active", "created_at")
    return {name: getattr(account, name) for name in names}
