"""``whowhom erase``: a report or a person out of a case for good."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from whowhom.cli.caseoptions import CaseArgument, WhoOption, WhyOption, who_or_user
from whowhom.cli.guard import DONE, say
from whowhom.cli.options import DebugOption
from whowhom.errors import UsageError

if TYPE_CHECKING:
    from whowhom.casefile.erase import Erased

EXAMPLES = """
\b
Examples:
  whowhom erase kotto.case --report https://lakeswire.example/bria --why "names a child"
  whowhom erase kotto.case --person "Odile Ngaba" --why "asked to be removed"
  whowhom erase kotto.case --person "Oriane Selemby" --yes --why "asked to be removed"
  whowhom erase kotto.case    finish a removal that could not empty the file
"""


def erase(
    case: CaseArgument,
    report: Annotated[
        str | None, typer.Option("--report", metavar="REPORT", help="Its id (r-...), address or path.")
    ] = None,
    person: Annotated[str | None, typer.Option("--person", metavar="NAME", help="Name, or id (A-...).")] = None,
    yes: Annotated[
        bool, typer.Option("--yes", help="Erase a name also where the case knows no person of that name.")
    ] = False,
    any_words: Annotated[
        bool, typer.Option("--any-words", help="Erase also words that are no name, or name an organisation.")
    ] = False,
    why: WhyOption = None,
    who: WhoOption = None,
    debug: DebugOption = False,
) -> int:
    """Take a report or a person out of tables, search index and decisions, and rewrite the file without them.

    A tombstone with a digest, your name and the reason stays. Backups and exports made before are not touched.
    """
    from whowhom.casefile.case import open_case
    from whowhom.casefile.decisions import Author
    from whowhom.casefile.erase import erase_report, vacuum
    from whowhom.casefile.erasepersons import erase_person

    if person is None and (yes or any_words):
        raise UsageError("--yes and --any-words are for a name. Give --person NAME too.")
    if report is not None and person is not None:
        raise UsageError("give either --report or --person, not both.")
    with open_case(case) as opened:
        done: Erased | None = None
        if report is not None or person is not None:
            with opened.writing() as connection:
                author = Author(who_or_user(who), why, opened.clock())
                if report is not None:
                    done = erase_report(connection, report, author)
                elif person is not None:
                    done = erase_person(connection, person, author, is_confirmed=yes, is_any=any_words)
        vacuum(opened)
    if done is not None:
        _tell(done, is_report=report is not None)
    return DONE


def _tell(done: Erased, *, is_report: bool) -> None:
    what = "erased" if is_report else "the name is erased from"
    typer.echo(f"{what}: {', '.join(done.reports) or 'no report'}.")
    if done.releases:
        typer.echo(f"releases that held it: {', '.join(done.releases)}.")
    if done.copies:
        say(f"near copies stay, for their text is another: {', '.join(done.copies)}. Erase each if need be.")
    say("backups and exports made before still hold it; destroy or replace them.")
