"""Keys of names: what makes two reports mean one actor.

In: an actor as one coding has it. Out: whether it has a name of its own, and the key that
the same name has in every report.

What one would get wrong: "the two governments", "six prisoners", "Police" and "We" are described,
not named, whatever capital they begin with. They are somebody else in the next report, so they
get no identity over reports.
"""

from __future__ import annotations

import re

from whowhom.records import Actor
from whowhom.registry.names import fold, is_acronym
from whowhom.resolve import actor_words
from whowhom.resolve.actor_words import lemma

# Bodies that a report names by description: "Tajik defence ministry" is one body everywhere.
_BODIES = {"government", "state forces", "international organisation", "party", "business", "media"}
_CROWDS = {"civilians", "protesters", "rioters"}
_INSTITUTIONS = (actor_words.ORGANISATION_WORDS | actor_words.OWN_INSTITUTIONS | actor_words.STATE_BODIES) | {
    "regulator"
}
_COUNTED = re.compile(r"(?i)(?:\d|both|tens|about|at\b)")
_ARTICLE = re.compile(r"(?i)the\s+")
_SMALL = {"of", "the", "and", "for", "in", "on", "de", "la", "le", "du", "des", "el", "al", "bin", "ibn", "van", "von"}
_JOINED = re.compile(r"[a-z]{1,4}[-'’][A-Z]")  # "al-Werfalli"
_WORD = re.compile(r"[^\W_][\w'’.\-]*")
_PRONOUNS = (
    actor_words.HE_SHE
    | actor_words.THEY
    | actor_words.IT
    | actor_words.FIRST_PERSONS
    | actor_words.RELATIVE
    | actor_words.words_of("you somebody someone nobody everybody everyone others friends")
)
# Words that are no name of anybody, with or without a capital: the first word of a sentence has one.
_GENERIC = (
    (
        actor_words.MEMBERS
        | actor_words.NOT_MEMBERS
        | actor_words.GROUPS
        | actor_words.FIGHTERS
        | actor_words.ATTACKERS
        | actor_words.PEOPLE
        | actor_words.UNKNOWN
        | actor_words.LAYMEN
        | actor_words.MILITARY
        | actor_words.POLICE
        | actor_words.GOVERNMENT
        | actor_words.OWN_INSTITUTIONS
        | actor_words.LOCAL
        | actor_words.OTHER_FORCES
        | actor_words.PAST
        | actor_words.OFFICES
        | actor_words.TRADES
        | actor_words.ORGANISATION_WORDS
        | actor_words.STATE_BODIES
        | actor_words.NUMBER_WORDS
        | frozenset(actor_words.SAME)
        | frozenset(actor_words.KIND_OF_NOUN)
        | actor_words.words_of(
            "high supreme interior foreign defence defense health education justice finance labour labor agent "
            "operator speaker side panel joint special security intelligence rights column convoy quarter source "
            "monday tuesday wednesday thursday friday saturday sunday"
        )
    )
    # What makes a name of such words: "Liberation Front", "Islamic Movement".
    - actor_words.words_of("liberation resistance republic nations times press people kurdish international")
)


def key_of(name: str) -> str:
    """Fold a name: lower case, without accents, punctuation and a leading article; "" if nothing is left."""
    return fold(name)


def is_named(actor: Actor) -> bool:
    """Say whether an actor has an identity beyond its report: a registry id or a name of its own."""
    if actor.registry is not None:
        return True
    name = _ARTICLE.sub("", actor.name, count=1) if _ARTICLE.match(actor.name) else actor.name
    kind = actor.kinds[-1].kind if actor.kinds else None
    words = [word for word in _WORD.findall(name) if word.casefold() not in _SMALL]
    if not words or len(key_of(name)) < 2 or _opens_description(words[0], kind):
        return False
    if is_acronym(name) and lemma(name) not in _GENERIC:
        return True
    capitals = [word for word in words if word[0].isupper() or _JOINED.match(word)]
    if _COUNTED.match(name) or not any(lemma(word) not in _GENERIC for word in capitals):
        return False
    is_body = lemma(words[-1]) in _INSTITUTIONS
    if kind in _CROWDS and not is_body:
        return False
    if len(capitals) == len(words):
        return True
    return words[0][0].isupper() and kind in _BODIES and is_body and not words[-1].endswith("s")


def _opens_description(word: str, kind: str | None) -> bool:
    """Say whether a first word makes a description of what follows: "his driver", "a court", "several men"."""
    small = word.casefold()
    if small in actor_words.DETERMINERS or small in actor_words.NUMBER_WORDS:
        return True
    return small in _PRONOUNS and not (kind in _BODIES and word.isupper())  # "WHO" may be an organisation.


def identity_of(actor: Actor) -> str:
    """Give the key of a named actor, the same in every report that names it so."""
    if actor.registry is not None:
        return f"registry {actor.registry}"
    kind = actor.kinds[-1].kind if actor.kinds else None
    return f"{'person' if kind == 'person' else 'body'} {key_of(actor.name)}"
