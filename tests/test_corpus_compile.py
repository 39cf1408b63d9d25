"""The compiler of the written training reports: offsets, figures, actors, faults."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

TOOLS = Path(__file__).resolve().parent.parent / "tools"
sys.path.insert(0, str(TOOLS))

import compile_corpus  # noqa: E402
from corpus_figures import find_figure  # noqa: E402

REPORT = '''
id = "t001"
kind = "wire"
published = "2023-04-18"
text = """
GWOZA, April 18 - Gunmen killed 41 people, including nine children, police said.
The gunmen fled. Police said more than 170 families had left.
"""

[[event]]
trigger = "killed"
type = "ASSAULT"
mode = "firearms"
acled = "Attack"
actor = ["Gunmen"]
target = ["41 people"]
target_kind = ["civilians"]
place = ["at: GWOZA"]
killed = ["41 people = 41", "nine children = 9 of 41 people"]
source = ["police"]
cue = ["said"]
responsibility = ["stated as fact: Gunmen"]

[[event]]
trigger = "left"
type = "RETREAT"
actor = ["more than 170 families"]
actor_kind = ["civilians"]
displaced = ["more than 170 families = 171/-/-"]
source = ["Police"]
cue = ["said#2"]

[[actor]]
name = "gunmen"
kind = "unidentified"
mentions = ["Gunmen", "The gunmen"]
'''


def compiled(toml: str, tmp_path: Path) -> tuple[list[dict], list[str]]:
    (tmp_path / "t001.toml").write_text(toml, encoding="utf-8")
    return compile_corpus.compile_folder(tmp_path)


def words(document: dict, span: list[int]) -> str:
    return document["text"][span[0] : span[1]]


def test_spans_cover_the_quoted_words(tmp_path):
    [document], faults = compiled(REPORT, tmp_path)
    killed, left = document["events"]
    assert faults == []
    assert words(document, killed["trigger"]) == "killed"
    assert words(document, killed["places"][0]["span"]) == "GWOZA"
    assert words(document, left["attribution"][0]["source"]["span"]) == "Police"
    assert killed["attribution"][0]["cue"]["span"][0] < left["attribution"][0]["cue"]["span"][0]


def test_a_number_sign_takes_the_later_place(tmp_path):
    [document], _ = compiled(REPORT, tmp_path)
    cue = document["events"][1]["attribution"][0]["cue"]["span"]
    assert cue[0] == document["text"].index("said more than")


def test_figures_keep_their_bound_and_their_whole(tmp_path):
    [document], _ = compiled(REPORT, tmp_path)
    whole, part = document["events"][0]["tolls"]
    [count] = document["events"][1]["counts"]
    assert (whole["low"], whole["best"], whole["high"], whole["bound"]) == (41, 41, 41, "exact")
    assert (part["part_of"], words(document, part["figure"])) == (0, "nine")
    assert (count["low"], count["best"], count["high"], count["bound"]) == (171, None, None, "more than")
    assert words(document, count["figure"]) == "170"


def test_participants_meet_declared_actors_or_make_new_ones(tmp_path):
    [document], _ = compiled(REPORT, tmp_path)
    by_id = {actor["id"]: actor for actor in document["actors"]}
    actor, target = document["events"][0]["participants"]
    assert by_id[actor["actor"]]["name"] == "gunmen"
    assert by_id[target["actor"]]["kind"] == "civilians"
    assert target["number"] == {"low": 41, "best": 41, "high": 41}
    assert document["events"][0]["responsibility"][0]["actor"] == actor["actor"]


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ('"at: GWOZA"', '"at: Gwoz"', "Gwoz"),
        ('"said#2"', '"said#3"', "said#3"),
        ('"ASSAULT"', '"ATTACK"', "ATTACK"),
        ('"firearms"', '"ceasefire"', "ceasefire"),
        ('"at: GWOZA"', '"in: GWOZA"', "in"),
        ('"killed"', '"kill"', "kill"),
        ("of 41 people", "of 42 people", "42 people"),
        ('target_kind = ["civilians"]', "", "41 people"),
        ("place =", "location =", "location"),
    ],
)
def test_a_fault_names_file_and_phrase(tmp_path, old, new, named):
    _, faults = compiled(REPORT.replace(old, new, 1), tmp_path)
    assert any(fault.startswith("t001.toml") and named in fault for fault in faults)


def test_words_are_whole_words(tmp_path):
    _, faults = compiled(REPORT.replace('trigger = "left"', 'trigger = "lef"'), tmp_path)
    assert "'lef'" in faults[0]


def test_nothing_is_written_while_there_is_a_fault(tmp_path):
    folder = tmp_path / "reports"
    folder.mkdir()
    (folder / "t001.toml").write_text(REPORT.replace("ASSAULT", "WAR"), encoding="utf-8")
    said: list[str] = []
    assert compile_corpus.main([str(tmp_path / "out.jsonl"), str(folder)], say=said.append) == 1
    assert not (tmp_path / "out.jsonl").exists()
    assert "nothing written" in said[0]


def test_the_written_reports_compile(tmp_path):
    out = tmp_path / "out.jsonl"
    said: list[str] = []
    assert compile_corpus.main([str(out)], say=said.append) == 0, said
    documents = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    for document in documents:
        for event in document["events"]:
            assert words(document, event["trigger"]).strip()
            assert event["trigger"][1] <= document["read_to"] == len(document["text"])


@pytest.mark.parametrize(
    ("phrase", "number"),
    [
        ("more than 1,200 men", 1200),
        ("Twenty-three militants", 23),
        ("two hundred and seventy", 270),
        ("dozens", 24),
        ("nobody", 0),
        ("75 thousand refugees", 75000),
        ("the army", None),
        ("a girl of 12", None),
        ("Boy, 17", None),
        ("a 15-year-old", None),
        ("no fewer than nine men", 9),
        ("a dozen people", 12),
        ("two dozen women", 24),
        ("a family of five", 5),
        ("KIA Brigade 4", None),
        ("more than 40", 40),
    ],
)
def test_figures_are_read_from_words(phrase, number):
    found = find_figure(phrase)
    assert (found[2] if found else None) == number
