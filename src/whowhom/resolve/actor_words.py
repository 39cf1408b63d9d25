"""The words by which reports describe actors: nouns, offices, trades, titles.

All are lemmas in small letters; :func:`lemma` makes one of a word of a text.
What one would get wrong: the tables say what a noun calls somebody, not what
he is; "militants" is a word for a side of a fight, whoever writes it.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from whowhom.records.actors import ActorKindName


def words_of(text: str) -> frozenset[str]:
    """Make a set of the words of a line, so that tables read as text."""
    return frozenset(text.split())


ATTRIBUTIVE = words_of("self-proclaimed so-called self-styled especially even notably particularly mainly just")
"""Words before a name that are no part of it."""

EPITHETS = words_of("paramilitary banned outlawed proscribed notorious feared")
"""Small words before a group's name that are no part of it: "the banned Kotto Front"."""

DETERMINERS = ATTRIBUTIVE | words_of(
    "the a an this that these those its their his her our your my some any each every all both no another"
)
DEFINITE = words_of("the this that these those its their his her said same")
NUMBER_WORDS = words_of(
    "one two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty hundred "
    "thousand million hundreds thousands dozens scores dozen score several many few numerous more less "
    "than at least most up to about around nearly almost some over under only other others further "
    "additional and or including of various"
)
REFERENCE = words_of("the this that these those")

MEMBERS = words_of(
    "member rank fighter militant rebel insurgent guerrilla guerilla gunman combatant operative soldier troop "
    "force militiaman militia commando terrorist jihadist jihadi extremist man cadre bomber element "
    "recruit cell unit brigade contingent mercenary warrior faction group movement organization "
    "organisation network branch wing militants peacekeeper separatist cadres squad army loyalist column "
    "front party patrol subversive delinquent  fighter affiliate"
)
"""Heads that stand for the group when they stand with its name: "IS-K fighters"."""

NOT_MEMBERS = words_of(
    "supporter sympathizer sympathiser relative student family wife widow child son daughter parent "
    "opponent critic victim hostage prisoner detainee captive collaborator suspect defector follower fan "
    "enemy rival ally backer financier lawyer link deserter ex-member ex-fighter survivor refugee convert "
    "teacher informant hater voter mediator target position"
)
"""Heads that never stand for the group they are named with: "IS-K relatives"."""

GROUPS = words_of(
    "group movement organization organisation militia faction outfit front network branch wing gang "
    "cartel cell sect guerrilla insurgency alliance coalition squad column militants"
)
GROUP_MODIFIERS = words_of(
    "armed militant rebel terror terrorist terrorism jihadist jihadi extremist islamist islamic insurgent "
    "separatist guerrilla paramilitary radical sunni shia shiite leftist left-wing right-wing rebel same "
    "hardline criminal powerful local extremist underground clandestine marxist maoist political local "
    "main self-proclaimed"
)
FIGHTERS = words_of(
    "militant fighter rebel insurgent guerrilla guerilla jihadist jihadi extremist terrorist separatist "
    "militiaman combatant subversive islamist"
)
ATTACKERS = words_of(
    "gunman attacker assailant assassin bomber kidnapper abductor hijacker shooter perpetrator raider individual"
)
PEOPLE = words_of("man woman boy girl person people individual victim youth youngster detainee suspect dead deceased")
"""Nouns by which any people told of before may be called again."""

UNKNOWN = words_of("armed masked hooded unidentified unknown gun-wielding knife-wielding camouflaged")
"""Words that make of men unnamed attackers."""

COMMUNAL = words_of("clan tribal ethnic communal")
FACTIONS = words_of("faction wing splinter offshoot dissident remnant")
LAYMEN = words_of("resident villager local inhabitant townspeople citizen")
SAME: Mapping[str, str] = {
    word: line.split()[0]
    for line in (
        "protester protestor demonstrator marcher",
        "resident villager local inhabitant townspeople",
        "farmer peasant",
        "student pupil schoolchild",
        "judge magistrate",
        "worker employee staff labourer laborer",
        "detainee prisoner captive",
        "hostage captive",
        "child youngster",
        "journalist reporter",
        "trafficker smuggler baron mafia",
        "rebel guerrilla guerilla insurgent subversive",
        "gunman attacker assailant",
        "herder herdsman pastoralist",
        "official authority",
    )
    for word in line.split()
}
"""Nouns by which reports call the same people in turn."""

MILITARY = words_of(
    "army military troop soldier force armed-force navy marine jet warplane aircraft drone artillery tank "
    "helicopter paratrooper serviceman commando warship gunboat servicemember sailor airman garrison"
)
MACHINES = words_of("jet warplane aircraft drone artillery tank helicopter warship gunboat")
POLICE = words_of("police policeman policewoman gendarme gendarmerie carabinero")
GOVERNMENT = words_of("government administration authority regime junta leadership cabinet")
OWN_INSTITUTIONS = words_of(
    "ministry parliament court embassy presidency senate congress assembly council commission department "
    "office consulate judiciary prosecution"
)
STATE_NOUNS = words_of("army police military")
"""Nouns that are no name even where a report gives them a capital."""

LOCAL = words_of("local regional provincial municipal state city county district tribal village")
OTHER_FORCES = words_of(
    "rebel opposition coalition allied pro-government foreign kurdish international joint multinational "
    "peacekeeping anti-government"
)
PAST = words_of("former previous ousted deposed toppled fallen ex- erstwhile late")

OFFICES = words_of(
    "president vice-president prime-minister premier minister governor mayor senator deputy lawmaker "
    "legislator ambassador general colonel major captain lieutenant brigadier admiral marshal sergeant "
    "commander chief chairman chairwoman chair leader head spokesman spokeswoman spokesperson secretary "
    "official king emir sultan prince chancellor judge magistrate prosecutor director commissioner "
    "founder emir warlord councillor congressman congresswoman mp envoy representative diplomat officer "
    "superintendent inspector negotiator boss deputy-governor dictator caliph administrator prefect consul adviser "
    "advisor rapporteur delegate coordinator candidate politician president-elect vice-president-elect councilwoman "
    "councilman alderman sheriff commandant secretary-general ombudsman nuncio parliamentarian undersecretary "
    "governor-elect charge chargé attorney-general viceroy paymaster"
)
LEADING = words_of(
    "leader head chairman chairwoman chair secretary director coordinator representative delegate boss chief founder "
    "president"
)
"""Offices that a union or a village has as well as a state."""

CIVIL_BODIES = words_of(
    "union unions workers worker miners miner students student teachers farmers farmer peasants peasant villagers "
    "village community neighbourhood neighborhood church parish women youth rights ngo charity association "
    "cooperative strike private-sector fishermen drivers traders nurses doctors indigenous residents families displaced"
)
"""Whoever leads these holds no public office: naming a union's or a village's leader can endanger them."""
CIVIL_ADJECTIVES = words_of("social civic grassroots campesino communal environmental land-rights human-rights")
"""Right before "leader" they say the same: "social leader" is what Colombia calls those whom armed groups seek."""

STATE_OFFICES = words_of(
    "official president minister governor mayor senator lawmaker legislator ambassador judge magistrate prosecutor "
    "councillor congressman congresswoman mp prefect consul councilwoman councilman parliamentarian diplomat"
)
"""Offices of a state: several of their holders are counted with its government."""

RANKS = words_of("general colonel major captain lieutenant brigadier admiral marshal sergeant")
TRADES = words_of(
    "expert analyst lecturer professor researcher scholar student teacher farmer cleric imam priest "
    "doctor nurse journalist reporter resident villager shopkeeper trader driver activist lawyer witness "
    "worker engineer author writer fisherman herder labourer laborer pastor rabbi nun bishop economist "
    "historian photographer merchant tailor baker refugee patient survivor widow housewife businessman "
    "businesswoman owner passenger pilot singer poet blogger editor columnist attorney cook vaccinator midwife "
    "photojournalist cameraman camerawoman videographer correspondent broadcaster defender organiser organizer "
    "volunteer campaigner unionist environmentalist elder catechist medic paramedic surgeon headmaster headmistress"
)
TITLES = words_of(
    "mr mrs ms miss dr sir madam sheikh sheik shaikh mullah maulana mawlawi maulvi haji hajji imam "
    "ayatollah sayyid sayed father sister brother rev reverend lord lady don dona comrade gen col maj "
    "capt lt sgt brig adm gov sen rep pres prof hon lieut cmdr cpt judge king prince emir ustad"
)
OFFICE_TITLES = words_of("gen col maj capt lt sgt brig adm gov sen rep pres lieut cmdr cpt judge king prince emir")

ORGANISATION_WORDS = words_of(
    "front army movement brigade brigades party union force forces group council ministry university "
    "agency committee organization organisation league alliance coalition congress battalion command "
    "network militia cartel corps guard guards police battalions company bank court parliament department "
    "commission institute foundation association federation society centre center hospital school mission "
    "office authority government state states republic nations news times post press television radio tv "
    "newspaper daily observatory front's liberation resistance defence defense security service services "
    "rebels fighters unit division regiment clan tribe cell gang confederation assembly bureau church "
    "mosque"
)

STATE_BODIES = words_of(
    "army military police government forces force troops soldiers navy guard guards administration "
    "authorities parliament ministry"
)

KIND_OF_NOUN: Mapping[str, ActorKindName] = {
    **dict.fromkeys(
        words_of(
            "civilian resident villager worshipper worshiper people person farmer trader shopkeeper student pupil "
            "teacher journalist reporter passenger bystander pedestrian local inhabitant citizen man woman child "
            "boy girl family worker labourer laborer doctor nurse patient refugee migrant pilgrim tourist herder "
            "fisherman motorist driver customer shopper victim relative elder mourner cleric priest imam nun "
            "peasant merchant engineer activist lawyer youth household survivor commuter schoolchild schoolgirl "
            "schoolboy volunteer aid-worker staff employee detainee prisoner hostage evacuee infant baby mother "
            "father son daughter wife husband brother sister spectator witness parishioner shepherd miner truck- "
            "driver businessman businesswoman neighbour neighbor follower parent guest vendor fan minority widow "
            "sympathizer sympathiser supporter townspeople congregation crowd population public community cook "
            "vaccinator schoolteacher midwife paramedic rescuer settler herdsman fisherfolk attorney vendor"
        ),
        "civilians",
    ),
    **dict.fromkeys(words_of("protester protestor demonstrator marcher striker picketer"), "protesters"),
    **dict.fromkeys(words_of("rioter mob looter hooligan vandal"), "rioters"),
    **dict.fromkeys(
        words_of(
            "rebel insurgent guerrilla guerilla militant jihadist jihadi fighter extremist terrorist separatist "
            "subversive combatant"
        ),
        "rebel group",
    ),
    **dict.fromkeys(
        words_of(
            "militia militiaman gang cartel vigilante paramilitary mercenary gangster bandit brigand pirate thug "
            "hitman trafficker mafia"
        ),
        "political militia",
    ),
    **dict.fromkeys(words_of("tribesman clansman"), "identity militia"),
    **dict.fromkeys(
        [*MILITARY, *POLICE, "conscript", "guard", "peshmerga", "recruit", "paramedic-unit"], "state forces"
    ),
    **dict.fromkeys([*GOVERNMENT, *OWN_INSTITUTIONS, "official", "state"], "government"),
    **dict.fromkeys([*ATTACKERS, "suspect", "unknown"], "unidentified"),
    **dict.fromkeys(words_of("newspaper broadcaster channel outlet website magazine daily"), "media"),
    **dict.fromkeys(words_of("party"), "party"),
    **dict.fromkeys(words_of("company firm business corporation bank"), "business"),
    **dict.fromkeys(words_of("peacekeeper"), "international organisation"),
}

HE_SHE = words_of("he she him her his hers himself herself")
THEY = words_of("they them their theirs themselves")
IT = words_of("it its itself")
FIRST_SINGULAR = words_of("i me my mine myself")
FIRST_PERSONS = FIRST_SINGULAR | words_of("we us our ours ourselves")
FEMALE = words_of(
    "she her hers herself mrs ms miss madam lady dona woman girl mother wife daughter sister widow spokeswoman "
    "chairwoman congresswoman councilwoman policewoman businesswoman nun queen princess schoolgirl housewife"
)
MALE = words_of(
    "he him his himself mr sir lord don man boy father husband son brother spokesman chairman congressman "
    "councilman policeman businessman serviceman imam priest king prince emir sheikh mullah schoolboy"
)
RELATIVE = words_of("who whom whose which that")
REFLEXIVE = words_of("himself herself itself themselves")
POSSESSIVE = words_of("his her its their whose")
OBJECT = words_of("him them her it")

_IRREGULAR = {
    "men": "man",
    "women": "woman",
    "children": "child",
    "policemen": "policeman",
    "gunmen": "gunman",
    "militiamen": "militiaman",
    "tribesmen": "tribesman",
    "clansmen": "clansman",
    "herdsmen": "herdsman",
    "hitmen": "hitman",
    "councilwomen": "councilwoman",
    "fishermen": "fisherman",
    "servicemen": "serviceman",
    "businessmen": "businessman",
    "spokesmen": "spokesman",
    "wives": "wife",
    "schoolchildren": "schoolchild",
    "authorities": "authority",
    "forces": "force",
    "troops": "troop",
    "media": "media",
    "airmen": "airman",
    "congressmen": "congressman",
}
PLURAL_WITHOUT_S = frozenset(_IRREGULAR) | words_of("people police staff troops personnel crowd mob")


@lru_cache(maxsize=1 << 14)
def lemma(word: str) -> str:
    """Return the small-letter singular of a noun, possessive dropped."""
    small = word.casefold().replace("’", "'").removesuffix("'s").rstrip("'")
    if small in _IRREGULAR:
        return _IRREGULAR[small]
    if small.endswith("ies") and len(small) > 4:
        return small[:-3] + "y"
    if small.endswith(("sses", "ches", "shes", "xes")):
        return small[:-2]
    if small.endswith("s") and not small.endswith(("ss", "us", "is")) and len(small) > 3:
        return small[:-1]
    return small


def is_plural(word: str) -> bool:
    """Say whether a noun is written in the plural or names a crowd."""
    small = word.casefold()
    return small in PLURAL_WITHOUT_S or lemma(small) != small.removesuffix("'s")
