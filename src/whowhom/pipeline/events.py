"""Events out of drafts: resolved values, crosswalks, evidence, reasons for absence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from whowhom.codebook import Codebook, to_acled, to_cameo, to_ged
from whowhom.pipeline.crosswalks import Surroundings, crosswalk_facts, event_day
from whowhom.pipeline.interests import interest_in_event, interest_in_people, role_of, role_of_member, with_first_person
from whowhom.pipeline.tables import Tables, make_id
from whowhom.records import (
    DateRange,
    Document,
    Event,
    EventDraft,
    EventPlace,
    Evidence,
    Missing,
    ObjectDraft,
    Participant,
    Quote,
    Reason,
    Responsibility,
    ResponsibilityDraft,
    Span,
    Toll,
    TollDraft,
    Voice,
    VoiceDraft,
    quote,
)
from whowhom.records.values import VoiceRole

# Whom "them" can be held for an act.
_FORCES = frozenset(("state forces", "rebel group", "political militia", "identity militia", "government"))


@dataclass(frozen=True)
class DatedSpan:
    """What the words of a date were resolved to: a range, or the reason why not."""

    span: Span
    value: DateRange | None
    reason: Reason | None


@dataclass(frozen=True)
class Tellers:
    """The voices of an event, as drafts and resolved, and its participants."""

    drafts: Sequence[VoiceDraft]
    voices: Sequence[Voice]
    participants: Sequence[Participant]


@dataclass(frozen=True)
class Assembly:
    """Everything that turning a draft into an event needs; ``spoken`` are the roles that speakers are told with."""

    document: Document
    codebook: Codebook
    tables: Tables
    spoken: Mapping[str, VoiceRole] = field(default_factory=dict)

    def event(self, draft: EventDraft, dated: Sequence[DatedSpan], around: Surroundings) -> Event:
        """Assemble one event."""
        tables, document = self.tables, self.document
        event_id = make_id("e", document, "event", draft.trigger.start, draft.trigger.end)
        participants = self.participants(draft)
        dates = tuple(found.value for found in dated if found.value is not None)
        places = tuple(
            EventPlace(tables.place_of[p.span], p.role, p.span.start, p.span.end)
            for p in draft.places
            if p.span in tables.place_of
        )
        day = event_day(dates, document.publication.published)
        voices = _without_echo([self.voice(voice, participants) for voice in draft.voices])
        voices = with_first_person(voices, participants, document.text)
        tellers = Tellers(draft.voices, voices, participants)
        tolls = self.tolls(draft.tolls, event_id, "toll", tellers)
        instrument = self._quote(draft.instrument)
        words = instrument.text if instrument else None
        facts = crosswalk_facts(draft, participants, tolls, places, tables, day, words, around, self.codebook)
        event = Event(
            id=event_id,
            type=draft.type,
            modes=(draft.mode,) if draft.mode else (),
            anchors=tuple(quote(document.text, span) for span in (draft.trigger, *draft.retold)),
            background=draft.background,
            clarity=draft.clarity,
            event_count=None,
            participants=participants,
            dates=dates,
            places=places,
            tolls=tolls,
            counts=self.tolls(draft.counts, event_id, "count", tellers),
            instrument=instrument,
            reason=self._quote(draft.reason),
            responsibility=self.responsibilities(draft.responsibility, participants),
            attribution=voices,
            factuality=draft.factuality,
            acled=to_acled(self.codebook, facts),
            ged=to_ged(self.codebook, facts),
            cameo=to_cameo(self.codebook, facts),
            links=(),
            score=draft.score,
            evidence=(),
            missing=(),
        )
        return explain(event, document, self._unresolved(draft, dated))

    def participants(self, draft: EventDraft) -> tuple[Participant, ...]:
        """Turn mentions and things into participants; parties take sides in order of the text."""
        found: list[Participant] = []
        parties = 0
        seen: set[tuple[str, str]] = set()
        for part in draft.participants:
            # A name and its acronym in brackets are one participant.
            key = (self.tables.actor_of[part.mention.head], part.role)
            if key in seen:
                continue
            seen.add(key)
            side = "b" if part.role == "target" else "a"
            if part.role == "party":
                side, parties = ("b" if parties % 2 else "a"), parties + 1
            found.append(
                Participant(
                    actor=self.tables.actor_of[part.mention.head],
                    object=None,
                    role=part.role,
                    side=side,
                    number=part.mention.number,
                    alternative_group=part.alternative_group,
                    certainty=draft.factuality.certainty,
                    start=part.mention.span.start,
                    end=part.mention.span.end,
                )
            )
        found.extend(self._thing(thing, draft) for thing in draft.objects)
        return tuple(found)

    def _thing(self, thing: ObjectDraft, draft: EventDraft) -> Participant:
        is_target = thing.role == "target"
        return Participant(
            actor=None,
            object=self.tables.object_of[thing.head],
            role="target" if is_target else "assisting",
            side="b" if is_target else "a",
            number=thing.number,
            alternative_group=None,
            certainty=draft.factuality.certainty,
            start=thing.span.start,
            end=thing.span.end,
        )

    def tolls(self, drafts: Sequence[TollDraft], event_id: str, kind: str, tellers: Tellers) -> tuple[Toll, ...]:
        """Turn figures into tolls or counts; parts point to the whole by id."""
        ids = [make_id("t", self.document, kind, event_id, d.outcome, d.span.start, d.span.end) for d in drafts]
        return tuple(
            Toll(
                id=ids[number],
                outcome=draft.outcome,
                of=self.tables.actor_of[draft.of.head] if draft.of else None,
                status=draft.status,
                low=draft.figure.low,
                best=draft.figure.best,
                high=draft.figure.high,
                bound=draft.figure.bound,
                text=self.document.text[draft.span.start : draft.span.end],
                start=draft.span.start,
                end=draft.span.end,
                part_of=ids[draft.part_of] if draft.part_of is not None else None,
                attribution=self.toll_voices(draft, tellers),
            )
            for number, draft in enumerate(drafts)
        )

    def toll_voices(self, draft: TollDraft, tellers: Tellers) -> tuple[Voice, ...]:
        """Resolve who tells a figure, with the interest in the people counted; empty where the event's say all."""
        counted = self.tables.actor(draft.of)
        told = []
        for voice in _without_echo([self.voice(v, tellers.participants) for v in draft.voices or tellers.drafts]):
            actor = self.tables.find_actor(voice.actor)
            interest = interest_in_people(actor, counted, draft.status, tellers.participants, self.tables)
            told.append(replace(voice, interest=interest))
        return tuple(told) if tuple(told) != tuple(tellers.voices) else ()

    def responsibilities(
        self, drafts: Sequence[ResponsibilityDraft], participants: Sequence[Participant]
    ) -> tuple[Responsibility, ...]:
        """Resolve who is held responsible; whom a pronoun only seems to name is left out.

        "Accused them" behind a toll is read as if the dead were meant: such a pronoun counts where it takes up a force
        or a body that did not suffer the act.
        """
        sufferers = {participant.actor for participant in participants if participant.side == "b"}
        kept = []
        for held in drafts:
            if held.mention.form == "pronoun" and held.stance in ("accused", "suspected"):
                actor = self.tables.find_actor(self.tables.actor_of[held.mention.head])
                if actor is None or actor.id in sufferers or all(kind.kind not in _FORCES for kind in actor.kinds):
                    continue
            kept.append(self.responsibility(held, participants))
        return held_once(kept)

    def responsibility(self, held: ResponsibilityDraft, participants: Sequence[Participant]) -> Responsibility:
        """Resolve who is held responsible, and the voice that says so."""
        words, actor = held.mention.span, self.tables.actor_of[held.mention.head]
        voice = self.voice(held.voice, participants) if held.voice is not None else None
        if voice is not None and voice.interest != "opposing side" and voice.actor == actor:
            voice = replace(voice, interest="own side")
        return Responsibility(actor, held.stance, voice, words.start, words.end)

    def voice(self, draft: VoiceDraft, participants: Sequence[Participant]) -> Voice:
        """Resolve a voice and say where it stands in what it tells."""
        actor = self.tables.actor(draft.mention)
        role = role_of(draft.role, actor, self.spoken)
        role = role_of_member(role, actor, self.tables, self.document.publication.published)
        interest = interest_in_event(actor, participants, self.tables, role)
        words = self._quote(draft.span)
        return Voice(
            voice=words.text if words else None,
            role=role,
            interest=interest,
            actor=actor.id if actor else None,
            start=words.start if words else None,
            end=words.end if words else None,
            cue=self._quote(draft.cue),
            joint=draft.joint,
        )

    def _quote(self, span: Span | None) -> Quote | None:
        return quote(self.document.text, span) if span is not None else None

    def _unresolved(self, draft: EventDraft, dated: Sequence[DatedSpan]) -> dict[str, Reason]:
        """Give the reasons for dates and places that are told but could not be resolved."""
        reasons: dict[str, Reason] = {}
        for found in dated:
            if found.value is None:
                reasons["dates"] = found.reason or "stated but unresolved"
        for place in draft.places:
            if place.span not in self.tables.place_of:
                reasons["places"] = "stated but unresolved"
        return reasons


def held_once(held: Sequence[Responsibility]) -> tuple[Responsibility, ...]:
    """Of two that hold the same actor in the same way keep the one with a voice, else the first."""
    best: dict[tuple[str | None, str], Responsibility] = {}
    for row in held:
        known = best.get((row.actor, row.stance))
        if known is None or (known.voice is None and row.voice is not None):
            best[row.actor, row.stance] = row
    return tuple(row for row in held if best[row.actor, row.stance] is row)


def _without_echo(voices: Sequence[Voice]) -> tuple[Voice, ...]:
    """Drop a voice that only repeats one before it: an actor quotes others, not itself."""
    kept: list[Voice] = []
    for voice in voices:
        if voice.actor is None or voice.actor not in {other.actor for other in kept}:
            # Who spoke together with a voice that was dropped speaks alone.
            beside = voice.joint and bool(kept) and kept[-1].cue == voice.cue
            kept.append(replace(voice, joint=beside) if beside != voice.joint else voice)
    return tuple(kept)


def explain(event: Event, document: Document, unresolved: dict[str, Reason] | None = None) -> Event:
    """Give an event its evidence and a reason for all that is null or empty."""
    reasons = unresolved or {}
    missing = [
        Missing(field, reasons.get(field, "not stated"))
        for field in ("dates", "places", "instrument", "reason")
        if getattr(event, field) in (None, ())
    ]
    roles = {participant.role for participant in event.participants}
    missing += [
        Missing(f"participants.{side}", "not stated") for side in ("actor", "target") if not roles & {side, "party"}
    ]
    missing += [Missing(name, "no rule matched") for name in ("acled", "ged", "cameo") if getattr(event, name) is None]
    if event.clarity == "aggregate" and event.event_count is None:
        missing.append(Missing("event_count", "not stated"))
    for part, tolls in (("tolls", event.tolls), ("counts", event.counts)):
        missing += [Missing(f"{part}[{i}].of", "stated but unresolved") for i, t in enumerate(tolls) if t.of is None]
    if not event.responsibility:
        missing.append(Missing("responsibility", "not stated"))
    return replace(event, evidence=tuple(_evidence(event, document)), missing=tuple(sorted(missing)))


def _evidence(event: Event, document: Document) -> list[Evidence]:
    rows = [Evidence("type", a.start, a.end, a.text) for a in event.anchors]
    for name in ("participants", "dates", "places", "tolls", "counts", "responsibility"):
        for number, part in enumerate(getattr(event, name)):
            words = document.text[part.start : part.end]
            rows.append(Evidence(f"{name}[{number}]", part.start, part.end, words))
    rows += voice_evidence(event.attribution, document)
    rows += [Evidence("factuality", cue.start, cue.end, cue.text) for cue in event.factuality.cues]
    for name, words_of in (("instrument", event.instrument), ("reason", event.reason)):
        if words_of is not None:
            rows.append(Evidence(name, words_of.start, words_of.end, words_of.text))
    return rows


def voice_evidence(voices: Sequence[Voice], document: Document) -> Iterator[Evidence]:
    """Yield the words of voices and of their cues."""
    for number, voice in enumerate(voices):
        for start, end in ((voice.start, voice.end), (voice.cue.start, voice.cue.end) if voice.cue else (None, None)):
            if start is not None and end is not None:
                yield Evidence(f"attribution[{number}]", start, end, document.text[start:end])
