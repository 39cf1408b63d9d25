"""Each value of a coding with the words it came from.

In: a coding. Out: rows of value, offsets and quoted words; a derived value names its rule
where the words would stand, a missing one its reason.
"""

from __future__ import annotations

from collections.abc import Iterator

from whowhom.cli import cells, views
from whowhom.records import Coding, Event, Evidence, Participant, Voice

Row = tuple[str, str, str]
BASES = {"context": "from what stands around it", "report": "the country the report is about"}


def explain_event(event: Event, coding: Coding) -> list[Row]:
    """List every value of an event, in the order of the layout."""
    text = coding.document.text
    rows = [_row("told by", text, anchor.start, anchor.end) for anchor in event.anchors]
    rows += [_row(_participant(row, coding), text, row.start, row.end) for row in event.participants]
    rows += [_row(f"when: {cells.day_range(row)} ({row.basis})", text, row.start, row.end) for row in event.dates]
    for place in event.places:
        found = coding.place(place.place)
        point = f" {found.latitude:.4f}, {found.longitude:.4f}" if found.latitude is not None else " unresolved"
        basis = "" if place.basis == "told" else f" ({BASES[place.basis]})"
        rows.append(_row(f"{place.role}: {cells.place_name(found)}{point}{basis}", text, place.start, place.end))
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
    return [row for name in BESIDE for row in explain_view(name, coding)]


def explain_view(name: str, coding: Coding) -> list[Row]:
    """List the values of one view with their words; claims and voices are those of all kinds."""
    if name not in BESIDE:
        rows = [row for event in coding.events for row in explain_event(event, coding) if row[0].startswith("says")]
        return rows + explain_rest(coding)
    return list(_EXPLAINED[name](coding))


def _explain_ties(coding: Coding) -> Iterator[Row]:
    for number, tie in enumerate(coding.ties, start=1):
        yield (
            views.tie_line(tie, coding).replace("tie:", f"tie {number}:", 1),
            "",
            f"rule {tie.rule}" if tie.rule else "",
        )
        yield from _all_evidence(tie.evidence, coding)
        yield from ((f"  {entry.field}: none", "", entry.reason) for entry in tie.missing)


def _explain_estimates(coding: Coding) -> Iterator[Row]:
    for number, row in enumerate(coding.estimates, start=1):
        yield f"estimate {number}: {views.estimate_line(row, coding)}", "", row.bound
        yield from _all_evidence(row.evidence, coding)
        yield from ((f"  {entry.field}: none", "", entry.reason) for entry in row.missing)


def _explain_statements(coding: Coding) -> Iterator[Row]:
    text = coding.document.text
    for number, row in enumerate(coding.statements, start=1):
        yield _row(f"statement {number} ({row.stance})", text, row.start, row.end)
        yield from _voices("  says so", row.attribution, text)
        yield from ((f"  {entry.field}: none", "", entry.reason) for entry in row.missing)


def _explain_forecasts(coding: Coding) -> Iterator[Row]:
    for number, row in enumerate(coding.forecasts, start=1):
        yield f"forecast {number}", "", f"made on {row.made_on or '–'}, by {row.horizon or '–'}"
        yield from _all_evidence(row.evidence, coding)
        yield from ((f"  {entry.field}: none", "", entry.reason) for entry in row.missing)


def _all_evidence(evidence: tuple[Evidence, ...], coding: Coding) -> Iterator[Row]:
    return (_row(f"  {item.field}", coding.document.text, item.start, item.end) for item in evidence)


BESIDE = ("ties", "estimates", "statements", "forecasts")
_EXPLAINED = {
    "ties": _explain_ties,
    "estimates": _explain_estimates,
    "statements": _explain_statements,
    "forecasts": _explain_forecasts,
}


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
