"""Each value of a coding with the words it came from.

In: a coding. Out: rows of value, offsets and quoted words; a derived value names its rule
where the words would stand, a missing one its reason.
"""

from __future__ import annotations

from collections.abc import Iterator

from whowhom.cli import cells
from whowhom.records import Coding, Event, Evidence, Participant, Voice

Row = tuple[str, str, str]


def explain_event(event: Event, coding: Coding) -> list[Row]:
    """List every value of an event, in the order of the layout."""
    text = coding.document.text
    rows = [_row("told by", text, anchor.start, anchor.end) for anchor in event.anchors]
    rows += [_row(_participant(row, coding), text, row.start, row.end) for row in event.participants]
    rows += [_row(f"when: {cells.day_range(row)} ({row.basis})", text, row.start, row.end) for row in event.dates]
    for place in event.places:
        found = coding.place(place.place)
        point = f" {found.latitude:.4f}, {found.longitude:.4f}" if found.latitude is not None else " unresolved"
        rows.append(_row(f"{place.role}: {cells.place_name(found)}{point}", text, place.start, place.end))
    for toll in (*event.tolls, *event.counts):
        rows.append(_row(f"{toll.outcome}: {cells.figure(toll)} ({toll.bound})", text, toll.start, toll.end))
        rows += _voices("says the figure", toll.attribution, text)
    for name, quote in (("instrument", event.instrument), ("reason given", event.reason)):
        rows += [_row(name, text, quote.start, quote.end)] if quote else []
    for held in event.responsibility:
        actor = coding.actor(held.actor).name if held.actor else cells.NOT_TOLD
        rows.append(_row(f"responsible: {cells.plain(actor)} ({held.stance})", text, held.start, held.end))
    rows += _voices("says so", event.attribution, text)
    rows += [_row("how sure", text, cue.start, cue.end) for cue in event.factuality.cues]
    rows += _derived(event)
    shown = {offsets for _, offsets, _ in rows}
    rows += [_evidence(item, text) for item in event.evidence if _offsets(item.start, item.end) not in shown]
    rows += [(f"{entry.field}: none", "", entry.reason) for entry in event.missing]
    return rows


def explain_rest(coding: Coding) -> list[Row]:
    """List the values beside the events: ties, estimates, statements and forecasts."""
    text = coding.document.text
    names = {actor.id: cells.plain(actor.name) for actor in coding.actors}
    rows: list[Row] = []
    for tie in coding.ties:
        label = f"tie: {names.get(tie.subject, '?')} – {tie.tie} – {names.get(tie.object, '?')}"
        rows += [(label, _offsets(item.start, item.end), _words(text, item.start, item.end)) for item in tie.evidence]
    for estimate in coding.estimates:
        label = f"estimate: {estimate.measure}, {estimate.unit}"
        rows += [
            (label, _offsets(item.start, item.end), _words(text, item.start, item.end)) for item in estimate.evidence
        ]
    rows += [_row("statement", text, row.start, row.end) for row in coding.statements]
    rows += [_row("forecast", text, row.outcome.start, row.outcome.end) for row in coding.forecasts]
    return rows


def _participant(row: Participant, coding: Coding) -> str:
    name = coding.object(row.object).name if row.object else coding.actor(row.actor).name if row.actor else "?"
    label = {"actor": "who", "target": "to whom", "party": f"party {row.side}", "assisting": "assisting"}[row.role]
    return f"{label}: {cells.plain(name)}"


def _voices(label: str, voices: tuple[Voice, ...], text: str) -> Iterator[Row]:
    for voice in voices:
        if voice.start is not None and voice.end is not None:
            yield _row(f"{label}: {voice.role}, {voice.interest}", text, voice.start, voice.end)
        if voice.cue is not None:
            yield _row("says by", text, voice.cue.start, voice.cue.end)


def _derived(event: Event) -> Iterator[Row]:
    if event.acled:
        yield f"ACLED: {event.acled.event_type} / {event.acled.sub_event_type}", "", f"rule {event.acled.rule}"
    if event.ged:
        yield f"UCDP: type of violence {event.ged.type_of_violence}", "", f"rule {event.ged.rule}"
    if event.cameo:
        yield f"CAMEO: root {event.cameo.root}, quad class {event.cameo.quad_class}", "", f"rule {event.cameo.rule}"


def _evidence(item: Evidence, text: str) -> Row:
    return _row(f"evidence of {item.field}", text, item.start, item.end)


def _row(label: str, text: str, start: int, end: int) -> Row:
    return label, _offsets(start, end), _words(text, start, end)


def _offsets(start: int, end: int) -> str:
    return f"[{start}, {end})"


def _words(text: str, start: int, end: int) -> str:
    return f"“{cells.plain(text[start:end])}”"
