"""Quotation marks and the sayings they belong to.

In: a tree and the sayings that the tree gave. Out: the same, with the whole of each
quotation taken into the saying that it belongs to, and a saying for each quotation that
had none: of the verb of saying beside it, of the sentence that opens it with a colon,
or of whoever was quoted in the paragraph before.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import replace

from whowhom.coding.quotations import MIN_QUOTED_WORDS, find_speaker, quotations
from whowhom.coding.tree import SUBJECTS, Tree
from whowhom.coding.voice_frames import Saying, cue_of
from whowhom.coding.voice_spans import CLOSING, OPENING

# What somebody makes known, announced before a colon.
POSTS = frozenset(
    "post message statement letter tweet communique speech address note declaration appeal communiqué release".split()
)
# "The post of the Front" may be one that it holds, its "release" that of captives.
_HELD_TOO = frozenset(("post", "release", "address"))
DASHES = frozenset(["-", "–", "—", "--"])


def with_quotations(tree: Tree, sayings: Sequence[Saying]) -> list[Saying]:
    """Take quotations into sayings and add those that only quotation marks tell."""
    found = _Sayings(sayings)
    before: tuple[int, Saying] | None = None
    for paragraph, stretch in quotations(tree):
        words = _with_marks(tree, stretch)
        over = [number for number in found.over(stretch) if _is_told(tree, found.all[number], stretch)]
        for number in over:
            found.widen(number, words)
        if over:
            outer = [found.all[number] for number in over if found.all[number].source is not None]
            before = (paragraph.stop, outer[-1]) if outer else before
        elif _is_speech(tree, stretch):
            saying = _spoken(tree, stretch, words, found, paragraph, before)
            if saying is not None:
                before = paragraph.stop, found.add(saying, words)
    return found.all


class _Sayings:
    """Sayings by the words of their content and by their cue; a long text asks as fast as a short one."""

    def __init__(self, sayings: Sequence[Saying]) -> None:
        self.all = list(sayings)
        self._by_word: dict[int, list[int]] = {}
        self._by_cue: dict[tuple[object, ...], int] = {}
        self.rules = {saying.head: saying.rule for saying in sayings}
        for number, saying in enumerate(self.all):
            self._enter(number, saying.content)

    def _enter(self, number: int, words: Iterable[int]) -> None:
        for word in words:
            self._by_word.setdefault(word, []).append(number)
        saying = self.all[number]
        self._by_cue.setdefault((saying.cue, saying.source, saying.rule), number)

    def over(self, stretch: range) -> list[int]:
        """List the sayings with a word of their content in a stretch, in order."""
        return sorted({number for word in stretch for number in self._by_word.get(word, ())})

    def widen(self, number: int, words: range) -> None:
        """Take words into what a saying says."""
        saying = self.all[number]
        held = saying.content
        cue = range(*saying.cue) if saying.cue is not None else range(0)
        new = [word for word in words if word not in cue and not _holds(held, word)]
        self.all[number] = replace(saying, content=tuple(sorted((*held, *new))))
        self._enter(number, new)

    def add(self, saying: Saying, words: range) -> Saying:
        """Add a saying, or go on with the one that the same words introduce."""
        known = self._by_cue.get((saying.cue, saying.source, saying.rule))
        if known is not None:
            self.widen(known, words)
            return self.all[known]
        self.all.append(saying)
        self._enter(len(self.all) - 1, saying.content)
        return saying


def _holds(words: Sequence[int], word: int) -> bool:
    at = bisect_left(words, word)
    return at < len(words) and words[at] == word


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
    first, last = bisect_left(saying.content, stretch.start), bisect_left(saying.content, stretch.stop)
    inside = [word for word in saying.content[first:last] if tree.layers.upos[word] != "PUNCT"]
    if not inside:
        return False
    if saying.kind == "hearsay" and saying.cue is None:
        return False
    return 2 * len(inside) >= min(len(stretch), 12) or stretch.start in inside


def _spoken(
    tree: Tree,
    stretch: range,
    words: range,
    found: _Sayings,
    paragraph: range,
    before: tuple[int, Saying] | None,
) -> Saying | None:
    speaker = find_speaker(tree, stretch.start)
    if speaker is not None:
        verb, subject = speaker
        rule = found.rules.get(verb, "quotation marks")
        return Saying(cue_of(tree, verb), verb, tree.antecedent(subject), tuple(words), "saying", True, rule)
    signed = _signature(tree, words.stop)
    if signed is not None:
        return Saying(None, signed, signed, tuple(words), "saying", True, "signature")
    opener = _before_colon(tree, words.start)
    opener = opener if opener is not None else _author(tree, words.start)
    if opener is not None:
        return Saying(None, opener, opener, tuple(words), "saying", True, "colon")
    follows = before is not None and before[0] in (paragraph.start, paragraph.stop)
    if follows and before is not None and words.start == paragraph.start:
        # The speaker of the paragraph before goes on.
        return replace(before[1], content=tuple(words), kind="saying", asserted=True, rule="quotation goes on")
    return None


def _signature(tree: Tree, word: int) -> int | None:
    """Find who signs a quotation behind a dash: "... a long game." - Matthew Ingram."""
    layers = tree.layers
    if word + 1 >= len(layers.starts) or layers.word(word) not in DASHES or layers.upos[word + 1] != "PROPN":
        return None
    name = tree.name_around(word + 1)
    ends = name.stop >= len(layers.starts) or layers.word(name.stop) in (",", ".")
    return tree.whole(name.start) if ends or tree.sentence_of[name.stop] != tree.sentence_of[word] else None


def _author(tree: Tree, word: int) -> int | None:
    """Find whose words a line without a verb announces: "Post by the mayor of Kotto, Ines Vega, on her channel:"."""
    if word == 0 or tree.layers.word(word - 1) != ":":
        return None
    first, last = tree.layers.sentences[tree.sentence_of[word - 1]]
    return announced(tree, range(first, min(last, word)))


def announced(tree: Tree, words: range) -> int | None:
    """Return whose statement, post or letter some words name: "by the mayor", "the army's"."""
    for at in words:
        if tree.lemma(at) not in POSTS or tree.layers.upos[at] not in ("NOUN", "PROPN") or at + 2 >= words.stop:
            continue
        plain = tree.lemma(at) not in _HELD_TOO
        if tree.layers.word(at + 1).lower() in (("by", "from", "of") if plain else ("by", "from")):
            named = tree.actors.within(at + 2, words.stop)
            if named and named[0].first - at <= 3:
                return tree.head_of(named[0].first, named[0].last)
        owner = next((child for child in tree.children[at] if tree.relation(child) == "nmod:poss"), None)
        if owner is not None and plain:
            return owner
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
