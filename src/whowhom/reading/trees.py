"""Dependency trees out of arc scores: exactly one root, no cycle.

In: the scores of every word as head of every other, for one sentence. Out: the
head of each word. Where the best heads already make a tree they are taken;
else the maximum spanning tree (Chu 1965, Edmonds 1967).
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Scores = npt.NDArray[np.float64]


def decode_tree(scores: npt.NDArray[np.floating]) -> list[int]:
    """Find the heads of a sentence's words.

    Args:
        scores: Shape (words, words + 1): row the dependent, column 0 the root,
            column i + 1 word i as head.

    Returns:
        For each word the index of its head, -1 for the one root.
    """
    size = len(scores)
    full = np.full((size + 1, size + 1), -1e9)
    full[1:, :] = scores
    full[np.arange(1, size + 1), np.arange(1, size + 1)] = -1e9
    heads = full.argmax(axis=1)
    heads[0] = 0
    if _is_tree(heads):
        best: list[int] = (heads[1:] - 1).tolist()
        return best
    # One root: the best first word is the one that gains most by hanging on it.
    rest = full[1:, 1:].max(axis=1)
    root = int((full[1:, 0] - rest).argmax()) + 1
    full[1:, 0] = -1e9
    full[root, 0] = 1e6
    return [int(head) - 1 for head in _spanning_tree(full)[1:]]


def _is_tree(heads: npt.NDArray[np.intp]) -> bool:
    listed: list[int] = heads.tolist()
    return listed.count(0) == 2 and _cycle(listed) is None  # the first stands for the root itself


def _cycle(heads: list[int]) -> list[int] | None:
    reached = [0] * len(heads)  # from which word each node was first reached; the root ends every path
    for start in range(1, len(heads)):
        node = start
        while node and not reached[node]:
            reached[node] = start
            node = heads[node]
        if node and reached[node] == start:
            cycle = [node]
            while (node := heads[node]) != cycle[0]:
                cycle.append(node)
            return cycle
    return None


def _spanning_tree(scores: Scores) -> list[int]:
    heads = [0, *(int(head) for head in scores[1:].argmax(axis=1))]
    cycle = _cycle(heads)
    if cycle is None:
        return heads
    inside = set(cycle)
    outside = [node for node in range(len(scores)) if node not in inside]
    within = sum(scores[node, heads[node]] for node in cycle)
    small = np.full((len(outside) + 1, len(outside) + 1), -1e9)
    enter: dict[int, int] = {}
    leave: dict[int, int] = {}
    merged = len(outside)
    for i, node in enumerate(outside):
        small[i, :merged] = scores[node, outside]
        best = max(cycle, key=lambda head: (scores[node, head], -head))
        small[i, merged], leave[i] = scores[node, best], best
        gains = {member: within - scores[member, heads[member]] + scores[member, node] for member in cycle}
        enter[i] = max(cycle, key=lambda member: (gains[member], -member))
        small[merged, i] = gains[enter[i]]
    inner = _spanning_tree(small)
    for i, node in enumerate(outside[1:], 1):
        heads[node] = leave[i] if inner[i] == merged else outside[inner[i]]
    broken = enter[inner[merged]]
    heads[broken] = outside[inner[merged]]
    return heads
