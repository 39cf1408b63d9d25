"""``whowhom export``: a case or a coding in a format that others read."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from whowhom.cli.guard import DONE, counted, say
from whowhom.cli.lists import (
    ActorOption,
    FromOption,
    PlaceOption,
    RadiusOption,
    StatusOption,
    ToOption,
    TypeOption,
    VoiceOption,
)
from whowhom.cli.options import CodebookOption, DebugOption, QuietOption
from whowhom.cli.output import STDOUT, is_database, refuse_overwriting
from whowhom.errors import UsageError

if TYPE_CHECKING:
    from whowhom.casefile.filters import Filter
    from whowhom.export.changes import Held
    from whowhom.export.outlets import Outlets
    from whowhom.export.report import ExportReport
    from whowhom.safeguard.known import Known
    from whowhom.safeguard.rows import Dataset

EXAMPLES = """
\b
Examples:
  whowhom export kotto.case --format acled -o kotto-acled.csv
  whowhom export kotto.case --format geojson --from 2022-03 --to 2022-05 -o spring.geojson
  whowhom export coded.json --format xlsx --profile internal -o coded.xlsx
  whowhom export kotto.case --format csv --since 2022-spring -o changed.csv
"""

ProfileOption = Annotated[
    str, typer.Option("--profile", metavar="NAME", help="Who it is for: public, partner, internal or named-record.")
]
BasisOption = Annotated[
    Path | None,
    typer.Option("--basis", metavar="FILE", help="Names for named-record, each with its basis.", show_default=False),
]
PrefixOption = Annotated[
    str | None, typer.Option("--prefix", metavar="WORD", help="Begins every id.", show_default="of the case")
]
SourcesOption = Annotated[
    Path | None,
    typer.Option("--sources", metavar="FILE", help="List of outlets that may be named.", show_default=False),
]
ScopeOption = Annotated[
    Path | None, typer.Option("--scope", metavar="FILE", help="Leave out what it does not cover.", show_default=False)
]


def export(
    given: Annotated[str, typer.Argument(metavar="CASE|CODING", help="A case, or a file of codings (JSON, JSONL).")],
    format_: Annotated[
        str, typer.Option("--format", "-f", metavar="FORMAT", help="csv, acled, ged, plover, hapi, geojson, ...")
    ],
    output: Annotated[Path, typer.Option("--output", "-o", metavar="FILE", help="Write here; - for standard output.")],
    profile: ProfileOption = "public",
    basis: BasisOption = None,
    prefix: PrefixOption = None,
    since: Annotated[
        str | None,
        typer.Option("--since", metavar="RELEASE", help="Only what changed since a release.", show_default=False),
    ] = None,
    scope: ScopeOption = None,
    sources: SourcesOption = None,
    codebook: CodebookOption = None,
    actor: ActorOption = None,
    place: PlaceOption = None,
    radius: RadiusOption = None,
    from_: FromOption = None,
    to: ToOption = None,
    type_: TypeOption = None,
    status: StatusOption = None,
    voice: VoiceOption = None,
    quiet: QuietOption = False,
    debug: DebugOption = False,
) -> int:
    """Write a case or a coding in another format, for the public unless --profile says otherwise.

    Beside FILE stands FILE.report.json: rules, rows left out, values that the format cannot hold, what was
    removed. The result says what sources claim; it is not the data of ACLED, UCDP or others.
    """
    from whowhom.casefile.filters import Filter
    from whowhom.export.changes import mark_changes
    from whowhom.export.formats import find_format, render
    from whowhom.export.outlets import read_outlets
    from whowhom.safeguard.apply import protect
    from whowhom.safeguard.profiles import choose_profile, read_basis

    for target in (output, *_beside(output)):
        refuse_overwriting(target, [given, basis, scope, sources, codebook])
    chosen_format, chosen_profile = find_format(format_), choose_profile(profile)
    names = read_basis(basis) if basis is not None else ()
    chosen = Filter(actor, place, radius, from_, to, tuple(type_ or ()), tuple(status or ()), voice)
    known = load_known(codebook)
    outlets = read_outlets(sources, known.registry)
    dataset, held = _read(given, chosen, since=since, scope=scope, prefix=prefix, outlets=outlets)
    safe = protect(dataset, chosen_profile, known, names)
    if held is not None:
        safe = mark_changes(safe, held, only_changed=True)
    data, report = render(chosen_format, safe)
    _write(output, data, report, safe)
    if not quiet:
        _tell(output, report, safe)
    return DONE


def load_known(codebook: Path | None) -> Known:
    """Load the lists of what may leave, with a codebook of one's own."""
    from whowhom.codebook import load_codebook
    from whowhom.safeguard.known import Known

    return Known.load(*([load_codebook(codebook)] if codebook is not None else []))


def is_case(given: str) -> bool:
    """Say whether words name a case, not a file of codings."""
    if "://" in given:
        return True
    path = Path(given)
    return not path.is_file() or is_database(path)  # Opening what is not there as a case says what is wrong.


def _read(
    given: str,
    chosen: Filter,
    *,
    since: str | None,
    scope: Path | None,
    prefix: str | None,
    outlets: Outlets,
) -> tuple[Dataset, Held | None]:
    """Read the rows, and what the release held from which changes are counted."""
    if is_case(given):
        return _read_case(given, chosen, since=since, scope=scope, prefix=prefix, outlets=outlets)
    from whowhom.export.from_coding import dataset_of, read_codings

    if since is not None or scope is not None or chosen != type(chosen)():
        raise UsageError("--since, --scope and filters need a case; a file of codings leaves as a whole.")
    return dataset_of(read_codings(Path(given)), prefix=prefix, outlets=outlets), None


def _read_case(
    given: str, chosen: Filter, *, since: str | None, scope: Path | None, prefix: str | None, outlets: Outlets
) -> tuple[Dataset, Held | None]:
    from whowhom.casefile.case import open_case
    from whowhom.casefile.scope import read_scope
    from whowhom.export.from_case import dataset_of_case
    from whowhom.export.releases import read_release

    rules = read_scope(scope) if scope is not None else None
    with open_case(given, write=False) as case, case.reading() as connection:
        held = read_release(connection, since) if since is not None else None
        return dataset_of_case(connection, chosen, scope=rules, prefix=prefix, outlets=outlets), held


def _write(output: Path, data: bytes, report: ExportReport, dataset: Dataset) -> None:
    from whowhom.export.files import write_files
    from whowhom.export.releases import changes_csv

    if output == STDOUT:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    report_file, changes_file = _beside(output)
    files = {output: data, report_file: report.as_json(dataset).encode()}
    if dataset.release is not None:
        files[changes_file] = changes_csv(dataset)
    write_files(files)


def _beside(output: Path) -> tuple[Path, Path]:
    """Give the files that stand beside an export: its report, and the changes since a release."""
    return Path(f"{output}.report.json"), Path(f"{output}.changes.csv")


def _tell(output: Path, report: ExportReport, dataset: Dataset) -> None:
    removed = sum(count for _, count in dataset.protections)
    parts = [f"{counted(report.rows, 'row')} for profile {dataset.profile!r}"]
    parts += [f"{len(report.left_out)} left out"] if report.left_out else []
    parts += [f"{counted(removed, 'value')} removed or made general"] if removed else []
    where = "" if output == STDOUT else f"; reasons in '{output}.report.json'"
    say(f"{', '.join(parts)}{where}.")
