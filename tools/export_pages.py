"""Write the pages of the export formats from the tables that the code fills exports by.

Usage: python -m tools.export_pages [--check]

Each page has the format's note, its own rules and its mapping; with --check nothing is
written and the exit code is 1 where a page is not what the tables say.
"""

from __future__ import annotations

import sys
from pathlib import Path

from whowhom.export.formats import BUILT_IN, Format, find_format

DOCS = Path(__file__).resolve().parent.parent / "docs"
HEADS = {"stix": "Object or property", "webannotation": "Part", "ris": "Tag", "geojson": "Property", "plover": "Field"}


def page(format_: Format) -> str:
    """Write the page of one format."""
    needs = f" It needs `pip install 'whowhom[{format_.extra}]'`." if format_.extra else ""
    lines = [
        f"# Export: {format_.name}",
        "",
        f"`whowhom export CASE --format {format_.name} -o FILE{format_.suffix}` writes {format_.summary}.{needs}",
        f"What it is: {format_.note}.",
        "",
        "## Rules",
        "",
        *(f"* **{name}**: {rule}." for name, rule in format_.rules.items()),
        "",
        "## Mapping",
        "",
        f"| {HEADS.get(format_.name, 'Column')} | Filled from |",
        "|---|---|",
        *(f"| `{column.name}` | {_meaning(column.meaning, column.reason)} |" for column in format_.columns),
        "",
        "This page is written by `tools/export_pages.py` from the tables that the export itself uses.",
        "",
    ]
    return "\n".join(lines)


def _meaning(meaning: str, reason: str) -> str:
    return f"*empty*: {reason}" if reason else meaning


def pages() -> dict[Path, str]:
    """Give every page by its path."""
    return {DOCS / f"export-{name}.md": page(find_format(name)) for name in BUILT_IN}


def main(arguments: list[str]) -> int:
    """Write the pages, or check them."""
    stale = [path for path, text in pages().items() if not path.exists() or path.read_text("utf-8") != text]
    for path in stale:
        if "--check" in arguments:
            print(f"{path.name} is not what the tables say; run python -m tools.export_pages")
        else:
            path.write_text(pages()[path], "utf-8")
            print(f"wrote {path.name}")
    return 1 if stale and "--check" in arguments else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
