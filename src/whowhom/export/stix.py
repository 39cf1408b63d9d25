"""STIX 2.1: events as incidents, with claims as notes and ties as relationships.

In: events, ties and sources. Out: a bundle.

What one would get wrong: STIX's incident has only a name and a description, so date, figures
and type stand in an extension of ours, and "threat-actor" is never used: an army or a militia
is an identity here, without a verdict in its type.
"""

from __future__ import annotations

import json
import uuid
from typing import Any

from whowhom.export.countries import country_name
from whowhom.export.flat import claim_words
from whowhom.export.formats import Column, Format
from whowhom.export.report import ExportReport
from whowhom.export.sentences import describe
from whowhom.export.views import bounds, first_date, place_words
from whowhom.safeguard.rows import ActorRow, Dataset, EventRow, SourceRow, TieRow, Where

NOTE = "STIX 2.1 with an extension of whowhom's; what sources claim, unverified"
NAMESPACE = uuid.UUID("8d1f0b62-6a1e-5d0c-9c3f-5a0f0d6b7e11")  # Ours alone, so that ids are the same in every run.
# STIX asks for an instant; the day of writing would make the bytes differ.
INSTANT = "2000-01-01T00:00:00.000Z"
METRES = 1000
CLASSES = {"person": "individual", "government": "organization", "international organisation": "organization"}
COLUMNS = (
    Column("incident", "an event; name from type and place, description from coded values", lambda event: event),
    Column("extension", "date_start, date_end, date_prec, type, figures, review_status, version", lambda event: event),
    Column("identity", "an actor; threat-actor is never used", lambda event: event),
    Column("location", "a place; precision is the radius in metres", lambda event: event),
    Column(
        "relationship targets", "the first actor of an event to each that it is told to act on", lambda event: event
    ),
    Column("relationship located-at", "an event to its place, as related-to, which STIX allows", lambda event: event),
    Column("relationship related-to", "ties, with the kind of tie in the description", lambda event: event),
    Column("note", "a figure or responsibility with its voice", lambda event: event),
    Column("report", "a source with the digest of its text", lambda event: event),
)


def _id(kind: str, *parts: str) -> str:
    return f"{kind}--{uuid.uuid5(NAMESPACE, '|'.join((kind, *parts)))}"


def _object(kind: str, identifier: str, **values: Any) -> dict[str, Any]:
    head = {"type": kind, "spec_version": "2.1", "id": identifier, "created": INSTANT, "modified": INSTANT}
    return head | {key: value for key, value in values.items() if value is not None}


def _author() -> dict[str, Any]:
    return _object("identity", _id("identity", "whowhom"), name="whowhom", identity_class="system")


def _extension() -> dict[str, Any]:
    return _object(
        "extension-definition",
        _id("extension-definition", "event"),
        created_by_ref=_author()["id"],
        name="whowhom event",
        description="Date interval, type, figures with low, best and high, review status of an event.",
        schema="urn:whowhom:schema:stix-event:1",
        version="1.0.0",
        extension_types=["property-extension"],
    )


def _identity(actor: ActorRow) -> dict[str, Any]:
    identity_class = "class" if actor.is_private else CLASSES.get(actor.kind or "", "group")
    name = actor.id or f"{actor.kind}|{actor.name}"
    roles = [actor.kind] if actor.kind else None
    return _object("identity", _id("identity", name), name=actor.name, identity_class=identity_class, roles=roles)


def _location(place: Where) -> dict[str, Any] | None:
    if place.country is None and place.latitude is None:
        return None
    has_point = place.latitude is not None and place.longitude is not None
    precise = has_point and place.radius_km is not None
    key = (place.name or "", place.country or "", str(place.latitude), str(place.longitude))
    return _object(
        "location",
        _id("location", *key),
        name=place_words(place),
        description=place.protection,
        latitude=place.latitude if has_point else None,
        longitude=place.longitude if has_point else None,
        precision=place.radius_km * METRES if precise and place.radius_km is not None else None,
        country=place.country,
        administrative_area=place.admin1,
        city=place.name if place.feature == "settlement" else None,
    )


def _incident(event: EventRow, dataset: Dataset) -> dict[str, Any]:
    date = first_date(event)
    days = [None, None] if date is None else [day.isoformat() for day in bounds(date)]
    values = {
        "extension_type": "property-extension",
        "event_id": event.id,
        "version": event.version,
        "review_status": event.review_status,
        "event_type": event.type,
        "modes": list(event.modes),
        "polarity": event.polarity,
        "stage": event.stage,
        "date_start": days[0],
        "date_end": days[1],
        "date_prec": date.precision if date else None,
        "killed_low": event.killed.low,
        "killed_best": event.killed.best,
        "killed_high": event.killed.high,
    }
    kept = {key: value for key, value in values.items() if value is not None}
    country = country_name(event.places[0].country) if event.places else None
    return _object(
        "incident",
        _id("incident", event.id),
        name=f"{event.type}{f' in {country}' if country else ''}",
        description=describe(event),
        labels=[f"review_status:{event.review_status}"],
        confidence=round(event.score * 100) if event.score is not None else None,
        extensions={_extension()["id"]: kept},
    )


def _relationship(kind: str, one: str, other: str, event: str, description: str | None = None) -> dict[str, Any]:
    name = _id("relationship", kind, one, other, event)
    return _object(
        "relationship", name, relationship_type=kind, source_ref=one, target_ref=other, description=description
    )


def _report(source: SourceRow, refs: list[str]) -> dict[str, Any]:
    reference = {"source_name": source.publisher or "a source", "hashes": {"SHA-256": source.text}}
    reference |= {"url": source.url} if source.url else {"external_id": source.id}
    return _object(
        "report",
        _id("report", source.id),
        name=source.title or "a report (title withheld)",
        published=f"{source.published}T00:00:00.000Z",
        object_refs=refs,
        external_references=[reference],
    )


def _event_objects(event: EventRow, dataset: Dataset) -> list[dict[str, Any]]:
    incident = _incident(event, dataset)
    found = [incident]
    actors = [(party.role, _identity(party.actor)) for party in event.parties if party.actor is not None]
    found += [identity for _, identity in actors]
    doers = [identity["id"] for role, identity in actors if role == "actor"]
    for role, identity in actors:
        if role == "target" and doers and identity["id"] != doers[0]:
            found.append(_relationship("targets", doers[0], identity["id"], event.id))
        found.append(_relationship("related-to", incident["id"], identity["id"], event.id, role))
    for place in event.places:
        location = _location(place)
        if location is not None:
            found += [location, _relationship("related-to", incident["id"], location["id"], event.id, place.role)]
    found += [
        _object("note", _id("note", claim.id), content=claim_words(claim), object_refs=[incident["id"]])
        for claim in event.claims
    ]
    return found


def _tie_objects(tie: TieRow) -> list[dict[str, Any]]:
    one, other = _identity(tie.subject), _identity(tie.object)
    told = f"{tie.tie} (sign {tie.sign}; {tie.polarity}, {tie.certainty}; review_status {tie.review_status})"
    return [one, other, _relationship("related-to", one["id"], other["id"], tie.id, told)]


def _render(dataset: Dataset, report: ExportReport) -> bytes:
    objects: dict[str, dict[str, Any]] = {row["id"]: row for row in (_author(), _extension())}
    refs: dict[str, list[str]] = {}
    for event in dataset.events:
        made = _event_objects(event, dataset)
        objects |= {row["id"]: row for row in made}
        for source_id in event.sources:
            refs.setdefault(source_id, []).append(made[0]["id"])
    for tie in dataset.ties:
        if tie.polarity != "happened":
            report.leave_out(tie.id, "told as denied or only possible; a STIX relationship would draw it as real")
            continue
        objects |= {row["id"]: row for row in _tie_objects(tie)}
    for source in dataset.sources:
        if source.id not in refs:
            report.leave_out(source.id, "a STIX report needs an object, and this source tells no event")
        elif source.published is None:
            report.leave_out(source.id, "a STIX report needs a day of publication, and none is known")
        else:
            row = _report(source, refs[source.id])
            objects[row["id"]] = row
    report.rows = len(objects)
    bundle = {"type": "bundle", "id": _id("bundle", dataset.prefix), "objects": list(objects.values())}
    return (json.dumps(bundle, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace")


STIX = Format(
    name="stix",
    suffix=".json",
    summary="a STIX 2.1 bundle of incidents, identities, locations, notes and reports",
    note=NOTE,
    render=_render,
    columns=COLUMNS,
    rules={
        "figures": "low, best and high in the extension; each claim a note",
        "dates": "date_start, date_end and date_prec in the extension; created and modified are a fixed instant",
        "confidence": "100 times the score; no claim about the voice",
    },
)
