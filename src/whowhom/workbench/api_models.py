"""What the API takes and gives, as models with examples; OpenAPI is made of them.

What one would get wrong: rows keep keys that are not named here. The lists of a case grow, and
a program that reads them must not lose what is new.
"""

from __future__ import annotations

from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, Field

MAX_WORDS = 2_000
MAX_IDS = 200


def _with(example: dict[str, Any], *, extra: Any = "forbid") -> ConfigDict:
    return ConfigDict(extra=extra, json_schema_extra={"example": example})


class ErrorBody(BaseModel):
    """What is wrong with a request."""

    code: str = Field(description="A stable short name that programs can test for.")
    message: str = Field(description="What was met, for a person.")
    field: str | None = Field(None, description="The field at fault, if one is.")
    hint: str | None = Field(None, description="What to do.")
    more: dict[str, Any] | None = Field(None, description="What one needs besides; of a conflict who changed what.")


class ErrorAnswer(BaseModel):
    """Every answer that is no success has this shape."""

    model_config = _with(
        {
            "error": {
                "code": "conflict",
                "message": "E-3f2a91bc04de was changed meanwhile by amina: you saw version 3, it is at 4.",
                "field": None,
                "hint": "Look at the present state and decide again.",
            }
        }
    )
    error: ErrorBody


T = TypeVar("T")


class Page(BaseModel, Generic[T]):
    """One page of a list."""

    items: list[T]
    limit: int = Field(description="Rows at most.")
    offset: int = Field(description="Rows passed over.")
    next: str | None = Field(None, description="Address of the next page; null at the end.")


class EventRow(BaseModel):
    """An event as the case concludes it; what is unknown is null."""

    model_config = _with(
        {
            "public_id": "E-3f2a91bc04de",
            "type": "ASSAULT",
            "modes": "explosives",
            "who": "",
            "whom": "at least 14 people",
            "day_from": "2024-03-11",
            "day_to": "2024-03-11",
            "place": "Butembo",
            "country": "CD",
            "latitude": 0.14,
            "longitude": 29.29,
            "killed_low": 14,
            "killed_best": None,
            "killed_high": None,
            "status": "weak",
            "review": "unreviewed",
            "state": "live",
            "mentions": 1,
            "witnesses": 1,
            "version": 1,
        },
        extra="allow",
    )
    public_id: str
    version: int = Field(description="Send it back with every decision on the event.")
    type: str
    status: str
    review: str
    state: str
    day_from: str | None = None
    day_to: str | None = None
    place: str | None = None


class EventDetail(EventRow):
    """An event with all that it rests on."""

    model_config = _with(
        {
            "public_id": "E-3f2a91bc04de",
            "version": 1,
            "type": "ASSAULT",
            "status": "weak",
            "review": "unreviewed",
            "state": "live",
            "mentioned": [{"public_id": "e-90ab12cd34ef", "words": "kills", "start": 27, "report": "r-5be2f00c7d19"}],
            "actors": [{"public_id": "A-11c0ffee9a01", "name": "Mountain Defence Front", "role": "responsible"}],
            "history": [],
            "merged_into": None,
        },
        extra="allow",
    )
    mentioned: list[dict[str, Any]] = Field(description="Its mentions, with words, offsets and report.")
    actors: list[dict[str, Any]]
    claims: Any = Field(None, description="The claims behind its concluded values, by field.")
    history: list[dict[str, Any]] = Field(description="Decisions on it, the oldest first.")
    merged_into: str | None = None


class ReportRow(BaseModel):
    """A report of the case."""

    model_config = _with(
        {
            "public_id": "r-5be2f00c7d19",
            "state": "current",
            "version": 1,
            "title": "Bomb at market in Butembo kills at least 14",
            "url": "https://lakeswire.example/butembo",
            "publisher": "Lakes Wire",
            "published": "2024-03-12",
            "added_at": "2026-01-31T09:12:44Z",
            "text": "9f2c…",
            "language": "en",
            "length": 1364,
        },
        extra="allow",
    )
    public_id: str
    state: str
    version: int
    title: str | None = None
    published: str | None = None
    text: str = Field(description="Digest of the canonical text.")
    length: int = Field(description="Of the text, in code points.")


class ReportDetail(ReportRow):
    """A report with all that is known of its publication."""

    publication: dict[str, Any] | None = None


class TextBody(BaseModel):
    """The canonical text of a report; offsets everywhere count its code points."""

    model_config = _with(
        {
            "digest": "9f2c…",
            "text": "Bomb at market in Butembo kills at least 14\n…",
            "language": "en",
            "regions": [{"kind": "headline", "start": 0, "end": 43}],
        }
    )
    digest: str
    text: str
    language: str | None
    regions: list[dict[str, Any]]


class AssertionRow(BaseModel):
    """What one coder found in a text, with its words and the event that it was put to."""

    model_config = _with(
        {
            "public_id": "e-90ab12cd34ef",
            "kind": "event",
            "type": "ASSAULT",
            "start": 0,
            "end": 4,
            "words": "Bomb",
            "review": None,
            "event": "E-3f2a91bc04de",
            "coder": "whowhom 0.1.0",
        },
        extra="allow",
    )
    public_id: str
    kind: str
    type: str
    start: int | None
    end: int | None
    words: str | None
    review: str | None
    event: str | None


class ActorRow(BaseModel):
    """A named actor."""

    model_config = _with(
        {
            "public_id": "A-11c0ffee9a01",
            "name": "Gourma Resistance Movement",
            "kind": "rebel group",
            "country": "ML",
            "registry": None,
            "is_private": False,
            "events": 4,
            "aliases": ["GRM"],
        },
        extra="allow",
    )
    public_id: str
    name: str
    events: int


class ListRow(BaseModel):
    """A row of a list of the case, with its words and report."""

    model_config = _with(
        {
            "words": "at least 14 people",
            "start": 120,
            "end": 138,
            "report": "r-5be2f00c7d19",
            "published": "2024-03-12",
            "publisher": "Lakes Wire",
            "report_state": "current",
        },
        extra="allow",
    )


class DecisionRow(BaseModel):
    """A decision, with whether it holds."""

    model_config = _with(
        {
            "public_id": "d-77a0c2f1e3b4",
            "at": "2026-01-31T10:02:11Z",
            "who": "amina",
            "kind": "correct",
            "target_kind": "event",
            "target": "E-3f2a91bc04de",
            "field": "killed",
            "value": {"killed_low": 16, "killed_best": 16, "killed_high": 16},
            "why": "hospital list",
            "state": "applied",
        },
        extra="allow",
    )
    public_id: str | None
    kind: str
    target: str


class Made(BaseModel):
    """What a decision changed: its id, or several, and the events that it bears on as they are now."""

    model_config = _with({"decisions": ["d-77a0c2f1e3b4"], "events": [{"public_id": "E-3f2a91bc04de", "version": 4}]})
    decisions: list[str]
    events: list[dict[str, Any]]


class JobBody(BaseModel):
    """Reports that were added together, and how far their coding is."""

    model_config = _with(
        {
            "id": "J-0a1b2c3d4e5f",
            "who": "amina",
            "state": "done",
            "files": ["market-town.txt"],
            "files_done": 1,
            "reports": [{"what": "new", "report": "r-5be2f00c7d19", "events": 21}],
            "failures": [],
        },
        extra="allow",
    )
    id: str
    state: str


class Reason(BaseModel):
    """A reason to go with a decision."""

    model_config = _with({"why": "hospital list"})
    why: str | None = Field(None, max_length=MAX_WORDS)


class Verdict(Reason):
    """A verdict on an assertion; to judge anew what was judged already, say how it was seen."""

    model_config = _with({"seen": "unreviewed", "why": "misread"})
    seen: str = Field("unreviewed", max_length=20, description="Its state of review, as it was seen.")


class Judged(Reason):
    """A decision on an event, with the version that was seen."""

    model_config = _with({"version": 3, "field": "killed", "why": "hospital list"})
    version: int = Field(description="Of the event, as it was seen.")
    field: str | None = Field(None, max_length=40, description="Only this field; null: the whole event.")


class Rejected(Reason):
    """That an event is none."""

    model_config = _with({"version": 3, "why": "a drill, no attack"})
    version: int


class Evidence(BaseModel):
    """Words of a report that stand behind a value."""

    model_config = _with({"report": "r-5be2f00c7d19", "start": 120, "end": 122, "words": "16"})
    report: str = Field(max_length=40)
    start: int = Field(ge=0, description="In Unicode code points of the canonical text.")
    end: int = Field(ge=0)
    words: str = Field(max_length=MAX_WORDS, description="Checked against the text.")


class Corrected(Reason):
    """Another value of a field."""

    model_config = _with(
        {
            "version": 3,
            "field": "killed",
            "value": "16",
            "why": "hospital list",
            "evidence": {"report": "r-5be2f00c7d19", "start": 120, "end": 122, "words": "16"},
        }
    )
    version: int
    field: str = Field(max_length=40)
    value: str = Field(max_length=MAX_WORDS, description='"14", "12-20", "2022-03-02", "Bria, CF" or "unknown".')
    evidence: Evidence | None = None


class Seen(BaseModel):
    """An event with the version that was seen."""

    model_config = _with({"event": "E-3f2a91bc04de", "version": 3})
    event: str = Field(max_length=40)
    version: int


class Merged(Reason):
    """Events that are one."""

    model_config = _with(
        {
            "events": [{"event": "E-3f2a91bc04de", "version": 3}, {"event": "E-c15d07a9e2b3", "version": 1}],
            "why": "one attack, two days apart in print",
        }
    )
    events: list[Seen] = Field(min_length=2, max_length=MAX_IDS)


class SplitParts(Reason):
    """Mentions or reports that tell another event."""

    model_config = _with({"version": 3, "parts": ["e-90ab12cd34ef"], "why": "tells the attack of the day after"})
    version: int
    parts: list[str] = Field(min_length=1, max_length=MAX_IDS)


class MergedActors(Reason):
    """Actors that are one; the first stays."""

    model_config = _with({"actors": ["A-11c0ffee9a01", "A-22c0ffee9a02"], "why": "its former name"})
    actors: list[str] = Field(min_length=2, max_length=MAX_IDS)


class Settled(Reason):
    """Whether a forecast came true."""

    model_config = _with({"outcome": "true", "event": "E-3f2a91bc04de", "why": None})
    outcome: str = Field(max_length=10, description="true, false or open.")
    event: str | None = Field(None, max_length=40)


class NewReport(BaseModel):
    """A report as text; what is left out is read from the text where it says so."""

    model_config = _with(
        {
            "text": "Bomb at market in Butembo kills at least 14\n\nBUTEMBO, 12 March 2024 - …",
            "title": None,
            "publisher": "Lakes Wire",
            "url": "https://lakeswire.example/butembo",
            "published": "2024-03-12",
        }
    )
    text: str
    title: str | None = None
    publisher: str | None = None
    url: str | None = None
    published: str | None = None


class NewAddress(BaseModel):
    """The address of a report on the public web."""

    model_config = _with({"url": "https://lakeswire.example/butembo"})
    url: str = Field(max_length=MAX_WORDS)


class UserRow(BaseModel):
    """A user of the case."""

    model_config = _with(
        {"public_id": "M-01ab02cd03ef", "name": "amina", "pseudonym": "coder 1", "role": "admin", "is_active": True},
        extra="allow",
    )
    public_id: str
    name: str
    pseudonym: str
    role: str
    is_active: bool


class NewUser(BaseModel):
    """A user to be."""

    model_config = _with({"name": "jonas", "role": "coder", "password": "…", "pseudonym": None})
    name: str = Field(max_length=200)
    role: str = Field(max_length=10)
    password: str = Field(max_length=1_000)
    pseudonym: str | None = Field(None, max_length=40)


class UserChange(BaseModel):
    """A change of a user: a role, a password, or whether they are let in."""

    model_config = _with({"role": "editor"})
    role: str | None = Field(None, max_length=10)
    password: str | None = Field(None, max_length=1_000)
    is_active: bool | None = None


class NewToken(BaseModel):
    """A token to be made."""

    model_config = _with({"name": "nightly import", "days": 90})
    name: str = Field(max_length=200)
    days: int = Field(90, ge=1, le=730)


class TokenMade(BaseModel):
    """A token, shown this once."""

    model_config = _with({"token": "whowhom_…"})
    token: str


class TokenRow(BaseModel):
    """A token without its secret."""

    model_config = _with(
        {"public_id": "K-01ab02cd03ef", "name": "nightly import", "member": "amina", "used_at": None}, extra="allow"
    )
    public_id: str
    name: str
    member: str
