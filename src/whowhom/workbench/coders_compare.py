"""Two coders compared: agreement per field, and every disagreement with its words.

In: the readings of two coders of the same texts. Out: :class:`Agreement` rows and
:class:`Difference` records.

What one would get wrong: fields can only be compared on events that both have, those that share
a word that tells them. Whether both have an event at all is a question of its own, and stands
first. Two answers about people or places are the same when they name the same or stand on the
same words, so that "the militia" and "Kotto Front" for one actor are no disagreement.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Any

from whowhom.evaluate.agreement import cohen_kappa, krippendorff_alpha, nominal, ratio
from whowhom.evaluate.coding_score import pair_events
from whowhom.evaluate.matching import match_items
from whowhom.evaluate.results import Counts
from whowhom.link.names import key_of
from whowhom.records import Document
from whowhom.workbench.coders_told import FIGURES, PLAIN, Answer, Reading, Told
from whowhom.workbench.reading_text import passages_of

FIELDS: tuple[tuple[str, str, str], ...] = (
    ("type", "Type", "the same event type of the codebook"),
    ("mode", "Mode", "the same first mode, or none by both"),
    ("who", "Who", "the same actors, by name or by the words that name them"),
    ("whom", "To whom", "the same actors acted upon, by name or by words"),
    ("day", "When", "the same first and last day, or the same words"),
    ("place", "Where", "the same place of the gazetteer, or the same words"),
    ("killed", "Killed", "the same low, best and high; alpha weighs how far apart figures lie"),
    ("injured", "Injured", "the same low, best and high; alpha weighs how far apart figures lie"),
    ("polarity", "Happened or not", "told as having happened, as not, or left open"),
    ("certainty", "Certainty", "the same step, from certain to hearsay"),
    ("stage", "Stage", "accomplished, under way, planned, threatened and so on"),
    ("background", "Background", "news of this report, or told in passing"),
)
"""Fields with their labels and what counts as the same."""
LABELS = {name: label for name, label, _ in FIELDS}
CORRECTABLE = {"mode": "modes", **{name: name for name in ("type", "who", "whom", "day", "place", "killed", "injured")}}
"""Fields that the case has a value of, as its corrections name them."""
EVENT = "event"


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far two coders agree on one thing.

    Attributes:
        n: What they were compared on: passages, or events that both have.
        same: Of these, how often they say the same.
        alpha: None where all answers are the same one, so chance cannot be reckoned.
        f1: In per cent, of what is told at all; None for none.
    """

    field: str
    label: str
    means: str
    n: int
    same: int
    alpha: float | None
    kappa: float | None
    f1: float | None


@dataclass(frozen=True, slots=True)
class Difference:
    """Where two coders differ on one thing.

    Attributes:
        field: "event" where only one of them has it.
        one: What each says; None: they do not have the event.
    """

    text_no: int
    field: str
    label: str
    one: Answer | None
    other: Answer | None
    one_event: Told | None
    other_event: Told | None
    start: int
    words: str

    @property
    def title(self) -> str:
        """The event in a few words."""
        told = self.one_event or self.other_event
        return "" if told is None else told.answers["type"].text


@dataclass(frozen=True, slots=True)
class Compared:
    """Two coders over all texts that both coded."""

    texts: int
    events: tuple[int, int]
    shared: int
    rows: tuple[Agreement, ...]
    differences: tuple[Difference, ...]


def compare_readings(pairs: Sequence[tuple[Reading, Reading]]) -> Compared:
    """Compare two coders.

    Args:
        pairs: The one's and the other's reading of each text that both coded.
    """
    matched: list[tuple[Told, Told]] = []
    differences: list[Difference] = []
    for one, other in pairs:
        both = _pair(one, other)
        matched += both
        differences += _differences(one, other, both)
    rows = [_events_row(pairs, len(matched)), _passages_row(pairs)]
    rows += [_field_row(name, label, means, matched) for name, label, means in FIELDS]
    sizes = (sum(len(one.events) for one, _ in pairs), sum(len(other.events) for _, other in pairs))
    return Compared(len(pairs), sizes, len(matched), tuple(rows), tuple(differences))


def is_same(field: str, one: Answer, other: Answer) -> bool:
    """Say whether two answers about a field are the same."""
    if one.text == other.text:
        return True
    if field in PLAIN or field in FIGURES or not (one.items and other.items):
        return _folded(one.text) == _folded(other.text) and field not in FIGURES
    return len(one.items) == len(other.items) == len(_alike(one, other))


def _pair(one: Reading, other: Reading) -> list[tuple[Told, Told]]:
    ours, theirs = ({id(told.view): told for told in reading.events} for reading in (one, other))
    found = pair_events([told.view for told in one.events], [told.view for told in other.events])
    return [(ours[id(first)], theirs[id(second)]) for first, second in found]


def _differences(one: Reading, other: Reading, both: Sequence[tuple[Told, Told]]) -> list[Difference]:
    found = []
    ours, theirs = {first.id for first, _ in both}, {second.id for _, second in both}
    for told in one.events:
        if told.id not in ours:
            found.append(Difference(one.text_no, EVENT, "Event", _has(told), None, told, None, told.start, told.words))
    for told in other.events:
        if told.id not in theirs:
            found.append(Difference(one.text_no, EVENT, "Event", None, _has(told), None, told, told.start, told.words))
    for first, second in both:
        for name, label, _ in FIELDS:
            answers = first.answers[name], second.answers[name]
            if not is_same(name, *answers):
                found.append(Difference(one.text_no, name, label, *answers, first, second, first.start, first.words))
    return sorted(found, key=lambda row: row.start)


def _has(told: Told) -> Answer:
    mode = told.answers["mode"]
    return Answer(told.answers["type"].text + (f" · {mode.text}" if mode.is_told else ""), "")


def _events_row(pairs: Sequence[tuple[Reading, Reading]], shared: int) -> Agreement:
    ours, theirs = (sum(len(pair[side].events) for pair in pairs) for side in (0, 1))
    counts = Counts(shared, ours, theirs)
    f1 = counts.score().f1 if ours + theirs else None
    means = "both have an event told by at least one shared word; F1 of the two lists, whatever its type"
    return Agreement(EVENT, "Events", means, ours + theirs - shared, shared, None, None, f1)


def _passages_row(pairs: Sequence[tuple[Reading, Reading]]) -> Agreement:
    """Compare whether each passage tells an event: the only way to reckon chance for finding events at all."""
    said: list[tuple[Hashable, Hashable]] = []
    for one, other in pairs:
        document: Document = one.coding.document
        said += [(_tells(one, *place), _tells(other, *place)) for place in passages_of(document)]
    means = "both say of a paragraph that it tells an event, or that it tells none"
    return _row("passages", "Passages", means, said, nominal, [(pair, pair) for pair in said], f1=None)


def _tells(reading: Reading, start: int, end: int) -> bool:
    return any(start <= span.start < end for told in reading.events for span in told.view.triggers)


def _field_row(field: str, label: str, means: str, matched: Sequence[tuple[Told, Told]]) -> Agreement:
    answers = [(one.answers[field], other.answers[field]) for one, other in matched]
    said: list[tuple[Hashable, Hashable]] = [
        # What stands on the same words is the same category, under the name that the first gave it.
        (_folded(one.text), _folded(one.text if is_same(field, one, other) else other.text))
        for one, other in answers
    ]
    weighed: list[tuple[Any, Any]] = list(said)
    distance: Callable[[Any, Any], float] = nominal
    if field in FIGURES:
        weighed, distance = [(one.number, other.number) for one, other in answers], ratio
    counts = sum((_count(field, one, other) for one, other in answers), Counts())
    f1 = counts.score().f1 if counts.found + counts.gold else None
    return _row(field, label, means, said, distance, list(zip(said, weighed, strict=True)), f1=f1)


def _row(
    field: str,
    label: str,
    means: str,
    said: Sequence[tuple[Hashable, Hashable]],
    distance: Callable[[Any, Any], float],
    units: Sequence[tuple[Any, tuple[Any, Any]]],
    *,
    f1: float | None,
) -> Agreement:
    alpha = krippendorff_alpha([pair for _, pair in units], distance)
    kappa = cohen_kappa(said)
    same = sum(one == other for one, other in said)
    return Agreement(field, label, means, len(said), same, _known(alpha), _known(kappa), f1)


def _known(value: float) -> float | None:
    return None if math.isnan(value) else value


def _count(field: str, one: Answer, other: Answer) -> Counts:
    if field in SETS and one.items and other.items:
        return Counts(len(_alike(one, other)), len(one.items), len(other.items))
    right = one.is_told and other.is_told and is_same(field, one, other)
    return Counts(right, one.is_told, other.is_told)


SETS = ("who", "whom")


def _alike(one: Answer, other: Answer) -> tuple[tuple[int, int], ...]:
    """Pair what two answers name, one to one."""
    return match_items(
        one.items,
        other.items,
        lambda ours, theirs: key_of(ours[0]) == key_of(theirs[0]) or ours[1].span.overlaps(theirs[1].span),
    )


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())
