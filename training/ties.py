"""The model of ties: fitted on the part of our own corpus that is trained on and on our notes, read by the shipped reader.

In: our corpus, the corpora that its labels are over, our notes on ties, the reader's shipped weights. Out: ``tie_weights.npz`` of
:mod:`whowhom.coding.tie_model`. A pair of words is a tie where the labels have one between an actor with a mention over the
first and one with a mention over the second.
"""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional as F

from whowhom.coding.tie_model import KINDS, WEIGHTS, pair_features
from whowhom.coding.tree import Tree, build_tree
from whowhom.corpora.own import read_documents
from whowhom.corpora.own_split import held_out
from whowhom.corpora.own_ties import read_tie_notes
from whowhom.ingest import PublicationHints, document_from_text
from whowhom.pipeline import Pipeline
from whowhom.records import Span
from whowhom.records.events import SYMMETRIC_TIES

# A feature that fewer pairs have tells nothing.
LEAST_COUNT = 8
EPOCHS, BATCH, RATE, DROPPED, SEED = 3, 256, 0.01, 0.5, 1
LEVELS = 127


def fit_ties(paths, out: Path = WEIGHTS) -> None:
    """Fit the model and write it."""
    names, kinds = pairs_with_kinds(paths)
    counts = Counter(feature for features in names for feature in features)
    ids = np.array(sorted(feature for feature, count in counts.items() if count >= LEAST_COUNT), dtype=np.uint32)
    row_of = {int(feature): row for row, feature in enumerate(ids)}
    rows = [torch.tensor([row_of[f] for f in features if f in row_of], dtype=torch.long) for features in names]
    weights, bias = fit(rows, torch.tensor(kinds), len(ids))
    scale = float(np.abs(weights).max()) / LEVELS
    table = np.round(weights / scale).astype(np.int8)
    np.savez_compressed(out, ids=ids, table=table, scale=np.float32(scale), bias=bias.astype(np.float32))
    print(f"{len(rows)} pairs, {int((torch.tensor(kinds) > 0).sum())} with a tie, {len(ids)} features")


def pairs_with_kinds(paths) -> tuple[list[list[int]], list[int]]:
    """Read the training part; the features of each pair as CRC-32 of their names, and its kind."""
    reader = Pipeline.load().reader
    names: list[list[int]] = []
    kinds: list[int] = []

    def add(tree: Tree, told: dict[tuple[int, int], str], within: Span) -> None:
        for low, high in ((tie.subject, tie.object) for tie in tree.layers.ties if tie.subject < tie.object):
            if within.start <= tree.layers.starts[low] and tree.layers.ends[high] <= within.end:
                for ends, features in zip(((low, high), (high, low)), pair_features(tree, low, high), strict=True):
                    names.append([zlib.crc32(name.encode()) for name in features])
                    kinds.append(KINDS.index(told.get(ends, "none")))

    for row in read_documents(paths.own, paths.corpora, held=False, asides=True):
        hints = PublicationHints(published=row["published"], path=row["doc"])
        document = document_from_text(row["text"] or "", meta=hints, check_language=False)
        tree = build_tree(reader.read(document, triggers=False))
        actors = {actor["id"]: [Span(*mention["span"]) for mention in actor["mentions"]] for actor in row["actors"]}
        ties = [(tie["subject"], tie["tie"], tie["object"]) for tie in row["ties"]]
        add(tree, tied_words(tree, actors, ties), Span(row["read_from"], row["read_to"]))
    for note in read_tie_notes(paths.own / "ties"):
        if not held_out("ties:" + note.id):
            tree = build_tree(reader.read(document_from_text(note.text, check_language=False), triggers=False))
            ties = [(tie.subject, tie.told, tie.object) for tie in note.ties]
            add(tree, tied_words(tree, note.actors, ties), Span(0, len(note.text)))
    return names, kinds


def tied_words(
    tree: Tree, actors: Mapping[str, Sequence[Span]], ties: Iterable[tuple[str, str, str]]
) -> dict[tuple[int, int], str]:
    """Lay the labelled ties over the words of their actors' mentions; two words that may be either end are of neither.

    Args:
        ties: Subject, kind and object, by the actors' ids.
    """
    words = {actor: {w for span in spans for w in tree.words_in(span)} for actor, spans in actors.items()}
    told: dict[tuple[int, int], str] = {}
    for subject, kind, thing in ties:
        left, right = words.get(subject, set()), words.get(thing, set())
        for one in left:
            for other in right:
                if one == other or (one in right and other in left):
                    continue
                told.setdefault((one, other), kind)
                if kind in SYMMETRIC_TIES:
                    told.setdefault((other, one), kind)
    return told


def fit(rows: list[torch.Tensor], kinds: torch.Tensor, features: int) -> tuple[np.ndarray, np.ndarray]:
    """Fit the weights by batches; half of a pair's features are left out each time, so that no few decide."""
    torch.manual_seed(SEED)
    order = np.random.default_rng(SEED)
    bag = torch.nn.EmbeddingBag(features, len(KINDS), mode="sum")
    torch.nn.init.zeros_(bag.weight)
    bias = torch.zeros(len(KINDS), requires_grad=True)
    adam = torch.optim.Adam([*bag.parameters(), bias], lr=RATE)
    index = np.arange(len(rows))
    steps = EPOCHS * (len(rows) // BATCH)
    if not steps:
        raise SystemExit(f"{len(rows)} pairs of words: too few to fit the model on. Expected {BATCH} at least.")
    for epoch in range(EPOCHS):
        order.shuffle(index)
        for step in range(len(rows) // BATCH):
            chosen = index[step * BATCH : (step + 1) * BATCH]
            kept = [rows[i][torch.rand(len(rows[i])) > DROPPED] for i in chosen]
            starts = torch.tensor(np.cumsum([0, *(len(part) for part in kept[:-1])]))
            loss = F.cross_entropy(bag(torch.cat(kept), starts) + bias, kinds[chosen])
            adam.param_groups[0]["lr"] = RATE * (1.0 - (epoch * (len(rows) // BATCH) + step) / steps)
            adam.zero_grad()
            loss.backward()
            adam.step()
    return bag.weight.detach().numpy(), bias.detach().numpy()
