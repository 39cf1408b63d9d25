"""Ties out of tie drafts: both ends resolved, with sign and evidence."""

from __future__ import annotations

from collections.abc import Sequence

from whowhom.coding.ties import SIGNS
from whowhom.pipeline.tables import Tables, make_id
from whowhom.records import Document, Evidence, Missing, Tie, TieDraft


def assemble_ties(drafts: Sequence[TieDraft], document: Document, tables: Tables) -> tuple[Tie, ...]:
    """Resolve drafted ties; one per pair and kind, an actor's tie to itself is dropped."""
    found: dict[tuple[str, str, str], Tie] = {}
    for draft in drafts:
        subject, thing = tables.actor_of[draft.subject.head], tables.actor_of[draft.object.head]
        if subject == thing:
            continue
        evidence = tuple(
            Evidence(field, span.start, span.end, document.text[span.start : span.end])
            for field, span in (("subject", draft.subject.span), ("tie", draft.span), ("object", draft.object.span))
        )
        tie = Tie(
            id=make_id("r", document, "tie", draft.tie, draft.subject.head.start, draft.object.head.start),
            subject=subject,
            tie=draft.tie,
            object=thing,
            sign=SIGNS[draft.tie],
            period=None,
            attribution=(),
            factuality=draft.factuality,
            score=draft.score,
            evidence=evidence,
            missing=(Missing("attribution", "not read"), Missing("period", "not read")),
        )
        found.setdefault((subject, draft.tie, thing), tie)
    return tuple(found.values())
