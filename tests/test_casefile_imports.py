"""Codings of others: taken in validated, and references set beside a case."""

from __future__ import annotations

import csv
import dataclasses
from pathlib import Path

import pytest
from sqlalchemy import select

from factories import make_coding
from test_casefile_decisions import BASTIEN, event, events, execution, recoded, shelling
from whowhom.casefile import schema
from whowhom.casefile.compare import compare
from whowhom.casefile.differences import list_differences
from whowhom.casefile.imports import Importing, ImportOptions, read_import
from whowhom.errors import InputError
from whowhom.ingest import Failure
from whowhom.records import Coding
from whowhom.records.layout import to_json
from whowhom.records.validation import check_coding

__all__ = ["execution", "shelling"]  # Fixtures.

ACLED = {
    "event_id_cnty": "CAF101",
    "event_date": "2022-03-02",
    "time_precision": "1",
    "disorder_type": "Political violence",
    "event_type": "Explosions/Remote violence",
    "sub_event_type": "Shelling/artillery/missile attack",
    "actor1": "Kotto Front",
    "inter1": "Rebel group",
    "actor2": "Civilians (Central African Republic)",
    "inter2": "Civilians",
    "country": "Central African Republic",
    "admin1": "Haute-Kotto",
    "location": "Bria",
    "latitude": "6.5422",
    "longitude": "21.9863",
    "geo_precision": "1",
    "source": "Lakes Wire; Kotto Times",
    "notes": "On 2 March 2022, Kotto Front shelled the market in Bria. 14 fatalities.",
    "fatalities": "14",
}
GED = {
    "id": "500123",
    "type_of_violence": "3",
    "side_a": "Kotto Front",
    "side_b": "Civilians",
    "source_headline": "Militia shells market",
    "source_office": "Lakes Wire",
    "where_coordinates": "Bria town",
    "where_prec": "1",
    "adm_1": "Haute-Kotto",
    "latitude": "6.54",
    "longitude": "21.98",
    "country": "Central African Republic",
    "date_start": "2022-03-02 00:00:00.000",
    "date_end": "2022-03-03 00:00:00.000",
    "date_prec": "2",
    "deaths_civilians": "12",
    "low": "10",
    "best": "12",
    "high": "15",
}


def write_table(path: Path, *rows: dict[str, str]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as target:
        writer = csv.DictWriter(target, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def read(path: Path, form: str, **options) -> list[Coding | Failure]:
    return list(read_import(path, ImportOptions(form, **options)))


def take(case, items, **options) -> Importing:
    importing = Importing(case, BASTIEN, "1", **options)
    for item in items:
        importing.take(item)
    importing.finish()
    return importing


def test_a_row_of_acled_has_its_words_for_every_value(tmp_path):
    (coding,) = read(write_table(tmp_path / "a.csv", ACLED), "acled")
    assert check_coding(coding) == ()
    (told,) = coding.events
    assert (told.type, told.modes, told.acled.sub_event_type) == (
        "ASSAULT",
        ("heavy-weapons",),
        ACLED["sub_event_type"],
    )
    assert coding.quote(told.anchors[0]) == ACLED["notes"]
    assert [(row.role, row.side) for row in told.participants] == [("party", "a"), ("party", "b")]
    assert (told.tolls[0].best, told.tolls[0].text) == (14, "14")
    assert (told.dates[0].from_, told.dates[0].text) == ("2022-03-02", "2022-03-02")
    assert told.attribution[0].voice == "Lakes Wire; Kotto Times"
    place = coding.place(told.places[0].place)
    assert (place.name, place.country, place.admin1, place.latitude) == ("Bria", "CF", "Haute-Kotto", 6.5422)


def test_acled_s_zero_is_no_figure_and_its_precision_a_stretch_of_days(tmp_path):
    rows = [
        {**ACLED, "fatalities": "0", "time_precision": "2"},
        {**ACLED, "time_precision": "3", "event_date": "02 March 2022"},
    ]
    week, month = read(write_table(tmp_path / "a.csv", *rows), "acled")
    assert week.events[0].tolls == ()
    assert (week.events[0].dates[0].from_, week.events[0].dates[0].to) == ("2022-02-27", "2022-03-05")
    assert (month.events[0].dates[0].from_, month.events[0].dates[0].to) == ("2022-03-01", "2022-03-31")


def test_a_row_of_ged_has_its_words_for_every_value(tmp_path):
    (coding,) = read(write_table(tmp_path / "g.csv", GED), "ged")
    assert check_coding(coding) == ()
    (told,) = coding.events
    assert [(row.role, row.side) for row in told.participants] == [("actor", "a"), ("target", "b")]
    assert (told.dates[0].from_, told.dates[0].to, told.dates[0].precision) == ("2022-03-02", "2022-03-03", 2)
    whole, civilians = told.tolls
    assert (whole.low, whole.best, whole.high, whole.bound) == (10, None, 15, "range")
    assert whole.text == "10\nbest: 12\nhigh: 15"
    assert (civilians.best, civilians.status, civilians.part_of) == (12, "civilian", whole.id)


@pytest.mark.parametrize(
    ("form", "row", "message"),
    [
        ("acled", {**ACLED, "sub_event_type": "Other"}, r"a\.csv:2: sub_event_type 'Other' names no type"),
        ("acled", {**ACLED, "event_date": "soon"}, r"a\.csv:2: event_date is 'soon'"),
        ("acled", {**ACLED, "latitude": "66,5"}, r"a\.csv:2: latitude or longitude is no number"),
        ("ged", {**GED, "type_of_violence": "4"}, r"a\.csv:2: type_of_violence is '4'"),
        ("ged", {**GED, "low": "-1"}, r"a\.csv:2: low is '-1'"),
        ("csv", {"type": "RAID", "killed": "3"}, r"a\.csv:2: type is 'RAID'"),
        ("csv", {"type": "ASSAULT", "killed": "some"}, r"a\.csv:2: killed is 'some'"),
    ],
)
def test_a_faulty_row_is_a_failure_and_the_others_come_in(tmp_path, form, row, message):
    good = {
        name: {"acled": ACLED, "ged": GED, "csv": {"type": "ASSAULT", "killed": "3"}}[form].get(name, "")
        for name in row
    }
    failure, coding = read(write_table(tmp_path / "a.csv", row, good), form)
    assert isinstance(failure, Failure)
    assert isinstance(coding, Coding)
    with pytest.raises(AssertionError, match=message):
        raise AssertionError(failure.message)


def test_a_file_without_a_needed_column_is_refused(tmp_path):
    with pytest.raises(InputError, match="has no column 'event_id_cnty'"):
        read(write_table(tmp_path / "g.csv", GED), "acled")


def test_headers_of_a_plain_table_are_mapped(tmp_path):
    row = {
        "type": "assault",
        "when": "2022-03",
        "actor": "Kotto Front",
        "deaths": "3-5",
        "place": "Bria",
        "notes": "They came at dawn.",
    }
    columns = (("date", "when"), ("killed", "deaths"))
    (coding,) = read(write_table(tmp_path / "p.csv", row), "csv", columns=columns, coder="Odile's team")
    assert check_coding(coding) == ()
    (told,) = coding.events
    assert (coding.coder.name, told.tolls[0].low, told.tolls[0].high) == ("Odile's team", 3, 5)
    assert (told.dates[0].precision, coding.quote(told.anchors[0])) == (4, "They came at dawn.")


def test_brat_gives_events_with_roles_and_negation(tmp_path):
    text = "Gunmen of the Kotto Front\r\nshot dead four farmers near Bria; the army denied raiding Ouadda.\r\n"
    (tmp_path / "one.txt").write_bytes(text.encode())

    def span(words: str) -> str:
        start = text.index(words)
        return f"{start} {start + len(words)}\t{words}"

    lines = [
        f"T1\tASSAULT-firearms {span('shot dead')}",
        f"T2\tActor {span('Gunmen of the Kotto Front')}",
        f"T3\tVictim {span('four farmers')}",
        f"T4\tPlace {span('Bria')}",
        f"T5\tASSAULT {span('raiding')}",
        f"T6\tActor {span('the army')}",
        "E1\tASSAULT-firearms:T1 Attacker:T2 Victim:T3 Place:T4 Killed:T3",
        "E2\tASSAULT:T5 Actor:T6",
        "A1\tNegation E2",
        "R1\tAlias Arg1:T2 Arg2:T6",
    ]
    (tmp_path / "one.ann").write_text("\n".join(lines))
    coding, left_out = read(tmp_path, "brat")
    assert check_coding(coding) == ()
    shot, raid = coding.events
    assert [coding.quote(one.anchors[0]) for one in (shot, raid)] == ["shot dead", "raiding"]
    assert (shot.modes, shot.tolls[0].best, shot.tolls[0].text) == (("firearms",), 4, "four farmers")
    assert [coding.actor(row.actor).name for row in shot.participants] == ["Gunmen of the Kotto Front", "four farmers"]
    assert raid.factuality.polarity == "did not happen"
    assert "1 lines or roles have no place" in left_out.message


def test_brat_with_an_unknown_type_is_a_failure(tmp_path):
    (tmp_path / "one.txt").write_text("They raided Bria.\n")
    (tmp_path / "one.ann").write_text("T1\tRaid 5 11\traided\nE1\tRaid:T1\n")
    (failure,) = read(tmp_path / "one.ann", "brat")
    assert "E1 is of type 'Raid'; expected one of" in failure.message


def test_an_import_of_a_coded_text_stands_beside_and_counts_only_if_preferred(case, shelling, tmp_path):
    other = recoded(make_coding(), background=True)
    path = tmp_path / "c.jsonl"
    path.write_text(to_json(other) + "\n", encoding="utf-8")
    items = read(path, "whowhom", coder="Odile's team")
    assert take(case, items).counts == {"beside": 1}
    assert take(case, items).counts == {"known": 1}
    with case.reading() as connection:
        rows = list(list_differences(connection, "Odile's team"))
        assert [(row["field"], row["before"], row["after"]) for row in rows] == [("background", "true", "false")]
    assert event(case, shelling)["mentions"] == 1
    assert take(case, items, prefer=True, kind="person").counts == {"preferred": 1}
    with case.reading() as connection:
        current = select(schema.coder.c.name).join(schema.coding, schema.coding.c.coder_no == schema.coder.c.no)
        assert connection.scalars(current.where(schema.coding.c.is_current)).all() == ["Odile's team"]
    assert (event(case, shelling)["mentions"], len(events(case))) == (1, 2)


def test_a_coding_that_breaks_the_layout_is_refused(case, tmp_path):
    coding = make_coding()
    broken = dataclasses.replace(coding, events=(dataclasses.replace(coding.events[0], score=1.5), *coding.events[1:]))
    path = tmp_path / "c.json"
    path.write_text(to_json(broken), encoding="utf-8")
    importing = take(case, read(path, "whowhom"))
    assert importing.counts == {}
    assert "score" in importing.failures[0].message
    assert events(case) == []


def test_rows_enter_a_case_and_an_edited_row_supersedes(case, tmp_path):
    take(case, read(write_table(tmp_path / "a.csv", ACLED), "acled"))
    edited = {**ACLED, "fatalities": "17", "notes": ACLED["notes"].replace("14", "17")}
    take(case, read(write_table(tmp_path / "b.csv", edited), "acled"))
    live = events(case, state="live")
    assert [row["killed_best"] for row in live] == [17]
    with case.reading() as connection:
        assert sorted(connection.scalars(select(schema.report.c.state))) == ["current", "superseded"]
        assert set(connection.scalars(select(schema.coder.c.kind))) == {"import"}


def test_a_case_is_set_beside_a_reference(case, shelling, tmp_path):
    elsewhere = {
        **ACLED,
        "event_id_cnty": "CAF102",
        "location": "Birao",
        "latitude": "10.29",
        "longitude": "22.78",
        "admin1": "Vakaga",
    }
    broken = {**ACLED, "event_id_cnty": "CAF103", "sub_event_type": "Other"}
    path = write_table(tmp_path / "a.csv", ACLED, elsewhere, broken)
    with case.reading() as connection:
        found = compare(connection, path)
    match = next(row for row in found.rows if row["kind"] == "match")
    assert (match["event"], match["reference"]) == (shelling, "CAF101")
    assert match["because"] == "same days; same place; same type; shared actor"
    assert (match["killed_case"], match["killed_reference"], match["toll_differs"]) == ("12/?/?", "14", True)
    assert (found.count("only in the reference"), found.count("only in the case"), len(found.failures)) == (1, 0, 1)


def test_ged_is_known_by_its_columns(case, shelling, tmp_path):
    with case.reading() as connection:
        found = compare(connection, write_table(tmp_path / "g.csv", GED))
        assert [(row["kind"], row["reference"]) for row in found.rows] == [("match", "500123")]
        with pytest.raises(InputError, match="neither ACLED's nor GED's columns"):
            compare(connection, write_table(tmp_path / "x.csv", {"a": "1"}))
