"""The promises of a coding: each broken one is found, and named by its path."""

from __future__ import annotations

import dataclasses
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factories import TEXT, make_coding, make_quiet_coding
from whowhom.errors import ValidationError
from whowhom.records import Coding, Evidence, Figure, Quote, Region, Skipped, Span
from whowhom.records.validation import UNKNOWN_NULLS, check_coding, validate


def broken(coding: Coding, path: str, value: Any) -> Coding:
    """Change one value of a coding, by its path ("events.0.score")."""

    def put(record: Any, steps: list[str]) -> Any:
        if not steps:
            return value
        if isinstance(record, tuple):
            at = int(steps[0])
            return (*record[:at], put(record[at], steps[1:]), *record[at + 1 :])
        return replace(record, **{steps[0]: put(getattr(record, steps[0]), steps[1:])})

    return put(coding, path.split("."))


def test_the_coding_by_hand_keeps_every_promise():
    assert check_coding(make_coding()) == ()
    assert check_coding(make_quiet_coding()) == ()
    validate(make_coding())


CASES = {
    "format": ("format", "whowhom-coding/0", "format:"),
    "text id": ("document.id", "0" * 64, "document.id:"),
    "quote of an anchor": ("events.0.anchors.0", Quote(106, 113, "shelling"), "events[0].anchors[0]: its words"),
    "span past the end": ("events.0.anchors.0", Quote(106, 9999, "x"), "events[0].anchors[0]: span [106, 9999)"),
    "words of a date": ("events.0.dates.0.text", "on Tuesday", "events[0].dates[0]: its words"),
    "words of a toll": ("events.0.tolls.0.start", 161, "events[0].tolls[0]: its words"),
    "words of a voice": ("events.0.attribution.0.voice", "the mayor", "events[0].attribution[0]: its words"),
    "voice without its words": ("events.0.attribution.0.voice", None, "events[0].attribution[0]: voice, start and end"),
    "words of a mention": ("actors.0.mentions.0", Quote(0, 3, "The"), "actors[0].mentions[0]: its words"),
    "words of evidence": ("events.0.evidence.0", Evidence("type", 0, 3, "The"), "events[0].evidence[0]: its words"),
    "empty span": ("skipped.0", Skipped(5, 5, "furniture"), "skipped[0]: span [5, 5)"),
    "no reason to skip": ("skipped.0.reason", "", "skipped[0].reason: empty"),
    "actor of a participant": ("events.0.participants.0.actor", "a-none", "events[0].participants[0].actor: 'a-none'"),
    "participant without either": ("events.0.participants.0.actor", None, "events[0].participants[0]: expected either"),
    "participant with both": (
        "events.0.participants.0.object",
        "o-market",
        "events[0].participants[0]: expected either",
    ),
    "place of an event": ("events.0.places.0.place", "p-none", "events[0].places[0].place: 'p-none'"),
    "people of a toll": ("events.0.tolls.0.of", "a-none", "events[0].tolls[0].of: 'a-none'"),
    "whole of a toll": ("events.0.tolls.0.part_of", "t-9", "events[0].tolls[0].part_of: 't-9'"),
    "actor of a voice": ("events.0.attribution.0.actor", "a-none", "events[0].attribution[0].actor: 'a-none'"),
    "subject of a tie": ("ties.0.subject", "a-none", "ties[0].subject: 'a-none'"),
    "speaker of a statement": ("statements.0.about", "a-none", "statements[0].about: 'a-none'"),
    "same id twice": ("actors.1.id", "a-front", "actors[1].id: 'a-front' names another record too"),
    "same id in two tables": ("events.0.id", "p-bria", "events[0].id: 'p-bria' names another record too"),
    "empty id": ("events.0.id", "", "events[0].id: empty"),
    "no anchor": ("events.0.anchors", (), "events[0].anchors: empty"),
    "country": ("actors.0.country", None, "actors[0].country: null or empty without a reason"),
    "private": ("actors.2.private", None, "actors[2].private: null or empty without a reason"),
    "latitude alone": ("places.0.latitude", None, "places[0]: one of latitude and longitude"),
    "latitude": ("places.0.latitude", None, "places[0].latitude: null or empty without a reason"),
    "publisher": ("document.publication.missing", (), "document.publication.publisher: null or empty without a reason"),
    "language": ("document.language", None, "document.language: null or empty without a reason"),
    "no date": ("events.0.dates", (), "events[0].dates: null or empty without a reason"),
    "no place": ("events.0.places", (), "events[0].places: null or empty without a reason"),
    "nobody": ("events.0.participants", (), "events[0].participants.target: null or empty without a reason"),
    "no class": ("events.0.acled", None, "events[0].acled: null or empty without a reason"),
    "people of nobody": ("events.0.tolls.0.of", None, "events[0].tolls[0].of: null or empty without a reason"),
    "count of an aggregate": ("events.0.clarity", "aggregate", "events[0].event_count: null or empty without a reason"),
    "reason for a value": ("actors.0.part_of", "a-union", "actors[0].missing: gives a reason for 'part_of'"),
    "score too high": ("events.0.score", 1.5, "events[0].score: 1.5; expected 0 to 1"),
    "score too fine": ("events.0.score", 0.12345, "events[0].score: 0.12345; expected at most 3 places"),
    "geoprecision": ("places.0.geoprecision", 8, "places[0].geoprecision: 8; expected 1 to 7"),
    "precision": ("events.0.dates.0.precision", 0, "events[0].dates[0].precision: 0; expected 1 to 5"),
    "longitude": ("places.0.longitude", 190.0, "places[0].longitude: 190.0; expected -180 to 180"),
    "best of at least": ("events.0.tolls.0.best", 12, "events[0].tolls[0]: bound 'at least'"),
    "exact that differs": ("events.1.tolls.0.high", 3, "events[1].tolls[0]: bound 'exact'"),
    "high below low": ("events.1.tolls.0.high", 1, "events[1].tolls[0]: low 2, best 2, high 1"),
    "negative figure": ("events.0.tolls.0.low", -1, "events[0].tolls[0]: a negative figure"),
    "dates turned round": ("events.0.dates.0.from_", "2022-03-04", "events[0].dates[0]: from '2022-03-04' is after"),
    "no such day": ("events.0.dates.0.to", "2022-02-30", "events[0].dates[0]: '2022-02-30'; expected a day"),
    "month for a day": ("events.0.dates.0.to", "2022-03", "events[0].dates[0]: '2022-03'; expected a day"),
    "published without basis": (
        "document.publication.published_basis",
        "unknown",
        "document.publication.published_basis",
    ),
}


@pytest.mark.parametrize(("path", "value", "fault"), CASES.values(), ids=CASES.keys())
def test_a_broken_promise_is_named_by_its_path(path, value, fault):
    faults = check_coding(broken(make_coding(), path, value))
    assert any(found.startswith(fault) for found in faults), faults


def test_overlapping_regions_are_found():
    coding = make_coding()
    regions = (Region(0, 20, "headline"), Region(10, 30, "body"))
    faults = check_coding(replace(coding, document=replace(coding.document, regions=regions)))
    assert faults[0].startswith("document.regions[1]: starts at 10")


def test_a_reason_for_a_list_explains_what_it_would_hold():
    coding = broken(make_coding(), "events.1.participants", ())
    assert any("participants.actor" in fault for fault in check_coding(coding))
    explained = replace(coding.events[1], missing=(*coding.events[1].missing, missing("participants")))
    assert check_coding(broken(coding, "events.1", explained)) == ()


def test_a_party_stands_for_both_sides():
    coding = make_coding()
    parties = tuple(replace(row, role="party") for row in coding.events[1].participants)
    assert check_coding(broken(coding, "events.1.participants", parties)) == ()


def test_a_reason_of_ones_own_is_found():
    coding = make_coding()
    event = replace(
        coding.events[0], missing=tuple(replace(entry, reason="who knows") for entry in coding.events[0].missing)
    )
    assert check_coding(broken(coding, "events.0", event))[0].startswith(
        "events[0].missing: 'who knows' for 'instrument'"
    )


def test_a_reason_for_an_unknown_field_is_found():
    coding = make_coding()
    event = replace(coding.events[0], missing=(*coding.events[0].missing, missing("weather")))
    assert check_coding(broken(coding, "events.0", event)) == ("events[0].missing: names the unknown field 'weather'",)


def test_the_figure_of_an_object_is_checked_too():
    figure = Figure(3, None, None, "about", 114, 129, "the main market")
    faults = check_coding(broken(make_coding(), "objects.0.number", figure))
    assert any(fault.startswith("objects[0].number: bound 'about'") for fault in faults)


def test_validate_says_how_many_and_quotes_no_words():
    coding = broken(broken(make_coding(), "events.0.score", 2.0), "events.0.tolls.0.text", "twelve people of Bria")
    with pytest.raises(ValidationError) as caught:
        validate(coding)
    assert "breaks 2 promise(s)" in str(caught.value)
    assert "twelve" not in str(caught.value)
    assert "Bria" not in str(caught.value)


def test_every_field_that_needs_a_reason_exists():
    from whowhom import records

    for name, names in UNKNOWN_NULLS.items():
        assert set(names) <= {field.name for field in dataclasses.fields(getattr(records, name))}


@given(st.integers(0, len(TEXT) - 1), st.integers(1, 40))
def test_only_the_words_at_the_offsets_pass(start, length):
    end = min(start + length, len(TEXT))
    coding = broken(make_coding(), "events.0.anchors.0", Quote(start, end, TEXT[start:end]))
    assert check_coding(coding) == ()
    assert coding.quote(Span(start, end)) == TEXT[start:end]
    wrong = broken(make_coding(), "events.0.anchors.0", Quote(start, end, TEXT[start:end] + "!"))
    assert len(check_coding(wrong)) == 1


def missing(field: str):
    from whowhom.records import Missing

    return Missing(field, "not stated")
