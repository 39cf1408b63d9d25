"""Ends of ties are whole actors, and followers stand on the side of whom they follow."""

import pytest

from layers import make_layers
from whowhom.coding.followers import with_followers
from whowhom.coding.mentions import mention_of
from whowhom.coding.ties import seen_ties
from whowhom.coding.tree import build_tree
from whowhom.records import ParticipantDraft

CHIEFS = (
    "Issa/NNP/2/compound Dole/NNP/0/root ,/,/4/punct chairman/NN/2/appos of/IN/8/case the/DT/8/det Joint/NNP/8/compound "
    "Chiefs/NNPS/4/nmod of/IN/10/case Staff/NNP/8/nmod ././2/punct"
)
FORMER = "The/DT/3/det former/JJ/3/amod leader/NN/0/root Issa/NNP/3/appos Dole/NNP/4/flat ././3/punct"


def ties_of(conll, actors, entities):
    layers = make_layers(conll, actors=actors, entities=entities)
    text = layers.document.text
    found = [seen.draft for seen in seen_ties(build_tree(layers))]
    return [(text[t.subject.span.start : t.subject.span.end], t.tie, text[t.object.span.start : t.object.span.end]) for t in found]  # fmt: skip


@pytest.mark.parametrize("staff", [{}, {"Staff": "ORG"}], ids=["untagged", "tagged alone"])
def test_the_chiefs_of_staff_are_one_body_that_nobody_inside_its_name_leads(staff):
    actors = {"Issa Dole": "person", "Joint Chiefs": "state forces"} | dict.fromkeys(staff, "state forces")
    found = ties_of(CHIEFS, actors, {"Issa Dole": "PER", "Joint Chiefs": "ORG", **staff})
    assert found == [("Issa Dole", "leads", "the Joint Chiefs of Staff")]


def test_former_is_no_end_of_a_tie():
    found = ties_of(FORMER, {"Issa Dole": "person", "former": "rebel group"}, {"Issa Dole": "PER", "former": "ORG"})
    assert not [tie for tie in found if "former" in (tie[0], tie[2])]


@pytest.mark.parametrize(
    ("word", "joint", "role"), [("its", "and", "target"), ("the", "and", "actor"), ("its", "against", "actor")]
)
def test_followers_have_the_role_of_whom_they_stand_beside(word, joint, role):
    tree = build_tree(make_layers(
        f"Police/NNS/2/nsubj attacked/VBD/0/root Front/NNP/2/obj {joint}/CC/6/cc {word}/PRP$/6/nmod:poss "
        "supporters/NNS/3/conj ././2/punct"
    ))  # fmt: skip
    told = [(0, "actor"), (2, "target"), (5, "actor")]
    parts = [ParticipantDraft(mention_of(tree, word), role, 0.9, "reader") for word, role in told]
    found = with_followers(tree, parts)
    assert [part.role for part in found] == ["actor", "target", role]
    text = tree.layers.document.text
    assert text[found[2].mention.span.start : found[2].mention.span.end] == f"{word} supporters"
