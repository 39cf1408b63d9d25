"""The table of benchmarks: a name, what its path must hold, and what runs it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from whowhom.evaluate import attribution, coding, conllu, coreference, factuality, muc4, ner, re3d, timex, toponyms
from whowhom.evaluate.results import Evaluation, Progress
from whowhom.pipeline import Pipeline


@dataclass(frozen=True, slots=True)
class Benchmark:
    """One benchmark.

    Attributes:
        path_help: What PATH must be, for messages and docs.
        summary: What it scores, in one line.
        run: Codes the texts under a path and scores the result.
        folder: Predictions are a folder of files, not one file.
    """

    name: str
    path_help: str
    summary: str
    run: Callable[[Path, Pipeline, Progress], Evaluation]
    folder: bool = False


# One line each; the module of a benchmark exposes `run`.
_ALL: tuple[Benchmark, ...] = (
    Benchmark(muc4.NAME, "a folder with texts/ and keys/ of MUC-4", "terrorist incidents and their roles", muc4.run),
    Benchmark(re3d.NAME, "the folder of re3d, or one of its folders", "entities, ties and their signs", re3d.run),
    Benchmark(conllu.NAME, "a CoNLL-U file, plain or gzipped", "parts of speech and trees", conllu.run),
    Benchmark(ner.NAME, "a file of tokens and IOB2 tags", "names of persons, organisations, places", ner.run),
    Benchmark(factuality.NAME, "the folder of the UDS data, EWT dev in it or beside", "did it happen", factuality.run),
    Benchmark(
        coreference.NAME, "ECB+: a folder of XML files or a tar of them", "mentions of one event", coreference.run
    ),
    Benchmark(timex.NAME, "a file of tokens, tags and TIMEX3 values", "time expressions and their values", timex.run),
    Benchmark(
        toponyms.NAME, "an XML file of LGL, TR-News, GeoWebNews or GeoVirus", "place names on the map", toponyms.run
    ),
    Benchmark(
        attribution.NAME,
        "a folder of pairs NAME.txt and NAME.ann with Source, Cue and Content",
        "who says what",
        attribution.run,
        folder=True,
    ),
    Benchmark(coding.NAME, "a folder or file of labels or codings", "whole codings, field by field", coding.run),
)

BENCHMARKS: dict[str, Benchmark] = {benchmark.name: benchmark for benchmark in _ALL}
