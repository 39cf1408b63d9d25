"""What is wrong with a labelled document: values outside the lists, ids of nothing, spans that cover no whole words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from whowhom.corpora.own_lists import (
    ACTOR_KINDS,
    BOUNDS,
    CERTAINTIES,
    CLARITIES,
    COUNTS,
    EFFECTS,
    EVENT_LINKS,
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
from whowhom.corpora.own_records import LabelledDocument, LabelledEvent, LabelledFigure, Number, Span, Spanned

# Events that say what one actor holds of another, as a statement does.
_STATING = ("ACCUSE", "REJECT", "SUPPORT")


def find_faults(documents: Iterable[LabelledDocument], scheme: Scheme) -> list[str]:
    """List the faults of documents; one that could not be read has been told of already."""
    read = (document for document in documents if document["events"] or document["actors"])
    return [fault for document in read for fault in find_document_faults(document, scheme)]


def find_document_faults(document: LabelledDocument, scheme: Scheme) -> list[str]:
    """List the faults of one document.

    Args:
        document: With its text, the offsets are held against its words; without, against each other.
        scheme: Types, modes and sub-events of the codebook.

    Returns:
        One line per fault, with document and key; empty for a sound document.
    """
    faults = [
        *_lists(document, scheme),
        *_ids(document),
        *_numbers(document),
        *_spans(document),
        *_told_twice(document),
    ]
    return [f"{document['doc']}, {fault}" for fault in faults]


def _lists(document: LabelledDocument, scheme: Scheme) -> Iterator[str]:
    for actor in document["actors"]:
        yield from _among(f"actor {actor['id']} kind", actor["kind"], ACTOR_KINDS)
    for event in document["events"]:
        yield from _event_lists(event, scheme)
    for number, tie in enumerate(document["ties"], 1):
        yield from _among(f"tie {number} tie", tie["tie"], TIES)
        yield from _among(f"tie {number} certainty", tie["certainty"], CERTAINTIES)
    for number, estimate in enumerate(document["estimates"], 1):
        yield from _among(f"estimate {number} measure", estimate["measure"], MEASURES)
    for number, statement in enumerate(document["statements"], 1):
        yield from _among(f"statement {number} stance", statement["stance"], STATEMENT_STANCES)


def _event_lists(event: LabelledEvent, scheme: Scheme) -> Iterator[str]:
    key = f"event {event['id']}"
    yield from _among(f"{key} type", event["type"], scheme.modes)
    if event["mode"] is not None:
        yield from _among(f"{key} mode", event["mode"], scheme.modes.get(event["type"], ()))
    if event["acled"] is not None:
        yield from _among(f"{key} acled", event["acled"], scheme.acled)
    for value, allowed in (
        *((one["role"], PARTICIPANT_ROLES) for one in event["participants"]),
        *((thing["role"], OBJECT_ROLES) for thing in event["objects"]),
        *((thing["kind"], OBJECT_KINDS) for thing in event["objects"]),
        *((thing["effect"], EFFECTS) for thing in event["objects"] if thing["effect"] is not None),
        *((place["role"], PLACE_ROLES) for place in event["places"]),
        *((toll["outcome"], TOLLS) for toll in event["tolls"]),
        *((count["outcome"], COUNTS) for count in event["counts"]),
        *((figure["bound"], BOUNDS) for figure in (*event["tolls"], *event["counts"])),
        *((held["stance"], STANCES) for held in event["responsibility"]),
        *((voice["role"], VOICE_ROLES) for voice in event["attribution"] if "role" in voice),
        *((link["link"], EVENT_LINKS) for link in event["links"]),
        (event["polarity"], POLARITIES),
        (event["certainty"], CERTAINTIES),
        (event["stage"], STAGES),
        (event["clarity"], CLARITIES),
    ):
        yield from _among(key, value, allowed)


def _among(key: str, value: str, allowed: Iterable[str]) -> Iterator[str]:
    listed = list(allowed)
    if value not in listed:
        yield f"{key}: met {value!r}; expected one of {', '.join(listed) or 'nothing: the type has no modes'}."


def _ids(document: LabelledDocument) -> Iterator[str]:
    actors = [actor["id"] for actor in document["actors"]]
    events = [event["id"] for event in document["events"]]
    for known in (actors, events):
        for twice in sorted({one for one in known if known.count(one) > 1}):
            yield f"{twice}: the id is given twice; expected ids that are each given once."
    for key, actor in _actors_named(document):
        if actor is not None and actor not in actors:
            yield f"{key}: met {actor!r}; expected the id of an actor of the document."
    for event in document["events"]:
        for link in event["links"]:
            if link["to"] not in events or link["to"] == event["id"]:
                yield f"event {event['id']} link: met {link['to']!r}; expected the id of another event."


def _actors_named(document: LabelledDocument) -> Iterator[tuple[str, str | None]]:
    for event in document["events"]:
        yield from ((f"event {event['id']} {one['role']}", one["actor"]) for one in event["participants"])
        yield from ((f"event {event['id']} responsibility", held["actor"]) for held in event["responsibility"])
    for number, tie in enumerate(document["ties"], 1):
        yield f"tie {number} subject", tie["subject"]
        yield f"tie {number} object", tie["object"]
    yield from ((f"estimate {number} of", item["of"]) for number, item in enumerate(document["estimates"], 1))
    yield from ((f"statement {number} about", item["about"]) for number, item in enumerate(document["statements"], 1))


def _numbers(document: LabelledDocument) -> Iterator[str]:
    for event in document["events"]:
        key = f"event {event['id']}"
        for one in event["participants"]:
            if one["number"] is not None:
                if set(one["number"].values()) == {None}:
                    yield f"{key} {one['role']}: a number without a figure; leave the number out."
                yield from _ordered(f"{key} {one['role']}", one["number"])
        for figures in (event["tolls"], event["counts"]):
            yield from (fault for index, figure in enumerate(figures) for fault in _figure(key, index, figure))
    for number, item in enumerate(document["estimates"], 1):
        estimate: Number = {"low": item["low"], "best": item["best"], "high": item["high"]}
        yield from _ordered(f"estimate {number}", estimate)


def _figure(key: str, index: int, figure: LabelledFigure) -> Iterator[str]:
    number: Number = {"low": figure["low"], "best": figure["best"], "high": figure["high"]}
    key = f"{key} {figure['outcome']}"
    yield from _ordered(key, number)
    if (figure["bound"] == "exact") != (number["low"] == number["best"] == number["high"] is not None):
        yield f"{key}: met bound {figure['bound']!r} with {number}; 'exact' is for three equal numbers and only them."
    if figure["part_of"] is not None and not 0 <= figure["part_of"] < index:
        yield f"{key}: part of figure {figure['part_of'] + 1}; expected an earlier figure of the same list."


def _ordered(key: str, number: Number) -> Iterator[str]:
    told = [end for end in (number["low"], number["best"], number["high"]) if end is not None]
    if told != sorted(told):
        yield f"{key}: met {number}; expected low before best before high."


def _told_twice(document: LabelledDocument) -> Iterator[str]:
    """Yield the statements whose words already tell an event of the same kind."""
    for number, statement in enumerate(document["statements"], 1):
        start, end = statement["span"]
        for event in document["events"]:
            triggers = (event["trigger"], *(told["span"] for told in event["retold"]))
            if event["type"] in _STATING and any(first < end and start < last for first, last in triggers):
                told = f"the {event['type']} event {event['id']}"
                yield f"statement {number}: its words are already {told}; keep the event."


def _spans(document: LabelledDocument) -> Iterator[str]:
    text = document["text"]
    if text is not None and document["read_to"] > len(text):
        yield f"read_to: met {document['read_to']}; the text has {len(text)} code points."
        return
    for key, span in all_spans(document):
        start, end = span
        if not document["read_from"] <= start < end <= document["read_to"]:
            yield f"{key}: met {start}-{end}; expected a stretch of {document['read_from']}-{document['read_to']}."
        elif text is not None and not _is_whole(text, span):
            yield f"{key}: {start}-{end} cuts a word or begins or ends in white space; expected whole words."


def _is_whole(text: str, span: Span) -> bool:
    start, end = span
    words = text[start:end]
    before, after = text[start - 1 : start], text[end : end + 1]
    return (
        words == words.strip()
        and not (before.isalnum() and words[0].isalnum())
        and not (after.isalnum() and words[-1].isalnum())
    )


def all_spans(document: LabelledDocument) -> Iterator[tuple[str, Span]]:
    """Yield every span of a document with the key it stands under."""
    for actor in document["actors"]:
        yield from ((f"actor {actor['id']} mention", mention["span"]) for mention in actor["mentions"])
    for event in document["events"]:
        yield from ((f"event {event['id']} {key}", span) for key, span in event_spans(event))
    yield from ((f"tie {number}", tie["span"]) for number, tie in enumerate(document["ties"], 1))
    for number, estimate in enumerate(document["estimates"], 1):
        yield from _some(f"estimate {number}", {"span": estimate["span"]}, estimate["source"])
    for number, statement in enumerate(document["statements"], 1):
        yield from _some(f"statement {number}", {"span": statement["span"]}, statement["speaker"])
    for number, forecast in enumerate(document["forecasts"], 1):
        yield from _some(f"forecast {number}", forecast["condition"], forecast["outcome"], forecast["source"])


def _some(key: str, *items: Spanned | None) -> Iterator[tuple[str, Span]]:
    yield from ((key, item["span"]) for item in items if item is not None)


def event_spans(event: LabelledEvent) -> Iterator[tuple[str, Span]]:
    """Yield every span of an event with the field it stands under."""
    yield "trigger", event["trigger"]
    yield from ((one["role"], one["span"]) for one in event["participants"])
    yield from ((f"object {thing['role']}", thing["span"]) for thing in event["objects"])
    yield from ((f"place {place['role']}", place["span"]) for place in event["places"])
    yield from (("date", date["span"]) for date in event["dates"])
    yield from (("retold", told["span"]) for told in event["retold"])
    yield from (("responsibility", held["span"]) for held in event["responsibility"])
    for figure in (*event["tolls"], *event["counts"]):
        yield figure["outcome"], figure["span"]
        if figure["figure"] is not None:
            yield f"figure of {figure['outcome']}", figure["figure"]
    for voice in event["attribution"]:
        yield from _some("source", voice["source"])
        yield from _some("cue", voice["cue"])
    yield from _some("instrument", event["instrument"])
    yield from _some("reason", event["reason"])
