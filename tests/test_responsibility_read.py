"""Whom the reader itself takes for held responsible: with which act, as whose word, and after what rules have found."""

from dataclasses import replace

import pytest

from layers import make_layers
from whowhom.codebook import load_codebook
from whowhom.coding.drafts import draft_events
from whowhom.coding.responsibility_read import LEAST_SCORE
from whowhom.coding.tree import build_tree
from whowhom.records import Tagged

CODEBOOK = load_codebook()
KILLED = "Gunmen/NNS/2/nsubj killed/VBD/0/root guards/NNS/2/obj ././2/punct"
SEE = "Villagers/NNS/2/nsubj see/VBP/0/root the/DT/4/det Front/NNP/2/obj behind/IN/6/case it/PRP/2/obl ././2/punct"
LIE = (
    "Villagers/NNS/2/nsubj see/VBP/0/root a/DT/4/det lie/NN/2/obj behind/IN/7/case the/DT/7/det Front/NNP/2/obl "
    "././2/punct"
)
ARRESTED = "Police/NNS/2/nsubj arrested/VBD/0/root three/CD/4/nummod men/NNS/2/obj ././2/punct"


def _held(text: str, words: str, stance: str, score: float = 0.9, **modes: str) -> dict[str, list[tuple[str, str]]]:
    """Read a text with one held span; the stances and words of those held for each trigger."""
    acts = {"killed": "ASSAULT", "arrested": "COERCE"}
    triggers = [(act, kind, {"mode": modes[act]} if act in modes else {}) for act, kind in acts.items() if act in text]
    layers = make_layers(text, triggers=triggers)
    start = layers.document.text.index(words)
    first = next(at for at, begin in enumerate(layers.starts) if begin == start)
    layers = replace(layers, held=(Tagged(first, first + len(words.split()), stance, score),))
    drafts, _ = draft_events(build_tree(layers), CODEBOOK, dates=(), min_score=0.0)
    said = lambda span: layers.document.text[span.start : span.end]  # noqa: E731
    return {
        said(draft.trigger): [(row.stance, said(row.mention.span)) for row in draft.responsibility] for draft in drafts
    }


def test_who_is_read_as_held_is_held_for_the_act_told_before() -> None:
    assert _held(f"{KILLED}\n\n{SEE}", "the Front", "suspected") == {"killed": [("suspected", "the Front")]}


def test_nobody_is_held_for_the_arrests_that_follow_an_act() -> None:
    found = _held(f"{KILLED}\n\n{ARRESTED}\n\n{SEE}", "the Front", "suspected", arrested="arrest")
    assert found == {"killed": [("suspected", "the Front")], "arrested": []}


def test_a_faint_reading_and_one_without_an_act_hold_nobody() -> None:
    assert _held(f"{KILLED}\n\n{SEE}", "the Front", "suspected", LEAST_SCORE - 0.01) == {"killed": []}
    assert _held(SEE, "the Front", "suspected") == {}


@pytest.mark.parametrize(("stance", "speaks"), [("claimed", True), ("denied", True), ("accused", False)])
def test_who_claims_or_denies_speaks_for_himself(stance: str, speaks: bool) -> None:
    see = LIE if stance == "denied" else SEE
    layers = make_layers(f"{KILLED}\n\n{see}", triggers=[("killed", "ASSAULT", {})])
    first = next(at for at in range(len(layers.starts)) if layers.word(at) == "Front") - 1
    layers = replace(layers, held=(Tagged(first, first + 2, stance, 0.9),))
    (draft,), _ = draft_events(build_tree(layers), CODEBOOK, dates=(), min_score=0.0)
    (row,) = draft.responsibility
    assert (row.voice is not None and row.voice.span == row.mention.span) is speaks


def test_where_a_rule_has_found_somebody_the_reader_adds_nothing() -> None:
    blamed = (
        "Police/NNS/2/nsubj blamed/VBD/0/root rebels/NNS/2/obj for/IN/6/case the/DT/6/det raid/NN/2/obl ././2/punct"
    )
    layers = make_layers(blamed, triggers=[("raid", "ASSAULT", {})])
    layers = replace(layers, held=(Tagged(2, 3, "suspected", 0.9),))
    (draft,), _ = draft_events(build_tree(layers), CODEBOOK, dates=(), min_score=0.0)
    assert [row.stance for row in draft.responsibility] == ["accused"]


CALLS = "He/PRP/2/nsubj calls/VBZ/0/root the/DT/4/det soldiers/NNS/2/obj pigs/NNS/2/xcomp ././2/punct"
HAND = "He/PRP/2/nsubj saw/VBD/0/root the/DT/4/det hand/NN/2/obj of/IN/7/case the/DT/7/det Front/NNP/4/nmod ././2/punct"
NOT_CLAIMED = "The/DT/2/det Front/NNP/5/nsubj has/VBZ/5/aux not/RB/5/advmod claimed/VBN/0/root it/PRP/5/obj ././5/punct"
DENIED = "The/DT/2/det Front/NNP/3/nsubj denied/VBD/0/root any/DT/5/det knowledge/NN/3/obj ././3/punct"


def test_a_sentence_without_a_word_of_blame_holds_nobody_for_an_act_told_before() -> None:
    assert _held(f"{KILLED}\n\n{CALLS}", "the soldiers", "accused") == {"killed": []}
    assert _held(f"{KILLED}\n\n{HAND}", "the Front", "suspected") == {"killed": [("suspected", "the Front")]}


def test_what_the_words_deny_is_no_claim() -> None:
    assert _held(f"{KILLED}\n\n{NOT_CLAIMED}", "The Front", "claimed") == {"killed": []}
    assert _held(f"{KILLED}\n\n{DENIED}", "The Front", "claimed") == {"killed": [("denied", "The Front")]}


def test_who_denies_an_act_of_others_is_not_held_for_it() -> None:
    text = "The/DT/2/det staff/NN/3/nsubj denied/VBD/0/root that/IN/6/mark rebels/NNS/6/nsubj killed/VBD/3/ccomp guards/NNS/6/obj ././3/punct"
    assert _held(text, "The staff", "denied") == {"killed": [("denied", "rebels")]}


def test_whose_claim_it_is_is_not_charged_by_it() -> None:
    text = (
        "The/DT/2/det Front/NNP/3/nsubj denied/VBD/0/root the/DT/5/det army/NN/7/nmod:poss 's/POS/5/case claim/NN/3/obj "
        "that/IN/10/mark it/PRP/10/nsubj killed/VBD/7/acl guards/NNS/10/obj ././3/punct"
    )
    assert _held(text, "the army", "accused") == {"killed": []}


def test_nobody_denies_an_act_in_a_sentence_without_a_word_of_denial() -> None:
    assert _held(f"{KILLED}\n\n{SEE}", "the Front", "denied") == {"killed": []}
    assert _held(f"{KILLED}\n\n{LIE}", "the Front", "denied") == {"killed": [("denied", "the Front")]}


@pytest.mark.parametrize(("word", "expected"), [("not", []), ("clearly", [("accused", "The Front")])])
def test_who_is_not_responsible_is_not_charged(word: str, expected: list[tuple[str, str]]) -> None:
    text = (
        f"The/DT/2/det Front/NNP/5/nsubj is/VBZ/5/cop {word}/RB/5/advmod responsible/JJ/0/root for/IN/8/case "
        "the/DT/8/det dead/NNS/5/obl ././5/punct"
    )
    assert _held(f"{KILLED}\n\n{text}", "The Front", "accused") == {"killed": expected}
