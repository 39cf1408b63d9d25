"""What an export says of itself: rules, empty columns, rows left out, values not held, removals.

In: facts gathered while rows are written. Out: :class:`ExportReport`, written beside the
export as JSON.

What one would get wrong: it goes where the export goes, so it holds ids that the export
holds, kinds of things and numbers, never a name or words of a report.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from whowhom.safeguard.profiles import PROFILES
from whowhom.safeguard.rows import Dataset

NOT_FOR = (
    "What sources claim, machine-coded and unverified unless review_status says otherwise. Not for targeting, "
    "watch-lists, detention, asylum or sanctions decisions on a person."
)


@dataclass(slots=True)
class ExportReport:
    """Facts about one export.

    Attributes:
        format: Name of the format.
        note: What it is and is not ("in ACLED's columns, not ACLED data").
        rules: How values became the format's, by name.
        empty_columns: Columns that cannot be known here, with the reason.
        left_out: Id of each row that was left out, with the reason.
        not_held: Id, value and reason for each value that the format cannot hold.
    """

    format: str
    note: str
    rules: dict[str, str] = field(default_factory=dict)
    empty_columns: dict[str, str] = field(default_factory=dict)
    left_out: list[tuple[str, str]] = field(default_factory=list)
    not_held: list[tuple[str, str, str]] = field(default_factory=list)
    rows: int = 0

    def leave_out(self, row_id: str, reason: str) -> None:
        """Note a row that the format does not take."""
        self.left_out.append((row_id, reason))

    def cannot_hold(self, row_id: str, value: str, reason: str) -> None:
        """Note a value that the format has no place for."""
        self.not_held.append((row_id, value, reason))

    def as_json(self, dataset: Dataset) -> str:
        """Write it as JSON, the same text for the same export."""
        profile = PROFILES[dataset.profile or "internal"]
        method = dataset.method
        value: dict[str, Any] = {
            "format": self.format,
            "note": self.note,
            "not_for": NOT_FOR,
            "profile": {"name": profile.name, "for": profile.summary},
            "protections": dict(dataset.protections),
            "rows": self.rows,
            "rules": self.rules,
            "empty_columns": self.empty_columns,
            "left_out": [{"id": row, "reason": reason} for row, reason in self.left_out],
            "not_held": [{"id": row, "value": name, "reason": reason} for row, name, reason in self.not_held],
            "changes": changes_of(dataset),
            "method": {
                "coders": method.coders,
                "codebooks": method.codebooks,
                "gazetteers": method.gazetteers,
                "registries": method.registries,
                "policy": method.policy,
                **dict(method.facts),
            },
        }
        return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def changes_of(dataset: Dataset) -> dict[str, Any]:
    """List what changed since the release that an export counts from; empty without one."""
    if dataset.release is None:
        return {}
    found: dict[str, Any] = {"since": dataset.release}
    for kind in ("added", "edited"):
        found[kind] = [event.id for event in dataset.events if event.change == kind]
    found["deleted"] = [gone.id for gone in dataset.gone if gone.change == "deleted"]
    found["merged"] = [{"id": gone.id, "into": gone.into} for gone in dataset.gone if gone.change == "merged"]
    return found
