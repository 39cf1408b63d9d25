"""Lists of a case, narrowed by filters; outlets; traces. The same on SQLite and PostgreSQL."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from sqlalchemy import create_engine, insert, literal, select

from factories import TEXT
from test_casefile_store import CORRECTED, add, coding_of
from whowhom.casefile import schema
from whowhom.casefile.filters import Circle, Filter, box_around, distance_km, find_circle
from whowhom.casefile.listing import list_actors, list_claims, list_events, list_forecasts, list_ties
from whowhom.casefile.reports import retract_report
from whowhom.casefile.sources import Source, put_sources, read_sources_file, volumes
from whowhom.casefile.tracing import trace_event, value_at
from whowhom.errors import NoSuchRecord, SettingsError, UsageError
from whowhom.records import Voice


@pytest.fixture
def filled(case):
    add(case, coding_of(url="https://lakeswire.example/bria", publisher="Lakes Wire"))
    return case


def listed(case, find=list_events, **chosen):
    with case.reading() as connection:
        return find(connection, Filter(**chosen))


def test_events_come_by_day_and_those_without_a_day_last(filled):
    assert [(row["type"], row["day_from"], row["status"]) for row in listed(filled)] == [
        ("ASSAULT", "2022-03-02", "weak"),
        ("ASSAULT", None, "denied"),
    ]


@pytest.mark.parametrize(
    ("chosen", "count"),
    [
        ({"actor": "Kotto Front"}, 2),
        ({"actor": "the KOTTO front"}, 2),
        ({"place": "bria"}, 1),
        ({"place": "Haute-Kotto"}, 1),
        ({"place": "CF"}, 1),
        ({"place": "TD"}, 0),
        ({"place": "Bria", "radius_km": 1}, 1),
        ({"place": "6.9,21.9863", "radius_km": 39}, 0),
        ({"place": "6.9,21.9863", "radius_km": 41}, 1),
        ({"from_": "2022-03-02", "until": "2022-03-02"}, 1),
        ({"from_": "2022-03", "until": "2022-03"}, 1),
        ({"from_": "2022"}, 1),
        ({"until": "2021"}, 0),
        ({"from_": "2022-03-03"}, 0),
        ({"types": ("assault",)}, 2),
        ({"types": ("PROTEST",)}, 0),
        ({"statuses": ("denied",)}, 1),
        ({"voice": "official"}, 1),
        ({"voice": "belligerent"}, 1),
        ({"voice": "Mayor Odile Ngaba"}, 1),
        ({"actor": "Kotto Front", "place": "Bria", "types": ("ASSAULT",), "voice": "official"}, 1),
    ],
    ids=str,
)
def test_a_filter_narrows_events(filled, chosen, count):
    assert len(listed(filled, **chosen)) == count


@pytest.mark.parametrize(
    ("chosen", "message"),
    [
        ({"actor": "Koto Front"}, "no actor"),
        ({"place": "Bira"}, "placed at 'Bira'"),
        ({"place": "Xyzzyx", "radius_km": 5}, "not known"),
    ],
)
def test_a_name_that_the_case_does_not_know_is_an_error_not_an_empty_list(filled, chosen, message):
    with pytest.raises(NoSuchRecord, match=message):
        listed(filled, **chosen)


def test_a_near_name_is_offered(filled):
    with pytest.raises(NoSuchRecord, match="Kotto Front"):
        listed(filled, actor="kotto")


@pytest.mark.parametrize(
    "chosen",
    [{"radius_km": 5}, {"place": "Bria", "radius_km": 0}, {"from_": "March"}, {"statuses": ("sure",)}],
    ids=str,
)
def test_a_filter_that_makes_no_sense_is_refused(chosen):
    with pytest.raises(UsageError):
        Filter(**chosen)


def test_a_limit_cuts_the_list(filled):
    with filled.reading() as connection:
        assert len(list_events(connection, Filter(), limit=1)) == 1
        assert len(list_claims(connection, Filter(), limit=1)) == 1


def test_what_counts_no_more_is_listed_only_when_asked_for(filled):
    with filled.writing() as connection:
        retract_report(connection, 1, who="editor", why=None, at=filled.clock())
    for find, count in ((list_events, 2), (list_claims, 3), (list_ties, 1), (list_forecasts, 1)):
        assert listed(filled, find) == []
        assert len(listed(filled, find, everything=True)) == count
    (tie,) = listed(filled, list_ties, everything=True)
    assert tie["report_state"] == "retracted"


def test_actors_come_with_their_numbers_of_events(filled):
    rows = [(row["name"], row["events"]) for row in listed(filled, list_actors)]
    assert rows == [("Kotto Front", 2), ("Haute Union", 0), ("Odile Ngaba", 0)]
    assert [row["name"] for row in listed(filled, list_actors, place="Bria")] == ["Kotto Front"]


def test_ties_name_both_ends_their_words_and_report(filled):
    (tie,) = listed(filled, list_ties, actor="Haute Union")
    assert (tie["subject"], tie["tie"], tie["object"], tie["sign"]) == ("Kotto Front", "split from", "Haute Union", -1)
    assert TEXT[tie["start"] : tie["end"]] == tie["words"] == "split from the Haute Union in 2019"
    assert tie["publisher"] == "Lakes Wire"
    assert listed(filled, list_ties, actor="Odile Ngaba") == []


def test_claims_have_words_voice_and_event(filled):
    claims = listed(filled, list_claims, voice="official")
    assert [(row["field"], row["low"], row["voice"]) for row in claims] == [
        ("killed", 12, "Mayor Odile Ngaba"),
        ("responsibility", None, "Mayor Odile Ngaba"),
    ]
    assert TEXT[claims[0]["start"] : claims[0]["end"]] == claims[0]["words"] == "at least 12 civilians"


def test_claims_in_a_circle_are_those_of_its_events(filled):
    assert len(listed(filled, list_claims, place="Bria", radius_km=10)) == 2


def test_forecasts_have_outcome_condition_and_voices(filled):
    (row,) = listed(filled, list_forecasts)
    assert (row["outcome"], row["condition"], row["voices"]) == ("We will be back", None, [])


# Circles

MEMORY = create_engine("sqlite://")


@given(st.floats(-90, 90), st.floats(-180, 180), st.floats(-90, 90), st.floats(-180, 180), st.floats(1, 20_000))
def test_a_box_never_leaves_out_what_its_circle_holds(latitude, longitude, other_latitude, other_longitude, radius):
    circle = Circle(latitude, longitude, radius)
    assume(circle.holds(other_latitude, other_longitude))
    point = select(literal(other_latitude).label("latitude"), literal(other_longitude).label("longitude")).subquery()
    with MEMORY.connect() as connection:
        assert (
            connection.execute(select(literal(1)).select_from(point).where(box_around(circle, point.c))).scalar() == 1
        )


def test_distances_are_those_on_the_earth():
    assert distance_km(6.5422, 21.9863, 4.3612, 18.5550) == pytest.approx(451, abs=3)  # Bria to Bangui
    assert distance_km(0, 179.5, 0, -179.5) == pytest.approx(111.2, abs=0.1)


def test_a_place_of_the_case_wins_over_the_gazetteer(filled):
    with filled.reading() as connection:
        circle = find_circle(connection, Filter(place="Bria", radius_km=3))
        other = find_circle(connection, Filter(place="Bangui", radius_km=3))
    assert (circle.latitude, circle.longitude) == (6.5422, 21.9863)
    assert other is not None
    assert distance_km(other.latitude, other.longitude, 4.36, 18.55) < 20


# Outlets

SOURCES = """
[[sources]]
name = "Lakes Wire"
aliases = ["lakeswire.example", "LW"]
kind = "traditional media"
scale = "regional"
country = "CD"
trust = 0.8
from = "2021-01-01"

[[sources]]
name = "Kotto Front press office"
kind = "party"
party = "Kotto Front"
"""


def test_a_list_of_outlets_is_read(tmp_path):
    (tmp_path / "sources.toml").write_text(SOURCES)
    first, second = read_sources_file(tmp_path / "sources.toml")
    assert first == Source(
        "Lakes Wire", ("lakeswire.example", "LW"), "traditional media", "regional", "CD", None, 0.8, "2021-01-01"
    )
    assert (second.party, second.trust) == ("Kotto Front", None)


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        (("trust = 0.8", "trust = 8"), "entry 1: trust is 8; expected a number from 0 to 1"),
        (("trust = 0.8", "trust = true"), "trust is True"),
        (('scale = "regional"', 'scale = "big"'), "expected one of local"),
        (('country = "CD"', 'country = "Congo"'), "two capitals"),
        (('name = "Lakes Wire"', 'nme = "Lakes Wire"'), "unknown key 'nme'"),
        (('name = "Lakes Wire"\n', ""), "has no name"),
        (('"LW"', '"Kotto Front press office"'), "is a name of"),
        (('[[sources]]\nname = "Kotto', '[[outlets]]\nname = "Kotto'), r"expected tables \[\[sources\]\]"),
        (("trust = 0.8", "trust = "), "cannot be read"),
        (('from = "2021-01-01"', "from = 2021-01-01"), "a day in quotes"),
    ],
)
def test_a_fault_in_the_list_of_outlets_is_named(tmp_path, changed, message):
    (tmp_path / "sources.toml").write_text(SOURCES.replace(*changed))
    with pytest.raises(SettingsError, match=message):
        read_sources_file(tmp_path / "sources.toml")


def test_an_outlet_seen_before_it_was_listed_is_the_same(filled):
    add(filled, coding_of("Calm in Birao.\n", url="https://lakeswire.example/birao"))
    with filled.reading() as connection:
        assert [(row.source, row.is_listed) for row in volumes(connection)] == [("Lakes Wire", False)] * 1 + [
            ("lakeswire.example", False)
        ]
    with filled.writing() as connection:
        assert put_sources(connection, (Source("Lakes Wire", ("lakeswire.example",)),)) == 1
        assert put_sources(connection, (Source("Lakes Wire", ("lakeswire.example",)),)) == 0
    with filled.reading() as connection:
        (row,) = volumes(connection)
    assert (row.source, row.is_listed, row.month, row.reports) == ("Lakes Wire", True, "2022-03", 2)


def test_volumes_mark_where_an_outlet_begins(case):
    days = (("2022-03-03", 2), ("2022-04-04", 3))
    for month, (day, count) in enumerate(days):
        for number in range(count):
            add(case, coding_of(f"Calm in Birao, {day}, {number}.\n", publisher="Lakes Wire", published=day))
        assert month < 2
    add(case, coding_of("Calm in Birao.\n", publisher="Kotto Times", published="2022-04-09"))
    with case.reading() as connection:
        rows = [(row.source, row.month, row.reports, row.witnesses, row.is_first) for row in volumes(connection)]
    assert rows == [
        ("Kotto Times", "2022-04", 1, 1, True),
        ("Lakes Wire", "2022-03", 2, 2, True),
        ("Lakes Wire", "2022-04", 3, 3, False),
    ]


# Traces


def event_id(case, status="weak"):
    with case.reading() as connection:
        return connection.scalars(select(schema.event.c.public_id).where(schema.event.c.status == status)).one()


def traced(case, field, status="weak"):
    name = event_id(case, status)
    with case.reading() as connection:
        (found,) = trace_event(connection, name, field)
    return found


@pytest.mark.parametrize(
    ("field", "words"),
    [
        ("type", ["shelled"]),
        ("day", ["on Wednesday"]),
        ("place", ["Bria"]),
        ("killed", ["at least 12 civilians"]),
        ("injured", []),
        ("status", ["shelled", "shells"]),
    ],
)
def test_every_concluded_value_leads_to_its_words(filled, field, words):
    found = traced(filled, field)
    spans = [span for step in found.steps for span in step.words]
    assert [span["text"] for span in spans] == words
    assert [TEXT[span["start"] : span["end"]] for span in spans] == words


def test_a_trace_names_voice_report_coder_and_codebook(filled):
    (step,) = traced(filled, "killed").steps
    assert step.voices == ("Mayor Odile Ngaba (official)",)
    assert (step.publisher, step.address) == ("Lakes Wire", "https://lakeswire.example/bria")
    assert (step.coder, step.codebook, step.standing) == ("by hand 1", "sha256:0000", "counts")
    assert value_at({"tolls": [{"low": 1}, {"low": 12}]}, "tolls[1].low") == 12


def test_a_denied_status_leads_to_the_denial(filled):
    (step,) = traced(filled, "status", "denied").steps
    assert [span["text"] for span in step.words] == ["denied"]


def test_a_trace_shows_what_counts_no_more_and_why(filled):
    name = event_id(filled)
    add(filled, coding_of(CORRECTED, url="https://lakeswire.example/bria"))
    with filled.reading() as connection:
        (found,) = trace_event(connection, name, "killed")
    assert [step.standing for step in found.steps] == ["counts", "report superseded"]


def test_an_unknown_event_or_field_is_named(filled):
    with filled.reading() as connection:
        with pytest.raises(NoSuchRecord, match="E-000"):
            trace_event(connection, "E-000000000000")
        with pytest.raises(UsageError, match="type, day, place"):
            trace_event(connection, event_id(filled), "dead")


def test_the_start_of_an_id_is_enough_unless_several_begin_so(filled):
    name = event_id(filled)
    with filled.writing() as connection:
        row = dict(connection.execute(select(schema.event).where(schema.event.c.public_id == name)).mappings().one())
        connection.execute(insert(schema.event), {**row, "no": 99, "public_id": name[:8] + "000000"})
    with filled.reading() as connection:
        assert trace_event(connection, name[:9], "type")[0].event == name
        with pytest.raises(NoSuchRecord, match="Give more"):
            trace_event(connection, name[:8])


def test_a_listing_has_the_same_keys_in_every_row(filled):
    rows = listed(filled)
    assert {tuple(row) for row in rows} == {tuple(rows[0])}
    assert dataclasses.is_dataclass(Filter())


def test_a_type_that_no_codebook_has_is_an_error_and_one_without_events_an_empty_list(filled):
    assert listed(filled, types=("PROTEST",)) == []
    with pytest.raises(NoSuchRecord, match=r"'foo'.*ASSAULT"):
        listed(filled, types=("foo",))


def test_those_who_speak_together_are_one_link_of_the_chain(case):
    coding = coding_of()
    forecast, text = coding.forecasts[0], coding.document.text

    def speaks(words: str, *, joint: bool) -> Voice:
        start = text.index(words)
        return Voice(words, "official", "third", None, start, start + len(words), None, joint)

    voices = (speaks("Mayor Odile Ngaba", joint=False), speaks("The Kotto Front", joint=True))
    add(case, dataclasses.replace(coding, forecasts=(dataclasses.replace(forecast, attribution=voices),)))
    [row] = listed(case, list_forecasts)
    assert row["voices"] == ["Mayor Odile Ngaba (official) and The Kotto Front (official)"]
