"""Words that say who says so: verbs, nouns and adjectives of saying, believing and wanting.

What a verb takes for content is its frame: a clause ("said that"), an infinitive
("promised to"), a thing ("denied the raid"), somebody and what is said of him ("accused
them of"). A verb may stand in several lists.
"""

from __future__ import annotations

SAYING = frozenset(
    "say tell report announce claim state declare confirm add note allege assert maintain insist warn "
    "explain believe argue acknowledge admit deny write reveal disclose estimate suggest indicate stress "
    "vow think comment describe accuse recall mention testify tweet post recount reply respond affirm "
    "contend conclude blame charge complain hint emphasise emphasize reiterate underline underscore "
    "proclaim predict caution relate reaffirm answer ask remark observe joke quip shout cry whisper murmur mutter "
    "yell exclaim urge call lament boast concede retort counter repeat chant plead object "
    "opine muse ponder advise promise pledge demand swear wonder inquire enquire reason".split()
)
# What papers and studies do; of a person most of them are no saying ("police found that").
SHOWING = frozenset(
    "show find read document record list detail describe count conclude reveal prove demonstrate".split()
)
QUOTING = frozenset(["cite", "quote"])
HEARSAY = frozenset(
    "say report believe allege rumour rumor claim think understand suspect know estimate expect assume consider "
    "fear presume predict suppose deem".split()
)
REPORTEDLY = frozenset(["reportedly", "allegedly", "apparently", "purportedly", "supposedly"])

# A clause: "that ...", "whether ...", or none of these words.
BELIEVING = frozenset(
    "believe think know doubt suspect assume guess feel understand realise realize learn hear imagine "
    "remember fear worry hope expect wonder consider find agree figure reckon presume anticipate "
    "forget recall conclude acknowledge speculate disagree trust judge notice recognise recognize "
    "calculate foresee regret suppose sense discover determine decide mean surmise bet".split()
)
CLAIMING = frozenset(
    "signal imply promise pledge vow swear threaten agree demand propose recommend request rule deny dispute "
    "forecast project specify clarify quote cite certify verify inform notify assure convince persuade "
    "remind brief boast concede caution reason theorise theorize speculate hold hypothesise hypothesize "
    "pray confess guarantee tout argue interpret preach teach point attest vouch propound".split()
)
CLAUSE = SAYING | SHOWING | BELIEVING | CLAIMING
# An infinitive or gerund: "to do", "doing".
WISHING = frozenset(
    "want wish hope plan intend expect promise vow pledge threaten agree refuse offer decide claim demand "
    "ask propose swear decline undertake prefer deny admit suggest recommend consider profess "
    "consent volunteer pretend opt contemplate seek resolve fear purport aim".split()
)
# A thing: "confirmed 11 deaths", "denied any role".
OF_THINGS = frozenset(
    "report confirm announce deny claim acknowledge admit reject dispute reveal disclose predict estimate "
    "promise propose allege concede count suggest demand predict recommend pledge refute foresee forecast "
    "fear doubt describe recount recall detail cite list reaffirm reiterate".split()
)
# With a particle: "ruled out his resignation".
PHRASAL = frozenset(["rule out", "point out", "play down", "bring up"])
# Acts of speech whose content is no news, but asked, promised or threatened: the voice counts all the same.
ACTS = frozenset(
    "urge order ask demand instruct command request propose recommend threaten promise pledge vow offer call appeal "
    "remind inform assure clarify notify deny dispute imply confess signal swear beg implore advise invite rule "
    "certify specify verify guarantee forecast quote cite boast attest preach tell accuse blame criticise criticize "
    "praise denounce condemn dismiss hail portray characterise characterize describe put brand label".split()
)
# Somebody or something, and what is said of it: the preposition, adjective or infinitive that must follow.
OF_SOMEBODY = {
    "accuse": "of",
    "blame": "for on",
    "urge": "to",
    "order": "to",
    "ask": "to for",
    "tell": "to of about",
    "warn": "to of about against",
    "advise": "to against",
    "encourage": "to",
    "instruct": "to",
    "want": "to",
    "expect": "to",
    "consider": "* to",
    "call": "*",
    "describe": "as",
    "denounce": "as",
    "condemn": "as for",
    "dismiss": "as",
    "hail": "as",
    "brand": "* as",
    "label": "* as",
    "portray": "as",
    "characterize": "as",
    "characterise": "as",
    "see": "as",
    "view": "as",
    "regard": "as",
    "put": "at",
    "hold": "*",
    "believe": "to",
    "praise": "for as",
    "criticize": "for as",
    "criticise": "for as",
    "charge": "with",
    "deem": "* to",
    "implore": "to",
    "beg": "to",
    "invite": "to",
    "beseech": "to",
    "command": "to",
    "direct": "to",
    "challenge": "to",
    "persuade": "to",
    "request": "to",
    "claim": "as",
    "suspect": "of",
    "think": "of",
    "estimate": "at to",
    "remind": "of to",
    "assure": "of",
    "inform": "of about",
    "paint": "as",
    "depict": "as",
    "cast": "as",
    "term": "*",
    "dub": "*",
    "declare": "*",
    "pronounce": "*",
    "denigrate": "as",
    "fault": "for",
    "chide": "for",
    "thank": "for",
    "credit": "with for",
    "commend": "for",
    "slam": "for as",
    "blast": "for as",
    "mock": "as for",
    "rebuke": "for",
    "judge": "* to",
    "know": "to",
    "summon": "to",
    "forbid": "to",
}
# With a preposition alone: "warned of famine", "complained about".
WITH_CASE = {
    "warn": "of about against",
    "complain": "of about",
    "tell": "of about",
    "boast": "of about",
    "hint": "at",
    "call": "for on",
    "worry": "about over",
    "fear": "for",
    "dream": "of",
    "argue": "for against",
    "object": "to",
    "agree": "on to",
    "insist": "on",
    "plead": "for",
    "appeal": "for to",
    "push": "for",
    "wish": "for",
    "hope": "for",
    "learn": "of about",
    "know": "of about",
    "apologise": "for",
    "apologize": "for",
    "lie": "about",
    "confess": "to",
    "admit": "to",
}
# "That they said nothing" and "no comment" are no content.
NO_CONTENT = frozenset("it this that something nothing anything word thing story lie truth comment time hour".split())
# Nobody says anything: "nobody told us to leave".
NOBODY = frozenset("nobody none no-one neither nothing".split())
OBJECTS = frozenset("him them me us".split())
# "Who asked not to be named" asks about no event.
UNNAMED = frozenset("name identify".split())
# Forms that the lemmatiser leaves as they are.
IRREGULAR = {"thought": "think", "felt": "feel", "meant": "mean", "swore": "swear", "foresaw": "foresee"}

NOUNS = frozenset(
    "claim report allegation accusation rumour rumor statement assertion announcement suggestion testimony "
    "argument contention insistence view opinion belief hope fear suspicion conclusion finding prediction "
    "estimate warning complaint charge assessment impression concern notion idea denial admission "
    "acknowledgement acknowledgment remark comment declaration declaration assurance conviction theory assumption "
    "expectation perception confirmation revelation criticism speculation doubt message feeling sense word news "
    "indication sign evidence promise pledge threat vow demand call plan intention decision proposal request "
    "order offer refusal desire wish determination recommendation appeal guarantee commitment".split()
)
# With an infinitive: "threat to burn".
NOUNS_TO = frozenset(
    "promise pledge threat vow demand call plan intention decision proposal request order offer refusal "
    "desire wish determination recommendation appeal commitment".split()
)
# Without an owner they tell no voice: "the fact that", "a sign that".
NOUNS_OWNED = frozenset(
    "sign evidence word news sense idea notion indication theory view message decision plan order "
    "intention proposal offer wish desire determination commitment call feeling assessment".split()
)
LIGHT = frozenset("make issue give express voice raise have repeat release send deliver offer hold share do".split())
BY_OWNER = frozenset(["by", "from", "of", "among"])
# "In the view of the envoy", "by the army's account".
VIEWS = frozenset("view word opinion account eye assessment estimate estimation telling judgment judgement".split())

ADJECTIVES = frozenset(
    "sure certain convinced confident aware afraid worried concerned hopeful optimistic pessimistic doubtful "
    "sceptical skeptical angry glad happy pleased proud sad sorry surprised disappointed adamant positive "
    "clear unsure uncertain grateful amazed alarmed suspicious furious frustrated fearful satisfied persuaded".split()
)
ADJECTIVES_TO = frozenset("willing ready eager determined reluctant unwilling keen prepared hesitant afraid".split())

DOCUMENTS = frozenset(
    "report result statement document communique communiqué study survey letter record figure note dispatch memo cable "
    "footage video poll file email e-mail transcript filing lawsuit complaint article book story editorial "
    "indictment data statistic map image photograph photo paper post tweet message verdict ruling order "
    "agreement resolution account census website site analysis assessment review audit investigation inquiry "
    "bulletin manifesto declaration advert ad testimony affidavit source evidence research finding".split()
)
# Who reports what it finds: "police found that" tells what they came upon, "the panel found that" what it says.
FINDERS = frozenset(
    "panel commission committee observatory monitor observer agency newspaper magazine journalist reporter researcher "
    "analyst expert court judge jury investigator auditor mission organisation organization group team scholar "
    "historian coroner tribunal".split()
)
SPEAKERS = frozenset(
    "people person man woman official spokesman spokeswoman spokesperson minister president governor police army "
    "government ministry military court judge lawyer attorney prosecutor group party front movement militia rebel "
    "resident witness villager survivor relative analyst expert critic supporter opponent opposition leader member "
    "activist campaign campaigner candidate senator congressman representative lawmaker legislator republican "
    "democrat voter agency newspaper paper magazine network channel radio television station reporter journalist "
    "columnist editor author writer doctor nurse teacher student professor scholar researcher scientist historian "
    "investigator officer soldier commander general colonel captain envoy ambassador diplomat mediator union "
    "company firm bank panel commission committee council department bureau office mission observatory monitor "
    "organisation organization aide adviser advisor ally source team family parent father mother son daughter "
    "brother sister wife husband friend neighbour neighbor bishop priest imam preacher monk nun farmer trader "
    "driver engineer worker coalition side country nation state city hospital mayor prefect chief secretary deputy "
    "chairman chairwoman director head judge sheriff guard herder elder chancellor premier king queen prince "
    "major".split()
)
UNSAID = frozenset("must should could would may might can ought".split())
