"""Scores of coreference: MUC, B3, CEAF-e, their mean CoNLL, and pairs.

In: the key's and the response's chains over mentions. Out: counts that add up over
topics, since no chain leaves its topic.

What one would get wrong: with mentions that a program found by itself, those that only one
side has are single mentions there; MUC does not see them, B3 and CEAF-e do. CoNLL is the
mean of the three F1, not the F1 of mean precision and recall.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from whowhom.evaluate.results import Counts

CONLL = ("muc", "b3", "ceaf_e")
Chains = Mapping[Hashable, Hashable]
"""The chain of each mention."""


def score_chains(key: Chains, response: Chains) -> dict[str, Counts]:
    """Count all scores of one topic."""
    gold, found = _sets(key), _sets(response)
    return {
        "muc": Counts(
            right=_links(found, key), found=_all_links(found), gold=_all_links(gold), right_gold=_links(gold, response)
        ),
        "b3": Counts(
            right=_shares(response, found, key, gold),
            found=len(response),
            gold=len(key),
            right_gold=_shares(key, gold, response, found),
        ),
        "ceaf_e": Counts(right=_aligned(gold, response, found), found=len(found), gold=len(gold)),
        "pairwise": _pairs(key, response, gold, found),
    }


def conll(counts: Mapping[str, Counts]) -> float:
    """Give the mean of the F1 of MUC, B3 and CEAF-e, in per cent."""
    return sum(counts[name].score().f1 for name in CONLL) / len(CONLL)


def _sets(chains: Chains) -> dict[Hashable, set[Hashable]]:
    sets: dict[Hashable, set[Hashable]] = defaultdict(set)
    for mention, chain in chains.items():
        sets[chain].add(mention)
    return dict(sets)


def _all_links(sets: Mapping[Hashable, set[Hashable]]) -> int:
    return sum(len(members) - 1 for members in sets.values())


def _links(sets: Mapping[Hashable, set[Hashable]], others: Chains) -> int:
    """Count the links of these chains that the other side has too: members less the parts it cuts them into."""
    return sum(len(members) - len(_parts(members, others)) for members in sets.values())


def _parts(members: Iterable[Hashable], others: Chains) -> set[Hashable]:
    return {("in", others[member]) if member in others else ("alone", member) for member in members}


def _shares(
    chains: Chains,
    sets: Mapping[Hashable, set[Hashable]],
    others: Chains,
    other_sets: Mapping[Hashable, set[Hashable]],
) -> float:
    """Add up, over the mentions of one side, the share of their chain that the other side's chain holds."""
    total = 0.0
    for mention, chain in chains.items():
        if mention in others:
            total += len(sets[chain] & other_sets[others[mention]]) / len(sets[chain])
    return total


def _aligned(
    gold: Mapping[Hashable, set[Hashable]], response: Chains, found: Mapping[Hashable, set[Hashable]]
) -> float:
    """Align chains one to one for the greatest sum of their likeness, 0-1 each."""
    rows, columns = list(gold), {chain: number for number, chain in enumerate(found)}
    alike = np.zeros((len(rows), len(columns)))
    for row, chain in enumerate(rows):
        shared = Counter(response[mention] for mention in gold[chain] if mention in response)
        for other, number in shared.items():
            alike[row, columns[other]] = 2 * number / (len(gold[chain]) + len(found[other]))
    return sum(best_sum(alike[np.ix_(*part)]) for part in _blocks(alike))


def _blocks(alike: NDArray[np.float64]) -> list[tuple[list[int], list[int]]]:
    """Cut a table into parts that share nothing: few chains have to do with each other."""
    left = set(range(len(alike)))
    parts = []
    while left:
        rows, columns = {left.pop()}, set[int]()
        waiting = list(rows)
        while waiting:
            for column in np.flatnonzero(alike[waiting.pop()]):
                if int(column) not in columns:
                    columns.add(int(column))
                    fresh = {int(row) for row in np.flatnonzero(alike[:, column])} - rows
                    rows |= fresh
                    waiting.extend(fresh)
        left -= rows
        parts.append((sorted(rows), sorted(columns)))
    return parts


def best_sum(values: NDArray[np.float64]) -> float:
    """Give the greatest sum of a one-to-one alignment of rows and columns (the Hungarian method)."""
    if values.size == 0:
        return 0.0
    table = values if values.shape[0] <= values.shape[1] else values.T
    chosen = _assign(-table)
    return float(sum(table[row, column] for row, column in enumerate(chosen)))


def _assign(costs: NDArray[np.float64]) -> Sequence[int]:
    """Choose a column for each row at the least total cost, by shortest augmenting paths."""
    rows, columns = costs.shape
    row_price, column_price = np.zeros(rows + 1), np.zeros(columns + 1)
    owner = np.zeros(columns + 1, dtype=int)  # Row that holds a column, from 1; 0: free.
    for row in range(1, rows + 1):
        owner[0], column = row, 0
        least = np.full(columns + 1, np.inf)
        came_from = np.zeros(columns + 1, dtype=int)
        used = np.zeros(columns + 1, dtype=bool)
        while owner[column]:
            used[column] = True
            slack = costs[owner[column] - 1] - row_price[owner[column]] - column_price[1:]
            better = ~used[1:] & (slack < least[1:])
            least[1:][better], came_from[1:][better] = slack[better], column
            following = 1 + int(np.argmin(np.where(used[1:], np.inf, least[1:])))
            step = least[following]
            row_price[owner[used]] += step
            column_price[used] -= step
            least[~used] -= step
            column = following
        while column:
            owner[column] = owner[came_from[column]]
            column = int(came_from[column])
    chosen = [0] * rows
    for column in range(1, columns + 1):
        if owner[column]:
            chosen[owner[column] - 1] = column - 1
    return chosen


def _pairs(
    key: Chains,
    response: Chains,
    gold: Mapping[Hashable, set[Hashable]],
    found: Mapping[Hashable, set[Hashable]],
) -> Counts:
    shared = Counter((key[mention], response[mention]) for mention in key if mention in response)
    right = sum(_choose(number) for number in shared.values())
    return Counts(right, sum(_choose(len(c)) for c in found.values()), sum(_choose(len(c)) for c in gold.values()))


def _choose(number: int) -> int:
    return number * (number - 1) // 2
