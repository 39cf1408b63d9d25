"""Exit codes and what is said when a command ends early.

In: the function of a command, which returns its exit code. Out: the same function for typer;
every exception becomes one clear sentence on standard error and an exit code.

What one would get wrong: the message of an unexpected exception may quote the report, so it
is shown only with ``--debug``; without it the kind of error and the place in our code stand
in its stead.
"""

from __future__ import annotations

import contextlib
import functools
import os
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

import typer

import whowhom
from whowhom.errors import WhowhomError

DONE = 0
DONE_WITH_FAILURES = 1
BAD_INPUT = 2
OUR_FAULT = 3
INTERRUPTED = 130
OUTPUT_CLOSED = 141  # What the shell gives a program that SIGPIPE ends, as in `whowhom code ... | head`.


def guarded(command: Callable[..., int]) -> Callable[..., None]:
    """Wrap a command so that it always ends with one of the exit codes above.

    Args:
        command: Takes its options by keyword, ``debug`` among them or not.
    """

    @functools.wraps(command)
    def run(*args: Any, **options: Any) -> None:
        try:
            code = command(*args, **options)
        except (typer.Exit, typer.Abort, typer.BadParameter):
            raise
        except KeyboardInterrupt:
            say("interrupted.")
            code = INTERRUPTED
        except BrokenPipeError:
            _drop_stdout()
            code = OUTPUT_CLOSED
        except WhowhomError as error:
            code = _report(str(error), error.exit_code, debug=bool(options.get("debug")))
        except Exception as error:
            code = _report(fault_message(error), OUR_FAULT, debug=bool(options.get("debug")))
        raise typer.Exit(code)

    return run


def say(message: str) -> None:
    """Write one message to standard error."""
    typer.echo(f"whowhom: {message}", err=True)


def counted(count: int, noun: str, more: str = "") -> str:
    """Give a number with its noun: "1 report", "2 reports", "2 matches" where the plural is told."""
    return f"{count} {noun if count == 1 else more or f'{noun}s'}"


def fault_message(error: BaseException) -> str:
    """Describe an unexpected exception without its own words, which may quote the report."""
    return (
        f"unexpected {type(error).__name__} {_our_place(error)}: this is a fault of whowhom, not of your input. "
        "Please report it with this line and the output of `whowhom doctor`; --debug shows the traceback, "
        "which may hold words of the report."
    )


def _our_place(error: BaseException) -> str:
    home = Path(whowhom.__file__).parent
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if Path(frame.filename).is_relative_to(home)]
    if not frames:
        return "outside its own code"
    return f"in {Path(frames[-1].filename).relative_to(home).as_posix()}, line {frames[-1].lineno}"


def _report(message: str, code: int, *, debug: bool) -> int:
    if debug:
        traceback.print_exc()
    say(message)
    return code


def _drop_stdout() -> None:
    # The reader of our output has gone; the flush at exit must not fail again.
    with contextlib.suppress(OSError, ValueError):  # A standard output without a file needs no such care.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
