"""Ties that a small model sees between two words of a sentence, beside those that rules read off the tree.

In: a tree with the reader's mentions. Out: :class:`TieReading`, for each two words that stand for mentions
the likeliest tie from the one to the other. The model is linear: each feature of a pair (words between them
and at their sides, their kinds, the path in the tree and the word where it turns) adds to each kind of tie. It
was fitted on the part of our own corpus that is trained on, by ``python -m training ties``, and ships as
``tie_weights.npz``.

What one would get wrong: a pair has two directions, and each is a pair of its own. A word never seen in
training adds nothing; names are one feature, so that the model cannot learn who is whose ally.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import get_args

import numpy as np
import numpy.typing as npt

from whowhom.coding.tree import Tree
from whowhom.errors import DataError
from whowhom.records.events import TieKind

WEIGHTS = Path(__file__).parent / "tie_weights.npz"
# "led" is an office that is over.
KINDS: tuple[str, ...] = ("none", *get_args(TieKind), "led")
# A pair with less than this is no tie in nine of ten cases.
FLOOR = 0.03
DECIMALS = 3
# Words before which the noun that a mention is about has been named: "the head | of the mission".
_BEHIND = frozenset("of in for from to at on by with who that which whose and , ( - led based".split())
# Parts of speech that can stand for an actor; "Afghan" is an adjective.
_NAMING = ("NOUN", "PROPN", "PRON", "ADJ", "X")
_ENDS = ("PER", "ORG", "LOC", "Person", "Organisation", "Location", "Nationality")
# Farther apart than these, the words between two ends and the path between them tell nothing.
MAX_BETWEEN, MAX_SHORT, MAX_PATH = 14, 5, 6
# Each end pairs with so many behind it: in a list the pairs would be as many as the square of its length.
NEAR_ENDS = 20


@dataclass(frozen=True, slots=True)
class TieReading:
    """A tie that the model sees from one word to another.

    Attributes:
        subject: Index of the word that stands for the one end, ``object`` for the other.
        label: A kind of tie, or "led".
        score: Probability that there is any tie from the one to the other, 0-1.
    """

    subject: int
    label: str
    object: int
    score: float


@dataclass(frozen=True)
class TieModel:
    """The shipped model.

    Attributes:
        rows: Row of each known feature, by the CRC-32 of its name.
        weights: Shape (features, kinds).
        bias: Shape (kinds,).
    """

    rows: Mapping[int, int]
    weights: npt.NDArray[np.float32]
    bias: npt.NDArray[np.float32]

    def chances(self, features: Sequence[str]) -> npt.NDArray[np.float32]:
        """Return the probability of each kind, in the order of ``KINDS``."""
        known = [row for row in (self.rows.get(zlib.crc32(name.encode())) for name in features) if row is not None]
        scores = self.bias + self.weights[known].sum(axis=0)
        spread = np.exp(scores - scores.max())
        result: npt.NDArray[np.float32] = spread / spread.sum()
        return result


@lru_cache(maxsize=1)
def load_model(path: Path = WEIGHTS) -> TieModel:
    """Load the shipped model.

    Raises:
        DataError: the file is missing or damaged.
    """
    try:
        # The whole file at once: an archive read piece by piece is found damaged only when it is used.
        with np.load(BytesIO(path.read_bytes())) as data:
            ids, table, scale, bias = (data[name] for name in ("ids", "table", "scale", "bias"))
    except Exception as error:
        raise DataError(
            f"the model of ties {path.name!r} could not be loaded ({type(error).__name__}); reinstall whowhom."
        ) from error
    rows = {int(feature): row for row, feature in enumerate(ids)}
    return TieModel(rows, table.astype(np.float32) * np.float32(scale), bias.astype(np.float32))


def read_ties(tree: Tree) -> tuple[TieReading, ...]:
    """Read the ties between the words of each sentence that stand for mentions."""
    model = load_model()
    found = []
    for subject, thing in pairs_of(tree):
        chances = model.chances(pair_features(tree, subject, thing))
        score = 1.0 - float(chances[0])
        if score >= FLOOR:
            best = int(chances[1:].argmax()) + 1
            found.append(TieReading(subject, KINDS[best], thing, round(score, DECIMALS)))
    return tuple(found)


def pairs_of(tree: Tree) -> Iterator[tuple[int, int]]:
    """Yield each two words of a sentence that stand for mentions, in both orders."""
    layers = tree.layers
    tags = [*(tag for tag in layers.entities if tag.label in _ENDS), *layers.actors]
    ends = sorted({anchor_of(tree, tag.first, tag.last) for tag in tags})
    by_sentence: dict[int, list[int]] = {}
    for word in ends:
        if layers.upos[word] in _NAMING:
            by_sentence.setdefault(tree.sentence_of[word], []).append(word)
    for words in by_sentence.values():
        for at, left in enumerate(words):
            for right in words[at + 1 : at + 1 + NEAR_ENDS]:
                yield from ((left, right), (right, left))


def anchor_of(tree: Tree, first: int, last: int) -> int:
    """Return the word that stands for a mention: the last one before what is hung on it."""
    for word in range(first + 1, last):
        if tree.layers.word(word).lower() in _BEHIND:
            return word - 1
    return last - 1


def pair_features(tree: Tree, subject: int, thing: int) -> list[str]:
    """Name the features of a pair; which of the two comes first is part of most names."""
    low, high = min(subject, thing), max(subject, thing)
    order = ">" if subject < thing else "<"
    ends = _end(tree, subject), _end(tree, thing)
    found = [f"{order}ta={ends[0]}", f"{order}tb={ends[1]}", f"{order}t={ends[0]}~{ends[1]}"]
    found += [f"la={_word(tree, subject)}", f"lb={_word(tree, thing)}"]
    distance = high - low
    found.append(f"{order}d={distance if distance < 6 else '6' if distance < 9 else '9' if distance < 15 else '15'}")
    between = [_word(tree, word) for word in range(low + 1, high)]
    if len(between) <= MAX_BETWEEN:
        found += [f"{order}w={word}" for word in sorted(set(between))]
        found += [f"{order}b={one}_{other}" for one, other in pairwise(between)]
        if len(between) <= MAX_SHORT:
            found.append(f"{order}W={' '.join(between)}")
    found.append(f"{order}p={tree.lemma(low - 1) if low else '^'}")
    found.append(f"{order}n={tree.lemma(high + 1) if high + 1 < len(tree.layers.starts) else '$'}")
    return [*found, *_path_features(tree, subject, thing)]


def _path_features(tree: Tree, subject: int, thing: int) -> Iterator[str]:
    """Name the path between two words: the relations up and down, the word where it turns, the prepositions."""
    found = tree.path(subject, thing)
    if found is None:
        return
    up, meeting, down = found
    yield f"len={min(len(up) + len(down), MAX_PATH + 1)}"
    if len(up) + len(down) > MAX_PATH:
        return
    path = "^".join("/".join(tree.relation(word) for word in side) for side in (up, down))
    turn, cases = _word(tree, meeting), (tree.case_of(subject), tree.case_of(thing))
    yield from (f"path={path}", f"pathm={path}@{turn}", f"m={turn}", f"mc={turn}|{cases[0]}|{cases[1]}")
    yield from (f"ca={cases[0]}", f"cb={cases[1]}")
    yield from (f"on={_word(tree, word)}" for word in (*up[1:], *down[1:]))


def _word(tree: Tree, word: int) -> str:
    return "N" if tree.layers.upos[word] == "PROPN" else tree.lemma(word)


def _end(tree: Tree, word: int) -> str:
    actor, entity = tree.actors.at(word), tree.entities.at(word, *_ENDS)
    labels = (tag.label if tag is not None else "-" for tag in (actor, entity))
    return "|".join((*labels, tree.layers.upos[word]))
