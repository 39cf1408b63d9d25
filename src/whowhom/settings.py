"""The settings of a run and where each value comes from.

In: ``whowhom.toml`` (the working folder's or the nearest above it), variables
``WHOWHOM_*`` and the options of a command, in rising precedence. Out: a frozen
:class:`Settings`.

What one would get wrong: a path in a file is relative to that file, in a variable or an
option to the working folder; and a misspelt key is an error, never ignored, because an
ignored setting is a wrong result that looks right.
"""

from __future__ import annotations

import difflib
import math
import os
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from whowhom.errors import SettingsError

FILE_NAME = "whowhom.toml"
PREFIX = "WHOWHOM_"
CONFIG_VARIABLE = "WHOWHOM_CONFIG"
# Read by training and by the quality gate, not by a command.
OTHER_VARIABLES = tuple(PREFIX + name for name in ("CORPORA", "ANNOTATIONS", "WRITTEN", "MORE_LABELS", "BASE"))
FORMATS = ("table", "json", "jsonl", "csv")
POLICIES = ("lowest", "best", "majority", "most-trusted")
MAX_JOBS = 512  # Beyond any machine's processors: a typing mistake, not a wish.
MAX_REPORT_BYTES = 64 * 1024 * 1024  # The longest report read; ingest has the same limit of its own.


@dataclass(frozen=True, slots=True)
class Settings:
    """What a run is told from outside.

    Attributes:
        min_score: Events below this score are left out and said to be, 0-1.
        jobs: Processes that code at the same time; the result is the same.
        codebook: The user's own codebook; None: the one that ships.
        registry: The user's own actor registries, the first asked first.
        gazetteer: A gazetteer made by `whowhom gazetteer build`; None: the one that ships.
        format: What `whowhom code` writes: one of :data:`FORMATS`.
        max_bytes: A longer report is refused, unread.
        max_failure_share: Share of failed reports above which a run counts as failed, 0-1.
        check_language: Refuse texts in a language that the reader does not read.
        policy: How a case settles figures: one of :data:`POLICIES`; None: as the case has it.
        origins: Where each value comes from: "default", the path of a file,
            "environment WHOWHOM_JOBS" or "option --jobs".
    """

    min_score: float = 0.5
    jobs: int = 1
    codebook: Path | None = None
    registry: tuple[Path, ...] = ()
    gazetteer: Path | None = None
    format: str = "table"
    max_bytes: int = MAX_REPORT_BYTES
    max_failure_share: float = 1.0
    check_language: bool = True
    policy: str | None = None
    origins: Mapping[str, str] = field(default_factory=dict, compare=False)


KEYS = tuple(item.name for item in fields(Settings) if item.name != "origins")


def load_settings(
    *,
    options: Mapping[str, Any] | None = None,
    config: Path | None = None,
    environ: Mapping[str, str] | None = None,
    folder: Path | None = None,
) -> Settings:
    """Join defaults, file, environment and options into the settings of a run.

    Args:
        options: Values by key; None stands for an option not given.
        config: The settings file; None looks for ``whowhom.toml`` upward from ``folder``.
        environ: Variables; None reads the process's own.
        folder: Where paths start; None: the working folder.

    Raises:
        SettingsError: a file cannot be read, a key is unknown or a value is
            out of range; the message names file or variable, key and what is expected.
    """
    environ = os.environ if environ is None else environ
    folder = Path.cwd() if folder is None else folder
    path = _settings_file(config, environ, folder)
    file_values = _read_file(path) if path else {}
    option_values = {key: value for key, value in (options or {}).items() if value is not None}
    layers = (
        *((key, value, str(path), path.parent if path else folder) for key, value in file_values.items()),
        *(
            (key, value, f"environment {PREFIX}{key.upper()}", folder)
            for key, value in _read_environment(environ).items()
        ),
        *((key, value, f"option --{key.replace('_', '-')}", folder) for key, value in option_values.items()),
    )
    values: dict[str, Any] = {}
    origins = dict.fromkeys(KEYS, "default")
    for key, value, origin, base in layers:
        values[key] = _read_value(key, value, origin=origin, folder=base)
        origins[key] = origin
    return Settings(**values, origins=origins)


def find_settings_file(folder: Path) -> Path | None:
    """Find the nearest ``whowhom.toml``, from a folder upward."""
    for place in (folder, *folder.resolve().parents):
        if (place / FILE_NAME).is_file():
            return place / FILE_NAME
    return None


def _settings_file(config: Path | None, environ: Mapping[str, str], folder: Path) -> Path | None:
    named = config or (Path(environ[CONFIG_VARIABLE]) if environ.get(CONFIG_VARIABLE) else None)
    if named is None:
        return find_settings_file(folder)
    if not (folder / named).is_file():
        raise SettingsError(
            f"settings file {str(named)!r} is no file. Give the path of a TOML file, or leave --config out."
        )
    return folder / named


def _read_file(path: Path) -> dict[str, Any]:
    try:
        given = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise SettingsError(
            f"settings file {str(path)!r} cannot be read: {error.strerror}. Check its permissions."
        ) from None
    except UnicodeDecodeError as error:
        raise SettingsError(
            f"settings file {str(path)!r} is not UTF-8 (byte {error.start}). Save it as UTF-8, as TOML asks."
        ) from None
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"settings file {str(path)!r} is not TOML: {error}.") from None
    for key in given:
        if key not in KEYS:
            raise SettingsError(f"settings file {str(path)!r} has the unknown key {key!r}. {_nearest(key, KEYS)}")
    return given


def _read_environment(environ: Mapping[str, str]) -> dict[str, Any]:
    known = {PREFIX + key.upper(): key for key in KEYS}
    given: dict[str, Any] = {}
    for name in sorted(environ):
        if not name.startswith(PREFIX) or name in (CONFIG_VARIABLE, *OTHER_VARIABLES):
            continue
        if name not in known:
            raise SettingsError(
                f"environment variable {name!r} sets nothing. {_nearest(name, (*known, CONFIG_VARIABLE))}"
            )
        if environ[name]:
            given[known[name]] = environ[name]
    return given


def _nearest(key: str, known: tuple[str, ...]) -> str:
    near = difflib.get_close_matches(key, known, n=1, cutoff=0.5)
    listed = f"The keys are {', '.join(known)}."
    return f"Did you mean {near[0]!r}? {listed}" if near else listed


def _read_value(key: str, value: Any, *, origin: str, folder: Path) -> Any:
    reader, expected = _READERS[key]
    try:
        return reader(value, folder)
    except (ValueError, TypeError):
        raise SettingsError(f"{origin}: {key} is {value!r}; expected {expected}.") from None


def _share(value: Any, _: Path) -> float:
    if isinstance(value, bool):
        raise TypeError
    number = float(value)
    if math.isnan(number) or not 0 <= number <= 1:
        raise ValueError
    return number


def _whole(value: Any, *, low: int, high: int) -> int:
    if isinstance(value, (bool, float)):
        raise TypeError
    number = int(value)
    if not low <= number <= high:
        raise ValueError
    return number


def _jobs(value: Any, _: Path) -> int:
    return _whole(value, low=1, high=MAX_JOBS)


def _bytes(value: Any, _: Path) -> int:
    return _whole(value, low=1, high=2**40)


def _path(value: Any, folder: Path) -> Path:
    if not isinstance(value, (str, Path)) or not str(value):
        raise TypeError
    return folder / Path(value).expanduser()


def _paths(value: Any, folder: Path) -> tuple[Path, ...]:
    if isinstance(value, str):
        value = [part for part in value.split(os.pathsep) if part]
    if not isinstance(value, (list, tuple)):
        raise TypeError
    return tuple(_path(item, folder) for item in value)


def _format(value: Any, _: Path) -> str:
    if value not in FORMATS:
        raise ValueError
    return str(value)


def _policy(value: Any, _: Path) -> str:
    if value not in POLICIES:
        raise ValueError
    return str(value)


def _truth(value: Any, _: Path) -> bool:
    if isinstance(value, bool):
        return value
    return {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}[_known_word(value)]


def _known_word(value: Any) -> str:
    word = value.strip().lower() if isinstance(value, str) else ""
    if word not in ("true", "yes", "1", "false", "no", "0"):
        raise ValueError
    return word


_READERS: dict[str, tuple[Callable[[Any, Path], Any], str]] = {
    "min_score": (_share, "a number from 0 to 1"),
    "jobs": (_jobs, f"a whole number from 1 to {MAX_JOBS}"),
    "codebook": (_path, "the path of a codebook"),
    "gazetteer": (_path, "the path of a gazetteer"),
    "registry": (_paths, f"a list of paths (in a variable, joined by {os.pathsep!r})"),
    "format": (_format, f"one of {', '.join(FORMATS)}"),
    "max_bytes": (_bytes, "a whole number of bytes, 1 or more"),
    "max_failure_share": (_share, "a number from 0 to 1"),
    "check_language": (_truth, "true or false"),
    "policy": (_policy, f"one of {', '.join(POLICIES)}"),
}
