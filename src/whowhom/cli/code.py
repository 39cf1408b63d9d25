"""``whowhom code``: reports in, coded events out."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from whowhom.cli.log import start_logging
from whowhom.cli.options import (
    CodebookOption,
    ConfigOption,
    DebugOption,
    MinScoreOption,
    OutputFormat,
    PublishedOption,
    QuietOption,
    VerboseOption,
    ViewName,
    field_option,
)
from whowhom.settings import load_settings

EXAMPLES = """
\b
Examples:
  whowhom code report.txt
  whowhom code report.html --published 2022-03-03 --explain
  whowhom code report.txt --view claims
  whowhom code reports/ --format csv -o events.csv --fail-report failed.csv
  whowhom code archive.jsonl --format jsonl --jobs 4 -o coded.jsonl
  cat report.txt | whowhom code - --format json
"""


def code(
    paths: Annotated[list[str], typer.Argument(metavar="PATHS", help="Files, folders, or - for standard input.")],
    published: PublishedOption = None,
    format_: Annotated[
        OutputFormat | None, typer.Option("--format", "-f", help="What to write; table if not set.", show_default=False)
    ] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write here, not to standard output.")
    ] = None,
    codebook: CodebookOption = None,
    coder: Annotated[
        str | None,
        typer.Option("--coder", metavar="NAME", help="A coder of another package.", show_default=False),
    ] = None,
    explain: Annotated[
        bool, typer.Option("--explain", help="Table: each value with its words and offsets (JSON has them anyway).")
    ] = False,
    view: Annotated[ViewName, typer.Option("--view", help="Table: what to list.")] = ViewName.events,
    jobs: Annotated[
        int | None,
        typer.Option(
            "--jobs", "-j", metavar="N", help="Processes, 1 if not set; the result is the same.", show_default=False
        ),
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
    config: ConfigOption = None,
    quiet: QuietOption = False,
    verbose: VerboseOption = False,
    debug: DebugOption = False,
) -> int:
    """Code reports: who did what to whom, where, when, with how many casualties, and who says so.

    Reads .txt, .md, .html, .pdf, .docx, .jsonl, .csv and .json files, folders of them, and standard input.
    """
    from whowhom.cli.run import Request, run
    from whowhom.ingest import IngestOptions

    start_logging(verbose=verbose)
    chosen = {"format": format_.value if format_ else None, "codebook": codebook, "jobs": jobs, "min_score": min_score}
    settings = load_settings(options=chosen, config=config)
    fields = (id_field, text_field, published_field, title_field, url_field, publisher_field)
    options = IngestOptions(published, *fields, max_bytes=settings.max_bytes, check_language=settings.check_language)
    request = Request(tuple(paths), output, fail_report, explain, quiet, debug, coder, view.value)
    return run(request, settings, options)
