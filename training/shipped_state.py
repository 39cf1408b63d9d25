"""Shipped weights back as a state that training can go on from.

The exported graph keeps the names of biases and embeddings; the matrices are
found through the bias that is added to their product.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper

from training.model import LABEL

PRODUCTS = ("MatMul", "MatMulInteger", "MatMulIntegerToFloat")
# The property of a graph that names the heads joined in it, by their biases.
HEADS = "heads"


def shipped_state(folder: Path) -> dict[str, torch.Tensor]:
    """Read the graphs of a folder; int8 weights come back at their scales."""
    state: dict[str, np.ndarray] = {}
    for path in sorted(folder.glob("*.onnx")):
        state |= graph_state(onnx.load(str(path)))
    return {name: torch.from_numpy(np.array(array, order="C")) for name, array in state.items()}


def graph_state(model: onnx.ModelProto) -> dict[str, np.ndarray]:
    """Name the weights of one graph as the model does."""
    graph = model.graph
    raw = {t.name: numpy_helper.to_array(t) for t in graph.initializer}
    values = {name: array for name, array in raw.items() if not name.endswith(("_q", "_scale", "_i7", "_columns"))}
    for name, array in raw.items():
        if name.endswith("_i7"):
            values[name[:-3]] = array.astype(np.float32) * raw[name[:-3] + "_columns"]
        elif name.endswith("_q"):
            scale = raw[name[:-2] + "_scale"]
            values[name[:-2]] = array.astype(np.float32) * (scale if scale.ndim == 2 else scale[None])
    state = {name.removeprefix("model."): array for name, array in values.items() if name.startswith("model.")}
    made = {output: node for node in graph.node for output in node.output}
    for node in graph.node:
        bias = next((i for i in node.input if i.startswith("model.") and i.endswith(".bias")), None)
        matrix = find_matrix(made, node, values) if node.op_type == "Add" and bias else None
        if bias and matrix:
            state[bias.removeprefix("model.").removesuffix("bias") + "weight"] = values[matrix].T
    return state | relation_weights(values) | joined_weights(model, values)


def joined_weights(model: onnx.ModelProto, values: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Part the heads that were joined into one product; none in graphs from before that."""
    names = next((entry.value.split() for entry in model.metadata_props if entry.key == HEADS), [])
    if not names:
        return {}
    cuts = np.cumsum(values["heads_widths"])[:-1]
    matrices, biases = np.split(values["heads_weight"], cuts, axis=1), np.split(values["heads_bias"], cuts)
    state: dict[str, np.ndarray] = {}
    for name, matrix, bias in zip(names, matrices, biases, strict=True):
        plain = name.removeprefix("model.").removesuffix("bias")
        state |= {plain + "weight": matrix.T, plain + "bias": bias}
    return state


def relation_weights(values: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Find the relations' weights, folded to one matrix (or to a cube, as the first exports had them)."""
    for name, array in values.items():
        if (name == "table" or name.startswith("onnx::")) and array.shape[0] == LABEL + 1:
            return {"label": array.reshape(LABEL + 1, -1, LABEL + 1).transpose(1, 0, 2)}
    return {}


def find_matrix(made: dict[str, onnx.NodeProto], node: onnx.NodeProto, values: dict[str, np.ndarray]) -> str | None:
    """Follow the sum of a bias back to its product, plain or in integers, and name the matrix."""
    for _ in range(5):
        inputs = [i for i in node.input if i in made]
        node = next((made[i] for i in inputs if made[i].op_type in (*PRODUCTS, "Mul", "Cast")), None)
        if node is None:
            return None
        if node.op_type in PRODUCTS:
            return next((n for i in node.input if (n := i.removesuffix("_i7")) in values), None)
    return None
