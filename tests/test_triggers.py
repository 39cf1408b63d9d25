"""Triggers: which entry of the codebook a trigger is, and what carries it."""

import pytest

from layers import WrittenLayersError, find_words, make_layers, make_use
from whowhom.codebook import load_codebook
from whowhom.coding.tree import build_tree
from whowhom.coding.triggers import use_triggers

CODEBOOK = load_codebook()


def test_the_longest_entry_of_the_readers_type_is_taken():
    conll = "Rebels/NNS/2/nsubj opened/VBD/0/root fire/NN/2/obj on/IN/5/case them/PRP/2/obl ././2/punct"
    _, use = make_use(make_layers(conll, triggers=[("opened fire", "ASSAULT")]), CODEBOOK)
    assert use.entry is not None
    assert use.entry.words[:2] == ("open", "fire")


def test_a_trigger_without_an_entry_keeps_its_type():
    conll = "Rebels/NNS/2/nsubj zapped/VBD/0/root them/PRP/2/obj ././2/punct"
    _, use = make_use(make_layers(conll, triggers=[("zapped", "ASSAULT")]), CODEBOOK)
    assert use.entry is None
    assert use.reading.label == "ASSAULT"


@pytest.mark.parametrize(
    ("conll", "light"),
    [
        ("They/PRP/2/nsubj launched/VBD/0/root an/DT/4/det attack/NN/2/obj ././2/punct", "launched"),
        (
            "They/PRP/2/nsubj carried/VBD/0/root out/RP/2/compound:prt an/DT/5/det attack/NN/2/obj ././2/punct",
            "carried",
        ),
        ("An/DT/2/det attack/NN/4/nsubj:pass was/VBD/4/aux:pass launched/VBN/0/root ././4/punct", "launched"),
        ("They/PRP/2/nsubj saw/VBD/0/root an/DT/4/det attack/NN/2/obj ././2/punct", None),
    ],
    ids=["launched", "carried out", "passive", "saw"],
)
def test_a_light_verb_carries_a_noun(conll, light):
    layers = make_layers(conll, triggers=[("attack", "ASSAULT")])
    _, use = make_use(layers, CODEBOOK)
    assert (layers.word(use.light) if use.light is not None else None) == light


def test_rivals_are_the_heads_of_the_other_triggers():
    conll = "Rebels/NNS/2/nsubj shelled/VBD/0/root Bria/NNP/2/obj and/CC/5/cc killed/VBD/2/conj guards/NNS/5/obj ././2/punct"
    layers = make_layers(conll, triggers=[("shelled", "ASSAULT"), ("killed", "ASSAULT")])
    kept, dropped = use_triggers(build_tree(layers), CODEBOOK, min_score=0.0)
    assert [use.rivals for use in kept] == [{4}, {1}]
    assert dropped == ()


def test_a_trigger_below_the_score_is_no_rival():
    conll = "Rebels/NNS/2/nsubj shelled/VBD/0/root Bria/NNP/2/obj ././2/punct"
    layers = make_layers(conll, triggers=[("shelled", "ASSAULT")])
    kept, dropped = use_triggers(build_tree(layers), CODEBOOK, min_score=0.999)
    assert kept == ()
    assert [layers.word(use.head) for use in dropped] == ["shelled"]


@pytest.mark.parametrize(
    ("conll", "message"),
    [
        ("Rebels/NNS/2/nsubj fled/VBD/1/root", "go together"),
        ("Rebels/NNS/2/nsubj fled/VBD/1/conj", "one root"),
        ("Rebels/NNS/9/nsubj fled/VBD/0/root", "no head"),
        ("Rebels/NNS/2/subject fled/VBD/0/root", "unknown"),
        ("a/DT/2/det b/NN/1/nmod fled/VBD/0/root", "cycle"),
    ],
    ids=["root", "no root", "head", "relation", "cycle"],
)
def test_trees_written_for_tests_are_checked(conll, message):
    with pytest.raises(WrittenLayersError, match=message):
        make_layers(conll)


def test_words_that_stand_twice_must_be_numbered():
    layers = make_layers(
        "Rebels/NNS/2/nsubj fought/VBD/0/root rebels/NNS/2/obj and/CC/5/cc rebels/NNS/3/conj ././2/punct"
    )
    assert find_words(layers, "rebels#2") == (4, 5)
    with pytest.raises(WrittenLayersError, match="stands 2 times"):
        find_words(layers, "rebels")
