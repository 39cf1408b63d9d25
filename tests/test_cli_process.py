"""The command line as a process: exit codes, streams, start, several jobs."""

from __future__ import annotations

import functools
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from factories import QUIET_TEXT, TEXT, FakePipeline, make_document
from whowhom.cli.batch import code_all
from whowhom.ingest import Failure
from whowhom.records import Coding

TESTS = Path(__file__).parent
FAKE = (
    f"import sys; sys.path.insert(0, {str(TESTS)!r}); import factories; factories.install_fakes(); "
    "from whowhom.cli.app import main; main()"
)
LOAD = functools.partial(FakePipeline.load, codebook=None, registry=(), min_score=0.5)


@pytest.fixture(autouse=True)
def _reports(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    Path("bria.txt").write_text(TEXT, encoding="utf-8")
    Path("weather.txt").write_text(QUIET_TEXT, encoding="utf-8")


def run(*args: str, **given):
    return subprocess.run([sys.executable, "-c", FAKE, *args], capture_output=True, check=False, timeout=60, **given)


def test_done_is_0():
    done = run("code", "bria.txt")
    assert (done.returncode, done.stderr) == (0, b"")


def test_done_with_failures_is_1():
    assert run("code", "bria.txt", "none.txt").returncode == 1


def test_bad_input_is_2():
    assert run("code", "none.txt").returncode == 2
    assert run("code", "bria.txt", "--bogus").returncode == 2


def test_a_fault_of_ours_is_3():
    Path("crash.txt").write_text("CRASH: the sky over Bria was clear all day.\n")
    done = run("code", "crash.txt")
    assert done.returncode == 3
    assert b"Traceback" not in done.stderr


@pytest.mark.skipif(os.name != "posix", reason="sends SIGINT")
def test_interrupted_is_130():
    script = FAKE.replace(
        "from whowhom.cli.app",
        # A test run in the background is deaf to SIGINT, and so would its children be.
        "import signal, time; signal.signal(signal.SIGINT, signal.default_int_handler); "
        "factories.FakePipeline.code = lambda *_: (print('in', flush=True), time.sleep(30)); from whowhom.cli.app",
    )
    child = subprocess.Popen(
        [sys.executable, "-c", script, "code", "bria.txt"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert child.stdout is not None
    assert child.stdout.readline() == b"in\n"
    child.send_signal(signal.SIGINT)
    _, errors = child.communicate(timeout=30)
    assert child.returncode == 130
    assert errors == b"whowhom: interrupted.\n"


@pytest.mark.skipif(os.name != "posix", reason="kills")
def test_a_killed_run_leaves_the_lines_coded_so_far():
    script = FAKE.replace(
        "from whowhom.cli.app",
        "import time; code = factories.FakePipeline.code; factories.FakePipeline.code = "
        "lambda self, document: code(self, document) if 'Bria' in document.text else time.sleep(30); from whowhom.cli.app",
    )
    child = subprocess.Popen(
        [sys.executable, "-c", script, "code", "bria.txt", "weather.txt", "--format", "jsonl", "-o", "out"]
    )
    for _ in range(300):
        if Path("out").exists() and Path("out").read_bytes().endswith(b"\n"):
            break
        time.sleep(0.1)
    child.kill()
    child.wait(timeout=30)
    assert len(json.loads(Path("out").read_text(encoding="utf-8"))["events"]) == 2


def test_a_closed_pipe_ends_quietly():
    child = subprocess.Popen(
        [sys.executable, "-c", FAKE, "code", *["bria.txt"] * 300, "--format", "jsonl"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert child.stdout is not None
    assert child.stderr is not None
    child.stdout.readline()
    child.stdout.close()
    errors = child.stderr.read()
    child.stderr.close()
    child.wait(timeout=30)
    assert (child.returncode, errors) == (141, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_is_one_sentence():
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            [sys.executable, "-c", FAKE, "code", "bria.txt"], stdout=full, stderr=subprocess.PIPE, check=False
        )
    assert done.returncode == 2
    assert done.stderr.startswith(b"whowhom: standard output cannot be written: No space left")
    assert b"Traceback" not in done.stderr


def test_a_terminal_without_unicode_gets_escapes_not_an_error():
    done = run("code", "bria.txt", env={**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"})
    assert done.returncode == 0
    assert done.stdout.isascii()


@pytest.mark.skipif(os.name != "posix", reason="needs a pseudo-terminal")
@pytest.mark.parametrize(("no_colour", "is_coloured"), [("", True), ("1", False)], ids=["colour", "NO_COLOR"])
def test_colour_only_on_a_terminal_that_wants_it(no_colour, is_coloured):
    written, errors = on_terminal("code", "bria.txt", NO_COLOR=no_colour)
    assert (b"\x1b[" in written) is is_coloured
    assert errors == b""


@pytest.mark.skipif(os.name != "posix", reason="needs a pseudo-terminal")
def test_a_progress_bar_for_more_than_one_report():
    args = ("--format", "jsonl", "-o", "out.jsonl")
    one, _ = on_terminal("code", "bria.txt", *args, stderr_too=True)
    two, _ = on_terminal("code", "bria.txt", "weather.txt", *args, stderr_too=True)
    quiet, _ = on_terminal("code", "bria.txt", "weather.txt", *args, "--quiet", stderr_too=True)
    assert (one, quiet) == (b"", b"")
    assert b"coding" in two
    assert b"2/2" in two


def on_terminal(*args: str, stderr_too: bool = False, **variables: str) -> tuple[bytes, bytes]:
    """Run with standard output on a pseudo-terminal; give what it showed, and standard error."""
    import pty

    ours, theirs = pty.openpty()
    environ = {**os.environ, "TERM": "xterm-256color", "COLUMNS": "100", **variables}
    child = subprocess.Popen(
        [sys.executable, "-c", FAKE, *args],
        stdout=theirs,
        stderr=theirs if stderr_too else subprocess.PIPE,
        env=environ,
    )
    os.close(theirs)
    shown = b""
    try:
        while piece := os.read(ours, 65536):
            shown += piece
    except OSError:  # Linux ends a pseudo-terminal with an error, not with nothing.
        pass
    os.close(ours)
    _, errors = child.communicate(timeout=60)
    return shown, errors or b""


def test_the_command_starts_without_heavy_modules():
    heavy = [
        "pydantic",
        "numpy",
        "onnxruntime",
        "trafilatura",
        "pypdf",
        "docx",
        "jinja2",
        "rich.table",
        "sqlite3",
        "multiprocessing",
    ]
    script = f"import sys, whowhom.cli.app; print([name for name in {heavy} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, text=True)
    assert done.stdout.strip() == "[]"


# Several jobs


def outcomes(jobs: int) -> list[Coding | Failure]:
    sources = [make_document(), Failure("none.txt", "input.unreadable", "not there")]
    sources += [make_document(QUIET_TEXT, path=f"{number}.txt") for number in range(12)]
    sources += [make_document("CRASH over Bria.\n", path="crash.txt"), make_document()]
    return list(code_all(sources, load=LOAD, jobs=jobs))


def test_two_jobs_give_the_same_in_the_same_order_as_one():
    alone, together = outcomes(1), outcomes(2)
    assert [kind(outcome) for outcome in together] == [kind(outcome) for outcome in alone]
    assert together[:-2] == alone[:-2]
    assert together[-1] == alone[-1]
    assert len(together) == 16


def kind(outcome: Coding | Failure) -> str:
    return outcome.code if isinstance(outcome, Failure) else outcome.document.publication.path or ""


def test_one_report_starts_no_second_process():
    (coding,) = code_all([make_document()], load=LOAD, jobs=8)
    assert isinstance(coding, Coding)


def test_a_fault_of_set_up_in_a_worker_ends_the_run_with_its_own_error():
    from whowhom.errors import CodebookError

    with pytest.raises(CodebookError, match="line 4"):
        list(code_all([make_document()] * 3, load=_faulty, jobs=2))


def _faulty():
    from whowhom.errors import CodebookError

    raise CodebookError("codebook 'mine.toml', line 4: a fault.")


def test_a_lost_worker_is_named():
    from whowhom.cli.batch import WorkerLost

    with pytest.raises(WorkerLost, match="fewer --jobs"):
        list(code_all([make_document()] * 3, load=_dying, jobs=2))


def _dying():
    os._exit(9)


def test_reports_are_read_as_they_are_coded_not_all_before():
    read = []

    def sources():
        for number in range(50):
            read.append(number)
            yield make_document(QUIET_TEXT, path=f"{number}.txt")

    results = code_all(sources(), load=LOAD, jobs=1)
    next(results)
    assert read == [0]


@pytest.mark.model
@pytest.mark.parametrize("kind", ["table", "json", "jsonl", "csv"])
def test_the_real_pipeline_gives_the_same_bytes_with_one_job_and_two(kind):
    pytest.importorskip("whowhom.pipeline", reason="the pipeline is not there yet")
    command = [
        sys.executable,
        "-c",
        "from whowhom.cli.app import main; main()",
        "code",
        "bria.txt",
        "weather.txt",
        "bria.txt",
    ]
    runs = [
        subprocess.run([*command, "--format", kind, "--jobs", jobs], capture_output=True, check=False) for jobs in "12"
    ]
    assert [done.returncode for done in runs] == [0, 0], runs[0].stderr
    assert runs[0].stdout == runs[1].stdout
