"""The address of a case: a SQLite file, or a database on a PostgreSQL server.

In: words of the command line. Out: :class:`Address`. A password in it is never shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from whowhom.errors import UsageError

POSTGRESQL_SCHEMES = ("postgresql", "postgres", "postgresql+psycopg")


@dataclass(frozen=True, slots=True)
class Address:
    """Where a case is kept.

    Attributes:
        url: For SQLAlchemy, with the password if one was given.
        path: The SQLite file; None on a server.
    """

    url: URL
    path: Path | None

    @property
    def shown(self) -> str:
        """The address for messages, without a password."""
        return str(self.path) if self.path is not None else self.url.render_as_string(hide_password=True)

    @property
    def stem(self) -> str:
        """The name of the file without its suffix, or of the database."""
        return self.path.stem if self.path is not None else (self.url.database or "case")


def read_address(words: str) -> Address:
    """Read an address as a person types it.

    Args:
        words: A path, or ``postgresql://user@host/database`` (``?host=/folder`` for a socket).

    Raises:
        UsageError: empty, or an address of a kind that is not kept.
    """
    if not words.strip():
        raise UsageError("the case has no name. Give the path of a file, or postgresql://user@host/database.")
    if "://" not in words:
        path = Path(words)
        return Address(URL.create("sqlite", database=str(path)), path)
    try:
        url = make_url(words)
    except ArgumentError:
        raise UsageError("the address of the case cannot be read. Expected postgresql://user@host/database.") from None
    if url.drivername not in POSTGRESQL_SCHEMES:
        raise UsageError(
            f"a case cannot be kept on {url.drivername!r}. Give the path of a file, or postgresql://user@host/database."
        )
    if not url.database:
        raise UsageError("the address of the case names no database. Expected postgresql://user@host/database.")
    return Address(url.set(drivername="postgresql+psycopg"), None)
