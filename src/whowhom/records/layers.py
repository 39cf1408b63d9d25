"""Layers: what reading yields, arrays over words and sentences.

In: a document. Out: one :class:`Layers` that nothing changes afterwards. All
word positions are indices into ``Layers.starts``; ranges of words are half-open.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from whowhom.records.documents import Document
from whowhom.records.spans import Skipped, Span


@dataclass(frozen=True, slots=True)
class Tagged:
    """A range of words with a label.

    Attributes:
        first: Index of the first word.
        last: One past the last word.
        score: Probability of the label, 0-1.
    """

    first: int
    last: int
    label: str
    score: float


@dataclass(frozen=True, slots=True)
class TriggerReading:
    """An event trigger and what the reader sees around it.

    Attributes:
        first: Index of the trigger's first word; ``last`` is one past its last.
        label: Event type.
        score: Probability that it is an event of that type, 0-1.
        facets: Label and probability of each facet read on the trigger:
            mode, polarity, certainty, stage, background, clarity.
        roles: Ranges of words in the same window, labelled with their role.
    """

    first: int
    last: int
    label: str
    score: float
    facets: tuple[tuple[str, str, float], ...] = ()
    roles: tuple[Tagged, ...] = ()

    def facet(self, name: str, *, at_least: float = 0.0) -> str | None:
        """Return the label of a facet; None where it was not read or with less probability than asked."""
        for facet, label, score in self.facets:
            if facet == name and score >= at_least:
                return label
        return None

    def facet_score(self, name: str) -> float:
        """Return the probability of a facet's label, 0-1; 0 where it was not read."""
        return next((score for facet, _, score in self.facets if facet == name), 0.0)


@dataclass(frozen=True, slots=True)
class TieReading:
    """A tie that is read from one word to another.

    Attributes:
        subject: Index of the word that stands for the one end, ``object`` for the other.
        label: A kind of tie, or "led", an office that is over.
        score: Probability that there is any tie from the one to the other, 0-1.
    """

    subject: int
    label: str
    object: int
    score: float


# Words before which the noun that a mention is about has been named: "the head | of the mission".
_BEHIND = frozenset("of in for from to at on by with who that which whose and , ( led based".split())


def end_of(words: Sequence[str], first: int, last: int) -> int:
    """Return the index of the word that stands for a mention: the last one before what is hung on it.

    What a hyphen joins hangs on nothing: it is "council" of "the Tripoli-based council".
    """
    for word in range(first + 1, last):
        if words[word].lower() in _BEHIND and words[word - 1] != "-":
            return word - 1
    return last - 1


@dataclass(frozen=True, slots=True)
class Layers:
    """The reading of one document.

    Attributes:
        starts: Offset of each word; ``ends`` is one past each word.
        sentences: First word and one past the last word of each sentence.
        upos: Universal part of speech of each word; ``xpos``: Penn tag.
        heads: Index of each word's head; -1 for the root of a sentence.
        deprels: Universal dependency relation to the head.
        factuality: Did it happen, -3 to 3, for each word read as a predicate.
        entities: Named entities (PER, ORG, LOC) and the finer kinds.
        actors: Mentions of actors with their kind: names, nouns, pronouns.
        triggers: Event triggers by offset.
        skipped: Stretches that were not read, and why.
        incidents: Words that fill a role of a terrorist incident anywhere in
            the document (MUC-4's PerpInd, PerpOrg, Target, Victim, Weapon).
        incident_types: The incident type that such words belong to.
        stances: Words that judge an actor (positive, negative).
        outlooks: Words that tell what may come (outcome), and on what condition.
        measures: Figures that are no single event's, by what they measure.
        held: Who is held for an act, by how: accused, suspected, claimed, denied, disclaimed.
        cues: Words of saying, thinking, asking; ``speakers``: who does; ``contents``: what, of two inside each other
            the outer.
        ties: The likeliest tie from the one to the other of each two near words that stand for mentions.
    """

    document: Document
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    sentences: tuple[tuple[int, int], ...]
    upos: tuple[str, ...]
    xpos: tuple[str, ...]
    lemmas: tuple[str, ...]
    heads: tuple[int, ...]
    deprels: tuple[str, ...]
    factuality: tuple[float, ...]
    entities: tuple[Tagged, ...]
    actors: tuple[Tagged, ...]
    triggers: tuple[TriggerReading, ...]
    skipped: tuple[Skipped, ...] = ()
    incidents: tuple[Tagged, ...] = ()
    incident_types: tuple[Tagged, ...] = ()
    stances: tuple[Tagged, ...] = ()
    outlooks: tuple[Tagged, ...] = ()
    measures: tuple[Tagged, ...] = ()
    held: tuple[Tagged, ...] = ()
    cues: tuple[Tagged, ...] = ()
    speakers: tuple[Tagged, ...] = ()
    contents: tuple[Tagged, ...] = ()
    ties: tuple[TieReading, ...] = ()

    def word(self, index: int) -> str:
        """Return the letters of one word as written."""
        return self.document.text[self.starts[index] : self.ends[index]]

    def span(self, first: int, last: int) -> Span:
        """Turn a range of words into a span of the text."""
        return Span(self.starts[first], self.ends[last - 1])
