"""Ties that the reader and a small model see between two words of a sentence, beside those of rules.

In: a tree with the reader's own view of each two words. Out: :class:`~whowhom.records.TieReading`, for each two words
that stand for mentions the likeliest tie from the one to the other, by both. The model is linear: each feature of a
pair (words between them and at their sides, their kinds, the path in the tree and the word where it turns) adds to each
kind of tie. It was fitted on the part of our own corpus that is trained on, by ``python -m training ties``, and ships
as ``tie_weights.npz``.

What one would get wrong: a pair has two directions, and each is a pair of its own. A word never seen in training adds
nothing; names are one feature, so that the model cannot learn who is whose ally.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from itertools import islice, pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt

from whowhom.coding.tree import Tree, Way
from whowhom.errors import DataError
from whowhom.records import TieReading
from whowhom.records.events import TIE_LABELS as KINDS

# Two words that the reader sees less than this between, either way round, are not weighed: the model alone could
# lift them to half of what it says. Four pairs in five go so, and on labelled documents no tie with them.
LEAST_SEEN = 0.03
WEIGHTS = Path(__file__).parent / "tie_weights.npz"
# A pair with less than this is no tie in nine of ten cases.
FLOOR = 0.03
DECIMALS = 3
_ENDS = ("PER", "ORG", "LOC", "Person", "Organisation", "Location", "Nationality")
# Farther apart than these, the words between two ends and the path between them tell nothing.
MAX_BETWEEN, MAX_SHORT, MAX_PATH = 14, 5, 6
# Pairs reckoned together: some 10 MB of features and weights.
TOGETHER = 1000
# Names of features kept in memory, some 10 MB of them.
REMEMBERED = 100_000


class FeatureRows(dict[str, int]):
    """Rows of features by name, 0 for an unknown one; names met before are not hashed again.

    Args:
        ids: CRC-32 of the name of each known feature, of which the first has row 1.
    """

    def __init__(self, ids: Iterable[int]) -> None:
        super().__init__()
        self._by_id = {int(feature): row for row, feature in enumerate(ids, 1)}

    def __missing__(self, name: str) -> int:
        """Look a name up that was not met lately."""
        if len(self) >= REMEMBERED:
            self.clear()
        row = self[name] = self._by_id.get(zlib.crc32(name.encode()), 0)
        return row


@dataclass(frozen=True)
class TieModel:
    """The shipped model.

    Attributes:
        rows: Row of each feature.
        weights: Shape (1 + features, kinds); the first row is nothing.
        bias: Shape (kinds,).
    """

    rows: FeatureRows
    weights: npt.NDArray[np.float32]
    bias: npt.NDArray[np.float32]

    def chances(self, pairs: Sequence[Sequence[str]]) -> npt.NDArray[np.float32]:
        """Return the probability of each kind, in the order of ``KINDS``.

        Args:
            pairs: The features of each pair.

        Returns:
            Shape (pairs, kinds); a pair's row does not depend on the others.
        """
        rows: list[int] = []
        starts: list[int] = []
        for names in pairs:
            starts.append(len(rows))
            # Row 0 is nothing, and no pair is without a row to add up.
            rows += [0, *map(self.rows.__getitem__, names)]
        return _softmax(self.bias + np.add.reduceat(self.weights[rows], starts, axis=0))


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
    weights = np.concatenate([np.zeros((1, table.shape[1])), table]).astype(np.float32) * np.float32(scale)
    return TieModel(FeatureRows(ids.tolist()), weights, bias.astype(np.float32))


def read_ties(tree: Tree) -> tuple[TieReading, ...]:
    """Weigh what the reader and the model see between each two words that stand for mentions; their mean counts."""
    read = {(tie.subject, tie.object): tie for tie in tree.layers.ties}
    found: list[TieReading] = []
    pairs = iter(sorted({(min(ends), max(ends)) for ends, tie in read.items() if tie.score >= LEAST_SEEN}))
    while part := list(islice(pairs, TOGETHER)):
        ways = [way for low, high in part for way in ((low, high), (high, low))]
        chances = load_model().chances([names for pair in part for names in pair_features(tree, *pair)])
        any_tie, best = 1.0 - chances[:, 0].astype(float), chances[:, 1:].argmax(axis=1) + 1
        for at, way in enumerate(ways):
            chance, tie = float(any_tie[at]), read.get(way)
            score = round((chance + (tie.score if tie is not None else 0.0)) / 2, DECIMALS)
            if score >= FLOOR:
                label = tie.label if tie is not None and tie.score > chance else KINDS[best[at]]
                found.append(TieReading(way[0], label, way[1], score))
    return tuple(found)


def pair_features(tree: Tree, low: int, high: int) -> tuple[list[str], list[str]]:
    """Name the features of a tie from the first of two words to the second, and of one from the second to the first.

    Which of the two comes first in the text is part of most names.
    """
    words, between = tree.once(_words), _names_between(tree, low, high)
    way = tree.path(low, high)
    back = (way[2], way[1], way[0]) if way is not None else None
    one, other = _end(tree, low), _end(tree, high)
    return (
        [
            *(f">ta={one}", f">tb={other}", f">t={one}~{other}", f"la={words[low]}", f"lb={words[high]}"),
            *(">" + name for name in between),
            *_path_features(tree, way, low, high),
        ],
        [
            *(f"<ta={other}", f"<tb={one}", f"<t={other}~{one}", f"la={words[high]}", f"lb={words[low]}"),
            *("<" + name for name in between),
            *_path_features(tree, back, high, low),
        ],
    )


def _names_between(tree: Tree, low: int, high: int) -> list[str]:
    """Name the words between two ends and at their sides."""
    words = tree.once(_words)
    between, distance = words[low + 1 : high], high - low
    found = [f"d={distance if distance < 6 else '6' if distance < 9 else '9' if distance < 15 else '15'}"]
    if len(between) <= MAX_BETWEEN:
        found += [f"w={word}" for word in sorted(set(between))]
        found += [f"b={one}_{other}" for one, other in pairwise(between)]
        if len(between) <= MAX_SHORT:
            found.append(f"W={' '.join(between)}")
    first, last = tree.layers.sentences[tree.sentence_of[low]]
    found.append(f"p={tree.lemma(low - 1) if low > first else '^'}")
    found.append(f"n={tree.lemma(high + 1) if high + 1 < last else '$'}")
    return found


def _path_features(tree: Tree, way: Way | None, subject: int, thing: int) -> list[str]:
    """Name the path between two words: the relations up and down, the word where it turns, the prepositions."""
    if way is None:
        return []
    up, meeting, down = way
    length = f"len={min(len(up) + len(down), MAX_PATH + 1)}"
    if len(up) + len(down) > MAX_PATH:
        return [length]
    words = tree.once(_words)
    path = "^".join("/".join(tree.relation(word) for word in side) for side in (up, down))
    turn, cases = words[meeting], (tree.case_of(subject), tree.case_of(thing))
    found = [length, f"path={path}", f"pathm={path}@{turn}", f"m={turn}", f"mc={turn}|{cases[0]}|{cases[1]}"]
    return [*found, f"ca={cases[0]}", f"cb={cases[1]}", *(f"on={words[word]}" for word in (*up[1:], *down[1:]))]


def _words(tree: Tree) -> list[str]:
    """Return the lemma of each word; names are one word."""
    layers = tree.layers
    return ["N" if pos == "PROPN" else lemma for pos, lemma in zip(layers.upos, layers.lemmas, strict=True)]


def _end(tree: Tree, word: int) -> str:
    actor, entity = tree.actors.at(word), tree.entities.at(word, *_ENDS)
    return f"{actor.label if actor else '-'}|{entity.label if entity else '-'}|{tree.layers.upos[word]}"


def _softmax(scores: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    spread = np.exp(scores - scores.max(axis=1, keepdims=True))
    result: npt.NDArray[np.float32] = spread / spread.sum(axis=1, keepdims=True)
    return result
