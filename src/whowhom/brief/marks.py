"""The words behind the values: every span of a coding as one mark in the text.

In: a coding. Out: marks in order of the text, and the text as HTML with ``<mark>`` elements.
What one would get wrong: spans nest and cross. A span that crosses another is cut into
pieces with the same ``data-span``; only the first piece carries the id, and the pieces
joined are the words of the span.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from markupsafe import Markup, escape

from whowhom.brief.clean import one_line, shown
from whowhom.errors import ValidationError
from whowhom.records import READ_KINDS, Coding, Event, Quote, Voice

KINDS = ("what", "toll", "when", "where", "who", "says", "tie", "other", "skipped")
"""Kinds of marks, the most telling first: a span with several shows as the first."""


@dataclass(slots=True)
class Mark:
    """A span of the text with all that was taken from it.

    Attributes:
        titles: One line for each value that stands on these words.
        events: Numbers of the events that these words tell.
    """

    start: int
    end: int
    kinds: set[str]
    titles: list[str]
    events: list[int]

    @property
    def kind(self) -> str:
        """The most telling of its kinds."""
        return min(self.kinds, key=KINDS.index)


def mark_id(start: int, end: int) -> str:
    """Name the mark of a span; links to words end in it."""
    return f"w-{start}-{end}"


def collect_marks(coding: Coding) -> tuple[Mark, ...]:
    """Gather every span that some value of the coding stands on.

    Returns:
        One mark per span, ordered by start, then the longer first.

    Raises:
        ValidationError: a span reaches past the text.
    """
    found: dict[tuple[int, int], Mark] = {}
    size = len(coding.document.text)
    for start, end, kind, title, event in _uses(coding):
        if not 0 <= start < end <= size:
            raise ValidationError(
                f"{title}: span [{start}, {end}) in a text of {size} code points; expected 0 <= start < end <= {size}. "
                "Check the coding with whowhom.records.validation.validate."
            )
        mark = found.setdefault((start, end), Mark(start, end, set(), [], []))
        mark.kinds.add(kind)
        if title not in mark.titles:
            mark.titles.append(title)
        if event and event not in mark.events:
            mark.events.append(event)
    return tuple(found[key] for key in sorted(found, key=lambda key: (key[0], -key[1])))


Use = tuple[int, int, str, str, int]


def _uses(coding: Coding) -> Iterator[Use]:
    for number, event in enumerate(coding.events, 1):
        yield from _event_uses(number, event, coding)
    for tie in coding.ties:
        names = f"{coding.actor(tie.subject).name} {tie.tie} {coding.actor(tie.object).name}"
        yield from ((row.start, row.end, "tie", f"Tie: {names}", 0) for row in tie.evidence)
    for estimate in coding.estimates:
        yield from ((row.start, row.end, "toll", f"Estimate: {estimate.measure}", 0) for row in estimate.evidence)
    for statement in coding.statements:
        yield statement.start, statement.end, "says", f"Statement, {statement.stance}", 0
    for forecast in coding.forecasts:
        yield from _quote_use(forecast.outcome, "other", "Forecast: outcome")
        if forecast.condition:
            yield from _quote_use(forecast.condition, "other", "Forecast: condition")
        yield from ((row.start, row.end, "other", f"Forecast: {row.field}", 0) for row in forecast.evidence)
    yield from _table_uses(coding)
    coded = [region for region in coding.document.regions if region.kind in READ_KINDS]
    for skip in coding.skipped:
        if any(row.start <= skip.start and skip.end <= row.end for row in coded) or not coding.document.regions:
            yield skip.start, skip.end, "skipped", f"Skipped: {skip.reason}", 0


def _table_uses(coding: Coding) -> Iterator[Use]:
    for actor in coding.actors:
        for mention in actor.mentions:
            yield from _quote_use(mention, "who", f"Actor: {actor.name}")
    for thing in coding.objects:
        for mention in thing.mentions:
            yield from _quote_use(mention, "who", f"Thing: {thing.name} ({thing.kind})")
    for place in coding.places:
        for mention in place.mentions:
            yield from _quote_use(mention, "where", f"Place: {place.name}")
    for quote in coding.document.publication.quotes:
        yield from _quote_use(quote, "other", "Facts of publication")


def _event_uses(number: int, event: Event, coding: Coding) -> Iterator[Use]:
    head = f"Event {number} ({event.type})"
    for anchor in event.anchors:
        yield anchor.start, anchor.end, "what", f"{head}: words that tell it", number
    for row in event.participants:
        name = coding.actor(row.actor).name if row.actor else coding.object(row.object or "").name
        yield row.start, row.end, "who", f"{head}: {row.role}, {name}", 0
    for date in event.dates:
        yield date.start, date.end, "when", f"{head}: when, {date.edtf}", 0
    for place in event.places:
        yield place.start, place.end, "where", f"{head}: {place.role} {coding.place(place.place).name}", 0
    for toll in (*event.tolls, *event.counts):
        yield toll.start, toll.end, "toll", f"{head}: {toll.outcome}", 0
        yield from _voice_uses(toll.attribution, head)
    for quote, name in ((event.instrument, "instrument"), (event.reason, "reason")):
        if quote:
            yield from _quote_use(quote, "other", f"{head}: {name}")
    for held in event.responsibility:
        yield held.start, held.end, "who", f"{head}: responsibility {held.stance}", 0
        yield from _voice_uses((held.voice,) if held.voice else (), head)
    yield from _voice_uses(event.attribution, head)
    for cue in event.factuality.cues:
        yield from _quote_use(cue, "says", f"{head}: words of certainty")
    for evidence in event.evidence:
        if evidence.field != "type":
            yield evidence.start, evidence.end, "other", f"{head}: {evidence.field}", 0


def _voice_uses(voices: tuple[Voice, ...], head: str) -> Iterator[Use]:
    for voice in voices:
        if voice.start is not None and voice.end is not None:
            yield voice.start, voice.end, "says", f"{head}: voice, {voice.role}", 0
        if voice.cue:
            yield from _quote_use(voice.cue, "says", f"{head}: says so")


def _quote_use(quote: Quote, kind: str, title: str) -> Iterator[Use]:
    yield quote.start, quote.end, kind, title, 0


def weave(text: str, marks: tuple[Mark, ...], start: int, end: int, *, done: set[str]) -> Markup:
    """Write a stretch of the text with its marks.

    Args:
        text: The canonical text.
        marks: As :func:`collect_marks` gives them.
        done: Ids written already; added to, so that an id is given once a page.

    Returns:
        HTML, escaped. After the last piece of a mark that tells an event stands
        an empty link with the event's number in an attribute, which the style
        sheet shows: the words themselves stay untouched.
    """
    inside = [mark for mark in marks if mark.start < end and mark.end > start]
    cuts = {start, end} | {cut for mark in inside for cut in (mark.start, mark.end) if start < cut < end}
    pieces: list[Markup] = []
    open_: list[Mark] = []
    upcoming = iter([*inside, None])
    following = next(upcoming)
    for left, right in pairwise(sorted(cuts)):
        active = [mark for mark in open_ if mark.end > left]
        while following and following.start <= left:
            active.append(following)
            following = next(upcoming)
        kept = next((i for i, (old, new) in enumerate(zip(open_, active, strict=False)) if old is not new), None)
        kept = min(len(open_), len(active)) if kept is None else kept
        pieces += [_close(mark, left) for mark in reversed(open_[kept:])]
        pieces += [_open(mark, done) for mark in active[kept:]]
        pieces.append(escape(shown(text[left:right])))
        open_ = active
    pieces += [_close(mark, end) for mark in reversed(open_)]
    return Markup("").join(pieces)


def _open(mark: Mark, done: set[str]) -> Markup:
    name = mark_id(mark.start, mark.end)
    given = Markup("") if name in done else Markup(' id="{}"').format(name)
    done.add(name)
    title = one_line("; ".join(mark.titles))
    return Markup('<mark{} class="{}" data-span="{}-{}" title="{}">').format(
        given, mark.kind, mark.start, mark.end, title
    )


def _close(mark: Mark, at: int) -> Markup:
    refs = mark.events if at == mark.end else []
    link = Markup('<a class="ref" href="#event-{0}" data-n="{0}" aria-label="to event {0}"></a>')
    return Markup("</mark>") + Markup("").join(link.format(number) for number in refs)
