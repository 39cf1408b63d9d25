"""Options that the commands on a case share."""

from __future__ import annotations

import enum
import getpass
import os
from typing import Annotated

import typer

CaseArgument = Annotated[
    str, typer.Argument(metavar="CASE", help="A case file, or postgresql://user@host/database.", show_default=False)
]
WhoOption = Annotated[
    str | None,
    typer.Option("--who", metavar="NAME", help="Who does this; your user name if not set.", show_default=False),
]
WhyOption = Annotated[str | None, typer.Option("--why", metavar="TEXT", help="The reason.", show_default=False)]


class ListFormat(enum.StrEnum):
    """What the commands that list a case write."""

    table = "table"
    json = "json"
    csv = "csv"


def who_or_user(who: str | None) -> str:
    """Give the name of who does it: as told, or the user's name on this machine."""
    if who and who.strip():
        return who.strip()
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # A user without an entry on this machine, as in some containers.
        return f"user {os.getuid()}"
