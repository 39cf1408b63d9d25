"""The events view and the actors view: one filter for table, map and time line, and in a real browser."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from fastapi.testclient import TestClient
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from browsing import chromium, serving
from scenes import fill_case
from whowhom.casefile import schema
from whowhom.casefile.case import Case, open_case
from whowhom.casefile.decisions import Author
from whowhom.casefile.filters import Filter
from whowhom.casefile.history import list_history
from whowhom.casefile.listing import list_events
from whowhom.casefile.review import accept, correct
from whowhom.gazetteer.borders import LINE_KINDS, open_areas, open_world
from whowhom.workbench.actors_network import load_network
from whowhom.workbench.app import create_app
from whowhom.workbench.events_asked import read_asked
from whowhom.workbench.events_query import list_page, summarise
from whowhom.workbench.events_timeline import draw_timeline
from whowhom.workbench.map_spots import gather_spots, points_of

DJENNE_TEXT_WORDS = "Soldiers of the Malian army"


@pytest.fixture(scope="module")
def mali(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Case]:
    """A case of ten reports; tests that write take :func:`own` instead."""
    with open_case(str(tmp_path_factory.mktemp("mali") / "mali.case"), create=True) as case:
        fill_case(case)
        yield case


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Case]:
    with open_case(str(tmp_path / "own.case"), create=True) as case:
        fill_case(case)
        yield case


@pytest.fixture
def client(mali: Case) -> TestClient:
    return client_of(mali)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


@pytest.fixture
def page(browser: Browser, mali: Case) -> Iterator[Page]:
    """A page of the workbench; a complaint of Chromium, or a request to elsewhere, fails the test."""
    faults: list[str] = []
    with (
        serving(mali) as address,
        browser.new_context(base_url=address, viewport={"width": 1280, "height": 900}) as context,
    ):
        opened = context.new_page()
        opened.set_default_timeout(60_000)
        home = urlsplit(address).netloc

        def check(url: str) -> None:
            parts = urlsplit(url)
            if parts.scheme not in ("blob", "data") and parts.netloc != home:
                faults.append(f"asked {url}")

        opened.on("request", lambda request: check(request.url))
        opened.on("pageerror", lambda error: faults.append(str(error)))
        opened.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
        yield opened
    assert faults == []


def client_of(case: Case) -> TestClient:
    return TestClient(create_app(case), base_url="http://localhost", follow_redirects=False)


def event_at(case: Case, place: str, type_: str = "ASSAULT") -> str:
    event = schema.event.c
    with case.reading() as connection:
        query = select(event.public_id).where(event.place == place, event.type == type_).order_by(event.day_from)
        return str(connection.scalars(query).first())


def actor_named(case: Case, name: str) -> str:
    with case.reading() as connection:
        return str(connection.scalars(select(schema.actor.c.public_id).where(schema.actor.c.name == name)).one())


def total_of(html: str) -> int:
    found = re.search(r'class="ev-total" role="status"><b>([\d,]+)</b>', html)
    assert found
    return int(found[1].replace(",", ""))


def rows_of(html: str) -> list[str]:
    return re.findall(r'class="ev-what"><a href="/events/(E-[0-9a-f]+)"', html)


def token_of(html: str) -> str:
    found = re.search(r'name="csrf-token" content="([^"]+)"', html)
    assert found
    return found[1]


# Queries


@pytest.mark.parametrize(
    "asked",
    [
        [],
        [("type", "ASSAULT")],
        [("type", "ASSAULT"), ("type", "AID")],
        [("status", "contested")],
        [("actor", "JNIM")],
        [("place", "Djenne")],
        [("place", "Djenne"), ("radius", "120")],
        [("place", "14.35,-3.61"), ("radius", "100")],
        [("from", "2023-04"), ("to", "2023-06")],
        [("voice", "international organisation")],
        [("actor", "Malian army"), ("from", "2023-05"), ("type", "AGREE")],
    ],
    ids=lambda asked: "&".join(f"{name}={value}" for name, value in asked) or "all",
)
def test_table_map_timeline_and_sums_count_what_the_case_lists(mali: Case, asked: list[tuple[str, str]]):
    question = read_asked(asked)
    with mali.reading() as connection:
        expected = {row["public_id"] for row in list_events(connection, question.chosen)}
        listed = {row["public_id"] for row in list_page(connection, question)}
        summary = summarise(connection, question)
        spots = gather_spots(points_of(connection, question), summary.total, zoom=12)
        timeline = draw_timeline(connection, question)
    assert listed == expected
    assert summary.total == len(expected) > 0
    assert sum(spot.events for spot in spots.spots) + summary.unplaced == len(expected)
    bars = (
        sum(bar.events for bar in timeline.bars) + timeline.outside + timeline.undated + timeline.earlier
        if timeline
        else 0
    )
    assert bars == len(expected)


def test_both_kinds_of_store_answer_alike(case: Case):
    fill_case(case)
    for asked in (
        [],
        [("actor", "JNIM"), ("sort", "killed")],
        [("place", "Djenne"), ("radius", "120")],
        [("q", "market")],
    ):
        question = read_asked(asked)
        with case.reading() as connection:
            summary = summarise(connection, question)
            timeline = draw_timeline(connection, question)
            placed = sum(row["events"] for row in points_of(connection, question))
            assert len(list_page(connection, question)) == summary.total == placed + summary.unplaced
        assert timeline is not None
        assert (
            sum(bar.events for bar in timeline.bars) + timeline.outside + timeline.undated + timeline.earlier
            == summary.total
        )
    with case.reading() as connection:
        assert len(load_network(connection).edges) == 6


def test_sums_are_ranges_without_what_is_denied(mali: Case):
    with mali.reading() as connection:
        rows = list_events(connection, Filter())
        summary = summarise(connection, read_asked([]))
    told = [row for row in rows if row["status"] not in ("denied", "not happened") and row["killed_low"] is not None]
    assert summary.sums["killed"].low == sum(row["killed_low"] for row in told)
    assert summary.sums["killed"].high == sum(row["killed_high"] for row in told) > summary.sums["killed"].low


def test_words_and_review_narrow_the_list(own: Case):
    with own.writing() as connection:
        accept(connection, event_at(own, "Gao"), Author("Ines", None, own.clock()))
    with own.reading() as connection:
        told = list_page(connection, read_asked([("q", "convoy")]))
        accepted = list_page(connection, read_asked([("review", "accepted")]))
    assert [row["place"] for row in told] == ["Gao"]
    assert [row["public_id"] for row in accepted] == [event_at(own, "Gao")]


def test_sorting_puts_what_is_unknown_last_either_way(mali: Case):
    with mali.reading() as connection:
        for sort in ("killed", "-killed"):
            killed = [
                row["killed_best"] or row["killed_low"] for row in list_page(connection, read_asked([("sort", sort)]))
            ]
            known = [figure for figure in killed if figure is not None]
            assert killed[: len(known)] == sorted(known, reverse=sort.startswith("-"))


def test_spots_of_a_low_zoom_hold_the_same_events_in_fewer_signs(mali: Case):
    with mali.reading() as connection:
        rows = points_of(connection, read_asked([]))
    near, far = (gather_spots(rows, 13, zoom=zoom) for zoom in (12, 1))
    assert len(far.spots) < len(near.spots)
    assert sum(spot.events for spot in far.spots) == sum(spot.events for spot in near.spots) == 12
    assert all(spot.radius_km for spot in near.spots)
    assert all(spot.radius_km is None for spot in far.spots if spot.places > 1)


# Pages without a script


def test_one_query_string_moves_all_three_views(client: TestClient):
    for view in ("table", "map", "timeline"):
        assert total_of(client.get(f"/events?view={view}&actor=JNIM").text) == 5
    assert "Bandiagara" in client.get("/events?actor=JNIM").text
    timeline = client.get("/events?actor=JNIM&view=timeline").text
    assert "actor=JNIM" in timeline
    assert json.loads(client.get("/map/spots.json?actor=JNIM&zoom=12").text)["total"] == 5


@pytest.mark.parametrize(
    ("query", "status", "words"),
    [
        ("actor=Nobody+Known", 404, "no actor of the case is named"),
        ("frob=1", 422, "is nothing that events are narrowed by"),
        ("radius=10", 422, "radius needs a place"),
        ("from=yesterday", 422, "expected YYYY-MM-DD"),
        ("sort=size", 422, "sort is"),
        ("page=99", 422, "the last one is 1"),
        ("q=%22%22", 422, "holds no word"),
    ],
)
def test_what_cannot_be_asked_says_so_and_keeps_what_was_typed(client: TestClient, query: str, status: int, words: str):
    answer = client.get(f"/events?{query}")
    assert answer.status_code == status
    assert words.lower() in answer.text.lower()
    if query.startswith("actor"):
        assert 'value="Nobody Known"' in answer.text


def test_words_typed_are_shown_as_text(client: TestClient):
    answer = client.get("/events", params={"actor": '"><script>alert(1)</script>'})
    assert "<script>alert" not in answer.text
    assert "&lt;script&gt;alert(1)" in answer.text


def test_contested_event_shows_accounts_side_by_side(mali: Case, client: TestClient):
    html = client.get(f"/events/{event_at(mali, 'Djenne')}").text
    accounts = re.findall(r'<article class="account.*?</article>', html, re.DOTALL)
    assert [re.search(r"<h3[^>]*>([^<]+)", account)[1] for account in accounts] == [  # type: ignore[index]
        "a local elder, Amadou Seko",
        "the United Nations mission",
        "The Malian army",
    ]
    assert "14 traders" in accounts[0]
    assert "At least nine traders" in accounts[1]
    assert "Denies it" in accounts[2]
    assert "status.accused-deny" in html
    assert "9\u2060–\u206014" in html


def test_words_of_a_value_link_to_where_they_stand(mali: Case, client: TestClient):
    html = client.get(f"/events/{event_at(mali, 'Djenne')}").text
    links = re.findall(r'class="quote" dir="auto" href="/reports/(r-\w+)\?event=E-\w+#w-(\d+)">([^<]+)<', html)
    assert links
    with mali.reading() as connection:
        bodies = dict(
            connection.execute(
                select(schema.report.c.public_id, schema.text.c.body).join(
                    schema.text, schema.text.c.no == schema.report.c.text_no
                )
            ).all()
        )
    for report, start, told in links:
        assert bodies[report][int(start) :].startswith(told)
    assert DJENNE_TEXT_WORDS in {told for _, _, told in links}


def test_right_to_left_words_and_emoji_before_an_event_move_nothing(mali: Case, client: TestClient):
    event = schema.event.c
    with mali.reading() as connection:
        name = connection.scalars(select(event.public_id).where(event.day_from == "2023-07-27")).one()
    html = client.get(f"/events/{name}").text
    assert re.search(r"#w-\d+\">three farmers<", html)


def test_history_shows_a_correction_with_its_reason(own: Case):
    name = event_at(own, "Gao")
    with own.writing() as connection:
        correct(connection, name, "killed", "15", Author("Ines", "the list of names has 15", own.clock()))
    html = client_of(own).get(f"/events/{name}").text
    assert "the list of names has 15" in html
    assert re.search(r'id="value-killed">.*?value-is" dir="auto">15<', html, re.DOTALL)


def test_a_view_is_saved_listed_and_deleted(own: Case):
    client = client_of(own)
    token = token_of(client.get("/events?actor=JNIM").text)
    saved = client.post("/events/views", data={"csrf": token, "name": "JNIM 2023", "query": "?actor=JNIM&view=map"})
    assert saved.headers["location"] == "/events?actor=JNIM&view=map"
    html = client.get("/events").text
    assert 'href="/events?actor=JNIM&amp;view=map"' in html
    view = re.search(r"/events/views/(V-\w+)/delete", html)
    assert view
    client.post(f"/events/views/{view[1]}/delete", data={"csrf": token})
    assert "JNIM 2023" not in client.get("/events").text


def test_an_answer_kept_in_memory_goes_with_a_decision(own: Case):
    client = client_of(own)
    assert "0 reviewed" not in client.get("/events?review=accepted").text
    assert total_of(client.get("/events?review=accepted").text) == 0
    with own.writing() as connection:
        accept(connection, event_at(own, "Gao"), Author("Ines", None, own.clock()))
    assert total_of(client.get("/events?review=accepted").text) == 1


# Actors


def test_an_actor_has_its_ties_with_words_both_ways(mali: Case, client: TestClient):
    html = client.get(f"/actors/{actor_named(mali, 'Malian army')}").text
    assert "Dan Na Ambassagou is allied with the Malian army" in html
    assert "called for their release" in html
    assert "attacked by" in html


def test_network_keeps_what_follows_from_events_apart(mali: Case):
    with mali.reading() as connection:
        network = load_network(connection)
    edges = {(network.name(e.subject), e.kind, network.name(e.object)): e for e in network.edges}
    attacked = edges["JNIM", "attacked", "Malian army"]
    assert (attacked.derived, attacked.months, attacked.sign) == (True, {"2023-06": 1}, -1)
    allied = edges["Dan Na Ambassagou", "allied with", "Malian army"]
    assert (allied.derived, allied.sign, allied.first, allied.last) == (False, 1, "2023-03", None)


def test_merging_actors_is_a_decision_and_can_be_undone(own: Case):
    client = client_of(own)
    kept, other = actor_named(own, "JNIM"), actor_named(own, "Islamic State in the Greater Sahara")
    token = token_of(client.get(f"/actors/{kept}").text)
    answer = client.post(f"/actors/{kept}/merge", data={"csrf": token, "other": other, "why": "one force here"})
    assert answer.headers["location"] == f"/actors/{kept}"
    assert client.get(f"/actors/{other}").headers["location"] == f"/actors/{kept}"
    with own.reading() as connection:
        (made,) = list_history(connection, kept)
    assert (made["kind"], made["why"], made["value"]["merged"]) == ("merge", "one force here", other)
    client.post(f"/actors/{kept}/undo/{made['public_id']}", data={"csrf": token})
    assert client.get(f"/actors/{other}").status_code == 200


# Borders


@pytest.mark.parametrize(
    ("latitude", "longitude", "name", "country"),
    [
        (34.43, 70.45, "Nangarhar", "AF"),
        (35.3, 69.6, "Panjshir", "AF"),
        (33.7, 66.0, "Daykundi", "AF"),
        (48.0, 37.8, "Donetsk", "UA"),
        (45.2, 34.2, "Crimea", "UA"),
        (14.35, -3.61, "Mopti", "ML"),
    ],
    ids=lambda value: str(value),
)
def test_borders_know_the_area_of_a_point(latitude: float, longitude: float, name: str, country: str):
    area = open_areas().area_at(latitude, longitude)
    assert area is not None
    assert (area.name, area.country) == (name, country)


def test_neighbouring_areas_share_their_border_line():
    areas = {area.name: area for area in open_areas().areas_of("ML")}
    corners = [
        {point for polygon in areas[n].polygons for ring in polygon for point in ring} for n in ("Mopti", "Ségou")
    ]
    assert len(corners[0] & corners[1]) > 10


def test_disputed_borders_are_lines_of_their_own():
    kinds = {f["properties"].get("kind") for f in open_world().geojson()["features"]}
    assert kinds >= set(LINE_KINDS) - {"area"}
    crimea = [f for f in open_areas().geojson("UA")["features"] if f["properties"].get("kind") == "disputed"]
    longitudes = [x for line in crimea[0]["geometry"]["coordinates"] for x, _ in line]
    assert any(33 < x < 36 for x in longitudes)
    assert open_areas().area_at(0.0, -30.0) is None


# In Chromium


def wait_for_map(page: Page) -> None:
    expect(page.locator("#map[data-ready=yes]")).to_be_attached(timeout=90_000)


def test_filter_moves_table_map_and_timeline_in_the_browser(page: Page):
    page.goto("/events")
    expect(page.locator(".ev-total b")).to_have_text("13")
    page.get_by_label("Actor", exact=True).fill("JNIM")
    page.get_by_label("Actor", exact=True).press("Enter")
    expect(page.locator(".ev-total b")).to_have_text("5")
    expect(page.locator(".ev-table tbody tr")).to_have_count(5)
    assert page.locator(".strip-svg .bar-open").count() == 3
    page.get_by_role("link", name="Map", exact=True).click()
    wait_for_map(page)
    assert page.locator("#map").get_attribute("data-shown") == "5"
    page.get_by_label("ASSAULT").check()
    expect(page.locator(".ev-total b")).to_have_text("4")
    wait_for_map(page)
    assert page.locator("#map").get_attribute("data-shown") == "4"
    page.get_by_role("link", name="Timeline", exact=True).click()
    expect(page.locator(".tl-row figcaption b").nth(1)).to_have_text("ASSAULT")
    page.go_back()
    page.go_back()
    expect(page.locator(".ev-total b")).to_have_text("5")


def test_dragging_over_the_bars_chooses_days(page: Page):
    page.goto("/events")
    bars = page.locator(".strip-svg")
    box = bars.bounding_box()
    assert box
    page.mouse.move(box["x"] + 2, box["y"] + 30)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.1, box["y"] + 30, steps=4)
    page.mouse.up()
    expect(page.locator(".ev-total b")).to_have_text("3")
    assert "from=2023-02-27" in page.url


def test_a_spot_of_the_map_opens_its_events(page: Page):
    page.goto("/events?view=map&place=Djenne")
    wait_for_map(page)
    box = page.locator("#map").bounding_box()
    assert box
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(page.locator("#map-panel h2")).to_have_text("2 events here")
    page.locator("#map-panel").get_by_role("link", name="Malian army → traders").click()
    expect(page.get_by_role("heading", name="3 accounts side by side")).to_be_visible()


def test_error_radius_is_a_true_circle(page: Page):
    page.goto("/events?view=map&place=Bamako")
    wait_for_map(page)
    ring = page.evaluate(
        """async () => {
            const { circle } = await import(document.getElementById("events-page").dataset.map);
            return circle({ longitude: -8, latitude: 60, radius_km: 14 });
        }"""
    )
    for longitude, latitude in ring:
        one, other = math.radians(60), math.radians(latitude)
        chord = (
            math.sin((other - one) / 2) ** 2
            + math.cos(one) * math.cos(other) * math.sin(math.radians(longitude + 8) / 2) ** 2
        )
        assert 2 * 6371 * math.asin(math.sqrt(chord)) == pytest.approx(14, rel=1e-3)


def test_an_edge_of_the_network_opens_its_words(page: Page):
    page.goto("/network")
    graph = page.locator("#net-graph[data-ready=yes]")
    expect(graph).to_be_attached()
    page.evaluate(
        """() => {
            const cy = document.getElementById("net-graph").network;
            cy.edges().filter((edge) => edge.data("kind") === "allied with").emit("tap");
        }"""
    )
    expect(page.locator("#net-panel .quote").first).to_have_text("Dan Na Ambassagou is allied with the Malian army")


def test_slider_shows_only_what_stood_in_its_months(page: Page):
    page.goto("/network")
    graph = page.locator("#net-graph[data-ready=yes]")
    expect(graph).to_have_attribute("data-edges", "6")
    page.locator("#net-window").select_option("0")
    page.locator("#net-month").fill("0")
    expect(page.locator("#net-at")).to_have_text("2023-03")
    expect(page.locator("tr[data-edge]:visible")).to_have_count(3)


@pytest.mark.parametrize("path", ["/events", "/events?view=map", "/events?view=timeline", "/actors", "/network"])
def test_pages_fit_a_phone(page: Page, path: str):
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(path)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_pages_work_without_a_script(browser: Browser, mali: Case):
    with (
        serving(mali) as address,
        browser.new_context(base_url=address, java_script_enabled=False) as context,
    ):
        page = context.new_page()
        page.goto("/events?actor=JNIM")
        page.get_by_label("ASSAULT").check()
        page.get_by_role("button", name="Narrow").click()
        expect(page.locator(".ev-table tbody tr")).to_have_count(4)
        page.get_by_role("link", name="Map", exact=True).click()
        expect(page.locator(".map-drawn svg .d-land")).to_be_attached()
        page.goto("/network")
        page.get_by_role("link", name="allied with").click()
        expect(page.locator(".quote").first).to_have_text("Dan Na Ambassagou is allied with the Malian army")
