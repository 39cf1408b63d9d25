"""Rows of a GeoNames dump: the main table, alternate names, codes of areas.

In: ``allCountries.txt`` or a country's file (19 columns, tabs, no quoting), plain or in the zip
that GeoNames offers; ``alternateNamesV2``; ``admin1CodesASCII.txt`` and ``admin2Codes.txt``. Out:
rows, and what was wrong with the lines that gave none, with their numbers.

What one would get wrong: a dump has no header, and its codes of areas are only unique with
their country's before them.
"""

from __future__ import annotations

import math
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, NamedTuple

from whowhom.errors import InputError, UnreadableFile
from whowhom.records.values import FeatureClass

COLUMNS = 19
ALTERNATE_COLUMNS = (8, 10)
"""Of alternateNamesV2; the older file has no period."""
AREA_COLUMNS = 4
# Links, postal codes, airport codes and other things that are no names.
NO_NAMES = frozenset(("link", "wkdt", "post", "iata", "icao", "faac", "tcid", "unlc", "abbr", "phon", "piny"))
MAX_FAULTS_KEPT = 20
# Progress is told once for so many lines.
LINES_PER_STEP = 20_000

FACILITY_CODES = frozenset(
    "AIRB AIRF AIRP AIRH MILB BRKS INSM NVB FT CMPRF CMP CMPL CMPQ PRN PS PSH PSN DAM RFC OILR OILT GOSP MN MNC BDG "
    "PRT CSTM GATE HSP UNIV MSQE CH STDM RSTN BUR GHSE".split()
)
"""Codes of GeoNames classes S, L and R that a report on conflict may name as a place."""
NATURAL_CODES = frozenset(
    "MT MTS HLL HLLS PASS PK RDGE VAL VLY DSRT FRST ISL ISLS ISLT PEN CAPE PLAT WAD WADS STM STMS LK LKS RSV SEA GULF "
    "BAY STRT CHN CANL OAS".split()
)
REGION_CODES = frozenset(("RGN", "RGNE", "RGNH", "AREA", "TRB", "RESV", "TERR"))
_AREAS: dict[str, FeatureClass] = {"ADM1": "admin1", "ADM2": "admin2"}
# Places that are no more.
PAST_CODES = frozenset(("PPLH", "PPLCH", "ADM1H", "ADM2H"))


@dataclass
class Faults:
    """Lines that gave no row.

    Attributes:
        count: How many.
        told: File, number and fault of the first ones.
    """

    count: int = 0
    told: list[str] = field(default_factory=list)

    def add(self, path: Path, line: int, what: str) -> None:
        """Note one line."""
        self.count += 1
        if len(self.told) < MAX_FAULTS_KEPT:
            self.told.append(f"{path.name}, line {line}: {what}")


class DumpRow(NamedTuple):
    """One place of the dump; ``admin1`` and ``admin2`` are ids of areas as the gazetteer has them."""

    id: int
    name: str
    ascii_name: str
    alternates: list[str]
    latitude: float
    longitude: float
    feature: FeatureClass
    country: str
    admin1: str | None
    admin2: str | None
    population: int
    line: int


class _RowError(ValueError):
    """A line is no row; its text says why."""


Step = Callable[[int, int], None]
"""Told how many bytes were read, of how many."""


def read_dump(path: Path, faults: Faults, step: Step) -> Iterator[DumpRow]:
    """Read the places of a dump that a report may name, in the order of the file.

    Raises:
        UnreadableFile: it is not there, damaged or of another kind.
    """
    seen = 0
    for number, line in _lines(path, step, ("readme.txt",)):
        seen += 1
        try:
            row = _row(line, number)
        except _RowError as fault:
            faults.add(path, number, str(fault))
            row = None
        if row is not None:
            yield row
        if seen == LINES_PER_STEP and faults.count > seen // 2:
            raise _no_dump(path, faults)
    if seen == 0 or faults.count > seen // 2:
        raise _no_dump(path, faults)


def read_alternates(path: Path, faults: Faults, step: Step) -> Iterator[tuple[int, str]]:
    """Read the names of alternateNamesV2: id of the place and name."""
    for number, line in _lines(path, step, ("iso-languagecodes.txt", "readme.txt")):
        cells = line.split("\t")
        if not ALTERNATE_COLUMNS[0] <= len(cells) <= ALTERNATE_COLUMNS[1] or not cells[1].isdecimal():
            faults.add(path, number, _columns(cells, "8 or 10, the second a number"))
        elif cells[2] not in NO_NAMES and cells[3]:
            yield int(cells[1]), cells[3]


def read_area_names(path: Path, faults: Faults, level: int) -> Iterator[tuple[str, str]]:
    """Read admin1CodesASCII or admin2Codes: id of the area as the gazetteer has it, and name."""
    for number, line in _lines(path, lambda read, total: None, ()):
        cells = line.split("\t")
        if len(cells) != AREA_COLUMNS or cells[0].count(".") != level or not cells[1]:
            faults.add(
                path, number, _columns(cells, f"4, the first a code such as {'AF.18' + '.1801' * (level - 1)!r}")
            )
        else:
            yield area_id(level, *cells[0].split(".")), cells[1]


def area_id(level: int, country: str, *codes: str) -> str:
    """Make the id of an area: "adm1:AF18", "adm2:AF18.1801"."""
    return f"adm{level}:{country}{'.'.join(codes)}"


def _no_dump(path: Path, faults: Faults) -> InputError:
    first = f" The first fault: {faults.told[0]}" if faults.told else " It is empty."
    return UnreadableFile(
        f"{str(path)!r} is no GeoNames dump: expected {COLUMNS} columns parted by tabs, without a header, such as "
        f"allCountries.txt or AF.txt.{first}",
        where=str(path),
    )


def _columns(cells: list[str], expected: str) -> str:
    return f"{len(cells)} column{'' if len(cells) == 1 else 's'}; expected {expected}"


def _lines(path: Path, step: Step, besides: tuple[str, ...]) -> Iterator[tuple[int, str]]:
    """Read the lines of a file or of the one table in a zip, with their numbers."""
    if not path.is_file():
        raise UnreadableFile(f"{str(path)!r} is no file. Give the path of a file of GeoNames.", where=str(path))
    try:
        if not zipfile.is_zipfile(path):
            with path.open("rb") as plain:
                yield from _decoded(plain, path.stat().st_size, step)
            return
        with zipfile.ZipFile(path) as archive:
            tables = [
                i for i in archive.infolist() if i.filename.endswith(".txt") and i.filename.lower() not in besides
            ]
            if len(tables) != 1:
                raise UnreadableFile(
                    f"{str(path)!r} holds {len(tables)} tables; expected one .txt file beside readme.txt. "
                    "Unpack it and name the table.",
                    where=str(path),
                )
            with archive.open(tables[0]) as packed:
                yield from _decoded(packed, tables[0].file_size, step)
    except (OSError, zipfile.BadZipFile, EOFError) as fault:
        raise UnreadableFile(
            f"{str(path)!r} cannot be read: {fault}. Fetch it again from GeoNames.", where=str(path)
        ) from fault


def _decoded(file: IO[bytes], total: int, step: Step) -> Iterator[tuple[int, str]]:
    read = 0
    for number, raw in enumerate(file, start=1):
        read += len(raw)
        if number % LINES_PER_STEP == 0:
            step(read, total)
        line = raw.rstrip(b"\r\n")
        if line:
            # A byte that is no UTF-8 shows as U+FFFD; a name with it is refused where it is read.
            yield number, line.decode("utf-8-sig" if number == 1 else "utf-8", errors="replace")
    step(total, total)


def _row(line: str, at: int) -> DumpRow | None:
    """Read one line; None for places that no report names."""
    cells = line.split("\t")
    if len(cells) != COLUMNS:
        raise _RowError(_columns(cells, str(COLUMNS)))
    number, name, ascii_name, alternates, latitude, longitude, kind, code, country = cells[:9]
    if not number.isdecimal():
        raise _RowError(f"the id is {number!r}; expected a whole number")
    if "\ufffd" in line:
        raise _RowError("a byte that is no UTF-8; expected the file as GeoNames has it")
    point = _degrees(latitude, 90), _degrees(longitude, 180)
    feature = _feature(kind, code)
    if feature is None or not country:
        return None
    if not name:
        raise _RowError("the name is empty; expected one")
    if len(country) != 2 or not country.isalpha() or not country.isupper():
        raise _RowError(f"the country is {country!r}; expected an ISO 3166-1 code such as 'AF'")
    people = cells[14] or "0"
    if not people.isdecimal():
        raise _RowError(f"the population is {people!r}; expected a whole number")
    first, second = cells[10], cells[11]
    return DumpRow(
        id=int(number),
        name=name,
        ascii_name=ascii_name or name,
        alternates=[other for other in alternates.split(",") if other],
        latitude=point[0],
        longitude=point[1],
        feature=feature,
        country=country,
        admin1=area_id(1, country, first) if first and first != "00" else None,
        admin2=area_id(2, country, first, second) if first and second else None,
        population=int(people),
        line=at,
    )


def _degrees(written: str, limit: int) -> float:
    try:
        value = float(written)
    except ValueError:
        raise _RowError(f"a coordinate is {written!r}; expected degrees") from None
    if not math.isfinite(value) or abs(value) > limit:
        raise _RowError(f"a coordinate is {written!r}; expected -{limit} to {limit} degrees")
    return value


def _feature(kind: str, code: str) -> FeatureClass | None:
    """Say which class of ours a feature of GeoNames has; None: left out."""
    if code in PAST_CODES:
        return None
    if kind == "P":
        return "settlement"
    if kind == "A":
        return _AREAS.get(code)
    if code in FACILITY_CODES and kind in "SLR":
        return "facility"
    if code in NATURAL_CODES and kind in "THV":
        return "natural"
    return "region" if code in REGION_CODES and kind == "L" else None
