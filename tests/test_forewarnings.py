"""Warnings that only foresee, and those that threaten: hand-written trees."""

import pytest

from layers import make_layers, make_use
from whowhom.codebook import load_codebook
from whowhom.coding.drafts import draft_events
from whowhom.coding.forewarnings import only_foresees
from whowhom.coding.tree import build_tree

CODEBOOK = load_codebook()
SPREAD = "He/PRP/2/nsubj warned/VBD/0/root that/IN/6/mark war/NN/6/nsubj could/MD/6/aux spread/VB/2/ccomp ././2/punct"


@pytest.mark.parametrize(
    ("sentence", "foresees"),
    [
        (SPREAD, True),
        (SPREAD.replace("could", "might"), True),
        (SPREAD.replace("could", "would"), False),
        (SPREAD.replace("war/NN", "it/PRP"), False),
        (SPREAD.replace("spread/VB/2/ccomp", "spread/VB/2/advcl"), False),
        (SPREAD.replace("warned", "threatened"), False),
        (
            "Iran/NNP/2/nsubj warned/VBD/0/root that/IN/7/mark its/PRP$/5/nmod:poss forces/NNS/7/nsubj could/MD/7/aux strike/VB/2/ccomp ././2/punct",
            False,
        ),
        ("Rebels/NNS/2/nsubj warned/VBD/0/root villagers/NNS/2/obj ././2/punct", False),
    ],
)
def test_a_warning_of_what_others_may_do_is_no_threat(sentence, foresees):
    word = "threatened" if "threatened" in sentence else "warned"
    assert only_foresees(*make_use(make_layers(sentence, triggers=[(word, "THREATEN", {})]), CODEBOOK)) is foresees


def test_what_is_left_out_is_listed_with_its_reason():
    layers = make_layers(SPREAD, triggers=[("warned", "THREATEN", {})])
    drafts, skipped = draft_events(build_tree(layers), CODEBOOK, dates=(), min_score=0.0)
    assert drafts == ()
    assert [(layers.document.text[row.start : row.end], row.reason.split(",")[0]) for row in skipped] == [
        ("warned", "a warning of what may come")
    ]
