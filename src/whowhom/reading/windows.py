"""Windows: what the encoder sees at once, as arrays of pieces.

In: words grouped into sentences. Out: groups of consecutive sentences that fit
the encoder, and the arrays that it takes. A window depends only on the words in
it, never on what else is read in the same run.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from whowhom.reading.words import word_shape

if TYPE_CHECKING:
    from tokenizers import Tokenizer

# Pieces per window without the two special ones. Longer windows cost more per
# word and did not read better on the tuning documents.
WINDOW_PIECES = 224
# A marked trigger is read again with the sentences around it up to this size;
# 56 to 128 read alike on the tuning documents, and fewer pieces are faster.
CONTEXT_PIECES = 64
# A word of more pieces (a hash, a link) is cut; its head pieces say what it is.
MAX_WORD_PIECES = 12
# The encoder knows 512 positions; a longer sentence, such as a table pasted as
# one line, is read in parts.
MAX_SENTENCE_PIECES = 480
CLS, SEP, UNK = 101, 102, 100

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class PiecedWord:
    """The vocabulary ids of one word and the shape that all of them carry."""

    pieces: tuple[int, ...]
    shape: int


@dataclass(frozen=True, slots=True)
class Window:
    """One input of the encoder.

    Attributes:
        ids: Piece ids with [CLS] and [SEP], shape (pieces,).
        shapes: Word shape of each piece; 0 for the special ones.
        first: Index of the first piece of each word, shape (words,).
        sentence: Number of the sentence of each word within the window.
    """

    ids: Ints
    shapes: Ints
    first: Ints
    sentence: Ints


def piece_words(tokenizer: Tokenizer, words: Sequence[str], sentences: Sequence[tuple[int, int]]) -> list[PiecedWord]:
    """Cut words into vocabulary pieces, sentence by sentence."""
    pieced: list[PiecedWord] = []
    for first, last in sentences:
        encoding = tokenizer.encode(list(words[first:last]), is_pretokenized=True, add_special_tokens=False)
        pieces: list[list[int]] = [[] for _ in range(last - first)]
        for piece, word in zip(encoding.ids, encoding.word_ids, strict=True):
            if word is not None:
                pieces[word].append(piece)
        for offset, ids in enumerate(pieces):
            shape = word_shape(words[first + offset], sentence_start=offset == 0)
            pieced.append(PiecedWord(tuple(ids[:MAX_WORD_PIECES]) or (UNK,), shape))
    return pieced


def sentence_sizes(pieced: Sequence[PiecedWord], sentences: Sequence[tuple[int, int]]) -> list[int]:
    """Count the pieces of each sentence."""
    return [sum(len(word.pieces) for word in pieced[first:last]) for first, last in sentences]


def part_sentences(
    pieced: Sequence[PiecedWord], sentences: Sequence[tuple[int, int]], limit: int = MAX_SENTENCE_PIECES
) -> list[tuple[int, int]]:
    """Part sentences of more than ``limit`` pieces between words; the others stay as they are."""
    parts: list[tuple[int, int]] = []
    for first, last in sentences:
        start, total = first, 0
        for word in range(first, last):
            size = len(pieced[word].pieces)
            if total + size > limit:
                parts.append((start, word))
                start, total = word, 0
            total += size
        parts.append((start, last))
    return parts


def pack_sentences(sizes: Sequence[int], limit: int = WINDOW_PIECES) -> list[tuple[int, int]]:
    """Group consecutive sentences into windows of at most ``limit`` pieces.

    Returns:
        Half-open ranges of sentences; a sentence that is longer than the limit
        has a window of its own.
    """
    windows: list[tuple[int, int]] = []
    first, total = 0, 0
    for index, size in enumerate(sizes):
        if index > first and total + size > limit:
            windows.append((first, index))
            first, total = index, 0
        total += size
    if len(sizes) > first:
        windows.append((first, len(sizes)))
    return windows


def sentences_around(sizes: Sequence[int], sentence: int, limit: int = CONTEXT_PIECES) -> tuple[int, int]:
    """Widen one sentence to its neighbours, before and after in turn, up to ``limit`` pieces."""
    first, last, total = sentence, sentence + 1, sizes[sentence]
    before, after = True, True
    while before or after:
        before = before and first > 0 and total + sizes[first - 1] <= limit
        if before:
            first -= 1
            total += sizes[first]
        after = after and last < len(sizes) and total + sizes[last] <= limit
        if after:
            total += sizes[last]
            last += 1
    return first, last


def build_window(pieced: Sequence[PiecedWord], sentences: Sequence[tuple[int, int]]) -> Window:
    """Lay out consecutive sentences as one input of the encoder."""
    ids, shapes, first, number = [CLS], [0], [], []
    for index, (start, end) in enumerate(sentences):
        for word in pieced[start:end]:
            first.append(len(ids))
            number.append(index)
            ids.extend(word.pieces)
            shapes.extend([word.shape] * len(word.pieces))
    ids.append(SEP)
    shapes.append(0)
    return Window(*(np.asarray(values, dtype=np.int64) for values in (ids, shapes, first, number)))


@dataclass(frozen=True, slots=True)
class Crop:
    """The sentences of a window around one marked trigger.

    Attributes:
        words: First word and one past the last, counted in the window.
        pieces: Indices of its pieces in the window, [CLS] first; shape (pieces,).
        first: Index within ``pieces`` of the first piece of each word, shape (words,).
        marker: 1 on the trigger's pieces, else 0; shape (pieces,).
    """

    words: tuple[int, int]
    pieces: Ints
    first: Ints
    marker: Ints


def crop_window(window: Window, start: int, end: int, limit: int = CONTEXT_PIECES) -> Crop:
    """Cut the sentences around the words ``start`` to ``end`` (one past) out of a window.

    The sentence of the trigger is always whole; its neighbours join, before and
    after in turn, while they fit into ``limit`` pieces.
    """
    edges = np.flatnonzero(np.diff(window.sentence)) + 1
    borders = [0, *edges.tolist(), len(window.sentence)]
    last_piece = len(window.ids) - 1
    at = [int(window.first[word]) if word < len(window.first) else last_piece for word in borders]
    sizes = [b - a for a, b in pairwise(at)]
    a, b = sentences_around(sizes, int(window.sentence[start]), limit)
    low, high = borders[a], borders[b]
    pieces = np.concatenate([[0], np.arange(at[a], at[b])]).astype(np.int64)
    first = window.first[low:high] - at[a] + 1
    marker = np.zeros(len(pieces), dtype=np.int64)
    end = min(end, high)
    stop = int(window.first[end]) if end < len(window.first) else last_piece
    marker[int(window.first[start]) - at[a] + 1 : stop - at[a] + 1] = 1
    return Crop((low, high), pieces, first, marker)
