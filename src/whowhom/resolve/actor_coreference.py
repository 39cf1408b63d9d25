"""Mentions joined to the actors before them: pronouns, "the group", "the army".

In: readings of all mentions in text order. Out: one key per mention. A mention
that nothing fits stays an actor of its own; nothing is joined for want of better.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from whowhom.records import MentionDraft, Span
from whowhom.resolve import actor_words as lexicon
from whowhom.resolve.actor_context import Context
from whowhom.resolve.actor_fits import (
    ends_with,
    is_body,
    is_first_person,
    is_group,
    is_many,
    is_of_gender,
    is_person,
    is_unknown_name,
    kinds_meant,
)
from whowhom.resolve.actor_persons import FORMER, Role
from whowhom.resolve.actor_phrases import Reading
from whowhom.resolve.actor_speakers import last_speaker, speaker_of
from whowhom.resolve.actor_traces import FullNames, Starts
from whowhom.resolve.actor_trail import MAX_GAP, Trail

MAX_SENTENCES_BACK = 3
"""A pronoun further from its antecedent than this is left by itself; for "the
group" the whole text before counts, since reports keep one group in view."""

_APPOSED = re.compile(r"['’]?[\"”)]?\s*(?:,|–|—|\s-\s|\()\s*(?:which is\s+|who is\s+)?")
_ANOTHER = re.compile(r"\b(?:new|former|ex|next|previous|other|another|incoming|outgoing|late)\b", re.IGNORECASE)
PEOPLE_BACK = 2
"""Sentences back to which "the men" may be people who were called something else."""

_NAMED_AS = re.compile(
    r",?\s+(?:as|to be|is|was|became|has become|became|is now|was (?:named|appointed|elected|made)|took over as|"
    r"(?:has|had) been (?:named|appointed))\s+"
)
_HELD_BY = re.compile(r"\s+(?:from|out of|off|inside|of|at|in)\s+", re.IGNORECASE)
"""Between an object and its own things: "pushed the troops from their trenches"."""

_IDENTIFIED = re.compile(r"\b(?:named|identified)\s+$", re.IGNORECASE)
_AS = re.compile(r"\s+(?:only\s+)?as\s+", re.IGNORECASE)
_OWNED = re.compile(r"(?:its|their)\b", re.IGNORECASE)
_TITLE_GAP = re.compile(r",?\s+")


def join_mentions(context: Context, mentions: Sequence[MentionDraft], readings: Sequence[Reading]) -> Trail:
    """Give every mention the key of its actor.

    Args:
        mentions: In any order; they are taken in the order of the text.
        readings: One per mention, from :func:`read_mention`.
    """
    trail = Trail(context, mentions, readings)
    order = sorted(range(len(mentions)), key=lambda i: (mentions[i].span.start, -mentions[i].span.end, i))
    full_names = FullNames(
        (reading.key.removeprefix("person:"), mention.span)
        for mention, reading in zip(mentions, readings, strict=True)
        if reading.person and reading.key is not None
    )
    persons = Starts(
        (mention.span.start, index)
        for index, (mention, reading) in enumerate(zip(mentions, readings, strict=True))
        if reading.person and reading.key
    )
    trail.nested = _nested(mentions)
    trail.forces = frozenset(
        reading.country
        for reading in readings
        if reading.country and "/" in (reading.key or "")[: len("reg:state:XX/")]
    )
    trail.names = Starts(
        (mention.span.start, index)
        for index, (mention, reading) in enumerate(zip(mentions, readings, strict=True))
        if mention.form == "name" and reading.key is not None
    )
    for index, reading in enumerate(readings):
        if reading.person and reading.key is not None:
            trail.persons[index] = _person(reading, mentions[index].span, full_names)
    for index in order:
        reading = readings[index]
        if reading.key is not None:
            key = trail.persons.get(index) or _person(reading, mentions[index].span, full_names)
        else:
            key = _antecedent(trail, index, full_names, persons) or _own(mentions[index])
        trail.put(index, key)
        if reading.owner is not None and trail.roles[key].body is None:
            trail.join_body(key, _owner(trail, index))
    return trail


def _nested(mentions: Sequence[MentionDraft]) -> frozenset[int]:
    """Find mentions inside the words of another one: "South Korea" in "South Korea's military"."""
    order = sorted(range(len(mentions)), key=lambda i: (mentions[i].span.start, -mentions[i].span.end))
    found, end = set(), -1
    for index in order:
        span = mentions[index].span
        if span.end <= end and mentions[index].form != "pronoun":
            found.add(index)
        end = max(end, span.end)
    return frozenset(found)


def _own(mention: MentionDraft) -> str:
    return f"span:{mention.span.start}-{mention.span.end}"


def _person(reading: Reading, span: Span, full_names: FullNames) -> str:
    """Lead a surname or another spelling to the fullest name of that person."""
    key = reading.key or ""
    kind, _, name = key.partition(":")
    if kind not in ("person", "name") or (kind == "name" and len(name.split()) > 1):
        return key
    key = f"person:{name}" if name in full_names else key
    longer = [full for full in full_names.like(name) if full != name and _prefers(full, name, full_names)]
    if not longer:
        given = full_names.by_given(name) if " " not in name else None
        return f"person:{given}" if given is not None else key
    return f"person:{max(longer, key=lambda full: (full_names.closeness(full, span), full))}"


def _prefers(full: str, name: str, full_names: FullNames) -> bool:
    """More words win; of two spellings with as many, the one that the text has first."""
    if len(full.split()) != len(name.split()):
        return len(full.split()) > len(name.split())
    return name in full_names and full_names.first(full) < full_names.first(name)


def _antecedent(trail: Trail, index: int, full_names: FullNames, persons: Starts) -> str | None:
    reading = trail.readings[index]
    if reading.want == "pronoun":
        return _of_pronoun(trail, index)
    if reading.want == "coalition":
        return trail.latest(index, lambda key: "coalition" in key or trail.named_with(key, "coalition"), reach=None)
    if reading.want == "only":
        return _only_group(trail, index)
    if reading.want == "first":
        return speaker_of(trail, index)
    if reading.want == "branch":
        return _of_officers(trail, index) if reading.noun == "officer" else _of_branch(trail, index)
    if reading.want == "office":
        return _of_office(trail, index, full_names, persons)
    if reading.want in ("group", "fighters"):
        return _of_group(trail, index)
    if reading.want == "attackers":
        return _of_attackers(trail, index)
    if reading.want in ("same", "apposition"):
        return (
            _identified(trail, index)
            or _apposed(trail, index)
            or (_same_people(trail, index) if reading.want == "same" else None)
        )
    return None


def _of_pronoun(trail: Trail, index: int) -> str | None:
    word = trail.readings[index].noun
    if word in lexicon.FIRST_PERSONS:
        return speaker_of(trail, index)
    if word in lexicon.RELATIVE:
        return trail.neighbour(index, gap=re.compile(r",?\s*"), fits=lambda key: True)
    if word in lexicon.HE_SHE:
        fits: Callable[[str], bool] = lambda key: is_person(trail, key) and is_of_gender(trail, key, word)  # noqa: E731
    elif word in lexicon.THEY:
        fits = lambda key: is_many(trail, key)  # noqa: E731
    elif word in lexicon.IT:
        fits = lambda key: is_body(trail, key)  # noqa: E731
    else:
        return None
    spoke = last_speaker(trail, index, fits)
    if spoke is not None:
        return spoke
    held = trail.neighbour(index, gap=_HELD_BY, fits=fits) if word in lexicon.POSSESSIVE else None
    if held is not None:
        return held
    if word in lexicon.REFLEXIVE | lexicon.POSSESSIVE and word not in lexicon.OBJECT - {"her"}:
        subject = trail.clause_subject(index)
        if subject is not None and fits(subject):
            return subject
    return trail.latest(index, fits, reach=MAX_SENTENCES_BACK, subjects_first=trail.mentions[index].subject)


def _of_branch(trail: Trail, index: int) -> str | None:
    """Bare "the army": the last army named, else that of the country where its event is, or of the report's."""
    reading, mention = trail.readings[index], trail.mentions[index]
    branch = reading.branch
    suffix = "" if branch == "government" else f"/{branch}"

    def fits(key: str) -> bool:
        return key.startswith("reg:state:") and (key.endswith(suffix) if suffix else "/" not in key)

    among = [("state", suffix.removeprefix("/"))]
    known = reading.definite and branch != "government"
    found = trail.latest(index, fits, reach=None, among=among) if known else None
    if found is not None:
        return found
    if branch == "government" and _OWNED.match(trail.context.text, mention.span.start):
        return None  # "Its leadership" may be a party's.
    country = trail.context.country_at(
        mention, _sentence(trail, mention), foreign=trail.forces, armed=branch != "government"
    )
    if country is not None and trail.context.registry.get(f"state:{country}{suffix}") is not None:
        return f"reg:state:{country}{suffix}"
    if reading.definite and branch == "government":
        return trail.latest(index, fits, reach=MAX_SENTENCES_BACK)
    return f"branch:{branch}" if reading.definite else None


def _of_officers(trail: Trail, index: int) -> str | None:
    """Bare "officers" belong to the force named just before, never to a guess."""
    return trail.latest(index, lambda key: key.startswith("reg:state:") and "/" in key, reach=1)


def _sentence(trail: Trail, mention: MentionDraft) -> Span:
    text = trail.context.text
    start = max(text.rfind(". ", 0, mention.span.start), text.rfind("\n", 0, mention.span.start)) + 1
    stops = (text.find(". ", mention.span.end), text.find("\n", mention.span.end))
    return Span(start, min((stop for stop in stops if stop >= 0), default=len(text)))


def _of_office(trail: Trail, index: int, full_names: FullNames, persons: Starts) -> str | None:
    """Join "the governor" or ", the IS-K leader" with the person named beside or before it."""
    reading, mention = trail.readings[index], trail.mentions[index]
    apposed = trail.neighbour(index, gap=_APPOSED, fits=lambda key: is_person(trail, key))
    if apposed is not None:
        return apposed
    gap = _TITLE_GAP.match(trail.context.text, mention.span.end)
    for behind in persons.between(mention.span.end, gap.end() + 1) if gap else ():
        if _TITLE_GAP.fullmatch(trail.context.text, mention.span.end, trail.mentions[behind].span.start):
            return _person(trail.readings[behind], trail.mentions[behind].span, full_names)
    named_so = trail.neighbour(index, gap=_NAMED_AS, fits=lambda key: is_person(trail, key))
    if named_so is not None:
        return named_so
    former = FORMER in reading.role.nouns
    another = _ANOTHER.search(trail.context.text, mention.span.start, mention.span.end)
    if not reading.definite or (another and not former):
        return None

    def fits(key: str) -> bool:
        role = trail.roles.get(key, Role())
        same_body = _one_body(reading.role, role)
        same_time = not former or FORMER in role.nouns
        return is_person(trail, key) and reading.noun in role.nouns and same_body and same_time

    return trail.latest(index, fits, reach=None, among=[("role", reading.noun)]) or _named_later(trail, index)


def _named_later(trail: Trail, index: int) -> str | None:
    """Lead "the minister" to the one person of the report whom later words call "Minister NAME"."""
    reading = trail.readings[index]
    if FORMER in reading.role.nouns or reading.plural:
        return None
    found = {
        key
        for other, key in trail.persons.items()
        if trail.mentions[other].span.start > trail.mentions[index].span.start
        and reading.noun in trail.readings[other].role.nouns
        and FORMER not in trail.readings[other].role.nouns
        and _one_body(reading.role, trail.readings[other].role)
    }
    return found.pop() if len(found) == 1 else None


def _one_body(left: Role, right: Role) -> bool:
    return not (left.body and right.body) or left.body.key == right.body.key


def _owner(trail: Trail, index: int) -> str | None:
    """Find the body of "its leader" and "the group's spokesman"."""
    owner = trail.readings[index].owner or ""
    subject = trail.clause_subject(index)
    if owner in lexicon.GROUPS:
        among = [("kind", kind) for kind in sorted(kinds_meant(owner))]
        return trail.latest(index, lambda key: is_group(trail, key, owner), reach=None, among=among)
    fits: Callable[[str], bool] = lambda key: is_body(trail, key) and key[:5] != "span:"  # noqa: E731
    if subject is not None and fits(subject):
        return subject
    return trail.latest(index, fits, reach=1)


def _of_group(trail: Trail, index: int) -> str | None:
    reading = trail.readings[index]

    def compatible(key: str) -> bool:
        profile = trail.profiles[key]
        home = profile.entry.country if profile.entry else profile.country
        if key in trail.unlikely:
            return False
        return is_group(trail, key, reading.noun) and (reading.country is None or home in (None, reading.country))

    by_name = trail.latest(
        index,
        lambda key: ends_with(trail, key, reading.noun),
        reach=None,
        among=[("last word", reading.noun)],
    )
    among = [("kind", kind) for kind in sorted(kinds_meant(reading.noun))]
    found = (
        (None if trail.mentions[index].subject else _apposed(trail, index))
        or _named_behind(trail, index)
        or by_name
        or trail.latest(index, compatible, reach=None, among=among)
    )
    own = trail.clause_subject(index) if not trail.mentions[index].subject else None
    if found is None or found == own:
        # A name that nothing is known of may be the group rather than the subject itself.
        fits: Callable[[str], bool] = lambda key: is_unknown_name(trail, key) and key != own  # noqa: E731
        found = trail.latest(index, fits, reach=0 if found else MAX_SENTENCES_BACK) or found
    return found


def _only_group(trail: Trail, index: int) -> str | None:
    """Join "200 rebels" with the one group in arms that the report has told of; of two it is neither."""
    noun = trail.readings[index].noun
    groups = (key for key in trail.profiles if is_group(trail, key, noun) and not is_first_person(trail, key))
    only = next(groups, None)
    return only if next(groups, None) is None else None


def _named_behind(trail: Trail, index: int) -> str | None:
    """Join "the rebel group" with the name right behind it."""
    end = trail.mentions[index].span.end
    for other in trail.names.between(end + 1, end + 3):
        key = trail.readings[other].key or ""
        body = not key.startswith(("person:", "reg:state:"))
        return key if body and not trail.context.text[end : trail.mentions[other].span.start].strip(" ,") else None
    return None


def _of_attackers(trail: Trail, index: int) -> str | None:
    def fits(key: str) -> bool:
        profile = trail.profiles[key]
        unnamed = profile.noun in lexicon.PEOPLE and profile.kind == "unidentified"
        return profile.noun in lexicon.ATTACKERS | lexicon.FIGHTERS or profile.member or unnamed

    same = _same_noun(trail, index)
    return same or trail.latest(index, fits, reach=MAX_SENTENCES_BACK)


def _apposed(trail: Trail, index: int) -> str | None:
    """Join ", a group banned in ..." or ", a teacher" with the name it explains."""
    reading = trail.readings[index]
    if reading.noun in lexicon.GROUPS:
        return trail.neighbour(index, gap=_APPOSED, fits=lambda key: is_body(trail, key) and key[:4] != "span")
    people = reading.noun in lexicon.TRADES or lexicon.KIND_OF_NOUN.get(reading.noun) == "civilians"
    if not reading.plural and people:
        return trail.neighbour(index, gap=_APPOSED, fits=lambda key: is_person(trail, key))
    return None


def _identified(trail: Trail, index: int) -> str | None:
    """Join "identified the suspect as NAME" with the name."""
    mention, text = trail.mentions[index], trail.context.text
    met = _AS.match(text, mention.span.end)
    if met is None or not _IDENTIFIED.search(text[max(0, mention.span.start - MAX_GAP) : mention.span.start]):
        return None
    return next((k for i, k in trail.persons.items() if trail.mentions[i].span.start == met.end()), None)


def _same_people(trail: Trail, index: int) -> str | None:
    """Join "the farmers" with those before, and "the men" with the latest people who may be men."""
    reading = trail.readings[index]
    found = _same_noun(trail, index) or _same_trade(trail, index)
    if found is not None or reading.noun not in lexicon.PEOPLE:
        return found
    sign = "f" if reading.noun in lexicon.FEMALE else ("m" if reading.noun in lexicon.MALE else None)

    def fits(key: str) -> bool:
        profile = trail.profiles[key]
        people = profile.kind in ("civilians", "unidentified", "person", "protesters")
        described = key.startswith("span:") and profile.want != "pronoun" and profile.noun not in lexicon.OFFICES
        described = described or (not reading.plural and is_person(trail, key))
        alike = sign is None or not trail.genders.get(key) or sign in trail.genders[key]
        return described and people and profile.plural == reading.plural and alike

    return trail.latest(index, fits, reach=PEOPLE_BACK)


def _same_trade(trail: Trail, index: int) -> str | None:
    """Join "the teacher" with "teacher NAME"."""
    reading = trail.readings[index]
    if reading.plural:
        return None
    return trail.latest(
        index,
        lambda key: is_person(trail, key) and reading.noun in trail.roles[key].nouns,
        reach=None,
        among=[("role", reading.noun)],
    )


def _same_noun(trail: Trail, index: int) -> str | None:
    """Join "the farmers" with "three farmers" before, "the ministry" with the one named."""
    reading = trail.readings[index]
    meant = lexicon.SAME.get(reading.noun)
    nouns = {reading.noun} | {noun for noun, first in lexicon.SAME.items() if first == meant}

    def fits(key: str) -> bool:
        profile = trail.profiles[key]
        described = key.startswith("span:") and profile.noun in nouns and not profile.named
        return described or ends_with(trail, key, reading.noun)

    among = [("noun", noun) for noun in sorted(nouns)]
    return trail.latest(index, fits, reach=None, among=[*among, ("last word", reading.noun)])
