"""``whowhom schema``: the JSON Schema of what ``whowhom code --format json`` writes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from whowhom.cli.options import DebugOption
from whowhom.cli.output import open_output

EXAMPLES = """
\b
Examples:
  whowhom schema
  whowhom schema -o whowhom-coding-1.schema.json
"""


def schema(
    output: Annotated[Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write here.")] = None,
    debug: DebugOption = False,
) -> int:
    """Print the JSON Schema (draft 2020-12) of one coded report."""
    from whowhom.records.layout import json_schema

    with open_output(output) as target:
        target.write(json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n")
    return 0
