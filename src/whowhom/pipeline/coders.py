"""Coders of other packages, found by entry point.

In: a name. Out: what codes documents in the pipeline's stead.

What one would get wrong: what another package gives back is checked like a file from
outside, so that quotes stand at their offsets and every null has its reason.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib.metadata import entry_points
from typing import Protocol

from whowhom.errors import UsageError
from whowhom.records import Coding, Document
from whowhom.records.validation import validate

GROUP = "whowhom.coders"
"""Entry point group: each entry names a function without arguments that gives a coder."""


class OuterCoder(Protocol):
    """What an entry point's function gives."""

    def code(self, document: Document) -> Coding:
        """Code one document."""


@dataclass(frozen=True, slots=True)
class CheckedCoder:
    """A coder of another package whose codings are checked."""

    coder: OuterCoder

    def code(self, document: Document) -> Coding:
        """Code one document.

        Raises:
            ValidationError: the coding breaks a promise of the layout.
        """
        coding = self.coder.code(document)
        validate(coding)
        return coding


def coder_names() -> tuple[str, ...]:
    """List the coders of other packages."""
    return tuple(sorted({entry.name for entry in entry_points(group=GROUP)}))


def load_coder(name: str) -> CheckedCoder:
    """Load the coder of that name.

    Raises:
        UsageError: no package brings it, or what it brings cannot code.
    """
    for entry in entry_points(group=GROUP, name=name):
        made = entry.load()()
        if not callable(getattr(made, "code", None)):
            raise UsageError(f"coder {name!r} of {entry.value!r} has no method code(document).")
        return CheckedCoder(made)
    raise UsageError(
        f"coder is {name!r}; installed packages bring {', '.join(coder_names()) or 'none'}. "
        "Leave it out for whowhom's own."
    )
