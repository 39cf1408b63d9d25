"""``whowhom add``: reports into a case file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from whowhom.cli.caseoptions import CaseArgument, WhoOption, who_or_user
from whowhom.cli.log import start_logging
from whowhom.cli.options import (
    CodebookOption,
    ConfigOption,
    DebugOption,
    MinScoreOption,
    PublishedOption,
    QuietOption,
    VerboseOption,
    field_option,
)
from whowhom.settings import load_settings

EXAMPLES = """
\b
Examples:
  whowhom add kotto.case reports/
  whowhom add kotto.case archive.jsonl --jobs 4 --fail-report failed.csv
  whowhom add kotto.case reports/ --sources sources.toml
  whowhom add postgresql://team@server/kotto reports/
"""


def add(
    case: CaseArgument,
    paths: Annotated[list[str], typer.Argument(metavar="PATHS", help="Files, folders, or - for standard input.")],
    published: PublishedOption = None,
    sources: Annotated[
        Path | None, typer.Option("--sources", metavar="FILE", help="List of outlets, taken in first.")
    ] = None,
    codebook: CodebookOption = None,
    jobs: Annotated[
        int | None,
        typer.Option("--jobs", "-j", metavar="N", help="Processes that code, 1 if not set.", show_default=False),
    ] = None,
    min_score: MinScoreOption = None,
    id_field: Annotated[str, field_option("id", "report's id")] = "id",
    text_field: Annotated[str, field_option("text", "text")] = "text",
    published_field: Annotated[str, field_option("published", "date")] = "published",
    title_field: Annotated[str, field_option("title", "title")] = "title",
    url_field: Annotated[str, field_option("url", "address")] = "url",
    publisher_field: Annotated[str, field_option("publisher", "outlet")] = "publisher",
    fail_report: Annotated[
        Path | None, typer.Option("--fail-report", metavar="FILE", help="Write what failed as CSV.")
    ] = None,
    who: WhoOption = None,
    config: ConfigOption = None,
    quiet: QuietOption = False,
    verbose: VerboseOption = False,
    debug: DebugOption = False,
) -> int:
    """Read and code reports into a case, which is made if it does not exist.

    A report that is in the case already changes nothing, so a run that was cut off can simply be started again.
    A new text at a known address is a corrected report: it takes the old one's place, and the old one stays.
    """
    from whowhom.cli.adding import AddRequest, run_add
    from whowhom.ingest import IngestOptions

    start_logging(verbose=verbose)
    settings = load_settings(options={"codebook": codebook, "jobs": jobs, "min_score": min_score}, config=config)
    fields = (id_field, text_field, published_field, title_field, url_field, publisher_field)
    options = IngestOptions(published, *fields, max_bytes=settings.max_bytes, check_language=settings.check_language)
    request = AddRequest(case, tuple(paths), sources, fail_report, who_or_user(who), quiet, debug)
    return run_add(request, settings, options)
