"""The registry's entries: known actors with names, kinds over time and parents."""

from __future__ import annotations

from dataclasses import dataclass

from whowhom.records.actors import ActorKind
from whowhom.registry.names import fold


@dataclass(frozen=True, slots=True)
class Leader:
    """A leader of an actor, with the period as far as it is known.

    Attributes:
        from_: First day in that position, ISO; None: not known.
        until: Last day, ISO; None: still so or not known.
    """

    name: str
    from_: str | None = None
    until: str | None = None


@dataclass(frozen=True, slots=True)
class RegistryEntry:
    """An actor that the registry knows.

    Attributes:
        id: "ucdp:303" (the UCDP list), "state:AF" (a government),
            "state:AF/military" (a branch of it), "whowhom:..." or a user's own.
        kinds: With periods, in order of time.
        country: ISO 3166-1 alpha-2 of its home; None for none or several.
        active_in: Countries where it is known to act, home first.
        part_of: Id of the entry it belongs to.
        founded: ISO date, month or year, where known.
        also: Ids of the same actor in other lists.
        rank: 0 a user's entry, 1 curated, 2 a state, 3 a group of the UCDP
            list, 4 a community or a party's supporters of that list.
        private: Always False: the registry holds no private person.
    """

    id: str
    name: str
    aliases: tuple[str, ...]
    kinds: tuple[ActorKind, ...]
    country: str | None
    active_in: tuple[str, ...] = ()
    part_of: str | None = None
    leaders: tuple[Leader, ...] = ()
    founded: str | None = None
    also: tuple[str, ...] = ()
    rank: int = 1
    private: bool = False

    def is_led_by(self, person: str, day: str | None) -> bool:
        """Say whether a person of that full name leads the actor on the day; True for no day."""
        return any(
            fold(leader.name) == fold(person)
            and (day is None or ((leader.from_ or "") <= day and (leader.until is None or day <= leader.until)))
            for leader in self.leaders
        )

    def exists_on(self, day: str | None) -> bool:
        """Say whether some period of the entry covers the day; True for no day."""
        if day is None or not self.kinds:
            return True
        return any((k.from_ is None or k.from_ <= day) and (k.until is None or day <= k.until) for k in self.kinds)
