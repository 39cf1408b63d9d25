"""An open case: reading and writing transactions on SQLite and PostgreSQL alike.

In: an address. Out: :class:`Case`, whose ``reading()`` and ``writing()`` give connections.

What one would get wrong: writers take turns. A writing transaction holds the case's lock
from its first moment (``BEGIN IMMEDIATE``, or an advisory lock on a server), so what it
reads stays true until it commits. Do the slow work, such as coding, before it.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import URL

from whowhom.casefile.address import Address, read_address
from whowhom.casefile.faults import translated
from whowhom.casefile.versions import APPLICATION_ID, check_version, create_tables
from whowhom.errors import CaseUnwritable, NotACase

# A writing transaction is over within a second or so; a minute of waiting means that something hangs.
BUSY_TIMEOUT_SECONDS = 60
# "whowhom" in letters of a telephone: any fixed number that other programs do not lock.
LOCK_KEY = 9_469_466
# As many as a server of pages has threads; those beyond the first ten are closed after use.
POOL: dict[str, Any] = {"pool_size": 10, "max_overflow": 40}
WRITES = {"whowhom_writes": True}

_FULL_SYNC = "FULL"  # With WAL, NORMAL may lose the last commits in a power cut.


def utc_now() -> str:
    """Give the present instant in UTC, to the second."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


@dataclass(frozen=True)
class Case:
    """An open case; close it after use, or use it in a ``with`` block.

    Attributes:
        clock: Gives the instants that are written, as :func:`utc_now` does.
    """

    address: Address
    engine: Engine
    clock: Callable[[], str] = utc_now

    @property
    def is_sqlite(self) -> bool:
        """Whether the case is a file, not a database on a server."""
        return self.address.path is not None

    @contextlib.contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a connection that sees one unchanging state of the case.

        Raises:
            CaseError: the database failed.
        """
        with translated(self.address), self.engine.connect() as connection:
            if not self.is_sqlite:
                connection = connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
            with connection.begin():
                yield connection

    @contextlib.contextmanager
    def writing(self) -> Iterator[Connection]:
        """Give a connection in a transaction that no other writer runs beside.

        All is committed when the block ends, nothing when it raises.

        Raises:
            CaseUnwritable: the case is read-only, full or held by another program.
        """
        with (
            translated(self.address),
            self.engine.connect().execution_options(**WRITES) as connection,
            connection.begin(),
        ):
            if not self.is_sqlite:
                connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": LOCK_KEY})
            yield connection

    def close(self) -> None:
        """Close every connection; on SQLite the last one folds the log back into the file."""
        self.engine.dispose()

    def __enter__(self) -> Case:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def open_case(words: str, *, create: bool = False, write: bool = True, clock: Callable[[], str] = utc_now) -> Case:
    """Open a case, or make a new one.

    Args:
        words: A path or a PostgreSQL address.
        create: Make the case where the file does not exist or the database is empty.
        write: False opens a file that may be read-only; writing then fails.
        clock: Gives the instants that are written.

    Raises:
        NotACase: there is none, or something else stands there.
        CaseVersion: it was written by a newer program or waits for an upgrade.
        CaseUnwritable: it cannot be written and ``write`` was asked for.
    """
    address = read_address(words)
    _check_file(address, create=create, write=write)
    case = Case(address, make_engine(address, write=write), clock)
    try:
        with translated(address):
            if create:
                create_tables(case.engine, is_sqlite=case.is_sqlite, shown=address.shown, stem=address.stem)
            with case.reading() as connection:
                check_version(connection, shown=address.shown)
    except BaseException:
        case.close()
        raise
    return case


def make_engine(address: Address, *, write: bool = True) -> Engine:
    """Make the engine of an address, with the settings that every connection needs."""
    if address.path is None:
        return _postgresql_engine(address)
    engine = create_engine(_sqlite_url(address, write=write), connect_args={"timeout": BUSY_TIMEOUT_SECONDS}, **POOL)
    event.listen(engine, "connect", _set_up_sqlite if write else _set_up_sqlite_for_reading)
    event.listen(engine, "begin", _begin)
    return engine


def _postgresql_engine(address: Address) -> Engine:
    try:
        return create_engine(address.url, **POOL)
    except ModuleNotFoundError:
        raise NotACase(
            f"case {address.shown!r} is on a PostgreSQL server, and its driver is not installed. "
            "Install it with: pip install 'whowhom[postgres]'"
        ) from None


def _check_file(address: Address, *, create: bool, write: bool) -> None:
    path = address.path
    if path is None:
        return
    if path.is_dir():
        raise NotACase(f"case {address.shown!r} is a folder. Give the path of a file.")
    if not path.exists():
        if not create:
            raise NotACase(f"case {address.shown!r} does not exist. Make it with: whowhom add {path} REPORTS...")
        if not path.parent.is_dir():
            raise NotACase(f"case {address.shown!r}: its folder does not exist. Make the folder first.")
    elif write and not os.access(path, os.W_OK):
        raise CaseUnwritable(f"case {address.shown!r}: it is read-only. Copy it to where you can write.")


def _sqlite_url(address: Address, *, write: bool) -> URL:
    if write or address.path is None or _is_writable(address.path):
        return address.url
    # A file on a read-only disk cannot have the shared-memory file that WAL needs; where there
    # is no log either, nobody is writing to it, so it may be read as it stands.
    fixed = not os.path.exists(f"{address.path}-wal")
    options = {"mode": "ro", "uri": "true", **({"immutable": "1"} if fixed else {})}
    return URL.create("sqlite", database=f"file:{_quoted(address)}", query=options)


def _is_writable(path: Path) -> bool:
    return os.access(path, os.W_OK) and os.access(path.resolve().parent, os.W_OK)


def _quoted(address: Address) -> str:
    assert address.path is not None
    return address.path.resolve().as_uri().removeprefix("file://")


def _set_up_sqlite(connection: sqlite3.Connection, _: Any) -> None:
    _set_up_sqlite_for_reading(connection, _)
    cursor = connection.cursor()
    cursor.execute("PRAGMA query_only = OFF")
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute(f"PRAGMA synchronous = {_FULL_SYNC}")
    cursor.close()


def _set_up_sqlite_for_reading(connection: sqlite3.Connection, _: Any) -> None:
    connection.isolation_level = None  # Transactions begin where we say, see _begin.
    cursor = connection.cursor()
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.execute("PRAGMA query_only = ON")
    cursor.close()


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("whowhom_writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


__all__ = ["APPLICATION_ID", "Case", "make_engine", "open_case", "utc_now"]
