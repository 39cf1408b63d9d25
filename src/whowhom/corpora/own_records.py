"""One labelled document of our own corpus, as JSON holds it.

Both parts of the corpus become this record: the written reports, with their text, and the
labels over real reports, whose text is None until it has been read from the corpora. A span
is a list of two code points, half-open, in the whole text.
"""

from __future__ import annotations

from typing import NotRequired, TypedDict

Span = list[int]


class Spanned(TypedDict):
    """A stretch of the text and nothing more: a mention, a date, an instrument."""

    span: Span


class Number(TypedDict):
    """How many, as the words bound it; None for an end that is open."""

    low: int | None
    best: int | None
    high: int | None


class LabelledActor(TypedDict):
    """An actor; ``name`` is the labeller's name for it, or the words of a mention, "" without text."""

    id: str
    name: str
    kind: str
    mentions: list[Spanned]


class LabelledParticipant(TypedDict):
    """An actor's part in an event; ``actor`` is None where no actor stands behind the words."""

    actor: str | None
    role: str
    number: Number | None
    span: Span


class LabelledObject(TypedDict):
    """A thing struck (``target``) or used; ``effect`` is None where it is not told."""

    role: str
    kind: str
    effect: str | None
    span: Span


class LabelledPlace(TypedDict):
    """A place of an event with its role."""

    role: str
    span: Span


class LabelledFigure(TypedDict):
    """A toll or a count; ``figure`` is the stretch of the number, ``part_of`` the index of its whole."""

    outcome: str
    low: int | None
    best: int | None
    high: int | None
    bound: str
    figure: Span | None
    part_of: int | None
    span: Span


class LabelledVoice(TypedDict):
    """One voice, outermost first; ``role`` only where the labeller gave it."""

    source: Spanned | None
    cue: Spanned | None
    role: NotRequired[str]


class LabelledResponsibility(TypedDict):
    """Who is held to have done it, and how."""

    actor: str | None
    stance: str
    span: Span


class LabelledLink(TypedDict):
    """A link to another event of the document, by its id."""

    to: str
    link: str


class LabelledEvent(TypedDict):
    """One event: one type, place, time and pair of sides."""

    id: str
    trigger: Span
    type: str
    mode: str | None
    acled: str | None
    participants: list[LabelledParticipant]
    objects: list[LabelledObject]
    instrument: Spanned | None
    places: list[LabelledPlace]
    dates: list[Spanned]
    tolls: list[LabelledFigure]
    counts: list[LabelledFigure]
    attribution: list[LabelledVoice]
    polarity: str
    certainty: str
    stage: str
    background: bool
    clarity: str
    retold: list[Spanned]
    responsibility: list[LabelledResponsibility]
    reason: Spanned | None
    links: list[LabelledLink]


class LabelledTie(TypedDict):
    """A lasting relation between two actors, by their ids."""

    subject: str
    tie: str
    object: str
    certainty: str
    span: Span


class LabelledEstimate(TypedDict):
    """A figure that is no single event."""

    of: str | None
    measure: str
    low: int | None
    best: int | None
    high: int | None
    source: Spanned | None
    span: Span


class LabelledStatement(TypedDict):
    """What a voice says of an actor."""

    speaker: Spanned | None
    about: str | None
    stance: str
    span: Span


class LabelledForecast(TypedDict):
    """What a voice says will or may happen."""

    condition: Spanned | None
    outcome: Spanned
    source: Spanned | None


class LabelledDocument(TypedDict):
    """One document with all its labels.

    Attributes:
        doc: ``CORPUS:NAME``; ``written:ID`` for a written report.
        sha256: Of the whole text in UTF-8.
        read_from: First code point that was labelled.
        read_to: One past the last code point that was labelled.
        coder: Who labelled: ``language model``, or a person.
        round: Round of labelling; from 2 on the decisions of the scheme hold.
        settled: Whether differences from a second labelling have been settled.
        text: None where the labels stand alone.
        kind: Kind of report, None for others' texts.
        published: ISO day, None where it is not known.
        aside: Whether only actors, ties, estimates, statements and forecasts were labelled, and no events.
    """

    doc: str
    sha256: str
    read_from: int
    read_to: int
    coder: str
    round: int
    settled: bool
    text: str | None
    kind: str | None
    published: str | None
    actors: list[LabelledActor]
    events: list[LabelledEvent]
    ties: list[LabelledTie]
    estimates: list[LabelledEstimate]
    statements: list[LabelledStatement]
    forecasts: list[LabelledForecast]
    aside: NotRequired[bool]


def words_of(document: LabelledDocument, span: Span) -> str:
    """Give the words of a span; "" where the document has no text."""
    return (document["text"] or "")[span[0] : span[1]]
