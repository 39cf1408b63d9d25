"""``whowhom backup``, ``restore`` and ``upgrade``: care of a case."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from whowhom.cli.caseoptions import CaseArgument
from whowhom.cli.guard import DONE, counted
from whowhom.cli.options import DebugOption

BACKUP_EXAMPLES = """
\b
Examples:
  whowhom backup kotto.case kotto-2026-01-31.case
  whowhom backup postgresql://team@server/kotto kotto.case
"""
RESTORE_EXAMPLES = """
\b
Examples:
  whowhom restore kotto-2026-01-31.case kotto.case
  whowhom restore kotto.case postgresql://team@server/kotto
"""
UPGRADE_EXAMPLES = """
\b
Examples:
  whowhom upgrade kotto.case
  whowhom upgrade postgresql://team@server/kotto --no-backup
"""

FileArgument = Annotated[Path, typer.Argument(metavar="FILE", help="The backup, a case file of its own.")]


def backup(case: CaseArgument, file: FileArgument, debug: DebugOption = False) -> int:
    """Copy a case, as it stands now, into one new file; others may go on writing meanwhile."""
    from whowhom.casefile.care import back_up
    from whowhom.casefile.case import open_case

    with open_case(case, write=False) as opened:
        reports = back_up(opened, file)
    typer.echo(f"wrote {str(file)!r} with {counted(reports, 'report')}.")
    return DONE


def restore(file: FileArgument, case: CaseArgument, debug: DebugOption = False) -> int:
    """Make a case from a backup, where there is none yet; it also moves a case between file and server."""
    from whowhom.casefile.care import restore as restore_case

    reports = restore_case(file, case)
    typer.echo(f"restored {counted(reports, 'report')}.")
    return DONE


def upgrade(
    case: CaseArgument,
    backup: Annotated[
        Path | None,
        typer.Option("--backup", metavar="FILE", help="Where the backup goes; beside the case if not set."),
    ] = None,
    no_backup: Annotated[bool, typer.Option("--no-backup", help="There is a backup already.")] = False,
    debug: DebugOption = False,
) -> int:
    """Bring the tables of a case to this program's version, after a backup."""
    from whowhom.casefile.care import upgrade as upgrade_case

    done = upgrade_case(case, backup=backup, is_backed_up=no_backup)
    if done.found == done.now:
        typer.echo(f"the case has version {done.now}; there was nothing to do.")
        return DONE
    kept = f" The backup is {str(done.backup)!r}." if done.backup is not None else ""
    typer.echo(f"upgraded from version {done.found} to {done.now}.{kept}")
    return DONE
