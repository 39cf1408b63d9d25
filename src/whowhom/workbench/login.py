"""Logging in and out.

In: a name and a password. Out: a session, whose token stands in a cookie and whose digest in
the case.

What one would get wrong: an unknown name costs as much time as a known one and is answered
with the same words, or the page would tell who has an account.
"""

from __future__ import annotations

import threading
from typing import Annotated, Any

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
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
from whowhom.workbench.tokens import csrf_of, digest_of, instant_minus, instant_plus, is_same, new_token

router = APIRouter(include_in_schema=False)

MIN_PASSWORD_CHARS = 12
MAX_PASSWORD_CHARS = 256
HASHES_AT_ONCE = 4  # Each takes 64 MB; a flood of logins must not take all memory.
NONCE_COOKIE = "whowhom-login"

_hasher = PasswordHasher()
_turns = threading.BoundedSemaphore(HASHES_AT_ONCE)
# Of a password that nobody has, so that unknown names cost as much as known ones.
_NOBODY = _hasher.hash(new_token())


def hash_password(password: str, *, name: str = "") -> str:
    """Hash a password for storing.

    Raises:
        UsageError: it is too short, too long, or the name itself.
    """
    if len(password) < MIN_PASSWORD_CHARS:
        raise UsageError(f"the password has {len(password)} characters; expected at least {MIN_PASSWORD_CHARS}.")
    if len(password) > MAX_PASSWORD_CHARS:
        raise UsageError(f"the password has {len(password)} characters; expected at most {MAX_PASSWORD_CHARS}.")
    if len(set(password)) < 4 or (name and name.casefold() in password.casefold()):
        raise UsageError("the password is easy to guess: it repeats a few characters or holds the name. Give another.")
    with _turns:
        return _hasher.hash(password)


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
    config: Config = request.app.state.config
    if config.defences.csrf and not _is_genuine(request, str(form.get("csrf", ""))):
        return _form(request, name=name, onward=onward, message="The form had grown old. Please try again.", status=403)
    case = case_of(request)
    wait = _wait(case, config, name, request.state.address)
    if wait is not None:
        return _form(request, name=name, onward=onward, message=wait, status=429)
    account = _check(case, name, password)
    now = case.clock()
    with case.writing() as connection:
        team.note_attempt(connection, name, request.state.address, at=now, success=account is not None)
        oldest = instant_minus(now, days=1)
        team.drop_stale(connection, expired_before=now, attempts_before=oldest)
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
        case = case_of(request)
        with case.writing() as connection:
            team.end_session(connection, digest_of(cookie))
    response = RedirectResponse("/login", 303)
    response.delete_cookie(config.cookie, path="/", secure=config.is_secure, httponly=True, samesite="lax")
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


def _open_session(request: Request, case: Case, config: Config, account: team.Account, onward: str) -> Response:
    now = case.clock()
    old = request.cookies.get(config.cookie)
    # A token that was there before login may be known to who planted it.
    token = new_token() if config.defences.rotation or not old else old
    with case.writing() as connection:
        if old:
            team.end_session(connection, digest_of(old))
        team.start_session(
            connection,
            account.no,
            digest=digest_of(token),
            csrf=new_token(),
            at=now,
            expires_at=instant_plus(now, hours=config.limits.session_hours),
        )
    response = RedirectResponse(_onward(request, onward), 303)
    seconds = config.limits.session_hours * 3600
    response.set_cookie(
        config.cookie, token, max_age=seconds, path="/", secure=config.is_secure, httponly=True, samesite="lax"
    )
    response.delete_cookie(NONCE_COOKIE, path="/login")
    return response


def _check(case: Case, name: str, password: str) -> team.Account | None:
    with case.reading() as connection:
        account = team.find_member(connection, name)
    usable = account is not None and account.is_active
    matches = _verify(account.password if account is not None and usable else _NOBODY, password)
    if account is None or not usable or not matches:
        return None
    if _hasher.check_needs_rehash(account.password):
        with _turns:
            anew = _hasher.hash(password)
        with case.writing() as connection:
            team.replace_hash(connection, account, anew)
    return account


def _verify(stored: str, password: str) -> bool:
    try:
        with _turns:
            return _hasher.verify(stored, password[: MAX_PASSWORD_CHARS + 1])
    except (VerificationError, InvalidHashError):
        return False


def _wait(case: Case, config: Config, name: str, address: str) -> str | None:
    """Say how long to wait, where a name or an address has failed too often; the same for names nobody has."""
    limits = config.limits
    since = instant_minus(case.clock(), minutes=limits.window_minutes)
    with case.reading() as connection:
        named, sent = team.count_failures(connection, name, address, since=since)
    if not config.defences.attempt_limits or (named < limits.name_attempts and sent < limits.address_attempts):
        return None
    what = "for this name" if named >= limits.name_attempts else "from this address"
    return f"Too many failed attempts {what}. Wait {limits.window_minutes} minutes and try again, or ask an admin."


def _form(request: Request, *, onward: str, name: str = "", message: str | None = None, status: int = 200) -> Response:
    nonce = new_token()
    context: dict[str, Any] = {"name": name[:200], "onward": _onward(request, onward), "message": message}
    response = page(
        request, "login.html", status=status, login_csrf=csrf_of(request.app.state.secret, nonce), **context
    )
    is_secure = request.app.state.config.is_secure
    response.set_cookie(NONCE_COOKIE, nonce, path="/login", secure=is_secure, httponly=True, samesite="strict")
    return response


def _is_genuine(request: Request, sent: str) -> bool:
    nonce = request.cookies.get(NONCE_COOKIE)
    return bool(nonce) and is_same(sent, csrf_of(request.app.state.secret, str(nonce)))


def _onward(request: Request, path: str) -> str:
    return safe_return(path) if request.app.state.config.defences.safe_return else path
