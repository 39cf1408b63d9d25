"""Bytes of a text file to canonical text.

In: raw bytes. Out: the text with ``\\n`` for every line end and the name of the
encoding. Nothing else is changed: no straightened quotes, no dropped spaces. A
byte order mark is a sign of the encoding and no part of the text.
"""

from __future__ import annotations

import codecs
import re

from whowhom.errors import UnreadableFile

_BOMS = (  # the four bytes of UTF-32 first: they begin with the two of UTF-16
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_MAGIC = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a zip archive or an office document"),
    (b"PK\x05\x06", "an empty zip archive"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"\x7fELF", "a program"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"SQLite format 3", "an SQLite database"),
)
SAMPLE_BYTES = 64 * 1024
# Share of control characters above which decoded bytes are no text. Reports have
# none; random bytes read as an 8-bit encoding have some 20 %.
MAX_CONTROL_SHARE = 0.02
# English reports in an 8-bit encoding hold a few quotes and accents (under 7 % even
# in one line full of both); Cyrillic, Greek and Arabic ones are foreign all through.
MAX_WESTERN_SHARE = 0.1
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufffd]")
_NOT_WESTERN = re.compile("[^\x00-\x7f\xa0¡«»¿À-ÖØ-öø-ÿŠšŽžŒœŸ‘’‚“”„–—…•€£©®™°§·ªº½¼¾]")


def canonical(text: str) -> str:
    """Make every line end ``\\n``; change nothing else."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def binary_kind(raw: bytes) -> str | None:
    """Name what bytes are when their first ones say that they are no text."""
    for magic, kind in _MAGIC:
        if raw.startswith(magic):
            return kind
    if raw.startswith(b"MZ") and b"\x00" in raw[:SAMPLE_BYTES]:
        return "a program"
    return None


def decode(raw: bytes, *, where: str, declared: str | None = None) -> tuple[str, str]:
    """Decode the bytes of a text file.

    Args:
        raw: All bytes of the file.
        where: The path, for the error.
        declared: An encoding that the file itself declares, tried after UTF-8.

    Returns:
        The text as decoded (line ends untouched) and the name of the encoding.

    Raises:
        UnreadableFile: the bytes are no text, or no encoding fits them.
    """
    kind = binary_kind(raw)
    if kind is not None:
        raise _no_text(where, f"its first bytes are those of {kind}")
    encoding = guess_encoding(raw, declared=declared)
    if encoding is None:
        raise _no_text(where, "it holds bytes that no text encoding has")
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableFile(
            f"{where!r} is not valid {encoding}: byte {error.start + 1} cannot be read. Save the file as UTF-8.",
            where=where,
        ) from error
    if len(_CONTROL.findall(text[:SAMPLE_BYTES])) > MAX_CONTROL_SHARE * min(len(text), SAMPLE_BYTES):
        raise _no_text(where, "control characters stand all over it")
    return text, encoding.removesuffix("-sig")


def _no_text(where: str, why: str) -> UnreadableFile:
    return UnreadableFile(
        f"{where!r} is not text: {why}. Expected a text file, best in UTF-8; give other kinds their own suffix.",
        where=where,
    )


def guess_encoding(raw: bytes, *, declared: str | None = None) -> str | None:
    """Name the encoding of bytes: mark, UTF-8, declared, Western, best guess.

    Returns:
        A Python codec name; None when the bytes are no text.
    """
    for mark, encoding in _BOMS:
        if raw.startswith(mark):
            return encoding
    if b"\x00" in raw:
        return _unmarked_utf16(raw)
    for name in ("utf-8", declared):
        if name is not None and _decodes(raw, name):
            return name
    return "cp1252" if _is_western(raw) else _best_guess(raw)


def _decodes(raw: bytes, encoding: str) -> bool:
    try:
        raw.decode(encoding)
    except (UnicodeDecodeError, LookupError, ValueError):
        return False
    return True


def _unmarked_utf16(raw: bytes) -> str | None:
    # English in UTF-16 has a zero in almost every second byte and in no other.
    sample = raw[: SAMPLE_BYTES & ~1]
    half = len(sample) // 2 or 1
    even, odd = sample[0::2].count(0) / half, sample[1::2].count(0) / half
    if len(raw) % 2 or max(even, odd) < 0.7 or min(even, odd) > 0.01:
        return None
    return "utf-16-le" if odd > even else "utf-16-be"


def _is_western(raw: bytes) -> bool:
    # charset-normalizer calls short Western texts cp1250 and turns "Peña" into
    # "Peńa"; a few Western quotes and accents among English are cp1252 or Latin-1.
    if not _decodes(raw, "cp1252"):
        return False
    foreign = sum(byte >= 0x80 for byte in raw[:SAMPLE_BYTES])
    if foreign > MAX_WESTERN_SHARE * len(raw[:SAMPLE_BYTES]):
        return False
    return _NOT_WESTERN.search(raw.decode("cp1252")) is None


def _best_guess(raw: bytes) -> str | None:
    from charset_normalizer import from_bytes  # 22 ms, needed for few reports

    sample = raw[: 4 * SAMPLE_BYTES]
    if len(sample) < len(raw):  # cut at a line end: half a character would rule out its encoding
        sample = sample[: sample.rfind(b"\n") + 1] or sample
    best = from_bytes(sample).best()
    return None if best is None else best.encoding
