"""The records of a codebook: types, modes, triggers, rules and faults.

In: nothing but values; the room's other modules build them from TOML. Out: what
the coding room reads. All are frozen. A trigger's words are lemmas in lower
case, and a hyphen in the text counts as a space: "air-strike" is ``air strike``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

TriggerPos = Literal["VERB", "NOUN", "ADJ", "any"]
GAP = "..."
"""Stands between two lemmas of a phrase that other words may part ("set ... on fire")."""


@dataclass(frozen=True, slots=True)
class Trigger:
    """A word or phrase that tells an event.

    Attributes:
        words: Lemmas in order; :data:`GAP` where other words may stand between.
        pos: Part of speech of the head word; ``any`` for phrases that are not asked.
        mode: Mode that the words alone tell; None where only the arguments can.
        weight: Probability that the words, used alone, tell an event of this
            type, 0-1; an estimate by the codebook's author.
        frame: Name of the frame that ``roles`` come from.
        roles: Role by grammatical relation: ``subj``, ``obj``, ``pass`` (subject of a
            passive), ``poss``, ``mod`` (word before a noun) and prepositions
            such as ``by``, ``of``, ``on``. Values: actor, target, party, assisting,
            place, instrument, none.
        toll: Outcome for the people who are its target ("kill": killed).
        effect: What becomes of an object that is its target ("close": closed).
        requires: One of these must be among the words or kinds around it.
        forbids: None of these may be.
    """

    words: tuple[str, ...]
    pos: TriggerPos
    type: str
    mode: str | None
    weight: float
    frame: str
    roles: Mapping[str, str]
    toll: str | None = None
    effect: str | None = None
    requires: frozenset[str] = frozenset()
    forbids: frozenset[str] = frozenset()

    @property
    def lemma(self) -> str:
        """The words as written in the codebook."""
        return " ".join(self.words)

    @property
    def head(self) -> int:
        """Index of the head word: the first of a verb ("sexually assault": the second), the last noun before a
        preposition of a noun.
        """
        if self.pos != "NOUN":
            return int(len(self.words) > 1 and self.words[0].endswith(_ADVERB_ENDINGS))
        for index, word in enumerate(self.words):
            if index and (word in _PREPOSITIONS or word == GAP):
                return index - 1
        return len(self.words) - 1

    @property
    def is_bound(self) -> bool:
        """Say whether it asks anything of the words around it."""
        return bool(self.requires or self.forbids)

    def allows(self, around: Iterable[str]) -> bool:
        """Say whether the words around the trigger fit it.

        Args:
            around: Lemmas of the trigger's arguments and modifiers, and the kinds of
                actors and objects among them with an at-sign ("@civilians", "@base").
        """
        words = set(around)
        return (not self.requires or not self.requires.isdisjoint(words)) and self.forbids.isdisjoint(words)


# "Sexually", "forcibly", "savagely"; not "ally", "fly", "supply" or "rally".
_ADVERB_ENDINGS = ("ually", "ically", "ibly", "ably", "gely", "rily", "tally", "fely", "cely")
_PREPOSITIONS = frozenset(("of", "to", "on", "for", "in", "against", "from", "by", "with", "into", "at", "over"))


@dataclass(frozen=True, slots=True)
class Mode:
    """A mode of an event type; ``score`` is PLOVER's, -10 conflict to 10 cooperation."""

    name: str
    definition: str
    score: float | None = None


@dataclass(frozen=True, slots=True)
class ExpectedEvent:
    """An event that an example should yield; ``mode`` None: any mode is right."""

    type: str
    mode: str | None = None
    actor: str | None = None
    target: str | None = None


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence with the events it tells; none makes it a counter-example."""

    text: str
    events: tuple[ExpectedEvent, ...]


@dataclass(frozen=True, slots=True)
class EventType:
    """An event type with its definition, modes, triggers and examples."""

    name: str
    definition: str
    includes: tuple[str, ...]
    excludes: tuple[str, ...]
    score: float | None
    modes: tuple[Mode, ...]
    triggers: tuple[Trigger, ...]
    examples: tuple[Example, ...]

    def mode(self, name: str) -> Mode | None:
        """Return the mode of that name, or None."""
        return next((mode for mode in self.modes if mode.name == name), None)


@dataclass(frozen=True, slots=True)
class Instrument:
    """A class of weapons or means, the mode it tells and its words (lemmas)."""

    name: str
    mode: str | None
    words: tuple[str, ...]


# How sure the reader is of its class, from that probability on.
READ_LEVELS = {"sure": 0.8, "likely": 0.5, "weak": 0.3, "faint": 0.0}
# What a rule of the crosswalk to ACLED gives where the reader's own class stands.
READ = "@read"


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of a crosswalk: if all conditions hold, it gives ``give``.

    Attributes:
        give: A class of the crosswalk; None ends the search with no class.
        conditions: Fact, test (``any``, ``not`` or ``all``) and the values. ``any``: one
            of the values is among the facts; ``not``: none is; ``all``: there are
            facts and all are among the values. The value ``none`` stands for
            "no fact of that kind" under ``any``.
    """

    id: str
    give: str | None
    conditions: tuple[tuple[str, str, frozenset[str]], ...]


@dataclass(frozen=True)
class Crosswalk:
    """Ordered rules and what each class stands for in the target scheme."""

    name: str
    classes: Mapping[str, Mapping[str, str | int]]
    rules: tuple[Rule, ...]

    @cached_property
    def _rules_of_type(self) -> dict[str, tuple[Rule, ...]]:
        return {}

    def rules_for(self, kind: str) -> tuple[Rule, ...]:
        """Return the rules that an event of that type can meet, in order."""
        known = self._rules_of_type
        if kind not in known:
            known[kind] = tuple(rule for rule in self.rules if _may_meet(rule, kind))
        return known[kind]


def _may_meet(rule: Rule, kind: str) -> bool:
    return all(fact != "type" or (kind in values) == (test != "not") for fact, test, values in rule.conditions)


@dataclass(frozen=True, slots=True)
class Codebook:
    """A codebook as read.

    Attributes:
        digest: SHA-256 over the bytes of all its files, in order of reading.
        objects: Kind of object by lemma or phrase ("mosque": worship).
        light_verbs: Verbs whose subject is the actor of a noun that is their
            object ("launched an attack").
        by_lemma: Triggers by their first lemma, longest first.
        instrument_words: Words of instruments with their class, the longest words first.
        instruments_from: Places in ``instrument_words`` by their first word, hyphens parting words.
    """

    name: str
    version: str
    digest: str
    types: tuple[EventType, ...]
    triggers: tuple[Trigger, ...]
    instruments: tuple[Instrument, ...]
    objects: Mapping[str, str]
    light_verbs: frozenset[str]
    crosswalks: Mapping[str, Crosswalk]
    by_lemma: Mapping[str, tuple[Trigger, ...]] = field(repr=False)
    instrument_words: tuple[tuple[str, str], ...] = field(repr=False)
    instruments_from: Mapping[str, tuple[int, ...]] = field(repr=False)

    def type(self, name: str) -> EventType | None:
        """Return the event type of that name, or None."""
        return next((kind for kind in self.types if kind.name == name), None)

    def starting_with(self, lemma: str) -> tuple[Trigger, ...]:
        """Return the triggers whose first lemma it is, longest first."""
        return self.by_lemma.get(lemma, ())


@dataclass(frozen=True, order=True, slots=True)
class Fault:
    """Something wrong in a codebook, with what to do about it.

    Attributes:
        file: Name of the file, without its folder.
        line: 1-based; None where the fault has no line.
        key: Dotted key, such as ``"types.ASSAULT.modes.aerial"``.
        met: What stands there.
        expected: What should stand there, or what to do.
    """

    file: str
    line: int | None
    key: str
    met: str
    expected: str

    def __str__(self) -> str:
        where = f", line {self.line}" if self.line is not None else ""
        key = f", key '{self.key}'" if self.key else ""
        return f"codebook '{self.file}'{key}{where}: {self.met}.\n{self.expected}."
