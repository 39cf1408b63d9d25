"""Words that judge an actor, and verbs by which somebody does it.

Lemmas in lower case. Lists only; ``statements`` decides.
"""

from __future__ import annotations

NEGATIVE_NOUNS = frozenset(
    "terrorist terrorism bandit criminal murderer killer thug traitor puppet coward barbarian savage savagery "
    "butcher invader occupier aggressor aggression mercenary infidel apostate heretic dictator dictatorship "
    "tyrant tyranny fascist nazi racist extremist gangster gang mob vampire flea parasite dog pig rat snake "
    "monster animal beast devil evil lie liar lies propaganda farce sham charade ruse trick trap comedy theatre "
    "circus disgrace shame threat menace danger enemy stooge lackey agent spy saboteur vandal hooligan looter "
    "thief robber blackmail provocation provocateur genocide massacre crime atrocity brutality barbarity "
    "inhumanity cruelty repression oppression corruption incompetence failure weakness cowardice treason betrayal "
    "hypocrisy fanatic fanaticism maniac madman warmonger exploiter oligarchy colonialist imperialist crusader "
    "zionist destruction hatred violation insult mockery nightmare hypocrite opportunist charlatan demagogue "
    "pretext scapegoat mafia cartel cancer plague virus scum filth slaughter tool instrument front mouthpiece "
    "folly blunder chaos injustice impunity crackpot bully outlaw pariah".split()
)
NEGATIVE_WORDS = frozenset(
    "brutal barbaric savage cruel criminal murderous cowardly corrupt illegitimate illegal evil vile vicious "
    "ruthless bloody bloodthirsty genocidal racist fascist tyrannical dictatorial repressive oppressive "
    "treacherous hypocritical incompetent weak useless reckless irresponsible dangerous extremist terrorist "
    "fanatical inhuman inhumane heinous despicable shameful disgraceful unjust unacceptable false dishonest "
    "cynical arrogant ineffective unconstitutional abhorrent appalling vulnerable discredited hostile violent "
    "aggressive foolhardy insane ridiculous absurd nonsensical poisonous malicious sinister ungrateful godless "
    "apostate infidel mercenary puppet worthless fake anarchic totalitarian hated senseless stupid failed biased "
    "fallible crazy deranged rotten".split()
)
POSITIVE_NOUNS = frozenset(
    "hero martyr patriot liberator defender protector champion friend brother partner saviour savior guardian "
    "lion heroism bravery courage sacrifice dignity honour honor pride pillar model example success progress "
    "stability achievement dedication professionalism resilience strength freedom victory inspiration "
    "commitment".split()
)
POSITIVE_WORDS = frozenset(
    "brave heroic courageous honourable honorable noble legitimate trustworthy reliable loyal just rightful "
    "peaceful professional capable effective dedicated responsible wise great good excellent magnificent glorious "
    "free democratic qualified patriotic resilient remarkable extraordinary outstanding impressive honest true "
    "steadfast determined selfless admirable indispensable important solid".split()
)
LABELLING: dict[str, int] = {
    **dict.fromkeys(("brand", "dismiss", "denounce", "decry", "ridicule", "mock", "slam", "deride", "vilify"), -1),
    **dict.fromkeys(("stigmatise", "stigmatize", "condemn", "accuse"), -1),
    **dict.fromkeys(("hail", "praise", "laud", "celebrate", "salute", "commend"), 1),
    **dict.fromkeys(("call", "label", "describe", "portray", "depict", "characterise", "characterize", "regard"), 0),
    **dict.fromkeys(("consider", "compare", "liken", "term", "dub", "see", "view", "declare", "deem", "name"), 0),
}
"""Verbs that give somebody a name or a likeness: hostile, friendly or either."""
COMPLEMENT_CASES = frozenset(["as", "to", "with"])
FEEL_LIKE = frozenset("be become remain constitute represent prove seem show amount mean".split())
"""Verbs that say what somebody is."""
CHARACTER = frozenset(
    "barbarity savagery cowardice evil brutality depravity desperation inhumanity cruelty weakness arrogance "
    "hypocrisy incompetence treachery fanaticism heroism bravery courage ruthlessness powerlessness inability "
    "contempt disregard indifference irresponsibility intransigence terrorism genocide dictatorship "
    "greed ideology boldness".split()
)
"""What an actor is given as its own: "the cowardice of the Front"."""
EPITHETS = frozenset(
    "brutal barbaric cowardly murderous criminal genocidal vile evil ruthless bloodthirsty fascist despicable "
    "sinister puppet treacherous bloody brave heroic courageous godless hated sworn illegitimate cruel corrupt "
    "arrogant so-called hateful savage".split()
)
"""Adjectives that judge whom they stand before."""
NAMING = LABELLING.keys() | frozenset("judge laugh scoff scold style think".split())
"""Verbs whose subject judges in the words that stand under them."""
