"""A case of ten reports, coded by hand, in which everything that the events view shows occurs.

Places are real; persons, outlets and what is told are invented. Every offset is found by
searching the text. Two reports tell of one shelling, and the army denies what others say.
"""

from __future__ import annotations

from typing import Any

from factories import words
from whowhom.casefile.case import Case
from whowhom.casefile.intake import Intake
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
    Evidence,
    Factuality,
    Missing,
    Participant,
    Place,
    Publication,
    Quote,
    Region,
    Responsibility,
    Tie,
    Toll,
    Voice,
    text_id,
)

CODER = Coder("by hand", "1", None, "sha256:0000", None, None)
ACTORS = {
    "army": ("Malian army", "state forces", "ML"),
    "jnim": ("JNIM", "rebel group", None),
    "isgs": ("Islamic State in the Greater Sahara", "rebel group", None),
    "dozo": ("Dan Na Ambassagou", "identity militia", "ML"),
    "un": ("United Nations", "international organisation", None),
    "farmers": ("farmers", "civilians", None),
    "traders": ("traders", "civilians", None),
}
PLACES = {
    "Djenne": ("Djenne", "Mopti", 13.9061, -4.5533, 5.0, 1, "gn:2458162"),
    "Bandiagara": ("Bandiagara", "Mopti", 14.35, -3.6104, 5.0, 1, "gn:2459845"),
    "Gao": ("Gao", "Gao", 16.2717, -0.0447, 8.0, 1, "gn:2457161"),
    "Menaka": ("Menaka", "Ménaka", 15.9182, 2.4022, 6.0, 1, "gn:2453397"),
    "Timbuktu": ("Timbuktu", "Tombouctou", 16.7735, -3.0074, 8.0, 1, "gn:2449066"),
    "Mopti region": ("Mopti", "Mopti", 14.7034, -3.5259, 160.0, 4, "adm1:ML04"),
    "Bamako": ("Bamako", "Bamako", 12.65, -8.0, 14.0, 1, "gn:2460596"),
}
ELDER = ("a local elder, Amadou Seko,", "witness", "third")
ARMY = ("The Malian army", "belligerent", "own side")
UN = ("the United Nations mission", "international organisation", "third")

REPORTS: tuple[dict[str, Any], ...] = (
    {
        "published": "2023-03-05",
        "publisher": "Sahel Courier",
        "text": "Soldiers of the Malian army shelled the market of Djenne on 4 March 2023, killing 14 traders, a local elder, "
        "Amadou Seko, said.\n\nThe Malian army denied that it had shelled the market.\n",
        "events": [
            {"anchor": "shelled", "type": "ASSAULT", "modes": ("shelling",), "who": ("army", "Soldiers of the Malian army"),
             "whom": ("traders", "14 traders"), "place": "Djenne", "day": ("2023-03-04", "on 4 March 2023"),
             "killed": (14, 14, 14, "14 traders"), "voice": ELDER, "held": [("army", "accused", ELDER), ("army", "denied", ARMY)]},
        ],
    },
    {
        "published": "2023-03-07",
        "publisher": "Delta Post",
        "text": "At least nine traders were killed when soldiers of the Malian army shelled the market of Djenne on 4 March 2023, "
        "the United Nations mission said. Fighters of JNIM had attacked a post near Bandiagara on 1 March 2023.\n",
        "events": [
            {"anchor": "shelled", "type": "ASSAULT", "modes": ("shelling",), "who": ("army", "soldiers of the Malian army"),
             "whom": ("traders", "At least nine traders"), "place": "Djenne", "day": ("2023-03-04", "on 4 March 2023"),
             "killed": (9, None, None, "At least nine traders"), "voice": UN, "held": [("army", "accused", UN)]},
            {"anchor": "attacked", "type": "ASSAULT", "modes": ("firearms",), "who": ("jnim", "Fighters of JNIM"),
             "whom": None, "place": "Bandiagara", "day": ("2023-03-01", "on 1 March 2023")},
        ],
        "ties": [],
    },
    {
        "published": "2023-03-21",
        "publisher": "Northern Wire",
        "text": "JNIM fighters killed six Dan Na Ambassagou fighters near Bandiagara on 19 March 2023. Dan Na Ambassagou is allied with the "
        "Malian army. JNIM fights the Islamic State in the Greater Sahara.\n",
        "events": [
            {"anchor": "killed", "type": "ASSAULT", "modes": ("firearms",), "who": ("jnim", "JNIM fighters"),
             "whom": ("dozo", "six Dan Na Ambassagou fighters"), "place": "Bandiagara", "day": ("2023-03-19", "on 19 March 2023"),
             "killed": (6, 6, 6, "six Dan Na Ambassagou fighters")},
        ],
        "ties": [("dozo", "allied with", "army", 1, "Dan Na Ambassagou is allied with the Malian army"),
                 ("jnim", "fights", "isgs", -1, "JNIM fights the Islamic State in the Greater Sahara")],
    },
    {
        "published": "2023-04-12",
        "publisher": "Radio Ardo",
        "text": "Fighters of the Islamic State in the Greater Sahara attacked farmers east of Menaka in April 2023, and up to 40 "
        "of the farmers were killed, the United Nations mission said.\n",
        "events": [
            {"anchor": "attacked", "type": "ASSAULT", "modes": ("firearms",),
             "who": ("isgs", "Fighters of the Islamic State in the Greater Sahara"), "whom": ("farmers", "farmers"),
             "place": "Menaka", "day": ("2023-04", "in April 2023"), "killed": (None, None, 40, "up to 40"), "voice": UN},
        ],
    },
    {
        "published": "2023-04-20",
        "publisher": "Sahel Courier",
        "text": "Traders protested against the siege in Timbuktu on 18 April 2023. Some 30 of the traders were hurt when police of "
        "the governor broke up the rally.\n",
        "events": [
            {"anchor": "protested", "type": "PROTEST", "modes": ("demo",), "who": ("traders", "Traders"), "whom": None,
             "place": "Timbuktu", "day": ("2023-04-18", "on 18 April 2023"), "injured": (None, 30, None, "Some 30")},
        ],
    },
    {
        "published": "2023-05-04",
        "publisher": "Delta Post",
        "text": "The Malian army and JNIM agreed on a truce for the Mopti region in May 2023, an elder said. The Malian army also "
        "handed out grain to farmers in Gao on 2 May 2023.\n",
        "events": [
            {"anchor": "agreed", "type": "AGREE", "modes": (), "who": ("army", "The Malian army"), "whom": ("jnim", "JNIM"),
             "place": "Mopti region", "day": ("2023-05", "in May 2023")},
            {"anchor": "handed out grain", "type": "AID", "modes": (), "who": ("army", "The Malian army"),
             "whom": ("farmers", "farmers"), "place": "Gao", "day": ("2023-05-02", "on 2 May 2023")},
        ],
        "ties": [("army", "negotiates with", "jnim", 0, "agreed on a truce")],
    },
    {
        "published": "2023-06-02",
        "publisher": "Northern Wire",
        "text": "Fighters of JNIM ambushed soldiers of the Malian army near Gao on 1 June 2023, killing between 12 and 20 of them. "
        "Dan Na Ambassagou was part of the convoy.\n",
        "events": [
            {"anchor": "ambushed", "type": "ASSAULT", "modes": ("ambush",), "who": ("jnim", "Fighters of JNIM"),
             "whom": ("army", "soldiers of the Malian army"), "place": "Gao", "day": ("2023-06-01", "on 1 June 2023"),
             "killed": (12, None, 20, "between 12 and 20")},
        ],
    },
    {
        "published": "2023-06-20",
        "publisher": "Radio Ardo",
        "text": "The Malian army said it had not bombed farmers at Menaka on 17 June 2023. A plan to attack Timbuktu was announced "
        "by JNIM.\n",
        "events": [
            {"anchor": "bombed", "type": "ASSAULT", "modes": ("airstrike",), "who": ("army", "it"),
             "whom": ("farmers", "farmers"), "place": "Menaka", "day": ("2023-06-17", "on 17 June 2023"),
             "voice": ARMY, "polarity": "did not happen"},
            {"anchor": "attack Timbuktu", "type": "ASSAULT", "modes": (), "who": ("jnim", "JNIM"), "whom": None,
             "place": "Timbuktu", "day": None, "stage": "planned"},
        ],
    },
    {
        "published": "2023-07-03",
        "publisher": "Sahel Courier",
        "text": "Soldiers of the Malian army detained 11 traders in Bamako on 2 July 2023, the army said. The United Nations called "
        "for their release.\n",
        "events": [
            {"anchor": "detained", "type": "COERCE", "modes": ("arrest",), "who": ("army", "Soldiers of the Malian army"),
             "whom": ("traders", "11 traders"), "place": "Bamako", "day": ("2023-07-02", "on 2 July 2023"),
             "voice": ("the army", "belligerent", "own side")},
            {"anchor": "called for", "type": "REQUEST", "modes": (), "who": ("un", "The United Nations"), "whom": None,
             "place": None, "day": None},
        ],
        "ties": [("un", "opposes", "army", -1, "called for their release")],
    },
    {
        "published": "2023-07-29",
        "publisher": "Delta Post",
        "text": "هاجم مسلحون السوق 🕊 — in other words, Dan Na Ambassagou fighters attacked farmers near Djenne on 27 July 2023, killing three "
        "farmers and wounding five.\n",
        "events": [
            {"anchor": "attacked", "type": "ASSAULT", "modes": ("firearms",), "who": ("dozo", "Dan Na Ambassagou fighters"),
             "whom": ("farmers", "farmers"), "place": "Djenne", "day": ("2023-07-27", "on 27 July 2023"),
             "killed": (3, 3, 3, "three farmers"), "injured": (5, 5, 5, "five")},
        ],
    },
)  # fmt: skip


def fill_case(case: Case) -> None:
    """Add all reports to a case."""
    intake = Intake(case, "tester", "1")
    for number in range(len(REPORTS)):
        intake.take(coding_of(number))
    intake.finish()


def coding_of(number: int) -> Coding:
    """Code one report."""
    given = REPORTS[number]
    text = given["text"]
    publication = Publication(
        path=f"reports/{number}.txt",
        title=text.split(".")[0][:70],
        published=given["published"],
        published_basis="given",
        publisher=given["publisher"],
        media_type="text/plain",
        missing=_missing("url", "byline", "relayed_from", "retrieved", "digest", "extractor"),
    )
    document = Document(text_id(text), text, "en", publication, (Region(0, len(text.rstrip()), "body"),))
    named = _named(given, text)
    places = {event["place"] for event in given["events"] if event["place"]}
    return Coding(
        format=FORMAT,
        coder=CODER,
        document=document,
        actors=tuple(_actor(name, quotes) for name, quotes in named.items()),
        places=tuple(_place(name, text) for name in sorted(places)),
        events=tuple(_event(at, event, text) for at, event in enumerate(given["events"])),
        ties=tuple(_tie(at, tie, text) for at, tie in enumerate(given.get("ties", ()))),
    )


def _named(given: dict[str, Any], text: str) -> dict[str, list[Quote]]:
    found: dict[str, list[Quote]] = {}
    for event in given["events"]:
        for who in (event["who"], event["whom"]):
            if who:
                found.setdefault(who[0], []).append(words(text, who[1]))
    for subject, _, object_, _, told in given.get("ties", ()):
        for name in (subject, object_):
            found.setdefault(name, []).append(words(text, told))
    return {name: list(dict.fromkeys(quotes)) for name, quotes in found.items()}


def _missing(*names: str) -> tuple[Missing, ...]:
    return tuple(Missing(name, "not stated") for name in names)


def _actor(name: str, quotes: list[Quote]) -> Actor:
    shown, kind, country = ACTORS[name]
    nulls = _missing("part_of", "registry", *(() if country else ("country",)))
    return Actor(f"a-{name}", shown, (), (ActorKind(kind),), country, None, None, False, tuple(quotes), nulls)  # type: ignore[arg-type]


def _place(name: str, text: str) -> Place:
    shown, admin1, latitude, longitude, radius, precision, key = PLACES[name]
    feature: Any = "admin1" if precision == 4 else "settlement"
    return Place(
        f"p-{shown}-{precision}", shown, feature, "ML", admin1, None, latitude, longitude, radius, precision, key,
        mentions=(words(text, name),), missing=_missing("admin2"),
    )  # fmt: skip


def _event(at: int, given: dict[str, Any], text: str) -> Event:
    anchor = words(text, given["anchor"])
    voice = (_voice(given["voice"], text),) if "voice" in given else ()
    tolls = [_toll(at, outcome, given, text) for outcome in ("killed", "injured") if outcome in given]
    return Event(
        id=f"e-{at}",
        type=given["type"],
        modes=given["modes"],
        anchors=(anchor,),
        background=False,
        clarity="single",
        event_count=None,
        participants=tuple(_participants(given, text)),
        dates=(_date(given["day"], text),) if given["day"] else (),
        places=(_at(given["place"], text),) if given["place"] else (),
        tolls=tuple(tolls),
        counts=(),
        instrument=None,
        reason=None,
        responsibility=tuple(_held(held, given, text) for held in given.get("held", ())),
        attribution=voice,
        factuality=Factuality(given.get("polarity", "happened"), "certain", given.get("stage", "accomplished")),
        acled=None,
        ged=None,
        cameo=None,
        links=(),
        score=0.9,
        evidence=(Evidence("type", anchor.start, anchor.end, anchor.text),),
        missing=_missing("instrument", "reason", *(() if given["day"] else ("dates",)), *(() if given["place"] else ("places",)))
        + tuple(Missing(name, "no rule matched") for name in ("acled", "ged", "cameo"))
        + (() if given["whom"] else _missing("participants.target")),
    )  # fmt: skip


def _participants(given: dict[str, Any], text: str) -> list[Participant]:
    found = []
    for side, role in (("who", "actor"), ("whom", "target")):
        if given[side]:
            quote = words(text, given[side][1])
            found.append(
                Participant(
                    f"a-{given[side][0]}",
                    None,
                    role,
                    "a" if side == "who" else "b",
                    None,
                    None,
                    "certain",
                    quote.start,
                    quote.end,
                )  # type: ignore[arg-type]
            )
    return found


def _date(given: tuple[str, str], text: str) -> DateRange:
    day, told = given
    quote = words(text, told)
    if len(day) == 7:
        first, last, precision = f"{day}-01", f"{day}-{'30' if day[5:] in ('04', '06') else '31'}", 4
    else:
        first, last, precision = day, day, 1
    return DateRange(first, last, "within", precision, day, "stated", None, (), told, quote.start, quote.end)


def _at(name: str, text: str) -> EventPlace:
    shown, _, _, _, _, precision, _ = PLACES[name]
    quote = words(text, name)
    return EventPlace(f"p-{shown}-{precision}", "at", quote.start, quote.end)


def _toll(at: int, outcome: str, given: dict[str, Any], text: str) -> Toll:
    low, best, high, told = given[outcome]
    quote = words(text, told)
    bound: Any = (
        "at least" if high is None and low else "up to" if low is None and high else "about" if low is None else "exact"
    )
    of = f"a-{given['whom'][0]}" if given["whom"] else None
    return Toll(f"t-{at}-{outcome}", outcome, of, "unknown", low, best, high, bound, told, quote.start, quote.end)  # type: ignore[arg-type]


def _voice(given: tuple[str, str, str], text: str) -> Voice:
    told, role, interest = given
    quote = words(text, told)
    return Voice(told.strip(","), role, interest, None, quote.start, quote.start + len(told.strip(",")), None)  # type: ignore[arg-type]


def _held(held: tuple[str, str, tuple[str, str, str]], given: dict[str, Any], text: str) -> Responsibility:
    name, stance, voice = held
    quote = words(text, given["who"][1])
    return Responsibility(f"a-{name}", stance, _voice(voice, text), quote.start, quote.end)  # type: ignore[arg-type]


def _tie(at: int, given: tuple[str, str, str, int, str], text: str) -> Tie:
    subject, kind, object_, sign, told = given
    quote = words(text, told)
    evidence = (Evidence("tie", quote.start, quote.end, quote.text),)
    return Tie(
        f"r-{at}", f"a-{subject}", kind, f"a-{object_}", sign, None, (), Factuality(), 0.8, evidence, _missing("period")
    )  # type: ignore[arg-type]
