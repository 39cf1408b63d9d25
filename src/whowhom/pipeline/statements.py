"""Statements and forecasts out of drafts: speakers, subjects, voices, days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from whowhom.pipeline.events import voice_evidence
from whowhom.pipeline.tables import make_id
from whowhom.pipeline.told import Resolution
from whowhom.records import (
    DateRange,
    Evidence,
    Forecast,
    ForecastDraft,
    Missing,
    Reason,
    Statement,
    StatementDraft,
    quote,
)


def assemble_statements(drafts: Sequence[StatementDraft], given: Resolution) -> tuple[Statement, ...]:
    """Resolve drafted statements; what turns out to be said of oneself is left out."""
    found = (_statement(draft, given) for draft in drafts)
    return tuple(row for row in found if row.speaker is None or row.speaker != row.about)


def _statement(draft: StatementDraft, given: Resolution) -> Statement:
    actor_of = given.assembly.tables.actor_of
    speaker = actor_of[draft.speaker.head] if draft.speaker is not None else None
    about = actor_of[draft.about.head] if draft.about is not None else None
    words = quote(given.document.text, draft.span)
    ends = (("speaker", speaker), ("about", about))
    voices = given.voices(draft.voices, own=speaker, other=about)
    return Statement(
        id=make_id("s", given.document, "statement", draft.span.start, draft.span.end),
        speaker=speaker,
        about=about,
        stance=draft.stance,
        text=words.text,
        start=words.start,
        end=words.end,
        # Whoever judges another speaks in their own name; an expert's is no side.
        attribution=tuple(replace(v, interest="third") if v.role == "expert" and v.actor else v for v in voices),
        missing=tuple(Missing(field, "not stated") for field, value in ends if value is None),
    )


def assemble_forecasts(drafts: Sequence[ForecastDraft], given: Resolution) -> tuple[Forecast, ...]:
    """Resolve drafted forecasts."""
    return tuple(_forecast(draft, given) for draft in drafts)


def _forecast(draft: ForecastDraft, given: Resolution) -> Forecast:
    document = given.document
    made_on, reason = _made_on(draft, given)
    horizon, unknown = _horizon(draft, given)
    voices = given.voices(draft.voices, own=None)
    spans = [("outcome", draft.outcome)]
    spans += [("condition", draft.condition)] if draft.condition is not None else []
    spans += [("made_on", span) for span in draft.said] + [("horizon", span) for span in draft.dates]
    evidence = [Evidence(field, span.start, span.end, document.text[span.start : span.end]) for field, span in spans]
    missing = [] if draft.condition is not None else [Missing("condition", "not stated")]
    missing += [] if made_on is not None else [Missing("made_on", reason)]
    missing += [] if horizon is not None else [Missing("horizon", unknown)]
    return Forecast(
        id=make_id("f", document, "forecast", draft.outcome.start, draft.outcome.end),
        condition=quote(document.text, draft.condition) if draft.condition is not None else None,
        outcome=quote(document.text, draft.outcome),
        attribution=voices,
        made_on=made_on,
        horizon=horizon,
        evidence=tuple((*evidence, *voice_evidence(voices, document))),
        missing=tuple(missing),
    )


def _made_on(draft: ForecastDraft, given: Resolution) -> tuple[str | None, Reason]:
    """Say on which day it was foreseen: the day told with the verb of saying, else that of the report."""
    for value in given.dates(draft.said, durative=False, future=False):
        if isinstance(value, DateRange) and value.from_ is not None and value.from_ == value.to:
            return value.from_, "not stated"
    published = given.document.publication.published
    return (published[:10] if published else None), "not stated"


def _horizon(draft: ForecastDraft, given: Resolution) -> tuple[str | None, Reason]:
    """Say by when it should have come: the last day that the words allow."""
    values = given.dates(draft.dates, durative=False, future=True)
    days = [value.to for value in values if isinstance(value, DateRange) and value.to is not None]
    return (max(days) if days else None), "stated but unresolved" if draft.dates else "not stated"
