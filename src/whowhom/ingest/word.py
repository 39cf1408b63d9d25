"""The text of a Word file (DOCX), by python-docx.

In: the bytes of a DOCX. Out: its paragraphs in order with a blank line between
them, those of tables, text boxes and content controls and inserted words
included, deleted words not; title and author of its properties. A DOCX is a zip of
XML files: sizes and declarations are looked at before anything is unpacked.
"""

from __future__ import annotations

import io
import zipfile
from typing import Any

from whowhom.errors import EmptyReport, UnreadableFile
from whowhom.ingest.options import PublicationHints
from whowhom.ingest.quiet import quiet

# A book with pictures unpacks to some 100 MB and 2,000 parts; a bomb to gigabytes.
MAX_UNPACKED_BYTES = 256 * 1024 * 1024
MAX_PARTS = 10_000
MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SHOWN = {f"{_WORD}tab": "\t", f"{_WORD}br": "\n", f"{_WORD}cr": "\n", f"{_WORD}noBreakHyphen": "-"}
_STAND_IN_AUTHORS = ("python-docx", "microsoft office user", "user", "admin", "unknown")


def read_docx(raw: bytes, *, where: str, max_bytes: int) -> tuple[str, PublicationHints]:
    """Take the text out of a Word file.

    Args:
        raw: The bytes of the file.
        where: The path, for errors.
        max_bytes: Limit on the XML of the document, unpacked.

    Raises:
        UnreadableFile: no DOCX, damaged, or unpacking beyond the limits.
        EmptyReport: the document holds no words.
    """
    _check_parts(raw, where, max_bytes)
    with quiet("docx"):
        try:
            text, hints = _read(raw)
        except Exception as error:  # lxml, zipfile and python-docx each raise their own
            raise _damaged(where, type(error).__name__) from error
    if not text.strip():
        raise EmptyReport(
            f"{where!r} is a Word file without words. Expected a report; nothing was coded.",
            where=where,
        )
    return text, hints


def _damaged(where: str, kind: str) -> UnreadableFile:
    return UnreadableFile(
        f"{where!r} is no Word file that can be opened ({kind}). Expected a DOCX; save it anew from Word.",
        where=where,
    )


def _check_parts(raw: bytes, where: str, max_bytes: int) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as package:
            parts = package.infolist()
            if "word/document.xml" not in package.namelist():
                raise _damaged(where, "no word/document.xml in it")
            # zipfile reads no more of a part than its declared size, so these bound it.
            unpacked = sum(part.file_size for part in parts)
            xml = sum(part.file_size for part in parts if part.filename.lower().endswith((".xml", ".rels")))
            if unpacked > MAX_UNPACKED_BYTES or xml > max_bytes or len(parts) > MAX_PARTS:
                raise UnreadableFile(
                    f"{where!r} would unpack to {unpacked:,} bytes in {len(parts):,} parts; the limits are "
                    f"{MAX_UNPACKED_BYTES:,} bytes, {max_bytes:,} of them XML, and {MAX_PARTS:,} parts. "
                    "Expected one report; save its text instead.",
                    where=where,
                )
            for part in parts:
                if part.filename.lower().endswith((".xml", ".rels")):
                    _refuse_declarations(package.read(part), where)
    except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        raise _damaged(where, type(error).__name__) from error


def _refuse_declarations(xml: bytes, where: str) -> None:
    if any(mark in xml.replace(b"\x00", b"") for mark in (b"<!ENTITY", b"<!DOCTYPE")):
        raise UnreadableFile(
            f"{where!r} declares entities of its own (<!DOCTYPE or <!ENTITY), which can unfold without end and which "
            "Word never writes. Expected a DOCX; save it anew from the word processor.",
            where=where,
        )


def _read(raw: bytes) -> tuple[str, PublicationHints]:
    import docx

    document = docx.Document(io.BytesIO(raw))
    elements = document.element.body.iter(f"{_WORD}p")
    paragraphs = [_paragraph_text(element) for element in elements if not _is_fallback(element)]
    properties = document.core_properties
    author = " ".join((properties.author or "").split())
    return "\n\n".join(text for text in paragraphs if text.strip()), PublicationHints(
        title=" ".join((properties.title or "").split()) or None,
        byline=author if author and author.lower() not in _STAND_IN_AUTHORS else None,
        media_type=MEDIA_TYPE,
        extractor=f"python-docx {docx.__version__}",
    )


def _is_fallback(element: Any) -> bool:
    # A text box is written twice: for new programs, and as a fallback for old ones.
    return any(parent.tag.endswith("}Fallback") for parent in element.iterancestors())


def _paragraph_text(paragraph: Any) -> str:
    # python-docx's own paragraph text leaves out inserted words and content controls.
    pieces: list[str] = []
    for element in paragraph.iter(f"{_WORD}t", *_SHOWN):
        owner = next(element.iterancestors(f"{_WORD}p"))
        if owner is paragraph and next(element.iterancestors(f"{_WORD}pPr", f"{_WORD}moveFrom"), None) is None:
            pieces.append(_SHOWN.get(element.tag) or element.text or "")
    return "".join(pieces).strip("\n")
