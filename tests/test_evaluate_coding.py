"""Codings scored field by field, on labels by hand with known counts."""

from __future__ import annotations

import json
import math
from pathlib import Path

import pytest
from typer.testing import CliRunner

from factories import make_coding
from layers import make_layers
from whowhom.cli.app import app
from whowhom.codebook import load_codebook
from whowhom.corpora.own_lists import load_scheme
from whowhom.corpora.own_standoff import write_standoff
from whowhom.corpora.own_written import compile_folder
from whowhom.errors import InputError, RecordError
from whowhom.evaluate.coding import compare
from whowhom.evaluate.coding_actors import conll_of, count_coreference
from whowhom.evaluate.coding_baseline import code_plainly
from whowhom.evaluate.coding_files import read_coded
from whowhom.evaluate.coding_score import compare_views, item_pairs, pair_events
from whowhom.evaluate.coding_views import ITEMS, EventView, Item, TieView, View, clip, view_coding
from whowhom.evaluate.results import Counts
from whowhom.records import Span
from whowhom.records.layout import to_json

HEAD = '''
id = "{name}"
kind = "wire"
published = "2023-04-18"
text = """Gunmen killed four farmers near Gwoza on Monday, police said. Soldiers arrested two men in Biu."""
'''
ACTORS = """
[[actor]]
name = "gunmen"
kind = "unidentified"
mentions = ["Gunmen"]

[[actor]]
name = "soldiers"
kind = "state forces"
mentions = ["Soldiers"]

[[actor]]
name = "farmers"
kind = "civilians"
mentions = ["four farmers"]

[[actor]]
name = "men"
kind = "civilians"
mentions = ["two men"]
"""
GOLD = """
[[event]]
trigger = "killed"
type = "ASSAULT"
mode = "firearms"
actor = ["Gunmen"]
target = ["four farmers"]
place = ["at: Gwoza"]
date = ["Monday"]
killed = ["four farmers = 4"]
source = ["police"]
cue = ["said"]

[[event]]
trigger = "arrested"
type = "COERCE"
actor = ["Soldiers"]
target = ["two men"]
place = ["at: Biu"]
arrested = ["two men = 2"]

[[tie]]
subject = "gunmen"
tie = "fights"
object = "soldiers"
span = "Soldiers"
"""
OTHER = """
[[event]]
trigger = "killed"
type = "ASSAULT"
actor = ["Gunmen"]
party = ["farmers"]
party_kind = ["civilians"]
place = ["to: near Gwoza"]
killed = ["four farmers = 4/-/-"]
certainty = "probable"
source = ["police"]

[[event]]
trigger = "said"
type = "ACCUSE"
mode = "allege"
actor = ["police"]
actor_kind = ["state forces"]

[[tie]]
subject = "gunmen"
tie = "fights"
object = "soldiers"
span = "Soldiers"
"""


def write(folder: Path, labels: str, name: str = "r001") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.toml").write_text(HEAD.format(name=name) + labels + ACTORS, encoding="utf-8")
    return folder


@pytest.fixture
def coders(tmp_path):
    return write(tmp_path / "first", GOLD), write(tmp_path / "second", OTHER)


@pytest.fixture
def counts(coders):
    gold, found = (read_coded(path)[0].view for path in coders)
    return compare_views(found, gold).counts


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("triggers", Counts(1, 2, 2, 1)),
        ("events", Counts(1, 2, 2)),
        ("type", Counts(1, 1, 1)),
        ("mode", Counts(0, 0, 1)),
        ("certainty", Counts(0, 1, 1)),
        ("polarity", Counts(1, 1, 1)),
        ("participants", Counts(1, 2, 2)),
        ("actor", Counts(1, 1, 1)),
        ("target", Counts(0, 0, 1)),
        ("party", Counts(0, 1, 0)),
        ("places", Counts(1, 1, 1)),
        ("place_roles", Counts(0, 1, 1)),
        ("dates", Counts(0, 0, 1)),
        ("tolls", Counts(1, 1, 1)),
        ("tolls_figures", Counts(0, 1, 1)),
        ("sources", Counts(1, 1, 1)),
        ("cues", Counts(0, 0, 1)),
        ("ties", Counts(1, 1, 1)),
        ("participants_end_to_end", Counts(1, 3, 4)),
        ("places_end_to_end", Counts(1, 1, 2)),
        ("dates_end_to_end", Counts(0, 0, 1)),
        ("tolls_end_to_end", Counts(1, 1, 1)),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_each_field_is_counted_as_by_hand(counts, name, expected):
    assert counts[name] == expected


def test_labels_against_themselves_are_all_right(coders):
    view = read_coded(coders[0])[0].view
    assert {count.right for count in compare_views(view, view).counts.values() if count.gold} >= {1, 2}
    assert all(count.right == count.found == count.gold for count in compare_views(view, view).counts.values())


def event(type_: str, *spans: tuple[int, int], **items: tuple[Item, ...]) -> EventView:
    values = dict.fromkeys(("mode", "acled", "polarity", "certainty", "stage", "background", "clarity"))
    return EventView(
        tuple(Span(*span) for span in spans), {"type": type_, **values}, {**dict.fromkeys(ITEMS, ()), **items}
    )


def test_events_of_the_same_type_are_paired_first():
    wrong, right, gold = event("AID", (0, 4)), event("ASSAULT", (0, 9)), event("ASSAULT", (2, 9))
    assert pair_events([wrong, right], [gold]) == ((right, gold),)


def test_a_second_telling_found_as_an_event_of_its_own_is_no_event_but_a_trigger():
    gold = view_of(event("ASSAULT", (0, 4), (10, 14)))
    found = view_of(event("ASSAULT", (0, 4)), event("ASSAULT", (10, 14)))
    counts = compare_views(found, gold).counts
    assert (counts["triggers"], counts["events"]) == (Counts(2, 2, 1, 1), Counts(1, 2, 1))


def test_a_participant_may_be_named_by_another_mention_of_the_gold_actor():
    gold = event("ASSAULT", (0, 4), participants=(Item(Span(5, 9), "actor", mentions=(Span(40, 44),)),))
    found = event("ASSAULT", (0, 4), participants=(Item(Span(38, 44), "actor"),))
    assert compare_views(view_of(found), view_of(gold)).counts["actor"] == Counts(1, 1, 1)
    # What the coder itself holds for the same actor does not help it.
    assert compare_views(view_of(gold), view_of(found)).counts["actor"] == Counts(0, 1, 1)


def test_ties_need_half_of_the_letters_of_both_actors():
    long, short = (
        TieView("part of", (Span(0, 30),), (Span(40, 50),)),
        TieView("part of", (Span(0, 8),), (Span(40, 50),)),
    )
    view, other = (View("d", "n", 0, 60, (), (tie,), (), ()) for tie in (long, short))
    assert compare_views(view, other).counts["ties"] == Counts(0, 1, 1)
    assert compare_views(view, view).counts["ties"] == Counts(1, 1, 1)


def test_actors_are_met_by_one_mention_and_mentions_one_by_one():
    gold = View("d", "n", 0, 60, (), (), (), (), ((Span(0, 8), Span(20, 22)), (Span(40, 50),)))
    found = View("d", "n", 0, 60, (), (), (), (), ((Span(0, 9),), (Span(20, 22),), (Span(51, 59),)))
    counts = compare_views(found, gold).counts
    assert counts["actors"] == Counts(1, 3, 2)
    assert counts["mentions"] == Counts(2, 3, 3)
    assert clip(gold, 10, 60).actors == ((Span(20, 22),), (Span(40, 50),))


def test_the_same_stretches_are_paired_before_parts_of_them():
    part, whole = Item(Span(10, 14), "killed"), Item(Span(0, 20), "killed")
    assert set(item_pairs((whole, part), (part, whole))) == {(part, part), (whole, whole)}


def view_of(*events: EventView) -> View:
    return View("digest", "name", 0, 100, events, (), (), ())


def test_what_lies_outside_the_labelled_range_is_left_out():
    inside, outside = event("ASSAULT", (10, 14), (60, 64)), event("ASSAULT", (60, 64))
    assert clip(view_of(inside, outside), 5, 50).events == (inside,)


def test_a_coding_is_seen_with_its_words():
    coding = make_coding()
    view = view_coding(coding)
    assert [coding.quote(span) for span in view.events[0].triggers] == [
        anchor.text for anchor in coding.events[0].anchors
    ]
    actors = [coding.quote(item.span) for item in view.events[0].items["participants"] if item.label == "actor"]
    told = [coding.quote(Span(p.start, p.end)) for p in coding.events[0].participants if p.role == "actor"]
    assert actors == told != []


def test_two_coders_are_compared_by_the_digest_of_the_text(coders, tmp_path):
    evaluation = compare(*coders)
    assert (evaluation.n, evaluation.unit) == (1, "documents coded by both")
    assert evaluation.scores["events"].f1 == 50
    assert math.isnan(evaluation.scores["alpha_type"])  # One pair of one type: nothing to tell apart.
    assert "0 only in" in evaluation.notes[1]


def test_alpha_counts_an_absent_value_as_one(tmp_path):
    same = GOLD.replace('mode = "firearms"\n', "")
    evaluation = compare(write(tmp_path / "a", GOLD), write(tmp_path / "b", same))
    # Modes firearms/none and none/none: 1 of one value, 3 of the other; 1 - 3 * 2 / (2 * 1 * 3).
    assert evaluation.scores["alpha_mode"] == pytest.approx(0.0)
    assert evaluation.scores["alpha_type"] == 1


def test_coders_of_other_texts_cannot_be_compared(coders, tmp_path):
    (tmp_path / "other.json").write_text(to_json(make_coding()), encoding="utf-8")
    with pytest.raises(InputError, match="no text in common"):
        compare(coders[0], tmp_path / "other.json")


def test_a_text_coded_twice_by_one_coder_is_refused(tmp_path):
    line = to_json(make_coding())
    (tmp_path / "twice.jsonl").write_text(f"{line}\n{line}\n", encoding="utf-8")
    with pytest.raises(InputError, match="twice"):
        compare(tmp_path / "twice.jsonl", tmp_path / "twice.jsonl")


def test_codings_are_read_from_json_and_jsonl_alike(tmp_path):
    (tmp_path / "one.json").write_text(f"[{to_json(make_coding(), indent=2)}]", encoding="utf-8")
    (tmp_path / "one.jsonl").write_text(f"{to_json(make_coding())}\n\n", encoding="utf-8")
    first, second = (read_coded(tmp_path / name) for name in ("one.json", "one.jsonl"))
    assert first == second
    assert first[0].document == make_coding().document


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("{", "is not JSON"),
        ('{"format": "whowhom-coding/9"}', "expected 'whowhom-coding/1'"),
        ('{"doc": "x"}', "neither a coding nor a labelled document"),
        ("[]", "neither a coding nor a labelled document"),
    ],
    ids=["broken", "other version", "other object", "array"],
)
def test_a_bad_line_is_named(tmp_path, line, told):
    path = tmp_path / "bad.jsonl"
    path.write_text(f"{to_json(make_coding())}\n{line}\n", encoding="utf-8")
    with pytest.raises(RecordError, match=r"bad\.jsonl:2") as met:
        read_coded(path)
    assert told in str(met.value)


def test_of_our_own_corpus_only_the_held_out_fifth_is_scored(tmp_path):
    names = ["a001", "a004", "a005", "a011"]
    for name in names:
        write(tmp_path / "corpus" / "reports", GOLD, name)
    read = [coded.view.name for coded in read_coded(tmp_path / "corpus", only_held_out=True)]
    every = [coded.view.name for coded in read_coded(tmp_path / "corpus")]
    assert every == [f"written:{name}" for name in names]
    assert read == ["written:a004", "written:a011"]
    assert [coded.view.name for coded in read_coded(tmp_path / "corpus" / "reports", only_held_out=True)] == every


def write_labels(folder: Path, reports: Path) -> Path:
    (document,), faults = compile_folder(reports, load_scheme())
    assert not faults
    (folder / "muc4").mkdir(parents=True)
    labels = write_standoff({**document, "text": None, "doc": "muc4:DEV-1"})
    (folder / "muc4" / "DEV-1.toml").write_text(labels, encoding="utf-8")
    return folder


def test_labels_without_their_texts_can_be_compared_but_not_coded(coders, tmp_path, monkeypatch):
    monkeypatch.delenv("WHOWHOM_CORPORA", raising=False)
    labels = write_labels(tmp_path / "labels", coders[0])
    assert compare(coders[0], labels).scores["events"].f1 == 100
    result = run("coding", str(labels))
    assert result.exit_code == 2
    assert "WHOWHOM_CORPORA" in result.stderr


def run(*args: str):
    return CliRunner().invoke(app, ["evaluate", *args], prog_name="whowhom")


def test_the_command_shows_a_table_and_writes_json(coders, tmp_path):
    result = run("coding", str(coders[0]), "--against", str(coders[1]), "--json", str(tmp_path / "out.json"))
    assert result.exit_code == 0, result.stderr
    assert "coding: 1 documents coded by both" in result.stdout
    events = next(line.split() for line in result.stdout.splitlines() if line.strip().startswith("events "))
    assert events[1:4] == ["50.0", "50.0", "50.0"]
    written = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    assert written["scores"]["events"] == {"precision": 50.0, "recall": 50.0, "f1": 50.0}
    assert written["scores"]["alpha_type"] is None
    assert {"benchmark", "n", "scores", "baseline", "published", "version"} <= written.keys()


def test_json_on_standard_output_stands_alone(coders):
    result = run("coding", str(coders[0]), "--against", str(coders[1]), "--json", "-")
    assert json.loads(result.stdout)["benchmark"] == "coding"


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (["codings", "."], "there is no benchmark 'codings'"),
        (["coding", "nowhere"], "'nowhere' does not exist"),
        (["ner", ".", "--against", "."], "use `evaluate coding`"),
        (["coding", ".", "--against", ".", "--predictions", "p"], "--predictions needs a coder"),
    ],
    ids=["name", "path", "against", "predictions"],
)
def test_wrong_usage_is_told_and_ends_with_two(args, told, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    result = run(*args)
    assert result.exit_code == 2
    assert told.lower() in result.stderr.lower()


@pytest.mark.model
def test_our_coder_is_scored_beside_the_plain_one(tmp_path, coders):
    result = run(
        "coding", str(coders[0]), "--json", str(tmp_path / "o.json"), "--predictions", str(tmp_path / "p.jsonl")
    )
    assert result.exit_code == 0, result.stderr
    written = json.loads((tmp_path / "o.json").read_text(encoding="utf-8"))
    assert written["n"] == 1
    assert written["scores"]["events"]["recall"] == 100
    assert written["baseline"].keys() == written["scores"].keys() - {"calibration_error"}
    # What was predicted is scored the same by the comparison of two coders.
    again = compare(coders[0], tmp_path / "p.jsonl").scores
    assert again["events"].f1 == pytest.approx(written["scores"]["events"]["f1"], abs=0.01)


def test_the_plain_coder_takes_the_nearest_nouns():
    layers = make_layers(
        """
        Gunmen NOUN NNS 2 nsubj gunman
        killed VERB VBD 0 root kill
        four NUM CD 4 nummod
        farmers NOUN NNS 2 obj farmer
        near ADP IN 6 case
        Gwoza PROPN NNP 2 obl
        on ADP IN 8 case
        Monday PROPN NNP 2 obl
        . PUNCT . 2 punct
        """
    )
    (event,) = code_plainly(layers, load_codebook()).events
    text = layers.document.text

    def told(field: str) -> list[tuple[str, str]]:
        return [(item.label, text[item.span.start : item.span.end]) for item in event.items[field]]

    assert (event.values["type"], text[event.triggers[0].start : event.triggers[0].end]) == ("ASSAULT", "killed")
    assert told("participants") == [("actor", "Gunmen"), ("target", "farmers")]
    assert told("places") == [("at", "Gwoza")]
    assert told("dates") == [("", "Monday")]
    assert [(label, words.split()[0]) for label, words in told("tolls")] == [("killed", "four")]
    assert event.items["tolls"][0].figures == (4, 4, 4)


def test_mentions_joined_as_the_labels_join_them_score_full_marks_and_apart_none():
    one, other, third = Span(0, 5), Span(10, 15), Span(20, 30)
    joined = count_coreference([[one, other], [third]], [[one, other], [third]])
    apart = count_coreference([[one], [other], [third]], [[one, other], [third]])
    assert conll_of(joined) == 100
    assert (joined["actor_links"], apart["actor_links"]) == (Counts(1, 1, 1), Counts(0, 0, 1))
    assert (apart["actor_muc"].gold, apart["actor_muc"].recalled) == (1, 0)


def test_a_mention_that_one_side_lacks_stands_alone_for_it():
    one, other = Span(0, 5), Span(10, 15)
    counts = count_coreference([[one]], [[one, other]])
    assert counts["actor_links"] == Counts(0, 0, 0)
    assert counts["actor_b3"].score().recall == 25
