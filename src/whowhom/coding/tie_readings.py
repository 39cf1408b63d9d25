"""Ties that the reader and the model of ties see between two words, beside those that rules read off the tree.

In: a tree. Out: :class:`~whowhom.coding.tie_relation.Relation`, to be judged like
those of rules: how they are told, who may be an end.

What one would get wrong: the reader knows which two words are tied and how, but not which word says so.
That is the word where the two meet in the tree: the verb over both, the noun that bears the other.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import cast

from whowhom.coding import tie_words as lists
from whowhom.coding.tie_model import read_ties
from whowhom.coding.tie_relation import Relation
from whowhom.coding.tree import Tree
from whowhom.records.events import SYMMETRIC_TIES, TieKind
from whowhom.records.layers import TieReading, end_of

# A tie that no rule reads is looked at from this score of the reader's on.
LEAST_ALONE = 0.05
RULE, PAST_RULE = "read", "read past"
# Words near which a tie that only the reader sees is not believed: by most of them rules tell that one is open.
_OPENING = frozenset("cannot reported denial long claim candidate".split()).union(
    *(lists.DENIED, lists.SUSPECTED, lists.OPEN, lists.MODALS),
    *(lists.CONDITIONS, lists.SUSPICIONS, lists.DENIALS, lists.WISHES),
)


def seen_between(tree: Tree, subject: int, thing: int) -> TieReading | None:
    """Return the reader's surest tie from the phrase around one word to that around another; None: none."""
    read = tree.once(_by_pair)
    found = [read.get((a, b)) for a in _around(tree, subject) for b in _around(tree, thing)]
    return max((tie for tie in found if tie is not None), key=lambda tie: tie.score, default=None)


def _by_pair(tree: Tree) -> Mapping[tuple[int, int], TieReading]:
    return {(tie.subject, tie.object): tie for tie in tree.once(read_ties)}


def _around(tree: Tree, word: int) -> range:
    tag = tree.actors.at(word) or tree.entities.at(word)
    return range(tag.first, tag.last) if tag is not None else range(word, word + 1)


def kind_read(reading: TieReading) -> TieKind:
    """Return the kind of tie; an office that is over is one of leading."""
    return "leads" if reading.label == "led" else cast(TieKind, reading.label)


def read_relations(tree: Tree) -> Iterator[tuple[Relation, TieReading]]:
    """Yield what the reader sees as tied, surest first; a symmetric tie once, from the earlier end."""
    seen: set[tuple[str, frozenset[int]]] = set()
    for reading in sorted(tree.once(read_ties), key=lambda tie: (-tie.score, tie.subject, tie.object)):
        if reading.score < LEAST_ALONE:
            break
        subject, thing = _end(tree, reading.subject), _end(tree, reading.object)
        key = (reading.label, frozenset((subject, thing)))
        if subject == thing or (reading.label in SYMMETRIC_TIES and key in seen):
            continue
        seen.add(key)
        if reading.label in SYMMETRIC_TIES and thing < subject:
            subject, thing = thing, subject
        path = tree.path(subject, thing)
        word = subject if path is None else path[1]
        rule = PAST_RULE if reading.label == "led" else RULE
        yield Relation(subject, kind_read(reading), thing, word, rule, word in (subject, thing)), reading


def _end(tree: Tree, word: int) -> int:
    """Return the head of the longest mention that a word stands for."""
    tags = [*tree.actors.holding(word), *tree.entities.holding(word)]
    own = [tag for tag in tags if end_of(tree.once(_written), tag.first, tag.last) == word]
    longest = max(own, key=lambda tag: tag.last - tag.first, default=None)
    return tree.whole(tree.head_of(longest.first, longest.last) if longest is not None else word)


def _written(tree: Tree) -> list[str]:
    return [tree.layers.word(word) for word in range(len(tree.layers.starts))]


def path_between(tree: Tree, left: int, right: int) -> list[int]:
    """List the words from one to the other through the tree, both ends among them."""
    found = tree.path(left, right)
    return [left, right] if found is None else [*found[0], found[1], *found[2]]


def opens(tree: Tree, word: int) -> bool:
    """Say whether a word can leave what its sentence tells open, deny it, or only wish for it."""
    return not _OPENING.isdisjoint((tree.lemma(word), tree.layers.word(word).lower()))
