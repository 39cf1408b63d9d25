"""Releases: frozen exports of a case with what changed, how they were made and a digest.

In: an open case and what to release. Out: a folder and rows of ``release`` and
``release_item``, so that the next release and ``--since`` can tell what changed.

What one would get wrong: a release is never written over. A mistake is mended by the next one.
"""

from __future__ import annotations

import hashlib
import itertools
import re
import shutil
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, insert, select

from whowhom.casefile import schema
from whowhom.casefile.case import Case
from whowhom.casefile.codings import insert_one
from whowhom.casefile.runs import end_run, start_run
from whowhom.errors import NoSuchRecord, OutputError, UsageError
from whowhom.export.cells import csv_bytes
from whowhom.export.changes import Held, Item, bare_id, mark_changes, row_digest, shown_values
from whowhom.export.formats import Format, render
from whowhom.export.tables import methods_sheet
from whowhom.pipeline.version import VERSION
from whowhom.safeguard.rows import Dataset

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}")
SUMS = "SHA256SUMS"
CHANGES = "changes.csv"
MAX_SHOWN = 20_000  # Of more events only their digests are kept.

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Release:
    """What was released: name, digest over all files, counts of changes, files in order."""

    name: str
    digest: str
    changes: dict[str, int]
    files: tuple[str, ...]


def read_release(connection: Connection, name: str | None = None) -> Held | None:
    """Read what a release held; the last one for None, None where there is none yet.

    Raises:
        NoSuchRecord: the case has no release of that name.
    """
    rows = [row for row in _held_rows(connection) if "brief" not in row["record"]]
    return _choose(connection, rows, name, "release")


def read_held(connection: Connection, name: str | None, *, profile: str, chosen: Mapping[str, Any]) -> Held | None:
    """Read what a page on the case can be held against.

    Args:
        name: A release or a brief that was noted; None: the last brief of the same profile and
            filter, else the last release.
        profile: Of the page.
        chosen: Its filter, as values.

    Raises:
        NoSuchRecord: neither a release nor a brief has that name.
        UsageError: it is a brief on other events.
    """
    rows = _held_rows(connection)
    if name is not None:
        found = _choose(connection, rows, name, "release or brief")
        if found is not None and found.chosen is not None and found.chosen != dict(chosen):
            raise UsageError(
                f"{name!r} is a brief on other events. Give the same place, period and actor, or a release."
            )
        return found
    briefs = [row for row in rows if row["record"].get("brief") == chosen and row["record"]["profile"] == profile]
    return _choose(connection, briefs, None, "brief") if briefs else read_release(connection)


def _held_rows(connection: Connection) -> list[Row]:
    return [dict(row) for row in connection.execute(select(schema.release).order_by(schema.release.c.no)).mappings()]


def _choose(connection: Connection, rows: Sequence[Row], name: str | None, what: str) -> Held | None:
    row = next((row for row in reversed(rows) if name in (None, row["name"])), None)
    if row is None and name is not None:
        known = ", ".join(row["name"] for row in rows)
        raise NoSuchRecord(
            f"no {what} {name!r} in the case; it has {known or 'none yet: `whowhom release` makes one'}."
        )
    if row is None:
        return None
    item = schema.release_item.c
    held = connection.execute(select(schema.release_item).where(item.release_no == row["no"], item.kind == "event"))
    events = {entry["public_id"]: Item(entry["version"], entry["digest"]) for entry in held.mappings()}
    record = row["record"]
    merged = _merged(connection, events)
    return Held(
        row["name"], record["profile"], events, merged, row["at"], record.get("brief"), record.get("shown") or {}
    )


def _merged(connection: Connection, names: Any) -> dict[str, str]:
    """Follow merges of events to the id that lives on."""
    event = schema.event.c
    merged = select(event.no, event.merged_into).where(event.merged_into.is_not(None))
    into = dict(connection.execute(merged).all())
    if not into:
        return {}
    ids = dict(connection.execute(select(event.no, event.public_id)).all())
    found = {}
    for number in into:
        last = number
        while last in into:
            last = into[last]
        if ids[number] in names:
            found[ids[number]] = ids[last]
    return found


def make_release(case: Case, dataset: Dataset, formats: list[Format], *, name: str, folder: Path, who: str) -> Release:
    """Write a release and note it in the case.

    Args:
        dataset: Protected; its changes are marked here against the last release.
        folder: Where a folder of the release's name is made.

    Raises:
        UsageError: the name has another shape.
        OutputError: the release is there already, or the folder cannot be written.
    """
    _check_name(case, name, folder)
    with case.reading() as connection:
        last = read_release(connection)
    marked = dataset if last is None else mark_changes(dataset, last, only_changed=False)
    part = folder / f".{name}.part"
    try:
        digest, files = _write_files(part, marked, formats)
        with case.writing() as connection:
            _note(connection, marked, formats, name=name, digest=digest, who=who, at=case.clock())
            part.rename(folder / name)
    except OSError as error:
        raise OutputError(f"release {name!r} cannot be written: {error.strerror}. Nothing was released.") from None
    finally:
        shutil.rmtree(part, ignore_errors=True)
    changes: list[str] = [event.change for event in marked.events]
    changes += [gone.change for gone in marked.gone]
    return Release(name, digest, dict(Counter(changes)), files)


def note_brief(case: Case, dataset: Dataset, *, chosen: Mapping[str, Any], page: bytes, who: str) -> str:
    """Note in the case what a page held, so that the next one can tell what changed; give the name of the note."""
    with case.writing() as connection:
        at = case.clock()
        taken = set(connection.scalars(select(schema.release.c.name)))
        name = next(name for name in _names_of(f"brief-{at}") if name not in taken)
        digest = hashlib.sha256(page).hexdigest()
        _note(connection, dataset, [], name=name, digest=digest, who=who, at=at, brief=dict(chosen))
    return name


def _names_of(stem: str) -> Iterator[str]:
    yield stem
    yield from (f"{stem}-{number}" for number in itertools.count(2))


def _check_name(case: Case, name: str, folder: Path) -> None:
    if not NAME.fullmatch(name):
        raise UsageError(f"release is {name!r}; expected 1 to 40 letters, digits, dots, hyphens and underscores.")
    with case.reading() as connection:
        known = connection.scalars(select(schema.release.c.name).where(schema.release.c.name == name)).first()
    if known is not None or (folder / name).exists():
        raise OutputError(f"release {name!r} is there already; releases stay as they are. Give another name.")


def _write_files(part: Path, dataset: Dataset, formats: list[Format]) -> tuple[str, tuple[str, ...]]:
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True)
    written: dict[str, bytes] = {}
    for format_ in formats:
        data, report = render(format_, dataset)
        written[f"{format_.name}{format_.suffix}"] = data
        written[f"{format_.name}.report.json"] = report.as_json(dataset).encode()
    _, report = render(formats[0], dataset)
    sheet = methods_sheet(dataset, report)
    written["methods.csv"] = csv_bytes(sheet.head, sheet.rows)
    written[CHANGES] = changes_csv(dataset)
    sums = "".join(f"{hashlib.sha256(data).hexdigest()}  {file}\n" for file, data in sorted(written.items()))
    for file, data in {**written, SUMS: sums.encode()}.items():
        (part / file).write_bytes(data)
    return hashlib.sha256(sums.encode()).hexdigest(), (*written, SUMS)


def changes_csv(dataset: Dataset) -> bytes:
    """List what was added, edited, deleted or merged since the last release; all is added in a first one."""
    rows: list[tuple[Any, ...]] = [
        (event.id, event.change, event.version, None) for event in dataset.events if event.change != "unchanged"
    ]
    rows += [(gone.id, gone.change, None, gone.into) for gone in dataset.gone]
    return csv_bytes(("id", "change", "version", "merged_into"), rows)


def _note(
    connection: Connection,
    dataset: Dataset,
    formats: list[Format],
    *,
    name: str,
    digest: str,
    who: str,
    at: str,
    brief: dict[str, Any] | None = None,
) -> None:
    run = start_run(connection, command="release" if brief is None else "brief", who=who, version=VERSION, at=at)
    record: dict[str, Any] = {
        "profile": dataset.profile,
        "prefix": dataset.prefix,
        "formats": [format_.name for format_ in formats],
        "since": dataset.release,
        "protections": [list(entry) for entry in dataset.protections],
    }
    record |= {} if brief is None else {"brief": brief}
    if len(dataset.events) <= MAX_SHOWN:
        record["shown"] = {bare_id(event.id): shown_values(event) for event in dataset.events}
    row = {"name": name, "at": at, "digest": digest, "record": record}
    number = insert_one(connection, schema.release, row)
    items = [("event", event.id, event.version, row_digest(event)) for event in dataset.events]
    items += [("tie", tie.id, 1, row_digest(tie)) for tie in dataset.ties]
    rows = [
        {"release_no": number, "kind": kind, "public_id": bare_id(item), "version": version, "digest": made}
        for kind, item, version, made in dict.fromkeys(items)
    ]
    if rows:
        connection.execute(insert(schema.release_item), rows)
    end_run(connection, run, {"events": len(dataset.events), "ties": len(dataset.ties)})
