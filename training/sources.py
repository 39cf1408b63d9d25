"""The training corpora as passages, words with labels; files are read by :mod:`whowhom.corpora`.

The corpora stand at WHOWHOM_CORPORA, our own at WHOWHOM_OWN_CORPUS; no text of theirs goes into the project.
"""

from __future__ import annotations

import json
import re
import tarfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path

from whowhom.corpora.conllu import TreeDocument, parse_conllu, read_conllu
from whowhom.corpora.ner import read_tagged
from whowhom.corpora.own import read_documents
from whowhom.corpora.own_attributions import AttributionNote, read_attribution_notes
from whowhom.corpora.own_held import HeldNote, read_held
from whowhom.corpora.own_names import WRITTEN, lay_names, lay_over_texts, read_for_names, read_names
from whowhom.corpora.own_notes import Note
from whowhom.corpora.own_notes import read_notes as read_own_notes
from whowhom.corpora.own_split import held_out
from whowhom.corpora.own_ties import TieNote, read_tie_notes
from whowhom.corpora.re3d import read_re3d as read_re3d_documents
from whowhom.corpora.uds import find_treebank, read_uds
from whowhom.reading.ends import near_pairs
from whowhom.reading.labels import INCIDENT_ROLES, ROLE_LAYERS, SPEECH
from whowhom.reading.words import split_sentences, split_words
from whowhom.records.events import SYMMETRIC_TIES
from whowhom.records.layers import end_of


@dataclass
class Passage:
    """Words of one document with whatever labels its corpus has."""

    corpus: str
    doc: str
    words: list[str]
    sentences: list[tuple[int, int]]
    offsets: list[tuple[int, int]] | None = None
    upos: list[str] | None = None
    xpos: list[str] | None = None
    heads: list[int] | None = None
    deprels: list[str] | None = None
    fact: dict[int, float] = field(default_factory=dict)
    spans: dict[str, list[tuple[int, int, str]]] = field(default_factory=dict)
    events: list[dict] | None = None
    # Subject, object and kind for each two ends in a sentence; None where ties are not labelled.
    ties: list[tuple[int, int, str]] | None = None
    partial: bool = False  # One event is labelled; of others nothing is said.


def tree_passage(corpus: str, tree: TreeDocument) -> Passage:
    """Lay out a treebank document; heads count within the document."""
    passage = Passage(corpus, tree.id, [], [], upos=[], xpos=[], heads=[], deprels=[])
    for sentence in tree.sentences:
        first = len(passage.words)
        passage.words += [word.form for word in sentence.words]
        passage.upos += [word.upos if word.upos != "_" else "X" for word in sentence.words]
        passage.xpos += [word.xpos for word in sentence.words]
        passage.heads += [first + word.head if word.head >= 0 else -1 for word in sentence.words]
        passage.deprels += [word.deprel for word in sentence.words]
        passage.sentences.append((first, len(passage.words)))
    return passage


def read_ewt(corpora: Path, part: str, own: Path) -> list[Passage]:
    """Read a part of EWT: trees, factuality, and the names that we have labelled in it."""
    judged = {document.tree.id: document.predicates for document in read_uds(corpora / "factuality", part=part)}
    passages = []
    trees = read_conllu(find_treebank(corpora, part))
    names = own / "names" / f"ewt-{part}.tsv"
    laid = lay_names(trees, read_names(names)) if names.exists() else [None] * len(trees)
    for tree, named in zip(trees, laid, strict=True):
        passage = tree_passage(f"ewt-{part}", tree)
        if named is not None:
            starts = [first for first, _ in passage.sentences]
            passage.spans["named"] = [
                (start + name.first, start + name.last, name.kind)
                for start, held in zip(starts, named, strict=True)
                for name in held
            ]
        for predicate in judged.get(tree.id, ()):
            passage.fact[passage.sentences[predicate.sentence][0] + predicate.word] = predicate.value
        passages.append(passage)
    return passages


_GUM = {"person": "PER", "organization": "ORG", "place": "LOC"}


def read_gum(corpora: Path) -> list[Passage]:
    """Read GUM's trees, with the proper names among its entities."""
    passages = []
    with tarfile.open(corpora / "gum.tar.gz") as archive:
        for member in sorted(archive.getmembers(), key=lambda entry: entry.name):
            if member.name.endswith(".conllu"):
                lines = archive.extractfile(member).read().decode().split("\n")
                for tree in parse_conllu(lines, member.name):
                    passage = tree_passage("gum", tree)
                    passage.spans["named"] = gum_names(passage, [w.misc for s in tree.sentences for w in s.words])
                    passages.append(passage)
    return passages


def gum_names(passage: Passage, notes: list[str]) -> list[tuple[int, int, str]]:
    """Take the runs of proper nouns around the heads of GUM's persons, organisations and places."""
    named: list[tuple[int, int, str]] = []
    stack: dict[str, list[tuple[int, str, str]]] = defaultdict(list)
    for index, misc in enumerate(notes):
        match = re.search(r"(?:^|\|)Entity=([^|]*)", misc)
        for piece in re.findall(r"\(?[^()]+\)?|\)", match.group(1)) if match else []:
            key = re.split(r"[-)]", piece.strip("("))[0]
            if piece.startswith("("):
                fields = piece.strip("()").split("-")
                stack[key].append((index, fields[1] if len(fields) > 1 else "", fields[5] if len(fields) > 5 else "1"))
            if piece.endswith(")") and stack[key]:
                first, etype, minspan = stack[key].pop()
                head = re.match(r"\d+", minspan)
                head_index = first + (int(head.group()) - 1 if head else 0)
                if etype in _GUM and head_index <= index and passage.upos[head_index] == "PROPN":
                    left, right = head_index, head_index + 1
                    while left > first and passage.upos[left - 1] == "PROPN":
                        left -= 1
                    while right <= index and passage.upos[right] == "PROPN":
                        right += 1
                    named.append((left, right, _GUM[etype]))
    return drop_overlaps(named)


def drop_overlaps(spans: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """Keep the longest of overlapping spans, the earlier of equal ones."""
    kept: list[tuple[int, int, str]] = []
    for span in sorted(set(spans), key=lambda s: (s[0] - s[1], s)):
        if all(span[1] <= other[0] or other[1] <= span[0] for other in kept):
            kept.append(span)
    return sorted(kept)


def read_ner(corpora: Path) -> list[Passage]:
    """Read tweets, each a passage, and Wikipedia, cut into passages of some 400 words."""
    passages = []
    files = [("wnut", "ner/wnut17/wnut17train.conll"), ("wnut-dev", "ner/wnut17/emerging.dev.conll"),
             ("wikigold", "ner/wikigold/wikigold.conll.txt")] + [("btc", f"ner/btc/{k}.conll") for k in "abefgh"]  # fmt: skip
    for corpus, name in files:
        passage = None
        for sentence in read_tagged(corpora / name).sentences:
            # Tweets are documents of their own; articles share context.
            if passage is None or corpus != "wikigold" or len(passage.words) > 400:
                passage = Passage(corpus, f"{name}:{len(passages)}", [], [], spans={"named": []})
                passages.append(passage)
            first = len(passage.words)
            passage.spans["named"] += [(first + n.first, first + n.last, n.kind) for n in sentence.names]
            passage.words += sentence.tokens
            passage.sentences.append((first, len(passage.words)))
    return passages


def cut(text: str, corpus: str, doc: str) -> Passage:
    """Cut raw text into words and sentences as the reader does."""
    offsets: list[tuple[int, int]] = []
    sentences: list[tuple[int, int]] = []
    position = 0
    for paragraph in re.split(r"(\n\s*\n)", text):
        words = split_words(text, position, position + len(paragraph))
        sentences += [(len(offsets) + a, len(offsets) + b) for a, b in split_sentences(text, words)]
        offsets += words
        position += len(paragraph)
    return Passage(corpus, doc, [text[a:b] for a, b in offsets], sentences, offsets)


def words_under(passage: Passage, start: int, end: int) -> tuple[int, int] | None:
    """Return the range of words that a span of characters touches."""
    touched = [index for index, (a, b) in enumerate(passage.offsets) if a < end and start < b]
    return (touched[0], touched[-1] + 1) if touched else None


def label_sayings(passage: Passage, row: dict) -> None:
    """Put statements, forecasts and estimates over the words."""

    def spans(found: list[tuple[list[int] | None, str]]) -> list[tuple[int, int, str]]:
        return drop_overlaps(
            [(*words, label) for span, label in found if span and (words := words_under(passage, *span))]
        )

    passage.spans["stances"] = spans([(said["span"], said["stance"]) for said in row["statements"]])
    outlooks = []
    for forecast in row["forecasts"]:
        outlooks += [((forecast[name] or {}).get("span"), name) for name in ("condition", "outcome")]
    passage.spans["outlooks"] = spans(outlooks)
    passage.spans["measures"] = spans([(figure["span"], figure["measure"]) for figure in row["estimates"]])


def label_ties(
    passage: Passage,
    mentions: Mapping[str, Iterable[tuple[int, int] | None]],
    ties: Iterable[tuple[str, str, str]],
    others: Iterable[tuple[int, int]] = (),
) -> None:
    """Say of each two ends in a sentence how the first is tied to the second; two that may be either end are left out.

    Args:
        mentions: Words of each actor's mentions.
        ties: Subject, kind and object, by actor.
        others: Words of what is no actor, and tied to nothing.
    """
    ends = {
        actor: {end_of(passage.words, *words) for words in found if words is not None}
        for actor, found in mentions.items()
    }
    told: dict[tuple[int, int], str] = {}
    for subject, kind, thing in ties:
        left, right = ends.get(subject, set()), ends.get(thing, set())
        for one, other in product(left - right, right - left):
            told.setdefault((one, other), kind)
            if kind in SYMMETRIC_TIES:
                told.setdefault((other, one), kind)
    inside = {word for found in mentions.values() for words in found if words is not None for word in range(*words)}
    apart = {end_of(passage.words, *words) for words in (*others, *names_of(passage))} - inside
    every = set().union(*ends.values()) | apart
    passage.ties = [
        (*way, told.get(way, "none"))
        for low, high in near_pairs(every, passage.sentences)
        for way in ((low, high), (high, low))
    ]


def names_of(passage: Passage) -> Iterator[tuple[int, int]]:
    """Yield the runs of words with a capital inside sentences that are not all in capitals."""
    for first, last in passage.sentences:
        begin = None
        for word in range(first + 1, last + 1):
            text = passage.words[word] if word < last else ""
            if text[:1].isupper() and not text.isupper():
                begin = word if begin is None else begin
            elif begin is not None:
                yield begin, word
                begin = None


def read_re3d(corpora: Path) -> list[Passage]:
    passages = []
    for document in read_re3d_documents(corpora / "re3d"):
        passage = cut(document.text, "re3d", f"re3d:{document.source}:{document.id}")
        spans = [
            (*words, entity.kind)
            for entity in document.entities
            if (words := words_under(passage, entity.span.start, entity.span.end))
        ]
        passage.spans["entities"] = drop_overlaps(spans)
        # A quarter of the entities stand inside or across a longer one.
        passage.spans["inner"] = drop_overlaps(sorted(set(spans) - set(passage.spans["entities"])))
        passages.append(passage)
    return passages


_ROLES = {role for roles in ROLE_LAYERS.values() for role in roles}


def label_document(row: dict, text: str, corpus: str) -> Passage:
    """Put one document's labels (annotations/README.md) over its words."""
    passage = cut(text[: row.get("read_to") or len(text)], corpus, row["doc"])

    def under(span: list[int] | None) -> tuple[int, int] | None:
        return words_under(passage, *span) if span else None

    kinds = {actor["id"]: actor["kind"] for actor in row["actors"]}
    passage.spans["actors"] = drop_overlaps(
        [(*words, actor["kind"]) for actor in row["actors"] for m in actor["mentions"] if (words := under(m["span"]))]
    )
    passage.spans["triggers"] = []
    passage.spans["held"] = drop_overlaps(
        [
            (*words, held["stance"])
            for event in row["events"]
            for held in event["responsibility"]
            if (words := under(held["span"]))
        ]
    )
    passage.events = []
    for event in row["events"]:
        trigger = under(event["trigger"])
        if not trigger:
            continue
        roles: list[tuple[int, int, str]] = []

        def add(role: str, span: list[int] | None, into: list = roles) -> None:
            words = under(span)
            if words and role in _ROLES:
                into.append((*words, role))

        for participant in event["participants"]:
            add(participant["role"], participant["span"])
            if participant.get("actor") in kinds and (words := under(participant["span"])):
                passage.spans.setdefault("participants", []).append((*words, kinds[participant["actor"]]))
        for thing in event["objects"]:
            add("used" if thing["role"] == "used" else "object", thing["span"])
        for toll in [*event["tolls"], *event["counts"]]:
            add(toll["outcome"], toll["span"])
        for place in event["places"]:
            add("target place" if place["role"] == "target" else place["role"], place["span"])
        for date in event["dates"]:
            add("date", date["span"])
        for name in ("instrument", "reason"):
            add(name, (event.get(name) or {}).get("span"))
        for voice in event["attribution"]:
            add("source", (voice.get("source") or {}).get("span"))
            add("cue", (voice.get("cue") or {}).get("span"))
        facets = {
            "type": event["type"], "mode": event["mode"] or "none", "polarity": event["polarity"], "certainty": event["certainty"],
            "stage": event["stage"], "background": "yes" if event["background"] else "no", "clarity": event["clarity"],
            "sub_event": event["acled"] or "none",
        }  # fmt: skip
        passage.events.append({"trigger": trigger, "facets": facets, "roles": roles})
        passage.spans["triggers"].append((*trigger, event["type"]))
        for retold in event["retold"]:
            if words := under(retold["span"]):
                passage.events.append({"trigger": words, "facets": {"type": event["type"]}, "roles": None})
                passage.spans["triggers"].append((*words, event["type"]))
    passage.spans["triggers"] = drop_overlaps(passage.spans["triggers"])
    # Participants that are no listed mention still are mentions of their kind.
    listed = passage.spans["actors"]
    extra = [s for s in passage.spans.pop("participants", []) if all(s[1] <= a or b <= s[0] for a, b, _ in listed)]
    passage.spans["actors"] = drop_overlaps(listed + extra)
    label_sayings(passage, row)
    label_ties(
        passage,
        {actor["id"]: [under(mention["span"]) for mention in actor["mentions"]] for actor in row["actors"]},
        [(tie["subject"], tie["tie"], tie["object"]) for tie in row["ties"]],
        [words for event in row["events"] for place in event["places"] if (words := under(place["span"]))],
    )
    if row.get("aside"):
        # Nothing was said of events: their absence is no label. Every actor is marked there, those too
        # that do nothing, which the other labels leave out: it would teach another task.
        passage.events = None
        del passage.spans["triggers"], passage.spans["actors"], passage.spans["held"]
    return passage


def read_labelled(folder: Path, corpora: Path) -> list[Passage]:
    """Read our own corpus: the written reports and passages, and the labels over real reports."""
    parts = {"written": "written", "aside": "asides"}
    rows = read_documents(folder, corpora, asides=True)
    named = folder / "names" / WRITTEN
    ours = read_for_names(row for row in rows if row["doc"].partition(":")[0] in parts)
    names = lay_over_texts(ours, read_names(named)) if named.exists() else {}
    passages = []
    for row in rows:
        corpus = "snippets" if row["kind"] == "snippet" else parts.get(row["doc"].partition(":")[0], "labels")
        passage = label_document(row, row["text"], corpus)
        if row["doc"] in names:
            spans = [(words_under(passage, name.first, name.last), name.kind) for name in names[row["doc"]]]
            passage.spans["named"] = drop_overlaps([(*words, kind) for words, kind in spans if words])
        passages.append(passage)
    return passages


def read_notes(own: Path) -> list[Passage]:
    """Read our notes, short texts each labelled for one task; those that only measure are called "measured ..."."""
    return [
        *(_sub_event_note(note) for note in read_own_notes(own / "notes")),
        *(_held_note(note) for note in read_held(own / "held")),
        *(_tie_note(note) for note in read_tie_notes(own / "ties")),
        *(_attribution_note(note) for note in read_attribution_notes(own / "attributions")),
    ]


def _sub_event_note(note: Note) -> Passage:
    passage = cut(note.text, "measured notes" if note.measured else "notes", note.id)
    trigger = words_under(passage, note.trigger.start, note.trigger.end)
    passage.events = [{"trigger": trigger, "facets": {"type": note.type, "sub_event": note.sub_event}, "roles": None}]
    passage.spans["triggers"] = [(*trigger, note.type)]
    passage.partial = True
    return passage


def _held_note(note: HeldNote) -> Passage:
    passage = cut(note.text, "held", note.id)
    passage.spans["held"] = drop_overlaps(
        [(*words, stance) for span, stance in note.held if (words := words_under(passage, span.start, span.end))]
    )
    return passage


def _tie_note(note: TieNote) -> Passage:
    name = "ties:" + note.id
    passage = cut(note.text, "measured ties" if held_out(name) else "ties", name)
    mentions = {a: [words_under(passage, s.start, s.end) for s in spans] for a, spans in note.actors.items()}
    label_ties(passage, mentions, [(tie.subject, tie.told, tie.object) for tie in note.ties])
    return passage


def _attribution_note(note: AttributionNote) -> Passage:
    name = "attributions:" + note.id
    passage = cut(note.text, "measured attributions" if held_out(name) else "attributions", name)
    marked = {
        "cues": [one.cue for one in note.attributions],
        "speakers": [one.source for one in note.attributions],
        "contents": [one.content for one in note.attributions],
    }
    for layer, (label,) in SPEECH.items():
        words = {words_under(passage, span.start, span.end) for pieces in marked[layer] for span in pieces}
        spans = drop_overlaps([(*found, label) for found in words if found])
        passage.spans[layer] = [part for span in spans for part in by_sentence(passage, span)]
    return passage


def by_sentence(passage: Passage, span: tuple[int, int, str]) -> Iterator[tuple[int, int, str]]:
    """Cut a span where sentences begin, as the reader does."""
    for first, last in passage.sentences:
        if span[0] < last and first < span[1]:
            yield max(span[0], first), min(span[1], last), span[2]


def read_muc4(corpora: Path) -> list[Passage]:
    """Read the MUC-4 training articles with the fillers of their answer keys, wherever their words stand.

    The JSON form has the texts in lower case; they are read in capitals, as they were sent.
    """
    passages = []
    for line in (corpora / "muc4/templates/train.json").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        text = row["doctext"].upper()
        passage = cut(text, "muc4", "muc4:" + row["docid"])
        spans: list[tuple[int, int, str]] = []
        types: list[tuple[int, int, str]] = []
        for template in row["templates"]:
            for role in INCIDENT_ROLES:
                for mention in {m[0].upper() for entity in template[role] for m in entity}:
                    for hit in re.finditer(rf"(?<!\w){re.escape(mention)}(?!\w)", text):
                        if words := words_under(passage, *hit.span()):
                            spans.append((*words, role))
                            types.append((*words, template["incident_type"]))
        passage.spans["incidents"] = drop_overlaps(spans)
        kept = {s[:2] for s in passage.spans["incidents"]}
        passage.spans["incident_types"] = drop_overlaps([t for t in types if t[:2] in kept])
        passages.append(passage)
    return passages
