"""Labels over others' texts: stand-off files, their words, faults, packing, the split, texts of the corpora."""

from __future__ import annotations

import copy
import gzip
import hashlib
import io
import json
import tarfile
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whowhom.corpora.own import read_documents, read_own
from whowhom.corpora.own_faults import all_spans, find_document_faults
from whowhom.corpora.own_items import Items
from whowhom.corpora.own_lists import load_scheme
from whowhom.corpora.own_pack import Making, read_json_lines, read_toml
from whowhom.corpora.own_records import words_of
from whowhom.corpora.own_report import find_words
from whowhom.corpora.own_split import held_out, split_digest, unseen_by_first_weights
from whowhom.corpora.own_standoff import file_name, read_labels, read_standoff, write_standoff
from whowhom.corpora.own_texts import read_texts
from whowhom.corpora.own_written import compile_folder, compile_report
from whowhom.errors import InputError, RecordError, UnreadableFile

CORPUS = Path(__file__).resolve().parent.parent / "corpus"
SCHEME = load_scheme()
TEXT = (
    "GWOZA, April 18 - Gunmen killed 41 people, among them nine children, near Gwoza\non Monday, police said. "
    "The gunmen fled. It was the worst attack since the army's 12th brigade left."
)
QUOTED = f'''
id = "t001"
kind = "wire"
published = "2023-04-18"
text = """
{TEXT}
"""
[[event]]
trigger = "killed"
type = "ASSAULT"
mode = "firearms"
acled = "Attack"
actor = ["Gunmen"]
target = ["41 people"]
target_kind = ["civilians"]
place = ["at: near Gwoza"]
date = ["Monday"]
killed = ["41 people = 41", "nine children = 9 of 41 people"]
source = ["police"]
cue = ["said"]
voice = ["official"]
retold = ["attack"]
responsibility = ["stated as fact: Gunmen"]
object = ["used: Gwoza: other"]
[[event]]
trigger = "left"
type = "RETREAT"
actor = ["the army's 12th brigade"]
background = true
polarity = "unknown"
link = ["follows from: killed"]
[[actor]]
name = "gunmen"
kind = "unidentified"
mentions = ["Gunmen", "The gunmen"]
[[actor]]
name = "the army"
kind = "state forces"
mentions = ["the army"]
[[actor]]
name = "12th brigade"
kind = "state forces"
mentions = ["the army's 12th brigade"]
[[tie]]
subject = "12th brigade"
tie = "part of"
object = "the army"
span = "the army's 12th brigade"
[[estimate]]
measure = "attacks"
words = "41 people = 41/-/-"
[[statement]]
speaker = "police"
about = "gunmen"
stance = "negative"
span = "the worst attack"
[[forecast]]
outcome = "fled"
condition = "Monday"
'''


@pytest.fixture
def document():
    compiled, faults = compile_report("t001.toml", tomllib.loads(QUOTED), SCHEME)
    assert faults == []
    return compiled | {"doc": "muc4:TEST-1", "kind": None, "published": None}


def without_names(document):
    bare = copy.deepcopy(document)
    for actor in bare["actors"]:
        actor.pop("name")
    return bare


@pytest.mark.parametrize("quoted", [False, True], ids=["offsets alone", "with words"])
def test_labels_come_back_as_they_were_written(document, quoted):
    toml = write_standoff(document, quoted=quoted)
    back, faults = read_standoff("t.toml", toml, {document["sha256"]: TEXT})
    assert faults == []
    assert without_names(back) == without_names(document)


def test_every_committed_label_comes_back_as_it_was_written():
    for path in sorted((CORPUS / "labels").glob("*/*.toml")):
        toml = path.read_text(encoding="utf-8")
        document, faults = read_standoff(path.name, toml)
        assert faults == []
        assert file_name(document) == f"{path.parent.name}/{path.name}"
        # Without its text an actor's name cannot be told from its mentions, so only the rest is compared.
        lines = [line for line in toml.splitlines() if not line.startswith("name = ")]
        assert write_standoff(document).splitlines() == lines


def test_a_file_of_labels_holds_no_word_of_the_text(document):
    toml = write_standoff(document)
    told = {word.lower() for word in TEXT.replace(",", " ").replace(".", " ").split() if len(word) > 4}
    # Two words of the scheme stand in the text too.
    assert [word for word in told - {"killed", "attack"} if word in toml.lower()] == []


def test_the_mention_that_bears_the_name_names_the_actor(document):
    back, _ = read_standoff("t.toml", write_standoff(document), {document["sha256"]: TEXT})
    assert [actor["name"] for actor in back["actors"]] == ["Gunmen", "the army", "the army's 12th brigade", "41 people"]


def test_offsets_cover_their_words(document):
    back, _ = read_standoff("t.toml", write_standoff(document), {document["sha256"]: TEXT})
    killed = back["events"][0]
    assert words_of(back, killed["trigger"]) == "killed"
    assert words_of(back, killed["places"][0]["span"]) == "near Gwoza"
    assert words_of(back, killed["tolls"][1]["figure"]) == "nine"
    assert killed["tolls"][1]["part_of"] == 0


@pytest.mark.parametrize(
    ("old", "new", "field", "words"),
    [
        ('trigger = "25-31 | killed"', 'trigger = "25-31 | attack"', "trigger", "attack"),
        ('trigger = "25-31 | killed"', 'trigger = "? | gunmen"', "trigger", "gunmen"),
        ('trigger = "25-31 | killed"', 'trigger = "25-31 | near Gwoza on Monday"', "trigger", "near Gwoza\non Monday"),
    ],
    ids=["words win over offsets", "no offsets", "words over a line break"],
)
def test_a_person_may_mend_the_words(document, old, new, field, words):
    toml = write_standoff(document, quoted=True)
    assert old in toml
    back, faults = read_standoff("t.toml", toml.replace(old, new))
    assert faults == []
    assert words_of(back, back["events"][0][field]) == words


def test_the_place_nearest_to_the_offsets_counts():
    items = Items("t.toml", "left. He left. They left.")
    assert items.span("event E1", {"trigger": "20-22 | left"}, "trigger") == [20, 24]
    assert items.span("event E1", {"trigger": "0-3 | left"}, "trigger") == [0, 4]
    assert items.span("event E1", {"trigger": "? | left#2"}, "trigger") == [9, 13]
    assert items.faults == []


def test_a_new_toll_takes_its_figure_from_its_words():
    items = Items("t.toml", "Police counted 14 dead.")
    toll = items.figure("event E1 toll", "killed: ? = 14 | 14 dead")
    assert (toll["span"], toll["figure"], toll["best"], toll["bound"]) == ([15, 22], [15, 17], 14, "exact")


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ('type = "ASSAULT"', 'type = "WAR"', "'WAR'"),
        ('mode = "firearms"', 'mode = "ceasefire"', "'ceasefire'"),
        ('acled = "Attack"', 'acled = "Raid"', "'Raid'"),
        ("at: ", "beside: ", "'beside'"),
        ("A1 18-24", "A9 18-24", "'A9'"),
        ("A1 18-24", "A1 18-999", "18-999"),
        ("A1 18-24", "A1 18-23", "cuts a word"),
        ("A1 18-24", "A1 17-24", "white space"),
        ("A1 18-24", "A1 24", "START-END"),
        ("killed: 32-41 = 41", "killed: 32-41 = 5/4/3 about", "low before best"),
        ("killed: 32-41 = 41", "killed: 32-41 = 41 about", "'about'"),
        ("part of 1", "part of 2", "part of figure 2"),
        ("follows from: E2", "follows from: E7", "'E7'"),
        ('voice = ["official"]', 'voice = ["oracle"]', "'oracle'"),
        ("background = true", "foreground = true", "'foreground'"),
        ('sha256 = "', 'sha256 = "0', "digest"),
    ],
)
def test_a_fault_names_what_was_met(document, old, new, named):
    document["events"][0]["links"], document["events"][1]["links"] = [{"to": "E2", "link": "follows from"}], []
    toml = write_standoff(document)
    assert old in toml
    back, faults = read_standoff("t.toml", toml.replace(old, new, 1), {document["sha256"]: TEXT})
    faults = faults or find_document_faults(back, SCHEME)
    assert any(named in fault for fault in faults), faults


def test_a_statement_in_the_words_of_an_event_is_a_fault(document):
    event = document["events"][1]
    event["type"], event["trigger"] = "ACCUSE", find_words(TEXT, "worst")[0]
    faults = find_document_faults(document, SCHEME)
    assert [fault.split(": ")[0] for fault in faults] == ["muc4:TEST-1, statement 1"]
    assert "already the ACCUSE event E2" in faults[0]


def test_labels_without_a_text_are_held_against_each_other(document):
    toml = write_standoff(document).replace("read_to = ", "read_to = 4 # ")
    back, _ = read_standoff("t.toml", toml)
    assert any("expected a stretch of 0-4" in fault for fault in find_document_faults(back, SCHEME))


def test_a_text_of_another_digest_is_refused(document):
    toml = write_standoff(document, quoted=True).replace("worst", "best")
    _, faults = read_standoff("t.toml", toml)
    assert "mend labels, not the text" in faults[0]


TEXTS = st.text(st.sampled_from("ab'\"\\\n\t\r é😀|#\x0b"), min_size=1, max_size=40)


@given(TEXTS)
def test_any_text_survives_quoting(text):
    document = {
        "doc": "muc4:X", "sha256": hashlib.sha256(text.encode()).hexdigest(), "read_from": 0, "read_to": len(text),
        "coder": "nobody", "round": 1, "settled": True, "text": text, "kind": None, "published": None,
        "actors": [], "events": [], "ties": [], "estimates": [], "statements": [], "forecasts": [],
    }  # fmt: skip
    back, faults = read_standoff("t.toml", write_standoff(document, quoted=True))
    assert faults == []
    assert back == document


@given(st.data(), TEXTS.filter(lambda text: text.split()))
def test_words_are_found_where_they_stand(data, text):
    words = data.draw(st.sampled_from(text.split()))
    for start, end in find_words(text, words):
        assert text[start:end] == words


INDEX = {"t001": {"doc": "ewt:a-blog", "sha256": "", "start": 0, "read_to": 0}}


def packed(tmp_path, toml, text):
    digest = hashlib.sha256(text.encode()).hexdigest()
    path = tmp_path / "t001.toml"
    path.write_text(toml, encoding="utf-8")
    index = {"t001": INDEX["t001"] | {"sha256": digest, "read_to": len(text)}}
    return read_toml(path, {digest: text}, Making("a person", 3, index), SCHEME)


def test_labels_of_quoted_words_are_counted_in_the_whole_text(tmp_path):
    document, faults = packed(tmp_path, QUOTED + "# labelled\n", "\nHEADING\n\n" + TEXT + "\nThe end.")
    assert faults == []
    assert words_of(document, document["events"][0]["trigger"]) == "killed"
    assert all(words_of(document, span).strip() for _, span in all_spans(document))
    assert (document["doc"], document["coder"], document["round"]) == ("ewt:a-blog", "a person", 3)
    # What stands before the labelled words was not read.
    assert document["read_from"] == len("\nHEADING\n\n")
    assert find_document_faults(document, SCHEME) == []


def test_a_file_still_being_labelled_is_left_alone(tmp_path):
    assert packed(tmp_path, QUOTED, TEXT) == (None, [])


def test_a_changed_text_is_a_fault(tmp_path):
    document, faults = packed(tmp_path, QUOTED + "# labelled\n", TEXT.replace("worst", "best"))
    assert document is None
    assert "expected it unchanged" in faults[0]


def test_older_json_lines_are_filled_in(tmp_path, document):
    row = copy.deepcopy(document)
    for key in ("read_from", "coder", "settled", "text", "kind", "published"):
        del row[key]
    for event in row["events"]:
        del event["links"]
    row["events"][0]["tolls"][0].pop("figure")
    row["events"][0]["objects"][0]["effect"] = "null"
    path = tmp_path / "labels.jsonl"
    path.write_text(json.dumps(row) + "\n", encoding="utf-8")
    [back] = read_json_lines(path, {document["sha256"]: TEXT})
    toll = back["events"][0]["tolls"][0]
    assert words_of(back, toll["figure"]) == "41"
    assert back["events"][0]["objects"][0]["effect"] is None
    assert back["events"][0]["links"] == []


def test_a_broken_line_is_named(tmp_path):
    path = tmp_path / "labels.jsonl"
    path.write_text('{"doc": "muc4:X"}\n', encoding="utf-8")
    with pytest.raises(RecordError, match="line 1"):
        list(read_json_lines(path, {}))


def make_corpora(folder):
    """Write corpora of one text each in the formats of their makers."""
    texts = {}
    (folder / "muc4/texts").mkdir(parents=True)
    texts["muc4"] = "DEV-MUC3-0001 (X)\n   A TEXT.\n"
    (folder / "muc4/texts/dev-0001-0100").write_text(f"{texts['muc4']}DEV-MUC3-0002\n ANOTHER.\n", encoding="latin-1")
    (folder / "re3d/Somewhere").mkdir(parents=True)
    texts["re3d"] = "Talks were held."
    (folder / "re3d/Somewhere/documents.json").write_text(json.dumps({"_id": "1", "text": texts["re3d"]}) + "\n")
    conllu = "# newdoc id = d1\n# text = One line.\n1\tOne\n\n# text = Two lines.\n1\tTwo\n\n"
    texts["gum"] = texts["ewt"] = "One line.\nTwo lines."
    (folder / "ud-ewt").mkdir()
    (folder / "ud-ewt/train.conllu.gz").write_bytes(gzip.compress(conllu.encode()))
    with tarfile.open(folder / "gum.tar.gz", "w:gz") as archive:
        info = tarfile.TarInfo("gum/d1.conllu")
        info.size = len(conllu)
        archive.addfile(info, io.BytesIO(conllu.encode()))
    (folder / "geo").mkdir()
    texts["wotr"] = "General: the enemy has gone."
    (folder / "geo/wotr.json").write_text(json.dumps([{"vol": 1, "docid": 7, "text": texts["wotr"]}]))
    return texts


def test_texts_of_all_corpora_are_read_by_digest(tmp_path):
    texts = make_corpora(tmp_path)
    read = read_texts(tmp_path)
    assert set(texts.values()) <= set(read.values())
    assert all(hashlib.sha256(text.encode()).hexdigest() == digest for digest, text in read.items())


def test_corpora_that_are_not_there_are_named(tmp_path):
    with pytest.raises(UnreadableFile, match="WHOWHOM_CORPORA"):
        read_texts(tmp_path / "nowhere")
    (tmp_path / "geo").mkdir()
    (tmp_path / "geo/wotr.json").write_text("{")
    with pytest.raises(UnreadableFile, match="wotr"):
        read_texts(tmp_path)


def test_a_corpus_is_read_with_both_parts(tmp_path, document):
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports/t001.toml").write_text(QUOTED, encoding="utf-8")
    target = tmp_path / "labels" / file_name(document)
    target.parent.mkdir(parents=True)
    target.write_text(write_standoff(document), encoding="utf-8")
    corpus = read_own(tmp_path)
    assert [d["doc"] for d in corpus.written] == ["written:t001"]
    assert [d["doc"] for d in corpus.labelled] == ["muc4:TEST-1"]
    assert corpus.faults == ()
    # The text of the second is not at hand.
    assert [d["doc"] for d in read_documents(tmp_path)] == ["written:t001"]
    assert [d["doc"] for d in read_documents(tmp_path, held=held_out("written:t001"))] == ["written:t001"]
    assert read_documents(tmp_path, held=not held_out("written:t001")) == []


def test_a_corpus_with_faults_is_not_used(tmp_path):
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports/t001.toml").write_text(QUOTED.replace("ASSAULT", "WAR"), encoding="utf-8")
    with pytest.raises(InputError, match="'WAR'"):
        read_documents(tmp_path)
    with pytest.raises(UnreadableFile, match="neither"):
        read_own(tmp_path / "nowhere")


def test_the_split_is_fixed():
    names = [f"muc4:DEV-MUC3-{number:04}" for number in range(2000)]
    held = [name for name in names if held_out(name)]
    assert 0.17 < len(held) / len(names) < 0.23
    assert held[:3] == ["muc4:DEV-MUC3-0002", "muc4:DEV-MUC3-0012", "muc4:DEV-MUC3-0019"]
    assert split_digest(held) == split_digest(reversed(held)) != split_digest(held[1:])


@given(st.text())
def test_what_the_first_weights_never_saw_stays_held_out(name):
    assert held_out(name) or not unseen_by_first_weights(name)
    digest = int(hashlib.sha256(name.encode()).hexdigest(), 16)
    assert unseen_by_first_weights(name) == (digest % 12 == 0)


def test_the_committed_labels_are_sound_and_single():
    documents, faults = read_labels(CORPUS / "labels")
    assert faults == []
    assert len(documents) >= 300
    assert [fault for document in documents for fault in find_document_faults(document, SCHEME)] == []
    assert len({document["sha256"] for document in documents}) == len(documents)


def test_the_written_reports_have_no_fault_of_a_record():
    documents, _ = compile_folder(CORPUS / "reports", SCHEME)
    assert [fault for document in documents for fault in find_document_faults(document, SCHEME)] == []


def test_the_readings_beside_are_sound_and_of_the_held_out_reports():
    """They are read by the comparison of two coders alone, so that no check of the corpus meets them."""
    beside, faults = read_labels(CORPUS / "beside", None)
    first = {document["doc"]: document for document in read_own(CORPUS).labelled}
    held = {name for name in first if held_out(name)}
    assert faults == []
    assert {document["doc"] for document in beside} == held
    assert len(beside) == 99
    for document in beside:
        assert document["sha256"] == first[document["doc"]]["sha256"]
        assert [event["trigger"] for event in document["events"]] == [
            event["trigger"] for event in first[document["doc"]]["events"]
        ]
