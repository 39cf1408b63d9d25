"""Borders of countries and first-level areas, for maps without a network.

In: a country, a point or a box. Out: GeoJSON for maps, areas with their rings for others.

What one would get wrong: borders are drawn as they are administered, at one time. Where that
is disputed, a line is of kind "disputed" and has to be drawn apart, as "claim" lines have,
which run where no border is administered. :attr:`Borders.vintage` is to be told beside a map.
"""

from __future__ import annotations

import gzip
import json
import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from whowhom.errors import DataError

Point = tuple[float, float]
Box = tuple[float, float, float, float]
DATA = Path(__file__).parent / "data"
_reading = threading.Lock()
LINE_KINDS = ("coast", "border", "area", "disputed", "claim")


@dataclass(frozen=True, slots=True)
class BorderArea:
    """A first-level area, or a country among all countries.

    Attributes:
        country: ISO 3166-1 alpha-2; None for what lies in no country.
        label: Where its name may stand, as longitude and latitude.
        size: In square degrees; says which names to leave out first.
        polygons: Each an outer ring and its holes; rings of longitude and latitude, closed.
    """

    name: str
    country: str | None
    label: Point
    size: float
    polygons: tuple[tuple[tuple[Point, ...], ...], ...]

    @property
    def box(self) -> Box:
        """West, south, east and north."""
        return _box([point for polygon in self.polygons for point in polygon[0]])

    def holds(self, latitude: float, longitude: float) -> bool:
        """Say whether a point lies inside, by the even-odd rule."""
        return any(_crossings(ring, latitude, longitude) % 2 for ring in self._rings_as_one())

    def _rings_as_one(self) -> Iterable[list[tuple[Point, Point]]]:
        for polygon in self.polygons:
            yield [(a, b) for ring in polygon for a, b in pairwise(ring)]


class Borders:
    """Areas and lines of one file; what is not asked for stays packed.

    Attributes:
        source: Where the borders come from.
        vintage: The year whose borders they are.
    """

    def __init__(self, topology: dict[str, Any]) -> None:
        """Take a TopoJSON topology as our builder writes it; use :func:`open_areas` or :func:`open_world`."""
        self.source: str = topology["source"]
        self.vintage: str = topology["vintage"]
        objects = topology["objects"]
        self._items: list[dict[str, Any]] = objects["areas"]["geometries"]
        self._packed: list[list[list[int]]] = topology["arcs"]
        self._scale: float = topology["transform"]["scale"][0]
        self._kinds = {kind: [arc for line in objects[kind]["arcs"] for arc in line] for kind in LINE_KINDS}
        self._kind_of = {arc: kind for kind, arcs in self._kinds.items() for arc in arcs}
        self._lines: dict[int, tuple[Point, ...]] = {}
        self._areas: dict[int, BorderArea] = {}

    @property
    def areas(self) -> tuple[BorderArea, ...]:
        """All areas in the order of the file; takes half a second of a slow machine."""
        return tuple(self._area(number) for number in range(len(self._items)))

    def areas_of(self, country: str) -> tuple[BorderArea, ...]:
        """The areas of one country; empty where it is not known."""
        return tuple(self._area(number) for number in self._of(country))

    def area_at(self, latitude: float, longitude: float) -> BorderArea | None:
        """Find the area that holds a point; None at sea, and within a kilometre or two of a coast perhaps."""
        near = self.areas_in((longitude, latitude, longitude, latitude))
        return next((area for area in near if area.holds(latitude, longitude)), None)

    def areas_in(self, box: Box) -> list[BorderArea]:
        """List the areas that may reach into a box (west, south, east, north)."""
        return [self._area(number) for number in self._in(box)]

    def lines_in(self, kind: str, box: Box) -> list[tuple[Point, ...]]:
        """List the lines of one of :data:`LINE_KINDS` that may reach into a box."""
        if kind == "claim":
            return [line for line in map(self._line, self._kinds[kind]) if _meets(_box(line), box)]
        near = dict.fromkeys(arc for number in self._in(box) for arc in _arcs_of(self._items[number]))
        return [self._line(arc) for arc in near if self._kind_of[arc] == kind]

    def countries_in(self, box: Box) -> list[str]:
        """List the countries with an area that may reach into a box (west, south, east, north)."""
        found = {self._items[number]["properties"]["country"] for number in self._in(box)}
        return sorted(code for code in found if code)

    def geojson(self, country: str | None = None) -> dict[str, Any]:
        """Give areas, lines and labels of one country, or of the whole file.

        Returns:
            A FeatureCollection: polygons with ``name`` and ``country``; lines with ``kind``, one
            of :data:`LINE_KINDS`, those of claims only for the whole file; a point for each name
            with ``label`` and ``size``.
        """
        chosen = list(range(len(self._items))) if country is None else self._of(country)
        features = [feature for number in chosen for feature in _features(self._area(number))]
        used = dict.fromkeys(arc for number in chosen for arc in _arcs_of(self._items[number]))
        for kind in LINE_KINDS:
            arcs = [arc for arc in used if self._kind_of[arc] == kind]
            if kind == "claim" and country is None:
                arcs = self._kinds[kind]
            if arcs:
                shape = {"type": "MultiLineString", "coordinates": [self._line(arc) for arc in arcs]}
                features.append({"type": "Feature", "properties": {"kind": kind}, "geometry": shape})
        return {"type": "FeatureCollection", "features": features}

    def _of(self, country: str) -> list[int]:
        return [n for n, item in enumerate(self._items) if item["properties"]["country"] == country]

    def _in(self, box: Box) -> list[int]:
        return [n for n, item in enumerate(self._items) if _meets(item["bbox"], box)]

    def _line(self, arc: int) -> tuple[Point, ...]:
        if arc not in self._lines:
            self._lines[arc] = _unpacked(self._packed[arc], self._scale)
        return self._lines[arc]

    def _area(self, number: int) -> BorderArea:
        if number not in self._areas:
            item = self._items[number]
            about = item["properties"]
            polygons = tuple(tuple(self._ring(ring) for ring in polygon) for polygon in item["arcs"])
            longitude, latitude = about["label"]
            found = BorderArea(about["name"], about["country"], (longitude, latitude), about["size"], polygons)
            self._areas[number] = found
        return self._areas[number]

    def _ring(self, numbers: Sequence[int]) -> tuple[Point, ...]:
        points: list[Point] = []
        for number in numbers:
            line = self._line(number) if number >= 0 else self._line(~number)[::-1]
            points += line[1:] if points else line
        return tuple(points)


def open_areas() -> Borders:
    """Read the first-level areas of all countries; a tenth of a second the first time.

    Raises:
        DataError: the file is missing or damaged.
    """
    return _open("borders-areas.json.gz")


def open_world() -> Borders:
    """Read the countries of the world, drawn coarsely.

    Raises:
        DataError: the file is missing or damaged.
    """
    return _open("borders-world.json.gz")


def _open(name: str) -> Borders:
    try:
        with _reading:  # Pages ask for many countries at once; the file is read for the first.
            return _read(name)
    except (OSError, ValueError, EOFError, KeyError) as error:
        raise DataError(f"borders {name!r} cannot be read ({error}). Install the package again.") from None


@lru_cache(maxsize=2)
def _read(name: str) -> Borders:
    return Borders(json.loads(gzip.decompress((DATA / name).read_bytes())))


def _unpacked(arc: Sequence[Sequence[int]], scale: float) -> tuple[Point, ...]:
    digits = 3 if scale < 0.01 else 2
    x = y = 0
    points = []
    for step_x, step_y in arc:
        x, y = x + step_x, y + step_y
        points.append((round(x * scale, digits), round(y * scale, digits)))
    return tuple(points)


def _box(points: Sequence[Point]) -> Box:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)


def _meets(one: Sequence[float], other: Sequence[float]) -> bool:
    return one[0] <= other[2] and other[0] <= one[2] and one[1] <= other[3] and other[1] <= one[3]


def _features(area: BorderArea) -> list[dict[str, Any]]:
    about = {"name": area.name, "country": area.country}
    shape = {"type": "MultiPolygon", "coordinates": area.polygons}
    point = {"type": "Point", "coordinates": area.label}
    return [
        {"type": "Feature", "properties": about, "geometry": shape},
        {"type": "Feature", "properties": {"label": area.name, "size": area.size}, "geometry": point},
    ]


def _arcs_of(item: dict[str, Any]) -> Iterable[int]:
    return (arc if arc >= 0 else ~arc for polygon in item["arcs"] for ring in polygon for arc in ring)


def _crossings(edges: Sequence[tuple[Point, Point]], latitude: float, longitude: float) -> int:
    count = 0
    for (x1, y1), (x2, y2) in edges:
        if (y1 > latitude) != (y2 > latitude) and longitude < (x2 - x1) * (latitude - y1) / (y2 - y1) + x1:
            count += 1
    return count


__all__ = ["LINE_KINDS", "BorderArea", "Borders", "open_areas", "open_world"]
