"""Relations that English word order forbids, and those that only look like one."""

import pytest

from layers import make_layers
from whowhom.coding.tree import build_tree

REPAIRED = {
    "a subject read as an object": ("The/DT/2/det army/NN/3/obj blamed/VBD/0/root rebels/NNS/3/obj ././3/punct", "army", "nsubj"),
    "behind but": ("They/PRP/2/nsubj left/VBD/0/root but/CC/5/cc police/NNS/5/obj suspect/VBP/2/conj them/PRP/5/obj ././2/punct", "police", "nsubj"),
    "a verb behind of": ("They/PRP/2/nsubj accused/VBD/0/root him/PRP/2/iobj of/IN/5/mark shooting/VBG/2/obj ././2/punct", "shooting", "advcl"),
    "joined, not compound": ("Troops/NNS/5/nsubj and/CC/4/cc even/RB/4/advmod militias/NNS/1/compound fled/VBD/0/root ././5/punct", "militias", "conj"),
    "a noun read as a mark": ("They/PRP/2/nsubj blamed/VBD/0/root him/PRP/2/obj for/IN/5/case strikes/NNS/2/punct ././2/punct", "strikes", "obl"),
}  # fmt: skip
KEPT = {
    "a relative pronoun": ("The/DT/2/det raid/NN/0/root which/WDT/5/obj police/NNS/5/nsubj denied/VBD/2/acl:relcl ././2/punct", "which", "obj"),
    "the object of the verb before": ("They/PRP/2/nsubj freed/VBD/0/root inmates/NNS/5/obj and/CC/5/cc set/VBD/2/conj fires/NNS/5/obj ././2/punct", "inmates", "obj"),
    "a victim in a headline": ("Two/CD/2/nummod farmers/NNS/3/obj killed/VBD/0/root near/IN/5/case Bria/NNP/3/obl", "farmers", "obj"),
    "a plain object": ("The/DT/2/det army/NN/3/nsubj blamed/VBD/0/root rebels/NNS/3/obj ././3/punct", "rebels", "obj"),
}  # fmt: skip


def test_a_preposition_hangs_on_the_noun_behind_it():
    tree = build_tree(
        make_layers(
            "Fighters/NNS/5/nsubj of/IN/1/case the/DT/1/det Front/NNP/1/nmod shot/VBD/0/root farmers/NNS/5/obj ././5/punct",
            actors={"Fighters of the Front": "rebel group"},
        )
    )
    assert [tree.layers.word(tree.layers.heads[at]) for at in (1, 2, 3)] == ["Front", "Front", "Fighters"]
    assert tree.case_of(3) == "of"
    assert tree.phrase(0) == (0, 4)


def test_outside_a_mention_a_preposition_stays():
    tree = build_tree(
        make_layers(
            "Fighters/NNS/5/nsubj of/IN/1/case the/DT/1/det Front/NNP/1/nmod shot/VBD/0/root farmers/NNS/5/obj ././5/punct"
        )
    )
    assert [tree.layers.word(tree.layers.heads[at]) for at in (1, 2)] == ["Fighters", "Fighters"]


def test_what_stands_behind_its_noun_stays_there():
    tree = build_tree(make_layers("Iran/NNP/3/nmod:poss 's/POS/1/case army/NN/4/nsubj left/VBD/0/root ././4/punct"))
    assert tree.layers.heads[1] == 0


_HEIR = (
    "The/DT/2/det Front/NNP/14/nsubj ,/,/4/punct heir/NN/2/appos of/IN/6/case Karo/NNP/4/nmod ,/,/9/punct the/DT/9/det founder/NN/2/appos "
    "of/IN/12/case the/DT/12/det League/NNP/9/nmod ,/,/14/punct fled/VBD/0/root ././14/punct"
)


def test_a_title_behind_a_person_is_that_persons_and_not_a_body_s_before():
    tree = build_tree(
        make_layers(
            _HEIR, actors={"The Front": "rebel group", "the founder of the League": "person"}, entities={"Karo": "PER"}
        )
    )
    assert [tree.layers.word(tree.layers.heads[at]) for at in (3, 8)] == ["Front", "Karo"]


def test_a_title_behind_a_person_stays_where_another_person_bears_it():
    tree = build_tree(
        make_layers(
            _HEIR, actors={"The Front": "person", "the founder of the League": "person"}, entities={"Karo": "PER"}
        )
    )
    assert tree.layers.word(tree.layers.heads[8]) == "Front"


def relation_of(conll, word):
    tree = build_tree(make_layers(conll))
    return next(tree.relation(at) for at in range(len(tree.layers.starts)) if tree.layers.word(at) == word)


@pytest.mark.parametrize(("conll", "word", "expected"), REPAIRED.values(), ids=REPAIRED.keys())
def test_a_relation_that_cannot_be_is_put_right(conll, word, expected):
    assert relation_of(conll, word) == expected


@pytest.mark.parametrize(("conll", "word", "expected"), KEPT.values(), ids=KEPT.keys())
def test_a_relation_that_may_be_is_left(conll, word, expected):
    assert relation_of(conll, word) == expected
