"""Mentions of ECB+ as the words that links compare; mentions of our own finding; the plain rule.

In: a report of ECB+. Out: its lemmas and sentences, :class:`WordMention` records, and the
words that our reader takes for events.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from whowhom.corpora.ecb import EcbDocument, EcbMention
from whowhom.link.families import family
from whowhom.link.stopwords import STOPWORDS
from whowhom.link.words import WordMention
from whowhom.pipeline import Pipeline
from whowhom.reading.lemmas import lemmatize
from whowhom.records import Document, Layers, Publication, Region, text_id

NEIGHBOURS = 4  # Words to each side.
OWN_KIND = "OWN"


@dataclass(frozen=True)
class EcbWords:
    """A report with what is asked of its words.

    Attributes:
        content: Its lemmas that mean something by themselves, without the address line.
        first_sentence: Number of the sentence with which the report begins.
        bounds: First word and one past the last of each sentence, by its number.
    """

    document: EcbDocument
    lemmas: tuple[str, ...]
    content: frozenset[str]
    first_sentence: int
    bounds: dict[int, tuple[int, int]]

    @classmethod
    def read(cls, document: EcbDocument) -> EcbWords:
        """Lemmatize a report."""
        lemmas = tuple(lemmatize(word) for word in document.words)
        has_address = bool(document.words) and document.words[0].startswith("http")
        first = document.sentences[0] + has_address if document.words else 0
        bounds: dict[int, tuple[int, int]] = {}
        for index, sentence in enumerate(document.sentences):
            bounds[sentence] = (bounds.get(sentence, (index, 0))[0], index + 1)
        content = {lemma for lemma, sentence in zip(lemmas, document.sentences, strict=True) if sentence >= first}
        return cls(document, lemmas, frozenset(_content(content)), first, bounds)


def _content(lemmas: Iterable[str]) -> set[str]:
    return {lemma for lemma in lemmas if lemma.isalnum() and lemma not in STOPWORDS}


def word_mentions(read: EcbWords, mentions: Sequence[EcbMention]) -> list[WordMention]:
    """Give mentions with the words around them, in their order."""
    return [_word_mention(read, mention) for mention in mentions]


def _word_mention(read: EcbWords, mention: EcbMention) -> WordMention:
    sentence = read.document.sentences[mention.words[0]]
    start, end = read.bounds[sentence]
    own = [read.lemmas[index] for index in mention.words]
    first, last = max(start, mention.words[0] - NEIGHBOURS), min(end, mention.words[-1] + NEIGHBOURS + 1)
    beside = (read.lemmas[index] for index in range(first, last) if index not in mention.words)
    return WordMention(
        report=read.document.name,
        position=sentence - read.first_sentence,
        lemmas=tuple(own),
        sentence=frozenset(_content(read.lemmas[start:end]) - set(own)),
        neighbours=frozenset(_content(beside)),
    )


def same_head(mentions: Sequence[WordMention]) -> list[list[int]]:
    """Group mentions by the lemma of their last word: the plain rule."""
    groups: dict[str, list[int]] = defaultdict(list)
    for index, mention in enumerate(mentions):
        groups[mention.lemmas[-1]].append(index)
    return list(groups.values())


def find_mentions(read: EcbWords, pipeline: Pipeline) -> tuple[EcbMention, ...]:
    """Find the words that tell of something happening, in the sentences where the corpus marks such words.

    Elsewhere it marks nothing, so nothing found there could be right or wrong.
    """
    document, starts = as_text(read.document)
    layers = pipeline.reader.read(document)
    index_of = {start: index for index, start in enumerate(starts)}
    known = pipeline.reader.network.lexicon
    found = sorted(
        {index_of[layers.starts[word]] for word in _events(layers, known) if layers.starts[word] in index_of}
    )
    return tuple(EcbMention(f"own{index}", OWN_KIND, (index,), None) for index in found)


def as_text(document: EcbDocument) -> tuple[Document, list[int]]:
    """Write a report's words as a text, a sentence a line; give it with the offset of each word.

    The regions to be read are the sentences with a mention.
    """
    marked = {document.sentences[index] for mention in document.mentions for index in mention.words}
    parts: list[str] = []
    starts: list[int] = []
    regions: list[Region] = []
    position = begin = 0
    for index, word in enumerate(document.words):
        ends = index + 1 == len(document.words) or document.sentences[index + 1] != document.sentences[index]
        starts.append(position)
        parts.append(word + ("\n" if ends else " "))
        position += len(parts[-1])
        if ends and document.sentences[index] in marked:
            regions.append(Region(begin, position - 1, "body"))
        if ends:
            begin = position
    text = "".join(parts)
    return Document(text_id(text), text, "en", Publication(), tuple(regions)), starts


def _events(layers: Layers, known: frozenset[str]) -> Iterable[int]:
    """Verbs, nouns that the reader's lexicon or a family of words knows, and heads of triggers."""
    yield from (trigger.last - 1 for trigger in layers.triggers)
    for index, (upos, lemma) in enumerate(zip(layers.upos, layers.lemmas, strict=True)):
        if upos == "VERB" or (
            upos == "NOUN" and (lemma in known or (family(lemma) != lemma and family(lemma) in known))
        ):
            yield index
