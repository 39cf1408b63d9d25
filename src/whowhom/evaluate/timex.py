"""Time expressions: where they stand, what kind they are and which TIMEX3 value they have.

Scored as in TempEval-3 (UzZaman and others, 2013): an expression of ours and one of the
file belong together when they share a token, one to one, in the order of the text
(``span_f1``); of those the kind and the value must be the same string (``type_f1``,
``value_f1``). ``span_strict_f1`` wants the same tokens.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from whowhom.corpora.timex import TimedDocument, Timex, read_timed
from whowhom.evaluate.bootstrap import f1_intervals
from whowhom.evaluate.results import Counts, Evaluation, Progress, Published, Score, total
from whowhom.pipeline import Pipeline
from whowhom.resolve.timex import find_times

NAME = "timex"
_NOTE = "TempEval-3 platinum: another set, the same score"
_PUBLISHED = (
    Published("HeidelTime", "value_f1", 77.6, _NOTE),
    Published("UWTime", "value_f1", 82.4, f"about; {_NOTE}"),
)
_PLAIN = re.compile(r"(?<![\w-])(?:\d{4}-\d\d-\d\d|(?:19|20)\d\d)(?![\w-])")


def run(path: Path, pipeline: Pipeline, progress: Progress) -> Evaluation:
    """Score the date rules on a file of tokens, tags and values.

    Raises:
        InputError: the file cannot be read.
    """
    documents = read_timed(path)
    found: list[list[Timex]] = []
    for number, document in enumerate(documents):
        found.append(find(document))
        progress(number + 1, len(documents))
    ours = [count(document.expressions, times) for document, times in zip(documents, found, strict=True)]
    plain = [count(document.expressions, find_plain(document)) for document in documents]
    return Evaluation(
        benchmark=NAME,
        n=sum(len(document.expressions) for document in documents),
        unit="time expressions",
        scores=_scores(ours),
        intervals=f1_intervals(ours),
        baseline=_scores(plain),
        published=_PUBLISHED,
        notes=(
            f"{len(documents)} documents, {sum(d.created is not None for d in documents)} with a day of creation",
            "span: shares a token, one to one; type and value: that, and the same string",
            "baseline: ISO dates and the years 1900-2099",
        ),
        predictions=partial(_write, documents, found),
    )


def find(document: TimedDocument) -> list[Timex]:
    """Find the time expressions of a document, counted in its tokens."""
    times = find_times(document.text, published=document.created)
    return [_timex(document, time.start, time.end, time.kind, time.value) for time in times]


def find_plain(document: TimedDocument) -> list[Timex]:
    """Find ISO dates and years only."""
    return [_timex(document, *match.span(), "DATE", match[0]) for match in _PLAIN.finditer(document.text)]


def _timex(document: TimedDocument, start: int, end: int, kind: str, value: str) -> Timex:
    first = bisect_right(document.tokens, start, key=lambda token: token.end)
    last = bisect_left(document.tokens, end, key=lambda token: token.start)
    return Timex(first, max(last, first + 1), kind, value)


def count(gold: Sequence[Timex], found: Sequence[Timex]) -> dict[str, Counts]:
    """Count the expressions of a document that are found, by score."""
    right = dict.fromkeys(("value_f1", "type_f1", "span_f1", "span_strict_f1"), 0)
    for theirs, ours in _pairs(gold, found):
        right["span_f1"] += 1
        right["span_strict_f1"] += (theirs.first, theirs.last) == (ours.first, ours.last)
        right["type_f1"] += theirs.kind == ours.kind
        right["value_f1"] += theirs.value == ours.value
    return {name: Counts(number, len(found), len(gold)) for name, number in right.items()}


def _pairs(gold: Sequence[Timex], found: Sequence[Timex]) -> list[tuple[Timex, Timex]]:
    """Pair expressions that share a token, from left to right; both come in the order of the text."""
    pairs = []
    one = other = 0
    while one < len(gold) and other < len(found):
        theirs, ours = gold[one], found[other]
        if theirs.first < ours.last and ours.first < theirs.last:
            pairs.append((theirs, ours))
            one, other = one + 1, other + 1
        elif theirs.last <= ours.first:
            one += 1
        else:
            other += 1
    return pairs


def _scores(rows: Sequence[dict[str, Counts]]) -> dict[str, Score | float]:
    return {name: counts.score() for name, counts in total(rows).items()}


def _write(documents: Sequence[TimedDocument], found: Sequence[Sequence[Timex]], path: Path) -> None:
    """Write the file's tokens with our tags and values, in its own layout."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for document, times in zip(documents, found, strict=True):
            if document.opening:
                file.write(f"{document.opening}\n\n")
            marks = _marks(times)
            for first, last in document.sentences:
                for index in range(first, last):
                    token = document.tokens[index]
                    tag, value = marks.get(index, ("O", "-"))
                    file.write(f"{document.text[token.start : token.end]}\t{tag}\t{value}\n")
                file.write("\n")


def _marks(times: Sequence[Timex]) -> dict[int, tuple[str, str]]:
    marks: dict[int, tuple[str, str]] = {}
    for time in times:
        for index in range(time.first, time.last):
            marks[index] = (f"{'B' if index == time.first else 'I'}-{time.kind}", time.value)
    return marks
