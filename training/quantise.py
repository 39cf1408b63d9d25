"""Quantisation of the exported graphs.

Products of the encoder's layers are computed in integers. Each word piece has a
scale of its own, so its numbers cannot depend on its neighbours' size; weights
use seven of their eight bits, so that no processor's 16-bit sums can saturate:
the same words give the same integers everywhere. On the tuning sets this loses
less than half a point of every task against fp32 and takes half the time.
"""

from __future__ import annotations

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

# Smaller tensors (norms, biases, most heads) stay fp32: they are a small part
# of the file and the most sensitive.
QUANTISE_FROM = 60_000
WEIGHT_LEVELS, INPUT_LEVELS, MIDDLE, BYTE = 63, 127, 128, 255
# The widest products read what comes out of GELU, never below -0.17: with nothing at 24 instead of 128 nearly all
# levels are for what is above, and half of the rounding is gone. 255 times 63, twice, still fits in 16 bits.
INNER, INNER_MIDDLE, GELU_LEAST = 1536, 24, -0.17
CONSTANTS = {
    "input_levels": np.float32(INPUT_LEVELS),
    "inner_levels": np.float32(BYTE - INNER_MIDDLE),
    "least_top": np.float32(1e-8),
    "inner_least_scale": np.float32(-GELU_LEAST / INNER_MIDDLE),
    "one": np.float32(1),
    "zero_point": np.uint8(MIDDLE),
    "inner_zero_point": np.uint8(INNER_MIDDLE),
    "flat": np.array([-1]),
}
# onnxruntime's product of integers that gives floats: it scales the columns while the sums are in registers.
OWN_DOMAIN = "com.microsoft"


def integer_products(model: onnx.ModelProto) -> onnx.ModelProto:
    """Compute each large product as integers: a scale a row of the input, a scale a column of the weights."""
    graph = model.graph
    weights = {tensor.name: tensor for tensor in graph.initializer}
    graph.initializer.extend(numpy_helper.from_array(np.asarray(v), name) for name, v in CONSTANTS.items())
    if all(opset.domain != OWN_DOMAIN for opset in model.opset_import):
        model.opset_import.append(helper.make_opsetid(OWN_DOMAIN, 1))
    nodes: list[onnx.NodeProto] = []
    rounded: set[str] = set()
    widths: set[int] = set()
    for node in graph.node:
        weight = weights.get(node.input[1]) if node.op_type == "MatMul" else None
        if weight is None or len(weight.dims) != 2 or np.prod(weight.dims) < QUANTISE_FROM:
            nodes.append(node)
            continue
        source, output = node.input[0], node.output[0]
        if source not in rounded:
            rounded.add(source)
            widths.add(width := weight.dims[0])
            nodes += round_rows(source, width)
        store_columns(graph, weight)
        zero = "inner_zero_point" if weight.dims[0] == INNER else "zero_point"
        parts = [source + "_u8", weight.name + "_i7", "one", weight.name + "_columns", zero]
        nodes += [
            helper.make_node("MatMulIntegerToFloat", parts, [output + "_part"], domain=OWN_DOMAIN),
            helper.make_node("Mul", [output + "_part", source + "_rows"], [output]),
        ]
    graph.initializer.extend(numpy_helper.from_array(np.array([-1, n]), f"flat_{n}") for n in sorted(widths))
    del graph.node[:]
    graph.node.extend(nodes)
    onnx.checker.check_model(model)
    return model


def without_mask(model: onnx.ModelProto) -> onnx.ModelProto:
    """Leave out what would hide padding from attention: windows are never padded, so it only adds zeros.

    Call it after ``integer_products``: where the products are plain ones, onnxruntime puts an attention of its own in
    place of the layers, whose sums are rounded otherwise.
    """
    graph = model.graph
    made = {output: node for node in graph.node for output in node.output}
    softmaxes = [node for node in graph.node if node.op_type == "Softmax"]
    for softmax in softmaxes:
        masked = made[softmax.input[0]]
        if masked.op_type != "Add" or made[masked.input[1]].op_type != "Mul":
            raise ValueError(f"{softmax.name}: expected attention plus a mask, met {masked.op_type}")
        softmax.input[0] = masked.input[0]
        graph.node.remove(masked)
    onnx.checker.check_model(model)
    return model


def round_rows(source: str, width: int) -> list[onnx.NodeProto]:
    """Make ``source_u8``, the rows as unsigned bytes around their zero point, and ``source_rows``, their scales.

    Rounding with a scale a row is one step for a table, so all rows of a batch are laid out as one.
    """
    inner = width == INNER
    middle = helper.make_tensor("middle", TensorProto.UINT8, [1], [INNER_MIDDLE if inner else MIDDLE])
    scaling: list[tuple[str, list[str], str, dict[str, object]]] = [
        ("Abs", [source], "abs", {}),
        ("ReduceMax", ["abs"], "max", {"axes": [-1], "keepdims": 1}),
        ("Max", ["max", "least_top"], "top", {}),
        ("Div", ["top", "input_levels"], "rows", {}),
    ]
    if inner:
        scaling = [
            ("ReduceMax", [source], "max", {"axes": [-1], "keepdims": 1}),
            ("Div", ["max", "inner_levels"], "share", {}),
            ("Max", ["share", "inner_least_scale"], "rows", {}),
        ]
    steps: list[tuple[str, list[str], str, dict[str, object]]] = [
        *scaling,
        ("Shape", [source], "shape", {}),
        ("Reshape", [source, f"flat_{width}"], "table", {}),
        ("Reshape", ["rows", "flat"], "scales", {}),
        ("Shape", ["scales"], "number", {}),
        ("ConstantOfShape", ["number"], "middles", {"value": middle}),
        ("QuantizeLinear", ["table", "scales", "middles"], "bytes", {"axis": 0}),
        ("Reshape", ["bytes", "shape"], "u8", {}),
    ]
    kept = {source, f"flat_{width}", *CONSTANTS}
    return [
        helper.make_node(kind, [i if i in kept else f"{source}_{i}" for i in inputs], [f"{source}_{out}"], **attributes)
        for kind, inputs, out, attributes in steps
    ]


def store_columns(graph: onnx.GraphProto, weight: onnx.TensorProto) -> None:
    """Replace a weight matrix by seven-bit integers and a scale a column."""
    values = numpy_helper.to_array(weight)
    scale = np.maximum(np.abs(values).max(axis=0), 1e-8) / WEIGHT_LEVELS
    whole = np.clip(np.round(values / scale), -WEIGHT_LEVELS, WEIGHT_LEVELS).astype(np.int8)
    graph.initializer.remove(weight)
    graph.initializer.append(numpy_helper.from_array(whole, weight.name + "_i7"))
    graph.initializer.append(numpy_helper.from_array(scale.astype(np.float32), weight.name + "_columns"))


def store_small(model: onnx.ModelProto) -> onnx.ModelProto:
    """Store large weights as int8 and a scale, per row (embeddings) or column (products); they compute in fp32."""
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
