"""Texts with place names on the map: the XML forms of LGL, TR-News, GeoWebNews and GeoVirus.

In: a file of ``article`` elements, each with a ``text`` and place names below it
(``toponym`` or ``location``), with ``start``, ``end``, ``phrase`` or ``name``, and ``lat`` and
``lon``, in the element or in its ``gaztag``. Out: articles with the names that have a point.
Offsets that miss their words are set right by the nearest place where the words stand.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from whowhom.errors import UnreadableFile
from whowhom.records.spans import Span

_TAGS = ("toponym", "location")
_WORDS = ("phrase", "name", "extractedName")
# How far from its offset the words of a name are looked for.
REACH = 200


@dataclass(frozen=True, slots=True)
class GoldToponym:
    """A place name of a text with its point in WGS 84 degrees."""

    span: Span
    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class MappedArticle:
    """A text with its place names.

    Attributes:
        toponyms: In the order of the text; each stretch once.
        unplaced: Stretches that are place names without a point; they are not scored.
    """

    text: str
    toponyms: tuple[GoldToponym, ...]
    unplaced: tuple[Span, ...]


def read_mapped(path: Path) -> tuple[MappedArticle, ...]:
    """Read a file of articles with place names.

    Raises:
        UnreadableFile: the file is missing, no XML, or holds no place name with a point.
    """
    where = str(path)
    try:
        root = ElementTree.fromstring(path.read_bytes())
    except (OSError, ElementTree.ParseError) as fault:
        why = "it is a folder" if path.is_dir() else getattr(fault, "strerror", None) or fault
        raise UnreadableFile(
            f"{where!r} cannot be read as XML: {why}. Expected one file with <article> elements.", where=where
        ) from fault
    articles = tuple(_article(element) for element in root.iter("article"))
    if not any(article.toponyms for article in articles):
        raise UnreadableFile(
            f"{where!r} holds no place name with a point. Expected <article> elements with <text> and, for each name, "
            "<start>, <end>, <lat> and <lon>.",
            where=where,
        )
    return articles


def _article(element: Element) -> MappedArticle:
    text = element.findtext("text") or ""
    placed: dict[Span, GoldToponym] = {}
    unplaced: list[Span] = []
    for name in _names(element):
        span = _span(text, name)
        if span is None:
            continue
        point = _point(name)
        if point is None:
            unplaced.append(span)
        else:
            placed.setdefault(span, GoldToponym(span, *point))
    return MappedArticle(text, tuple(placed[span] for span in sorted(placed)), tuple(sorted(unplaced)))


def _names(element: Element) -> Iterator[Element]:
    for tag in _TAGS:
        yield from element.iter(tag)


def _span(text: str, name: Element) -> Span | None:
    try:
        start, end = int(_first(name, "start")), int(_first(name, "end"))
    except ValueError:
        return None
    words = next((words for tag in _WORDS if (words := _first(name, tag))), "")
    if not words or text[start:end] == words:
        return Span(start, end) if 0 <= start < end <= len(text) else None
    places = [at for at in _places(text, words) if abs(at - start) <= REACH]
    nearest = min(places, key=lambda at: abs(at - start), default=None)
    return None if nearest is None else Span(nearest, nearest + len(words))


def _places(text: str, words: str) -> Iterator[int]:
    at = text.find(words)
    while at >= 0:
        yield at
        at = text.find(words, at + 1)


def _point(name: Element) -> tuple[float, float] | None:
    try:
        latitude, longitude = float(_first(name, "lat")), float(_first(name, "lon"))
    except ValueError:
        return None
    is_point = math.isfinite(latitude) and -90 <= latitude <= 90 and -180 <= longitude <= 180
    return (latitude, longitude) if is_point else None


def _first(name: Element, tag: str) -> str:
    """Give the text of a child, or of one further down; empty where there is none."""
    child = name.find(tag)
    found = child if child is not None and child.text else next((e for e in name.iter(tag) if e.text), None)
    return (found.text or "").strip() if found is not None else ""
