"""First persons in a quotation: "we", "our men" and "I" are its speaker's.

In: the trail and a mention of a first person. Out: the key of the actor that speaks there, or of
the first persons before it. What one would get wrong: "we" said by a group's spokesman is the
group and not the spokesman; without a speaker "we" joins only the "we" before it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import cast

from whowhom.records import Span
from whowhom.resolve.actor_fits import is_of_gender
from whowhom.resolve.actor_trail import Trail
from whowhom.resolve.actor_words import FIRST_SINGULAR

REACH = 3
"""Sentences back to which a first person without a speaker joins another."""

_SAYS = (
    r"(?:said|says|say|told|tells|added|adds|stated|states|warned|wrote|explained|declared|announced|stressed|"
    r"insisted|argued|claimed|noted|vowed|replied|continued|recalled|reported)"
)
_SAYS_BEHIND = re.compile(rf"[\s,]*(?:{_SAYS}\s+(?:[a-z]+\s+){{0,2}})?", re.IGNORECASE)
_THEN_SAYS = re.compile(rf"[^.;“\"]{{0,60}}?\b{_SAYS}\b", re.IGNORECASE)
_SAYS_BEFORE = re.compile(rf"\b{_SAYS}\b[^.;“”\"]{{0,80}}[:,]?\s*$", re.IGNORECASE)
_SPOKE_BEFORE = re.compile(rf"\b{_SAYS}\b[^“”\"\n]{{0,60}}\.\s+$", re.IGNORECASE)
_SPEECH = (
    r"(?:denied|denies|rejected|rejects|accused|accuses|blamed|blames|demanded|demands|condemned|condemns|urged|urges|"
    r"called|calls|confirmed|confirms|dismissed|dismisses|acknowledged|threatened|threatens|warns|puts?|estimated|"
    r"estimates|believes|believed|claims|described|describes|promised|pledged|asked|announces|disputed|disputes|countered|"
    r"contested|contests|responded|refused|declined|welcomed|criticised|criticized|hailed|expressed|suspects?|suspected|"
    r"thinks|fears|hopes|hoped|offered|proposed|maintains|maintained|alleges?|alleged|reiterated|repeated|conceded|"
    r"admitted|sees)"
)
# Between a name and its verb: "of Bria", an aside in commas or brackets, "also", "has later".
_SPEAKS_ON = re.compile(
    r"(?:\s(?:in|of|from|at)\s[^,.;\n]{1,40}?)?(?:,[^,.;\n]{1,60},|\s\([^)]{1,20}\)|,)?\s+"
    rf"(?:(?:also|later|then|further|has|had|have|[a-z]+ly)\s+){{0,2}}(?:{_SAYS}|{_SPEECH})\b"
)
_GOES_ON = re.compile(r"\s+(?:also|further|later)\b|\s+(?:adds?|added|continued|reiterated|repeated|went\s+on)\b")
_SAID_BY_PERSON = re.compile(rf"[\s,]*(?:(?P<who>he|she)\s+{_SAYS}|{_SAYS}\s+(?P<whom>he|she))\b", re.IGNORECASE)
_TOLD_BY = re.compile(rf"(?:[,”\"]\s*{_SAYS}|according\s+to)\s+(?:the\s+|an?\s+)?$", re.IGNORECASE)
MAX_BEFORE = 40
"""Letters and marks back to which "according to" may stand before a name."""
WINDOW = 160
"""Letters and marks around a quotation in which its speaker is named."""


def last_speaker(trail: Trail, index: int, fits: Callable[[str], bool]) -> str | None:
    """Return who spoke last before a pronoun that speaks: "The ministry said that rebels had fled. It added".

    A subject in between that the pronoun may stand for is nearer, but of nobody else is it told that he "added".
    """
    mention, text = trail.mentions[index], trail.context.text
    if not mention.subject or _SPEAKS_ON.match(text, mention.span.end) is None:
        return None
    goes_on = _GOES_ON.match(text, mention.span.end) is not None
    for sentence in range(mention.sentence - 1, mention.sentence - 1 - REACH, -1):
        told = [other for other in trail.in_sentence(sentence) if _speaks(text, trail.mentions[other].span)]
        if not told and not goes_on and _has_subject(trail, sentence, fits):
            return None
        if told:
            first = min(told, key=lambda other: trail.mentions[other].span)
            if not _is_named_behind(trail, index, first):
                return trail.keys[first] if fits(trail.keys[first]) else None
            others = [trail.keys[other] for other in trail.in_sentence(sentence)]
            return next((key for key in others if key != trail.keys[first] and fits(key)), None)
    return None


def _is_named_behind(trail: Trail, index: int, speaker: int) -> bool:
    """Say whether a speaker is named behind a pronoun in its sentence: "They accused the army" is of others."""
    mention, words = trail.mentions[index], _words(trail, speaker)
    behind = trail.beginning(mention.span.end, mention.span.end + WINDOW)
    beside = [other for other in behind if trail.mentions[other].sentence == mention.sentence]
    return any(trail.known_key(other) == trail.keys[speaker] or _words(trail, other) == words for other in beside)


def _words(trail: Trail, index: int) -> str:
    span = trail.mentions[index].span
    return trail.context.text[span.start : span.end].casefold()


def _has_subject(trail: Trail, sentence: int, fits: Callable[[str], bool]) -> bool:
    """Say whether a sentence has a subject for which a pronoun may stand."""
    return any(trail.mentions[other].subject and fits(trail.keys[other]) for other in trail.in_sentence(sentence))


def _speaks(text: str, span: Span) -> bool:
    """Say whether a verb of speech stands right behind somebody, or one of saying or "according to" before."""
    if _SPEAKS_ON.match(text, span.end) is not None:
        return True
    return _TOLD_BY.search(text, max(0, span.start - MAX_BEFORE), span.start) is not None


def speaker_of(trail: Trail, index: int) -> str | None:
    """Return the key of the actor that a first person stands for, or None."""
    mention, word = trail.mentions[index], trail.readings[index].noun
    plural = word not in FIRST_SINGULAR
    quote = trail.quotation(mention.span.start)
    speaker = _speaker(trail, *quote) if quote is not None else None
    if speaker is not None:
        return _voiced(trail, speaker) if plural else (speaker if speaker.startswith("person:") else None)
    before = trail.first_persons.get(plural)
    if before is not None and mention.sentence - trail.mentions[before].sentence <= REACH:
        return trail.keys[before]
    return None


def _speaker(trail: Trail, start: int, end: int) -> str | None:
    """Find who says a quotation: behind it ("…", said NAME), before it, or behind the one before."""
    text = trail.context.text
    says = _SAYS_BEHIND.match(text, end, end + WINDOW)
    reach = says.end() if says is not None else end
    for other in trail.beginning(end, reach + 5):
        spoken = says is not None and says.group().strip(" ,") != ""
        if spoken or _THEN_SAYS.match(text, trail.mentions[other].span.end):
            return trail.known_key(other)
    person = _SAID_BY_PERSON.match(text, end, end + WINDOW)
    if person is not None:
        return _last_person(trail, start, (person["who"] or person["whom"]).lower())
    lead = text[max(0, start - WINDOW) : start]
    if _SAYS_BEFORE.search(lead) is None and _SPOKE_BEFORE.search(lead) is None:
        return None
    settled = [other for other in trail.beginning(start - WINDOW, start) if trail.known_key(other) is not None]
    subjects = [other for other in settled if trail.mentions[other].subject]
    return trail.known_key((subjects or settled)[-1]) if settled else None


def _last_person(trail: Trail, start: int, word: str) -> str | None:
    """Return the person for whom "he" or "she" stands behind a quotation: the last before it, subjects first."""
    told = trail.beginning(start - 2 * WINDOW, start)
    persons = [other for other in told if (trail.known_key(other) or "").startswith("person:")]
    persons = [other for other in persons if is_of_gender(trail, cast(str, trail.known_key(other)), word)]
    subjects = [other for other in persons if trail.mentions[other].subject]
    return trail.known_key((subjects or persons)[-1]) if persons else None


def _voiced(trail: Trail, speaker: str) -> str | None:
    """Say for whom a speaker says "we": a body for itself, a person for the body of the role."""
    if not speaker.startswith("person:"):
        return speaker
    role = trail.role_of(speaker)
    return role.body.key if role.body is not None and role.body.key in trail.profiles else None
