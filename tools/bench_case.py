"""Benchmark of a case: a million events, and how long the usual filters take over them.

The events are drawn by a fixed seed, go straight into the tables and hang on no report. Each
filter runs five times, the median counts. Ends with 1 if one takes longer than it may::

    python tools/bench_case.py                       # a SQLite file in a temporary folder
    python tools/bench_case.py --events 100000 --case postgresql:///bench?host=/tmp/socket
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, insert, text

from whowhom.casefile import schema
from whowhom.casefile.case import Case, open_case
from whowhom.casefile.filters import Filter
from whowhom.casefile.listing import list_events
from whowhom.link.names import key_of

SEED = 20260101
FIRST_DAY, DAYS = date(2010, 1, 1), 5_500
PLACES, ACTORS = 4_000, 2_000
TYPES = ("ASSAULT", "COERCE", "PROTEST", "MOBILIZE", "ACCUSE", "AGREE", "RETREAT", "AID", "CONSULT", "REQUEST")
STATUSES = ("weak",) * 6 + ("fair", "fair", "confirmed", "contested", "denied")
ROWS_AT_ONCE = 20_000
ROWS_OF_A_TABLE = 201  # What `whowhom events` asks for.
RUNS = 5

FILTERS = {
    "no filter": Filter(),
    "actor": Filter(actor="Front 7"),
    "actor and period": Filter(actor="Front 7", from_="2015-03", until="2015-06"),
    "place by name": Filter(place="Place 77"),
    "place and 50 km": Filter(place="Place 77", radius_km=50),
    "point and 100 km, one year": Filter(place="6.5,21.9", radius_km=100, from_="2018", until="2018"),
    "country and month": Filter(place="CF", from_="2019-05", until="2019-05"),
    "period": Filter(from_="2024-01-01", until="2024-01-31"),
    "type": Filter(types=("ASSAULT",)),
    "type and period": Filter(types=("RETREAT",), from_="2021-07", until="2021-07"),
    "status": Filter(statuses=("contested",)),
    "status and country": Filter(statuses=("confirmed",), place="TD"),
    "voice by role": Filter(voice="witness"),
    "voice by name": Filter(voice="Speaker 5"),
    "voice and period": Filter(voice="official", from_="2020-02", until="2020-02"),
}


def main() -> int:
    """Fill, time and judge."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--case", help="an empty or filled case; a temporary file if not given")
    parser.add_argument("--limit-ms", type=float, default=200.0)
    given = parser.parse_args()
    with (
        tempfile.TemporaryDirectory() as folder,
        open_case(given.case or str(Path(folder, "bench.case")), create=True) as case,
    ):
        started = time.perf_counter()
        filled = fill(case, given.events)
        seconds = time.perf_counter() - started
        times = {name: measure(case, chosen) for name, chosen in FILTERS.items()}
    print(
        json.dumps({"events": given.events, "filled_s": round(seconds, 1) if filled else None, "ms": times}, indent=2)
    )
    slow = [name for name, ms in times.items() if ms > given.limit_ms]
    if slow:
        print(f"slower than {given.limit_ms:g} ms: {', '.join(slow)}", file=sys.stderr)
    return 1 if slow else 0


def measure(case: Case, chosen: Filter) -> float:
    """Time one filter, as the command runs it: the median, in milliseconds."""
    times = []
    for _ in range(RUNS):
        started = time.perf_counter()
        with case.reading() as connection:
            list_events(connection, chosen, limit=ROWS_OF_A_TABLE)
        times.append(time.perf_counter() - started)
    return round(statistics.median(times) * 1000, 1)


def fill(case: Case, events: int) -> bool:
    """Fill an empty case; leave a filled one."""
    drawn = random.Random(SEED)
    with case.writing() as connection:
        if connection.execute(text("SELECT no FROM event LIMIT 1")).first() is not None:
            return False
        actors = [{**_actor(number), "no": number + 1} for number in range(ACTORS)]
        connection.execute(insert(schema.actor), actors)
        names = [{"actor_no": row["no"], "key": key_of(row["name"]), "name": row["name"]} for row in actors]
        connection.execute(insert(schema.actor_name), names)
        places = [_place(number, drawn) for number in range(PLACES)]
        for first in range(0, events, ROWS_AT_ONCE):
            _fill_some(connection, range(first + 1, min(first + ROWS_AT_ONCE, events) + 1), places, drawn)
        connection.execute(text("ANALYZE"))
    return True


def _fill_some(connection: Connection, numbers: range, places: list[dict[str, Any]], drawn: random.Random) -> None:
    rows = [_event(number, places, drawn) for number in numbers]
    connection.execute(insert(schema.event), rows)
    parts = [{"event_no": n, "actor_no": a, "role": r} for n in numbers for a, r in _sides(drawn)]
    connection.execute(insert(schema.event_actor), parts)
    voices = [{"event_no": n, "key": k, "role": r} for n in numbers for k, r in _voices(drawn)]
    connection.execute(insert(schema.event_voice), voices)


def _actor(number: int) -> dict[str, Any]:
    name = f"Front {number}"
    row = {"public_id": f"A-{number:012x}", "name": name, "key": f"body front {number}", "kind": "rebel group"}
    return {**row, "country": None, "registry": None, "is_private": False, "state": "live"}


def _place(number: int, drawn: random.Random) -> dict[str, Any]:
    name = f"Place {number}"
    country = ("CF", "TD", "SD", "SS", "CM", "CD", "NG", "NE", "ML", "BF")[number % 10]
    area = {"admin1": f"Area {number % 120}", "admin1_key": f"area {number % 120}"}
    point = {"latitude": round(drawn.uniform(-5, 20), 4), "longitude": round(drawn.uniform(-10, 40), 4)}
    return {"place": name, "place_key": key_of(name), "country": country, **area, **point}


def _event(number: int, places: list[dict[str, Any]], drawn: random.Random) -> dict[str, Any]:
    # Few places and months have most of the events, as in every conflict.
    day = (FIRST_DAY + timedelta(days=int(DAYS * drawn.betavariate(3, 2)))).isoformat()
    killed = drawn.choice((None, None, None, 1, 2, 3, 8, 20))
    return {
        "no": number,
        "public_id": f"E-{number:012x}",
        "version": 1,
        "state": "live",
        "status": drawn.choice(STATUSES),
        "status_rule": "status.bench",
        "review": "unreviewed",
        "type": drawn.choice(TYPES),
        "modes": "",
        "who": "",
        "whom": "",
        "day_from": day,
        "day_to": day,
        "is_long": False,
        "date_precision": 1,
        **places[int(PLACES * drawn.random() ** 2)],
        "radius_km": 2.0,
        "geoprecision": 1,
        "killed_low": killed,
        "killed_best": killed,
        "killed_high": killed,
        "mentions": 1,
        "witnesses": 1,
        "policy": "best",
        "record": {"basis": {}},
        "changed_at": "2026-01-01T00:00:00Z",
    }


def _sides(drawn: random.Random) -> Iterator[tuple[int, str]]:
    yield 1 + int(ACTORS * drawn.random() ** 3), "actor"
    yield 1 + int(ACTORS * drawn.random() ** 3), "target"


def _voices(drawn: random.Random) -> Iterator[tuple[str, str]]:
    yield f"speaker {drawn.randrange(500)}", drawn.choice(("official", "witness", "media", "belligerent"))


if __name__ == "__main__":
    sys.exit(main())
