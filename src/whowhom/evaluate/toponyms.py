"""Place names on the map: how far from the right point, and whether they are found.

With the file's own spans: the share of names within 161 km (100 miles) and 25 km of the
right point, in the right country and first-level area, and the mean and median distance.
From raw text: exact spans (``span_f1``), and those within 161 km (``end_to_end_f1``).
"""

from __future__ import annotations

import json
import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from whowhom.corpora.toponyms import MappedArticle, read_mapped
from whowhom.evaluate.bootstrap import f1_intervals, interval
from whowhom.evaluate.re3d import plain_report
from whowhom.evaluate.results import Counts, Evaluation, Progress, Published, Score, total
from whowhom.gazetteer import Gazetteer
from whowhom.pipeline import Pipeline
from whowhom.records import Span
from whowhom.resolve.place_context import distance_km
from whowhom.resolve.toponyms import ESTIMATED, Toponym, resolve_toponyms

NAME = "toponyms"
NEAR_KM = 161.0
CLOSE_KM = 25.0
# A point farther than this from any town has no country here.
AT_SEA_KM = 100.0
_PUBLISHED = (
    Published("Mordecai 3", "within_161km", 82.7, "LGL, gold spans"),
    Published("Mordecai 3", "within_161km", 87.3, "TR-News, gold spans"),
    Published("Mordecai 3", "within_161km", 94.1, "GeoWebNews, gold spans"),
)

Point = tuple[float, float]
Areas = tuple[str, str | None] | None


@dataclass(frozen=True, slots=True)
class Answer:
    """What was answered for one gold name.

    Attributes:
        km: Distance from the right point; None: no point was given.
        country: Both points lie in one country; None where the right one is far from any town.
        admin1: The same for the first-level area.
    """

    km: float | None
    country: bool | None
    admin1: bool | None


@dataclass(frozen=True)
class Row:
    """One article: the answers to its gold names, and the counts from raw text."""

    ours: tuple[Answer, ...]
    abstaining: tuple[Answer, ...]
    plain: tuple[Answer, ...]
    reachable: tuple[bool, ...]
    estimated: int
    counts: dict[str, Counts]
    found: tuple[Toponym, ...]


def run(path: Path, pipeline: Pipeline, progress: Progress) -> Evaluation:
    """Score the resolver on a file of articles with place names.

    Raises:
        InputError: the file cannot be read.
    """
    articles = read_mapped(path)
    judge = Judge(pipeline.gazetteer)
    rows: list[Row] = []
    for number, article in enumerate(articles):
        rows.append(judge.row(article, find_toponyms(article.text, pipeline)))
        progress(number + 1, len(articles))
    counts = total([row.counts for row in rows])
    near = {
        "within_161km": interval(rows, lambda drawn: _share(drawn, lambda row: row.ours, NEAR_KM)),
        **f1_intervals([row.counts for row in rows]),
    }
    return Evaluation(
        benchmark=NAME,
        n=sum(len(article.toponyms) for article in articles),
        unit="place names",
        scores={
            **_figures([answer for row in rows for answer in row.ours]),
            "within_161km_abstaining": _share(rows, lambda row: row.abstaining, NEAR_KM),
            "oracle_161km": _percent([reachable for row in rows for reachable in row.reachable]),
            **{name: count.score() for name, count in counts.items()},
        },
        intervals=near,
        baseline=dict(_figures([answer for row in rows for answer in row.plain])),
        published=_PUBLISHED,
        notes=_notes(articles, rows),
        predictions=partial(_write, articles, rows),
    )


def _notes(articles: Sequence[MappedArticle], rows: Sequence[Row]) -> tuple[str, ...]:
    answers = [answer for row in rows for answer in row.ours]
    return (
        f"{len(articles)} articles; with the file's spans {sum(a.km is None for a in answers)} names got no point, and "
        f"{sum(row.estimated for row in rows)} that the gazetteer lacks were placed with their neighbours",
        "abstaining: no guesses, as for the places of events; a name without a point is wrong",
        "country, admin1: of the towns nearest to both points; names farther than 100 km from any town are left out",
        "mean and median over the names that got a point",
        "baseline: the most populous place of that name; oracle: any place of that name within 161 km",
    )


def find_toponyms(text: str, pipeline: Pipeline) -> tuple[Toponym, ...]:
    """Find and resolve the place names of a raw text."""
    layers = pipeline.reader.read(plain_report(text), triggers=False)
    spans = sorted({layers.span(tag.first, tag.last) for tag in layers.entities if tag.label == "LOC"})
    return resolve_toponyms(text, spans, gazetteer=pipeline.gazetteer)


class Judge:
    """Compares answers with gold points; remembers where points lie."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        """Take the gazetteer whose towns tell the areas of a point."""
        self._gazetteer = gazetteer
        self._areas: dict[Point, Areas] = {}

    def row(self, article: MappedArticle, found: Sequence[Toponym]) -> Row:
        """Answer the gold names of an article in three ways, and count what was found from raw text."""
        spans = [gold.span for gold in article.toponyms]
        ours = resolve_toponyms(article.text, spans, gazetteer=self._gazetteer)
        sure = resolve_toponyms(article.text, spans, gazetteer=self._gazetteer, guess=False)
        points: list[Point] = [(gold.latitude, gold.longitude) for gold in article.toponyms]
        names = [article.text[span.start : span.end] for span in spans]
        return Row(
            ours=tuple(self.answer(gold, _point(one)) for gold, one in zip(points, ours, strict=True)),
            abstaining=tuple(self.answer(gold, _point(one)) for gold, one in zip(points, sure, strict=True)),
            plain=tuple(self.answer(gold, self._largest(name)) for gold, name in zip(points, names, strict=True)),
            reachable=tuple(self._is_reachable(gold, one) for gold, one in zip(points, ours, strict=True)),
            estimated=sum(one.reason == ESTIMATED for one in ours),
            counts=count_found(article, found),
            found=ours,
        )

    def answer(self, gold: Point, given: Point | None) -> Answer:
        """Compare a point with the right one."""
        right = self._lies_in(gold)
        ours = self._lies_in(given) if given else None
        country = admin1 = None
        if right is not None:
            country = ours is not None and ours[0] == right[0]
            admin1 = country and ours is not None and ours[1] == right[1]
        return Answer(distance_km(gold, given) if given else None, country, admin1)

    def _lies_in(self, point: Point) -> Areas:
        if point not in self._areas:
            town = self._gazetteer.nearest_town(*point, within_km=AT_SEA_KM)
            self._areas[point] = (town.country, town.admin1) if town and town.country else None
        return self._areas[point]

    def _largest(self, name: str) -> Point | None:
        entries = self._gazetteer.lookup(name)
        largest = max(entries, key=lambda entry: entry.population or 0, default=None)
        return (largest.latitude, largest.longitude) if largest else None

    def _is_reachable(self, gold: Point, toponym: Toponym) -> bool:
        return any(distance_km(gold, (entry.latitude, entry.longitude)) <= NEAR_KM for entry in toponym.candidates)


def _point(toponym: Toponym) -> Point | None:
    if toponym.latitude is None or toponym.longitude is None:
        return None
    return toponym.latitude, toponym.longitude


def count_found(article: MappedArticle, found: Sequence[Toponym]) -> dict[str, Counts]:
    """Count exact spans, and those within 161 km; names that the file gives no point count for nothing."""
    gold = {one.span: (one.latitude, one.longitude) for one in article.toponyms}
    unscored: set[Span] = set(article.unplaced)
    given = [one for one in found if one.span not in unscored]
    right = [one for one in given if one.span in gold]
    near = [one for one in right if (point := _point(one)) and distance_km(gold[one.span], point) <= NEAR_KM]
    return {
        "span_f1": Counts(len(right), len(given), len(gold)),
        "end_to_end_f1": Counts(len(near), len(given), len(gold)),
    }


def _figures(answers: Sequence[Answer]) -> dict[str, Score | float]:
    kms = [answer.km for answer in answers if answer.km is not None]
    return {
        "within_161km": _percent([answer.km is not None and answer.km <= NEAR_KM for answer in answers]),
        "within_25km": _percent([answer.km is not None and answer.km <= CLOSE_KM for answer in answers]),
        "country": _percent([answer.country for answer in answers if answer.country is not None]),
        "admin1": _percent([answer.admin1 for answer in answers if answer.admin1 is not None]),
        "mean_km": statistics.fmean(kms) if kms else float("nan"),
        "median_km": statistics.median(kms) if kms else float("nan"),
    }


def _share(rows: Sequence[Row], answers: Callable[[Row], Sequence[Answer]], km: float) -> float:
    return _percent([one.km is not None and one.km <= km for row in rows for one in answers(row)])


def _percent(right: Sequence[bool]) -> float:
    return 100 * sum(right) / len(right) if right else float("nan")


def _write(articles: Sequence[MappedArticle], rows: Sequence[Row], path: Path) -> None:
    """Write one line of JSON for each gold name: article, span, words, our point, its id and the reason."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for number, (article, row) in enumerate(zip(articles, rows, strict=True)):
            for one in row.found:
                line = {
                    "article": number,
                    "start": one.span.start,
                    "end": one.span.end,
                    "phrase": article.text[one.span.start : one.span.end],
                    "lat": one.latitude,
                    "lon": one.longitude,
                    "id": one.entry.id if one.entry else None,
                    "reason": one.reason,
                }
                file.write(json.dumps(line, ensure_ascii=False) + "\n")
