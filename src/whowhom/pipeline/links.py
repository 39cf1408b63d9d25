"""Links between the events of a report, after their tellings were joined.

In: link drafts by index of the drafts, the merged events. Out: the same events with their links and
the words that say so as evidence. A link between two tellings of one event falls away.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from whowhom.coding.links import LinkDraft
from whowhom.records import Document, Event, EventDraft, EventLink, Evidence, Span


def link_events(
    events: Sequence[Event], drafts: Sequence[EventDraft], links: Sequence[LinkDraft], document: Document
) -> tuple[Event, ...]:
    """Give events the links between their tellings.

    Args:
        events: Merged; each draft's trigger is an anchor of one of them.
        links: By index of ``drafts``, in order of their words.
    """
    home = {Span(anchor.start, anchor.end): event.id for event in events for anchor in event.anchors}
    rows: dict[str, list[tuple[EventLink, Span]]] = {}
    for link in links:
        one, other = (home.get(drafts[index].trigger) for index in (link.source, link.target))
        if one is None or other is None or one == other:
            continue
        known = rows.setdefault(one, [])
        # Two tellings may say it twice, and the other way round it would contradict.
        back = any(found.to == one for found, _ in rows.get(other, ()))
        if not back and all(found.to != other for found, _ in known):
            known.append((EventLink(other, link.link), link.cue))
    return tuple(_linked(event, rows[event.id], document) if rows.get(event.id) else event for event in events)


def _linked(event: Event, rows: Sequence[tuple[EventLink, Span]], document: Document) -> Event:
    evidence = (
        Evidence(f"links[{number}]", cue.start, cue.end, document.text[cue.start : cue.end])
        for number, (_, cue) in enumerate(rows)
    )
    return replace(event, links=tuple(link for link, _ in rows), evidence=(*event.evidence, *evidence))


def parted(events: Sequence[Event], links: Sequence[LinkDraft]) -> frozenset[tuple[str, str]]:
    """List the ids of events that a link parts, both ways round.

    Args:
        events: One for each draft, not merged yet.
    """
    pairs = ((events[link.source].id, events[link.target].id) for link in links)
    return frozenset(pair for one, other in pairs for pair in ((one, other), (other, one)))
