"""Drafts: what coding yields, spans only, before anything is resolved.

In: layers and the codebook. Out: one :class:`EventDraft` per trigger that tells
an event. Spans are offsets into the canonical text.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from whowhom.records.actors import Effect, ObjectKind, Role
from whowhom.records.events import CountOutcome, Stance, TieKind, TollOutcome, VictimStatus
from whowhom.records.spans import Span
from whowhom.records.values import Factuality, Figure, PlaceRole, VoiceRole

Form = Literal["name", "nominal", "pronoun"]


@dataclass(frozen=True, slots=True)
class MentionDraft:
    """Words that name or describe an actor.

    Attributes:
        span: The phrase to resolve: a name, or a noun phrase without its
            relative clauses and appositions.
        head: The head word.
        kind: Actor kind as the reader sees it; None where it sees none.
        number: How many, as the words bound it.
        sentence: Index of the sentence in the layers.
        subject: Grammatical subject of its sentence.
    """

    span: Span
    head: Span
    form: Form
    kind: str | None
    kind_score: float
    number: Figure | None
    sentence: int
    subject: bool


@dataclass(frozen=True, slots=True)
class ParticipantDraft:
    """A mention in a role; ``rule`` names what put it there (``reader`` or a rule)."""

    mention: MentionDraft
    role: Role
    score: float
    rule: str
    alternative_group: int | None = None


@dataclass(frozen=True, slots=True)
class ObjectDraft:
    """A thing in an event: attacked, closed, seized (``target``) or used."""

    span: Span
    head: Span
    role: Literal["target", "used"]
    kind: ObjectKind
    effect: Effect
    number: Figure | None


@dataclass(frozen=True, slots=True)
class TollDraft:
    """A figure of people; ``part_of`` is an index into the same list.

    Attributes:
        of: Mention of the people counted, so that they become an actor.
        voices: Who tells the figure, where others than who tell the event.
    """

    outcome: TollOutcome | CountOutcome
    span: Span
    figure: Figure
    status: VictimStatus
    of: MentionDraft | None
    part_of: int | None
    voices: tuple[VoiceDraft, ...] = ()


@dataclass(frozen=True, slots=True)
class PlaceDraft:
    """A place's words and its role in the event."""

    span: Span
    role: PlaceRole


@dataclass(frozen=True, slots=True)
class VoiceDraft:
    """A voice's words and cue; hearsay has a cue and no words. ``joint`` as of a voice."""

    span: Span | None
    mention: MentionDraft | None
    role: VoiceRole
    cue: Span | None
    rule: str
    joint: bool = False


@dataclass(frozen=True, slots=True)
class ResponsibilityDraft:
    """Somebody who claims an event, denies it or is held responsible.

    Attributes:
        span: The verb that says so.
        voice: Who says so; None where the text names nobody.
        aside: The claim is about an act that its noun only names ("claimed the bombing"):
            who claims it, and when, is no part of the act.
    """

    mention: MentionDraft
    stance: Stance
    span: Span
    voice: VoiceDraft | None = None
    aside: bool = False


@dataclass(frozen=True, slots=True)
class EventDraft:
    """One telling of one event.

    Attributes:
        sentence: Index of the trigger's sentence in the layers.
        lemma: Lemma of the trigger, for the crosswalks.
        retold: Other words of the sentence that tell the same event ("launched",
            "killing" beside "attack").
        voices: Outermost first.
        sub_event: the likeliest of ACLED's sub-events as the reader sees it; None where it gives no view.
        sub_event_score: The probability of that, 0-1.
    """

    trigger: Span
    retold: tuple[Span, ...]
    sentence: int
    lemma: str
    type: str
    mode: str | None
    score: float
    background: bool
    clarity: Literal["single", "aggregate"]
    participants: tuple[ParticipantDraft, ...]
    objects: tuple[ObjectDraft, ...]
    tolls: tuple[TollDraft, ...]
    counts: tuple[TollDraft, ...]
    dates: tuple[Span, ...]
    places: tuple[PlaceDraft, ...]
    voices: tuple[VoiceDraft, ...]
    factuality: Factuality
    instrument: Span | None
    reason: Span | None
    responsibility: tuple[ResponsibilityDraft, ...]
    sub_event: str | None = None
    sub_event_score: float = 0.0


@dataclass(frozen=True, slots=True)
class TieDraft:
    """A lasting relation stated between two mentions.

    Attributes:
        past: The words that tell it as over ("former", "was").
        dates: Date expressions beside it.
        voices: Outermost first.
    """

    subject: MentionDraft
    tie: TieKind
    object: MentionDraft
    span: Span
    sentence: int
    rule: str
    score: float
    factuality: Factuality
    past: Span | None = None
    dates: tuple[Span, ...] = ()
    voices: tuple[VoiceDraft, ...] = ()


@dataclass(frozen=True, slots=True)
class EstimateDraft:
    """A figure that is no single event.

    Attributes:
        span: The figure with what it counts.
        of: Whose strength, whose attacks; None where it is not told.
    """

    span: Span
    figure: Figure
    measure: str
    unit: str
    sentence: int
    of: MentionDraft | None
    dates: tuple[Span, ...]
    place: Span | None
    voices: tuple[VoiceDraft, ...]


@dataclass(frozen=True, slots=True)
class StatementDraft:
    """What a voice says of an actor's nature, motive or worth."""

    span: Span
    speaker: MentionDraft | None
    about: MentionDraft | None
    stance: Literal["positive", "negative", "neutral"]
    sentence: int
    rule: str
    voices: tuple[VoiceDraft, ...]


@dataclass(frozen=True, slots=True)
class ForecastDraft:
    """What is said to come, and on what condition.

    Attributes:
        dates: Date expressions inside outcome and condition: the horizon.
        said: Date expressions beside the verb of saying.
    """

    outcome: Span
    condition: Span | None
    sentence: int
    rule: str
    dates: tuple[Span, ...]
    said: tuple[Span, ...]
    voices: tuple[VoiceDraft, ...]
