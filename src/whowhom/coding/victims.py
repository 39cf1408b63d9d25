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
from dataclasses import dataclass, field
from typing import NamedTuple

from whowhom.coding import victim_words as words
from whowhom.coding.ages import is_age
from whowhom.coding.count_words import NONE_OF
from whowhom.coding.number_ranges import whole_range
from whowhom.coding.open_counts import is_asked, is_left_open
from whowhom.coding.people_phrases import (
    auxiliary,
    has_number,
    is_number,
    is_people,
    lower_words,
    phrases_before,
    phrases_from,
    run_before,
    run_from,
    shared_start,
)
from whowhom.coding.tree import Tree
from whowhom.coding.triggers import TriggerUse

# A sentence without a trigger goes on with an event told no farther back than this.
MAX_SENTENCES_BACK = 2
_VIOLENT = ("ASSAULT", "COERCE", "PROTEST")


class Victim(NamedTuple):
    """People and what became of them: words ``first`` to ``last`` (one past), told by the word ``at``."""

    at: int
    outcome: str
    first: int
    last: int


@dataclass(frozen=True)
class Victims:
    """The victims of a document.

    Attributes:
        by_head: Those of each trigger, by the trigger's head word.
        words: The words of all of them.
    """

    by_head: Mapping[int, tuple[Victim, ...]] = field(default_factory=dict)
    words: frozenset[int] = frozenset()


NO_VICTIMS = Victims()


def victims_of(tree: Tree, uses: Sequence[TriggerUse]) -> Victims:
    """Find the victims of each trigger."""
    by_sentence: dict[int, list[TriggerUse]] = {}
    for use in uses:
        by_sentence.setdefault(tree.sentence_of[use.head], []).append(use)
    found: dict[int, list[Victim]] = {}
    for number, (first, last) in enumerate(tree.layers.sentences):
        for victim in _in_sentence(tree, first, last):
            owner = _owner(tree, victim, by_sentence.get(number, ())) if by_sentence.get(number) else None
            if _is_among(tree, victim.at, first):
                owner = _counting(tree, number, victim.outcome, uses, found) or owner
            elif owner is None and not by_sentence.get(number):
                owner = _before(tree, number, by_sentence)
            if owner is not None and _only_takes(owner, victim):
                # "Thirty soldiers were killed and eleven captured": the dead are the fight's.
                owner = _before(tree, number, by_sentence, types=("ASSAULT",)) or owner
            if owner is not None and (victim.at in owner.words or not is_unreal(tree, victim.at)):
                found.setdefault(owner.head, []).append(victim)
    by_head = {head: tuple(sorted(set(rows), key=lambda row: (row.first, row.outcome))) for head, rows in found.items()}
    theirs = {word for rows in found.values() for row in rows for word in range(row.first, row.last)}
    return Victims(by_head, frozenset(theirs))


# The lemmas that ``_in_sentence`` asks for; ``words.STATES`` are read as written. Other words are passed over.
_TAKEN_OR_LOST = ("take", "hold", "capture", "sustain", "suffer", "lose")
_TELLING = frozenset((*words.ACTS, *words.FATES, *words.FATE_NOUNS, *words.COUNTED_FATES, *_TAKEN_OR_LOST))


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
            return violent.get(_repelling(tree, above, victim.at), violent[above])
    return min(violent.values(), key=lambda use: (abs(use.head - victim.at), use.head), default=None)


def _repelling(tree: Tree, act: int, killing: int) -> int:
    """Return the verb that beats back an attack: "repelled an attack, killing dozens" kills those who attacked.

    "Repelled an attack that killed five" does not.
    """
    verb = tree.layers.heads[act]
    is_beaten = verb >= 0 and tree.lemma(verb) in words.REPELLING and tree.relation(act) in ("obj", "nsubj:pass")
    return verb if is_beaten and tree.layers.word(killing).lower().endswith("ing") else -1


def _counting(
    tree: Tree, number: int, outcome: str, uses: Sequence[TriggerUse], found: Mapping[int, Sequence[Victim]]
) -> TriggerUse | None:
    """Return the act whose dead were told last before a sentence on who is among them."""
    near = [use for use in uses if number - MAX_SENTENCES_BACK - 1 <= tree.sentence_of[use.head] <= number]
    counting = [use for use in near if any(victim.outcome == outcome for victim in found.get(use.head, ()))]
    return counting[-1] if counting else None


def _only_takes(owner: TriggerUse, victim: Victim) -> bool:
    """Say whether an act that takes people is given those killed or hurt told before it.

    Who "died in custody" behind it is the arrest's.
    """
    harmed = victim.outcome in ("killed", "injured", "missing") and victim.at < owner.head
    return harmed and owner.reading.label == "COERCE" and victim.at not in owner.words


def _before(
    tree: Tree, number: int, by_sentence: Mapping[int, Sequence[TriggerUse]], *, types: Sequence[str] = _VIOLENT
) -> TriggerUse | None:
    """Return the violence told last in the same paragraph, for a sentence that has no trigger of its own."""
    sentences, text = tree.layers.sentences, tree.layers.document.text
    for back in range(number - 1, max(-1, number - 1 - MAX_SENTENCES_BACK), -1):
        end = tree.layers.ends[sentences[back][1] - 1]
        if "\n" in text[end : tree.layers.starts[sentences[back + 1][0]]]:
            return None
        if _is_set_elsewhere(tree, back + 1, back):
            return None
        told = [use for use in by_sentence.get(back, ()) if use.reading.label in types]
        if told:
            return told[-1]
    return None


def _is_set_elsewhere(tree: Tree, number: int, before: int) -> bool:
    """Say whether a sentence opens with another place than the one before names: "In Kherson, a policeman died".

    One that names none ("attacked three villages") may go on to tell where.
    """
    first, last = tree.layers.sentences[number]
    place = tree.entities.at(first + 1, "LOC") if first + 1 < last else None
    if tree.layers.word(first) != "In" or place is None or place.last >= last or tree.layers.word(place.last) != ",":
        return False
    name = lower_words(tree, place.first, place.last)
    start, end = tree.layers.sentences[before]
    if not tree.entities.within(start, end, "LOC"):
        return False
    return " ".join(name) not in " ".join(lower_words(tree, start, end))


# --- what became of whom -----------------------------------------------------------------------------------------


def _in_sentence(tree: Tree, first: int, last: int) -> Iterator[Victim]:
    """Find the victims that a sentence tells, by its words."""
    for at in range(first, last):
        lemma, lower = tree.lemma(at), tree.layers.word(at).lower()
        if lemma not in _TELLING and lower not in words.STATES:
            continue
        kind = tree.layers.upos[at]
        outcome = words.ACTS.get(lemma) or (words.STATES.get(lower) if kind == "VERB" else None)
        if outcome and (kind == "VERB" or lower.endswith("ing")) and not _is_among(tree, at, first):
            yield from _acted_on(tree, at, outcome, first, last)
        elif lemma in words.FATES and kind == "VERB":
            yield from _told(tree, at, words.FATES[lemma], _subject(tree, at, first))
        elif lower in words.STATES and _is_among(tree, at, first):
            yield from _among(tree, at, words.STATES[lower], first, last)
        elif lower in words.STATES and (kind in ("ADJ", "NOUN") or tree.layers.word(at) in ("KIA", "WIA", "MIA")):
            yield from _in_state(tree, at, words.STATES[lower], first)
        elif lemma in words.FATE_NOUNS and kind == "NOUN":
            yield from _of(tree, at, words.FATE_NOUNS[lemma], last)
        elif lemma in words.COUNTED_FATES and kind == "NOUN":
            yield from _counted(tree, at, words.COUNTED_FATES[lemma], first)
        elif lemma in ("take", "hold", "capture") and kind == "VERB":
            yield from _taken(tree, at, first, last)
        elif lemma in ("sustain", "suffer") and "injur" in " ".join(lower_words(tree, at + 1, min(last, at + 4))):
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
    passive = auxiliary(tree, at, first)
    people = [] if passive is not None else phrases_from(tree, behind, last) or _object(tree, at)
    if not people and (tree.layers.xpos[at] not in ("VB", "VBZ", "NN") or tree.lemma(at) == "hurt"):
        people = _sufferers(tree, at, passive if passive is not None else shared_start(tree, at, first), first)
    yield from _told(tree, at, outcome, people)


def _modified(tree: Tree, at: int, outcome: str, first: int, last: int) -> Iterator[Victim]:
    """Read "16 kidnapped villagers"; without a number it only says who they are."""
    end = run_from(tree, at + 1, last)
    if end is not None:
        start = run_before(tree, end, first)
        if start is not None and start < at and any(is_number(tree, word) for word in range(start, at)):
            yield from _told(tree, at, outcome, [(start, end)])


def _object(tree: Tree, at: int) -> list[tuple[int, int]]:
    """Return the object that the tree gives a verb, where something stands between ("captured last week a man")."""
    item = tree.child(at, "obj")
    if item is None or item < at or tree.layers.word(at + 1) == ",":
        return []  # "12 civilians killed, 5 missing"
    return [tree.phrase(item)]


def _sufferers(tree: Tree, at: int, end: int, first: int) -> list[tuple[int, int]]:
    """Return the people before a passive: right before it, else the subject that the tree gives it."""
    people = phrases_before(tree, end, first)
    if people and (whole := _with_name(tree, people[0][0], first)) is not None:
        people[0] = (whole, people[0][1])
    start = people[0][0] if people else end
    hangs = start > first and tree.layers.upos[start - 1] == "ADP" and tree.layers.word(start - 1).lower() != "than"
    if people and not hangs and is_people(tree, *people[-1]):
        return people
    subject = tree.child(at, "nsubj:pass", "nsubj")
    if subject is None or subject > at or tree.layers.upos[subject] == "PRON":
        return []
    return [tree.phrase(subject)]


def _told(tree: Tree, at: int, outcome: str, people: Sequence[tuple[int, int]]) -> Iterator[Victim]:
    """Give the phrases that are of people, each with the parts that "including" opens."""
    for phrase in dict.fromkeys(whole_range(tree, *phrase) for phrase in people):
        if is_people(tree, *phrase) and not is_age(tree, *phrase) and not _is_no_count(tree, *phrase):
            yield Victim(at, outcome, *phrase)
    if people:
        parts = _parts(tree, people[-1][1]) or (_parts_behind(tree, at) if at >= people[-1][1] else [])
        yield from (Victim(at, outcome, *part) for part in parts if is_people(tree, *part))


def _is_no_count(tree: Tree, first: int, last: int) -> bool:
    """Say whether a question leaves open how many there are; a number told in it is told all the same."""
    has_own = any(is_number(tree, word) for word in range(first, last))
    return is_asked(tree, first) or (not has_own and is_left_open(tree, first, last))


def _parts(tree: Tree, end: int) -> list[tuple[int, int]]:
    """Read ", including 13 soldiers" right behind a phrase."""
    last = tree.layers.sentences[tree.sentence_of[end - 1]][1]
    if end < last and tree.layers.word(end) == ",":
        end += 1
    if end + 1 < last and tree.layers.word(end).lower() == "including":
        return phrases_from(tree, end + 1, last)
    return []


def _parts_behind(tree: Tree, at: int) -> list[tuple[int, int]]:
    """Read "more than 400 injured, among them 83 policemen" behind the word that says what became of all."""
    last = tree.layers.sentences[tree.sentence_of[at]][1]
    if lower_words(tree, at + 1, min(last, at + 4)) != [",", "among", "them"]:
        return []
    return [phrase for phrase in phrases_from(tree, at + 4, last) if has_number(tree, *phrase)]


def is_unreal(tree: Tree, at: int) -> bool:
    """Say whether a verb is told as not done: "to kill", "will be killed", "did not die"."""
    first = tree.layers.sentences[tree.sentence_of[at]][0]
    if tree.layers.upos[at] != "VERB" or tree.layers.xpos[at] == "VBG":
        return False
    above = tree.layers.heads[at]
    if tree.relation(at) == "conj" and above >= first and tree.layers.xpos[at] == "VB" == tree.layers.xpos[above]:
        return is_unreal(tree, above)
    before = lower_words(tree, max(first, at - 3), at)
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
    passive = auxiliary(tree, at, first)
    people = phrases_before(tree, at if passive is None else passive, first)
    if passive is None:
        # "The dead", "a wounded man": no count is told.
        people = [phrase for phrase in people if has_number(tree, *phrase)]
    yield from _told(tree, at, outcome, people)


def _is_among(tree: Tree, at: int, first: int) -> bool:
    """Say whether a word closes "among the dead" or "among those killed"."""
    return at - 2 >= first and lower_words(tree, at - 2, at) in (["among", "the"], ["among", "those"])


def _among(tree: Tree, at: int, outcome: str, first: int, last: int) -> Iterator[Victim]:
    """Read "two nurses were among the dead" and "among the dead were two nurses"."""
    if at + 1 < last and tree.layers.word(at + 1).lower() in ("was", "were", "are", "is"):
        yield from _told(tree, at, outcome, phrases_from(tree, at + 2, last))
        return
    verb = auxiliary(tree, at - 2, first)
    if verb is not None:
        yield from _told(tree, at, outcome, phrases_before(tree, verb, first))


def _of(tree: Tree, at: int, outcome: str, last: int) -> Iterator[Victim]:
    """Read "the death of nine soldiers"; of lives only those lost."""
    if at + 1 >= last or tree.layers.word(at + 1).lower() != "of":
        return
    if tree.lemma(at) == "life" and tree.lemma(max(0, at - 2)) not in words.LOSING:
        return
    yield from _told(tree, at, outcome, phrases_from(tree, at + 2, last))


def _counted(tree: Tree, at: int, outcomes: Sequence[str], first: int) -> Iterator[Victim]:
    """Read "40 deaths" and "no casualties"; a number of casualties mixes the dead with the hurt and is none."""
    start = run_before(tree, at + 1, first)
    if start is None or not has_number(tree, start, at + 1):
        return
    is_none = tree.layers.word(start).lower() in ("no", "any", "zero")
    if tree.layers.word(start).lower() == "any" or (len(outcomes) > 1 and not is_none):
        return
    yield from (Victim(at, outcome, start, at + 1) for outcome in outcomes)


def _taken(tree: Tree, at: int, first: int, last: int) -> Iterator[Victim]:
    """Read "were taken into custody" and "took six villagers hostage"."""
    passive = auxiliary(tree, at, first)
    people = phrases_from(tree, at + 1, last) if passive is None else phrases_before(tree, passive, first)
    end = people[-1][1] if people and passive is None else at + 1
    for phrase, outcome in words.TAKEN.items():
        if tuple(lower_words(tree, end, min(last, end + len(phrase)))) == phrase:
            yield from _told(tree, at, outcome, people)


def _lost(tree: Tree, at: int, first: int, last: int) -> Iterator[Victim]:
    """Read "lost his life" of who lost it, and "lost 12 men" of the men."""
    if {"life", "lives"} & set(lower_words(tree, at + 1, min(last, at + 3))):
        yield from _told(tree, at, "killed", _subject(tree, at, first))
        return
    people = [phrase for phrase in phrases_from(tree, at + 1, last) if has_number(tree, *phrase)]
    yield from (
        Victim(at, "killed", *phrase)
        for phrase in people
        if tree.layers.word(phrase[1] - 1).lower() in NONE_OF and is_people(tree, *phrase)
    )
