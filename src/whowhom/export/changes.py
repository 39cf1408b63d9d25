"""What changed since a release: added, edited, deleted, merged into.

In: a protected data set and the items of a release. Out: the data set with changes marked.

What one would get wrong: an event that is edited keeps its id, and one that is gone leaves
only its id. A consumer takes added and edited rows by id and drops those that are gone.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass

from whowhom.safeguard.rows import Change, Dataset, EventRow, Gone, TieRow


@dataclass(frozen=True, slots=True)
class Item:
    """An event or tie as a release held it: version and digest of its row."""

    version: int
    digest: str


@dataclass(frozen=True, slots=True)
class Held:
    """What a release held.

    Attributes:
        profile: Under which it was made; digests of other profiles cannot be compared.
        events: By id without the prefix.
        merged: Ids of events merged since, with the id that lives on.
    """

    name: str
    profile: str
    events: Mapping[str, Item]
    merged: Mapping[str, str]


def row_digest(row: EventRow | TieRow) -> str:
    """Name the content of a row; version and change do not count."""
    values = dataclasses.asdict(row)
    for name in ("version", "change"):
        values.pop(name, None)
    return hashlib.sha256(json.dumps(values, sort_keys=True, ensure_ascii=False).encode("utf-8", "replace")).hexdigest()


def bare_id(identifier: str) -> str:
    """Take the prefix off an id."""
    return identifier.partition(":")[2]


def mark_changes(dataset: Dataset, held: Held, *, only_changed: bool) -> Dataset:
    """Mark each event as added, edited or unchanged, and list those that are gone.

    Args:
        only_changed: Leave unchanged events out.
    """
    is_same_profile = held.profile == dataset.profile
    events = [
        dataclasses.replace(event, change=_change(event, held, is_same_profile=is_same_profile))
        for event in dataset.events
    ]
    here = {bare_id(event.id) for event in events}
    gone = [_gone(name, held.merged, dataset.prefix) for name in sorted(held.events) if name not in here]
    kept = tuple(event for event in events if not only_changed or event.change != "unchanged")
    return dataclasses.replace(dataset, events=kept, gone=tuple(gone), release=held.name)


def _change(event: EventRow, held: Held, *, is_same_profile: bool) -> Change:
    item = held.events.get(bare_id(event.id))
    if item is None:
        return "added"
    same = item.digest == row_digest(event) if is_same_profile else item.version == event.version
    return "unchanged" if same else "edited"


def _gone(name: str, merged: Mapping[str, str], prefix: str) -> Gone:
    identifier, into = f"{prefix}:{name}", merged.get(name)
    return Gone(identifier, "deleted") if into is None else Gone(identifier, "merged", f"{prefix}:{into}")
