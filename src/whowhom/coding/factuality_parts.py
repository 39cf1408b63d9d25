"""Certainty of the parts of an event: who, how many, where and when, each by its own words.

In: the words of one part in its tree. Out: how sure the text is of that part, or None where no
word sets it apart from the event. "Suspected rebels killed two farmers, possibly near Bria": that
farmers were killed is certain, by whom and where is not.

What one would get wrong: a hedge in front of a phrase belongs to the phrase only where nothing but
its preposition stands between; "two farmers" beside "suspected rebels" stay certain.
"""

from __future__ import annotations

from collections.abc import Iterator

from whowhom.coding import factuality_words as lists
from whowhom.coding.tree import Tree
from whowhom.records import Span
from whowhom.records.values import Certainty

_ORDER: tuple[Certainty, ...] = ("certain", "probable", "possible", "uncommitted")
# Between a hedge and the words it hedges stand a preposition, an article, "killing".
_BETWEEN = frozenset(("ADP", "DET", "PUNCT", "PART"))


def part_certainty(tree: Tree, span: Span) -> Certainty | None:
    """Say how sure the text is of the words of a part; None where no word says it.

    Args:
        span: The words as the record has them.
    """
    words = tree.words_in(span)
    if not words:
        return None
    found = [certainty for word in _hedging(tree, words) if (certainty := hedge_of(tree, word)) is not None]
    return max(found, key=_ORDER.index, default=None)


def weaker(one: Certainty, other: Certainty | None) -> Certainty:
    """Return the less sure of two."""
    return one if other is None else max(one, other, key=_ORDER.index)


def hedge_of(tree: Tree, word: int) -> Certainty | None:
    """Say what a word leaves of a certainty, as it stands on a noun, a number or a phrase."""
    written, lemma = tree.layers.word(word).lower(), tree.lemma(word)
    if written in lists.ALLEGED or written in lists.HEARSAY_ADVERBS:
        return "possible" if written in lists.SUSPECTED else "uncommitted"
    if written in lists.SEEMING or lemma in lists.LIKELY_ADVERBS:
        return "probable"
    if lemma in lists.PERHAPS or written in lists.POSSIBLE:
        return "possible"
    return None


def _hedging(tree: Tree, words: range) -> Iterator[int]:
    """Yield the words that may hedge a part: its adjectives, what hangs on its head, what opens it."""
    head = tree.head_of(words.start, words.stop)
    yield from (word for word in words if word < head and tree.layers.upos[word] in ("ADJ", "ADV", "VERB"))
    yield from (child for child in tree.children[head] if child < head and tree.relation(child) in ("amod", "advmod"))
    start = tree.layers.sentences[tree.sentence_of[head]][0]
    word = words.start - 1
    while word >= start and (tree.layers.upos[word] in _BETWEEN or _carries(tree, word, head)):
        if tree.layers.word(word) == ",":
            return
        word -= 1
    if word >= start and tree.layers.upos[word] in ("ADV", "ADJ", "VERB"):
        yield word


def _carries(tree: Tree, word: int, head: int) -> bool:
    """Say whether a participle only carries the part: "reportedly killing nine people"."""
    return tree.layers.heads[head] == word and tree.layers.xpos[word] == "VBG" and tree.relation(head) == "obj"
