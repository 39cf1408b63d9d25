"""What a mention and its reading are, and the noun phrase cut into its parts.

In: a mention of the reader. Out: its words without articles, its head, the
words on either side of the head, and the kind that its noun names.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from whowhom.records import MentionDraft, Span
from whowhom.records.actors import ActorKindName
from whowhom.registry import RegistryEntry, is_acronym
from whowhom.resolve import actor_words as lexicon
from whowhom.resolve.actor_context import Context, Named, Token, tokens_of
from whowhom.resolve.actor_persons import NO_ROLE, Role
from whowhom.resolve.actor_words import is_plural, lemma, words_of

Want = Literal[
    "pronoun", "first", "coalition", "only", "group", "fighters", "attackers", "branch", "office", "same", "apposition"
]


@dataclass(frozen=True, slots=True)
class Reading:
    """What one mention says by itself.

    Attributes:
        key: Its actor, when its own words settle it.
        want: What kind of earlier mention it must be joined with.
        noun: Lemma of its head.
        named: The words that name the actor, for its name and aliases.
        member: It says "members of" rather than naming the actor.
        branch: Branch of a state that is left open, such as "military".
        owner: "its", "their" or the noun of "the group's" before an office.
    """

    key: str | None = None
    want: Want | None = None
    noun: str = ""
    kind: ActorKindName | None = None
    country: str | None = None
    named: str | None = None
    entry: RegistryEntry | None = None
    role: Role = NO_ROLE
    branch: str | None = None
    owner: str | None = None
    definite: bool = False
    plural: bool = False
    member: bool = False
    ambiguous: bool = False
    private: bool | None = None
    person: bool = False


_CUT = re.compile(r"\s*(?:[,–](?!\d)|[;(—]|\s-\s|\b(?:who|which|that|whose|where|when|after)\b)")
_PREPOSITIONS = words_of(
    "of from in at with by for near on to belonging loyal linked formed led backed against inside outside across under"
)
_COLLECTIVES = words_of(
    "number group crowd majority team pair couple handful total convoy series mixture half member-list"
)
NOUNS = frozenset(lexicon.KIND_OF_NOUN) | lexicon.MEMBERS | lexicon.GROUPS | lexicon.OFFICES | lexicon.NOT_MEMBERS


def core_of(context: Context, mention: MentionDraft) -> list[Token]:
    """Cut a mention at the first comma, bracket or relative word behind its head."""
    text = context.text
    cut = _CUT.search(text, mention.head.end, mention.span.end)
    end = cut.start() if cut else mention.span.end
    start = mention.span.start
    before = text.rfind(", ", start, mention.head.start)
    if mention.form == "name" and before >= 0 and not is_plural(text[mention.head.start : mention.head.end]):
        start = before + 2
    return tokens_of(text, start, end) or tokens_of(text, mention.span.start, mention.span.end)


def strip(words: Sequence[Token]) -> list[Token]:
    """Drop articles and numbers from the front, never the last word."""
    at = 0
    while at < len(words) - 1:
        word = words[at]
        numeral = word.text[0].isdigit() and not any(char.isalpha() for char in word.text)
        epithet = word.text in lexicon.EPITHETS and words[at + 1].text[0].isupper()
        if not (numeral or epithet or word.small in lexicon.DETERMINERS or word.small in lexicon.NUMBER_WORDS):
            break
        at += 1
    return list(words[at:])


def span_of(words: Sequence[Token]) -> Span:
    """Return the stretch of some words, without a possessive ending."""
    return Span(words[0].start, words[-1].start + max(1, len(words[-1].bare)))


def split(phrase: Sequence[Token], reader_head: Span) -> tuple[Token, list[Token], list[Token]]:
    """Part a noun phrase into head, words before it and words behind it.

    The last word before a preposition is the head; the reader's head counts
    where it is a noun that the tables know ("a group considered a threat by").
    """
    at = next((i for i, word in enumerate(phrase) if i and word.small in _PREPOSITIONS), len(phrase))
    told = next((i for i, word in enumerate(phrase[:at]) if word.start <= reader_head.start < word.end), at - 1)
    if told < at - 1 and lemma(phrase[told].small) in NOUNS and any(word.text.islower() for word in phrase[told:at]):
        return phrase[told], list(phrase[:told]), list(phrase[told + 1 :])
    head = lemma(phrase[at - 1].small)
    quantity = head in _COLLECTIVES or phrase[at - 1].small in lexicon.NUMBER_WORDS
    if at < len(phrase) - 1 and phrase[at].small == "of" and quantity:
        rest = strip(phrase[at + 1 :])
        return split(rest, reader_head)
    return phrase[at - 1], list(phrase[: at - 1]), list(phrase[at:])


def read_named(named: Named, mention: MentionDraft, *, member: bool = False, noun: str = "") -> Reading:
    """Read a mention as the body it names."""
    entry = named.entry
    fighters = lexicon.KIND_OF_NOUN.get(noun) if noun in lexicon.FIGHTERS else None
    return Reading(
        key=named.key,
        noun=noun,
        kind=None if entry else fighters or kind_of_name(named.key.removeprefix("name:"), mention),
        country=entry.country if entry else None,
        named=named.words,
        entry=entry,
        member=member,
        ambiguous=named.ambiguous,
        private=False,
    )


def read_state(context: Context, code: str, branch: str | None, named: str | None, *, noun: str = "") -> Reading:
    """Read a mention as a government, or as a branch of a state."""
    identifier = f"state:{code}/{branch}" if branch else f"state:{code}"
    entry = context.registry.get(identifier)
    return Reading(
        key=f"reg:{identifier}", noun=noun, country=code, named=named, entry=entry, private=False, branch=branch
    )


def kind_of(noun: str, mention: MentionDraft) -> ActorKindName:
    """Return the kind that a noun names, else the reader's guess, else "unidentified"."""
    if noun in lexicon.KIND_OF_NOUN:
        return lexicon.KIND_OF_NOUN[noun]
    if noun in lexicon.TRADES:
        return "civilians"
    return _guess(mention) or "unidentified"


def kind_beside(noun: str, mention: MentionDraft) -> ActorKindName:
    """Kind of those who are with a group but not of it: as the noun says, else as the reader does."""
    kind = lexicon.KIND_OF_NOUN.get(noun)
    return (
        "unidentified"
        if kind in (None, "rebel group") and not _guess(mention)
        else kind or _guess(mention) or "unidentified"
    )


def _guess(mention: MentionDraft) -> ActorKindName | None:
    return next((kind for kind in get_args(ActorKindName) if kind == mention.kind), None)


# The last word of an unknown name and what such a body is.
_NAME_KINDS: dict[str, ActorKindName] = {
    **dict.fromkeys(
        words_of("front army liberation brigade brigades resistance movement rebels fighters command"), "rebel group"
    ),
    **dict.fromkeys(words_of("militia cartel gang"), "political militia"),
    **dict.fromkeys(words_of("clan tribe"), "identity militia"),
    **dict.fromkeys(words_of("ministry court parliament department government bureau"), "government"),
    **dict.fromkeys(words_of("news times post press television radio tv newspaper daily"), "media"),
    **dict.fromkeys(words_of("company bank"), "business"),
    "party": "party",
    "police": "state forces",
}


_DEFENCE = re.compile(r"\b(?:self )?defen[cs]e (?:force|forces|unit|units)$|\bpeoples? (?:liberation )?army$")


def kind_of_name(folded: str, mention: MentionDraft) -> ActorKindName:
    """Return the reader's guess for an unknown name, else what its words say of it."""
    guess = _guess(mention)
    words = folded.split()
    if _DEFENCE.search(folded) and guess in (None, "state forces", "other"):
        return "rebel group"  # A state's own force is known to the registry or has the state's name.
    if guess:
        return guess
    met = [kind for word in words for key, kind in _NAME_KINDS.items() if word == key]
    if met:
        return met[-1]
    bodily = bool(lexicon.ORGANISATION_WORDS & set(words))
    return "other" if bodily and not is_acronym(folded) else "unidentified"
