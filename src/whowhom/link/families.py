"""Families of words that name one kind of happening: "quake" and "earthquake", "die" and "death".

In: a lemma. Out: the name of its family. What no table holds is cut at a common ending, so
that "bombing" and "bomber" meet.
"""

from __future__ import annotations

from functools import lru_cache

# Words that tell of speech, or next to nothing: two of the same are seldom one event.
LIGHT = frozenset("say report have be make do take get go come see".split())

_TABLE = """
die death dead
kill killing killer murder murderer slaying slay homicide manslaughter
quake earthquake temblor tremor aftershock
attack assault raid strike
win victory winner
shoot shooting shot gunfire gunman
arrest arrested detain detention custody
marry wedding marriage wed
injure injury hurt wound wounded injured
charge charged indict indictment
say tell report
crash collision collide accident
fire blaze burn
acquire acquisition buy purchase takeover deal
announce announcement unveil reveal
fall fell plunge
explode explosion blast bomb bombing
release free
suspend suspension ban
hire hiring appoint appointment
abduct abduction kidnap kidnapping
protest demonstration rally march
flee escape
seize capture
ceasefire truce
"""
_FAMILY = {word: line.split()[0] for line in _TABLE.split("\n") if line for word in line.split()}
_ENDINGS = ("ation", "ment", "ings", "ions", "ing", "ers", "ors", "ion", "ed", "er", "or", "al", "ly", "s")
_SHORTEST = 4  # Letters that must be left.


@lru_cache(maxsize=65536)
def family(lemma: str) -> str:
    """Name the family of a lemma in lower case."""
    if lemma in _FAMILY:
        return _FAMILY[lemma]
    ending = next((end for end in _ENDINGS if lemma.endswith(end) and len(lemma) - len(end) >= _SHORTEST), "")
    stem = lemma.removesuffix(ending)
    if len(stem) > _SHORTEST and stem[-1] == stem[-2]:
        stem = stem[:-1]
    if len(stem) > _SHORTEST:
        stem = stem.removesuffix("e")
    return _FAMILY.get(stem, stem)


def is_light(name: str) -> bool:
    """Say whether a family tells next to nothing by itself."""
    return name in LIGHT
