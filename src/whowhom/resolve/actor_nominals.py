"""Nouns read as actors: "IS-K fighters", "the Kenyan army", "the group", "farmers".

In: a mention and its words. Out: a reading with the key of its actor, or with
``want``, what earlier mentions have to supply. "Members of a group" are the
group; its supporters, relatives and suspects never are.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from whowhom.records import MentionDraft, Span
from whowhom.records.actors import ActorKindName
from whowhom.resolve import actor_words as lexicon
from whowhom.resolve.actor_context import Context, Named, Token
from whowhom.resolve.actor_persons import Role, body_named, find_body, role_of
from whowhom.resolve.actor_phrases import (
    Reading,
    Want,
    kind_beside,
    kind_of,
    read_named,
    read_state,
    span_of,
    split,
    strip,
)
from whowhom.resolve.actor_words import is_plural, lemma, words_of

_LED_BY = words_of("of from belonging loyal to formed led by the run for in")
_RUN_BY = re.compile(r"(.+)[-–‑](?:run|led|controlled|appointed|held)", re.IGNORECASE)
_LINKED = re.compile(r"[-–‑](?:based|linked|backed|affiliated|aligned|allied|inspired|led|trained|supported)$")
_PLAIN = words_of("security armed army police military defence defense")
"""Before "forces" at the start of a sentence these have a capital and are no name."""
_TWO = words_of("both two these those three other various several such")


def read_nominal(
    context: Context, mention: MentionDraft, words: Sequence[Token], phrase: Sequence[Token], *, definite: bool
) -> Reading:
    """Read a noun phrase: whose members, forces, offices or people it names."""
    head, pre, post = split(phrase, mention.head)
    noun, plural = lemma(head.small), is_plural(head.small)
    body = find_body(context, pre, last=True) or _body_behind(context, post)
    past = bool({word.small for word in pre} & lexicon.PAST) or noun.startswith("ex-")
    state = body is not None and body.key.startswith("reg:state:") and "/" not in body.key
    home = _country(body) if state else None
    base = Reading(noun=noun, plural=plural, definite=definite, kind=_kind_in(pre, noun, mention), country=home)
    if noun == "officer" and not pre:
        return replace(base, want="branch", branch="police", kind="state forces", private=False)
    if noun in lexicon.OFFICES and branch_of(pre, noun) is None:
        return _office(context, base, words, phrase, body)
    if noun in lexicon.OWN_INSTITUTIONS:
        role = Role(body=body or _run_by(context, pre))
        return replace(base, role=role, private=False, want="same" if definite and role.body is None else None)
    if noun in lexicon.NOT_MEMBERS or (past and body is not None and not state):
        return replace(base, kind=kind_beside(noun, mention), want="same" if definite and body is None else None)
    if any(word.small == "coalition" for word in pre) and body is None:
        return replace(base, kind="state forces", want="coalition", private=False)
    if noun in ("unit", "patrol", "convoy", "column", "soldier", "member") and post and post[0].small == "of":
        forces = _forces_of(context, base, post)
        if forces is not None:
            return forces
    if body is None and noun in lexicon.MEMBERS:
        owned = _owned(context, base, words, post)
        if owned is not None:
            return owned
    if body is not None and not state and noun in lexicon.FACTIONS and post and not definite:
        return replace(base, kind=_kind_of_body(body), role=Role(body=body), private=False)
    if body is not None and not state:
        if noun in lexicon.MEMBERS or noun in lexicon.GOVERNMENT or noun in lexicon.ATTACKERS:
            return read_named(body, mention, member=noun not in lexicon.GROUPS, noun=noun)
        return base
    code = body.entry.country if body is not None and body.entry is not None else None
    return _of_state(context, base, words, head, pre, code, past=past)


def _owned(context: Context, base: Reading, words: Sequence[Token], post: Sequence[Token]) -> Reading | None:
    """Read "its fighters", "the group's members", "members of the police"."""
    if post and post[0].small == "of":
        if len(post) > 1 and post[1].small == "our":
            return replace(base, want="first", noun="we", kind=None, member=True, private=False)
        rest = strip(post[1:]) if len(post) > 1 else []
        branch = branch_of(rest[:-1], lemma(rest[-1].small)) if rest else None
        if branch is not None:
            return replace(base, want="branch", branch=branch, kind="state forces", private=False, member=True)
        if rest and lemma(rest[-1].small) in lexicon.GROUPS and post[1].small in lexicon.REFERENCE:
            noun = lemma(rest[-1].small)
            return replace(base, want="group", noun=noun, definite=True, member=True, private=False)
    if branch_of([], base.noun) is not None:
        return None
    owner = next((w for w in words[:-1] if lemma(w.small) in lexicon.GROUPS and w.text != w.bare), None)
    if words[0].small in {"our", "my"} and words[0].text == words[0].bare:
        return replace(base, want="first", noun="we", member=True, private=False)
    if owner is not None or words[0].small in {"its", "their"}:
        noun = lemma(owner.small) if owner is not None else "group"
        return replace(base, want="group", noun=noun, definite=True, member=True, private=False)
    return None


def _forces_of(context: Context, base: Reading, post: Sequence[Token]) -> Reading | None:
    """Read "a unit of the Cameroonian army" as that army."""
    rest = strip(post[1:]) if len(post) > 1 else []
    branch = branch_of(rest[:-1], lemma(rest[-1].small)) if rest else None
    code = next((code for word in rest[:-1] if (code := context.country_of(word.bare))), None)
    if branch is None or code is None:
        return None
    return replace(read_state(context, code, branch, None, noun=base.noun), member=True)


def _kind_of_body(body: Named) -> ActorKindName:
    """Kind of a body's faction: the last that the body had in arms, else a rebel group."""
    kinds = [kind.kind for kind in body.entry.kinds] if body.entry is not None else []
    return next((kind for kind in reversed(kinds) if kind in ("rebel group", "political militia", "party")), "other")


def _kind_in(pre: Sequence[Token], noun: str, mention: MentionDraft) -> ActorKindName:
    """Take the kind from the word before where the head says none: "gang members", "rebel commander"."""
    if noun in lexicon.PEOPLE and {word.small for word in pre} & lexicon.UNKNOWN:
        return "unidentified"
    if noun in lexicon.FIGHTERS | lexicon.ATTACKERS | {"militia"} and {w.small for w in pre} & lexicon.COMMUNAL:
        return "identity militia"
    before = [kind for word in pre if (kind := lexicon.KIND_OF_NOUN.get(lemma(word.small)))]
    sides = [kind for kind in before if kind in ("rebel group", "political militia")]
    return sides[-1] if sides and noun in lexicon.MEMBERS else kind_of(noun, mention)


def _run_by(context: Context, pre: Sequence[Token]) -> Named | None:
    """Find the body in "Hamas-run", "Houthi-controlled"."""
    for word in pre:
        met = _RUN_BY.fullmatch(word.bare)
        if met is not None:
            return body_named(context, Span(word.start, word.start + len(met.group(1))))
    return None


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
    branch = branch_of(pre, base.noun)
    if base.noun in lexicon.GOVERNMENT:
        if past and code:
            return replace(
                base, key=f"former:{code}", kind="government", private=False, named=_clean(context, pre, head)
            )
        if before & lexicon.LOCAL:
            return replace(base, want="same" if base.definite else None, private=False)
        if code:
            return read_state(context, code, None, _clean(context, pre, head), noun=base.noun)
        return replace(base, want="branch", branch="government", private=False)
    if branch is not None and code:
        machine = base.noun in lexicon.MACHINES or base.noun in {"soldier", "troop", "officer", "policeman"}
        return read_state(context, code, branch, None if machine else _clean(context, pre, head), noun=base.noun)
    if branch is not None and words[0].small == "our":
        # Whose forces they are, who speaks must tell.
        return replace(base, want="first", noun="we", kind=None, member=True, private=False)
    if branch is not None:
        open_ = base.noun not in lexicon.MACHINES and not any(
            w.text[0].isupper() and w.small not in _PLAIN and not context.capitals_only for w in pre
        )
        return replace(base, want="branch" if open_ else None, branch=branch, kind="state forces", private=False)
    return _of_side(base, words, pre, before)


def _of_side(base: Reading, words: Sequence[Token], pre: Sequence[Token], before: set[str]) -> Reading:
    """Read "the group", "the rebels", "the attackers", "the farmers"."""
    several = bool({word.small for word in words[:-1]} & _TWO) and base.noun in lexicon.GROUPS
    side = base.noun in lexicon.GROUPS or base.noun in lexicon.FIGHTERS
    plain = all(
        lemma(word.small) in lexicon.GROUP_MODIFIERS or base.country or _LINKED.search(word.small) for word in pre
    )
    if several:
        return replace(base, private=False)
    if side and base.definite and plain:
        return replace(base, want="group" if base.noun in lexicon.GROUPS else "fighters", private=False)
    if side:
        counted = base.noun in lexicon.FIGHTERS and base.plural and not pre
        return replace(
            base, want="apposition" if base.noun in lexicon.GROUPS else "only" if counted else None, private=False
        )
    if base.noun in lexicon.ATTACKERS:
        return replace(base, want="attackers" if base.definite else None)
    if before & {"rebel", "opposition"} and base.noun in lexicon.MILITARY:
        return replace(base, kind="rebel group", want="fighters" if base.definite else None, private=False)
    private = True if base.kind == "civilians" else None
    return replace(base, want="same" if base.definite else "apposition", private=private)


def _office(
    context: Context, base: Reading, words: Sequence[Token], phrase: Sequence[Token], body: Named | None
) -> Reading:
    role = role_of(context, phrase)
    owner = next((w for w in words[:-1] if lemma(w.small) in lexicon.GROUPS and w.text != w.bare), None)
    whose = words[0].small if words[0].small in {"its", "their"} else lemma(owner.small) if owner is not None else None
    if base.plural:
        kind = _kind_of_officers(base.noun, role.body or body)
        same: Want | None = "same" if base.definite else None
        return replace(base, kind=kind, role=replace(role, body=role.body or body), private=False, want=same)
    return replace(base, want="office", kind="person", role=role, private=False, person=True, owner=whose)


def _kind_of_officers(noun: str, body: Named | None) -> ActorKindName:
    """Kind of several office-holders: of the body they speak or sit for, else by their office."""
    if body is not None and body.entry is not None and body.entry.kinds:
        return body.entry.kinds[-1].kind
    return "government" if noun in lexicon.STATE_OFFICES else "person"


def branch_of(pre: Sequence[Token], noun: str) -> str | None:
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


def _body_behind(context: Context, post: Sequence[Token]) -> Named | None:
    """Find the body in "of the ELN", "from Chad", "formed by the Taliban"."""
    at = 0
    while at < len(post) and post[at].small in _LED_BY:
        at += 1
    if not at or at == len(post):
        return None
    return find_body(context, post[at : at + 6], first=True) or body_named(context, span_of(post[at:]))


def _clean(context: Context, pre: Sequence[Token], head: Token) -> str | None:
    """Return the words that name a branch: "US military"; None without modifiers."""
    if not pre:
        return None
    return context.text[pre[0].start : head.start + len(head.bare)]


def _country(body: Named | None) -> str | None:
    return body.entry.country if body is not None and body.entry is not None else None
