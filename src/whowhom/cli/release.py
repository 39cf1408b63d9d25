"""``whowhom release``: a frozen export of a case, with what changed since the last."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from whowhom.cli.caseoptions import CaseArgument, WhoOption, who_or_user
from whowhom.cli.export import BasisOption, PrefixOption, ProfileOption, ScopeOption, load_known
from whowhom.cli.guard import DONE
from whowhom.cli.options import CodebookOption, DebugOption

EXAMPLES = """
\b
Examples:
  whowhom release kotto.case 2022-spring
  whowhom release kotto.case 2022-summer --format csv --format acled -o releases
"""


def release(
    case: CaseArgument,
    name: Annotated[str, typer.Argument(metavar="NAME", help="Letters, digits, dots, hyphens.")],
    format_: Annotated[
        list[str] | None,
        typer.Option("--format", "-f", metavar="FORMAT", help="May be repeated; csv if not set.", show_default=False),
    ] = None,
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="FOLDER", help="A folder of the release's name is made here.")
    ] = Path("."),
    profile: ProfileOption = "public",
    basis: BasisOption = None,
    prefix: PrefixOption = None,
    scope: ScopeOption = None,
    codebook: CodebookOption = None,
    who: WhoOption = None,
    debug: DebugOption = False,
) -> int:
    """Freeze an export of a case: files, methods, what changed since the last release, and a digest."""
    from whowhom.casefile.case import open_case
    from whowhom.casefile.filters import Filter
    from whowhom.casefile.scope import read_scope
    from whowhom.export.formats import find_format
    from whowhom.export.from_case import dataset_of_case
    from whowhom.export.outlets import read_outlets
    from whowhom.export.releases import make_release
    from whowhom.safeguard.apply import protect
    from whowhom.safeguard.profiles import choose_profile, read_basis

    formats = [find_format(wanted) for wanted in dict.fromkeys(format_ or ["csv"])]
    chosen, known = choose_profile(profile), load_known(codebook)
    names = read_basis(basis) if basis is not None else ()
    rules = read_scope(scope) if scope is not None else None
    with open_case(case) as opened:
        with opened.reading() as connection:
            outlets = read_outlets(None, known.registry)
            dataset = dataset_of_case(connection, Filter(), prefix=prefix, outlets=outlets, scope=rules)
        safe = protect(dataset, chosen, known, names)
        made = make_release(opened, safe, formats, name=name, folder=output, who=who_or_user(who))
    told = ", ".join(f"{count} {change}" for change, count in sorted(made.changes.items())) or "no events"
    typer.echo(f"released {made.name!r} ({told}); sha-256 {made.digest}.")
    return DONE
