"""The published scores of MUC-4: role-filler entities, templates; and those of the keys' other slots.

In: predicted and gold entities, templates and slots of one article. Out: counts by
name of score, to be added over articles before anything is divided.

``ceaf_ree`` (GRIT): entities of a role are aligned one to one; a predicted entity is
right when all its mentions are mentions of the gold one. As that is 1 or 0, the best
alignment is a largest matching. ``gtt`` (GTT): templates are aligned one to one, of
one type, for the highest micro F1 of the article over type and five roles; within a
pair an entity is right when it fits any of the other side. Both published programs
were read for the details, and these functions give their figures.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from typing import TypeVar

from whowhom.evaluate.muc4_gold import ROLES, Confidence, Entities, Entity, RoleTemplate, TargetToll, normalise
from whowhom.evaluate.results import Counts


def score_entities(predicted: Entities, gold: Entities) -> dict[str, Counts]:
    """Score the role-filler entities of an article, ``ceaf_ree`` and each role."""
    counts = {}
    for role in ROLES:
        ours, theirs = _normal(predicted.get(role, ())), _normal(gold.get(role, ()))
        right = matching(len(ours), len(theirs), lambda i, j, a=ours, b=theirs: fits(a[i], b[j]))  # type: ignore[misc]
        counts[f"ceaf_ree.{role}"] = Counts(len(right), len(ours), len(theirs))
    return {"ceaf_ree": sum(counts.values(), Counts()), **counts}


def _normal(entities: Iterable[Entity]) -> list[frozenset[str]]:
    made = (frozenset(normalise(mention) for mention in entity) for entity in entities)
    return [entity for entity in made if entity]


def fits(predicted: frozenset[str], gold: frozenset[str]) -> bool:
    """Say whether every predicted mention is a mention of the gold entity."""
    return predicted <= gold


def matching(left: int, right: int, is_pair: Callable[[int, int], bool]) -> dict[int, int]:
    """Find a largest one-to-one matching between two sets.

    Args:
        left: Size of the first set; ``right`` of the second.
        is_pair: Says whether two members may be paired.

    Returns:
        Member of the first set by member of the second. For similarities of 0 and
        1 this is what the Hungarian method finds.
    """
    taken: dict[int, int] = {}

    def place(i: int, seen: set[int]) -> bool:
        for j in range(right):
            if j not in seen and is_pair(i, j):
                seen.add(j)
                if j not in taken or place(taken[j], seen):
                    taken[j] = i
                    return True
        return False

    for i in range(left):
        place(i, set())
    return taken


def score_templates(predicted: Sequence[RoleTemplate], gold: Sequence[RoleTemplate]) -> dict[str, Counts]:
    """Score the templates of an article: ``gtt``, the type of aligned templates, each role."""
    names = ("type", *ROLES)
    right = dict.fromkeys(names, 0)
    recalled = dict.fromkeys(names, 0)
    for ours, theirs in _aligned(predicted, gold):
        hits = _pair_hits(ours, theirs)
        for name, (a, b) in zip(names, hits, strict=True):
            right[name] += a
            recalled[name] += b
    found, wanted = _sizes(predicted), _sizes(gold)
    counts = {f"gtt.{name}": Counts(right[name], found[name], wanted[name], recalled[name]) for name in names}
    return {"gtt": sum(counts.values(), Counts()), **counts}


def _sizes(templates: Sequence[RoleTemplate]) -> dict[str, int]:
    return {"type": len(templates)} | {
        role: sum(len(_normal(template.entities.get(role, ()))) for template in templates) for role in ROLES
    }


def _pair_hits(ours: RoleTemplate, theirs: RoleTemplate) -> list[tuple[int, int]]:
    """Count the right predicted and the found gold items of a pair, the type first."""
    hits = [(1, 1)]
    for role in ROLES:
        a, b = _normal(ours.entities.get(role, ())), _normal(theirs.entities.get(role, ()))
        hits.append((sum(any(fits(x, y) for y in b) for x in a), sum(any(fits(x, y) for x in a) for y in b)))
    return hits


def _aligned(
    predicted: Sequence[RoleTemplate], gold: Sequence[RoleTemplate]
) -> Iterator[tuple[RoleTemplate, RoleTemplate]]:
    """Yield the pairs of the alignment with the highest micro F1, the earliest of equal ones."""
    gains: dict[tuple[int, int], tuple[int, int]] = {}
    for i, ours in enumerate(predicted):
        for j, theirs in enumerate(gold):
            # "attack" fits a key that says "bombing / attack".
            if ours.incident_type in theirs.incident_type:
                hits = _pair_hits(ours, theirs)
                gains[i, j] = (sum(a for a, _ in hits), sum(b for _, b in hits))
    found, wanted = sum(_sizes(predicted).values()), sum(_sizes(gold).values())
    best: tuple[tuple[int, int], ...] = ()
    best_f1 = -1.0
    for right, recalled, pairs in _alignments(len(predicted), len(gold), gains):
        precision, recall = right / max(found, 1), recalled / max(wanted, 1)
        f1 = 2 * precision * recall / (precision + recall) if right and recalled else 0.0
        if f1 > best_f1:
            best, best_f1 = pairs, f1
    for i, j in best:
        yield predicted[i], gold[j]


_Alignment = tuple[int, int, tuple[tuple[int, int], ...]]


def _alignments(left: int, right: int, gains: dict[tuple[int, int], tuple[int, int]]) -> tuple[_Alignment, ...]:
    """Return the alignments that no other beats in both counts: right predictions, found gold items.

    Micro F1 grows with both, so the best alignment is among them.
    """

    @cache
    def rest(i: int, used: int) -> tuple[_Alignment, ...]:
        if i == left:
            return ((0, 0, ()),)
        options: list[_Alignment] = []
        for j in range(right):
            if (i, j) in gains and not used >> j & 1:
                a, b = gains[i, j]
                options += [(a + x, b + y, ((i, j), *pairs)) for x, y, pairs in rest(i + 1, used | 1 << j)]
        return _undominated([*options, *rest(i + 1, used)])

    return rest(0, 0)


def _undominated(options: Sequence[_Alignment]) -> tuple[_Alignment, ...]:
    kept: list[_Alignment] = []
    for option in sorted(options, key=lambda o: (-o[0], -o[1])):
        if all(option[1] > other[1] for other in kept):
            kept.append(option)
    return tuple(kept)


def score_types(predicted: Iterable[str], gold: Sequence[Sequence[str]]) -> dict[str, Counts]:
    """Score the incident types of an article as a bag, whatever else the templates hold.

    Args:
        predicted: One type a template.
        gold: The types that the key accepts, template by template.
    """
    ours = list(predicted)
    right = matching(len(ours), len(gold), lambda i, j: ours[i] in gold[j])
    return {"type": Counts(len(right), len(ours), len(gold))}


def score_tolls(predicted: Sequence[TargetToll], gold: Sequence[TargetToll]) -> dict[str, Counts]:
    """Score number and effect of each human target of an article.

    Targets are aligned one to one, first for number and effect together
    (``toll``), then each for itself (``toll.number``, ``toll.effect``). Two targets
    may be the same when the words of one mention hold those of the other.
    What the key leaves untold, number or effect, is not asked for in ``toll``.
    """

    def number(a: TargetToll, b: TargetToll) -> bool:
        return same_target(a, b) and bool(a.numbers & b.numbers)

    def effect(a: TargetToll, b: TargetToll) -> bool:
        return same_target(a, b) and bool(a.effects & b.effects)

    def full(a: TargetToll, b: TargetToll) -> bool:
        is_number, is_effect = number(a, b) or not b.numbers, effect(a, b) or not b.effects
        return same_target(a, b) and is_number and is_effect

    told = [toll for toll in gold if toll.effects]
    told_ours = [toll for toll in predicted if toll.effects]
    numbered = [toll for toll in gold if toll.numbers]
    numbered_ours = [toll for toll in predicted if toll.numbers]
    return {
        "toll": _aligned_counts(predicted, gold, full),
        "toll.number": _aligned_counts(numbered_ours, numbered, number),
        "toll.effect": _aligned_counts(told_ours, told, effect),
    }


def same_target(a: TargetToll, b: TargetToll) -> bool:
    """Say whether two targets may be the same: the words of one mention are among those of another."""
    if not a.mentions or not b.mentions:
        return not a.mentions and not b.mentions
    words = [[set(normalise(mention).split()) for mention in toll.mentions] for toll in (a, b)]
    return any(x and y and (x <= y or y <= x) for x in words[0] for y in words[1])


def score_confidence(predicted: Sequence[Confidence], gold: Sequence[Confidence]) -> dict[str, Counts]:
    """Score the confidence given with each perpetrating organisation of an article.

    An organisation counts when it is the gold one (as in ``ceaf_ree``) and its
    confidence is one that the key accepts.
    """

    def same(a: Confidence, b: Confidence) -> bool:
        ours, theirs = (frozenset(normalise(mention) for mention in c.mentions) for c in (a, b))
        return fits(ours, theirs) and bool(a.accepted & b.accepted)

    return {"confidence": _aligned_counts(predicted, gold, same)}


_Item = TypeVar("_Item", TargetToll, Confidence)


def _aligned_counts(
    predicted: Sequence[_Item], gold: Sequence[_Item], is_pair: Callable[[_Item, _Item], bool]
) -> Counts:
    """Align for the most pairs; optional gold items count only where they were found."""
    # Those that must be found come first: once paired, they stay so.
    wanted = sorted(gold, key=lambda item: item.is_optional)
    pairs = matching(len(wanted), len(predicted), lambda j, i: is_pair(predicted[i], wanted[j]))
    found = set(pairs.values())
    missed = [item for j, item in enumerate(wanted) if j not in found and not item.is_optional]
    return Counts(len(pairs), len(predicted), len(pairs) + len(missed))
