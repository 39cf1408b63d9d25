"""The benchmark ``attribution``: who says what, over a whole text.

In: a folder of pairs in brat's stand-off format, with Source, Cue and Content. Out:
``content_source``, pairs of a content and its source that share letters with a gold pair,
both of them, one to one; ``content_source_exact``, the same spans, all pieces; the three
kinds of span alone; and pairs by how the content is told, ``direct`` (between quotation
marks), ``mixed`` (with some inside) and ``indirect``.

What one would get wrong: a gold content without a source makes no pair, and a source
without content none either; both count among the spans alone.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TypeAlias

from whowhom.coding.tree import Tree, build_tree
from whowhom.coding.voice_tree import attributions
from whowhom.coding.voice_words import SAYING
from whowhom.corpora.brat import AttributionDocument, AttributionMark, Pieces, read_brat, write_brat
from whowhom.evaluate.bootstrap import f1_intervals
from whowhom.evaluate.matching import match_items
from whowhom.evaluate.results import Counts, Evaluation, Progress, Score, total
from whowhom.pipeline import Pipeline
from whowhom.records import Document, Publication, Region, text_id

NAME = "attribution"
Pair: TypeAlias = tuple[Pieces, Pieces]
"""A content and its source."""
TOLD = ("direct", "mixed", "indirect")
_OPENING, _CLOSING = "\"“'‘`", "\"”'’"
_QUOTE = re.compile(r"[\"“”]|``|''")
# Lines that end otherwise were broken for their length.
_LINE_END = re.compile(r"[.!?:”\"'’)]\s*$")
MIN_LINES = 5


def run(path: Path, pipeline: Pipeline, progress: Progress) -> Evaluation:
    """Find the attributions of every text and score them.

    Raises:
        InputError: the folder cannot be read.
    """
    documents = read_brat(path)
    ours: list[list[AttributionMark]] = []
    plain: list[list[AttributionMark]] = []
    for number, document in enumerate(documents, start=1):
        tree = build_tree(pipeline.reader.read(read_whole(document.text)))
        ours.append(find(tree))
        plain.append(find_plain(tree))
        progress(number, len(documents))
    rows = [count(document, marks) for document, marks in zip(documents, ours, strict=True)]
    base = [count(document, marks) for document, marks in zip(documents, plain, strict=True)]
    return Evaluation(
        benchmark=NAME,
        n=sum(len(document.pairs) for document in documents),
        unit="pairs of content and source",
        scores=_scores(rows),
        intervals=f1_intervals(rows),
        baseline=_scores(base),
        notes=(
            f"{len(documents)} texts: {sum(len(d.contents) for d in documents)} contents, "
            f"{sum(len(d.sources) for d in documents)} sources, {sum(len(d.cues) for d in documents)} cues",
            "content_source: both spans share a letter with those of a gold pair, one to one; _exact: the same spans",
            "direct, mixed, indirect: pairs by the quotation marks of their content",
            "baseline: each verb of saying with the nearest noun before it, and the rest of the sentence",
        ),
        predictions=partial(_write, documents, ours),
    )


def find(tree: Tree) -> list[AttributionMark]:
    """Give our attributions as spans."""
    return [
        AttributionMark(
            (found.source,) if found.source is not None else (),
            (found.cue,) if found.cue is not None else (),
            found.content,
        )
        for found in attributions(tree)
    ]


def find_plain(tree: Tree) -> list[AttributionMark]:
    """Take every verb of saying, the nearest noun as source, before it where there is one, and the longer side."""
    layers = tree.layers
    marks = []
    for first, last in layers.sentences:
        for word in range(first, last):
            if layers.upos[word] != "VERB" or layers.lemmas[word] not in SAYING:
                continue
            nouns = [w for w in range(first, last) if layers.upos[w] in ("NOUN", "PROPN", "PRON")]
            source = max((w for w in nouns if w < word), default=next((w for w in nouns if w > word), None))
            longest = max((range(first, min(word, source or word)), range(word + 1, last)), key=len)
            if source is not None and longest:
                content = (layers.span(longest.start, longest.stop),)
                marks.append(
                    AttributionMark((layers.span(source, source + 1),), (layers.span(word, word + 1),), content)
                )
    return marks


def read_whole(text: str) -> Document:
    """Make a document that is read to its last word: a region for each paragraph.

    Lines are paragraphs unless most of them were broken for their length; then blank lines part them.
    """
    lines = [line for line in text.split("\n") if line.strip()]
    ended = sum(_LINE_END.search(line) is not None for line in lines)
    parting = r"\n\s*\n" if len(lines) >= MIN_LINES and 2 * ended < len(lines) else r"\n"
    regions, start = [], 0
    for match in [*re.finditer(parting, text), None]:
        end = match.start() if match is not None else len(text)
        if text[start:end].strip():
            regions.append(Region(start, end, "body"))
        start = match.end() if match is not None else end
    return Document(text_id(text), text, "en", Publication(), tuple(regions))


def count(document: AttributionDocument, marks: Sequence[AttributionMark]) -> dict[str, Counts]:
    """Count the pairs and spans of one text that are found, by score."""
    gold = list(document.pairs)
    ours = list(dict.fromkeys((mark.content, mark.source) for mark in marks if mark.content and mark.source))
    pairs = match_items(ours, gold, _meet)
    exact = len(set(ours) & set(gold))
    counts = {
        "content_source": Counts(len(pairs), len(ours), len(gold)),
        "content_source_exact": Counts(exact, len(ours), len(gold)),
    }
    for told in TOLD:
        counts[told] = Counts(
            sum(_told(document.text, ours[one][0]) == told for one, _ in pairs),
            sum(_told(document.text, pair[0]) == told for pair in ours),
            sum(_told(document.text, pair[0]) == told for pair in gold),
            sum(_told(document.text, gold[other][0]) == told for _, other in pairs),
        )
    counts |= _count_spans("content", [mark.content for mark in marks], document.contents)
    counts |= _count_spans("source", [mark.source for mark in marks], document.sources)
    counts |= _count_spans("cue", [mark.cue for mark in marks], document.cues)
    return counts


def _count_spans(name: str, found: Sequence[Pieces], gold: Sequence[Pieces]) -> dict[str, Counts]:
    ours = [pieces for pieces in dict.fromkeys(found) if pieces]
    met = len(match_items(ours, gold, _overlap))
    return {
        name: Counts(met, len(ours), len(gold)),
        f"{name}_exact": Counts(len(set(ours) & set(gold)), len(ours), len(gold)),
    }


def _meet(ours: Pair, theirs: Pair) -> bool:
    return _overlap(ours[0], theirs[0]) and _overlap(ours[1], theirs[1])


def _overlap(ours: Pieces, theirs: Pieces) -> bool:
    return any(one.overlaps(other) for one in ours for other in theirs)


def _told(text: str, content: Pieces) -> str:
    """Say how a content is told, by its quotation marks."""
    words = " ".join(text[piece.start : piece.end] for piece in content).strip()
    if words[:1] in tuple(_OPENING) and words.rstrip(".,;")[-1:] in tuple(_CLOSING):
        return "direct"
    return "mixed" if _QUOTE.search(words) else "indirect"


def _scores(rows: Sequence[Mapping[str, Counts]]) -> dict[str, Score | float]:
    return {name: counts.score() for name, counts in total(rows).items()}


def _write(documents: Sequence[AttributionDocument], ours: Sequence[Sequence[AttributionMark]], folder: Path) -> None:
    """Write a file NAME.ann for each text."""
    for document, marks in zip(documents, ours, strict=True):
        file = folder / f"{document.name}.ann"
        file.parent.mkdir(parents=True, exist_ok=True)
        write_brat(file, document.text, marks)
