"""Files from browsers and programs, checked and laid down under names of our own.

In: uploaded files. Out: :class:`Received`, each in a folder of its job, or a fault that names
the file and what is wrong with it.

What one would get wrong: name, suffix and announced type are the sender's word. The name on
disk is ours, the type is judged by the bytes, and an archive's sizes are counted while it is
unpacked, because what its directory says may be a lie.
"""

from __future__ import annotations

import lzma
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import BinaryIO, Protocol

from whowhom.ingest import KINDS
from whowhom.workbench.config import Defences, Limits
from whowhom.workbench.faults import Fault

ARCHIVE = ".zip"
SUFFIXES = (*KINDS, ARCHIVE)
MAX_SHOWN_CHARS = 120
PIECE_BYTES = 64 * 1024
HEAD_BYTES = 4096
MAX_MEMBERS = 2_000
MIN_SUSPECT_BYTES = 1024 * 1024  # Small files of blanks pack well and harm nobody.

_BINARY_HEADS = (
    b"%PDF-", b"PK\x03\x04", b"PK\x05\x06", b"\x7fELF", b"MZ", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b",
    b"BZh", b"\xfd7zXZ", b"7z\xbc\xaf", b"Rar!", b"SQLite format 3", b"\xca\xfe\xba\xbe", b"\xd0\xcf\x11\xe0",
)  # fmt: skip
# Each way of packing has errors of its own.
_DAMAGE = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, OSError, EOFError, NotImplementedError, RuntimeError, ValueError,
)  # fmt: skip
_ENTITY = re.compile(rb"<!(?:ENTITY|DOCTYPE[^>\[]{0,300}\[)", re.IGNORECASE)


class Upload(Protocol):
    """A file as the framework gives it."""

    filename: str | None
    file: BinaryIO


@dataclass(frozen=True, slots=True)
class Received:
    """A file laid down for coding.

    Attributes:
        name: As the sender calls it, for people; never a path of ours.
        path: Where it lies.
        url: Where it was fetched, if it was.
    """

    name: str
    path: Path
    url: str | None = None


def receive(uploads: Iterable[Upload], folder: Path, *, limits: Limits, defences: Defences) -> list[Received]:
    """Check files and lay them down.

    Args:
        folder: Empty, of this job alone.

    Raises:
        Fault: one is of no kind that is read, is not what its name says, or unpacks without bound.
    """
    given = [upload for upload in uploads if upload.filename]
    if defences.size_limits and len(given) > limits.upload_files:
        raise Fault(
            413,
            "upload.number",
            f"{len(given)} files came at once; at most {limits.upload_files} are taken.",
            field="files",
            hint="Send them in parts, or as one ZIP or JSONL file.",
        )
    found: list[Received] = []
    for upload in given:
        name = shown_name(upload.filename or "")
        if suffix_of(name) == ARCHIVE:
            found.extend(_unpacked(upload.file, name, folder, len(found), limits, defences))
        else:
            raw_name = upload.filename if not defences.upload_names else None
            found.append(_laid_down(_pieces(upload.file), name, folder, len(found), limits, defences, raw_name))
    return found


def shown_name(filename: str) -> str:
    """Give the last part of a file's name, without what steers terminals or paths."""
    last = re.split(r"[/\\]", filename)[-1]
    clean = "".join(char for char in last if char.isprintable()).strip().lstrip(".")
    if len(clean) > MAX_SHOWN_CHARS:
        suffix = PurePosixPath(clean).suffix[:12]
        clean = clean[: MAX_SHOWN_CHARS - len(suffix)] + suffix
    return clean or "report"


def suffix_of(name: str) -> str:
    """Give the suffix of a name, lower case."""
    return PurePosixPath(name).suffix.lower()


def check_head(head: bytes, name: str) -> None:
    """Refuse a file whose first bytes are not those of its suffix.

    Raises:
        Fault: the suffix is none that is read, or the bytes are of another kind.
    """
    suffix = suffix_of(name)
    if suffix not in SUFFIXES:
        raise Fault(
            415,
            "upload.kind",
            f"“{name}” is of a kind that is not read.",
            field="files",
            hint=f"Expected one of {' '.join(SUFFIXES)}.",
        )
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if suffix == ".pdf":
        fits = head[:1024].find(b"%PDF-") >= 0
    elif suffix in (".docx", ARCHIVE):
        fits = head.startswith((b"PK\x03\x04", b"PK\x05\x06"))
    elif suffix in (".json", ".jsonl"):
        fits = start.startswith((b"{", b"["))
    else:
        is_wide = head.startswith((b"\xff\xfe", b"\xfe\xff"))
        fits = is_wide or (b"\x00" not in head and not head.startswith(_BINARY_HEADS))
    if not fits:
        raise Fault(
            415,
            "upload.type",
            f"“{name}” is not what its name says: its first bytes are of another kind of file.",
            field="files",
            hint="Save it anew in the kind that its name says.",
        )


def _laid_down(
    pieces: Iterator[bytes],
    name: str,
    folder: Path,
    number: int,
    limits: Limits,
    defences: Defences,
    raw_name: str | None = None,
) -> Received:
    path = folder / (raw_name if raw_name is not None else f"{number:05}{suffix_of(name)}")
    head = b""
    with path.open("wb") as stream:
        for piece in pieces:
            head = head or piece[:HEAD_BYTES]
            stream.write(piece)
    if not head:
        raise Fault(422, "input.empty", f"“{name}” is empty.", field="files", hint="Choose a file with a report in it.")
    if defences.type_check:
        check_head(head, name)
    if defences.entity_check and suffix_of(name) in (".html", ".htm"):
        _refuse_entities(path, name)
    if defences.archive_limits and suffix_of(name) == ".docx":
        _check_archive(path, name, limits)
    return Received(name, path)


def _refuse_entities(path: Path, name: str) -> None:
    with path.open("rb") as stream:
        if _ENTITY.search(stream.read(HEAD_BYTES * 16).replace(b"\x00", b"")):
            raise Fault(
                415,
                "upload.entities",
                f"“{name}” declares entities of its own, which can unfold without end and which no news page does.",
                field="files",
                hint="Save the text of the page instead.",
            )


def _unpacked(
    stream: BinaryIO, name: str, folder: Path, number: int, limits: Limits, defences: Defences
) -> Iterator[Received]:
    """Lay down the members of an archive; folders in it and hidden files are passed over."""
    check_head(stream.read(HEAD_BYTES), name)
    stream.seek(0)
    left = limits.unpacked_bytes
    try:
        with zipfile.ZipFile(stream) as archive:
            members = [one for one in archive.infolist() if not one.is_dir() and not _is_hidden(one.filename)]
            if not members:
                raise Fault(422, "input.empty", f"“{name}” holds no file.", field="files")
            if defences.archive_limits:
                _check_members(members, name, limits)
            for offset, member in enumerate(members):
                inner = shown_name(member.filename)
                if suffix_of(inner) == ARCHIVE:
                    raise _bomb(name, "an archive within the archive")
                pieces = _counted(archive, member, name, left if defences.archive_limits else None)
                found = _laid_down(pieces, inner, folder, number + offset, limits, defences)
                left -= found.path.stat().st_size
                yield found
    except _DAMAGE as error:
        raise Fault(
            415,
            "upload.damaged",
            f"“{name}” is no archive that can be opened ({type(error).__name__}).",
            field="files",
            hint="Make it anew, without a password.",
        ) from None


def _check_archive(path: Path, name: str, limits: Limits) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            _check_members(archive.infolist(), name, limits)
    except zipfile.BadZipFile:
        raise Fault(
            415, "upload.damaged", f"“{name}” cannot be opened.", field="files", hint="Save it anew from Word."
        ) from None


def _check_members(members: list[zipfile.ZipInfo], name: str, limits: Limits) -> None:
    unpacked = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members) or 1
    if len(members) > MAX_MEMBERS:
        raise _bomb(name, f"{len(members):,} parts")
    if unpacked > limits.unpacked_bytes:
        raise _bomb(name, f"{unpacked:,} bytes once unpacked")
    if unpacked > MIN_SUSPECT_BYTES and unpacked / packed > limits.unpacked_ratio:
        raise _bomb(name, f"{unpacked // packed} times its size once unpacked")


def _counted(archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str, left: int | None) -> Iterator[bytes]:
    seen = 0
    with archive.open(member) as stream:
        while piece := stream.read(PIECE_BYTES):
            seen += len(piece)
            if left is not None and seen > left:
                raise _bomb(name, "more than its directory says")
            yield piece


def _bomb(name: str, why: str) -> Fault:
    return Fault(
        413, "upload.archive", f"“{name}” holds {why}.", field="files", hint="Send the reports in smaller archives."
    )


def _is_hidden(name: str) -> bool:
    parts = PurePosixPath(name.replace("\\", "/")).parts
    return any(part.startswith((".", "__MACOSX")) and part.strip(".") for part in parts)


def _pieces(stream: BinaryIO) -> Iterator[bytes]:
    while piece := stream.read(PIECE_BYTES):
        yield piece
