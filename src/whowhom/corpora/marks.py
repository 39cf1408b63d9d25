"""Texts with marks in square brackets, as our notes are written: ``[label:words]``.

In: a line. Out: the text without marks, with the place of what was marked. Marks may stand inside each other, as
``[1t:that [2s:he] [2c:denied] it]``.

What one would get wrong: a mark holds words from letter to letter, so a blank at its edge is a slip of the pen.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from pathlib import Path

from whowhom.corpora.conllu import read_lines
from whowhom.errors import RecordError
from whowhom.records import Span

_EDGE = re.compile(r"\[(\w+):|([\[\]])")


def read_marks(marked: str, where: str, labels: Collection[str] | None = None) -> tuple[str, list[tuple[Span, str]]]:
    """Take the marks out of a text.

    Args:
        marked: The text with its marks.
        where: File and line, for errors.
        labels: What a mark may be called; None where the caller sees to it.

    Returns:
        The text, and the marks in the order in which they begin, outer before inner.

    Raises:
        RecordError: a bracket is no mark or is never closed, a mark is empty or has a blank at its edge, or its label
            is unknown.
    """
    parts: list[str] = []
    marks: list[tuple[Span, str]] = []
    opened: list[tuple[str, int, int]] = []
    length = position = 0
    for edge in _EDGE.finditer(marked):
        parts.append(marked[position : edge.start()])
        length += edge.start() - position
        position = edge.end()
        if edge[1] is not None:
            if labels is not None and edge[1] not in labels:
                raise RecordError(f"{where}: unknown mark {edge[1]!r}. Expected {', '.join(labels)}.", where=where)
            opened.append((edge[1], length, len(marks)))
            marks.append((Span(length, length + 1), edge[1]))
        elif edge[2] == "]" and opened:
            label, start, place = opened.pop()
            words = "".join(parts)[start:]
            if not words or words != words.strip():
                raise RecordError(f"{where}: met [{label}:{words}], empty or with a blank at its edge.", where=where)
            marks[place] = (Span(start, length), label)
        else:
            raise RecordError(f"{where}: a square bracket outside of a mark. Expected [label:words].", where=where)
    if opened:
        raise RecordError(f"{where}: the mark {opened[-1][0]!r} is never closed.", where=where)
    return "".join((*parts, marked[position:])), marks


def read_rows(folder: Path, columns: int, expected: str) -> Iterator[tuple[str, list[str]]]:
    """Yield the rows of all files of a folder, by name, with file and line; none where there is no folder.

    Args:
        columns: How many of them each row has, set apart by tabs; the first is an id.
        expected: What a row holds, for errors.

    Raises:
        RecordError: a row has other columns, an empty one, or an id met before.
    """
    met: set[str] = set()
    for path in sorted(folder.glob("*.tsv")):
        for number, line in enumerate(read_lines(path), 1):
            where, row = f"{path}, line {number}", line.split("\t")
            if not line:
                continue
            if len(row) != columns or not all(row):
                raise RecordError(
                    f"{where}: met {line[:80]!r}, of {len(row)} columns. Expected an id{expected}, none of them empty.",
                    where=where,
                )
            if row[0] in met:
                raise RecordError(f"{where}: {row[0]!r} stands twice. Expected an id not met before.", where=where)
            met.add(row[0])
            yield where, row
