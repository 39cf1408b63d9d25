"""``whowhom codebook check``: what is wrong in a codebook, with line and key."""

from __future__ import annotations

from collections.abc import Callable, Sequence
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
  whowhom codebook check --strict my-codebook.toml
"""


def check(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The codebook's main TOML file.")],
    strict: Annotated[bool, typer.Option("--strict", help="An example that is coded otherwise is a fault.")] = False,
    debug: DebugOption = False,
) -> int:
    """Check a codebook: keys, values, duplicates, references, then its examples, coded one by one.

    Ends with 0 for a sound codebook and with 1 where there are faults, which are printed. The
    reader is trained and does not follow every example: those it codes otherwise are listed,
    and are faults only with --strict.
    """
    from whowhom.codebook import check_codebook

    if not file.is_file():
        raise UnreadableFile(f"codebook {str(file)!r} is no file. Give the path of a TOML file.", where=str(file))
    faults = check_codebook(file)
    strays = () if faults else check_codebook(file, run_example=_runner(file))
    for fault in (*faults, *strays):
        typer.echo(str(fault))
    if strays:
        say(f"{len(strays)} example{'s' if len(strays) > 1 else ''} coded otherwise than written.")
    if faults or (strict and strays):
        count = len(faults or strays)
        say(f"{count} fault{'s' if count > 1 else ''} in {str(file)!r}.")
        return DONE_WITH_FAILURES
    typer.echo(f"{file}: no faults")
    return DONE


def _runner(file: Path) -> Callable[[str], Sequence[tuple[str, str | None]]]:
    """Code an example's sentence with the checked codebook; loaded only when keys and values are sound."""
    from whowhom.ingest import document_from_text
    from whowhom.pipeline import Pipeline

    pipeline = Pipeline.load(codebook=file)

    def run(text: str) -> Sequence[tuple[str, str | None]]:
        coding = pipeline.code(document_from_text(text, check_language=False))
        return [(event.type, event.modes[0] if event.modes else None) for event in coding.events]

    return run
