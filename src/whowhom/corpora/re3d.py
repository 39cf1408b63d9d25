"""The re3d reports on Syria and Iraq: texts, entities and relations.

In: the folder of one source, or the folder that holds them all. Each source has
``documents.json``, ``entities.json`` and ``relations.json``, a JSON object a line.
Out: one :class:`Re3dDocument` for each report. Offsets are the corpus's own, half-open
code points of the text. Entities may nest and overlap.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from whowhom.corpora.conllu import read_lines
from whowhom.errors import RecordError, UnreadableFile
from whowhom.records import Span

FILES = ("documents.json", "entities.json", "relations.json")


@dataclass(frozen=True, slots=True)
class Re3dEntity:
    """An entity mention; ``confidence`` is how sure the crowd was of its kind, 0-1; None where untold."""

    span: Span
    kind: str
    confidence: float | None


@dataclass(frozen=True, slots=True)
class Re3dRelation:
    """A relation between two mentions; symmetric ones often stand twice, once each way."""

    source: Span
    target: Span
    kind: str
    confidence: float | None


@dataclass(frozen=True, slots=True)
class Re3dDocument:
    """A report.

    Attributes:
        source: Name of its folder.
    """

    id: str
    source: str
    text: str
    entities: tuple[Re3dEntity, ...]
    relations: tuple[Re3dRelation, ...]


def read_re3d(path: Path) -> tuple[Re3dDocument, ...]:
    """Read the reports of one source, or of all sources in a folder, in order.

    Raises:
        UnreadableFile: there is no source, or one of its files is missing.
        RecordError: a line is no JSON object with the fields of the corpus.
    """
    folders = [path] if (path / FILES[0]).is_file() else sorted(f.parent for f in path.glob(f"*/{FILES[0]}"))
    if not folders:
        raise UnreadableFile(
            f"{str(path)!r} holds no report. Expected a folder with {', '.join(FILES)}, or a folder of such folders.",
            where=str(path),
        )
    return tuple(document for folder in folders for document in _folder(folder))


def _folder(folder: Path) -> Iterator[Re3dDocument]:
    entities: dict[str, list[Re3dEntity]] = defaultdict(list)
    relations: dict[str, list[Re3dRelation]] = defaultdict(list)
    for where, row in _rows(folder / "entities.json"):
        span = _span(row, "begin", "end", where)
        entities[str(_field(row, "documentId", where))].append(
            Re3dEntity(span, str(_field(row, "type", where)), _confidence(row, where))
        )
    for where, row in _rows(folder / "relations.json"):
        source, target = _span(row, "sourceBegin", "sourceEnd", where), _span(row, "targetBegin", "targetEnd", where)
        relations[str(_field(row, "documentId", where))].append(
            Re3dRelation(source, target, str(_field(row, "type", where)), _confidence(row, where))
        )
    for where, row in _rows(folder / "documents.json"):
        name = str(_field(row, "_id", where))
        yield Re3dDocument(
            id=name,
            source=folder.name,
            text=str(_field(row, "text", where)),
            entities=tuple(sorted(entities[name], key=lambda e: (e.span, e.kind))),
            relations=tuple(sorted(relations[name], key=lambda r: (r.source, r.target, r.kind))),
        )


def _rows(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    for number, line in enumerate(read_lines(path), 1):
        if not line.strip():
            continue
        where = f"{path}, line {number}"
        try:
            row = json.loads(line)
        except ValueError as fault:
            raise RecordError(f"{where}: {fault}. Expected one JSON object a line.", where=where) from fault
        if not isinstance(row, dict):
            raise RecordError(f"{where}: expected a JSON object.", where=where)
        yield where, row


def _field(row: dict[str, Any], name: str, where: str) -> Any:
    if name not in row:
        raise RecordError(f"{where}: the field {name!r} is missing.", where=where)
    return row[name]


def _span(row: dict[str, Any], start: str, end: str, where: str) -> Span:
    try:
        return Span(int(_field(row, start, where)), int(_field(row, end, where)))
    except (TypeError, ValueError) as fault:
        raise RecordError(f"{where}: {start!r} and {end!r} make no span ({fault}).", where=where) from fault


def _confidence(row: dict[str, Any], where: str) -> float | None:
    told = row.get("confidence")
    try:
        return None if told is None else float(told)
    except (TypeError, ValueError) as fault:
        raise RecordError(f"{where}: 'confidence' is no number ({fault}).", where=where) from fault
