"""Words that say whether something happened, by what they do to the event they govern.

Lemmas in lower case, except where a list says words. Lists only; ``factuality`` decides.
"""

from __future__ import annotations

NEGATIONS = frozenset("not n't n’t never no without neither nor".split())
"""Words as written."""
NOT_ONLY = frozenset("only just merely simply longer until fewer less more doubt".split())
"""Words that follow a negation and take its force: "no longer", "not only"."""
NOBODY = frozenset("nobody none".split())
MAY = frozenset(["may", "might", "could", "can", "ca"])
WILL = frozenset(["will", "'ll", "’ll", "shall", "wo"])
WOULD = frozenset(["would", "'d", "’d"])
SHOULD = frozenset(["should", "ought", "must"])
CONDITIONS = frozenset(["if", "unless", "whether"])
DEFINITE = frozenset("the this that these those".split())

DENIALS = frozenset(["deny", "refute"])
DOUBTS = frozenset(["doubt", "question"])
FEARS = frozenset(["fear", "dread"])
HOPES = frozenset(["hope", "expect", "anticipate", "predict"])
FIRM_PLANS = frozenset("plan intend decide agree order vow pledge promise prepare".split())
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
WANTS = frozenset("demand urge request want await".split())
"""What they take as object is asked for, even where it is definite: "demanded the release"."""
THREATS = frozenset(["threaten"])
ATTEMPTS = frozenset(["try", "attempt", "strive", "struggle"])
FAILURES = frozenset(["fail", "refuse", "decline", "forget", "omit", "neglect"])
PREVENTIONS = frozenset(["prevent", "thwart", "foil", "avert", "forestall", "abort", "disrupt", "preempt"])
CANCELLATIONS = frozenset(["cancel", "call off", "postpone", "rule out", "scrap", "shelve"])
OCCURRING = frozenset(["occur", "happen", "take", "begin", "start", "ensue", "be", "follow", "erupt", "break"])
"""Verbs whose subject takes place or not: "an attack could occur", "there was no torture"."""
UNSETTLED = frozenset(["plan", "prepare", "order", "claim", "announce", "declare"])
"""Light verbs that do not say that it was done."""

LIKELY = frozenset(["likely", "probably", "presumably", "certain", "bind", "set", "poised", "ready"])
UNLIKELY = frozenset(["unlikely"])
POSSIBLE = frozenset(["possible", "potential", "conceivable"])
PERHAPS = frozenset(["possibly", "perhaps", "maybe", "unlikely", "conceivably"])

THREAT_NOUNS = frozenset(["threat"])
PLAN_NOUNS = frozenset(
    "plan call proposal preparation plot demand appeal request offer promise hope order push".split()
)
CHANCE_NOUNS = frozenset("possibility risk prospect fear danger likelihood chance probability rumour rumor".split())
CLAIM_NOUNS = frozenset("claim report allegation accusation rumour rumor charge suggestion evidence sign proof".split())
FOILED = frozenset("foiled thwarted averted aborted prevented".split())
"""Words as written, before a noun."""
COMING = frozenset("planned proposed scheduled upcoming future imminent impending looming forthcoming".split())
ALLEGED = frozenset("alleged supposed reported suspected rumoured rumored purported".split())

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
