"""Voices that speak together, where the report speaks again, and how a chain is printed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from factories import make_coding
from layers import find_words, make_layers
from whowhom.cli import cells
from whowhom.coding.tree import build_tree
from whowhom.coding.voice_tree import attributions, voices_over
from whowhom.pipeline.events import _without_echo
from whowhom.records import Coding, Event, Layers, Quote, Voice, innermost, join_chain, named_words

FIRED = "said/VBD/0/root gunmen/NNS/{n}/nsubj fired/VBD/{v}/ccomp ././{v}/punct"


def chain(layers: Layers, words: str) -> list[tuple[str, bool]]:
    text = layers.document.text
    voices = voices_over(build_tree(layers), *find_words(layers, words))
    return [(text[v.span.start : v.span.end], v.joint) for v in voices if v.span is not None]


def said(subjects: str, count: int) -> str:
    return f"{subjects} {FIRED.format(n=count + 3, v=count + 1)}"


TOGETHER = [
    pytest.param(
        said(
            "A/DT/3/det security/NN/3/compound source/NN/8/nsubj and/CC/7/cc a/DT/7/det local/JJ/7/amod official/NN/3/conj",
            7,
        ),
        [("A security source", False), ("a local official", True)],
        id="two with an article each",
    ),
    pytest.param(
        said("Residents/NNS/5/nsubj and/CC/4/cc two/CD/4/nummod sources/NNS/5/nsubj", 4),
        [("Residents", False), ("two sources", True)],
        id="two subjects in the tree",
    ),
    pytest.param(
        said("The/DT/2/det president/NN/5/nsubj and/CC/4/cc commander/NN/2/conj", 4),
        [("The president", False)],
        id="one person with two titles",
    ),
    pytest.param(
        said("The/DT/2/det mayor/NN/6/nsubj or/CC/5/cc the/DT/5/det official/NN/2/conj", 5),
        [("The mayor", False)],
        id="one or the other",
    ),
    pytest.param(
        said("The/DT/2/det mayor/NN/5/nsubj ,/,/4/punct officials/NNS/2/conj", 4),
        [("The mayor", False)],
        id="what only a comma joins",
    ),
]


@pytest.mark.parametrize(("conll", "expected"), TOGETHER)
def test_who_speaks_together_is_two_voices_side_by_side(conll: str, expected: list[tuple[str, bool]]):
    layers = make_layers(conll, actors={"gunmen": "unidentified"})
    assert chain(layers, "fired") == expected


def test_and_inside_a_name_is_one_voice():
    conll = said("Doctors/NNPS/4/nsubj and/CC/3/cc Nurses/NNPS/1/conj", 3)
    layers = make_layers(conll, entities={"Doctors and Nurses": "ORG"})
    assert [joint for _, joint in chain(layers, "fired")] == [False]


SEMICOLON = (
    "The/DT/2/det envoy/NN/3/nsubj said/VBD/0/root rebels/NNS/5/nsubj fled/VBD/3/ccomp ;/:/{h}/punct "
    "{opening}the/DT/{d}/det army/NN/{h}/nsubj denied/VBD/{r} it/PRP/{h}/obj ././3/punct"
)
DENIED = SEMICOLON.format(opening="", d=8, h=9, r="3/ccomp")
ALSO = SEMICOLON.format(opening="that/IN/10/mark ", d=9, h=10, r="3/ccomp")


def content(layers: Layers) -> list[str]:
    text = layers.document.text
    [found] = [a for a in attributions(build_tree(layers)) if a.cue and text[a.cue.start : a.cue.end] == "said"]
    return [text[piece.start : piece.end] for piece in found.content]


def test_behind_a_semicolon_with_a_subject_and_verb_the_report_speaks_again():
    layers = make_layers(DENIED)
    assert content(layers) == ["rebels fled"]
    assert chain(layers, "denied") == []
    assert chain(layers, "fled") == [("The envoy", False)]


def test_that_behind_a_semicolon_goes_on_with_what_is_said():
    layers = make_layers(ALSO)
    assert content(layers) == ["rebels fled; that the army denied it"]
    assert chain(layers, "denied") == [("The envoy", False)]


def test_an_opening_mark_before_a_comma_closes_a_quotation():
    conll = (
        "“/``/3/punct Rebels/NNS/3/nsubj burned/VBD/0/root the/DT/5/det market/NN/3/obj ././3/punct\n\n"
        "“/``/4/punct ,/,/4/punct Ngaba/NNP/4/nsubj said/VBD/0/root ././4/punct"
    )
    layers = make_layers(conll, entities={"Ngaba": "PER"})
    assert chain(layers, "burned") == [("Ngaba", False)]


def spoken(coding: Coding, words: str, *, joint: bool = False, actor: str | None = None) -> Voice:
    cue = Quote(0, 4, "said")
    return Voice(words, "official", "third", actor, 0, len(words), cue, joint)


def test_a_chain_is_printed_with_citing_between_depths_and_and_between_those_who_speak_together():
    assert (
        join_chain([("a daily", False), ("a nurse", False), ("a driver", True)])
        == "a daily citing a nurse and a driver"
    )
    assert join_chain([]) == ""


def test_a_pronoun_is_printed_as_the_name_of_its_actor_and_keeps_its_span():
    coding = make_coding()
    front = coding.actor("a-front")
    she = spoken(coding, "She", actor=front.id)
    assert coding.voice_words(she) == front.name
    assert coding.voice_words(spoken(coding, "the spokesman", actor=front.id)) == "the spokesman"
    assert coding.voice_words(spoken(coding, "They")) == "They"
    assert named_words("They", "they") == "They"
    event: Event = replace(coding.events[0], attribution=(she, spoken(coding, "an officer", joint=True)))
    assert cells.says(event, coding) == f"{front.name} (official) and an officer (official)"
    assert (she.voice, she.start, she.end) == ("She", 0, 3)


def test_the_innermost_voice_is_the_first_of_those_who_speak_together():
    coding = make_coding()
    outer, first, second = (spoken(coding, words) for words in ("a daily", "a nurse", "a driver"))
    assert innermost((outer, first, replace(second, joint=True))) == first
    assert innermost(()) is None


def test_who_spoke_together_with_a_dropped_echo_speaks_alone():
    coding = make_coding()
    outer = replace(spoken(coding, "the Front", actor="a-front"), cue=Quote(5, 9, "told"))
    echo, beside = spoken(coding, "it", actor="a-front"), spoken(coding, "a nurse", joint=True)
    kept = _without_echo((outer, echo, beside))
    assert [(voice.voice, voice.joint) for voice in kept] == [("the Front", False), ("a nurse", False)]
