"""Faults as people and programs are told them: one shape for the API, one page for browsers.

In: an exception. Out: a status and ``{"error": {"code", "message", "field", "hint"}}``, or
the same as a page.

What one would get wrong: a fault of ours says nothing of its own words, which may quote a
report; they go to the log of the server.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from starlette.exceptions import HTTPException

from whowhom.errors import CaseUnwritable, CaseVersion, InputError, NoSuchRecord, UsageError, WhowhomError

STATUS_NAMES = {
    400: "That request could not be understood",
    401: "Please log in",
    403: "That is not allowed",
    404: "There is nothing here",
    405: "That cannot be done here",
    409: "Somebody changed this meanwhile",
    413: "That is too large",
    415: "That kind of file is not read",
    421: "This address is not the workbench's",
    422: "Something in the form needs another look",
    429: "Too many attempts",
    500: "Something went wrong on our side",
    503: "The case cannot be reached just now",
}


LISTS = {
    "events": "the list of events",
    "actors": "the list of actors",
    "claims": "the list of claims",
    "forecasts": "the list of forecasts",
    "history": "the history",
    "trace": "its claims",
}
"""What stands on pages for the commands that errors of the case name."""

_COMMAND = re.compile(r"`whowhom (\w+)[^`]*`")


class Fault(HTTPException):
    """A request that cannot be done, and why.

    Attributes:
        status: Of the answer.
        code: A stable short name that programs can test for.
        message: What was met, for a person.
        field: The field of the form or body that is at fault, if one is.
        hint: What to do.
        more: What the page or program needs besides, such as what was typed.
    """

    def __init__(
        self,
        status: int,
        code: str,
        message: str,
        *,
        field: str | None = None,
        hint: str | None = None,
        more: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        # A kind of HTTPException, because the framework turns all others met while a body is read into its own.
        super().__init__(status, message, dict(headers or {}))
        self.status, self.code, self.message = status, code, message
        self.field, self.hint, self.more = field, hint, dict(more or {})


class Conflict(Fault):
    """Somebody else changed the record that was written to.

    Attributes:
        more: ``event``, ``version`` (the present one), ``seen`` (the one written to),
            ``changes`` (who did what, when) and ``typed`` (what the person sent).
    """

    def __init__(self, message: str, more: Mapping[str, Any]) -> None:
        super().__init__(409, "conflict", message, hint="Look at the present state and decide again.", more=more)


def fault_of(error: WhowhomError) -> Fault:
    """Give the fault that an error of the package is to a browser or program."""
    status = 400
    if isinstance(error, NoSuchRecord):
        status = 404
    elif isinstance(error, (UsageError, InputError)):
        status = 422
    elif isinstance(error, (CaseUnwritable, CaseVersion)):
        status = 503
    elif error.exit_code != 2:
        status = 500
    message, _, hint = _on_pages(str(error)).partition(". ")
    return Fault(status, error.code, _sentence(message), hint=hint or None)


def _on_pages(words: str) -> str:
    """Put what a browser has in the place of the commands that an error names."""
    return _COMMAND.sub(lambda match: LISTS.get(match[1], match[0]), words)


def body_of(fault: Fault) -> dict[str, Any]:
    """Give the body of an answer of the API."""
    shown = {"code": fault.code, "message": fault.message, "field": fault.field, "hint": fault.hint}
    return {"error": {**shown, **({"more": fault.more} if fault.more else {})}}


def _sentence(words: str) -> str:
    words = words.rstrip(".") + "."
    return words[:1].upper() + words[1:]
