"""Participants: who acted, on whom, or which parties without direction.

The reader's roles come first. Where it leaves the acting or the suffering side
open, the codebook's frame for the trigger is read off the tree.
"""

from __future__ import annotations

from dataclasses import replace

from whowhom.codebook import Codebook
from whowhom.coding.force_acts import Side
from whowhom.coding.items import is_alone_on_line, item_at
from whowhom.coding.mentions import draft_mention, mention_of
from whowhom.coding.objects import object_kind
from whowhom.coding.people_phrases import is_date
from whowhom.coding.tree import SUBJECTS, Tree
from whowhom.coding.triggers import TriggerUse
from whowhom.coding.victim_words import ACTS, FATES, REPELLING
from whowhom.records import MentionDraft, ParticipantDraft, Tagged
from whowhom.records.actors import Role

_ROLES: dict[str, Role] = {"actor": "actor", "target": "target", "party": "party", "assisting": "assisting"}
# A participant found by the codebook's frame, not by the reader.
RULE_SCORE = 0.5
# Roles read with less are wrong in two of three cases.
LEAST_ROLE = 0.45
_NOBODY = frozenset("no nobody none nothing there one what this that these those both more the a an".split())
# Words that open a clause of time.
_TIMING = frozenset("as while when after before once until".split())
# "The attack came a day after ...": verbs that only say when it was.
_TIMED = frozenset("come happen occur follow take begin start precede".split())
_TIME_ORDER = frozenset("after before following amid hours days weeks months".split())
_STATE_KINDS = ("government", "state forces")
# "Fired from Lebanon": where it started.
_LAUNCHING = frozenset("fire launch shoot lob enter cross infiltrate".split())
# Nouns of what people do together: "anti-government protests" are nobody.
_GATHERINGS = frozenset("protest demonstration rally march riot clash fighting attack strike raid unrest".split())
# Nouns that tell an attack and who makes it.
_BEARERS = frozenset("bomber attacker gunman shooter assailant".split())


def draft_participants(
    tree: Tree, use: TriggerUse, codebook: Codebook, *, side: Side | None = None
) -> tuple[ParticipantDraft, ...]:
    """Find the participants of one trigger.

    Args:
        side: Who acts, as a modifier of the act tells ("Israeli strikes").

    Returns:
        In text order; one per mention and role. Things that are attacked are
        objects and not here.
    """
    found: list[ParticipantDraft] = []
    is_verb = tree.layers.upos[use.head] == "VERB" and not tree.is_passive(use.head)
    by_grammar = _told_by_grammar(tree, use) if is_verb else {}
    for role in (_whole_bearer(tree, use, role) for role in use.reading.roles):
        if role.label in _ROLES and role.score >= LEAST_ROLE and not _is_thing(tree, codebook, role.first, role.last):
            mention = draft_mention(tree, role.first, role.last)
            if role.label == "actor" and _is_of_act(tree, side, role, mention):
                continue  # "Israeli strikes" are nobody; whom they are of follows below.
            label = by_grammar.get(tree.words_in(mention.head)[0], role.label)
            if label == "party" and _is_fought(tree, use, mention):
                label = "target"
            if label == "target" and _is_of_rival(tree, use, mention):
                continue
            if is_verb and _is_of_clause_before(tree, use, mention, label):
                continue
            if label == "target" and _is_of_repelled(tree, use, mention):
                continue
            if label == "actor" and (_is_place(tree, use, mention) or _is_acted_on(tree, use, mention)):
                continue
            if _acts_elsewhere(tree, use, mention, label) or _is_of_time_told(tree, use, mention):
                continue
            if not _is_nobody(tree, mention) and not _is_act_itself(tree, use, role, mention):
                acts = label == "actor"
                if label in ("actor", "target") and (is_verb or use.light is not None) and mention.subject != acts:
                    # Who acts is the subject, whatever the tree says: "the group" it acts on is another.
                    mention = replace(mention, subject=acts)
                found.append(ParticipantDraft(mention, _ROLES[label], role.score, "reader"))
    found.extend(_by_frame(tree, use, codebook, {draft.role for draft in found}, found))
    if side is not None:
        found = [
            draft for draft in found if _covers(tree, side, draft.mention) or not _lies_in(tree, side, draft.mention)
        ]
    if side is not None and not any(draft.role in ("actor", "party") for draft in found):
        found.append(ParticipantDraft(side.mention(tree), "actor", RULE_SCORE, "modifier of an act"))
    return _distinct(tree, found)


def _whole_bearer(tree: Tree, use: TriggerUse, role: Tagged) -> Tagged:
    """Give the whole of whoever acts where the trigger names them too: "a suicide" of "a suicide bomber"."""
    tag = tree.actors.at(use.head)
    if tag is None or role.label != "actor" or tree.lemma(use.head) not in _BEARERS:
        return role
    is_cut = tag.first <= role.first and role.last <= use.head < tag.last
    return replace(role, first=tag.first, last=tag.last) if is_cut else role


def _is_of_act(tree: Tree, side: Side | None, role: Tagged, mention: MentionDraft) -> bool:
    """Say whether the actor that the reader saw is the act of force itself, or a piece of the modifier before it."""
    if side is None:
        return False
    among = role.first < side.last and side.first < role.last <= side.act + 1
    return tree.words_in(mention.head)[0] == side.act or (among and not _covers(tree, side, mention))


def _covers(tree: Tree, side: Side, mention: MentionDraft) -> bool:
    words = tree.words_in(mention.span)
    return words.start <= side.first and side.last <= words.stop


def _lies_in(tree: Tree, side: Side, mention: MentionDraft) -> bool:
    return side.first <= tree.words_in(mention.head)[0] < side.last


def _told_by_grammar(tree: Tree, use: TriggerUse) -> dict[int, str]:
    """Tell actor from target where an active verb leaves no doubt: its subject acts on its object.

    Returns:
        Role by head word; empty unless the codebook's frame for the verb is the plain one.
    """
    frame = dict(use.entry.roles) if use.entry else {}
    if frame.get("subj") != "actor" or frame.get("obj") != "target":
        return {}
    subject, item = tree.subject(use.head), tree.child(use.head, "obj")
    if subject is None or item is None:
        return {}
    acting = dict.fromkeys((subject, *_coordinated(tree, subject)), "actor")
    return acting | dict.fromkeys((item, *_coordinated(tree, item)), "target")


def _is_of_rival(tree: Tree, use: TriggerUse, mention: MentionDraft) -> bool:
    """Say whether another trigger acts on them ("freed sixty inmates" beside "stormed the prison")."""
    head = tree.words_in(mention.head)[0]
    verb = tree.layers.heads[head]
    return (
        tree.relation(head) in ("obj", "nsubj:pass")
        and verb in use.rivals
        and tree.sentence_of[verb] == tree.sentence_of[use.head]
    )


def _is_of_clause_before(tree: Tree, use: TriggerUse, mention: MentionDraft, label: str) -> bool:
    """Say whether a semicolon parts somebody from an active verb that has a subject of its own behind it.

    "The movement said the army had shelled Bria; the army denied it": who denies is the army alone, and not to itself.
    """
    head = tree.words_in(mention.head)[0]
    subject = tree.child(use.head, *SUBJECTS)
    if subject is None or label not in ("actor", "target") or not head < subject < use.head:
        return False
    if not any(tree.layers.word(word) == ";" for word in range(head + 1, subject)):
        return False
    return label == "actor" or tree.lemma(head) == tree.lemma(subject)


def _is_of_repelled(tree: Tree, use: TriggerUse, mention: MentionDraft) -> bool:
    """Say whether those hit when an attack was beaten back are taken for its targets.

    "Repelled an attack, killing dozens of fighters": the fighters attacked.
    """
    verb = tree.layers.heads[use.head]
    if verb < 0 or tree.lemma(verb) not in REPELLING or tree.relation(use.head) not in ("obj", "nsubj:pass"):
        return False
    above = tree.layers.heads[tree.words_in(mention.head)[0]]
    return above > use.head and tree.layers.word(above).lower().endswith("ing") and tree.lemma(above) in ACTS


def _is_fought(tree: Tree, use: TriggerUse, mention: MentionDraft) -> bool:
    """Say whether the act that a noun tells is against somebody: "a campaign against both the army and the police"."""
    head = tree.words_in(mention.head)[0]
    while tree.relation(head) == "conj" and tree.layers.heads[head] >= 0:
        head = tree.layers.heads[head]
    return tree.layers.heads[head] == use.head and tree.case_of(head) == "against"


def _is_place(tree: Tree, use: TriggerUse, mention: MentionDraft) -> bool:
    """Say whether a name only says where: "fired from Khan Younis", "the Minsk marches", "06 Aug, Shiroro:".

    So does one that heads the lines below ("Mali").
    """
    head = tree.words_in(mention.head)[0]
    item = item_at(tree, use.head)
    if item is not None and item.place is not None and item.place.overlaps(mention.head):
        return True
    if tree.entities.at(head, "LOC") is None:
        return False
    if is_alone_on_line(tree.layers.document.text, mention.span):
        return True
    above, before = tree.layers.heads[head], tree.words_in(mention.span).start - 1
    from_there = tree.case_of(head) == "from" or (before >= 0 and tree.layers.word(before).lower() == "from")
    # "Came under attack from Russia", "strikes from Iran": a state may be whom the act is from.
    of_state = tree.actors.at(head, *_STATE_KINDS) is not None and (above < 0 or tree.lemma(above) not in _LAUNCHING)
    return (from_there and not of_state) or (
        use.reading.label == "PROTEST" and tree.relation(head) == "compound" and above in tree.trigger_words
    )


def _is_acted_on(tree: Tree, use: TriggerUse, mention: MentionDraft) -> bool:
    """Say whether somebody is whom the verb above acts on, whose subject goes on to act.

    "The gang overpowered the guards before attacking rivals", "police arrested a man and recovered a rifle".
    """
    head, verb = tree.words_in(mention.head)[0], tree.layers.heads[use.head]
    if verb < 0 or tree.relation(use.head) not in ("advcl", "conj") or tree.child(use.head, *SUBJECTS) is not None:
        return False
    if tree.relation(use.head) == "advcl" and not any(
        tree.layers.word(child).lower() in ("before", "after", "while") for child in tree.children[use.head]
    ):
        return False  # "Accused Rwanda of sending troops": Rwanda sends them.
    acts_on = tree.relation(head) == "obj" and tree.layers.heads[head] == verb
    subject = tree.child(verb, "nsubj")
    if subject is None or tree.actors.at(subject) is None:
        return False
    return acts_on and subject < verb < head < use.head


def _acts_elsewhere(tree: Tree, use: TriggerUse, mention: MentionDraft, label: str) -> bool:
    """Say whether somebody is the subject of a clause of time: "the bomber blew himself up as supporters left"."""
    head = tree.words_in(mention.head)[0]
    clause = tree.layers.heads[head]
    if label != "actor" or tree.relation(head) != "nsubj" or clause in (-1, use.head):
        return False
    own = tree.child(use.head, "nsubj")
    timed = any(tree.layers.word(child).lower() in _TIMING for child in tree.children[clause])
    if own is None or own == head or tree.actors.at(own) is None:
        return False  # "Carriages burned as protesters ran wild": nobody else is told.
    if tree.is_passive(use.head) or tree.lemma(use.head) in FATES:
        return False  # "A trader was shot dead after masked men stormed his house": they may have shot him.
    return timed and (tree.relation(clause), tree.layers.heads[clause]) == ("advcl", use.head)


def _is_of_time_told(tree: Tree, use: TriggerUse, mention: MentionDraft) -> bool:
    """Say whether somebody is of another act that only says when: "the attack came days after the arrest of X"."""
    verb = tree.layers.heads[use.head]
    if tree.relation(use.head) != "nsubj" or verb < 0 or tree.lemma(verb) not in _TIMED or verb in use.words:
        return False
    head, child = tree.words_in(mention.head)[0], -1
    for above in (head, *tree.ancestors(head)):
        if above == verb:
            break
        child = above
    if child < verb or tree.layers.heads[child] != verb:
        return False
    between = range(verb + 1, head)
    # "The attack followed X's arrest" has an object, the others a word of time.
    follows = tree.lemma(verb) == "follow" and any(rival in between for rival in use.rivals)
    timed = any(tree.layers.word(word).lower() in _TIME_ORDER for word in between)
    return follows or (timed and any(rival in between for rival in use.rivals))


def _is_thing(tree: Tree, codebook: Codebook, first: int, last: int) -> bool:
    head = tree.head_of(first, last)
    return tree.actors.at(head) is None and object_kind(tree, codebook, first, last) is not None


def _is_act_itself(tree: Tree, use: TriggerUse, role: Tagged, mention: MentionDraft) -> bool:
    """Say whether words beside a trigger only take it up: "the" of "the US withdrawal" is nobody who withdraws."""
    if role.label == "actor" and _is_gathering(tree, tree.words_in(mention.head)[0]):
        return True
    return use.head in tree.words_in(mention.head) and not role.first <= use.head < role.last


def _is_gathering(tree: Tree, head: int) -> bool:
    """Say whether a noun is an act told: "anti-government protests" hurl no stones."""
    return head in tree.trigger_words and tree.lemma(head) in _GATHERINGS


def _is_nobody(tree: Tree, mention: MentionDraft) -> bool:
    """Say whether a mention names no one: an "it" that rains, "more", a comma, a day, an owner in another phrase."""
    layers = tree.layers
    words = tree.words_in(mention.span)
    if is_date(tree, words.start, words.stop):
        return True
    for word in tree.words_in(mention.head):
        if tree.lemma(word) in _NOBODY or layers.upos[word] in ("PUNCT", "CCONJ", "ADP", "ADV", "SCONJ", "PART", "AUX"):
            return True
        if layers.deprels[word] == "expl":
            return True
        if layers.xpos[word] == "PRP$":
            owned = layers.heads[word]
            return owned < 0 or owned not in tree.trigger_words
    return False


def _by_frame(
    tree: Tree, use: TriggerUse, codebook: Codebook, filled: set[Role], have: list[ParticipantDraft]
) -> list[ParticipantDraft]:
    """Fill the roles that the reader left open from the grammar of the trigger."""
    taken = {draft.mention.head for draft in have}
    found: list[ParticipantDraft] = []
    for role, noun in _arguments(tree, use):
        if role in filled or "party" in filled or (role == "party" and filled):
            continue
        if role == "target" and use.entry is None:
            continue  # The object of a word that the codebook lacks is one in four times a target.
        head = tree.antecedent(noun)
        if not _may_act(tree, codebook, head) or (role == "actor" and _is_gathering(tree, head)):
            continue
        mention = mention_of(tree, head)
        if mention.head not in taken and not _is_nobody(tree, mention):
            taken.add(mention.head)
            found.append(
                ParticipantDraft(mention, role, RULE_SCORE, f"frame {use.entry.frame if use.entry else 'plain'}")
            )
    return found


def _may_act(tree: Tree, codebook: Codebook, head: int) -> bool:
    """Say whether a noun can be a participant: the reader saw an actor there, or it names one."""
    layers = tree.layers
    if tree.actors.at(head) is not None:
        return True
    if layers.upos[head] == "PRON":
        return layers.word(head).lower() in ("he", "she", "they", "who", "him", "her", "them", "we", "us", "i")
    named = tree.entities.at(head, "PER", "ORG")
    return named is not None and object_kind(tree, codebook, head, head + 1) is None


def _arguments(tree: Tree, use: TriggerUse) -> list[tuple[Role, int]]:
    """List the grammatical arguments of a trigger with the role its frame gives them."""
    frame = dict(use.entry.roles) if use.entry else {}
    if not frame:
        frame = {"subj": "actor", "obj": "target", "pass": "target", "by": "actor", "of": "target"}
    frame.setdefault("light", "party" if "party" in frame.values() else "actor")
    pairs: list[tuple[str, int]] = []
    head = use.head
    if tree.layers.upos[head] in ("VERB", "AUX"):
        subject = tree.subject(head)
        if subject is not None:
            pairs.append(("pass" if tree.is_passive(head) else "subj", subject))
        elif tree.is_passive(head) and tree.layers.heads[head] >= 0:
            pairs.append(("pass", tree.layers.heads[head]))
    elif use.light is not None:
        # "They launched an attack": who launches is who attacks.
        bearer = tree.child(use.light, "obl:agent") if tree.is_passive(use.light) else tree.subject(use.light)
        pairs.extend([("light", bearer)] if bearer is not None else [])
    for child in tree.children[head]:
        relation = tree.relation(child)
        if relation in ("obj", "iobj"):
            pairs.append(("obj", child))
        elif relation.startswith(("obl", "nmod")) and relation not in ("obl:tmod", "nmod:tmod", "obl:unmarked"):
            pairs.append(("poss" if relation == "nmod:poss" else tree.case_of(child), child))
        elif relation == "compound":
            pairs.append(("mod", child))
        elif relation in SUBJECTS and tree.layers.upos[head] == "NOUN":
            pairs.append(("subj", child))
    wide = [(grammar, noun) for grammar, first in pairs for noun in (first, *_coordinated(tree, first))]
    return [(_ROLES[frame[grammar]], noun) for grammar, noun in wide if frame.get(grammar) in _ROLES]


def _coordinated(tree: Tree, noun: int) -> list[int]:
    return [child for child in tree.children[noun] if tree.relation(child) == "conj"]


def _distinct(tree: Tree, found: list[ParticipantDraft]) -> tuple[ParticipantDraft, ...]:
    """Drop doubles, order by text, and mark alternatives joined by "or"."""
    kept: dict[tuple[int, str], ParticipantDraft] = {}
    for draft in found:
        key = (draft.mention.head.start, draft.role)
        if key not in kept or kept[key].score < draft.score:
            kept[key] = draft
    ordered = [kept[key] for key in sorted(kept)]
    # "IS-K" within "150 IS-K members" is no participant beside them.
    ordered = [
        part
        for part in ordered
        if not any(o is not part and o.role == part.role and o.mention.span.covers(part.mention.span) for o in ordered)
    ]
    text = tree.layers.document.text
    for index in range(1, len(ordered)):
        left, right = ordered[index - 1], ordered[index]
        between = text[left.mention.span.end : right.mention.span.start].split()
        if left.role == right.role and len(between) <= 3 and "or" in between:
            group = left.alternative_group or index
            ordered[index - 1] = _with_group(left, group)
            ordered[index] = _with_group(right, group)
    return tuple(ordered)


def _with_group(draft: ParticipantDraft, group: int) -> ParticipantDraft:
    return ParticipantDraft(draft.mention, draft.role, draft.score, draft.rule, group)
