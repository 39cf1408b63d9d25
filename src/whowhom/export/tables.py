"""Tables beside the events: claims, ties, sources, definitions and methods, as heads and rows.

In: a protected data set. Out: tables for the workbook and for releases.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from whowhom.export.report import NOT_FOR, ExportReport
from whowhom.export.sentences import figure_words
from whowhom.export.views import voice_words
from whowhom.safeguard.profiles import PROFILES
from whowhom.safeguard.rows import Dataset, TieRow


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table with a name and a head."""

    name: str
    head: tuple[str, ...]
    rows: list[list[Any]]


def claims_sheet(dataset: Dataset) -> Sheet:
    """Every figure and responsibility, one a row, with its voice."""
    head = (
        "event", "claim", "field", "stance", "of", "side", "status", "low", "best", "high", "bound", "figure",
        "scope", "part_of", "voices", "voice_interest", "source", "review_status",
    )  # fmt: skip
    rows = []
    for event in dataset.events:
        for claim in event.claims:
            figure = None if claim.value is not None else figure_words(claim)
            alone = [voice for voice in claim.voices if not voice.joint]
            interest = alone[-1].interest if alone else None
            name = claim.of.name if claim.of is not None else None
            rows.append(
                [
                    *(event.id, claim.id, claim.field, claim.value, name, claim.side, claim.status),
                    *(claim.low, claim.best, claim.high, claim.bound, figure, claim.scope, claim.part_of),
                    *(voice_words(claim.voices), interest, claim.source, event.review_status),
                ]
            )
    return Sheet("claims", head, rows)


def ties_sheet(dataset: Dataset) -> Sheet:
    """Who is with whom and against whom, as voices state it."""
    head = ("id", "subject", "tie", "object", "sign", "from", "to", "polarity", "certainty", "voices", "source")
    return Sheet("ties", (*head, "review_status"), [_tie(tie) for tie in dataset.ties])


def _tie(tie: TieRow) -> list[Any]:
    period = tie.period
    days = [None, None] if period is None else [period.first, period.last]
    return [
        *(tie.id, tie.subject.name, tie.tie, tie.object.name, tie.sign, *days, tie.polarity, tie.certainty),
        *(voice_words(tie.voices), tie.source, tie.review_status),
    ]


def sources_sheet(dataset: Dataset) -> Sheet:
    """The reports, with what the profile lets be told of them."""
    names = (
        *("id", "publisher", "is_listed", "kind", "scale", "title", "url", "byline", "relayed_from"),
        *("published", "retrieved", "language", "text"),
    )
    return Sheet("sources", names, [[getattr(source, name) for name in names] for source in dataset.sources])


def methods_sheet(dataset: Dataset, report: ExportReport) -> Sheet:
    """How the rows came about and what was done to them, as pairs."""
    profile, method = PROFILES[dataset.profile or "internal"], dataset.method
    rows: list[list[Any]] = [
        ["note", report.note],
        ["not for", NOT_FOR],
        ["profile", f"{profile.name}: {profile.summary}"],
        *([f"protected: {kind}", count] for kind, count in dataset.protections),
        ["coders", list(method.coders)],
        ["codebooks (digest)", list(method.codebooks)],
        ["gazetteers (digest)", list(method.gazetteers)],
        ["registries (digest)", list(method.registries)],
        ["policy for figures", method.policy],
        *([name, value] for name, value in method.facts),
        *([f"rule for {name}", rule] for name, rule in report.rules.items()),
        ["changes since", dataset.release or "no release named"],
    ]
    return Sheet("methods", ("what", "value"), rows)


def gone_sheet(dataset: Dataset) -> Sheet:
    """Events of the release counted from that are there no more."""
    return Sheet("gone", ("id", "change", "merged_into"), [[gone.id, gone.change, gone.into] for gone in dataset.gone])
