"""re3d's files and their scores, on a hand-made report with known answers."""

import json
from dataclasses import replace
from types import SimpleNamespace

import pytest

from layers import make_layers
from whowhom.corpora.re3d import read_re3d
from whowhom.errors import RecordError, UnreadableFile
from whowhom.evaluate import re3d as benchmark
from whowhom.evaluate.re3d import count_entities
from whowhom.evaluate.re3d_ties import ATTITUDES, SIGNS, count_signs, count_ties, gold_pairs, sign_of_pair, tie_mentions
from whowhom.evaluate.results import Counts
from whowhom.gazetteer import Gazetteer
from whowhom.records import Actor, Cameo, Coding, Event, Evidence, Factuality, Participant, Quote, Span, Tagged, Tie
from whowhom.registry import Registry

TEXT = "Kotto Front fights Delta Army. Amir Sadat leads Kotto Front."


def span(words, start=0):
    at = TEXT.index(words, start)
    return Span(at, at + len(words))


FRONT, ARMY, SADAT, FRONT2 = span("Kotto Front"), span("Delta Army"), span("Amir Sadat"), span("Kotto Front", 20)
FIGHT, LEADS = span("fights"), span("leads")


def entity(where, kind):
    return {"_id": "x", "documentId": "d1", "begin": where.start, "end": where.end, "type": kind, "confidence": 0.4}


def relation(kind, source, target):
    ends = {"sourceBegin": source.start, "sourceEnd": source.end, "targetBegin": target.start, "targetEnd": target.end}
    return {"_id": "x", "documentId": "d1", "type": kind, "confidence": 1, "begin": 0, "end": 1, **ends}


def write(folder, entities, relations):
    folder.mkdir()
    document = {"_id": "d1", "text": TEXT, "title": "A title", "sourceName": "S"}
    for name, rows in (("documents", [document]), ("entities", entities), ("relations", relations)):
        (folder / f"{name}.json").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return folder


@pytest.fixture
def folder(tmp_path):
    kinds = ((FRONT, "Organisation"), (ARMY, "Organisation"), (SADAT, "Person"), (FRONT2, "Organisation"))
    relations = [
        relation("FightingAgainst", FRONT, ARMY),
        relation("FightingAgainst", ARMY, FRONT),
        relation("InChargeOf", SADAT, FRONT2),
        relation("CoLocated", FRONT, ARMY),
    ]
    return write(tmp_path / "One Source", [entity(*pair) for pair in kinds], relations)


def tie(subject, kind, thing, sign, *words):
    evidence = tuple(
        Evidence(field, s.start, s.end, TEXT[s.start : s.end])
        for field, s in zip(("subject", "tie", "object"), words, strict=True)
    )
    return Tie(f"r-{kind}", subject, kind, thing, sign, None, (), Factuality(), 0.7, evidence)


def actor(name, *mentions):
    quotes = tuple(Quote(m.start, m.end, TEXT[m.start : m.end]) for m in mentions)
    return Actor(name, name, (), (), country=None, part_of=None, registry=None, private=None, mentions=quotes)


def coding(ties=(), events=()):
    actors = (actor("front", FRONT, FRONT2), actor("army", ARMY), actor("sadat", SADAT))
    document = benchmark.plain_report(TEXT)
    return Coding("whowhom-coding/1", None, document, actors=actors, ties=tuple(ties), events=tuple(events))


def event(quad_class, *sides):
    participants = tuple(
        Participant(a, None, "party", side, None, None, "certain", where.start, where.end) for a, side, where in sides
    )
    empty = dict.fromkeys(
        (
            "modes",
            "dates",
            "places",
            "tolls",
            "counts",
            "responsibility",
            "attribution",
            "links",
            "evidence",
            "missing",
        ),
        (),
    )
    return Event(
        id="e", type="ASSAULT", anchors=(), background=False, clarity="single", event_count=None,
        participants=participants, instrument=None, reason=None, factuality=Factuality(), acled=None, ged=None,
        cameo=Cameo("19", quad_class, "rule"), score=1.0, **empty,
    )  # fmt: skip


def test_reports_are_read_from_one_source_or_from_a_folder_of_sources(folder):
    (document,) = read_re3d(folder)
    assert document.source == "One Source"
    assert [TEXT[e.span.start : e.span.end] for e in document.entities][2:] == ["Amir Sadat", "Kotto Front"]
    assert len(document.relations) == 4
    assert read_re3d(folder.parent) == (document,)


def test_what_is_no_corpus_or_no_row_is_named(folder, tmp_path):
    with pytest.raises(UnreadableFile, match="holds no report"):
        read_re3d(tmp_path / "none")
    (folder / "entities.json").write_text('{"_id": "x"}\n')
    with pytest.raises(RecordError, match=r"entities\.json, line 1: the field 'begin'"):
        read_re3d(folder)
    (folder / "entities.json").unlink()
    with pytest.raises(UnreadableFile, match=r"entities\.json"):
        read_re3d(folder)


def test_entities_count_when_span_and_kind_are_exact(folder):
    (document,) = read_re3d(folder)
    found = frozenset([(FRONT, "Organisation"), (ARMY, "Location"), (Span(SADAT.start, SADAT.end - 1), "Person")])
    counts = count_entities(document, found)
    assert counts["entities"] == Counts(1, 3, 4)
    assert counts["entities.Organisation"] == Counts(1, 1, 3)
    assert counts["entities.Location"] == Counts(0, 1, 0)


def test_a_relation_told_both_ways_counts_once_and_is_found_either_way(folder):
    (document,) = read_re3d(folder)
    for subject, thing in (("front", "army"), ("army", "front")):
        counts = count_ties(document, tie_mentions(coding([tie(subject, "fights", thing, -1, FRONT, FIGHT, ARMY)])))
        assert counts["ties"] == Counts(1, 1, 2, 1)
        assert counts["ties.FightingAgainst"] == Counts(1, 1, 1, 1)
        assert counts["ties.InChargeOf"] == Counts(0, 0, 1, 0)


def test_the_direction_of_a_lead_matters_and_any_mention_of_the_actor_serves(folder):
    (document,) = read_re3d(folder)
    right = [tie("sadat", "leads", "front", 1, SADAT, LEADS, FRONT2)]
    wrong = [tie("front", "leads", "sadat", 1, FRONT2, LEADS, SADAT)]
    assert count_ties(document, tie_mentions(coding(right)))["ties"] == Counts(1, 1, 2, 1)
    assert count_ties(document, tie_mentions(coding(wrong)))["ties"] == Counts(0, 1, 2, 0)


def test_ties_without_a_counterpart_are_left_out(folder):
    assert tie_mentions(coding([tie("front", "split from", "army", -1, FRONT, FIGHT, ARMY)])) == []


def test_gold_pairs_stand_once_with_their_sign(folder):
    (document,) = read_re3d(folder)
    assert [pair.kind for pair in gold_pairs(document, ATTITUDES)] == ["FightingAgainst"]
    assert [pair.kind for pair in gold_pairs(document, SIGNS)] == ["FightingAgainst", "InChargeOf"]


@pytest.mark.parametrize(
    ("ties", "events", "sign"),
    [
        ([tie("army", "fights", "front", -1, FRONT, FIGHT, ARMY)], [], -1),
        (
            [tie("army", "allied with", "front", 1, FRONT, FIGHT, ARMY)],
            [event(4, ("front", "a", FRONT), ("army", "b", ARMY))],
            1,
        ),
        ([], [event(4, ("front", "a", FRONT), ("army", "b", ARMY))], -1),
        ([], [event(4, ("front", "a", FRONT), ("army", "a", ARMY))], 1),
        ([], [event(1, ("front", "a", FRONT), ("army", "b", ARMY))], 1),
        ([], [event(4, ("front", "a", FRONT))], 0),
        (
            [],
            [
                event(4, ("front", "a", FRONT), ("army", "b", ARMY)),
                event(2, ("front", "a", FRONT), ("army", "b", ARMY)),
            ],
            0,
        ),
    ],
    ids=["tie", "tie wins", "fight", "side by side", "talks", "one alone", "a draw"],
)
def test_the_sign_of_a_pair_comes_from_ties_then_from_events(ties, events, sign):
    assert sign_of_pair(coding(ties, events), FRONT, ARMY) == sign


def test_an_event_told_between_two_mentions_speaks_for_both_when_one_takes_part():
    told = replace(event(4, ("army", "b", ARMY)), anchors=(Quote(FIGHT.start, FIGHT.end, "fights"),))
    elsewhere = replace(told, anchors=(Quote(LEADS.start, LEADS.end, "leads"),))
    assert sign_of_pair(coding([], [told]), FRONT, ARMY) == -1
    assert sign_of_pair(coding([], [elsewhere]), FRONT, ARMY) == 0


def test_the_events_of_the_sentence_speak_last():
    told = replace(event(1, ("sadat", "a", SADAT)), anchors=(Quote(FIGHT.start, FIGHT.end, "fights"),))
    sentence = Span(0, ARMY.end + 1)
    assert sign_of_pair(coding([], [told]), FRONT, FRONT, ()) == 0
    assert sign_of_pair(coding([], [told]), FRONT, FRONT, (sentence,)) == 1


def test_unanswered_pairs_cost_recall_only(folder):
    (document,) = read_re3d(folder)
    hostile = coding([], [event(4, ("front", "a", FRONT), ("army", "b", ARMY))])
    assert count_signs(document, hostile, SIGNS) == Counts(1, 1, 2)
    assert count_signs(document, coding(), SIGNS) == Counts(0, 0, 2)


def test_a_run_scores_beside_the_baseline_and_writes_lines_of_the_corpus(folder, tmp_path):
    rows = "Kotto/NNP/2/compound Front/NNP/3/nsubj fights/VBZ/0/root Delta/NNP/5/compound Army/NNP/3/obj ././3/punct"
    more = "Amir/NNP/3/nsubj Sadat/NNP/1/flat leads/VBZ/0/root Kotto/NNP/5/compound Front/NNP/3/obj ././3/punct"
    layers = make_layers(f"{rows}\n\n{more}")
    tags = [Tagged(0, 2, "Organisation", 0.9), Tagged(0, 2, "ORG", 0.9), Tagged(6, 8, "Person", 0.9)]
    layers = replace(layers, entities=tuple(tags))
    assert layers.document.text == TEXT
    made = coding([tie("sadat", "leads", "front", 1, SADAT, LEADS, FRONT2)])
    pipeline = SimpleNamespace(
        reader=SimpleNamespace(read=lambda report: layers),
        code_layers=lambda read: made,
        gazetteer=Gazetteer.open(),
        registry=Registry.load(),
    )
    evaluation = benchmark.run(folder, pipeline, lambda done, of: None)
    assert evaluation.n == 1
    assert evaluation.scores["entities"].precision == 100
    assert evaluation.scores["entities"].recall == 50
    assert evaluation.scores["ties"].recall == 50
    assert evaluation.baseline["sign"].f1 == 100
    out = tmp_path / "lines.json"
    evaluation.predictions(out)
    lines = [json.loads(line) for line in out.read_text().splitlines()]
    again = write(tmp_path / "again", [x for x in lines if "source" not in x], [x for x in lines if "source" in x])
    (document,) = read_re3d(again)
    assert {(e.span, e.kind) for e in document.entities} == {(FRONT, "Organisation"), (SADAT, "Person")}
    assert [(r.kind, r.source, r.target) for r in document.relations] == [("InChargeOf", SADAT, FRONT2)]
