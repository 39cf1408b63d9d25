"""How often a tie that is so read is one: from what the reader sees, the rule, and where its ends stand.

In: a drafted tie, the reader's view of its two words, the rule that found it. Out: its score, the share
of ties read like it that labels have too. The constants are a logistic regression, fitted by
tools/fit_ties.py on labelled documents that no weights were trained on.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from whowhom.coding.tie_model import FLOOR
from whowhom.coding.tree import Tree
from whowhom.records import Span, TieDraft

SUREST = 0.995
LONGEST_PATH = 6
_NOUN_RULES = ("noun",)
_VERB_RULES = ("verb", "participle", "joined", "prefix")
_PERSONAL = ("leads", "member of", "part of")
NAMES = ("constant", "read", "agrees", "noun", "verb", "other rule", "path", "nested", "personal", "pronoun")
FITTED = (-1.43, 0.45, -0.01, 1.82, 1.54, 1.70, 0.11, -0.10, -0.07, 0.33)


@dataclass(frozen=True, slots=True)
class SeenTie:
    """A drafted tie with what its score is reckoned from.

    Attributes:
        read: The reader's probability of any tie from its subject to its object; less than ``FLOOR`` counts as that.
        agrees: Whether the reader's kind is the one that the rule names; False without a rule.
        rule: First word of the rule's name; None where only the reader sees it.
    """

    draft: TieDraft
    read: float
    agrees: bool
    rule: str | None


def tie_features(tree: Tree, seen: SeenTie) -> tuple[float, ...]:
    """Give what a score is reckoned from, in the order of ``NAMES``."""
    read = min(max(seen.read, FLOOR), SUREST)
    left, right = seen.draft.subject, seen.draft.object
    nested = left.span.covers(right.span) or right.span.covers(left.span)
    return (
        1.0,
        math.log(read / (1.0 - read)),
        float(seen.agrees),
        float(seen.rule in _NOUN_RULES),
        float(seen.rule in _VERB_RULES),
        float(seen.rule is not None and seen.rule not in (*_NOUN_RULES, *_VERB_RULES)),
        float(_steps(tree, left.head, right.head)),
        float(nested),
        float(seen.draft.tie in _PERSONAL),
        float("pronoun" in (left.form, right.form)),
    )


def tie_score(tree: Tree, seen: SeenTie) -> float:
    """Return how often what is so read is a tie, 0-1."""
    evidence = sum(fitted * feature for fitted, feature in zip(FITTED, tie_features(tree, seen), strict=True))
    return round(1.0 / (1.0 + math.exp(-evidence)), 3)


def _steps(tree: Tree, left: Span, right: Span) -> int:
    """Count the steps between two words in the tree; those of two sentences are as far as can be."""
    path = tree.path(tree.words_in(left).start, tree.words_in(right).start)
    return LONGEST_PATH if path is None else min(len(path[0]) + len(path[2]), LONGEST_PATH)
