"""Hand-written cases of factuality, responsibility and links: one sentence or two, one answer.

In: a TOML file of ``[[pattern]]`` tables with a ``name`` and rows of ``event``, ``part``, ``case``, ``link`` or
``count``, as the files under ``tests/cases`` explain them. Out: an evaluation with the share of right answers, in
per cent, over all but the last row of each pattern (``open``) and over those last rows (``held``), for which no
rule is written.

What one would get wrong: an event that the coder does not find is neither right nor wrong here. Precision is over
the cases whose event it found, recall over all cases.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any

from whowhom.errors import RecordError, UnreadableFile
from whowhom.evaluate.results import Counts, Evaluation, Progress, Score, total
from whowhom.ingest import document_from_text
from whowhom.pipeline import Pipeline
from whowhom.records import Coding, DateRange, Event, EventPlace, Participant, Toll

_FIELDS = {"event": 5, "part": 4, "case": 4, "link": 4, "count": 3}
OPEN_VALUE = "-"
NONE = "none"


@dataclass(frozen=True, slots=True)
class Case:
    """One row: its kind (``event``, ``part``, ...), its pattern, and its fields without the text."""

    kind: str
    pattern: str
    held: bool
    text: str
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """A case with what the coder gave.

    Attributes:
        got: In the form of the case's own answer; None where the event was not found.
    """

    case: Case
    got: str | None
    right: bool


def read_cases(path: Path) -> tuple[Case, ...]:
    """Read a file of cases.

    Raises:
        UnreadableFile: it is missing or no TOML.
        RecordError: a row has not the fields of its kind, or words that the text does not have.
    """
    try:
        patterns = tomllib.loads(path.read_text(encoding="utf-8")).get("pattern", [])
    except (OSError, ValueError) as fault:
        raise UnreadableFile(f"{str(path)!r} cannot be read ({fault}). Expected a TOML file of cases.") from fault
    if not isinstance(patterns, list) or not all(isinstance(pattern, dict) for pattern in patterns):
        raise RecordError(f"{str(path)!r}: pattern is no table. Expected tables [[pattern]].", where=str(path))
    cases = tuple(case for pattern in patterns for case in _cases(path, pattern))
    if not cases:
        raise RecordError(f"{str(path)!r} holds no [[pattern]] with rows of {', '.join(_FIELDS)}.", where=str(path))
    return cases


def _cases(path: Path, pattern: Mapping[str, Any]) -> Iterator[Case]:
    name = str(pattern.get("name", ""))
    for kind, size in _FIELDS.items():
        rows: Sequence[str] = pattern.get(kind, [])
        if not isinstance(rows, list) or not all(isinstance(row, str) for row in rows):
            raise RecordError(
                f"{str(path)!r}, pattern {name!r}: {kind} is {rows!r}. Expected a list of rows in quotation marks.",
                where=str(path),
            )
        for number, row in enumerate(rows):
            text, *fields = (field.strip() for field in row.split(" | "))
            if len(fields) != size - 1:
                raise RecordError(
                    f"{str(path)!r}, pattern {name!r}: {row!r} has {len(fields) + 1} fields. "
                    f"Expected {size}, parted by ' | '.",
                    where=str(path),
                )
            case = Case(kind, name, number == len(rows) - 1, text, tuple(fields))
            _check_words(path, case)
            yield case


def _check_words(path: Path, case: Case) -> None:
    wanted = {"event": case.fields[:1], "part": case.fields[:2], "case": case.fields[:1], "link": case.fields[::2]}
    for words in wanted.get(case.kind, ()):
        if find_words(case.text, words) is None:
            raise RecordError(
                f"{str(path)!r}, pattern {case.pattern!r}: {words!r} does not stand in {case.text!r}.", where=str(path)
            )


def find_words(text: str, words: str) -> tuple[int, int] | None:
    """Find words in a text; "#2" behind them picks the second place."""
    plain, _, number = words.partition("#")
    if number and not number.isdecimal():
        return None
    start = -1
    for _ in range(int(number or 1)):
        start = text.find(plain, start + 1)
        if start < 0:
            return None
    return start, start + len(plain)


def run_cases(path: Path, pipeline: Pipeline, progress: Progress) -> Evaluation:
    """Code the texts of a file of cases and score the answers.

    Raises:
        InputError: the file cannot be read or holds no cases.
    """
    cases = read_cases(path)
    answers: list[Answer] = []
    for number, case in enumerate(cases):
        answers.append(answer(case, pipeline.code(document_from_text(case.text))))
        progress(number + 1, len(cases))
    return Evaluation(
        benchmark="factuality",
        n=len(cases),
        unit="cases",
        scores=score_answers(answers),
        predictions=partial(_write, answers),
        notes=(
            "precision: over cases whose event was found; recall: over all cases",
            "held: the last case of each pattern, for which no rule is written",
        ),
    )


def score_answers(answers: Sequence[Answer]) -> dict[str, Score | float]:
    """Score answers by kind, open and held back."""
    counts = total(
        {f"{answer.case.kind}.{'held' if answer.case.held else 'open'}": _count(answer)} for answer in answers
    )
    return {name: count.score() for name, count in counts.items()}


def _count(answer: Answer) -> Counts:
    return Counts(int(answer.right), int(answer.got is not None), 1)


def answer(case: Case, coding: Coding) -> Answer:
    """Look up in a coding what a case asks for."""
    got = _ANSWERS[case.kind](case, coding)
    return Answer(case, got, got is not None and _is_right(case, got))


def _is_right(case: Case, got: str) -> bool:
    wanted = {"event": case.fields[1:], "part": case.fields[2:], "link": case.fields[1:2], "count": case.fields[1:]}
    if case.kind == "case":
        return got == _held_key(case)
    values = got.split(" | ")
    return all(want in (OPEN_VALUE, value) for want, value in zip(wanted[case.kind], values, strict=True))


def _event_at(coding: Coding, words: str) -> Event | None:
    """Find the event that some words tell: by its first anchor before its others."""
    found = find_words(coding.document.text, words)
    if found is None:
        return None
    start, end = found
    rows = [
        (number, event.id, event)
        for event in coding.events
        for number, anchor in enumerate(event.anchors)
        if anchor.start < end and start < anchor.end
    ]
    return min(rows, key=lambda row: row[:2])[2] if rows else None


def _told(case: Case, coding: Coding) -> str | None:
    event = _event_at(coding, case.fields[0])
    if event is None:
        return None
    told = event.factuality
    return f"{told.polarity} | {told.certainty} | {told.stage}"


def _part(case: Case, coding: Coding) -> str | None:
    event, span = _event_at(coding, case.fields[0]), find_words(coding.document.text, case.fields[1])
    if event is None or span is None:
        return None
    parts: tuple[Participant | Toll | EventPlace | DateRange, ...] = (
        *event.participants,
        *event.tolls,
        *event.counts,
        *event.places,
        *event.dates,
    )
    return next((part.certainty for part in parts if part.start < span[1] and span[0] < part.end), None)


def _held(case: Case, coding: Coding) -> str | None:
    event = _event_at(coding, case.fields[0])
    if event is None:
        return None
    text = coding.document.text
    rows = []
    for held in event.responsibility:
        voice = held.voice.voice if held.voice is not None else None
        rows.append((held.stance, text[held.start : held.end], voice or ""))
    return _key(event.factuality.polarity, case, rows)


def _held_key(case: Case) -> str:
    rows = []
    for row in case.fields[2].split("; ") if case.fields[2] != NONE else ():
        stance, _, rest = row.partition(": ")
        actor, _, voice = rest.partition(" < ")
        rows.append((stance, actor.partition("#")[0], voice.partition("#")[0]))
    return _key(case.fields[1], case, rows)


def _key(polarity: str, case: Case, rows: Sequence[tuple[str, str, str]]) -> str:
    """Write who is held in one way, so that articles and capitals do not count."""
    told = sorted(f"{stance}: {_bare(actor)} < {_bare(voice)}" for stance, actor, voice in rows)
    return f"{polarity} | {'; '.join(told) or NONE}"


def _bare(words: str) -> str:
    return words.lower().removeprefix("the ").removeprefix("a ")


def _link(case: Case, coding: Coding) -> str | None:
    one, other = _event_at(coding, case.fields[0]), _event_at(coding, case.fields[2])
    if one is None or other is None:
        return None
    if one.id == other.id:
        return "the same event"
    found = [link.link for link in one.links if link.to == other.id]
    back = [f"{link.link} (back)" for link in other.links if link.to == one.id]
    return "; ".join((*found, *back)) or NONE


def _number(case: Case, coding: Coding) -> str | None:
    kind = case.fields[0]
    return str(sum(1 for e in coding.events if e.type == kind and e.factuality.polarity == "happened"))


_ANSWERS: dict[str, Callable[[Case, Coding], str | None]] = {
    "event": _told,
    "part": _part,
    "case": _held,
    "link": _link,
    "count": _number,
}


def _write(answers: Sequence[Answer], path: Path) -> None:
    """Write one answer a line."""
    rows = [{**asdict(row.case), "got": row.got, "right": row.right} for row in answers]
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
