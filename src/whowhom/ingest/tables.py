"""Reports in the lines of a JSONL file, the rows of a CSV file or a JSON array.

In: an open binary stream. Out: a document or a failure per record, in order. A
broken record never ends the file; its failure names line and cause.
"""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import IO

from whowhom.errors import EmptyReport, InputError, RecordError, UnreadableFile, UsageError
from whowhom.ingest.dates import EXPECTED, iso_date
from whowhom.ingest.decode import binary_kind, decode, guess_encoding
from whowhom.ingest.documents import document_from_text
from whowhom.ingest.lines import Line, as_utf8, split_lines
from whowhom.ingest.options import Failure, IngestOptions, PublicationHints
from whowhom.records import Document

JSONL_TYPE, CSV_TYPE, JSON_TYPE = "application/x-ndjson", "text/csv", "application/json"
_DELIMITERS = ",;\t|"
EXTRACTOR = "whowhom-records/1"
_SHOWN_KEYS = 12


def read_jsonl(stream: IO[bytes], *, where: str, options: IngestOptions) -> Iterator[Document | Failure]:
    """Yield the reports of a JSONL file, one object a line; blank lines are passed over."""
    stream, encoding = _opened(stream, where)
    is_empty = True
    for line in split_lines(stream, max_bytes=options.max_bytes):
        place = f"{where}:{line.number}"
        if line.raw is not None and not line.raw.strip():
            continue
        is_empty = False
        try:
            fields = _json_object(_line_text(line, place, encoding, options), place)
            yield _document(fields, _bytes(line), place, where, JSONL_TYPE, options)
        except InputError as error:
            yield as_failure(error, place)
    if is_empty:
        raise EmptyReport(f"{where!r} holds no line. Expected one JSON object a line; nothing was coded.", where=where)


def read_csv(stream: IO[bytes], *, where: str, options: IngestOptions) -> Iterator[Document | Failure]:
    """Yield the reports of a CSV file, whose first row names the columns."""
    stream, encoding = _opened(stream, where)
    rows = split_lines(stream, max_bytes=options.max_bytes, has_quotes=True)
    header = next(rows, None)
    if header is None:
        raise EmptyReport(f"{where!r} holds no row. Expected a CSV file with a row of names first.", where=where)
    names, delimiter = _header(_line_text(header, f"{where}:1", encoding, options), where, options)
    count = 0
    for row in rows:
        place = f"{where}:{row.number}"
        if row.raw is not None and not row.raw.strip():
            continue
        count += 1
        try:
            text = _line_text(row, place, encoding, options)
            yield _document(
                _row_fields(text, names, delimiter, place, options), _bytes(row), place, where, CSV_TYPE, options
            )
        except InputError as error:
            yield as_failure(error, place)
    if not count:
        raise EmptyReport(f"{where!r} holds a row of names and no other. Expected one report a row.", where=where)


def read_json(raw: bytes, *, where: str, options: IngestOptions) -> Iterator[Document | Failure]:
    """Yield the report of a JSON file with one object, or those of an array of objects."""
    text, _ = decode(raw, where=where)
    found = _parsed(text, where)
    records = found if isinstance(found, list) else [found]
    if not records:
        raise EmptyReport(f"{where!r} is an empty array. Expected objects with a report each.", where=where)
    for index, record in enumerate(records, start=1):
        place = f"{where}:{index}" if isinstance(found, list) else where
        try:
            if not isinstance(record, dict):
                raise _no_object(record, place)
            digest = raw if record is found else json.dumps(record, ensure_ascii=True).encode()
            yield _document(record, digest, place, where, JSON_TYPE, options)
        except InputError as error:
            yield as_failure(error, place)


def as_failure(error: InputError | UsageError, where: str) -> Failure:
    """Turn an error about one report into a row of the failure report."""
    return Failure(where, error.code, str(error))


def _opened(stream: IO[bytes], where: str) -> tuple[IO[bytes], str]:
    buffered, encoding = as_utf8(stream)
    kind = binary_kind(buffered.peek(16)) if hasattr(buffered, "peek") else None
    if kind is not None:
        raise UnreadableFile(
            f"{where!r} is not text: its first bytes are those of {kind}. Expected lines of text; unpack it first.",
            where=where,
        )
    return buffered, encoding


def _bytes(line: Line) -> bytes:
    return line.raw or b""


def _line_text(line: Line, place: str, encoding: str, options: IngestOptions) -> str:
    if line.raw is None:
        why = " Its last quoted field never closes." if line.is_open else ""
        raise RecordError(
            f"{place!r} is {line.length:,} bytes long; the limit for one report is {options.max_bytes:,}.{why} "
            "It was passed over unread; shorten it, or raise the limit.",
            where=place,
        )
    if line.is_open:
        raise RecordError(
            f"{place!r} opens a quoted field that never closes, up to the end of the file. "
            'Expected a closing double quote; write a quote inside a field twice ("").',
            where=place,
        )
    if b"\x00" in line.raw:
        raise RecordError(f"{place!r} holds zero bytes, which no text has. Expected text in UTF-8.", where=place)
    try:
        return line.raw.decode("utf-8")
    except UnicodeDecodeError as error:
        if encoding == "utf-8":
            encoding = _line_encoding(line.raw) or "utf-8"
        try:
            return line.raw.decode(encoding)
        except UnicodeDecodeError:
            raise RecordError(
                f"{place!r} is not valid UTF-8: byte {error.start + 1} cannot be read. Save the file as UTF-8.",
                where=place,
            ) from error


def _line_encoding(raw: bytes) -> str | None:
    return guess_encoding(raw)


def _parsed(text: str, place: str) -> object:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise RecordError(
            f"{place!r} is broken JSON: {error.msg.lower()} at line {error.lineno}, column {error.colno}. "
            "Expected one whole object; write it anew with a JSON program.",
            where=place,
        ) from error
    except (RecursionError, ValueError) as error:
        raise RecordError(
            f"{place!r} is JSON that cannot be taken apart ({type(error).__name__}): nested too deeply, or a "
            "number too long. Expected one object with plain fields.",
            where=place,
        ) from error


def _json_object(text: str, place: str) -> Mapping[str, object]:
    found = _parsed(text, place)
    if not isinstance(found, dict):
        raise _no_object(found, place)
    return found


def _no_object(found: object, place: str) -> RecordError:
    kind = {list: "an array", str: "a string", type(None): "null", bool: "true or false"}.get(type(found), "a number")
    return RecordError(f"{place!r} holds {kind}. Expected an object with the report under a key.", where=place)


def _header(text: str, where: str, options: IngestOptions) -> tuple[list[str], str]:
    for delimiter in _DELIMITERS:
        try:
            names = [name.strip() for name in next(csv.reader([text], delimiter=delimiter), [])]
        except csv.Error:
            continue
        if options.text_field in names:
            return names, delimiter
    raise RecordError(
        f"{where!r} has no column {options.text_field!r} in its first row. Expected a row of names, the report's text "
        f"among them; name the column that holds it.",
        where=where,
    )


def _row_fields(
    text: str, names: list[str], delimiter: str, place: str, options: IngestOptions
) -> Mapping[str, object]:
    before = csv.field_size_limit(options.max_bytes + 1)  # the limit is the whole process's: put it back
    try:
        rows = list(csv.reader(text.splitlines(keepends=True), delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise RecordError(
            f"{place!r} is a broken row: {error}. Expected fields as in the first row.", where=place
        ) from error
    finally:
        csv.field_size_limit(before)
    cells = rows[0] if rows else []
    if len(rows) > 1 or len(cells) != len(names):
        raise RecordError(
            f"{place!r} has {len(cells)} fields where the first row has {len(names)}. "
            "Expected as many; put fields with commas or line ends in double quotes.",
            where=place,
        )
    return dict(zip(names, cells, strict=True))


def _document(
    fields: Mapping[str, object], raw: bytes, place: str, where: str, media_type: str, options: IngestOptions
) -> Document:
    text = fields.get(options.text_field)
    if not isinstance(text, str):
        keys = ", ".join(repr(key[:40]) for key in list(fields)[:_SHOWN_KEYS])
        met = "null" if options.text_field in fields else "missing"
        raise RecordError(
            f"{place!r}: the field {options.text_field!r} is {met if text is None else 'no text'}. "
            f"Expected the report under it; the record has {keys or 'no field'}. Name the field that holds the text.",
            where=place,
        )
    name = _field(fields, options.id_field, place)
    hints = PublicationHints(
        published=_published(fields, place, options),
        title=_field(fields, options.title_field, place),
        url=_field(fields, options.url_field, place),
        publisher=_field(fields, options.publisher_field, place),
        path=f"{where}#{name}" if name else place,
        media_type=media_type,
        digest=hashlib.sha256(raw).hexdigest(),
        extractor=EXTRACTOR,
    )
    return document_from_text(text, meta=hints, check_language=options.check_language)


def _field(fields: Mapping[str, object], name: str, place: str) -> str | None:
    value = fields.get(name)
    if value is None or value == "":
        return None
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise RecordError(f"{place!r}: the field {name!r} is no text. Expected a string or nothing.", where=place)
    words = " ".join(str(value).split())
    if not words.isascii() and any("\ud800" <= letter <= "\udfff" for letter in words):
        raise RecordError(
            f"{place!r}: the field {name!r} holds half a character (a lone surrogate). Expected valid Unicode.",
            where=place,
        )
    return words or None


def _published(fields: Mapping[str, object], place: str, options: IngestOptions) -> str | None:
    words = _field(fields, options.published_field, place)
    if words is None:
        return options.published
    iso = iso_date(words)
    if iso is None:
        raise RecordError(
            f"{place!r}: the field {options.published_field!r} holds {words[:40]!r}, no date that can be read for "
            f"certain. Expected day, month and year in one of these forms: {EXPECTED}; or leave it out.",
            where=place,
        )
    return iso
