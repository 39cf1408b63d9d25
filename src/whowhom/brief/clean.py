"""Report text made safe to show: one visible character for each that would mislead.

In: any string of a report. Out: a string of the same length in code points, so that
offsets still count. What one would get wrong: escaping for HTML is the template's work and
comes after; this is about characters that no escaping tames, such as marks that turn the
direction of the words around them, control characters and halves of surrogate pairs.
"""

from __future__ import annotations

import unicodedata

STAND_IN = "\ufffd"

# Embeddings, overrides and isolates can make words read as others than those coded. The single marks
# (LRM, RLM, ALM) and joiners are part of correct Arabic, Hebrew and Persian and do not reach further.
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_NONCHARACTER_PLANE_END = 0xFFFE
_BLANKS = frozenset("\t\v\f\x1c\x1d\x1e\x1f\x85\u2028\u2029")


def shown(text: str) -> str:
    """Replace what would mislead a reader or break a page.

    Returns:
        As many code points as came in. White space of unusual kinds becomes a
        space, line ends stay; controls, direction overrides, private-use
        characters, noncharacters and lone surrogates become U+FFFD.
    """
    return "".join(map(_shown, text))


def one_line(text: str) -> str:
    """Make text fit for a line: as :func:`shown`, with runs of white space as one space."""
    return " ".join(shown(text).split())


def count_replaced(text: str) -> int:
    """Count the characters that :func:`shown` replaces by the stand-in."""
    return shown(text).count(STAND_IN) - text.count(STAND_IN)


def _shown(char: str) -> str:
    if " " <= char <= "~" or char == "\n":
        return char
    if char in _BLANKS:
        return " "
    code = ord(char)
    unsafe = char in _TURNING or unicodedata.category(char) in {"Cc", "Cs", "Co"}
    return STAND_IN if unsafe or code & _NONCHARACTER_PLANE_END == _NONCHARACTER_PLANE_END or _is_hole(code) else char


def _is_hole(code: int) -> bool:
    return 0xFDD0 <= code <= 0xFDEF
