"""Noun phrases of people beside a verb, read from left to right.

In: a tree and a place among its words. Out: ranges of words, each one phrase ("more than 30
people", "a commander"), and what they are: a number, people. What one would get wrong: the
tree is asked for parts of speech only, because one wrong link loses a number.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from whowhom.coding import victim_words as words
from whowhom.coding.ages import before_age
from whowhom.coding.count_words import NONE_OF
from whowhom.coding.tree import DAYS, Tree

# Words between an auxiliary and its participle: "were all reportedly killed".
MAX_ADVERBS = 3
MAX_PHRASE_WORDS = 12
MAX_PHRASES = 6
_CLAUSES = frozenset("when where while how why".split())
_HYPHENS = ("-", "–", "/")
_YEAR = re.compile(r"(?:19|20)\d\d")
_TIME_OPENERS = frozenset("over last this next past that the same following previous late earlier early a one".split())
_AGO = frozenset("ago earlier before later ,".split())
_TIMES = DAYS | frozenset("tonight tomorrow overnight night morning afternoon evening week dawn".split())
_TIME_NOUNS = _TIMES | frozenset("day month year weekend".split())


def lower_words(tree: Tree, first: int, last: int) -> list[str]:
    """Give words in lower case."""
    return [tree.layers.word(word).lower() for word in range(first, last)]


def auxiliary(tree: Tree, at: int, first: int) -> int | None:
    """Return the first auxiliary of a passive verb, None of an active one."""
    word, found = at - 1, None
    for _ in range(MAX_ADVERBS + 2):
        if word < first:
            break
        lower = tree.layers.word(word).lower()
        if lower in words.PASSIVE:
            found = word
        elif not (
            tree.layers.upos[word] in ("AUX", "ADV", "PART", "DET", "CCONJ")
            or (tree.layers.upos[word] == "VERB" and tree.lemma(word) in words.ACTS)
        ):
            break
        word -= 1
    if found is None:
        return None
    while found > first and (tree.layers.upos[found - 1] in ("AUX", "ADV", "PART")):
        found -= 1
    return found


def shared_start(tree: Tree, at: int, first: int) -> int:
    """Return where to look for the people of a bare participle: before it, or before the one it is joined to."""
    if at - 2 >= first and tree.layers.upos[at - 1] == "CCONJ" and tree.lemma(at - 2) in words.ACTS:
        passive = auxiliary(tree, at - 2, first)
        return passive if passive is not None else at - 2
    return at


def phrases_from(tree: Tree, start: int, last: int) -> list[tuple[int, int]]:
    """Read the noun phrase that begins right here, and those joined to it by commas and "and"."""
    while start < last and tree.layers.upos[start] in ("ADV", "PART"):
        if tree.layers.word(start).lower() in _CLAUSES:
            return []  # "40 others wounded when gunmen attacked"
        if _bounds(tree, start) or tree.layers.word(start).lower() in words.HEDGES:
            break
        start += 1
    found: list[tuple[int, int]] = []
    sure = 0
    end = run_from(tree, start, last)
    while end is not None and len(found) < MAX_PHRASES:
        if not _is_apposed(tree, start, end, found):
            found.append((past_times(tree, start, end), end))
        link = end
        while link < last and (tree.layers.upos[link] == "CCONJ" or tree.layers.word(link) == ","):
            link += 1
        joined = set(lower_words(tree, end, link))
        following = run_from(tree, link, last) if joined & {"and", ","} else None
        # "Killed two and three were hurt": what a verb follows is its own.
        if following is None or not _opens(tree, link) or _is_subject(tree, following, last):
            break
        if "and" in joined:
            sure = len(found) + 1
        start, end = link, following
    # A list without "and" is no list: "a journalist, Anwar Bahumaid,".
    return found[: max(1, sure)]


def _is_apposed(tree: Tree, start: int, end: int, before: Sequence[tuple[int, int]]) -> bool:
    """Say whether a phrase behind a comma only tells more of the one before: an age, a name, an office."""
    if not before or tree.layers.word(start - 1) != ",":
        return False
    if end - start == 1 and is_number(tree, start):
        return True
    named = tree.layers.upos[end - 1] == "PROPN", tree.layers.upos[before[-1][1] - 1] == "PROPN"
    opener = tree.layers.word(start).lower()
    return named[0] != named[1] and (named[0] or opener in ("a", "an", "the") or tree.layers.upos[start] == "NOUN")


def phrases_before(tree: Tree, end: int, first: int) -> list[tuple[int, int]]:
    """Read the noun phrase that ends right here, a bracket of parts skipped, and those joined to it."""
    end = before_age(tree, _without_bracket(tree, end, first), first)
    while end > first and tree.layers.upos[end - 1] in ("ADV", "PUNCT") and tree.layers.word(end - 1) in ",)":
        end -= 1
    while end > first and tree.layers.word(end - 1).lower() in ("who", "that", "which", "also", "reportedly", "whom"):
        end -= 1
    found: list[tuple[int, int]] = []
    start = run_before(tree, end, first)
    while start is not None and len(found) < MAX_PHRASES:
        found.append((start, end))
        link = start
        while link > first and (tree.layers.upos[link - 1] == "CCONJ" or tree.layers.word(link - 1) == ","):
            link -= 1
        if link == start or not {"and"} & set(lower_words(tree, link, start)) or not _opens(tree, start):
            break
        end = before_age(tree, link, first)
        start = run_before(tree, end, first)
        if start is not None and (not _opens(tree, start) or not is_people(tree, start, end)):
            break
        if start is not None and _is_of_clause_before(tree, start, end):
            break
    return found[::-1]


def _is_of_clause_before(tree: Tree, start: int, end: int) -> bool:
    """Say whether a verb before a phrase acts on it: "police arrested 30 protesters and one man died"."""
    head = tree.head_of(start, end)
    verb = tree.layers.heads[head]
    return 0 <= verb < start and tree.layers.upos[verb] == "VERB" and tree.relation(head) in ("obj", "obl")


def _without_bracket(tree: Tree, end: int, first: int) -> int:
    """Skip ", including two commanders," before a passive: the whole stands before it."""
    if end - 1 > first and tree.layers.word(end - 1) == ",":
        for word in range(end - 2, max(first, end - 2 - MAX_PHRASE_WORDS), -1):
            if tree.layers.word(word).lower() in words.PART_WORDS:
                return word
            if tree.layers.word(word) == "," and tree.layers.word(word + 1).lower() not in words.PART_WORDS:
                # ", 27," and ", a former mayor of X,": what the name stands for.
                return word if word > first else end
    for word in range(end - 1, max(first, end - MAX_PHRASE_WORDS), -1):
        if tree.layers.word(word).lower() == "including" and tree.layers.upos[word - 1] != "VERB":
            return word
    return end


def run_from(tree: Tree, start: int, last: int) -> int | None:
    """Return the end of the noun phrase that begins at a word; None where none does."""
    end, head = start, None
    while end < last and end - start < MAX_PHRASE_WORDS and _continues(tree, end, start):
        if tree.layers.upos[end] in ("NOUN", "PROPN", "NUM", "PRON") or _stands_alone(tree, end):
            head = end
        end += 1
    if head is None:
        return None
    while head > start and tree.layers.word(head).lower() in _TIMES:
        head -= 1
    return head + 1 if head >= start and not _is_time(tree, head) else None


def run_before(tree: Tree, end: int, first: int) -> int | None:
    """Return the start of the noun phrase that ends right before a word; None where none does."""
    if end <= first or not (
        tree.layers.upos[end - 1] in ("NOUN", "PROPN", "NUM", "PRON") or _stands_alone(tree, end - 1)
    ):
        return None
    start = end - 1
    while start > first and end - start < MAX_PHRASE_WORDS and _continues(tree, start - 1, first):
        if tree.layers.upos[start] == "DET" and tree.layers.upos[start - 1] in ("NOUN", "PROPN"):
            break
        start -= 1
    while start < end - 1 and (
        tree.layers.word(start).lower() in (*_TIMES, "of", "than") or tree.layers.upos[start] in ("PUNCT", "CCONJ")
    ):
        start += 1
    return past_times(tree, start, end)


def past_times(tree: Tree, first: int, last: int) -> int:
    """Return where people begin behind a time that stands before them: "last month at least 51 soldiers"."""
    lower = lower_words(tree, first, last)
    at = 0
    if _YEAR.fullmatch(lower[0]):
        at, is_plain = 1, False
    else:
        while at < len(lower) and lower[at] in _TIME_OPENERS:
            at += 1
        is_plain = not {"last", "next", "past", "this", "that", "following"}.isdisjoint(lower[:at])
        opened = at
        while at < len(lower) and lower[at] in _TIME_NOUNS:
            at += 1
        if at == opened:
            return first
        while at < len(lower) and lower[at] in _AGO:
            at += 1
    if at == len(lower) or tree.layers.word(first + at) in ("'s", "’s", "-"):
        return first
    return first + at if is_plain or _is_quantity(tree, first + at) else first


def _is_quantity(tree: Tree, word: int) -> bool:
    lower = tree.layers.word(word).lower()
    is_opened = tree.layers.upos[word] == "DET" or lower in words.QUANTIFIERS or lower in words.HEDGES
    return is_opened or is_number(tree, word)


def _continues(tree: Tree, word: int, start: int) -> bool:
    """Say whether a word can be part of a noun phrase of people."""
    layers, lower = tree.layers, tree.layers.word(word).lower()
    if layers.upos[word] in ("DET", "NUM", "ADJ", "NOUN", "PROPN", "SYM"):
        return lower not in ("which", "that")
    if layers.upos[word] == "PRON":
        return lower not in ("who", "which", "that", "whom")
    if tree.layers.word(word) in _HYPHENS and layers.ends[word - 1] < layers.starts[word]:
        return False  # "DAVAO CITY - A soldier"
    if lower in words.HEDGES or tree.layers.word(word) in _HYPHENS or lower in ("'s", "’s", '"', "“", "”"):
        return lower not in ("at", "to", "as", "not") or _bounds(tree, word)
    if lower == "of":
        return word > start and (is_number(tree, word - 1) or tree.layers.word(word - 1).lower() in words.QUANTIFIERS)
    return layers.upos[word] == "VERB" and tree.relation(word) == "amod"


def _bounds(tree: Tree, word: int) -> bool:
    """Say whether a word opens a bound such as "at least" or "up to"."""
    pair = " ".join(lower_words(tree, max(0, word - 1), min(len(tree.layers.starts), word + 2)))
    return any(bound in pair for bound in ("at least", "up to", "as many", "more than", "less than", "fewer than"))


def _opens(tree: Tree, word: int) -> bool:
    """Say whether a word opens a phrase of its own: a number, an article or a quantity."""
    lower = tree.layers.word(word).lower()
    return (
        is_number(tree, word)
        or tree.layers.upos[word] in ("DET", "PROPN")
        or (tree.layers.xpos[word] == "PRP$" and is_number(tree, word + 1))  # "a mother and her two children"
        or lower in words.QUANTIFIERS
        or lower in words.HEDGES
    )


def _is_subject(tree: Tree, end: int, last: int) -> bool:
    """Say whether a verb of its own follows a phrase."""
    return end < last and (
        tree.layers.upos[end] == "AUX"
        or (tree.layers.upos[end] == "VERB" and tree.layers.xpos[end] in ("VBD", "VBZ", "VBP", "VBN"))
        or tree.layers.word(end).lower() in words.STATES
    )


def is_number(tree: Tree, word: int) -> bool:
    """Say whether a word is a number."""
    return tree.layers.upos[word] == "NUM" or tree.layers.word(word)[0].isdigit()


def _stands_alone(tree: Tree, word: int) -> bool:
    return tree.layers.word(word).lower() in words.QUANTIFIERS


def has_number(tree: Tree, first: int, last: int) -> bool:
    """Say whether a phrase holds a number, an article or a quantity."""
    return any(
        is_number(tree, word)
        or tree.layers.word(word).lower() in ("no", "nobody", "none", "a", "an")
        or (_stands_alone(tree, word))
        for word in range(first, last)
    )


def _is_time(tree: Tree, word: int) -> bool:
    return tree.layers.word(word).lower() in _TIMES or tree.lemma(word) in ("day", "week", "month", "year", "hour")


def is_date(tree: Tree, first: int, last: int) -> bool:
    """Say whether words are a day and nothing else: a broken tree has "wounded three others ... on 1 May" hurt it."""
    lower = lower_words(tree, first, last)
    return any(word in DAYS for word in lower) and all(
        word in DAYS or tree.layers.upos[first + at] in ("NUM", "PUNCT", "ADP") for at, word in enumerate(lower)
    )


def is_people(tree: Tree, first: int, last: int) -> bool:
    """Say whether a phrase is one of people: an actor or person to the reader, a noun for them, or a bare number."""
    if is_date(tree, first, last):
        return False
    head = last - 1
    lower = tree.layers.word(head).lower()
    if tree.layers.upos[head] == "PRON":
        if lower in ("them", "whom"):
            return is_number(tree, first)  # "22 of them wounded"
        return lower in ("nobody", "none", "all", "others", "some", "several", "one", "both", "everyone")
    if is_number(tree, head) or _stands_alone(tree, head) or lower in NONE_OF or lower in ("fourth", "third"):
        return True
    if tree.actors.at(head) is not None:
        return True
    return tree.entities.at(head, "PER", "Person") is not None
