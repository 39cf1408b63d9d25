"""Labels made elsewhere, brought into the form of our corpus: JSON lines, quoted files, files being labelled.

Out: :class:`LabelledDocument` with its text, checked by no one yet. A file with quoted words over
another's text (the form of the written reports) has no name for that text; an index gives
it: ``{"p001": {"doc": ..., "sha256": ..., "start": 0, "read_to": 1707}}``.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from whowhom.corpora.own_faults import all_spans
from whowhom.corpora.own_figures import find_figure
from whowhom.corpora.own_lists import PARTICIPANT_ROLES, Scheme
from whowhom.corpora.own_records import LabelledDocument, LabelledFigure, words_of
from whowhom.corpora.own_standoff import read_standoff
from whowhom.corpora.own_written import compile_report
from whowhom.errors import RecordError

# A labeller ends a file with this line; one without it is still being labelled.
FINISHED = re.compile(r"^# labelled\s*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Making:
    """How labels were made, for files that do not say so themselves.

    Attributes:
        coder: ``language model``, or a person's name.
        round: Round of labelling.
        index: What text each file being labelled stands over, by the file's stem.
    """

    coder: str
    round: int
    index: Mapping[str, Mapping[str, Any]]


def read_json_lines(path: Path, texts: dict[str, str]) -> Iterator[LabelledDocument]:
    """Read labels from JSON lines, one document each; what an older line lacks is filled in.

    Raises:
        RecordError: a line is no JSON object of that form.
    """
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        try:
            yield _from_json(json.loads(line), texts)
        except (ValueError, KeyError, TypeError) as error:
            raise RecordError(
                f"{path}, line {number}: no labelled document ({type(error).__name__}: {error}). "
                "Each line holds one document as `whowhom corpus compile` writes it.",
                where=f"{path}:{number}",
            ) from error


def _from_json(row: dict[str, Any], texts: dict[str, str]) -> LabelledDocument:
    text = row.get("text") or texts.get(row["sha256"])
    document: LabelledDocument = {
        "doc": row["doc"],
        "sha256": row["sha256"],
        "read_from": row.get("read_from", 0),
        "read_to": row["read_to"],
        "coder": row.get("coder", "language model"),
        "round": row["round"],
        "settled": row.get("settled", False),
        "text": text,
        "kind": row.get("kind"),
        "published": row.get("published"),
        "actors": row["actors"],
        "events": row["events"],
        "ties": row["ties"],
        "estimates": row["estimates"],
        "statements": row["statements"],
        "forecasts": row["forecasts"],
    }
    for actor in document["actors"]:
        actor["mentions"].sort(key=lambda mention: mention["span"])
    for event in document["events"]:
        event["links"] = event.get("links") or []
        event["participants"].sort(key=lambda one: PARTICIPANT_ROLES.index(one["role"]))
        for thing in event["objects"]:
            # Older labels spell a missing effect out.
            thing["effect"] = None if thing["effect"] == "null" else thing["effect"]
        for figure in (*event["tolls"], *event["counts"]):
            _locate_figure(figure, document)
    return document


def _locate_figure(figure: LabelledFigure, document: LabelledDocument) -> None:
    """Give the stretch of the number where older labels lack it and the words say the same number."""
    if figure.get("figure") is None:
        found = find_figure(words_of(document, figure["span"]))
        said = found and found[2] in (figure["low"], figure["best"], figure["high"])
        start = figure["span"][0]
        figure["figure"] = [start + found[0], start + found[1]] if found and said else None


def read_toml(
    path: Path, texts: dict[str, str], making: Making, scheme: Scheme
) -> tuple[LabelledDocument | None, list[str]]:
    """Read one TOML file: stand-off, with words or without, or of the form of the written reports.

    Returns:
        The document and its faults; None without a fault for a file that is still being labelled.
    """
    toml = path.read_text(encoding="utf-8")
    try:
        source = tomllib.loads(toml)
    except tomllib.TOMLDecodeError as error:
        return None, [f"{path.name}: no valid TOML: {error}."]
    if "sha256" in source:
        return read_standoff(path.name, toml, texts)
    if not FINISHED.search(toml):
        return None, []
    entry = making.index.get(path.stem)
    if entry is None:
        return None, [f"{path.name}: the index has no entry {path.stem!r}; expected which text the file stands over."]
    document, faults = compile_report(path.name, source, scheme)
    text = texts.get(str(entry["sha256"]))
    start = -1 if text is None else text.find(document["text"] or "", int(entry.get("start", 0)))
    if text is None or start < 0:
        return None, [*faults, f"{path.name}: its text does not stand in {entry['doc']!r}; expected it unchanged."]
    _move(document, text, start)
    document["read_to"] = int(entry.get("read_to") or start + document["read_to"])
    document |= {"doc": str(entry["doc"]), "sha256": str(entry["sha256"]), "coder": making.coder}
    document |= {"round": making.round, "kind": None, "published": None}
    return document, faults


def _move(document: LabelledDocument, text: str, start: int) -> None:
    """Count the offsets in the whole text in which the labelled stretch begins at ``start``."""
    moved: set[int] = set()
    for _, span in all_spans(document):
        # Some records share one list; it is moved once.
        if id(span) not in moved:
            moved.add(id(span))
            span[:] = [span[0] + start, span[1] + start]
    document["text"] = text
    document["read_from"] = start if text[:start].strip() else 0
