from __future__ import annotations

import math
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from held import missed, split
from whowhom.errors import ResolutionError
from whowhom.gazetteer import Gazetteer
from whowhom.records import Place, Span, quote
from whowhom.resolve.places import PlaceResolution, resolve_places

ALL = tomllib.loads((Path(__file__).parent / "cases" / "places.toml").read_text("utf-8"))["case"]
CASES, HELD_BACK = split(ALL)
# Of 40; the misses are named by the test.
HELD_BACK_RIGHT = 38


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.open()


def unmark(marked: str) -> tuple[str, list[Span], list[Span]]:
    """Take the braces and angle brackets out of a case's text: text, mentions, masked stretches."""
    text, mentions, masked = "", [], []
    opened: dict[str, int] = {}
    for part in re.split(r"([{}<>])", marked):
        if part in "{<" and part:
            opened[part] = len(text)
        elif part == "}":
            mentions.append(Span(opened["{"], len(text)))
        elif part == ">":
            masked.append(Span(opened["<"], len(text)))
        else:
            text += part
    return text, mentions, masked


def km(one: tuple[float, float], other: tuple[float, float]) -> float:
    a, b = math.radians(one[0]), math.radians(other[0])
    c = math.radians(other[1] - one[1])
    return 6371 * math.acos(min(1, math.sin(a) * math.sin(b) + math.cos(a) * math.cos(b) * math.cos(c)))


def resolve(marked: str, gazetteer: Gazetteer, **options: Any) -> tuple[PlaceResolution, list[Place | None]]:
    text, mentions, masked = unmark(marked)
    found = resolve_places(text, mentions, gazetteer=gazetteer, masked=masked, **options)
    by_id = {place.id: place for place in found.places}
    return found, [by_id[key] if key else None for key in found.of_mention]


def check(expected: dict[str, Any], place: Place | None, places: list[Place | None]) -> None:
    if expected.get("no"):
        assert place is None
        return
    assert place is not None
    if "same" in expected:
        assert place == places[expected["same"]]
    if "unresolved" in expected:
        assert (place.latitude, place.longitude, place.geoprecision, place.gazetteer_id) == (None, None, None, None)
        assert expected["unresolved"] in {missing.reason for missing in place.missing if missing.field == "latitude"}
        return
    for key in ("country", "feature", "relation", "admin1", "name"):
        if key in expected:
            assert (getattr(place, key) or "none") == expected[key], key
    if "precision" in expected:
        assert place.geoprecision == expected["precision"]
    if "id" in expected:
        assert place.gazetteer_id == expected["id"]
    if "at" in expected:
        latitude, longitude, within = expected["at"]
        assert place.latitude is not None
        assert place.longitude is not None
        assert km((place.latitude, place.longitude), (latitude, longitude)) <= within


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_plain_case(case: dict[str, Any], gazetteer: Gazetteer):
    check_case(case, gazetteer)


def test_places_held_back_are_as_often_right_as_they_were(gazetteer: Gazetteer):
    wrong = missed(HELD_BACK, lambda case: check_case(case, gazetteer))
    assert len(HELD_BACK) - len(wrong) >= HELD_BACK_RIGHT, wrong


def check_case(case: dict[str, Any], gazetteer: Gazetteer) -> None:
    found, places = resolve(case["text"], gazetteer)
    for expected, place, reason in zip(case["expect"], places, found.reasons, strict=True):
        check(expected, place, places)
        assert (place is None) == (reason is not None)


AFGHAN_REPORT = (
    "Afghan officials said that gunmen attacked a checkpoint in {Achin district} of {Nangarhar} on Monday. Hours later a "
    "bomb went off outside {Kabul airport}. The governor of {Nangarhar province} blamed <the Khorasan Front>, which has "
    "fighters in {eastern Afghanistan}. Two men fled to {Quetta} in {Pakistan’s Balochistan province}, and others were "
    "stopped 20 km east of {Jalalabad}. Nobody was hurt in {Jalalabad} itself, said {Radio Zumbalek}."
)


def test_each_place_stands_once_with_the_words_of_all_its_mentions(gazetteer: Gazetteer):
    text, _, _ = unmark(AFGHAN_REPORT)
    found, places = resolve(AFGHAN_REPORT, gazetteer)
    assert places[1] == places[3]
    nangarhar = places[1]
    assert nangarhar is not None
    assert [words.text for words in nangarhar.mentions] == ["Nangarhar", "Nangarhar province"]
    for place in found.places:
        assert place.mentions
        for words in place.mentions:
            assert text[words.start : words.end] == words.text
    assert len({place.id for place in found.places}) == len(found.places)


def test_a_relative_place_names_its_anchor_which_is_in_the_result(gazetteer: Gazetteer):
    found, places = resolve(AFGHAN_REPORT, gazetteer)
    east, town = places[7], places[8]
    assert east is not None
    assert town is not None
    assert (east.relation, east.anchor, town.relation) == ("20 km east of", town.id, None)
    assert east.gazetteer_id == town.gazetteer_id
    assert east.longitude is not None
    assert town.longitude is not None
    assert 0.15 < east.longitude - town.longitude < 0.3
    airport = places[2]
    assert airport is not None
    assert airport.anchor in {place.id for place in found.places}


def test_unknown_names_keep_null_coordinates_with_reasons(gazetteer: Gazetteer):
    _, places = resolve("They met in {Zumbalek} in {Helmand province}, Afghanistan.", gazetteer)
    unknown = places[0]
    assert unknown is not None
    assert (unknown.name, unknown.latitude, unknown.longitude, unknown.geoprecision) == ("Zumbalek", None, None, None)
    assert (unknown.country, unknown.admin1) == ("AF", "Helmand")
    named = {missing.field for missing in unknown.missing}
    assert named == {"admin2", "latitude", "longitude", "radius_km", "geoprecision", "gazetteer_id"}


def test_a_tie_keeps_its_alternatives(gazetteer: Gazetteer):
    _, places = resolve("Residents of {San Isidro} fled.", gazetteer)
    assert places[0] is not None
    assert places[0].latitude is None
    assert len(places[0].alternatives) >= 2


def test_every_null_of_a_place_has_a_reason(gazetteer: Gazetteer):
    fields = ("country", "admin1", "admin2", "latitude", "longitude", "radius_km", "geoprecision", "gazetteer_id")
    for case in ALL:
        found, _ = resolve(case["text"], gazetteer)
        for place in found.places:
            assert {f for f in fields if getattr(place, f) is None} == {missing.field for missing in place.missing}


def test_outside_a_country_is_no_point_in_it(gazetteer: Gazetteer):
    _, places = resolve("It is the strongest branch outside {Syria} and {Iraq}.", gazetteer)
    assert places[0] is not None
    assert (places[0].country, places[0].latitude, places[0].relation) == (None, None, "outside")


def test_the_country_hint_decides_where_the_text_says_nothing(gazetteer: Gazetteer):
    _, plain = resolve("Shots were fired in {Tripoli}.", gazetteer)
    _, hinted = resolve("Shots were fired in {Tripoli}.", gazetteer, country_hint="LB")
    assert [place.country for place in (*plain, *hinted) if place] == ["LY", "LB"]


def test_ids_do_not_depend_on_the_other_mentions(gazetteer: Gazetteer):
    text, mentions, _ = unmark(AFGHAN_REPORT)
    everything = resolve_places(text, mentions, gazetteer=gazetteer)
    alone = resolve_places(text, mentions[1:2], gazetteer=gazetteer)
    assert alone.of_mention == everything.of_mention[1:2]


def test_the_order_of_the_mentions_changes_nothing(gazetteer: Gazetteer):
    text, mentions, masked = unmark(AFGHAN_REPORT)
    there = resolve_places(text, mentions, gazetteer=gazetteer, masked=masked)
    back = resolve_places(text, mentions[::-1], gazetteer=gazetteer, masked=masked)
    assert there.places == back.places
    assert there.of_mention == back.of_mention[::-1]


def test_a_mention_past_the_end_is_refused(gazetteer: Gazetteer):
    with pytest.raises(ResolutionError, match=r"\[0, 99\) reaches past the text of 5"):
        resolve_places("Kabul", [Span(0, 99)], gazetteer=gazetteer)


@given(st.data())
def test_any_spans_of_any_text_resolve_without_a_fault(gazetteer: Gazetteer, data: st.DataObject):
    pieces = st.sampled_from(
        ["Kabul", "Nangarhar", " province", " of ", ", ", "the ", "near ", "al-", "’s ", "\n", "É", "5 km "]
    )
    text = "".join(data.draw(st.lists(pieces, min_size=1, max_size=12)))
    starts = data.draw(st.lists(st.integers(0, len(text) - 1), max_size=4))
    spans = [Span(at, data.draw(st.integers(at + 1, len(text)))) for at in starts]
    found = resolve_places(text, spans, gazetteer=gazetteer)
    assert len(found.of_mention) == len(found.reasons) == len(spans)
    ids = {place.id for place in found.places}
    for key, reason in zip(found.of_mention, found.reasons, strict=True):
        assert (key is None) == (reason is not None)
        assert key is None or key in ids
    for place in found.places:
        assert place.anchor is None or place.anchor in ids
        assert all(quote(text, words.span) == words for words in place.mentions)
