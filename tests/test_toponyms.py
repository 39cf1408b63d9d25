"""Place names of a text on the map, and their scores, on hand-made articles with known answers."""

from __future__ import annotations

from pathlib import Path

import pytest

from whowhom.corpora.toponyms import read_mapped
from whowhom.errors import ResolutionError, UnreadableFile
from whowhom.evaluate.benchmarks import BENCHMARKS
from whowhom.evaluate.results import Counts
from whowhom.evaluate.toponyms import Judge, count_found
from whowhom.gazetteer import Gazetteer
from whowhom.records import Span
from whowhom.resolve.place_context import distance_km
from whowhom.resolve.toponyms import ESTIMATED, GUESSED, Toponym, resolve_toponyms


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.open()


def resolve(gazetteer: Gazetteer, text: str, *names: str, guess: bool = True) -> list[Toponym]:
    spans = [Span(text.index(name), text.index(name) + len(name)) for name in names]
    found = list(resolve_toponyms(text, spans, gazetteer=gazetteer, guess=guess))
    assert [text[one.span.start : one.span.end] for one in found] == list(names)
    return found


@pytest.mark.parametrize(
    ("text", "name", "country", "admin1"),
    [
        ("Floods hit Columbus and Macon, and the governor of Georgia went to Atlanta.", "Macon", "US", "Georgia"),
        ("The sheriff of Lexington, Ky., said so.", "Lexington", "US", "Kentucky"),
        ("Police in Paris, Texas, made two arrests.", "Paris", "US", "Texas"),
        ("Police in Paris made two arrests, the French interior ministry said.", "Paris", "FR", "Île-de-France"),
        ("The Syrian army shelled Tripoli, the Lebanese port.", "Tripoli", "LB", "Liban-Nord"),
    ],
)
def test_the_text_decides_between_places_of_one_name(gazetteer, text, name, country, admin1):
    (found,) = [one for one in resolve(gazetteer, text, *sorted({name})) if one.entry]
    assert found.entry is not None
    assert found.entry.country == country
    if country == "US":
        assert found.entry.admin1 == admin1


def test_areas_named_speak_for_their_towns_without_a_country(gazetteer):
    text = "Crews from Iowa and Missouri met in Des Moines and drove on to Clinton and Lebanon."
    found = resolve(gazetteer, text, "Iowa", "Missouri", "Des Moines", "Clinton", "Lebanon")
    assert [one.entry.country for one in found[:4] if one.entry] == ["US"] * 4


@pytest.mark.parametrize("name", ["Afghan", "Kenyan", "N.Y.", "Calif.", "NSW"])
def test_peoples_and_short_forms_are_read_as_their_land(gazetteer, name):
    (found,) = resolve(gazetteer, f"It was, for the {name} office, a first.", name)
    country = {"Afghan": "AF", "Kenyan": "KE", "N.Y.": "US", "Calif.": "US", "NSW": "AU"}[name]
    assert found.entry is not None
    assert found.entry.country == country


def test_an_unknown_name_is_placed_with_its_neighbours_and_says_so(gazetteer):
    text = "The patrol went from Herat to Qalayqorbund and back to Herat city."
    herat, unknown = resolve(gazetteer, text, "Herat", "Qalayqorbund")
    assert herat.entry is not None
    assert (unknown.entry, unknown.reason, unknown.candidates) == (None, ESTIMATED, ())
    assert (unknown.latitude, unknown.longitude) == (herat.latitude, herat.longitude)
    assert resolve(gazetteer, text, "Qalayqorbund", guess=False)[0].latitude is None


def test_a_tie_is_a_guess_that_says_so_or_none(gazetteer):
    text = "A shop in Springfield burned down."
    (guessed,) = resolve(gazetteer, text, "Springfield")
    (abstained,) = resolve(gazetteer, text, "Springfield", guess=False)
    assert guessed.entry is not None
    assert guessed.reason == GUESSED
    assert abstained.entry is None
    assert abstained.reason == "ambiguous"
    assert guessed.entry in abstained.candidates


def test_the_republic_of_congo_is_not_the_democratic_republic(gazetteer):
    (found,) = resolve(gazetteer, "Doctors flew to the Republic of Congo.", "Republic of Congo")
    assert found.entry is not None
    assert found.entry.country == "CG"


def test_a_span_past_the_text_is_refused(gazetteer):
    with pytest.raises(ResolutionError, match="reaches past"):
        resolve_toponyms("Herat", [Span(0, 9)], gazetteer=gazetteer)


@pytest.mark.parametrize(
    ("code", "point"),
    [
        ("US", (39.8, -98.6)),
        ("RU", (60, 100)),
        ("FR", (46.5, 2.2)),
        ("FJ", (-18, 178)),
        ("NO", (62, 10)),
        ("CL", (-30, -71)),
    ],
)
def test_lands_that_reach_far_are_placed_on_their_mainland(gazetteer, code, point):
    entry = gazetteer.country_entry(code)
    assert distance_km((entry.latitude, entry.longitude), point) < 161


def test_the_nearest_town_to_a_point(gazetteer):
    town = gazetteer.nearest_town(34.52, 69.18, within_km=20)
    assert (town.name, town.country) == ("Kabul", "AF")
    assert gazetteer.nearest_town(-40.0, -120.0, within_km=100) is None


LGL = """<?xml version="1.0"?><articles><article docid="1"><text>Crews left Herat for Kabul. Herat slept.</text><toponyms>
<toponym><start>11</start><end>16</end><phrase>Herat</phrase><gaztag geonameid="1140026"><lat>34.35</lat><lon>62.2</lon></gaztag></toponym>
<toponym><start>20</start><end>25</end><phrase>Kabul</phrase><lat>34.5</lat><lon>69.2</lon></toponym>
<toponym><start>28</start><end>33</end><phrase>Herat</phrase></toponym>
<toponym><start>90</start><end>99</end><phrase>Ghazni</phrase><lat>33.5</lat><lon>68.4</lon></toponym>
</toponyms></article></articles>"""
GEOVIRUS = """<articles><article><text>Rain fell on Gao.</text><locations><location><name>Gao</name><start>13</start><end>16</end>
<lat>16.27</lat><lon>-0.04</lon></location></locations></article></articles>"""


def write(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "places.xml"
    path.write_text(text, encoding="utf-8")
    return path


def test_names_are_read_with_points_from_either_place_and_offsets_set_right(tmp_path):
    (article,) = read_mapped(write(tmp_path, LGL))
    words = [article.text[one.span.start : one.span.end] for one in article.toponyms]
    assert words == ["Herat", "Kabul"]
    assert article.toponyms[1].span == Span(21, 26)
    assert (article.toponyms[0].latitude, article.toponyms[0].longitude) == (34.35, 62.2)
    assert article.unplaced == (Span(28, 33),)


def test_the_other_form_is_read_alike(tmp_path):
    (article,) = read_mapped(write(tmp_path, GEOVIRUS))
    assert article.toponyms[0].span == Span(13, 16)


@pytest.mark.parametrize("text", ["", "<articles/>", "<articles><article><text>Gao</text></article></articles>", "Gao"])
def test_files_without_places_are_refused(tmp_path, text):
    with pytest.raises(UnreadableFile, match=r"places\.xml"):
        read_mapped(write(tmp_path, text))


def test_exact_spans_count_and_names_without_a_point_do_not(tmp_path):
    (article,) = read_mapped(write(tmp_path, LGL))
    found = [
        Toponym(Span(11, 16), None, 34.0, 62.0, (), None),
        Toponym(Span(21, 26), None, 0.0, 0.0, (), None),
        Toponym(Span(28, 33), None, 34.0, 62.0, (), None),
        Toponym(Span(0, 5), None, None, None, (), None),
    ]
    assert count_found(article, found) == {"span_f1": Counts(2, 3, 2), "end_to_end_f1": Counts(1, 3, 2)}


def test_answers_are_judged_by_distance_and_by_the_areas_of_the_nearest_towns(gazetteer):
    judge = Judge(gazetteer)
    kabul, jalalabad = (34.53, 69.17), (34.43, 70.45)
    near = judge.answer(kabul, jalalabad)
    assert near.km == pytest.approx(118, abs=2)
    assert (near.country, near.admin1) == (True, False)
    assert judge.answer(kabul, None) == type(near)(None, False, False)
    assert judge.answer((-40.0, -120.0), kabul).country is None


def test_an_article_is_answered_in_three_ways(tmp_path, gazetteer):
    (article,) = read_mapped(write(tmp_path, LGL))
    row = Judge(gazetteer).row(article, ())
    for answers in (row.ours, row.abstaining, row.plain):
        assert [answer.km is not None and answer.km < 25 for answer in answers] == [True, True]
    assert row.reachable == (True, True)
    assert "toponyms" in BENCHMARKS
