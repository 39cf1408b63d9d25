"""Factuality: did it happen as the report tells it, how sure, at what stage.

The reader's own judgement is the start. Only words that settle the question overrule
it: negation, modals and "if" on the event's own verb, verbs that govern it as an
infinitive or as a bare noun ("plan to", "prevented an attack"), denial, hearsay.
None of them reaches past a finite clause, a relative clause or a noun that the text
takes as known ("sought to clear up the killing" leaves the killing as it was read).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from whowhom.coding import factuality_words as lists
from whowhom.coding.factuality_clauses import (
    VERBAL,
    Verdict,
    clause_shared,
    first_conjunct,
    has_modal,
    hedges,
    if_confirmed,
    judge_asked,
    judge_clause,
    judge_own,
    judge_unfulfilled,
    negations,
)
from whowhom.coding.factuality_later import is_told_of, judge_later
from whowhom.coding.factuality_nouns import adjectives, is_known, is_shared, judge_noun
from whowhom.coding.factuality_own import judge_fiction, judge_footage, judge_trigger
from whowhom.coding.factuality_verbs import judge_by_governor, judge_by_noun
from whowhom.coding.tree import Tree
from whowhom.coding.triggers import TriggerUse
from whowhom.records import Factuality, Quote, VoiceDraft, quote
from whowhom.records.values import Certainty, Polarity, Stage

# Surer than this that it happened, the reader wins over an infinitive of purpose, "tried",
# "would" and the like: right in 20 of 21 cases of our labels, most of which it was trained on.
SURE = 0.95
# The graded reading, -3 to 3, below which it is not sure, whatever the other says.
UNLIKELY = -0.2
# A reading of "happened" with less chance than the first is doubted where the graded reading, -3 to 3, is less
# than the second.
# Chosen on some 700 events of reports that no label stands over, read one by one: of those that these pairs stop two
# in three had not happened.
DOUBTS = ((0.93, 0.42), (0.96, 0.4), (0.97, 0.1), (0.995, -0.05), (0.999, -0.2))
# A text knows an attack only behind it; a meeting, a pact, help or "our solidarity" before they come about.
_KNOWN_BEHIND = frozenset(("ASSAULT", "COERCE", "PROTEST", "RETREAT", "SANCTION", "REJECT"))
# Who denies a charge denies what it is about, and not that it is made.
_CHARGES = frozenset(("ACCUSE", "REJECT"))
# "Had not really taken place".
MAX_AUXILIARIES = 4
_UNREACHED = ("attempted", "planned")
_UNREAL = ("planned", "threatened", "predicted", "conditional")
# An infinitive or a participle under a verb shares that verb's fate; so does what is coordinated with it.
_SHARING = ("xcomp", "ccomp", "csubj", "csubj:pass")


def draft_factuality(tree: Tree, use: TriggerUse, voices: tuple[VoiceDraft, ...], *, known: bool = False) -> Factuality:
    """Judge one event mention.

    Args:
        voices: Of the same event: told only as hearsay, it is not certain.
        known: A claim or denial of responsibility is about the act: "nobody claimed the attack" takes
            the attack as known, whatever was read.
    """
    polarity = cast(Polarity, use.reading.facet("polarity") or "happened")
    certainty = cast(Certainty, use.reading.facet("certainty") or "certain")
    stage = cast(Stage, use.reading.facet("stage") or "accomplished")
    if known and is_presupposed(tree, use):
        return Factuality("happened", "certain", stage if stage in ("under way", "attempted") else "accomplished")
    cues: list[Quote] = []
    text = tree.layers.document.text
    is_sure = _chance(use, "polarity") >= SURE and polarity == "happened"
    is_sure = is_sure and (tree.layers.factuality[use.head] >= UNLIKELY or _performs(tree, use))
    verdicts = [*judge_fiction(tree, use), *judge_footage(tree, use.head), *if_confirmed(tree, use.head)]
    verdicts += [*find_verdicts(tree, use), *judge_trigger(tree, use)]
    if use.reading.label in _CHARGES and tree.layers.upos[use.head] not in VERBAL:
        verdicts = [verdict for verdict in verdicts if tree.lemma(verdict.word) not in lists.REFUSALS]
    taken = _is_performed(tree, use, use.head) or stage == "attempted" or _is_taken(tree, use)
    # Of hearsay the text itself says that it is none of its own.
    hearsay = any(voice.span is None for voice in voices)
    if not verdicts and not taken and not hearsay and _is_doubtful(tree, use):
        polarity, certainty = "unknown", "possible" if certainty == "certain" else certainty
    if polarity == "did not happen" and not verdicts and is_presupposed(tree, use):
        # "Nobody was charged over the attack": the negation is the charge's.
        polarity, stage = "happened", "accomplished"
    reported = bool(voices) or any(verdict.certainty == "uncommitted" for verdict in verdicts)
    reported = reported or is_told_of(tree, use.head)
    ahead = any(told in (*_UNREAL, "attempted") for told in (stage, *(verdict.stage for verdict in verdicts)))
    for verdict in (*verdicts, *judge_later(tree, use.head, reported=reported, ahead=ahead)):
        if verdict.weak and is_sure:
            continue
        # What the reader saw fail is not made open again by "tried to" or "wanted to".
        keeps = verdict.polarity == "unknown" and polarity == "did not happen" and verdict.stage in _UNREACHED
        polarity = polarity if keeps else verdict.polarity or polarity
        certainty = verdict.certainty or certainty
        stage = verdict.stage or stage
        cues.append(quote(text, tree.layers.span(verdict.word, verdict.word + 1)))
    if hearsay and certainty == "certain":
        certainty = "uncommitted"
        cues.extend(quote(text, voice.cue) for voice in voices if voice.span is None and voice.cue is not None)
    if stage in _UNREAL and polarity == "happened":
        polarity = "unknown"
    return Factuality(polarity, certainty, stage, tuple(sorted(set(cues))))


def _is_doubtful(tree: Tree, use: TriggerUse) -> bool:
    """Say whether the reader calls it happened without being sure, and does not see it happen either.

    The second judgement is the graded one, which was learnt from other texts.
    """
    if use.reading.facet("polarity") != "happened":
        return False
    chance, graded = _chance(use, "polarity"), tree.layers.factuality[use.head]
    return any(chance < below and graded < least for below, least in DOUBTS)


def is_presupposed(tree: Tree, use: TriggerUse) -> bool:
    """Say whether the text takes an event as known: a noun with "the" or an owner, of which something else is told."""
    taken = use.light is None or _is_begun(tree, use)
    return tree.layers.upos[use.head] == "NOUN" and taken and is_known(tree, use.head)


def _is_taken(tree: Tree, use: TriggerUse) -> bool:
    """Say whether a text that names an event as known tells by it that it took place."""
    if use.reading.label in _KNOWN_BEHIND:
        return is_presupposed(tree, use)
    article = tree.child(use.head, "det")
    return article is not None and tree.layers.word(article).lower() in lists.DEFINITE - {"the"}


def _chance(use: TriggerUse, name: str) -> float:
    return next((score for facet, _, score in use.reading.facets if facet == name), 0.0)


def find_verdicts(tree: Tree, use: TriggerUse) -> Iterator[Verdict]:
    """Yield what the words say, from the outermost to the event's own, so that the nearest comes last."""
    bearer, sharers = _bearers(tree, use)
    foretold = False
    for above, below in reversed(sharers):
        if tree.layers.upos[above] in (*VERBAL, "ADJ"):
            for verdict in judge_by_governor(tree, above, below):
                foretold = foretold or verdict.stage == "predicted"
                yield verdict
    if bearer is None and is_shared(tree, use.head):
        yield Verdict("happened", "certain", "accomplished", use.head)
    if bearer is None:
        yield from judge_noun(tree, use.head)
    top = sharers[-1][0] if sharers else bearer if bearer is not None else use.head
    yield from judge_clause(tree, top if _shares_mood(tree, sharers) else bearer if bearer is not None else use.head)
    if bearer is not None:
        yield from judge_asked(tree, bearer)
        yield from judge_by_noun(tree, first_conjunct(tree, bearer))
        if not _is_performed(tree, use, bearer):
            yield from judge_own(tree, bearer, foretold=foretold)
            yield from judge_unfulfilled(tree, bearer)
    if use.head != bearer:
        yield from negations(tree, use.head)
        yield from hedges(tree, use.head)
        if bearer is not None:
            yield from adjectives(tree, use.head)


def _is_performed(tree: Tree, use: TriggerUse, bearer: int) -> bool:
    """Say whether the modal or the negation is the act: "they must leave" requests, "we will not talk" rejects."""
    words = lists.PERFORMING.get(use.reading.label, frozenset())
    near = {tree.layers.word(word).lower() for word in (*tree.children[bearer], *use.words)}
    return use.entry is None and not words.isdisjoint(near)


def _performs(tree: Tree, use: TriggerUse) -> bool:
    """Say whether the modal is among the words of the act: "we must withdraw" requests."""
    words = lists.PERFORMING.get(use.reading.label, frozenset())
    return any(tree.layers.word(word).lower() in words for word in use.words)


def _shares_mood(tree: Tree, sharers: list[tuple[int, int]]) -> bool:
    return bool(sharers) and all(tree.relation(below) == "xcomp" for _, below in sharers)


def _bearers(tree: Tree, use: TriggerUse) -> tuple[int | None, list[tuple[int, int]]]:
    """Return the verb that carries the event, and the pairs of governor and governed above it."""
    bearer = _bearing_verb(tree, use)
    pairs: list[tuple[int, int]] = []
    if bearer is None and tree.child(use.head, "cop") is not None:
        return None, []
    below = use.head if bearer is None else clause_shared(tree, first_conjunct(tree, bearer))
    for above in tree.ancestors(below):
        relation = tree.relation(below)
        if relation in _SHARING or (relation == "advcl" and _governs_adjunct(tree, above, below)):
            pairs.append((above, below))
            if relation != "xcomp" or bearer is None:
                break
        else:
            break
        below = first_conjunct(tree, above)
        if below != above:
            break
    return bearer, pairs


def _governs_adjunct(tree: Tree, above: int, below: int) -> bool:
    """Say whether the tree hangs as an adjunct what is the content of a verb: "accused of killing"."""
    lemma, mark = tree.lemma(above), tree.child(below, "mark")
    marker = tree.layers.word(mark).lower() if mark is not None else ""
    if lemma in lists.DENIALS or lemma in lists.AFRAID:
        return True
    if lemma in lists.ASSERTIONS or lemma in lists.CHARGED_WITH:
        return marker in ("of", "with")
    return marker == "from" and lemma in lists.PREVENTIONS | lists.STOPPING | lists.BANS


def _bearing_verb(tree: Tree, use: TriggerUse) -> int | None:
    """Return the trigger if it is a verb, else the verb that only says that the noun takes place."""
    head = use.head
    if tree.layers.upos[head] in VERBAL:
        return head
    if tree.child(head, "cop") is not None:
        # "It was behind the attack" says nothing of whether it took place.
        return head if tree.case_of(head) == "" else None
    above = tree.layers.heads[head]
    behind = _occurring_behind(tree, head)
    if behind is not None and above != behind:
        return behind
    if use.light is not None and any(tree.layers.upos[word] == "CCONJ" for word in range(head + 1, use.light)):
        return None  # "acknowledged the attack but gave no figures": another verb has the attack
    if is_shared(tree, head) or _is_begun(tree, use):
        return None
    if use.light is not None and tree.layers.upos[use.light] in VERBAL:
        return use.light if tree.lemma(use.light) not in lists.UNSETTLED else None
    if above < 0 or tree.relation(head) not in ("nsubj", "nsubj:pass"):
        return None
    if tree.lemma(above) in lists.OCCURRING:
        return above if tree.lemma(above) != "be" or tree.child(above, "expl") is not None else None
    begins = tree.child(above, "xcomp")
    # "The strike is due to begin".
    is_open = tree.lemma(above) in (*lists.LIKELY, *lists.UNLIKELY, *lists.HOPES, *lists.SCHEDULED)
    return begins if begins is not None and is_open and tree.lemma(begins) in lists.OCCURRING else None


def _is_begun(tree: Tree, use: TriggerUse) -> bool:
    """Say whether a verb only tells who began a known act: "said it did not start the clashes".

    What somebody "has not begun" or "will order" is still to come; so is an assault that "did not begin".
    """
    light = use.light
    if light is None or tree.layers.upos[use.head] != "NOUN" or not is_known(tree, use.head):
        return False
    mutual = tree.lemma(light) in lists.BEGINNING and tree.lemma(use.head) in lists.MUTUAL
    if not mutual and tree.lemma(light) not in lists.PROVOKING:
        return False
    beside = {tree.layers.word(child).lower() for child in tree.children[light]}
    return not has_modal(tree, light) and beside.isdisjoint(("has", "have", "yet"))


def _occurring_behind(tree: Tree, noun: int) -> int | None:
    """Return the verb right behind a noun that tells whether it took place, whatever the tree makes of the two."""
    last = tree.layers.sentences[tree.sentence_of[noun]][1]
    for word in range(noun + 1, min(last, noun + 1 + MAX_AUXILIARIES)):
        if tree.layers.upos[word] == "VERB":
            place = word + 1 < last and tree.layers.word(word + 1).lower() == "place"
            return word if tree.lemma(word) in ("happen", "occur") or (tree.lemma(word) == "take" and place) else None
        if tree.layers.upos[word] not in ("AUX", "ADV", "PART"):
            return None
    return None
