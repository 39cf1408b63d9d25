"""Figures by named policy, and the status by its written rule."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from typer.testing import CliRunner

from incidents import codings
from whowhom.casefile.case import open_case
from whowhom.casefile.filters import Filter
from whowhom.casefile.listing import list_events
from whowhom.casefile.policies import claims_out, settle_figure
from whowhom.casefile.reports import add_report
from whowhom.casefile.statuses import judge
from whowhom.cli.app import app
from whowhom.errors import SettingsError
from whowhom.link.tellings import Figure
from whowhom.settings import POLICIES, load_settings


def claim(number, low, best, high, *, voice=None, role="official", interest="third", bound="exact"):
    return {
        "assertion_no": number, "path": "tolls[0]", "field": "killed", "low": low, "best": best, "high": high,
        "status": "unknown", "part_of": None, "scope": "event", "mention_no": None, "bound": bound,
        "voice_key": voice, "voice_role": role, "voice_interest": interest,
    }  # fmt: skip


def mention(number, *claims, day="2022-03-03", witness=None, trust=None, **values):
    told = {"polarity": "happened", "stage": "accomplished", "certainty": "certain", **values}
    return SimpleNamespace(
        no=number, day=day, witness_no=witness or number, trust=trust, claims=claims, actors=(), voices=(), values=told
    )  # fmt: skip


def exact(number, figure, **more):
    keys = ("voice", "role", "interest")
    given = {key: more.pop(key) for key in keys if key in more}
    return mention(number, claim(number, figure, figure, figure, **given), **more)


def settled(mentions, policy):
    return settle_figure(mentions, "killed", policy).figure


def uses(mentions, policy="best"):
    return {row["assertion"]: row["use"] for row in settle_figure(mentions, "killed", policy).basis}


# On one day: police 8, a hospital 12 twice over, the army (a side) 40.
FOUR = [
    exact(1, 8, voice="police", trust=0.9),
    exact(2, 12, voice="hospital", trust=0.6),
    exact(3, 12, voice="doctors", trust=0.5),
    exact(4, 40, voice="army", role="belligerent", interest="opposing side", trust=0.2),
]


@pytest.mark.parametrize(
    ("policy", "best"), [("lowest", 8), ("best", 8), ("majority", 12), ("most-trusted", 8)], ids=list(POLICIES)
)
def test_each_policy_settles_a_figure_in_its_way(policy, best):
    assert settled(FOUR, policy) == Figure(8, best, 40)


def test_trust_decides_only_where_it_is_asked():
    trusted = [exact(1, 8, voice="police", trust=0.1), exact(2, 12, voice="hospital", trust=0.9)]
    assert settled(trusted, "most-trusted").best == 12
    assert settled(trusted, "lowest").best == 8


def test_a_rising_toll_is_one_figure_brought_up_to_date():
    rising = [
        exact(1, 3, voice="police", day="2022-03-02"),
        exact(2, 9, voice="mayor", day="2022-03-03"),
        exact(3, 12, voice="hospital", day="2022-03-05"),
    ]
    assert settled(rising, "best") == settled(rising, "lowest") == Figure(12, 12, 12)
    assert uses(rising) == {1: "updated", 2: "updated", 3: "chosen"}


def test_a_voice_may_correct_itself_downwards():
    fallen = [exact(1, 20, voice="police", day="2022-03-02"), exact(2, 12, voice="police", day="2022-03-04")]
    assert settled(fallen, "best") == Figure(12, 12, 12)


def test_a_lower_figure_of_another_voice_is_a_difference_and_stays():
    differ = [exact(1, 20, voice="police", day="2022-03-02"), exact(2, 12, voice="mayor", day="2022-03-04")]
    assert settled(differ, "best") == Figure(12, 12, 20)
    assert set(uses(differ).values()) == {"chosen", "counted"}


def test_no_later_figure_of_others_updates_what_a_side_claims():
    claimed = [
        exact(1, 5, voice="front", role="belligerent", interest="own side", day="2022-03-02"),
        exact(2, 30, voice="police", day="2022-03-05"),
    ]
    assert settled(claimed, "best") == Figure(5, 30, 30)


def test_a_floor_is_no_estimate_but_the_least_for_who_asks_for_it():
    floor = [mention(1, claim(1, 12, None, None, bound="at least"))]
    assert settled(floor, "best") == Figure(12, None, None)
    assert settled(floor, "lowest") == Figure(12, 12, None)


def test_an_exact_figure_goes_before_a_floor():
    mixed = [mention(1, claim(1, 12, None, None, bound="at least")), exact(2, 15, voice="mayor")]
    assert settled(mixed, "best") == Figure(12, 15, 15)


def test_words_without_a_number_bound_nothing_beside_a_number():
    vague = [exact(1, 15, voice="mayor"), mention(2, claim(2, 2, None, None, bound="vague"), day="2022-03-09")]
    assert settled(vague, "best") == Figure(15, 15, 15)
    assert settled(vague[1:], "best") == Figure(2, None, None)


def test_copies_of_one_text_are_one_witness_in_a_majority():
    copies = [exact(n, 40, voice=None, witness=1) for n in (1, 2, 3)]
    others = [exact(n, 12, voice=f"v{n}") for n in (4, 5)]
    assert settled([*copies, *others], "majority").best == 12


def test_what_nobody_counts_is_unknown():
    assert settle_figure([mention(1)], "killed", "best").figure == Figure(None, None, None)
    assert settle_figure([mention(1)], "killed", "best").basis == ()


def test_every_claim_is_kept_with_its_use():
    assert set(uses(FOUR, "majority")) == {1, 2, 3, 4}
    assert [row["use"] for row in claims_out(FOUR[:1], "killed")] == ["out"]


# The status


def held(number, actor, stance, **more):
    made = mention(number, **more)
    made.actors = ({"role": "responsible", "mention_no": 1, "actor_no": actor, "key": "x", "is_named": True},)
    voice = {"voice_interest": "own side" if stance in ("claimed", "denied") else "third"}
    made.claims = ({"field": "responsibility", "value": stance, "mention_no": 1, **voice},)
    return made


@pytest.mark.parametrize(
    ("mentions", "rule"),
    [
        ([mention(1, polarity="did not happen")], "status.all-deny"),
        ([mention(1, stage="planned"), mention(2, stage="threatened")], "status.none-accomplished"),
        ([mention(1), mention(2, polarity="did not happen")], "status.some-deny"),
        ([held(1, 7, "accused"), held(2, 7, "denied")], "status.accused-deny"),
        ([held(1, 7, "accused"), held(2, 8, "accused")], "status.rival-actors"),
        ([held(1, 7, "claimed"), mention(2)], "status.own-side-and-witness"),
        ([held(1, 7, "claimed")], "status.one-witness"),
        ([mention(1), mention(2)], "status.two-witnesses"),
        ([mention(1, witness=5), mention(2, witness=5)], "status.one-witness"),
        ([mention(1), mention(2, certainty="possible")], "status.one-witness"),
        ([exact(1, 3), exact(2, 12, day="2022-03-06")], "status.two-witnesses"),
        ([held(1, 7, "suspected"), held(2, 8, "suspected")], "status.two-witnesses"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_the_status_follows_its_rule(mentions, rule):
    assert judge(mentions)[1] == rule


# In a case


@pytest.fixture
def incident(case):
    """A case with all accounts of one incident."""
    chosen = "marib-missile"
    with case.writing() as connection:
        for name, coding in codings():
            if name == chosen:
                add_report(connection, coding.document, coding, at=case.clock())
    return case


def test_a_list_by_another_policy_changes_its_figures_alone(incident):
    with incident.reading() as connection:
        rows = {policy: list_events(connection, Filter(), policy=policy) for policy in (None, *POLICIES)}
    assert {policy: {row["policy"] for row in found} for policy, found in rows.items()} == {
        None: {"best"},
        **{policy: {policy} for policy in POLICIES},
    }
    assert [row["public_id"] for row in rows["lowest"]] == [row["public_id"] for row in rows[None]]
    assert rows["best"] == rows[None]


def test_the_command_takes_a_policy_and_refuses_an_unknown_one(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "marib.case"
    with open_case(str(path), create=True) as case, case.writing() as connection:
        for name, coding in codings():
            if name == "marib-missile":
                add_report(connection, coding.document, coding, at=case.clock())
    done = CliRunner().invoke(app, ["events", str(path), "--policy", "lowest", "--format", "csv"])
    assert done.exit_code == 0, done.output
    assert "lowest" in done.output
    with pytest.raises(SettingsError, match="one of lowest, best, majority, most-trusted"):
        load_settings(options={"policy": "median"})
