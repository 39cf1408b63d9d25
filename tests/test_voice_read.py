"""Who says what where only the reader sees it: the tags of cues, speakers and contents, and the tree where one is missing."""

from dataclasses import replace

import pytest

from layers import make_layers
from whowhom.coding.tree import build_tree
from whowhom.coding.voice_read import LEAST_CUE, RULE
from whowhom.coding.voice_tree import attributions, voices_over
from whowhom.ingest import document_from_text
from whowhom.pipeline import Pipeline
from whowhom.records import Tagged

CLOCKED = (
    "Monitors/NNS/2/nsubj clocked/VBD/0/root forty/CD/4/nummod raids/NNS/2/obj in/IN/6/case May/NNP/4/nmod ././2/punct"
)
SAID = "Monitors/NNS/2/nsubj said/VBD/0/root raids/NNS/4/nsubj went/VBD/2/ccomp on/RP/4/compound:prt ././2/punct"


def attributed(conll, *, cues=(), speakers=(), contents=(), score=0.9):
    """Read attributions off a sentence with these ranges of words tagged."""

    def tags(ranges, label):
        return tuple(Tagged(first, last, label, score) for first, last in ranges)

    layers = replace(
        make_layers(conll),
        cues=tags(cues, "cue"),
        speakers=tags(speakers, "source"),
        contents=tags(contents, "content"),
    )
    tree = build_tree(layers)
    text = layers.document.text

    def words(*spans):
        return [text[span.start : span.end] for span in spans if span is not None]

    return tree, [(words(a.source), words(a.cue), words(*a.content), a.rule) for a in attributions(tree)]


def test_a_verb_in_no_list_tells_what_the_reader_tags():
    tree, found = attributed(CLOCKED, cues=[(1, 2)], speakers=[(0, 1)], contents=[(2, 6)])
    assert found == [(["Monitors"], ["clocked"], ["forty raids in May"], RULE)]
    assert voices_over(tree, 3, 4) == ()


def test_without_a_tagged_content_the_tree_gives_it():
    _, found = attributed(CLOCKED, cues=[(1, 2)], speakers=[(0, 1)])
    assert found == [(["Monitors"], ["clocked"], ["forty raids in May"], RULE)]


@pytest.mark.parametrize(
    "tags",
    [
        {},
        {"speakers": [(0, 1)], "contents": [(2, 6)]},
        {"cues": [(1, 2)], "contents": [(2, 6)]},
        {"cues": [(1, 2)], "speakers": [(6, 7)], "contents": [(2, 6)]},
        {"cues": [(1, 2)], "speakers": [(0, 1)], "contents": [(2, 6)], "score": LEAST_CUE - 0.01},
    ],
    ids=["nothing", "no cue", "no speaker", "a full stop", "unsure"],
)
def test_nothing_is_told_where_a_part_is_missing_or_unsure(tags):
    assert attributed(CLOCKED, **tags)[1] == []


def test_what_a_rule_finds_is_not_found_again():
    _, found = attributed(SAID, cues=[(1, 2)], speakers=[(0, 1)], contents=[(2, 5)])
    assert [(source, cue, content) for source, cue, content, _ in found] == [
        (["Monitors"], ["said"], ["raids went on"])
    ]
    assert found[0][3] != RULE


def test_the_shipped_reader_tags_who_says_what():
    text = "The institute forecasts a deficit of four per cent, and unions fear that the mines will close, a lawmaker said."
    layers = Pipeline.load().reader.read(document_from_text(text, check_language=False))

    def words(tags):
        return {text[layers.starts[tag.first] : layers.ends[tag.last - 1]] for tag in tags}

    assert {"fear", "said"} <= words(layers.cues)
    assert {"unions", "a lawmaker"} <= words(layers.speakers)
    assert "that the mines will close" in words(layers.contents)
