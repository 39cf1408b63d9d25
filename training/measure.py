"""Scores on the held-out documents, as whole spans; a help for choosing, not accuracy."""

from __future__ import annotations

from collections import Counter

import numpy as np
import torch

from training import loop
from training.examples import IGNORE, ROLE_TAGS, TAGGERS, Example
from whowhom.reading.labels import FACETS, INCIDENT_ROLES

EWT_NAMES = "named, EWT dev"


def spans(tags: np.ndarray, names: tuple[str, ...]) -> set[tuple[int, int, str]]:
    found, start, label = set(), None, None
    for index, tag in enumerate([*(names[t] if t >= 0 else "O" for t in tags), "O"]):
        if start is not None and tag != f"I-{label}":
            found.add((start, index, label))
            start = None
        if tag != "O" and start is None:
            start, label = index, tag[2:]
    return found


def f1(hits: int, found: int, gold: int) -> list[float]:
    p, r = hits / max(found, 1), hits / max(gold, 1)
    return [round(100 * v, 1) for v in (p, r, 2 * p * r / max(p + r, 1e-9))]


@torch.no_grad()
def measure(model, dev: dict[str, list[Example]], device: str) -> dict[str, object]:
    """Score the held-out examples by layer, role and facet: precision, recall, F1, or shares in per cent."""
    model.eval()
    count: Counter = Counter()
    facts: list[tuple[float, float]] = []
    for part, examples in dev.items():
        ordered = sorted(examples, key=lambda e: len(e.window.ids))
        for i in range(0, len(ordered), 8):
            group = ordered[i : i + 8]
            batch, labels, marks = loop.collate(group, None)
            words, marked, batch = loop.encode(model, batch, device)
            # Of notes only one trigger is labelled.
            for name, tags in TAGGERS.items() if part != "notes" else ():
                rows = [e.labels.get(name) for e in group]
                if any(row is not None for row in rows):
                    # Names of the web are told apart from those of Wikipedia and news.
                    key = EWT_NAMES if name == "named" and part == "tree" else name
                    count_spans(count, key, model.word_heads[name](words), rows, tags, per_label=name == "incidents")
            if "heads" in labels:
                count_trees(model, words, batch, labels, count, facts)
            if len(labels.get("ties", ())):
                count_ties(model, words, labels["ties"], count, ", notes" if part == "beside" else "")
            if marked is not None:
                for name, tags in ROLE_TAGS.items():
                    rows = [m.labels.get(name) for m in marks]
                    count_spans(count, name, model.role_heads[name](marked), rows, tags, per_label=True)
                count_facets(model, marked, marks, count, ", notes" if part == "notes" else "")
    model.train()
    return summary(count, facts)


def count_spans(count: Counter, name: str, logits, rows: list, tags: tuple[str, ...], *, per_label: bool) -> None:
    guess = logits.argmax(-1).cpu().numpy()
    for row, gold in enumerate(rows):
        if gold is None:
            continue
        g, p = spans(gold, tags), spans(guess[row, : len(gold)], tags)
        for label in {s[2] for s in g | p} if per_label else ():
            for key, found in (("hit", g & p), ("gold", g), ("found", p)):
                count[label, key] += sum(s[2] == label for s in found)
        count[name, "hit"] += len(g & p)
        count[name, "gold"] += len(g)
        count[name, "found"] += len(p)


def count_trees(model, words, batch, labels, count: Counter, facts: list[tuple[float, float]]) -> None:
    heads = loop.mask_arcs(model.arcs(words), batch["sentence"]).argmax(-1)
    dep, head = model.label_parts(words)
    chosen = torch.gather(head, 1, heads[:, :, None].expand(-1, -1, head.shape[-1]))
    rels = torch.einsum("bnd,ldh,bnh->bnl", dep, model.label, chosen).argmax(-1).cpu().numpy()
    tags = model.word_heads["upos"](words).argmax(-1).cpu().numpy()
    fact = model.word_heads["fact"](words)[..., 0].cpu().numpy()
    heads = heads.cpu().numpy() - 1
    gold = labels["heads"].numpy()
    rows = gold != IGNORE
    count["words"] += int(rows.sum())
    count["uas"] += int((heads == gold)[rows].sum())
    count["las"] += int(((heads == gold) & (rels == labels["deprel"].numpy()))[rows].sum())
    count["upos"] += int((tags == labels["upos"].numpy())[rows].sum())
    known = ~np.isnan(labels["fact"].numpy())
    facts += list(zip(fact[known], labels["fact"].numpy()[known], strict=True))


def count_ties(model, words, pairs, count: Counter, of: str) -> None:
    pairs = pairs.to(words.device)
    offset = pairs[:, 0] * words.shape[1]
    logits = model.ties.of_words(words.flatten(0, 1), offset + pairs[:, 1], offset + pairs[:, 2])
    guess, gold = logits.argmax(-1), pairs[:, 3]
    count["ties" + of, "hit"] += int(((guess == gold) & (gold > 0)).sum())
    count["ties" + of, "gold"] += int((gold > 0).sum())
    count["ties" + of, "found"] += int((guess > 0).sum())


def count_facets(model, marked, marks, count: Counter, of: str) -> None:
    for row, mark in enumerate(marks):
        for name, head in model.facet_heads.items():
            name = name[6:]
            if name not in mark.facets:
                continue
            guess = int(head(marked[row, mark.word]).argmax())
            if name == "type":
                count["verify" + of, "hit"] += guess == mark.facets[name] != 0
                count["verify" + of, "gold"] += mark.facets[name] != 0
                count["verify" + of, "found"] += guess != 0
            else:
                count[name + of, "right"] += guess == mark.facets[name]
                count[name + of, "n"] += 1


def summary(count: Counter, facts: list[tuple[float, float]]) -> dict[str, object]:
    scores: dict[str, object] = {}
    for name in [
        *TAGGERS,
        EWT_NAMES,
        *ROLE_TAGS,
        *INCIDENT_ROLES,
        "verify",
        "actor",
        "target",
        "party",
        "object",
        "killed",
        "at",
        "date",
        "source",
        "cue",
        "ties",
        "ties, notes",
    ]:
        if count[name, "gold"]:
            scores[name] = f1(count[name, "hit"], count[name, "found"], count[name, "gold"])
    for name in ("uas", "las", "upos"):
        scores[name] = round(100 * count[name] / max(count["words"], 1), 2)
    for name in (*FACETS, "sub_event, notes"):
        if count[name, "n"]:
            scores[name] = round(100 * count[name, "right"] / count[name, "n"], 1)
    if facts:
        scores["factuality r"] = round(float(np.corrcoef(np.array(facts).T)[0, 1]), 3)
    return scores
