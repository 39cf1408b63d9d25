"""Candidates for MUC-4's roles: mentions from the reader's incident layers and from coded events.

In: the layers and the coding of one article. Out: :class:`Candidate`, the mentions
of one role that are taken for one entity. Nothing is decided here; candidates of
events that never happened are among them.

The coder's roles are not MUC-4's: who acted in an attack is an individual or an
organisation by its kind and name, what was attacked is a target when it is a
thing and a victim when it is a named person.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from whowhom.evaluate.muc4_gold import ROLES, normalise
from whowhom.records import Coding, Event, Layers, Participant, Tagged

# What a coded event in the same sentence adds to the probability of its type.
CODED_TYPE = 0.6


@dataclass(frozen=True, slots=True)
class Mention:
    """Words that may fill a role.

    Attributes:
        words: As written, spaces single.
        start: Offset in the article; ``end`` is one past.
        sentence: Index of its sentence.
        score: Probability that the incident layer gives the role; 0 where only
            the coder has it.
        coded: Score of the best coded event in which it has this role; 0: in none.
        types: Evidence for incident types: their probability in the layer, and
            what coded events of the same sentence add.
        typed: Probability that the layer of types gives any.
        is_named: A proper noun is among its words.
    """

    role: str
    words: str
    start: int
    end: int
    sentence: int
    score: float
    coded: float
    types: tuple[tuple[str, float], ...]
    is_named: bool
    typed: float = 0.0


@dataclass(frozen=True, slots=True)
class Candidate:
    """Mentions of one role that are taken for one entity, in text order."""

    role: str
    mentions: tuple[Mention, ...]


def find_candidates(layers: Layers, coding: Coding) -> tuple[Candidate, ...]:
    """Collect the mentions of both sources and group them, role by role."""
    mentions = list(_read_mentions(layers, coded_types(layers, coding)))
    for mention in _coded_mentions(layers, coding):
        _join(mentions, mention)
    return tuple(candidate for role in ROLES for candidate in group_mentions([m for m in mentions if m.role == role]))


def _read_mentions(layers: Layers, coded: Mapping[int, Mapping[str, float]]) -> Iterator[Mention]:
    for tagged in layers.incidents:
        types = _types_over(layers.incident_types, tagged)
        typed = sum(types.values())
        for name, score in coded.get(sentence_of(layers, layers.starts[tagged.first]), {}).items():
            types[name] = types.get(name, 0.0) + CODED_TYPE * score
        for mention in _mention(layers, tagged.label, tagged.first, tagged.last, score=tagged.score):
            yield replace(mention, types=tuple(sorted(types.items())), typed=typed)


def coded_types(layers: Layers, coding: Coding) -> dict[int, dict[str, float]]:
    """Return the incident types of the events coded in each sentence, each with its strongest score."""
    found: dict[int, dict[str, float]] = {}
    for event in coding.events:
        name = incident_type(event, coding)
        if name is None:
            continue
        for anchor in event.anchors:
            types = found.setdefault(sentence_of(layers, anchor.start), {})
            types[name] = max(types.get(name, 0.0), event.score)
    return found


def sentence_of(layers: Layers, offset: int) -> int:
    """Return the index of the sentence at an offset; the last one where none holds it."""
    ends = [layers.ends[last - 1] for _, last in layers.sentences]
    return min(bisect_right(ends, offset), len(ends) - 1)


def _types_over(tags: Iterable[Tagged], span: Tagged) -> dict[str, float]:
    """Return the incident types read on the words of a span, each with its share of them."""
    found: dict[str, float] = {}
    for tag in tags:
        shared = min(tag.last, span.last) - max(tag.first, span.first)
        if shared > 0:
            found[tag.label] = found.get(tag.label, 0.0) + tag.score * shared / (span.last - span.first)
    return found


_LEADING = frozenset("a an the some several many its his her their our this that these those another other".split())
_TITLES = frozenset(
    "mr mrs ms dr msgr monsignor father fathers sister archbishop bishop priest col colonel gen general maj major "
    "captain capt lt lieutenant sgt sergeant commander president ambassador senator deputy governor mayor judge "
    "minister attorney professor engineer lawyer journalist leader candidate".split()
)
_OPEN_ENDS = frozenset(("ADP", "DET", "CCONJ", "SCONJ", "PRON", "AUX", "PUNCT"))
_NOUNS = frozenset(("NOUN", "PROPN"))


def _mention(
    layers: Layers,
    role: str,
    first: int,
    last: int,
    *,
    score: float = 0.0,
    coded: float = 0.0,
    types: tuple[tuple[str, float], ...] = (),
) -> Iterator[Mention]:
    """Yield a mention with whole words and names; none where nothing but small words is left."""
    first, last = _trimmed(layers, *_completed(layers, role, *_trimmed(layers, first, last)))
    if role == "Victim":
        # The keys' slot of names leaves titles out.
        while last - first > 1 and layers.word(first).lower().rstrip(".") in _TITLES:
            first += 1
    if first >= last:
        return
    start, end = layers.starts[first], layers.ends[last - 1]
    words = " ".join(layers.document.text[start:end].split())
    sentence = sentence_of(layers, start)
    is_named = any(layers.upos[index] == "PROPN" for index in range(first, last))
    yield Mention(role, words, start, end, sentence, score, coded, types, is_named)


def _trimmed(layers: Layers, first: int, last: int) -> tuple[int, int]:
    """Take small words and marks off both edges; a bracket that closes one inside stays."""
    while first < last and (layers.word(first).lower() in _LEADING or layers.upos[first] in _OPEN_ENDS):
        first += 1
    while first < last and layers.upos[last - 1] in _OPEN_ENDS and not _closes(layers, first, last):
        last -= 1
    return first, last


def _closes(layers: Layers, first: int, last: int) -> bool:
    """Say whether the last word closes a bracket that opens within the mention."""
    return layers.word(last - 1) in ")]" and any(layers.word(index) in "([" for index in range(first, last))


_NAME_OF = {"Victim": "PER", "PerpInd": "PER", "PerpOrg": "ORG"}


def _completed(layers: Layers, role: str, first: int, last: int) -> tuple[int, int]:
    """Widen a span to the whole of a name that it is part of, and to the noun that its last word describes."""
    if first >= last:
        return first, last
    for name in layers.entities:
        if name.label == _NAME_OF.get(role) and name.first < last and first < name.last:
            first, last = min(first, name.first), max(last, name.last)
    head = layers.heads[last - 1]
    relation = layers.deprels[last - 1].partition(":")[0]
    if (
        role in ("Target", "PerpInd")
        and relation in ("compound", "amod")
        and last <= head < last + 3
        and layers.upos[head] in _NOUNS
    ):
        last = head + 1
    while last < len(layers.heads) and layers.deprels[last] == "flat" and first <= layers.heads[last] < last:
        last += 1
    return first, last


def _join(mentions: list[Mention], coded: Mention) -> None:
    """Add a coded mention, or mark the one that the reader has on the same words with the same role."""
    for index, mention in enumerate(mentions):
        if mention.role == coded.role and mention.start < coded.end and coded.start < mention.end:
            types = mention.types or coded.types
            mentions[index] = replace(mention, coded=max(mention.coded, coded.coded), types=types)
            return
    mentions.append(coded)


ARMED_KINDS = frozenset(("rebel group", "state forces", "political militia", "identity militia", "government", "party"))
_MEMBERS = re.compile(
    r"\b(members?|fighters?|guerrillas?|terrorists?|rebels?|militants?|insurgents?|extremists?|soldiers?|gunmen|men|"
    r"troops|units?|columns?|commandos?|commands?|individuals?|persons?|people|youths?)\b",
    re.IGNORECASE,
)


def _coded_mentions(layers: Layers, coding: Coding) -> Iterator[Mention]:
    for event in coding.events:
        incident = incident_type(event, coding)
        if incident is None:
            continue
        for role, start, end in _roles(event, coding):
            words = _words_under(layers, start, end)
            if words:
                yield from _mention(layers, role, *words, coded=event.score, types=((incident, 0.5),))


def _words_under(layers: Layers, start: int, end: int) -> tuple[int, int] | None:
    touched = [i for i, (a, b) in enumerate(zip(layers.starts, layers.ends, strict=True)) if a < end and start < b]
    return (touched[0], touched[-1] + 1) if touched else None


def _roles(event: Event, coding: Coding) -> Iterator[tuple[str, int, int]]:
    """Yield MUC-4's role and the offsets of each participant, and of what was used."""
    for participant in event.participants:
        role = _role(participant, coding)
        if role is not None:
            yield role, participant.start, participant.end
    if event.instrument is not None:
        yield "Weapon", event.instrument.start, event.instrument.end


def _role(participant: Participant, coding: Coding) -> str | None:
    words = coding.document.text[participant.start : participant.end]
    if participant.object is not None:
        thing = coding.object(participant.object)
        return "Weapon" if thing.kind == "weapon" or thing.effect == "used" else "Target"
    if participant.actor is None:
        return None
    actor = coding.actor(participant.actor)
    kind = actor.kind_on(None)
    if participant.role == "target":
        return "Victim" if kind == "person" or (kind == "civilians" and actor.private is False) else None
    if participant.role == "actor":
        return "PerpOrg" if kind in ARMED_KINDS and not _MEMBERS.search(words) else "PerpInd"
    return None


_TYPE_BY_MODE = {
    "explosives": "bombing",
    "suicide-attack": "bombing",
    "abduct": "kidnapping",
    "seize": "robbery",
}
_FIRE = re.compile(r"\b(arson|burn\w*|set (?:\w+ ){0,3}(?:on fire|ablaze|afire)|torch\w*|fire to)\b", re.I)


def incident_type(event: Event, coding: Coding) -> str | None:
    """Name MUC-4's incident type of a coded event; None where it is none of them.

    What was denied, and what is not violence by a type or mode of the codebook, is none.
    """
    if event.factuality.polarity == "did not happen" or event.type not in ("ASSAULT", "COERCE"):
        return None
    if event.type == "COERCE" and not set(event.modes) & {"abduct", "seize"}:
        return None
    if any(_FIRE.search(anchor.text) for anchor in event.anchors):
        return "arson"
    for mode in event.modes:
        if mode in _TYPE_BY_MODE and not (mode == "seize" and event.type == "ASSAULT"):
            return _TYPE_BY_MODE[mode]
    return "attack"


def group_mentions(mentions: Sequence[Mention]) -> tuple[Candidate, ...]:
    """Group the mentions of one role into entities, in text order.

    Two mentions are one entity when their words are the same, when one is the
    acronym of the other, or when one ends with the other's words (a person: holds them).
    """
    groups: list[list[Mention]] = []
    # Long forms first, so that short ones find them.
    for mention in sorted(mentions, key=lambda m: (-len(normalise(m.words).split()), m.start)):
        for group in groups:
            if any(same_entity(mention, other) for other in group):
                group.append(mention)
                break
        else:
            groups.append([mention])
    made = [Candidate(group[0].role, tuple(sorted(group, key=lambda m: m.start))) for group in groups]
    return tuple(sorted(made, key=lambda c: c.mentions[0].start))


def same_entity(a: Mention, b: Mention) -> bool:
    """Say whether two mentions of one role are taken for one entity."""
    ours, theirs = normalise(a.words).split(), normalise(b.words).split()
    if not ours or not theirs:
        return False
    short, long = sorted((ours, theirs), key=len)
    if short == long or (a.role == "PerpOrg" and _is_acronym(short, long)):
        return True
    if a.role == "Victim":
        return long[-len(short) :] == short or long[: len(short)] == short or short[-1] in long[1:]
    if a.role == "Weapon":
        return _singular(short[-1]) == _singular(long[-1]) and len(short) == len(long) == 1
    return [*long[: -len(short)], *map(_singular, long[-len(short) :])][-len(short) :] == list(map(_singular, short))


def _singular(word: str) -> str:
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word


# Words that acronyms leave out.
_SMALL = frozenset("of for and in on to de la del los las y".split())


def _is_acronym(short: Sequence[str], long: Sequence[str]) -> bool:
    """Say whether one word is made of the first letters of several, or stands beside them ("... front fmln")."""
    if len(short) != 1 or len(long) < 2:
        return False
    initials = "".join(word[0] for word in long if word not in _SMALL)
    return short[0] in (initials, "".join(word[0] for word in long)) or short[0] == long[-1]
