"""Graded factuality of predicates: did it happen, against judges' answers on EWT dev.

The texts are read raw; a gold predicate is scored where one of our words covers the
same characters. ``r`` is Pearson's correlation and ``mae`` the mean absolute error
between the coder's value and the normalised judgement; ``r_judged`` is the correlation
with the mean of the judges' signed answers, -3 to 3, where the data hold them. The
coder's value is the reader's, moved towards what the words around the predicate settle
("did not", "may", "planned to"). Scores named ``reader_`` are the reader's value alone.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from pathlib import Path

import numpy as np

from whowhom.coding.factuality import find_verdicts
from whowhom.coding.tree import Tree, build_tree
from whowhom.coding.triggers import TriggerUse
from whowhom.corpora.uds import JudgedDocument, JudgedPredicate, read_uds
from whowhom.errors import UnreadableFile
from whowhom.evaluate.bootstrap import interval
from whowhom.evaluate.conllu import align, gold_parse, layers_parse, raw_document
from whowhom.evaluate.factuality_cases import run_cases
from whowhom.evaluate.results import Evaluation, Progress, Score
from whowhom.pipeline import Pipeline
from whowhom.records import Layers, TriggerReading

NAME = "factuality"
# What the words settle, on the scale of the normalised judgements.
_SETTLED = {"happened": 1.0, "did not happen": -1.0, "unknown": -0.6}
# How far they move the reader's value. The judges often affirm a negated state ("I do
# not find" happened), so that more than this loses on the set; the coder's own words do not.
MOVE = 0.1
# The baseline: a negation no further than this before the predicate.
NEGATION_WORDS = frozenset("not n't n’t never no cannot without neither nor nobody nothing none".split())
NEGATION_REACH = 4


@dataclass(frozen=True, slots=True)
class Judgement:
    """A gold predicate with the values that were given to it."""

    gold: JudgedPredicate
    coder: float
    reader: float
    plain: float


def run(path: Path, pipeline: Pipeline, progress: Progress) -> Evaluation:
    """Score graded factuality on EWT dev; of a TOML file, the hand-written cases that it holds.

    Raises:
        InputError: the data or the treebank cannot be read.
    """
    if path.suffix == ".toml":
        return run_cases(path, pipeline, progress)
    documents = read_uds(path)
    judged: list[list[Judgement]] = []
    for number, document in enumerate(documents):
        judged.append(judge(document, pipeline.reader.read(raw_document(document.tree.text))))
        progress(number + 1, len(documents))
    flat = [row for rows in judged for row in rows]
    if len(flat) < 2:
        raise UnreadableFile(
            f"{str(path)!r}: {len(flat)} predicates could be found in the text; a correlation needs two.",
            where=str(path),
        )
    gold = sum(len(document.predicates) for document in documents)
    return Evaluation(
        benchmark=NAME,
        n=len(flat),
        unit="predicates",
        scores=_scores(flat, "coder") | {f"reader_{k}": v for k, v in _scores(flat, "reader").items()},
        intervals={
            "r": interval(judged, partial(_correlation_over, name="coder")),
            "reader_r": interval(judged, partial(_correlation_over, name="reader")),
        },
        baseline=_scores(flat, "plain"),
        notes=(
            f"{len(flat)} of {gold} gold predicates stand as words of ours; the others are left out",
            "r and mae against the normalised judgements, r_judged against the mean of the judges' signed answers",
            f"baseline: a negation word among the {NEGATION_REACH} words before the predicate",
        ),
        predictions=partial(_write, flat),
    )


def judge(document: JudgedDocument, layers: Layers) -> list[Judgement]:
    """Give a value to each gold predicate that is a word of the reading."""
    ours = dict(align(gold_parse(document.tree).words, layers_parse(layers).words))
    firsts = [0]
    for sentence in document.tree.sentences:
        firsts.append(firsts[-1] + len(sentence.words))
    starts = [first for first, _ in pairwise(firsts)]
    tree = build_tree(layers)
    found: list[Judgement] = []
    for predicate in document.predicates:
        word = ours.get(starts[predicate.sentence] + predicate.word)
        if word is not None:
            reader = layers.factuality[word]
            found.append(Judgement(predicate, coder_value(tree, word), reader, plain_value(tree, word)))
    return found


def coder_value(tree: Tree, word: int) -> float:
    """Give the coder's value for a predicate: the reader's, moved by what the words settle."""
    reader = tree.layers.factuality[word]
    reading = TriggerReading(word, word + 1, "", 1.0)
    use = TriggerUse(reading, word, None, None, frozenset())
    settled = [verdict.polarity for verdict in find_verdicts(tree, use) if verdict.polarity is not None]
    return reader + MOVE * (_SETTLED[settled[-1]] - reader) if settled else reader


def plain_value(tree: Tree, word: int) -> float:
    """Give -1 after a negation word, else 1."""
    first = max(tree.layers.sentences[tree.sentence_of[word]][0], word - NEGATION_REACH)
    before = {tree.layers.word(index).lower() for index in range(first, word)}
    return 1.0 if before.isdisjoint(NEGATION_WORDS) else -1.0


def _scores(rows: Sequence[Judgement], name: str) -> dict[str, Score | float]:
    ours = [float(getattr(row, name)) for row in rows]
    gold = [row.gold.value for row in rows]
    scores: dict[str, Score | float] = {"r": correlation(ours, gold), "mae": _error(ours, gold)}
    judged = [(value, row.gold.judged) for value, row in zip(ours, rows, strict=True) if row.gold.judged is not None]
    if len(judged) == len(rows):
        scores["r_judged"] = correlation([a for a, _ in judged], [b for _, b in judged])
    return scores


def correlation(left: Sequence[float], right: Sequence[float]) -> float:
    """Give Pearson's r; 0 where one side does not vary."""
    if len(left) < 2 or min(np.std(left), np.std(right)) == 0:
        return 0.0
    return float(np.corrcoef(left, right)[0, 1])


def _error(left: Sequence[float], right: Sequence[float]) -> float:
    return float(np.mean(np.abs(np.asarray(left) - np.asarray(right))))


def _correlation_over(documents: Sequence[Sequence[Judgement]], *, name: str) -> float:
    rows = [row for document in documents for row in document]
    return correlation([getattr(row, name) for row in rows], [row.gold.value for row in rows])


def _write(rows: Sequence[Judgement], path: Path) -> None:
    """Write the coder's values in the form of the normalised data."""
    data: dict[str, dict[str, object]] = {}
    for row in rows:
        graph = row.gold.node.partition("-semantics-")[0]
        value = {"confidence": 1.0, "value": round(row.coder, 4)}
        data.setdefault(graph, {})[row.gold.node] = {"factuality": {"factual": value}}
    path.write_text(json.dumps({"metadata": {}, "data": data}, indent=1) + "\n", encoding="utf-8")
