"""``whowhom corpus``: the check, and showing, quoting, packing, compiling, splitting."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from whowhom.cli.app import app
from whowhom.corpora import own_lists
from whowhom.corpora.own_check import check_own
from whowhom.corpora.own_coverage import count_words, cover, sentences_without_event
from whowhom.corpora.own_lists import load_scheme
from whowhom.corpora.own_repeats import repeated_runs, similar_sentences
from whowhom.corpora.own_standoff import file_name, read_standoff
from whowhom.corpora.own_texts import digest_text, read_texts
from whowhom.corpora.own_written import compile_folder

CORPUS = Path(__file__).resolve().parent.parent / "corpus"
SCHEME = load_scheme()
HEAD = 'id = "{}"\nkind = "wire"\npublished = "2023-04-18"\ntext = """\n{}\n"""\n'
SHELLING = "[[event]]\ntrigger = 'shelled'\ntype = 'ASSAULT'\nmode = 'heavy-weapons'\n"
DISPATCH = "GENERAL: The enemy shelled our camp at dawn.\n\nNobody was hurt, said Colonel Ashbrook."


def written(folder, **texts):
    reports = folder / "reports"
    reports.mkdir(parents=True, exist_ok=True)
    for name, (text, labels) in texts.items():
        (reports / f"{name}.toml").write_text(HEAD.format(name, text) + labels, encoding="utf-8")
    documents, faults = compile_folder(reports, SCHEME)
    assert faults == []
    return documents


def run(*arguments, corpora=None):
    environment = {"WHOWHOM_CORPORA": str(corpora) if corpora else ""}
    return CliRunner().invoke(app, ["corpus", *map(str, arguments)], env=environment)


@pytest.fixture
def corpora(tmp_path):
    folder = tmp_path / "corpora"
    (folder / "geo").mkdir(parents=True)
    (folder / "geo/wotr.json").write_text(json.dumps([{"vol": 1, "docid": 7, "text": DISPATCH}]), encoding="utf-8")
    return folder


@pytest.fixture
def labelling(tmp_path):
    folder = tmp_path / "labelling"
    folder.mkdir()
    labels = SHELLING + "target = ['our camp']\ntarget_kind = ['state forces']\n# labelled\n"
    (folder / "x001.toml").write_text(HEAD.format("x001", DISPATCH) + labels, encoding="utf-8")
    (folder / "x002.toml").write_text(HEAD.format("x002", DISPATCH), encoding="utf-8")
    entry = {"doc": "wotr:7", "sha256": digest_text(DISPATCH), "start": 0, "read_to": len(DISPATCH)}
    (folder / "index.json").write_text(json.dumps({"x001": entry}), encoding="utf-8")
    return folder


def test_a_run_of_six_words_may_stand_in_three_reports(tmp_path):
    texts = {f"t00{n}": (f"Number {n} says: the river rose in the night again.", "") for n in range(1, 5)}
    documents = written(tmp_path, **texts)
    assert list(repeated_runs(documents[:3])) == []
    runs = dict(repeated_runs(documents))
    assert set(runs) == {
        "says the river rose in the",
        "the river rose in the night",
        "river rose in the night again",
    }
    assert runs["says the river rose in the"] == [f"written:t00{n}" for n in range(1, 5)]


def test_sentences_alike_are_found_by_their_lemmas(tmp_path):
    documents = written(
        tmp_path,
        t001=("The rebels attacked two villages. Rain fell.", ""),
        t002=("Two villages were attacked. The rebel attacks the village twice. Rain fell.", ""),
        t003=("A rebel attacks two villages.", ""),
    )
    pairs = {(a.doc[-1], a.start, b.doc[-1], b.start): round(j, 2) for a, b, j in similar_sentences(documents)}
    # {the, rebel, attack, two, village} and {a, rebel, attack, two, village}: four of six.
    # Two words make no sentence that could be told again.
    assert pairs == {("1", 0, "3", 0): 0.67, ("1", 0, "2", 28): 0.67}


def test_sentences_without_event_and_words_are_counted(tmp_path):
    text = "Troops shelled the town. It rained. \\nNo one, they say, had expected it."
    [document] = written(tmp_path, t001=(text, SHELLING))
    assert sentences_without_event([document]) == (2, 3)
    assert count_words(document) == 13


def test_every_label_of_the_scheme_is_counted(tmp_path):
    documents = written(tmp_path, t001=("Troops shelled the town.", SHELLING))
    counts = {(row.layer, row.label): (row.written, row.labelled) for row in cover(documents, [], SCHEME)}
    assert counts["type", "ASSAULT"] == (1, 0)
    assert counts["mode of ASSAULT", "heavy-weapons"] == (1, 0)
    assert counts["mode of ASSAULT", "drone"] == (0, 0)
    assert counts["kind of report", "wire"] == (1, 0)
    assert len([key for key in counts if key[0] == "acled"]) == 25
    assert len([key for key in counts if key[0].startswith("mode of")]) == sum(map(len, SCHEME.modes.values()))


def test_the_check_tells_all_that_is_wrong_at_once(tmp_path):
    written(tmp_path, t001=("Troops shelled the town.", SHELLING), t002=("Troops shelled the towns.", SHELLING))
    (tmp_path / "held-out.txt").write_text("written:t009\n", encoding="utf-8")
    faults = check_own(tmp_path).faults
    for expected in (
        "written:t001: 4 words; expected 60 to 250",
        "written:t001 0-24 and written:t002 0-25: sentences alike (1.00",
        "0 of 2 sentences tell no event",
        "none has type 'PROTEST'",
        "none has mode of COERCE 'curfew'",
        "none has voice 'expert'",
        "held-out.txt: not the documents",
    ):
        assert any(expected in fault for fault in faults), expected
    assert not any("mode of SANCTION" in fault for fault in faults)


def test_our_corpus_has_no_faults():
    check = check_own(CORPUS)
    assert check.faults == []
    assert check.without_event >= 0.2 * check.sentences
    assert len(check.corpus.written) >= 150
    kinds = {row.label: row.written for row in check.coverage if row.layer == "kind of report"}
    assert min(kinds.values()) >= 8


def test_the_check_ends_with_2_where_there_are_faults(tmp_path):
    written(tmp_path, t001=("Troops shelled the town.", SHELLING))
    result = run("check", tmp_path)
    assert result.exit_code == 2
    assert "none has type 'PROTEST'" in result.output
    assert run("check", tmp_path / "nowhere").exit_code == 2


def test_labels_are_packed_shown_quoted_and_packed_again(tmp_path, corpora, labelling):
    labels = tmp_path / "corpus" / "labels"
    given = ("pack", labelling, "--index", labelling / "index.json", "--into", labels)
    result = run(*given, corpora=corpora)
    assert result.exit_code == 0, result.output
    [path] = labels.rglob("*.toml")
    packed = path.read_text(encoding="utf-8")
    assert "shelled" not in packed
    assert path.name == f"7-{digest_text(DISPATCH)[:8]}.toml"
    shown = run("show", "wotr:7", "--folder", tmp_path / "corpus", corpora=corpora)
    assert 'trigger = "19-26 | shelled"' in shown.output
    assert "Nobody was hurt" not in shown.output
    quoted = tmp_path / "mend.toml"
    assert run("quote", path, "-o", quoted, corpora=corpora).exit_code == 0
    assert "Nobody was hurt" in quoted.read_text(encoding="utf-8")
    # Mended by hand, it needs no corpora: it brings its text.
    quoted.write_text(quoted.read_text(encoding="utf-8").replace('"19-26 | shelled"', '"? | hurt"'), encoding="utf-8")
    assert run("pack", quoted, "--into", labels).exit_code == 0
    assert path.read_text(encoding="utf-8") == packed.replace(
        "19-26", f"{DISPATCH.index('hurt')}-{DISPATCH.index('hurt') + 4}"
    )


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("['our camp']", "['their camp']", "'their camp'"),
        ("at dawn", "at dusk", "expected it unchanged"),
        ("'ASSAULT'", "ASSAULT", "no valid TOML"),
        ("'heavy-weapons'", "'curfew'", "'curfew'"),
    ],
    ids=["words that do not stand there", "another text", "no TOML", "another type's mode"],
)
def test_what_is_faulty_is_not_packed(tmp_path, corpora, labelling, old, new, told):
    path = labelling / "x001.toml"
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    labels = tmp_path / "labels"
    result = run("pack", labelling, "--index", labelling / "index.json", "--into", labels, corpora=corpora)
    assert result.exit_code == 2
    assert told in result.output
    assert not labels.exists()


@pytest.mark.parametrize("content", ["[1]", "{"], ids=["a list", "no JSON"])
def test_an_index_of_another_form_is_named(tmp_path, labelling, content):
    (labelling / "index.json").write_text(content, encoding="utf-8")
    result = run("pack", labelling, "--index", labelling / "index.json", "--into", tmp_path / "labels")
    assert result.exit_code == 2
    assert "index.json" in result.output


def test_a_document_without_its_text_is_not_shown(tmp_path, corpora, labelling):
    folder = tmp_path / "corpus"
    run("pack", labelling, "--index", labelling / "index.json", "--into", folder / "labels", corpora=corpora)
    result = run("show", "wotr:7", "--folder", folder)
    assert result.exit_code == 2
    assert "--corpora" in result.output
    assert run("show", "wotr:8", "--folder", folder).exit_code == 2


def test_compiled_documents_hold_texts_only_where_they_are_at_hand(tmp_path, corpora, labelling):
    folder, out = tmp_path / "corpus", tmp_path / "out.jsonl"
    written(folder, t001=("Troops shelled the town.", SHELLING))
    run("pack", labelling, "--index", labelling / "index.json", "--into", folder / "labels", corpora=corpora)
    assert run("compile", out, folder).exit_code == 0
    rows = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert [(row["doc"], row["text"]) for row in rows] == [
        ("written:t001", "Troops shelled the town."),
        ("wotr:7", None),
    ]
    assert run("compile", out, folder, corpora=corpora).exit_code == 0
    assert [json.loads(line)["text"] for line in out.read_text(encoding="utf-8").splitlines()][1] == DISPATCH


def test_the_split_is_written_for_the_check_to_compare(tmp_path):
    names = {f"t{number:03}": ("Troops shelled the town.", SHELLING) for number in range(40)}
    written(tmp_path, **names)
    result = run("split", tmp_path)
    held = (tmp_path / "held-out.txt").read_text(encoding="utf-8").split()
    assert result.output.startswith(f"{len(held)} of 40 held out")
    assert held
    assert not any("held-out.txt" in fault for fault in check_own(tmp_path).faults)


def test_the_labels_stand_on_whole_words_of_their_texts(pytestconfig):
    folder = CORPUS.parent.parent / "shared" / "corpora"
    if not folder.is_dir():
        pytest.skip("the corpora are not at hand")
    texts = dict(read_texts(folder))
    for path in sorted((CORPUS / "labels").glob("*/*.toml")):
        document, faults = read_standoff(path.name, path.read_text(encoding="utf-8"), texts)
        assert faults == []
        assert file_name(document) == f"{path.parent.name}/{path.name}"
    assert check_own(CORPUS, folder).faults == []


def test_the_scheme_has_an_example_for_every_label():
    rows = re.findall(r"^\| (`.+?`)[^|]*\| (.+?) \|$", (CORPUS / "SCHEME.md").read_text(encoding="utf-8"), re.MULTILINE)
    told = {name for names, example in rows if example.strip() for name in re.findall(r"`([^`]+)`", names)}
    labels = {
        *SCHEME.modes,
        *(mode for modes in SCHEME.modes.values() for mode in modes),
        *SCHEME.acled,
        *(label for name, values in vars(own_lists).items() if name.isupper() for label in values),
    } - {*own_lists.PRONOUNS, *own_lists.GENRES}
    assert len(labels) > 150
    assert sorted(labels - told) == []


def test_the_scheme_names_every_kind_of_report():
    scheme = (CORPUS / "SCHEME.md").read_text(encoding="utf-8")
    assert [kind for kind in own_lists.GENRES if f"`{kind}`" not in scheme] == []
