"""``whowhom history`` and ``whowhom queue``: what was decided, and what waits."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from whowhom.cli.caseoptions import CaseArgument, ListFormat
from whowhom.cli.guard import DONE, say
from whowhom.cli.lists import FormatOption, OutputOption
from whowhom.cli.options import DebugOption

HISTORY_EXAMPLES = """
\b
Examples:
  whowhom history kotto.case
  whowhom history kotto.case E-3f2a91bc04de
  whowhom history kotto.case --by odile --kind correct --format csv
  whowhom history kotto.case --runs
"""
QUEUE_EXAMPLES = """
\b
Examples:
  whowhom queue kotto.case
  whowhom accept kotto.case d-77a0c2f1e3b4    keep the decision as it is
  whowhom undo kotto.case d-77a0c2f1e3b4      give it up
"""
Row = dict[str, Any]


def history(
    case: CaseArgument,
    target: Annotated[
        str | None, typer.Argument(metavar="ID", help="Of an event, actor, report, assertion or decision.")
    ] = None,
    by: Annotated[str | None, typer.Option("--by", metavar="NAME", help="Only what this person decided.")] = None,
    kind: Annotated[str | None, typer.Option("--kind", metavar="KIND", help="Such as correct or merge.")] = None,
    runs: Annotated[bool, typer.Option("--runs", help="List the commands that changed the case instead.")] = False,
    format_: FormatOption = ListFormat.table,
    output: OutputOption = None,
    debug: DebugOption = False,
) -> int:
    """List who decided what, when and why, and whether it holds."""
    from whowhom.casefile.case import open_case
    from whowhom.casefile.history import list_history, list_runs
    from whowhom.cli.rows import write_rows

    with open_case(case, write=False) as opened, opened.reading() as connection:
        rows = list_runs(connection) if runs else list_history(connection, target, who=by, kind=kind)
    if not rows and format_ == ListFormat.table:
        say("nothing was decided yet." if target is None else f"nothing was decided on {target!r}.")
    shown = [{**row, "counts": _words(row["counts"])} if runs else _decision(row) for row in rows]
    write_rows(rows, form=format_.value, table=shown, output=output, inputs=[case])
    return DONE


def queue(
    case: CaseArgument,
    format_: FormatOption = ListFormat.table,
    output: OutputOption = None,
    debug: DebugOption = False,
) -> int:
    """List what waits for a person: decisions whose ground changed, forecasts that later events may settle."""
    from whowhom.casefile.case import open_case
    from whowhom.casefile.forecasts import propose
    from whowhom.casefile.history import list_queue
    from whowhom.cli.rows import write_rows

    with open_case(case, write=False) as opened, opened.reading() as connection:
        rows = [*list_queue(connection), *propose(connection)]
    if not rows and format_ == ListFormat.table:
        say("nothing waits.")
    write_rows(rows, form=format_.value, table=[_waiting(row) for row in rows], output=output, inputs=[case])
    return DONE


def _decision(row: Row) -> Row:
    shown = {"id": row["public_id"], "at": row["at"], "who": row["who"], "kind": row["kind"]}
    target = " ".join(filter(None, (row["target"], row["field"])))
    state = row["state"] if row["reason"] is None else f"{row['state']}: {row['reason']}"
    return {**shown, "on": target, "value": _value(row), "why": row["why"], "state": state}


def _waiting(row: Row) -> Row:
    shown = {"id": row["public_id"], "queue": row["queue"], "kind": row["kind"]}
    on = " ".join(filter(None, (row["target"], row["field"])))
    return {**shown, "on": on, "value": _value(row), "because": row["reason"], "decided by": row["who"]}


def _value(row: Row) -> str | None:
    value = row["value"]
    if row["kind"] == "undo":
        return row.get("undoes")
    if not isinstance(value, dict):
        return None if value is None else str(value)
    if "moved" in value:
        return " -> ".join(str(value[key]) for key in ("merged", "into", "from", "to") if key in value)
    return _words(value)


def _words(value: Row) -> str:
    return ", ".join(f"{name} {'?' if part is None else part}" for name, part in value.items())
