"""``whowhom codebook check``: what is wrong in a codebook, with line and key."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from whowhom.cli.guard import DONE, DONE_WITH_FAILURES, say
from whowhom.cli.options import DebugOption
from whowhom.errors import UnreadableFile

EXAMPLES = """
\b
Examples:
  whowhom codebook check my-codebook.toml
"""


def check(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The codebook's main TOML file.")],
    debug: DebugOption = False,
) -> int:
    """Check a codebook: keys, values, duplicates and references.

    Ends with 0 for a sound codebook and with 1 where there are faults, which are printed.
    """
    from whowhom.codebook import check_codebook

    if not file.is_file():
        raise UnreadableFile(f"codebook {str(file)!r} is no file. Give the path of a TOML file.", where=str(file))
    faults = check_codebook(file)
    for fault in faults:
        typer.echo(str(fault))
    if faults:
        say(f"{len(faults)} fault{'s' if len(faults) > 1 else ''} in {str(file)!r}.")
        return DONE_WITH_FAILURES
    typer.echo(f"{file}: no faults")
    return DONE
