"""``whowhom settings``: each setting, its value and where it comes from."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from whowhom.cli.options import ConfigOption, DebugOption
from whowhom.settings import KEYS, load_settings

EXAMPLES = """
\b
Examples:
  whowhom settings
  WHOWHOM_JOBS=4 whowhom settings
  whowhom settings --config project/whowhom.toml --json
"""


def settings(
    config: ConfigOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    debug: DebugOption = False,
) -> int:
    """Show every setting with its value and its origin.

    A later origin wins: default, whowhom.toml, environment (WHOWHOM_MIN_SCORE), option (--min-score).
    """
    loaded = load_settings(config=config)
    rows = [(key, _shown(getattr(loaded, key)), loaded.origins[key]) for key in KEYS]
    if as_json:
        values = {key: {"value": value, "origin": origin} for key, value, origin in rows}
        typer.echo(json.dumps(values, indent=2, ensure_ascii=False))
        return 0
    widths = [max(len(_text(row[column])) for row in rows) for column in (0, 1)]
    for key, value, origin in rows:
        typer.echo(f"{key:{widths[0]}}  {_text(value):{widths[1]}}  {origin}")
    return 0


def _shown(value: Any) -> Any:
    if isinstance(value, Path):
        return str(value)
    return [str(item) for item in value] if isinstance(value, tuple) else value


def _text(value: Any) -> str:
    if value is None or value == []:
        return "(none)"
    if isinstance(value, bool):
        return str(value).lower()
    return ", ".join(value) if isinstance(value, list) else str(value)
