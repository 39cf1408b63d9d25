"""Releases: frozen exports of a case with what changed, how they were made and a digest.

In: an open case and what to release. Out: a folder and rows of ``release`` and
``release_item``, so that the next release and ``--since`` can tell what changed.

What one would get wrong: a release is never written over. A mistake is mended by the next one.
"""

from __future__ import annotations

import hashlib
import re
import shutil
from collections import Counter
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
from whowhom.export.changes import Held, Item, bare_id, mark_changes, row_digest
from whowhom.export.formats import Format, render
from whowhom.export.tables import methods_sheet
from whowhom.pipeline.version import VERSION
from whowhom.safeguard.rows import Dataset

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}")
SUMS = "SHA256SUMS"
CHANGES = "changes.csv"


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
    release = schema.release.c
    query = select(schema.release).order_by(release.no.desc()).limit(1)
    row = connection.execute(query if name is None else query.where(release.name == name)).mappings().first()
    if row is None and name is not None:
        known = connection.scalars(select(release.name).order_by(release.no)).all()
        raise NoSuchRecord(f"no release {name!r} in the case; it has {', '.join(known) or 'none'}.")
    if row is None:
        return None
    item = schema.release_item.c
    held = connection.execute(select(schema.release_item).where(item.release_no == row["no"], item.kind == "event"))
    events = {entry["public_id"]: Item(entry["version"], entry["digest"]) for entry in held.mappings()}
    return Held(row["name"], row["record"]["profile"], events, _merged(connection, events))


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
    connection: Connection, dataset: Dataset, formats: list[Format], *, name: str, digest: str, who: str, at: str
) -> None:
    run = start_run(connection, command="release", who=who, version=VERSION, at=at)
    record = {
        "profile": dataset.profile,
        "prefix": dataset.prefix,
        "formats": [format_.name for format_ in formats],
        "since": dataset.release,
        "protections": [list(entry) for entry in dataset.protections],
    }
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
