"""``whowhom bench``: how fast this installation codes on this machine."""

from __future__ import annotations

import contextlib
import functools
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated

import typer

from whowhom.cli.batch import code_all
from whowhom.cli.guard import DONE, say
from whowhom.cli.options import DebugOption, QuietOption
from whowhom.errors import InputError

if TYPE_CHECKING:
    from whowhom.evaluate.speed import Speed
    from whowhom.evaluate.speed_jobs import Loader
    from whowhom.records import Document

EXAMPLES = """
\b
Examples:
  whowhom bench
  whowhom bench reports/ --no-peer
  whowhom bench --long --json speed.json
"""


def bench(
    paths: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[PATHS]...", help="Reports to time; else reports written by pattern.", show_default=False
        ),
    ] = None,
    long: Annotated[bool, typer.Option("--long", help="Also code a text of 1 MB.")] = False,
    peer: Annotated[
        bool, typer.Option("--peer/--no-peer", help="Also time a transformer of the size the field uses.")
    ] = True,
    json_: Annotated[
        Path | None, typer.Option("--json", metavar="FILE", help="Write all figures as JSON.", show_default=False)
    ] = None,
    quiet: QuietOption = False,
    debug: DebugOption = False,
) -> int:
    """Measure sentences and words a second, start, memory, time against length, and a transformer beside them.

    Figures hold for this machine as busy as it is now. The transformer needs `pip install 'whowhom[bench]'`.
    """
    from whowhom.cli.output import open_output
    from whowhom.evaluate.sample_reports import write_reports
    from whowhom.evaluate.speed import LENGTHS_KB, LONG_KB, SAMPLE_REPORTS, measure, speed_json

    sample = "the reports given" if paths else "reports written by pattern"
    lengths = (*LENGTHS_KB, LONG_KB) if long else LENGTHS_KB
    with TemporaryDirectory() as folder:
        sources = paths or [str(write_reports(Path(folder), SAMPLE_REPORTS))]
        documents = _documents(sources)
        with open_output(json_, inputs=paths or ()) as figures, _shown_progress(quiet) as told:
            batch = functools.partial(code_files, sources)
            speed = measure(documents, batch, sample=sample, lengths_kb=lengths, peer=peer, told=told)
            if json_ is not None:
                figures.write(speed_json(speed))
    if json_ != Path("-"):
        with open_output(None, for_reading=True) as screen:
            screen.write("\n".join(speed_lines(speed)) + "\n")
    if json_ not in (None, Path("-")) and not quiet:
        say(f"wrote {str(json_)!r}.")
    return DONE


def _documents(paths: list[str]) -> list[Document]:
    """Read all reports; the first that cannot be read ends the command."""
    from whowhom.ingest import Failure, IngestOptions, read_sources

    documents = []
    for found in read_sources(paths, options=IngestOptions()):
        if isinstance(found, Failure):
            raise InputError(found.message, where=found.where)
        documents.append(found)
    return documents


def code_files(paths: list[str], load: Loader, processes: int) -> Iterator[str]:
    """Code files as `whowhom code --format jsonl --jobs` does: read, coded, written; one line a report."""
    from whowhom.cli.render import jsonl_pieces
    from whowhom.ingest import IngestOptions, read_sources

    sources = read_sources(paths, options=IngestOptions())
    yield from jsonl_pieces(code_all(sources, load=load, jobs=processes))


def speed_lines(speed: Speed) -> Iterator[str]:
    """Lay the figures out for a reader."""
    busy = "" if speed.load is None else f", load {speed.load:.1f} at the start"
    yield f"{speed.machine}, {speed.cores} cores{busy}"
    first = speed.rates[0]
    measured = f"{first.sentences} sentences of {speed.mean_words:.1f} words and marks on average"
    yield f"{speed.documents} of {speed.sample}: {measured}"
    yield ""
    yield "threads     sentences/s   words/s   reading, s   coding, s   transformer"
    for rate in speed.rates:
        yield (
            f"{rate.threads:7}   {rate.sentences_per_s:13.1f}   {rate.words_per_s:7.0f}"
            f"   {rate.reading_s:10.2f}   {rate.coding_s:9.2f}   {_times(rate.ratio)}"
        )
    yield ""
    if speed.jobs is None:
        yield f"processes: not measured; {speed.documents} reports are too few to share out"
    else:
        yield "processes   sentences/s   words/s   files to JSON, s    transformer"
        for jobs in speed.jobs:
            yield (
                f"{jobs.processes:9}   {jobs.sentences_per_s:11.1f}   {jobs.words_per_s:7.0f}"
                f"   {jobs.seconds:16.2f}    {_times(jobs.ratio)}"
            )
        yield "The start of the processes, until each has coded a first report, is not counted."
    yield ""
    yield f"a fresh process, from its start to one coded report: {speed.start_s:.2f} s (median of 3)"
    yield ""
    yield "length, kB   sentences   seconds   ms/sentence   peak, MB"
    for length in speed.lengths:
        seconds = length.reading_s + length.coding_s
        peak = "not told" if length.peak_mb is None else f"{length.peak_mb:.0f}"
        yield (
            f"{length.kb:10}   {length.sentences:9}   {seconds:7.2f}"
            f"   {1000 * seconds / max(1, length.sentences):11.1f}   {peak:>8}"
        )
    if speed.peers:
        yield ""
        rates = " and ".join(f"{one.sentences_per_s:.1f} on {_threads(one.threads)}" for one in speed.peers)
        yield f"sentences/s of a transformer of roberta-base's shape alone, one at a time: {rates}"


def _times(ratio: float | None) -> str:
    return f"{'not timed' if ratio is None else f'{ratio:.1f} times':>11}"


def _threads(number: int) -> str:
    return f"{number} thread{'s' if number > 1 else ''}"


@contextlib.contextmanager
def _shown_progress(quiet: bool) -> Iterator[Callable[[str], None]]:
    """Give a function that says what is measured now; nothing where nobody looks."""
    if quiet or not sys.stderr.isatty():
        yield lambda what: None
        return
    from rich.console import Console

    with Console(stderr=True).status("measuring") as status:
        yield lambda what: status.update(f"measuring {what}")
