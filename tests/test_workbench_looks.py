"""The looks of the pages, reckoned from the style sheets: contrast in both appearances (WCAG 2.2, AA)."""

from __future__ import annotations

import re

import pytest

from whowhom.workbench.pages import STATIC

SHEETS = sorted(path.name for path in STATIC.glob("*.css"))
TEXT_RATIO, SHAPE_RATIO = 4.5, 3.0
GROUNDS = ("paper", "sheet", "sunk")
WASHES = ("accent-wash", "good-wash", "warn-wash", "bad-wash")
FILLS = ("what", "who", "where", "when", "toll", "says")
PAIRS = [
    *((ink, ground) for ink in ("ink", "soft", "accent", "good", "warn", "bad") for ground in GROUNDS),
    *((ink, wash) for ink in ("ink", "soft", "accent") for wash in WASHES),
    *((wash.removesuffix("-wash"), wash) for wash in WASHES),
    *((ink, fill) for ink in ("ink", "soft") for fill in FILLS),
    ("accent-ink", "accent"),
    ("paper", "ink"),
]
SHAPES = [
    *((line, ground) for line in ("edge", "focus") for ground in GROUNDS),
    *((f"{fill}-line", ground) for fill in FILLS for ground in (*GROUNDS, fill)),
]


def css(name):
    return re.sub(r"/\*.*?\*/", "", (STATIC / name).read_text("utf-8"), flags=re.DOTALL)


def themes():
    """Give the tokens of each block that sets them: light, dark by the system, dark by choice."""
    blocks = re.findall(r":root[^{]*\{([^{}]*--paper:[^{}]*)\}", css("base.css"))
    assert len(blocks) == 3
    return [dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6})\b", block)) for block in blocks]


def luminance(colour):
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(part * weight for part, weight in zip(linear, (0.2126, 0.7152, 0.0722), strict=True))


def contrast(one, other):
    lower, higher = sorted((luminance(one), luminance(other)))
    return (higher + 0.05) / (lower + 0.05)


def test_contrast_is_reckoned_as_the_standard_does():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_both_ways_to_the_dark_have_the_same_colours():
    light, by_system, by_choice = themes()
    assert by_system == by_choice
    assert set(light) == set(by_choice)


@pytest.mark.parametrize("number", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("pairs", "least"), [(PAIRS, TEXT_RATIO), (SHAPES, SHAPE_RATIO)], ids=["text", "shapes"])
def test_every_pair_of_colours_can_be_told_apart(number, pairs, least):
    tokens = themes()[number]
    found = {pair: round(contrast(tokens[pair[0]], tokens[pair[1]]), 2) for pair in pairs}
    assert {pair: ratio for pair, ratio in found.items() if ratio < least} == {}


@pytest.mark.parametrize("name", SHEETS)
def test_colours_of_text_are_tokens(name):
    """A colour written out in a rule would have no value for the other appearance."""
    rules = re.sub(r"--[\w-]+:[^;}]*", "", css(name))
    assert (
        re.findall(r"(?<![-\w])color:\s*+(?!var\(|inherit|currentcolor|transparent)[^;}]+", rules, re.IGNORECASE) == []
    )


@pytest.mark.parametrize("name", SHEETS)
def test_text_is_not_paled_below_what_can_be_read(name):
    """What is made see-through is busy, disabled or a shape; text that stays takes a colour of its own."""
    passing = ("busy", "disabled", ".sent", ".d-radius", ".brush", ".bar-type", ".toast")
    found = [
        (selector.strip(), value)
        for selector, body in re.findall(r"([^{}]+)\{([^{}]*)\}", css(name))
        for value in re.findall(r"(?<![-\w])opacity:\s*(\d?\.\d+)", body)
        if not any(word in selector for word in passing)
    ]
    assert found == []


def test_motion_stops_for_those_who_ask_for_it():
    assert re.search(
        r"prefers-reduced-motion: reduce\) \{ \*, \*::before, \*::after \{[^}]*transition: none", css("base.css")
    )
