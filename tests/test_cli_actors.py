"""``whowhom actors``: a case or a command, the registry looked up, files of one's own checked and used."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from whowhom.cli.app import app

GROUP = """
[[group]]
id = "own:blue-lake-front"
name = "Blue Lake Front"
aliases = ["BLF"]
kinds = ["political militia from 2020-01-01"]
country = "SE"
leaders = ["Nils Bramberg from 2021-01-01"]
"""


@pytest.fixture(autouse=True)
def _in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def run(*args: str) -> Any:
    return CliRunner().invoke(app, ["actors", *args], prog_name="whowhom")


def found(*args: str) -> list[dict[str, Any]]:
    result = run("find", *args, "--format", "json")
    assert result.exit_code == 0, result.stderr
    rows: list[dict[str, Any]] = json.loads(result.stdout)
    return rows


@pytest.mark.parametrize("first", ["find", "show", "check"])
def test_a_case_that_is_called_as_a_command_is_reached_by_its_path(first: str) -> None:
    told = run(f"./{first}").stderr
    assert f"case '{first}' does not exist" in told or f"case './{first}' does not exist" in told


@pytest.mark.parametrize("args", [["kotto.case"], ["--place", "CF", "kotto.case"], ["case", "kotto.case"]])
def test_a_word_that_is_no_command_is_the_case(args: list[str]) -> None:
    result = run(*args)
    assert result.exit_code == 2
    assert "case 'kotto.case' does not exist" in result.stderr


def test_help_tells_of_both() -> None:
    told = run("--help").stdout
    assert "whowhom actors kotto.case" in told
    assert "whowhom actors find ELN --country CO" in told


def test_find_takes_the_country_and_the_kind_of_the_day() -> None:
    assert [row["id"] for row in found("ELN", "--country", "CO")][:1] == ["ucdp:744"]
    assert found("Taliban", "--date", "2022-01-01")[0]["kind"] == "government from 2021-08-15"


@pytest.mark.parametrize(
    ("name", "identifier", "why"),
    [
        ("Malian", "state:ML", "country"),
        ("Haibatullah Akhundzada", "ucdp:303", "leader"),
        ("Terheek-e-Taliban Pakistan", "ucdp:356", "spelling"),
        ("Macina", "ucdp:6267", "part of a name"),
    ],
)
def test_find_says_by_what_an_actor_was_found(name: str, identifier: str, why: str) -> None:
    assert (identifier, why) in [(row["id"], row["found by"]) for row in found(name)]


def test_find_of_an_unknown_name_ends_with_one_and_says_so() -> None:
    result = run("find", "Quiet Neighbours")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "no actor of the registry is called 'Quiet Neighbours'" in result.stderr


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (["find", "ELN", "--date", "June"], "--date: met 'June'"),
        (["find", "ELN", "--country", "Utopia"], "--country: met 'Utopia'"),
        (["show", "ucdp:0"], "the registry has no id 'ucdp:0'"),
        (["check", "nowhere.toml"], "is no file"),
    ],
)
def test_wrong_usage_is_told_and_ends_with_two(args: list[str], told: str) -> None:
    result = run(*args)
    assert result.exit_code == 2
    assert told in result.stderr


def test_show_gives_names_periods_parts_leaders_and_source() -> None:
    shown = json.loads(run("show", "ucdp:303", "--json").stdout)
    assert "rebel group from 2001-11-13 until 2021-08-14" in shown["kinds"]
    assert "whowhom:haqqani-network Haqqani network" in shown["parts"]
    assert shown["leaders"][-1] == "Haibatullah Akhundzada from 2016-05-25"
    assert "UCDP Actor Dataset" in shown["source"]
    assert "also called  Taleban" in run("show", "ucdp:303").stdout


def test_a_sound_file_has_no_faults() -> None:
    Path("mine.toml").write_text(GROUP, encoding="utf-8")
    result = run("check", "mine.toml")
    assert result.exit_code == 0
    assert "mine.toml: 1 actor, no faults" in result.stdout
    assert "'BLF' means this entry from now on, no longer ucdp:1166" in result.stdout


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('kinds = ["rebels"]', "mine.toml, line 3, [[group]] 'own:a': met the kind 'rebels'"),
        ('kinds = ["rebel group from 2021-02-30"]', "met the day '2021-02-30', which is in no calendar"),
        ('kinds = ["rebel group from 2021-03-01 until 2020-01-01"]', "ends before it begins"),
        ('aliases = "BLF"', "met aliases = 'BLF'; expected a list of words"),
        ('colour = "blue"', "met the unknown key 'colour'"),
        ('country = "Sweden"', "met the country 'Sweden'; expected an ISO code"),
        ('part_of = "own:none"', "met part_of 'own:none', which is no id"),
    ],
)
def test_a_fault_is_told_with_file_line_and_remedy(text: str, told: str) -> None:
    Path("mine.toml").write_text(f'# Mine.\n\n[[group]]\nid = "own:a"\nname = "Red Hill Front"\n{text}\n', "utf-8")
    result = run("check", "mine.toml")
    assert result.exit_code == 1
    assert told in result.stdout


def test_all_faults_are_told_not_only_the_first() -> None:
    Path("mine.csv").write_text(
        "id,name,kinds,country\nown:a,Red Hill Front,rebels,SE\nown:b,Low Hill Front,rebel group,XX\n"
        "own:b,Low Hill Front,rebel group,SE\n",
        encoding="utf-8",
    )
    result = run("check", "mine.csv")
    assert "mine.csv, line 2: met the kind 'rebels'" in result.stdout
    assert "mine.csv, line 3: met the country 'XX'" in result.stdout
    assert "mine.csv, line 4: the id stands already at mine.csv, line 3" in result.stdout
    assert "3 faults in 'mine.csv'" in result.stderr


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("mine.toml", "[[group]\n", "cannot be read"),
        ("mine.toml", '[[groups]]\nid = "a"\n', "mine.toml, line 1: met the section 'groups'"),
        ("mine.csv", "id,name\n", "met no column 'kinds'"),
        ("mine.csv", "id,name,kinds\na,b,c,d\n", "mine.csv, line 2: met a row with more or fewer cells"),
        ("mine.txt", "", "neither .toml nor .csv"),
    ],
)
def test_a_file_that_cannot_be_read_at_all_ends_with_two(name: str, text: str, told: str) -> None:
    Path(name).write_text(text, encoding="utf-8")
    result = run("check", name)
    assert result.exit_code == 2
    assert told in result.stderr


def test_a_file_of_the_settings_is_found_and_shown() -> None:
    Path("mine.toml").write_text(GROUP, encoding="utf-8")
    Path("whowhom.toml").write_text('registry = ["mine.toml"]\n', encoding="utf-8")
    assert found("BLF")[0]["id"] == "own:blue-lake-front"
    assert found("Nils Bramberg")[0]["found by"] == "leader"
    assert json.loads(run("show", "own:blue-lake-front", "--json").stdout)["source"] == "your file mine.toml"


@pytest.mark.model
def test_a_users_actor_wins_in_a_coding() -> None:
    Path("mine.toml").write_text(GROUP, encoding="utf-8")
    Path("whowhom.toml").write_text('registry = ["mine.toml"]\n', encoding="utf-8")
    Path("report.txt").write_text("Fighters of the BLF shot two farmers near Kiruna on Monday.\n", encoding="utf-8")
    result = CliRunner().invoke(app, ["code", "report.txt", "--format", "json"], prog_name="whowhom")
    assert result.exit_code == 0, result.stderr
    told = [(actor["name"], actor["registry"]) for actor in json.loads(result.stdout)["actors"] if actor["registry"]]
    assert ("BLF", "own:blue-lake-front") in told or ("Blue Lake Front", "own:blue-lake-front") in told
