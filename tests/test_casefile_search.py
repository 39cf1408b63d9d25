"""Search in a case: the same words found on SQLite and PostgreSQL."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factories import make_document, make_quiet_coding
from whowhom.casefile.finding import search_reports
from whowhom.casefile.reports import add_report
from whowhom.casefile.search import MAX_PHRASE_WORDS, PASSAGE_WORDS, fold_word, read_query, remove_text, words_of
from whowhom.errors import UsageError

TEXTS = {
    "jalalabad": "Shells fell on the market in Jalālābād on Monday, the governor's office said.\n",
    "saida": "Fighters left Saïda's old harbour; the south-eastern gate stayed shut, officials of the port said.\n",
    "lodz": "A team from Łódź cleared 1,200 mines near the market-place of Birao on Monday.\n",
    "arabic": "The word سَلام was painted on the wall of the school in Ouadda, teachers said.\n",
}


@pytest.fixture
def filled(case):
    for name, body in TEXTS.items():
        add(case, name, body)
    return case


def add(case, name, body):
    document = make_document(body, path=f"{name}.txt")
    with case.writing() as connection:
        add_report(connection, document, make_quiet_coding(document), at=case.clock())


def found(case, query):
    with case.reading() as connection:
        return sorted(row["address"] for row in search_reports(connection, query))


def names(case, query):
    from whowhom.records import text_id

    of = {f"text:{text_id(body)}": name for name, body in TEXTS.items()}
    return sorted(of[address] for address in found(case, query))


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("market", ["jalalabad", "lodz"]),
        ("MARKET monday", ["jalalabad", "lodz"]),
        ("jalalabad", ["jalalabad"]),
        ("Jalālābād", ["jalalabad"]),
        ("saida", ["saida"]),
        ("saïda's", ["saida"]),
        ("lodz", ["lodz"]),
        ('"market in"', ["jalalabad"]),
        ('"in market"', []),
        ('"market place"', ["lodz"]),
        ("south eastern", ["saida"]),
        ('"south-eastern gate"', ["saida"]),
        ("offic*", ["jalalabad", "saida"]),
        ("office", ["jalalabad"]),
        ('"the mark*"', []),
        ('"the mar"*', ["jalalabad", "lodz"]),
        ("said -market", ["arabic", "saida"]),
        ("said -market -saida", ["arabic"]),
        ("سلام", ["arabic"]),
        ("1 200", ["lodz"]),
        ("Łódź mines market", ["lodz"]),
        ("harbour market", []),
    ],
)
def test_a_query_finds_the_same_on_both(filled, query, expected):
    assert names(filled, query) == expected


def test_words_found_are_shown_with_their_offsets(filled):
    with filled.reading() as connection:
        (row,) = search_reports(connection, 'lodz "market place"')
    body = TEXTS["lodz"]
    assert [(s["found"], body[s["start"] : s["end"]]) for s in row["snippets"]] == [
        ("Łódź", "Łódź"),
        ("market-place", "market-place"),
    ]


def test_a_phrase_anywhere_in_a_very_long_report_is_found(case):
    filler = "the guns of the hill were silent and the road to the river stayed closed "
    body = filler * (PASSAGE_WORDS // 4) + "Ouadda bridge fell. " + filler * 900
    assert len(body.split()) > 16_383
    add(case, "long", body)
    assert len(found(case, '"ouadda bridge fell"')) == 1
    assert len(found(case, '"closed ouadda"')) == 1
    assert found(case, '"ouadda fell"') == []


def test_every_short_phrase_of_a_long_report_is_found(case):
    words = [f"w{number}" if number % 7 else "the" for number in range(3 * PASSAGE_WORDS)]
    add(case, "long", " ".join(words) + ".\n")
    for start in range(0, len(words) - 10, 397):
        assert len(found(case, f'"{" ".join(words[start : start + 10])}"')) == 1


def test_a_text_taken_out_of_the_index_is_not_found(filled):
    with filled.writing() as connection:
        remove_text(connection, 1)
    assert names(filled, "market") == ["lodz"]


def test_the_newest_report_comes_first_and_superseded_ones_only_when_asked_for(case):
    import dataclasses

    for day, body in (("2022-03-01", "Calm in Birao.\n"), ("2022-03-09", "Calm in Birao again.\n")):
        document = make_document(body, path=None)
        publication = dataclasses.replace(document.publication, published=day)
        document = dataclasses.replace(document, publication=publication)
        with case.writing() as connection:
            add_report(connection, document, make_quiet_coding(document), at=case.clock())
    with case.reading() as connection:
        days = [row["published"] for row in search_reports(connection, "birao")]
    assert days == ["2022-03-09", "2022-03-01"]


@pytest.mark.parametrize("query", ["", "   ", "-market", "!!!", '""'])
def test_a_query_without_a_word_is_refused(query):
    with pytest.raises(UsageError, match="no word"):
        read_query(query)


def test_a_phrase_that_is_too_long_is_refused():
    with pytest.raises(UsageError, match="at most 50"):
        read_query('"' + "word " * (MAX_PHRASE_WORDS + 1) + '"')


@given(st.text(max_size=200))
def test_words_lie_where_they_say_and_fold_to_themselves(body):
    last = 0
    for word in words_of(body):
        assert last <= word.start < word.end <= len(body)
        assert word.folded
        assert "".join(c for c in fold_word(word.folded) if c.isalnum()) == word.folded or not word.folded.isascii()
        last = word.end


@given(st.text(max_size=60))
def test_no_query_breaks_the_reading_of_queries(query):
    try:
        terms = read_query(query)
    except UsageError:
        return
    assert all(word for term in terms for word in term.words)
