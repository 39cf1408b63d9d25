"""Relations and heads of the reader's trees that English word order forbids, put right.

In: the layers of a document. Out: the layers, the same where nothing is wrong.

What one would get wrong: a noun before a verb may well be its object, in a question, a relative clause or a
passive ("which the army denied"), one between two verbs that are joined is that of the first ("freed the
inmates and set"), and in a headline it is the victim ("two farmers killed"). Only a noun before a finite active
verb that has an object or a clause behind it and no subject is one that the reader took for an object ("The army
blamed the rebels").
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from whowhom.records import Layers

_OBJECTS = ("obj", "iobj")
_SUBJECTS = ("nsubj", "nsubj:pass", "csubj", "csubj:pass", "nsubj:outer", "expl")
_NAMING = ("NOUN", "PROPN", "PRON", "NUM")
_BEHIND = ("obj", "ccomp", "xcomp")
# What a noun with a preposition of its own cannot be, and a verb with a mark of its own.
_NO_ADJUNCTS = ("punct", "aux", "det", "cc", "mark")
_NO_CLAUSES = ("obj", "iobj", "punct", "advmod", "nsubj", "amod", "compound", "obl", "nmod")
# Clauses that have a subject of their own.
_CLAUSES = ("root", "ccomp", "advcl", "parataxis", "conj", "acl:relcl")
_FINITE = ("VBD", "VBZ", "VBP")
# Prepositions and articles: they stand before their noun, as "'s" and "ago" do not.
_AHEAD = ("IN", "TO", "DT")
# Words that let an object stand before its verb.
_FRONTING = ("WDT", "WP", "WP$", "WRB")


def with_cases_ahead(layers: Layers) -> Layers:
    """Hang a preposition or article inside a mention that the reader hung on the noun before on the one behind.

    "Fighters of the Front": where all three hang on the fighters, "of" and "the" are the front's. The mention says that
    the two nouns belong together; elsewhere the tree may be broken in other ways too.
    """
    heads = layers.heads
    mentioned = {word: tag for tag in layers.actors for word in range(tag.first, tag.last)}
    found: dict[int, int] = {}
    for word, relation in enumerate(layers.deprels):
        if relation not in ("case", "det") or not 0 <= heads[word] < word or layers.xpos[word] not in _AHEAD:
            continue
        mention = mentioned.get(word)
        if mention is None or heads[word] < mention.first:
            continue
        behind = range(word + 1, mention.last)
        noun = next((w for w in behind if heads[w] == heads[word] and layers.upos[w] in _NAMING), None)
        if noun is not None:
            found[word] = noun
    if not found:
        return layers
    return replace(layers, heads=tuple(found.get(word, head) for word, head in enumerate(heads)))


def with_appositions_near(layers: Layers) -> Layers:
    """Hang a person's title behind a comma on the person named before it, where the reader hung it on a body before.

    "The Front, which calls itself heir of Musa Karo, the founder of the League": a body is nobody's founder.
    """
    persons = {tag.last: tag for tag in layers.entities if tag.label == "PER"}
    described = {word for tag in layers.actors if tag.label == "person" for word in range(tag.first, tag.last)}
    bodies = {word for tag in layers.actors if tag.label != "person" for word in range(tag.first, tag.last)}
    found: dict[int, int] = {}
    for word, relation in enumerate(layers.deprels):
        if relation != "appos" or word not in described or layers.heads[word] not in bodies:
            continue
        first = word
        while first > 0 and layers.heads[first - 1] == word and layers.deprels[first - 1] != "punct":
            first -= 1
        name = persons.get(first - 1) if first and layers.word(first - 1) == "," else None
        if name is not None and layers.heads[word] < name.first:
            within = range(name.first, name.last)
            found[word] = next((w for w in within if layers.heads[w] not in within), name.first)
    if not found:
        return layers
    return replace(layers, heads=tuple(found.get(word, head) for word, head in enumerate(layers.heads)))


def repaired(layers: Layers, children: Sequence[Sequence[int]]) -> Layers:
    """Put the relations of a document right; the layers themselves where nothing is wrong."""
    found: dict[int, str] = {}
    for word, below in enumerate(children):
        if layers.upos[word] == "VERB":
            subject = _misread_subject(layers, word, below)
            if subject is not None:
                found[subject] = "nsubj"
        relation = _relation_behind(layers, word, below)
        if relation is not None:
            found[word] = relation
    if not found:
        return layers
    return replace(layers, deprels=tuple(found.get(word, told) for word, told in enumerate(layers.deprels)))


def _relation_behind(layers: Layers, word: int, below: Sequence[int]) -> str | None:
    """Return the relation of a noun behind a preposition, or of a verb behind "of" and "to", that was misread."""
    head, relation = layers.heads[word], layers.deprels[word]
    if head < 0:
        return None
    marked = {layers.deprels[child] for child in below if child < word}
    if relation in ("flat", "compound") and "cc" in marked and head < word:
        return "conj"  # "Soldiers and the Azad Front" are two, not one name.
    if layers.upos[word] in _NAMING and "case" in marked and relation in _NO_ADJUNCTS:
        return "obl" if layers.upos[head] in ("VERB", "AUX", "ADJ", "ADV") else "nmod"
    if layers.xpos[word] in ("VBG", "VB") and "mark" in marked and relation in _NO_CLAUSES:
        return "advcl" if layers.upos[head] in ("VERB", "AUX", "ADJ", "ADV") else "acl"
    if layers.upos[word] in ("NOUN", "PROPN", "VERB") and relation == "punct":
        return "obj" if layers.upos[head] == "VERB" and head < word and layers.upos[word] != "VERB" else "parataxis"
    return None


def _misread_subject(layers: Layers, verb: int, below: Sequence[int]) -> int | None:
    """Return the noun before a finite active verb that stands for its subject, if it has no other."""
    relations = {layers.deprels[child] for child in below}
    if layers.deprels[verb] not in _CLAUSES or relations & {*_SUBJECTS, "aux:pass"}:
        return None
    if not _is_finite(layers, verb, below) or not any(c > verb and layers.deprels[c] in _BEHIND for c in below):
        return None
    before = [
        child for child in below if child < verb and layers.deprels[child] in _OBJECTS and layers.upos[child] in _NAMING
    ]
    if not before or any(
        layers.xpos[word] in _FRONTING for child in before for word in range(max(0, child - 1), child + 1)
    ):
        return None
    subject = before[-1]
    between = range(subject + 1, verb)
    if any(layers.upos[word] in ("VERB", "CCONJ") and layers.heads[word] in (verb, subject) for word in between):
        return None
    if layers.deprels[verb] == "conj":
        joins = [child for child in below if layers.deprels[child] == "cc"]
        return subject if joins and joins[0] < subject else None
    return subject


def _is_finite(layers: Layers, verb: int, below: Sequence[int]) -> bool:
    if layers.xpos[verb] in _FINITE:
        return True
    return any(layers.deprels[child] == "aux" and child < verb for child in below)
