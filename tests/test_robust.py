"""Texts as they come: in capitals, without marks, damaged, very long, of several scripts.

Each is coded without an error, every value's words stand where they are said to stand, and
events that any reader sees are found. What is wrong with a text never changes its offsets.
"""

from __future__ import annotations

import textwrap
from functools import lru_cache

import pytest

import whowhom
from whowhom.errors import RecordError
from whowhom.ingest import PublicationHints, document_from_text
from whowhom.records import Coding
from whowhom.records.validation import validate

pytestmark = pytest.mark.model

REPORT = (
    "Gunmen killed four farmers near Gwoza on Monday, the police said.\n\n"
    "The army denied that it had shelled the town. Two soldiers were wounded in an ambush last week, and hundreds of "
    "residents fled to Maiduguri."
)
KILLING = "Gunmen killed four farmers near Gwoza on Monday."
WALK = "then walked past the quiet fields and the river and "
FAMILY = "\N{MAN}\N{ZERO WIDTH JOINER}\N{WOMAN}\N{ZERO WIDTH JOINER}\N{GIRL}"
ARABIC = "\u0642\u0627\u0644\u062a \u0627\u0644\u0634\u0631\u0637\u0629"
RUSSIAN = "\u0412 \u0413\u043e\u0440\u043b\u043e\u0432\u043a\u0435"
CHINESE = "\u6b66\u88c5\u5206\u5b50"

# Text, and words of it that tell an event.
TEXTS: dict[str, tuple[str, tuple[str, ...]]] = {
    "as written": (REPORT, ("killed", "shelled", "ambush")),
    "capitals": (REPORT.upper(), ("KILLED", "SHELLED", "AMBUSH")),
    "small letters": (REPORT.lower(), ("killed", "shelled", "ambush")),
    "no punctuation": (REPORT.replace(",", "").replace(".", ""), ("killed", "shelled")),
    "no space behind full stops": (REPORT.replace(". ", "."), ("killed", "shelled")),
    "lines cut at 40 letters": ("\n".join(textwrap.wrap(REPORT, 40)), ("killed", "shelled", "ambush")),
    "words cut at line ends": (REPORT.replace("farmers", "far-\nmers").replace("residents", "resi-\ndents"), ("killed",)),
    "letters taken for others": (REPORT.replace("rm", "nn").replace(" the ", " tbe "), ("killed", "shelled")),
    "Windows line ends": (REPORT.replace("\n", "\r\n"), ("killed", "shelled")),
    "list": (
        "Incidents on Monday:\n- Gunmen killed four farmers near Gwoza.\n* Protesters marched through Lima.\n"
        "1. Rebels shelled Idlib.\n2) Police arrested six men in Nyala.",
        ("killed", "marched", "shelled", "arrested"),
    ),
    "table with tabs": (
        "Date\tPlace\tEvent\tKilled\n2023-04-17\tGwoza\tGunmen killed four farmers\t4\n"
        "2023-04-18\tMopti\tA bomb exploded at a market\t7\n",
        ("killed", "exploded"),
    ),
    "table with bars": (
        "| Date | Place | Event | Killed |\n|---|---|---|---|\n"
        "| 17 April 2023 | Gwoza | Gunmen killed four farmers | 4 |\n",
        ("killed",),
    ),
    "table with semicolons": ("date;place;event\n2023-04-17;Gwoza;Gunmen killed four farmers\n", ("killed",)),
    "scripts mixed": (f"{KILLING} {RUSSIAN} shelling wounded two people. {CHINESE} attacked a convoy.", ("killed",)),
    "right to left": (f"\u202b{KILLING}\u202c {ARABIC}. Rebels shelled Idlib.", ("killed", "shelled")),
    "emoji": (
        f"\N{POLICE CARS REVOLVING LIGHT} {KILLING} {FAMILY}\N{CRYING FACE} #Gwoza @newsroom https://example.org/a",
        ("killed",),
    ),
    "accents apart": ("Gunmen killed four farmers near Bogota\u0301 on Monday. Rebels shelled Idlib.", ("killed", "shelled")),
    "invisible letters": ("Gunmen killed four\u00a0farmers near Gwoza\u00ad.\ufeff Rebels\u2028shelled Idlib.", ("killed", "shelled")),
    "control letters": ("Gunmen killed\x0c four farmers\x0b near Gwoza\x1b[31m on Monday.", ("killed",)),
    "one sentence of 3,000 words": (f"Gunmen killed four farmers and {WALK * 300}on Friday rebels shelled Idlib", ("killed", "shelled")),
    "3,000 words in capitals": (
        f"Gunmen killed four farmers and {WALK * 300}on Friday rebels shelled Idlib".upper(),
        ("KILLED", "SHELLED"),
    ),
    "one word of 5,000 letters": (f"Gunmen killed four farmers near {'a' * 5000}. Rebels shelled Idlib.", ("killed", "shelled")),
    "hyphens": (f"Gunmen killed four farmers. {'A-B-' * 400} Rebels shelled Idlib.", ("killed", "shelled")),
    "quotes left open": ('"' * 300 + " Gunmen killed four farmers. " + "“They shot. " * 20, ("killed",)),
    "brackets": (f"{'(' * 300}{KILLING}{')' * 300}", ("killed",)),
    "empty lines": (f"Gunmen killed four farmers.{chr(10) * 2000}Rebels shelled Idlib.", ("killed", "shelled")),
    "hundreds of names": (f"Gunmen killed {', '.join(f'Amadi Botaro{n}' for n in range(300))} in Gwoza.", ("killed",)),
    "hundreds of places": (f"Gunmen attacked {' and '.join(['Gwoza', 'Mopti', 'Gao', 'Idlib'] * 40)}.", ("attacked",)),
    "places in capitals": (f"THE REBELS ATTACKED {', '.join(['GWOZA', 'MOPTI', 'GAO'] * 40)} AND KIDAL.", ("ATTACKED",)),
}  # fmt: skip


@lru_cache(maxsize=1)
def pipeline():
    return whowhom.load()


def code(text: str) -> Coding:
    hints = PublicationHints(published="2023-04-19")
    coding = pipeline().code(document_from_text(text, meta=hints, check_language=False))
    validate(coding)
    return coding


def anchors(coding: Coding) -> set[str]:
    found = [anchor for event in coding.events for anchor in event.anchors]
    assert all(coding.document.text[anchor.start : anchor.end] == anchor.text for anchor in found)
    return {anchor.text for anchor in found}


@pytest.mark.parametrize("name", TEXTS)
def test_a_text_is_coded_and_its_plain_events_are_found(name):
    text, wanted = TEXTS[name]
    coding = code(text)
    assert coding.document.text == text.replace("\r\n", "\n")
    assert set(wanted) <= anchors(coding)


def test_letters_apart_or_nothing_but_marks_are_coded_to_nothing():
    for text in (" ".join(KILLING), "?!... --- ***", "\N{CRYING FACE}" * 50, ARABIC):
        assert code(text).events == ()


def test_a_run_of_numbers_longer_than_a_window_is_coded():
    coding = code(f"Gunmen killed 4 farmers. {'1,234.56 ' * 400}Rebels shelled Idlib.")
    assert {"killed", "shelled"} <= anchors(coding)


def test_half_a_letter_is_refused_with_what_to_do():
    with pytest.raises(RecordError, match="lone surrogate"):
        document_from_text("Gunmen killed four farmers \ud83d on Monday.")


@pytest.mark.parametrize("text", [REPORT, REPORT.upper()], ids=["as written", "capitals"])
def test_near_is_no_part_of_a_place_in_any_case(text):
    coding = code(text)
    near = [place for place in coding.places if place.relation == "near"]
    assert [place.name for place in near] == ["Gwoza"]
    assert coding.quote(near[0].mentions[0]).lower().endswith("gwoza")
    assert near[0].country == "NG"


def test_the_killing_of_a_text_in_capitals_has_all_its_values():
    event = next(event for event in code(REPORT.upper()).events if event.anchors[0].text == "KILLED")
    assert event.type == "ASSAULT"
    assert [(toll.outcome, toll.best, toll.text) for toll in event.tolls] == [("killed", 4, "FOUR FARMERS")]
    assert [(date.from_, date.text) for date in event.dates] == [("2023-04-17", "MONDAY")]


def test_places_of_a_long_list_in_capitals_take_no_longer_than_in_small_letters():
    """Every word had two ways to be a capital, so that a stretch of fifteen took a thousand times as long."""
    crowd = " ".join(["WAS", "SHOT", "AND", "KILLED", "TODAY", "IN", "FRONT", "OF", "THE", "OLD", "CAPITOL"] * 8)
    assert "KILLED" in anchors(code(f"A MINISTER {crowd} IN THE CITY OF GWOZA BY MASKED MEN"))
