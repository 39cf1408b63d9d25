"""The check of our own corpus: faults, repeated words, sentences without an event, what is missing, the split."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from whowhom.corpora.own import OwnCorpus, read_own
from whowhom.corpora.own_attributions import read_attribution_notes
from whowhom.corpora.own_coverage import (
    MAX_WORDS,
    MIN_WITHOUT_EVENT,
    MIN_WORDS,
    SNIPPET_WORDS,
    Coverage,
    count_words,
    cover,
    sentences_without_event,
)
from whowhom.corpora.own_held import read_held
from whowhom.corpora.own_lists import Scheme, load_scheme
from whowhom.corpora.own_names import find_name_faults
from whowhom.corpora.own_notes import read_notes
from whowhom.corpora.own_records import LabelledDocument
from whowhom.corpora.own_repeats import MAX_REPORTS, repeated_runs, similar_sentences
from whowhom.corpora.own_split import held_out
from whowhom.corpora.own_ties import read_tie_notes
from whowhom.errors import RecordError

HELD_OUT = "held-out.txt"
# Labels of layers that the written reports must have at least once; the rest is counted only.
_DEMANDED = ("kind of report", "type", "acled", "tie", "voice", "polarity", "certainty", "stage")
_DEMANDED_MODES = ("ASSAULT", "COERCE", "RETREAT", "MOBILIZE", "PROTEST")


@dataclass(frozen=True, slots=True)
class CorpusCheck:
    """What the check found.

    Attributes:
        faults: One line per fault, all of them.
        coverage: Counts of every label of the scheme.
        without_event: Sentences of the written reports that tell no event.
        sentences: All their sentences.
    """

    corpus: OwnCorpus
    faults: Sequence[str]
    coverage: Sequence[Coverage]
    without_event: int
    sentences: int


def check_own(folder: Path, corpora: Path | None = None) -> CorpusCheck:
    """Check the corpus in a folder.

    Args:
        corpora: With it the offsets of the stand-off labels are held against the texts.

    Raises:
        UnreadableFile: the folder or the corpora are missing.
    """
    scheme = load_scheme()
    corpus = read_own(folder, corpora, scheme)
    coverage = cover((*corpus.written, *corpus.asides), corpus.labelled, scheme)
    without, total = sentences_without_event(corpus.written)
    faults = [
        *corpus.faults,
        *find_name_faults(folder / "names", corpora, (*corpus.written, *corpus.asides)),
        *_note_faults(folder),
        *_twice(corpus.labelled),
        *_twice(corpus.second),
        *_split_faults(folder, corpus),
        *(_written_faults(corpus, coverage, scheme, without, total) if corpus.written else ()),
    ]
    return CorpusCheck(corpus, faults, coverage, without, total)


def _note_faults(folder: Path) -> Iterator[str]:
    readers: tuple[tuple[Callable[[Path], object], str], ...] = (
        (read_notes, "notes"),
        (read_held, "held"),
        (read_tie_notes, "ties"),
        (read_attribution_notes, "attributions"),
    )
    for read, name in readers:
        try:
            read(folder / name)
        except RecordError as fault:
            yield str(fault)


def _twice(documents: Sequence[LabelledDocument]) -> Iterator[str]:
    digests = [document["sha256"] for document in documents]
    for document in documents:
        if digests.count(document["sha256"]) > 1:
            yield f"{document['doc']}: another file labels the same text; keep one, the other is a second labelling."


def _split_faults(folder: Path, corpus: OwnCorpus) -> Iterator[str]:
    path = folder / HELD_OUT
    listed = path.read_text(encoding="utf-8").split("\n") if path.is_file() else []
    if sorted(filter(None, listed)) != held_names(corpus):
        yield f"{HELD_OUT}: not the documents that are held out; `whowhom corpus split` writes them."


def held_names(corpus: OwnCorpus) -> list[str]:
    """Name the documents of a corpus that are held out, in order."""
    return sorted({d["doc"] for d in (*corpus.written, *corpus.labelled, *corpus.asides) if held_out(d["doc"])})


def _written_faults(
    corpus: OwnCorpus, coverage: Sequence[Coverage], scheme: Scheme, without: int, total: int
) -> Iterator[str]:
    written = (*corpus.written, *corpus.asides)
    for document in written:
        fewest, most = SNIPPET_WORDS if document["kind"] == "snippet" else (MIN_WORDS, MAX_WORDS)
        if not fewest <= (words := count_words(document)) <= most:
            yield f"{document['doc']}: {words} words; expected {fewest} to {most}."
    for run, docs in repeated_runs(written):
        yield f"{', '.join(docs)}: all say {run!r}; a run of six words may stand in {MAX_REPORTS} reports."
    for one, other, jaccard in similar_sentences(written):
        yield (
            f"{one.doc} {one.start}-{one.end} and {other.doc} {other.start}-{other.end}: "
            f"sentences alike ({jaccard:.2f} of their lemmas); write one of them anew."
        )
    if without < MIN_WITHOUT_EVENT * total:
        yield f"written reports: {without} of {total} sentences tell no event; expected a fifth at least."
    demanded = {*_DEMANDED, *(f"mode of {type_}" for type_ in _DEMANDED_MODES if type_ in scheme.modes)}
    for row in coverage:
        if row.layer in demanded and not row.written:
            yield f"written reports: none has {row.layer} {row.label!r}; expected one at least."
