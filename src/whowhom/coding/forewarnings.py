"""Warnings that threaten nobody: "the envoy warned that the war could spread" is no threat of the envoy's.

In: a trigger in its tree. Out: whether it only foresees. What one would get wrong: who warns of what they themselves
or those for whom they speak will do threatens, and so does whoever warns without saying what may come.
"""

from __future__ import annotations

from whowhom.coding.tree import SUBJECTS, Tree
from whowhom.coding.triggers import TriggerUse

_WARNING = frozenset(["warn", "caution"])
_OPEN = frozenset(["may", "might", "could"])
# Subjects that may be whoever warns.
_OWN = frozenset("it they he she we i its their his her our my".split())


def only_foresees(tree: Tree, use: TriggerUse) -> bool:
    """Say whether a trigger of threatening only tells what others, by somebody's word, may come to do or suffer."""
    verb = use.head
    if use.reading.label != "THREATEN" or tree.lemma(verb) not in _WARNING or tree.layers.upos[verb] != "VERB":
        return False
    clause = next((c for c in tree.children[verb] if c > verb and tree.relation(c) == "ccomp"), None)
    subject = tree.child(clause, *SUBJECTS) if clause is not None else None
    if clause is None or subject is None or clause < subject:
        return False
    modals = {tree.layers.word(child).lower() for child in tree.children[clause] if tree.relation(child) == "aux"}
    own = {tree.layers.word(word).lower() for word in (subject, *tree.children[subject])}
    return not modals.isdisjoint(_OPEN) and own.isdisjoint(_OWN)
