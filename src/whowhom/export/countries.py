"""Countries: ISO codes of three letters and numbers, names."""

from __future__ import annotations

import csv
from functools import cache
from importlib import resources

from whowhom.gazetteer import Gazetteer


@cache
def _table() -> dict[str, tuple[str | None, int | None]]:
    text = resources.files("whowhom.export").joinpath("data/countries.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines())
    return {row["code"]: (row["iso3"] or None, int(row["number"]) if row["number"] else None) for row in rows}


def iso3(code: str | None) -> str | None:
    """ISO 3166-1 alpha-3 of an alpha-2 code; None for an unknown one."""
    return _table().get(code or "", (None, None))[0]


def iso_number(code: str | None) -> int | None:
    """ISO 3166-1 numeric code; None for an unknown one."""
    return _table().get(code or "", (None, None))[1]


@cache
def _names() -> dict[str, str]:
    gazetteer = Gazetteer.open()
    try:
        return {country.code: country.name for country in gazetteer.countries()}
    finally:
        gazetteer.close()


def country_name(code: str | None) -> str | None:
    """Name of a country in the gazetteer; None for an unknown code."""
    return _names().get(code or "")
