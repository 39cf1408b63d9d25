"""One-to-one matching of found and gold items, as many pairs as can be made.

In: which found item may answer which gold item. Out: pairs of indices. The same
input gives the same pairs: earlier items are served first, and give way only
where that makes one more pair.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

F = TypeVar("F")
G = TypeVar("G")


def match_items(found: Sequence[F], gold: Sequence[G], fits: Callable[[F, G], bool]) -> tuple[tuple[int, int], ...]:
    """Pair as many items as possible, each at most once.

    Args:
        fits: Whether a found item may answer a gold item.

    Returns:
        Pairs of an index into ``found`` and one into ``gold``, by the former.
    """
    choices = [[g for g, item in enumerate(gold) if fits(candidate, item)] for candidate in found]
    holder: dict[int, int] = {}
    for index in range(len(found)):
        _place(index, choices, holder, set())
    return tuple(sorted((holding, wanted) for wanted, holding in holder.items()))


def _place(index: int, choices: Sequence[Sequence[int]], holder: dict[int, int], tried: set[int]) -> bool:
    """Find a gold item for one found item, moving others where they have another choice."""
    for wanted in choices[index]:
        if wanted in tried:
            continue
        tried.add(wanted)
        if wanted not in holder or _place(holder[wanted], choices, holder, tried):
            holder[wanted] = index
            return True
    return False
