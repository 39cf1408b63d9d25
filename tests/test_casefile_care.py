"""Care of a case: backup, restore, upgrade, and what is said when something is wrong."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from sqlalchemy import event, func, select, text

from factories import TEXT, make_coding
from test_casefile_store import PARAGRAPH, add, coding_of
from whowhom.casefile import schema, versions
from whowhom.casefile.address import read_address
from whowhom.casefile.care import back_up, restore, upgrade
from whowhom.casefile.case import open_case
from whowhom.casefile.codings import load_coding
from whowhom.casefile.filters import Filter
from whowhom.casefile.listing import list_events
from whowhom.casefile.reports import add_report, retract_report
from whowhom.errors import CaseError, CaseUnwritable, CaseVersion, NotACase, OutputError, UsageError


def contents(case):
    """All rows of all tables, by table."""
    with case.reading() as connection:
        return {t.name: sorted(map(repr, connection.execute(select(t)))) for t in schema.metadata.sorted_tables}


@pytest.fixture
def filled(case):
    add(case, coding_of(url="https://lakeswire.example/bria", publisher="Lakes Wire"))
    add(case, coding_of(TEXT + PARAGRAPH, url="https://lakeswire.example/bria"))
    add(case, coding_of("Calm in Birao.\n"))
    with case.writing() as connection:
        retract_report(connection, 3, who="editor", why="withdrawn", at=case.clock())
    return case


def test_a_backup_holds_every_row_and_is_a_case(filled, tmp_path):
    assert back_up(filled, tmp_path / "copy.case") == 3
    with open_case(str(tmp_path / "copy.case")) as copy:
        assert contents(copy) == contents(filled)


def test_a_restored_case_is_the_same_and_goes_on(filled, tmp_path, address, clock):
    back_up(filled, tmp_path / "copy.case")
    target = str(tmp_path / "again.case")
    if address.startswith("postgresql"):
        from whowhom.casefile.case import make_engine

        name = f"again{os.getpid()}{abs(hash(address)) % 10**6}"
        engine = make_engine(read_address(address)).execution_options(isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name}"))
        engine.dispose()
        target = address.replace(f"/{read_address(address).url.database}?", f"/{name}?")
    assert restore(tmp_path / "copy.case", target) == 3
    with open_case(target, clock=clock) as again:
        assert contents(again) == contents(filled)
        assert add(again, coding_of("Rain in Birao.\n")).what == "new"
        with again.reading() as connection:
            assert load_coding(connection, 1) == coding_of(url="https://lakeswire.example/bria", publisher="Lakes Wire")


def test_nothing_is_written_over(filled, tmp_path):
    (tmp_path / "copy.case").write_text("mine")
    with pytest.raises(OutputError, match="exists"):
        back_up(filled, tmp_path / "copy.case")
    assert (tmp_path / "copy.case").read_text() == "mine"
    assert [path.name for path in tmp_path.glob(".*")] == []


def test_the_tables_of_the_migrations_are_those_of_the_schema(case):
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    def is_ours(thing, name, kind, *_):
        return not (name or "").startswith("passage") and name != "alembic_version"

    with case.reading() as connection:
        options = {"include_object": is_ours, "compare_type": False}
        found = compare_metadata(MigrationContext.configure(connection, opts=options), schema.metadata)
    assert found == []


def test_the_versions_known_are_those_that_there_are_steps_for():
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(Path(versions.__file__).parent / "migrations"))
    steps = ScriptDirectory.from_config(config).walk_revisions()
    assert tuple(reversed([step.revision for step in steps])) == versions.REVISIONS


def set_version(case, value):
    with case.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :value"), {"value": value})


def test_a_newer_case_is_refused_by_its_version(case, address):
    set_version(case, "0999")
    with pytest.raises(CaseVersion, match=r"version 0999.*newer whowhom"):
        open_case(address)
    with pytest.raises(CaseVersion, match="0999"):
        upgrade(address)


def test_an_older_case_waits_for_an_upgrade(case, address, monkeypatch):
    monkeypatch.setattr("whowhom.casefile.versions.REVISIONS", ("0001", "0002", "0003", "0004"))
    with pytest.raises(CaseVersion, match="whowhom upgrade"):
        open_case(address)


def test_an_upgrade_makes_a_backup_first(tmp_path, monkeypatch):
    path = tmp_path / "kotto.case"
    with open_case(str(path), create=True) as case:
        add(case, coding_of())
    monkeypatch.setattr("whowhom.casefile.care.REVISIONS", ("0001", "0002", "0003", "0004"))
    monkeypatch.setattr("whowhom.casefile.care.migrate", lambda connection: connection.execute(text("DELETE FROM run")))
    done = upgrade(str(path))
    assert (done.found, done.now, done.backup) == ("0003", "0004", tmp_path / "kotto.case.version-0003")
    with open_case(str(done.backup)) as copy, copy.reading() as connection:
        assert connection.execute(select(func.count()).select_from(schema.report)).scalar_one() == 1


def test_an_upgrade_on_a_server_asks_for_a_backup(server, monkeypatch):
    address = server.create("older")
    open_case(address, create=True).close()
    monkeypatch.setattr("whowhom.casefile.care.REVISIONS", ("0001", "0002", "0003", "0004"))
    with pytest.raises(UsageError, match="pg_dump"):
        upgrade(address)


# What is wrong is said


def test_a_missing_case_is_named(tmp_path):
    with pytest.raises(NotACase, match=r"none\.case' does not exist"):
        open_case(str(tmp_path / "none.case"))


@pytest.mark.parametrize("raw", [b"not a database, only a text that is long enough to be read " * 20, b"\x00" * 4096])
def test_another_file_is_no_case_and_is_left_alone(tmp_path, raw):
    path = tmp_path / "notes.txt"
    path.write_bytes(raw)
    with pytest.raises(NotACase, match="no case"):
        open_case(str(path), create=True)
    assert path.read_bytes() == raw


def test_another_sqlite_file_is_no_case_and_is_left_alone(tmp_path):
    path = tmp_path / "other.sqlite"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE shop (name TEXT)")
    connection.close()
    with pytest.raises(NotACase, match="other tables"):
        open_case(str(path), create=True)
    with sqlite3.connect(path) as connection:
        assert connection.execute("SELECT name FROM sqlite_master").fetchall() == [("shop",)]
    connection.close()


def test_another_database_is_no_case(server):
    from whowhom.casefile.case import make_engine

    address = server.create("shop")
    engine = make_engine(read_address(address))
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE shop (name text)"))
    engine.dispose()
    with pytest.raises(NotACase, match="other tables"):
        open_case(address, create=True)


def test_a_folder_is_no_case(tmp_path):
    with pytest.raises(NotACase, match="folder"):
        open_case(str(tmp_path), create=True)


def test_a_server_that_does_not_answer_is_named_without_the_password():
    with pytest.raises(NotACase, match="cannot be reached") as caught:
        open_case("postgresql://team:secret@/kotto?host=/nowhere")
    assert "secret" not in str(caught.value)


def test_a_database_that_is_not_there_is_named(server):
    with pytest.raises(NotACase, match="no such database"):
        open_case(server.address("none"))


@pytest.mark.parametrize("words", ["", "  ", "mysql://here/kotto", "postgresql://here", "postgresql://"])
def test_an_address_of_another_kind_is_refused(words):
    with pytest.raises(UsageError):
        read_address(words)


def add_many(case, count):
    for number in range(count):
        add(case, coding_of(f"Calm in Birao on day {number}. {PARAGRAPH}\n"))


def test_a_full_disk_is_one_clear_error_and_loses_nothing(tmp_path):
    with open_case(str(tmp_path / "kotto.case"), create=True) as case:
        add(case, coding_of("Calm in Birao.\n"))

        @event.listens_for(case.engine, "connect")
        def _limit(connection, _):
            pages = connection.execute("PRAGMA page_count").fetchone()[0]
            connection.execute(f"PRAGMA max_page_count = {pages}")

        case.engine.dispose()
        with pytest.raises(CaseUnwritable, match="disk is full"):
            add_many(case, 200)
    with open_case(str(tmp_path / "kotto.case")) as case, case.reading() as connection:
        reports = connection.execute(select(func.count()).select_from(schema.report)).scalar_one()
        codings = connection.execute(select(func.count()).select_from(schema.coding)).scalar_one()
        assert reports == codings >= 1


def read_and_try_to_write(path):
    """Say how many events there are, then what happens to one who opens to write."""
    with open_case(path, write=False) as case, case.reading() as connection:
        told = [str(len(list_events(connection, Filter())))]
    try:
        open_case(path).close()
    except CaseUnwritable as error:
        told.append(str(error))
    return "\n".join(told)


def as_nobody(work):
    """Run in a child that gave up the rights of root, which may write anywhere."""
    into, out = os.pipe()
    child = os.fork()
    if not child:
        try:
            if os.geteuid() == 0:
                os.setgroups([])
                os.setgid(65534)
                os.setuid(65534)
            told = work()
        except BaseException as error:
            told = repr(error)
        os.write(out, told.encode())
        os._exit(0)
    os.close(out)
    with os.fdopen(into) as stream:
        told = stream.read()
    os.waitpid(child, 0)
    return told


@pytest.mark.skipif(os.name != "posix", reason="sets rights of files")
def test_a_read_only_case_is_read_and_writing_says_so():
    # Not in pytest's own folder, which nobody else may enter.
    with tempfile.TemporaryDirectory(dir="/tmp") as name:
        path = Path(name) / "kotto.case"
        with open_case(str(path), create=True) as case:
            add(case, coding_of())
        path.chmod(0o444)
        Path(name).chmod(0o555)
        events, error = as_nobody(lambda: read_and_try_to_write(str(path))).splitlines()
        Path(name).chmod(0o755)
    assert events == "2"
    assert "read-only" in error


# Many at once, and kills

WRITER = """
import sys
sys.path.insert(0, sys.argv[1])
from factories import TEXT
from test_casefile_store import coding_of
from whowhom.casefile.case import open_case
from whowhom.casefile.reports import add_report
with open_case(sys.argv[2], create=True) as case:
    for number in range(int(sys.argv[4])):
        coding = coding_of(TEXT + f"It was report {number} of {sys.argv[3]}.\\n")
        with case.writing() as connection:
            add_report(connection, coding.document, coding, at=case.clock())
        print(number, flush=True)
"""
TESTS = str(Path(__file__).parent)


def writer(address, name, count):
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, TESTS, address, name, str(count)], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )


def test_two_adding_at_once_to_a_new_case_lose_nothing(address):
    both = [writer(address, name, 12) for name in ("the north", "the south")]
    for child in both:
        _, errors = child.communicate(timeout=120)
        assert errors == b""
    with open_case(address) as case, case.reading() as connection:
        count = {
            t: connection.execute(select(func.count()).select_from(t)).scalar_one()
            for t in (schema.report, schema.event, schema.event_mention)
        }
    # All reports tell the same two events.
    assert count == {schema.report: 24, schema.event: 2, schema.event_mention: 48}


@pytest.mark.parametrize("after", [1, 3, 5])
def test_a_kill_keeps_all_that_was_acknowledged_and_a_rerun_ends_alike(address, after, tmp_path):
    child = writer(address, "the north", 8)
    assert child.stdout is not None
    assert child.stderr is not None
    seen = 0
    for _ in range(after):
        seen += child.stdout.readline().strip().isdigit()
    child.kill()
    child.communicate()
    with open_case(address) as case, case.reading() as connection:
        kept = connection.execute(select(func.count()).select_from(schema.report)).scalar_one()
        assert connection.execute(select(func.count()).select_from(schema.coding)).scalar_one() == kept >= seen == after
    again = writer(address, "the north", 8)
    assert again.communicate(timeout=120)[1] == b""
    whole = writer(str(tmp_path / "whole.case"), "the north", 8)
    assert whole.communicate(timeout=120)[1] == b""
    with open_case(address) as case, open_case(str(tmp_path / "whole.case")) as other:
        assert ids(case) == ids(other)


def ids(case):
    tables = (schema.report, schema.event, schema.actor, schema.witness)
    with case.reading() as connection:
        found = {t.name: sorted(connection.scalars(select(t.c.public_id))) for t in tables}
        found["claims"] = connection.execute(select(func.count()).select_from(schema.claim)).scalar_one()
    return found


def test_a_reader_sees_one_state_while_another_writes(case):
    add(case, coding_of())
    with case.reading() as connection:
        before = connection.execute(select(func.count()).select_from(schema.report)).scalar_one()
        add(case, coding_of("Calm in Birao.\n"))
        assert connection.execute(select(func.count()).select_from(schema.report)).scalar_one() == before
    with case.reading() as connection:
        assert connection.execute(select(func.count()).select_from(schema.report)).scalar_one() == before + 1


def test_a_damaged_file_says_so(tmp_path):
    path = tmp_path / "kotto.case"
    with open_case(str(path), create=True) as case:
        add(case, coding_of())
    raw = bytearray(path.read_bytes())
    raw[8192 : len(raw) // 2] = b"\x5a" * (len(raw) // 2 - 8192)
    path.write_bytes(raw)

    def read():
        with open_case(str(path)) as case, case.reading() as connection:
            connection.execute(select(schema.report, schema.text, schema.coding)).all()
            load_coding(connection, 1)

    with pytest.raises(CaseError):
        read()


def test_a_new_text_needs_its_coding(case):
    coding = make_coding()
    with pytest.raises(ValueError, match="needs its coding"), case.writing() as connection:
        add_report(connection, coding.document, None, at=case.clock())
