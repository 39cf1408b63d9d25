"""Cells of the printed table: who is named where nobody is told to have acted."""

from dataclasses import replace

from factories import make_coding
from whowhom.cli import cells
from whowhom.cli.table import COLUMNS
from whowhom.records import Missing, Responsibility

CODING = make_coding()
EVENT = replace(CODING.events[0], participants=(), missing=(Missing("participants.actor", "not stated"),))
WHO = next(cell for name, _, cell in COLUMNS if name == "who")


def held(stance, actor):
    return Responsibility(actor.id, stance, None, 0, 3)


def test_who_claims_an_act_is_named_where_nobody_is_told_to_have_done_it():
    actor = CODING.actors[0]
    event = replace(EVENT, responsibility=(held("claimed", actor), held("claimed", actor)))
    assert WHO(event, CODING) == f"(claimed by {actor.name})"
    assert event.participants == ()


def test_an_accusation_is_no_claim_and_an_actor_told_stands_alone():
    accused = replace(EVENT, responsibility=(held("accused", CODING.actors[0]),))
    assert WHO(accused, CODING) == "(not stated)"
    told = next(event for event in CODING.events if cells.who(event, CODING))
    told = replace(told, responsibility=(held("claimed", CODING.actors[0]),))
    assert WHO(told, CODING) == cells.who(told, CODING)
