"""Entries out of the files that people write: TOML and CSV.

In: the maintainers' ``states.toml`` and ``additions.toml`` or a user's file of
the same layout. Out: entries. Every fault names the file, the entry and the key.
"""

from __future__ import annotations

import csv
import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, get_args

from whowhom.errors import UnreadableFile, UsageError
from whowhom.records.actors import ActorKind, ActorKindName
from whowhom.registry.entries import Leader, RegistryEntry

KIND_NAMES: tuple[str, ...] = get_args(ActorKindName)
SECTIONS: Mapping[str, str] = {
    "group": "rebel group",
    "organisation": "international organisation",
    "media": "media",
    "party": "party",
    "business": "business",
    "entry": "other",
}
"""Section of a TOML file to the kind of its entries that name none."""

_ISO = r"\d{4}-\d{2}-\d{2}"
_PERIOD = re.compile(rf"(?P<what>.+?)(?: from (?P<from>{_ISO}))?(?: until (?P<until>{_ISO}))?")
_KEYS = frozenset(
    {"id", "name", "aliases", "kinds", "country", "active_in", "part_of", "leaders", "founded", "also", "drop"}
)
_CSV_NEEDS = ("id", "name", "kinds")


def read_entries(path: Path, *, rank: int) -> list[RegistryEntry]:
    """Read a file of entries, ``.toml`` or ``.csv``.

    Args:
        path: TOML with sections such as ``[[group]]``, or CSV with a header;
            in CSV several values in a cell are parted by ``;``.
        rank: Rank that the entries get.

    Raises:
        UnreadableFile: the file cannot be read or parsed.
        UsageError: an entry has an unknown key, kind or period.
    """
    if path.suffix.lower() == ".csv":
        return [parse_entry(row, where=where, rank=rank, default_kind=None) for where, row in _csv_rows(path)]
    return [
        parse_entry(row, where=f"{path.name}, [[{section}]] {row.get('id', number)!r}", rank=rank, default_kind=kind)
        for section, kind in SECTIONS.items()
        for number, row in enumerate(read_toml(path).get(section, []), start=1)
    ]


def read_toml(path: Path) -> dict[str, Any]:
    """Read a TOML file; UnreadableFile says what is wrong with it."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UnreadableFile(
            f"registry file {path.name!r} cannot be read: {error}. Give a TOML file in UTF-8.", where=str(path)
        ) from error


def parse_entry(row: Mapping[str, Any], *, where: str, rank: int, default_kind: str | None) -> RegistryEntry:
    """Make an entry of one row.

    Raises:
        UsageError: the row lacks an id or a name, or holds an unknown key or kind.
    """
    unknown = sorted(set(row) - _KEYS)
    if unknown or not row.get("id") or not row.get("name"):
        met = f"the unknown key {unknown[0]!r}" if unknown else "no id or no name"
        raise UsageError(
            f"{where}: met {met}; expected id, name and any of {', '.join(sorted(_KEYS))}. Correct the entry."
        )
    kinds = row.get("kinds") or ([default_kind] if default_kind else [])
    country = row.get("country")
    country = None if country in (None, "", "none") else str(country)
    active = tuple(row.get("active_in") or ([country] if country else []))
    return RegistryEntry(
        id=str(row["id"]),
        name=str(row["name"]),
        aliases=tuple(row.get("aliases") or ()),
        kinds=tuple(parse_kind(kind, where=where) for kind in kinds),
        country=country,
        active_in=active,
        part_of=row.get("part_of") or None,
        leaders=tuple(Leader(*_parse_period(leader, where=where)) for leader in row.get("leaders") or ()),
        founded=row.get("founded") or None,
        also=tuple(row.get("also") or ()),
        rank=rank,
    )


def parse_kind(text: str, *, where: str) -> ActorKind:
    """Read "rebel group from 2001-11-13 until 2021-08-14"; either end may be left out."""
    what, from_, until = _parse_period(text, where=where)
    for kind in get_args(ActorKindName):
        if kind == what:
            return ActorKind(kind, from_, until)
    raise UsageError(f"{where}: met the kind {what!r}; expected one of {', '.join(KIND_NAMES)}. Correct the entry.")


def _parse_period(text: str, *, where: str) -> tuple[str, str | None, str | None]:
    met = _PERIOD.fullmatch(str(text).strip())
    if met is None:
        raise UsageError(
            f"{where}: met {text!r}; expected words with 'from YYYY-MM-DD' or 'until YYYY-MM-DD'. Correct it."
        )
    return met["what"], met["from"], met["until"]


def _csv_rows(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableFile(
            f"registry file {path.name!r} cannot be read: {error}. Give a CSV file in UTF-8.", where=str(path)
        ) from error
    reader = csv.DictReader(lines)
    lacking = [name for name in _CSV_NEEDS if name not in (reader.fieldnames or ())]
    if lacking:
        raise UsageError(
            f"{path.name}: met no column {lacking[0]!r}; expected {', '.join(_CSV_NEEDS)}. Add the column."
        )
    several = {"aliases", "kinds", "active_in", "leaders", "also"}
    for number, row in enumerate(reader, start=2):
        cells = {key: (value or "").strip() for key, value in row.items() if key is not None}
        yield (
            f"{path.name}, line {number}",
            {
                k: [part.strip() for part in v.split(";") if part.strip()] if k in several else v
                for k, v in cells.items()
                if v
            },
        )
