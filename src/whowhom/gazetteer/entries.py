"""Entries of the gazetteer: places and countries as frozen records."""

from __future__ import annotations

from dataclasses import dataclass

from whowhom.records.values import FeatureClass


@dataclass(frozen=True, slots=True)
class Entry:
    """One place of the gazetteer.

    Attributes:
        id: Stable id with its source: ``"geonames:1138958"``, ``"airport:OAKB"``,
            ``"whowhom:abbey-gate"``, ``"iso:AF"``, ``"adm1:AF18"``, ``"adm2:AF18.1801"``.
        name: The source's main name.
        country: ISO 3166-1 alpha-2; None for what lies in several countries or in none.
        admin1: Name of the first-level area it lies in.
        admin2: Name of the second-level area it lies in.
        latitude: WGS 84 degrees; of an area its centroid.
        population: Inhabitants; None where the source gives none.
        radius_km: Radius that covers the place, estimated for settlements from
            their population, for areas from their border or their settlements.
        geoprecision: UCDP where_prec of an event that is only known to be there, 1-7.
        primary: Whether the name looked up is the main name or one of our own
            aliases, and not one of the source's many alternate spellings.
        notes: Sovereignty note for disputed areas.
    """

    id: str
    name: str
    feature: FeatureClass
    country: str | None
    admin1: str | None
    admin2: str | None
    latitude: float
    longitude: float
    population: int | None
    radius_km: float
    geoprecision: int
    primary: bool = True
    notes: str | None = None


@dataclass(frozen=True, slots=True)
class Country:
    """A country or territory with the words that stand for it.

    Attributes:
        code: ISO 3166-1 alpha-2.
        demonyms: Adjectives and nouns for its people, singular.
        capital: Seat of government, if there is one.
        metonyms: Seats and streets that stand for its government.
        neighbours: Codes of the countries it borders on land.
    """

    code: str
    name: str
    aliases: tuple[str, ...]
    demonyms: tuple[str, ...]
    capital: str | None
    metonyms: tuple[str, ...]
    neighbours: tuple[str, ...]
