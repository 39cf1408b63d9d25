"""Whether two tellings are one event: what is compared, what parts them, and the shipped weights."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from factories import make_coding
from whowhom.pipeline.same_event import (
    REACH_SENTENCES,
    is_parted,
    likeness,
    load_weights,
    may_be_same,
    pair_features,
)
from whowhom.pipeline.tellings import Telling

CODING = make_coding()
EVENT = max(CODING.events, key=lambda event: len(event.participants) + len(event.dates))
PLACES = {place.id: place for place in CODING.places}
BARE = replace(EVENT, participants=(), dates=(), places=(), tolls=(), counts=(), responsibility=())


def _telling(event=EVENT, lemma="attack", sentence=0, **told) -> Telling:
    facts = {"headline": False, "definite": False, "anew": False, "noun": True} | told
    return Telling(event, lemma, sentence, **facts)


def test_features_name_what_agrees_and_what_differs():
    left = _telling(lemma="attack", noun=False)
    right = _telling(replace(BARE, type=EVENT.type), lemma="ambush", sentence=1, definite=True)
    found = set(pair_features(left, right, {}, 0))
    assert {"any", "type same", f"type {EVENT.type}", "words ambush / attack", "sentences 1", "between 0"} <= found
    assert {"definite", "definite, near", "nobody behind", "noun behind a verb", "next of its type"} <= found
    assert not {"word same", "who same, near", "dates same"} & found


def test_no_feature_is_yielded_twice():
    pairs = [
        (_telling(), _telling(sentence=distance, definite=definite)) for distance in (0, 2, 9) for definite in (0, 1)
    ]
    for left, right in pairs:
        names = list(pair_features(left, right, {place.id: place for place in CODING.places}, 2))
        assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("left", "right", "compared"),
    [
        (_telling(), _telling(sentence=REACH_SENTENCES), True),
        (_telling(), _telling(sentence=REACH_SENTENCES + 1), False),
        (_telling(headline=True), _telling(sentence=REACH_SENTENCES + 1), True),
        (_telling(), _telling(replace(EVENT, type="CONSULT"), lemma="meet", sentence=1), False),
        (_telling(), _telling(replace(EVENT, type="CONSULT"), sentence=1), True),
    ],
    ids=["near", "far", "headline", "other type and word", "other type"],
)
def test_what_is_compared(left, right, compared):
    assert may_be_same(left, right) is compared


def test_a_noun_that_takes_up_the_attack_is_likelier_the_nearer_it_is():
    left, bare = _telling(lemma="attack", noun=False), _telling(BARE, definite=True)
    near, far = (likeness(left, replace(bare, sentence=distance), {}, 0) for distance in (1, 20))
    assert near > load_weights().threshold
    assert near > far


def test_other_types_are_parted_unless_the_word_is_taken_up():
    other = replace(EVENT, type="CONSULT")
    assert is_parted(_telling(), _telling(other, sentence=1), PLACES)
    assert not is_parted(_telling(), _telling(other, sentence=1, definite=True), PLACES)


def test_the_shipped_weights_are_finite_and_named_as_features_are():
    weights = load_weights()
    assert 0 <= weights.threshold < 1
    assert all(math.isfinite(weight) for weight in weights.by_feature.values())
    assert {"type same", "word same", "definite", "whom same, near", "sentences many"} <= weights.by_feature.keys()


def test_items_of_a_list_and_one_of_several_are_parted():
    assert is_parted(_telling(BARE, item=10), _telling(BARE, sentence=1, item=80), PLACES)
    # "Arrested two men over the bombing" takes up what an item before told; with a day of its own it is another.
    assert not is_parted(_telling(BARE, item=10), _telling(BARE, sentence=1, item=80, definite=True), PLACES)
    dated = replace(BARE, dates=EVENT.dates)
    assert is_parted(_telling(BARE, item=10), _telling(dated, sentence=1, item=80, definite=True), PLACES)
    assert not is_parted(_telling(BARE, item=10), _telling(BARE, sentence=1, item=10, definite=True), PLACES)
    assert not is_parted(_telling(BARE), _telling(BARE, sentence=1, item=80, definite=True), PLACES)
    several = _telling(replace(BARE, clarity="aggregate"))
    one = {"sentence": 1, "definite": True}
    assert is_parted(several, _telling(BARE, one_of_many=True, **one), PLACES)
    assert not is_parted(several, _telling(BARE, **one), PLACES)
    assert not is_parted(_telling(BARE), _telling(BARE, one_of_many=True, **one), PLACES)


def test_other_places_other_figures_and_again_part_two_tellings():
    (like,) = [toll for event in CODING.events for toll in event.tolls][:1]
    four, nine = (
        replace(BARE, tolls=(replace(like, low=n, best=n, high=n, bound="exact", part_of=None),)) for n in (4, 9)
    )
    assert is_parted(_telling(four), _telling(nine, sentence=1), PLACES)
    assert not is_parted(_telling(four), _telling(nine, sentence=1, definite=True), PLACES)
    assert is_parted(_telling(BARE), _telling(BARE, sentence=1, anew=True), PLACES)
    here = CODING.places[0]
    there = replace(here, id="p-elsewhere", country="ZZ")
    near, far = (replace(BARE, places=(replace(EVENT.places[0], place=place.id),)) for place in (here, there))
    table = {here.id: here, there.id: there}
    assert is_parted(_telling(near), _telling(far, sentence=1, definite=True), table)
    assert not is_parted(_telling(near), _telling(near, sentence=1), table)


@pytest.mark.parametrize(("kind", "apart"), [("THREATEN", True), ("ACCUSE", True), ("ASSAULT", False)])
def test_what_two_say_is_said_twice(kind, apart):
    acts = {"role": "actor", "side": "a", "object": None}
    one, two = (
        replace(BARE, type=kind, participants=(replace(EVENT.participants[0], actor=who, **acts),))
        for who in ("a-1", "a-2")
    )
    said = {"noun": False}
    assert is_parted(_telling(one, "warn", **said), _telling(two, "vow", 2, **said), PLACES) is apart
    assert not is_parted(_telling(one, "warn", **said), _telling(one, "vow", 2, **said), PLACES)
    assert not is_parted(_telling(one, "warn", headline=True, noun=False), _telling(two, "vow", 2, **said), PLACES)
