"""What our own corpus holds of each label, and what of that is missing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from whowhom.corpora.own_lists import (
    CERTAINTIES,
    CLARITIES,
    COUNTS,
    EVENT_LINKS,
    GENRES,
    POLARITIES,
    STAGES,
    STANCES,
    TIES,
    TOLLS,
    VOICE_ROLES,
    Scheme,
)
from whowhom.corpora.own_records import LabelledDocument, LabelledEvent
from whowhom.corpora.own_repeats import find_sentences
from whowhom.reading.words import split_words

MIN_WORDS, MAX_WORDS = 60, 250  # of a written report or passage
SNIPPET_WORDS = 10, 80  # of one that is an incident note of a sentence or three
MIN_WITHOUT_EVENT = 0.2  # share of the sentences of written reports that tell no event


@dataclass(frozen=True, slots=True)
class Coverage:
    """How often a label stands in each part; ``layer`` is what it is a value of."""

    layer: str
    label: str
    written: int
    labelled: int


def cover(written: Sequence[LabelledDocument], labelled: Sequence[LabelledDocument], scheme: Scheme) -> list[Coverage]:
    """Count every label of the scheme in both parts, in the order of the lists."""
    ours, theirs = _count(written), _count(labelled)
    return [Coverage(layer, label, ours[layer, label], theirs[layer, label]) for layer, label in _labels(scheme)]


def _labels(scheme: Scheme) -> Iterator[tuple[str, str]]:
    yield from (("kind of report", kind) for kind in GENRES)
    yield from (("type", type_) for type_ in scheme.modes)
    yield from ((f"mode of {type_}", mode) for type_, modes in scheme.modes.items() for mode in modes)
    for layer, labels in (
        ("acled", scheme.acled),
        ("tie", TIES),
        ("voice", VOICE_ROLES),
        ("polarity", POLARITIES),
        ("certainty", CERTAINTIES),
        ("stage", STAGES),
        ("clarity", CLARITIES),
        ("responsibility", STANCES),
        ("toll", TOLLS),
        ("count", COUNTS),
        ("link", EVENT_LINKS),
    ):
        yield from ((layer, label) for label in labels)


def _count(documents: Sequence[LabelledDocument]) -> Counter[tuple[str, str]]:
    counts: Counter[tuple[str, str]] = Counter()
    for document in documents:
        counts["kind of report", document["kind"] or ""] += 1
        counts.update(("tie", tie["tie"]) for tie in document["ties"])
        for event in document["events"]:
            counts.update(_event_labels(event))
    return counts


def _event_labels(event: LabelledEvent) -> Iterator[tuple[str, str]]:
    yield "type", event["type"]
    yield f"mode of {event['type']}", event["mode"] or ""
    yield "acled", event["acled"] or ""
    yield from (("polarity", event["polarity"]), ("certainty", event["certainty"]), ("stage", event["stage"]))
    yield "clarity", event["clarity"]
    yield from (("voice", voice.get("role", "")) for voice in event["attribution"])
    yield from (("responsibility", held["stance"]) for held in event["responsibility"])
    yield from (("toll", toll["outcome"]) for toll in event["tolls"])
    yield from (("count", count["outcome"]) for count in event["counts"])
    yield from (("link", link["link"]) for link in event["links"])


def count_words(document: LabelledDocument) -> int:
    """Count the words of a document's text; marks of punctuation are none."""
    text = document["text"] or ""
    return sum(1 for start, _ in split_words(text) if text[start].isalnum())


def sentences_without_event(documents: Sequence[LabelledDocument]) -> tuple[int, int]:
    """Count the sentences in which no event is told, and all sentences.

    A sentence tells an event where a trigger or a word that takes it up again stands in it.
    """
    without = total = 0
    for document in documents:
        told = [event["trigger"][0] for event in document["events"]]
        told += [again["span"][0] for event in document["events"] for again in event["retold"]]
        sentences = find_sentences(document)
        total += len(sentences)
        without += sum(1 for start, end in sentences if not any(start <= offset < end for offset in told))
    return without, total
