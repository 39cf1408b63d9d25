"""Decisions, recoding, imports and removal on the command line."""

from __future__ import annotations

import csv
import dataclasses
import json
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from factories import TEXT, FakePipeline, install_fakes
from test_casefile_imports import ACLED, write_table
from whowhom.cli.app import app

CASE = "kotto.case"


class NewerPipeline(FakePipeline):
    """The reader that knows our report, in a later version that takes the shelling for background."""

    def code(self, document):
        coding = super().code(document)
        coder = dataclasses.replace(coding.coder, version="2")
        events = tuple(dataclasses.replace(event, background=True) for event in coding.events)
        return dataclasses.replace(coding, coder=coder, events=events)


@pytest.fixture(autouse=True)
def _case(monkeypatch, tmp_path):
    modules = {}
    install_fakes(modules)
    for name, module in modules.items():
        monkeypatch.setitem(sys.modules, name, module)
    monkeypatch.chdir(tmp_path)
    # Cells are folded to the width that is asked for, and whoever runs the tests may ask for a narrow one.
    monkeypatch.delenv("COLUMNS", raising=False)
    Path("bria.txt").write_text(TEXT, encoding="utf-8")
    assert run("add", CASE, "bria.txt", "--published", "2022-03-03").exit_code == 0


def run(*args: str):
    return CliRunner().invoke(app, list(args), prog_name="whowhom")


def told(*args: str) -> str:
    result = run(*args)
    assert result.exit_code == 0, result.stderr
    return result.stdout.strip()


def rows(*args: str) -> list[dict[str, object]]:
    return json.loads(told(*args, "--format", "json"))


def events() -> list[str]:
    return [row["public_id"] for row in sorted(rows("events", CASE), key=lambda row: str(row["killed_low"]))]


def test_a_correction_is_printed_listed_traced_and_undone():
    shelling = events()[0]
    made = told("correct", CASE, shelling, "killed", "14", "--why", "hospital list", "--who", "odile")
    assert made.startswith("d-")
    (row,) = rows("history", CASE, shelling)
    assert (row["who"], row["why"], row["value"]["killed_best"], row["state"]) == (
        "odile",
        "hospital list",
        14,
        "applied",
    )
    assert f"decision {made} correct by odile" in told("trace", CASE, shelling, "killed")
    assert "killed_best 14" in told("history", CASE, "--kind", "correct", "--by", "odile")
    told("undo", CASE, made)
    assert [row["state"] for row in rows("history", CASE)] == ["undone", "applied"]
    assert made in told("history", CASE)


def test_a_correction_by_the_heading_of_a_column_says_what_changed():
    shelling = events()[0]
    result = run("correct", CASE, shelling, "where", "Bria, CF", "--who", "odile")
    assert (result.exit_code, result.stdout.startswith("d-")) == (0, True)
    assert f"{shelling}: where was " in result.stderr
    assert result.stderr.rstrip().endswith("is now Bria, CF")
    (row,) = [row for row in rows("events", CASE) if row["public_id"] == shelling]
    assert (row["place"], row["country"]) == ("Bria", "CF")
    refused = run("correct", CASE, shelling, "location", "Bria, CF")
    assert refused.exit_code == 2
    assert (
        "The fields are type, modes, who, whom, day, place, killed, injured, status ('where' for place"
        in refused.stderr
    )


def test_events_and_actors_are_merged_and_split():
    one, other = events()
    told("merge", CASE, one, other, "--why", "one attack")
    (kept,) = events()
    mention = rows("history", CASE)[0]["value"]["moved"][1][1]
    assert len(told("split", CASE, kept, mention).split()) == 2
    assert len(events()) == 2
    assert told("merge", CASE, "Kotto Front", "Haute Union").startswith("d-")
    assert " -> " in told("history", CASE)


def test_a_wrong_value_ends_with_2_and_says_what_is_expected():
    result = run("correct", CASE, events()[0], "killed", "some")
    assert result.exit_code == 2
    assert "killed is 'some'; expected N, LOW-HIGH, LOW/BEST/HIGH or 'unknown'." in result.stderr


def test_recoding_lets_decisions_wait_and_the_difference_is_listed(monkeypatch):
    shelling = events()[0]
    made = told("accept", CASE, shelling)
    Path("other.txt").write_text("Nothing.\n", encoding="utf-8")
    monkeypatch.setattr(sys.modules["whowhom.pipeline"], "Pipeline", NewerPipeline)
    assert told("recode", CASE).splitlines()[0] == "1 text recoded, 0 had this coding already."
    assert {(row["field"], row["before"], row["after"]) for row in rows("diff", CASE)} == {
        ("background", "false", "true")
    }
    assert "background" in told("diff", CASE)
    assert "nothing waits" in run("queue", CASE).stderr
    assert told("recode", CASE) == "0 texts recoded, 1 had this coding already."
    told("correct", CASE, shelling, "killed", "14")
    (row,) = rows("queue", CASE)
    assert (row["public_id"], row["queue"]) == (made, "changed under a decision")
    assert "changed under a decision" in told("queue", CASE)
    assert [row["command"] for row in rows("history", CASE, "--runs")] == ["add", "recode"]
    assert "recoded 1" in told("history", CASE, "--runs")


def test_rows_are_imported_and_compared():
    path = write_table(Path("acled.csv"), ACLED, {**ACLED, "sub_event_type": "Other"})
    result = run("compare", CASE, str(path))
    assert result.exit_code == 1
    assert "1 match, 1 of them with another toll; 0 only in the case" in result.stderr
    assert "12/?/? | 14" in result.stdout
    result = run("import", CASE, str(path), "--format", "acled")
    assert result.exit_code == 1
    assert result.stdout == "1 coding: 1 with a new text.\n"
    assert "sub_event_type 'Other' names no type" in result.stderr
    assert run("import", CASE, str(path), "--format", "csv", "--column", "type").exit_code == 2
    assert run("import", CASE, str(path), "--format", "csv").exit_code == 2


def test_a_scope_lists_what_it_leaves_out_with_the_rule():
    Path("scope.toml").write_text("min_deaths = 10\n", encoding="utf-8")
    result = run("scope", CASE, "scope.toml", "--format", "csv")
    listed = list(csv.DictReader(result.stdout.splitlines()))
    assert [(row["public_id"], row["rule"]) for row in listed] == [(events()[1], "scope.min_deaths")]
    assert "1 of 2 events belong; 1 scope.min_deaths." in result.stderr
    assert events()[0] in told("scope", CASE, "scope.toml", "--kept")


def test_a_value_that_begins_with_a_dash_is_told_from_an_option():
    result = run("correct", CASE, events()[0], "killed", "-5")
    assert result.exit_code == 2
    assert "'-5' is no option. If it is a word, put -- before the words: whowhom correct ... -- -5" in result.stderr
    result = run("correct", "--", CASE, events()[0], "killed", "-5")
    assert result.exit_code == 2
    assert "killed is '-5'" in result.stderr


def test_forecasts_are_settled():
    assert told("settle", CASE, "f-1", "true").startswith("d-")
    assert rows("hits", CASE) == []
    assert "no estimate of the case counts events" in run("coverage", CASE).stderr


def test_a_report_is_erased_for_good():
    result = run("erase", CASE, "--report", "bria.txt", "--why", "names a child")
    assert result.exit_code == 0
    assert "backups and exports made before still hold it" in result.stderr
    assert b"Ngaba" not in Path(CASE).read_bytes()
    assert rows("events", CASE) == []
    assert "was erased from this case on purpose" in run("add", CASE, "bria.txt").stderr
    assert told("erase", CASE) == ""


def test_a_person_is_erased_and_two_at_once_are_refused():
    assert run("erase", CASE, "--person", "Odile Ngaba").exit_code == 2
    assert "the name is erased from: r-" in told("erase", CASE, "--person", "Odile Ngaba", "--why", "asked")
    assert b"gaba" not in Path(CASE).read_bytes()
    assert run("erase", CASE, "--person", "A", "--report", "B").exit_code == 2


def test_a_common_word_is_no_person_to_erase():
    before = Path(CASE).read_bytes()
    result = run("erase", CASE, "--person", "the", "--yes", "--why", "asked")
    assert result.exit_code == 2
    assert "'the' stands in small letters" in result.stderr
    assert Path(CASE).read_bytes() == before
    assert run("erase", CASE, "--report", "bria.txt", "--yes", "--why", "asked").exit_code == 2
    assert run("erase", CASE, "--person", "Kotto Front", "--any-words", "--why", "asked").exit_code == 0
    assert b"Kotto" not in Path(CASE).read_bytes()


def test_an_actor_is_corrected_and_traced_on_the_command_line():
    made = told("correct", CASE, "Kotto Front", "kind", "political militia", "--why", "no territory", "--who", "odile")
    shown = told("trace", CASE, "Kotto Front", "kind")
    assert "kind: kind political militia" in shown
    assert f"decision {made} correct by odile" in shown
    assert "no territory" in shown
    told("undo", CASE, made)
    shown = told("trace", CASE, "Kotto Front")
    assert "kind: kind rebel group" in shown
    assert "(undone)" in shown
    report = rows("claims", CASE)[0]["report"]
    result = run("split", CASE, "Kotto Front", str(report))
    assert (result.exit_code, "on each side" in result.stderr) == (2, True)


def test_a_tie_is_rejected_by_its_id_and_listed_no_more_and_a_forecast_says_what_came_of_it():
    (tie,) = rows("ties", CASE)
    assert str(tie["id"]) in told("ties", CASE)
    made = told("reject", CASE, str(tie["id"]), "--why", "an alliance, no split")
    assert rows("ties", CASE) == []
    assert "rejected" in told("ties", CASE, "--all")
    told("undo", CASE, made)
    told("accept", CASE, str(tie["id"]))
    assert "(accepted)" in told("ties", CASE)
    (forecast,) = rows("forecasts", CASE)
    assert "open" in told("forecasts", CASE)
    told("settle", CASE, str(forecast["id"]), "true", "--event", events()[0])
    assert f"came true: {events()[0]}"[:20] in " ".join(told("forecasts", CASE).split())
    (forecast,) = rows("forecasts", CASE)
    assert (forecast["settled"], forecast["settled_by"]) == ("true", events()[0])
    told("merge", CASE, "Kotto Front", "Haute Union")
    assert "Haute Union" in next(row["aliases"] for row in rows("actors", CASE) if row["name"] == "Kotto Front")
