import pytest
from hypothesis import given
from hypothesis import strategies as st

from whowhom.reading.words import MAX_SENTENCE_WORDS, split_sentences, split_words, word_shape


def words_of(text: str) -> list[str]:
    return [text[start:end] for start, end in split_words(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The army didn't fire.", ["The", "army", "did", "n't", "fire", "."]),
        ("Kabul's markets", ["Kabul", "'s", "markets"]),
        ("Kabul’s markets", ["Kabul", "’s", "markets"]),
        ("IS-K fighters", ["IS", "-", "K", "fighters"]),
        ("Gen. Amir Sadat of the U.S. Army", ["Gen.", "Amir", "Sadat", "of", "the", "U.S.", "Army"]),
        ("1,500-2,200 fighters", ["1,500", "-", "2,200", "fighters"]),
        ("at 6 p.m. on 3 May", ["at", "6", "p.m.", "on", "3", "May"]),
        ("They cannot leave", ["They", "can", "not", "leave"]),
        ("“Leave,” he said", ["“", "Leave", ",", "”", "he", "said"]),
        ("______ and ----", ["______", "and", "----"]),
        ("anti-tank mines", ["anti-tank", "mines"]),
        ("a UN-led force", ["a", "UN", "-", "led", "force"]),
        ("Tehrik-e-Azadi", ["Tehrik", "-", "e", "-", "Azadi"]),
        ("a counter-attack", ["a", "counter", "-", "attack"]),
        ("after 9/11, on 03/04/2015", ["after", "9/11", ",", "on", "03/04/2015"]),
        ("2016-07-01", ["2016-07-01"]),
        ("500-1000 fighters", ["500", "-", "1000", "fighters"]),
        ("call 202-555-0143", ["call", "202-555-0143"]),
        ("5pm, $3m, 40km", ["5", "pm", ",", "$", "3", "m", ",", "40", "km"]),
        ("the 1980s and 90's", ["the", "1980s", "and", "90's"]),
        ("dont, cant, im", ["do", "nt", ",", "ca", "nt", ",", "i", "m"]),
        ("its not its fault", ["it", "s", "not", "its", "fault"]),
        ("gonna see :) ok", ["gon", "na", "see", ":)", "ok"]),
        ("@GaoNews #ceasefire", ["@GaoNews", "#ceasefire"]),
        ("the U.S.A. and No. 5", ["the", "U.S.A.", "and", "No.", "5"]),
        ("He said no. Then", ["He", "said", "no", ".", "Then"]),
        ("Kotto et al. left etc. Then", ["Kotto", "et", "al.", "left", "etc", ".", "Then"]),
        ("AK47s and M4A1", ["AK47s", "and", "M4A1"]),
        ("What?! Why...", ["What", "?!", "Why", "..."]),
        ("see report_07.pdf or un.org", ["see", "report_07.pdf", "or", "un.org"]),
    ],
)
def test_words_are_cut_as_the_treebank_cuts_them(text, expected):
    assert words_of(text) == expected


@given(st.text(max_size=300))
def test_words_are_in_order_and_leave_only_white_space_between(text):
    end = 0
    for start, stop in split_words(text):
        assert start < stop
        assert not text[end:start].strip()
        end = stop
    assert not text[end:].strip()


@given(st.text(alphabet="ab .!?\n\"'AB", max_size=400))
def test_sentences_cover_all_words_in_order(text):
    words = split_words(text)
    sentences = split_sentences(text, words)
    assert [index for first, last in sentences for index in range(first, last)] == list(range(len(words)))


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Gen. Sadat spoke. He left.", 2),
        ("They met in the U.S. The talks failed.", 2),
        ("They met U.S. Secretary Hale.", 1),
        ("“We left.” Then shells fell.", 2),
        ("Losses:\n- two soldiers\n- one nurse", 3),
        ("Four died.Five were hurt", 1),
        ("The camp was shelled.[22] Nobody was hurt.", 2),
        ("The town fell. al-Sabah troops left.", 2),
        ("Shells fell. no one was hurt", 2),
        ("They met approx. ten men.", 1),
        ("“Who fired?” he asked.", 1),
        ("1. Two rifles were found.", 1),
        ("Shells fell . . . again .", 1),
        ("Ann Kotto 03/15/2001 04:17 PM Please call.", 2),
        ("Regards, Ann Kotto", 2),
        ("It is over :) We can go", 2),
        ("Read this. http://un.org/a has more.", 2),
    ],
)
def test_sentences_end_where_a_reader_would_end_them(text, count):
    assert len(split_sentences(text, split_words(text))) == count


def test_a_sentence_of_two_thousand_words_is_cut_and_read_to_its_end():
    text = "and then they fired, " * 500
    words = split_words(text)
    sentences = split_sentences(text, words)
    assert max(last - first for first, last in sentences) <= MAX_SENTENCE_WORDS
    assert sentences[-1][1] == len(words) == 2500


def test_a_long_run_of_underscores_is_cut_in_linear_time():
    assert split_words("_" * 200_000) == [(0, 200_000)]


@pytest.mark.parametrize("unit", ["a-", "123-", "a.b-", "a@", ":(", "[1"])
def test_a_long_run_without_spaces_is_cut_to_its_end(unit):
    text = unit * 30_000
    words = split_words(text)
    assert words[-1][1] == len(text)
    assert split_sentences(text, words)[-1][1] == len(words)


@pytest.mark.parametrize(
    ("word", "start", "shape"),
    [
        ("army", False, 1),
        ("Army", False, 2),
        ("Army", True, 7),
        ("US", False, 3),
        ("IsIs", False, 4),
        ("12", False, 5),
        (",", False, 6),
    ],
)
def test_shapes_tell_capitals_apart(word, start, shape):
    assert word_shape(word, sentence_start=start) == shape
