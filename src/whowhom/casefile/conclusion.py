"""What a case concludes about one event from the mentions that tell it.

In: mentions of one event. Out: :class:`Conclusion`: one value for each column, and for each
value the claims that it stands on.

What one would get wrong: only counted mentions speak. An event whose mentions were all
superseded or retracted is empty: its row stays, with what it last rested on.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from whowhom.casefile.mentions import Mention
from whowhom.casefile.policies import claims_out, settle_figure
from whowhom.casefile.statuses import judge
from whowhom.link.names import key_of

Row = dict[str, Any]
LONG_DAYS = 31
"""Longer events are looked up apart, so that a month can be found among a million events."""


@dataclass(frozen=True, slots=True)
class Conclusion:
    """The concluded values of an event.

    Attributes:
        values: Columns of ``event``, without those that name the row.
        basis: For each concluded field the assertions and paths it stands on:
            ``{"killed": [{"assertion": 12, "path": "tolls[0]", "use": "chosen"}]}``. Of figures
            every claim is there, with its use: "chosen", "counted" for low and high, "updated"
            by a later one, or "out" where its report counts no more.
    """

    values: Row
    basis: dict[str, list[Row]]


def conclude(mentions: Sequence[Mention], *, policy: str) -> Conclusion:
    """Conclude one event.

    Args:
        mentions: At least one, in the order of their numbers.
        policy: One of :data:`whowhom.settings.POLICIES`; it is kept beside the result.
    """
    counted = [mention for mention in mentions if mention.is_counted]
    speaking = sorted(counted or mentions, key=partial(_rank, policy=policy))
    lead = _lead(speaking, policy)
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
        **_days(speaking, policy, basis),
        **_place(speaking, policy, basis),
        **_figure(speaking, "killed", policy, basis),
        **_figure(speaking, "injured", policy, basis),
    }
    for field in ("killed", "injured"):
        out = claims_out([mention for mention in mentions if mention not in speaking], field)
        if out:
            basis.setdefault(field, []).extend(out)
    basis["status"] = [_stands_on(mention, "factuality") for mention in sorted(speaking, key=lambda m: m.no)]
    values["status"], values["status_rule"] = judge(speaking)
    return Conclusion(values, basis)


def _rank(mention: Mention, *, policy: str) -> tuple[object, ...]:
    """Order mentions, the best telling first; the most trusted where the policy asks for trust."""
    values = mention.values
    has_day, has_place = values["day_from"] is not None, any(p["basis"] == "told" for p in mention.places)
    trust = -(mention.trust or 0.0) if policy == "most-trusted" else 0.0
    told = (bool(values["background"]), not has_day, not has_place, -(values["score"] or 0))
    return (trust, *told, mention.text_digest, mention.public_id)


def _lead(ranked: Sequence[Mention], policy: str) -> Mention:
    """Choose the best telling of the type that most witnesses give."""
    if policy == "most-trusted":
        return ranked[0]
    witnesses = _witnesses(ranked, lambda mention: mention.values["type"])
    return min(ranked, key=lambda mention: -witnesses[mention.values["type"]])


def _witnesses(mentions: Iterable[Mention], value_of: Callable[[Mention], Hashable]) -> dict[Hashable, int]:
    """Count the witnesses that give each value."""
    found: dict[Hashable, set[int]] = defaultdict(set)
    for mention in mentions:
        found[value_of(mention)].add(mention.witness_no)
    return {value: len(witnesses) for value, witnesses in found.items()}


def _names(ranked: Sequence[Mention], roles: tuple[str, str]) -> str:
    """List those in a role or on its side of a clash: all that the best telling has, and those that others name.

    Described people stand there in their report's words; a second description of them would be no second group.
    """
    side = "a" if roles[0] == "actor" else "b"
    rows = [
        (number, row)
        for number, mention in enumerate(ranked)
        for row in mention.actors
        if row["role"] == roles[0] or (row["role"] == roles[1] and (row["side"] == "a") == (side == "a"))
    ]
    first = rows[0][0] if rows else 0
    names: dict[object, str] = {}
    for number, row in rows:
        if number == first or row["is_named"]:
            names.setdefault(row["actor_no"] or row["name"], row["name"])
    return "; ".join(dict.fromkeys(names.values()))


def _days(ranked: Sequence[Mention], policy: str, basis: dict[str, list[Row]]) -> Row:
    """Choose the most exact day; of several the one with the most witnesses, then the one published last."""
    names = ("day_from", "day_to", "date_precision")
    dated = [mention for mention in ranked if mention.values["date_precision"] is not None]
    if not dated:
        return {**dict.fromkeys(names), "is_long": False}

    def day_of(mention: Mention) -> Hashable:
        return tuple(mention.values[name] for name in names)

    witnesses = _witnesses(dated, day_of)
    late = sorted(dated, key=lambda mention: mention.day or "", reverse=policy != "most-trusted")
    best = min(
        dated if policy == "most-trusted" else late,
        key=lambda mention: (mention.values["date_precision"], -witnesses[day_of(mention)]),
    )
    basis["day"] = [_stands_on(best, "dates[0]")]
    values = {name: best.values[name] for name in names}
    return {**values, "is_long": is_long(values["day_from"], values["day_to"])}


def is_long(first: str | None, last: str | None) -> bool:
    """Say whether an interval (ISO days) is open or longer than a month."""
    if first is None or last is None:
        return first != last
    return (date.fromisoformat(last) - date.fromisoformat(first)).days > LONG_DAYS


def _place(ranked: Sequence[Mention], policy: str, basis: dict[str, list[Row]]) -> Row:
    names = ("country", "admin1", "latitude", "longitude", "radius_km", "geoprecision")
    placed = [mention for mention in ranked if mention.places]
    if not placed:
        return dict.fromkeys(("place", "place_key", "admin1_key", *names))

    def place_of(mention: Mention) -> Hashable:
        return mention.places[0]["gazetteer_id"] or key_of(mention.places[0]["name"])

    witnesses = _witnesses(placed, place_of)

    def rank(mention: Mention) -> tuple[object, ...]:
        place = mention.places[0]
        support = 0 if policy == "most-trusted" else -witnesses[place_of(mention)]
        taken_over = place["basis"] != "told"
        return (taken_over, place["latitude"] is None, place["geoprecision"] or 8, support)

    best = min(placed, key=rank)
    basis["place"] = [_stands_on(best, f"places[{best.places[0]['number']}]")]
    named = best.places[0]["name"]
    values = {name: best.places[0][name] for name in names}
    country = next((m for m in ranked if any(p["basis"] == "report" for p in m.places)), None)
    if values["country"] is None and values["latitude"] is None and country is not None:
        # A name that no gazetteer has keeps its name; that of the report's country says how far it may be.
        found = next(place for place in country.places if place["basis"] == "report")
        values = {name: found[name] for name in names}
        basis["place"].append(_stands_on(country, f"places[{found['number']}]"))
    area = values["admin1"]
    return {"place": named, "place_key": key_of(named), "admin1_key": key_of(area) if area else None, **values}


def _figure(mentions: Sequence[Mention], field: str, policy: str, basis: dict[str, list[Row]]) -> Row:
    settled = settle_figure(mentions, field, policy)
    if settled.basis:
        basis[field] = list(settled.basis)
    return {f"{field}_{name}": getattr(settled.figure, name) for name in ("low", "best", "high")}


def _stands_on(mention: Mention, path: str) -> Row:
    return {"assertion": mention.no, "path": path}
