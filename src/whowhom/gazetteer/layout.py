"""The layout of a gazetteer file: its tables, the order of the feature classes, packed references.

What one would get wrong: ``place.area`` is the row of the smallest area that holds the place,
and ``name.refs`` packs 4-byte little-endian references, each twice the row of a place, plus
one where the name is its main name or an alias of our own.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable

from whowhom.records.values import FeatureClass

FORMAT = "1"
FEATURES: tuple[FeatureClass, ...] = (
    "country", "admin1", "admin2", "settlement", "facility", "natural", "region", "unknown",
)  # fmt: skip
SCHEMA = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE country (code TEXT PRIMARY KEY, record TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE place (
  n INTEGER PRIMARY KEY, id, name TEXT NOT NULL, feature INTEGER NOT NULL, country TEXT, area INTEGER,
  latitude INTEGER NOT NULL, longitude INTEGER NOT NULL, population INTEGER);
CREATE TABLE detail (n INTEGER PRIMARY KEY, radius INTEGER, precision INTEGER, notes TEXT);
CREATE TABLE name (key TEXT PRIMARY KEY, refs BLOB NOT NULL) WITHOUT ROWID;
"""
DEGREE = 10_000
"""Latitude and longitude are kept as whole ten-thousandths of a degree."""


def pack(refs: Iterable[int]) -> bytes:
    """Pack references, the smallest first."""
    ordered = sorted(refs)
    return struct.pack(f"<{len(ordered)}I", *ordered)


def unpack(refs: bytes) -> tuple[int, ...]:
    """Unpack what :func:`pack` packed."""
    return struct.unpack(f"<{len(refs) // 4}I", refs)
