"""Voices without a verb of their own: whoever is cited, and the name before a headline's colon.

In: a tree and the sayings found so far. Out: further sayings. Whoever is cited says what
the citing voice says; the source of a headline has no cue.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from whowhom.coding.tree import Tree
from whowhom.coding.voice_frames import Saying, can_speak
from whowhom.coding.voice_words import QUOTING, SAYING, SPEAKERS

_ENDS = frozenset([".", "!", "?", "”", '"', "''"])
_COLONS = frozenset([":"])
MAX_SOURCE_WORDS = 6
_NOMINAL = ("NOUN", "PROPN")


def citations(tree: Tree, sayings: Sequence[Saying]) -> Iterator[Saying]:
    """Yield whoever is cited: "the agency reported, citing officials"."""
    by_head = {saying.head: saying for saying in sayings}
    by_source = {saying.source: saying for saying in sayings if saying.source is not None}
    for word, lemma in enumerate(tree.layers.lemmas):
        if lemma not in QUOTING or tree.layers.xpos[word] != "VBG":
            continue
        if any(tree.lemma(child) in SAYING for child in tree.children[word]) or tree.is_passive(word):
            continue
        above = tree.layers.heads[word]
        cited = _cited(tree, word)
        if cited is None or above < 0:
            continue
        citing = by_head.get(above) or by_source.get(above)
        words = set(citing.content) if citing is not None else set(tree.subtree(above))
        words -= set(tree.subtree(word)) | set(tree.subtree(cited))
        yield Saying((word, word + 1), word, cited, tuple(sorted(words)), "saying", True, "citing")


def _cited(tree: Tree, verb: int) -> int | None:
    things = [child for child in tree.children[verb] if tree.relation(child) == "obj"]
    if things:
        cited = things[0]
        # The tree may part "a police source".
        while cited + 1 in things:
            cited += 1
        return cited
    # "Citing two officials, the broadcaster said": the tree may hang the officials on "said".
    for word in range(verb + 1, tree.layers.sentences[tree.sentence_of[verb]][1]):
        if tree.layers.upos[word] == "PUNCT":
            return None
        if tree.layers.upos[word] in _NOMINAL and tree.relation(word) not in ("compound", "flat", "nmod:poss"):
            return word
    return None


def headlines(tree: Tree, sayings: Sequence[Saying]) -> Iterator[Saying]:
    """Yield the source of a headline: "Mayor: 20 dead", "Army kills 30: minister"."""
    said = {word for saying in sayings for word in (saying.head, *saying.content)}
    for first, last in tree.layers.sentences:
        if tree.layers.word(last - 1) in _ENDS:
            continue
        colon = next((word for word in range(first, last) if tree.layers.word(word) in _COLONS), None)
        if colon is None or colon in (first, last - 1):
            continue
        for source, content in (
            (range(first, colon), range(colon + 1, last)),
            (range(colon + 1, last), range(first, colon)),
        ):
            if len(content) >= 3 and _names_somebody(tree, source) and not said & set(source):
                head = tree.head_of(source.start, source.stop)
                yield Saying(None, head, head, tuple(content), "saying", True, "headline")
                break


def _names_somebody(tree: Tree, words: range) -> bool:
    if len(words) > MAX_SOURCE_WORDS or any(tree.layers.upos[word] in ("VERB", "AUX", "PUNCT") for word in words):
        return False
    head = tree.head_of(words.start, words.stop)
    if tree.layers.upos[head] == "PROPN" and tree.lemma(head) not in SPEAKERS:
        return tree.entities.at(head, "PER", "ORG") is not None
    return tree.layers.upos[head] in _NOMINAL and can_speak(tree, head)
