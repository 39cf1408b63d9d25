"""Quotation marks: what stands between them, and the verbs of saying beside them.

In: a tree and one of its words. Out: the stretch of quoted words that it stands in, and
the nearest verb of saying with its subject. A paragraph is looked through once, however
many events are told in it.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from whowhom.coding.tree import SUBJECTS, Tree
from whowhom.coding.voice_lines import speaker_behind
from whowhom.coding.voice_words import SAYING

_QUOTES = frozenset(['"', "“", "”", "``", "''"])
# Fewer words between quotation marks are a name or a scare quote.
MIN_QUOTED_WORDS = 3


@dataclass(frozen=True)
class _Paragraph:
    """A paragraph's quotations and the verbs of saying outside them.

    Attributes:
        stretches: Words between quotation marks, in order, without overlap.
        sayings: Verb of saying and its subject, both outside of all quotations, by verb.
        edges: Those of ``sayings`` in a sentence where a quotation begins or ends.
    """

    stretches: list[range]
    sayings: list[tuple[int, int]]
    edges: list[tuple[int, int]]


def find_speaker(tree: Tree, word: int) -> tuple[int, int] | None:
    """Follow the quotation marks around a word to the verb of saying beside them.

    Quotes of one paragraph belong to one speaker unless another is named in their sentence.

    Returns:
        The verb and its subject; None where the word is not quoted or nobody is said to speak.
    """
    paragraph = _paragraph(tree, word)
    at = bisect_right(paragraph.stretches, word, key=lambda stretch: stretch.start) - 1
    own = paragraph.stretches[at] if at >= 0 else range(0)
    if word not in own or len(own) < MIN_QUOTED_WORDS:
        return None
    candidates = [*_nearest(paragraph.edges, own), *_opening(tree, paragraph, own)]
    if not candidates:
        return None
    return min(candidates, key=lambda pair: (_outside(own, pair[0]), *pair))


def quotations(tree: Tree) -> Iterator[tuple[range, range]]:
    """Yield every stretch between quotation marks, with its paragraph, in the order of the text."""
    word = 0
    while word < len(tree.layers.starts):
        words = _words_around(tree, word)
        for stretch in _paragraph(tree, word).stretches:
            yield words, stretch
        word = max(words.stop, word + 1)


def _outside(own: range, verb: int) -> int:
    """Count the words between a quotation and a verb; 0 for a verb at its edge."""
    return 0 if own.start - 1 <= verb <= own.stop else min(abs(verb - own.start), abs(verb - own.stop))


def _nearest(sayings: list[tuple[int, int]], own: range) -> list[tuple[int, int]]:
    """Take the nearest verb on either side, and the first of those at the quotation."""
    left = bisect_left(sayings, (own.start - 1,))
    right = bisect_left(sayings, (own.stop + 1,))
    return [*sayings[max(0, left - 1) : left + 1], *sayings[right : right + 1]]


def _opening(tree: Tree, paragraph: _Paragraph, own: range) -> Iterator[tuple[int, int]]:
    """Yield the verbs of the sentence before a quotation that opens it with a colon."""
    sentence = tree.sentence_of[own.start] - 1
    if sentence < 0:
        return
    first, last = tree.layers.sentences[sentence]
    if tree.layers.word(last - 1) == ":":
        yield from paragraph.sayings[bisect_left(paragraph.sayings, (first,)) : bisect_left(paragraph.sayings, (last,))]


def _words_around(tree: Tree, word: int) -> range:
    """Return the words of the paragraph that a word stands in, or else of its sentence."""
    layers = tree.layers
    regions, position = layers.document.regions, layers.starts[word]
    at = bisect_right(regions, position, key=lambda region: region.start) - 1
    if at >= 0 and position < regions[at].end:
        return range(bisect_left(layers.starts, regions[at].start), bisect_left(layers.starts, regions[at].end))
    return range(*layers.sentences[tree.sentence_of[word]])


def _paragraph(tree: Tree, word: int) -> _Paragraph:
    words = _words_around(tree, word)
    known = tree.once(_known_paragraphs)
    if words.start not in known:
        known[words.start] = _read_paragraph(tree, words)
    return known[words.start]


def _known_paragraphs(tree: Tree) -> dict[int, _Paragraph]:
    return {}


def _read_paragraph(tree: Tree, words: range) -> _Paragraph:
    stretches = list(_quoted(tree, words))
    quoted = {word for stretch in stretches for word in stretch}
    long = [stretch for stretch in stretches if len(stretch) >= MIN_QUOTED_WORDS]
    # The mark that closes a quotation may stand in the sentence of its speaker: "... in 2013. “, she said".
    edges = {
        tree.sentence_of[word]
        for stretch in long
        for word in (stretch.start - 1, stretch[-1], min(stretch.stop, words.stop - 1))
    }
    sayings = []
    for word in words:
        if word in quoted or tree.lemma(word) not in SAYING or tree.layers.upos[word] != "VERB":
            continue
        subject = tree.child(word, *SUBJECTS)
        if subject is None:
            # "... ," warned the engineer: the tree may take who speaks for an object.
            subject = speaker_behind(tree, word)
        if subject is not None and subject not in quoted:
            sayings.append((word, subject))
    return _Paragraph(stretches, sayings, [pair for pair in sayings if tree.sentence_of[pair[0]] in edges])


def _quoted(tree: Tree, words: range) -> Iterator[range]:
    """Yield the stretches between quotation marks; one left open ends with its paragraph."""
    start: int | None = None
    for word in words:
        mark = tree.layers.word(word)
        if mark not in _QUOTES:
            continue
        opens = mark in ("“", "``") and not (start is not None and _is_turned(tree, word))
        if (start is None and mark not in ("”", "''")) or (start is not None and opens):
            start = word + 1
        elif start is not None:
            if start < word:
                yield range(start, word)
            start = None
    if start is not None and words.stop - start >= MIN_QUOTED_WORDS:
        yield range(start, words.stop)


def _is_turned(tree: Tree, word: int) -> bool:
    """Say whether an opening mark closes a quotation, as a comma right behind it tells: "... in 2013. “, she said"."""
    behind = word + 1
    return behind < len(tree.layers.starts) and tree.layers.word(behind) in (",", ".")
