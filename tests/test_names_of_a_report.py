"""Names over a whole report: one kind for the same letters, and plain names found again."""

from __future__ import annotations

import pytest

from whowhom.reading.names import FOUND_AGAIN, settle_names
from whowhom.records import Tagged


def _settle(text: str, *names: tuple[str, int, str, float]) -> list[tuple[str, int, str, float]]:
    """Settle names given as words, which place of them (from 0), kind and score; sentences end with a full stop."""
    words = text.split()
    ends = [at + 1 for at, word in enumerate(words) if word == "."]
    sentences = list(zip([0, *ends[:-1]], ends, strict=True))
    tags = []
    for letters, nth, kind, score in names:
        parts = letters.split()
        places = [at for at in range(len(words)) if words[at : at + len(parts)] == parts]
        tags.append(Tagged(places[nth], places[nth] + len(parts), kind, score))
    upos = [
        "NOUN" if word.islower() or words[at + 1 : at + 2] == ["bags"] else "PROPN" for at, word in enumerate(words)
    ]
    settled = settle_names(words, sentences, sorted(tags, key=lambda tag: tag.first), upos)
    return [(" ".join(words[tag.first : tag.last]), tag.first, tag.label, tag.score) for tag in settled]


def test_one_name_has_the_kind_that_most_speaks_for() -> None:
    found = _settle(
        "Mercy was shelled . Nurses left Mercy . Mercy is closed .",
        ("Mercy", 0, "PER", 0.6),
        ("Mercy", 1, "ORG", 0.9),
        ("Mercy", 2, "ORG", 0.7),
    )
    assert found == [("Mercy", 0, "ORG", 0.6), ("Mercy", 6, "ORG", 0.9), ("Mercy", 8, "ORG", 0.7)]


def test_a_plain_name_is_found_again_whole_and_not_inside_another() -> None:
    found = _settle(
        "Anna Kovac spoke . Then Kovac left . Anna Kovac House burned . Kovac stayed .",
        ("Kovac", 1, "PER", 0.95),
        ("Anna Kovac House", 0, "LOC", 0.9),
    )
    assert found == [
        ("Kovac", 1, "PER", FOUND_AGAIN),
        ("Kovac", 5, "PER", 0.95),
        ("Anna Kovac House", 8, "LOC", 0.9),
        ("Kovac", 13, "PER", FOUND_AGAIN),
    ]


@pytest.mark.parametrize(
    ("name", "score"),
    [("Ela", 0.99), ("Elan", 0.79), ("elan", 0.99)],
    ids=["short", "not plain", "no capital"],
)
def test_what_is_short_faint_or_without_capital_is_not_looked_for(name: str, score: float) -> None:
    assert _settle(f"{name} spoke . So did {name} .", (name, 0, "PER", score)) == [(name, 0, "PER", score)]


def test_short_names_keep_the_kind_of_their_sentence() -> None:
    found = _settle("US troops left . A US base stood .", ("US", 0, "ORG", 0.9), ("US", 1, "LOC", 0.95))
    assert [(first, kind) for _, first, kind, _ in found] == [(0, "ORG"), (5, "LOC")]


def test_no_name_goes_over_the_end_of_a_sentence() -> None:
    found = _settle("New Kent burned . The road is New . Kent slept .", ("New Kent", 0, "LOC", 0.99))
    assert [name for name, *_ in found] == ["New Kent"]


def test_a_word_that_is_no_proper_noun_there_is_no_name() -> None:
    found = _settle("Justice Brown spoke . Brown bags were found .", ("Brown", 0, "PER", 0.9))
    assert [(name, first) for name, first, *_ in found] == [("Brown", 1)]
