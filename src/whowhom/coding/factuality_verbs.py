"""What a verb, an adjective or a noun says of the clause that hangs on it: says, plans, denies, fails at it.

In: the governing word and the verb below it. Out: :class:`Verdict`. What a word does to its complement is
a matter of lists; whether the complement is finite ("fears that it attacked") or an infinitive ("refused to
attack") decides which of them count.

What one would get wrong: a verb of believing makes what is believed probable, a verb of claiming leaves it to
the claimant, and "did not know that it had shelled" takes the shelling as known.
"""

from __future__ import annotations

from collections.abc import Iterator

from whowhom.coding import factuality_words as lists
from whowhom.coding.factuality_clauses import VERBAL, Verdict, has_modal, has_to, is_perfect, negations
from whowhom.coding.tree import SUBJECTS, Tree
from whowhom.records.values import Certainty, Stage


def judge_by_governor(tree: Tree, above: int, below: int) -> Iterator[Verdict]:
    """Judge by a verb or adjective whose complement the event's verb is."""
    lemma, relation = tree.lemma(above), tree.relation(below)
    negated = bool(list(negations(tree, above)))
    infinitive = relation in ("xcomp", "ccomp", "advcl") and (has_to(tree, below) or tree.layers.xpos[below] == "VBG")
    if lemma in lists.DENIALS:
        if not negated:
            yield Verdict("did not happen", "uncommitted", "accomplished", above)
        elif not _can_deny(tree, above):
            yield Verdict("happened", None, None, above)
    elif lemma in lists.IMAGININGS:
        yield Verdict("did not happen", None, None, above)
    elif lemma in lists.DOUBTS:
        yield Verdict("unknown", "possible", None, above)
    elif lemma in (*lists.FEARS, *lists.AFRAID) and relation in ("ccomp", "advcl"):
        yield Verdict("unknown", "possible", "predicted", above)
    elif lemma in lists.HOPES and relation == "ccomp":
        yield Verdict("unknown", "possible" if negated else "probable", "predicted", above)
    elif lemma in lists.BELIEFS and negated and relation == "ccomp" and has_modal(tree, below):
        yield Verdict("unknown", "possible", "predicted", above)
    elif _is_unconfirmed(tree, above, relation, negated=negated):
        yield Verdict("unknown", "uncommitted", None, above)
    elif lemma in lists.SHOWING and negated:
        return  # "does not show jets bombing": see judge_footage
    elif lemma in lists.LIKELY and not negated:
        yield from _likely(tree, above, below)
    elif lemma in (*lists.UNLIKELY, *lists.LIKELY):
        yield Verdict("unknown", "possible", "predicted", above)
    elif lemma in (*lists.POSSIBLE, *lists.IMPOSSIBLE):
        yield Verdict("unknown", "possible", None, above)
    elif lemma in lists.RUMOURS:
        yield Verdict("unknown", "uncommitted", "accomplished", above)
    elif lemma in lists.DEMANDED_SAYINGS and relation == "ccomp" and _is_demanded(tree, above):
        yield Verdict("unknown", "uncommitted", None, above)
    elif lemma in lists.CALLS_THAT and relation == "ccomp" and tree.layers.xpos[below] == "VB":
        yield Verdict("unknown", None, "planned", above)
    elif lemma in lists.CHARGED_WITH and not negated and _mark(tree, below) in ("of", "with"):
        certainty: Certainty = "probable" if lemma in lists.BELIEFS else "uncommitted"
        yield Verdict("happened", certainty, None, above, weak=True)
        yield Verdict(None, certainty, None, above)
    elif infinitive and not (lemma in lists.BELIEFS or lemma in lists.SEEMS or lemma in lists.ASSERTIONS):
        yield from _infinitive(tree, above, lemma, _mark(tree, below), negated=negated)
    elif not negated:
        yield from _opinion(tree, above, below, lemma)


def _is_unconfirmed(tree: Tree, verb: int, relation: str, *, negated: bool) -> bool:
    """Read "nothing suggests that", "could not confirm that", "declined to confirm that"."""
    if tree.lemma(verb) in lists.SUGGESTING and _is_nothing(tree, verb):
        return True
    refused = negated or _is_refused(tree, verb)
    return tree.lemma(verb) in lists.VERIFYING and relation == "ccomp" and refused


def _is_refused(tree: Tree, verb: int) -> bool:
    """Say whether somebody refuses to do it: "declined to confirm that"."""
    above = tree.layers.heads[verb]
    return above >= 0 and tree.relation(verb) == "xcomp" and tree.lemma(above) in lists.FAILURES | {"unable"}


def _is_demanded(tree: Tree, verb: int) -> bool:
    """Say whether somebody only must or is asked to say so: "must announce that", "asked him to state that"."""
    modals = {tree.layers.word(child).lower() for child in tree.children[verb] if tree.relation(child) == "aux"}
    above = tree.layers.heads[verb]
    asked = above >= 0 and tree.relation(verb) in ("xcomp", "ccomp") and has_to(tree, verb)
    return bool(modals & lists.SHOULD) or (asked and tree.lemma(above) in lists.CALLS)


def _opinion(tree: Tree, above: int, below: int, lemma: str) -> Iterator[Verdict]:
    """Judge what is believed, what seems so, what one side asserts."""
    if tree.layers.upos[above] not in VERBAL:
        return
    seems = lemma in lists.SEEMS and (is_perfect(tree, below) or not has_to(tree, below))
    if seems or (lemma in lists.BELIEFS and not _is_first_person(tree, above)):
        yield Verdict(None, "probable", None, above)
    elif lemma in lists.ASSERTIONS:
        yield Verdict(None, "uncommitted", None, above)


def _is_first_person(tree: Tree, verb: int) -> bool:
    subject = tree.child(verb, *SUBJECTS)
    return subject is not None and tree.layers.word(subject).lower() in ("i", "we")


def _is_nothing(tree: Tree, verb: int) -> bool:
    subject = tree.child(verb, *SUBJECTS)
    return subject is not None and tree.layers.word(subject).lower() in ("nothing", "none", "little")


def _can_deny(tree: Tree, verb: int) -> bool:
    """Say whether "did not deny" leaves it open still: only a question or a condition does."""
    return any(tree.relation(child) == "mark" for child in tree.children[verb])


def _infinitive(tree: Tree, above: int, lemma: str, marker: str, *, negated: bool) -> Iterator[Verdict]:
    if lemma in lists.PREVENTIONS or (lemma in lists.STOPPING and marker == "from"):
        yield Verdict("did not happen", "certain", "attempted", above)
    elif lemma in lists.BANS:
        yield Verdict("unknown", None, "planned", above)
    elif lemma in lists.FAILURES:
        yield Verdict("happened" if negated else "did not happen", None, None if negated else "attempted", above)
    elif lemma in lists.ATTEMPTS:
        failed = negated or _fails_then(tree, above)
        yield Verdict("did not happen" if failed else "unknown", None, "attempted", above, weak=not failed)
    elif lemma in lists.THREATS:
        yield Verdict("unknown", "possible", "threatened", above)
    elif lemma in lists.PLANS and _drops_then(tree, above):
        yield Verdict("did not happen", None, "planned", above)
    elif lemma in lists.PLANS or lemma in lists.CALLS:
        certainty: Certainty | None = "probable" if lemma in lists.FIRM_PLANS else None
        yield Verdict("unknown", certainty, "planned", above, weak=lemma in lists.WEAK_PLANS)
    elif lemma in lists.HOPES:
        yield Verdict("unknown", "probable", "predicted", above)
    elif lemma in ("have", "need") and tree.layers.xpos[above] in ("VBD", "VBN"):
        # "They had to leave": of 57 such in UDS's training part 88 % had happened.
        return
    elif lemma == "have" and any(tree.layers.word(child).lower() == "yet" for child in tree.children[above]):
        yield Verdict("did not happen", None, "accomplished", above)
    elif lemma in ("be", "have", "need") and tree.layers.upos[above] in VERBAL:
        # "They were to be freed", "they have to leave".
        yield Verdict("unknown", "probable", "planned", above, weak=True)
    elif negated:
        yield Verdict("did not happen", None, None, above)


def _mark(tree: Tree, verb: int) -> str:
    mark = tree.child(verb, "mark", "case")
    return tree.layers.word(mark).lower() if mark is not None else ""


def _fails_then(tree: Tree, verb: int) -> bool:
    """Say whether a verb goes on to a failure: "tried but failed to"."""
    return any(tree.relation(child) == "conj" and tree.lemma(child) in lists.FAILURES for child in tree.children[verb])


def _drops_then(tree: Tree, verb: int) -> bool:
    """Say whether a verb of planning goes on to give it up: "considered declaring a siege but ruled it out"."""
    for child in tree.children[verb]:
        if tree.relation(child) != "conj":
            continue
        particle, thing = tree.child(child, "compound:prt"), tree.child(child, "obj")
        lemma = tree.lemma(child) + (f" {tree.lemma(particle)}" if particle is not None else "")
        if thing is None:
            continue
        word = tree.layers.word(thing).lower()
        # "Decided to attack the base and abandoned it": the base.
        if lemma in lists.CANCELLATIONS and word in ("it", "this", "that", "idea", "plan"):
            return True
        if lemma in ("abandon", "drop") and word in ("idea", "plan"):
            return True
    return False


def _likely(tree: Tree, above: int, below: int) -> Iterator[Verdict]:
    perfect = is_perfect(tree, below)
    yield Verdict("happened" if perfect else "unknown", "probable", "accomplished" if perfect else "predicted", above)


def judge_by_noun(tree: Tree, verb: int) -> Iterator[Verdict]:
    """Judge an infinitive by the noun it hangs on: "a plot to bomb", "an attempt to kill was averted"."""
    noun = tree.layers.heads[verb]
    if noun < 0 or tree.relation(verb) != "acl" or not has_to(tree, verb):
        return
    lemma, above = tree.lemma(noun), tree.layers.heads[noun]
    if lemma in lists.POWER_NOUNS:
        yield Verdict("unknown", None, None, noun)
    tried = lemma in lists.ATTEMPT_NOUNS
    if not tried and lemma not in lists.PLAN_NOUNS and lemma not in lists.THREAT_NOUNS:
        return
    stage: Stage = "attempted" if tried else "threatened" if lemma in lists.THREAT_NOUNS else "planned"
    ended = _ended_by(tree, noun, above)
    if ended is not None:
        yield Verdict("did not happen", None, "attempted" if tried else None, ended)
    else:
        yield Verdict("unknown", None, stage, noun, weak=True)


def _ended_by(tree: Tree, noun: int, above: int) -> int | None:
    """Return the verb that ends what a noun names: "the plot was foiled", "failed in its attempt"."""
    if above < 0 or tree.layers.upos[above] not in VERBAL:
        return None
    ends = lists.PREVENTIONS | lists.CANCELLATIONS | lists.STOPPING
    acted_on = tree.relation(noun) == "nsubj:pass" or tree.relation(noun) == "obj"
    if acted_on and tree.lemma(above) in ends:
        return above
    return above if tree.lemma(above) == "fail" and tree.relation(noun) in ("nsubj", "obl") else None
