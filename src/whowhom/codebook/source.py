"""TOML files of a codebook with the lines of their keys.

In: a path. Out: parts, each a file's text, its parsed tables and its name. TOML
parsers keep no lines, so :func:`find_line` scans the text again for a key; it is
only called once a fault is known. A syntax error becomes a fault.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from whowhom.codebook.model import Fault

SHIPPED = Path(__file__).parent / "data" / "plover.toml"
_HEADER = re.compile(r"^\s*(\[\[?)\s*([^\[\]]+?)\s*\]\]?\s*(?:#.*)?$")
_KEY = re.compile(r"^\s*([\w\"'.@/-]+)\s*=")
_WEIGHTED = re.compile(r"^(.+?) \((0|1|[01]?\.\d+)\)$")
_AT_LINE = re.compile(r"\s*\(at line (\d+), column \d+\)|\s*\(at end of document\)")


class FaultyCodebook(Exception):
    """Carries faults from reading; never leaves the room."""

    def __init__(self, *faults: Fault) -> None:
        super().__init__(*map(str, faults))
        self.faults = faults


@dataclass(frozen=True, slots=True)
class Part:
    """One file of a codebook; ``base`` where it belongs to the codebook that is extended."""

    file: str
    raw: bytes
    text: str
    data: dict[str, Any]
    base: bool = False

    def fault(self, path: tuple[str | int, ...], met: str, expected: str, *, value: str | None = None) -> Fault:
        """Make a fault about a key of this file, with its line."""
        key = ".".join(str(step) for step in path if isinstance(step, str))
        return Fault(self.file, find_line(self.text, path, value), key, met, expected)


def read_parts(path: Path) -> list[Part]:
    """Read a codebook file, what it includes and what it extends.

    Returns:
        The parts in order: the base that is extended first, then the file itself,
        then its includes as listed.

    Raises:
        FaultyCodebook: a file is missing, is not UTF-8 or is not TOML.
    """
    root = _read_part(path)
    head = root.data.get("codebook")
    head = head if isinstance(head, dict) else {}
    base: list[Part] = []
    if head.get("extends") == "plover":
        base = [replace(part, base=True) for part in read_parts(SHIPPED)]
    elif "extends" in head:
        met = f"{head['extends']!r} is no codebook that ships"
        raise FaultyCodebook(root.fault(("codebook", "extends"), met, "Write extends = 'plover' or leave it out"))
    includes = head.get("include", [])
    if not isinstance(includes, list) or not all(isinstance(name, str) for name in includes):
        met = f"include is {includes!r}"
        raise FaultyCodebook(root.fault(("codebook", "include"), met, "Give a list of file names"))
    return [*base, root, *(_read_part(path.parent / name) for name in includes)]


def _read_part(path: Path) -> Part:
    try:
        raw = path.read_bytes()
        text = raw.decode("utf-8-sig").replace("\r\n", "\n")
        return Part(path.name, raw, text, tomllib.loads(text))
    except OSError as error:
        met = f"the file cannot be read ({error.strerror or error})"
        expected = f"Give a readable TOML file; looked for {path}"
        raise FaultyCodebook(Fault(path.name, None, "", met, expected)) from error
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise FaultyCodebook(Fault(path.name, line, "", "the bytes are not UTF-8", "Save the file as UTF-8")) from error
    except tomllib.TOMLDecodeError as error:
        raise FaultyCodebook(_syntax_fault(path.name, text, str(error))) from error


def _syntax_fault(file: str, text: str, message: str) -> Fault:
    match = _AT_LINE.search(message)
    line = int(match[1]) if match and match[1] else text.count("\n") + 1
    bare = _AT_LINE.sub("", message)
    if "twice" in bare or "overwrite" in bare:
        key = _key_on_line(text, line) or _key_on_line(text, line - 1)
        return Fault(file, line, key, f"{key.rpartition('.')[2]!r} is defined twice", "Keep one definition")
    return Fault(file, line, "", f"not valid TOML ({bare})", "Mend the syntax of that line")


def _key_on_line(text: str, line: int) -> str:
    lines = text.split("\n")
    if not 1 <= line <= len(lines):
        return ""
    header = _HEADER.match(lines[line - 1])
    if header:
        return header[2]
    key = _KEY.match(lines[line - 1])
    table = next((match[2] for above in reversed(lines[: line - 1]) if (match := _HEADER.match(above))), "")
    return f"{table}.{key[1]}" if key and table else key[1] if key else ""


def split_words(value: object) -> list[str] | None:
    """Read a list of words: a TOML list, or one text with commas between them.

    Returns:
        The words without white space around them, a line end inside a phrase as a
        space; None for anything else and for a list with an empty word in it.
    """
    if isinstance(value, str):
        words = value.split(",")
    elif isinstance(value, list) and all(isinstance(word, str) for word in value):
        words = value
    else:
        return None
    words = [" ".join(word.split()) for word in words]
    return words if all(words) else None


def split_weight(word: str) -> tuple[str, float | None]:
    """Cut a weight of its own off a trigger: "target (0.2)" is ("target", 0.2)."""
    match = _WEIGHTED.match(word)
    return (match[1], float(match[2])) if match else (word, None)


def find_line(text: str, path: tuple[str | int, ...], value: str | None = None) -> int | None:
    """Find the line where a key of a TOML text stands.

    Args:
        path: Keys from the root; an index picks the n-th of an array of tables.
        value: Words to look for below the key, such as one entry of a list.

    Returns:
        1-based line of the value if it is found, else of the key, else of the
        nearest table above it; None when not even that stands in the text.
    """
    lines = text.split("\n")
    first, table = _find_table(lines, path)
    rest = [str(key) for key in path[table:]]
    found = first
    for number in range((first or 0) + 1, len(lines) + 1):
        line = lines[number - 1]
        if _HEADER.match(line):
            break
        if rest and found == first and re.match(rf"\s*(?:\"|')?{re.escape(rest[0])}(?:\"|')?\s*[=.]", line):
            found = number
        if value is not None and _names(line, value) and (not rest or found != first):
            return number
    return found


def _names(line: str, value: str) -> bool:
    return re.search(rf"(?<![\w@]){re.escape(value)}(?!\w)", line) is not None


def _find_table(lines: list[str], path: tuple[str | int, ...]) -> tuple[int | None, int]:
    """Return the line of the longest header that opens a prefix of the path, and the prefix's length."""
    best: tuple[int | None, int] = (None, 0)
    counts: dict[str, int] = {}
    for number, line in enumerate(lines, start=1):
        header = _HEADER.match(line)
        if not header:
            continue
        keys: tuple[str | int, ...] = tuple(key.strip().strip("\"'") for key in header[2].split("."))
        if header[1] == "[[":
            counts[header[2]] = counts.get(header[2], -1) + 1
            keys = (*keys, counts[header[2]])
        if keys == path[: len(keys)] and len(keys) > best[1]:
            best = (number, len(keys))
    return best
