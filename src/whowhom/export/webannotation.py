"""W3C Web Annotations: the words behind values, as selectors.

In: events and ties with their words. Out: an AnnotationPage in JSON-LD.

What one would get wrong: positions count Unicode code points of the canonical text, end
excluded; a browser counts UTF-16 units. Where words may not leave, their position may not
either, and the annotation is left out.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from whowhom.export.formats import Column, Format
from whowhom.export.report import ExportReport
from whowhom.safeguard.rows import Dataset, EventRow, TieRow, Words

NOTE = "selectors count code points of the canonical text; the source is named by the text's sha-256"
CONTEXT = "http://www.w3.org/ns/anno.jsonld"
COLUMNS = (
    Column("id", "urn of the row and a number", lambda pair: pair[0]),
    Column("body", "field, value, review_status and version of the row", lambda pair: pair[1]),
    Column("target.source", "urn of the text's sha-256", lambda pair: pair[1]),
    Column("TextPositionSelector", "start and end in code points, end excluded", lambda pair: pair[1]),
    Column("TextQuoteSelector", "exact words; what stands around them inside the house only", lambda pair: pair[1]),
)


def urn(name: str) -> str:
    """Make an id of ours a URN."""
    return f"urn:whowhom:{name}"


def _selectors(words: Words) -> list[dict[str, Any]]:
    quote = {"type": "TextQuoteSelector", "exact": words.exact}
    around = {"prefix": words.prefix, "suffix": words.suffix}
    return [
        {"type": "TextPositionSelector", "start": words.start, "end": words.end},
        quote | {name: text for name, text in around.items() if text},
    ]


def _annotations(row: EventRow | TieRow, value: str, digests: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    body = {"whowhom:row": urn(row.id), "whowhom:review_status": row.review_status}
    if isinstance(row, EventRow):
        body["whowhom:version"] = str(row.version)
    for number, words in enumerate(row.words, 1):
        told = value if words.field in ("type", "tie") else words.field
        yield {
            "id": urn(f"{row.id}/w{number}"),
            "type": "Annotation",
            "motivation": "classifying" if words.field in ("type", "tie") else "identifying",
            "body": {
                "type": "TextualBody",
                "value": told,
                "format": "text/plain",
                "whowhom:field": words.field,
                **body,
            },
            "target": {"source": f"urn:sha256:{digests[words.source]}", "selector": _selectors(words)},
        }


def _render(dataset: Dataset, report: ExportReport) -> bytes:
    digests = {source.id: source.text for source in dataset.sources}
    items: list[dict[str, Any]] = []
    for event in dataset.events:
        items += _annotations(event, f"event type {event.type}", digests)
        if not event.words:
            report.leave_out(event.id, "no words of it may leave under the profile")
    for tie in dataset.ties:
        items += _annotations(tie, f"tie {tie.tie}", digests)
        if not tie.words:
            report.leave_out(tie.id, "no words of it may leave under the profile")
    report.rows = len(items)
    page = {
        "@context": [CONTEXT, {"whowhom": "urn:whowhom:term:"}],
        "id": urn(f"{dataset.prefix}:annotations"),
        "type": "AnnotationPage",
        "whowhom:note": NOTE,
        "items": items,
    }
    return (json.dumps(page, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace")


WEBANNOTATION = Format(
    name="webannotation",
    suffix=".jsonld",
    summary="W3C Web Annotations, the words behind values as selectors",
    note=NOTE,
    render=_render,
    columns=COLUMNS,
    rules={"words": "TextPositionSelector and TextQuoteSelector of the same words; both leave or neither"},
)
