"""Lasting relations that the words state, and the many that only look like one."""

import logging
import tomllib
from pathlib import Path

import pytest

from held import split
from layers import make_layers
from whowhom.codebook import load_codebook
from whowhom.coding.ties import draft_ties
from whowhom.coding.tree import build_tree
from whowhom.ingest import PublicationHints, document_from_text
from whowhom.pipeline import Pipeline

LOG = logging.getLogger(__name__)
# Of the 24 cases held back, with some room: three with the rules of the day they were written.
MOST_DRAWN = 4
CODEBOOK = load_codebook()
ALL_CASES = tomllib.loads((Path(__file__).parent / "cases/ties.toml").read_text(encoding="utf-8"))
CASES = {name: split(cases)[0] for name, cases in ALL_CASES.items()}
HELD_BACK = {name: split(cases)[1] for name, cases in ALL_CASES.items()}
ACTORS = {
    "Issa Doumbe": "person", "Odile Ngaba": "person", "Kotto Front": "rebel group", "Haute Union": "rebel group",
    "Kotto": "rebel group", "Vakaga": "government", "army": "state forces", "Front": "rebel group",
    "fighters": "rebel group", "rebels": "rebel group", "militia": "political militia", "coalition": "state forces",
    "They": "rebel group", "It": "rebel group", "group": "rebel group", "He": "person", "its": "rebel group", "men": "unidentified",
}  # fmt: skip


def drafts_of(conll):
    text = " ".join(line.split("/")[0] for line in conll.split())
    words = set(text.split())
    wanted = {name: kind for name, kind in ACTORS.items() if f" {name} " in f" {text} " and " " in name}
    covered = {word for name in wanted for word in name.split()}
    wanted |= {n: k for n, k in ACTORS.items() if " " not in n and n in words and n not in covered}
    layers = make_layers(
        conll, actors=wanted, entities={n: "PER" for n in wanted if wanted[n] == "person" and " " in n}
    )
    return layers.document.text, draft_ties(build_tree(layers), CODEBOOK)


def ties_of(conll):
    written, found = drafts_of(conll)
    return [
        (written[t.subject.span.start : t.subject.span.end], t.tie, written[t.object.span.start : t.object.span.end], written[t.span.start : t.span.end])
        for t in found
    ]  # fmt: skip


STATED = {
    "apposition": ("Issa/NNP/9/nsubj Doumbe/NNP/1/flat ,/,/4/punct leader/NN/1/appos of/IN/7/case Kotto/NNP/7/compound Front/NNP/4/nmod ,/,/4/punct died/VBD/0/root ././9/punct", ("Issa Doumbe", "leads", "Kotto Front", "leader")),
    "is the leader of": ("Issa/NNP/5/nsubj Doumbe/NNP/1/flat is/VBZ/5/cop the/DT/5/det leader/NN/0/root of/IN/8/case Kotto/NNP/8/compound Front/NNP/5/nmod ././5/punct", ("Issa Doumbe", "leads", "Kotto Front", "leader")),
    "title with a name before": ("Kotto/NNP/2/compound leader/NN/3/compound Issa/NNP/5/nsubj Doumbe/NNP/3/flat died/VBD/0/root ././5/punct", ("Issa Doumbe", "leads", "Kotto", "leader")),
    "title flat in the name": ("Kotto/NNP/3/compound leader/NN/3/compound Issa/NNP/6/nsubj Doumbe/NNP/3/flat later/RB/6/advmod died/VBD/0/root ././6/punct", ("Issa Doumbe", "leads", "Kotto", "leader")),
    "its leader": ("The/DT/2/det group/NN/8/nsubj and/CC/5/cc its/PRP$/5/nmod:poss leader/NN/2/conj Issa/NNP/5/appos Doumbe/NNP/6/flat fled/VBD/0/root ././8/punct", ("Issa Doumbe", "leads", "its", "leader")),
    "branch of": ("Kotto/NNP/2/compound Front/NNP/10/nsubj ,/,/5/punct a/DT/5/det branch/NN/2/appos of/IN/8/case Haute/NNP/8/compound Union/NNP/5/nmod ,/,/5/punct fought/VBD/0/root ././10/punct", ("Kotto Front", "part of", "Haute Union", "branch")),
    "offshoot from": ("It/PRP/4/nsubj is/VBZ/4/cop an/DT/4/det offshoot/NN/0/root from/IN/7/case Haute/NNP/7/compound Union/NNP/4/nmod ././4/punct", ("It", "split from", "Haute Union", "offshoot")),
    "ally of": ("Kotto/NNP/2/compound Front/NNP/5/nsubj is/VBZ/5/cop an/DT/5/det ally/NN/0/root of/IN/8/case Haute/NNP/8/compound Union/NNP/5/nmod ././5/punct", ("Kotto Front", "allied with", "Haute Union", "ally")),
    "enemy of": ("Kotto/NNP/2/compound Front/NNP/5/nsubj is/VBZ/5/cop an/DT/5/det enemy/NN/0/root of/IN/8/case Haute/NNP/8/compound Union/NNP/5/nmod ././5/punct", ("Kotto Front", "opposes", "Haute Union", "enemy")),
    "member of": ("Odile/NNP/9/nsubj Ngaba/NNP/1/flat ,/,/5/punct a/DT/5/det member/NN/1/appos of/IN/8/case Haute/NNP/8/compound Union/NNP/5/nmod left/VBD/0/root ././9/punct", ("Odile Ngaba", "member of", "Haute Union", "member")),
    "spokesman for": ("Odile/NNP/9/nsubj Ngaba/NNP/1/flat ,/,/5/punct a/DT/5/det spokeswoman/NN/1/appos for/IN/8/case Haute/NNP/8/compound Union/NNP/5/nmod left/VBD/0/root ././9/punct", ("Odile Ngaba", "member of", "Haute Union", "spokeswoman")),
    "deputy leader": ("Issa/NNP/10/nsubj Doumbe/NNP/1/flat ,/,/5/punct deputy/JJ/5/amod leader/NN/1/appos of/IN/8/case Kotto/NNP/8/compound Front/NNP/5/nmod ,/,/5/punct died/VBD/0/root ././10/punct", ("Issa Doumbe", "member of", "Kotto Front", "leader")),
    "founded by": ("Kotto/NNP/2/compound Front/NNP/4/nsubj:pass was/VBD/4/aux:pass founded/VBN/0/root by/IN/6/case Issa/NNP/4/obl:agent Doumbe/NNP/6/flat ././4/punct", ("Kotto Front", "founded by", "Issa Doumbe", "founded")),
    "a militia headed by": ("A/DT/2/det militia/NN/7/nsubj headed/VBN/2/acl by/IN/5/case Issa/NNP/3/obl:agent Doumbe/NNP/5/flat withdrew/VBD/0/root ././7/punct", ("Issa Doumbe", "leads", "A militia", "headed")),
    "rebels backed by": ("The/DT/2/det rebels/NNS/6/nsubj backed/VBN/2/acl by/IN/5/case Vakaga/NNP/3/obl:agent withdrew/VBD/0/root ././6/punct", ("Vakaga", "supports", "The rebels", "backed")),
    "backed with a hyphen": ("The/DT/5/det Vakaga/NNP/4/compound -/:/4/punct backed/VBN/5/amod militia/NN/6/nsubj withdrew/VBD/0/root ././6/punct", ("Vakaga", "supports", "militia", "backed")),
    "a title holds whatever its bearer may do": ("Kotto/NNP/2/compound leader/NN/3/compound Issa/NNP/6/nsubj Doumbe/NNP/3/flat may/MD/6/aux flee/VB/0/root ././6/punct", ("Issa Doumbe", "leads", "Kotto", "leader")),
}  # fmt: skip

NONE = {
    "suspected of membership": "He/PRP/3/nsubj:pass is/VBZ/3/aux:pass suspected/VBN/0/root of/IN/7/mark being/VBG/7/cop a/DT/7/det member/NN/3/advcl of/IN/10/case Kotto/NNP/10/compound Front/NNP/7/nmod ././3/punct",
    "believed to be members": "The/DT/2/det men/NNS/10/nsubj believed/VBN/2/acl to/TO/6/mark be/VB/6/cop members/NNS/3/xcomp of/IN/9/case Kotto/NNP/9/compound Front/NNP/6/nmod fled/VBD/0/root ././10/punct",
    "a suspected member": "Issa/NNP/10/nsubj Doumbe/NNP/1/flat ,/,/6/punct a/DT/6/det suspected/JJ/6/amod member/NN/1/appos of/IN/9/case Kotto/NNP/9/compound Front/NNP/6/nmod fled/VBD/0/root ././10/punct",
    "accused of leading": "He/PRP/3/nsubj:pass is/VBZ/3/aux:pass accused/VBN/0/root of/IN/7/mark being/VBG/7/cop the/DT/7/det leader/NN/3/advcl of/IN/10/case Kotto/NNP/10/compound Front/NNP/7/nmod ././3/punct",
    "arrest": "The/DT/2/det army/NN/3/nsubj arrested/VBD/0/root Issa/NNP/3/obj Doumbe/NNP/4/flat ././3/punct",
    "arrested by": "Issa/NNP/4/nsubj:pass Doumbe/NNP/1/flat was/VBD/4/aux:pass arrested/VBN/0/root by/IN/7/case the/DT/7/det army/NN/4/obl:agent ././4/punct",
    "an attack": "Kotto/NNP/2/compound Front/NNP/3/nsubj attacked/VBD/0/root the/DT/5/det army/NN/3/obj ././3/punct",
    "brother of": "Issa/NNP/8/nsubj Doumbe/NNP/1/flat ,/,/4/punct brother/NN/1/appos of/IN/6/case Odile/NNP/4/nmod Ngaba/NNP/6/flat fled/VBD/0/root ././8/punct",
    "son of": "Issa/NNP/5/nsubj Doumbe/NNP/1/flat is/VBZ/5/cop a/DT/5/det son/NN/0/root of/IN/7/case Odile/NNP/5/nmod Ngaba/NNP/7/flat ././5/punct",
    "student of": "Issa/NNP/5/nsubj Doumbe/NNP/1/flat was/VBD/5/cop a/DT/5/det student/NN/0/root of/IN/7/case Odile/NNP/5/nmod Ngaba/NNP/7/flat ././5/punct",
    "if it is a branch": "If/IN/5/mark it/PRP/5/nsubj is/VBZ/5/cop a/DT/5/det branch/NN/11/advcl of/IN/8/case Haute/NNP/8/compound Union/NNP/5/nmod ,/,/11/punct They/PRP/11/nsubj lose/VBP/0/root ././11/punct",
    "if they form an alliance": "They/PRP/3/nsubj could/MD/3/aux become/VB/0/root an/DT/5/det ally/NN/3/xcomp of/IN/8/case Haute/NNP/8/compound Union/NNP/5/nmod ././3/punct",
    "wants to be leader": "He/PRP/2/nsubj wants/VBZ/0/root to/TO/6/mark be/VB/6/cop the/DT/6/det leader/NN/2/xcomp of/IN/9/case Kotto/NNP/9/compound Front/NNP/6/nmod ././2/punct",
    "denied being a member": "He/PRP/2/nsubj denied/VBD/0/root being/VBG/5/cop a/DT/5/det member/NN/2/xcomp of/IN/8/case Kotto/NNP/8/compound Front/NNP/5/nmod ././2/punct",
    "a question": "Is/VBZ/5/cop Issa/NNP/5/nsubj Doumbe/NNP/2/flat the/DT/5/det leader/NN/0/root of/IN/8/case Kotto/NNP/8/compound Front/NNP/5/nmod ?/./5/punct",
    "candidate for": "Issa/NNP/10/nsubj Doumbe/NNP/1/flat ,/,/4/punct candidate/NN/1/appos for/IN/6/case leader/NN/4/nmod of/IN/9/case Kotto/NNP/9/compound Front/NNP/6/nmod fled/VBD/0/root ././10/punct",
    "Foreign Secretary": "Foreign/NNP/2/compound Secretary/NNP/3/compound Odile/NNP/5/nsubj Ngaba/NNP/3/flat left/VBD/0/root ././5/punct",
    "an attack led by": "An/DT/2/det attack/NN/7/nsubj led/VBN/2/acl by/IN/5/case Issa/NNP/3/obl:agent Doumbe/NNP/5/flat failed/VBD/0/root ././7/punct",
    "was headed on one day by": "The/DT/2/det coalition/NN/4/nsubj:pass was/VBD/4/aux:pass led/VBN/0/root by/IN/6/case Issa/NNP/4/obl:agent Doumbe/NNP/6/flat ././4/punct",
    "was never founded by": "Kotto/NNP/2/compound Front/NNP/5/nsubj:pass was/VBD/5/aux:pass never/RB/5/advmod founded/VBN/0/root by/IN/7/case Issa/NNP/5/obl:agent Doumbe/NNP/7/flat ././5/punct",
    "members of a group that act": "Members/NNS/5/nsubj of/IN/4/case Kotto/NNP/4/compound Front/NNP/1/nmod fled/VBD/0/root ././5/punct",
}  # fmt: skip


PAST = {
    "former leader": ("Issa/NNP/10/nsubj Doumbe/NNP/1/flat ,/,/5/punct former/JJ/5/amod leader/NN/1/appos of/IN/8/case Kotto/NNP/8/compound Front/NNP/5/nmod ,/,/5/punct died/VBD/0/root ././10/punct", "former"),
    "former title before a name": ("Former/JJ/4/amod Kotto/NNP/4/compound leader/NN/4/compound Issa/NNP/6/nsubj Doumbe/NNP/4/flat died/VBD/0/root ././6/punct", "Former"),
    "was a member": ("Issa/NNP/5/nsubj Doumbe/NNP/1/flat was/VBD/5/cop a/DT/5/det member/NN/0/root of/IN/8/case Kotto/NNP/8/compound Front/NNP/5/nmod ././5/punct", "was"),
}  # fmt: skip

OPEN = {
    "is not a branch": ("Kotto/NNP/6/nsubj Front/NNP/1/flat is/VBZ/6/cop not/RB/6/advmod a/DT/6/det branch/NN/0/root of/IN/9/case Haute/NNP/9/compound Union/NNP/6/nmod ././6/punct", "did not happen", "not"),
    "may be an ally": ("Kotto/NNP/2/compound Front/NNP/6/nsubj may/MD/6/aux be/VB/6/cop an/DT/6/det ally/NN/0/root of/IN/9/case Haute/NNP/9/compound Union/NNP/6/nmod ././6/punct", "unknown", "may"),
}  # fmt: skip


@pytest.fixture
def alone(monkeypatch):
    """Ask less of a rule: in a clause that is written by hand no reader supports it, and the rules are what is tested."""
    monkeypatch.setattr("whowhom.coding.ties.LEAST_SCORE", 0.1)


@pytest.mark.parametrize(("conll", "expected"), STATED.values(), ids=STATED.keys())
def test_a_stated_relation_is_a_tie(conll, expected, alone):
    assert ties_of(conll) == [expected]


@pytest.mark.parametrize(("conll", "word"), PAST.values(), ids=PAST.keys())
def test_what_is_told_as_over_says_so(conll, word, alone):
    written, (tie,) = drafts_of(conll)
    assert written[tie.past.start : tie.past.end] == word
    assert tie.factuality.polarity == "happened"


@pytest.mark.parametrize(("conll", "polarity", "word"), OPEN.values(), ids=OPEN.keys())
def test_what_is_denied_or_open_keeps_that(conll, polarity, word, alone):
    written, (tie,) = drafts_of(conll)
    assert tie.factuality.polarity == polarity
    assert [written[cue.start : cue.end] for cue in tie.factuality.cues] == [word]


@pytest.mark.parametrize("conll", NONE.values(), ids=NONE.keys())
def test_suspicion_kinship_and_single_acts_make_no_tie(conll, alone):
    assert ties_of(conll) == []


@pytest.fixture(scope="module")
def pipeline():
    return Pipeline.load()


def _code(pipeline, text):
    return pipeline.code(document_from_text(text, meta=PublicationHints(published="2022-03-03"), check_language=False))


def _real(coding):
    return [tie for tie in coding.ties if tie.factuality.polarity == "happened"]


def _words(coding, tie):
    return {name: {quote.text for quote in coding.actor(getattr(tie, name)).mentions} for name in ("subject", "object")}


def _is_told(coding, wanted, ties):
    subject, kind, thing = wanted.split(" | ")
    named = [(tie, _words(coding, tie)) for tie in ties if tie.tie == kind]
    return any(
        any(subject in words or words in subject for words in ends["subject"])
        and any(thing in words or words in thing for words in ends["object"])
        for _, ends in named
    )


@pytest.mark.parametrize("case", CASES["hypothetical"], ids=lambda case: case["text"][:60])
def test_a_tie_that_is_only_possible_is_never_drawn_as_real(case, pipeline):
    coding = _code(pipeline, case["text"])
    assert [(tie.tie, _words(coding, tie)) for tie in _real(coding)] == []


def test_of_the_cases_held_back_few_are_drawn_as_real(pipeline):
    hypothetical, past = HELD_BACK["hypothetical"], HELD_BACK["past"]
    assert len(hypothetical) + len(past) == 24
    drawn = [case["text"] for case in hypothetical if _real(_code(pipeline, case["text"]))]
    # What is over may be drawn with its end; without one it would stand as lasting.
    drawn += [c["text"] for c in past if any(not _is_over(tie) for tie in _real(_code(pipeline, c["text"])))]
    LOG.info("held back, drawn as real:\n%s", "\n".join(drawn))
    assert len(drawn) <= MOST_DRAWN


def _is_over(tie):
    return tie.period is not None and tie.period.to is not None


def test_most_written_ties_are_found_and_nothing_else_makes_one(pipeline):
    stated = [(_code(pipeline, case["text"]), wanted) for case in CASES["stated"] for wanted in case["ties"]]
    found = sum(_is_told(coding, wanted, _real(coding)) for coding, wanted in stated)
    wrong = [case["text"] for case in CASES["none"] if _code(pipeline, case["text"]).ties]
    # Floors a little below what the reader of the day gives: it changes, the rules must not fall with it.
    assert found / len(stated) >= 0.6
    assert len(wrong) <= 2


def test_what_is_over_has_an_end_at_the_day_of_the_report(pipeline):
    coding = _code(pipeline, "The Wa militia was once allied with the Kachin Independence Army.")
    (tie,) = [tie for tie in coding.ties if tie.tie == "allied with"]
    assert (tie.period.from_, tie.period.to, tie.period.text) == (None, "2022-03-03", "once")
