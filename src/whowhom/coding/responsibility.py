"""Responsibility: who is held to have done it, by whom and how: claimed, accused, suspected, denied, disclaimed.

In: one trigger in its tree. Out: drafts, found where words claim or assign the act ("claimed responsibility for
the bombing", "blamed the rebels for the attack", "said it was behind the raid"), in the trigger's own sentence
or in one of the next three ("No group claimed responsibility").

What one would get wrong: that somebody claims an act is a fact about the claim, neither about who acted nor
about whether it happened; that "no group" claims it holds nobody responsible; and the words of a draft are the
actor's, the verb that says so is the cue of its voice.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace

from whowhom.coding import responsibility_words as lists
from whowhom.coding.mentions import mention_of
from whowhom.coding.responsibility_blame import blame_at, held_by_event
from whowhom.coding.responsibility_claims import claims_at
from whowhom.coding.responsibility_parts import (
    MIN_ACT_SCORE,
    REACH_SENTENCES,
    VIOLENT,
    Holding,
    is_echo,
    is_nobody,
    subject_of,
)
from whowhom.coding.responsibility_read import read_holdings
from whowhom.coding.tree import Tree
from whowhom.coding.triggers import TriggerUse
from whowhom.coding.voice_roles import voice_role
from whowhom.records import ResponsibilityDraft, Tagged, VoiceDraft

# For help given somebody is held only where others accuse of it.
_HELD_FOR = VIOLENT | {"THREATEN"}
_ACCUSED_OF = _HELD_FOR | {"AID", "COOPERATE"}


def draft_responsibility(tree: Tree, use: TriggerUse) -> tuple[ResponsibilityDraft, ...]:
    """Find who claims the event, denies it or is held responsible for it, in text order."""
    drafts = {(held.stance, held.actor): held for held in _of_event(tree, use) if _may_hold(use, held)}
    return tuple(_draft(tree, held) for _, held in sorted(drafts.items(), key=lambda row: (row[1].actor, row[0])))


def _may_hold(use: TriggerUse, held: Holding) -> bool:
    """Say whether anybody is held for such an event: nobody claims a meeting."""
    return use.reading.label in (_ACCUSED_OF if held.stance == "accused" else _HELD_FOR)


def is_told_aside(tree: Tree, use: TriggerUse) -> bool:
    """Say whether a claim only names the act, which it takes as known: "nobody claimed the bombing"."""
    own = tree.once(_holdings).get(tree.sentence_of[use.head], ())
    return tree.layers.upos[use.head] == "NOUN" and any(held.nominal for held in own if held.themes & _words(use))


def _words(use: TriggerUse) -> set[int]:
    return {use.head, *use.words, *([use.light] if use.light is not None else [])}


def _of_event(tree: Tree, use: TriggerUse) -> Iterator[Holding]:
    number = tree.sentence_of[use.head]
    table, own = tree.once(_holdings), _words(use)
    reach = range(number, min(number + REACH_SENTENCES + 1, len(tree.layers.sentences)))
    later = [
        held for sentence in reach for held in table.get(sentence, ()) if not (held.void or is_nobody(tree, held.actor))
    ]
    # What denies a charge has the act of the charge, some sentences before.
    yield from (held for held in later if held.themes & own)
    if use.reading.label in VIOLENT:
        yield from held_by_event(tree, use)
    if use.reading.label not in VIOLENT or use.reading.facet("polarity") == "did not happen":
        return
    for held in later:
        taken_up = bool(held.themes) and all(is_echo(tree, word) for word in held.themes)
        at = min(held.themes) if taken_up else held.cue
        behind = tree.sentence_of[at] > number or at > use.head
        if (taken_up or not held.themes) and behind and _last_act(tree, at) == use.head:
            yield held


def _last_act(tree: Tree, cue: int) -> int | None:
    """Return the head of the last trigger of an attack before a word."""
    acts = tree.once(_acts)
    at = bisect_left(acts, cue)
    return acts[at - 1] if at else None


def _acts(tree: Tree) -> tuple[int, ...]:
    triggers = tree.layers.triggers
    readings = (reading for reading in triggers if reading.label == "ASSAULT" and reading.score >= MIN_ACT_SCORE)
    return tuple(sorted(tree.head_of(reading.first, reading.last) for reading in readings))


def _draft(tree: Tree, held: Holding) -> ResponsibilityDraft:
    cue = tree.layers.span(held.cue, held.cue + 1)
    voice = None
    if held.voice is not None:
        mention = mention_of(tree, held.voice)
        role = voice_role(tree, Tagged(*tree.phrase(held.voice), "source", 1.0), mention)
        voice = VoiceDraft(mention.span, mention, role, cue, "responsibility")
    return ResponsibilityDraft(mention_of(tree, held.actor), held.stance, cue, voice, held.nominal)


def _holdings(tree: Tree) -> dict[int, tuple[Holding, ...]]:
    """Find every claim of a document, by sentence."""
    found: dict[int, tuple[Holding, ...]] = {}
    charged: list[Holding] = []
    for number, (first, last) in enumerate(tree.layers.sentences):
        rows: list[Holding] = []
        # What lies farther back is denied no more, and a long report must not be looked through for each word.
        charged = [held for held in charged if number - tree.sentence_of[held.cue] <= REACH_SENTENCES]
        for word in range(first, last):
            told = [_of_charge(tree, held, charged) for held in (*claims_at(tree, word), *blame_at(tree, word))]
            rows += told
            charged += [held for held in told if held.stance in ("accused", "suspected")]
            denial = _denied_charge(tree, word, charged)
            rows += [denial] if denial is not None else []
        known = {who for row in rows for who in (row.actor, row.voice) if who is not None}
        read = list(read_holdings(tree, number, {word for who in known for word in range(*tree.phrase(who))}))
        rows += read
        charged += [held for held in read if held.stance in ("accused", "suspected")]
        if rows:
            found[number] = tuple(rows)
    return found


def _of_charge(tree: Tree, held: Holding, charged: Sequence[Holding]) -> Holding:
    """Give a denial without an act ("The Front denied involvement.") the act that the same body was charged with."""
    if held.stance not in ("denied", "disclaimed") or held.themes:
        return held
    same = (charge for charge in reversed(charged) if tree.lemma(charge.actor) == tree.lemma(held.actor))
    charge = next(same, None)
    return replace(held, themes=charge.themes) if charge is not None else held


def _denied_charge(tree: Tree, verb: int, charged: Sequence[Holding]) -> Holding | None:
    """Read "the Front denied the accusation", "which he denied", "the army called the charge a lie"."""
    if tree.layers.upos[verb] != "VERB" or tree.is_passive(verb):
        return None
    lemma, things = tree.lemma(verb), [c for c in tree.children[verb] if tree.relation(c) in ("obj", "iobj", "xcomp")]
    words = {tree.lemma(thing) for thing in things} | {tree.layers.word(thing).lower() for thing in things}
    lies = lemma in ("call", "dismiss", "describe") and bool(words & lists.LIES)
    if not (lies or (lemma in lists.DENIALS and words & lists.CHARGES)):
        return None
    actor = subject_of(tree, verb)
    if not charged or actor is None or is_nobody(tree, actor):
        return None
    charge = charged[-1]
    accuser = charge.voice is not None and tree.lemma(charge.voice) == tree.lemma(actor)
    return None if accuser else Holding(actor, "denied", actor, verb, charge.themes, charge.nominal)
