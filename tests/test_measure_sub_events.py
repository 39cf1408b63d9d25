"""The command that counts the first sub-events of snippets."""

import pytest
from tools.measure_sub_events import first_sub_event, weighted_f1

from whowhom.corpora.own import read_documents
from whowhom.pipeline import Pipeline

SNIPPET = '''
id = "x001"
kind = "snippet"
published = "2021-03-04"
text = """
Gunmen shot and killed four farmers near Bria on Monday, police said.
"""

[[event]]
type = "ASSAULT"
mode = "firearms"
acled = "Attack"
trigger = "shot"
actor = ["Gunmen"]
actor_kind = ["unidentified"]
target = ["four farmers"]
target_kind = ["civilians"]
'''


def test_values_weigh_by_how_often_they_are_labelled():
    pairs = [("Attack", "Attack"), ("Attack", "Attack"), ("Attack", None), ("Grenade", "Attack")]
    # Attack: precision 2 of 3, recall 2 of 3, three of four labels; Grenade: nothing right.
    assert weighted_f1(pairs) == pytest.approx(0.75 * 2 / 3)
    assert weighted_f1([("Grenade", "Grenade")]) == 1.0


@pytest.mark.model
def test_the_first_sub_event_of_a_snippet(tmp_path):
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports/x001.toml").write_text(SNIPPET, encoding="utf-8")
    [document] = read_documents(tmp_path)
    assert first_sub_event(document["text"] or "", document["published"], Pipeline.load()) == "Attack"
