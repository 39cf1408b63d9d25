"""``whowhom scope``, ``coverage``, ``settle`` and ``hits``: what belongs, what is covered, who was right."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Annotated, Any

import typer

from whowhom.cli.caseoptions import CaseArgument, ListFormat, WhoOption, WhyOption, who_or_user
from whowhom.cli.guard import DONE, say
from whowhom.cli.lists import SHOWN, FormatOption, OutputOption
from whowhom.cli.options import DebugOption

SCOPE_EXAMPLES = """
\b
Examples:
  whowhom scope kotto.case scope.toml
  whowhom scope kotto.case scope.toml --kept --format csv -o kept.csv
"""
COVERAGE_EXAMPLES = """
\b
Examples:
  whowhom coverage kotto.case
"""
SETTLE_EXAMPLES = """
\b
Examples:
  whowhom settle kotto.case f-90ab12cd34ef true --event E-3f2a91bc04de
  whowhom settle kotto.case f-90ab12cd34ef false --why "the truce held"
"""
HITS_EXAMPLES = """
\b
Examples:
  whowhom hits kotto.case
"""
Row = dict[str, Any]


def scope(
    case: CaseArgument,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="scope.toml")],
    kept: Annotated[bool, typer.Option("--kept", help="List the events that belong instead.")] = False,
    format_: FormatOption = ListFormat.table,
    output: OutputOption = None,
    debug: DebugOption = False,
) -> int:
    """List the events that a scope leaves out, each with the rule that leaves it out."""
    from whowhom.casefile.case import open_case
    from whowhom.casefile.scope import judge_events, read_scope
    from whowhom.cli.rows import write_rows

    rules = read_scope(file)
    with open_case(case, write=False) as opened, opened.reading() as connection:
        verdicts = list(judge_events(connection, rules))
    rows = [{**one.event, "rule": one.rule} for one in verdicts if (one.rule is None) == kept]
    counts = Counter(one.rule for one in verdicts if one.rule is not None)
    write_rows(rows, form=format_.value, table=[_event(row) for row in rows], output=output, inputs=[case, file])
    told = "".join(f"; {number} {rule}" for rule, number in sorted(counts.items()))
    say(f"{len(verdicts) - sum(counts.values())} of {len(verdicts)} events belong{told}.")
    return DONE


def coverage(
    case: CaseArgument,
    format_: FormatOption = ListFormat.table,
    output: OutputOption = None,
    debug: DebugOption = False,
) -> int:
    """Hold estimates that count events against the events of that actor, period and place in the case."""
    from whowhom.casefile.case import open_case
    from whowhom.casefile.coverage import list_coverage
    from whowhom.cli.rows import write_rows

    with open_case(case, write=False) as opened, opened.reading() as connection:
        rows = list_coverage(connection)
    if not rows and format_ == ListFormat.table:
        say("no estimate of the case counts events.")
    write_rows(rows, form=format_.value, table=[_estimate(row) for row in rows], output=output, inputs=[case])
    return DONE


def settle(
    case: CaseArgument,
    forecast: Annotated[str, typer.Argument(metavar="FORECAST", help="Its id (f-...).")],
    outcome: Annotated[str, typer.Argument(metavar="OUTCOME", help="true, false or open.")],
    event: Annotated[str | None, typer.Option("--event", metavar="EVENT", help="The event that settled it.")] = None,
    why: WhyOption = None,
    who: WhoOption = None,
    debug: DebugOption = False,
) -> int:
    """Say whether a forecast came true."""
    from whowhom.casefile.case import open_case
    from whowhom.casefile.decisions import Author
    from whowhom.casefile.forecasts import settle as decide

    with open_case(case) as opened, opened.writing() as connection:
        made = decide(connection, forecast, outcome, Author(who_or_user(who), why, opened.clock()), event=event)
    typer.echo(made)
    return DONE


def hits(
    case: CaseArgument,
    format_: FormatOption = ListFormat.table,
    output: OutputOption = None,
    debug: DebugOption = False,
) -> int:
    """List how often each voice's settled forecasts came true: none under ten, none for private persons."""
    from whowhom.casefile.case import open_case
    from whowhom.casefile.forecasts import hit_rates
    from whowhom.cli.rows import write_rows

    with open_case(case, write=False) as opened, opened.reading() as connection:
        rows = hit_rates(connection)
    if not rows and format_ == ListFormat.table:
        say("no forecast of the case is settled yet.")
    write_rows(rows, form=format_.value, table=rows, output=output, inputs=[case])
    return DONE


def _event(row: Row) -> Row:
    names = ("id", "when", "type", "who", "where", "killed", "status")
    shown = SHOWN["events"](row)
    return {**{name: shown[name] for name in names}, "rule": row["rule"]}


def _estimate(row: Row) -> Row:
    shown = {"id": row["public_id"], "report": row["report"], "words": row["words"], "of": row["actor"]}
    told = next((row[name] for name in ("best", "low", "high") if row[name] is not None), None)
    first, last = row["day_from"], row["day_to"]
    period = f"{first or ''}..{last or ''}" if first or last else None
    share = None if row["share"] is None else f"{row['share']:.0%}"
    rest = {"told": told, "held": row["held"], "share": share, "because": row["reason"]}
    return {**shown, "place": row["place"], "period": period, **rest}
