"""Benchmark of the events view: a case of 100,000 events, in a real Chromium with software rendering.

Prints how long the table takes until it can be used, and the map until all of it is drawn, the median
of some runs each in a fresh browser; and how long the server itself takes. Ends with 1 if one takes
longer than it may::

    python tools/bench_workbench.py
    python tools/bench_workbench.py --events 1000000 --case /tmp/bench.case --runs 5
"""

from __future__ import annotations

import argparse
import json
import shutil
import socket
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import uvicorn
from bench_case import fill
from playwright.sync_api import Browser, sync_playwright

from whowhom.casefile.case import open_case
from whowhom.workbench.app import create_app
from whowhom.workbench.config import Config

TABLE_SECONDS, MAP_SECONDS = 2.0, 4.0
FLAGS = ["--no-sandbox", "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--ignore-gpu-blocklist"]
WAIT_MS = 120_000


def main() -> int:
    """Fill, serve, time and judge."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--events", type=int, default=100_000)
    parser.add_argument("--case", help="an empty or filled case; a temporary file if not given")
    parser.add_argument("--runs", type=int, default=3)
    given = parser.parse_args()
    path = shutil.which("chromium") or shutil.which("google-chrome")
    if path is None:
        print("Chromium is not installed.", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as folder:
        address = given.case or str(Path(folder, "bench.case"))
        with open_case(address, create=True) as case:
            fill(case, given.events)
        # A new server for each run, because one that has answered before remembers the sums.
        found: dict[str, list[float]] = {"table": [], "map": [], "table_server": [], "map_again": []}
        with sync_playwright() as playwright:
            for _ in range(given.runs):
                browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
                run(address, browser, found)
                browser.close()
    seconds = {name: round(statistics.median(times), 2) for name, times in found.items()}
    print(json.dumps({"events": given.events, "runs": given.runs, "seconds": seconds}, indent=2))
    slow = [n for n, most in (("table", TABLE_SECONDS), ("map", MAP_SECONDS)) if seconds[n] > most]
    if slow:
        print(f"slower than it may be: {', '.join(slow)}", file=sys.stderr)
    return 1 if slow else 0


def run(address: str, browser: Browser, found: dict[str, list[float]]) -> None:
    """Time one fresh server and browser."""
    with open_case(address) as case:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        server = uvicorn.Server(
            uvicorn.Config(create_app(case, Config(port=port)), host="127.0.0.1", port=port, log_level="warning")
        )
        thread = threading.Thread(target=server.run, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.02)
        base = f"http://127.0.0.1:{port}"
        urlopen(f"{base}/healthz").read()
        context = browser.new_context(base_url=base, viewport={"width": 1280, "height": 900})
        page = context.new_page()
        page.goto("/healthz")  # The browser's own start is not the workbench's.
        found["table"].append(timed(lambda: _open_table(page)))
        found["map"].append(timed(lambda: _open_map(page, "/events?view=map")))
        found["map_again"].append(timed(lambda: _open_map(page, "/events?view=map&status=contested")))
        started = time.perf_counter()
        urlopen(f"{base}/events?type=ASSAULT").read()
        found["table_server"].append(time.perf_counter() - started)
        context.close()
        server.should_exit = True
        thread.join(30)


def timed(act: Callable[[], None]) -> float:
    """Seconds that something takes."""
    started = time.perf_counter()
    act()
    return time.perf_counter() - started


def _open_table(page: Any) -> None:
    page.goto("/events", wait_until="domcontentloaded", timeout=WAIT_MS)
    page.wait_for_function("document.querySelector('[data-filter]')?.open === true", timeout=WAIT_MS)


def _open_map(page: Any, path: str) -> None:
    page.goto(path, wait_until="domcontentloaded", timeout=WAIT_MS)
    page.wait_for_selector("#map[data-ready=yes]", state="attached", timeout=WAIT_MS)


if __name__ == "__main__":
    sys.exit(main())
