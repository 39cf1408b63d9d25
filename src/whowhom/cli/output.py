"""Where a command writes: standard output or a file that is never left half written.

In: text in pieces. Out: bytes in UTF-8 (what a person reads on standard output: in the
terminal's encoding).

What one would get wrong: a file is replaced only when all has been written, except with
``keep`` (JSONL): there each piece is a whole report and goes straight into the file, so that
an interruption loses nothing. Either way an existing file is left alone until the first
piece comes. A case, and a file that the command reads, is never a target:
:func:`refuse_overwriting` is the one place that says so, for every command.
"""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from whowhom.errors import OutputError, UsageError

STDOUT = Path("-")
DEFAULT_MODE = 0o666  # Before the umask, as open() gives a new file.
SQLITE_HEAD = b"SQLite format 3\x00"
# Offset of the application id in the head of a SQLite file; four bytes, the highest first.
APPLICATION_ID_AT = 68
# What people write and no command does; tables and JSON that an earlier run left in the folder may be replaced.
REPORTS = (".txt", ".md", ".html", ".htm", ".pdf", ".docx")
LOGS = ("-wal", "-shm", "-journal")  # Beside a case in use; what was committed last may stand there alone.


class Output:
    """The target of one run; use it through :func:`open_output`."""

    def __init__(self, path: Path | None, *, keep: bool, encoding: str) -> None:
        self.path = path
        self._keep = keep
        self._encoding = encoding
        self._stream: BinaryIO | None = None
        self._temporary: Path | None = None

    @property
    def keeps(self) -> bool:
        """Whether an interruption leaves in the file what was written so far."""
        return self._keep and self.path is not None

    def write(self, text: str) -> None:
        """Write one piece and flush it.

        Raises:
            OutputError: the disk is full or the target went away.
            BrokenPipeError: the program that reads standard output has gone.
        """
        try:
            raw = text.encode(self._encoding, "backslashreplace")
            if self.path is None:
                _write_stdout(raw)
                return
            stream = self._stream or self._open(self.path)
            stream.write(raw)
            stream.flush()
        except BrokenPipeError:
            raise
        except OSError as error:
            raise _unwritable(self.path, error) from None

    def finish(self) -> None:
        """Put the finished file in its place."""
        if self._stream is None or self.path is None:
            return
        try:
            self._stream.close()
            if self._temporary is not None:
                os.replace(self._temporary, self.path)
                self._temporary = None
        except OSError as error:
            raise _unwritable(self.path, error) from None

    def abandon(self) -> None:
        """Close without replacing; what went straight into the file stays."""
        if self._stream is not None:
            with contextlib.suppress(OSError):
                self._stream.close()
        if self._temporary is not None:
            self._temporary.unlink(missing_ok=True)

    def _open(self, path: Path) -> BinaryIO:
        if self._keep or (path.exists() and not path.is_file()):
            self._stream = path.open("wb")
            return self._stream
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".part", dir=path.parent)
        self._temporary = Path(name)
        self._stream = os.fdopen(handle, "wb")
        self._temporary.chmod(path.stat().st_mode if path.exists() else DEFAULT_MODE & ~_umask())
        return self._stream


@contextlib.contextmanager
def open_output(
    path: Path | None, *, keep: bool = False, for_reading: bool = False, inputs: Iterable[Path | str | None] = ()
) -> Iterator[Output]:
    """Check that a target can be written, before any work, and write it.

    Args:
        path: The file; None or ``-`` is standard output.
        keep: Write each piece straight into the file.
        for_reading: A person reads it: on standard output use the terminal's
            encoding, not UTF-8.
        inputs: What the command reads; none of it may be the target.

    Raises:
        OutputError: the target cannot be written, now or later.
        UsageError: it is a case or an input.
    """
    refuse_overwriting(path, inputs)
    target = None if path is None or path == STDOUT else Path(os.path.realpath(path))
    if target is not None:
        _check_writable(target, path)
    elif sys.stdout is None:
        raise OutputError("standard output is closed. Give -o a file, or leave standard output open.")
    encoding = (sys.stdout.encoding or "utf-8") if for_reading and target is None else "utf-8"
    output = Output(target, keep=keep, encoding=encoding)
    try:
        yield output
    except BaseException:
        output.abandon()
        raise
    output.finish()


def refuse_overwriting(
    output: Path | None, inputs: Iterable[Path | str | None] = (), *, replaces_databases: bool = False
) -> None:
    """Refuse to write over a case, another database, or a file that is being read.

    Args:
        output: The file to be written; None and ``-`` are standard output.
        inputs: Files and folders that the command reads, cases among them. Addresses of servers
            and None are passed over.
        replaces_databases: The command writes a SQLite file, so one that is no case may go.

    Raises:
        UsageError: the output would destroy one of them.
    """
    if output is None or output == STDOUT:
        return
    for path in inputs:
        if path is not None and _is_read(output, Path(path)):
            raise UsageError(f"output {str(output)!r} is also an input; it would be lost. Give another name.")
    database = _database_of(output)
    if database is not None and not (replaces_databases and not _is_case(database)):
        what = "a case" if _is_case(database) else "an SQLite database"
        what = what if database.name == output.name else f"part of {what}, {str(database)!r}"
        raise UsageError(f"output {str(output)!r} is {what}; it would be lost. Give another name.")


def is_database(path: Path) -> bool:
    """Say whether a file is a SQLite database, as a case is."""
    return _head(path).startswith(SQLITE_HEAD)


def _is_read(output: Path, given: Path) -> bool:
    """Say whether a target is an input, or one of the reports in a folder that is read."""
    target, source = (Path(os.path.realpath(path)) for path in (output, given))
    if source.is_dir():
        return target.is_relative_to(source) and target.is_file() and target.suffix.lower() in REPORTS
    # A case that is still to be made is an input too.
    return target == source or (target.is_file() and source.is_file() and target.samefile(source))


def _database_of(path: Path) -> Path | None:
    """Give the database that a file is or belongs to."""
    if is_database(path):
        return path
    main = next((path.with_name(path.name.removesuffix(log)) for log in LOGS if path.name.endswith(log)), None)
    return main if main is not None and is_database(main) else None


def _is_case(path: Path) -> bool:
    from whowhom.casefile.versions import APPLICATION_ID  # Rare, so that no other run loads the database code.

    return _head(path)[APPLICATION_ID_AT:] == APPLICATION_ID.to_bytes(4, "big")


def _head(path: Path) -> bytes:
    if not path.is_file():
        return b""
    try:
        with path.open("rb") as stream:
            return stream.read(APPLICATION_ID_AT + 4)
    except OSError:
        return b""  # What cannot be read cannot be written either, or is told when it is.


def _check_writable(target: Path, path: Path | None) -> None:
    try:
        if target.is_dir():
            raise IsADirectoryError(0, "it is a folder")
        if not target.parent.is_dir():
            raise FileNotFoundError(0, f"its folder {str(target.parent)!r} does not exist")
        if target.exists():
            with target.open("ab" if target.is_file() else "wb"):
                pass
        else:
            with tempfile.TemporaryFile(dir=target.parent):
                pass
    except OSError as error:
        raise _unwritable(path, error) from None


def _unwritable(path: Path | None, error: OSError) -> OutputError:
    name = "standard output" if path is None else f"output {str(path)!r}"
    return OutputError(f"{name} cannot be written: {error.strerror}. Give a file in a folder you can write to.")


def _write_stdout(raw: bytes) -> None:
    # Bytes, not text: Windows would turn every line end into two characters.
    sys.stdout.flush()
    sys.stdout.buffer.write(raw)
    sys.stdout.buffer.flush()


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
