"""Ages among the words of a document: "a teacher, 34,", "a student (19)", "a boy aged 7".

In: a tree and a range of its words. Out: whether they are somebody's age, and where the words
before an age end. What one would get wrong: "soldiers, 22 of them wounded" and "civilians, 34,"
count people, so that a number behind a comma is an age only behind a noun for one person, and
only where nothing follows that it could count.
"""

from __future__ import annotations

from whowhom.coding.count_words import PERSONS
from whowhom.coding.tree import Tree

OLDEST = 110
_OPENERS = (",", "(")
_CLOSERS = frozenset((",", ")", ".", ";", ":", "and", "who", "was", "is", "from"))
_ONE_PERSON = ("person", "civilians", "media", "protesters", "unidentified")
# Singular nouns for many people: no age is theirs, and "the town" is not one person.
COLLECTIVES = frozenset(
    "city community convoy crowd district family group household neighbourhood neighborhood people population public "
    "settlement society team town tribe village".split()
)


def is_age(tree: Tree, first: int, last: int) -> bool:
    """Say whether a bare number is the age of whoever stands before it."""
    written = tree.layers.word(first)
    start, end = tree.layers.sentences[tree.sentence_of[first]]
    while last - first > 1 and tree.layers.word(last - 1) in (",", ")"):
        last -= 1
    if last - first != 1 or first - 2 < start:
        return False
    before = tree.layers.word(first - 1).lower()
    if before == "aged":
        return tree.layers.upos[first] == "NUM"
    # A raised "²" is a digit and no number: it marks a footnote.
    if before not in _OPENERS or not written.isdecimal() or int(written[:4]) > OLDEST:
        return False
    is_closed = last == end or tree.layers.word(last).lower() in _CLOSERS
    return is_closed and _is_one_person(tree, first - 2)


def before_age(tree: Tree, end: int, first: int) -> int:
    """Return where the words before ", 34," or " (34)" end, if such an age ends right before a word; else that word."""
    at = end
    while at > first and tree.layers.word(at - 1) in (",", ")"):
        at -= 1
    return at - 2 if at - 2 > first and is_age(tree, at - 1, at) else end


def _is_one_person(tree: Tree, noun: int) -> bool:
    layers = tree.layers
    if tree.entities.at(noun, "LOC", "Location") is not None:
        return False  # "In Kabul, 34, mostly women, were killed."
    if layers.upos[noun] == "PROPN" or layers.word(noun).lower() in PERSONS:
        return True
    tag = tree.actors.at(noun)
    if (
        tag is not None
        and tag.label in _ONE_PERSON
        and layers.xpos[noun] in ("NN", "JJ")
        and layers.lemmas[noun] not in COLLECTIVES
    ):
        return True
    # "A mother of three, 34,".
    return noun > 1 and layers.word(noun - 1).lower() == "of" and layers.word(noun - 2).lower() in PERSONS
