"""Named persons: which words are the name, and what the words beside it say.

In: the report and the place of a name. Out: the bare name without titles, and
a :class:`Role` with office or trade and the body the person speaks or acts for.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from whowhom.records import Span
from whowhom.registry import fold
from whowhom.resolve.actor_context import COMMUNITY_RANK, LISTED_RANK, Context, Named, Token, tokens_of
from whowhom.resolve.actor_words import (
    CIVIL_ADJECTIVES,
    CIVIL_BODIES,
    LEADING,
    OFFICE_TITLES,
    OFFICES,
    ORGANISATION_WORDS,
    PAST,
    RANKS,
    RELATIVE,
    TITLES,
    TRADES,
    lemma,
    words_of,
)

MAX_WORDS_OF_A_BODY = 6
MAX_ROLE_CHARS = 120
MAX_CHARS_BEFORE = 40  # two words before a role: "trade union leader"

_PARTICLES = words_of("bin ibn al el de del da dos la le van von der den abu ben ag ould y e ul ur uz un")
_MODIFIERS = words_of(
    "deputy senior top chief military political interior foreign defence defense prime vice local "
    "regional provincial district acting new former late current influential prominent veteran spiritual "
    "supreme security army police state a an the his her its their first second key high-ranking tribal "
    "religious opposition justice finance"
)
_NO_ROLE = RELATIVE | words_of("and or but when while after before as said says told according where then")
_ARTICLES = words_of("the a an")
_BODY_FOLLOWS = words_of("of for at with")


@dataclass(frozen=True, slots=True)
class Role:
    """What words beside a name say of a person.

    Attributes:
        nouns: Lemmas of offices and trades found.
        body: What the person belongs to ("the IS-K leader"), or None.
        country: ISO code when the body is a state ("Kenyan minister").
    """

    nouns: frozenset[str] = frozenset()
    office: bool = False
    trade: bool = False
    body: Named | None = None

    @property
    def private(self) -> bool | None:
        """False for office, command or a spokesperson's role, True for a trade, else None."""
        return False if self.office else (True if self.trade else None)


NO_ROLE = Role()
FORMER = "former"
"""Stands among the nouns of a role that the person no longer has."""


def join_roles(left: Role, right: Role) -> Role:
    """Put together what two places of the text say of one person."""
    return Role(
        left.nouns | right.nouns, left.office or right.office, left.trade or right.trade, left.body or right.body
    )


def is_role(word: Token) -> bool:
    """Say whether a word is an office, a trade or a title."""
    return lemma(word.small) in OFFICES or lemma(word.small) in TRADES or word.small in TITLES


def name_of(words: Sequence[Token], *, head: Span, capitals_only: bool) -> list[Token]:
    """Take the bare name out of a mention: no title, no role, only the run of capitals at the head.

    Returns:
        The tokens of the name; empty when nothing but titles is left.
    """
    at = next((i for i, word in enumerate(words) if word.end > head.start), len(words) - 1)
    begin = next((i + 1 for i in range(at, -1, -1) if is_role(words[i]) and i != at), 0)
    if not capitals_only:
        for i in range(at, begin - 1, -1):
            if not (words[i].text[0].isupper() or words[i].small.split("-")[0] in _PARTICLES):
                begin = i + 1
                break
    end = at + 1
    while end < len(words) and (words[end].text[0].isupper() or words[end].small.split("-")[0] in _PARTICLES):
        end += 1
    while begin < end and (words[begin].small in TITLES or words[begin].small in {"the", "a", "an"}):
        begin += 1
    return list(words[begin:end])


def role_beside(context: Context, name: Span) -> Role:
    """Read the role before ("IS-K spokesman NAME") and behind (", governor of ...") a name."""
    return join_roles(_role_before(context, name.start), _role_after(context, name.end))


def role_of(context: Context, words: Sequence[Token]) -> Role:
    """Read the role that a noun phrase gives: "the new leader of IS-K", "a local teacher"."""
    at = next((i for i, word in enumerate(words) if is_role(word)), None)
    if at is None:
        return NO_ROLE
    while at + 1 < len(words) and is_role(words[at + 1]):
        at += 1
    nouns = frozenset(lemma(word.small) for word in words[: at + 1] if is_role(word))
    if any(word.small in PAST for word in words[: at + 1]):
        nouns |= {FORMER}
    body = find_body(context, words[:at], last=True)
    if body is None and at + 2 < len(words) and words[at + 1].small in _BODY_FOLLOWS:
        rest = words[at + 2 :]
        if rest and rest[0].small == "the":
            rest = rest[1:]
        body = find_body(context, rest[:MAX_WORDS_OF_A_BODY], first=True)
    role = _role(context, nouns, body)
    if role.office and _is_civil(context, words, at, role):
        return Role(role.nouns, office=False, trade=True, body=body)
    return role


def _is_civil(context: Context, words: Sequence[Token], at: int, role: Role) -> bool:
    """Say whether a leader leads a union, a village or the like: "the miners' leader", "head of a farmers' union"."""
    if not role.nouns & OFFICES <= LEADING or role.nouns & OFFICE_TITLES:
        return False
    if role.body is not None and role.body.entry is not None:
        return False  # the African Union, a known group
    first = next(index for index, word in enumerate(words) if is_role(word))
    near = tokens_of(context.text, max(0, words[first].start - MAX_CHARS_BEFORE), words[first].start)[-2:]
    if near and near[-1].small in CIVIL_ADJECTIVES:
        return True
    if at + 1 < len(words) and words[at + 1].small in _BODY_FOLLOWS:
        near += words[at + 2 : at + 5]
    return any(word.small in CIVIL_BODIES or word.small.rstrip("'’") in CIVIL_BODIES for word in near)


def find_body(context: Context, words: Sequence[Token], *, first: bool = False, last: bool = False) -> Named | None:
    """Find the longest run of words that names a body or a state.

    Args:
        first: The run must begin at the first word.
        last: Of runs of one length the last is taken ("former IS-K").
    """
    for size in range(min(len(words), MAX_WORDS_OF_A_BODY), 0, -1):
        starts = range(len(words) - size + 1)
        for begin in [0] if first else (reversed(starts) if last else starts):
            run = words[begin : begin + size]
            if run[0].small in _ARTICLES:
                continue
            span = Span(run[0].start, run[-1].start + len(run[-1].bare))
            named = body_named(context, span)
            if named is not None:
                return named
    return None


def body_named(context: Context, span: Span) -> Named | None:
    """Say what body or state a run of words names; a demonym stands for its state."""
    words = context.text[span.start : span.end]
    small = words == words.casefold()
    if small and not context.capitals_only and (len(words) < 5 or lemma(words) in OFFICES | TRADES | _MODIFIERS):
        return None
    if (small or context.capitals_only) and words.casefold() in ORGANISATION_WORDS | CIVIL_BODIES:
        return None  # a trade union is not the group that a list calls "Union"
    code = context.country_of(words)
    if code is not None:
        entry = context.registry.get(f"state:{code}")
        return Named(f"reg:state:{code}", entry, words, span)
    exact = not (context.capitals_only or (words[0].isupper() and words.split()[-1][0].isupper()))
    named = context.named(words, span, exact=exact)
    rank = named.entry.rank if named is not None and named.entry is not None else 0
    if rank >= COMMUNITY_RANK or (rank == LISTED_RANK and small):
        return None  # "Hutu rebels" are not the Hutu
    return named


def _role(context: Context, nouns: frozenset[str], body: Named | None) -> Role:
    if body is not None and body.key.startswith("reg:state:") and "/" not in body.key and nouns & RANKS:
        key = f"{body.key}/military"
        body = Named(key, context.registry.get(key.removeprefix("reg:")), body.words, body.span)
    office = bool(nouns & (OFFICES | OFFICE_TITLES))
    return Role(nouns, office, not office and bool(nouns & TRADES), body)


def _role_before(context: Context, start: int) -> Role:
    text = context.text
    words = tokens_of(text, max(0, start - MAX_ROLE_CHARS), start)
    run: list[Token] = []
    right = start
    for word in reversed(words):
        gap = text[word.end : right]
        stopped = word.text.endswith(".") and word.small not in TITLES and "." not in word.text[:-1]
        if gap.strip() or "\n" in gap or stopped or len(run) > MAX_WORDS_OF_A_BODY:
            break
        proper = word.text[0].isupper() and not context.capitals_only
        usual = is_role(word) or (bool(run) and (proper or word.small in _MODIFIERS | PAST))
        if not usual and not (run and body_named(context, Span(word.start, word.end))):
            break
        run.insert(0, word)
        right = word.start
    return role_of(context, run)


def _role_after(context: Context, end: int) -> Role:
    met = re.compile(r"['’]?\)?\s?[,(]\s*([^,;()\n—–]{3,120})").match(context.text, end)
    if met is None:
        return NO_ROLE
    stop = re.search(r"\.(\s|$)", met.group(1))
    words = tokens_of(context.text, met.start(1), met.start(1) + (stop.start() if stop else len(met.group(1))))
    if not words or words[0].small in _NO_ROLE:
        return NO_ROLE
    at = next((i for i, word in enumerate(words[:9]) if is_role(word)), None)
    if at is None or any(w.small in _NO_ROLE | {"of", "in", "by"} for w in words[:at]):
        return NO_ROLE
    another = at + 1 < len(words) and words[at + 1].text[0].isupper() and not is_role(words[at + 1])
    if another and words[at].text[0].isupper() and words[0].small not in {"the", "a", "an"}:
        return NO_ROLE  # the next name of a list, with its own title
    return role_of(context, words)


def same_person(short: str, full: str) -> bool:
    """Say whether a folded name can be a shorter or differently spelt form of another.

    "moretti" and "aldo moretti"; "mohammed zerai" and "mohammad zerai".
    """
    left, right = short.split(), full.split()
    if not left or not right:
        return False
    if left == right[-len(left) :]:
        return True
    if len(left) == len(right) and left[1:] == right[1:] and min(len(left[0]), len(right[0])) >= 5:
        return _same_given(left[0], right[0])
    return False


def _same_given(left: str, right: str) -> bool:
    """Compare given names by their consonants: Mohammad, Muhammed, Mohamed."""
    return left[0] == right[0] and given_sound(left) == given_sound(right)


def given_sound(name: str) -> str:
    """Return the consonants of a given name, double ones once."""
    return re.sub(r"(.)\1", r"\1", re.sub(r"[aeiouy]", "", name))


def folded_name(words: Sequence[Token], text: str) -> str:
    """Fold the words of a name as one key."""
    return fold(text[words[0].start : words[-1].start + len(words[-1].bare)])
