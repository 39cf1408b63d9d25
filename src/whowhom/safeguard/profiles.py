"""Profiles: for whom an export is, and what it may therefore hold.

In: the name of a profile, and for named records a file with a basis for each name. Out:
:class:`Profile` and :class:`Basis`.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from whowhom.errors import SettingsError, UsageError
from whowhom.safeguard.words import fold

PlaceLevel = Literal["first-level area", "second-level area", "none"]
WordsLevel = Literal["codebook", "without names", "all"]
BASIS_KEYS = ("name", "basis", "recorded_by", "recorded_on")


@dataclass(frozen=True, slots=True)
class Profile:
    """What an export may hold.

    Attributes:
        names: Whether private persons' names and voices stand as they are.
        names_with_basis: Whether a victim's name stands where a basis for it is recorded.
        places: To what sensitive places are coarsened.
        words: Which words of the reports stand: triggers and numbers only, all that
            hold no private person's name, or all with what stands around them.
        free_texts: Whether titles, addresses, outlets that nobody listed and names of
            unknown places stand, without private persons' names.
        summary: One line for people.
    """

    name: str
    names: bool
    names_with_basis: bool
    places: PlaceLevel
    words: WordsLevel
    free_texts: bool
    summary: str


PROFILES = {
    "public": Profile(
        "public",
        False,
        False,
        "first-level area",
        "codebook",
        False,
        "for anyone: no private person, victim, witness or endangered voice; no titles, addresses or quotes",
    ),
    "partner": Profile(
        "partner",
        False,
        False,
        "second-level area",
        "without names",
        True,
        "for those who work with you: no private persons, but titles, addresses and words without their names",
    ),
    "internal": Profile(
        "internal", True, False, "none", "all", True, "for your own house: all that the case holds, names included"
    ),
    "named-record": Profile(
        "named-record",
        False,
        True,
        "first-level area",
        "codebook",
        False,
        "as public, with the names of victims for which a basis is recorded",
    ),
}
DEFAULT = "public"


def choose_profile(name: str) -> Profile:
    """Give the profile of that name.

    Raises:
        UsageError: there is none.
    """
    if name not in PROFILES:
        raise UsageError(f"profile is {name!r}; expected one of {', '.join(PROFILES)}.")
    return PROFILES[name]


@dataclass(frozen=True, slots=True)
class Basis:
    """Why a victim's name may stand: the reason, who recorded it and on which day."""

    name: str
    basis: str
    recorded_by: str
    recorded_on: str

    @property
    def key(self) -> str:
        """The name without case and accents."""
        return fold(self.name)


def read_basis(path: Path) -> tuple[Basis, ...]:
    """Read the file of names that may stand: one ``[[persons]]`` table each.

    Raises:
        SettingsError: not there, not TOML, or an entry lacks one of its four values.
            The message gives the number of the entry, never the name.
    """
    try:
        given = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        cause = error.strerror if isinstance(error, OSError) else "it is no TOML"
        raise SettingsError(f"basis {str(path)!r} cannot be read: {cause}. Expected tables [[persons]].") from None
    entries = given.get("persons")
    if set(given) != {"persons"} or not isinstance(entries, list) or not entries:
        raise SettingsError(f"basis {str(path)!r}: expected tables [[persons]] and nothing else.")
    return tuple(_read_entry(entry, number, path) for number, entry in enumerate(entries, 1))


def _read_entry(entry: Any, number: int, path: Path) -> Basis:
    is_whole = isinstance(entry, dict) and set(entry) == set(BASIS_KEYS)
    if not is_whole or not all(isinstance(value, str) and value.strip() for value in entry.values()):
        raise SettingsError(
            f"basis {str(path)!r}, entry {number}: expected {', '.join(BASIS_KEYS)}, each with words. "
            "A name without a recorded basis does not leave."
        )
    return Basis(**entry)
