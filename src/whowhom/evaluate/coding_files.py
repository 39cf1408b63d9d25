"""Codings and labels from files: whatever two coders of the same texts may have written.

In: a folder or file. Out: one :class:`Coded` for each document.

* The folder of our own corpus (it holds ``reports`` or ``labels``): the held-out fifth
  for scoring our coder, since the rest trained it; all of it for comparing coders.
* Its folder ``asides`` alone: passages in which all but the events is labelled, and scored.
* Any other folder: its TOML files (all written reports or all stand-off labels, then also
  those one folder down), every JSON and JSONL file below it.
* A JSON file (one object or an array) or a JSONL file: codings in our layout, as
  ``whowhom code`` writes them, or labels as the corpus compiler writes them.

What one would get wrong: stand-off labels hold no text. It is read from the corpora that
``WHOWHOM_CORPORA`` names; without it such a document can be compared but not coded.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from whowhom.corpora.own import read_own
from whowhom.corpora.own_faults import find_faults
from whowhom.corpora.own_lists import load_scheme
from whowhom.corpora.own_records import LabelledDocument
from whowhom.corpora.own_split import held_out
from whowhom.corpora.own_standoff import read_labels
from whowhom.corpora.own_texts import read_texts
from whowhom.corpora.own_written import compile_folder
from whowhom.errors import InputError, RecordError, UnreadableFile, ValidationError
from whowhom.evaluate.coding_views import View, view_coding, view_labels
from whowhom.ingest import PublicationHints, document_from_text
from whowhom.records import Document
from whowhom.records.layout import from_dict

CORPORA_VARIABLE = "WHOWHOM_CORPORA"
PARTS = ("reports", "labels")
MAX_FAULTS_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Coded:
    """One document with what a coder says of it.

    Attributes:
        document: To be coded again; None where its text is not at hand.
    """

    view: View
    document: Document | None


def is_own_corpus(path: Path) -> bool:
    """Say whether a folder is that of our own corpus."""
    return any((path / part).is_dir() for part in PARTS)


def is_asides(path: Path) -> bool:
    """Say whether a folder is that of our passages in which all but the events is labelled."""
    return path.name == "asides" and path.is_dir() and is_own_corpus(path.parent)


def read_coded(path: Path, *, only_held_out: bool = False) -> list[Coded]:
    """Read every document under a path, in order of file and line.

    Args:
        only_held_out: Of our own corpus, read the fifth that is never trained on;
            other paths are read in full.

    Raises:
        InputError: nothing is there, or something is no coding and no labels;
            the message names file and line.
    """
    if not path.exists():
        raise UnreadableFile(f"{str(path)!r} does not exist. Give a folder or file of codings.", where=str(path))
    found = list(_read_folder(path) if path.is_dir() else _read_file(path))
    if only_held_out and (is_own_corpus(path) or is_asides(path)):
        found = [coded for coded in found if held_out(coded.view.name)]
    if not found:
        raise InputError(
            f"{str(path)!r} holds no codings. Expected TOML files of our corpus, or JSON or JSONL as "
            "`whowhom code --format jsonl` writes them.",
            where=str(path),
        )
    return found


def _read_folder(folder: Path) -> Iterator[Coded]:
    if is_own_corpus(folder):
        corpus = read_own(folder, _corpora())
        yield from _sound(folder, [*corpus.written, *corpus.labelled], corpus.faults)
        return
    if is_asides(folder):
        yield from _checked(folder, *compile_folder(folder, load_scheme(), asides=True))
        return
    if any(_is_written(path) for path in sorted(folder.glob("*.toml"))[:1]):
        yield from _checked(folder, *compile_folder(folder, load_scheme()))
    elif next(folder.rglob("*.toml"), None):
        yield from _checked(folder, *read_labels(folder, _corpora_texts()))
    for path in sorted((*folder.rglob("*.json"), *folder.rglob("*.jsonl"))):
        yield from _read_file(path)


def _checked(folder: Path, documents: Sequence[LabelledDocument], faults: Sequence[str]) -> Iterator[Coded]:
    """Look for the faults that the check of the whole corpus finds in a document."""
    yield from _sound(folder, documents, [*faults, *find_faults(documents, load_scheme())])


def _is_written(path: Path) -> bool:
    """A written report quotes its own text; stand-off labels name the digest of theirs."""
    return "sha256 = " not in path.read_text(encoding="utf-8", errors="replace")


def _sound(path: Path, documents: Sequence[LabelledDocument], faults: Sequence[str]) -> list[Coded]:
    if faults:
        shown = "\n".join(faults[:MAX_FAULTS_SHOWN])
        raise InputError(
            f"{str(path)!r} has {len(faults)} faults; `whowhom corpus check` lists them all. The first:\n{shown}",
            where=str(path),
        )
    return [_from_labels(document) for document in documents]


def _corpora() -> Path | None:
    named = os.environ.get(CORPORA_VARIABLE)
    return Path(named) if named else None


def _corpora_texts() -> dict[str, str] | None:
    corpora = _corpora()
    return dict(read_texts(corpora)) if corpora else None


def _read_file(path: Path) -> Iterator[Coded]:
    try:
        raw = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableFile(
            f"{str(path)!r} cannot be read: {getattr(error, 'strerror', None) or 'it is not UTF-8'}. "
            "Give codings (JSON, JSONL) or a folder of labels.",
            where=str(path),
        ) from None
    if path.suffix == ".json":
        whole = _parse(raw, str(path))
        for number, value in enumerate(whole if isinstance(whole, list) else [whole]):
            yield _from_value(value, f"{path}[{number}]")
    else:
        for number, line in enumerate(raw.split("\n"), start=1):
            if line.strip():
                yield _from_value(_parse(line, f"{path}:{number}"), f"{path}:{number}")


def _parse(raw: str, where: str) -> Any:
    try:
        return json.loads(raw)
    except json.JSONDecodeError as error:
        raise RecordError(f"{where!r} is not JSON: {error}. Expected codings or labels.", where=where) from None


def _from_value(value: Any, where: str) -> Coded:
    try:
        if isinstance(value, dict) and "format" in value:
            coding = from_dict(value)
            return Coded(view_coding(coding), coding.document)
        return _from_labels(cast(LabelledDocument, {"read_from": 0, "text": None, "published": None, **value}))
    except ValidationError as error:
        raise RecordError(f"{where!r}: {error}", where=where) from None
    except (KeyError, TypeError, ValueError) as error:
        raise RecordError(
            f"{where!r} is neither a coding nor a labelled document ({type(error).__name__}: {error}). Expected the "
            "JSON of `whowhom code` (key 'format'), or labels as the corpus compiler writes them (key 'sha256').",
            where=where,
        ) from None


def _from_labels(labels: LabelledDocument) -> Coded:
    view = view_labels(labels)
    if labels["text"] is None:
        return Coded(view, None)
    hints = PublicationHints(published=labels["published"], path=labels["doc"])
    document = document_from_text(labels["text"], meta=hints, check_language=False)
    if document.id != labels["sha256"]:
        raise InputError(
            f"labels of {labels['doc']!r} are of another text: its digest is {document.id}, the labels say "
            f"{labels['sha256']}. Give the text that was labelled.",
            where=labels["doc"],
        )
    return Coded(view, document)
