"""An event that a coder missed, added through the API.

In: words with their offsets. Out: the decision, and the assertion that it made.
"""

from __future__ import annotations

from typing import Annotated

from fastapi import Path, Request
from pydantic import BaseModel, ConfigDict, Field

from whowhom.casefile.additions import add_by_hand
from whowhom.casefile.byhand import Marked, code_marked, hand_coder
from whowhom.records import Document, Factuality, Span
from whowhom.records.events import CountOutcome, TollOutcome
from whowhom.records.values import Certainty, Polarity, Stage, VoiceRole
from whowhom.workbench.api_base import Coder, make_router
from whowhom.workbench.cases import author_of, case_of
from whowhom.workbench.reading_changes import find_telling
from whowhom.workbench.reading_report import document_of
from whowhom.workbench.reading_selection import MAX_WORDS_CHARS, find_words

router = make_router("decisions")
MAX_SPANS = 20


class Words(BaseModel):
    """Words of the report."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"example": {"start": 104, "words": "shelled"}})
    start: int = Field(ge=0, description="In Unicode code points of the canonical text.")
    words: str = Field(max_length=MAX_WORDS_CHARS, description="Checked against the text.")


class FigureWords(Words):
    """Words of a figure of people."""

    outcome: TollOutcome | CountOutcome


Several = Annotated[list[Words], Field(max_length=MAX_SPANS)]


class NewEvent(BaseModel):
    """An event that the report tells and no coder found; what is left out stays missing, with a reason."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "example": {
                "type": "ASSAULT",
                "mode": "explosives",
                "anchor": {"start": 104, "words": "shelled"},
                "who": [{"start": 76, "words": "Fighters of the Kotto Front"}],
                "figures": [{"outcome": "killed", "start": 164, "words": "at least 12 civilians"}],
                "why": "told in the last paragraph",
            }
        },
    )
    type: str = Field(max_length=40, description="Of the codebook.")
    mode: str | None = Field(None, max_length=40)
    anchor: Words = Field(description="The words that tell it.")
    who: Several = []
    whom: Several = []
    parties: Several = Field([], description="In the place of the two, where the text gives no direction.")
    days: Several = []
    places: Several = []
    figures: Annotated[list[FigureWords], Field(max_length=MAX_SPANS)] = []
    voice: Words | None = None
    voice_role: VoiceRole = "unnamed"
    polarity: Polarity = "happened"
    certainty: Certainty = "certain"
    stage: Stage = "accomplished"
    background: bool = False
    why: str | None = Field(None, max_length=2_000)


class Added(BaseModel):
    """What adding an event made."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "decision": "d-77a0c2f1e3b4",
                "assertion": "e-90ab12cd34ef",
                "event": "E-3f2a91bc04de",
                "version": 1,
            }
        }
    )
    decision: str
    assertion: str
    event: str = Field(description="Public id of the event that it tells.")
    version: int


@router.post("/reports/{report}/events", status_code=201)
def post_event(request: Request, member: Coder, report: Annotated[str, Path(max_length=80)], body: NewEvent) -> Added:
    """Add an event that a report tells and no coder found, as a coding of one's own beside theirs."""
    case = case_of(request)
    author = author_of(member, body.why, case)
    with case.reading() as connection:
        row, document = document_of(connection, report)
    coding = code_marked(document, hand_coder(author.who), _marked(body, document))
    with case.writing() as connection:
        decision, mention = add_by_hand(connection, row, coding, author)
        told = find_telling(connection, row["public_id"], mention)
    return Added(decision=decision, assertion=mention, event=told.event, version=told.version)


def _marked(body: NewEvent, document: Document) -> Marked:
    def spans(given: list[Words]) -> tuple[Span, ...]:
        return tuple(find_words(document, one.words, one.start) for one in given)

    return Marked(
        type=body.type,
        anchor=spans([body.anchor])[0],
        mode=body.mode,
        who=spans(body.who),
        whom=spans(body.whom),
        parties=spans(body.parties),
        days=spans(body.days),
        places=spans(body.places),
        figures=tuple((one.outcome, find_words(document, one.words, one.start)) for one in body.figures),
        voice=spans([body.voice])[0] if body.voice else None,
        voice_role=body.voice_role,
        factuality=Factuality(body.polarity, body.certainty, body.stage),
        is_background=body.background,
    )
