"""Coders compared: blind work that stays blind, agreement, adjudication, and what was missed."""

from __future__ import annotations

import math
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import expect
from sqlalchemy import select

from browsing import chromium, serving
from factories import TEXT, make_coding, make_document, make_quiet_coding, words
from whowhom.casefile import schema, team
from whowhom.casefile.apart import coding_apart
from whowhom.casefile.assignments import assign, draw_reports, list_assignments
from whowhom.casefile.case import Case, open_case
from whowhom.casefile.decisions import Author
from whowhom.casefile.erase import erase_report
from whowhom.casefile.filters import Filter
from whowhom.casefile.reports import add_report
from whowhom.casefile.sampling import draw_passages, estimate_recall, queue_passages
from whowhom.evaluate.agreement import cohen_kappa
from whowhom.export.formats import find_format, format_names
from whowhom.export.from_case import dataset_of_case
from whowhom.export.releases import make_release
from whowhom.safeguard.apply import protect
from whowhom.safeguard.known import Known
from whowhom.safeguard.profiles import choose_profile
from whowhom.workbench.coders_blind import OPEN
from whowhom.workbench.coders_told import list_coders
from workbench_help import PASSWORD, TEAM, Browser, add_team, browser_of, hashed, make_app

LONG = TEXT + "".join(
    f"\n\nOn day {number} nothing was reported from the quarter around the old mill of Ouadda.\n"
    for number in range(30)
)
SHELLED = {"anchor": "shelled", "type": "ASSAULT", "mode": "explosives", "who": "Fighters of the Kotto Front"}
MIRA = "Mira Lanoix"


@pytest.fixture
def kotto(tmp_path: Path, made: Path, clock: Callable[[], str]) -> Iterator[Case]:
    """A case file with our report, a user of each role and a second coder."""
    path = tmp_path / "kotto.case"
    shutil.copyfile(made, path)
    with open_case(str(path), clock=clock) as case:
        put(case)
        add_team(case)
        with case.writing() as connection:
            author = Author("amina", None, case.clock())
            team.add_member(connection, MIRA, role="coder", password=hashed(), author=author)
        yield case


@pytest.fixture(scope="module")
def running() -> Iterator[Chromium]:
    with chromium() as browser:
        yield browser


def put(case: Case, text: str = TEXT) -> str:
    document = make_document(text)
    coding = make_coding(document) if text.startswith(TEXT) else make_quiet_coding(document)
    with case.writing() as connection:
        return add_report(connection, coding.document, coding, at=case.clock()).report


def report_of(case: Case) -> str:
    with case.reading() as connection:
        return connection.scalars(select(schema.report.c.public_id).order_by(schema.report.c.no)).first() or ""


def give(case: Case, name: str, blind: str = "machine") -> str:
    """Give our report to a coder; give the id of the assignment."""
    with case.writing() as connection:
        author = Author("edda", None, case.clock())
        more = {"blind_to_people": blind != "no", "blind_to_machine": blind == "machine"}
        account = team.get_member(connection, name)
        assign(connection, [report_of(case)], [account], author, **more)
        return list_assignments(connection, member_no=account.no)[0].public_id


def coder(case: Case, name: str) -> Browser:
    browser = Browser(make_app(case))
    assert browser.log_in(name).status_code == 303
    return browser


def csrf_of(browser: Browser) -> str:
    found = re.search(r'name="csrf-token" content="([\w-]+)"', browser.get("/assignments").text)
    assert found
    return found[1]


def post(browser: Browser, path: str, **fields: str) -> Any:
    return browser.http.post(path, data={"csrf": csrf_of(browser), **fields})


def code(case: Case, name: str, *events: dict[str, str], blind: str = "machine") -> Browser:
    """Let a coder code our report apart and be done with it."""
    assignment = give(case, name, blind)
    browser = coder(case, name)
    for event in events:
        answer = post(browser, f"/coding/{report_of(case)}/add", **event)
        assert answer.status_code == 303, answer.text
    assert post(browser, f"/assignments/{assignment}/done").status_code == 303
    return browser


def agreement(case: Case, one: str = "machine", other: str = "person:jonas") -> dict[str, Any]:
    answer = browser_of(case, "editor").get("/api/v1/agreement", params={"one": one, "other": other})
    assert answer.status_code == 200, answer.text
    return answer.json()


def field(told: dict[str, Any], name: str) -> dict[str, Any]:
    return next(row for row in told["fields"] if row["field"] == name)


def difference(told: dict[str, Any], name: str, start: int | None = None) -> dict[str, Any]:
    return next(row for row in told["differences"] if row["field"] == name and start in (None, row["start"]))


def events(case: Case) -> list[dict[str, Any]]:
    with case.reading() as connection:
        rows = connection.execute(select(schema.event).where(schema.event.c.state == "live")).mappings()
        return [dict(row) for row in rows]


def shelling(case: Case) -> dict[str, Any]:
    """The event that the case concludes from the shelling."""
    part, assertion = schema.event_mention.c, schema.assertion.c
    query = (
        select(schema.event)
        .join(schema.event_mention, part.event_no == schema.event.c.no)
        .join(schema.assertion, assertion.no == part.assertion_no)
        .where(assertion.public_id == "e-shelling")
    )
    with case.reading() as connection:
        return dict(connection.execute(query).mappings().one())


# Assignments


def test_an_editor_gives_texts_and_a_coder_may_not(kotto):
    editor, jonas = browser_of(kotto, "editor"), browser_of(kotto, "coder")
    form = {"member": "jonas", "how": "hand", "report": report_of(kotto), "blind": "machine"}
    assert editor.post("/assignments", form).status_code == 200
    assert post(jonas, "/assignments", **form).status_code == 403
    with kotto.reading() as connection:
        (made,) = list_assignments(connection)
    assert (made.member, made.assigned_by, made.is_blind_to_machine, made.is_blind_to_people) == (
        "jonas",
        "edda",
        True,
        True,
    )


def test_a_share_is_drawn_alike_for_the_same_seed(kotto):
    for number in range(9):
        put(kotto, f"A shell hit house {number} in Bria on Monday, killing two traders there.\n")
    with kotto.reading() as connection:
        draws = [draw_reports(connection, 30, seed) for seed in (1, 1, 2)]
    assert draws[0] == draws[1] != draws[2]
    assert len(draws[0]) == 3


def test_a_text_is_given_once_and_never_blind_to_who_decided_on_it(kotto):
    browser = browser_of(kotto, "coder")
    event = shelling(kotto)
    accepted = browser.send(f"/api/v1/events/{event['public_id']}/accept", {"version": event["version"]})
    assert accepted.status_code in (200, 201), accepted.text
    editor = browser_of(kotto, "editor")
    body = {"members": ["jonas", MIRA], "reports": [report_of(kotto)], "blind": "people"}
    assert editor.send("/api/v1/assignments", body).json() == {"made": 1, "had": 0, "seen": 1}
    assert editor.send("/api/v1/assignments", body).json() == {"made": 0, "had": 1, "seen": 1}


def test_who_sees_all_cannot_be_given_blind_work(kotto):
    body = {"members": ["edda"], "reports": [report_of(kotto)], "blind": "people"}
    answer = browser_of(kotto, "editor").send("/api/v1/assignments", body)
    assert answer.status_code == 422
    assert "sees all codings" in answer.json()["error"]["message"]


# Blind


def check_blind(case: Case, browser: Browser) -> None:
    """Walk all routes that can be read; none may show what others or the machine coded."""
    report, known = report_of(case), shelling(case)["public_id"]
    ids = {"report": report, "event": known, "mention": "e-shelling", "name": "ASSAULT"}
    secrets = ("ABDUCT", "executed</a>", known, "e-shelling", "Odile Ngaba</", MIRA, "marked by mira")
    for route in make_app(case).state.routes:
        if "GET" not in route.methods:
            continue
        path = re.sub(r"\{(\w+)(?::path)?\}", lambda found: ids.get(found[1], "1"), route.path)
        answer = browser.get(path)
        told = answer.text if answer.status_code == 200 else ""
        if route.path.startswith("/coding/") or route.path in ("/openapi.json", "/codebook/{name}"):
            continue
        assert not any(secret in told for secret in secrets), (route.path, answer.status_code)
        assert route.path in OPEN or answer.status_code in (303, 403), (route.path, answer.status_code)


def test_a_coder_who_is_blind_sees_only_their_own_work_by_any_way(kotto):
    code(kotto, MIRA, {**SHELLED, "why": "marked by mira"})
    give(kotto, "jonas")
    browser = coder(kotto, "jonas")
    check_blind(kotto, browser)
    page = browser.get(f"/coding/{report_of(kotto)}").text
    told = browser.get(f"/api/v1/coding/{report_of(kotto)}").json()
    assert "rd-kind" not in page
    assert 'class="m ' not in page
    assert (told["coding"], told["machine"]) == (None, None)


def test_with_blinding_off_the_walk_finds_open_doors(kotto):
    give(kotto, "jonas")
    browser = Browser(make_app(kotto, off="blinding"))
    assert browser.log_in("jonas").status_code == 303
    with pytest.raises(AssertionError):
        check_blind(kotto, browser)


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "/api/v1/reports/{report}/assertions", None),
        ("GET", "/api/v1/reports/{report}/codings", None),
        ("GET", "/api/v1/events", None),
        ("GET", "/api/v1/agreement?one=machine&other=person:Mira", None),
        ("GET", "/api/v1/export?format=csv", None),
        ("GET", "/export?format=csv", None),
        ("GET", "/reports/{report}/events/e-shelling", None),
        ("GET", "/reports/{report}/decisions", None),
        ("POST", "/api/v1/reports/{report}/events", {"type": "ASSAULT", "anchor": {"start": 0, "words": "Militia"}}),
        ("POST", "/api/v1/events/{event}/accept", {"version": 1}),
        ("POST", "/api/v1/coding/{report}/taken/e-shelling", {}),
    ],
)
def test_a_blind_coder_is_refused_others_work(kotto, method, path, body):
    give(kotto, "jonas")
    browser = coder(kotto, "jonas")
    path = path.format(report=report_of(kotto), event=shelling(kotto)["public_id"])
    answer = browser.http.request(method, path, json=body, headers={"X-CSRF-Token": csrf_of(browser)})
    assert answer.status_code == 403
    assert "blind" in answer.text


def test_a_report_opens_the_page_for_coding_it_apart(kotto):
    give(kotto, "jonas")
    browser = coder(kotto, "jonas")
    assert browser.get("/").headers["location"] == "/assignments"
    assert browser.get(f"/reports/{report_of(kotto)}").headers["location"] == f"/coding/{report_of(kotto)}"


def test_what_is_coded_apart_makes_nothing_in_the_case(kotto):
    before = events(kotto)
    code(kotto, "jonas", SHELLED)
    assert events(kotto) == before
    with kotto.reading() as connection:
        (text_no,) = connection.scalars(select(schema.text.c.no))
        held = coding_apart(connection, text_no, "jonas")
    assert held is not None
    (event,) = held.events
    anchor = event.anchors[0]
    assert (anchor.start, TEXT[anchor.start : anchor.end]) == (TEXT.index("shelled"), "shelled")


def test_a_coder_changes_and_takes_out_their_own(kotto):
    give(kotto, "jonas")
    browser, report = coder(kotto, "jonas"), report_of(kotto)
    first = post(browser, f"/coding/{report}/add", **SHELLED).headers["location"].partition("#card-")[2]
    form = browser.get(f"/coding/{report}?change={first}").text
    assert f'name="replaces" value="{first}"' in form
    assert 'name="who" value="Fighters of the Kotto Front"' in form
    changed = {**SHELLED, "anchor": "shells", "replaces": first}
    second = post(browser, f"/coding/{report}/add", **changed).headers["location"].partition("#card-")[2]
    told = browser.get(f"/api/v1/coding/{report}").json()["coding"]["events"]
    assert [(one["id"], one["anchors"][0]["text"]) for one in told] == [(second, "shells")]
    assert post(browser, f"/coding/{report}/back/{second}").status_code == 303
    assert browser.get(f"/api/v1/coding/{report}").json()["coding"]["events"] == []


def test_blind_to_people_alone_one_takes_over_what_the_machine_found_as_it_is(kotto):
    give(kotto, "jonas", "people")
    browser, report = coder(kotto, "jonas"), report_of(kotto)
    assert post(browser, f"/coding/{report}/take/e-shelling").status_code == 303
    told = browser.get(f"/api/v1/coding/{report}").json()
    (own,) = told["coding"]["events"]
    machine = next(one for one in told["machine"]["events"] if one["id"] == "e-shelling")
    ignored = {"id", "score", "links", "tolls", "counts"}
    assert {k: v for k, v in own.items() if k not in ignored} == {k: v for k, v in machine.items() if k not in ignored}
    assert [toll["low"] for toll in own["tolls"]] == [toll["low"] for toll in machine["tolls"]]


def test_what_is_done_stays_as_it_is(kotto):
    browser = code(kotto, "jonas", SHELLED)
    answer = post(browser, f"/coding/{report_of(kotto)}/add", **{**SHELLED, "anchor": "shells"})
    assert answer.status_code == 422
    assert "done" in answer.text


# Agreement


def test_kappa_of_cohens_own_kind_of_table():
    pairs = [("a", "a")] * 20 + [("a", "b")] * 5 + [("b", "a")] * 10 + [("b", "b")] * 15
    assert cohen_kappa(pairs) == pytest.approx(0.4)
    assert math.isnan(cohen_kappa([("a", "a")] * 3))


def test_agreement_counts_events_and_fields(kotto):
    code(kotto, "jonas", {**SHELLED, "killed": "at least 12 civilians", "place": "Bria", "day": "on Wednesday"})
    told = agreement(kotto)
    assert (told["texts"], told["events"], told["shared"]) == (1, [2, 1], 1)
    event = field(told, "event")
    assert (event["n"], event["same"], event["f1"]) == (2, 1, pytest.approx(200 / 3))
    assert (field(told, "type")["n"], field(told, "type")["same"]) == (1, 1)
    assert field(told, "killed")["same"] == 1
    assert field(told, "type")["alpha"] is None


def test_the_same_words_under_another_name_are_the_same_actor(kotto):
    code(kotto, "jonas", {**SHELLED, "who": "Kotto Front"})
    told = agreement(kotto)
    assert field(told, "who")["same"] == 1
    assert not [row for row in told["differences"] if row["field"] == "who"]


def test_each_difference_has_its_words(kotto):
    code(kotto, "jonas", {**SHELLED, "mode": "", "killed": "12"})
    row = difference(agreement(kotto), "mode")
    assert (row["start"], row["words"]) == (TEXT.index("shelled"), "shelled")
    assert (row["one"], row["other"]) == ("shelling", "not told")
    assert TEXT[row["start"] :].startswith(row["words"])


def test_who_reviewed_a_text_is_a_coder_too(kotto):
    assignment = give(kotto, "jonas", "no")
    browser = coder(kotto, "jonas")
    event = shelling(kotto)
    body = {"version": event["version"], "field": "killed", "value": "14"}
    assert browser.send(f"/api/v1/events/{event['public_id']}/correct", body).status_code in (200, 201)
    assert browser.post(f"/assignments/{assignment}/done").status_code == 303
    told = agreement(kotto)
    row = difference(told, "killed")
    assert (row["one"], row["other"]) == ("12 or more", "14")
    assert [one["field"] for one in told["differences"]] == ["killed"]


# Adjudication


def adjudicate(case: Case, row: dict[str, Any], chosen: str, **more: str) -> Any:
    body = {"one": "machine", "other": "person:jonas", "difference": row["difference"], "seen": row["seen"]}
    return browser_of(case, "editor").send("/api/v1/agreement", {**body, "chosen": chosen, **more})


def test_an_editor_chooses_a_side_and_the_case_follows_with_the_reason(kotto):
    code(kotto, "jonas", {**SHELLED, "killed": "two prisoners"})
    row = difference(agreement(kotto), "killed")
    answer = adjudicate(kotto, row, "other", why="the first figure is another event's")
    assert answer.status_code == 201, answer.text
    assert shelling(kotto)["killed_best"] == 2
    settled = difference(agreement(kotto), "killed")["settled"]
    assert (settled["chosen"], settled["value"], settled["who"]) == ("other", "2", "edda")
    assert settled["why"] == "the first figure is another event's"


def test_a_third_value_is_written_by_the_editor(kotto):
    code(kotto, "jonas", {**SHELLED, "killed": "two prisoners"})
    row = difference(agreement(kotto), "killed")
    assert adjudicate(kotto, row, "third", value="13-15").status_code == 201
    event = shelling(kotto)
    assert (event["killed_low"], event["killed_high"]) == (13, 15)


def test_an_event_only_a_person_has_comes_into_the_case(kotto):
    denied = {"anchor": "split from the Haute Union", "type": "AGREE", "who": "The Kotto Front"}
    code(kotto, "jonas", SHELLED, denied)
    start = TEXT.index("split from")
    row = difference(agreement(kotto), "event", start)
    assert adjudicate(kotto, row, "other").status_code == 201
    (made,) = (event for event in events(kotto) if event["type"] == "AGREE")
    with kotto.reading() as connection:
        who = connection.scalars(select(schema.decision.c.who).where(schema.decision.c.kind == "add")).one()
    assert (made["mentions"], who) == (1, "edda")


def test_an_event_that_is_not_told_leaves_the_case(kotto):
    code(kotto, "jonas", SHELLED)
    told = agreement(kotto)
    row = next(one for one in told["differences"] if one["field"] == "event" and one["other"] is None)
    before = len(events(kotto))
    assert adjudicate(kotto, row, "other").status_code == 201
    assert len(events(kotto)) == before - 1


def test_what_changed_since_it_was_shown_is_not_settled(kotto):
    code(kotto, "jonas", {**SHELLED, "killed": "two prisoners"})
    row = difference(agreement(kotto), "killed")
    event = shelling(kotto)
    body = {"version": event["version"], "field": "killed", "value": "20"}
    browser_of(kotto, "editor").send(f"/api/v1/events/{event['public_id']}/correct", body)
    answer = adjudicate(kotto, row, "other")
    assert answer.status_code == 409
    assert shelling(kotto)["killed_best"] == 20


def test_an_undone_correction_opens_the_difference_again(kotto):
    code(kotto, "jonas", {**SHELLED, "killed": "two prisoners"})
    adjudicate(kotto, difference(agreement(kotto), "killed"), "other")
    with kotto.reading() as connection:
        made = connection.scalars(select(schema.decision.c.public_id).where(schema.decision.c.kind == "correct")).one()
    browser_of(kotto, "editor").send(f"/api/v1/decisions/{made}/undo", {})
    assert difference(agreement(kotto), "killed")["settled"]["holds"] is False


def test_an_erased_report_takes_what_was_coded_and_settled_of_it(kotto):
    put(kotto, LONG)
    code(kotto, "jonas", {**SHELLED, "killed": "two prisoners"})
    adjudicate(kotto, difference(agreement(kotto), "killed"), "other", why="the words of the mayor")
    with kotto.writing() as connection:
        erase_report(connection, report_of(kotto), Author("amina", "asked for", kotto.clock()))
    with kotto.reading() as connection:
        rows = connection.execute(select(schema.decision)).mappings().all()
        assert list_assignments(connection) == []
        assert [one.key for one in list_coders(connection)] == ["machine"]
    of_text = [row for row in rows if row["kind"] in ("code", "adjudicate")]
    assert {row["kind"] for row in of_text} == {"code", "adjudicate"}
    assert all((row["value"], row["why"]) == (None, None) for row in of_text)
    assert browser_of(kotto, "editor").get("/agreement").status_code == 200


def test_a_coder_may_look_and_not_settle(kotto):
    browser = code(kotto, "jonas", SHELLED)
    page = browser.get("/agreement?one=machine&other=person:jonas")
    assert page.status_code == 200
    assert 'name="chosen"' not in page.text
    assert post(browser, "/agreement", one="machine", other="person:jonas").status_code == 403


# What was missed


def test_recall_is_estimated_from_passages_where_nothing_was_coded(kotto):
    put(kotto, LONG)
    editor, jonas = browser_of(kotto, "editor"), browser_of(kotto, "coder")
    assert editor.send("/api/v1/recall", {"count": 10, "seed": 3}).json() == {"queued": 10}
    told = jonas.get("/api/v1/recall/passages").json()["items"]
    assert len(told) == 10
    assert all(LONG[row["start"] : row["end"]] == row["words"] for row in told)
    for number, row in enumerate(told):
        answer = "missed" if number == 0 else "nothing"
        assert jonas.send(f"/api/v1/recall/passages/{row['public_id']}", {"answer": answer}).status_code == 200
    found = editor.get("/api/v1/recall").json()
    assert (found["answered"], found["missed"], found["drawn"]) == (10, 1, 10)
    expected = found["found"] / (found["found"] + found["empty"] * 0.1)
    assert found["best"] == pytest.approx(expected)
    assert found["low"] < found["best"] < found["high"]


def test_a_passage_that_was_mended_still_counts_as_missed(kotto):
    put(kotto, LONG)
    with kotto.writing() as connection:
        (passage,) = (one for one in draw_passages(connection, 100, 1) if LONG[one.start :].startswith("On day 7 "))
        queue_passages(connection, [passage], 1, Author("edda", None, kotto.clock()))
    browser = browser_of(kotto, "coder")
    (row,) = browser.get("/api/v1/recall/passages").json()["items"]
    browser.send(f"/api/v1/recall/passages/{row['public_id']}", {"answer": "missed"})
    before = browser.get("/api/v1/recall").json()
    start = LONG.index("reported", row["start"])
    body = {"type": "ASSAULT", "anchor": {"start": start, "words": "reported"}}
    assert browser.send(f"/api/v1/reports/{row['report']}/events", body).status_code == 201
    assert browser.get("/api/v1/recall").json() == before


def test_the_methods_sheet_tells_recall(kotto):
    put(kotto, LONG)
    with kotto.reading() as connection:
        facts = dict(dataset_of_case(connection, Filter()).method.facts)
    assert facts["estimated recall"] == "not sampled"
    with kotto.writing() as connection:
        chosen = draw_passages(connection, 5, 1)
        queue_passages(connection, chosen, 1, Author("edda", None, kotto.clock()))
    browser = browser_of(kotto, "coder")
    for row in browser.get("/api/v1/recall/passages").json()["items"]:
        browser.send(f"/api/v1/recall/passages/{row['public_id']}", {"answer": "nothing"})
    with kotto.reading() as connection:
        facts = dict(dataset_of_case(connection, Filter()).method.facts)
        recall = estimate_recall(connection)
    assert recall is not None
    assert facts["estimated recall"] == recall.words
    assert recall.words.startswith("100% of passages that tell an event (95 % interval ")


def test_a_missed_event_opens_the_report_at_the_words(kotto):
    put(kotto, LONG)
    browser_of(kotto, "editor").send("/api/v1/recall", {"count": 1, "seed": 3})
    browser = browser_of(kotto, "coder")
    (row,) = browser.get("/api/v1/recall/passages").json()["items"]
    answer = browser.post(f"/recall/{row['public_id']}", {"answer": "missed"})
    first = "%20".join(row["words"].split()[:6])
    assert answer.headers["location"] == f"/reports/{row['report']}#:~:text={first}"


def test_two_people_on_one_passage_get_a_conflict(kotto):
    put(kotto, LONG)
    browser_of(kotto, "editor").send("/api/v1/recall", {"count": 1, "seed": 3})
    jonas, mira = browser_of(kotto, "coder"), coder(kotto, MIRA)
    (row,) = jonas.get("/api/v1/recall/passages").json()["items"]
    assert jonas.send(f"/api/v1/recall/passages/{row['public_id']}", {"answer": "nothing"}).status_code == 200
    assert mira.send(f"/api/v1/recall/passages/{row['public_id']}", {"answer": "missed"}).status_code == 409


# What leaves the house


def test_no_name_of_a_coder_leaves_in_exports_and_releases(kotto, tmp_path):
    put(kotto, LONG)
    added = {"type": "ASSAULT", "anchor": {"start": TEXT.index("executed"), "words": "executed"}, "why": "jonas saw it"}
    browser = browser_of(kotto, "coder")
    assert browser.send(f"/api/v1/reports/{report_of(kotto)}/events", added).status_code == 201
    code(kotto, MIRA, {**SHELLED, "killed": "two prisoners"})
    other = f"person:{MIRA}"
    row = difference(agreement(kotto, other=other), "killed")
    body = {"one": "machine", "other": other, "difference": row["difference"], "seen": row["seen"], "chosen": "other"}
    assert browser_of(kotto, "editor").send("/api/v1/agreement", body).status_code == 201
    with kotto.reading() as connection:
        found = dataset_of_case(connection, Filter())
    dataset = protect(found, choose_profile("internal"), Known.load())
    formats = [find_format(name) for name in format_names()]
    make_release(kotto, dataset, formats, name="2026-01", folder=tmp_path, who="amina")
    left = [path.read_bytes() for path in (tmp_path / "2026-01").rglob("*") if path.is_file()]
    assert len(left) > 12
    for name in (*TEAM.values(), MIRA, "Lanoix"):
        assert not any(re.search(rb"\b" + name.encode() + rb"\b", data, re.IGNORECASE) for data in left), name
    assert any(b"coder 3" in data for data in left)


# In a real browser


def test_two_coders_are_compared_and_settled_in_chromium(kotto, running):
    code(kotto, "jonas", {**SHELLED, "killed": "two prisoners"})
    faults: list[str] = []
    with (
        serving(kotto) as address,
        running.new_context(base_url=address, viewport={"width": 1280, "height": 900}) as it,
    ):
        page = it.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
        page.goto("/login")
        page.get_by_label("Name").fill("edda")
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Log in").click()
        page.get_by_role("link", name="Coders", exact=True).click()
        page.get_by_role("link", name="the machine and jonas").click()
        card = page.get_by_role("article", name=re.compile("^Killed"))
        expect(card).to_contain_text("12 or more")
        card.get_by_text("Another value, or a reason").click()
        card.get_by_label("Why").fill("the figure of the mayor")
        card.get_by_label("A third value").fill("14")
        card.get_by_role("button", name="Set the third value").click()
        expect(page.get_by_role("article", name=re.compile("^Killed"))).to_have_count(0)
    assert faults == []
    assert shelling(kotto)["killed_best"] == 14


def test_a_coder_marks_words_apart_in_chromium(kotto, running):
    give(kotto, "jonas")
    with (
        serving(kotto) as address,
        running.new_context(base_url=address, viewport={"width": 1280, "height": 900}) as it,
    ):
        page = it.new_page()
        page.goto("/login")
        page.get_by_label("Name").fill("jonas")
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Log in").click()
        page.get_by_role("link", name=re.compile("Militia shells market")).click()
        page.wait_for_url("**/coding/**")
        spot = page.evaluate(
            """() => {
              const walker = document.createTreeWalker(document.getElementById("text"), NodeFilter.SHOW_TEXT);
              for (let node = walker.nextNode(); node; node = walker.nextNode()) {
                const at = node.data.indexOf("shelled");
                if (at < 0) continue;
                const range = document.createRange();
                range.setStart(node, at); range.setEnd(node, at + 7);
                const box = range.getBoundingClientRect();
                return [box.x + box.width / 2, box.y + box.height / 2];
              }
            }"""
        )
        page.mouse.dblclick(*spot)
        expect(page.get_by_label("Words that tell it")).to_have_value("shelled")
        page.get_by_label("Type").select_option("ASSAULT")
        page.get_by_role("button", name="Add to your coding").click()
        expect(page.get_by_role("article", name=re.compile("ASSAULT"))).to_contain_text("shelled")
    with kotto.reading() as connection:
        assert [one.key for one in list_coders(connection)] == ["machine"]
        (text_no,) = connection.scalars(select(schema.text.c.no))
        held = coding_apart(connection, text_no, "jonas")
    assert held is not None
    assert held.events[0].anchors[0] == words(TEXT, "shelled")
