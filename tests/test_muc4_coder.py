"""What the coder says in MUC-4's terms, from layers and a coding made by hand."""

from __future__ import annotations

import dataclasses
import json

import pytest
from tests.factories import make_coding, make_document, make_quiet_coding

from whowhom.corpora.muc4 import Article, read_keys
from whowhom.evaluate.benchmarks import BENCHMARKS
from whowhom.evaluate.muc4 import document_of, run, score_article
from whowhom.evaluate.muc4_baseline import read_plainly
from whowhom.evaluate.muc4_coder import Filler, build_templates, read_incidents, types_of
from whowhom.evaluate.muc4_decide import best_mention, features, read_context
from whowhom.evaluate.muc4_gold import RoleTemplate
from whowhom.evaluate.muc4_mentions import Candidate, Mention, find_candidates, group_mentions, incident_type
from whowhom.evaluate.muc4_tolls import incident_tolls, muc_number
from whowhom.reading.words import split_sentences, split_words
from whowhom.records import Layers, Tagged, Toll

# A decision that takes whatever the reader's incident layer is sure of.
TRUSTING = {"one": 5.0}
NEWS = (
    "Fighters of the Kotto Front (KF) set off a car bomb at the Bria bridge on Monday. "
    "The bomb killed teacher Jean Tola. Tola was 40. The KF claimed the attack."
)


def make_layers(text: str, *tags: tuple[str, str, float], types=(), names=()) -> Layers:
    """Cut a text into words; ``tags`` are words, role and score, each on every place where the words stand."""
    document = make_document(text)
    words = split_words(text)
    size = len(words)

    def spans(given):
        for wanted, label, score in given:
            at = text.find(wanted)
            assert at >= 0, wanted
            while at >= 0:
                touched = [i for i, (a, b) in enumerate(words) if a < at + len(wanted) and at < b]
                yield Tagged(touched[0], touched[-1] + 1, label, score)
                at = text.find(wanted, at + len(wanted))

    proper = ["PROPN" if text[a].isupper() and a else "NOUN" for a, _ in words]
    return Layers(
        document, tuple(a for a, _ in words), tuple(b for _, b in words), tuple(split_sentences(text, words)),
        tuple(proper), ("NN",) * size, tuple(text[a:b].lower() for a, b in words), (-1,) * size, ("dep",) * size,
        (0.0,) * size, tuple(spans(names)), (), (), (), tuple(spans(tags)), tuple(spans(types)),
    )  # fmt: skip


def quiet(layers: Layers):
    return make_quiet_coding(layers.document)


LAYERS = make_layers(
    NEWS,
    ("Fighters of the Kotto Front", "PerpInd", 0.8),
    ("KF", "PerpOrg", 0.9),
    ("car bomb", "Weapon", 0.95),
    ("the Bria bridge", "Target", 0.7),
    ("Jean Tola", "Victim", 0.9),
    types=[("car bomb", "bombing", 0.9), ("Jean Tola", "bombing", 0.8), ("KF", "attack", 0.2)],
)


def mention(words: str, role: str = "PerpOrg", *, score: float = 0.8, start: int = 0, coded: float = 0.0) -> Mention:
    return Mention(role, words, start, start + len(words), 0, score, coded, (), True)


def test_candidates_are_the_words_as_they_stand_without_the():
    found = {(c.role, m.words) for c in find_candidates(LAYERS, quiet(LAYERS)) for m in c.mentions}
    assert ("Target", "Bria bridge") in found
    assert ("PerpInd", "Fighters of the Kotto Front") in found


def test_candidates_have_offsets_of_their_words():
    for candidate in find_candidates(LAYERS, quiet(LAYERS)):
        for found in candidate.mentions:
            assert NEWS[found.start : found.end] == found.words


@pytest.mark.parametrize(
    ("role", "first", "second", "same"),
    [
        ("PerpOrg", "KOTTO FRONT", "the Kotto Front", True),
        ("PerpOrg", "Front for the Liberation of Vakaga", "FLV", True),
        ("PerpOrg", "Kotto Front (KF)", "KF", True),
        ("PerpOrg", "Kotto Front", "Haute Union", False),
        ("PerpInd", "Kotto guerrillas", "guerrilla", True),
        ("Victim", "Jean Baptiste Tola", "Tola", True),
        ("Victim", "Jean Baptiste Tola", "Odile Ngaba", False),
        ("Target", "bridge over the Kotto", "bridge", False),
        ("Target", "Bria bridge", "bridge", True),
        ("Weapon", "bombs", "bomb", True),
        ("Weapon", "car bomb", "bomb", False),
    ],
)
def test_mentions_are_grouped(role, first, second, same):
    groups = group_mentions([mention(first, role), mention(second, role, start=60)])
    assert (len(groups) == 1) is same


def test_mentions_the_surest_words_are_given_and_repeats_count():
    candidate = Candidate(
        "PerpOrg",
        (mention("Kotto Front", score=0.8), mention("KF", score=0.6, start=20), mention("KF", score=0.7, start=40)),
    )
    assert best_mention(candidate).words == "KF"


def test_mentions_of_the_coder_come_after_the_readers():
    candidate = Candidate("PerpOrg", (mention("KF", score=0.0, coded=0.9), mention("Kotto Front", score=0.4)))
    assert best_mention(candidate).words == "Kotto Front"


def test_features_name_the_role_and_the_company():
    candidates = find_candidates(LAYERS, quiet(LAYERS))
    context = read_context(LAYERS, quiet(LAYERS), candidates)
    described = features(next(c for c in candidates if c.role == "Weapon"), context, candidates)
    assert described["Weapon:one"] == described["one"] == 1.0
    # The individual stands in the sentence of the bomb, with 0.8, the organisation with 0.9.
    assert described["company"] == 0.9
    assert (context.incident, context.events, context.sentences) == (0.95, 0, 4)


def test_features_see_years_past():
    layers = make_layers("In 1980 rebels killed Jean Tola. It rained.", ("Jean Tola", "Victim", 0.9))
    candidates = find_candidates(layers, quiet(layers))
    context = read_context(layers, quiet(layers), candidates)
    assert context.old == {0}
    assert features(candidates[0], context, candidates)["old"] == 1.0


def test_incidents_become_entities_with_one_mention_each():
    reading = read_incidents(LAYERS, quiet(LAYERS), weights=TRUSTING)
    assert reading.entities == {
        "PerpInd": (("Fighters of the Kotto Front",),),
        "PerpOrg": (("KF",),),
        "Target": (("Bria bridge",),),
        "Victim": (("Jean Tola",),),
        "Weapon": (("car bomb",),),
    }


def test_incidents_none_is_accepted_without_evidence():
    reading = read_incidents(LAYERS, quiet(LAYERS), weights={"one": -5.0})
    assert not any(reading.entities.values())
    assert reading.templates == ()


def test_incidents_of_an_empty_article_are_none():
    layers = make_layers("It rained.")
    reading = read_incidents(layers, quiet(layers))
    assert (reading.templates, reading.tolls, reading.confidences) == ((), (), ())


def filler(role: str, words: str, **types: float) -> Filler:
    return Filler(role, mention(words, role), 0.9, types)


def test_templates_are_one_for_each_type_with_evidence():
    fillers = [
        filler("Victim", "Tola", kidnapping=1.0),
        filler("Weapon", "bomb", bombing=1.0),
        filler("PerpOrg", "KF", bombing=0.5, kidnapping=0.5),
    ]
    first, second = build_templates(fillers)
    assert {first.incident_type, second.incident_type} == {"bombing", "kidnapping"}
    for template in (first, second):
        assert template.entities["PerpOrg"] == (("KF",),)
    bombing = first if first.incident_type == "bombing" else second
    assert (bombing.entities["Weapon"], bombing.entities["Victim"]) == ((("bomb",),), ())


def test_templates_leave_out_a_type_with_little_evidence():
    fillers = [filler("Victim", "Tola", attack=1.0), filler("PerpOrg", "KF", attack=0.9, arson=0.1)]
    assert [template.incident_type for template in build_templates(fillers)] == ["attack"]


def test_templates_every_filler_has_a_place():
    fillers = [filler("Victim", "Tola", attack=1.0), filler("Target", "bus", arson=0.1, robbery=0.05)]
    (template,) = build_templates(fillers)
    assert (template.entities["Target"], template.entities["Victim"]) == ((("bus",),), (("Tola",),))


def test_templates_fillers_without_type_join_the_strongest():
    assert types_of(Candidate("PerpOrg", (mention("KF"),))) == {}
    (template,) = build_templates([filler("PerpOrg", "KF"), filler("Victim", "Tola", kidnapping=1.0)])
    assert (template.incident_type, template.entities["PerpOrg"]) == ("kidnapping", (("KF",),))


def test_templates_without_any_type_are_attacks():
    assert [template.incident_type for template in build_templates([filler("PerpOrg", "KF")])] == ["attack"]


def test_coded_events_give_roles_where_no_layer_does():
    coding = make_coding()
    text = coding.document.text
    layers = make_layers(text)
    found = {(c.role, m.words, m.coded) for c in find_candidates(layers, coding) for m in c.mentions}
    assert ("Target", "main market", 0.912) in found
    assert ("PerpInd", "Fighters of the Kotto Front", 0.912) in found


def test_coded_events_that_were_denied_are_no_incident():
    coding = make_coding()
    assert [incident_type(event, coding) for event in coding.events] == ["attack", None]


@pytest.mark.parametrize(
    ("modes", "kind", "expected"),
    [
        (("explosives",), "ASSAULT", "bombing"),
        (("abduct",), "ASSAULT", "kidnapping"),
        (("seize",), "COERCE", "robbery"),
        (("arrest",), "COERCE", None),
        ((), "CONSULT", None),
    ],
)
def test_coded_events_have_an_incident_type_by_mode(modes, kind, expected):
    coding = make_coding()
    event = dataclasses.replace(coding.events[0], modes=modes, type=kind)
    assert incident_type(event, coding) == expected


def test_tolls_are_written_as_in_the_keys():
    coding = make_coding()
    layers = make_layers(coding.document.text)
    (toll,) = read_incidents(layers, coding, weights=TRUSTING).tolls
    assert toll.mentions == {"at least 12 civilians", "civilians"}
    assert (toll.numbers, toll.effects) == ({"12-"}, {"DEATH"})


def test_tolls_of_the_same_people_are_one():
    coding = make_coding()
    event = coding.events[0]
    vague = dataclasses.replace(event.tolls[0], id="t-9", text="civilians", bound="vague", low=2)
    again = dataclasses.replace(event, tolls=(vague,))
    assert incident_tolls([again, event], coding) == incident_tolls([event], coding)


@pytest.mark.parametrize(("field", "value"), [("clarity", "aggregate"), ("tolls", "combatant")])
def test_tolls_of_sums_and_of_fighters_are_left_out(field, value):
    coding = make_coding()
    event = coding.events[0]
    changed = tuple(dataclasses.replace(toll, status=value) for toll in event.tolls) if field == "tolls" else value
    assert incident_tolls([dataclasses.replace(event, **{field: changed})], coding) == ()


@pytest.mark.parametrize(
    ("bound", "low", "best", "high", "written"),
    [
        ("exact", 12, 12, 12, "12"),
        ("at least", 6, None, None, "6-"),
        ("more than", 171, None, None, "170-"),
        ("up to", None, None, 26, "-26"),
        ("about", None, 100, None, "~100"),
        ("range", 6, None, 8, "6-8"),
        ("vague", 24, None, None, "PLURAL"),
        ("none stated", 2, None, None, "PLURAL"),
        ("none stated", 1, 1, 1, "1"),
        ("none stated", None, None, None, None),
    ],
)
def test_numbers_are_written_as_in_the_keys(bound, low, best, high, written):
    toll = Toll("t", "killed", None, "unknown", low, best, high, bound, "x", 0, 1)
    assert muc_number(toll) == written


def test_confidence_follows_what_is_said_of_the_organisation():
    coding = make_coding()
    text = coding.document.text
    layers = make_layers(text, ("Kotto Front", "PerpOrg", 0.9))
    (plain,) = read_incidents(layers, coding, weights=TRUSTING).confidences
    assert (plain.mentions, plain.accepted) == ({"Kotto Front"}, {"REPORTED AS FACT"})
    claimed = dataclasses.replace(coding.events[0].responsibility[0], stance="suspected")
    event = dataclasses.replace(coding.events[0], responsibility=(claimed,))
    coding = dataclasses.replace(coding, events=(event, *coding.events[1:]))
    (suspected,) = read_incidents(layers, coding, weights=TRUSTING).confidences
    assert suspected.accepted == {"SUSPECTED OR ACCUSED BY AUTHORITIES"}


def test_baseline_looks_at_words_and_names_only():
    layers = make_layers(NEWS, names=[("Kotto Front", "ORG", 1.0), ("Jean Tola", "PER", 1.0)])
    reading = read_plainly(layers)
    assert reading.entities["Weapon"] == (("bomb",),)
    assert reading.entities["PerpOrg"] == (("kotto front",),)
    assert [template.incident_type for template in reading.templates] == ["bombing"]


KEY = """0.  MESSAGE: ID                     TST3-MUC4-0001
1.  MESSAGE: TEMPLATE               1
4.  INCIDENT: TYPE                  BOMBING
6.  INCIDENT: INSTRUMENT ID         "CAR BOMB" / "BOMB"
10. PERP: ORGANIZATION ID           "KOTTO FRONT" / "KF"
11. PERP: ORGANIZATION CONFIDENCE   CLAIMED OR ADMITTED: "KOTTO FRONT" / "KF"
12. PHYS TGT: ID                    "BRIA BRIDGE"
18. HUM TGT: NAME                   "JEAN TOLA"
21. HUM TGT: NUMBER                 1: "JEAN TOLA"
23. HUM TGT: EFFECT OF INCIDENT     DEATH: "JEAN TOLA"
"""


def test_articles_are_scored_on_every_measure():
    templates = read_keys(KEY)["TST3-MUC4-0001"]
    article = Article("TST3-MUC4-0001", "", (), None, NEWS)
    counts = score_article(read_incidents(LAYERS, quiet(LAYERS), weights=TRUSTING), article, templates)
    # Four of five entities are in the key, which has no individual.
    assert (counts["ceaf_ree"].right, counts["ceaf_ree"].found, counts["ceaf_ree"].gold) == (4, 5, 4)
    assert (counts["gtt"].right, counts["gtt"].found, counts["gtt"].gold) == (5, 6, 5)
    assert counts["type"].score().f1 == 100
    assert (counts["toll"].gold, counts["confidence"].right, counts["confidence"].gold) == (1, 0, 1)


def test_documents_of_articles_are_body_from_end_to_end():
    article = Article("TST3-MUC4-0001", "", (), None, "One thing.\n\nAnother thing.")
    document = document_of(article)
    assert [document.text[r.start : r.end] for r in document.regions] == ["One thing.", "Another thing."]
    assert document.publication.published is None


class HandPipeline:
    """Gives the layers above for our article, and nothing for any other."""

    class reader:
        @staticmethod
        def read(document):
            return LAYERS if document.text == NEWS else make_layers(document.text)

    @staticmethod
    def code_layers(layers):
        return make_quiet_coding(layers.document)


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "texts").mkdir()
    (tmp_path / "keys").mkdir()
    (tmp_path / "texts" / "tst3").write_text(
        f"TST3-MUC4-0001\n\n   BRIA, 3 MAR 90 -- [TEXT] {NEWS}\n\n\nTST3-MUC4-0002\n\n   RAIN -- [TEXT] It rained.\n",
        encoding="utf-8",
    )
    (tmp_path / "keys" / "key").write_text(
        f"{KEY}\n0.  MESSAGE: ID  TST3-MUC4-0002\n1.  MESSAGE: TEMPLATE  *\n\n"
        "0.  MESSAGE: ID  TST3-MUC4-0003\n1.  MESSAGE: TEMPLATE  *\n",
        encoding="utf-8",
    )
    return tmp_path


def test_run_scores_a_folder_and_tells_progress(folder):
    told = []
    evaluation = run(folder, HandPipeline(), lambda done, of: told.append((done, of)))
    assert told == [(1, 2), (2, 2)]
    assert (evaluation.benchmark, evaluation.n, evaluation.unit) == ("muc4", 2, "articles")
    assert list(evaluation.scores)[:5] == ["ceaf_ree", "gtt", "type", "toll", "confidence"]
    assert {published.score for published in evaluation.published} == {"ceaf_ree", "gtt"}
    assert any("TST3-MUC4-0003" in note for note in evaluation.notes)


def test_run_writes_predictions_in_the_published_form(folder, tmp_path):
    evaluation = run(folder, HandPipeline(), lambda done, of: None)
    evaluation.predictions(tmp_path / "ours.json")
    rows = json.loads((tmp_path / "ours.json").read_text(encoding="utf-8"))
    assert set(rows) == {"ceaf_ree", "gtt"}
    assert set(rows["ceaf_ree"]) == set(rows["gtt"]) == {"TST3-MUC4-0001", "TST3-MUC4-0002"}
    assert set(rows["ceaf_ree"]["TST3-MUC4-0002"]) == {"PerpInd", "PerpOrg", "Target", "Victim", "Weapon"}
    for template in rows["gtt"]["TST3-MUC4-0001"]:
        assert isinstance(template["incident_type"], str)
        assert all(
            isinstance(m, str) for role, es in template.items() if role != "incident_type" for e in es for m in e
        )


def test_benchmark_is_on_the_table():
    assert BENCHMARKS["muc4"].run is run


def test_templates_with_nothing_to_say_are_none():
    assert build_templates([]) == ()
    assert RoleTemplate("attack", {}).entities == {}
