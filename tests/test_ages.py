"""Ages among words: whose they are, and which numbers are none, on trees written by hand."""

import pytest

from layers import make_layers
from whowhom.coding.ages import is_age
from whowhom.coding.tree import build_tree


def is_age_behind(noun, number, **tags):
    conll = f"{noun}/NN/5/nsubj ,/,/3/punct {number}/CD/1/appos ,/,/3/punct died/VBD/0/root ././5/punct"
    return is_age(build_tree(make_layers(conll, **tags)), 2, 3)


@pytest.mark.parametrize(
    ("number", "is_one"),
    [("34", True), ("340", False), ("²", False), ("①", False)],
    ids=["age", "too-old", "footnote", "circled"],
)
def test_only_a_number_of_years_is_an_age(number, is_one):
    assert is_age_behind("teacher", number, actors={"teacher": "civilians"}) is is_one


def test_a_number_behind_a_place_counts_people():
    conll = "In/IN/2/case Kabul/NNP/6/obl ,/,/4/punct 34/CD/6/nsubj:pass ,/,/4/punct died/VBD/0/root ././6/punct"
    assert is_age(build_tree(make_layers(conll, entities={"Kabul": "LOC"})), 3, 4) is False
    assert is_age(build_tree(make_layers(conll, entities={"Kabul": "PER"})), 3, 4) is True
