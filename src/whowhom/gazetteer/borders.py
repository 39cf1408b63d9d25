"""Borders of countries and first-level areas, for maps without a network.

In: a country, a point or a box. Out: GeoJSON for maps, areas with their rings for others.

What one would get wrong: borders are drawn as they are administered, at one time. Where that
is disputed, a line is of kind "disputed" and has to be drawn apart, as "claim" lines have,
which run where no border is administered. :attr:`Borders.vintage` is to be told beside a map.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from whowhom.errors import DataError

Point = tuple[float, float]
Box = tuple[float, float, float, float]
DATA = Path(__file__).parent / "data"
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
    """Areas and lines of one file, read once.

    Attributes:
        source: Where the borders come from.
        vintage: The year whose borders they are.
    """

    def __init__(self, topology: dict[str, Any]) -> None:
        """Take a TopoJSON topology as our builder writes it; use :func:`open_areas` or :func:`open_world`."""
        self.source: str = topology["source"]
        self.vintage: str = topology["vintage"]
        self._topology = topology

    @cached_property
    def areas(self) -> tuple[BorderArea, ...]:
        """All areas in the order of the file."""
        return tuple(self._area(item) for item in self._topology["objects"]["areas"]["geometries"])

    def areas_of(self, country: str) -> tuple[BorderArea, ...]:
        """The areas of one country; empty where it is not known."""
        return tuple(area for area in self.areas if area.country == country)

    def area_at(self, latitude: float, longitude: float) -> BorderArea | None:
        """Find the area that holds a point; None at sea, and within a kilometre or two of a coast perhaps."""
        near = self.areas_in((longitude, latitude, longitude, latitude))
        return next((area for area in near if area.holds(latitude, longitude)), None)

    def countries_in(self, box: Box) -> list[str]:
        """List the countries with an area that may reach into a box (west, south, east, north)."""
        return sorted({area.country for area in self.areas_in(box) if area.country})

    def areas_in(self, box: Box) -> list[BorderArea]:
        """List the areas that may reach into a box (west, south, east, north)."""
        return [area for area, around in zip(self.areas, self._boxes, strict=True) if _meets(around, box)]

    def lines_in(self, kind: str, box: Box) -> list[tuple[Point, ...]]:
        """List the lines of one of :data:`LINE_KINDS` that may reach into a box."""
        return [line for line, around in self._lines[kind] if _meets(around, box)]

    def geojson(self, country: str | None = None) -> dict[str, Any]:
        """Give areas, lines and labels of one country, or of the whole file.

        Returns:
            A FeatureCollection: polygons with ``name`` and ``country``; lines with ``kind``, one
            of :data:`LINE_KINDS`; a point for each name with ``label`` and ``size``.
        """
        items = self._topology["objects"]["areas"]["geometries"]
        chosen = [n for n, item in enumerate(items) if country in (None, item["properties"]["country"])]
        features = [feature for n in chosen for feature in _features(self.areas[n])]
        used = None if country is None else {_forward(arc) for n in chosen for arc in _arcs_of(items[n])}
        for kind in LINE_KINDS:
            arcs = [arc for line in self._topology["objects"][kind]["arcs"] for arc in line]
            lines = [self._arcs[arc] for arc in arcs if used is None or arc in used]
            if lines:
                shape = {"type": "MultiLineString", "coordinates": lines}
                features.append({"type": "Feature", "properties": {"kind": kind}, "geometry": shape})
        return {"type": "FeatureCollection", "features": features}

    @cached_property
    def _arcs(self) -> list[tuple[Point, ...]]:
        scale = self._topology["transform"]["scale"]
        digits = 3 if scale[0] < 0.01 else 2
        return [_decoded(arc, scale, digits) for arc in self._topology["arcs"]]

    @cached_property
    def _boxes(self) -> tuple[Box, ...]:
        return tuple(area.box for area in self.areas)

    @cached_property
    def _lines(self) -> dict[str, list[tuple[tuple[Point, ...], Box]]]:
        objects = self._topology["objects"]
        numbers = {kind: [arc for line in objects[kind]["arcs"] for arc in line] for kind in LINE_KINDS}
        return {kind: [(self._arcs[arc], _box(self._arcs[arc])) for arc in arcs] for kind, arcs in numbers.items()}

    def _area(self, item: dict[str, Any]) -> BorderArea:
        about = item["properties"]
        polygons = tuple(tuple(self._ring(ring) for ring in polygon) for polygon in item["arcs"])
        longitude, latitude = about["label"]
        return BorderArea(about["name"], about["country"], (longitude, latitude), about["size"], polygons)

    def _ring(self, numbers: Sequence[int]) -> tuple[Point, ...]:
        points: list[Point] = []
        for number in numbers:
            arc = self._arcs[number] if number >= 0 else self._arcs[~number][::-1]
            points += arc[1:] if points else arc
        return tuple(points)


@lru_cache(maxsize=1)
def open_areas() -> Borders:
    """Read the first-level areas of all countries; some tenths of a second the first time.

    Raises:
        DataError: the file is missing or damaged.
    """
    return _open("borders-areas.json.gz")


@lru_cache(maxsize=1)
def open_world() -> Borders:
    """Read the countries of the world, drawn coarsely.

    Raises:
        DataError: the file is missing or damaged.
    """
    return _open("borders-world.json.gz")


def _open(name: str) -> Borders:
    path = DATA / name
    try:
        return Borders(json.loads(gzip.decompress(path.read_bytes())))
    except (OSError, ValueError, EOFError, KeyError) as error:
        raise DataError(f"borders {name!r} cannot be read ({error}). Install the package again.") from None


def _decoded(arc: Sequence[Sequence[int]], scale: Sequence[float], digits: int) -> tuple[Point, ...]:
    x = y = 0
    points = []
    for step_x, step_y in arc:
        x, y = x + step_x, y + step_y
        points.append((round(x * scale[0], digits), round(y * scale[1], digits)))
    return tuple(points)


def _box(points: Sequence[Point]) -> Box:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)


def _meets(one: Box, other: Box) -> bool:
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
    return (arc for polygon in item["arcs"] for ring in polygon for arc in ring)


def _forward(arc: int) -> int:
    return arc if arc >= 0 else ~arc


def _crossings(edges: Sequence[tuple[Point, Point]], latitude: float, longitude: float) -> int:
    count = 0
    for (x1, y1), (x2, y2) in edges:
        if (y1 > latitude) != (y2 > latitude) and longitude < (x2 - x1) * (latitude - y1) / (y2 - y1) + x1:
            count += 1
    return count


__all__ = ["LINE_KINDS", "BorderArea", "Borders", "open_areas", "open_world"]
