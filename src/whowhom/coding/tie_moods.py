"""How a relation is told: as standing, as over, as denied, as only thought of, or as a suspicion.

In: a tree, the word that names the relation, the words that bear it. Out: a :class:`Mood`,
or None where the words make no tie at all. The clauses above the word are climbed as long
as they share its mood: a relative clause or an apposition holds whatever becomes of the
clause around it ("if the militia, an ally of the army, attacks"), an infinitive does not.

What one would get wrong: an unknown verb above an infinitive leaves the relation open. A
hypothetical tie drawn as real does more harm than a missing one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import cast

from whowhom.coding import tie_words as lists
from whowhom.coding.tree import SUBJECTS, Tree
from whowhom.records import Factuality, Span, quote
from whowhom.records.values import Certainty, Polarity, Stage

MAX_CLIMB = 7
# Relations by which a clause, or a noun that names a relation, shares the mood of what it hangs on.
_SHARED = ("xcomp", "ccomp", "csubj", "acl", "conj", "advcl", "obj", "obl", "nmod", "nsubj", "nsubj:pass", "iobj")
_VERBAL = ("VERB", "AUX")
# An infinitive under them is told as done.
_DONE = frozenset("continue keep begin start manage come go use appear seem happen help remain".split())
_MODIFIERS = ("amod", "advmod", "det", "compound", "nmod:desc", "cc", "cc:preconj", "nmod", "flat")
_NOBODY = frozenset("nobody none nothing".split())
_INVERTED = frozenset(["were", "should", "had"])


@dataclass(frozen=True, slots=True)
class Mood:
    """How a relation is told.

    Attributes:
        past: Words that tell it as over; None where it stands.
    """

    factuality: Factuality
    past: Span | None

    @property
    def is_real(self) -> bool:
        """Say whether the relation is told as one that stands or stood."""
        return self.factuality.polarity == "happened"


@dataclass(frozen=True, slots=True)
class _Cue:
    """What one word says: a field is None where the word leaves it as it is; ``past`` and ``drop`` are apart."""

    word: int
    polarity: Polarity | None = None
    certainty: Certainty | None = None
    stage: Stage | None = None
    past: bool = False
    drop: bool = False


def read_mood(tree: Tree, word: int, holders: Iterable[int], *, is_title: bool = False) -> Mood | None:
    """Judge how a relation is told.

    Args:
        word: The noun, verb or participle that names it.
        holders: The words at its ends: "suspected" or "no" may stand on them.
        is_title: A title holds whatever its bearer may do, so that only its own words count.
    """
    found = [*_near(tree, word, holders), *(() if is_title else _climb(tree, word))]
    if any(cue.drop for cue in found):
        return None
    past = next((cue.word for cue in found if cue.past), None)
    polarity: Polarity = "happened"
    certainty: Certainty = "certain"
    stage: Stage = "accomplished"
    for cue in found:
        # What is denied stays denied, whatever else is open about it.
        polarity = polarity if polarity == "did not happen" else cue.polarity or polarity
        certainty = cue.certainty or certainty
        stage = cue.stage or stage
    told = [cue for cue in found if cue.polarity or cue.certainty or cue.stage]
    layers = tree.layers
    cues = {quote(layers.document.text, layers.span(cue.word, cue.word + 1)) for cue in told}
    factuality = Factuality(polarity, certainty, stage, tuple(sorted(cues)))
    return Mood(factuality, None if past is None else layers.span(past, past + 1))


def _near(tree: Tree, word: int, holders: Iterable[int]) -> Iterator[_Cue]:
    """Read the words on the relation and on its ends: "former", "suspected", "a possible", "no"."""
    for holder in dict.fromkeys([word, *holders]):
        is_own = holder == word
        for child in tree.children[holder]:
            text, relation = tree.layers.word(child).lower(), tree.relation(child)
            if relation == "case" and is_own and text in ("like", "unlike", "without"):
                yield _open(child)
            if relation not in _MODIFIERS:
                continue
            if text in lists.SUSPECTED:
                yield _Cue(child, drop=True)
            elif text in lists.GONE and (is_own or child < holder):
                yield _Cue(child, past=True)
            elif text in lists.OPEN and (is_own or relation == "amod"):
                yield _open(child)
            elif text in lists.DENIED and (is_own or relation != "advmod") and not _is_longer(tree, child):
                yield _Cue(child, "did not happen")
        before = holder - 1
        if before >= 0 and tree.layers.word(before).lower() in ("ex-", "ex", "former", "then"):
            yield _Cue(before, past=True)
        # "Neither Chad nor Niger": the tree hangs it on whatever noun comes next.
        if before >= 0 and tree.layers.word(before).lower() == "neither":
            yield _Cue(before, "did not happen")
        if before >= 1 and tree.layers.word(before) == "-" and tree.layers.word(before - 1).lower() == "ex":
            yield _Cue(before - 1, past=True)


def _is_longer(tree: Tree, negation: int) -> bool:
    """Say whether "no" belongs to "no longer", which tells a relation as over."""
    following = negation + 1
    return following < len(tree.layers.starts) and tree.layers.word(following).lower() == "longer"


def _open(word: int, certainty: Certainty = "possible", stage: Stage | None = None) -> _Cue:
    return _Cue(word, "unknown", certainty, stage)


def _climb(tree: Tree, word: int) -> Iterator[_Cue]:
    above, relation = word, ""
    for _ in range(MAX_CLIMB):
        yield from _clause(tree, above, relation, word)
        below, above, relation = above, tree.layers.heads[above], tree.relation(above)
        if above < 0:
            yield from _question(tree, below)
            return
        if not _shares(tree, below, above, relation, word):
            return
        yield from _governor(tree, above, below, relation)


def _shares(tree: Tree, below: int, above: int, relation: str, word: int) -> bool:
    """Say whether what a clause or noun hangs on says anything about it."""
    if relation == "conj":
        return tree.child(below, *SUBJECTS) is None
    if relation == "advcl":
        if tree.lemma(above) in lists.SUSPICIONS or tree.lemma(above) in lists.DENIALS:
            return True
        return _has_mark(tree, below, lists.CONDITIONS | {"to", "without"})
    if relation in ("obj", "obl", "nmod", "nsubj", "nsubj:pass", "iobj"):
        # The members of a body may act or not: what they are part of stands.
        return tree.layers.upos[below] == "NOUN" and (below != word or not _is_bearer(tree, word))
    return relation in _SHARED


def _is_bearer(tree: Tree, word: int) -> bool:
    """Say whether the noun stands for who bears the relation ("members of the Front fled"), not for the relation."""
    lemma = tree.lemma(word)
    return lemma not in lists.BETWEEN and lemma not in lists.LIGHT_OBJECTS and lemma not in lists.AGAINST


def _clause(tree: Tree, above: int, relation: str, word: int) -> Iterator[_Cue]:
    """Read the auxiliaries, negations and marks of one clause on the way up."""
    shares_verb = relation in ("", "xcomp", "obj", "obl", "nsubj", "nsubj:pass", "conj", "acl")
    has_own = any(tree.relation(child).startswith("aux") for child in tree.children[word])
    for child in tree.children[above]:
        text, link = tree.layers.word(child).lower(), tree.relation(child)
        if (link == "mark" and text in lists.CONDITIONS) or (
            link in ("aux", "cop") and text in _INVERTED and _is_first(tree, child) and not _asks(tree, child)
        ):
            yield _open(child, stage="conditional")
        elif link == "aux" and text in lists.MODALS and shares_verb and (relation != "conj" or not has_own):
            certainty, stage = lists.MODALS[text]
            yield _open(child, cast(Certainty, certainty), cast(Stage, stage))
        elif link in ("advmod", "cc:preconj") and text in lists.DENIED:
            if not _is_longer(tree, child) and text != "without":
                yield _Cue(child, "did not happen" if relation in ("", "conj") else "unknown")
        elif link in ("advmod", "discourse") and text in lists.OPEN:
            yield _open(child)
        elif link == "advmod" and text in lists.GONE and relation == "":
            yield _Cue(child, past=True)
        elif link == "cop" and text in ("was", "were") and relation == "" and tree.layers.upos[word] == "NOUN":
            yield from () if _is_reported(tree, above) else (_Cue(child, past=True),)
        elif link in SUBJECTS:
            yield from _nobody(tree, child)
        elif link == "advcl" and shares_verb and _has_mark(tree, child, frozenset(["if", "unless"])):
            yield _open(child, stage="conditional")
        elif link == "expl" and relation == "" and tree.layers.upos[word] == "NOUN":
            yield from (_Cue(d, "did not happen") for d in tree.children[word] if tree.layers.word(d).lower() == "no")


def _nobody(tree: Tree, subject: int) -> Iterator[_Cue]:
    if tree.layers.word(subject).lower() in _NOBODY:
        yield _Cue(subject, "did not happen")
    for child in tree.children[subject]:
        if tree.relation(child) in ("det", "cc:preconj", "cc") and tree.layers.word(child).lower() in ("no", "neither"):
            yield _Cue(child, "did not happen")


def _is_reported(tree: Tree, verb: int) -> bool:
    return tree.relation(verb) == "ccomp"


def _is_first(tree: Tree, word: int) -> bool:
    return word == tree.layers.sentences[tree.sentence_of[word]][0]


def _asks(tree: Tree, word: int) -> bool:
    return tree.layers.word(tree.layers.sentences[tree.sentence_of[word]][1] - 1) == "?"


def _question(tree: Tree, root: int) -> Iterator[_Cue]:
    """Read the question mark: "does Rwanda back the M23?"."""
    first, last = tree.layers.sentences[tree.sentence_of[root]]
    for word in range(max(first, last - 3), last):
        if tree.layers.word(word) == "?":
            yield _open(word, "uncommitted")


def _has_mark(tree: Tree, clause: int, words: frozenset[str]) -> bool:
    for child in tree.children[clause]:
        text = tree.layers.word(child).lower()
        if tree.relation(child) == "mark" and text in words:
            return True
        if tree.relation(child) in ("aux", "cop") and text in _INVERTED & words and _is_first(tree, child):
            return True
    return False


def _governor(tree: Tree, above: int, below: int, relation: str) -> Iterator[_Cue]:
    """Judge by the word that a clause, an infinitive or a relation noun hangs on."""
    lemma = tree.lemma(above)
    particle = tree.child(above, "compound:prt")
    if lemma in lists.SUSPICIONS and relation not in ("nsubj", "conj"):
        yield _Cue(above, drop=True)
    elif lemma in lists.DENIALS or (lemma == "rule" and particle is not None):
        yield _Cue(above, "did not happen")
    elif lemma in lists.BELIEFS:
        yield _open(above, "uncommitted")
    elif lemma in lists.CLAIMS:
        yield _Cue(above, None, "uncommitted")
    elif lemma in ("seem", "appear", "look", "remain", "prove") and relation in ("nsubj", "csubj"):
        # "A merger seems unlikely": what it seems to be is judged.
        complement = tree.child(above, "xcomp")
        if complement is not None and tree.lemma(complement) in lists.WISHES | lists.DENIALS:
            yield _open(complement, stage="predicted")
    elif lemma in lists.WISHES and not (relation in ("nsubj", "nsubj:pass") and lemma in ("support", "back")):
        yield _open(above, stage="predicted")
    elif relation in ("xcomp", "advcl", "acl") and _is_infinitive(tree, below):
        if lemma == "use" and relation == "xcomp":
            yield _Cue(above, past=True)
        elif relation != "xcomp" or lemma not in _DONE:
            yield _open(above, stage="planned")


def _is_infinitive(tree: Tree, verb: int) -> bool:
    if tree.layers.xpos[verb] != "VB" and tree.child(verb, "cop") is None:
        return False
    return any(tree.relation(c) == "mark" and tree.layers.word(c).lower() == "to" for c in tree.children[verb])
