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
from training.examples import IGNORE, ROLE_TAGS, TAGGERS, Builder, Example, held_out, trigger_lexicon
from training.model import Reader
from training.sources import read_annotations, read_ewt, read_gum, read_ner, read_re3d, read_written

BATCH_PIECES = 2048
WEIGHTS = {"upos": 0.3, "xpos": 0.3, "fact": 0.5, "arc": 1.0, "deprel": 0.7, "named": 1.0, "entities": 1.0, "actors": 1.0,
           "triggers": 2.0, "participants": 5.0, "tolls": 4.0, "settings": 4.0, "voices": 4.0, "facets": 0.6}  # fmt: skip


def load_passages(paths) -> dict[str, list]:
    corpora = paths.corpora
    return {
        "ewt": read_ewt(corpora, "train"),
        "ewt-dev": read_ewt(corpora, "dev"),
        "gum": read_gum(corpora),
        "ner": read_ner(corpora),
        "re3d": read_re3d(corpora),
        "labels": read_annotations(corpora, paths.annotations),
        "written": read_written(paths.written),
    }


def label_sets(passages: dict[str, list]) -> tuple[list[str], list[str]]:
    trees = passages["ewt"] + passages["gum"]
    xpos = sorted({tag for p in trees for tag in p.xpos})
    counts = Counter(label for p in trees for label in p.deprels)
    return xpos, sorted(label for label, n in counts.items() if n >= 3)


# Trees and names are learned in the first epoch; after it a share of them keeps
# them while the scarcer roles are seen several times an epoch.
KEPT_SHARE = 0.3
ROLE_REPEATS = 2
# The finer entity kinds come from 90 short reports alone.
RE3D_REPEATS = 4


def build(passages, builder: Builder, *, seed: int, first_epoch: bool, share: float = 1.0):
    """Return training examples and the held-out ones by name."""
    rng = random.Random(seed)
    train: list[Example] = []
    dev: dict[str, list[Example]] = {"tree": [], "named": [], "entities": [], "labels": [], "triggers": []}
    labelled = passages["labels"] + passages["written"]
    lexicon = trigger_lexicon([p for p in labelled if not held_out(p.doc)])
    for passage in passages["ewt"] + passages["gum"]:
        held = passage.corpus == "gum" and held_out(passage.doc)
        if held or first_epoch or rng.random() < KEPT_SHARE:
            (dev["named"] if held else train).extend(builder.windows(passage))
    for passage in passages["ewt-dev"]:
        dev["tree"].extend(builder.windows(passage))
    for passage in passages["ner"]:
        # Tweets are many and far from our texts: a third of them, anew each epoch.
        if passage.corpus == "btc" and rng.random() > (0.33 if first_epoch else 0.15):
            continue
        held = passage.corpus == "wikigold" and held_out(passage.doc)
        if passage.corpus != "wnut-dev":
            (dev["named"] if held else train).extend(builder.windows(passage))
    for passage in passages["re3d"]:
        examples = builder.windows(passage)
        if held_out(passage.doc):
            dev["entities"].extend(examples)
        else:
            train.extend(examples * RE3D_REPEATS)
    for passage in labelled:
        if held_out(passage.doc):
            dev["labels"].extend(builder.windows(passage))
            dev["triggers"].extend(builder.triggers(passage, lexicon))
        else:
            train.extend(builder.windows(passage) * (2 if first_epoch else 1))
            for example in builder.triggers(passage, lexicon):
                negative = example.facets.get("type") == 0
                if negative:
                    train.extend([example] * (rng.random() < 0.4))
                else:
                    train.extend([example] * (1 if first_epoch or not example.labels else ROLE_REPEATS))
    if share < 1.0:
        train = rng.sample(train, int(len(train) * share))
    return train, dev, lexicon


def batches(examples: list[Example], rng: random.Random) -> list[list[Example]]:
    """Group examples of like length, words capped by pieces; order shuffled."""
    ordered = sorted(examples, key=lambda e: len(e.window.ids) + rng.random() * 24)
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


def alter_shapes(shapes: np.ndarray, rng: random.Random) -> np.ndarray:
    """Shape dropout: as capitals, as lower case, or with some shapes unknown."""
    draw = rng.random()
    letters = (shapes >= 1) & (shapes <= 4) | (shapes == 7)
    if draw < 0.12:
        return np.where(letters, 3, shapes)
    if draw < 0.2:
        return np.where(letters, 1, shapes)
    if draw < 0.3:
        return np.where(np.array([rng.random() < 0.15 for _ in shapes]), 0, shapes)
    return shapes


def collate(group: list[Example], rng: random.Random | None):
    pieces, words = max(len(e.window.ids) for e in group), max(len(e.window.first) for e in group)
    out = {k: np.zeros((len(group), pieces), np.int64) for k in ("ids", "shapes", "marker", "mask")}
    out["first"] = np.zeros((len(group), words), np.int64)
    out["sentence"] = np.full((len(group), words), -1, np.int64)
    for row, e in enumerate(group):
        n, w = len(e.window.ids), len(e.window.first)
        out["ids"][row, :n] = e.window.ids
        out["shapes"][row, :n] = alter_shapes(e.window.shapes, rng) if rng else e.window.shapes
        out["mask"][row, :n] = 1
        if e.marker is not None:
            out["marker"][row, :n] = e.marker
        out["first"][row, :w] = e.window.first
        out["sentence"][row, :w] = e.window.sentence
    labels: dict[str, np.ndarray] = {}
    for name in {k for e in group for k in e.labels}:
        fill, kind = (np.nan, np.float32) if name == "fact" else (IGNORE, np.int64)
        labels[name] = np.full((len(group), words), fill, kind)
        for row, e in enumerate(group):
            if name in e.labels:
                labels[name][row, : len(e.labels[name])] = e.labels[name]
    return {k: torch.from_numpy(v) for k, v in out.items()}, {k: torch.from_numpy(v) for k, v in labels.items()}


def encode(model: Reader, batch, device: str):
    batch = {k: v.to(device) for k, v in batch.items()}
    with torch.autocast(device, dtype=torch.bfloat16):
        words = model.encoder(batch["ids"], batch["shapes"], batch["marker"], batch["mask"], batch["first"])
    return words.float(), batch


def mask_arcs(arcs, sentence):
    same = sentence[:, :, None] == sentence[:, None, :]
    allowed = torch.cat([torch.ones_like(same[:, :, :1]), same], dim=2)
    return arcs.masked_fill(~allowed, -1e9)


def losses(model: Reader, group: list[Example], batch, labels, device: str) -> dict[str, torch.Tensor]:
    words, batch = encode(model, batch, device)
    dropped = model.dropout(words)
    out: dict[str, torch.Tensor] = {}

    def tagging(name: str, head) -> None:
        target = labels[name].to(device)
        out[name] = F.cross_entropy(head(dropped).flatten(0, 1), target.flatten(), ignore_index=IGNORE)

    for name in ("upos", "xpos", *TAGGERS):
        if name in labels and (labels[name] != IGNORE).any():
            tagging(name, model.word_heads[name])
    for name in ROLE_TAGS:
        if name in labels:
            tagging(name, model.role_heads[name])
    if "heads" in labels:
        heads = labels["heads"].to(device)
        rows = heads != IGNORE
        arcs = mask_arcs(model.arcs(dropped), batch["sentence"])
        out["arc"] = F.cross_entropy(arcs[rows], heads[rows] + 1)
        dep, head = model.label_parts(dropped)
        gold = torch.gather(head, 1, (heads.clamp(min=-1) + 1)[:, :, None].expand(-1, -1, head.shape[-1]))
        logits = torch.einsum("nd,ldh,nh->nl", dep[rows], model.label, gold[rows])
        out["deprel"] = F.cross_entropy(logits, labels["deprel"].to(device)[rows], ignore_index=IGNORE)
    if "fact" in labels:
        fact = labels["fact"].to(device)
        rows = ~torch.isnan(fact)
        if rows.any():
            out["fact"] = F.smooth_l1_loss(model.word_heads["fact"](dropped)[..., 0][rows], fact[rows])
    marked = [row for row, e in enumerate(group) if e.trigger is not None]
    if marked:
        at = dropped[marked, [group[row].trigger for row in marked]]
        total = []
        for name, head in model.facet_heads.items():
            target = torch.tensor([group[row].facets.get(name[6:], IGNORE) for row in marked], device=device)
            if (target != IGNORE).any():
                loss = F.cross_entropy(head(at), target, ignore_index=IGNORE)
                total.append(loss * (3.0 if name == "facet_type" else 1.0))
        out["facets"] = torch.stack(total).sum()
    return out


def train(
    paths, run: Path, *, epochs: int, seed: int, device: str, share: float, lr: float, head_lr: float, minutes: float
) -> None:
    """Train and leave ``last.pt`` (and a log line an epoch) in the run's folder; resumes from it."""
    torch.manual_seed(seed)
    run.mkdir(parents=True, exist_ok=True)
    began = time.time()
    passages = load_passages(paths)
    xpos, deprels = label_sets(passages)
    builder = Builder(paths.tokenizer(), xpos, deprels)
    model = Reader(len(xpos), len(deprels)).to(device)
    model.encoder.load_minilm(paths.base_state())
    # Shapes and marker are new to the encoder and learn at the heads' rate.
    new = {id(model.encoder.shapes.weight), id(model.encoder.marker.weight)}
    slow = [p for p in model.encoder.parameters() if id(p) not in new]
    slow_ids = {id(p) for p in slow}
    fast = [p for p in model.parameters() if id(p) not in slow_ids]
    optimizer = torch.optim.AdamW(
        [{"params": slow, "lr": lr}, {"params": fast, "lr": head_lr}], weight_decay=0.01, betas=(0.9, 0.98)
    )
    base = [lr, head_lr]
    epoch, done = 0, 0.0
    if (run / "last.pt").exists():
        state = torch.load(run / "last.pt", map_location=device, weights_only=False)
        model.load_state_dict(state["model"])
        if len(state["optimizer"]["param_groups"][0]["params"]) == len(slow):
            optimizer.load_state_dict(state["optimizer"])
        epoch, done = state["epoch"], state["done"]
    while epoch < epochs:
        rng = random.Random(seed * 1000 + epoch)
        passages["written"] = read_written(paths.written)
        examples, dev, lexicon = build(passages, builder, seed=seed * 1000 + epoch, first_epoch=epoch == 0, share=share)
        groups = batches(examples, rng)
        print(
            f"epoch {epoch}: {len(examples)} examples, {sum(len(e.window.ids) for e in examples)} pieces, {len(passages['written'])} written",
            flush=True,
        )
        totals: Counter = Counter()
        started = time.time()
        model.train()
        for step, group in enumerate(groups):
            done = (epoch + step / len(groups)) / epochs
            warm = min(1.0, (epoch * len(groups) + step + 1) / 200)
            for rate, slot in zip(base, optimizer.param_groups, strict=True):
                slot["lr"] = rate * warm * (1.0 - done) + 1e-7
            parts = losses(model, group, *collate(group, rng), device)
            loss = sum(WEIGHTS[k] * v for k, v in parts.items())
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            optimizer.zero_grad(set_to_none=True)
            for k, v in parts.items():
                totals[k] += float(v.detach())
                totals["n_" + k] += 1
            if step % 100 == 99:
                shown = {k: round(v / totals["n_" + k], 3) for k, v in totals.items() if not k.startswith("n_")}
                print(f"  {step + 1}/{len(groups)} {time.time() - started:.0f}s {shown}", flush=True)
        epoch += 1
        scores = measure.measure(model, dev, builder, device)
        row = {"epoch": epoch, "minutes": round((time.time() - began) / 60, 1), "scores": scores}
        print(json.dumps(row), flush=True)
        with (run / "log.jsonl").open("a") as log:
            log.write(json.dumps(row) + "\n")
        state = {"model": model.state_dict(), "optimizer": optimizer.state_dict(), "epoch": epoch, "done": done,
                 "xpos": xpos, "deprels": deprels, "lexicon": dict(lexicon), "scores": scores}  # fmt: skip
        torch.save(state, run / "next.pt")
        (run / "next.pt").replace(run / "last.pt")
        if (time.time() - began) / 60 > minutes:
            break
