"""``whowhom doctor``: what this installation is made of, and what it lacks.

In: nothing but the machine. Out: rows of part, state and detail; works with data missing,
because that is when it is asked for.

What one would get wrong: the digests are those that stand under ``coder`` in every coding,
so two codings can be told to come from the same data.
"""

from __future__ import annotations

import json
import os
import platform
import re
import sys
from collections.abc import Callable, Iterator
from importlib import metadata
from pathlib import Path
from typing import Annotated

import typer

from whowhom.cli.guard import DONE, DONE_WITH_FAILURES, say
from whowhom.cli.options import ConfigOption, DebugOption
from whowhom.errors import WhowhomError
from whowhom.settings import Settings, load_settings

EXAMPLES = """
\b
Examples:
  whowhom doctor
  whowhom doctor --json > doctor.json
"""

OK, MISSING, ABSENT = "ok", "MISSING", "absent"
# Instructions that decide how fast the weights run; results are the same for one kind of processor.
PROCESSOR_FLAGS = (
    "sse4_2",
    "avx",
    "avx2",
    "fma",
    "avx512f",
    "avx512_vnni",
    "avx_vnni",
    "amx_int8",
    "asimd",
    "asimddp",
    "i8mm",
)

Row = tuple[str, str, str]
"""Part, state and detail."""


def doctor(
    config: ConfigOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    debug: DebugOption = False,
) -> int:
    """Show versions, processor, digests of the data, and which optional parts are absent.

    Ends with 1 where something needed is missing or damaged.
    """
    rows = [*_versions(), *_machine(), *_data(config), *_optional()]
    if as_json:
        typer.echo(json.dumps([dict(zip(("part", "state", "detail"), row, strict=True)) for row in rows], indent=2))
    else:
        width = max(len(part) for part, _, _ in rows)
        for part, state, detail in rows:
            typer.echo(f"{part:{width}}  {state:7}  {detail}")
    missing = [part for part, state, _ in rows if state == MISSING]
    if missing:
        say(f"missing or damaged: {', '.join(missing)}. Install the package again, or mend what the rows name.")
    return DONE_WITH_FAILURES if missing else DONE


def _versions() -> Iterator[Row]:
    yield _package("whowhom")
    yield "python", OK, f"{platform.python_version()} ({platform.python_implementation()})"
    for name in _requirements(extra=False).get("", ()):
        yield _package(name)


def _package(name: str) -> Row:
    try:
        return name, OK, metadata.version(name)
    except metadata.PackageNotFoundError:
        return name, MISSING, "not installed; run `pip install whowhom` again"


def _requirements(*, extra: bool) -> dict[str, tuple[str, ...]]:
    """Read what the package requires: names by extra, the extra "" for what is always needed."""
    try:
        lines = metadata.requires("whowhom") or []
    except metadata.PackageNotFoundError:
        return {}
    found: dict[str, tuple[str, ...]] = {}
    for line in lines:
        name = re.split(r"[^A-Za-z0-9._-]", line, maxsplit=1)[0]
        named = re.search(r"extra\s*==\s*['\"]([^'\"]+)", line)
        key = named.group(1) if named else ""
        if bool(key) == extra:
            found[key] = (*found.get(key, ()), name)
    return found


def _machine() -> Iterator[Row]:
    yield "system", OK, f"{platform.system()} {platform.release()} ({platform.machine()})"
    yield "processors", OK, str(os.cpu_count() or "unknown")
    yield "processor flags", OK, _processor_flags()
    yield "text encoding", OK, f"output {sys.stdout.encoding}, files {sys.getfilesystemencoding()}"


def _processor_flags() -> str:
    try:
        text = Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return "unknown on this system"
    line = re.search(r"^(?:flags|Features)\s*:(.*)$", text, re.MULTILINE)
    met = set(line.group(1).split()) if line else set()
    return " ".join(flag for flag in PROCESSOR_FLAGS if flag in met) or "none of those looked for"


def _data(config: Path | None) -> Iterator[Row]:
    settings = Settings()
    try:
        settings = load_settings(config=config)
        yield "settings", OK, ", ".join(sorted(set(settings.origins.values())))
    except WhowhomError as error:
        yield "settings", MISSING, str(error)
    parts: tuple[tuple[str, Callable[[Settings], str]], ...] = (
        ("weights", _weights),
        ("codebook", _codebook),
        ("gazetteer", _gazetteer),
        ("registry", _registry),
    )
    for name, digest in parts:
        yield _part(name, digest, settings)


def _part(name: str, digest: Callable[[Settings], str], settings: Settings) -> Row:
    try:
        return name, OK, f"sha-256 {digest(settings)}"
    except WhowhomError as error:
        return name, MISSING, " ".join(str(error).split())
    except Exception as error:  # A damaged installation may fail in any way; the row says which.
        return name, MISSING, f"{type(error).__name__} on loading it"


def _weights(_: Settings) -> str:
    from whowhom.reading.network import load_network

    return load_network().digest


def _codebook(settings: Settings) -> str:
    from whowhom.codebook import load_codebook

    return load_codebook(settings.codebook).digest


def _gazetteer(settings: Settings) -> str:
    from whowhom.gazetteer import Gazetteer

    return Gazetteer.open(settings.gazetteer).digest


def _registry(settings: Settings) -> str:
    from whowhom.registry import Registry

    return Registry.load(user=settings.registry).digest


def _optional() -> Iterator[Row]:
    for extra, names in sorted(_requirements(extra=True).items()):
        lacking = [name for name in names if not _is_installed(name)]
        state = ABSENT if lacking else OK
        detail = f"without {', '.join(lacking)}; `pip install whowhom[{extra}]`" if lacking else ", ".join(names)
        yield f"optional: {extra}", state, detail


def _is_installed(name: str) -> bool:
    try:
        metadata.version(name)
    except metadata.PackageNotFoundError:
        return False
    return True
