"""Links: comparing, keeping apart, grouping; and the stress set of incidents through a case file."""

from __future__ import annotations

import dataclasses
import itertools
from collections import Counter
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from incidents import accounts, codings, read_incidents
from whowhom.casefile import schema
from whowhom.casefile.case import open_case
from whowhom.casefile.reports import add_report, readmit_report, retract_report
from whowhom.casefile.tellings import load_told
from whowhom.link.blocks import kin_of, share_block, window
from whowhom.link.compare import apart, compare
from whowhom.link.events import group_tellings
from whowhom.link.grouping import group
from whowhom.link.levels import load_weights
from whowhom.link.tellings import Figure, Party, Spot, Telling, content_words, hours_of, sentence_around
from whowhom.link.tolls import totals_by_voice

BRIA = Spot("bria", "geonames:240498", "CF", "Haute-Kotto", 6.54, 21.99, 5.0, 1)
YALINGA = Spot("yalinga", "geonames:236524", "CF", "Haute-Kotto", 6.51, 23.26, 5.0, 1)
HAUTE_KOTTO = Spot("haute kotto", "geonames:236887", "CF", "Haute-Kotto", 7.0, 23.0, 150.0, 4)
FRONT, ARMY = Party("7", True, "rebel group"), Party("8", True, "state forces")
GUNMEN = Party("described gunmen", False, "unidentified")


def tell(key="a", **changes) -> Telling:
    """The shelling of Bria on 2 March, as one report tells it."""
    told = Telling(
        key=key,
        report=key,
        type="ASSAULT",
        modes=frozenset({"heavy-weapons"}),
        published=date(2022, 3, 3),
        day_from=date(2022, 3, 2),
        day_to=date(2022, 3, 2),
        spots=(BRIA,),
        doers=frozenset({FRONT}),
        things=frozenset({"market"}),
        killed=(Figure(12, 12, 12),),
        words=frozenset({"shell", "main", "market", "trader"}),
    )
    return dataclasses.replace(told, **changes)


def level(comparison, one, other):
    return next(found.level for found in compare(one, other).levels if found.comparison == comparison)


@pytest.mark.parametrize(
    ("comparison", "change", "expected"),
    [
        ("day", {}, "same"),
        ("day", {"day_from": date(2022, 3, 1), "day_to": date(2022, 3, 7)}, "within"),
        ("day", {"day_from": date(2022, 3, 3), "day_to": date(2022, 3, 3)}, "next"),
        ("day", {"day_from": date(2022, 3, 5), "day_to": date(2022, 3, 5)}, "near"),
        ("day", {"day_from": None, "day_to": None}, "unknown"),
        ("place", {"spots": (dataclasses.replace(BRIA, latitude=6.6, key="x", gazetteer_id="y"),)}, "near"),
        ("place", {"spots": (YALINGA,)}, "far"),
        ("place", {"spots": (HAUTE_KOTTO,)}, "around"),
        ("place", {"spots": (dataclasses.replace(HAUTE_KOTTO, admin1="Ouaka"),)}, "other"),
        ("place", {"spots": (YALINGA, BRIA)}, "same"),
        ("place", {"spots": ()}, "unknown"),
        ("type", {"modes": frozenset({"explosives"})}, "same"),
        ("type", {"modes": frozenset({"abduct"})}, "conflicting"),
        ("type", {"type": "COERCE"}, "kin"),
        ("doer", {"doers": frozenset({GUNMEN})}, "unknown"),
        ("doer", {"doers": frozenset({ARMY})}, "other"),
        ("doer", {"doers": frozenset({Party("described rebels", False, "rebel group")})}, "alike"),
        ("thing", {"things": frozenset({"worship"})}, "other"),
        ("killed", {"killed": (Figure(10, None, None),)}, "meet"),
        ("killed", {"killed": (Figure(15, 15, 15),), "published": date(2022, 3, 5)}, "grown"),
        ("killed", {"killed": (Figure(15, 15, 15),), "published": date(2022, 3, 2)}, "apart"),
        ("killed", {"killed": (Figure(80, 80, 80),)}, "far"),
        ("killed", {"killed": (Figure(80, 80, 80), Figure(12, 12, 12))}, "same"),
        ("killed", {"killed": ()}, "unknown"),
        ("wording", {"words": frozenset({"rain", "harvest", "river", "road"})}, "few"),
    ],
)
def test_a_comparison_has_the_level_that_fits(comparison, change, expected):
    assert level(comparison, tell("a"), tell("b", **change)) == expected
    assert level(comparison, tell("b", **change), tell("a")) == expected


def test_a_match_adds_up_and_explains_itself_in_words():
    match = compare(tell("a"), tell("b"))
    weights = load_weights("event")
    assert match.weight == pytest.approx(weights.prior + sum(found.bits for found in match.levels), abs=0.01)
    assert match.explain()[0].endswith("words: most words are the same")
    assert "+3.8 place: the same place" in match.explain()


def test_what_is_not_told_weighs_nothing():
    empty = Telling("b", "b", "ASSAULT")
    assert [found.comparison for found in compare(tell("a"), empty).levels if found.bits] == ["type"]


def test_every_level_that_is_met_is_in_the_table_and_agreement_outweighs():
    weights = load_weights("event")
    assert weights.level("day", "same").bits > weights.level("day", "within").bits > weights.level("day", "near").bits
    assert all(found.bits == 0 for found in weights.levels.values() if found.level == "unknown")


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"report": "a"}, "one report tells both"),
        ({"is_aggregate": True}, "several told as one"),
        ({"stage": "planned"}, "only planned or foreseen"),
        ({"doers": frozenset({ARMY}), "sufferers": frozenset({FRONT})}, "turned round"),
    ],
)
def test_what_can_never_be_one_event_says_why(change, reason):
    assert reason in (apart(tell("a", sufferers=frozenset({ARMY})), tell("b", **change)) or "")


def test_a_clash_has_no_direction_to_be_turned_round():
    both = frozenset({ARMY, FRONT})
    mutual = tell("b", doers=both, sufferers=both, is_mutual=True)
    assert apart(tell("a", sufferers=frozenset({ARMY})), mutual) is None
    assert level("doer", tell("a"), mutual) == "same"


def test_blocks_are_wide_and_end():
    assert share_block(tell("a"), tell("b", day_from=date(2022, 3, 5), day_to=date(2022, 3, 5)))
    assert not share_block(tell("a"), tell("b", day_from=date(2022, 3, 6), day_to=date(2022, 3, 6)))
    assert not share_block(tell("a"), tell("b", type="AGREE"))
    assert not share_block(tell("a"), tell("b", spots=(dataclasses.replace(BRIA, latitude=12.0, key="far"),)))
    assert share_block(tell("a"), tell("b", spots=(HAUTE_KOTTO,)))
    assert window(tell("a", day_from=date(2020, 1, 1), day_to=date(2020, 12, 31))) is None
    assert window(tell("a", day_from=None, day_to=None, published=None)) is None


def test_an_event_without_a_day_lies_in_the_week_before_publication():
    undated = tell("b", day_from=None, day_to=None, published=date(2022, 3, 8))
    assert share_block(tell("a"), undated)
    assert not share_block(tell("a"), dataclasses.replace(undated, published=date(2022, 3, 20)))


def test_kinship_of_types_goes_both_ways():
    assert all(one in kin_of(other) for one in kin_of("ASSAULT") for other in kin_of(one) if other == "ASSAULT")


# Grouping


def test_average_linkage_needs_the_whole_group():
    weights = {(0, 1): 5.0, (1, 2): 5.0, (0, 2): -30.0}
    assert group(3, weights, threshold=0) == [[0, 1], [2]]
    assert group(3, weights, threshold=0, linkage="single") == [[0, 1, 2]]


def test_pairs_that_must_stay_apart_keep_their_groups_apart():
    weights = {(0, 1): 5.0, (1, 2): 4.0, (0, 2): 3.0}
    assert group(3, weights, threshold=0, apart=[(0, 2)]) == [[0, 1], [2]]
    assert group(3, weights, threshold=0, apart=[(0, 2)], linkage="single") == [[0, 1], [2]]


def test_fixed_groups_hold_and_never_meet():
    weights = {(0, 1): 9.0, (1, 2): 9.0, (2, 3): 9.0, (0, 2): 9.0, (0, 3): 9.0, (1, 3): 9.0, (0, 4): 2.0}
    assert group(5, weights, threshold=0, fixed=[[0, 3], [1]]) in ([[0, 2, 3], [1], [4]], [[0, 3, 4], [1, 2]])
    assert group(2, {}, threshold=0, fixed=[[0, 1]]) == [[0, 1]]


@settings(max_examples=60, deadline=None)
@given(st.integers(2, 9), st.randoms(use_true_random=False), st.sampled_from(["average", "single"]))
def test_groups_part_all_items_and_keep_apart_what_must(size, random, linkage):
    pairs = list(itertools.combinations(range(size), 2))
    weights = {pair: random.randint(-8, 8) / 2 for pair in pairs if random.random() < 0.8}
    banned = {pair for pair in pairs if random.random() < 0.2}
    groups = group(size, weights, threshold=0.5, apart=banned, linkage=linkage)
    assert sorted(itertools.chain(*groups)) == list(range(size))
    assert not any(set(pair) <= set(members) for pair in banned for members in groups)


@settings(max_examples=25, deadline=None)
@given(st.permutations(range(6)))
def test_the_order_of_tellings_makes_no_difference(order):
    tellings = [
        tell("a"),
        tell("b", doers=frozenset({GUNMEN})),
        tell("c", day_from=date(2022, 3, 3), day_to=date(2022, 3, 3)),
        tell("d", things=frozenset({"health"}), words=frozenset({"clinic", "storm"}), killed=(Figure(2, 2, 2),)),
        tell("e", spots=(HAUTE_KOTTO,), killed=()),
        tell("f", things=frozenset({"health"}), words=frozenset({"clinic", "raid"}), killed=()),
    ]
    found = group_tellings([tellings[index] for index in order]).groups
    keys = sorted(sorted(tellings[order[index]].key for index in members) for members in found)
    assert keys == [["a", "b", "c", "e"], ["d", "f"]]


# What is read of a telling


def test_the_sentence_of_a_span_is_found():
    text = "Rain fell. Fighters shelled the market in Bria, he said.\nIt closed."
    start = text.index("shelled")
    assert sentence_around(text, start, start + 7).strip() == "Fighters shelled the market in Bria, he said."
    assert hours_of(content_words("It began at dawn and lasted overnight.")) == {"morning", "night"}


def claim(low, best, high, *, status="unknown", voice=None, of=None, part_of=None, scope="event", field="killed"):
    names = ("field", "low", "best", "high", "status", "voice_key", "mention_no", "part_of", "scope")
    return dict(zip(names, (field, low, best, high, status, voice, of, part_of, scope), strict=True))


@pytest.mark.parametrize(
    ("claims", "expected"),
    [
        ([claim(12, 12, 12), claim(8, 8, 8, part_of="tolls[0]")], [Figure(12, 12, 12)]),
        ([claim(12, 12, 12), claim(8, 8, 8, status="civilian", of=3)], [Figure(12, 12, 12)]),
        ([claim(5, 5, 5, status="civilian"), claim(3, 3, 3, status="combatant")], [Figure(8, 8, 8)]),
        ([claim(5, 5, 5, of=1), claim(3, None, None, of=2)], [Figure(5, 5, 5)]),
        ([claim(5, 5, 5, status="civilian"), claim(3, None, None, status="combatant")], [Figure(8, None, None)]),
        ([claim(5, 5, 5, voice="army"), claim(9, 9, 9, voice="mayor")], [Figure(5, 5, 5), Figure(9, 9, 9)]),
        ([claim(40, 40, 40, scope="cumulative")], []),
    ],
    ids=["told part", "untold part", "two groups", "a whole and one it can hold", "open group", "two voices", "longer time"],
)  # fmt: skip
def test_parents_and_parts_are_never_added_twice(claims, expected):
    assert [total.figure for total in totals_by_voice(claims, "killed")] == expected


# The stress set


def pairwise(key, response):
    pairs = list(itertools.combinations(sorted(key), 2))
    found = [pair for pair in pairs if response[pair[0]] == response[pair[1]]]
    gold = [pair for pair in pairs if key[pair[0]] == key[pair[1]]]
    right = len(set(found) & set(gold))
    precision, recall = right / len(found), right / len(gold)
    return 100 * precision, 100 * recall, 200 * precision * recall / (precision + recall)


def events_by_text(case):
    """The event of each text of the stress set, which tells one each."""
    part, assertion, coding, text = schema.event_mention.c, schema.assertion.c, schema.coding.c, schema.text.c
    query = (
        select(text.digest, part.event_no)
        .join(schema.coding, coding.text_no == text.no)
        .join(schema.assertion, assertion.coding_no == coding.no)
        .join(schema.event_mention, part.assertion_no == assertion.no)
    )
    with case.reading() as connection:
        return dict(connection.execute(query).all())


def fill(case, made):
    with case.writing() as connection:
        for _, coding in made:
            add_report(connection, coding.document, coding, at=case.clock())


def groups_of(events):
    groups = {}
    for digest, event_no in events.items():
        groups.setdefault(event_no, set()).add(digest)
    return sorted(map(sorted, groups.values()))


def test_the_stress_set_is_what_it_says():
    incidents = read_incidents()
    numbers = [len(accounts(incident)) for incident in incidents]
    assert len(incidents) >= 60
    assert (min(numbers), max(numbers)) == (2, 8)
    assert len({incident.id for incident in incidents}) == len(incidents)
    near = Counter((incident.place, incident.day) for incident in incidents)
    assert sum(number > 1 for number in near.values()) >= 12


def test_incidents_told_by_many_voices_come_together(tmp_path):
    made = list(codings())
    with open_case(str(tmp_path / "incidents.case"), create=True) as case:
        fill(case, made)
        key = {coding.document.id: name for name, coding in made}
        response = events_by_text(case)
        with case.reading() as connection:
            told = load_told(connection, connection.scalars(select(schema.assertion.c.no)))
    precision, recall, f1 = pairwise(key, response)
    assert f1 >= 85, (precision, recall, f1)
    # Report by report or all at once: the same groups.
    at_once = group_tellings([item.telling for item in told]).groups
    digests = [item.mention.text_digest for item in told]
    assert groups_of(response) == sorted(sorted(digests[index] for index in members) for members in at_once)


def in_bria():
    """All accounts of what happened in and around Bria."""
    return [pair for pair in codings() if pair[0].startswith(("bria", "ndele"))]


def test_the_order_of_adding_makes_no_difference_to_events(case, tmp_path):
    made = in_bria()
    fill(case, made)
    with open_case(str(tmp_path / "other.case"), create=True) as other:
        fill(other, reversed(made))
        assert groups_of(events_by_text(case)) == groups_of(events_by_text(other))


def test_a_retracted_report_leaves_no_trace_in_the_groups_and_comes_back(case, tmp_path):
    made = in_bria()
    fill(case, made)
    before = groups_of(events_by_text(case))
    for index in (0, len(made) // 2):
        left = [pair for number, pair in enumerate(made) if number != index]
        with open_case(str(tmp_path / f"without{index}.case"), create=True) as other:
            fill(other, left)
            expected = groups_of(events_by_text(other))
        digest = made[index][1].document.id
        with case.writing() as connection:
            retract_report(connection, index + 1, who="odile", why=None, at=case.clock())
        counted = {text: number for text, number in events_by_text(case).items() if text != digest}
        assert groups_of(counted) == expected
        with case.writing() as connection:
            readmit_report(connection, index + 1, at=case.clock())
        assert groups_of(events_by_text(case)) == before


def test_the_match_of_two_mentions_is_kept_with_its_explanation(case):
    fill(case, in_bria())
    with case.reading() as connection:
        rows = connection.execute(select(schema.match).where(schema.match.c.is_linked)).all()
    assert rows
    assert all(row.explanation[0][0] in "+-" for row in rows)
