"""What ships: the wheel holds its data and stays small."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
MAX_WHEEL_BYTES = 50_000_000
MAX_WEIGHTS_BYTES = 26_000_000
MAX_GAZETTEER_BYTES = 20_000_000


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    out = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(out)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return next(out.glob("*.whl"))


def test_the_wheel_stays_under_its_limit(wheel):
    assert wheel.stat().st_size < MAX_WHEEL_BYTES


def test_the_wheel_holds_all_data_and_their_licences(wheel):
    names = set(zipfile.ZipFile(wheel).namelist())
    for path in (ROOT / "src" / "whowhom").rglob("*"):
        if path.is_file() and path.suffix not in (".py", ".pyc"):
            assert str(path.relative_to(ROOT / "src")).replace("\\", "/") in names


def test_weights_and_gazetteer_stay_under_their_limits():
    parts = (ROOT / "src/whowhom/reading/weights").glob("*.onnx")
    assert sum(part.stat().st_size for part in parts) < MAX_WEIGHTS_BYTES
    assert (ROOT / "src/whowhom/gazetteer/data/gazetteer.sqlite").stat().st_size < MAX_GAZETTEER_BYTES
