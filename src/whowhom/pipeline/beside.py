"""What a report says beside its events: ties, estimates, statements, forecasts, from drafts to records.

In: the tree and the drafts of the events, whose figures and words they must not double.
Out: :class:`Beside`, the drafts, whose mentions and places join the tables of the coding;
then :class:`Told`, the records.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from whowhom.codebook import Codebook
from whowhom.coding.estimates import draft_estimates
from whowhom.coding.forecasts import draft_forecasts
from whowhom.coding.statements import draft_statements
from whowhom.coding.ties import draft_ties
from whowhom.coding.tree import Tree
from whowhom.pipeline.estimates import assemble_estimates
from whowhom.pipeline.statements import assemble_forecasts, assemble_statements
from whowhom.pipeline.ties import assemble_ties, derive_ties
from whowhom.pipeline.told import Resolution
from whowhom.records import (
    Estimate,
    EstimateDraft,
    Event,
    EventDraft,
    Forecast,
    ForecastDraft,
    MentionDraft,
    Span,
    Statement,
    StatementDraft,
    Tie,
    TieDraft,
    VoiceDraft,
)


@dataclass(frozen=True)
class Beside:
    """The drafts of all that is no event."""

    ties: tuple[TieDraft, ...]
    estimates: tuple[EstimateDraft, ...]
    statements: tuple[StatementDraft, ...]
    forecasts: tuple[ForecastDraft, ...]

    @property
    def mentions(self) -> tuple[MentionDraft, ...]:
        """Every mention that becomes an actor."""
        found: list[MentionDraft | None] = []
        for tie in self.ties:
            found += [tie.subject, tie.object]
        found += [estimate.of for estimate in self.estimates]
        for said in self.statements:
            found += [said.speaker, said.about]
        found += [voice.mention for voice in self.voices]
        return tuple(mention for mention in found if mention is not None)

    @property
    def voices(self) -> tuple[VoiceDraft, ...]:
        """Every voice that tells one of them."""
        drafts: tuple[TieDraft | EstimateDraft | StatementDraft | ForecastDraft, ...] = (
            *self.ties,
            *self.estimates,
            *self.statements,
            *self.forecasts,
        )
        return tuple(voice for draft in drafts for voice in draft.voices)

    @property
    def places(self) -> tuple[Span, ...]:
        """The words of the places that are no event's."""
        return tuple(estimate.place for estimate in self.estimates if estimate.place is not None)


@dataclass(frozen=True, slots=True)
class Told:
    """The records of all that is no event."""

    ties: tuple[Tie, ...]
    estimates: tuple[Estimate, ...]
    statements: tuple[Statement, ...]
    forecasts: tuple[Forecast, ...]


def draft_beside(tree: Tree, codebook: Codebook, events: Sequence[EventDraft], dates: Sequence[Span]) -> Beside:
    """Draft what a report says beside its events.

    Args:
        dates: Date expressions of the text, in order.
    """
    return Beside(
        ties=draft_ties(tree, codebook, dates=dates),
        estimates=draft_estimates(tree, events, dates=dates),
        statements=draft_statements(tree, events),
        forecasts=draft_forecasts(tree, dates=dates),
    )


def assemble_beside(drafts: Beside, events: Sequence[Event], given: Resolution) -> Told:
    """Resolve the drafts.

    Args:
        events: Of the report, merged: who fights whom is derived from them.
    """
    stated = assemble_ties(drafts.ties, given)
    derived = derive_ties(events, stated, given.document, given.assembly.tables)
    return Told(
        ties=(*stated, *derived),
        estimates=assemble_estimates(drafts.estimates, given),
        statements=assemble_statements(drafts.statements, given),
        forecasts=assemble_forecasts(drafts.forecasts, given),
    )
