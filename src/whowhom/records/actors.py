"""Actors and objects of a report, and how they take part in events."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from whowhom.records.spans import Missing, Quote
from whowhom.records.values import Certainty, Figure

ActorKindName = Literal[
    "state forces",
    "rebel group",
    "political militia",
    "identity militia",
    "rioters",
    "protesters",
    "civilians",
    "government",
    "international organisation",
    "media",
    "party",
    "business",
    "person",
    "unidentified",
    "other",
]


@dataclass(frozen=True, slots=True)
class ActorKind:
    """What kind of actor it is, and when.

    Attributes:
        from_: First day of that kind, ISO; ``from`` in JSON; None: not known to begin.
        until: Last day, ISO; None: still so or not known to end.
    """

    kind: ActorKindName
    from_: str | None = None
    until: str | None = None


@dataclass(frozen=True, slots=True)
class Actor:
    """An actor the report names or describes.

    Attributes:
        name: Fullest name, or the description ("more than 80 people").
        aliases: Other names in the report and in the registry.
        kinds: With periods; a movement that takes a capital becomes a
            government on a date.
        country: ISO 3166-1 alpha-2 of the actor's home; None for none or unknown.
        part_of: Id of the actor it belongs to, if the report says so.
        registry: Id in the actor registry, such as ``"ucdp:303"``.
        private: True for a private person, False for others and for holders of
            public office, command or a spokesperson's role; None counts as True.
    """

    id: str
    name: str
    aliases: tuple[str, ...]
    kinds: tuple[ActorKind, ...]
    country: str | None
    part_of: str | None
    registry: str | None
    private: bool | None
    mentions: tuple[Quote, ...]
    missing: tuple[Missing, ...] = ()

    def kind_on(self, day: str | None) -> ActorKindName | None:
        """Say what the actor was on a day, by its periods.

        Args:
            day: ISO date; None asks for the latest kind.

        Returns:
            The kind, or None where no period covers the day.
        """
        if day is None:
            return self.kinds[-1].kind if self.kinds else None
        for kind in self.kinds:
            if (kind.from_ is None or kind.from_ <= day) and (kind.until is None or day <= kind.until):
                return kind.kind
        return None


ObjectKind = Literal[
    "health",
    "school",
    "worship",
    "media",
    "aid",
    "energy",
    "transport",
    "market",
    "home",
    "base",
    "office",
    "vehicle",
    "weapon",
    "other",
]
Effect = Literal["destroyed", "damaged", "seized", "closed", "used", "none", "unknown"]


@dataclass(frozen=True, slots=True)
class Object:
    """A thing attacked, seized, closed, destroyed or used."""

    id: str
    kind: ObjectKind
    name: str
    owner: str | None
    number: Figure | None
    effect: Effect
    mentions: tuple[Quote, ...]
    missing: tuple[Missing, ...] = ()


Role = Literal["actor", "target", "party", "assisting"]


@dataclass(frozen=True, slots=True)
class Participant:
    """An actor or an object in an event.

    Attributes:
        actor: Id of an actor; None when it is an object.
        object: Id of an object; None when it is an actor.
        role: ``party`` where the text gives no direction ("clashes between").
        side: "a" or "b": those on one side share a letter.
        number: How many took part, if told.
        alternative_group: Participants that share a number are told as
            alternatives ("IS or al-Qaeda"); None for no alternative.
        start: Offsets of the words that put it into this event.
    """

    actor: str | None
    object: str | None
    role: Role
    side: str
    number: Figure | None
    alternative_group: int | None
    certainty: Certainty
    start: int
    end: int
