"""The reader: a document in, its layers out.

Two passes over the text. The first reads windows of consecutive sentences: parts
of speech, trees, names, mentions of actors, triggers. The second reads each
likely trigger once more, marked, in the sentences around it: is it an event, of
which type and mode, how sure, and which words fill its roles.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from whowhom.reading.labels import FACETS, ROLE_LAYERS
from whowhom.reading.network import Network, softmax
from whowhom.reading.trees import decode_tree
from whowhom.reading.windows import (
    PiecedWord,
    Window,
    build_window,
    pack_sentences,
    piece_words,
    sentence_sizes,
    sentences_around,
)
from whowhom.reading.words import split_sentences, split_words
from whowhom.records import READ_KINDS, Document, Layers, Skipped, Tagged, TriggerReading

# A word is read a second time when the first pass gives it this much as a
# trigger of any type; for a lemma of the lexicon much less is enough. Below
# these, on the tuning documents, fewer than one in fifty was an event.
SECOND_LOOK = 0.15
SECOND_LOOK_LEXICON = 0.08
# Readings under this score never leave the reader.
FLOOR = 0.2
DECIMALS = 3


@dataclass(frozen=True, slots=True)
class _Cut:
    """The words and sentences of a document's read regions."""

    starts: tuple[int, ...]
    ends: tuple[int, ...]
    words: tuple[str, ...]
    sentences: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Reader:
    """Reads documents with one network; safe to share between threads."""

    network: Network
    lemmatize: Callable[[str], str]

    def read(self, document: Document) -> Layers:
        """Read a document.

        Returns:
            The layers; a document without words to read gives empty ones.
        """
        cut = _cut(document)
        skipped = tuple(
            Skipped(region.start, region.end, region.kind)
            for region in document.regions
            if region.kind not in READ_KINDS
        )
        pieced = piece_words(self.network.tokenizer, cut.words, cut.sentences)
        sizes = sentence_sizes(pieced, cut.sentences)
        layers = self._first_pass(document, cut, pieced, sizes)
        layers = replace(layers, skipped=skipped)
        return replace(layers, triggers=self._second_pass(layers, cut, pieced, sizes))

    def _first_pass(self, document: Document, cut: _Cut, pieced: Sequence[PiecedWord], sizes: Sequence[int]) -> Layers:
        labels = self.network.labels
        columns: dict[str, list[Any]] = {name: [] for name in ("upos", "xpos", "fact", "heads", "deprels")}
        tagged: dict[str, list[Tagged]] = {"named": [], "entities": [], "actors": [], "triggers": []}
        for a, b in pack_sentences(sizes):
            sentences = cut.sentences[a:b]
            first = sentences[0][0]
            out = self.network.run(build_window(pieced, sentences))
            columns["upos"] += [labels["upos"][i] for i in out["upos"].argmax(axis=1)]
            columns["xpos"] += [labels["xpos"][i] for i in out["xpos"].argmax(axis=1)]
            columns["fact"] += [round(float(value), DECIMALS) for value in out["fact"][:, 0]]
            for start, end in sentences:
                rows = slice(start - first, end - first)
                arcs = np.concatenate(
                    [out["arcs"][rows, :1], out["arcs"][rows, 1 + start - first : 1 + end - first]], axis=1
                )
                heads = [head + start if head >= 0 else -1 for head in decode_tree(arcs)]
                columns["heads"] += heads
                columns["deprels"] += [
                    "root" if head < 0 else labels["deprel"][int(out["relations"][start + i - first, head - first + 1])]
                    for i, head in enumerate(heads)
                ]
            for name, into in tagged.items():
                probabilities = softmax(out[name])
                if name == "triggers":
                    into += _trigger_candidates(probabilities, labels[name], first)
                else:
                    into += decode_tags(probabilities, labels[name], first)
        return Layers(
            document=document,
            starts=cut.starts,
            ends=cut.ends,
            sentences=cut.sentences,
            upos=tuple(columns["upos"]),
            xpos=tuple(columns["xpos"]),
            lemmas=tuple(self.lemmatize(word) for word in cut.words),
            heads=tuple(columns["heads"]),
            deprels=tuple(columns["deprels"]),
            factuality=tuple(columns["fact"]),
            entities=tuple(sorted([*tagged["named"], *tagged["entities"]], key=lambda t: (t.first, t.last, t.label))),
            actors=tuple(tagged["actors"]),
            triggers=tuple(TriggerReading(t.first, t.last, t.label, t.score) for t in tagged["triggers"]),
        )

    def _second_pass(
        self,
        layers: Layers,
        cut: _Cut,
        pieced: Sequence[PiecedWord],
        sizes: Sequence[int],
    ) -> tuple[TriggerReading, ...]:
        sentence_of = {word: i for i, (a, b) in enumerate(cut.sentences) for word in range(a, b)}
        found: list[TriggerReading] = []
        for trigger in layers.triggers:
            known = layers.lemmas[trigger.last - 1] in self.network.lexicon
            if trigger.score < (SECOND_LOOK_LEXICON if known else SECOND_LOOK):
                continue
            a, b = sentences_around(sizes, sentence_of[trigger.first])
            sentences = cut.sentences[a:b]
            window = build_window(pieced, sentences)
            first = sentences[0][0]
            marker = mark_trigger(window, trigger.first - first, min(trigger.last, sentences[-1][1]) - first)
            out = self.network.run(window, marker)
            reading = _decode_trigger(trigger, out, self.network.labels, first)
            if reading is not None:
                found.append(reading)
        return _without_overlaps(found)


def mark_trigger(window: Window, first: int, last: int) -> npt.NDArray[np.int64]:
    """Set 1 on the pieces of the words ``first`` to ``last`` (one past), else 0."""
    marker = np.zeros_like(window.ids)
    end = window.first[last] if last < len(window.first) else len(window.ids) - 1
    marker[window.first[first] : end] = 1
    return marker


def decode_tags(probabilities: npt.NDArray[np.floating], tags: Sequence[str], first: int) -> list[Tagged]:
    """Read begin-inside-outside tags as spans; the score is the mean over the words."""
    found: list[Tagged] = []
    start, label = -1, ""
    scores: list[float] = []
    best = [(tags[int(i)], float(row[i])) for i, row in zip(probabilities.argmax(axis=1), probabilities, strict=True)]
    for index, (tag, score) in enumerate([*best, ("O", 0.0)]):
        if start >= 0 and tag != f"I-{label}":
            found.append(Tagged(first + start, first + index, label, round(float(np.mean(scores)), DECIMALS)))
            start = -1
        if tag != "O":
            if start < 0:
                start, label, scores = index, tag[2:], []
            scores.append(score)
    return found


def _trigger_candidates(probabilities: npt.NDArray[np.floating], tags: Sequence[str], first: int) -> list[Tagged]:
    """Find words that may begin a trigger, with the probability of any type."""
    found: list[Tagged] = []
    index = 0
    any_type = 1.0 - probabilities[:, 0]
    while index < len(probabilities):
        if any_type[index] < SECOND_LOOK_LEXICON:
            index += 1
            continue
        label = tags[int(probabilities[index, 1:].argmax()) + 1][2:]
        last = index + 1
        while last < len(probabilities) and tags[int(probabilities[last].argmax())] == f"I-{label}":
            last += 1
        found.append(Tagged(first + index, first + last, label, round(float(any_type[index]), DECIMALS)))
        index = last
    return found


def _decode_trigger(
    trigger: TriggerReading, out: dict[str, npt.NDArray[Any]], labels: dict[str, tuple[str, ...]], first: int
) -> TriggerReading | None:
    facets: list[tuple[str, str, float]] = []
    at = trigger.first - first
    types = softmax(out["facet_type"][at])
    # Both passes vote: the first saw the window unmarked, the second this word.
    score = round(float((trigger.score + 2.0 * (1.0 - types[0])) / 3.0), DECIMALS)
    if score < FLOOR:
        return None
    for name in FACETS:
        chances = softmax(out["facet_" + name][at])
        best = int(chances.argmax())
        facets.append((name, labels["facet_" + name][best], round(float(chances[best]), DECIMALS)))
    label = labels["facet_type"][int(types[1:].argmax()) + 1]
    roles = [span for layer in ROLE_LAYERS for span in decode_tags(softmax(out[layer]), labels[layer], first)]
    return TriggerReading(
        trigger.first,
        trigger.last,
        label,
        score,
        tuple(facets),
        tuple(sorted(roles, key=lambda t: (t.first, t.last, t.label))),
    )


def _without_overlaps(found: Sequence[TriggerReading]) -> tuple[TriggerReading, ...]:
    kept: list[TriggerReading] = []
    for reading in sorted(found, key=lambda r: (-r.score, r.first)):
        if all(reading.last <= other.first or other.last <= reading.first for other in kept):
            kept.append(reading)
    return tuple(sorted(kept, key=lambda r: r.first))


def _cut(document: Document) -> _Cut:
    offsets: list[tuple[int, int]] = []
    sentences: list[tuple[int, int]] = []
    for region in document.regions:
        if region.kind in READ_KINDS:
            words = split_words(document.text, region.start, region.end)
            sentences += [(len(offsets) + a, len(offsets) + b) for a, b in split_sentences(document.text, words)]
            offsets += words
    return _Cut(
        tuple(start for start, _ in offsets),
        tuple(end for _, end in offsets),
        tuple(document.text[start:end] for start, end in offsets),
        tuple(sentences),
    )
