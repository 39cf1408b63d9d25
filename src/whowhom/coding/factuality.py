"""Factuality: did it happen as the report tells it, how sure, at what stage.

The reader's own judgement is the start. Only words that settle the question overrule
it: negation, modals and "if" on the event's own verb, verbs that govern it as an
infinitive or as a bare noun ("plan to", "prevented an attack"), denial, hearsay.
None of them reaches past a finite clause, a relative clause or a noun that the text
takes as known ("sought to clear up the killing" leaves the killing as it was read).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

from whowhom.coding import factuality_words as lists
from whowhom.coding.tree import SUBJECTS, Tree
from whowhom.coding.triggers import TriggerUse
from whowhom.records import Factuality, Quote, VoiceDraft, quote
from whowhom.records.values import Certainty, Polarity, Stage

# Surer than this that it happened, the reader wins over an infinitive of purpose, "tried",
# "would" and the like: right in 20 of 21 cases of our labels, most of which it was trained on.
SURE = 0.95
_UNREAL = ("planned", "threatened", "predicted", "conditional")
_VERBAL = ("VERB", "AUX")
# An infinitive or a participle under a verb shares that verb's fate; so does what is coordinated with it.
_SHARING = ("xcomp", "ccomp")


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


def draft_factuality(tree: Tree, use: TriggerUse, voices: tuple[VoiceDraft, ...]) -> Factuality:
    """Judge one event mention.

    Args:
        voices: Of the same event: told only as hearsay, it is not certain.
    """
    polarity = cast(Polarity, use.reading.facet("polarity") or "happened")
    certainty = cast(Certainty, use.reading.facet("certainty") or "certain")
    stage = cast(Stage, use.reading.facet("stage") or "accomplished")
    cues: list[Quote] = []
    text = tree.layers.document.text
    is_sure = _chance(use, "polarity") >= SURE and polarity == "happened"
    for verdict in find_verdicts(tree, use):
        if verdict.weak and is_sure:
            continue
        # What the reader saw fail is not made open again by "tried to" or "wanted to".
        keeps = verdict.polarity == "unknown" and polarity == "did not happen"
        polarity = polarity if keeps else verdict.polarity or polarity
        certainty = verdict.certainty or certainty
        stage = verdict.stage or stage
        cues.append(quote(text, tree.layers.span(verdict.word, verdict.word + 1)))
    if any(voice.span is None for voice in voices) and certainty == "certain":
        certainty = "uncommitted"
        cues.extend(quote(text, voice.cue) for voice in voices if voice.span is None and voice.cue is not None)
    if stage in _UNREAL and polarity == "happened":
        polarity = "unknown"
    return Factuality(polarity, certainty, stage, tuple(sorted(set(cues))))


def _chance(use: TriggerUse, name: str) -> float:
    return next((score for facet, _, score in use.reading.facets if facet == name), 0.0)


def find_verdicts(tree: Tree, use: TriggerUse) -> Iterator[Verdict]:
    """Yield what the words say, from the outermost to the event's own, so that the nearest comes last."""
    bearer, sharers = _bearers(tree, use)
    for index in range(len(sharers) - 1, -1, -1):
        above, below = sharers[index]
        if tree.layers.upos[above] in (*_VERBAL, "ADJ"):
            yield from _governing_verb(tree, above, below)
    if bearer is None:
        yield from _on_noun(tree, use.head)
    top = sharers[-1][0] if sharers else bearer if bearer is not None else use.head
    yield from _clause(tree, top if _shares_mood(tree, sharers) else bearer if bearer is not None else use.head)
    if bearer is not None and not _is_performed(tree, use, bearer):
        yield from _own(tree, bearer)
    if use.head != bearer:
        yield from _negations(tree, use.head)
        yield from _hedges(tree, use.head)
        if bearer is not None:
            yield from _adjectives(tree, use.head)


def _is_performed(tree: Tree, use: TriggerUse, bearer: int) -> bool:
    """Say whether the modal or the negation is the act: "they must leave" requests, "we will not talk" rejects."""
    words = lists.PERFORMING.get(use.reading.label, frozenset())
    near = {tree.layers.word(child).lower() for child in tree.children[bearer]}
    return use.entry is None and not words.isdisjoint(near)


def _shares_mood(tree: Tree, sharers: list[tuple[int, int]]) -> bool:
    return bool(sharers) and all(tree.relation(below) == "xcomp" for _, below in sharers)


def _bearers(tree: Tree, use: TriggerUse) -> tuple[int | None, list[tuple[int, int]]]:
    """Return the verb that carries the event, and the pairs of governor and governed above it."""
    bearer = _bearing_verb(tree, use)
    pairs: list[tuple[int, int]] = []
    below = use.head if bearer is None else first_conjunct(tree, bearer)
    for above in tree.ancestors(below):
        relation = tree.relation(below)
        if relation in _SHARING or (relation == "advcl" and tree.lemma(above) in lists.DENIALS):
            pairs.append((above, below))
            if relation != "xcomp" or bearer is None:
                break
        else:
            break
        below = first_conjunct(tree, above)
        if below != above:
            break
    return bearer, pairs


def _bearing_verb(tree: Tree, use: TriggerUse) -> int | None:
    """Return the trigger if it is a verb, else the verb that only says that the noun takes place."""
    head = use.head
    if tree.layers.upos[head] in _VERBAL or tree.child(head, "cop") is not None:
        return head
    above = tree.layers.heads[head]
    if use.light is not None and tree.layers.upos[use.light] in _VERBAL:
        return use.light if tree.lemma(use.light) not in lists.UNSETTLED else None
    occurs = above >= 0 and tree.relation(head) in ("nsubj", "nsubj:pass") and tree.lemma(above) in lists.OCCURRING
    if occurs and (tree.lemma(above) != "be" or tree.child(above, "expl") is not None):
        return above
    return None


def first_conjunct(tree: Tree, verb: int) -> int:
    """Return the verb whose modal or "to" a bare coordinated verb shares ("would attack and burn"), else itself."""
    head = tree.layers.heads[verb]
    bare = tree.relation(verb) == "conj" and head >= 0 and tree.layers.xpos[verb] == tree.layers.xpos[head]
    if not bare or tree.child(verb, *SUBJECTS, "aux", "aux:pass", "mark", "cop") is not None:
        return verb
    return first_conjunct(tree, head) if tree.layers.xpos[verb] in ("VB", "VBN", "VBG") else verb


def _governing_verb(tree: Tree, above: int, below: int) -> Iterator[Verdict]:
    """Judge by a verb or adjective whose complement the event's verb is."""
    lemma, relation = tree.lemma(above), tree.relation(below)
    negated = bool(list(_negations(tree, above)))
    infinitive = relation in ("xcomp", "ccomp") and (_has_to(tree, below) or tree.layers.xpos[below] == "VBG")
    if lemma in lists.DENIALS:
        if not negated:
            yield Verdict("did not happen", None, None, above)
    elif lemma in lists.DOUBTS:
        yield Verdict("unknown", "possible", None, above)
    elif lemma in lists.FEARS and relation == "ccomp":
        yield Verdict("unknown", "possible", "predicted", above)
    elif lemma in lists.HOPES and relation == "ccomp":
        yield Verdict("unknown", "probable", "predicted", above)
    elif lemma in lists.LIKELY and not negated:
        yield from _likely(tree, above, below)
    elif lemma in (*lists.UNLIKELY, *lists.LIKELY):
        yield Verdict("unknown", "possible", "predicted", above)
    elif lemma in lists.POSSIBLE:
        yield Verdict("unknown", "possible", None, above)
    elif infinitive:
        yield from _infinitive(tree, above, lemma, negated=negated)


def _infinitive(tree: Tree, above: int, lemma: str, *, negated: bool) -> Iterator[Verdict]:
    if lemma in lists.FAILURES:
        yield Verdict("happened" if negated else "did not happen", None, None if negated else "attempted", above)
    elif lemma in lists.ATTEMPTS:
        yield Verdict("did not happen" if negated else "unknown", None, "attempted", above, weak=not negated)
    elif lemma in lists.THREATS:
        yield Verdict("unknown", None, "threatened", above)
    elif lemma in lists.PLANS or lemma in lists.CALLS:
        certainty: Certainty | None = "probable" if lemma in lists.FIRM_PLANS else None
        yield Verdict("unknown", certainty, "planned", above, weak=lemma in lists.WEAK_PLANS)
    elif lemma in lists.HOPES:
        yield Verdict("unknown", "probable", "predicted", above)
    elif lemma in ("be", "have") and tree.layers.upos[above] in _VERBAL:
        # "They were to be freed", "they have to leave".
        yield Verdict("unknown", "probable", "planned", above, weak=True)
    elif negated:
        yield Verdict("did not happen", None, None, above)


def _likely(tree: Tree, above: int, below: int) -> Iterator[Verdict]:
    perfect = _is_perfect(tree, below)
    yield Verdict(None if perfect else "unknown", "probable", None if perfect else "predicted", above)


def _has_to(tree: Tree, verb: int) -> bool:
    marker = tree.child(verb, "mark")
    return marker is not None and tree.layers.word(marker).lower() == "to"


def _is_perfect(tree: Tree, verb: int) -> bool:
    return any(tree.lemma(child) == "have" and tree.relation(child) == "aux" for child in tree.children[verb])


def _on_noun(tree: Tree, noun: int) -> Iterator[Verdict]:
    """Judge a noun by the verb whose object it is, by the noun it hangs on and by its adjectives."""
    noun_top = _first_noun(tree, noun)
    above = tree.layers.heads[noun_top]
    relation, known = tree.relation(noun_top), is_known(tree, noun_top)
    if above >= 0 and tree.layers.upos[above] in _VERBAL:
        particle = tree.child(above, "compound:prt")
        lemma = tree.lemma(above) + (f" {tree.lemma(particle)}" if particle is not None else "")
        case = tree.case_of(noun_top)
        if relation == "obj" or (relation == "nsubj:pass" and tree.is_passive(above)):
            yield from _object(tree, noun_top, above, lemma, known=known)
        elif relation == "obl" and case == "for" and lemma in lists.CALLS_FOR:
            yield Verdict("unknown", None, "planned", above)
        elif relation == "obl" and case in ("of", "about", "against") and lemma == "warn" and not known:
            yield Verdict("unknown", "possible", "predicted", above)
        elif relation == "obl" and case == "with" and lemma == "threaten":
            yield Verdict("unknown", None, "threatened", above)
    elif above >= 0 and relation == "nmod" and tree.case_of(noun_top) in ("of", "for") and not known:
        yield from _under_noun(tree, above)
    yield from _adjectives(tree, noun)
    yield from _negations(tree, noun_top)


def _object(tree: Tree, noun: int, verb: int, lemma: str, *, known: bool) -> Iterator[Verdict]:
    # Another verb between the two governs the noun, whatever the tree makes of it.
    between = range(min(noun, verb) + 1, max(noun, verb))
    if any(tree.layers.xpos[word] in ("VB", "VBD", "VBP", "VBZ") for word in between if noun > verb):
        return
    if any(True for _ in _negations(tree, verb)):
        return
    if lemma in lists.PREVENTIONS:
        yield Verdict("did not happen", None, "attempted", verb)
    elif lemma in lists.CANCELLATIONS:
        yield Verdict("did not happen", None, "planned", verb)
    elif lemma == "deny":
        yield Verdict("unknown" if known else "did not happen", "uncommitted" if known else None, None, verb)
    elif lemma in lists.THREATS and not known:
        yield Verdict("unknown", None, "threatened", verb)
    elif lemma in lists.WANTS or (lemma in lists.PLANS_OF and not known):
        yield Verdict("unknown", None, "planned", verb)
    elif lemma in lists.FEARS and not known:
        yield Verdict("unknown", "possible", "predicted", verb)
    elif lemma in lists.ATTEMPTS and not known:
        yield Verdict("unknown", None, "attempted", verb)


def _under_noun(tree: Tree, noun: int) -> Iterator[Verdict]:
    lemma = tree.lemma(noun)
    if lemma in lists.THREAT_NOUNS:
        yield Verdict("unknown", None, "threatened", noun)
    elif lemma in lists.PLAN_NOUNS:
        yield Verdict("unknown", None, "planned", noun)
    elif lemma in lists.CHANCE_NOUNS:
        yield Verdict("unknown", "possible", "predicted", noun)


def _first_noun(tree: Tree, noun: int) -> int:
    head = tree.layers.heads[noun]
    joined = tree.relation(noun) == "conj" and head >= 0 and tree.layers.upos[head] in ("NOUN", "PROPN")
    return head if joined and tree.child(noun, "det", "nmod:poss") is None else noun


def is_known(tree: Tree, noun: int) -> bool:
    """Say whether a noun is told as known: "the attack", "their killing", "this siege"."""
    for child in tree.children[noun]:
        if tree.relation(child) == "nmod:poss":
            return True
        if tree.relation(child) == "det" and tree.layers.word(child).lower() in lists.DEFINITE:
            return True
    return False


def _adjectives(tree: Tree, noun: int) -> Iterator[Verdict]:
    for child in tree.children[noun]:
        lemma = tree.layers.word(child).lower()
        if tree.relation(child) not in ("amod", "compound"):
            continue
        if lemma in lists.FOILED:
            yield Verdict("did not happen", None, "attempted", child)
        elif lemma in ("attempted", "failed", "botched"):
            yield Verdict("unknown" if lemma == "attempted" else None, None, "attempted", child)
        elif lemma == "threatened":
            yield Verdict("unknown", None, "threatened", child)
        elif lemma in lists.COMING:
            yield Verdict("unknown", None, "planned", child)
        elif lemma in lists.POSSIBLE:
            yield Verdict("unknown", "possible", "predicted", child)
        elif lemma in lists.ALLEGED:
            yield Verdict(None, "uncommitted", None, child)


def _clause(tree: Tree, verb: int) -> Iterator[Verdict]:
    """Judge by the mood of the clause: a question, "if", a claim that the clause above denies."""
    if _is_question(tree, verb):
        last = tree.layers.sentences[tree.sentence_of[verb]][1]
        mark = max(word for word in range(verb, last) if tree.layers.word(word) == "?")
        yield Verdict("unknown", "uncommitted", None, mark)
    for child in tree.children[verb]:
        word = tree.layers.word(child).lower()
        if tree.relation(child) == "mark" and word in lists.CONDITIONS:
            conditional = word != "whether"
            yield Verdict(
                "unknown", None if conditional else "uncommitted", "conditional" if conditional else None, child
            )
    above = tree.layers.heads[verb]
    if above >= 0 and tree.relation(verb) in ("ccomp", "acl") and tree.lemma(above) in lists.CLAIM_NOUNS:
        yield from _denied_claim(tree, above)


def _denied_claim(tree: Tree, claim: int) -> Iterator[Verdict]:
    """Judge "rejected claims that it had shelled" and "no evidence that"."""
    verb = tree.layers.heads[claim]
    if verb >= 0 and tree.relation(claim) == "obj" and tree.lemma(verb) in (*lists.DENIALS, "dismiss", "reject"):
        yield Verdict("did not happen", None, None, verb)
    elif any(tree.layers.word(child).lower() == "no" for child in tree.children[claim]):
        yield Verdict("unknown", "uncommitted", None, claim)


def _is_question(tree: Tree, verb: int) -> bool:
    """Say whether the verb is asked about; "who attacked?" takes the attack as known."""
    first, last = tree.layers.sentences[tree.sentence_of[verb]]
    words = [tree.layers.word(index).lower() for index in range(first, last)]
    if "?" not in words[-3:] or tree.relation(verb) not in ("root", "ccomp", "xcomp", "parataxis"):
        return False
    return not any(tree.layers.xpos[index] in ("WP", "WRB", "WDT", "WP$") for index in range(first, last))


def _own(tree: Tree, verb: int) -> Iterator[Verdict]:
    """Judge by the words on the event's own verb: purpose, modals, negation, hedges."""
    first = first_conjunct(tree, verb)
    if _is_purpose(tree, first):
        yield Verdict("unknown", None, "planned", cast(int, tree.child(first, "mark")), weak=True)
    negations = list(_negations(tree, verb)) or ([] if first == verb else list(_shared_negation(tree, verb, first)))
    modal = _modal(tree, first, negated=bool(negations))
    if modal is not None:
        yield modal
    # "If it does not stop" and "may not attack" leave it open; "will not attack" and "did not" do not.
    is_open = (modal is not None and modal.certainty == "possible") or _is_conditional(tree, first)
    yield from () if is_open else negations
    yield from _hedges(tree, verb)


def _is_conditional(tree: Tree, verb: int) -> bool:
    return any(
        tree.relation(child) == "mark" and tree.layers.word(child).lower() in lists.CONDITIONS
        for child in tree.children[verb]
    )


def _shared_negation(tree: Tree, verb: int, first: int) -> Iterator[Verdict]:
    """Yield the negation of "did not shell or burn"; "but" ends its reach."""
    joiner = tree.child(verb, "cc")
    if joiner is not None and tree.lemma(joiner) in ("or", "nor"):
        yield from _negations(tree, first)


def _modal(tree: Tree, verb: int, *, negated: bool) -> Verdict | None:
    for child in _auxiliaries(tree, verb):
        word, perfect = tree.layers.word(child).lower(), _is_perfect(tree, verb)
        if word in lists.MAY:
            if perfect and word != "could":
                return Verdict(None, "possible", "accomplished", child)
            return Verdict("unknown", "possible", "predicted", child)
        if word in lists.WILL:
            return Verdict("did not happen" if negated else "unknown", "probable", "planned", child)
        if word in lists.WOULD:
            reported = tree.relation(verb) == "ccomp" and not perfect and not _has_condition(tree, verb)
            if reported:
                return Verdict("unknown", "probable", "planned", child, weak=True)
            return Verdict("unknown", "possible", "conditional", child, weak=True)
        if word in lists.SHOULD:
            return Verdict("unknown", "probable" if perfect else None, None if perfect else "planned", child, weak=True)
    return None


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


def _is_purpose(tree: Tree, verb: int) -> bool:
    """Say whether a verb is an infinitive of purpose ("launched an operation to hunt down")."""
    above = tree.layers.heads[verb]
    if above < 0 or not _has_to(tree, verb) or tree.layers.xpos[verb] != "VB":
        return False
    relation = tree.relation(verb)
    if relation == "advcl":
        # "Used drones to attack": what means are used for is done.
        return tree.lemma(above) not in lists.MEANS_VERBS and tree.lemma(verb) not in lists.DONE_IN_PURPOSE
    ranked = any(tree.lemma(child) in lists.RANKS for child in tree.children[above])
    return relation == "acl" and not ranked and tree.lemma(verb) not in lists.DONE_IN_PURPOSE


def _negations(tree: Tree, head: int) -> Iterator[Verdict]:
    """Yield the negations on a word, on its subject or object, or right before it."""
    start, last = tree.layers.sentences[tree.sentence_of[head]]
    near = [*tree.children[head], *([head - 1] if head > start else [])]
    for child in dict.fromkeys(near):
        word, relation = tree.layers.word(child).lower(), tree.relation(child)
        following = tree.layers.word(child + 1).lower() if child + 1 < last else ""
        if word in lists.NEGATIONS and relation in ("advmod", "det", "mark", "case", "cc"):
            if following not in lists.NOT_ONLY:
                yield Verdict("did not happen", None, None, child)
        elif relation in ("nsubj", "nsubj:pass", "obj") and tree.layers.upos[head] in _VERBAL:
            yield from _nobody(tree, child)


def _nobody(tree: Tree, noun: int) -> Iterator[Verdict]:
    if tree.layers.word(noun).lower() in lists.NOBODY:
        yield Verdict("did not happen", None, None, noun)
    for child in tree.children[noun]:
        is_no = tree.relation(child) == "det" and tree.layers.word(child).lower() in ("no", "neither")
        # "No injuries in the attack" denies the injuries, whatever the tree makes of it.
        if is_no and not any(tree.layers.upos[word] == "ADP" for word in range(child, noun)):
            yield Verdict("did not happen", None, None, child)


def _hedges(tree: Tree, head: int) -> Iterator[Verdict]:
    for child in tree.children[head]:
        lemma = tree.lemma(child)
        if tree.relation(child) != "advmod":
            continue
        if lemma in lists.LIKELY:
            yield Verdict(None, "probable", None, child)
        elif lemma in lists.PERHAPS:
            yield Verdict(None, "possible", None, child)
        elif lemma in ("almost", "nearly") and tree.layers.upos[head] in _VERBAL:
            yield Verdict("did not happen", None, None, child)
