"""Forecasts that came due, for the page on a case.

In: a case, the filter of the page and the day on which it is written. Out: sentences that may
leave under any profile, and the forecasts themselves for readers inside the house.

What one would get wrong: a forecast is due when the last day that its words allow is over. One
that names no day never falls due by itself; it is only counted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from whowhom.brief import Due
    from whowhom.casefile.filters import Filter

STATES = {"true": "came true", "false": "did not come true", None: "due, not settled"}
INSIDE = "internal"
Row = dict[str, Any]


def find_due(
    connection: Connection, chosen: Filter, *, profile: str, today: str
) -> tuple[tuple[str, ...], tuple[Due, ...]]:
    """Find forecasts that were settled or whose day is over, and say how many there are.

    Args:
        profile: Only inside the house do the words of forecasts stand on the page.
        today: ISO day; a page that ends earlier takes its last day.
    """
    from whowhom.brief import Due
    from whowhom.casefile.filters import last_day
    from whowhom.casefile.listing import list_forecasts

    day = min(today, last_day(chosen) or today)
    rows = list_forecasts(connection, chosen)
    shown = [row for row in rows if row["settled"] is not None or (row["horizon"] or "9999") < day]
    due = tuple(
        Due(
            row["outcome"],
            " citing ".join(row["voices"]) or "the report itself",
            row["made_on"],
            row["horizon"],
            STATES[row["settled"]],
            row["settled_by"],
        )
        for row in sorted(shown, key=lambda row: (row["horizon"] or "9999", row["made_on"] or "", row["id"]))
    )
    return _lines(rows, shown, day), due if profile == INSIDE else ()


def _lines(rows: list[Row], shown: list[Row], day: str) -> tuple[str, ...]:
    if not rows:
        return ()
    outcomes = [row["settled"] for row in shown]
    true, false = outcomes.count("true"), outcomes.count("false")
    overdue = outcomes.count(None)
    without = sum(row["horizon"] is None for row in rows if row["settled"] is None)
    lines = []
    if true or false:
        settled = f"{_forecasts(true + false, len(rows))} settled by a person"
        lines.append(f"{settled}: {true} came true, {false} did not.")
    if overdue:
        lines.append(
            f"{overdue} of {len(rows)} forecasts named a day that was over on {day}, and nobody settled it yet."
        )
    if without:
        lines.append(f"{without} of {len(rows)} forecasts name no day by which they should come true, and stay open.")
    return tuple(lines)


def _forecasts(number: int, of: int) -> str:
    return f"{number} of {of} forecasts {'was' if number == 1 else 'were'}"
