"""What an actor of the report may be called: a person, a body, a group, many.

In: the trail and a key. Out: whether a mention of some sort may stand for that actor.
"""

from __future__ import annotations

from whowhom.records.actors import ActorKindName
from whowhom.resolve import actor_words as lexicon
from whowhom.resolve.actor_trail import ARMED, Trail, kinds_of, last_noun


def ends_with(trail: Trail, key: str, noun: str) -> bool:
    """Say whether an unknown name ends in a noun: "the front" for the Kotto Front."""
    named = trail.profiles[key].named
    return bool(named) and key.startswith("name:") and last_noun(trail.context, named or "") == noun


def is_person(trail: Trail, key: str) -> bool:
    """Say whether an actor is one person, named or described."""
    profile = trail.profiles[key]
    one = profile.kind in ("civilians", "person") and not profile.plural and profile.key is None and bool(profile.noun)
    return profile.person or key.startswith("person:") or (one and profile.want != "pronoun")


def is_of_gender(trail: Trail, key: str, word: str) -> bool:
    """Say whether nothing told of a person speaks against "he" or "she"."""
    told = trail.genders.get(key, frozenset())
    return not told or ("f" if word in lexicon.FEMALE else "m") in told


def is_first_person(trail: Trail, key: str) -> bool:
    """Say whether an actor is only an unknown "we" or "I"."""
    profile = trail.profiles[key]
    return profile.want == "pronoun" and profile.noun in lexicon.FIRST_PERSONS


def is_group(trail: Trail, key: str, noun: str) -> bool:
    """Say whether "the group" or its like may stand for an actor."""
    profile = trail.profiles[key]
    if key.startswith(("reg:state:", "person:")) or profile.person:
        return False
    return not kinds_meant(noun).isdisjoint(kinds_of(profile))


def kinds_meant(noun: str) -> frozenset[ActorKindName]:
    """Return the kinds of actors that "the group" or its like may stand for."""
    if noun in ("rebel", "insurgent", "guerrilla", "guerilla"):
        return frozenset({"rebel group"})
    if noun in ("organization", "organisation", "alliance", "coalition", "network"):
        return ARMED | {"international organisation", "party", "other"}
    return ARMED


def is_unknown_name(trail: Trail, key: str) -> bool:
    """Say whether an actor has a name and nothing tells what it is."""
    return key.startswith("name:") and trail.profiles[key].kind in ("unidentified", "other", "party")


def is_body(trail: Trail, key: str) -> bool:
    """Say whether "it" may stand for an actor."""
    if is_first_person(trail, key):
        return False
    profile = trail.profiles[key]
    described = key.startswith("span:") and (profile.plural or profile.kind in ("civilians", "person", "other"))
    return not is_person(trail, key) and not described


def is_many(trail: Trail, key: str) -> bool:
    """Say whether "they" may stand for an actor."""
    if is_first_person(trail, key):
        return False
    profile = trail.profiles[key]
    if is_person(trail, key) or (profile.kind == "other" and profile.entry is None and not profile.named):
        return False
    if key.startswith("reg:state:") and "/" not in key:
        return False  # A government is "it"; where "they" follows it, it is mostly somebody else.
    return profile.plural or not key.startswith("span:") or bool(profile.want == "pronoun")
