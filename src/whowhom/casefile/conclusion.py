"""What a case concludes about one event from the mentions that tell it.

In: mentions of one event. Out: :class:`Conclusion`: one value for each column, and for each
value the claims that it stands on.

What one would get wrong: only counted mentions speak. An event whose mentions were all
superseded or retracted is empty: its row stays, with what it last rested on.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from whowhom.casefile.mentions import Mention
from whowhom.link.names import key_of

Row = dict[str, Any]
LONG_DAYS = 31
"""Longer events are looked up apart, so that a month can be found among a million events."""

HAPPENED_STAGES = ("accomplished", "under way", "attempted")
DENIALS = ("denied", "disclaimed")
HELD = ("stated as fact", "claimed", "accused", "suspected")


@dataclass(frozen=True, slots=True)
class Conclusion:
    """The concluded values of an event.

    Attributes:
        values: Columns of ``event``, without those that name the row.
        basis: For each concluded field the assertions and paths it stands on:
            ``{"killed": [{"assertion": 12, "path": "tolls[0]"}]}``.
    """

    values: Row
    basis: dict[str, list[Row]]


def conclude(mentions: Sequence[Mention], *, policy: str) -> Conclusion:
    """Conclude one event.

    Args:
        mentions: At least one, in the order of their numbers.
        policy: Name of the rule for figures; kept beside the result.
    """
    counted = [mention for mention in mentions if mention.is_counted]
    speaking = counted or list(mentions)
    lead = min(speaking, key=_rank)
    basis: dict[str, list[Row]] = {"type": [_stands_on(lead, "type")]}
    values: Row = {
        "state": "live" if counted else "empty",
        "type": lead.values["type"],
        "modes": ", ".join(lead.record["modes"]),
        "who": _names(speaking, ("actor", "party")),
        "whom": _names(speaking, ("target", "party")),
        "mentions": len(counted),
        "witnesses": len({mention.witness_no for mention in counted}),
        "policy": policy,
        **_days(speaking, basis),
        **_place(speaking, basis),
        **_figure(speaking, "killed", basis),
        **_figure(speaking, "injured", basis),
    }
    values["status"], values["status_rule"] = _status(speaking, basis)
    return Conclusion(values, basis)


def _rank(mention: Mention) -> tuple[object, ...]:
    values = mention.values
    has_day, has_place = values["day_from"] is not None, bool(mention.places)
    return (bool(values["background"]), not has_day, not has_place, -(values["score"] or 0), mention.no)


def _names(mentions: Sequence[Mention], roles: tuple[str, str]) -> str:
    """List those in a role or on its side of a clash; described people stand there in their report's words."""
    side = "a" if roles[0] == "actor" else "b"
    names = {
        row["name"]: None
        for mention in mentions
        for row in mention.actors
        if row["role"] == roles[0] or (row["role"] == roles[1] and (row["side"] == "a") == (side == "a"))
    }
    return "; ".join(names)


def _days(mentions: Sequence[Mention], basis: dict[str, list[Row]]) -> Row:
    names = ("day_from", "day_to", "date_precision")
    dated = [mention for mention in mentions if mention.values["date_precision"] is not None]
    if not dated:
        return {**dict.fromkeys(names), "is_long": False}
    best = min(dated, key=lambda mention: (mention.values["date_precision"], _rank(mention)))
    basis["day"] = [_stands_on(best, "dates[0]")]
    values = {name: best.values[name] for name in names}
    return {**values, "is_long": is_long(values["day_from"], values["day_to"])}


def is_long(first: str | None, last: str | None) -> bool:
    """Say whether an interval (ISO days) is open or longer than a month."""
    if first is None or last is None:
        return first != last
    return (date.fromisoformat(last) - date.fromisoformat(first)).days > LONG_DAYS


def _place(mentions: Sequence[Mention], basis: dict[str, list[Row]]) -> Row:
    names = ("country", "admin1", "latitude", "longitude", "radius_km", "geoprecision")
    placed = [mention for mention in mentions if mention.places]
    if not placed:
        return dict.fromkeys(("place", "place_key", "admin1_key", *names))

    def rank(mention: Mention) -> tuple[object, ...]:
        place = mention.places[0]
        return (place["latitude"] is None, place["geoprecision"] or 8, _rank(mention))

    best = min(placed, key=rank)
    basis["place"] = [_stands_on(best, f"places[{best.places[0]['number']}]")]
    named = best.places[0]["name"]
    values = {name: best.places[0][name] for name in names}
    area = values["admin1"]
    return {"place": named, "place_key": key_of(named), "admin1_key": key_of(area) if area else None, **values}


def _figure(mentions: Sequence[Mention], field: str, basis: dict[str, list[Row]]) -> Row:
    """Range over all voices: a voice that counts several groups apart is taken at their sum."""
    groups: dict[tuple[int, str | None], list[Row]] = defaultdict(list)
    for mention in mentions:
        for claim in mention.claims:
            if claim["field"] == field and claim["part_of"] is None and claim["scope"] == "event":
                groups[(mention.no, claim["voice_key"])].append(claim)
    if not groups:
        return {f"{field}_{name}": None for name in ("low", "best", "high")}
    basis[field] = [
        {"assertion": claim["assertion_no"], "path": claim["path"]} for rows in groups.values() for claim in rows
    ]
    totals = [{name: _sum(row[name] for row in rows) for name in ("low", "best", "high")} for rows in groups.values()]
    lows = [total["low"] if total["low"] is not None else total["best"] for total in totals]
    highs = [
        next((total[name] for name in ("high", "best", "low") if total[name] is not None), None) for total in totals
    ]
    return {
        f"{field}_low": _over(min, lows),
        f"{field}_best": next((total["best"] for total in reversed(totals) if total["best"] is not None), None),
        # One voice without an upper bound leaves the range open.
        f"{field}_high": _over(max, highs) if all(_is_bounded(total) for total in totals) else None,
    }


def _is_bounded(total: Row) -> bool:
    return total["high"] is not None


def _sum(numbers: Iterable[int | None]) -> int | None:
    given = list(numbers)
    return None if None in given else sum(number for number in given if number is not None)


def _over(choose: Callable[[list[int]], int], numbers: Sequence[int | None]) -> int | None:
    given = [number for number in numbers if number is not None]
    return choose(given) if given else None


def _status(mentions: Sequence[Mention], basis: dict[str, list[Row]]) -> tuple[str, str]:
    """Choose the status by the first rule that fits; give it with the rule's id."""
    basis["status"] = [_stands_on(mention, "factuality") for mention in mentions]
    told = [(mention.values["polarity"], mention.values["stage"]) for mention in mentions]
    if all(polarity == "did not happen" for polarity, _ in told):
        return "denied", "status.all-deny"
    if not any(stage in HAPPENED_STAGES for _, stage in told):
        return "not happened", "status.none-accomplished"
    stances = {claim["value"] for mention in mentions for claim in mention.claims if claim["field"] == "responsibility"}
    if any(polarity == "did not happen" for polarity, _ in told) or (
        stances.intersection(DENIALS) and stances.intersection(HELD)
    ):
        return "contested", "status.some-deny"
    if len({mention.witness_no for mention in mentions}) > 1:
        return "fair", "status.two-witnesses"
    return "weak", "status.one-witness"


def _stands_on(mention: Mention, path: str) -> Row:
    return {"assertion": mention.no, "path": path}
