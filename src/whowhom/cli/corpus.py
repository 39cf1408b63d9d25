"""``whowhom corpus``: labels of our own, checked, shown, mended, brought in and compiled."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from whowhom.cli.guard import BAD_INPUT, DONE, counted, say
from whowhom.cli.options import DebugOption
from whowhom.errors import UnreadableFile, UsageError

if TYPE_CHECKING:
    from whowhom.corpora.own_check import CorpusCheck
    from whowhom.corpora.own_pack import Making
    from whowhom.corpora.own_records import LabelledDocument

FolderArgument = Annotated[Path, typer.Argument(metavar="[FOLDER]", help="Holds reports/ and labels/.")]
FolderOption = Annotated[Path, typer.Option("--folder", metavar="FOLDER", help="Holds reports/ and labels/.")]
CorporaOption = Annotated[
    Path | None,
    typer.Option(
        "--corpora",
        metavar="FOLDER",
        envvar="WHOWHOM_CORPORA",
        help="Where the labelled texts are.",
        show_default=False,
    ),
]
CORPUS = Path("corpus")

CHECK_EXAMPLES = """
\b
Examples:
  whowhom corpus check
  whowhom corpus check corpus --corpora ../corpora
"""
SHOW_EXAMPLES = """
\b
Example:
  whowhom corpus show written:a001
"""
QUOTE_EXAMPLES = """
\b
Example:
  whowhom corpus quote muc4:DEV-MUC3-0183 -o mend.toml
"""
PACK_EXAMPLES = """
\b
Examples:
  whowhom corpus pack mend.toml
  whowhom corpus pack labelling/ --index labelling/index.json --round 3
"""
COMPILE_EXAMPLES = """
\b
Example:
  whowhom corpus compile corpus.jsonl
"""
SPLIT_EXAMPLES = """
\b
Example:
  whowhom corpus split
"""


def check(folder: FolderArgument = CORPUS, corpora: CorporaOption = None, debug: DebugOption = False) -> int:
    """Check written reports and stand-off labels against codebook and scheme, and count every label.

    Told are wrong values and quotes, runs of words and sentences that reports repeat, the share of
    sentences without an event, and labels that no written report has. With --corpora the offsets are
    held against the texts. Ends with 2 where there are faults, all of which are printed.
    """
    from whowhom.corpora.own_check import check_own

    result = check_own(folder, corpora)
    for line in _counts(result):
        typer.echo(line)
    for fault in result.faults:
        typer.echo(fault)
    if result.faults:
        say(f"{len(result.faults)} fault{'s' if len(result.faults) > 1 else ''} in {str(folder)!r}.")
        return BAD_INPUT
    untold = "" if corpora else "; offsets of labels not held against their texts, which takes --corpora"
    typer.echo(f"{folder}: no faults{untold}")
    return DONE


def _counts(result: CorpusCheck) -> Iterator[str]:
    corpus = result.corpus
    parts = (("written reports", corpus.written), ("labelled", corpus.labelled), ("labelled twice", corpus.second))
    for part, documents in parts:
        events = sum(len(document["events"]) for document in documents)
        yield f"{part:<16}{len(documents):>6} documents {events:>6} events"
    yield f"sentences of written reports without event: {result.without_event} of {result.sentences}"
    yield f"{'layer':<20}{'label':<38}{'written':>8}{'labelled':>10}"
    for row in result.coverage:
        yield f"{row.layer:<20}{row.label:<38}{row.written:>8}{row.labelled:>10}"


def show(
    doc: Annotated[str, typer.Argument(metavar="DOC", help="Such as written:a001, or the path of a file of labels.")],
    folder: FolderOption = CORPUS,
    corpora: CorporaOption = None,
    debug: DebugOption = False,
) -> int:
    """Print the labels of a document with their words."""
    from whowhom.corpora.own_standoff import write_standoff

    typer.echo(write_standoff(_find(doc, folder, corpora), quoted=True, with_text=False), nl=False)
    return DONE


def quote(
    doc: Annotated[str, typer.Argument(metavar="DOC", help="Such as muc4:DEV-MUC3-0183, or the path of a file.")],
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="Write there, not to the screen.", show_default=False),
    ] = None,
    folder: FolderOption = CORPUS,
    corpora: CorporaOption = None,
    debug: DebugOption = False,
) -> int:
    """Write the labels of a document with its text and the words behind each span, to be mended by hand.

    `whowhom corpus pack` takes the file back. It holds the text, so keep it out of the repository.
    """
    from whowhom.cli.output import open_output
    from whowhom.corpora.own_standoff import write_standoff

    with open_output(output, inputs=[doc]) as target:
        target.write(write_standoff(_find(doc, folder, corpora), quoted=True))
    return DONE


def _find(doc: str, folder: Path, corpora: Path | None) -> LabelledDocument:
    """Find a document by name or file; it must have its text."""
    from whowhom.corpora.own import read_own
    from whowhom.corpora.own_standoff import read_standoff
    from whowhom.corpora.own_texts import read_texts

    if Path(doc).is_file():
        texts = dict(read_texts(corpora)) if corpora is not None else None
        found = [read_standoff(doc, Path(doc).read_text(encoding="utf-8"), texts)[0]]
    else:
        corpus = read_own(folder, corpora)
        found = [one for one in (*corpus.written, *corpus.labelled, *corpus.asides) if one["doc"] == doc]
    if not found:
        raise UsageError(f"{str(folder)!r} has no document {doc!r}. `whowhom corpus check` names the parts.")
    if len(found) > 1:
        raise UsageError(f"{len(found)} documents are called {doc!r}. Give the path of the file of labels.")
    if found[0]["text"] is None:
        raise UsageError(f"the text of {doc!r} is not at hand. Give --corpora or WHOWHOM_CORPORA.")
    return found[0]


def pack(
    paths: Annotated[list[Path], typer.Argument(metavar="PATHS...", help="Files, or folders of files.")],
    into: Annotated[Path, typer.Option("--into", metavar="FOLDER", help="The folder of labels.")] = CORPUS / "labels",
    index: Annotated[
        Path | None,
        typer.Option("--index", metavar="FILE", help="JSON: which text each file stands over.", show_default=False),
    ] = None,
    coder: Annotated[str, typer.Option("--coder", help="Who labelled, for files that do not say.")] = "language model",
    round_: Annotated[int, typer.Option("--round", help="Round of labelling, for files that do not say.")] = 3,
    corpora: CorporaOption = None,
    debug: DebugOption = False,
) -> int:
    """Bring labels into the folder of labels, as offsets without words.

    PATHS are files that `whowhom corpus quote` wrote, JSON lines, and files of the form of the written
    reports over another's text, which need --index and end with the line "# labelled" when finished.
    Documents with faults are not written; all faults are printed and the command ends with 2.
    """
    from whowhom.corpora.own_faults import find_document_faults
    from whowhom.corpora.own_lists import load_scheme
    from whowhom.corpora.own_pack import Making
    from whowhom.corpora.own_standoff import file_name, write_standoff

    scheme, written, faulty = load_scheme(), 0, 0
    for document, faults in _read_packed(paths, Making(coder, round_, _read_index(index)), corpora):
        if document is not None and not faults:
            faults = find_document_faults(document, scheme)
        for fault in faults:
            typer.echo(fault)
        if document is None or faults:
            faulty += 1
            continue
        target = into / file_name(document)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(write_standoff(document), encoding="utf-8")
        written += 1
    say(f"{counted(written, 'document')} written to {str(into)!r}, {faulty} left out for their faults.")
    return BAD_INPUT if faulty else DONE


def _read_packed(
    paths: Sequence[Path], making: Making, corpora: Path | None
) -> Iterator[tuple[LabelledDocument | None, list[str]]]:
    """Yield documents and their faults; files that are still being labelled are told of and passed over."""
    from whowhom.corpora.own_lists import load_scheme
    from whowhom.corpora.own_pack import read_json_lines, read_toml
    from whowhom.corpora.own_texts import read_texts

    texts = dict(read_texts(corpora)) if corpora is not None else {}
    scheme = load_scheme()
    for path in _files(paths):
        if path.suffix == ".jsonl":
            yield from ((document, []) for document in read_json_lines(path, texts))
            continue
        document, faults = read_toml(path, texts, making, scheme)
        if document is None and not faults:
            say(f"{path.name} is not finished: it has no line '# labelled'.")
        else:
            yield document, faults


def _files(paths: Sequence[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from sorted((*path.rglob("*.toml"), *path.rglob("*.jsonl")))
        elif path.is_file():
            yield path
        else:
            raise UnreadableFile(f"{str(path)!r} does not exist. Give a file or folder of labels.", where=str(path))


def _read_index(path: Path | None) -> dict[str, dict[str, Any]]:
    if path is None:
        return {}
    try:
        index = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise UnreadableFile(
            f"index {str(path)!r} cannot be read: {error}. Give a JSON file.", where=str(path)
        ) from error
    if not isinstance(index, dict):
        raise UnreadableFile(
            f"index {str(path)!r} is no JSON object. Give names of files as its keys.", where=str(path)
        )
    return index


def compile_(
    output: Annotated[Path, typer.Argument(metavar="OUT", help="File of JSON lines to write.")],
    folder: FolderArgument = CORPUS,
    corpora: CorporaOption = None,
    debug: DebugOption = False,
) -> int:
    """Write every document with its labels as JSON lines; the texts of real reports only with --corpora."""
    from whowhom.cli.output import open_output
    from whowhom.corpora.own import read_own

    corpus = read_own(folder, corpora)
    if corpus.faults:
        for fault in corpus.faults:
            typer.echo(fault)
        say(f"{counted(len(corpus.faults), 'fault')}; nothing written.")
        return BAD_INPUT
    documents = [*corpus.written, *corpus.labelled, *corpus.asides]
    with open_output(output) as target:
        for document in documents:
            target.write(json.dumps(document, ensure_ascii=False) + "\n")
    say(f"{counted(len(documents), 'document')}, {counted(sum(len(d['events']) for d in documents), 'event')}.")
    return DONE


def split(folder: FolderArgument = CORPUS, debug: DebugOption = False) -> int:
    """Write the list of the documents that are held out, a fifth by the digest of their names."""
    from whowhom.corpora.own import read_own
    from whowhom.corpora.own_check import HELD_OUT, held_names
    from whowhom.corpora.own_split import split_digest

    corpus = read_own(folder)
    held = held_names(corpus)
    (folder / HELD_OUT).write_text("".join(f"{name}\n" for name in held), encoding="utf-8")
    documents = len(corpus.written) + len(corpus.labelled) + len(corpus.asides)
    typer.echo(f"{len(held)} of {documents} held out; digest {split_digest(held)}")
    return DONE


COMMANDS: dict[str, tuple[Callable[..., int], str]] = {
    "check": (check, CHECK_EXAMPLES),
    "show": (show, SHOW_EXAMPLES),
    "quote": (quote, QUOTE_EXAMPLES),
    "pack": (pack, PACK_EXAMPLES),
    "compile": (compile_, COMPILE_EXAMPLES),
    "split": (split, SPLIT_EXAMPLES),
}
