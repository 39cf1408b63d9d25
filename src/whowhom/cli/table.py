"""A coding as a table that a person reads.

In: a coding. Out: text, with colours only where asked: a table from 110 columns on, a list of
cards below; then what else was read, and what was skipped.

What one would get wrong: a report without events is not an empty page; the table says what
was read and why nothing stands there.
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Callable
from typing import TYPE_CHECKING

from whowhom.cli import cells
from whowhom.cli.explain import explain_event, explain_rest, explain_view
from whowhom.cli.views import View, estimate_line, forecast_line, make_view, statement_line, tie_line
from whowhom.records import READ_KINDS, Coding, Event

if TYPE_CHECKING:
    from rich.console import Console

MIN_WIDTH, MAX_WIDTH = 80, 120
NUMBER_WIDTH = 3
FIXED_WIDTH = 12  # A day with its comma, "uncommitted,".
TABLE_WIDTH = 110  # Eight columns below this have no room for a name of two words.
MAX_SKIPPED_SHOWN = 6
MAX_WORDS_SHOWN = 60
MAX_LINES_BESIDE = 12  # What else was read, in a line each; more than these are counted, and have views.

_Cell = Callable[[Event, Coding], str]


def _who(event: Event, coding: Coding) -> str:
    missing = cells.claimed(event, coding) or cells.reason_for(event, "participants.actor")
    return cells.who(event, coding) or missing


def _dated(event: Event, _: Coding) -> str:
    return cells.when(event) or cells.reason_for(event, "dates")


COLUMNS: tuple[tuple[str, int, _Cell], ...] = (
    ("who", 4, _who),
    ("did what", 5, lambda event, _: cells.did_what(event) + (" (background)" if event.background else "")),
    (
        "to whom",
        4,
        lambda event, coding: cells.to_whom(event, coding) or cells.reason_for(event, "participants.target"),
    ),
    ("where", 4, lambda event, coding: cells.where(event, coding) or cells.reason_for(event, "places")),
    ("when", 0, _dated),
    ("toll", 4, lambda event, coding: cells.toll(event, coding) or cells.NOT_TOLD),
    ("who says so", 4, lambda event, coding: cells.says(event, coding)),
    ("how sure", 0, lambda event, _: cells.how_sure(event)),
)
"""Heading, share of the width (0: fixed) and content of each column; an unknown value shows its reason."""


def render_table(
    coding: Coding, *, width: int, colour: bool, explain: bool, min_score: float, view: str = "events"
) -> str:
    """Write one coding as text.

    Args:
        width: Columns of the terminal; held between 80 and 120.
        colour: Write colour codes.
        explain: Add each value with its words and offsets.
        min_score: Named where there is no event.
        view: Name of a list beside the events (:data:`~whowhom.cli.views.VIEWS`), or ``events``.

    Returns:
        Text with a final line end, of lines no wider than asked.
    """
    console = _console(width, colour)
    _print_head(console, coding)
    if view != "events":
        _print_view(console, make_view(view, coding))
        if explain:
            _print_lines(console, "Their words", explain_view(view, coding))
        return _written(console)
    if not coding.events:
        console.print(f"No events: {_why_empty(coding, min_score)}")
    elif console.width >= TABLE_WIDTH:
        _print_grid(console, coding)
    else:
        _print_cards(console, coding)
    if explain:
        for number, event in enumerate(coding.events, start=1):
            _print_lines(console, f"{number} {cells.did_what(event)}", explain_event(event, coding))
        _print_lines(console, "Beside the events", explain_rest(coding))
    else:
        _print_rest(console, coding)
    _print_skipped(console, coding)
    return _written(console)


def _written(console: Console) -> str:
    written = console.file
    assert isinstance(written, io.StringIO)
    return "\n".join(line.rstrip() for line in written.getvalue().split("\n"))


def _console(width: int, colour: bool) -> Console:
    from rich.console import Console

    return Console(
        file=io.StringIO(),
        width=min(max(width, MIN_WIDTH), MAX_WIDTH),
        force_terminal=colour,
        color_system="standard" if colour else None,
        markup=False,
        highlight=False,
        emoji=False,
        legacy_windows=False,
    )


def _print_head(console: Console, coding: Coding) -> None:
    publication = coding.document.publication
    name = publication.title or publication.path or publication.url or f"text {coding.document.id[:12]}"
    console.print(cells.plain(name), style="bold")
    date = (
        f"published {publication.published} ({publication.published_basis})"
        if publication.published
        else "publication date unknown"
    )
    facts = [cells.plain(part) for part in (publication.publisher, publication.byline) if part]
    if publication.relayed_from:
        facts.append(f"relayed from {cells.plain(publication.relayed_from)}")
    console.print(" · ".join([*facts, date]), style="dim")


def _print_grid(console: Console, coding: Coding) -> None:
    from rich import box
    from rich.table import Table

    grid = Table(box=box.HORIZONTALS, show_lines=True, padding=0, header_style="bold")
    grid.add_column("#", width=NUMBER_WIDTH, justify="right")
    for (name, _, _), width in zip(COLUMNS, _widths(console.width), strict=True):
        grid.add_column(name, width=width, overflow="fold")
    for number, event in enumerate(coding.events, start=1):
        grid.add_row(str(number), *(cell(event, coding) for _, _, cell in COLUMNS), style=_style(event))
    console.print(grid)


def _print_view(console: Console, view: View) -> None:
    """Print one list beside the events: a table where it has room, else a list of cards."""
    from rich import box
    from rich.table import Table

    if not view.rows:
        console.print(f"No {view.title.lower()}: {view.empty}")
        return
    if console.width < TABLE_WIDTH:
        for number, (row, style) in enumerate(zip(view.rows, view.styles, strict=True), start=1):
            console.print()
            card = Table.grid(padding=(0, 1, 0, 0))
            card.add_column(width=NUMBER_WIDTH, justify="right")
            card.add_column(width=max(len(heading) for heading in view.headings))
            card.add_column(overflow="fold")
            for line, (heading, cell) in enumerate(zip(view.headings, row, strict=True)):
                card.add_row("" if line else str(number), heading, cell, style=style)
            console.print(card)
        return
    grid = Table(box=box.HORIZONTALS, show_lines=True, padding=0, header_style="bold")
    grid.add_column("#", width=NUMBER_WIDTH, justify="right")
    free = console.width - NUMBER_WIDTH - (len(view.headings) + 2)
    total = sum(view.shares)
    for heading, share in zip(view.headings, view.shares, strict=True):
        grid.add_column(heading, width=max(free * share // total, max(map(len, heading.split()))), overflow="fold")
    for number, (row, style) in enumerate(zip(view.rows, view.styles, strict=True), start=1):
        grid.add_row(str(number), *row, style=style)
    console.print(grid)


def _widths(width: int) -> list[int]:
    """Share the columns out: fixed ones first, what division leaves over to the first of the others."""
    free = width - NUMBER_WIDTH - (len(COLUMNS) + 2) - FIXED_WIDTH * sum(not share for _, share, _ in COLUMNS)
    shares = [share for _, share, _ in COLUMNS if share]
    flexible = [free * share // sum(shares) for share in shares]
    flexible[0] += free - sum(flexible)
    return [flexible.pop(0) if share else FIXED_WIDTH for _, share, _ in COLUMNS]


def _print_cards(console: Console, coding: Coding) -> None:
    from rich.table import Table

    for number, event in enumerate(coding.events, start=1):
        console.print()
        card = Table.grid(padding=(0, 1, 0, 0))
        card.add_column(width=3, justify="right")
        card.add_column(width=11)
        card.add_column(overflow="fold")
        for line, (name, _, cell) in enumerate(COLUMNS):
            card.add_row("" if line else str(number), name, cell(event, coding), style=_style(event))
        console.print(card)


def _style(event: Event) -> str:
    if event.factuality.polarity == "did not happen":
        return "red"
    return "" if event.factuality.stage == "accomplished" and event.factuality.polarity == "happened" else "yellow"


def _print_lines(console: Console, title: str, lines: list[tuple[str, str, str]]) -> None:
    """Print rows of value, offsets and words under a title."""
    from rich.padding import Padding
    from rich.table import Table

    if not lines:
        return
    console.print()
    console.print(title, style="bold")
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(max_width=console.width // 2, overflow="fold")
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    for value, offsets, words in lines:
        grid.add_row(value, offsets, words)
    console.print(Padding(grid, (0, 0, 0, 2), expand=False))


def _print_rest(console: Console, coding: Coding) -> None:
    counts = [(len(getattr(coding, name)), name) for name in ("ties", "estimates", "statements", "forecasts")]
    lines = [tie_line(tie, coding) for tie in coding.ties]
    lines += [f"estimate: {estimate_line(row, coding)}" for row in coding.estimates]
    lines += [f"statement: {statement_line(row, coding)}" for row in coding.statements]
    lines += [f"forecast: {forecast_line(row)}" for row in coding.forecasts]
    if len(lines) > MAX_LINES_BESIDE:
        told = ", ".join(f"{count} {name}" for count, name in counts if count)
        lines = [f"Beside the events: {told}. Show them with --view ties, estimates, statements, forecasts or claims."]
    if lines:
        console.print()
    for line in lines:
        console.print(line)


def _print_skipped(console: Console, coding: Coding) -> None:
    if not coding.skipped:
        return
    reasons = Counter(row.reason.split(":")[0] for row in coding.skipped)
    console.print()
    console.print(
        "Skipped: " + ", ".join(f"{reason} ({count})" for reason, count in sorted(reasons.items())), style="dim"
    )
    for row in coding.skipped[:MAX_SKIPPED_SHOWN]:
        words = cells.plain(coding.document.text[row.start : row.end])
        short = words if len(words) <= MAX_WORDS_SHOWN else words[: MAX_WORDS_SHOWN - 1] + "…"
        console.print(f"  [{row.start}, {row.end}) {row.reason}: “{short}”", style="dim")
    if len(coding.skipped) > MAX_SKIPPED_SHOWN:
        console.print(f"  and {len(coding.skipped) - MAX_SKIPPED_SHOWN} more; --format json lists all.", style="dim")


def _why_empty(coding: Coding, min_score: float) -> str:
    read = [region for region in coding.document.regions if region.kind in READ_KINDS]
    if not read:
        kinds = ", ".join(sorted({region.kind for region in coding.document.regions})) or "nothing"
        return f"the text has no headline, body or caption to read; it holds {kinds} only."
    stretches = "stretch" if len(read) == 1 else "stretches"
    return (
        f"of {len(read)} {stretches} read, none tells an event of the codebook with a score of {min_score:g} or more."
        + (" See what was skipped below." if coding.skipped else "")
    )
