"""The mentions of a report settled so far, and what is known of their actors.

In: mentions as they get their keys, in the order of the text. Out: antecedents for those
that follow. What one would get wrong: the most recent actor is not always the one
meant; in "IS-K accused the group" the group is another.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from whowhom.records import MentionDraft, Span
from whowhom.records.actors import ActorKindName
from whowhom.resolve import actor_words as lexicon
from whowhom.resolve.actor_context import Context, Named, tokens_of
from whowhom.resolve.actor_persons import Role, join_roles
from whowhom.resolve.actor_phrases import Reading
from whowhom.resolve.actor_traces import Mark, Starts, Traces
from whowhom.resolve.actor_words import lemma

ARMED: frozenset[ActorKindName] = frozenset({"rebel group", "political militia", "identity militia"})
_QUOTED = re.compile(r"“[^”]*(?:”|$)|\"[^\"]*(?:\"|$)")
_OUTLET = re.compile(
    r"\b(?:media|propaganda|news)\s+(?:arm|wing|outlet|office|agency|channel|foundation),?\s+$", re.IGNORECASE
)
MAX_GAP = 24
"""More letters and marks than a gap between a name and what explains it can have."""


@dataclass(slots=True)
class Trail:
    """The mentions settled so far, in text order, and what is known of each key.

    Attributes:
        genders: "f" and "m" by key, as far as words tell them.
        first_persons: The last mention of a first person, by whether it is plural.
        quotations: Stretches in quotation marks, once asked for.
        starts: Mentions other than pronouns in the order of the text, once asked for.
        persons: Keys of the named persons by mention, those to come among them.
        names: The mentions by name that their own words settle.
        unlikely: Keys that no "the group" takes up: whom a voice describes in its own words, a group's outlet.
        forces: Countries whose army, police or services the report names.
    """

    context: Context
    mentions: Sequence[MentionDraft]
    readings: Sequence[Reading]
    keys: dict[int, str] = field(default_factory=dict)
    profiles: dict[str, Reading] = field(default_factory=dict)
    roles: dict[str, Role] = field(default_factory=dict)
    genders: dict[str, frozenset[str]] = field(default_factory=dict)
    first_persons: dict[bool, int] = field(default_factory=dict)
    quotations: list[tuple[int, int]] | None = None
    starts: list[tuple[Span, int]] | None = None
    nested: frozenset[int] = frozenset()
    persons: dict[int, str] = field(default_factory=dict)
    names: Starts = field(default_factory=lambda: Starts(()))
    forces: frozenset[str] = frozenset()
    unlikely: set[str] = field(default_factory=set)
    _traces: Traces = field(default_factory=Traces)

    def put(self, index: int, key: str) -> None:
        """Settle a mention and keep what it says of its actor."""
        reading = self.readings[index]
        self.keys[index] = key
        if key not in self.profiles and self._is_unlikely(key, self.mentions[index].span):
            self.unlikely.add(key)
        known = self.profiles.get(key)
        weak = known is not None and known.kind in ("unidentified", "other") and reading.kind in ARMED
        if known is None or weak or (known.named is None and reading.named is not None):
            self.profiles[key] = reading
        self.roles[key] = join_roles(self.roles.get(key, Role()), reading.role)
        told = gender_told(self.context, self.mentions[index])
        self.genders[key] = self.genders.get(key, frozenset()) | told
        if reading.want == "pronoun" and reading.noun in lexicon.FIRST_PERSONS:
            self.first_persons[reading.noun not in lexicon.FIRST_SINGULAR] = index
        self._traces.add(index, key, self.mentions[index], self._marks(key))

    def in_sentence(self, sentence: int) -> Sequence[int]:
        """List the settled mentions of a sentence."""
        return self._traces.in_sentence(sentence)

    def quotation(self, position: int) -> tuple[int, int] | None:
        """Return the quotation around a position."""
        if self.quotations is None:
            self.quotations = [met.span() for met in _QUOTED.finditer(self.context.text)]
        at = bisect_right(self.quotations, (position, len(self.context.text))) - 1
        return self.quotations[at] if at >= 0 and position < self.quotations[at][1] else None

    def beginning(self, first: int, last: int) -> Sequence[int]:
        """List the mentions that begin in a stretch, settled or not, in the order of the text; pronouns left out."""
        if self.starts is None:
            named = (index for index, mention in enumerate(self.mentions) if mention.form != "pronoun")
            self.starts = sorted((self.mentions[index].span, index) for index in named)
        low = bisect_left(self.starts, first, key=lambda row: row[0].start)
        high = bisect_left(self.starts, last, key=lambda row: row[0].start)
        return [index for _, index in self.starts[low:high]]

    def known_key(self, index: int) -> str | None:
        """Return the key of a mention that is settled, or whose own words settle it."""
        return self.keys.get(index) or self.persons.get(index) or self.readings[index].key

    def join_body(self, key: str, body: str | None) -> None:
        """Note to which body a person belongs whom the report calls its leader."""
        if body is None or body == key:
            return
        first = next(index for index, other in self.keys.items() if other == body)
        span, entry = self.mentions[first].span, self.profiles[body].entry
        named = Named(body, entry, self.context.text[span.start : span.end], span)
        self.roles[key] = join_roles(self.roles[key], Role(body=named))

    def named_with(self, key: str, word: str) -> bool:
        """Say whether a word is among those that name an actor."""
        return word in (self.profiles[key].named or "").casefold().replace("-", " ").split()

    def role_of(self, key: str) -> Role:
        """Return what all mentions of a person say of the role, those to come among them."""
        role = self.roles.get(key, Role())
        for index, other in self.persons.items():
            if other == key:
                role = join_roles(role, self.readings[index].role)
        return role

    def _is_unlikely(self, key: str, span: Span) -> bool:
        """Say whether a mention describes somebody in a voice's own words, or names the outlet of a group."""
        quoted = key.startswith("span:") and self.quotation(span.start) is not None
        return quoted or _OUTLET.search(self.context.text, max(0, span.start - MAX_GAP), span.start) is not None

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
                if self._before(other, mention) and fits(self.keys[other])
            ]
            found.sort(key=lambda other: self.mentions[other].span)
            if not found:
                continue
            found = [other for other in found if other not in self.nested] or found
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

    def _before(self, other: int, mention: MentionDraft) -> bool:
        """Say whether a mention begins before another one and is not around it."""
        span = self.mentions[other].span
        return span.start < mention.span.start and not span.covers(mention.span)

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


def gender_told(context: Context, mention: MentionDraft) -> frozenset[str]:
    """Say what a pronoun, the noun at the head or the title before a name tells of gender."""
    start = mention.head.start if mention.form == "nominal" else mention.span.start
    words = {lemma(word.small) for word in tokens_of(context.text, start, mention.head.end)}
    return frozenset(sign for sign, table in (("f", lexicon.FEMALE), ("m", lexicon.MALE)) if words & table)


def kinds_of(profile: Reading) -> set[ActorKindName | None]:
    """Return all kinds that the registry has for an actor, else the one that its words tell."""
    return {kind.kind for kind in profile.entry.kinds} if profile.entry else {profile.kind}


def last_noun(context: Context, name: str) -> str:
    """Return the noun that a name ends in: "front" for "the Kotto Front" or its acronym."""
    return lemma(context.expand(name).split()[-1])
