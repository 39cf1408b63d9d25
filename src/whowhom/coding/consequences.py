"""Triggers of one sentence that tell one event, folded into one draft.

"Carried out a suicide bombing, killing twelve" has three words that the reader
may take for triggers and tells one event: the light verb adds its subject, the
result its figures.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from whowhom.coding.tree import SUBJECTS, Tree
from whowhom.coding.triggers import TriggerUse
from whowhom.records import EventDraft, TollDraft

# The lemma of a participle may be the noun ("killing"), so both stand here.
_RESULTS = frozenset(
    "kill injure wound leave claim destroy damage hurt killing injuring wounding leaving destroying damaging".split()
)
_CARRIERS = frozenset("go stage hold carry launch mount conduct make take begin start open".split())
_HARMING = frozenset("kill wound injure hurt".split())
_VIOLENT = frozenset(("ASSAULT", "PROTEST"))
# "Shells fired by the army hit the camp": what was let fly is the subject of its hit.
# A participle may be its own lemma.
_LETS_FLY = frozenset(
    "fire launch lob hurl drop throw plant lay fired launched lobbed hurled dropped thrown planted laid".split()
)


def fold_tellings(tree: Tree, uses: Sequence[TriggerUse], drafts: Sequence[EventDraft]) -> tuple[EventDraft, ...]:
    """Fold drafts whose triggers tell one event in one sentence.

    Args:
        uses: One per draft, in the same order.
    """
    kept: dict[int, EventDraft] = dict(enumerate(drafts))
    beside: dict[int, list[int]] = {}
    for index, use in enumerate(uses):
        beside.setdefault(tree.sentence_of[use.head], []).append(index)
    for index, use in enumerate(uses):
        near = beside[tree.sentence_of[use.head]]
        home = next((i for i in near if i in kept and i != index and _tells_same(tree, uses[i], use)), None)
        if home is not None:
            kept[home] = _fold(kept[home], kept.pop(index))
    return tuple(kept[index] for index in sorted(kept))


def _tells_same(tree: Tree, main: TriggerUse, other: TriggerUse) -> bool:
    """Say whether ``other``, of the same sentence, only carries or continues the event of ``main``."""
    is_alike = main.reading.label == other.reading.label
    if main.light == other.head:
        # "Taken into custody on charges" has a verb with a meaning of its own.
        return is_alike or other.entry is None or len(other.entry.words) == 1
    if not is_alike:
        return False
    if other.head in tree.children[main.head] and tree.relation(other.head) in ("compound", "amod", "flat"):
        return True
    if _flies(tree, main, other) or _harms_too(tree, main, other):
        return True
    if tree.layers.heads[main.head] == other.head and tree.lemma(other.head) in _CARRIERS:
        # "Went on strike", "staged a march", with both words read.
        return tree.layers.upos[main.head] == "NOUN" and tree.relation(main.head) in ("obj", "obl")
    return main.reading.label in _VIOLENT and _is_result(tree, main, other)


def _harms_too(tree: Tree, main: TriggerUse, other: TriggerUse) -> bool:
    """Read "a shell wounded a woman and killed her son": what one thing or act did to each, at one place and time."""
    if (
        main.reading.label != "ASSAULT"
        or tree.layers.heads[other.head] != main.head
        or tree.relation(other.head) != "conj"
    ):
        return False
    lemmas = {tree.lemma(main.head), tree.lemma(other.head)}
    if len(lemmas) < 2 or not lemmas <= _HARMING or tree.child(other.head, *SUBJECTS) is not None:
        return False
    places = [{(r.first, r.last) for r in use.reading.roles if r.label in ("at", "date")} for use in (main, other)]
    # "Killed a teacher in Bria and wounded a nurse in Ippy" are two.
    return not any(place not in places[0] and place[0] > main.head for place in places[1]) and not any(
        main.head < place[0] < other.head for place in places[0]
    )


def _flies(tree: Tree, main: TriggerUse, other: TriggerUse) -> bool:
    """Read "shells fired by the army hit the camp": the participle below the subject of what came of it."""
    subject = tree.layers.heads[other.head]
    if tree.relation(other.head) != "acl" and tree.layers.word(other.head + 1).lower() in ("by", "from"):
        subject = other.head - 1  # A participle right behind a noun is that noun's, whatever the tree says.
    return (
        main.reading.label == "ASSAULT"
        and tree.lemma(other.head) in _LETS_FLY
        and 0 <= subject < other.head < main.head
        and tree.layers.heads[subject] == main.head
        and tree.relation(subject) in ("nsubj", "nsubj:pass")
    )


def _is_result(tree: Tree, main: TriggerUse, other: TriggerUse) -> bool:
    """Read "a bombing ..., killing twelve" and "a bombing that killed twelve"."""
    above, relation = tree.layers.heads[other.head], tree.relation(other.head)
    if tree.lemma(main.head) in _RESULTS and above == main.head and relation.startswith("obl"):
        # "Was killed in a drone strike": the strike is how.
        return tree.layers.upos[other.head] == "NOUN" and tree.case_of(other.head) in ("in", "by", "during")
    if tree.lemma(other.head) not in _RESULTS or tree.case_of(other.head) in ("for", "of", "after", "over"):
        # "In reprisal for the killing of a herder": another act, not a result.
        return False
    between = range(other.head, main.head)
    timed = any(tree.layers.word(word).lower() in ("when", "after") for word in between)
    if timed and tree.is_passive(other.head) and not main.rivals & set(between[1:]):
        # "Were killed when a bomb exploded": the bomb is the event.
        return True
    if relation == "acl:relcl" and above == main.head:
        return True
    is_participle = tree.layers.word(other.head).lower().endswith("ing")
    rivals = [word for word in range(main.head + 1, other.head) if word in main.rivals]
    if is_participle and main.head < other.head and all(tree.lemma(word) in _RESULTS for word in rivals):
        # A result told right behind the act, whatever the tree hangs it on.
        return True
    # "The blast killed four": what happened is the subject of its result.
    return tree.child(other.head, "nsubj") == main.head


def _fold(main: EventDraft, other: EventDraft) -> EventDraft:
    """Add to an event what its other words tell."""
    heads = {part.mention.head for part in main.participants}
    people = {p.role for p in main.participants}
    more = [
        part
        for part in other.participants
        if part.mention.head not in heads and (part.role == "target" or part.role not in people)
    ]
    return replace(
        main,
        retold=(*main.retold, other.trigger, *other.retold),
        participants=tuple(sorted((*main.participants, *more), key=lambda part: part.mention.span)),
        objects=main.objects or other.objects,
        tolls=_figures(main.tolls, other.tolls),
        counts=_figures(main.counts, other.counts),
        dates=main.dates or other.dates,
        places=main.places or other.places,
        voices=main.voices or other.voices,
        mode=main.mode or other.mode,
        instrument=main.instrument or other.instrument,
        reason=main.reason or other.reason,
        responsibility=tuple(dict.fromkeys((*main.responsibility, *other.responsibility))),
        score=max(main.score, other.score),
        background=main.background and other.background,
    )


def _figures(main: tuple[TollDraft, ...], other: tuple[TollDraft, ...]) -> tuple[TollDraft, ...]:
    """Add the figures of outcomes that the first telling does not give; parts keep their whole."""
    told = {toll.outcome for toll in main}
    added = [index for index, toll in enumerate(other) if toll.outcome not in told]
    number = {old: len(main) + new for new, old in enumerate(added)}
    parts = {index: other[index].part_of for index in added}
    moved = (replace(other[i], part_of=None if (whole := parts[i]) is None else number.get(whole)) for i in added)
    return (*main, *moved)
