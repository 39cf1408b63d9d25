"""Where a voice stands in what it tells: for those who acted, for those acted upon, for neither.

In: the actor a voice is, the participants of an event, whom a figure counts. Out: one
:data:`Interest`. What one would get wrong: of a figure the interest is toward the people
counted. An army that tells how many rebels it killed is on the acting side of the event
and on the opposing side of the figure; of its own dead it is on their own side; of
civilians it is a third, whichever side killed them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from whowhom.coding.voice_roles import BY_KIND
from whowhom.pipeline.tables import Tables
from whowhom.records import Actor, Participant, Voice, VoiceDraft
from whowhom.records.events import VictimStatus
from whowhom.records.values import Interest, VoiceRole

_ARMED_KINDS = frozenset(["state forces", "government", "rebel group", "political militia", "identity militia"])
# A ministry counts its country's soldiers.
_STATE = {"government": "state forces"}
_FIRST_PERSON = frozenset(["we", "us", "our", "i", "me", "my"])
_CIVIL_KINDS = frozenset(["civilians", "protesters"])


def role_of(role: VoiceRole, voice: Actor | None, spoken: Mapping[str, VoiceRole]) -> VoiceRole:
    """Correct the role of a voice that its words leave open ("she said") by what the actor turned out to be."""
    if role != "person" or voice is None:
        return role
    return BY_KIND.get(voice.kind_on(None) or "", spoken.get(voice.id, role))


def role_of_member(role: VoiceRole, voice: Actor | None, tables: Tables, day: str | None) -> VoiceRole:
    """Give a person who is of an armed group ("an adviser of the Front") the role of those who speak for it."""
    body = tables.find_actor(voice.part_of if voice is not None and role == "person" else None)
    kind = body.kind_on(day[:10] if day else None) if body is not None else None
    return "belligerent" if kind is not None and BY_KIND.get(kind) == "belligerent" else role


def roles_of_speakers(voices: Iterable[VoiceDraft], tables: Tables) -> dict[str, VoiceRole]:
    """Give the role that each speaker is first told with in a report, by the actor's id."""
    found: dict[str, VoiceRole] = {}
    for voice in voices:
        actor = tables.actor(voice.mention)
        if actor is not None and voice.role != "person":
            found.setdefault(actor.id, voice.role)
    return found


def interest_in_event(
    voice: Actor | None, participants: Sequence[Participant], tables: Tables, role: VoiceRole | None = None
) -> Interest:
    """Say on which side of an event a voice stands.

    An expert stands on none, whatever house or country they belong to, unless they take part themselves.
    """
    if voice is None:
        return "unknown"
    if role == "expert" and all(participant.actor != voice.id for participant in participants):
        return "third"
    side = _side(voice, participants, tables)
    return "own side" if side == "a" else "opposing side" if side == "b" else "third"


def interest_in_people(
    voice: Actor | None,
    counted: Actor | None,
    status: VictimStatus,
    participants: Sequence[Participant],
    tables: Tables,
) -> Interest:
    """Say where a voice stands toward the people that a figure counts.

    Returns:
        ``own side`` where they are the voice's own or fight beside it, ``opposing side`` where they are
        those it fights, ``third`` for civilians and for a voice that is on neither side; ``unknown`` where
        the voice or the people are not known.
    """
    if voice is None:
        return "unknown"
    if counted is not None and set(_chain(voice, tables)) & set(_chain(counted, tables)):
        return "own side"
    civil = status != "combatant" and counted is not None and counted.kind_on(None) in _CIVIL_KINDS
    if status == "civilian" or civil:
        return "third"
    side = _side(voice, participants, tables)
    of = _side(counted, participants, tables) if counted is not None else None
    if side is not None and of is not None:
        return "own side" if of == side else "opposing side"
    if side is None and not _is_armed(_kind(voice, tables)):
        return "third"
    return _by_kind(voice, counted, tables)


def _by_kind(voice: Actor, counted: Actor | None, tables: Tables) -> Interest:
    """Compare kinds where the text names nobody: the army's "three soldiers" are its own, "nine rebels" are not."""
    ours, theirs = _kind(voice, tables), _kind(counted, tables) if counted is not None else None
    if not _is_armed(ours) or not _is_armed(theirs) or counted is None:
        return "unknown"
    if _STATE.get(ours or "", ours) != _STATE.get(theirs or "", theirs):
        return "opposing side"
    foreign = voice.country is not None and counted.country is not None and voice.country != counted.country
    named = counted.registry is not None
    return "unknown" if foreign or named else "own side"


def _kind(actor: Actor, tables: Tables) -> str | None:
    """Return the armed kind of an actor or of what it belongs to, else its own."""
    kinds = [found.kind_on(None) for name in _chain(actor, tables) if (found := tables.find_actor(name)) is not None]
    return next((kind for kind in kinds if _is_armed(kind)), kinds[0] if kinds else None)


def _is_armed(kind: str | None) -> bool:
    return kind in _ARMED_KINDS


def with_first_person(voices: Sequence[Voice], participants: Sequence[Participant], text: str) -> tuple[Voice, ...]:
    """Put the innermost voice on the side where it says "we" of those who took part."""
    if not voices or voices[-1].interest != "third":
        return tuple(voices)
    sides = {p.side for p in participants if text[p.start : p.end].split(" ")[0].lower() in _FIRST_PERSON}
    if len(sides) != 1:
        return tuple(voices)
    interest: Interest = "own side" if sides == {"a"} else "opposing side"
    return (*voices[:-1], replace(voices[-1], interest=interest))


def _side(actor: Actor, participants: Sequence[Participant], tables: Tables) -> str | None:
    """Return the side of an event that an actor is on, itself or by what it belongs to; None for neither."""
    chain = list(_chain(actor, tables))
    for own in (chain[:2], chain):
        sides = {p.side for p in participants if p.actor in own and p.role != "assisting"}
        if sides:
            return min(sides)
    # Those who belong to the same body, where only one side of the event does.
    sides = {
        p.side
        for p in participants
        if (other := tables.find_actor(p.actor)) is not None and set(chain) & set(_chain(other, tables))
    }
    return sides.pop() if len(sides) == 1 else None


def _chain(actor: Actor, tables: Tables) -> Iterator[str]:
    """Yield an actor and all that it is part of, nearest first; a circle of parts ends where it closes."""
    seen: set[str] = set()
    current: Actor | None = actor
    while current is not None and current.id not in seen:
        seen.add(current.id)
        yield current.id
        current = tables.find_actor(current.part_of)
