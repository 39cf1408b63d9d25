"""People who are taken away: "took him to an unknown place" takes no ground.

In: a tree and the head of a trigger. Out: the word for whom it takes, or None.

What one would get wrong: "they took it", "they took the two towns" and, alone, "they took them" are
said of places too, and who is taken to hospital or to court is seized by nobody.
"""

from __future__ import annotations

from collections.abc import Sequence

from whowhom.coding.mentions import mention_of
from whowhom.coding.participants import RULE_SCORE
from whowhom.coding.tree import Tree
from whowhom.records import ParticipantDraft

ABDUCT = "abduct"
_TAKING = frozenset("take lead drive drag haul march whisk bundle".split())
# Whoever is meant is a person; "them" may be towns or weapons and needs a way that they are led.
_PERSONS = frozenset("him her me us you".split())
_AWAY = frozenset("away off along captive hostage prisoner".split())
_WAYS = frozenset("to into from toward towards".split())
_CARE = frozenset(
    "hospital clinic doctor morgue mortuary court trial safety shelter treatment care surgery burial task".split()
)


def person_taken(tree: Tree, head: int) -> int | None:
    """Return the head word of whom a verb of taking takes; None where it takes none, or cares for them."""
    if tree.layers.upos[head] != "VERB" or tree.lemma(head) not in _TAKING:
        return None
    taken = tree.child(head, "nsubj:pass") if tree.is_passive(head) else tree.child(head, "obj")
    if taken is None or any(tree.lemma(child) in _CARE for child in tree.children[head]):
        return None
    word = tree.layers.word(taken).lower()
    is_led = any(
        tree.layers.word(child).lower() in _AWAY
        or (child > head and tree.case_of(child) in _WAYS and tree.relation(child).startswith("obl"))
        for child in tree.children[head]
    )
    if tree.layers.upos[taken] == "PRON":
        is_person = word in _PERSONS or (is_led and word in ("them", "they", "he", "she", "who", "whom"))
        return taken if is_person else None
    # Names of towns are taken for persons' now and then, and "took the government" takes nobody away.
    is_person = tree.entities.at(taken, "PER", "Person") is not None or tree.actors.at(taken) is not None
    return taken if is_led and is_person and not _is_place(tree, taken) else None


def _is_place(tree: Tree, word: int) -> bool:
    return tree.entities.at(word, "LOC", "Location", "ORG", "Organisation") is not None


def with_taken(tree: Tree, taken: int, parts: Sequence[ParticipantDraft]) -> tuple[ParticipantDraft, ...]:
    """Add whom a verb takes as its target, unless it has one; "them" may take up those who take."""
    if any(part.role == "target" for part in parts) or tree.layers.word(taken).lower() in ("them", "they", "who"):
        return tuple(parts)
    mention = mention_of(tree, taken)
    kept = [part for part in parts if part.mention.head != mention.head]
    target = ParticipantDraft(mention, "target", RULE_SCORE, "person taken")
    return tuple(sorted((*kept, target), key=lambda part: part.mention.span))
