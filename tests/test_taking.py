"""Who is taken away: the object decides, on trees written by hand."""

import pytest

from layers import make_layers
from whowhom.codebook import load_codebook
from whowhom.coding.drafts import draft_events
from whowhom.coding.taking import person_taken
from whowhom.coding.tree import build_tree
from whowhom.records import TriggerReading

TO_A_PLACE = "to/IN/6/case a/DT/6/det place/NN/2/obl ././2/punct"


def taken_in(conll, verb=1, **tags):
    tree = build_tree(make_layers(conll, **tags))
    taken = person_taken(tree, verb)
    return None if taken is None else tree.layers.word(taken)


@pytest.mark.parametrize(
    ("conll", "taken"),
    [
        (f"Men/NNS/2/nsubj took/VBD/0/root him/PRP/2/obj {TO_A_PLACE}", "him"),
        ("Men/NNS/2/nsubj took/VBD/0/root her/PRP/2/obj ././2/punct", "her"),
        (f"Men/NNS/2/nsubj took/VBD/0/root them/PRP/2/obj {TO_A_PLACE}", "them"),
        ("Men/NNS/2/nsubj took/VBD/0/root them/PRP/2/obj ././2/punct", None),
        ("Men/NNS/2/nsubj took/VBD/0/root it/PRP/2/obj ././2/punct", None),
        ("Men/NNS/2/nsubj took/VBD/0/root him/PRP/2/obj to/IN/5/case court/NN/2/obl ././2/punct", None),
    ],
    ids=["him", "her", "them-to", "them", "it", "court"],
)
def test_a_pronoun_for_a_person_is_taken(conll, taken):
    assert taken_in(conll) == taken


def test_a_named_person_is_taken_where_the_name_is_led_somewhere():
    led = f"Men/NNS/2/nsubj took/VBD/0/root Dicko/NNP/2/obj {TO_A_PLACE}"
    assert taken_in(led, entities={"Dicko": "PER"}) == "Dicko"
    assert taken_in(led, entities={"Dicko": "LOC"}) is None
    alone = "Men/NNS/2/nsubj took/VBD/0/root Dicko/NNP/2/obj ././2/punct"
    assert taken_in(alone, entities={"Dicko": "PER"}) is None


def test_villagers_are_taken_where_they_are_led_away():
    led = "Men/NNS/2/nsubj took/VBD/0/root villagers/NNS/2/obj away/RB/2/advmod ././2/punct"
    assert taken_in(led, actors={"villagers": "civilians"}) == "villagers"
    alone = "Men/NNS/2/nsubj took/VBD/0/root parliament/NN/2/obj ././2/punct"
    assert taken_in(alone, actors={"parliament": "government"}) is None


def test_who_is_taken_is_abducted_and_the_target():
    layers = make_layers(
        f"Men/NNS/2/nsubj took/VBD/0/root him/PRP/2/obj {TO_A_PLACE}",
        actors={"Men": "unidentified"},
        triggers=[TriggerReading(1, 2, "ASSAULT", 0.9)],
    )
    (draft,), _ = draft_events(build_tree(layers), load_codebook(), dates=(), min_score=0.0)
    text = layers.document.text
    assert (draft.mode, text[draft.trigger.start : draft.trigger.end]) == ("abduct", "took")
    targets = [part.mention.span for part in draft.participants if part.role == "target"]
    assert [(span.start, text[span.start : span.end]) for span in targets] == [(9, "him")]
