"""Codings of other people and programs: read, validated and taken in as a coder of their own.

In: a file of our own layout, ACLED or GED rows, a plain event table, or brat stand-off. Out:
codings and failures, and what became of each in the case.

What one would get wrong: one coding of a text counts. An import of a text that is coded
already stands beside the coding that counts, to be compared with; it counts in its stead only
if that is asked for. A text that is new comes in with it.
"""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select

from whowhom.casefile import schema
from whowhom.casefile.case import Case
from whowhom.casefile.codings import coder_key, leads, store_coding
from whowhom.casefile.identities import link_actors
from whowhom.casefile.imports_brat import read_brat
from whowhom.casefile.recode import switch_coding
from whowhom.casefile.reports import add_report, classify
from whowhom.casefile.rowformats import READERS, REQUIRED
from whowhom.casefile.rowtexts import code_row
from whowhom.casefile.runs import end_run, start_run
from whowhom.errors import InputError, ValidationError, WhowhomError
from whowhom.ingest import Failure
from whowhom.records import Coder, Coding
from whowhom.records.layout import from_dict
from whowhom.records.validation import validate

FORMATS = ("whowhom", "acled", "ged", "csv", "brat")
NAMES = {"acled": "ACLED", "ged": "UCDP GED", "csv": "event table", "brat": "brat"}
Item = Coding | Failure


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """How a file is read.

    Attributes:
        form: One of :data:`FORMATS`.
        coder: Name of the coder; None: that of the file, or of the format.
        columns: Our column name to the header of the file, for ``csv``.
    """

    form: str
    coder: str | None = None
    columns: tuple[tuple[str, str], ...] = ()


@dataclass
class Importing:
    """One run of importing.

    Attributes:
        counts: Codings that came in with their text ("new"), stand beside another
            ("beside"), count in place of another ("preferred") or were there ("known").
    """

    case: Case
    who: str
    version: str
    prefer: bool = False
    kind: str = "import"
    counts: Counter[str] = field(default_factory=Counter)
    failures: list[Failure] = field(default_factory=list)
    _run_no: int | None = None

    def take(self, item: Item) -> None:
        """Store a coding, or note a failure; each is a transaction of its own."""
        if isinstance(item, Failure):
            self.failures.append(item)
            return
        with self.case.writing() as connection:
            at = self.case.clock()
            what = self._store(connection, item, at)
            run_no = self._run_no if what in ("known", "erased") else self._run(connection, at)
        self._run_no = run_no
        if what == "erased":
            where = item.document.publication.path or "text"
            self.failures.append(Failure(where, "case.erased", f"{where!r} was erased from this case on purpose."))
        else:
            self.counts[what] += 1

    def finish(self) -> None:
        """Write what the run counted; a run that changed nothing and met no failure leaves no trace."""
        if self._run_no is None and not self.failures:
            return
        rows = [(failure.where, failure.code, failure.message) for failure in self.failures]
        with self.case.writing() as connection:
            end_run(connection, self._run(connection, self.case.clock()), self.counts, rows)

    def _run(self, connection: Connection, at: str) -> int:
        if self._run_no is not None:
            return self._run_no
        return start_run(connection, command="import", who=self.who, version=self.version, at=at)

    def _store(self, connection: Connection, coding: Coding, at: str) -> str:
        standing = classify(connection, coding.document)
        if standing == "erased":
            return "erased"
        if standing == "new":
            add_report(connection, coding.document, coding, at=at, kind=self.kind)
            return "new"
        if standing == "outlet":
            add_report(connection, coding.document, None, at=at)
        return self._beside(connection, coding, at)

    def _beside(self, connection: Connection, coding: Coding, at: str) -> str:
        table, text = schema.coding.c, schema.text.c
        current = connection.execute(
            select(table.no, table.text_no, table.report_no)
            .join(schema.text, text.no == table.text_no)
            .join(schema.coder, schema.coder.c.no == table.coder_no)
            .where(text.digest == coding.document.id, leads())
        ).one()
        coder = select(schema.coder.c.no).where(schema.coder.c.key == coder_key(coding.coder))
        there = connection.scalars(
            select(table.no).where(table.text_no == current.text_no, table.coder_no.in_(coder))
        ).one_or_none()
        if there == current.no or (there is not None and not self.prefer):
            return "known"
        made = store_coding(
            connection,
            coding,
            text_no=current.text_no,
            report_no=current.report_no,
            at=at,
            kind=self.kind,
            is_current=False,
        )
        link_actors(connection, made)
        if not self.prefer:
            return "beside"
        switch_coding(connection, coding.document.id, current.no, made, at=at)
        return "preferred"


def read_import(path: Path, options: ImportOptions) -> Iterator[Item]:
    """Read and validate a file of codings.

    Raises:
        InputError: the file as a whole cannot be read; what is wrong with one row or text
            comes out as a failure.
    """
    reader = {"whowhom": _read_whowhom, "brat": _read_brat}.get(options.form, _read_rows)
    for where, item in reader(path, options):
        yield item if isinstance(item, Failure) else _validated(where, item)


def _validated(where: str, coding: Coding) -> Item:
    try:
        validate(coding)
    except ValidationError as error:
        return _failure(where, error)
    return coding


def _read_whowhom(path: Path, options: ImportOptions) -> Iterator[tuple[str, Item]]:
    for number, value in _json_values(path):
        where = f"{path}:{number}"
        try:
            coding = from_dict(value)
        except WhowhomError as error:
            yield where, _failure(where, error)
            continue
        name = options.coder
        yield where, coding if name is None else replace(coding, coder=replace(coding.coder, name=name))


def _json_values(path: Path) -> Iterator[tuple[int, Any]]:
    """Give the objects of a JSON file (one, or a list of them) or of a JSONL file, with their numbers."""
    text = _text(path)
    try:
        whole = json.loads(text)
    except ValueError:
        yield from _json_lines(text, path)
        return
    yield from enumerate(whole if isinstance(whole, list) else [whole], start=1)


def _json_lines(text: str, path: Path) -> Iterator[tuple[int, Any]]:
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        try:
            yield number, json.loads(line)
        except ValueError:
            raise InputError(
                f"{path}:{number} is no JSON. Expected what `whowhom code --format json` writes."
            ) from None


def _read_rows(path: Path, options: ImportOptions) -> Iterator[tuple[str, Item]]:
    coder = _coder(options)
    for where, row in read_table(path, REQUIRED[options.form], columns=dict(options.columns)):
        try:
            yield where, code_row(READERS[options.form](row, where), coder, where=where)
        except WhowhomError as error:
            yield where, _failure(where, error)


def read_table(
    path: Path, required: Iterable[str], *, columns: dict[str, str] | None = None
) -> Iterator[tuple[str, dict[str, str]]]:
    """Read the rows of a CSV file, with "file:row" of each; empty cells are left out.

    Args:
        required: Columns that the file must have.
        columns: Our name to the file's header, where they differ.

    Raises:
        InputError: it cannot be read, or a column is missing.
    """
    names = {header: ours for ours, header in (columns or {}).items()}
    text = _text(path)
    first = text.partition("\n")[0]
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=first.count))
    head = [names.get(name, name).strip() for name in reader.fieldnames or ()]
    absent = [name for name in required if name not in head]
    if absent:
        raise InputError(
            f"{path} has no column {absent[0]!r}. It has: {', '.join(head) or 'nothing'}. "
            f"If one of them is it, say so: --column {absent[0]}=NAME."
        )
    for number, row in enumerate(reader, start=2):
        given = {names.get(name, name).strip(): value for name, value in row.items() if name is not None}
        yield f"{path}:{number}", {name: value.strip() for name, value in given.items() if value and value.strip()}


def _read_brat(path: Path, options: ImportOptions) -> Iterator[tuple[str, Item]]:
    files = sorted(path.rglob("*.ann")) if path.is_dir() else [path.with_suffix(".ann")]
    if not files:
        raise InputError(f"{path} holds no .ann file. Give a folder of .txt and .ann files, or one of them.")
    for file in files:
        try:
            coding, ignored = read_brat(file, _coder(options))
        except WhowhomError as error:
            yield str(file), _failure(str(file), error)
            continue
        yield str(file), coding
        if ignored:
            message = f"{file}: {ignored} lines or roles have no place in a coding and were left out."
            yield str(file), Failure(str(file), "import.left-out", message)


def _coder(options: ImportOptions) -> Coder:
    return Coder(options.coder or NAMES[options.form], "imported", None, f"{options.form}", None, None)


def _failure(where: str, error: WhowhomError) -> Failure:
    return Failure(where, error.code, str(error))


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        cause = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise InputError(f"{str(path)!r} cannot be read: {cause}.") from None
