"""One mention read by itself: what it names, or what it must be joined with.

In: a mention and the context of the report. Out: a :class:`Reading`. Names are
looked up before nouns are read, so that "the Syrian Arab Army" is itself.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from whowhom.records import MentionDraft, Span
from whowhom.registry import fold
from whowhom.resolve import actor_words as lexicon
from whowhom.resolve.actor_context import Context, Token, tokens_of
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
from whowhom.resolve.actor_words import lemma

_NAME_NEXT = re.compile(r"\.?\s+([A-Z][\w'’-]+(?:\s+(?:bin|al-[A-Z][\w'’-]+|[A-Z][\w'’-]+))*)")
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
    reading = _title_alone(context, mention, phrase) or _named_behind(context, mention)
    reading = reading or _whole(context, mention, phrase)
    if reading is None and _is_nominal(context, mention, phrase):
        reading = read_nominal(context, mention, words, phrase, definite=definite)
    if reading is None:
        reading = _name(context, mention, words)
    return replace(reading, definite=definite) if definite != reading.definite else reading


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
        return None
    if (
        text == text.casefold()
        and not context.capitals_only
        and (len(text) < 5 or lemma(phrase[-1].small) in lexicon.KIND_OF_NOUN)
    ):
        return None
    code = context.registry.country(text)
    if code is None and mention.kind == "government":
        code = context.registry.capital(text)
    if code is not None:
        return read_state(context, code, None, text)
    if context.registry.demonym(text) is not None:
        return None
    named = context.named(text, span)
    return None if named is None else read_named(named, mention)


def _is_nominal(context: Context, mention: MentionDraft, phrase: Sequence[Token]) -> bool:
    """A name such as "Turkish Army" is read by its nouns too."""
    head, pre, _ = split(phrase, mention.head)
    noun = lemma(head.small)
    known = noun in NOUNS
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
    person = mention.kind == "person" or bool(role.nouns) or (mention.kind is None and len(bare) > 1 and not bodily)
    if person and not (bodily and mention.kind != "person" and not role.nouns):
        if inner and not role.nouns:
            role = role_of(context, inner)
        return _person(text, bare, role)
    phrase = strip(words)
    span = span_of(phrase)
    name = text[span.start : span.end]
    kind = kind_of_name(fold(name), mention)
    private = None if kind in ("unidentified", "person", "civilians") and not bodily else False
    country = context.country_of(phrase[0].bare)
    return Reading(
        key=f"name:{fold(name)}", noun=phrase[-1].small, kind=kind, country=country, named=name, private=private
    )


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
