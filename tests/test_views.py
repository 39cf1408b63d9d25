"""The views of ``whowhom code`` beside the events, and ties that follow from events."""

import re
from dataclasses import replace

import pytest

from factories import make_coding
from whowhom.cli.table import render_table
from whowhom.cli.views import VIEWS, claims, make_view
from whowhom.pipeline.ties import FIGHTS_RULE, derive_ties
from whowhom.records import ActorKind, Factuality, Participant


class _Actors:
    """Finds the actors of a coding, as the tables of the pipeline do."""

    def __init__(self, coding):
        self._actors = {actor.id: actor for actor in coding.actors}

    def find_actor(self, actor_id):
        return self._actors.get(actor_id)


def table(view, coding=None, **given):
    settings = {"width": 120, "colour": False, "explain": False, "min_score": 0.5}
    written = render_table(coding or make_coding(), view=view, **settings | given)
    return re.sub(r"\s+", " ", written)


def test_a_tie_stands_with_its_period_voice_and_certainty():
    shown = table("ties")
    (tie,) = make_coding().ties
    for words in (make_coding().actor(tie.subject).name, tie.tie, "told as fact, certain", "the report itself"):
        assert words in shown


def test_a_tie_that_is_only_possible_says_so():
    coding = make_coding()
    tie = replace(coding.ties[0], factuality=Factuality("unknown", "possible", "conditional"))
    assert "conditional, possible" in table("ties", replace(coding, ties=(tie,)))


def test_claims_hold_only_what_has_a_voice():
    coding = make_coding()
    told = list(claims(coding))
    assert told
    assert all(claim.voices or claim.kind == "responsibility" for claim in told)
    voice = next(voice for claim in told for voice in claim.voices if voice.voice)
    assert voice.voice in table("claims")


def test_every_voice_has_one_row():
    names = [row[0] for row in make_view("voices", make_coding()).rows]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("view", sorted(VIEWS))
@pytest.mark.parametrize("width", [80, 120])
def test_no_view_is_wider_than_asked(view, width):
    written = render_table(make_coding(), view=view, width=width, colour=False, explain=True, min_score=0.5)
    assert max(map(len, written.split("\n"))) <= width


@pytest.mark.parametrize("view", sorted(VIEWS))
def test_an_empty_view_says_what_is_not_there(view):
    coding = replace(make_coding(), events=(), ties=(), estimates=(), statements=(), forecasts=())
    assert f"No {view}:" in table(view, coding)


def fought(coding, **changes):
    """An assault of one body on another, made of the coding's first event."""
    event = coding.events[0]
    bodies = [actor.id for actor in coding.actors if actor.kinds][:2]
    sides = zip(bodies, ("actor", "target"), ("a", "b"), strict=True)
    parts = tuple(Participant(actor, None, role, side, None, None, "certain", 0, 7) for actor, role, side in sides)
    made = replace(event, type="ASSAULT", modes=(), participants=parts, factuality=Factuality(), **changes)
    kinds = {bodies[0]: "rebel group", bodies[1]: "state forces"}
    actors = tuple(
        replace(actor, kinds=(ActorKind(kinds[actor.id]),)) if actor.id in kinds else actor for actor in coding.actors
    )
    return replace(coding, actors=actors, events=(made,)), bodies


def test_who_attacks_whom_fights_whom_and_names_rule_and_event():
    coding, bodies = fought(make_coding())
    (tie,) = derive_ties(coding.events, (), coding.document, _Actors(coding))
    assert (tie.subject, tie.tie, tie.object, tie.sign) == (bodies[0], "fights", bodies[1], -1)
    assert tie.rule == FIGHTS_RULE
    assert tie.events == (coding.events[0].id,)


@pytest.mark.parametrize(
    "told",
    [
        Factuality("did not happen", "certain", "accomplished"),
        Factuality("unknown", "possible", "predicted"),
        Factuality("happened", "certain", "planned"),
    ],
)
def test_an_assault_that_did_not_happen_sets_nobody_at_war(told):
    coding, _ = fought(make_coding())
    event = replace(coding.events[0], factuality=told)
    assert derive_ties((event,), (), coding.document, _Actors(coding)) == ()
