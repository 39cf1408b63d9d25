"""The workbench's frame: who gets in, who may do what, what is served, and what is refused."""

from __future__ import annotations

import dataclasses
import itertools
import re
import shutil
import signal
import socket
import subprocess
import sys
import urllib.request
from urllib.parse import urlsplit

import pytest
from sqlalchemy import select

from factories import HEADLINE, TEXT
from whowhom.casefile import schema_team, team
from whowhom.casefile.case import open_case
from whowhom.casefile.decisions import Author
from whowhom.casefile.erase import erase_report
from whowhom.errors import UsageError
from whowhom.workbench.config import Config, Limits
from whowhom.workbench.passwords import hash_password, matches
from whowhom.workbench.serving import Listening, check_reach
from workbench_help import PASSWORD, TEAM, Browser, add, add_team, browser_of, coding_of, finished, make_app

PUBLIC = {"/login", "/healthz"}


@pytest.fixture
def alone(tmp_path, made, clock):
    path = tmp_path / "kotto.case"
    shutil.copyfile(made, path)
    with open_case(str(path), clock=clock) as opened:
        yield opened


# Who gets in


def test_the_owner_of_a_case_without_users_is_its_admin(case):
    told = browser_of(case).get("/api/v1/me").json()
    assert (told["role"], told["is_owner"]) == ("admin", True)


def test_with_the_first_user_everybody_logs_in(case):
    browser = browser_of(case)
    form = {"name": "amina", "role": "admin", "password": PASSWORD}
    assert browser.post("/admin/users", form).status_code == 303
    answer = browser.get("/reports")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/login?next=%2Freports"
    assert browser.log_in("Amina", onward="/export").headers["location"] == "/export"
    assert browser.get("/api/v1/me").json()["name"] == "amina"


def test_the_first_user_must_be_an_admin(case):
    answer = browser_of(case).post("/admin/users", {"name": "rosa", "role": "reader", "password": PASSWORD})
    assert answer.status_code == 422
    assert "first user must be an admin" in answer.text
    with case.reading() as connection:
        assert team.list_members(connection) == []


def test_a_proxy_that_was_not_stated_is_refused(case):
    answer = browser_of(case).get("/", headers={"X-Forwarded-For": "203.0.113.9"})
    assert answer.status_code == 403
    assert answer.json()["error"]["code"] == "proxy"


def test_behind_a_stated_proxy_nobody_is_the_owner(case):
    config = Config(proxies=("testclient",), public_names=("127.0.0.1",), is_secure=True)
    assert Browser(make_app(case, config)).get("/", headers={"X-Forwarded-For": "203.0.113.9"}).status_code == 303


def test_a_session_ends_unused_and_in_any_case(case):
    add_team(case)
    for limits in (Limits(idle_minutes=0), Limits(session_hours=0)):
        browser = browser_of(case, "coder", limits=limits)
        case.clock()
        assert browser.get("/").status_code == 303


def test_logging_out_ends_the_session_in_the_case(case):
    add_team(case)
    browser = browser_of(case, "coder")
    cookie = browser.http.cookies[Config().cookie]
    assert browser.post("/logout").headers["location"] == "/login"
    browser.http.cookies.set(Config().cookie, cookie)
    assert browser.get("/").status_code == 303


def test_a_disabled_user_is_out_at_once_and_their_token_too(case):
    add_team(case)
    admin, coder = browser_of(case, "admin"), browser_of(case, "coder")
    token = coder.send("/api/v1/tokens", {"name": "import", "days": 5}).json()["token"]
    ask = {"headers": {"Authorization": f"Bearer {token}"}}
    assert Browser(make_app(case)).get("/api/v1/me", **ask).json()["name"] == "jonas"
    assert admin.send("/api/v1/users/jonas", {"is_active": False}, method="PATCH").status_code == 200
    assert coder.get("/").status_code == 303
    assert Browser(make_app(case)).get("/api/v1/me", **ask).status_code == 401


def test_the_last_admin_cannot_be_lost(case):
    add_team(case)
    admin = browser_of(case, "admin")
    for change in ({"role": "reader"}, {"is_active": False}):
        answer = admin.send("/api/v1/users/amina", change, method="PATCH")
        assert answer.status_code == 422
        assert "last active admin" in answer.json()["error"]["message"]


def test_every_change_of_a_user_says_who_and_when(case):
    add_team(case)
    admin = browser_of(case, "admin")
    admin.send("/api/v1/users/rosa", {"role": "coder"}, method="PATCH")
    with case.reading() as connection:
        latest = team.list_changes(connection)[0]
    assert (latest["who"], latest["name"], latest["change"], latest["value"]) == ("amina", "rosa", "role", "coder")
    assert latest["at"].startswith("2026-01-01T")


def test_a_new_password_ends_open_sessions(case):
    add_team(case)
    browser, other = browser_of(case, "coder"), browser_of(case, "coder")
    form = {"old": PASSWORD, "new": "nine herons at Birao", "again": "nine herons at Birao"}
    assert browser.post("/account/password", form).headers["location"] == "/login"
    assert other.get("/").status_code == 303
    assert Browser(make_app(case)).log_in("jonas", "nine herons at Birao").status_code == 303


@pytest.mark.parametrize("password", ["short", "a" * 40, "jonas jonas jonas", "x" * 300])
def test_a_weak_password_is_refused(password):
    with pytest.raises(UsageError, match="password"):
        hash_password(password, name="jonas")


def test_a_password_is_kept_as_an_argon2_hash_only(case):
    add_team(case)
    with case.reading() as connection:
        stored = connection.scalars(select(schema_team.member.c.password)).all()
    assert all(one.startswith("$argon2id$") for one in stored)
    assert matches(stored[0], PASSWORD)
    assert not matches(None, PASSWORD)


def test_names_differ_in_more_than_case_and_accents(case):
    add_team(case)
    with case.writing() as connection, pytest.raises(UsageError, match="there is a user named"):
        team.add_member(connection, "AMÍNA", role="coder", password="-", author=Author("x", None, case.clock()))


@pytest.mark.parametrize("name", ["Odile Ngaba", "coder Odile", "coder ONGABA", ""])
def test_a_pseudonym_names_nobody(case, name):
    with case.writing() as connection, pytest.raises(UsageError, match="pseudonym"):
        team.add_member(
            connection, "amina", role="admin", password="-", author=Author("x", None, case.clock()), pseudonym=name
        )


# Who may do what


def routes(app):
    for route in app.state.routes:
        for method in sorted(route.methods - {"HEAD"}):
            yield method, route


def needed(route):
    """The role that a route names, found in its dependencies."""
    found, waiting = [], list(route.dependant.dependencies)
    while waiting:
        one = waiting.pop()
        waiting += one.dependencies
        if hasattr(one.call, "role"):
            found.append(one.call.role)
    return found


def filled(path):
    return re.sub(r"\{[^}]*\}", "x-000000000000", path)


def test_every_route_names_the_role_that_it_needs(alone):
    app = make_app(alone)
    nameless = [route.path for _, route in routes(app) if not needed(route) and route.path not in PUBLIC]
    assert nameless == []
    assert len(list(routes(app))) > 60


def test_nobody_reaches_any_route_without_logging_in(alone):
    add_team(alone)
    app = make_app(alone)
    browser = Browser(app)
    reached = []
    for method, route in routes(app):
        answer = browser.http.request(method, filled(route.path), headers={"Accept": "application/json"})
        if route.path not in PUBLIC and answer.status_code != 401:
            reached.append((method, route.path, answer.status_code))
    assert reached == []


@pytest.mark.parametrize("role", ["reader", "coder", "editor"])
def test_no_route_lets_a_lower_role_in(alone, role):
    add_team(alone)
    browser = browser_of(alone, role)
    csrf, order = browser.csrf(), list(TEAM)[::-1]
    reached, tried = [], 0
    for method, route in routes(browser.http.app):
        roles = needed(route)
        if not roles or order.index(max(roles, key=lambda one: order.index(one.value)).value) <= order.index(role):
            continue
        tried += 1
        headers = {"Accept": "application/json", "X-CSRF-Token": csrf}
        answer = browser.http.request(method, filled(route.path), headers=headers)
        if not (answer.status_code == 403 and answer.json()["error"]["code"] == "role"):
            # A body that does not fit is refused before the role is asked; it must be refused all the same.
            reached += [(method, route.path, answer.status_code)] if answer.status_code != 422 else []
    assert tried > 1
    assert reached == []


def test_with_roles_off_the_walk_finds_open_doors(alone):
    add_team(alone)
    browser = browser_of(alone, "reader", off="roles")
    assert browser.get("/admin/users").status_code == 200


# What is served


def links(html):
    return {
        link
        for link in re.findall(r'(?:href|src|action|hx-get|hx-post)="([^"]*)"', html)
        if link and not link.startswith("#")
    }


def crawl(browser, start="/", most=150):
    """Give every page that links and forms lead to, with its HTML; one of each kind of address."""
    seen, waiting, pages = set(), [start], {}
    while waiting and len(pages) < most:
        path = waiting.pop(0)
        kind = re.sub(r"[A-Za-z]+-[0-9a-f]{6,}", "ID", re.sub(r"\?.*", "", path))
        if kind in seen or path.startswith(("/static/", "/export/file")):
            continue
        seen.add(kind)
        answer = browser.get(path)
        if "text/html" in answer.headers.get("content-type", "") and answer.status_code == 200:
            pages[path] = answer.text
            waiting += sorted(link.replace("&amp;", "&") for link in links(answer.text) if link.startswith("/"))
    return pages


def test_no_page_loads_anything_from_outside(alone):
    add(alone, coding_of(url="https://lakeswire.example/bria", publisher="Lakes Wire"))
    pages = crawl(browser_of(alone))
    assert {"/", "/add", "/export", "/admin/users"} <= set(pages)
    for path, html in pages.items():
        loaded = re.findall(r'<(?:script|link|img|iframe|source|object|embed)[^>]*?(?:src|href)="([^"]*)"', html)
        assert all(one.startswith(("/", "data:")) and not one.startswith("//") for one in loaded), (path, loaded)
        sent = re.findall(r'(?:action|hx-get|hx-post)="([^"]*)"', html)
        assert all(one.startswith(("/", "?", "#")) or not one for one in sent), (path, sent)
        assert not re.search(r"<script(?![^>]*\bsrc=)", html), path
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=", html), path


def test_no_style_or_script_of_ours_names_another_host(alone):
    app = make_app(alone)
    folder = next(route for route in app.routes if getattr(route, "path", "") == "/static").app.directory
    from pathlib import Path

    for path in itertools.chain(Path(folder).glob("*.css"), Path(folder).glob("*.js")):
        found = re.findall(r"(?:https?:)?//[a-z0-9.-]+\.[a-z]{2,}", path.read_text())
        assert [one for one in found if not one.endswith("w3.org")] == [], path.name


def test_every_link_inside_leads_somewhere(alone):
    add(alone)
    browser = browser_of(alone)
    dead = {}
    for path, html in crawl(browser).items():
        for link in re.findall(r'href="([^"#][^"]*)"', html):
            parts = urlsplit(link.replace("&amp;", "&"))
            if parts.scheme or not link.startswith("/") or link.startswith("/export/file"):
                continue
            status = browser.get(parts.path + (f"?{parts.query}" if parts.query else "")).status_code
            if status == 404:
                dead[link] = path
    assert dead == {}


def test_an_empty_case_says_what_to_do(alone):
    page = browser_of(alone).get("/").text
    assert "No report yet" in page
    assert 'href="/add"' in page


def test_the_overview_counts_and_names_what_waits(alone):
    report = add(alone).report
    page = browser_of(alone).get("/").text
    assert "2</b> events to review" in page
    assert f'href="/reports/{report}"' in page
    assert "Kotto Front" in page


def test_health_says_that_the_case_can_be_read(alone):
    answer = Browser(make_app(alone)).get("/healthz")
    assert (answer.status_code, answer.json()["status"]) == (200, "ok")


def test_a_crash_tells_nothing_of_its_words(alone, monkeypatch, caplog):
    def crash(connection):
        raise RuntimeError("Mayor Odile Ngaba said")

    monkeypatch.setattr("whowhom.workbench.home.glance", crash)
    answer = browser_of(alone).get("/")
    assert answer.status_code == 500
    assert "Ngaba" not in answer.text + caplog.text
    assert "unexpected RuntimeError in workbench/home.py, line" in caplog.text


def test_a_search_shows_words_in_their_sentence(alone):
    add(alone)
    page = browser_of(alone).get("/search", params={"q": '"main market"'}).text
    assert "<mark>main market</mark>" in page
    assert "No report holds" in browser_of(alone).get("/search", params={"q": "zeppelin"}).text


# Adding


def test_files_are_coded_in_the_background_and_their_progress_shows(alone):
    browser = browser_of(alone)
    files = [("files", ("bria 🙂.txt", TEXT.encode(), "text/plain")), ("files", ("leer.txt", b"   ", "text/plain"))]
    answer = browser.post("/add", {"way": "files"}, files=files)
    assert answer.status_code == 303
    told = finished(browser, answer.headers["location"].removeprefix("/add/"))
    assert [row["what"] for row in told["reports"]] == ["new"]
    assert [(row["where"], row["code"]) for row in told["failures"]] == [("leer.txt", "input.empty")]
    page = browser.get(answer.headers["location"]).text
    assert "bria 🙂.txt" in page
    assert "/tmp" not in page
    path = browser.get(f"/api/v1/reports/{told['reports'][0]['report']}").json()["publication"]["path"]
    assert path == "bria 🙂.txt"


def test_a_text_that_cannot_be_taken_is_given_back(alone):
    browser = browser_of(alone)
    answer = browser.post("/add", {"way": "text", "text": "Two died in Bria.", "published": "03/04/2022"})
    assert answer.status_code == 422
    assert "Two died in Bria." in answer.text
    assert "no date that can be read for certain" in answer.text


def test_reports_in_an_archive_are_added_one_by_one(alone):
    import io
    import zipfile

    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("march/bria.txt", TEXT)
        archive.writestr("march/.hidden.txt", "x")
        archive.writestr("march/weather.txt", "The weather over the Vakaga plain stays dry until Sunday.\n")
    browser = browser_of(alone)
    files = [("files", ("march.zip", packed.getvalue(), "application/zip"))]
    told = finished(browser, browser.post("/add", files=files).headers["location"].removeprefix("/add/"))
    assert told["files"] == ["bria.txt", "weather.txt"]
    assert [row["what"] for row in told["reports"]] == ["new", "new"]


def test_what_is_added_is_noted_with_who_added_it(alone):
    add_team(alone)
    browser = browser_of(alone, "coder")
    job = browser.send("/api/v1/reports", {"text": "The weather over Birao stays dry until Sunday.\n"}).json()["id"]
    finished(browser, job)
    runs = browser.get("/api/v1/runs").json()["items"]
    assert [(row["who"], row["command"], row["counts"]["new"]) for row in runs] == [("jonas", "add", 1)]


def test_a_stopping_workbench_names_what_it_did_not_code(alone):
    app = make_app(alone)
    browser = Browser(app)
    app.state.jobs._stopping.set()
    assert (
        browser.send("/api/v1/reports", {"text": "Dry until Sunday in Birao.\n"}).json()["error"]["code"] == "stopping"
    )
    app.state.jobs._stopping.clear()
    app.state.jobs._work = lambda: None
    browser.send("/api/v1/reports", {"text": "Dry until Sunday in Birao.\n", "title": "Dry in Birao"})
    assert app.state.jobs.stop(wait_seconds=1) == ["Dry in Birao"]


# Exports


def test_an_export_is_public_unless_asked_otherwise(alone):
    add(alone)
    browser = browser_of(alone)
    answer = browser.get("/export/file", params={"format": "ris"})
    assert answer.headers["content-disposition"].endswith("-ris-public.ris")
    internal = browser.get("/export/file", params={"format": "ris", "profile": "internal"}).text
    assert HEADLINE in internal
    assert HEADLINE not in answer.text
    report = browser.get("/export/file", params={"format": "ris", "report": "true"}).json()
    assert report["profile"]["name"] == "public"


def test_an_export_is_noted_with_who_took_it(alone):
    add_team(alone)
    add(alone)
    browser = browser_of(alone, "editor")
    assert "Odile Ngaba" in browser.get("/export/file", params={"format": "csv", "profile": "internal"}).text
    last = browser.get("/api/v1/runs").json()["items"][-1]
    assert (last["who"], last["command"]) == ("edda", "export csv internal")


def test_a_coder_leaves_the_house_under_a_pseudonym(alone):
    add_team(alone)
    report = add(alone).report
    start = TEXT.index("executed")
    body = {"type": "ASSAULT", "anchor": {"start": start, "words": "executed"}}
    coder = browser_of(alone, "coder")
    assert coder.send(f"/api/v1/reports/{report}/events", body).status_code == 201
    for profile in ("public", "internal"):
        told = browser_of(alone, "editor").get(
            "/export/file", params={"format": "csv", "profile": profile, "report": "true"}
        )
        assert "coder 3 by hand" in told.json()["method"]["coders"]
        assert "jonas" not in told.text


def test_erasing_a_report_erases_what_was_assigned_of_it(alone):
    report = add(alone).report
    members = add_team(alone)
    with alone.writing() as connection:
        row = {"public_id": "S-1", "text_no": 1, "member_no": members["coder"].no, "assigned_by": "edda"}
        row |= {"is_blind_to_people": True, "is_blind_to_machine": False, "state": "open", "at": alone.clock()}
        connection.execute(schema_team.assignment.insert(), row)
        erase_report(connection, report, Author("amina", "asked for", alone.clock()))
        assert connection.execute(select(schema_team.assignment)).all() == []


# Starting


def test_a_certificate_that_is_none_is_named(alone, tmp_path):
    add_team(alone)
    for name in ("cert.pem", "key.pem"):
        (tmp_path / name).write_text("-----BEGIN NOTHING-----\n")
    listening = Listening("0.0.0.0", 0, tmp_path / "cert.pem", tmp_path / "key.pem", public_names=("kotto.example",))
    with pytest.raises(UsageError, match="cannot be used"):
        check_reach(listening, alone)


@pytest.mark.parametrize(
    ("listening", "said"),
    [
        (Listening("0.0.0.0", 0), "plain text"),
        (Listening("192.0.2.1", 0), "plain text"),
        (Listening("127.0.0.1", 0, proxies=("127.0.0.1",), public_names=("kotto.example",)), "no users"),
        (Listening("127.0.0.1", 0, certificate="x.pem"), "belong together"),
    ],
    ids=["everywhere", "outside", "behind a proxy", "half a certificate"],
)
def test_it_refuses_to_open_to_others_without_users_and_tls(alone, listening, said):
    with pytest.raises(UsageError, match=said):
        check_reach(listening, alone)


def test_it_opens_to_others_with_users_and_a_stated_proxy(alone):
    listening = Listening("127.0.0.1", 0, proxies=("127.0.0.1",), public_names=("kotto.example",))
    add_team(alone)
    check_reach(listening, alone)
    with pytest.raises(UsageError, match="public-name"):
        check_reach(dataclasses.replace(listening, public_names=()), alone)


def whowhom(*words, **more):
    return subprocess.run(
        [sys.executable, "-m", "whowhom", *words], capture_output=True, text=True, timeout=120, **more
    )


def test_the_command_refuses_with_code_two(alone):
    done = whowhom("serve", str(alone.address.path), "--host", "0.0.0.0")
    assert done.returncode == 2
    assert "opens the workbench to a network in plain text" in done.stderr


def test_an_older_case_is_refused_with_the_way_out(alone):
    with alone.writing() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0001'")
    done = whowhom("serve", str(alone.address.path))
    assert done.returncode == 2
    assert "Run `whowhom upgrade`" in done.stderr


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=["interrupt", "terminate"])
def test_it_serves_until_it_is_told_to_stop(alone, number):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "whowhom", "serve", str(alone.address.path), "--port", str(port)]
    # A shell that starts a job in the background lets it ignore interrupts; a terminal does not.
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout.readline() == f"The workbench is open at http://127.0.0.1:{port}/\n"
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=30) as answer:
                assert answer.status == 200
        finally:
            server.send_signal(number)
        _, told = server.communicate(timeout=60)
    assert (server.returncode, told) == (0, "")


def test_a_taken_port_is_named(alone):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = whowhom("serve", str(alone.address.path), "--port", str(taken.getsockname()[1]))
    assert done.returncode == 2
    assert "choose another with --port" in done.stderr


def test_users_are_made_on_the_command_line_with_a_password_from_standard_input(alone):
    path = str(alone.address.path)
    assert whowhom("users", "add", path, "amina", "--role", "admin", input=f"{PASSWORD}\n").returncode == 0
    assert whowhom("users", "add", path, "jonas", input=f"{PASSWORD}\n").stdout == (
        "added 'jonas', coder; in exports 'coder 2'.\n"
    )
    assert whowhom("users", "role", path, "jonas", "editor").returncode == 0
    listed = whowhom("users", "list", path).stdout
    assert re.search(r"jonas +editor +coder 2", listed)
    assert PASSWORD not in listed
    assert whowhom("users", "add", path, "rosa", input="").returncode == 2
    assert whowhom("users", "disable", path, "amina").returncode == 2
    assert Browser(make_app(alone)).log_in("jonas").status_code == 303
