"""Tolls and counts: how many were killed, injured, arrested, freed, ...

A figure is read from its own words. "12" is exact, "more than 170" is low 171,
a named person is 1, a plural without a number is low 2.
"""

from __future__ import annotations

from dataclasses import replace
from typing import cast, get_args

from whowhom.coding.figures import find_figures
from whowhom.coding.mentions import draft_mention, is_plural
from whowhom.coding.tree import Tree
from whowhom.coding.triggers import TriggerUse
from whowhom.records import Figure, MentionDraft, ParticipantDraft, Span, TollDraft
from whowhom.records.events import CountOutcome, TollOutcome, VictimStatus

TOLL_OUTCOMES: tuple[str, ...] = get_args(TollOutcome)
COUNT_OUTCOMES: tuple[str, ...] = get_args(CountOutcome)
_PART = frozenset(["including", "include", "among"])
_PART_PHRASES = ("of them", "of whom", "of which")
_COMBATANT = frozenset(("state forces", "rebel group", "political militia", "identity militia"))
_CIVILIAN = frozenset(("civilians", "media", "protesters"))
_OUTCOME_OF = {
    **dict.fromkeys(("kill", "killing", "execute", "murder", "assassinate"), "killed"),
    **dict.fromkeys(("injure", "injuring", "wound", "wounding", "hurt"), "injured"),
    **dict.fromkeys(("arrest", "detain"), "arrested"),
    **dict.fromkeys(("abduct", "kidnap"), "abducted"),
    **dict.fromkeys(("displace", "displacing"), "displaced"),
    "capture": "captured",
    **dict.fromkeys(("release", "free", "liberate"), "released"),
}
# "Part of" words stand close before the part they open.
PART_WINDOW_WORDS = 4


def draft_tolls(tree: Tree, use: TriggerUse, participants: tuple[ParticipantDraft, ...]) -> tuple[TollDraft, ...]:
    """Find the figures of one event.

    Args:
        participants: Of the same event: where the words of the trigger alone tell
            the outcome ("killed"), the target's own words give the figure.
    """
    found: dict[Span, TollDraft] = {}
    sides = {name: {draft.mention.head for draft in participants if draft.role == name} for name in ("actor", "target")}
    for role in use.reading.roles:
        if role.label in TOLL_OUTCOMES or role.label in COUNT_OUTCOMES:
            for first, last in _counted_ranges(tree, role.first, role.last):
                draft = _toll(tree, use, role.label, first, last)
                # Whoever only acts in an event is none of its dead, whatever the reader marked.
                acts = draft and draft.of and draft.of.head in sides["actor"] - sides["target"]
                if draft is not None and not (acts and role.label in TOLL_OUTCOMES):
                    found.setdefault(draft.span, draft)
    outcome = use.entry.toll if use.entry else None
    if outcome is not None and not any(draft.outcome == outcome for draft in found.values()):
        for participant in participants:
            if participant.role == "target" and participant.mention.form != "pronoun":
                words = tree.words_in(participant.mention.span)
                draft = _toll(tree, use, outcome, words.start, words.stop)
                if draft is not None:
                    found.setdefault(draft.span, draft)
    return _with_parts(tree, _without_doubles(sorted(found.values(), key=lambda draft: draft.span)))


def _toll(tree: Tree, use: TriggerUse, outcome: str, first: int, last: int) -> TollDraft | None:
    mention = draft_mention(tree, first, last)
    head = tree.words_in(mention.head)[0]
    if tree.layers.upos[head] not in ("NOUN", "PROPN", "NUM", "PRON", "ADJ", "DET"):
        return None
    if _is_of_rival(tree, use, head) or _is_spared(tree, use, head):
        return None
    words = _own_words(tree, head, tree.words_in(mention.span))
    mention = replace(mention, span=tree.layers.span(words.start, words.stop))
    outcome = _governed(tree, head, words.start) or outcome
    figure = mention.number or read_figure(tree, words.start, words.stop) or read_figure(tree, first, last)
    if figure is None:
        return None
    return TollDraft(
        outcome=cast("TollOutcome | CountOutcome", outcome),
        span=mention.span,
        figure=figure,
        status=_status(mention),
        of=None if mention.form == "pronoun" else mention,
        part_of=None,
    )


def _counted_ranges(tree: Tree, first: int, last: int) -> list[tuple[int, int]]:
    """Part "three soldiers and two policemen" into the ranges that are counted each for itself."""
    head = tree.head_of(first, last)
    others = [
        child
        for child in tree.children[head]
        if tree.relation(child) == "conj" and first <= child < last and tree.child(child, "nummod", "det") is not None
    ]
    if not others:
        return [(first, last)]
    starts = [min(tree.subtree(child)) for child in others]
    ends = [*starts[1:], last]
    return [(first, starts[0]), *((child, max(child + 1, end)) for child, end in zip(others, ends, strict=True))]


def _own_words(tree: Tree, head: int, words: range) -> range:
    """Cut "including 13 soldiers" off the words of the whole, and "among them" off those of the part."""
    first, last = words.start, words.stop
    for word in range(head + 1, last):
        if tree.layers.word(word).lower() in _PART or (
            tree.layers.word(word) == "," and word + 1 < last and tree.layers.word(word + 1).lower() in _PART
        ):
            last = word
            break
    while first < head and tree.layers.word(first).lower() in (*_PART, "them", "whom", "of", ","):
        first += 1
    return range(first, last)


def _is_spared(tree: Tree, use: TriggerUse, head: int) -> bool:
    """Say whether the trigger acts on the people without the codebook knowing an outcome ("beat a dozen")."""
    is_object = tree.relation(head) in ("obj", "nsubj:pass") and tree.layers.heads[head] == use.head
    return is_object and use.entry is not None and use.entry.toll is None and tree.lemma(use.head) not in _OUTCOME_OF


def _is_of_rival(tree: Tree, use: TriggerUse, head: int) -> bool:
    """Say whether the people are what another trigger acts on ("freed sixty" beside "stormed")."""
    before = next((w for w in range(head - 1, max(head - 5, -1), -1) if tree.layers.upos[w] == "VERB"), -1)
    verb = tree.layers.heads[head] if tree.relation(head) in ("obj", "nsubj:pass") else before
    return verb in use.rivals and verb not in use.words and tree.sentence_of[verb] == tree.sentence_of[head]


def _governed(tree: Tree, head: int, first: int) -> str | None:
    """Return the outcome of the verb whose object the people are: "injuring more than 30" injures.

    The verb right before the phrase counts too, whatever the tree makes of it.
    """
    if first > 0 and tree.sentence_of[first - 1] == tree.sentence_of[first] and tree.lemma(first - 1) in _OUTCOME_OF:
        return _OUTCOME_OF[tree.lemma(first - 1)]
    verb = tree.layers.heads[head]
    if verb < 0 or tree.relation(head) not in ("obj", "nsubj:pass"):
        return None
    return _OUTCOME_OF.get(tree.lemma(verb))


def read_figure(tree: Tree, first: int, last: int) -> Figure | None:
    """Read how many people a phrase counts; None where it counts nobody (a number of things, an age)."""
    layers = tree.layers
    head = tree.head_of(first, last)
    span = layers.span(first, last)
    text = layers.document.text
    figures = find_figures(text, span.start, span.end, articles=True)
    if figures:
        return figures[0]
    words = layers.document.text[span.start : span.end]
    if layers.upos[head] == "PROPN" and not is_plural(tree, head):
        return Figure(1, 1, 1, "exact", span.start, span.end, words) if _is_person(tree, head) else None
    if layers.upos[head] == "PRON":
        return None
    if is_plural(tree, head) or layers.lemmas[head] == "people":
        return Figure(2, None, None, "vague", span.start, span.end, words)
    if _is_person(tree, head):
        return Figure(1, 1, 1, "exact", span.start, span.end, words)
    return None


def _is_person(tree: Tree, head: int) -> bool:
    tag = tree.actors.at(head)
    if tag is not None and tag.label in ("person", "civilians", "media"):
        return True
    return tree.entities.at(head, "PER", "Person") is not None


def _status(mention: MentionDraft) -> VictimStatus:
    if mention.kind in _COMBATANT:
        return "combatant"
    return "civilian" if mention.kind in _CIVILIAN else "unknown"


def _without_doubles(drafts: list[TollDraft]) -> list[TollDraft]:
    """Drop a figure whose words lie in another's ("IS-K" in "150 IS-K members") or stand before a name as its title."""
    return [
        draft
        for draft in drafts
        if not any(
            other is not draft
            and other.outcome == draft.outcome
            and (other.span.covers(draft.span) or (draft.figure.low == 1 and other.span.start == draft.span.end + 1))
            for other in drafts
        )
    ]


def _with_parts(tree: Tree, drafts: list[TollDraft]) -> tuple[TollDraft, ...]:
    """Mark figures that are included in the one before ("including 13 soldiers")."""
    result: list[TollDraft] = []
    for draft in drafts:
        whole: int | None = None
        if _opens_part(tree, draft):
            for index in range(len(result) - 1, -1, -1):
                if result[index].outcome == draft.outcome and result[index].part_of is None:
                    whole = index
                    break
        result.append(replace(draft, part_of=whole))
    return tuple(result)


def _opens_part(tree: Tree, draft: TollDraft) -> bool:
    words = tree.words_in(draft.span)
    head = tree.head_of(words.start, words.stop)
    first = words.start
    if tree.relation(head) == "conj" and tree.layers.heads[head] < first:
        # "Including nine women and four children": the first of them decides.
        first = tree.phrase(tree.layers.heads[head])[0]
    start = tree.layers.sentences[tree.sentence_of[first]][0]
    before = [tree.layers.word(word).lower() for word in range(max(start, first - PART_WINDOW_WORDS), first)]
    inside = tree.layers.word(first).lower()
    joined = " ".join(before)
    return bool(_PART.intersection([*before, inside])) or any(words in joined for words in _PART_PHRASES)
