"""The scarce heads of a run, fitted again: in a mean of runs they stand on vectors that neither of their runs had.

In: a run with ``last.pt``. Out: the same file, its heads of judgements, forecasts, estimates and of who is held fitted on the frozen vectors
of our own training part, and its scores on the held-out documents measured anew. The encoder and all other heads stay.
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
from training.model import Reader
from whowhom.corpora.own_split import held_out
from whowhom.reading.reader import RARE_LAYERS

EPOCHS, BATCH, RATE, DROPPED, SEED = 12, 2000, 1e-3, 0.2, 5
WINDOWS = 8


def refit(paths, run: Path, *, score_only: bool = False) -> None:
    """Fit the heads of a run's ``last.pt`` again, in place, and score it."""
    torch.manual_seed(SEED)
    state = torch.load(run / "last.pt", map_location="cpu", weights_only=False)
    model = Reader(len(state["xpos"]), len(state["deprels"]))
    model.load_state_dict(state["model"])
    passages = load_passages(paths)
    builder = Builder(paths.tokenizer(), state["xpos"], state["deprels"], Counter(state["lexicon"]))
    if not score_only:
        examples = [e for p in passages["labelled"] if not held_out(p.doc) for e in builder.windows(p)]
        words = vectors(model.eval(), examples)
        for name in RARE_LAYERS:
            # Passages have no label of who is held: nothing was said of their events.
            labels = [torch.from_numpy(e.labels.get(name, np.full(len(e.words), IGNORE))) for e in examples]
            fit(model.word_heads[name], words, torch.cat(labels))
        state["model"] = {name: value.detach().clone() for name, value in model.state_dict().items()}
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
