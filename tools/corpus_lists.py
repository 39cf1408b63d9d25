"""The closed lists of the written training reports: what a type, mode, kind, role or key may be.

Types and modes are PLOVER's, sub-events ACLED's, the rest is the labelling scheme of corpus/SCHEME.md.
"""

from __future__ import annotations

MODES: dict[str, tuple[str, ...]] = {
    "AGREE": (),
    "CONSULT": ("visit", "third-party", "multilateral", "phone"),
    "SUPPORT": (),
    "CONCEDE": (),
    "COOPERATE": (),
    "AID": (),
    "RETREAT": ("withdraw", "release", "disarm", "ceasefire", "access", "resign"),
    "REQUEST": ("assist", "change", "yield", "meet"),
    "ACCUSE": ("disapprove", "investigate", "allege"),
    "REJECT": ("assist", "change", "yield", "meet"),
    "THREATEN": ("restrict", "arrest", "relations", "expel", "territory", "violence"),
    "PROTEST": ("demo", "riot", "strike", "hunger", "boycott", "obstruct", "vandalize"),
    "SANCTION": ("convict", "expel", "withdraw", "discontinue"),
    "MOBILIZE": ("troops", "weapons", "police", "militia"),
    "COERCE": (
        "seize",
        "restrict",
        "censor",
        "curfew",
        "martial-law",
        "arrest",
        "deport",
        "withhold",
        "misinformation",
        "cyber",
    ),
    "ASSAULT": (
        "abduct",
        "beat",
        "torture",
        "sexual",
        "targeted",
        "destroy",
        "primitive",
        "firearms",
        "explosives",
        "suicide-attack",
        "aerial",
        "drone",
        "heavy-weapons",
        "crowd-control",
        "unconventional",
    ),
}
ACLED = (
    "Government regains territory",
    "Non-state actor overtakes territory",
    "Armed clash",
    "Excessive force against protesters",
    "Protest with intervention",
    "Peaceful protest",
    "Violent demonstration",
    "Mob violence",
    "Chemical weapon",
    "Air/drone strike",
    "Suicide bomb",
    "Shelling/artillery/missile attack",
    "Remote explosive/landmine/IED",
    "Grenade",
    "Sexual violence",
    "Attack",
    "Abduction/forced disappearance",
    "Agreement",
    "Arrests",
    "Change to group/activity",
    "Disrupted weapons use",
    "Headquarters or base established",
    "Looting/property destruction",
    "Non-violent transfer of territory",
    "Other",
)
GENRES = (
    "wire",
    "broadcast",
    "military press release",
    "NGO",
    "UN",
    "local paper",
    "incident diary",
    "analysis",
    "machine-translated",
    "live-blog",
)
ACTOR_KINDS = (
    "state forces",
    "rebel group",
    "political militia",
    "identity militia",
    "rioters",
    "protesters",
    "civilians",
    "government",
    "international organisation",
    "media",
    "party",
    "business",
    "person",
    "unidentified",
    "other",
)
PARTICIPANT_ROLES = ("actor", "target", "party", "assisting")
PLACE_ROLES = ("at", "from", "to", "along", "target", "launched from")
OBJECT_ROLES = ("target", "used")
OBJECT_KINDS = (
    "health",
    "school",
    "worship",
    "media",
    "aid",
    "energy",
    "transport",
    "market",
    "home",
    "base",
    "vehicle",
    "weapon",
    "office",
    "other",
)
EFFECTS = ("destroyed", "damaged", "seized", "closed", "none")
TOLLS = ("killed", "injured", "missing", "captured")
COUNTS = ("arrested", "abducted", "displaced", "escaped", "surrendered", "defected", "released", "present")
POLARITIES = ("happened", "did not happen", "unknown")
CERTAINTIES = ("certain", "probable", "possible", "uncommitted")
STAGES = ("accomplished", "under way", "attempted", "planned", "threatened", "predicted", "conditional")
STANCES = ("stated as fact", "claimed", "accused", "suspected", "denied", "disclaimed")
TIES = (
    "part of",
    "member of",
    "leads",
    "led",
    "founded by",
    "split from",
    "allied with",
    "fights",
    "supports",
    "opposes",
    "pressures",
    "negotiates with",
    "shelters",
    "defected to",
    "designates",
)
MEASURES = ("strength", "attacks", "territory", "displaced", "deaths", "other")

REPORT_KEYS = {"id", "kind", "published", "text", "event", "actor", "tie", "statement", "forecast", "estimate"}
EVENT_KEYS = {
    *PARTICIPANT_ROLES,
    *(f"{role}_kind" for role in PARTICIPANT_ROLES),
    *TOLLS,
    *COUNTS,
    *(
        [
            "trigger",
            "type",
            "mode",
            "acled",
            "place",
            "date",
            "source",
            "cue",
            "instrument",
            "object",
            "polarity",
            "certainty",
            "stage",
        ]
    ),
    *(["background", "clarity", "retold", "responsibility", "reason"]),
}
PRONOUNS = frozenset(
    [
        "he",
        "him",
        "his",
        "she",
        "her",
        "hers",
        "it",
        "its",
        "they",
        "them",
        "their",
        "theirs",
        "we",
        "us",
        "our",
        "i",
        "me",
        "my",
        "you",
        "your",
        "who",
        "whom",
        "whose",
        "which",
        "that",
        "this",
        "these",
        "himself",
        "herself",
        "itself",
        "themselves",
        "one",
    ]
)
TIE_KEYS = {"subject", "tie", "object", "span", "certainty"}
ESTIMATE_KEYS = {"of", "measure", "words", "source"}
STATEMENT_KEYS = {"speaker", "about", "stance", "span"}
FORECAST_KEYS = {"condition", "outcome", "source"}
