"""Words for columns of an event: days, tolls, states, voices.

In: plain values. Out: short phrases. What one would get wrong: a toll is a range unless all
accounts agree, and what is open stays open ("at least 12").
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from whowhom.brief.phrases import MONTHS, day
from whowhom.workbench.events_query import Sum

DASH = "\u2060–\u2060"  # No line ends within a range.
STATUS_WORDS = {
    "confirmed": "those who did it say so, and an independent witness tells it",
    "fair": "two or more independent witnesses tell it",
    "weak": "one witness tells it",
    "contested": "accounts contradict each other",
    "denied": "all who tell it say that it did not happen",
    "not happened": "planned, threatened or foreseen",
}
REVIEW_WORDS = {
    "unreviewed": "nobody has looked at it",
    "accepted": "a person accepted it",
    "corrected": "a person corrected it",
    "rejected": "a person rejected it",
}


def days(first: str | None, last: str | None) -> str:
    """Write an interval of ISO days: "4 March 2023", "March 2023", "4–9 March 2023", "2023"."""
    if first is None and last is None:
        return "day unknown"
    if first is None or last is None:
        return f"since {day(first)}" if first is not None else f"until {day(last or '')}"
    if first == last:
        return day(first)
    if first[5:] == "01-01" and last[5:] == "12-31":
        return first[:4] if first[:4] == last[:4] else f"{first[:4]}–{last[:4]}"
    if first[:7] == last[:7]:
        month = f"{MONTHS[int(first[5:7]) - 1]} {first[:4]}"
        is_whole = first.endswith("-01") and int(last[8:]) >= 28
        return month if is_whole else f"{int(first[8:])}–{int(last[8:])} {month}"
    return f"{day(first)} – {day(last)}"


def toll(low: int | None, best: int | None, high: int | None) -> str:
    """Write a toll as a range: "12", "9–14", "at least 12", "up to 40", "about 30"; "" where none is told."""
    least = low if low is not None else None
    if least is not None and high is not None:
        return f"{least:,}" if least == high else f"{least:,}{DASH}{high:,}"
    if high is not None:
        return f"up to {high:,}"
    if least is not None:
        return f"at least {least:,}"
    return f"about {best:,}" if best is not None else ""


def toll_of(row: Mapping[str, Any], outcome: str) -> str:
    """Write a toll of an event's row."""
    return toll(*(row[f"{outcome}_{name}"] for name in ("low", "best", "high")))


def total(figure: Sum) -> str:
    """Write a sum over events: "385–402", with "or more" where some accounts have no upper bound."""
    if not figure.events:
        return "none told"
    span = f"{figure.low:,}" if figure.low == figure.high else f"{figure.low:,}–{figure.high:,}"
    return f"{span} or more" if figure.open else span


def place(row: Mapping[str, Any]) -> str:
    """Write the place of an event's row with its area or country."""
    if not row["place"]:
        return "place unknown"
    area = row["admin1"] if row["admin1"] and row["admin1"] != row["place"] else None
    return ", ".join(part for part in (row["place"], area, row["country"]) if part)


def plural(number: int, one: str, many: str = "") -> str:
    """Write a number with its noun."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def sentence(row: Mapping[str, Any]) -> str:
    """Say who did what to whom, as a heading: "Army → civilians", or the type where nobody is named."""
    who, whom = row["who"], row["whom"]
    if who and whom and who != whom:
        return f"{who} → {whom}"
    return who or (f"somebody unnamed → {whom}" if whom else "nobody named")


def joined(names: Sequence[str]) -> str:
    """Join names: "a, b and c"."""
    return " and ".join(part for part in (", ".join(names[:-1]), names[-1] if names else "") if part)
