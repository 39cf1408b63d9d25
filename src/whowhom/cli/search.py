"""``whowhom search``: reports of a case by their words."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from whowhom.cli.caseoptions import CaseArgument, ListFormat
from whowhom.cli.guard import DONE, say
from whowhom.cli.options import DebugOption

EXAMPLES = """
\b
Examples:
  whowhom search kotto.case market shelled
  whowhom search kotto.case '"central market" ouadd* -denied'
  whowhom search kotto.case -- market -denied
  whowhom search kotto.case Jalalabad --format json
"""


def search(
    case: CaseArgument,
    query: Annotated[
        list[str], typer.Argument(metavar="QUERY", help='Words, "a phrase", a prefix*; -word leaves out.')
    ],
    everything: Annotated[bool, typer.Option("--all", help="Also superseded and retracted reports.")] = False,
    format_: Annotated[ListFormat, typer.Option("--format", "-f", help="What to write.")] = ListFormat.table,
    limit: Annotated[int, typer.Option("--limit", metavar="N", min=1, help="At most so many reports.")] = 50,
    debug: DebugOption = False,
) -> int:
    """Find reports that hold all words of the query, whatever their case and accents; the newest first."""
    from whowhom.casefile.case import open_case
    from whowhom.casefile.finding import search_reports
    from whowhom.cli.rows import write_rows

    with open_case(case, write=False) as opened, opened.reading() as connection:
        rows = search_reports(connection, " ".join(query), everything=everything, limit=limit + 1)
    if not rows:
        say("no report holds all that.")
    shown = [_shown(row) for row in rows[:limit]]
    write_rows(rows[:limit], form=format_.value, table=shown)
    if len(rows) > limit:
        say(f"there are more than {limit}; --limit N shows more.")
    return DONE


def _shown(row: dict[str, Any]) -> dict[str, Any]:
    words = " ... ".join(f"{s['before']}[{s['found']}]{s['after']}" for s in row["snippets"])
    state = "" if row["state"] == "current" else f" ({row['state']})"
    return {
        "id": row["report"] + state,
        "published": row["published"],
        "publisher": row["publisher"],
        "title": row["title"],
        "words": words,
    }
