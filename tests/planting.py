"""Codings with invented names planted in every field that can hold words.

Each plant is a name of two parts that occur nowhere else, so that one part found in the bytes
of an export is a leak. ``everywhere`` also plants in fields for codes, dates and ids, as
another program's faulty coding may; without it rows stay fit for every format.
"""

from __future__ import annotations

import itertools
import string
from collections.abc import Iterator
from typing import Any

from factories import make_coding
from whowhom.records import Coding
from whowhom.records.layout import from_dict, to_dict

# Values of closed lists, which the layout itself refuses to be anything else.
CLOSED = {
    "format", "kind", "role", "certainty", "polarity", "stage", "bound", "outcome", "status", "scope", "stance",
    "interest", "tie", "link", "feature", "extent", "basis", "published_basis", "clarity", "effect",
}  # fmt: skip
# What a coding needs for its events to have a row in most formats.
CODED = {
    "type", "modes", "from", "to", "edtf", "published", "country", "admin1", "latitude", "gazetteer_id", "side",
    "disorder_type", "event_type", "sub_event_type", "rule", "root", "language", "version", "codebook",
}  # fmt: skip
PUBLIC = ("a-front", "a-union", "a-mayor")


def names() -> Iterator[str]:
    """Give names such as "Qxabaca Zvabaca", none twice."""
    for letters in itertools.product("bcdfg", "aeiou", "klmnp", "aeiou", "rstvw"):
        stem = "".join(letters)
        yield f"Qx{stem} Zv{stem}"


class Planter:
    """Plants names and remembers them."""

    def __init__(self) -> None:
        self._names = names()
        self.planted: list[str] = []

    def coding(self, *, everywhere: bool) -> Coding:
        """Code our report by hand with a new name in every field; public actors keep theirs."""
        self._everywhere = everywhere
        self._words: list[str] = []
        self._length = 0
        self._ids: dict[str, str] = {}
        plain = self._plant(to_dict(make_coding()), "")
        plain["document"]["text"] = " ".join(self._words)
        plain["document"]["regions"] = []
        return from_dict(plain)

    def _name(self) -> str:
        name = next(self._names)
        self.planted.append(name)
        return name

    def _plant(self, value: Any, key: str) -> Any:
        if isinstance(value, list):
            return [self._plant(item, key) for item in value]
        if isinstance(value, dict):
            return self._record(value)
        return self._string(value, key) if isinstance(value, str) else value

    def _record(self, given: dict[str, Any]) -> dict[str, Any]:
        is_place = "gazetteer_id" in given
        is_public = given.get("id") in PUBLIC
        made = {}
        for key, value in given.items():
            if key == "name" and (is_public or (is_place and not self._everywhere)):
                made[key] = value
            elif (key == "reason" and "field" in given) or (key == "text" and "publication" in given):
                made[key] = value  # A reason is of a closed list; the text is made of all words at the end.
            elif key == "aliases" or (key in ("url", "byline", "publisher", "relayed_from") and value is None):
                made[key] = [self._name()] if key == "aliases" else self._name()
            else:
                made[key] = self._plant(value, key)
        self._set_span(made)
        return made

    def _set_span(self, made: dict[str, Any]) -> None:
        """Let quotes stand at their offsets in the new text."""
        words = made.get("text") or made.get("voice")
        if isinstance(words, str) and isinstance(made.get("start"), int):
            made["start"] = self._length
            made["end"] = self._length + len(words)
            self._words.append(words)
            self._length += len(words) + 1

    def _string(self, value: str, key: str) -> str:
        if key in CLOSED or (key in CODED and not self._everywhere):
            return value
        if value in self._ids or key in ("id", "actor", "object", "place", "of", "part_of", "subject", "about", "to"):
            if value not in self._ids:
                self._ids[value] = self._name()
            return self._ids[value]
        return self._name()


def parts(planted: list[str]) -> list[bytes]:
    """Give both parts of every name, as written and in small letters."""
    words = [word for name in planted for word in name.split()]
    assert all(set(word) <= set(string.ascii_letters) for word in words)
    return [form.encode() for word in words for form in (word, word.lower())]
