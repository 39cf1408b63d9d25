"""Tolls added up: what one voice counts in all, parents and parts never twice.

In: claims of one mention, as rows. Out: one :class:`Total` for each voice.

What one would get wrong: "12 dead, among them 8 civilians" is 12. So is a report that gives
12 dead in its headline and the 8 civilians below without saying that they are among them: a
figure for all those killed holds the figures for groups that are not larger than it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from whowhom.link.tellings import Figure

Row = Mapping[str, Any]
BOUNDS = ("low", "best", "high")


@dataclass(frozen=True, slots=True)
class Total:
    """What one voice counts in all, in one mention.

    Attributes:
        voice: Folded words of the voice; None: the report itself.
        claims: The claims that the figure is made of.
    """

    voice: str | None
    figure: Figure
    claims: tuple[Row, ...]


def totals_by_voice(claims: Iterable[Row], field: str) -> list[Total]:
    """Add up the claims of one field, voice by voice, in the order in which they are told.

    Figures of longer times than the event's own ("40 since May") are left out.
    """
    by_voice: dict[str | None, list[Row]] = defaultdict(list)
    for claim in claims:
        if claim["field"] == field and claim["part_of"] is None and claim["scope"] == "event":
            by_voice[claim["voice_key"]].append(claim)
    return [_total(voice, rows) for voice, rows in by_voice.items()]


def _total(voice: str | None, rows: Sequence[Row]) -> Total:
    kept = _groups(rows)
    low, best, high = (_sum(row[name] for row in kept) for name in BOUNDS)
    return Total(voice, Figure(low, best, high), tuple(kept))


def _groups(rows: Sequence[Row]) -> list[Row]:
    """Keep figures that count different people: of each group the last told, and no group of a whole that is told."""
    last: dict[Hashable, Row] = {(row["mention_no"], row["status"]): row for row in rows}
    kept = list(last.values())
    if len(kept) < 2:
        return kept
    wholes = [row for row in kept if row["status"] == "unknown" and _is_least(row, kept)]
    return wholes[:1] or kept


def _is_least(whole: Row, rows: Sequence[Row]) -> bool:
    """Say whether a figure is as large as all others together, so that it can hold them."""
    mine = _size(whole)
    others = [_size(row) for row in rows if row is not whole]
    return mine is not None and all(size is not None for size in others) and mine >= sum(size or 0 for size in others)


def _size(row: Row) -> int | None:
    return next((row[name] for name in ("best", "low", "high") if row[name] is not None), None)


def _sum(numbers: Iterable[int | None]) -> int | None:
    given = list(numbers)
    return None if None in given else sum(number for number in given if number is not None)
