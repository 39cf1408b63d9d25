"""Links between events of one report: hand-written trees, each trigger taken as read."""

import pytest

from layers import make_layers
from whowhom.codebook import load_codebook
from whowhom.coding.drafts import draft_events
from whowhom.coding.links import draft_links
from whowhom.coding.tree import build_tree

CODEBOOK = load_codebook()
PLAIN = {"polarity": "happened", "certainty": "certain", "stage": "accomplished"}


def links(sentence, *triggers):
    rows = [(words, kind, {**PLAIN, **({"mode": mode} if mode else {})}) for words, kind, mode in triggers]
    layers = make_layers(sentence, triggers=rows)
    tree = build_tree(layers)
    drafts, _ = draft_events(tree, CODEBOOK, dates=(), min_score=0.0)
    text = layers.document.text
    said = lambda span: text[span.start : span.end]  # noqa: E731
    found = draft_links(tree, drafts)
    return [(said(drafts[x.source].trigger), x.link, said(drafts[x.target].trigger), said(x.cue)) for x in found]


def case(name, sentence, triggers, expected):
    return pytest.param(sentence, triggers, expected, id=name)


LINKED = [
    case("in retaliation for", "Jets/NNS/2/nsubj shelled/VBD/0/root Bria/NNP/2/obj in/IN/5/case retaliation/NN/2/obl for/IN/8/case an/DT/8/det ambush/NN/5/nmod ././2/punct",
         [("shelled", "ASSAULT", None), ("ambush", "ASSAULT", None)], ("shelled", "in retaliation for", "ambush", "in retaliation for")),
    case("fronted", "In/IN/2/case response/NN/8/obl to/IN/5/case the/DT/5/det arrests/NNS/2/nmod ,/,/8/punct students/NNS/8/nsubj marched/VBD/0/root ././8/punct",
         [("arrests", "COERCE", "arrest"), ("marched", "PROTEST", "demo")], ("marched", "in response to", "arrests", "In response to")),
    case("during", "A/DT/2/det boy/NN/4/nsubj:pass was/VBD/4/aux:pass shot/VBN/0/root during/IN/7/case the/DT/7/det riot/NN/4/obl ././4/punct",
         [("shot", "ASSAULT", "firearms"), ("riot", "PROTEST", "riot")], ("shot", "part of", "riot", "during")),
    case("sparked", "The/DT/2/det killing/NN/3/nsubj sparked/VBD/0/root riots/NNS/3/obj ././3/punct",
         [("killing", "ASSAULT", None), ("riots", "PROTEST", "riot")], ("riots", "caused by", "killing", "sparked")),
    case("followed", "The/DT/2/det raid/NN/3/nsubj followed/VBD/0/root an/DT/5/det ambush/NN/3/obj ././3/punct",
         [("raid", "ASSAULT", None), ("ambush", "ASSAULT", None)], ("raid", "follows from", "ambush", "followed")),
    case("led to", "The/DT/2/det raid/NN/3/nsubj led/VBD/0/root to/IN/5/case clashes/NNS/3/obl ././3/punct",
         [("raid", "ASSAULT", None), ("clashes", "ASSAULT", None)], ("clashes", "caused by", "raid", "led")),
    case("an inquiry into", "Police/NNS/2/nsubj opened/VBD/0/root an/DT/4/det inquiry/NN/2/obj into/IN/7/case the/DT/7/det murder/NN/4/nmod ././2/punct",
         [("inquiry", "ACCUSE", "investigate"), ("murder", "ASSAULT", None)], ("inquiry", "investigates", "murder", "inquiry")),
    case("examining whether", "Police/NNS/2/nsubj examine/VBP/0/root whether/IN/5/mark he/PRP/5/nsubj joined/VBD/2/ccomp the/DT/7/det raid/NN/5/obj ././2/punct",
         [("examine", "ACCUSE", "investigate"), ("raid", "ASSAULT", None)], ("examine", "investigates", "raid", "examine")),
    case("a response to", "The/DT/2/det raid/NN/5/nsubj was/VBD/5/cop a/DT/5/det response/NN/0/root to/IN/8/case the/DT/8/det ambush/NN/5/nmod ././5/punct",
         [("raid", "ASSAULT", None), ("ambush", "ASSAULT", None)], ("raid", "in response to", "ambush", "a response to")),
    case("convicted of", "Two/CD/2/nummod men/NNS/4/nsubj:pass were/VBD/4/aux:pass convicted/VBN/0/root of/IN/7/case the/DT/7/det murder/NN/4/obl ././4/punct",
         [("convicted", "SANCTION", "convict"), ("murder", "ASSAULT", None)], ("convicted", "tries", "murder", "convicted")),
    case("condemned", "The/DT/2/det bishop/NN/3/nsubj condemned/VBD/0/root the/DT/5/det raid/NN/3/obj ././3/punct",
         [("condemned", "ACCUSE", "disapprove"), ("raid", "ASSAULT", None)], ("condemned", "in response to", "raid", "condemned")),
    case("arrested and freed", "Police/NNS/2/nsubj arrested/VBD/0/root him/PRP/2/obj and/CC/5/cc freed/VBD/2/conj him/PRP/5/obj ././2/punct",
         [("arrested", "COERCE", "arrest"), ("freed", "RETREAT", "release")], ("freed", "follows from", "arrested", "freed")),
    case("in retaliation, of the sentence before", "Rockets/NNS/2/nsubj struck/VBD/0/root Bria/NNP/2/obj ././2/punct\n\nIn/IN/2/case retaliation/NN/6/obl ,/,/6/punct the/DT/5/det army/NN/6/nsubj bombed/VBD/0/root Goz/NNP/6/obj ././6/punct",
         [("struck", "ASSAULT", None), ("bombed", "ASSAULT", None)], ("bombed", "in retaliation for", "struck", "In retaliation")),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "triggers", "expected"), LINKED)
def test_two_acts_are_linked_by_the_words_between_them(sentence, triggers, expected):
    assert links(sentence, *triggers) == [expected]


def test_acts_that_are_only_told_one_after_the_other_have_no_link():
    sentence = "Rebels/NNS/2/nsubj attacked/VBD/0/root Bria/NNP/2/obj and/CC/6/cc police/NNS/6/nsubj arrested/VBD/2/conj him/PRP/6/obj ././2/punct"
    assert links(sentence, ("attacked", "ASSAULT", None), ("arrested", "COERCE", "arrest")) == []


def test_a_refusal_is_no_answer_to_an_attack():
    sentence = "Kigali/NNP/2/nsubj denied/VBD/0/root the/DT/4/det attack/NN/2/obj ././2/punct"
    assert links(sentence, ("denied", "REJECT", None), ("attack", "ASSAULT", None)) == []


@pytest.mark.parametrize(("word", "count"), [("not", 0), ("clearly", 1)])
def test_what_was_not_in_retaliation_has_no_link(word, count):
    sentence = (
        f"The/DT/2/det raid/NN/5/nsubj was/VBD/5/cop {word}/RB/5/advmod retaliation/NN/0/root for/IN/8/case "
        "the/DT/8/det ambush/NN/5/nmod ././5/punct"
    )
    assert len(links(sentence, ("raid", "ASSAULT", None), ("ambush", "ASSAULT", None))) == count
