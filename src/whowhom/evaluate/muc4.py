"""The benchmark ``muc4``: terrorist incidents of news articles against MUC-4's answer keys.

In: a folder with ``texts/`` and ``keys/``. Out: ``ceaf_ree`` (GRIT), ``gtt`` (GTT; each
also by role), ``type``, ``toll`` and ``confidence``. What each counts stands in
``muc4_score``, how gold comes from the keys in ``muc4_gold``.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from whowhom.corpora.muc4 import Article, Muc4, Template, read_muc4
from whowhom.errors import OutputError
from whowhom.evaluate.bootstrap import f1_intervals
from whowhom.evaluate.muc4_baseline import read_plainly
from whowhom.evaluate.muc4_coder import Muc4Reading, read_incidents
from whowhom.evaluate.muc4_gold import (
    Entities,
    gold_confidences,
    gold_entities,
    gold_templates,
    gold_tolls,
    gold_types,
)
from whowhom.evaluate.muc4_score import (
    score_confidence,
    score_entities,
    score_templates,
    score_tolls,
    score_types,
)
from whowhom.evaluate.results import Counts, Evaluation, Progress, Published, Score, total
from whowhom.pipeline import Pipeline
from whowhom.records import Document, Publication, Region, text_id

NAME = "muc4"
_TEST_SET = "on TST3 + TST4, 200 articles"
PUBLISHED = (
    Published("GRIT (BERT-base)", "ceaf_ree", 54.5, _TEST_SET),
    Published("TempGen (BART-large)", "ceaf_ree", 57.8, _TEST_SET),
    Published("GTT (BERT-base)", "gtt", 50.2, _TEST_SET),
    Published("TempGen (BART-large)", "gtt", 47.2, _TEST_SET),
    Published("IterX (T5-large)", "gtt", 53.0, _TEST_SET),
)


def run(path: Path, pipeline: Pipeline, progress: Progress) -> Evaluation:
    """Read the articles of a folder and score what was read against their keys.

    Raises:
        InputError: texts or keys are missing or have a fault.
    """
    corpus = read_muc4(path)
    ours: list[dict[str, Counts]] = []
    plain: list[dict[str, Counts]] = []
    readings: dict[str, Muc4Reading] = {}
    for number, article in enumerate(corpus.articles, start=1):
        templates = corpus.templates[article.id]
        layers = pipeline.reader.read(document_of(article))
        reading = read_incidents(layers, pipeline.code_layers(layers))
        readings[article.id] = reading
        ours.append(score_article(reading, article, templates))
        plain.append(score_article(read_plainly(layers), article, templates))
        progress(number, len(corpus.articles))
    return Evaluation(
        benchmark=NAME,
        n=len(corpus.articles),
        unit="articles",
        scores=_scores(ours),
        intervals=f1_intervals(ours),
        baseline=_scores(plain),
        published=PUBLISHED,
        notes=_notes(corpus),
        predictions=partial(write_predictions, readings),
    )


def document_of(article: Article) -> Document:
    """Make the document of an article: one body region for each paragraph, its dateline's day as published."""
    regions, position = [], 0
    for paragraph in article.text.split("\n\n"):
        if paragraph.strip():
            regions.append(Region(position, position + len(paragraph), "body"))
        position += len(paragraph) + 2
    published = article.published.isoformat() if article.published else None
    publication = Publication(published=published, published_basis="in the page" if published else "unknown")
    return Document(text_id(article.text), article.text, "en", publication, tuple(regions))


def score_article(reading: Muc4Reading, article: Article, templates: Sequence[Template]) -> dict[str, Counts]:
    """Count what is right in one article, by name of score."""
    return {
        **score_entities(reading.entities, gold_entities(article, templates)),
        **score_templates(reading.templates, gold_templates(article, templates)),
        **score_types([template.incident_type for template in reading.templates], gold_types(templates)),
        **score_tolls(reading.tolls, gold_tolls(templates)),
        **score_confidence(reading.confidences, gold_confidences(templates)),
    }


# What is asked for stands first, the same by role after it.
_FIRST = ("ceaf_ree", "gtt", "type", "toll", "confidence")


def _scores(rows: Sequence[Mapping[str, Counts]]) -> dict[str, Score | float]:
    counts = total(rows)
    return {name: counts[name].score() for name in sorted(counts, key=lambda name: name not in _FIRST)}


def _notes(corpus: Muc4) -> tuple[str, ...]:
    relevant = sum(bool(corpus.templates[article.id]) for article in corpus.articles)
    incidents = sum(len(corpus.templates[article.id]) for article in corpus.articles)
    notes = [
        f"{relevant} articles tell {incidents} incidents",
        "articles dev-muc3 trained the reader, tst1 and tst2 fitted its decisions; figures on them are no test",
        "baseline: every name and every word of a short list in a sentence with a word of attack",
    ]
    if corpus.without_key:
        notes.append(f"{len(corpus.without_key)} articles without a key were left out: {_some(corpus.without_key)}")
    if corpus.without_text:
        notes.append(f"{len(corpus.without_text)} keys without an article were left out: {_some(corpus.without_text)}")
    return tuple(notes)


def _some(ids: Sequence[str]) -> str:
    return ", ".join(ids[:3]) + (", ..." if len(ids) > 3 else "")


def write_predictions(readings: Mapping[str, Muc4Reading], path: Path) -> None:
    """Write entities and templates by article, in the form that both published scorers read.

    Raises:
        OutputError: the file cannot be written.
    """
    rows = {
        "ceaf_ree": {docid: _listed(reading.entities) for docid, reading in readings.items()},
        "gtt": {
            docid: [
                {"incident_type": template.incident_type, **_listed(template.entities)}
                for template in reading.templates
            ]
            for docid, reading in readings.items()
        },
    }
    try:
        path.write_text(json.dumps(rows, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    except OSError as error:
        raise OutputError(
            f"{path} cannot be written: {error.strerror}. Name a file in a folder that exists."
        ) from error


def _listed(entities: Entities) -> dict[str, Any]:
    return {role: [list(entity) for entity in of_role] for role, of_role in entities.items()}
