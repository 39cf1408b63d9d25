"""A user's registry file checked before it is used.

In: a TOML or CSV file and the registry it will be added to. Out: faults, which would stop the
file from being read or leave an entry without effect, and notes on what it changes.

What one would get wrong: an entry with a shipped id replaces the shipped one whole, its names
and periods with it; that is allowed, and said.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from whowhom.errors import UsageError
from whowhom.registry.entries import RegistryEntry
from whowhom.registry.registry import USER_RANK, Registry
from whowhom.registry.sources import RawEntry, parse_entry, read_rows


@dataclass(frozen=True, slots=True)
class FileCheck:
    """What a check found.

    Attributes:
        entries: How many entries can be used.
        faults: Sentences that name file, line, what was met and what to do.
        notes: What the file changes of the shipped registry.
    """

    entries: int
    faults: tuple[str, ...]
    notes: tuple[str, ...]


def check_file(path: Path, registry: Registry) -> FileCheck:
    """Check each entry of a file; all faults are listed, not only the first.

    Args:
        registry: The shipped registry, without the file.

    Raises:
        UnreadableFile: the file cannot be parsed at all.
        UsageError: the file has an unknown section or lacks a column.
    """
    rows = read_rows(path)
    faults: list[str] = []
    entries: list[tuple[RawEntry, RegistryEntry]] = []
    for raw in rows:
        try:
            entries.append((raw, parse_entry(raw.row, where=raw.where, rank=USER_RANK, default_kind=raw.kind)))
        except UsageError as error:
            faults.append(str(error))
    if not rows:
        faults.append(f"{path.name}: met no entry; expected at least one, such as [[group]]. Add one.")
    faults += _clashes(entries, registry)
    return FileCheck(len(entries), tuple(faults), tuple(_notes(entries, registry)))


def _clashes(entries: list[tuple[RawEntry, RegistryEntry]], registry: Registry) -> Iterator[str]:
    """Yield what is wrong between entries, and with what they point to."""
    first: dict[str, str] = {}
    ids = {entry.id for _, entry in entries}
    for raw, entry in entries:
        if entry.id in first:
            yield f"{raw.where}: the id stands already at {first[entry.id]}. Ids are unique: give another or join them."
        first.setdefault(entry.id, raw.where)
        if entry.part_of is not None and entry.part_of not in ids and registry.get(entry.part_of) is None:
            yield (
                f"{raw.where}: met part_of {entry.part_of!r}, which is no id of this file or of the registry. "
                "Look it up with `whowhom actors find NAME`."
            )
        for code in dict.fromkeys(filter(None, (entry.country, *entry.active_in))):
            if registry.get(f"state:{code}") is None:
                yield f"{raw.where}: met the country {code!r}; expected an ISO code of two capitals, such as ML."


def _notes(entries: list[tuple[RawEntry, RegistryEntry]], registry: Registry) -> Iterator[str]:
    for raw, entry in entries:
        shipped = registry.get(entry.id)
        if shipped is not None:
            yield f"{raw.where}: replaces the shipped entry {shipped.name!r} whole, with all its names and periods."
            continue
        for name in (entry.name, *entry.aliases):
            others = [other.id for other in registry.find(name, exact=True) if other.id != entry.id]
            if others:
                yield f"{raw.where}: {name!r} means this entry from now on, no longer {', '.join(others[:3])}."
