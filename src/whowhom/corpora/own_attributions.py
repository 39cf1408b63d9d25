"""Our notes on attribution: short texts in which who says, thinks or asks what is marked.

In: a folder of files of rows ``id, text``, set apart by a tab. A mark is ``[1s:words]``: the number of the attribution,
and ``s`` for its source, ``c`` for its cue or ``t`` for its content, which may be in pieces. Out: the texts without
marks, with the attributions in the order of their numbers.

What one would get wrong: marks stand inside each other, as a voice inside what another says; the same words may be the
source of two attributions.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from whowhom.corpora.brat import AttributionMark
from whowhom.corpora.marks import read_marks, read_rows
from whowhom.errors import RecordError
from whowhom.records import Span

_LABEL = re.compile(r"(\d+)([sct])")
_COLUMNS = 2


@dataclass(frozen=True, slots=True)
class AttributionNote:
    """A text and the attributions in it."""

    id: str
    text: str
    attributions: tuple[AttributionMark, ...]


def read_attribution_notes(folder: Path) -> list[AttributionNote]:
    """Read all files of a folder; none where there is no folder.

    Raises:
        RecordError: a row has not two columns or an id met before, a mark is unknown or broken, or an attribution has
            no content, or neither source nor cue.
    """
    notes = []
    for where, (name, marked) in read_rows(folder, _COLUMNS, " and a text, set apart by a tab"):
        text, marks = read_marks(marked, where)
        notes.append(AttributionNote(name, text, _attributions(marks, where)))
    return notes


def _attributions(marks: list[tuple[Span, str]], where: str) -> tuple[AttributionMark, ...]:
    parts: dict[int, dict[str, list[Span]]] = defaultdict(lambda: defaultdict(list))
    for span, label in marks:
        match = _LABEL.fullmatch(label)
        if match is None:
            raise RecordError(f"{where}: unknown mark {label!r}. Expected a number and s, c or t.", where=where)
        parts[int(match[1])][match[2]].append(span)
    for number, kinds in parts.items():
        if "t" not in kinds or not kinds.keys() & {"s", "c"}:
            raise RecordError(f"{where}: attribution {number} lacks a content, or both source and cue.", where=where)
    return tuple(
        AttributionMark(*(tuple(sorted(kinds.get(part, ()))) for part in "sct")) for _, kinds in sorted(parts.items())
    )
