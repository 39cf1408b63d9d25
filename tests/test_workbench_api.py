"""The API: what the pages do, for programs; one shape of pages and one of errors."""

from __future__ import annotations

import shutil

import pytest

from factories import TEXT
from whowhom.casefile.case import open_case
from whowhom.casefile.filters import Filter
from whowhom.casefile.listing import list_claims, list_events
from workbench_help import Browser, add, add_team, browser_of, coding_of, finished, make_app


@pytest.fixture
def alone(tmp_path, made, clock):
    path = tmp_path / "kotto.case"
    shutil.copyfile(made, path)
    with open_case(str(path), clock=clock) as opened:
        yield opened


@pytest.fixture
def browser(case):
    """The owner's browser on a case with two reports."""
    add(case)
    add(case, coding_of(f"{TEXT}A second day.\n", url="https://lakeswire.example/bria", publisher="Lakes Wire"))
    return browser_of(case)


def items(browser, path, **params):
    answer = browser.get(f"/api/v1{path}", params=params)
    assert answer.status_code == 200, answer.text
    return answer.json()["items"]


def shelling(browser):
    return next(row for row in items(browser, "/events") if row["killed_low"])


# Reading


def test_events_are_those_of_the_case(browser, case):
    with case.reading() as connection:
        wanted = list_events(connection, Filter())
    assert items(browser, "/events") == wanted


@pytest.mark.parametrize(
    ("asked", "number"),
    [({"status": "denied"}, 1), ({"from": "2023"}, 0), ({"actor": "Kotto Front"}, 2), ({"place": "Bria"}, 1)],
    ids=["status", "period", "actor", "place"],
)
def test_events_are_narrowed_as_everywhere(browser, asked, number):
    assert len(items(browser, "/events", **asked)) == number


def test_pages_hold_every_row_once(browser):
    seen, path = [], "/api/v1/claims?limit=2"
    while path:
        told = browser.get(path).json()
        assert set(told) == {"items", "limit", "offset", "next"}
        seen += told["items"]
        path = told["next"]
    with browser.http.app.state.case.reading() as connection:
        assert seen == list_claims(connection, Filter())
    assert len(seen) > 2


def test_a_report_its_text_and_its_words_agree(browser):
    report = items(browser, "/reports")[0]["public_id"]
    told = browser.get(f"/api/v1/reports/{report}/text").json()
    assert told["text"] == TEXT
    assert told["regions"][0]["kind"] == "headline"
    rows = browser.get(f"/api/v1/reports/{report}/assertions").json()
    assert {row["kind"] for row in rows} >= {"event", "tie", "statement", "forecast"}
    for row in rows:
        if row["start"] is not None:
            assert told["text"][row["start"] : row["end"]] == row["words"]
    (coding,) = browser.get(f"/api/v1/reports/{report}/codings").json()
    assert coding["format"] == "whowhom-coding/1"
    assert coding["document"]["text"] == TEXT


def test_a_report_is_found_by_its_outlet_and_words(browser):
    assert len(items(browser, "/reports", publisher="Lakes Wire")) == 1
    assert len(items(browser, "/reports", q='"a second day"')) == 1
    assert items(browser, "/reports", state="retracted") == []
    row = items(browser, "/search", q="second")[0]
    assert row["snippets"][0]["found"] == "second"


def test_an_event_gives_its_mentions_actors_and_words(browser):
    event = shelling(browser)["public_id"]
    told = browser.get(f"/api/v1/events/{event}").json()
    assert len(told["mentioned"]) == told["mentions"] == 2
    assert {"name": "Kotto Front", "role": "actor"}.items() <= told["actors"][0].items()
    traces = browser.get(f"/api/v1/events/{event}/trace", params={"field": "killed"}).json()
    assert traces[0]["value"]["killed_low"] == 12
    assert "at least 12 civilians" in str(traces[0]["steps"][0]["words"])


def test_an_actor_gives_its_names_and_ties(browser):
    told = browser.get("/api/v1/actors/Kotto%20Front").json()
    assert told["name"] == "Kotto Front"
    assert told["events"]["actor"] >= 1
    assert {tie["tie"] for tie in told["ties"]} == {"split from"}
    assert browser.get(f"/api/v1/actors/{told['public_id']}").json() == told


def test_ties_forecasts_and_runs_are_listed(browser):
    assert items(browser, "/ties")[0]["object"] == "Haute Union"
    assert "We will be back" in items(browser, "/forecasts")[0]["outcome"]
    assert items(browser, "/runs") == []


# Deciding


def test_a_correction_with_its_words_is_kept_and_can_be_undone(browser):
    event = shelling(browser)
    report = items(browser, "/reports")[0]["public_id"]
    start = TEXT.index("12 civilians")
    body = {
        "version": event["version"],
        "field": "killed",
        "value": "12",
        "why": "counted again",
        "evidence": {"report": report, "start": start, "end": start + 12, "words": "12 civilians"},
    }
    answer = browser.send(f"/api/v1/events/{event['public_id']}/correct", body)
    assert answer.status_code == 201, answer.text
    made = answer.json()
    now = made["events"][0]
    assert (now["killed_low"], now["killed_best"], now["review"]) == (12, 12, "corrected")
    assert now["version"] > event["version"]
    (row,) = items(browser, "/history", target=event["public_id"])
    assert (row["public_id"], row["why"], row["state"]) == (made["decisions"][0], "counted again", "applied")
    undone = browser.send(f"/api/v1/decisions/{row['public_id']}/undo", {"why": "no"}).json()
    assert undone["events"][0]["killed_best"] == event["killed_best"]


def test_words_that_do_not_stand_there_are_no_evidence(browser):
    event, report = shelling(browser), items(browser, "/reports")[0]["public_id"]
    body = {"version": event["version"], "field": "killed", "value": "12"}
    body["evidence"] = {"report": report, "start": 0, "end": 12, "words": "12 civilians"}
    answer = browser.send(f"/api/v1/events/{event['public_id']}/correct", body)
    assert answer.status_code == 422
    assert "does not stand at [0, 12)" in answer.json()["error"]["message"]


def test_two_people_on_one_event_do_not_overwrite_each_other(case):
    add_team(case)
    add(case)
    one, other = browser_of(case, "coder"), browser_of(case, "editor")
    event = shelling(one)
    path = f"/api/v1/events/{event['public_id']}/correct"
    first = other.send(path, {"version": event["version"], "field": "killed", "value": "14"})
    assert first.status_code == 201
    second = one.send(path, {"version": event["version"], "field": "killed", "value": "16", "why": "hospital list"})
    assert second.status_code == 409
    told = second.json()["error"]
    assert told["code"] == "conflict"
    assert "edda (correct" in told["message"]
    assert told["more"]["typed"] == {"field": "killed", "value": "16", "why": "hospital list"}
    assert told["more"]["changes"][-1]["who"] == "edda"
    assert shelling(one)["killed_best"] == 14


def test_events_are_merged_and_split_again(browser):
    rows = items(browser, "/events")
    body = {"events": [{"event": row["public_id"], "version": row["version"]} for row in rows[:2]], "why": "one attack"}
    merged = browser.send("/api/v1/events/merge", body).json()
    kept = next(row for row in merged["events"] if row["state"] == "live")
    told = browser.get(f"/api/v1/events/{kept['public_id']}").json()
    part = told["mentioned"][-1]["public_id"]
    reports = {row["report"] for row in told["mentioned"]}
    body = {"version": kept["version"], "parts": [sorted(reports)[0]] if len(reports) > 1 else [part]}
    answer = browser.send(f"/api/v1/events/{kept['public_id']}/split", body)
    assert answer.status_code == 201, answer.text
    assert len({row["public_id"] for row in answer.json()["events"]}) == 2


def test_one_assertion_is_rejected(browser):
    report = items(browser, "/reports")[0]["public_id"]
    row = next(one for one in browser.get(f"/api/v1/reports/{report}/assertions").json() if one["kind"] == "tie")
    assert browser.send(f"/api/v1/assertions/{row['public_id']}/reject", {"why": "misread"}).status_code in (201, 404)
    assert browser.send(f"/api/v1/assertions/{row['public_id']}/perhaps", {}).status_code == 422


def test_a_report_is_retracted_and_counts_no_more(browser):
    report = items(browser, "/reports", publisher="Lakes Wire")[0]["public_id"]
    answer = browser.send(f"/api/v1/reports/{report}/retract", {"why": "withdrawn by the outlet"})
    assert answer.status_code == 201
    assert answer.json()["decisions"][0].startswith("d-")
    assert [row["public_id"] for row in items(browser, "/reports", state="retracted")] == [report]
    assert shelling(browser)["mentions"] == 1


def test_actors_are_merged_by_an_editor_only(case):
    add_team(case)
    add(case)
    body = {"actors": ["Kotto Front", "Haute Union"]}
    assert browser_of(case, "coder").send("/api/v1/actors/merge", body).status_code == 403
    answer = browser_of(case, "editor").send("/api/v1/actors/merge", body)
    assert answer.status_code == 201
    assert browser_of(case, "reader").get("/api/v1/actors/Haute%20Union").json()["name"] == "Kotto Front"


def test_a_forecast_is_settled(browser):
    with browser.http.app.state.case.reading() as connection:
        from sqlalchemy import select

        from whowhom.casefile import schema

        names = list(
            connection.scalars(select(schema.assertion.c.public_id).where(schema.assertion.c.kind == "forecast"))
        )
    answer = browser.send(f"/api/v1/forecasts/{names[0]}/settle", {"outcome": "true"})
    assert answer.status_code in (201, 404), answer.text  # Two texts tell it under one id: then it must be told which.
    assert browser.send(f"/api/v1/forecasts/{names[0]}/settle", {"outcome": "perhaps"}).status_code == 422


# Adding


def test_a_report_is_added_and_its_job_watched(case):
    browser = browser_of(case)
    answer = browser.send("/api/v1/reports", {"text": TEXT, "published": "2022-03-03", "publisher": "Lakes Wire"})
    assert answer.status_code == 202
    told = finished(browser, answer.json()["id"])
    assert (told["reports"][0]["what"], told["reports"][0]["events"]) == ("new", 2)
    assert shelling(browser)["place"] == "Bria"
    again = finished(browser, browser.send("/api/v1/reports", {"text": TEXT, "published": "2022-03-03"}).json()["id"])
    assert (again["reports"], again["known"]) == ([], 0) or again["known"] + len(again["reports"]) == 1


# Errors and descriptions


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "code", "field"),
    [
        ("GET", "/events/E-000000000000", None, 404, "case.record", None),
        ("GET", "/nothing", None, 404, "missing", None),
        ("DELETE", "/events", None, 405, "method", None),
        ("GET", "/events?limit=many", None, 422, "usage", "limit"),
        ("GET", "/events?status=sure", None, 422, "usage", None),
        ("POST", "/events/merge", {"events": []}, 422, "usage", "events"),
        ("POST", "/reports", {"text": "  "}, 422, "input.empty", "text"),
        ("POST", "/reports", {"text": "x", "secret": 1}, 422, "usage", "secret"),
        ("GET", "/jobs/J-1", None, 404, "missing", None),
        ("GET", "/export?format=doc", None, 422, "usage", None),
    ],
)
def test_every_error_has_one_shape(alone, method, path, body, status, code, field):
    answer = browser_of(alone).send(f"/api/v1{path}", body, method=method)
    told = answer.json()["error"]
    assert (answer.status_code, told["code"], told["field"]) == (status, code, field)
    assert set(told) >= {"code", "message", "field", "hint"}
    assert told["message"].endswith(".")
    assert "`whowhom" not in str(told)


def test_a_program_without_a_token_is_told_how(alone):
    add_team(alone)
    answer = Browser(make_app(alone)).get("/api/v1/events")
    assert (answer.status_code, answer.json()["error"]["code"]) == (401, "login")
    assert answer.headers["www-authenticate"] == "Bearer"


def test_a_token_needs_no_csrf_and_ends_when_revoked(alone):
    add_team(alone)
    coder = browser_of(alone, "coder")
    token = coder.send("/api/v1/tokens", {"name": "import", "days": 5}).json()["token"]
    program = Browser(make_app(alone))
    program.http.headers["Authorization"] = f"Bearer {token}"
    answer = program.http.post("/api/v1/reports", json={"text": "Dry until Sunday in Birao.\n"})
    assert answer.status_code == 202
    listed = coder.get("/api/v1/tokens").json()["items"][0]
    assert listed["used_at"] is not None
    assert token not in str(listed)
    assert coder.send(f"/api/v1/tokens/{listed['public_id']}", method="DELETE").status_code == 204
    assert program.get("/api/v1/me").status_code == 401


def test_openapi_describes_every_route_with_examples(alone):
    told = browser_of(alone).get("/openapi.json").json()
    operations = [(path, one) for path, methods in told["paths"].items() for one in methods.values()]
    assert len(operations) > 35
    assert all(path.startswith("/api/v1/") for path, _ in operations)
    for path, one in operations:
        assert one["description"], path
        assert "4XX" in one["responses"], path
    schemas = told["components"]["schemas"]
    without = [name for name in schemas if "example" not in schemas[name] and not name.startswith(("Page_", "Body_"))]
    assert without == ["ErrorBody"]


def test_examples_of_bodies_fit_their_models():
    from whowhom.workbench import api_models

    models = [
        one for one in vars(api_models).values() if isinstance(one, type) and issubclass(one, api_models.BaseModel)
    ]
    for model in models:
        example = (model.model_config.get("json_schema_extra") or {}).get("example")
        if example is not None:
            model.model_validate(example)
