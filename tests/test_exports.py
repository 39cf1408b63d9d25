"""Exports, each opened again by a reader of its own kind."""

from __future__ import annotations

import csv
import dataclasses
import io
import json
import re

import geojson
import openpyxl
import pyarrow.csv
import pyarrow.parquet
import pytest
import rispy
import stix2
from tools import export_pages

from factories import TEXT, make_coding, make_document
from whowhom.errors import UnreadableFile, UsageError, ValidationError
from whowhom.export import acled, ged, hapi
from whowhom.export.acled import event_day, fatalities, interaction
from whowhom.export.cells import cell
from whowhom.export.countries import iso3, iso_number
from whowhom.export.formats import BUILT_IN, find_format, render
from whowhom.export.from_coding import choose_prefix, dataset_of, public_id, read_codings
from whowhom.export.outlets import Outlets
from whowhom.export.report import ExportReport
from whowhom.export.sentences import day_words, describe
from whowhom.records import Coding
from whowhom.records.layout import to_json
from whowhom.safeguard.apply import protect
from whowhom.safeguard.known import Known
from whowhom.safeguard.profiles import PROFILES
from whowhom.safeguard.rows import ActorRow, ClaimRow, Dataset, EventRow, Party, Range, Speaker, When

FORMULA = '=HYPERLINK("http://bad.example","Kotto Front")'


@pytest.fixture(scope="module")
def known() -> Known:
    return Known.load()


def dataset(coding: Coding | None = None) -> Dataset:
    return dataset_of([coding or make_coding()], prefix="kotto", outlets=Outlets())


def export(
    name: str, known: Known, *, profile: str = "public", given: Dataset | None = None
) -> tuple[bytes, ExportReport]:
    return render(find_format(name), protect(given or dataset(), PROFILES[profile], known))


def rows_of(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8"), newline="")))


def claim(low: int | None, bound: str, *, account: int = 0, vague: str | None = None, **more: object) -> ClaimRow:
    base = ClaimRow(
        id="c", source="s", account=account, field="killed", value=None, of=None, side=None, status="unknown",
        low=low, best=None, high=None, bound=bound, vague=vague, scope="event", part_of=None,
        voices=(Speaker("a witness", "witness", "unknown"),),
    )  # fmt: skip
    return dataclasses.replace(base, **more)  # type: ignore[arg-type]


# ACLED


def test_acled_has_its_31_columns_in_order(known):
    data, report = export("acled", known)
    table = pyarrow.csv.read_csv(io.BytesIO(data))
    assert len(table.column_names) == 31
    assert table.column_names[:6] == [
        "event_id_cnty",
        "event_date",
        "year",
        "time_precision",
        "disorder_type",
        "event_type",
    ]
    assert table.column_names[-3:] == ["fatalities", "tags", "timestamp"]
    assert table.num_rows == report.rows == 1


def test_acled_values_of_the_shelling(known):
    (row,) = rows_of(export("acled", known)[0])
    assert row["event_date"] == "2022-03-02"
    assert (row["time_precision"], row["geo_precision"], row["iso"]) == ("1", "1", "140")
    assert (row["actor1"], row["inter1"]) == ("Kotto Front", "Rebel group")
    assert (row["actor2"], row["inter2"]) == ("Civilians (Central African Republic)", "Civilians")
    assert row["interaction"] == "Rebel group-Civilians"
    assert row["civilian_targeting"] == "Civilian targeting"
    assert row["fatalities"] == "12"
    assert (row["location"], row["admin1"], row["country"]) == ("Bria", "Haute-Kotto", "Central African Republic")


def test_acled_says_in_each_row_that_it_is_not_acled_data(known):
    (row,) = rows_of(export("acled", known)[0])
    tags = row["tags"].split("; ")
    assert tags[0] == "in ACLED's columns, not ACLED data"
    assert "review_status=unreviewed" in tags
    assert "fatalities rule=at least" in tags


def test_acled_leaves_what_cannot_be_known_empty_and_lists_it(known):
    data, report = export("acled", known)
    (row,) = rows_of(data)
    assert set(report.empty_columns) == {"region", "admin3", "timestamp"}
    assert all(row[name] == "" for name in report.empty_columns)


def test_a_denied_event_is_left_out_with_the_reason(known):
    _, report = export("acled", known)
    assert [reason for _, reason in report.left_out] == ["told as not having happened"]


@pytest.mark.parametrize(
    ("claims", "expected"),
    [
        ([], (0, "no figure told")),
        ([claim(12, "at least")], (12, "at least")),
        ([claim(171, "more than")], (171, "more than")),
        ([claim(24, "vague", vague="dozens")], (12, "dozens as 12")),
        ([claim(20, "vague", vague="tens")], (10, "tens as 10")),
        ([claim(200, "vague", vague="hundreds")], (100, "hundreds as 100")),
        ([claim(2, "none stated")], (3, "number not told as 3")),
        ([claim(None, "about", best=150)], (150, "about")),
        ([claim(None, "up to", high=40)], (40, "up to")),
        ([claim(12, "exact"), claim(9, "exact", account=1)], (9, "lowest of 2 accounts")),
        ([claim(12, "exact"), claim(3, "exact")], (15, "exact")),
        ([claim(12, "exact"), claim(3, "exact", part_of="c")], (12, "exact")),
        ([claim(400, "exact", scope="cumulative")], (0, "no figure told")),
    ],
    ids=lambda value: str(value)[:24] if isinstance(value, tuple) else None,
)
def test_acled_takes_the_lowest_figure(claims, expected):
    event = dataclasses.replace(dataset().events[0], claims=tuple(claims))
    assert fatalities(event) == expected


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        (When("2022-03-02", "2022-03-02", 1, "within", "stated"), "2022-03-02"),
        (When("2022-03-01", "2022-03-31", 4, "within", "stated"), "2022-03-15"),
        (When("2022-02-01", "2022-02-28", 4, "within", "stated"), "2022-02-15"),
        (When("2022-03-07", "2022-03-13", 3, "within", "stated"), "2022-03-10"),
        (When("2022-03-07", "2022-03-13", 3, "throughout", "stated"), "2022-03-07"),
        (When("2022-03-07", None, 1, "within", "stated"), "2022-03-07"),
    ],
    ids=["day", "month", "February", "week", "stretch", "open end"],
)
def test_acled_has_one_day(date, expected):
    assert event_day(date).isoformat() == expected


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("State forces", "Rebel group", "State forces-Rebel group"),
        ("Civilians", "Political militia", "Political militia-Civilians"),
        ("External/Other forces", "State forces", "State forces-External/Other forces"),
        ("Civilians", "External/Other forces", "External/Other forces-Civilians"),
        ("Rioters", "", "Rioters only"),
        ("", "", None),
    ],
)
def test_acled_names_a_pair_lowest_first(first, second, expected):
    assert interaction(first, second) == expected


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"dates": ()}, "no date"),
        (
            {"dates": (When("2022-01-01", "2022-12-31", 5, "within", "stated"),)},
            "only a year is told; ACLED has no code for it",
        ),
        ({"places": ()}, "no place"),
        ({"clarity": "aggregate"}, "several events told as one; ACLED codes each"),
        ({"stage": "planned"}, "told as planned, not as having happened"),
        ({"review_status": "rejected"}, "rejected in review"),
    ],
    ids=["date", "year", "place", "aggregate", "planned", "rejected"],
)
def test_acled_says_why_it_leaves_an_event_out(change, reason):
    assert acled.reason_to_leave_out(dataclasses.replace(dataset().events[0], **change)) == reason


@pytest.mark.parametrize(
    ("codes", "expected"),
    [
        (
            ("Political violence", "Violence against civilians", "Attack"),
            ("Unidentified Armed Group (Central African Republic)", "Political militia", "Political militia-Civilians"),
        ),
        (
            ("Political violence", "Riots", "Mob violence"),
            ("Rioters (Central African Republic)", "Rioters", "Rioters-Civilians"),
        ),
    ],
    ids=["attack", "riot"],
)
def test_acled_never_names_the_victims_as_actor1(known, codes, expected):
    event = dataset().events[0]
    victims = tuple(party for party in event.parties if party.side == "b")
    event = dataclasses.replace(event, parties=victims, codes=dataclasses.replace(event.codes, acled=codes))
    data, _ = export("acled", known, given=dataclasses.replace(dataset(), events=(event,)))
    (row,) = rows_of(data)
    assert (row["actor1"], row["inter1"], row["interaction"]) == expected
    assert (row["actor2"], row["inter2"]) == ("Civilians (Central African Republic)", "Civilians")
    assert "actor1=not told" in row["tags"].split("; ")


@pytest.mark.parametrize(
    ("profile", "expected"), [("public", "Civilians (Central African Republic)"), ("internal", "Marta Solis, reporter")]
)
def test_acled_names_a_private_person_inside_the_house_only(known, profile, expected):
    event = dataset().events[0]
    victim = Party(ActorRow(None, "Marta Solis, reporter", "person", None, None, True), None, "target", "b", "certain")
    event = dataclasses.replace(event, parties=(event.parties[0], victim))
    given = dataclasses.replace(dataset(), events=(event,))
    (row,) = rows_of(export("acled", known, profile=profile, given=given)[0])
    assert (row["actor2"], row["inter2"]) == (expected, "Civilians")
    assert ("a journalist" in row["notes"]) == (profile == "public")


def test_acled_makes_up_no_actor_where_one_is_told_or_none_acts(known):
    event = dataset().events[0]
    assert "actor1=not told" not in rows_of(export("acled", known)[0])[0]["tags"]
    codes = dataclasses.replace(event.codes, acled=("Strategic developments", "Strategic developments", "Arrests"))
    victims = tuple(party for party in event.parties if party.side == "b")
    event = dataclasses.replace(event, parties=victims, codes=codes)
    (row,) = rows_of(export("acled", known, given=dataclasses.replace(dataset(), events=(event,)))[0])
    assert (row["actor1"], row["actor2"]) == ("Civilians (Central African Republic)", "")
    assert "actor1=not told" not in row["tags"]


def test_acled_makes_up_no_place_for_a_country():
    event = dataset().events[0]
    place = dataclasses.replace(event.places[0], geoprecision=6)
    event = dataclasses.replace(event, places=(place,))
    assert acled.reason_to_leave_out(event) == "only the country is told; no place is made up"


def test_values_that_acled_cannot_hold_are_told(known):
    _, report = export("acled", known)
    assert ("range of deaths", "one figure stands for the range") in {entry[1:] for entry in report.not_held}


# UCDP GED


def test_ged_has_its_49_columns_and_deaths_that_add_up(known):
    data, _ = export("ged", known)
    table = pyarrow.csv.read_csv(io.BytesIO(data))
    assert len(table.column_names) == 49
    (row,) = rows_of(data)
    parts = [int(row[name]) for name in ("deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown")]
    assert sum(parts) == int(row["best"]) == 12
    assert int(row["low"]) <= int(row["best"]) <= int(row["high"])
    assert (row["side_a"], row["side_b"], row["type_of_violence"]) == ("Kotto Front", "Civilians", "3")
    assert row["date_start"] == "2022-03-02 00:00:00.000"
    assert row["code_status"] == "review_status=unreviewed; in UCDP GED's columns, not UCDP data"
    assert row["source_original"] == "Odile Ngaba (official)"


def test_ged_closes_an_open_bound_and_says_so(known):
    _, report = export("ged", known)
    assert ("open bound of deaths", "GED has no open bound; it is closed at best") in {e[1:] for e in report.not_held}


def test_ged_counts_parts_before_their_whole():
    parts = (claim(12, "exact", id="w", best=12), claim(5, "exact", id="p", best=5, part_of="w", status="civilian"))
    event = dataclasses.replace(
        dataset().events[0], claims=parts, killed=dataclasses.replace(dataset().events[0].killed, best=12)
    )
    deaths = ged.deaths_of(event)
    assert deaths is not None
    assert (deaths.civilians, deaths.unknown, deaths.best) == (5, 7, 12)


def army(name: str = "Army of Kotto", kind: str = "state forces") -> ActorRow:
    return ActorRow("kotto:a-army", name, kind, None, None, False)


def two_sided(first: ActorRow, second: ActorRow, violence: int, *claims: ClaimRow, best: int) -> EventRow:
    event = dataset().events[0]
    return dataclasses.replace(
        event,
        parties=(Party(first, None, "actor", "a", "certain"), Party(second, None, "target", "b", "certain")),
        codes=dataclasses.replace(event.codes, ged=violence),
        claims=claims,
        killed=Range(best, best, best),
    )


@pytest.mark.parametrize(
    ("status", "expected"), [("unknown", (0, 0, 1, 0)), ("combatant", (0, 0, 0, 1))], ids=["a person", "a fighter"]
)
def test_ged_counts_the_dead_of_one_sided_violence_as_civilians(status, expected):
    person = ActorRow(None, "Odile Ngaba", "person", None, None, True)
    killed = claim(1, "exact", best=1, of=person, side="b", status=status)
    deaths = ged.deaths_of(two_sided(army(), person, 3, killed, best=1))
    assert deaths is not None
    assert (deaths.a, deaths.b, deaths.civilians, deaths.unknown) == expected


def test_ged_counts_the_rest_of_a_whole_on_the_side_of_the_whole():
    front, leader = army("Kotto Front", "rebel group"), ActorRow(None, "Issa Kora", "person", None, None, False)
    whole = claim(150, "about", id="w", best=150, of=front, side="b", status="combatant")
    part = claim(1, "exact", id="p", best=1, of=leader, part_of="w")
    deaths = ged.deaths_of(two_sided(army(), front, 1, whole, part, best=150))
    assert deaths is not None
    assert (deaths.a, deaths.b, deaths.civilians, deaths.unknown) == (0, 150, 0, 0)


@pytest.mark.parametrize(
    ("second", "violence"),
    [(army(), 1), (army("Azad Front", "rebel group"), 2)],
    ids=["the government first", "the alphabet"],
)
def test_ged_turns_the_deaths_with_the_sides(second, violence):
    front = army("Kotto Front", "rebel group")
    killed = claim(13, "exact", best=13, of=second, side="b", status="combatant")
    people = ActorRow(None, "more than 170 people", "civilians", None, None, True)
    event = two_sided(front, second, violence, killed, best=13)
    event = dataclasses.replace(event, parties=(Party(people, None, "target", "b", "certain"), *event.parties))
    row = ged.make_row(event, {})
    assert (row.side_a, row.side_b, row.deaths.a, row.deaths.b) == (second.name, "Kotto Front", 13, 0)


def test_ged_takes_no_event_without_an_organised_actor():
    event = dataset().events[0]
    event = dataclasses.replace(event, parties=event.parties[1:])
    assert ged.reason_to_leave_out(event) == "no organised, named actor on each side that GED asks for"


# The others


def test_plover_events_hold_what_plover_requires(known):
    data, report = export("plover", known)
    (event,) = [json.loads(line) for line in data.decode().splitlines()]
    assert {"id", "date", "actor", "event"} <= set(event)
    assert event["event"] == ["ASSAULT"]
    assert event["quad_code"] == 4
    assert event["actor"] == [{"code": "CAF", "sector": "REB", "entity_text": "Kotto Front"}]
    assert event["size"] == {"dead": 12}
    assert event["review_status"] == "unreviewed"
    assert report.rows == 1


def test_plover_leaves_out_an_event_without_an_actor(known):
    given = dataset()
    event = dataclasses.replace(given.events[0], parties=given.events[0].parties[1:])
    _, report = export("plover", known, given=dataclasses.replace(given, events=(event,)))
    assert report.left_out == [(event.id, "no actor, which PLOVER requires")]


def test_hapi_counts_events_by_area_and_month(known):
    given = dataset()
    twin = dataclasses.replace(given.events[0], id="kotto:e-twin")
    data, report = export("hapi", known, given=dataclasses.replace(given, events=(given.events[0], twin)))
    (row,) = rows_of(data)
    assert len(row) == 19
    assert (row["location_code"], row["events"], row["fatalities"]) == ("CAF", "2", "24")
    assert (row["reference_period_start"], row["reference_period_end"]) == ("2022-03-01", "2022-03-31")
    assert (row["admin_level"], row["event_type"]) == ("1", "political_violence")
    assert "2 unreviewed, 0 reviewed" in row["warning"]
    assert "admin1_code" in report.empty_columns


def test_hapi_leaves_out_a_week_across_two_months():
    event = dataclasses.replace(dataset().events[0], dates=(When("2022-03-28", "2022-04-03", 3, "within", "stated"),))
    assert hapi.reason_to_leave_out(event) == "not known to lie in one month"


def test_geojson_is_valid_and_has_longitude_first(known):
    data, _ = export("geojson", known)
    collection = geojson.loads(data)
    assert collection.is_valid
    assert collection.features[0].geometry.coordinates == [21.9863, 6.5422]
    assert collection.features[1].geometry is None
    assert {feature.properties["review_status"] for feature in collection.features} == {"unreviewed"}
    assert collection.features[0].properties["claims"][0]["voices"][0]["name"] == "Odile Ngaba"


def test_stix_is_read_by_its_own_library(known):
    bundle = stix2.parse(export("stix", known)[0].decode())
    kinds = {row.type for row in bundle.objects}
    assert {"incident", "identity", "location", "relationship", "note", "report"} <= kinds
    assert "threat-actor" not in kinds
    refs = {ref for row in bundle.objects if row.type == "relationship" for ref in (row.source_ref, row.target_ref)}
    assert refs <= {row.id for row in bundle.objects}
    location = next(row for row in bundle.objects if row.type == "location")
    assert (location.latitude, location.longitude, location.precision) == (6.5422, 21.9863, 5000.0)
    report = next(row for row in bundle.objects if row.type == "report")
    assert report.external_references[0].hashes["SHA-256"] == make_document().id


def check_selectors(page: dict, text: str) -> int:
    """Find the words of every annotation by position and by quote, as the W3C model has them."""
    for item in page["items"]:
        position, quote = item["target"]["selector"]
        assert item["target"]["source"] == f"urn:sha256:{make_document(text).id}"
        assert text[position["start"] : position["end"]] == quote["exact"]
        around = quote.get("prefix", "") + quote["exact"] + quote.get("suffix", "")
        assert text.index(around, max(0, position["start"] - 32)) == position["start"] - len(quote.get("prefix", ""))
    return len(page["items"])


@pytest.mark.parametrize(("profile", "least"), [("public", 4), ("partner", 5), ("internal", 12)])
def test_selectors_of_annotations_find_their_words(known, profile, least):
    page = json.loads(export("webannotation", known, profile=profile)[0])
    assert page["type"] == "AnnotationPage"
    assert page["@context"][0] == "http://www.w3.org/ns/anno.jsonld"
    assert check_selectors(page, TEXT) >= least


def test_selectors_count_code_points(known):
    text = "🕊 " + TEXT
    coding = make_coding(dataclasses.replace(make_document(TEXT), text=text, id=make_document(text).id))
    page = json.loads(export("webannotation", known, profile="internal", given=dataset(coding))[0])
    assert check_selectors(page, text) >= 12


def test_parquet_and_csv_say_the_same(known):
    table = pyarrow.parquet.read_table(io.BytesIO(export("parquet", known)[0]))
    rows = rows_of(export("csv", known)[0])
    assert table.column_names == list(rows[0])
    assert table.column("killed_low").to_pylist() == [12, 2]
    assert [row["killed_low"] for row in rows] == ["12", "2"]
    assert table.column("targets").to_pylist()[0] == ["a market", "civilians"]
    assert rows[0]["targets"] == "a market; civilians"


def test_an_unknown_figure_is_empty_and_never_zero(known):
    rows = rows_of(export("csv", known)[0])
    assert (rows[0]["killed_best"], rows[0]["killed_high"], rows[0]["injured_low"]) == ("", "", "")


def test_a_workbook_has_its_sheets_and_no_formula(known):
    given = with_front_named(FORMULA)
    data, _ = export("xlsx", known, given=given)
    book = openpyxl.load_workbook(io.BytesIO(data))
    assert book.sheetnames == ["events", "claims", "ties", "sources", "definitions", "methods"]
    cells = [entry for sheet in book for row in sheet.iter_rows() for entry in row if entry.value is not None]
    assert {entry.data_type for entry in cells} <= {"s", "n"}
    assert not any(entry.hyperlink for entry in cells)
    head = [entry.value for entry in book["events"][1]]
    values = dict(zip(head, [entry.value for entry in book["events"][2]], strict=True))
    assert values["actors"] == f"'{FORMULA}"
    assert values["killed_low"] == 12
    assert len(list(book["definitions"].rows)) == len(head) + 1
    assert ("not for") in {row[0].value for row in book["methods"].rows}


def with_front_named(name: str) -> Dataset:
    coding = make_coding()
    actors = tuple(dataclasses.replace(a, name=name) if a.id == "a-front" else a for a in coding.actors)
    return dataset(dataclasses.replace(coding, actors=actors))


@pytest.mark.parametrize("name", ["csv", "acled", "ged"])
def test_no_cell_of_a_table_is_a_formula(known, name):
    data, _ = export(name, known, given=with_front_named(FORMULA))
    cells = [value for row in rows_of(data) for value in row.values()]
    assert any(FORMULA in value for value in cells)
    assert not any(value.startswith(("=", "+", "@", "\t", "\r")) for value in cells)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("=1+1", "'=1+1"),
        ("\t=1", "'=1"),
        ("＝1", "'＝1"),
        ("-2+3", "'-2+3"),
        (-2.5, -2.5),
        (["@a", "b"], "'@a; b"),
        (None, None),
    ],
)
def test_cells_are_safe(value, expected):
    assert cell(value) == expected


def test_ris_withholds_titles_from_the_public(known):
    (entry,) = rispy.loads(export("ris", known)[0].decode())
    assert entry["title"] == "Report of 2022-03-03 (title withheld)"
    assert "url" not in entry
    (inside,) = rispy.loads(export("ris", known, profile="internal")[0].decode())
    assert inside["title"] == "Militia shells market in Bria"


@pytest.mark.parametrize("name", BUILT_IN)
def test_the_same_rows_give_the_same_bytes(known, name):
    assert export(name, known)[0] == export(name, known)[0]


@pytest.mark.parametrize("name", BUILT_IN)
def test_review_status_stands_on_every_row(known, name):
    data, report = export(name, known)
    text = data if name not in ("xlsx", "parquet") else b"review_status unreviewed"
    assert text.count(b"unreviewed") >= max(
        1, report.rows if name in ("csv", "acled", "ged", "plover", "geojson") else 1
    )


@pytest.mark.parametrize("name", BUILT_IN)
def test_no_id_looks_like_those_of_others(known, name):
    text = export(name, known)[0].decode("utf-8", "replace")
    ids = re.findall(r"\b[A-Z]{3}\d{1,6}\b", text) if name not in ("xlsx", "parquet") else []
    assert ids == []


def test_notes_are_no_words_of_the_report(known):
    safe = protect(dataset(), PROFILES["public"], known)
    sentence = describe(safe.events[0])
    assert sentence == (
        "On 2 March 2022, Kotto Front attacked a market and civilians at Bria, Haute-Kotto, Central African Republic, "
        "according to Odile Ngaba (official). Killed: 12 or more (civilians), according to Odile Ngaba (official). "
        "Machine-coded, unreviewed."
    )
    words = sentence.split()
    assert not any(" ".join(words[n : n + 5]) in TEXT for n in range(len(words) - 4))


def test_notes_say_that_a_denied_or_planned_deed_did_not_happen(known):
    event = protect(dataset(), PROFILES["public"], known).events[0]
    denied = describe(dataclasses.replace(event, polarity="did not happen"))
    assert denied.startswith("Told as not having happened: on 2 March 2022, Kotto Front attacked ")
    planned = describe(dataclasses.replace(event, polarity="unknown", stage="planned"))
    assert planned.startswith("Told as planned, not as having happened: on 2 March 2022, Kotto Front attacked ")
    open_ = describe(dataclasses.replace(event, polarity="unknown"))
    assert open_.startswith("Told without saying whether it happened: ")
    hearsay = describe(dataclasses.replace(event, certainty="uncommitted"))
    assert hearsay.startswith("Told with reserve: on 2 March 2022, ")


def test_notes_use_the_verb_of_a_mode_and_name_nobody_where_none_is_needed(known):
    event = protect(dataset(), PROFILES["public"], known).events[0]
    actors = tuple(party for party in event.parties if party.role == "actor")
    moved = dataclasses.replace(event, type="RETREAT", modes=("withdraw",), parties=actors)
    assert describe(moved).startswith("On 2 March 2022, Kotto Front withdrew (withdraw) at Bria, ")
    held = dataclasses.replace(event, type="COERCE", modes=("arrest",))
    assert "Kotto Front arrested a market and civilians (arrest) at Bria, " in describe(held)


def test_a_whole_month_or_year_is_named_as_such(known):
    date = protect(dataset(), PROFILES["public"], known).events[0].dates[0]
    for first, last, words in (
        ("2020-02-01", "2020-02-29", "in February 2020"),
        ("2017-01-01", "2017-12-31", "in 2017"),
        ("2020-02-01", "2020-02-28", "between 1 February 2020 and 28 February 2020"),
    ):
        assert day_words(dataclasses.replace(date, first=first, last=last, extent="within")) == words


def test_an_unprotected_data_set_is_not_written():
    with pytest.raises(ValueError, match="was not protected"):
        render(find_format("csv"), dataset())


def test_ids_of_other_programs_are_replaced():
    assert public_id("kotto", "e-0123456789ab") == "kotto:e-0123456789ab"
    assert public_id("kotto", "Amina Yusuf", "s").startswith("kotto:x-")


@pytest.mark.parametrize("prefix", ["MMR", "kotto:", "1", "x" * 25, "Kotto"])
def test_a_prefix_that_could_mislead_is_refused(prefix):
    with pytest.raises(UsageError, match="prefix"):
        choose_prefix(prefix, "w1")


def test_codings_are_read_as_object_array_and_lines(tmp_path):
    one = to_json(make_coding())
    for number, text in enumerate((one, f"[{one},{one}]", f"{one}\n{one}\n"), 1):
        path = tmp_path / f"{number}.json"
        path.write_text(text, encoding="utf-8")
        assert len(read_codings(path)) == (1 if number == 1 else 2)


@pytest.mark.parametrize(
    ("text", "error"), [("no json", UnreadableFile), ("[]", ValidationError), ("[1]", ValidationError)]
)
def test_files_that_are_no_codings_are_refused(tmp_path, text, error):
    path = tmp_path / "given.json"
    path.write_text(text)
    with pytest.raises(error):
        read_codings(path)


def test_a_coding_with_words_at_other_offsets_is_refused(tmp_path):
    path = tmp_path / "given.json"
    path.write_text(to_json(make_coding()).replace('"text":"shelled"', '"text":"bombed."'), encoding="utf-8")
    with pytest.raises(ValidationError):
        read_codings(path)


def test_countries_have_their_codes():
    assert (iso3("CF"), iso_number("CF"), iso3("SS"), iso_number("XK"), iso3(None)) == ("CAF", 140, "SSD", None, None)


def test_pages_of_formats_are_what_the_tables_say():
    assert [path.name for path, text in export_pages.pages().items() if path.read_text("utf-8") != text] == []
