"""One fresh process that codes one file, and says what it cost.

``python -m whowhom.evaluate.speed_probe FILE THREADS`` writes one JSON object on standard
output: ``sentences``, ``words``, ``reading_s``, ``coding_s`` and ``peak_mb``. Start and peak
memory can only be told in a process that has done nothing else.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from whowhom.ingest import document_from_text
from whowhom.pipeline import Pipeline

_STATUS = Path("/proc/self/status")


def main(path: str, threads: str) -> None:
    """Code the file and write what it took."""
    pipeline = Pipeline.load(threads=int(threads))
    begun = time.perf_counter()
    document = document_from_text(Path(path).read_text(encoding="utf-8"))
    layers = pipeline.reader.read(document)
    read = time.perf_counter()
    pipeline.code_layers(layers)
    coded = time.perf_counter()
    result = {
        "sentences": len(layers.sentences),
        "words": len(layers.starts),
        "reading_s": read - begun,
        "coding_s": coded - read,
        "peak_mb": peak_mb(),
    }
    sys.stdout.write(json.dumps(result) + "\n")


def peak_mb() -> float | None:
    """Return the most memory this process has held so far, in MB; None where the system does not tell."""
    if _STATUS.exists():  # Linux; getrusage counts what the parent held before the child began.
        for line in _STATUS.read_text(encoding="ascii").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) / 1024
    try:
        import resource
    except ImportError:  # not on Windows
        return None
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 << 20 if sys.platform == "darwin" else 1 << 10)


if __name__ == "__main__":
    main(*sys.argv[1:3])
