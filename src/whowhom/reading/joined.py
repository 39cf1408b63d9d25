"""Words that a hyphen joins: no edge of a tag parts "IS-K" or "M-19".

In: tags of one layer, and the hyphens between words without blanks. Out: the tags, widened to whole joined names.

What one would get wrong: treebanks cut "US-backed" into three words too, and there the name ends before the hyphen.
Only a hyphen at a tag's edge, or one before a number or up to three capitals, goes on with the name.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from whowhom.records import Tagged

HYPHENS = ("-", "\N{HYPHEN}", "\N{NON-BREAKING HYPHEN}", "\N{EN DASH}")
LONGEST_ACRONYM = 3


def joining_hyphens(words: Sequence[str], starts: Sequence[int], ends: Sequence[int]) -> frozenset[int]:
    """List the words that are hyphens between two others, without a blank on either side."""
    return frozenset(
        at
        for at in range(1, len(words) - 1)
        if words[at] in HYPHENS and ends[at - 1] == starts[at] and ends[at] == starts[at + 1]
    )


def keep_joined(tags: Sequence[Tagged], words: Sequence[str], hyphens: Collection[int]) -> list[Tagged]:
    """Widen the tags of a layer to whole joined names; of two that then overlap the surer one stays.

    Args:
        tags: Of one layer, none over another, in text order.
        words: All words of the document.
        hyphens: What ``joining_hyphens`` gives for them.
    """
    if not hyphens:
        return list(tags)
    begun = {tag.first for tag in tags}
    widened = [_widened(tag, words, hyphens, begun) for tag in tags]
    kept: list[Tagged] = []
    for tag in sorted(widened, key=lambda tag: (-tag.score, tag.first)):
        if all(tag.last <= other.first or other.last <= tag.first for other in kept):
            kept.append(tag)
    return sorted(kept, key=lambda tag: tag.first)


def _widened(tag: Tagged, words: Sequence[str], hyphens: Collection[int], begun: Collection[int]) -> Tagged:
    first = tag.first - 1 if tag.first in hyphens else tag.first
    last = tag.last + 1 if tag.last - 1 in hyphens else tag.last
    if last in hyphens and last + 1 not in begun and _is_name(words[last - 1]) and _ends_name(words[last + 1]):
        last += 2
    return tag if (first, last) == (tag.first, tag.last) else replace(tag, first=first, last=last)


def _is_name(word: str) -> bool:
    return word[0].isupper() or word[0].isdigit()


def _ends_name(word: str) -> bool:
    return word.isdigit() or (word.isupper() and len(word) <= LONGEST_ACRONYM)
