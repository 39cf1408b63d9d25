"""``whowhom users``: who may log in to the workbench of a case."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Any

import typer

from whowhom.cli.caseoptions import CaseArgument, WhoOption, who_or_user
from whowhom.cli.guard import DONE
from whowhom.cli.options import DebugOption
from whowhom.errors import UsageError

if TYPE_CHECKING:
    from whowhom.workbench.access import Member

EXAMPLES = {
    "add": """
\b
Examples:
  whowhom users add kotto.case amina --role admin
  whowhom users add kotto.case "Jonas Berg" --role coder --pseudonym "coder B"
""",
    "list": """
\b
Examples:
  whowhom users list kotto.case
""",
    "role": """
\b
Examples:
  whowhom users role kotto.case amina editor
""",
    "password": """
\b
Examples:
  whowhom users password kotto.case amina
  pass show kotto/amina | whowhom users password kotto.case amina
""",
    "disable": """
\b
Examples:
  whowhom users disable kotto.case amina
""",
    "enable": """
\b
Examples:
  whowhom users enable kotto.case amina
""",
}

NameArgument = Annotated[str, typer.Argument(metavar="NAME", help="Of the user.")]


def add(
    case: CaseArgument,
    name: NameArgument,
    role: Annotated[str, typer.Option("--role", metavar="ROLE", help="reader, coder, editor or admin.")] = "coder",
    pseudonym: Annotated[
        str | None,
        typer.Option("--pseudonym", metavar="NAME", help="The name in exports.", show_default="coder N"),
    ] = None,
    who: WhoOption = None,
    debug: DebugOption = False,
) -> int:
    """Add a user; the password is asked for, or read from the first line of standard input."""
    from whowhom.casefile.case import open_case
    from whowhom.workbench.team_changes import make_member

    with open_case(case) as opened:
        made = make_member(
            opened, _asking(who), name=name, role=role, password=_read_password(name), pseudonym=pseudonym
        )
    typer.echo(f"added {made.name!r}, {made.role}; in exports {made.pseudonym!r}.")
    return DONE


def list_(case: CaseArgument, debug: DebugOption = False) -> int:
    """List the users of a case."""
    from whowhom.casefile.case import open_case
    from whowhom.casefile.team import list_members
    from whowhom.cli.rows import table_text

    with open_case(case, write=False) as opened, opened.reading() as connection:
        users = list_members(connection)
    if not users:
        typer.echo("the case has no users: whoever runs `whowhom serve` on this machine is its owner.")
        return DONE
    rows = [
        {
            "name": user.name,
            "role": user.role,
            "in exports": user.pseudonym,
            "since": user.created_at[:10],
            "state": "active" if user.is_active else "disabled",
        }
        for user in users
    ]
    typer.echo(table_text(rows), nl=False)
    return DONE


def role(
    case: CaseArgument,
    name: NameArgument,
    role: Annotated[str, typer.Argument(metavar="ROLE", help="reader, coder, editor or admin.")],
    who: WhoOption = None,
    debug: DebugOption = False,
) -> int:
    """Give a user another role."""
    return _change(case, name, "role", who, lambda: role)


def password(case: CaseArgument, name: NameArgument, who: WhoOption = None, debug: DebugOption = False) -> int:
    """Give a user another password; open sessions end."""
    return _change(case, name, "password", who, lambda: _read_password(name))


def disable(case: CaseArgument, name: NameArgument, who: WhoOption = None, debug: DebugOption = False) -> int:
    """Keep a user out; sessions and tokens end, decisions stay."""
    return _change(case, name, "disable", who, str)


def enable(case: CaseArgument, name: NameArgument, who: WhoOption = None, debug: DebugOption = False) -> int:
    """Let a user in again."""
    return _change(case, name, "enable", who, str)


def _change(case: str, name: str, change: str, who: str | None, value: Callable[[], str]) -> int:
    from whowhom.casefile.case import open_case
    from whowhom.workbench.team_changes import change_member

    with open_case(case) as opened:
        change_member(opened, _asking(who), name, change, value())
    typer.echo(f"{change}: {name!r} done.")
    return DONE


def _asking(who: str | None) -> Member:
    from whowhom.workbench.access import Member, Role

    return Member(None, "M-owner", who_or_user(who), "owner", Role.admin)


def _read_password(name: str) -> str:
    """Ask for a password twice, or read a line of standard input; never an argument, which others can see."""
    if not sys.stdin.isatty():
        line = sys.stdin.readline().rstrip("\r\n")
        if not line:
            raise UsageError("no password came on standard input. Give it as the first line, or run in a terminal.")
        return line
    given: str = typer.prompt(f"Password for {name}", hide_input=True, confirmation_prompt=True, err=True)
    return given


COMMANDS: dict[str, tuple[Callable[..., Any], str]] = {
    "add": (add, EXAMPLES["add"]),
    "list": (list_, EXAMPLES["list"]),
    "role": (role, EXAMPLES["role"]),
    "password": (password, EXAMPLES["password"]),
    "disable": (disable, EXAMPLES["disable"]),
    "enable": (enable, EXAMPLES["enable"]),
}
