"""The brief: one page that loads nothing, runs nothing and shows the report's own words."""

from __future__ import annotations

import dataclasses
import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factories import TEXT, make_coding, make_document, make_quiet_coding, words
from whowhom.brief import phrases, write_brief
from whowhom.brief.clean import STAND_IN, shown
from whowhom.brief.marks import Mark, weave
from whowhom.brief.timeline import draw_timeline
from whowhom.errors import ValidationError
from whowhom.records import Coding, DateRange, Quote

VOID = {"meta", "br", "path", "circle", "link", "img", "input", "hr"}
LOADERS = {
    "script",
    "link",
    "img",
    "iframe",
    "object",
    "embed",
    "video",
    "audio",
    "source",
    "base",
    "form",
    "image",
    "use",
}
HOSTILE = (
    '</mark><script>alert(1)</script><img src=x onerror="alert(2)"> \u202eevil\u202c "\'&amp; \x00\x1b[31m \ud800 '
)


class Page(HTMLParser):
    """A page taken apart: elements with attributes, and the text of each mark by its span."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[tuple[str, dict[str, str | None]]] = []
        self.marked: dict[str, str] = {}
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append((tag, dict(attrs)))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        opened, _ = self.open.pop()
        assert opened == tag

    def handle_data(self, data: str) -> None:
        self.text += data
        for tag, attrs in self.open:
            if tag == "mark" and (span := attrs.get("data-span")):
                self.marked[span] = self.marked.get(span, "") + data

    def ids(self) -> list[str]:
        return [attrs["id"] or "" for _, attrs in self.elements if "id" in attrs]


@pytest.fixture(scope="module")
def page() -> Page:
    return Page(write_brief(make_coding()))


def hostile_coding() -> Coding:
    """Put hostile words into every string of a coding that a report can fill."""
    coding = make_coding(make_document(TEXT.replace("Leave a comment", f"Leave a comment {HOSTILE}")))
    meta = dataclasses.replace(coding.document.publication, title=HOSTILE, url=HOSTILE, publisher=HOSTILE, path=HOSTILE)
    document = dataclasses.replace(coding.document, publication=meta, language='"><script>')
    actors = tuple(dataclasses.replace(row, name=HOSTILE, aliases=(HOSTILE,)) for row in coding.actors)
    places = tuple(dataclasses.replace(row, name=HOSTILE, notes=HOSTILE) for row in coding.places)
    events = tuple(dataclasses.replace(row, type=HOSTILE, modes=(HOSTILE,)) for row in coding.events)
    return dataclasses.replace(coding, document=document, actors=actors, places=places, events=events)


def test_the_page_is_well_formed_and_ids_are_unique(page: Page) -> None:
    assert page.open == []
    assert len(page.ids()) == len(set(page.ids()))


def test_the_page_loads_nothing_and_runs_nothing(page: Page) -> None:
    assert not {tag for tag, _ in page.elements} & LOADERS
    for _, attrs in page.elements:
        assert not [name for name in attrs if name.startswith("on") or name in {"src", "srcset", "action", "data"}]
        assert (attrs.get("href") or "#").startswith("#")
    style = write_brief(make_coding()).split("<style>")[1].split("</style>")[0]
    assert not re.search(r"url\(|@import|http", style)


def test_the_page_forbids_loading_by_policy(page: Page) -> None:
    policies = [attrs["content"] for _, attrs in page.elements if attrs.get("http-equiv") == "Content-Security-Policy"]
    assert policies == ["default-src 'none'; style-src 'unsafe-inline'; img-src data:"]


def test_every_mark_holds_the_words_of_its_span(page: Page) -> None:
    assert len(page.marked) > 15
    for span, told in page.marked.items():
        start, end = map(int, span.split("-"))
        assert told == TEXT[start:end]


def test_every_link_leads_to_a_place_in_the_page(page: Page) -> None:
    links = [attrs["href"] or "" for tag, attrs in page.elements if tag == "a"]
    assert len(links) > 30
    assert {link[1:] for link in links} <= set(page.ids())


def test_words_lead_to_their_event_and_the_event_to_its_words(page: Page) -> None:
    anchor = words(TEXT, "shelled")
    assert f"w-{anchor.start}-{anchor.end}" in page.ids()
    assert ("a", {"class": "ref", "href": "#event-1", "data-n": "1", "aria-label": "to event 1"}) in page.elements


def test_the_report_stands_in_full_and_unchanged(page: Page) -> None:
    for stretch in TEXT.strip().split("\n\n"):
        assert stretch in page.text


def test_a_toll_shows_its_bound_its_words_and_what_stays_open(page: Page) -> None:
    assert "12 or more" in page.text
    assert "at least 12 civilians" in page.text
    assert "lowest 12, no best or highest figure told" in page.text


def test_a_denied_event_says_so_in_words_and_by_a_shape(page: Page) -> None:
    assert "told as not having happened, without doubt" in page.text
    assert any(attrs.get("class") == "shape shape-denied" for _, attrs in page.elements)


def test_codes_name_their_rules(page: Page) -> None:
    for rule in ("rule acled-07", "rule ged-03", "rule cameo-19"):
        assert rule in page.text


@pytest.mark.parametrize(
    ("field", "words"),
    [
        ("tolls[3].of", "of whom (figure 4)"),
        ("counts[0].of", "of whom (count 1)"),
        ("responsibility[1].actor", "who (blame or claim 2)"),
        ("participants.actor", "who did it"),
        ("event_count", "number of events"),
        ("reason", "reason"),
    ],
)
def test_a_field_without_a_value_is_named_in_words(field: str, words: str) -> None:
    assert phrases.field(field) == words


def test_what_is_missing_stands_with_its_reason(page: Page) -> None:
    assert "Event 2: not stated: when, where, instrument, reason" in page.text
    assert "Event 2: no rule matched: ACLED's class, UCDP's class, CAMEO's class" in page.text


def test_furniture_is_shown_as_not_coded(page: Page) -> None:
    assert any("furniture uncoded" in (attrs.get("class") or "") for _, attrs in page.elements)


def test_a_folder_of_the_reader_does_not_reach_the_page(page: Page) -> None:
    assert "bria.txt" in page.text
    assert "reports/bria.txt" not in page.text


def test_an_empty_table_says_what_was_looked_for() -> None:
    text = Page(write_brief(make_quiet_coding())).text
    assert "Nobody is praised or blamed in words." in text
    assert "Nothing is foreseen." in text
    assert "No figure beside the events is told." in text
    assert "No event was found in this report." in text


def test_the_same_coding_gives_the_same_page() -> None:
    assert write_brief(make_coding()) == write_brief(make_coding())


def test_hostile_words_stay_words() -> None:
    html = write_brief(hostile_coding())
    hostile = Page(html)
    assert hostile.open == []
    assert not {tag for tag, _ in hostile.elements} & LOADERS
    assert not [name for _, attrs in hostile.elements for name in attrs if name.startswith("on")]
    assert "<script>alert(1)</script>" in hostile.text
    assert not set(html) & set("\x00\x1b\u202e\u202c")
    html.encode("utf-8")


def test_direction_marks_of_correct_arabic_are_kept() -> None:
    arabic = "قال الجيش \u200fإنه قصف \u200cالمدينة"
    assert shown(arabic) == arabic
    assert shown("a\u202eb\u2066c") == f"a{STAND_IN}b{STAND_IN}c"


def test_a_span_past_the_text_is_refused_with_its_offsets() -> None:
    coding = make_coding()
    bad = dataclasses.replace(coding.events[0], anchors=(Quote(5, 9999, "x"),))
    with pytest.raises(ValidationError, match=r"span \[5, 9999\)"):
        write_brief(dataclasses.replace(coding, events=(bad,)))


@given(st.text(max_size=60))
def test_cleaning_keeps_offsets(text: str) -> None:
    assert len(shown(text)) == len(text)
    shown(text).encode("utf-8")


@given(
    st.text("ab <&\u202e\n", min_size=1, max_size=40),
    st.lists(st.tuples(st.integers(0, 39), st.integers(1, 40)), max_size=8),
)
def test_marks_that_nest_and_cross_keep_their_words(text: str, spans: list[tuple[int, int]]) -> None:
    kept = sorted({(a, b) for a, b in spans if a < b <= len(text)}, key=lambda span: (span[0], -span[1]))
    marks = tuple(Mark(a, b, {"who"}, ["x"], [1]) for a, b in kept)
    done: set[str] = set()
    woven = Page(str(weave(text, marks, 0, len(text), done=done)))
    assert woven.open == []
    assert woven.text == shown(text)
    assert woven.marked == {f"{a}-{b}": shown(text[a:b]) for a, b in kept}
    assert sorted(woven.ids()) == sorted(done)
    assert sum(tag == "a" for tag, _ in woven.elements) == len(kept)


def test_an_uncertain_date_is_a_span_and_an_exact_one_a_dot() -> None:
    coding = make_coding()
    vague = DateRange("2021-01-01", "2021-12-31", "within", 5, "2021", "stated", None, (), "x", 0, 1)
    later = dataclasses.replace(coding.events[1], dates=(vague,))
    line = draw_timeline(dataclasses.replace(coding, events=(coding.events[0], later)))
    assert [row.number for row in line.rows] == [2, 1]
    year, exact = line.rows[0].bars[0], line.rows[1].bars[0]
    assert (year.kind, exact.kind) == ("within", "day")
    assert year.left + year.width <= exact.left
    assert exact.width == 0.0


def test_a_date_open_at_the_start_reaches_the_edge() -> None:
    coding = make_coding()
    until = DateRange(None, "2021-12-31", "within", 5, "../2021", "stated", None, (), "x", 0, 1)
    line = draw_timeline(dataclasses.replace(coding, events=(dataclasses.replace(coding.events[0], dates=(until,)),)))
    bar = line.rows[0].bars[0]
    assert (bar.left, bar.open) == (0.0, "start")


def luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [value / 12.92 if value <= 0.03928 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    return sum(share * value for share, value in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


@pytest.mark.parametrize("mode", [0, 1], ids=["light", "dark"])
def test_text_has_enough_contrast_in_both_modes(mode: int) -> None:
    style = write_brief(make_coding()).split("<style>")[1]
    colours = [
        dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", block)) for block in re.findall(r":root \{(.*?)\}", style, re.S)
    ][mode]
    pairs = [("ink", ground) for ground in ("paper", "sheet", "what", "who", "where", "when", "toll")]
    pairs += [
        (ink, ground)
        for ink in ("soft", "accent", "toll-line", "when-line", "what-line")
        for ground in ("paper", "sheet")
    ]
    for ink, ground in pairs:
        light, dark = sorted((luminance(colours[ink]), luminance(colours[ground])), reverse=True)
        assert (light + 0.05) / (dark + 0.05) >= 4.5, (ink, ground)


def test_a_year_taken_from_the_text_stands_beside_its_date():
    coding = make_coding()
    event = max(coding.events, key=lambda e: len(e.dates))
    dated = dataclasses.replace(event.dates[0], basis="year from the text", anchor="2016")
    page = write_brief(dataclasses.replace(coding, events=(dataclasses.replace(event, dates=(dated,)),)))
    assert "2016" in page
