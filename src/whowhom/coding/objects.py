"""Objects: things attacked, seized, closed, destroyed or used, with kind and effect."""

from __future__ import annotations

from typing import cast

from whowhom.codebook import Codebook
from whowhom.coding.figures import find_figures
from whowhom.coding.force_acts import is_taken_out
from whowhom.coding.mentions import head_meant
from whowhom.coding.tree import Tree
from whowhom.coding.triggers import TriggerUse
from whowhom.records import ObjectDraft
from whowhom.records.actors import Effect, ObjectKind

_UPROOTED = frozenset("displaced displacement refugee refugees idp idps".split())
_EFFECTS: dict[str, Effect] = {"destroy": "destroyed", "seize": "seized"}


def draft_objects(tree: Tree, use: TriggerUse, codebook: Codebook) -> tuple[ObjectDraft, ...]:
    """Find the things in one event, in text order."""
    found: dict[int, ObjectDraft] = {}
    for role in use.reading.roles:
        if role.label not in ("object", "used", "target"):
            continue
        head = head_meant(tree, role.first, role.last)
        if tree.layers.upos[head] not in ("NOUN", "PROPN", "NUM") or _is_of_rival(tree, use, head):
            continue
        kind = object_kind(tree, codebook, *tree.phrase(head))
        if role.label == "target" and (kind is None or tree.actors.at(head) is not None):
            continue
        used = role.label == "used" or (kind == "weapon" and use.reading.label == "ASSAULT")
        used = (used or _is_instrument(use, head)) and not is_taken_out(tree, use, head)
        found.setdefault(head, _object(tree, use, head, *tree.phrase(head), kind=kind or "other", used=used))
    if not any(draft.role == "target" for draft in found.values()):
        for head in _grammatical_objects(tree, use):
            kind = object_kind(tree, codebook, *tree.phrase(head))
            if kind is not None and tree.actors.at(head) is None and head not in found:
                used = _is_instrument(use, head) and not is_taken_out(tree, use, head)
                found[head] = _object(tree, use, head, *tree.phrase(head), kind=kind, used=used)
    return tuple(found[head] for head in sorted(found))


def _is_instrument(use: TriggerUse, head: int) -> bool:
    """Say whether the reader takes a thing for the means too: the "missiles" that somebody fired."""
    return any(role.label == "instrument" and role.first <= head < role.last for role in use.reading.roles)


def _is_of_rival(tree: Tree, use: TriggerUse, head: int) -> bool:
    """Say whether a thing is what another trigger acts on ("closing mosques" beside "killed")."""
    if tree.relation(head) == "conj":
        head = tree.layers.heads[head]
    return tree.relation(head) in ("obj", "nsubj:pass") and tree.layers.heads[head] in use.rivals


def object_kind(tree: Tree, codebook: Codebook, first: int, last: int) -> ObjectKind | None:
    """Look up what kind of thing a phrase names: its longest run of lemmas that ends at its head."""
    head = tree.head_of(first, last)
    if tree.lemma(head) == "camp" and _shelters(tree, head):
        return "aid"
    for start in range(max(first, head - 3), head + 1):
        phrase = " ".join(tree.lemma(word) for word in range(start, head + 1) if tree.layers.word(word) != "-")
        if phrase in codebook.objects:
            return cast(ObjectKind, codebook.objects[phrase])
    return None


def _shelters(tree: Tree, camp: int) -> bool:
    """Say whether a camp is one of the displaced: "a camp of displaced people", "a displaced people's camp"."""
    begin, end = tree.layers.sentences[tree.sentence_of[camp]]
    behind = camp + 1 < end and tree.layers.word(camp + 1).lower() in ("of", "for")
    near = range(max(begin, camp - 4), min(end, camp + 5) if behind else camp)
    return any(tree.layers.word(word).lower() in _UPROOTED for word in near)


def _grammatical_objects(tree: Tree, use: TriggerUse) -> list[int]:
    passive = tree.is_passive(use.head)
    relations = ("nsubj:pass",) if passive else ("obj",)
    heads = [child for child in tree.children[use.head] if tree.relation(child) in relations]
    if tree.layers.upos[use.head] == "NOUN":
        heads = [
            c
            for c in tree.children[use.head]
            if tree.relation(c) == "nmod" and tree.case_of(c) in ("of", "on", "against")
        ]
    return [noun for head in heads for noun in (head, *(c for c in tree.children[head] if tree.relation(c) == "conj"))]


def _object(
    tree: Tree, use: TriggerUse, head: int, first: int, last: int, *, kind: ObjectKind, used: bool
) -> ObjectDraft:
    span = tree.layers.span(first, last)
    figures = find_figures(tree.layers.document.text, span.start, span.end)
    effect: Effect = "used" if used else _effect(use)
    number = figures[0] if figures else None
    return ObjectDraft(span, tree.layers.span(head, head + 1), "used" if used else "target", kind, effect, number)


def _effect(use: TriggerUse) -> Effect:
    if use.entry is not None and use.entry.effect in ("destroyed", "damaged", "seized", "closed"):
        return cast(Effect, use.entry.effect)
    return _EFFECTS.get(use.reading.facet("mode") or "", "unknown")
