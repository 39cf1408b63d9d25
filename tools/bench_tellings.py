"""Benchmark of a case: many reports that tell one event, added one after the other.

The reports are drawn by a fixed seed: one attack, told by another outlet each in words of its
own, with figures that rise. Their codings are made by hand, so that only the case is timed.
Ends with 1 if adding takes longer than it may, or if the reports do not come to one event::

    python tools/bench_tellings.py                   # 200 reports, a SQLite file in a temporary folder
    python tools/bench_tellings.py --reports 500 --case postgresql:///bench?host=/tmp/socket
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

from whowhom.casefile.byhand import Marked, code_marked, hand_coder
from whowhom.casefile.case import open_case
from whowhom.casefile.filters import Filter
from whowhom.casefile.listing import list_events
from whowhom.casefile.reports import add_report
from whowhom.ingest import PublicationHints, document_from_text
from whowhom.records import Coding, Span

SEED = 20260101
DAY = date(2022, 3, 2)
WORDS = (
    "market road bridge river traders families smoke night trucks school clinic fields dust queue soldiers radio "
    "rumours witnesses morning rain guards letters village council prayer harvest fuel water children elders"
).split()
VERBS = ("closed", "waited", "returned", "burned", "gathered", "left", "stood", "called", "walked", "listened")


def main() -> int:
    """Add, time and judge."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--reports", type=int, default=200)
    parser.add_argument("--case", help="an empty case; a temporary file if not given")
    parser.add_argument("--limit-s", type=float, default=60.0)
    given = parser.parse_args()
    drawn = random.Random(SEED)
    codings = [telling(number, drawn) for number in range(given.reports)]
    with (
        tempfile.TemporaryDirectory() as folder,
        open_case(given.case or str(Path(folder, "bench.case")), create=True) as case,
    ):
        times = []
        started_cpu = time.process_time()
        for coding in codings:
            started = time.perf_counter()
            with case.writing() as connection:
                add_report(connection, coding.document, coding, at=case.clock())
            times.append(time.perf_counter() - started)
        cpu = time.process_time() - started_cpu
        with case.reading() as connection:
            events = list_events(connection, Filter())
    told = {"reports": len(codings), "events": len(events), "seconds": round(sum(times), 1), "cpu_s": round(cpu, 1)}
    told |= {"first_ms": round(times[0] * 1000), "last_ms": round(times[-1] * 1000)}
    print(json.dumps(told, indent=2))
    if sum(times) > given.limit_s:
        print(f"slower than {given.limit_s:g} s", file=sys.stderr)
    if len(events) != 1:
        print(f"expected one event, not {len(events)}", file=sys.stderr)
    return int(sum(times) > given.limit_s or len(events) != 1)


def telling(number: int, drawn: random.Random) -> Coding:
    """Make one report of the attack with its coding."""
    killed = 8 + number // 20
    lead = f"Fighters of the Kotto Front killed {killed} people in Bria on 2 March 2022."
    text = " ".join([lead, *(_sentence(drawn) for _ in range(12))]) + "\n"
    published = (DAY + timedelta(days=number % 9)).isoformat()
    hints = PublicationHints(published=published, url=f"https://outlet{number}.example/bria")
    document = document_from_text(text, meta=hints, check_language=False)
    marked = Marked(
        "ASSAULT",
        _span(text, "killed"),
        who=(_span(text, "Fighters of the Kotto Front"),),
        days=(_span(text, "2 March 2022"),),
        places=(_span(text, "Bria"),),
        figures=(("killed", _span(text, f"{killed} people")),),
    )
    return code_marked(document, hand_coder("bench"), marked)


def _sentence(drawn: random.Random) -> str:
    subject, verb = drawn.choice(WORDS), drawn.choice(VERBS)
    return f"The {subject} {verb} while the {' and the '.join(drawn.sample(WORDS, 3))} {drawn.choice(VERBS)}."


def _span(text: str, words: str) -> Span:
    start = text.index(words)
    return Span(start, start + len(words))


if __name__ == "__main__":
    sys.exit(main())
