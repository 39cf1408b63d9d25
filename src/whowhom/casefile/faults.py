"""Errors of the database as errors of a case, each with what to do.

In: whatever SQLAlchemy raises while a case is open. Out: one of the classes under
:class:`~whowhom.errors.CaseError`; anything else passes as it is, for it is a fault of ours.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from sqlalchemy.exc import DBAPIError

from whowhom.casefile.address import Address
from whowhom.errors import CaseError, CaseUnwritable, NotACase

_FULL = "the disk is full. Nothing of the last step was written, all before it is kept; free some space and run again."
_READ_ONLY = "it is read-only. Copy it to where you can write, or change its rights."
_BUSY = "another program has been writing to it for too long. Run again when it has finished."
_NOT_SQLITE = "it is no case file. Give the path of a case; `whowhom add` makes one where no file is yet."
_DAMAGED = "it is damaged. Restore a backup with `whowhom restore`."
_UNREACHABLE = "it cannot be reached. Check the address, the server and your rights there."
_NO_ROOM = "the file cannot be opened. Check that its folder exists and that you may write there."

# SQLite's result codes, by the name of the primary code.
_SQLITE: dict[str, tuple[type[CaseError], str]] = {
    "SQLITE_FULL": (CaseUnwritable, _FULL),
    "SQLITE_READONLY": (CaseUnwritable, _READ_ONLY),
    "SQLITE_BUSY": (CaseUnwritable, _BUSY),
    "SQLITE_LOCKED": (CaseUnwritable, _BUSY),
    "SQLITE_NOTADB": (NotACase, _NOT_SQLITE),
    "SQLITE_CORRUPT": (CaseError, _DAMAGED),
    "SQLITE_CANTOPEN": (CaseUnwritable, _NO_ROOM),
    "SQLITE_IOERR": (CaseUnwritable, "the disk answers with an error. Check the disk; what was committed is kept."),
}
# PostgreSQL's states, by their start; the longest start is looked at first.
_NO_DATABASE = "there is no such database. Create it with `createdb` first."
_NO_LOGIN = "the server refuses the login. Check user, password and the server's rules."
_POSTGRESQL: tuple[tuple[str, type[CaseError], str], ...] = (
    ("53100", CaseUnwritable, _FULL),
    ("25006", CaseUnwritable, _READ_ONLY),
    ("42501", CaseUnwritable, "you have no right to write there. Ask the owner of the database."),
    ("55P03", CaseUnwritable, _BUSY),
    ("3D000", NotACase, _NO_DATABASE),
    ("28", NotACase, _NO_LOGIN),
    ("08", NotACase, _UNREACHABLE),
    ("57P", CaseError, "the server ended the connection. What was committed is kept; run again."),
)


@contextlib.contextmanager
def translated(address: Address) -> Iterator[None]:
    """Turn errors of the database inside the block into errors of the case."""
    try:
        yield
    except DBAPIError as error:
        found = _find(error)
        if found is None:
            raise
        kind, cause = found
        raise kind(f"case {address.shown!r}: {cause}") from None


def _find(error: DBAPIError) -> tuple[type[CaseError], str] | None:
    name = getattr(error.orig, "sqlite_errorname", None)
    if name is not None:
        # SQLITE_IOERR_WRITE and the like: the primary code is the first two parts.
        return _SQLITE.get("_".join(name.split("_")[:2]))
    state = getattr(error.orig, "sqlstate", None)
    if state is None:
        return _find_unconnected(error)
    return next(((kind, cause) for start, kind, cause in _POSTGRESQL if state.startswith(start)), None)


def _find_unconnected(error: DBAPIError) -> tuple[type[CaseError], str] | None:
    """Tell why there is no connection: psycopg gives no state there, only the server's words."""
    if not type(error.orig).__module__.startswith("psycopg"):
        return None
    words = str(error.orig)
    if "does not exist" in words:
        return NotACase, _NO_DATABASE if "database" in words else _NO_LOGIN
    return NotACase, _NO_LOGIN if "authentication" in words or "password" in words else _UNREACHABLE
