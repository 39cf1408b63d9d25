"""Column files of time expressions: a token, its tag and its TIMEX3 value on each line.

In: a file whose sentences are set apart by blank lines, columns by tabs; a token of the
form ``*!-DCTVALUE="2005-10-04"-!*`` opens a document and gives its creation time. Out:
documents with a running text, the place of each token in it, and the expressions.
Spaces are put where English has them: the file does not say where they were.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from whowhom.corpora.conllu import read_lines
from whowhom.errors import RecordError, UnreadableFile
from whowhom.records.spans import Span

KINDS = ("DATE", "TIME", "DURATION", "SET")
_OPENING = re.compile(r"""\*!-DCTVALUE=["'](?P<value>[^"']*)["']-!\*""")
_TAG = re.compile(r"O|[BI]-[A-Z]+")
_ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_NO_SPACE_BEFORE = re.compile(r"[,.;:!?%)\]}…”]+|''|['’](?:s|re|ve|ll|d|m|S)?|n['’]t")
_NO_SPACE_AFTER = re.compile(r"[(\[{$€£#“]|``|\w{0,3}\$")


@dataclass(frozen=True, slots=True)
class Timex:
    """A time expression over a range of tokens of its document.

    Attributes:
        first: Number of its first token.
        last: One past its last token.
        kind: DATE, TIME, DURATION or SET.
        value: TIMEX3 value, as the file has it.
    """

    first: int
    last: int
    kind: str
    value: str


@dataclass(frozen=True, slots=True)
class TimedDocument:
    """A document of a column file.

    Attributes:
        created: Day of its creation in ISO; None where the file gives none.
        text: Its sentences, one paragraph each.
        tokens: Where each token stands in the text.
        sentences: Ranges of tokens.
        expressions: In order.
        opening: The line that opens it, as it stands; empty where there is none.
    """

    created: str | None
    text: str
    tokens: tuple[Span, ...]
    sentences: tuple[tuple[int, int], ...]
    expressions: tuple[Timex, ...]
    opening: str


def read_timed(path: Path) -> tuple[TimedDocument, ...]:
    """Read a column file of time expressions.

    Raises:
        UnreadableFile: the file is missing, no text in UTF-8, or holds no token.
        RecordError: a line has not three columns, or a tag that is none.
    """
    where = str(path)
    documents = tuple(_document(opening, sentences) for opening, sentences in _documents(read_lines(path), where))
    if not any(document.tokens for document in documents):
        raise UnreadableFile(
            f"{where!r} holds no token. Expected a token, its tag (O, B-DATE, I-DATE, ...) and a TIMEX3 value on each "
            "line, tabs between.",
            where=where,
        )
    return documents


_Row = tuple[str, str, str]
_Sentences = list[list[_Row]]


def _documents(lines: Sequence[str], where: str) -> Iterator[tuple[str, _Sentences]]:
    opening, sentences = "", _Sentences()
    rows: list[_Row] = []
    for number, line in enumerate([*lines, ""], 1):
        if _OPENING.match(line):
            if opening or sentences or rows:
                yield opening, [*sentences, rows] if rows else sentences
            opening, sentences, rows = line, [], []
        elif line.strip():
            rows.append(_row(line, f"{where}, line {number}"))
        elif rows:
            sentences.append(rows)
            rows = []
    if opening or sentences:
        yield opening, sentences


def _row(line: str, where: str) -> _Row:
    columns = line.split("\t")
    if len(columns) < 2 or not _TAG.fullmatch(columns[1].strip()):
        raise RecordError(
            f"{where}: {line[:40]!r} is no token with its tag. Expected a token, O, B-KIND or I-KIND, and a value, "
            "tabs between.",
            where=where,
        )
    return columns[0], columns[1].strip(), columns[2].strip() if len(columns) > 2 else "-"


def _document(opening: str, sentences: _Sentences) -> TimedDocument:
    match = _OPENING.match(opening)
    day = _ISO_DAY.match(match["value"]) if match else None
    parts: list[str] = []
    tokens: list[Span] = []
    ranges: list[tuple[int, int]] = []
    at = 0
    for rows in sentences:
        words = [row[0] for row in rows]
        ranges.append((len(tokens), len(tokens) + len(words)))
        for gap, word in zip(_gaps(words), words, strict=True):
            parts += (gap, word)
            at += len(gap)
            tokens.append(Span(at, at + len(word)))
            at += len(word)
        parts.append("\n\n")
        at += 2
    rows = [row for sentence in sentences for row in sentence]
    return TimedDocument(
        created=day[0] if day else None,
        text="".join(parts),
        tokens=tuple(tokens),
        sentences=tuple(ranges),
        expressions=tuple(_expressions(rows, {first for first, _ in ranges})),
        opening=opening,
    )


def _gaps(words: Sequence[str]) -> Iterator[str]:
    """Give the space before each word."""
    before = ""
    for index, word in enumerate(words):
        is_joined = index == 0 or _NO_SPACE_BEFORE.fullmatch(word) or _NO_SPACE_AFTER.fullmatch(before)
        yield "" if is_joined else " "
        before = word


def _expressions(rows: Sequence[_Row], firsts: set[int]) -> Iterator[Timex]:
    """Read tags as expressions; a tag I-X that follows no X opens one."""
    start, kind, value = -1, "", ""
    for index, (_, tag, given) in enumerate([*rows, ("", "O", "-")]):
        position, _, label = tag.partition("-")
        if start >= 0 and (position != "I" or label != kind or index in firsts):
            yield Timex(start, index, kind, value)
            start = -1
        if position != "O" and start < 0:
            start, kind, value = index, label, given
