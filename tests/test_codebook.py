"""The codebook: what ships is sound, faults are named with line and key, triggers are found in words."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whowhom.codebook import check_codebook, find_triggers, fits, load_codebook
from whowhom.codebook.source import SHIPPED, find_line, split_weight, split_words
from whowhom.errors import CodebookError

CODEBOOK = load_codebook()
PLOVER = (
    "AGREE CONSULT SUPPORT CONCEDE COOPERATE AID RETREAT REQUEST ACCUSE REJECT THREATEN PROTEST SANCTION MOBILIZE COERCE ASSAULT"
).split()
SMALL = """
[codebook]
name = 'harbour'
version = '1.0'

[frames.acts]
subj = 'actor'
obj = 'target'

[types.SMUGGLE]
definition = 'Goods brought in past the customs.'

[types.SMUGGLE.modes]
sea = { definition = 'By boat.' }

[[types.SMUGGLE.triggers]]
pos = 'VERB'
weight = 0.9
mode = 'sea'
words = 'smuggle, land ... cargo (0.4)'

[[types.SMUGGLE.examples]]
text = 'Crews smuggled rifles into the port.'
events = [{ type = 'SMUGGLE', mode = 'sea' }]

[[types.SMUGGLE.examples]]
text = 'The port is closed on Sundays.'
events = []
"""


def _write(folder: Path, text: str, name: str = "harbour.toml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


# --- what ships ---


def test_the_shipped_codebook_has_no_fault():
    assert check_codebook(SHIPPED) == ()


def test_the_shipped_codebook_holds_plovers_sixteen_types():
    assert sorted(kind.name for kind in CODEBOOK.types) == sorted(PLOVER)
    assert len(CODEBOOK.digest) == 64
    assert (CODEBOOK.name, CODEBOOK.version) == ("plover", "1.0.0")


def test_the_shipped_codebook_has_plovers_modes():
    counts = {kind.name: len(kind.modes) for kind in CODEBOOK.types if kind.modes}
    assert counts == {
        "CONSULT": 4,
        "RETREAT": 6,
        "REQUEST": 4,
        "ACCUSE": 3,
        "REJECT": 4,
        "THREATEN": 6,
        "PROTEST": 7,
        "SANCTION": 4,
        "MOBILIZE": 4,
        "COERCE": 10,
        "ASSAULT": 15,
    }


@pytest.mark.parametrize("kind", CODEBOOK.types, ids=lambda kind: kind.name)
def test_every_type_is_defined_and_shown_by_examples_and_counter_examples(kind):
    assert kind.definition
    assert kind.includes
    assert kind.excludes
    assert sum(bool(example.events) for example in kind.examples) >= 3
    assert sum(not example.events for example in kind.examples) >= 3
    assert all(any(event.type == kind.name for event in example.events) for example in kind.examples if example.events)


@pytest.mark.parametrize("kind", CODEBOOK.types, ids=lambda kind: kind.name)
def test_examples_quote_their_participants_from_their_text(kind):
    for example in kind.examples:
        for event in example.events:
            assert all(words in example.text for words in (event.actor, event.target) if words)


def test_there_are_more_than_six_hundred_triggers_and_each_mode_has_one():
    assert len(CODEBOOK.triggers) > 600
    used = {(trigger.type, trigger.mode) for trigger in CODEBOOK.triggers}
    without = {(kind.name, mode.name) for kind in CODEBOOK.types for mode in kind.modes} - used
    assert without == {
        ("REJECT", name) for name in ("assist", "change", "yield", "meet")
    }  # their object tells, not the verb


def test_every_trigger_has_roles_for_actor_or_target():
    for trigger in CODEBOOK.triggers:
        assert set(trigger.roles.values()) & {"actor", "target", "party", "instrument", "place"}, trigger.lemma


def test_no_trigger_needs_what_it_forbids():
    assert [trigger.lemma for trigger in CODEBOOK.triggers if trigger.requires & trigger.forbids] == []


def test_the_records_cannot_be_changed():
    with pytest.raises(dataclasses.FrozenInstanceError):
        CODEBOOK.triggers[0].weight = 0.0  # type: ignore[misc]
    with pytest.raises(TypeError):
        CODEBOOK.objects["mosque"] = "home"  # type: ignore[index]


def test_objects_and_light_verbs_are_looked_up_by_lemma():
    assert CODEBOOK.objects["mosque"] == "worship"
    assert CODEBOOK.objects["religious school"] == "school"
    assert {"launch", "carry out"} <= CODEBOOK.light_verbs


# --- triggers ---


def _find(sentence: str) -> dict[str, set[tuple[str, str | None]]]:
    """Read "word/lemma/TAG" triples; return the matched words with their types and modes."""
    triples = [part.split("/") for part in sentence.split()]
    words, lemmas, tags = ([triple[index] for triple in triples] for index in range(3))
    found: dict[str, set[tuple[str, str | None]]] = {}
    for match in find_triggers(CODEBOOK, lemmas, tags, words):
        text = " ".join(words[index] for index in match.words)
        found.setdefault(text, set()).add((match.trigger.type, match.trigger.mode))
    return found


def test_the_longest_phrase_wins_over_the_words_in_it():
    found = _find("a/a/DET suicide/suicide/NOUN bombing/bombing/NOUN killed/kill/VERB guests/guest/NOUN")
    assert found["suicide bombing"] == {("ASSAULT", "suicide-attack")}
    assert "bombing" not in found
    assert ("ASSAULT", None) in found["killed"]


def test_a_phrase_closes_around_its_object():
    found = _find("They/they/PRON set/set/VERB the/the/DET old/old/ADJ mill/mill/NOUN on/on/ADP fire/fire/NOUN")
    assert ("ASSAULT", "destroy") in found["set on fire"]


def test_a_phrase_does_not_reach_over_a_long_stretch():
    filler = " ".join(f"w{index}/w{index}/NOUN" for index in range(9))
    assert "set on fire" not in _find(f"They/they/PRON set/set/VERB {filler} on/on/ADP fire/fire/NOUN")


def test_hyphens_between_the_words_of_a_phrase_count_as_spaces():
    assert _find("an/a/DET air/air/NOUN -/-/PUNCT strike/strike/NOUN")["air strike"] == {("ASSAULT", "aerial")}


def test_the_part_of_speech_of_the_head_decides():
    assert ("ASSAULT", None) not in _find("the/the/DET attack/attack/ADP")
    assert ("COERCE", "arrest") in _find("Police/police/NOUN arrested/arrest/VERB him/he/PRON")["arrested"]


def test_a_noun_matches_as_written_where_its_lemma_is_the_verb():
    assert ("ASSAULT", None) in _find("the/the/DET killing/kill/NOUN of/of/ADP farmers/farmer/NOUN")["killing"]


def test_requirements_and_bans_are_asked_of_the_words_around():
    strike = next(t for t in CODEBOOK.starting_with("attack") if t.pos == "NOUN" and t.type == "ASSAULT")
    assert strike.allows({"village", "@civilians"})
    assert not strike.allows({"heart"})
    close = next(t for t in CODEBOOK.starting_with("close") if t.effect == "closed")
    assert close.allows({"mosque"})
    assert close.allows({"@worship"})
    assert not close.allows({"deal"})


@pytest.mark.parametrize(
    ("lemma", "relation", "role"),
    [("kill", "obj", "target"), ("die", "subj", "target"), ("escape", "subj", "actor"), ("clash", "with", "party")],
)
def test_frames_say_which_relation_holds_whom(lemma, relation, role):
    assert any(t.roles.get(relation) == role for t in CODEBOOK.starting_with(lemma) if t.pos == "VERB")


def test_tolls_say_what_becomes_of_the_people():
    tolls = {t.lemma: t.toll for t in CODEBOOK.triggers if t.toll and t.pos == "VERB" and len(t.words) == 1}
    wanted = {
        "kill": "killed",
        "wound": "injured",
        "arrest": "arrested",
        "kidnap": "abducted",
        "surrender": "surrendered",
        "defect": "defected",
        "release": "released",
    }
    assert {lemma: tolls[lemma] for lemma in wanted} == wanted


@given(
    st.lists(st.sampled_from(["set", "on", "fire", "open", "air", "-", "strike", "kill", "suicide", "bombing", "the"]))
)
def test_matches_lie_in_the_sentence_in_order_and_none_within_a_longer_one(lemmas):
    found = find_triggers(CODEBOOK, lemmas, ["VERB"] * len(lemmas))
    spans = {match.words for match in found}
    for match in found:
        assert list(match.words) == sorted(match.words)
        assert 0 <= match.words[0] <= match.words[-1] < len(lemmas)
        assert match.head in match.words
        assert [lemmas[i] for i in match.words] == [word for word in match.trigger.words if word != "..."]
        assert not any(set(match.words) < set(other) for other in spans)


# --- one's own codebook ---


def test_a_codebook_of_ones_own_is_read(tmp_path):
    codebook = load_codebook(_write(tmp_path, SMALL))
    assert [kind.name for kind in codebook.types] == ["SMUGGLE"]
    assert {trigger.lemma: trigger.weight for trigger in codebook.triggers} == {"smuggle": 0.9, "land ... cargo": 0.4}


def test_a_codebook_may_extend_the_shipped_one(tmp_path):
    text = """
[codebook]
name = 'mine'
version = '2'
extends = 'plover'

[types.ASSAULT]
without = 'storm'

[[types.ASSAULT.triggers]]
pos = 'NOUN'
weight = 0.9
words = 'panga attack'

[[crosswalks.acled.rules]]
id = 'acled.mine'
give = 'Mob violence'
type = 'ASSAULT'
trigger = 'panga attack'
"""
    codebook = load_codebook(_write(tmp_path, text))
    lemmas = {trigger.lemma for trigger in codebook.triggers if trigger.type == "ASSAULT"}
    assert (codebook.name, len(codebook.types)) == ("mine", 16)
    assert "panga attack" in lemmas
    assert "storm" not in lemmas
    assert codebook.crosswalks["acled"].rules[0].id == "acled.mine"
    assert codebook.digest != CODEBOOK.digest


def test_a_codebook_may_be_spread_over_files(tmp_path):
    head, _, rest = SMALL.partition("[frames.acts]")
    _write(tmp_path, "[frames.acts]" + rest, "types.toml")
    path = _write(tmp_path, head.replace("version = '1.0'", "version = '1.0'\ninclude = ['types.toml']"))
    assert [trigger.lemma for trigger in load_codebook(path).triggers] == ["smuggle", "land ... cargo"]


def test_the_digest_follows_the_bytes(tmp_path):
    first = load_codebook(_write(tmp_path, SMALL)).digest
    second = load_codebook(_write(tmp_path, SMALL.replace("0.9", "0.8"))).digest
    assert first != second


def _line_of(text: str, words: str) -> int:
    return text[: text.index(words)].count("\n") + 1


FAULTS = {
    "an unknown key": ("mode = 'sea'", "mood = 'sea'", "types.SMUGGLE.triggers.mood", "unknown key 'mood'"),
    "an unknown mode": ("mode = 'sea'", "mode = 'air'", "types.SMUGGLE.triggers.mode", "unknown mode 'air'"),
    "an unknown part of speech": ("pos = 'VERB'", "pos = 'verb'", "types.SMUGGLE.triggers.pos", "unknown pos 'verb'"),
    "a weight above one": ("weight = 0.9", "weight = 9", "types.SMUGGLE.triggers.weight", "weight is 9"),
    "no words": ("words = 'smuggle, land ... cargo (0.4)'", "words = []", "types.SMUGGLE.triggers.words", "words is []"),
    "a trigger twice": ("'smuggle, land", "'smuggle, smuggle, land", "types.SMUGGLE.triggers.words", "'smuggle' stands twice"),
    "an unknown role": ("obj = 'target'", "obj = 'victim'", "frames.acts.obj", "unknown obj 'victim'"),
    "an example of an unknown type": ("events = [{ type = 'SMUGGLE'", "events = [{ type = 'SMUGLE'", "types.SMUGGLE.examples.events", "unknown type 'SMUGLE'"),
    "an example without events": ("events = []", "event = []", "types.SMUGGLE.examples.event", "unknown key 'event'"),
    "an unknown section": ("[frames.acts]", "[frame.acts]", "frame", "unknown key 'frame'"),
    "no version": ("version = '1.0'", "", "codebook.version", "no version is given"),
    "an unknown base": ("version = '1.0'", "version = '1.0'\nextends = 'cameo'", "codebook.extends", "'cameo' is no codebook that ships"),
}  # fmt: skip


@pytest.mark.parametrize(("good", "bad", "key", "met"), FAULTS.values(), ids=FAULTS)
def test_a_fault_is_named_with_file_line_and_key(tmp_path, good, bad, key, met):
    text = SMALL.replace(good, bad, 1)
    faults = check_codebook(_write(tmp_path, text))
    fault = next(fault for fault in faults if met in fault.met)
    assert (fault.file, fault.key) == ("harbour.toml", key)
    assert fault.expected
    if bad and "[frame.acts]" not in bad:
        assert fault.line is not None
        assert (
            text.split("\n")[fault.line - 1].strip() in bad or bad.split("\n")[-1] in text.split("\n")[fault.line - 1]
        )


def test_a_mode_defined_twice_is_named_with_its_line(tmp_path):
    text = SMALL.replace(
        "sea = { definition = 'By boat.' }", "sea = { definition = 'By boat.' }\nsea = { score = -1.0 }"
    )
    (fault,) = check_codebook(_write(tmp_path, text))
    assert fault.line == _line_of(text, "sea = { score")
    assert str(fault) == (
        f"codebook 'harbour.toml', key 'types.SMUGGLE.modes.sea', line {fault.line}: 'sea' is defined twice.\nKeep one definition."
    )


def test_a_syntax_error_is_named_with_its_line(tmp_path):
    text = SMALL.replace("weight = 0.9", "weight = ")
    (fault,) = check_codebook(_write(tmp_path, text))
    assert fault.line == _line_of(text, "weight = ")
    assert "not valid TOML" in fault.met


@pytest.mark.parametrize(
    ("rule", "met"),
    [
        ("type = 'SMUGGEL'", "unknown type 'SMUGGEL'"),
        ("type = 'SMUGGLE'\ngive = 'Smuggling'", "unknown class 'Smuggling'"),
        ("actor = 'pirates'", "unknown actor 'pirates'"),
        ("actor = '@pirates'", "unknown group '@pirates'"),
        ("weather = 'fog'", "unknown condition 'weather'"),
        ("killed = 3", "killed is 3"),
    ],
)
def test_a_rule_that_refers_to_nothing_is_a_fault(tmp_path, rule, met):
    give = "" if "give" in rule else "give = 'Other'\n"
    text = SMALL + (
        "\n[crosswalks.acled.classes]\n"
        "'Other' = { event_type = 'Strategic developments', disorder_type = 'Strategic developments' }\n"
        f"\n[[crosswalks.acled.rules]]\nid = 'acled.one'\n{give}{rule}\n"
    )
    (fault,) = check_codebook(_write(tmp_path, text))
    assert met in fault.met
    assert fault.line is not None
    assert text.split("\n")[fault.line - 1] in rule


def test_bad_files_are_faults_and_not_crashes(tmp_path):
    missing = check_codebook(tmp_path / "none.toml")
    assert "cannot be read" in missing[0].met
    (tmp_path / "latin.toml").write_bytes(b"[codebook]\nname = 'caf\xe9'\n")
    assert check_codebook(tmp_path / "latin.toml")[0].line == 2
    for text in ("types = 3", "[types]\nA = 1", "instruments = [1]", "[[crosswalks]]\na = 1", "codebook = []", ""):
        assert check_codebook(_write(tmp_path, text))


def test_loading_a_bad_codebook_names_the_first_fault_and_counts_the_rest(tmp_path):
    path = _write(
        tmp_path, SMALL.replace("mode = 'sea'\nwords", "mode = 'air'\nwords").replace("weight = 0.9", "weight = 2")
    )
    with pytest.raises(CodebookError, match=r"codebook 'harbour\.toml', key '.*', line \d+: .*\n.*\n1 more") as caught:
        load_codebook(path)
    assert caught.value.code == "codebook"


# --- examples that run ---


def test_examples_are_run_and_those_that_fail_are_named(tmp_path):
    path = _write(tmp_path, SMALL)
    assert check_codebook(path, run_example=lambda text: [("SMUGGLE", "sea")] if "smuggled" in text else []) == ()
    failing = check_codebook(path, run_example=lambda text: [("SMUGGLE", "sea")])
    assert [fault.line for fault in failing] == [_line_of(SMALL, "text = 'The port is closed")]
    assert "yields SMUGGLE/sea" in failing[0].met
    assert failing[0].expected == "Expected no event"


def test_examples_of_the_base_are_not_run_again(tmp_path):
    path = _write(tmp_path, "[codebook]\nname = 'a'\nversion = '1'\nextends = 'plover'\n")
    assert check_codebook(path, run_example=lambda text: [("NOTHING", None)]) == ()


def test_an_expected_mode_must_be_met_and_no_event_may_be_more():
    example = next(e for k in CODEBOOK.types for e in k.examples if len(e.events) == 1 and e.events[0].mode == "abduct")
    assert fits(example, [("ASSAULT", "abduct")])
    assert not fits(example, [("ASSAULT", None)])
    assert not fits(example, [("ASSAULT", "abduct"), ("ASSAULT", "abduct")])
    assert not fits(example, [])


# --- reading lists and lines ---


def test_lists_are_read_from_commas_or_from_toml_lists():
    assert split_words("kill, slay,\nwipe out") == ["kill", "slay", "wipe out"]
    assert split_words("kill, wipe\nout, slay") == ["kill", "wipe out", "slay"]
    assert split_words(["kill", " slay "]) == ["kill", "slay"]
    assert split_words("kill,, slay") is None
    assert split_words(3) is None


def test_a_word_may_carry_its_own_weight():
    assert split_weight("target (0.2)") == ("target", 0.2)
    assert split_weight("set ... on fire") == ("set ... on fire", None)


@given(st.integers(0, 5), st.text(alphabet="ab\n# ", max_size=20))
def test_the_line_of_a_key_is_found_whatever_stands_above(blank, above):
    text = "".join(f"# {line}\n" for line in above.split("\n")) + "\n" * blank + "[a]\nb = 1\n"
    line = find_line(text, ("a", "b"))
    assert line is not None
    assert text.split("\n")[line - 1] == "b = 1"
