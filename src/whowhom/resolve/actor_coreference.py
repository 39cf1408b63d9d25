"""Mentions joined to the actors before them: pronouns, "the group", "the army".

In: readings of all mentions in text order. Out: one key per mention. A mention
that nothing fits stays an actor of its own; nothing is joined for want of better.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from whowhom.records import MentionDraft, Span
from whowhom.records.actors import ActorKindName
from whowhom.resolve import actor_words as lexicon
from whowhom.resolve.actor_context import Context
from whowhom.resolve.actor_persons import Role, join_roles
from whowhom.resolve.actor_phrases import Reading
from whowhom.resolve.actor_traces import FullNames, Mark, Starts, Traces
from whowhom.resolve.actor_words import lemma

MAX_SENTENCES_BACK = 3
"""A pronoun further from its antecedent than this is left by itself; for "the
group" the whole text before counts, since reports keep one group in view."""

ARMED: frozenset[ActorKindName] = frozenset({"rebel group", "political militia", "identity militia"})
_APPOSED = re.compile(r"['’]?[\"”)]?\s*(?:,|–|—|\s-\s|\()\s*(?:which is\s+|who is\s+)?")
_ANOTHER = re.compile(r"\b(?:new|former|ex|next|previous|other|another|incoming|outgoing|late)\b", re.IGNORECASE)
_TITLE_GAP = re.compile(r",?\s+")
MAX_GAP = 12
"""More letters and marks than a gap between a name and what explains it can have."""


@dataclass(slots=True)
class Trail:
    """The mentions settled so far, in text order, and what is known of each key."""

    context: Context
    mentions: Sequence[MentionDraft]
    readings: Sequence[Reading]
    keys: dict[int, str] = field(default_factory=dict)
    profiles: dict[str, Reading] = field(default_factory=dict)
    roles: dict[str, Role] = field(default_factory=dict)
    _traces: Traces = field(default_factory=Traces)

    def put(self, index: int, key: str) -> None:
        """Settle a mention and keep what it says of its actor."""
        reading = self.readings[index]
        self.keys[index] = key
        known = self.profiles.get(key)
        weak = known is not None and known.kind in ("unidentified", "other") and reading.kind in ARMED
        if known is None or weak or (known.named is None and reading.named is not None):
            self.profiles[key] = reading
        self.roles[key] = join_roles(self.roles.get(key, Role()), reading.role)
        self._traces.add(index, key, self.mentions[index], self._marks(key))

    def _marks(self, key: str) -> Iterator[Mark]:
        """Yield what a key may be asked for by."""
        profile = self.profiles[key]
        if key.startswith("span:"):
            yield "noun", profile.noun
        if key.startswith("name:") and profile.named:
            yield "last word", last_noun(self.context, profile.named)
        if key.startswith("reg:state:"):
            yield "state", key.partition("/")[2]
        for kind in kinds_of(profile):
            yield "kind", kind or ""
        for noun in self.roles[key].nouns:
            yield "role", noun

    def latest(
        self,
        index: int,
        fits: Callable[[str], bool],
        *,
        reach: int | None,
        subjects_first: bool = False,
        among: Sequence[Mark] | None = None,
    ) -> str | None:
        """Find the antecedent of a mention among those before it.

        In its own sentence the most recent one that fits is taken, but never the
        subject just before a mention that is no subject itself: in "IS-K accused
        the group" the group is another. In the sentences before, subjects win.

        Args:
            reach: How many sentences back to look; None for all.
            subjects_first: Subjects win in the mention's own sentence too.
            among: Marks of which every key that fits has one; None where nothing marks them.
        """
        mention = self.mentions[index]
        own_subject = None if mention.subject else self.clause_subject(index)
        fallback = None
        least = None if reach is None else mention.sentence - reach
        for sentence in self._traces.sentences(first=least, among=among):
            found = [
                other
                for other in self._traces.in_sentence(sentence)
                if self.mentions[other].span.start < mention.span.start and fits(self.keys[other])
            ]
            found.sort(key=lambda other: self.mentions[other].span)
            if not found:
                continue
            others = [other for other in found if self.keys[other] != own_subject]
            if sentence == mention.sentence:
                fallback = found[-1]
                leading = [other for other in others if subjects_first and self.mentions[other].subject]
                whole = [other for other in leading if not self.readings[other].member]
                if others:
                    return self.keys[(whole or leading or others)[-1]]
                continue
            pool = others or found
            subjects = [other for other in pool if self.mentions[other].subject]
            return self.keys[subjects[-1] if subjects else pool[-1]]
        return None if fallback is None else self.keys[fallback]

    def clause_subject(self, index: int) -> str | None:
        """Return the nearest subject before a mention in its sentence, members of a group left out."""
        mention = self.mentions[index]
        subjects = [
            other
            for other in self._traces.in_sentence(mention.sentence)
            if self.mentions[other].subject
            and self.mentions[other].span.end <= mention.span.start
            and not self.readings[other].member
        ]
        return self.keys[max(subjects, key=lambda other: self.mentions[other].span)] if subjects else None

    def neighbour(self, index: int, *, gap: re.Pattern[str], fits: Callable[[str], bool]) -> str | None:
        """Return the actor of the mention that stands right before, across a gap such as ", ".

        Args:
            gap: Matches fewer than ``MAX_GAP`` letters and marks, white space aside.
        """
        start = self.mentions[index].span.start
        for other in self._traces.ending_before(start):
            between = self.context.text[self.mentions[other].span.end : start]
            if fits(self.keys[other]):
                return self.keys[other] if gap.fullmatch(between) else None
            if len(between) > MAX_GAP and len("".join(between.split())) > MAX_GAP:
                return None
        return None


def kinds_of(profile: Reading) -> set[ActorKindName | None]:
    """Return all kinds that the registry has for an actor, else the one that its words tell."""
    return {kind.kind for kind in profile.entry.kinds} if profile.entry else {profile.kind}


def last_noun(context: Context, name: str) -> str:
    """Return the noun that a name ends in: "front" for "the Kotto Front" or its acronym."""
    return lemma(context.expand(name).split()[-1])


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
    for index in order:
        reading = readings[index]
        if reading.key is not None:
            key = _person(reading, mentions[index].span, full_names)
        else:
            key = _antecedent(trail, index, full_names, persons) or _own(mentions[index])
        trail.put(index, key)
    return trail


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
        return key
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
    if reading.want == "branch":
        return _of_officers(trail, index) if reading.noun == "officer" else _of_branch(trail, index)
    if reading.want == "office":
        return _of_office(trail, index, full_names, persons)
    if reading.want in ("group", "fighters"):
        return _of_group(trail, index)
    if reading.want == "attackers":
        return _of_attackers(trail, index)
    if reading.want in ("same", "apposition"):
        return _apposed(trail, index) or (_same_noun(trail, index) if reading.want == "same" else None)
    return None


def _of_pronoun(trail: Trail, index: int) -> str | None:
    word = trail.readings[index].noun
    if word in lexicon.RELATIVE:
        return trail.neighbour(index, gap=re.compile(r",?\s*"), fits=lambda key: True)
    if word in lexicon.HE_SHE:
        fits: Callable[[str], bool] = lambda key: _is_person(trail, key)  # noqa: E731
    elif word in lexicon.THEY:
        fits = lambda key: _is_many(trail, key)  # noqa: E731
    elif word in lexicon.IT:
        fits = lambda key: _is_body(trail, key)  # noqa: E731
    else:
        return None
    if word in lexicon.REFLEXIVE | lexicon.POSSESSIVE and word not in lexicon.OBJECT - {"her"}:
        subject = trail.clause_subject(index)
        if subject is not None and fits(subject):
            return subject
    return trail.latest(index, fits, reach=MAX_SENTENCES_BACK, subjects_first=trail.mentions[index].subject)


def _of_branch(trail: Trail, index: int) -> str | None:
    """Bare "the army": the last army named, else that of the report's country."""
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
    country = trail.context.main_country(_sentence(trail, mention))
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
    return Span(start, mention.span.end)


def _of_office(trail: Trail, index: int, full_names: FullNames, persons: Starts) -> str | None:
    """Join "the governor" or ", the IS-K leader" with the person named beside or before it."""
    reading, mention = trail.readings[index], trail.mentions[index]
    apposed = trail.neighbour(index, gap=_APPOSED, fits=lambda key: _is_person(trail, key))
    if apposed is not None:
        return apposed
    gap = _TITLE_GAP.match(trail.context.text, mention.span.end)
    for behind in persons.between(mention.span.end, gap.end() + 1) if gap else ():
        if _TITLE_GAP.fullmatch(trail.context.text, mention.span.end, trail.mentions[behind].span.start):
            return _person(trail.readings[behind], trail.mentions[behind].span, full_names)
    if not reading.definite or _ANOTHER.search(trail.context.text, mention.span.start, mention.span.end):
        return None

    def fits(key: str) -> bool:
        role = trail.roles.get(key, Role())
        same_body = not (reading.role.body and role.body) or reading.role.body.key == role.body.key
        return _is_person(trail, key) and reading.noun in role.nouns and same_body

    return trail.latest(index, fits, reach=None, among=[("role", reading.noun)])


def _of_group(trail: Trail, index: int) -> str | None:
    reading = trail.readings[index]

    def compatible(key: str) -> bool:
        profile = trail.profiles[key]
        home = profile.entry.country if profile.entry else profile.country
        return _is_group(trail, key, reading.noun) and (reading.country is None or home in (None, reading.country))

    by_name = trail.latest(
        index,
        lambda key: _ends_with(trail, key, reading.noun),
        reach=None,
        among=[("last word", reading.noun)],
    )
    among = [("kind", kind) for kind in sorted(_kinds_meant(reading.noun))]
    found = _apposed(trail, index) or by_name or trail.latest(index, compatible, reach=None, among=among)
    own = trail.clause_subject(index) if not trail.mentions[index].subject else None
    if found is None or found == own:
        # A name that nothing is known of may be the group rather than the subject itself.
        fits: Callable[[str], bool] = lambda key: _is_unknown_name(trail, key) and key != own  # noqa: E731
        found = trail.latest(index, fits, reach=0 if found else MAX_SENTENCES_BACK) or found
    return found


def _of_attackers(trail: Trail, index: int) -> str | None:
    def fits(key: str) -> bool:
        return trail.profiles[key].noun in lexicon.ATTACKERS | lexicon.FIGHTERS or trail.profiles[key].member

    same = _same_noun(trail, index)
    return same or trail.latest(index, fits, reach=MAX_SENTENCES_BACK)


def _apposed(trail: Trail, index: int) -> str | None:
    """Join ", a group banned in ..." or ", a teacher" with the name it explains."""
    reading = trail.readings[index]
    if reading.noun in lexicon.GROUPS:
        return trail.neighbour(index, gap=_APPOSED, fits=lambda key: _is_body(trail, key) and key[:4] != "span")
    if not reading.plural and reading.noun in lexicon.TRADES:
        return trail.neighbour(index, gap=_APPOSED, fits=lambda key: _is_person(trail, key))
    return None


def _same_noun(trail: Trail, index: int) -> str | None:
    """Join "the farmers" with "three farmers" before, "the ministry" with the one named."""
    reading = trail.readings[index]

    def fits(key: str) -> bool:
        profile = trail.profiles[key]
        described = key.startswith("span:") and profile.noun == reading.noun and not profile.named
        return described or _ends_with(trail, key, reading.noun)

    return trail.latest(index, fits, reach=None, among=[("noun", reading.noun), ("last word", reading.noun)])


def _ends_with(trail: Trail, key: str, noun: str) -> bool:
    named = trail.profiles[key].named
    return bool(named) and key.startswith("name:") and last_noun(trail.context, named or "") == noun


def _is_person(trail: Trail, key: str) -> bool:
    profile = trail.profiles[key]
    one = profile.kind in ("civilians", "person") and not profile.plural and profile.key is None and bool(profile.noun)
    return profile.person or key.startswith("person:") or (one and profile.want != "pronoun")


def _is_group(trail: Trail, key: str, noun: str) -> bool:
    profile = trail.profiles[key]
    if key.startswith(("reg:state:", "person:")) or profile.person:
        return False
    return not _kinds_meant(noun).isdisjoint(kinds_of(profile))


def _kinds_meant(noun: str) -> frozenset[ActorKindName]:
    """Return the kinds of actors that "the group" or its like may stand for."""
    if noun in ("rebel", "insurgent", "guerrilla", "guerilla"):
        return frozenset({"rebel group"})
    if noun in ("organization", "organisation", "alliance", "coalition", "network"):
        return ARMED | {"international organisation", "party", "other"}
    return ARMED


def _is_unknown_name(trail: Trail, key: str) -> bool:
    return key.startswith("name:") and trail.profiles[key].kind in ("unidentified", "other", "party")


def _is_body(trail: Trail, key: str) -> bool:
    profile = trail.profiles[key]
    described = key.startswith("span:") and (profile.plural or profile.kind in ("civilians", "person", "other"))
    return not _is_person(trail, key) and not described


def _is_many(trail: Trail, key: str) -> bool:
    profile = trail.profiles[key]
    if _is_person(trail, key) or (profile.kind == "other" and profile.entry is None and not profile.named):
        return False
    return profile.plural or not key.startswith("span:") or bool(profile.want == "pronoun")
