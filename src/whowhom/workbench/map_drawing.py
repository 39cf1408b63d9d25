"""A small map drawn by the server: borders, spots and radii as plain numbers for a template's SVG.

In: spots and a box. Out: :class:`Drawing`. It serves where no script runs, and as the inset of
an event.

What one would get wrong: the projection is equirectangular about the middle of the box, so
that a kilometre is as long up as across, there.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from whowhom.gazetteer.borders import LINE_KINDS, BorderArea, Borders, open_areas, open_world
from whowhom.workbench.map_spots import Box, Spot, widened

KM_PER_DEGREE = 111.2
COARSE_DEGREES = 12.0  # Wider maps show countries only.
MAX_LABELS = 14
LETTER_PIXELS = 6.6
SCALE_KM = (1000, 500, 200, 100, 50, 20, 10, 5)


@dataclass(frozen=True, slots=True)
class Mark:
    """A spot in pixels; ``radius`` is its uncertainty, ``size`` that of the sign itself."""

    x: float
    y: float
    radius: float
    size: float
    spot: Spot


@dataclass(frozen=True, slots=True)
class Label:
    """A name in pixels."""

    x: float
    y: float
    name: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """A map; ``land`` and ``lines`` are paths."""

    width: int
    height: int
    land: str
    lines: tuple[tuple[str, str], ...]
    labels: tuple[Label, ...]
    marks: tuple[Mark, ...]
    scale: float
    scale_km: int
    vintage: str


@dataclass(frozen=True, slots=True)
class _Canvas:
    box: Box
    pixels: float
    shrink: float
    width: int
    height: int

    def xy(self, longitude: float, latitude: float) -> tuple[float, float]:
        west, south, east, north = self.box
        x = self.width / 2 + (longitude - (west + east) / 2) * self.shrink * self.pixels
        y = self.height / 2 - (latitude - (south + north) / 2) * self.pixels
        return round(x, 1), round(y, 1)

    @property
    def reach(self) -> Box:
        west, south, east, north = self.box
        across, up = self.width / 2 / self.pixels / self.shrink, self.height / 2 / self.pixels
        x, y = (west + east) / 2, (south + north) / 2
        return x - across, y - up, x + across, y + up


def draw_map(spots: Sequence[Spot], *, width: int = 760, height: int = 460, min_span: float = 1.2) -> Drawing | None:
    """Draw spots with the borders around them; None where there is none.

    Args:
        min_span: Degrees that the map shows at least, so that a single town has its country around it.
    """
    if not spots:
        return None
    boxes = [widened(spot.box, min((spot.radius_km or 0) * 1.6, 400)) for spot in spots]
    box = (min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes))
    canvas = _canvas(box, width, height, min_span)
    reach = canvas.reach
    is_coarse = reach[2] - reach[0] > COARSE_DEGREES
    borders = open_world() if is_coarse else open_areas()
    near = borders.areas_in(reach)
    km = next((km for km in SCALE_KM if km / KM_PER_DEGREE * canvas.pixels <= width / 5), SCALE_KM[-1])
    marks = [_mark(spot, canvas) for spot in spots]
    return Drawing(
        width=width,
        height=height,
        land=" ".join(
            _path(ring, canvas, is_closed=True) for area in near for polygon in area.polygons for ring in polygon
        ),
        lines=tuple(_lines(borders, canvas)),
        labels=tuple(_labels(near, canvas)),
        marks=tuple(sorted(marks, key=lambda mark: -mark.radius)),
        scale=round(km / KM_PER_DEGREE * canvas.pixels, 1),
        scale_km=km,
        vintage=borders.vintage,
    )


def _canvas(box: Box, width: int, height: int, min_span: float) -> _Canvas:
    west, south, east, north = box
    shrink = max(math.cos(math.radians((south + north) / 2)), 0.2)
    wide, high = max(east - west, min_span) * shrink, max(north - south, min_span)
    pixels = min(width * 0.86 / wide, height * 0.86 / high)
    return _Canvas(box, pixels, shrink, width, height)


def _mark(spot: Spot, canvas: _Canvas) -> Mark:
    x, y = canvas.xy(spot.longitude, spot.latitude)
    radius = (spot.radius_km or 0) / KM_PER_DEGREE * canvas.pixels
    return Mark(x, y, round(radius, 1), round(5 + 2.2 * math.log2(spot.events), 1), spot)


def _lines(borders: Borders, canvas: _Canvas) -> Iterable[tuple[str, str]]:
    reach = canvas.reach
    for kind in LINE_KINDS:
        lines = borders.lines_in(kind, reach)
        if lines:
            yield kind, " ".join(_path(line, canvas, is_closed=False) for line in lines)


def _labels(areas: Iterable[BorderArea], canvas: _Canvas) -> Iterable[Label]:
    taken: list[tuple[float, float, float]] = []
    for area in sorted(areas, key=lambda area: -area.size):
        x, y = canvas.xy(*area.label)
        half = len(area.name) * LETTER_PIXELS / 2
        is_inside = half < x < canvas.width - half and 12 < y < canvas.height - 8
        is_free = all(abs(y - other) > 15 or abs(x - at) > half + reach for at, other, reach in taken)
        if is_inside and is_free and len(taken) < MAX_LABELS:
            taken.append((x, y, half))
            yield Label(x, y, area.name)


def _path(points: Sequence[tuple[float, float]], canvas: _Canvas, *, is_closed: bool) -> str:
    drawn: list[tuple[int, int]] = []
    for longitude, latitude in points:
        x, y = canvas.xy(longitude, latitude)
        # Far outside the frame a corner more or less changes nothing.
        point = (
            round(min(max(x, -canvas.width), 2 * canvas.width)),
            round(min(max(y, -canvas.height), 2 * canvas.height)),
        )
        if not drawn or drawn[-1] != point:
            drawn.append(point)
    return "M" + "L".join(f"{x} {y}" for x, y in drawn) + ("Z" if is_closed else "")
