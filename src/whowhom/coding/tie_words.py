"""Words that name a lasting relation between two actors, and words that take it back.

Lemmas in lower case, except where a list says words. Lists only; ``ties``, ``tie_verbs``
and ``tie_moods`` decide.
"""

from __future__ import annotations

from whowhom.records.events import TieKind

LEADERS = frozenset(
    "leader chief head commander emir president governor chairman chairwoman chairperson director chair boss "
    "mayor king premier chancellor prime secretary-general commander-in-chief sub-leader warlord kingpin co-chair "
    "superintendent chieftain monarch sultan commandant ringleader".split()
)
DEPUTIES = frozenset("deputy vice assistant associate number second acting-deputy".split())
"""Before a leader's title they make a member of it."""
MEMBERS = frozenset(
    "member spokesman spokeswoman spokesperson deputy minister ambassador envoy delegate representative official "
    "officer soldier fighter militant militiaman guerrilla activist operative cadre lawmaker senator mp "
    "legislator adviser advisor policeman general colonel captain lieutenant researcher analyst secretary "
    "employee staffer diplomat congressman volunteer recruit agent candidate correspondent reporter coordinator "
    "follower spokespeople secretary-treasurer negotiator judge magistrate deputy-leader combatant".split()
)
"""Who bears them belongs to a body: "a spokesman for the Union"."""
RANKS = frozenset("general colonel captain lieutenant officer major secretary agent soldier judge".split())
"""Of those, the ones that need their body spelt out: "Major General Hassan" is of nothing told."""
ARMED_MEMBERS = frozenset("soldier fighter militant militiaman guerrilla combatant cadre operative deputy".split())
"""Of those, the ones that tell something without a name beside them: "soldiers of the 212th brigade"."""
SUPPORT = frozenset("support backing aid assistance solidarity".split())
"""With an owner, and "for", "to" or "with" before whom it is for."""
PARTS = frozenset(
    "branch wing arm affiliate faction subsidiary chapter unit cell column brigade battalion division army "
    "military police navy ministry forces force troop troops guard command office section corps militia regiment "
    "agency department directorate committee council team mission delegation bureau embassy parliament "
    "gendarmerie squad squadron commission intelligence secretariat".split()
)
"""Bodies within a body: "the army's 12th brigade", "Serbia's justice ministry"."""
BRANCHES = frozenset("branch wing arm affiliate faction subsidiary chapter offshoot splinter unit cell".split())
"""Of those, the ones that say by themselves that they are part of something."""
OWNED = frozenset(
    "force forces troop men group militia faction fighter government administration regime party band gang army "
    "list movement".split()
)
"""What a person has that stands before it or behind "of": "the Karzai government", "the forces of Barghathi"."""
NOUNS: dict[str, TieKind] = {
    "part": "part of",
    **dict.fromkeys(("offshoot", "splinter"), "split from"),
    **dict.fromkeys(("ally", "partner"), "allied with"),
    **dict.fromkeys(("enemy", "rival", "opponent", "foe", "adversary", "archenemy"), "opposes"),
    **dict.fromkeys(("supporter", "backer", "sponsor", "patron", "financier"), "supports"),
    "founder": "founded by",
    "co-founder": "founded by",
}
REVERSED: frozenset[TieKind] = frozenset(["founded by"])
"""Ties whose bearer is the object: the founder is whom the body is founded by."""
CASES: dict[str, frozenset[str]] = {
    **dict.fromkeys(("spokesman", "spokeswoman", "spokesperson"), frozenset(["of", "for"])),
    **dict.fromkeys(("candidate", "delegate"), frozenset(["of", "for", "from"])),
    **dict.fromkeys(("offshoot", "splinter"), frozenset(["of", "from"])),
    **dict.fromkeys(("ally", "rival", "enemy"), frozenset(["of", "to", "for"])),
    **dict.fromkeys(("ambassador", "envoy"), frozenset(["of", "from"])),
    **dict.fromkeys(("researcher", "analyst", "correspondent"), frozenset(["of", "at", "with", "from"])),
    **dict.fromkeys(("adviser", "advisor"), frozenset(["of", "to"])),
    **dict.fromkeys(("deserter", "defector"), frozenset(["from"])),
}  # fmt: skip
"""Prepositions of what the relation is to, where "of" is not the only one."""
BETWEEN: dict[str, TieKind] = {
    **dict.fromkeys(("alliance", "partnership", "pact", "coalition", "union", "cooperation", "friendship", "merger"),
                    "allied with"),
    **dict.fromkeys(("war", "conflict", "hostility", "insurgency", "struggle"), "fights"),
    **dict.fromkeys(("rivalry", "feud", "enmity", "dispute", "tension"), "opposes"),
}  # fmt: skip
"""Nouns that relate the two behind "between", or an owner and whom it is "with" or "against"."""
AGAINST = frozenset(
    "war fight campaign struggle battle insurgency rebellion offensive jihad uprising operation".split()
)
"""With "against" or "on": whoever has or wages them fights that side."""

BY_AGENT: dict[str, tuple[TieKind, bool]] = {
    **dict.fromkeys(("found", "establish", "create"), ("founded by", False)),
    **dict.fromkeys(("lead", "head", "command", "chair"), ("leads", True)),
    **dict.fromkeys(("back", "support", "fund", "arm", "finance", "sponsor", "train", "supply", "equip"),
                    ("supports", True)),
    "run": ("part of", False),
    "control": ("part of", False),
    "shelter": ("shelters", True),
    "harbour": ("shelters", True),
    "harbor": ("shelters", True),
}  # fmt: skip
"""Participles with "by": the tie, and whether the agent is its subject."""
WITH_PARTNER: dict[str, tuple[TieKind, frozenset[str]]] = {
    **dict.fromkeys(("ally", "allied", "align", "aligned", "partner"), ("allied with", frozenset(["with", "to"]))),
    "affiliate": ("part of", frozenset(["with", "to"])),
    "affiliated": ("part of", frozenset(["with", "to"])),
    **dict.fromkeys(("loyal", "sympathetic", "faithful"), ("supports", frozenset(["to"]))),
    **dict.fromkeys(("opposed", "hostile"), ("opposes", frozenset(["to"]))),
}  # fmt: skip
"""Participles and adjectives with the preposition of the other side."""
JOINED: dict[str, TieKind] = {
    **dict.fromkeys(("backed", "supported", "funded", "sponsored", "armed", "trained"), "supports"),
    "led": "leads",
    **dict.fromkeys(("allied", "aligned"), "allied with"),
    "affiliated": "part of",
    "run": "part of",
    "controlled": "part of",
}
"""Words as written behind a name and a hyphen: "Iran-backed"."""
PREFIXES: dict[str, TieKind] = {"counter": "fights", "anti": "opposes", "pro": "supports"}
"""Words as written before a hyphen and a name: "the counter-ISIL coalition"."""
JOINED_PARTS = frozenset(["affiliated", "run", "controlled"])
"""Of those, the ones that make what follows the subject: "a Hamas-run ministry"."""

VERBS: dict[str, TieKind] = {
    **dict.fromkeys(("lead", "head", "command", "chair"), "leads"),
    **dict.fromkeys(("found", "co-found"), "founded by"),
    **dict.fromkeys(("back", "support", "fund", "arm", "finance", "sponsor", "equip", "train", "assist", "aid"),
                    "supports"),
    **dict.fromkeys(("fight", "battle", "combat"), "fights"),
    **dict.fromkeys(("oppose", "resist", "hate", "defy"), "opposes"),
    **dict.fromkeys(("pressure", "press"), "pressures"),
    **dict.fromkeys(("shelter", "harbour", "harbor"), "shelters"),
    **dict.fromkeys(("designate", "list", "proscribe", "blacklist"), "designates"),
}  # fmt: skip
"""Verbs with the other side as their object."""
LASTING_PAST = frozenset("lead head command chair found co-found".split())
"""Verbs whose simple past tells a relation, and no single act."""
ACTS = frozenset(
    "train aid assist list designate press arm fight battle combat resist support back defy supply".split()
)
"""Verbs whose simple past tells an act."""
VERBS_WITH: dict[str, dict[str, TieKind]] = {
    "belong": {"to": "part of"},
    "answer": {"to": "part of"},
    "report": {"to": "part of"},
    "serve": {"under": "member of", "in": "member of"},
    "work": {"for": "part of"},
    "split": {"from": "split from"},
    "break": {"from": "split from"},
    "secede": {"from": "split from"},
    "defect": {"to": "defected to"},
    "ally": {"with": "allied with", "to": "allied with"},
    "align": {"with": "allied with"},
    "side": {"with": "allied with"},
    "stand": {"by": "supports", "with": "supports", "behind": "supports"},
    "partner": {"with": "allied with"},
    "cooperate": {"with": "allied with"},
    "collaborate": {"with": "allied with"},
    "fight": {"alongside": "allied with", "against": "fights", "for": "part of", "with": "fights"},
    "struggle": {"against": "fights"},
    "battle": {"against": "fights", "with": "fights"},
    "turn": {"against": "opposes"},
    "rebel": {"against": "fights"},
    "negotiate": {"with": "negotiates with"},
    "swear": {"to": "supports"},
    "pledge": {"to": "supports"},
    "be": {},
}
"""Verbs with the other side behind a preposition."""
MOTION = frozenset("break split turn defect".split())
"""Of those, the ones whose simple past leaves the relation standing: "broke away from"."""
LIGHT_VERBS = frozenset(
    "provide give offer lend send supply have maintain enjoy take receive get keep wage form".split()
)
LIGHT_OBJECTS: dict[str, tuple[TieKind, frozenset[str], bool]] = {
    **dict.fromkeys(("support", "backing", "assistance", "sanctuary"), ("supports", frozenset(["to", "for"]), False)),
    **dict.fromkeys(("alliance", "partnership", "pact"), ("allied with", frozenset(["with"]), False)),
    **dict.fromkeys(
        ("war", "campaign", "fight", "insurgency"), ("fights", frozenset(["against", "on", "with"]), False)
    ),
    **dict.fromkeys(("order", "instruction"), ("part of", frozenset(["from"]), False)),
    "side": ("allied with", frozenset(["of"]), False),
    "allegiance": ("supports", frozenset(["to"]), False),
    "loyalty": ("supports", frozenset(["to"]), False),
}
"""Objects of a light verb: tie, prepositions, and whether the other side is the subject."""
DEFEATING = frozenset(
    "defeat fight combat counter degrade destroy eradicate crush eliminate dismantle confront oust topple "
    "overthrow finish beat clear tackle".split()
)
"""What one is resolved to do to an enemy: the resolve is the tie."""

HELPING = frozenset("assist support help enable aid join lead unite back strengthen train advise thank".split())
"""Verbs whose object shares the purpose behind it: "assists the army to defeat"."""
STANDING = frozenset("stand work fight join unite cooperate partner".split())
BESIDE = frozenset("alongside with by".split())
"""Verbs and prepositions of those who share it as well: "stands by Iraq to defeat"."""
GONE = frozenset(
    "former formerly ex then late ousted deposed previous previously once erstwhile exiled retired longer ex- "
    "governor ex-president ex-leader ex-minister ex-commander slain dismissed".split()
)
"""Words as written that tell a relation as over."""
DENIED = frozenset("not n't n’t no never neither nor without".split())
"""Words as written that deny it."""
SUSPECTED = frozenset(
    "suspected alleged allegedly purported presumed would-be self-styled supposed supposedly reputed".split()
)
"""Words as written that make it a suspicion: no tie."""
OPEN = frozenset(
    "possible potential future aspiring possibly perhaps maybe likely probable probably reportedly eventual "
    "prospective conceivable hypothetical unlikely imminent planned proposed".split()
)
"""Words as written that leave it open."""
MODALS: dict[str, tuple[str, str]] = {
    **dict.fromkeys(("may", "might", "could", "can"), ("possible", "predicted")),
    **dict.fromkeys(("will", "shall", "'ll", "’ll", "wo"), ("probable", "planned")),
    **dict.fromkeys(("would", "'d", "’d"), ("possible", "conditional")),
    **dict.fromkeys(("should", "must", "ought"), ("possible", "planned")),
}
"""Words as written on the verb: certainty and stage of what they leave open."""
CONDITIONALS = frozenset("if unless whether lest".split())
CONDITIONS = CONDITIONALS | {"should", "were"}
SUSPICIONS = frozenset("suspicion suspect accuse allege charge accusation pretend allegation presume".split())
"""What hangs on these is no stated relation: "accused of leading"."""
DENIALS = frozenset("deny refute reject refuse fail decline rule-out ruled exclude false untrue dismiss disown".split())
WISHES = frozenset(
    "want hope plan aspire wish seek try aim dream intend promise vow pledge threaten offer ask invite urge call "
    "demand request order appeal propose consider mull attempt prepare agree expect fear predict warn doubt "
    "wonder suppose imagine possibility likelihood likely unlikely risk prospect danger rumour rumor chance talk "
    "proposal idea threat bid effort apply aspiration intention become unclear uncertain unknown question "
    "speculate speculation worry concern possible impossible need refuse persuade convince encourage enable allow "
    "prevent stop keep bar forbid decide choose let ready willing reluctant unwilling able suggest count isolate "
    "lest hypothesis would scenario option gain win".split()
)
"""What hangs on these as a clause or complement is wished, feared, predicted or open, and not told as so."""
BELIEFS = frozenset("believe think understand rumour rumor".split())
"""What hangs on these is held to be so: uncommitted."""
CLAIMS = frozenset("claim allege assert contend".split())
OTHERS = frozenset("staff committee state affair family court security".split())
"""What such nouns are of without a tie: "chief of staff", "secretary of state"."""
LEAVERS = frozenset("deserter defector dissident exile veteran".split())
"""Those who left a body found no tie to it."""
ONLOOKERS = frozenset(
    "expert analyst specialist observer lecturer professor academic researcher scholar historian author journalist "
    "reporter correspondent".split()
)
"""Those who study or tell of a body lead it not."""
KIN = frozenset(
    "brother sister son daughter wife husband cousin uncle aunt father mother relative widow nephew niece friend "
    "pupil student classmate neighbour neighbor family house home".split()
)

# A mention of nothing else is nobody: what is left of a title ("former") or of a name ("Staff").
NO_ACTORS = frozenset(
    "the a an former then late ex new old deputy acting senior top high-ranking incoming outgoing current self-styled "
    "self-proclaimed alleged staff and of".split()
)
