"""Figures of people in one event: how many, of whom, which are part of which."""

import pytest

from layers import make_layers, make_use
from whowhom.codebook import load_codebook
from whowhom.coding.participants import draft_participants
from whowhom.coding.tolls import draft_tolls
from whowhom.coding.victims import victims_of

CODEBOOK = load_codebook()
KINDS = {
    "soldiers": "state forces", "soldier": "state forces", "policemen": "state forces", "rebels": "rebel group",
    "civilians": "civilians", "children": "civilians", "villagers": "civilians", "people": "unidentified",
    "women": "civilians", "fighters": "rebel group", "journalist": "media", "Odile Ngaba": "person", "They": "civilians",
    "men": "unidentified", "child": "civilians", "prisoners": "unidentified", "teacher": "civilians", "town": "civilians",
}  # fmt: skip


def tolls_of(conll, trigger, roles=None):
    words = [word.split("/")[0] for word in conll.split()]
    joined = " ".join(words)
    actors = {n: k for n, k in KINDS.items() if (f" {n} " in f" {joined} ")}
    people = {n: "PER" for n in actors if n == "Odile Ngaba"}
    layers = make_layers(conll, actors=actors, entities=people, triggers=[(trigger, "ASSAULT", {}, roles)])
    tree, use = make_use(layers, CODEBOOK)
    found = draft_tolls(tree, use, draft_participants(tree, use, CODEBOOK))
    text = layers.document.text
    assert all(text[t.figure.start : t.figure.end] == t.figure.text for t in found)
    return [
        (t.outcome, text[t.span.start : t.span.end], (t.figure.low, t.figure.best, t.figure.high), t.figure.bound, t.part_of)
        for t in found
    ]  # fmt: skip


KILLED = "The/DT/2/det blast/NN/3/nsubj killed/VBD/0/root {} ././3/punct"
CASES = {
    "exact": (KILLED.format("12/CD/5/nummod civilians/NNS/3/obj"), "killed", None, [("killed", "12 civilians", (12, 12, 12), "exact", None)]),
    "number word": (KILLED.format("three/CD/5/nummod soldiers/NNS/3/obj"), "killed", None, [("killed", "three soldiers", (3, 3, 3), "exact", None)]),
    "at least": (KILLED.format("at/RP/5/advmod least/JJS/6/advmod 12/CD/7/nummod people/NNS/3/obj"), "killed", None, [("killed", "at least 12 people", (12, None, None), "at least", None)]),
    "more than": (KILLED.format("more/JJR/6/advmod than/IN/4/fixed 170/CD/7/nummod people/NNS/3/obj"), "killed", None, [("killed", "more than 170 people", (171, None, None), "more than", None)]),
    "about": (KILLED.format("about/RB/5/advmod 150/CD/6/nummod rebels/NNS/3/obj"), "killed", None, [("killed", "about 150 rebels", (None, 150, None), "about", None)]),
    "up to": (KILLED.format("up/RP/6/advmod to/IN/4/fixed 40/CD/7/nummod fighters/NNS/3/obj"), "killed", None, [("killed", "up to 40 fighters", (None, None, 40), "up to", None)]),
    "plural without a number": (KILLED.format("civilians/NNS/3/obj"), "killed", None, [("killed", "civilians", (2, None, None), "vague", None)]),
    "several": (KILLED.format("several/JJ/5/amod villagers/NNS/3/obj"), "killed", None, [("killed", "several villagers", (2, None, None), "vague", None)]),
    "dozens of": (KILLED.format("dozens/NNS/3/obj of/IN/6/case civilians/NNS/4/nmod"), "killed", {"killed": "dozens of civilians"}, [("killed", "dozens of civilians", (24, None, None), "vague", None)]),
    "one person": (KILLED.format("a/DT/5/det soldier/NN/3/obj"), "killed", None, [("killed", "a soldier", (1, 1, 1), "exact", None)]),
    "a journalist": (KILLED.format("a/DT/5/det journalist/NN/3/obj"), "killed", None, [("killed", "a journalist", (1, 1, 1), "exact", None)]),
    "a named person": (KILLED.format("Odile/NNP/3/obj Ngaba/NNP/4/flat"), "killed", None, [("killed", "Odile Ngaba", (1, 1, 1), "exact", None)]),
    "passive": ("Two/CD/2/nummod soldiers/NNS/4/nsubj:pass were/VBD/4/aux:pass killed/VBN/0/root ././4/punct", "killed", None, [("killed", "Two soldiers", (2, 2, 2), "exact", None)]),
    "coordinated": (KILLED.format("three/CD/5/nummod soldiers/NNS/3/obj and/CC/8/cc two/CD/8/nummod policemen/NNS/5/conj"), "killed", None, [("killed", "three soldiers", (3, 3, 3), "exact", None), ("killed", "two policemen", (2, 2, 2), "exact", None)]),
    "coordinated in one range of the reader": (KILLED.format("three/CD/5/nummod soldiers/NNS/3/obj and/CC/8/cc two/CD/8/nummod policemen/NNS/5/conj"), "killed", {"killed": "three soldiers and two policemen"}, [("killed", "three soldiers", (3, 3, 3), "exact", None), ("killed", "two policemen", (2, 2, 2), "exact", None)]),
    "including": (KILLED.format("30/CD/5/nummod people/NNS/3/obj ,/,/9/punct including/VBG/9/case 13/CD/9/nummod soldiers/NNS/5/nmod"), "killed", {"killed": "30 people | 13 soldiers"}, [("killed", "30 people", (30, 30, 30), "exact", None), ("killed", "13 soldiers", (13, 13, 13), "exact", 0)]),
    "including and more": (KILLED.format("30/CD/5/nummod people/NNS/3/obj ,/,/9/punct including/VBG/9/case nine/CD/9/nummod women/NNS/5/nmod and/CC/12/cc four/CD/12/nummod children/NNS/9/conj"), "killed", {"killed": "30 people | nine women | four children"}, [("killed", "30 people", (30, 30, 30), "exact", None), ("killed", "nine women", (9, 9, 9), "exact", 0), ("killed", "four children", (4, 4, 4), "exact", 0)]),
    "among them": (KILLED.format("ten/CD/5/nummod people/NNS/3/obj ,/,/10/punct among/IN/8/case them/PRP/10/nmod two/CD/10/nummod children/NNS/5/appos"), "killed", {"killed": "ten people | two children"}, [("killed", "ten people", (10, 10, 10), "exact", None), ("killed", "two children", (2, 2, 2), "exact", 0)]),
    "among them a named person": (KILLED.format("ten/CD/5/nummod people/NNS/3/obj ,/,/9/punct among/IN/8/case them/PRP/9/nmod Odile/NNP/5/appos Ngaba/NNP/9/flat"), "killed", {"killed": "ten people | Odile Ngaba"}, [("killed", "ten people", (10, 10, 10), "exact", None), ("killed", "Odile Ngaba", (1, 1, 1), "exact", 0)]),
    "of whom": (KILLED.format("ten/CD/5/nummod people/NNS/3/obj ,/,/11/punct of/IN/8/case whom/WP/9/nmod four/CD/11/nsubj were/VBD/11/cop children/NNS/5/acl:relcl"), "killed", {"killed": "ten people | four"}, [("killed", "ten people", (10, 10, 10), "exact", None), ("killed", "four", (4, 4, 4), "exact", 0)]),
    "killed and injured": (KILLED.format("two/CD/5/nummod soldiers/NNS/3/obj and/CC/7/cc injured/VBD/3/conj five/CD/9/nummod civilians/NNS/7/obj"), "killed", {"killed": "two soldiers", "injured": "five civilians"}, [("killed", "two soldiers", (2, 2, 2), "exact", None), ("injured", "five civilians", (5, 5, 5), "exact", None)]),
    "injured part is no part of the killed": (KILLED.format("two/CD/5/nummod soldiers/NNS/3/obj and/CC/7/cc injured/VBD/3/conj five/CD/9/nummod people/NNS/7/obj including/VBG/12/case a/DT/12/det child/NN/9/nmod"), "killed", {"killed": "two soldiers", "injured": "five people | a child"}, [("killed", "two soldiers", (2, 2, 2), "exact", None), ("injured", "five people", (5, 5, 5), "exact", None), ("injured", "a child", (1, 1, 1), "exact", 1)]),
    "a reader that takes the injured for killed": (KILLED.format("two/CD/5/nummod soldiers/NNS/3/obj ,/,/7/punct injuring/VBG/3/advcl five/CD/9/nummod civilians/NNS/7/obj"), "killed", {"killed": "two soldiers | five civilians"}, [("killed", "two soldiers", (2, 2, 2), "exact", None), ("injured", "five civilians", (5, 5, 5), "exact", None)]),
    "no casualties": ("The/DT/2/det attack/NN/3/nsubj caused/VBD/0/root no/DT/5/det casualties/NNS/3/obj ././3/punct", "attack", {"killed": "no casualties"}, [("killed", "no casualties", (0, 0, 0), "exact", None)]),
    "no one": ("No/DT/2/det one/NN/4/nsubj:pass was/VBD/4/aux:pass killed/VBN/0/root ././4/punct", "killed", {"killed": "No one"}, [("killed", "No one", (0, 0, 0), "exact", None)]),
    "arrested are counted too": ("Police/NNS/2/nsubj arrested/VBD/0/root six/CD/4/nummod men/NNS/2/obj ././2/punct", "arrested", {"arrested": "six men"}, [("arrested", "six men", (6, 6, 6), "exact", None)]),
    "a pronoun counts nobody": ("They/PRP/3/nsubj:pass were/VBD/3/aux:pass killed/VBN/0/root ././3/punct", "killed", {"killed": "They"}, []),
    "a verb is no toll": (KILLED.format("12/CD/5/nummod civilians/NNS/3/obj"), "killed", {"killed": "killed"}, [("killed", "12 civilians", (12, 12, 12), "exact", None)]),
    "a number alone": (KILLED.format("12/CD/3/obj"), "killed", {"killed": "12"}, [("killed", "12", (12, 12, 12), "exact", None)]),
    "the age of one person": (KILLED.format("a/DT/5/det teacher/NN/3/obj ,/,/7/punct 34/CD/5/appos ,/,/5/punct in/IN/10/case Kano/NNP/3/obl"), "killed", {"killed": "a teacher | 34"}, [("killed", "a teacher", (1, 1, 1), "exact", None)]),
    "an age in brackets": (KILLED.format("a/DT/5/det teacher/NN/3/obj (/(/7/punct 34/CD/5/appos )/)/7/punct"), "killed", {"killed": "a teacher | 34"}, [("killed", "a teacher", (1, 1, 1), "exact", None)]),
    "a number of several is no age": (KILLED.format("civilians/NNS/3/obj ,/,/6/punct 34/CD/4/appos ,/,/4/punct"), "killed", {"killed": "34"}, [("killed", "34", (34, 34, 34), "exact", None)]),
    "those of them": (KILLED.format("40/CD/5/nummod people/NNS/3/obj ,/,/7/punct 13/CD/5/appos of/IN/9/case them/PRP/7/nmod with/IN/12/case their/PRP$/12/nmod:poss children/NNS/7/nmod"), "killed", {"killed": "40 people | 13 of them"}, [("killed", "40 people", (40, 40, 40), "exact", None), ("killed", "13 of them", (13, 13, 13), "exact", 0)]),
    "a time before the people": ("Last/JJ/2/amod month/NN/4/nmod 51/CD/4/nummod soldiers/NNS/6/nsubj:pass were/VBD/6/aux:pass killed/VBN/0/root", "killed", {"killed": "51 soldiers"}, [("killed", "51 soldiers", (51, 51, 51), "exact", None)]),
    "a year before the people": ("In/IN/2/case 2023/CD/6/nmod more/JJR/5/advmod than/IN/3/fixed 40/CD/6/nummod people/NNS/8/nsubj:pass were/VBD/8/aux:pass killed/VBN/0/root", "killed", {"killed": "more than 40 people"}, [("killed", "more than 40 people", (41, None, None), "more than", None)]),
    "half of a town": (KILLED.format("half/NN/3/obj of/IN/7/case the/DT/7/det town/NN/4/nmod"), "killed", {"killed": "half of the town"}, []),
    "a third of a town": (KILLED.format("a/DT/5/det third/NN/3/obj of/IN/8/case the/DT/8/det town/NN/5/nmod"), "killed", {"killed": "a third of the town"}, []),
    "half of a number": (KILLED.format("half/NN/3/obj of/IN/8/case the/DT/8/det 300/CD/8/nummod prisoners/NNS/4/nmod"), "killed", {"killed": "the 300 prisoners"}, [("killed", "half of the 300 prisoners", (None, 150, None), "about", None)]),
    "no figure for the injured": ("The/DT/2/det blast/NN/7/nsubj ,/,/7/punct police/NNS/5/nsubj said/VBD/7/parataxis ,/,/7/punct killed/VBD/0/root men/NNS/7/obj ;/:/11/punct they/PRP/11/nsubj gave/VBD/7/parataxis no/DT/13/det figure/NN/11/obj for/IN/16/case the/DT/16/det injured/JJ/13/nmod", "killed", {"killed": "men", "injured": "the injured"}, [("killed", "men", (2, None, None), "vague", None)]),
    "how many is not told": ("It/PRP/4/expl was/VBD/4/cop not/RB/4/advmod known/JJ/0/root how/WRB/6/advmod many/JJ/7/amod people/NNS/9/nsubj:pass were/VBD/9/aux:pass killed/VBN/4/csubj", "killed", {"killed": "people"}, []),
    "whether any were killed is not told": ("They/PRP/4/nsubj did/VBD/4/aux not/RB/4/advmod say/VB/0/root whether/IN/9/mark any/DT/7/det soldiers/NNS/9/nsubj:pass were/VBD/9/aux:pass killed/VBN/4/ccomp", "killed", {"killed": "any soldiers"}, []),
    "a number that is told in a question": ("They/PRP/4/nsubj did/VBD/4/aux not/RB/4/advmod say/VB/0/root whether/IN/9/mark 12/CD/7/nummod soldiers/NNS/9/nsubj:pass were/VBD/9/aux:pass killed/VBN/4/ccomp", "killed", {"killed": "12 soldiers"}, [("killed", "12 soldiers", (12, 12, 12), "exact", None)]),
    "between, parted by the tree": (KILLED.format("between/IN/5/case 20/CD/3/obj and/CC/8/cc 30/CD/8/nummod rebels/NNS/5/conj"), "killed", {"killed": "20 | 30 rebels"}, [("killed", "between 20 and 30 rebels", (20, None, 30), "range", None)]),
    "from and to, parted by the tree": ("From/IN/2/case 20/CD/7/obl to/IN/4/case 30/CD/2/nmod people/NNS/7/nsubj:pass were/VBD/7/aux:pass killed/VBN/0/root", "killed", {"killed": "20 to 30 | people"}, [("killed", "From 20 to 30 people", (20, None, 30), "range", None)]),
    "a range": (KILLED.format("20/CD/7/nummod to/IN/6/case 30/CD/4/nmod rebels/NNS/3/obj"), "killed", {"killed": "20 to 30 rebels"}, [("killed", "20 to 30 rebels", (20, None, 30), "range", None)]),
}  # fmt: skip


@pytest.mark.parametrize(("conll", "trigger", "roles", "expected"), CASES.values(), ids=CASES.keys())
def test_figures_of_people_have_their_words_their_bounds_and_their_whole(conll, trigger, roles, expected):
    assert tolls_of(conll, trigger, roles) == expected


@pytest.mark.parametrize(
    ("people", "kind"), [("militants", "civilians"), ("policemen", None), ("gunmen", "unidentified")]
)
def test_fighters_are_combatants_by_their_noun(people, kind):
    conll = KILLED.format(f"two/CD/5/nummod {people}/NNS/3/obj")
    layers = make_layers(conll, actors={people: kind} if kind else {}, triggers=[("killed", "ASSAULT")])
    tree, use = make_use(layers, CODEBOOK)
    (toll,) = draft_tolls(tree, use, draft_participants(tree, use, CODEBOOK), victims_of(tree, (use,)))
    assert toll.status == "combatant"


def test_who_receives_those_let_go_is_not_let_go():
    conll = (
        "Two/CD/2/nummod pupils/NNS/4/nsubj:pass were/VBD/4/aux:pass handed/VBN/0/root over/RP/4/compound:prt to/IN/7/case "
        "villagers/NNS/4/obl ././4/punct"
    )
    roles = {"target": "Two pupils | villagers", "released": "Two pupils | villagers"}
    layers = make_layers(
        conll, actors={"pupils": "civilians", "villagers": "civilians"}, triggers=[("handed", "RETREAT", {}, roles)]
    )
    tree, use = make_use(layers, CODEBOOK)
    counts = draft_tolls(tree, use, draft_participants(tree, use, CODEBOOK))
    assert [layers.document.text[toll.span.start : toll.span.end] for toll in counts] == ["Two pupils"]


def test_a_civilian_beside_soldiers_is_a_civilian():
    conll = KILLED.format(
        "two/CD/5/nummod soldiers/NNS/3/obj and/CC/9/cc a/DT/9/det civilian/JJ/9/amod porter/NN/5/conj"
    )
    layers = make_layers(
        conll, actors={"soldiers": "state forces", "porter": "state forces"}, triggers=[("killed", "ASSAULT")]
    )
    tree, use = make_use(layers, CODEBOOK)
    tolls = draft_tolls(tree, use, draft_participants(tree, use, CODEBOOK), victims_of(tree, (use,)))
    assert [toll.status for toll in tolls] == ["combatant", "civilian"]


def test_a_figure_of_the_act_told_in_the_paragraph_before_counts_for_no_verb_of_the_next():
    conll = (
        "Rebels/NNS/2/nsubj attacked/VBD/0/root ././2/punct\n\n"
        "A/DT/2/det sailor/NN/4/nsubj:pass was/VBD/4/aux:pass hurt/VBN/0/root ././4/punct\n\n"
        "A/DT/2/det shell/NN/3/nsubj hit/VBD/0/root Bria/NNP/3/obj ././3/punct"
    )
    hit, attacked = ("hit", "ASSAULT", {}, {"injured": "A sailor"}), ("attacked", "ASSAULT")
    # Without an act of its own, the first paragraph counts for the second: "Forty people are dead."
    cases = [((2, 1), (hit, attacked), 0), ((2, 1), (hit,), 1), ((3,), (hit, attacked), 1)]
    for lengths, triggers, count in cases:
        layers = make_layers(conll, paragraphs=lengths, actors={"sailor": "civilians"}, triggers=triggers)
        assert len(draft_tolls(*make_use(layers, CODEBOOK, "hit"), ())) == count, (lengths, triggers)


def test_trucks_that_an_army_lost_are_none_of_its_dead():
    conll = "Troops/NNS/2/nsubj lost/VBD/0/root five/CD/4/nummod men/NNS/2/obj and/CC/7/cc two/CD/7/nummod trucks/NNS/4/conj ././2/punct"
    roles = {"killed": "five men | two trucks"}
    layers = make_layers(conll, actors={"men": "state forces"}, triggers=[("lost", "ASSAULT", {}, roles)])
    tree, use = make_use(layers, CODEBOOK)
    tolls = draft_tolls(tree, use, ())
    assert [layers.document.text[toll.span.start : toll.span.end] for toll in tolls] == ["five men"]


def test_who_is_moved_to_another_prison_is_not_let_go():
    conll = "Guards/NNS/2/nsubj transferred/VBD/0/root 40/CD/4/nummod prisoners/NNS/2/obj to/IN/6/case Bria/NNP/2/obl ././2/punct"
    layers = make_layers(conll, triggers=[("transferred", "RETREAT", {}, {"released": "40 prisoners"})])
    tree, use = make_use(layers, CODEBOOK)
    assert draft_tolls(tree, use, ()) == ()


def test_those_among_the_dead_are_part_of_them():
    conll = (
        "A/DT/2/det bomb/NN/3/nsubj killed/VBD/0/root six/CD/5/nummod people/NNS/3/obj ././3/punct\n\n"
        "Two/CD/2/nummod nurses/NNS/6/nsubj were/VBD/6/cop among/IN/6/case the/DT/6/det dead/NN/0/root ././6/punct"
    )
    layers = make_layers(conll, actors={"people": "civilians", "nurses": "civilians"}, triggers=[("killed", "ASSAULT")])
    tree, use = make_use(layers, CODEBOOK)
    tolls = draft_tolls(tree, use, draft_participants(tree, use, CODEBOOK), victims_of(tree, (use,)))
    text = layers.document.text
    assert [(text[t.span.start : t.span.end], t.part_of) for t in tolls] == [("six people", None), ("Two nurses", 0)]


def test_a_place_before_a_dash_is_no_part_of_who_was_killed():
    conll = "DAVAO/NNP/4/dep -/:/4/punct A/DT/4/det soldier/NN/6/nsubj:pass was/VBD/6/aux:pass killed/VBN/0/root ././6/punct"
    layers = make_layers(conll, triggers=[("killed", "ASSAULT", {}, {"target": "DAVAO - A soldier"})])
    tree, use = make_use(layers, CODEBOOK)
    mentions = [draft.mention.span for draft in draft_participants(tree, use, CODEBOOK)]
    assert [layers.document.text[span.start : span.end] for span in mentions] == ["A soldier"]


@pytest.mark.parametrize(
    ("people", "status"), [("soldiers", "combatant"), ("villagers", "civilian"), ("rebels", "combatant"), ("people", "unknown")]
)  # fmt: skip
def test_the_status_of_the_dead_follows_their_kind(people, status):
    conll = KILLED.format(f"two/CD/5/nummod {people}/NNS/3/obj")
    layers = make_layers(conll, actors={people: KINDS[people]}, triggers=[("killed", "ASSAULT")])
    tree, use = make_use(layers, CODEBOOK)
    (toll,) = draft_tolls(tree, use, draft_participants(tree, use, CODEBOOK))
    assert toll.status == status
    assert toll.of is not None
    assert layers.document.text[toll.of.head.start : toll.of.head.end] == people
