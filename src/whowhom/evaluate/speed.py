"""How fast the coder is, how it starts, what memory it takes and how time grows with length.

In: documents, or none for reports written by pattern. Out: a :class:`Speed`. What one would
get wrong: a rate says little without the length of its sentences, the number of threads and
what else ran on the machine, so all that is in the result; figures of two machines, or of a
busy one, cannot be compared. The ratio to a transformer of the field's size, taken in the same
run, can. Threads share the windows of one report, processes the reports of a folder: short
reports have one window each, and only processes code them faster.
"""

from __future__ import annotations

import json
import os
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from whowhom.errors import DataError
from whowhom.evaluate.sample_reports import sample_reports, sample_text
from whowhom.evaluate.speed_jobs import LEAST_REPORTS_PER_PROCESS, Batch, time_jobs
from whowhom.evaluate.speed_peer import time_encoder
from whowhom.pipeline import Pipeline
from whowhom.pipeline.version import VERSION
from whowhom.records import Document

FORMAT = "whowhom-bench/2"
SAMPLE_REPORTS = 40
# Rows for threads and for processes; issue and README speak of two cores.
SIDE_BY_SIDE = (1, 2)
LENGTHS_KB = (1, 10, 100)
LONG_KB = 1000
STARTS = 3
# Sentences that the slower encoder is timed on; its rate hardly depends on their number.
PEER_SENTENCES = 120
LEAST_REPORTS = LEAST_REPORTS_PER_PROCESS * SIDE_BY_SIDE[-1]

Told = Callable[[str], None]
"""Called with what is measured next."""


@dataclass(frozen=True, slots=True)
class Rate:
    """Coding of all documents, one after the other, by a loaded coder.

    Attributes:
        threads: Windows read at the same time.
        words: Punctuation marks are among them, as the reader counts.
        reading_s: Seconds of reading; ``coding_s``: of what comes after it.
        ratio: How many times more sentences a second than the transformer on as many threads;
            None where it was left out.
    """

    threads: int
    sentences: int
    words: int
    reading_s: float
    coding_s: float
    ratio: float | None = None

    @property
    def sentences_per_s(self) -> float:
        """Sentences read and coded in a second."""
        return self.sentences / (self.reading_s + self.coding_s)

    @property
    def words_per_s(self) -> float:
        """Words read and coded in a second."""
        return self.words / (self.reading_s + self.coding_s)


@dataclass(frozen=True, slots=True)
class Jobs:
    """Coding of all reports by processes side by side, from their files to JSON.

    Attributes:
        seconds: From the moment when all processes were ready to the last coding.
        ratio: As of :class:`Rate`, with a thread of the transformer for each process.
    """

    processes: int
    sentences: int
    words: int
    seconds: float
    ratio: float | None = None

    @property
    def sentences_per_s(self) -> float:
        """Sentences read and coded in a second."""
        return self.sentences / self.seconds

    @property
    def words_per_s(self) -> float:
        """Words read and coded in a second."""
        return self.words / self.seconds


@dataclass(frozen=True, slots=True)
class Length:
    """One text of a length, coded by a process of its own.

    Attributes:
        kb: Thousands of code points.
        peak_mb: The most memory that the process held; None where the system does not tell.
    """

    kb: int
    sentences: int
    words: int
    reading_s: float
    coding_s: float
    peak_mb: float | None


@dataclass(frozen=True, slots=True)
class Peer:
    """An encoder of roberta-base's shape on sentences of the same documents.

    Attributes:
        seconds: For ``sentences`` sentences, one at a time.
    """

    threads: int
    sentences: int
    seconds: float

    @property
    def sentences_per_s(self) -> float:
        """Sentences encoded in a second."""
        return self.sentences / self.seconds


@dataclass(frozen=True, slots=True)
class Speed:
    """All figures of one run.

    Attributes:
        start_s: Median seconds from starting a process to its first coded report.
        jobs: None where there are too few reports to share them out.
        peers: On one thread and on two; none where it was left out.
        load: Processes that wanted a processor when the run began, one-minute mean; None where
            the system does not tell. Above a fraction the machine was busy.
    """

    sample: str
    documents: int
    rates: tuple[Rate, ...]
    jobs: tuple[Jobs, ...] | None
    start_s: float
    lengths: tuple[Length, ...]
    peers: tuple[Peer, ...]
    machine: str
    cores: int | None
    load: float | None

    @property
    def mean_words(self) -> float:
        """Words and punctuation marks of a sentence, on average."""
        return self.rates[0].words / self.rates[0].sentences


def measure(
    documents: Sequence[Document],
    batch: Batch,
    *,
    sample: str = "the reports given",
    lengths_kb: Sequence[int] = LENGTHS_KB,
    starts: int = STARTS,
    peer: bool = True,
    told: Told = lambda what: None,
) -> Speed:
    """Measure everything; takes a minute or two on two free cores.

    Args:
        documents: What rates are taken on.
        batch: Codes the same reports in processes.
        sample: What the documents are, in a few words.
        lengths_kb: Lengths of the texts, in thousands of code points, that are coded alone.
        starts: How many processes are started to take the median of.
        peer: Also time the transformer, which needs the package ``onnx``.

    Raises:
        DataError: there is nothing to read in the documents, or a process that codes a file fails.
        UsageError: ``peer`` is asked for without the package ``onnx``.
    """
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else None
    rates = tuple(_rates(documents, told))
    jobs = tuple(_jobs(rates[0], batch, told)) if len(documents) >= LEAST_REPORTS else None
    told("start")
    with TemporaryDirectory() as folder:
        start = statistics.median(_start(Path(folder)) for _ in range(starts))
        lengths = tuple(_lengths(Path(folder), lengths_kb, told))
    peers = tuple(_peers(documents, told)) if peer else ()
    ratios = {one.threads: one.sentences_per_s for one in peers}
    return Speed(
        sample=sample,
        documents=len(documents),
        rates=tuple(replace(r, ratio=_ratio(r.sentences_per_s, ratios.get(r.threads))) for r in rates),
        jobs=jobs and tuple(replace(j, ratio=_ratio(j.sentences_per_s, ratios.get(j.processes))) for j in jobs),
        start_s=start,
        lengths=lengths,
        peers=peers,
        machine=f"{platform.system()} {platform.machine()}, Python {platform.python_version()}",
        cores=os.cpu_count(),
        load=load,
    )


def speed_json(speed: Speed) -> str:
    """Write all figures as JSON with a final line end; seconds with four places, rates with one."""
    plain: dict[str, Any] = {"format": FORMAT, "version": VERSION, **asdict(speed)}
    plain["mean_words"] = speed.mean_words
    rows: list[tuple[dict[str, Any], Rate | Jobs]] = [*zip(plain["rates"], speed.rates, strict=True)]
    rows += zip(plain["jobs"] or (), speed.jobs or (), strict=True)
    for row, rate in rows:
        row |= {"sentences_per_s": round(rate.sentences_per_s, 1), "words_per_s": round(rate.words_per_s, 1)}
    for row, one in zip(plain["peers"], speed.peers, strict=True):
        row["sentences_per_s"] = round(one.sentences_per_s, 1)
    return json.dumps(_rounded(plain), indent=2, ensure_ascii=False) + "\n"


def _rounded(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _rounded(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_rounded(part) for part in value]
    return round(value, 4) if isinstance(value, float) else value


def _rates(documents: Sequence[Document], told: Told) -> Iterator[Rate]:
    for threads in SIDE_BY_SIDE:
        told(f"{threads} thread{'s' if threads > 1 else ''}")
        pipeline = Pipeline.load(threads=threads)
        pipeline.code(documents[0])  # the first report of a process also fills look-up tables
        sentences = words = 0
        reading = coding = 0.0
        for document in documents:
            begun = time.perf_counter()
            layers = pipeline.reader.read(document)
            read = time.perf_counter()
            pipeline.code_layers(layers)
            coded = time.perf_counter()
            sentences, words = sentences + len(layers.sentences), words + len(layers.starts)
            reading, coding = reading + read - begun, coding + coded - read
        if not sentences:
            raise DataError("the documents hold no sentence to read, so there is no speed. Give reports with a text.")
        yield Rate(threads, sentences, words, reading, coding)


def _jobs(rate: Rate, batch: Batch, told: Told) -> Iterator[Jobs]:
    for processes in SIDE_BY_SIDE:
        told(f"{processes} process{'es' if processes > 1 else ''}")
        yield Jobs(processes, rate.sentences, rate.words, time_jobs(batch, processes))


def _start(folder: Path) -> float:
    (path := folder / "report.txt").write_text(sample_reports(1)[0], encoding="utf-8")
    begun = time.perf_counter()
    _probe(path, threads=2)
    return time.perf_counter() - begun


def _lengths(folder: Path, sizes_kb: Sequence[int], told: Told) -> Iterator[Length]:
    for kb in sizes_kb:
        told(f"{kb} kB")
        (path := folder / f"{kb}.txt").write_text(sample_text(kb * 1000), encoding="utf-8")
        yield Length(kb=kb, **_probe(path, threads=2))


def _probe(path: Path, *, threads: int) -> dict[str, Any]:
    command = [sys.executable, "-m", "whowhom.evaluate.speed_probe", str(path), str(threads)]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["no message"])[-1]
        raise DataError(f"a process that codes {path.name!r} ended with {done.returncode}: {last}")
    result: dict[str, Any] = json.loads(done.stdout)
    return result


def _peers(documents: Sequence[Document], told: Told) -> Iterator[Peer]:
    told("a transformer")
    pipeline = Pipeline.load()
    sentences: list[list[int]] = []
    for document in documents:
        layers = pipeline.reader.read(document)
        text = layers.document.text
        stretches = [text[layers.starts[first] : layers.ends[last - 1]] for first, last in layers.sentences]
        sentences += [pipeline.reader.network.tokenizer.encode(stretch).ids for stretch in stretches]
        if len(sentences) >= PEER_SENTENCES:
            break
    kept = sentences[:PEER_SENTENCES]
    for threads in SIDE_BY_SIDE:
        yield Peer(threads, len(kept), time_encoder(kept, threads=threads))


def _ratio(rate: float, peer: float | None) -> float | None:
    return None if peer is None else rate / peer
