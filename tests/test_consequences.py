"""Words of one sentence that tell one event, on trees written by hand."""

import pytest

from layers import make_layers
from whowhom.codebook import load_codebook
from whowhom.coding.drafts import draft_events
from whowhom.coding.tree import build_tree

CODEBOOK = load_codebook()
HIT = (
    "Shells/NNS/6/nsubj {}/VBN/1/acl by/IN/5/case the/DT/5/det army/NN/2/obl:agent hit/VBD/0/root "
    "a/DT/8/det camp/NN/6/obj ././6/punct"
)


# As a reader may read it: the participle as a clause of its own.
ASTRAY = (
    "Shells/NNS/6/nsubj fired/VBN/6/ccomp by/IN/5/case the/DT/5/det army/NN/2/nsubj hit/VBD/0/root "
    "a/DT/8/det camp/NN/6/obj ././6/punct"
)


@pytest.mark.parametrize(
    ("conll", "participle", "events"),
    [
        (HIT.format("fired"), "fired", 1),
        (HIT.format("dropped"), "dropped", 1),
        (HIT.format("seized"), "seized", 2),
        (ASTRAY, "fired", 1),
    ],
    ids=["fired", "dropped", "seized", "astray"],
)
def test_what_was_fired_and_hit_is_one_event_with_who_fired_it(conll, participle, events):
    layers = make_layers(
        conll,
        actors={"army": "state forces"},
        triggers=[(participle, "ASSAULT", {}, {"actor": "army"}), ("hit", "ASSAULT")],
    )
    drafts, _ = draft_events(build_tree(layers), CODEBOOK, dates=(), min_score=0.0)
    text = layers.document.text
    told = [text[d.trigger.start : d.trigger.end] for d in drafts]
    assert len(told) == events
    hit = drafts[-1]
    assert told[-1] == "hit"
    actors = [text[p.mention.span.start : p.mention.span.end] for p in hit.participants if p.role == "actor"]
    assert actors == (["the army"] if events == 1 else [])


WOUNDED = (
    "A/DT/2/det shell/NN/3/nsubj wounded/VBD/0/root a/DT/5/det woman/NN/3/obj {}and/CC/{}/cc killed/VBD/3/conj her/PRP$/{}/nmod:poss "
    "son/NN/{}/obj {}././3/punct"
)


@pytest.mark.parametrize(
    ("conll", "places", "events"),
    [
        (WOUNDED.format("", 7, 9, 7, ""), ({}, {}), 1),
        (
            WOUNDED.format("in/IN/7/case Bria/NNP/3/obl ", 9, 11, 9, "in/IN/13/case Ippy/NNP/9/obl "),
            ({"at": "Bria"}, {"at": "Ippy"}),
            2,
        ),
    ],
    ids=["one place", "two places"],
)
def test_what_one_shell_did_to_each_is_one_event(conll, places, events):
    triggers = [(word, "ASSAULT", {}, roles) for word, roles in zip(("wounded", "killed"), places, strict=True)]
    layers = make_layers(conll, actors={"woman": "civilians", "son": "civilians"}, triggers=triggers)
    drafts, _ = draft_events(build_tree(layers), CODEBOOK, dates=(), min_score=0.0)
    assert len(drafts) == events
    outcomes = sorted(toll.outcome for draft in drafts for toll in draft.tolls)
    assert outcomes == ["injured", "killed"]
