"""A team on a case: members, their sessions, tokens and attempts to log in.

In: names, roles and digests. Out: rows of the tables of :mod:`whowhom.casefile.schema_team`.

What one would get wrong: this module stores digests and hashes that it is given; making and
checking them is the workbench's. Every change of a member is noted with who did it and when.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, or_, select, update

from whowhom.casefile import schema_team as team
from whowhom.casefile.codings import insert_one
from whowhom.casefile.decisions import Author
from whowhom.casefile.ids import public_id
from whowhom.errors import NoSuchRecord, UsageError
from whowhom.link.names import key_of

PSEUDONYM = re.compile(r"coder (?:[1-9][0-9]{0,3}|[A-Z])")  # Of a shape that can name nobody.
MAX_NAME_CHARS = 80
MEMBER_COLUMNS = ("no", "public_id", "name", "pseudonym", "role", "is_active", "created_at")


@dataclass(frozen=True, slots=True)
class Account:
    """A member as the case has it; ``password`` is the hash."""

    no: int
    public_id: str
    name: str
    pseudonym: str
    role: str
    password: str
    is_active: bool
    created_at: str


@dataclass(frozen=True, slots=True)
class OpenSession:
    """A session of a browser with the member it is of."""

    no: int
    csrf: str
    seen_at: str
    expires_at: str
    account: Account


def has_members(connection: Connection) -> bool:
    """Say whether the case has any user, active or not."""
    return connection.execute(select(team.member.c.no).limit(1)).first() is not None


def list_members(connection: Connection) -> list[Account]:
    """List all users by name."""
    rows = connection.execute(select(team.member).order_by(team.member.c.key, team.member.c.no))
    return [_account(row) for row in rows]


def find_member(connection: Connection, name: str) -> Account | None:
    """Find a user by name, in any case and spelling of accents, or by public id; None if there is none."""
    member = team.member.c
    row = connection.execute(
        select(team.member).where(or_(member.key == name_key(name), member.public_id == name))
    ).first()
    return None if row is None else _account(row)


def get_member(connection: Connection, name: str) -> Account:
    """Find a user by name or public id.

    Raises:
        NoSuchRecord: there is none.
    """
    found = find_member(connection, name)
    if found is None:
        raise NoSuchRecord(f"no user of the case is named {name!r}. See `whowhom users list CASE`.")
    return found


def add_member(
    connection: Connection, name: str, *, role: str, password: str, author: Author, pseudonym: str | None = None
) -> Account:
    """Add a user.

    Args:
        password: Its argon2 hash.
        pseudonym: The name in exports; None: the next free "coder N".

    Raises:
        UsageError: the name or pseudonym is empty, too long or taken, the role is none, or the
            first user would be no admin.
    """
    name, key = check_name(name), name_key(name)
    _check_role(role)
    if role != "admin" and not has_members(connection):
        raise UsageError("the first user must be an admin: with it everybody logs in, and somebody must add the next.")
    if find_member(connection, name) is not None:
        raise UsageError(f"there is a user named {name!r}. Names differ in more than case and accents.")
    chosen = next_pseudonym(connection) if pseudonym is None else pseudonym.strip()
    if not PSEUDONYM.fullmatch(chosen):
        raise UsageError(
            f"the pseudonym is {chosen[:40]!r}; expected one such as 'coder 3' or 'coder B', which names nobody."
        )
    if connection.execute(select(team.member.c.no).where(team.member.c.pseudonym == chosen)).first():
        raise UsageError(f"there is a user with the pseudonym {chosen!r}. Give another.")
    row = {
        "public_id": public_id("M", key, author.at),
        "name": name,
        "key": key,
        "pseudonym": chosen,
        "role": role,
        "password": password,
        "is_active": True,
        "created_at": author.at,
    }
    number = insert_one(connection, team.member, row)
    note_change(connection, number, "added", author, value=role)
    return get_member(connection, name)


def next_pseudonym(connection: Connection) -> str:
    """Give the first "coder N" that nobody has."""
    taken = set(connection.scalars(select(team.member.c.pseudonym)))
    number = 1
    while f"coder {number}" in taken:
        number += 1
    return f"coder {number}"


def set_role(connection: Connection, account: Account, role: str, author: Author) -> None:
    """Give a user another role.

    Raises:
        UsageError: it is no role, or the last active admin would go.
    """
    _check_role(role)
    if role == account.role:
        return
    if role != "admin":
        _refuse_last_admin(connection, account)
    _change(connection, account.no, role=role)
    note_change(connection, account.no, "role", author, value=role)


def set_password(connection: Connection, account: Account, password: str, author: Author) -> None:
    """Give a user another password (its hash); open sessions end, tokens stay."""
    _change(connection, account.no, password=password)
    end_sessions(connection, account.no)
    note_change(connection, account.no, "password", author)


def replace_hash(connection: Connection, account: Account, password: str) -> None:
    """Store the same password hashed anew, as when the cost of hashing was raised."""
    _change(connection, account.no, password=password)


def set_active(connection: Connection, account: Account, author: Author, *, active: bool) -> None:
    """Let a user in again or keep them out; sessions and tokens end with it.

    Raises:
        UsageError: the last active admin would go.
    """
    if account.is_active == active:
        return
    if not active:
        _refuse_last_admin(connection, account)
        end_sessions(connection, account.no)
        connection.execute(delete(team.api_token).where(team.api_token.c.member_no == account.no))
    _change(connection, account.no, is_active=active)
    note_change(connection, account.no, "enabled" if active else "disabled", author)


def list_changes(connection: Connection, *, limit: int = 200) -> list[dict[str, Any]]:
    """List who changed which user when, the latest first."""
    change, member = team.member_change.c, team.member.c
    query = (
        select(change.at, change.who, member.name, change.change, change.value)
        .join(team.member, member.no == change.member_no)
        .order_by(change.no.desc())
    )
    return [dict(row) for row in connection.execute(query.limit(limit)).mappings()]


def note_change(connection: Connection, number: int, change: str, author: Author, *, value: str | None = None) -> None:
    """Note a change of a user."""
    row = {"at": author.at, "who": author.who, "member_no": number, "change": change, "value": value}
    connection.execute(insert(team.member_change), row)


# Sessions


def start_session(connection: Connection, number: int, *, digest: str, csrf: str, at: str, expires_at: str) -> None:
    """Keep a new session of a user."""
    row = {"digest": digest, "member_no": number, "csrf": csrf, "created_at": at, "seen_at": at}
    connection.execute(insert(team.member_session), {**row, "expires_at": expires_at})


def find_session(connection: Connection, digest: str) -> OpenSession | None:
    """Find a session of an active user, expired or not."""
    session, member = team.member_session.c, team.member.c
    columns = [session[name].label(f"session_{name}") for name in ("no", "csrf", "seen_at", "expires_at")]
    query = select(team.member, *columns).join(team.member_session, session.member_no == member.no)
    row = connection.execute(query.where(session.digest == digest, member.is_active)).first()
    if row is None:
        return None
    return OpenSession(row.session_no, row.session_csrf, row.session_seen_at, row.session_expires_at, _account(row))


def touch_session(connection: Connection, number: int, *, at: str) -> None:
    """Note that a session was used."""
    connection.execute(update(team.member_session).where(team.member_session.c.no == number).values(seen_at=at))


def end_session(connection: Connection, digest: str) -> None:
    """End one session."""
    connection.execute(delete(team.member_session).where(team.member_session.c.digest == digest))


def end_sessions(connection: Connection, member_no: int) -> None:
    """End all sessions of a user."""
    connection.execute(delete(team.member_session).where(team.member_session.c.member_no == member_no))


def drop_stale(connection: Connection, *, expired_before: str, attempts_before: str) -> None:
    """Delete sessions that have expired and attempts that limit nobody any more."""
    connection.execute(delete(team.member_session).where(team.member_session.c.expires_at < expired_before))
    connection.execute(delete(team.login_attempt).where(team.login_attempt.c.at < attempts_before))


# Tokens of programs


def add_token(
    connection: Connection, account: Account, name: str, *, digest: str, author: Author, expires_at: str | None
) -> str:
    """Keep a new token; give its public id.

    Raises:
        UsageError: the name is empty or too long.
    """
    name = check_name(name)
    chosen = public_id("K", digest)
    row = {"public_id": chosen, "digest": digest, "member_no": account.no, "name": name}
    connection.execute(insert(team.api_token), {**row, "created_at": author.at, "expires_at": expires_at})
    note_change(connection, account.no, "token", author, value=name)
    return chosen


def list_tokens(connection: Connection, member_no: int | None = None) -> list[dict[str, Any]]:
    """List tokens without their digests, of one user or of all."""
    token, member = team.api_token.c, team.member.c
    query = select(
        token.public_id, token.name, member.name.label("member"), token.created_at, token.used_at, token.expires_at
    ).join(team.member, member.no == token.member_no)
    if member_no is not None:
        query = query.where(token.member_no == member_no)
    return [dict(row) for row in connection.execute(query.order_by(token.no)).mappings()]


def find_token(connection: Connection, digest: str, *, at: str) -> tuple[int, str | None, Account] | None:
    """Find a token of an active user that has not expired: its number, when it was last used, whose it is."""
    token, member = team.api_token.c, team.member.c
    query = (
        select(team.member, token.no.label("token_no"), token.used_at)
        .join(team.api_token, token.member_no == member.no)
        .where(token.digest == digest, member.is_active, or_(token.expires_at.is_(None), token.expires_at > at))
    )
    row = connection.execute(query).first()
    return None if row is None else (row.token_no, row.used_at, _account(row))


def touch_token(connection: Connection, number: int, *, at: str) -> None:
    """Note that a token was used."""
    connection.execute(update(team.api_token).where(team.api_token.c.no == number).values(used_at=at))


def revoke_token(connection: Connection, token_id: str, author: Author, *, member_no: int | None = None) -> None:
    """Delete a token; with ``member_no`` only one of that user's.

    Raises:
        NoSuchRecord: there is none with that id.
    """
    token = team.api_token.c
    query = select(token.no, token.member_no, token.name).where(token.public_id == token_id)
    row = connection.execute(query if member_no is None else query.where(token.member_no == member_no)).first()
    if row is None:
        raise NoSuchRecord(f"there is no token with the id {token_id!r}.")
    connection.execute(delete(team.api_token).where(token.no == row.no))
    note_change(connection, row.member_no, "token revoked", author, value=row.name)


# Attempts to log in


def note_attempt(connection: Connection, name: str, address: str, *, at: str, success: bool) -> None:
    """Note an attempt to log in, whether there is such a user or not."""
    row = {"key": name_key(name), "address": address[:64], "at": at, "is_success": success}
    connection.execute(insert(team.login_attempt), row)


def count_failures(connection: Connection, name: str, address: str, *, since: str) -> tuple[int, int]:
    """Count failed attempts since an instant: for a name since its last success, and from an address."""
    attempt = team.login_attempt.c
    last = connection.execute(
        select(func.max(attempt.no)).where(attempt.key == name_key(name), attempt.is_success)
    ).scalar()
    failed = select(func.count()).where(attempt.at >= since, attempt.is_success.is_(False))
    named = failed.where(attempt.key == name_key(name), attempt.no > (last or 0))
    return (
        int(connection.execute(named).scalar_one()),
        int(connection.execute(failed.where(attempt.address == address[:64])).scalar_one()),
    )


def pseudonyms(connection: Connection) -> dict[str, str]:
    """Give the pseudonym of each user by name, for what leaves the house."""
    return {row.name: row.pseudonym for row in connection.execute(select(team.member.c.name, team.member.c.pseudonym))}


def name_key(name: str) -> str:
    """Give a name as names are told apart: without case, accents and blanks at the ends."""
    return key_of(name)[:200]


def check_name(name: str) -> str:
    """Give a name without the blanks around it.

    Raises:
        UsageError: it is empty, too long or holds control characters.
    """
    name = name.strip()
    if not name_key(name):
        raise UsageError("the name is empty. Give one with a letter or digit.")
    if len(name) > MAX_NAME_CHARS:
        raise UsageError(f"the name has {len(name)} characters; expected at most {MAX_NAME_CHARS}.")
    if not name.isprintable():
        raise UsageError("the name holds control characters. Leave them out.")
    return name


def _check_role(role: str) -> None:
    if role not in team.ROLES:
        raise UsageError(f"role is {role!r}; expected one of {', '.join(team.ROLES)}.")


def _refuse_last_admin(connection: Connection, account: Account) -> None:
    member = team.member.c
    others = select(func.count()).where(member.role == "admin", member.is_active, member.no != account.no)
    if account.role == "admin" and account.is_active and not connection.execute(others).scalar_one():
        raise UsageError(f"{account.name!r} is the last active admin. Make another user an admin first.")


def _change(connection: Connection, number: int, **values: Any) -> None:
    connection.execute(update(team.member).where(team.member.c.no == number).values(**values))


def _account(row: Row[Any]) -> Account:
    return Account(*(getattr(row, name) for name in Account.__dataclass_fields__))
