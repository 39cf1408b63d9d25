"""People made general: whose name may stand, and what stands in its stead.

In: actors and voices. Out: the same, or a noun for what kind of person it is ("a witness").

What one would get wrong: name, post and institution go together. "A lecturer at the
university of a town that a group holds" is as good as a name there, so only "an academic"
is left of it.
"""

from __future__ import annotations

import re

from whowhom.safeguard.rows import ActorRow, Speaker

OF_KIND = {
    "civilians": "civilians",
    "person": "a private person",
    "unidentified": "unidentified people",
    "protesters": "protesters",
    "rioters": "rioters",
    "state forces": "state forces",
    "rebel group": "a rebel group",
    "political militia": "a political militia",
    "identity militia": "an identity militia",
    "government": "a government",
    "international organisation": "an international organisation",
    "media": "a news outlet",
    "party": "a political party",
    "business": "a business",
    "other": "others",
}
OF_ROLE = {
    "official": "an official",
    "belligerent": "a party to the conflict",
    "expert": "an expert",
    "witness": "a witness",
    "media": "a news outlet",
    "international organisation": "an international organisation",
    "document": "a document",
    "person": "a private person",
    "unnamed": "an unnamed voice",
}
# What a person is, by words of the description; the first that fits. Nothing finer: a post narrows a town to one.
OF_WORDS = (
    ("an academic", "academic lecturer professor researcher scholar university historian scientist"),
    ("a journalist", "journalist reporter correspondent editor blogger photographer"),
    ("a health worker", "doctor nurse medic medics surgeon paramedic midwife physician"),
    ("an aid worker", "aid humanitarian volunteer"),
    ("a teacher", "teacher headmaster headmistress schoolteacher"),
    ("a lawyer", "lawyer attorney barrister"),
    ("a rights defender", "activist campaigner defender dissident"),
    ("a religious figure", "imam priest pastor bishop monk cleric preacher rabbi nun"),
    ("a relative", "mother father brother sister son daughter wife husband widow uncle aunt cousin relative family"),
    ("a survivor", "survivor survivors"),
    ("a resident", "resident residents villager villagers neighbour neighbours local locals trader farmer shopkeeper"),
)
# Whoever saw it, or says it without an office, may be sought for it.
ENDANGERED_ROLES = ("witness", "person", "unnamed")
INSTITUTIONS = ("international organisation", "media", "government", "state forces")
CHILD_WORDS = re.compile(
    r"\b(child|children|boys?|girls?|minors?|infants?|bab(?:y|ies)|toddlers?|teenagers?|pupils?|schoolchildren)\b", re.I
)


def general_actor(actor: ActorRow) -> ActorRow:
    """Leave of a private actor only what kind of people it is."""
    noun = OF_KIND.get(actor.kind or "", "people not identified")
    if actor.kind == "person":
        noun = _noun(actor.name) or noun
    return ActorRow(None, noun, actor.kind, None, None, True)


def general_voice(voice: Speaker) -> Speaker:
    """Leave of a voice only what kind of voice it is; hearsay without a voice stays that."""
    if voice.name is None:
        return Speaker(None, voice.role, voice.interest, joint=voice.joint)
    noun = OF_ROLE.get(voice.role, "a voice")
    if voice.role in (*ENDANGERED_ROLES, "expert", "official"):
        noun = _noun(voice.name) or noun
    return Speaker(noun, voice.role, voice.interest, joint=voice.joint)


def may_speak_by_name(voice: Speaker) -> bool:
    """Say whether a voice may be named: an office, a command, a spokesperson or an institution of public standing."""
    actor = voice.actor
    if actor is None or actor.is_private or voice.role in ENDANGERED_ROLES:
        return False
    return voice.role != "expert" or actor.kind in INSTITUTIONS


def is_named(actor: ActorRow) -> bool:
    """Say whether an actor's name may be a proper name: it has a word with a capital after the first."""
    return any(word != word.lower() for word in actor.name.split()[1:]) or actor.kind == "person"


def _noun(words: str) -> str | None:
    given = set(re.findall(r"[a-z]+", words.lower()))
    return next((noun for noun, keys in OF_WORDS if not given.isdisjoint(keys.split())), None)
