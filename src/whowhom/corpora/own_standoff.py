"""Labels that stand alone: offsets and labels without the words of the text, one TOML file a document.

In and out: :class:`LabelledDocument`. A file may also be written with its text and with the
words behind each span (``820-824 | the words``), so that a person can mend it; read back, the
words decide where they and the offsets differ. :mod:`own_items` holds the form of each item.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from whowhom.corpora.own_figures import write_figures
from whowhom.corpora.own_items import Items
from whowhom.corpora.own_lists import PARTICIPANT_ROLES
from whowhom.corpora.own_records import (
    LabelledActor,
    LabelledDocument,
    LabelledEstimate,
    LabelledEvent,
    LabelledFigure,
    LabelledForecast,
    LabelledStatement,
    LabelledTie,
    LabelledVoice,
    Number,
    Span,
    Spanned,
    words_of,
)
from whowhom.corpora.own_texts import digest_text

Table = dict[str, Any]
Lines = Iterator[tuple[str, object]]
HEAD_KEYS = ("doc", "sha256", "read_from", "read_to", "coder", "round", "settled")
_TABLES = ("actor", "event", "tie", "estimate", "statement", "forecast")
_MAX_LINE = 118
_PLAIN = re.compile(r"[^\x00-\x08\x0b-\x1f\x7f]*")
_ACTOR_KEYS = frozenset(("id", "kind", "name", "mentions"))
_EVENT_KEYS = frozenset(
    (
        *PARTICIPANT_ROLES,
        *"id trigger type mode acled object instrument place date toll count source cue voice polarity".split(),
        *"certainty stage background clarity retold responsibility reason link".split(),
    )
)
_TIE_KEYS = frozenset(("subject", "tie", "object", "span", "certainty"))
_ESTIMATE_KEYS = frozenset(("of", "measure", "figures", "source", "span"))
_STATEMENT_KEYS = frozenset(("speaker", "about", "stance", "span"))
_FORECAST_KEYS = frozenset(("condition", "outcome", "source"))


def file_name(document: LabelledDocument) -> str:
    """Name the file of a document below the folder of labels: ``CORPUS/NAME.toml``.

    Dispatches are numbered anew in each volume, so their digest is part of the name.
    """
    corpus, _, name = document["doc"].partition(":")
    stem = re.sub(r"[^\w.-]+", "-", name)
    return f"{corpus}/{stem}{'-' + document['sha256'][:8] if corpus == 'wotr' else ''}.toml"


def write_standoff(document: LabelledDocument, *, quoted: bool = False, with_text: bool = True) -> str:
    """Write a document's labels as TOML.

    Args:
        quoted: Put its text in the head and the words behind each span; the text must be there.
        with_text: False leaves the text out of a quoted file.
    """
    words: Callable[[Span], str] | None = None
    if quoted and document["text"] is not None:
        words = lambda span: " ".join(words_of(document, span).split())  # noqa: E731
    lines = ["# Offsets and labels; `whowhom corpus show` prints them with their words."]
    head: dict[str, object] = dict(document)
    lines += [_line(key, head[key]) for key in HEAD_KEYS if key != "read_from" or head[key]]
    if words and with_text:
        lines.append(_write_text(document["text"] or ""))
    writer = _Writer(words)
    for table, rows in (
        ("actor", [writer.actor(actor, document) for actor in document["actors"]]),
        ("event", [writer.event(event) for event in document["events"]]),
        ("tie", [writer.tie(tie) for tie in document["ties"]]),
        ("estimate", [writer.estimate(item) for item in document["estimates"]]),
        ("statement", [writer.statement(item) for item in document["statements"]]),
        ("forecast", [writer.forecast(item) for item in document["forecasts"]]),
    ):
        for row in rows:
            lines += ["", f"[[{table}]]", *(_line(key, value) for key, value in row if value not in (None, []))]
    return "\n".join(lines) + "\n"


class _Writer:
    """Writes the items of one document, with their words or without."""

    def __init__(self, words: Callable[[Span], str] | None) -> None:
        self._words = words

    def span(self, span: Span, head: str = "{}") -> str:
        """Put the offsets into the head of an item, and the words behind it."""
        item = head.replace("{}", f"{span[0]}-{span[1]}")
        return f"{item} | {self._words(span)}" if self._words else item

    def optional(self, item: Spanned | None) -> str | None:
        return self.span(item["span"]) if item else None

    def spans(self, items: Sequence[Spanned]) -> list[str]:
        return [self.span(item["span"]) for item in items]

    def actor(self, actor: LabelledActor, document: LabelledDocument) -> Lines:
        yield "id", actor["id"]
        yield "kind", actor["kind"]
        # The labeller's name would be words of the text; the mention that bears it stands for it,
        # and none where it is the first, which names an actor unless another does.
        spans = [mention["span"] for mention in actor["mentions"]]
        spelt = next((s for s in spans if " ".join(words_of(document, s).split()) == actor["name"] != ""), None)
        yield "name", self.span(spelt) if spelt and spelt != spans[0] else None
        yield "mentions", self.spans(actor["mentions"])

    def event(self, event: LabelledEvent) -> Lines:
        yield "id", event["id"]
        yield "trigger", self.span(event["trigger"])
        yield from ((key, event[key]) for key in ("type", "mode", "acled"))
        for role in PARTICIPANT_ROLES:
            yield (
                role,
                [
                    self.span(one["span"], f"{one['actor'] or '-'} {{}}{_equals(one['number'])}")
                    for one in event["participants"]
                    if one["role"] == role
                ],
            )
        yield (
            "object",
            [
                self.span(thing["span"], ": ".join(filter(None, (thing["role"], "{}", thing["kind"], thing["effect"]))))
                for thing in event["objects"]
            ],
        )
        yield "instrument", self.optional(event["instrument"])
        yield "place", [self.span(place["span"], f"{place['role']}: {{}}") for place in event["places"]]
        yield "date", self.spans(event["dates"])
        yield "toll", [self.figure(figure) for figure in event["tolls"]]
        yield "count", [self.figure(figure) for figure in event["counts"]]
        yield from self.attribution(event["attribution"])
        yield from ((key, value) for key, value in _unusual(event).items())
        yield "retold", self.spans(event["retold"])
        yield (
            "responsibility",
            [
                self.span(held["span"], f"{held['stance']}: {held['actor'] or '-'} {{}}")
                for held in event["responsibility"]
            ],
        )
        yield "reason", self.optional(event["reason"])
        yield "link", [f"{link['link']}: {link['to']}" for link in event["links"]]

    def figure(self, figure: LabelledFigure) -> str:
        number: Number = {"low": figure["low"], "best": figure["best"], "high": figure["high"]}
        head = f"{figure['outcome']}: {{}} = {write_figures(number)}"
        if figure["bound"] != "exact":
            head += f" {figure['bound']}"
        if figure["figure"]:
            head += f"; figure {figure['figure'][0]}-{figure['figure'][1]}"
        if figure["part_of"] is not None:
            head += f"; part of {figure['part_of'] + 1}"
        return self.span(figure["span"], head)

    def attribution(self, voices: Sequence[LabelledVoice]) -> Lines:
        yield "source", [self.optional(voice["source"]) or "-" for voice in voices]
        yield "cue", [self.optional(voice["cue"]) or "-" for voice in voices]
        roles = [voice.get("role", "-") for voice in voices]
        yield "voice", roles if set(roles) - {"-"} else None

    def tie(self, tie: LabelledTie) -> Lines:
        yield from (("subject", tie["subject"]), ("tie", tie["tie"]), ("object", tie["object"]))
        yield "certainty", tie["certainty"] if tie["certainty"] != "certain" else None
        yield "span", self.span(tie["span"])

    def estimate(self, item: LabelledEstimate) -> Lines:
        yield "of", item["of"]
        yield "measure", item["measure"]
        yield "figures", write_figures({"low": item["low"], "best": item["best"], "high": item["high"]})
        yield "source", self.optional(item["source"])
        yield "span", self.span(item["span"])

    def statement(self, item: LabelledStatement) -> Lines:
        yield "speaker", self.optional(item["speaker"])
        yield "about", item["about"]
        yield "stance", item["stance"]
        yield "span", self.span(item["span"])

    def forecast(self, item: LabelledForecast) -> Lines:
        yield "condition", self.optional(item["condition"])
        yield "outcome", self.span(item["outcome"]["span"])
        yield "source", self.optional(item["source"])


def _equals(number: Number | None) -> str:
    return f" = {write_figures(number)}" if number else ""


def _unusual(event: LabelledEvent) -> dict[str, object]:
    """The values of an event that are not the usual ones."""
    usual = {
        "polarity": "happened",
        "certainty": "certain",
        "stage": "accomplished",
        "background": False,
        "clarity": "single",
    }
    held: dict[str, object] = dict(event)
    return {key: held[key] for key, value in usual.items() if held[key] != value}


def _line(key: str, value: object) -> str:
    if isinstance(value, list):
        parts = [_string(str(part)) for part in value]
        line = f"{key} = [{', '.join(parts)}]"
        return line if len(line) <= _MAX_LINE else "\n".join((f"{key} = [", *(f"  {part}," for part in parts), "]"))
    if isinstance(value, bool):
        return f"{key} = {str(value).lower()}"
    return f"{key} = {value if isinstance(value, int) else _string(str(value))}"


def _string(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + re.sub(r"[\x00-\x1f\x7f]", lambda hit: f"\\u{ord(hit.group()):04x}", escaped) + '"'


def _write_text(text: str) -> str:
    """Write a text so that a person can read it where TOML allows, escaped where it does not."""
    if _PLAIN.fullmatch(text) and "'''" not in text and not text.endswith("'"):
        return f"text = '''\n{text}'''"
    lines = [_string(line)[1:-1] for line in text.split("\n")]
    return 'text = """\n' + "\n".join(lines) + '"""'


def read_standoff(name: str, toml: str, texts: dict[str, str] | None = None) -> tuple[LabelledDocument, list[str]]:
    """Read one file of labels.

    Args:
        name: The file, for faults.
        toml: What it holds.
        texts: Texts by digest, from :func:`read_texts`; None: the labels stand alone, unless
            the file brings its text.

    Returns:
        The document, with text None where there is none, and the faults met; the document is
        usable only where there are none.
    """
    try:
        source = tomllib.loads(toml)
    except tomllib.TOMLDecodeError as error:
        return _document({}, None, Items(name, None)), [f"{name}: no valid TOML: {error}."]
    digest = str(source.get("sha256"))
    text = source.get("text", (texts or {}).get(digest))
    items = Items(name, text)
    if text is None and texts is not None:
        items.fault("sha256", digest, "the digest of a text of the corpora")
    elif text is not None and digest_text(text) != digest:
        items.fault("text", "another text", f"the text whose digest is {digest}; mend labels, not the text")
    document = _document(source, text, items)
    return document, items.faults


def _document(source: Table, text: str | None, items: Items) -> LabelledDocument:
    items.only("", source, frozenset((*HEAD_KEYS, "text", *_TABLES)))
    return {
        "doc": items.string("", source, "doc"),
        "sha256": items.string("", source, "sha256"),
        "read_from": items.integer("", source, "read_from", 0),
        "read_to": items.integer("", source, "read_to"),
        "coder": items.string("", source, "coder"),
        "round": items.integer("", source, "round"),
        "settled": bool(source.get("settled", False)),
        "text": text,
        "kind": None,
        "published": None,
        "actors": [_actor(items, key, table) for key, table in items.tables(source, "actor", _ACTOR_KEYS)],
        "events": [_event(items, key, table) for key, table in items.tables(source, "event", _EVENT_KEYS)],
        "ties": [_tie(items, key, table) for key, table in items.tables(source, "tie", _TIE_KEYS)],
        "estimates": [_estimate(items, k, table) for k, table in items.tables(source, "estimate", _ESTIMATE_KEYS)],
        "statements": [_statement(items, k, table) for k, table in items.tables(source, "statement", _STATEMENT_KEYS)],
        "forecasts": [_forecast(items, key, table) for key, table in items.tables(source, "forecast", _FORECAST_KEYS)],
    }


def _actor(items: Items, key: str, table: Table) -> LabelledActor:
    mentions = sorted(items.spans(key, table, "mentions"), key=lambda mention: mention["span"])
    named = items.optional(key, table, "name") or (mentions[0] if mentions else None)
    name = " ".join(items.words(named["span"]).split()) if named else ""
    return {
        "id": items.string(key, table, "id"),
        "name": name,
        "kind": items.string(key, table, "kind"),
        "mentions": mentions,
    }


def _event(items: Items, key: str, table: Table) -> LabelledEvent:
    return {
        "id": items.string(key, table, "id"),
        "trigger": items.span(key, table, "trigger"),
        "type": items.string(key, table, "type"),
        "mode": table.get("mode"),
        "acled": table.get("acled"),
        "participants": [
            items.participant(f"{key} {role}", role, item)
            for role in PARTICIPANT_ROLES
            for item in items.phrases(key, table, role)
        ],
        "objects": [items.thing(f"{key} object", item) for item in items.phrases(key, table, "object")],
        "instrument": items.optional(key, table, "instrument"),
        "places": [items.place(f"{key} place", item) for item in items.phrases(key, table, "place")],
        "dates": items.spans(key, table, "date"),
        "tolls": [items.figure(f"{key} toll", item) for item in items.phrases(key, table, "toll")],
        "counts": [items.figure(f"{key} count", item) for item in items.phrases(key, table, "count")],
        "attribution": items.attribution(key, table),
        "polarity": str(table.get("polarity", "happened")),
        "certainty": str(table.get("certainty", "certain")),
        "stage": str(table.get("stage", "accomplished")),
        "background": bool(table.get("background", False)),
        "clarity": str(table.get("clarity", "single")),
        "retold": items.spans(key, table, "retold"),
        "responsibility": [items.held(f"{key} held", item) for item in items.phrases(key, table, "responsibility")],
        "reason": items.optional(key, table, "reason"),
        "links": [items.link(f"{key} link", item) for item in items.phrases(key, table, "link")],
    }


def _tie(items: Items, key: str, table: Table) -> LabelledTie:
    return {
        "subject": items.string(key, table, "subject"),
        "tie": items.string(key, table, "tie"),
        "object": items.string(key, table, "object"),
        "certainty": str(table.get("certainty", "certain")),
        "span": items.span(key, table, "span"),
    }


def _estimate(items: Items, key: str, table: Table) -> LabelledEstimate:
    return {
        "of": table.get("of"),
        "measure": items.string(key, table, "measure"),
        **items.number(f"{key} figures", str(table.get("figures", ""))),
        "source": items.optional(key, table, "source"),
        "span": items.span(key, table, "span"),
    }


def _statement(items: Items, key: str, table: Table) -> LabelledStatement:
    return {
        "speaker": items.optional(key, table, "speaker"),
        "about": table.get("about"),
        "stance": items.string(key, table, "stance"),
        "span": items.span(key, table, "span"),
    }


def _forecast(items: Items, key: str, table: Table) -> LabelledForecast:
    return {
        "condition": items.optional(key, table, "condition"),
        "outcome": {"span": items.span(key, table, "outcome")},
        "source": items.optional(key, table, "source"),
    }


def read_labels(folder: Path, texts: dict[str, str] | None = None) -> tuple[list[LabelledDocument], list[str]]:
    """Read every file of labels of a folder and of the folders of corpora in it, in order of name."""
    documents: list[LabelledDocument] = []
    faults: list[str] = []
    paths = sorted((*folder.glob("*.toml"), *folder.glob("*/*.toml")))
    for path in paths:
        document, met = read_standoff(str(path.relative_to(folder)), path.read_text(encoding="utf-8"), texts)
        documents.append(document)
        faults.extend(met)
    return documents, faults
