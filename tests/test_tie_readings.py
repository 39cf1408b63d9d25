"""Ties that the reader sees: its pairs of words, what the coder makes of them, and who tells them."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from layers import make_layers
from whowhom.codebook import load_codebook
from whowhom.coding.tellers import with_teller
from whowhom.coding.tie_model import LEAST_SEEN, read_ties
from whowhom.coding.tie_readings import PAST_RULE, RULE, read_relations, seen_between
from whowhom.coding.ties import draft_ties
from whowhom.coding.tree import build_tree
from whowhom.ingest import document_from_text
from whowhom.pipeline import Pipeline
from whowhom.reading.ends import NEAR_ENDS, STEPS, WAYS, between_ends, near_pairs
from whowhom.records import TieReading
from whowhom.records.layers import end_of

HEAD = "the/DT/2/det head/NN/7/nsubj of/IN/6/case the/DT/6/det Kotto/NNP/6/compound Front/NNP/2/nmod fled/VBD/0/root ././7/punct"
CROWNS = "Vakaga/NNP/2/nsubj crowns/VBZ/0/root the/DT/5/det Kotto/NNP/5/compound Front/NNP/2/obj ././2/punct"


def tree_of(conll, actors, ties=()):
    return build_tree(replace(make_layers(conll, actors=actors), ties=tuple(ties)))


def test_the_end_of_a_long_mention_is_the_noun_before_what_hangs_on_it():
    words = "the head of the Kotto Front , who fled".split()
    assert words[end_of(words, 0, 6)] == "head"
    assert words[end_of(words, 3, 6)] == "Front"
    assert words[end_of(words, 3, 9)] == "Front"
    joined = "the Tripoli - based council of Abu - Bakr".split()
    assert joined[end_of(joined, 0, 5)] == "council"
    assert joined[end_of(joined, 0, 9)] == "council"
    assert joined[end_of(joined, 6, 9)] == "Bakr"


def test_each_two_ends_of_a_sentence_are_a_pair_in_the_order_of_the_text():
    assert list(near_pairs([7, 2, 4, 2], [(0, 5), (5, 9)])) == [(2, 4)]
    assert list(near_pairs([7, 2, 4], [(0, 9)])) == [(2, 4), (2, 7), (4, 7)]


def test_in_a_long_list_an_end_pairs_with_its_next_ones_only():
    assert len(list(near_pairs(range(50), [(0, 50)]))) == sum(min(NEAR_ENDS, 49 - at) for at in range(50))


def test_what_stands_between_two_ends_and_how_far_apart_they_are():
    words = np.arange(10, dtype=np.float32)[:, None] * np.ones(3, dtype=np.float32)
    between, way = between_ends(words, np.array([2, 5, 0]), np.array([5, 2, 1]))
    assert between.tolist() == [[3.5] * 3, [3.5] * 3, [0.0] * 3]
    assert way[0] != way[1]
    assert way.tolist() == [2, 2 + len(STEPS) + 1, 0]
    assert between_ends(words, np.array([0]), np.array([9]))[1].max() < WAYS


@given(st.sets(st.integers(0, 199)), st.sets(st.integers(1, 199)))
def test_pairs_stay_inside_their_sentence_and_near(ends, breaks):
    sentences = list(pairwise([0, *sorted(breaks), 200]))
    pairs = list(near_pairs(ends, sentences))
    assert len(set(pairs)) == len(pairs)
    for low, high in pairs:
        assert low < high
        assert {low, high} <= ends
        assert any(first <= low and high < last for first, last in sentences)
        assert sum(low < end <= high for end in ends) <= NEAR_ENDS
    for first, last in sentences:
        inside = sorted(end for end in ends if first <= end < last)
        assert set(pairwise(inside)) <= set(pairs)


def test_a_tie_that_no_rule_knows_is_taken_from_the_reader(monkeypatch):
    monkeypatch.setattr("whowhom.coding.ties.LEAST_SCORE_ALONE", 0.1)
    actors = {"Vakaga": "government", "Kotto Front": "rebel group"}
    tied = tree_of(CROWNS, actors, [TieReading(0, "supports", 4, 0.97)])
    (tie,) = draft_ties(tied, load_codebook())
    text = tied.layers.document.text
    told = [text[span.start : span.end] for span in (tie.subject.span, tie.span, tie.object.span)]
    assert (told, tie.tie) == (["Vakaga", "crowns", "the Kotto Front"], "supports")
    assert tie.rule.startswith(RULE)
    assert draft_ties(tree_of(CROWNS, actors), load_codebook()) == ()


@pytest.mark.parametrize(("noun", "tied"), [("chief", 1), ("expert", 0), ("analyst", 0)])
def test_who_studies_a_body_does_not_lead_it(noun, tied, monkeypatch):
    monkeypatch.setattr("whowhom.coding.ties.LEAST_SCORE_ALONE", 0.0)
    conll = (
        f"An/DT/2/det {noun}/NN/6/nsubj on/IN/5/case Kotto/NNP/5/compound Front/NNP/2/nmod spoke/VBD/0/root ././6/punct"
    )
    actors = {noun: "person", "Kotto Front": "rebel group"}
    tree = tree_of(conll, actors, [TieReading(1, "leads", 4, 0.99)])
    assert len(draft_ties(tree, load_codebook())) == tied


def test_a_tie_that_holds_both_ways_is_taken_once_and_from_the_earlier_end():
    actors = {"Vakaga": "government", "Kotto Front": "rebel group"}
    both = [TieReading(4, "allied with", 0, 0.9), TieReading(0, "allied with", 4, 0.8)]
    found = [relation for relation, _ in read_relations(tree_of(CROWNS, actors, both))]
    assert [(relation.subject, relation.tie, relation.object) for relation in found] == [(0, "allied with", 4)]


def test_an_office_that_is_over_is_one_of_leading_in_the_past():
    actors = {"the head": "person", "the Kotto Front": "rebel group"}
    tree = tree_of(HEAD, actors, [TieReading(1, "led", 5, 0.9)])
    [(relation, reading)] = list(read_relations(tree))
    assert (relation.tie, relation.rule, reading.label) == ("leads", PAST_RULE, "led")


def test_of_two_phrases_the_surest_reading_counts():
    actors = {"the head": "person", "the Kotto Front": "rebel group"}
    tree = tree_of(HEAD, actors, [TieReading(1, "leads", 4, 0.4), TieReading(1, "leads", 5, 0.7)])
    best = seen_between(tree, 1, 5)
    assert (best.subject, best.object) == (1, 5)
    assert best.score == max(tie.score for tie in read_ties(tree) if tie.subject == 1)


def test_the_mean_of_both_views_counts_and_the_surer_names_the_kind():
    actors = {"the head": "person", "the Kotto Front": "rebel group"}
    faint = [TieReading(1, "fights", 5, LEAST_SEEN)]
    unread = {(t.subject, t.object): t for t in read_ties(tree_of(HEAD, actors, faint))}
    surely = {(t.subject, t.object): t for t in read_ties(tree_of(HEAD, actors, [TieReading(1, "shelters", 5, 1.0)]))}
    assert surely[1, 5].label == "shelters"
    assert unread[1, 5].label == "leads"
    assert surely[1, 5].score == pytest.approx(unread[1, 5].score + (1 - LEAST_SEEN) / 2, abs=0.002)


def test_what_the_reader_hardly_sees_either_way_round_is_not_weighed():
    actors = {"the head": "person", "the Kotto Front": "rebel group"}
    faint = [TieReading(1, "leads", 5, LEAST_SEEN - 0.001), TieReading(5, "leads", 1, 0.0)]
    assert read_ties(tree_of(HEAD, actors, faint)) == ()


def test_words_that_the_reader_has_not_looked_at_are_not_tied():
    assert read_ties(tree_of(HEAD, {"the head": "person", "the Kotto Front": "rebel group"})) == ()


def test_the_shipped_reader_reads_the_tie_and_its_direction():
    text = "General Omar Sadiq, the commander of the Kotto Front, fled to Lome."
    layers = Pipeline.load().reader.read(document_from_text(text, check_language=False))
    best = max(layers.ties, key=lambda tie: tie.score)
    assert best.label == "leads"
    assert layers.word(best.object) == "Front"
    assert layers.word(best.subject) in ("Sadiq", "commander")
    assert best.score > 0.5


DREADS = "The/DT/2/det bishop/NN/3/nsubj dreads/VBZ/0/root a/DT/6/det long/JJ/6/amod war/NN/3/obj in/IN/8/case Kotto/NNP/6/nmod ././3/punct"


@pytest.mark.parametrize(
    ("conll", "head", "inside", "verbs", "told"),
    [
        (DREADS, 5, range(3, 8), {"dread"}, ("The bishop", "dreads")),
        (DREADS, 5, range(3, 8), {"fear"}, None),
        # The verb among the words told names no teller.
        (DREADS, 2, range(2, 8), {"dread"}, None),
        (
            "He/PRP/3/nsubj:pass is/VBZ/3/aux:pass seen/VBN/0/root by/IN/6/case the/DT/6/det bishop/NN/3/obl:agent as/IN/9/case a/DT/9/det thief/NN/3/obl ././3/punct",
            8, range(7, 9), {"see"}, ("the bishop", "seen"),
        ),
    ],
)  # fmt: skip
def test_the_subject_of_the_verb_over_some_words_tells_them(conll, head, inside, verbs, told):
    tree = tree_of(conll, {"The bishop" if conll == DREADS else "the bishop": "person"})
    voices = with_teller(tree, head, inside, (), verbs, "test")
    text = tree.layers.document.text
    found = [(text[v.span.start : v.span.end], text[v.cue.start : v.cue.end]) for v in voices]
    assert found == ([told] if told else [])


def test_a_voice_that_is_there_stays_alone():
    tree = tree_of(DREADS, {"The bishop": "person"})
    [voice] = with_teller(tree, 5, range(3, 8), (), {"dread"}, "test")
    assert with_teller(tree, 5, range(3, 8), [voice], {"dread"}, "other") == (voice,)
