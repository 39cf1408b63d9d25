"""GeoJSON (RFC 7946): one feature per event, with its radius.

In: events. Out: a FeatureCollection.

What one would get wrong: longitude comes first. An event without a point has a null geometry
and stays, for leaving it out would thin the map where reports are vague.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from whowhom.export import flat
from whowhom.export.formats import Column, Format
from whowhom.export.report import NOT_FOR, ExportReport
from whowhom.export.views import by_id, first_place
from whowhom.safeguard.rows import Dataset, EventRow, SourceRow

NOTE = "whowhom's own properties: what sources claim, with low, best and high"
OUT = ("latitude", "longitude", "claims")


def _claims(pair: flat.Pair) -> Any:
    return json.loads(flat.claims_json(pair[0]))


def _geometry(event: EventRow) -> dict[str, Any] | None:
    place = first_place(event)
    if place is None or place.latitude is None or place.longitude is None:
        return None
    return {"type": "Point", "coordinates": [place.longitude, place.latitude]}


COLUMNS = (
    Column("geometry", "longitude and latitude of the place; null: no point is known", lambda pair: _geometry(pair[0])),
    *(column for column in flat.COLUMNS if column.name not in OUT),
    Column("claims", "every figure and responsibility, each with its voices", _claims),
)  # fmt: skip


def _feature(event: EventRow, sources: Mapping[str, SourceRow]) -> dict[str, Any]:
    values = {column.name: column.fill((event, sources)) for column in COLUMNS if column.fill is not None}
    geometry = values.pop("geometry")
    return {"type": "Feature", "id": event.id, "geometry": geometry, "properties": values}


def _render(dataset: Dataset, report: ExportReport) -> bytes:
    sources = by_id(dataset)
    features = [_feature(event, sources) for event in dataset.events]
    for event in dataset.events:
        if _geometry(event) is None:
            report.cannot_hold(event.id, "geometry", "no point is known; the geometry is null")
        if len(event.places) > 1:
            report.cannot_hold(event.id, f"{len(event.places) - 1} more places", "a feature has one point here")
    report.rows = len(features)
    collection = {"type": "FeatureCollection", "note": NOTE, "not_for": NOT_FOR, "features": features}
    return (json.dumps(collection, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace")


GEOJSON = Format(
    name="geojson",
    suffix=".geojson",
    summary="GeoJSON, one feature per event with its radius",
    note=NOTE,
    render=_render,
    columns=COLUMNS,
    rules={**flat.RULES, "geometry": "a point in WGS 84; radius_km says how far off the true one may be"},
)
