"""What the caller tells the reader of files, and what it answers when one fails.

In: nothing but the standard library. Out: :class:`PublicationHints`,
:class:`IngestOptions` and :class:`Failure`. A hint is something known from
outside the text; it always wins over what the text seems to say.
"""

from __future__ import annotations

from dataclasses import dataclass

MAX_REPORT_BYTES = 64 * 1024 * 1024
"""The longest report read, in bytes: some ten million words, more than any
report of one event and less than a laptop's memory."""


@dataclass(frozen=True, slots=True)
class PublicationHints:
    """What is known about a publication from outside its text.

    Attributes:
        published: A date in any form that :func:`~whowhom.ingest.dates.iso_date` reads.
        published_in_page: The date was found in the page, not given by a person.
        path: File it came from, as given.
        digest: sha-256 of the raw bytes, hexadecimal.
        media_type: Of the raw bytes.
        extractor: Name and version of what took the text out.
        retrieved: ISO date-time of retrieval.
    """

    published: str | None = None
    title: str | None = None
    url: str | None = None
    publisher: str | None = None
    path: str | None = None
    byline: str | None = None
    media_type: str | None = None
    digest: str | None = None
    extractor: str | None = None
    retrieved: str | None = None
    published_in_page: bool = False


@dataclass(frozen=True, slots=True)
class IngestOptions:
    """How files are read.

    Attributes:
        published: Date of every report that brings none of its own as a field.
        id_field: Key or column of the record's id; the others likewise.
        max_bytes: A report longer than this is refused, unread.
        check_language: Refuse texts in a language that the reader does not read.
    """

    published: str | None = None
    id_field: str = "id"
    text_field: str = "text"
    published_field: str = "published"
    title_field: str = "title"
    url_field: str = "url"
    publisher_field: str = "publisher"
    max_bytes: int = MAX_REPORT_BYTES
    check_language: bool = True


@dataclass(frozen=True, slots=True)
class Failure:
    """One report that could not be read: a row of the failure report.

    Attributes:
        where: The path, or path and line, as in ``"archive.jsonl:12"``.
        code: Code of the error, such as ``"input.unreadable"``.
        message: What was met, what was expected, what to do; never report text.
    """

    where: str
    code: str
    message: str
