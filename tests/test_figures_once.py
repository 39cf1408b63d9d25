"""Words that count people count them for one event of a report."""

from dataclasses import replace

from factories import make_coding
from layers import make_layers
from whowhom.pipeline.figures_once import count_once
from whowhom.records import Quote

TWO = (
    "A/DT/2/det drone/NN/3/nsubj killed/VBD/0/root farmers/NNS/3/obj ././3/punct\n\n"
    "A/DT/2/det nurse/NN/3/nsubj put/VBD/0/root it/PRP/3/obj at/IN/6/case 25/CD/3/obl ././3/punct\n\n"
    "It/PRP/2/nsubj fired/VBD/0/root twice/RB/2/advmod ././2/punct"
)
LAYERS = make_layers(TWO, paragraphs=[3])
TEXT = LAYERS.document.text
BASE = next(event for event in make_coding().events if event.tolls)


def event(word: str, *words: str):
    start = TEXT.index(word)
    tolls = tuple(
        replace(BASE.tolls[0], id=f"t-{word}-{told}", start=TEXT.index(told), end=TEXT.index(told) + len(told))
        for told in words
    )
    anchors = (Quote(start, start + len(word), word),)
    empty = {"participants": (), "dates": (), "places": (), "counts": (), "responsibility": (), "attribution": ()}
    return replace(BASE, id=f"e-{word}", anchors=anchors, tolls=tolls, **empty)


def counted(*events) -> list[list[str]]:
    return [[TEXT[toll.start : toll.end] for toll in one.tolls] for one in count_once(events, LAYERS)]


def test_a_figure_of_another_sentence_stays_with_the_event_told_last_before_it():
    assert counted(event("killed", "25"), event("fired", "25")) == [["25"], []]


def test_a_figure_stays_with_the_event_of_its_own_sentence():
    assert counted(event("put", "25"), event("killed", "25")) == [["25"], []]


def test_a_figure_that_one_event_has_stays_wherever_it_stands():
    assert counted(event("fired", "25"), event("killed", "farmers")) == [["25"], ["farmers"]]
