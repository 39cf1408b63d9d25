"""Who acted on whom: the reader's roles first, then the codebook's frame over hand-written trees."""

from dataclasses import replace

import pytest

from layers import make_layers, make_use
from whowhom.codebook import load_codebook
from whowhom.coding.participants import LEAST_ROLE, draft_participants
from whowhom.coding.tree import build_tree
from whowhom.coding.triggers import use_triggers

CODEBOOK = load_codebook()
KINDS = {
    "rebels": "rebel group", "Rebels": "rebel group", "soldiers": "state forces", "army": "state forces", "civilians": "civilians",
    "Kotto Front": "rebel group", "Haute Union": "rebel group", "police": "state forces", "They": "rebel group",
    "villagers": "civilians", "gunmen": "unidentified", "militia": "political militia",
}  # fmt: skip


def participants_of(conll, trigger, kind="ASSAULT", roles=None):
    joined = " ".join(word.split("/")[0] for word in conll.split())
    actors = {name: label for name, label in KINDS.items() if f" {name} " in f" {joined} "}
    layers = make_layers(conll, actors=actors, triggers=[(trigger, kind, {}, roles)])
    tree, use = make_use(layers, CODEBOOK)
    text = layers.document.text
    return [
        (text[p.mention.span.start : p.mention.span.end], p.role, p.rule.split()[0])
        for p in draft_participants(tree, use, CODEBOOK)
    ]


CASES = {
    "active": ("The/DT/2/det rebels/NNS/3/nsubj killed/VBD/0/root two/CD/5/nummod soldiers/NNS/3/obj ././3/punct", "killed", None, [("The rebels", "actor", "frame"), ("two soldiers", "target", "frame")]),
    "passive": ("Two/CD/2/nummod soldiers/NNS/4/nsubj:pass were/VBD/4/aux:pass killed/VBN/0/root by/IN/6/case rebels/NNS/4/obl:agent ././4/punct", "killed", None, [("Two soldiers", "target", "frame"), ("rebels", "actor", "frame")]),
    "bare participle": ("Villagers/NNS/5/nsubj saw/VBD/0/root soldiers/NNS/2/obj killed/VBN/3/acl by/IN/6/case rebels/NNS/4/obl:agent ././2/punct", "killed", None, [("soldiers", "target", "frame"), ("rebels", "actor", "frame")]),
    "relative clause": ("The/DT/2/det rebels/NNS/6/nsubj who/WP/4/nsubj killed/VBD/2/acl:relcl soldiers/NNS/4/obj fled/VBD/0/root ././6/punct", "killed", None, [("The rebels", "actor", "frame"), ("soldiers", "target", "frame")]),
    "coordinated verbs share a subject": ("Rebels/NNS/2/nsubj came/VBD/0/root and/CC/4/cc killed/VBD/2/conj soldiers/NNS/4/obj ././2/punct", "killed", None, [("Rebels", "actor", "frame"), ("soldiers", "target", "frame")]),
    "coordinated targets": ("The/DT/2/det rebels/NNS/3/nsubj killed/VBD/0/root soldiers/NNS/3/obj and/CC/6/cc civilians/NNS/4/conj ././3/punct", "killed", None, [("The rebels", "actor", "frame"), ("soldiers", "target", "frame"), ("civilians", "target", "frame")]),
    "light verb": ("The/DT/2/det rebels/NNS/3/nsubj launched/VBD/0/root an/DT/5/det attack/NN/3/obj on/IN/8/case the/DT/8/det army/NN/5/nmod ././3/punct", "attack", None, [("The rebels", "actor", "frame"), ("the army", "target", "frame")]),
    "possessor of a noun": ("The/DT/2/det rebels/NNS/4/nmod:poss '/POS/2/case attack/NN/5/nsubj failed/VBD/0/root ././5/punct", "attack", None, [("The rebels", "actor", "frame")]),
    "the reader wins": ("The/DT/2/det rebels/NNS/3/nsubj killed/VBD/0/root two/CD/5/nummod soldiers/NNS/3/obj ././3/punct", "killed", {"actor": "The rebels", "target": "two soldiers"}, [("The rebels", "actor", "reader"), ("two soldiers", "target", "reader")]),
    "the reader gives one side": ("The/DT/2/det rebels/NNS/3/nsubj killed/VBD/0/root two/CD/5/nummod soldiers/NNS/3/obj ././3/punct", "killed", {"actor": "The rebels"}, [("The rebels", "actor", "reader"), ("two soldiers", "target", "frame")]),
    "parties without direction": ("The/DT/2/det army/NN/5/nsubj and/CC/4/cc rebels/NNS/2/conj clashed/VBD/0/root ././5/punct", "clashed", {"party": "The army | rebels"}, [("The army", "party", "reader"), ("rebels", "party", "reader")]),
    "clashes between": ("Clashes/NNS/8/nsubj between/IN/4/case the/DT/4/det army/NN/1/nmod and/CC/6/cc rebels/NNS/4/conj have/VBP/8/aux resumed/VBN/0/root ././8/punct", "Clashes", None, [("the army", "party", "frame"), ("rebels", "party", "frame")]),
    "against both": ("Rebels/NNS/2/nsubj announced/VBD/0/root a/DT/4/det campaign/NN/2/obj against/IN/7/case both/CC/7/cc:preconj soldiers/NNS/4/nmod and/CC/9/cc police/NNS/7/conj ././2/punct", "campaign", {"party": "soldiers | police"}, [("Rebels", "actor", "frame"), ("soldiers", "target", "reader"), ("police", "target", "reader")]),
    "nobody acts": ("No/DT/2/det one/NN/4/nsubj:pass was/VBD/4/aux:pass killed/VBN/0/root ././4/punct", "killed", {"target": "No one"}, []),
    "a thing is no participant": ("The/DT/2/det rebels/NNS/3/nsubj shelled/VBD/0/root a/DT/5/det market/NN/3/obj ././3/punct", "shelled", {"actor": "The rebels", "target": "a market"}, [("The rebels", "actor", "reader")]),
}  # fmt: skip


@pytest.mark.parametrize(("conll", "trigger", "roles", "expected"), CASES.values(), ids=CASES.keys())
def test_roles_come_from_the_reader_then_from_the_frame(conll, trigger, roles, expected):
    assert participants_of(conll, trigger, roles=roles) == expected


def test_alternatives_share_a_group():
    conll = "Rebels/NNS/2/nsubj killed/VBD/0/root soldiers/NNS/2/obj or/CC/5/cc police/NNS/3/conj ././2/punct"
    layers = make_layers(
        conll, actors={"soldiers": "state forces", "police": "state forces"}, triggers=[("killed", "ASSAULT")]
    )
    tree, use = make_use(layers, CODEBOOK)
    groups = {p.alternative_group for p in draft_participants(tree, use, CODEBOOK)}
    assert len(groups) == 1
    assert groups != {None}


@pytest.mark.parametrize(
    ("score", "expected"), [(LEAST_ROLE, ["soldiers"]), (LEAST_ROLE - 0.01, [])], ids=["as likely", "unlikely"]
)
def test_a_role_that_is_likelier_wrong_is_left_open(score, expected):
    conll = "Elders/NNS/2/nsubj fled/VBD/0/root soldiers/NNS/2/obj ././2/punct"
    layers = make_layers(
        conll, actors={"soldiers": "state forces"}, triggers=[("fled", "ASSAULT", {}, {"target": "soldiers"})]
    )
    tree, use = make_use(layers, CODEBOOK)
    roles = tuple(replace(role, score=score) for role in use.reading.roles)
    use = replace(use, entry=None, reading=replace(use.reading, roles=roles))
    text = layers.document.text
    found = draft_participants(tree, use, CODEBOOK)
    assert [text[p.mention.span.start : p.mention.span.end] for p in found] == expected


def test_the_object_of_a_word_without_an_entry_is_no_target():
    conll = "Rebels/NNS/2/nsubj handled/VBD/0/root soldiers/NNS/2/obj ././2/punct"
    layers = make_layers(
        conll, actors={"Rebels": "rebel group", "soldiers": "state forces"}, triggers=[("handled", "ASSAULT")]
    )
    tree, use = make_use(layers, CODEBOOK)
    assert use.entry is None
    text = layers.document.text
    found = draft_participants(tree, use, CODEBOOK)
    assert [(text[p.mention.span.start : p.mention.span.end], p.role) for p in found] == [("Rebels", "actor")]


def test_what_and_joins_is_no_part_of_a_name():
    conll = (
        "Fighting/NN/2/nsubj erupted/VBD/0/root between/IN/4/case soldiers/NNS/2/obl and/CC/8/cc the/DT/8/det Azad/NNP/8/compound "
        "Front/NNP/4/flat ././2/punct"
    )
    layers = make_layers(
        conll,
        actors={"soldiers": "state forces", "the Azad Front": "rebel group"},
        triggers=[("Fighting", "ASSAULT", {}, {"party": "soldiers | the Azad Front"})],
    )
    tree, use = make_use(layers, CODEBOOK)
    text = layers.document.text
    found = draft_participants(tree, use, CODEBOOK)
    assert [(p.mention.span.start, text[p.mention.span.start : p.mention.span.end]) for p in found] == [
        (25, "soldiers"),
        (38, "the Azad Front"),
    ]


def test_who_stands_before_a_semicolon_does_not_share_in_the_denial_behind_it():
    conll = (
        "Rebels/NNS/2/nsubj said/VBD/0/root soldiers/NNS/4/nsubj fired/VBD/2/ccomp ;/:/7/punct the/DT/7/det "
        "militia/NN/8/nsubj denied/VBD/2/parataxis it/PRP/8/obj ././2/punct"
    )
    roles = {"actor": "Rebels | the militia", "target": "soldiers"}
    told = [(words, role) for words, role, _ in participants_of(conll, "denied", "REJECT", roles)]
    assert told == [("soldiers", "target"), ("the militia", "actor")]


def test_who_acts_is_named_whole_where_the_trigger_names_them_too():
    conll = "A/DT/3/det suicide/NN/3/compound bomber/NN/4/nsubj killed/VBD/0/root two/CD/6/nummod soldiers/NNS/4/obj ././4/punct"
    layers = make_layers(
        conll,
        actors={"A suicide bomber": "unidentified", "soldiers": "state forces"},
        triggers=[("suicide bomber", "ASSAULT", {}, {"actor": "A suicide", "target": "two soldiers"})],
    )
    tree, use = make_use(layers, CODEBOOK)
    text = layers.document.text
    found = [(p.role, p.mention.span) for p in draft_participants(tree, use, CODEBOOK)]
    assert [(role, text[span.start : span.end]) for role, span in found] == [
        ("actor", "A suicide bomber"),
        ("target", "two soldiers"),
    ]


def test_who_only_leaves_while_somebody_acts_does_not_act():
    conll = (
        "A/DT/2/det gunmen/NNS/3/nsubj killed/VBD/0/root two/CD/5/nummod soldiers/NNS/3/obj as/IN/8/mark villagers/NNS/8/nsubj "
        "left/VBD/3/advcl ././3/punct"
    )
    roles = {"actor": "gunmen | villagers", "target": "soldiers"}
    told = [(words, role) for words, role, _ in participants_of(conll, "killed", roles=roles)]
    assert told == [("A gunmen", "actor"), ("two soldiers", "target")]


def test_an_act_that_only_says_when_another_was_lends_it_nobody():
    conll = (
        "The/DT/2/det attack/NN/3/nsubj came/VBD/0/root days/NNS/7/obl:unmarked after/IN/7/case the/DT/7/det arrest/NN/3/obl of/IN/9/case "
        "rebels/NNS/7/nmod ././3/punct"
    )
    joined = {"rebels": "rebel group"}
    triggers = [("attack", "ASSAULT", {}, {"target": "rebels"}), ("arrest", "COERCE", {}, {"target": "rebels"})]
    tree = build_tree(make_layers(conll, actors=joined, triggers=triggers))
    uses, _ = use_triggers(tree, CODEBOOK, min_score=0.0)
    found = {use.reading.label: [p.role for p in draft_participants(tree, use, CODEBOOK)] for use in uses}
    assert found == {"ASSAULT": [], "COERCE": ["target"]}


def test_a_protest_throws_no_stones():
    conll = "Protests/NNS/2/nsubj turned/VBD/0/root violent/JJ/2/xcomp ././2/punct"
    layers = make_layers(
        conll,
        actors={"Protests": "protesters"},
        triggers=[("Protests", "PROTEST"), ("turned violent", "PROTEST", {}, {"actor": "Protests"})],
    )
    tree = build_tree(layers)
    uses, _ = use_triggers(tree, CODEBOOK, min_score=0.0)
    assert [draft_participants(tree, use, CODEBOOK) for use in uses] == [(), ()]


def test_who_is_hit_when_an_attack_is_beaten_back_was_not_attacked():
    conll = (
        "Soldiers/NNS/2/nsubj repelled/VBD/0/root an/DT/4/det attack/NN/2/obj ,/,/6/punct killing/VBG/4/acl ten/CD/8/nummod "
        "rebels/NNS/6/obj ././2/punct"
    )
    layers = make_layers(
        conll,
        actors={"rebels": "rebel group"},
        triggers=[("repelled", "ASSAULT"), ("attack", "ASSAULT", {}, {"target": "rebels"})],
    )
    uses, _ = use_triggers(tree := build_tree(layers), CODEBOOK, min_score=0.0)
    attack = next(use for use in uses if layers.word(use.head) == "attack")
    assert [draft for draft in draft_participants(tree, attack, CODEBOOK) if draft.role == "target"] == []


@pytest.mark.parametrize("second", ["wounded/VBN", "wounded/VBD"])
def test_who_was_shot_and_wounded_wounds_nobody(second):
    conll = (
        "The/DT/2/det soldiers/NNS/4/nsubj:pass were/VBD/4/aux:pass shot/VBN/0/root and/CC/6/cc "
        + second
        + "/4/conj ././4/punct"
    )
    told = [(words, role) for words, role, _ in participants_of(conll, "wounded")]
    assert told == [("The soldiers", "target")]


def test_whom_the_verb_above_acts_on_does_not_act():
    conll = (
        "Rebels/NNS/2/nsubj overpowered/VBD/0/root the/DT/4/det police/NNS/2/obj before/IN/6/mark attacking/VBG/2/advcl "
        "soldiers/NNS/6/obj ././2/punct"
    )
    roles = {"actor": "Rebels | police", "target": "soldiers"}
    told = [(words, role) for words, role, _ in participants_of(conll, "attacking", roles=roles)]
    assert told == [("Rebels", "actor"), ("soldiers", "target")]


def test_who_is_accused_of_an_act_does_it():
    conll = (
        "Rebels/NNS/2/nsubj accused/VBD/0/root the/DT/4/det police/NNS/2/obj of/IN/6/mark attacking/VBG/2/advcl "
        "civilians/NNS/6/obj ././2/punct"
    )
    roles = {"actor": "police", "target": "civilians"}
    told = [(words, role) for words, role, _ in participants_of(conll, "attacking", roles=roles)]
    assert told == [("the police", "actor"), ("civilians", "target")]


def test_the_town_that_a_rocket_was_fired_from_fires_none():
    conll = "A/DT/2/det rocket/NN/5/nsubj from/IN/4/case Bria/NNP/2/nmod landed/VBD/0/root ././5/punct"
    layers = make_layers(
        conll,
        actors={"Bria": "rebel group"},
        entities={"Bria": "LOC"},
        triggers=[("landed", "ASSAULT", {}, {"actor": "Bria"})],
    )
    tree, use = make_use(layers, CODEBOOK)
    assert draft_participants(tree, use, CODEBOOK) == ()


@pytest.mark.parametrize(("verb", "told"), [("hit", ["Chad"]), ("fired", [])])
def test_a_state_that_an_act_comes_from_may_act_unless_it_only_started_there(verb, told):
    conll = f"Rockets/NNS/2/nsubj {verb}/VBD/0/root from/IN/4/case Chad/NNP/2/obl hurt/VBD/2/conj farmers/NNS/5/obj ././2/punct"
    layers = make_layers(
        conll,
        actors={"Chad": "government"},
        entities={"Chad": "LOC"},
        triggers=[(verb, "ASSAULT", {}, {"actor": "Chad"})],
    )
    tree, use = make_use(layers, CODEBOOK)
    found = [draft for draft in draft_participants(tree, use, CODEBOOK) if draft.role == "actor"]
    assert [layers.document.text[draft.mention.span.start : draft.mention.span.end] for draft in found] == told


def test_who_stormed_a_house_may_have_shot_whom_it_happened_to_then():
    conll = (
        "A/DT/2/det trader/NN/4/nsubj:pass was/VBD/4/aux:pass shot/VBN/0/root after/IN/7/mark gunmen/NNS/7/nsubj "
        "stormed/VBD/4/advcl his/PRP$/9/nmod:poss house/NN/7/obj ././4/punct"
    )
    layers = make_layers(
        conll,
        actors={"A trader": "civilians", "gunmen": "unidentified"},
        triggers=[("shot", "ASSAULT", {}, {"actor": "gunmen", "target": "A trader"})],
    )
    tree, use = make_use(layers, CODEBOOK)
    found = {draft.role: draft.mention.span for draft in draft_participants(tree, use, CODEBOOK)}
    assert {role: layers.document.text[span.start : span.end] for role, span in found.items()} == {
        "actor": "gunmen",
        "target": "A trader",
    }


def test_a_country_that_heads_the_lines_below_does_not_act_in_them():
    conll = "Chad/NNP/0/root\n\nGunmen/NNS/2/nsubj killed/VBD/0/root farmers/NNS/2/obj ././2/punct"
    layers = make_layers(
        conll,
        paragraphs=(1, 1),
        actors={"Chad": "government", "Gunmen": "unidentified"},
        entities={"Chad": "LOC"},
        triggers=[("killed", "ASSAULT", {}, {"actor": "Chad | Gunmen"})],
    )
    tree, use = make_use(layers, CODEBOOK)
    found = [draft.mention.span for draft in draft_participants(tree, use, CODEBOOK) if draft.role == "actor"]
    assert [layers.document.text[span.start : span.end] for span in found] == ["Gunmen"]
