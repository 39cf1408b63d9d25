"""What a command writes never lies over a case or over what it reads."""

from __future__ import annotations

import os
import sqlite3
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from factories import TEXT, install_fakes
from whowhom.casefile.case import open_case
from whowhom.cli.app import app
from whowhom.cli.output import refuse_overwriting
from whowhom.errors import UsageError

CASE = "kotto.case"


@pytest.fixture(autouse=True)
def _case(monkeypatch, tmp_path):
    modules = {}
    install_fakes(modules)
    del modules["whowhom.brief"]  # The page on a case is the real one.
    for name, module in modules.items():
        monkeypatch.setitem(sys.modules, name, module)
    monkeypatch.chdir(tmp_path)
    Path("bria.txt").write_text(TEXT, encoding="utf-8")
    assert run("add", CASE, "bria.txt", "--published", "2022-03-03").exit_code == 0


def run(*args: str):
    return CliRunner().invoke(app, list(args), prog_name="whowhom")


def is_whole() -> bool:
    return run("events", CASE).exit_code == 0


@pytest.mark.parametrize(
    "args",
    [
        ("export", CASE, "-f", "acled", "-o", CASE),
        ("export", CASE, "-f", "csv", "-o", f"./{CASE}"),
        *((name, CASE, "-f", "csv", "-o", CASE) for name in ("events", "actors", "ties", "claims", "forecasts")),
        *((name, CASE, "-o", CASE) for name in ("coverage", "hits", "history", "queue", "diff", "brief")),
        ("code", "bria.txt", "-o", CASE),
        ("code", "bria.txt", "-f", "jsonl", "-o", CASE),
        ("code", "bria.txt", "-o", "coded.txt", "--fail-report", CASE),
        ("add", CASE, "bria.txt", "--fail-report", CASE),
        ("brief", "bria.txt", "-o", CASE),
        ("schema", "-o", CASE),
    ],
    ids=" ".join,
)
def test_no_command_writes_over_a_case(args):
    before = Path(CASE).read_bytes()
    result = run(*args)
    assert result.exit_code == 2, result.output
    assert "it would be lost" in result.stderr
    assert Path(CASE).read_bytes() == before
    assert is_whole()


def test_another_case_is_no_target_either():
    Path("other.db").write_bytes(Path(CASE).read_bytes())
    result = run("events", CASE, "-f", "csv", "-o", "other.db")
    assert result.exit_code == 2
    assert "output 'other.db' is a case" in result.stderr


def test_a_case_is_known_under_each_of_its_names():
    os.symlink(CASE, "link.csv")
    os.link(CASE, "twin.csv")
    for name in ("link.csv", "twin.csv"):
        assert run("events", CASE, "-f", "csv", "-o", name).exit_code == 2
    assert is_whole()


def test_the_log_of_a_case_in_use_is_part_of_it():
    with open_case(CASE) as case, case.writing() as connection:
        connection.exec_driver_sql("UPDATE report SET title = 'Bria'")
        result = run("schema", "-o", f"{CASE}-wal")
    assert result.exit_code == 2
    assert f"is part of a case, '{CASE}'" in result.stderr


def test_a_case_that_is_still_to_be_made_is_no_place_for_the_failure_report():
    result = run("add", "new.case", "bria.txt", "--fail-report", "new.case")
    assert result.exit_code == 2
    assert not Path("new.case").exists()


def test_the_report_beside_an_export_does_not_lie_over_a_case_either():
    Path(CASE).rename("k.csv.report.json")
    result = run("export", "k.csv.report.json", "-f", "csv", "-o", "k.csv")
    assert result.exit_code == 2
    assert "output 'k.csv.report.json' is also an input" in result.stderr
    assert run("events", "k.csv.report.json").exit_code == 0


def test_an_export_does_not_lie_over_the_codings_that_it_reads():
    assert run("code", "bria.txt", "-f", "json", "-o", "coded.json").exit_code == 0
    before = Path("coded.json").read_bytes()
    assert run("export", "coded.json", "-f", "acled", "-o", "coded.json").exit_code == 2
    assert Path("coded.json").read_bytes() == before


def test_a_list_does_not_lie_over_the_rules_that_it_reads():
    Path("scope.toml").write_text('[[leave_out]]\nname = "no place"\n', encoding="utf-8")
    before = Path("scope.toml").read_bytes()
    assert run("scope", CASE, "scope.toml", "-o", "scope.toml").exit_code == 2
    assert Path("scope.toml").read_bytes() == before


def test_a_report_in_a_folder_that_is_read_stays():
    Path("reports").mkdir()
    Path("reports/bria.txt").write_text(TEXT, encoding="utf-8")
    for args in (("-o", "reports/bria.txt"), ("-o", "coded.csv", "--fail-report", "reports/bria.txt")):
        result = run("code", "reports", "-f", "csv", *args)
        assert result.exit_code == 2
        assert "'reports/bria.txt' is also an input" in result.stderr
    assert Path("reports/bria.txt").read_text(encoding="utf-8") == TEXT
    assert run("code", "reports", "-f", "csv", "-o", "reports/coded.csv").exit_code == 0


def test_results_and_failures_do_not_go_into_one_file():
    result = run("code", "bria.txt", "-o", "out.csv", "--fail-report", "./out.csv")
    assert result.exit_code == 2
    assert "Give each a name of its own" in result.stderr


def test_a_gazetteer_may_replace_a_gazetteer_but_no_case():
    with sqlite3.connect("AF.sqlite") as connection:
        connection.execute("CREATE TABLE place (name TEXT)")
    connection.close()
    refuse_overwriting(Path("AF.sqlite"), replaces_databases=True)
    with pytest.raises(UsageError, match="an SQLite database; it would be lost"):
        refuse_overwriting(Path("AF.sqlite"))
    Path("AF.txt").write_text("", encoding="utf-8")
    assert run("gazetteer", "build", "AF.txt", "-o", CASE).exit_code == 2
    assert is_whole()
