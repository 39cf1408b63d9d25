"""Ties and signs of a coding against re3d's relations.

re3d relates mentions, we relate actors. A tie of ours is right when the text holds a
relation of its kind between a mention of its subject and one of its object; a gold
relation is found when such a tie is ours. Equal gold relations of one report, by kind
and words, count once. Mentions match when they overlap.

=================  ==========================================  ==========  ====
re3d               ours                                        symmetric   sign
=================  ==========================================  ==========  ====
FightingAgainst    fights                                      yes         -1
AlliesOf           allied with                                 yes         +1
InChargeOf         leads                                       no          +1
BelongsTo          part of, member of                          no          +1
Likes              supports                                    no          +1
Dislikes           opposes, pressures, designates              no          -1
CommWith           negotiates with                             yes         none
=================  ==========================================  ==========  ====

CoLocated, Apart, HasAttrOf and IsSynonymOf are no ties: where things are, what they
are like and which names mean the same stand elsewhere in a coding.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from whowhom.corpora.re3d import Re3dDocument, Re3dRelation
from whowhom.evaluate.results import Counts
from whowhom.records import Coding, Event, Span, Tie

KINDS: Mapping[str, tuple[str, ...]] = {
    "FightingAgainst": ("fights",),
    "AlliesOf": ("allied with",),
    "InChargeOf": ("leads",),
    "BelongsTo": ("part of", "member of"),
    "Likes": ("supports",),
    "Dislikes": ("opposes", "pressures", "designates"),
    "CommWith": ("negotiates with",),
}
SYMMETRIC = ("FightingAgainst", "AlliesOf", "CommWith")
# How one side stands to the other; who belongs to whom is no attitude and has its own score.
ATTITUDES: Mapping[str, int] = {"FightingAgainst": -1, "Dislikes": -1, "Likes": 1, "AlliesOf": 1}
SIGNS: Mapping[str, int] = {**ATTITUDES, "BelongsTo": 1, "InChargeOf": 1}
_KIND_OF = {tie: kind for kind, ties in KINDS.items() for tie in ties}
# GDELT's quad classes 1 and 2 are cooperation, 3 and 4 conflict.
_LAST_FRIENDLY_CLASS = 2


@dataclass(frozen=True, slots=True)
class TieMentions:
    """A tie, by re3d's name of its kind, with all mentions of both its ends."""

    kind: str
    subject: tuple[Span, ...]
    object: tuple[Span, ...]


def tie_mentions(coding: Coding) -> list[TieMentions]:
    """Give the ties told as real that have a counterpart in re3d, with where both ends are mentioned."""
    found: list[TieMentions] = []
    for tie in coding.ties:
        if tie.tie in _KIND_OF and tie.factuality.polarity == "happened":
            ends = (_mentions(coding, tie.subject), _mentions(coding, tie.object))
            own = [[Span(e.start, e.end) for e in tie.evidence if e.field == name] for name in ("subject", "object")]
            found.append(TieMentions(_KIND_OF[tie.tie], (*ends[0], *own[0]), (*ends[1], *own[1])))
    return found


def _mentions(coding: Coding, actor: str) -> tuple[Span, ...]:
    return tuple(quote.span for quote in coding.actor(actor).mentions)


def count_ties(document: Re3dDocument, ties: Sequence[TieMentions]) -> dict[str, Counts]:
    """Count ties of all kinds together (``ties``) and of each (``ties.FightingAgainst``)."""
    gold = [group for group in _distinct(document) if group[0].kind in KINDS]
    counts: dict[str, Counts] = {}
    for name, kinds in (("ties", tuple(KINDS)), *((f"ties.{kind}", (kind,)) for kind in KINDS)):
        ours = [tie for tie in ties if tie.kind in kinds]
        wanted = [group for group in gold if group[0].kind in kinds]
        right = sum(any(_answers(tie, group) for group in wanted) for tie in ours)
        recalled = sum(any(_answers(tie, group) for tie in ours) for group in wanted)
        counts[name] = Counts(right, len(ours), len(wanted), recalled)
    return counts


def _distinct(document: Re3dDocument) -> list[list[Re3dRelation]]:
    """Group the relations of a report that say the same in the same words."""
    groups: dict[tuple[object, ...], list[Re3dRelation]] = {}
    for relation in document.relations:
        ends = [_folded(document.text, span) for span in (relation.source, relation.target)]
        key = (relation.kind, *(sorted(ends) if relation.kind in SYMMETRIC else ends))
        groups.setdefault(key, []).append(relation)
    return list(groups.values())


def _folded(text: str, span: Span) -> str:
    return " ".join(text[span.start : span.end].lower().split()).removeprefix("the ")


def _answers(tie: TieMentions, group: Sequence[Re3dRelation]) -> bool:
    if tie.kind != group[0].kind:
        return False
    return any(
        _touch(tie.subject, a) and _touch(tie.object, b)
        for relation in group
        for a, b in _ways(relation.source, relation.target, both=relation.kind in SYMMETRIC)
    )


def _ways(source: Span, target: Span, *, both: bool) -> Iterator[tuple[Span, Span]]:
    yield source, target
    if both:
        yield target, source


def _touch(spans: Sequence[Span], wanted: Span) -> bool:
    return any(span.overlaps(wanted) for span in spans)


def count_signs(
    document: Re3dDocument, coding: Coding, signs: Mapping[str, int], sentences: Sequence[Span] = ()
) -> Counts:
    """Count gold pairs whose sign is right, of those that we answer and of all."""
    right = answered = gold = 0
    for relation in gold_pairs(document, signs):
        gold += 1
        sign = sign_of_pair(coding, relation.source, relation.target, sentences)
        answered += sign != 0
        right += sign == signs[relation.kind]
    return Counts(right, answered, gold)


def gold_pairs(document: Re3dDocument, signs: Mapping[str, int]) -> list[Re3dRelation]:
    """List the relations that have a sign, each pair of mentions once."""
    pairs: dict[tuple[Span, Span, int], Re3dRelation] = {}
    for relation in document.relations:
        if relation.kind in signs:
            first, second = sorted((relation.source, relation.target))
            pairs.setdefault((first, second, signs[relation.kind]), relation)
    return list(pairs.values())


def sign_of_pair(coding: Coding, left: Span, right: Span, sentences: Sequence[Span] = ()) -> int:
    """Say how two mentions stand to each other in a coding.

    Returns:
        The sign of a tie between their actors; else of the events in which they stand
        on two sides or on one; else of the events told in the words from one to the
        other in which one of them takes part; else of the events of their sentence.
        0 where the coding says nothing of all this.
    """
    between = Span(min(left.start, right.start), max(left.end, right.end))
    around = next((sentence for sentence in sentences if sentence.overlaps(left)), between)
    ties = [tie for tie in coding.ties if tie.sign and tie.factuality.polarity == "happened"]
    ties = [tie for tie in ties if _ties(coding, tie, left, right)]
    if ties:
        # What the sentence of the two mentions tells of them comes before what others tell.
        return max(ties, key=lambda tie: any(Span(e.start, e.end).overlaps(around) for e in tie.evidence)).sign
    near = [event for event in coding.events if _is_told_in(event, between) and _takes_part(coding, event, left, right)]
    votes = (
        sum(_event_sign(coding, event, left, right) for event in coding.events),
        sum(map(_tone, near)),
        sum(_tone(event) for event in coding.events if _is_told_in(event, around)),
    )
    first = next((vote for vote in votes if vote), 0)
    return (first > 0) - (first < 0)


def _ties(coding: Coding, tie: Tie, left: Span, right: Span) -> bool:
    ends = _mentions(coding, tie.subject), _mentions(coding, tie.object)
    return any(_touch(ends[0], a) and _touch(ends[1], b) for a, b in _ways(left, right, both=True))


def _is_told_in(event: Event, span: Span) -> bool:
    return any(anchor.span.overlaps(span) for anchor in event.anchors)


def _takes_part(coding: Coding, event: Event, left: Span, right: Span) -> bool:
    return any(_names(coding, p.actor, p.start, p.end, span) for p in event.participants for span in (left, right))


def _tone(event: Event) -> int:
    """Say whether an event is cooperation (1) or conflict (-1); 0 where no crosswalk rule matched."""
    if event.cameo is None:
        return 0
    return 1 if event.cameo.quad_class <= _LAST_FRIENDLY_CLASS else -1


def _event_sign(coding: Coding, event: Event, left: Span, right: Span) -> int:
    """Read an event as a sign: conflict parts its two sides, and joins those on one."""
    sides = [
        {p.side for p in event.participants if _names(coding, p.actor, p.start, p.end, span)} for span in (left, right)
    ]
    if not sides[0] or not sides[1]:
        return 0
    return 1 if sides[0] == sides[1] and event.cameo is not None else _tone(event)


def _names(coding: Coding, actor: str | None, start: int, end: int, span: Span) -> bool:
    if actor is None:
        return Span(start, end).overlaps(span)
    return _touch((*_mentions(coding, actor), Span(start, end)), span)
