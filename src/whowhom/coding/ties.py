"""Ties: lasting relations between two actors that the words state.

Only nouns, participles and titles that name a relation make a tie ("the branch of IS",
"led by", "IS-K leader X"). An act is an event and makes none; nor do suspicion, arrest,
kinship, faith or schooling. What is past, denied, asked, feared or merely possible is
left out: a hypothetical tie drawn as real does more harm than a missing one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from whowhom.codebook import Codebook
from whowhom.coding.mentions import mention_of
from whowhom.coding.tie_words import (
    BY_AGENT,
    CASES,
    DEPUTIES,
    GONE,
    HYPOTHETICAL,
    JOINED,
    LEADERS,
    NOUNS,
    OTHERS,
    SUPPOSED,
    WITH_PARTNER,
)
from whowhom.coding.tree import SUBJECTS, Tree
from whowhom.records import Factuality, MentionDraft, Span, TieDraft
from whowhom.records.events import TieKind

_FRIENDLY = ("part of", "member of", "leads", "founded by", "allied with", "supports", "shelters", "defected to")
_HOSTILE = ("split from", "fights", "opposes", "pressures", "designates")
SIGNS: dict[str, int] = {**dict.fromkeys(_FRIENDLY, 1), **dict.fromkeys(_HOSTILE, -1), "negotiates with": 0}
# Lemmas of the nouns and participles that may tell a tie; the other words are passed over.
_TELLING = frozenset((*LEADERS, "minister", *NOUNS, *BY_AGENT, *WITH_PARTNER))
# Those who left a body found no tie to it.
_LEAVERS = frozenset("deserter defector dissident exile veteran".split())
RULE_SCORE = 0.7
# Clauses that share the mood of the clause they hang on.
_CLAUSES = ("xcomp", "ccomp", "advcl", "acl", "csubj", "obl")


def draft_ties(tree: Tree, codebook: Codebook) -> tuple[TieDraft, ...]:
    """Find the ties that a document states, in text order, each once."""
    layers = tree.layers
    found: dict[tuple[object, ...], TieDraft] = {}
    for word, lemma in enumerate(layers.lemmas):
        if lemma not in _TELLING and layers.word(word).lower() not in JOINED:
            continue
        for tie in (*_by_noun(tree, word), *_by_participle(tree, word), *_by_joined_word(tree, word)):
            found.setdefault((tie.subject.head, tie.tie, tie.object.head), tie)
    return tuple(sorted(found.values(), key=lambda tie: (tie.span, tie.tie)))


def _by_noun(tree: Tree, word: int) -> Iterator[TieDraft]:
    """Read "X, a branch of Y", "X is the leader of Y", "Y leader X"."""
    kind = _kind(tree, word)
    if kind is None:
        return
    for bearer in _bearers(tree, word):
        body = _body(tree, word, bearer, kind)
        if body is None or _is_hedged(tree, word, bearer):
            continue
        yield from _tie(tree, bearer, kind, body, word, "noun")


def _kind(tree: Tree, word: int) -> TieKind | None:
    lemma = tree.lemma(word)
    if tree.layers.upos[word] not in ("NOUN", "PROPN"):
        return None
    start = tree.layers.sentences[tree.sentence_of[word]][0]
    before = tree.lemma(word - 1) if word > start else ""
    if lemma in LEADERS or (lemma == "minister" and before == "prime"):
        near = {tree.lemma(child) for child in tree.children[word]} | {before}
        return "member of" if near & DEPUTIES else "leads"
    return NOUNS.get(lemma)


def _bearers(tree: Tree, noun: int) -> list[int]:
    """Return who bears the relation: the apposed name, the subject of "is a", the name after a title."""
    layers = tree.layers
    head = layers.heads[noun]
    found: list[int] = []
    if tree.relation(noun) == "appos" and head >= 0:
        found.append(head)
    for child in tree.children[noun]:
        is_name = layers.upos[child] == "PROPN" and child > noun
        if tree.relation(child) in SUBJECTS and tree.child(noun, "cop") is not None:
            found.append(tree.antecedent(child))
        elif tree.relation(child) in ("appos", "flat") and is_name:
            found.append(child)
    is_title = tree.relation(noun) in ("compound", "flat", "nmod:desc") and head > noun
    if is_title and layers.upos[head] == "PROPN":
        found.append(head)
    return found[:1]


def _body(tree: Tree, noun: int, bearer: int, kind: TieKind) -> int | None:
    """Return what the relation is to: "of X", "X's", or the name before the noun."""
    cases = CASES.get(tree.lemma(noun), frozenset(["of"]))
    for child in tree.children[noun]:
        relation = tree.relation(child)
        if relation == "nmod" and tree.case_of(child) in cases:
            return child
        if relation == "nmod:poss" and (tree.layers.xpos[child] != "PRP$" or _may_own(tree, child, kind)):
            return child
    for holder in (noun, bearer):
        for child in tree.children[holder]:
            is_before = child < noun and tree.relation(child) in ("compound", "nmod:poss", "nmod:desc")
            if is_before and tree.layers.upos[child] == "PROPN" and not _same_name(tree, child, noun):
                return child
    return None


def _may_own(tree: Tree, pronoun: int, kind: TieKind) -> bool:
    """Say whether a possessive can stand for a body: "its leader", not "his chief of staff"."""
    return kind != "leads" or tree.layers.word(pronoun).lower() in ("its", "their")


def _same_name(tree: Tree, word: int, noun: int) -> bool:
    """Say whether a word before a title is part of it: "Foreign" in "Foreign Secretary"."""
    names = [tag for tag in tree.entities.holding(word) if tag.label in ("ORG", "LOC")]
    if any(not tag.first <= noun < tag.last for tag in names):
        return False
    tag = tree.actors.at(word)
    return tag is None or tag.first <= noun < tag.last


def _by_participle(tree: Tree, word: int) -> Iterator[TieDraft]:
    """Read "founded by Y", "headed by Y", "backed by Y", "allied with Y"."""
    lemma = tree.lemma(word)
    if tree.layers.xpos[word] not in ("VBN", "VBD", "JJ") or (lemma not in BY_AGENT and lemma not in WITH_PARTNER):
        return
    subject = tree.subject(word)
    if subject is None and tree.relation(word) == "acl":
        subject = tree.layers.heads[word]
    if subject is None or _is_hedged(tree, word, subject):
        return
    for child in tree.children[word]:
        if not tree.relation(child).startswith("obl"):
            continue
        case = tree.case_of(child)
        if lemma in BY_AGENT and case == "by" and tree.is_passive(word):
            kind, reverse = BY_AGENT[lemma]
            # "Was headed by" tells an act or a past; "a force headed by" and "was founded by" a lasting relation.
            if reverse and tree.relation(word) != "acl":
                continue
            yield from _tie(
                tree, child if reverse else subject, kind, subject if reverse else child, word, "participle"
            )
        elif lemma in WITH_PARTNER and case in WITH_PARTNER[lemma][1]:
            yield from _tie(tree, subject, WITH_PARTNER[lemma][0], child, word, "participle")


def _by_joined_word(tree: Tree, word: int) -> Iterator[TieDraft]:
    """Read "Iran-backed militia", "Saudi-led coalition"."""
    text = tree.layers.word(word).lower()
    head = tree.layers.heads[word]
    if text not in JOINED or head < 0 or tree.relation(word) not in ("amod", "compound") or word < 2:
        return
    partner = word - 2
    if tree.layers.word(word - 1) not in ("-", "‐", "-") or tree.sentence_of[partner] != tree.sentence_of[word]:
        return
    if not _is_hedged(tree, word, head):
        yield from _tie(tree, partner, JOINED[text], head, word, "joined word")


def _is_actor(tree: Tree, word: int) -> bool:
    named = tree.entities.at(word, "PER", "ORG", "Organisation", "Person")
    return named is not None or tree.actors.at(word) is not None


def _is_hedged(tree: Tree, word: int, bearer: int) -> bool:
    """Say whether the relation is past, denied or only supposed."""
    for holder in {word, bearer}:
        for child in tree.children[holder]:
            text, relation = tree.layers.word(child).lower(), tree.relation(child)
            if text in GONE and relation in ("amod", "advmod", "det", "compound", "case", "cc"):
                return True
            if relation == "case" and holder == word and text in ("as", "like", "against", "without", "for"):
                return True
    return _is_supposed(tree, word)


def _is_supposed(tree: Tree, word: int) -> bool:
    """Climb the clauses that the relation stands in, as long as they share one mood."""
    below = word
    for above in (word, *tree.ancestors(word)):
        if above != word:
            if tree.lemma(above) in SUPPOSED and tree.relation(below) in _CLAUSES:
                return True
            if tree.relation(below) not in _CLAUSES:
                return False
        for child in tree.children[above]:
            text, relation = tree.layers.word(child).lower(), tree.relation(child)
            predicate = above == word or tree.relation(below) in ("xcomp", "obl")
            if predicate and ((relation == "aux" and text in HYPOTHETICAL) or (relation == "advmod" and text in GONE)):
                return True
            if predicate and relation == "cop" and text in ("was", "were") and tree.layers.upos[word] == "NOUN":
                return True
            if relation == "mark" and text in ("if", "unless", "whether"):
                return True
        below = above
    first, last = tree.layers.sentences[tree.sentence_of[word]]
    return any(tree.layers.word(index) == "?" for index in range(max(first, last - 3), last))


def _tie(tree: Tree, subject: int, tie: TieKind, thing: int, word: int, rule: str) -> Iterator[TieDraft]:
    """Make the tie, if both ends are actors and neither stands inside the other."""
    if not _is_actor(tree, subject) or not _is_actor(tree, thing) or tree.lemma(thing) in OTHERS:
        return
    if tree.actors.at(subject) is None and tree.entities.at(subject, "LOC") is not None:
        return
    left, right = mention_of(tree, subject), mention_of(tree, thing)
    if left.head == right.head:
        return
    if left.span.overlaps(right.span):
        left, right = _apart(tree, subject, thing)
        if left.span.overlaps(right.span):
            return
    span: Span = tree.layers.span(word, word + 1)
    label = f"{rule} {tree.lemma(word)}"
    yield TieDraft(left, tie, right, span, tree.sentence_of[word], label, RULE_SCORE, Factuality())


def _apart(tree: Tree, subject: int, thing: int) -> tuple[MentionDraft, MentionDraft]:
    """Part a title's phrase: of "Kotto Front leader Issa Doumbe" the name's own words and the body's."""
    left, right = mention_of(tree, subject), mention_of(tree, thing)
    return replace(left, span=_own_name(tree, subject) or left.span), replace(
        right, span=_own_name(tree, thing) or right.span
    )


def _own_name(tree: Tree, word: int) -> Span | None:
    """Return the words of the tag that a word stands in: the name alone."""
    tag = tree.entities.at(word, "PER", "ORG", "LOC") or tree.actors.at(word)
    return tree.layers.span(tag.first, tag.last) if tag is not None else None
