"""The text of a report as blocks of segments, each with the values that stand on it.

In: a document and the words behind values. Out: :class:`Block` records, which a template
writes as they are.

What one would get wrong: spans nest and cross, and a browser wants a tree. So the text is cut
at every edge of a span, and each piece names all values that stand on it; the pieces joined
are the text. What would mislead a reader is replaced one for one, so offsets still count.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from whowhom.brief.clean import shown
from whowhom.records import READ_KINDS, Document

KINDS = ("what", "toll", "when", "where", "who", "says", "cue", "other")
"""Kinds of words, the most telling first: a piece with several shows as the first."""

_PLAIN = re.compile(r"[ -~\n\u00a1-\u024f\u2013\u2014\u2018-\u201d\u2026]*")
_PARAGRAPH = re.compile(r"[^\n]+(?:\n(?!\s*\n)[^\n]+)*")
# Words for what a body or a killing looked like, not for violence as such: a reader of reports on conflict
# meets "killed" in every line, and a text that is folded everywhere cannot be read.
_GRAPHIC = re.compile(
    r"\b(?:behead\w*|decapitat\w*|dismember\w*|mutilat\w*|disembowel\w*|eviscerat\w*|severed|"
    r"charred|burn(?:ed|t) alive|burning alive|skinned|flayed|castrat\w*|gouged|hacked to death|"
    r"body parts|human remains|pools? of blood|blood-?soaked|bloodied|gore|entrails|corpses?|"
    r"torture\w*|electrocut\w*|waterboard\w*|rape[ds]?|raping|gang-rape\w*|sexually assault\w*|"
    r"stoned to death|crucifi\w*|impaled|hanged from|throats? (?:slit|cut)|slit (?:his|her|their) throats?)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Words:
    """Words behind a value.

    Attributes:
        value: Id of the value, as the cards have it.
        kind: One of :data:`KINDS`.
    """

    start: int
    end: int
    value: str
    kind: str


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of the text between two edges of spans.

    Attributes:
        start: Offset in code points of the canonical text.
        values: Ids of the values that stand on it; empty for plain text.
        targets: Ids of values whose words begin here, for links.
        card: Id of the card that these words tell; "" where they tell no event.
        shape: How certain that event is told.
        is_last: The telling words end here.
    """

    start: int
    text: str
    kind: str = ""
    values: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    card: str = ""
    shape: str = ""
    is_last: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph of the text.

    Attributes:
        kind: Kind of its region.
        is_read: Its region is one that coders read; others are greyed.
        is_graphic: It has words of graphic violence.
    """

    start: int
    end: int
    kind: str
    is_read: bool
    is_graphic: bool
    segments: tuple[Segment, ...] = field(repr=False)

    @property
    def count(self) -> int:
        """Number of words, for a reader who decides whether to unfold it."""
        return sum(len(segment.text.split()) for segment in self.segments)


def make_blocks(document: Document, words: Iterable[Words], tells: dict[str, tuple[str, str]]) -> tuple[Block, ...]:
    """Cut a text into blocks of segments.

    Args:
        words: Behind all values, in any order.
        tells: Value ids of telling words, with the card and the shape of certainty.
    """
    rows = sorted(words, key=lambda row: (row.start, -row.end))
    blocks: list[Block] = []
    inside: list[Words] = []
    following = 0
    for start, end, kind in _paragraphs(document):
        while following < len(rows) and rows[following].start < end:
            inside.append(rows[following])
            following += 1
        inside = [row for row in inside if row.end > start]
        is_graphic = _GRAPHIC.search(document.text, start, end) is not None
        segments = tuple(_segments(document.text, start, end, inside, tells))
        blocks.append(Block(start, end, kind, kind in READ_KINDS, is_graphic, segments))
    return tuple(blocks)


def graphic_passages(document: Document) -> list[tuple[int, int]]:
    """Give the paragraphs with words of graphic violence."""
    return [(start, end) for start, end, _ in _paragraphs(document) if _GRAPHIC.search(document.text, start, end)]


def passages_of(document: Document) -> list[tuple[int, int]]:
    """Give the paragraphs that coders read."""
    return [(start, end) for start, end, kind in _paragraphs(document) if kind in READ_KINDS]


def _safe(text: str) -> str:
    """Replace what would mislead a reader; most text has nothing of the kind."""
    return text if _PLAIN.fullmatch(text) else shown(text)


def _paragraphs(document: Document) -> Iterator[tuple[int, int, str]]:
    """Give the paragraphs of every region, and of what stands between regions as body."""
    at = 0
    size = len(document.text)
    stretches: list[tuple[int, int, str]] = []
    for region in document.regions:
        stretches += [(at, region.start, "body"), (region.start, region.end, region.kind)]
        at = region.end
    for start, end, kind in [*stretches, (at, size, "body")]:
        for match in _PARAGRAPH.finditer(document.text, start, end):
            if match.group().strip():
                yield *match.span(), kind


def _segments(
    text: str, start: int, end: int, inside: Sequence[Words], tells: dict[str, tuple[str, str]]
) -> Iterator[Segment]:
    cuts = {start, end} | {cut for row in inside for cut in (row.start, row.end) if start < cut < end}
    rows = iter([*inside, None])
    upcoming = next(rows)
    open_: list[Words] = []
    for left, right in pairwise(sorted(cuts)):
        open_ = [row for row in open_ if row.end > left]
        while upcoming is not None and upcoming.start <= left:
            open_.append(upcoming)
            upcoming = next(rows)
        if not open_:
            yield Segment(left, _safe(text[left:right]))
            continue
        telling = next((row for row in open_ if row.value in tells), None)
        card, shape = tells[telling.value] if telling else ("", "")
        yield Segment(
            start=left,
            text=_safe(text[left:right]),
            kind=min((row.kind for row in open_), key=KINDS.index),
            values=tuple(dict.fromkeys(row.value for row in open_)),
            targets=tuple(dict.fromkeys(row.value for row in open_ if row.start == left)),
            card=card,
            shape=shape,
            is_last=telling is not None and telling.end == right,
        )
