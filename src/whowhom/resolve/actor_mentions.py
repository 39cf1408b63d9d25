"""One mention read by itself: what it names, or what it must be joined with.

In: a mention and the context of the report. Out: a :class:`Reading`. Names are
looked up before nouns are read, so that "the Syrian Arab Army" is itself.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from whowhom.records import MentionDraft, Span
from whowhom.records.actors import ActorKindName
from whowhom.registry import fold
from whowhom.resolve import actor_words as lexicon
from whowhom.resolve.actor_context import STATE_RANK, Context, Token, tokens_of
from whowhom.resolve.actor_nominals import branch_of, read_nominal
from whowhom.resolve.actor_persons import Role, find_body, folded_name, is_role, name_of, role_beside, role_of
from whowhom.resolve.actor_phrases import (
    NOUNS,
    Reading,
    core_of,
    kind_of_name,
    read_named,
    read_state,
    span_of,
    split,
    strip,
)
from whowhom.resolve.actor_words import is_plural, lemma

_NAME_NEXT = re.compile(r"\.?\s+([A-Z][\w'’-]+(?:\s+(?:bin|al-[A-Z][\w'’-]+|[A-Z][\w'’-]+))*)")
_SPEAKS = re.compile(
    r"\s+(?:has |had |also |later |again |repeatedly )*(?:said|says|accuse[sd]|blame[sd]|den(?:y|ies|ied)|warn(?:s|ed)|"
    r"insist(?:s|ed)|reject(?:s|ed)|claim(?:s|ed)|announce[sd]|condemn(?:s|ed)|vow(?:s|ed)|pledge[sd]|demand(?:s|ed)|"
    r"recall(?:s|ed)|expel(?:s|led)|denounce[sd]|summon(?:s|ed)|agree[sd]|refuse[sd]|call(?:s|ed) (?:on|for))\b"
)
"""What a government does and a town does not: a capital before it is the government."""

_KIND_BEHIND = re.compile(
    r"['’\"”]?\s?,\s+(?:an?|one of|the)\s+(?:[\w'’-]+\s+){0,4}?"
    r"(group|militia|gang|faction|cartel|outfit|newspaper|broadcaster|party|movement|company)\b"
)
_KINDS_TOLD: dict[str, ActorKindName] = {
    **dict.fromkeys(("group", "faction", "outfit", "movement"), "rebel group"),
    **dict.fromkeys(("militia", "gang", "cartel"), "political militia"),
    **dict.fromkeys(("newspaper", "broadcaster"), "media"),
    "party": "party",
    "company": "business",
}
ROLE_CHARS = 40
_NAME_BEHIND = re.compile(r",\s+(?:the\s+)?([A-Z][\w'’-]*(?:\s+(?:of|the|de|al|bin|for|and|[A-Z][\w'’-]*))*)")


def read_mention(context: Context, mention: MentionDraft) -> Reading:
    """Read one mention by its own words."""
    if mention.form == "pronoun":
        return Reading(want="pronoun", noun=context.text[mention.span.start : mention.span.end].casefold())
    words = core_of(context, mention)
    if not words:
        return Reading()
    phrase = strip(words)
    definite = words[0].small in lexicon.DEFINITE or words[0].text.endswith(("'s", "’s"))
    bare_name = mention.form == "name" and len(words) == 1 and lemma(words[0].small) in lexicon.STATE_NOUNS
    definite = definite or bare_name
    if (phrase[0] is not words[0] and words[0].text[0].isdigit()) or (len(words) > 1 and words[1].text[0].isdigit()):
        numbered = context.named(context.text[words[0].start : span_of(words).end], span_of(words), exact=True)
        if numbered is not None and numbered.entry is not None:
            return read_named(numbered, mention)  # "the 19 April Movement"
    reading = _title_alone(context, mention, phrase) or _named_behind(context, mention)
    reading = reading or _whole(context, mention, phrase) or _of_people(context, phrase, definite=definite)
    if reading is None and _is_nominal(context, mention, phrase):
        reading = read_nominal(context, mention, words, phrase, definite=definite)
    if reading is None:
        reading = _name(context, mention, words)
    return replace(reading, definite=definite) if definite != reading.definite else reading


def _of_people(context: Context, phrase: Sequence[Token], *, definite: bool) -> Reading | None:
    """Read "three Kenyans" as people of a country, and "the Pakistanis" as its government."""
    word = phrase[-1]
    code = context.registry.demonym(word.bare) if word.small.endswith(("ans", "is", "ns", "ks", "ts", "bs")) else None
    if len(phrase) != 1 or code is None or not word.text[0].isupper():
        return None
    if definite:
        return read_state(context, code, None, None)
    return Reading(noun=word.small, kind="civilians", country=code, plural=True, private=True)


def _title_alone(context: Context, mention: MentionDraft, phrase: Sequence[Token]) -> Reading | None:
    """Read "General" before "Mark Milley" as the person."""
    if mention.form != "name" or len(phrase) != 1 or not is_role(phrase[0]):
        return None
    met = _NAME_NEXT.match(context.text, phrase[0].end)
    if met is None or context.capitals_only:
        return None
    name = tokens_of(context.text, met.start(1), met.end(1))
    return _person(context.text, name, role_beside(context, span_of(name)))


def _named_behind(context: Context, mention: MentionDraft) -> Reading | None:
    """Read "the police spokesman, NAME" and "the rebel group, NAME" given as one mention."""
    met = _NAME_BEHIND.fullmatch(context.text, mention.head.end, mention.span.end)
    if mention.form != "nominal" or met is None or context.capitals_only:
        return None
    noun = lemma(context.text[mention.head.start : mention.head.end])
    name = Span(met.start(1), met.end(1))
    if noun in lexicon.GROUPS | lexicon.FIGHTERS:
        named = context.named(met.group(1), name)
        return read_named(named, mention, noun=noun) if named is not None else None
    if noun not in lexicon.OFFICES | lexicon.TRADES:
        return None
    role = role_of(context, tokens_of(context.text, mention.span.start, mention.head.end))
    words = tokens_of(context.text, name.start, name.end)
    return _person(context.text, words, role)


def _whole(context: Context, mention: MentionDraft, phrase: Sequence[Token]) -> Reading | None:
    """Look the phrase up as it stands: a group, an organisation, a state, a capital."""
    span = span_of(phrase)
    text = context.text[span.start : span.end]
    if mention.kind == "person" and len(phrase) > 1 and not (lexicon.ORGANISATION_WORDS & {w.small for w in phrase}):
        sure = context.named(text, span, exact=True)
        known = sure is not None and sure.entry is not None and sure.entry.rank < STATE_RANK
        return read_named(sure, mention) if sure is not None and known else None  # "Ansar Allah" is nobody's name
    if (
        text == text.casefold()
        and not context.capitals_only
        and (len(text) < 5 or lemma(phrase[-1].small) in lexicon.KIND_OF_NOUN)
    ):
        return None
    code = context.registry.country(text)
    if code is None and (mention.kind == "government" or _SPEAKS.match(context.text, mention.span.end)):
        code = context.registry.capital(text)
    if code is not None:
        return read_state(context, code, None, text)
    people = context.registry.demonym(text)
    if people is not None:
        # "Israeli" before "strikes"; "an Israeli" is a person.
        return read_state(context, people, None, None) if _is_side(mention, phrase) else None
    named = context.named(text, span)
    return None if named is None else read_named(named, mention)


def _is_side(mention: MentionDraft, phrase: Sequence[Token]) -> bool:
    """Say whether a lone demonym is a side in a war: as the modifier of an act of force it is of the state's forces."""
    return mention.kind == "state forces" and mention.form == "nominal" and mention.span == span_of(phrase)


def _is_nominal(context: Context, mention: MentionDraft, phrase: Sequence[Token]) -> bool:
    """A name such as "Turkish Army" is read by its nouns too."""
    head, pre, _ = split(phrase, mention.head)
    noun = lemma(head.small)
    known = noun in NOUNS
    people = (
        noun in {*lexicon.KIND_OF_NOUN, *lexicon.FIGHTERS}
        and noun not in lexicon.OWN_INSTITUTIONS
        and is_plural(head.small)
    )
    if len(phrase) == 1 and (noun in lexicon.STATE_NOUNS or people):
        return True  # "Army", "Residents" and "the Islamists" are no names
    if mention.form == "nominal":
        # Readers take "Shahab al-Muhajir" for a noun now and then: capitals inside say it is a name.
        inside = any(char.isupper() for char in head.text[1:]) and len(phrase) > 1
        return known or context.capitals_only or not inside
    lower = not head.text[0].isupper() or context.capitals_only
    with_state = branch_of(pre, noun) is not None or noun in lexicon.GOVERNMENT
    return known and (lower or (with_state and any(context.country_of(word.bare) for word in phrase)))


def _name(context: Context, mention: MentionDraft, words: Sequence[Token]) -> Reading:
    """Read a name that neither registry nor text knows: a person, or a body."""
    text = context.text
    bare = name_of(words, head=mention.head, capitals_only=context.capitals_only) or list(words)
    role = role_beside(context, span_of(bare))
    inner = [word for word in words if word.end <= bare[0].start]
    bodily = bool(lexicon.ORGANISATION_WORDS & {word.small for word in words})
    if mention.kind != "person":
        found = find_body(context, words, last=True) if not role.nouns else None
        if found is not None and found.span.end >= words[-1].start and found.key.removeprefix("reg:")[:6] != "state:":
            return read_named(found, mention)
    told = _kind_told(context, words)
    person = told is None and mention.kind == "person"
    person = person or bool(role.nouns) or (told is None and mention.kind is None and len(bare) > 1 and not bodily)
    if person and not (bodily and mention.kind != "person" and not role.nouns):
        if inner and not role.nouns:
            role = role_of(context, inner)
        return _person(text, bare, role)
    phrase = strip(words)
    span = span_of(phrase)
    name = text[span.start : span.end]
    kind = told or kind_of_name(fold(name), mention)
    private = None if kind in ("unidentified", "person", "civilians") and not (bodily or told) else False
    country = context.country_of(phrase[0].bare)
    return Reading(
        key=f"name:{fold(name)}", noun=phrase[-1].small, kind=kind, country=country, named=name, private=private
    )


def _kind_told(context: Context, words: Sequence[Token]) -> ActorKindName | None:
    """Read what is said of an unknown name: "the rebel group NAME" before it, "NAME, a gang in ..." behind it."""
    before = tokens_of(context.text, max(0, words[0].start - ROLE_CHARS), words[0].start)[-3:]
    met = _KIND_BEHIND.match(context.text, words[-1].start + len(words[-1].bare))
    if before and lemma(before[-1].small) in _KINDS_TOLD and not context.text[before[-1].end : words[0].start].strip():
        noun, pre = lemma(before[-1].small), before[:-1]
    elif met is not None:
        noun, pre = met.group(1), tokens_of(context.text, met.start(), met.start(1))
    else:
        return None
    around = {word.small for word in pre}
    if noun in ("group", "faction", "outfit", "movement") and not around & lexicon.GROUP_MODIFIERS:
        return None
    return _KINDS_TOLD[noun]


def _person(text: str, name: Sequence[Token], role: Role) -> Reading:
    return Reading(
        key=f"person:{folded_name(name, text)}",
        noun=name[-1].small,
        kind="person",
        named=text[name[0].start : span_of(name).end],
        role=role,
        private=role.private,
        person=True,
    )
