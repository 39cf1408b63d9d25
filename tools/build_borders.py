"""Builder of the offline borders: Natural Earth in, two gzipped TopoJSON files out.

Source: ``world_map.gpkg`` of Debian's package qgis-common, which holds Natural Earth's cultural vectors 1:10m,
version 4.1.0 (public domain): first-level areas, and lines of disputed and breakaway areas. Needs shapely, which the
package itself does not. Run::

    apt-get download qgis-common && dpkg -x qgis-common_*.deb FOLDER
    pip install shapely
    python tools/build_borders.py FOLDER/usr/share/qgis/resources/data/world_map.gpkg

Areas are simplified together, as a coverage, so that neighbours keep one line between them; borders of countries for
the whole world are simplified once more. The same inputs give the same bytes.

Names come from our gazetteer where it knows the area, because the file has old spellings and, for two Afghan
provinces, a neighbour's name. What one would get wrong: the file draws countries as they are administered. Where that
is disputed, lines are marked so, and :data:`ADMINISTERED` names the country that the gazetteer has.
"""

from __future__ import annotations

import argparse
import gzip
import json
import math
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import shapely
from shapely.geometry import MultiPolygon, Point

from whowhom.gazetteer import Entry, Gazetteer

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "src" / "whowhom" / "gazetteer" / "data"
SOURCE = "Natural Earth 1:10m Cultural Vectors 4.1.0, by way of qgis-common 3.22.16"
VINTAGE = "2018"
# Of the triangle that a corner spans with its neighbours, as the root of square degrees: a corner that takes away
# less is dropped. The first leaves a province its shape on a screen of its own, the second a country among all.
AREA_TOLERANCE, WORLD_TOLERANCE = 0.03, 0.2
# A thousandth of a degree is 110 m, a hundredth 1.1 km: below a pixel on the maps that each is for.
AREA_GRID, WORLD_GRID = 1000, 100
MIN_ISLAND_DEGREES2 = {AREA_GRID: 0.0004, WORLD_GRID: 0.02}
NEAR_LINE_DEGREES = 0.03
MAX_NAME_DISTANCE_KM = 60.0

# Areas that the file gives no country, or another than the gazetteer has, by name.
ADMINISTERED = {
    "Akrotiri": "GB", "Dhekelia": "GB", "Baykonur": "KZ", "Clipperton Island": "FR", "Somaliland": "SO",
    "Ashmore and Cartier Islands": "AU", "Coral Sea Islands": "AU", "Kashmir": "", "Spratly Is.": "",
    "Northern Cyprus": "CY", "Crimea": "UA", "Sevastopol": "UA", "Guantanamo": "US",
}  # fmt: skip
TERRITORIES = {
    "Akrotiri Sovereign Base Area": "GB", "Dhekelia Sovereign Base Area": "GB", "Baykonur Cosmodrome": "KZ",
    "Clipperton Island": "FR", "Indian Ocean Territories": "AU", "Northern Cyprus": "CY", "Siachen Glacier": "",
    "Somaliland": "SO", "Spratly Is.": "", "US Naval Base Guantanamo Bay": "US",
}  # fmt: skip
"""The same by the name of their administration."""

# Borders drawn as disputed wherever they run: pairs of countries, and areas (by name) against all around them.
DISPUTED_PAIRS = [{"RS", "XK"}, {"EH", "MA"}, {"IL", "PS"}]
DISPUTED_AREAS = {"Somaliland", "Northern Cyprus", "Crimea", "Sevastopol", "Abkhazia", "UNDOF", "Kashmir"}
DISPUTED_BETWEEN = [
    ("Jammu and Kashmir", "Azad Kashmir"), ("Jammu and Kashmir", "Northern Areas"), ("Jammu and Kashmir", "Xinjiang"),
    ("Jammu and Kashmir", "Xizang"), ("Arunachal Pradesh", "Xizang"),
]  # fmt: skip

Pt = tuple[int, int]


@dataclass
class Row:
    """One area of the file."""

    shape: Any
    country: str
    name: str
    raw: str


def main() -> None:
    """Build both files."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("gpkg", type=Path)
    given = parser.parse_args()
    rows, claims = read(given.gpkg)
    fine = shapely.coverage_simplify([row.shape for row in rows], AREA_TOLERANCE)
    areas = [Row(shape, row.country, row.name, row.raw) for shape, row in zip(fine, rows, strict=True)]
    write("borders-areas.json.gz", areas, claims, AREA_GRID)
    write("borders-world.json.gz", join_countries(rows), claims, WORLD_GRID)


def read(path: Path) -> tuple[list[Row], list[Any]]:
    """Read the areas, named, and the lines of claims."""
    file = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
    gazetteer = Gazetteer.open()
    query = (
        "SELECT geom, iso_a2, name, woe_name, gn_name, admin FROM states_provinces WHERE geom IS NOT NULL ORDER BY fid"
    )
    rows = []
    for blob, iso, name, woe, geonames, admin in file.execute(query):
        shape = decode(blob)
        country = ADMINISTERED.get(name or "", TERRITORIES.get(admin, iso if iso != "-1" else ""))
        names = [word for word in (geonames, woe, name) if word]
        rows.append(Row(shape, country, name_of(names, country, shape, gazetteer) or admin, name or ""))
    lines = [decode(blob) for (blob,) in file.execute("SELECT geom FROM disputed_borders ORDER BY fid")]
    return rows, lines


def decode(blob: bytes) -> Any:
    """Read a geometry of a GeoPackage: a header, a box of one of five sizes, then WKB."""
    return shapely.from_wkb(blob[8 + (0, 32, 48, 48, 64)[(blob[3] >> 1) & 7] :])


def name_of(names: Sequence[str], country: str, shape: Any, gazetteer: Gazetteer) -> str:
    """Take the gazetteer's name where it has an area of a like name about there."""
    inside = shape.representative_point()
    for word in names:
        for entry in gazetteer.lookup(word):
            if entry.feature == "admin1" and entry.country == country and is_near(entry, shape, inside):
                return entry.name
    return names[-1] if names else ""


def is_near(entry: Entry, shape: Any, inside: Point) -> bool:
    """Say whether an entry's centre lies in a shape or close to it."""
    here = Point(entry.longitude, entry.latitude)
    scale = 111.2 * max(math.cos(math.radians(inside.y)), 0.2)
    return bool(shape.distance(here) * scale <= MAX_NAME_DISTANCE_KM)


def join_countries(rows: Sequence[Row]) -> list[Row]:
    """Join areas to countries; what lies in no country or breaks away stays by itself, so that its border is drawn."""
    groups: dict[tuple[str, str], list[Any]] = defaultdict(list)
    for row in rows:
        apart = row.raw if row.raw in DISPUTED_AREAS or not row.country else ""
        groups[row.country, apart].append(row.shape)
    joined = [shapely.coverage_union_all(shapes) for shapes in groups.values()]
    gazetteer = Gazetteer.open()
    simple = shapely.coverage_simplify(joined, WORLD_TOLERANCE)
    found = []
    for shape, (code, apart) in zip(simple, groups, strict=True):
        country = gazetteer.country(code) if code else None
        found.append(Row(shape, code, apart or (country.name if country else code), apart))
    return found


def write(name: str, rows: Sequence[Row], claims: Sequence[Any], grid: int) -> None:
    """Write one TopoJSON file: areas as rings of arcs, each arc once with its kind."""
    polygons = [snap(row.shape, grid) for row in rows]
    arcs, rings = Arcs(polygons).cut()
    kinds = [kind_of([rows[index] for index in users], arc, claims, grid) for arc, users in arcs]
    geometries = []
    for row, polygon, ids in zip(rows, polygons, rings, strict=True):
        if not polygon:
            continue
        point = label_point(row.shape)
        about = {"name": row.name, "country": row.country or None, "label": point, "size": round(row.shape.area, 3)}
        corners = [point for part in polygon for point in part[0]]
        xs, ys = [x / grid for x, _ in corners], [y / grid for _, y in corners]
        box = [min(xs), min(ys), max(xs), max(ys)]
        geometries.append({"type": "MultiPolygon", "bbox": box, "arcs": ids, "properties": about})
    lines = [line for claim in claims for line in claim_lines(claim, [arc for arc, _ in arcs], grid)]
    numbered = [delta(arc) for arc, _ in arcs] + [delta(line) for line in lines]
    claimed = list(range(len(arcs), len(numbered)))
    topology = {
        "type": "Topology",
        "source": SOURCE,
        "vintage": VINTAGE,
        "transform": {"scale": [1 / grid, 1 / grid], "translate": [0, 0]},
        "objects": {
            "areas": {"type": "GeometryCollection", "geometries": geometries},
            **{
                kind: {"type": "MultiLineString", "arcs": [[n] for n, k in enumerate(kinds) if k == kind]}
                for kind in ("coast", "border", "area", "disputed")
            },
            "claim": {"type": "MultiLineString", "arcs": [[n] for n in claimed]},
        },
        "arcs": numbered,
    }
    raw = json.dumps(topology, ensure_ascii=False, separators=(",", ":")).encode()
    packed = gzip.compress(raw, 9, mtime=0)
    (DATA / name).write_bytes(packed)
    points = sum(len(arc) for arc in numbered)
    print(f"{name}: {len(geometries)} areas, {len(numbered)} arcs, {points} points, {len(raw)} -> {len(packed)} bytes")


def snap(shape: Any, grid: int) -> list[list[list[Pt]]]:
    """Round a shape to the grid: rings without repeated points, without those that vanish."""
    parts = list(shape.geoms) if isinstance(shape, MultiPolygon) else [shape]
    if not parts:
        return []
    largest = max(parts, key=lambda part: part.area)
    kept = []
    for part in parts:
        if part is not largest and part.area < MIN_ISLAND_DEGREES2[grid]:
            continue
        found = [ring_of(ring.coords, grid) for ring in (part.exterior, *part.interiors)]
        if len(found[0]) > 2:
            kept.append([ring for ring in found if len(ring) > 2])
    return kept


def ring_of(coords: Iterable[Any], grid: int) -> list[Pt]:
    """Round a ring; open, first point not repeated."""
    ring: list[Pt] = []
    for x, y, *_ in coords:
        point = (round(x * grid), round(y * grid))
        if not ring or ring[-1] != point:
            ring.append(point)
    return ring[:-1] if len(ring) > 1 and ring[0] == ring[-1] else ring


class Arcs:
    """The lines of a coverage, each once: cut where three areas meet or a coast begins."""

    def __init__(self, polygons: Sequence[list[list[list[Pt]]]]) -> None:
        self.polygons = polygons
        self.users: dict[tuple[Pt, Pt], set[int]] = defaultdict(set)
        neighbours: dict[Pt, set[Pt]] = defaultdict(set)
        for index, ring in self._rings():
            for a, b in zip(ring, ring[1:] + ring[:1], strict=True):
                self.users[min(a, b), max(a, b)].add(index)
                neighbours[a].add(b)
                neighbours[b].add(a)
        self.nodes = {point for point, around in neighbours.items() if len(around) != 2 or self._parts(point, around)}

    def _rings(self) -> Iterable[tuple[int, list[Pt]]]:
        return ((i, ring) for i, polygon in enumerate(self.polygons) for part in polygon for ring in part)

    def _parts(self, point: Pt, around: set[Pt]) -> bool:
        one, other = around
        return self._users(point, one) != self._users(point, other)

    def _users(self, a: Pt, b: Pt) -> set[int]:
        return self.users[min(a, b), max(a, b)]

    def cut(self) -> tuple[list[tuple[list[Pt], tuple[int, ...]]], list[list[list[list[int]]]]]:
        """Give arcs with the areas on their sides, and each area's rings as numbers of arcs (``~n``: backwards)."""
        arcs: list[tuple[list[Pt], tuple[int, ...]]] = []
        number: dict[tuple[Pt, ...], int] = {}
        found: list[list[list[list[int]]]] = []
        for polygon in self.polygons:
            found.append([[self._ring(ring, arcs, number) for ring in part] for part in polygon])
        return arcs, found

    def _ring(self, ring: list[Pt], arcs: list[Any], number: dict[tuple[Pt, ...], int]) -> list[int]:
        cuts = [index for index, point in enumerate(ring) if point in self.nodes]
        if not cuts:  # A ring by itself: begin at its least point, so that both sides of it agree.
            cuts = [ring.index(min(ring))]
        ids = []
        turned = ring[cuts[0] :] + ring[: cuts[0]] + [ring[cuts[0]]]
        bounds = [cut - cuts[0] for cut in cuts] + [len(ring)]
        for start, end in pairwise(bounds):
            arc = turned[start : end + 1]
            known, back = number.get(tuple(arc)), number.get(tuple(arc[::-1]))
            if known is None and back is None:
                known = number[tuple(arc)] = len(arcs)
                arcs.append((arc, tuple(sorted(self._users(arc[0], arc[1])))))
            ids.append(known if known is not None else ~back)  # type: ignore[operator]
        return ids


def kind_of(sides: Sequence[Row], arc: Sequence[Pt], claims: Sequence[Any], grid: int) -> str:
    """Say what a line is: a coast, a border, a line between areas of one country, or one in dispute."""
    if len(sides) < 2:
        return "coast"
    one, other = sides[0], sides[1]
    pair = {one.raw, other.raw}
    if (
        {one.country, other.country} in DISPUTED_PAIRS
        or pair & DISPUTED_AREAS
        or any(pair == set(between) for between in DISPUTED_BETWEEN)
    ):
        return "area" if pair == {"Crimea", "Sevastopol"} else "disputed"
    x, y = arc[len(arc) // 2]
    if any(claim.distance(Point(x / grid, y / grid)) < NEAR_LINE_DEGREES for claim in claims):
        return "disputed"
    return "area" if one.country == other.country else "border"


def claim_lines(claim: Any, arcs: Sequence[Sequence[Pt]], grid: int) -> list[list[Pt]]:
    """Give what of a claimed line runs where no line of the coverage does."""
    box = claim.buffer(1)
    near = [shapely.LineString([(x / grid, y / grid) for x, y in arc]) for arc in arcs if box.covers(middle(arc, grid))]
    rest = claim.difference(shapely.union_all(near).buffer(NEAR_LINE_DEGREES * 2)) if near else claim
    rest = shapely.line_merge(rest) if rest.geom_type == "MultiLineString" else rest
    parts = list(rest.geoms) if hasattr(rest, "geoms") else [rest]
    found = []
    for part in parts:
        if part.geom_type != "LineString" or part.length < 0.1:
            continue
        points: list[Pt] = []
        for x, y, *_ in part.simplify(0.01).coords:
            point = (round(x * grid), round(y * grid))
            if not points or points[-1] != point:
                points.append(point)
        if len(points) > 1:
            found.append(points)
    return found


def middle(arc: Sequence[Pt], grid: int) -> Point:
    """The middle corner of a line, in degrees."""
    x, y = arc[len(arc) // 2]
    return Point(x / grid, y / grid)


def label_point(shape: Any) -> list[float]:
    """A point well inside the largest part, for its name."""
    parts = list(shape.geoms) if isinstance(shape, MultiPolygon) else [shape]
    largest = max(parts, key=lambda part: part.area)
    circle = shapely.maximum_inscribed_circle(largest, tolerance=max(largest.area**0.5 / 50, 0.01))
    x, y = circle.coords[0][:2]
    return [round(x, 2), round(y, 2)]


def delta(points: Sequence[Pt]) -> list[list[int]]:
    """Write points as steps from one to the next, as TopoJSON does."""
    steps = [list(points[0])]
    steps += [[b[0] - a[0], b[1] - a[1]] for a, b in pairwise(points)]
    return steps


if __name__ == "__main__":
    main()
