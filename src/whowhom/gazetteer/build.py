"""A gazetteer made from a full GeoNames dump, over the shipped one or without its places.

In: files of GeoNames. Out: one SQLite file that :class:`~whowhom.gazetteer.store.Gazetteer`
opens, and a report of what was taken and what was wrong.

Countries, airports and our own list come from the shipped file always: a dump has no demonyms
and none of the gates and crossings that reports name. What one would get wrong: a dump of
all countries does not fit in memory, so names are sorted by SQLite on disk, and the new
file takes its name only when it is complete.
"""

from __future__ import annotations

import hashlib
import itertools
import math
import os
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from whowhom.errors import InputError, OutputError
from whowhom.gazetteer.geonames import DumpRow, Faults, read_alternates, read_area_names, read_dump
from whowhom.gazetteer.layout import DEGREE, FEATURES, FORMAT, SCHEMA, pack, unpack
from whowhom.gazetteer.names import keys_of
from whowhom.gazetteer.spellings import is_latin_spelling, kept_spellings, names_of_area, shown_name
from whowhom.gazetteer.store import SHIPPED

KM_PER_DEGREE = 111.2
# An area of which no place is known reaches as far as a small one does.
LEAST_AREA_KM = {"admin1": 30, "admin2": 15}
FACILITY_KM = 3
_AREAS = ("admin1", "admin2")
_DROPPED = (*_AREAS, "settlement")
_WORK = """
CREATE TEMP TABLE ref (key TEXT NOT NULL, ref INTEGER NOT NULL);
CREATE TEMP TABLE above (n INTEGER PRIMARY KEY, admin1, admin2);
"""
_ROW = "INSERT INTO place VALUES (?, ?, ?, ?, ?, NULL, ?, ?, ?)"

Progress = Callable[[str, int, int], None]
"""Told what is being done, and how much of it: done, of."""


@dataclass(frozen=True, slots=True)
class DumpFiles:
    """Files of GeoNames; only the dump itself is needed."""

    dump: Path
    alternate_names: Path | None = None
    admin1: Path | None = None
    admin2: Path | None = None


@dataclass
class BuildReport:
    """What a build took and left.

    Attributes:
        taken: New places by feature class.
        known: Places of the dump that the shipped gazetteer has already; their names were added.
        places: All places of the new file.
        names: All names of the new file.
    """

    taken: Counter[str] = field(default_factory=Counter)
    known: int = 0
    places: int = 0
    names: int = 0
    digest: str = ""
    faults: Faults = field(default_factory=Faults)


def build_gazetteer(
    files: DumpFiles, out: Path, *, alone: bool = False, progress: Progress, base: Path = SHIPPED
) -> BuildReport:
    """Make a gazetteer file.

    Args:
        out: Written when all else is done; what stood there is replaced.
        alone: Take settlements and areas from the dump only, none from the shipped file.
        base: The gazetteer to build over.

    Raises:
        InputError: a file is not there or is none of GeoNames.
        OutputError: the file cannot be written.
    """
    if out.exists() and out.resolve() == base.resolve():
        raise OutputError(f"{str(out)!r} is the gazetteer that ships. Name another file with -o.")
    rough = out.with_name(f".{out.name}.{os.getpid()}.part")
    try:
        report = _build(files, rough, alone=alone, progress=progress, base=base)
        rough.replace(out)
    except (OSError, sqlite3.OperationalError) as fault:
        raise OutputError(f"cannot write {str(out)!r}: {fault}. Choose a folder with room and permission.") from fault
    finally:
        for left in (rough, Path(f"{rough}-journal")):
            left.unlink(missing_ok=True)
    return report


def _build(files: DumpFiles, path: Path, *, alone: bool, progress: Progress, base: Path) -> BuildReport:
    report = BuildReport()
    path.unlink(missing_ok=True)
    file = sqlite3.connect(path, isolation_level=None)
    try:
        file.executescript(f"PRAGMA page_size=4096; PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;{SCHEMA}{_WORK}")
        file.execute("BEGIN")
        _take_base(file, base, alone=alone)
        _take_dump(file, files, report, progress)
        if files.alternate_names is not None:
            _take_alternates(file, files.alternate_names, report.faults, progress)
        _link_areas(file)
        progress("sorting names", 0, 1)
        report.names = _write_names(file)
        report.places = file.execute("SELECT count(*) FROM place").fetchone()[0]
        report.digest = _write_meta(file, files, base)
        file.execute("COMMIT")
        file.executescript("DROP TABLE temp.ref; DROP TABLE temp.above; VACUUM;")
        progress("sorting names", 1, 1)
    finally:
        file.close()
    return report


def _take_base(file: sqlite3.Connection, base: Path, *, alone: bool) -> None:
    """Copy the shipped places, or those of its classes that a dump lacks."""
    file.execute("ATTACH ? AS base", (f"{base.resolve().as_uri()}?mode=ro&immutable=1",))
    dropped = ",".join(str(FEATURES.index(name)) for name in _DROPPED) if alone else "-1"
    # Our own settlements are in no dump.
    kept = f"feature NOT IN ({dropped}) OR (typeof(id) = 'text' AND id LIKE 'whowhom:%')"
    file.execute(f"INSERT INTO place SELECT * FROM base.place WHERE {kept}")
    file.execute("INSERT INTO detail SELECT * FROM base.detail WHERE n IN (SELECT n FROM place)")
    file.execute("INSERT INTO country SELECT * FROM base.country")
    have = {row[0] for row in file.execute("SELECT n FROM place")}
    file.executemany(
        "INSERT INTO ref VALUES (?, ?)",
        (
            (key, ref)
            for key, refs in file.execute("SELECT key, refs FROM base.name").fetchall()
            for ref in unpack(refs)
            if ref // 2 in have
        ),
    )
    if alone:
        file.execute(
            "INSERT INTO above SELECT p.n, coalesce(up.id, a.id), CASE WHEN up.id IS NOT NULL THEN a.id END "
            "FROM place p JOIN base.place a ON a.n = p.area LEFT JOIN base.place up ON up.n = a.area"
        )
        file.execute("UPDATE place SET area = NULL")


def _take_dump(file: sqlite3.Connection, files: DumpFiles, report: BuildReport, progress: Progress) -> None:
    """Add the places of the dump; what is there already gets more names."""
    known = dict(file.execute("SELECT id, n FROM place"))
    countries = {row[0] for row in file.execute("SELECT code FROM country")}
    numbers = itertools.count(max(known.values(), default=0) + 1)
    told = _area_names(files, report.faults)
    areas: dict[str, set[str]] = {}
    for name_id, name in told.items():
        areas.setdefault(name_id[5:7], set()).add(name)
    for row in read_dump(files.dump, report.faults, lambda read, total: progress("reading places", read, total)):
        if row.country not in countries:
            report.faults.add(files.dump, row.line, f"no country has the code {row.country!r}")
            continue
        key = _id_of(row)
        if key is None:
            continue
        n = known.get(key)
        if n is None:
            n = known[key] = next(numbers)
            report.taken[row.feature] += 1
            _insert(file, n, key, row, told, areas)
        else:
            report.known += 1
        file.executemany("INSERT INTO ref VALUES (?, ?)", _refs(n, row, told.get(str(key))))


def _id_of(row: DumpRow) -> str | int | None:
    """Give the id of a place in the gazetteer; areas go by their codes."""
    if row.feature == "admin1":
        return row.admin1
    return row.admin2 if row.feature == "admin2" else row.id


def _insert(
    file: sqlite3.Connection, n: int, key: str | int, row: DumpRow, told: dict[str, str], areas: dict[str, set[str]]
) -> None:
    name = row.name
    if row.feature in _AREAS:
        name = told.get(str(key), name)
        name = shown_name(name, areas.get(row.country, {name})) if row.feature == "admin1" else name
    point = (round(row.latitude * DEGREE), round(row.longitude * DEGREE))
    file.execute(_ROW, (n, key, name, FEATURES.index(row.feature), row.country, *point, row.population or None))
    above = (n, None if row.feature == "admin1" else row.admin1, None if row.feature in _AREAS else row.admin2)
    file.execute("INSERT INTO above VALUES (?, ?, ?)", above)
    if row.feature == "facility":
        file.execute("INSERT INTO detail VALUES (?, ?, NULL, NULL)", (n, FACILITY_KM))


def _refs(n: int, row: DumpRow, told: str | None) -> Iterator[tuple[str, int]]:
    """Give the names of a place as references: main names are odd, spellings even."""
    main = [row.name, row.ascii_name]
    if row.feature in _AREAS:
        main += [other for name in (row.name, told or row.name) for other in (name, *names_of_area(name))]
    keys = {key for name in main for key in keys_of(name)}
    yield from ((key, 2 * n + 1) for key in sorted(keys))
    spellings = kept_spellings(row.alternates, row.name, row.population)
    yield from ((key, 2 * n) for key in sorted({key for name in spellings for key in keys_of(name)} - keys))


def _area_names(files: DumpFiles, faults: Faults) -> dict[str, str]:
    told: dict[str, str] = {}
    for level, path in ((1, files.admin1), (2, files.admin2)):
        if path is not None:
            told |= dict(read_area_names(path, faults, level))
            if not told:
                first = f" The first fault: {faults.told[0]}" if faults.told else ""
                raise InputError(f"{str(path)!r} holds no codes of areas.{first}", where=str(path))
    return told


def _take_alternates(file: sqlite3.Connection, path: Path, faults: Faults, progress: Progress) -> None:
    """Add the Latin-script names of alternateNamesV2 to the places that are there."""
    known = dict(file.execute("SELECT id, n FROM place WHERE typeof(id) = 'integer'"))

    def refs() -> Iterator[tuple[str, int]]:
        names = read_alternates(path, faults, lambda read, total: progress("reading names", read, total))
        for place, name in names:
            if place in known and is_latin_spelling(name):
                yield from ((key, 2 * known[place]) for key in keys_of(name))

    file.executemany("INSERT INTO ref VALUES (?, ?)", refs())


def _link_areas(file: sqlite3.Connection) -> None:
    """Point each place at the smallest area that holds it, and give new areas their reach."""
    file.execute("CREATE TEMP TABLE area AS SELECT id, n, feature FROM place WHERE feature IN (1, 2)")
    file.execute("CREATE INDEX temp.area_id ON area (id)")
    file.execute(
        "UPDATE place SET area = (SELECT coalesce(b.n, a.n) FROM above LEFT JOIN temp.area a ON a.id = above.admin1 "
        "LEFT JOIN temp.area b ON b.id = above.admin2 WHERE above.n = place.n) WHERE n IN (SELECT n FROM above)"
    )
    boxes = _boxes(file)
    bare = file.execute("SELECT n, feature FROM temp.area WHERE n NOT IN (SELECT n FROM detail)").fetchall()
    file.executemany(
        "INSERT INTO detail VALUES (?, ?, NULL, NULL)", [(n, _reach(feature, boxes.get(n))) for n, feature in bare]
    )
    file.execute("DROP TABLE temp.area")


_Box = tuple[int, int, int, int]


def _boxes(file: sqlite3.Connection) -> dict[int, _Box]:
    """Find the south, north, west and east of the places in each area, those of its own areas with them."""
    boxes: dict[int, _Box] = {}
    rows = file.execute(
        "SELECT area, min(latitude), max(latitude), min(longitude), max(longitude) FROM place "
        "WHERE area IS NOT NULL GROUP BY area"
    ).fetchall()
    above = dict(file.execute("SELECT n, area FROM place WHERE feature = 2 AND area IS NOT NULL"))
    for area, *box in rows:
        for n in (area, above.get(area)):
            if n is not None:
                south, north, west, east = boxes.get(n, tuple(box))
                boxes[n] = (min(south, box[0]), max(north, box[1]), min(west, box[2]), max(east, box[3]))
    return boxes


def _reach(feature: int, box: _Box | None) -> int:
    """Estimate how far an area reaches from the box of its places, km."""
    least = LEAST_AREA_KM[FEATURES[feature]]
    if box is None:
        return least
    south, north, west, east = box
    high = (north - south) / DEGREE * KM_PER_DEGREE
    wide = (east - west) / DEGREE * KM_PER_DEGREE * math.cos(math.radians((north + south) / 2 / DEGREE))
    return max(least, round(math.hypot(high, wide) / 2 + 10))


def _write_names(file: sqlite3.Connection) -> int:
    """Write each key with its references; of a name that is main and spelling, only the main one."""
    count = 0

    def rows() -> Iterator[tuple[str, bytes]]:
        nonlocal count
        # The cursor reads while rows are written into another table.
        ordered: Iterable[tuple[str, int]] = file.execute("SELECT key, ref FROM ref ORDER BY key, ref")
        for key, group in itertools.groupby(ordered, key=lambda pair: pair[0]):
            refs = {ref for _, ref in group}
            count += 1
            yield key, pack(ref for ref in refs if ref % 2 or ref + 1 not in refs)

    file.executemany("INSERT INTO name VALUES (?, ?)", rows())
    return count


def _write_meta(file: sqlite3.Connection, files: DumpFiles, base: Path) -> str:
    """Write what the file was made of, and the digest of its contents."""
    digest = hashlib.sha256()
    for table in ("country", "detail", "name", "place"):
        for row in file.execute(f"SELECT * FROM {table} ORDER BY 1"):
            digest.update(repr(row).encode())
    meta = {key: value for key, value in file.execute("SELECT key, value FROM base.meta") if key != "digest"}
    meta |= {"format": FORMAT, "licence": "CC BY 4.0", "digest": digest.hexdigest(), "geonames": files.dump.name}
    file.executemany("INSERT INTO meta VALUES (?, ?)", sorted(meta.items()))
    return digest.hexdigest()
