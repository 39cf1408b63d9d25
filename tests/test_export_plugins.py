"""Exports and coders of another package: a tiny one is built, installed and used."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from factories import TEXT, make_coding
from whowhom.records.layout import to_json

PROJECT = """
[build-system]
requires = ["hatchling"]
build-backend = "hatchling.build"

[project]
name = "kotto-tools"
version = "1.0"

[project.entry-points."whowhom.exports"]
lines = "kotto_tools:LINES"
csv = "kotto_tools:LINES"
broken = "kotto_tools:load"

[project.entry-points."whowhom.coders"]
quiet = "kotto_tools:load"
lying = "kotto_tools:load_lying"

[tool.hatch.build.targets.wheel]
packages = ["kotto_tools"]
"""
MODULE = """
import dataclasses

from whowhom.export.formats import Format
from whowhom.records import FORMAT, Coder, Coding, Skipped


def render(rows, report):
    report.rows = len(rows.events)
    return "".join(f"{event.id}\\n" for event in rows.events).encode()


LINES = Format("lines", ".txt", "one id a line", "ids only", render)


class Quiet:
    def code(self, document):
        return Coding(FORMAT, Coder("kotto-tools", "1.0", None, "none", None, None), document)


class Lying(Quiet):
    def code(self, document):
        return dataclasses.replace(super().code(document), skipped=(Skipped(0, 10**9, "all"),))


load, load_lying = Quiet, Lying
"""


@pytest.fixture(scope="module")
def home(tmp_path_factory) -> Path:
    """A folder with the tiny package installed in it, without network."""
    source, target = tmp_path_factory.mktemp("kotto-tools"), tmp_path_factory.mktemp("installed")
    (source / "kotto_tools").mkdir()
    (source / "pyproject.toml").write_text(PROJECT)
    (source / "kotto_tools" / "__init__.py").write_text(MODULE)
    install = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--no-build-isolation"]
    subprocess.run([*install, "--target", target, source], check=True, capture_output=True)
    return target


def run(home: Path, *arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "whowhom", *map(str, arguments)]
    environment = {**os.environ, "PYTHONPATH": str(home)}
    return subprocess.run(command, capture_output=True, text=True, env=environment, check=False)


@pytest.fixture
def coded(tmp_path: Path) -> Path:
    path = tmp_path / "coded.json"
    path.write_text(to_json(make_coding()), encoding="utf-8")
    return path


def test_a_format_of_another_package_is_found_and_gets_protected_rows(home, coded):
    result = run(home, "export", coded, "-f", "lines", "-o", "-", "--prefix", "kotto")
    assert result.returncode == 0, result.stderr
    lines = result.stdout.splitlines()
    assert len(lines) == 2
    assert all(line.startswith("kotto:x-") for line in lines)
    assert "2 rows for profile 'public'" in result.stderr


def test_a_built_in_format_wins_and_what_is_no_format_is_refused(home, coded):
    assert run(home, "export", coded, "-f", "csv", "-o", "-").stdout.startswith("id,version")
    refused = run(home, "export", coded, "-f", "broken", "-o", "-")
    assert refused.returncode == 2
    assert "is no whowhom.export.formats.Format" in refused.stderr


def test_a_coder_of_another_package_codes(home, tmp_path):
    report = tmp_path / "bria.txt"
    report.write_text(TEXT, encoding="utf-8")
    result = run(home, "code", report, "--coder", "quiet", "--format", "json")
    assert result.returncode == 0, result.stderr
    assert json.loads(result.stdout)["coder"]["name"] == "kotto-tools"


def test_a_coding_of_another_package_is_checked(home, tmp_path):
    report = tmp_path / "bria.txt"
    report.write_text(TEXT, encoding="utf-8")
    result = run(home, "code", report, "--coder", "lying", "--format", "json")
    assert result.returncode == 2
    assert "skipped" in result.stderr


def test_an_unknown_coder_names_those_there_are(home, tmp_path):
    report = tmp_path / "bria.txt"
    report.write_text(TEXT, encoding="utf-8")
    result = run(home, "code", report, "--coder", "loud", "--format", "json")
    assert result.returncode == 2
    assert "lying, quiet" in result.stderr
