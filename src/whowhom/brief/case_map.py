"""The map of a case brief: points with the radius in which the true place should lie.

In: numbered events. Out: :class:`Map`, plain numbers and strings for the template's SVG.

What one would get wrong: a dot without its radius claims to know more than a report tells.
Events that nobody reviewed are drawn apart (dashed), and those without a point are listed.
"""

from __future__ import annotations

import dataclasses
import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from whowhom.brief.map_borders import Ground, draw_ground
from whowhom.safeguard.rows import EventRow, Where

WIDTH, MIN_HEIGHT, MAX_HEIGHT = 760, 280, 620
MARGIN = 34
KM_PER_DEGREE = 111.2
MIN_SPAN_DEGREES = 0.5  # One town fills no map.
MAX_FRAMED_RADIUS_KM = 80  # A circle of a whole region may reach over the edge.
STEPS = (0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 45)
MAX_LINES = 6
MAX_NUMBERS = 5
LETTER_PIXELS = 8.0  # Of the label's bold type, on average; too little lets labels run off the map.
LABEL_HEIGHT = 14
MAX_SHIFTS = 12


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the grid with its label, in pixels."""

    x1: float
    y1: float
    x2: float
    y2: float
    label: str


@dataclass(frozen=True, slots=True)
class Spot:
    """Events at one point: pixels, the radius of uncertainty, numbers, name, whether all were reviewed.

    Attributes:
        label_x: Where the label begins, or ends where ``anchor`` is "end".
    """

    x: float
    y: float
    radius: float
    size: float
    numbers: str
    name: str
    is_reviewed: bool
    label_x: float = 0.0
    label_y: float = 0.0
    anchor: str = "start"


@dataclass(frozen=True, slots=True)
class Map:
    """A drawn map; ``unplaced`` holds the numbers of events without a point, ``ground`` the borders under them."""

    width: int
    height: int
    lines: tuple[Line, ...]
    spots: tuple[Spot, ...]
    scale: float
    scale_km: int
    unplaced: tuple[int, ...]
    ground: Ground


@dataclass(frozen=True, slots=True)
class _Frame:
    west: float
    south: float
    east: float
    north: float

    @property
    def shrink(self) -> float:
        """A degree of longitude in degrees of latitude, in the middle of the map."""
        return max(math.cos(math.radians((self.south + self.north) / 2)), 0.1)


def draw_map(events: Sequence[EventRow]) -> Map | None:
    """Draw the events that have a point; None where none has."""
    places = {number: event.places[0] for number, event in enumerate(events, 1) if event.places}
    pointed = {number: place for number, place in places.items() if place.latitude is not None}
    if not pointed:
        return None
    frame = _frame(list(pointed.values()))
    width = (frame.east - frame.west) * frame.shrink
    pixels = (WIDTH - 2 * MARGIN) / width
    height = round(min(max((frame.north - frame.south) * pixels + 2 * MARGIN, MIN_HEIGHT), MAX_HEIGHT))
    pixels = min(pixels, (height - 2 * MARGIN) / (frame.north - frame.south))
    canvas = _Canvas(frame, pixels, WIDTH / 2, height / 2)
    unplaced = tuple(number for number in range(1, len(events) + 1) if number not in pointed)
    km = _nice_km(150 / pixels * KM_PER_DEGREE)
    spots = _spots(events, pointed, canvas)
    taken = [(spot.label_x, spot.label_y) for spot in spots] + [(spot.x, spot.y) for spot in spots]
    ground = draw_ground(
        canvas.box(height), lambda longitude, latitude: (canvas.x(longitude), canvas.y(latitude)), WIDTH, height, taken
    )
    return Map(WIDTH, height, _grid(canvas, height), spots, km / KM_PER_DEGREE * pixels, km, unplaced, ground)


@dataclass(frozen=True, slots=True)
class _Canvas:
    frame: _Frame
    pixels: float
    middle_x: float
    middle_y: float

    def x(self, longitude: float) -> float:
        middle = (self.frame.west + self.frame.east) / 2
        return round(self.middle_x + (longitude - middle) * self.frame.shrink * self.pixels, 1)

    def y(self, latitude: float) -> float:
        middle = (self.frame.south + self.frame.north) / 2
        return round(self.middle_y - (latitude - middle) * self.pixels, 1)

    def box(self, height: float) -> tuple[float, float, float, float]:
        """West, south, east and north of what the whole canvas shows."""
        wide = WIDTH / self.pixels / self.frame.shrink / 2
        high = height / self.pixels / 2
        x, y = (self.frame.west + self.frame.east) / 2, (self.frame.south + self.frame.north) / 2
        return x - wide, y - high, x + wide, y + high


def _frame(places: Sequence[Where]) -> _Frame:
    boxes = []
    for place in places:
        assert place.latitude is not None
        assert place.longitude is not None
        reach = min(place.radius_km or 0.0, MAX_FRAMED_RADIUS_KM) / KM_PER_DEGREE
        boxes.append((place.longitude - reach, place.latitude - reach, place.longitude + reach, place.latitude + reach))
    west, south = min(box[0] for box in boxes), min(box[1] for box in boxes)
    east, north = max(box[2] for box in boxes), max(box[3] for box in boxes)
    wide, high = max(MIN_SPAN_DEGREES - (east - west), 0) / 2, max(MIN_SPAN_DEGREES - (north - south), 0) / 2
    return _Frame(west - wide, south - high, east + wide, north + high)


def _grid(canvas: _Canvas, height: int) -> tuple[Line, ...]:
    span_x = WIDTH / canvas.pixels / canvas.frame.shrink
    span_y = height / canvas.pixels
    step = next((step for step in STEPS if max(span_x, span_y) / step <= MAX_LINES), STEPS[-1])
    west = (canvas.frame.west + canvas.frame.east - span_x) / 2
    south = (canvas.frame.south + canvas.frame.north - span_y) / 2
    lines = []
    for count in range(math.ceil(west / step), math.floor((west + span_x) / step) + 1):
        x = canvas.x(count * step)
        lines.append(Line(x, 0, x, height, _degrees(count * step, "E", "W")))
    for count in range(math.ceil(south / step), math.floor((south + span_y) / step) + 1):
        y = canvas.y(count * step)
        lines.append(Line(0, y, WIDTH, y, _degrees(count * step, "N", "S")))
    return tuple(lines)


def _degrees(value: float, plus: str, minus: str) -> str:
    return f"{abs(value):g}°{plus if value > 0 else minus if value < 0 else ''}"


def _spots(events: Sequence[EventRow], pointed: dict[int, Where], canvas: _Canvas) -> tuple[Spot, ...]:
    groups: dict[tuple[float, float], list[int]] = defaultdict(list)
    for number, place in pointed.items():
        assert place.latitude is not None
        assert place.longitude is not None
        groups[place.latitude, place.longitude].append(number)
    spots = []
    for (latitude, longitude), numbers in groups.items():
        place = pointed[numbers[0]]
        shown = ", ".join(map(str, numbers[:MAX_NUMBERS])) + (" …" if len(numbers) > MAX_NUMBERS else "")
        spots.append(
            Spot(
                x=canvas.x(longitude),
                y=canvas.y(latitude),
                radius=round((place.radius_km or 0.0) / KM_PER_DEGREE * canvas.pixels, 1),
                size=round(3.5 + 1.5 * math.log2(len(numbers)), 1),
                numbers=shown,
                name=place.name or place.admin1 or "",
                is_reviewed=all(events[number - 1].review_status != "unreviewed" for number in numbers),
            )
        )
    # Wide circles first, so that no point lies under one.
    return _labelled(sorted(spots, key=lambda spot: -spot.radius))


def _labelled(spots: Sequence[Spot]) -> tuple[Spot, ...]:
    """Put each label beside its point, higher or lower where another stands already."""
    taken: list[tuple[float, float, float]] = []
    placed = []
    for spot in spots:
        length = LETTER_PIXELS * (len(spot.name) + len(spot.numbers) + 1)
        is_right = spot.x + spot.size + length > WIDTH
        left = spot.x - spot.size - 4 - length if is_right else spot.x + spot.size + 4
        shifts = (sign * step * LABEL_HEIGHT for step in range(MAX_SHIFTS) for sign in (1, -1))
        free = (y for shift in shifts if not _meets((y := spot.y + 4 + shift), left, left + length, taken))
        y = next(free, spot.y + 4)
        taken.append((y, left, left + length))
        x, anchor = (left + length, "end") if is_right else (left, "start")
        placed.append(dataclasses.replace(spot, label_x=round(x, 1), label_y=round(y, 1), anchor=anchor))
    return tuple(placed)


def _meets(y: float, left: float, right: float, taken: Sequence[tuple[float, float, float]]) -> bool:
    return any(abs(y - other) < LABEL_HEIGHT and left < end and start < right for other, start, end in taken)


def _nice_km(wanted: float) -> int:
    for km in (500, 200, 100, 50, 20, 10, 5, 2):
        if km <= wanted:
            return km
    return 1
