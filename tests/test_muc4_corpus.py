"""The reader of MUC-4's articles and answer keys, on files made for the test."""

from __future__ import annotations

from datetime import date

import pytest

from whowhom.corpora.muc4 import read_articles, read_keys, read_muc4
from whowhom.corpora.muc4_values import (
    MucNumber,
    PlaceName,
    parse_dates,
    parse_fill,
    parse_number,
    parse_places,
)
from whowhom.errors import InputError, UnreadableFile
from whowhom.evaluate.muc4_gold import (
    Confidence,
    TargetToll,
    gold_confidences,
    gold_entities,
    gold_templates,
    gold_tolls,
)

ARTICLES = """TST3-MUC4-0001

   BRIA, 3 MAR 90 (OUBANGUI RADIO) -- [REPORT] [ODILE NGABA] [TEXT]
FIGHTERS OF THE KOTTO FRONT [KF] ATTACKED THE MAIN MARKET IN BRIA ON
2 MARCH.  FOUR FARMERS AND TEACHER JEAN TOLA WERE KILLED BY MORTAR FIRE.

   THE KF CLAIMED THE ATTACK.  -- ITS SPOKESMAN SAID [WORDS INDISTINCT].


TST3-MUC4-0002 (OUBANGUI)

   BANGASSOU, 4 MAR 90 -- [TEXT] THE WEATHER STAYS DRY.
"""

ENTRY = """;;; made for the test
0.  MESSAGE: ID                     TST3-MUC4-0001
1.  MESSAGE: TEMPLATE               1
2.  INCIDENT: DATE                  02 MAR 90
3.  INCIDENT: LOCATION              COTE D'OR: VAKAGA (DEPARTMENT): BRIA (CITY)
4.  INCIDENT: TYPE                  ATTACK
5.  INCIDENT: STAGE OF EXECUTION    ACCOMPLISHED
6.  INCIDENT: INSTRUMENT ID         "MORTAR" / "MORTAR FIRE"
7.  INCIDENT: INSTRUMENT TYPE       MORTAR: "MORTAR" / "MORTAR FIRE"
8.  PERP: INCIDENT CATEGORY         TERRORIST ACT
9.  PERP: INDIVIDUAL ID             ? "FIGHTERS"
                                    "FIGHTERS OF THE KOTTO FRONT [KF]" / "FIGHTERS OF THE KOTTO FRONT"
10. PERP: ORGANIZATION ID           "KOTTO FRONT" / "KF"
11. PERP: ORGANIZATION CONFIDENCE   REPORTED AS FACT / CLAIMED OR ADMITTED: "KOTTO FRONT" / "KF"
12. PHYS TGT: ID                    "MAIN MARKET"
13. PHYS TGT: TYPE                  COMMERCIAL: "MAIN MARKET"
14. PHYS TGT: NUMBER                1: "MAIN MARKET"
15. PHYS TGT: FOREIGN NATION        -
16. PHYS TGT: EFFECT OF INCIDENT    -
17. PHYS TGT: TOTAL NUMBER          *
18. HUM TGT: NAME                   "JEAN TOLA"
19. HUM TGT: DESCRIPTION            "TEACHER": "JEAN TOLA"
                                    "FARMERS"
20. HUM TGT: TYPE                   CIVILIAN: "JEAN TOLA"
                                    CIVILIAN: "FARMERS"
21. HUM TGT: NUMBER                 1: "JEAN TOLA"
                                    4: "FARMERS"
22. HUM TGT: FOREIGN NATION         -
23. HUM TGT: EFFECT OF INCIDENT     DEATH: "JEAN TOLA"
                                    ? DEATH: "FARMERS"
24. HUM TGT: TOTAL NUMBER           5
"""
IRRELEVANT = "0.  MESSAGE: ID   TST3-MUC4-0002 (OUBANGUI)\n1.  MESSAGE: TEMPLATE   *\n4.  INCIDENT: TYPE   *\n"
OPTIONAL = """0.  MESSAGE: ID                     TST3-MUC4-0001
1.  MESSAGE: TEMPLATE               2 (OPTIONAL)
4.  INCIDENT: TYPE                  BOMBING / ATTACK
10. PERP: ORGANIZATION ID           "KF"
18. HUM TGT: NAME                   "NOT IN THE TEXT"
"""


@pytest.fixture
def folder(tmp_path):
    for name, files in (("texts", {"tst3": ARTICLES}), ("keys", {"key-tst3": f"{ENTRY}\n{OPTIONAL}\n{IRRELEVANT}"})):
        (tmp_path / name).mkdir()
        for file, text in files.items():
            (tmp_path / name / file).write_text(text, encoding="utf-8")
    return tmp_path


def test_articles_are_cut_at_their_headings():
    first, second = read_articles(ARTICLES)
    assert (first.id, second.id) == ("TST3-MUC4-0001", "TST3-MUC4-0002")
    assert second.text == "THE WEATHER STAYS DRY."


def test_articles_begin_after_dateline_and_tags():
    first = next(read_articles(ARTICLES))
    assert first.dateline == "BRIA, 3 MAR 90 (OUBANGUI RADIO)"
    assert first.tags == ("REPORT", "ODILE NGABA", "TEXT")
    assert first.published == date(1990, 3, 3)
    assert first.text.startswith("FIGHTERS OF THE KOTTO FRONT (KF) ATTACKED")


def test_articles_keep_paragraphs_and_join_lines():
    first = next(read_articles(ARTICLES))
    assert "IN BRIA ON 2 MARCH.  FOUR FARMERS" in first.text
    assert first.text.split("\n\n")[1].startswith("THE KF CLAIMED")
    assert "-- ITS SPOKESMAN SAID (WORDS INDISTINCT)." in first.text


def test_articles_in_natural_case_read_alike():
    natural = "Tst3-Muc4-0007\n\n   Bria, 3 Mar 90 (Radio) -- [Text] Rebels of the Kotto Front burned a bridge.\n"
    (article,) = read_articles(natural)
    assert (article.id, article.published) == ("TST3-MUC4-0007", date(1990, 3, 3))
    assert article.text == "Rebels of the Kotto Front burned a bridge."


def test_articles_without_dateline_are_all_text():
    (article,) = read_articles("DEV-MUC3-0001 (OUBANGUI)\n\nREBELS BURNED A BRIDGE.\n")
    assert (article.dateline, article.published, article.text) == ("", None, "REBELS BURNED A BRIDGE.")


def test_articles_ids_inside_a_sentence_are_no_heading():
    (article,) = read_articles("DEV-MUC3-0001\n\n   AS TOLD IN DEV-MUC3-0002 (OUBANGUI), THE FRONT MOVED.\n")
    assert "DEV-MUC3-0002" in article.text


def test_keys_fill_slots_with_alternatives_and_options():
    (template,) = read_keys(ENTRY)["TST3-MUC4-0001"]
    perpetrators = template.slot("PERP: INDIVIDUAL ID")
    assert [fill.values for fill in perpetrators] == [
        ("FIGHTERS",),
        ("FIGHTERS OF THE KOTTO FRONT [KF]", "FIGHTERS OF THE KOTTO FRONT"),
    ]
    assert [fill.is_optional for fill in perpetrators] == [True, False]


def test_keys_link_a_filler_to_another():
    (template,) = read_keys(ENTRY)["TST3-MUC4-0001"]
    (confidence,) = template.slot("PERP: ORGANIZATION CONFIDENCE")
    assert confidence.values == ("REPORTED AS FACT", "CLAIMED OR ADMITTED")
    assert confidence.linked == ("KOTTO FRONT", "KF")


def test_keys_tell_empty_slots_from_slots_that_do_not_apply():
    (template,) = read_keys(ENTRY)["TST3-MUC4-0001"]
    assert template.slot("PHYS TGT: FOREIGN NATION") == ()
    assert template.inapplicable == {"PHYS TGT: TOTAL NUMBER"}


def test_keys_mark_optional_and_irrelevant():
    keys = read_keys(f"{ENTRY}\n{OPTIONAL}\n{IRRELEVANT}")
    first, second = keys["TST3-MUC4-0001"]
    assert (first.is_optional, second.is_optional, second.number) == (False, True, 2)
    assert second.types == ("bombing", "attack")
    assert keys["TST3-MUC4-0002"] == ()


def test_keys_know_types_dates_and_places():
    (template,) = read_keys(ENTRY)["TST3-MUC4-0001"]
    assert template.types == ("attack",)
    assert template.dates[0].first == template.dates[0].last == date(1990, 3, 2)
    assert template.places[0].levels[-1] == (PlaceName("BRIA", "CITY"),)


def test_keys_broken_over_two_lines_are_one_filler():
    lines = ENTRY.replace('"KOTTO FRONT" / "KF"\n11.', '"KOTTO FRONT" /\n                "KF"\n11.')
    (template,) = read_keys(lines)["TST3-MUC4-0001"]
    assert [fill.values for fill in template.slot("PERP: ORGANIZATION ID")] == [("KOTTO FRONT", "KF")]


def test_keys_with_an_unknown_slot_name_the_line():
    broken = "0.  MESSAGE: ID   TST3-MUC4-0001\n1.  MESSAGE: TEMPLATE   1\n4.  INCIDENT: KIND   ATTACK\n"
    with pytest.raises(InputError, match=r"key-x, line 3"):
        read_keys(broken, where="key-x")


def test_keys_with_a_wrong_slot_number_name_the_line():
    with pytest.raises(InputError, match=r"line 2: slot 3 is called 'MESSAGE: TEMPLATE'"):
        read_keys("0.  MESSAGE: ID   TST3-MUC4-0001\n3.  MESSAGE: TEMPLATE   1\n")


@pytest.mark.parametrize(
    ("line", "values", "linked"),
    [
        ('"KF"/"KOTTO FRONT"', ("KF", "KOTTO FRONT"), ()),
        ('"\\"SAINT ANNE\\" FARM" / "FARM"', ('"SAINT ANNE" FARM', "FARM"), ()),
        ("1 / PLURAL: \"BUS\"", ("1", "PLURAL"), ("BUS",)),
        ('(POSSIBLE / ACQUITTED): "KF"', ("POSSIBLE", "ACQUITTED"), ("KF",)),
        ('-: "JEAN TOLA"', ("-",), ("JEAN TOLA",)),
        ('NO INJURY OR DEATH: "-"', ("NO INJURY OR DEATH",), ()),
        ('REBELS"', ("REBELS",), ()),
        ("GUERRILLAS", ("GUERRILLAS",), ()),
        ('"DRIVER: NIGHT / DAY SHIFT"', ("DRIVER: NIGHT / DAY SHIFT",), ()),
    ],
    ids=[
        "no spaces", "quotation marks inside", "numbers", "brackets", "no number", "no target", "a mark missing",
        "no marks", "separators inside quotes",
    ],
)  # fmt: skip
def test_fillers_are_split(line, values, linked):
    fill = parse_fill(line)
    assert (fill.values, fill.linked) == (values, linked)


@pytest.mark.parametrize("line", ["-", "*", "", "  ?  "])
def test_fillers_of_empty_slots_are_none(line):
    assert parse_fill(line) is None


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("02 FEB 90", date(1990, 2, 2), date(1990, 2, 2)),
        ("- 04 FEB 90", None, date(1990, 2, 4)),
        ("(17 FEB 90 - 18 FEB 90)", date(1990, 2, 17), date(1990, 2, 18)),
        ("03 MARCH 90", date(1990, 3, 3), date(1990, 3, 3)),
        ("31 NOV 89", None, None),
        ("11 NOV", None, None),
    ],
)
def test_dates_are_days_ranges_or_on_or_before(words, first, last):
    (day,) = parse_dates(words)
    assert (day.first, day.last) == (first, last)


def test_dates_have_alternatives():
    assert [day.last.day for day in parse_dates("(02 FEB 90) / (- 04 FEB 90)")] == [2, 4]


def test_places_between_two_names_and_with_alternatives():
    (between,) = parse_places("COLOMBIA: CUCUTA (CITY) - CAMPANARIO (RURAL AREA)")
    assert between.levels[1] == (PlaceName("CUCUTA", "CITY"), PlaceName("CAMPANARIO", "RURAL AREA"))
    either = parse_places("(EL SALVADOR: ZARAGOZA (TOWN)) / (EL SALVADOR: SAN SALVADOR (CITY))")
    assert [place.levels[-1][0].name for place in either] == ["ZARAGOZA", "SAN SALVADOR"]


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("12", MucNumber(12, 12)),
        ("6-8", MucNumber(6, 8)),
        ("6-", MucNumber(6, None)),
        ("- 26", MucNumber(None, 26)),
        ("~100", MucNumber(100, 100, True)),
        ("PLURAL", MucNumber(2, None)),
        ("-", None),
        ("MANY", None),
    ],
)
def test_numbers_have_bounds(words, number):
    assert parse_number(words) == number


def test_gold_joins_texts_and_keys(folder):
    corpus = read_muc4(folder)
    assert [article.id for article in corpus.articles] == ["TST3-MUC4-0001", "TST3-MUC4-0002"]
    assert [len(corpus.templates[article.id]) for article in corpus.articles] == [2, 0]


def test_gold_says_what_was_left_out(folder):
    (folder / "texts" / "more").write_text("TST4-MUC4-0001\n\n   BRIA, 3 MAR 90 -- [TEXT] RAIN.\n", encoding="utf-8")
    (folder / "keys" / "more").write_text(IRRELEVANT.replace("TST3-MUC4-0002", "TST4-MUC4-0099"), encoding="utf-8")
    corpus = read_muc4(folder)
    assert (corpus.without_key, corpus.without_text) == (("TST4-MUC4-0001",), ("TST4-MUC4-0099",))


def test_gold_refuses_an_article_that_stands_twice(folder):
    (folder / "texts" / "again").write_text(ARTICLES, encoding="utf-8")
    with pytest.raises(InputError, match="stands twice"):
        read_muc4(folder)


def test_gold_asks_for_both_folders(tmp_path):
    (tmp_path / "texts").mkdir()
    with pytest.raises(UnreadableFile, match="texts is missing or empty"):
        read_muc4(tmp_path)


def test_gold_takes_mentions_that_stand_in_the_article(folder):
    corpus = read_muc4(folder)
    article = corpus.articles[0]
    first, second = gold_templates(article, corpus.templates[article.id])
    # "[KF]" is "(KF)" in the text, so the mention with it does not stand there.
    assert first.entities["PerpInd"] == (("fighters",), ("fighters of the kotto front",))
    assert first.entities["Weapon"] == (("mortar", "mortar fire"),)
    assert first.entities["Victim"] == (("jean tola",),)
    assert (second.incident_type, second.entities["Victim"]) == ("bombing / attack", ())


def test_gold_of_an_article_keeps_no_subset_of_an_entity(folder):
    corpus = read_muc4(folder)
    article = corpus.articles[0]
    assert gold_entities(article, corpus.templates[article.id])["PerpOrg"] == (("kotto front", "kf"),)


def test_gold_equal_templates_count_once(folder):
    corpus = read_muc4(folder)
    article = corpus.articles[0]
    twice = corpus.templates[article.id][:1] * 2
    assert len(gold_templates(article, twice)) == 1


def test_gold_tolls_join_number_effect_and_description(folder):
    corpus = read_muc4(folder)
    tolls = gold_tolls(corpus.templates["TST3-MUC4-0001"][:1])
    assert tolls == (
        TargetToll(frozenset({"JEAN TOLA", "TEACHER"}), frozenset({"1"}), frozenset({"DEATH"})),
        TargetToll(frozenset({"FARMERS"}), frozenset({"4"}), frozenset({"DEATH"})),
    )


def test_gold_confidence_goes_with_its_organisation(folder):
    corpus = read_muc4(folder)
    assert gold_confidences(corpus.templates["TST3-MUC4-0001"]) == (
        Confidence(frozenset({"KOTTO FRONT", "KF"}), frozenset({"REPORTED AS FACT", "CLAIMED OR ADMITTED"})),
    )
