"""The quality gate: floors that only go up, and the data that it measures on."""

from __future__ import annotations

import gzip
import json
import math
from pathlib import Path

import pytest
from tools import gate
from tools.gate_data import Part, digest_tree, lay_coding, lay_conllu, lay_labels, lay_muc4, lay_re3d, lay_snippets
from tools.gate_floors import Floors, Mode, hold, raise_floors, read_floors, write_floors

from whowhom.evaluate.benchmarks import BENCHMARKS
from whowhom.evaluate.results import Evaluation, Score

DATA = {"muc4": "d1", "coding": "d2"}


@pytest.fixture
def floors() -> Floors:
    quick = Mode("w0", dict(DATA), {"muc4.gtt": 40.0, "coding.calibration_error": 0.1})
    return Floors(
        {"full": 0.3, "quick": 1.0}, {"full": "why", "quick": "why too"}, {"full": Mode(), "quick": quick}, []
    )


@pytest.mark.parametrize(
    ("name", "measured", "status"),
    [
        ("muc4.gtt", 40.1, "better"),
        ("muc4.gtt", 39.0, "ok"),
        ("muc4.gtt", 38.9, "too low"),
        ("muc4.gtt", math.nan, "not measured"),
        ("muc4.type", 12.0, "new"),
        ("coding.calibration_error", 0.09, "better"),
        ("coding.calibration_error", 0.11, "ok"),
        ("coding.calibration_error", 0.111, "too high"),
    ],
)
def test_a_figure_is_held_against_its_floor(floors, name, measured, status):
    benchmark = name.partition(".")[0]
    rows = hold(floors.modes["quick"], 1.0, {name: measured}, {benchmark: DATA[benchmark]})
    assert {row.name: row.status for row in rows}[name] == status


def test_a_floor_whose_figure_is_gone_fails(floors):
    (row,) = hold(floors.modes["quick"], 1.0, {}, {"muc4": "d1"})
    assert (row.name, row.status, row.is_fault) == ("muc4.gtt", "not measured", True)


def test_floors_of_benchmarks_that_were_not_run_are_left_alone(floors):
    assert [row.name for row in hold(floors.modes["quick"], 1.0, {"muc4.gtt": 40.0}, {"muc4": "d1"})] == ["muc4.gtt"]


def test_changed_data_fail_however_good_the_figure(floors):
    (row,) = hold(floors.modes["quick"], 1.0, {"muc4.gtt": 90.0}, {"muc4": "other"})
    assert (row.status, row.is_fault) == ("data changed", True)


def test_raising_takes_over_new_and_better_figures_only(floors):
    mode = floors.modes["quick"]
    measured = {"muc4.gtt": 39.5, "muc4.type": 12.04, "coding.calibration_error": 0.08}
    assert raise_floors(mode, hold(mode, 1.0, measured, DATA), DATA) == ["coding.calibration_error", "muc4.type"]
    assert mode.floors == {"muc4.gtt": 40.0, "coding.calibration_error": 0.08, "muc4.type": 12.0}


def test_floors_are_written_and_read_back_the_same(floors, tmp_path):
    path = tmp_path / "gate.toml"
    write_floors(floors, path)
    assert read_floors(path) == floors
    first = path.read_text(encoding="utf-8")
    write_floors(read_floors(path), path)
    assert path.read_text(encoding="utf-8") == first


def test_the_committed_floors_can_be_read_and_name_figures_that_are_gated():
    floors = read_floors(gate.FLOORS)
    for mode in floors.modes.values():
        for name in mode.floors:
            benchmark, _, score = name.partition(".")
            assert score in gate.FIGURES[benchmark]
            assert benchmark in mode.data
    assert all(floors.reason.values())


def test_every_benchmark_is_gated():
    assert {gate.SAME_BENCHMARK.get(name, name) for name in gate.FIGURES} >= set(BENCHMARKS)
    assert gate.FIGURES.keys() == gate.LAYING.keys()


class Bench:
    """A gate with one benchmark whose score the test sets."""

    def __init__(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, floors: Floors) -> None:
        self.path = tmp_path / "gate.toml"
        self.said: list[str] = []
        write_floors(floors, self.path)
        monkeypatch.setenv(gate.CORPORA_VARIABLE, str(tmp_path))
        self._monkeypatch = monkeypatch
        self.score(40.0)

    def score(self, value: float, data: str = "d1") -> None:
        self._monkeypatch.setattr(gate, "run_benchmarks", lambda *_: ({"muc4.gtt": value}, {"muc4": data}, "w1"))

    def run(self, *arguments: str) -> int:
        return gate.main(["--share", "0.1", *arguments], path=self.path, say=self.said.append)

    @property
    def floors(self) -> Floors:
        return read_floors(self.path)


@pytest.fixture
def bench(tmp_path, monkeypatch, floors) -> Bench:
    return Bench(tmp_path, monkeypatch, floors)


def test_the_gate_passes_and_says_that_the_weights_are_others(bench):
    assert bench.run() == 0
    assert "Other weights" in bench.said[0]
    assert bench.floors.modes["quick"].weights == "w0"


def test_a_lower_figure_fails_and_nothing_is_written(bench):
    before = bench.path.read_text(encoding="utf-8")
    bench.score(30.0)
    assert bench.run("--raise") == 1
    assert bench.path.read_text(encoding="utf-8") == before
    assert "muc4.gtt" in bench.said[-1]


def test_a_better_figure_is_taken_over_only_when_asked(bench):
    bench.score(41.26)
    assert bench.run() == 0
    assert bench.floors.modes["quick"].floors["muc4.gtt"] == 40.0
    assert bench.run("--raise") == 0
    assert bench.floors.modes["quick"].floors["muc4.gtt"] == 41.3
    assert bench.floors.modes["quick"].weights == "w1"


def test_a_floor_goes_down_with_a_reason_that_is_kept(bench):
    bench.score(30.0)
    assert bench.run("--lower", "muc4.gtt", "--reason", "templates without a type are no longer guessed") == 0
    assert bench.floors.modes["quick"].floors["muc4.gtt"] == 30.0
    (row,) = bench.floors.lowered
    assert (row.figure, row.mode, row.before, row.after) == ("muc4.gtt", "quick", 40.0, 30.0)
    assert row.reason == "templates without a type are no longer guessed"
    assert bench.run() == 0


def test_a_floor_does_not_go_down_without_a_reason(bench):
    with pytest.raises(SystemExit) as met:
        bench.run("--lower", "muc4.gtt")
    assert met.value.code == 2


def test_a_name_that_fits_nothing_is_refused(bench):
    with pytest.raises(SystemExit, match="no such figure"):
        bench.run("--lower", "muc5", "--reason", "a slip")


def test_changed_data_are_accepted_for_a_whole_benchmark(bench):
    bench.score(39.8, data="d9")
    assert bench.run() == 1
    assert bench.run("--lower", "muc4", "--reason", "two articles were mended") == 0
    assert bench.floors.modes["quick"].data["muc4"] == "d9"
    assert bench.run() == 0


def test_without_corpora_the_gate_says_so_and_ends_with_zero(tmp_path, monkeypatch):
    monkeypatch.setenv(gate.CORPORA_VARIABLE, str(tmp_path / "none"))
    said: list[str] = []
    assert gate.main([], say=said.append) == 0
    assert "did not run" in said[0]


def test_gated_figures_are_f1_or_the_number():
    evaluation = Evaluation("muc4", 1, "articles", {"gtt": Score(1.0, 2.0, 3.0), "r": 0.5}, lambda path: None)
    assert gate.pick(evaluation, ("gtt", "r", "absent")) == {"gtt": 3.0, "r": 0.5}


def part(folder: Path, share: float = 1.0) -> Part:
    return Part(folder, share, folder / "corpus")


def test_a_share_is_the_same_everywhere_and_grows(tmp_path):
    names = [f"TST1-MUC3-{number:04}" for number in range(1, 1001)]
    tenth, third = ({n for n in names if part(tmp_path, share).takes(n)} for share in (0.1, 0.33))
    assert tenth < third
    assert 70 < len(tenth) < 130
    assert "TST1-MUC3-0011" in {n for n in names if part(tmp_path, 1.0).takes(n)}


def test_articles_of_the_share_keep_their_texts_and_all_keys_are_there(tmp_path):
    articles = {f"TST1-MUC3-{number:04}": f"   BIRAO, 4 FEB 90 -- REPORT {number}.\n\n" for number in range(1, 41)}
    for folder in ("texts", "keys"):
        (tmp_path / "muc4" / folder).mkdir(parents=True)
    for texts, keys in (("tst1-muc3", "key-tst1.v7"), ("tst2-muc4", "key-tst2.v4")):
        whole = "".join(f"{name}\n\n{body}" for name, body in articles.items()) if "1" in texts else ""
        (tmp_path / "muc4" / "texts" / texts).write_text(whole, encoding="latin-1")
        (tmp_path / "muc4" / "keys" / keys).write_text("keys\n", encoding="latin-1")
    laid = lay_muc4(part(tmp_path, 0.3), tmp_path / "out")
    kept = (laid / "texts" / "tst1-muc3").read_text(encoding="latin-1")
    expected = [name for name in articles if part(tmp_path, 0.3).takes(name)]
    assert 0 < len(expected) < 40
    assert kept == "".join(f"{name}\n\n{articles[name]}" for name in expected)
    assert (laid / "keys" / "key-tst1.v7").read_text(encoding="latin-1") == "keys\n"


def test_reports_of_re3d_are_those_held_out_with_their_labels(tmp_path):
    folder = tmp_path / "re3d" / "Kotto Observer"
    folder.mkdir(parents=True)
    ids = [f"R{number}" for number in range(60)]
    for name, key in (("documents", "_id"), ("entities", "documentId"), ("relations", "documentId")):
        lines = [json.dumps({key: doc, "text": "Élan"}, ensure_ascii=False) + "\n" for doc in ids]
        (folder / f"{name}.json").write_text("".join(lines), encoding="utf-8")
    laid = lay_re3d(part(tmp_path), tmp_path / "out") / "Kotto Observer"
    kept = [json.loads(line)["_id"] for line in (laid / "documents.json").read_text(encoding="utf-8").splitlines()]
    assert 0 < len(kept) < 15
    for name in ("entities", "relations"):
        rows = [json.loads(line) for line in (laid / f"{name}.json").read_text(encoding="utf-8").splitlines()]
        assert [row["documentId"] for row in rows] == kept


def test_whole_documents_of_the_treebank_are_kept(tmp_path):
    (tmp_path / "ud-ewt").mkdir()
    documents = [f"# newdoc id = d{n}\n# sent_id = s{n}\n1\tHe\n\n" for n in range(30)]
    (tmp_path / "ud-ewt" / "dev.conllu.gz").write_bytes(gzip.compress("".join(documents).encode()))
    kept = lay_conllu(part(tmp_path, 0.5), tmp_path / "half").read_text(encoding="utf-8")
    assert 0 < kept.count("newdoc") < 30
    assert kept == "".join(document for document in documents if document in kept)
    assert lay_conllu(part(tmp_path), tmp_path / "all").read_text(encoding="utf-8") == "".join(documents)


def test_only_held_out_reports_and_labels_are_measured(tmp_path):
    reports, labels = tmp_path / "corpus" / "reports", tmp_path / "corpus" / "labels"
    for folder in (reports, labels / "re3d", labels / "second"):
        folder.mkdir(parents=True)
    for name, kind in (("a001", "wire"), ("a004", "snippet"), ("a011", "wire")):
        (reports / f"{name}.toml").write_text(f'kind = "{kind}"\n', encoding="utf-8")
        (labels / "re3d" / f"{name}.toml").write_text(f'doc = "written:{name}"\n', encoding="utf-8")
        (labels / "second" / f"{name}.toml").write_text(f'doc = "written:{name}"\n', encoding="utf-8")
    written = lay_coding(part(tmp_path), tmp_path / "w")
    labelled = lay_labels(part(tmp_path), tmp_path / "l")
    notes = lay_snippets(part(tmp_path), tmp_path / "s")
    assert [path.name for path in written.iterdir()] == ["a011.toml"]
    assert [path.name for path in notes.iterdir()] == ["a004.toml"]
    assert sorted(path.relative_to(labelled).as_posix() for path in labelled.rglob("*.toml")) == [
        "re3d/a004.toml",
        "re3d/a011.toml",
    ]


def test_a_digest_sees_names_and_bytes(tmp_path):
    (tmp_path / "one").mkdir()
    (tmp_path / "one" / "a").write_text("x")
    first = digest_tree(tmp_path / "one")
    assert digest_tree(tmp_path / "one") == first
    (tmp_path / "one" / "a").rename(tmp_path / "one" / "b")
    assert digest_tree(tmp_path / "one") != first
