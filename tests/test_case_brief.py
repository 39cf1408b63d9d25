"""The page on a case: it stands alone, holds what the rows hold, and draws uncertainty."""

from __future__ import annotations

import dataclasses
import itertools
import re
from pathlib import Path

import lxml.html
import pytest
from sqlalchemy import select
from typer.testing import CliRunner

from factories import make_coding
from planting import Planter, parts
from test_casefile_store import add, coding_of
from whowhom.brief import CaseBrief, write_case_brief
from whowhom.brief.case_map import WIDTH, draw_map
from whowhom.brief.case_page import make_page
from whowhom.brief.case_series import draw_series
from whowhom.casefile import schema
from whowhom.casefile.case import open_case
from whowhom.casefile.filters import Filter
from whowhom.casefile.listing import list_events
from whowhom.cli.app import app
from whowhom.export.from_coding import dataset_of
from whowhom.export.outlets import Outlets
from whowhom.export.releases import read_release
from whowhom.safeguard.apply import protect
from whowhom.safeguard.known import Known
from whowhom.safeguard.profiles import PROFILES
from whowhom.safeguard.rows import Dataset, EventRow, Speaker, When

BRIEF = CaseBrief("Events at Bria, 2022", (("Period", "2022"),))


@pytest.fixture(scope="module")
def known() -> Known:
    return Known.load()


@pytest.fixture
def safe(known) -> Dataset:
    return protect(dataset_of([make_coding()], prefix="kotto", outlets=Outlets()), PROFILES["public"], known)


def words_of(element: lxml.html.HtmlElement) -> str:
    return " ".join(" ".join(element.itertext()).split())


def moved(event: EventRow, day: str, latitude: float = 6.5, longitude: float = 22.0) -> EventRow:
    place = dataclasses.replace(event.places[0], latitude=latitude, longitude=longitude)
    return dataclasses.replace(event, dates=(When(day, day, 1, "within", "stated"),), places=(place,))


def test_the_page_runs_nothing_and_loads_nothing(safe):
    html = write_case_brief(safe, BRIEF)
    page = lxml.html.document_fromstring(html)
    assert page.xpath("//script | //link | //img | //iframe | //object | //@onload") == []
    assert not re.search(r"url\(|@import|https?://", html)
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert {href[1:] for href in page.xpath("//a/@href")} <= set(ids)


def test_every_figure_stands_with_its_voice(safe):
    page = lxml.html.document_fromstring(write_case_brief(safe, BRIEF))
    rows = [words_of(row) for row in page.xpath("//section[@id='tolls']//tbody/tr")]
    assert rows[0].startswith("1 Odile Ngaba (official) 12 or more killed (civilians)")
    told = page.xpath("//section[@id='glance']")[0].text_content()
    assert "At least 12 people killed, added up by this page over the accounts of 1 event" in told


def test_a_denied_event_stands_apart(safe):
    page = make_page(safe, BRIEF)
    assert [len(page.entries), len(page.ahead)] == [1, 1]
    assert page.ahead[0].number == 2


def test_the_map_draws_the_radius_and_unreviewed_events_apart(safe):
    drawn = draw_map([moved(safe.events[0], "2022-03-02"), moved(safe.events[0], "2022-03-03", 7.5)])
    assert drawn is not None
    assert [spot.is_reviewed for spot in drawn.spots] == [False, False]
    first = drawn.spots[0]
    degree = abs(drawn.spots[0].y - drawn.spots[1].y)
    assert first.radius == pytest.approx(5.0 / 111.2 * degree, abs=0.2)
    assert all(0 <= spot.x <= WIDTH and 0 <= spot.y <= drawn.height for spot in drawn.spots)


def test_labels_of_places_side_by_side_do_not_meet(safe):
    events = [moved(safe.events[0], "2022-03-02", 6.5 + n / 500, 22.0) for n in range(6)]
    events.append(moved(safe.events[0], "2022-03-02", 2.0, 12.0))
    drawn = draw_map(events)
    assert drawn is not None
    heights = sorted(spot.label_y for spot in drawn.spots if spot.x > WIDTH / 2)
    assert all(above + 14 <= below + 0.1 for above, below in itertools.pairwise(heights))


def test_events_without_a_point_are_listed(safe):
    drawn = draw_map([dataclasses.replace(safe.events[0], places=()), safe.events[0]])
    assert drawn is not None
    assert drawn.unplaced == (1,)
    assert draw_map([dataclasses.replace(safe.events[0], places=())]) is None


@pytest.mark.parametrize(
    ("days", "unit", "counts"),
    [
        (("2022-03-01", "2022-03-03", "2022-03-03"), "day", [1, 0, 2]),
        (("2022-01-03", "2022-03-01"), "week", [1, 0, 0, 0, 0, 0, 0, 0, 1]),
        (("2020-01-31", "2022-02-01"), "month", [1, *[0] * 24, 1]),
    ],
)
def test_the_time_line_takes_the_unit_that_fits(safe, days, unit, counts):
    series = draw_series([moved(safe.events[0], day) for day in days])
    assert series is not None
    assert (series.unit, [column.unreviewed for column in series.columns]) == (unit, counts)


def test_an_event_of_a_year_is_in_no_column(safe):
    year = dataclasses.replace(safe.events[0], dates=(When("2022-01-01", "2022-12-31", 5, "within", "stated"),))
    series = draw_series([year, moved(safe.events[0], "2022-03-01")])
    assert series is not None
    assert series.outside == 1


def test_accounts_that_differ_stand_side_by_side(safe):
    event = safe.events[0]
    toll = event.claims[0]
    other = dataclasses.replace(toll, account=7, low=3, voices=(Speaker("Kotto Front", "belligerent", "own side"),))
    event = dataclasses.replace(event, claims=(toll, other))
    page = lxml.html.document_fromstring(write_case_brief(dataclasses.replace(safe, events=(event,)), BRIEF))
    sides = [words_of(side) for side in page.xpath("//div[@class='side']")]
    assert sides == [
        "Odile Ngaba (official) 12 or more killed (civilians)",
        "Kotto Front (belligerent) 3 or more killed (civilians)",
    ]


def test_hostile_names_are_escaped(safe):
    event = safe.events[0]
    actor = dataclasses.replace(event.parties[0].actor, name="<script>alert(1)</script>\u202e")
    event = dataclasses.replace(event, parties=(dataclasses.replace(event.parties[0], actor=actor), *event.parties[1:]))
    html = write_case_brief(dataclasses.replace(safe, events=(event,)), BRIEF)
    assert "<script>" not in html
    assert "\u202e" not in html


def test_no_planted_name_stands_on_the_public_page(known):
    planter = Planter()
    codings = [planter.coding(everywhere=number % 2 == 1) for number in range(4)]
    safe = protect(dataset_of(codings, prefix=None, outlets=Outlets()), PROFILES["public"], known)
    html = write_case_brief(safe, BRIEF).encode()
    assert [part for part in parts(planter.planted) if part in html] == []


def test_the_command_writes_a_page_on_a_case(tmp_path: Path):
    path, out = tmp_path / "amina-yusuf.case", tmp_path / "page.html"
    with open_case(str(path), create=True) as case:
        add(case, coding_of())
    result = CliRunner().invoke(app, ["brief", str(path), "--place", "Bria", "--from", "2022", "-o", str(out)])
    assert result.exit_code == 0, result.stderr
    html = out.read_text("utf-8")
    assert '<h1 dir="auto">Events at Bria, 2022 to 2022-03-02</h1>' in html
    assert "amina" not in html.lower()


def test_an_actor_who_may_not_be_named_is_not_in_the_head(tmp_path: Path):
    path, out = tmp_path / "kotto.case", tmp_path / "page.html"
    with open_case(str(path), create=True) as case:
        add(case, coding_of())
    run = CliRunner().invoke(app, ["brief", str(path), "--actor", "Kotto Front", "-o", str(out)])
    assert run.exit_code == 0, run.stderr
    assert "Kotto Front" in out.read_text("utf-8").split("</dl>")[0]
    refused = CliRunner().invoke(app, ["brief", "report.txt", "--place", "Bria", "-o", str(out)])
    assert refused.exit_code == 2
    assert "are for a case" in refused.stderr


def test_the_page_tells_what_changed_since_the_brief_that_was_saved(tmp_path: Path):
    file = str(tmp_path / "kotto.case")
    with open_case(file, create=True) as case:
        add(case, make_coding())
        with case.reading() as connection:
            shelling = next(row["public_id"] for row in list_events(connection, Filter()) if row["killed_low"])
    assert "neither a release" in section(tmp_path, file, "changes")
    first = section(tmp_path, file, "changes", "--save", "--who", "odile")
    assert "neither a release" in first
    run("correct", file, shelling, "killed", "14")
    run("reject", file, next(name for name in names_of(file) if name != shelling), "--why", "a drill")
    told = section(tmp_path, file, "changes")
    assert "0 new, 1 changed, 1 gone or merged, 0 as before" in told
    assert "killed: at least 12 14 review: unreviewed corrected" in told
    assert "No longer there ASSAULT" in told
    narrow = section(tmp_path, file, "changes", "--from", "2022")
    assert "neither a release" in narrow  # A brief on other events is nothing to hold it against.
    with open_case(file, write=False) as case, case.reading() as connection:
        (name,) = connection.scalars(select(schema.release.c.name))
        assert read_release(connection) is None
    result = run("brief", file, "--from", "2022", "--since", name, "-o", str(tmp_path / "page.html"))
    assert (result.exit_code, "a brief on other events" in result.stderr) == (2, True)


def test_forecasts_that_came_due_stand_with_what_came_of_them(tmp_path: Path):
    file = str(tmp_path / "kotto.case")
    coding = make_coding()
    (forecast,) = coding.forecasts
    due = dataclasses.replace(forecast, horizon="2022-04-01", missing=())
    with open_case(file, create=True) as case:
        add(case, dataclasses.replace(coding, forecasts=(due,)))
    told = section(tmp_path, file, "forecasts", "--profile", "internal")
    assert "1 of 1 forecasts named a day that was over on" in told
    assert f"“{forecast.outcome.text}”" in told
    assert "2022-04-01 due, not settled" in told
    run("settle", file, forecast.id, "true", "--event", names_of(file)[0])
    told = section(tmp_path, file, "forecasts", "--profile", "internal")
    assert "1 of 1 forecasts was settled by a person: 1 came true, 0 did not." in told
    assert "came true: event" in told
    assert forecast.outcome.text not in section(tmp_path, file, "forecasts")


def run(*args: str):
    return CliRunner().invoke(app, list(args), prog_name="whowhom")


def names_of(file: str) -> list[str]:
    with open_case(file, write=False) as case, case.reading() as connection:
        return [str(row["public_id"]) for row in list_events(connection, Filter())]


def section(tmp_path: Path, file: str, name: str, *options: str) -> str:
    """Write the page and give the words of one section."""
    target = tmp_path / "page.html"
    result = run("brief", file, "-o", str(target), *options)
    assert result.exit_code == 0, result.stderr
    page = lxml.html.document_fromstring(target.read_text("utf-8"))
    return words_of(page.xpath(f"//section[@id='{name}']")[0])
