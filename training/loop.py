"""The training loop: mixed batches, several losses, a checkpoint an epoch, resumable."""

from __future__ import annotations

import json
import random
import time
from collections import Counter
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional as F

from training import measure
from training.examples import IGNORE, ROLE_TAGS, TAGGERS, Builder, Example, trigger_lexicon
from training.model import Reader, nearest
from training.shipped_state import shipped_state
from training.sources import read_ewt, read_gum, read_labelled, read_muc4, read_ner, read_notes, read_re3d
from whowhom.corpora.own_split import held_out, unseen_by_first_weights

# Small batches: the same text in more and noisier steps read trees three points
# better than batches twice the size.
BATCH_PIECES = 1000
WEIGHTS = {"upos": 0.3, "xpos": 0.3, "fact": 0.5, "arc": 1.5, "deprel": 1.0, "named": 3.0, "entities": 1.0, "inner": 1.0, "actors": 1.0,
           "triggers": 2.0, "incidents": 3.0, "incident_types": 1.5,
           "stances": 3.0, "outlooks": 3.0, "measures": 3.0, "held": 3.0,
           "cues": 2.0, "speakers": 2.0, "contents": 2.0, "ties": 4.0,
           "participants": 5.0, "tolls": 4.0, "settings": 4.0, "voices": 4.0, "facets": 0.6}  # fmt: skip
FACET_WEIGHTS = {"facet_type": 3.0, "facet_sub_event": 3.0}
# A task's loss is a mean over its words in the batch, but never over fewer than
# this: a batch with a few words of a task must not shout.
FEWEST_WORDS = 250
FEWEST_MARKS = 6
FEWEST_PAIRS = 100


def load_passages(paths) -> dict[str, list]:
    corpora = paths.corpora
    return {
        "ewt": read_ewt(corpora, "train", paths.own),
        "ewt-dev": read_ewt(corpora, "dev", paths.own),
        "gum": read_gum(corpora),
        "ner": read_ner(corpora),
        "re3d": read_re3d(corpora),
        "muc4": read_muc4(corpora),
        "labelled": read_labelled(paths.own, corpora),
        "notes": read_notes(paths.own),
    }


def label_sets(passages: dict[str, list]) -> tuple[list[str], list[str]]:
    trees = passages["ewt"] + passages["gum"]
    xpos = sorted({tag for p in trees for tag in p.xpos})
    counts = Counter(label for p in trees for label in p.deprels)
    return xpos, sorted(label for label, n in counts.items() if n >= 3)


# How often an epoch sees a passage of each corpus; a share is drawn anew each
# epoch. The finer entity kinds come from 90 short reports alone; tweets are many
# and far from our texts; half of MUC-4's articles tell no incident.
PER_EPOCH = {"ewt": 1.5, "gum": 0.6, "wikigold": 1.0, "wnut": 0.3, "btc": 0.06, "re3d": 3.0, "muc4": 1.1,
             "muc4 without incident": 0.5, "labels": 2.0, "written": 1.5, "snippets": 3.0, "asides": 1.0,
             "notes": 1.5, "held": 1.5,
             "attributions": 2.0, "ties": 2.0}  # fmt: skip
# The share of the passages with trees, names or labels of which each sentence is read alone: snippets have no more.
ALONE = 0.12
LONE = ("ewt", "gum", "wikigold", "re3d", "labels", "written")
NEGATIVES = 0.3
# The finish: mostly our own labels, the rest only so that nothing is forgotten.
FINISH = {"ewt": 0.3, "gum": 0.2, "wikigold": 0.5, "wnut": 0.2, "btc": 0.03, "re3d": 1.0, "muc4": 1.0,
          "muc4 without incident": 0.3, "labels": 3.0, "written": 2.0, "snippets": 3.0, "asides": 2.0,
          "notes": 1.5, "held": 1.5, "attributions": 2.0, "ties": 2.0}  # fmt: skip


# A twelfth of each corpus that has no part of its own for tuning was never trained on by any weights.
measured = unseen_by_first_weights


def build(passages, builder: Builder, *, seed: int, share: float = 1.0, per_epoch: dict[str, float] = PER_EPOCH):
    """Return the training examples of one epoch and the held-out ones by name."""
    rng = random.Random(seed)
    train: list[Example] = []
    dev: dict[str, list[Example]] = {
        k: [] for k in ("tree", "named", "entities", "labels", "incidents", "notes", "beside")
    }

    def add(passage, kind: str) -> None:
        times = per_epoch[kind]
        for _ in range(int(times) + (rng.random() < times % 1)):
            train.extend(builder.windows(passage, rng, NEGATIVES, alone=kind in LONE and rng.random() < ALONE))

    for passage in passages["ewt-dev"]:
        dev["tree"] += builder.windows(passage)
    for passage in passages["ewt"]:
        add(passage, "ewt")
    for passage in passages["gum"] + [p for p in passages["ner"] if p.corpus != "wnut-dev"]:
        if passage.corpus in ("gum", "wikigold") and measured(passage.doc):
            dev["named"] += builder.windows(passage)
        else:
            add(passage, passage.corpus)
    for passage in passages["re3d"]:
        if measured(passage.doc):
            dev["entities"] += builder.windows(passage)
        else:
            add(passage, "re3d")
    for passage in passages["muc4"]:
        if measured(passage.doc):
            dev["incidents"] += builder.windows(passage)
        else:
            add(passage, "muc4" if passage.spans["incidents"] else "muc4 without incident")
    for passage in passages["labelled"]:
        if measured(passage.doc):
            dev["labels"] += builder.windows(passage)
        elif not held_out(passage.doc):
            add(passage, passage.corpus)
    for passage in passages["notes"]:
        if passage.corpus.startswith("measured"):
            dev["notes" if passage.events else "beside"] += builder.windows(passage)
        else:
            add(passage, passage.corpus)
    if share < 1.0:
        train = rng.sample(train, int(len(train) * share))
    return train, dev


def batches(examples: list[Example], rng: random.Random) -> list[list[Example]]:
    """Group examples of like length, capped by pieces; order shuffled."""
    ordered = sorted(examples, key=lambda e: len(e.window.ids) + rng.random() * 40)
    groups: list[list[Example]] = []
    group: list[Example] = []
    for example in ordered:
        if group and (len(group) + 1) * len(example.window.ids) > BATCH_PIECES:
            groups.append(group)
            group = []
        group.append(example)
    groups.append(group)
    rng.shuffle(groups)
    return groups


def alter_shapes(shapes: np.ndarray, rng: random.Random, capitals: bool) -> np.ndarray:
    """Shape dropout: as capitals, as lower case, or with some shapes unknown; capitals are often unknown."""
    draw = rng.random()
    letters = (shapes >= 1) & (shapes <= 4) | (shapes == 7)
    if capitals:
        return np.where(letters, 3 if draw < 0.6 else 1 if draw < 0.75 else 0, shapes)
    if draw < 0.12:
        return np.where(letters, 3, shapes)
    if draw < 0.2:
        return np.where(letters, 1, shapes)
    if draw < 0.3:
        return np.where(np.array([rng.random() < 0.15 for _ in shapes]), 0, shapes)
    return shapes


def padded(rows: list[np.ndarray], fill=0, dtype=np.int64) -> torch.Tensor:
    out = np.full((len(rows), max(len(r) for r in rows)), fill, dtype)
    for i, row in enumerate(rows):
        out[i, : len(row)] = row
    return torch.from_numpy(out)


def collate(group: list[Example], rng: random.Random | None):
    """Lay a group out as arrays: the windows, and the marked crops of them as rows of their own."""
    shapes = [alter_shapes(e.window.shapes, rng, e.corpus == "muc4") if rng else e.window.shapes for e in group]
    batch = {
        "ids": padded([e.window.ids for e in group]),
        "shapes": padded(shapes),
        "mask": padded([np.ones(len(e.window.ids)) for e in group]),
        "first": padded([e.window.first for e in group]),
        "sentence": padded([e.window.sentence for e in group], -1),
    }
    tied = [np.column_stack([np.full(len(e.ties), row), e.ties]) for row, e in enumerate(group) if e.ties is not None]
    labels = {"ties": torch.from_numpy(np.concatenate(tied))} if tied else {}
    words = batch["first"].shape[1]
    for name in {k for e in group for k in e.labels}:
        fill, kind = (np.nan, np.float32) if name == "fact" else (IGNORE, np.int64)
        rows = [e.labels.get(name, np.full(1, fill)) for e in group]
        table = np.full((len(group), words), fill, kind)
        for i, row in enumerate(rows):
            table[i, : len(row)] = row
        labels[name] = torch.from_numpy(table)
    marks = [(row, mark) for row, e in enumerate(group) for mark in e.marks]
    if marks:
        batch["mark_row"] = torch.tensor([row for row, _ in marks])
        batch["mark_pieces"] = padded([m.crop.pieces for _, m in marks])
        batch["mark_mask"] = padded([np.ones(len(m.crop.pieces)) for _, m in marks])
        batch["mark_first"] = padded([m.crop.first for _, m in marks])
        batch["mark_marker"] = padded([m.crop.marker for _, m in marks])
        batch["mark_word"] = torch.tensor([m.word for _, m in marks])
        for name in ROLE_TAGS:
            labels[name] = torch.full(batch["mark_first"].shape, IGNORE)
            for i, (_, m) in enumerate(marks):
                if name in m.labels:
                    labels[name][i, : len(m.labels[name])] = torch.from_numpy(m.labels[name])
    return batch, labels, [mark for _, mark in marks]


def encode(model: Reader, batch, device: str):
    """Return word vectors of the windows, and those of the marked crops (None where there are none)."""
    batch = {k: v.to(device) for k, v in batch.items()}
    marked = None
    lower = model.encoder.lower(batch["ids"], batch["shapes"], batch["mask"])
    words = model.encoder.upper(lower, torch.zeros_like(batch["ids"]), batch["mask"], batch["first"])
    if "mark_row" in batch:
        part = lower[batch["mark_row"][:, None], batch["mark_pieces"]]
        marked = model.encoder.upper(part, batch["mark_marker"], batch["mark_mask"], batch["mark_first"]).float()
    return words.float(), marked, batch


def mask_arcs(arcs, sentence):
    same = sentence[:, :, None] == sentence[:, None, :]
    allowed = torch.cat([torch.ones_like(same[:, :, :1]), same], dim=2)
    return arcs.masked_fill(~allowed, -1e9)


def tag_loss(logits, target, fewest: int):
    total = F.cross_entropy(logits.flatten(0, 1), target.flatten(), ignore_index=IGNORE, reduction="sum")
    return total / max(int((target != IGNORE).sum()), fewest)


def losses(model: Reader, batch, labels, marks, device: str) -> dict[str, torch.Tensor]:
    words, marked, batch = encode(model, batch, device)
    dropped = model.dropout(words)
    out: dict[str, torch.Tensor] = {}
    labels = {k: v.to(device) for k, v in labels.items()}
    for name in ("upos", "xpos", *TAGGERS):
        if name in labels and (labels[name] != IGNORE).any():
            out[name] = tag_loss(model.word_heads[name](dropped), labels[name], FEWEST_WORDS)
    if "heads" in labels:
        heads = labels["heads"]
        rows = heads != IGNORE
        scale = min(1.0, int(rows.sum()) / FEWEST_WORDS)
        arcs = mask_arcs(model.arcs(dropped), batch["sentence"])
        out["arc"] = F.cross_entropy(arcs[rows], heads[rows] + 1) * scale
        dep, head = model.label_parts(dropped)
        gold = torch.gather(head, 1, (heads.clamp(min=-1) + 1)[:, :, None].expand(-1, -1, head.shape[-1]))
        logits = torch.einsum("nd,ldh,nh->nl", dep[rows], model.label, gold[rows])
        out["deprel"] = F.cross_entropy(logits, labels["deprel"][rows], ignore_index=IGNORE) * scale
    if len(labels.get("ties", ())):
        row, subject, thing, kind = labels["ties"].T
        offset = row * dropped.shape[1]
        logits = model.ties.of_words(dropped.flatten(0, 1), offset + subject, offset + thing)
        out["ties"] = F.cross_entropy(logits, kind, reduction="sum") / max(len(kind), FEWEST_PAIRS)
    if "fact" in labels:
        rows = ~torch.isnan(labels["fact"])
        if rows.any():
            guess = model.word_heads["fact"](dropped)[..., 0][rows]
            out["fact"] = F.smooth_l1_loss(guess, labels["fact"][rows]) * min(1.0, int(rows.sum()) / 20)
    if marked is not None:
        out |= mark_losses(model, model.dropout(marked), batch, labels, marks, device)
    return out


def mark_losses(model: Reader, marked, batch, labels, marks, device: str) -> dict[str, torch.Tensor]:
    out = {}
    for name in ROLE_TAGS:
        if (labels[name] != IGNORE).any():
            out[name] = tag_loss(model.role_heads[name](marked), labels[name], 2 * FEWEST_WORDS)
    at = marked[torch.arange(len(marks), device=device), batch["mark_word"]]
    total = []
    for name, head in model.facet_heads.items():
        target = torch.tensor([m.facets.get(name[6:], IGNORE) for m in marks], device=device)
        if (target != IGNORE).any():
            total.append(tag_loss(head(at)[None], target[None], FEWEST_MARKS) * FACET_WEIGHTS.get(name, 1.0))
    return out | ({"facets": torch.stack(total).sum()} if total else {})


class Trainer:
    """The optimizer: what is trained are fp32 originals of the encoder's weights; it computes with rounded copies.

    Matrices that will be integers are rounded as they will be stored, so that training learns to live with it; with
    ``half`` the copies are bfloat16 besides, which processors with units of their own for it multiply faster, and
    others at half the speed. Word embeddings stay as they are where the run begins from trained weights: they are half
    of all parameters and move little.
    """

    def __init__(self, model: Reader, lr: float, head_lr: float, *, freeze_words: bool, half: bool) -> None:
        self.model = model
        if freeze_words:
            model.encoder.words.weight.requires_grad_(False)
        self.masters = [p.detach().clone().requires_grad_() for p in model.encoder.parameters() if p.requires_grad]
        if half:
            model.encoder.to(torch.bfloat16)
        self.working = [p for p in model.encoder.parameters() if p.requires_grad]
        products = {id(matrix) for layer in model.encoder.layers for matrix in layer.products()}
        self.integers = [i for i, p in enumerate(self.working) if id(p) in products]
        for layer in model.encoder.layers:
            layer.rounded = True
        # Shapes and marker are new to the encoder and learn at the heads' rate.
        new = {id(model.encoder.shapes.weight), id(model.encoder.marker.weight)}
        slow = [m for m, p in zip(self.masters, self.working, strict=True) if id(p) not in new]
        fast = [m for m, p in zip(self.masters, self.working, strict=True) if id(p) in new]
        inside = {id(p) for p in model.encoder.parameters()}
        self.heads = [p for p in model.parameters() if id(p) not in inside]
        self.rates = (lr, head_lr)
        groups = [{"params": slow, "lr": lr}, {"params": fast + self.heads, "lr": head_lr}]
        self.adam = torch.optim.AdamW(groups, weight_decay=0.01, betas=(0.9, 0.98), fused=True)
        self.round_copies()

    def step(self, share: float) -> None:
        """Move the weights after ``backward``, at this share of the full rates."""
        for rate, slot in zip(self.rates, self.adam.param_groups, strict=True):
            slot["lr"] = rate * share + 1e-7
        for master, parameter in zip(self.masters, self.working, strict=True):
            master.grad = None if parameter.grad is None else parameter.grad.float()
        torch.nn.utils.clip_grad_norm_(self.masters + self.heads, 1.0)
        self.adam.step()
        self.model.zero_grad(set_to_none=True)
        self.round_copies()

    @torch.no_grad()
    def round_copies(self) -> None:
        """Lay the originals over the copies that compute."""
        torch._foreach_copy_(self.working, self.masters)
        for index in self.integers:
            self.working[index].copy_(nearest(self.masters[index]))

    def weights(self) -> dict[str, torch.Tensor]:
        """Return the model's state in fp32."""
        state = {name: value.float() for name, value in self.model.state_dict().items()}
        masters = {id(p): m for p, m in zip(self.working, self.masters, strict=True)}
        for name, parameter in self.model.named_parameters():
            if id(parameter) in masters:
                state[name] = masters[id(parameter)].detach().clone()
        return state


def start_model(paths, model: Reader, warm: Path | None) -> None:
    """Begin from the packaged encoder, or from a run or from shipped weights where a folder of them is named."""
    if warm is None:
        model.encoder.load_minilm(paths.base_state())
    else:
        run = warm / "last.pt"
        trained = (
            torch.load(run, map_location="cpu", weights_only=False)["model"] if run.exists() else shipped_state(warm)
        )
        missing = model.load_state_dict(trained, strict=False)
        print(f"from {warm}: new parameters {missing.missing_keys}", flush=True)


def train(
    paths, run: Path, *, epochs: int, seed: int, device: str, share: float, lr: float, head_lr: float,
    minutes: float, warm: Path | None, finish: bool, half: bool,
) -> None:  # fmt: skip
    """Train and leave ``last.pt`` (and a log line an epoch) in the run's folder; resumes from it.

    Learning rates fall to nothing over the epochs, or over ``minutes`` where those end first; with ``finish`` over the
    minutes from now on.
    """
    torch.manual_seed(seed)
    run.mkdir(parents=True, exist_ok=True)
    began, spent = time.time(), 0.0
    passages = load_passages(paths)
    xpos, deprels = label_sets(passages)
    lexicon = trigger_lexicon([p for p in passages["labelled"] if not held_out(p.doc)])
    builder = Builder(paths.tokenizer(), xpos, deprels, lexicon)
    model = Reader(len(xpos), len(deprels)).to(device)
    epoch, steps, state = 0, 0, None
    if (run / "last.pt").exists():
        state = torch.load(run / "last.pt", map_location=device, weights_only=False)
        model.load_state_dict(state["model"])
        epoch, spent = state["epoch"], 0.0 if finish else state["spent"]
    else:
        start_model(paths, model, warm)
    frozen = state["frozen"] if state else warm is not None
    trainer = Trainer(model, lr, head_lr, freeze_words=frozen, half=half)
    if state:
        trainer.adam.load_state_dict(state["optimizer"])
    while epoch < epochs:
        rng = random.Random(seed * 1000 + epoch)
        examples, dev = build(
            passages, builder, seed=seed * 1000 + epoch, share=share, per_epoch=FINISH if finish else PER_EPOCH
        )
        groups = batches(examples, rng)
        pieces, marks = sum(len(e.window.ids) for e in examples), sum(len(e.marks) for e in examples)
        print(
            f"epoch {epoch}: {len(examples)} windows, {pieces} pieces, {marks} marks, {len(groups)} steps", flush=True
        )
        totals: Counter = Counter()
        started = time.time()
        model.train()
        for step, group in enumerate(groups):
            elapsed = spent + (time.time() - began) / 60
            done = max(0.0 if finish else (epoch + step / len(groups)) / epochs, min(elapsed / minutes, 1.0))
            steps += 1
            warm_up = min(1.0, steps / 200)
            if elapsed > minutes:
                break
            parts = losses(model, *collate(group, rng), device)
            loss = sum(WEIGHTS[k] * v for k, v in parts.items())
            loss.backward()
            trainer.step(warm_up * (1.0 - done))
            for k, v in parts.items():
                totals[k] += float(v.detach())
                totals["n_" + k] += 1
            if step % 100 == 99:
                shown = {k: round(v / totals["n_" + k], 3) for k, v in totals.items() if not k.startswith("n_")}
                print(f"  {step + 1}/{len(groups)} {time.time() - started:.0f}s {shown}", flush=True)
        epoch += 1
        scores = measure.measure(model, dev, device)
        row = {"epoch": epoch, "minutes": round(spent + (time.time() - began) / 60, 1), "scores": scores}
        print(json.dumps(row), flush=True)
        with (run / "log.jsonl").open("a") as log:
            log.write(json.dumps(row) + "\n")
        state = {"model": trainer.weights(), "optimizer": trainer.adam.state_dict(), "epoch": epoch,
                 "spent": spent + (time.time() - began) / 60, "frozen": frozen, "xpos": xpos, "deprels": deprels,
                 "lexicon": dict(lexicon), "scores": scores}  # fmt: skip
        torch.save(state, run / "next.pt")
        (run / "next.pt").replace(run / "last.pt")
        if elapsed > minutes:
            break
