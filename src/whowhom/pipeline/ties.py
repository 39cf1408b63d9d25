"""Ties out of tie drafts and out of events: both ends resolved, with sign, period, voices and evidence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from whowhom.coding.ties import SIGNS
from whowhom.pipeline.events import voice_evidence
from whowhom.pipeline.tables import Tables, make_id
from whowhom.pipeline.told import Resolution
from whowhom.records import (
    Actor,
    DateRange,
    Document,
    Event,
    Evidence,
    Missing,
    Participant,
    Tie,
    TieDraft,
)

FIGHTS_RULE = "fights-from-assault"
# Who can be at war: a shot at a person, or by one, sets no two bodies against each other.
_BODIES = frozenset(
    ("state forces", "rebel group", "political militia", "identity militia", "government", "international organisation")
)
_TOLD_AS_DONE = ("accomplished", "under way")
# Force that soldiers use against one another; an arrest or a rape is none between bodies.
_NO_FIGHT = frozenset(("sexual", "torture", "abduct", "beat"))


def assemble_ties(drafts: Sequence[TieDraft], given: Resolution) -> tuple[Tie, ...]:
    """Resolve drafted ties; one per pair, kind and way of telling, an actor's tie to itself is dropped."""
    tables = given.assembly.tables
    found: dict[tuple[str, str, str], Tie] = {}
    for draft in drafts:
        subject, thing = tables.actor_of[draft.subject.head], tables.actor_of[draft.object.head]
        if subject == thing:
            continue
        tie = _stated(draft, subject, thing, given)
        known = found.get((subject, draft.tie, thing))
        # Told twice, it is as the surer telling has it.
        if known is None or (known.factuality.polarity != "happened" and tie.factuality.polarity == "happened"):
            found[subject, draft.tie, thing] = tie
    return tuple(found.values())


def _stated(draft: TieDraft, subject: str, thing: str, given: Resolution) -> Tie:
    document = given.document
    period = given.period(draft.dates, draft.past)
    voices = given.voices(draft.voices, own=subject, other=thing)
    words = [("subject", draft.subject.span), ("tie", draft.span), ("object", draft.object.span)]
    words += [("period", span) for span in (*draft.dates, *([draft.past] if draft.past else []))]
    evidence = [Evidence(field, span.start, span.end, document.text[span.start : span.end]) for field, span in words]
    evidence += [Evidence("factuality", cue.start, cue.end, cue.text) for cue in draft.factuality.cues]
    return Tie(
        id=make_id("r", document, "tie", draft.tie, draft.subject.head.start, draft.object.head.start),
        subject=subject,
        tie=draft.tie,
        object=thing,
        sign=SIGNS[draft.tie],
        period=period if isinstance(period, DateRange) else None,
        attribution=voices,
        factuality=draft.factuality,
        score=draft.score,
        evidence=tuple((*evidence, *voice_evidence(voices, document))),
        missing=() if isinstance(period, DateRange) else (Missing("period", period),),
    )


def derive_ties(events: Sequence[Event], stated: Sequence[Tie], document: Document, tables: Tables) -> tuple[Tie, ...]:
    """Derive who fights whom from the assaults told as having happened.

    Args:
        stated: Ties that the words state: what they state is not derived again.
    """
    known = {frozenset((tie.subject, tie.object)) for tie in stated if tie.tie == "fights"}
    found: dict[frozenset[str], Tie] = {}
    for event in events:
        if not _is_fighting(event):
            continue
        for left, right in _opposed(event, tables):
            pair = frozenset((left.actor or "", right.actor or ""))
            if pair in known or len(pair) == 1:
                continue
            if pair not in found:
                found[pair] = _derived(event, left, right, document)
            elif event.id not in found[pair].events:
                found[pair] = replace(found[pair], events=(*found[pair].events, event.id))
    return tuple(found.values())


def _is_fighting(event: Event) -> bool:
    told = event.factuality
    return (
        event.type == "ASSAULT"
        and told.polarity == "happened"
        and told.stage in _TOLD_AS_DONE
        and not _NO_FIGHT.intersection(event.modes)
    )


def _opposed(event: Event, tables: Tables) -> Iterator[tuple[Participant, Participant]]:
    """Yield the pairs of bodies on two sides; alternatives ("IS or al-Qaeda") fight nobody for sure."""
    bodies = [
        row
        for row in event.participants
        if row.role in ("actor", "target", "party")
        and row.alternative_group is None
        and _is_body(tables.find_actor(row.actor))
    ]
    for left in bodies:
        for right in bodies:
            if left.side < right.side:
                yield left, right


def _is_body(actor: Actor | None) -> bool:
    return actor is not None and any(kind.kind in _BODIES for kind in actor.kinds)


def _derived(event: Event, left: Participant, right: Participant, document: Document) -> Tie:
    assert left.actor is not None
    assert right.actor is not None
    spans = [("subject", left.start, left.end), ("object", right.start, right.end)]
    spans[1:1] = [("tie", anchor.start, anchor.end) for anchor in event.anchors[:1]]
    evidence = [Evidence(field, start, end, document.text[start:end]) for field, start, end in spans]
    return Tie(
        id=make_id("r", document, "derived tie", "fights", event.id, left.start, right.start),
        subject=left.actor,
        tie="fights",
        object=right.actor,
        sign=SIGNS["fights"],
        period=event.dates[0] if event.dates else None,
        attribution=event.attribution,
        factuality=event.factuality,
        score=event.score,
        evidence=tuple((*evidence, *voice_evidence(event.attribution, document))),
        missing=() if event.dates else (Missing("period", "not stated"),),
        rule=FIGHTS_RULE,
        events=(event.id,),
    )
