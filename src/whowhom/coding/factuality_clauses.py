"""What the clause of an event says of it: negation, modals, "if", questions, purposes, hedges.

In: the verb that carries the event, in its tree. Out: :class:`Verdict`, the outermost first. Nothing here
looks above the clause but for what a clause shares: the modal of "would attack and burn", the mark of a question.

What one would get wrong: "not only" affirms, "may not attack" leaves it open, and "who attacked?" asks of an
attack that the text takes as known.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import cast

from whowhom.coding import factuality_words as lists
from whowhom.coding.tree import SUBJECTS, Tree
from whowhom.records.values import Certainty, Polarity, Stage

VERBAL = ("VERB", "AUX")
# "If confirmed" may stand behind "But" or a quotation mark.
MAX_OPENING = 3


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one word says about an event; a field is None where the word leaves it open.

    Attributes:
        weak: The words allow another reading; a reader that is sure wins.
    """

    polarity: Polarity | None
    certainty: Certainty | None
    stage: Stage | None
    word: int
    weak: bool = False


def first_conjunct(tree: Tree, verb: int) -> int:
    """Return the verb whose modal or "to" a bare coordinated verb shares ("would attack and burn"), else itself."""
    head = tree.layers.heads[verb]
    bare = tree.relation(verb) == "conj" and head >= 0 and tree.layers.xpos[verb] == tree.layers.xpos[head]
    if not bare or tree.child(verb, *SUBJECTS, "aux", "aux:pass", "mark", "cop") is not None:
        return verb
    return first_conjunct(tree, head) if tree.layers.xpos[verb] in ("VB", "VBN", "VBG") else verb


def clause_shared(tree: Tree, verb: int) -> int:
    """Return the verb whose governor a second verb shares: "claimed that it had seized a truck and killed two men"."""
    head = tree.layers.heads[verb]
    if tree.relation(verb) != "conj" or head < 0 or tree.relation(head) != "ccomp" or tree.layers.upos[head] != "VERB":
        return verb
    joiner = tree.child(verb, "cc")
    shares = joiner is not None and tree.lemma(joiner) in ("and", "or") and not has_to(tree, head)
    # A subject before both is that of both, whichever the tree hangs it on.
    own = [c for c in tree.children[verb] if c > head and tree.relation(c) in (*SUBJECTS, "mark", "aux")]
    return head if shares and not own else verb


def has_to(tree: Tree, verb: int) -> bool:
    """Say whether a verb is an infinitive with "to"."""
    marker = tree.child(verb, "mark")
    return marker is not None and tree.layers.word(marker).lower() == "to"


def is_perfect(tree: Tree, verb: int) -> bool:
    """Say whether a verb has "have" as its auxiliary."""
    return any(tree.lemma(child) == "have" and tree.relation(child) == "aux" for child in tree.children[verb])


def judge_asked(tree: Tree, verb: int) -> Iterator[Verdict]:
    """Judge what a question about somebody or something takes as known: "it is not clear who fired the shells"."""
    above, relation = tree.layers.heads[verb], tree.relation(verb)
    if above < 0 or relation not in ("ccomp", "csubj", "csubj:pass", "advcl", "xcomp") or not _is_past(tree, verb):
        return
    first = min(tree.subtree(verb))
    asks = tree.layers.xpos[first] in ("WP", "WRB", "WP$") and tree.layers.word(first).lower() in lists.ASKING
    if asks and tree.lemma(above) in lists.KNOWING and not has_modal(tree, verb):
        yield Verdict("happened", "certain", "accomplished", first)


def judge_clause(tree: Tree, verb: int) -> Iterator[Verdict]:
    """Judge by the mood of the clause: a question, "if", a claim that the clause above denies."""
    mark = question_mark(tree, verb)
    if mark is not None:
        yield Verdict("unknown", "uncommitted", None, mark)
    for child in tree.children[verb]:
        word = tree.layers.word(child).lower()
        if tree.relation(child) == "mark" and word in lists.CONDITIONS and not _is_counterfactual(tree, verb):
            yield _condition(tree, verb, child, word)
    ahead = _ahead_of_time(tree, verb)
    if ahead is not None:
        yield Verdict("unknown", None, "conditional", ahead)
    if _is_counterfactual(tree, verb):
        yield Verdict("did not happen", None, "conditional", cast(int, tree.child(verb, "aux")))
    elif _is_inverted(tree, verb):
        yield Verdict("unknown", None, "conditional", cast(int, tree.child(verb, "aux")))
    claim = _claim_above(tree, verb)
    if claim is not None:
        yield from _doubtful_claim(tree, claim)


def if_confirmed(tree: Tree, head: int) -> Iterator[Verdict]:
    """Judge by a sentence that opens "If confirmed," or "If true,": what its main clause is about is not yet sure.

    "If confirmed by parliament, he" is of an office, and what a clause or "since" adds has happened before.
    """
    first, last = tree.layers.sentences[tree.sentence_of[head]]
    for word in range(first, min(first + MAX_OPENING, last - 2)):
        opens = tree.layers.word(word).lower() == "if" and tree.layers.word(word + 1).lower() in lists.CONFIRMED
        if opens and tree.layers.word(word + 2) == "," and head > word + 2 and not _is_beside(tree, head):
            yield Verdict(None, "uncommitted", None, word)


def _is_beside(tree: Tree, word: int) -> bool:
    """Say whether a word stands in a clause beside the main one, or behind "since", "after", "before"."""
    path = [word, *tree.ancestors(word)]
    return any(
        tree.relation(at) in ("acl:relcl", "acl", "advcl") or tree.case_of(at) in ("since", "after", "before")
        for at in path
    )


def _ahead_of_time(tree: Tree, verb: int) -> int | None:
    """Return "when" or "until" of a present clause beside what is to come: "will be freed when it lays down arms"."""
    above = tree.layers.heads[verb]
    if tree.relation(verb) != "advcl" or above < 0 or not _is_present(tree, verb):
        return None
    if not has_modal(tree, above) and tree.layers.xpos[above] != "VB":
        return None
    first = min(tree.subtree(verb))
    soon = first > 0 and tree.layers.word(first).lower() == "as" and tree.layers.word(first - 1).lower() == "soon"
    return first if soon or tree.layers.word(first).lower() in lists.TEMPORALS else None


def _is_present(tree: Tree, verb: int) -> bool:
    if tree.layers.xpos[verb] in ("VBZ", "VBP"):
        return True
    helpers = {
        tree.layers.word(c).lower() for c in tree.children[verb] if tree.relation(c) in ("aux", "aux:pass", "cop")
    }
    return bool(helpers & {"is", "are", "has", "have"})


def _claim_above(tree: Tree, verb: int) -> int | None:
    """Return the noun whose content a clause is: "reports that", "rumours spread that", "reports said that"."""
    above = tree.layers.heads[verb]
    mark = tree.child(verb, "mark")
    loose = tree.relation(verb) in ("appos", "dep", "advcl") and mark is not None and tree.lemma(mark) == "that"
    if above < 0 or not (loose or tree.relation(verb) in ("ccomp", "acl")):
        return None
    if tree.lemma(above) in lists.CLAIM_NOUNS:
        return above
    subject = tree.child(above, "nsubj", "nsubj:pass")
    if subject is not None and tree.is_passive(above) and tree.lemma(subject) in lists.CLAIM_NOUNS:
        return subject  # "No evidence was found that"
    return subject if subject is not None and tree.lemma(subject) in lists.REPORT_NOUNS | lists.RUMOURS else None


def _condition(tree: Tree, verb: int, mark: int, word: str) -> Verdict:
    above = tree.layers.heads[verb]
    relation = tree.relation(verb)
    asked = above >= 0 and relation in ("ccomp", "xcomp", "csubj") and tree.lemma(above) not in ("be", "have")
    if word == "whether" or (asked and word == "if"):
        return Verdict("unknown", "uncommitted", "accomplished" if _is_past(tree, verb) else None, mark)
    return Verdict("unknown", None, "conditional", mark)


def _is_inverted(tree: Tree, verb: int) -> bool:
    """Say whether a clause without "if" is a condition: "should the militia burn the crops, ..."."""
    if tree.relation(verb) != "advcl" or tree.child(verb, "mark") is not None:
        return False
    subject, aux = tree.child(verb, *SUBJECTS), tree.child(verb, "aux")
    opens = aux is not None and tree.layers.word(aux).lower() in ("should", "had", "were")
    return opens and subject is not None and cast(int, aux) < subject


def _is_counterfactual(tree: Tree, verb: int) -> bool:
    """Say whether a condition is told as unfulfilled: "had the army sent tanks, the town would have held"."""
    return _is_unfulfilled(tree, verb) and not any(True for _ in negations(tree, verb))


def judge_unfulfilled(tree: Tree, verb: int) -> Iterator[Verdict]:
    """Judge what an unfulfilled condition denies: "had police not fired, nobody would have died"; they did."""
    if _is_unfulfilled(tree, verb):
        yield from (Verdict("happened", None, "accomplished", verdict.word) for verdict in negations(tree, verb))


def _is_unfulfilled(tree: Tree, verb: int) -> bool:
    above = tree.layers.heads[verb]
    if tree.relation(verb) != "advcl" or above < 0:
        return False
    had = any(tree.layers.word(c).lower() == "had" for c in tree.children[verb] if tree.relation(c) == "aux")
    would = any(tree.layers.word(word).lower() in (*lists.WOULD, "could") for word in _auxiliaries(tree, above))
    conditional = _is_inverted(tree, verb) or any(
        tree.relation(c) == "mark" and tree.layers.word(c).lower() == "if" for c in tree.children[verb]
    )
    return had and conditional and would and is_perfect(tree, above)


def _doubtful_claim(tree: Tree, claim: int) -> Iterator[Verdict]:
    """Judge "rejected claims that it had shelled", "no evidence that", "rumours that"."""
    verb = tree.layers.heads[claim]
    relation = tree.relation(claim)
    if verb >= 0 and relation in ("obj", "nsubj:pass") and tree.lemma(verb) in lists.REFUSALS:
        yield Verdict("did not happen", "uncommitted", "accomplished", verb)
        return
    if verb >= 0 and relation in ("obj", "nsubj:pass") and tree.lemma(verb) in lists.WITHDRAWING:
        yield Verdict("unknown", "uncommitted", "accomplished", verb)
        return
    words = {tree.layers.word(child).lower() for child in tree.children[claim]}
    unfound = verb >= 0 and relation == "obj" and any(True for _ in negations(tree, verb))
    if "no" in words or unfound or tree.lemma(claim) in lists.RUMOURS:
        yield Verdict("unknown", "uncommitted", "accomplished", claim)
    elif words & lists.UNPROVEN:
        yield Verdict(None, "uncommitted", None, claim)


def question_mark(tree: Tree, verb: int) -> int | None:
    """Return the mark of the question that asks whether it happened; "who attacked?" takes it as known."""
    first, last = tree.layers.sentences[tree.sentence_of[verb]]
    marks = [word for word in range(verb, last) if tree.layers.word(word) == "?"]
    if not marks or tree.relation(verb) not in ("root", "ccomp", "xcomp", "parataxis"):
        return None
    if any(tree.layers.word(word) in (".", "!", ";") for word in range(verb, marks[0])):
        return None
    asks_who = any(tree.layers.xpos[word] in ("WP", "WRB", "WDT", "WP$") for word in range(first, marks[0]))
    return None if asks_who else marks[0]


def judge_own(tree: Tree, verb: int, *, foretold: bool = False) -> Iterator[Verdict]:
    """Judge by the words on the event's own verb: purpose, modals, negation, hedges.

    Args:
        foretold: What governs the verb says already how sure it is: "fear that they will attack".
    """
    first = first_conjunct(tree, verb)
    if _is_purpose(tree, first):
        yield Verdict("unknown", None, "planned", cast(int, tree.child(first, "mark")), weak=True)
    denied = list(negations(tree, verb)) or ([] if first == verb else list(_shared_negation(tree, verb, first)))
    modal = _modal(tree, first, negated=bool(denied))
    if modal is not None:
        yield replace(modal, certainty=None, stage=None) if foretold else modal
    # "If it does not stop" and "may not attack" leave it open; "will not attack" and "did not" do not.
    is_open = (modal is not None and modal.certainty == "possible") or _is_conditional(tree, first)
    yield from () if is_open else denied
    yield from hedges(tree, verb)
    wished = _subjunctive(tree, verb) if modal is None else None
    if wished is not None:
        yield Verdict("unknown", None, "planned", wished)
    if tree.layers.xpos[verb] == "VB" and tree.relation(verb) == "root" and _is_imperative(tree, verb):
        yield Verdict("unknown", None, "planned", verb, weak=True)


def _subjunctive(tree: Tree, verb: int) -> int | None:
    """Return the bare "be" of what is only asked for: "that they be freed"."""
    helpers = [child for child in tree.children[verb] if tree.relation(child) in ("aux", "aux:pass")]
    others = {tree.layers.word(child).lower() for child in tree.children[verb]} | {
        tree.layers.word(helper - 1).lower() for helper in helpers if helper > 0
    }
    if tree.layers.xpos[verb] != "VBN" or others & {"to", "will", "can", "may", "not", "n't", "n’t"}:
        return None
    modal = any(tree.layers.xpos[helper] == "MD" for helper in helpers)
    be = next((helper for helper in helpers if tree.layers.word(helper).lower() == "be"), None)
    return be if not modal and len(helpers) == 1 else None


def _is_imperative(tree: Tree, verb: int) -> bool:
    """Say whether a bare verb opens a quotation or a sentence without a subject."""
    if tree.child(verb, *SUBJECTS, "aux", "mark", "cop") is not None:
        return False
    first = tree.layers.sentences[tree.sentence_of[verb]][0]
    return all(tree.layers.upos[word] in ("PUNCT", "ADV", "INTJ", "NUM", "X") for word in range(first, verb))


def _is_conditional(tree: Tree, verb: int) -> bool:
    return any(
        tree.relation(child) == "mark" and tree.layers.word(child).lower() in lists.CONDITIONS
        for child in tree.children[verb]
    )


def _shared_negation(tree: Tree, verb: int, first: int) -> Iterator[Verdict]:
    """Yield the negation of "did not shell or burn"; "but" ends its reach."""
    joiner = tree.child(verb, "cc")
    if joiner is not None and tree.lemma(joiner) in ("or", "nor"):
        yield from negations(tree, first)


def _modal(tree: Tree, verb: int, *, negated: bool) -> Verdict | None:
    for child in _auxiliaries(tree, verb):
        word, perfect = tree.layers.word(child).lower(), is_perfect(tree, verb)
        if word in lists.MAY:
            if perfect and word != "could":
                return Verdict("happened", "possible", "accomplished", child)
            if word == "could" and perfect and _has_condition(tree, verb):
                return Verdict("did not happen", None, "conditional", child)
            return Verdict("unknown", "possible", "predicted", child)
        if word in lists.WILL:
            return Verdict("did not happen" if negated else "unknown", "probable", "planned", child)
        if word in lists.WOULD:
            return _would(tree, verb, child, perfect=perfect, negated=negated)
        if word in lists.SHOULD:
            if perfect and word == "must":
                return Verdict("happened", "probable", "accomplished", child)
            return Verdict("unknown", "probable" if perfect else None, None if perfect else "planned", child, weak=True)
    return None


def _would(tree: Tree, verb: int, modal: int, *, perfect: bool, negated: bool) -> Verdict:
    if perfect and (_has_condition(tree, verb) or _has_counterfactual(tree, verb)):
        return Verdict("did not happen", None, "conditional", modal)
    reported = tree.relation(verb) in ("ccomp", "root") and not perfect and not _has_condition(tree, verb)
    if reported and (tree.relation(verb) == "ccomp" or negated):
        return Verdict("did not happen" if negated else "unknown", "probable", "planned", modal, weak=not negated)
    return Verdict("unknown", "possible", "conditional", modal, weak=True)


def _has_counterfactual(tree: Tree, verb: int) -> bool:
    """Say whether "had the fuse not failed" or "without the truce" stands beside a verb."""
    for child in tree.children[verb]:
        if tree.relation(child) == "advcl" and _is_inverted(tree, child):
            return True
        if tree.relation(child) == "obl" and tree.case_of(child) in ("without", "but"):
            return True
    return False


def _has_condition(tree: Tree, verb: int) -> bool:
    return any(_is_conditional(tree, child) for child in tree.children[verb] if tree.relation(child) == "advcl")


def _auxiliaries(tree: Tree, verb: int) -> list[int]:
    """List a verb's auxiliaries; modals right before it count, whatever the tree makes of them."""
    found = {child for child in tree.children[verb] if tree.relation(child) == "aux"}
    word, start = verb - 1, tree.layers.sentences[tree.sentence_of[verb]][0]
    while word >= start and tree.layers.upos[word] in ("AUX", "ADV", "PART") and tree.lemma(word) != "to":
        if tree.layers.xpos[word] == "MD":
            found.add(word)
        word -= 1
    return sorted(found)


def has_modal(tree: Tree, verb: int) -> bool:
    """Say whether a verb stands under a modal that leaves it open."""
    open_words = (*lists.MAY, *lists.WILL, *lists.WOULD, *lists.SHOULD)
    return any(tree.layers.word(word).lower() in open_words for word in _auxiliaries(tree, first_conjunct(tree, verb)))


def _is_purpose(tree: Tree, verb: int) -> bool:
    """Say whether a verb is an infinitive of purpose ("launched an operation to hunt down")."""
    above = tree.layers.heads[verb]
    if above < 0 or not has_to(tree, verb) or tree.layers.xpos[verb] != "VB":
        return False
    relation = tree.relation(verb)
    if relation == "advcl":
        # "Used drones to attack": what means are used for is done.
        return tree.lemma(above) not in lists.MEANS_VERBS and tree.lemma(verb) not in lists.DONE_IN_PURPOSE
    ranked = any(tree.lemma(child) in lists.RANKS for child in tree.children[above])
    return relation == "acl" and not ranked and tree.lemma(verb) not in lists.DONE_IN_PURPOSE


def negations(tree: Tree, head: int) -> Iterator[Verdict]:
    """Yield the negations on a word, on its subject or object, or right before it."""
    start, last = tree.layers.sentences[tree.sentence_of[head]]
    near = [*tree.children[head], *([head - 1] if head > start else []), *_opening(tree, head, start)]
    for child in dict.fromkeys(near):
        word, relation = tree.layers.word(child).lower(), tree.relation(child)
        following = tree.layers.word(child + 1).lower() if child + 1 < last else ""
        if word in lists.NEGATIONS and relation in ("advmod", "det", "mark", "case", "cc", "cc:preconj"):
            if following in lists.FULLY:
                yield Verdict("happened", None, None, child)
            elif following not in lists.NOT_ONLY:
                yield Verdict("did not happen", None, None, child)
        elif relation in ("nsubj", "nsubj:pass", "obj") and tree.layers.upos[head] in VERBAL:
            yield from _nobody(tree, child)


def _opening(tree: Tree, head: int, start: int) -> list[int]:
    """Return "never" where it opens the sentence and turns subject and verb round ("never did they fire")."""
    is_first = tree.layers.word(start).lower() in ("never", "nowhere")
    return [start] if is_first and tree.relation(head) == "root" and start != head else []


def _nobody(tree: Tree, noun: int) -> Iterator[Verdict]:
    if tree.layers.word(noun).lower() in lists.NOBODY:
        yield Verdict("did not happen", None, None, noun)
    for child in tree.children[noun]:
        is_no = tree.relation(child) == "det" and tree.layers.word(child).lower() in ("no", "neither")
        # "No injuries in the attack" denies the injuries, whatever the tree makes of it.
        if is_no and not any(tree.layers.upos[word] == "ADP" for word in range(child, noun)):
            yield Verdict("did not happen", None, None, child)


def hedges(tree: Tree, head: int) -> Iterator[Verdict]:
    """Yield the adverbs that make it less than sure: "likely", "apparently", "perhaps", "nearly"."""
    for child in tree.children[head]:
        lemma, written = tree.lemma(child), tree.layers.word(child).lower()
        if tree.relation(child) != "advmod":
            continue
        if lemma in lists.LIKELY or written in lists.SEEMING:
            yield Verdict(None, "probable", None, child)
        elif lemma in lists.PERHAPS:
            yield Verdict(None, "possible", None, child)
        elif lemma in ("almost", "nearly") and tree.layers.upos[head] in VERBAL:
            yield Verdict("did not happen", None, None, child)


def _is_past(tree: Tree, verb: int) -> bool:
    """Say whether a verb tells of what is over: a past form, or a participle after "had", "was"."""
    if tree.layers.xpos[verb] == "VBD" or is_perfect(tree, verb):
        return True
    return any(tree.layers.word(child).lower() in ("was", "were") for child in tree.children[verb])
