"""The floors of the quality gate: what is in gate.toml, how figures are held against it, how it is written."""

from __future__ import annotations

import json
import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

# Lower is better for errors; every other figure is a score.
ERRORS = ("mae", "calibration_error")
# Figures that are no per cent lie between -1 and 1.
NUMBERS = (*ERRORS, "r")


@dataclass
class Mode:
    """Floors of the full gate, or of the quick one."""

    weights: str = ""
    data: dict[str, str] = field(default_factory=dict)
    floors: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Lowered:
    """A floor that went down, or was set anew because its data changed."""

    figure: str
    mode: str
    before: float
    after: float
    reason: str


@dataclass
class Floors:
    """All of gate.toml.

    Attributes:
        epsilon: How far below its floor a figure may fall, in points of per cent; a hundredth of it
            for figures between -1 and 1.
        reason: Why so far.
    """

    epsilon: dict[str, float]
    reason: dict[str, str]
    modes: dict[str, Mode]
    lowered: list[Lowered]


@dataclass(frozen=True)
class Row:
    """One figure held against its floor; `floor` is None for a new figure."""

    name: str
    floor: float | None
    measured: float | None
    status: str

    @property
    def is_fault(self) -> bool:
        """Whether the gate must fail."""
        return self.status not in ("ok", "better", "new", "lowered")


def is_error(name: str) -> bool:
    """Say whether a smaller figure is better."""
    return name.rpartition(".")[2] in ERRORS


def is_better(name: str, measured: float, floor: float) -> bool:
    """Say whether a figure beats its floor."""
    return measured < floor if is_error(name) else measured > floor


def rounded(name: str, value: float) -> float:
    """Round a figure as floors are written: a tenth of a point, a thousandth for numbers."""
    return round(value, 3 if name.rpartition(".")[2] in NUMBERS else 1)


def hold(floors: Mode, epsilon: float, measured: Mapping[str, float], data: Mapping[str, str]) -> list[Row]:
    """Hold figures against floors.

    Args:
        epsilon: In points of per cent.
        measured: By `BENCHMARK.SCORE`; only the benchmarks that were run.
        data: Digest of the data by benchmark that was run.

    Returns:
        A row for each figure measured, and for each floor of a benchmark that was run.
    """
    rows = []
    wanted = [name for name in floors.floors if name.partition(".")[0] in data]
    for name in dict.fromkeys((*wanted, *measured)):
        benchmark = name.partition(".")[0]
        floor, value = floors.floors.get(name), measured.get(name)
        if value is None or math.isnan(value):
            status = "not measured"
        elif floor is None:
            status = "new"
        elif floors.data.get(benchmark) != data[benchmark]:
            status = "data changed"
        else:
            status = _status(name, rounded(name, value), floor, epsilon)
        rows.append(Row(name, floor, None if value is None else rounded(name, value), status))
    return rows


def _status(name: str, value: float, floor: float, epsilon: float) -> str:
    room = epsilon / 100 if name.rpartition(".")[2] in NUMBERS else epsilon
    if is_better(name, value, floor):
        return "better"
    # A billionth more, so that 50.0 - 0.3 holds against 49.7.
    return "ok" if abs(value - floor) <= room + 1e-9 else "too high" if is_error(name) else "too low"


def raise_floors(mode: Mode, rows: list[Row], data: Mapping[str, str]) -> list[str]:
    """Take over every figure that is new or beats its floor; give their names."""
    taken = [row for row in rows if row.status in ("new", "better") and row.measured is not None]
    for row in taken:
        assert row.measured is not None
        mode.floors[row.name] = row.measured
        mode.data[row.name.partition(".")[0]] = data[row.name.partition(".")[0]]
    return [row.name for row in taken]


def lower_floor(floors: Floors, mode: str, row: Row, reason: str, data: Mapping[str, str]) -> Row:
    """Set a floor to what was measured, whatever it was, and write down why."""
    held, benchmark = floors.modes[mode], row.name.partition(".")[0]
    if row.measured is None:
        held.floors.pop(row.name, None)
        floors.lowered.append(Lowered(row.name, mode, row.floor or 0.0, math.nan, reason))
        return Row(row.name, None, None, "lowered")
    if row.floor is not None and row.measured != row.floor:
        floors.lowered.append(Lowered(row.name, mode, row.floor, row.measured, reason))
    held.floors[row.name] = row.measured
    held.data[benchmark] = data[benchmark]
    return Row(row.name, row.measured, row.measured, "lowered")


def read_floors(path: Path) -> Floors:
    """Read gate.toml."""
    raw = tomllib.loads(path.read_text(encoding="utf-8"))
    modes = {name: Mode(raw[name]["weights"], raw[name]["data"], raw[name]["floors"]) for name in ("full", "quick")}
    lowered = [Lowered(**row) for row in raw.get("lowered", [])]
    return Floors(raw["epsilon"], raw["reason"], modes, lowered)


def write_floors(floors: Floors, path: Path) -> None:
    """Write gate.toml, the same for the same floors."""
    lines = [
        "# Floors of the quality gate, written by tools/gate.py. They go up with --raise, and down only with",
        "# --lower NAME --reason TEXT, which is kept below.",
        *_table("epsilon", floors.epsilon),
        *_table("reason", floors.reason),
    ]
    for name, mode in floors.modes.items():
        lines += ["", f"[{name}]", f"weights = {json.dumps(mode.weights)}"]
        lines += _table(f"{name}.data", dict(sorted(mode.data.items())))
        lines += _table(f"{name}.floors", dict(sorted(mode.floors.items())))
    for row in floors.lowered:
        lines += ["", "[[lowered]]"]
        values = {"figure": row.figure, "mode": row.mode, "before": row.before, "after": row.after}
        lines += [_entry(key, value) for key, value in (values | {"reason": row.reason}).items()]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _table(name: str, values: Mapping[str, object]) -> list[str]:
    return ["", f"[{name}]", *(_entry(key, value) for key, value in values.items())]


def _entry(key: str, value: object) -> str:
    shown = "nan" if isinstance(value, float) and math.isnan(value) else json.dumps(value, ensure_ascii=False)
    return f"{key if key.isidentifier() else json.dumps(key)} = {shown}"
