"""Where the corpora, our labels and the base encoder stand."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Paths:
    """Folders of the inputs; environment variables override the defaults beside the checkout."""

    corpora: Path
    own: Path
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
    own = Path(os.environ.get("WHOWHOM_OWN_CORPUS", root / "corpus"))
    return Paths(shared, own, Path(os.environ.get("WHOWHOM_BASE", root / "runs" / "base")))
