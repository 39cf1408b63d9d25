"""Totals told apart from their event: "a nurse put the number of dead at 16", "the death toll rose to 40".

In: layers and the triggers of a document. Out: for each trigger the figures that such words give.
Two voices that count the same dead are two tolls of one event, and the second is mostly told in
these words, in a sentence of its own.

What one would get wrong: a total over months ("the death toll since January") is none of the
event; and "took its toll", "toll road" count nobody.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import cast

from whowhom.coding.figures import find_figures
from whowhom.coding.items import item_at
from whowhom.coding.mentions import mention_of
from whowhom.coding.tree import Tree
from whowhom.coding.triggers import TriggerUse
from whowhom.coding.voice_roles import voice_role
from whowhom.records import Span, Tagged, TollDraft, VoiceDraft
from whowhom.records.events import CountOutcome, TollOutcome

# The event stands in the sentence of its total or in one of these many before it.
MAX_SENTENCES_BACK = 4
_VIOLENT = ("ASSAULT", "COERCE", "PROTEST")
_KILLED = (
    r"(?:death|casualty) tolls?|tolls?|body count|death count|"
    r"number of (?:the )?(?:dead|deaths|killed|fatalities|people killed|those killed|people who died)"
)
_INJURED = r"number of (?:the )?(?:wounded|injured|injuries|people (?:wounded|injured|hurt)|those (?:wounded|injured))"
_SETS = r"(?:put|puts|putting|raised|raises|raising|revised|revising|lowered|updated|set|gave|estimated|placed)"
_STANDS = (
    r"(?:(?:has|had|have|could|may|might)\s+)?(?:since\s+)?(?:risen|rose|rises|rise|climbed|climbs|increased|jumped|"
    r"grown|grew|reached|reaches|reach|stood|stands|stand|remained|was|is|were)"
)
# "Rose from 20 to 30": the old total is passed over.
_FROM = r"(?:from\s+[\w,-]{1,12}(?:\s[\w-]{1,12}){0,2}\s+(?=to\s))?"
_GAP = r"[^.;:\n]{0,40}?"
# "The death toll from a bombing outside a rally in the capital of the province rose to 17."
_LONG_GAP = r"[^.;:\n]{0,100}?"
_RISES = r"(?:(?:has|had|have)\s+)?(?:since\s+)?(?:risen|rose|climbed|increased|jumped|grown|grew)"
_PATTERNS = tuple(
    (outcome, re.compile(pattern, re.IGNORECASE))
    for outcome, noun in (("killed", _KILLED), ("injured", _INJURED))
    for pattern in (
        rf"\b{_SETS}\s+(?:the\s+|their\s+|its\s+)?(?:{noun})\b{_GAP}\b(?:at|to|as)\s+",
        rf"\b(?:the|a|its|official|overall|total)\s+(?:{noun})\b{_GAP}\b{_STANDS}\s+(?:now\s+)?{_FROM}(?:to\s+|at\s+|put\s+at\s+)?",
        rf"\b(?:the|its|official|overall|total)\s+(?:{noun})\s+(?:from|in|of)\b{_LONG_GAP}\b{_RISES}\s+{_FROM}to\s+",
        rf"\b(?:{noun})\s+of\s+",
    )
)
# Over a time, not of one event.
_LONG = re.compile(
    r"\b(?:since|this (?:year|month|week)|so far|(?:over|in) the (?:past|last)|to date|in (?:19|20)\d\d|war)\b",
    re.IGNORECASE,
)
_NOUN = re.compile(rf"\b(?:{_KILLED}|{_INJURED})\b", re.IGNORECASE)
_FIGURE_WITHIN = 24  # Letters between the words and the number: "at least", "more than".


@dataclass(frozen=True)
class Totals:
    """The totals of a document.

    Attributes:
        by_head: Those of each trigger, by the trigger's head word.
        words: The words of all of them: what is one event's total is no other's figure.
    """

    by_head: Mapping[int, tuple[TollDraft, ...]]
    words: frozenset[int]


def totals_of(tree: Tree, uses: Sequence[TriggerUse]) -> Totals:
    """Find the totals of a document and the triggers that they belong to."""
    found: dict[int, list[TollDraft]] = {}
    for number, (first, last) in enumerate(tree.layers.sentences):
        for draft in _in_sentence(tree, tree.layers.span(first, last)):
            owner = _owner(tree, number, draft, uses)
            if owner is not None:
                found.setdefault(owner.head, []).append(draft)
    words = frozenset(word for drafts in found.values() for draft in drafts for word in tree.words_in(draft.span))
    return Totals({head: tuple(drafts) for head, drafts in found.items()}, words)


def with_totals(tree: Tree, drafts: Sequence[TollDraft], totals: Totals, head: int) -> tuple[TollDraft, ...]:
    """Add its totals to the figures of a trigger, in place of what was read of them; take out totals over a time.

    Args:
        head: Head word of the trigger.
    """
    own = totals.by_head.get(head, ())
    kept = [
        number
        for number, draft in enumerate(drafts)
        if not _is_over_time(tree, draft) and totals.words.isdisjoint(tree.words_in(draft.span))
    ]
    # A part whose whole is taken out is a figure of its own.
    place = {number: index for index, number in enumerate(kept)}
    left = [replace(drafts[number], part_of=place.get(_whole(drafts[number]))) for number in kept]
    return (*(_within_total(tree, draft, own, len(left)) for draft in left), *own)


def _within_total(tree: Tree, draft: TollDraft, totals: Sequence[TollDraft], before: int) -> TollDraft:
    """Make a figure part of the total that it raised: "rose to 17 after three of the injured died"."""
    words = tree.words_in(draft.span)
    for number, total in enumerate(totals):
        behind = range(tree.words_in(total.span).stop, words.start)
        raised = any(tree.layers.word(word).lower() == "after" for word in behind)
        smaller = (draft.figure.low or 0) < (total.figure.low or 0)
        if draft.outcome == total.outcome and draft.part_of is None and raised and smaller and _is_near(tree, behind):
            return replace(draft, part_of=before + number)
    return draft


def _is_near(tree: Tree, words: range) -> bool:
    return bool(words) and tree.sentence_of[words[0]] == tree.sentence_of[words[-1]]


def _whole(draft: TollDraft) -> int:
    return -1 if draft.part_of is None else draft.part_of


def _is_over_time(tree: Tree, draft: TollDraft) -> bool:
    """Say whether a figure stands behind "the death toll" in a sentence that counts over months or a war."""
    words = tree.words_in(draft.span)
    if draft.outcome not in ("killed", "injured") or not words:
        return False
    first, last = tree.layers.sentences[tree.sentence_of[words.start]]
    sentence = tree.layers.span(first, last)
    before = tree.layers.document.text[sentence.start : draft.span.start]
    told = tree.layers.document.text[sentence.start : sentence.end]
    return _LONG.search(told) is not None and _NOUN.search(before) is not None


def _in_sentence(tree: Tree, sentence: Span) -> Iterator[TollDraft]:
    text = tree.layers.document.text
    words = text[sentence.start : sentence.end]
    if "toll" not in words.lower() and "number of" not in words.lower() and "count" not in words.lower():
        return
    if _LONG.search(words):
        return
    taken: list[Span] = []
    for outcome, pattern in _PATTERNS:
        for match in pattern.finditer(words):
            at = sentence.start + match.end()
            figures = find_figures(text, at, min(sentence.end, at + 2 * _FIGURE_WITHIN))
            if not figures or figures[0].start - at > _FIGURE_WITHIN:
                continue
            span = Span(figures[0].start, figures[0].end)
            if not any(span.overlaps(other) for other in taken):
                taken.append(span)
                told = cast("TollOutcome | CountOutcome", outcome)
                voices = _teller(tree, Span(sentence.start + match.start(), sentence.start + match.start() + 1))
                yield TollDraft(told, span, figures[0], "unknown", None, None, voices)


def _teller(tree: Tree, start: Span) -> tuple[VoiceDraft, ...]:
    """Return who puts a total, where the words begin with the verb: "a nurse, Denise Kyakimwa, put the dead at 16"."""
    verb = tree.words_in(start).start
    if tree.layers.upos[verb] != "VERB":
        return ()
    actor = tree.actor_before(verb)
    actor = tree.subject(verb) if actor is None else actor
    if actor is None:
        return ()
    mention = mention_of(tree, actor)
    role = voice_role(tree, Tagged(*tree.phrase(actor), "source", 1.0), mention)
    return (VoiceDraft(mention.span, mention, role, tree.layers.span(verb, verb + 1), "total"),)


def _owner(tree: Tree, number: int, draft: TollDraft, uses: Sequence[TriggerUse]) -> TriggerUse | None:
    """Return the violence of the sentence, else what was told last before it; that which kills before the rest."""
    here = tree.words_in(draft.span).start
    for back in range(min(MAX_SENTENCES_BACK, number) + 1):
        told = [u for u in uses if tree.sentence_of[u.head] == number - back and u.reading.label in _VIOLENT]
        told = [use for use in told if item_at(tree, use.head) == item_at(tree, here)]
        told = [use for use in told if use.reading.facet("polarity") != "did not happen"]
        if told:
            return min(told, key=lambda use: (use.reading.label != "ASSAULT", abs(use.head - here)))
    return None
