"""A relation between two words, before it is judged and its ends become mentions."""

from __future__ import annotations

from dataclasses import dataclass

from whowhom.coding.tie_words import BESIDE, HELPING, OWNED, PARTS, STANDING
from whowhom.coding.tree import Tree
from whowhom.records.events import TieKind

_NO_BODIES = frozenset(["LOC", "PER", "Location", "Temporal", "Quantity", "Nationality", "person", "Person"])


@dataclass(frozen=True, slots=True)
class Relation:
    """What a construction tells.

    Attributes:
        subject: Head word of the one end, ``object`` of the other.
        word: The word that names the relation; its mood is the relation's.
        rule: Name of the construction, for the score and for messages.
        is_title: Told by a title or an apposition, which holds in any clause.
    """

    subject: int
    tie: TieKind
    object: int
    word: int
    rule: str
    is_title: bool = False


def is_actor(tree: Tree, word: int) -> bool:
    """Say whether the reader sees an actor in a word, a person or a body."""
    named = tree.entities.at(word, "PER", "ORG", "Organisation", "Person")
    return named is not None or tree.actors.at(word) is not None or _is_known(tree, word)


def _is_known(tree: Tree, word: int) -> bool:
    """Say whether the document names an actor so elsewhere: "IS-K" at the start of a sentence is not always seen."""
    if not tree.layers.word(word)[:1].isupper():
        return False
    chain = tree.hyphened(word)
    return tree.layers.document.text[tree.layers.starts[chain.start] : tree.layers.ends[chain.stop - 1]] in tree.once(
        _names
    )


def _names(tree: Tree) -> frozenset[str]:
    """The names of bodies in a document that are written in capitals or with a hyphen, so that no word is meant."""
    tags = [tag for tag in (*tree.layers.actors, *tree.layers.entities) if tag.label not in _NO_BODIES]
    words = (tree.layers.document.text[tree.layers.starts[tag.first] : tree.layers.ends[tag.last - 1]] for tag in tags)
    return frozenset(name for name in words if name.isupper() and len(name) > 2 and " " not in name)


def is_body(tree: Tree, word: int) -> bool:
    """Say whether somebody can belong to it or lead it: an actor, a country, a district."""
    if is_actor(tree, word) or tree.entities.at(word, "LOC", "Location", "Nationality") is not None:
        return True
    return tree.lemma(word) in PARTS or tree.lemma(word) in OWNED


def is_person(tree: Tree, word: int) -> bool:
    """Say whether a word is of a person's name, and not of the body or place named with it."""
    return tree.layers.upos[word] == "PROPN" and tree.entities.at(word, "PER") is not None


def head_behind(tree: Tree, word: int) -> int | None:
    """Return the head of the named or described actor or place that begins behind a word, whatever the tree says.

    The tree often hangs a name it does not know on the wrong word; the tags still show it.
    """
    end = tree.layers.sentences[tree.sentence_of[word]][1]
    first = word + 1
    while first < end and tree.layers.upos[first] in ("DET", "PRON") and first < word + 3:
        first += 1
    if first >= end:
        return None
    for tags in (tree.actors, tree.entities):
        for start in (word + 1, first):
            for tag in tags.holding(start):
                if tag.first in (word + 1, first) and (tag.label != "PER" or tree.layers.upos[first] == "PROPN"):
                    return tree.head_of(max(tag.first, first), tag.last)
    return None


def is_owner(tree: Tree, word: int) -> bool:
    """Say whether a noun stands as an owner: "the army's"."""
    return tree.relation(word) == "nmod:poss" or any(tree.layers.xpos[child] == "POS" for child in tree.children[word])


def agents_of(tree: Tree, word: int) -> list[int]:
    """List the actors that carry a purpose or an effort: whose it is, who undertakes it, who is helped to it.

    Args:
        word: A noun ("fight", "efforts") or an infinitive ("to defeat").
    """
    found: list[int] = []
    above, below = word, word
    for _ in range(4):
        found += [child for child in tree.children[above] if _owns(tree, child, above) and child != below]
        below, above = above, tree.layers.heads[above]
        if above < 0:
            break
        if tree.layers.upos[above] in ("VERB", "AUX"):
            thing, subject = tree.child(above, "obj"), tree.subject(above)
            if thing is not None and thing != below and tree.lemma(above) in HELPING:
                found.append(thing)
            beside = [c for c in tree.children[above] if tree.case_of(c) in BESIDE and is_actor(tree, c)]
            found += beside if tree.lemma(above) in STANDING else []
            if subject is not None:
                found.append(subject)
        elif is_actor(tree, above):
            found.append(above)
        if any(is_actor(tree, actor) for actor in found) or tree.relation(below) in ("appos", "acl:relcl", "conj"):
            break
    # "The government and the people in their fight": who comes before them in a coordination is meant too.
    found += [tree.layers.heads[actor] for actor in found if tree.relation(actor) == "conj"]
    return [actor for actor in dict.fromkeys(map(tree.antecedent, found)) if is_actor(tree, actor)]


def _owns(tree: Tree, child: int, noun: int) -> bool:
    if tree.layers.upos[noun] not in ("NOUN", "PROPN"):
        return False
    relation = tree.relation(child)
    if relation in ("nmod:poss", "compound", "amod") and child < noun:
        return is_body(tree, child) or tree.layers.xpos[child] == "PRP$"
    return relation == "nmod" and tree.case_of(child) in ("of", "by")
