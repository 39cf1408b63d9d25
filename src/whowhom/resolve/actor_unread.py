"""Names that the reader passed over, though it took the same words for an actor elsewhere.

In: the report, its mentions and their readings. Out: further mentions, with the readings of the
words they repeat. What one would get wrong: the name of a state is mostly a place, and a surname
beside other capitals is another name; neither is taken.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from whowhom.records import MentionDraft, Span
from whowhom.resolve.actor_context import Context, bare_name
from whowhom.resolve.actor_phrases import Reading

MIN_LETTERS = 3
"""Two capitals ("IS") are words too often."""

_ENDS = re.compile(r"[.!?][\"'”’)]*\s+|\n\s*")
_BEFORE = re.compile(r"(?:^|[.!?:][\"'”’)]*\s+|\n\s*|[“\"])(?:[Tt]he\s+)?$")
_PROPER_BEFORE = re.compile(r"[A-Z][\w'’-]*\s+$")
_PROPER_BEHIND = re.compile(r"\s+[A-Z]")


def find_unread(
    context: Context, mentions: Sequence[MentionDraft], readings: Sequence[Reading]
) -> list[tuple[MentionDraft, Reading]]:
    """List names outside all mentions that some mention has, in the order of the text."""
    if context.capitals_only:
        return []
    known = _known(context, mentions, readings)
    if not known:
        return []
    order = sorted(mentions, key=lambda mention: (mention.span.start, mention.span.end))
    starts = [mention.span.start for mention in order]
    taken = _merged(order)
    pattern = re.compile(r"(?<![\w-])(?:" + "|".join(map(re.escape, sorted(known, key=len, reverse=True))) + r")(?!\w)")
    found = []
    for met in pattern.finditer(context.text):
        span = Span(met.start(), met.end())
        reading = known[met.group()]
        if _is_taken(span, taken) or (reading.person and _is_part_of_name(context.text, span)):
            continue
        sentence = _sentence(context.text, span, order, starts)
        subject = _BEFORE.search(context.text[max(0, span.start - 12) : span.start]) is not None
        mention = MentionDraft(span, span, "name", None, 0.0, number=None, sentence=sentence, subject=subject)
        found.append((mention, replace(reading, member=False, definite=False)))
    return found


def _known(context: Context, mentions: Sequence[MentionDraft], readings: Sequence[Reading]) -> dict[str, Reading]:
    """Map names as the report writes them to a reading; states and their branches stay out."""
    known: dict[str, Reading] = {}
    for mention, reading in zip(mentions, readings, strict=True):
        if mention.form != "name" or reading.key is None or reading.key.startswith("reg:state:"):
            continue
        if not (reading.person or reading.entry is not None or reading.kind not in ("unidentified", "other", None)):
            continue  # a town as likely as an actor
        words = bare_name(reading.named or "")
        if len(words) >= MIN_LETTERS and words[0].isupper() and words != words.capitalize() + "s":
            known.setdefault(words, reading)
    return known


def _merged(order: Sequence[MentionDraft]) -> list[tuple[int, int]]:
    """Join the stretches of mentions that touch."""
    merged: list[tuple[int, int]] = []
    for mention in order:
        if merged and mention.span.start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], mention.span.end))
        else:
            merged.append((mention.span.start, mention.span.end))
    return merged


def _is_taken(span: Span, taken: Sequence[tuple[int, int]]) -> bool:
    at = bisect_right(taken, (span.end,)) - 1
    return at >= 0 and taken[at][1] > span.start


def _is_part_of_name(text: str, span: Span) -> bool:
    before = _PROPER_BEFORE.search(text, max(0, span.start - 30), span.start)
    begins = before is not None and _BEFORE.search(text[max(0, before.start() - 12) : before.start()]) is not None
    return (before is not None and not begins) or _PROPER_BEHIND.match(text, span.end) is not None


def _sentence(text: str, span: Span, order: Sequence[MentionDraft], starts: Sequence[int]) -> int:
    """Number the sentence of a stretch by the mentions around it."""
    at = bisect_right(starts, span.start)
    behind = order[at].sentence if at < len(order) else None
    if not at:
        return behind or 0
    before = order[at - 1]
    ends = len(_ENDS.findall(text, before.span.end, span.start)) if before.span.end < span.start else 0
    number = before.sentence + ends
    return number if behind is None else min(number, behind)
