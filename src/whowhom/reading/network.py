"""The network: shipped weights behind onnxruntime, one window at a time.

In: a window of pieces. Out: one array per head, rows in word order. Windows are
never batched or padded, so a window's numbers depend on its own words only.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from whowhom.errors import DataError
from whowhom.reading.windows import Window

if TYPE_CHECKING:
    import onnxruntime
    from tokenizers import Tokenizer

WEIGHTS = Path(__file__).parent / "weights"
Floats = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Network:
    """The encoder with its heads, and what its outputs mean.

    Attributes:
        session: The loaded weights.
        tokenizer: Cuts words into the vocabulary's pieces; truncation and
            padding are off.
        labels: Label names of each head, in the order of its outputs.
        lexicon: Lemmas worth a second look as triggers.
        digest: sha-256 of the weights file, hexadecimal.
    """

    session: onnxruntime.InferenceSession
    tokenizer: Tokenizer
    labels: dict[str, tuple[str, ...]]
    lexicon: frozenset[str]
    digest: str

    def run(self, window: Window, marker: npt.NDArray[np.int64] | None = None) -> dict[str, npt.NDArray[Any]]:
        """Read one window.

        Args:
            marker: 1 on the pieces of the trigger that roles are asked for, else 0.

        Returns:
            Arrays by head name. Tag heads give log-odds, shape (words, labels);
            ``arcs`` (words, words + 1) with the root in column 0; ``relations``
            the index of the best relation for each pair.
        """
        feeds = {
            "ids": window.ids[None],
            "shapes": window.shapes[None],
            "marker": (np.zeros_like(window.ids) if marker is None else marker)[None],
            "first": window.first[None],
        }
        outputs = self.session.run(None, feeds)
        return {output.name: array[0] for output, array in zip(self.session.get_outputs(), outputs, strict=True)}


def load_network(folder: Path = WEIGHTS, *, threads: int = 2) -> Network:
    """Load the weights of a folder.

    Args:
        folder: Holds ``reader.onnx``, ``tokenizer.json`` and ``manifest.json``.
        threads: Threads within one window; results do not depend on it.

    Raises:
        DataError: a file is missing or damaged.
    """
    import onnxruntime
    from tokenizers import Tokenizer

    path = folder / "reader.onnx"
    try:
        weights = path.read_bytes()
        manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        # Weights are stored as int8 with scales; this folds them to fp32 once, at load.
        options.add_session_config_entry("session.disable_quant_qdq", "1")
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        options.log_severity_level = 3
        session = onnxruntime.InferenceSession(weights, options, providers=["CPUExecutionProvider"])
    except Exception as error:
        raise DataError(
            f"the reader's weights in {folder.name!r} could not be loaded ({type(error).__name__}); "
            "expected reader.onnx, manifest.json and tokenizer.json as shipped; reinstall whowhom."
        ) from error
    tokenizer.no_truncation()
    tokenizer.no_padding()
    labels = {name: tuple(values) for name, values in manifest["labels"].items()}
    return Network(session, tokenizer, labels, frozenset(manifest["lexicon"]), hashlib.sha256(weights).hexdigest())


def softmax(scores: Floats) -> Floats:
    """Turn log-odds into probabilities along the last axis."""
    shifted = np.exp(scores - scores.max(axis=-1, keepdims=True))
    result: Floats = shifted / shifted.sum(axis=-1, keepdims=True)
    return result
