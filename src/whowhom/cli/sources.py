"""``whowhom sources``: the outlets of a case and how much each reports."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from whowhom.cli.caseoptions import CaseArgument, ListFormat
from whowhom.cli.guard import DONE, say
from whowhom.cli.options import DebugOption

if TYPE_CHECKING:
    from whowhom.casefile.sources import Volume

EXAMPLES = """
\b
Examples:
  whowhom sources kotto.case
  whowhom sources kotto.case --set sources.toml
  whowhom sources kotto.case --format csv
"""


def sources(
    case: CaseArgument,
    set_: Annotated[
        Path | None, typer.Option("--set", metavar="FILE", help="Take in this list of outlets first.")
    ] = None,
    format_: Annotated[ListFormat, typer.Option("--format", "-f", help="What to write.")] = ListFormat.table,
    debug: DebugOption = False,
) -> int:
    """Show reports by outlet and month.

    It says where an outlet begins, so that a new source is not read as an offensive.
    """
    from whowhom.casefile.case import open_case
    from whowhom.casefile.sources import put_sources, read_sources_file, volumes
    from whowhom.cli.rows import write_rows

    listed = None if set_ is None else read_sources_file(set_)
    with open_case(case, write=listed is not None) as opened:
        if listed is not None:
            with opened.writing() as connection:
                changed = put_sources(connection, listed)
            say(f"{changed} of {len(listed)} outlets are new or changed.")
        with opened.reading() as connection:
            found = volumes(connection)
    write_rows([asdict(row) for row in found], form=format_.value, table=[_shown(row) for row in found])
    return DONE


def _shown(row: Volume) -> dict[str, Any]:
    return {
        "outlet": row.source or "(not known)",
        "month": row.month or "(no day)",
        "reports": row.reports,
        "witnesses": row.witnesses,
        "events": row.events,
        "note": ", ".join(
            note for note, is_so in (("first month", row.is_first), ("not listed", not row.is_listed)) if is_so
        ),
    }
