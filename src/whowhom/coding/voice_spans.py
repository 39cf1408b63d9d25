"""Spans of what is said and of who says it, out of words of the tree.

In: a saying. Out: the pieces of its content, and the whole phrase of its source, with
appositions and relative clauses. Commas and full stops at the edges are left out, but
for those inside quotation marks.
"""

from __future__ import annotations

from whowhom.coding.tree import Tree
from whowhom.coding.voice_frames import Saying
from whowhom.coding.voice_words import QUOTING
from whowhom.records import Span

OPENING = frozenset(['"', "“", "``"])
CLOSING = frozenset(['"', "”", "''"])
# Words that the tree hung elsewhere, between two of a content.
MAX_FILLED_WORDS = 6
_NOT_OF_SOURCE = frozenset("parataxis advcl discourse ccomp vocative dep punct obl obl:unmarked".split())


def content_spans(tree: Tree, saying: Saying) -> tuple[Span, ...]:
    """Give the pieces of what is said, in order; empty where no word is left."""
    others = _other_words(tree, saying)
    runs: list[list[int]] = []
    previous = -2
    for word in saying.content:
        gap = range(previous + 1, word)
        if runs and len(gap) <= MAX_FILLED_WORDS and not any(between in others for between in gap):
            runs[-1][1] = word + 1
        else:
            runs.append([word, word + 1])
        previous = word
    pieces = [_trimmed(tree, first, last) for first, last in runs]
    return tuple(tree.layers.span(first, last) for first, last in pieces if _has_words(tree, first, last))


def source_words(tree: Tree, saying: Saying) -> tuple[int, int] | None:
    """Give the whole phrase of who says so; None for hearsay, and where a broken tree leaves but a mark."""
    head = saying.source
    if head is None:
        return None
    outside = {*saying.content, *(range(*saying.cue) if saying.cue is not None else ()), saying.head}
    inside = set(tree.name_around(head)) - outside | {head}
    for part in tuple(inside):
        for child in tree.children[part]:
            below = tree.subtree(child)
            relation = tree.relation(child)
            if relation in _NOT_OF_SOURCE or relation == "case" or outside & set(below) or _quotes(tree, child):
                continue
            inside.update(below)
    first, last = head, head + 1
    while first - 1 in inside or (_is_mark(tree, first - 1) and first - 2 in inside):
        first -= 1
    while last in inside or (_is_mark(tree, last) and last + 1 in inside):
        last += 1
    if first > 0 and tree.layers.upos[first - 1] == "DET" and first - 1 not in outside:
        first -= 1
    last = _with_clause(tree, _with_name(tree, last, outside), saying)
    first, last = _trimmed(tree, first, last)
    return (first, last) if first < last else None


def _with_clause(tree: Tree, last: int, saying: Saying) -> int:
    """Take in ", who fled on foot," between a source and its verb, whatever the tree hangs it on."""
    if saying.cue is None or not last + 2 < saying.cue[0] or tree.sentence_of[last] != tree.sentence_of[saying.cue[0]]:
        return last
    opens = tree.layers.word(last) == "," and tree.layers.xpos[last + 1] in ("WP", "WP$", "WDT")
    closes = tree.layers.word(saying.cue[0] - 1) == ","
    return saying.cue[0] - 1 if opens and closes else last


def _quotes(tree: Tree, word: int) -> bool:
    """Say whether a clause on a source tells whom it cites in turn."""
    return tree.lemma(word) in QUOTING and tree.layers.xpos[word] == "VBG"


def _with_name(tree: Tree, last: int, outside: set[int]) -> int:
    """Take in the person's name right behind a title, which the tree may hang elsewhere."""
    words = len(tree.layers.starts)
    start = last + 1 if last < words and tree.layers.word(last) == "," else last
    end = start
    while end < words and end not in outside and tree.entities.at(end, "PER") is not None:
        end += 1
    closed = start == last or (end < words and (tree.layers.word(end) == "," or end in outside))
    return end if end > start and closed and tree.entities.at(last - 1, "PER") is None else last


def _is_mark(tree: Tree, word: int) -> bool:
    """Say whether a word is a comma, bracket or hyphen inside a sentence."""
    return 0 <= word < len(tree.layers.starts) and tree.layers.upos[word] == "PUNCT"


def _other_words(tree: Tree, saying: Saying) -> set[int]:
    words = set(range(*saying.cue)) if saying.cue is not None else set()
    source = source_words(tree, saying)
    return words | {saying.head} | (set(range(*source)) if source is not None else set())


def _trimmed(tree: Tree, first: int, last: int) -> tuple[int, int]:
    """Cut marks off both ends; quotation marks and brackets stay where their partner is inside."""
    layers = tree.layers
    while first < last and layers.upos[first] == "PUNCT" and not _keeps(tree, first, first, last):
        first += 1
    while last > first and layers.upos[last - 1] == "PUNCT" and not _keeps(tree, last - 1, first, last):
        last -= 1
    return first, last


def _keeps(tree: Tree, word: int, first: int, last: int) -> bool:
    mark = tree.layers.word(word)
    if mark in OPENING | CLOSING:
        if word == first:
            closed = any(tree.layers.word(w) in CLOSING for w in range(word + 1, last))
            return mark in OPENING and (closed or mark != '"')
        return mark in CLOSING and any(tree.layers.word(w) in OPENING for w in range(first, word))
    return mark in ("(", ")") and any(tree.layers.word(w) in ("(", ")") for w in range(first, last) if w != word)


def _has_words(tree: Tree, first: int, last: int) -> bool:
    """Say whether a piece says something: a mark or a lone relative pronoun does not."""
    layers = tree.layers
    return any(layers.upos[word] != "PUNCT" and layers.xpos[word] not in ("WDT", "WP") for word in range(first, last))
