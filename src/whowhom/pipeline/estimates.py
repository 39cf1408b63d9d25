"""Estimates out of drafts: whose figure, of what, when, where, and who says so."""

from __future__ import annotations

from collections.abc import Sequence

from whowhom.pipeline.events import voice_evidence
from whowhom.pipeline.tables import make_id
from whowhom.pipeline.told import Resolution
from whowhom.records import DateRange, Estimate, EstimateDraft, Evidence, Missing, Reason


def assemble_estimates(drafts: Sequence[EstimateDraft], given: Resolution) -> tuple[Estimate, ...]:
    """Resolve drafted estimates, in text order."""
    return tuple(_estimate(draft, given) for draft in drafts)


def _estimate(draft: EstimateDraft, given: Resolution) -> Estimate:
    tables, document = given.assembly.tables, given.document
    of = tables.actor_of[draft.of.head] if draft.of is not None else None
    place = tables.place_of.get(draft.place) if draft.place is not None else None
    period = given.period(draft.dates)
    voices = given.voices(draft.voices, own=of)
    words = [("figure", draft.span)]
    words += [("of", draft.of.span)] if draft.of is not None else []
    words += [("period", span) for span in draft.dates]
    words += [("place", draft.place)] if draft.place is not None else []
    evidence = [Evidence(field, span.start, span.end, document.text[span.start : span.end]) for field, span in words]
    missing: list[Missing] = [] if of is not None else [Missing("of", "not stated")]
    if not isinstance(period, DateRange):
        missing.append(Missing("period", period))
    if place is None:
        reason: Reason = "not stated" if draft.place is None else "stated but unresolved"
        missing.append(Missing("place", reason))
    figure = draft.figure
    return Estimate(
        id=make_id("m", document, "estimate", draft.measure, draft.span.start, draft.span.end),
        of=of,
        measure=draft.measure,
        low=figure.low,
        best=figure.best,
        high=figure.high,
        bound=figure.bound,
        unit=draft.unit,
        period=period if isinstance(period, DateRange) else None,
        place=place,
        attribution=voices,
        evidence=tuple((*evidence, *voice_evidence(voices, document))),
        missing=tuple(missing),
    )
