"""The reader: a document in, its layers out.

Two passes over the text. The first reads windows of consecutive sentences: parts
of speech, trees, names, mentions of actors, triggers. The second reads each
likely trigger once more, marked, through the upper layers only, in the sentences
around it: is it an event, of which type and mode, how sure, and which words fill
its roles.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import groupby

import numpy as np
import numpy.typing as npt

from whowhom.reading.ends import near_pairs
from whowhom.reading.incidents import decode_incidents
from whowhom.reading.joined import joining_hyphens, keep_joined
from whowhom.reading.labels import FACETS, ROLE_LAYERS, SPEECH
from whowhom.reading.names import settle_names
from whowhom.reading.network import Floats, Network, Outputs, softmax
from whowhom.reading.spans import decode_rare, decode_tags
from whowhom.reading.trees import decode_tree
from whowhom.reading.windows import (
    Window,
    build_window,
    crop_window,
    pack_sentences,
    part_sentences,
    piece_words,
    sentence_sizes,
)
from whowhom.reading.words import split_sentences, split_words
from whowhom.records import (
    READ_KINDS,
    Document,
    Layers,
    Publication,
    Region,
    Skipped,
    Tagged,
    TieReading,
    TriggerReading,
    text_id,
)
from whowhom.records.layers import end_of

# A word is read a second time when the first pass gives it this much as a
# trigger of any type; for a lemma of the lexicon less is enough. With less than
# half of these four in ten more words are read again, and on the tuning documents no
# event above the default score more is right (docs/experiments.md).
SECOND_LOOK = 0.35
SECOND_LOOK_LEXICON = 0.25
# A trigger of such words alone tells nothing: "the".
NOT_TELLING = frozenset("ADP AUX CCONJ DET INTJ NUM PART PRON PUNCT SCONJ SYM".split())
# Readings under this score never leave the reader.
FLOOR = 0.2
DECIMALS = 3
# Facets whose first label, "none", is told by the low chance of the likeliest other.
NONE_APART = ("sub_event",)
TAG_LAYERS = ("named", "entities", "inner", "actors")
# Names and mentions of actors are rather read too long than in pieces; tuned on names of EWT dev and WikiGold.
GO_ON = {"named": 1.0, "actors": 1.0}
# Layers that few words of a report bear; the coder asks for a score.
RARE_LAYERS = ("stances", "outlooks", "measures", "held")
# Words that can stand for an actor ("Afghan" is an adjective), among these and the mentions of actors.
TIED_KINDS = ("PER", "ORG", "LOC", "Person", "Organisation", "Location", "Nationality")
TIED_POS = ("NOUN", "PROPN", "PRON", "ADJ", "NUM", "X")
# Where "none" is told apart it may be likelier by more than a float can hold.
MOST_LOG_ODDS = 80.0
# Log-odds of the likeliest label against none, under which no row of tags has one.
CLEARLY_OUTSIDE = -4.0
# The same for the rare layers, whose "no label" counts an eighth: a dozen tags of e to this are still too few.
RARELY_OUTSIDE = -7.5


@dataclass(frozen=True)
class _Cut:
    """The words and sentences of a document's read regions."""

    starts: tuple[int, ...]
    ends: tuple[int, ...]
    words: tuple[str, ...]
    sentences: tuple[tuple[int, int], ...]

    @cached_property
    def hyphens(self) -> frozenset[int]:
        """Words that are hyphens inside of a joined one."""
        return joining_hyphens(self.words, self.starts, self.ends)


@dataclass
class _Reading:
    """What was read of one window; positions are words of the document."""

    upos: list[str] = field(default_factory=list)
    xpos: list[str] = field(default_factory=list)
    heads: list[int] = field(default_factory=list)
    deprels: list[str] = field(default_factory=list)
    factuality: list[float] = field(default_factory=list)
    tagged: dict[str, list[Tagged]] = field(default_factory=dict)
    triggers: list[TriggerReading] = field(default_factory=list)
    ties: list[TieReading] = field(default_factory=list)


@dataclass(frozen=True)
class Reader:
    """Reads documents with one network; safe to share between threads."""

    network: Network
    lemmatize: Callable[[str], str]

    def read(self, document: Document, *, triggers: bool = True) -> Layers:
        """Read a document.

        Args:
            triggers: Whether to read each likely trigger a second time; without it the layers hold none.

        Returns:
            The layers; a document without words to read gives empty ones.
        """
        return self._read(document, _cut(document), marked=triggers)

    def read_words(self, words: Sequence[str], sentences: Sequence[tuple[int, int]]) -> Layers:
        """Read words and sentences that someone else has cut, as a treebank has; no triggers.

        Args:
            words: The words in order.
            sentences: First word and one past the last word of each sentence.

        Returns:
            The layers of a document whose text is the words joined by single spaces.
        """
        text = " ".join(words)
        starts, position = [], 0
        for word in words:
            starts.append(position)
            position += len(word) + 1
        ends = tuple(start + len(word) for start, word in zip(starts, words, strict=True))
        document = Document(text_id(text), text, "en", Publication(), (Region(0, len(text), "body"),))
        return self._read(document, _Cut(tuple(starts), ends, tuple(words), tuple(sentences)), marked=False)

    def _read(self, document: Document, cut: _Cut, *, marked: bool) -> Layers:
        pieced = piece_words(self.network.tokenizer, cut.words, cut.sentences)
        cut = replace(cut, sentences=tuple(part_sentences(pieced, cut.sentences)))
        lemmas = tuple(self.lemmatize(word) for word in cut.words)
        ranges = [cut.sentences[a:b] for a, b in pack_sentences(sentence_sizes(pieced, cut.sentences))]

        def read(sentences: Sequence[tuple[int, int]]) -> _Reading:
            window = build_window(pieced, sentences)
            return self._window(window, sentences, cut, lemmas if marked else None)

        return _layers(document, cut, lemmas, self.network.map(read, ranges))

    def _window(
        self,
        window: Window,
        sentences: Sequence[tuple[int, int]],
        cut: _Cut,
        lemmas: Sequence[str] | None,
    ) -> _Reading:
        """Read one window; triggers are read marked where ``lemmas`` of the document are given."""
        first = sentences[0][0]
        breaks = frozenset(start for start, _ in sentences)
        labels = self.network.labels
        hidden, out = self.network.read(window)
        reading = self._trees(out, sentences)
        for name in (*TAG_LAYERS, *SPEECH):
            reading.tagged[name] = _decode_scores(out[name], labels[name], first, breaks, GO_ON.get(name, 0.0))
        reading.tagged["incidents"], reading.tagged["incident_types"] = decode_incidents(
            softmax(out["incidents"]),
            softmax(out["incident_types"]),
            labels["incidents"],
            labels["incident_types"],
            first,
            breaks,
        )
        for name in RARE_LAYERS:
            quiet = _surest(out[name]) < RARELY_OUTSIDE
            reading.tagged[name] = [] if quiet else decode_rare(softmax(out[name]), labels[name], first, breaks)
        reading.tagged = {name: keep_joined(tags, cut.words, cut.hyphens) for name, tags in reading.tagged.items()}
        reading.ties = self._ties(out, reading, cut.words, sentences)
        candidates = _trigger_candidates(softmax(out["triggers"]), labels["triggers"], first)
        if lemmas is not None:
            wanted = [
                t
                for t in candidates
                if t.score >= self._least(lemmas[t.last - 1])
                and not NOT_TELLING.issuperset(reading.upos[t.first - first : t.last - first])
            ]
            reading.triggers = self._second_pass(hidden, window, wanted, first, cut, breaks)
        return reading

    def _least(self, lemma: str) -> float:
        return SECOND_LOOK_LEXICON if lemma in self.network.lexicon else SECOND_LOOK

    def _trees(self, out: Outputs, sentences: Sequence[tuple[int, int]]) -> _Reading:
        """Decode tags and trees; heads count within the document."""
        labels = self.network.labels
        base = sentences[0][0]
        local: list[int] = []
        for start, end in sentences:
            rows = slice(start - base, end - base)
            arcs = np.concatenate([out["arcs"][rows, :1], out["arcs"][rows, 1 + start - base : 1 + end - base]], axis=1)
            local += [head + start - base if head >= 0 else -1 for head in decode_tree(arcs)]
        relations = self.network.relations(out, local).tolist()
        return _Reading(
            upos=[labels["upos"][i] for i in out["upos"].argmax(axis=1).tolist()],
            xpos=[labels["xpos"][i] for i in out["xpos"].argmax(axis=1).tolist()],
            heads=[head + base if head >= 0 else -1 for head in local],
            deprels=[
                "root" if head < 0 else labels["deprel"][relation]
                for head, relation in zip(local, relations, strict=True)
            ],
            factuality=[round(value, DECIMALS) for value in out["fact"][:, 0].tolist()],
        )

    def _ties(
        self, out: Outputs, reading: _Reading, words: Sequence[str], sentences: Sequence[tuple[int, int]]
    ) -> list[TieReading]:
        """Read the ties between the words of each sentence that stand for mentions."""
        first = sentences[0][0]
        tags = [tag for name in ("named", "entities", "inner") for tag in reading.tagged[name]]
        tags = [tag for tag in tags if tag.label in TIED_KINDS] + reading.tagged["actors"]
        ends = {end_of(words, tag.first, tag.last) for tag in tags}
        pairs = near_pairs((word for word in ends if reading.upos[word - first] in TIED_POS), sentences)
        ways = [way for low, high in pairs for way in ((low, high), (high, low))]
        if not ways:
            return []
        chances = self.network.ties(out, [one - first for one, _ in ways], [other - first for _, other in ways])
        any_tie, best = 1.0 - chances[:, 0].astype(float), chances[:, 1:].argmax(axis=1) + 1
        labels = self.network.labels["ties"]
        return [
            TieReading(ways[at][0], labels[best[at]], ways[at][1], round(float(any_tie[at]), DECIMALS))
            for at in range(len(ways))
        ]

    def _second_pass(
        self, hidden: Floats, window: Window, wanted: Sequence[Tagged], first: int, cut: _Cut, breaks: Collection[int]
    ) -> list[TriggerReading]:
        found: list[TriggerReading] = []
        crops = [(t, crop_window(window, t.first - first, t.last - first)) for t in wanted]
        for words, group in groupby(crops, key=lambda pair: pair[1].words):
            members = list(group)
            read = self.network.mark(hidden, [crop for _, crop in members])
            for (trigger, _), out in zip(members, read, strict=True):
                reading = _decode_trigger(trigger, out, self.network.labels, first + words[0], cut, breaks)
                if reading is not None:
                    found.append(reading)
        return found


def _layers(document: Document, cut: _Cut, lemmas: tuple[str, ...], read: Sequence[_Reading]) -> Layers:
    """Join the windows of a document."""
    names = (*TAG_LAYERS, *RARE_LAYERS, *SPEECH, "incidents", "incident_types")
    tagged = {name: tuple(tag for r in read for tag in r.tagged[name]) for name in names}
    upos = tuple(tag for r in read for tag in r.upos)
    named = settle_names(cut.words, cut.sentences, tagged["named"], upos)
    entities = {*named, *tagged["entities"], *tagged["inner"]}
    return Layers(
        document=document,
        starts=cut.starts,
        ends=cut.ends,
        sentences=cut.sentences,
        upos=upos,
        xpos=tuple(tag for r in read for tag in r.xpos),
        lemmas=lemmas,
        heads=tuple(head for r in read for head in r.heads),
        deprels=tuple(label for r in read for label in r.deprels),
        factuality=tuple(value for r in read for value in r.factuality),
        entities=tuple(sorted(entities, key=lambda t: (t.first, t.last, t.label, t.score))),
        actors=tagged["actors"],
        triggers=_without_overlaps([trigger for r in read for trigger in r.triggers]),
        skipped=tuple(
            Skipped(region.start, region.end, region.kind)
            for region in document.regions
            if region.kind not in READ_KINDS
        ),
        incidents=tagged["incidents"],
        incident_types=tagged["incident_types"],
        stances=tagged["stances"],
        outlooks=tagged["outlooks"],
        measures=tagged["measures"],
        held=tagged["held"],
        cues=tagged["cues"],
        speakers=tagged["speakers"],
        contents=tagged["contents"],
        ties=tuple(tie for r in read for tie in r.ties),
    )


def _decode_scores(
    scores: Floats, tags: Sequence[str], first: int, breaks: Collection[int], go_on: float = 0.0
) -> list[Tagged]:
    """Read tags off log-odds; where every word is outside by far, as in most layers of most sentences, at once."""
    if _surest(scores) < CLEARLY_OUTSIDE:
        return []
    return decode_tags(softmax(scores), tags, first, breaks, go_on=go_on)


def _surest(scores: Floats) -> float:
    """Return the highest log-odds of any label against none."""
    return float((scores[:, 1:].max(axis=1) - scores[:, 0]).max())


def _trigger_candidates(probabilities: npt.NDArray[np.floating], tags: Sequence[str], first: int) -> list[Tagged]:
    """Find words that may begin a trigger, with the probability of any type."""
    found: list[Tagged] = []
    last = 0
    any_type = 1.0 - probabilities[:, 0]
    for index in np.flatnonzero(any_type >= SECOND_LOOK_LEXICON).tolist():
        if index < last:
            continue
        label = tags[int(probabilities[index, 1:].argmax()) + 1][2:]
        last = index + 1
        while last < len(probabilities) and tags[int(probabilities[last].argmax())] == f"I-{label}":
            last += 1
        found.append(Tagged(first + index, first + last, label, round(float(any_type[index]), DECIMALS)))
    return found


def _decode_trigger(
    trigger: Tagged, out: Outputs, labels: dict[str, tuple[str, ...]], first: int, cut: _Cut, breaks: Collection[int]
) -> TriggerReading | None:
    facets: list[tuple[str, str, float]] = []
    at = trigger.first - first
    types = softmax(out["facet_type"][at])
    # Both passes vote: the first saw the window unmarked, the second this word.
    score = round(float((trigger.score + 2.0 * (1.0 - types[0])) / 3.0), DECIMALS)
    if score < FLOOR:
        return None
    for name in FACETS:
        best, chance = _likeliest(out["facet_" + name][at].tolist(), 1 if name in NONE_APART else 0)
        facets.append((name, labels["facet_" + name][best], round(chance, DECIMALS)))
    label = labels["facet_type"][int(types[1:].argmax()) + 1]
    roles = [
        span
        for layer in ROLE_LAYERS
        for span in keep_joined(_decode_scores(out[layer], labels[layer], first, breaks), cut.words, cut.hyphens)
    ]
    return TriggerReading(
        trigger.first,
        trigger.last,
        label,
        score,
        tuple(facets),
        tuple(sorted(roles, key=lambda t: (t.first, t.last, t.label))),
    )


def _likeliest(scores: Sequence[float], start: int) -> tuple[int, float]:
    """Give the likeliest label from one on, and its probability among all; for a dozen labels arrays are slower."""
    best = max(range(start, len(scores)), key=scores.__getitem__)
    return best, 1.0 / sum(math.exp(min(score - scores[best], MOST_LOG_ODDS)) for score in scores)


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
