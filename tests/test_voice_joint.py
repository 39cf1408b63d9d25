"""Who speaks together: a second body is a voice of its own, a body with "and" in its name is one."""

from dataclasses import replace

import pytest

from layers import make_layers
from whowhom.coding.tree import build_tree
from whowhom.coding.voice_joint import joint_speakers
from whowhom.records import Tagged

SAID = "Haute/NNP/2/compound Aid/NNP/6/nsubj and/CC/5/cc Kotto/NNP/5/compound Watch/NNP/6/nsubj said/VBD/0/root ././6/punct"
WHOLE = Tagged(0, 5, "Organisation", 0.9)


@pytest.mark.parametrize(
    ("entities", "beside"),
    [((WHOLE,), []), ((WHOLE, Tagged(3, 5, "ORG", 0.9)), ["Watch"])],
    ids=["one-name", "named-apart"],
)
def test_a_body_that_has_a_name_of_its_own_speaks_beside_another(entities, beside):
    tree = build_tree(replace(make_layers(SAID), entities=entities))
    assert [tree.layers.word(word) for word in joint_speakers(tree, 1, 5)] == beside
