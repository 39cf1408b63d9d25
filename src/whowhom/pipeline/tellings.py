"""Tellings: an event with what joining it to others needs to know about where and how it is told.

In: an event of one trigger, and the layers. Out: a :class:`Telling`.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from whowhom.records import Event, Layers

_TAKES_PLACE = re.compile(r" (?:(?:had|has|have) )?(?:(?:took|taken|take) place|happened|occurred)\b")
_DEFINITE = frozenset(["the", "this", "that", "these", "those", "such"])
# "The most recent massacre" is one of those that a total counts.
_ONE_OF_MANY = frozenset("recent latest first last worst deadliest".split())
_ANEW = frozenset("again anew another second third fourth fifth new further more other also too later".split())


@dataclass(frozen=True)
class Telling:
    """An event with what joining needs to know about where it stands.

    Attributes:
        lemma: Lemma of its trigger.
        sentence: Index of its sentence.
        headline: It stands in the headline, whose events the body tells again.
        definite: Its trigger is a noun with "the", "this" or "that", or a participle before such a
            noun ("the murdered mayor").
        anew: It is told as one more: "again", "another", "a second", "also", "a new".
        noun: Its trigger is a noun or a name.
        located: Its sentence tells nothing but where that was: "The attack took place in Pissila".
        one_of_many: It is told as one of several: "the most recent massacre".
        of_those: Its trigger takes up people told before: "seven of those arrested are foreigners".
        item: Where the item of a list begins that it stands in; None outside lists.
    """

    event: Event
    lemma: str
    sentence: int
    headline: bool
    definite: bool
    anew: bool = False
    noun: bool = False
    located: bool = False
    one_of_many: bool = False
    item: int | None = None
    of_those: bool = False

    @cached_property
    def sides(self) -> dict[str, frozenset[str | None]]:
        """Ids of the actors and objects on each side, "a" and "b"."""
        parts = self.event.participants
        return {side: frozenset(p.actor or p.object for p in parts if p.side == side) for side in ("a", "b")}

    @cached_property
    def figures(self) -> frozenset[tuple[object, ...]]:
        """Outcome and bounds of all its figures."""
        tolls = (*self.event.tolls, *self.event.counts)
        return frozenset((toll.outcome, toll.low, toll.best, toll.high) for toll in tolls)


def tell(event: Event, lemma: str, sentence: int, layers: Layers, item: int | None = None) -> Telling:
    """Note where an event is told.

    Args:
        item: Where the item of a list begins that it stands in.
    """
    anchor = event.anchors[0]
    words = range(bisect_left(layers.starts, anchor.start), bisect_left(layers.starts, anchor.end))
    regions = layers.document.regions
    at = bisect_right(regions, anchor.start, key=lambda region: region.start) - 1
    headline = at >= 0 and regions[at].kind == "headline" and anchor.start < regions[at].end
    definite, noun = False, bool(words) and layers.upos[words[-1]] in ("NOUN", "PROPN")
    if noun:
        determiners = (layers.word(i).lower() for i in _determiners(layers, words))
        definite = any(word in _DEFINITE for word in determiners)
    elif words and layers.deprels[words[-1]] == "amod" and layers.xpos[words[-1]] in ("VBN", "VBD"):
        above = layers.heads[words[-1]]
        definite = any(layers.word(i).lower() in _DEFINITE for i in _determiners(layers, range(above, above + 1)))
    of_those = bool(words) and words[0] > 1 and _takes_up_those(layers, words[0])
    definite = definite or of_those
    anew = any(layers.word(i).lower() in _ANEW for i in _below(layers, words, "det", "amod", "advmod"))
    located = definite and not anew and _TAKES_PLACE.match(layers.document.text, anchor.end) is not None
    one_of_many = any(layers.word(i).lower() in _ONE_OF_MANY for i in _below(layers, words, "amod"))
    return Telling(event, lemma, sentence, headline, definite, anew, noun, located, one_of_many, item, of_those)


def _takes_up_those(layers: Layers, word: int) -> bool:
    """Say whether a participle says of whom: "those arrested"."""
    is_participle = layers.xpos[word] in ("VBN", "VBD") or layers.word(word).lower().endswith("ed")
    return is_participle and layers.word(word - 1).lower() == "those"


def _determiners(layers: Layers, words: range) -> Iterator[int]:
    """Yield what stands as a determiner of some words, in the sentences that they stand in."""
    return _below(layers, words, "det", "nmod:poss")


def _below(layers: Layers, words: range, *relations: str) -> Iterator[int]:
    """Yield what hangs on some words by one of the relations."""
    if not words:
        return
    first = layers.sentences[bisect_right(layers.sentences, words[0], key=lambda sentence: sentence[0]) - 1][0]
    last = layers.sentences[bisect_right(layers.sentences, words[-1], key=lambda sentence: sentence[0]) - 1][1]
    for word in range(first, last):
        if layers.heads[word] in words and layers.deprels[word] in relations:
            yield word
