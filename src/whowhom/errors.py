"""The error tree: one base, one class per kind, a stable code on each.

::

    WhowhomError                 exit code 2 unless said otherwise
    ├── UsageError               a wrong option or argument
    │   └── SettingsError        a setting with an unknown key or a bad value
    ├── InputError               something given to read cannot be read
    │   ├── UnreadableFile       missing, unreadable, binary, of an unknown kind
    │   ├── EmptyReport          readable, but holds no text to code
    │   ├── UnreadLanguage       text in a language the reader does not read
    │   └── RecordError          a broken line or row of a JSONL or CSV file
    ├── OutputError              the output cannot be written
    ├── CodebookError            a codebook with a fault, with file, line and key
    ├── ValidationError          a coding that breaks the promises of the layout
    ├── CaseError                a case file that cannot be opened, read or written
    │   ├── NotACase             missing, or a file or database of another kind
    │   ├── CaseVersion          written by a newer whowhom, or older and not upgraded
    │   ├── CaseUnwritable       read-only, full or in use for too long
    │   └── NoSuchRecord         nothing in the case has that id, address or name
    ├── DataError                a shipped data file is missing or damaged   (exit code 3)
    └── ResolutionError          a resolver was used against its contract    (exit code 3)

The text stands at the ``raise`` and says what was met, where, what was expected
and what to do. It never quotes the report: messages end up in logs.
"""

from __future__ import annotations


class WhowhomError(Exception):
    """Base of everything this package raises on purpose.

    Attributes:
        code: A stable short name that programs can test for, such as
            ``"input.unreadable"``. It never changes within a major version.
        exit_code: What the command line ends with when this error ends it.
    """

    code: str = "error"
    exit_code: int = 2


class UsageError(WhowhomError):
    """A command or function was called with something it cannot take."""

    code = "usage"


class SettingsError(UsageError):
    """A setting is unknown or its value is out of range."""

    code = "settings"


class InputError(WhowhomError):
    """Something given to read cannot be read; a row of the failure report.

    Attributes:
        where: The path, or path and line or record, that was being read.
    """

    code = "input"

    def __init__(self, message: str, *, where: str = "") -> None:
        super().__init__(message)
        self.where = where


class UnreadableFile(InputError):
    """The file is missing, unreadable, binary, damaged or of an unknown kind."""

    code = "input.unreadable"


class EmptyReport(InputError):
    """The file could be read but holds no text to code."""

    code = "input.empty"


class UnreadLanguage(InputError):
    """The text is in a language that the reader does not read."""

    code = "input.language"


class RecordError(InputError):
    """One line of a JSONL file or one row of a CSV file is broken."""

    code = "input.record"


class OutputError(WhowhomError):
    """The output could not be written; what was coded before is kept."""

    code = "output"


class CodebookError(WhowhomError):
    """A codebook has a fault; the message names file, line and key."""

    code = "codebook"


class ValidationError(WhowhomError):
    """A coding breaks a promise: a quote, an id or an unexplained null."""

    code = "validation"


class DataError(WhowhomError):
    """A data file that ships with the package is missing or damaged."""

    code = "data"
    exit_code = 3


class ResolutionError(WhowhomError):
    """A resolver was called against its contract."""

    code = "resolution"
    exit_code = 3


class CaseError(WhowhomError):
    """A case file could not be opened, read or written; what was committed is kept."""

    code = "case"


class NotACase(CaseError):
    """There is no case file there, or it is a file or database of another kind."""

    code = "case.kind"


class CaseVersion(CaseError):
    """The case file was written by a newer program, or waits to be upgraded."""

    code = "case.version"


class CaseUnwritable(CaseError):
    """The case file is read-only, its disk is full or another program holds it."""

    code = "case.unwritable"


class NoSuchRecord(CaseError):
    """Nothing in the case has that id, address or name, or more than one has."""

    code = "case.record"
