"""Fixtures that several test files share."""

from __future__ import annotations

import itertools
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import stores
from whowhom.casefile.case import Case, open_case

_counter = itertools.count()


@pytest.fixture(scope="session")
def server() -> Iterator[stores.Server]:
    """A PostgreSQL server of the session's own."""
    if stores.binaries() is None:
        if os.environ.get("CI"):
            pytest.fail("PostgreSQL is not installed, and CI must test with it")
        pytest.skip("not run: PostgreSQL is not installed on this machine")
    with stores.running_server() as running:
        yield running


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a case that does not exist yet, on each kind of store."""
    if request.param == "sqlite":
        return str(tmp_path / "kotto.case")
    server: stores.Server = request.getfixturevalue("server")
    return server.create(f"kotto{next(_counter)}")


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty case file to copy, because making the tables takes most of a small test's time."""
    path = tmp_path_factory.mktemp("made") / "kotto.case"
    open_case(str(path), create=True).close()
    return path


@pytest.fixture
def case(address: str, made: Path, clock: Callable[[], str]) -> Iterator[Case]:
    """An empty case on each kind of store, with a clock that counts seconds."""
    if "://" not in address:
        shutil.copyfile(made, address)
    with open_case(address, create=True, clock=clock) as opened:
        yield opened


@pytest.fixture
def clock() -> Callable[[], str]:
    """A clock that goes on by a second with every look."""
    seconds = itertools.count()
    return lambda: f"2026-01-01T00:{(number := next(seconds)) // 60:02}:{number % 60:02}Z"
