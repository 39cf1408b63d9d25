"""What stands a second time: paragraphs that say again what was said before.

In: the words of each unit. Out: which units repeat an earlier one. Two laws: the
same words in the same order always repeat; nearly the same words repeat only when
what differs could not make it another event (no number, no name, no negation).
Captions are held to a looser law, since sites print one picture's caption twice
in two wordings and a caption seldom tells an event of its own.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

# Jaccard similarity of the words without function words. Two captions of one map,
# "Location of A, B and C provinces of X" and "Location of A, B and C provinces, G
# operations in X", score 0.78-0.82, with one province and a name of two words
# 0.64; captions of different pictures of one event stay under 0.5.
CAPTION_SIMILARITY = 0.6
# Bulletins repeat a formula with another place or number and score up to 0.85;
# a paragraph printed twice with a word mended scores above 0.9.
BODY_SIMILARITY = 0.9
# Shorter paragraphs come back in dialogue ("That is correct.") and are said anew.
MIN_REPEAT_WORDS = 4
# How far back a wording is looked for among units that share a rare word: a list
# of ten thousand like rows must not take ten thousand times ten thousand looks.
MAX_LOOK_BACK = 100
# Below this a changed word is a large part of what is said ("Two were killed",
# "Two were wounded"): short body paragraphs repeat only word for word.
MIN_BODY_WORDS = 12

_WORD = re.compile(r"[^\W_]+(?:['’.,-][^\W_]+)*")
_FUNCTION_WORDS = (
    "a an the of in on at to for from by with and or as is are was were be been has have had it its that this their "
    "his her who which he she they said says told added according also"
)
_NEGATION_WORDS = "not no never none neither nor without denied denies deny failed unhurt false"
_FUNCTION = frozenset(_FUNCTION_WORDS.split())
_NEGATION = frozenset(_NEGATION_WORDS.split())


@dataclass(frozen=True, slots=True)
class _Words:
    in_order: tuple[str, ...]
    content: frozenset[str]
    named: frozenset[str]
    numbers: frozenset[str]
    is_caption: bool


def find_repeats(units: Sequence[tuple[str, bool]]) -> set[int]:
    """Say which units repeat an earlier one.

    Args:
        units: The text of each unit and whether it is a caption, in order.

    Returns:
        Positions of the units that stand a second time; the first never does.
    """
    words = [_read(text, is_caption) for text, is_caption in units]
    rank = Counter(word for unit in words for word in unit.content)
    seen_in_order: set[tuple[str, ...]] = set()
    by_word: dict[str, list[int]] = {}
    repeats: set[int] = set()
    for index, unit in enumerate(words):
        is_long_enough = unit.is_caption or len(unit.in_order) >= MIN_REPEAT_WORDS
        if is_long_enough and unit.in_order in seen_in_order:
            repeats.add(index)
            continue
        rare = _rarest_first(unit, rank)
        near = {other for word in rare[: _reach(unit)] for other in by_word.get(word, [])[-MAX_LOOK_BACK:]}
        if any(_says_again(unit, words[other]) for other in sorted(near)):
            repeats.add(index)
            continue
        seen_in_order.add(unit.in_order)
        for word in rare[: _prefix_length(len(rare), CAPTION_SIMILARITY)]:
            by_word.setdefault(word, []).append(index)
    return repeats


def _read(text: str, is_caption: bool) -> _Words:
    found = _WORD.findall(text)
    content = frozenset(_singular(word) for word in found) - _FUNCTION
    # The first word has its capital from its place, not from being a name.
    named = {_singular(word) for word in found[1:] if word[0].isupper()}
    numbers = frozenset(word for word in content if any(letter.isdigit() for letter in word))
    named |= {_singular(word) for word in found if any(letter.isdigit() for letter in word)}
    return _Words(tuple(_singular(word) for word in found), content, frozenset(named), numbers, is_caption)


def _singular(word: str) -> str:
    word = word.lower()
    return word.removesuffix("s") if len(word) > 4 else word


def _rarest_first(unit: _Words, rank: Counter[str]) -> list[str]:
    return sorted(unit.content, key=lambda word: (rank[word], word))


def _reach(unit: _Words) -> int:
    if unit.is_caption:
        return _prefix_length(len(unit.content), CAPTION_SIMILARITY)
    is_long = len(unit.in_order) >= MIN_BODY_WORDS
    return _prefix_length(len(unit.content), BODY_SIMILARITY) if is_long else 0


def _prefix_length(size: int, similarity: float) -> int:
    # Sets of Jaccard similarity s share a word among the rarest (1 - s) of each
    # (the prefix filter of set-similarity joins): long texts stay linear. Tenths in
    # whole numbers, so that rounding never drops the deciding word.
    return size - -(-size * round(similarity * 10) // 10) + 1 if size else 0


def _says_again(later: _Words, earlier: _Words) -> bool:
    # Most pairs differ in a number or in length: they need no look at their words.
    wanted = CAPTION_SIMILARITY if later.is_caption else BODY_SIMILARITY
    small, large = sorted((len(later.content), len(earlier.content)))
    if later.numbers != earlier.numbers or small / large < wanted:
        return False
    shared = len(later.content & earlier.content)
    if shared / (small + large - shared) < wanted:
        return False
    changed = later.content ^ earlier.content
    if changed & _NEGATION:
        return False
    shorter, longer = sorted((later, earlier), key=lambda unit: len(unit.content))
    if later.is_caption:
        return not (shorter.content - longer.content) & shorter.named
    if changed & (later.named | earlier.named):
        return False
    return _only_adds(shorter, longer) and _same_order(later, earlier)


def _only_adds(shorter: _Words, longer: _Words) -> bool:
    # "killed" for "wounded" is another event; "soldiers" for "soldier" is not.
    added = {word[:4] for word in longer.content - shorter.content}
    return all(word[:4] in added for word in shorter.content - longer.content)


def _same_order(later: _Words, earlier: _Words) -> bool:
    # "A attacked B" and "B attacked A" have the same words.
    shared = later.content & earlier.content
    return [word for word in later.in_order if word in shared] == [word for word in earlier.in_order if word in shared]
