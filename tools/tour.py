"""Pictures of the guided tour, taken of the real program in Chromium.

In: the sample reports in ``examples``. Out: PNG files in ``docs/pictures``, each below 150 kB.
They are coded with the real pipeline into a case of its own; a small team works on it, and the
pages are walked through as the tour tells::

    python tools/tour.py
"""

from __future__ import annotations

import contextlib
import io
import shutil
import socket
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import uvicorn
from PIL import Image
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright
from sqlalchemy import Connection, select

import whowhom
from whowhom.casefile import schema, team
from whowhom.casefile.apart import apart_coder, code_apart, pick_event
from whowhom.casefile.assignments import assign, finish, list_assignments
from whowhom.casefile.byhand import Marked, code_marked
from whowhom.casefile.case import Case, open_case
from whowhom.casefile.decisions import Author
from whowhom.casefile.reports import add_report
from whowhom.ingest import PublicationHints, document_from_text
from whowhom.workbench.app import create_app
from whowhom.workbench.coders_coding import leading_coding
from whowhom.workbench.passwords import hash_password

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "pictures"
SIZE: ViewportSize = {"width": 1180, "height": 760}
MAX_BYTES = 150_000
COLOURS = 96
FLAGS = ["--no-sandbox", "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--ignore-gpu-blocklist"]
PASSWORD = "nine herons at Birao"
EDITOR, CODERS = "Edda", ("Jonas", "Mira")
MAP_MS = 60_000


def main() -> int:
    """Make the case, serve it and take the pictures."""
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, open_case(str(Path(folder) / "demo.case"), create=True) as case:
        fill(case)
        work(case)
        with serving(case) as address, chromium() as browser:
            take(browser, address, as_editor)
            take(browser, address, as_coder)
    taken = sorted(PICTURES.glob("*.png"))
    for path in taken:
        print(f"{path.relative_to(ROOT)}: {path.stat().st_size // 1000} kB")
    return 1 if any(path.stat().st_size > MAX_BYTES for path in taken) else 0


def fill(case: Case) -> None:
    """Code the samples into the case."""
    pipeline = whowhom.load()
    for path in sorted((ROOT / "examples").glob("*.txt")):
        document = document_from_text(path.read_text(encoding="utf-8"), meta=PublicationHints(path=path.name))
        coding = pipeline.code(document)
        with case.writing() as connection:
            add_report(connection, coding.document, coding, at=case.clock())


def work(case: Case) -> None:
    """Give the case a team: two coders code the reports apart; the second has one still to do."""
    with case.writing() as connection:
        author = Author("owner", None, case.clock())
        hashed = hash_password(PASSWORD)
        team.add_member(connection, EDITOR, role="admin", password=hashed, author=author)
        accounts = [team.add_member(connection, name, role="coder", password=hashed, author=author) for name in CODERS]
        reports = list(connection.scalars(select(schema.report.c.public_id)))
        given = Author(EDITOR, None, case.clock())
        assign(connection, reports, accounts, given, blind_to_people=True, blind_to_machine=True)
        for place, account in enumerate(accounts):
            for one in list_assignments(connection, member_no=account.no)[place:]:
                code(connection, one.text_no, Author(account.name, None, case.clock()), place)
                finish(connection, one, Author(account.name, None, case.clock()))


def code(connection: Connection, text_no: int, author: Author, place: int) -> None:
    """Let a coder find most of what the machine finds; the second leaves figures and a direction out."""
    report = connection.execute(select(schema.report).where(schema.report.c.text_no == text_no)).mappings().first()
    assert report is not None
    lead = leading_coding(connection, text_no)
    for number, event in enumerate(lead.events):
        if (number + place) % 4 == 3:
            continue
        coder = apart_coder(author.who)
        if place == 0 or number % 3:
            code_apart(connection, dict(report), pick_event(lead, event.id, coder), author)
            continue
        marked = Marked(type=event.type, anchor=event.anchors[0].span, mode=event.modes[0] if event.modes else None)
        code_apart(connection, dict(report), code_marked(lead.document, coder, marked), author)


def as_editor(page: Page) -> None:
    """Walk as an editor."""
    log_in(page, EDITOR)
    picture(page, "overview")
    page.goto("/queue/next")
    page.wait_for_selector(".rd-card.current")
    picture(page, "reading")
    page.keyboard.press("c")
    page.keyboard.press("6")
    page.wait_for_selector(".rd-panel form")
    picture(page, "correcting")
    page.goto("/events?view=map")
    page.wait_for_selector("#map[data-ready=yes]", state="attached", timeout=MAP_MS)
    picture(page, "events")
    page.goto("/agreement?one=machine&other=person:Mira")
    picture(page, "agreement")
    page.goto("/agreement?one=machine&other=person:Mira#differences")
    picture(page, "differences")


def as_coder(page: Page) -> None:
    """Walk as a coder who is blind to all but their own work."""
    log_in(page, CODERS[1])
    page.locator("a.co-open").first.click()
    page.wait_for_url("**/coding/**")
    picture(page, "coding")


def log_in(page: Page, name: str) -> None:
    """Log in and wait for the first page."""
    page.goto("/login")
    page.get_by_label("Name").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    page.wait_for_selector("header.head")


def picture(page: Page, name: str) -> None:
    """Take a picture, with few colours so that it stays small."""
    page.wait_for_load_state("networkidle")
    with Image.open(io.BytesIO(page.screenshot())) as taken:
        small = taken.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
        small.save(PICTURES / f"{name}.png", optimize=True)


def take(browser: Browser, address: str, walk: Callable[[Page], None]) -> None:
    """Walk through the pages in a window of its own; a fault of a page ends it."""
    faults: list[str] = []
    with browser.new_context(base_url=address, viewport=SIZE, reduced_motion="reduce") as context:
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        walk(page)
    if faults:
        raise SystemExit(f"a page met faults: {faults}")


@contextlib.contextmanager
def serving(case: Case) -> Iterator[str]:
    """Serve the case on a free port."""
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
        thread.join(60)


@contextlib.contextmanager
def chromium() -> Iterator[Browser]:
    """Start Chromium without a window."""
    path = shutil.which("chromium")
    if path is None:
        raise SystemExit("Chromium is not installed; the pictures are taken in it.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()


if __name__ == "__main__":
    sys.exit(main())
