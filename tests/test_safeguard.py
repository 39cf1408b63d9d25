"""Do no harm: who and what leaves under which profile."""

from __future__ import annotations

import dataclasses
import io
import json
import zipfile
from pathlib import Path

import pyarrow.parquet
import pytest

from factories import make_coding
from planting import Planter, parts
from whowhom.casefile.case import open_case
from whowhom.casefile.filters import Filter
from whowhom.casefile.reports import add_report
from whowhom.errors import SettingsError, UsageError
from whowhom.export.formats import BUILT_IN, find_format, render
from whowhom.export.from_case import dataset_of_case
from whowhom.export.from_coding import dataset_of
from whowhom.export.outlets import Outlet, Outlets
from whowhom.export.releases import make_release
from whowhom.records import ActorKind, Coding
from whowhom.safeguard.apply import protect
from whowhom.safeguard.known import Known
from whowhom.safeguard.people import general_voice
from whowhom.safeguard.places import coarsen, sensitivities
from whowhom.safeguard.profiles import PROFILES, Basis, choose_profile, read_basis
from whowhom.safeguard.rows import ActorRow, Dataset, Speaker, Where
from whowhom.safeguard.words import Names, clean, is_plain

PUBLIC, PARTNER, INTERNAL = PROFILES["public"], PROFILES["partner"], PROFILES["internal"]
OUTSIDE = ("public", "named-record")
BASIS = Basis("Nobody Here", "published by the family", "documentation team", "2022-04-02")


@pytest.fixture(scope="module")
def known() -> Known:
    return Known.load()


def dataset(*codings: Coding, outlets: Outlets | None = None) -> Dataset:
    return dataset_of(codings or [make_coding()], prefix="kotto", outlets=outlets or Outlets())


def with_victim(name: str, *, kind: str = "person") -> Coding:
    """Our report with a named person among those killed."""
    coding = make_coding()
    actors = tuple(
        dataclasses.replace(actor, name=name, kinds=(ActorKind(kind),), private=True)  # type: ignore[arg-type]
        if actor.id == "a-civilians"
        else actor
        for actor in coding.actors
    )
    return dataclasses.replace(coding, actors=actors)


def everything_in(data: bytes, name: str) -> bytes:
    """The bytes, and all that a reader finds in them."""
    found = [data]
    if name == "xlsx":
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            found += [archive.read(member) for member in archive.namelist()]
    if name == "parquet":
        table = pyarrow.parquet.read_table(io.BytesIO(data))
        found += [json.dumps(table.to_pylist()).encode(), str(table.schema.metadata).encode()]
    return b"\n".join(found)


@pytest.fixture(scope="module")
def garden() -> tuple[list[Coding], list[str]]:
    """Codings with at least 1,000 planted names, half of them in fields for words only."""
    planter = Planter()
    codings = [planter.coding(everywhere=number % 2 == 1) for number in range(10)]
    return codings, planter.planted


def test_planted_names_fill_every_kind_of_field(garden):
    codings, planted = garden
    assert len(planted) >= 1000
    assert len(set(planted)) == len(planted)
    first = codings[0]
    assert first.events[0].tolls[0].text == first.quote(first.events[0].tolls[0])  # type: ignore[arg-type]
    plain = json.dumps([dataclasses.asdict(coding) for coding in codings])
    assert all(name in plain for name in planted)


@pytest.mark.parametrize("profile", OUTSIDE)
@pytest.mark.parametrize("name", BUILT_IN)
def test_no_planted_name_leaves_for_the_public(name, profile, garden, known):
    codings, planted = garden
    basis = (BASIS,) if profile == "named-record" else ()
    safe = protect(
        dataset_of(codings, prefix=None, outlets=Outlets({}, known.registry)), PROFILES[profile], known, basis
    )
    data, report = render(find_format(name), safe)
    haystack = everything_in(data, name) + report.as_json(safe).encode()
    assert [part for part in parts(planted) if part in haystack] == []
    assert report.rows or name == "webannotation"  # Every word of these codings is a name.


@pytest.mark.parametrize("name", ["csv", "xlsx", "geojson", "stix", "webannotation", "parquet"])
def test_planted_names_do_leave_inside_the_house(name, garden, known):
    codings, planted = garden
    safe = protect(dataset_of(codings, prefix=None, outlets=Outlets()), INTERNAL, known)
    haystack = everything_in(render(find_format(name), safe)[0], name)
    assert sum(part in haystack for part in parts(planted)) > 100


def test_no_planted_name_leaves_a_case_or_its_release(garden, known, tmp_path):
    codings, planted = garden
    # The file itself has a person's name.
    with open_case(str(tmp_path / f"{planted[0].replace(' ', '-').lower()}.case"), create=True) as case:
        for coding in codings[::2]:
            with case.writing() as connection:
                add_report(connection, coding.document, coding, at=case.clock())
        with case.reading() as connection:
            given = dataset_of_case(connection, Filter(), outlets=Outlets({}, known.registry))
        safe = protect(given, PUBLIC, known)
        formats = [find_format(name) for name in BUILT_IN]
        make_release(case, safe, formats, name="first", folder=tmp_path, who="editor")
    assert len(safe.events) >= 3
    for path in sorted((tmp_path / "first").iterdir()):
        haystack = everything_in(path.read_bytes(), path.suffix.lstrip("."))
        assert [part for part in parts(planted) if part in haystack] == [], path.name


def test_a_lecturer_who_criticises_those_in_power_becomes_an_academic():
    words = "Dr Ilyas Mbodo, a lecturer in history at the University of Bria"
    assert general_voice(Speaker(words, "expert", "third")).name == "an academic"
    assert general_voice(Speaker(words, "person", "third")).name == "an academic"
    assert general_voice(Speaker(None, "unnamed", "unknown")).name is None


def test_office_holders_stay_and_victims_go(known):
    safe = protect(dataset(with_victim("Amina Yusuf")), PUBLIC, known)
    shelling = safe.events[0]
    assert shelling.voices[0].name == "Odile Ngaba"
    assert {party.actor.name for party in shelling.parties if party.actor} == {"Kotto Front", "a private person"}
    assert "Amina" not in repr(safe)


def test_a_witness_is_general_even_with_an_office(known):
    given = dataset()
    event = given.events[0]
    voice = dataclasses.replace(event.voices[0], role="witness")
    event = dataclasses.replace(event, voices=(voice,))
    safe = protect(dataclasses.replace(given, events=(event,)), PUBLIC, known)
    assert safe.events[0].voices[0].name == "a witness"


def test_only_a_victim_with_a_basis_is_named(known):
    given = dataset(with_victim("Amina Yusuf"))
    basis = (Basis("amina YUSUF", "published by the family", "documentation team", "2022-04-02"),)
    named = protect(given, PROFILES["named-record"], known, basis)
    assert "Amina Yusuf" in {party.actor.name for party in named.events[0].parties if party.actor}
    other = protect(given, PROFILES["named-record"], known, (BASIS,))
    assert "Amina" not in repr(other)


def test_a_named_record_needs_a_basis_and_others_take_none(known):
    with pytest.raises(UsageError, match="needs --basis"):
        protect(dataset(), PROFILES["named-record"], known)
    with pytest.raises(UsageError, match="takes no --basis"):
        protect(dataset(), PUBLIC, known, (BASIS,))


def test_a_basis_without_a_reason_is_refused_and_the_name_is_not_in_the_message(tmp_path: Path):
    path = tmp_path / "basis.toml"
    path.write_text('[[persons]]\nname = "Amina Yusuf"\nbasis = " "\nrecorded_by = "x"\nrecorded_on = "2022-04-02"\n')
    with pytest.raises(SettingsError, match="entry 1") as caught:
        read_basis(path)
    assert "Amina" not in str(caught.value)


def test_an_unknown_profile_is_a_usage_error():
    with pytest.raises(UsageError, match="public, partner, internal, named-record"):
        choose_profile("friends")


PLACE = Where("Bria", "settlement", "CF", "Haute-Kotto", None, 6.5422, 21.9863, 5.0, 1, "geonames:239899")


def test_a_sensitive_place_is_its_first_level_area_for_the_public(known):
    coarse = coarsen(PLACE, "first-level area", known.gazetteer)
    assert (coarse.name, coarse.geoprecision, coarse.admin2) == ("Haute-Kotto", 4, None)
    assert (coarse.latitude, coarse.longitude) == (7.4643, 22.9197)
    assert coarse.gazetteer_id == "adm1:CF03"
    assert coarse.protection == "coarsened to the first-level area"


def test_a_sensitive_place_is_a_tenth_of_a_degree_for_partners(known):
    coarse = coarsen(PLACE, "second-level area", known.gazetteer)
    assert (coarse.name, coarse.latitude, coarse.longitude, coarse.radius_km) == ("Haute-Kotto", 6.5, 22.0, 8.0)
    assert coarse.gazetteer_id is None


def test_a_place_without_an_area_keeps_only_its_country(known):
    coarse = coarsen(dataclasses.replace(PLACE, admin1=None), "first-level area", known.gazetteer)
    assert (coarse.name, coarse.latitude, coarse.geoprecision) == ("Central African Republic", None, 6)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"modes": ("sexual",)}, "sexual violence"),
        ({"modes": ("arrest",)}, "detention"),
        ({"people": "two schoolgirls and a child"}, "minors"),
        ({"people": "refugees of the camp"}, "displacement"),
        ({"thing": "health"}, "health or aid"),
        ({"thing": "school"}, "minors"),
    ],
    ids=["sexual violence", "arrest", "children", "refugees", "hospital", "school"],
)
def test_events_with_sensitive_places_are_told(change, reason):
    event = dataset().events[0]
    parties = list(event.parties)
    if "people" in change:
        parties[2] = dataclasses.replace(parties[2], actor=ActorRow(None, change["people"], None, None, None, True))
    if "thing" in change:
        assert parties[1].thing is not None
        parties[1] = dataclasses.replace(parties[1], thing=dataclasses.replace(parties[1].thing, kind=change["thing"]))
    event = dataclasses.replace(event, modes=change.get("modes", ()), parties=tuple(parties))
    assert reason in sensitivities(event)


def test_an_attack_on_a_market_is_not_sensitive():
    assert sensitivities(dataset().events[0]) == ()


def test_a_place_that_no_gazetteer_knows_has_no_name_for_the_public(known):
    given = dataset()
    place = dataclasses.replace(given.events[0].places[0], name="the compound of Amina Yusuf", gazetteer_id=None)
    event = dataclasses.replace(given.events[0], places=(place,))
    safe = protect(dataclasses.replace(given, events=(event,)), PUBLIC, known)
    assert safe.events[0].places[0].name is None
    assert safe.events[0].places[0].admin1 == "Haute-Kotto"


def test_outlets_are_named_only_from_a_list(known):
    coding = make_coding()
    publication = dataclasses.replace(
        coding.document.publication, publisher="Kotto Times", url="https://kt.example/amina"
    )
    coding = dataclasses.replace(coding, document=dataclasses.replace(coding.document, publication=publication))
    listed = Outlets({"kotto times": Outlet("Kotto Times", "traditional media", "national")})
    assert protect(dataset(coding), PUBLIC, known).sources[0].publisher is None
    assert protect(dataset(coding, outlets=listed), PUBLIC, known).sources[0].publisher == "Kotto Times"
    assert protect(dataset(coding, outlets=listed), PUBLIC, known).sources[0].url is None


def test_media_of_the_registry_are_listed(known):
    assert Outlets({}, known.registry).find("Agence France-Presse", None) is not None
    assert Outlets({}, known.registry).find("Amina Yusuf's blog", None) is None


def test_offsets_go_where_a_quote_goes(known):
    safe = protect(dataset(), PUBLIC, known)
    told = {words.exact for event in safe.events for words in event.words}
    assert {"shelled", "executed"} <= told
    assert not any("Ngaba" in words or "Front" in words for words in told)
    assert all(words.prefix is None and words.suffix is None for event in safe.events for words in event.words)
    assert safe.texts == {}


def test_partners_get_words_without_the_names_of_private_persons(known):
    given = dataset(with_victim("Market Wednesday"))
    safe = protect(given, PARTNER, known)
    told = {words.exact for words in safe.events[0].words}
    assert "on Wednesday" not in told
    assert "Bria" in told


def sensitive() -> Dataset:
    """Our shelling, told as detention by the police of the town, with the town in title and address."""
    given = dataset()
    event = given.events[0]
    police = ActorRow("kotto:a-police", "Bria police", "state forces", "CF", None, is_private=False)
    parties = (dataclasses.replace(event.parties[0], actor=police), *event.parties[1:])
    event = dataclasses.replace(event, type="COERCE", modes=("arrest",), parties=parties)
    source = dataclasses.replace(given.sources[0], title="Arrests in Bria", url="https://x.example/bria-arrests")
    return dataclasses.replace(given, events=(event,), sources=(source,))


@pytest.mark.parametrize("profile", [PUBLIC, PARTNER], ids=["public", "partner"])
def test_nothing_gives_a_sensitive_place_away(known, profile):
    safe = protect(sensitive(), profile, known)
    assert "bria" not in repr(safe).lower()
    assert safe.events[0].parties[0].actor == ActorRow(None, "state forces", "state forces", None, None, True)
    assert safe.events[0].places[0].name == "Haute-Kotto"


def test_a_group_named_after_a_private_person_is_general(known):
    given = dataset(with_victim("Amina Yusuf"))
    event = given.events[0]
    group = ActorRow("kotto:a-x", "followers of Amina Yusuf", "rebel group", None, None, is_private=False)
    event = dataclasses.replace(event, parties=(dataclasses.replace(event.parties[0], actor=group), *event.parties[1:]))
    safe = protect(dataclasses.replace(given, events=(event,)), PUBLIC, known)
    assert safe.events[0].parties[0].actor == ActorRow(None, "a rebel group", "rebel group", None, None, True)


def test_the_removal_log_counts_kinds_and_names_nothing(known):
    safe = protect(dataset(with_victim("Amina Yusuf")), PUBLIC, known)
    kinds = dict(safe.protections)
    assert kinds["private person or people made general"] >= 2
    assert "Amina" not in repr(safe.protections)


def test_a_coder_who_is_a_person_is_not_named(known):
    assert protect(dataset(), PUBLIC, known).method.coders == ("a coder from outside whowhom, or a person",)
    assert protect(dataset(), INTERNAL, known).method.coders == ("by hand 1",)


def test_plain_words_are_triggers_numbers_and_nothing_with_a_capital(known):
    book = known.codebooks[0]
    assert is_plain("at least 12 civilians", book)
    assert is_plain("shelled", book)
    assert not is_plain("Shelled", book)
    assert not is_plain("at least 12 civilians of amina", book)


def test_names_are_found_in_any_case_and_without_accents():
    names = Names(["Zoé Yusuf"], ["Elders from Vakaga"], ["Yusuf Front"])
    assert names.holds("the house of ZOE")
    assert names.holds("vakaga elders")
    assert not names.holds("the Yusuf Front")


def test_text_is_cleaned_of_controls_and_turning_marks():
    assert clean("a\u202eb\x00c\n\td\ud800") == "abc d"


@pytest.mark.parametrize("byline", ["Ana Ruiz", "Juan Gil and ANA RUIZ"])
def test_the_writer_of_a_report_is_never_a_named_actor(known, byline):
    coding = make_coding()
    actors = tuple(
        dataclasses.replace(actor, name="Ana Ruiz", kinds=(ActorKind("state forces"),), private=False, registry=None)
        if actor.id == "a-front"
        else actor
        for actor in coding.actors
    )
    publication = dataclasses.replace(coding.document.publication, byline=byline)
    document = dataclasses.replace(coding.document, publication=publication)
    given = dataset(dataclasses.replace(coding, actors=actors, document=document))
    data, _ = render(find_format("acled"), protect(given, PUBLIC, known))
    assert b"Ana Ruiz" in render(find_format("acled"), protect(given, INTERNAL, known))[0]
    assert b"Ruiz" not in data
