"""Attributions of a whole text on hand-written trees: spans of source, cue and content, and chains over words."""

from __future__ import annotations

import pytest

from layers import find_words, make_layers
from whowhom.coding.tree import build_tree
from whowhom.coding.voice_quotes import announced
from whowhom.coding.voice_tree import attributions, voices_over
from whowhom.records import Layers


def told(layers: Layers) -> list[tuple[str | None, str | None, list[str]]]:
    text = layers.document.text
    return [
        (
            text[found.source.start : found.source.end] if found.source else None,
            text[found.cue.start : found.cue.end] if found.cue else None,
            [text[piece.start : piece.end] for piece in found.content],
        )
        for found in attributions(build_tree(layers))
    ]


def chain(layers: Layers, words: str) -> list[tuple[str | None, str | None]]:
    text = layers.document.text
    voices = voices_over(build_tree(layers), *find_words(layers, words))
    return [
        (text[v.span.start : v.span.end] if v.span else None, text[v.cue.start : v.cue.end] if v.cue else None)
        for v in voices
    ]


def case(name, conll, *expected, **tags):
    return pytest.param(conll, list(expected), tags, id=name)


TEXTS = [
    case("a clause, that included, the full stop left out", "The/DT/2/det army/NN/3/nsubj said/VBD/0/root that/IN/6/mark rebels/NNS/6/nsubj fled/VBD/3/ccomp ././3/punct", ("The army", "said", ["that rebels fled"])),
    case("quotation marks and the comma inside them", "“/``/3/punct They/PRP/3/nsubj fled/VBD/6/ccomp ,/,/6/punct ”/''/6/punct said/VBD/0/root the/DT/8/det mayor/NN/6/nsubj ././6/punct", ("the mayor", "said", ["“They fled,”"])),
    case("both sides of a tag", "The/DT/2/det rebels/NNS/8/nsubj ,/,/6/punct the/DT/5/det mayor/NN/6/nsubj said/VBD/8/parataxis ,/,/6/punct fled/VBD/0/root north/RB/8/advmod ././8/punct", ("the mayor", "said", ["The rebels", "fled north"])),
    case("a quotation that goes on behind its tag", "“/``/3/punct We/PRP/3/nsubj fled/VBD/7/ccomp ,/,/7/punct ”/''/7/punct she/PRP/7/nsubj said/VBD/0/root ././7/punct\n\n“/``/3/punct They/PRP/3/nsubj fired/VBD/0/root ././3/punct ”/''/3/punct", ("she", "said", ["“We fled,”", "“They fired.”"])),
    case("whose post a line announces", "Post/NN/0/root by/IN/4/case the/DT/4/det mayor/NN/1/nmod :/:/1/punct\n\n“/``/3/punct Troops/NNS/3/nsubj fired/VBD/0/root twice/RB/3/advmod ././3/punct ”/''/3/punct", ("the mayor", None, ["“Troops fired twice.”"]), actors={"the mayor": "person"}, paragraphs=(1, 1)),
    case("a line that announces nobody's words", "List/NN/0/root by/IN/4/case the/DT/4/det mayor/NN/1/nmod :/:/1/punct\n\n“/``/3/punct Troops/NNS/3/nsubj fired/VBD/0/root twice/RB/3/advmod ././3/punct ”/''/3/punct", actors={"the mayor": "person"}, paragraphs=(1, 1)),
    case("who is asked says nothing", "Asked/VBD/6/advcl whether/IN/3/mark rebels/NNS/4/nsubj fired/VBD/1/ccomp police/NNS/6/nsubj left/VBD/0/root ././6/punct"),
    case("a statement in the first person", "Statement/NN/0/root by/IN/4/case the/DT/4/det mayor/NN/1/nmod\n\nOur/PRP$/2/nmod:poss troops/NNS/3/nsubj fired/VBD/0/root ././3/punct\n\nWe/PRP/2/nsubj won/VBD/0/root ././2/punct", ("the mayor", None, ["Our troops fired.\n\nWe won"]), actors={"the mayor": "person"}, paragraphs=(1, 1, 1)),
    case("a statement that others tell of", "Statement/NN/0/root by/IN/4/case the/DT/4/det mayor/NN/1/nmod\n\nThe/DT/2/det troops/NNS/3/nsubj fired/VBD/0/root ././3/punct\n\nThey/PRP/2/nsubj won/VBD/0/root ././2/punct", actors={"the mayor": "person"}, paragraphs=(1, 1, 1)),
    case("questions and answers", "We/PRP/2/nsubj spoke/VBD/0/root to/IN/5/case Ines/NNP/5/compound Vega/NNP/2/obl ././2/punct\n\nQ/NN/3/dep :/:/1/punct Who/WP/4/nsubj fired/VBD/0/root ?/./4/punct\n\nA/NN/4/dep :/:/1/punct Troops/NNS/4/nsubj fired/VBD/0/root ././4/punct", ("Ines Vega", None, ["Troops fired"]), actors={"Ines Vega": "person"}, paragraphs=(1, 1, 1)),
    case("answers of nobody", "We/PRP/2/nsubj came/VBD/0/root ././2/punct\n\nQ/NN/3/dep :/:/1/punct Who/WP/4/nsubj fired/VBD/0/root ?/./4/punct\n\nA/NN/4/dep :/:/1/punct Troops/NNS/4/nsubj fired/VBD/0/root ././4/punct", paragraphs=(1, 1, 1)),
    case("reports that hang beside their noun", "We/PRP/2/nsubj received/VBD/0/root reports/NNS/2/obj that/IN/6/mark rebels/NNS/6/nsubj fired/VBD/3/appos ././2/punct", (None, "reports", ["that rebels fired"])),
    case("reports of what goes on", "Reports/NNS/0/root that/IN/4/mark arms/NNS/6/nsubj continued/VBD/1/acl to/TO/6/mark arrive/VB/4/xcomp ././1/punct", (None, "Reports", ["that arms continued to arrive"])),
    case("the speaker goes on in the next paragraph", "“/``/3/punct We/PRP/3/nsubj fled/VBD/7/ccomp ,/,/7/punct ”/''/7/punct she/PRP/7/nsubj said/VBD/0/root ././7/punct\n\n“/``/3/punct They/PRP/3/nsubj fired/VBD/0/root ././3/punct ”/''/3/punct", ("she", "said", ["“We fled,”"]), ("she", "said", ["“They fired.”"]), paragraphs=(1, 1)),
    case("an apposition is part of the source", "Amina/NNP/7/nsubj Rahal/NNP/1/flat ,/,/5/punct a/DT/5/det lawyer/NN/1/appos ,/,/5/punct said/VBD/0/root they/PRP/9/nsubj fled/VBD/7/ccomp ././7/punct", ("Amina Rahal, a lawyer", "said", ["they fled"])),
    case("a clause between source and verb", "Amina/NNP/6/nsubj ,/,/4/punct who/WP/4/nsubj fled/VBD/1/acl:relcl ,/,/4/punct said/VBD/0/root they/PRP/8/nsubj fired/VBD/6/ccomp ././6/punct", ("Amina, who fled", "said", ["they fired"])),
    case("according to", "According/VBG/3/case to/IN/1/fixed police/NNS/6/obl ,/,/3/punct rebels/NNS/6/nsubj fled/VBD/0/root ././6/punct", ("police", "According to", ["rebels fled"])),
    case("somebody and what is said of him", "Police/NNS/2/nsubj accused/VBD/0/root rebels/NNS/2/obj of/IN/5/mark firing/VBG/2/advcl ././2/punct", ("Police", "accused", ["rebels of firing"])),
    case("a passive of hearsay", "Rebels/NNS/3/nsubj:pass are/VBP/3/aux:pass said/VBN/0/root to/TO/6/mark have/VB/6/aux fled/VBN/3/xcomp ././3/punct", (None, "are said", ["Rebels", "to have fled"])),
    case("a noun with its owner", "The/DT/2/det army/NN/4/nmod:poss 's/POS/2/case claim/NN/8/nsubj that/IN/7/mark rebels/NNS/7/nsubj fled/VBD/4/acl failed/VBD/0/root ././8/punct", ("The army", "claim", ["that rebels fled"])),
    case("a headline", "Mayor/NN/0/root :/:/4/punct Rebels/NNS/4/nsubj burn/VBP/1/parataxis the/DT/6/det market/NN/4/obj", ("Mayor", None, ["Rebels burn the market"])),
    case("a wish is told as one", "Rebels/NNS/2/nsubj want/VBP/0/root to/TO/4/mark leave/VB/2/xcomp ././2/punct", ("Rebels", "want", ["to leave"])),
    case("a bomb claims no words", "The/DT/2/det bomb/NN/3/nsubj claimed/VBD/0/root nine/CD/5/nummod lives/NNS/3/obj ././3/punct"),
    case("a name between quotation marks is no speech", "The/DT/4/det “/``/3/punct Storm/NNP/4/compound brigade/NN/6/nsubj ”/''/3/punct left/VBD/0/root ././6/punct"),
]  # fmt: skip


@pytest.mark.parametrize(("conll", "expected", "tags"), TEXTS)
def test_spans_of_source_cue_and_content(conll, expected, tags):
    assert told(make_layers(conll, **tags)) == expected


def test_who_is_cited_in_a_heading_says_nothing_of_other_sentences():
    layers = make_layers("Citing/VBG/0/root officials/NNS/1/obj\n\nRebels/NNS/2/nsubj fled/VBD/0/root")
    assert told(layers) == []


def test_a_chain_stands_outermost_first():
    conll = (
        "The/DT/2/det agency/NN/3/nsubj said/VBD/0/root the/DT/5/det mayor/NN/6/nsubj confirmed/VBD/3/ccomp that/IN/9/mark "
        "rebels/NNS/9/nsubj fired/VBD/6/ccomp ././3/punct"
    )
    layers = make_layers(conll)
    assert chain(layers, "fired") == [("The agency", "said"), ("the mayor", "confirmed")]
    assert chain(layers, "mayor") == [("The agency", "said")]
    assert chain(layers, "agency") == []


@pytest.mark.parametrize(
    "conll",
    [
        "Rebels/NNS/2/nsubj want/VBP/0/root to/TO/4/mark leave/VB/2/xcomp ././2/punct",
        "He/PRP/4/nsubj did/VBD/4/aux not/RB/4/advmod say/VB/0/root whether/IN/7/mark they/PRP/7/nsubj leave/VBP/4/ccomp "
        "././4/punct",
        "He/PRP/3/nsubj could/MD/3/aux say/VB/0/root that/IN/6/mark they/PRP/6/nsubj leave/VBP/3/ccomp ././3/punct",
    ],
    ids=["a wish", "did not say", "could say"],
)
def test_what_is_wished_or_not_said_has_no_voice(conll):
    layers = make_layers(conll)
    assert told(layers)
    assert chain(layers, "leave") == []


def test_a_demand_has_its_voice_but_what_it_takes_for_granted_has_none():
    conll = (
        "We/PRP/2/nsubj ask/VBP/0/root donors/NNS/2/obj to/TO/5/mark fund/VB/2/xcomp work/NN/5/obj that/WDT/8/nsubj "
        "began/VBD/6/acl:relcl here/RB/8/advmod ././2/punct"
    )
    layers = make_layers(conll)
    assert chain(layers, "fund") == [("We", "ask")]
    assert chain(layers, "began here") == [("We", "ask")] or chain(layers, "began here") == []


SPEECH = (
    "The/DT/2/det minister/NN/3/nsubj stated/VBD/0/root :/:/3/punct\n\n"
    "The/DT/2/det raid/NN/4/nsubj is/VBZ/4/cop over/RB/0/root ././4/punct\n\n"
    "{}\n\n"
    "{}"
)
KILLED = "Rebels/NNS/2/nsubj killed/VBD/0/root farmers/NNS/2/obj ././2/punct"


@pytest.mark.parametrize(
    ("second", "third", "content"),
    [
        (
            KILLED,
            "We/PRP/2/nsubj mourn/VBP/0/root ././2/punct",
            "The raid is over.\n\nRebels killed farmers.\n\nWe mourn",
        ),
        (KILLED, "US/NNP/2/compound soldiers/NNS/3/nsubj came/VBD/0/root ././3/punct", "The raid is over"),
        (
            KILLED,
            "“/``/4/punct My/PRP$/3/nmod:poss son/NN/4/nsubj died/VBD/0/root ”/''/4/punct ././4/punct",
            "The raid is over",
        ),
        (
            "Our/PRP$/2/nmod:poss men/NNS/3/nsubj left/VBD/0/root ././3/punct",
            KILLED,
            "The raid is over.\n\nOur men left",
        ),
    ],
    ids=["the first person further on", "US is a country", "another is quoted", "up to the last in the first person"],
)
def test_a_statement_behind_a_colon_goes_on_while_its_speaker_is_heard(second, third, content):
    layers = make_layers(SPEECH.format(second, third), actors={"The minister": "person"}, paragraphs=[1, 1, 1, 1])
    [found] = [
        a
        for a in attributions(build_tree(layers))
        if a.cue and layers.document.text[a.cue.start : a.cue.end] == "stated"
    ]
    told = layers.document.text[found.content[0].start : found.content[-1].end]
    assert told == content


@pytest.mark.parametrize(
    ("noun", "case", "named"),
    [
        ("statement", "of", "Front"),
        ("post", "by", "Front"),
        ("post", "of", None),
        ("release", "of", None),
    ],
)
def test_a_post_of_a_group_may_be_one_that_it_holds(noun, case, named):
    line = f"A/DT/2/det {noun}/NN/0/root {case}/IN/5/case the/DT/5/det Front/NNP/2/nmod :/:/2/punct"
    tree = build_tree(make_layers(line, actors={"the Front": "rebel group"}))
    head = announced(tree, range(len(tree.layers.starts)))
    assert (None if head is None else tree.layers.word(head)) == named
