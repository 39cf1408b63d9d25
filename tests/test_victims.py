"""Victims by the words beside a verb: who, what became of them, and in which event."""

import pytest

from layers import make_layers
from whowhom.codebook import load_codebook
from whowhom.coding.tree import build_tree
from whowhom.coding.triggers import use_triggers
from whowhom.coding.victims import victims_of

CODEBOOK = load_codebook()
CASES = {
    "active": ("Rebels/NNS/2/nsubj killed/VBD/0/root two/CD/4/nummod soldiers/NNS/2/obj ././2/punct", ["killed"], [("killed", "killed", "two soldiers")]),
    "passive": ("Two/CD/2/nummod soldiers/NNS/4/nsubj:pass were/VBD/4/aux:pass wounded/VBN/0/root ././4/punct", ["wounded"], [("wounded", "injured", "Two soldiers")]),
    "two verbs, each with its own": ("Troops/NNS/2/nsubj killed/VBD/0/root two/CD/4/nummod men/NNS/2/obj and/CC/6/cc captured/VBD/2/conj five/CD/6/obj ././2/punct", ["killed", "captured"], [("killed", "killed", "two men"), ("captured", "captured", "five")]),
    "a link of the tree that errs": ("Troops/NNS/2/nsubj killed/VBD/0/root two/CD/4/nummod men/NNS/6/obj and/CC/6/cc captured/VBD/2/conj five/CD/6/obj ././2/punct", ["killed", "captured"], [("killed", "killed", "two men"), ("captured", "captured", "five")]),
    "the act it happened in": ("Four/CD/2/nummod soldiers/NNS/3/nsubj died/VBD/0/root in/IN/6/case the/DT/6/det strike/NN/3/obl ././3/punct", ["strike"], [("strike", "killed", "Four soldiers")]),
    "no injuries": ("The/DT/2/det strike/NN/3/nsubj caused/VBD/0/root no/DT/5/det injuries/NNS/3/obj ././3/punct", ["strike"], [("strike", "injured", "no injuries")]),
    "no casualties": ("The/DT/2/det strike/NN/3/nsubj caused/VBD/0/root no/DT/5/det casualties/NNS/3/obj ././3/punct", ["strike"], [("strike", "injured", "no casualties"), ("strike", "killed", "no casualties")]),
    "a number of casualties mixes": ("The/DT/2/det strike/NN/3/nsubj caused/VBD/0/root ten/CD/5/nummod casualties/NNS/3/obj ././3/punct", ["strike"], []),
    "an age behind a name": ("Gunmen/NNS/2/nsubj killed/VBD/0/root a/DT/4/det soldier/NN/2/obj ,/,/6/punct 27/CD/4/appos ././2/punct", ["killed"], [("killed", "killed", "a soldier")]),
    "ages between and behind": ("A/DT/2/det soldier/NN/13/nsubj:pass ,/,/4/punct 22/CD/2/appos ,/,/8/punct and/CC/8/cc a/DT/8/det child/NN/2/conj ,/,/10/punct 9/CD/8/appos ,/,/8/punct were/VBD/13/aux:pass killed/VBN/0/root", ["killed"], [("killed", "killed", "A soldier"), ("killed", "killed", "a child")]),
    "an age in brackets": ("A/DT/2/det student/NN/7/nsubj:pass (/(/4/punct 19/CD/2/appos )/)/4/punct was/VBD/7/aux:pass killed/VBN/0/root", ["killed"], [("killed", "killed", "A student")]),
    "her children": ("A/DT/2/det jet/NN/3/nsubj hit/VBD/0/root a/DT/5/det camp/NN/3/obj ,/,/7/punct killing/VBG/3/advcl a/DT/9/det mother/NN/7/obj and/CC/13/cc her/PRP$/13/nmod:poss two/CD/13/nummod children/NNS/9/conj ././3/punct", ["hit"], [("hit", "killed", "a mother"), ("hit", "killed", "her two children")]),
    "who came when": ("40/CD/2/nummod others/NNS/3/nsubj:pass wounded/VBN/0/root when/WRB/6/advmod gunmen/NNS/6/nsubj attacked/VBD/3/advcl ././3/punct", ["attacked"], [("attacked", "injured", "40 others")]),
    "among the dead": ("A/DT/2/det bomb/NN/3/nsubj killed/VBD/0/root six/CD/5/nummod people/NNS/3/obj ././3/punct\n\nTwo/CD/2/nummod nurses/NNS/6/nsubj were/VBD/6/cop among/IN/6/case the/DT/6/det dead/NN/0/root ././6/punct", ["killed"], [("killed", "killed", "six people"), ("killed", "killed", "Two nurses")]),
    "among the wounded were": ("A/DT/2/det bomb/NN/3/nsubj wounded/VBD/0/root six/CD/5/nummod people/NNS/3/obj ././3/punct\n\nAmong/IN/3/case the/DT/3/det wounded/NN/6/nmod were/VBD/6/cop two/CD/6/nummod nurses/NNS/0/root ././6/punct", ["wounded#1"], [("wounded", "injured", "six people"), ("wounded", "injured", "two nurses")]),
    "who attacked and was beaten back": ("Troops/NNS/2/nsubj repelled/VBD/0/root an/DT/4/det attack/NN/2/obj ,/,/6/punct killing/VBG/4/acl ten/CD/8/nummod fighters/NNS/6/obj ././2/punct", ["repelled", "attack"], [("repelled", "killed", "ten fighters")]),
    "in the attack that was beaten back": ("Troops/NNS/2/nsubj repelled/VBD/0/root an/DT/4/det attack/NN/2/obj that/WDT/6/nsubj killed/VBD/4/acl:relcl ten/CD/8/nummod soldiers/NNS/6/obj ././2/punct", ["repelled", "attack"], [("attack", "killed", "ten soldiers")]),
    "among them, behind the fate of all": ("The/DT/2/det march/NN/3/nsubj left/VBD/0/root 400/CD/3/obj injured/JJ/4/amod ,/,/7/punct among/IN/8/case them/PRP/10/nmod 83/CD/10/nummod policemen/NNS/4/appos ././3/punct", ["march"], [("march", "injured", "400"), ("march", "injured", "83 policemen")]),
    "killed and wounded in action": ("Rebels/NNS/2/nsubj ambushed/VBD/0/root troops/NNS/2/obj :/:/6/punct 5/CD/6/nummod soldiers/NNS/2/parataxis KIA/NNP/6/flat ,/,/10/punct 11/CD/10/nummod WIA/NNP/6/appos ././2/punct", ["ambushed"], [("ambushed", "killed", "5 soldiers"), ("ambushed", "injured", "11")]),
    "those missing behind": ("12/CD/2/nummod civilians/NNS/3/nsubj:pass killed/VBN/0/root ,/,/6/punct 5/CD/3/obj missing/JJ/3/parataxis ././3/punct", ["killed"], [("killed", "killed", "12 civilians"), ("killed", "missing", "5")]),
    "those of them": ("Troops/NNS/2/nsubj met/VBD/0/root soldiers/NNS/2/obj ,/,/5/punct 22/CD/8/nsubj of/IN/7/case them/PRP/5/nmod wounded/VBN/2/advcl", ["wounded"], [("wounded", "injured", "22 of them")]),
    "a time before": ("Last/JJ/2/amod month/NN/6/nmod at/RP/4/case least/JJS/5/advmod 51/CD/6/nummod soldiers/NNS/8/nsubj:pass were/VBD/8/aux:pass killed/VBN/0/root", ["killed"], [("killed", "killed", "at least 51 soldiers")]),
    "a year before": ("In/IN/2/case 2023/CD/8/obl more/JJR/5/advmod than/IN/3/fixed 40/CD/6/nummod people/NNS/8/nsubj:pass were/VBD/8/aux:pass killed/VBN/0/root", ["killed"], [("killed", "killed", "more than 40 people")]),
    "the day after": ("The/DT/3/det following/JJ/3/amod day/NN/7/nmod 15/CD/5/nummod soldiers/NNS/7/nsubj:pass were/VBD/7/aux:pass killed/VBN/0/root", ["killed"], [("killed", "killed", "15 soldiers")]),
    "over a time": ("Over/IN/4/case the/DT/4/det past/JJ/4/amod week/NN/9/obl 30/CD/6/nummod people/NNS/9/nsubj:pass have/VBP/9/aux been/VBN/9/aux:pass killed/VBN/0/root", ["killed"], [("killed", "killed", "30 people")]),
    "a time that is a noun of theirs": ("The/DT/3/det night/NN/3/compound guards/NNS/5/nsubj:pass were/VBD/5/aux:pass killed/VBN/0/root", ["killed"], [("killed", "killed", "The night guards")]),
    "a range": ("Between/IN/2/case 20/CD/7/nsubj:pass and/CC/5/cc 30/CD/5/nummod people/NNS/2/conj were/VBD/7/aux:pass killed/VBN/0/root", ["killed"], [("killed", "killed", "Between 20 and 30 people")]),
    "how many": ("It/PRP/4/expl was/VBD/4/cop not/RB/4/advmod known/JJ/0/root how/WRB/6/advmod many/JJ/7/amod people/NNS/9/nsubj:pass were/VBD/9/aux:pass killed/VBN/4/csubj", ["killed"], []),
    "including": ("Rebels/NNS/2/nsubj killed/VBD/0/root ten/CD/4/nummod people/NNS/2/obj ,/,/8/punct including/VBG/8/case two/CD/8/nummod soldiers/NNS/4/nmod ././2/punct", ["killed"], [("killed", "killed", "ten people"), ("killed", "killed", "two soldiers")]),
    "of its own clause": ("Police/NNS/2/nsubj arrested/VBD/0/root 30/CD/4/nummod traders/NNS/2/obj and/CC/8/cc one/CD/7/nummod man/NN/8/nsubj died/VBD/2/conj ././2/punct", ["arrested", "died"], [("arrested", "arrested", "30 traders"), ("died", "killed", "one man")]),
    "a day": ("Rebels/NNS/2/nsubj killed/VBD/0/root on/IN/4/case 1/CD/2/obj May/NNP/4/nmod 2021/CD/4/nmod ././2/punct", ["killed"], []),
    "not done": ("The/DT/2/det raid/NN/3/nsubj failed/VBD/0/root to/TO/5/mark kill/VB/3/xcomp two/CD/7/nummod soldiers/NNS/5/obj ././3/punct", ["raid"], []),
}  # fmt: skip


@pytest.mark.parametrize(("conll", "triggers", "expected"), CASES.values(), ids=CASES.keys())
def test_victims_have_their_words_their_fate_and_their_event(conll, triggers, expected):
    layers = make_layers(conll, triggers=[(trigger, "ASSAULT") for trigger in triggers])
    tree = build_tree(layers)
    uses, _ = use_triggers(tree, CODEBOOK, min_score=0.0)
    found = victims_of(tree, uses).by_head
    text = layers.document.text
    told = [
        (layers.word(head), victim.outcome, text[layers.starts[victim.first] : layers.ends[victim.last - 1]])
        for head, rows in found.items()
        for victim in rows
    ]
    assert told == expected


@pytest.mark.parametrize(("place", "found"), [("Ippy", []), ("Bria", ["a policeman"])])
def test_a_sentence_that_opens_with_another_place_goes_on_with_no_event(place, found):
    conll = (
        "Troops/NNS/2/nsubj shelled/VBD/0/root Bria/NNP/2/obj ././2/punct\n\n"
        f"In/IN/2/case {place}/NNP/6/obl ,/,/2/punct a/DT/5/det policeman/NN/6/nsubj died/VBD/0/root ././6/punct"
    )
    second = "Bria#2" if place == "Bria" else place
    first = "Bria#1" if place == "Bria" else "Bria"
    assert _people(conll, {first: "LOC", second: "LOC"}) == found


def test_a_sentence_that_opens_with_a_place_says_where_the_act_before_was_told_without_one():
    conll = (
        "Troops/NNS/2/nsubj shelled/VBD/0/root villages/NNS/2/obj ././2/punct\n\n"
        "In/IN/2/case Ippy/NNP/6/obl ,/,/2/punct a/DT/5/det policeman/NN/6/nsubj died/VBD/0/root ././6/punct"
    )
    assert _people(conll, {"Ippy": "LOC"}) == ["a policeman"]


def _people(conll: str, entities: dict[str, str]) -> list[str]:
    tree = build_tree(make_layers(conll, entities=entities, triggers=[("shelled", "ASSAULT")]))
    uses, _ = use_triggers(tree, CODEBOOK, min_score=0.0)
    rows = [row for rows in victims_of(tree, uses).by_head.values() for row in rows]
    return [" ".join(tree.layers.word(word) for word in range(row.first, row.last)) for row in rows]


def test_who_died_behind_an_arrest_is_no_victim_of_the_fight_before():
    conll = (
        "Rebels/NNS/2/nsubj attacked/VBD/0/root troops/NNS/2/obj ././2/punct\n\n"
        "Police/NNS/2/nsubj arrested/VBD/0/root traders/NNS/2/obj and/CC/7/cc one/CD/6/nummod man/NN/7/nsubj "
        "died/VBD/2/conj in/IN/9/case custody/NN/7/obl ././2/punct"
    )
    tree = build_tree(make_layers(conll, triggers=[("attacked", "ASSAULT"), ("arrested", "COERCE")]))
    uses, _ = use_triggers(tree, CODEBOOK, min_score=0.0)
    found = victims_of(tree, uses).by_head
    assert "attacked" not in {tree.layers.word(head) for head in found}


def test_the_dead_beside_those_captured_are_the_dead_of_the_fight_before():
    conll = (
        "Rebels/NNS/2/nsubj attacked/VBD/0/root troops/NNS/2/obj ././2/punct\n\n"
        "Thirty/CD/2/nummod soldiers/NNS/4/nsubj:pass were/VBD/4/aux:pass killed/VBN/0/root and/CC/7/cc eleven/CD/7/nsubj:pass "
        "captured/VBN/4/conj ././4/punct"
    )
    tree = build_tree(make_layers(conll, triggers=[("attacked", "ASSAULT"), ("captured", "COERCE")]))
    uses, _ = use_triggers(tree, CODEBOOK, min_score=0.0)
    found = victims_of(tree, uses).by_head
    told = {
        tree.layers.word(head): [(row.outcome, tree.layers.word(row.first)) for row in rows]
        for head, rows in found.items()
    }
    assert told == {"attacked": [("killed", "Thirty")], "captured": [("captured", "eleven")]}
