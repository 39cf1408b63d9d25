"""Values that hang on an event: figures, dates, places, voices, certainty."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from whowhom.records.spans import Missing, Quote

Bound = Literal["exact", "at least", "more than", "up to", "about", "vague", "range", "none stated"]
"""How a figure is bounded. It also explains which of low, best, high are null:
exact gives all three, "at least" and "more than" only low, "up to" only high,
about only best, vague ("dozens") only low, a range low and high."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of people or things as the words bound it.

    Attributes:
        low: Smallest number the words allow; "more than 170" is 171, a plural
            without number 2, "dozens" 24.
        best: The number itself when it is exact or approximate.
        high: Largest number the words allow.
        start: Offset of the figure's words in the canonical text (or in the
            string parsed, until the caller shifts it).
        text: The words, ``text[start:end]``.
    """

    low: int | None
    best: int | None
    high: int | None
    bound: Bound
    start: int
    end: int
    text: str


Extent = Literal["within", "throughout"]
DateBasis = Literal["stated", "year from the publication", "year from the text", "relative", "context"]


@dataclass(frozen=True, slots=True)
class DateRange:
    """When something happened, as an interval with its precision.

    Attributes:
        from_: First day, ISO; ``from`` in JSON. None: open at the start.
        to: Last day, ISO, included. None: open at the end.
        extent: ``within``: at some time in the interval; ``throughout``: all of it.
        precision: 1 exact day, 2 two to six days, 3 a week, 4 a month, 5 a
            year or more (UCDP date_prec).
        edtf: The same in Extended Date/Time Format.
        basis: How the words became the date; ``context``: they date another event of the
            report, and this one by what stands around it.
        anchor: ISO date, or year alone, that a year or a relative expression was
            taken from.
        alternatives: Other readings in EDTF, most likely first.
        certainty: How sure the text is that it was then; of an event's date.
    """

    from_: str | None
    to: str | None
    extent: Extent
    precision: int
    edtf: str
    basis: DateBasis
    anchor: str | None
    alternatives: tuple[str, ...]
    text: str
    start: int
    end: int
    certainty: Certainty = "certain"


FeatureClass = Literal["country", "admin1", "admin2", "settlement", "facility", "natural", "region", "unknown"]


@dataclass(frozen=True, slots=True)
class PlaceAlternative:
    """A runner-up that the words of a place could also mean."""

    name: str
    gazetteer_id: str
    country: str | None
    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Place:
    """A place that the report names, resolved or not.

    Attributes:
        id: Stable within the coding, such as ``"p-3f2a..."``.
        name: The gazetteer's name, or the report's words when unresolved.
        country: ISO 3166-1 alpha-2.
        admin1: Name of the first-level area.
        latitude: WGS 84 degrees; None when unresolved, never 0 in its stead.
        radius_km: Radius within which the true point should lie.
        geoprecision: 1-7 (UCDP where_prec): 1 the place itself, 2 near it,
            3 second-level area, 4 first-level area, 5 a wider region or line,
            6 country, 7 international waters or airspace.
        relation: "near", "outside", "south of", ... for relative places.
        anchor: Id of the place that the relation starts from.
        notes: Sovereignty notes for disputed areas.
    """

    id: str
    name: str
    feature: FeatureClass
    country: str | None
    admin1: str | None
    admin2: str | None
    latitude: float | None
    longitude: float | None
    radius_km: float | None
    geoprecision: int | None
    gazetteer_id: str | None
    relation: str | None = None
    anchor: str | None = None
    alternatives: tuple[PlaceAlternative, ...] = ()
    notes: str | None = None
    mentions: tuple[Quote, ...] = ()
    missing: tuple[Missing, ...] = ()


PlaceRole = Literal["at", "from", "to", "along", "target", "launched from"]


PlaceBasis = Literal["told", "context", "report"]


@dataclass(frozen=True, slots=True)
class EventPlace:
    """A place in an event: the id of the place, its role and the words; ``certainty`` as of a participant.

    Attributes:
        basis: ``told``: the words place this event; ``context``: they place another event or
            the scene, and this one by what stands around it; ``report``: they are of the
            country that the report is about.
    """

    place: str
    role: PlaceRole
    start: int
    end: int
    certainty: Certainty = "certain"
    basis: PlaceBasis = "told"


VoiceRole = Literal[
    "official",
    "belligerent",
    "expert",
    "witness",
    "media",
    "international organisation",
    "document",
    "person",
    "unnamed",
]
Interest = Literal["own side", "opposing side", "third", "unknown"]


@dataclass(frozen=True, slots=True)
class Voice:
    """One voice in the chain of those who say so, outermost first.

    Attributes:
        voice: The words that name the voice; None for hearsay without one.
        role: What kind of voice it is.
        interest: Where the voice stands in what it tells: ``own side`` when it is
            or speaks for those who acted, ``opposing side`` when for those
            acted upon, ``third`` for another known actor.
        actor: Id of the actor the voice is or speaks for.
        start: Offset of the voice's words; None with ``voice``.
        cue: The words that mark the speech ("said", "are said to").
        joint: It speaks together with the voice before it ("a nurse and an officer said"): the
            two stand side by side in the chain, not one inside the other's words.
    """

    voice: str | None
    role: VoiceRole
    interest: Interest
    actor: str | None
    start: int | None
    end: int | None
    cue: Quote | None
    joint: bool = False


Polarity = Literal["happened", "did not happen", "unknown"]
Certainty = Literal["certain", "probable", "possible", "uncommitted"]
Stage = Literal["accomplished", "under way", "attempted", "planned", "threatened", "predicted", "conditional"]


@dataclass(frozen=True, slots=True)
class Factuality:
    """Whether the report tells an event as having happened, and how sure.

    Attributes:
        cues: The words that make it other than plainly told.
    """

    polarity: Polarity = "happened"
    certainty: Certainty = "certain"
    stage: Stage = "accomplished"
    cues: tuple[Quote, ...] = ()
