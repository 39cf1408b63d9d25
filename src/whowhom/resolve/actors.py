"""The actors of a report: its mentions told apart, joined and described.

In: the document, the mentions the reader found, the registry. Out: the actors in
order of first mention and, for every mention, the id of its actor. What one
would get wrong: an actor without a name is an actor too; "more than 80 people"
keeps its words as its name and joins nobody it is not told to be.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from whowhom.errors import ResolutionError
from whowhom.records import Actor, ActorKind, Document, MentionDraft, Missing, Reason, Span, quote
from whowhom.records.actors import ActorKindName
from whowhom.registry import Registry, RegistryEntry, fold, is_acronym
from whowhom.resolve.actor_context import Named, bare_name, read_context
from whowhom.resolve.actor_coreference import join_mentions
from whowhom.resolve.actor_countries import NO_GROUNDS, Grounds
from whowhom.resolve.actor_mentions import read_mention
from whowhom.resolve.actor_persons import Role
from whowhom.resolve.actor_phrases import Reading, core_of
from whowhom.resolve.actor_trail import Trail
from whowhom.resolve.actor_unread import find_unread
from whowhom.resolve.actor_words import PEOPLE

__all__ = ["ActorResolution", "resolve_actors"]

ID_HEX_DIGITS = 12


@dataclass(frozen=True, slots=True)
class ActorResolution:
    """The actors of one report.

    Attributes:
        actors: In order of first mention.
        of_mention: For each mention given, in the order given, its actor's id.
    """

    actors: tuple[Actor, ...]
    of_mention: tuple[str, ...]


def resolve_actors(
    document: Document,
    mentions: Sequence[MentionDraft],
    *,
    registry: Registry,
    day: str | None,
    grounds: Grounds = NO_GROUNDS,
) -> ActorResolution:
    """Tell which mentions are one actor, and who that is.

    Args:
        mentions: In any order; spans lie in the document's text.
        registry: Known actors; what it knows wins over guesses by the words.
        day: ISO date of the report: of two actors with one name the one that
            existed then is meant.
        grounds: Where the events of the report took place; bare soldiers are those of that country.

    Returns:
        Every mention has an actor. A body that only a person's role names
        ("the IS-K leader") is an actor too, with those words as its mention.

    Raises:
        ResolutionError: a mention reaches past the text.
    """
    for mention in mentions:
        if mention.span.end > len(document.text):
            raise ResolutionError(
                f"an actor mention at [{mention.span.start}, {mention.span.end}) reaches past the text of "
                f"{len(document.text)} code points. Give mentions of this document."
            )
    names = [mention.span for mention in mentions if mention.form == "name"]
    context = read_context(document.text, registry=registry, day=day, names=names, grounds=grounds)
    read = [(mention, read_mention(context, mention)) for mention in mentions]
    given = len(read)
    read += find_unread(context, mentions, [reading for _, reading in read])
    mentions = [mention for mention, _ in read]
    trail = join_mentions(context, mentions, [reading for _, reading in read])
    bodies = _bodies(trail)
    of_key: dict[str, list[int]] = {key: [] for key in bodies}
    for index in sorted(trail.keys, key=lambda index: (mentions[index].span, index)):
        of_key.setdefault(trail.keys[index], []).append(index)
    firsts = {key: mentions[indexes[0]].span for key, indexes in of_key.items() if indexes}
    firsts |= {key: body.span for key, body in bodies.items()}
    ordered = sorted(firsts, key=lambda key: (firsts[key].start, firsts[key].end, key))
    actors = tuple(_actor(document, trail, key, of_key[key], bodies.get(key)) for key in ordered)
    return ActorResolution(actors, tuple(_id(document, trail.keys[index]) for index in range(given)))


def _id(document: Document, key: str) -> str:
    """Name an actor by the text and its canonical name, or its first words when it has none."""
    return "a-" + hashlib.sha256(f"{document.id}\n{key}".encode()).hexdigest()[:ID_HEX_DIGITS]


def _bodies(trail: Trail) -> dict[str, Named]:
    """Find the bodies that only the role of some person names."""
    found: dict[str, Named] = {}
    for role in trail.roles.values():
        body = role.body
        if body is None or body.key in trail.profiles:
            continue
        if body.key not in found or body.span < found[body.key].span:
            found[body.key] = body
    return found


def _actor(document: Document, trail: Trail, key: str, indexes: Sequence[int], body: Named | None) -> Actor:
    """Describe one actor out of its mentions, which are in the order of the text."""
    registry = trail.context.registry
    entry = _entry(trail, key, body, registry)
    quotes = [quote(document.text, trail.mentions[i].span) for i in indexes]
    if body is not None:
        quotes.append(quote(document.text, body.span))
    readings = [trail.readings[i] for i in indexes if trail.readings[i].key or trail.readings[i].want != "pronoun"]
    named = _names(trail, readings, body, entry)
    name = named[0] if named else (entry.name if entry else _description(document, trail, indexes))
    if entry is not None and registry.capital(name) is not None and registry.country(name) is None:
        named, name = [entry.name, *named], entry.name  # a state is not called by its capital
    role = trail.roles.get(key, Role())
    kinds = entry.kinds if entry else (ActorKind(_kind(readings)),)
    country = entry.country if entry else _country(readings, role)
    part_of = _part_of(trail, key, role, entry, document) or _led(trail, key, named, document)
    private = _private(readings, role, entry, kinds, named, registry)
    aliases = dict.fromkeys([*named[1:], *([entry.name, *entry.aliases] if entry else [])])
    aliases.pop(name, None)
    identity = entry.id if entry else None
    return Actor(
        id=_id(document, key),
        name=name,
        aliases=tuple(aliases),
        kinds=kinds,
        country=country,
        part_of=part_of,
        registry=identity,
        private=private,
        mentions=tuple(dict.fromkeys(quotes)),
        missing=_missing(readings, named, country=country, part_of=part_of, registry=identity, private=private),
    )


def _entry(trail: Trail, key: str, body: Named | None, registry: Registry) -> RegistryEntry | None:
    if body is not None:
        return body.entry
    return registry.get(key.removeprefix("reg:")) if key.startswith("reg:") else None


def _names(trail: Trail, readings: Sequence[Reading], body: Named | None, entry: RegistryEntry | None) -> list[str]:
    """List the names the report uses: the registry's own first, then the fullest; one spelling of each."""
    words = [reading.named for reading in readings if reading.named]
    if body is not None and trail.context.registry.demonym(body.words) is None:
        words.append(body.words)
    words += [full for full in (trail.context.expand(word) for word in words) if full not in words]
    clean = [bare_name(word) for word in words]
    firsts = {fold(word): word for word in reversed(clean)}
    once = [word for word in dict.fromkeys(clean) if firsts[fold(word)] == word]
    own = fold(entry.name) if entry else None
    return sorted(once, key=lambda word: (fold(word) != own, _is_stand_in(trail, word), -len(word.split()), -len(word)))


def _is_stand_in(trail: Trail, word: str) -> bool:
    """Acronyms and capitals ("Moscow") come after names."""
    return is_acronym(word) or trail.context.registry.capital(word) is not None


def _description(document: Document, trail: Trail, indexes: Sequence[int]) -> str:
    mention = trail.mentions[indexes[0]]
    words = core_of(trail.context, mention)
    span = Span(words[0].start, words[-1].end) if words else mention.span
    return document.text[span.start : span.end]


def _kind(readings: Sequence[Reading]) -> ActorKindName:
    told = [reading.kind for reading in readings if reading.kind is not None and not _says_little(reading)]
    told = told or [reading.kind for reading in readings if reading.kind is not None]
    telling = [kind for kind in told if kind not in ("unidentified", "other")]
    return next(iter([*telling, *(kind for kind in told if kind == "other")]), "unidentified")


def _says_little(reading: Reading) -> bool:
    """Say whether a noun leaves the kind open: "the men" may be gunmen as well as villagers."""
    return reading.noun in PEOPLE and reading.kind == "civilians"


def _country(readings: Sequence[Reading], role: Role) -> str | None:
    told = next((reading.country for reading in readings if reading.country), None)
    of_state = role.body is not None and role.body.key.startswith("reg:state:")
    return told or (role.body.entry.country if of_state and role.body and role.body.entry else None)


def _part_of(trail: Trail, key: str, role: Role, entry: RegistryEntry | None, document: Document) -> str | None:
    """Id of the body a role names, or of the registry's parent when the report has it too."""
    if role.body is not None and role.body.key != key:
        return _id(document, role.body.key)
    parent = f"reg:{entry.part_of}" if entry and entry.part_of else None
    return _id(document, parent) if parent in trail.profiles else None


def _led(trail: Trail, key: str, named: Sequence[str], document: Document) -> str | None:
    """Id of the one actor of the report that the person leads on its day, as the registry has it."""
    led = {
        f"reg:{entry.id}"
        for name in named
        if not key.startswith("reg:")
        for entry in trail.context.registry.led_by(name)
        if entry.is_led_by(name, trail.context.day) and f"reg:{entry.id}" in trail.profiles
    }
    return _id(document, led.pop()) if len(led) == 1 else None


def _private(
    readings: Sequence[Reading],
    role: Role,
    entry: RegistryEntry | None,
    kinds: Sequence[ActorKind],
    named: Sequence[str],
    registry: Registry,
) -> bool | None:
    """False for bodies and for office, command or spokesperson; True for civilians; None when nothing says."""
    if entry is not None or role.office or any(registry.led_by(name) for name in named):
        return False
    if role.trade:
        return True
    told = [reading.private for reading in readings if reading.private is not None]
    if told:
        return False not in told
    kind = kinds[-1].kind
    return (
        True
        if kind in ("civilians", "protesters", "rioters")
        else (None if kind in ("person", "unidentified") else False)
    )


def _missing(
    readings: Sequence[Reading],
    named: Sequence[str],
    *,
    country: str | None,
    part_of: str | None,
    registry: str | None,
    private: bool | None,
) -> tuple[Missing, ...]:
    unresolved: Reason = "stated but unresolved" if named else "not stated"
    if any(reading.ambiguous for reading in readings):
        unresolved = "ambiguous"
    values: dict[str, tuple[object, Reason]] = {
        "country": (country, "not stated"),
        "part_of": (part_of, "not stated"),
        "registry": (registry, unresolved),
        "private": (private, "not stated"),
    }
    return tuple(Missing(name, reason) for name, (value, reason) in values.items() if value is None)
