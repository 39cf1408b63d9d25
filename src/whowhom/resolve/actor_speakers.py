"""First persons in a quotation: "we", "our men" and "I" are its speaker's.

In: the trail and a mention of a first person. Out: the key of the actor that speaks there, or of
the first persons before it. What one would get wrong: "we" said by a group's spokesman is the
group and not the spokesman; without a speaker "we" joins only the "we" before it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from whowhom.resolve.actor_trail import Trail
from whowhom.resolve.actor_words import FIRST_SINGULAR

REACH = 3
"""Sentences back to which a first person without a speaker joins another."""

_QUOTED = re.compile(r"“[^”]*(?:”|$)|\"[^\"]*(?:\"|$)")
_SAYS = (
    r"(?:said|says|say|told|tells|added|adds|stated|states|warned|wrote|explained|declared|announced|stressed|"
    r"insisted|argued|claimed|noted|vowed|replied|continued|recalled|reported)"
)
_SAYS_BEHIND = re.compile(rf"[\s,]*(?:{_SAYS}\s+(?:[a-z]+\s+){{0,2}})?", re.IGNORECASE)
_THEN_SAYS = re.compile(rf"[^.;“\"]{{0,60}}?\b{_SAYS}\b", re.IGNORECASE)
_SAYS_BEFORE = re.compile(rf"\b{_SAYS}\b[^.;“”\"]{{0,80}}[:,]?\s*$", re.IGNORECASE)
_SPOKE_BEFORE = re.compile(rf"\b{_SAYS}\b[^“”\"\n]{{0,60}}\.\s+$", re.IGNORECASE)
WINDOW = 160


def speaker_of(trail: Trail, index: int) -> str | None:
    """Return the key of the actor that a first person stands for, or None."""
    mention, word = trail.mentions[index], trail.readings[index].noun
    plural = word not in FIRST_SINGULAR
    quote = _quotation(trail, mention.span.start)
    speaker = _speaker(trail, *quote) if quote is not None else None
    if speaker is not None:
        return _voiced(trail, speaker) if plural else (speaker if speaker.startswith("person:") else None)
    before = trail.first_persons.get(plural)
    if before is not None and mention.sentence - trail.mentions[before].sentence <= REACH:
        return trail.keys[before]
    return None


def _quotation(trail: Trail, position: int) -> tuple[int, int] | None:
    """Return the quotation around a position."""
    if trail.quotations is None:
        trail.quotations = [met.span() for met in _QUOTED.finditer(trail.context.text)]
    at = bisect_right(trail.quotations, (position, len(trail.context.text))) - 1
    return trail.quotations[at] if at >= 0 and position < trail.quotations[at][1] else None


def _speaker(trail: Trail, start: int, end: int) -> str | None:
    """Find who says a quotation: behind it ("…", said NAME), before it, or behind the one before."""
    text = trail.context.text
    says = _SAYS_BEHIND.match(text, end, end + WINDOW)
    reach = says.end() if says is not None else end
    for other in _beginning(trail, end, reach + 5):
        spoken = says is not None and says.group().strip(" ,") != ""
        if spoken or _THEN_SAYS.match(text, trail.mentions[other].span.end):
            return trail.known_key(other)
    lead = text[max(0, start - WINDOW) : start]
    if _SAYS_BEFORE.search(lead) is None and _SPOKE_BEFORE.search(lead) is None:
        return None
    settled = [other for other in _beginning(trail, start - WINDOW, start) if trail.known_key(other) is not None]
    subjects = [other for other in settled if trail.mentions[other].subject]
    return trail.known_key((subjects or settled)[-1]) if settled else None


def _beginning(trail: Trail, first: int, last: int) -> Sequence[int]:
    """List mentions other than pronouns that begin in a stretch, in the order of the text."""
    found = [
        other
        for other, mention in enumerate(trail.mentions)
        if first <= mention.span.start < last and mention.form != "pronoun"
    ]
    return sorted(found, key=lambda other: trail.mentions[other].span)


def _voiced(trail: Trail, speaker: str) -> str | None:
    """Say for whom a speaker says "we": a body for itself, a person for the body of the role."""
    if not speaker.startswith("person:"):
        return speaker
    role = trail.role_of(speaker)
    return role.body.key if role.body is not None and role.body.key in trail.profiles else None
