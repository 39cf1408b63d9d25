"""Words that name a lasting relation between two actors, and words that take it back.

Lemmas in lower case, except where a list says words. Lists only; ``ties`` decides.
"""

from __future__ import annotations

from whowhom.records.events import TieKind

LEADERS = frozenset(
    "leader chief head commander founder emir president governor chairman chairwoman chairperson director "
    "boss mayor king".split()
)
DEPUTIES = frozenset("deputy vice assistant associate number second".split())
"""Before a leader's title they make a member of it."""
NOUNS: dict[str, TieKind] = {
    **dict.fromkeys(("branch", "wing", "arm", "affiliate", "faction", "subsidiary", "chapter"), "part of"),
    **dict.fromkeys(("offshoot", "splinter"), "split from"),
    **dict.fromkeys(("ally", "partner"), "allied with"),
    **dict.fromkeys(("enemy", "rival", "opponent", "foe", "adversary"), "opposes"),
    **dict.fromkeys(("supporter", "backer", "sponsor", "patron"), "supports"),
    **dict.fromkeys(("member", "spokesman", "spokeswoman", "spokesperson", "deputy"), "member of"),
}
CASES: dict[str, frozenset[str]] = {
    **dict.fromkeys(("spokesman", "spokeswoman", "spokesperson"), frozenset(["of", "for"])),
    **dict.fromkeys(("offshoot", "splinter"), frozenset(["of", "from"])),
    **dict.fromkeys(("ally", "rival", "enemy"), frozenset(["of", "to"])),
}
"""Prepositions of what the relation is to, where "of" is not the only one."""
BY_AGENT: dict[str, tuple[TieKind, bool]] = {
    **dict.fromkeys(("found", "establish"), ("founded by", False)),
    **dict.fromkeys(("lead", "head", "command", "chair"), ("leads", True)),
    **dict.fromkeys(("back", "support", "fund", "arm", "finance", "sponsor"), ("supports", True)),
}
"""Participles with "by": the tie, and whether the agent is its subject."""
WITH_PARTNER: dict[str, tuple[TieKind, frozenset[str]]] = {
    **dict.fromkeys(("ally", "allied", "align", "aligned"), ("allied with", frozenset(["with", "to"]))),
    "affiliate": ("part of", frozenset(["with", "to"])),
    "loyal": ("supports", frozenset(["to"])),
}
JOINED: dict[str, TieKind] = {
    **dict.fromkeys(("backed", "supported", "funded", "sponsored"), "supports"),
    "led": "leads",
    **dict.fromkeys(("allied", "aligned"), "allied with"),
}
"""Words as written behind a name and a hyphen: "Iran-backed"."""
GONE = frozenset(
    "not n't n’t no never former ex then late ousted deposed suspected alleged purported would-be self-styled "
    "possible potential longer formerly once previously allegedly reportedly supposed future aspiring slain".split()
)
"""Words as written that take a relation back or leave it open."""
HYPOTHETICAL = frozenset("may might could would will should can shall".split())
SUPPOSED = frozenset(
    "suspicion suspect accuse allege claim believe think suppose deny doubt want hope plan aspire charge accusation "
    "pretend consider rumour rumor possibility likely unlikely fear try seek become apply ask invite".split()
)
"""What hangs on these is no stated relation: "believed to be members of"."""
OTHERS = frozenset("staff committee state affair family court".split())
"""What such nouns are of without a tie: "chief of staff", "secretary of state"."""
