"""The commands on a case, in process: what they write, what they end with."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from factories import QUIET_TEXT, TEXT, install_fakes
from test_casefile_lists import SOURCES
from whowhom.cli.app import app
from whowhom.cli.rows import csv_text


@pytest.fixture(autouse=True)
def _fakes(monkeypatch, tmp_path):
    modules = {}
    install_fakes(modules)
    for name, module in modules.items():
        monkeypatch.setitem(sys.modules, name, module)
    monkeypatch.chdir(tmp_path)
    Path("reports").mkdir()
    Path("reports/bria.txt").write_text(TEXT, encoding="utf-8")
    Path("reports/weather.txt").write_text(QUIET_TEXT, encoding="utf-8")


def run(*args: str, text: str | None = None):
    return CliRunner().invoke(app, [str(arg) for arg in args], input=text, prog_name="whowhom")


@pytest.fixture
def kotto():
    assert run("add", "kotto.case", "reports").exit_code == 0
    return "kotto.case"


def test_adding_tells_what_became_of_each_report():
    first, again = run("add", "kotto.case", "reports"), run("add", "kotto.case", "reports")
    assert (first.exit_code, again.exit_code) == (0, 0)
    assert first.stdout == "2 reports: 2 new; 2 event mentions added.\n"
    assert again.stdout == "2 reports: 2 known before; 0 event mentions added.\n"


def test_one_bad_file_is_a_row_and_the_others_go_on():
    Path("reports/empty.txt").write_bytes(b"")
    Path("reports/crash.txt").write_text("CRASH over Bria.\n")
    result = run("add", "kotto.case", "reports", "--fail-report", "failed.csv")
    assert result.exit_code == 1
    assert result.stdout.startswith("2 reports: 2 new")
    rows = list(csv.DictReader(Path("failed.csv").read_text(encoding="utf-8").splitlines()))
    assert [(row["where"], row["code"]) for row in rows] == [
        ("reports/crash.txt", "internal"),
        ("reports/empty.txt", "input.empty"),
    ]


def test_a_case_in_the_folder_of_its_reports_is_not_read_as_a_report():
    run("add", "reports/kotto.case", "reports")
    result = run("add", "reports/kotto.case", "reports")
    assert (result.exit_code, result.stderr) == (0, "")


def test_no_case_is_made_for_reports_that_are_not_there():
    Path("empty").mkdir()
    for path, told in (("nofile.txt", "'nofile.txt' cannot be read"), ("empty", "'empty' is a folder without files")):
        result = run("add", "new.case", path, "--fail-report", "failed.csv")
        assert result.exit_code == 2
        assert told in result.stderr
        assert not Path("new.case").exists()
    assert run("import", "new.case", "nofile.csv", "-f", "csv").exit_code == 2
    assert not Path("new.case").exists()


def test_a_file_that_cannot_be_read_before_those_that_can_is_a_row_of_a_new_case():
    result = run("add", "new.case", "nofile.txt", "reports/bria.txt", "--fail-report", "failed.csv")
    assert result.exit_code == 1
    assert result.stdout == "1 report: 1 new; 2 event mentions added.\n"
    assert "nofile.txt" in Path("failed.csv").read_text(encoding="utf-8")


def test_nothing_to_read_is_bad_input():
    Path("none").mkdir()
    assert run("add", "kotto.case", "none").exit_code == 2


def test_an_interrupted_run_keeps_what_was_stored_and_goes_on():
    Path("reports/later.txt").write_text("INTERRUPT the sky over Bria.\n")
    assert run("add", "kotto.case", "reports").exit_code == 130
    assert len(json.loads(run("search", "kotto.case", "Bria", "--format", "json").stdout)) == 1
    Path("reports/later.txt").write_text("The sky over Bria stayed clear.\n")
    assert run("add", "kotto.case", "reports").stdout.startswith("3 reports: 2 new, 1 known before")


@pytest.mark.parametrize("name", ["events", "actors", "ties", "claims", "forecasts"])
def test_a_list_is_a_table_json_and_csv(kotto, name):
    table, rows = run(name, kotto).stdout, json.loads(run(name, kotto, "--format", "json").stdout)
    cells = list(csv.DictReader(io.StringIO(run(name, kotto, "--format", "csv").stdout, newline="")))
    assert table.strip()
    assert len(rows) == len(cells) > 0
    assert list(rows[0]) == list(cells[0])


def test_an_empty_list_says_so(kotto):
    result = run("events", kotto, "--type", "PROTEST")
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == "whowhom: no events in the case that fit.\n"
    assert json.loads(run("events", kotto, "--type", "PROTEST", "--format", "json").stdout) == []


def test_a_misspelt_actor_is_an_error(kotto):
    result = run("events", kotto, "--actor", "Koto Front")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "no actor of the case is named 'Koto Front'" in result.stderr


@pytest.mark.parametrize("name", ["events", "actors", "ties", "claims", "forecasts", "brief", "export"])
def test_a_day_that_is_in_no_calendar_is_an_error(kotto, name):
    more = ["-f", "csv", "-o", "out.csv"] if name == "export" else ["-o", "out.csv"]
    for day in ("2024-13", "2024-00", "2024-02-31", "2023-02-29", "0000", "20240101", "2024-1"):
        for option in ("from", "to"):
            result = run(name, kotto, f"--{option}", day, *more)
            assert result.exit_code == 2, result.stderr
            assert f"{option} is {day!r}; expected YYYY-MM-DD, YYYY-MM or YYYY" in result.stderr
    assert not Path("out.csv").exists()


def test_a_period_that_ends_before_it_begins_is_an_error(kotto):
    result = run("events", kotto, "--from", "2022-04", "--to", "2022-03")
    assert result.exit_code == 2
    assert "expected the earlier first" in result.stderr
    assert run("events", kotto, "--from", "2022-03-31", "--to", "2022-03").exit_code == 0
    assert run("events", kotto, "--from", "0001").exit_code == 0


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (("events", "reports/bria.txt"), "Give the path of a case; `whowhom add` makes one where no file is yet."),
        (("upgrade", "none.case"), "'none.case' does not exist. Give the path of a case."),
        (("settle", "kotto.case", "f-9", "true"), "`whowhom events`, `ties`, `forecasts` and `trace` list ids."),
        (("merge", "kotto.case", "Kotto Front", "Kotto Front"), "ids as `whowhom actors` lists them."),
        (("export", "kotto.case", "-f", "csv", "-o", "x", "--since", "y"), "`whowhom release` makes one"),
        (("code", "reports", "--coder", "none"), "Leave it out for whowhom's own."),
        (("import", "kotto.case", "reports/bria.txt", "-f", "csv"), "say so: --column type=NAME."),
        (("compare", "kotto.case", "reports/bria.txt"), "Expected event_id_cnty, event_date,"),
        (("events", "kotto.case", "-f", "csv", "-o", "none/x.csv"), "Give a file in a folder you can write to."),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_a_refusal_says_what_to_do(kotto, args, told):
    result = run(*args)
    assert result.exit_code == 2
    assert told in result.stderr


def test_a_cut_list_says_that_there_is_more(kotto):
    result = run("events", kotto, "--limit", "1", "--format", "json")
    assert len(json.loads(result.stdout)) == 1
    assert "there are more than 1" in result.stderr


def test_a_search_shows_the_words_in_their_place(kotto):
    result = run("search", kotto, '"main market"')
    assert result.exit_code == 0
    assert "[main market]" in re.sub(r"\s+", " ", result.stdout)
    assert run("search", kotto, "-bria").exit_code == 2


def test_a_word_that_a_search_leaves_out_is_told_from_an_option(kotto):
    result = run("search", kotto, "market", "-Bria")
    assert result.exit_code == 2
    assert (
        "'-Bria' is no option. If it is a word, put -- before the words: whowhom search ... -- -Bria" in result.stderr
    )
    assert "no report holds all that" in run("search", kotto, "--", "market", "-Bria").stderr
    assert run("search", kotto, "market", "--frob").stderr.count("put -- before") == 0


@pytest.mark.parametrize("columns", [80, 100])
def test_a_list_is_no_wider_than_the_terminal(kotto, monkeypatch, columns):
    monkeypatch.setenv("COLUMNS", str(columns))
    lines = run("events", kotto).stdout.splitlines()
    assert columns - 20 < max(map(len, lines)) <= columns


def test_a_trace_runs_from_the_value_to_the_words(kotto):
    (event,) = json.loads(run("events", kotto, "--place", "Bria", "--format", "json").stdout)
    told = run("trace", kotto, event["public_id"], "killed").stdout
    assert "“at least 12 civilians”" in told
    assert "Mayor Odile Ngaba (official)" in told
    (one,) = json.loads(run("trace", kotto, event["public_id"], "killed", "--json").stdout)
    word = one["steps"][0]["words"][0]
    assert TEXT[word["start"] : word["end"]] == word["text"]


def test_a_retracted_report_is_told_and_kept(kotto):
    (row,) = json.loads(run("search", kotto, "kotto", "--format", "json").stdout)
    result = run("retract", kotto, row["report"], "--why", "withdrawn by the outlet", "--who", "editor")
    assert result.stdout == f"{row['report']} is retracted.\n"
    assert run("retract", kotto, row["report"]).stdout == f"{row['report']} was retracted before.\n"
    assert run("events", kotto, "--format", "json").stdout == "[]\n"
    assert "(retracted)" in run("search", kotto, "kotto", "--all").stdout
    assert run("retract", kotto, "r-none").exit_code == 2


def test_a_report_is_found_by_its_path(kotto):
    assert run("retract", kotto, "reports/bria.txt").exit_code == 0


def test_outlets_are_listed_and_counted(kotto):
    Path("sources.toml").write_text(SOURCES)
    result = run("sources", kotto, "--set", "sources.toml", "--format", "csv")
    assert result.exit_code == 0
    assert "2 of 2 outlets are new or changed" in result.stderr
    assert sum(int(row["reports"]) for row in csv.DictReader(io.StringIO(result.stdout))) == 2


def test_one_is_told_in_the_singular():
    assert run("add", "one.case", "reports/weather.txt").stdout == "1 report: 1 new; 0 event mentions added.\n"
    assert run("backup", "one.case", "one.bak").stdout == "wrote 'one.bak' with 1 report.\n"
    assert run("restore", "one.bak", "two.case").stdout == "restored 1 report.\n"


def test_backup_restore_and_upgrade(kotto):
    assert run("backup", kotto, "copy.case").stdout == "wrote 'copy.case' with 2 reports.\n"
    assert run("restore", "copy.case", "again.case").stdout == "restored 2 reports.\n"
    assert run("events", "again.case").stdout == run("events", kotto).stdout
    assert "nothing to do" in run("upgrade", "again.case").stdout
    assert run("restore", "copy.case", "again.case").exit_code == 2


@pytest.mark.parametrize(
    "args",
    [("events", "none.case"), ("search", "none.case", "x"), ("backup", "none.case", "x"), ("upgrade", "none.case")],
    ids=lambda args: args[0],
)
def test_a_missing_case_is_one_sentence_and_makes_no_file(args):
    result = run(*args)
    assert result.exit_code == 2
    assert "does not exist" in result.stderr
    assert not Path("none.case").exists()


def test_a_cell_that_a_spreadsheet_takes_for_a_formula_is_defused():
    rows = [{"words": "=HYPERLINK(1)", "n": -3, "list": ["a", "b"], "none": None}]
    assert csv_text(rows).splitlines()[1] == "'=HYPERLINK(1),-3,a; b,"


def test_code_loads_no_database_code():
    script = "import sys, whowhom.cli.code, whowhom.cli.app; print([n for n in ('sqlalchemy', 'alembic') if n in sys.modules])"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, text=True)
    assert done.stdout.strip() == "[]"
