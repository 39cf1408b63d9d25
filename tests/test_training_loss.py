"""What integers cost: the variants of the exported graphs, heads that a run lacks, and the table."""

import pytest

torch = pytest.importorskip("torch", reason="not run: torch is not installed on this machine")

from training import export  # noqa: E402
from training.loss import Row, load_model, rounding, rows_of, show  # noqa: E402
from training.model import Reader  # noqa: E402


def kinds(graph) -> set[str]:
    return {node.op_type for node in graph.graph.node}


def small_tables(graph) -> list[str]:
    return [tensor.name for tensor in graph.graph.initializer if tensor.name.endswith("_q")]


def test_integers_are_left_out_where_they_are_not_asked_for():
    model = Reader(3, 4).eval()
    with rounding(integers=("upper",), small=False):
        graphs = export.graphs(model)
    assert "MatMulIntegerToFloat" not in kinds(graphs["lower"])
    assert "MatMulIntegerToFloat" in kinds(graphs["upper"])
    assert [small_tables(graph) for graph in graphs.values() if small_tables(graph)] == []
    shipped = export.graphs(model)
    assert "MatMulIntegerToFloat" in kinds(shipped["lower"])
    assert small_tables(shipped["lower"])


def test_heads_that_came_after_a_run_say_nothing():
    whole = Reader(3, 4)
    old = {name: value for name, value in whole.state_dict().items() if "stances" not in name}
    model = load_model({"model": old, "xpos": ["NN"] * 3, "deprels": ["dep"] * 4})
    words = torch.randn(1, 5, 384)
    assert model.word_heads["stances"](words).argmax(-1).tolist() == [[0] * 5]


def test_the_table_marks_a_loss_of_more_than_half_a_point():
    fp32 = {"n": "200 articles", "figures": {"gtt": 48.0, "type": 57.0}, "intervals": {"gtt": [44.0, 52.0]}}
    shipped = {"n": "200 articles", "figures": {"gtt": 47.4, "type": 57.5}, "intervals": {"gtt": [44.0, 52.0]}}
    rows = rows_of("muc4", {"fp32": fp32, "shipped": shipped})
    assert rows[0] == Row("muc4.gtt", "200 articles", {"fp32": 48.0, "shipped": 47.4}, 4.0)
    said: list[str] = []
    show(rows, said.append)
    assert said[2:] == [
        "| muc4.gtt | 200 articles | 48.0 | 47.4 | 0.6 ! | 4.0 |",
        "| muc4.type | 200 articles | 57.0 | 57.5 | -0.5 | – |",
    ]
