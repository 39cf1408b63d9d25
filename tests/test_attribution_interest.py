"""Where a voice stands in what it tells: toward those who act, and toward the people that a figure counts."""

from __future__ import annotations

import pytest

from whowhom.pipeline.interests import interest_in_event, interest_in_people, role_of, with_first_person
from whowhom.pipeline.tables import Tables
from whowhom.records import Actor, ActorKind, Participant, Voice


def actor(name: str, kind: str, part_of: str | None = None, registry: str | None = None, country: str | None = None):
    return Actor(name, name, (), (ActorKind(kind),), country, part_of, registry, None, (), ())  # type: ignore[arg-type]


ARMY, FRONT = actor("the army", "state forces"), actor("the Front", "rebel group")
ACTORS = {
    one.id: one
    for one in (
        ARMY,
        FRONT,
        actor("a spokesman", "person", part_of="the Front"),
        actor("fighters", "rebel group", part_of="the Front"),
        actor("three soldiers", "state forces"),
        actor("nine rebels", "rebel group"),
        actor("villagers", "civilians"),
        actor("the hospital", "other"),
        actor("Chad's army", "state forces", country="TD"),
        actor("Mali's army", "state forces", country="ML"),
    )
}
TABLES = Tables(tuple(ACTORS.values()), (), (), {}, {}, {})


def takes_part(name: str, side: str, start: int = 0, end: int = 0) -> Participant:
    return Participant(name, None, "actor" if side == "a" else "target", side, None, None, "certain", start, end)  # type: ignore[arg-type]


BATTLE = (takes_part("the army", "a"), takes_part("fighters", "b"))


@pytest.mark.parametrize(
    ("voice", "expected"),
    [("the army", "own side"), ("a spokesman", "opposing side"), ("the hospital", "third"), (None, "unknown")],
)
def test_a_voice_is_on_the_side_it_belongs_to(voice: str | None, expected: str):
    assert interest_in_event(ACTORS[voice] if voice else None, BATTLE, TABLES) == expected


@pytest.mark.parametrize(
    ("voice", "counted", "status", "expected"),
    [
        ("the army", "fighters", "combatant", "opposing side"),
        ("a spokesman", "fighters", "combatant", "own side"),
        ("a spokesman", "the army", "combatant", "opposing side"),
        ("the army", "villagers", "unknown", "third"),
        ("the army", "nine rebels", "civilian", "third"),
        ("the hospital", "fighters", "combatant", "third"),
        ("the army", "three soldiers", "combatant", "own side"),
        ("the army", "nine rebels", "combatant", "opposing side"),
        ("a spokesman", "three soldiers", "combatant", "opposing side"),
        ("Chad's army", "Mali's army", "combatant", "unknown"),
        ("the army", None, "combatant", "unknown"),
        (None, "fighters", "combatant", "unknown"),
    ],
)
def test_enemy_losses_own_losses_and_civilians_are_told_apart(
    voice: str | None, counted: str | None, status: str, expected: str
):
    found = interest_in_people(
        ACTORS[voice] if voice else None,
        ACTORS[counted] if counted else None,
        status,  # type: ignore[arg-type]
        BATTLE,
        TABLES,
    )
    assert found == expected


def test_we_in_a_quotation_is_the_side_of_who_speaks():
    text = "“We took the bridge,” a spokesman said."
    voice = Voice("a spokesman", "belligerent", "third", "a spokesman", 22, 33, None)
    ours = (takes_part("us", "a", text.index("We"), text.index("We") + 2),)
    assert with_first_person((voice,), ours, text)[0].interest == "own side"
    theirs = (takes_part("the army", "a", text.index("the"), text.index("the") + 3),)
    assert with_first_person((voice,), theirs, text) == (voice,)


def test_a_role_left_open_by_the_words_follows_from_the_actor():
    assert role_of("person", FRONT, {}) == "belligerent"
    speaker = ACTORS["a spokesman"]
    assert role_of("person", speaker, {}) == "person"
    assert role_of("person", speaker, {speaker.id: "official"}) == "official"
    assert role_of("expert", FRONT, {}) == "expert"


def test_an_expert_has_no_side_but_as_one_who_takes_part():
    expert, tie = actor("an analyst", "person", part_of="the army"), (takes_part("the army", "a"),)
    tables = Tables((*ACTORS.values(), expert), (), (), {}, {}, {})
    assert interest_in_event(expert, tie, tables, "official") == "own side"
    assert interest_in_event(expert, tie, tables, "expert") == "third"
    assert interest_in_event(expert, (takes_part("an analyst", "b"),), tables, "expert") == "opposing side"
