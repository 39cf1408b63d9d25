"""Scores of MUC-4 on cases whose figures were worked out by hand."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from whowhom.evaluate.muc4_gold import ROLES, Confidence, RoleTemplate, TargetToll, normalise
from whowhom.evaluate.muc4_score import (
    matching,
    score_confidence,
    score_entities,
    score_templates,
    score_tolls,
    score_types,
)
from whowhom.evaluate.results import Counts


def entities(**roles):
    return {role: tuple(tuple(entity) for entity in roles.get(role, ())) for role in ROLES}


def template(kind, **roles):
    return RoleTemplate(kind, entities(**roles))


GOLD = entities(PerpOrg=[["kotto front", "kf"]], Victim=[["odile ngaba"], ["ngaba"]], Weapon=[["mortar"]])


@pytest.mark.parametrize(
    ("found", "right", "count"),
    [
        (entities(PerpOrg=[["KF"]]), 1, 1),
        (entities(PerpOrg=[["Kotto Front", "the KF"]]), 1, 1),
        (entities(PerpOrg=[["kotto front", "army"]]), 0, 1),
        (entities(PerpOrg=[["kotto front"], ["kf"]]), 1, 2),
        (entities(PerpInd=[["kotto front"]]), 0, 1),
        (entities(Victim=[["ngaba"], ["odile ngaba"]], Weapon=[["mortar"]]), 3, 3),
        (entities(Victim=[[]]), 0, 0),
        (entities(), 0, 0),
    ],
    ids=[
        "one of two mentions is enough",
        "case, articles and punctuation do not count",
        "one wrong mention spoils the entity",
        "a gold entity answers one prediction only",
        "the role must be right",
        "each finds its own",
        "an entity without mentions is none",
        "nothing found",
    ],
)
def test_entities_are_right_when_all_their_mentions_are(found, right, count):
    assert score_entities(found, GOLD)["ceaf_ree"] == Counts(right, count, 4)


def test_entities_without_gold_are_all_spurious():
    assert score_entities(entities(Weapon=[["bomb"]]), entities())["ceaf_ree"] == Counts(0, 1, 0)


def test_entities_are_counted_by_role():
    scores = score_entities(entities(PerpOrg=[["kf"]], Weapon=[["rifle"]]), GOLD)
    assert scores["ceaf_ree.PerpOrg"] == Counts(1, 1, 1)
    assert scores["ceaf_ree.Weapon"] == Counts(0, 1, 1)
    assert scores["ceaf_ree.Victim"] == Counts(0, 0, 2)


def test_matching_gives_up_a_pair_to_make_two():
    pairs = {(0, 0), (0, 1), (1, 0)}
    assert matching(2, 2, lambda i, j: (i, j) in pairs) == {0: 1, 1: 0}


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 4), st.integers(1, 4), st.data())
def test_matching_is_as_large_as_any_assignment(left, right, data):
    cells = data.draw(st.sets(st.tuples(st.integers(0, left - 1), st.integers(0, right - 1))))
    small, large = sorted((left, right))
    best = 0
    for order in itertools.permutations(range(large), small):
        pairs = [(i, order[i]) if left <= right else (order[i], i) for i in range(small)]
        best = max(best, sum(pair in cells for pair in pairs))
    assert len(matching(left, right, lambda i, j: (i, j) in cells)) == best


ATTACK = template("attack", PerpOrg=[["kotto front", "kf"]], Victim=[["odile ngaba"]])
BOMBING = template("bombing", Target=[["bria bridge"]], Weapon=[["bomb"]])


def test_templates_that_agree_are_right_in_full():
    assert score_templates([ATTACK, BOMBING], [BOMBING, ATTACK])["gtt"] == Counts(6, 6, 6, 6)


def test_templates_of_another_type_share_nothing():
    wrong = RoleTemplate("arson", ATTACK.entities)
    assert score_templates([wrong], [ATTACK])["gtt"] == Counts(0, 3, 3, 0)


def test_templates_fit_a_key_with_two_types():
    either = RoleTemplate("bombing / attack", ATTACK.entities)
    assert score_templates([ATTACK], [either])["gtt.type"] == Counts(1, 1, 1, 1)


def test_templates_within_a_pair_two_predictions_may_answer_one_entity():
    ours = template("attack", PerpOrg=[["kotto front"], ["kf"]])
    scores = score_templates([ours], [ATTACK])
    assert scores["gtt.PerpOrg"] == Counts(2, 2, 1, 1)
    assert scores["gtt"] == Counts(3, 3, 3, 2)


def test_templates_are_aligned_for_the_best_article():
    small = template("attack", PerpOrg=[["kf"]])
    other = template("attack", PerpOrg=[["kf"]], Victim=[["jean tola"]])
    # The first prediction fits both; giving it to the first key leaves the second pair with one item less.
    scores = score_templates([small, ATTACK], [ATTACK, other])
    assert scores["gtt"] == Counts(5, 5, 6, 5)


def test_templates_one_too_many_is_spurious_with_all_it_holds():
    assert score_templates([ATTACK, ATTACK], [ATTACK])["gtt"] == Counts(3, 6, 3, 3)


@pytest.mark.parametrize(
    ("found", "gold", "counts"),
    [([], [ATTACK], Counts(0, 0, 3, 0)), ([ATTACK], [], Counts(0, 3, 0, 0)), ([], [], Counts(0, 0, 0, 0))],
    ids=["nothing found", "nothing to find", "neither"],
)
def test_templates_of_an_empty_side(found, gold, counts):
    assert score_templates(found, gold)["gtt"] == counts


def _brute_force(predicted, gold):
    """Score every alignment of templates as the definition has it."""
    best = (0.0, 0)
    for choice in itertools.product([*range(len(gold)), -1], repeat=len(predicted)):
        used = [j for j in choice if j >= 0]
        if len(set(used)) < len(used):
            continue
        pairs = [(ours, gold[j]) for ours, j in zip(predicted, choice, strict=True) if j >= 0]
        counts = [score_templates([a], [b])["gtt"] for a, b in pairs]
        right, recalled = sum(c.right for c in counts), sum(c.recalled for c in counts)
        whole = Counts(right, _items(predicted), _items(gold), recalled)
        best = max(best, (whole.score().f1, len(pairs)), key=lambda pair: pair[0])
    return best[0]


def _items(templates):
    return sum(1 + sum(len(each) for each in t.entities.values()) for t in templates)


_NAMES = st.lists(st.sampled_from(["kf", "army", "mlf"]).map(lambda name: [name]), max_size=2)
_TEMPLATES = st.lists(
    st.builds(lambda kind, orgs, hurt: template(kind, PerpOrg=orgs, Victim=hurt),
              st.sampled_from(["attack", "bombing"]), _NAMES, _NAMES),
    max_size=3,
)  # fmt: skip


@settings(max_examples=80, deadline=None)
@given(_TEMPLATES, _TEMPLATES)
def test_templates_alignment_is_the_best_of_all(predicted, gold):
    assert score_templates(predicted, gold)["gtt"].score().f1 == pytest.approx(_brute_force(predicted, gold))


@pytest.mark.parametrize(
    ("found", "gold", "counts"),
    [
        (["attack", "attack"], [("attack",)], Counts(1, 2, 1)),
        (["bombing"], [("bombing", "attack")], Counts(1, 1, 1)),
        (["attack", "bombing"], [("bombing", "attack"), ("attack",)], Counts(2, 2, 2)),
        ([], [("arson",)], Counts(0, 0, 1)),
    ],
    ids=["one too many", "either will do", "alternatives leave room for the other", "none found"],
)
def test_types_are_scored_as_a_bag(found, gold, counts):
    assert score_types(found, gold)["type"] == counts


def toll(mentions, number, effect, *, optional=False):
    split = [frozenset(value.split(" / ")) - {""} for value in (mentions, number, effect)]
    return TargetToll(*split, optional)


FARMERS = toll("four farmers / farmers", "4", "DEATH")


@pytest.mark.parametrize(
    ("ours", "full", "number", "effect"),
    [
        (toll("farmers", "4", "DEATH"), 1, 1, 1),
        (toll("farmers", "5", "DEATH"), 0, 0, 1),
        (toll("farmers", "4", "INJURY"), 0, 1, 0),
        (toll("teachers", "4", "DEATH"), 0, 0, 0),
        (toll("the four farmers of bria", "4", "DEATH"), 1, 1, 1),
    ],
    ids=["right", "wrong number", "wrong effect", "wrong target", "longer words"],
)
def test_tolls_need_target_number_and_effect(ours, full, number, effect):
    scores = score_tolls([ours], [FARMERS])
    assert scores["toll"] == Counts(full, 1, 1)
    assert scores["toll.number"] == Counts(number, 1, 1)
    assert scores["toll.effect"] == Counts(effect, 1, 1)


def test_tolls_optional_in_the_key_are_not_missed():
    key = [FARMERS, toll("teacher", "1", "INJURY", optional=True)]
    assert score_tolls([FARMERS], key)["toll"] == Counts(1, 1, 1)
    assert score_tolls(key, key)["toll"] == Counts(2, 2, 2)


def test_tolls_that_must_be_found_are_paired_before_optional_ones():
    key = [toll("teacher", "1", "DEATH", optional=True), toll("teacher", "1", "DEATH")]
    assert score_tolls([toll("teacher", "1", "DEATH")], key)["toll"] == Counts(1, 1, 1)


def test_tolls_without_effect_in_the_key_count_for_the_number():
    scores = score_tolls([toll("farmers", "4", "DEATH")], [toll("farmers", "4", "")])
    assert scores["toll"] == Counts(1, 1, 1)
    assert scores["toll.effect"] == Counts(0, 1, 0)


def test_tolls_of_no_named_target_fit_each_other():
    nobody = toll("", "", "NO INJURY OR DEATH")
    assert score_tolls([nobody], [nobody])["toll.effect"] == Counts(1, 1, 1)
    assert score_tolls([nobody], [FARMERS])["toll.effect"] == Counts(0, 1, 1)


def claim(names, confidences, *, optional=False):
    return Confidence(frozenset(names.split(" / ")), frozenset(confidences.split(" / ")), optional)


KEY = claim("Kotto Front / KF", "REPORTED AS FACT / CLAIMED OR ADMITTED")


@pytest.mark.parametrize(
    ("ours", "right"),
    [
        (claim("KF", "CLAIMED OR ADMITTED"), 1),
        (claim("KF", "POSSIBLE"), 0),
        (claim("Haute Union", "REPORTED AS FACT"), 0),
    ],
    ids=["either of two", "another confidence", "another organisation"],
)
def test_confidence_needs_the_organisation_and_an_accepted_value(ours, right):
    assert score_confidence([ours], [KEY])["confidence"] == Counts(right, 1, 1)


def test_confidence_that_is_optional_is_not_missed():
    assert score_confidence([], [claim("KF", "POSSIBLE", optional=True)])["confidence"] == Counts(0, 0, 0)


@pytest.mark.parametrize(
    ("raw", "plain"),
    [("The  Kotto Front", "kotto front"), ("U.S. Embassy", "us embassy"), ("an AK-47", "ak47"), ("the", "")],
)
def test_mentions_are_compared_without_case_articles_and_punctuation(raw, plain):
    assert normalise(raw) == plain
