"""Words that say whether something happened, by what they do to the event they govern.

Lemmas in lower case, except where a list says words. Lists only; ``factuality`` decides.
"""

from __future__ import annotations

NEGATIONS = frozenset("not n't n’t never no without neither nor".split())
"""Words as written."""
NOT_ONLY = frozenset("only just merely simply longer until since fewer less more doubt".split())
"""Words that follow a negation and take its force: "no longer", "not only"."""
FULLY = frozenset("only just merely simply".split())
"""Of these: what they stand on is affirmed."""
NOBODY = frozenset("nobody none".split())
MAY = frozenset(["may", "might", "could", "can", "ca"])
WILL = frozenset(["will", "'ll", "’ll", "shall", "wo"])
WOULD = frozenset(["would", "'d", "’d"])
SHOULD = frozenset(["should", "ought", "must"])
CONDITIONS = frozenset(["if", "unless", "whether"])
DEFINITE = frozenset("the this that these those".split())

DENIALS = frozenset(["deny", "refute"])
REFUSALS = DENIALS | frozenset("dismiss reject dispute rebut".split())
"""What they do to a report or a claim, they do to what it tells."""
ASKING = frozenset("who whom whose why how what where".split())
"""As written, at the start of a clause that asks only for the rest: "who fired the shells"."""
KNOWING = frozenset(
    "know clear unclear establish determine unknown uncertain say reveal disclose explain investigate find ask "
    "ascertain identify learn tell understand see certain remember".split()
)
"""Of what they do not tell, the act itself is known: "it is not clear who did it"."""
DOUBTS = frozenset(["doubt", "question"])
FEARS = frozenset(["fear", "dread"])
AFRAID = frozenset(["afraid", "worried"])
BELIEFS = frozenset("believe think suspect suppose presume assume understand reckon".split())
"""What somebody believes is probable, as far as the report goes; what an author's "we" believes is told."""
SEEMS = frozenset(["seem", "appear"])
ASSERTIONS = frozenset("claim allege accuse charge".split())
"""Verbs by which a report leaves it to the speaker."""
CHARGED_WITH = frozenset("suspect accuse charge".split())
"""With "of" and a participle: what somebody is charged with is told as done, by whoever charges."""
SUGGESTING = frozenset("suggest indicate show prove imply".split())
SHOWING = frozenset("show depict capture picture".split())
"""What a picture does with an act."""
PICTURES = frozenset(
    "video footage picture image imagery photo photograph film clip recording tape screenshot material".split()
)
IMAGININGS = frozenset("dream imagine pretend fantasise fantasize".split())
HOPES = frozenset(["hope", "expect", "anticipate", "predict"])
FIRM_PLANS = frozenset("plan intend decide agree order vow swear pledge promise prepare".split())
PLANS = FIRM_PLANS | frozenset(
    "aim want seek plot propose consider offer wish refrain conspire mull opt mean authorise authorize".split()
)
WEAK_PLANS = frozenset("decide agree want seek offer wish mean tell ask invite".split())
"""What they govern is often told as done in the same breath: "agreed to support"."""
PLANS_OF = frozenset(
    "plan plot prepare consider contemplate propose promise pledge vow mull envisage expect schedule".split()
)
"""What they take as object is only planned: "plotted an attack"."""
CALLS = frozenset(
    "call urge demand ask appeal request press pressure instruct tell beg implore advise warn invite".split()
)
CALLS_FOR = frozenset("call appeal press push ask plead lobby hope".split())
CALLS_THAT = frozenset("demand insist request ask urge propose suggest recommend order require".split())
"""What they govern with a bare verb is only asked for: "demanded that they be freed"."""
WANTS = frozenset("demand urge request want await".split())
"""What they take as object is asked for, even where it is definite: "demanded the release"."""
THREATS = frozenset(["threaten"])
ATTEMPTS = frozenset(["try", "attempt", "strive", "struggle"])
FAILURES = frozenset(["fail", "refuse", "decline", "forget", "omit", "neglect"])
ALLOWING = frozenset("permit allow let authorise authorize approve grant".split())
"""Where they are denied, what they take as object did not come about."""
PREVENTIONS = frozenset(["prevent", "thwart", "foil", "avert", "forestall", "abort", "disrupt", "preempt"])
STOPPING = frozenset("keep stop deter dissuade discourage hinder".split())
"""With "from" and a participle: "kept them from storming"."""
BANS = frozenset("ban bar forbid prohibit outlaw disallow".split())
SCHEDULED = frozenset("schedule plan expect propose slate".split())
MAKING = frozenset("provoke trigger cause spark launch stage mount bring unleash ignite mean start".split())
"""Under a modal, what they bring about is open too: "could spark riots"."""
DEMANDED_SAYINGS = frozenset(
    "announce declare promise guarantee ensure pledge agree state say prove show assure".split()
)
"""Of what somebody must say so nothing is told yet; "must admit" takes it as known."""
TEMPORALS = frozenset("when once until till before after".split())
"""With a present tense, beside what is still to come, they put their clause ahead too."""
GOING_ON = frozenset("stop end cease continue halt subside persist last".split())
GATHERINGS = frozenset(
    "meeting meet talk summit conference negotiation visit dialogue congress hearing hear session trip assembly".split()
)
"""Nouns that a text knows before they take place: "the meeting", whose lemma may be that of the verb."""
GATHERING_VERBS = frozenset(
    "attend hold join skip boycott host open begin start resume convene chair organise organize".split()
)
AHEAD_CASES = frozenset("at in for to before during after".split())
CLUES = frozenset("information clue tip detail".split())
OPENINGS = frozenset("start beginning begin opening open eve".split())
CALLED = frozenset("strike march protest rally demonstration boycott stoppage election".split())
"""Whoever calls them only asks for them: "called a strike"."""
FICTION = frozenset("novel thriller movie drama sitcom comedy musical fable".split())
FICTION_NAMED = frozenset("film play series".split())
"""These are works of fiction only behind "in" or as what "is about"; "a series of attacks" is none."""
STOPPED_IN_TIME = frozenset("foil thwart avert prevent forestall defuse deactivate disarm".split())
FINDING = frozenset("discover find locate".split())
EXPLOSIVES = frozenset("bomb mine charge device explosive grenade dynamite".split())
PLANNED_BY = frozenset("plan plot contemplate consider mull intend schedule draft conspire envisage".split())
"""As the trigger itself: "contemplated an attack"."""
TAKEN_AS_DONE = frozenset(
    "condemn denounce deplore regret investigate probe examine study discuss debate explain justify punish avenge "
    "answer end stop halt cease continue resume repel resist oppose reject remember recall mark mourn forget ignore "
    "see know report describe mention blame survive fight combat counter face suffer tolerate".split()
)
"""Under a modal too, what they take as object is there already: "will investigate killings"."""
CANCELLATIONS = frozenset(["cancel", "cancell", "put off", "call off", "postpone", "rule out", "scrap", "shelve"])
BEGINNING = frozenset("start begin initiate".split())
MUTUAL = frozenset("clash fighting fight violence war conflict battle shooting exchange hostility unrest riot".split())
"""Who did not begin "the clashes" denies his part in them, not that they were: another may have."""
PROVOKING = frozenset("provoke order instigate".split())
"""So with whatever act he did not order."""
OCCURRING = frozenset(
    "occur happen take begin start ensue be follow erupt break come arrive materialise materialize".split()
)
"""Verbs whose subject takes place or not: "an attack could occur", "there was no torture"."""
UNSETTLED = frozenset(["plan", "prepare", "order", "claim", "announce", "declare"])
"""Light verbs that do not say that it was done."""

LIKELY = frozenset(["likely", "probably", "presumably", "certain", "bind", "set", "poised", "ready", "due"])
UNLIKELY = frozenset(["unlikely"])
POSSIBLE = frozenset(["possible", "potential", "conceivable"])
IMPOSSIBLE = frozenset(["impossible", "inconceivable"])
"""Only under a negation do they reach here ("not impossible"); without one they are rare."""
LIKELY_ADVERBS = frozenset(["likely", "probably", "presumably", "evidently"])
SEEMING = frozenset("apparently seemingly presumed probable".split())
"""Words as written; what seems so is probable."""
HEARSAY_ADVERBS = frozenset("reportedly allegedly supposedly purportedly".split())
PERHAPS = frozenset(["possibly", "perhaps", "maybe", "unlikely", "conceivably"])

THREAT_NOUNS = frozenset(["threat"])
PLAN_NOUNS = frozenset(
    "plan call proposal preparation plot demand appeal request offer promise hope order push intent intention "
    "conspiracy".split()
)
POWER_NOUNS = frozenset("right ability capability capacity freedom mandate permission".split())
"""What they allow is not told to be done: "the right to strike"."""
FALSE = frozenset("false untrue wrong unfounded baseless fabricated incorrect invented lie hoax fabrication".split())
HOAXES = frozenset("hoax prank fabrication invention myth fiction fake".split())
"""What an act turns out to be that never was: "the attack was a prank"."""
REHEARSING = frozenset("rehearse simulate practise practice".split())
HABITS = frozenset(["practise", "practice"])
"""What they take without "a" is done over and over: "practise torture"."""
TAKING_UP = frozenset("it this that which".split())
"""Words as written, that take up what was reported before."""
TELLINGS = frozenset("report claim news rumour rumor story statement account allegation word tale message post".split())
CONFIRMED = frozenset("confirmed true verified proven correct accurate".split())
VERIFYING = frozenset("verify confirm corroborate substantiate prove authenticate".split())
WITHDRAWING = frozenset("withdraw retract remove delete correct".split())
ATTEMPT_NOUNS = frozenset("attempt bid effort endeavour endeavor".split())
CHANCE_NOUNS = frozenset("possibility risk prospect fear danger likelihood chance probability".split())
RUMOURS = frozenset(["rumour", "rumor", "hearsay", "rumoured", "rumored"])
REPORT_NOUNS = frozenset("report allegation accusation claim suspicion".split())
"""What they are "of" is left to whoever reports it."""
CLAIM_NOUNS = (
    REPORT_NOUNS | RUMOURS | frozenset("charge suggestion evidence sign proof indication version account story".split())
)
PARTS_IN = frozenset(
    "part role involvement involve involved participation participate hand complicit responsibility".split()
)
"""Before "in the ...": who had a share in an act takes nothing from its having taken place."""
UNPROVEN = frozenset("unconfirmed unverified uncorroborated conflicting contradictory".split())
BOTCHED = frozenset("attempted failed botched abortive unsuccessful".split())
FOILED = frozenset("foiled thwarted averted aborted prevented".split())
"""Words as written, before a noun."""
COMING = frozenset("planned proposed scheduled upcoming future imminent impending looming forthcoming".split())
ALLEGED = frozenset("alleged supposed reported suspected rumoured rumored purported".split())
SUSPECTED = frozenset(["suspected"])
"""Of these the text itself has a suspicion, which makes a person possible, and an act open."""

MEANS_VERBS = frozenset("use employ need take help serve manage go come".split())
"""An infinitive beside them tells what was done, not only meant: "used drones to attack"."""
DONE_IN_PURPOSE = frozenset("protest demand demonstrate mark commemorate celebrate condemn denounce".split())
"""What people gather for is done by gathering: "marched to demand"."""
RANKS = frozenset("first second third last latest only".split())
"""Before a noun they make its infinitive a fact: "the first group to attack"."""

PERFORMING = {
    "REQUEST": frozenset(["must", "should", "ought", "to"]),
    "REJECT": frozenset(["will", "not", "can", "could", "would", "no", "never", "n't", "n’t", "wo", "ca"]),
    "THREATEN": frozenset(["will", "would", "shall", "'ll", "’ll", "if"]),
}
"""Words on a verb that do the act, where no word of the codebook names it: "they must leave" is a request."""
