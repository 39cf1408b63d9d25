"""Coreference: scores with known answers, ECB+'s files, and the benchmark on hand-made reports."""

import io
import itertools
import json
import re
import tarfile
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from whowhom.corpora.ecb import read_ecb
from whowhom.errors import RecordError, UnreadableFile
from whowhom.evaluate import coreference as benchmark
from whowhom.evaluate.coreference_scores import best_sum, conll, score_chains
from whowhom.evaluate.coreference_words import EcbWords, as_text
from whowhom.reading.lemmas import lemmatize

# Two reports on a landslide, one on another landslide; "said" is three sayings.
REPORTS = {
    "91_1ecb.xml": (["The landslide buried Kati village .", "The mayor said so ."], {1: "SLIDE", 8: None}),
    "91_2ecb.xml": (["A landslide hit Kati village .", "Residents said more ."], {1: "SLIDE", 7: None}),
    "91_1ecbplus.xml": (["A landslide closed the Ruvu road .", "Police said nothing ."], {1: "ROAD", 8: None}),
}


def xml(name, sentences, chains):
    words = [(number, word) for number, sentence in enumerate(sentences) for word in sentence.split()]
    tokens = "".join(
        f'<token t_id="{i + 1}" sentence="{s}" number="0">{word}</token>' for i, (s, word) in enumerate(words)
    )
    marks = "".join(f'<ACTION_OCCURRENCE m_id="{i}"><token_anchor t_id="{i + 1}"/></ACTION_OCCURRENCE>' for i in chains)
    relations = "".join(
        f'<CROSS_DOC_COREF r_id="{i}" note="{chain}"><source m_id="{i}"/><target m_id="99"/></CROSS_DOC_COREF>'
        for i, chain in chains.items()
        if chain
    )
    target = '<ACTION_OCCURRENCE m_id="99" RELATED_TO="" TAG_DESCRIPTOR="x" instance_id="x"/>'
    person = '<HUMAN_PART m_id="50"><token_anchor t_id="1"/></HUMAN_PART>'
    return (
        f'<?xml version="1.0"?><Document doc_name="{name}" doc_id="d">{tokens}<Markables>{marks}{person}{target}'
        f"</Markables><Relations>{relations}</Relations></Document>"
    )


@pytest.fixture
def corpus(tmp_path):
    for name, (sentences, chains) in REPORTS.items():
        (tmp_path / "ecb" / "91").mkdir(parents=True, exist_ok=True)
        (tmp_path / "ecb" / "91" / name).write_text(xml(name, sentences, chains), encoding="utf-8")
    return tmp_path / "ecb"


def test_reports_are_read_with_words_sentences_and_chains(corpus):
    documents = read_ecb(corpus)
    assert [(d.name, d.topic, d.subtopic) for d in documents] == [
        ("91_1ecb.xml", "91", "91ecb"),
        ("91_2ecb.xml", "91", "91ecb"),
        ("91_1ecbplus.xml", "91", "91ecbplus"),
    ]
    first = documents[0]
    assert [(first.words[m.words[0]], m.chain) for m in first.mentions] == [("landslide", "SLIDE"), ("said", None)]
    assert first.sentences[8] == 1


def test_an_archive_reads_like_its_folder(corpus, tmp_path):
    path = tmp_path / "ecb.tar.gz"
    with tarfile.open(path, "w:gz") as archive:
        archive.add(corpus, "ECB+")
    assert read_ecb(path) == read_ecb(corpus)


@pytest.mark.parametrize("make", ["missing", "empty", "no tar"])
def test_what_is_no_ecb_is_refused(tmp_path, make):
    path = tmp_path / "ecb.tar"
    if make == "empty":
        path.mkdir()
    elif make == "no tar":
        path.write_bytes(b"not a tar")
    with pytest.raises(UnreadableFile, match=r"ecb\.tar"):
        read_ecb(path)


def test_broken_xml_names_its_file(tmp_path):
    (tmp_path / "91_1ecb.xml").write_text("<Document><token>", encoding="utf-8")
    with pytest.raises(RecordError, match=r"91_1ecb\.xml"):
        read_ecb(tmp_path)


def chains(*groups):
    return {mention: number for number, members in enumerate(groups) for mention in members}


def test_scores_of_a_textbook_case():
    # Key {a b c} {d e}; response {a b} {c d e}: worked by hand.
    counts = score_chains(chains("abc", "de"), chains("ab", "cde"))
    muc, b3, ceaf, pairs = (counts[name].score() for name in ("muc", "b3", "ceaf_e", "pairwise"))
    assert (muc.precision, muc.recall) == pytest.approx((200 / 3, 200 / 3))
    assert (b3.precision, b3.recall) == pytest.approx((100 * (2 + 5 / 3) / 5, 100 * (5 / 3 + 2) / 5))
    assert ceaf.f1 == pytest.approx(100 * (4 / 5 + 4 / 5) / 2)
    assert (pairs.precision, pairs.recall) == pytest.approx((50, 50))


def test_mentions_of_one_side_only_count_against_it():
    counts = score_chains(chains("ab", "c"), chains("ad", "c"))
    assert counts["muc"].score().f1 == 0
    assert counts["b3"].score().precision == pytest.approx(100 * (1 / 2 + 0 + 1) / 3)
    assert counts["b3"].score().recall == pytest.approx(100 * (1 / 2 + 0 + 1) / 3)


def test_equal_chains_score_a_hundred():
    key = chains("abc", "de", "f")
    assert conll(score_chains(key, key)) == pytest.approx(100)


@given(st.integers(1, 5), st.integers(1, 5), st.randoms(use_true_random=False))
def test_alignment_finds_the_best_of_all(rows, columns, random):
    table = np.array([[random.randint(0, 9) for _ in range(columns)] for _ in range(rows)], dtype=float)
    wide = table if rows <= columns else table.T
    best = max(
        sum(wide[row, column] for row, column in enumerate(chosen))
        for chosen in itertools.permutations(range(wide.shape[1]), wide.shape[0])
    )
    assert best_sum(table) == pytest.approx(best)


def test_words_become_a_text_whose_offsets_are_theirs(corpus):
    document = read_ecb(corpus)[0]
    made, starts = as_text(document)
    assert all(made.text[start : start + len(word)] == word for start, word in zip(starts, document.words, strict=True))
    assert [made.text[r.start : r.end] for r in made.regions] == REPORTS["91_1ecb.xml"][0]


def test_an_address_line_is_no_lead(corpus):
    document = read_ecb(corpus)[0]
    assert EcbWords.read(document).first_sentence == 0
    with_address = type(document)(
        document.name, "91", "91ecb", ("http", ":", *document.words[2:]), document.sentences, document.mentions
    )
    assert EcbWords.read(with_address).first_sentence == 1


class FakeReader:
    """Reads every word as a noun but "said" as a verb."""

    network = SimpleNamespace(lexicon=frozenset({"landslide"}))

    def read(self, document):
        starts = [match.start() for match in re.finditer(r"\S+", document.text)]
        words = document.text.split()
        upos = ["VERB" if word == "said" else "NOUN" for word in words]
        return SimpleNamespace(starts=starts, upos=upos, lemmas=[lemmatize(word) for word in words], triggers=())


@pytest.fixture
def evaluation(corpus):
    return benchmark.run(corpus, SimpleNamespace(reader=FakeReader()), lambda done, of: None)


def test_the_plain_rule_joins_every_said(evaluation):
    # Within sub-topics: "said" of two reports is one link too many, "landslide" of the same two is right.
    assert evaluation.baseline["pairwise"].precision == 50
    assert evaluation.baseline["pairwise"].recall == 100
    # Over the topic the third landslide and the third "said" come in: 1 of 6 pairs is right.
    assert evaluation.baseline["topic.pairwise"].precision == pytest.approx(100 / 6)


def test_ours_leaves_sayings_apart(evaluation):
    assert evaluation.scores["pairwise"].precision == 100
    assert evaluation.scores["pairwise"].recall == 100
    assert evaluation.scores["conll"] > evaluation.baseline["conll"]


def test_mentions_of_our_own_finding_are_scored_over_all_gold(evaluation):
    # The reader finds both mentions of each report: the same answer as with gold mentions.
    assert evaluation.scores["own.b3"] == evaluation.scores["b3"]


def test_predictions_name_report_words_and_event(evaluation, tmp_path):
    path = tmp_path / "found.jsonl"
    evaluation.predictions(path)
    rows = [json.loads(line) for line in io.StringIO(path.read_text(encoding="utf-8"))]
    slides = {row["event"] for row in rows if row["words"] == [1]}
    assert len(rows) == 6
    assert len(slides) == 2
