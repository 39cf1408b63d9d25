"""Commands that take words which may begin with a dash: ``-Taliban`` in a search, ``-5`` as a value.

In: the words of a command line. Out: those of typer, and for a word that is no option a hint.

What one would get wrong: typer reads ``-Taliban`` as the options -T, -a, ...; its message then names
an option that nobody gave.
"""

from __future__ import annotations

from typing import Any

import typer
from typer.core import TyperCommand

# Of the click that typer brings along or of the one that is installed, as typer's version has it.
_ParsingFault: Any = typer.BadParameter.__base__


class DashCommand(TyperCommand):
    """A command that says how to give a word that begins with a dash."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Parse, and add the hint where an unknown option has one dash only."""
        given = list(args)
        try:
            return list(super().parse_args(ctx, args))
        except _ParsingFault as fault:
            name = getattr(fault, "option_name", "")
            word = next((one for one in given if name and one.startswith(name)), name)
            if word.startswith("-") and not word.startswith("--"):
                fault.message = (
                    f"{word!r} is no option. If it is a word, put -- before the words: {ctx.command_path} ... -- {word}"
                )
            raise
