"""Ranges of numbers as one phrase: "between 20 and 30 people", "from five to ten soldiers".

In: a tree and a range of its words. Out: the words of the whole. What one would get wrong: trees
and tags part such a phrase at "and" or "to" as they part two groups of people, so that whoever
takes up one half must be given both.
"""

from __future__ import annotations

from bisect import bisect_left

from whowhom.coding.figures import find_figures
from whowhom.coding.tree import Tree
from whowhom.records import Span


def whole_range(tree: Tree, first: int, last: int) -> tuple[int, int]:
    """Return words with the rest of the range of numbers that they are part of or stand right behind; else as given."""
    ranges = tree.once(_ranges)
    at = bisect_left(ranges, first, key=lambda found: found[1])
    if at < len(ranges):
        start, end = ranges[at]
        if start < last or first == end:
            return min(start, first), max(last, _counted(tree, end))
    return first, last


def _ranges(tree: Tree) -> tuple[tuple[int, int], ...]:
    """Return the words of each range of numbers in a document, in its order."""
    layers = tree.layers
    found: list[tuple[int, int]] = []
    for first, last in layers.sentences:
        if first == last or sum(layers.upos[word] == "NUM" for word in range(first, last)) < 2:
            continue
        for figure in find_figures(layers.document.text, layers.starts[first], layers.ends[last - 1]):
            if figure.bound == "range":
                words = tree.words_in(Span(figure.start, figure.end))
                found.append((words.start, words.stop))
    return tuple(found)


def _counted(tree: Tree, end: int) -> int:
    """Return where the noun ends that a range counts: right behind it, past adjectives and names; else its own end."""
    stop = tree.layers.sentences[tree.sentence_of[end - 1]][1]
    noun, word = end, end
    while word < stop and tree.layers.upos[word] in ("ADJ", "NOUN", "PROPN"):
        if tree.layers.upos[word] != "ADJ":
            noun = word + 1
        word += 1
    return noun
