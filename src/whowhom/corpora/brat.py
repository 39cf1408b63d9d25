"""Attributions in brat's stand-off format: pairs ``NAME.txt`` and ``NAME.ann``.

In: a folder. Out: a document for each pair, with its spans labelled Source, Cue and Content,
whole or in pieces (``12 20;25 30``), and which of them are linked, by relations or events.
Offsets are as brat counts them: code points of the text file; each carriage return counts.

What one would get wrong: a content and a source belong together also where each is linked
to the cue only. A span of another label is nothing of ours, but links may run through it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import TypeAlias

from whowhom.errors import RecordError, UnreadableFile
from whowhom.records.spans import Span

LABELS = ("Source", "Cue", "Content")
Pieces: TypeAlias = tuple[Span, ...]
"""A span in one piece or several, in the order of the text."""

_SPAN = re.compile(r"(?P<label>\S+) (?P<pieces>\d+ \d+(?:;\d+ \d+)*)")
_ARGUMENT = re.compile(r"[^\s:]+:(?P<id>[TER]\d+)")


@dataclass(frozen=True, slots=True)
class AttributionDocument:
    """A text with who says what in it.

    Attributes:
        text: As in the file, with each carriage return as a space or a line end, so that offsets hold.
        sources: Spans labelled Source; likewise ``cues`` and ``contents``.
        pairs: Content and source that belong together.
    """

    name: str
    text: str
    sources: tuple[Pieces, ...]
    cues: tuple[Pieces, ...]
    contents: tuple[Pieces, ...]
    pairs: tuple[tuple[Pieces, Pieces], ...]


@dataclass(frozen=True, slots=True)
class AttributionMark:
    """One attribution, to be written: any of the three may be missing."""

    source: Pieces = ()
    cue: Pieces = ()
    content: Pieces = ()


def read_brat(folder: Path) -> tuple[AttributionDocument, ...]:
    """Read every pair of a folder and of the folders in it, by name.

    Raises:
        UnreadableFile: there is no pair, or a file of one is missing or no text in UTF-8.
        RecordError: a line is no annotation, or a span lies outside of the text.
    """
    if not folder.is_dir():
        raise UnreadableFile(
            f"{str(folder)!r} is no folder. Expected a folder of pairs NAME.txt and NAME.ann.", where=str(folder)
        )
    files = sorted(folder.rglob("*.ann"))
    if not files:
        raise UnreadableFile(
            f"{str(folder)!r} holds no file that ends in .ann. Expected pairs NAME.txt and NAME.ann.", where=str(folder)
        )
    return tuple(_document(file, file.relative_to(folder).with_suffix("").as_posix()) for file in files)


def write_brat(path: Path, text: str, marks: Sequence[AttributionMark]) -> None:
    """Write the annotations of one text: spans, and relations from each content to its source and its cue."""
    lines: list[str] = []
    ids: dict[tuple[str, Pieces], str] = {}
    links: list[str] = []
    for mark in marks:
        named = [(label, pieces) for label, pieces in zip(LABELS, (mark.source, mark.cue, mark.content), strict=True)]
        for label, pieces in named:
            if pieces and (label, pieces) not in ids:
                ids[label, pieces] = f"T{len(ids) + 1}"
                offsets = ";".join(f"{piece.start} {piece.end}" for piece in pieces)
                words = " ".join(text[piece.start : piece.end] for piece in pieces)
                lines.append(f"{ids[label, pieces]}\t{label} {offsets}\t{' '.join(words.split())}")
        links += [
            f"{ids['Content', mark.content]} {ids[label, pieces]} {label}"
            for label, pieces in named[:2]
            if pieces and mark.content
        ]
    for number, link in enumerate(dict.fromkeys(links), start=1):
        content, other, label = link.split()
        lines.append(f"R{number}\t{label}Of Arg1:{other} Arg2:{content}")
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8", newline="\n")


def _document(file: Path, name: str) -> AttributionDocument:
    text = _read(file.with_suffix(".txt")).replace("\r\n", " \n").replace("\r", "\n")
    spans: dict[str, tuple[str, Pieces]] = {}
    links: dict[str, list[str]] = {}
    for number, line in enumerate(_read(file).split("\n"), start=1):
        line, where = line.rstrip("\r"), f"{file}, line {number}"
        if line.startswith("T"):
            key, label, pieces = _span(line, text, where)
            spans[key] = (label, pieces)
        elif line[:1] in ("R", "E", "*"):
            key, arguments = _link(line, number, where)
            links[key] = arguments
        elif line.strip() and line[0] not in "AMN#":
            raise RecordError(
                f"{where}: {line[:40]!r} is no annotation of brat. Expected a line that begins with T, R, E, *, A, M, "
                "N or #.",
                where=where,
            )
    held = {label: tuple(dict.fromkeys(p for own, p in spans.values() if own == label.lower())) for label in LABELS}
    return AttributionDocument(
        name, text, held["Source"], held["Cue"], held["Content"], tuple(dict.fromkeys(_pairs(spans, links)))
    )


def _read(file: Path) -> str:
    try:
        return file.read_bytes().decode("utf-8-sig" if file.suffix == ".ann" else "utf-8")
    except FileNotFoundError:
        raise UnreadableFile(
            f"{str(file)!r} does not exist. Each NAME.ann needs its NAME.txt beside it.", where=str(file)
        ) from None
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableFile(f"{str(file)!r} cannot be read as UTF-8 text: {error}.", where=str(file)) from error


def _span(line: str, text: str, where: str) -> tuple[str, str, Pieces]:
    columns = line.split("\t")
    match = _SPAN.fullmatch(columns[1].strip()) if len(columns) > 1 else None
    if match is None:
        raise RecordError(
            f"{where}: {line[:40]!r} is no span. Expected an id, a tab, a label with offsets (12 20 or 12 20;25 30), a "
            "tab and the words.",
            where=where,
        )
    pieces = []
    for piece in match["pieces"].split(";"):
        start, end = (int(number) for number in piece.split())
        if not start < end <= len(text):
            raise RecordError(
                f"{where}: the span {start} to {end} does not lie in the text of {len(text)} code points. Check that "
                "the .txt is the one that was annotated.",
                where=where,
            )
        pieces.append(Span(start, end))
    return columns[0], match["label"].lower(), tuple(sorted(pieces))


def _link(line: str, number: int, where: str) -> tuple[str, list[str]]:
    key, _, rest = line.partition("\t")
    arguments = [match["id"] for match in _ARGUMENT.finditer(rest)]
    if line.startswith("*"):
        return f"*{number}", re.findall(r"\b[TER]\d+\b", rest)
    if not arguments:
        raise RecordError(
            f"{where}: {line[:40]!r} links nothing. Expected an id, a tab, a label and arguments "
            "such as Arg1:T1 Arg2:T2.",
            where=where,
        )
    return key, arguments


def _pairs(spans: dict[str, tuple[str, Pieces]], links: dict[str, list[str]]) -> Iterator[tuple[Pieces, Pieces]]:
    """Yield content and source that are linked to each other, or to one cue or other span."""
    beside: dict[str, set[str]] = {}
    for arguments in links.values():
        members = [member for argument in arguments for member in _members(argument, links, 4)]
        for one, other in combinations(members, 2):
            beside.setdefault(one, set()).add(other)
            beside.setdefault(other, set()).add(one)
    for key, (label, content) in spans.items():
        if label != "content":
            continue
        near = beside.get(key, set())
        through = {
            far for middle in near if _label(middle, spans) not in ("content", "source") for far in beside[middle]
        }
        for other in _in_order(near | through):
            if _label(other, spans) == "source":
                yield content, spans[other][1]


def _label(key: str, spans: dict[str, tuple[str, Pieces]]) -> str:
    return spans[key][0] if key in spans else ""


def _members(key: str, links: dict[str, list[str]], depth: int) -> list[str]:
    """Spell out an argument that is itself an event: its trigger and arguments."""
    if key.startswith("T") or depth == 0:
        return [key]
    return [member for argument in links.get(key, ()) for member in _members(argument, links, depth - 1)]


def _in_order(keys: Iterable[str]) -> list[str]:
    return sorted(keys, key=lambda key: (len(key), key))
