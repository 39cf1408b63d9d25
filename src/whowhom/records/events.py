"""Event mentions and the other assertions of a report."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from whowhom.records.actors import Participant
from whowhom.records.spans import Evidence, Missing, Quote
from whowhom.records.values import Bound, Certainty, DateRange, EventPlace, Factuality, Voice

TollOutcome = Literal["killed", "injured", "missing", "captured"]
CountOutcome = Literal["arrested", "abducted", "displaced", "escaped", "surrendered", "defected", "released", "present"]
VictimStatus = Literal["civilian", "combatant", "unknown"]
TollScope = Literal["event", "cumulative", "period"]


@dataclass(frozen=True, slots=True)
class Toll:
    """A figure of people that one voice gives for one outcome.

    The same shape serves for casualties (:data:`TollOutcome`) and for other
    people counted (:data:`CountOutcome`).

    Attributes:
        of: Id of the actor the people are or belong to.
        status: Civilian or combatant, if told.
        low: See :class:`whowhom.records.values.Figure`; ``bound`` explains nulls.
        text: The words of the figure and of whom it counts.
        part_of: Id of the toll that this one is included in.
        attribution: Voices of this figure, outermost first, with their interest in the people counted; empty: the
            event's, and no other interest.
        certainty: How sure the text is of the figure: by its own words, else as of the event.
    """

    id: str
    outcome: TollOutcome | CountOutcome
    of: str | None
    status: VictimStatus
    low: int | None
    best: int | None
    high: int | None
    bound: Bound
    text: str
    start: int
    end: int
    part_of: str | None = None
    scope: TollScope = "event"
    attribution: tuple[Voice, ...] = ()
    certainty: Certainty = "certain"


Stance = Literal["stated as fact", "claimed", "accused", "suspected", "denied", "disclaimed"]


@dataclass(frozen=True, slots=True)
class Responsibility:
    """Who is held to have done it, by whom, and how."""

    actor: str | None
    stance: Stance
    voice: Voice | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Acled:
    """ACLED's classes for the event and the id of the crosswalk rule that gave them."""

    disorder_type: str
    event_type: str
    sub_event_type: str
    rule: str


@dataclass(frozen=True, slots=True)
class Ged:
    """UCDP's type of violence (1 state-based, 2 non-state, 3 one-sided) and its rule."""

    type_of_violence: int
    rule: str


@dataclass(frozen=True, slots=True)
class Cameo:
    """CAMEO root code as a string ("19") and GDELT's quad class (1-4)."""

    root: str
    quad_class: int
    rule: str


EventLinkKind = Literal[
    "part of", "in retaliation for", "in response to", "caused by", "investigates", "tries", "follows from"
]


@dataclass(frozen=True, slots=True)
class EventLink:
    """A link to another event of the same report."""

    to: str
    link: EventLinkKind


@dataclass(frozen=True, slots=True)
class Event:
    """One event as one report tells it.

    Attributes:
        id: From text, coder and first anchor, so that it survives a better reader.
        type: Event type of the codebook, such as ``"ASSAULT"``.
        modes: Modes of that type, most specific first; often empty.
        anchors: The words that tell it, the fullest telling first.
        background: True when the event is not the news of this report.
        clarity: ``aggregate`` when several events are told as one.
        event_count: How many, for an aggregate, if told.
        score: Estimated probability that the report tells this event, 0-1,
            rounded to three places.
        missing: A reason for each value that is null or empty.
    """

    id: str
    type: str
    modes: tuple[str, ...]
    anchors: tuple[Quote, ...]
    background: bool
    clarity: Literal["single", "aggregate"]
    event_count: int | None
    participants: tuple[Participant, ...]
    dates: tuple[DateRange, ...]
    places: tuple[EventPlace, ...]
    tolls: tuple[Toll, ...]
    counts: tuple[Toll, ...]
    instrument: Quote | None
    reason: Quote | None
    responsibility: tuple[Responsibility, ...]
    attribution: tuple[Voice, ...]
    factuality: Factuality
    acled: Acled | None
    ged: Ged | None
    cameo: Cameo | None
    links: tuple[EventLink, ...]
    score: float
    evidence: tuple[Evidence, ...]
    missing: tuple[Missing, ...]


TieKind = Literal[
    "part of",
    "member of",
    "leads",
    "founded by",
    "split from",
    "allied with",
    "fights",
    "supports",
    "opposes",
    "pressures",
    "negotiates with",
    "shelters",
    "defected to",
    "designates",
]
# What may be read between two words; "led" is an office that is over.
TIE_LABELS: tuple[str, ...] = ("none", *get_args(TieKind), "led")
# Kinds that hold from either end.
SYMMETRIC_TIES: tuple[TieKind, ...] = ("allied with", "fights", "negotiates with")


@dataclass(frozen=True, slots=True)
class Tie:
    """A lasting relation that the report states between two actors.

    Attributes:
        sign: +1 friendly, -1 hostile, 0 neither.
        period: When it held, if told; None: not told. One that is told as over
            ("former leader") has an end: the day of the report at the latest.
        rule: What derived it from events, such as ``"fights-from-assault"``; None
            where the words state it.
        events: Ids of the events it was derived from.
    """

    id: str
    subject: str
    tie: TieKind
    object: str
    sign: int
    period: DateRange | None
    attribution: tuple[Voice, ...]
    factuality: Factuality
    score: float
    evidence: tuple[Evidence, ...]
    missing: tuple[Missing, ...] = ()
    rule: str | None = None
    events: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure that is no single event, such as a strength or a number of attacks."""

    id: str
    of: str | None
    measure: str
    low: int | None
    best: int | None
    high: int | None
    bound: Bound
    unit: str
    period: DateRange | None
    place: str | None
    attribution: tuple[Voice, ...]
    evidence: tuple[Evidence, ...]
    missing: tuple[Missing, ...] = ()


@dataclass(frozen=True, slots=True)
class Statement:
    """What a voice says of an actor, in the voice's own words."""

    id: str
    speaker: str | None
    about: str | None
    stance: Literal["positive", "negative", "neutral"]
    text: str
    start: int
    end: int
    attribution: tuple[Voice, ...]
    missing: tuple[Missing, ...] = ()


@dataclass(frozen=True, slots=True)
class Forecast:
    """What a voice says will or may happen, and on what condition."""

    id: str
    condition: Quote | None
    outcome: Quote
    attribution: tuple[Voice, ...]
    made_on: str | None
    horizon: str | None
    evidence: tuple[Evidence, ...]
    missing: tuple[Missing, ...] = ()
