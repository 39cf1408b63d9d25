"""Items of a list: their days and places, and that none takes words of the next."""

from __future__ import annotations

import pytest

from layers import make_layers
from whowhom.coding.items import item_at, within_item
from whowhom.coding.tree import build_tree
from whowhom.ingest import document_from_text
from whowhom.ingest.documents import PublicationHints
from whowhom.pipeline import Pipeline

LIST = """Weekly summary

* 16 Feb, Djibo: Gunmen killed two farmers.
* 17 Feb, Fada N'Gourma: Soldiers arrested four traders.
* 18 Feb: Rebels burned a school in Dori.
* 22 Feb, Diffa: Rebels released three nurses abducted in January.
"""
HEADED = """Daily digest

KHARTOUM: Soldiers raided a village on Monday and killed two farmers.

NYALA: Rebels attacked a police post on Tuesday.

The minister, Omar Salih: nobody was hurt.
"""


@pytest.fixture(scope="module")
def pipeline() -> Pipeline:
    return Pipeline.load(threads=1)


def leads(pipeline: Pipeline, text: str) -> list[tuple[str, str | None, str | None]]:
    tree = build_tree(pipeline.reader.read(document_from_text(text, check_language=False)))
    found = {item: None for first, _ in tree.layers.sentences if (item := item_at(tree, first)) is not None}
    words = [(item.span, item.date, item.place) for item in found]
    return [
        (text[a.start : a.end].strip(), text[b.start : b.end] if b else None, text[c.start : c.end] if c else None)
        for a, b, c in words
    ]


def events(pipeline: Pipeline, text: str) -> dict[str, object]:
    hints = PublicationHints(published="2026-02-23")
    coding = pipeline.code(document_from_text(text, meta=hints, check_language=False))
    return {anchor.text: event for event in coding.events for anchor in event.anchors}


def test_the_day_and_the_place_before_a_colon_lead_an_item(pipeline):
    found = [(date, place) for _, date, place in leads(pipeline, LIST)]
    assert found == [("16 Feb", "Djibo"), ("17 Feb", "Fada N'Gourma"), ("18 Feb", None), ("22 Feb", "Diffa")]


def test_places_in_capitals_lead_paragraphs_and_a_speaker_does_not(pipeline):
    assert [place for _, _, place in leads(pipeline, HEADED)] == ["KHARTOUM", "NYALA"]


def test_one_paragraph_that_a_place_leads_is_no_list(pipeline):
    assert leads(pipeline, "Djibouti: Gunmen killed two farmers on Monday.\n\nThe police arrested a trader.\n") == []


def test_numbered_points_of_a_statement_are_no_items(pipeline):
    text = "1. We blame the army for the killing of two farmers.\n\n2. This killing shows what the army is.\n"
    assert leads(pipeline, text) == []


def test_events_of_an_item_have_its_day_and_its_place(pipeline):
    found = events(pipeline, LIST)
    days = {word: [date.from_ for date in found[word].dates] for word in ("killed", "arrested", "burned", "released")}
    assert days == {
        "killed": ["2026-02-16"],
        "arrested": ["2026-02-17"],
        "burned": ["2026-02-18"],
        "released": ["2026-02-22"],
    }
    places = {word: LIST[(row := found[word].places[0]).start : row.end] for word in days}
    assert places == {"killed": "Djibo", "arrested": "Fada N'Gourma", "burned": "Dori", "released": "Diffa"}


def test_the_place_that_leads_an_item_does_not_act(pipeline):
    text = "Log\n\n1. 04 Aug - Bama, Borno: Bandits raided a farm.\n\n2. 06 Aug - Shiroro LGA, Niger State: Bandits kidnapped 23 villagers.\n"
    assert [place for _, _, place in leads(pipeline, text)] == ["Bama, Borno", "Shiroro LGA, Niger State"]
    event = events(pipeline, text)["kidnapped"]
    assert [text[row.start : row.end] for row in event.places] == ["Shiroro LGA, Niger State"]
    assert {text[row.start : row.end] for row in event.participants} <= {"Bandits", "23 villagers"}


def test_no_item_takes_people_or_figures_of_another(pipeline):
    found = events(pipeline, LIST)
    for word, line in (("killed", 2), ("arrested", 3), ("burned", 4)):
        begin = sum(len(row) + 1 for row in LIST.split("\n")[:line])
        end = LIST.index("\n", begin)
        event = found[word]
        rows = (*event.participants, *event.tolls, *event.counts)
        assert rows, word
        assert all(begin <= row.start < end for row in rows), word


def test_who_opens_a_list_did_all_that_it_lists():
    conll = (
        "Rebels/NNS/2/nsubj have/VBP/0/root :/:/2/punct\n\n"
        "•/NFP/2/punct raided/VBN/0/root Bria/NNP/2/obj\n\n"
        "•/NFP/2/punct arrested/VBN/0/root nurses/NNS/2/obj"
    )
    roles = {"actor": "Rebels", "target": "Bria | nurses"}
    triggers = [("raided", "ASSAULT", {}, roles), ("arrested", "COERCE", {}, roles)]
    tree = build_tree(make_layers(conll, paragraphs=(1, 1, 1), triggers=triggers))
    kept = [
        {role.label: tree.layers.word(role.first) for role in within_item(tree, reading).roles}
        for reading in tree.layers.triggers
    ]
    assert kept == [{"actor": "Rebels", "target": "Bria"}, {"actor": "Rebels", "target": "nurses"}]


@pytest.mark.parametrize(("second", "kept"), [((), ["actor", "killed"]), ([("dead", "ASSAULT")], ["actor"])])
def test_an_item_that_tells_no_act_goes_on_with_the_one_above(second, kept):
    conll = (
        "•/NFP/3/punct Rebels/NNS/3/nsubj attacked/VBD/0/root Bria/NNP/3/obj\n\n"
        "•/NFP/5/punct Two/CD/3/nummod soldiers/NNS/5/nsubj are/VBP/5/cop dead/JJ/0/root"
    )
    attack = ("attacked", "ASSAULT", {}, {"actor": "Rebels", "killed": "Two soldiers"})
    tree = build_tree(make_layers(conll, paragraphs=(1, 1), triggers=[attack, *second]))
    assert [role.label for role in within_item(tree, tree.layers.triggers[0]).roles] == kept


def test_countries_of_a_menu_head_nothing(pipeline):
    text = "Home\n\nMali\n\nNiger\n\nChad\n\nGunmen killed two farmers in a village on Monday.\n\nMali\n\nNiger\n"
    coding = pipeline.code(document_from_text(text, check_language=False))
    assert [event.anchors[0].text for event in coding.events] == ["killed"]
    assert coding.events[0].places == ()


def test_a_country_that_heads_its_own_lines_is_that_of_the_events_below(pipeline):
    text = (
        "Weekly summary\n\nMali\n\n* 16 Feb: Gunmen killed two farmers.\n\nNiger\n\n* 18 Feb: Rebels burned a school.\n\n"
        "* 19 Feb: Soldiers arrested four traders.\n"
    )
    coding = pipeline.code(document_from_text(text, check_language=False))
    lands = {place.id: place.country for place in coding.places}
    found = {event.anchors[0].text: [lands[row.place] for row in event.places] for event in coding.events}
    assert found == {"killed": ["ML"], "burned": ["NE"], "arrested": ["NE"]}
