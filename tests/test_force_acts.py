"""The side in a modifier ("Israeli strikes"), and what is shot down: trees by hand, then the whole way."""

from __future__ import annotations

from dataclasses import replace

import pytest

from layers import make_layers, make_use
from whowhom.codebook import load_codebook
from whowhom.coding.force_acts import draft_instrument, side_of
from whowhom.coding.objects import draft_objects
from whowhom.coding.participants import draft_participants
from whowhom.coding.settings import draft_places
from whowhom.ingest import document_from_text
from whowhom.pipeline import Pipeline
from whowhom.registry import Registry

CODEBOOK, REGISTRY = load_codebook(), Registry.load()


def used(conll, trigger, kind="ASSAULT", roles=None, entities=None):
    layers = make_layers(conll, triggers=[(trigger, kind, {}, roles)], entities=entities)
    tree, use = make_use(layers, CODEBOOK)
    return tree, use, layers.document.text


def actors_of(conll, trigger, kind="ASSAULT", roles=None):
    tree, use, text = used(conll, trigger, kind, roles)
    side = side_of(tree, use, REGISTRY)
    found = draft_participants(tree, use, CODEBOOK, side=side)
    return [(p.mention.span.start, text[p.mention.span.start : p.mention.span.end]) for p in found if p.role == "actor"]


SIDES = {
    "demonym": ("Israeli/JJ/2/amod strikes/NNS/3/nsubj killed/VBD/0/root two/CD/3/obj ././3/punct", "strikes", (0, "Israeli")),
    "demonym before a killing": ("Israeli/JJ/2/amod fire/NN/3/nsubj killed/VBD/0/root two/CD/3/obj ././3/punct", "killed", (0, "Israeli")),
    "means between": ("A/DT/4/det Turkish/JJ/4/amod drone/NN/4/compound strike/NN/5/nsubj failed/VBD/0/root ././5/punct", "strike", (2, "Turkish")),
    "killed by": ("Two/CD/3/nsubj:pass were/VBD/3/aux:pass killed/VBN/0/root by/IN/6/case Russian/JJ/6/amod shelling/NN/3/obl ././3/punct", "killed", (19, "Russian")),
    "a group": ("M23/NN/2/nsubj shelling/NN/3/nsubj killed/VBD/0/root three/CD/3/obj ././3/punct", "shelling", (0, "M23")),
    "a group of two words": ("Boko/NNP/3/compound Haram/JJ/3/compound attacks/NNS/4/nsubj killed/VBD/0/root two/CD/4/obj ././4/punct", "attacks", (0, "Boko Haram")),
    "rebels": ("Rebel/JJ/2/amod shelling/NN/3/nsubj killed/VBD/0/root two/CD/3/obj ././3/punct", "shelling", (0, "Rebel")),
    "whose military": ("Myanmar/NNP/4/compound military/JJ/4/amod air/NN/4/compound strikes/NNS/5/nsubj killed/VBD/0/root two/CD/5/obj ././5/punct", "strikes", (0, "Myanmar military")),
    "an attack on somebody": ("Russian/JJ/2/amod attacks/NNS/5/nsubj on/IN/4/case Kyiv/NNP/2/nmod continued/VBD/0/root ././5/punct", "attacks", (0, "Russian")),
    "weapons that hit": ("Russian/JJ/2/amod missiles/NNS/3/nsubj hit/VBD/0/root a/DT/5/det depot/NN/3/obj ././3/punct", "hit", (0, "Russian")),
    "a place": ("A/DT/3/det Kabul/NNP/3/compound attack/NN/4/nsubj killed/VBD/0/root two/CD/4/obj ././4/punct", "attack", None),
    "a country as a place": ("A/DT/3/det Mali/NNP/3/compound attack/NN/4/nsubj killed/VBD/0/root two/CD/4/obj ././4/punct", "attack", None),
    "an acronym as a place": ("A/DT/3/det DRC/NNP/3/compound raid/NN/4/nsubj killed/VBD/0/root two/CD/4/obj ././4/punct", "raid", None),
    "a demonym as a place": ("An/DT/4/det Afghan/JJ/4/amod suicide/NN/4/compound attack/NN/5/nsubj killed/VBD/0/root two/CD/5/obj ././5/punct", "attack", None),
    "what was hit": ("A/DT/3/det hospital/NN/3/compound strike/NN/4/nsubj killed/VBD/0/root ten/CD/4/obj ././4/punct", "strike", None),
}  # fmt: skip


@pytest.mark.parametrize(("conll", "trigger", "expected"), SIDES.values(), ids=SIDES.keys())
def test_the_modifier_of_an_act_of_force_is_its_actor(conll, trigger, expected):
    assert actors_of(conll, trigger) == ([] if expected is None else [expected])


def test_a_strike_of_workers_has_no_side():
    conll = "A/DT/3/det French/JJ/3/amod strike/NN/4/nsubj began/VBD/0/root ././4/punct"
    tree, use, _ = used(conll, "strike")
    assert side_of(tree, use, REGISTRY) is not None
    assert side_of(tree, replace(use, reading=replace(use.reading, label="PROTEST")), REGISTRY) is None


def test_an_actor_told_otherwise_stays():
    conll = "Rebels/NNS/2/nsubj launched/VBD/0/root Turkish/JJ/5/amod drone/NN/5/compound strikes/NNS/2/obj ././2/punct"
    assert actors_of(conll, "strikes", roles={"actor": "Rebels"}) == [(0, "Rebels")]


@pytest.mark.parametrize(("words", "expected"), [("Russian", None), ("Russian shelling", (8, "shelling"))])
def test_the_side_is_no_part_of_the_instrument(words, expected):
    conll = "Russian/JJ/2/amod shelling/NN/3/nsubj killed/VBD/0/root two/CD/3/obj ././3/punct"
    tree, use, text = used(conll, "killed", roles={"instrument": words})
    span = draft_instrument(tree, use, side_of(tree, use, REGISTRY))
    assert (span and (span.start, text[span.start : span.end])) == expected


def test_a_weapon_keeps_the_words_of_its_owner():
    conll = "Russian/JJ/2/amod missiles/NNS/3/nsubj hit/VBD/0/root a/DT/5/det depot/NN/3/obj ././3/punct"
    tree, use, text = used(conll, "hit", roles={"instrument": "Russian missiles"})
    span = draft_instrument(tree, use, side_of(tree, use, REGISTRY))
    assert span is not None
    assert (span.start, text[span.start : span.end]) == (0, "Russian missiles")


def test_what_is_fired_is_the_means():
    conll = "Troops/NNS/2/nsubj fired/VBD/0/root rockets/NNS/2/obj ././2/punct"
    tree, use, text = used(conll, "fired", roles={"instrument": "rockets"})
    found = [(text[o.span.start : o.span.end], o.role) for o in draft_objects(tree, use, CODEBOOK)]
    assert found in ([], [("rockets", "used")])


TAKEN_OUT = {
    "shot down": ("Troops/NNS/2/nsubj shot/VBD/0/root down/RP/2/compound:prt two/CD/5/nummod drones/NNS/2/obj ././2/punct", "shot down", "target"),
    "were shot down": ("Two/CD/2/nummod drones/NNS/4/nsubj:pass were/VBD/4/aux:pass shot/VBN/0/root down/RP/4/compound:prt ././4/punct", "shot down", "target"),
    "intercepted": ("Troops/NNS/2/nsubj intercepted/VBD/0/root two/CD/4/nummod drones/NNS/2/obj ././2/punct", "intercepted", "target"),
    "used": ("Troops/NNS/2/nsubj used/VBD/0/root two/CD/4/nummod drones/NNS/2/obj ././2/punct", "used", "used"),
}  # fmt: skip


@pytest.mark.parametrize(("conll", "trigger", "role"), TAKEN_OUT.values(), ids=TAKEN_OUT.keys())
def test_what_is_shot_down_is_a_target_and_no_means(conll, trigger, role):
    words = "Two drones" if conll.startswith("Two") else "two drones"
    tree, use, text = used(conll, trigger, roles={"object": words, "instrument": words})
    (thing,) = draft_objects(tree, use, CODEBOOK)
    assert (text[thing.span.start : thing.span.end], thing.role) == (words, role)
    assert (draft_instrument(tree, use, None) is None) == (role == "target")


def test_positions_of_a_group_are_no_place():
    conll = (
        "Jets/NNS/2/nsubj attacked/VBD/0/root Houthi/NNP/4/compound positions/NNS/2/obj near/IN/6/case "
        "Hodeidah/NNP/2/obl ././2/punct"
    )
    roles = {"target place": "Houthi", "at": "Hodeidah"}
    tree, use, text = used(conll, "attacked", roles=roles, entities={"Houthi": "LOC", "Hodeidah": "LOC"})
    assert [text[p.span.start : p.span.end] for p in draft_places(tree, use, REGISTRY)] == ["near Hodeidah"]


def test_an_acronym_of_a_group_is_no_place():
    conll = "Jets/NNS/2/nsubj attacked/VBD/0/root M23/NNP/2/obj near/IN/5/case Goma/NNP/2/obl ././2/punct"
    tree, use, text = used(conll, "attacked", roles={"at": "M23 | Goma"}, entities={"M23": "LOC", "Goma": "LOC"})
    places = draft_places(tree, use, REGISTRY)
    assert [text[place.span.start : place.span.end] for place in places] == ["near Goma"]


@pytest.fixture(scope="module")
def pipeline() -> Pipeline:
    return Pipeline.load(threads=1)


@pytest.mark.parametrize(
    ("text", "words", "registry"),
    [
        ("Israeli air strikes killed 20 people in Rafah on Monday, medics said.", "Israeli", "state:IL"),
        ("Russian shelling killed two people in Kherson on Tuesday.", "Russian", "state:RU"),
        ("Soldiers killed ten villagers in Djibo on Monday, residents said. France called for an investigation.", "Soldiers", "state:BF/military"),
    ],
)  # fmt: skip
def test_a_wire_lead_has_its_perpetrator(pipeline, text, words, registry):
    coding = pipeline.code(document_from_text(text, check_language=False))
    actors = {actor.id: actor for actor in coding.actors}
    found = [
        (text[part.start : part.end], actors[part.actor].registry)
        for event in coding.events
        if event.type == "ASSAULT"
        for part in event.participants
        if part.role == "actor" and part.actor
    ]
    assert found == [(words, registry)]
