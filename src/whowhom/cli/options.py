"""Options that several commands share, and how their values are read.

In: words of the command line. Out: types for the parameters of the commands.
"""

from __future__ import annotations

import enum
from pathlib import Path
from typing import Annotated, Any

import typer


class OutputFormat(enum.StrEnum):
    """What ``whowhom code`` writes."""

    table = "table"
    json = "json"
    jsonl = "jsonl"
    csv = "csv"


class ViewName(enum.StrEnum):
    """What the table of ``whowhom code`` lists."""

    events = "events"
    claims = "claims"
    ties = "ties"
    estimates = "estimates"
    forecasts = "forecasts"
    voices = "voices"
    statements = "statements"


ConfigOption = Annotated[
    Path | None,
    typer.Option(
        "--config", metavar="FILE", help="Settings file; else the nearest whowhom.toml upward.", show_default=False
    ),
]
CodebookOption = Annotated[
    Path | None, typer.Option("--codebook", metavar="FILE", help="Your own codebook.", show_default=False)
]
PublishedOption = Annotated[
    str | None,
    typer.Option(
        "--published",
        metavar="DATE",
        help="Date of publication, YYYY-MM-DD, of reports that bring none.",
        show_default=False,
    ),
]
MinScoreOption = Annotated[
    float | None,
    typer.Option(
        "--min-score",
        metavar="X",
        help="Leave out events below this score, 0 to 1; 0.5 if not set.",
        show_default=False,
    ),
]
QuietOption = Annotated[bool, typer.Option("--quiet", "-q", help="No progress bar, no notes; failures are still told.")]
VerboseOption = Annotated[bool, typer.Option("--verbose", "-v", help="Log what is done, without words of the reports.")]
DebugOption = Annotated[bool, typer.Option("--debug", help="Show the traceback of a fault.")]


def field_option(name: str, what: str) -> Any:
    """Make the option that names a key or column of JSONL and CSV files."""
    return typer.Option(f"--{name}-field", metavar="KEY", help=f"Key or column of the {what} in JSONL and CSV.")
