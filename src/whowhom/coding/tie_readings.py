"""Relations that the reader sees between two words, beside those that rules read off the tree.

In: a tree with the reader's ties. Out: :class:`~whowhom.coding.tie_relation.Relation` with the reader's
score, to be judged like those of rules: how they are told, who may be an end.

What one would get wrong: the reader knows which two words are tied and how, but not which word says so.
That is the word where the two meet in the tree: the verb over both, the noun that bears the other.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import cast

from whowhom.coding.tie_relation import Relation
from whowhom.coding.tree import Tree
from whowhom.records import TieReading
from whowhom.records.events import TieKind

# Kinds that hold from either end.
SYMMETRIC = ("allied with", "fights", "negotiates with")
# A tie that no rule reads is drafted from this score on.
LEAST_ALONE = 0.5
RULE, PAST_RULE = "reader", "reader past"


@dataclass(frozen=True)
class ReadTies:
    """The reader's ties of a document by their words."""

    tree: Tree

    @cached_property
    def _scores(self) -> dict[tuple[int, int], float]:
        scores: dict[tuple[int, int], float] = {}
        for tie in self.tree.layers.ties:
            pair = (tie.subject, tie.object)
            scores[pair] = max(tie.score, scores.get(pair, 0.0))
        return scores

    def support(self, subject: int, thing: int) -> float:
        """Return the highest score of any tie between the phrases around two words, whichever way; 0: none."""
        left, right = (self._around(word) for word in (subject, thing))
        pairs = [(a, b) for a in left for b in right] + [(b, a) for a in left for b in right]
        return max((self._scores.get(pair, 0.0) for pair in pairs), default=0.0)

    def _around(self, word: int) -> range:
        tag = self.tree.actors.at(word) or self.tree.entities.at(word)
        return range(tag.first, tag.last) if tag is not None else range(word, word + 1)


def read_ties(tree: Tree) -> ReadTies:
    """Index the reader's ties of a document."""
    return ReadTies(tree)


def reader_relations(tree: Tree) -> Iterator[tuple[Relation, float]]:
    """Yield what the reader sees as tied, surest first, with its score; a symmetric tie once."""
    seen: set[tuple[str, frozenset[int]]] = set()
    for reading in sorted(tree.layers.ties, key=lambda tie: (-tie.score, tie.subject, tie.object)):
        if reading.score < LEAST_ALONE:
            break
        subject, thing = tree.whole(reading.subject), tree.whole(reading.object)
        key = (reading.label, frozenset((subject, thing)))
        if subject == thing or (reading.label in SYMMETRIC and key in seen):
            continue
        seen.add(key)
        if reading.label in SYMMETRIC and thing < subject:
            subject, thing = thing, subject
        word = _meeting(tree, subject, thing)
        rule = PAST_RULE if reading.label == "led" else RULE
        yield Relation(subject, _kind(reading), thing, word, rule, word in (subject, thing)), reading.score


def _kind(reading: TieReading) -> TieKind:
    return "leads" if reading.label == "led" else cast(TieKind, reading.label)


def _meeting(tree: Tree, left: int, right: int) -> int:
    """Return the word over both: itself one of the two where the other hangs on it."""
    above = [left, *tree.ancestors(left)]
    return next((word for word in (right, *tree.ancestors(right)) if word in above), left)
