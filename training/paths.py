"""Where the corpora, our labels and the base encoder stand."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Paths:
    """Folders of the inputs; environment variables override the defaults beside the checkout."""

    corpora: Path
    annotations: Path
    written: Path
    more: Path
    base: Path

    def tokenizer(self):
        from tokenizers import Tokenizer

        tokenizer = Tokenizer.from_file(str(self.base / "tokenizer.json"))
        tokenizer.no_truncation()
        tokenizer.no_padding()
        return tokenizer

    def base_state(self):
        from safetensors.torch import load_file

        return load_file(str(self.base / "model.safetensors"))


def default_paths() -> Paths:
    root = Path(__file__).resolve().parents[1]
    shared = Path(os.environ.get("WHOWHOM_CORPORA", root.parent / "shared" / "corpora"))
    labels = Path(os.environ.get("WHOWHOM_ANNOTATIONS", shared.parent / "annotations" / "assertions.jsonl"))
    written = Path(os.environ.get("WHOWHOM_WRITTEN", root / "runs" / "written.jsonl"))
    more = Path(os.environ.get("WHOWHOM_MORE_LABELS", root / "runs" / "more.jsonl"))
    return Paths(shared, labels, written, more, Path(os.environ.get("WHOWHOM_BASE", root / "runs" / "base")))
