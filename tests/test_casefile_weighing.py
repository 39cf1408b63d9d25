"""Scope, coverage, forecasts and hit rates."""

from __future__ import annotations

import dataclasses

import pytest

from factories import make_coding, make_document, words
from test_casefile_decisions import add, decide, execution, shelling
from whowhom.casefile.coverage import list_coverage
from whowhom.casefile.forecasts import hit_rates, propose, settle, wilson
from whowhom.casefile.review import undo
from whowhom.casefile.scope import Circle, Scope, find_rule, judge_events, read_scope
from whowhom.errors import SettingsError, UsageError
from whowhom.records import Coding, DateRange, Estimate, Evidence, Forecast, Missing, Voice

__all__ = ["execution", "shelling"]  # Fixtures.


def rules(case, scope: Scope) -> dict[str, str | None]:
    with case.reading() as connection:
        return {one.event["public_id"]: one.rule for one in judge_events(connection, scope)}


# Scope, and the rule that leaves out the shelling and the execution.
SCOPES: list[tuple[Scope, str | None, str | None]] = [
    (Scope(), None, None),
    (Scope(min_deaths=12), None, "scope.min_deaths"),
    (Scope(types=("PROTEST",)), "scope.types", "scope.types"),
    (Scope(countries=("CF",)), None, "scope.countries.unknown"),
    (Scope(countries=("CF",), unknown="in"), None, None),
    (Scope(countries=("CD",), unknown="in"), "scope.countries", None),
    (Scope(organised_actor=True), None, None),
    (Scope(from_="2022-03-03"), "scope.from", "scope.from.unknown"),
    (Scope(until="2022-03"), None, "scope.until.unknown"),
    (Scope(circle=Circle(6.5, 22.0, 20)), None, "scope.circle.unknown"),
    (Scope(circle=Circle(9.5, 22.0, 20)), "scope.circle", "scope.circle.unknown"),
    (Scope(admin1=("haute-kotto",)), None, "scope.admin1.unknown"),
    (Scope(statuses=("denied",)), "scope.statuses", None),
]


def test_every_event_left_out_names_the_rule(case, shelling, execution):
    found = [(scope, rules(case, scope)) for scope, *_ in SCOPES]
    assert found == [(scope, {shelling: one, execution: other}) for scope, one, other in SCOPES]


def test_an_unknown_figure_falls_back_to_the_lower_one():
    row = {"type": "ASSAULT", "killed_low": 12, "killed_best": None, "killed_high": None}
    assert find_rule(row, Scope(min_deaths=12, deaths_by="high"), is_organised=None) is None
    assert find_rule(row, Scope(min_deaths=13), is_organised=None) == "scope.min_deaths"


def test_a_scope_is_read_from_its_file(tmp_path):
    path = tmp_path / "scope.toml"
    path.write_text('min_deaths = 1\nfrom = "2022"\n[circle]\nlatitude = 6.5\nlongitude = 22\nradius_km = 50\n')
    assert read_scope(path) == Scope(min_deaths=1, from_="2022", circle=Circle(6.5, 22, 50))


@pytest.mark.parametrize("line", ["deaths = 1", "min_deaths = -1", 'countries = ["Chad"]', 'unknown = "maybe"', "= 1"])
def test_a_faulty_scope_is_refused(tmp_path, line):
    path = tmp_path / "scope.toml"
    path.write_text(line)
    with pytest.raises(SettingsError, match=r"scope\.toml"):
        read_scope(path)


COUNT = "The Kotto Front carried out 4 attacks in Haute-Kotto in March 2022, the monitors said.\n"


def counting(**changes: object) -> Coding:
    """A report that counts attacks of the front in March."""
    document = make_document(COUNT, path="reports/count.txt")
    front, told, when = (words(COUNT, wanted) for wanted in ("The Kotto Front", "4 attacks", "in March 2022"))
    base = make_coding()
    actor = dataclasses.replace(base.actors[0], mentions=(front,))
    place = dataclasses.replace(
        base.places[0], name="Haute-Kotto", geoprecision=4, mentions=(words(COUNT, "Haute-Kotto"),)
    )
    period = DateRange(
        "2022-03-01", "2022-03-31", "within", 4, "2022-03", "stated", None, (), when.text, when.start, when.end
    )
    estimate = Estimate(
        "x-1",
        "a-front",
        "attacks",
        4,
        4,
        4,
        "exact",
        "attacks",
        period,
        "p-bria",
        (),
        (Evidence("best", told.start, told.end, told.text),),
    )
    estimate = dataclasses.replace(estimate, **changes)
    return Coding(base.format, base.coder, document, actors=(actor,), places=(place,), estimates=(estimate,))


def test_an_estimate_is_held_against_the_events_of_actor_period_and_place(case, shelling):
    add(case, counting())
    with case.reading() as connection:
        (row,) = list_coverage(connection)
    assert (row["words"], row["held"], row["share"], row["events"]) == ("4 attacks", 1, 0.25, [shelling])


def test_an_estimate_without_a_period_says_so(case, shelling):
    add(case, counting(period=None, missing=(Missing("period", "not stated"),)))
    with case.reading() as connection:
        (row,) = list_coverage(connection)
    assert (row["held"], row["reason"]) == (None, "the period is not told")


def test_an_estimate_of_no_actor_is_held_against_all_events_of_its_place(case, shelling):
    add(case, counting(of=None, missing=(Missing("of", "not stated"),)))
    with case.reading() as connection:
        (row,) = list_coverage(connection)
    assert (row["actor"], row["place"], row["held"], row["events"]) == (None, "Haute-Kotto", 1, [shelling])


def test_an_estimate_of_no_actor_and_no_place_says_so(case, shelling):
    add(case, counting(of=None, place=None, missing=(Missing("of", "not stated"), Missing("place", "not stated"))))
    with case.reading() as connection:
        (row,) = list_coverage(connection)
    assert (row["held"], row["reason"]) == (None, "neither the actor nor the place is told")


def test_an_estimate_of_strength_is_no_count_of_events(case, shelling):
    add(case, counting(measure="strength", unit="fighters"))
    with case.reading() as connection:
        assert list_coverage(connection) == []


def foreseeing(number: int, *, role: str = "official", actor: str | None = "a-mayor") -> Coding:
    """A report of 1 March in which somebody foresees an attack of the front."""
    text = f"Odile Ngaba said on day {number} that the Kotto Front will attack Bria again.\n"
    document = make_document(text, path=f"reports/{number}.txt")
    document = dataclasses.replace(
        document, publication=dataclasses.replace(document.publication, published="2022-03-01")
    )
    base = make_coding()
    mayor, outcome = words(text, "Odile Ngaba"), words(text, "the Kotto Front will attack Bria again")
    actors = (dataclasses.replace(base.actors[2], mentions=(mayor,)),) if actor else ()
    voice = Voice(mayor.text, role, "third", actor, mayor.start, mayor.end, words(text, "said"))
    missing = tuple(Missing(name, "not stated") for name in ("condition", "made_on", "horizon"))
    evidence = (Evidence("outcome", outcome.start, outcome.end, outcome.text),)
    forecast = Forecast(f"f-{number}", None, outcome, (voice,), None, None, evidence, missing)
    return Coding(base.format, base.coder, document, actors=actors, forecasts=(forecast,))


def test_a_later_event_of_an_actor_that_a_forecast_names_is_proposed_until_it_is_settled(case, shelling):
    add(case, foreseeing(5))
    with case.reading() as connection:
        rows = propose(connection)
    assert [(row["public_id"], row["target"]) for row in rows] == [("f-5", shelling)]
    assert rows[0]["reason"] == f"{shelling} has an actor and the place it names, on 2022-03-02"
    made = decide(case, settle, "f-5", "true", event=shelling)
    with case.reading() as connection:
        assert propose(connection) == []
    decide(case, undo, made)
    with case.reading() as connection:
        assert len(propose(connection)) == 1


def test_a_voice_has_a_rate_from_ten_settled_forecasts(case):
    for number in range(10):
        add(case, foreseeing(number))
    for number in range(9):
        decide(case, settle, f"f-{number}", "true" if number < 7 else "false")
    with case.reading() as connection:
        assert [(row["n"], row["rate"], row["reason"]) for row in hit_rates(connection)] == [(9, None, "fewer than 10")]
    decide(case, settle, "f-9", "false")
    with case.reading() as connection:
        (row,) = hit_rates(connection)
    assert (row["voice"], row["n"], row["hits"], row["rate"]) == ("odile ngaba", 10, 7, 0.7)
    assert (row["low"], row["high"]) == (0.397, 0.892)


def test_a_private_person_has_no_rate_and_no_name(case):
    for number in range(10):
        add(case, foreseeing(number, role="person", actor=None))
        decide(case, settle, f"f-{number}", "true")
    with case.reading() as connection:
        (row,) = hit_rates(connection)
    assert (row["voice"], row["n"], row["rate"]) == ("1 private", None, None)


def test_only_forecasts_are_settled(case, shelling):
    with pytest.raises(UsageError, match="not a forecast"):
        decide(case, settle, "e-shelling", "true")
    with pytest.raises(UsageError, match="expected one of true, false, open"):
        decide(case, settle, "f-1", "maybe")


def test_wilson_intervals_match_the_textbook():
    assert wilson(0, 10) == pytest.approx((0.0, 0.2775), abs=1e-4)
    assert wilson(50, 100) == pytest.approx((0.4038, 0.5962), abs=1e-4)
