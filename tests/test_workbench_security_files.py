"""Attacks on the workbench by files, archives, addresses, sizes and cells of spreadsheets.

As in test_workbench_security.py: each payload reaches what it aims at and does no harm, and one
test of each class takes the defence away and shows that the same check then fails.
"""

from __future__ import annotations

import http.server
import io
import shutil
import struct
import tempfile
import threading
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import ClassVar

import pytest

from factories import TEXT
from whowhom.casefile.case import open_case
from whowhom.workbench import fetching
from whowhom.workbench.config import Config, Defences, Limits
from whowhom.workbench.faults import Fault
from whowhom.workbench.uploads import receive, shown_name
from workbench_help import Browser, add, browser_of, coding_of, finished, make_app

QUIET = b"The weather over the Vakaga plain stays dry until Sunday, the bureau said.\n"


@pytest.fixture
def case(tmp_path, made, clock):
    path = tmp_path / "kotto.case"
    shutil.copyfile(made, path)
    with open_case(str(path), clock=clock) as opened:
        yield opened


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    """Uploads are laid down here, so that tests see what is left."""
    here = tmp_path / "uploads"
    here.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(here))
    return here


class File:
    """An uploaded file as the framework gives it."""

    def __init__(self, filename, raw):
        self.filename, self.file = filename, io.BytesIO(raw)


def send(browser, name, raw):
    """Send a file to the page and to the API; both must answer alike."""
    page = browser.post("/add", files=[("files", (name, raw, "application/octet-stream"))])
    headers = {"X-CSRF-Token": browser.csrf()}
    api = browser.http.post("/api/v1/reports/files", files=[("files", (name, raw))], headers=headers)
    assert (page.status_code, api.status_code) in [(303, 202), (api.status_code, api.status_code)]
    return page, api


def zipped(members, *, method=zipfile.ZIP_DEFLATED):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", method) as archive:
        for name, raw in members:
            archive.writestr(name, raw)
    return packed.getvalue()


# 10. Paths that lead out

PATHS = ["../../escaped.txt", "..\\..\\escaped.txt", "/tmp/escaped.txt", "C:\\escaped.txt", "a/../../escaped.txt"]


def check_path(folder, filename, defences=None):
    """A file lies in the folder of its job, whatever it is called."""
    inner = folder / "one" / "two"
    inner.mkdir(parents=True)
    (found,) = receive([File(filename, QUIET)], inner, limits=Limits(), defences=defences or Defences())
    assert found.path.parent == inner
    assert found.path.read_bytes() == QUIET
    assert [path.name for path in inner.iterdir()] == ["00000.txt"]
    assert found.name == "escaped.txt"


@pytest.mark.parametrize("filename", PATHS)
def test_a_file_lies_where_we_say(folder, filename):
    check_path(folder, filename)


@pytest.mark.parametrize("filename", [*PATHS, "....//....//escaped.txt"])
def test_a_member_of_an_archive_lies_where_we_say(folder, filename):
    inner = folder / "job"
    inner.mkdir()
    files = [File("march.zip", zipped([(filename, QUIET)]))]
    (found,) = receive(files, inner, limits=Limits(), defences=Defences())
    assert found.path == inner / "00000.txt"
    assert sorted(path.name for path in folder.rglob("*")) == ["00000.txt", "job"]


@pytest.mark.parametrize(
    "path",
    [
        "/static/../config.py",
        "/static/%2e%2e/config.py",
        "/static/..%2fconfig.py",
        "/static//etc/passwd",
        "/static/..%5c..%5cconfig.py",
        "/map/borders/..%2f..%2fconfig.json",
    ],
)
def test_no_address_leads_to_other_files(case, path):
    answer = browser_of(case).get(path)
    assert answer.status_code in (404, 422)
    assert "class Config" not in answer.text
    assert "root:" not in answer.text


def test_names_for_people_steer_nothing():
    assert shown_name("a\x1b[31m\u202etxt.exe\r\n.txt") == "a[31mtxt.exe.txt"
    assert shown_name("..") == "report"
    assert len(shown_name("x" * 4000 + ".txt")) == 120


def test_with_the_sender_s_names_a_file_would_lie_elsewhere(folder):
    with pytest.raises(AssertionError):
        check_path(folder, PATHS[0], replace(Defences(), upload_names=False))


# 11. Archives that burst

ZEROS = b"0" * (1024 * 1024)


def lying(raw, size):
    """Change the sizes that an archive states, in its directory and before its first member."""
    changed = bytearray(raw)
    directory = changed.rfind(b"PK\x01\x02")
    struct.pack_into("<I", changed, directory + 24, size)
    struct.pack_into("<I", changed, 22, size)
    return bytes(changed)


BOMBS = {
    "dense": zipped([("a.txt", ZEROS * 20)]),
    "many parts": zipped([(f"{number}.txt", b"x") for number in range(2_100)], method=zipfile.ZIP_STORED),
    "nested": zipped([("inner.zip", zipped([("a.txt", QUIET)]))]),
    "large": zipped([(f"{number}.txt", ZEROS) for number in range(140)]),
}


def check_bomb(case, folder, name, raw, **more):
    for answer in send(browser_of(case, **more), name, raw):
        assert answer.status_code == 413, answer.text[:300]
    assert [path for path in folder.rglob("*") if path.is_file()] == []


@pytest.mark.parametrize("kind", sorted(BOMBS))
def test_an_archive_that_bursts_is_refused_and_leaves_nothing(case, folder, kind):
    check_bomb(case, folder, "march.zip", BOMBS[kind])


@pytest.mark.parametrize("size", [1, 100])
def test_an_archive_that_lies_about_its_sizes_unpacks_to_no_more(folder, size):
    raw = lying(zipped([("a.txt", ZEROS * 4)]), size)
    inner = folder / "job"
    inner.mkdir()
    with pytest.raises(Fault) as caught:
        receive([File("a.zip", raw)], inner, limits=replace(Limits(), unpacked_bytes=50_000), defences=Defences())
    assert caught.value.status in (413, 415)
    assert sum(path.stat().st_size for path in inner.rglob("*")) <= 150_000


def test_a_word_file_that_bursts_is_refused(case, folder):
    raw = zipped([("word/document.xml", ZEROS * 30), ("[Content_Types].xml", b"<x/>")])
    check_bomb(case, folder, "report.docx", raw)


def test_an_archive_with_a_password_or_damage_is_named(case):
    broken = zipped([("a.txt", QUIET * 400)])
    for answer in send(browser_of(case), "march.zip", broken[:60] + b"\x00" * 40 + broken[100:]):
        assert answer.status_code == 415
        assert "march.zip" in answer.text


def test_without_the_limits_an_archive_would_burst(case, folder):
    with pytest.raises(AssertionError):
        check_bomb(case, folder, "march.zip", BOMBS["dense"], off="archive_limits")


# 12. Entities that unfold

LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
    b'<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]><html><body><p>Two died in Bria today, the mayor said. &c;</p></body></html>'
)
ENTITIES = {
    "unfolding": LAUGHS,
    "a file": b'<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><html><body><p>Two died in Bria today. &f;</p></body></html>',
    "an address": b'<!doctype x [<!ENTITY % f SYSTEM "http://127.0.0.1/x"> %f;]><html><body><p>Two died in Bria.</p></body></html>',
    "wide letters": LAUGHS.decode().encode("utf-16"),
}


def check_entities(case, raw, **more):
    for answer in send(browser_of(case, **more), "report.html", raw):
        assert answer.status_code == 415
        assert "entities of its own" in answer.text


@pytest.mark.parametrize("kind", sorted(ENTITIES))
def test_a_page_with_entities_of_its_own_is_refused(case, kind):
    check_entities(case, ENTITIES[kind])


def test_a_word_file_with_entities_is_refused_when_it_is_read(case):
    xml = LAUGHS.replace(b"<html><body><p>", b"<w>").replace(b"</p></body></html>", b"</w>")
    raw = zipped([("word/document.xml", xml), ("[Content_Types].xml", b"<x/>")])
    browser = browser_of(case)
    page, _ = send(browser, "report.docx", raw)
    told = finished(browser, page.headers["location"].removeprefix("/add/"))
    assert told["reports"] == []
    assert "<!ENTITY" in told["failures"][0]["message"]


def test_without_the_check_a_page_with_entities_would_be_taken(case):
    with pytest.raises(AssertionError):
        check_entities(case, LAUGHS, off="entity_check")


# 13. Files that are not what they say

DISGUISED = {
    "program.txt": b"\x7fELF\x02\x01\x01" + b"\x00" * 60,
    "picture.html": b"\x89PNG\r\n\x1a\n" + b"\x00" * 60,
    "page.pdf": b"<html><script>alert(1)</script></html>",
    "text.docx": QUIET,
    "database.csv": b"SQLite format 3\x00" + b"\x00" * 60,
    "table.json": b"id,text\n1,x\n",
}


def check_type(case, name, raw, **more):
    for answer in send(browser_of(case, **more), name, raw):
        assert answer.status_code == 415
        assert name in answer.text


@pytest.mark.parametrize("name", sorted(DISGUISED))
def test_a_file_must_be_what_its_name_says(case, name):
    check_type(case, name, DISGUISED[name])


@pytest.mark.parametrize("name", ["drawing.svg", "page.xhtml", "report.txt.exe", "report", "macro.docm", "x.php"])
def test_a_kind_that_is_not_read_is_refused(case, name):
    check_type(case, name, QUIET)


def test_no_upload_is_ever_served_again(case):
    browser = browser_of(case)
    page, _ = send(browser, "report.txt", b"<script>alert(1)</script> The weather over Birao stays dry until Sunday.\n")
    told = finished(browser, page.headers["location"].removeprefix("/add/"))
    answer = browser.get(f"/api/v1/reports/{told['reports'][0]['report']}/text")
    assert answer.json()["text"].startswith("<script>")
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_without_the_check_a_program_would_be_taken_for_a_text(case):
    with pytest.raises(AssertionError):
        check_type(case, "program.txt", DISGUISED["program.txt"], off="type_check")


# 14. Addresses of others (SSRF)

PRIVATE = [
    "127.0.0.1", "10.0.0.1", "192.168.1.1", "172.16.0.1", "169.254.169.254", "0.0.0.0", "100.64.0.1", "224.0.0.1",
    "255.255.255.255", "::1", "fe80::1", "fe80::1%eth0", "fc00::1", "::ffff:127.0.0.1", "::ffff:a9fe:a9fe",
    "64:ff9b::7f00:1", "2002:7f00:1::", "::", "192.0.2.7", "not an address",
]  # fmt: skip


@pytest.mark.parametrize("address", PRIVATE)
def test_an_address_that_is_not_of_the_public_web_is_told(address):
    assert not fetching.is_public(address)


@pytest.mark.parametrize("address", ["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c"])
def test_a_public_address_is_told(address):
    assert fetching.is_public(address)


class Inside(http.server.BaseHTTPRequestHandler):
    """A server within the house, which nobody outside may reach through us."""

    asked: ClassVar[list[str]] = []
    leads_to = ""

    def do_GET(self):
        Inside.asked.append(self.path)
        self.send_response(302 if self.path == "/away" else 200)
        if self.path == "/away":
            self.send_header("Location", Inside.leads_to)
        self.send_header("Content-Type", "image/png" if self.path == "/picture" else "text/html")
        self.end_headers()
        self.wfile.write(b"<html><body><p>The password of the house is kestrel, the note said today.</p></body></html>")

    def log_message(self, *_):
        pass


@pytest.fixture
def inside(monkeypatch):
    Inside.asked = []
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Inside)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    monkeypatch.setitem(fetching.PORTS, "http", server.server_port)
    yield server
    server.shutdown()
    server.server_close()


FETCHING = Config(is_fetching=True)


def check_private(inside, url, *, config=FETCHING, resolving=fetching.resolve):
    """An address within the house is refused, and its server is never asked."""
    with pytest.raises(Fault) as caught:
        fetching.fetch(url, config, resolving=resolving)
    assert caught.value.code == "fetch.private", caught.value
    assert Inside.asked == []


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/x",
        "http://localhost/x",
        "http://[::1]/x",
        "http://2130706433/x",
        "http://0x7f.1/x",
        "http://127.1/x",
    ],
)
def test_no_spelling_of_an_inner_address_is_asked(inside, url):
    check_private(inside, url)


def test_a_name_with_one_inner_address_is_refused_whole(inside):
    check_private(inside, "http://news.example/x", resolving=lambda host, port: ["93.184.215.14", "127.0.0.1"])


def test_a_name_that_changes_its_mind_is_asked_at_the_address_that_was_checked(inside, monkeypatch):
    answers = iter([["93.184.215.14"], ["127.0.0.1"]])
    asked = []

    def connect(address, *_):
        asked.append(address[0])
        raise OSError("unreachable")

    monkeypatch.setattr(fetching.socket, "create_connection", connect)
    with pytest.raises(Fault, match="could not be read"):
        fetching.fetch("http://news.example/x", FETCHING, resolving=lambda host, port: next(answers))
    assert asked == ["93.184.215.14"]


@pytest.mark.parametrize("to", ["http://169.254.169.254/latest", "http://inner.example/x", "//inner.example/x"])
def test_a_redirect_is_judged_like_a_first_address(inside, monkeypatch, to):
    monkeypatch.setattr(fetching, "is_public", lambda address: address == "127.0.0.1")
    Inside.leads_to = to
    with pytest.raises(Fault) as caught:
        fetching.fetch(
            "http://news.example/away",
            FETCHING,
            resolving=lambda host, port: ["127.0.0.1"] if host == "news.example" else ["10.0.0.1"],
        )
    assert caught.value.code == "fetch.private"
    assert Inside.asked == ["/away"]


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "gopher://127.0.0.1/x",
        "http://user@news.example/",
        "http://news.example:22/",
        "ftp://x/",
        "http://",
        "x" * 3000,
    ],
)
def test_an_address_of_another_kind_is_refused_unread(url):
    with pytest.raises(Fault) as caught:
        fetching.fetch(url, FETCHING, resolving=lambda host, port: pytest.fail("it was looked up"))
    assert caught.value.code == "fetch.address"


def test_what_is_no_report_is_not_taken(inside, monkeypatch):
    monkeypatch.setattr(fetching, "is_public", lambda address: True)
    with pytest.raises(Fault, match="no report"):
        fetching.fetch("http://news.example/picture", FETCHING, resolving=lambda host, port: ["127.0.0.1"])


def test_fetching_is_off_unless_the_server_was_started_with_it(case, inside):
    browser = browser_of(case)
    assert "An address" not in browser.get("/add").text
    answer = browser.send("/api/v1/reports/address", {"url": "http://127.0.0.1/x"})
    assert (answer.status_code, answer.json()["error"]["code"]) == (403, "fetch.off")
    assert Inside.asked == []


def test_a_page_that_was_fetched_is_kept_under_its_own_address(case, inside, monkeypatch):
    monkeypatch.setattr(fetching, "is_public", lambda address: True)
    monkeypatch.setattr(fetching.fetch, "__kwdefaults__", {"resolving": lambda host, port: ["127.0.0.1"]})
    browser = browser_of(case, is_fetching=True)
    job = browser.send("/api/v1/reports/address", {"url": "http://news.example/bria"}).json()
    told = finished(browser, job["id"])
    assert told["failures"] == []
    report = browser.get(f"/api/v1/reports/{told['reports'][0]['report']}").json()
    assert report["url"] == "http://news.example/bria"


def test_without_the_check_the_house_would_be_read(inside):
    open_ = replace(FETCHING, defences=replace(Defences(), address_check=False))
    with pytest.raises((AssertionError, pytest.fail.Exception)):
        check_private(inside, "http://127.0.0.1/x", config=open_)
    assert Inside.asked == ["/x"]


# 15. Cells that a spreadsheet would run

FORMULAS = [
    '=HYPERLINK("http://evil.example","x")',
    "+1+cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd",
    "-2+3+cmd|'x'!A0",
    "\t=1+1",
]


def check_cells(case, payload, format_="csv"):
    """The name stands in the export, and no cell of it begins as a formula does."""
    import csv as csv_

    add(case, coding_of(actor=payload, title=payload, publisher=payload))
    answer = browser_of(case).get("/export/file", params={"format": format_, "profile": "internal"})
    rows = list(csv_.reader(io.StringIO(answer.text)))
    cells = [cell for row in rows[1:] for cell in row]
    assert any(payload.strip()[1:] in cell for cell in cells), "the payload did not reach the export"
    live = [
        cell for cell in cells if cell.startswith(("=", "+", "@", "\t")) or (cell[:1] == "-" and not _is_number(cell))
    ]
    assert live == []


def _is_number(words):
    try:
        float(words)
    except ValueError:
        return False
    return True


@pytest.mark.parametrize("payload", FORMULAS)
@pytest.mark.parametrize("format_", ["csv", "acled"])
def test_no_cell_of_an_export_is_a_formula(case, payload, format_):
    check_cells(case, payload, format_)


@pytest.mark.parametrize("payload", FORMULAS[:3])
def test_no_cell_of_a_workbook_is_a_formula(case, payload):
    openpyxl = pytest.importorskip("openpyxl")
    add(case, coding_of(actor=payload, publisher=payload))
    raw = browser_of(case).get("/export/file", params={"format": "xlsx", "profile": "internal"}).content
    book = openpyxl.load_workbook(io.BytesIO(raw))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert any(payload.strip()[1:] in str(cell.value) for cell in cells)
    assert not any(cell.data_type == "f" for cell in cells)


def test_without_the_guard_a_cell_would_run(case, monkeypatch):
    monkeypatch.setattr("whowhom.export.cells.FORMULA_STARTS", ("\0",))
    with pytest.raises(AssertionError):
        check_cells(case, FORMULAS[0])


# 16. Sizes beyond reason

SMALL = Limits(form_bytes=20_000, upload_bytes=40_000, upload_files=3)


def check_size(case, **how):
    browser = browser_of(case, limits=SMALL, **({"off": how.pop("off")} if "off" in how else {}))
    headers = {"X-CSRF-Token": browser.csrf(), "Content-Type": "application/json"}
    answer = browser.http.post("/api/v1/events/merge", headers=headers, **how)
    assert (answer.status_code, answer.json()["error"]["code"]) == (413, "size")


def test_a_body_that_announces_its_size_is_refused_unread(case):
    check_size(case, content=b"[" * 50_000)


def test_a_body_that_does_not_is_refused_where_it_grows_too_large(case):
    check_size(case, content=(b"[" * 1_000 for _ in range(50)))


def test_more_files_than_allowed_are_refused(case):
    files = [("files", (f"{number}.txt", QUIET)) for number in range(4)]
    answer = browser_of(case, limits=SMALL).post("/add", files=files)
    assert answer.status_code == 413
    assert "at most 3 are taken" in answer.text


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/search?q=" + "a" * 20_000, 414),
        ("/search?q=" + "a" * 400, 422),
        ("/api/v1/events?limit=0", 422),
        ("/api/v1/events?offset=99999999999", 422),
        ("/api/v1/events?radius=nan&place=Bria", 422),
        ("/api/v1/events?" + "&".join(["type=x"] * 60), 422),
        ("/api/v1/history?target=" + "a" * 400, 422),
    ],
    ids=["long address", "long query", "no rows", "far page", "no number", "many values", "long target"],
)
def test_what_is_beyond_reason_is_refused(case, path, status):
    assert browser_of(case).get(path).status_code == status


@pytest.mark.parametrize(
    "words", ['"' * 300, "(a+)+$ " * 40, "*" * 300, "a* " * 100, "-" * 299 + "a", ("x" * 149 + " ") * 2]
)
def test_no_query_takes_long(case, words):
    add(case, coding_of(TEXT + "a" * 30_000 + "\n"))
    answer = browser_of(case).get("/search", params={"q": words})
    assert answer.status_code == 200


def test_json_nested_without_end_is_an_error_of_the_sender(case):
    browser = browser_of(case)
    headers = {"X-CSRF-Token": browser.csrf(), "Content-Type": "application/json"}
    answer = browser.http.post("/api/v1/events/merge", content=b"[" * 200_000, headers=headers)
    assert answer.status_code in (400, 422)
    assert "error" in answer.json()


def test_a_page_has_no_more_rows_than_the_server_allows(case):
    add(case)
    told = browser_of(case).get("/api/v1/events", params={"limit": 10_000_000}).json()
    assert told["limit"] == Limits().page_rows


def test_too_many_uploads_wait_for_others(case):
    app = make_app(case, limits=replace(Limits(), waiting_jobs=1))
    app.state.jobs._work = lambda: None
    browser = Browser(app)
    statuses = [
        browser.send("/api/v1/reports", {"text": f"Dry until day {n} in Birao.\n"}).status_code for n in range(3)
    ]
    assert statuses == [202, 503, 503]


def test_without_the_limits_any_size_would_be_taken(case):
    with pytest.raises((AssertionError, KeyError)):
        check_size(case, content=b"[" * 50_000, off="size_limits")


def test_nothing_of_an_upload_is_left_once_it_is_coded(case, folder):
    browser = browser_of(case)
    page, api = send(browser, "report.txt", QUIET)
    for job in (page.headers["location"].removeprefix("/add/"), api.json()["id"]):
        finished(browser, job)
    browser.http.app.state.jobs.stop(wait_seconds=5)
    assert [path for path in Path(folder).rglob("*") if path.is_file()] == []
