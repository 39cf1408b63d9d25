"""Borders under the points of a brief's map, as paths for its SVG.

In: the box that the map shows, and where a point of the earth lies on it. Out: one path for
each kind of line, and the names of areas that have room.

What one would get wrong: a disputed border is drawn apart from one that is not, and the page
says of which year the borders are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from whowhom.gazetteer.borders import LINE_KINDS, BorderArea, Borders, Box, Point, open_areas, open_world

# A map wider than this, in degrees, shows countries only.
WIDEST_WITH_AREAS = 25.0
NAME_WIDTH, NAME_HEIGHT = 90.0, 22.0
MAX_NAMES = 16
SMALLEST_NAMED = 0.002  # Share of the map that an area must have; an islet that has room says little.

Place = Callable[[float, float], tuple[float, float]]
"""Longitude and latitude to pixels."""


@dataclass(frozen=True, slots=True)
class Border:
    """All lines of one kind, as the path of an SVG."""

    kind: str
    path: str


@dataclass(frozen=True, slots=True)
class Name:
    """The name of an area, in the middle of it."""

    x: float
    y: float
    text: str
    is_country: bool


@dataclass(frozen=True, slots=True)
class Ground:
    """What lies under the points; ``vintage`` is the year whose borders are drawn."""

    borders: tuple[Border, ...]
    names: tuple[Name, ...]
    vintage: str


def draw_ground(box: Box, place: Place, width: float, height: float, taken: Sequence[tuple[float, float]]) -> Ground:
    """Draw the borders in a box.

    Args:
        box: West, south, east, north of what the map shows, in degrees.
        taken: Where labels of events begin, in pixels: names keep away from them.
    """
    is_wide = max(box[2] - box[0], box[3] - box[1]) > WIDEST_WITH_AREAS
    borders = open_world() if is_wide else open_areas()
    drawn = [Border(kind, path) for kind in LINE_KINDS if (path := _path(borders.lines_in(kind, box), box, place))]
    names = list(_names(borders, is_wide, box, place, width, height))
    if not is_wide:
        names = [*_names(open_world(), True, box, place, width, height), *names]
    return Ground(tuple(drawn), _with_room(names, taken), borders.vintage)


def _path(lines: Sequence[Sequence[Point]], box: Box, place: Place) -> str:
    return "".join(_stroke(run, place) for line in lines for run in _runs(line, box))


def _runs(line: Sequence[Point], box: Box) -> Iterator[list[Point]]:
    """Cut a line to the pieces that may be seen: a point outside stays where its neighbour is inside."""
    inside = [box[0] <= x <= box[2] and box[1] <= y <= box[3] for x, y in line]
    run: list[Point] = []
    for index, point in enumerate(line):
        if any(inside[max(index - 1, 0) : index + 2]):
            run.append(point)
            continue
        if len(run) > 1:
            yield run
        run = []
    if len(run) > 1:
        yield run


def _stroke(run: Sequence[Point], place: Place) -> str:
    points: list[tuple[int, int]] = []
    for longitude, latitude in run:
        x, y = place(longitude, latitude)
        if not points or points[-1] != (round(x), round(y)):
            points.append((round(x), round(y)))
    return "M" + "L".join(f"{x} {y}" for x, y in points) if len(points) > 1 else ""


def _names(borders: Borders, is_country: bool, box: Box, place: Place, width: float, height: float) -> Iterator[Name]:
    """Name the areas whose label lies on the map, the largest first."""
    smallest = (box[2] - box[0]) * (box[3] - box[1]) * SMALLEST_NAMED
    areas: list[BorderArea] = sorted(borders.areas_in(box), key=lambda area: -area.size)
    for area in (area for area in areas if area.size >= smallest):
        x, y = place(*area.label)
        if area.name and NAME_WIDTH / 2 < x < width - NAME_WIDTH / 2 and NAME_HEIGHT < y < height - NAME_HEIGHT:
            yield Name(round(x, 1), round(y, 1), area.name, is_country)


def _with_room(names: Sequence[Name], taken: Sequence[tuple[float, float]]) -> tuple[Name, ...]:
    kept: list[Name] = []
    spots = list(taken)
    for name in names:
        if len(kept) < MAX_NAMES and all(
            abs(name.x - x) > NAME_WIDTH or abs(name.y - y) > NAME_HEIGHT for x, y in spots
        ):
            kept.append(name)
            spots.append((name.x, name.y))
    return tuple(kept)
