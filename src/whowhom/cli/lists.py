"""``whowhom events``, ``actors``, ``ties``, ``claims`` and ``forecasts``: lists of a case."""

from __future__ import annotations

import calendar
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from whowhom.cli.caseoptions import CaseArgument, ListFormat
from whowhom.cli.guard import DONE, say
from whowhom.cli.options import DebugOption
from whowhom.settings import load_settings

EXAMPLES = {
    "events": """
\b
Examples:
  whowhom events kotto.case
  whowhom events kotto.case --actor "Kotto Front" --from 2022-03 --to 2022-05
  whowhom events kotto.case --place Bria --radius 50 --type ASSAULT --format csv -o bria.csv
""",
    "actors": """
\b
Examples:
  whowhom actors kotto.case
  whowhom actors kotto.case --place CF --from 2022 --format json
""",
    "ties": """
\b
Examples:
  whowhom ties kotto.case --actor "Kotto Front"
""",
    "claims": """
\b
Examples:
  whowhom claims kotto.case --place Bria
  whowhom claims kotto.case --voice belligerent --format csv
""",
    "forecasts": """
\b
Examples:
  whowhom forecasts kotto.case --voice expert
""",
}
ROWS_OF_A_TABLE = 200  # Some screens full; a file gets all.
SHOWN_NAMES = 4  # Of the registry's dozens for one group; JSON and CSV have all.

ActorOption = Annotated[
    str | None, typer.Option("--actor", metavar="NAME", help="Name, alias or id of an actor.", show_default=False)
]
PlaceOption = Annotated[
    str | None,
    typer.Option(
        "--place", metavar="PLACE", help="Place, area, country (CF), or LATITUDE,LONGITUDE.", show_default=False
    ),
]
RadiusOption = Annotated[
    float | None, typer.Option("--radius", metavar="KM", help="So far around the place.", show_default=False)
]
FromOption = Annotated[
    str | None, typer.Option("--from", metavar="DATE", help="First day, month or year.", show_default=False)
]
ToOption = Annotated[
    str | None, typer.Option("--to", metavar="DATE", help="Last day, month or year.", show_default=False)
]
TypeOption = Annotated[
    list[str] | None, typer.Option("--type", metavar="TYPE", help="Of events or ties; may be repeated.")
]
StatusOption = Annotated[
    list[str] | None, typer.Option("--status", metavar="STATUS", help="Of events; may be repeated.")
]
VoiceOption = Annotated[
    str | None,
    typer.Option("--voice", metavar="VOICE", help="Role (official) or name of who says so.", show_default=False),
]
AllOption = Annotated[bool, typer.Option("--all", help="Also what counts no more: superseded, retracted, merged.")]
PolicyOption = Annotated[
    str | None,
    typer.Option(
        "--policy",
        metavar="POLICY",
        help="Settle figures of events by lowest, best, majority or most-trusted, for this list.",
        show_default=False,
    ),
]
FormatOption = Annotated[ListFormat, typer.Option("--format", "-f", help="What to write.")]
OutputOption = Annotated[
    Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write here.", show_default=False)
]
LimitOption = Annotated[
    int | None,
    typer.Option("--limit", metavar="N", min=1, help="At most so many rows; 200 in a table.", show_default=False),
]

Row = dict[str, Any]


def _list_command(name: str, what: str) -> Callable[..., int]:
    """Make the command of one list; all take the same options."""

    def command(
        case: CaseArgument,
        actor: ActorOption = None,
        place: PlaceOption = None,
        radius: RadiusOption = None,
        from_: FromOption = None,
        to: ToOption = None,
        type_: TypeOption = None,
        status: StatusOption = None,
        voice: VoiceOption = None,
        everything: AllOption = False,
        policy: PolicyOption = None,
        format_: FormatOption = ListFormat.table,
        output: OutputOption = None,
        limit: LimitOption = None,
        debug: DebugOption = False,
    ) -> int:
        from whowhom.casefile.filters import Filter

        chosen = Filter(
            actor, place, radius, from_, to, tuple(type_ or ()), tuple(status or ()), voice, everything=everything
        )
        # Only events hold settled values; the other lists show what each voice says.
        settled = load_settings(options={"policy": policy}).policy
        options = {"policy": settled} if name == "events" else {}
        return _run(name, case, chosen, format_.value, output, limit, **options)

    command.__name__ = name
    command.__doc__ = what
    return command


def _run(name: str, case: str, chosen: Any, form: str, output: Path | None, limit: int | None, **options: Any) -> int:
    from whowhom.casefile import listing
    from whowhom.casefile.case import open_case
    from whowhom.cli.rows import write_rows

    cap = limit or (ROWS_OF_A_TABLE if form == "table" else None)
    lists: dict[str, Callable[..., list[Row]]] = {
        "events": listing.list_events,
        "actors": listing.list_actors,
        "ties": listing.list_ties,
        "claims": listing.list_claims,
        "forecasts": listing.list_forecasts,
    }
    find = lists[name]
    with open_case(case, write=False) as opened, opened.reading() as connection:
        rows = find(connection, chosen, limit=None if cap is None else cap + 1, **options)
    is_cut = cap is not None and len(rows) > cap
    rows = rows[:cap]
    if not rows and form == "table":
        say(f"no {name} in the case{' that fit' if chosen != type(chosen)() else ''}.")
    write_rows(rows, form=form, table=[SHOWN[name](row) for row in rows], output=output, inputs=[case])
    if is_cut:
        say(f"there are more than {cap}; --limit N or --format csv shows more.")
    return DONE


def _event(row: Row) -> Row:
    return {
        "id": row["public_id"],
        "when": _days(row),
        "type": " ".join(filter(None, (row["type"], row["modes"]))),
        "who": row["who"],
        "to whom": row["whom"],
        "where": ", ".join(filter(None, (row["place"], row["country"]))),
        "killed": _range(row, "killed"),
        "injured": _range(row, "injured"),
        "status": row["status"] if row["state"] == "live" else f"{row['status']} ({row['state']})",
        "witnesses": row["witnesses"],
    }


def _actor(row: Row) -> Row:
    names = ", ".join(row["aliases"][:SHOWN_NAMES])
    names += f" and {len(row['aliases']) - SHOWN_NAMES} more" if len(row["aliases"]) > SHOWN_NAMES else ""
    shown = {"id": row["public_id"], "name": row["name"], "also": names, "kind": row["kind"]}
    return {**shown, "country": row["country"], "events": row["events"]}


def _tie(row: Row) -> Row:
    shown = {name: row[name] for name in ("id", "subject", "tie", "object")}
    told = _told(row) if row["review"] is None else f"{_told(row)} ({row['review']})"
    return {**shown, "told": told, "when": _days(row), "says": _says(row), **_from(row)}


def _told(row: Row) -> str:
    """Say how a tie is told: one that is denied or only ahead must not look like one that stands."""
    if row["polarity"] == "happened":
        return "as fact" if row["certainty"] == "certain" else f"as fact, {row['certainty']}"
    if row["stage"] not in ("accomplished", "under way", None):
        return f"{row['stage']}, not as real"
    return "as untrue" if row["polarity"] == "did not happen" else "open, not as real"


def _claim(row: Row) -> Row:
    value = row["value"] or "/".join("?" if row[name] is None else str(row[name]) for name in ("low", "best", "high"))
    shown = {"id": row["event"], "field": row["field"], "value": value, "of": row["of"], "words": row["words"]}
    says = f"{row['voice']} ({row['voice_role']})" if row["voice"] else "the report itself"
    return {**shown, "says": says, **_from(row)}


def _forecast(row: Row) -> Row:
    shown = {"id": row["id"], "made on": row["made_on"], "outcome": row["outcome"], "if": row["condition"]}
    came = {None: "open", "true": "came true", "false": "did not come true"}[row["settled"]]
    state = came if row["settled_by"] is None else f"{came}: {row['settled_by']}"
    state += " (rejected)" if row["review"] == "rejected" else ""
    return {**shown, "horizon": row["horizon"], "state": state, "says": _says(row), **_from(row)}


def _from(row: Row) -> Row:
    state = "" if row["report_state"] == "current" else f" ({row['report_state']})"
    return {"report": f"{row['report']} {row['publisher'] or ''} {row['published'] or ''}".strip() + state}


def _says(row: Row) -> str:
    return " citing ".join(row["voices"]) or "the report itself"


def _days(row: Row) -> str | None:
    """Give a day, month or year as such, other intervals by their ends; None where nothing is known."""
    first, last = row["day_from"], row["day_to"]
    if first == last:
        return first  # type: ignore[no-any-return]
    if first and last and first[:4] == last[:4] and (first[4:], last[4:]) == ("-01-01", "-12-31"):
        return str(first[:4])
    if first and last and first[:7] == last[:7] and first.endswith("-01") and last == _last_of_month(first):
        return str(first[:7])
    return f"{first or ''}..{last or ''}"


def _last_of_month(day: str) -> str:
    year, month = int(day[:4]), int(day[5:7])
    return f"{day[:8]}{calendar.monthrange(year, month)[1]:02}"


def _range(row: Row, field: str) -> str | None:
    low, best, high = (row[f"{field}_{name}"] for name in ("low", "best", "high"))
    if low is None and best is None and high is None:
        return None
    if low == high:
        return str(low)
    told = f"{'?' if low is None else low}-{'?' if high is None else high}"
    return told if best is None else f"{best} ({told})"


SHOWN: Mapping[str, Callable[[Row], Row]] = {
    "events": _event,
    "actors": _actor,
    "ties": _tie,
    "claims": _claim,
    "forecasts": _forecast,
}

events = _list_command("events", "List the events of a case, by day.")
actors = _list_command("actors", "List the named actors of a case, those with the most events first.")
ties = _list_command("ties", "List who is with whom and against whom, as reports say it.")
claims = _list_command("claims", "List figures and responsibility as each voice gives them, with their words.")
forecasts = _list_command("forecasts", "List what voices said would happen.")

LISTS: Sequence[tuple[str, Callable[..., int]]] = (
    ("events", events),
    ("actors", actors),
    ("ties", ties),
    ("claims", claims),
    ("forecasts", forecasts),
)
