"""Figures that are no single event's: how many, of whom, of what, when, where, and who counts."""

from dataclasses import replace

import pytest

from layers import make_layers
from whowhom.coding.estimates import draft_estimates
from whowhom.coding.tree import build_tree
from whowhom.ingest import PublicationHints, document_from_text
from whowhom.pipeline import Pipeline
from whowhom.records import Span, Tagged
from whowhom.records.validation import check_coding

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def pipeline():
    return Pipeline.load()


def code(pipeline, text):
    coding = pipeline.code(
        document_from_text(text, meta=PublicationHints(published="2022-03-03"), check_language=False)
    )
    assert check_coding(coding) == ()
    return coding


def figures(coding):
    return [(row.measure, row.low, row.best, row.high, row.unit) for row in coding.estimates]


def quoted(coding, row, field):
    return [coding.document.text[e.start : e.end] for e in row.evidence if e.field == field]


def test_attacks_between_two_months_are_one_estimate_with_their_period(pipeline):
    coding = code(pipeline, "The mission documented 115 attacks between April 2020 and March 2021.")
    (row,) = coding.estimates
    assert figures(coding) == [("attacks", 115, 115, 115, "attacks")]
    assert (row.period.from_, row.period.to) == ("2020-04-01", "2021-03-31")
    assert quoted(coding, row, "figure") == ["115 attacks"]
    assert [voice.voice for voice in row.attribution] == ["The mission"]
    assert row.of is None


def test_a_strength_keeps_the_range_and_the_document_that_gives_it(pipeline):
    coding = code(pipeline, "The group has between 3,000 and 5,000 fighters in Kunar, a United Nations report says.")
    (row,) = coding.estimates
    assert figures(coding) == [("strength", 3000, None, 5000, "fighters")]
    assert row.bound == "range"
    assert [voice.role for voice in row.attribution] == ["document"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The militia holds 30 percent of the territory of the province.", ("territory", 30, 30, 30, "percent")),
        ("They have retaken more than 18,000 square kilometres since May.", ("territory", 18001, None, None, "square kilometres")),
        ("The damage is estimated at over 100 million pesos.", ("other", 100000001, None, None, "pesos")),
        ("Some 60,000 refugees now live in the camp at Kanyaruchinya, the agency said.", ("displaced", None, 60000, None, "people")),
    ],
)  # fmt: skip
def test_shares_areas_money_and_people_who_fled_are_measured(pipeline, text, expected):
    assert expected in figures(code(pipeline, text))


def test_what_an_event_counts_is_no_estimate(pipeline):
    coding = code(pipeline, "Gunmen killed 14 people and wounded 30 at the market of Butembo on Tuesday.")
    assert coding.estimates == ()


ATTACKS = """
The/DT/2/det mission/NN/3/nsubj counted/VBD/0/root 40/CD/5/nummod attacks/NNS/3/obj in/IN/7/case 2021/CD/3/obl ././3/punct
"""


def test_the_one_who_counts_is_the_voice_and_not_the_attacker():
    layers = make_layers(ATTACKS.strip(), actors={"The mission": "international organisation"})
    # A rule asks for some support of the reader.
    tree = build_tree(replace(layers, measures=(Tagged(3, 5, "attacks", 0.6),)))
    text = tree.layers.document.text
    year = text.index("in 2021")
    (draft,) = draft_estimates(tree, [], dates=[Span(year, year + len("in 2021"))])
    assert text[draft.span.start : draft.span.end] == "40 attacks"
    assert draft.of is None
    assert [text[voice.span.start : voice.span.end] for voice in draft.voices] == ["The mission"]
    assert [text[voice.cue.start : voice.cue.end] for voice in draft.voices] == ["counted"]
    assert [text[span.start : span.end] for span in draft.dates] == ["in 2021"]


def test_what_a_voice_puts_a_number_at_is_of_those_whose_number_it_is(pipeline):
    coding = code(pipeline, "The monitors put the number of displaced people in Ituri at 1.2 million.")
    (row,) = coding.estimates
    assert (row.measure, row.best, row.unit) == ("displaced", 1_200_000, "people")
    assert [voice.voice for voice in row.attribution] == ["The monitors"]


def test_the_number_takes_up_what_was_just_counted(pipeline):
    text = (
        "Local authorities estimate that some 250,000 people have fled since February. "
        "The United Nations puts the number at no more than 180,000."
    )
    assert [row[:4] for row in figures(code(pipeline, text))] == [
        ("displaced", None, 250_000, None),
        ("displaced", None, None, 180_000),
    ]


NAMED = (
    "The/DT/2/det army/NN/3/nsubj estimates/VBZ/0/root that/IN/8/mark rebels/NNS/8/nsubj in/IN/7/case Ituri/NNP/5/nmod "
    "have/VBP/3/ccomp 400/CD/10/nummod fighters/NNS/8/obj ././3/punct"
)


def test_a_strength_is_of_those_who_are_named_and_not_of_the_place_where_they_are():
    layers = make_layers(NAMED, actors={"The army": "state forces", "rebels": "rebel group", "Ituri": "other"})
    tree = build_tree(replace(layers, measures=(Tagged(8, 10, "strength", 0.9),)))
    found = draft_estimates(tree, [], dates=[])
    assert [tree.layers.document.text[draft.of.span.start : draft.of.span.end] for draft in found if draft.of] == [
        "rebels"
    ]


def test_who_estimates_a_strength_is_not_who_has_it(pipeline):
    coding = code(pipeline, "Analysts estimate the strength of the Delta Front at 2,000 to 3,000 fighters.")
    (row,) = coding.estimates
    names = {actor.id: actor.name for actor in coding.actors}
    assert names[row.of] == "Delta Front"
    assert [voice.voice for voice in row.attribution] == ["Analysts"]


TOLL = (
    "The/DT/2/det ministry/NN/3/nsubj put/VBD/0/root the/DT/6/det death/NN/6/compound toll/NN/3/obj "
    "{0} at/IN/10/case 197/CD/3/obl ././3/punct"
)


@pytest.mark.parametrize(
    ("stretch", "expected"),
    [("since/IN/8/case January/NNP/6/nmod", [("deaths", 197)]), ("in/IN/8/case Bria/NNP/6/nmod", [])],
)
def test_a_death_toll_is_an_estimate_where_it_is_of_a_stretch_of_time(stretch, expected):
    layers = make_layers(TOLL.format(stretch), actors={"The ministry": "government"})
    tree = build_tree(replace(layers, measures=(Tagged(9, 10, "deaths", 0.6),)))
    text = tree.layers.document.text
    since = text.find("since January")
    dates = [Span(since, since + len("since January"))] if since >= 0 else []
    found = draft_estimates(tree, [], dates=dates)
    assert [(draft.measure, draft.figure.best) for draft in found if draft.measure == "deaths"] == expected
