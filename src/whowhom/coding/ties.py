"""Ties: lasting relations between two actors that the words state.

Only nouns and verbs that name a relation make a tie ("the IS-K leader", "the
branch of IS", "founded by"). An act is an event and makes none; nor do
suspicion, arrest, kinship, faith or schooling.
"""

from __future__ import annotations

from collections.abc import Iterator

from whowhom.codebook import Codebook
from whowhom.coding.mentions import mention_of
from whowhom.coding.tree import SUBJECTS, Tree, build_tree, tagged_at
from whowhom.records import Factuality, Layers, MentionDraft, TieDraft
from whowhom.records.events import TieKind

_LEADERS = frozenset(
    "leader chief head commander founder emir president minister governor chairman chairwoman director "
    "secretary king general".split()
)
# Noun that names the relation, its tie, and whether the phrase's own subject is
# the tie's subject ("X is a branch of Y").
_NOUNS: dict[str, TieKind] = {
    "branch": "part of",
    "wing": "part of",
    "arm": "part of",
    "affiliate": "part of",
    "faction": "part of",
    "offshoot": "split from",
    "splinter": "split from",
    "ally": "allied with",
    "enemy": "opposes",
    "rival": "opposes",
    "opponent": "opposes",
    "foe": "opposes",
    "supporter": "supports",
    "backer": "supports",
    "member": "member of",
    "spokesman": "member of",
    "spokeswoman": "member of",
    "successor": "part of",
}
_FRIENDLY = ("part of", "member of", "leads", "founded by", "allied with", "supports", "shelters", "defected to")
_HOSTILE = ("split from", "fights", "opposes", "pressures", "designates")
SIGNS: dict[str, int] = {**dict.fromkeys(_FRIENDLY, 1), **dict.fromkeys(_HOSTILE, -1), "negotiates with": 0}
RULE_SCORE = 0.7


def draft_ties(layers: Layers, codebook: Codebook) -> tuple[TieDraft, ...]:
    """Find the ties that a document states, in text order, each once."""
    tree = build_tree(layers)
    found: dict[tuple[object, ...], TieDraft] = {}
    for word in range(len(layers.starts)):
        for tie in (*_by_noun(tree, word), *_founded(tree, word)):
            found.setdefault((tie.subject.head, tie.tie, tie.object.head), tie)
    return tuple(sorted(found.values(), key=lambda tie: (tie.span, tie.tie)))


def _by_noun(tree: Tree, word: int) -> Iterator[TieDraft]:
    lemma = tree.lemma(word)
    if tree.layers.upos[word] not in ("NOUN", "PROPN") or (lemma not in _NOUNS and lemma not in _LEADERS):
        return
    tie: TieKind = _NOUNS.get(lemma, "leads")
    if _is_hedged(tree, word):
        return
    bearer, body = _bearer(tree, word), _body(tree, word)
    if bearer is None or body is None or bearer == body:
        return
    subject, thing = mention_of(tree, bearer), mention_of(tree, body)
    if tagged_at(tuple(t for t in tree.layers.entities if t.label == "LOC"), bearer) is not None:
        return
    if _is_actor(tree, bearer) and _is_actor(tree, body):
        yield _tie(tree, subject, tie, thing, word)


def _bearer(tree: Tree, noun: int) -> int | None:
    """Return who bears the relation: the apposed name, or the subject of "is a ... of"."""
    layers = tree.layers
    head = layers.heads[noun]
    if tree.relation(noun) == "appos" and head >= 0:
        return head
    for child in tree.children[noun]:
        if tree.relation(child) in SUBJECTS and tree.child(noun, "cop") is not None:
            return tree.antecedent(child)
        if tree.relation(child) in ("appos", "flat") and layers.upos[child] == "PROPN":
            return child
    if tree.relation(noun) == "compound" and head >= 0 and layers.upos[head] == "PROPN":
        return head
    return None


def _body(tree: Tree, noun: int) -> int | None:
    """Return what the relation is to: "of X", "X's", or the name before the noun."""
    for child in tree.children[noun]:
        relation, case = tree.relation(child), tree.case_of(child)
        if (relation == "nmod" and case in ("of", "to", "for", "from")) or relation == "nmod:poss":
            return child
    for child in tree.children[noun]:
        if tree.relation(child) == "compound" and tree.layers.upos[child] == "PROPN":
            return child
    return None


def _founded(tree: Tree, word: int) -> Iterator[TieDraft]:
    """Read "X was founded by Y"; active verbs of leading are too often events."""
    if tree.lemma(word) not in ("found", "establish", "form") or not tree.is_passive(word):
        return
    subject = tree.subject(word)
    for child in tree.children[word]:
        is_agent = tree.relation(child) in ("obl:agent", "obl") and tree.case_of(child) == "by"
        if not is_agent or subject is None or _is_hedged(tree, word):
            continue
        if _is_actor(tree, child) and _is_actor(tree, subject):
            yield _tie(tree, mention_of(tree, subject), "founded by", mention_of(tree, child), word)


def _is_actor(tree: Tree, word: int) -> bool:
    layers = tree.layers
    if tagged_at(layers.actors, word) is not None:
        return True
    return (
        tagged_at(tuple(t for t in layers.entities if t.label in ("PER", "ORG", "Organisation", "Person")), word)
        is not None
    )


def _is_hedged(tree: Tree, word: int) -> bool:
    """Say whether the relation is only supposed: under a modal, an "if", a suspicion or a negation."""
    for above in (word, *tree.ancestors(word)):
        for child in tree.children[above]:
            text, relation = tree.layers.word(child).lower(), tree.relation(child)
            if relation == "aux" and text in ("may", "might", "could", "would", "will", "should"):
                return True
            if relation == "mark" and text in ("if", "unless", "whether"):
                return True
            if above == word and text in ("not", "n't", "no", "former", "suspected", "alleged", "would-be"):
                return True
        if tree.lemma(above) in ("suspicion", "suspect", "accuse", "allege", "claim"):
            return True
    return False


def _tie(tree: Tree, subject: MentionDraft, tie: TieKind, thing: MentionDraft, word: int) -> TieDraft:
    span = tree.layers.span(word, word + 1)
    return TieDraft(
        subject, tie, thing, span, tree.sentence_of[word], f"noun {tree.lemma(word)}", RULE_SCORE, Factuality()
    )
