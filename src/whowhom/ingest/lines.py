"""Lines and rows of a byte stream, each bounded, however long they are.

In: an open binary stream. Out: one line or one CSV row at a time with its number.
A line over the limit is skipped in pieces and reported, never held in memory.
"""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

from whowhom.ingest.decode import SAMPLE_BYTES, guess_encoding

_PIECE_BYTES = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Line:
    """A line or row, without its line end.

    Attributes:
        number: Of its first line in the file, from 1.
        raw: Its bytes; None when it was longer than the limit.
        length: Bytes of it that were passed over, when ``raw`` is None.
        is_open: The file ended inside a quoted field of this row.
    """

    number: int
    raw: bytes | None
    length: int
    is_open: bool = False


def split_lines(stream: IO[bytes], *, max_bytes: int, has_quotes: bool = False) -> Iterator[Line]:
    """Yield lines, or rows whose quoted fields may hold line ends.

    Args:
        stream: A buffered binary stream.
        max_bytes: A longer line is passed over and comes without its bytes.
        has_quotes: Join lines until the double quotes are even in number, as in CSV.
    """
    number = 1
    while True:
        row = _read_row(stream, number, max_bytes, has_quotes)
        if row is None:
            return
        line, count = row
        yield line
        number += count


def _read_row(stream: IO[bytes], number: int, max_bytes: int, has_quotes: bool) -> tuple[Line, int] | None:
    pieces: list[bytes] = []
    length = ends = quotes = 0
    while piece := stream.readline(min(_PIECE_BYTES, max_bytes + 2)):
        length += len(piece)
        quotes += piece.count(b'"') if has_quotes else 0
        if length <= max_bytes + 2:
            pieces.append(piece)
        else:
            pieces.clear()
        if piece.endswith(b"\n"):
            ends += 1
            if quotes % 2 == 0:
                break
    if not length:
        return None
    raw = b"".join(pieces).rstrip(b"\r\n")
    is_whole = length <= max_bytes + 2 and len(raw) <= max_bytes
    return Line(number, raw if is_whole else None, length, quotes % 2 == 1), max(ends, 1)


def as_utf8(stream: IO[bytes]) -> tuple[IO[bytes], str]:
    """Present a stream of lines as bytes of an encoding in which ``\\n`` is one byte.

    Returns:
        The stream, without its byte order mark, and the encoding to read its
        lines in: UTF-16 and UTF-32 are written anew as UTF-8 on the way, other
        encodings stay as they are.
    """
    buffered = stream if isinstance(stream, io.BufferedReader) else io.BufferedReader(_Raw(stream))
    sample = buffered.peek(SAMPLE_BYTES)[:SAMPLE_BYTES]
    encoding = guess_encoding(sample[: sample.rfind(b"\n") + 1] or sample) or "utf-8"
    if encoding.startswith(("utf-16", "utf-32")):
        return io.BufferedReader(_Recoded(buffered, encoding)), "utf-8"
    if encoding == "utf-8-sig":
        buffered.read(len(codecs.BOM_UTF8))
    return buffered, encoding.removesuffix("-sig")


class _Raw(io.RawIOBase):
    """A plain readable object as a raw stream."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        piece = self._stream.read(len(buffer))
        buffer[: len(piece)] = piece
        return len(piece)


class _Recoded(io.RawIOBase):
    """A stream in UTF-16 or UTF-32 as one in UTF-8; broken units become U+FFFD."""

    def __init__(self, stream: IO[bytes], encoding: str) -> None:
        self._stream = stream
        self._decoder = codecs.getincrementaldecoder(encoding)("replace")
        self._ready = b""
        self._is_done = False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        while not self._ready and not self._is_done:
            piece = self._stream.read(SAMPLE_BYTES)
            self._is_done = not piece
            self._ready = self._decoder.decode(piece, final=self._is_done).encode("utf-8", "replace")
        count = min(len(buffer), len(self._ready))
        buffer[:count] = self._ready[:count]
        self._ready = self._ready[count:]
        return count
