"""A team at work at once: 50 users for five minutes in ``make soak``, a tenth of it otherwise.

They talk to a really served ``whowhom serve`` as browsers do, with a session each, and look
at what came back before they click again. One request in five decides something. What one
would get wrong: a write counts as done when the server said so, so each is looked for afterwards
in the case itself, and a conflict is an answer, not an error, if it says who was there first.
"""

from __future__ import annotations

import os
import random
import re
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest
from sqlalchemy import select

from factories import TEXT, make_coding, make_document
from whowhom.casefile import schema, team
from whowhom.casefile.case import open_case
from whowhom.casefile.decisions import Author
from whowhom.casefile.reports import add_report
from workbench_help import PASSWORD, hashed

pytestmark = pytest.mark.soak

SHARE = float(os.environ.get("SOAK_SHARE", "0.1"))
USERS = max(2, round(50 * SHARE))
SECONDS = max(20.0, 300 * SHARE)
REPORTS = 40
WRITE_SHARE = 0.2
PAUSE_SECONDS = (0.3, 1.7)
"""Of a person between two clicks."""
START_SECONDS = 60
PAGES = (
    "/",
    "/queue",
    "/reports",
    "/events",
    "/events?view=map",
    "/actors",
    "/coders",
    "/search?q=market",
    "/api/v1/events?limit=20",
    "/api/v1/history?limit=20",
)


@dataclass
class Told:
    """What users met, from many threads."""

    seconds: list[float] = field(default_factory=list)
    decisions: list[str] = field(default_factory=list)
    conflicts: int = 0
    faults: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, seconds: float, *, decision: str | None = None, fault: str | None = None) -> None:
        """Note one request."""
        with self.lock:
            self.seconds.append(seconds)
            if decision is not None:
                self.decisions.append(decision)
            if fault is not None:
                self.faults.append(fault)


@pytest.fixture
def crowded(tmp_path: Path, made: Path, clock: Callable[[], str]) -> Path:
    """A case with forty reports and all the users."""
    path = tmp_path / "crowded.case"
    shutil.copyfile(made, path)
    with open_case(str(path), clock=clock) as case:
        for number in range(REPORTS):
            coding = make_coding(make_document(f"{TEXT}\nEdition {number}.\n", path=f"reports/{number}.txt"))
            with case.writing() as connection:
                add_report(connection, coding.document, coding, at=case.clock())
        with case.writing() as connection:
            author = Author("owner", None, case.clock())
            team.add_member(connection, "amina", role="admin", password=hashed(), author=author)
            for number in range(USERS):
                team.add_member(connection, f"user {number}", role="coder", password=hashed(), author=author)
    return path


@pytest.fixture
def address(crowded: Path) -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "whowhom", "serve", str(crowded), "--port", str(port)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout is not None
            assert f":{port}/" in server.stdout.readline()
            yield f"http://127.0.0.1:{port}"
        finally:
            server.send_signal(signal.SIGINT)
            _, said = server.communicate(timeout=START_SECONDS)
    assert said == ""


class User(threading.Thread):
    """One person with a browser."""

    def __init__(self, address: str, number: int, reports: list[str], told: Told, begin: threading.Barrier) -> None:
        super().__init__(daemon=True)
        self.http = httpx.Client(base_url=address, timeout=60, follow_redirects=True)
        self.number, self.reports, self.told, self.begin = number, reports, told, begin
        self.chance = random.Random(number)
        self.token = ""

    def run(self) -> None:
        """Log in, then read and decide until the time is over."""
        try:
            self._log_in()
            self.begin.wait()  # Nobody of a team logs in within the same second; hashing would be all that is measured.
            until = time.monotonic() + SECONDS
            while time.monotonic() < until:
                if self.chance.random() < WRITE_SHARE:
                    self._decide()
                else:
                    self._read(self.chance.choice([*PAGES, f"/reports/{self.chance.choice(self.reports)}"]))
                time.sleep(self.chance.uniform(*PAUSE_SECONDS))
        except Exception as error:
            self.begin.abort()
            self.told.note(0, fault=f"user {self.number}: {error!r}")
        finally:
            self.http.close()

    def _log_in(self) -> None:
        page = self.http.get("/login").text
        found = re.search(r'name="csrf" value="([0-9a-f]+)"', page)
        assert found, page[:200]
        form = {"csrf": found[1], "next": "/", "name": f"user {self.number}", "password": PASSWORD}
        answer = self.http.post("/login", data=form, headers={"Origin": str(self.http.base_url)})
        token = re.search(r'name="csrf-token" content="([\w-]+)"', answer.text)
        assert token, answer.text[:200]
        self.token = token[1]

    def _read(self, path: str) -> None:
        begun = time.monotonic()
        answer = self.http.get(path)
        taken = time.monotonic() - begun
        self.told.note(taken, fault=None if answer.status_code == 200 else f"{path}: {answer.status_code}")

    def _decide(self) -> None:
        """Correct an event as it stands, or add one; both carry what was seen."""
        if self.chance.random() < 0.3:
            words = self.chance.choice(re.findall(r"\w{5,}", TEXT))
            body = {"type": "ASSAULT", "anchor": {"start": TEXT.index(words), "words": words}}
            self._send(f"/api/v1/reports/{self.chance.choice(self.reports)}/events", body)
            return
        rows = self.http.get("/api/v1/events", params={"limit": 100}).json()["items"]
        row = self.chance.choice(rows)
        body = {"version": row["version"], "field": "killed", "value": str(self.chance.randint(1, 99))}
        self._send(f"/api/v1/events/{row['public_id']}/correct", body)

    def _send(self, path: str, body: dict[str, object]) -> None:
        begun = time.monotonic()
        answer = self.http.post(path, json=body, headers={"X-CSRF-Token": self.token})
        taken = time.monotonic() - begun
        told = answer.json()
        if answer.status_code == 201:
            made = told["decision"] if "decision" in told else told["decisions"][0]
            self.told.note(taken, decision=made)
        elif answer.status_code == 409 and "meanwhile" in told["error"]["message"]:
            self.told.note(taken)
            with self.told.lock:
                self.told.conflicts += 1
        elif answer.status_code == 422 and "already" in told["error"]["message"]:
            self.told.note(taken)
        else:
            self.told.note(taken, fault=f"{path}: {answer.status_code} {answer.text[:200]}")


def test_a_team_at_work_at_once_meets_no_error_and_loses_no_write(crowded, address, capsys):
    told = Told()
    with open_case(str(crowded), write=False) as case, case.reading() as connection:
        reports = list(connection.scalars(select(schema.report.c.public_id)))
    begin = threading.Barrier(USERS)
    users = [User(address, number, reports, told, begin) for number in range(USERS)]
    for user in users:
        user.start()
    for user in users:
        user.join(SECONDS + 300)
    assert not any(user.is_alive() for user in users)
    assert told.faults == []
    with open_case(str(crowded), write=False) as case, case.reading() as connection:
        kept = set(connection.scalars(select(schema.decision.c.public_id)))
    assert set(told.decisions) == kept
    assert len(told.decisions) == len(set(told.decisions)) > 0
    cuts = statistics.quantiles(told.seconds, n=20)
    with capsys.disabled():
        sys.stdout.write(
            f"\n{USERS} users, {SECONDS:.0f} s: {len(told.seconds)} requests, {len(told.decisions)} decisions kept, "
            f"{told.conflicts} conflicts; median {statistics.median(told.seconds) * 1000:.0f} ms, "
            f"p95 {cuts[18] * 1000:.0f} ms\n"
        )
