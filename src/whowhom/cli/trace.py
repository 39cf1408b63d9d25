"""``whowhom trace``: from a concluded value to the words it stands on."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

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
  whowhom trace kotto.case A-5d20c9e1b7f4
  whowhom trace kotto.case "Kotto Front" kind
"""

SHOWN_WORDS = 5  # Of an actor named all over a report; JSON has them all.


def trace(
    case: CaseArgument,
    target: Annotated[
        str,
        typer.Argument(metavar="ID", help="Of an event (E-...), or the start of it; id (A-...) or name of an actor."),
    ],
    field: Annotated[
        str | None,
        typer.Argument(
            metavar="FIELD",
            help="type, day, place, killed, injured, status, who or whom; of an actor name, kind, country or private; "
            "all if not given.",
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    debug: DebugOption = False,
) -> int:
    """Show what a value of an event or an actor stands on: claims, words, voices, report, coder and decisions."""
    from whowhom.casefile.actortracing import trace_actor
    from whowhom.casefile.case import open_case
    from whowhom.casefile.tracing import trace_event

    find = trace_event if target.startswith("E-") else trace_actor
    with open_case(case, write=False) as opened, opened.reading() as connection:
        traces = find(connection, target, field)
    if as_json:
        typer.echo(json.dumps([asdict(one) for one in traces], ensure_ascii=False, indent=2))
    else:
        typer.echo("\n".join(_lines(one) for one in traces))
    return DONE


def _lines(one: Trace) -> str:
    told = ", ".join(f"{name} {_shown(value)}" for name, value in one.value.items() if value not in (None, ""))
    lines = [f"{one.event} {one.field}: {told or 'not known'}"]
    for step in one.steps:
        lines += _step_lines(step)
    for row in one.decisions:
        reason = f": {plain(row['why'])}" if row["why"] else ""
        stands = row["evidence"]
        words = f", on “{plain(stands['words'])}” [{stands['start']}, {stands['end']})" if stands else ""
        lines.append(
            f"  decision {row['public_id']} {row['kind']} by {row['who']} on {row['at']}{words}{reason}{_standing(row)}"
        )
    return "\n".join(lines)


def _shown(value: object) -> object:
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else value


def _standing(row: dict[str, Any]) -> str:
    return "" if row["state"] in ("applied", None) else f" ({row['state']})"


def _step_lines(step: Step) -> list[str]:
    words = " ... ".join(f"“{plain(w['text'])}” [{w['start']}, {w['end']})" for w in step.words[:SHOWN_WORDS])
    words += f" and {len(step.words) - SHOWN_WORDS} more" if len(step.words) > SHOWN_WORDS else ""
    outlet = " ".join(filter(None, (step.publisher, step.published)))
    voice = " citing ".join(plain(voice) for voice in step.voices) or "the report itself"
    note = "" if step.standing == "counts" else f" - does not count: {step.standing}"
    return [
        f"  {step.path}: {words}{note}",
        f"    says {voice}; in {step.report} {outlet} {plain(step.title or '')}".rstrip(),
        f"    coded as {step.mention} by {step.coder}, codebook {step.codebook[:12]}",
    ]
