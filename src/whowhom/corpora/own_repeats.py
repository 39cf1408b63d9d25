"""Words that written reports say again: runs of six in several reports, sentences that are nearly the same.

Written reports are to be written, not filled from templates; a reader trained on the same words
over and over learns the words.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from whowhom.corpora.own_records import LabelledDocument
from whowhom.reading.lemmas import lemmatize
from whowhom.reading.words import split_sentences, split_words

RUN_WORDS = 6
MAX_REPORTS = 3  # a run may stand in so many reports: names of places and bodies are six words long at times
MAX_JACCARD = 0.6
MIN_WORDS = 4  # fewer make a date, a number of a list or a dateline, which are no sentences


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a report with the lemmas of its words."""

    doc: str
    start: int
    end: int
    lemmas: frozenset[str]


def find_sentences(document: LabelledDocument) -> list[tuple[int, int]]:
    """Cut a document's text into sentences; a blank line ends one.

    Returns:
        Half-open offsets in the text.
    """
    text = document["text"] or ""
    words = split_words(text)
    return [(words[first][0], words[last - 1][1]) for first, last in split_sentences(text, words)]


def repeated_runs(documents: Sequence[LabelledDocument]) -> Iterator[tuple[str, list[str]]]:
    """Yield each run of six words that stands in more than three reports, with the reports."""
    holders: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for document in documents:
        text = document["text"] or ""
        words = [text[start:end].lower() for start, end in split_words(text) if text[start:end][0].isalnum()]
        for index in range(len(words) - RUN_WORDS + 1):
            holders[tuple(words[index : index + RUN_WORDS])].add(document["doc"])
    for run, docs in sorted(holders.items()):
        if len(docs) > MAX_REPORTS:
            yield " ".join(run), sorted(docs)


def similar_sentences(documents: Sequence[LabelledDocument]) -> Iterator[tuple[Sentence, Sentence, float]]:
    """Yield the pairs of sentences whose lemmas overlap by more than 0.6 (Jaccard)."""
    sentences = [sentence for document in documents for sentence in _lemmatized(document)]
    frequency = Counter(lemma for sentence in sentences for lemma in sentence.lemmas)
    holding: dict[str, list[Sentence]] = defaultdict(list)
    for sentence in sentences:
        # Two that share more than 0.6 of their lemmas share one of the rarest 0.4 of each, so only these are looked up.
        by_rarity = sorted(sentence.lemmas, key=lambda lemma: (frequency[lemma], lemma))
        rarest = by_rarity[: len(by_rarity) - math.ceil(MAX_JACCARD * len(by_rarity)) + 1]
        others = {(other.doc, other.start): other for lemma in rarest for other in holding[lemma]}
        for other in others.values():
            jaccard = len(sentence.lemmas & other.lemmas) / len(sentence.lemmas | other.lemmas)
            if jaccard > MAX_JACCARD:
                yield other, sentence, jaccard
        for lemma in rarest:
            holding[lemma].append(sentence)


def _lemmatized(document: LabelledDocument) -> Iterator[Sentence]:
    text = document["text"] or ""
    for start, end in find_sentences(document):
        words = [text[a:b] for a, b in split_words(text, start, end) if text[a].isalnum()]
        if len(words) >= MIN_WORDS:
            yield Sentence(document["doc"], start, end, frozenset(map(lemmatize, words)))
