"""The command ``whowhom`` and its table of commands.

In: the command line. Out: an exit code: 0 done, 1 done with failures or a check that failed,
2 bad input or usage, 3 a fault of ours, 130 interrupted.

What one would get wrong: modules of commands load at every start, so they import only typer
and this room; a reader, a parser or a template engine is imported inside the function that
needs it.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, version
from typing import Annotated

import typer

from whowhom.cli import (
    actors,
    add,
    bench,
    brief,
    care,
    code,
    codebook,
    corpus,
    doctor,
    erase,
    evaluate,
    export,
    gazetteer,
    history,
    importing,
    lists,
    recode,
    release,
    retract,
    review,
    schema,
    search,
    serve,
    settings,
    sources,
    trace,
    users,
    weighing,
)
from whowhom.cli.dashes import DashCommand
from whowhom.cli.guard import INTERRUPTED, guarded

app = typer.Typer(
    name="whowhom",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
codebook_app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="Work with a codebook of your own.")
users_app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="Say who may log in to the workbench.")
actors_app = typer.Typer(
    cls=actors.CaseOrCommand,
    no_args_is_help=True,
    rich_markup_mode=None,
    help=actors.HELP,
    epilog=actors.EXAMPLES,
    subcommand_metavar="CASE | COMMAND [ARGS]...",
)
gazetteer_app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="Make a gazetteer of your own.")
corpus_app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="Check, show, mend and bring in labels.")

COMMANDS: dict[str, tuple[Callable[..., int], str]] = {
    "code": (code.code, code.EXAMPLES),
    "brief": (brief.brief, brief.EXAMPLES),
    "evaluate": (evaluate.evaluate, evaluate.EXAMPLES),
    "bench": (bench.bench, bench.EXAMPLES),
    "add": (add.add, add.EXAMPLES),
    **{name: (command, lists.EXAMPLES[name]) for name, command in lists.LISTS if name != "actors"},
    "search": (search.search, search.EXAMPLES),
    "trace": (trace.trace, trace.EXAMPLES),
    **{name: (command, review.EXAMPLES[name]) for name, command in review.REVIEW},
    "history": (history.history, history.HISTORY_EXAMPLES),
    "queue": (history.queue, history.QUEUE_EXAMPLES),
    "recode": (recode.recode, recode.RECODE_EXAMPLES),
    "diff": (recode.diff, recode.DIFF_EXAMPLES),
    "import": (importing.import_, importing.IMPORT_EXAMPLES),
    "compare": (importing.compare, importing.COMPARE_EXAMPLES),
    "scope": (weighing.scope, weighing.SCOPE_EXAMPLES),
    "coverage": (weighing.coverage, weighing.COVERAGE_EXAMPLES),
    "settle": (weighing.settle, weighing.SETTLE_EXAMPLES),
    "hits": (weighing.hits, weighing.HITS_EXAMPLES),
    "sources": (sources.sources, sources.EXAMPLES),
    "retract": (retract.retract, retract.EXAMPLES),
    "export": (export.export, export.EXAMPLES),
    "release": (release.release, release.EXAMPLES),
    "erase": (erase.erase, erase.EXAMPLES),
    "backup": (care.backup, care.BACKUP_EXAMPLES),
    "restore": (care.restore, care.RESTORE_EXAMPLES),
    "upgrade": (care.upgrade, care.UPGRADE_EXAMPLES),
    "serve": (serve.serve, serve.EXAMPLES),
    "schema": (schema.schema, schema.EXAMPLES),
    "settings": (settings.settings, settings.EXAMPLES),
    "doctor": (doctor.doctor, doctor.EXAMPLES),
}


# The list of commands cuts what is longer than about sixty characters; these say it whole.
IN_SHORT = {
    "code": "Code reports: who did what to whom, and who says so.",
    "brief": "Write one HTML page on a report or a case.",
    "evaluate": "Score the coder on labelled texts, or two coders.",
    "bench": "Measure speed, start and memory on this machine.",
    "add": "Read and code reports into a case.",
    "claims": "List figures and responsibility as each voice gives them.",
    "search": "Find reports by their words.",
    "trace": "Show what a value stands on, down to the words.",
    "accept": "Accept what the case concludes.",
    "correct": "Correct a value; what the reports say stays.",
    "reject": "Reject an event or one assertion.",
    "merge": "Merge events, or actors, that are one.",
    "split": "Take what is another out of an event or an actor.",
    "queue": "List what waits for a person.",
    "recode": "Code all texts of a case anew.",
    "diff": "List what one coding says otherwise than another.",
    "import": "Take in codings of other people and programs.",
    "compare": "Set a case beside ACLED or GED.",
    "scope": "List the events that a scope leaves out, and why.",
    "coverage": "Hold estimates against the events of a case.",
    "hits": "List how often each voice's forecasts came true.",
    "retract": "Let a report count for nothing; it stays in the case.",
    "export": "Write a case or a coding in another format.",
    "release": "Freeze an export of a case, with what changed.",
    "erase": "Take a report or a person out for good.",
    "backup": "Copy a case into one new file.",
    "restore": "Make a case from a backup.",
    "upgrade": "Bring a case to this program's tables.",
    "doctor": "Show versions, data and what is absent.",
}


def package_version() -> str:
    """Give the installed version; "unknown" where the package is not installed but on the path."""
    try:
        return version("whowhom")
    except PackageNotFoundError:
        return "unknown"


def _show_version(value: bool) -> None:
    if value:
        typer.echo(f"whowhom {package_version()}")
        raise typer.Exit


@app.callback()
def _whowhom(
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    """Read reports on armed conflict; code who did what to whom, with the words behind every value.

    The results say what sources claim. They are machine-coded and unverified: check the words before use.
    """


for _name, (_function, _examples) in COMMANDS.items():
    app.command(_name, cls=DashCommand, epilog=_examples, short_help=IN_SHORT.get(_name))(guarded(_function))
codebook_app.command("check", epilog=codebook.EXAMPLES)(guarded(codebook.check))
app.add_typer(codebook_app, name="codebook")
gazetteer_app.command("build", epilog=gazetteer.EXAMPLES)(guarded(gazetteer.build))
app.add_typer(gazetteer_app, name="gazetteer")
for _name, (_function, _examples) in actors.COMMANDS.items():
    actors_app.command(_name, epilog=_examples)(guarded(_function))
app.add_typer(actors_app, name="actors", short_help="List the actors of a case; look up known actors.")
for _name, (_function, _examples) in corpus.COMMANDS.items():
    corpus_app.command(_name, epilog=_examples)(guarded(_function))
app.add_typer(corpus_app, name="corpus")
for _name, (_function, _examples) in users.COMMANDS.items():
    users_app.command(_name, epilog=_examples)(guarded(_function))
app.add_typer(users_app, name="users")


def main() -> None:
    """Run the command line and end the process with its exit code."""
    try:
        app(prog_name="whowhom")
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
