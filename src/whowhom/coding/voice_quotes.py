"""Quotation marks and the sayings they belong to.

In: a tree and the sayings that the tree gave. Out: the same, with the whole of each
quotation taken into the saying that it belongs to, and a saying for each quotation that
had none: of the verb of saying beside it, of the sentence that opens it with a colon,
or of whoever was quoted in the paragraph before.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from whowhom.coding.quotations import MIN_QUOTED_WORDS, find_speaker, quotations
from whowhom.coding.tree import SUBJECTS, Tree
from whowhom.coding.voice_frames import Saying, cue_of
from whowhom.coding.voice_spans import CLOSING, OPENING


def with_quotations(tree: Tree, sayings: Sequence[Saying]) -> list[Saying]:
    """Take quotations into sayings and add those that only quotation marks tell."""
    found = list(sayings)
    before: tuple[int, Saying] | None = None
    for paragraph, stretch in quotations(tree):
        words = _with_marks(tree, stretch)
        over = [number for number, saying in enumerate(found) if _is_told(tree, saying, stretch)]
        for number in over:
            found[number] = _widened(found[number], words)
        if not over and _is_speech(tree, stretch):
            saying = _spoken(tree, stretch, words, found, paragraph, before)
            if saying is None:
                continue
            known = next((n for n, other in enumerate(found) if _continues(tree, other, saying, stretch)), None)
            if known is not None:
                found[known] = _widened(found[known], words)
                saying = found[known]
            else:
                found.append(saying)
            before = paragraph.stop, saying
        elif over:
            outer = [found[number] for number in over if found[number].source is not None]
            if outer:
                before = paragraph.stop, outer[-1]
    return found


def _is_speech(tree: Tree, stretch: range) -> bool:
    """Say whether quoted words are somebody's speech, not a name or a scare quote."""
    layers = tree.layers
    tells = any(layers.upos[word] in ("VERB", "AUX") for word in stretch)
    return len(stretch) >= MIN_QUOTED_WORDS and (tells or layers.word(stretch[-1]) in (".", ",", "?", "!"))


def _with_marks(tree: Tree, stretch: range) -> range:
    words = tree.layers
    first = stretch.start - (stretch.start > 0 and words.word(stretch.start - 1) in OPENING)
    closed = stretch.stop < len(words.starts) and words.word(stretch.stop) in CLOSING
    return range(first, stretch.stop + closed)


def _is_told(tree: Tree, saying: Saying, stretch: range) -> bool:
    """Say whether a quotation is among what a voice outside of it says."""
    if saying.head in stretch or saying.source in stretch:
        return False
    inside = [word for word in saying.content if word in stretch and tree.layers.upos[word] != "PUNCT"]
    if not inside:
        return False
    if saying.kind == "hearsay" and saying.cue is None:
        return False
    return 2 * len(inside) >= min(len(stretch), 12) or stretch.start in inside


def _widened(saying: Saying, words: range) -> Saying:
    cue = range(*saying.cue) if saying.cue is not None else range(0)
    return replace(saying, content=tuple(sorted({*saying.content, *words} - set(cue))))


def _continues(tree: Tree, other: Saying, saying: Saying, stretch: range) -> bool:
    """Say whether a quotation goes on with what the same words introduce."""
    return other.cue == saying.cue and other.source == saying.source and other.rule == saying.rule


def _spoken(
    tree: Tree,
    stretch: range,
    words: range,
    found: Sequence[Saying],
    paragraph: range,
    before: tuple[int, Saying] | None,
) -> Saying | None:
    speaker = find_speaker(tree, stretch.start)
    if speaker is not None:
        verb, subject = speaker
        rule = next((other.rule for other in found if other.head == verb), "quotation marks")
        return Saying(cue_of(tree, verb), verb, tree.antecedent(subject), tuple(words), "saying", True, rule)
    opener = _before_colon(tree, words.start)
    if opener is not None:
        return Saying(None, opener, opener, tuple(words), "saying", True, "colon")
    follows = before is not None and before[0] in (paragraph.start, paragraph.stop)
    if follows and before is not None and words.start == paragraph.start:
        # The speaker of the paragraph before goes on.
        return replace(before[1], content=tuple(words), kind="saying", asserted=True, rule="quotation goes on")
    return None


def _before_colon(tree: Tree, word: int) -> int | None:
    """Find the subject of the clause that a colon before a quotation ends."""
    if word == 0 or tree.layers.word(word - 1) != ":":
        return None
    first, _ = tree.layers.sentences[tree.sentence_of[word - 1]]
    for at in range(word - 1, first - 1, -1):
        if tree.layers.deprels[at] in SUBJECTS and tree.layers.upos[at] in ("NOUN", "PROPN", "PRON"):
            return tree.antecedent(at)
    return None
