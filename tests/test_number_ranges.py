"""Mentions of people whose number is a range, an age or a word behind them."""

import pytest

from layers import make_layers
from whowhom.coding.mentions import mention_of
from whowhom.coding.number_ranges import whole_range
from whowhom.coding.tree import build_tree

PARTED = "Rebels/NNS/2/nsubj killed/VBD/0/root between/IN/4/case 5/CD/2/obj and/CC/6/cc 10/CD/4/conj young/JJ/8/amod soldiers/NNS/2/obl in/IN/10/case Gao/NNP/2/obl ././2/punct"  # fmt: skip


@pytest.mark.parametrize(("first", "last"), [(3, 4), (5, 6), (3, 6), (6, 8), (7, 8)])
def test_half_of_a_range_is_given_the_whole(first, last):
    tree = build_tree(make_layers(PARTED))
    assert whole_range(tree, first, last) == ((2, 8) if first < 7 else (7, 8))


def test_what_no_range_touches_stays_as_it_is():
    tree = build_tree(make_layers(PARTED))
    assert whole_range(tree, 0, 1) == (0, 1)
    assert whole_range(tree, 9, 10) == (9, 10)


CASES = {
    "a range that the tree parts": (PARTED, 3, "between 5 and 10 young soldiers", "soldiers", (5, None, 10)),
    "children of a mother": ("a/DT/2/det mother/NN/0/root of/IN/4/case three/CD/2/nmod", 1, "a mother of three", "mother", None),
    "an age behind people": ("A/DT/2/det nurse/NN/0/root ,/,/4/punct 34/CD/2/nummod ,/,/2/punct", 1, "A nurse", "nurse", None),
}  # fmt: skip


@pytest.mark.parametrize(("conll", "word", "words", "head", "number"), CASES.values(), ids=CASES.keys())
def test_a_mention_has_its_own_words_and_its_own_number(conll, word, words, head, number):
    layers = make_layers(conll)
    mention = mention_of(build_tree(layers), word)
    text = layers.document.text
    assert text[mention.span.start : mention.span.end] == words
    assert text[mention.head.start : mention.head.end] == head
    found = mention.number
    assert (found and (found.low, found.best, found.high)) == number
