"""A gazetteer of one's own from a dump in GeoNames' layout: what is taken, what is refused, how it is used."""

from __future__ import annotations

import json
import sqlite3
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest
from typer.testing import CliRunner

from whowhom.cli.app import app
from whowhom.errors import OutputError, UnreadableFile
from whowhom.gazetteer import Gazetteer
from whowhom.gazetteer.build import BuildReport, DumpFiles, build_gazetteer
from whowhom.gazetteer.layout import SCHEMA, pack, unpack
from whowhom.gazetteer.store import SHIPPED


def row(number: int, name: str, point: tuple[float, float], kind: str = "P.PPL", **more: str) -> str:
    """Write one line of a dump: 19 columns, tabs."""
    feature, code = kind.split(".")
    cells = [str(number), name, more.get("ascii", name), more.get("names", ""), str(point[0]), str(point[1])]
    cells += [feature, code, more.get("country", "AF"), "", more.get("admin1", "10"), more.get("admin2", "1015")]
    return "\t".join([*cells, "", "", more.get("people", "0"), "", "840", "Asia/Kabul", "2024-05-01"])


VILLAGE = row(90000001, "Qal‘ah-ye Zumbalek", (31.9, 64.6), ascii="Qal`ah-ye Zumbalek", names="Qala Zumbalek,قلعه")
CAMP = row(90000002, "Zumbalek Refugee Camp", (31.95, 64.65), "S.CMPRF")
SHOP = row(90000003, "Zumbalek Shop", (31.95, 64.65), "S.RET")
PAST = row(90000004, "Old Zumbalek", (31.95, 64.65), "P.PPLH")
KABUL = row(1138958, "Kabul", (34.53, 69.17), "P.PPLC", people="3043532", admin1="13", admin2="")
DISTRICT = row(90000005, "Zumbalek District", (31.9, 64.6), "A.ADM2", admin2="9999")
IN_DISTRICT = row(90000006, "Pul-e Zumbalek", (32.4, 64.9), admin2="9999")


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped gazetteer without other countries' places, so that a build takes no seconds."""
    path = tmp_path_factory.mktemp("base") / "base.sqlite"
    file = sqlite3.connect(path, isolation_level=None)
    file.executescript(f"PRAGMA synchronous=OFF;{SCHEMA}")
    file.execute("ATTACH ? AS shipped", (f"{SHIPPED.as_uri()}?mode=ro&immutable=1",))
    file.execute("BEGIN")
    for table in ("meta", "country"):
        file.execute(f"INSERT INTO {table} SELECT * FROM shipped.{table}")
    kept = "country = 'AF' OR feature = 0 OR (typeof(id) = 'text' AND id LIKE 'whowhom:%')"
    file.execute(f"INSERT INTO place SELECT * FROM shipped.place WHERE {kept}")
    file.execute("INSERT INTO detail SELECT * FROM shipped.detail WHERE n IN (SELECT n FROM place)")
    have = {row[0] for row in file.execute("SELECT n FROM place")}
    names = (
        (key, [ref for ref in unpack(refs) if ref // 2 in have])
        for key, refs in file.execute("SELECT * FROM shipped.name").fetchall()
    )
    file.executemany("INSERT INTO name VALUES (?, ?)", ((key, pack(refs)) for key, refs in names if refs))
    file.execute("COMMIT")
    file.close()
    return path


def write_dump(folder: Path, lines: Sequence[str], name: str = "AF.txt") -> Path:
    path = folder / name
    path.write_text("".join(line + "\n" for line in lines), encoding="utf-8")
    return path


def build(base: Path, folder: Path, lines: Sequence[str], **options: bool) -> tuple[Gazetteer, BuildReport]:
    out = folder / "own.sqlite"
    report = build_gazetteer(DumpFiles(write_dump(folder, lines)), out, progress=lambda *_: None, base=base, **options)
    return Gazetteer.open(out), report


def test_a_village_of_the_dump_is_found_under_its_names_and_in_its_province(base: Path, tmp_path: Path):
    gazetteer, report = build(base, tmp_path, [VILLAGE, SHOP, PAST])
    (found,) = gazetteer.lookup("Qala-ye Zumbalek") or gazetteer.lookup("Qalahye Zumbalek")
    assert (found.id, found.feature, found.country, found.admin1) == (
        "geonames:90000001",
        "settlement",
        "AF",
        "Helmand",
    )
    assert gazetteer.lookup("Qala Zumbalek") == (gazetteer.lookup("Qala Zumbalek")[0],)
    assert not gazetteer.lookup("Zumbalek Shop")
    assert not gazetteer.lookup("Old Zumbalek")
    assert dict(report.taken) == {"settlement": 1}


def test_what_the_shipped_gazetteer_has_is_there_once(base: Path, tmp_path: Path):
    gazetteer, report = build(base, tmp_path, [KABUL, VILLAGE])
    assert [entry.id for entry in gazetteer.lookup("Kabul")].count("geonames:1138958") == 1
    assert report.known == 1
    assert gazetteer.lookup("Torkham")[0].id == "whowhom:torkham"
    assert gazetteer.country_of_demonym("Afghan") == "AF"


def test_alone_has_no_other_towns_but_the_countries_and_our_own_list(base: Path, tmp_path: Path):
    gazetteer, _ = build(base, tmp_path, [VILLAGE], alone=True)
    assert gazetteer.lookup("Kunduz") == ()
    assert gazetteer.lookup("Torkham")[0].id == "whowhom:torkham"
    assert gazetteer.lookup("Afghanistan")[0].id == "iso:AF"
    assert [entry.id for entry in gazetteer.lookup("Qala Zumbalek")] == ["geonames:90000001"]


def test_an_area_of_the_dump_holds_its_villages_and_reaches_as_far_as_they_do(base: Path, tmp_path: Path):
    gazetteer, _ = build(
        base, tmp_path, [IN_DISTRICT, DISTRICT, row(90000007, "Bar Zumbalek", (31.9, 64.6), admin2="9999")]
    )
    (village,) = gazetteer.lookup("Pul-e Zumbalek")
    assert (village.admin1, village.admin2) == ("Helmand", "Zumbalek District")
    (area,) = gazetteer.lookup("Zumbalek District")
    assert (area.id, area.feature, area.admin1, area.radius_km) == ("adm2:AF10.9999", "admin2", "Helmand", 41.0)


def test_a_camp_is_a_facility_of_three_kilometres(base: Path, tmp_path: Path):
    gazetteer, _ = build(base, tmp_path, [CAMP])
    (camp,) = gazetteer.lookup("Zumbalek refugee camp")
    assert (camp.feature, camp.radius_km) == ("facility", 3.0)


def test_names_of_the_other_tables_are_added(base: Path, tmp_path: Path):
    names = tmp_path / "alternateNamesV2.txt"
    names.write_text(
        "1\t90000001\ten\tZumbalek Fort\t1\t\t\t\t\t\n2\t90000001\tlink\thttps://example.org\t\t\t\t\t\t\n"
        "3\t90000001\tps\tکلا\t\t\t\t\t\t\n4\t77\ten\tElsewhere\t\t\t\t\t\t\n",
        encoding="utf-8",
    )
    admin2 = tmp_path / "admin2Codes.txt"
    admin2.write_text("AF.10.9999\tZumbalek\tZumbalek\t90000005\n", encoding="utf-8")
    dump = write_dump(tmp_path, [VILLAGE, DISTRICT])
    out = tmp_path / "own.sqlite"
    files = DumpFiles(dump, alternate_names=names, admin2=admin2)
    build_gazetteer(files, out, progress=lambda *_: None, base=base)
    gazetteer = Gazetteer.open(out)
    assert [entry.id for entry in gazetteer.lookup("Zumbalek Fort")] == ["geonames:90000001"]
    assert [entry.name for entry in gazetteer.lookup("Zumbalek") if entry.feature == "admin2"] == ["Zumbalek"]


def test_a_zip_of_geonames_is_read(base: Path, tmp_path: Path):
    packed = tmp_path / "AF.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("readme.txt", "columns")
        archive.writestr("AF.txt", VILLAGE + "\n")
    steps: list[tuple[str, int, int]] = []
    build_gazetteer(DumpFiles(packed), tmp_path / "own.sqlite", progress=lambda *step: steps.append(step), base=base)
    assert ("reading places", len(VILLAGE.encode()) + 1, len(VILLAGE.encode()) + 1) in steps


def test_the_same_dump_gives_the_same_bytes(base: Path, tmp_path: Path):
    dump = write_dump(tmp_path, [VILLAGE, CAMP, DISTRICT, IN_DISTRICT])
    for name in ("one.sqlite", "two.sqlite"):
        build_gazetteer(DumpFiles(dump), tmp_path / name, progress=lambda *_: None, base=base)
    assert (tmp_path / "one.sqlite").read_bytes() == (tmp_path / "two.sqlite").read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["AF.txt", "one.sqlite", "two.sqlite"]


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        (VILLAGE.rsplit("\t", 1)[0], "line 2: 18 columns; expected 19"),
        (VILLAGE.replace("90000001", "x1"), "line 2: the id is 'x1'; expected a whole number"),
        (VILLAGE.replace("31.9", "131.9"), "line 2: a coordinate is '131.9'; expected -90 to 90 degrees"),
        (VILLAGE.replace("64.6", "east"), "line 2: a coordinate is 'east'; expected degrees"),
        (VILLAGE.replace("\tAF\t", "\tAfg\t"), "line 2: the country is 'Afg'; expected an ISO 3166-1 code such as 'AF'"),
        (VILLAGE.replace("\tAF\t", "\tQQ\t"), "line 2: no country has the code 'QQ'"),
        (VILLAGE.replace("\t0\t\t840", "\tmany\t\t840"), "line 2: the population is 'many'; expected a whole number"),
    ],
    ids=["columns", "id", "latitude", "longitude", "country", "unknown country", "population"],
)  # fmt: skip
def test_a_bad_line_is_told_with_its_number_and_left_out(base: Path, tmp_path: Path, line: str, fault: str):
    _, report = build(base, tmp_path, [CAMP, line, IN_DISTRICT])
    assert report.faults.told == [f"AF.txt, {fault}"]
    assert report.taken == {"facility": 1, "settlement": 1}


def test_another_table_is_no_dump_and_leaves_no_file(base: Path, tmp_path: Path):
    dump = write_dump(tmp_path, ["name,latitude,longitude", "Kabul,34.5,69.2"])
    with pytest.raises(UnreadableFile, match=r"is no GeoNames dump: expected 19 columns .* line 1: 1 column"):
        build_gazetteer(DumpFiles(dump), tmp_path / "own.sqlite", progress=lambda *_: None, base=base)
    assert [path.name for path in tmp_path.iterdir()] == ["AF.txt"]


def test_the_shipped_gazetteer_is_not_written_over(tmp_path: Path):
    with pytest.raises(OutputError, match="is the gazetteer that ships"):
        build_gazetteer(DumpFiles(write_dump(tmp_path, [VILLAGE])), SHIPPED, progress=lambda *_: None)


def test_the_command_says_what_it_took_and_ends_with_one_where_lines_were_bad(tmp_path: Path):
    dump = write_dump(tmp_path, [VILLAGE, CAMP, "broken"])
    out = tmp_path / "own.sqlite"
    result = CliRunner().invoke(app, ["gazetteer", "build", str(dump), "-o", str(out)])
    assert result.exit_code == 1
    assert "new from AF.txt: 1 facility, 1 settlement; known before: 0" in result.stdout
    assert "AF.txt, line 3: 1 column; expected 19" in result.stderr
    assert sqlite3.connect(out).execute("SELECT value FROM meta WHERE key = 'geonames'").fetchone() == ("AF.txt",)


def test_code_places_an_event_in_a_village_of_the_own_gazetteer(
    base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.chdir(tmp_path)
    build(base, tmp_path, [row(90000001, "Zumbalek", (31.9, 64.6))])
    (tmp_path / "report.txt").write_text(
        "A bomb killed two soldiers in Zumbalek, Afghanistan, on 3 May 2021.\n", "utf-8"
    )
    placed = {}
    for name in ("shipped", "own"):
        result = CliRunner().invoke(app, ["code", "report.txt", "--format", "json"])
        assert result.exit_code == 0, result.stderr
        coding = json.loads(result.stdout)
        placed[name] = (
            {place["name"]: place["gazetteer_id"] for place in coding["places"]},
            coding["coder"]["gazetteer"],
        )
        (tmp_path / "whowhom.toml").write_text('gazetteer = "own.sqlite"\n', "utf-8")
    assert placed["shipped"][0]["Zumbalek"] is None
    assert placed["own"][0]["Zumbalek"] == "geonames:90000001"
    assert placed["own"][1] == Gazetteer.open(tmp_path / "own.sqlite").digest


def test_a_gazetteer_in_the_settings_that_is_none_is_refused_by_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "report.txt").write_text("A bomb killed two soldiers in Kabul.\n", "utf-8")
    (tmp_path / "own.sqlite").write_bytes(b"no database" * 99)
    monkeypatch.setenv("WHOWHOM_GAZETTEER", "own.sqlite")
    result = CliRunner().invoke(app, ["code", "report.txt"])
    assert result.exit_code == 2
    assert "own.sqlite' cannot be read" in result.stderr
    assert "Make one with `whowhom gazetteer build`" in result.stderr
