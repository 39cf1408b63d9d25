"""Relations that the model of ties sees between two words, beside those that rules read off the tree.

In: a tree. Out: :class:`~whowhom.coding.tie_relation.Relation`, to be judged like
those of rules: how they are told, who may be an end.

What one would get wrong: the model knows which two words are tied and how, but not which word says so.
That is the word where the two meet in the tree: the verb over both, the noun that bears the other.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import cast

from whowhom.coding import tie_words as lists
from whowhom.coding.tie_model import TieReading, anchor_of, read_ties
from whowhom.coding.tie_relation import Relation
from whowhom.coding.tree import Tree
from whowhom.records.events import TieKind

# Kinds that hold from either end.
SYMMETRIC = ("allied with", "fights", "negotiates with")
# A tie that no rule reads is looked at from this score of the model on.
LEAST_ALONE = 0.05
RULE, PAST_RULE = "model", "model past"
OPENING = frozenset(
    "if unless whether could may might would should can cannot unlikely likely possible possibly potential "
    "alleged allegedly reported reportedly rumour rumor suspect suspected accuse deny denial no not n't never "
    "neither nor without want wish hope fear ask urge call demand propose plan offer try seek consider wonder "
    "doubt refuse reject long dream threaten invite expect predict were suppose supposed claim candidate would-be "
    "aspire promise vow ready willing".split()
)
"""Words near which a tie that no rule reads is not believed, beside those of the rules' lists."""
_OPENING = OPENING.union(
    lists.DENIED,
    lists.SUSPECTED,
    lists.OPEN,
    lists.MODALS,
    lists.CONDITIONS,
    lists.SUSPICIONS,
    lists.DENIALS,
    lists.WISHES,
)


def seen_between(tree: Tree, subject: int, thing: int) -> TieReading | None:
    """Return the model's surest tie from the phrase around one word to that around another; None: none."""
    read = tree.once(_by_pair)
    found = [read.get((a, b)) for a in _around(tree, subject) for b in _around(tree, thing)]
    return max((tie for tie in found if tie is not None), key=lambda tie: tie.score, default=None)


def _by_pair(tree: Tree) -> Mapping[tuple[int, int], TieReading]:
    return {(tie.subject, tie.object): tie for tie in tree.once(read_ties)}


def _around(tree: Tree, word: int) -> range:
    tag = tree.actors.at(word) or tree.entities.at(word)
    return range(tag.first, tag.last) if tag is not None else range(word, word + 1)


def kind_read(reading: TieReading) -> TieKind:
    """Return the kind of tie; an office that is over is one of leading."""
    return "leads" if reading.label == "led" else cast(TieKind, reading.label)


def model_relations(tree: Tree) -> Iterator[tuple[Relation, TieReading]]:
    """Yield what the model sees as tied, surest first; a symmetric tie once, from the earlier end."""
    seen: set[tuple[str, frozenset[int]]] = set()
    for reading in sorted(tree.once(read_ties), key=lambda tie: (-tie.score, tie.subject, tie.object)):
        if reading.score < LEAST_ALONE:
            break
        subject, thing = _end(tree, reading.subject), _end(tree, reading.object)
        key = (reading.label, frozenset((subject, thing)))
        if subject == thing or (reading.label in SYMMETRIC and key in seen):
            continue
        seen.add(key)
        if reading.label in SYMMETRIC and thing < subject:
            subject, thing = thing, subject
        word = _meeting(tree, subject, thing)
        rule = PAST_RULE if reading.label == "led" else RULE
        yield Relation(subject, kind_read(reading), thing, word, rule, word in (subject, thing)), reading


def _end(tree: Tree, word: int) -> int:
    """Return the head of the longest mention that a word stands for."""
    tags = [*tree.actors.holding(word), *tree.entities.holding(word)]
    own = [tag for tag in tags if anchor_of(tree, tag.first, tag.last) == word]
    longest = max(own, key=lambda tag: tag.last - tag.first, default=None)
    return tree.whole(tree.head_of(longest.first, longest.last) if longest is not None else word)


def _meeting(tree: Tree, left: int, right: int) -> int:
    """Return the word over both: itself one of the two where the other hangs on it."""
    above = [left, *tree.ancestors(left)]
    return next((word for word in (right, *tree.ancestors(right)) if word in above), left)


def path_between(tree: Tree, left: int, right: int) -> list[int]:
    """List the words from one to the other through the tree, both ends among them."""
    up, down = [left, *tree.ancestors(left)], [right, *tree.ancestors(right)]
    meeting = next((word for word in down if word in up), None)
    if meeting is None:
        return [left, right]
    return [*up[: up.index(meeting) + 1], *down[: down.index(meeting)]]


def opens(tree: Tree, word: int) -> bool:
    """Say whether a word can leave what its sentence tells open, deny it, or only wish for it."""
    return not _OPENING.isdisjoint((tree.lemma(word), tree.layers.word(word).lower()))
