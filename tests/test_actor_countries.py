"""Whose soldiers bare "soldiers" are: the country of their event, never one that is only heard."""

from __future__ import annotations

import pytest

from whowhom.records import Span
from whowhom.registry import Registry
from whowhom.resolve.actor_context import read_context
from whowhom.resolve.actor_countries import Ground, Grounds, country_lent, country_spot

REGISTRY = Registry.load()


def lent(text, word, *, event=None, report=(), foreign=(), armed=True):
    """Ask for the country of a word of the text; ``event`` are grounds of its event, None where it has no place."""
    start = text.index(word)
    head = Span(start, start + len(word))
    stop = text.find(". ", start)
    sentence = Span(text.rfind(". ", 0, start) + 1, stop if stop >= 0 else len(text))
    grounds = Grounds(tuple(report), {} if event is None else {head: frozenset(event)})
    context = read_context(text, registry=REGISTRY, day=None, names=())
    return country_lent(
        context.country_spots, grounds, head=head, sentence=sentence, foreign=frozenset(foreign), armed=armed
    )


BF, NG, CD, PS, FR = (Ground(code) for code in ("BF", "NG", "CD", "PS", "FR"))
CALLED = "Soldiers killed ten villagers in Djibo on Monday. France called for an investigation."
SPOKEN = "Soldiers raided a farm. French officials met. France sent an envoy. France said it was concerned."
CASES = {
    "the place of the event": (CALLED, "Soldiers", {"event": [BF], "report": [BF]}, "BF"),
    "a country only heard, no place": ("Soldiers raided a farm. France called for calm.", "Soldiers", {}, None),
    "heard three times, the place tells": (SPOKEN, "Soldiers", {"event": [BF], "report": [BF]}, "BF"),
    "the town of the dateline": ("Rebels killed six soldiers. Uganda said it would wait.", "soldiers", {"report": [CD]}, "CD"),
    "a town told but not known": (CALLED, "Soldiers", {"event": [], "report": [CD]}, None),
    "the country something is in": ("The army killed six rebels in northern Mali.", "army", {}, "ML"),
    "a part of its land": ("Police closed the road to the Malian town of Gao.", "Police", {}, "ML"),
    "its forces in the same sentence": ("Soldiers shot two men, the Nigerian army said.", "Soldiers", {}, "NG"),
    "its forces in another sentence": ("Soldiers shot two men. French troops left.", "Soldiers", {}, None),
    "the report is about another country": ("Kenya mourns. Kenya and its neighbours wait. Soldiers fell in Dhobley.", "Soldiers", {"event": [Ground("SO")]}, None),
    "forces of another country are there": ("Soldiers fell in Djibo.", "Soldiers", {"event": [BF], "foreign": ["ML"]}, None),
    "named twice as often": ("Kenya closed a border. In Kenya the army met Uganda.", "army", {}, "KE"),
    "land that others hold": ("Soldiers shot a man in Jenin.", "Soldiers", {"event": [PS], "report": [PS]}, None),
    "a likely town": ("Police beat marchers in Lagos. Britain said it was watching.", "Police", {"event": [Ground("NG", "likely")]}, "NG"),
    "a likely town, another country told of": ("Police beat marchers in Lagos. Marches went on in Ghana.", "Police", {"event": [Ground("NG", "likely")]}, None),
    "a town of another name": ("Police beat marchers in Rim.", "Police", {"event": [Ground("IT", "guess")]}, None),
    "a town of another name in a country named": ("Police beat marchers in Rim. Italy voted.", "Police", {"event": [Ground("IT", "guess")]}, "IT"),
    "a government talks elsewhere": ("The government met rebels in Geneva.", "government", {"event": [Ground("CH")], "armed": False}, None),
    "a dateline with the country's capital": ("Bishkek, 12 June. The government closed the road.", "government", {}, "KG"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "word", "around", "expected"), CASES.values(), ids=CASES.keys())
def test_bare_forces_are_of_the_country_of_their_event_or_of_none(text, word, around, expected):
    assert lent(text, word, **around) == expected


@pytest.mark.parametrize(
    ("text", "within", "forces", "heard"),
    [
        ("He died in Mali.", True, False, False),
        ("Fights went on across the northern Mali plain.", True, False, False),
        ("Djibo, Mali was quiet.", True, False, False),
        ("Mali said so.", False, False, True),
        ("Mali has repeatedly condemned it.", False, False, True),
        ("The Mali police came.", False, True, False),
        ("Ties with Mali and others.", False, False, False),
    ],
)
def test_a_country_stands_as_the_words_around_it_say(text, within, forces, heard):
    start = text.index("Mali")
    spot = country_spot(text, start, start + 4, "ML")
    assert (spot.start, spot.within, spot.forces, spot.heard) == (start, within, forces, heard)


@pytest.mark.parametrize(
    ("text", "leads"),
    [("BAMAKO - Troops left.", True), ("Mali, 3 May. Troops left.", True), ("Mali wept for years.", False)],
)
def test_a_country_or_capital_leads_a_line_as_a_dateline(text, leads):
    end = text.index(" " if "-" in text else ("," if "," in text else " "))
    assert country_spot(text, 0, end, "ML").leads == leads
