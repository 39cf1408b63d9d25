"""The JSON layout: order, names, schema, and reading back what was written."""

from __future__ import annotations

import dataclasses
import json
import subprocess
import sys
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from factories import TEXT, make_coding, make_document, make_quiet_coding
from whowhom.errors import ValidationError
from whowhom.records import Coding, DateRange, Missing, Publication, text_id
from whowhom.records.layout import from_dict, json_schema, to_dict, to_json

ORDER = {
    "": "format coder document actors objects places events ties estimates statements forecasts skipped",
    "coder": "name version weights codebook gazetteer registry",
    "document": "id text language publication regions",
    "document.regions": "start end kind",
    "actors": "id name aliases kinds country part_of registry private mentions missing",
    "actors.kinds": "kind from until",
    "objects": "id kind name owner number effect mentions",
    "places": "id name country admin1 admin2 latitude longitude radius_km geoprecision gazetteer_id alternatives mentions",
    "events": (
        "id type modes anchors background clarity event_count participants dates places tolls counts instrument reason "
        "responsibility attribution factuality acled ged cameo links score evidence missing"
    ),
    "events.anchors": "start end text",
    "events.participants": "actor object role side number alternative_group certainty",
    "events.dates": "from to extent precision edtf basis text start end",
    "events.places": "place role start end",
    "events.tolls": "id outcome of status low best high bound text start end part_of scope attribution",
    "events.attribution": "voice role interest actor start end cue",
    "events.factuality": "polarity certainty stage",
    "events.acled": "disorder_type event_type sub_event_type rule",
    "events.ged": "type_of_violence rule",
    "events.cameo": "root quad_class",
    "events.evidence": "field start end text",
    "events.missing": "field reason",
    "ties": "id subject tie object sign period attribution factuality score evidence",
    "statements": "id speaker about stance text start end attribution",
    "forecasts": "id condition outcome attribution made_on horizon evidence",
    "skipped": "start end reason",
}


def at(value: Any, path: str) -> dict[str, Any]:
    for name in path.split(".") if path else ():
        value = value[name]
        value = value[0] if isinstance(value, list) else value
    return value


@pytest.mark.parametrize("path", ORDER, ids=lambda path: path or "coding")
def test_keys_stand_in_the_order_of_the_layout(path):
    keys = list(at(to_dict(make_coding()), path))
    wanted = ORDER[path].split()
    assert [key for key in keys if key in wanted] == wanted


def test_every_field_of_every_record_is_written():
    def check(record: Any, plain: Any) -> None:
        if dataclasses.is_dataclass(record):
            names = [field.name for field in dataclasses.fields(record)]
            assert [name.rstrip("_") for name in names] == list(plain)
            for name in names:
                check(getattr(record, name), plain[name.rstrip("_")])
        elif isinstance(record, tuple):
            assert len(record) == len(plain)
            for inner, written in zip(record, plain, strict=True):
                check(inner, written)
        else:
            assert record == plain

    coding = make_coding()
    check(coding, to_dict(coding))


def test_a_coding_read_back_is_the_same():
    coding = make_coding()
    assert from_dict(json.loads(to_json(coding))) == coding


def test_json_is_one_line_without_indent_and_the_same_each_time():
    first, second = to_json(make_coding()), to_json(make_coding())
    assert first == second
    assert "\n" not in first


def test_letters_stand_as_they_are():
    assert "“We will be back,”" in to_json(make_coding())


def test_half_a_surrogate_pair_does_not_break_utf8():
    text = "Shells hit Bria \ud83d on Monday.\n"
    coding = dataclasses.replace(make_quiet_coding(), document=make_document(text))
    written = to_json(coding)
    assert json.loads(written.encode("utf-8"))["document"]["text"] == text


@pytest.mark.parametrize("make", [make_coding, make_quiet_coding], ids=["with events", "without events"])
def test_what_is_written_follows_the_schema(make):
    jsonschema.Draft202012Validator.check_schema(json_schema())
    jsonschema.Draft202012Validator(json_schema()).validate(json.loads(to_json(make())))


def test_the_schema_names_itself_and_its_dialect():
    schema = json_schema()
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["$id"] == "urn:whowhom:schema:coding:1"
    assert schema["title"]
    assert schema["description"].startswith("All that one coder found")


def test_the_schema_requires_every_key_and_allows_no_other():
    schema = json_schema()
    for definition in (schema, *schema["$defs"].values()):
        assert definition["additionalProperties"] is False
        assert definition["required"] == list(definition["properties"])


def test_the_schema_describes_values_in_json_terms():
    date = json_schema()["$defs"]["DateRange"]["properties"]
    assert date["from"]["description"] == "First day, ISO; from in JSON. null: open at the start."
    assert date["precision"]["maximum"] == 5


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda plain: plain.update(format="whowhom-coding/2"), "whowhom-coding/2"),
        (lambda plain: plain.pop("format"), "None"),
        (lambda plain: plain["events"][0].update(mood="dark"), "events[0].mood"),
        (lambda plain: plain["events"][0].pop("score"), "events[0].score"),
        (lambda plain: plain["events"][0].update(score="high"), "events[0].score"),
        (lambda plain: plain["events"][0]["tolls"][0].update(low=12.5), "events[0].tolls[0].low"),
        (lambda plain: plain["actors"][0].update(private="no"), "actors[0].private"),
        (lambda plain: plain["actors"][0]["kinds"][0].update(kind="regime"), "actors[0].kinds[0].kind"),
    ],
    ids=["format", "no format", "unknown key", "missing key", "wrong type", "half a person", "word for truth", "kind"],
)
def test_what_does_not_follow_the_layout_is_refused_by_path(change, words):
    plain = to_dict(make_coding())
    change(plain)
    with pytest.raises(ValidationError) as caught:
        from_dict(plain)
    assert words in str(caught.value)


def test_a_refusal_quotes_no_words_of_the_report():
    plain = to_dict(make_coding())
    plain["events"][0]["anchors"][0]["start"] = TEXT
    with pytest.raises(ValidationError) as caught:
        from_dict(plain)
    assert "Kotto" not in str(caught.value)


def test_changing_what_was_written_leaves_the_coding_alone():
    coding = make_coding()
    to_dict(coding)["events"].clear()
    assert len(coding.events) == 2


days = st.one_of(st.none(), st.dates().map(lambda day: day.isoformat()))


@given(
    text=st.text(st.characters(exclude_categories=["Cs"]), min_size=1),
    day=days,
    score=st.integers(0, 1000).map(lambda number: number / 1000),
)
def test_any_text_date_and_score_come_back(text, day, score):
    publication = Publication(title=text, published=day)
    document = dataclasses.replace(make_document(), id=text_id(text), text=text, publication=publication, regions=())
    date = DateRange(day, None, "within", 1, "..", "stated", None, (text,), text, 0, len(text))
    coding = make_coding()
    event = dataclasses.replace(coding.events[0], score=score, dates=(date,), missing=(Missing(text, "not read"),))
    coding = dataclasses.replace(coding, document=document, events=(event,))
    assert from_dict(json.loads(to_json(coding))) == coding


def test_writing_needs_no_pydantic():
    script = (
        "import sys; sys.path.insert(0, 'tests'); import factories; from whowhom.records.layout import to_json; "
        "to_json(factories.make_coding()); sys.exit('pydantic' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0


def test_the_schema_is_a_copy_each_time():
    json_schema()["$defs"].clear()
    assert json_schema()["$defs"]


def test_from_dict_gives_a_coding():
    assert isinstance(from_dict(to_dict(make_quiet_coding())), Coding)
