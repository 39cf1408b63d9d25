"""``whowhom retract``: a report that counts for nothing from now on."""

from __future__ import annotations

from typing import Annotated

import typer

from whowhom.cli.caseoptions import CaseArgument, WhoOption, WhyOption, who_or_user
from whowhom.cli.guard import DONE
from whowhom.cli.options import DebugOption

EXAMPLES = """
\b
Examples:
  whowhom retract kotto.case https://lakeswire.example/bria --why "withdrawn by the outlet"
  whowhom retract kotto.case r-3f2a91bc04de
"""


def retract(
    case: CaseArgument,
    report: Annotated[str, typer.Argument(metavar="REPORT", help="Its id (r-...), address or path.")],
    why: WhyOption = None,
    who: WhoOption = None,
    debug: DebugOption = False,
) -> int:
    """Let a report count for nothing; it stays in the case and is shown as retracted."""
    from whowhom.casefile.case import open_case
    from whowhom.casefile.reports import find_report, retract_report

    with open_case(case) as opened, opened.writing() as connection:
        found = find_report(connection, report)
        changed = retract_report(connection, found.no, who=who_or_user(who), why=why, at=opened.clock())
    typer.echo(f"{found.public_id} {'is retracted' if changed else 'was retracted before'}.")
    return DONE
