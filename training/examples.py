"""Training examples: passages laid out as the encoder's windows, with labels as arrays."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass, field

import numpy as np
import simplemma

from training.sources import Passage
from whowhom.reading.labels import (
    ACTOR_KINDS,
    ENTITIES,
    EVENT_TYPES,
    FACETS,
    HELD,
    INCIDENT_ROLES,
    INCIDENT_TYPES,
    MEASURES,
    NAMED,
    OUTLOOKS,
    ROLE_LAYERS,
    SPEECH,
    STANCES,
    TIES,
    UPOS,
    bio,
)
from whowhom.reading.windows import (
    WINDOW_PIECES,
    Crop,
    PiecedWord,
    Window,
    build_window,
    crop_window,
    pack_sentences,
    piece_words,
    sentence_sizes,
)

TAGGERS = {
    "named": bio(NAMED),
    "entities": bio(ENTITIES),
    "inner": bio(ENTITIES),
    "actors": bio(ACTOR_KINDS),
    "triggers": bio(EVENT_TYPES),
    "incidents": bio(INCIDENT_ROLES),
    "incident_types": bio(INCIDENT_TYPES),
    "stances": bio(STANCES),
    "outlooks": bio(OUTLOOKS),
    "measures": bio(MEASURES),
    "held": bio(HELD),
} | {layer: bio(labels) for layer, labels in SPEECH.items()}
ROLE_TAGS = {layer: bio(roles) for layer, roles in ROLE_LAYERS.items()}
IGNORE = -100
# Words that are no trigger in any text, where only one trigger of a text is labelled.
CLOSED = frozenset(
    "the a an of in on at by to and or but for from with as that which who whom whose was were is are be been had has have "
    "his her its their he she it they this these those there near into . , ; : \" ' ( ) - – — 's".split()
)


@dataclass
class Mark:
    """One trigger to be read marked: the part of the window around it, and its labels."""

    crop: Crop
    word: int
    labels: dict[str, np.ndarray]
    facets: dict[str, int]


@dataclass
class Example:
    """One window with its labels, and the triggers in it that are read marked."""

    corpus: str
    doc: str
    window: Window
    words: list[str]
    labels: dict[str, np.ndarray] = field(default_factory=dict)
    marks: list[Mark] = field(default_factory=list)
    # Subject, object and kind of each two ends, shape (pairs, 3); None where ties are not labelled.
    ties: np.ndarray | None = None


def lemma(word: str) -> str:
    return simplemma.lemmatize(word.lower(), lang="en").lower()


def tag_array(spans: list[tuple[int, int, str]], first: int, last: int, tags: tuple[str, ...]) -> np.ndarray:
    array = np.zeros(last - first, dtype=np.int64)
    for start, end, label in spans:
        if f"B-{label}" in tags and first <= start and end <= last:
            array[start - first] = tags.index(f"B-{label}")
            array[start - first + 1 : end - first] = tags.index(f"I-{label}")
    return array


def hide_unlabelled(example: Example) -> None:
    """Let only closed words count as no trigger."""
    tags = example.labels["triggers"]
    for index, word in enumerate(example.words):
        if not tags[index] and word.lower() not in CLOSED:
            tags[index] = IGNORE


class Builder:
    """Turns passages into examples with fixed label sets."""

    def __init__(self, tokenizer, xpos: list[str], deprels: list[str], lexicon: Counter) -> None:
        self.tokenizer, self.xpos, self.deprels, self.lexicon = tokenizer, xpos, deprels, lexicon
        self._pieced: dict[int, list[PiecedWord]] = {}

    def windows(
        self, passage: Passage, rng: random.Random | None = None, negatives: float = 1.0, *, alone: bool = False
    ) -> list[Example]:
        """Lay out a passage; with ``rng`` the first window is cut short, so that borders fall elsewhere each time.

        Args:
            negatives: The share of the words that look like triggers and are none that are read marked.
            alone: Whether each sentence is a window of its own.
        """
        if id(passage) not in self._pieced:
            self._pieced[id(passage)] = piece_words(self.tokenizer, passage.words, passage.sentences)
        pieced = self._pieced[id(passage)]
        sizes = sentence_sizes(pieced, passage.sentences)
        groups = pack_sentences(sizes)
        if rng is not None and len(groups) > 1:
            early = pack_sentences(sizes, int(WINDOW_PIECES * rng.uniform(0.3, 1.0)))[0][1]
            groups = [(0, early)] + [(a + early, b + early) for a, b in pack_sentences(sizes[early:])]
        if alone:
            groups = [part for part in ((i, i + 1) for i in range(len(sizes))) if sizes[part[0]] <= WINDOW_PIECES - 2]
        examples = []
        for a, b in groups:
            sentences = passage.sentences[a:b]
            first, last = sentences[0][0], sentences[-1][1]
            example = Example(passage.corpus, passage.doc, build_window(pieced, sentences), passage.words[first:last])
            if passage.upos:
                example.labels |= self.tree_labels(passage, first, last)
            for name, tags in TAGGERS.items():
                if name in passage.spans:
                    example.labels[name] = tag_array(passage.spans[name], first, last, tags)
            if passage.partial:
                hide_unlabelled(example)
            if passage.ties is not None:
                rows = [
                    (low - first, high - first, TIES.index(kind))
                    for low, high, kind in passage.ties
                    if first <= low < last and first <= high < last
                ]
                example.ties = np.array(rows, dtype=np.int64).reshape(-1, 3)
            if passage.events is not None:
                example.marks = self.marks(passage, example.window, first, last, rng, negatives)
            examples.append(example)
        return examples

    def tree_labels(self, passage: Passage, first: int, last: int) -> dict[str, np.ndarray]:
        def indices(values, table):
            return np.array([table.index(v) if v in table else IGNORE for v in values], dtype=np.int64)

        heads = np.array([h - first if h >= 0 else -1 for h in passage.heads[first:last]], dtype=np.int64)
        fact = np.array([passage.fact.get(i, np.nan) for i in range(first, last)], dtype=np.float32)
        return {
            "upos": indices(passage.upos[first:last], UPOS),
            "xpos": indices(passage.xpos[first:last], self.xpos),
            "heads": heads,
            "deprel": indices(passage.deprels[first:last], self.deprels),
            "fact": fact,
        }

    def marks(self, passage, window: Window, first: int, last: int, rng, negatives: float) -> list[Mark]:
        """Mark each labelled trigger of a window, and words that look like one and are none."""
        taken = {w for e in passage.events for w in range(*e["trigger"])}
        candidates = [e for e in passage.events if first <= e["trigger"][0] < last]
        for index in range(first, last):
            known = not passage.partial and index not in taken and self.lexicon[lemma(passage.words[index])]
            if known and (rng is None or rng.random() < negatives):
                candidates.append({"trigger": (index, index + 1), "facets": {"type": "none"}, "roles": None})
        marks = []
        for event in candidates:
            start, end = event["trigger"]
            crop = crop_window(window, start - first, min(end, last) - first)
            facets = {k: FACETS[k].index(v) for k, v in event["facets"].items() if v in FACETS[k]}
            labels = {}
            if event["roles"] is not None:
                spans = sorted(event["roles"], key=lambda s: s[1] - s[0])
                a, b = first + crop.words[0], first + crop.words[1]
                labels = {layer: tag_array(spans, a, b, tags) for layer, tags in ROLE_TAGS.items()}
            marks.append(Mark(crop, start - first - crop.words[0], labels, facets))
        return marks


def trigger_lexicon(passages: list[Passage]) -> Counter:
    """Count the lemmas of labelled triggers' words; those seen twice make candidates."""
    counts: Counter = Counter()
    for passage in passages:
        for event in passage.events or ():
            counts[lemma(passage.words[event["trigger"][1] - 1])] += 1
    return Counter({word: n for word, n in counts.items() if n >= 2 and len(word) > 2})
