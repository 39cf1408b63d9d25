"""What stands on a noun that tells an event: the verb whose object it is, the noun it hangs on, its adjectives.

In: the noun in its tree. Out: :class:`Verdict`. A noun that the text takes as known ("condemned the attack",
"sought to clear up the killing") is left as it was read, whatever is planned or asked about it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from whowhom.coding import factuality_words as lists
from whowhom.coding.factuality_clauses import VERBAL, Verdict, has_modal, has_to, is_perfect, negations
from whowhom.coding.tree import Tree

# "In case of an attack", "in the event of a strike": the words stand this close before the noun.
CASE_WORDS = 6


def judge_noun(tree: Tree, noun: int) -> Iterator[Verdict]:
    """Judge a noun by the verb whose object it is, by the noun it hangs on and by its adjectives."""
    noun_top = _first_noun(tree, noun)
    above = tree.layers.heads[noun_top]
    relation, known = tree.relation(noun_top), is_known(tree, noun_top)
    yield from _any(tree, noun_top)
    if not known:
        yield from _unsettled(tree, noun_top, above, relation)
    if known and above >= 0 and tree.lemma(noun_top) not in lists.GATHERINGS:
        yield from _going_on(tree, noun_top, above, relation)
    if tree.lemma(noun_top) in lists.GATHERINGS:
        yield from _gathering(tree, noun_top)
    if above >= 0 and tree.layers.upos[above] in VERBAL:
        yield from _under_verb(tree, noun_top, above, known=known)
    elif above >= 0 and relation == "nmod" and tree.case_of(noun_top) in ("of", "for"):
        yield from _under_noun(tree, above, known=known)
    if relation == "nsubj" and _is_hoax(tree, above):
        yield Verdict("did not happen", None, None, above)
    yield from adjectives(tree, noun)
    yield from negations(tree, noun_top)


def _under_verb(tree: Tree, noun: int, above: int, *, known: bool) -> Iterator[Verdict]:
    particle = tree.child(above, "compound:prt")
    lemma = tree.lemma(above) + (f" {tree.lemma(particle)}" if particle is not None else "")
    case, relation = tree.case_of(noun), tree.relation(noun)
    if relation == "obj" or (relation == "nsubj:pass" and tree.is_passive(above)):
        yield from _object(tree, noun, above, lemma, known=known)
    elif relation == "obl" and case == "for" and lemma in lists.CALLS_FOR:
        yield Verdict("unknown", None, "planned", above)
    elif relation == "obl" and case in ("of", "about", "against") and lemma == "warn" and not known:
        yield Verdict("unknown", "possible", "predicted", above)
    elif relation == "obl" and case == "with" and lemma == "threaten":
        yield Verdict("unknown", "possible", "threatened", above)
    elif relation == "obl" and case == "to" and lemma == "lead":
        noun_over = next(tree.ancestors(above), None)
        if noun_over is not None and tree.lemma(noun_over) in lists.CLUES:
            # "Information leading to the arrest".
            yield Verdict("unknown", None, "planned", above)


def _unsettled(tree: Tree, noun: int, above: int, relation: str) -> Iterator[Verdict]:
    """Judge a noun that is not known by what makes its whole clause open."""
    case = _case_of_condition(tree, noun)
    if case is not None:
        yield Verdict("unknown", "possible", "conditional", case)
        return
    if above < 0:
        return
    if relation == "nsubj" and has_modal(tree, above) and tree.layers.upos[above] == "VERB":
        # "A strike would cost millions"; "an attack killed" would be told otherwise.
        yield Verdict("unknown", "possible", "conditional", above, weak=True)
    elif relation == "obj" and has_modal(tree, above) and tree.lemma(above) in lists.MAKING:
        yield Verdict("unknown", "possible", "predicted", above, weak=True)
    elif relation == "obj" and has_modal(tree, above) and tree.lemma(above) not in lists.TAKEN_AS_DONE:
        # "Will redouble patrols".
        yield Verdict("unknown", "probable", "planned", above)
    elif relation == "nsubj" and _is_definition(tree, noun, above):
        yield Verdict("unknown", None, None, above)


def _is_hoax(tree: Tree, predicate: int) -> bool:
    """Say whether something is said to be made up: "the attack was a prank", but not "was no myth"."""
    made_up = predicate >= 0 and tree.lemma(predicate) in lists.HOAXES and tree.child(predicate, "cop") is not None
    return made_up and not any(True for _ in negations(tree, predicate))


def _going_on(tree: Tree, noun: int, above: int, relation: str) -> Iterator[Verdict]:
    """Judge what may end or go on, and so is there: "if the bombing stops"."""
    goes = relation in ("nsubj", "nsubj:pass", "obj") and tree.lemma(above) in lists.GOING_ON
    if goes and any(tree.layers.word(c).lower() in ("if", "unless") for c in tree.children[above]):
        yield Verdict("happened", "certain", "under way", above)


def _gathering(tree: Tree, noun: int) -> Iterator[Verdict]:
    """Judge a meeting, which the text may know before it is held: "will not attend the meeting"."""
    case = tree.case_of(noun)
    above = tree.layers.heads[noun]
    if above >= 0 and tree.lemma(above) in lists.OPENINGS and case == "of":
        # "A day before the start of the talks".
        noun, case = above, tree.case_of(above)
        above = tree.layers.heads[noun]
    if case == "before":
        yield Verdict("unknown", "probable", "planned", cast(int, tree.child(noun, "case")), weak=True)
    if above < 0 or tree.layers.upos[above] not in VERBAL:
        return
    goes = tree.relation(noun) == "obl" and case in lists.AHEAD_CASES
    holds = tree.relation(noun) == "obj" and tree.lemma(above) in lists.GATHERING_VERBS
    lies = tree.relation(noun) in ("nsubj", "nsubj:pass")
    if (goes or holds or lies) and (has_modal(tree, above) or _is_expected(tree, above)):
        yield Verdict("unknown", "probable", "planned", above)


def _is_expected(tree: Tree, verb: int) -> bool:
    """Say whether a verb is an infinitive of what is expected or planned: "are expected to sign"."""
    above = tree.layers.heads[verb]
    open_words = {*lists.HOPES, *lists.PLANS, *lists.SCHEDULED, *lists.LIKELY}
    return above >= 0 and tree.relation(verb) == "xcomp" and tree.lemma(above) in open_words


def _case_of_condition(tree: Tree, noun: int) -> int | None:
    """Return "case" or "event" of "in case of", "in the event of" before a noun."""
    first = max(tree.layers.sentences[tree.sentence_of[noun]][0] + 1, noun - CASE_WORDS)
    for word in range(first, noun - 1):
        of = tree.layers.word(word).lower() in ("case", "event") and tree.layers.word(word + 1).lower() == "of"
        before = {tree.layers.word(back).lower() for back in range(max(first - 1, word - 2), word)}
        if of and "in" in before and not any(tree.layers.upos[w] == "VERB" for w in range(word + 2, noun)):
            return word
    return None


def _is_definition(tree: Tree, noun: int, above: int) -> bool:
    """Say whether a sentence defines: "a ceasefire is a tool"."""
    copula, article = tree.child(above, "cop"), tree.child(noun, "det")
    if copula is None or tree.layers.upos[above] != "NOUN" or tree.layers.word(copula).lower() not in ("is", "are"):
        return False
    return article is not None and tree.layers.word(article).lower() in ("a", "an")


def _any(tree: Tree, noun: int) -> Iterator[Verdict]:
    article = tree.child(noun, "det")
    if article is not None and tree.layers.word(article).lower() == "any":
        yield Verdict("unknown", None, None, article, weak=True)


def _object(tree: Tree, noun: int, verb: int, lemma: str, *, known: bool) -> Iterator[Verdict]:
    # Another verb between the two governs the noun, whatever the tree makes of it.
    between = range(min(noun, verb) + 1, max(noun, verb))
    if any(tree.layers.xpos[word] in ("VB", "VBD", "VBP", "VBZ") for word in between if noun > verb):
        return
    if any(True for _ in negations(tree, verb)):
        if lemma in lists.ALLOWING:
            yield Verdict("did not happen", None, None, verb)
        return
    if lemma in lists.PREVENTIONS:
        yield Verdict("did not happen", None, "attempted", verb)
    elif lemma in lists.CANCELLATIONS:
        yield Verdict("did not happen", None, "planned", verb)
    elif lemma in lists.REHEARSING and not known and (lemma not in lists.HABITS or _is_one(tree, noun)):
        yield Verdict("did not happen", None, None, verb)
    elif lemma == "deny":
        yield Verdict("unknown" if known else "did not happen", "uncommitted", "accomplished", verb)
    elif (lemma == "call" and tree.lemma(noun) in lists.CALLED) or (lemma in lists.BANS and not known):
        yield Verdict("unknown", None, "planned", verb)
    elif lemma in lists.THREATS and not known:
        yield Verdict("unknown", None, "threatened", verb)
    elif lemma in lists.WANTS or (lemma in lists.PLANS_OF and not known):
        yield Verdict("unknown", "uncommitted" if lemma in lists.WANTS else None, "planned", verb)
    elif lemma in lists.FEARS and not known:
        yield Verdict("unknown", "possible", "predicted", verb)
    elif lemma in lists.ATTEMPTS and not known:
        yield Verdict("unknown", None, "attempted", verb)


def _under_noun(tree: Tree, noun: int, *, known: bool) -> Iterator[Verdict]:
    lemma = tree.lemma(noun)
    if lemma in lists.RUMOURS:
        yield Verdict("unknown", "uncommitted", None, noun)
    elif lemma in ("evidence", "sign", "proof", "indication") and _is_missing(tree, noun, known=known):
        yield Verdict("unknown", "uncommitted", "accomplished", noun)
    elif lemma in lists.CLAIM_NOUNS and _is_refused(tree, noun):
        yield Verdict("did not happen", "uncommitted", "accomplished", tree.layers.heads[noun])
    elif known:
        return
    elif lemma in lists.THREAT_NOUNS:
        yield Verdict("unknown", None, "threatened", noun)
    elif lemma in lists.PLAN_NOUNS:
        yield Verdict("unknown", None, "planned", noun)
    elif lemma in lists.CHANCE_NOUNS:
        yield Verdict("unknown", "possible", "predicted", noun)
    elif lemma in lists.REPORT_NOUNS:
        yield Verdict(None, "uncommitted", None, noun)


def _is_one(tree: Tree, noun: int) -> bool:
    """Say whether a noun is one act with "a": "practised an assault", unlike "practise torture", is no deed."""
    return any(tree.layers.word(child).lower() in ("a", "an") for child in tree.children[noun])


def _is_missing(tree: Tree, noun: int, *, known: bool) -> bool:
    """Say whether there is none of a noun: "found no evidence of fighting".

    With "no sign of the siege ending" the siege is there.
    """
    if known and any(tree.layers.xpos[word] == "VBG" for word in tree.subtree(noun) if word > noun):
        return False
    above = tree.layers.heads[noun]
    words = {tree.layers.word(child).lower() for child in tree.children[noun]}
    return "no" in words or ("any" in words and above >= 0 and any(True for _ in negations(tree, above)))


def _is_refused(tree: Tree, noun: int) -> bool:
    """Say whether a claim is what a verb denies: "denied reports of a raid"."""
    above = tree.layers.heads[noun]
    return above >= 0 and tree.relation(noun) in ("obj", "nsubj:pass") and tree.lemma(above) in lists.REFUSALS


def _first_noun(tree: Tree, noun: int) -> int:
    head = tree.layers.heads[noun]
    joined = tree.relation(noun) == "conj" and head >= 0 and tree.layers.upos[head] in ("NOUN", "PROPN")
    if head >= 0 and tree.relation(noun) == "compound" and tree.layers.upos[head] == "NOUN":
        # "Security measures" are what is taken, not security.
        return head
    return head if joined and tree.child(noun, "det", "nmod:poss") is None else noun


def is_known(tree: Tree, noun: int) -> bool:
    """Say whether a noun is told as known: "the attack", "their killing", "this siege"."""
    for child in tree.children[noun]:
        if tree.relation(child) == "nmod:poss":
            return True
        if tree.relation(child) == "det" and tree.layers.word(child).lower() in lists.DEFINITE:
            return True
    return False


def is_shared(tree: Tree, noun: int) -> bool:
    """Say whether a known act is one that somebody had a part in or not: "whether he took part in the shelling".

    Of a part still to be taken ("will play no part in the offensive") nothing is known yet.
    """
    case = tree.child(noun, "case")
    if case is None or case == 0 or tree.layers.upos[noun] != "NOUN" or tree.lemma(noun) in lists.GATHERINGS:
        return False
    part = case - 1
    is_part = tree.case_of(noun) in ("in", "for", "behind") and tree.lemma(part) in lists.PARTS_IN
    return is_part and is_known(tree, noun) and not _is_to_come(tree, part)


def _is_to_come(tree: Tree, part: int) -> bool:
    """Say whether a part in an act is only to be taken: "will take part in", "agreed to have a role in"."""
    verb = part if tree.layers.upos[part] == "VERB" else tree.layers.heads[part]
    if verb < 0 or (verb != part and tree.lemma(verb) not in ("take", "play", "have")):
        return False
    return (has_modal(tree, verb) or has_to(tree, verb)) and not is_perfect(tree, verb)


def adjectives(tree: Tree, noun: int) -> Iterator[Verdict]:
    """Judge by what stands on a noun as its adjective, and by a clause that says it is still to come."""
    # The word before a noun is its adjective, whatever the tree makes of it ("the botched raid").
    start = tree.layers.sentences[tree.sentence_of[noun]][0]
    before = [noun - 1] if noun > start and noun - 1 not in tree.children[noun] else []
    for child in (*tree.children[noun], *before):
        lemma = tree.layers.word(child).lower()
        if tree.relation(child) in ("acl", "acl:relcl") and child > noun:
            if tree.lemma(child) in lists.SCHEDULED and tree.is_passive(child):
                yield Verdict("unknown", "probable", "planned", child)
            continue
        if tree.relation(child) not in ("amod", "compound", "acl") and child not in before:
            continue
        if lemma in lists.FOILED:
            yield Verdict("did not happen", None, "attempted", child)
        elif lemma in lists.BOTCHED:
            yield Verdict("unknown" if lemma == "attempted" else None, None, "attempted", child)
        elif lemma == "threatened":
            yield Verdict("unknown", None, "threatened", child)
        elif lemma in lists.COMING:
            yield Verdict("unknown", None, "planned", child)
        elif lemma in lists.POSSIBLE:
            yield Verdict("unknown", "possible", "predicted", child)
        elif lemma in lists.ALLEGED:
            yield Verdict(None, "uncommitted", None, child)
    above = tree.layers.heads[noun]
    if tree.lemma(noun) in lists.ATTEMPT_NOUNS:
        yield Verdict(None, None, "attempted", noun)
    elif above >= 0 and tree.relation(noun) == "compound" and tree.lemma(above) in lists.ATTEMPT_NOUNS:
        yield Verdict(None, None, "attempted", above)
