"""Rows from a case: what it concludes, with all claims of the reports behind it.

In: an open case and a filter. Out: a :class:`~whowhom.safeguard.rows.Dataset` with everything
in it, not yet fit to leave.

What one would get wrong: concluded values (type, day, place, figures, status) are the case's;
parties, claims and words are gathered from the mentions that count.
"""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, select

from whowhom.casefile import schema
from whowhom.casefile.actorvalues import corrected_values
from whowhom.casefile.codings import BY_HAND, load_coding
from whowhom.casefile.decisions import decisions_on_mentions
from whowhom.casefile.eventlinks import links_of
from whowhom.casefile.filters import Filter
from whowhom.casefile.listing import list_events
from whowhom.casefile.mentions import Mention, load_mentions
from whowhom.casefile.sampling import estimate_recall
from whowhom.casefile.scope import Scope, judge_events
from whowhom.casefile.team import pseudonyms
from whowhom.export.from_coding import Making, choose_prefix, event_row, method_of, public_id, tie_row
from whowhom.export.outlets import Outlets
from whowhom.link.names import key_of
from whowhom.records import Actor, ActorKind, Coding
from whowhom.safeguard.rows import (
    ActorRow,
    Codes,
    Dataset,
    EventRow,
    Party,
    Range,
    ReviewStatus,
    SourceRow,
    TieRow,
    When,
    Where,
)

QUERY_SIZE = 10_000  # SQLite takes 32,766 values in one statement.
REVIEWS: dict[str, ReviewStatus] = {"accept": "accepted", "correct": "corrected", "reject": "rejected"}
SIDES = {"who": ("actor", "a"), "whom": ("target", "b")}
Row = Mapping[Any, Any]


def dataset_of_case(
    connection: Connection,
    chosen: Filter,
    *,
    prefix: str | None = None,
    outlets: Outlets | None = None,
    scope: Scope | None = None,
) -> Dataset:
    """Build the rows of a case: its live events that fit the filter, and ties of the reports behind them.

    Args:
        scope: Leaves events out; each is listed with the rule.
    """
    meta = dict(connection.execute(select(schema.meta.c.key, schema.meta.c.value)).all())
    named = choose_prefix(prefix, f"w{meta['prefix']}")
    listed = list_events(connection, chosen)
    verdicts = judge_events(connection, scope) if scope is not None else ()
    rules = {verdict.event["public_id"]: verdict.rule for verdict in verdicts if verdict.rule is not None}
    rows = [row for row in listed if row["public_id"] not in rules]
    told = _mentions(connection, [row["public_id"] for row in rows])
    shelf = _Shelf(connection, named, outlets or Outlets(), [m for mentions in told.values() for m in mentions])
    pairs = [(row, told[row["public_id"]]) for row in rows if told[row["public_id"]]]
    links = _links(connection, [row["public_id"] for row, _ in pairs])
    corrected = _corrected_fields(connection)
    events = tuple(
        dataclasses.replace(
            _event(row, mentions, shelf, links), corrected=tuple(sorted(corrected.get(row["public_id"], ())))
        )
        for row, mentions in pairs
    )
    ties = tuple(_ties(connection, shelf))
    used = {source for event in events for source in event.sources} | {tie.source for tie in ties}
    return Dataset(
        prefix=named,
        events=events,
        ties=ties,
        sources=tuple(source for source in shelf.sources.values() if source.id in used),
        method=method_of(
            _under_pseudonyms(connection, shelf.codings.values()), policy=meta["policy"], facts=_facts(connection, rows)
        ),
        left_out=tuple(
            (public_id(named, row["public_id"]), f"out of scope by {rules[row['public_id']]}")
            for row in listed
            if row["public_id"] in rules
        ),
        texts={source: text for source, text in shelf.texts.items() if source in used},
    )


def _under_pseudonyms(connection: Connection, codings: Iterable[Coding]) -> list[Coding]:
    """Name users of the workbench who coded by hand as they wish to be named outside."""
    names = pseudonyms(connection)
    return [
        dataclasses.replace(coding, coder=dataclasses.replace(coding.coder, name=names[coding.coder.name]))
        if coding.coder.version == BY_HAND and coding.coder.name in names
        else coding
        for coding in codings
    ]


def _facts(connection: Connection, rows: Sequence[Row]) -> list[tuple[str, str]]:
    """Shares of review, and recall as people estimated it."""
    counts = Counter(row["review"] for row in rows)
    shares = ", ".join(f"{counts[name]} {name}" for name in schema.REVIEWS if counts[name])
    recall = estimate_recall(connection)
    return [
        ("events", str(len(rows))),
        ("review", f"{shares or 'no events'} (of {len(rows)})"),
        ("estimated recall", recall.words if recall is not None else "not sampled"),
    ]


def _mentions(connection: Connection, names: Sequence[str]) -> dict[str, list[Mention]]:
    """The mentions of some events that count, by the event's public id."""
    event, part = schema.event.c, schema.event_mention.c
    owner: dict[int, str] = {}
    for start in range(0, len(names), QUERY_SIZE):
        chosen = event.public_id.in_(names[start : start + QUERY_SIZE])
        query = select(part.assertion_no, event.public_id).join(schema.event, event.no == part.event_no).where(chosen)
        owner |= dict(connection.execute(query).all())
    found: dict[str, list[Mention]] = {name: [] for name in names}
    for mention in load_mentions(connection, owner):
        if mention.is_counted:
            found[owner[mention.no]].append(mention)
    return found


def _corrected_fields(connection: Connection) -> dict[str, set[str]]:
    """The fields of events that people corrected, by the event's public id; a correction that waits still shows."""
    decision, state = schema.decision.c, schema.decision_state.c
    query = (
        select(decision.target, decision.field)
        .join(schema.decision_state, state.decision_no == decision.no)
        .where(decision.kind == "correct", decision.target_kind == "event", state.state != "undone")
    )
    found: dict[str, set[str]] = {}
    for target, field in connection.execute(query):
        found.setdefault(target, set()).add(field)
    return found


def _links(connection: Connection, names: Sequence[str]) -> dict[str, list[tuple[str, str]]]:
    """The links from some events to others of them, by the event's public id."""
    event = schema.event.c
    numbers: list[int] = []
    for start in range(0, len(names), QUERY_SIZE):
        chosen = event.public_id.in_(names[start : start + QUERY_SIZE])
        numbers += connection.scalars(select(event.no).where(chosen))
    listed = set(numbers)
    found: dict[str, list[tuple[str, str]]] = {}
    for number, links in links_of(connection, numbers).items():
        for link in links:
            if link.event_no == number and link.other_no in listed:
                found.setdefault(link.event, []).append((link.link, link.other))
    return found


class _Shelf:
    """Codings, sources and names of actors that the rows of one export are made with, each read once."""

    def __init__(self, connection: Connection, prefix: str, outlets: Outlets, mentions: Sequence[Mention]) -> None:
        self.prefix = prefix
        self.outlets = outlets
        numbers = sorted({mention.values["coding_no"] for mention in mentions})
        corrected = _corrected_actors(connection)
        self.codings: dict[int, Coding] = {
            number: _with_actors(load_coding(connection, number), corrected.get(number, {})) for number in numbers
        }
        self.sources: dict[int, SourceRow] = {}
        self.of_text: dict[int, list[SourceRow]] = {}
        self.texts: dict[str, str] = {}
        self._report_of: dict[int, int] = {}
        self._read_sources(connection, numbers)
        self.actors = dict(connection.execute(select(schema.actor.c.no, schema.actor.c.public_id)).all())
        self.by_key = _actors_by_key(connection)

    def _read_sources(self, connection: Connection, numbers: Sequence[int]) -> None:
        coding, report, source = schema.coding.c, schema.report.c, schema.source.c
        homes = connection.execute(select(coding.no, coding.report_no, coding.text_no).where(coding.no.in_(numbers)))
        text_of = {no: (report_no, text_no) for no, report_no, text_no in homes}
        self._report_of = {no: report_no for no, (report_no, _) in text_of.items()}
        query = (
            select(schema.report, schema.text.c.digest, schema.text.c.language)
            .add_columns(source.name, source.kind, source.scale, source.is_listed)
            .join(schema.text, schema.text.c.no == report.text_no)
            .join(schema.source, source.no == report.source_no, isouter=True)
            .where(report.text_no.in_([text_no for _, text_no in text_of.values()]))
            .order_by(report.no)
        )
        for row in connection.execute(query).mappings():
            made = _source(row, self.prefix, self.outlets)
            self.sources[row["no"]] = made
            if row["state"] == "current":
                self.of_text.setdefault(row["text_no"], []).append(made)
        for no, coding_ in self.codings.items():
            self.texts[self.making(no).source] = coding_.document.text

    def making(self, coding_no: int) -> Making:
        """What rows of a coding are made with."""
        return Making(self.prefix, self.sources[self._report_of[coding_no]].id, self.outlets)

    def row(self, mention: Mention) -> EventRow:
        """The row of a mention alone, with the case's ids of its actors."""
        coding = self.codings[mention.values["coding_no"]]
        event = next(event for event in coding.events if event.id == mention.public_id)
        row = event_row(event, coding, self.making(mention.values["coding_no"]))
        ids = {actor["name"]: self.actors.get(actor["actor_no"]) for actor in mention.actors}
        return dataclasses.replace(row, parties=tuple(self._with_id(party, ids) for party in row.parties))

    def _with_id(self, party: Party, ids: Mapping[str, str | None]) -> Party:
        actor = party.actor
        known = ids.get(actor.name) if actor is not None else None
        if actor is None or actor.is_private or known is None:
            return party
        return dataclasses.replace(party, actor=dataclasses.replace(actor, id=f"{self.prefix}:{known}"))


def _corrected_actors(connection: Connection) -> dict[int, dict[str, Row]]:
    """What people corrected of actors, by the coding and the id of the actor in it."""
    values = corrected_values(connection)
    mention = schema.actor_mention.c
    query = select(mention.coding_no, mention.public_id, mention.actor_no).where(mention.actor_no.in_(list(values)))
    found: dict[int, dict[str, Row]] = {}
    for coding_no, name, actor_no in connection.execute(query):
        found.setdefault(coding_no, {})[name] = values[actor_no]
    return found


def _with_actors(coding: Coding, corrected: Mapping[str, Row]) -> Coding:
    """Give actors of a coding the kind, country and privacy that a person corrected; names stay as told."""
    return dataclasses.replace(
        coding, actors=tuple(_as_corrected(actor, corrected.get(actor.id, {})) for actor in coding.actors)
    )


def _as_corrected(actor: Actor, values: Row) -> Actor:
    changes: dict[str, Any] = {}
    if "kind" in values:
        changes["kinds"] = (ActorKind(values["kind"]),) if values["kind"] is not None else ()
    if "country" in values:
        changes["country"] = values["country"]
    if "is_private" in values:
        changes["private"] = values["is_private"]
    return dataclasses.replace(actor, **changes)


def _actors_by_key(connection: Connection) -> dict[str, Row]:
    actor, name = schema.actor.c, schema.actor_name.c
    query = select(schema.actor, name.key.label("name_key")).join(schema.actor_name, name.actor_no == actor.no)
    return {row["name_key"]: row for row in connection.execute(query.where(actor.state == "live")).mappings()}


def _source(row: Row, prefix: str, outlets: Outlets) -> SourceRow:
    publication = row["document"]["publication"]
    publisher = row["name"] or publication["publisher"]
    known = None if row["is_listed"] else outlets.find(publisher, row["url"])
    return SourceRow(
        id=public_id(prefix, row["public_id"]),
        text=row["digest"],
        publisher=known.name if known else publisher,
        is_listed=bool(row["is_listed"]) or known is not None,
        kind=known.kind if known else row["kind"],
        scale=row["scale"],
        title=row["title"],
        url=row["url"],
        path=row["path"],
        byline=publication["byline"],
        relayed_from=publication["relayed_from"],
        published=row["published"],
        retrieved=publication["retrieved"],
        language=row["language"],
    )


def _event(
    row: Row, mentions: Sequence[Mention], shelf: _Shelf, links: Mapping[str, Sequence[tuple[str, str]]]
) -> EventRow:
    """Put the concluded values of an event over what its mentions tell."""
    told = {mention.no: shelf.row(mention) for mention in mentions}
    lead = _lead(row, mentions, told)
    parts = list(told.values())
    texts = dict.fromkeys(mention.text_no for mention in mentions)
    sources = dict.fromkeys(source.id for text_no in texts for source in shelf.of_text.get(text_no, ()))
    return dataclasses.replace(
        lead,
        id=public_id(shelf.prefix, row["public_id"]),
        version=row["version"],
        type=row["type"],
        modes=tuple(mode for mode in row["modes"].split(", ") if mode),
        background=all(part.background for part in parts),
        status=row["status"],
        review_status=row["review"],
        parties=_parties(row, parts, shelf),
        dates=_dates(row, lead),
        places=_places(row, parts),
        claims=tuple(claim for part in parts for claim in part.claims),
        killed=Range(row["killed_low"], row["killed_best"], row["killed_high"]),
        injured=Range(row["injured_low"], row["injured_best"], row["injured_high"]),
        # A corrected type no longer has the classes that the crosswalk gave the other.
        codes=lead.codes if row["type"] == lead.type else Codes(None, None, None, None, None, None, None),
        sources=tuple(sources),
        words=tuple(dict.fromkeys(words for part in parts for words in part.words)),
        links=tuple((link, public_id(shelf.prefix, other)) for link, other in links.get(row["public_id"], ())),
    )


def _lead(row: Row, mentions: Sequence[Mention], told: Mapping[int, EventRow]) -> EventRow:
    """The mention that gave the day, else the first of the concluded type that is no background."""
    ranked = sorted(
        mentions,
        key=lambda mention: (
            mention.values["type"] != row["type"],
            bool(mention.values["background"]),
            mention.values["day_from"] != row["day_from"],
            mention.no,
        ),
    )
    return told[ranked[0].no]


def _parties(row: Row, parts: Sequence[EventRow], shelf: _Shelf) -> tuple[Party, ...]:
    """Gather parties of all mentions, each once, and keep to what a person corrected."""
    found: dict[tuple[object, ...], Party] = {}
    for part in parts:
        for party in part.parties:
            name = party.actor.name if party.actor is not None else party.thing and party.thing.name
            key = (party.actor.id if party.actor is not None and party.actor.id else name, party.role, party.side)
            found.setdefault(key, party)
    parties = list(found.values())
    for column, (role, side) in SIDES.items():
        parties = _corrected(parties, [name for name in row[column].split("; ") if name], role, side, shelf)
    return tuple(parties)


def _corrected(parties: list[Party], names: list[str], role: str, side: str, shelf: _Shelf) -> list[Party]:
    """Replace the actors of a side where the case has other names than the mentions tell."""
    on_side = [party for party in parties if party.actor is not None and _is_on(party, role, side)]
    told = {party.actor.name for party in on_side if party.actor is not None}
    if set(names) <= told and (told <= set(names) or not names):
        return parties
    if set(names) & told == set(names):
        return [p for p in parties if p not in on_side or (p.actor is not None and p.actor.name in names)]
    known = {party.actor.name: party for party in on_side if party.actor is not None}
    put = [known.get(name) or Party(_named(name, shelf), None, role, side, "certain") for name in names]
    return [party for party in parties if party not in on_side] + put


def _is_on(party: Party, role: str, side: str) -> bool:
    return party.role == role or (party.role == "party" and (party.side == "a") == (side == "a"))


def _named(name: str, shelf: _Shelf) -> ActorRow:
    """An actor by a name that a person wrote: the case's, where it knows it, else a private one."""
    row = shelf.by_key.get(key_of(name))
    if row is None:
        return ActorRow(None, name, None, None, None, is_private=True)
    identifier = None if row["is_private"] else f"{shelf.prefix}:{row['public_id']}"
    return ActorRow(identifier, name, row["kind"], row["country"], row["registry"], bool(row["is_private"]))


def _dates(row: Row, lead: EventRow) -> tuple[When, ...]:
    if row["day_from"] is None and row["day_to"] is None:
        return ()
    same = next((d for d in lead.dates if (d.first, d.last) == (row["day_from"], row["day_to"])), None)
    extent, basis = (same.extent, same.basis) if same is not None else ("within", "stated")
    return (When(row["day_from"], row["day_to"], row["date_precision"] or 1, extent, basis),)


def _places(row: Row, parts: Sequence[EventRow]) -> tuple[Where, ...]:
    """The concluded place first, then the others that mentions tell."""
    told = list(dict.fromkeys(place for part in parts for place in part.places))
    if row["place"] is None:
        return ()
    point = (row["latitude"], row["longitude"])
    same = next((p for p in told if p.name == row["place"] and (p.latitude, p.longitude) == point), None)
    if same is None:
        names = ("country", "admin1", "latitude", "longitude", "radius_km", "geoprecision")
        same = Where(row["place"], "unknown", admin2=None, gazetteer_id=None, **{name: row[name] for name in names})
    return (same, *(place for place in told if place != same))


def _ties(connection: Connection, shelf: _Shelf) -> Iterable[TieRow]:
    ids = [tie.id for coding in shelf.codings.values() for tie in coding.ties]
    reviews = {entry.target: REVIEWS.get(entry.kind) for entry in decisions_on_mentions(connection, ids)}
    for number, coding in shelf.codings.items():
        for tie in coding.ties:
            review = reviews.get(tie.id) or "unreviewed"
            if review != "rejected":
                yield dataclasses.replace(tie_row(tie, coding, shelf.making(number)), review_status=review)
