"""Keys of names: what makes two reports mean one actor.

In: an actor as one coding has it. Out: whether it has a name of its own, and the key that
the same name has in every report.

What one would get wrong: "the two governments" and "six prisoners" are described, not named.
They are somebody else in the next report, so they get no identity over reports.
"""

from __future__ import annotations

import re

from whowhom.records import Actor
from whowhom.registry.names import fold, is_acronym

# Bodies that a report names by description: "Tajik defence ministry" is one body everywhere.
_BODIES = {"government", "state forces", "international organisation", "party", "business", "media"}
_COUNTED = re.compile(
    r"(?i)(?:\d|both|some|several|many|two|three|four|five|six|seven|eight|nine|ten|dozens|hundreds|about|around|more)\b"
)
_SMALL = {"of", "the", "and", "for", "in", "on", "de", "la", "le", "du", "des", "el", "al", "bin", "ibn", "van", "von"}
_WORD = re.compile(r"[^\W_][\w'’.\-]*")


def key_of(name: str) -> str:
    """Fold a name: lower case, without accents, punctuation and a leading article; "" if nothing is left."""
    return fold(name)


def is_named(actor: Actor) -> bool:
    """Say whether an actor has an identity beyond its report: a registry id or a name of its own."""
    if actor.registry is not None:
        return True
    name = actor.name.removeprefix("The ").removeprefix("the ")
    if not key_of(name) or _COUNTED.match(name):
        return False
    words = [word for word in _WORD.findall(name) if word.casefold() not in _SMALL]
    if not words or not words[0][0].isupper():
        return is_acronym(name)
    if all(word[0].isupper() for word in words):
        return True
    kind = actor.kinds[-1].kind if actor.kinds else None
    return kind in _BODIES and not words[-1].endswith("s")


def identity_of(actor: Actor) -> str:
    """Give the key of a named actor, the same in every report that names it so."""
    if actor.registry is not None:
        return f"registry {actor.registry}"
    kind = actor.kinds[-1].kind if actor.kinds else None
    return f"{'person' if kind == 'person' else 'body'} {key_of(actor.name)}"
