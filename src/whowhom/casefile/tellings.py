"""Mentions of the case as tellings, which links compare.

In: numbers of assertions. Out: mentions with their tellings: places, parties, figures as the
rows have them, things from the coding's table of objects, words from the sentence that tells it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from whowhom.casefile import schema
from whowhom.casefile.mentions import QUERY_SIZE, Mention, load_mentions
from whowhom.link.names import key_of
from whowhom.link.tellings import AREA_PRECISION, Party, Spot, Telling, content_words, hours_of, sentence_around
from whowhom.link.tolls import totals_by_voice

Row = Mapping[str, Any]
PLACE_ROLES = ("at", "target", "along", "to")  # Where it happened; "from" only where nothing else is told.
UNNAMED_THINGS = ("other", "vehicle", "weapon")  # Told of any attack, so they tell none apart.


@dataclass(frozen=True, slots=True)
class Told:
    """A mention and its telling."""

    mention: Mention
    telling: Telling


def load_told(connection: Connection, nos: Iterable[int]) -> list[Told]:
    """Read mentions with their tellings, in the order of their numbers."""
    mentions = load_mentions(connection, nos)
    texts = _texts(connection, sorted({mention.no for mention in mentions}))
    return [Told(mention, telling_of(mention, *texts[mention.no])) for mention in mentions]


def telling_of(mention: Mention, body: str, objects: Sequence[Row]) -> Telling:
    """Reduce a mention to what is compared.

    Args:
        body: The canonical text.
        objects: The objects of its coding.
    """
    values, record = mention.values, mention.record
    words = content_words(_sentence(body, values))
    doers, sufferers = _parties(mention, ("actor", "party")), _parties(mention, ("target", "party"))
    killed, injured = (totals_by_voice(mention.claims, field) for field in ("killed", "injured"))
    return Telling(
        key=f"{mention.text_digest} {mention.public_id}",
        report=mention.text_digest,
        type=values["type"],
        modes=frozenset(record["modes"]),
        published=_day(mention.day),
        day_from=_day(values["day_from"]),
        day_to=_day(values["day_to"]),
        spots=_spots(mention.places),
        doers=doers,
        sufferers=sufferers,
        is_mutual=any(row["role"] == "party" for row in mention.actors),
        things=_things(record, objects),
        means=content_words(record["instrument"]["text"]) if record["instrument"] else frozenset(),
        killed=tuple(total.figure for total in killed),
        injured=tuple(total.figure for total in injured),
        words=words,
        hours=hours_of(words),
        is_aggregate=values["clarity"] == "aggregate",
        stage=values["stage"],
    )


def _texts(connection: Connection, nos: Sequence[int]) -> dict[int, tuple[str, list[Row]]]:
    """Give the text and the objects behind each assertion; each text is read once."""
    assertion, coding, text = schema.assertion.c, schema.coding.c, schema.text.c
    coding_of: dict[int, int] = {}
    for start in range(0, len(nos), QUERY_SIZE):
        chosen = assertion.no.in_(nos[start : start + QUERY_SIZE])
        coding_of |= {
            row.no: row.coding_no for row in connection.execute(select(assertion.no, assertion.coding_no).where(chosen))
        }
    held: dict[int, tuple[str, list[Row]]] = {}
    numbers = sorted(set(coding_of.values()))
    for start in range(0, len(numbers), QUERY_SIZE):
        query = select(coding.no, coding.tables, text.body).join(schema.text, text.no == coding.text_no)
        for row in connection.execute(query.where(coding.no.in_(numbers[start : start + QUERY_SIZE]))):
            held[row.no] = (row.body, row.tables["objects"])
    return {number: held[coding_no] for number, coding_no in coding_of.items()}


def _sentence(body: str, values: Row) -> str:
    if values["start"] is None:
        return ""
    return sentence_around(body, values["start"], values["end"])


def _parties(mention: Mention, roles: Sequence[str]) -> frozenset[Party]:
    return frozenset(
        Party(str(row["actor_no"] or row["key"]), row["actor_no"] is not None, row["kind"])
        for row in mention.actors
        if row["role"] in roles
    )


def _spots(places: Sequence[Row]) -> tuple[Spot, ...]:
    told = [place for place in places if place["basis"] == "told"] or places
    chosen = [place for place in told if place["role"] in PLACE_ROLES] or told
    return tuple(
        Spot(
            key=key_of(place["name"]),
            gazetteer_id=place["gazetteer_id"],
            country=place["country"],
            admin1=place["admin1"],
            latitude=place["latitude"],
            longitude=place["longitude"],
            radius_km=place["radius_km"],
            precision=_precision(place),
        )
        for place in chosen
    )


def _precision(place: Row) -> int | None:
    """Give the precision to compare by: a place that was taken over is no more than the area around it."""
    known: int | None = place["geoprecision"]
    return known if known is None or place["basis"] == "told" else max(known, AREA_PRECISION)


def _things(record: Row, objects: Sequence[Row]) -> frozenset[str]:
    """Give the kinds of the objects that the event befell."""
    wanted = {row["object"] for row in record["participants"] if row["object"] and row["role"] == "target"}
    kinds = {row["kind"] for row in objects if row["id"] in wanted}
    return frozenset(kinds.difference(UNNAMED_THINGS))


def _day(words: str | None) -> date | None:
    return date.fromisoformat(words) if words is not None else None
