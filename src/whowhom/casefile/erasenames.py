"""Whether words may be blacked out as the name of a person.

In: names in folded words, the actors that they mean and the texts that hold them. Out: nothing
where the case knows the person, else a :class:`Doubt`: why not, and how much would go.

What one would get wrong: erasing cannot be undone and the words are refused in every later
report, so "the", "killed" or the name of an army must not pass for a name. Kinds alone do not
tell: a mayor may be coded as her government. Words that stand in small letters are no name.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, and_, exists, or_, select

from whowhom.casefile import schema
from whowhom.casefile.search import words_of
from whowhom.link.names import key_of
from whowhom.registry import Registry
from whowhom.resolve import actor_words
from whowhom.resolve.actor_words import lemma

PARTICLES = frozenset("the and for bin ibn van von der den del des dos las los".split())
"""Small words inside names, which are no part of a name that stands for the person by itself."""

KINDS_OF_ONE = ("person", "unidentified", "other", "government", "state forces")
"""Kinds that one human being may be coded with: a mayor as her government, a general as his army."""

_BEFORE_PERSONS = (
    actor_words.OFFICES | actor_words.TRADES | actor_words.RANKS | actor_words.TITLES | actor_words.OFFICE_TITLES
)


@dataclass(frozen=True, slots=True)
class Place:
    """Words in a text, as they are written there, and the word before them."""

    words: str
    before: str


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why words should not be erased without another word of the person who asks.

    Attributes:
        why: One sentence, without its full stop.
        is_no_name: They are the name of something else, or no name; else they are only unknown.
    """

    why: str
    is_no_name: bool


def doubt(connection: Connection, words: str, *, names: Sequence[str], places: Sequence[Place]) -> Doubt | None:
    """Say what speaks against erasing words as a person's name; None where the case knows the person.

    Args:
        words: As they were given: a name, or the id of an actor.
        names: All that would be blacked out wherever it stands: the words, and the names of the actor that they mean.
        places: Of these in the texts.
    """
    body = next((told for name in names if (told := _body_of_case(connection, name))), None)
    is_known = _is_person(connection, names)
    if body is None and not is_known:
        body = next((told for name in names if (told := _body_of_registry(name))), None)
    if body is not None:
        return Doubt(f"{words!r} names {body}, no person", True)
    is_known = is_known or any(_is_titled(place) for place in places)
    small = [place.words for place in places if place.words.islower()]
    common = [one for one in small if not is_known or len(list(words_of(one))) == 1]
    if common:
        whose = "" if key_of(common[0]) == key_of(words) else f", which would go with {words!r},"
        return Doubt(f"{common[0]!r}{whose} stands in small letters, so it is a common word and no name", True)
    if not is_known:
        return Doubt(f"the case knows no person called {words!r}", False)
    place = next((name for name in names if _is_place(connection, name)), None)
    return Doubt(f"{place!r} is also a place that the case tells of", False) if place is not None else None


def _body_of_case(connection: Connection, name: str) -> str | None:
    """Say which group or organisation of the case has a name; None where none has."""
    actor, alias = schema.actor.c, schema.actor_name.c
    named = or_(actor.key == key_of(name), actor.no.in_(select(alias.actor_no).where(alias.key == key_of(name))))
    of_body = and_(actor.kind.is_not(None), actor.kind.not_in(KINDS_OF_ONE))
    query = select(actor.name, actor.kind).where(
        named, actor.kind != "person", or_(actor.registry.is_not(None), of_body)
    )
    row = connection.execute(query.limit(1)).first()
    return None if row is None else f"{row.name!r} ({row.kind})"


def _body_of_registry(name: str) -> str | None:
    found = Registry.load().find(name, exact=True)
    return f"{found[0].name!r} ({found[0].id})" if found else None


def _is_person(connection: Connection, names: Sequence[str]) -> bool:
    mention = schema.actor_mention.c
    keys = [key_of(name) for name in names]
    actor, alias = schema.actor.c, schema.actor_name.c
    aliases = select(alias.actor_no).where(alias.key.in_(keys))
    known = exists().where(actor.kind == "person", or_(actor.key.in_(keys), actor.no.in_(aliases)))
    met = exists().where(mention.kind == "person", or_(mention.key.in_(keys), mention.name.in_(names)))
    return bool(connection.execute(select(or_(known, met))).scalar())


def _is_titled(place: Place) -> bool:
    """Say whether a capital follows a title: "Mayor Odile Ngaba"."""
    return place.words[:1].isupper() and lemma(place.before) in _BEFORE_PERSONS


def _is_place(connection: Connection, name: str) -> bool:
    event = schema.event.c
    here = exists().where(or_(event.place_key == key_of(name), event.admin1_key == key_of(name)))
    return bool(connection.execute(select(here)).scalar())
