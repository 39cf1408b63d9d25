"""Which actors have a name that means the same in the next report."""

from __future__ import annotations

import pytest

from whowhom.link.names import is_named
from whowhom.records import Actor, ActorKind


def actor(name: str, kind: str) -> Actor:
    """Make an actor that no registry knows."""
    return Actor("a-1", name, (), (ActorKind(kind),), None, None, None, None, ())  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("We", "unidentified"),
        ("I", "unidentified"),
        ("Police", "state forces"),
        ("Gunmen", "unidentified"),
        ("MASKED MEN", "unidentified"),
        ("HIS DRIVER", "civilians"),
        ("A court", "government"),
        ("A MILITARY SPOKESMAN", "person"),
        ("Interior Ministry", "government"),
        ("The Kallo side", "government"),
        ("six prisoners", "civilians"),
        ("Residents of Kallo", "civilians"),
        ("Kallo's mayor", "person"),
        ("army helicopters", "state forces"),
    ],
)
def test_a_description_is_no_name_whatever_its_capitals(name, kind):
    assert not is_named(actor(name, kind))


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Kotto Front", "rebel group"),
        ("Liberation Front", "rebel group"),
        ("KOTTO FRONT", "rebel group"),
        ("KFL", "unidentified"),
        ("3K", "rebel group"),
        ("Odile Ngaba", "person"),
        ("Salim al-Kallawi", "person"),
        ("the Tajik defence ministry", "government"),
        ("WHO", "international organisation"),
        ("Kallo Students' Organisation", "civilians"),
    ],
)
def test_a_name_is_one_in_every_report(name, kind):
    assert is_named(actor(name, kind))
