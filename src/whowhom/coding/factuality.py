"""Factuality: did it happen as the report tells it, how sure, at what stage.

The reader's own judgement is the start; words that settle the question
(negation, denial, "if", modals, "likely", a purpose, hearsay) overrule it. The
rules look at the trigger and at what governs it, never past a finite clause
that is merely coordinated.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

from whowhom.coding.tree import Tree
from whowhom.coding.triggers import TriggerUse
from whowhom.records import Factuality, Quote, VoiceDraft, quote
from whowhom.records.values import Certainty, Polarity, Stage

_NEGATIONS = frozenset("not n't n’t never no without neither nor".split())
_MAY = frozenset(["may", "might", "could", "can"])
_WILL = frozenset(["will", "'ll", "’ll", "shall", "wo"])
_WOULD = frozenset(["would", "should", "ought", "'d", "’d"])
_CONDITIONS = frozenset(["if", "unless", "whether"])
_PLANS = frozenset(
    "plan intend aim want seek prepare decide agree order vow pledge promise expect hope propose consider".split()
)
_THREATS = frozenset(["threaten"])
_ATTEMPTS = frozenset(["try", "attempt", "strive"])
_FAILURES = frozenset(["fail", "refuse", "decline", "avoid", "prevent", "thwart", "foil"])
_DENIALS = frozenset(["deny", "reject", "refute", "dismiss"])
_CALLS = frozenset("call urge demand ask appeal request press pressure".split())
_LIKELY = frozenset(["likely", "probably", "presumably"])
_PERHAPS = frozenset(["possibly", "perhaps", "maybe", "possible", "unlikely"])
_CLAUSAL = ("ccomp", "xcomp", "advcl", "acl", "obj", "obl", "nmod", "csubj", "nsubj", "nsubj:pass", "csubj:pass")


@dataclass(frozen=True, slots=True)
class _Verdict:
    polarity: Polarity | None
    certainty: Certainty | None
    stage: Stage | None
    word: int


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
    for verdict in _verdicts(tree, use.head):
        polarity = verdict.polarity or polarity
        certainty = verdict.certainty or certainty
        stage = verdict.stage or stage
        cues.append(quote(text, tree.layers.span(verdict.word, verdict.word + 1)))
    if any(voice.span is None for voice in voices) and certainty == "certain":
        certainty = "uncommitted"
        cues.extend(quote(text, voice.cue) for voice in voices if voice.span is None and voice.cue is not None)
    polarity, stage = _agree(polarity, stage)
    return Factuality(polarity, certainty, stage, tuple(sorted(set(cues))))


def _agree(polarity: Polarity, stage: Stage) -> tuple[Polarity, Stage]:
    """Keep the two fields from contradicting each other: what is only planned has not happened."""
    if stage in ("planned", "threatened", "predicted", "conditional") and polarity == "happened":
        return "unknown", stage
    return polarity, stage


def _verdicts(tree: Tree, head: int) -> Iterator[_Verdict]:
    """Yield what the words say, weakest first, so that the nearest and strongest come last."""
    chain = [head]
    for above in tree.ancestors(head):
        relation = tree.relation(chain[-1])
        if relation in _CLAUSAL or relation.startswith(("acl", "advcl")):
            chain.append(above)
        else:
            break
    for depth in range(len(chain) - 1, 0, -1):
        yield from _governing(tree, chain[depth], chain[depth - 1], direct=depth == 1)
    yield from _own(tree, head)


def _governing(tree: Tree, above: int, below: int, *, direct: bool) -> Iterator[_Verdict]:
    """Judge by a word that governs the clause of the event."""
    lemma, relation = tree.lemma(above), tree.relation(below)
    complement = relation in ("ccomp", "xcomp", "obj", "acl", "obl", "nmod", "advcl", "csubj")
    if not complement:
        return
    if lemma in _DENIALS and relation in ("ccomp", "xcomp", "obj", "advcl"):
        yield _Verdict("did not happen", None, None, above)
    elif lemma in _FAILURES and relation in ("xcomp", "obj", "ccomp") and direct:
        yield _Verdict("did not happen", None, "attempted", above)
    elif lemma in _ATTEMPTS and relation == "xcomp":
        yield _Verdict("unknown", None, "attempted", above)
    elif lemma in _THREATS and relation in ("xcomp", "ccomp"):
        yield _Verdict("unknown", None, "threatened", above)
    elif (lemma in _PLANS or lemma in _CALLS) and relation in ("xcomp", "ccomp", "acl"):
        yield _Verdict("unknown", None, "planned", above)
    elif lemma in _LIKELY and relation in ("ccomp", "xcomp", "csubj"):
        yield _Verdict("unknown", "probable", "predicted", above)
    elif lemma in _PERHAPS and relation in ("ccomp", "xcomp", "csubj"):
        yield _Verdict("unknown", "possible", None, above)
    if relation in ("ccomp", "xcomp", "advcl"):
        yield from _auxiliaries(tree, above, governing=True)


def _own(tree: Tree, head: int) -> Iterator[_Verdict]:
    """Judge by the words that hang on the trigger itself."""
    yield from _auxiliaries(tree, head, governing=False)
    for child in tree.children[head]:
        word, relation = tree.layers.word(child).lower(), tree.relation(child)
        if relation == "mark" and word in _CONDITIONS:
            yield _Verdict("unknown", None, "conditional", child)
        elif word in _LIKELY:
            yield _Verdict(None, "probable", None, child)
        elif word in _PERHAPS:
            yield _Verdict(None, "possible", None, child)
        elif word in _NEGATIONS and relation in ("advmod", "det", "mark", "case"):
            yield _Verdict("did not happen", None, None, child)
    if _is_purpose(tree, head):
        marker = tree.child(head, "mark")
        yield _Verdict("unknown", None, "planned", head if marker is None else marker)


def _is_purpose(tree: Tree, head: int) -> bool:
    """Say whether the trigger is an infinitive of purpose ("an operation to hunt down")."""
    marker = tree.child(head, "mark")
    if marker is None or tree.layers.word(marker).lower() != "to" or tree.layers.xpos[head] not in ("VB", "NN", "NNP"):
        return False
    return tree.relation(head) in ("advcl", "acl") and tree.child(head, "aux", "aux:pass") is None


def _auxiliaries(tree: Tree, verb: int, *, governing: bool) -> Iterator[_Verdict]:
    for child in tree.children[verb]:
        word, relation = tree.layers.word(child).lower(), tree.relation(child)
        if relation == "aux" and word in _MAY:
            yield _Verdict("unknown", "possible", "predicted", child)
        elif relation == "aux" and word in _WILL:
            yield _Verdict("unknown", "probable", "planned", child)
        elif relation == "aux" and word in _WOULD and not governing:
            yield _Verdict("unknown", "possible", "conditional", child)
