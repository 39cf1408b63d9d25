"""Documents: a canonical text with its regions, language and publication.

In: a string and what is known about it. Out: :class:`~whowhom.records.Document`.
What is given from outside wins over what the page says, and that over what is
inferred from the text; what nobody says is None with its reason.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from whowhom.errors import EmptyReport, RecordError, UnreadLanguage, UsageError
from whowhom.ingest.dates import EXPECTED, dateline_date, iso_date, stated_date
from whowhom.ingest.decode import canonical
from whowhom.ingest.headings import begins_with_kind, names_kind
from whowhom.ingest.language import find_language
from whowhom.ingest.options import PublicationHints
from whowhom.ingest.regions import find_regions, plain_title
from whowhom.ingest.witnesses import read_witness
from whowhom.records import READ_KINDS, Document, Missing, Publication, Quote, Reason, Region, text_id
from whowhom.records.documents import PublishedBasis

# A statement of the day of publication stands at the head or the foot of a text.
UNITS_AT_HEAD = 5
UNITS_AT_FOOT = 5
_FIELDS = [
    "path",
    "url",
    "title",
    "byline",
    "publisher",
    "relayed_from",
    "published",
    "retrieved",
    "digest",
    "media_type",
    "extractor",
]
_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class _Published:
    iso: str | None
    basis: PublishedBasis
    quote: Quote | None
    reason: Reason = "not stated"


def document_from_text(text: str, *, meta: PublicationHints | None = None, check_language: bool = True) -> Document:
    """Make a document of a string.

    Args:
        text: The report. Its line ends become ``\\n``; nothing else changes.
        meta: What is known from outside the text.
        check_language: Refuse a text that is certainly not English.

    Returns:
        The document. Each field of its publication that is None has a reason in
        ``publication.missing``.

    Raises:
        EmptyReport: there is no text.
        RecordError: the text holds half a character (a lone surrogate).
        UnreadLanguage: the text is in another language than English.
        UsageError: the given date cannot be read.
    """
    meta = meta or PublicationHints()
    where = meta.path or meta.url or "text"
    text = canonical(text.removeprefix("\ufeff"))
    _require_text(text, where)
    regions = find_regions(text, title=meta.title)
    code = find_language(_read_part(text, regions))
    if check_language and code.is_certain and code.code != "en":
        raise UnreadLanguage(
            f"{where!r} is in {code.name} ({code.code}); this reader reads English. Translate the report, "
            "or turn the language check off if it is English after all.",
            where=where,
        )
    missing = () if code.code else (Missing("language", "below threshold"),)
    return Document(text_id(text), text, code.code, _publication(text, regions, meta), regions, missing)


def given_date(words: str | None, *, name: str) -> str | None:
    """Read a date that a person gave, or raise.

    Args:
        words: The date; None and blank mean that none was given.
        name: What it was given as, for the error, such as ``"--published"``.

    Raises:
        UsageError: the words are no unambiguous date.
    """
    if words is None or not words.strip():
        return None
    iso = iso_date(words)
    if iso is None:
        raise UsageError(
            f"{name}: {words[:40]!r} is no date that can be read for certain. "
            f"Expected day, month and year in one of these forms: {EXPECTED}."
        )
    return iso


def _require_text(text: str, where: str) -> None:
    if not text.strip():
        raise EmptyReport(f"{where!r} holds no text. Expected a report; nothing was coded.", where=where)
    if _SURROGATE.search(text):
        raise RecordError(
            f"{where!r} holds half a character (a lone surrogate). Expected valid Unicode; write the text out anew.",
            where=where,
        )


def _read_part(text: str, regions: Sequence[Region]) -> str:
    parts = [text[region.start : region.end] for region in regions if region.kind in READ_KINDS]
    return "\n".join(parts) or text


def _publication(text: str, regions: Sequence[Region], meta: PublicationHints) -> Publication:
    witness = read_witness(text, regions, publisher=meta.publisher)
    published = _published(text, regions, meta)
    quotes = {witness.publisher, witness.relayed_from, published.quote}
    quotes |= {witness.byline} if meta.byline is None else set()
    values = {
        "path": meta.path,
        "url": meta.url,
        "title": meta.title or _headline(text, regions),
        "byline": meta.byline or _words(witness.byline),
        "publisher": meta.publisher or _words(witness.publisher),
        "relayed_from": _words(witness.relayed_from),
        "published": published.iso,
        "retrieved": meta.retrieved,
        "digest": meta.digest,
        "media_type": meta.media_type,
        "extractor": meta.extractor,
    }
    missing = tuple(
        Missing(name, published.reason if name == "published" else "not stated")
        for name in _FIELDS
        if values[name] is None
    )
    return Publication(
        **values,
        published_basis=published.basis,
        quotes=tuple(sorted(quote for quote in quotes if quote is not None)),
        missing=missing,
    )


def _words(quote: Quote | None) -> str | None:
    return None if quote is None else quote.text


def _headline(text: str, regions: Sequence[Region]) -> str | None:
    for region in regions:
        if region.kind == "headline":
            return plain_title(text[region.start : region.end])
    # "Situation report, 7 June 2021" is a title where no headline follows.
    for region in regions[:UNITS_AT_HEAD]:
        if region.kind == "credit" and names_kind(text[region.start : region.end]):
            return plain_title(text[region.start : region.end])
    return None


def _published(text: str, regions: Sequence[Region], meta: PublicationHints) -> _Published:
    given = given_date(meta.published, name="published")
    if given is not None:
        return _Published(given, "in the page" if meta.published_in_page else "given", None)
    # A printed page has its menu above the headline: the head begins there.
    first = next((index for index, region in enumerate(regions) if region.kind == "headline"), 0)
    last = first + UNITS_AT_HEAD
    edge = [*regions[:last], *regions[last:][-UNITS_AT_FOOT:]]
    for region in edge:
        is_headed = region.kind == "headline" and begins_with_kind(text[region.start : region.end])
        if region.kind == "credit" or is_headed:
            found = stated_date(text, region.start, region.end)
            if found is not None:
                return _inferred(text, found)
    has_partial = False
    for region in [region for region in regions[first:last] if region.kind == "body"][:1]:
        dateline = dateline_date(text, region.start, region.end)
        if dateline is not None and dateline[0] is not None:
            return _inferred(text, (dateline[0], dateline[1], dateline[2]))
        has_partial = dateline is not None
    return _Published(None, "unknown", None, "stated but unresolved" if has_partial else "not stated")


def _inferred(text: str, found: tuple[str, int, int]) -> _Published:
    iso, start, end = found
    return _Published(iso, "inferred from the text", Quote(start, end, text[start:end]))
