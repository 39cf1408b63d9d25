"""Cases held back while rules were written: a fifth of each list, scored as a share and not one by one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

Case = dict[str, Any]


def split(cases: Sequence[Case]) -> tuple[list[Case], list[Case]]:
    """Part the cases that rules were written for from those held back."""
    return [c for c in cases if not c.get("held_back")], [c for c in cases if c.get("held_back")]


def missed(cases: Sequence[Case], check: Callable[[Case], None]) -> list[str]:
    """Name the cases that a check does not pass."""
    found = []
    for case in cases:
        try:
            check(case)
        except AssertionError:
            found.append(case.get("id") or case["text"])
    return found
