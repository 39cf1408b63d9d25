"""Mentions that are bare words: a trigger, its sentence, and the reports around it.

In: mentions of a collection of reports on one matter. Out: groups of those that tell one
event, and how each pair compares. Used where there is no coding, as in corpora of event
coreference.

What one would get wrong: words of different families are never compared, so "quake" meets
"earthquake" only because a table says that they are one family.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from whowhom.link.families import family, is_light
from whowhom.link.grouping import group
from whowhom.link.levels import Level, Match, Weights, load_weights

LEAD_SENTENCES = 3
SENTENCE_STEPS = ((0.3, "close"), (0.15, "some"), (0.05, "little"))
NEIGHBOUR_STEPS = ((0.35, "close"), (0.02, "some"))
PLACE_STEPS = ((8, "end"), (4, "later"), (2, "early"))
SPREAD_STEPS = ((0.5, "half"), (0.3, "third"))
NEWS_STEPS = ((0.2, "many"), (0.1, "some"))


@dataclass(frozen=True, slots=True)
class WordMention:
    """A mention that is words.

    Attributes:
        report: Name of its report.
        position: Number of its sentence in the report, from 0, without address and date lines.
        lemmas: Lemmas of its words; the last names its head.
        sentence: Content lemmas of the rest of its sentence.
        neighbours: Content lemmas up to four words before and after it.
    """

    report: str
    position: int
    lemmas: tuple[str, ...]
    sentence: frozenset[str]
    neighbours: frozenset[str]

    @property
    def family(self) -> str:
        """The family of its last word."""
        return family(self.lemmas[-1])


@dataclass(frozen=True)
class Collection:
    """What is known of some reports: how rare each word is, how many reports tell and lead with each family."""

    rarity: Mapping[str, float]
    reports: int
    told: Mapping[str, int]
    led: Mapping[str, int]


def rarity(reports: Iterable[frozenset[str]]) -> dict[str, float]:
    """Give the logarithm of how rare each word is over reports, natural, from about 0 upward."""
    counts: Counter[str] = Counter()
    number = 0
    for words in reports:
        counts.update(words)
        number += 1
    return {word: math.log((number + 1) / (count + 0.5)) for word, count in counts.items()}


def survey(mentions: Sequence[WordMention], rare: Mapping[str, float]) -> Collection:
    """Count which families a collection tells, and which it leads with."""
    told: dict[str, set[str]] = defaultdict(set)
    led: dict[str, set[str]] = defaultdict(set)
    for mention in mentions:
        told[mention.family].add(mention.report)
        if mention.position < LEAD_SENTENCES:
            led[mention.family].add(mention.report)
    return Collection(
        rarity=rare,
        reports=len({mention.report for mention in mentions}),
        told={name: len(reports) for name, reports in told.items()},
        led={name: len(reports) for name, reports in led.items()},
    )


def compare_words(one: WordMention, other: WordMention, collection: Collection) -> Match:
    """Compare two mentions of one family, level by level."""
    weights = load_weights("word")
    return weights.weigh([*_forms(one, other, weights), *_contexts(one, other, collection, weights)])


def group_words(mentions: Sequence[WordMention], rare: Mapping[str, float]) -> list[list[int]]:
    """Group the mentions of a collection by event.

    Returns:
        Indices into ``mentions``, in groups.
    """
    collection = survey(mentions, rare)
    by_family: dict[str, list[int]] = defaultdict(list)
    for index, mention in enumerate(mentions):
        by_family[mention.family].append(index)
    weights = {
        (first, second): compare_words(mentions[first], mentions[second], collection).weight
        for indices in by_family.values()
        for place, first in enumerate(indices)
        for second in indices[place + 1 :]
    }
    # One telling with a full sentence ties the short ones together: a headline is like no body.
    return group(len(mentions), weights, threshold=load_weights("word").threshold, linkage="single")


def _forms(one: WordMention, other: WordMention, weights: Weights) -> list[Level]:
    form = "same" if one.lemmas == other.lemmas else "head" if one.lemmas[-1] == other.lemmas[-1] else "family"
    return [
        weights.level("form", form),
        weights.level("meaning", "light" if is_light(one.family) else "full"),
    ]


def _contexts(one: WordMention, other: WordMention, collection: Collection, weights: Weights) -> list[Level]:
    nearer, further = sorted((one.position, other.position))
    together = one.report == other.report and one.position == other.position
    alike = likeness(one.sentence, other.sentence, collection.rarity)
    beside = likeness(one.neighbours, other.neighbours, collection.rarity)
    told = collection.told[one.family] / collection.reports
    led = collection.led.get(one.family, 0) / collection.reports
    return [
        weights.level("sentence", _step(alike, SENTENCE_STEPS, "none")),
        weights.level("neighbours", _step(beside, NEIGHBOUR_STEPS, "none")),
        weights.level("earlier", _step(nearer, PLACE_STEPS, "lead")),
        weights.level("later", _step(further, PLACE_STEPS, "lead")),
        weights.level("spread", _step(told, SPREAD_STEPS, "few")),
        weights.level("news", _step(led, NEWS_STEPS, "few")),
        weights.level("together", "together" if together else "apart"),
    ]


def likeness(one: frozenset[str], other: frozenset[str], rare: Mapping[str, float] | None = None) -> float:
    """Give the cosine of two sets of words, 0-1; rare words count more where their rarity is known."""
    shared = one & other
    if not shared:
        return 0.0
    if rare is None:
        return len(shared) / math.sqrt(len(one) * len(other))
    sizes = [math.fsum(rare.get(word, 0.0) ** 2 for word in words) for words in (shared, one, other)]
    return sizes[0] / math.sqrt(sizes[1] * sizes[2]) if sizes[0] else 0.0


def _step(value: float, steps: Sequence[tuple[float, str]], otherwise: str) -> str:
    return next((name for least, name in steps if value >= least), otherwise)
