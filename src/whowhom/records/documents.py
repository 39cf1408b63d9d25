"""A text, what it was published as, and the document that joins the two."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Literal

from whowhom.records.spans import Missing, Quote, Span

RegionKind = Literal["headline", "body", "caption", "credit", "furniture", "repeat"]
"""What a stretch of text is. Headline and body are coded; a caption describes a
picture, often an old one, and tells no event of its own; a credit names the
writer, agency or outlet relayed from; furniture ("Leave a comment") and a repeat
(what stands a second time, even slightly reworded) are not coded."""

READ_KINDS: tuple[RegionKind, ...] = ("headline", "body")

PublishedBasis = Literal["given", "in the page", "inferred from the text", "unknown"]


@dataclass(frozen=True, order=True, slots=True)
class Region:
    """A paragraph-like stretch of the text and what it is."""

    start: int
    end: int
    kind: RegionKind

    @property
    def span(self) -> Span:
        """The stretch without its kind."""
        return Span(self.start, self.end)


@dataclass(frozen=True, slots=True)
class Publication:
    """Where and when a text was published, and how it came in.

    Attributes:
        path: File it was read from, as given; None when it came as a string.
        url: Address given with it or found in the page.
        byline: Writer's name as printed.
        publisher: The outlet.
        relayed_from: The outlet that this one follows ("Follow Nikkei").
        published: ISO date, ``YYYY-MM-DD``.
        published_basis: How ``published`` is known.
        retrieved: ISO date-time of retrieval if the input gives one.
        digest: sha-256 of the raw bytes, hexadecimal.
        media_type: Of the raw bytes, such as ``"text/html"``.
        extractor: Name and version of what took the text out.
        quotes: The words that name byline and outlets where they stand in the text.
        missing: A reason for each of the fields above that is None.
    """

    path: str | None = None
    url: str | None = None
    title: str | None = None
    byline: str | None = None
    publisher: str | None = None
    relayed_from: str | None = None
    published: str | None = None
    published_basis: PublishedBasis = "unknown"
    retrieved: str | None = None
    digest: str | None = None
    media_type: str | None = None
    extractor: str | None = None
    quotes: tuple[Quote, ...] = ()
    missing: tuple[Missing, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A canonical text, its regions and its publication.

    Attributes:
        id: sha-256 of the text in UTF-8, hexadecimal: two publications of one
            text are one witness.
        text: The canonical text. Line ends are ``\\n``; nothing else was changed.
        language: ISO 639-1 code of the language found, such as ``"en"``.
        regions: In order, without overlap; what lies between is white space.
    """

    id: str
    text: str
    language: str | None
    publication: Publication
    regions: tuple[Region, ...]
    missing: tuple[Missing, ...] = ()


def text_id(text: str) -> str:
    """Name a canonical text by the sha-256 of its UTF-8 bytes."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
