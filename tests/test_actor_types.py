"""ACLED's types of actors and their pairs, told for each event from the actor's country and the event's."""

from __future__ import annotations

import pytest

from whowhom.export.acled import actor_type, interaction
from whowhom.registry import Registry
from whowhom.safeguard.rows import ActorRow

REGISTRY = Registry.load()


def row(identifier: str, day: str) -> ActorRow:
    """An actor of the registry as it is on a day."""
    entry = REGISTRY.get(identifier)
    assert entry is not None
    kinds = [k for k in entry.kinds if (k.from_ or "") <= day and (k.until is None or day <= k.until)]
    return ActorRow("a-1", entry.name, kinds[-1].kind, entry.country, entry.id, is_private=False)


@pytest.mark.parametrize(
    ("identifier", "day", "where", "wanted"),
    [
        ("state:TR/military", "2018-02-01", "TR", "State forces"),
        ("state:TR/military", "2018-02-01", "SY", "External/Other forces"),
        ("state:TR/military", "2018-02-01", None, "State forces"),
        ("whowhom:minusma", "2014-11-09", "ML", "External/Other forces"),
        ("ucdp:366", "2006-07-15", "IL", "Rebel group"),
        ("ucdp:303", "2021-08-14", "AF", "Rebel group"),
        ("ucdp:303", "2021-08-15", "AF", "State forces"),
        ("ucdp:303", "2023-05-27", "IR", "External/Other forces"),
        ("whowhom:ipkf", "1988-01-10", "LK", "External/Other forces"),
        ("whowhom:white-army", "2014-01-10", "SS", "Identity militia"),
    ],
)
def test_a_state_abroad_is_an_external_force_on_that_day(
    identifier: str, day: str, where: str | None, wanted: str
) -> None:
    assert actor_type(row(identifier, day), where) == wanted


@pytest.mark.parametrize(
    ("first", "second", "wanted"),
    [
        ("Rebel group", "State forces", "State forces-Rebel group"),
        ("State forces", "State forces", "State forces-State forces"),
        ("External/Other forces", "Rebel group", "Rebel group-External/Other forces"),
        ("Civilians", "External/Other forces", "External/Other forces-Civilians"),
        ("Protesters", "", "Protesters only"),
    ],
)
def test_a_pair_of_types_is_named_as_acled_names_it(first: str, second: str, wanted: str) -> None:
    assert interaction(first, second) == wanted
