"""Whether it happened: hand-written trees, and a reader that takes every trigger as having happened."""

from dataclasses import replace

import pytest

from layers import make_layers, make_use
from whowhom.codebook import load_codebook
from whowhom.coding.attribution import draft_voices
from whowhom.coding.factuality import draft_factuality
from whowhom.coding.factuality_nouns import is_shared
from whowhom.records import TriggerReading

CODEBOOK = load_codebook()
PLAIN = {"polarity": "happened", "certainty": "certain", "stage": "accomplished"}
YES, NO, OPEN = "happened", "did not happen", "unknown"


def judge(sentence, trigger, *, kind="ASSAULT", facets=PLAIN, chance=0.9, graded=1.0):
    layers = make_layers(sentence, triggers=[(trigger, kind, facets)])
    reading = layers.triggers[0]
    scored = tuple((name, label, chance) for name, label, _ in reading.facets)
    reading = TriggerReading(reading.first, reading.last, reading.label, reading.score, scored, reading.roles)
    layers = make_layers(sentence, triggers=[reading])
    layers = replace(layers, factuality=(graded,) * len(layers.starts))
    tree, use = make_use(layers, CODEBOOK)
    factuality = draft_factuality(tree, use, draft_voices(tree, use))
    assert all(layers.document.text[cue.start : cue.end] == cue.text for cue in factuality.cues)
    return factuality


def case(name, sentence, trigger, polarity, certainty=None, stage=None, cue="", kind="ASSAULT"):
    return pytest.param(sentence, trigger, polarity, certainty, stage, cue.split(), kind, id=name)


HAPPENED = [
    case("plain", "The/DT/2/det army/NN/3/nsubj shelled/VBD/0/root Sirte/NNP/3/obj ././3/punct", "shelled", YES, "certain", "accomplished"),
    case("passive", "Three/CD/2/nummod men/NNS/4/nsubj:pass were/VBD/4/aux:pass killed/VBN/0/root ././4/punct", "killed", YES, "certain", "accomplished"),
    case("under a verb of saying", "Officials/NNS/2/nsubj said/VBD/0/root rebels/NNS/4/nsubj seized/VBD/2/ccomp the/DT/6/det town/NN/4/obj ././2/punct", "seized", YES, "certain", "accomplished"),
    case("not only", "They/PRP/4/nsubj not/RB/4/advmod only/RB/2/advmod shelled/VBD/0/root the/DT/6/det camp/NN/4/obj ././4/punct", "shelled", YES),
    case("no longer", "The/DT/2/det group/NN/5/nsubj no/RB/4/advmod longer/RB/5/advmod controls/VBZ/0/root Bria/NNP/5/obj ././5/punct", "controls", YES),
    case("did not deny that it shelled", "The/DT/2/det army/NN/5/nsubj did/VBD/5/aux not/RB/5/advmod deny/VB/0/root that/IN/8/mark it/PRP/8/nsubj shelled/VBD/5/ccomp Sirte/NNP/8/obj ././5/punct", "shelled", YES),
    case("did not fail to", "The/DT/2/det rebels/NNS/5/nsubj did/VBD/5/aux not/RB/5/advmod fail/VB/0/root to/TO/7/mark attack/VB/5/xcomp ././5/punct", "attack", YES),
    case("managed to", "Gunmen/NNS/2/nsubj managed/VBD/0/root to/TO/4/mark abduct/VB/2/xcomp the/DT/6/det mayor/NN/4/obj ././2/punct", "abduct", YES),
    case("began to", "Troops/NNS/2/nsubj began/VBD/0/root to/TO/4/mark shell/VB/2/xcomp the/DT/6/det town/NN/4/obj ././2/punct", "shell", YES),
    case("used drones to attack", "Rebels/NNS/2/nsubj used/VBD/0/root drones/NNS/2/obj to/TO/5/mark attack/VB/2/advcl the/DT/7/det base/NN/5/obj ././2/punct", "attack", YES),
    case("the first group to attack", "It/PRP/5/nsubj was/VBD/5/cop the/DT/5/det first/JJ/5/amod group/NN/0/root to/TO/7/mark attack/VB/5/acl Kunduz/NNP/7/obj ././5/punct", "attack", YES),
    case("known killing under a wish", "Police/NNS/2/nsubj sought/VBD/0/root to/TO/4/mark clear/VB/2/xcomp up/RP/4/compound:prt the/DT/7/det killing/NN/4/obj ././2/punct", "killing", YES),
    case("relative clause under a plan", "They/PRP/2/nsubj plan/VBP/0/root to/TO/4/mark visit/VB/2/xcomp the/DT/6/det camp/NN/4/obj which/WDT/8/obj troops/NNS/9/nsubj raided/VBD/6/acl:relcl ././2/punct", "raided", YES),
    case("relative clause under will", "He/PRP/3/nsubj will/MD/3/aux meet/VB/0/root widows/NNS/3/obj of/IN/6/case men/NNS/4/nmod who/WP/9/nsubj:pass were/VBD/9/aux:pass killed/VBN/6/acl:relcl ././3/punct", "killed", YES),
    case("rejected the offer that was made", "The/DT/2/det rebels/NNS/3/nsubj rejected/VBD/0/root the/DT/5/det offer/NN/3/obj ././3/punct", "offer", YES, kind="REQUEST"),
    case("condemned the attack", "The/DT/2/det minister/NN/4/nsubj strongly/RB/4/advmod condemned/VBD/0/root the/DT/6/det attack/NN/4/obj ././4/punct", "attack", YES),
    case("will investigate killings", "They/PRP/3/nsubj will/MD/3/aux investigate/VB/0/root killings/NNS/3/obj ././3/punct", "killings", YES),
    case("at the meeting they signed", "At/IN/3/case the/DT/3/det meeting/NN/5/obl they/PRP/5/nsubj signed/VBD/0/root ././5/punct", "meeting", YES, kind="CONSULT"),
    case("repelled an attack", "The/DT/2/det army/NN/3/nsubj repelled/VBD/0/root an/DT/5/det attack/NN/3/obj ././3/punct", "attack", YES),
    case("launched an attack", "Fighters/NNS/2/nsubj launched/VBD/0/root an/DT/4/det attack/NN/2/obj ././2/punct", "attack", YES),
    case("because clause beside a negation", "They/PRP/4/nsubj did/VBD/4/aux not/RB/4/advmod stay/VB/0/root because/IN/7/mark troops/NNS/7/nsubj shelled/VBD/4/advcl Bria/NNP/7/obj ././4/punct", "shelled", YES),
    case("coordinated with a negated verb", "He/PRP/4/nsubj was/VBD/4/aux:pass not/RB/4/advmod killed/VBN/0/root but/CC/6/cc wounded/VBN/4/conj ././4/punct", "wounded", YES),
    case("the attack in a purpose", "Experts/NNS/2/nsubj came/VBD/0/root to/TO/4/mark investigate/VB/2/advcl the/DT/6/det attack/NN/4/obj ././2/punct", "attack", YES),
    case("warned after the bombing", "He/PRP/2/nsubj warned/VBD/0/root them/PRP/2/obj after/IN/6/case the/DT/6/det bombing/NN/2/obl ././2/punct", "bombing", YES),
    case("no injuries in the attack", "There/EX/2/expl were/VBD/0/root no/DT/4/det injuries/NNS/2/nsubj in/IN/7/case the/DT/7/det attack/NN/4/nmod ././2/punct", "attack", YES),
    case("who attacked?", "Who/WP/2/nsubj attacked/VBD/0/root the/DT/4/det convoy/NN/2/obj ?/./2/punct", "attacked", YES),
    case("a question after the fact", "Will/MD/3/aux talks/NNS/3/nsubj end/VB/0/root the/DT/5/det siege/NN/3/obj of/IN/7/case Taiz/NNP/5/nmod ?/./3/punct", "siege", YES),
    case("not clear who fired", "It/PRP/4/expl is/VBZ/4/cop not/RB/4/advmod clear/JJ/0/root who/WP/6/nsubj fired/VBD/4/csubj the/DT/8/det shells/NNS/6/obj ././4/punct", "fired", YES, "certain", "accomplished", "who"),
    case("do not know why soldiers fired", "They/PRP/4/nsubj do/VBP/4/aux not/RB/4/advmod know/VB/0/root why/WRB/7/advmod soldiers/NNS/7/nsubj fired/VBD/4/ccomp ././4/punct", "fired", YES, "certain", "accomplished", "why"),
    case("whether he had a part in the shelling", "They/PRP/2/nsubj asked/VBD/0/root whether/IN/5/mark he/PRP/5/nsubj took/VBD/2/ccomp part/NN/5/obj in/IN/9/case the/DT/9/det shelling/NN/5/obl ././2/punct", "shelling", YES, "certain", "accomplished", "shelling"),
    case("acknowledged the attack but gave no figures", "Police/NNS/2/nsubj acknowledged/VBD/0/root the/DT/4/det attack/NN/6/obj but/CC/6/cc gave/VBD/2/conj no/DT/8/det figures/NNS/6/obj ././2/punct", "attack", YES),
    case("if the shelling stops", "If/IN/4/mark the/DT/3/det shelling/NN/4/nsubj stops/VBZ/7/advcl we/PRP/7/nsubj will/MD/7/aux talk/VB/0/root ././7/punct", "shelling", YES, "certain", "under way", "stops"),
    case("suspected of having fired", "He/PRP/3/nsubj:pass is/VBZ/3/aux:pass suspected/VBN/0/root of/IN/6/mark having/VBG/6/aux fired/VBN/3/advcl shells/NNS/6/obj ././3/punct", "fired", YES, "probable", cue="suspected"),
    case("appears to show the killing", "The/DT/2/det film/NN/3/nsubj appears/VBZ/0/root to/TO/5/mark show/VB/3/xcomp the/DT/7/det killing/NN/5/obj ././3/punct", "killing", YES, "probable", cue="appears"),
    case("claims to show soldiers shooting", "The/DT/2/det film/NN/3/nsubj claims/VBZ/0/root to/TO/5/mark show/VB/3/xcomp soldiers/NNS/7/nsubj shooting/VBG/5/ccomp ././3/punct", "shooting", YES, "uncommitted", cue="claims"),
    case("reports that could not be checked", "We/PRP/2/nsubj received/VBD/0/root reports/NNS/2/obj that/IN/6/mark rebels/NNS/6/nsubj shelled/VBD/3/appos Bria/NNP/6/obj but/CC/11/cc could/MD/11/aux not/RB/11/advmod verify/VB/2/conj them/PRP/11/obj ././2/punct", "shelled", YES, "uncommitted", cue="verify"),
    case("claimed to have done two things", "The/DT/2/det group/NN/3/nsubj claimed/VBD/0/root that/IN/7/mark it/PRP/7/nsubj had/VBD/7/aux seized/VBN/3/ccomp trucks/NNS/7/obj and/CC/10/cc shelled/VBD/7/conj Bria/NNP/10/obj ././3/punct", "shelled", YES, "uncommitted", cue="claimed"),
    case("did not start the clashes", "It/PRP/4/nsubj did/VBD/4/aux not/RB/4/advmod start/VB/0/root the/DT/6/det clashes/NNS/4/obj ././4/punct", "clashes", YES),
    case("confirmed that", "He/PRP/2/nsubj confirmed/VBD/0/root that/IN/5/mark troops/NNS/5/nsubj fired/VBD/2/ccomp ././2/punct", "fired", YES, "certain"),
    case("the ambush was a success", "The/DT/2/det ambush/NN/5/nsubj was/VBD/5/cop a/DT/5/det success/NN/0/root ././5/punct", "ambush", YES),
    case("if confirmed", "If/IN/2/mark confirmed/VBN/7/advcl ,/,/2/punct the/DT/5/det killings/NNS/7/nsubj were/VBD/7/cop crimes/NNS/0/root ././7/punct", "killings", YES, "uncommitted", cue="If"),
    case("denied a charge that was made", "He/PRP/2/nsubj denied/VBD/0/root the/DT/4/det charges/NNS/2/obj ././2/punct", "charges", YES, "certain", kind="ACCUSE"),
    case("admitted shooting", "He/PRP/2/nsubj admitted/VBD/0/root shooting/VBG/2/xcomp the/DT/5/det envoy/NN/3/obj ././2/punct", "shooting", YES),
]  # fmt: skip

NEGATED = [
    case("a raid that was foiled", "The/DT/2/det raid/NN/4/nsubj:pass was/VBD/4/aux:pass foiled/VBN/0/root ././4/punct", "foiled", NO, None, "attempted", "foiled"),
    case("a signing put off", "They/PRP/2/nsubj postponed/VBD/0/root signing/VBG/2/obj a/DT/5/det pact/NN/3/obj ././2/punct", "postponed", NO, None, "planned", "postponed", kind="AGREE"),
    case("did not permit the march", "Police/NNS/4/nsubj did/VBD/4/aux not/RB/4/advmod permit/VB/0/root the/DT/6/det march/NN/4/obj ././4/punct", "march", NO, cue="permit", kind="PROTEST"),
    case("did not", "The/DT/2/det army/NN/5/nsubj did/VBD/5/aux not/RB/5/advmod shell/VB/0/root Sirte/NNP/5/obj ././5/punct", "shell", NO, "certain", "accomplished", "not"),
    case("didn't", "They/PRP/4/nsubj did/VBD/4/aux n't/RB/4/advmod attack/VB/0/root ././4/punct", "attack", NO, cue="n't"),
    case("never", "The/DT/2/det rebels/NNS/4/nsubj never/RB/4/advmod attacked/VBD/0/root Bria/NNP/4/obj ././4/punct", "attacked", NO, cue="never"),
    case("not misattached by the parser", "Troops/NNS/4/nsubj did/VBD/4/aux not/RB/5/advmod fire/VB/0/root yesterday/RB/4/advmod ././4/punct", "fire", NO, cue="not"),
    case("no attacks", "There/EX/2/expl were/VBD/0/root no/DT/4/det attacks/NNS/2/nsubj ././2/punct", "attacks", NO, cue="no"),
    case("no one was killed", "No/DT/2/det one/NN/4/nsubj:pass was/VBD/4/aux:pass killed/VBN/0/root ././4/punct", "killed", NO, cue="No"),
    case("nobody was injured", "Nobody/NN/3/nsubj:pass was/VBD/3/aux:pass injured/VBN/0/root ././3/punct", "injured", NO, cue="Nobody"),
    case("killed no civilians", "The/DT/2/det strike/NN/3/nsubj killed/VBD/0/root no/DT/5/det civilians/NNS/3/obj ././3/punct", "killed", NO, cue="no"),
    case("without firing", "They/PRP/2/nsubj left/VBD/0/root without/IN/4/mark attacking/VBG/2/advcl the/DT/6/det post/NN/4/obj ././2/punct", "attacking", NO, cue="without"),
    case("did not launch an attack", "They/PRP/4/nsubj did/VBD/4/aux not/RB/4/advmod launch/VB/0/root an/DT/6/det attack/NN/4/obj ././4/punct", "attack", NO, cue="not"),
    case("did not shell or burn", "They/PRP/4/nsubj did/VBD/4/aux not/RB/4/advmod shell/VB/0/root or/CC/6/cc burn/VB/4/conj the/DT/8/det town/NN/4/obj ././4/punct", "burn", NO, cue="not"),
    case("neither", "Neither/DT/2/det side/NN/3/nsubj attacked/VBD/0/root ././3/punct", "attacked", NO, cue="Neither"),
    case("attack did not take place", "The/DT/2/det attack/NN/5/nsubj did/VBD/5/aux not/RB/5/advmod take/VB/0/root place/NN/5/obj ././5/punct", "attack", NO, cue="not"),
    case("did not manage to", "Gunmen/NNS/4/nsubj did/VBD/4/aux not/RB/4/advmod manage/VB/0/root to/TO/6/mark abduct/VB/4/xcomp him/PRP/6/obj ././4/punct", "abduct", NO, cue="manage"),
    case("nearly", "The/DT/2/det blast/NN/4/nsubj nearly/RB/4/advmod killed/VBD/0/root the/DT/6/det mayor/NN/4/obj ././4/punct", "killed", NO, cue="nearly"),
    case("never took place, whatever the tree makes of it", "The/DT/2/det attack/NN/6/obj never/RB/4/advmod took/VBN/6/ccomp place/NN/4/obj said/VBD/0/root police/NNS/6/nsubj ././6/punct", "attack", NO, cue="never"),
    case("considered an action but ruled it out", "They/PRP/2/nsubj considered/VBD/0/root attacking/VBG/2/xcomp Bria/NNP/3/obj but/CC/6/cc ruled/VBD/2/conj it/PRP/6/obj out/RP/6/compound:prt ././2/punct", "attacking", NO, None, "planned", "considered"),
    case("a claim that is a lie", "The/DT/2/det claim/NN/8/nsubj that/IN/5/mark it/PRP/5/nsubj shelled/VBD/2/acl Bria/NNP/5/obj is/VBZ/8/cop lie/NN/0/root ././8/punct", "shelled", NO, cue="lie"),
    case("a claim that is a lie, in a broken tree", "The/DT/2/det claim/NN/0/root that/IN/5/mark it/PRP/5/nsubj shelled/VBD/2/acl Bria/NNP/5/obj is/VBZ/8/cop lie/NN/2/acl ././2/punct", "shelled", NO, cue="lie"),
    case("the ambush was a hoax", "The/DT/2/det ambush/NN/5/nsubj was/VBD/5/cop a/DT/5/det hoax/NN/0/root ././5/punct", "ambush", NO, cue="hoax"),
    case("rehearsed assaults", "Troops/NNS/2/nsubj rehearsed/VBD/0/root assaults/NNS/2/obj ././2/punct", "assaults", NO, cue="rehearsed"),
    case("rehearsed an assault", "Troops/NNS/2/nsubj rehearsed/VBD/0/root an/DT/4/det assault/NN/2/obj ././2/punct", "assault", NO, cue="rehearsed"),
    case("had the army sent tanks", "Had/VBD/4/aux the/DT/3/det army/NN/4/nsubj shelled/VBN/9/advcl Bria/NNP/4/obj they/PRP/9/nsubj would/MD/9/aux have/VB/9/aux fled/VBN/0/root ././9/punct", "shelled", NO, None, "conditional", "Had"),
    case("denied to have done two things", "The/DT/2/det army/NN/3/nsubj denied/VBD/0/root that/IN/7/mark it/PRP/7/nsubj had/VBD/7/aux shelled/VBN/3/ccomp Bria/NNP/7/obj and/CC/10/cc burned/VBD/7/conj Sirte/NNP/10/obj ././3/punct", "burned", NO, "uncommitted", cue="denied"),
    case("will not", "They/PRP/4/nsubj will/MD/4/aux not/RB/4/advmod release/VB/0/root him/PRP/4/obj ././4/punct", "release", NO, "probable", "planned", "will not", "AID"),
]  # fmt: skip

DENIED = [
    case("denied that it had shelled", "The/DT/2/det army/NN/3/nsubj denied/VBD/0/root that/IN/7/mark it/PRP/7/nsubj had/VBD/7/aux shelled/VBN/3/ccomp Sirte/NNP/7/obj on/IN/10/case Monday/NNP/7/obl ././3/punct", "shelled", NO, cue="denied"),
    case("denied shelling", "The/DT/2/det army/NN/3/nsubj denied/VBD/0/root shelling/VBG/3/xcomp Sirte/NNP/4/obj ././3/punct", "shelling", NO, cue="denied"),
    case("denied having shelled", "The/DT/2/det army/NN/3/nsubj denied/VBD/0/root having/VBG/5/aux shelled/VBN/3/advcl Sirte/NNP/5/obj ././3/punct", "shelled", NO, cue="denied"),
    case("denied the attack", "The/DT/2/det group/NN/3/nsubj denied/VBD/0/root the/DT/5/det attack/NN/3/obj ././3/punct", "attack", OPEN, "uncommitted", cue="denied"),
    case("denied any attack", "The/DT/2/det group/NN/3/nsubj denied/VBD/0/root any/DT/5/det attack/NN/3/obj ././3/punct", "attack", NO, cue="denied"),
    case("rejected claims that", "The/DT/2/det army/NN/3/nsubj rejected/VBD/0/root claims/NNS/3/obj that/IN/8/mark it/PRP/8/nsubj had/VBD/8/aux shelled/VBN/4/acl Sirte/NNP/8/obj ././3/punct", "shelled", NO, cue="rejected"),
    case("no evidence that", "There/EX/2/expl is/VBZ/0/root no/DT/4/det evidence/NN/2/nsubj that/IN/7/mark troops/NNS/7/nsubj fired/VBD/4/acl ././2/punct", "fired", OPEN, "uncommitted", cue="evidence"),
    case("doubt that", "Officials/NNS/2/nsubj doubt/VBP/0/root that/IN/5/mark rebels/NNS/5/nsubj attacked/VBD/2/ccomp ././2/punct", "attacked", OPEN, "possible", cue="doubt"),
]  # fmt: skip

OPEN_CASES = [
    case("when it is still to come", "They/PRP/3/nsubj will/MD/3/aux leave/VB/0/root when/WRB/6/advmod rebels/NNS/6/nsubj attack/VBP/3/advcl ././3/punct", "attack", OPEN, None, "conditional", "when"),
    case("that they be freed", "They/PRP/2/nsubj demanded/VBD/0/root that/IN/6/mark hostages/NNS/6/nsubj:pass be/VB/6/aux:pass freed/VBN/2/ccomp ././2/punct", "freed", OPEN, None, "planned", "be", kind="RETREAT"),
    case("will not attend the meeting", "He/PRP/4/nsubj will/MD/4/aux not/RB/4/advmod attend/VB/0/root the/DT/6/det meeting/NN/4/obj ././4/punct", "meeting", OPEN, "probable", "planned", "attend", kind="CONSULT"),
    case("the right to strike", "Dockers/NNS/2/nsubj have/VBP/0/root the/DT/4/det right/NN/2/obj to/TO/6/mark strike/VB/4/acl ././2/punct", "strike", OPEN, cue="right", kind="PROTEST"),
    case("must announce that they left", "They/PRP/3/nsubj must/MD/3/aux announce/VB/0/root that/IN/6/mark they/PRP/6/nsubj left/VBD/3/ccomp ././3/punct", "left", OPEN, "uncommitted", cue="announce", kind="RETREAT"),
    case("contemplated an attack", "Raiders/NNS/2/nsubj contemplated/VBD/0/root an/DT/4/det attack/NN/2/obj ././2/punct", "contemplated", OPEN, None, "planned", "contemplated"),
    case("in a novel", "In/IN/3/case her/PRP$/3/nmod:poss novel/NN/6/obl a/DT/5/det judge/NN/6/nsubj kills/VBZ/0/root his/PRP$/8/nmod:poss clerk/NN/6/obj ././6/punct", "kills", OPEN, "uncommitted", cue="novel"),
    case("do not think that they will", "They/PRP/4/nsubj do/VBP/4/aux not/RB/4/advmod think/VB/0/root rebels/NNS/7/nsubj will/MD/7/aux attack/VB/4/ccomp ././4/punct", "attack", OPEN, "possible", "predicted", "think will"),
    case("do not expect that they will", "They/PRP/4/nsubj do/VBP/4/aux not/RB/4/advmod expect/VB/0/root rebels/NNS/7/nsubj will/MD/7/aux attack/VB/4/ccomp ././4/punct", "attack", OPEN, "possible", "predicted", "expect will"),
    case("could not confirm that", "Monitors/NNS/4/nsubj could/MD/4/aux not/RB/4/advmod confirm/VB/0/root that/IN/7/mark troops/NNS/7/nsubj fired/VBD/4/ccomp ././4/punct", "fired", OPEN, "uncommitted", cue="confirm"),
    case("declined to confirm that", "He/PRP/2/nsubj declined/VBD/0/root to/TO/4/mark confirm/VB/2/xcomp that/IN/7/mark troops/NNS/7/nsubj fired/VBD/4/ccomp ././2/punct", "fired", OPEN, "uncommitted", cue="confirm"),
    case("no evidence of", "They/PRP/2/nsubj found/VBD/0/root no/DT/4/det evidence/NN/2/obj of/IN/6/case fighting/NN/4/nmod ././2/punct", "fighting", OPEN, "uncommitted", cue="evidence"),
    case("withdrew a claim that", "They/PRP/2/nsubj withdrew/VBD/0/root a/DT/4/det claim/NN/2/obj that/IN/7/mark rebels/NNS/7/nsubj fled/VBD/4/acl ././2/punct", "fled", OPEN, "uncommitted", cue="withdrew"),
    case("no evidence was found that", "No/DT/2/det evidence/NN/4/nsubj:pass was/VBD/4/aux:pass found/VBN/0/root that/IN/7/mark troops/NNS/7/nsubj fired/VBD/4/advcl ././4/punct", "fired", OPEN, "uncommitted", cue="evidence"),
    case("does not show jets bombing", "The/DT/2/det film/NN/5/nsubj does/VBZ/5/aux not/RB/5/advmod show/VB/0/root jets/NNS/7/nsubj bombing/VBG/5/ccomp Bria/NNP/7/obj ././5/punct", "bombing", OPEN, "uncommitted", cue="not"),
    case("may", "The/DT/2/det rebels/NNS/4/nsubj may/MD/4/aux attack/VB/0/root Bria/NNP/4/obj ././4/punct", "attack", OPEN, "possible", "predicted", "may"),
    case("might", "They/PRP/3/nsubj might/MD/3/aux shell/VB/0/root the/DT/5/det camp/NN/3/obj ././3/punct", "shell", OPEN, "possible", "predicted", "might"),
    case("could", "These/DT/2/det groups/NNS/4/nsubj could/MD/4/aux attack/VB/0/root Herat/NNP/4/obj ././4/punct", "attack", OPEN, "possible", "predicted", "could"),
    case("may misattached by the parser", "Rebels/NNS/3/nsubj may/MD/4/aux attack/VB/0/root soon/RB/3/advmod ././3/punct", "attack", OPEN, "possible", "predicted", "may"),
    case("may not", "They/PRP/4/nsubj may/MD/4/aux not/RB/4/advmod attack/VB/0/root ././4/punct", "attack", OPEN, "possible", "predicted", "may"),
    case("will", "Troops/NNS/3/nsubj will/MD/3/aux attack/VB/0/root the/DT/5/det town/NN/3/obj ././3/punct", "attack", OPEN, "probable", "planned", "will"),
    case("will launch an attack", "Troops/NNS/3/nsubj will/MD/3/aux launch/VB/0/root an/DT/5/det attack/NN/3/obj ././3/punct", "attack", OPEN, "probable", "planned", "will"),
    case("said it would", "The/DT/2/det army/NN/3/nsubj said/VBD/0/root it/PRP/6/nsubj would/MD/6/aux attack/VB/3/ccomp ././3/punct", "attack", OPEN, "probable", "planned", "would"),
    case("would and a shared verb", "The/DT/2/det army/NN/4/nsubj would/MD/4/aux attack/VB/0/root and/CC/6/cc burn/VB/4/conj Bria/NNP/6/obj ././4/punct", "burn", OPEN, "possible", "conditional", "would"),
    case("would if", "It/PRP/3/nsubj would/MD/3/aux attack/VB/0/root if/IN/6/mark talks/NNS/6/nsubj failed/VBD/3/advcl ././3/punct", "attack", OPEN, "possible", "conditional", "would"),
    case("could have killed", "The/DT/2/det bomb/NN/5/nsubj could/MD/5/aux have/VB/5/aux killed/VBN/0/root dozens/NNS/5/obj ././5/punct", "killed", OPEN, "possible", "predicted", "could"),
    case("should leave", "The/DT/2/det rebels/NNS/4/nsubj should/MD/4/aux release/VB/0/root him/PRP/4/obj ././4/punct", "release", OPEN, None, "planned", "should", "AID"),
    case("if", "If/IN/3/mark rebels/NNS/3/nsubj attack/VBP/7/advcl ,/,/7/punct aid/NN/7/nsubj will/MD/7/aux stop/VB/0/root ././7/punct", "attack", OPEN, None, "conditional", "If"),
    case("if not", "It/PRP/2/nsubj fears/VBZ/0/root war/NN/2/obj if/IN/8/mark they/PRP/8/nsubj do/VBP/8/aux not/RB/8/advmod withdraw/VB/2/advcl ././2/punct", "withdraw", OPEN, None, "conditional", "if", "RETREAT"),
    case("if these groups could form an alliance", "If/IN/5/mark these/DT/3/det groups/NNS/5/nsubj could/MD/5/aux form/VB/10/advcl an/DT/7/det alliance/NN/5/obj ,/,/10/punct Kabul/NNP/10/nsubj falls/VBZ/0/root ././10/punct", "form an alliance", OPEN, "possible", None, "If could", "COOPERATE"),
    case("if they decide to attack", "If/IN/3/mark they/PRP/3/nsubj decide/VBP/7/advcl to/TO/5/mark attack/VB/3/xcomp ,/,/7/punct stay/VB/0/root ././7/punct", "attack", OPEN, None, "conditional", "If decide"),
    case("unless", "He/PRP/3/nsubj will/MD/3/aux stay/VB/0/root unless/IN/6/mark they/PRP/6/nsubj attack/VBP/3/advcl ././3/punct", "attack", OPEN, None, "conditional", "unless"),
    case("whether", "Police/NNS/4/nsubj did/VBD/4/aux not/RB/4/advmod say/VB/0/root whether/IN/8/mark he/PRP/8/nsubj was/VBD/8/aux:pass killed/VBN/4/ccomp ././4/punct", "killed", OPEN, "uncommitted", None, "whether"),
    case("an operation to hunt down", "Police/NNS/2/nsubj launched/VBD/0/root an/DT/4/det operation/NN/2/obj to/TO/6/mark hunt/VB/4/acl down/RP/6/compound:prt the/DT/9/det gunmen/NNS/6/obj ././2/punct", "hunt down", OPEN, None, "planned", "to"),
    case("troops sent to attack", "Paris/NNP/2/nsubj sent/VBD/0/root troops/NNS/2/obj to/TO/5/mark attack/VB/2/advcl the/DT/7/det rebels/NNS/5/obj ././2/punct", "attack", OPEN, None, "planned", "to"),
    case("plan to", "Rebels/NNS/2/nsubj plan/VBP/0/root to/TO/4/mark attack/VB/2/xcomp Bria/NNP/4/obj ././2/punct", "attack", OPEN, "probable", "planned", "plan"),
    case("plan to attack and burn", "Rebels/NNS/2/nsubj plan/VBP/0/root to/TO/4/mark attack/VB/2/xcomp and/CC/6/cc burn/VB/4/conj Bria/NNP/4/obj ././2/punct", "burn", OPEN, "probable", "planned", "plan"),
    case("planned attack", "Police/NNS/2/nsubj learnt/VBD/0/root of/IN/6/case a/DT/6/det planned/JJ/6/amod attack/NN/2/obl ././2/punct", "attack", OPEN, None, "planned", "planned"),
    case("planned an attack", "The/DT/2/det cell/NN/3/nsubj planned/VBD/0/root an/DT/5/det attack/NN/3/obj ././3/punct", "attack", OPEN, None, "planned", "planned"),
    case("plans for an attack", "It/PRP/2/nsubj has/VBZ/0/root plans/NNS/2/obj for/IN/6/case an/DT/6/det attack/NN/3/nmod ././2/punct", "attack", OPEN, None, "planned", "plans"),
    case("plotted to kill", "They/PRP/2/nsubj plotted/VBD/0/root to/TO/4/mark kill/VB/2/xcomp the/DT/6/det envoy/NN/4/obj ././2/punct", "kill", OPEN, None, "planned", "plotted"),
    case("vowed to", "The/DT/2/det front/NN/3/nsubj vowed/VBD/0/root to/TO/5/mark attack/VB/3/xcomp ././3/punct", "attack", OPEN, "probable", "planned", "vowed"),
    case("were to be freed", "The/DT/2/det men/NNS/3/nsubj were/VBD/0/root to/TO/6/mark be/VB/6/aux:pass released/VBN/3/xcomp ././3/punct", "released", OPEN, "probable", "planned", "were", "AID"),
    case("ordered to", "He/PRP/2/nsubj ordered/VBD/0/root troops/NNS/2/obj to/TO/5/mark shell/VB/2/xcomp Bria/NNP/5/obj ././2/punct", "shell", OPEN, None, "planned", "ordered"),
    case("threatened to", "The/DT/2/det group/NN/3/nsubj threatened/VBD/0/root to/TO/5/mark kill/VB/3/xcomp hostages/NNS/5/obj ././3/punct", "kill", OPEN, None, "threatened", "threatened"),
    case("threatened strikes", "The/DT/2/det general/NN/3/nsubj threatened/VBD/0/root strikes/NNS/3/obj on/IN/6/case Bria/NNP/4/nmod ././3/punct", "strikes", OPEN, None, "threatened", "threatened"),
    case("threat of strikes", "The/DT/2/det threat/NN/5/nsubj of/IN/4/case strikes/NNS/2/nmod remains/VBZ/0/root ././5/punct", "strikes", OPEN, None, "threatened", "threat"),
    case("tried to", "Gunmen/NNS/2/nsubj tried/VBD/0/root to/TO/4/mark kill/VB/2/xcomp the/DT/6/det mayor/NN/4/obj ././2/punct", "kill", OPEN, None, "attempted", "tried"),
    case("failed to", "Gunmen/NNS/2/nsubj failed/VBD/0/root to/TO/4/mark kill/VB/2/xcomp the/DT/6/det mayor/NN/4/obj ././2/punct", "kill", NO, None, "attempted", "failed"),
    case("refused to release", "They/PRP/2/nsubj refused/VBD/0/root to/TO/4/mark release/VB/2/xcomp him/PRP/4/obj ././2/punct", "release", NO, None, "attempted", "refused", "AID"),
    case("prevented an attack", "Police/NNS/2/nsubj prevented/VBD/0/root an/DT/4/det attack/NN/2/obj ././2/punct", "attack", NO, None, "attempted", "prevented"),
    case("an attack was foiled", "An/DT/2/det attack/NN/4/nsubj:pass was/VBD/4/aux:pass foiled/VBN/0/root ././4/punct", "attack", NO, None, "attempted", "foiled"),
    case("a foiled attack", "It/PRP/2/nsubj followed/VBD/0/root a/DT/5/det foiled/VBN/5/amod attack/NN/2/obj ././2/punct", "attack", NO, None, "attempted", "foiled"),
    case("attempted murder", "He/PRP/2/nsubj faces/VBZ/0/root charges/NNS/2/obj of/IN/6/case attempted/JJ/6/amod murder/NN/3/nmod ././2/punct", "murder", OPEN, None, "attempted", "attempted"),
    case("called off the strike", "They/PRP/2/nsubj called/VBD/0/root off/RP/2/compound:prt the/DT/5/det raid/NN/2/obj ././2/punct", "raid", NO, None, "planned", "called"),
    case("urged to release", "The/DT/2/det UN/NNP/3/nsubj urged/VBD/0/root the/DT/5/det rebels/NNS/3/obj to/TO/7/mark release/VB/3/xcomp him/PRP/7/obj ././3/punct", "release", OPEN, None, "planned", "urged", "AID"),
    case("called for a ceasefire", "The/DT/2/det UN/NNP/3/nsubj called/VBD/0/root for/IN/6/case a/DT/6/det ceasefire/NN/3/obl ././3/punct", "ceasefire", OPEN, None, "planned", "called", "AGREE"),
    case("a call for a ceasefire", "The/DT/2/det call/NN/6/nsubj for/IN/5/case a/DT/5/det ceasefire/NN/2/nmod failed/VBD/0/root ././6/punct", "ceasefire", OPEN, None, "planned", "call", "AGREE"),
    case("demanded the release", "Relatives/NNS/2/nsubj demanded/VBD/0/root the/DT/4/det release/NN/2/obj of/IN/7/case two/CD/7/nummod men/NNS/4/nmod ././2/punct", "release", OPEN, None, "planned", "demanded", "AID"),
    case("likely to", "The/DT/2/det rebels/NNS/4/nsubj are/VBP/4/cop likely/JJ/0/root to/TO/6/mark attack/VB/4/xcomp ././4/punct", "attack", OPEN, "probable", "predicted", "likely"),
    case("unlikely to", "The/DT/2/det rebels/NNS/4/nsubj are/VBP/4/cop unlikely/JJ/0/root to/TO/6/mark attack/VB/4/xcomp ././4/punct", "attack", OPEN, "possible", "predicted", "unlikely"),
    case("not likely to", "Rebels/NNS/4/nsubj are/VBP/4/cop not/RB/4/advmod likely/JJ/0/root to/TO/6/mark attack/VB/4/xcomp ././4/punct", "attack", OPEN, "possible", "predicted", "likely"),
    case("expected to", "Troops/NNS/3/nsubj:pass are/VBP/3/aux:pass expected/VBN/0/root to/TO/5/mark attack/VB/3/xcomp ././3/punct", "attack", OPEN, "probable", "predicted", "expected"),
    case("fear that", "Residents/NNS/2/nsubj fear/VBP/0/root that/IN/6/mark rebels/NNS/6/nsubj will/MD/6/aux attack/VB/2/ccomp ././2/punct", "attack", OPEN, None, None, "fear will"),
    case("warned of attacks", "The/DT/2/det embassy/NN/3/nsubj warned/VBD/0/root of/IN/5/case attacks/NNS/3/obl ././3/punct", "attacks", OPEN, "possible", "predicted", "warned"),
    case("risk of an attack", "The/DT/2/det risk/NN/6/nsubj of/IN/5/case an/DT/5/det attack/NN/2/nmod grows/VBZ/0/root ././6/punct", "attack", OPEN, "possible", "predicted", "risk"),
    case("a possible attack", "Guards/NNS/2/nsubj await/VBP/0/root a/DT/5/det possible/JJ/5/amod attack/NN/2/obj ././2/punct", "attack", OPEN, "possible", "predicted", "possible"),
    case("an attack could take place", "An/DT/2/det attack/NN/4/nsubj could/MD/4/aux take/VB/0/root place/NN/4/obj ././4/punct", "attack", OPEN, "possible", "predicted", "could"),
    case("a question", "Did/VBD/4/aux the/DT/3/det army/NN/4/nsubj shell/VB/0/root Sirte/NNP/4/obj ?/./4/punct", "shell", OPEN, "uncommitted", None, "?"),
    case("alliance that does not exist yet", "They/PRP/2/nsubj want/VBP/0/root to/TO/4/mark form/VB/2/xcomp an/DT/6/det alliance/NN/4/obj ././2/punct", "form an alliance", OPEN, None, "planned", "want", "COOPERATE"),
]  # fmt: skip

HEDGED = [
    case("may have killed", "The/DT/2/det blast/NN/5/nsubj may/MD/5/aux have/VB/5/aux killed/VBN/0/root ten/CD/7/nummod men/NNS/5/obj ././5/punct", "killed", YES, "possible", "accomplished", "may"),
    case("likely killed", "The/DT/2/det strike/NN/4/nsubj likely/RB/4/advmod killed/VBD/0/root him/PRP/4/obj ././4/punct", "killed", YES, "probable", "accomplished", "likely"),
    case("perhaps", "Rebels/NNS/3/nsubj perhaps/RB/3/advmod killed/VBD/0/root him/PRP/3/obj ././3/punct", "killed", YES, "possible", "accomplished", "perhaps"),
    case("likely to have killed", "It/PRP/3/nsubj is/VBZ/3/cop likely/JJ/0/root to/TO/6/mark have/VB/6/aux killed/VBN/3/xcomp him/PRP/6/obj ././3/punct", "killed", YES, "probable", None, "likely"),
    case("are said to have executed", "They/PRP/3/nsubj:pass are/VBP/3/aux:pass said/VBN/0/root to/TO/6/mark have/VB/6/aux executed/VBN/3/xcomp two/CD/8/nummod men/NNS/6/obj ././3/punct", "executed", YES, "uncommitted", "accomplished"),
    case("reportedly", "Rebels/NNS/3/nsubj reportedly/RB/3/advmod killed/VBD/0/root two/CD/5/nummod men/NNS/3/obj ././3/punct", "killed", YES, "uncommitted", "accomplished", "reportedly"),
    case("allegedly", "Police/NNS/3/nsubj allegedly/RB/3/advmod beat/VBD/0/root him/PRP/3/obj ././3/punct", "beat", YES, "uncommitted", "accomplished", "allegedly"),
    case("alleged attack", "He/PRP/2/nsubj described/VBD/0/root an/DT/5/det alleged/JJ/5/amod attack/NN/2/obj ././2/punct", "attack", YES, "uncommitted", None, "alleged"),
    case("suspected attack", "A/DT/3/det suspected/JJ/3/amod attack/NN/4/nsubj killed/VBD/0/root him/PRP/4/obj ././4/punct", "attack", YES, "uncommitted", None, "suspected"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("sentence", "trigger", "polarity", "certainty", "stage", "cues", "kind"),
    [*HAPPENED, *NEGATED, *DENIED, *OPEN_CASES, *HEDGED],
)
def test_words_settle_whether_it_happened(sentence, trigger, polarity, certainty, stage, cues, kind):
    found = judge(sentence, trigger, kind=kind)
    assert found.polarity == polarity
    assert certainty in (None, found.certainty)
    assert stage in (None, found.stage)
    assert set(cues) <= {cue.text for cue in found.cues}


SURE = [
    ("Paris/NNP/2/nsubj sent/VBD/0/root troops/NNS/2/obj to/TO/5/mark attack/VB/2/advcl them/PRP/5/obj ././2/punct", "attack", YES),
    ("Gunmen/NNS/2/nsubj tried/VBD/0/root to/TO/4/mark rob/VB/2/xcomp a/DT/6/det bank/NN/4/obj ././2/punct", "rob", YES),
    ("They/PRP/4/nsubj did/VBD/4/aux not/RB/4/advmod attack/VB/0/root ././4/punct", "attack", NO),
    ("The/DT/2/det rebels/NNS/4/nsubj may/MD/4/aux attack/VB/0/root ././4/punct", "attack", OPEN),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "trigger", "polarity"), SURE, ids=["purpose", "tried", "not", "may"])
def test_only_plain_words_overrule_a_reader_that_is_sure(sentence, trigger, polarity):
    assert judge(sentence, trigger, chance=0.99).polarity == polarity


def test_what_the_reader_saw_fail_is_not_opened_again_by_an_attempt():
    sentence = "Gunmen/NNS/2/nsubj tried/VBD/0/root to/TO/4/mark kill/VB/2/xcomp him/PRP/4/obj ././2/punct"
    found = judge(sentence, "kill", facets={**PLAIN, "polarity": NO})
    assert (found.polarity, found.stage) == (NO, "attempted")


def test_a_reader_that_sees_a_plan_is_not_contradicted_by_its_own_polarity():
    sentence = "The/DT/2/det army/NN/3/nsubj attacked/VBD/0/root ././3/punct"
    found = judge(sentence, "attacked", facets={**PLAIN, "stage": "planned"})
    assert (found.polarity, found.stage) == (OPEN, "planned")


PERFORMED = [
    ("They/PRP/3/nsubj must/MD/3/aux leave/VB/0/root the/DT/5/det town/NN/3/obj ././3/punct", "leave", "REQUEST"),
    ("We/PRP/4/nsubj will/MD/4/aux not/RB/4/advmod talk/VB/0/root to/TO/6/case them/PRP/4/obl ././4/punct", "talk", "REJECT"),
    ("We/PRP/3/nsubj will/MD/3/aux punish/VB/0/root the/DT/5/det rich/NN/3/obj ././3/punct", "punish", "THREATEN"),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "trigger", "kind"), PERFORMED, ids=["request", "rejection", "threat"])
def test_a_modal_that_does_the_act_leaves_it_done(sentence, trigger, kind):
    assert judge(sentence, trigger, kind=kind).polarity == YES


def test_who_did_so_did_what_was_threatened_and_not_what_was_denied():
    later = "It/PRP/4/nsubj on/IN/3/case Friday/NNP/4/obl did/VBD/0/root so/RB/4/advmod ././4/punct"
    threat = (
        "The/DT/2/det front/NN/3/nsubj threatened/VBD/0/root to/TO/5/mark attack/VB/3/xcomp Bria/NNP/5/obj ././3/punct"
    )
    denial = "The/DT/2/det front/NN/3/nsubj denied/VBD/0/root that/IN/6/mark it/PRP/6/nsubj shelled/VBD/3/ccomp Bria/NNP/6/obj ././3/punct"
    assert judge(f"{threat}\n\n{later}", "attack").polarity == YES
    assert judge(f"{denial}\n\n{later}", "shelled").polarity == NO


def test_a_facet_that_was_not_read_is_taken_as_told():
    found = judge("The/DT/2/det army/NN/3/nsubj attacked/VBD/0/root ././3/punct", "attacked", facets={})
    assert (found.polarity, found.certainty, found.stage, found.cues) == (YES, "certain", "accomplished", ())


def test_who_dismisses_the_report_leaves_it_to_whoever_reported():
    told = "Radio/NN/2/nsubj said/VBD/0/root rebels/NNS/4/nsubj shelled/VBD/2/ccomp Bria/NNP/4/obj ././2/punct"
    dismissed = "Rebels/NNS/2/nsubj dismissed/VBD/0/root the/DT/4/det report/NN/2/obj ././2/punct"
    welcomed = "Rebels/NNS/2/nsubj welcomed/VBD/0/root the/DT/4/det report/NN/2/obj ././2/punct"
    assert judge(f"{told}\n\n{dismissed}", "shelled").certainty == "uncommitted"
    assert judge(f"{told}\n\n{welcomed}", "shelled").certainty == "certain"


STILL_SO = [
    case("had police not fired", "Had/VBD/4/aux police/NNS/4/nsubj not/RB/4/advmod fired/VBN/9/advcl ,/,/4/punct they/PRP/9/nsubj would/MD/9/aux have/VB/9/aux lived/VBN/0/root ././9/punct", "fired", YES, None, "accomplished", "not"),
    case("did not capture the town but killed", "Rebels/NNS/4/nsubj did/VBD/4/aux not/RB/4/advmod capture/VB/0/root Bria/NNP/4/obj but/CC/7/cc killed/VBD/4/conj guards/NNS/7/obj ././4/punct", "killed", YES, "certain"),
    case("does not show a known killing", "The/DT/2/det film/NN/5/nsubj does/VBZ/5/aux not/RB/5/advmod show/VB/0/root the/DT/7/det killing/NN/5/obj ././5/punct", "killing", YES, "certain"),
    case("no hoax", "The/DT/2/det ambush/NN/6/nsubj was/VBD/6/cop not/RB/6/advmod a/DT/6/det hoax/NN/0/root ././6/punct", "ambush", YES),
    case("practise torture", "Police/NNS/2/nsubj practise/VBP/0/root torture/NN/2/obj ././2/punct", "torture", YES),
    case("no sign of the siege ending", "We/PRP/2/nsubj saw/VBD/0/root no/DT/4/det sign/NN/2/obj of/IN/7/case the/DT/7/det siege/NN/4/nmod ending/VBG/7/acl ././2/punct", "siege", YES, "certain", kind="COERCE"),
    case("if confirmed by parliament", "If/IN/2/mark confirmed/VBN/8/advcl by/IN/4/case parliament/NN/2/obl ,/,/2/punct he/PRP/8/nsubj will/MD/8/aux replace/VB/0/root men/NNS/8/obj who/WP/11/nsubj fled/VBD/9/acl:relcl ././8/punct", "fled", YES, "certain"),
    case("the first since", "If/IN/2/mark confirmed/VBN/8/advcl ,/,/2/punct it/PRP/8/nsubj is/VBZ/8/cop the/DT/8/det first/JJ/8/amod death/NN/0/root since/IN/11/mark rebels/NNS/11/nsubj fled/VBD/8/advcl ././8/punct", "fled", YES, "certain"),
    case("has not started the assault", "Troops/NNS/4/nsubj have/VBP/4/aux not/RB/4/advmod started/VBN/0/root the/DT/6/det assault/NN/4/obj ././4/punct", "assault", NO, cue="not"),
    case("did not begin the assault", "Troops/NNS/4/nsubj did/VBD/4/aux not/RB/4/advmod begin/VB/0/root the/DT/6/det assault/NN/4/obj ././4/punct", "assault", NO, cue="not"),
    case("decided to attack and abandoned it", "They/PRP/2/nsubj decided/VBD/0/root to/TO/4/mark attack/VB/2/xcomp Bria/NNP/4/obj and/CC/7/cc abandoned/VBD/2/conj it/PRP/7/obj ././2/punct", "attack", OPEN, "probable", "planned", "decided"),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "trigger", "polarity", "certainty", "stage", "cues", "kind"), STILL_SO)
def test_words_that_look_like_a_denial_take_nothing_from_an_act(
    sentence, trigger, polarity, certainty, stage, cues, kind
):
    found = judge(sentence, trigger, kind=kind)
    assert (found.polarity, certainty or found.certainty) == (polarity, found.certainty)
    assert stage in (None, found.stage)
    assert set(cues) <= {cue.text for cue in found.cues}


@pytest.mark.parametrize(
    ("verb", "told"), [("will/MD/3/aux take/VB/0/root", False), ("has/VBZ/3/aux taken/VBN/0/root", True)]
)
def test_a_part_that_is_still_to_be_taken_does_not_make_an_assault_known(verb, told):
    sentence = f"It/PRP/3/nsubj {verb} part/NN/3/obj in/IN/7/case the/DT/7/det assault/NN/3/obl ././3/punct"
    tree, use = make_use(make_layers(sentence, triggers=[("assault", "ASSAULT", PLAIN)]), CODEBOOK)
    assert is_shared(tree, use.head) is told


@pytest.mark.parametrize("more", ["", " of/IN/7/case a/DT/7/det coup/NN/4/nmod"])
def test_who_dismisses_the_report_of_something_else_says_nothing_of_what_was_told(more):
    told = "Radio/NN/2/nsubj said/VBD/0/root rebels/NNS/4/nsubj shelled/VBD/2/ccomp Bria/NNP/4/obj ././2/punct"
    dismissed = f"Rebels/NNS/2/nsubj dismissed/VBD/0/root the/DT/4/det report/NN/2/obj{more} ././2/punct"
    assert judge(f"{told}\n\n{dismissed}", "shelled").certainty == ("certain" if more else "uncommitted")
