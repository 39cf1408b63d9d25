"""Who is held responsible, how and by whom: hand-written trees, each trigger taken as read."""

import pytest

from layers import make_layers, make_use
from whowhom.codebook import load_codebook
from whowhom.coding.responsibility import draft_responsibility, is_told_aside
from whowhom.coding.responsibility_parts import act_behind, actor_behind
from whowhom.coding.tree import build_tree
from whowhom.ingest import document_from_text
from whowhom.pipeline import Pipeline

CODEBOOK = load_codebook()


def held(sentence, trigger, **tags):
    layers = make_layers(sentence, triggers=[(trigger, "ASSAULT", {"polarity": "happened"})], **tags)
    tree, use = make_use(layers, CODEBOOK)
    text = layers.document.text
    said = lambda span: text[span.start : span.end]  # noqa: E731
    return [
        (row.stance, said(row.mention.span), said(row.voice.span) if row.voice else None, said(row.span))
        for row in draft_responsibility(tree, use)
    ]


def case(name, sentence, trigger, *expected, **tags):
    return pytest.param(sentence, trigger, list(expected), tags, id=name)


HELD = [
    case("claimed responsibility", "Rebels/NNS/2/nsubj claimed/VBD/0/root responsibility/NN/2/obj for/IN/6/case the/DT/6/det bombing/NN/3/nmod ././2/punct", "bombing",
         ("claimed", "Rebels", "Rebels", "claimed")),
    case("claimed by", "The/DT/2/det raid/NN/4/nsubj:pass was/VBD/4/aux:pass claimed/VBN/0/root by/IN/6/case rebels/NNS/4/obl:agent ././4/punct", "raid",
         ("claimed", "rebels", "rebels", "claimed")),
    case("behind", "The/DT/2/det front/NN/3/nsubj said/VBD/0/root it/PRP/8/nsubj was/VBD/8/cop behind/IN/8/case the/DT/8/det raid/NN/3/ccomp ././3/punct", "raid",
         ("claimed", "The front", "The front", "said")),
    case("believed to be behind", "The/DT/2/det front/NN/4/nsubj:pass is/VBZ/4/aux:pass believed/VBN/0/root to/TO/9/mark be/VB/9/cop behind/IN/9/case the/DT/9/det raid/NN/4/xcomp ././4/punct", "raid",
         ("suspected", "The front", None, "believed")),
    case("blamed for", "The/DT/2/det army/NN/3/nsubj blamed/VBD/0/root rebels/NNS/3/obj for/IN/7/case the/DT/7/det raid/NN/3/obl ././3/punct", "raid",
         ("accused", "rebels", "The army", "blamed")),
    case("blamed on", "Residents/NNS/2/nsubj blamed/VBD/0/root the/DT/4/det raid/NN/2/obj on/IN/6/case rebels/NNS/2/obl ././2/punct", "raid",
         ("accused", "rebels", "Residents", "blamed")),
    case("accused of", "He/PRP/3/nsubj:pass is/VBZ/3/aux:pass accused/VBN/0/root of/IN/5/mark killing/VBG/3/advcl a/DT/7/det guard/NN/5/obj ././3/punct", "killing",
         ("accused", "He", None, "accused")),
    case("attributed to", "Police/NNS/2/nsubj attributed/VBD/0/root the/DT/4/det raid/NN/2/obj to/IN/6/case rebels/NNS/2/obl ././2/punct", "raid",
         ("accused", "rebels", "Police", "attributed")),
    case("denied any role", "The/DT/2/det army/NN/3/nsubj denied/VBD/0/root any/DT/5/det role/NN/3/obj in/IN/8/case the/DT/8/det raid/NN/5/nmod ././3/punct", "raid",
         ("denied", "The army", "The army", "denied")),
    case("denied the act", "The/DT/2/det army/NN/3/nsubj denied/VBD/0/root shelling/VBG/3/xcomp Bria/NNP/4/obj ././3/punct", "shelling",
         ("denied", "The army", "The army", "denied")),
    case("nothing to do with", "The/DT/2/det party/NN/3/nsubj said/VBD/0/root it/PRP/5/nsubj had/VBD/3/ccomp nothing/NN/5/obj to/TO/8/mark do/VB/6/acl with/IN/11/case the/DT/11/det raid/NN/8/obl ././3/punct", "raid",
         ("disclaimed", "The party", "The party", "had")),
    case("blamed on behind a broken tree", "They/PRP/2/nsubj blamed/VBD/0/root the/DT/4/det raid/NN/2/obj of/IN/6/case May/NNP/4/nmod on/IN/8/case rebels/NNS/6/nmod ././2/punct", "raid",
         ("accused", "rebels", "They", "blamed"), actors={"rebels": "rebel group"}),
    case("claimed by behind a noun", "The/DT/2/det raid/NN/6/nsubj claimed/VBN/2/acl by/IN/5/case rebels/NNS/3/obl:agent ended/VBD/0/root ././6/punct", "raid",
         ("claimed", "rebels", "rebels", "claimed")),
    case("for which they claimed", "The/DT/2/det raid/NN/9/nsubj ,/,/7/punct for/IN/5/case which/WDT/7/obl rebels/NNS/7/nsubj claimed/VBD/2/acl:relcl responsibility/NN/7/obj ended/VBD/0/root ././9/punct", "raid",
         ("claimed", "rebels", "rebels", "claimed")),
    case("which they attributed to", "The/DT/2/det raid/NN/9/nsubj ,/,/6/punct which/WDT/6/obj police/NNS/6/nsubj attributed/VBD/2/acl:relcl to/IN/8/case rebels/NNS/6/obl ended/VBD/0/root ././9/punct", "raid",
         ("accused", "rebels", "police", "attributed")),
    case("arrested over", "A/DT/2/det captain/NN/4/nsubj:pass was/VBD/4/aux:pass arrested/VBN/0/root over/IN/7/case the/DT/7/det raid/NN/4/obl ././4/punct", "raid",
         ("suspected", "A captain", None, "arrested"), actors={"captain": "state forces"}),
    case("suspected of being involved", "Two/CD/2/nummod men/NNS/10/nsubj suspected/VBN/2/acl of/IN/6/mark being/VBG/6/cop involved/JJ/3/advcl in/IN/9/case the/DT/9/det raid/NN/6/obl fled/VBD/0/root ././10/punct", "raid",
         ("suspected", "Two men", None, "suspected")),
    case("took part in", "He/PRP/2/nsubj took/VBD/0/root part/NN/2/obj in/IN/6/case the/DT/6/det raid/NN/3/nmod ././2/punct", "raid"),
    case("nobody", "No/DT/2/det group/NN/3/nsubj claimed/VBD/0/root responsibility/NN/3/obj for/IN/7/case the/DT/7/det raid/NN/4/nmod ././3/punct", "raid"),
    case("has not claimed", "The/DT/2/det front/NN/5/nsubj has/VBZ/5/aux not/RB/5/advmod claimed/VBN/0/root responsibility/NN/5/obj for/IN/9/case the/DT/9/det raid/NN/6/nmod ././5/punct", "raid"),
    case("claimed no part", "The/DT/2/det front/NN/3/nsubj claimed/VBD/0/root no/DT/5/det responsibility/NN/3/obj for/IN/8/case the/DT/8/det raid/NN/5/nmod ././3/punct", "raid"),
    case("did not deny", "The/DT/2/det front/NN/5/nsubj did/VBD/5/aux not/RB/5/advmod deny/VB/0/root responsibility/NN/5/obj for/IN/9/case the/DT/9/det raid/NN/6/nmod ././5/punct", "raid"),
    case("police acknowledge it", "The/DT/2/det police/NN/3/nsubj acknowledged/VBD/0/root the/DT/5/det raid/NN/3/obj ././3/punct", "raid"),
    case("said it had not", "The/DT/2/det front/NN/3/nsubj said/VBD/0/root it/PRP/7/nsubj had/VBD/7/aux not/RB/7/advmod shelled/VBN/3/ccomp Bria/NNP/7/obj ././3/punct", "shelled",
         ("denied", "The front", "The front", "said")),
    case("said it would have", "The/DT/2/det front/NN/3/nsubj said/VBD/0/root it/PRP/7/nsubj would/MD/7/aux have/VB/7/aux shelled/VBN/3/ccomp Bria/NNP/7/obj ././3/punct", "shelled"),
    case("we did not, in quotation marks", "“/``/5/punct We/PRP/5/nsubj did/VBD/5/aux not/RB/5/advmod shell/VB/0/root Bria/NNP/5/obj ./,/5/punct ”/''/5/punct said/VBD/5/parataxis the/DT/11/det chief/NN/9/nsubj ././5/punct", "shell",
         ("denied", "We", "We", "shell")),
    case("we did not see it", "“/``/5/punct We/PRP/5/nsubj did/VBD/5/aux not/RB/5/advmod see/VB/0/root the/DT/7/det raid/NN/5/obj ,/,/5/punct ”/''/5/punct said/VBD/5/parataxis a/DT/12/det nurse/NN/10/nsubj ././5/punct", "raid"),
    case("said it had not verified", "The/DT/2/det army/NN/3/nsubj said/VBD/0/root it/PRP/7/nsubj had/VBD/7/aux not/RB/7/advmod verified/VBN/3/ccomp the/DT/9/det raid/NN/7/obj ././3/punct", "raid"),
    case("we did not, told by nobody", "We/PRP/4/nsubj did/VBD/4/aux not/RB/4/advmod shell/VB/0/root Bria/NNP/4/obj ././4/punct", "shell"),
    case("friends say that he had", "Friends/NNS/2/nsubj say/VBP/0/root he/PRP/5/nsubj had/VBD/5/aux shelled/VBN/2/ccomp Bria/NNP/5/obj ././2/punct", "shelled"),
    case("did not plant the mine that killed", "The/DT/2/det front/NN/3/nsubj said/VBD/0/root it/PRP/7/nsubj did/VBD/7/aux not/RB/7/advmod plant/VB/3/ccomp the/DT/9/det mine/NN/7/obj that/WDT/11/nsubj killed/VBD/9/acl:relcl guards/NNS/11/obj ././3/punct", "killed",
         ("denied", "The front", "The front", "said")),
    case("something else is claimed", "The/DT/2/det widow/NN/3/nsubj claimed/VBD/0/root compensation/NN/3/obj for/IN/7/case the/DT/7/det raid/NN/4/nmod ././3/punct", "raid"),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "trigger", "expected", "tags"), HELD)
def test_who_is_held_how_and_by_whom(sentence, trigger, expected, tags):
    assert held(sentence, trigger, **tags) == expected


def test_a_denied_charge_is_of_the_act_that_was_charged():
    sentence = (
        "Police/NNS/2/nsubj accused/VBD/0/root rebels/NNS/2/obj of/IN/6/case the/DT/6/det raid/NN/2/obl ././2/punct\n\n"
        "Rebels/NNS/2/nsubj denied/VBD/0/root the/DT/4/det charge/NN/2/obj ././2/punct"
    )
    assert held(sentence, "raid") == [
        ("accused", "rebels", "Police", "accused"),
        ("denied", "Rebels", "Rebels", "denied"),
    ]


def test_who_denies_involvement_denies_the_act_that_he_was_blamed_for():
    sentence = (
        "Police/NNS/2/nsubj blamed/VBD/0/root rebels/NNS/2/obj for/IN/6/case the/DT/6/det raid/NN/2/obl ././2/punct\n\n"
        "Rebels/NNS/2/nsubj denied/VBD/0/root involvement/NN/2/obj in/IN/6/case a/DT/6/det message/NN/2/obl ././2/punct"
    )
    assert held(sentence, "raid") == [
        ("accused", "rebels", "Police", "blamed"),
        ("denied", "Rebels", "Rebels", "denied"),
    ]


def test_the_attack_takes_up_what_was_told_before():
    sentence = (
        "Gunmen/NNS/2/nsubj killed/VBD/0/root guards/NNS/2/obj ././2/punct\n\n"
        "Police/NNS/2/nsubj attributed/VBD/0/root the/DT/4/det murder/NN/2/obj to/IN/6/case rebels/NNS/2/obl ././2/punct"
    )
    assert held(sentence, "killed") == [("accused", "rebels", "Police", "attributed")]


def test_nobody_is_held_for_a_meeting():
    sentence = "Rebels/NNS/2/nsubj claimed/VBD/0/root the/DT/4/det meeting/NN/2/obj ././2/punct"
    layers = make_layers(sentence, triggers=[("meeting", "CONSULT", {"polarity": "happened"})])
    assert draft_responsibility(*make_use(layers, CODEBOOK)) == ()


def test_a_claim_without_an_act_is_of_the_attack_told_before():
    sentence = "Gunmen/NNS/2/nsubj killed/VBD/0/root guards/NNS/2/obj ././2/punct\n\nRebels/NNS/2/nsubj claimed/VBD/0/root responsibility/NN/2/obj ././2/punct"
    assert held(sentence, "killed") == [("claimed", "Rebels", "Rebels", "claimed")]


@pytest.mark.parametrize(
    "sentence",
    [
        "No/DT/2/det group/NN/3/nsubj claimed/VBD/0/root the/DT/5/det raid/NN/3/obj ././3/punct",
        "The/DT/2/det front/NN/5/nsubj has/VBZ/5/aux not/RB/5/advmod claimed/VBN/0/root the/DT/7/det raid/NN/5/obj ././5/punct",
    ],
)
def test_what_nobody_claims_is_still_told_aside(sentence):
    layers = make_layers(sentence, triggers=[("raid", "ASSAULT", {})])
    assert is_told_aside(*make_use(layers, CODEBOOK))


@pytest.mark.parametrize(
    ("verb", "expected"),
    [
        ("will/MD/4/aux probably/RB/4/advmod attack/VB/0/root", []),
        ("probably/RB/4/advmod then/RB/4/advmod attacked/VBD/0/root", ["suspected"]),
        ("could/MD/4/aux have/VB/4/aux attacked/VBN/0/root", ["suspected"]),
    ],
)
def test_nobody_is_suspected_of_what_is_still_to_come(verb, expected):
    sentence = f"Rebels/NNS/4/nsubj {verb} Bria/NNP/4/obj ././4/punct"
    trigger = (verb.split()[-1].split("/")[0], "ASSAULT", {"polarity": "happened"}, {"actor": "Rebels"})
    layers = make_layers(sentence, triggers=[trigger])
    assert [row.stance for row in draft_responsibility(*make_use(layers, CODEBOOK))] == expected


@pytest.mark.model
@pytest.mark.parametrize(
    "text",
    [
        "The ministry blamed rebels",
        "UN accuses army",
        "Bombing kills four\n\nThe army blamed the rebels",
        "Army denies, police blame militia",
    ],
)
def test_a_report_that_ends_with_whom_it_blames_is_coded(text):
    document = document_from_text(text, check_language=False)
    assert Pipeline.load().code(document).document.id == document.id


def test_the_act_of_a_blame_is_not_looked_for_in_the_next_sentence():
    headline = "Ministry/NN/2/nsubj blames/VBZ/0/root rebels/NNS/2/obj"
    body = "For/IN/2/case bombing/NN/5/obl the/DT/4/det police/NN/5/nsubj came/VBD/0/root"
    layers = make_layers(
        f"{headline}\n\n{body}",
        triggers=[("bombing", "ASSAULT")],
        actors={"rebels": "rebel group", "the police": "state forces"},
    )
    tree = build_tree(layers)
    assert act_behind(tree, 3, "for") == []
    assert actor_behind(tree, 3) is None
    assert tree.layers.word(actor_behind(tree, 2) or 0) == "rebels"
    assert act_behind(tree, len(tree.layers.starts), "for") == []
    inside = make_layers(
        f"{headline} for/IN/5/case bombing/NN/2/obl police/NNS/5/compound", triggers=[("bombing", "ASSAULT")]
    )
    tree = build_tree(inside)
    assert [tree.layers.word(word) for word in act_behind(tree, 3, "for")] == ["bombing"]


@pytest.mark.model
@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("On Monday a bomb killed five people in the market. The Kotto Front fled the town. The United Nations accused it of the bombing.", ["Kotto Front"]),
        ("A bomb killed five people in Bria. The United Nations accused them of the bombing.", []),
    ],
    ids=["a force", "the dead are not meant"],
)  # fmt: skip
def test_a_pronoun_that_is_accused_counts_where_it_takes_up_a_force(text, held):
    coding = Pipeline.load().code(document_from_text(text, check_language=False))
    names = {actor.id: actor.name for actor in coding.actors}
    accused = [row for event in coding.events for row in event.responsibility if row.stance == "accused"]
    assert [text[row.start : row.end] for row in accused] == ["it" for _ in held]
    assert all(name in names[row.actor] for row, name in zip(accused, held, strict=True))
