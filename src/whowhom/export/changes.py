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
from dataclasses import dataclass, field
from typing import Any

from whowhom.export.sentences import day_words
from whowhom.export.views import first_date, first_place, place_words
from whowhom.safeguard.rows import Change, Dataset, EventRow, Gone, Range, TieRow


@dataclass(frozen=True, slots=True)
class Item:
    """An event or tie as a release held it: version and digest of its row."""

    version: int
    digest: str


@dataclass(frozen=True, slots=True)
class Held:
    """What a release or a brief held.

    Attributes:
        profile: Under which it was made; digests of other profiles cannot be compared.
        events: By id without the prefix.
        merged: Ids of events merged since, with the id that lives on.
        at: When it was made.
        chosen: The filter of a brief, as values; None: a release.
        shown: What it showed of each event (:func:`shown_values`), by id without the prefix.
    """

    name: str
    profile: str
    events: Mapping[str, Item]
    merged: Mapping[str, str]
    at: str = ""
    chosen: Mapping[str, Any] | None = None
    shown: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


def row_digest(row: EventRow | TieRow) -> str:
    """Name the content of a row; version and change do not count."""
    values = dataclasses.asdict(row)
    for name in ("version", "change"):
        values.pop(name, None)
    return hashlib.sha256(json.dumps(values, sort_keys=True, ensure_ascii=False).encode("utf-8", "replace")).hexdigest()


def shown_values(row: EventRow) -> dict[str, str]:
    """Say in words what a reader looks at first in an event, so that a later page can tell old from new."""
    date, place = first_date(row), first_place(row)
    return {
        "type": " ".join((row.type, *row.modes)),
        "day": day_words(date).removeprefix("on ") if date is not None else "not known",
        "place": place_words(place) if place is not None else "not known",
        "killed": _range_words(row.killed),
        "injured": _range_words(row.injured),
        "status": row.status or "one report",
        "review": row.review_status,
        "reports": str(len(row.sources)),
    }


def _range_words(figure: Range) -> str:
    low, best, high = figure.low, figure.best, figure.high
    if low is None and best is None and high is None:
        return "not told"
    if low is not None and low == high:
        return str(low)
    ends = " to ".join(str(end) for end in (low, high) if end is not None)
    ends = ends if low is not None and high is not None else f"at {'least' if high is None else 'most'} {ends}"
    if best is None:
        return ends
    return f"{best} ({ends})" if low is not None or high is not None else str(best)


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
