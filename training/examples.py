"""Training examples: passages laid out as the encoder's windows, with labels as arrays."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass, field

import numpy as np
import simplemma

from training.sources import Passage
from whowhom.reading.labels import ACTOR_KINDS, ENTITIES, EVENT_TYPES, FACETS, NAMED, ROLE_LAYERS, UPOS, bio
from whowhom.reading.windows import (
    Window,
    build_window,
    pack_sentences,
    piece_words,
    sentence_sizes,
    sentences_around,
)

TAGGERS = {"named": bio(NAMED), "entities": bio(ENTITIES), "actors": bio(ACTOR_KINDS), "triggers": bio(EVENT_TYPES)}
ROLE_TAGS = {layer: bio(roles) for layer, roles in ROLE_LAYERS.items()}
IGNORE = -100


@dataclass
class Example:
    """One window with its labels; a trigger's window has ``marker`` set."""

    corpus: str
    doc: str
    window: Window
    words: list[str]
    labels: dict[str, np.ndarray] = field(default_factory=dict)
    marker: np.ndarray | None = None
    trigger: int | None = None
    facets: dict[str, int] = field(default_factory=dict)


def lemma(word: str) -> str:
    return simplemma.lemmatize(word.lower(), lang="en").lower()


def held_out(doc: str) -> bool:
    """Say whether a document is kept for measuring: one in twelve, by its name's digest."""
    return int(hashlib.sha256(doc.encode()).hexdigest(), 16) % 12 == 0


def tag_array(spans: list[tuple[int, int, str]], first: int, last: int, tags: tuple[str, ...]) -> np.ndarray:
    array = np.zeros(last - first, dtype=np.int64)
    for start, end, label in spans:
        if f"B-{label}" in tags and first <= start and end <= last:
            array[start - first] = tags.index(f"B-{label}")
            array[start - first + 1 : end - first] = tags.index(f"I-{label}")
    return array


class Builder:
    """Turns passages into examples with fixed label sets."""

    def __init__(self, tokenizer, xpos: list[str], deprels: list[str]) -> None:
        self.tokenizer, self.xpos, self.deprels = tokenizer, xpos, deprels

    def windows(self, passage: Passage) -> list[Example]:
        pieced = piece_words(self.tokenizer, passage.words, passage.sentences)
        sizes = sentence_sizes(pieced, passage.sentences)
        examples = []
        for a, b in pack_sentences(sizes):
            sentences = passage.sentences[a:b]
            first, last = sentences[0][0], sentences[-1][1]
            example = Example(passage.corpus, passage.doc, build_window(pieced, sentences), passage.words[first:last])
            if passage.upos:
                example.labels |= self.tree_labels(passage, first, last)
            for name, tags in TAGGERS.items():
                if name in passage.spans:
                    example.labels[name] = tag_array(passage.spans[name], first, last, tags)
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

    def triggers(self, passage: Passage, lexicon: Counter) -> list[Example]:
        """Lay out each labelled trigger, and each word that looks like one and is none."""
        pieced = piece_words(self.tokenizer, passage.words, passage.sentences)
        sizes = sentence_sizes(pieced, passage.sentences)
        sentence_of = {w: i for i, (a, b) in enumerate(passage.sentences) for w in range(a, b)}
        taken = {w for e in passage.events for w in range(*e["trigger"])}
        candidates = list(passage.events)
        for index, word in enumerate(passage.words):
            if index not in taken and lexicon[lemma(word)]:
                candidates.append({"trigger": (index, index + 1), "facets": {"type": "none"}, "roles": None})
        examples = []
        for event in candidates:
            start, end = event["trigger"]
            a, b = sentences_around(sizes, sentence_of[start])
            sentences = passage.sentences[a:b]
            first, last = sentences[0][0], sentences[-1][1]
            window = build_window(pieced, sentences)
            example = Example(passage.corpus, passage.doc, window, passage.words[first:last])
            example.trigger = start - first
            example.marker = mark(window, start - first, min(end, last) - first)
            example.facets = {k: FACETS[k].index(v) for k, v in event["facets"].items() if v in FACETS[k]}
            if event["roles"] is not None:
                for layer, tags in ROLE_TAGS.items():
                    example.labels[layer] = tag_array(
                        sorted(event["roles"], key=lambda s: s[1] - s[0]), first, last, tags
                    )
            examples.append(example)
        return examples


def mark(window: Window, first: int, last: int) -> np.ndarray:
    """Set the pieces of the words ``first`` to ``last`` to 1."""
    marker = np.zeros_like(window.ids)
    end = window.first[last] if last < len(window.first) else len(window.ids) - 1
    marker[window.first[first] : end] = 1
    return marker


def trigger_lexicon(passages: list[Passage]) -> Counter:
    """Count the lemmas of labelled triggers' words; those seen twice make candidates."""
    counts: Counter = Counter()
    for passage in passages:
        for event in passage.events:
            counts[lemma(passage.words[event["trigger"][1] - 1])] += 1
    return Counter({word: n for word, n in counts.items() if n >= 2 and len(word) > 2})
