"""Things attacked, seized, closed or used, with their kind and effect."""

import pytest

from layers import make_layers, make_use
from whowhom.codebook import load_codebook
from whowhom.coding.objects import draft_objects

CODEBOOK = load_codebook()
CASES = {
    "attacked": ("Rebels/NNS/2/nsubj shelled/VBD/0/root a/DT/4/det market/NN/2/obj ././2/punct", "shelled", None, [("a market", "market", "target", None)]),
    "passive": ("A/DT/2/det school/NN/4/nsubj:pass was/VBD/4/aux:pass burned/VBN/0/root ././4/punct", "burned", None, [("A school", "school", "target", None)]),
    "destroyed": ("Rebels/NNS/2/nsubj destroyed/VBD/0/root two/CD/4/nummod bridges/NNS/2/obj ././2/punct", "destroyed", None, [("two bridges", "transport", "target", 2)]),
    "coordinated": ("Rebels/NNS/2/nsubj burned/VBD/0/root a/DT/4/det school/NN/2/obj and/CC/7/cc a/DT/7/det mosque/NN/4/conj ././2/punct", "burned", None, [("a school", "school", "target", None), ("a mosque", "worship", "target", None)]),
    "noun with on": ("The/DT/2/det attack/NN/6/nsubj on/IN/5/case the/DT/5/det hospital/NN/2/nmod failed/VBD/0/root ././6/punct", "attack", None, [("the hospital", "health", "target", None)]),
    "the reader's object": ("Rebels/NNS/2/nsubj shelled/VBD/0/root a/DT/4/det market/NN/2/obj ././2/punct", "shelled", {"object": "a market"}, [("a market", "market", "target", None)]),
    "the reader's means": ("Rebels/NNS/2/nsubj attacked/VBD/0/root them/PRP/2/obj with/IN/5/case drones/NNS/2/obl ././2/punct", "attacked", {"used": "drones"}, [("drones", "weapon", "used", None)]),
}  # fmt: skip


@pytest.mark.parametrize(("conll", "trigger", "roles", "expected"), CASES.values(), ids=CASES.keys())
def test_things_have_their_words_and_their_kind(conll, trigger, roles, expected):
    layers = make_layers(conll, triggers=[(trigger, "ASSAULT", {}, roles)])
    tree, use = make_use(layers, CODEBOOK)
    text = layers.document.text
    found = [
        (text[o.span.start : o.span.end], o.kind, o.role, o.number.best if o.number else None)
        for o in draft_objects(tree, use, CODEBOOK)
    ]
    assert found == expected


def test_an_attacked_person_is_no_object():
    conll = "Rebels/NNS/2/nsubj attacked/VBD/0/root the/DT/4/det guards/NNS/2/obj ././2/punct"
    layers = make_layers(conll, actors={"guards": "state forces"}, triggers=[("attacked", "ASSAULT")])
    tree, use = make_use(layers, CODEBOOK)
    assert draft_objects(tree, use, CODEBOOK) == ()


@pytest.mark.parametrize(
    ("camp", "kind"),
    [
        ("a/DT/6/det displaced/JJ/5/amod people/NNS/6/nmod:poss camp/NN/2/obj", "aid"),
        ("a/DT/4/det camp/NN/2/obj of/IN/7/case displaced/JJ/7/amod people/NNS/4/nmod", "aid"),
        ("an/DT/4/det army/NN/5/compound camp/NN/2/obj", "base"),
    ],
    ids=["before", "behind", "of soldiers"],
)
def test_a_camp_of_the_displaced_is_no_base(camp, kind):
    layers = make_layers(_numbered(camp), triggers=[("shelled", "ASSAULT", {}, {"object": "camp"})])
    tree, use = make_use(layers, CODEBOOK)
    assert [o.kind for o in draft_objects(tree, use, CODEBOOK)] == [kind]


def _numbered(camp: str) -> str:
    """Put a camp behind its verb, its words below the noun."""
    rows = [word.split("/") for word in camp.split()]
    noun = 3 + next(index for index, row in enumerate(rows) if row[0] == "camp")
    for row in rows:
        if row[0] != "camp":
            row[2] = str(noun)
    return "Rebels/NNS/2/nsubj shelled/VBD/0/root " + " ".join("/".join(row) for row in rows) + " ././2/punct"


@pytest.mark.parametrize(("verb", "effect"), [("destroyed", "destroyed"), ("seized", "seized"), ("closed", "closed")])
def test_the_effect_follows_the_verb(verb, effect):
    conll = f"Rebels/NNS/2/nsubj {verb}/VBD/0/root a/DT/4/det school/NN/2/obj ././2/punct"
    layers = make_layers(conll, triggers=[(verb, "ASSAULT" if verb != "closed" else "COERCE")])
    tree, use = make_use(layers, CODEBOOK)
    assert [o.effect for o in draft_objects(tree, use, CODEBOOK)] == [effect]
