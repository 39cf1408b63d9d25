"""Documents of strings: publication, language, canonical text."""

import hashlib
import subprocess
import sys

import pytest

from whowhom.errors import EmptyReport, RecordError, UnreadLanguage, UsageError
from whowhom.ingest import PublicationHints, document_from_text
from whowhom.ingest.dates import iso_date

BODY = (
    "Gunmen killed two people in Herat on Monday, the police said.\n\nNo group has said that it was behind the attack."
)
HEAD = "Two killed in Herat"
KILLING = "Gunmen killed two people in Herat on Monday, the police said."


def report(*units: str) -> str:
    return "\n\n".join((HEAD, BODY, *units))


def test_documents_are_named_by_the_digest_of_their_text():
    document = document_from_text(report())
    assert document.id == hashlib.sha256(document.text.encode()).hexdigest()
    assert document.text == report()
    assert document.language == "en"
    assert document.missing == ()


def test_documents_change_line_ends_and_nothing_else():
    document = document_from_text(
        "\ufeffTwo killed  in Herat\r\n\r\nThe “old” market\u00a0was shut\rby the police.\t\n"
    )
    assert document.text == "Two killed  in Herat\n\nThe “old” market\u00a0was shut\nby the police.\t\n"


def test_publications_give_a_reason_for_each_field_that_is_none():
    publication = document_from_text(BODY).publication
    fields = "path url title byline publisher relayed_from published retrieved digest media_type extractor".split()
    assert {missing.field for missing in publication.missing} == {
        name for name in fields if getattr(publication, name) is None
    }
    assert publication.published_basis == "unknown"
    assert {missing.reason for missing in publication.missing} == {"not stated"}


def test_publications_hold_what_was_given():
    hints = PublicationHints(
        published="3 May 2021",
        title=HEAD,
        url="https://gazette.example/1",
        publisher="Northern Gazette",
        byline="Jane Roe",
    )
    publication = document_from_text(report(), meta=hints).publication
    assert (publication.published, publication.published_basis) == ("2021-05-03", "given")
    assert (publication.title, publication.byline, publication.publisher) == (HEAD, "Jane Roe", "Northern Gazette")


@pytest.mark.parametrize(
    ("credit", "byline", "publisher", "relayed_from"),
    [
        ("Tran Minh (Follow Lakeland Courier)", "Tran Minh", None, "Lakeland Courier"),
        ("Jane Roe (via Northern Gazette)", "Jane Roe", None, "Northern Gazette"),
        ("By Jane Roe, Reuters", "Jane Roe", "Reuters", None),
        ("By Jane Roe, Northern Gazette", "Jane Roe", "Northern Gazette", None),
        ("By Jane Roe | Lakeland Now", "Jane Roe", "Lakeland Now", None),
        ("By Jane Roe and John Doe", "Jane Roe and John Doe", None, None),
        ("By Jane Roe, John Doe", "Jane Roe, John Doe", None, None),
        ("By Abu Omar al-Sharif, Staff Writer", "Abu Omar al-Sharif", None, None),
        ("(Reporting by Jane Roe in Kabul; editing by John Doe)", "Jane Roe", None, None),
        ("Source: Northern Gazette", None, None, "Northern Gazette"),
        ("With inputs from Reuters", None, None, "Reuters"),
        ("This story was originally published by the Northern Gazette.", None, None, "Northern Gazette"),
        ("(Reuters)", None, "Reuters", None),
        ("Jane Roe", "Jane Roe", None, None),
        ("Our correspondent", None, None, None),
    ],
)
def test_publications_read_a_credit_with_its_words(credit: str, byline: str, publisher: str, relayed_from: str):
    document = document_from_text(report(credit))
    publication = document.publication
    assert (publication.byline, publication.publisher, publication.relayed_from) == (byline, publisher, relayed_from)
    named = {value for value in (byline, publisher, relayed_from) if value is not None}
    assert {quote.text for quote in publication.quotes} == named
    assert all(document.text[quote.start : quote.end] == quote.text for quote in publication.quotes)
    assert all(quote.start >= document.text.index(credit) for quote in publication.quotes)


def test_publications_take_the_outlet_of_a_report_carried_elsewhere():
    text = f"{HEAD}\n\nGunmen killed two people in Herat, according to a report carried by the Northern Gazette.\n\nIt goes on."
    publication = document_from_text(text).publication
    assert publication.relayed_from == "Northern Gazette"
    assert [quote.text for quote in publication.quotes] == ["Northern Gazette"]


def test_publications_take_the_outlet_of_a_wire_dateline():
    text = f"{HEAD}\n\nKABUL, Sept 12 (Reuters) - Gunmen attacked a checkpoint near the city, the police said.\n\nIt goes on."
    document = document_from_text(text)
    assert document.publication.publisher == "Reuters"
    assert [region.kind for region in document.regions] == ["headline", "body", "body"]


def test_publications_take_an_agency_in_another_outlets_report_as_relayed():
    text = f"{HEAD}\n\nKABUL, Sept 12 (Reuters) - Gunmen attacked a checkpoint near the city, the police said.\n\nIt goes on."
    publication = document_from_text(text, meta=PublicationHints(publisher="Northern Gazette")).publication
    assert (publication.publisher, publication.relayed_from) == ("Northern Gazette", "Reuters")


@pytest.mark.parametrize(
    ("unit", "words", "iso"),
    [
        ("Published: 3 May 2021", "3 May 2021", "2021-05-03"),
        ("Last updated on May 4, 2021. First published: May 3, 2021", "May 3, 2021", "2021-05-03"),
        ("Sunday, September 12, 2021 10:30 GMT", "September 12, 2021", "2021-09-12"),
        ("By Jane Roe | 3 May 2021", "3 May 2021", "2021-05-03"),
        ("Date: 2021-05-03", "2021-05-03", "2021-05-03"),
        ("KABUL, Sept 12, 2021 (Northern Gazette) - The curfew goes on.", "Sept 12, 2021", "2021-09-12"),
        ("SAN SALVADOR, 3 JAN 90 (NORTHERN GAZETTE) -- THE CURFEW GOES ON.", "3 JAN 90", "1990-01-03"),
        ("Bamako, 4 March 2021 – The curfew goes on.", "4 March 2021", "2021-03-04"),
    ],
)
def test_publications_infer_the_date_that_the_text_states(unit: str, words: str, iso: str):
    document = document_from_text(f"{HEAD}\n\n{unit}\n\n{BODY}")
    publication = document.publication
    assert (publication.published, publication.published_basis) == (iso, "inferred from the text")
    assert words in {document.text[quote.start : quote.end] for quote in publication.quotes}


@pytest.mark.parametrize(
    ("line", "is_title"),
    [
        ("For immediate release: 7 June 2021", True),
        ("Press release, 7 June 2021", True),
        ("London, 7 June 2021", False),
        ("Geneva/Bangui - 7 June 2021", False),
        ("SITREP No. 12 (as of 7 June 2021)", True),
        ("Daily monitor, 7 June 2021", True),
        ("Situation report - 7 June 2021", True),
        ("Kotto Daily Monitor, Monday 7 June 2021", True),
        ("Media statement, Bangui (Central African Republic), 7 June 2021", True),
        ("7 June 2021 - Press release", True),
    ],
)
def test_publications_read_the_date_of_a_heading_above_the_text(line: str, is_title: bool):
    document = document_from_text(f"{line}\n\n{KILLING}")
    assert document.publication.published == "2021-06-07"
    assert "7 June 2021" in {document.text[quote.start : quote.end] for quote in document.publication.quotes}
    assert document.publication.title == (line if is_title else None)
    assert [region.kind for region in document.regions] == ["credit", "body"]


@pytest.mark.parametrize("gap", ["\n", "\n\n"], ids=["lines", "paragraphs"])
def test_publications_take_the_headline_below_a_dated_heading_as_title(gap: str):
    document = document_from_text(gap.join(["Daily monitor, 7 June 2021", HEAD, KILLING]))
    assert (document.publication.title, document.publication.published) == (HEAD, "2021-06-07")
    assert [region.kind for region in document.regions] == ["credit", "headline", "body"]


def test_publications_keep_a_headline_that_begins_with_the_kind_of_document():
    line = "Situation report: fighting in Herat, 7 June 2021"
    document = document_from_text(f"{line}\n\n{KILLING}")
    assert (document.publication.title, document.publication.published) == (line, "2021-06-07")
    assert document.regions[0].kind == "headline"


@pytest.mark.parametrize(
    "line", ["Attack in Herat, 7 June 2021", "Rebels issue statement, 7 June 2021", "Gunmen release four, 7 June 2021"]
)
def test_publications_leave_a_headline_with_the_day_of_its_event(line: str):
    publication = document_from_text(f"{line}\n\n{KILLING}").publication
    assert (publication.title, publication.published) == (line, None)


def test_publications_do_not_take_the_date_of_an_event_for_their_own():
    text = f"{HEAD}\n\nOn 3 May 2021 gunmen killed two people in Herat, the police said.\n\nThey fled."
    publication = document_from_text(text).publication
    assert publication.published is None


def test_publications_say_that_a_dateline_without_year_is_unresolved():
    text = f"{HEAD}\n\nKABUL, Sept 12 (Northern Gazette) - Gunmen attacked a checkpoint near the city.\n\nIt goes on."
    publication = document_from_text(text).publication
    assert publication.published is None
    assert ("published", "stated but unresolved") in {(row.field, row.reason) for row in publication.missing}


@pytest.mark.parametrize(
    ("words", "iso"),
    [
        ("2021-05-03", "2021-05-03"),
        ("2021-05-03T10:30:00Z", "2021-05-03"),
        ("2021-05-03 23:30:00.123+02:00", "2021-05-03"),
        ("2021/5/3", "2021-05-03"),
        ("Mon, 03 May 2021 10:30:00 +0000", "2021-05-03"),
        ("3 May 2021 10:30:00 GMT", "2021-05-03"),
        ("3 May 2021", "2021-05-03"),
        ("3rd of May 2021", "2021-05-03"),
        ("May 3, 2021", "2021-05-03"),
        ("Sept. 12, 2021", "2021-09-12"),
        ("Monday, 3 May 2021", "2021-05-03"),
        ("  3  May\n2021 ", "2021-05-03"),
        ("03-May-2021", "2021-05-03"),
        ("05/03/2021", None),
        ("2021-02-30", None),
        ("31 April 2021", None),
        ("May 2021", None),
        ("2021", None),
        ("yesterday", None),
        ("3 May 21", None),
        ("", None),
        ("3 May 2021 " * 50, None),
    ],
)
def test_dates_are_read_when_day_month_and_year_are_beyond_doubt(words: str, iso: str | None):
    assert iso_date(words) == iso


def test_documents_refuse_a_date_that_cannot_be_read():
    with pytest.raises(UsageError, match=r"'05/03/2021' is no date .* Expected day, month and year .*2021-05-03"):
        document_from_text(BODY, meta=PublicationHints(published="05/03/2021"))


@pytest.mark.parametrize("text", ["", " \n\t\r\n", "\ufeff"])
def test_documents_refuse_a_text_without_words(text: str):
    with pytest.raises(EmptyReport, match="holds no text"):
        document_from_text(text)


def test_documents_refuse_half_a_character():
    with pytest.raises(RecordError, match="lone surrogate"):
        document_from_text("Two killed \ud800 in Herat")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (
            "La policía dijo que dos personas murieron en Herat el lunes tras el ataque contra el mercado viejo.",
            "Spanish (es)",
        ),
        (
            "Die Polizei sagte, zwei Menschen seien am Montag bei einem Angriff auf den Markt getötet worden.",
            "German (de)",
        ),
        ("قتل مسلحون شخصين في هرات يوم الاثنين، حسبما ذكرت الشرطة في المدينة القديمة.", "Arabic (ar)"),
        ("警方说,周一在赫拉特的旧市场附近有两人被枪手打死,没有组织声称对此负责。", "Chinese (zh)"),
    ],
)
def test_documents_refuse_another_language_by_name(text: str, name: str):
    with pytest.raises(UnreadLanguage) as caught:
        document_from_text(text, meta=PublicationHints(path="a.txt"))
    assert name in str(caught.value)
    assert "'a.txt'" in str(caught.value)


def test_documents_read_another_language_when_told_not_to_check():
    text = "Die Polizei sagte, zwei Menschen seien am Montag bei einem Angriff auf den Markt getötet worden."
    assert document_from_text(text, check_language=False).language == "de"


@pytest.mark.parametrize(
    "text",
    [
        "Two killed in Herat",
        "Boko Haram attack Maiduguri Monday",
        "Santos visita Bogotá",
        "IS-K Kunar Nangarhar Nimroz",
        "12",
    ],
)
def test_documents_do_not_refuse_on_little_evidence(text: str):
    document = document_from_text(text)
    assert document.language in ("en", None)
    assert bool(document.missing) == (document.language is None)


@pytest.mark.parametrize(
    "text",
    [
        "THE ARMY SAID THAT TWO SOLDIERS WERE KILLED NEAR THE BRIDGE ON MONDAY.",
        "gunmen killed two people in herat on monday, the police said, and fled to the hills.",
        "General José Peña of the Fuerza Norte said that El Paraíso and La Unión were in the hands of the army.",
    ],
    ids=["capitals", "lower case", "foreign names"],
)
def test_documents_know_english_without_the_classifier(text: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, "py3langid", None)
    assert document_from_text(text).language == "en"


def test_importing_ingest_loads_no_extractor():
    heavy = ("trafilatura", "pypdf", "docx", "py3langid", "charset_normalizer", "lxml")
    code = f"import sys, whowhom.ingest; print([name for name in {heavy} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_documents_read_byline_headline_and_date_on_lines_of_their_own():
    text = "Two soldiers freed in Cauca\nBy Ana Ruiz\n19 February 2024\n\nGunmen had taken two soldiers near Argelia, the army said."
    publication = document_from_text(text).publication
    assert (publication.title, publication.byline) == ("Two soldiers freed in Cauca", "Ana Ruiz")
    assert (publication.published, publication.published_basis) == ("2024-02-19", "inferred from the text")
    assert [text[quote.start : quote.end] for quote in publication.quotes] == ["Ana Ruiz", "19 February 2024"]


@pytest.mark.parametrize("dateline", ["*Bamako, 2 June 2022.*", "_Bamako, June 2, 2022_", "Bamako, 2 June 2022."])
def test_documents_read_a_dateline_that_ends_in_a_full_stop(dateline: str):
    text = f"# Clash near Gao\n\n{dateline} Gunmen attacked a convoy between Gao and Ansongo on Wednesday, killing one soldier."
    publication = document_from_text(text).publication
    assert publication.published == "2022-06-02"
    assert publication.quotes[0].text == dateline.strip("*_.").removeprefix("Bamako, ")


def test_documents_take_no_sentence_that_ends_in_a_date_for_a_dateline():
    text = "Gunmen attacked a convoy near Gao on Thursday, 2 June 2022. One soldier was killed, the army said."
    assert document_from_text(text).publication.published is None


def test_documents_take_no_town_before_a_date_for_the_writer():
    text = "Shells hit a camp\nPort Sudan, 4 May 2025\n\nShells killed two people near El Fasher on Saturday, the doctors said."
    publication = document_from_text(text).publication
    assert (publication.byline, publication.published) == (None, "2025-05-04")
