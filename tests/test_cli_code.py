"""`whowhom code` in process: formats, files, failures, order, interruption."""

from __future__ import annotations

import csv
import dataclasses
import io
import json
import logging
import re
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from factories import BODY, HEADLINE, QUIET_TEXT, TEXT, install_fakes, make_coding
from whowhom.cli.app import app
from whowhom.cli.csv_rows import COLUMNS
from whowhom.records.layout import from_dict
from whowhom.records.validation import check_coding


@pytest.fixture(autouse=True)
def _fakes(monkeypatch, tmp_path):
    modules = {}
    install_fakes(modules)
    for name, module in modules.items():
        monkeypatch.setitem(sys.modules, name, module)
    monkeypatch.chdir(tmp_path)
    for name in ("COLUMNS", "NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    Path("bria.txt").write_text(TEXT, encoding="utf-8")
    Path("weather.txt").write_text(QUIET_TEXT, encoding="utf-8")


def run(*args: str, text: str | bytes | None = None):
    return CliRunner().invoke(app, [str(arg) for arg in args], input=text, prog_name="whowhom")


# The default table


def test_the_table_tells_who_did_what_to_whom_and_who_says_so():
    result = run("code", "bria.txt")
    assert result.exit_code == 0
    for words in (
        "Kotto Front",
        "“shelled”",
        "main market",
        "Bria,",
        "2022-03-02",
        "killed: at",
        "Mayor Odile",
        "happened,",
    ):
        assert words in result.stdout, words
    assert "did not" in result.stdout  # The denied execution is not told as having happened.
    assert "furniture: “Leave a comment”" in result.stdout
    assert result.stderr == ""


@pytest.mark.parametrize("width", [40, 80, 109, 110, 120, 200])
def test_the_table_keeps_to_80_to_120_columns(monkeypatch, width):
    monkeypatch.setenv("COLUMNS", str(width))
    lines = run("code", "bria.txt", "--explain").stdout.splitlines()
    assert max(map(len, lines)) <= min(max(width, 80), 120)
    assert not any(line.endswith(" ") for line in lines)


def test_a_narrow_table_is_a_list_of_cards(monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    written = run("code", "bria.txt").stdout
    assert "who says so Mayor Odile Ngaba (official)" in written
    assert "how sure    did not happen, certain, 0.64" in written


def test_no_colour_codes_without_a_terminal():
    assert "\x1b" not in run("code", "bria.txt", "--explain").stdout


def test_an_unknown_value_shows_its_reason():
    written = run("code", "bria.txt", "--explain").stdout
    assert re.search(r"dates: none +not stated", written)


def test_explain_gives_words_and_offsets_that_agree():
    written = run("code", "bria.txt", "--explain").stdout
    shown = re.findall(r"\[(\d+), (\d+)\) +(?:\w+: )?“(.+?)”$", written, re.MULTILINE)
    assert len(shown) > 15
    for start, end, words in shown:
        assert TEXT[int(start) : int(end)] in (words, f"“{words}”")
    assert "rule acled-07" in written


def test_explain_is_not_passed_over_where_the_format_has_no_room_for_it():
    result = run("code", "bria.txt", "--explain", "-f", "csv", "-o", "out.csv")
    assert result.exit_code == 2
    assert "--explain shows a table, but the format is 'csv'" in result.stderr
    assert not Path("out.csv").exists()
    assert run("code", "bria.txt", "--explain", "-f", "json").exit_code == 0


def test_an_empty_result_says_why():
    written = run("code", "weather.txt").stdout
    assert "No events: of 1 stretch read, none tells an event" in written


def test_two_reports_give_two_tables_in_order():
    written = run("code", "weather.txt", "bria.txt").stdout
    assert written.index("weather.txt") < written.index(HEADLINE)


def test_words_of_a_report_cannot_steer_the_terminal():
    Path("evil.txt").write_text("Rain \x1b[31m fell over \u202eBria all day, they said.\n" * 2, encoding="utf-8")
    written = run("code", "evil.txt").output
    assert "\x1b" not in written
    assert "\u202e" not in written


# JSON, JSONL and CSV


def test_one_report_is_one_object():
    result = run("code", "bria.txt", "--format", "json")
    coding = from_dict(json.loads(result.stdout))
    assert result.exit_code == 0
    assert coding.quote(coding.events[0].anchors[0]) == "shelled"
    assert check_coding(coding) == ()


def test_several_reports_are_an_array():
    found = json.loads(run("code", "weather.txt", "bria.txt", "--format", "json").stdout)
    assert [len(coding["events"]) for coding in found] == [0, 2]


def test_one_of_two_that_failed_still_makes_an_array():
    result = run("code", "none.txt", "bria.txt", "--format", "json")
    assert [len(coding["events"]) for coding in json.loads(result.stdout)] == [2]
    assert result.exit_code == 1


def test_jsonl_is_one_line_per_report_in_the_order_given():
    lines = run("code", "weather.txt", "bria.txt", "weather.txt", "--format", "jsonl").stdout.splitlines()
    assert [json.loads(line)["document"]["publication"]["path"] for line in lines] == [
        "weather.txt",
        "bria.txt",
        "weather.txt",
    ]


def test_json_and_jsonl_hold_the_same():
    one = json.loads(run("code", "bria.txt", "--format", "json").stdout)
    assert json.loads(run("code", "bria.txt", "--format", "jsonl").stdout) == one


def test_machine_formats_are_utf8_whatever_the_terminal():
    result = CliRunner(charset="latin-1").invoke(app, ["code", "bria.txt", "--format", "jsonl"], prog_name="whowhom")
    assert "“We will be back,”" in json.loads(result.stdout_bytes.decode("utf-8"))["document"]["text"]


def test_csv_has_one_row_per_event_and_columns_that_stay():
    rows = list(csv.DictReader(io.StringIO(run("code", "bria.txt", "--format", "csv").stdout)))
    assert tuple(rows[0]) == COLUMNS
    first, second = rows
    assert (first["actors"], first["targets"]) == ("Kotto Front", "main market; civilians")
    assert TEXT[int(first["anchor_start"]) : int(first["anchor_end"])] == first["anchor"] == "shelled"
    assert (first["killed_low"], first["killed_best"], first["killed_high"]) == ("12", "", "")
    assert (first["date_from"], first["latitude"], first["country"]) == ("2022-03-02", "6.5422", "CF")
    assert (second["date_from"], second["polarity"]) == ("", "did not happen")
    assert "dates: not stated" in second["missing"]


def test_csv_says_which_reports_have_no_row():
    result = run("code", "weather.txt", "--format", "csv")
    assert list(csv.reader(io.StringIO(result.stdout))) == [list(COLUMNS)]
    assert "1 of 1 coded reports hold no event" in result.stderr
    assert run("code", "weather.txt", "--format", "csv", "--quiet").stderr == ""


@pytest.mark.parametrize("start", ["=", "+", "-", "@"])
def test_no_cell_of_csv_is_a_formula(start):
    Path("bria.txt").write_text(f'{{"text": {json.dumps(TEXT)}, "title": "{start}1+1"}}\n', encoding="utf-8")
    Path("bria.txt").rename("bria.jsonl")
    rows = list(csv.DictReader(io.StringIO(run("code", "bria.jsonl", "--format", "csv").stdout)))
    assert rows[0]["title"] == f"'{start}1+1"


def test_a_negative_number_in_csv_stays_a_number():
    from whowhom.cli.csv_rows import event_rows

    coding = make_coding()
    south = dataclasses.replace(coding.places[0], latitude=-4.5)
    row = next(csv.reader(io.StringIO(event_rows(dataclasses.replace(coding, places=(south,))))))
    assert row[COLUMNS.index("latitude")] == "-4.5"


def test_every_column_of_csv_is_in_the_data_dictionary():
    described = (Path(__file__).parent.parent / "docs" / "cli.md").read_text(encoding="utf-8")
    assert [name for name in COLUMNS if f"`{name}`" not in described] == []


# Where it is written


@pytest.mark.parametrize("kind", ["table", "json", "jsonl", "csv"])
def test_a_file_holds_what_standard_output_would(kind):
    shown = run("code", "bria.txt", "weather.txt", "--format", kind).stdout
    result = run("code", "bria.txt", "weather.txt", "--format", kind, "-o", "out")
    assert (result.exit_code, result.stdout) == (0, "")
    assert Path("out").read_text(encoding="utf-8") == shown


@pytest.mark.parametrize("kind", ["table", "json", "jsonl", "csv"])
def test_a_file_is_left_alone_when_nothing_was_coded(kind):
    Path("out").write_text("earlier")
    assert run("code", "none.txt", "--format", kind, "-o", "out").exit_code == 2
    assert Path("out").read_text() == "earlier"
    assert sorted(path.name for path in Path().iterdir()) == ["bria.txt", "out", "weather.txt"]


def test_a_folder_or_a_missing_folder_is_refused_before_anything_is_read(monkeypatch):
    from whowhom import ingest

    monkeypatch.setattr(ingest, "read_sources", lambda *args, **kwargs: pytest.fail("read before the check"))
    Path("folder").mkdir()
    for target, words in (("folder", "it is a folder"), ("none/out.json", "does not exist")):
        result = run("code", "bria.txt", "-o", target)
        assert result.exit_code == 2
        assert words in result.stderr
        assert result.stderr.count("\n") == 1


def test_an_input_is_never_overwritten():
    result = run("code", "bria.txt", "-o", "./bria.txt")
    assert result.exit_code == 2
    assert "is also an input" in result.stderr
    assert Path("bria.txt").read_text(encoding="utf-8") == TEXT


def test_a_second_run_does_not_read_the_output_of_the_first():
    for _ in range(2):
        result = run("code", ".", "--format", "jsonl", "-o", "out.jsonl")
        assert result.exit_code == 0, result.stderr
        assert len(Path("out.jsonl").read_text(encoding="utf-8").splitlines()) == 2


def test_an_interruption_keeps_the_lines_coded_so_far():
    Path("last.txt").write_text("INTERRUPT: the sky over Bria was clear all day.\n")
    result = run("code", "bria.txt", "weather.txt", "last.txt", "--format", "jsonl", "-o", "out.jsonl")
    assert result.exit_code == 130
    assert len(Path("out.jsonl").read_text(encoding="utf-8").splitlines()) == 2
    assert "2 coded before the interruption" in result.stderr


@pytest.mark.parametrize("kind", ["table", "json", "csv"])
def test_an_interruption_leaves_no_half_file(kind):
    Path("last.txt").write_text("INTERRUPT: the sky over Bria was clear all day.\n")
    Path("out").write_text("earlier")
    assert run("code", "bria.txt", "last.txt", "--format", kind, "-o", "out").exit_code == 130
    assert Path("out").read_text() == "earlier"
    assert not list(Path().glob(".out*"))


# What fails


def test_a_single_bad_input_gives_its_message_alone():
    result = run("code", "none.txt")
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.startswith("whowhom: 'none.txt' cannot be read")
    assert result.stderr.count("\n") == 1


def test_one_bad_of_many_is_a_row_and_the_rest_is_coded():
    result = run("code", "none.txt", "bria.txt", "--fail-report", "failed.csv")
    assert result.exit_code == 1
    assert HEADLINE in result.stdout
    assert "1 of 2 reports failed" in result.stderr
    rows = list(csv.DictReader(io.StringIO(Path("failed.csv").read_text(encoding="utf-8"))))
    assert [(row["where"], row["code"]) for row in rows] == [("none.txt", "input.unreadable")]


def test_a_run_in_which_all_failed_is_bad_input():
    assert run("code", "none.txt", "nor-this.txt").exit_code == 2


def test_a_run_without_failures_empties_an_earlier_failure_report():
    Path("failed.csv").write_text("where,code,message\nnone.txt,input.unreadable,not there\n")
    assert run("code", "bria.txt", "--fail-report", "failed.csv").exit_code == 0
    assert Path("failed.csv").read_text() == "where,code,message\n"


def test_too_large_a_share_of_failures_fails_the_run():
    Path("whowhom.toml").write_text("max_failure_share = 0.2\n")
    result = run("code", "none.txt", "bria.txt")
    assert result.exit_code == 2
    assert "50% of the reports failed, more than max_failure_share 20% allows" in result.stderr


def test_a_fault_of_ours_says_how_to_report_it_and_quotes_nothing():
    Path("crash.txt").write_text("CRASH: the sky over Bria was clear all day.\n")
    result = run("code", "crash.txt")
    assert result.exit_code == 3
    assert "unexpected RuntimeError" in result.stderr
    assert "whowhom doctor" in result.stderr
    assert "sky" not in result.stderr
    assert "Traceback" not in result.stderr


def test_a_fault_on_one_report_of_many_does_not_end_the_others():
    Path("crash.txt").write_text("CRASH: the sky over Bria was clear all day.\n")
    result = run("code", "crash.txt", "bria.txt", "--format", "jsonl")
    assert result.exit_code == 1
    assert len(result.stdout.splitlines()) == 1


def test_debug_shows_the_traceback():
    Path("crash.txt").write_text("CRASH: the sky over Bria was clear all day.\n")
    result = run("code", "crash.txt", "--debug")
    assert result.exit_code == 3
    assert "Traceback" in result.stderr


@pytest.mark.parametrize(
    "args",
    [
        ["code"],
        ["code", "bria.txt", "--bogus"],
        ["code", "bria.txt", "--format", "xml"],
        ["code", "bria.txt", "--min-score", "3"],
        ["code", "bria.txt", "--jobs", "0"],
        ["code", "bria.txt", "--published", "31/31/2020"],
        ["code", "bria.txt", "--codebook", "none.toml"],
        ["code", "bria.txt", "--config", "none.toml"],
        ["nothing"],
    ],
    ids=" ".join,
)
def test_wrong_usage_ends_with_2_and_no_traceback(args):
    result = run(*args)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert "Traceback" not in result.stderr
    assert result.stderr


def test_standard_input_is_read():
    result = run("code", "-", "--format", "json", text=TEXT)
    assert len(json.loads(result.stdout)["events"]) == 2


def test_names_of_keys_can_be_given():
    Path("archive.jsonl").write_text(json.dumps({"body": TEXT, "day": "2022-03-03"}) + "\n", encoding="utf-8")
    result = run("code", "archive.jsonl", "--text-field", "body", "--published-field", "day", "--format", "json")
    publication = json.loads(result.stdout)["document"]["publication"]
    assert (publication["published"], publication["published_basis"]) == ("2022-03-03", "given")


def test_settings_reach_the_pipeline(monkeypatch):
    from factories import FakePipeline

    seen = []
    load = FakePipeline.load
    monkeypatch.setattr(FakePipeline, "load", lambda **given: seen.append(given) or load(**given))
    Path("mine.toml").write_text("")
    Path("groups.toml").write_text("")
    Path("whowhom.toml").write_text('registry = ["groups.toml"]\nmin_score = 0.7\n')
    assert run("code", "bria.txt", "--codebook", "mine.toml", "--min-score", "0.9").exit_code == 0
    (given,) = seen
    assert given.pop("gazetteer") is None
    assert given == {"codebook": Path.cwd() / "mine.toml", "registry": (Path.cwd() / "groups.toml",), "min_score": 0.9}


def test_the_log_holds_no_words_of_the_report():
    result = run("code", "bria.txt", "weather.txt", "--verbose", "--format", "jsonl", "-o", "out.jsonl")
    assert "code points, 2 events" in result.stderr
    names = set(re.findall(r"[A-Z]\w{3,}", BODY + HEADLINE + QUIET_TEXT))
    assert not {name for name in names if name in result.stderr}
    assert "shelled" not in result.stderr


def test_logging_leaves_the_root_logger_alone():
    before = list(logging.getLogger().handlers)
    run("code", "bria.txt", "--verbose")
    assert logging.getLogger().handlers == before
