"""Where a command writes: standard output or a file that is never left half written.

In: text in pieces. Out: bytes in UTF-8 (what a person reads on standard output: in the
terminal's encoding).

What one would get wrong: a file is replaced only when all has been written, except with
``keep`` (JSONL): there each piece is a whole report and goes straight into the file, so that
an interruption loses nothing. Either way an existing file is left alone until the first
piece comes.
"""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from whowhom.errors import OutputError, UsageError

STDOUT = Path("-")
DEFAULT_MODE = 0o666  # Before the umask, as open() gives a new file.


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
def open_output(path: Path | None, *, keep: bool = False, for_reading: bool = False) -> Iterator[Output]:
    """Check that a target can be written, before any work, and write it.

    Args:
        path: The file; None or ``-`` is standard output.
        keep: Write each piece straight into the file.
        for_reading: A person reads it: on standard output use the terminal's
            encoding, not UTF-8.

    Raises:
        OutputError: the target cannot be written, now or later.
    """
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


def refuse_overwriting(output: Path | None, inputs: list[Path]) -> None:
    """Refuse to write over a file that is being read.

    Raises:
        UsageError: the output is one of the inputs.
    """
    if output is None or output == STDOUT:
        return
    for path in inputs:
        if path.is_file() and os.path.realpath(path) == os.path.realpath(output):
            raise UsageError(f"output {str(output)!r} is also an input; it would be lost. Give -o another name.")


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
    return OutputError(f"{name} cannot be written: {error.strerror}. Give -o a file in a folder you can write to.")


def _write_stdout(raw: bytes) -> None:
    # Bytes, not text: Windows would turn every line end into two characters.
    sys.stdout.flush()
    sys.stdout.buffer.write(raw)
    sys.stdout.buffer.flush()


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
