"""Files, folders and standard input as a stream of documents.

In: paths as a person types them. Out: a document or a failure for each report, in
the order given, one at a time: nothing is opened before it is asked for. One bad
file never ends the run; it becomes a :class:`Failure`.
"""

from __future__ import annotations

import hashlib
import io
import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import BinaryIO

from whowhom.errors import EmptyReport, InputError, UnreadableFile, UsageError
from whowhom.ingest.decode import decode
from whowhom.ingest.documents import document_from_text, given_date
from whowhom.ingest.html import read_html
from whowhom.ingest.options import Failure, IngestOptions, PublicationHints
from whowhom.ingest.pdf import read_pdf
from whowhom.ingest.tables import as_failure, read_csv, read_json, read_jsonl
from whowhom.ingest.word import read_docx
from whowhom.records import Document

KINDS = {
    ".txt": "text",
    ".md": "markdown",
    ".html": "html",
    ".htm": "html",
    ".pdf": "pdf",
    ".docx": "docx",
    ".jsonl": "jsonl",
    ".csv": "csv",
    ".json": "json",
}
"""Suffixes read, in lower case, and the kind of file that each names."""

STDIN = "-"
_STREAMED = ("jsonl", "csv")
_TEXT_EXTRACTOR = "whowhom-text/1"
_MEDIA_TYPES = {"text": "text/plain", "markdown": "text/markdown"}


def read_sources(
    paths: Sequence[str], *, options: IngestOptions, stdin: BinaryIO | None = None
) -> Iterator[Document | Failure]:
    """Read reports, in the order given, as they are asked for.

    Args:
        paths: Files, folders (all files in them, sorted by path, without hidden
            ones) and ``"-"`` for ``stdin``.
        options: How they are read.
        stdin: Bytes that ``"-"`` stands for.

    Returns:
        For each report a document, or a failure that says why there is none.

    Raises:
        UsageError: at once, for an option that cannot be used.
    """
    published = given_date(options.published, name="published")
    if options.max_bytes < 1:
        raise UsageError(f"max_bytes is {options.max_bytes}; expected a number of bytes above 0.")
    return _read_all(list(paths), replace(options, published=published), stdin)


def _read_all(paths: list[str], options: IngestOptions, stdin: BinaryIO | None) -> Iterator[Document | Failure]:
    for path in paths:
        if path == STDIN:
            yield from _guarded(_read_stdin(stdin, options), STDIN)
        elif os.path.isdir(path):
            yield from _read_folder(path, options)
        else:
            yield from _guarded(_read_file(path, options), _shown(path))


def _guarded(reports: Iterator[Document | Failure], where: str) -> Iterator[Document | Failure]:
    try:
        yield from reports
    except InputError as error:
        yield as_failure(error, error.where or where)
    except OSError as error:
        cause = (error.strerror or type(error).__name__).lower()
        yield as_failure(
            UnreadableFile(
                f"{where!r} cannot be read: {cause}. Expected a file that exists and that you may read; "
                "check its name and rights.",
                where=where,
            ),
            where,
        )


def _read_folder(path: str, options: IngestOptions) -> Iterator[Document | Failure]:
    is_empty = True
    for report in _walk(path, options):
        is_empty = False
        yield report
    if is_empty:
        yield Failure(path, EmptyReport.code, f"{path!r} is a folder without files. Expected reports in it.")


def _walk(path: str, options: IngestOptions) -> Iterator[Document | Failure]:
    try:
        with os.scandir(path) as listing:
            entries = sorted((entry.name, entry.is_dir(follow_symlinks=False)) for entry in listing)
    except OSError as error:
        cause = (error.strerror or type(error).__name__).lower()
        yield Failure(
            path, UnreadableFile.code, f"{path!r} cannot be listed: {cause}. Expected a folder that you may read."
        )
        return
    for name, is_folder in entries:
        inner = os.path.join(path, name)
        if name.startswith("."):
            continue
        yield from _walk(inner, options) if is_folder else _guarded(_read_file(inner, options), _shown(inner))


def _shown(path: str) -> str:
    # Names of files need not be valid text; what is written into records must be.
    return os.fsencode(path).decode("utf-8", "replace")


def _read_file(path: str, options: IngestOptions) -> Iterator[Document | Failure]:
    suffix = os.path.splitext(path)[1].lower()
    kind = KINDS.get(suffix)
    mode = os.stat(path).st_mode
    if kind is None:
        raise UnreadableFile(
            f"{path!r} is of an unknown kind: {suffix or 'no suffix'}. Expected one of {' '.join(KINDS)}; "
            "rename the file, or give its text on standard input.",
            where=path,
        )
    if not stat.S_ISREG(mode):
        raise UnreadableFile(
            f"{path!r} is no regular file. Expected a file; give a stream on standard input.", where=path
        )
    with open(path, "rb") as stream:
        yield from _read_stream(stream, kind, _shown(path), options)


def _read_stdin(stdin: BinaryIO | None, options: IngestOptions) -> Iterator[Document | Failure]:
    if stdin is None:
        raise UnreadableFile("'-' stands for standard input, and there is none. Give a file instead.", where=STDIN)
    buffered = io.BufferedReader(_Buffered(stdin))
    yield from _read_stream(buffered, _sniffed(buffered.peek(4096)[:4096]), STDIN, options)


def _sniffed(head: bytes) -> str:
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if start.startswith(b"%PDF-"):
        return "pdf"
    if start.startswith(b"PK\x03\x04"):
        return "docx"
    if start.startswith(b"{"):
        return "jsonl"
    if start[:9].lower() == b"<!doctype" or start[:5].lower() in (b"<html", b"<?xml"):
        return "html"
    return "text"


def _read_stream(stream: BinaryIO, kind: str, where: str, options: IngestOptions) -> Iterator[Document | Failure]:
    if kind in _STREAMED:
        reader = read_jsonl if kind == "jsonl" else read_csv
        yield from reader(stream, where=where, options=options)
        return
    raw = stream.read(options.max_bytes + 1)
    if len(raw) > options.max_bytes:
        raise UnreadableFile(
            f"{where!r} is larger than {options.max_bytes:,} bytes, the limit for one report. It was not read on; "
            "split it, put many reports into a JSONL file, or raise the limit.",
            where=where,
        )
    if not raw.strip():
        raise EmptyReport(f"{where!r} is empty. Expected a report; nothing was coded.", where=where)
    if kind == "json":
        yield from read_json(raw, where=where, options=options)
        return
    text, hints = _extracted(raw, kind, where, options)
    path = None if where == STDIN else where
    hints = replace(hints, path=path, digest=hashlib.sha256(raw).hexdigest())
    if options.published is not None:
        hints = replace(hints, published=options.published, published_in_page=False)
    yield document_from_text(text, meta=hints, check_language=options.check_language)


def _extracted(raw: bytes, kind: str, where: str, options: IngestOptions) -> tuple[str, PublicationHints]:
    if kind == "html":
        return read_html(raw, where=where)
    if kind == "pdf":
        return read_pdf(raw, where=where, max_chars=options.max_bytes)
    if kind == "docx":
        return read_docx(raw, where=where, max_bytes=options.max_bytes)
    text, encoding = decode(raw, where=where)
    return text, PublicationHints(media_type=_MEDIA_TYPES[kind], extractor=f"{_TEXT_EXTRACTOR} {encoding}")


class _Buffered(io.RawIOBase):
    """Standard input as a raw stream, so that its first bytes can be looked at."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        piece = self._stream.read(len(buffer))
        buffer[: len(piece)] = piece
        return len(piece)
