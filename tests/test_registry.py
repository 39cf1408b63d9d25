"""The actor registry: names found, users' entries, damaged files, speed of loading."""

from __future__ import annotations

import gzip
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whowhom.errors import DataError, UnreadableFile, UsageError
from whowhom.registry import Registry, fold
from whowhom.registry.names import edits, is_acronym
from whowhom.registry.registry import SHIPPED
from whowhom.registry.sources import KIND_NAMES

MAX_FILE_BYTES = 1_500_000


@pytest.fixture(scope="module")
def registry() -> Registry:
    return Registry.load()


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("the Taliban", "ucdp:303"),
        ("Taleban", "ucdp:303"),
        ("IS-K", "whowhom:is-khorasan"),
        ("ISK", "whowhom:is-khorasan"),
        ("I.S.K.", "whowhom:is-khorasan"),
        ("Islamic State of Khorasan", "whowhom:is-khorasan"),
        ("Terheek-e-Taliban Pakistan", "ucdp:356"),
        ("Al-Shabab", "ucdp:717"),
        ("Abu Sayaff", "ucdp:277"),
        ("FMLN", "ucdp:755"),
        ("SENDERO LUMINOSO", "ucdp:750"),
        ("Medecins sans frontieres", "whowhom:msf"),
        ("Government of Mali", "state:ML"),
        ("the U.S.", "state:US"),
        ("Syrian Arab Army", "state:SY/military"),
        ("Tatmadaw", "state:MM/military"),
        ("M-23", "ucdp:1160"),
        ("unicef", "whowhom:unicef"),
    ],
)
def test_a_name_finds_its_actor_first(registry: Registry, name: str, wanted: str) -> None:
    assert registry.find(name)[0].id == wanted


@pytest.mark.parametrize("name", ["us", "is", "car", "fact", "mend", "Riccardo", "Brigade 45", "", "the", "(", "12"])
def test_a_word_that_is_no_name_finds_nothing(registry: Registry, name: str) -> None:
    assert registry.find(name) == ()


def test_a_name_of_many_actors_finds_them_all(registry: Registry) -> None:
    found = {entry.id for entry in registry.find("National Liberation Army")}
    assert {"ucdp:744", "ucdp:361", "ucdp:721"} <= found


def test_an_actor_that_existed_on_the_day_comes_first(registry: Registry) -> None:
    before = registry.find("HTS", day="2020-01-10")[0]
    assert [kind.kind for kind in before.kinds if kind.until] == ["rebel group"]
    assert before.exists_on("2020-01-10")


@pytest.mark.parametrize(
    ("identifier", "day", "kind"),
    [
        ("ucdp:303", "2021-08-14", "rebel group"),
        ("ucdp:303", "2021-08-15", "government"),
        ("ucdp:6815", "2024-12-07", "rebel group"),
        ("ucdp:6815", "2024-12-08", "government"),
        ("whowhom:rsf-sudan", "2023-04-15", "rebel group"),
    ],
)
def test_a_kind_changes_on_its_day(registry: Registry, identifier: str, day: str, kind: str) -> None:
    entry = registry.get(identifier)
    assert entry is not None
    met = [k.kind for k in entry.kinds if (k.from_ or "") <= day and day <= (k.until or "9")]
    assert met == [kind]


def test_demonyms_capitals_and_countries_lead_to_their_code(registry: Registry) -> None:
    assert (registry.demonym("Afghan"), registry.demonym("US"), registry.demonym("Kenyans")) == ("AF", "US", "KE")
    assert (registry.country("the UK"), registry.country("Côte d’Ivoire"), registry.country("us")) == ("GB", "CI", None)
    assert registry.capital("Kabul") == "AF"


def test_the_registry_is_neutral_and_whole(registry: Registry) -> None:
    for identifier in registry._ids:
        entry = registry.get(identifier)
        assert entry is not None
        assert entry.name
        assert entry.private is False
        assert all(kind.kind in KIND_NAMES for kind in entry.kinds)
        assert entry.part_of is None or registry.get(entry.part_of) is not None
        periods = [(kind.from_ or "", kind.until or "9") for kind in entry.kinds]
        assert all(left[1] < right[0] for left, right in pairwise(periods)), identifier


def test_the_file_is_small() -> None:
    assert SHIPPED.stat().st_size < MAX_FILE_BYTES


def test_a_users_entry_wins(tmp_path: Path, registry: Registry) -> None:
    own = tmp_path / "own.toml"
    own.write_text(
        '[[group]]\nid = "own:taliban"\nname = "Taliban"\nkinds = ["government from 2021-08-15"]\ncountry = "AF"\n'
    )
    mine = Registry.load(user=[own])
    assert mine.find("the Taliban")[0].id == "own:taliban"
    assert mine.find("the Taliban")[1].id == "ucdp:303"
    assert mine.digest != registry.digest


def test_a_users_csv_is_read(tmp_path: Path) -> None:
    own = tmp_path / "own.csv"
    own.write_text(
        "id,name,kinds,aliases,country\nown:blf,Blue Lake Front,rebel group from 2020-01-01,BLUF;Lake Front,SE\n"
    )
    found = Registry.load(user=[own]).find("Lake Front")[0]
    assert (found.id, found.country, found.kinds[0].from_) == ("own:blf", "SE", "2020-01-01")


@pytest.mark.parametrize(
    ("name", "text", "error", "words"),
    [
        ("a.toml", "[[group]\n", UnreadableFile, "cannot be read"),
        ("b.toml", '[[group]]\nid = "x:1"\nname = "X"\nkinds = ["bandits"]\n', UsageError, "'bandits'"),
        ("c.toml", '[[group]]\nid = "x:1"\nname = "X"\ncolour = "red"\n', UsageError, "'colour'"),
        ("d.toml", '[[group]]\nname = "X"\n', UsageError, "no id"),
        ("e.csv", "id,name\nx:1,X\n", UsageError, "'kinds'"),
    ],
    ids=["not TOML", "unknown kind", "unknown key", "no id", "no column"],
)
def test_a_faulty_file_of_a_user_is_named(
    tmp_path: Path, name: str, text: str, error: type[Exception], words: str
) -> None:
    own = tmp_path / name
    own.write_text(text)
    with pytest.raises(error, match=words):
        Registry.load(user=[own])


def test_a_missing_or_damaged_registry_is_a_data_error(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="missing or damaged"):
        Registry.load(tmp_path / "none.gz")
    damaged = tmp_path / "damaged.gz"
    damaged.write_bytes(SHIPPED.read_bytes()[:500])
    with pytest.raises(DataError, match="missing or damaged"):
        Registry.load(damaged)
    other = tmp_path / "other.gz"
    other.write_bytes(gzip.compress(b'{"format": "something-else/9"}\n'))
    with pytest.raises(DataError, match="something-else/9"):
        Registry.load(other)


@given(st.text(max_size=40))
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text) or fold(text).startswith("the ")


@given(st.text(alphabet="abc", max_size=8), st.text(alphabet="abc", max_size=8))
def test_edits_are_symmetric_and_zero_only_for_equals(left: str, right: str) -> None:
    assert edits(left, right, limit=2) == edits(right, left, limit=2)
    assert (edits(left, right, limit=2) == 0) == (left == right)


def test_acronyms_are_told_from_names() -> None:
    assert [
        word for word in ("IS-K", "U.S.", "M23", "FAMa", "Taliban", "Al-Shabaab", "us", "G9", "12") if is_acronym(word)
    ] == [
        "IS-K",
        "U.S.",
        "M23",
        "FAMa",
        "G9",
    ]
