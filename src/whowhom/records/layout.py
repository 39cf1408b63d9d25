"""The JSON layout of a coding: records to plain values and back, and its schema.

In: a :class:`~whowhom.records.Coding`. Out: dictionaries, lists, strings, numbers,
booleans and None in a fixed order (or the reverse), and a JSON Schema (draft 2020-12).

What one would get wrong: keys are the field names except that a trailing underscore is
dropped (``from_`` is ``from``), and pydantic is loaded only by the two functions that need
it, because loading it costs more than coding a short report.
"""

from __future__ import annotations

import functools
import inspect
import json
import re
import textwrap
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING, Any

from whowhom.errors import ValidationError
from whowhom.records import actors, documents, events, spans, values
from whowhom.records.coding import FORMAT, Coder, Coding

if TYPE_CHECKING:
    from pydantic import TypeAdapter

SCHEMA_ID = "urn:whowhom:schema:coding:1"
SCHEMA_DIALECT = "https://json-schema.org/draft/2020-12/schema"
MAX_FAULTS_SHOWN = 3  # More than three faults of one file are seldom independent.

_LONE_SURROGATE = re.compile("[\ud800-\udfff]")

# Ranges that the types alone cannot say; by the name of the property, the same in every record.
_RANGES: dict[str, dict[str, Any]] = {
    "score": {"minimum": 0, "maximum": 1},
    "precision": {"minimum": 1, "maximum": 5},
    "geoprecision": {"minimum": 1, "maximum": 7},
    "latitude": {"minimum": -90, "maximum": 90},
    "longitude": {"minimum": -180, "maximum": 180},
    "radius_km": {"minimum": 0},
    "sign": {"minimum": -1, "maximum": 1},
    "quad_class": {"minimum": 1, "maximum": 4},
    "type_of_violence": {"minimum": 1, "maximum": 3},
    "start": {"minimum": 0},
    "end": {"minimum": 1},
    "low": {"minimum": 0},
    "best": {"minimum": 0},
    "high": {"minimum": 0},
}


def to_dict(coding: Coding) -> dict[str, Any]:
    """Turn a coding into plain values in the order of the layout.

    Returns:
        Every field of every record, none left out: a null stays ``None``, an
        empty table an empty list. Changing the result does not change the coding.
    """
    plain: dict[str, Any] = _plain(coding)
    return plain


def to_json(coding: Coding, *, indent: int | None = None) -> str:
    """Write a coding as JSON text, without a final line end.

    Args:
        indent: Spaces per level; None writes one line, for JSONL.

    Returns:
        The same text for the same coding. Letters stand as they are, not as
        escapes, except half of a surrogate pair, which UTF-8 cannot hold.
    """
    separators = (",", ":") if indent is None else (",", ": ")
    text = json.dumps(to_dict(coding), ensure_ascii=False, indent=indent, separators=separators, allow_nan=False)
    return _LONE_SURROGATE.sub(lambda half: f"\\u{ord(half.group()):04x}", text)


def from_dict(value: Mapping[str, Any]) -> Coding:
    """Read a coding back from plain values.

    Args:
        value: What :func:`to_dict` gave, or a parsed line of ``--format jsonl``.

    Raises:
        ValidationError: a key is unknown or missing, a value has another type
            or the format is of another version. Promises about the content
            (quotes, ids, nulls) are checked by :mod:`whowhom.records.validation`.
    """
    from pydantic import ValidationError as PydanticError

    found = value.get("format")
    if found != FORMAT:
        raise ValidationError(
            f"coding has the format {found!r}; expected {FORMAT!r}. Read it with the version of whowhom that wrote it."
        )
    try:
        return _adapter().validate_json(json.dumps([value]), strict=True)[0]
    except PydanticError as error:
        raise ValidationError(_layout_faults(error.errors(include_input=False, include_url=False))) from None


@functools.cache
def _schema_text() -> str:
    written = _adapter().json_schema(mode="serialization")
    definitions = written["$defs"]
    for name, definition in definitions.items():
        _describe(definition, _record_classes()[name])
    schema = definitions.pop("Coding")
    schema["properties"]["format"] = {"const": FORMAT, "type": "string"}
    head = {"$schema": SCHEMA_DIALECT, "$id": SCHEMA_ID, "title": "whowhom coding of one report"}
    return json.dumps({**head, **{k: v for k, v in schema.items() if k != "title"}, "$defs": definitions})


def json_schema() -> dict[str, Any]:
    """Give the JSON Schema of one coding, draft 2020-12.

    Returns:
        A schema without outside references, in which every key is required
        and no other key allowed; descriptions come from the records.
    """
    schema: dict[str, Any] = json.loads(_schema_text())
    return schema


def _plain(value: Any) -> Any:
    if isinstance(value, str) or value is None or isinstance(value, (bool, int, float)):
        return value
    if isinstance(value, (tuple, list)):
        return [_plain(item) for item in value]
    return {key: _plain(getattr(value, name)) for name, key in _keys(value.__class__)}


@functools.cache
def _keys(record: type) -> tuple[tuple[str, str], ...]:
    if not is_dataclass(record):
        raise TypeError(f"cannot lay out a value of type {record.__name__!r}; expected a record, tuple, str or number")
    return tuple((field.name, _key(field.name)) for field in fields(record))


def _key(name: str) -> str:
    return name.rstrip("_")


@functools.cache
def _adapter() -> TypeAdapter[list[Coding]]:
    from pydantic import ConfigDict, TypeAdapter

    # Config cannot be hung on a standard dataclass from outside, but a list of them hands it down.
    return TypeAdapter(list[Coding], config=ConfigDict(extra="forbid", alias_generator=_key))


def _layout_faults(errors: list[Any]) -> str:
    shown = [f"{_path(error['loc'][1:])}: {error['msg']}" for error in errors[:MAX_FAULTS_SHOWN]]
    more = len(errors) - len(shown)
    tail = f" (and {more} more)" if more else ""
    return f"coding does not follow the layout {FORMAT!r}: {'; '.join(shown)}{tail}. Compare it with `whowhom schema`."


def _path(parts: tuple[int | str, ...]) -> str:
    path = ""
    for part in parts:
        path += f"[{part}]" if isinstance(part, int) else f".{part}" if path else str(part)
    return path or "coding"


def _record_classes() -> dict[str, type]:
    rooms = (actors, documents, events, spans, values)
    found = {name: kind for room in rooms for name, kind in vars(room).items() if inspect.isclass(kind)}
    return found | {"Coder": Coder, "Coding": Coding}


def _describe(definition: dict[str, Any], record: type) -> None:
    """Put the record's own words and the ranges into its part of the schema."""
    text = inspect.cleandoc(record.__doc__ or "")
    summary, _, attributes = text.partition("Attributes:\n")
    definition["description"] = _one_line(summary)
    definition["required"] = list(definition["properties"])  # A default never leaves its key out.
    notes = _attribute_notes(attributes)
    for key, part in definition["properties"].items():
        part.pop("title", None)
        part.pop("default", None)
        if key in notes:
            part["description"] = notes[key]
        _set_range(part, _RANGES.get(key, {}))


def _set_range(part: dict[str, Any], bounds: dict[str, Any]) -> None:
    choices = part.get("anyOf", [part])
    for choice in choices:
        if choice.get("type") in ("integer", "number"):
            choice.update(bounds)


def _attribute_notes(attributes: str) -> dict[str, str]:
    notes: dict[str, str] = {}
    for entry in re.split(r"\n(?=\S)", textwrap.dedent(attributes)):
        name, colon, words = entry.partition(":")
        if colon:
            notes[_key(name.strip())] = _one_line(words)
    return notes


def _one_line(text: str) -> str:
    plain = re.sub(r":[a-z]+:`~?([^`]+)`", r"\1", text).replace("``", "")
    for ours, theirs in (("None", "null"), ("True", "true"), ("False", "false")):
        plain = re.sub(rf"\b{ours}\b", theirs, plain)
    return re.sub(r"\s+", " ", plain).strip()
