"""``whowhom trace``: from a concluded value to the words it stands on."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from whowhom.cli.caseoptions import CaseArgument
from whowhom.cli.cells import plain
from whowhom.cli.guard import DONE
from whowhom.cli.options import DebugOption

if TYPE_CHECKING:
    from whowhom.casefile.tracing import Step, Trace

EXAMPLES = """
\b
Examples:
  whowhom trace kotto.case E-3f2a91bc04de
  whowhom trace kotto.case E-3f2a91bc04de killed
  whowhom trace kotto.case E-3f2a --json
"""


def trace(
    case: CaseArgument,
    event: Annotated[str, typer.Argument(metavar="EVENT", help="Its id (E-...), or the start of it.")],
    field: Annotated[
        str | None,
        typer.Argument(
            metavar="FIELD", help="type, day, place, killed, injured, status, who or whom; all if not given."
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    debug: DebugOption = False,
) -> int:
    """Show what a value of an event stands on: claims, words, voices, report, coder, codebook and decisions."""
    from whowhom.casefile.case import open_case
    from whowhom.casefile.tracing import trace_event

    with open_case(case, write=False) as opened, opened.reading() as connection:
        traces = trace_event(connection, event, field)
    if as_json:
        typer.echo(json.dumps([asdict(one) for one in traces], ensure_ascii=False, indent=2))
    else:
        typer.echo("\n".join(_lines(one) for one in traces))
    return DONE


def _lines(one: Trace) -> str:
    told = ", ".join(f"{name} {value}" for name, value in one.value.items() if value not in (None, ""))
    lines = [f"{one.event} {one.field}: {told or 'not known'}"]
    for step in one.steps:
        lines += _step_lines(step)
    for row in one.decisions:
        reason = f": {plain(row['why'])}" if row["why"] else ""
        stands = row["evidence"]
        words = f", on “{plain(stands['words'])}” [{stands['start']}, {stands['end']})" if stands else ""
        lines.append(f"  decision {row['public_id']} {row['kind']} by {row['who']} on {row['at']}{words}{reason}")
    return "\n".join(lines)


def _step_lines(step: Step) -> list[str]:
    words = " ... ".join(f"“{plain(w['text'])}” [{w['start']}, {w['end']})" for w in step.words)
    outlet = " ".join(filter(None, (step.publisher, step.published)))
    voice = " citing ".join(plain(voice) for voice in step.voices) or "the report itself"
    note = "" if step.standing == "counts" else f" - does not count: {step.standing}"
    return [
        f"  {step.path}: {words}{note}",
        f"    says {voice}; in {step.report} {outlet} {plain(step.title or '')}".rstrip(),
        f"    coded as {step.mention} by {step.coder}, codebook {step.codebook[:12]}",
    ]
