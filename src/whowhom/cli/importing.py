"""``whowhom import`` and ``whowhom compare``: other people's codings, taken in or set beside."""

from __future__ import annotations

import enum
import itertools
from pathlib import Path
from typing import Annotated, Any

import typer

from whowhom.cli.caseoptions import CaseArgument, ListFormat, WhoOption, who_or_user
from whowhom.cli.guard import BAD_INPUT, DONE, DONE_WITH_FAILURES, counted, say
from whowhom.cli.lists import FormatOption, OutputOption
from whowhom.cli.options import DebugOption
from whowhom.errors import UsageError

IMPORT_EXAMPLES = """
\b
Examples:
  whowhom import kotto.case codings.jsonl --format whowhom --coder "Odile's team"
  whowhom import kotto.case acled.csv --format acled
  whowhom import kotto.case events.csv --format csv --column killed=deaths --column date=when
  whowhom import kotto.case annotations/ --format brat --prefer
"""
COMPARE_EXAMPLES = """
\b
Examples:
  whowhom compare kotto.case acled.csv
  whowhom compare kotto.case ged.csv --format csv -o compared.csv
"""
Row = dict[str, Any]


class ImportFormat(enum.StrEnum):
    """What ``whowhom import`` reads."""

    whowhom = "whowhom"
    acled = "acled"
    ged = "ged"
    csv = "csv"
    brat = "brat"


def import_(
    case: CaseArgument,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A file; for brat also a folder.")],
    format_: Annotated[ImportFormat, typer.Option("--format", "-f", help="What the file holds.")],
    coder: Annotated[
        str | None, typer.Option("--coder", metavar="NAME", help="Whose coding it is; that of the file if not set.")
    ] = None,
    column: Annotated[
        list[str] | None, typer.Option("--column", metavar="OURS=THEIRS", help="A header of a csv; may be repeated.")
    ] = None,
    prefer: Annotated[
        bool, typer.Option("--prefer", help="Let it count in place of the coding that a text has already.")
    ] = False,
    person: Annotated[bool, typer.Option("--person", help="A person coded it, not a program.")] = False,
    who: WhoOption = None,
    debug: DebugOption = False,
) -> int:
    """Take in codings of other people and programs, validated, as a coder of their own.

    A text that is new comes in with its coding; for one that is coded already the import stands beside the coding that
    counts, for `whowhom diff --with`, unless you prefer it.
    """
    from whowhom.casefile.case import open_case
    from whowhom.casefile.imports import Importing, ImportOptions, read_import
    from whowhom.pipeline.version import VERSION

    options = ImportOptions(format_.value, coder, _columns(column or []))
    items = read_import(file, options)
    # What cannot be read at all is told before a case is made for it.
    head = list(itertools.islice(items, 1))
    with open_case(case, create=True) as opened:
        kind = "person" if person else "import"
        importing = Importing(opened, who_or_user(who), VERSION, prefer=prefer, kind=kind)
        try:
            for item in itertools.chain(head, items):
                importing.take(item)
        finally:
            importing.finish()
    told = ", ".join(f"{number} {LABELS[what]}" for what, number in importing.counts.items())
    typer.echo(f"{counted(sum(importing.counts.values()), 'coding')}: {told or 'none'}.")
    for failure in importing.failures:
        say(failure.message)
    if not importing.failures:
        return DONE
    return DONE_WITH_FAILURES if importing.counts else BAD_INPUT


def compare(
    case: CaseArgument,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Rows of ACLED or UCDP GED, as CSV.")],
    format_: FormatOption = ListFormat.table,
    output: OutputOption = None,
    debug: DebugOption = False,
) -> int:
    """Set a case beside a reference: matches and why, what is missing both ways, and where tolls differ."""
    from whowhom.casefile.case import open_case
    from whowhom.casefile.compare import compare as set_beside
    from whowhom.cli.rows import write_rows

    with open_case(case, write=False) as opened, opened.reading() as connection:
        found = set_beside(connection, file)
    write_rows(
        found.rows, form=format_.value, table=[_shown(row) for row in found.rows], output=output, inputs=[case, file]
    )
    differ = sum(bool(row["toll_differs"]) for row in found.rows)
    say(
        f"{counted(found.count('match'), 'match', 'matches')}, {differ} of them with another toll; "
        f"{found.count('only in the case')} only in the case, "
        f"{found.count('only in the reference')} only in the reference."
    )
    for failure in found.failures:
        say(failure.message)
    return DONE_WITH_FAILURES if found.failures else DONE


LABELS = {
    "new": "with a new text",
    "beside": "beside another coding",
    "preferred": "in place of another coding",
    "known": "known before",
}


def _columns(given: list[str]) -> tuple[tuple[str, str], ...]:
    pairs = [one.partition("=") for one in given]
    for (ours, sign, theirs), one in zip(pairs, given, strict=True):
        if not ours or not sign or not theirs:
            raise UsageError(f"--column is {one!r}; expected OURS=THEIRS, as in killed=deaths.")
    return tuple((ours, theirs) for ours, _, theirs in pairs)


def _shown(row: Row) -> Row:
    both = {name: _both(row, name) for name in ("day", "place", "killed")}
    return {"event": row["event"], "reference": row["reference"], **both, "because": row["because"] or row["kind"]}


def _both(row: Row, name: str) -> str | None:
    ours: str | None = row[f"{name}_case"]
    theirs: str | None = row[f"{name}_reference"]
    if ours == theirs or row["kind"] != "match":
        return ours or theirs
    return f"{ours or '?'} | {theirs or '?'}"
