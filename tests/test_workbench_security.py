"""Attacks on the workbench by requests: each payload reaches what it aims at, and does no harm.

One test of each class takes the defence away and shows that the same check then fails. Attacks
by files, archives, addresses and size are in test_workbench_security_files.py.
"""

from __future__ import annotations

import re
import shutil
from html import unescape

import pytest
from sqlalchemy import func, select, text

from factories import TEXT
from whowhom.casefile import schema, schema_team
from whowhom.casefile.case import open_case
from whowhom.casefile.decisions import Author
from whowhom.casefile.filters import Filter
from whowhom.casefile.listing import list_events
from whowhom.casefile.review import reject
from whowhom.errors import NoSuchRecord
from whowhom.workbench.config import Config, Limits
from whowhom.workbench.guards import safe_return
from workbench_help import (
    PASSWORD,
    SECURE,
    Browser,
    add,
    add_team,
    browser_of,
    coding_of,
    make_app,
)

COOKIE = Config().cookie


@pytest.fixture
def case(tmp_path, made, clock):
    path = tmp_path / "kotto.case"
    shutil.copyfile(made, path)
    with open_case(str(path), clock=clock) as opened:
        yield opened


@pytest.fixture
def manned(case):
    """A case with a report and a user of each role."""
    add_team(case)
    add(case)
    return case


def event_of(case, number=0):
    with case.reading() as connection:
        return list_events(connection, Filter())[number]


def count(case, table):
    with case.reading() as connection:
        return connection.execute(select(func.count()).select_from(table)).scalar_one()


# 1. Stored cross-site scripting

MARKUP = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</title><svg onload=alert(1)>",
    "'\"><iframe srcdoc='<script>alert(1)</script>'>",
]


def check_stored(browser, path, payload):
    """The words of a report stand on the page, as words."""
    html = browser.get(path).text
    assert " ".join(payload.split()) in " ".join(unescape(html).split()), f"{payload!r} did not reach {path}"
    assert payload not in html
    live = r"<(?:script(?! src=\"/static/)|iframe|svg onload|img src=x)"
    assert not re.search(live, html)


def attacked_pages(case, payload):
    """Store a payload everywhere that a report or a person fills; give the pages that show each."""
    coding = coding_of(f"{TEXT}{payload}\n", title=f"Title {payload}", publisher=f"Outlet {payload}", actor=payload)
    report = add(case, coding).report
    with case.writing() as connection:
        shelling = list_events(connection, Filter())[0]["public_id"]
        reject(connection, list_events(connection, Filter())[1]["public_id"], Author("amina", payload, case.clock()))
    return ["/", f"/reports/{report}", "/reports", f"/events/{shelling}", "/search?q=market"]


@pytest.mark.parametrize("payload", MARKUP)
def test_markup_in_a_report_is_shown_as_words(case, payload):
    pages = attacked_pages(case, payload)
    for page in pages:
        check_stored(browser_of(case), page, payload)


@pytest.mark.parametrize(
    "payload", ["<script>alert(1)<⁄script>", "'><img src=x onerror=alert(1)>", "<svg onload=alert(1)>"]
)
def test_markup_in_the_name_of_a_file_is_shown_as_words(case, payload):
    browser = browser_of(case)
    name = f"{payload}.txt"
    job = browser.post("/add", files=[("files", (name, b"x" * 9, "text/plain"))]).headers["location"]
    check_stored(browser, job, name)


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,<script>alert(1)</script>", "vbscript:x"])
def test_the_address_of_a_report_is_no_link_unless_it_is_of_the_web(case, url):
    report = add(case, coding_of(url=url, publisher="Lakes Wire")).report
    html = browser_of(case).get(f"/reports/{report}").text
    assert "Militia shells market" in html
    assert not re.search(r'href="(?:javascript|data|vbscript):', unescape(html), re.IGNORECASE)


def test_without_escaping_stored_markup_would_run(case):
    attacked_pages(case, MARKUP[0])
    with pytest.raises(AssertionError):
        check_stored(browser_of(case, off="escaping"), "/", MARKUP[0])


# 2. Reflected cross-site scripting


def check_reflected(browser, path, params, payload):
    answer = browser.get(path, params=params)
    assert payload in unescape(answer.text) or payload in unescape(unescape(answer.text)), "it was not reflected"
    assert payload not in answer.text


@pytest.mark.parametrize("payload", MARKUP[:3])
@pytest.mark.parametrize(("path", "name"), [("/search", "q"), ("/export", "actor"), ("/events", "actor")])
def test_what_is_asked_for_comes_back_as_words(case, path, name, payload):
    add(case)
    check_reflected(browser_of(case), path, {name: payload}, payload)


@pytest.mark.parametrize("payload", MARKUP[:3])
def test_a_login_that_fails_gives_the_name_back_as_words(manned, payload):
    html = Browser(make_app(manned)).log_in(payload, "no such password").text
    assert payload in unescape(html)
    assert payload not in html


def test_errors_of_the_api_are_never_html(case):
    answer = browser_of(case).get("/api/v1/events", params={"status": MARKUP[0]})
    assert MARKUP[0] in answer.json()["error"]["message"]
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_without_escaping_reflected_markup_would_run(case):
    with pytest.raises(AssertionError):
        check_reflected(browser_of(case, off="escaping"), "/search", {"q": MARKUP[0]}, MARKUP[0])


# 3. SQL injection

INJECTIONS = [
    "x' OR '1'='1",
    "x'; DROP TABLE event; --",
    'x" UNION SELECT password FROM member --',
    "x') OR 1=1 --",
    "%' ESCAPE '\\",
]


def check_injection(browser, payload):
    """The payload is looked for as a name: it fits one actor that bears it and no other."""
    rows = browser.get("/api/v1/actors/" + payload.replace("/", "%2F").replace("%", "%25")).json()
    assert rows.get("name") == payload, rows


@pytest.mark.parametrize("payload", INJECTIONS)
def test_a_filter_is_a_value_and_never_a_statement(case, payload):
    add(case, coding_of(actor=payload, title="t"))
    browser = browser_of(case)
    before = count(case, schema.event)
    check_injection(browser, payload)
    found = browser.get("/api/v1/events", params={"actor": payload}).json()["items"]
    assert 0 < len(found) <= before
    for query in ({"place": payload}, {"voice": payload}, {"type": payload}):
        answer = browser.get("/api/v1/events", params=query)
        assert answer.json().get("items", []) == []
    assert browser.get("/search", params={"q": payload}).status_code == 200
    assert count(case, schema.event) == before


@pytest.mark.parametrize("payload", INJECTIONS)
def test_no_name_logs_in_by_injection(manned, payload):
    for name, password in ((f"amina{payload[1:]}", "x" * 14), (payload, PASSWORD), ("amina", payload)):
        assert Browser(make_app(manned)).log_in(name, password).status_code in (401, 429)
    assert count(manned, schema_team.member) == 4


@pytest.mark.parametrize("payload", ["day; DROP TABLE event", "day' --", "(SELECT 1)"])
def test_an_order_is_one_of_a_list(case, payload):
    add(case)
    answer = browser_of(case).get("/events", params={"sort": payload})
    assert answer.status_code in (200, 422)
    assert count(case, schema.event) == 2


def test_with_values_pasted_into_statements_it_would_work(case, monkeypatch):
    def find(connection, words):
        found = connection.execute(text(f"SELECT no FROM actor WHERE name = '{words}'")).scalars().all()
        if not found:
            raise NoSuchRecord("none")
        return sorted(found)[:1]

    monkeypatch.setattr("whowhom.workbench.api_records.find_actors", find)
    add(case, coding_of(actor=INJECTIONS[0]))
    add(case, coding_of(f"{TEXT}Again.\n", actor="Haute Union"))
    with pytest.raises(AssertionError):
        check_injection(browser_of(case), INJECTIONS[0].replace("x'", "y'"))


# 4. Cross-site request forgery


def check_forged(case, browser, **how):
    """A request from elsewhere changes nothing."""
    event = event_of(case)
    path = f"/api/v1/events/{event['public_id']}/reject"
    answer = browser.http.post(path, json={"version": event["version"]}, **how)
    assert (answer.status_code, answer.json().get("error", {}).get("code")) == (403, "csrf")
    assert event_of(case)["public_id"] == event["public_id"]
    assert count(case, schema.decision) == 0


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"X-CSRF-Token": ""},
        {"X-CSRF-Token": "0" * 64},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
    ],
    ids=["no token", "empty token", "guessed token", "foreign origin", "origin null", "cross-site"],
)
@pytest.mark.parametrize("role", [None, "coder"], ids=["owner", "coder"])
def test_a_request_without_the_token_of_the_page_is_refused(case, role, headers):
    add(case)
    if role:
        add_team(case)
    check_forged(case, browser_of(case, role), headers=headers)


def test_the_token_of_another_session_is_none(manned):
    other = browser_of(manned, "editor").csrf()
    check_forged(manned, browser_of(manned, "coder"), headers={"X-CSRF-Token": other})


def test_a_token_does_not_help_a_page_of_another_site(manned):
    browser = browser_of(manned, "coder")
    check_forged(manned, browser, headers={"X-CSRF-Token": browser.csrf(), "Origin": "https://evil.example"})


def test_a_form_with_its_token_goes_through(manned):
    event = event_of(manned)
    answer = browser_of(manned, "coder").send(
        f"/api/v1/events/{event['public_id']}/reject", {"version": event["version"]}
    )
    assert answer.status_code == 201


def test_somebody_cannot_be_logged_in_from_elsewhere(manned):
    browser = Browser(make_app(manned))
    answer = browser.http.post("/login", data={"name": "amina", "password": PASSWORD, "csrf": "0" * 64})
    assert answer.status_code == 403
    assert COOKIE not in browser.http.cookies


def test_without_the_token_a_forged_request_would_work(case):
    add(case)
    with pytest.raises(AssertionError):
        check_forged(case, browser_of(case, off="csrf"), headers={"Origin": "https://evil.example"})


# 5. Sessions fixed or stolen


def check_fixed(case, planted, **more):
    """A token that was there before the login opens nothing after it."""
    browser = Browser(make_app(case, **more))
    browser.http.cookies.set(COOKIE, planted, domain="127.0.0.1")
    assert browser.log_in("jonas").status_code == 303
    thief = Browser(make_app(case, **more))
    thief.http.cookies.set(COOKIE, planted, domain="127.0.0.1")
    assert thief.get("/api/v1/me").status_code == 401


@pytest.mark.parametrize("planted", ["known", "a" * 43, "../../etc/passwd"])
def test_a_planted_session_is_not_taken_over(manned, planted):
    check_fixed(manned, planted)


def test_a_session_of_before_ends_with_the_next_login(manned):
    browser = browser_of(manned, "coder")
    old = browser.http.cookies[COOKIE]
    page = Browser(make_app(manned))
    page.http.cookies.set(COOKIE, old, domain="127.0.0.1")
    assert page.get("/api/v1/me").status_code == 200
    browser.post("/logout")
    browser.log_in("jonas")
    assert page.get("/api/v1/me").status_code == 401


def test_the_cookie_is_kept_from_scripts_and_from_plain_text(manned):
    app = make_app(manned, SECURE)
    browser = Browser(app, base="https://kotto.example")
    header = browser.log_in("jonas").headers["set-cookie"]
    assert header.startswith("__Host-whowhom=")
    assert {"HttpOnly", "Secure", "Path=/", "SameSite=lax"} <= {
        part.strip() for part in header.split(",")[0].split(";")
    }


def test_the_case_holds_no_token_that_would_open_a_session(manned):
    browser = browser_of(manned, "coder")
    token = browser.http.cookies[COOKIE]
    with manned.reading() as connection:
        stored = connection.execute(select(schema_team.member_session.c.digest)).scalars().all()
    assert token not in stored
    thief = Browser(make_app(manned))
    thief.http.cookies.set(COOKIE, stored[0], domain="127.0.0.1")
    assert thief.get("/api/v1/me").status_code == 401


def test_without_rotation_a_planted_session_would_open(manned):
    with pytest.raises(AssertionError):
        check_fixed(manned, "known", off="rotation")


# 6. Guessing passwords

FEW = Limits(name_attempts=3, address_attempts=6)


def check_guessing(case, names, **more):
    """After some failures even the right password waits."""
    app = make_app(case, limits=FEW, **more)
    for number in range(FEW.address_attempts):
        answer = Browser(app).log_in(names[number % len(names)], f"no such password {number}")
        assert answer.status_code in (401, 429)
    answer = Browser(app).log_in(names[0], PASSWORD)
    assert answer.status_code == 429
    assert "too many failed attempts" in answer.text
    assert COOKIE not in answer.headers.get("set-cookie", "")


@pytest.mark.parametrize(
    "names",
    [["amina"], ["amina", "AMINA", " Amina", "amína"], ["jonas", "rosa", "edda", "nobody", "x1", "x2"]],
    ids=["one name", "its spellings", "many names"],
)
def test_guessing_is_slowed_by_name_and_by_address(manned, names):
    check_guessing(manned, names)


def test_an_address_that_a_client_invents_does_not_help(manned):
    app = make_app(manned, Config(proxies=("10.0.0.9",), public_names=("127.0.0.1",), limits=FEW))
    statuses = []
    for number in range(7):
        browser = Browser(app)
        browser.http.headers["X-Forwarded-For"] = f"198.51.100.{number}"
        statuses.append(browser.log_in(f"nobody {number}", "no such password").status_code)
    assert statuses[-1] == 429


def test_an_unknown_name_costs_and_says_the_same(manned, monkeypatch):
    from whowhom.workbench import passwords

    hashes = []
    original = passwords._hasher.verify

    class Counting:
        def verify(self, stored, password):
            hashes.append(stored)
            return original(stored, password)

        def check_needs_rehash(self, stored):
            return False

        hash = staticmethod(passwords._hasher.hash)

    monkeypatch.setattr(passwords, "_hasher", Counting())
    with manned.writing() as connection:
        connection.execute(
            schema_team.member.update().where(schema_team.member.c.name == "rosa").values(is_active=False)
        )
    app, said = make_app(manned), set()
    for name in ("jonas", "nobody", "rosa"):
        answer = Browser(app).log_in(name, "no such password")
        assert answer.status_code == 401
        shown = re.sub(r'value="[^"]*"', "", answer.text)
        said.add(shown)
    assert len(said) == 1
    assert len(hashes) == 3


def test_without_limits_guessing_would_go_on(manned):
    with pytest.raises(AssertionError):
        check_guessing(manned, ["amina"], off="attempt_limits")


# 7. Rights of others


def check_undo_of_another(case, **more):
    """A coder does not undo what an editor decided."""
    event = event_of(case)
    editor = browser_of(case, "editor", **more)
    body = {"version": event["version"], "why": "a drill"}
    made = editor.send(f"/api/v1/events/{event['public_id']}/reject", body).json()["decisions"][0]
    answer = browser_of(case, "coder", **more).send(f"/api/v1/decisions/{made}/undo", {})
    assert answer.status_code == 403
    assert [row["state"] for row in editor.get("/api/v1/history").json()["items"]] == ["applied"]


def test_a_coder_undoes_only_what_is_theirs(manned):
    check_undo_of_another(manned)


def test_nobody_revokes_the_token_of_another(manned):
    editor, coder = browser_of(manned, "editor"), browser_of(manned, "coder")
    editor.send("/api/v1/tokens", {"name": "import", "days": 5})
    token = editor.get("/api/v1/tokens").json()["items"][0]["public_id"]
    assert coder.get("/api/v1/tokens").json()["items"] == []
    assert coder.send(f"/api/v1/tokens/{token}", method="DELETE").status_code == 404
    assert coder.post(f"/account/tokens/{token}/revoke").status_code == 404
    assert len(editor.get("/api/v1/tokens").json()["items"]) == 1


def test_nobody_deletes_the_saved_view_of_another(manned):
    editor, coder = browser_of(manned, "editor"), browser_of(manned, "coder")
    editor.post("/events/views", {"name": "spring", "query": "from=2022-03"})
    with manned.reading() as connection:
        view = connection.execute(select(schema_team.saved_view.c.public_id)).scalar_one()
    coder.post(f"/events/views/{view}/delete")
    assert count(manned, schema_team.saved_view) == 1
    editor.post(f"/events/views/{view}/delete")
    assert count(manned, schema_team.saved_view) == 0


@pytest.mark.parametrize("extra", [{"role": "admin"}, {"is_admin": "true"}, {"member_no": "1"}])
def test_nobody_raises_themselves_by_fields_of_a_form(manned, extra):
    browser = browser_of(manned, "coder")
    browser.post("/account/tokens", {"name": "x", "days": "5", **extra})
    assert browser.get("/api/v1/me").json()["role"] == "coder"
    assert browser.send("/api/v1/users/jonas", {"role": "admin"}, method="PATCH").status_code == 403
    assert browser.post("/admin/users/jonas/role", {"value": "admin"}).status_code == 403


@pytest.mark.parametrize("profile", ["internal", "partner"])
@pytest.mark.parametrize("path", ["/export/file", "/api/v1/export"])
def test_a_reader_takes_no_export_with_private_names(manned, path, profile):
    answer = browser_of(manned, "reader").get(path, params={"format": "csv", "profile": profile})
    assert answer.status_code == 403
    assert "Odile Ngaba" not in answer.text


def test_a_token_has_the_rights_of_its_member_and_no_more(manned):
    token = browser_of(manned, "reader").send("/api/v1/tokens", {"name": "x", "days": 5}).json()["token"]
    program = Browser(make_app(manned))
    program.http.headers["Authorization"] = f"Bearer {token}"
    event = event_of(manned)
    body = {"version": event["version"]}
    assert program.http.post(f"/api/v1/events/{event['public_id']}/reject", json=body).status_code == 403
    assert program.get("/api/v1/users").status_code == 403


def test_without_ownership_a_coder_would_undo_anything(manned):
    with pytest.raises(AssertionError):
        check_undo_of_another(manned, off="ownership")


# 8. Hosts and returns


def check_host(browser, host):
    """A page under a name that is not ours is not shown."""
    answer = browser.get("/", headers={"Host": host})
    assert answer.status_code == 421
    assert "Kotto" not in answer.text


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "evil.example:8000", "127.0.0.1@evil.example", "", "[::1"]
)
def test_another_name_for_this_machine_is_refused(case, host):
    add(case)
    check_host(browser_of(case), host)


@pytest.mark.parametrize("name", ["X-Forwarded-Host", "X-Host", "X-Original-URL"])
def test_no_header_of_a_client_makes_an_address(manned, name):
    config = Config(proxies=("testclient",), public_names=("127.0.0.1",), is_secure=True)
    answer = Browser(make_app(manned, config)).get("/reports", headers={name: "evil.example"})
    assert answer.headers["location"] == "/login?next=%2Freports"
    assert "evil.example" not in answer.text + str(answer.headers)


OUTSIDE = [
    "https://evil.example/",
    "//evil.example",
    "/\\evil.example",
    "/\t/evil.example",
    "javascript:alert(1)",
    "\\\\evil.example",
    "/%0d%0aLocation: https://evil.example".replace("%0d%0a", "\r\n"),
    "http:evil.example",
]


def check_return(case, onward, **more):
    answer = Browser(make_app(case, **more)).log_in("jonas", onward=onward)
    assert answer.status_code == 303
    assert answer.headers["location"] == "/"


@pytest.mark.parametrize("onward", OUTSIDE)
def test_a_login_leads_only_to_pages_of_ours(manned, onward):
    check_return(manned, onward)
    assert safe_return(onward) == "/"


def test_without_the_check_of_hosts_another_name_would_be_served(case):
    with pytest.raises(AssertionError):
        check_host(browser_of(case, off="host_check"), "evil.example")


def test_without_the_check_of_returns_a_login_would_lead_away(manned):
    with pytest.raises(AssertionError):
        check_return(manned, OUTSIDE[0], off="safe_return")


# 9. Frames and foreign code


def check_headers(browser, path):
    headers = browser.get(path).headers
    policy = dict(part.strip().split(" ", 1) for part in headers["content-security-policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["form-action"] == "'self'"
    assert policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert headers["x-frame-options"] == "DENY"
    assert "unsafe" not in headers["content-security-policy"]
    assert "http" not in headers["content-security-policy"]


@pytest.mark.parametrize(
    "path", ["/", "/login", "/healthz", "/static/base.css", "/nothing", "/api/v1/events", "/api/v1/events?status=x"]
)
def test_every_answer_forbids_frames_and_foreign_code(case, path):
    check_headers(browser_of(case), path)


@pytest.mark.parametrize("off", ["framing", "policy_header"])
def test_without_the_headers_the_check_fails(case, off):
    with pytest.raises((AssertionError, KeyError)):
        check_headers(browser_of(case, off=off), "/")


def test_a_private_page_is_kept_by_no_cache(case):
    assert browser_of(case).get("/").headers["cache-control"] == "no-store"
    assert browser_of(case).get("/static/base.css").headers["cache-control"] == "no-cache"
