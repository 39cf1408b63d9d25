"""Column files of named entities: a token and its tag on each line.

In: a file whose sentences are set apart by blank lines, columns by tabs or spaces.
Two layouts: token first and tag last; or UNER's (index, token, tag, ...), told by
running numbers in the first column. Out: sentences of tokens with spans of PER, ORG
and LOC. Other kinds (MISC, product) are read as no entity. A tag I-X that follows
no X opens a span, as older files have it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from whowhom.corpora.conllu import read_lines
from whowhom.errors import RecordError, UnreadableFile

KINDS = ("PER", "ORG", "LOC")
# Other makers' names of the three kinds.
_SAME: dict[str, str] = {
    **{kind: kind for kind in KINDS},
    **dict.fromkeys(("PERSON",), "PER"),
    **dict.fromkeys(("ORGANIZATION", "ORGANISATION", "CORPORATION", "GROUP"), "ORG"),
    **dict.fromkeys(("LOCATION", "GPE"), "LOC"),
}
_TAG = re.compile(r"O|[BI]-\S+")


@dataclass(frozen=True, slots=True)
class Named:
    """A range of tokens of a sentence that names a person, an organisation or a place."""

    first: int
    last: int
    kind: str


@dataclass(frozen=True, slots=True)
class TaggedSentence:
    """A sentence of a column file.

    Attributes:
        comments: The lines before it that start with "#", as they stand.
        document: A ``# newdoc`` stands before it.
    """

    tokens: tuple[str, ...]
    names: tuple[Named, ...]
    comments: tuple[str, ...]
    document: bool


@dataclass(frozen=True, slots=True)
class TaggedFile:
    """A column file; ``numbered`` where its first column counts the tokens."""

    sentences: tuple[TaggedSentence, ...]
    numbered: bool


def read_tagged(path: Path) -> TaggedFile:
    """Read a column file.

    Raises:
        UnreadableFile: the file is missing, no text in UTF-8, or holds no token.
        RecordError: a line has no tag, or a tag that is none.
    """
    blocks = list(_blocks(read_lines(path)))
    numbered = bool(blocks) and all(_counts(rows) for _, rows in blocks)
    where = str(path)
    sentences = tuple(_sentence(comments, rows, where, numbered=numbered) for comments, rows in blocks)
    if not sentences:
        raise UnreadableFile(
            f"{where!r} holds no token. Expected a token and its tag (O, B-PER, I-PER, ...) on each line.", where=where
        )
    return TaggedFile(sentences, numbered)


_Rows = list[tuple[int, list[str]]]


def _blocks(lines: Sequence[str]) -> Iterator[tuple[list[str], _Rows]]:
    comments: list[str] = []
    rows: _Rows = []
    for number, line in enumerate([*lines, ""], 1):
        columns = line.split("\t") if "\t" in line else line.split()
        # A hashtag is a token: only a line without a tag is a comment.
        is_comment = line.startswith("#") and not rows and not _is_tagged(columns)
        if is_comment:
            comments.append(line)
        elif line.strip():
            rows.append((number, [column.strip() for column in columns]))
        elif rows:
            yield comments, rows
            comments, rows = [], []


def _is_tagged(columns: Sequence[str]) -> bool:
    return 1 < len(columns) <= 5 and any(_TAG.fullmatch(column.strip()) for column in columns[1:3])


def _counts(rows: _Rows) -> bool:
    return all(
        len(columns) >= 3 and columns[0] == str(index) and _TAG.fullmatch(columns[2]) is not None
        for index, (_, columns) in enumerate(rows, 1)
    )


def _sentence(comments: list[str], rows: _Rows, where: str, *, numbered: bool) -> TaggedSentence:
    tokens: list[str] = []
    tags: list[str] = []
    for number, columns in rows:
        tag = columns[2] if numbered else columns[-1]
        if len(columns) < 2 or not _TAG.fullmatch(tag):
            raise RecordError(
                f"{where}, line {number}: {tag[:20]!r} is no tag. Expected a token and O, B-KIND or I-KIND.",
                where=f"{where}, line {number}",
            )
        tokens.append(columns[1] if numbered else columns[0])
        tags.append(tag)
    document = any(re.match(r"#\s*newdoc", comment) for comment in comments)
    return TaggedSentence(tuple(tokens), tuple(spans(tags)), tuple(comments), document)


def spans(tags: Sequence[str]) -> Iterator[Named]:
    """Read tags as spans of the three kinds, in order."""
    start, kind = -1, ""
    for index, tag in enumerate([*tags, "O"]):
        position, _, label = tag.partition("-")
        if start >= 0 and (position != "I" or label != kind):
            if kind.upper() in _SAME:
                yield Named(start, index, _SAME[kind.upper()])
            start = -1
        if position != "O" and start < 0:
            start, kind = index, label
