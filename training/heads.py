"""The scarce heads of a run, fitted again: in a mean of runs they stand on vectors that neither of their runs had.

In: a run with ``last.pt``. Out: the same file, its heads of judgements, forecasts, estimates, of who is held and of ties fitted on the
frozen vectors of our own training part and notes, as the exported graphs give them, and its scores on the held-out documents measured
anew. The encoder and all other heads stay.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional as F

from training import measure
from training.examples import IGNORE, Builder, Example
from training.loop import build, collate, encode, load_passages
from training.model import Reader, tie_inputs
from whowhom.corpora.own_split import held_out
from whowhom.reading.reader import RARE_LAYERS

EPOCHS, BATCH, RATE, DROPPED, SEED = 12, 2000, 1e-3, 0.2, 5
TIE_EPOCHS, TIE_BATCH, TIE_RATE, TIE_DECAY, TIE_DROPPED = 12, 500, 1e-3, 2e-2, 0.3
WINDOWS = 8


def refit(paths, run: Path, *, score_only: bool = False, ties_only: bool = False) -> None:
    """Fit the heads of a run's ``last.pt`` again, in place, and score it."""
    torch.manual_seed(SEED)
    state = torch.load(run / "last.pt", map_location="cpu", weights_only=False)
    model = Reader(len(state["xpos"]), len(state["deprels"]))
    model.load_state_dict(state["model"])
    model.encoder.compute_as_shipped()
    passages = load_passages(paths)
    builder = Builder(paths.tokenizer(), state["xpos"], state["deprels"], Counter(state["lexicon"]))
    if not score_only:
        ours = [p for p in passages["labelled"] if not held_out(p.doc)]
        ours += [p for p in passages["notes"] if p.corpus in ("held", "ties")]
        examples = [e for p in ours for e in builder.windows(p)]
        words = vectors(model.eval(), examples)
        for name in RARE_LAYERS if not ties_only else ():
            # Passages have no label of who is held: nothing was said of their events.
            labels = [torch.from_numpy(e.labels.get(name, np.full(len(e.words), IGNORE))) for e in examples]
            fit(model.word_heads[name], words, torch.cat(labels))
        fit_ties(model, words, pairs_of(examples))
        # What the encoder was trained to is not rounded.
        heads = {name: value.detach().clone() for name, value in model.state_dict().items()}
        state["model"] |= {name: value for name, value in heads.items() if not name.startswith("encoder.")}
    # The share is of training examples alone, which are not used here.
    _, dev = build(passages, builder, seed=SEED, share=0.001)
    state["scores"] = measure.measure(model, dev, "cpu")
    torch.save(state, run / "last.pt")
    print(state["scores"])


@torch.no_grad()
def vectors(model: Reader, examples: list[Example]) -> torch.Tensor:
    """Return the vectors of all words of some windows, in order; shape (words, width)."""
    for example in examples:
        example.marks = []
    found: list[torch.Tensor] = []
    for first in range(0, len(examples), WINDOWS):
        group = examples[first : first + WINDOWS]
        batch, _, _ = collate(group, None)
        words, _, _ = encode(model, batch, "cpu")
        found += [words[row, : len(example.words)] for row, example in enumerate(group)]
    return torch.cat(found)


def pairs_of(examples: list[Example]) -> torch.Tensor:
    """Return subject, object and kind of each two ends, shape (pairs, 3); words count through all examples."""
    rows, first = [], 0
    for example in examples:
        if example.ties is not None:
            rows.append(example.ties + np.array([first, first, 0]))
        first += len(example.words)
    return torch.from_numpy(np.concatenate(rows))


def fit(head: torch.nn.Module, words: torch.Tensor, labels: torch.Tensor) -> None:
    """Fit one head, from the weights that it has."""
    adam = torch.optim.Adam(head.parameters(), lr=RATE, weight_decay=1e-5)
    steps, done = EPOCHS * (len(words) // BATCH), 0
    if not steps:
        raise SystemExit(f"{len(words)} labelled words: too few to fit a head on. Expected {BATCH} at least.")
    for _ in range(EPOCHS):
        order = torch.randperm(len(words))
        for first in range(0, len(words) - BATCH + 1, BATCH):
            chosen = order[first : first + BATCH]
            loss = F.cross_entropy(head(F.dropout(words[chosen], DROPPED)), labels[chosen], ignore_index=IGNORE)
            adam.param_groups[0]["lr"] = RATE * (1.0 - done / steps)
            adam.zero_grad()
            loss.backward()
            adam.step()
            done += 1


def fit_ties(model: Reader, words: torch.Tensor, pairs: torch.Tensor) -> None:
    """Fit the head of ties, from the weights that it has."""
    head = model.ties.train()
    adam = torch.optim.AdamW(head.parameters(), lr=TIE_RATE, weight_decay=TIE_DECAY)
    steps = TIE_EPOCHS * (len(pairs) // TIE_BATCH)
    sums = F.pad(words.double().cumsum(0), (0, 0, 1, 0))
    for step in range(steps):
        if step % (len(pairs) // TIE_BATCH) == 0:
            order, first = torch.randperm(len(pairs)), 0
        subject, thing, kind = pairs[order[first : first + TIE_BATCH]].T
        first += TIE_BATCH
        inputs = tie_inputs(words, sums, subject, thing)
        given = [F.dropout(vector, TIE_DROPPED) for vector in inputs[:-1]]
        loss = F.cross_entropy(head(*given, inputs[-1]), kind)
        adam.param_groups[0]["lr"] = TIE_RATE * (1.0 - step / steps)
        adam.zero_grad()
        loss.backward()
        adam.step()
    head.eval()
