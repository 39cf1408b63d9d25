"""The other commands: schema, settings, doctor, codebook check, brief, help, version."""

from __future__ import annotations

import json
import sys
from importlib.metadata import version
from pathlib import Path

import jsonschema
import pytest
from typer.testing import CliRunner

from factories import QUIET_TEXT, TEXT, install_fakes
from whowhom.cli.app import COMMANDS, app
from whowhom.settings import KEYS


@pytest.fixture(autouse=True)
def _fakes(monkeypatch, tmp_path):
    modules = {}
    install_fakes(modules)
    for name, module in modules.items():
        monkeypatch.setitem(sys.modules, name, module)
    monkeypatch.chdir(tmp_path)
    Path("bria.txt").write_text(TEXT, encoding="utf-8")
    Path("weather.txt").write_text(QUIET_TEXT, encoding="utf-8")


def run(*args: str, text: str | None = None):
    return CliRunner().invoke(app, list(args), input=text, prog_name="whowhom")


@pytest.mark.parametrize("command", [[name] for name in COMMANDS] + [["codebook", "check"]], ids=" ".join)
def test_help_has_examples_that_begin_with_the_command(command):
    result = run(*command, "--help")
    assert result.exit_code == 0
    assert "Examples:" in result.stdout
    assert f"  whowhom {' '.join(command)}" in result.stdout


def test_the_help_says_what_the_data_are():
    assert "what sources claim" in run("--help").stdout


def test_version_is_the_installed_one():
    assert run("--version").stdout == f"whowhom {version('whowhom')}\n"


def test_completion_can_be_installed():
    assert "--install-completion" in run("--help").stdout


def test_schema_prints_the_schema_that_codings_follow():
    schema = json.loads(run("schema").stdout)
    coding = json.loads(run("code", "bria.txt", "--format", "json").stdout)
    jsonschema.Draft202012Validator(schema).validate(coding)


def test_schema_goes_into_a_file():
    assert run("schema", "-o", "schema.json").exit_code == 0
    assert json.loads(Path("schema.json").read_text(encoding="utf-8")) == json.loads(run("schema").stdout)


def test_settings_shows_each_value_with_its_origin(monkeypatch):
    Path("whowhom.toml").write_text("jobs = 2\n")
    monkeypatch.setenv("WHOWHOM_MIN_SCORE", "0.7")
    lines = run("settings").stdout.splitlines()
    assert [line.split()[0] for line in lines] == list(KEYS)
    shown = {line.split()[0]: line.split(maxsplit=2)[1:] for line in lines}
    assert shown["jobs"] == ["2", str(Path.cwd() / "whowhom.toml")]
    assert shown["min_score"] == ["0.7", "environment WHOWHOM_MIN_SCORE"]
    assert shown["format"] == ["table", "default"]


def test_settings_as_json():
    shown = json.loads(run("settings", "--json").stdout)
    assert shown["codebook"] == {"value": None, "origin": "default"}


def test_settings_ends_with_2_for_a_misspelt_key():
    Path("whowhom.toml").write_text("job = 2\n")
    result = run("settings")
    assert result.exit_code == 2
    assert "Did you mean 'jobs'?" in result.stderr


def test_doctor_names_versions_processor_and_data():
    rows = {row["part"]: row for row in json.loads(run("doctor", "--json").stdout)}
    assert rows["whowhom"]["detail"] == version("whowhom")
    assert rows["onnxruntime"]["state"] == "ok"
    assert {"python", "system", "processor flags", "weights", "codebook", "gazetteer", "registry"} <= set(rows)


def test_doctor_works_with_data_missing_and_says_so(monkeypatch):
    from whowhom.gazetteer import store

    monkeypatch.setattr(store, "SHIPPED", Path("none.sqlite"))
    result = run("doctor")
    assert result.exit_code == 1
    assert "gazetteer" in result.stderr
    line = next(line for line in result.stdout.splitlines() if line.startswith("gazetteer"))
    assert "MISSING" in line


def test_doctor_works_with_broken_settings():
    Path("whowhom.toml").write_text("job = 2\n")
    result = run("doctor")
    assert result.exit_code == 1
    assert "Did you mean 'jobs'?" in result.stdout


OWN = """[codebook]
name = 'mine'
version = '1'
extends = 'plover'

[[types.ASSAULT.triggers]]
pos = 'NOUN'
weight = 0.9
frame = 'done on'
words = 'panga attack'

[[types.ASSAULT.examples]]
text = 'The film opens with a night raid.'
events = []
"""


def test_a_sound_codebook_passes():
    Path("mine.toml").write_text(OWN, encoding="utf-8")
    result = run("codebook", "check", "mine.toml")
    assert (result.exit_code, result.stdout) == (0, "mine.toml: no faults\n"), result.output


def test_an_example_that_is_coded_otherwise_is_named_by_line():
    example = "[[types.ASSAULT.examples]]\ntext = 'A panga attack left two dead.'\nevents = [{ type = 'ASSAULT' }]\n"
    Path("mine.toml").write_text(OWN + example, encoding="utf-8")
    result = run("codebook", "check", "mine.toml")  # The stand-in for the reader finds nothing in it.
    assert result.exit_code == 0
    assert "line 16" in result.stdout
    assert "yields no event" in result.stdout
    assert run("codebook", "check", "--strict", "mine.toml").exit_code == 1


def test_a_faulty_codebook_is_named_by_key_and_line():
    Path("mine.toml").write_text('[codebook]\nname = "mine"\nversion = "1"\ncolour = "red"\n')
    result = run("codebook", "check", "mine.toml")
    assert result.exit_code == 1
    assert "colour" in result.stdout
    assert "line 4" in result.stdout


def test_a_codebook_that_is_not_there_is_bad_input():
    result = run("codebook", "check", "none.toml")
    assert result.exit_code == 2
    assert "is no file" in result.stderr


def test_brief_writes_a_page_beside_where_one_is():
    result = run("brief", "bria.txt")
    assert result.exit_code == 0
    assert Path("bria.brief.html").read_text(encoding="utf-8").startswith("<!doctype html>")
    assert "wrote 'bria.brief.html'" in result.stderr


def test_brief_writes_to_standard_output():
    assert run("brief", "-", "-o", "-", text=TEXT).stdout == "<!doctype html><p>2 events</p>\n"


def test_brief_of_a_missing_file_is_bad_input_and_writes_nothing():
    result = run("brief", "none.txt", "-o", "page.html")
    assert result.exit_code == 2
    assert result.stderr.count("\n") == 1
    assert not Path("page.html").exists()


def test_brief_takes_one_report():
    result = run("brief", ".")
    assert result.exit_code == 2
    assert "holds more than one report" in result.stderr
