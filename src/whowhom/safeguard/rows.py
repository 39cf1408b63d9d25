"""What leaves the house: neutral rows that every format is written from.

In: nothing; exports build these from a coding or a case. Out: frozen records without any
format's rules in them.

What one would get wrong: these rows hold what is known, names and words included. Only what
:func:`whowhom.safeguard.apply.protect` gives back may be written.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

ReviewStatus = Literal["unreviewed", "accepted", "corrected", "rejected"]
Change = Literal["added", "edited", "unchanged"]
Going = Literal["deleted", "merged"]


@dataclass(frozen=True, slots=True)
class Words:
    """Words of a source: ``text[start:end] == exact`` in the canonical text of that source.

    Attributes:
        field: Which value they stand for, such as ``"type"`` or ``"killed"``.
        prefix: Up to 32 code points before; None: not given out.
    """

    source: str
    start: int
    end: int
    exact: str
    field: str
    prefix: str | None = None
    suffix: str | None = None


@dataclass(frozen=True, slots=True)
class ActorRow:
    """An actor.

    Attributes:
        id: Stable id; None: not given out, or people only described.
        name: Name, or the description in the report's words.
        kind: What it is on the day of the event; None: unknown.
        is_private: A private person, or not known to be none.
    """

    id: str | None
    name: str
    kind: str | None
    country: str | None
    registry: str | None
    is_private: bool
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ThingRow:
    """A thing in an event: kind ("market"), name in the report's words (None: not given out), effect."""

    kind: str
    name: str | None
    effect: str


@dataclass(frozen=True, slots=True)
class Party:
    """An actor or a thing with its role and side; number as low, best and high, where told."""

    actor: ActorRow | None
    thing: ThingRow | None
    role: str
    side: str
    certainty: str
    low: int | None = None
    best: int | None = None
    high: int | None = None


@dataclass(frozen=True, slots=True)
class When:
    """An interval of days, both ends included; None is an open end. Precision 1-5 as in UCDP."""

    first: str | None
    last: str | None
    precision: int
    extent: str
    basis: str


@dataclass(frozen=True, slots=True)
class Where:
    """A place with its role.

    Attributes:
        name: Of the gazetteer, or the report's words; None: not given out.
        geoprecision: 1-7 as in UCDP; None: not resolved.
        protection: How it was coarsened; None: it was not.
        basis: Whether its words tell it, or it was taken over: "told", "context", "report".
    """

    name: str | None
    feature: str
    country: str | None
    admin1: str | None
    admin2: str | None
    latitude: float | None
    longitude: float | None
    radius_km: float | None
    geoprecision: int | None
    gazetteer_id: str | None
    role: str = "at"
    relation: str | None = None
    protection: str | None = None
    basis: str = "told"


@dataclass(frozen=True, slots=True)
class Speaker:
    """A voice.

    Attributes:
        name: Its words in the report, the name of whom a pronoun stands for, or what stands in their stead;
            None: hearsay.
        role: Kind of voice, such as "official" or "witness".
        interest: Where it stands in what it tells.
        actor: Who it is or speaks for, if known.
        joint: It speaks together with the voice before it.
    """

    name: str | None
    role: str
    interest: str
    actor: ActorRow | None = None
    joint: bool = False


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """A figure or a responsibility as one voice gives it.

    Attributes:
        field: "killed", "injured", "arrested" ..., or "responsibility".
        value: Stance of a responsibility ("claimed"); None for figures.
        of: The people counted, or who is held responsible.
        bound: How the figure is bounded ("at least"); None for responsibility.
        vague: The number word of a vague figure ("dozens"); None: exact or none.
        part_of: Id of the claim that this one is included in.
        voices: Outermost first; empty: the report itself.
        side: Side in the event of the people counted, if they take part.
        account: Claims of one chain of voices in one report share a number, so that
            groups counted apart add up also where the voices are made general.
    """

    id: str
    source: str
    account: int
    field: str
    value: str | None
    of: ActorRow | None
    side: str | None
    status: str
    low: int | None
    best: int | None
    high: int | None
    bound: str | None
    vague: str | None
    scope: str
    part_of: str | None
    voices: tuple[Speaker, ...]


@dataclass(frozen=True, slots=True)
class Range:
    """A concluded figure; None is an unknown bound."""

    low: int | None = None
    best: int | None = None
    high: int | None = None


@dataclass(frozen=True, slots=True)
class Codes:
    """Classes in other schemes with the ids of the rules that gave them."""

    acled: tuple[str, str, str] | None
    acled_rule: str | None
    ged: int | None
    ged_rule: str | None
    cameo: str | None
    quad_class: int | None
    cameo_rule: str | None


@dataclass(frozen=True, slots=True)
class EventRow:
    """An event as it leaves.

    Attributes:
        id: Stable, with the case's prefix.
        version: Counts changes; 1 for a single coding.
        status: Of a case ("confirmed", "contested", ...); None for a single coding.
        dates: The best first.
        places: The place that stands for the event first.
        voices: Of the event as a whole, outermost first.
        words: Anchors and other words behind its values.
        instrument: In the report's words.
        links: What the event is to others of the same export: ("part of", id) and the like.
        corrected: Fields that a person corrected ("killed"): the concluded value counts there, not what voices say.
    """

    id: str
    version: int
    change: Change
    type: str
    modes: tuple[str, ...]
    background: bool
    clarity: str
    event_count: int | None
    polarity: str
    certainty: str
    stage: str
    status: str | None
    review_status: ReviewStatus
    score: float | None
    parties: tuple[Party, ...]
    dates: tuple[When, ...]
    places: tuple[Where, ...]
    claims: tuple[ClaimRow, ...]
    killed: Range
    injured: Range
    voices: tuple[Speaker, ...]
    codes: Codes
    sources: tuple[str, ...]
    words: tuple[Words, ...]
    instrument: str | None
    reason: str | None
    links: tuple[tuple[str, str], ...] = ()
    corrected: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TieRow:
    """A lasting relation that a voice states between two actors."""

    id: str
    subject: ActorRow
    tie: str
    object: ActorRow
    sign: int
    period: When | None
    polarity: str
    certainty: str
    voices: tuple[Speaker, ...]
    review_status: ReviewStatus
    source: str
    words: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A report as one outlet published it.

    Attributes:
        id: "S-" and the start of the text's digest.
        text: sha-256 of the canonical text.
        is_listed: The outlet stands in ``sources.toml`` or in the registry of actors.
        scale: "local", "national", "regional" or "international", if listed.
    """

    id: str
    text: str
    publisher: str | None
    is_listed: bool
    kind: str | None
    scale: str | None
    title: str | None
    url: str | None
    path: str | None
    byline: str | None
    relayed_from: str | None
    published: str | None
    retrieved: str | None
    language: str | None


@dataclass(frozen=True, slots=True)
class Method:
    """How the rows came about: coders with versions and data, policy, counts."""

    coders: tuple[str, ...]
    codebooks: tuple[str, ...]
    gazetteers: tuple[str, ...]
    registries: tuple[str, ...]
    policy: str
    facts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Gone:
    """An event that a release held and that is there no more; of it only the id is left.

    Attributes:
        into: For a merged one the id that lives on.
    """

    id: str
    change: Going
    into: str | None = None


@dataclass(frozen=True, slots=True)
class Dataset:
    """All that one export may hold.

    Attributes:
        prefix: Begins every id.
        profile: Name of the profile that it was protected by; None: not yet.
        texts: Canonical text by source id; empty once protected.
        protections: What was removed or coarsened: kind and number of times.
        release: Name of the release that changes are counted from; None: none.
        gone: Events of that release that are there no more.
        left_out: Id and reason of events that a scope left out.
    """

    prefix: str
    events: tuple[EventRow, ...]
    ties: tuple[TieRow, ...]
    sources: tuple[SourceRow, ...]
    method: Method
    profile: str | None = None
    protections: tuple[tuple[str, int], ...] = ()
    release: str | None = None
    gone: tuple[Gone, ...] = ()
    left_out: tuple[tuple[str, str], ...] = ()
    texts: dict[str, str] = field(default_factory=dict, repr=False)
