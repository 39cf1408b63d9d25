"""More attacks on the workbench: by the order in which a request is read, by many at once, by detours.

Each was once open; see tests/test_workbench_security.py for the classes and their defences.
"""

from __future__ import annotations

import shutil
import socket
import threading
from contextlib import suppress

import pytest

from factories import TEXT, FakePipeline
from whowhom.casefile import team
from whowhom.casefile.case import open_case
from whowhom.casefile.filters import Filter
from whowhom.casefile.listing import list_events
from whowhom.errors import UnreadableFile
from whowhom.ingest import Failure
from whowhom.ingest.html import MAX_ATTRIBUTES, read_html
from whowhom.workbench import fetching
from whowhom.workbench.app import create_app
from whowhom.workbench.config import Config, Defences
from whowhom.workbench.faults import Fault
from whowhom.workbench.jobs import KEPT_ROWS, Job
from workbench_help import PASSWORD, Browser, add, add_team, browser_of, make_app

MULTIPART = b'--x\r\nContent-Disposition: form-data; name="name"\r\n\r\n%s\r\n--x--\r\n'


@pytest.fixture
def case(tmp_path, made, clock):
    path = tmp_path / "kotto.case"
    shutil.copyfile(made, path)
    with open_case(str(path), clock=clock) as opened:
        yield opened


@pytest.fixture
def manned(case):
    add_team(case)
    add(case)
    return case


def events(case):
    with case.reading() as connection:
        return list_events(connection, Filter())


# The order in which a request is read


@pytest.mark.parametrize("charset", ["punycode", "idna", "unicode_escape", "utf-16"])
def test_a_form_in_a_character_set_of_no_browser_is_refused_before_it_is_read(manned, charset):
    kind = f"multipart/form-data; charset={charset}; boundary=x"
    browser = Browser(make_app(manned))
    answer = browser.http.post("/login", content=MULTIPART % b"amina", headers={"Content-Type": kind})
    assert (answer.status_code, answer.json()["error"]["code"]) == (415, "type")
    plain = "multipart/form-data; charset=UTF-8; boundary=x"
    answer = browser.http.post("/login", content=MULTIPART % b"amina", headers={"Content-Type": plain})
    assert "The form had grown old" in answer.text


@pytest.mark.parametrize("path", ["/add", "/api/v1/reports/files"])
def test_files_of_nobody_are_not_read(manned, path):
    files = [("files", ("report.txt", b"x" * (3 * 1024 * 1024), "text/plain"))]
    browser = Browser(make_app(manned))
    assert browser.http.post(path, files=files).status_code == 413
    stale = {"Authorization": "Bearer whowhom_no-such-token"}
    assert browser.http.post(path, files=files, headers=stale).status_code == 413
    small = [("files", ("report.txt", b"x", "text/plain"))]
    assert browser.http.post(path, files=small).status_code in (303, 401)
    assert browser_of(manned, "coder").post(path, files=files).status_code in (303, 202)


@pytest.mark.parametrize("path", ["/events?q=%00", "/reports/%00", "/api/v1/actors/a%00b"])
def test_a_nul_in_an_address_is_refused(case, path):
    answer = browser_of(case).get(path)
    assert (answer.status_code, answer.json()["error"]["message"]) == (
        400,
        "The address holds a NUL character, which no database keeps.",
    )


def test_a_nul_in_what_is_sent_is_refused(manned):
    editor, event = browser_of(manned, "editor"), events(manned)[0]
    path = f"/api/v1/events/{event['public_id']}/reject"
    assert editor.send(path, {"version": event["version"], "why": "a\x00b"}).status_code == 400
    assert editor.post("/events/views", {"name": "a\x00b", "query": ""}).status_code == 400
    assert events(manned)[0]["version"] == event["version"]


# What another site may let a browser do


SITES = ["cross-site", "same-site"]


@pytest.mark.parametrize("site", SITES)
@pytest.mark.parametrize("path", ["/search?q=market", "/api/v1/events", "/export/file", "/static/base.js", "/"])
def test_another_site_cannot_let_a_browser_ask_in_the_background(case, path, site):
    add(case)
    browser = browser_of(case)
    headers = {"Sec-Fetch-Site": site, "Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": "image"}
    assert browser.get(path, headers=headers).status_code == 403
    assert browser.get(path, headers={"Sec-Fetch-Site": "same-origin"}).status_code == 200


@pytest.mark.parametrize("site", SITES)
def test_a_link_on_another_site_opens_a_page_but_takes_no_export(case, site):
    add(case)
    browser = browser_of(case)
    headers = {"Sec-Fetch-Site": site, "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}
    assert browser.get("/events", headers=headers).status_code == 200
    assert browser.get("/export/file", headers=headers).status_code == 403
    assert browser.get("/api/v1/runs").json()["items"] == []


# Many at once


@pytest.mark.filterwarnings("default")
def test_guesses_sent_all_at_once_are_counted(manned):
    app, answers = make_app(manned), []

    def guess():
        answers.append(Browser(app).log_in("jonas", "no such password").status_code)

    threads = [threading.Thread(target=guess) for _ in range(24)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers.count(401) <= Config().limits.name_attempts
    assert answers.count(401) + answers.count(429) == 24
    assert Browser(app).log_in("jonas").status_code == 429


def test_a_public_id_is_no_name_to_log_in_by(manned):
    with manned.reading() as connection:
        public_id = team.get_member(connection, "jonas").public_id
    assert Browser(make_app(manned)).log_in(public_id, PASSWORD).status_code == 401


@pytest.mark.filterwarnings("default")  # The framework silences its own in a way that threads undo for each other.
def test_of_two_people_who_decide_at_once_one_is_told(manned):
    event = events(manned)[0]
    path = f"/api/v1/events/{event['public_id']}/"
    people = [browser_of(manned, role) for role in ("coder", "editor", "admin")] * 2
    acts = [("accept", {}), ("correct", {"field": "killed", "value": "14"}), ("reject", {})] * 2
    answers, start = [], threading.Barrier(len(acts))
    tokens = [browser.csrf() for browser in people]

    def decide(browser, token, act, more):
        start.wait()
        body = {"version": event["version"], **more}
        answer = browser.http.post(path + act, json=body, headers={"X-CSRF-Token": token})
        answers.append((answer.status_code, answer.json().get("error", {}).get("code")))

    threads = [
        threading.Thread(target=decide, args=(browser, token, *act))
        for browser, token, act in zip(people, tokens, acts, strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers, key=str) == [(201, None)] + [(409, "conflict")] * 5
    assert len(browser_of(manned, "reader").get("/api/v1/history").json()["items"]) == 1


def test_of_two_verdicts_on_one_assertion_the_second_is_told(manned):
    coder, editor = browser_of(manned, "coder"), browser_of(manned, "editor")
    report = coder.get("/api/v1/reports").json()["items"][0]["public_id"]
    tie = next(row for row in coder.get(f"/api/v1/reports/{report}/assertions").json() if row["kind"] == "tie")
    path = f"/api/v1/assertions/{tie['public_id']}"
    assert coder.send(f"{path}/accept", {}).status_code == 201
    late = editor.send(f"{path}/reject", {"why": "misread"})
    assert (late.status_code, late.json()["error"]["more"]["typed"]) == (409, {"why": "misread", "seen": "unreviewed"})
    assert "accepted meanwhile by jonas" in late.json()["error"]["message"]
    page = editor.post(f"/reports/{report}/others/{tie['public_id']}/reject", {"seen": "unreviewed"})
    assert page.status_code == 409
    assert 'href="/events/' not in page.text
    assert editor.send(f"{path}/reject", {"seen": "accepted"}).status_code == 201


# Addresses on the web


@pytest.mark.parametrize("address", ["fec0::1", "192.88.99.1", "64:ff9b:1::7f00:1", "::ffff:10.0.0.1", "2002:7f00:1::"])
def test_addresses_that_lead_into_a_site_are_not_public(address):
    assert not fetching.is_public(address)


def test_a_server_that_sends_a_byte_now_and_then_is_left(monkeypatch):
    """Each byte comes within the time that a socket waits; all together take a minute."""
    ended = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as server:

        def trickle():
            connection, _ = server.accept()
            with connection, suppress(OSError):
                for byte in b"HTTP/1.1 200 OK\r\nX-Slow: " + b"y" * 200:
                    connection.send(bytes([byte]))
                    if ended.wait(0.3):
                        return

        threading.Thread(target=trickle, daemon=True).start()
        monkeypatch.setattr(fetching, "MAX_SECONDS", 1.5)
        monkeypatch.setitem(fetching.PORTS, "http", server.getsockname()[1])
        config = Config(is_fetching=True, defences=Defences(address_check=False))
        with pytest.raises(Fault) as told:
            fetching.fetch("http://slow.example/", config, resolving=lambda host, port: ["127.0.0.1"])
        ended.set()
    assert told.value.code in ("fetch.failed", "fetch.status")


# Detours


def test_an_event_is_not_accepted_by_the_way_for_decisions(manned):
    event = events(manned)[0]
    browser = browser_of(manned, "coder")
    report = browser.get("/api/v1/reports").json()["items"][0]["public_id"]
    answer = browser.post(f"/reports/{report}/decisions/{event['public_id']}/confirm")
    assert answer.status_code == 404
    assert events(manned)[0]["review"] == "unreviewed"


@pytest.mark.parametrize("path", ["/export/file", "/api/v1/export"])
def test_a_case_of_a_name_in_another_script_is_exported(tmp_path, made, clock, path):
    at = tmp_path / "تقرير “1”.case"
    shutil.copyfile(made, at)
    with open_case(str(at), clock=clock) as opened:
        answer = Browser(create_app(opened, load=FakePipeline)).get(path)
    assert answer.status_code == 200
    assert answer.headers["content-disposition"].startswith("attachment; filename*=UTF-8''%D8%AA")


# Files


def test_attributes_without_end_are_refused_before_the_parser_compares_them():
    many = " ".join(f"a{number}=1" for number in range(120_000))
    with pytest.raises(UnreadableFile, match="more than 5,000 attributes"):
        read_html(f"<html><body><p {many}>{TEXT}</p></body></html>".encode(), where="report.html")
    some = " ".join(f"a{number}='<p b c'" for number in range(200))
    assert MAX_ATTRIBUTES > 200
    assert "market" in read_html(f"<html><body><p {some}>{TEXT}</p></body></html>".encode(), where="report.html")[0]


def test_a_job_keeps_the_first_of_many_failures_and_counts_all():
    job = Job("J-1", "jonas", "2022-03-04T00:00:00Z", ("many.jsonl",))
    for number in range(3):
        job.fail([Failure(f"line {number}-{line}", "input", "no report") for line in range(400)])
    told = job.as_dict()
    assert (told["failed"], len(told["failures"])) == (1200, KEPT_ROWS)
    assert told["failures"][-1]["where"] == "line 1-99"


# Lists far down


def test_far_pages_of_events_are_those_of_the_list(case):
    add(case)
    with case.reading() as connection:
        wanted = list_events(connection, Filter())
        assert [list_events(connection, Filter(), limit=1, offset=at) for at in range(len(wanted) + 1)] == [
            *([row] for row in wanted),
            [],
        ]
        near = Filter(place="Bria", radius_km=50)
        assert list_events(connection, near, offset=1) == list_events(connection, near)[1:]
    told = browser_of(case).get("/api/v1/events?limit=1&offset=1").json()
    assert (told["items"], told["next"]) == ([wanted[1]], None if len(wanted) == 2 else told["next"])
