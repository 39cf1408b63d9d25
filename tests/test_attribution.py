"""Who says so: hand-written trees, and a reader that gave no source, or the one that is named."""

import pytest

from layers import make_layers, make_use
from whowhom.codebook import load_codebook
from whowhom.coding.attribution import draft_voices

CODEBOOK = load_codebook()


def voices_of(conll, trigger, *, actors=None, entities=None, roles=None, paragraphs=()):
    layers = make_layers(
        conll, actors=actors, entities=entities, triggers=[(trigger, "ASSAULT", {}, roles)], paragraphs=paragraphs
    )
    tree, use = make_use(layers, CODEBOOK)
    text = layers.document.text
    return [
        (
            text[v.span.start : v.span.end] if v.span else None,
            text[v.cue.start : v.cue.end] if v.cue else None,
            v.role,
        )
        for v in draft_voices(tree, use)
    ]


def case(name, conll, trigger, *expected, actors=None, entities=None, roles=None, paragraphs=()):
    return pytest.param(conll, trigger, list(expected), actors, entities, roles, paragraphs, id=name)


SAID = [
    case("said before", "The/DT/2/det governor/NN/3/nsubj said/VBD/0/root rebels/NNS/5/nsubj shelled/VBD/3/ccomp Bria/NNP/5/obj ././3/punct", "shelled", ("The governor", "said", "official")),
    case("said after", "Rebels/NNS/2/nsubj shelled/VBD/7/ccomp Bria/NNP/2/obj ,/,/7/punct the/DT/6/det governor/NN/7/nsubj said/VBD/0/root ././7/punct", "shelled", ("the governor", "said", "official")),
    case("said after as parataxis", "Rebels/NNS/2/nsubj shelled/VBD/0/root Bria/NNP/2/obj ,/,/7/punct the/DT/6/det mayor/NN/7/nsubj said/VBD/2/parataxis ././2/punct", "shelled", ("the mayor", "said", "official")),
    case("said before its subject", "Rebels/NNS/2/nsubj shelled/VBD/5/ccomp Bria/NNP/2/obj ,/,/5/punct said/VBD/0/root the/DT/7/det mayor/NN/5/nsubj ././5/punct", "shelled", ("the mayor", "said", "official")),
    case("said in the middle", "Rebels/NNS/7/nsubj ,/,/5/punct the/DT/4/det mayor/NN/5/nsubj said/VBD/7/parataxis ,/,/5/punct shelled/VBD/0/root Bria/NNP/7/obj ././7/punct", "shelled", ("the mayor", "said", "official")),
    case("told somebody", "A/DT/2/det resident/NN/3/nsubj told/VBD/0/root reporters/NNS/3/obj that/IN/7/mark troops/NNS/7/nsubj fired/VBD/3/ccomp ././3/punct", "fired", ("A resident", "told", "witness")),
    case("shared subject", "The/DT/2/det mayor/NN/3/nsubj came/VBD/0/root and/CC/5/cc said/VBD/3/conj rebels/NNS/7/nsubj fired/VBD/5/ccomp ././3/punct", "fired", ("The mayor", "said", "official")),
    case("left saying that", "The/DT/2/det mayor/NN/3/nsubj left/VBD/0/root ,/,/5/punct saying/VBG/3/advcl rebels/NNS/7/nsubj fired/VBD/5/ccomp ././3/punct", "fired", ("The mayor", "saying", "official")),
    case("whom another fights", "The/DT/2/det rebels/NNS/9/nsubj ,/,/2/punct whom/WP/6/obj ministers/NNS/6/nsubj fight/VBP/2/acl:relcl ,/,/2/punct now/RB/9/advmod say/VBP/0/root troops/NNS/11/nsubj fired/VBD/9/ccomp ././9/punct", "fired", ("The rebels", "say", "belligerent"), roles={"source": "ministers", "cue": "say"}),
    case("whom another fights, in a broken tree", "The/DT/2/det rebels/NNS/8/dep ,/,/2/punct whom/WP/6/obj ministers/NNS/8/nsubj fight/VBP/2/acl:relcl ,/,/2/punct say/VBP/0/root troops/NNS/10/nsubj fired/VBD/8/ccomp ././8/punct", "fired", ("The rebels", "say", "belligerent")),
    case("who said", "The/DT/2/det mayor/NN/9/nsubj ,/,/5/punct who/WP/5/nsubj said/VBD/2/acl:relcl rebels/NNS/7/nsubj fired/VBD/5/ccomp ,/,/5/punct fled/VBD/0/root ././9/punct", "fired", ("The mayor", "said", "official")),
    case("has denied", "The/DT/2/det army/NN/4/nsubj has/VBZ/4/aux denied/VBN/0/root that/IN/7/mark it/PRP/7/nsubj fired/VBD/4/ccomp ././4/punct", "fired", ("The army", "has denied", "official"), actors={"The army": "state forces"}),
    case("accused of", "The/DT/2/det UN/NNP/3/nsubj accused/VBD/0/root rebels/NNS/3/obj of/IN/6/mark shelling/VBG/3/advcl Bria/NNP/6/obj ././3/punct", "shelling", ("The UN", "accused", "international organisation"), actors={"The UN": "international organisation"}),
    case("accused of the attack", "The/DT/2/det UN/NNP/3/nsubj accused/VBD/0/root them/PRP/3/obj of/IN/7/case the/DT/7/det attack/NN/3/obl ././3/punct", "attack", ("The UN", "accused", "international organisation"), actors={"The UN": "international organisation"}),
    case("reported the attack", "State/NN/2/compound radio/NN/3/nsubj reported/VBD/0/root the/DT/5/det attack/NN/3/obj ././3/punct", "attack", ("State radio", "reported", "media")),
    case("a pronoun", "He/PRP/2/nsubj added/VBD/0/root that/IN/5/mark rebels/NNS/5/nsubj fired/VBD/2/ccomp ././2/punct", "fired", ("He", "added", "person")),
    case("they", "They/PRP/2/nsubj said/VBD/0/root rebels/NNS/4/nsubj fired/VBD/2/ccomp ././2/punct", "fired", ("They", "said", "unnamed")),
    case("voices inside voices", "The/DT/2/det agency/NN/3/nsubj said/VBD/0/root the/DT/5/det mayor/NN/7/nsubj had/VBD/7/aux confirmed/VBN/3/ccomp that/IN/10/mark rebels/NNS/10/nsubj fired/VBD/7/ccomp ././3/punct", "fired", ("The agency", "said", "media"), ("the mayor", "had confirmed", "official")),
    case("quoted as saying", "The/DT/2/det agency/NN/3/nsubj quoted/VBD/0/root the/DT/5/det ministry/NN/3/obj as/IN/7/mark saying/VBG/3/advcl rebels/NNS/9/nsubj fired/VBD/7/ccomp ././3/punct", "fired", ("The agency", "quoted", "media"), ("the ministry", "saying", "official")),
    case("was quoted as saying", "The/DT/2/det mayor/NN/4/nsubj:pass was/VBD/4/aux:pass quoted/VBN/0/root by/IN/6/case radio/NN/4/obl:agent as/IN/8/mark saying/VBG/4/advcl rebels/NNS/10/nsubj fired/VBD/8/ccomp ././4/punct", "fired", ("radio", "was quoted", "media"), ("The mayor", "saying", "official")),
    case("the army's claim that", "The/DT/2/det army/NN/4/nmod:poss 's/POS/2/case claim/NN/9/nsubj that/IN/7/mark rebels/NNS/7/nsubj fired/VBD/4/acl is/VBZ/9/cop false/JJ/0/root ././9/punct", "fired", ("The army", "claim", "official"), actors={"The army": "state forces"}),
    case("reports that", "Reports/NNS/5/nsubj that/IN/4/mark rebels/NNS/4/nsubj fired/VBD/1/acl spread/VBD/0/root ././5/punct", "fired", (None, "Reports", "unnamed")),
]  # fmt: skip

BESIDE = [
    case("according to at the end", "Rebels/NNS/2/nsubj fired/VBD/0/root ,/,/6/punct according/VBG/6/case to/IN/4/fixed police/NNS/2/obl ././2/punct", "fired", ("police", "according to", "official")),
    case("according to at the start", "According/VBG/4/case to/IN/1/fixed the/DT/4/det mayor/NN/7/obl ,/,/7/punct rebels/NNS/7/nsubj fired/VBD/0/root ././7/punct", "fired", ("the mayor", "According to", "official")),
    case("according to hung on another word", "According/VBG/3/case to/IN/1/fixed police/NNS/5/nmod ,/,/3/punct rebels/NNS/6/nsubj fired/VBD/0/root ././6/punct", "fired", ("police", "According to", "official")),
    case("a June United Nations report", "Rebels/NNS/2/nsubj fired/VBD/0/root ,/,/10/punct according/VBG/10/case to/IN/4/fixed a/DT/10/det June/NNP/10/compound United/NNP/9/compound Nations/NNP/10/compound report/NN/2/obl ././2/punct", "fired", ("a June United Nations report", "according to", "document"), entities={"United Nations": "ORG"}, actors={"United Nations": "international organisation"}),
    case("a report found", "A/DT/3/det UN/NNP/3/compound report/NN/4/nsubj found/VBD/0/root that/IN/7/mark troops/NNS/7/nsubj fired/VBD/4/ccomp ././4/punct", "fired", ("A UN report", "found", "document")),
    case("citing", "Rebels/NNS/2/nsubj fired/VBD/6/ccomp ,/,/6/punct the/DT/5/det agency/NN/6/nsubj reported/VBD/0/root ,/,/8/punct citing/VBG/6/advcl officials/NNS/8/obj ././6/punct", "fired", ("the agency", "reported", "media"), ("officials", "citing", "official")),
    case("citing beside a tag", "Rebels/NNS/2/nsubj fired/VBD/0/root ,/,/5/punct radio/NN/5/nsubj said/VBD/2/parataxis ,/,/7/punct citing/VBG/5/advcl police/NNS/7/obj ././2/punct", "fired", ("radio", "said", "media"), ("police", "citing", "official")),
    case("reportedly", "Rebels/NNS/3/nsubj reportedly/RB/3/advmod fired/VBD/0/root ././3/punct", "fired", (None, "reportedly", "unnamed")),
    case("allegedly carried out an attack", "They/PRP/3/nsubj allegedly/RB/3/advmod launched/VBD/0/root an/DT/5/det attack/NN/3/obj ././3/punct", "attack", (None, "allegedly", "unnamed")),
    case("are said to have", "They/PRP/3/nsubj:pass are/VBP/3/aux:pass said/VBN/0/root to/TO/6/mark have/VB/6/aux executed/VBN/3/xcomp him/PRP/6/obj ././3/punct", "executed", (None, "are said", "unnamed")),
    case("it was reported that", "It/PRP/3/expl was/VBD/3/aux:pass reported/VBN/0/root that/IN/6/mark rebels/NNS/6/nsubj fired/VBD/3/csubj:pass ././3/punct", "fired", (None, "was reported", "unnamed")),
    case("are believed by analysts to", "They/PRP/3/nsubj:pass are/VBP/3/aux:pass believed/VBN/0/root by/IN/5/case analysts/NNS/3/obl:agent to/TO/8/mark have/VB/8/aux fired/VBN/3/xcomp ././3/punct", "fired", ("analysts", "are believed", "expert")),
]  # fmt: skip

QUOTED = [
    case("one quote", "“/``/4/punct Rebels/NNS/4/nsubj never/RB/4/advmod attacked/VBD/8/ccomp us/PRP/4/obj ,/,/8/punct ”/''/8/punct said/VBD/0/root Odile/NNP/8/nsubj Ngaba/NNP/9/flat ././8/punct", "attacked", ("Odile Ngaba", "said", "person"), entities={"Odile Ngaba": "PER"}, actors={"Odile Ngaba": "person"}),
    case("second sentence after the tag", "“/``/3/punct Rebels/NNS/3/nsubj came/VBD/7/ccomp ,/,/7/punct ”/''/7/punct he/PRP/7/nsubj said/VBD/0/root ././7/punct\n\n“/``/3/punct They/PRP/3/nsubj burned/VBD/0/root the/DT/5/det market/NN/3/obj ././3/punct ”/''/3/punct", "burned", ("he", "said", "person")),
    case("second sentence before the tag", "“/``/3/punct Rebels/NNS/3/nsubj burned/VBD/0/root the/DT/5/det market/NN/3/obj ././3/punct\n\nWe/PRP/2/nsubj fled/VBD/7/ccomp ,/,/7/punct ”/''/7/punct the/DT/6/det witness/NN/7/nsubj said/VBD/0/root ././7/punct", "burned", ("the witness", "said", "witness")),
    case("straight marks", "\"/``/3/punct Rebels/NNS/3/nsubj came/VBD/7/ccomp ,/,/7/punct \"/''/7/punct she/PRP/7/nsubj said/VBD/0/root ././7/punct\n\n\"/``/3/punct They/PRP/3/nsubj burned/VBD/0/root everything/NN/3/obj ././3/punct \"/''/3/punct", "burned", ("she", "said", "person")),
    case("after a colon", "The/DT/2/det mayor/NN/3/nsubj said/VBD/0/root :/:/3/punct\n\n“/``/3/punct Rebels/NNS/3/nsubj burned/VBD/0/root the/DT/5/det market/NN/3/obj ././3/punct ”/''/3/punct", "burned", ("The mayor", "said", "official")),
    case("broken by the tag", "“/``/3/punct Rebels/NNS/3/nsubj came/VBD/0/root ,/,/3/punct ”/''/3/punct he/PRP/7/nsubj said/VBD/3/parataxis ,/,/3/punct “/``/11/punct and/CC/11/cc burned/VBD/3/conj the/DT/13/det market/NN/11/obj ././3/punct ”/''/3/punct", "burned", ("he", "said", "person")),
    case("two speakers, each his own", "“/``/3/punct Rebels/NNS/3/nsubj burned/VBD/8/ccomp Bria/NNP/3/obj ,/,/8/punct ”/''/8/punct Odile/NNP/8/nsubj said/VBD/0/root ././8/punct\n\n“/``/3/punct Troops/NNS/3/nsubj killed/VBD/8/ccomp him/PRP/3/obj ,/,/8/punct ”/''/8/punct Anouk/NNP/8/nsubj said/VBD/0/root ././8/punct", "killed", ("Anouk", "said", "person")),
]  # fmt: skip

READ = [
    case("the reader's source and cue", "Rebels/NNS/2/nsubj fired/VBD/0/root ,/,/6/punct the/DT/5/det governor/NN/6/nsubj said/VBD/2/parataxis ././2/punct", "fired", ("the governor", "said", "official"), roles={"source": "the governor", "cue": "said"}),
    case("its spokesman", "Rebels/NNS/2/nsubj fired/VBD/0/root ,/,/6/punct its/PRP$/5/nmod:poss spokesman/NN/6/nsubj said/VBD/2/parataxis ././2/punct", "fired", ("its spokesman", "said", "official"), roles={"source": "its spokesman", "cue": "said"}),
    case("hearsay goes before a near voice", "Police/NNS/2/nsubj know/VBP/0/root they/PRP/5/nsubj:pass are/VBP/5/aux:pass said/VBN/2/ccomp to/TO/8/mark have/VB/8/aux fired/VBN/5/xcomp ././2/punct", "fired", (None, "are said", "unnamed"), roles={"source": "Police", "cue": "know"}),
]  # fmt: skip

ROLES = [
    case("apposition", "Amina/NNP/7/nsubj Rahal/NNP/1/flat ,/,/5/punct an/DT/5/det analyst/NN/1/appos ,/,/5/punct said/VBD/0/root rebels/NNS/9/nsubj fired/VBD/7/ccomp ././7/punct", "fired", ("Amina Rahal", "said", "expert"), entities={"Amina Rahal": "PER"}, actors={"Amina Rahal": "person"}),
    case("spokesman of a rebel group", "Issa/NNP/9/nsubj Doumbe/NNP/1/flat ,/,/4/punct spokesman/NN/1/appos of/IN/7/case Kotto/NNP/7/compound Front/NNP/4/nmod ,/,/4/punct said/VBD/0/root they/PRP/11/nsubj fired/VBD/9/ccomp ././9/punct", "fired", ("Issa Doumbe", "said", "belligerent"), actors={"Issa Doumbe": "person", "Kotto Front": "rebel group"}),
    case("a rebel commander", "A/DT/3/det rebel/NN/3/compound commander/NN/4/nsubj said/VBD/0/root they/PRP/6/nsubj fired/VBD/4/ccomp ././4/punct", "fired", ("A rebel commander", "said", "belligerent")),
    case("the group itself", "The/DT/3/det Kotto/NNP/3/compound Front/NNP/4/nsubj said/VBD/0/root it/PRP/6/nsubj fired/VBD/4/ccomp ././4/punct", "fired", ("The Kotto Front", "said", "belligerent"), actors={"The Kotto Front": "rebel group"}),
    case("an expert of the UN", "UN/NNP/2/compound experts/NNS/3/nsubj said/VBD/0/root they/PRP/5/nsubj fired/VBD/3/ccomp ././3/punct", "fired", ("UN experts", "said", "expert"), actors={"UN": "international organisation"}),
    case("the refugee agency is no news agency", "The/DT/4/det UN/NNP/4/compound refugee/NN/4/compound agency/NN/5/nsubj said/VBD/0/root they/PRP/7/nsubj fired/VBD/5/ccomp ././5/punct", "fired", ("The UN refugee agency", "said", "international organisation"), actors={"The UN refugee agency": "international organisation"}),
    case("a news agency", "The/DT/3/det news/NN/3/compound agency/NN/4/nsubj said/VBD/0/root they/PRP/6/nsubj fired/VBD/4/ccomp ././4/punct", "fired", ("The news agency", "said", "media")),
    case("unnamed sources", "Sources/NNS/2/nsubj said/VBD/0/root they/PRP/4/nsubj fired/VBD/2/ccomp ././2/punct", "fired", ("Sources", "said", "unnamed")),
    case("security officials", "Two/CD/3/nummod security/NN/3/compound officials/NNS/4/nsubj said/VBD/0/root they/PRP/6/nsubj fired/VBD/4/ccomp ././4/punct", "fired", ("Two security officials", "said", "official")),
    case("a doctor", "A/DT/2/det doctor/NN/3/nsubj said/VBD/0/root they/PRP/5/nsubj fired/VBD/3/ccomp ././3/punct", "fired", ("A doctor", "said", "witness")),
    case("a statement", "The/DT/2/det statement/NN/3/nsubj said/VBD/0/root they/PRP/5/nsubj fired/VBD/3/ccomp ././3/punct", "fired", ("The statement", "said", "document")),
    case("a newspaper", "The/DT/2/det newspaper/NN/3/nsubj said/VBD/0/root they/PRP/5/nsubj fired/VBD/3/ccomp ././3/punct", "fired", ("The newspaper", "said", "media")),
    case("a professor named", "Professor/NN/2/compound Ilunga/NNP/3/nsubj said/VBD/0/root they/PRP/5/nsubj fired/VBD/3/ccomp ././3/punct", "fired", ("Professor Ilunga", "said", "expert")),
]  # fmt: skip

NOBODY = [
    case("plainly told", "Rebels/NNS/2/nsubj fired/VBD/0/root on/IN/5/case the/DT/5/det camp/NN/2/obl ././2/punct", "fired"),
    case("a moment before it was said", "After/IN/3/case the/DT/3/det raid/NN/6/obl ,/,/6/punct he/PRP/6/nsubj said/VBD/0/root aid/NN/8/nsubj came/VBD/6/ccomp ././6/punct", "raid"),
    case("a clause of time", "When/WRB/3/advmod rebels/NNS/3/nsubj fired/VBD/6/advcl ,/,/6/punct he/PRP/6/nsubj said/VBD/0/root nothing/NN/6/obj ././6/punct", "fired"),
    case("did not say whether", "He/PRP/4/nsubj did/VBD/4/aux not/RB/4/advmod say/VB/0/root whether/IN/7/mark rebels/NNS/7/nsubj fired/VBD/4/ccomp ././4/punct", "fired"),
    case("police found that", "Rebels/NNS/2/nsubj found/VBD/0/root that/IN/5/mark troops/NNS/5/nsubj fired/VBD/2/ccomp ././2/punct", "fired"),
    case("the event is the saying", "The/DT/2/det minister/NN/3/nsubj accused/VBD/0/root the/DT/5/det rebels/NNS/3/obj ././3/punct", "accused"),
    case("a name between quotation marks", "He/PRP/2/nsubj said/VBD/0/root so/RB/2/advmod ././2/punct\n\nThe/DT/4/det “/``/4/punct Storm/NNP/4/compound raid/NN/6/nsubj ”/''/4/punct began/VBD/0/root ././6/punct", "raid"),
    case("quote in another paragraph", "“/``/3/punct We/PRP/3/nsubj fled/VBD/7/ccomp ,/,/7/punct ”/''/7/punct he/PRP/7/nsubj said/VBD/0/root ././7/punct\n\nRebels/NNS/2/nsubj fired/VBD/0/root ././2/punct", "fired", paragraphs=(1, 1)),
    case("who speaks is what is attacked", "The/DT/2/det mayor/NN/8/nsubj whom/WP/5/obj they/PRP/5/nsubj attacked/VBD/2/acl:relcl in/IN/7/case Bria/NNP/5/obl said/VBD/0/root nothing/NN/8/obj ././8/punct", "attacked"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("conll", "trigger", "expected", "actors", "entities", "roles", "paragraphs"),
    [*SAID, *BESIDE, *QUOTED, *READ, *ROLES, *NOBODY],
)
def test_each_voice_has_its_words_its_cue_and_its_role(conll, trigger, expected, actors, entities, roles, paragraphs):
    found = voices_of(conll, trigger, actors=actors, entities=entities, roles=roles, paragraphs=paragraphs)
    assert found == expected
