"""Pages and parts of the reading view, made from what the case holds.

In: a request and ids. Out: HTML. What one would get wrong: a form that could not be taken is
shown again with everything that was typed, whether the fault was ours, theirs or a colleague's.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from sqlalchemy import Connection

from whowhom.casefile import schema
from whowhom.codebook import EventType, load_codebook
from whowhom.errors import NoSuchRecord, UsageError
from whowhom.workbench.cases import case_of
from whowhom.workbench.faults import Conflict, Fault
from whowhom.workbench.pages import is_fragment, page
from whowhom.workbench.reading_changes import WORDS_FOR, last_of, similar_events
from whowhom.workbench.reading_choices import choices_of
from whowhom.workbench.reading_forms import CHOICES, SLOTS, typed_of
from whowhom.workbench.reading_report import Card, ReportPage, document_of, load_report
from whowhom.workbench.reading_selection import READ_FIELDS, find_words, read_words

FIELDS = (
    ("type", "Type and mode"),
    ("who", "Who did it"),
    ("whom", "To whom"),
    ("day", "When"),
    ("place", "Where"),
    ("killed", "Killed"),
    ("injured", "Injured"),
    ("status", "Certainty"),
)
"""Fields of an event that can be corrected, in the order of their keys 1 to 8."""

HOW = {
    "who": "Names, with a semicolon between several. “unknown” empties the field.",
    "whom": "Names, with a semicolon between several. “unknown” empties the field.",
    "day": "2022-03-02, a month (2022-03), or first..last (2022-03-02..2022-03-05). “unknown” empties the field.",
    "place": "A name and a country (Bria, CF), or NAME @ LATITUDE,LONGITUDE. “unknown” empties the field.",
    "killed": "12, a range 12-20, or low/best/high with ? for what is open (12/?/?). “unknown” empties the field.",
    "injured": "12, a range 12-20, or low/best/high with ? for what is open (12/?/?). “unknown” empties the field.",
    "status": "How far the accounts bear it out. The case judges it by the voices; choose only to overrule that.",
    "type": "The codebook's definition stands beside the list.",
}
STATUS_MEANS = {
    "confirmed": "told without reserve by several witnesses or by the side it speaks against",
    "fair": "told without reserve by one witness",
    "weak": "hearsay, an unnamed voice, or told with reserve",
    "contested": "told by some and denied or told otherwise by others",
    "denied": "told only by those who deny it, or denied by all",
    "not happened": "told as planned, threatened or not having happened",
}
FOLD_COOKIE = "whowhom-fold"


def is_folding(request: Request) -> bool:
    """Say whether the person chose that passages with graphic violence are folded."""
    return request.cookies.get(FOLD_COOKIE) == "1"


def report_page(request: Request, report_id: str) -> HTMLResponse:
    """Show a report beside its cards."""
    with case_of(request).reading() as connection:
        shown = load_report(connection, report_id, fold=is_folding(request))
        context = _shared(request, connection, shown)
    at = request.query_params.get("at") or ""
    event = request.query_params.get("event") or ""
    current = next(
        (card for card in shown.cards if at in (card.mention, card.key) or (event and event == card.event)), None
    )
    where: dict[str, Any] = {
        "current": current.key if current else "",
        "current_event": current.event if current else "",
    }
    return page(request, "reading_report.html", **where, **context)


def card_part(request: Request, report_id: str, mention: str) -> HTMLResponse:
    """Show one card as it stands now, with the parts of the page that count with it."""
    with case_of(request).reading() as connection:
        shown = load_report(connection, report_id, fold=is_folding(request), has_text=False)
        context = _shared(request, connection, shown)
    return page(request, "reading_card_part.html", card=card_of(shown, mention), **context)


def card_of(shown: ReportPage, mention: str) -> Card:
    """Give the card of a telling.

    Raises:
        NoSuchRecord: the report has none such.
    """
    for card in shown.cards:
        if mention in (card.mention, card.key):
            return card
    raise NoSuchRecord(f"{shown.id} tells no event {mention!r} any more. Reload the page.")


def correct_page(
    request: Request, report_id: str, mention: str, typed: Mapping[str, str], *, fault: Fault | None = None
) -> HTMLResponse:
    """Show the form that corrects one field, with what is told of it and the words that were selected.

    Args:
        typed: Fields of the form, or of the address: ``field``, ``value``, ``evidence``, ``evidence_start``.
        fault: Why the form could not be taken.
    """
    field = typed.get("field", "type")
    if field not in dict(FIELDS):
        raise UsageError(f"field {field!r} cannot be corrected here; expected one of {', '.join(dict(FIELDS))}.")
    with case_of(request).reading() as connection:
        shown = load_report(connection, report_id, fold=is_folding(request), has_text=False)
        card = card_of(shown, mention)
        choices = choices_of(connection, card.event, field)
        suggestion = _suggest(connection, report_id, field, typed)
        context = _shared(request, connection, shown)
    filled = {"value": typed.get("value", "") or (suggestion.value if suggestion else ""), "why": typed.get("why", "")}
    return _part(
        request,
        "reading_correct",
        f"#panel-{card.key}",
        status=200 if fault is None else fault.status,
        card=card,
        field=field,
        fields=FIELDS,
        label=dict(FIELDS)[field],
        how=HOW[field],
        choices=choices,
        typed={**typed, **filled},
        note=suggestion.note if suggestion else "",
        fault=fault,
        kind=load_codebook().type(typed.get("value") or card.type) or load_codebook().types[0],
        modes=card.modes[0] if card.modes else "",
        statuses=[(name, STATUS_MEANS[name]) for name in schema.STATUSES],
        can_select=field in READ_FIELDS or field == "type",
        **context,
    )


def add_page(request: Request, report_id: str, typed: Mapping[str, str], *, fault: Fault | None = None) -> HTMLResponse:
    """Show the form that adds an event."""
    codebook = load_codebook()
    with case_of(request).reading() as connection:
        shown = load_report(connection, report_id, fold=is_folding(request))
        context = _shared(request, connection, shown)
    return _part(
        request,
        "reading_add",
        "#add-panel",
        status=200 if fault is None else fault.status,
        typed=dict(typed),
        slots=SLOTS,
        options=CHOICES,
        kind=codebook.type(typed.get("type", "")) or codebook.types[-1],
        fault=fault,
        **context,
    )


def merge_page(
    request: Request,
    report_id: str,
    mention: str,
    *,
    fault: Fault | None = None,
    typed: Mapping[str, str] | None = None,
) -> HTMLResponse:
    """Show what an event can be merged with: others of the report, and those that are told alike."""
    with case_of(request).reading() as connection:
        shown = load_report(connection, report_id, fold=is_folding(request), has_text=False)
        card = card_of(shown, mention)
        alike = similar_events(connection, card.event)
        context = _shared(request, connection, shown)
    here = {one.event for one in shown.cards}
    return page(
        request,
        "reading_merge.html",
        status=200 if fault is None else fault.status,
        card=card,
        near=[one for one in shown.cards if one.event != card.event],
        alike=[row for row in alike if row["public_id"] not in here],
        fault=fault,
        typed=dict(typed or {}),
        **context,
    )


def conflict_page(request: Request, report_id: str, mention: str, conflict: Conflict) -> HTMLResponse:
    """Show what changed meanwhile beside what was typed, with the form ready to be sent on the present state."""
    with case_of(request).reading() as connection:
        shown = load_report(connection, report_id, fold=is_folding(request), has_text=False)
        context = _shared(request, connection, shown)
    typed = conflict.more["typed"]
    asked = request.url.path.rsplit("/", 1)[-1]
    card = card_of(shown, mention)
    return _part(
        request,
        "reading_conflict",
        f"#panel-{card.key}",
        status=409,
        fault=conflict,
        card=card,
        asked=asked,
        kept={name: value for name, value in typed.items() if name not in ("version", "seen")},
        changes=conflict.more["changes"],
        **context,
    )


def _part(request: Request, name: str, target: str, *, status: int = 200, **context: Any) -> HTMLResponse:
    """Answer with a whole page, or with the part of it that htmx puts into its place."""
    if not is_fragment(request):
        return page(request, f"{name}.html", status=status, **context)
    answer = page(request, f"{name}_part.html", status=status, **context)
    # The form was sent for a card to be swapped; one that could not be taken goes into the card's panel.
    answer.headers["HX-Retarget"], answer.headers["HX-Reswap"] = target, "innerHTML"
    return answer


def _suggest(connection: Connection, report_id: str, field: str, typed: Mapping[str, str]) -> Any:
    """Read the selected words as a value, unless one was typed."""
    words = typed.get("evidence", "")
    if not words or field not in READ_FIELDS or typed.get("value"):
        return None
    _, document = document_of(connection, report_id)
    start = typed.get("evidence_start", "")
    span = find_words(document, words, int(start) if start.isdecimal() else None, near=0)
    return read_words(document, field, span)


def _shared(request: Request, connection: Connection, shown: ReportPage) -> dict[str, Any]:
    member = request.state.member
    undo = last_of(connection, shown.id, member.name) if member is not None else None
    return {
        "report": shown,
        "types": load_codebook().types,
        "undo": undo,
        "undo_words": _undo_words(undo, shown) if undo else "",
        "is_coder": member is not None and member.may("coder"),
        "is_editor": member is not None and member.may("editor"),
        "folding": is_folding(request),
    }


def _undo_words(row: Mapping[str, Any], shown: ReportPage) -> str:
    card = next((one for one in shown.cards if row["target"] in (one.event, one.mention)), None)
    field = f" {row['field']} of" if row["field"] else ""
    what = f"{card.type} “{card.words}”" if card else row["target"]
    return f"{WORDS_FOR.get(row['kind'], row['kind'])}{field} {what}"


def kind_named(name: str) -> EventType:
    """Give a type of the codebook.

    Raises:
        NoSuchRecord: it has none of that name.
    """
    kind = load_codebook().type(name)
    if kind is None:
        raise NoSuchRecord(f"the codebook has no type {name!r}.")
    return kind


__all__ = [
    "FOLD_COOKIE",
    "add_page",
    "card_part",
    "conflict_page",
    "correct_page",
    "is_folding",
    "kind_named",
    "merge_page",
    "report_page",
    "typed_of",
]
