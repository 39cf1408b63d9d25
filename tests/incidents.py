"""Incidents told by several voices each, as codings with texts: what links must bring together.

``cases/incidents.csv`` holds what happened: real places, invented groups, many incidents on one
day, in one town or by one group. Each is told by two to eight voices that see part of it: a
flash with a first toll, an official, the group itself, a hospital, residents who place it in the
next village, a later wrap with a higher toll, a distant outlet that knows only the province
and the week, a correction with another day, a denial. Which voices and words are chosen
follows from the digest of the incident's name, so the set is the same everywhere.
"""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from whowhom.records import (
    FORMAT,
    Actor,
    ActorKind,
    Coder,
    Coding,
    DateRange,
    Document,
    Event,
    EventPlace,
    Factuality,
    Object,
    Participant,
    Place,
    Publication,
    Quote,
    Region,
    Responsibility,
    Toll,
    Voice,
    text_id,
)

PATH = Path(__file__).parent / "cases" / "incidents.csv"
CODER = Coder("by hand", "1", None, "sha256:0000", None, None)
# Name: country, first-level area, latitude, longitude, a village next to it.
PLACES = {
    "Bria": ("CF", "Haute-Kotto", 6.54, 21.99, "Yalinga"),
    "Bambari": ("CF", "Ouaka", 5.77, 20.68, "Ippy"),
    "Ndele": ("CF", "Bamingui-Bangoran", 8.41, 20.65, "Kiri"),
    "Bama": ("NG", "Borno", 11.52, 13.69, "Banki"),
    "Gwoza": ("NG", "Borno", 11.09, 13.69, "Pulka"),
    "Beni": ("CD", "North Kivu", 0.49, 29.47, "Mavivi"),
    "Butembo": ("CD", "North Kivu", 0.14, 29.29, "Musienene"),
    "Bunia": ("CD", "Ituri", 1.57, 30.25, "Mwanga"),
    "Gao": ("ML", "Gao", 16.27, -0.04, "Forgho"),
    "Menaka": ("ML", "Menaka", 15.92, 2.40, "Inekar"),
    "Djibo": ("BF", "Sahel", 14.10, -1.63, "Silgadji"),
    "Dori": ("BF", "Sahel", 14.03, -0.03, "Katchari"),
    "Kirkuk": ("IQ", "Kirkuk", 35.47, 44.39, "Daquq"),
    "Mosul": ("IQ", "Nineveh", 36.34, 43.13, "Hamam"),
    "Ramadi": ("IQ", "Anbar", 33.43, 43.30, "Jazira"),
    "Idlib": ("SY", "Idlib", 35.93, 36.63, "Binnish"),
    "Aleppo": ("SY", "Aleppo", 36.20, 37.16, "Hreitan"),
    "Kunduz": ("AF", "Kunduz", 36.73, 68.87, "Chahar"),
    "Jalalabad": ("AF", "Nangarhar", 34.43, 70.45, "Behsud"),
    "Quetta": ("PK", "Balochistan", 30.19, 67.01, "Kuchlak"),
    "Peshawar": ("PK", "Khyber Pakhtunkhwa", 34.01, 71.58, "Badaber"),
    "Marib": ("YE", "Marib", 15.46, 45.33, "Rawda"),
    "Taiz": ("YE", "Taiz", 13.58, 44.02, "Dabab"),
    "Mogadishu": ("SO", "Banaadir", 2.04, 45.34, "Liido"),
    "Baidoa": ("SO", "Bay", 3.12, 43.65, "Goof"),
    "Kismayo": ("SO", "Lower Juba", -0.36, 42.55, "Yontoy"),
    "El Fasher": ("SD", "North Darfur", 13.63, 25.35, "Golo"),
    "Nyala": ("SD", "South Darfur", 12.05, 24.88, "Bileil"),
    "Khartoum": ("SD", "Khartoum", 15.55, 32.53, "Soba"),
    "Kharkiv": ("UA", "Kharkiv", 49.99, 36.23, "Derhachi"),
    "Zaporizhzhia": ("UA", "Zaporizhzhia", 47.84, 35.14, "Kushuhum"),
    "Cali": ("CO", "Valle del Cauca", 3.44, -76.52, "Yumbo"),
    "Buenaventura": ("CO", "Valle del Cauca", 3.88, -77.03, "Sabaletas"),
    "Popayan": ("CO", "Cauca", 2.44, -76.61, "Timbio"),
    "Mocimboa da Praia": ("MZ", "Cabo Delgado", -11.35, 40.35, "Awasse"),
    "Palma": ("MZ", "Cabo Delgado", -10.77, 40.47, "Quionga"),
    "Mindat": ("MM", "Chin", 21.37, 93.98, "Shwe"),
    "Hakha": ("MM", "Chin", 22.64, 93.60, "Chuncung"),
    "Mitu": ("CO", "Vaupes", 1.20, -70.17, "Yapu"),
}
VILLAGE_KM = 0.09  # Degrees of latitude to the village next to it: 10 km.


@dataclass(frozen=True)
class Incident:
    """A row of the table."""

    id: str
    day: date
    hour: str
    place: str
    type: str
    mode: str
    doer: str
    doer_kind: str
    whom: str
    whom_kind: str
    thing: str
    means: str
    killed: int
    injured: int
    verb: str
    noun: str


@dataclass(frozen=True)
class Account:
    """What one voice tells of an incident; None and False: it does not say."""

    outlet: str
    days_later: int
    text: str
    doer: bool = True
    whom: bool = True
    mode: str | None = None
    type: str | None = None
    place: str = "town"  # or "village", "area", "country", "none"
    day: str = "exact"  # or "late", "week", "none"
    killed: tuple[str, int | None, int | None, int | None] | None = None
    injured: tuple[str, int | None, int | None, int | None] | None = None
    thing: bool = True
    means: bool = False
    stance: str | None = None
    voice: tuple[str, str, str] | None = None  # words, role, interest
    polarity: str = "happened"


def read_incidents() -> list[Incident]:
    """Read the table."""
    with PATH.open(encoding="utf-8", newline="") as file:
        return [
            Incident(
                **{
                    **row,
                    "day": date.fromisoformat(row["day"]),
                    "killed": int(row["killed"]),
                    "injured": int(row["injured"]),
                }
            )
            for row in csv.DictReader(file, delimiter=";")
        ]


def _draw(seed: str, sides: int) -> int:
    return int.from_bytes(hashlib.sha256(seed.encode()).digest()[:6], "big") % sides


def accounts(incident: Incident) -> list[Account]:
    """Give two to eight accounts of an incident, always with the flash or the official among them."""
    made = [make(incident) for make in _MAKERS]
    order = sorted(range(len(made)), key=lambda index: _draw(f"{incident.id} {index}", 1 << 40))
    first = next(index for index in order if index in (0, 1))
    chosen = [first, *(index for index in order if index != first)][: 2 + _draw(f"{incident.id} number", 7)]
    return [made[index] for index in sorted(chosen)]


def _one_of(incident: Incident, what: str, *choices: str) -> str:
    return choices[_draw(f"{incident.id} {what}", len(choices))]


def _dead(
    words: str, low: int | None, best: int | None, high: int | None
) -> tuple[str, int | None, int | None, int | None] | None:
    return (words, low, best, high)


def _named_group(incident: Incident) -> str:
    return incident.doer if incident.doer[0].isupper() else incident.doer.capitalize()


def _flash(i: Incident) -> Account:
    least = max(1, i.killed * 2 // 3)
    toll = f"At least {least} people were killed. " if i.killed else ""
    text = _one_of(
        i,
        "flash",
        f"Attackers {i.verb} in {i.place} in the {i.hour}. {toll}More to follow.",
        f"{i.place}: reports of a {i.noun} this {i.hour}. {toll}Details were not clear.",
        f"Breaking: {i.noun} in {i.place}. {toll}The {i.hour} was tense, a reporter in the town wrote.",
    )
    killed = (f"At least {least} people", least, None, None) if i.killed else None
    return Account("Delta Flash", 0, text, doer=False, whom=False, killed=killed)


def _official(i: Incident) -> Account:
    toll = f"The attack killed {i.killed} and wounded {i.injured} {i.whom}" if i.killed else f"It concerned {i.whom}"
    text = _one_of(
        i,
        "official",
        f"{_named_group(i)} {i.verb} in {i.place} on {i.day:%A}, police spokesman Teodor Valk said. {toll}, he said.",
        f"Police spokesman Teodor Valk blamed {i.doer} for the {i.noun} in {i.place} on {i.day:%A}. {toll}, he added.",
    )
    killed = (f"{i.killed}", i.killed, i.killed, i.killed) if i.killed else None
    injured = (f"{i.injured}", i.injured, i.injured, i.injured) if i.killed and i.injured else None
    return Account(
        "Lakes Wire",
        1,
        text,
        killed=killed,
        injured=injured,
        means=False,
        mode=i.mode,
        stance="accused",
        voice=("police spokesman Teodor Valk", "official", "third"),
    )


def _claim(i: Incident) -> Account:
    more = i.killed + max(2, i.killed // 2)
    text = (
        f"In a message on its channel {i.doer} said that it {i.verb} in {i.place}"
        f"{' with ' + i.means if i.means else ''}. It spoke of {more} dead."
    )
    return Account(
        "Channel Monitor",
        1,
        text,
        killed=(f"{more} dead", more, more, more) if i.killed else None,
        mode=i.mode,
        means=bool(i.means),
        stance="claimed",
        voice=(i.doer, "belligerent", "own side"),
    )


def _hospital(i: Incident) -> Account:
    text = _one_of(
        i,
        "hospital",
        f"The hospital in {i.place} took in {i.injured} wounded and {i.killed} bodies after the {i.noun}, doctor Ines "
        f"Okoro said.",
        f"Doctors in {i.place} counted {i.killed} bodies and {i.injured} wounded, doctor Ines Okoro said.",
    )
    return Account(
        "Medical Post",
        1,
        text,
        doer=False,
        whom=False,
        thing=False,
        killed=(f"{i.killed} bodies", i.killed, i.killed, i.killed),
        injured=(f"{i.injured} wounded", i.injured, i.injured, i.injured),
        voice=("doctor Ines Okoro", "witness", "unknown"),
    )


def _residents(i: Incident) -> Account:
    village = PLACES[i.place][4]
    text = _one_of(
        i,
        "residents",
        f"Residents of {village} heard it in the {i.hour} when fighters {i.verb}. Many fled on foot.",
        f"People from {village} fled after the {i.noun} in the {i.hour}, residents said.",
    )
    return Account("Radio Kembe", 0, text, doer=False, place="village", voice=("residents", "witness", "unknown"))


def _wrap(i: Incident) -> Account:
    more = i.killed + 1 + i.killed // 4
    text = _one_of(
        i,
        "wrap",
        f"The death toll of the {i.noun} in {i.place} on {i.day:%A} rose to {more}, officials said. {_named_group(i)} "
        f"{i.verb}, they said.",
        f"Two days after {i.doer} {i.verb} in {i.place}, the toll stood at {more}. Some {i.whom} had died of wounds.",
    )
    killed = (f"{more}", more, more, more) if i.killed else None
    return Account(
        "Kotto Times",
        3,
        text,
        killed=killed,
        mode=i.mode,
        stance="stated as fact",
        voice=("officials", "official", "third"),
    )


def _distant(i: Incident) -> Account:
    area = PLACES[i.place][1]
    text = _one_of(
        i,
        "distant",
        f"Violence in {area} went on this week: {i.whom} were the victims when armed men {i.verb}.",
        f"In {area} a {i.noun} left dead and wounded among {i.whom} this week.",
    )
    return Account(
        "Meridian Review",
        4,
        text,
        doer=False,
        place="area",
        day="week",
        killed=("dead", 2, None, None) if i.killed else None,
    )


def _correction(i: Incident) -> Account:
    text = (
        f"Correction: {i.killed} people died when {i.doer} {i.verb} in {i.place}, not more. An earlier version of this "
        f"report gave another day."
    )
    killed = (f"{i.killed} people", i.killed, i.killed, i.killed) if i.killed else None
    return Account("Morning Ledger", 2, text, killed=killed, day="late", mode=i.mode, stance="stated as fact")


def _denial(i: Incident) -> Account:
    text = f"A spokesman of {i.doer} denied any part in the {i.noun} in {i.place}. “Our men were elsewhere,” he said."
    return Account(
        "Gulf Observer",
        2,
        text,
        whom=False,
        stance="denied",
        voice=(f"spokesman of {i.doer}", "belligerent", "own side"),
        thing=True,
    )


_MAKERS = (_flash, _official, _claim, _hospital, _residents, _wrap, _distant, _correction, _denial)


def codings() -> Iterator[tuple[str, Coding]]:
    """Give every account as a coding, with the id of its incident, in an order that mixes them."""
    made = [
        (incident.id, code_account(incident, account))
        for incident in read_incidents()
        for account in accounts(incident)
    ]
    yield from sorted(made, key=lambda pair: pair[1].document.id)


def code_account(incident: Incident, account: Account) -> Coding:
    """Code an account: what it says, with the words' offsets."""
    text = account.text + "\n"
    published = incident.day + timedelta(days=account.days_later)
    slug = f"{incident.id}-{account.outlet.lower().replace(' ', '-')}"
    publication = Publication(
        url=f"https://{account.outlet.lower().replace(' ', '')}.example/{slug}",
        publisher=account.outlet,
        published=published.isoformat(),
        published_basis="given",
    )
    document = Document(text_id(text), text, "en", publication, (Region(0, len(text) - 1, "body"),))
    actors = _actors(incident, account, text)
    place = _place(incident, account, text)
    return Coding(
        format=FORMAT,
        coder=CODER,
        document=document,
        actors=actors,
        objects=_objects(incident, account),
        places=() if place is None else (place,),
        events=(_event(incident, account, text, actors, place),),
    )


def _quote(text: str, words: str) -> Quote:
    start = text.find(words)
    return Quote(start, start + len(words), words) if start >= 0 else Quote(0, len(text.split()[0]), text.split()[0])


def _actors(incident: Incident, account: Account, text: str) -> tuple[Actor, ...]:
    found = []
    if account.doer or account.stance:
        found.append(_actor("a-doer", incident.doer, incident.doer_kind, text))
    if account.whom:
        found.append(_actor("a-whom", incident.whom, incident.whom_kind, text))
    return tuple(found)


def _actor(name_id: str, name: str, kind: str, text: str) -> Actor:
    mentions = (_quote(text, name),)
    return Actor(name_id, name, (), (ActorKind(kind),), None, None, None, None, mentions)  # type: ignore[arg-type]


def _objects(incident: Incident, account: Account) -> tuple[Object, ...]:
    if not (account.thing and incident.thing):
        return ()
    return (Object("o-1", incident.thing, incident.thing, None, None, "unknown", ()),)  # type: ignore[arg-type]


def _place(incident: Incident, account: Account, text: str) -> Place | None:
    country, area, latitude, longitude, village = PLACES[incident.place]
    town = Place(
        f"p-{incident.place}", incident.place, "settlement", country, area, None, latitude, longitude, 5.0, 1, f"geonames:{incident.place}",
        mentions=(_quote(text, incident.place),),
    )  # fmt: skip
    if account.place == "village":
        return replace(
            town,
            id=f"p-{village}",
            name=village,
            latitude=latitude + VILLAGE_KM,
            gazetteer_id=f"geonames:{village}",
            mentions=(_quote(text, village),),
        )
    if account.place == "area":
        return replace(
            town, id=f"p-area-{area}", name=area, feature="admin1", gazetteer_id=f"geonames:area:{area}", radius_km=120.0,
            geoprecision=4, mentions=(_quote(text, area),),
        )  # fmt: skip
    return town


def _dates(incident: Incident, account: Account) -> tuple[DateRange, ...]:
    first = last = incident.day
    precision = 1
    if account.day == "late":
        first = last = incident.day + timedelta(days=1)
    elif account.day == "week":
        published = incident.day + timedelta(days=account.days_later)
        first, last, precision = published - timedelta(days=6), published, 3
    edtf = first.isoformat() if first == last else f"{first.isoformat()}/{last.isoformat()}"
    return (DateRange(first.isoformat(), last.isoformat(), "within", precision, edtf, "relative", None, (), "", 0, 0),)


def _tolls(account: Account, text: str) -> tuple[Toll, ...]:
    made = []
    for number, (outcome, figure) in enumerate((("killed", account.killed), ("injured", account.injured))):
        if figure is not None:
            words, low, best, high = figure
            quote = _quote(text, words)
            bound = "exact" if best is not None else "vague" if words == "dead" else "at least"
            made.append(
                Toll(
                    f"t-{number}", outcome, None, "unknown", low, best, high, bound, quote.text, quote.start, quote.end
                )  # type: ignore[arg-type]
            )
    return tuple(made)


def _event(incident: Incident, account: Account, text: str, actors: tuple[Actor, ...], place: Place | None) -> Event:
    anchor = next(
        (_quote(text, words) for words in (incident.verb, incident.noun) if words in text), _quote(text, text[:8])
    )
    mode = account.mode if account.mode is not None else ""
    parts = []
    if account.doer:
        parts.append(Participant("a-doer", None, "actor", "a", None, None, "certain", anchor.start, anchor.end))
    if account.whom:
        parts.append(Participant("a-whom", None, "target", "b", None, None, "certain", anchor.start, anchor.end))
    if account.thing and incident.thing:
        parts.append(Participant(None, "o-1", "target", "b", None, None, "certain", anchor.start, anchor.end))
    voice = None
    if account.voice is not None:
        said = _quote(text, account.voice[0])
        actor = "a-doer" if account.voice[2] == "own side" else None
        voice = Voice(said.text, account.voice[1], account.voice[2], actor, said.start, said.end, None)  # type: ignore[arg-type]
    held = ()
    if account.stance is not None:
        held = (Responsibility("a-doer", account.stance, voice, anchor.start, anchor.end),)  # type: ignore[arg-type,assignment]
    return Event(
        id=f"e-{anchor.start}",
        type=account.type or incident.type,
        modes=(mode,) if mode else (),
        anchors=(anchor,),
        background=False,
        clarity="single",
        event_count=None,
        participants=tuple(parts),
        dates=_dates(incident, account),
        places=() if place is None else (EventPlace(place.id, "at", place.mentions[0].start, place.mentions[0].end),),
        tolls=_tolls(account, text),
        counts=(),
        instrument=_quote(text, incident.means) if account.means and incident.means in text else None,
        reason=None,
        responsibility=held,
        attribution=() if voice is None else (voice,),
        factuality=Factuality(polarity=account.polarity),  # type: ignore[arg-type]
        acled=None,
        ged=None,
        cameo=None,
        links=(),
        score=0.9,
        evidence=(),
        missing=(),
    )
