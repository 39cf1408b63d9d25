"""Paragraph-like units of a canonical text.

In: the canonical text. Out: half-open offsets in order, without overlap, that
cover every character that is not white space. Blank lines separate units. A
single line end separates them too, unless the lines are wrapped: a text wrapped
at 72 columns must not be cut in mid-sentence. At the head of a text a byline and
a date are lines of their own however short the lines around them are: taken
together with the headline, they would make the writer a party of what it tells.
"""

from __future__ import annotations

import re
from itertools import islice, zip_longest

from whowhom.ingest.credits import is_head_line
from whowhom.ingest.headings import is_heading

# Printers and mail wrap at 60-80 columns, PDF pages at up to 110; lines longer
# than this hold whole paragraphs.
MAX_WRAP_COLUMNS = 120
# Of the lines of wrapped prose only one in four or five happens to end a sentence;
# of unwrapped paragraphs nearly all do.
MAX_SENTENCE_END_SHARE = 0.5
# A line that ends a sentence ends its paragraph where the next word would have
# fitted with this much to spare; letters of a printed page differ in width.
SPARE_COLUMNS = 4
# A heading is shorter still and ends no sentence.
HEADING_SHARE = 0.6
# A headline of two lines, a byline, an outlet and a date or two.
HEAD_LINES = 6

_LINE = re.compile(r"[^\n]*\S[^\n]*")
_BLOCK = re.compile(r"\S(?:.*\n(?=.*\S))*.*")
_SENTENCE_END = re.compile(r"[.!?…][\"'”’)\]]*$")


def split_units(text: str) -> list[tuple[int, int]]:
    """Split a text into its paragraphs.

    Args:
        text: Canonical text, line ends ``\\n``.

    Returns:
        Offsets of the units, trimmed of white space at both ends.
    """
    blocks = [_trimmed(text, match.start(), match.end()) for match in _BLOCK.finditer(text)]
    width = _wrap_width(text, blocks)
    cuts = _head_cuts(text)
    units: list[tuple[int, int]] = []
    for start, end in blocks:
        units.extend(_split_block(text, start, end, width, cuts))
    return units


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())


def _wrap_width(text: str, blocks: list[tuple[int, int]]) -> int | None:
    # The columns that a text is wrapped at; None when each line is a paragraph.
    inner: list[str] = []
    for start, end in blocks:
        inner.extend(line.rstrip() for line in text[start:end].split("\n")[:-1])
    if not inner or any(_is_long(text[start:end]) for start, end in blocks):
        return None
    widest = max(map(len, inner))
    ending = sum(_SENTENCE_END.search(line) is not None for line in inner)
    return widest if ending <= MAX_SENTENCE_END_SHARE * len(inner) else None


def _is_long(block: str) -> bool:
    # A line that holds a whole paragraph, among others: its last one too, for under
    # a headline and a date it is the only one.
    return "\n" in block and max(len(line.rstrip()) for line in block.split("\n")) > MAX_WRAP_COLUMNS


def _head_cuts(text: str) -> frozenset[int]:
    """Find the line ends at the head of a text that stand before or behind a byline or a date."""
    cuts: set[int] = set()
    lines = list(islice(_LINE.finditer(text), HEAD_LINES))
    widest = max((len(match[0].rstrip()) for match in lines), default=0)
    for match, below, further in zip_longest(lines, lines[1:], lines[2:]):
        line = match[0].strip()
        # "by Ana Ruiz" may also end a headline: "Mayor shot dead / by Los Rojos".
        is_small = line.startswith("by ") and below is not None and is_head_line(below[0].strip())
        if is_head_line(f"B{line[1:]}" if is_small else line):
            cuts |= {match.start() - 1, match.end()}
        elif is_heading(line):
            cuts |= {match.start() - 1, match.end()}
            # The headline follows, though no blank line parts it from the text: the next word would have fitted.
            if below is not None and further is not None and _is_short(below[0].strip(), further[0].strip(), widest):
                cuts.add(below.end())
    return frozenset(cuts)


def _is_short(line: str, rest: str, width: int) -> bool:
    has_room = len(line) + 1 + len(rest.split(maxsplit=1)[0]) + SPARE_COLUMNS <= width
    return has_room and rest[:1].isupper() and _SENTENCE_END.search(line) is None


def _split_block(text: str, start: int, end: int, width: int | None, cuts: frozenset[int]) -> list[tuple[int, int]]:
    units: list[tuple[int, int]] = []
    first = start
    position = start
    while (newline := text.find("\n", position, end)) != -1:
        line, rest = text[position:newline].strip(), text[newline + 1 : end]
        if width is None or newline in cuts or _ends_paragraph(line, rest.lstrip(), width):
            units.append(_trimmed(text, first, newline))
            first = newline + 1
        position = newline + 1
    units.append(_trimmed(text, first, end))
    return units


def _ends_paragraph(line: str, rest: str, width: int) -> bool:
    if _SENTENCE_END.search(line):
        next_word = rest.split(maxsplit=1)[0] if rest else ""
        return len(line) + 1 + len(next_word) + SPARE_COLUMNS <= width
    return len(line) < HEADING_SHARE * width and not rest[:1].islower()
