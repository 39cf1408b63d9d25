"""How fast the reading view answers a key: p95 from keystroke to paint on a long report.

Makes a case with one report of 20,000 words and 500 marks, serves it, opens it in Chromium and presses keys. Prints
the figures; run it by hand on a quiet machine: ``python tools/measure_reading.py [--words N] [--presses N]``.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import shutil
import socket
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import uvicorn
from playwright.sync_api import CDPSession, Page, sync_playwright

from whowhom.casefile.case import Case, open_case
from whowhom.casefile.reports import add_report
from whowhom.records import (
    FORMAT,
    Actor,
    ActorKind,
    Coder,
    Coding,
    Document,
    Event,
    EventPlace,
    Evidence,
    Factuality,
    Missing,
    Participant,
    Place,
    Publication,
    Quote,
    Region,
    Toll,
    text_id,
)
from whowhom.records.validation import validate
from whowhom.workbench.app import create_app

TOLD = "Fighters of the Kotto Front shelled the market of Bria, killing 12 traders. "
FILLER = (
    "Farmers along the river said that the road to the coast had been passable for most of the season, that prices of "
    "millet had fallen since the harvest and that the clinic had opened again after the rains. "
)
MARKS_PER_EVENT = 4
KEYS = "jjkjjjknppjk"
IDLE_KEY, FLOOR_PRESSES = "x", 20  # A key that does nothing: what the machine itself needs.
PAUSE_SECONDS = 0.25
# From the key's own time stamp to the first task after the frame that shows what it changed.
OBSERVE = """
() => {
  window.whowhomTimes = [];
  addEventListener("keydown", (event) => {
    const begun = event.timeStamp;
    requestAnimationFrame(() => {
      const channel = new MessageChannel();
      channel.port1.onmessage = () => window.whowhomTimes.push(performance.now() - begun);
      channel.port2.postMessage(null);
    });
  }, { capture: true });
}
"""


def long_coding(words: int, marks: int) -> Coding:
    """Make a report of so many words in which so many stretches stand behind values."""
    events = marks // MARKS_PER_EVENT
    filler_words = (words - events * len(TOLD.split())) // events
    filler = " ".join((FILLER * (filler_words // len(FILLER.split()) + 1)).split()[:filler_words]) + ".\n\n"
    text = "".join(f"{TOLD}{filler}" for _ in range(events))
    nulls = ("url", "byline", "publisher", "relayed_from", "retrieved", "digest", "extractor", "path")
    publication = Publication(
        title="A long season on the Kotto",
        published="2023-05-04",
        published_basis="given",
        media_type="text/plain",
        missing=tuple(Missing(name, "not stated") for name in nulls),
    )
    document = Document(text_id(text), text, "en", publication, (Region(0, len(text.rstrip()), "body"),))
    step = len(TOLD) + len(filler)
    coder = Coder("measure", "1", None, "none", None, None)
    actor = Actor(
        "a-front",
        "Kotto Front",
        (),
        (ActorKind("rebel group"),),
        None,
        None,
        None,
        False,
        (_quote(text, "Kotto Front", 0),),
        tuple(Missing(name, "not stated") for name in ("country", "part_of", "registry")),
    )
    place = Place(
        "p-bria",
        "Bria",
        "settlement",
        "CF",
        None,
        None,
        6.54,
        21.98,
        5.0,
        1,
        None,
        mentions=(_quote(text, "Bria", 0),),
        missing=tuple(Missing(name, "not stated") for name in ("admin1", "admin2", "gazetteer_id")),
    )
    made = tuple(_event(text, number, number * step) for number in range(events))
    coding = Coding(FORMAT, coder, document, actors=(actor,), places=(place,), events=made)
    validate(coding)
    return coding


def _quote(text: str, wanted: str, after: int) -> Quote:
    start = text.index(wanted, after)
    return Quote(start, start + len(wanted), wanted)


def _event(text: str, number: int, after: int) -> Event:
    anchor, who, where, toll = (
        _quote(text, wanted, after) for wanted in ("shelled", "Fighters of the Kotto Front", "Bria", "12 traders")
    )
    figure = Toll(f"t-{number}", "killed", None, "unknown", 12, 12, 12, "exact", toll.text, toll.start, toll.end)
    return Event(
        id=f"e-{number}",
        type="ASSAULT",
        modes=("shelling",),
        anchors=(anchor,),
        background=False,
        clarity="single",
        event_count=None,
        participants=(Participant("a-front", None, "actor", "a", None, None, "certain", who.start, who.end),),
        dates=(),
        places=(EventPlace("p-bria", "at", where.start, where.end),),
        tolls=(figure,),
        counts=(),
        instrument=None,
        reason=None,
        responsibility=(),
        attribution=(),
        factuality=Factuality(),
        acled=None,
        ged=None,
        cameo=None,
        links=(),
        score=0.9,
        evidence=(Evidence("type", anchor.start, anchor.end, anchor.text),),
        missing=tuple(
            Missing(name, "not stated")
            for name in ("dates", "instrument", "reason", "acled", "ged", "cameo", "participants.target", "tolls[0].of")
        ),
    )


@contextlib.contextmanager
def serving(case: Case) -> Iterator[str]:
    """Serve a case on a free port of this machine."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = uvicorn.Server(uvicorn.Config(create_app(case), host="127.0.0.1", port=port, log_level="warning"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.05)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join()


def press(page: Page, keys: str, presses: int) -> list[float]:
    """Press keys and give the milliseconds that each took to be seen."""
    page.evaluate("window.whowhomTimes = []")
    for number in range(presses):
        page.keyboard.press(keys[number % len(keys)])
        # Asking the page whether it is done would itself take its time.
        time.sleep(PAUSE_SECONDS)
    page.wait_for_function("count => window.whowhomTimes.length >= count", arg=presses)
    times: list[float] = page.evaluate("window.whowhomTimes")
    return times


def spent(devtools: CDPSession) -> dict[str, float]:
    """Give the seconds that the page has spent on scripts, style and layout, and on all its tasks."""
    metrics = {row["name"]: row["value"] for row in devtools.send("Performance.getMetrics")["metrics"]}
    names = {"script": "ScriptDuration", "style": "RecalcStyleDuration", "layout": "LayoutDuration"}
    return {told: metrics[name] for told, name in {**names, "all": "TaskDuration"}.items()}


def percentile(times: list[float], share: float) -> float:
    """Give the time that so large a share of the presses stays within."""
    ordered = sorted(times)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--words", type=int, default=20_000)
    parser.add_argument("--marks", type=int, default=500)
    parser.add_argument("--presses", type=int, default=120)
    asked = parser.parse_args()
    coding = long_coding(asked.words, asked.marks)
    with tempfile.TemporaryDirectory() as folder, open_case(str(Path(folder) / "long.case"), create=True) as case:
        with case.writing() as connection:
            added = add_report(connection, coding.document, coding, at=case.clock())
        with serving(case) as address, sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=shutil.which("chromium") or shutil.which("google-chrome"), args=["--no-sandbox"]
            )
            page = browser.new_page(viewport={"width": 1440, "height": 900})
            begun = time.perf_counter()
            page.goto(f"{address}/reports/{added.report}", wait_until="load")
            page.wait_for_selector(".rd-card.current")
            opened = time.perf_counter() - begun
            marks = page.locator("#text [id^='w-']").count()
            devtools = page.context.new_cdp_session(page)
            devtools.send("Performance.enable")
            page.evaluate(OBSERVE)
            floor = press(page, IDLE_KEY, FLOOR_PRESSES)
            before = spent(devtools)
            times = press(page, KEYS, asked.presses)
            after = spent(devtools)
            browser.close()
    work = {name: round(1000 * (after[name] - before[name]) / len(times), 2) for name in before}
    told = {
        "words": len(coding.document.text.split()),
        "marks": marks,
        "presses": len(times),
        "floor_ms": round(percentile(floor, 0.5), 1),
        "median_ms": round(percentile(times, 0.5), 1),
        "p95_ms": round(percentile(times, 0.95), 1),
        "worst_ms": round(max(times), 1),
        "opened_s": round(opened, 2),
        "mean_work_ms": work,
    }
    print(json.dumps(told))


if __name__ == "__main__":
    main()
