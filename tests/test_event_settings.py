"""Dates and places of an event: the reader's roles, else what hangs on the trigger with no rival between."""

import pytest

from layers import find_words, make_layers, make_use
from whowhom.codebook import load_codebook
from whowhom.coding.settings import draft_dates, draft_places
from whowhom.records import Span

CODEBOOK = load_codebook()
SHELLED = "Rebels/NNS/2/nsubj shelled/VBD/0/root the/DT/4/det camp/NN/2/obj {} ././2/punct"
PLACES = {
    "in": (SHELLED.format("in/IN/6/case Bria/NNP/2/obl"), "shelled", None, [("Bria", "at")]),
    "near": (SHELLED.format("near/IN/6/case Bria/NNP/2/obl"), "shelled", None, [("near Bria", "at")]),
    "from": (SHELLED.format("from/IN/6/case Bria/NNP/2/obl"), "shelled", None, [("Bria", "from")]),
    "on the noun that is attacked": (SHELLED.format("in/IN/6/case Bria/NNP/4/nmod"), "shelled", None, [("Bria", "at")]),
    "the reader's role": (SHELLED.format("in/IN/6/case Bria/NNP/2/obl"), "shelled", {"launched from": "Bria"}, [("Bria", "launched from")]),
    "target place": (SHELLED.format("in/IN/6/case Bria/NNP/2/obl"), "shelled", {"target place": "Bria"}, [("Bria", "target")]),
}  # fmt: skip


@pytest.mark.parametrize(("conll", "trigger", "roles", "expected"), PLACES.values(), ids=PLACES.keys())
def test_places_have_their_words_and_their_role(conll, trigger, roles, expected):
    layers = make_layers(conll, entities={"Bria": "LOC"}, triggers=[(trigger, "ASSAULT", {}, roles)])
    tree, use = make_use(layers, CODEBOOK)
    text = layers.document.text
    assert [(text[p.span.start : p.span.end], p.role) for p in draft_places(tree, use)] == expected


TWO = (
    "Rebels/NNS/2/nsubj shelled/VBD/0/root Bria/NNP/2/obj on/IN/5/case Monday/NNP/2/obl and/CC/7/cc killed/VBD/2/conj "
    "guards/NNS/7/obj in/IN/10/case Bambari/NNP/7/obl on/IN/12/case Tuesday/NNP/7/obl ././2/punct"
)


@pytest.mark.parametrize(
    ("trigger", "day", "place"), [("shelled", "Monday", []), ("killed", "Tuesday", [("Bambari", "at")])]
)
def test_each_of_two_events_has_its_own_day_and_place(trigger, day, place):
    layers = make_layers(
        TWO, entities={"Bria": "LOC", "Bambari": "LOC"}, triggers=[("shelled", "ASSAULT"), ("killed", "ASSAULT")]
    )
    tree, use = make_use(layers, CODEBOOK, trigger)
    known = [layers.span(*find_words(layers, name)) for name in ("Monday", "Tuesday")]
    text = layers.document.text
    assert [text[span.start : span.end] for span in draft_dates(tree, use, known)] == [day]
    assert [(text[p.span.start : p.span.end], p.role) for p in draft_places(tree, use)] == place


def test_a_date_that_the_reader_gives_wins():
    layers = make_layers(TWO, triggers=[("shelled", "ASSAULT", {}, {"date": "Tuesday"})])
    tree, use = make_use(layers, CODEBOOK)
    known = [layers.span(*find_words(layers, "Monday"))]
    text = layers.document.text
    assert [text[span.start : span.end] for span in draft_dates(tree, use, known)] == ["Tuesday"]


@pytest.mark.parametrize(
    ("rest", "kept"),
    [
        ("in/IN/6/case June/NNP/2/obl", ["June"]),
        ("in/IN/8/case a/DT/8/det June/NNP/8/compound report/NN/2/obl", []),
        ("in/IN/6/case reports/NNS/2/obl of/IN/8/case June/NNP/6/nmod", []),
        ("on/IN/8/case a/DT/8/det June/NNP/8/compound morning/NN/2/obl", ["June"]),
    ],
    ids=["of the event", "a June report", "reports of June", "a June morning"],
)
def test_the_date_of_a_paper_is_none_of_what_it_tells(rest, kept):
    layers = make_layers(SHELLED.format(rest), triggers=[("shelled", "ASSAULT")])
    tree, use = make_use(layers, CODEBOOK)
    text = layers.document.text
    start = text.index("June")
    found = draft_dates(tree, use, [Span(start, start + len("June"))])
    assert [text[span.start : span.end] for span in found] == kept


@pytest.mark.parametrize(("noun", "kept"), [("toll", []), ("anger", ["Friday"])])
def test_the_day_that_a_toll_rose_dates_no_bombing(noun, kept):
    conll = (
        f"The/DT/2/det {noun}/NN/6/nsubj from/IN/5/case the/DT/5/det bombing/NN/2/nmod rose/VBD/0/root on/IN/8/case "
        "Friday/NNP/6/obl ././6/punct"
    )
    layers = make_layers(conll, triggers=[("bombing", "ASSAULT", {}, {"date": "Friday"})])
    tree, use = make_use(layers, CODEBOOK)
    text = layers.document.text
    found = draft_dates(tree, use, [layers.span(*find_words(layers, "Friday"))])
    assert [text[span.start : span.end] for span in found] == kept


@pytest.mark.parametrize(("verb", "places"), [("killed", ["Bambari"]), ("kidnapped", ["Bria", "Bambari"])])
def test_where_people_come_from_is_where_they_were_taken_and_not_where_they_were_killed(verb, places):
    conll = (
        f"Men/NNS/2/nsubj {verb}/VBD/0/root two/CD/4/nummod farmers/NNS/2/obj from/IN/6/case Bria/NNP/4/nmod in/IN/8/case "
        "Bambari/NNP/2/obl ././2/punct"
    )
    layers = make_layers(
        conll,
        entities={"Bria": "LOC", "Bambari": "LOC"},
        actors={"farmers from Bria": "civilians"},
        triggers=[(verb, "ASSAULT", {}, {"at": "Bria | Bambari"})],
    )
    tree, use = make_use(layers, CODEBOOK)
    text = layers.document.text
    assert [text[p.span.start : p.span.end] for p in draft_places(tree, use)] == places
