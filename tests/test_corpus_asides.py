"""Passages in which all but the events is labelled: read apart from reports, checked, scored without events."""

from __future__ import annotations

from pathlib import Path

import pytest

from whowhom.corpora.own import read_documents, read_own
from whowhom.corpora.own_check import held_names
from whowhom.corpora.own_records import words_of
from whowhom.corpora.own_split import held_out
from whowhom.errors import InputError
from whowhom.evaluate.benchmarks import BENCHMARKS
from whowhom.evaluate.coding_files import read_coded
from whowhom.evaluate.coding_score import compare_views
from whowhom.evaluate.coding_views import view_labels
from whowhom.ingest import document_from_text
from whowhom.pipeline import Pipeline

CORPUS = Path(__file__).resolve().parent.parent / "corpus"
PASSAGE = '''
id = "t001"
kind = "wire"
published = "2021-03-02"
text = """
KAYES - Sory Dembele, who leads the Gold Valley Guard, said the council of Kenieba was "a shop without goods". Gunmen shot at his car on Sunday. If wages stay unpaid, he
fears more roadblocks; the guard has about 300 men.
"""
[[actor]]
name = "Sory Dembele"
kind = "person"
mentions = ["Sory Dembele", "his", "he"]
[[actor]]
name = "guard"
kind = "political militia"
mentions = ["the Gold Valley Guard", "the guard"]
[[actor]]
name = "council"
kind = "government"
mentions = ["the council of Kenieba"]
[[tie]]
subject = "Sory Dembele"
tie = "leads"
object = "guard"
span = "leads"
[[statement]]
speaker = "Sory Dembele"
about = "council"
stance = "negative"
span = "a shop without goods"
[[forecast]]
condition = "If wages stay unpaid"
outcome = "more roadblocks"
source = "he"
[[estimate]]
of = "guard"
measure = "strength"
words = "about 300 men = -/300/-"
'''


@pytest.fixture
def corpus(tmp_path) -> Path:
    (tmp_path / "reports").mkdir()
    (tmp_path / "asides").mkdir()
    (tmp_path / "asides/t001.toml").write_text(PASSAGE, encoding="utf-8")
    return tmp_path


def test_a_passage_is_read_apart_from_the_reports(corpus):
    own = read_own(corpus)
    assert own.faults == ()
    assert own.written == []
    [passage] = own.asides
    assert (passage["doc"], passage["aside"], passage["events"]) == ("aside:t001", True, [])
    [said], [tie], [ahead] = passage["statements"], passage["ties"], passage["forecasts"]
    assert words_of(passage, said["span"]) == "a shop without goods"
    assert words_of(passage, tie["span"]) == "leads"
    assert ahead["condition"] is not None
    assert words_of(passage, ahead["condition"]["span"]) == "If wages stay unpaid"
    assert read_documents(corpus) == []
    assert [d["doc"] for d in read_documents(corpus, asides=True)] == ["aside:t001"]
    assert read_documents(corpus, asides=True, held=not held_out("aside:t001")) == []
    assert held_names(own) == (["aside:t001"] if held_out("aside:t001") else [])


def test_a_passage_with_an_event_is_a_fault(corpus):
    event = '\n[[event]]\ntrigger = "shot at"\ntype = "ASSAULT"\n'
    (corpus / "asides/t001.toml").write_text(PASSAGE + event, encoding="utf-8")
    with pytest.raises(InputError, match=r"t001.toml, event: met 1 tables; expected none in a passage"):
        read_documents(corpus, asides=True)


def test_what_is_found_of_events_does_not_count_against_a_passage(corpus):
    [passage] = read_own(corpus).asides
    gold = view_labels(passage)
    assert gold.aside
    counts = compare_views(gold, gold).counts
    for name in ("ties", "statements", "forecasts", "estimates"):
        assert (counts[name].right, counts[name].found, counts[name].gold) == (1, 1, 1), name
    # The same words as a report, with the event that the passage leaves out.
    event = '\n[[event]]\ntrigger = "shot at"\ntype = "ASSAULT"\nactor = ["Gunmen"]\nactor_kind = ["unidentified"]\ntarget = ["his"]\n'
    (corpus / "reports/t001.toml").write_text(PASSAGE + event, encoding="utf-8")
    [written] = read_own(corpus).written
    found = view_labels(written)
    assert len(found.events) == 1
    assert compare_views(found, gold).counts["events"].found == 0
    assert compare_views(found, view_labels({**written, "events": []})).counts["events"].found == 1


def test_the_folder_of_passages_is_scored_by_its_held_out_fifth():
    names = [coded.view.name for coded in read_coded(CORPUS / "asides", only_held_out=True)]
    assert names
    assert all(held_out(name) for name in names)
    assert len(names) < len(list((CORPUS / "asides").glob("*.toml"))) / 2


@pytest.mark.model
def test_passages_are_scored_whatever_events_are_coded_in_them(corpus):
    (corpus / "asides/t001.toml").unlink()
    held = next(name for name in (f"t{number:03}" for number in range(2, 100)) if held_out(f"aside:{name}"))
    (corpus / f"asides/{held}.toml").write_text(PASSAGE.replace("t001", held), encoding="utf-8")
    evaluation = BENCHMARKS["coding"].run(corpus / "asides", Pipeline.load(), lambda done, total: None)
    assert (evaluation.n, evaluation.unit) == (1, "documents")
    assert {"ties", "statements", "forecasts", "estimates"} <= evaluation.scores.keys()
    coding = Pipeline.load().code(document_from_text(read_own(corpus).asides[0]["text"] or "", check_language=False))
    assert coding.events  # "shot at" is coded, and counts neither for nor against.
