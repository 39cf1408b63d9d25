"""The hashed table of words that head MUC-4 fillers."""

from __future__ import annotations

import math

import pytest

from whowhom.evaluate import muc4_words
from whowhom.evaluate.muc4_gold import ROLES
from whowhom.evaluate.muc4_words import bucket, head_log_odds, head_word, write_table


@pytest.mark.parametrize(
    ("mention", "word"),
    [("URBAN GUERRILLAS", "guerrilla"), ("the Bria bridge.", "bridge"), ("the", ""), ("", "")],
)
def test_words_are_the_last_of_a_mention_without_plural(mention, word):
    assert head_word(mention) == word


def test_words_table_gives_back_what_was_counted(tmp_path, monkeypatch):
    path = tmp_path / "words.json"
    monkeypatch.setattr(muc4_words, "TABLE", path)
    write_table({("Weapon", bucket("mortar")): 41}, {bucket("mortar"): 52, bucket("rain"): 2000}, path)
    share = 42 / 60
    assert head_log_odds("Weapon", "two mortars") == pytest.approx(math.log(share / (1 - share)), abs=0.03)
    assert head_log_odds("Weapon", "rain") == pytest.approx(-127 / 20)
    assert head_log_odds("Victim", "mortar") < -3
    muc4_words._tables.cache_clear()


def test_words_table_ships_whole_and_knows_a_bomb_from_a_person():
    tables = muc4_words._tables()
    assert set(tables) == set(ROLES)
    assert {len(table) for table in tables.values()} == {muc4_words.BUCKETS}
    assert head_log_odds("Weapon", "a car bomb") > head_log_odds("Victim", "a car bomb") + 2


def test_words_unseen_have_the_priors_odds(tmp_path, monkeypatch):
    path = tmp_path / "words.json"
    monkeypatch.setattr(muc4_words, "TABLE", path)
    write_table({}, {}, path)
    assert head_log_odds("Target", "bridge") == pytest.approx(math.log(1 / 7), abs=0.03)
    assert head_log_odds("Target", "") == pytest.approx(math.log(1 / 7), abs=0.03)
    muc4_words._tables.cache_clear()
