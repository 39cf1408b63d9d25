"""Paragraph-like units of a canonical text.

In: the canonical text. Out: half-open offsets in order, without overlap, that
cover every character that is not white space. Blank lines separate units. A
single line end separates them too, unless the lines are wrapped: a text wrapped
at 72 columns must not be cut in mid-sentence.
"""

from __future__ import annotations

import re

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
    units: list[tuple[int, int]] = []
    for start, end in blocks:
        units.extend(_split_block(text, start, end, width))
    return units


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())


def _wrap_width(text: str, blocks: list[tuple[int, int]]) -> int | None:
    # The columns that a text is wrapped at; None when each line is a paragraph.
    inner: list[str] = []
    for start, end in blocks:
        inner.extend(line.rstrip() for line in text[start:end].split("\n")[:-1])
    if not inner:
        return None
    widest = max(map(len, inner))
    if widest > MAX_WRAP_COLUMNS:
        return None
    ending = sum(_SENTENCE_END.search(line) is not None for line in inner)
    return widest if ending <= MAX_SENTENCE_END_SHARE * len(inner) else None


def _split_block(text: str, start: int, end: int, width: int | None) -> list[tuple[int, int]]:
    units: list[tuple[int, int]] = []
    first = start
    position = start
    while (newline := text.find("\n", position, end)) != -1:
        line, rest = text[position:newline].strip(), text[newline + 1 : end]
        if width is None or _ends_paragraph(line, rest.lstrip(), width):
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
