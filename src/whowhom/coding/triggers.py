"""Triggers: which entry of the codebook a trigger's words are, if any."""

from __future__ import annotations

from dataclasses import dataclass

from whowhom.codebook import Codebook, Trigger
from whowhom.codebook.model import GAP
from whowhom.coding.tree import Tree, tagged_at
from whowhom.records import TriggerReading

# Words that may stand between the two parts of a phrase with a gap.
MAX_GAP_WORDS = 6


@dataclass(frozen=True, slots=True)
class TriggerUse:
    """A trigger as read, with its entry in the codebook.

    Attributes:
        head: The word that its arguments hang on.
        entry: The longest fitting entry of the reading's type; None without one.
        rivals: Head words of the other triggers of the document.
    """

    reading: TriggerReading
    head: int
    entry: Trigger | None
    rivals: frozenset[int]

    @property
    def words(self) -> range:
        """The trigger's words."""
        return range(self.reading.first, self.reading.last)


def use_triggers(tree: Tree, codebook: Codebook) -> tuple[TriggerUse, ...]:
    """Look up every trigger of a document in the codebook."""
    readings = tree.layers.triggers
    heads = [tree.head_of(reading.first, reading.last) for reading in readings]
    return tuple(
        TriggerUse(reading, head, find_entry(tree, codebook, reading), frozenset(heads) - {head})
        for reading, head in zip(readings, heads, strict=True)
    )


def find_entry(tree: Tree, codebook: Codebook, reading: TriggerReading) -> Trigger | None:
    """Return the codebook's entry for the words of a reading and its type."""
    best: Trigger | None = None
    for word in range(max(0, reading.first - 1), reading.last):
        for entry in codebook.starting_with(tree.lemma(word)):
            if entry.type != reading.label or not _fits(tree, entry, word):
                continue
            if best is None or (len(entry.words), entry.weight) > (len(best.words), best.weight):
                best = entry
    return best


def _fits(tree: Tree, entry: Trigger, word: int) -> bool:
    layers = tree.layers
    if entry.pos != "any" and layers.upos[word] not in (entry.pos, "PROPN", "AUX") and len(entry.words) == 1:
        return False
    end = layers.sentences[tree.sentence_of[word]][1]
    index, gap = word, False
    for lemma in entry.words:
        if lemma == GAP:
            gap = True
            continue
        while index < end and (
            layers.word(index) == "-" or (gap and tree.lemma(index) != lemma and index - word <= MAX_GAP_WORDS)
        ):
            index += 1
        if index >= end or tree.lemma(index) != lemma:
            return False
        index, gap = index + 1, False
    return entry.allows(_around(tree, word))


def _around(tree: Tree, word: int) -> set[str]:
    near = {tree.lemma(child) for child in tree.children[word]}
    near |= {tree.lemma(grandchild) for child in tree.children[word] for grandchild in tree.children[child]}
    head = tree.layers.heads[word]
    if head >= 0:
        near |= {tree.lemma(head), *(tree.lemma(child) for child in tree.children[head])}
    tags = (tagged_at(tree.layers.actors, child) for child in tree.children[word])
    return near | {"@" + tag.label for tag in tags if tag}
