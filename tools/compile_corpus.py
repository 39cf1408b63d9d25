"""The compiler of the written training reports: TOML with quoted words into JSON lines with offsets.

    python tools/compile_corpus.py OUT.jsonl [FOLDER]

FOLDER is corpus/reports unless given; corpus/SCHEME.md describes the format. Every quoted phrase must stand in its
report as whole words; `words#2` is the second place where they stand. All faults of all files are listed at once,
each with its file, key and phrase; nothing is written while there is one.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import sys
import tomllib
from collections.abc import Callable
from datetime import date
from itertools import zip_longest
from pathlib import Path

from corpus_figures import VAGUE, find_bound, find_figure
from corpus_lists import (
    ACLED,
    ACTOR_KINDS,
    CERTAINTIES,
    COUNTS,
    EFFECTS,
    ESTIMATE_KEYS,
    EVENT_KEYS,
    FORECAST_KEYS,
    GENRES,
    MEASURES,
    MODES,
    OBJECT_KINDS,
    OBJECT_ROLES,
    PARTICIPANT_ROLES,
    PLACE_ROLES,
    POLARITIES,
    REPORT_KEYS,
    STAGES,
    STANCES,
    STATEMENT_KEYS,
    TIE_KEYS,
    TIES,
    TOLLS,
)
from corpus_report import Record, Report, Span

REPORTS = Path(__file__).resolve().parent.parent / "corpus" / "reports"
ROUND = 2  # the round of the labelling scheme in which its ten decisions hold
UNTOLD = ("unknown", "used")  # ways to write that a report tells no effect on an object


def compile_report(name: str, source: Record) -> tuple[Record, list[str]]:
    """Resolve one report.

    Args:
        name: The file, for faults.
        source: The parsed TOML.

    Returns:
        The labelled document and the faults met; the document is usable only where there are none.
    """
    report = Report(name, source)
    check_head(report)
    for actor in listed(report, "actor", {"name", "kind", "mentions"}):
        report.check(f"actor {actor.get('name')!r} kind", actor.get("kind"), ACTOR_KINDS)
        spans = [span for phrase in actor.get("mentions", []) for span in mention_spans(report, actor, phrase)]
        report.add_actor(str(actor.get("name")), str(actor.get("kind")), spans)
    events = [compile_event(report, event) for event in listed(report, "event", EVENT_KEYS)]
    for number, event in enumerate(events, 1):
        event["id"] = f"E{number}"
    return {
        "doc": f"written:{source.get('id')}",
        "round": ROUND,
        "sha256": hashlib.sha256(report.text.encode()).hexdigest(),
        "actors": report.actors,
        "events": events,
        "ties": [compile_tie(report, tie) for tie in listed(report, "tie", TIE_KEYS)],
        "estimates": [compile_estimate(report, item) for item in listed(report, "estimate", ESTIMATE_KEYS)],
        "statements": [compile_statement(report, item) for item in listed(report, "statement", STATEMENT_KEYS)],
        "forecasts": [compile_forecast(report, item) for item in listed(report, "forecast", FORECAST_KEYS)],
        "read_to": len(report.text),
        "text": report.text,
        "published": str(source.get("published")),
    }, report.faults


def check_head(report: Report) -> None:
    """Check the keys above the tables."""
    for key in report.source.keys() - REPORT_KEYS:
        report.fault(key, key, f"one of the keys {', '.join(sorted(REPORT_KEYS))}")
    if report.source.get("id") != Path(report.name).stem:
        report.fault("id", report.source.get("id"), "the file's name without its ending")
    report.check("kind", report.source.get("kind"), GENRES)
    if not report.text:
        report.fault("text", report.text, "the words of the report")
    try:
        date.fromisoformat(str(report.source.get("published")))
    except ValueError:
        report.fault("published", report.source.get("published"), "a day as YYYY-MM-DD")


def listed(report: Report, table: str, allowed: set[str]) -> list[Record]:
    """Give the tables of one name, with a fault for each key that none of them has."""
    tables: list[Record] = report.source.get(table, [])
    for number, item in enumerate(tables, 1):
        for key in sorted(item.keys() - allowed):
            report.fault(f"{table} {number}", key, f"one of the keys {', '.join(sorted(allowed))}")
    return tables


def mention_spans(report: Report, actor: Record, phrase: str) -> list[Span]:
    """Resolve a mention; `words#*` is every place where the words stand."""
    key = f"actor {actor.get('name')!r} mentions"
    if not phrase.endswith("#*"):
        return [report.span(key, phrase)]
    found = report.places(phrase[:-2])
    if not found:
        report.fault(key, phrase, "words that stand in the text")
    return found


def compile_event(report: Report, event: Record) -> Record:
    """Resolve one [[event]] table."""
    key = f"event {event.get('trigger')!r}"
    type_ = report.check(f"{key} type", event.get("type"), MODES)
    mode, acled = event.get("mode"), event.get("acled")
    if mode is not None:
        report.check(f"{key} mode", mode, MODES.get(str(type_), ()))
    if acled is not None:
        report.check(f"{key} acled", acled, ACLED)
    participants = [
        participant for role in PARTICIPANT_ROLES for participant in compile_participants(report, key, event, role)
    ]
    return {
        "type": type_,
        "mode": mode,
        "acled": acled,
        "participants": participants,
        "objects": [compile_object(report, f"{key} object", item) for item in event.get("object", [])],
        "instrument": optional(report, f"{key} instrument", event.get("instrument")),
        "places": [compile_place(report, f"{key} place", item) for item in event.get("place", [])],
        "dates": [{"span": report.span(f"{key} date", phrase)} for phrase in event.get("date", [])],
        "tolls": compile_figures(report, key, event, TOLLS),
        "counts": compile_figures(report, key, event, COUNTS),
        "attribution": compile_attribution(report, key, event),
        "polarity": report.check(f"{key} polarity", event.get("polarity", "happened"), POLARITIES),
        "certainty": report.check(f"{key} certainty", event.get("certainty", "certain"), CERTAINTIES),
        "stage": report.check(f"{key} stage", event.get("stage", "accomplished"), STAGES),
        "background": bool(event.get("background", False)),
        "clarity": report.check(f"{key} clarity", event.get("clarity", "single"), ("single", "aggregate")),
        "retold": [{"span": report.span(f"{key} retold", phrase)} for phrase in event.get("retold", [])],
        "responsibility": [compile_responsibility(report, key, item) for item in event.get("responsibility", [])],
        "reason": optional(report, f"{key} reason", event.get("reason")),
        "trigger": report.span(f"{key} trigger", str(event.get("trigger", ""))),
    }


def optional(report: Report, key: str, phrase: str | None) -> Record | None:
    """Resolve a phrase that may be absent; `-` says that it is not in the text."""
    return {"span": report.span(key, phrase)} if phrase not in (None, "", "-") else None


def compile_participants(report: Report, key: str, event: Record, role: str) -> list[Record]:
    """Resolve the phrases of one role, each to an actor: a declared one, or a new one of the kind given."""
    phrases, kinds = event.get(role, []), event.get(f"{role}_kind", [])
    if kinds and len(kinds) != len(phrases):
        report.fault(f"{key} {role}_kind", kinds, f"one kind for each of the {len(phrases)} phrases of {role}")
    compiled = []
    for phrase, kind in zip_longest(phrases, kinds[: len(phrases)]):
        words, _, figures = phrase.partition(" = ")
        span = report.span(f"{key} {role}", words)
        actor_id = report.find_actor(span)
        if kind is not None:
            report.check(f"{key} {role}_kind", kind, ACTOR_KINDS)
        if actor_id is None and (kind is None or report.is_pronoun(span)):
            report.fault(f"{key} {role}", phrase, f"a mention of an [[actor]], or a kind for it in {role}_kind")
        elif actor_id is None:
            actor_id = report.add_actor(re.sub(r"#\d+$", "", words), kind, [span])
        else:
            report.add_mention(actor_id, span)
        number = read_number(report, f"{key} {role}", figures) if figures else guess_number(report, span, actor_id)
        compiled.append({"actor": actor_id, "role": role, "number": number, "span": span})
    return compiled


def guess_number(report: Report, span: Span, actor_id: str | None) -> Record | None:
    """Read how many a participant is from its own words: a figure, or one where it is a person."""
    words = report.text[span[0] : span[1]]
    figure = find_figure(words)
    kind = report.actors[int(actor_id[1:]) - 1]["kind"] if actor_id else None
    if figure is None:
        return {"low": 1, "best": 1, "high": 1} if kind == "person" and " and " not in words else None
    bound, number = find_bound(words[: figure[0]] + " " + words[figure[1] :]), figure[2]
    if words[figure[0] : figure[1]].lower() in VAGUE or bound == "at least":
        return {"low": number, "best": None, "high": None}
    if bound == "more than":
        return {"low": number + 1, "best": None, "high": None}
    if bound == "up to":
        return {"low": None, "best": None, "high": number}
    return {"low": None if bound else number, "best": number, "high": None if bound else number}


def read_number(report: Report, key: str, figures: str) -> Record:
    """Read `4` as low, best and high at once, `171/-/-` as low, best, high with `-` for unknown."""
    parts = [part.strip() for part in figures.split("/")]
    parts = parts * 3 if len(parts) == 1 else parts
    if len(parts) != 3 or not all(part == "-" or part.isdigit() for part in parts):
        report.fault(key, figures, "a number, or low/best/high with - for unknown")
        parts = ["-"] * 3
    return dict(zip(("low", "best", "high"), (None if part == "-" else int(part) for part in parts), strict=True))


def compile_figures(report: Report, key: str, event: Record, outcomes: tuple[str, ...]) -> list[Record]:
    """Resolve `words = figures` and `words = figures of other words`, the latter a part of an earlier figure."""
    compiled: list[Record] = []
    for outcome in outcomes:
        for item in event.get(outcome, []):
            where = f"{key} {outcome}"
            words, equals, rest = item.rpartition(" = ")
            if not equals:
                report.fault(where, item, "words = figures")
                continue
            figures, _, whole = rest.partition(" of ")
            span = report.span(where, words)
            number = read_number(report, where, figures)
            part_of = None
            if whole:
                whole_span = report.span(where, whole)
                part_of = next((n for n, toll in enumerate(compiled) if toll["span"] == whole_span), None)
                if part_of is None:
                    report.fault(where, item, f"an earlier figure of this event with the words {whole!r}")
            figure = find_figure(report.text[span[0] : span[1]])
            compiled.append(
                {
                    "outcome": outcome,
                    **number,
                    "bound": bound_of(report, span, number),
                    "figure": [span[0] + figure[0], span[0] + figure[1]] if figure else None,
                    "part_of": part_of,
                    "span": span,
                }
            )
    return compiled


def bound_of(report: Report, span: Span, number: Record) -> str:
    """Name the bound that the figures have, told by the words inside the span or just before it."""
    if number["best"] is not None and number["low"] == number["best"] == number["high"]:
        return "exact"
    said = find_bound(report.text[span[0] : span[1]]) or find_bound(report.text[max(0, span[0] - 14) : span[0]])
    if number["best"] is not None:
        return "about" if said in (None, "about") else said
    if number["low"] is not None and number["high"] is None:
        return said if said in ("at least", "more than") else "vague"
    return "up to" if number["low"] is None and number["high"] is not None else "vague"


def compile_object(report: Report, key: str, item: str) -> Record:
    """Resolve `role: words: kind` or `role: words: kind: effect`; effects `unknown` and `used` are null."""
    role, _, rest = item.partition(": ")
    parts = rest.rsplit(": ", 2)
    if parts[-1] in OBJECT_KINDS and not (len(parts) == 3 and parts[-2] in OBJECT_KINDS):
        parts = [*rest.rsplit(": ", 1), "unknown"]
    if len(parts) != 3:
        report.fault(key, item, "role: words: kind: effect")
        return {}
    words, kind, effect = parts
    if effect not in UNTOLD:
        report.check(key, effect, EFFECTS)
    return {
        "role": report.check(key, role, OBJECT_ROLES),
        "kind": report.check(key, kind, OBJECT_KINDS),
        "effect": None if effect in UNTOLD else effect,
        "span": report.span(key, words),
    }


def compile_place(report: Report, key: str, item: str) -> Record:
    """Resolve `role: words`."""
    role, _, words = item.partition(": ")
    return {"role": report.check(key, role, PLACE_ROLES), "span": report.span(key, words)}


def compile_attribution(report: Report, key: str, event: Record) -> list[Record]:
    """Pair sources with cues, outermost first; `-` stands where one of them is not in the text."""
    pairs = zip_longest(event.get("source", []), event.get("cue", []))
    return [
        {
            "source": optional(report, f"{key} source", source),
            "cue": optional(report, f"{key} cue", cue),
        }
        for source, cue in pairs
    ]


def compile_responsibility(report: Report, key: str, item: str) -> Record:
    """Resolve `stance: words`; the actor is null where the words are no mention of one."""
    stance, _, words = item.partition(": ")
    span = report.span(f"{key} responsibility", words)
    return {
        "actor": report.find_actor(span),
        "stance": report.check(f"{key} responsibility", stance, STANCES),
        "span": span,
    }


def compile_tie(report: Report, tie: Record) -> Record:
    """Resolve one [[tie]] table."""
    key = f"tie {tie.get('subject')!r} {tie.get('tie')!r}"
    return {
        "subject": report.named(f"{key} subject", tie.get("subject")),
        "tie": report.check(f"{key} tie", tie.get("tie"), TIES),
        "object": report.named(f"{key} object", tie.get("object")),
        "certainty": report.check(f"{key} certainty", tie.get("certainty", "certain"), CERTAINTIES),
        "span": report.span(f"{key} span", str(tie.get("span", ""))),
    }


def compile_estimate(report: Report, item: Record) -> Record:
    """Resolve one [[estimate]] table; `words` reads `words = figures`."""
    key = f"estimate {item.get('words')!r}"
    words, _, figures = str(item.get("words", "")).rpartition(" = ")
    return {
        "of": report.named(f"{key} of", item["of"]) if "of" in item else None,
        "measure": report.check(f"{key} measure", item.get("measure"), MEASURES),
        **read_number(report, key, figures),
        "source": optional(report, f"{key} source", item.get("source")),
        "span": report.span(key, words),
    }


def compile_statement(report: Report, item: Record) -> Record:
    """Resolve one [[statement]] table."""
    key = f"statement {item.get('span')!r}"
    return {
        "speaker": optional(report, f"{key} speaker", item.get("speaker")),
        "about": report.named(f"{key} about", item["about"]) if "about" in item else None,
        "stance": report.check(f"{key} stance", item.get("stance"), ("positive", "negative")),
        "span": report.span(f"{key} span", str(item.get("span", ""))),
    }


def compile_forecast(report: Report, item: Record) -> Record:
    """Resolve one [[forecast]] table."""
    key = f"forecast {item.get('outcome')!r}"
    return {
        "condition": optional(report, f"{key} condition", item.get("condition")),
        "outcome": {"span": report.span(f"{key} outcome", str(item.get("outcome", "")))},
        "source": optional(report, f"{key} source", item.get("source")),
    }


def compile_folder(folder: Path) -> tuple[list[Record], list[str]]:
    """Compile every TOML file of a folder in order of name; give the documents and all faults."""
    documents: list[Record] = []
    faults: list[str] = []
    for path in sorted(folder.glob("*.toml")):
        try:
            source = tomllib.loads(path.read_text(encoding="utf-8"))
        except tomllib.TOMLDecodeError as error:
            faults.append(f"{path.name}: no valid TOML: {error}.")
            continue
        document, met = compile_report(path.name, source)
        documents.append(document)
        faults.extend(met)
    return documents, faults


def main(arguments: list[str] | None = None, *, say: Callable[[str], object] = print) -> int:
    """Compile a folder into a file; 1 and no file where there are faults."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("folder", type=Path, nargs="?", default=REPORTS)
    given = parser.parse_args(arguments)
    documents, faults = compile_folder(given.folder)
    if faults:
        say("\n".join([*faults, f"{len(faults)} faults; nothing written."]))
        return 1
    lines = [json.dumps(document, ensure_ascii=False) + "\n" for document in documents]
    given.out.write_text("".join(lines), encoding="utf-8")
    events = sum(len(document["events"]) for document in documents)
    say(f"{len(documents)} reports, {sum(len(d['text'].split()) for d in documents)} words, {events} events.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
