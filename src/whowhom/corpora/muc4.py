"""MUC-3 and MUC-4: news articles and the answer keys of terrorist incidents.

In: a folder with ``texts/`` (files of several articles, in capitals or natural
case) and ``keys/`` (files of answer keys). Out: :class:`Muc4`, the articles with
their templates. The keys are read as they stand: all 25 slots, alternatives ("/"),
optional fillers ("?") and templates ("(OPTIONAL)"), fillers linked to others (":").
Nothing is merged, chosen or scored here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from whowhom.corpora.muc4_values import Fill, MucDate, MucPlace, parse_dates, parse_fill, parse_places
from whowhom.errors import InputError, UnreadableFile

SLOTS = (
    "MESSAGE: ID",
    "MESSAGE: TEMPLATE",
    "INCIDENT: DATE",
    "INCIDENT: LOCATION",
    "INCIDENT: TYPE",
    "INCIDENT: STAGE OF EXECUTION",
    "INCIDENT: INSTRUMENT ID",
    "INCIDENT: INSTRUMENT TYPE",
    "PERP: INCIDENT CATEGORY",
    "PERP: INDIVIDUAL ID",
    "PERP: ORGANIZATION ID",
    "PERP: ORGANIZATION CONFIDENCE",
    "PHYS TGT: ID",
    "PHYS TGT: TYPE",
    "PHYS TGT: NUMBER",
    "PHYS TGT: FOREIGN NATION",
    "PHYS TGT: EFFECT OF INCIDENT",
    "PHYS TGT: TOTAL NUMBER",
    "HUM TGT: NAME",
    "HUM TGT: DESCRIPTION",
    "HUM TGT: TYPE",
    "HUM TGT: NUMBER",
    "HUM TGT: FOREIGN NATION",
    "HUM TGT: EFFECT OF INCIDENT",
    "HUM TGT: TOTAL NUMBER",
)
"""Slot 0 to slot 24, as the task's definition names them."""

_ID = r"(?:DEV|TST\d)-MUC\d-\d{4}"
# An article begins with its id alone on a line; the training files add the site that filled its key.
_HEADING = re.compile(rf"^[ \t]*({_ID})[ \t]*(?:\([^)\n]*\))?[ \t]*$", re.MULTILINE | re.IGNORECASE)
# Dateline and tags: 'LIMA, 3 JAN 90 (EFE) -- [REPORT] [TEXT] ...'.
_OPENING = re.compile(r"\A(.*?)--\s+((?:\[[^\]]+\]\s*)+)", re.DOTALL)
_DATELINE_DATE = re.compile(r"\b(\d{1,2}\s+[A-Z]{3,9}\s+\d{2})\b", re.IGNORECASE)
_SLOT = re.compile(
    r"^\s*(\d{1,2})\.\s*(" + "|".join(re.escape(name) for name in sorted(SLOTS, key=len, reverse=True)) + r")(.*)$"
)
_ENTRY = re.compile(r"^\s*0\.\s")
_COMMENT = re.compile(r"^\s*;")


@dataclass(frozen=True, slots=True)
class Article:
    """One article.

    Attributes:
        id: Such as ``"TST1-MUC3-0001"``, always in capitals.
        dateline: Words before the tags; empty where there are none.
        tags: What stands in brackets after the dateline, such as ``"TEXT"``.
        published: Day of the dateline; None where it has none.
        text: The words after the tags, in the letters of the file. Lines of a
            paragraph are joined by a space (more spaces stay), paragraphs stand
            apart by a blank line, square brackets are round ones, as in the
            published JSON forms.
    """

    id: str
    dateline: str
    tags: tuple[str, ...]
    published: date | None
    text: str


@dataclass(frozen=True)
class Template:
    """One incident of an answer key.

    Attributes:
        id: Of the article.
        number: Of the template within the article, from 1.
        is_optional: The key leaves it open whether the incident belongs there.
        fills: Fillers of each slot by name; a slot without filler ("-") and one
            that does not apply ("*") are both absent.
        inapplicable: Names of the slots that do not apply to the incident.
    """

    id: str
    number: int
    is_optional: bool
    fills: dict[str, tuple[Fill, ...]] = field(default_factory=dict)
    inapplicable: frozenset[str] = frozenset()

    def slot(self, name: str) -> tuple[Fill, ...]:
        """Return the fillers of a slot; none for "-" and "*".

        Raises:
            KeyError: there is no slot of that name.
        """
        if name not in SLOTS:
            raise KeyError(name)
        return self.fills.get(name, ())

    @property
    def types(self) -> tuple[str, ...]:
        """Incident types that the key accepts, in lower case, such as ``("bombing", "attack")``."""
        return tuple(value.lower() for fill in self.slot("INCIDENT: TYPE") for value in fill.values)

    @property
    def dates(self) -> tuple[MucDate, ...]:
        """Dates of the incident that the key accepts."""
        return tuple(day for fill in self.slot("INCIDENT: DATE") for day in parse_dates(fill.raw))

    @property
    def places(self) -> tuple[MucPlace, ...]:
        """Places of the incident that the key accepts."""
        return tuple(place for fill in self.slot("INCIDENT: LOCATION") for place in parse_places(fill.raw))


@dataclass(frozen=True)
class Muc4:
    """Articles with their keys, in the order of the files.

    Attributes:
        articles: Those that have both a text and a key.
        templates: Templates by article id; an empty tuple: no relevant incident.
        without_key: Ids of articles without a key, left out above.
        without_text: Ids in the keys without an article, left out above.
    """

    articles: tuple[Article, ...]
    templates: dict[str, tuple[Template, ...]]
    without_key: tuple[str, ...] = ()
    without_text: tuple[str, ...] = ()


def read_muc4(folder: Path, *, wanted: Callable[[str], bool] = lambda _: True) -> Muc4:
    """Read articles and answer keys.

    Args:
        folder: Holds the folders ``texts`` and ``keys``; every file in them is read.
        wanted: Says by id which articles to keep.

    Raises:
        UnreadableFile: a folder or file is missing or unreadable.
        InputError: a file holds no article or key, an article stands twice, or a
            key has a fault; the message names file and line.
    """
    articles: dict[str, Article] = {}
    for path in _files(folder, "texts"):
        for article in read_articles(_text_of(path), where=str(path)):
            if article.id in articles:
                raise InputError(
                    f"{path}: article {article.id} stands twice. Expected each article once; "
                    "remove the second copy from the folder.",
                    where=str(path),
                )
            articles[article.id] = article
    keys: dict[str, list[Template]] = {}
    for path in _files(folder, "keys"):
        for docid, templates in read_keys(_text_of(path), where=str(path)).items():
            keys.setdefault(docid, []).extend(templates)
    kept = [article for article in articles.values() if article.id in keys and wanted(article.id)]
    if not kept:
        raise InputError(
            f"{folder}: none of {len(articles)} articles has one of the {len(keys)} keys. Expected texts and keys "
            "of the same articles, such as texts/tst1-muc3 and keys/key-tst1.v7.",
            where=str(folder),
        )
    return Muc4(
        tuple(kept),
        {article.id: tuple(keys[article.id]) for article in kept},
        tuple(docid for docid in articles if docid not in keys and wanted(docid)),
        tuple(docid for docid in keys if docid not in articles and wanted(docid)),
    )


def read_articles(raw: str, *, where: str = "text") -> Iterator[Article]:
    """Cut a file into its articles.

    Raises:
        InputError: there is no heading such as ``TST1-MUC3-0001``.
    """
    headings = list(_HEADING.finditer(raw))
    if not headings:
        raise InputError(
            f"{where}: no article found. Expected headings such as 'TST1-MUC3-0001' alone on a line.", where=where
        )
    ends = [heading.start() for heading in headings[1:]] + [len(raw)]
    for heading, end in zip(headings, ends, strict=True):
        yield _article(heading.group(1).upper(), raw[heading.end() : end].strip())


def _article(docid: str, raw: str) -> Article:
    opening = _OPENING.match(raw)
    # Dashes far down the text open no article.
    if opening and "\n\n" not in opening.group(1):
        dateline = " ".join(opening.group(1).split())
        tags = tuple(" ".join(tag.split()) for tag in re.findall(r"\[([^\]]+)\]", opening.group(2)))
        raw = raw[opening.end() :]
    else:
        dateline, tags = "", ()
    day = _DATELINE_DATE.search(dateline)
    days = parse_dates(day.group(1)) if day else ()
    paragraphs = [" ".join(paragraph.split("\n")).strip() for paragraph in re.split(r"\n[ \t]*\n", raw)]
    text = "\n\n".join(paragraph for paragraph in paragraphs if paragraph)
    return Article(docid, dateline, tags, days[0].last if days else None, text.translate(_ROUND))


_ROUND = str.maketrans("[]", "()")


def read_keys(raw: str, *, where: str = "key") -> dict[str, tuple[Template, ...]]:
    """Read a file of answer keys.

    Returns:
        Templates by article id, in the order of the file; an empty tuple for an
        article that the key calls irrelevant.

    Raises:
        InputError: there is no key, or one has a fault.
    """
    found: dict[str, list[Template]] = {}
    for entry in _entries(raw):
        docid, template = _entry(entry, where)
        found.setdefault(docid, [])
        if template is not None:
            found[docid].append(template)
    if not found:
        raise InputError(
            f"{where}: no answer key found. Expected entries that begin with '0.  MESSAGE: ID'.", where=where
        )
    return {docid: tuple(templates) for docid, templates in found.items()}


def _entries(raw: str) -> Iterator[list[tuple[int, str]]]:
    """Yield the numbered lines of each entry, without comments and blank lines."""
    entry: list[tuple[int, str]] = []
    for number, line in enumerate(raw.splitlines(), start=1):
        if _COMMENT.match(line) or not line.strip():
            continue
        if _ENTRY.match(line) and entry:
            yield entry
            entry = []
        entry.append((number, line))
    if entry:
        yield entry


def _entry(lines: Sequence[tuple[int, str]], where: str) -> tuple[str, Template | None]:
    values: dict[str, list[str]] = {}
    name: str | None = None
    for number, line in lines:
        match = _SLOT.match(line)
        if match:
            name = match.group(2)
            if SLOTS[int(match.group(1))] != name if int(match.group(1)) < len(SLOTS) else True:
                raise _fault(where, number, f"slot {match.group(1)} is called {name!r}")
            values.setdefault(name, []).append(match.group(3).strip())
        elif name is None or re.match(r"\s*\d+\.\s", line):
            raise _fault(where, number, "the line begins with no slot of the task's definition")
        else:
            _continue(values[name], line.strip())
    return _template(values, where, lines[0][0])


def _continue(values: list[str], line: str) -> None:
    """Add a line to a slot: a filler of its own, or the rest of one that the line above left open."""
    before = values[-1]
    is_open = before.replace('\\"', "").count('"') % 2 == 1 or before.endswith(("/", ":")) or line.startswith("/")
    if is_open and before:
        values[-1] = f"{before} {line}"
    else:
        values.append(line)


def _template(values: dict[str, list[str]], where: str, number: int) -> tuple[str, Template | None]:
    match = re.search(_ID, " ".join(values.get(SLOTS[0], [])), re.IGNORECASE)
    if not match:
        raise _fault(where, number, "the entry names no article")
    docid = match.group().upper()
    count = " ".join(values.get(SLOTS[1], []))
    if count.strip() in ("*", ""):
        return docid, None
    digits = re.match(r"\d+", count)
    if not digits:
        raise _fault(where, number, f"the number of the template of {docid} is {count!r}")
    fills: dict[str, tuple[Fill, ...]] = {}
    inapplicable = set()
    for name in SLOTS[2:]:
        lines = [value for value in values.get(name, []) if value]
        if lines == ["*"]:
            inapplicable.add(name)
        parsed = tuple(fill for value in lines if (fill := parse_fill(value)) is not None)
        if parsed:
            fills[name] = parsed
    return docid, Template(docid, int(digits.group()), "OPTIONAL" in count.upper(), fills, frozenset(inapplicable))


def _fault(where: str, number: int, what: str) -> InputError:
    return InputError(
        f"{where}, line {number}: {what}. Expected the 25 slots of MUC-4's answer keys, such as "
        "'4.  INCIDENT: TYPE  BOMBING'; compare with the file as published.",
        where=f"{where}:{number}",
    )


def _files(folder: Path, name: str) -> list[Path]:
    inner = folder / name
    files = sorted(path for path in inner.iterdir() if path.is_file() and path.name[0] != ".") if inner.is_dir() else []
    if not files:
        raise UnreadableFile(
            f"{inner} is missing or empty. Expected a folder with texts/ (articles) and keys/ (answer keys).",
            where=str(inner),
        )
    return files


def _text_of(path: Path) -> str:
    try:
        # The files are ASCII; a copy in natural case may hold accents.
        raw = path.read_bytes()
    except OSError as error:
        raise UnreadableFile(f"{path} cannot be read: {error.strerror}.", where=str(path)) from error
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("latin-1")
