"""Ties as the reader sees them: from the word of one actor to the word of another of its sentence.

In: the words, the mentions tagged in a window, and the network's view of each word as either end
of a tie. Out: :class:`~whowhom.records.TieReading`, the likeliest tie of each pair that may have one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

from whowhom.reading.network import Floats, softmax
from whowhom.records import Tagged, TieReading

# Words before which the noun that a mention is about has been named: "the head | of the mission".
_BEHIND = frozenset("of in for from to at on by with who that which whose and , ( - led based".split())
# Kinds of entities that can have ties; the other kinds are things, times and figures.
MENTIONED = frozenset(["PER", "ORG", "LOC", "Person", "Organisation", "Location", "Nationality"])
# A pair with less than this is no tie in nine of ten cases; the coder asks for more.
FLOOR = 0.1
DECIMALS = 3


def anchor(words: Sequence[str], first: int, last: int) -> int:
    """Return the word that stands for a mention: the last one before what is hung on it."""
    for word in range(first + 1, last):
        if words[word].lower() in _BEHIND:
            return word - 1
    return last - 1


def anchor_words(words: Sequence[str], tags: Iterable[Tagged], actors: Iterable[Tagged]) -> list[int]:
    """List the words that may be an end of a tie, in order."""
    mentions = [*(tag for tag in tags if tag.label in MENTIONED), *actors]
    return sorted({anchor(words, tag.first, tag.last) for tag in mentions})


def decode_ties(
    scores: Floats, anchors: Sequence[int], sentences: Sequence[tuple[int, int]], labels: Sequence[str]
) -> list[TieReading]:
    """Name the likeliest tie of each two words of one sentence.

    Args:
        scores: Log-odds, shape (anchors, anchors, ties): from the row's word to the column's; tie 0 is none.
        anchors: Words of the document, in order.
        sentences: First word and one past the last word of each sentence of the window.
    """
    chances: npt.NDArray[np.float32] = softmax(scores)
    found = []
    sentence_of = [next(n for n, (a, b) in enumerate(sentences) if a <= word < b) for word in anchors]
    for row, column in np.argwhere(1.0 - chances[..., 0] >= FLOOR).tolist():
        if row == column or sentence_of[row] != sentence_of[column]:
            continue
        best = int(chances[row, column, 1:].argmax()) + 1
        score = round(float(1.0 - chances[row, column, 0]), DECIMALS)
        found.append(TieReading(anchors[row], labels[best], anchors[column], score))
    return found
