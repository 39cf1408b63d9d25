"""Scores of the shipped reader on held-out text, read raw as a user's report is.

``python -m training measure`` prints them. Trees are scored as in the CoNLL 2018
shared task: predicted and gold words are aligned by their characters, a word
counts when it, its head and its relation are right. The held-out documents of
our own labels are a development aid, not accuracy.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import numpy as np

from training.examples import held_out
from training.measure import f1
from training.sources import annotated_texts, read_ewt, read_ner, read_re3d
from whowhom.codebook import load_codebook
from whowhom.coding.tree import build_tree
from whowhom.coding.triggers import use_triggers
from whowhom.ingest import document_from_text
from whowhom.reading.lemmas import lemmatize
from whowhom.reading.network import load_network
from whowhom.reading.reader import Reader
from whowhom.records import Document, Publication, Region, text_id


def plain_document(text: str) -> Document:
    """Wrap a text as one body region for each of its paragraphs."""
    regions, position = [], 0
    for paragraph in text.split("\n\n"):
        if paragraph.strip():
            regions.append(Region(position, position + len(paragraph), "body"))
        position += len(paragraph) + 2
    return Document(text_id(text), text, "en", Publication(), tuple(regions))


def tree_scores(reader: Reader, passages: list) -> dict[str, float]:
    """LAS, UAS and UPOS on raw text, F1 over words; factuality as Pearson's r over the predicates found."""
    count: Counter = Counter()
    facts: list[tuple[float, float]] = []
    for passage in passages:
        text, offsets = passage_text(passage)
        layers = reader.read(plain_document(text))
        found = {(a, b): i for i, (a, b) in enumerate(zip(layers.starts, layers.ends, strict=True))}
        count["gold"] += len(offsets)
        count["found"] += len(found)
        for index, span in enumerate(offsets):
            word = found.get(span)
            if word is None:
                continue
            count["words"] += 1
            if index in passage.fact:
                facts.append((layers.factuality[word], passage.fact[index]))
            count["upos"] += layers.upos[word] == passage.upos[index]
            head, gold = layers.heads[word], passage.heads[index]
            right = head < 0 if gold < 0 else head >= 0 and (layers.starts[head], layers.ends[head]) == offsets[gold]
            count["uas"] += right
            count["las"] += right and layers.deprels[word] == passage.deprels[index]
    scores = {name: f1(count[name], count["found"], count["gold"])[2] for name in ("words", "upos", "uas", "las")}
    scores["n words"] = count["gold"]
    scores["factuality r"] = round(float(np.corrcoef(np.array(facts).T)[0, 1]), 3)
    scores["n predicates"] = len(facts)
    return scores


def passage_text(passage) -> tuple[str, list[tuple[int, int]]]:
    """Join a treebank document's sentences to raw text, with the offsets of its words."""
    text, offsets = "", []
    for (first, last), sentence, new in zip(passage.sentences, passage.texts, passage.paragraphs, strict=True):
        text += ("\n\n" if new else " ") if text else ""
        position = 0
        for word in passage.words[first:last]:
            at = sentence.find(word, position)
            at = position if at < 0 else at
            offsets.append((len(text) + at, len(text) + at + len(word)))
            position = at + len(word)
        text += sentence
    return text, offsets


def span_scores(reader: Reader, passages: list, layer: str, labels: set[str]) -> dict[str, float]:
    """Exact spans with type over words the corpus cut itself are aligned by characters."""
    count: Counter = Counter()
    for passage in passages:
        text, offsets = passage_characters(passage)
        layers = reader.read(plain_document(text))
        gold = {(offsets[a][0], offsets[b - 1][1], label) for a, b, label in passage.spans[layer]}
        found = {
            (layers.starts[t.first], layers.ends[t.last - 1], t.label) for t in layers.entities if t.label in labels
        }
        count["hit"] += len(gold & found)
        count["found"] += len(found)
        count["gold"] += len(gold)
    p, r, f = f1(count["hit"], count["found"], count["gold"])
    return {"n": count["gold"], "precision": p, "recall": r, "f1": f}


def passage_characters(passage) -> tuple[str, list[tuple[int, int]]]:
    text, offsets = "", []
    for first, last in passage.sentences:
        for word in passage.words[first:last]:
            offsets.append((len(text), len(text) + len(word)))
            text += word + " "
    return text, offsets


def event_scores(reader: Reader, rows: list[tuple[dict, str]], *, min_score: float) -> dict[str, object]:
    """Events found, as coding scores them: trigger overlaps one of the event's and the type agrees."""
    count: Counter = Counter()
    codebook = load_codebook()
    for row, text in rows:
        text = text[: row.get("read_to") or len(text)]
        layers = reader.read(document_from_text(text, check_language=False))
        uses, _ = use_triggers(build_tree(layers), codebook, min_score=min_score)
        spans = [(layers.starts[u.reading.first], layers.ends[u.reading.last - 1], u.reading.label) for u in uses]
        hit: set[int] = set()
        golds = [[tuple(e["trigger"]), *(tuple(r["span"]) for r in e["retold"])] for e in row["events"]]
        for start, end, label in spans:
            match = [
                i
                for i, g in enumerate(golds)
                if row["events"][i]["type"] == label and any(a < end and start < b for a, b in g)
            ]
            count["right"] += bool(match)
            hit.update(match)
        count["found"] += len(spans)
        count["recalled"] += len(hit)
        count["gold"] += len(golds)
    p, r = count["right"] / max(count["found"], 1), count["recalled"] / max(count["gold"], 1)
    return {
        "n": count["gold"],
        "precision": round(100 * p, 1),
        "recall": round(100 * r, 1),
        "f1": round(200 * p * r / max(p + r, 1e-9), 1),
    }


def measure_shipped(paths, folder: Path) -> dict[str, object]:
    reader = Reader(load_network(folder), lemmatize)
    scores: dict[str, object] = {"ewt-dev raw text": tree_scores(reader, read_ewt(paths.corpora, "dev"))}
    re3d = [p for p in read_re3d(paths.corpora) if held_out(p.doc)]
    finer = {label for p in re3d for _, _, label in p.spans["entities"]}
    scores["re3d held out, entities"] = span_scores(reader, re3d, "entities", finer)
    named = [p for p in read_ner(paths.corpora) if p.corpus == "wikigold" and held_out(p.doc)]
    scores["wikigold held out, PER/ORG/LOC"] = span_scores(reader, named, "named", {"PER", "ORG", "LOC"})
    texts = annotated_texts(paths.corpora)
    labelled = [json.loads(line) for line in paths.annotations.read_text(encoding="utf-8").splitlines()]
    rows = [(row, texts[row["sha256"]]) for row in labelled if held_out(row["doc"])]
    if paths.written.exists():
        written = [json.loads(line) for line in paths.written.read_text(encoding="utf-8").splitlines()]
        own = [(row, row["text"]) for row in written if held_out(row["doc"])]
        scores["own written reports held out, events"] = {
            t: event_scores(reader, own, min_score=t) for t in (0.3, 0.4, 0.5, 0.6, 0.7)
        }
    scores["own labels held out, events"] = {
        t: event_scores(reader, rows, min_score=t) for t in (0.3, 0.4, 0.5, 0.6, 0.7)
    }
    return scores
