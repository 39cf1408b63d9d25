"""Names over a whole report: one name has one kind, and is a name wherever it stands.

In: the words of a document and the names that each of its sentences shows. Out: names, those of the same letters with
the kind that all of them together speak for, and further places of names that were plain somewhere.

One sense per discourse (Gale, Church and Yarowsky 1992): within a report "Mercy" is seldom both a hospital and a woman.
On names of WikiGold F1 gains 1.1 points by it, on those of UD English EWT dev 0.2.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from whowhom.records import Tagged

# Shorter names, initials and acronyms among them, stand for many things.
LEAST_LETTERS = 4
# A name read with this much somewhere is looked for in all sentences.
PLAIN = 0.8
# What such a name scores where the sentence alone did not show it.
FOUND_AGAIN = 0.5

_Words = tuple[str, ...]


def settle_names(
    words: Sequence[str], sentences: Sequence[tuple[int, int]], names: Sequence[Tagged], upos: Sequence[str]
) -> list[Tagged]:
    """Give each name the kind of its letters, and find plain names again.

    Args:
        words: All words of the document.
        sentences: First word and one past the last of each sentence.
        names: As single sentences show them, in text order.
        upos: Universal part of speech of each word: "Brown bags" is no Mr Brown.

    Returns:
        Names in text order, none over another; of those found again the score is ``FOUND_AGAIN``.
    """
    scores: defaultdict[_Words, defaultdict[str, float]] = defaultdict(lambda: defaultdict(float))
    plain: set[_Words] = set()
    for name in names:
        letters = tuple(words[name.first : name.last])
        scores[letters][name.label] += name.score
        if name.score >= PLAIN and _is_long(letters) and any(word[0].isupper() for word in letters):
            plain.add(letters)
    kinds = {letters: max(kind, key=lambda label: kind[label]) for letters, kind in scores.items()}
    settled = []
    for name in names:
        letters = tuple(words[name.first : name.last])
        kind = kinds[letters] if _is_long(letters) else name.label
        settled.append(Tagged(name.first, name.last, kind, name.score))
    again = _find_again(words, sentences, settled, {letters: kinds[letters] for letters in plain}, upos)
    return sorted([*settled, *again], key=lambda name: name.first)


def _is_long(letters: _Words) -> bool:
    return sum(map(len, letters)) + len(letters) - 1 >= LEAST_LETTERS


def _find_again(
    words: Sequence[str],
    sentences: Sequence[tuple[int, int]],
    names: Sequence[Tagged],
    kinds: Mapping[_Words, str],
    upos: Sequence[str],
) -> list[Tagged]:
    taken = {word for name in names for word in range(name.first, name.last)}
    by_first: defaultdict[str, list[_Words]] = defaultdict(list)
    for letters in sorted(kinds, key=lambda letters: (-len(letters), letters)):  # the longest first
        by_first[letters[0]].append(letters)
    found = []
    for first, last in sentences:
        for start in range(first, last):
            for letters in by_first.get(words[start], ()):
                end = start + len(letters)
                if len(letters) == 1 and upos[start] != "PROPN":
                    continue
                if end <= last and tuple(words[start:end]) == letters and taken.isdisjoint(range(start, end)):
                    found.append(Tagged(start, end, kinds[letters], FOUND_AGAIN))
                    taken.update(range(start, end))
                    break
    return found
