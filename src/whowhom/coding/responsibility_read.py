"""Whom the reader takes for held responsible, where no rule has found him: with what act, and who says so.

In: the spans of the layer ``held`` in their trees. Out: :class:`~whowhom.coding.responsibility_parts.Holding` records.

What one would get wrong: the layer says how somebody is held, not for what. The act is the nearest one told in the
sentence, else the last one told before it; who claims or denies speaks for himself.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterator
from typing import cast

from whowhom.coding import responsibility_words as lists
from whowhom.coding.factuality_clauses import negations
from whowhom.coding.factuality_words import FALSE, NEGATIONS, REFUSALS
from whowhom.coding.responsibility_parts import (
    MIN_ACT_SCORE,
    REACH_SENTENCES,
    VIOLENT,
    Holding,
    is_nobody,
    speaker_over,
)
from whowhom.coding.tree import SUBJECTS, Tree
from whowhom.records.events import Stance

_OWN_WORD = frozenset(("claimed", "denied", "disclaimed"))
# Spans read with less are not told.
LEAST_SCORE = 0.4


def read_holdings(tree: Tree, sentence: int, taken: Collection[int]) -> Iterator[Holding]:
    """Yield those held in a sentence whom no rule has found there.

    Args:
        taken: The words of those whom a rule has found.
    """
    first, last = tree.layers.sentences[sentence]
    for span in tree.held.within(first, last):
        actor, stance = tree.head_of(span.first, span.last), cast(Stance, span.label)
        is_known = not set(range(span.first, span.last)).isdisjoint(taken)
        named = tree.layers.upos[actor] not in ("DET", "PUNCT", "ADP", "CCONJ")
        if span.score < LEAST_SCORE or is_known or not named or is_nobody(tree, actor):
            continue
        cue = _cue_over(tree, actor)
        act = _act_near(tree, sentence, span.first, span.last)
        above = tree.layers.heads[actor]
        if tree.relation(actor) == "nmod:poss" and above >= 0 and tree.lemma(above) in lists.CHARGES | lists.PAPERS:
            continue  # "the army's claim" is the army's word, and no charge against it
        if cue == actor and stance in _OWN_WORD:
            continue  # nothing says it: "the regime's claim that it fled"
        if act is None or not _is_hinted(tree, sentence, act):
            continue
        if _is_unsaid(tree, actor, cue, stance) or _is_asked(tree, cue):
            continue
        if stance == "denied" and not _has_denial(tree, sentence):
            continue  # "We killed ten soldiers": the reader took it from the sentence before
        if stance == "claimed" and tree.lemma(cue) in lists.DENIALS:
            stance = lists.DENIALS[tree.lemma(cue)]
        voice = actor if stance in _OWN_WORD else speaker_over(tree, actor)
        if voice == actor and stance not in _OWN_WORD:
            voice = None  # nobody accuses himself: who does is not told
        yield Holding(actor, stance, voice, cue, frozenset((act,)), False)


def _has_denial(tree: Tree, sentence: int) -> bool:
    """Say whether a sentence has any word by which somebody could deny an act."""
    words = range(*tree.layers.sentences[sentence])
    denials = lists.DENIALS.keys() | lists.LIES | REFUSALS | FALSE
    return any(tree.lemma(word) in denials or tree.layers.word(word).lower() in NEGATIONS for word in words)


def _is_unsaid(tree: Tree, actor: int, cue: int, stance: Stance) -> bool:
    """Say whether the verb over who is held is negated, so that nothing is claimed and nobody charged.

    "Did not order the raid" denies it, and whoever "was not involved" is charged with nothing.
    """
    over = tree.layers.heads[actor]
    shares = over >= 0 and tree.relation(actor) in SUBJECTS and tree.lemma(over) in lists.SHARING | lists.TAKING_PART
    if stance in ("accused", "suspected") and shares and any(True for _ in negations(tree, over)):
        return True
    if stance == "claimed" or tree.lemma(cue) in lists.BLAMES | lists.DENIALS:
        return any(verdict.polarity == "did not happen" for verdict in negations(tree, cue))
    return False


def _is_asked(tree: Tree, verb: int) -> bool:
    """Say whether a clause is what somebody does not say: "refused to say whether the army had shelled it"."""
    mark, above = tree.child(verb, "mark"), tree.layers.heads[verb]
    whether = mark is not None and tree.layers.word(mark).lower() in ("whether", "if") and above >= 0
    return (
        whether and tree.relation(verb) == "ccomp" and tree.lemma(above) in ("say", "comment", "confirm", "tell", "ask")
    )


def _is_hinted(tree: Tree, sentence: int, act: int) -> bool:
    """Say whether a sentence is about an act: it tells it, or has a word that holds somebody for one told before."""
    first, last = tree.layers.sentences[sentence]
    return first <= act < last or any(tree.lemma(word) in lists.HINTS for word in range(first, last))


def _act_near(tree: Tree, sentence: int, first: int, last: int) -> int | None:
    """Return the head of the act that is nearest in the sentence, else of the last one before it."""
    acts = tree.once(_acts)
    begin, end = tree.layers.sentences[sentence]
    at = bisect_left(acts, begin)
    here = [act for act in acts[at : bisect_left(acts, end)] if not first <= act < last]
    if here:
        return min(here, key=lambda act: first - act if act < first else act - last + 1)
    reached = at > 0 and sentence - tree.sentence_of[acts[at - 1]] <= REACH_SENTENCES
    return acts[at - 1] if reached else None


def _acts(tree: Tree) -> tuple[int, ...]:
    triggers = tree.layers.triggers
    sure = (reading for reading in triggers if reading.label in VIOLENT and reading.score >= MIN_ACT_SCORE)
    # "Gunmen killed five. Suspects were arrested. Villagers see the Front behind it": not behind the arrest.
    acts = (reading for reading in sure if reading.facet("mode") != "arrest")
    return tuple(sorted(tree.head_of(reading.first, reading.last) for reading in acts))


def _cue_over(tree: Tree, actor: int) -> int:
    """Return the verb over who is held, the word itself where there is none."""
    return next((word for word in tree.ancestors(actor) if tree.layers.upos[word] in ("VERB", "AUX")), actor)
