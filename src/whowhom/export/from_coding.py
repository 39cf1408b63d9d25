"""Rows from codings: one event per coded event, one source per report.

In: codings as ``whowhom code --format json`` wrote them. Out: a
:class:`~whowhom.safeguard.rows.Dataset` with everything in it, not yet fit to leave.

What one would get wrong: ids of other programs may be any string, a name too. An id leaves as
it is only where it has our shape; any other is replaced by the start of a digest.
"""

from __future__ import annotations

import dataclasses
import datetime
import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from whowhom.errors import UnreadableFile, UsageError, ValidationError
from whowhom.export.outlets import Outlets
from whowhom.records import (
    Actor,
    Coding,
    DateRange,
    Event,
    EventPlace,
    Participant,
    Quote,
    Responsibility,
    Tie,
    Toll,
    Voice,
    text_id,
)
from whowhom.records.layout import from_dict
from whowhom.records.validation import validate
from whowhom.safeguard.rows import (
    ActorRow,
    ClaimRow,
    Codes,
    Dataset,
    EventRow,
    Method,
    Party,
    Range,
    SourceRow,
    Speaker,
    ThingRow,
    TieRow,
    When,
    Where,
    Words,
)
from whowhom.safeguard.words import vague_word

CONTEXT_LENGTH = 32  # Code points before and after; enough to find words in a text that changed a little.
HEX_DIGITS = 12
OWN_ID = re.compile(rf"[A-Za-z]-[0-9a-f]{{{HEX_DIGITS}}}")
PREFIX = re.compile(r"[a-z][a-z0-9-]{1,23}")


@dataclass(frozen=True, slots=True)
class Making:
    """What rows of one report are made with.

    Attributes:
        prefix: Begins every id.
        source: Id of the report's source row.
        outlets: Those that may be named.
    """

    prefix: str
    source: str
    outlets: Outlets = field(default_factory=Outlets)


def read_codings(path: Path) -> list[Coding]:
    """Read a file of codings: one object, an array, or JSONL.

    Raises:
        UnreadableFile: not there, or no JSON.
        ValidationError: JSON, but no codings, or codings that break a promise of the layout.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableFile(
            f"{str(path)!r} cannot be read: {_cause(error)}. Give a case or a file of codings."
        ) from None
    values = _parse(text, path)
    if not values or not all(isinstance(value, dict) for value in values):
        raise ValidationError(f"{str(path)!r} holds no codings. Make one with: whowhom code --format json.")
    codings = [from_dict(value) for value in values]
    for coding in codings:
        validate(coding)
    return codings


def _cause(error: Exception) -> str:
    return (error.strerror or "unreadable") if isinstance(error, OSError) else "it is not UTF-8"


def _parse(text: str, path: Path) -> list[Any]:
    try:
        value = json.loads(text)
        return value if isinstance(value, list) else [value]
    except ValueError:
        pass
    try:
        return [json.loads(line) for line in text.splitlines() if line.strip()]
    except ValueError:
        raise UnreadableFile(f"{str(path)!r} is no JSON. Give what `whowhom code --format json` wrote.") from None


def choose_prefix(given: str | None, default: str) -> str:
    """Check the prefix of ids, or take the default.

    Raises:
        UsageError: it has another shape, or looks like the ids of ACLED and UCDP.
    """
    if given is None:
        return default
    if not PREFIX.fullmatch(given):
        raise UsageError(f"prefix is {given!r}; expected 2 to 24 small letters, digits and hyphens, a letter first.")
    return given


def dataset_of(codings: Sequence[Coding], *, prefix: str | None, outlets: Outlets) -> Dataset:
    """Build the rows of some codings, in their order."""
    digests = [text_id(coding.document.text) for coding in codings]
    whole = hashlib.sha256("".join(digests).encode()).hexdigest()[:6]
    chosen = choose_prefix(prefix, f"w{whole}")
    makings = [Making(chosen, f"{chosen}:S-{digest[:HEX_DIGITS]}", outlets) for digest in digests]
    pairs = list(zip(codings, makings, strict=True))
    sources = {making.source: source_row(coding, making) for coding, making in pairs}
    return Dataset(
        prefix=chosen,
        events=tuple(event_row(event, coding, making) for coding, making in pairs for event in coding.events),
        ties=tuple(tie_row(tie, coding, making) for coding, making in pairs for tie in coding.ties),
        sources=tuple(sources.values()),
        method=method_of(codings, policy="single report"),
        texts={making.source: coding.document.text for coding, making in pairs},
    )


def method_of(codings: Iterable[Coding], *, policy: str, facts: Sequence[tuple[str, str]] = ()) -> Method:
    """Say which coders and data made some codings, each once, in order."""
    coders = {coding.coder: None for coding in codings}

    def distinct(values: Iterable[str | None]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(value for value in values if value))

    return Method(
        coders=distinct(f"{coder.name} {coder.version}" for coder in coders),
        codebooks=distinct(coder.codebook for coder in coders),
        gazetteers=distinct(coder.gazetteer for coder in coders),
        registries=distinct(coder.registry for coder in coders),
        policy=policy,
        facts=tuple(facts),
    )


def public_id(prefix: str, given: str, *within: str) -> str:
    """Give an id that leaves: the given one where it has our shape, else the start of a digest."""
    if OWN_ID.fullmatch(given):
        return f"{prefix}:{given}"
    digest = hashlib.sha256("|".join((*within, given)).encode("utf-8", "surrogatepass")).hexdigest()
    return f"{prefix}:x-{digest[:HEX_DIGITS]}"


def source_row(coding: Coding, making: Making) -> SourceRow:
    """Make the source row of a report."""
    publication = coding.document.publication
    outlet = making.outlets.find(publication.publisher, publication.url)
    return SourceRow(
        id=making.source,
        text=text_id(coding.document.text),
        publisher=outlet.name if outlet else publication.publisher,
        is_listed=outlet is not None,
        kind=outlet.kind if outlet else None,
        scale=outlet.scale if outlet else None,
        title=publication.title,
        url=publication.url,
        path=publication.path,
        byline=publication.byline,
        relayed_from=publication.relayed_from,
        published=publication.published,
        retrieved=publication.retrieved,
        language=coding.document.language,
    )


def event_row(event: Event, coding: Coding, making: Making) -> EventRow:
    """Make the row of one event of one report."""
    claims = (*claims_of(event, coding, making),)
    first = event.dates[0] if event.dates else None
    day = (first.from_ or first.to if first else None) or coding.document.publication.published
    told = event.factuality
    return EventRow(
        id=public_id(making.prefix, event.id, making.source),
        version=1,
        change="added",
        type=event.type,
        modes=event.modes,
        background=event.background,
        clarity=event.clarity,
        event_count=event.event_count,
        polarity=told.polarity,
        certainty=told.certainty,
        stage=told.stage,
        status=None,
        review_status="unreviewed",
        score=event.score,
        parties=tuple(_party(row, coding, making, day) for row in event.participants),
        dates=tuple(_when(row) for row in event.dates),
        places=tuple(_where(row, coding) for row in event.places),
        claims=claims,
        killed=range_of(claims, "killed"),
        injured=range_of(claims, "injured"),
        voices=_chain(event.attribution, coding, making, day),
        codes=_codes(event),
        sources=(making.source,),
        words=tuple(_words_of(event, coding, making)),
        instrument=event.instrument.text if event.instrument else None,
        reason=event.reason.text if event.reason else None,
        links=tuple((link.link, public_id(making.prefix, link.to, making.source)) for link in event.links),
    )


def tie_row(tie: Tie, coding: Coding, making: Making) -> TieRow:
    """Make the row of one tie of one report."""
    day = coding.document.publication.published
    spans = [Quote(entry.start, entry.end, entry.text) for entry in tie.evidence]
    return TieRow(
        id=public_id(making.prefix, tie.id, making.source),
        subject=_actor(coding.actor(tie.subject), making, day),
        tie=tie.tie,
        object=_actor(coding.actor(tie.object), making, day),
        sign=tie.sign,
        period=_when(tie.period) if tie.period else None,
        polarity=tie.factuality.polarity,
        certainty=tie.factuality.certainty,
        voices=_chain(tie.attribution, coding, making, day),
        review_status="unreviewed",
        source=making.source,
        words=tuple(words for span in spans if (words := _words(span, "tie", coding, making))),
    )


def claims_of(event: Event, coding: Coding, making: Making) -> Iterable[ClaimRow]:
    """Give the figures and responsibilities of an event, each with its voice."""
    day = coding.document.publication.published
    event_id = public_id(making.prefix, event.id, making.source)
    tolls = (*event.tolls, *event.counts)
    ids = {toll.id: f"{event_id}/c{number}" for number, toll in enumerate(tolls, 1)}
    sides: dict[str | None, str] = {row.actor: row.side for row in event.participants if row.actor is not None}
    accounts: dict[tuple[Voice, ...], int] = {}
    for toll in tolls:
        account = accounts.setdefault(toll.attribution or event.attribution, len(accounts))
        yield dataclasses.replace(_figure(toll, ids, sides, event, coding, making, day), account=account)
    for number, held in enumerate(event.responsibility, len(tolls) + 1):
        yield _held(held, f"{event_id}/c{number}", sides, coding, making, day)


def _figure(
    toll: Toll,
    ids: Mapping[str, str],
    sides: Mapping[str | None, str],
    event: Event,
    coding: Coding,
    making: Making,
    day: str | None,
) -> ClaimRow:
    return ClaimRow(
        id=ids[toll.id],
        source=making.source,
        account=0,
        field=toll.outcome,
        value=None,
        of=_actor(coding.actor(toll.of), making, day) if toll.of else None,
        side=sides.get(toll.of),
        status=toll.status,
        low=toll.low,
        best=toll.best,
        high=toll.high,
        bound=toll.bound,
        vague=vague_word(toll.text) if toll.bound == "vague" else None,
        scope=toll.scope,
        part_of=ids.get(toll.part_of or ""),
        voices=_chain(toll.attribution or event.attribution, coding, making, day),
    )


def _held(
    held: Responsibility, name: str, sides: Mapping[str | None, str], coding: Coding, making: Making, day: str | None
) -> ClaimRow:
    of = _actor(coding.actor(held.actor), making, day) if held.actor else None
    voices = _chain((held.voice,), coding, making, day) if held.voice else ()
    side = sides.get(held.actor)
    return ClaimRow(
        name, making.source, 0, "responsibility", held.stance, of, side, "unknown",
        None, None, None, None, None, "event", None, voices,
    )  # fmt: skip


def range_of(claims: Sequence[ClaimRow], outcome: str) -> Range:
    """Range over the voices of one report: a voice that counts several groups apart is taken at their sum.

    The best is that of the first voice that gives one.
    """
    groups: dict[tuple[str, int], list[ClaimRow]] = defaultdict(list)
    for claim in claims:
        if claim.field == outcome and claim.part_of is None and claim.scope == "event":
            groups[claim.source, claim.account].append(claim)
    totals = [
        [_sum(getattr(claim, name) for claim in group) for name in ("low", "best", "high")] for group in groups.values()
    ]
    if not totals:
        return Range()
    lows = [low if low is not None else best for low, best, _ in totals]
    highs = [high for _, _, high in totals]
    return Range(
        low=min((low for low in lows if low is not None), default=None),
        best=next((best for _, best, _ in totals if best is not None), None),
        high=None if None in highs else max(high for high in highs if high is not None),
    )


def _sum(numbers: Iterable[int | None]) -> int | None:
    given = list(numbers)
    return None if None in given else sum(number for number in given if number is not None)


def _actor(actor: Actor, making: Making, day: str | None) -> ActorRow:
    is_private = actor.private is not False
    return ActorRow(
        id=None if is_private else public_id(making.prefix, actor.id, making.source),
        name=actor.name,
        kind=actor.kind_on(day) or actor.kind_on(None),
        country=actor.country,
        registry=actor.registry,
        is_private=is_private,
        aliases=actor.aliases,
    )


def _party(row: Participant, coding: Coding, making: Making, day: str | None) -> Party:
    number = row.number
    figures = (number.low, number.best, number.high) if number else (None, None, None)
    actor = _actor(coding.actor(row.actor), making, day) if row.actor else None
    found = coding.object(row.object) if row.object else None
    thing = ThingRow(found.kind, found.name, found.effect) if found else None
    return Party(actor, thing, row.role, row.side, row.certainty, *figures)


def _when(date: DateRange) -> When:
    return When(_day(date.from_), _day(date.to), date.precision, date.extent, date.basis)


def _day(value: str | None) -> str | None:
    """An ISO day; None for what is none, as the unchecked coding of another program may hold."""
    try:
        return value if value is None else datetime.date.fromisoformat(value).isoformat()
    except ValueError:
        return None


def _where(row: EventPlace, coding: Coding) -> Where:
    place = coding.place(row.place)
    names = ("country", "admin1", "admin2", "latitude", "longitude", "radius_km", "geoprecision", "gazetteer_id")
    values = {name: getattr(place, name) for name in names}
    return Where(place.name, place.feature, **values, role=row.role, relation=place.relation, basis=row.basis)


def _chain(voices: Sequence[Voice], coding: Coding, making: Making, day: str | None) -> tuple[Speaker, ...]:
    return tuple(
        Speaker(
            coding.voice_words(voice),
            voice.role,
            voice.interest,
            _actor(coding.actor(voice.actor), making, day) if voice.actor else None,
            voice.joint,
        )
        for voice in voices
    )


def _codes(event: Event) -> Codes:
    acled, ged, cameo = event.acled, event.ged, event.cameo
    return Codes(
        acled=(acled.disorder_type, acled.event_type, acled.sub_event_type) if acled else None,
        acled_rule=acled.rule if acled else None,
        ged=ged.type_of_violence if ged else None,
        ged_rule=ged.rule if ged else None,
        cameo=cameo.root if cameo else None,
        quad_class=cameo.quad_class if cameo else None,
        cameo_rule=cameo.rule if cameo else None,
    )


def _words_of(event: Event, coding: Coding, making: Making) -> Iterable[Words]:
    spans = [("type", anchor) for anchor in event.anchors]
    spans += [("date", Quote(date.start, date.end, date.text)) for date in event.dates]
    text = coding.document.text
    spans += [("place", Quote(row.start, row.end, text[row.start : row.end])) for row in event.places]
    spans += [("participant", Quote(row.start, row.end, text[row.start : row.end])) for row in event.participants]
    spans += [(toll.outcome, Quote(toll.start, toll.end, toll.text)) for toll in (*event.tolls, *event.counts)]
    spans += [(name, span) for name, span in (("instrument", event.instrument), ("reason", event.reason)) if span]
    for voice in event.attribution:
        if voice.voice is not None and voice.start is not None and voice.end is not None:
            spans.append(("voice", Quote(voice.start, voice.end, voice.voice)))
    for name, span in dict.fromkeys(spans):
        if words := _words(span, name, coding, making):
            yield words


def _words(span: Quote, name: str, coding: Coding, making: Making) -> Words | None:
    """Take words out of the text; None where other words stand at their offsets."""
    text = coding.document.text
    if not span.text or text[span.start : span.end] != span.text:
        return None
    before = text[max(0, span.start - CONTEXT_LENGTH) : span.start]
    after = text[span.end : span.end + CONTEXT_LENGTH]
    return Words(making.source, span.start, span.end, span.text, name, before, after)
