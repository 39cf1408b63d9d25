"""What the rest of the sentence or the next one says of an event that was just told: corrected, unproven, done.

In: an event's trigger in its tree. Out: :class:`Verdict` that settles it against its own clause: "Radio Kotto
said that rebels had seized the dam. The report was false." "The front had threatened to attack the mine. On
Friday it did so."

What one would get wrong: only what somebody reported can prove false, so a correction reaches no event that
the report tells itself, and none further back than the sentence before.
"""

from __future__ import annotations

from collections.abc import Iterator

from whowhom.coding import factuality_words as lists
from whowhom.coding.factuality_clauses import Verdict
from whowhom.coding.tree import SUBJECTS, Tree

# "There was no mutiny" stands within this many sentences of the mutiny that was reported.
REACH_SENTENCES = 2


def judge_later(tree: Tree, trigger: int, *, reported: bool, ahead: bool) -> Iterator[Verdict]:
    """Judge an event by what is said of it right after.

    Args:
        reported: A voice or a claim stands over the event.
        ahead: It was only planned, threatened, tried or foretold.
    """
    number = tree.sentence_of[trigger]
    last = tree.layers.sentences[number][1]
    if reported:
        yield from _disputed(tree, range(trigger + 1, last))
        yield from _unproven(tree, range(trigger + 1, last))
        yield from _falsified(tree, range(trigger + 1, last), range(*tree.layers.sentences[number]))
    if number + 1 >= len(tree.layers.sentences):
        return
    after = range(*tree.layers.sentences[number + 1])
    if reported:
        yield from _unproven(tree, after)
        yield from _falsified(tree, after, after)
        yield from _withdrawn(tree, after)
        yield from _refused(tree, after)
        yield from _gainsaid(tree, trigger, number)
    if ahead:
        yield from _done_so(tree, after)


def _falsified(tree: Tree, words: range, sentence: range) -> Iterator[Verdict]:
    """Read "the report was false", "it was not true", "that turned out to be untrue", "the news proved wrong".

    Args:
        sentence: Where the subject may stand: "the report that they fired was false".
    """
    for word in words:
        lemma = tree.layers.word(word).lower()
        if lemma not in lists.FALSE and lemma != "true":
            continue
        verb = word if tree.child(word, *SUBJECTS) is not None else _raising(tree, word)
        subject = tree.child(verb, *SUBJECTS) if verb is not None else None
        if subject is None or tree.relation(subject) == "csubj":
            subject = _telling_above(tree, words.start - 1, word)
        if subject is None or subject not in sentence or not _takes_up(tree, subject):
            continue
        if subject not in words and tree.lemma(subject) not in lists.TELLINGS:
            continue
        negated = any(tree.layers.word(child).lower() in lists.NEGATIONS for child in tree.children[word])
        if (lemma == "true") == negated:
            yield Verdict("did not happen", "certain", "accomplished", word)


def _telling_above(tree: Tree, trigger: int, predicate: int) -> int | None:
    """Return the telling that a predicate is said of where the tree parts them: "the claim that it fell is a lie"."""
    if tree.child(predicate, "cop") is None or tree.sentence_of[trigger] != tree.sentence_of[predicate]:
        return None
    over = [w for w in tree.ancestors(trigger) if tree.layers.upos[w] == "NOUN" and tree.lemma(w) in lists.TELLINGS]
    return over[0] if over and over[0] in tree.ancestors(predicate) else None


def is_told_of(tree: Tree, trigger: int) -> bool:
    """Say whether an event is the content of a report that its sentence names: "the news that it was bombed"."""
    return any(
        tree.layers.upos[above] == "NOUN" and tree.lemma(above) in lists.TELLINGS for above in tree.ancestors(trigger)
    )


def _raising(tree: Tree, word: int) -> int | None:
    """Return the verb over "turned out to be untrue" and "proved wrong"."""
    above = tree.layers.heads[word]
    raising = above >= 0 and tree.lemma(above) in ("turn", "prove", "be") and tree.relation(word) == "xcomp"
    return above if raising else None


def _takes_up(tree: Tree, subject: int) -> bool:
    return tree.layers.word(subject).lower() in lists.TAKING_UP or tree.lemma(subject) in lists.TELLINGS


def _unproven(tree: Tree, words: range) -> Iterator[Verdict]:
    """Read "the claim could not be verified", "there was no independent confirmation", "offered no proof"."""
    for word in words:
        lemma = tree.lemma(word)
        beside = {tree.layers.word(child).lower() for child in tree.children[word]}
        unverified = lemma in lists.VERIFYING and not beside.isdisjoint(lists.NEGATIONS)
        unverified = unverified and (tree.is_passive(word) or _verifies_telling(tree, word))
        if unverified or (lemma in ("proof", "evidence", "confirmation") and "no" in beside):
            yield Verdict(None, "uncommitted", None, word)


def _verifies_telling(tree: Tree, verb: int) -> bool:
    """Say whether what somebody could not confirm is what was told: "could not verify the report", "verify this"."""
    thing = tree.child(verb, "obj")
    if thing is None:
        return False
    taken_up = tree.layers.word(thing).lower() in ("it", "this", "that", "them", "these", "either")
    return taken_up or (tree.lemma(thing) in lists.TELLINGS and not _tells_more(tree, thing))


def _tells_more(tree: Tree, telling: int) -> bool:
    """Say whether a telling has a content of its own: "the claim that they were short of food", "of a coup"."""
    for child in tree.children[telling]:
        mark, article = tree.child(child, "mark"), tree.child(child, "det")
        if child > telling and tree.relation(child) in ("acl", "ccomp", "appos") and mark is not None:
            return True
        if tree.relation(child) == "nmod" and article is not None and tree.lemma(article) == "a":
            return True
    return False


def _disputed(tree: Tree, words: range) -> Iterator[Verdict]:
    """Read "shelled the camp, which the army denies"."""
    for word in words:
        which = tree.child(word, "obj")
        is_which = which is not None and tree.layers.word(which).lower() == "which"
        if tree.lemma(word) in lists.REFUSALS and is_which and tree.relation(word) == "acl:relcl":
            yield Verdict(None, "uncommitted", None, word)


def _withdrawn(tree: Tree, words: range) -> Iterator[Verdict]:
    """Read "it later withdrew the statement"."""
    for word in words:
        thing = tree.child(word, "obj", "nsubj:pass")
        if tree.lemma(word) in lists.WITHDRAWING and thing is not None and tree.lemma(thing) in lists.TELLINGS:
            yield Verdict(None, "uncommitted", None, word)


def _refused(tree: Tree, words: range) -> Iterator[Verdict]:
    """Read "a spokesman dismissed the report as fabricated"; an accusation leaves it to the accuser as it is."""
    for word in words:
        thing = tree.child(word, "obj")
        if tree.lemma(word) not in lists.REFUSALS or thing is None or tree.layers.upos[word] != "VERB":
            continue
        told = tree.lemma(thing) in lists.RUMOURS | {"report", "claim", "news"}
        article = tree.child(thing, "det")
        told = told and not _tells_more(tree, thing)
        if told and article is not None and tree.layers.word(article).lower() in lists.DEFINITE:
            yield Verdict(None, "uncommitted", None, word)


def _gainsaid(tree: Tree, trigger: int, number: int) -> Iterator[Verdict]:
    """Read "there was no mutiny" of a mutiny that was reported."""
    sentences = tree.layers.sentences[number + 1 : number + 1 + REACH_SENTENCES]
    for word in (word for first, last in sentences for word in range(first, last)):
        if tree.lemma(word) != tree.lemma(trigger) or tree.layers.upos[word] != "NOUN":
            continue
        no = next((child for child in tree.children[word] if tree.layers.word(child).lower() == "no"), None)
        above = tree.layers.heads[word]
        if no is not None and above >= 0 and tree.child(above, "expl") is not None:
            yield Verdict("did not happen", "certain", "accomplished", no)


def _done_so(tree: Tree, words: range) -> Iterator[Verdict]:
    """Read "on Friday it did so" and "it kept its word" of what was planned or threatened."""
    for word in words:
        subject = tree.child(word, *SUBJECTS)
        if subject is None or tree.layers.upos[subject] != "PRON" or tree.child(word, "aux") is not None:
            continue
        did_so = tree.lemma(word) == "do" and any(tree.layers.word(c).lower() == "so" for c in tree.children[word])
        thing = tree.child(word, "obj")
        kept = tree.lemma(word) == "keep" and thing is not None and tree.lemma(thing) in ("word", "promise")
        if did_so or kept:
            yield Verdict("happened", "certain", "accomplished", word)
