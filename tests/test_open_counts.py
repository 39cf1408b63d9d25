"""Counts that are asked for and not told."""

import pytest

from layers import find_words, make_layers
from whowhom.coding.open_counts import is_asked, is_left_open
from whowhom.coding.tree import build_tree

CASES = {
    "how many": ("It/PRP/3/nsubj was/VBD/3/cop unclear/JJ/0/root how/WRB/5/advmod many/JJ/6/amod rebels/NNS/7/nsubj died/VBD/3/csubj", "many rebels", True),
    "whether any": ("He/PRP/4/nsubj did/VBD/4/aux not/RB/4/advmod say/VB/0/root whether/IN/8/mark any/DT/7/det rebels/NNS/8/nsubj died/VBD/4/ccomp", "any rebels", True),
    "if any": ("He/PRP/4/nsubj did/VBD/4/aux not/RB/4/advmod say/VB/0/root if/IN/8/mark any/DT/7/det rebels/NNS/8/nsubj died/VBD/4/ccomp", "any rebels", True),
    "whether, with the object": ("He/PRP/4/nsubj did/VBD/4/aux not/RB/4/advmod say/VB/0/root whether/IN/8/mark the/DT/7/det blast/NN/8/nsubj killed/VBD/4/ccomp rebels/NNS/8/obj", "rebels", True),
    "a clause inside": ("He/PRP/4/nsubj did/VBD/4/aux not/RB/4/advmod say/VB/0/root whether/IN/13/mark the/DT/7/det blast/NN/13/nsubj that/WDT/9/nsubj killed/VBD/7/acl:relcl rebels/NNS/9/obj was/VBD/13/cop a/DT/13/det bomb/NN/4/ccomp", "rebels", False),
    "another clause": ("He/PRP/4/nsubj did/VBD/4/aux not/RB/4/advmod say/VB/0/root that/IN/7/mark rebels/NNS/7/nsubj died/VBD/4/ccomp", "rebels", False),
    "no figure for them": ("They/PRP/2/nsubj gave/VBD/0/root no/DT/4/det figure/NN/2/obj for/IN/6/case rebels/NNS/4/nmod killed/VBN/6/acl", "rebels", True),
    "a figure for them": ("They/PRP/2/nsubj gave/VBD/0/root a/DT/4/det figure/NN/2/obj for/IN/6/case rebels/NNS/4/nmod killed/VBN/6/acl", "rebels", False),
    "second behind no": ("No/DT/2/det soldiers/NNS/6/nsubj:pass or/CC/4/cc rebels/NNS/2/conj were/VBD/6/aux:pass killed/VBN/0/root", "rebels", True),
    "either": ("Ten/CD/2/nummod soldiers/NNS/6/nsubj:pass or/CC/4/cc rebels/NNS/2/conj were/VBD/6/aux:pass killed/VBN/0/root", "rebels", False),
    "told": ("Many/JJ/2/amod rebels/NNS/3/nsubj died/VBD/0/root", "Many rebels", False),
}  # fmt: skip


@pytest.mark.parametrize(("conll", "people", "expected"), CASES.values(), ids=CASES.keys())
def test_a_count_is_open_only_in_the_clause_that_asks(conll, people, expected):
    layers = make_layers(conll)
    assert is_left_open(build_tree(layers), *find_words(layers, people)) is expected


ASKED = "It/PRP/3/nsubj was/VBD/3/cop unclear/JJ/0/root how/WRB/5/advmod many/JJ/10/nsubj:pass of/IN/9/case the/DT/9/det 40/CD/9/nummod hostages/NNS/5/nmod died/VBD/3/csubj ,/,/14/punct but/CC/14/cc 12/CD/14/nsubj fled/VBD/3/conj"  # fmt: skip


@pytest.mark.parametrize(
    ("people", "expected"), [("many of the 40 hostages", True), ("the 40 hostages", True), ("12", False)]
)
def test_no_number_behind_how_many_is_told(people, expected):
    layers = make_layers(ASKED)
    assert is_asked(build_tree(layers), find_words(layers, people)[0]) is expected
