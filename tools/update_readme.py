"""The demo block of the README: lines of the sample report going in, the real rows coming out.

python tools/update_readme.py            write the block
python tools/update_readme.py --check    end with 1 if it would change
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
README = ROOT / "README.md"
SAMPLE = "examples/market-town.txt"
BLOCK = re.compile(r"(<!-- demo:begin -->\n).*?(<!-- demo:end -->)", re.DOTALL)
# What a reader sees without scrolling: the first paragraphs and the first events.
PARAGRAPHS_IN = 4
EVENTS_OUT = 5
# A README's page shows about this many without a scroll bar.
COLUMNS = "110"


def main() -> int:
    """Write or check the block."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="change nothing; end with 1 if the block is out of date")
    check = parser.parse_args().check
    old = README.read_text(encoding="utf-8")
    new = BLOCK.sub(lambda found: f"{found[1]}{_block()}{found[2]}", old)
    if check:
        return int(new != old)
    README.write_text(new, encoding="utf-8")
    return 0


def _block() -> str:
    return f"Going in:\n\n{_sample()}\n\nComing out:\n\n```text\n$ whowhom code {SAMPLE}\n{_rows()}\n```\n"


def _sample() -> str:
    paragraphs = (ROOT / SAMPLE).read_text(encoding="utf-8").strip().split("\n\n")
    shown = [line for paragraph in paragraphs[:PARAGRAPHS_IN] for line in (*paragraph.split("\n"), "")]
    rest = len(paragraphs) - PARAGRAPHS_IN
    return "\n".join(f"> {line}".rstrip() for line in [*shown, f"*... and {rest} more paragraphs*"])


def _rows() -> str:
    environment = {**os.environ, "COLUMNS": COLUMNS, "NO_COLOR": "1", "PYTHONUTF8": "1"}
    done = subprocess.run(
        [sys.executable, "-m", "whowhom", "code", SAMPLE],
        cwd=ROOT,
        env=environment,
        check=True,
        capture_output=True,
        encoding="utf-8",
    )
    lines = [line.rstrip() for line in done.stdout.rstrip().splitlines()]
    starts: list[int] = []
    for number, line in enumerate(lines):
        if re.match(rf" *{len(starts) + 1} +\S", line):
            starts.append(number)
    if len(starts) <= EVENTS_OUT:
        return "\n".join(lines)
    shown = "\n".join(lines[: starts[EVENTS_OUT]]).rstrip()
    return f"{shown}\n\n... and {len(starts) - EVENTS_OUT} more events, then ties and what was skipped"


if __name__ == "__main__":
    sys.exit(main())
