"""The compiler of reports with quoted words: offsets, figures, actors, faults."""

from __future__ import annotations

from pathlib import Path

import pytest

from whowhom.corpora.own_figures import find_figure, name_bound, read_figures, write_figures
from whowhom.corpora.own_lists import load_scheme
from whowhom.corpora.own_written import compile_folder

REPORTS = Path(__file__).resolve().parent.parent / "corpus" / "reports"

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
    return compile_folder(tmp_path, load_scheme())


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


def test_a_broken_file_is_a_fault_beside_the_others(tmp_path):
    (tmp_path / "t000.toml").write_text("id = ", encoding="utf-8")
    documents, faults = compiled(REPORT, tmp_path)
    assert [document["doc"] for document in documents] == ["written:t001"]
    assert faults[0].startswith("t000.toml: no valid TOML")


def test_voices_have_roles_and_events_link_to_each_other(tmp_path):
    linked = REPORT.replace('cue = ["said#2"]', 'cue = ["said#2"]\nvoice = ["official"]\nlink = ["caused by: killed"]')
    [document], faults = compiled(linked, tmp_path)
    assert faults == []
    assert document["events"][1]["attribution"][0]["role"] == "official"
    assert document["events"][1]["links"] == [{"to": "E1", "link": "caused by"}]


@pytest.mark.parametrize(
    ("added", "named"),
    [
        ('voice = ["oracle"]', "oracle"),
        ('voice = ["official", "media"]', "a role for each"),
        ('link = ["caused by: fled"]', "fled"),
        ('link = ["because of: killed"]', "because of"),
        ('retold = "fled"', "a list of quoted words"),
    ],
)
def test_a_fault_in_what_hangs_on_an_event_is_named(tmp_path, added, named):
    _, faults = compiled(REPORT.replace('cue = ["said#2"]', 'cue = ["said#2"]\n' + added), tmp_path)
    assert any(named in fault for fault in faults)


def test_the_written_reports_compile():
    documents, faults = compile_folder(REPORTS, load_scheme())
    assert faults == []
    assert len(documents) >= 150
    for document in documents:
        for event in document["events"]:
            assert words(document, event["trigger"]).strip()
            assert event["trigger"][1] <= document["read_to"] == len(document["text"])


@pytest.mark.parametrize(
    ("written", "low", "best", "high", "bound"),
    [
        ("4", 4, 4, 4, "exact"),
        ("171/-/-", 171, None, None, "vague"),
        ("-/150/-", None, 150, None, "about"),
        ("-/-/40", None, None, 40, "up to"),
        ("3/-/5", 3, None, 5, "vague"),
    ],
)
def test_figures_are_written_as_they_are_read(written, low, best, high, bound):
    number = read_figures(written)
    assert number == {"low": low, "best": best, "high": high}
    assert name_bound(number, None) == bound
    assert write_figures(number) == written


@pytest.mark.parametrize("written", ["", "four", "1/2", "1/2/3/4", "-4", "1/-/x"])
def test_what_is_no_figure_is_none(written):
    assert read_figures(written) is None


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
        ("the 43rd Infantry Battalion", None),
        ("Division 2B", None),
        ("youths in nobody's colours", None),
        ("more than 40", 40),
    ],
)
def test_figures_are_read_from_words(phrase, number):
    found = find_figure(phrase)
    assert (found[2] if found else None) == number
