"""Speed: the texts it is measured on, the transformer beside it, and what is told of it. No figure is asserted."""

from __future__ import annotations

import functools
import json
import sys
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from factories import FakePipeline
from whowhom.cli.bench import code_files, speed_lines
from whowhom.errors import DataError, UsageError
from whowhom.evaluate import speed_jobs
from whowhom.evaluate.sample_reports import SENTENCES, sample_reports, sample_text, write_reports
from whowhom.evaluate.speed import Jobs, Length, Peer, Rate, Speed, measure, speed_json
from whowhom.evaluate.speed_jobs import WaitingLoader, time_jobs
from whowhom.evaluate.speed_peer import Shape, _Graph, _session, time_encoder
from whowhom.ingest import IngestOptions, document_from_text, read_sources
from whowhom.pipeline import Pipeline
from whowhom.records.layout import to_json

TINY = Shape(layers=2, width=8, inner=16, heads=2, positions=12, vocabulary=50)
SPEED = Speed(
    sample="reports written by pattern",
    documents=2,
    rates=(Rate(1, 40, 800, 3.0, 1.0, ratio=2.5), Rate(2, 40, 800, 1.5, 0.5, ratio=4.0)),
    jobs=(Jobs(1, 40, 800, 4.0, ratio=2.5), Jobs(2, 40, 800, 1.6, ratio=5.0)),
    start_s=0.81234567,
    lengths=(Length(1, 8, 160, 0.3, 0.1, 250.04), Length(10, 80, 1600, 3.0, 1.0, None)),
    peers=(Peer(1, 10, 2.5), Peer(2, 10, 2.0)),
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
    assert "      1            10.0       200         3.00        1.00     2.5 times" in shown
    assert "      2            20.0       400         1.50        0.50     4.0 times" in shown
    assert "        1          10.0       200               4.00      2.5 times" in shown
    assert "        2          25.0       500               1.60      5.0 times" in shown
    assert "0.81 s (median of 3)" in shown
    assert "        10          80      4.00          50.0   not told" in shown
    assert "one at a time: 4.0 on 1 thread and 5.0 on 2 threads" in shown
    assert "load 0.2 at the start" in shown


def test_what_was_not_measured_is_said():
    shown = "\n".join(speed_lines(replace(SPEED, rates=(Rate(1, 40, 800, 3.0, 1.0),), jobs=None, peers=())))
    assert "        3.00        1.00     not timed" in shown
    assert "processes: not measured; 2 reports are too few to share out" in shown
    assert "roberta" not in shown


def test_json_holds_every_figure_rounded():
    plain = json.loads(speed_json(SPEED))
    assert plain["format"] == "whowhom-bench/2"
    assert plain["mean_words"] == 20.0
    assert plain["start_s"] == 0.8123
    assert plain["rates"][1] == {
        "threads": 2, "sentences": 40, "words": 800, "reading_s": 1.5, "coding_s": 0.5, "ratio": 4.0,
        "sentences_per_s": 20.0, "words_per_s": 400.0,
    }  # fmt: skip
    assert plain["jobs"][1] == {
        "processes": 2, "sentences": 40, "words": 800, "seconds": 1.6, "ratio": 5.0, "sentences_per_s": 25.0,
        "words_per_s": 500.0,
    }  # fmt: skip
    assert plain["peers"][1] == {"threads": 2, "sentences": 10, "seconds": 2.0, "sentences_per_s": 5.0}
    assert plain["lengths"][1]["peak_mb"] is None


@pytest.mark.model
def test_measuring_counts_the_sentences_and_words_of_the_documents():
    told: list[str] = []
    document = document_from_text("Gunmen killed four farmers near Gwoza on Monday. Two boys were hurt.")
    speed = measure([document], _never, lengths_kb=(1,), starts=1, peer=False, told=told.append)
    assert [(rate.threads, rate.sentences, rate.words) for rate in speed.rates] == [(1, 2, 14), (2, 2, 14)]
    assert speed.mean_words == 7
    assert speed.jobs is None  # one report cannot be shared out
    assert speed.lengths[0].sentences == 9  # the last is cut off by the length
    assert speed.lengths[0].peak_mb is None or speed.lengths[0].peak_mb > 50
    assert speed.start_s > 0
    assert told == ["1 thread", "2 threads", "start", "1 kB"]


def _never(load, processes):
    raise AssertionError("nothing is to be coded in processes")


@pytest.mark.model
def test_processes_code_every_file_and_are_timed_without_their_start(tmp_path):
    """Real worker processes: each is ready before the clock starts, and each codes as `--jobs 2` does."""
    lines: list[str] = []

    def batch(load, processes):
        assert load.processes == processes
        for line in code_files([str(write_reports(tmp_path, 4))], load, processes):
            lines.append(line)
            yield line
        assert len(list(Path(load.folder).glob("*.ready"))) == processes

    begun = time.perf_counter()
    seconds = time_jobs(batch, 2)
    assert 0 < seconds < time.perf_counter() - begun
    coded = [json.loads(line) for line in lines]
    assert [one["document"]["text"] for one in coded] == list(sample_reports(4))
    pipeline = Pipeline.load()
    documents = read_sources([str(tmp_path)], options=IngestOptions())
    assert lines == [f"{to_json(pipeline.code(document))}\n" for document in documents]


def test_a_process_that_never_gets_ready_is_told(tmp_path, monkeypatch):
    monkeypatch.setattr(speed_jobs, "READY_WITHIN_S", 0.05)
    monkeypatch.setattr(speed_jobs, "Pipeline", FakePipeline)
    with pytest.raises(DataError, match=r"one of 2 processes was not ready within 0\.05 s"):
        WaitingLoader(str(tmp_path), 2)()


@pytest.mark.model
def test_rows_for_threads_and_for_processes_count_the_same_files(tmp_path):
    paths = [str(write_reports(tmp_path, 8))]
    documents = list(read_sources(paths, options=IngestOptions()))
    told: list[str] = []
    batch = functools.partial(code_files, paths)
    speed = measure(documents, batch, lengths_kb=(), starts=1, peer=False, told=told.append)
    assert speed.jobs is not None
    assert [row.processes for row in speed.jobs] == [1, 2]
    assert {(row.sentences, row.words) for row in speed.rates + speed.jobs} == {(64, speed.rates[0].words)}
    assert all(row.seconds > 0 for row in speed.jobs)
    assert told == ["1 thread", "2 threads", "1 process", "2 processes", "start"]
    shown = "\n".join(speed_lines(speed))
    assert "8 of the reports given: 64 sentences" in shown
    assert "until each has coded a first report, is not counted" in shown
