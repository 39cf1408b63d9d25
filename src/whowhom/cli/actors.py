"""``whowhom actors``: the actors of a case; and the registry of known actors, looked up and checked.

In: words of the command line. Out: rows of actors, one entry in full, or the faults of a file.

What one would get wrong: the first word may be a case or one of the commands. A word that is no
command is the case, so a case that is called ``find`` is given as ``./find``.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from whowhom.cli import lists
from whowhom.cli.caseoptions import ListFormat
from whowhom.cli.guard import DONE, DONE_WITH_FAILURES, say
from whowhom.cli.options import ConfigOption, DebugOption
from whowhom.errors import UnreadableFile, UsageError
from whowhom.settings import load_settings

if TYPE_CHECKING:
    from whowhom.registry import Registry, RegistryEntry

OF_A_CASE = "case"
HELP_OPTIONS = ("-h", "--help")
MAX_ROWS = 20
TABLE = ("kind", "country", "found by")
LISTED_NAMES = 3  # So many names fit in a row of a table.

EXAMPLES = """
\b
Examples:
  whowhom actors kotto.case                       the actors of a case
  whowhom actors kotto.case --place CF --from 2022 --format json
  whowhom actors find ELN --country CO            who may be meant by a name
  whowhom actors find "Islamic State" --date 2013-06-01
  whowhom actors show ucdp:303                    all that is known of one
  whowhom actors check my-actors.toml             is a file of mine sound?
"""
FIND_EXAMPLES = """
\b
Examples:
  whowhom actors find ELN --country CO
  whowhom actors find Seleka --date 2013-04-01 --format json
"""
SHOW_EXAMPLES = """
\b
Examples:
  whowhom actors show ucdp:303
  whowhom actors show state:ML/military --json
"""
CHECK_EXAMPLES = """
\b
Examples:
  whowhom actors check my-actors.toml
  whowhom actors check my-actors.csv
"""
HELP = """List the actors of a case; look up the registry of known actors, or check a file for it.

A first word that is no command is a CASE: `whowhom actors kotto.case` takes all options of `whowhom actors case`.
A case file that is called as a command is reached by its path, such as ./find.
"""


class CaseOrCommand(TyperGroup):
    """A group whose unknown first word is a case."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Put the command that lists a case before a word that is no command."""
        if args and args[0] not in self.commands and args[0] not in HELP_OPTIONS:
            args = [OF_A_CASE, *args]
        return list(super().parse_args(ctx, args))


def find(
    name: Annotated[str, typer.Argument(metavar="NAME", help="A name, acronym, country or leader.")],
    day: Annotated[
        str | None, typer.Option("--date", metavar="DATE", help="What it was on that day.", show_default=False)
    ] = None,
    country: Annotated[
        str | None,
        typer.Option("--country", metavar="CODE", help="Active there: an ISO code or a name.", show_default=False),
    ] = None,
    format_: Annotated[ListFormat, typer.Option("--format", "-f", help="What to write.")] = ListFormat.table,
    config: ConfigOption = None,
    debug: DebugOption = False,
) -> int:
    """Find the known actors that a name may mean, best first; ends with 1 where there is none."""
    from whowhom.cli.rows import write_rows

    registry = _registry(config)
    day = _day(day)
    code = _country(country, registry)
    found = [
        (entry, why)
        for entry, why in _meant(registry, name, day)
        if code is None or code in (entry.country, *entry.active_in)
    ]
    if not found:
        say(f"no actor of the registry is called {name!r}{f' in {code}' if code else ''}. Your own file may add it.")
        return DONE_WITH_FAILURES
    rows = [_row(entry, why, day, registry) for entry, why in found[:MAX_ROWS]]
    write_rows(rows, form=format_.value, table=[_shown(row) for row in rows])
    if len(found) > MAX_ROWS:
        say(f"{len(found) - MAX_ROWS} more; give more of the name or --country.")
    return DONE


def show(
    identifier: Annotated[str, typer.Argument(metavar="ID", help="As `whowhom actors find` shows it: ucdp:303.")],
    as_json: Annotated[bool, typer.Option("--json", help="As one JSON object.")] = False,
    config: ConfigOption = None,
    debug: DebugOption = False,
) -> int:
    """Show all that the registry knows of an actor: names, kinds with periods, parent, parts, leaders, source."""
    registry = _registry(config)
    entry = registry.get(identifier)
    if entry is None:
        raise UsageError(f"the registry has no id {identifier!r}. Look it up with `whowhom actors find NAME`.")
    facts = dict(_facts(entry, registry))
    if as_json:
        typer.echo(json.dumps(facts, ensure_ascii=False, indent=2))
        return DONE
    for label, value in facts.items():
        lines = value if isinstance(value, list) else [value]
        for at, line in enumerate(lines or ["not known"]):
            typer.echo(f"{label if not at else '':12} {'not known' if line is None else line}")
    return DONE


def check(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Your own actors, .toml or .csv.")],
    debug: DebugOption = False,
) -> int:
    """Check a file of your own actors: keys, kinds, periods, ids, countries, parents; and say what it changes.

    Ends with 0 for a sound file and with 1 where there are faults, which are printed with their lines.
    """
    from whowhom.registry import Registry
    from whowhom.registry.checking import check_file

    if not file.is_file():
        raise UnreadableFile(f"{str(file)!r} is no file. Give a TOML or CSV file of actors.", where=str(file))
    checked = check_file(file, Registry.load())
    for sentence in (*checked.faults, *checked.notes):
        typer.echo(sentence)
    if checked.faults:
        say(f"{len(checked.faults)} fault{'s' if len(checked.faults) > 1 else ''} in {str(file)!r}.")
        return DONE_WITH_FAILURES
    typer.echo(f"{file}: {checked.entries} actor{'s' if checked.entries != 1 else ''}, no faults")
    typer.echo(f'Use it: put registry = ["{file}"] into whowhom.toml.')
    return DONE


COMMANDS: dict[str, tuple[Callable[..., int], str]] = {
    OF_A_CASE: (lists.actors, lists.EXAMPLES["actors"]),
    "find": (find, FIND_EXAMPLES),
    "show": (show, SHOW_EXAMPLES),
    "check": (check, CHECK_EXAMPLES),
}


def _registry(config: Path | None) -> Registry:
    from whowhom.registry import Registry

    return Registry.load(user=load_settings(config=config).registry)


def _day(words: str | None) -> str | None:
    try:
        return None if words is None else date.fromisoformat(words).isoformat()
    except ValueError as error:
        raise UsageError(f"--date: met {words!r}; expected a day as YYYY-MM-DD. Correct it.") from error


def _country(words: str | None, registry: Registry) -> str | None:
    if words is None:
        return None
    if registry.get(f"state:{words.upper()}") is not None:
        return words.upper()
    code = registry.country(words)
    if code is None:
        raise UsageError(f"--country: met {words!r}; expected an ISO code (ML) or the name of a country. Correct it.")
    return code


def _meant(registry: Registry, name: str, day: str | None) -> Iterator[tuple[RegistryEntry, str]]:
    """Yield each actor once with the reason why the name may mean it."""
    seen: set[str] = set()
    state = registry.get(f"state:{registry.land(name)}")
    groups = (
        ("name", registry.find(name, day=day, exact=True)),
        ("country", (state,) if state is not None else ()),
        ("leader", registry.led_by(name)),
        ("spelling", registry.find(name, day=day)),
        ("part of a name", registry.containing(name)),
    )
    for why, entries in groups:
        for entry in entries:
            if entry.id not in seen:
                seen.add(entry.id)
                yield entry, why


def _row(entry: RegistryEntry, why: str, day: str | None, registry: Registry) -> dict[str, Any]:
    kinds = [kind for kind in entry.kinds if _covers(kind.from_, kind.until, day)]
    return {
        "id": entry.id,
        "name": entry.name,
        "names": list(entry.aliases),
        "kind": "; ".join(_period(kind.kind, kind.from_, kind.until) for kind in kinds) or "none on that day",
        "country": entry.country,
        "active in": ", ".join(entry.active_in),
        "found by": why,
        "source": registry.source_of(entry),
    }


def _shown(row: dict[str, Any]) -> dict[str, Any]:
    """Leave out what has no room in a table; `whowhom actors show` has it."""
    names: Sequence[str] = row["names"]
    more = len(names) - LISTED_NAMES
    short = ", ".join(names[:LISTED_NAMES]) + (f" and {more} more" if more > 0 else "")
    return {**{key: row[key] for key in ("id", "name")}, "also": short, **{k: row[k] for k in TABLE}}


def _covers(from_: str | None, until: str | None, day: str | None) -> bool:
    return day is None or ((from_ is None or from_ <= day) and (until is None or day <= until))


def _period(what: str, from_: str | None, until: str | None) -> str:
    return f"{what}{f' from {from_}' if from_ else ''}{f' until {until}' if until else ''}"


def _facts(entry: RegistryEntry, registry: Registry) -> Iterator[tuple[str, Any]]:
    parent = registry.get(entry.part_of) if entry.part_of else None
    yield "id", entry.id
    yield "name", entry.name
    yield "also called", list(entry.aliases)
    yield "kinds", [_period(kind.kind, kind.from_, kind.until) for kind in entry.kinds]
    yield "country", entry.country
    yield "active in", ", ".join(entry.active_in) or None
    yield "part of", f"{parent.id} {parent.name}" if parent else entry.part_of
    yield "parts", [f"{part.id} {part.name}" for part in registry.parts_of(entry.id)]
    yield "leaders", [_period(leader.name, leader.from_, leader.until) for leader in entry.leaders]
    yield "founded", entry.founded
    yield "other ids", list(entry.also)
    yield "source", registry.source_of(entry)
