"""Reports written by pattern, of any length: what speed is measured on.

In: a number of reports or of letters. Out: plain texts that no one has seen before and that
say nothing twice, with about as many events and as long sentences as news of wars has. The
same number gives the same texts. Places are real; persons, groups and what happened are not.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

SENTENCES = 8
"""Sentences of one report, its dateline's sentence among them."""

_PLACES = tuple(
    "Goma,Beni,Bunia,Gao,Kidal,Mopti,Djibo,Diffa,Maradi,Gwoza,Monguno,Bria,Bambari,Obo,Baidoa,Kismayo,Bor,Malakal,"
    "Nyala,El Fasher,Kassala,Taiz,Marib,Idlib,Raqqa,Mosul,Kirkuk,Kunduz,Ghazni,Quetta,Sittwe,Marawi,Tumaco".split(",")
)
_FIRST = tuple("Amadi Bela Corin Dario Edda Femi Galo Hanan Ismo Jelle Kofa Lenka Mirel Nuria Odile Pavo Quim".split())
_LAST = tuple(
    "Abrene Botaro Cisse-Vold Darvani Ekundo Falmira Gorbeni Hastovar Ikwelle Jondral Kestrim Lobanda Mavreti "
    "Nsombe Orvatal Pelindo Quarshen Rostova-Lim Sandari Tembalo".split()
)
_GROUPS = tuple(
    "the Kesti Front,the Northern Valley Movement,the Orando Brigade,gunmen on motorcycles,armed men,militia fighters,"
    "the rebels,soldiers of the presidential guard,the army,police officers,a local self-defence group".split(",")
)
_PEOPLE = tuple("farmers,traders,soldiers,displaced families,students,herders,miners,drivers,aid workers".split(","))
_DAYS = tuple("Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split())
_VOICES = tuple(
    "a police spokesman,the governor's office,two residents,a hospital director,the defence ministry,a senior official,"
    "the mission's spokeswoman,witnesses".split(",")
)
_OPENINGS = (
    "{Group} killed {n} {people} and wounded {m} others in an attack on a market near {place} on {day}, {voice} said.",
    "At least {n} {people} were killed when a bomb exploded beside a bus on the road from {place} to {other} on {day}.",
    "Thousands of {people} marched through {place} on {day} to demand the release of {m} prisoners held in {other}.",
    "{Group} abducted {n} {people} from a village {m} kilometres south of {place} late on {day}, according to {voice}.",
    "Fighting between {group} and government forces near {place} has displaced more than {n}00 families since {day}.",
)
_MIDDLES = (
    "{Voice} said that {m} of the dead were {people} and that the number could rise, since several houses had burned.",
    "{person}, who heads the district council of {place}, told reporters that the attackers had come from {other}.",
    "The {people} had gathered in the courtyard of a school when the first of {n} shells hit the roof, {voice} said.",
    "{Group} denied that its men had taken part in the raid and blamed a rival commander, {person}, for the killings.",
    "Soldiers arrested {n} suspects in {other} the next morning and seized {m} rifles, a statement of the army said.",
    "No group has claimed responsibility, but {voice} accused {group} of carrying out the attack of {day}.",
    "The hospital of {place} received {n} wounded people overnight, and {m} of them were moved to {other} by road.",
    "The price of maize in {place} has risen by {n} per cent this year, and the rains came {m} days late.",
    "{person} called on both sides to respect the ceasefire that was signed in {other} {m} months ago.",
    "A convoy of {n} lorries with food and medicine reached {place} on {day} after {m} days on the road from {other}.",
    "The government plans to send {n}0 more police officers to {place} before the vote, {voice} said on {day}.",
    "{Group} released {m} of the {n} hostages on {day} after talks that elders from {other} had led.",
    "Teachers and nurses have not been paid for {m} months, said {person}, who has worked in {place} for {n} years.",
    "The road to {other} was closed for {n} hours, and {people} slept in their cars while the army searched for mines.",
    "In {other}, {m} {people} were hurt when the police fired tear gas at a crowd that had blocked the bridge.",
    "The two communities have fought over land and water around {place} for {n} years, and {m} earlier deals failed.",
)


def sample_reports(count: int) -> tuple[str, ...]:
    """Write reports, each of two paragraphs and a dateline.

    Args:
        count: How many; the first ones are the same whatever the number.
    """
    return tuple(_report(number) for number in range(count))


def write_reports(folder: Path, number: int) -> Path:
    """Write reports as files of a folder, and return the folder."""
    for at, text in enumerate(sample_reports(number)):
        (folder / f"report-{at:05}.txt").write_text(text, encoding="utf-8")
    return folder


def sample_text(letters: int) -> str:
    """Write one long text, reports one behind the other, of that many code points."""
    parts: list[str] = []
    size, number = 0, 0
    while size < letters:
        parts.append(_report(number))
        size += len(parts[-1]) + 2
        number += 1
    return "\n\n".join(parts)[:letters]


def _report(number: int) -> str:
    place = _PLACES[number * 5 % len(_PLACES)]
    sentences = list(_sentences(number, place))
    half = SENTENCES // 2
    dateline = f"{place.upper()}, {number % 28 + 1} March - "
    return dateline + " ".join(sentences[:half]) + "\n\n" + " ".join(sentences[half:])


def _sentences(number: int, place: str) -> Iterator[str]:
    for at in range(SENTENCES):
        turn = number * SENTENCES + at
        pattern = _OPENINGS[number % len(_OPENINGS)] if at == 0 else _MIDDLES[(number * 3 + at * 5) % len(_MIDDLES)]
        # The steps have no factor in common with the lengths, so that all words come up with all others.
        group, voice = _GROUPS[turn * 4 % len(_GROUPS)], _VOICES[turn * 3 % len(_VOICES)]
        yield pattern.format(
            place=place,
            other=_PLACES[(turn * 7 + 3) % len(_PLACES)],
            group=group,
            Group=group[0].upper() + group[1:],
            voice=voice,
            Voice=voice[0].upper() + voice[1:],
            people=_PEOPLE[turn * 2 % len(_PEOPLE)],
            person=f"{_FIRST[turn % len(_FIRST)]} {_LAST[turn * 3 % len(_LAST)]}",
            day=_DAYS[turn % len(_DAYS)],
            n=3 + turn * 11 % 89,
            m=2 + turn * 5 % 29,
        )
