"""re3d: entities with exact spans, ties between actors, and their signs.

Reports are read as plain texts, paragraph by paragraph. ``entities`` counts exact spans
with their kind, all the corpus's own, those that the crowd was unsure of included;
``ties`` is explained in :mod:`whowhom.evaluate.re3d_ties`. ``sign`` asks of each gold pair
of FightingAgainst, Dislikes, Likes and AlliesOf which way it goes: its precision is over
the pairs that the coding answers, its recall over all. ``sign.all`` adds BelongsTo and
InChargeOf as positive.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from whowhom.corpora.re3d import Re3dDocument, read_re3d
from whowhom.evaluate.bootstrap import f1_intervals
from whowhom.evaluate.ner import look_up_names
from whowhom.evaluate.re3d_ties import (
    ATTITUDES,
    KINDS,
    SIGNS,
    TieMentions,
    count_signs,
    count_ties,
    gold_pairs,
    tie_mentions,
)
from whowhom.evaluate.results import Counts, Evaluation, Progress, total
from whowhom.ingest.units import split_units
from whowhom.pipeline import Pipeline
from whowhom.reading.labels import ENTITIES
from whowhom.reading.words import split_sentences, split_words
from whowhom.records import Coding, Document, Evidence, Publication, Region, Span, text_id
from whowhom.resolve.dates import find_dates

NAME = "re3d"
_LOOKED_UP = {"PER": "Person", "ORG": "Organisation", "LOC": "Location"}


@dataclass(frozen=True, slots=True)
class Found:
    """What was read and coded of one report."""

    document: Re3dDocument
    entities: frozenset[tuple[Span, str]]
    sentences: tuple[Span, ...]
    coding: Coding


def run(path: Path, pipeline: Pipeline, progress: Progress) -> Evaluation:
    """Score entities, ties and signs on the reports under a path.

    Raises:
        InputError: the corpus cannot be read.
    """
    documents = read_re3d(path)
    found: list[Found] = []
    ours: list[dict[str, Counts]] = []
    plain: list[dict[str, Counts]] = []
    for number, document in enumerate(documents):
        report = plain_report(document.text)
        layers = pipeline.reader.read(report)
        entities = frozenset(
            (layers.span(tag.first, tag.last), tag.label) for tag in layers.entities if tag.label in ENTITIES
        )
        sentences = tuple(layers.span(first, last) for first, last in layers.sentences)
        read = Found(document, entities, sentences, pipeline.code_layers(layers))
        found.append(read)
        ours.append(count_report(read))
        plain.append(count_plain(document, look_up_entities(report, pipeline)))
        progress(number + 1, len(documents))
    return Evaluation(
        benchmark=NAME,
        n=len(documents),
        unit="reports",
        scores={name: count.score() for name, count in total(ours).items()},
        intervals=f1_intervals(ours),
        baseline={name: count.score() for name, count in total(plain).items()},
        notes=(
            f"{sum(len(d.entities) for d in documents)} entities, {sum(len(d.relations) for d in documents)} relations",
            "a tie is right where re3d relates mentions of its two actors so; equal relations count once",
            "sign: precision over the pairs that the coding answers, recall over all gold pairs",
            "baseline: look-up of capitalised runs, date grammar; actors named in one sentence fight each other",
        ),
        predictions=partial(_write, found),
    )


def plain_report(text: str) -> Document:
    """Wrap a text as body paragraphs, all of it to be read."""
    regions = tuple(Region(start, end, "body") for start, end in split_units(text))
    return Document(text_id(text), text, "en", Publication(), regions)


def count_report(found: Found) -> dict[str, Counts]:
    """Count entities, ties and signs of one report."""
    document, coding = found.document, found.coding
    return {
        **count_entities(document, found.entities),
        **count_ties(document, tie_mentions(coding)),
        "sign": count_signs(document, coding, ATTITUDES, found.sentences),
        "sign.all": count_signs(document, coding, SIGNS, found.sentences),
    }


def count_entities(document: Re3dDocument, found: frozenset[tuple[Span, str]]) -> dict[str, Counts]:
    """Count exact spans with their kind, all together and by kind."""
    gold = {(entity.span, entity.kind) for entity in document.entities}
    counts = {"entities": Counts(len(gold & found), len(found), len(gold))}
    for kind in ENTITIES:
        ours = {entity for entity in found if entity[1] == kind}
        theirs = {entity for entity in gold if entity[1] == kind}
        counts[f"entities.{kind}"] = Counts(len(ours & theirs), len(ours), len(theirs))
    return counts


def look_up_entities(report: Document, pipeline: Pipeline) -> list[list[tuple[Span, str]]]:
    """Look up names and dates without reading: the entities of each sentence."""
    found: list[list[tuple[Span, str]]] = []
    for region in report.regions:
        words = split_words(report.text, region.start, region.end)
        for first, last in split_sentences(report.text, words):
            spans = words[first:last]
            forms = [report.text[start:end] for start, end in spans]
            entities = []
            for name in look_up_names(forms, pipeline.gazetteer, pipeline.registry):
                span = Span(spans[name.first][0], spans[name.last - 1][1])
                demonym = pipeline.registry.demonym(report.text[span.start : span.end]) is not None
                entities.append((span, "Nationality" if demonym else _LOOKED_UP[name.kind]))
            dates = find_dates(report.text, spans[0][0], spans[-1][1])
            found.append([*entities, *((Span(date.start, date.end), "Temporal") for date in dates)])
    return found


def count_plain(document: Re3dDocument, sentences: Sequence[Sequence[tuple[Span, str]]]) -> dict[str, Counts]:
    """Count the baseline: looked-up entities, ties between organisations of a sentence, hostile signs."""
    entities = frozenset(entity for sentence in sentences for entity in sentence)
    signs = {}
    for name, values in (("sign", ATTITUDES), ("sign.all", SIGNS)):
        pairs = gold_pairs(document, values)
        signs[name] = Counts(sum(values[pair.kind] < 0 for pair in pairs), len(pairs), len(pairs))
    return {
        **count_entities(document, entities),
        **count_ties(document, list(_hostile(sentences))),
        **signs,
    }


def _hostile(sentences: Sequence[Sequence[tuple[Span, str]]]) -> Iterator[TieMentions]:
    for sentence in sentences:
        groups = [span for span, kind in sorted(sentence) if kind == "Organisation"]
        for index, left in enumerate(groups):
            for right in groups[index + 1 :]:
                yield TieMentions("FightingAgainst", (left,), (right,))


def _write(found: Sequence[Found], path: Path) -> None:
    """Write entities and ties as re3d's lines: of one report its entities, then its relations."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for report in found:
            for row in (*_entity_rows(report), *_relation_rows(report)):
                file.write(json.dumps(row, ensure_ascii=False) + "\n")


def _entity_rows(found: Found) -> Iterator[dict[str, object]]:
    document = found.document
    for span, kind in sorted(found.entities):
        yield {
            "_id": f"{document.id}-{span.start}-{span.end}-{kind}",
            "begin": span.start,
            "end": span.end,
            "type": kind,
            "value": document.text[span.start : span.end],
            "documentId": document.id,
            "confidence": 1,
        }


def _relation_rows(found: Found) -> Iterator[dict[str, object]]:
    document = found.document
    for tie in found.coding.ties:
        kind = next((kind for kind, ties in KINDS.items() if tie.tie in ties), None)
        words = {evidence.field: evidence for evidence in tie.evidence}
        if kind is None or not {"subject", "object", "tie"} <= words.keys():
            continue
        yield _relation_row(document, kind, words, tie.score)


def _relation_row(document: Re3dDocument, kind: str, words: dict[str, Evidence], score: float) -> dict[str, object]:
    source, target, cue = words["subject"], words["object"], words["tie"]
    return {
        "_id": f"{document.id}-{source.start}-{source.end}-{target.start}-{target.end}-{kind}",
        "begin": cue.start,
        "end": cue.end,
        "sourceBegin": source.start,
        "sourceEnd": source.end,
        "source": source.text,
        "targetBegin": target.start,
        "targetEnd": target.end,
        "target": target.text,
        "type": kind,
        "value": cue.text,
        "documentId": document.id,
        "confidence": score,
    }
