"""The text of a PDF, by pypdf.

In: the bytes of a PDF. Out: its text with a blank line where the page shows a gap
between paragraphs, and the title and author of its properties. A PDF holds glyphs
at places, not paragraphs: line ends, hyphens at line ends and gaps are read off
the page, and ligatures may stay as one letter.
"""

from __future__ import annotations

import io
import re
from itertools import pairwise
from statistics import median
from typing import Any

from whowhom.errors import EmptyReport, UnreadableFile
from whowhom.ingest.decode import canonical
from whowhom.ingest.options import PublicationHints
from whowhom.ingest.quiet import quiet

# A gap this many times the usual distance of lines parts two paragraphs.
PARAGRAPH_GAP = 1.35
# Prefixes that keep their hyphen where a line ends in it ("ex-" / "soldiers").
_KEEPS_HYPHEN = re.compile(
    r"\b(?:ex|non|anti|self|co|pro|vice|pre|post|mid|al|counter|cross|semi|pan|so|well|long|short)-$", re.IGNORECASE
)
# Programs fill title and author with stand-ins of their own.
_STAND_IN = re.compile(
    r"(?i)\(?(?:untitled|unspecified|anonymous|unknown)\)?|microsoft word\b.*|.*\.(?:docx?|pdf|indd|odt|rtf|txt|html?)"
)


def read_pdf(raw: bytes, *, where: str, max_chars: int) -> tuple[str, PublicationHints]:
    """Take the text out of a PDF.

    Args:
        raw: The bytes of the file.
        where: The path, for errors.
        max_chars: A longer text is refused.

    Raises:
        UnreadableFile: no PDF, damaged, locked with a password, or too long.
        EmptyReport: no page holds text; a scan must go through OCR first.
    """
    if b"%PDF-" not in raw[:1024]:
        raise UnreadableFile(
            f"{where!r} is named a PDF but does not begin like one (%PDF-). "
            "Expected a PDF file; give the file the suffix of what it is.",
            where=where,
        )
    try:
        with quiet("pypdf"):
            text, hints = _read(raw, where, max_chars)
    except UnreadableFile:
        raise
    except Exception as error:  # pypdf raises almost anything on damaged files
        raise UnreadableFile(
            f"{where!r} is a damaged PDF ({type(error).__name__}). Expected a PDF that opens; save it anew.",
            where=where,
        ) from error
    if not text.strip():
        raise EmptyReport(
            f"{where!r} is a PDF without text. A scan must go through text recognition (OCR) first; nothing was coded.",
            where=where,
        )
    return text, hints


def _read(raw: bytes, where: str, max_chars: int) -> tuple[str, PublicationHints]:
    import pypdf

    reader = pypdf.PdfReader(io.BytesIO(raw))
    if reader.is_encrypted and not reader.decrypt(""):
        raise UnreadableFile(
            f"{where!r} is locked with a password. Expected an open PDF; save a copy without the password.",
            where=where,
        )
    pages: list[str] = []
    length = 0
    for page in reader.pages:
        pages.append(_page_text(page))
        length += len(pages[-1])
        if length > max_chars:
            raise UnreadableFile(
                f"{where!r} unfolds to more than {max_chars:,} characters. Expected one report; split the file.",
                where=where,
            )
    properties = reader.metadata
    return _join_pages(pages), PublicationHints(
        title=_property(properties.title if properties else None),
        byline=_property(properties.author if properties else None),
        media_type="application/pdf",
        extractor=f"pypdf {pypdf.__version__}",
    )


def _property(value: object) -> str | None:
    words = " ".join(str(value or "").split())
    return None if not words or _STAND_IN.fullmatch(words) else words


def _page_text(page: Any) -> str:
    pieces: list[tuple[float, str]] = []

    def visit(text: str, page: Any, line: Any, _font: Any, _size: Any) -> None:
        if text.strip():  # the height on the page: the line's matrix seen through the page's
            pieces.append((line[4] * page[1] + line[5] * page[3] + page[5], text.strip()))

    text = canonical(page.extract_text(visitor_text=visit) or "")
    lines = [line.rstrip() for line in text.split("\n")]
    return _with_gaps(lines, pieces)


def _with_gaps(lines: list[str], pieces: list[tuple[float, str]]) -> str:
    # Walks the lines and the placed pieces side by side; a line whose piece is not
    # found keeps no height, and no gap is claimed beside it.
    heights: list[float | None] = []
    position = 0
    for line in lines:
        heights.append(None)
        for index in range(position, min(position + 8, len(pieces))):
            if line.strip() and pieces[index][1].split("\n")[0].strip()[:20] == line.strip()[:20]:
                heights[-1] = pieces[index][0]
                position = index + 1
                break
    gaps = [None if upper is None or lower is None else upper - lower for upper, lower in pairwise(heights)]
    usual = median([gap for gap in gaps if gap is not None and gap > 0] or [0.0])
    joined = lines[:1]
    for line, gap in zip(lines[1:], gaps, strict=True):
        if usual and gap is not None and gap > PARAGRAPH_GAP * usual:
            joined.append("")
        joined.append(line)
    return _join_hyphens("\n".join(joined)).strip("\n")


def _join_hyphens(text: str) -> str:
    def join(match: re.Match[str]) -> str:
        keeps = _KEEPS_HYPHEN.search(text, max(0, match.start() - 12), match.start(2))
        return f"{match[1]}{'-' if keeps else ''}{match[3]}"

    return re.sub(r"([a-z])(-)\n([a-z])", join, text)


def _join_pages(pages: list[str]) -> str:
    joined = ""
    for page in pages:
        if not page.strip():
            continue
        goes_on = (joined[-1:].isalpha() and page.lstrip()[:1].islower()) or joined.endswith(",")
        joined += ("\n" if goes_on else "\n\n") + page if joined else page
    return joined
