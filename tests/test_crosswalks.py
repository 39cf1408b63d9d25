"""Crosswalks to ACLED, UCDP and CAMEO, over the cases that were written before the rules."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from whowhom.codebook import (
    CrosswalkFacts,
    instrument_classes,
    instrument_mode,
    load_codebook,
    to_acled,
    to_cameo,
    to_ged,
)
from whowhom.errors import CodebookError

CASES: list[dict[str, Any]] = tomllib.loads((Path(__file__).parent / "cases" / "crosswalks.toml").read_text())["case"]
CODEBOOK = load_codebook()


def _facts(case: dict[str, Any]) -> CrosswalkFacts:
    return CrosswalkFacts(
        type=case["type"],
        mode=case.get("mode"),
        trigger_lemmas=tuple(case.get("trigger", ())),
        actor_kinds=tuple(case.get("actor", ())),
        target_kinds=tuple(case.get("target", ())),
        parties=case.get("parties", False),
        object_kinds=tuple(case.get("object", ())),
        object_effects=tuple(case.get("effect", ())),
        instrument=case.get("instrument"),
        actor_countries=tuple(case.get("ac", ())),
        target_countries=tuple(case.get("tc", ())),
        event_country=case.get("ec"),
        killed_low=case.get("killed"),
        polarity=case.get("polarity", "happened"),
        stage=case.get("stage", "accomplished"),
        means=tuple(case.get("means", ())),
        beside=tuple(case.get("beside", ())),
        beside_actor=tuple(case.get("beside_actor", ())),
    )


def _asking(key: str) -> list[Any]:
    return [pytest.param(case, id=case["id"]) for case in CASES if key in case]


def test_there_are_at_least_eighty_cases_with_their_own_names():
    assert len({case["id"] for case in CASES}) == len(CASES) >= 80


@pytest.mark.parametrize("case", _asking("acled"))
def test_acled_gives_the_sub_event_a_coder_would_give(case):
    found = to_acled(CODEBOOK, _facts(case))
    assert (found.sub_event_type if found else "none") == case["acled"], found


@pytest.mark.parametrize("case", _asking("ged"))
def test_ged_gives_the_type_of_violence_or_none(case):
    found = to_ged(CODEBOOK, _facts(case))
    assert (found.type_of_violence if found else 0) == case["ged"], found


@pytest.mark.parametrize("case", _asking("cameo"))
def test_cameo_gives_the_root_as_a_string(case):
    found = to_cameo(CODEBOOK, _facts(case))
    assert (found.root if found else "none") == case["cameo"], found


def test_all_25_sub_events_of_acled_are_reached_by_a_case():
    assert len(CODEBOOK.crosswalks["acled"].classes) == 25
    assert set(CODEBOOK.crosswalks["acled"].classes) == {case["acled"] for case in CASES} - {"none"}


def test_every_cameo_root_but_statements_is_reached_by_a_case():
    assert {case["cameo"] for case in CASES if "cameo" in case} == set(CODEBOOK.crosswalks["cameo"].classes) - {"01"}


def test_the_output_names_the_rule_that_gave_it():
    facts = CrosswalkFacts(type="COERCE", mode="arrest", trigger_lemmas=("arrest",), actor_kinds=("government",))
    found = to_acled(CODEBOOK, facts)
    assert found is not None
    assert (found.disorder_type, found.event_type) == ("Strategic developments", "Strategic developments")
    assert found.rule == "acled.arrests"


def test_excessive_force_carries_the_joint_disorder_type():
    facts = CrosswalkFacts(
        type="ASSAULT", mode="firearms", actor_kinds=("state forces",), target_kinds=("protesters",), killed_low=1
    )
    found = to_acled(CODEBOOK, facts)
    assert found is not None
    assert found.disorder_type == "Political violence; Demonstrations"


def test_the_same_group_exports_as_non_state_before_and_as_state_after_it_takes_the_capital():
    before = CrosswalkFacts(
        type="ASSAULT", trigger_lemmas=("attack",), actor_kinds=("rebel group",), target_kinds=("rebel group",)
    )
    after = CrosswalkFacts(
        type="ASSAULT", trigger_lemmas=("attack",), actor_kinds=("government",), target_kinds=("rebel group",)
    )
    first, second = to_ged(CODEBOOK, before), to_ged(CODEBOOK, after)
    assert first is not None
    assert second is not None
    assert (first.type_of_violence, second.type_of_violence) == (2, 1)


@pytest.mark.parametrize(
    ("words", "classes", "mode"),
    [
        ("a rocket-propelled grenade", ("heavy",), "heavy-weapons"),
        ("hand grenades", ("grenade",), "explosives"),
        ("two suicide car bombs", ("suicide",), "suicide-attack"),
        ("tear gas and rubber bullets", ("crowd control",), "crowd-control"),
        ("an armed drone", ("drone",), "drone"),
        ("chlorine gas", ("chemical",), "unconventional"),
        ("a machine gun", ("firearm",), "firearms"),
        ("an anti-tank mine", ("bomb",), "explosives"),
        ("a fragmentation device", ("grenade",), "explosives"),
        ("two petrol bombs", ("primitive",), "primitive"),
        ("white phosphorus shells", ("heavy",), "heavy-weapons"),
        ("two men blew themselves up", ("suicide",), "suicide-attack"),
        ("a woman blew herself up", ("suicide",), "suicide-attack"),
        ("water jets", ("crowd control",), "crowd-control"),
        ("sarin", ("chemical",), "unconventional"),
        ("without firing a shot", ("no fight",), None),
        ("a letter", (), None),
    ],
)
def test_instruments_are_classed_by_their_longest_name(words, classes, mode):
    assert instrument_classes(CODEBOOK, words) == classes
    assert instrument_mode(CODEBOOK, words) == mode


def test_every_rule_id_of_a_crosswalk_begins_with_its_name():
    for name, crosswalk in CODEBOOK.crosswalks.items():
        assert all(rule.id.startswith(f"{name}.") for rule in crosswalk.rules)


@pytest.mark.parametrize(
    ("read_as", "score", "given"),
    [
        ("Abduction/forced disappearance", 0.8, ("Abduction/forced disappearance", "acled.read-plainly")),
        ("Abduction/forced disappearance", 0.79, ("Attack", "acled.unarmed-target")),
        (None, 0.0, ("Attack", "acled.unarmed-target")),
    ],
)
def test_the_readers_class_comes_first_only_where_it_is_sure(read_as, score, given):
    whisked = CrosswalkFacts(type="ASSAULT", target_kinds=("civilians",), read_as=read_as, read_score=score)
    found = to_acled(CODEBOOK, whisked)
    assert (found.sub_event_type, found.rule) == given


@pytest.mark.parametrize(("score", "given"), [(0.5, "acled.read"), (0.3, "acled.read"), (0.29, None)])
def test_the_readers_class_stands_where_no_rule_has_one(score, given):
    sworn = CrosswalkFacts(type="SUPPORT", read_as="Change to group/activity", read_score=score)
    found = to_acled(CODEBOOK, sworn)
    assert (found.rule if found else None) == given
    assert found is None or (found.event_type, found.sub_event_type) == (
        "Strategic developments",
        "Change to group/activity",
    )


@pytest.mark.parametrize(
    ("kind", "mode", "given"),
    [
        ("ASSAULT", "abduct", ("Abduction/forced disappearance", "acled.person-taken")),
        ("COERCE", "arrest", ("Arrests", "acled.person-held")),
        ("ASSAULT", None, ("Non-state actor overtakes territory", "acled.read-plainly")),
    ],
)
def test_who_is_taken_is_no_territory_whatever_the_reader_sees(kind, mode, given):
    read = "Non-state actor overtakes territory"
    took = CrosswalkFacts(type=kind, mode=mode, trigger_lemmas=("take",), read_as=read, read_score=0.95)
    found = to_acled(CODEBOOK, took)
    assert (found.sub_event_type, found.rule) == given


def test_what_a_rule_takes_out_the_reader_does_not_bring_back():
    ahead = CrosswalkFacts(type="AGREE", polarity="unknown", read_as="Agreement", read_score=0.7)
    assert to_acled(CODEBOOK, ahead) is None


def test_a_rule_may_ask_for_the_readers_class(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text(
        "[codebook]\nname = 'mine'\nversion = '1'\nextends = 'plover'\n\n"
        "[[crosswalks.acled.rules]]\nid = 'acled.mine'\ngive = 'Mob violence'\n"
        "read_as = 'Attack'\nread = 'sure, likely'\ntype = 'ASSAULT'\n"
    )
    book = load_codebook(path)
    ours = CrosswalkFacts(type="ASSAULT", target_kinds=("civilians",), read_as="Attack", read_score=0.6)
    assert to_acled(book, ours).rule == "acled.mine"
    assert to_acled(book, replace(ours, read_score=0.4)).rule == "acled.unarmed-target"
    path.write_text(path.read_text().replace("'Attack'", "'Atack'"))
    with pytest.raises(CodebookError, match="unknown read_as 'Atack'"):
        load_codebook(path)
