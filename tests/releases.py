"""Press releases as rows: date, province, killed, captured, own dead and group out of a coding.

In: a coding and the paragraphs of each incident. Out: one row per incident, as a coder of press releases
would fill it in, and which of its fields are those expected.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from whowhom.gazetteer.names import keys_of
from whowhom.ingest import PublicationHints, document_from_text
from whowhom.pipeline import Pipeline
from whowhom.records import Actor, Coding, Event, Toll

FIELDS = ("date", "province", "killed", "captured", "lost", "group")
CAPTURED = ("captured", "arrested")
RELEASES: list[dict[str, Any]] = tomllib.loads(
    (Path(__file__).parent / "cases" / "releases.toml").read_text(encoding="utf-8")
)["release"]


def code_release(pipeline: Pipeline, release: dict[str, Any]) -> Coding:
    """Code a release with the date of its publication, where it has one."""
    meta = PublicationHints(published=release["published"]) if "published" in release else None
    return pipeline.code(document_from_text(release["text"], meta=meta))


def incidents_of(coding: Coding, number: int) -> Iterator[list[Event]]:
    """Give each paragraph its events; of a release with one incident, all of it."""
    text = coding.document.text
    starts = [0]
    if number > 1:
        # What stands before the first incident ("conducted the following operations") goes with it.
        breaks = [at + 2 for at in range(len(text)) if text.startswith("\n\n", at)]
        starts += breaks[len(breaks) - number + 1 :]
    ends = [*starts[1:], len(text)]
    for start, end in zip(starts, ends, strict=True):
        yield [event for event in coding.events if start <= min(a.start for a in event.anchors) < end]


def row_of(coding: Coding, events: Sequence[Event]) -> dict[str, Any]:
    """Fill in the row of one incident."""
    actors = {actor.id: actor for actor in coding.actors}
    done = [event for event in events if event.factuality.polarity == "happened"]
    told = {(t.outcome, t.start): (t, e) for e in done for t in (*e.tolls, *e.counts) if not t.part_of}
    figures = {key: toll for key, (toll, _) in told.items()}
    own = {key for key, (toll, event) in told.items() if _is_own_loss(toll, event, actors)}
    enemies = [toll for key, toll in figures.items() if key not in own]
    telling = [event for event in done if event.tolls or event.counts] or done
    names = {
        participant.actor for event in telling for participant in event.participants if participant.role == "target"
    }
    return {
        "date": next((_days(event) for event in (*telling, *done) if event.dates), None),
        "province": next(iter(_provinces(coding, telling)), None) or next(iter(_provinces(coding, done)), None),
        "killed": _total(toll for toll in enemies if toll.outcome == "killed"),
        "captured": _total(toll for toll in enemies if toll.outcome in CAPTURED),
        "lost": _total(figures[key] for key in own if key[0] == "killed"),
        "group": " | ".join(sorted(_names(actors, [*names, *(toll.of for toll in enemies)]))),
    }


def right_fields(row: dict[str, Any], expected: dict[str, Any]) -> dict[str, bool]:
    """Say of each field asked for whether it is right."""
    right = {}
    for name in FIELDS:
        if name not in expected:
            continue
        wanted = expected[name]
        if name == "group":
            right[name] = wanted.lower() in row[name].lower()
        elif name == "province":
            right[name] = row[name] is not None and bool(set(keys_of(wanted)) & set(keys_of(row[name])))
        elif isinstance(wanted, str) and name != "date":
            digits = "".join(filter(str.isdecimal, wanted))
            right[name] = row[name] == (int(digits) if digits else 2)
        else:
            right[name] = row[name] == wanted
    return right


def _is_own(actor: Actor | None) -> bool:
    return actor is not None and any(
        kind.kind in ("state forces", "international organisation") for kind in actor.kinds
    )


def _is_own_loss(toll: Toll, event: Event, actors: dict[str, Actor]) -> bool:
    """Say whether a force counts its own people: of forces, and not those whom another force strikes."""
    if not _is_own(actors.get(toll.of or "")):
        return False
    acting = [p.actor for p in event.participants if p.role == "actor" and p.actor not in (None, toll.of)]
    return not any(_is_own(actors.get(actor or "")) for actor in acting)


def _days(event: Event) -> str:
    first = event.dates[0]
    return first.from_ or "" if first.from_ == first.to else f"{first.from_}..{first.to}"


def _provinces(coding: Coding, events: Iterable[Event]) -> Iterator[str]:
    places = {place.id: place for place in coding.places}
    for event in events:
        for place in event.places:
            found = places[place.place].admin1
            if place.role in ("at", "target") and found:
                yield found


def _total(tolls: Iterable[Toll]) -> int:
    return sum(next((n for n in (t.best, t.low, t.high) if n is not None), 0) for t in tolls)


def _names(actors: dict[str, Actor], ids: Iterable[str | None]) -> Iterator[str]:
    for key in ids:
        seen = set()
        while key is not None and key in actors and key not in seen:
            seen.add(key)
            yield from (actors[key].name, *actors[key].aliases, *(mention.text for mention in actors[key].mentions))
            key = actors[key].part_of
