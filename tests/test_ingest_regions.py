"""Regions: what each paragraph of a text is found to be."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from whowhom.ingest import document_from_text
from whowhom.ingest.regions import find_regions

CASES = Path(__file__).parent / "cases" / "ingest"
BODY = "Gunmen killed two people in Herat on Monday, the police said."


def kinds(text: str) -> list[tuple[str, str]]:
    return [(region.kind, text[region.start : region.end]) for region in find_regions(text)]


def kind_of(unit: str) -> str:
    """What a unit is between a headline and further body paragraphs."""
    text = f"Two killed in Herat\n\n{BODY}\n\n{unit}\n\nNo group has said that it was behind the attack."
    found = [kind for kind, words in kinds(text) if words == unit]
    assert len(found) == 1, kinds(text)
    return found[0]


def test_regions_of_a_relayed_report_come_out_right():
    text = (CASES / "relayed-report.txt").read_text("utf-8")
    found = kinds(text)
    assert [kind for kind, _ in found] == [
        *("headline", "body", "body", "caption", "repeat", "body", "body", "caption", "repeat"),
        *("body", "caption", "repeat", "body", "credit", "furniture"),
    ]
    assert found[0][1] == "Lakeland Front tests the new council"
    assert found[8][1].startswith("Location of Mopti, Gao and Timbuktu regions, Lakeland Front operations")
    assert found[-2][1] == "Tran Minh (Follow Lakeland Courier)"
    assert found[-1][1] == "Leave a Comment"


@pytest.mark.parametrize(
    "unit",
    [
        "Council soldiers patrol the market of Bamako on March 2. Photo: AP.",
        "A burnt bus stands outside Mopti. Photograph by Jane Roe/AFP",
        "Location of Gao and Mopti regions of Mali. Graphics: Courier.",
        "Location of Gao and Mopti regions of Mali",
        "Image: Lakeland Courier",
        "Map: Where the Front has attacked since 2019",
        "Smoke rises over the harbour of Tripoli on Friday [Jane Roe/AFP]",
        "Women walk past a burnt vehicle in Maiduguri, Nigeria. (AFP)",
        "Police guard the court in Lima. (AP file photo)",
        "File photo: soldiers at a checkpoint near Kidal",
        "In this photo taken on March 2, soldiers wait outside the palace in Bamako.",
        "Villagers wait for aid in Diffa. Jane Roe/Reuters",
        "Residents sift through rubble in Idlib. Photo courtesy of the Lakeland Relief Society.",
        "Mourners gather in Quetta, Pakistan, January 4, 2021. AP Photo/Jane Roe",
        "A rebel stands guard in Goma, via Getty Images",
    ],
)
def test_regions_know_a_caption(unit: str):
    assert kind_of(unit) == "caption"


@pytest.mark.parametrize(
    "unit",
    [
        "By Jane Roe",
        "BY JANE ROE AND JOHN DOE",
        "By Jane Roe, Reuters",
        "By Jane Roe | 3 May 2021",
        "By Abu Omar al-Sharif, Staff Writer",
        "Tran Minh (Follow Lakeland Courier)",
        "Jane Roe (via Northern Gazette)",
        "(Reporting by Jane Roe in Kabul; editing by John Doe)",
        "Source: Northern Gazette",
        "(Reuters)",
        "Agence France-Presse",
        "With inputs from Reuters",
        "The Associated Press contributed to this report.",
        "This story was originally published by the Northern Gazette.",
        "Jane Roe is a correspondent for the Northern Gazette based in Accra.",
        "Published: 3 May 2021",
        "Last updated on 3 May 2021 at 10:30 GMT",
        "Sunday, September 12, 2021 10:30 GMT",
        "Our correspondent",
    ],
)
def test_regions_know_a_credit(unit: str):
    assert kind_of(unit) == "credit"


@pytest.mark.parametrize(
    "unit",
    [
        "Leave a Comment",
        "Leave a reply",
        "3 Comments",
        "Read more",
        "Read more: Ten killed in Ghazni as convoy is ambushed",
        "ALSO READ | Ten killed in Ghazni",
        "Share this article",
        "Share on Facebook",
        "Facebook Twitter WhatsApp",
        "We use cookies to give you the best experience on our site. By staying you agree to our policy.",
        "Related articles",
        "Sign up for our daily newsletter and get the news every morning.",
        "Subscribe now",
        "Follow us on Telegram",
        "Advertisement",
        "Tags: Herat, police, attack",
        "© 2021 Northern Gazette. All rights reserved.",
        "Your email address will not be published.",
        "Page 2 of 5",
        "4 min read",
    ],
)
def test_regions_know_furniture(unit: str):
    assert kind_of(unit) == "furniture"


@pytest.mark.parametrize(
    "unit",
    [
        "By Friday the town had fallen to the rebels.",
        "By the time help came, twelve people were dead.",
        "A video by the group shows fighters burning a church.",
        "Police released a photo of the suspect on Monday.",
        "The photo: a burnt bus, twelve dead. It went round the world and the minister, who had denied the attack, had to "
        "answer for it in parliament two days later.",
        "Released 12 hostages on Monday, the group now wants talks.",
        "Registered voters were attacked in Kano.",
        "Follow US troops left the base at night.",
        "Reuters reported that the bridge was blown up.",
        "The Herat council said it would read more reports before it decides.",
        "Location of the camps was unknown to the army, officials said.",
        "The attackers escaped, the police said. (AFP)",
        "KABUL, Sept 12 (Northern Gazette) - Gunmen attacked a checkpoint.",
        "Comments by the minister led to riots in Dakar.",
        "Home guards shot two thieves in Jos.",
        "Share of the blame lies with the army, the report found.",
        "Images from Mariupol show a burnt school.",
        "Source: not known, said the army, and would say no more.",
        "Jane Roe, a nurse, was killed by a shell.",
    ],
)
def test_regions_leave_a_paragraph_of_the_report_as_body(unit: str):
    assert kind_of(unit) == "body"


def test_regions_take_a_short_first_line_as_headline():
    text = f"Two killed in Herat\n\n{BODY}"
    assert kinds(text) == [("headline", "Two killed in Herat"), ("body", BODY)]


def test_regions_find_the_headline_below_a_date_and_a_byline():
    text = f"3 May 2021\n\nBy Jane Roe\n\nTwo killed in Herat\n\n{BODY}"
    assert [kind for kind, _ in kinds(text)] == ["credit", "credit", "headline", "body"]


def test_regions_take_the_known_title_as_headline_even_with_a_full_stop():
    text = f"Two were killed in Herat.\n\n{BODY}"
    regions = find_regions(text, title="Two were killed in Herat.")
    assert [region.kind for region in regions] == ["headline", "body"]


SOLD = "Two soldiers whom gunmen had taken last week near Argelia, Cauca, were released on Sunday, the Ombudsman said."


@pytest.mark.parametrize("gap", ["\n", "\n\n"], ids=["close", "apart"])
@pytest.mark.parametrize(
    ("headline", "lines"),
    [
        ("Two soldiers freed in Cauca", ["By Ana Ruiz", "19 February 2024"]),
        ("Two soldiers freed in Cauca", ["By Ana Ruiz"]),
        ("Two soldiers freed in Cauca", ["19 February 2024"]),
        (
            "Two soldiers freed in Cauca after\na week in captivity",
            ["By Ana Ruiz and Juan Gil", "Published: 19 February 2024"],
        ),
        ("Kidnapped? Two soldiers are free again", ["By Ana Ruiz", "19 February 2024"]),
        ("Two soldiers freed in Cauca", ["Ana Ruiz, 19 February 2024"]),
        ("Two soldiers freed in Cauca", ["by Ana Ruiz", "19 February 2024"]),
        ("Two soldiers freed in Cauca", ["Reporting by Ana Ruiz"]),
        ("## Two soldiers freed in Cauca", ["**By Ana Ruiz**", "*19 February 2024*"]),
    ],
    ids=["both", "byline", "date", "two lines", "question", "one line", "small letters", "reporting", "marks"],
)
def test_regions_find_byline_and_date_right_under_the_headline(headline: str, lines: list[str], gap: str):
    text = "\n".join([headline, *lines]) + gap + SOLD
    assert kinds(text) == [("headline", headline), *(("credit", line) for line in lines), ("body", SOLD)]


def test_regions_keep_the_end_of_a_headline_that_begins_with_by():
    headline = "Mayor of Tibú is shot dead\nby Los Rojos"
    assert kinds(f"{headline}\n\n{SOLD}")[0] == ("headline", headline)


def test_regions_find_a_date_right_above_the_text():
    assert kinds(f"February 19, 2024\n{SOLD}") == [("credit", "February 19, 2024"), ("body", SOLD)]


def test_regions_do_not_cut_a_wrapped_sentence_that_ends_in_an_agency():
    told = "Gunmen killed two people in the old market of Herat on\nMonday night, the minister of the interior told\nReuters."
    assert kinds(f"Two killed in Herat\n\n{told}\n\n{BODY}")[1] == ("body", told)


def test_regions_take_a_line_of_one_paragraph_apart_from_the_headline_above_it():
    assert kinds(f"Two killed in Herat\n{FULL}") == [("headline", "Two killed in Herat"), ("body", FULL)]


def test_regions_find_the_headline_by_the_title_of_the_page_below_a_list_of_links():
    head = "Blast near the airport kills two engineers"
    text = f"Home Pakistan Subscribe\nMost read\nBomb kills 40 in mosque\n\n{head}\nSara Malik, 7 October 2024\n{FULL}"
    found = find_regions(text, title=f"{head} | Northern Gazette")
    assert [region.kind for region in found] == ["body", "furniture", "furniture", "headline", "credit", "body"]
    assert text[found[3].start : found[3].end] == head


def test_regions_find_the_headline_at_the_end_of_a_list_of_links_by_its_byline():
    text = f"Most read\n\nBomb kills 40 in mosque\n\nTwo killed in Herat\n\nBy Sara Malik\n\n{FULL}"
    assert [kind for kind, _ in kinds(text)] == ["furniture", "furniture", "headline", "credit", "body"]


def test_regions_take_no_link_for_the_headline_where_the_report_has_one():
    text = f"Two killed in Herat\n\n{FULL}\n\nRelated\n\nBomb kills 40 in mosque\n\n3 May 2021\n\nThe curfew goes on."
    assert [kind for kind, _ in kinds(text)] == ["headline", "body", "furniture", "furniture", "credit", "body"]


def test_regions_pass_over_the_number_of_a_report_in_an_archive():
    text = (
        f"GAZ-WIRE-0417 (NORTH DESK)\n\n   KABUL, 3 JAN 90 (GAZETTE) -- {BODY.upper()}\n\n   {BODY.upper()} IT WENT ON."
    )
    assert [kind for kind, _ in kinds(text)] == ["furniture", "body", "body"]


def test_regions_take_a_lone_sentence_without_full_stop_as_body():
    assert kinds("Rebels attacked the town") == [("body", "Rebels attacked the town")]


def test_regions_do_not_take_a_dateline_for_a_headline():
    text = f"KABUL, Sept 12 (Northern Gazette) - Gunmen attacked a checkpoint\n\n{BODY}"
    assert [kind for kind, _ in kinds(text)] == ["body", "body"]


def test_regions_take_headlines_under_related_articles_as_furniture():
    text = f"Two killed in Herat\n\n{BODY}\n\nRelated articles\n\nTen killed in Ghazni\n\nArmy shells Kunduz\n\nThe curfew goes on."
    assert [kind for kind, _ in kinds(text)] == ["headline", "body", "furniture", "furniture", "furniture", "body"]


def test_regions_take_a_name_under_the_last_paragraph_as_the_writer():
    text = f"Two killed in Herat\n\n{BODY}\n\nNo group has claimed it.\n\nJane Roe\n\nShare this"
    assert kinds(text)[-2:] == [("credit", "Jane Roe"), ("furniture", "Share this")]


FULL = "Gunmen on motorcycles killed two teachers and a guard near the old market of Herat on Monday, the police of the city said."


@pytest.mark.parametrize(
    "again",
    [
        FULL,
        FULL.replace(" ", "  "),
        FULL.replace("of the city said", "of the city also said"),
        FULL.replace("Monday, the police of the city said", "Monday, according to the police of the city"),
        FULL.replace("old market", "old markets"),
    ],
    ids=["same", "double spaces", "a word more", "said in other words", "plural"],
)
def test_regions_find_a_body_paragraph_that_stands_twice(again: str):
    text = f"Two killed in Herat\n\n{FULL}\n\nNo group has claimed it.\n\n{again}"
    assert [kind for kind, _ in kinds(text)] == ["headline", "body", "body", "repeat"]


@pytest.mark.parametrize(
    "other",
    [
        FULL.replace("two teachers", "three teachers"),
        FULL.replace("Herat", "Ghazni"),
        FULL.replace("killed", "wounded"),
        FULL.replace("Monday", "Tuesday"),
        FULL.replace("killed", "killed no"),
        FULL.replace("Gunmen", "Policemen").replace("the police", "the gunmen"),
    ],
    ids=["number", "place", "verb", "day", "negation", "sides"],
)
def test_regions_keep_a_paragraph_that_tells_another_event(other: str):
    text = f"Two killed in Herat\n\n{FULL}\n\n{other}"
    assert [kind for kind, _ in kinds(text)] == ["headline", "body", "body"]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (
            "Location of A, B and C provinces of X. Graphics: N.",
            "Location of A, B and C provinces, G operations in X. Graphics: N.",
        ),
        ("Soldiers patrol the market of Gao. Photo: AP.", "Soldiers patrol the Gao market. Photo: AP."),
        (
            "Location of Gao region of Mali. Graphics: N.",
            "Location of Gao region, Lakeland Front operations in Mali. Graphics: N.",
        ),
    ],
)
def test_regions_find_a_caption_that_stands_twice_in_other_words(first: str, second: str):
    names = {" A,": " Gao,", " B ": " Mopti ", " C ": " Kidal ", "G ": "Front ", " X.": " Mali.", ": N.": ": Courier."}
    for short, name in names.items():
        first, second = first.replace(short, name), second.replace(short, name)
    text = f"Front tests the council\n\n{BODY}\n\n{first}\n\n{second}\n\nIt goes on."
    assert [kind for kind, _ in kinds(text)] == ["headline", "body", "caption", "repeat", "body"]


@pytest.mark.parametrize(
    "other",
    [
        "Soldiers patrol the market of Gao on March 5. Photo: AP.",
        "Soldiers patrol the harbour of Mopti on March 2. Photo: AP.",
        "Women leave the market of Gao with their goods on March 2. Photo: AP.",
    ],
    ids=["day", "place", "picture"],
)
def test_regions_keep_the_caption_of_another_picture(other: str):
    text = f"Front tests the council\n\n{BODY}\n\nSoldiers patrol the market of Gao on March 2. Photo: AP.\n\n{other}"
    assert [kind for kind, _ in kinds(text)][-2:] == ["caption", "caption"]


def test_units_are_lines_where_no_blank_line_stands():
    text = f"Two killed in Herat\n{BODY}\nNo group has said that it was behind the attack.\nLeave a Comment"
    assert [kind for kind, _ in kinds(text)] == ["headline", "body", "body", "furniture"]


def test_units_do_not_cut_wrapped_lines():
    wrapped = (
        "Gunmen on motorcycles killed two teachers and a guard near the old\n"
        "market of Herat on Monday, the police of the city said. No group has\n"
        "said that it was behind the attack, which is the third this year.\n"
        "\n"
        "The governor has put the city under curfew and asked the capital for\n"
        "more men.\n"
    )
    assert [words.count("\n") for _, words in kinds(wrapped)] == [2, 1]


def test_units_part_wrapped_paragraphs_without_blank_lines():
    wrapped = (
        "Two killed in Herat\n"
        "Gunmen on motorcycles killed two teachers and a guard near the old\n"
        "market of Herat on Monday, the police of the city said.\n"
        "The governor has put the city under curfew and asked the capital for\n"
        "more men, which he has not been given.\n"
    )
    assert [kind for kind, _ in kinds(wrapped)] == ["headline", "body", "body"]
    assert kinds(wrapped)[1][1].endswith("the city said.")


def test_regions_do_not_take_an_answer_given_twice_for_a_repeat():
    text = f"Two killed in Herat\n\n{BODY}\n\nThat is correct.\n\nWho saw it?\n\nThat is correct."
    assert "repeat" not in [kind for kind, _ in kinds(text)]


@pytest.mark.parametrize(
    "unit",
    [
        "Reuters/" * 27,
        "By " + "Aa-" * 70,
        "By " + "Aa " * 70,
        "(via " + "Aa, " * 50,
        "Published: " * 20,
        "Photo: " * 30,
        "1" * 219,
    ],
)
def test_regions_of_a_hostile_line_are_found(unit: str):
    """A pattern that backs up without end would hang here."""
    regions = find_regions(f"Two killed in Herat\n\n{unit}!\n\n{BODY}")
    assert [region.kind for region in regions][-1] == "body"


def test_regions_of_a_long_list_take_no_long_time():
    text = "\n\n".join(
        f"On day {i} the army shelled village {i % 97} and killed {i % 13} people near the river." for i in range(2000)
    )
    assert len(find_regions(text)) == 2000


PIECES = st.sampled_from(
    [
        BODY,
        FULL,
        "By Jane Roe",
        "Leave a Comment",
        "Photo: AP.",
        "\n",
        "\n\n",
        " ",
        "\t",
        "\r\n",
        "\r",
        "\u2028",
        "\x0b",
        "\xa0",
        "é",
        "警方说",
        "\u200b",
    ]
)


@given(st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=20).map("".join)))
def test_regions_cover_every_letter_in_order_without_overlap(text: str):
    position = 0
    for region in find_regions(text):
        assert position <= region.start < region.end <= len(text)
        assert not text[position : region.start].strip()
        words = text[region.start : region.end]
        assert words == words.strip()
        position = region.end
    assert not text[position:].strip()


@settings(deadline=None)  # the first foreign text loads the classifier
@given(st.lists(PIECES, min_size=1, max_size=20).map("".join).filter(str.strip))
def test_documents_quote_what_they_cover(text: str):
    document = document_from_text(text, check_language=False)
    assert "\r" not in document.text
    for quote in document.publication.quotes:
        assert document.text[quote.start : quote.end] == quote.text
