"""Speed: the texts it is measured on, the transformer beside it, and what is told of it. No figure is asserted."""

from __future__ import annotations

import json
import sys

import numpy as np
import pytest

from whowhom.cli.bench import speed_lines
from whowhom.errors import UsageError
from whowhom.evaluate.sample_reports import SENTENCES, sample_reports, sample_text
from whowhom.evaluate.speed import Length, Peer, Rate, Speed, measure, speed_json
from whowhom.evaluate.speed_peer import Shape, _Graph, _session, time_encoder
from whowhom.ingest import document_from_text

TINY = Shape(layers=2, width=8, inner=16, heads=2, positions=12, vocabulary=50)
SPEED = Speed(
    sample="reports written by pattern",
    documents=2,
    rates=(Rate(1, 40, 800, 3.0, 1.0), Rate(2, 40, 800, 1.5, 0.5)),
    start_s=0.81234567,
    lengths=(Length(1, 8, 160, 0.3, 0.1, 250.04), Length(10, 80, 1600, 3.0, 1.0, None)),
    peer=Peer(2, 10, 2.0, 4.0),
    machine="Linux x86_64, Python 3.12.1",
    cores=2,
    load=0.25,
)


def test_sample_reports_are_the_same_each_time_whatever_their_number():
    assert sample_reports(9)[:3] == sample_reports(3)
    assert len(set(sample_reports(200))) == 200
    assert sample_reports(2)[1].startswith("MOPTI, 2 March - At least ")


def test_a_sample_report_has_two_paragraphs_and_all_its_sentences():
    for report in sample_reports(50):
        assert report.count("\n\n") == 1
        assert report.count(". ") + report.count(".\n\n") == SENTENCES - 1
        assert "{" not in report


def test_a_long_sample_says_nothing_twice_so_that_all_of_it_is_read():
    document = document_from_text(sample_text(100_000))
    assert len(document.text) == 100_000
    assert {region.kind for region in document.regions} == {"body"}


def test_the_transformer_mixes_all_pieces_of_a_sentence():
    session = _session(TINY, threads=1)
    (one,) = session.run(None, {"ids": np.array([[3, 7, 11, 5]])})
    (other,) = session.run(None, {"ids": np.array([[3, 7, 11, 6]])})
    assert one.shape == (1, 4, TINY.width)
    assert not np.allclose(one[0, 0], other[0, 0], atol=1e-6)


def test_the_transformer_has_the_weights_of_its_shape():
    layer = 4 * (TINY.width + 1) * TINY.width + 2 * TINY.width * TINY.inner + TINY.inner + TINY.width
    norms = (2 * TINY.layers + 1) * 2 * TINY.width
    wanted = TINY.layers * layer + norms + (TINY.vocabulary + TINY.positions) * TINY.width
    graph = _Graph(TINY)
    graph.build()
    large = [weights for weights in graph.weights if list(weights.dims) and weights.data_type == 1]
    assert sum(int(np.prod(weights.dims)) for weights in large if list(weights.dims) != [1]) == wanted


def test_the_transformer_is_timed_on_sentences_longer_than_its_positions():
    assert time_encoder([[1, 2, 3], list(range(30))], threads=1, shape=TINY) > 0


def test_without_onnx_the_comparison_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "onnx", None)
    with pytest.raises(UsageError, match=r"whowhom\[bench\].*--no-peer"):
        time_encoder([[1]], threads=1, shape=TINY)


def test_figures_are_told_with_the_length_of_sentences_and_the_ratio():
    shown = "\n".join(speed_lines(SPEED))
    assert "40 sentences of 20.0 words and marks on average" in shown
    assert "      1          10.0       200" in shown
    assert "      2          20.0       400" in shown
    assert "0.81 s (median of 3)" in shown
    assert "        10          80      4.00          50.0   not told" in shown
    assert "5.0 sentences/s; the whole coder is 4.0 times as fast" in shown
    assert "load 0.2 at the start" in shown


def test_json_holds_every_figure_rounded():
    plain = json.loads(speed_json(SPEED))
    assert plain["format"] == "whowhom-bench/1"
    assert plain["mean_words"] == 20.0
    assert plain["start_s"] == 0.8123
    assert plain["rates"][1] == {
        "threads": 2, "sentences": 40, "words": 800, "reading_s": 1.5, "coding_s": 0.5, "sentences_per_s": 20.0,
        "words_per_s": 400.0,
    }  # fmt: skip
    assert plain["peer"] == {"threads": 2, "sentences": 10, "seconds": 2.0, "ratio": 4.0, "sentences_per_s": 5.0}
    assert plain["lengths"][1]["peak_mb"] is None


@pytest.mark.model
def test_measuring_counts_the_sentences_and_words_of_the_documents():
    told: list[str] = []
    document = document_from_text("Gunmen killed four farmers near Gwoza on Monday. Two boys were hurt.")
    speed = measure([document], lengths_kb=(1,), starts=1, peer=False, told=told.append)
    assert [(rate.threads, rate.sentences, rate.words) for rate in speed.rates] == [(1, 2, 14), (2, 2, 14)]
    assert speed.mean_words == 7
    assert speed.lengths[0].sentences == 9  # the last is cut off by the length
    assert speed.lengths[0].peak_mb is None or speed.lengths[0].peak_mb > 50
    assert speed.start_s > 0
    assert told == ["1 thread", "2 threads", "start", "1 kB"]
