"""``whowhom brief``: one self-contained page for one report or a case."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from whowhom.cli.batch import INTERNAL_CODE, code_all
from whowhom.cli.caseoptions import WhoOption, who_or_user
from whowhom.cli.export import BasisOption, PrefixOption, ProfileOption, is_case
from whowhom.cli.guard import BAD_INPUT, DONE, OUR_FAULT, say
from whowhom.cli.lists import ActorOption, FromOption, PlaceOption, RadiusOption, ToOption
from whowhom.cli.log import start_logging
from whowhom.cli.options import (
    CodebookOption,
    ConfigOption,
    DebugOption,
    MinScoreOption,
    PublishedOption,
    QuietOption,
    VerboseOption,
)
from whowhom.errors import UsageError
from whowhom.records import Coding
from whowhom.settings import Settings, load_settings

if TYPE_CHECKING:
    from whowhom.cli.batch import Outcome
    from whowhom.ingest import IngestOptions

EXAMPLES = """
\b
Examples:
  whowhom brief report.txt
  whowhom brief report.html --published 2022-03-03 -o brief.html
  cat report.txt | whowhom brief - -o -
  whowhom brief kotto.case --from 2022-03 --to 2022-05 --place Haute-Kotto -o spring.html
  whowhom brief kotto.case --profile internal --save -o monday.html
"""


def brief(
    path: Annotated[str, typer.Argument(metavar="PATH", help="One report, - for standard input, or a case.")],
    published: PublishedOption = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", metavar="FILE", help="The page; - for standard output.", show_default="NAME.brief.html"
        ),
    ] = None,
    codebook: CodebookOption = None,
    min_score: MinScoreOption = None,
    from_: FromOption = None,
    to: ToOption = None,
    place: PlaceOption = None,
    radius: RadiusOption = None,
    actor: ActorOption = None,
    since: Annotated[
        str | None,
        typer.Option(
            "--since",
            metavar="NAME",
            help="Of a case: tell what changed since this release or saved brief.",
            show_default="the last brief saved on the same events, else the last release",
        ),
    ] = None,
    save: Annotated[
        bool, typer.Option("--save", help="Of a case: note what the page holds, so that the next tells what changed.")
    ] = False,
    prefix: PrefixOption = None,
    who: WhoOption = None,
    profile: ProfileOption = "public",
    basis: BasisOption = None,
    config: ConfigOption = None,
    quiet: QuietOption = False,
    verbose: VerboseOption = False,
    debug: DebugOption = False,
) -> int:
    """Write one HTML page on one report or on a case: events with tolls and voices, time line, ties.

    The page opens without network and without script. The page on a report has its text with marks and names all that
    it names; the page on a case is for the public unless --profile says otherwise.
    """
    from whowhom.ingest import IngestOptions

    start_logging(verbose=verbose)
    settings = load_settings(options={"codebook": codebook, "min_score": min_score}, config=config)
    options = IngestOptions(published, max_bytes=settings.max_bytes, check_language=settings.check_language)
    if path != "-" and (Path(path).is_file() or "://" in path) and is_case(path):
        from whowhom.casefile.filters import Filter
        from whowhom.cli.casebrief import Wanted, write_page

        chosen = Filter(actor, place, radius, from_, to)
        noter = who_or_user(who) if save else None
        wanted = Wanted(path, chosen, since, noter, prefix, profile, basis, settings.codebook, quiet)
        return write_page(wanted, output or Path("case.brief.html"))
    _refuse_case_options(given=(from_, to, place, radius, actor, since, basis, prefix, save or None), profile=profile)
    target = output or Path(f"{Path(path).stem if path != '-' else 'report'}.brief.html")
    return _write(path, target, settings, options, quiet=quiet, debug=debug)


def _refuse_case_options(*, given: tuple[object, ...], profile: str) -> None:
    if any(value is not None for value in given) or profile != "public":
        raise UsageError(
            "--from, --to, --place, --radius, --actor, --since, --save, --prefix, --profile and --basis are for "
            "a case. "
            "A brief on one report shows all of it."
        )


def _write(path: str, target: Path, settings: Settings, options: IngestOptions, *, quiet: bool, debug: bool) -> int:
    from whowhom.cli.output import STDOUT, open_output
    from whowhom.cli.run import check_files, files_of

    check_files(settings)
    with open_output(target, inputs=[path, *files_of(settings)]) as page:
        outcome = _code_single(path, settings, options, debug=debug)
        if not isinstance(outcome, Coding):
            say(outcome.message)
            return OUR_FAULT if outcome.code == INTERNAL_CODE else BAD_INPUT
        from whowhom.brief import write_brief

        page.write(write_brief(outcome))
    if not quiet and target != STDOUT:
        say(f"wrote {str(target)!r}.")
    return DONE


def _code_single(path: str, settings: Settings, options: IngestOptions, *, debug: bool) -> Outcome:
    from whowhom.cli.run import make_loader, standard_input
    from whowhom.ingest import read_sources

    sources = itertools.islice(read_sources([path], options=options, stdin=standard_input()), 2)
    met = list(sources)
    if len(met) != 1:
        raise UsageError(
            f"{path!r} holds {'more than one report' if met else 'no report'}; a brief takes one. "
            "Give a file with one report, or use `whowhom code` for many."
        )
    return next(code_all(met, load=make_loader(settings), debug=debug))
