"""RIS: the reports as references for a bibliography.

In: sources. Out: RIS text.

What one would get wrong: for the public a bibliography leaks as much as a quote. Titles,
addresses and writers stay in there; what is left says when and by which listed outlet.
"""

from __future__ import annotations

from collections import Counter

from whowhom.export.formats import Column, Format
from whowhom.export.report import ExportReport
from whowhom.safeguard.rows import Dataset, SourceRow
from whowhom.safeguard.words import clean

NOTE = "the reports behind a whowhom export"
Entry = tuple[SourceRow, str]


def _title(entry: Entry) -> str:
    source = entry[0]
    return source.title or f"Report of {source.published or 'an unknown day'} (title withheld)"


def _note(entry: Entry) -> str:
    return f"{entry[1]}; text sha-256 {entry[0].text}"


COLUMNS = (
    Column("TY", "always NEWS", lambda entry: "NEWS"),
    Column("ID", "id of the source", lambda entry: entry[0].id),
    Column("TI", "title, or that it is withheld", _title),
    Column("AU", "writer, inside the house only", lambda entry: entry[0].byline),
    Column("T2", "outlet", lambda entry: entry[0].publisher),
    Column("DA", "date of publication, YYYY/MM/DD/", lambda entry: _date(entry[0].published)),
    Column("PY", "year of publication", lambda entry: (entry[0].published or "")[:4] or None),
    Column("Y2", "day of retrieval", lambda entry: _date((entry[0].retrieved or "")[:10])),
    Column("LA", "language", lambda entry: entry[0].language),
    Column("UR", "address, where the profile lets it", lambda entry: entry[0].url),
    Column("N1", "review_status of its events and the digest of its text", _note),
    Column("ER", "end of the reference", lambda entry: ""),
)


def _date(day: str | None) -> str | None:
    return f"{day.replace('-', '/')}/" if day else None


def _reviewed(dataset: Dataset) -> dict[str, str]:
    counts: dict[str, Counter[str]] = {}
    for event in dataset.events:
        for source in event.sources:
            counts.setdefault(source, Counter())[event.review_status] += 1
    return {
        source: "review_status: " + ", ".join(f"{count} {status}" for status, count in sorted(found.items()))
        for source, found in counts.items()
    }


def _render(dataset: Dataset, report: ExportReport) -> bytes:
    reviewed = _reviewed(dataset)
    pieces = []
    for source in dataset.sources:
        entry = (source, reviewed.get(source.id, "review_status: no events"))
        values = ((column.name, column.fill(entry)) for column in COLUMNS if column.fill is not None)
        pieces.append("".join(f"{tag}  - {clean(str(value))}\r\n" for tag, value in values if value is not None))
    report.rows = len(pieces)
    for event in dataset.events:
        report.cannot_hold(event.id, "the event", "RIS holds reports, not events")
    return "\r\n".join(pieces).encode("utf-8", "replace")


RIS = Format(
    name="ris",
    suffix=".ris",
    summary="RIS, the reports as references",
    note=NOTE,
    render=_render,
    columns=COLUMNS,
    rules={"sources": "one reference per report; reports of one text share its digest"},
)
