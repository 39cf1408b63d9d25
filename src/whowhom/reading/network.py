"""The network: shipped weights behind onnxruntime, one window at a time.

In: windows of pieces, and the triggers to look at again. Out: one array per
head, rows in word order. Windows are never batched or padded, so a window's
numbers depend on its own words only.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
import numpy.typing as npt

from whowhom.errors import DataError
from whowhom.reading.ends import between_ends
from whowhom.reading.windows import Crop, Window

if TYPE_CHECKING:
    import onnxruntime
    from tokenizers import Tokenizer

WEIGHTS = Path(__file__).parent / "weights"
Floats = npt.NDArray[np.float32]
Outputs = dict[str, npt.NDArray[Any]]
Part = TypeVar("Part")
Read = TypeVar("Read")
# The parts of the network, each a file: layers run once a window, layers run
# again for each trigger, and the heads.
PARTS = ("lower", "upper", "words", "relations", "ties", "marks")


@dataclass(frozen=True)
class Network:
    """The encoder with its heads, and what its outputs mean.

    Attributes:
        sessions: The loaded parts by name.
        tokenizer: Cuts words into the vocabulary's pieces; truncation and
            padding are off.
        labels: Label names of each head, in the order of its outputs.
        lexicon: Lemmas worth a second look as triggers.
        digest: sha-256 of the weights files in the order of ``PARTS``, hexadecimal.
        threads: Windows read at the same time.
    """

    sessions: dict[str, onnxruntime.InferenceSession]
    tokenizer: Tokenizer
    labels: dict[str, tuple[str, ...]]
    lexicon: frozenset[str]
    digest: str
    threads: int = 1

    def read(self, window: Window) -> tuple[Floats, Outputs]:
        """Read one window.

        Returns:
            The lower layers' vectors, shape (pieces, width), for ``mark``; and
            arrays by head name. Tag heads give log-odds, shape (words, labels);
            ``arcs`` (words, words + 1) with the root in column 0;
            ``relation_dep`` and ``relation_head`` what ``relations`` takes,
            ``vectors`` what ``ties`` takes.
        """
        hidden = self._run("lower", ids=window.ids[None], shapes=window.shapes[None])["hidden"]
        nothing = np.zeros_like(window.ids)[None]
        words = self._run("upper", hidden=hidden, marker=nothing, first=window.first[None])["words"]
        out = {name: array[0] for name, array in self._run("words", words=words).items()}
        return hidden[0], out | {"vectors": words[0]}

    def relations(self, out: Outputs, heads: Sequence[int]) -> npt.NDArray[np.int64]:
        """Name the relation of each word of a window to its head.

        Args:
            out: What ``read`` gave.
            heads: Row of each word's head within the window; -1 for a root.

        Returns:
            Index of the best relation, shape (words,).
        """
        rows = out["relation_head"][np.asarray(heads, dtype=np.int64) + 1]
        scores = self._run("relations", dep=out["relation_dep"], head=rows)["relations"]
        best: npt.NDArray[np.int64] = scores.argmax(axis=1)
        return best

    def ties(self, out: Outputs, subjects: Sequence[int], objects: Sequence[int]) -> Floats:
        """Tell how the one word of each pair is tied to the other.

        Args:
            out: What ``read`` gave.
            subjects: Row of the one word of each pair within the window, ``objects`` of the other.

        Returns:
            Probabilities, shape (pairs, labels).
        """
        vectors, one, other = out["vectors"], np.asarray(subjects), np.asarray(objects)
        between, way = between_ends(vectors, one, other)
        feeds = {"one": vectors[one], "other": vectors[other], "between": between, "way": way}
        return softmax(self._run("ties", **{name: array[None] for name, array in feeds.items()})["ties"][0])

    def mark(self, hidden: Floats, crops: Sequence[Crop]) -> list[Outputs]:
        """Read the sentences around each trigger again, with the trigger marked.

        Args:
            hidden: The lower layers' vectors of the window.
            crops: Triggers of that window with the same sentences around them.

        Returns:
            For each crop log-odds by role layer and facet, shape (words of the crop, labels).
        """
        part = np.repeat(hidden[None, crops[0].pieces], len(crops), axis=0)
        marker, first = np.stack([c.marker for c in crops]), np.stack([c.first for c in crops])
        out = self._run("marks", words=self._run("upper", hidden=part, marker=marker, first=first)["words"])
        return [{name: array[row] for name, array in out.items()} for row in range(len(crops))]

    def map(self, function: Callable[[Part], Read], parts: Sequence[Part]) -> list[Read]:
        """Read the parts of a document, several at a time; results in the parts' order."""
        if self.threads == 1 or len(parts) < 2:
            return [function(part) for part in parts]
        with ThreadPoolExecutor(self.threads) as pool:
            return list(pool.map(function, parts))

    def _run(self, part: str, **feeds: npt.NDArray[Any]) -> Outputs:
        names = self._outputs[part]
        return dict(zip(names, self.sessions[part].run(names, feeds), strict=True))

    @cached_property
    def _outputs(self) -> dict[str, list[str]]:
        """Names of each part's outputs; asking a session for them takes longer than a small head."""
        return {part: [output.name for output in session.get_outputs()] for part, session in self.sessions.items()}


def load_network(folder: Path = WEIGHTS, *, threads: int = 2) -> Network:
    """Load the weights of a folder.

    Args:
        folder: Holds the parts as ``lower.onnx`` and so on, ``tokenizer.json`` and ``manifest.json``.
        threads: Windows read at the same time; results do not depend on it.

    Raises:
        DataError: a file is missing or damaged.
    """
    from tokenizers import Tokenizer

    digest = hashlib.sha256()
    try:
        manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        sessions = {}
        for name in PARTS:
            weights = (folder / f"{name}.onnx").read_bytes()
            digest.update(weights)
            sessions[name] = _session(weights)
    except Exception as error:
        raise DataError(
            f"the reader's weights in {folder.name!r} could not be loaded ({type(error).__name__}); expected "
            f"manifest.json, tokenizer.json and {', '.join(f'{n}.onnx' for n in PARTS)} as shipped; reinstall whowhom."
        ) from error
    tokenizer.no_truncation()
    tokenizer.no_padding()
    labels = {name: tuple(values) for name, values in manifest["labels"].items()}
    return Network(sessions, tokenizer, labels, frozenset(manifest["lexicon"]), digest.hexdigest(), max(threads, 1))


def _session(weights: bytes) -> onnxruntime.InferenceSession:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    # Two windows side by side are read faster than one window by two threads.
    options.intra_op_num_threads = 1
    # Weights are stored as int8 with scales; this folds them to fp32 once, at load.
    options.add_session_config_entry("session.disable_quant_qdq", "1")
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(weights, options, providers=["CPUExecutionProvider"])


def softmax(scores: Floats) -> Floats:
    """Turn log-odds into probabilities along the last axis."""
    shifted = np.exp(scores - scores.max(axis=-1, keepdims=True))
    result: Floats = shifted / shifted.sum(axis=-1, keepdims=True)
    return result
