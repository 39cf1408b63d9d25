"""Exports and releases of a case, on both stores, and from the command line."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from pathlib import Path

import pytest
from sqlalchemy import select
from typer.testing import CliRunner, Result

from factories import TEXT, make_coding
from test_casefile_store import CORRECTED, PARAGRAPH, add, coding_of
from whowhom.casefile import schema
from whowhom.casefile.actorvalues import correct_actor
from whowhom.casefile.case import Case, open_case
from whowhom.casefile.decisions import Author
from whowhom.casefile.filters import Filter
from whowhom.casefile.regroup import merge_events
from whowhom.casefile.reports import retract_report
from whowhom.casefile.review import accept, correct, reject
from whowhom.cli.app import app
from whowhom.errors import NoSuchRecord, OutputError, UsageError
from whowhom.export.acled import fatalities
from whowhom.export.changes import mark_changes
from whowhom.export.formats import find_format, render
from whowhom.export.from_case import dataset_of_case
from whowhom.export.ged import deaths_of
from whowhom.export.releases import make_release, read_release
from whowhom.export.sentences import describe
from whowhom.records.layout import to_json
from whowhom.safeguard.apply import protect
from whowhom.safeguard.known import Known
from whowhom.safeguard.profiles import PROFILES
from whowhom.safeguard.rows import Dataset

EDITOR = Author("editor", "looked at it", "2026-01-01T00:10:00Z")


@pytest.fixture(scope="module")
def known() -> Known:
    return Known.load()


def rows_of(case: Case, known: Known, profile: str = "public", chosen: Filter | None = None) -> Dataset:
    with case.reading() as connection:
        given = dataset_of_case(connection, chosen or Filter(), prefix="kotto")
    return protect(given, PROFILES[profile], known)


def release(case: Case, known: Known, name: str, folder: Path):
    return make_release(case, rows_of(case, known), [find_format("csv")], name=name, folder=folder, who="editor")


def events_of(case: Case) -> list[str]:
    """Public ids of the living events: the shelling, then the execution."""
    with case.reading() as connection:
        event = schema.event.c
        query = select(event.public_id).where(event.state == "live").order_by(event.day_from.is_(None), event.no)
        return list(connection.scalars(query))


def changes_in(folder: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO((folder / "changes.csv").read_text("utf-8"))))


def test_a_case_leaves_with_its_concluded_values(case, known):
    add(case, coding_of(url="https://lakeswire.example/bria", publisher="Lakes Wire"))
    safe = rows_of(case, known, "internal")
    shelling = next(event for event in safe.events if event.dates)
    assert shelling.id.startswith("kotto:E-")
    assert (shelling.status, shelling.review_status, shelling.killed.low) == ("weak", "unreviewed", 12)
    assert shelling.places[0].name == "Bria"
    assert shelling.codes.ged == 3
    assert [source.publisher for source in safe.sources] == ["Lakes Wire"]
    assert shelling.sources == (safe.sources[0].id,)
    assert all(TEXT[words.start : words.end] == words.exact for words in shelling.words)
    front = next(party.actor for party in shelling.parties if party.actor and party.actor.name == "Kotto Front")
    assert front.id is not None
    assert front.id.startswith("kotto:A-")


def test_two_outlets_of_one_text_are_two_sources_of_one_event(case, known):
    add(case, coding_of(url="https://lakeswire.example/bria", publisher="Lakes Wire"))
    add(case, coding_of(url="https://kottotimes.example/bria", publisher="Kotto Times"))
    safe = rows_of(case, known, "internal")
    assert {source.publisher for source in safe.sources} == {"Lakes Wire", "Kotto Times"}
    assert len(safe.events[0].sources) == 2


def test_a_retracted_report_leaves_no_rows(case, known):
    add(case, coding_of())
    with case.writing() as connection:
        retract_report(connection, 1, who="editor", why="withdrawn", at=case.clock())
    safe = rows_of(case, known)
    assert (safe.events, safe.ties, safe.sources) == ((), (), ())


def test_decisions_stand_in_the_rows(case, known):
    add(case, coding_of())
    shelling, execution = events_of(case)
    with case.writing() as connection:
        accept(connection, shelling, EDITOR)
        correct(connection, execution, "killed", "2-4", EDITOR)
    rows = {event.id: event for event in rows_of(case, known).events}
    assert rows[f"kotto:{shelling}"].review_status == "accepted"
    corrected = rows[f"kotto:{execution}"]
    assert (corrected.review_status, corrected.killed.low, corrected.killed.high) == ("corrected", 2, 4)


def test_a_corrected_toll_is_the_one_in_the_columns_of_others_and_in_the_notes(case, known):
    add(case, coding_of())
    shelling = events_of(case)[0]
    with case.writing() as connection:
        correct(connection, shelling, "killed", "37", EDITOR)
    event = next(e for e in rows_of(case, known).events if e.id == f"kotto:{shelling}")
    assert fatalities(event) == (37, "corrected by a person")
    deaths = deaths_of(event)
    assert deaths is not None
    assert (deaths.low, deaths.best, deaths.high) == (37, 37, 37)
    assert "Killed, corrected by a person: 37." in describe(event)


def test_a_corrected_actor_that_the_case_does_not_know_is_private(case, known):
    add(case, coding_of())
    shelling = events_of(case)[0]
    with case.writing() as connection:
        correct(connection, shelling, "who", "Amina Yusuf", EDITOR)
    inside = next(e for e in rows_of(case, known, "internal").events if e.id.endswith(shelling))
    assert "Amina Yusuf" in {p.actor.name for p in inside.parties if p.actor and p.role == "actor"}
    assert "Kotto Front" not in {p.actor.name for p in inside.parties if p.actor and p.role == "actor"}
    assert "Amina" not in repr(rows_of(case, known))


def test_an_actor_corrected_to_be_private_leaves_without_its_name(case, known):
    add(case, make_coding())
    with case.writing() as connection:
        correct_actor(connection, "Kotto Front", "private", "yes", EDITOR)
        correct_actor(connection, "Kotto Front", "kind", "person", EDITOR)
    inside = [p.actor for e in rows_of(case, known, "internal").events for p in e.parties if p.actor is not None]
    assert {("Kotto Front", "person", True)} == {(a.name, a.kind, a.is_private) for a in inside if "Kotto" in a.name}
    outside = rows_of(case, known)
    assert "Kotto Front" not in repr((outside.events, outside.ties))


def test_a_filter_narrows_what_leaves(case, known):
    add(case, coding_of())
    assert len(rows_of(case, known, chosen=Filter(place="Bria")).events) == 1


def test_a_first_release_adds_everything_and_has_a_digest(case, known, tmp_path):
    add(case, coding_of())
    made = release(case, known, "first", tmp_path)
    folder = tmp_path / "first"
    assert made.changes == {"added": 2}
    sums = (folder / "SHA256SUMS").read_text()
    assert made.digest == hashlib.sha256(sums.encode()).hexdigest()
    for line in sums.splitlines():
        digest, name = line.split("  ")
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest
    methods = (folder / "methods.csv").read_text("utf-8")
    assert "2 unreviewed (of 2)" in methods
    assert "not sampled" in methods
    assert sorted(row["change"] for row in changes_in(folder)) == ["added", "added"]


def test_a_release_is_never_written_over(case, known, tmp_path):
    add(case, coding_of())
    release(case, known, "first", tmp_path)
    with pytest.raises(OutputError, match="there already"):
        release(case, known, "first", tmp_path)
    with pytest.raises(UsageError, match="letters"):
        release(case, known, "../first", tmp_path)


def test_the_next_release_tells_what_was_edited_deleted_and_added(case, known, tmp_path):
    add(case, coding_of())
    shelling, execution = events_of(case)
    release(case, known, "first", tmp_path)
    with case.writing() as connection:
        accept(connection, shelling, EDITOR)
        reject(connection, execution, EDITOR)
    add(case, coding_of(TEXT + PARAGRAPH * 3 + "The prefect said so.\n", url="https://other.example/1"))
    made = release(case, known, "second", tmp_path)
    told = {row["id"]: row["change"] for row in changes_in(tmp_path / "second")}
    assert told[f"kotto:{shelling}"] == "edited"
    assert told[f"kotto:{execution}"] == "deleted"
    assert made.changes["edited"] >= 1


def test_a_merged_event_names_the_one_that_lives_on(case, known, tmp_path):
    add(case, coding_of())
    shelling, execution = events_of(case)
    release(case, known, "first", tmp_path)
    with case.writing() as connection:
        merge_events(connection, [shelling, execution], EDITOR)
    (kept,) = events_of(case)
    gone = ({shelling, execution} - {kept}).pop()
    release(case, known, "second", tmp_path)
    told = {row["id"]: (row["change"], row["merged_into"]) for row in changes_in(tmp_path / "second")}
    assert told[f"kotto:{gone}"] == ("merged", f"kotto:{kept}")


def test_since_a_release_only_changed_rows_leave(case, known, tmp_path):
    add(case, coding_of())
    shelling, _ = events_of(case)
    release(case, known, "first", tmp_path)
    with case.reading() as connection:
        held = read_release(connection, "first")
    assert held is not None
    assert mark_changes(rows_of(case, known), held, only_changed=True).events == ()
    with case.writing() as connection:
        accept(connection, shelling, EDITOR)
    changed = mark_changes(rows_of(case, known), held, only_changed=True)
    assert [(event.id, event.change) for event in changed.events] == [(f"kotto:{shelling}", "edited")]
    _, report = render(find_format("csv"), changed)
    assert json.loads(report.as_json(changed))["changes"]["edited"] == [f"kotto:{shelling}"]


def test_an_unknown_release_is_named_with_those_there_are(case, known, tmp_path):
    add(case, coding_of())
    release(case, known, "first", tmp_path)
    with case.reading() as connection, pytest.raises(NoSuchRecord, match="it has first"):
        read_release(connection, "second")


# The command line


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments], prog_name="whowhom")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "kotto.case"
    with open_case(str(path), create=True) as case:
        add(case, coding_of())
    return path


def test_export_writes_the_file_and_its_report(file, tmp_path):
    out = tmp_path / "acled.csv"
    result = run("export", file, "--format", "acled", "-o", out)
    assert result.exit_code == 0
    assert "1 row for profile 'public', 1 left out" in result.stderr
    report = json.loads(Path(f"{out}.report.json").read_text("utf-8"))
    assert report["note"] == "in ACLED's columns, not ACLED data"
    assert report["profile"]["name"] == "public"
    assert report["left_out"][0]["reason"] == "told as not having happened"
    assert str(tmp_path) not in Path(f"{out}.report.json").read_text("utf-8")


def test_export_of_codings_needs_no_case(tmp_path):
    path = tmp_path / "coded.json"
    path.write_text(to_json(make_coding()), encoding="utf-8")
    result = run("export", path, "-f", "csv", "-o", "-")
    assert result.exit_code == 0
    assert result.stdout.startswith("id,version,")
    assert "Kotto Front" in result.stdout


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("-f", "shapefile"), "format is 'shapefile'"),
        (("-f", "csv", "--profile", "all"), "profile is 'all'"),
        (("-f", "csv", "--profile", "named-record"), "needs --basis"),
        (("-f", "csv", "--prefix", "MMR1"), "prefix is 'MMR1'"),
        (("-f", "csv", "--since", "first"), "no release 'first'"),
    ],
    ids=["format", "profile", "basis", "prefix", "release"],
)
def test_export_says_what_is_wrong(file, tmp_path, options, message):
    result = run("export", file, *options, "-o", tmp_path / "out")
    assert result.exit_code == 2
    assert message in result.stderr
    assert not (tmp_path / "out").exists()


def test_filters_need_a_case(tmp_path):
    path = tmp_path / "coded.json"
    path.write_text(to_json(make_coding()), encoding="utf-8")
    result = run("export", path, "-f", "csv", "-o", tmp_path / "out", "--place", "Bria")
    assert result.exit_code == 2
    assert "need a case" in result.stderr


def test_a_scope_names_the_rule_that_leaves_an_event_out(file, tmp_path):
    scope = tmp_path / "scope.toml"
    scope.write_text('types = ["PROTEST"]\n')
    result = run("export", file, "-f", "csv", "-o", tmp_path / "out.csv", "--scope", scope)
    assert result.exit_code == 0, result.stderr
    report = json.loads((tmp_path / "out.csv.report.json").read_text("utf-8"))
    assert {entry["reason"] for entry in report["left_out"]} == {"out of scope by scope.types"}


def test_release_and_since_from_the_command_line(file, tmp_path):
    made = run("release", file, "first", "-o", tmp_path, "-f", "csv", "-f", "geojson", "--who", "editor")
    assert made.exit_code == 0
    assert "released 'first' (2 added)" in made.stdout
    assert (tmp_path / "first" / "geojson.geojson").exists()
    with open_case(str(file)) as case:
        add(case, coding_of(CORRECTED))
    result = run("export", file, "-f", "csv", "-o", tmp_path / "since.csv", "--since", "first")
    assert result.exit_code == 0
    assert (tmp_path / "since.csv.changes.csv").read_text("utf-8").startswith("id,change,version,merged_into")
    again = run("release", file, "first", "-o", tmp_path)
    assert again.exit_code == 2
