"""Settings: precedence, origins, and errors that name file and key."""

from __future__ import annotations

import dataclasses
import os
from pathlib import Path

import pytest

from whowhom.errors import SettingsError
from whowhom.settings import FORMATS, KEYS, Settings, find_settings_file, load_settings


def load(folder: Path, toml: str | None = None, environ: dict[str, str] | None = None, **options: object) -> Settings:
    if toml is not None:
        (folder / "whowhom.toml").write_text(toml, encoding="utf-8")
    return load_settings(options=options, environ=environ or {}, folder=folder)


def test_defaults_hold_where_nothing_is_set(tmp_path):
    settings = load(tmp_path)
    assert settings == Settings()
    assert set(settings.origins) == set(KEYS)
    assert set(settings.origins.values()) == {"default"}


def test_settings_are_frozen(tmp_path):
    with pytest.raises(dataclasses.FrozenInstanceError):
        load(tmp_path).jobs = 2  # type: ignore[misc]


def test_options_win_over_environment_over_file_over_defaults(tmp_path):
    toml = "min_score = 0.6\njobs = 2\nmax_bytes = 1000\n"
    settings = load(tmp_path, toml, {"WHOWHOM_JOBS": "3", "WHOWHOM_MIN_SCORE": "0.7"}, min_score=0.8)
    assert (settings.min_score, settings.jobs, settings.max_bytes, settings.format) == (0.8, 3, 1000, "table")
    assert settings.origins["min_score"] == "option --min-score"
    assert settings.origins["jobs"] == "environment WHOWHOM_JOBS"
    assert settings.origins["max_bytes"] == str(tmp_path / "whowhom.toml")
    assert settings.origins["format"] == "default"


def test_an_option_not_given_changes_nothing(tmp_path):
    assert load(tmp_path, "jobs = 2\n", jobs=None).jobs == 2


def test_the_nearest_file_upward_is_read(tmp_path):
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    (tmp_path / "whowhom.toml").write_text("jobs = 2\n")
    assert find_settings_file(inner) == tmp_path / "whowhom.toml"
    (tmp_path / "a" / "whowhom.toml").write_text("jobs = 3\n")
    assert load_settings(environ={}, folder=inner).jobs == 3


def test_a_named_file_is_read_instead(tmp_path):
    (tmp_path / "mine.toml").write_text("jobs = 4\n")
    (tmp_path / "whowhom.toml").write_text("jobs = 2\n")
    assert load_settings(config=Path("mine.toml"), environ={}, folder=tmp_path).jobs == 4
    assert load_settings(environ={"WHOWHOM_CONFIG": "mine.toml"}, folder=tmp_path).jobs == 4


def test_paths_in_a_file_start_at_the_file(tmp_path):
    inner = tmp_path / "reports"
    inner.mkdir()
    (tmp_path / "whowhom.toml").write_text('codebook = "mine.toml"\nregistry = ["groups.toml", "/data/more.csv"]\n')
    settings = load_settings(environ={}, folder=inner)
    assert settings.codebook == tmp_path / "mine.toml"
    assert settings.registry == (tmp_path / "groups.toml", Path("/data/more.csv"))


def test_paths_in_the_environment_are_joined_as_path_is(tmp_path):
    settings = load(tmp_path, environ={"WHOWHOM_REGISTRY": os.pathsep.join(("a.toml", "b.toml"))})
    assert settings.registry == (tmp_path / "a.toml", tmp_path / "b.toml")


@pytest.mark.parametrize("word", ["false", "No", "0"])
def test_truth_in_the_environment_is_a_word(tmp_path, word):
    assert load(tmp_path, environ={"WHOWHOM_CHECK_LANGUAGE": word}).check_language is False


def test_an_empty_variable_sets_nothing(tmp_path):
    assert load(tmp_path, environ={"WHOWHOM_JOBS": ""}).jobs == 1


def test_other_variables_are_left_alone(tmp_path):
    assert load(tmp_path, environ={"_WHOWHOM_COMPLETE": "zsh", "HOME": "/root"}) == Settings()


def test_an_unknown_key_is_named_with_its_file_and_the_nearest_key(tmp_path):
    with pytest.raises(SettingsError) as caught:
        load(tmp_path, "min_scor = 0.5\n")
    assert str(tmp_path / "whowhom.toml") in str(caught.value)
    assert "'min_scor'" in str(caught.value)
    assert "Did you mean 'min_score'?" in str(caught.value)


def test_variables_of_training_and_gate_are_no_settings(tmp_path):
    assert load(tmp_path, environ={"WHOWHOM_CORPORA": "elsewhere"}) == load(tmp_path)


def test_an_unknown_variable_is_named_with_the_nearest_one(tmp_path):
    with pytest.raises(SettingsError, match=r"'WHOWHOM_JOB' sets nothing\. Did you mean 'WHOWHOM_JOBS'\?"):
        load(tmp_path, environ={"WHOWHOM_JOB": "2"})


@pytest.mark.parametrize(
    ("toml", "expected"),
    [
        ("min_score = 1.5", "a number from 0 to 1"),
        ("min_score = nan", "a number from 0 to 1"),
        ("min_score = true", "a number from 0 to 1"),
        ("jobs = 0", "a whole number from 1 to 512"),
        ("jobs = 1.5", "a whole number from 1 to 512"),
        ("jobs = true", "a whole number from 1 to 512"),
        ('format = "xml"', "one of table, json, jsonl, csv"),
        ("format = [1]", "one of table, json, jsonl, csv"),
        ("max_bytes = -1", "a whole number of bytes"),
        ("check_language = 3", "true or false"),
        ('codebook = ""', "the path of a codebook"),
        ("registry = 5", "a list of paths"),
        ("registry = [5]", "a list of paths"),
    ],
)
def test_a_value_out_of_range_is_named_with_what_is_expected(tmp_path, toml, expected):
    with pytest.raises(SettingsError) as caught:
        load(tmp_path, toml)
    assert expected in str(caught.value)
    assert str(tmp_path / "whowhom.toml") in str(caught.value)


def test_a_bad_option_is_named_as_it_was_given(tmp_path):
    with pytest.raises(SettingsError, match="option --min-score: min_score is 7"):
        load(tmp_path, min_score=7)


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"jobs = = 2", "is not TOML"), (b"jobs = 2\njobs = 3\n", "is not TOML"), (b"# caf\xe9\n", "is not UTF-8")],
    ids=["syntax", "twice", "encoding"],
)
def test_a_broken_file_is_named(tmp_path, content, words):
    (tmp_path / "whowhom.toml").write_bytes(content)
    with pytest.raises(SettingsError, match=words):
        load(tmp_path)


def test_a_named_file_that_is_not_there_is_an_error(tmp_path):
    with pytest.raises(SettingsError, match=r"'none\.toml' is no file"):
        load_settings(config=Path("none.toml"), environ={}, folder=tmp_path)


def test_formats_are_those_of_the_command_line():
    from whowhom.cli.options import OutputFormat

    assert tuple(OutputFormat) == FORMATS
