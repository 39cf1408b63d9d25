"""Nothing is lost: kills at random moments, and several people at once.

20 kills, and 200 in ``make soak``.
"""

from __future__ import annotations

import contextlib
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from casework import TEXTS, coding_of
from whowhom.casefile import schema
from whowhom.casefile.case import open_case

KILLS = round(200 * float(os.environ.get("SOAK_SHARE", "0.1")))
LONGEST_DELAY_SECONDS = 0.06  # A step takes some hundredths of a second.
KILLS_ON_SERVER = 6
HERE = Path(__file__).parent


class Workers:
    """The process of casework.py, and what its children said."""

    def __init__(self) -> None:
        command = [sys.executable, str(HERE / "casework.py")]
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1, cwd=HERE
        )
        self.said: list[str] = []
        self.expect("ready")

    def start(self, role: str, address: str) -> int:
        self.tell(f"run {role} {address}")
        return int(self.expect("pid").split()[1])

    def wait(self) -> list[int]:
        self.tell("wait")
        return [int(code) for code in self.expect("ended").split()[1:]]

    def tell(self, words: str) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(f"{words}\n")
        self.process.stdin.flush()

    def expect(self, *beginnings: str) -> str:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            if line.startswith(beginnings):
                return line.strip()
            self.said.append(line.strip())
        raise AssertionError(f"the workers ended before they said {beginnings!r}")

    def close(self) -> None:
        assert self.process.stdin is not None
        self.process.stdin.close()
        self.process.wait(timeout=60)
        assert self.process.stdout is not None
        self.process.stdout.close()


@pytest.fixture
def workers() -> Iterator[Workers]:
    started = Workers()
    yield started
    started.close()


def outcome(address: str) -> dict[str, object]:
    """All that the work led to, without instants and row numbers."""
    event, told, decision = schema.event.c, schema.event_mention.c, schema.decision.c
    assertion, coding, text, state = schema.assertion.c, schema.coding.c, schema.text.c, schema.decision_state.c
    events = [
        event[c.name] for c in schema.event.columns if c.name not in ("no", "merged_into", "record", "changed_at")
    ]
    with open_case(address) as case, case.reading() as connection:
        return {
            "events": sorted(map(repr, connection.execute(select(*events)))),
            "mentions": sorted(
                map(
                    repr,
                    connection.execute(
                        select(event.public_id, text.digest, assertion.public_id, told.basis, coding.is_current)
                        .join_from(schema.event_mention, schema.event, event.no == told.event_no)
                        .join(schema.assertion, assertion.no == told.assertion_no)
                        .join(schema.coding, coding.no == assertion.coding_no)
                        .join(schema.text, text.no == coding.text_no)
                    ),
                )
            ),
            "decisions": [
                repr(row)
                for row in connection.execute(
                    select(decision.kind, decision.target, decision.field, decision.why, state.state, state.reason)
                    .join(schema.decision_state, state.decision_no == decision.no)
                    .order_by(decision.no)
                )
            ],
        }


def check_file(address: str, acknowledged: set[str]) -> None:
    """The case opens, is sound, and holds every decision that was acknowledged."""
    if "://" not in address:
        with contextlib.closing(sqlite3.connect(address)) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    with open_case(address) as case, case.reading() as connection:
        assert acknowledged <= set(connection.scalars(select(schema.decision.c.public_id)))


def decisions_in(said: list[str]) -> set[str]:
    return {line.split()[2] for line in said if line.startswith("done decision")}


def kill_once(workers: Workers, address: str, chance: random.Random, *, inside: bool) -> bool:
    """Start the work, kill it somewhere, and say whether that was inside an open transaction."""
    already = len(workers.said)
    pid = workers.start("work", address)
    for _ in range(chance.randint(1, 4)):
        # Near the end of the work fewer steps may be left than asked for.
        line = workers.expect("open" if inside else "done", "over")
        workers.said.append(line)
        if "over" in workers.said[already:]:
            break
    time.sleep(chance.random() * (LONGEST_DELAY_SECONDS / 6 if inside else LONGEST_DELAY_SECONDS))
    os.kill(pid, signal.SIGKILL)
    (code,) = workers.wait()
    assert code in (-signal.SIGKILL, 0)
    told = workers.said[already:]
    return code != 0 and bool(told) and told[-1] == "open"


@pytest.mark.soak
def test_kills_lose_nothing_and_a_rerun_comes_to_the_same_result(workers, address):
    kills = KILLS if "://" not in address else max(KILLS_ON_SERVER, KILLS // 10)
    chance = random.Random(7)
    finished = reference(workers, address)
    done = inside = rounds = 0
    while done < kills:
        rounds += 1
        target = another(address, rounds)
        with open_case(target, create=True):
            pass
        # One case is killed again and again, until it is through; then the next one begins.
        start = len(workers.said)
        while done < kills and not is_through(target):
            inside += kill_once(workers, target, chance, inside=done % 4 != 3)
            done += 1
            check_file(target, decisions_in(workers.said[start:]))
        workers.start("work", target)
        assert workers.wait() == [0]
        check_file(target, decisions_in(workers.said[start:]))
        assert outcome(target) == finished
    assert inside * 2 >= done


def reference(workers: Workers, address: str) -> dict[str, object]:
    """What the work leads to if nobody kills it."""
    with open_case(address, create=True):
        pass
    workers.start("work", address)
    assert workers.wait() == [0]
    return outcome(address)


def another(address: str, number: int) -> str:
    """A case beside the first, of the same name, for ids begin with it."""
    if "://" not in address:
        folder = Path(address).parent / str(number)
        folder.mkdir()
        return str(folder / Path(address).name)
    import psycopg

    base, _, rest = address.partition("?")
    head, _, database = base.rpartition("/")
    with psycopg.connect(f"{head}/postgres?{rest}", autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{database}x{number}" ENCODING UTF8 TEMPLATE template0')
    return f"{head}/{database}x{number}?{rest}"


def is_through(address: str) -> bool:
    with open_case(address) as case, case.reading() as connection:
        coder, coding = schema.coder.c, schema.coding.c
        query = select(coding.no).join(schema.coder, coder.no == coding.coder_no).where(coder.version == "2")
        return len(connection.scalars(query).all()) == TEXTS


def test_two_adding_and_one_reviewing_at_once_lose_nothing(workers, address):
    with open_case(address, create=True):
        pass
    for role in ("north", "south", "review"):
        workers.start(role, address)
    assert workers.wait() == [0, 0, 0]
    acknowledged = decisions_in(workers.said)
    check_file(address, acknowledged)
    with open_case(address) as case, case.reading() as connection:
        texts = set(connection.scalars(select(schema.text.c.digest)))
        reviews = connection.scalars(select(schema.event.c.review)).all()
    assert texts == {coding_of(n, prefix=role).document.id for n in range(TEXTS) for role in ("north", "south")}
    assert len(acknowledged) == len(reviews) == 4 * TEXTS
    assert set(reviews) == {"accepted"}
