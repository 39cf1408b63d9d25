"""What is known to be harmless: codes, places and actors that ship, outlets that were listed.

In: a value. Out: the value, or None where it is not known.

What one would get wrong: a value that looks like a code may hold anything, for codings also
come from other programs. Nothing stands because of its shape, but because it is on a list.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from whowhom.codebook import Codebook, load_codebook
from whowhom.gazetteer import Gazetteer
from whowhom.registry import Registry
from whowhom.safeguard.rows import Codes

OWN_CODER = "whowhom"
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_INSTANT = re.compile(r"\d{4}-\d{2}-\d{2}(T[\d:.]{5,15}(Z|[+-]\d{2}:\d{2})?)?")
_LANGUAGE = re.compile(r"[a-z]{2}")
_DIGEST = re.compile(r"(sha256:)?[0-9a-f]{8,64}")
_VERSION = re.compile(r"\d+(\.\d+){1,3}([a-z+.]{0,8}\d*)?")
_PSEUDONYM = re.compile(r"coder ([1-9][0-9]{0,3}|[A-Z])( by hand)?")  # Of users of the workbench.
_COMPASS = ("north", "south", "east", "west", "northeast", "northwest", "southeast", "southwest")
RELATIONS = (
    *("near", "outside", "between", "around", "off", "across from", "near the border with", "on the border with"),
    *("along", "on the road to", "beyond", "opposite", *(f"{point} of" for point in _COMPASS)),
)
"""What a place may be to another; other words for it stay in."""
POLICIES = ("lowest", "best", "majority", "most-trusted", "single report")


@dataclass(slots=True)
class Known:
    """Lists of what may stand for everybody.

    Attributes:
        codebooks: Their types, modes, rules and classes may stand.
    """

    codebooks: tuple[Codebook, ...]
    gazetteer: Gazetteer
    registry: Registry
    _places: dict[str, bool] = field(default_factory=dict)
    _rules: set[str] = field(default_factory=set)

    @classmethod
    def load(cls, *codebooks: Codebook) -> Known:
        """Load the lists that ship; ``codebooks`` are added to the shipped one."""
        return cls((load_codebook(), *codebooks), Gazetteer.open(), Registry.load())

    def event_type(self, name: str) -> str | None:
        """A type of a codebook."""
        return name if any(book.type(name) for book in self.codebooks) else None

    def modes(self, type_: str, modes: tuple[str, ...]) -> tuple[str, ...]:
        """Those of the modes that are the type's."""
        kinds = [kind for book in self.codebooks if (kind := book.type(type_)) is not None]
        return tuple(mode for mode in modes if any(kind.mode(mode) for kind in kinds))

    def place(self, name: str | None) -> str | None:
        """A name that the gazetteer has."""
        if name is None:
            return None
        if name not in self._places:
            self._places[name] = bool(self.gazetteer.lookup(name))
        return name if self._places[name] else None

    def country(self, code: str | None) -> str | None:
        """A country's code."""
        return code if code is not None and self.gazetteer.country(code) is not None else None

    def registry_id(self, identifier: str | None) -> str | None:
        """An id of the registry of actors."""
        return identifier if identifier is not None and self.registry.get(identifier) is not None else None

    def codes(self, codes: Codes) -> Codes:
        """The classes that a crosswalk of a codebook can give."""
        rules = self._rules
        if not rules:
            rules.update(rule.id for book in self.codebooks for walk in book.crosswalks.values() for rule in walk.rules)
        acled = codes.acled if codes.acled is not None and self._is_acled(*codes.acled) else None
        cameo = codes.cameo if codes.cameo is not None and re.fullmatch(r"\d{2}", codes.cameo) else None
        named = [rule if rule in rules else None for rule in (codes.acled_rule, codes.ged_rule, codes.cameo_rule)]
        return Codes(acled, named[0], codes.ged, named[1], cameo, codes.quad_class, named[2])

    def _is_acled(self, disorder: str, event: str, sub_event: str) -> bool:
        for book in self.codebooks:
            entry = book.crosswalks["acled"].classes.get(sub_event)
            if entry is not None and (entry["disorder_type"], entry["event_type"]) == (disorder, event):
                return True
        return False


def day(value: str | None) -> str | None:
    """An ISO day."""
    return _fits(_DAY, value)


def instant(value: str | None) -> str | None:
    """An ISO day or instant."""
    return _fits(_INSTANT, value)


def language(value: str | None) -> str | None:
    """A language code of two letters."""
    return _fits(_LANGUAGE, value)


def digest(value: str | None) -> str | None:
    """A digest in hexadecimal."""
    return _fits(_DIGEST, value)


def coder(value: str) -> str:
    """The built-in coder with its version, or a pseudonym; any other is only said to be one."""
    if _fits(_PSEUDONYM, value):
        return value
    name, _, version = value.partition(" ")
    return value if name == OWN_CODER and _fits(_VERSION, version) else "a coder from outside whowhom, or a person"


def side(value: str | None) -> str | None:
    """A side of an event."""
    return value if value in ("a", "b") else None


def policy(value: str) -> str | None:
    """A policy for figures."""
    return value if value in POLICIES else None


def _fits(pattern: re.Pattern[str], value: str | None) -> str | None:
    return value if value is not None and pattern.fullmatch(value) else None
