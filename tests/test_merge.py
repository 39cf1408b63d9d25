"""Tellings of one event joined, and those of two kept apart."""

import re
from dataclasses import replace

import pytest

from factories import make_coding
from layers import make_layers
from whowhom.pipeline.merge import merge_tellings
from whowhom.pipeline.tellings import Telling, tell
from whowhom.pipeline.wholes import with_wholes
from whowhom.records import Participant, Quote, Responsibility, Toll, Voice

CODING = make_coding()
EVENT = max(CODING.events, key=lambda event: len(event.participants) + len(event.dates))


def telling(start: int, **changes: object) -> Telling:
    """Tell the same event once more, elsewhere in the text."""
    text = CODING.document.text
    anchors = (Quote(start, start + 3, text[start : start + 3]),)
    facts = {"sentence": 0, "headline": False, "definite": False, "lemma": "kill", "anew": False}
    facts |= {name: changes.pop(name) for name in list(changes) if name in facts}
    changes = {"responsibility": ()} | changes
    return Telling(replace(EVENT, id=f"e-{start}", anchors=anchors, **changes), **facts)  # type: ignore[arg-type]


def merged(*tellings: Telling) -> list[list[int]]:
    events = merge_tellings(tellings, CODING.document, CODING.places)
    return [sorted(anchor.start for anchor in event.anchors) for event in events]


def test_the_same_day_actor_and_target_in_two_sentences_is_one_event():
    assert EVENT.dates
    assert EVENT.participants
    assert merged(telling(0), telling(40, sentence=3)) == [[0, 40]]


def test_two_words_of_one_sentence_with_other_people_tell_two_events():
    others = tuple(
        replace(part, actor="a-union", object=None) if part.side == "b" else part for part in EVENT.participants
    )
    assert any(part.side == "b" for part in others)
    assert merged(telling(0), telling(40, participants=others)) == [[0], [40]]
    assert merged(telling(0), telling(40, definite=True)) == [[0, 40]]


@pytest.mark.parametrize(
    "change",
    [{"type": "CONSULT"}, {"anew": True}, {"factuality": replace(EVENT.factuality, polarity="did not happen")}],
    ids=["type", "again", "polarity"],
)
def test_a_conflict_keeps_two_tellings_apart(change):
    first = telling(0, modes=("strike",))
    assert merged(first, telling(40, sentence=3, **({"modes": ("strike",)} | change))) == [[0], [40]]


def test_another_day_is_another_event():
    later = tuple(replace(date, from_="2031-01-01", to="2031-01-01") for date in EVENT.dates)
    assert merged(telling(0), telling(40, sentence=3, dates=later)) == [[0], [40]]


def test_a_definite_noun_soon_after_takes_up_the_event():
    bare = telling(40, sentence=2, definite=True, participants=(), dates=(), places=(), tolls=(), counts=())
    assert merged(telling(0), bare) == [[0, 40]]


def test_a_definite_noun_far_below_does_not():
    bare = telling(40, sentence=31, definite=True, participants=(), dates=(), places=(), tolls=(), counts=())
    assert merged(telling(0), bare) == [[0], [40]]
    assert merged(telling(0), replace(bare, sentence=30)) == [[0, 40]]


def test_a_headline_with_the_same_verb_is_the_same_event_though_it_names_no_one():
    head = telling(0, headline=True, participants=(), dates=(), places=(), tolls=(), counts=())
    assert merged(head, telling(40, sentence=3)) == [[0, 40]]


def test_a_telling_of_nothing_but_where_it_was_gives_the_place():
    there = (replace(EVENT.places[0], start=40, end=45),)
    bare = telling(40, sentence=2, definite=True, participants=(), dates=(), places=there, tolls=(), counts=())
    (event,) = merge_tellings([telling(0), bare], CODING.document, CODING.places)
    assert event.places == EVENT.places
    (event,) = merge_tellings([telling(0), replace(bare, located=True)], CODING.document, CODING.places)
    assert event.places == there


@pytest.mark.parametrize(
    ("text", "located"),
    [
        ("The attack took place in Pissila .", True),
        ("The attack happened near Djibo .", True),
        ("Another attack took place in Djibo .", False),
        ("The attack killed four in Djibo .", False),
    ],
)
def test_a_sentence_about_where_an_act_took_place_is_known_by_its_verb(text, located):
    words = text.split()
    tags = [("DT", 2, "det"), ("NN", 3, "nsubj"), ("VBD", 0, "root")] + [("NN", 3, "obl")] * (len(words) - 3)
    conll = " ".join(f"{word}/{x}/{head}/{rel}" for word, (x, head, rel) in zip(words, tags, strict=True))
    layers = make_layers(conll)
    start = layers.document.text.index("attack")
    event = replace(EVENT, anchors=(Quote(start, start + 6, "attack"),))
    assert tell(event, "attack", 0, layers).located is located


def test_the_fullest_telling_gives_the_values_and_stands_first():
    bare = telling(0, headline=True, participants=(), dates=(), places=(), tolls=(), counts=())
    (event,) = merge_tellings([bare, telling(40, sentence=3)], CODING.document, CODING.places)
    assert event.anchors[0].start == 40
    assert event.participants == EVENT.participants


UNDATED = {"dates": (), "places": (), "tolls": (), "counts": ()}


def of(side: str) -> tuple[Participant, ...]:
    return tuple(part for part in EVENT.participants if part.side == side)


def tolls_of(*figures: tuple[int, int, int | None]) -> tuple[Toll, ...]:
    """Make exact figures of killed: number, start of its words, index of the one that it is part of."""
    like = next(toll for event in CODING.events for toll in event.tolls)
    made: list[Toll] = []
    for number, start, whole in figures:
        part_of = None if whole is None else made[whole].id
        facts = {"id": f"t-{start:012x}", "outcome": "killed", "bound": "exact", "start": start, "end": start + 2}
        made.append(replace(like, low=number, best=number, high=number, part_of=part_of, **facts))  # type: ignore[arg-type]
    return tuple(made)


def test_a_word_that_has_only_the_part_tells_the_event_that_has_the_whole():
    part = telling(0, lemma="shelling", tolls=tolls_of((5, 90, None)))
    whole = telling(40, participants=of("a"), tolls=tolls_of((12, 60, None), (5, 90, 0)))
    (event,) = merge_tellings([part, whole], CODING.document, CODING.places)
    assert [(toll.best, toll.part_of is None) for toll in event.tolls] == [(12, True), (5, False)]


@pytest.mark.parametrize(
    ("text", "is_part"),
    [
        ("A bomb killed 14 people, two of them soldiers.", True),
        ("A bomb killed 14 people, two of whom were soldiers.", True),
        ("A bomb killed 14 people and two soldiers.", False),
        ("A bomb killed 14 people. Two of them were soldiers.", False),
        ("A bomb killed one driver, two of them say.", False),
    ],
)
def test_a_figure_of_them_is_part_of_the_one_before(text, is_part):
    (like,) = tolls_of((14, 0, None))
    spans = [(found.start(), found.end()) for found in re.finditer(r"14 people|one driver|[Tt]wo(?: soldiers)?", text)]
    numbers = [14 if text[start] == "1" else 1 if text[start] == "o" else 2 for start, _ in spans]
    tolls = tuple(
        replace(like, id=f"t-{start}", start=start, end=end, text=text[start:end], low=number, best=number, high=number)
        for number, (start, end) in zip(numbers, spans, strict=True)
    )
    event = with_wholes(replace(EVENT, tolls=tolls, counts=()), text)
    assert [toll.part_of for toll in event.tolls] == [None, tolls[0].id if is_part else None]


def test_of_two_tellings_the_figures_of_other_outcomes_are_all_kept():
    (injured,) = (replace(toll, outcome="injured", id="t-injured") for toll in tolls_of((30, 110, None)))
    part = telling(0, lemma="shelling", tolls=(*tolls_of((5, 90, None)), injured))
    whole = telling(40, participants=of("a"), tolls=tolls_of((12, 60, None), (5, 90, 0)))
    (event,) = merge_tellings([part, whole], CODING.document, CODING.places)
    assert sorted((toll.outcome, toll.best) for toll in event.tolls) == [("injured", 30), ("killed", 5), ("killed", 12)]


def test_the_same_word_of_other_people_tells_another_event_and_of_sides_turned_too():
    turned = tuple(replace(part, side="a" if part.side == "b" else "b") for part in EVENT.participants)
    others = tuple(
        replace(part, actor="a-union", object=None) if part.side == "b" else part for part in EVENT.participants
    )
    undated = telling(0, **UNDATED)
    for people in (turned, others):
        assert merged(undated, telling(40, sentence=1, participants=people, **UNDATED)) == [[0], [40]]


def test_whom_two_tellings_hold_in_one_way_stands_once_and_with_the_voice():
    whom = EVENT.participants[0].actor
    said = next(voice for event in CODING.events for voice in event.attribution)
    faint = Responsibility(whom, "accused", None, 0, 3)
    plain = replace(faint, voice=said, start=40, end=43)
    denied = replace(faint, stance="denied", start=44, end=47)
    first, second = telling(0, responsibility=(faint,)), telling(40, sentence=1, responsibility=(plain, denied))
    (event,) = merge_tellings([first, second], CODING.document, CODING.places)
    assert [(row.stance, row.voice is not None) for row in event.responsibility] == [
        ("accused", True),
        ("denied", False),
    ]


def test_a_headline_joins_the_later_word_that_gives_its_figure():
    head = telling(0, headline=True, lemma="raid", dates=(), places=(), tolls=tolls_of((12, 10, None)))
    part = telling(40, sentence=1, lemma="shelling", participants=of("b"), tolls=tolls_of((5, 90, None)))
    whole = telling(60, sentence=1, tolls=tolls_of((12, 70, None), (5, 90, 0)))
    assert merged(head, part, whole) == [[0, 40, 60]]


def test_a_headline_that_a_link_parts_from_a_word_does_not_join_it_by_another():
    head = telling(0, headline=True, lemma="raid", dates=(), places=(), tolls=tolls_of((12, 10, None)))
    part = telling(40, sentence=1, lemma="shelling", participants=of("b"), tolls=tolls_of((5, 90, None)))
    whole = telling(60, sentence=1, tolls=tolls_of((12, 70, None), (5, 90, 0)))
    apart = frozenset({("e-0", "e-40"), ("e-40", "e-0")})
    events = merge_tellings([head, part, whole], CODING.document, CODING.places, apart)
    assert [sorted(anchor.start for anchor in event.anchors) for event in events] == [[0], [40, 60]]


def test_a_word_of_other_people_keeps_the_figure_of_its_own():
    others = tuple(replace(party, actor="a-union", object=None) for party in of("b"))
    part = telling(0, lemma="shelling", participants=others, tolls=tolls_of((5, 90, None)))
    whole = telling(40, tolls=tolls_of((12, 60, None), (5, 90, 0)))
    assert merged(part, whole) == [[0], [40]]


@pytest.mark.parametrize(
    ("change", "together"),
    [
        ({}, True),
        ({"lemma": "shoot"}, True),
        ({"lemma": "shoot", "participants": of("b")}, False),
        ({"participants": of("b")}, True),
        ({"anew": True}, False),
        ({"lemma": "shoot", "participants": of("b"), "clarity": "aggregate"}, False),
    ],
    ids=["both sides", "both sides in other words", "one side in other words", "one side", "again", "several"],
)
def test_a_second_sentence_without_day_or_place_tells_one_act_by_its_people(change, together):
    assert of("a")
    assert of("b")
    found = merged(telling(0, modes=(), **UNDATED), telling(40, sentence=9, modes=(), **(UNDATED | change)))
    assert found == ([[0, 40]] if together else [[0], [40]])


@pytest.mark.parametrize(
    ("conll", "word", "anew"),
    [
        ("Rebels/NNS/2/nsubj attacked/VBD/0/root Kotto/NNP/2/obj again/RB/2/advmod ././2/punct", "attacked", True),
        ("Another/DT/2/det attack/NN/3/nsubj followed/VBD/0/root ././3/punct", "attack", True),
        (
            "The/DT/2/det attack/NN/4/nsubj again/RB/4/advmod angered/VBD/0/root many/JJ/4/obj ././4/punct",
            "attack",
            False,
        ),
    ],
    ids=["verb", "noun", "of another word"],
)
def test_again_and_another_tell_a_further_event(conll, word, anew):
    layers = make_layers(conll)
    start = layers.document.text.index(word)
    event = replace(EVENT, anchors=(Quote(start, start + len(word), word),))
    assert tell(event, word, 0, layers).anew is anew


def test_what_the_report_tells_of_a_series_is_not_joined_with_what_a_voice_tells_of_one():
    voice = Voice("an analyst", "expert", "third", None, 0, 10, None)
    series = {"clarity": "aggregate", "tolls": (), "counts": (), "attribution": ()}
    assert merged(telling(0, **series), telling(40, sentence=3, **series)) == [[0, 40]]
    assert merged(telling(0, **series), telling(40, sentence=3, **series | {"attribution": (voice,)})) == [[0], [40]]


def test_those_arrested_are_part_of_the_arrest_told_before():
    whole = Toll("t-1", "arrested", None, "unknown", 31, 31, 31, "exact", "31", 0, 2)
    part = Toll("t-2", "arrested", None, "unknown", 7, 7, 7, "exact", "seven", 5, 9)
    first = telling(0, tolls=(), counts=(whole,), lemma="arrest", participants=(), places=(), dates=())
    later = replace(
        telling(40, tolls=(), counts=(part,), lemma="arrest", sentence=1, definite=True, places=(), dates=()),
        of_those=True,
    )
    (event,) = merge_tellings((first, later), CODING.document, CODING.places)
    assert [(count.low, count.part_of) for count in event.counts] == [(31, None), (7, "t-1")]


def test_of_those_whom_nobody_counts_as_a_whole_none_is_part_of_another():
    one = Toll("t-1", "arrested", None, "unknown", 7, 7, 7, "exact", "seven", 0, 5)
    two = Toll("t-2", "arrested", None, "unknown", 2, 2, 2, "exact", "two", 41, 44)
    told = {"tolls": (), "lemma": "arrest", "participants": (), "places": (), "dates": ()}
    first = replace(telling(0, counts=(one,), **told), of_those=True)
    later = replace(telling(40, counts=(two,), sentence=1, definite=True, **told), of_those=True)
    (event,) = merge_tellings((first, later), CODING.document, CODING.places)
    assert [(count.low, count.part_of) for count in event.counts] == [(7, None)]
