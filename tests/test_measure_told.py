"""The command that counts what is told as happened and who is held responsible, on one written report."""

from collections import Counter

import pytest
from tools.measure_told import Tally

from whowhom.corpora.own import read_documents
from whowhom.pipeline import Pipeline

REPORT = '''
id = "told"
kind = "wire"
published = "2021-03-04"
text = """
BRIA - Gunmen killed four farmers near Bria on Monday, police said. The Kotto Front claimed responsibility for the attack.
"""

[[actor]]
name = "gunmen"
kind = "unidentified"
mentions = ["Gunmen"]

[[actor]]
name = "Kotto Front"
kind = "rebel group"
mentions = ["The Kotto Front"]

[[event]]
type = "ASSAULT"
mode = "firearms"
acled = "Attack"
trigger = "killed"
retold = ["attack"]
actor = ["Gunmen"]
killed = ["four farmers = 4"]
place = ["at: Bria"]
date = ["on Monday"]
source = ["police"]
voice = ["official"]
cue = ["said"]
responsibility = ["claimed: The Kotto Front"]
'''


@pytest.fixture(scope="module")
def documents(tmp_path_factory):
    folder = tmp_path_factory.mktemp("corpus")
    (folder / "reports").mkdir()
    (folder / "reports" / "told.toml").write_text(REPORT, encoding="utf-8")
    return read_documents(folder)


def test_events_and_those_held_are_counted(documents):
    tally = Tally()
    tally.add(documents[0], Pipeline.load(threads=1))
    assert (tally.had, tally.wrong) == (1, 0)
    assert tally.held["claimed"]["labelled"] == 1
    lines = list(tally.lines())
    assert lines[0].startswith(f"printed as having happened, with a label: {tally.printed}; had not: 0")
    assert any(line.startswith("all but stated as fact") for line in lines)


def test_what_is_stated_as_fact_stands_apart():
    tally = Tally(held={"accused": Counter(right=1, given=2, labelled=4), "stated as fact": Counter(labelled=4)})
    rows = {line[:28].strip(): line[28:].split() for line in tally.lines()}
    assert rows["all"] == ["1", "2", "8", "50.0", "12.5"]
    assert rows["all but stated as fact"] == ["1", "2", "4", "50.0", "25.0"]
    assert rows["stated as fact"] == ["0", "0", "4", "-", "0.0"]
