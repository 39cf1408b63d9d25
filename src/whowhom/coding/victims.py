"""Victims: the people that the words of a sentence say something happened to, and in which event.

In: layers and the triggers of a document. Out: for each trigger the phrases of people with
their outcome. The words are read from left to right as noun phrases before and behind a verb
("12 were killed", "killing 12"), because a tree that errs in one link loses the number, and
a phrase next to its verb is hardly ever another verb's.

What one would get wrong: a word that tells an outcome need be no trigger. "The strike killed
two" and "two died in the strike" belong to the strike; a sentence without any trigger belongs
to the violence told just before.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from whowhom.coding import victim_words as words
from whowhom.coding.count_words import NONE_OF
from whowhom.coding.tree import DAYS, Tree
from whowhom.coding.triggers import TriggerUse

# Words between an auxiliary and its participle: "were all reportedly killed".
MAX_ADVERBS = 3
# A sentence without a trigger goes on with an event told no farther back than this.
MAX_SENTENCES_BACK = 2
MAX_PHRASE_WORDS = 12
_VIOLENT = ("ASSAULT", "COERCE", "PROTEST")
_HYPHENS = ("-", "–", "/")
_TIMES = DAYS | frozenset("tonight tomorrow overnight night morning afternoon evening week dawn".split())


class Victim(NamedTuple):
    """People and what became of them: words ``first`` to ``last`` (one past), told by the word ``at``."""

    at: int
    outcome: str
    first: int
    last: int


def victims_of(tree: Tree, uses: Sequence[TriggerUse]) -> Mapping[int, tuple[Victim, ...]]:
    """Find the victims of each trigger, by the trigger's head word."""
    by_sentence: dict[int, list[TriggerUse]] = {}
    for use in uses:
        by_sentence.setdefault(tree.sentence_of[use.head], []).append(use)
    found: dict[int, list[Victim]] = {}
    for number, (first, last) in enumerate(tree.layers.sentences):
        for victim in _in_sentence(tree, first, last):
            owner = _owner(tree, victim, by_sentence.get(number, ())) if by_sentence.get(number) else None
            if owner is None and not by_sentence.get(number):
                owner = _before(tree, number, by_sentence)
            if owner is not None and (victim.at in owner.words or not is_unreal(tree, victim.at)):
                found.setdefault(owner.head, []).append(victim)
    return {head: tuple(sorted(set(rows), key=lambda row: (row.first, row.outcome))) for head, rows in found.items()}


# --- which event -------------------------------------------------------------------------------------------------


def _owner(tree: Tree, victim: Victim, uses: Sequence[TriggerUse]) -> TriggerUse | None:
    """Return the trigger that the outcome belongs to: itself, what it happened in, what it hangs on, the nearest."""
    heads = {use.head: use for use in uses}
    for use in uses:
        if victim.at in use.words or victim.at == use.head:
            return use
    violent = {head: use for head, use in heads.items() if use.reading.label in _VIOLENT}
    joined = [child for child in tree.children[victim.at] if tree.relation(child) == "conj"]
    for child in [child for verb in (victim.at, *joined) for child in tree.children[verb]]:
        if child in violent and (tree.relation(child).startswith("obl") or tree.relation(child) == "advcl"):
            return violent[child]
    for above in tree.ancestors(victim.at):
        if above in violent:
            return violent[above]
    return min(violent.values(), key=lambda use: (abs(use.head - victim.at), use.head), default=None)


def _before(tree: Tree, number: int, by_sentence: Mapping[int, Sequence[TriggerUse]]) -> TriggerUse | None:
    """Return the violence told last in the same paragraph, for a sentence that has no trigger of its own."""
    sentences, text = tree.layers.sentences, tree.layers.document.text
    for back in range(number - 1, max(-1, number - 1 - MAX_SENTENCES_BACK), -1):
        end = tree.layers.ends[sentences[back][1] - 1]
        if "\n" in text[end : tree.layers.starts[sentences[back + 1][0]]]:
            return None
        told = [use for use in by_sentence.get(back, ()) if use.reading.label in _VIOLENT]
        if told:
            return told[-1]
    return None


# --- what became of whom -----------------------------------------------------------------------------------------


def _in_sentence(tree: Tree, first: int, last: int) -> Iterator[Victim]:
    """Find the victims that a sentence tells, by its words."""
    for at in range(first, last):
        lemma, lower = tree.lemma(at), tree.layers.word(at).lower()
        kind = tree.layers.upos[at]
        outcome = words.ACTS.get(lemma) or (words.STATES.get(lower) if kind == "VERB" else None)
        if outcome and (kind == "VERB" or lower.endswith("ing")):
            yield from _acted_on(tree, at, outcome, first, last)
        elif lemma in words.FATES and kind == "VERB":
            yield from _told(tree, at, words.FATES[lemma], _subject(tree, at, first))
        elif lower in words.STATES and kind in ("ADJ", "NOUN"):
            yield from _in_state(tree, at, words.STATES[lower], first)
        elif lemma in words.FATE_NOUNS and kind == "NOUN":
            yield from _of(tree, at, words.FATE_NOUNS[lemma], last)
        elif lemma in words.COUNTED_FATES and kind == "NOUN":
            yield from _counted(tree, at, words.COUNTED_FATES[lemma], first)
        elif lemma in ("take", "hold", "capture") and kind == "VERB":
            yield from _taken(tree, at, first, last)
        elif lemma in ("sustain", "suffer") and "injur" in " ".join(_lower(tree, at + 1, min(last, at + 4))):
            yield from _told(tree, at, "injured", _subject(tree, at, first))
        elif lemma == "lose" and kind == "VERB":
            yield from _lost(tree, at, first, last)


def _acted_on(tree: Tree, at: int, outcome: str, first: int, last: int) -> Iterator[Victim]:
    """Read the people behind an active verb, or those before a passive or bare one."""
    if tree.relation(at) == "amod" and at + 1 < last and tree.layers.upos[at + 1] in ("ADJ", "NOUN", "PROPN"):
        yield from _modified(tree, at, outcome, first, last)
        return
    behind = at + 1
    if behind + 1 < last and tree.layers.upos[behind] == "CCONJ" and tree.lemma(behind + 1) in words.ACTS:
        behind += 2  # "killed and wounded dozens": both act on the same people
    passive = _auxiliary(tree, at, first)
    people = [] if passive is not None else _phrases_from(tree, behind, last) or _object(tree, at)
    if not people and (tree.layers.xpos[at] not in ("VB", "VBZ", "NN") or tree.lemma(at) == "hurt"):
        people = _sufferers(tree, at, passive if passive is not None else _shared(tree, at, first), first)
    yield from _told(tree, at, outcome, people)


def _modified(tree: Tree, at: int, outcome: str, first: int, last: int) -> Iterator[Victim]:
    """Read "16 kidnapped villagers"; without a number it only says who they are."""
    end = _run_from(tree, at + 1, last)
    if end is not None:
        start = _run_before(tree, end, first)
        if start is not None and start < at and any(_is_number(tree, word) for word in range(start, at)):
            yield from _told(tree, at, outcome, [(start, end)])


def _object(tree: Tree, at: int) -> list[tuple[int, int]]:
    """Return the object that the tree gives a verb, where something stands between ("captured last week a man")."""
    item = tree.child(at, "obj")
    return [tree.phrase(item)] if item is not None and item > at else []


def _sufferers(tree: Tree, at: int, end: int, first: int) -> list[tuple[int, int]]:
    """Return the people before a passive: right before it, else the subject that the tree gives it."""
    people = _phrases_before(tree, end, first)
    if people and (whole := _with_name(tree, people[0][0], first)) is not None:
        people[0] = (whole, people[0][1])
    start = people[0][0] if people else end
    hangs = start > first and tree.layers.upos[start - 1] == "ADP" and tree.layers.word(start - 1).lower() != "than"
    if people and not hangs and _is_people(tree, *people[-1]):
        return people
    subject = tree.child(at, "nsubj:pass", "nsubj")
    if subject is None or subject > at or tree.layers.upos[subject] == "PRON":
        return []
    return [tree.phrase(subject)]


def _told(tree: Tree, at: int, outcome: str, people: Sequence[tuple[int, int]]) -> Iterator[Victim]:
    """Give the phrases that are of people, each with the parts that "including" opens."""
    for phrase in people:
        if _is_people(tree, *phrase):
            yield Victim(at, outcome, *phrase)
    if people:
        parts = _parts(tree, people[-1][1])
        yield from (Victim(at, outcome, *part) for part in parts if _is_people(tree, *part))


def _parts(tree: Tree, end: int) -> list[tuple[int, int]]:
    """Read ", including 13 soldiers" right behind a phrase."""
    last = tree.layers.sentences[tree.sentence_of[end - 1]][1]
    if end < last and tree.layers.word(end) == ",":
        end += 1
    if end + 1 < last and tree.layers.word(end).lower() == "including":
        return _phrases_from(tree, end + 1, last)
    return []


def is_unreal(tree: Tree, at: int) -> bool:
    """Say whether a verb is told as not done: "to kill", "will be killed", "did not die"."""
    first = tree.layers.sentences[tree.sentence_of[at]][0]
    if tree.layers.upos[at] != "VERB" or tree.layers.xpos[at] == "VBG":
        return False
    above = tree.layers.heads[at]
    if tree.relation(at) == "conj" and above >= first and tree.layers.xpos[at] == "VB" == tree.layers.xpos[above]:
        return is_unreal(tree, above)
    before = _lower(tree, max(first, at - 3), at)
    for position in range(len(before) - 1, -1, -1):
        if before[position] in words.MODALS:
            return True
        if before[position] not in ("be", "been", "have", "also", "all") and tree.layers.upos[
            at - len(before) + position
        ] not in ("ADV", "AUX"):
            return False
    return False


def _subject(tree: Tree, at: int, first: int) -> list[tuple[int, int]]:
    """Return the phrase right before a verb and its auxiliaries."""
    end = at
    while end > first and tree.layers.upos[end - 1] in ("AUX", "ADV", "PART"):
        end -= 1
    return _sufferers(tree, at, end, first)


def _with_name(tree: Tree, start: int, first: int) -> int | None:
    """Return where "An Islamic Movement of Uzbekistan leader" begins, from its "Uzbekistan leader"; else None."""
    layers = tree.layers
    if start - 2 < first or layers.word(start - 1).lower() != "of" or layers.upos[start - 2] != "PROPN":
        return None
    if layers.upos[start] != "PROPN":
        return None
    start -= 2
    while start > first and (layers.upos[start - 1] in ("PROPN", "DET") or layers.word(start - 1).istitle()):
        start -= 1
    return start


def _in_state(tree: Tree, at: int, outcome: str, first: int) -> Iterator[Victim]:
    """Read "12 people dead" and "more than 100 wounded": people or a bare number right before."""
    passive = _auxiliary(tree, at, first)
    people = _phrases_before(tree, at if passive is None else passive, first)
    if passive is None:
        # "The dead", "a wounded man": no count is told.
        people = [phrase for phrase in people if _has_number(tree, *phrase)]
    yield from _told(tree, at, outcome, people)


def _of(tree: Tree, at: int, outcome: str, last: int) -> Iterator[Victim]:
    """Read "the death of nine soldiers"; of lives only those lost."""
    if at + 1 >= last or tree.layers.word(at + 1).lower() != "of":
        return
    if tree.lemma(at) == "life" and tree.lemma(max(0, at - 2)) not in words.LOSING:
        return
    yield from _told(tree, at, outcome, _phrases_from(tree, at + 2, last))


def _counted(tree: Tree, at: int, outcomes: Sequence[str], first: int) -> Iterator[Victim]:
    """Read "40 deaths" and "no casualties"; a number of casualties mixes the dead with the hurt and is none."""
    start = _run_before(tree, at + 1, first)
    if start is None or not _has_number(tree, start, at + 1):
        return
    is_none = tree.layers.word(start).lower() in ("no", "any", "zero")
    if tree.layers.word(start).lower() == "any" or (len(outcomes) > 1 and not is_none):
        return
    yield from (Victim(at, outcome, start, at + 1) for outcome in outcomes)


def _taken(tree: Tree, at: int, first: int, last: int) -> Iterator[Victim]:
    """Read "were taken into custody" and "took six villagers hostage"."""
    passive = _auxiliary(tree, at, first)
    people = _phrases_from(tree, at + 1, last) if passive is None else _phrases_before(tree, passive, first)
    end = people[-1][1] if people and passive is None else at + 1
    for phrase, outcome in words.TAKEN.items():
        if tuple(_lower(tree, end, min(last, end + len(phrase)))) == phrase:
            yield from _told(tree, at, outcome, people)


def _lost(tree: Tree, at: int, first: int, last: int) -> Iterator[Victim]:
    """Read "lost his life" of who lost it, and "lost 12 men" of the men."""
    if {"life", "lives"} & set(_lower(tree, at + 1, min(last, at + 3))):
        yield from _told(tree, at, "killed", _subject(tree, at, first))
        return
    people = [phrase for phrase in _phrases_from(tree, at + 1, last) if _has_number(tree, *phrase)]
    yield from (
        Victim(at, "killed", *phrase)
        for phrase in people
        if tree.layers.word(phrase[1] - 1).lower() in NONE_OF and _is_people(tree, *phrase)
    )


# --- phrases -----------------------------------------------------------------------------------------------------


def _lower(tree: Tree, first: int, last: int) -> list[str]:
    return [tree.layers.word(word).lower() for word in range(first, last)]


def _auxiliary(tree: Tree, at: int, first: int) -> int | None:
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


def _shared(tree: Tree, at: int, first: int) -> int:
    """Return where to look for the people of a bare participle: before it, or before the one it is joined to."""
    if at - 2 >= first and tree.layers.upos[at - 1] == "CCONJ" and tree.lemma(at - 2) in words.ACTS:
        passive = _auxiliary(tree, at - 2, first)
        return passive if passive is not None else at - 2
    return at


def _phrases_from(tree: Tree, start: int, last: int) -> list[tuple[int, int]]:
    """Read the noun phrase that begins right here, and those joined to it by commas and "and"."""
    while start < last and tree.layers.upos[start] in ("ADV", "PART"):
        if _bounds(tree, start) or tree.layers.word(start).lower() in words.HEDGES:
            break
        start += 1
    found: list[tuple[int, int]] = []
    sure = 0
    end = _run_from(tree, start, last)
    while end is not None and len(found) < 6:
        if not _is_apposed(tree, start, end, found):
            found.append((start, end))
        link = end
        while link < last and (tree.layers.upos[link] == "CCONJ" or tree.layers.word(link) == ","):
            link += 1
        joined = set(_lower(tree, end, link))
        following = _run_from(tree, link, last) if joined & {"and", ","} else None
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
    if end - start == 1 and _is_number(tree, start):
        return True
    named = tree.layers.upos[end - 1] == "PROPN", tree.layers.upos[before[-1][1] - 1] == "PROPN"
    opener = tree.layers.word(start).lower()
    return named[0] != named[1] and (named[0] or opener in ("a", "an", "the") or tree.layers.upos[start] == "NOUN")


def _phrases_before(tree: Tree, end: int, first: int) -> list[tuple[int, int]]:
    """Read the noun phrase that ends right here, a bracket of parts skipped, and those joined to it."""
    end = _without_bracket(tree, end, first)
    while end > first and tree.layers.upos[end - 1] in ("ADV", "PUNCT") and tree.layers.word(end - 1) in ",)":
        end -= 1
    while end > first and tree.layers.word(end - 1).lower() in ("who", "that", "which", "also", "reportedly", "whom"):
        end -= 1
    found: list[tuple[int, int]] = []
    start = _run_before(tree, end, first)
    while start is not None and len(found) < 6:
        found.append((start, end))
        link = start
        while link > first and (tree.layers.upos[link - 1] == "CCONJ" or tree.layers.word(link - 1) == ","):
            link -= 1
        if link == start or not {"and"} & set(_lower(tree, link, start)) or not _opens(tree, start):
            break
        end, start = link, _run_before(tree, link, first)
        if start is not None and (not _opens(tree, start) or not _is_people(tree, start, end)):
            break
    return found[::-1]


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


def _run_from(tree: Tree, start: int, last: int) -> int | None:
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


def _run_before(tree: Tree, end: int, first: int) -> int | None:
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
    return start


def _continues(tree: Tree, word: int, start: int) -> bool:
    """Say whether a word can be part of a noun phrase of people."""
    layers, lower = tree.layers, tree.layers.word(word).lower()
    if layers.upos[word] in ("DET", "NUM", "ADJ", "NOUN", "PROPN", "SYM"):
        return lower not in ("which", "that")
    if layers.upos[word] == "PRON":
        return lower not in ("who", "which", "that", "whom")
    if lower in words.HEDGES or tree._is_hyphen(word) or lower in ("'s", "’s", '"', "“", "”"):
        return lower not in ("at", "to", "as", "not") or _bounds(tree, word)
    if lower == "of":
        return word > start and (_is_number(tree, word - 1) or tree.layers.word(word - 1).lower() in words.QUANTIFIERS)
    return layers.upos[word] == "VERB" and tree.relation(word) == "amod"


def _bounds(tree: Tree, word: int) -> bool:
    """Say whether a word opens a bound such as "at least" or "up to"."""
    pair = " ".join(_lower(tree, max(0, word - 1), min(len(tree.layers.starts), word + 2)))
    return any(bound in pair for bound in ("at least", "up to", "as many", "more than", "less than", "fewer than"))


def _opens(tree: Tree, word: int) -> bool:
    """Say whether a word opens a phrase of its own: a number, an article or a quantity."""
    lower = tree.layers.word(word).lower()
    return (
        _is_number(tree, word)
        or tree.layers.upos[word] in ("DET", "PROPN")
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


def _is_number(tree: Tree, word: int) -> bool:
    return tree.layers.upos[word] == "NUM" or tree.layers.word(word)[0].isdigit()


def _stands_alone(tree: Tree, word: int) -> bool:
    return tree.layers.word(word).lower() in words.QUANTIFIERS


def _has_number(tree: Tree, first: int, last: int) -> bool:
    return any(
        _is_number(tree, word)
        or tree.layers.word(word).lower() in ("no", "nobody", "none", "a", "an")
        or (_stands_alone(tree, word))
        for word in range(first, last)
    )


def _is_time(tree: Tree, word: int) -> bool:
    return tree.layers.word(word).lower() in _TIMES or tree.lemma(word) in ("day", "week", "month", "year", "hour")


def _is_people(tree: Tree, first: int, last: int) -> bool:
    """Say whether a phrase is one of people: an actor or person to the reader, a noun for them, or a bare number."""
    head = last - 1
    lower = tree.layers.word(head).lower()
    if tree.layers.upos[head] == "PRON":
        return lower in ("nobody", "none", "all", "others", "some", "several", "one", "both", "everyone")
    if _is_number(tree, head) or _stands_alone(tree, head) or lower in NONE_OF or lower in ("fourth", "third"):
        return True
    if tree.actors.at(head) is not None:
        return True
    return tree.entities.at(head, "PER", "Person") is not None
