"""Forecasts: what somebody says will or may come, on what condition, and by when.

In: a tree and the date expressions. Out: :class:`~whowhom.records.ForecastDraft` in text
order: the words of the outcome and of the condition, the voices, the dates in them.

What one would get wrong: a plan is no forecast. "The army will send troops", said by the
army, is an event that is planned; "the city may fall", or what comes "if the talks fail",
is foreseen. A threat with an "if" has a condition and an outcome as well.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from whowhom.coding import forecast_words as lists
from whowhom.coding.factuality_clauses import is_perfect, negations
from whowhom.coding.mentions import mention_of
from whowhom.coding.tellers import with_teller
from whowhom.coding.tree import SUBJECTS, Tree
from whowhom.coding.voice_roles import voice_role
from whowhom.coding.voice_tree import voices_over
from whowhom.records import ForecastDraft, Span, Tagged, VoiceDraft

MAX_WORDS = 40
MIN_WORDS = 2
# Outcomes that only the reader sees count from this score on, those that a rule sees too from a smaller one.
LEAST_READ = 0.5
LEAST_WITH_RULE = 0.15
_CLAUSES = ("ccomp", "csubj", "csubj:pass", "parataxis", "xcomp")
_NOT_FORESEEN = frozenset("i we you who which that it".split())
_FIRST = frozenset(["we", "i"])
_QUOTE_MARKS = frozenset(['"', "“", "”", "``", "''"])


@dataclass(frozen=True, slots=True)
class _Ahead:
    """An outcome and its condition, as ranges of words."""

    outcome: tuple[int, int]
    head: int
    condition: tuple[int, int] | None
    speaker: int | None
    cue: int | None
    rule: str


def draft_forecasts(tree: Tree, *, dates: Sequence[Span] = ()) -> tuple[ForecastDraft, ...]:
    """Find the forecasts of a document.

    Args:
        dates: Date expressions of the text, in order: those in an outcome are its horizon.
    """
    found: list[ForecastDraft] = []
    for word in range(len(tree.layers.starts)):
        for ahead in _ahead(tree, word):
            support = tree.outlooks.support(*ahead.outcome, "outcome")
            draft = _draft(tree, ahead, dates) if support >= LEAST_WITH_RULE else None
            if draft is not None and not any(draft.outcome.overlaps(other.outcome) for other in found):
                found.append(draft)
    for ahead in _read(tree):
        if ahead.condition is not None and _is_unreal(tree, ahead.head):
            continue  # "If it had shelled the camp, they would have left": nothing to come
        draft = _draft(tree, ahead, dates)
        if draft is not None and not any(draft.outcome.overlaps(other.outcome) for other in found):
            found.append(draft)
    return tuple(sorted(found, key=lambda draft: draft.outcome))


def _draft(tree: Tree, ahead: _Ahead, dates: Sequence[Span]) -> ForecastDraft | None:
    first, last = ahead.outcome
    first = _from_doubt(tree, ahead.head, first)
    if not MIN_WORDS <= last - first <= MAX_WORDS:
        return None
    outcome = tree.layers.span(first, last)
    condition = tree.layers.span(*ahead.condition) if ahead.condition is not None else None
    parts = [outcome, *([condition] if condition is not None else [])]
    near = _near(tree, ahead, dates)
    inside = tuple(
        span for span in near if any(part.covers(span) for part in parts) and not _is_aside(tree, span, ahead.head)
    )
    voices = _voices(tree, ahead)
    said = _said(tree, ahead, [span for span in near if span not in inside])
    return ForecastDraft(outcome, condition, tree.sentence_of[ahead.head], ahead.rule, inside, said, voices)


def _near(tree: Tree, ahead: _Ahead, dates: Sequence[Span]) -> Sequence[Span]:
    """Take the dates that stand in the sentences of a forecast: of its outcome, its condition and its cue."""
    words = [*ahead.outcome, *(ahead.condition or ()), *((ahead.cue,) if ahead.cue is not None else ())]
    numbers = [tree.sentence_of[min(word, len(tree.layers.starts) - 1)] for word in words]
    first, last = tree.layers.sentences[min(numbers)][0], tree.layers.sentences[max(numbers)][1]
    low = bisect_left(dates, tree.layers.starts[first], key=lambda span: span.start)
    return dates[low : bisect_left(dates, tree.layers.ends[last - 1], key=lambda span: span.start)]


def _from_doubt(tree: Tree, head: int, first: int) -> int:
    """Begin an outcome with the words that turn it round: "do not expect that the war will end", "doubts that"."""
    below = head
    for above in tree.ancestors(head):
        if tree.relation(below) not in (*_CLAUSES, "advcl"):
            return first
        if tree.lemma(above) in lists.DOUBTING:
            return min(first, above)
        if tree.lemma(above) in lists.MENTAL and (turned := [verdict.word for verdict in negations(tree, above)]):
            start = min(first, *turned)
            return start - 1 if start > 0 and tree.lemma(start - 1) == "do" else start
        below = above
    return first


def _is_aside(tree: Tree, date: Span, head: int) -> bool:
    """Say whether a date stands in a relative clause: "will retake islands that it lost in 2022"."""
    word = tree.words_in(date).start
    while word not in (head, -1):
        if tree.relation(word) == "acl:relcl":
            return True
        word = tree.layers.heads[word]
    return False


def _voices(tree: Tree, ahead: _Ahead) -> tuple[VoiceDraft, ...]:
    voices = voices_over(tree, ahead.head, ahead.head + 1)
    if ahead.speaker is None or ahead.cue is None:
        return with_teller(tree, ahead.head, range(*ahead.outcome), voices, lists.MENTAL, ahead.rule)
    mention = mention_of(tree, ahead.speaker)
    if any(voice.span == mention.span for voice in voices):
        return voices
    tag = Tagged(*tree.phrase(ahead.speaker), "source", 1.0)
    cue = tree.layers.span(ahead.cue, ahead.cue + 1)
    return (*voices, VoiceDraft(mention.span, mention, voice_role(tree, tag, mention), cue, ahead.rule))


def _said(tree: Tree, ahead: _Ahead, dates: Sequence[Span]) -> tuple[Span, ...]:
    """Take the dates that hang on the verb of saying: the day it was foreseen."""
    if ahead.cue is None:
        return ()
    return tuple(s for s in dates if any(tree.layers.heads[word] == ahead.cue for word in tree.words_in(s)))


def _ahead(tree: Tree, word: int) -> Iterator[_Ahead]:
    lemma = tree.lemma(word)
    if lemma in lists.FORESEEING and tree.layers.upos[word] == "VERB":
        yield from _foreseen(tree, word)
    if tree.layers.upos[word] in ("VERB", "NOUN", "ADJ", "AUX", "PROPN"):
        yield from _conditional(tree, word)
        yield from _likely(tree, word)
        yield from _modal(tree, word)


def _foreseen(tree: Tree, verb: int) -> Iterator[_Ahead]:
    """Read "analysts expect raids", "she warned that the gains may unravel"."""
    if tree.layers.xpos[verb] == "VBG" and tree.relation(verb) == "acl":
        return
    passive = tree.is_passive(verb)
    speaker = None if passive else tree.subject(verb)
    for child in tree.children[verb]:
        relation = tree.relation(child)
        if child < verb:
            continue
        if relation in _CLAUSES:
            if (
                tree.lemma(verb) in ("warn", "caution")
                and not _looks_ahead(tree, child)
                and _condition(tree, child) is None
            ):
                continue
            if tree.lemma(verb) in ("expect", "fear") and passive and relation == "xcomp":
                continue
            yield _outcome(tree, child, speaker, verb, "verb of foreseeing")
            return
        names_event = relation == "obj" and tree.layers.upos[child] == "NOUN" and tree.lemma(verb) != "warn"
        warned = relation == "obl" and tree.case_of(child) == "of" and tree.lemma(verb) in ("warn", "caution")
        if (names_event and tree.lemma(verb) in ("expect", "predict", "forecast", "foresee", "fear")) or warned:
            yield _outcome(tree, child, speaker, verb, "object of foreseeing")
            return


def _looks_ahead(tree: Tree, verb: int) -> bool:
    return any(
        tree.relation(child) == "aux" and tree.layers.word(child).lower() in lists.AHEAD
        for child in tree.children[verb]
    )


def _conditional(tree: Tree, verb: int) -> Iterator[_Ahead]:
    """Read "if the talks fail, the war will spread"."""
    if (not _looks_ahead(tree, verb) and not _is_first_person(tree, verb)) or _is_unreal(tree, verb):
        return
    condition = _condition(tree, verb)
    if condition is None:
        return
    yield _outcome(tree, verb, None, None, "condition", condition)


def _is_first_person(tree: Tree, verb: int) -> bool:
    """Say whether a present tense announces: "if Rios stays, we stay longer"."""
    subject = tree.child(verb, *SUBJECTS)
    return subject is not None and tree.layers.word(subject).lower() in _FIRST and tree.layers.xpos[verb] == "VBP"


def _condition(tree: Tree, verb: int) -> int | None:
    for child in tree.children[verb]:
        if tree.relation(child) in ("advcl", "obl"):
            for mark in tree.children[child]:
                text = tree.layers.word(mark).lower()
                link = tree.relation(mark)
                if link in ("mark", "advmod") and text in ("if", "unless", "once", "provided", "lest"):
                    return child
                is_first = mark == min(tree.subtree(child))
                if link in ("aux", "cop") and text in ("should", "were", "had") and is_first:
                    return child
            if tree.relation(child) == "obl" and tree.case_of(child) == "without" and child < verb:
                return child
            case = tree.lemma(child) in ("event", "case") and tree.case_of(child) == "in"
            if case and any(tree.relation(c) in ("acl", "ccomp", "acl:relcl", "nmod") for c in tree.children[child]):
                return child
    return None


def _likely(tree: Tree, word: int) -> Iterator[_Ahead]:
    """Read "it is likely that they will be deported", "Israel is likely to suffer"."""
    if tree.lemma(word) not in ("likely", "unlikely") or tree.child(word, "cop") is None:
        return
    clause = tree.child(word, "ccomp", "csubj", "xcomp")
    if clause is not None and clause > word and not is_perfect(tree, clause):
        yield _outcome(tree, clause, None, None, "likely")


def _is_unreal(tree: Tree, verb: int) -> bool:
    """Say whether a perfect looks back: "would have attacked", not "will have fallen"."""
    helpers = {tree.layers.word(child).lower() for child in tree.children[verb] if tree.relation(child) == "aux"}
    return is_perfect(tree, verb) and helpers.isdisjoint(("will", "'ll", "’ll", "shall"))


def _modal(tree: Tree, verb: int) -> Iterator[_Ahead]:
    """Read "the rebels could take the city", "this will be remembered": an outcome under a voice or of its own."""
    modal = next(
        (
            tree.layers.word(child).lower()
            for child in tree.children[verb]
            if tree.relation(child) == "aux" and tree.layers.word(child).lower() in lists.AHEAD
        ),
        None,
    )
    if modal is None or _is_unreal(tree, verb) or tree.relation(verb) in ("acl:relcl", "acl", "advcl"):
        return
    subject = tree.child(verb, *SUBJECTS)
    if subject is None or subject > verb or tree.layers.word(subject).lower() in _NOT_FORESEEN:
        return
    if modal in ("may", "might") and (tree.child(verb, "cop") is not None or tree.is_passive(verb)):
        # "It might be a copycat's", "donations may be made": what is or is allowed, not what is to come.
        return
    is_ccomp = tree.relation(verb) in ("ccomp", "parataxis")
    above = tree.layers.heads[verb]
    thinks = (
        is_ccomp
        and above >= 0
        and tree.lemma(above) in ("think", "believe", "reckon", "suspect", "worry", "fear", "expect")
    )
    leads = tree.lemma(verb) in lists.LEADING
    plain = modal in ("may", "might", "could") and tree.lemma(verb) not in (
        "see",
        "find",
        "hear",
        "be",
        "do",
        "say",
        "confirm",
    )
    if thinks or (leads and modal in ("could", "may", "might", "will", "would")) or (plain and modal != "could"):
        yield _outcome(tree, verb, None, None, "modal")


def _outcome(
    tree: Tree, head: int, speaker: int | None, cue: int | None, rule: str, condition: int | None = None
) -> _Ahead:
    """Cut the outcome out of its clause: without "that", the condition, the voice and the marks at its edges."""
    condition = condition if condition is not None else _condition(tree, head)
    outside = set(tree.subtree(condition)) if condition is not None else set()
    for child in tree.children[head]:
        relation = tree.relation(child)
        if relation in ("parataxis", "discourse") or (relation in ("mark", "case", "cc") and child < head):
            outside.update(tree.subtree(child))
    words = [word for word in tree.subtree(head) if word not in outside]
    run = _run(tree, words, head)
    span = None
    if condition is not None:
        first, last = _run(tree, tree.subtree(condition), condition)
        if last + 1 < len(tree.layers.starts) and tree.layers.word(last + 1).lower() in ("not", "n't", "n’t"):
            last += 1  # "If it does not": the tree may hang the negation elsewhere
        span = _trim(tree, first, last + 1)
    return _Ahead(_trim(tree, run[0], run[-1] + 1), head, span, speaker, cue, rule)


def _run(tree: Tree, words: Sequence[int], head: int) -> list[int]:
    """Keep the unbroken run of words around the head; a quotation mark does not break it."""
    inside = set(words)
    first = last = head
    while first - 1 in inside or (first - 2 in inside and tree.layers.word(first - 1) in _QUOTE_MARKS):
        first -= 1
    while last + 1 in inside or (last + 2 in inside and tree.layers.word(last + 1) in _QUOTE_MARKS):
        last += 1
    return [first, last]


def _trim(tree: Tree, first: int, last: int) -> tuple[int, int]:
    while first < last - 1 and tree.layers.upos[first] in ("PUNCT", "CCONJ"):
        first += 1
    while last > first + 1 and tree.layers.upos[last - 1] == "PUNCT":
        last -= 1
    return first, last


def _read(tree: Tree) -> Iterator[_Ahead]:
    """Take the words in which the reader sees what may come, with the condition of their sentence."""
    for tag in tree.layers.outlooks:
        if tag.label != "outcome" or tag.score < LEAST_READ:
            continue
        head = tree.head_of(tag.first, tag.last)
        beside = tree.outlooks.within(*tree.layers.sentences[tree.sentence_of[head]], "condition")
        told = next((other for other in beside if other.score >= LEAST_READ), None)
        condition = (told.first, told.last) if told is not None else None
        if condition is None and (clause := _condition(tree, head)) is not None:
            first, last = _run(tree, tree.subtree(clause), clause)
            condition = _trim(tree, first, last + 1)
        if condition is not None and condition[0] < tag.last and tag.first < condition[1]:
            condition = None
        yield _Ahead(_trim(tree, tag.first, tag.last), head, condition, None, None, "reader")
