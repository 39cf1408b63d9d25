"""Codings of whole reports, scored field by field; and two coders compared.

In: labels or codings of the same texts. Out: an :class:`Evaluation`. How fields are
counted is said in :mod:`whowhom.evaluate.coding_score`.

What one would get wrong: scores on our own labels help to develop the coder; they are no
measure of accuracy, since the labels follow our own scheme.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from whowhom.errors import InputError, UsageError
from whowhom.evaluate.agreement import krippendorff_alpha, nominal, ratio
from whowhom.evaluate.bootstrap import f1_intervals, interval
from whowhom.evaluate.calibration import calibration_error
from whowhom.evaluate.coding_actors import CONLL, conll_of
from whowhom.evaluate.coding_baseline import code_plainly
from whowhom.evaluate.coding_files import Coded, is_own_corpus, read_coded
from whowhom.evaluate.coding_score import FIGURES, Comparison, compare_views, item_pairs
from whowhom.evaluate.coding_views import Figures, View, clip, view_coding
from whowhom.evaluate.results import Counts, Evaluation, Progress, Score, total
from whowhom.pipeline import Pipeline
from whowhom.records import Coding, Document
from whowhom.records.layout import to_json

NAME = "coding"
CALIBRATION = "calibration_error"
ALPHA_VALUES = ("type", "mode", "acled", "polarity", "certainty", "stage", "background")
_OWN_NOTE = "Labels of our own scheme: an aid in development, no measure of accuracy."
_PAIRS_NOTE = "Fields are scored on the events found by both; ..._end_to_end over all events."


@dataclass(frozen=True, slots=True)
class Reading:
    """One labelled document, coded.

    Attributes:
        plain: Comparison of the plain coder with the labels.
        scored: Score of each found event, and whether it is right.
    """

    coding: Coding
    ours: Comparison
    plain: Comparison
    scored: tuple[tuple[float, bool], ...]


def run(path: Path, pipeline: Pipeline, progress: Progress) -> Evaluation:
    """Code the labelled texts under a path and score the result.

    Args:
        path: See :mod:`whowhom.evaluate.coding_files`; of our own corpus only the
            held-out fifth is scored.

    Raises:
        InputError: there are no labels, or no texts to them.
    """
    labelled = read_coded(path, only_held_out=True)
    with_text = [coded for coded in labelled if coded.document is not None]
    if not with_text:
        raise InputError(
            f"the labels at {str(path)!r} stand without their texts. Set WHOWHOM_CORPORA to the folder of the corpora.",
            where=str(path),
        )
    notes = [_OWN_NOTE] if is_own_corpus(path) else []
    if len(with_text) < len(labelled):
        without = len(labelled) - len(with_text)
        notes.append(f"{without} documents were left out: their texts are not at hand (see WHOWHOM_CORPORA).")
    return evaluate_readings(read_all(with_text, pipeline, progress), notes=notes)


def read_all(labelled: Sequence[Coded], pipeline: Pipeline, progress: Progress) -> list[Reading]:
    """Code every labelled document whose text is at hand, ours and plainly."""
    readings: list[Reading] = []
    for done, coded in enumerate(labelled, start=1):
        if coded.document is not None:
            readings.append(_read(coded.view, coded.document, pipeline))
        progress(done, len(labelled))
    return readings


def evaluate_readings(readings: Sequence[Reading], *, notes: Iterable[str] = ()) -> Evaluation:
    """Sum up coded documents."""
    per_document = [reading.ours.counts for reading in readings]
    scores: dict[str, Score | float] = _scores(reading.ours for reading in readings)
    scores[CALIBRATION] = _calibration(readings)
    return Evaluation(
        benchmark=NAME,
        n=len(readings),
        unit="documents",
        scores=scores,
        intervals={
            **f1_intervals(per_document),
            CONLL: interval(per_document, _conll),
            CALIBRATION: interval(readings, _calibration),
        },
        baseline=_scores(reading.plain for reading in readings),
        notes=(*notes, _PAIRS_NOTE, "Baseline: words of the codebook, nearest nouns."),
        predictions=_writer([reading.coding for reading in readings]),
    )


def compare(first: Path, second: Path) -> Evaluation:
    """Compare two coders of the same texts, matched by the digest of the text.

    Args:
        first: Codings or labels taken as gold: recall is over its items.
        second: Codings or labels scored against it.

    Raises:
        InputError: the two have no text in common, or one of them a text twice.
    """
    gold, found = _by_digest(read_coded(first), first), _by_digest(read_coded(second), second)
    shared = [digest for digest in gold if digest in found]
    if not shared:
        raise InputError(
            f"{str(first)!r} and {str(second)!r} have no text in common (compared by sha-256). "
            "Code the same texts, unchanged to the letter.",
            where=str(second),
        )
    comparisons = [_compare_clipped(found[digest], gold[digest]) for digest in shared]
    alone = [f"{len(side) - len(shared)} only in {str(path)!r}" for side, path in ((gold, first), (found, second))]
    scores: dict[str, Score | float] = _scores(comparisons)
    intervals = f1_intervals([comparison.counts for comparison in comparisons])
    for name, statistic in _alphas().items():
        scores[name] = statistic(comparisons)
        intervals[name] = interval(comparisons, statistic)
    return Evaluation(
        benchmark=NAME,
        n=len(shared),
        unit="documents coded by both",
        scores=scores,
        intervals=intervals,
        notes=(
            f"Precision: share of {str(second)!r} found in {str(first)!r}; recall: the reverse.",
            f"Documents: {', '.join(alone)}.",
            _PAIRS_NOTE,
            "alpha_...: Krippendorff's alpha over the events found by both; nominal, for figures of tolls ratio.",
        ),
        predictions=_nothing_coded,
    )


def _read(gold: View, document: Document, pipeline: Pipeline) -> Reading:
    layers = pipeline.reader.read(document)
    coding = pipeline.code_layers(layers)
    found = clip(view_coding(coding), gold.start, gold.end)
    ours = compare_views(found, gold)
    plain = compare_views(clip(code_plainly(layers, pipeline.codebook), gold.start, gold.end), gold)
    # Of a passage nothing is said of events: none is right or wrong.
    scores = [] if gold.aside else [event.score or 0.0 for event in found.events]
    return Reading(coding, ours, plain, tuple(zip(scores, ours.right, strict=True)))


def _scores(comparisons: Iterable[Comparison]) -> dict[str, Score | float]:
    summed = total(comparison.counts for comparison in comparisons)
    return {**{name: count.score() for name, count in summed.items()}, CONLL: conll_of(summed)}


def _conll(per_document: Sequence[Mapping[str, Counts]]) -> float:
    return conll_of(total(per_document))


def _calibration(readings: Sequence[Reading]) -> float:
    return calibration_error([item for reading in readings for item in reading.scored])


def _compare_clipped(found: View, gold: View) -> Comparison:
    """Compare where both coders have read."""
    start, end = max(found.start, gold.start), min(found.end, gold.end)
    return compare_views(clip(found, start, end), clip(gold, start, end))


def _alphas() -> dict[str, Callable[[Sequence[Comparison]], float]]:
    named = {f"alpha_{name}": partial(_alpha_of_values, name) for name in ALPHA_VALUES}
    return {**named, "alpha_figures": _alpha_of_figures}


def _alpha_of_values(name: str, comparisons: Sequence[Comparison]) -> float:
    """Alpha of one field with one value; an event without a value has the value "none"."""
    units = [
        (ours.values[name] or "none", theirs.values[name] or "none")
        for comparison in comparisons
        for ours, theirs in comparison.pairs
    ]
    return krippendorff_alpha(units, nominal)


def _alpha_of_figures(comparisons: Sequence[Comparison]) -> float:
    units = [
        (_one_number(ours.figures), _one_number(theirs.figures))
        for comparison in comparisons
        for pair in comparison.pairs
        for name in FIGURES
        for ours, theirs in item_pairs(pair[0].items[name], pair[1].items[name])
    ]
    return krippendorff_alpha(units, ratio)


def _one_number(figures: Figures | None) -> float | None:
    """The best number, else the end that is known."""
    low, best, high = figures or (None, None, None)
    return next((float(number) for number in (best, low, high) if number is not None), None)


def _by_digest(coded: Sequence[Coded], path: Path) -> dict[str, View]:
    views: dict[str, View] = {}
    for one in coded:
        if one.view.digest in views:
            raise InputError(
                f"{str(path)!r} codes the text of {one.view.name!r} twice. Give each coder a folder or file.",
                where=str(path),
            )
        views[one.view.digest] = one.view
    return views


def _writer(codings: Sequence[Coding]) -> Callable[[Path], None]:
    def write(path: Path) -> None:
        path.write_text("".join(f"{to_json(coding)}\n" for coding in codings), encoding="utf-8")

    return write


def _nothing_coded(path: Path) -> None:
    raise UsageError("two coders were compared and nothing was coded, so there are no predictions to write.")
