"""``whowhom accept``, ``correct``, ``reject``, ``merge``, ``split`` and ``undo``: what people decide."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from whowhom.cli.caseoptions import CaseArgument, WhoOption, WhyOption, who_or_user
from whowhom.cli.guard import DONE
from whowhom.cli.options import DebugOption

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from whowhom.casefile.decisions import Author

EXAMPLES = {
    "accept": """
\b
Examples:
  whowhom accept kotto.case E-3f2a91bc04de
  whowhom accept kotto.case E-3f2a91bc04de killed
  whowhom accept kotto.case d-77a0c2f1e3b4 --why "the new reading is worse"
""",
    "correct": """
\b
Examples:
  whowhom correct kotto.case E-3f2a91bc04de killed 14 --why "hospital list"
  whowhom correct kotto.case E-3f2a91bc04de killed 12-20
  whowhom correct kotto.case E-3f2a91bc04de day 2022-03-01..2022-03-02
  whowhom correct kotto.case E-3f2a91bc04de place "Bria, CF"
  whowhom correct kotto.case A-5d20c9e1b7f4 kind "rebel group" --why "no army since 2021"
  whowhom correct kotto.case "Kotto Front" private no
""",
    "reject": """
\b
Examples:
  whowhom reject kotto.case E-3f2a91bc04de --why "a drill, no attack"
  whowhom reject kotto.case e-90ab12cd34ef --why "one mention, misread"
""",
    "merge": """
\b
Examples:
  whowhom merge kotto.case E-3f2a91bc04de E-c15d07a9e2b3 --why "one attack, two days apart in print"
  whowhom merge kotto.case "Kotto Front" "FKL" --why "its former name"
""",
    "split": """
\b
Examples:
  whowhom split kotto.case E-3f2a91bc04de e-90ab12cd34ef
  whowhom split kotto.case E-3f2a91bc04de r-5be2f00c7d19 --why "tells the attack of the day after"
  whowhom split kotto.case A-5d20c9e1b7f4 r-5be2f00c7d19 --why "another front of the same name"
""",
    "undo": """
\b
Examples:
  whowhom undo kotto.case d-77a0c2f1e3b4 --why "wrong event"
""",
}

EventOrActorArgument = Annotated[
    str, typer.Argument(metavar="ID", help="Of an event (E-...), or id (A-...) or name of an actor.")
]
RecordArgument = Annotated[
    str, typer.Argument(metavar="ID", help="Of an event (E-...), of one assertion (e-..., r-..., f-...).")
]


def accept(
    case: CaseArgument,
    target: Annotated[
        str, typer.Argument(metavar="ID", help="Of an event, of one assertion, or of a decision that waits (d-...).")
    ],
    field: Annotated[str | None, typer.Argument(metavar="FIELD", help="Only this field of the event.")] = None,
    why: WhyOption = None,
    who: WhoOption = None,
    debug: DebugOption = False,
) -> int:
    """Accept what the case concludes; if it changes later, the acceptance waits for you in the queue."""
    from whowhom.casefile.review import accept as decide

    return _decide(case, who, why, lambda connection, author: decide(connection, target, author, field=field))


def correct(
    case: CaseArgument,
    target: EventOrActorArgument,
    field: Annotated[
        str,
        typer.Argument(
            metavar="FIELD",
            help="type, modes, who, whom, day, place, killed, injured or status, or the heading of its column; "
            "of an actor name, kind, country or private.",
        ),
    ],
    value: Annotated[str, typer.Argument(metavar="VALUE", help='Such as 14, 12-20, 2022-03-02; or "unknown".')],
    why: WhyOption = None,
    who: WhoOption = None,
    debug: DebugOption = False,
) -> int:
    """Correct a value of an event or of an actor; every claim of the reports stays beside it."""
    from whowhom.casefile.actorvalues import correct_actor
    from whowhom.casefile.review import correct as correct_event
    from whowhom.casefile.review import value_shown

    told: list[str] = []

    def decide(connection: Connection, author: Author) -> str:
        if not _is_event(target):
            made = correct_actor(connection, target, field, value, author)
            told.append(f"{target}: {field} is now {value}")
            return made
        before = value_shown(connection, target, field)
        made = correct_event(connection, target, field, value, author)
        told.append(f"{target}: {field} was {before}, is now {value_shown(connection, target, field)}")
        return made

    done = _decide(case, who, why, decide)
    # Beside the id, which a script reads from the output.
    typer.echo(told[0], err=True)
    return done


def reject(
    case: CaseArgument,
    target: RecordArgument,
    why: WhyOption = None,
    who: WhoOption = None,
    debug: DebugOption = False,
) -> int:
    """Reject an event, or one assertion, which then counts for nothing; both stay in the case."""
    from whowhom.casefile.review import reject as decide

    return _decide(case, who, why, lambda connection, author: decide(connection, target, author))


def merge(
    case: CaseArgument,
    targets: Annotated[list[str], typer.Argument(metavar="IDS", help="Two events or more; or two actors or more.")],
    why: WhyOption = None,
    who: WhoOption = None,
    debug: DebugOption = False,
) -> int:
    """Merge events that are one, or actors that are one.

    Of events the one that was first in the case lives on, of actors the one named first.
    """
    from whowhom.casefile.actorgroups import merge_actors
    from whowhom.casefile.regroup import merge_events

    act = merge_events if all(_is_event(name) for name in targets) else merge_actors
    return _decide(case, who, why, lambda connection, author: act(connection, targets, author))


def split(
    case: CaseArgument,
    target: EventOrActorArgument,
    parts: Annotated[
        list[str],
        typer.Argument(
            metavar="PARTS",
            help="Reports (r-...), or mentions as `trace` shows them, that mean another event or actor.",
        ),
    ],
    why: WhyOption = None,
    who: WhoOption = None,
    debug: DebugOption = False,
) -> int:
    """Take mentions out of an event or an actor into one of their own; prints the decision and the new id."""
    from whowhom.casefile.actorgroups import split_actor
    from whowhom.casefile.regroup import split_event

    act = split_event if _is_event(target) else split_actor
    return _decide(case, who, why, lambda connection, author: act(connection, target, parts, author))


def undo(
    case: CaseArgument,
    decision: Annotated[str, typer.Argument(metavar="DECISION", help="Its id (d-...), as `history` lists it.")],
    why: WhyOption = None,
    who: WhoOption = None,
    debug: DebugOption = False,
) -> int:
    """Undo a decision; both stay in the history."""
    from whowhom.casefile.review import undo as decide

    return _decide(case, who, why, lambda connection, author: decide(connection, decision, author))


def _is_event(name: str) -> bool:
    return name.startswith("E-")


def _decide(
    case: str, who: str | None, why: str | None, act: Callable[[Connection, Author], str | Sequence[str]]
) -> int:
    from whowhom.casefile.case import open_case
    from whowhom.casefile.decisions import Author

    with open_case(case) as opened, opened.writing() as connection:
        made = act(connection, Author(who_or_user(who), why, opened.clock()))
    # Printed after the commit: who reads the id can rely on the decision.
    typer.echo(made if isinstance(made, str) else " ".join(made))
    return DONE


REVIEW: Sequence[tuple[str, Callable[..., Any]]] = (
    ("accept", accept),
    ("correct", correct),
    ("reject", reject),
    ("merge", merge),
    ("split", split),
    ("undo", undo),
)
