"""Formats: a name, a mapping table and a function that writes bytes; built in or from another package.

In: the name of a format. Out: :class:`Format`.

What one would get wrong: the columns here are the mapping. The writer fills them from this
table and the docs print it, so that neither can say what the other does not do.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib.metadata import entry_points
from typing import Any

from whowhom.errors import UsageError
from whowhom.export.report import ExportReport
from whowhom.safeguard.rows import Dataset

GROUP = "whowhom.exports"
"""Entry point group: each entry names a :class:`Format`."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column, property or field of a format.

    Attributes:
        meaning: What it is filled from, in words.
        fill: Gives its value for a row; None: it cannot be known here and stays empty.
        reason: Why it stays empty; "" for a filled one.
    """

    name: str
    meaning: str
    fill: Callable[[Any], Any] | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Format:
    """An export format.

    Attributes:
        suffix: Of its files, with the dot.
        summary: One line for people.
        note: What a file is and is not; written into it and into the report.
        columns: The mapping; empty where there are no columns.
        rules: The format's own rules for vague words, dates, places and the like.
        render: Writes the whole export; may add to the report.
        extra: Name of the optional dependency that it needs, if any.
    """

    name: str
    suffix: str
    summary: str
    note: str
    render: Callable[[Dataset, ExportReport], bytes]
    columns: tuple[Column, ...] = ()
    rules: Mapping[str, str] = field(default_factory=dict)
    extra: str | None = None


BUILT_IN = {
    "csv": "flat:CSV",
    "acled": "acled:ACLED",
    "ged": "ged:GED",
    "plover": "plover:PLOVER",
    "hapi": "hapi:HAPI",
    "geojson": "geojson:GEOJSON",
    "stix": "stix:STIX",
    "webannotation": "webannotation:WEBANNOTATION",
    "parquet": "parquet:PARQUET",
    "xlsx": "xlsx:XLSX",
    "ris": "ris:RIS",
}


def format_names() -> tuple[str, ...]:
    """List the formats there are, those of other packages last."""
    others = sorted({entry.name for entry in entry_points(group=GROUP)} - set(BUILT_IN))
    return (*BUILT_IN, *others)


def find_format(name: str) -> Format:
    """Load a format; a built-in one wins over another package's of the same name.

    Raises:
        UsageError: there is none of that name, or another package's is no format.
    """
    if name in BUILT_IN:
        module, _, attribute = BUILT_IN[name].partition(":")
        built: Format = getattr(importlib.import_module(f"whowhom.export.{module}"), attribute)
        return built
    for entry in entry_points(group=GROUP, name=name):
        loaded = entry.load()
        if not isinstance(loaded, Format):
            raise UsageError(f"format {name!r} of {entry.value!r} is no whowhom.export.formats.Format.")
        return loaded
    raise UsageError(f"format is {name!r}; expected one of {', '.join(format_names())}.")


def render(format_: Format, dataset: Dataset) -> tuple[bytes, ExportReport]:
    """Write a protected data set in a format.

    Raises:
        ValueError: the data set was not protected.
    """
    if dataset.profile is None:
        raise ValueError("the data set was not protected; call whowhom.safeguard.apply.protect first")
    empty = {column.name: column.reason for column in format_.columns if column.fill is None}
    report = ExportReport(format_.name, format_.note, dict(format_.rules), empty, list(dataset.left_out))
    return format_.render(dataset, report), report
