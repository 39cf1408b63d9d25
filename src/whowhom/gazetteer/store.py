"""The gazetteer file: an SQLite file opened for reading, and its look-ups.

Names go in, entries come out, best known first. The file is never written; one
:class:`Gazetteer` may be used by many threads.
"""

from __future__ import annotations

import json
import math
import sqlite3
import threading
from functools import cached_property
from pathlib import Path
from typing import Any

from whowhom.errors import DataError, UnreadableFile
from whowhom.gazetteer.entries import Country, Entry
from whowhom.gazetteer.layout import FEATURES, FORMAT, unpack
from whowhom.gazetteer.names import fold, keys_of, spaced
from whowhom.records.values import FeatureClass

SHIPPED = Path(__file__).parent / "data" / "gazetteer.sqlite"
PRECISIONS: dict[FeatureClass, int] = {"country": 6, "admin1": 4, "admin2": 3, "natural": 5, "region": 5}
# Initials stand for a country only in capitals: "US" and not "us".
LONGEST_INITIALS = 3
KM_PER_DEGREE = 111.2
_PLACES = """
SELECT place.n, place.id, place.name, feature, country, area, latitude, longitude, population, radius, precision, notes
FROM place LEFT JOIN detail ON detail.n = place.n WHERE {}
"""


class Gazetteer:
    """Places by name, countries by name and demonym.

    Attributes:
        digest: sha-256 of the file's contents, hexadecimal; goes into every coding.
        versions: Versions of the data it was built from, by package.
    """

    def __init__(self, path: Path) -> None:
        """Open the file; use :meth:`open`, which says what is wrong with a bad one."""
        self._lock = threading.Lock()
        self._file = sqlite3.connect(
            f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False
        )
        meta = dict(self._file.execute("SELECT key, value FROM meta"))
        self.digest: str = meta.pop("digest")
        self.versions: dict[str, str] = meta
        self._found: dict[str, tuple[Entry, ...]] = {}
        self._areas: dict[int, tuple[FeatureClass, str, int | None]] = {}

    @classmethod
    def open(cls, path: Path | None = None) -> Gazetteer:
        """Open a gazetteer for reading; a few milliseconds.

        Args:
            path: The file; None takes the one that ships with the package.

        Raises:
            DataError: the shipped file is missing or damaged.
            UnreadableFile: a file that the caller names is missing or no gazetteer.
        """
        if path is not None:
            return cls._open_named(path)
        path = SHIPPED
        if not path.is_file():
            raise DataError(f"Gazetteer {str(path)!r} is missing. Install the package again or name another file.")
        try:
            return cls(path)
        except (sqlite3.DatabaseError, KeyError) as fault:
            raise DataError(
                f"Gazetteer {str(path)!r} cannot be read ({fault}); expected a file made by the gazetteer builder. "
                "Install the package again."
            ) from fault

    @classmethod
    def _open_named(cls, path: Path) -> Gazetteer:
        """Open a file of the user's own: what is wrong with it is the user's to mend."""
        remedy = "Make one with `whowhom gazetteer build`."
        if not path.is_file():
            raise UnreadableFile(f"gazetteer {str(path)!r} is missing. {remedy}", where=str(path))
        try:
            opened = cls(path)
        except (sqlite3.DatabaseError, KeyError) as fault:
            raise UnreadableFile(
                f"gazetteer {str(path)!r} cannot be read ({fault}); expected a gazetteer file. {remedy}",
                where=str(path),
            ) from fault
        if opened.versions.get("format") != FORMAT:
            met = opened.versions.get("format")
            opened.close()
            raise UnreadableFile(
                f"gazetteer {str(path)!r} has the format {met!r}; expected {FORMAT!r}. {remedy}", where=str(path)
            )
        return opened

    def close(self) -> None:
        """Let go of the file; look-ups after this fail."""
        self._file.close()

    def lookup(self, name: str) -> tuple[Entry, ...]:
        """Find the places of that name, whatever its case, accents, hyphens and spaces.

        Args:
            name: The bare name, without class words (see
                :func:`whowhom.gazetteer.names.split_class`).

        Returns:
            Entries whose main name or alias it is first, then by population, then
            by id; empty when there is none. Initials such as "us" in lower case
            name no country.
        """
        keys = keys_of(name)
        for key in keys:
            found = self._by_key(key)
            if (found and found[0].primary) or key == keys[-1]:  # primary ones come first
                return found if len(key) > LONGEST_INITIALS else tuple(e for e in found if _fits_case(e, key, name))
        return ()

    def countries(self) -> tuple[Country, ...]:
        """List all countries and territories in the order of their codes."""
        return self._countries

    def country(self, code: str) -> Country | None:
        """Return the country with that ISO 3166-1 alpha-2 code."""
        return self._country_of_code.get(code)

    def country_entry(self, code: str) -> Entry | None:
        """Return the place record of a country: its centroid and reach."""
        country = self.country(code)
        found = self.lookup(country.name) if country else ()
        return next((entry for entry in found if entry.id == f"iso:{code}"), None)

    def country_by_name(self, name: str) -> str | None:
        """Return the code of the country with that name or alias; initials only in capitals."""
        return next((entry.country for entry in self.lookup(name) if entry.feature == "country"), None)

    def country_of_demonym(self, word: str) -> str | None:
        """Return the code for "Afghan", "Afghans", "South Sudanese"; capitals matter for initials."""
        if len(fold(word)) <= LONGEST_INITIALS and word != word.upper():
            return None
        return self.demonyms.get(spaced(word))

    def country_of_metonym(self, name: str) -> str | None:
        """Return the code of the country whose government the name may stand for ("Kremlin")."""
        return self._metonyms.get(fold(name.removeprefix("the ")))

    def nearest_town(self, latitude: float, longitude: float, *, within_km: float) -> Entry | None:
        """Find the settlement nearest to a point; a look through the whole file, some 20 milliseconds.

        Args:
            latitude: WGS 84 degrees.
            longitude: WGS 84 degrees.
            within_km: How far it may be; at most some hundred kilometres, as the earth is taken to be flat.

        Returns:
            None where there is none so near.
        """
        reach = within_km / KM_PER_DEGREE
        shrink = max(math.cos(math.radians(latitude)), 0.01)
        bounds = (latitude - reach, latitude + reach, longitude - reach / shrink, longitude + reach / shrink)
        scaled = [round(bound * 1e4) for bound in bounds]
        away = f"(latitude - {scaled[0] + scaled[1]} / 2.0) * (latitude - {scaled[0] + scaled[1]} / 2.0) + "
        away += (
            f"{shrink**2} * (longitude - {scaled[2] + scaled[3]} / 2.0) * (longitude - {scaled[2] + scaled[3]} / 2.0)"
        )
        where = f"feature = {FEATURES.index('settlement')} AND place.latitude BETWEEN ? AND ?"
        where += f" AND place.longitude BETWEEN ? AND ? ORDER BY {away}, place.n LIMIT 1"
        with self._lock:
            row = self._file.execute(_PLACES.format(where), scaled).fetchone()
        return self._entry(row, primary=True) if row else None

    @cached_property
    def demonyms(self) -> dict[str, str]:
        """Demonyms, singular and with a plural s, in lower case, with their country codes."""
        found: dict[str, str] = {}
        for country in self._countries:
            for demonym in map(spaced, country.demonyms):
                found.setdefault(demonym, country.code)
                found.setdefault(demonym + "s", country.code)
        return found

    @cached_property
    def capitals(self) -> dict[str, str]:
        """Spaced names of capitals by country code."""
        return {country.code: spaced(country.capital) for country in self._countries if country.capital}

    @cached_property
    def country_names(self) -> dict[str, str]:
        """Names and aliases of countries in lower case, words apart, with their codes; no initials."""
        found: dict[str, str] = {}
        for country in self._countries:
            for name in map(spaced, (country.name, *country.aliases)):
                if len(name) > LONGEST_INITIALS:
                    found.setdefault(name, country.code)
        return found

    @cached_property
    def country_first_words(self) -> frozenset[str]:
        """First words of all names and demonyms of countries, folded: what a scan stops at."""
        return frozenset(name.split(" ")[0] for name in (*self.country_names, *self.demonyms))

    @cached_property
    def _country_of_code(self) -> dict[str, Country]:
        return {country.code: country for country in self._countries}

    @cached_property
    def _metonyms(self) -> dict[str, str]:
        return {fold(name): c.code for c in self._countries for name in (*c.metonyms, c.capital or "") if name}

    @cached_property
    def _countries(self) -> tuple[Country, ...]:
        with self._lock:
            rows = self._file.execute("SELECT code, record FROM country ORDER BY code").fetchall()
        return tuple(_country(code, json.loads(record)) for code, record in rows)

    def _by_key(self, key: str) -> tuple[Entry, ...]:
        found = self._found.get(key)
        if found is None:
            with self._lock:
                found = self._found[key] = self._read(key)
        return found

    def _read(self, key: str) -> tuple[Entry, ...]:
        row = self._file.execute("SELECT refs FROM name WHERE key = ?", (key,)).fetchone()
        if row is None:
            return ()
        refs = unpack(row[0])
        primary = {ref // 2: bool(ref % 2) for ref in refs}
        marks = ",".join("?" * len(primary))
        rows = self._file.execute(_PLACES.format(f"place.n IN ({marks})"), tuple(primary)).fetchall()
        entries = [self._entry(row, primary=primary[row[0]]) for row in rows]
        return tuple(sorted(entries, key=lambda e: (not e.primary, -(e.population or 0), e.id)))

    def _entry(self, row: tuple[Any, ...], *, primary: bool) -> Entry:
        _, source, name, feature, country, area, latitude, longitude, population, radius, precision, notes = row
        kind = FEATURES[feature]
        areas = self._areas_above(area)
        return Entry(
            id=f"geonames:{source}" if isinstance(source, int) else source,
            name=name,
            feature=kind,
            country=country,
            admin1=areas.get("admin1"),
            admin2=areas.get("admin2"),
            latitude=latitude / 1e4,
            longitude=longitude / 1e4,
            population=population,
            radius_km=float(radius) if radius else settlement_radius_km(population),
            geoprecision=precision or PRECISIONS.get(kind, 1),
            primary=primary,
            notes=notes,
        )

    def _areas_above(self, area: int | None) -> dict[FeatureClass, str]:
        names: dict[FeatureClass, str] = {}
        while area is not None:
            if area not in self._areas:
                row = self._file.execute("SELECT feature, name, area FROM place WHERE n = ?", (area,)).fetchone()
                self._areas[area] = (FEATURES[row[0]], row[1], row[2])
            kind, name, area = self._areas[area]
            names[kind] = name
        return names


def settlement_radius_km(population: int | None) -> float:
    """Estimate how far a settlement reaches from its centre.

    Returns:
        10 km for a million inhabitants, growing with their 0.45th power, at
        least 1 km; 1 km where the population is unknown.
    """
    return max(1.0, round(10.0 * math.pow((population or 0) / 1e6, 0.45), 1))


def _country(code: str, record: dict[str, Any]) -> Country:
    return Country(
        code=code,
        name=record["name"],
        aliases=tuple(record["aliases"]),
        demonyms=tuple(record["demonyms"]),
        capital=record["capital"],
        metonyms=tuple(record["metonyms"]),
        neighbours=tuple(record["neighbours"]),
    )


def _fits_case(entry: Entry, key: str, name: str) -> bool:
    """Keep initials apart: "us" is no country, and "EU" or "ISF" no small town."""
    if not name.isupper():
        return entry.feature != "country" or fold(entry.name) == key
    return entry.feature in ("country", "admin1") or entry.id.startswith("whowhom:")
