"""The obvious alternative, timed: a transformer of the size the field fine-tunes.

In: sentences as ids of word pieces. Out: how long an encoder of roberta-base's shape takes for
them on this machine, run as such encoders are run here: onnxruntime, one sentence at a time.
Its weights are drawn at random, since time does not depend on what they hold. What comes on
top of an encoder (its tokenizer, heads, a parser, coding) is not counted.

Needs the package ``onnx`` (``pip install 'whowhom[bench]'``), imported when it is asked for.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from whowhom.errors import UsageError

if TYPE_CHECKING:
    import onnxruntime


@dataclass(frozen=True, slots=True)
class Shape:
    """The size of an encoder."""

    layers: int = 12
    width: int = 768
    inner: int = 3072
    heads: int = 12
    positions: int = 512
    vocabulary: int = 50265


ROBERTA_BASE = Shape()
OPSET, IR_VERSION = 17, 8


def time_encoder(sentences: Sequence[Sequence[int]], *, threads: int, shape: Shape = ROBERTA_BASE) -> float:
    """Run the encoder over sentences one at a time, once to warm up and once by the clock.

    Args:
        sentences: Ids of the word pieces of each, below ``shape.vocabulary``; longer ones are cut at
            ``shape.positions``.

    Returns:
        Seconds for all of them.

    Raises:
        UsageError: the package ``onnx`` is not installed.
    """
    session = _session(shape, threads)
    inputs = [np.asarray([list(ids[: shape.positions])], dtype=np.int64) for ids in sentences]
    for ids in inputs[:10]:
        session.run(None, {"ids": ids})
    begun = time.perf_counter()
    for ids in inputs:
        session.run(None, {"ids": ids})
    return time.perf_counter() - begun


def _session(shape: Shape, threads: int) -> onnxruntime.InferenceSession:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    with TemporaryDirectory() as folder:
        path = Path(folder) / "encoder.onnx"
        _Graph(shape).save(path)
        return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


class _Graph:
    """An encoder as an ONNX graph, node by node."""

    def __init__(self, shape: Shape) -> None:
        try:
            import onnx
        except ImportError as error:
            raise UsageError(
                "the comparison with a transformer needs the package 'onnx', which is not installed. "
                "Run `pip install 'whowhom[bench]'`, or leave the comparison out with --no-peer."
            ) from error
        self.onnx = onnx
        self.shape = shape
        self.random = np.random.default_rng(0)
        self.nodes: list[Any] = []
        self.weights: list[Any] = []

    def save(self, path: Path) -> None:
        """Write the whole encoder."""
        opset = [self.onnx.helper.make_opsetid("", OPSET)]
        model = self.onnx.helper.make_model(self.build(), opset_imports=opset, ir_version=IR_VERSION)
        self.onnx.save(model, str(path))

    def build(self) -> Any:
        """Put all nodes and weights together."""
        helper, kinds = self.onnx.helper, self.onnx.TensorProto
        out = self._embedded()
        for _ in range(self.shape.layers):
            out = self._normed(self._op("Add", out, self._attention(out)))
            out = self._normed(self._op("Add", out, self._feed_forward(out)))
        return helper.make_graph(
            self.nodes,
            "encoder",
            [helper.make_tensor_value_info("ids", kinds.INT64, [1, "pieces"])],
            [helper.make_tensor_value_info(out, kinds.FLOAT, [1, "pieces", self.shape.width])],
            self.weights,
        )

    def _op(self, kind: str, *inputs: str, **attributes: Any) -> str:
        name = f"{kind.lower()}_{len(self.nodes)}"
        self.nodes.append(self.onnx.helper.make_node(kind, list(inputs), [name], **attributes))
        return name

    def _constant(self, values: npt.NDArray[Any]) -> str:
        name = f"w_{len(self.weights)}"
        self.weights.append(self.onnx.numpy_helper.from_array(values, name))
        return name

    def _drawn(self, *sizes: int) -> str:
        return self._constant(self.random.standard_normal(sizes, dtype=np.float32) * np.float32(0.02))

    def _linear(self, out: str, wide: int, narrow: int) -> str:
        return self._op("Add", self._op("MatMul", out, self._drawn(wide, narrow)), self._drawn(narrow))

    def _normed(self, out: str) -> str:
        ones = self._constant(np.ones(self.shape.width, dtype=np.float32))
        return self._op("LayerNormalization", out, ones, self._drawn(self.shape.width), axis=-1, epsilon=1e-5)

    def _embedded(self) -> str:
        words = self._op("Gather", self._drawn(self.shape.vocabulary, self.shape.width), "ids")
        length = self._op("Slice", self._op("Shape", "ids"), *(self._constant(np.array([n])) for n in (1, 2)))
        places = self._op("Slice", self._drawn(self.shape.positions, self.shape.width), self._zero(), length)
        return self._normed(self._op("Add", words, places))

    def _zero(self) -> str:
        return self._constant(np.array([0]))

    def _attention(self, out: str) -> str:
        size = self.shape.width // self.shape.heads
        apart = self._constant(np.array([0, 0, self.shape.heads, size]))
        query, key, value = (
            self._op("Reshape", self._linear(out, self.shape.width, self.shape.width), apart) for _ in range(3)
        )
        query, value = (self._op("Transpose", part, perm=[0, 2, 1, 3]) for part in (query, value))
        scores = self._op("MatMul", query, self._op("Transpose", key, perm=[0, 2, 3, 1]))
        scaled = self._op("Mul", scores, self._constant(np.array(size**-0.5, dtype=np.float32)))
        mixed = self._op("MatMul", self._op("Softmax", scaled, axis=-1), value)
        whole = self._constant(np.array([0, 0, self.shape.width]))
        joined = self._op("Reshape", self._op("Transpose", mixed, perm=[0, 2, 1, 3]), whole)
        return self._linear(joined, self.shape.width, self.shape.width)

    def _feed_forward(self, out: str) -> str:
        inner = self._linear(out, self.shape.width, self.shape.inner)
        root = self._constant(np.array(2**0.5, dtype=np.float32))
        one = self._constant(np.ones(1, dtype=np.float32))
        bent = self._op("Add", self._op("Erf", self._op("Div", inner, root)), one)
        half = self._constant(np.array(0.5, dtype=np.float32))
        return self._linear(self._op("Mul", self._op("Mul", inner, bent), half), self.shape.inner, self.shape.width)
