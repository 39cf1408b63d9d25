"""Parquet: the flat table with types, lists kept as lists.

In: events. Out: Parquet bytes with the note and methods in the file's metadata.
"""

from __future__ import annotations

import io
import json
from typing import Any

from whowhom.errors import UsageError
from whowhom.export import flat
from whowhom.export.formats import Format
from whowhom.export.report import ExportReport
from whowhom.safeguard.rows import Dataset

NOTE = flat.NOTE
LISTS = ("modes", "actors", "targets", "parties", "assisting", "sensitivity", "claims", "links", "outlets", "sources")
FLOATS = ("latitude", "longitude", "radius_km", "score")
BOOLEANS = ("background",)
INTEGERS = (
    "version",
    "event_count",
    "date_precision",
    "geoprecision",
    "killed_low",
    "killed_best",
    "killed_high",
    "injured_low",
    "injured_best",
    "injured_high",
    "ged_type_of_violence",
    "quad_class",
)


def _render(dataset: Dataset, report: ExportReport) -> bytes:
    try:
        import pyarrow as arrow
        import pyarrow.parquet
    except ModuleNotFoundError:
        raise UsageError(
            "format 'parquet' needs the package pyarrow. Install it with: pip install 'whowhom[exports]'"
        ) from None
    rows = flat.flat_rows(dataset, report)
    names = [column.name for column in flat.COLUMNS]
    arrays = [arrow.array([row[number] for row in rows], type=_type(arrow, name)) for number, name in enumerate(names)]
    method = {"note": report.note, "profile": dataset.profile, "coders": dataset.method.coders}
    table = arrow.table(arrays, names=names).replace_schema_metadata({"whowhom": json.dumps(method)})
    target = io.BytesIO()
    arrow.parquet.write_table(table, target, compression="zstd", store_schema=False)
    return target.getvalue()


def _type(arrow: Any, name: str) -> Any:
    if name in LISTS:
        return arrow.list_(arrow.string())
    if name in INTEGERS:
        return arrow.int64()
    if name in FLOATS:
        return arrow.float64()
    return arrow.bool_() if name in BOOLEANS else arrow.string()


PARQUET = Format(
    name="parquet",
    suffix=".parquet",
    summary="Parquet in whowhom's own columns, lists as lists",
    note=NOTE,
    render=_render,
    columns=flat.COLUMNS,
    rules=flat.RULES,
    extra="exports",
)
