"""The compiler of reports with quoted words: TOML into labelled documents with offsets.

In: ``corpus/reports/*.toml``, or files of that form over others' texts while they are being
labelled; ``corpus/SCHEME.md`` describes the format. Out: :class:`LabelledDocument`. Every quoted
phrase must stand in its report as whole words; ``words#2`` is the second place where they
stand. All faults of all files are listed at once, each with its file, key and phrase.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from datetime import date
from itertools import zip_longest
from pathlib import Path
from typing import Any

from whowhom.corpora.own_figures import find_bound, find_figure, name_bound, number_said, read_figures
from whowhom.corpora.own_lists import (
    ACTOR_KINDS,
    CERTAINTIES,
    CLARITIES,
    COUNTS,
    EFFECTS,
    EVENT_LINKS,
    GENRES,
    MEASURES,
    OBJECT_KINDS,
    OBJECT_ROLES,
    PARTICIPANT_ROLES,
    PLACE_ROLES,
    POLARITIES,
    STAGES,
    STANCES,
    STATEMENT_STANCES,
    TIES,
    TOLLS,
    VOICE_ROLES,
    Scheme,
)
from whowhom.corpora.own_records import (
    LabelledDocument,
    LabelledEstimate,
    LabelledEvent,
    LabelledFigure,
    LabelledForecast,
    LabelledLink,
    LabelledObject,
    LabelledParticipant,
    LabelledPlace,
    LabelledResponsibility,
    LabelledStatement,
    LabelledTie,
    LabelledVoice,
    Number,
    Span,
)
from whowhom.corpora.own_report import Report, find_words

Table = dict[str, Any]
ROUND = 2  # the round of the labelling scheme in which its ten decisions hold
_UNTOLD = ("unknown", "used")  # ways to write that a report tells no effect on an object
_REPORT_KEYS = frozenset("id kind published text event actor tie statement forecast estimate".split())
_EVENT_KEYS = frozenset(
    (
        *PARTICIPANT_ROLES,
        *(f"{role}_kind" for role in PARTICIPANT_ROLES),
        *TOLLS,
        *COUNTS,
        *"trigger type mode acled place date source cue voice instrument object polarity certainty stage".split(),
        *"background clarity retold responsibility reason link".split(),
    )
)
_ACTOR_KEYS = frozenset(("name", "kind", "mentions"))
_TIE_KEYS = frozenset(("subject", "tie", "object", "span", "certainty"))
_ESTIMATE_KEYS = frozenset(("of", "measure", "words", "source"))
_STATEMENT_KEYS = frozenset(("speaker", "about", "stance", "span"))
_FORECAST_KEYS = frozenset(("condition", "outcome", "source"))
_NO_NUMBER: Number = {"low": None, "best": None, "high": None}


def compile_folder(folder: Path, scheme: Scheme, *, asides: bool = False) -> tuple[list[LabelledDocument], list[str]]:
    """Compile every TOML file of a folder, in order of name.

    Args:
        asides: Whether they are passages labelled for actors, ties, estimates, statements and forecasts
            alone: that they name no event says nothing.

    Returns:
        The documents, and one line per fault; documents are usable only where there is none.
    """
    documents: list[LabelledDocument] = []
    faults: list[str] = []
    for path in sorted(folder.glob("*.toml")):
        try:
            source = tomllib.loads(path.read_text(encoding="utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            faults.append(f"{path.name}: no valid TOML: {error}.")
            continue
        document, met = compile_report(path.name, source, scheme)
        if asides:
            document["doc"], document["aside"] = f"aside:{path.stem}", True
            if document["events"]:
                met.append(f"{path.name}, event: met {len(document['events'])} tables; expected none in a passage.")
        documents.append(document)
        faults.extend(met)
    return documents, faults


def compile_report(name: str, source: Table, scheme: Scheme) -> tuple[LabelledDocument, list[str]]:
    """Resolve one report.

    Args:
        name: The file, for faults; its stem is the report's id.
        source: The parsed TOML.

    Returns:
        The labelled document and the faults met.
    """
    report = Report(name, source, scheme)
    _check_head(report)
    for actor in _tables(report, "actor", _ACTOR_KEYS):
        key = f"actor {actor.get('name')!r}"
        kind = report.check(f"{key} kind", actor.get("kind"), ACTOR_KINDS)
        spans = [s for phrase in report.phrases(key, actor, "mentions") for s in _mentions(report, key, phrase)]
        report.add_actor(str(actor.get("name")), kind, spans)
    tables = _tables(report, "event", _EVENT_KEYS)
    events = [_event(report, f"E{number}", table) for number, table in enumerate(tables, 1)]
    for event, table in zip(events, tables, strict=True):
        event["links"] = _links(report, events, table)
    return {
        "doc": f"written:{source.get('id')}",
        "sha256": hashlib.sha256(report.text.encode()).hexdigest(),
        "read_from": 0,
        "read_to": len(report.text),
        "coder": "written with its labels by a language model",
        "round": ROUND,
        "settled": False,
        "text": report.text,
        "kind": str(source.get("kind")),
        "published": str(source.get("published")),
        "actors": report.actors,
        "events": events,
        "ties": [_tie(report, item) for item in _tables(report, "tie", _TIE_KEYS)],
        "estimates": [_estimate(report, item) for item in _tables(report, "estimate", _ESTIMATE_KEYS)],
        "statements": [_statement(report, item) for item in _tables(report, "statement", _STATEMENT_KEYS)],
        "forecasts": [_forecast(report, item) for item in _tables(report, "forecast", _FORECAST_KEYS)],
    }, report.faults


def _check_head(report: Report) -> None:
    for key in sorted(report.source.keys() - _REPORT_KEYS):
        report.fault(key, key, f"one of the keys {', '.join(sorted(_REPORT_KEYS))}")
    if report.source.get("id") != Path(report.name).stem:
        report.fault("id", report.source.get("id"), "the file's name without its ending")
    report.check("kind", report.source.get("kind"), GENRES)
    if not report.text:
        report.fault("text", report.text, "the words of the report")
    try:
        date.fromisoformat(str(report.source.get("published")))
    except ValueError:
        report.fault("published", report.source.get("published"), "a day as YYYY-MM-DD")


def _tables(report: Report, table: str, allowed: frozenset[str]) -> list[Table]:
    met = report.source.get(table, [])
    if not isinstance(met, list) or not all(isinstance(item, dict) for item in met):
        report.fault(table, met, f"tables [[{table}]]")
        return []
    for number, item in enumerate(met, 1):
        for key in sorted(item.keys() - allowed):
            report.fault(f"{table} {number}", key, f"one of the keys {', '.join(sorted(allowed))}")
    return met


def _mentions(report: Report, key: str, phrase: str) -> list[Span]:
    """Resolve a mention; ``words#*`` is every place where the words stand."""
    if not phrase.endswith("#*"):
        return [report.span(f"{key} mentions", phrase)]
    found = find_words(report.text, phrase[:-2])
    if not found:
        report.fault(f"{key} mentions", phrase, "words that stand in the text")
    return found


def _event(report: Report, event_id: str, table: Table) -> LabelledEvent:
    key = f"event {table.get('trigger')!r}"
    type_ = report.check(f"{key} type", table.get("type"), report.scheme.modes)
    mode, acled = table.get("mode"), table.get("acled")
    if mode is not None:
        report.check(f"{key} mode", mode, report.scheme.modes.get(type_, ()))
    if acled is not None:
        report.check(f"{key} acled", acled, report.scheme.acled)
    return {
        "id": event_id,
        "trigger": report.span(f"{key} trigger", table.get("trigger", "")),
        "type": type_,
        "mode": mode,
        "acled": acled,
        "participants": [p for role in PARTICIPANT_ROLES for p in _participants(report, key, table, role)],
        "objects": [_object(report, f"{key} object", item) for item in report.phrases(key, table, "object")],
        "instrument": report.optional(f"{key} instrument", table.get("instrument")),
        "places": [_place(report, f"{key} place", item) for item in report.phrases(key, table, "place")],
        "dates": [{"span": report.span(f"{key} date", phrase)} for phrase in report.phrases(key, table, "date")],
        "tolls": _figures(report, key, table, TOLLS),
        "counts": _figures(report, key, table, COUNTS),
        "attribution": _attribution(report, key, table),
        "polarity": report.check(f"{key} polarity", table.get("polarity", "happened"), POLARITIES),
        "certainty": report.check(f"{key} certainty", table.get("certainty", "certain"), CERTAINTIES),
        "stage": report.check(f"{key} stage", table.get("stage", "accomplished"), STAGES),
        "background": bool(table.get("background", False)),
        "clarity": report.check(f"{key} clarity", table.get("clarity", "single"), CLARITIES),
        "retold": [{"span": report.span(f"{key} retold", phrase)} for phrase in report.phrases(key, table, "retold")],
        "responsibility": [_held(report, key, item) for item in report.phrases(key, table, "responsibility")],
        "reason": report.optional(f"{key} reason", table.get("reason")),
        "links": [],
    }


def _participants(report: Report, key: str, table: Table, role: str) -> list[LabelledParticipant]:
    """Resolve the phrases of one role, each to an actor: a declared one, or a new one of the kind given."""
    phrases = report.phrases(key, table, role)
    kinds = list(report.phrases(key, table, f"{role}_kind"))
    if kinds and len(kinds) != len(phrases):
        report.fault(f"{key} {role}_kind", kinds, f"one kind for each of the {len(phrases)} phrases of {role}")
    compiled: list[LabelledParticipant] = []
    for phrase, kind in zip_longest(phrases, kinds[: len(phrases)]):
        words, _, figures = phrase.partition(" = ")
        span = report.span(f"{key} {role}", words)
        actor = _participant_actor(report, f"{key} {role}", words, span, kind)
        number = _number(report, f"{key} {role}", figures) if figures else _guess_number(report, span, actor)
        compiled.append({"actor": actor, "role": role, "number": number, "span": span})
    return compiled


def _participant_actor(report: Report, key: str, words: str, span: Span, kind: str | None) -> str | None:
    actor = report.find_actor(span)
    if kind is not None:
        report.check(f"{key}_kind", kind, ACTOR_KINDS)
    if actor is not None:
        report.add_mention(actor, span)
    elif kind is None or report.is_pronoun(span):
        report.fault(key, words, f"a mention of an [[actor]], or a kind for it in {key.rsplit(' ', 1)[-1]}_kind")
    else:
        actor = report.add_actor(re.sub(r"#\d+$", "", words), kind, [span])
    return actor


def _guess_number(report: Report, span: Span, actor: str | None) -> Number | None:
    """Read how many a participant is from its own words: a figure, or one where it is a person."""
    words = report.text[span[0] : span[1]]
    said = number_said(words)
    if said is None and actor and report.kind_of(actor) == "person" and " and " not in words:
        return {"low": 1, "best": 1, "high": 1}
    return said


def _number(report: Report, key: str, figures: str) -> Number:
    number = read_figures(figures)
    if number is None:
        report.fault(key, figures, "a number, or low/best/high with - for unknown")
    return number or _NO_NUMBER


def _figures(report: Report, key: str, table: Table, outcomes: tuple[str, ...]) -> list[LabelledFigure]:
    """Resolve ``words = figures`` and ``words = figures of other words``, the latter a part of an earlier figure."""
    compiled: list[LabelledFigure] = []
    for outcome in outcomes:
        for item in report.phrases(key, table, outcome):
            where = f"{key} {outcome}"
            words, equals, rest = item.rpartition(" = ")
            if not equals:
                report.fault(where, item, "words = figures")
                continue
            figures, _, whole = rest.partition(" of ")
            span, number = report.span(where, words), _number(report, where, figures)
            figure = find_figure(report.text[span[0] : span[1]])
            compiled.append(
                {
                    "outcome": outcome,
                    **number,
                    "bound": name_bound(number, _bound_said(report, span)),
                    "figure": [span[0] + figure[0], span[0] + figure[1]] if figure else None,
                    "part_of": _whole(report, where, whole, compiled) if whole else None,
                    "span": span,
                }
            )
    return compiled


def _whole(report: Report, key: str, words: str, earlier: list[LabelledFigure]) -> int | None:
    span = report.span(key, words)
    index = next((n for n, figure in enumerate(earlier) if figure["span"] == span), None)
    if index is None:
        report.fault(key, words, "the words of an earlier figure of this event")
    return index


def _bound_said(report: Report, span: Span) -> str | None:
    """Name the bound told by the words inside the span or just before it."""
    start, end = span
    return find_bound(report.text[start:end]) or find_bound(report.text[max(0, start - 14) : start])


def _object(report: Report, key: str, item: str) -> LabelledObject:
    """Resolve ``role: words: kind`` or ``role: words: kind: effect``; effects ``unknown`` and ``used`` are null."""
    role, _, rest = item.partition(": ")
    parts = rest.rsplit(": ", 2)
    if parts[-1] in OBJECT_KINDS and not (len(parts) == 3 and parts[-2] in OBJECT_KINDS):
        parts = [*rest.rsplit(": ", 1), "unknown"]
    if len(parts) != 3:
        report.fault(key, item, "role: words: kind: effect")
        return {"role": "target", "kind": "other", "effect": None, "span": [0, 0]}
    words, kind, effect = parts
    return {
        "role": report.check(key, role, OBJECT_ROLES),
        "kind": report.check(key, kind, OBJECT_KINDS),
        "effect": None if effect in _UNTOLD else report.check(key, effect, EFFECTS),
        "span": report.span(key, words),
    }


def _place(report: Report, key: str, item: str) -> LabelledPlace:
    role, _, words = item.partition(": ")
    return {"role": report.check(key, role, PLACE_ROLES), "span": report.span(key, words)}


def _attribution(report: Report, key: str, table: Table) -> list[LabelledVoice]:
    """Pair sources with cues, outermost first; ``-`` stands where one of them is not in the text."""
    sources, cues, roles = (report.phrases(key, table, field) for field in ("source", "cue", "voice"))
    voices: list[LabelledVoice] = []
    for source, cue, role in zip_longest(sources, cues, roles):
        voice: LabelledVoice = {
            "source": report.optional(f"{key} source", source),
            "cue": report.optional(f"{key} cue", cue),
        }
        if role is not None:
            voice["role"] = report.check(f"{key} voice", role, VOICE_ROLES)
        voices.append(voice)
    told = max(len(sources), len(cues))
    if roles and len(roles) != told:
        report.fault(f"{key} voice", list(roles), f"a role for each of the {told} voices")
    return voices


def _held(report: Report, key: str, item: str) -> LabelledResponsibility:
    """Resolve ``stance: words``; the actor is null where the words are no mention of one."""
    stance, _, words = item.partition(": ")
    span = report.span(f"{key} responsibility", words)
    return {
        "actor": report.find_actor(span),
        "stance": report.check(f"{key} responsibility", stance, STANCES),
        "span": span,
    }


def _links(report: Report, events: list[LabelledEvent], table: Table) -> list[LabelledLink]:
    """Resolve ``link: trigger of the other event``."""
    key = f"event {table.get('trigger')!r} link"
    links: list[LabelledLink] = []
    for item in report.phrases(key, table, "link"):
        link, _, words = item.partition(": ")
        span = report.span(key, words)
        to = next((event["id"] for event in events if event["trigger"] == span), None)
        if to is None:
            report.fault(key, item, "link: the trigger of another [[event]]")
            continue
        links.append({"to": to, "link": report.check(key, link, EVENT_LINKS)})
    return links


def _tie(report: Report, item: Table) -> LabelledTie:
    key = f"tie {item.get('subject')!r} {item.get('tie')!r}"
    return {
        "subject": report.named(f"{key} subject", item.get("subject")),
        "tie": report.check(f"{key} tie", item.get("tie"), TIES),
        "object": report.named(f"{key} object", item.get("object")),
        "certainty": report.check(f"{key} certainty", item.get("certainty", "certain"), CERTAINTIES),
        "span": report.span(f"{key} span", item.get("span", "")),
    }


def _estimate(report: Report, item: Table) -> LabelledEstimate:
    """Resolve one estimate; its ``words`` read ``words = figures``."""
    key = f"estimate {item.get('words')!r}"
    words, _, figures = str(item.get("words", "")).rpartition(" = ")
    return {
        "of": report.named(f"{key} of", item["of"]) if "of" in item else None,
        "measure": report.check(f"{key} measure", item.get("measure"), MEASURES),
        **_number(report, key, figures),
        "source": report.optional(f"{key} source", item.get("source")),
        "span": report.span(key, words),
    }


def _statement(report: Report, item: Table) -> LabelledStatement:
    key = f"statement {item.get('span')!r}"
    return {
        "speaker": report.optional(f"{key} speaker", item.get("speaker")),
        "about": report.named(f"{key} about", item["about"]) if "about" in item else None,
        "stance": report.check(f"{key} stance", item.get("stance"), STATEMENT_STANCES),
        "span": report.span(f"{key} span", item.get("span", "")),
    }


def _forecast(report: Report, item: Table) -> LabelledForecast:
    key = f"forecast {item.get('outcome')!r}"
    return {
        "condition": report.optional(f"{key} condition", item.get("condition")),
        "outcome": {"span": report.span(f"{key} outcome", item.get("outcome", ""))},
        "source": report.optional(f"{key} source", item.get("source")),
    }
