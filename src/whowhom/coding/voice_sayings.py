"""Sayings that any word opens: verbs, nouns, adjectives, prepositions, adverbs.

In: a tree and a word. Out: :class:`~whowhom.coding.voice_frames.Saying` records. What one
would get wrong: a noun of saying without an owner tells hearsay ("reports that"), but
"the fact that" or "a sign that" tells no voice at all.
"""

from __future__ import annotations

from collections.abc import Iterator

from whowhom.coding.tree import SUBJECTS, Tree
from whowhom.coding.voice_frames import (
    CLAUSE_TAGS,
    Saying,
    SayingKind,
    agent_of,
    can_speak,
    lemma_of,
    make_saying,
    marker_of,
    of_verb,
)
from whowhom.coding.voice_words import (
    ADJECTIVES,
    ADJECTIVES_TO,
    BY_OWNER,
    CLAUSE,
    LIGHT,
    NOUNS,
    NOUNS_OWNED,
    NOUNS_TO,
    OF_SOMEBODY,
    OF_THINGS,
    QUOTING,
    REPORTEDLY,
    VIEWS,
    WISHING,
    WITH_CASE,
)

_VERBS = CLAUSE | WISHING | OF_THINGS | OF_SOMEBODY.keys() | WITH_CASE.keys()
_STATES = ADJECTIVES | ADJECTIVES_TO


# All words that open something said, as lemmas or as written.
_OPENING = _VERBS | QUOTING | frozenset(NOUNS) | _STATES | {"according"} | frozenset(REPORTEDLY) | frozenset(VIEWS)


def may_say(tree: Tree, word: int) -> bool:
    """Say whether a word is one that can open something said; most are not."""
    return lemma_of(tree, word) in _OPENING or tree.layers.word(word).lower() in _OPENING


def sayings_of(tree: Tree, word: int) -> Iterator[Saying]:
    """Yield what a word opens, whatever its part of speech."""
    upos, lemma = tree.layers.upos[word], lemma_of(tree, word)
    if upos in CLAUSE_TAGS and (lemma in _VERBS or lemma in QUOTING):
        yield from of_verb(tree, word)
    elif upos == "NOUN" and lemma in NOUNS:
        yield from _of_noun(tree, word)
    elif upos in ("ADJ", "VERB") and {lemma, tree.layers.word(word).lower()} & _STATES:
        yield from _of_adjective(tree, word)
    elif tree.layers.word(word).lower() == "according":
        yield from _of_according(tree, word)
    elif tree.layers.word(word).lower() in REPORTEDLY:
        yield from _of_adverb(tree, word)
    if upos == "NOUN" and lemma in VIEWS:
        yield from _of_view(tree, word)


def _of_noun(tree: Tree, noun: int) -> Iterator[Saying]:
    """Read "the army's claim that", "claims by the rebels that", "reports that", "a threat to"."""
    below = [*tree.children[noun], *(c for owner in tree.children[noun] for c in tree.children[owner])]
    content = next((child for child in below if _is_noun_content(tree, noun, child)), None)
    if content is None:
        return
    words = set(tree.subtree(content))
    owner = _owner(tree, noun)
    if owner is not None and owner in words:
        return
    cue = noun
    if owner is None:
        above = tree.layers.heads[noun]
        if above >= 0 and tree.lemma(above) in LIGHT and tree.relation(noun) in ("obj", "nsubj:pass"):
            owner = agent_of(tree, above) if tree.is_passive(above) else tree.subject(above)
    if owner is None and tree.lemma(noun) in NOUNS_OWNED | NOUNS_TO:
        return
    kind: SayingKind = "hearsay" if owner is None else "wish" if tree.lemma(noun) in NOUNS_TO else "saying"
    yield Saying((cue, cue + 1), noun, owner, tuple(sorted(words)), kind, True, "noun of saying")


def _is_noun_content(tree: Tree, noun: int, child: int) -> bool:
    relation = tree.relation(child)
    named = relation in ("appos", "dep") and tree.child(child, "mark") is not None
    if child < noun or not (named or relation in ("acl", "ccomp", "xcomp", "advcl", "acl:relcl")):
        return False
    marker = marker_of(tree, child)
    if marker in ("that", "whether"):
        subject = tree.child(child, *SUBJECTS, *(("obj",) if tree.is_passive(child) else ()))
        lower = tree.child(child, "xcomp")
        if subject is None and lower is not None:
            # "Reports that arms continued to be smuggled": the tree gives the subject to the infinitive.
            subject = next((c for c in tree.children[lower] if c < child and tree.relation(c) in SUBJECTS), None)
        relative = tree.layers.word(min(tree.subtree(child))).lower() == "that" and tree.child(child, "mark") is None
        # "Reports that reached the capital" tell nothing.
        return subject is not None and not (relative and tree.layers.word(subject).lower() == "that")
    return marker == "to" and relation in ("acl", "xcomp") and tree.lemma(noun) in NOUNS_TO


def _owner(tree: Tree, noun: int) -> int | None:
    for child in tree.children[noun]:
        relation = tree.relation(child)
        if relation == "nmod:poss" or (
            relation == "nmod" and tree.case_of(child) in BY_OWNER and can_speak(tree, child)
        ):
            return child
    return _owner_behind(tree, noun)


def _owner_behind(tree: Tree, noun: int) -> int | None:
    """Return the owner right behind a noun of saying, whatever the tree hangs it on: "a warning from the army"."""
    last = tree.layers.sentences[tree.sentence_of[noun]][1]
    if noun + 2 >= last or tree.layers.word(noun + 1).lower() not in BY_OWNER:
        return None
    word = noun + 2
    while word < last and tree.layers.upos[word] in ("DET", "ADJ", "NOUN", "PROPN", "NUM"):
        word += 1
    owner = tree.whole(word - 1)
    named = word > noun + 2 and tree.layers.upos[owner] in ("NOUN", "PROPN")
    return owner if named and next(iter(tree.actors.holding(owner)), None) is not None else None


def _of_adjective(tree: Tree, word: int) -> Iterator[Saying]:
    """Read "is convinced that", "were afraid that", "is ready to"."""
    source, forms = tree.child(word, "nsubj", "nsubj:pass"), {tree.lemma(word), tree.layers.word(word).lower()}
    if source is None or tree.lemma(source) == "it" or tree.child(word, "expl") is not None:
        return
    for child in tree.children[word]:
        if child < word or tree.relation(child) not in ("ccomp", "xcomp", "advcl"):
            continue
        marker = marker_of(tree, child)
        clause = tree.relation(child) == "ccomp" or marker == "that"
        if (clause and forms & ADJECTIVES) or (marker == "to" and forms & ADJECTIVES_TO):
            kind: SayingKind = "belief" if clause else "wish"
            yield make_saying(tree, word, tree.antecedent(source), tree.subtree(child), kind, "adjective")
            return


def _of_according(tree: Tree, word: int) -> Iterator[Saying]:
    noun = tree.layers.heads[word]
    has_to = word + 1 < len(tree.layers.starts) and tree.layers.word(word + 1).lower() == "to"
    if noun < 0 or not has_to or tree.layers.upos[noun] not in ("NOUN", "PROPN", "PRON", "NUM", "ADJ", "X"):
        return
    words = _behind_opening(tree, word, noun) or clause_around(tree, noun)
    words -= {word, word + 1}
    yield Saying((word, word + 2), word, noun, tuple(sorted(words)), "saying", True, "according to")


def _behind_opening(tree: Tree, word: int, noun: int) -> set[int]:
    """Read "According to X," at the start of a sentence: the rest of it, whatever the tree hangs it on."""
    first, last = tree.layers.sentences[tree.sentence_of[word]]
    if word != first:
        return set()
    phrase = tree.phrase(noun)
    comma = next((at for at in range(max(noun + 1, phrase[1]), last) if tree.layers.word(at) == ","), None)
    behind = set(range(comma + 1, last)) if comma is not None else set()
    return behind - set(tree.subtree(noun)) if tree.layers.heads[noun] >= 0 else behind


def clause_around(tree: Tree, noun: int) -> set[int]:
    """Return the words of the clause that an adjunct stands in, without the adjunct."""
    above = tree.layers.heads[noun]
    if above < 0:
        return set()
    while tree.layers.heads[above] >= 0 and not _is_clause(tree, above):
        above = tree.layers.heads[above]
    return set(tree.subtree(above)) - set(tree.subtree(noun))


def _is_clause(tree: Tree, word: int) -> bool:
    if tree.relation(word) == "conj" and tree.child(word, *SUBJECTS) is None:
        return False
    return tree.layers.upos[word] in CLAUSE_TAGS or tree.child(word, *SUBJECTS) is not None


def _of_view(tree: Tree, noun: int) -> Iterator[Saying]:
    """Read "in the view of the envoy", "by the army's account"."""
    if tree.case_of(noun) not in ("in", "by") or tree.relation(noun) not in ("obl", "nmod", "root", "parataxis"):
        return
    owner = _owner(tree, noun)
    if owner is None or not can_speak(tree, owner):
        return
    words = clause_around(tree, noun)
    if tree.relation(owner) == "nmod:poss":
        cue = (noun, noun + 1)
    else:
        case = tree.child(noun, "case")
        of = tree.child(owner, "case")
        cue = (case if case is not None else noun, (of if of is not None else noun) + 1)
    yield Saying(cue, noun, owner, tuple(sorted(words)), "saying", True, "view of")


def _of_adverb(tree: Tree, word: int) -> Iterator[Saying]:
    head = tree.layers.heads[word]
    if head < 0 or tree.relation(word) != "advmod" or tree.layers.upos[head] == "ADJ":
        return
    words = set(tree.subtree(head)) - {word}
    yield Saying((word, word + 1), word, None, tuple(sorted(words)), "hearsay", True, "adverb of hearsay")
