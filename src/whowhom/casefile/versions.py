"""The version of a case's tables: making, checking and upgrading them.

In: a connection or an engine. Out: tables of the newest version, or an error that says who
is too old. The steps themselves are Alembic's, in ``migrations/versions``.

What one would get wrong: Alembic is loaded only where tables are made or changed, because
loading it costs more than opening a case.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text

from whowhom.errors import CaseVersion, NotACase

REVISIONS = ("0001", "0002", "0003")
"""Every version of the tables, oldest first; the last is what this program reads and writes."""

APPLICATION_ID = 0x77686F63  # "whoc" in SQLite's header, so that `file` and others can tell a case.
PREFIX_HEX_DIGITS = 6

_MIGRATIONS = Path(__file__).parent / "migrations"


def read_version(connection: Connection) -> str | None:
    """Read the version of the tables; None where there are none.

    Raises:
        NotACase: the database holds other tables.
    """
    names = set(inspect(connection).get_table_names())
    if not names:
        return None
    if not {"alembic_version", "meta", "assertion"} <= names:
        raise NotACase("it holds other tables than a case has")
    found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return None if found is None else str(found)


def check_version(connection: Connection, *, shown: str) -> None:
    """Refuse a case that this program cannot read.

    Raises:
        NotACase: it is no case.
        CaseVersion: it is newer than this program, or older and not upgraded.
    """
    try:
        found = read_version(connection)
    except NotACase as error:
        raise NotACase(f"case {shown!r} is no case: {error}. Give the path or database of a case.") from None
    if found is None:
        raise NotACase(f"case {shown!r} is empty. Fill it with: whowhom add CASE REPORTS...")
    if found not in REVISIONS:
        raise CaseVersion(
            f"case {shown!r} has tables of version {found}, and this whowhom knows up to {REVISIONS[-1]}. "
            "Install a newer whowhom; nothing was changed."
        )
    if found != REVISIONS[-1]:
        raise CaseVersion(
            f"case {shown!r} has tables of version {found}; expected {REVISIONS[-1]}. "
            "Run `whowhom upgrade`, which makes a backup first."
        )


def create_tables(engine: Engine, *, is_sqlite: bool, shown: str, stem: str) -> None:
    """Make the tables in an empty database; leave a case that is there as it is.

    Raises:
        NotACase: the database holds something else.
    """
    with engine.connect().execution_options(whowhom_writes=True) as connection, connection.begin():
        try:
            if not is_sqlite:
                connection.execute(text("SELECT pg_advisory_xact_lock(9469467)"))
            if read_version(connection) is not None:
                return
        except NotACase as error:
            raise NotACase(f"case {shown!r} is no case: {error}. Nothing was changed; give another name.") from None
        if is_sqlite:
            connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
        migrate(connection)
        _describe(connection, stem)


def migrate(connection: Connection, *, to: str = "head") -> None:
    """Bring the tables to a version, within the connection's transaction."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, to)


def _describe(connection: Connection, stem: str) -> None:
    # From the name alone, so that the same reports give the same ids on any machine.
    prefix = hashlib.sha256(stem.encode("utf-8", "surrogateescape")).hexdigest()[:PREFIX_HEX_DIGITS]
    values = {"name": stem.encode("utf-8", "replace").decode(), "prefix": prefix, "policy": "best"}
    for key, value in values.items():
        connection.execute(text("INSERT INTO meta (key, value) VALUES (:key, :value)"), {"key": key, "value": value})
