"""Tellings: an event mention reduced to what is compared.

What comes in is read elsewhere (a case file, a test); this record and its helpers know no
database. A telling says nothing of what it does not tell: empty sets and None weigh nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from whowhom.link.stopwords import STOPWORDS
from whowhom.reading.lemmas import lemmatize

SUPPOSED_STAGES = ("planned", "threatened", "predicted", "conditional")
AREA_PRECISION = 3  # UCDP where_prec from which a place is an area and its point only the middle.

_WORD = re.compile(r"[^\W_]+")
_BREAK = re.compile(r"(?<=[.!?])[”\"')]*\s+|\n")
_HOURS = {
    **dict.fromkeys(("morning", "dawn", "sunrise", "daybreak"), "morning"),
    **dict.fromkeys(("noon", "midday", "afternoon"), "afternoon"),
    **dict.fromkeys(("evening", "dusk", "sunset", "night", "overnight", "midnight"), "night"),
}


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody who takes part: a key of identity, whether it is a name, and the kind."""

    key: str
    is_named: bool
    kind: str | None


@dataclass(frozen=True, slots=True)
class Spot:
    """A place: key of its name, gazetteer id, areas around it, point and precision (1-7, UCDP)."""

    key: str
    gazetteer_id: str | None = None
    country: str | None = None
    admin1: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    radius_km: float | None = None
    precision: int | None = None

    @property
    def is_area(self) -> bool:
        """Whether it is an area, such as a province or a country."""
        return self.precision is not None and self.precision >= AREA_PRECISION


@dataclass(frozen=True, slots=True)
class Figure:
    """People counted by one voice, as one total; None: no bound on that side."""

    low: int | None
    best: int | None
    high: int | None


@dataclass(frozen=True, slots=True)
class Telling:
    """One report's telling of one event.

    Attributes:
        key: Sorts tellings, the same whatever else is in the case.
        report: Those with the same one come from one coding of one text.
        published: Day of publication; None: unknown.
        day_from: First day of the event; both None: no day is told.
        doers: Who did it; ``sufferers``: to whom. Both sides of a clash stand in both.
        is_mutual: The report gives no direction.
        things: Kinds of the objects affected, such as ``"market"``.
        means: Content lemmas of the instrument's words.
        killed: One figure for each voice that gives one.
        words: Content lemmas of the sentence of the first anchor.
        hours: ``"morning"``, ``"afternoon"``, ``"night"``.
        is_aggregate: It tells several events as one.
    """

    key: str
    report: str
    type: str
    modes: frozenset[str] = frozenset()
    published: date | None = None
    day_from: date | None = None
    day_to: date | None = None
    spots: tuple[Spot, ...] = ()
    doers: frozenset[Party] = frozenset()
    sufferers: frozenset[Party] = frozenset()
    is_mutual: bool = False
    things: frozenset[str] = frozenset()
    means: frozenset[str] = frozenset()
    killed: tuple[Figure, ...] = ()
    injured: tuple[Figure, ...] = ()
    words: frozenset[str] = frozenset()
    hours: frozenset[str] = frozenset()
    is_aggregate: bool = False
    stage: str = "accomplished"


def sentence_around(text: str, start: int, end: int) -> str:
    """Give the sentence that holds a span, cut at full stops and line ends."""
    first, last = 0, len(text)
    for match in _BREAK.finditer(text):
        if match.end() <= start:
            first = match.end()
        elif match.start() >= end:
            last = match.start()
            break
    return text[first:last]


def content_words(text: str) -> frozenset[str]:
    """Give the lemmas of a text that mean something by themselves; figures are compared elsewhere."""
    lemmas = (lemmatize(word) for word in _WORD.findall(text) if not word.isdigit())
    return frozenset(lemma for lemma in lemmas if len(lemma) > 1 and lemma not in STOPWORDS)


def hours_of(words: Iterable[str]) -> frozenset[str]:
    """Give the parts of the day that words name."""
    return frozenset(_HOURS[word] for word in words if word in _HOURS)
