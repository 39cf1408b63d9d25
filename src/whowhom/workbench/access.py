"""Who asks: the member behind a request, and what their role allows.

In: a request with a session's cookie or a token. Out: :class:`Member`, or a fault.

What one would get wrong: a case without users is open to whoever sits at this machine, and
only then; as soon as it has one user, everybody logs in. Every route names the role that it
needs; a route that names none can be reached by nobody (a test walks all of them).
"""

from __future__ import annotations

import enum
import getpass
import os
from dataclasses import dataclass
from typing import Any

from fastapi import Depends, Request

from whowhom.casefile.team import (
    Account,
    OpenSession,
    find_session,
    find_token,
    has_members,
    touch_session,
    touch_token,
)
from whowhom.workbench.cases import case_of
from whowhom.workbench.config import Config
from whowhom.workbench.faults import Fault
from whowhom.workbench.tokens import csrf_of, digest_of, instant_minus

TOUCH_SECONDS = 300  # A write for each page would make readers wait for writers.
PUBLIC_PATHS = frozenset({"/login", "/healthz"})


class Role(enum.StrEnum):
    """What a member may do; each may do what those before it may."""

    reader = "reader"
    coder = "coder"
    editor = "editor"
    admin = "admin"

    @property
    def rank(self) -> int:
        """Place in the order of roles."""
        return list(Role).index(self)


@dataclass(frozen=True, slots=True)
class Member:
    """Who asks; ``no`` is None for the owner of a case without users, on their own machine."""

    no: int | None
    public_id: str
    name: str
    pseudonym: str
    role: Role

    def may(self, role: Role | str) -> bool:
        """Whether their role covers another."""
        return self.role.rank >= Role(role).rank


def identify(request: Request) -> None:
    """Find out who asks; runs before every route of the application.

    Sets ``request.state.member`` (None where nobody is known), ``csrf`` and ``by_token``.
    """
    state = request.state
    state.member, state.csrf, state.by_token = None, None, False
    config: Config = request.app.state.config
    words = request.headers.get("authorization")
    if words is not None:
        state.member, state.by_token = _by_token(request, words), True
        return
    cookie = request.cookies.get(config.cookie)
    if cookie:
        found = _by_session(request, cookie, config)
        if found is not None:
            state.member, state.csrf = member_of(found.account), found.csrf
            return
    if config.is_local and not _has_users(request):
        state.member, state.csrf = owner(), csrf_of(request.app.state.secret, "owner")


def at_least(role: Role) -> Any:
    """Make the dependency that gives the member, and refuses those whose role does not suffice."""

    def allowed(request: Request) -> Member:
        member: Member | None = request.state.member
        if member is None:
            raise not_logged_in()
        if request.app.state.config.defences.roles and not member.may(role):
            raise Fault(
                403,
                "role",
                f"This needs the role {role.value}; yours, {member.name}, is {member.role.value}.",
                hint="Ask an admin of this case.",
            )
        return member

    allowed.__name__ = f"at_least_{role.value}"
    allowed.role = role  # type: ignore[attr-defined]
    return Depends(allowed)


def not_logged_in() -> Fault:
    """Give the fault of a request that nobody is known behind."""
    return Fault(
        401,
        "login",
        "You are not logged in, or your session has ended.",
        hint="Log in; programs send a token: Authorization: Bearer TOKEN.",
        headers={"WWW-Authenticate": "Bearer"},
    )


def owner() -> Member:
    """Give the owner of a case without users: whoever runs the server."""
    try:
        name = getpass.getuser()
    except (KeyError, OSError):  # A user without an entry on this machine, as in some containers.
        name = f"user {os.getuid()}"
    return Member(None, "M-owner", name, "owner", Role.admin)


def member_of(account: Account) -> Member:
    """Give the member that an account of the case is."""
    return Member(account.no, account.public_id, account.name, account.pseudonym, Role(account.role))


def _has_users(request: Request) -> bool:
    with case_of(request).reading() as connection:
        return has_members(connection)


def _by_session(request: Request, cookie: str, config: Config) -> OpenSession | None:
    case = case_of(request)
    now = case.clock()
    with case.reading() as connection:
        found = find_session(connection, digest_of(cookie))
    if found is None or found.expires_at <= now:
        return None
    if found.seen_at <= instant_minus(now, minutes=config.limits.idle_minutes):
        return None
    if found.seen_at <= instant_minus(now, seconds=TOUCH_SECONDS):
        with case.writing() as connection:
            touch_session(connection, found.no, at=now)
    return found


def _by_token(request: Request, words: str) -> Member:
    scheme, _, token = words.partition(" ")
    refused = Fault(
        401,
        "token",
        "The token is not known, has expired or was revoked.",
        hint="Send: Authorization: Bearer TOKEN. Make one on the page of your account.",
        headers={"WWW-Authenticate": 'Bearer error="invalid_token"'},
    )
    if scheme.lower() != "bearer" or not token.strip():
        raise refused
    case = case_of(request)
    now = case.clock()
    with case.reading() as connection:
        found = find_token(connection, digest_of(token.strip()), at=now)
    if found is None:
        raise refused
    number, used_at, account = found
    if used_at is None or used_at <= instant_minus(now, seconds=TOUCH_SECONDS):
        with case.writing() as connection:
            touch_token(connection, number, at=now)
    return member_of(account)
