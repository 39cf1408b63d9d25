"""Logging in and out.

In: a name and a password. Out: a session, whose token stands in a cookie and whose digest in
the case.

What one would get wrong: whether the name is unknown, the user disabled or the password
false, the answer has the same words and takes the same time.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from whowhom.casefile import team
from whowhom.casefile.case import Case
from whowhom.errors import UsageError
from whowhom.workbench.access import Member, Role, at_least
from whowhom.workbench.cases import case_of
from whowhom.workbench.config import Config
from whowhom.workbench.guards import safe_return
from whowhom.workbench.pages import page
from whowhom.workbench.passwords import hash_password, is_dated, matches
from whowhom.workbench.tokens import csrf_of, digest_of, instant_minus, instant_plus, is_same, new_token

router = APIRouter(include_in_schema=False)

NONCE_COOKIE = "whowhom-login"
MAX_NAME_CHARS = 200

_under_way: Counter[str] = Counter()
_lock = threading.Lock()


class TooManyAttempts(UsageError):
    """A name or an address has failed too often, and must wait."""


@router.get("/login", response_class=HTMLResponse)
def show_login(request: Request, next: str = "/") -> Response:
    """Show the form, or go on where somebody is logged in."""
    if request.state.member is not None:
        return RedirectResponse(_onward(request, next), 303)
    return _form(request, onward=next)


@router.post("/login")
def log_in(request: Request) -> Response:
    """Check name and password and open a session."""
    form = request.state.form or {}
    name, password, onward = (str(form.get(key, "")) for key in ("name", "password", "next"))
    name = name[:MAX_NAME_CHARS]
    config: Config = request.app.state.config
    if config.defences.csrf and not _is_genuine(request, str(form.get("csrf", ""))):
        return _form(request, name=name, onward=onward, message="The form had grown old. Please try again.", status=403)
    case = case_of(request)
    try:
        with attempt(case, config, name, request.state.address):
            account = check_account(case, name, password)
            now = case.clock()
            with case.writing() as connection:
                team.note_attempt(connection, name, request.state.address, at=now, success=account is not None)
                team.drop_stale(connection, expired_before=now, attempts_before=instant_minus(now, days=1))
    except TooManyAttempts as error:
        return _form(request, name=name, onward=onward, message=str(error), status=429)
    if account is None:
        message = "Name and password do not belong together."
        return _form(request, name=name, onward=onward, message=message, status=401)
    return _open_session(request, case, config, account, onward)


@router.post("/logout")
def log_out(request: Request, member: Annotated[Member, at_least(Role.reader)]) -> Response:
    """End the session."""
    config: Config = request.app.state.config
    cookie = request.cookies.get(config.cookie)
    if cookie:
        with case_of(request).writing() as connection:
            team.end_session(connection, digest_of(cookie))
    response = RedirectResponse("/login", 303)
    response.delete_cookie(config.cookie, path="/", secure=config.is_secure, httponly=True, samesite="lax")
    return response


def check_account(case: Case, name: str, password: str) -> team.Account | None:
    """Give the active user whose name and password these are; None if there is none."""
    with case.reading() as connection:
        account = team.find_member(connection, name)
    # A public id finds an account too, but guesses under it would be counted apart from those under the name.
    is_named = account is not None and team.name_key(account.name) == team.name_key(name)
    usable = account if account is not None and is_named and account.is_active else None
    if not matches(None if usable is None else usable.password, password) or usable is None:
        return None
    if is_dated(usable.password):
        anew = hash_password(password)
        with case.writing() as connection:
            team.replace_hash(connection, usable, anew)
    return usable


@contextmanager
def attempt(case: Case, config: Config, name: str, address: str) -> Iterator[None]:
    """Hold the turn of an attempt until it is noted.

    What one would get wrong: attempts sent all at once would each find that none had failed yet.
    Those that are still being checked count as failed.

    Raises:
        TooManyAttempts: the name or address must wait.
    """
    key = f"{case.address.shown}|{team.name_key(name)}"
    with _lock:
        others = _under_way[key]
        _under_way[key] += 1
    try:
        _refuse_many(case, config, name, address, others)
        yield
    finally:
        with _lock:
            _under_way[key] -= 1
            if not _under_way[key]:
                del _under_way[key]


def _refuse_many(case: Case, config: Config, name: str, address: str, others: int) -> None:
    if not config.defences.attempt_limits:
        return
    limits = config.limits
    since = instant_minus(case.clock(), minutes=limits.window_minutes)
    with case.reading() as connection:
        named, sent = team.count_failures(connection, name, address, since=since)
    named += others
    if named < limits.name_attempts and sent < limits.address_attempts:
        return
    what = "for this name" if named >= limits.name_attempts else "from this address"
    raise TooManyAttempts(
        f"There were too many failed attempts {what}. Wait {limits.window_minutes} minutes and try again, "
        "or ask an admin to set a new password."
    )


def _open_session(request: Request, case: Case, config: Config, account: team.Account, onward: str) -> Response:
    now, limits = case.clock(), config.limits
    old = request.cookies.get(config.cookie)
    # A token that was there before the login may be known to whoever planted it.
    token = new_token() if config.defences.rotation or not old else old
    ends = instant_plus(now, hours=limits.session_hours)
    with case.writing() as connection:
        if old:
            team.end_session(connection, digest_of(old))
        team.start_session(connection, account.no, digest=digest_of(token), csrf=new_token(), at=now, expires_at=ends)
    response = RedirectResponse(_onward(request, onward), 303)
    seconds = limits.session_hours * 3600
    response.set_cookie(
        config.cookie, token, max_age=seconds, path="/", secure=config.is_secure, httponly=True, samesite="lax"
    )
    response.delete_cookie(NONCE_COOKIE, path="/login")
    return response


def _form(request: Request, *, onward: str, name: str = "", message: str | None = None, status: int = 200) -> Response:
    nonce = new_token()
    sealed = csrf_of(request.app.state.secret, nonce)
    response = page(
        request,
        "login.html",
        status=status,
        login_csrf=sealed,
        name=name,
        onward=_onward(request, onward),
        message=message,
    )
    is_secure = request.app.state.config.is_secure
    response.set_cookie(NONCE_COOKIE, nonce, path="/login", secure=is_secure, httponly=True, samesite="strict")
    return response


def _is_genuine(request: Request, sent: str) -> bool:
    nonce = request.cookies.get(NONCE_COOKIE)
    return bool(nonce) and is_same(sent, csrf_of(request.app.state.secret, str(nonce)))


def _onward(request: Request, path: str) -> str:
    return safe_return(path) if request.app.state.config.defences.safe_return else path
