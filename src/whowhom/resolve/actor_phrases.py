"""One mention read by itself: what it names, or what it must be joined with.

In: a mention and the context of the report. Out: a :class:`Reading` with the
key of its actor, or with ``want``, what the words before it have to supply.
"Members of a group" are the group; its supporters, relatives and suspects never.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal, get_args

from whowhom.records import Figure, Span
from whowhom.records.actors import ActorKindName
from whowhom.registry import RegistryEntry, fold, is_acronym
from whowhom.resolve import actor_words as lexicon
from whowhom.resolve.actor_context import Context, Named, Token, tokens_of
from whowhom.resolve.actor_persons import (
    NO_ROLE,
    Role,
    body_named,
    find_body,
    folded_name,
    name_of,
    role_beside,
    role_of,
)
from whowhom.resolve.actor_words import is_plural, lemma, words_of

Form = Literal["name", "nominal", "pronoun"]
Want = Literal["pronoun", "group", "fighters", "attackers", "branch", "office", "same", "apposition"]


@dataclass(frozen=True, slots=True)
class ActorMention:
    """A mention of an actor as the reader found it.

    Attributes:
        span: Its words, cut or not to the name or the head noun phrase.
        head: The head word within the span.
        kind: Kind that the reader guesses, one of ``ActorKindName``, or None.
        kind_score: How sure the reader is of the kind, 0 to 1.
        number: How many, if told ("more than 80 people").
        sentence: Index of its sentence in the report.
        subject: Whether it is a grammatical subject.
    """

    span: Span
    head: Span
    form: Form
    kind: str | None
    kind_score: float
    number: Figure | None
    sentence: int
    subject: bool


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
    definite: bool = False
    plural: bool = False
    member: bool = False
    ambiguous: bool = False
    private: bool | None = None
    person: bool = False


_CUT = re.compile(r"\s*(?:[,;(—–]|\s-\s|\b(?:who|which|that|whose|where|when|after)\b)")
_PREPOSITIONS = words_of(
    "of from in at with by for near on to belonging loyal linked formed led backed against inside outside across under"
)
_COLLECTIVES = words_of(
    "number group crowd majority team pair couple handful total convoy series mixture half member-list"
)
_NOUNS = frozenset(lexicon.KIND_OF_NOUN) | lexicon.MEMBERS | lexicon.GROUPS | lexicon.OFFICES | lexicon.NOT_MEMBERS
_LED_BY = words_of("of from belonging loyal to formed led by the run for in")
_TWO = words_of("both two these those three other various several such")


def read_mention(context: Context, mention: ActorMention) -> Reading:
    """Read one mention by its own words."""
    if mention.form == "pronoun":
        return Reading(want="pronoun", noun=context.text[mention.span.start : mention.span.end].casefold())
    words = _core(context, mention)
    if not words:
        return Reading()
    phrase = _strip(words)
    definite = words[0].small in lexicon.DEFINITE or words[0].text.endswith(("'s", "’s"))
    reading = _whole(context, mention, phrase)
    if reading is None and _is_nominal(context, mention, phrase):
        reading = _nominal(context, mention, words, phrase, definite=definite)
    if reading is None:
        reading = _name(context, mention, words)
    return replace(reading, definite=definite)


def _core(context: Context, mention: ActorMention) -> list[Token]:
    """Cut a mention at the first comma, bracket or relative word behind its head."""
    text = context.text
    cut = _CUT.search(text, mention.head.end, mention.span.end)
    end = cut.start() if cut else mention.span.end
    start = mention.span.start
    before = text.rfind(", ", start, mention.head.start)
    if mention.form == "name" and before >= 0 and not is_plural(text[mention.head.start : mention.head.end]):
        start = before + 2
    return tokens_of(text, start, end) or tokens_of(text, mention.span.start, mention.span.end)


def _strip(words: Sequence[Token]) -> list[Token]:
    """Drop articles and numbers from the front, never the last word."""
    at = 0
    while at < len(words) - 1:
        word = words[at]
        numeral = word.text[0].isdigit() and not any(char.isalpha() for char in word.text)
        if not (numeral or word.small in lexicon.DETERMINERS or word.small in lexicon.NUMBER_WORDS):
            break
        at += 1
    return list(words[at:])


def _span(words: Sequence[Token]) -> Span:
    return Span(words[0].start, words[-1].start + max(1, len(words[-1].bare)))


def _whole(context: Context, mention: ActorMention, phrase: Sequence[Token]) -> Reading | None:
    """Look the phrase up as it stands: a group, an organisation, a state, a capital."""
    span = _span(phrase)
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
        return _state(context, code, None, text)
    if context.registry.demonym(text) is not None:
        return None
    named = context.named(text, span)
    return None if named is None else _of_named(named, mention)


def _of_named(named: Named, mention: ActorMention, *, member: bool = False, noun: str = "") -> Reading:
    entry = named.entry
    return Reading(
        key=named.key,
        noun=noun,
        kind=None if entry else _kind_of_name(named.key.removeprefix("name:"), mention),
        country=entry.country if entry else None,
        named=named.words,
        entry=entry,
        member=member,
        ambiguous=named.ambiguous,
        private=False,
    )


def _state(context: Context, code: str, branch: str | None, named: str | None, *, noun: str = "") -> Reading:
    identifier = f"state:{code}/{branch}" if branch else f"state:{code}"
    entry = context.registry.get(identifier)
    return Reading(
        key=f"reg:{identifier}", noun=noun, country=code, named=named, entry=entry, private=False, branch=branch
    )


def _is_nominal(context: Context, mention: ActorMention, phrase: Sequence[Token]) -> bool:
    """A name such as "Turkish Army" is read by its nouns too."""
    head, pre, _ = _split(phrase, mention.head)
    noun = lemma(head.small)
    known = noun in _NOUNS
    if mention.form == "nominal":
        # Readers take "Shahab al-Muhajir" for a noun now and then: capitals inside say it is a name.
        inside = any(char.isupper() for char in head.text[1:]) and len(phrase) > 1
        return known or context.capitals_only or not inside
    lower = not head.text[0].isupper() or context.capitals_only
    with_state = _branch(pre, noun) is not None or noun in lexicon.GOVERNMENT
    return known and (lower or (with_state and any(context.country_of(word.bare) for word in phrase)))


def _split(phrase: Sequence[Token], reader_head: Span) -> tuple[Token, list[Token], list[Token]]:
    """Part a noun phrase into head, words before it and words behind it.

    The last word before a preposition is the head; the reader's head counts
    where it is a noun that the tables know ("a group considered a threat by").
    """
    at = next((i for i, word in enumerate(phrase) if i and word.small in _PREPOSITIONS), len(phrase))
    told = next((i for i, word in enumerate(phrase[:at]) if word.start <= reader_head.start < word.end), at - 1)
    if told < at - 1 and lemma(phrase[told].small) in _NOUNS and any(word.text.islower() for word in phrase[told:at]):
        return phrase[told], list(phrase[:told]), list(phrase[told + 1 :])
    head = lemma(phrase[at - 1].small)
    quantity = head in _COLLECTIVES or phrase[at - 1].small in lexicon.NUMBER_WORDS
    if at < len(phrase) - 1 and phrase[at].small == "of" and quantity:
        rest = _strip(phrase[at + 1 :])
        return _split(rest, reader_head)
    return phrase[at - 1], list(phrase[: at - 1]), list(phrase[at:])


def _branch(pre: Sequence[Token], noun: str) -> str | None:
    """Say which branch of a state a noun with its modifiers stands for."""
    before = {lemma(word.small) for word in pre}
    if before & lexicon.OTHER_FORCES or noun in lexicon.OFFICES - {"officer"}:
        return None
    people = noun in {"officer", "force", "personnel", "patrol", "unit", "service", "agency", "man", "agent", "guard"}
    if noun in lexicon.POLICE or ("police" in before and people):
        return "police"
    if "intelligence" in before and people:
        return "intelligence"
    if noun == "intelligence":
        return "intelligence"
    if ("security" in before and people) or (noun == "guard" and before & {"border", "national", "coast"}):
        return "security"
    if noun in lexicon.MILITARY or (before & {"army", "military"} and people):
        return "military"
    return None


def _nominal(
    context: Context, mention: ActorMention, words: Sequence[Token], phrase: Sequence[Token], *, definite: bool
) -> Reading:
    head, pre, post = _split(phrase, mention.head)
    noun, plural = lemma(head.small), is_plural(head.small)
    body = find_body(context, pre, last=True) or _body_behind(context, post)
    past = bool({word.small for word in pre} & lexicon.PAST) or noun.startswith("ex-")
    state = body is not None and body.key.startswith("reg:state:") and "/" not in body.key
    home = _country(body) if state else None
    base = Reading(noun=noun, plural=plural, definite=definite, kind=_kind(noun, mention), country=home)
    if noun in lexicon.OFFICES and _branch(pre, noun) is None:
        return _office(context, base, phrase, body)
    if noun in lexicon.NOT_MEMBERS or (past and body is not None and not state):
        return replace(base, kind=_own_kind(noun, mention), want="same" if definite and body is None else None)
    if body is not None and not state:
        if noun in lexicon.MEMBERS or noun in lexicon.GOVERNMENT or noun in lexicon.ATTACKERS:
            return _of_named(body, mention, member=noun not in lexicon.GROUPS, noun=noun)
        return base
    code = body.entry.country if body is not None and body.entry is not None else None
    return _of_state(context, base, words, head, pre, code, past=past)


def _of_state(
    context: Context,
    base: Reading,
    words: Sequence[Token],
    head: Token,
    pre: Sequence[Token],
    code: str | None,
    *,
    past: bool,
) -> Reading:
    """Read forces, governments and groups with a country, or with nothing, beside them."""
    before = {lemma(word.small) for word in pre}
    branch = _branch(pre, base.noun)
    if base.noun in lexicon.GOVERNMENT:
        if past and code:
            return replace(
                base, key=f"former:{code}", kind="government", private=False, named=_clean(context, pre, head)
            )
        if before & lexicon.LOCAL:
            return replace(base, want="same" if base.definite else None, private=False)
        if code:
            return _state(context, code, None, _clean(context, pre, head), noun=base.noun)
        return replace(base, want="branch", branch="government", private=False)
    if branch is not None and code:
        machine = base.noun in lexicon.MACHINES or base.noun in {"soldier", "troop", "officer", "policeman"}
        return _state(context, code, branch, None if machine else _clean(context, pre, head), noun=base.noun)
    if branch is not None:
        open_ = base.noun not in lexicon.MACHINES and not any(
            w.text[0].isupper() and not context.capitals_only for w in pre
        )
        return replace(base, want="branch" if open_ else None, branch=branch, kind="state forces", private=False)
    return _of_side(base, words, pre, before)


def _of_side(base: Reading, words: Sequence[Token], pre: Sequence[Token], before: set[str]) -> Reading:
    """Read "the group", "the rebels", "the attackers", "the farmers"."""
    several = bool({word.small for word in words[:-1]} & _TWO) and base.noun in lexicon.GROUPS
    side = base.noun in lexicon.GROUPS or base.noun in lexicon.FIGHTERS
    plain = all(lemma(word.small) in lexicon.GROUP_MODIFIERS or base.country for word in pre)
    if several:
        return replace(base, private=False)
    if side and base.definite and plain:
        return replace(base, want="group" if base.noun in lexicon.GROUPS else "fighters", private=False)
    if side:
        return replace(base, want="apposition" if base.noun in lexicon.GROUPS else None, private=False)
    if base.noun in lexicon.ATTACKERS:
        return replace(base, want="attackers" if base.definite else None)
    if before & {"rebel", "opposition"} and base.noun in lexicon.MILITARY:
        return replace(base, kind="rebel group", want="fighters" if base.definite else None, private=False)
    private = True if base.kind == "civilians" else None
    return replace(base, want="same" if base.definite else "apposition", private=private)


def _office(context: Context, base: Reading, phrase: Sequence[Token], body: Named | None) -> Reading:
    role = role_of(context, phrase)
    if base.plural:
        kind: ActorKindName = "government" if base.noun == "official" else "person"
        return replace(base, kind=kind, role=replace(role, body=role.body or body), private=False)
    return replace(base, want="office", kind="person", role=role, private=False, person=True)


def _name(context: Context, mention: ActorMention, words: Sequence[Token]) -> Reading:
    """Read a name that neither registry nor text knows: a person, or a body."""
    text = context.text
    bare = name_of(words, head=mention.head, capitals_only=context.capitals_only) or list(words)
    role = role_beside(context, _span(bare))
    inner = [word for word in words if word.end <= bare[0].start]
    bodily = bool(lexicon.ORGANISATION_WORDS & {word.small for word in words})
    if mention.kind != "person":
        found = find_body(context, words, last=True) if not role.nouns else None
        if found is not None and found.span.end >= words[-1].start and found.key.removeprefix("reg:")[:6] != "state:":
            return _of_named(found, mention)
    person = mention.kind == "person" or bool(role.nouns) or (mention.kind is None and len(bare) > 1 and not bodily)
    if person and not (bodily and mention.kind != "person" and not role.nouns):
        if inner and not role.nouns:
            role = role_of(context, inner)
        return Reading(
            key=f"person:{folded_name(bare, text)}",
            noun=bare[-1].small,
            kind="person",
            named=text[bare[0].start : _span(bare).end],
            role=role,
            private=role.private,
            person=True,
        )
    phrase = _strip(words)
    span = _span(phrase)
    name = text[span.start : span.end]
    kind = _kind_of_name(fold(name), mention)
    private = None if kind in ("unidentified", "person", "civilians") and not bodily else False
    country = context.country_of(phrase[0].bare)
    return Reading(
        key=f"name:{fold(name)}", noun=phrase[-1].small, kind=kind, country=country, named=name, private=private
    )


def _body_behind(context: Context, post: Sequence[Token]) -> Named | None:
    """Find the body in "of the ELN", "from Chad", "formed by the Taliban"."""
    at = 0
    while at < len(post) and post[at].small in _LED_BY:
        at += 1
    if not at or at == len(post):
        return None
    return find_body(context, post[at : at + 6], first=True) or body_named(context, _span(post[at:]))


def _clean(context: Context, pre: Sequence[Token], head: Token) -> str | None:
    """Return the words that name a branch: "US military"; None without modifiers."""
    if not pre:
        return None
    return context.text[pre[0].start : head.start + len(head.bare)]


def _country(body: Named | None) -> str | None:
    return body.entry.country if body is not None and body.entry is not None else None


def _kind(noun: str, mention: ActorMention) -> ActorKindName:
    if noun in lexicon.KIND_OF_NOUN:
        return lexicon.KIND_OF_NOUN[noun]
    if noun in lexicon.TRADES:
        return "civilians"
    return _guess(mention) or "unidentified"


def _own_kind(noun: str, mention: ActorMention) -> ActorKindName:
    """Kind of those who are with a group but not of it: as the noun says, else as the reader does."""
    kind = lexicon.KIND_OF_NOUN.get(noun)
    return (
        "unidentified"
        if kind in (None, "rebel group") and not _guess(mention)
        else kind or _guess(mention) or "unidentified"
    )


def _guess(mention: ActorMention) -> ActorKindName | None:
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


def _kind_of_name(folded: str, mention: ActorMention) -> ActorKindName:
    guess = _guess(mention)
    if guess:
        return guess
    words = folded.split()
    met = [kind for word in words for key, kind in _NAME_KINDS.items() if word == key]
    if met:
        return met[-1]
    bodily = bool(lexicon.ORGANISATION_WORDS & set(words))
    return "other" if bodily and not is_acronym(folded) else "unidentified"
