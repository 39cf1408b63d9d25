"""Care of a case: backup, restore and upgrade.

In: a case. Out: a copy of it as one SQLite file, or a case made from such a copy.

What one would get wrong: a backup is always a case file of its own, from a server too, so
it opens with every command, and a case can move between a file and a server.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, Table, delete, func, insert, inspect, select, text

from whowhom.casefile import schema, schema_team
from whowhom.casefile.address import read_address
from whowhom.casefile.case import Case, make_engine, open_case
from whowhom.casefile.faults import translated
from whowhom.casefile.search import index_text
from whowhom.casefile.versions import REVISIONS, migrate, read_version
from whowhom.errors import CaseError, CaseVersion, NotACase, OutputError, UsageError

ROWS_AT_ONCE = 1_000


@dataclass(frozen=True, slots=True)
class Upgrade:
    """What an upgrade did: the version found, the version now, and the backup if one was made."""

    found: str
    now: str
    backup: Path | None


def back_up(case: Case, target: Path) -> int:
    """Copy a case, as it stands at one moment, into a new SQLite file; others may go on writing.

    Returns:
        The number of reports in the copy.

    Raises:
        OutputError: the target exists or cannot be written.
    """
    with _new_file(target) as part:
        if case.address.path is not None:
            _copy_file(case.address.path, part)
        else:
            with open_case(str(part), create=True) as copy, case.reading() as source, copy.writing() as sink:
                _copy_rows(source, sink)
        return _check(part)


def restore(backup: Path, address: str) -> int:
    """Make a case from a backup, at an address where there is none yet.

    Returns:
        The number of reports in it.

    Raises:
        NotACase: the backup is none, or something stands at the address.
        CaseVersion: the backup is of another version.
    """
    with open_case(str(backup), write=False) as source:
        target = read_address(address)
        if target.path is not None:
            with source.reading(), _new_file(target.path) as part:
                _copy_file(backup, part)
                return _check(part)
        with open_case(address, create=True) as case, source.reading() as rows, case.writing() as sink:
            if _reports(sink):
                raise NotACase(f"case {target.shown!r} holds reports. Restore into an empty database.")
            _copy_rows(rows, sink)
            return _reports(sink)


def upgrade(address: str, *, backup: Path | None = None, is_backed_up: bool = False) -> Upgrade:
    """Bring the tables of a case to this program's version, with a backup first.

    Args:
        backup: Where to; None puts it beside the file, named after its version.
        is_backed_up: The user has made one; needed on a server, where it is
            made with the server's own ``pg_dump``.

    Raises:
        CaseVersion: the case is newer than this program.
        UsageError: on a server, without a word that there is a backup.
    """
    target = read_address(address)
    if target.path is not None and not target.path.exists():
        raise NotACase(f"case {target.shown!r} does not exist. Give the path of a case.")
    engine = make_engine(target)
    try:
        with translated(target):
            with engine.connect() as connection:
                found = _upgradable(connection, target.shown)
            if found == REVISIONS[-1]:
                return Upgrade(found, found, None)
            copy = None if is_backed_up else _back_up_old(target.path, found, backup)
            with engine.connect().execution_options(whowhom_writes=True) as connection, connection.begin():
                migrate(connection)
            return Upgrade(found, REVISIONS[-1], copy)
    finally:
        engine.dispose()


def _upgradable(connection: Connection, shown: str) -> str:
    try:
        found = read_version(connection)
    except NotACase as error:
        raise NotACase(f"case {shown!r} is no case: {error}.") from None
    if found is None:
        raise NotACase(f"case {shown!r} is empty; there is nothing to upgrade.")
    if found not in REVISIONS:
        raise CaseVersion(
            f"case {shown!r} has tables of version {found}, and this whowhom knows up to {REVISIONS[-1]}. "
            "Install a newer whowhom; nothing was changed."
        )
    return found


def _back_up_old(path: Path | None, found: str, backup: Path | None) -> Path:
    if path is None:
        raise UsageError(
            "a case on a server is backed up with the server's own `pg_dump` before its tables change. "
            "Make that backup, then run again with --no-backup."
        )
    target = backup or path.with_name(f"{path.name}.version-{found}")
    with _new_file(target) as part:
        _copy_file(path, part)
    return target


@contextlib.contextmanager
def _new_file(target: Path) -> Iterator[Path]:
    """Give a path to write to; what was written gets its name only when it is whole."""
    if target.exists():
        raise OutputError(f"{str(target)!r} exists and is not written over. Give another name.")
    if not target.parent.is_dir():
        raise OutputError(f"{str(target)!r}: its folder does not exist. Make the folder first.")
    part = target.with_name(f".{target.name}.part")
    try:
        part.unlink(missing_ok=True)
        yield part
        # A hard link does not write over what another program put there in the meantime.
        os.link(part, target)
    except FileExistsError:
        raise OutputError(f"{str(target)!r} exists and is not written over. Give another name.") from None
    except OSError as error:
        raise OutputError(f"{str(target)!r} cannot be written: {error.strerror}.") from None
    finally:
        for suffix in ("", "-wal", "-shm"):
            Path(f"{part}{suffix}").unlink(missing_ok=True)


def _copy_file(source: Path, target: Path) -> None:
    """Copy with SQLite's own backup, which gives one moment even while others write."""
    try:
        with (
            contextlib.closing(sqlite3.connect(source)) as one,
            contextlib.closing(sqlite3.connect(target)) as other,
        ):
            one.backup(other)
            other.execute("PRAGMA journal_mode = DELETE")
    except sqlite3.Error as error:
        raise CaseError(f"case {str(source)!r} cannot be copied: {error}. Nothing was written.") from None


def _check(path: Path) -> int:
    with contextlib.closing(sqlite3.connect(path)) as connection:
        fault = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
        if fault != "ok":
            raise CaseError(f"the copy {str(path)!r} is damaged: {fault}. Check the disk.")
        connection.execute("PRAGMA journal_mode = DELETE")
        return int(connection.execute("SELECT count(*) FROM report").fetchone()[0])


def _copy_rows(source: Connection, sink: Connection) -> None:
    """Copy all rows in the order of their references; rows that refer to later rows of their table come last."""
    sink.execute(delete(schema.meta))
    for table in schema_team.metadata.sorted_tables:
        key = list(table.primary_key.columns)
        loops = [c.name for c in table.columns if any(f.column.table is table for f in c.foreign_keys)]
        later: list[dict[str, object]] = []
        result = source.execution_options(yield_per=ROWS_AT_ONCE).execute(select(table).order_by(*key))
        for rows in result.mappings().partitions():
            plain = [dict(row) for row in rows]
            later += [{n: row[n] for n in ("no", *loops)} for row in plain if any(row[n] is not None for n in loops)]
            for row in plain:
                row.update(dict.fromkeys(loops))
            sink.execute(insert(table), plain)
        _restore_loops(sink, table, loops, later)
        _set_counter(sink, table)
    words = schema.text.c
    for no, body in source.execute(select(words.no, words.body).order_by(words.no)):
        index_text(sink, no, body)


def _restore_loops(sink: Connection, table: Table, loops: list[str], rows: list[dict[str, object]]) -> None:
    if not rows:
        return
    if table is schema.decision:
        sink.execute(insert(schema.meta), {"key": "erasing", "value": "restore"})
    for row in rows:
        changed = {name: row[name] for name in loops}
        sink.execute(table.update().where(table.c.no == row["no"]).values(**changed))
    if table is schema.decision:
        sink.execute(delete(schema.meta).where(schema.meta.c.key == "erasing"))


def _set_counter(sink: Connection, table: Table) -> None:
    if sink.dialect.name != "postgresql" or "no" not in table.c or "no" not in table.primary_key.columns:
        return
    last = sink.execute(select(func.max(table.c.no))).scalar()
    if last is not None:
        name = f"'{table.name}'"
        sink.execute(text(f"SELECT setval(pg_get_serial_sequence({name}, 'no'), :last)"), {"last": last})


def _reports(connection: Connection) -> int:
    if not inspect(connection).has_table("report"):
        return 0
    return int(connection.execute(select(func.count()).select_from(schema.report)).scalar_one())
