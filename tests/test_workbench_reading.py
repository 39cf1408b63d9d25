"""The reading view and the queue: pages, forms without a script, and whole tasks in a real browser."""

from __future__ import annotations

import dataclasses
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from browsing import chromium, serving
from factories import TEXT, make_coding, make_document, words
from whowhom.casefile import schema
from whowhom.casefile.case import Case, open_case
from whowhom.casefile.decisions import Author
from whowhom.casefile.history import list_history
from whowhom.casefile.reports import add_report
from whowhom.casefile.review import accept, correct
from whowhom.records import Coding, Document, Quote, Region, text_id
from whowhom.workbench.app import create_app
from whowhom.workbench.reading_report import load_report
from whowhom.workbench.reading_selection import find_words, read_words
from whowhom.workbench.reading_text import Words, make_blocks
from workbench_help import add_team, browser_of

EMOJI = (
    "Blast in Gao 😀\n\nGAO, Mali, 4 May 2023 — 💥 A bomb killed 14 traders 😢 in Gao. قتل الانفجار 14 تاجرا في غاو.\n"
)
HOSTILE = '<script>alert("x")</script> & <img src=x onerror=alert(1)>'


@pytest.fixture
def kotto(tmp_path: Path, made: Path, clock: Callable[[], str]) -> Iterator[Case]:
    """A case file with our report."""
    path = tmp_path / "kotto.case"
    shutil.copyfile(made, path)
    with open_case(str(path), clock=clock) as case:
        put(case, make_coding())
        yield case


@pytest.fixture
def client(kotto: Case) -> TestClient:
    return TestClient(create_app(kotto), base_url="http://localhost")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


@pytest.fixture
def page(browser: Browser, kotto: Case) -> Iterator[Page]:
    """The report open in Chromium; what the page complains of fails the test."""
    faults: list[str] = []
    with (
        serving(kotto) as address,
        browser.new_context(base_url=address, viewport={"width": 1280, "height": 900}) as context,
    ):
        opened = context.new_page()
        opened.on("pageerror", lambda error: faults.append(str(error)))
        opened.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
        opened.goto(f"/reports/{report_of(kotto)}")
        yield opened
    assert faults == []


def put(case: Case, coding: Coding) -> str:
    with case.writing() as connection:
        return add_report(connection, coding.document, coding, at=case.clock()).report


def report_of(case: Case) -> str:
    with case.reading() as connection:
        return connection.scalars(select(schema.report.c.public_id).order_by(schema.report.c.no)).first() or ""


def event(case: Case, **where: object) -> dict[str, Any]:
    """The living event with these columns."""
    with case.reading() as connection:
        rows = connection.execute(select(schema.event)).mappings().all()
    (row,) = (row for row in rows if all(row[name] == value for name, value in where.items()))
    return dict(row)


def history(case: Case) -> list[tuple[str, str]]:
    with case.reading() as connection:
        return [(row["kind"], row["state"]) for row in list_history(connection)]


def decision(case: Case, kind: str) -> dict[str, Any]:
    table = schema.decision
    with case.reading() as connection:
        return dict(connection.execute(select(table).where(table.c.kind == kind)).mappings().one())


def token(client: TestClient, path: str) -> str:
    found = re.search(r'name="csrf" value="([^"]+)"', client.get(path).text)
    assert found
    return found[1]


def hidden(html: str, form: str, name: str) -> str:
    """The value of a hidden field in the form with an action."""
    start = html.index(f'action="{form}"')
    found = re.search(rf'name="{name}" value="([^"]*)"', html[start:])
    assert found
    return found[1]


def form_of(client: TestClient, case: Case, verb: str, mention: str = "e-shelling") -> tuple[str, dict[str, str]]:
    """Path and fields of a card's form, as a browser without a script would send them."""
    page = f"/reports/{report_of(case)}"
    path = f"{page}/events/{mention}/{verb}"
    html = client.get(page).text
    names = ("csrf", "version", "seen") if verb == "accept" else ("csrf", "version")
    where = path if f'action="{path}"' in html else f"{page}/events/{mention}/accept"
    return path, {name: hidden(html, where, name) for name in names}


# The text in pieces


def test_pieces_of_a_text_join_to_the_text_where_spans_nest_and_cross():
    document = make_document()
    body = document.regions[1]
    spans = [(body.start + a, body.start + b) for a, b in ((0, 30), (5, 12), (10, 40), (10, 12), (39, 41))]
    behind = [Words(start, end, f"v{number}", "who") for number, (start, end) in enumerate(spans)]
    blocks = make_blocks(document, behind, {})
    (block,) = (one for one in blocks if one.start == body.start)
    assert "".join(segment.text for segment in block.segments) == TEXT[block.start : block.end]
    for number, (start, end) in enumerate(spans):
        pieces = [one for one in block.segments if f"v{number}" in one.values]
        assert "".join(one.text for one in pieces) == TEXT[start:end]
        assert pieces[0].start == start


def test_a_piece_begins_at_its_code_point_after_emoji_and_in_arabic():
    document = dataclasses.replace(make_document(EMOJI), regions=(Region(0, len(EMOJI.rstrip()), "body"),))
    spans = [words(EMOJI, one) for one in ("killed", "14 traders", "الانفجار")]
    blocks = make_blocks(document, [Words(one.start, one.end, one.text, "who") for one in spans], {})
    pieces = {value: segment for block in blocks for segment in block.segments for value in segment.values}
    assert {one.text: (pieces[one.text].start, pieces[one.text].text) for one in spans} == {
        one.text: (one.start, one.text) for one in spans
    }


def test_what_turns_the_direction_of_words_is_replaced_one_for_one():
    text = "A \u202ebomb\u202c killed 14 traders in Gao.\n"
    found = words(text, "14 traders")
    (block,) = make_blocks(make_document(text), [Words(found.start, found.end, "v", "toll")], {})
    shown = "".join(segment.text for segment in block.segments)
    assert "\u202e" not in shown
    assert len(shown) == len(text.rstrip())
    assert [(one.start, one.text) for one in block.segments if one.values] == [(found.start, "14 traders")]


# Selected words


@pytest.mark.parametrize("wanted", ["14 traders", "😢", "الانفجار 14", "Gao 😀"])
def test_selected_words_are_found_at_their_code_points(wanted):
    document = make_document(EMOJI)
    expected = words(EMOJI, wanted)
    span = find_words(document, wanted, expected.start)
    assert (span.start, EMOJI[span.start : span.end]) == (expected.start, wanted)


def test_an_offset_in_utf_16_units_is_refused():
    document = make_document(EMOJI)
    units = len(EMOJI[: EMOJI.index("14 traders")].encode("utf-16-le")) // 2
    assert units != EMOJI.index("14 traders")
    with pytest.raises(Exception, match="does not stand"):
        find_words(document, "14 traders", units)


@pytest.mark.parametrize(
    ("field", "wanted", "value"),
    [
        ("killed", "at least 12 civilians", "12/?/?"),
        ("day", "on Wednesday", "2022-03-02"),
        ("place", "Bria", "Bria, CF"),
        ("who", "Fighters of the Kotto Front", "Fighters of the Kotto Front"),
    ],
)
def test_words_are_read_as_a_value_that_a_correction_takes(field, wanted, value):
    document = make_document()
    found = words(TEXT, wanted, after=TEXT.index("BRIA"))
    assert read_words(document, field, found.span).value == value


# Pages


def test_the_report_shows_its_words_its_cards_and_what_is_not_coded(client, kotto):
    html = client.get(f"/reports/{report_of(kotto)}").text
    anchor = words(TEXT, "shelled")
    assert re.search(rf'<a class="m what tell"[^>]*data-s="{anchor.start}"[^>]*>shelled</a>', html)
    assert 'data-kind="furniture"' in html
    assert "Told as having happened" in html
    assert "Mayor Odile Ngaba" in html
    assert "did not" in html or "not having happened" in html
    assert "style=" not in html


@pytest.mark.parametrize("path", ["reports/gao.txt", None])
def test_a_report_without_a_headline_is_called_by_its_file_or_its_id(client, kotto, path):
    body = "Gunmen shelled Gao.\n"
    document = make_document(body, path=path or "")
    publication = dataclasses.replace(
        document.publication, title=None, path=path, url=None if path else "https://a.example/gao"
    )
    document = dataclasses.replace(document, publication=publication, regions=(Region(0, len(body), "body"),))
    coding = make_coding()
    report = put(kotto, Coding(coding.format, coding.coder, document, events=()))
    name = "gao.txt" if path else report
    assert f"<title>Report without a headline: {name} · whowhom</title>" in client.get(f"/reports/{report}").text


def test_a_hostile_report_is_shown_and_never_run(client, kotto):
    text = f"Blast in Gao\n\nGunmen shelled Gao, {HOSTILE}\n"
    document = make_document(text, path="reports/hostile.txt")
    coding = make_coding()
    anchor = words(text, "shelled")
    hostile = dataclasses.replace(
        coding.events[0],
        id='e-"><script>',
        anchors=(anchor,),
        participants=(),
        dates=(),
        places=(),
        tolls=(),
        attribution=(),
        responsibility=(),
        instrument=Quote(words(text, HOSTILE).start, words(text, HOSTILE).end, HOSTILE),
        evidence=(),
        missing=(),
    )
    document = dataclasses.replace(document, publication=dataclasses.replace(document.publication, title=HOSTILE))
    report = put(kotto, Coding(coding.format, coding.coder, document, events=(hostile,)))
    html = client.get(f"/reports/{report}").text
    assert "&lt;script&gt;alert" in html
    assert '<script>alert("x")' not in html
    assert "<img" not in html
    assert client.get("/reports").text.count("&lt;script&gt;") >= 1


def test_the_list_narrows_by_words_and_tells_how_much_is_reviewed(client, kotto):
    assert "0 of 2" in client.get("/reports").text
    assert "Militia shells market" in client.get("/reports", params={"q": '"main market"'}).text
    assert "No report fits" in client.get("/reports", params={"q": "timbuktu"}).text
    assert "Militia shells market" in client.get("/reports", params={"review": "open"}).text
    assert "No report fits" in client.get("/reports", params={"review": "done"}).text
    assert client.get("/reports", params={"state": "lost"}).status_code == 422


def test_the_queue_puts_what_is_unsure_and_heavy_first_and_says_why(client, kotto):
    html = client.get("/queue").text
    first, second = html.index("denied"), html.index("12 or more killed")
    assert first < second
    answer = client.get("/queue/next", follow_redirects=False)
    assert answer.headers["location"].startswith(f"/reports/{report_of(kotto)}?at=e-execution")


def test_a_changed_ground_is_queued_with_its_reason(client, kotto):
    shelling = event(kotto, killed_low=12)
    author = Author("odile", None, kotto.clock())
    with kotto.writing() as connection:
        accept(connection, shelling["public_id"], author)
    newer = make_coding()
    later = dataclasses.replace(newer.events[0], tolls=(), missing=newer.events[0].missing)
    newer = dataclasses.replace(
        newer, coder=dataclasses.replace(newer.coder, version="2"), events=(later, *newer.events[1:])
    )
    from whowhom.casefile.recode import recode_text

    with kotto.writing() as connection:
        recode_text(connection, newer, at=kotto.clock())
    html = client.get("/queue").text
    assert "Changed under a decision" in html
    assert "killed_low 12 is now unknown" in html


def test_graphic_passages_are_folded_for_who_chose_it_and_their_events_cannot_be_judged(client, kotto):
    text = "Attack in Gao\n\nGunmen beheaded four traders near Gao on Tuesday.\n"
    coding = make_coding()
    anchor = words(text, "beheaded")
    told = dataclasses.replace(
        coding.events[0], anchors=(anchor,), participants=(), dates=(), places=(), tolls=(), attribution=()
    )
    told = dataclasses.replace(told, responsibility=(), instrument=None, evidence=(), links=())
    document = make_document(text, path="reports/gao.txt")
    report = put(kotto, Coding(coding.format, coding.coder, document, events=(told,)))
    assert '<details class="rd-fold">' not in client.get(f"/reports/{report}").text
    client.get(f"/reports/{report}", params={"fold": "1"})
    html = client.get(f"/reports/{report}").text
    assert "Passage with graphic violence, 8 words" in html
    assert "until then it cannot be judged" in html
    assert "/accept" not in html


# Forms without a script


def test_a_plain_form_accepts_what_was_shown(client, kotto):
    path, fields = form_of(client, kotto, "accept")
    answer = client.post(path, data=fields, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (
        303,
        f"/reports/{report_of(kotto)}?at=e-shelling#card-e-shelling",
    )
    assert event(kotto, killed_low=12)["review"] == "accepted"


def test_what_was_not_shown_cannot_be_accepted(client, kotto):
    path, fields = form_of(client, kotto, "accept")
    answer = client.post(path, data={**fields, "seen": ""})
    assert answer.status_code == 422
    assert "was not shown" in answer.text
    assert event(kotto, killed_low=12)["review"] == "unreviewed"


def test_a_reader_sees_the_cards_and_nothing_to_decide_with(kotto):
    add_team(kotto)
    reader = browser_of(kotto, "reader")
    path = f"/reports/{report_of(kotto)}"
    html = reader.get(path).text
    assert "Told as having happened" in html
    assert "/accept" not in html
    row = event(kotto, killed_low=12)
    answer = reader.post(f"{path}/events/e-shelling/accept", {"version": str(row["version"]), "seen": "x"})
    assert answer.status_code == 403
    assert history(kotto) == []


def test_what_another_decided_is_undone_by_an_editor_not_by_a_coder(kotto):
    add_team(kotto)
    with kotto.writing() as connection:
        made = accept(connection, event(kotto, killed_low=12)["public_id"], Author("edda", None, kotto.clock()))
    path = f"/reports/{report_of(kotto)}/undo"
    assert browser_of(kotto, "coder").post(path, {"decision": made}).status_code == 403
    assert browser_of(kotto, "editor").post(path, {"decision": made}).status_code == 303
    assert ("accept", "undone") in history(kotto)


def test_an_event_is_added_through_the_api_with_its_words(kotto):
    owner = browser_of(kotto)
    anchor, who = words(TEXT, "split from"), words(TEXT, "The Kotto Front")
    body = {"type": "MOBILIZE", "anchor": {"start": anchor.start, "words": "split from"}}
    body["who"] = [{"start": who.start, "words": "The Kotto Front"}]
    made = owner.send(f"/api/v1/reports/{report_of(kotto)}/events", body)
    assert made.status_code == 201, made.text
    assert event(kotto, type="MOBILIZE")["public_id"] == made.json()["event"]
    body["anchor"]["start"] += 1
    refused = owner.send(f"/api/v1/reports/{report_of(kotto)}/events", body)
    assert (refused.status_code, "does not stand" in refused.json()["error"]["message"]) == (422, True)


def test_two_people_on_one_event_meet_a_conflict_that_keeps_what_was_typed(client, kotto):
    path, fields = form_of(client, kotto, "correct")
    name = event(kotto, killed_low=12)["public_id"]
    with kotto.writing() as connection:
        correct(connection, name, "killed", "15", Author("bastien", "hospital list", kotto.clock()))
    typed = {"field": "killed", "value": "13-18", "why": "two lists", "evidence": "at least 12 civilians"}
    answer = client.post(path, data={**fields, **typed})
    assert answer.status_code == 409
    for told in ("bastien", "hospital list", "13-18", "two lists", "at least 12 civilians"):
        assert told in answer.text
    assert event(kotto, public_id=name)["killed_best"] == 15
    again = {name: hidden(answer.text, path, name) for name in ("csrf", "version", *typed)}
    client.post(path, data=again)
    assert (event(kotto, public_id=name)["killed_low"], event(kotto, public_id=name)["killed_high"]) == (13, 18)


def test_a_correction_with_typed_words_finds_them_in_the_report(client, kotto):
    path, fields = form_of(client, kotto, "correct")
    typed = {"field": "killed", "value": "13", "evidence": "at least 12 civilians"}
    assert client.post(path, data={**fields, **typed}).status_code == 200
    held = decision(kotto, "correct")["anchor"]["evidence"]
    assert TEXT[held["start"] : held["end"]] == held["words"] == "at least 12 civilians"
    assert event(kotto, killed_low=13)["review"] == "corrected"


def test_a_value_that_is_none_comes_back_with_what_was_typed(client, kotto):
    path, fields = form_of(client, kotto, "correct")
    answer = client.post(path, data={**fields, "field": "killed", "value": "a dozen or so", "why": "the list"})
    assert answer.status_code == 422
    assert "a dozen or so" in answer.text
    assert 'value="the list"' in answer.text
    assert history(kotto) == []


def test_a_type_is_corrected_with_its_definition_in_sight(client, kotto):
    path, fields = form_of(client, kotto, "correct")
    html = client.get(f"{path}?field=type").text
    assert "Physical force against people or things" in html
    before = {"type_before": "ASSAULT", "modes_before": "shelling"}
    client.post(path, data={**fields, **before, "field": "type", "value": "COERCE", "modes": "arrest"})
    row = event(kotto, killed_low=12)
    assert (row["type"], row["modes"]) == ("COERCE", "arrest")


def test_an_event_is_added_with_typed_words_and_taken_back(client, kotto):
    page = f"/reports/{report_of(kotto)}"
    typed = {"anchor": "split from", "type": "MOBILIZE", "mode": "militia", "who": "The Kotto Front", "day": "2019"}
    answer = client.post(f"{page}/add", data={"csrf": token(client, page), **typed})
    assert answer.status_code == 200
    added = event(kotto, type="MOBILIZE")
    assert (added["who"], added["day_from"], added["day_to"]) == ("Kotto Front", "2019-01-01", "2019-12-31")
    with kotto.reading() as connection:
        (card,) = (one for one in load_report(connection, report_of(kotto)).cards if one.type == "MOBILIZE")
    assert (TEXT[card.start :].startswith("split from"), card.added_by != "") == (True, True)
    client.post(f"{page}/undo", data={"csrf": token(client, page), "decision": decision(kotto, "add")["public_id"]})
    assert event(kotto, type="MOBILIZE")["state"] == "empty"


def test_words_that_stand_twice_are_asked_for_again(client, kotto):
    page = f"/reports/{report_of(kotto)}"
    answer = client.post(f"{page}/add", data={"csrf": token(client, page), "anchor": "Kotto", "type": "ASSAULT"})
    assert answer.status_code == 422
    assert "stands 3 times" in answer.text or "stands 2 times" in answer.text
    assert 'value="Kotto"' in answer.text


def test_ids_of_other_coders_may_hold_anything(client, kotto):
    text = "Attack in Gao\n\nGunmen shelled Gao on Tuesday.\n"
    coding = make_coding()
    told = dataclasses.replace(
        coding.events[0], id='e/1 #?"<', anchors=(words(text, "shelled"),), participants=(), dates=(), places=()
    )
    told = dataclasses.replace(told, tolls=(), attribution=(), responsibility=(), instrument=None, evidence=())
    report = put(
        kotto, Coding(coding.format, coding.coder, make_document(text, path="reports/gao.txt"), events=(told,))
    )
    html = client.get(f"/reports/{report}").text
    path = re.search(rf'action="(/reports/{report}/events/m-[0-9a-f]+/accept)"', html)
    assert path
    fields = {name: hidden(html, path[1], name) for name in ("csrf", "version", "seen")}
    assert client.post(path[1], data=fields, follow_redirects=False).status_code == 303


def test_actors_are_merged_and_parted_again_from_the_report(kotto):
    owner = browser_of(kotto)
    page = f"/reports/{report_of(kotto)}"
    ids = dict(re.findall(r'name="actor" value="(A-[0-9a-f]+)"> <bdi>([^<]+)</bdi>', owner.get(page).text))
    union = next(name for name, told in ids.items() if told == "Haute Union")
    front = next(name for name, told in ids.items() if told == "Kotto Front")
    owner.post(f"{page}/actors/merge", {"actor": [union, front], "kept": union})
    assert "Kotto Front" not in re.findall(
        r'name="actor" value="A-[0-9a-f]+"> <bdi>([^<]+)</bdi>', owner.get(page).text
    )
    made = decision(kotto, "merge")["public_id"]
    assert made in owner.get(f"{page}/decisions").text
    owner.post(f"{page}/undo", {"decision": made})
    assert "<bdi>Kotto Front</bdi>" in owner.get(page).text
    alone = owner.post(f"{page}/actors/split", {"split": front})
    assert (alone.status_code, "on each side" in alone.text) == (422, True)


# Whole tasks in a browser


def test_a_report_is_reviewed_by_keyboard_alone(page: Page, kotto: Case):
    page.keyboard.press("j")
    first = page.locator(".rd-card.current")
    expect(first).to_have_attribute("data-key", "e-shelling")
    page.keyboard.press("a")
    expect(page.locator("#card-e-shelling .rd-state")).to_contain_text("accepted")
    assert event(kotto, killed_low=12)["review"] == "accepted"
    page.keyboard.press("u")
    expect(page.locator("#card-e-shelling .rd-state")).to_contain_text("unreviewed")
    page.locator("#background summary").click()
    page.keyboard.press("j")
    expect(page.locator(".rd-card.current")).to_have_attribute("data-key", "e-execution")
    page.keyboard.press("r")
    expect(page.locator("#card-e-execution .rd-state")).to_contain_text("rejected")
    assert event(kotto, killed_low=2)["state"] == "rejected"
    assert history(kotto) == [("accept", "undone"), ("undo", "applied"), ("reject", "applied")]


def test_the_queue_passes_over_what_was_skipped(page: Page, kotto: Case):
    page.goto("/queue/next")
    expect(page.locator(".rd-card.current")).to_have_attribute("data-key", "e-execution")
    page.keyboard.press("q")
    expect(page.locator(".scripted .rd-card.current")).to_have_attribute("data-key", "e-shelling")
    page.keyboard.press("q")
    page.wait_for_url(re.compile("/queue$"))
    assert history(kotto) == []


def test_a_hidden_card_is_not_accepted_by_its_key(page: Page, kotto: Case):
    page.keyboard.press("j")
    page.evaluate("document.querySelector('.rd-card.current').classList.remove('current')")
    page.keyboard.press("a")
    expect(page.locator("#toast")).to_contain_text("Open an event first")
    assert history(kotto) == []


def test_a_word_shows_its_values_and_a_value_its_words(page: Page):
    toll = words(TEXT, "at least 12 civilians")
    page.locator("#card-e-shelling .rd-value.toll").hover()
    expect(page.locator(f'#text [data-s="{toll.start}"]')).to_have_class(re.compile(r"\blit\b"))
    page.locator(f'#text [data-s="{toll.start}"]').click()
    expect(page.locator("#word-values")).to_contain_text("12 or more")
    page.keyboard.press("Escape")
    expect(page.locator("#word-values")).to_be_hidden()


def drag(page: Page, start: int, end: int) -> None:
    """Select a stretch of the text with the mouse."""
    ends = page.evaluate(
        """([start, end]) => {
          const at = (point, side) => {
            const pieces = [...document.querySelectorAll("#text [data-s]")];
            const piece = pieces.filter((one) => Number(one.dataset.s) <= point - side).at(-1);
            const chars = [...piece.textContent];
            const units = chars.slice(0, point - Number(piece.dataset.s)).join("").length;
            const node = piece.firstChild;
            const range = document.createRange();
            range.setStart(node, side ? Math.max(0, units - 1) : units);
            range.setEnd(node, side ? units : Math.min(node.length, units + 1));
            const box = range.getBoundingClientRect();
            return { x: side ? box.right - 0.5 : box.left + 0.5, y: box.top + box.height / 2 };
          };
          return [at(start, 0), at(end, 1)];
        }""",
        [start, end],
    )
    page.mouse.move(ends[0]["x"], ends[0]["y"])
    page.mouse.down()
    page.mouse.move(ends[1]["x"], ends[1]["y"], steps=6)
    page.mouse.up()


def test_a_figure_is_corrected_by_selecting_its_words(page: Page, kotto: Case):
    toll = words(TEXT, "at least 12 civilians")
    page.keyboard.press("j")
    drag(page, toll.start, toll.end)
    page.locator('#picker [data-pick="killed"]').click()
    form = page.locator("#panel-e-shelling form")
    expect(form.locator('input[name="value"]')).to_have_value("12/?/?")
    form.locator('input[name="value"]').fill("12-14")
    form.get_by_role("button", name="Correct").click()
    expect(page.locator("#card-e-shelling .rd-concluded")).to_contain_text("12–14")
    row = event(kotto, killed_high=14)
    assert (row["killed_low"], row["review"]) == (12, "corrected")
    held = decision(kotto, "correct")["anchor"]["evidence"]
    assert (held["start"], held["end"], held["words"]) == (toll.start, toll.end, "at least 12 civilians")
    stands = page.locator("#card-e-shelling .rd-concluded [data-at]")
    expect(stands).to_have_text("“at least 12 civilians”")
    stands.hover()
    assert page.evaluate("[...CSS.highlights.get('lit')][0].toString()") == "at least 12 civilians"


def test_a_missed_event_is_added_by_selecting_words(page: Page, kotto: Case):
    anchor, who, whom = (words(TEXT, one) for one in ("split from", "The Kotto Front", "the Haute Union"))
    drag(page, anchor.start, anchor.end)
    page.locator('#picker [data-pick="add"]').click()
    panel = page.locator("#add-panel")
    expect(panel.locator('input[name="anchor"]')).to_have_value("split from")
    panel.locator('select[name="type"]').select_option("MOBILIZE")
    expect(panel.locator(".rd-type")).to_contain_text("merging or splitting")
    panel.locator('input[name="who"]').click()
    drag(page, who.start, who.end)
    expect(panel.locator('input[name="who"]')).to_have_value("The Kotto Front")
    drag(page, whom.start, whom.end)
    expect(panel.locator('input[name="whom"]')).to_have_value("the Haute Union")
    panel.get_by_role("button", name="Add the event").click()
    expect(page.locator(".rd-card.current .rd-kind")).to_contain_text("MOBILIZE")
    table = schema.assertion
    with kotto.reading() as connection:
        row = connection.execute(select(table).where(table.c.type == "MOBILIZE")).mappings().one()
    assert (row["start"], row["end"], row["words"]) == (anchor.start, anchor.end, "split from")
    spans = [(part["role"], part["start"], part["end"]) for part in row["record"]["participants"]]
    assert spans == [("actor", who.start, who.end), ("target", whom.start, whom.end)]


def test_two_events_are_merged_and_the_merge_undone(page: Page, kotto: Case):
    page.locator("#card-e-shelling").get_by_role("link", name="merge").click()
    page.get_by_label(re.compile("executed")).check()
    page.get_by_role("button", name="Merge").click()
    page.wait_for_url(re.compile("at=e-shelling"))
    assert decision(kotto, "merge")["value"]["merged"]
    states = sorted((row["state"], row["mentions"]) for row in events(kotto))
    assert states[0] == ("live", 2)
    page.keyboard.press("u")
    expect(page.locator("#undo button")).to_be_disabled()
    assert sorted(row["mentions"] for row in events(kotto) if row["state"] == "live") == [1, 1]


def events(case: Case) -> list[dict[str, Any]]:
    with case.reading() as connection:
        return [dict(row) for row in connection.execute(select(schema.event)).mappings()]


@pytest.mark.parametrize("wanted", ["killed 14", "14 traders 😢", "الانفجار 14 تاجرا", "💥 A bomb"])
def test_the_browsers_offsets_become_code_points(browser: Browser, kotto: Case, wanted: str):
    report = put(kotto, Coding(make_coding().format, make_coding().coder, emoji_document()))
    expected = words(EMOJI, wanted)
    with serving(kotto) as address, browser.new_context(base_url=address) as context:
        opened = context.new_page()
        opened.goto(f"/reports/{report}")
        span = opened.evaluate(
            """async ([words, module]) => {
              const { spanOf } = await import(module);
              const root = document.getElementById("text");
              const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
              for (let node = walker.nextNode(); node; node = walker.nextNode()) {
                const at = node.data.indexOf(words);
                if (at < 0) continue;
                const range = document.createRange();
                range.setStart(node, at);
                range.setEnd(node, at + words.length);
                return spanOf(range, root);
              }
            }""",
            [wanted, "/static/reading-offsets.js"],
        )
    assert (span["start"], span["end"], span["words"]) == (expected.start, expected.end, wanted)


def emoji_document() -> Document:
    document = make_document(EMOJI, path="reports/gao.txt")
    return dataclasses.replace(document, id=text_id(EMOJI))


def test_a_report_is_added_and_opened_for_review(browser: Browser, kotto: Case):
    text = "Shelling in Gao\n\nGAO, Mali, 4 May 2023 - Rebels shelled the market of Gao on Tuesday, killing 14 traders."
    with serving(kotto) as address, browser.new_context(base_url=address) as context:
        opened = context.new_page()
        opened.goto("/add")
        opened.locator('textarea[name="text"]').fill(text)
        opened.get_by_role("button", name="Add text").click()
        opened.get_by_role("link", name="Start reviewing").wait_for(timeout=120_000)
        opened.goto("/reports")
        opened.get_by_role("link", name=re.compile("Shelling in Gao")).click()
        expect(opened.locator("#text")).to_contain_text("Rebels shelled the market of Gao")


def test_the_page_works_in_a_narrow_window_and_in_the_dark(browser: Browser, kotto: Case):
    size = {"width": 360, "height": 740}
    with (
        serving(kotto) as address,
        browser.new_context(base_url=address, viewport=size, color_scheme="dark") as context,
    ):
        opened = context.new_page()
        opened.goto(f"/reports/{report_of(kotto)}")
        opened.keyboard.press("j")
        card = opened.locator(".rd-card.current").bounding_box()
        wide = opened.evaluate("document.documentElement.scrollWidth")
    assert card
    assert card["width"] <= 360
    assert wide <= 360
