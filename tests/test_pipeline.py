"""The whole way of one report with the real reader, gazetteer, registry and codebook."""

import json
from pathlib import Path

import jsonschema
import pytest

import whowhom
from whowhom.brief import write_brief
from whowhom.errors import EmptyReport
from whowhom.ingest import PublicationHints, document_from_text
from whowhom.pipeline import Pipeline
from whowhom.records import Coding, Event
from whowhom.records.layout import from_dict, json_schema, to_dict, to_json
from whowhom.records.validation import check_coding

pytestmark = pytest.mark.model

EXAMPLES = sorted((Path(__file__).parent.parent / "examples").glob("*.txt"))


@pytest.fixture(scope="module")
def pipeline() -> Pipeline:
    return Pipeline.load()


def code(pipeline: Pipeline, text: str, published: str | None = "2024-03-12") -> Coding:
    return pipeline.code(document_from_text(text, meta=PublicationHints(published=published), check_language=False))


def event(coding: Coding, word: str) -> Event:
    """Return the event that has the word among its anchors."""
    found = [e for e in coding.events if any(word in anchor.text for anchor in e.anchors)]
    assert len(found) == 1, [[a.text for a in e.anchors] for e in coding.events]
    return found[0]


def names(coding: Coding, e: Event, role: str) -> list[str]:
    return [coding.actor(p.actor).name for p in e.participants if p.role == role and p.actor]


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_the_samples_are_coded_without_a_fault_and_fit_the_schema(pipeline, path):
    coding = code(pipeline, path.read_text(encoding="utf-8"), None)
    assert coding.events
    assert check_coding(coding) == ()
    jsonschema.validate(to_dict(coding), json_schema())
    assert from_dict(json.loads(to_json(coding))) == coding


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
@pytest.mark.parametrize("published", ["2024-03-12", None], ids=["dated", "undated"])
def test_every_sample_gives_a_brief_without_script(pipeline, path, published):
    text = "\n\n".join(p for p in path.read_text(encoding="utf-8").split("\n\n") if "Published" not in p)
    page = write_brief(code(pipeline, text, published))
    assert "<script" not in page
    assert page.count("<mark") > 5


def test_a_report_gives_the_same_bytes_alone_among_others_and_on_one_thread(pipeline):
    texts = [path.read_text(encoding="utf-8") for path in EXAMPLES]
    alone = to_json(code(pipeline, texts[0], None))
    for text in texts[1:]:
        code(pipeline, text, None)
    assert to_json(code(pipeline, texts[0], None)) == alone
    assert to_json(code(Pipeline.load(threads=1), texts[0], None)) == alone


def test_a_killing_names_actor_target_place_day_and_toll(pipeline):
    coding = code(pipeline, "Gunmen killed four farmers in Gwoza on Monday, a police spokesman said.")
    killing = event(coding, "killed")
    assert killing.type == "ASSAULT"
    assert names(coding, killing, "actor") == ["Gunmen"]
    assert [coding.quote(d) for d in killing.dates] == ["Monday"] or [coding.quote(d) for d in killing.dates] == [
        "on Monday"
    ]
    assert [d.from_ for d in killing.dates] == ["2024-03-11"]
    assert [coding.place(p.place).country for p in killing.places] == ["NG"]
    assert [(t.outcome, t.low, t.best, coding.quote(t)) for t in killing.tolls] == [("killed", 4, 4, "four farmers")]
    assert [v.voice for v in killing.attribution] == ["a police spokesman"]
    assert killing.attribution[0].cue.text == "said"
    assert killing.acled.sub_event_type == "Attack"


def test_a_passive_puts_the_grammatical_subject_on_the_target_side(pipeline):
    coding = code(pipeline, "Three aid workers were abducted by armed men near Kidal on 2 March 2024.")
    abduction = event(coding, "abducted")
    assert abduction.type == "ASSAULT"
    assert "abduct" in abduction.modes
    assert [coding.quote(p) for p in abduction.participants if p.role == "target"] == ["Three aid workers"]
    assert [coding.quote(p) for p in abduction.participants if p.role == "actor"] == ["armed men"]
    assert [(c.outcome, c.best) for c in (*abduction.counts, *abduction.tolls)] == [("abducted", 3)]


def test_a_denied_strike_did_not_happen(pipeline):
    coding = code(pipeline, "The army denied that it had shelled Sirte on Monday.", "2016-07-01")
    shelling = event(coding, "shelled")
    assert shelling.factuality.polarity == "did not happen"
    assert [cue.text for cue in shelling.factuality.cues] == ["denied"]


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("The rebels may attack the city, analysts said.", "attack"),
        ("If the army leaves, the rebels could attack the town.", "attack"),
        ("The militia threatened to bomb the airport in Goma.", "bomb"),
        ("The general said his troops will bomb the hills.", "bomb"),
    ],
)
def test_what_may_or_will_come_is_not_told_as_having_happened(pipeline, text, word):
    coding = code(pipeline, text)
    assert all(e.factuality.polarity != "happened" for e in coding.events if any(a.text == word for a in e.anchors))


def test_acronym_and_full_name_are_one_actor(pipeline):
    coding = code(
        pipeline,
        "The Free Delta Front (FDF) attacked an army post near Warri on Friday. The FDF killed two soldiers.",
    )
    actors = {p.actor for e in coding.events for p in e.participants if p.role == "actor"}
    assert len(actors) == 1


def test_a_report_without_text_is_refused():
    with pytest.raises(EmptyReport):
        whowhom.code("  \n ")


def test_a_text_without_events_gives_none(pipeline):
    coding = code(
        pipeline, "The library in Oslo opens at nine. Its new reading room has forty chairs and a view of the fjord."
    )
    assert coding.events == ()


def test_what_is_below_the_threshold_is_listed(pipeline):
    text = EXAMPLES[0].read_text(encoding="utf-8")
    strict = Pipeline(pipeline.reader, pipeline.codebook, pipeline.gazetteer, pipeline.registry, min_score=0.99)
    coding = code(strict, text)
    assert any(row.reason.startswith("below threshold") for row in coding.skipped)
    assert len(coding.events) < len(code(pipeline, text).events)
