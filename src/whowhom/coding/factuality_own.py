"""What the trigger itself and the kind of text around it say: put off, found in time, contemplated, made up.

In: a trigger in its tree. Out: :class:`Verdict`. A trigger need not be the act: "contemplated an attack", "put off
the signing", "two bombs were defused" tell an act that was not done, by the very word that the reader took for it.

What one would get wrong: the same word is a deed of its own in an event of another type ("suspended aid" is a
sanction, "called off the strike" a concession), and a film may be a witness's.
"""

from __future__ import annotations

from collections.abc import Iterator

from whowhom.coding import factuality_words as lists
from whowhom.coding.factuality_clauses import Verdict, negations
from whowhom.coding.factuality_nouns import is_known
from whowhom.coding.tree import Tree
from whowhom.coding.triggers import TriggerUse

# Types whose events take place or not; of the others a plan or a delay may be the event itself.
_HELD = frozenset(("AGREE", "CONSULT", "PROTEST", "COOPERATE"))
# Between "show" and what it shows stands who did it.
SHOWN_WORDS = 8
# "Does not clearly show", "appears to show": so many words before "show" tell what it is worth.
BEFORE_SHOW = 3
_PARTING = ("VBD", "VBZ", "VBP", "MD", "WP", "WDT", "WRB")
_ACTS = frozenset(("ASSAULT", "COERCE", "AID", "MOBILIZE", "PROTEST", "RETREAT", "CONSULT", "SANCTION", "COOPERATE"))


def judge_trigger(tree: Tree, use: TriggerUse) -> Iterator[Verdict]:
    """Judge an event by the word that was read as its trigger."""
    head, label = use.head, use.reading.label
    particle = tree.child(head, "compound:prt")
    lemma = tree.lemma(head) + (f" {tree.lemma(particle)}" if particle is not None else "")
    if tree.layers.upos[head] != "VERB" or any(True for _ in negations(tree, head)):
        return
    if label in _HELD and lemma in lists.CANCELLATIONS:
        yield Verdict("did not happen", None, "planned", head)
    elif label == "ASSAULT" and (lemma in lists.STOPPED_IN_TIME or (lemma in lists.FINDING and _is_bomb(tree, head))):
        yield Verdict("did not happen", None, "attempted", head)
    elif label in _ACTS and lemma in lists.PLANNED_BY:
        yield Verdict("unknown", None, "planned", head)
    elif label not in ("THREATEN", "ACCUSE") and lemma in lists.THREATS:
        yield Verdict("unknown", None, "threatened", head)
    elif label == "PROTEST" and lemma == "call" and _object_in(tree, head, lists.CALLED):
        yield Verdict("unknown", None, "planned", head)


def _is_bomb(tree: Tree, verb: int) -> bool:
    return _object_in(tree, verb, lists.EXPLOSIVES)


def _object_in(tree: Tree, verb: int, words: frozenset[str]) -> bool:
    return any(tree.relation(c) in ("obj", "nsubj:pass") and tree.lemma(c) in words for c in tree.children[verb])


def judge_footage(tree: Tree, head: int) -> Iterator[Verdict]:
    """Judge what pictures show: "does not show jets bombing", "appears to show the killing", "claims to show"."""
    start = tree.layers.sentences[tree.sentence_of[head]][0]
    for word in range(head - 1, max(start, head - SHOWN_WORDS), -1):
        if tree.lemma(word) in lists.SHOWING and tree.layers.xpos[word] == "VB":
            if _is_of_pictures(tree, word):
                yield from _shown(tree, word, start, known=tree.layers.upos[head] == "NOUN" and is_known(tree, head))
            return
        if tree.layers.xpos[word] in _PARTING or tree.layers.word(word) in (",", ";", ":"):
            return


def _is_of_pictures(tree: Tree, verb: int) -> bool:
    """Say whether pictures show, and not soldiers who "did not show restraint" or "did not capture the town"."""
    number = tree.sentence_of[verb]
    first = tree.layers.sentences[number][0]
    if number > 0 and any(tree.layers.word(word).lower() in ("it", "they") for word in range(first, verb)):
        first = tree.layers.sentences[number - 1][0]
    return any(tree.lemma(word) in lists.PICTURES for word in range(first, verb))


def _shown(tree: Tree, verb: int, start: int, *, known: bool) -> Iterator[Verdict]:
    """Judge by what stands before "show"; of "the killing", a known act, pictures that lack it say nothing."""
    before = [
        word for word in range(verb - 1, max(start - 1, verb - 1 - BEFORE_SHOW), -1) if tree.layers.upos[word] != "ADV"
    ]
    if not before:
        return
    if tree.layers.word(before[0]).lower() in ("not", "n't", "n’t"):
        if not known:
            yield Verdict("unknown", "uncommitted", None, before[0])
    elif tree.layers.word(before[0]).lower() == "to" and len(before) > 1:
        if tree.lemma(before[1]) in lists.SEEMS:
            yield Verdict(None, "probable", None, before[1])
        elif tree.lemma(before[1]) in ("claim", "purport", "profess"):
            yield Verdict(None, "uncommitted", None, before[1])


def judge_fiction(tree: Tree, use: TriggerUse) -> Iterator[Verdict]:
    """Judge what a novel, a film or a play tells in the present tense: "in it a minister is poisoned"."""
    if not _is_in_present(tree, use.head):
        return
    number = tree.sentence_of[use.head]
    first, last = tree.layers.sentences[number]
    for word in range(tree.layers.sentences[max(number - 1, 0)][0], last):
        if tree.layers.upos[word] != "NOUN" or word == use.head:
            continue
        named = tree.lemma(word) in lists.FICTION_NAMED and word >= first and _is_work(tree, word)
        if named or tree.lemma(word) in lists.FICTION:
            yield Verdict("unknown", "uncommitted", None, word)
            return


def _is_work(tree: Tree, noun: int) -> bool:
    """Say whether a noun is what a story stands in or is about: "in the film", "the play is about"."""
    above = tree.layers.heads[noun]
    about = above >= 0 and tree.case_of(above) == "about" and tree.relation(noun) == "nsubj"
    of = any(tree.case_of(child) == "of" for child in tree.children[noun])
    return not of and (about or tree.case_of(noun) == "in")


def _is_in_present(tree: Tree, head: int) -> bool:
    if tree.layers.xpos[head] in ("VBZ", "VBP"):
        return True
    helpers = (child for child in tree.children[head] if tree.relation(child) in ("aux", "aux:pass"))
    return tree.layers.xpos[head] == "VBN" and any(tree.layers.word(c).lower() in ("is", "are") for c in helpers)
