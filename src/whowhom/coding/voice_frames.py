"""Sayings that a verb opens, with who says so and what is said.

In: a tree and a verb. Out: :class:`Saying` records whose content is a set of words, as the
dependency tree gives it; quotation marks are followed elsewhere. What one would get wrong:
the content of a speaker tag ("the rebels, he said, had fled") stands above its verb.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from whowhom.coding.tree import SUBJECTS, Tree
from whowhom.coding.voice_lines import clause_behind, marks_beside, moments_before, speaker_behind, with_subject
from whowhom.coding.voice_words import (
    ACTS,
    BELIEVING,
    CLAUSE,
    DOCUMENTS,
    FINDERS,
    HEARSAY,
    IRREGULAR,
    NO_CONTENT,
    NOBODY,
    OBJECTS,
    OF_SOMEBODY,
    OF_THINGS,
    PHRASAL,
    QUOTING,
    SAYING,
    SHOWING,
    SPEAKERS,
    UNNAMED,
    UNSAID,
    WISHING,
    WITH_CASE,
)

SayingKind = Literal["saying", "act", "belief", "wish", "hearsay"]
# Verbs of thought that tell what is the case as a voice does, not what is in somebody's mind alone.
_THINKING = frozenset("believe think suspect conclude estimate".split())
# Between a verb and its "that".
MAX_THAT_WORDS = 9
_WHOM = frozenset(("whom", "which", "whose"))
_CLAUSES = ("ccomp", "csubj", "csubj:pass")
_NAMING = ("NOUN", "PROPN", "PRON", "ADJ", "NUM")
CLAUSE_TAGS = frozenset(("VERB", "AUX"))


@dataclass(frozen=True, slots=True)
class Saying:
    """Somebody says, believes or wants something.

    Attributes:
        cue: The words that mark it, first and one past the last; None in a headline.
        head: The verb, noun or preposition of the cue; the source's head in a headline.
        source: Head word of who says so; None for hearsay.
        content: Words of what is said, in order.
        asserted: False where it is not said: "did not say whether", "could say".
    """

    cue: tuple[int, int] | None
    head: int
    source: int | None
    content: tuple[int, ...]
    kind: SayingKind
    asserted: bool
    rule: str


def lemma_of(tree: Tree, verb: int) -> str:
    """Return the lemma of a verb, also of the past forms that are nouns too ("thought")."""
    lemma = tree.lemma(verb)
    return IRREGULAR.get(lemma, lemma) if tree.layers.upos[verb] != "NOUN" else lemma


def cue_of(tree: Tree, verb: int) -> tuple[int, int]:
    """Return the verb with the auxiliaries before it."""
    parts = ("aux", "aux:pass", "cop")
    before = [child for child in tree.children[verb] if tree.relation(child) in parts and child < verb]
    first = min([verb, *before])
    if any(tree.relation(word) in SUBJECTS for word in range(first, verb)):
        first = verb
    return first, verb + 1


def is_unsaid(tree: Tree, word: int) -> bool:
    """Say whether a word of saying is negated or only possible: "did not say whether"."""
    for child in tree.children[word]:
        text, relation = tree.layers.word(child).lower(), tree.relation(child)
        if relation == "advmod" and text in ("not", "n't", "n’t", "never"):
            return tree.lemma(word) not in ("deny", "doubt", "dispute")
        if relation == "aux" and text in UNSAID:
            return True
    return False


def can_speak(tree: Tree, word: int) -> bool:
    """Say whether a noun is somebody, a body or a document, as far as the reader and the lists know."""
    layers = tree.layers
    if layers.xpos[word] in ("PRP", "WP", "WDT") or tree.lemma(word) in SPEAKERS or tree.lemma(word) in DOCUMENTS:
        return True
    return next(iter(tree.actors.holding(word)), None) is not None or layers.upos[word] == "PROPN"


def of_verb(tree: Tree, verb: int) -> Iterator[Saying]:
    """Yield what a verb opens: what its subject says, and whoever quotes somebody with it."""
    lemma = lemma_of(tree, verb)
    if lemma in QUOTING:
        quoted = list(_of_quoting(tree, verb))
        if quoted:
            # Whom it quotes is no content of its own.
            yield from quoted
            return
    bare = tree.layers.xpos[verb] == "VBN" and tree.child(verb, "aux") is None
    # "Asked whether it had fired, the army declined": who is asked says nothing.
    bare = bare or (lemma == "ask" and tree.layers.xpos[verb] == "VBD" and _opens_sentence(tree, verb))
    if _is_passive(tree, verb) or (bare and tree.child(verb, *SUBJECTS) is None) or _shares_passive(tree, verb, lemma):
        yield from _of_passive(tree, verb)
        return
    source = _source(tree, verb)
    content = _content(tree, verb)
    if not content and lemma in SAYING | BELIEVING:
        content = _above(tree, verb) or _before_comma(tree, verb)
    if not content and lemma in SAYING - OF_SOMEBODY.keys():
        content = clause_behind(tree, verb)
    if lemma in SAYING - OF_SOMEBODY.keys():
        content = with_subject(tree, verb, content)
    if not content:
        return
    shows = lemma in SHOWING and lemma not in SAYING
    if source is None or (shows and not can_speak(tree, source)):
        return
    if tree.lemma(source) in NOBODY | OBJECTS or (
        tree.layers.xpos[source] in ("WP", "WDT") and not _is_acronym(tree, source)
    ):
        return
    own = tree.child(verb, *SUBJECTS)
    named = {*tree.subtree(source), *(tree.subtree(own) if own is not None else ())}
    if verb in named:
        named = {source}
    # "The opposition" keeps its article where the tree gives it to the next noun.
    named |= {source - 1} if source > 0 and tree.layers.upos[source - 1] == "DET" else set()
    words = content - named - {verb} - _asides(tree, verb) - moments_before(tree, verb, source)
    yield make_saying(tree, verb, source, words, _kind(tree, verb, source), "verb of saying")


def _opens_sentence(tree: Tree, verb: int) -> bool:
    """Say whether a verb without a subject opens its sentence beside another."""
    first = tree.layers.sentences[tree.sentence_of[verb]][0]
    return tree.relation(verb) == "advcl" and verb - first <= 1 and tree.child(verb, *SUBJECTS) is None


def _is_acronym(tree: Tree, word: int) -> bool:
    """Say whether "WHO" is the organisation: in capitals where the words around are not."""
    return tree.layers.word(word) == "WHO" and not is_in_capitals(tree, word)


def is_in_capitals(tree: Tree, word: int) -> bool:
    """Say whether the word behind one is in capitals too, as in a report that is sent so."""
    return word + 1 < len(tree.layers.starts) and tree.layers.word(word + 1).isupper()


def _is_passive(tree: Tree, verb: int) -> bool:
    """Say whether a verb is passive; a dateline that the tree calls a passive subject makes none."""
    active = tree.child(verb, "aux:pass") is None and tree.child(verb, "nsubj", "aux") is not None
    return tree.is_passive(verb) and not (active and tree.child(verb, "nsubj") is not None)


def _shares_passive(tree: Tree, verb: int, lemma: str) -> bool:
    """Say whether a verb goes on with the passive before it: "was hauled in and told that"."""
    above = tree.layers.heads[verb]
    if tree.relation(verb) != "conj" or above < 0 or tree.child(verb, *SUBJECTS, "aux", "obj") is not None:
        return False
    return lemma in OF_SOMEBODY and tree.layers.upos[above] == "VERB" and tree.is_passive(above)


def _kind(tree: Tree, verb: int, source: int) -> SayingKind:
    lemma = lemma_of(tree, verb)
    if lemma in SHOWING and lemma not in SAYING and lemma not in _THINKING:
        return "saying" if _is_body(tree, source) else "belief"
    if lemma in SAYING or lemma in _THINKING:
        return "saying"
    if lemma in ACTS:
        return "act"
    return "belief" if lemma in BELIEVING or lemma in OF_SOMEBODY else "wish"


def _is_body(tree: Tree, source: int) -> bool:
    return tree.lemma(source) in DOCUMENTS or tree.lemma(source) in FINDERS


def make_saying(tree: Tree, head: int, source: int | None, words: Iterable[int], kind: SayingKind, rule: str) -> Saying:
    """Make the saying of a verb or adjective: its cue is not part of what is said."""
    first, last = cue_of(tree, head)
    content = tuple(sorted(set(words) - set(range(first, last))))
    return Saying((first, last), head, source, content, kind, not is_unsaid(tree, head), rule)


def _source(tree: Tree, verb: int) -> int | None:
    above = tree.layers.heads[verb]
    quoted = above >= 0 and tree.lemma(above) in QUOTING and tree.relation(verb) in ("advcl", "xcomp", "acl", "ccomp")
    if quoted and tree.child(verb, *SUBJECTS) is None:
        return tree.subject(above) if tree.is_passive(above) else tree.child(above, "obj")
    expletive = tree.child(verb, "expl")
    if expletive is not None and tree.child(verb, "nsubj") is None:
        return expletive if lemma_of(tree, verb) in SAYING and tree.lemma(expletive) == "it" else None
    if _is_aside(tree, verb):
        # "The monk said the shrine was looted, adding that": the monk adds, not the shrine.
        for saying in tree.ancestors(verb):
            if tree.layers.upos[saying] == "VERB" and lemma_of(tree, saying) in SAYING:
                return _source(tree, saying)
    return speaker_of(tree, verb)


def speaker_of(tree: Tree, verb: int) -> int | None:
    """Return the subject of a verb; of several that the tree gives, the one beside it."""
    outside = _before_relative(tree, verb)
    if outside is not None:
        return outside
    own = [child for child in tree.children[verb] if tree.relation(child) in SUBJECTS]
    named = [child for child in own if tree.layers.upos[child] in _NAMING] or _misplaced(tree, verb)
    if len(named) > 1:
        # "In a note to staff the mission wrote": who stands behind a preposition is no subject.
        named = [child for child in named if tree.child(child, "case") is None] or named
    if not named and own and tree.lemma(own[0]) in ("some", "many", "most", "all", "both", "few"):
        return own[0]
    if len(named) < 2:
        return _meant(tree, named[0]) if named else tree.subject(verb)
    before = [child for child in named if child < verb] or named
    # What a comma parts from the verb is another's: "citing officials, the broadcaster said".
    near = [child for child in before if not any(tree.layers.word(word) == "," for word in range(child + 1, verb))]
    behind = speaker_behind(tree, verb) if not near else None
    if behind is not None:
        return behind
    first = min(near or before)
    while first + 1 in named:
        first += 1
    return first


def _before_relative(tree: Tree, verb: int) -> int | None:
    """Return who stands before a clause in commas that has a speaker of its own: "the rebels, whom he fights, say".

    None where the tree itself has nobody of that clause as the subject of the verb.
    """
    first, layers = tree.layers.sentences[tree.sentence_of[verb]][0], tree.layers
    if verb - 1 <= first or layers.word(verb - 1) != ",":
        return None
    opens = next(
        (at for at in range(verb - 2, first, -1) if layers.word(at) == "," and layers.word(at + 1).lower() in _WHOM),
        None,
    )
    if opens is None or layers.upos[opens - 1] not in ("NOUN", "PROPN"):
        return None
    own = [child for child in tree.children[verb] if tree.relation(child) in SUBJECTS and child < verb]
    taken_in = bool(own) and all(opens < child for child in own)
    return tree.whole(opens - 1) if taken_in else None


def _misplaced(tree: Tree, verb: int) -> list[int]:
    """Find the subject that the tree takes for an object: no object stands before an active verb."""
    things = [
        child
        for child in tree.children[verb]
        if tree.relation(child) in ("obj", "iobj", "dep") and tree.layers.upos[child] in _NAMING
    ]
    before = [child for child in things if child < verb] or _raised(tree, verb)
    if before or lemma_of(tree, verb) not in SAYING or tree.layers.xpos[verb] not in ("VBD", "VBZ", "VBP"):
        return before[-1:]
    # "... ,” warned the engineer": behind a quotation its speaker follows.
    opened = verb > 0 and tree.layers.word(verb - 1) in (",", "”", '"', "''")
    return [child for child in things if opened and child - verb <= 3][:1]


def _raised(tree: Tree, verb: int) -> list[int]:
    """Find the subject that the tree gives to the clause below, though it stands before the verb."""
    if lemma_of(tree, verb) not in SAYING:
        return []
    return [
        subject
        for child in tree.children[verb]
        if child > verb and tree.relation(child) in ("ccomp", "xcomp")
        for subject in tree.children[child]
        if subject < verb and tree.relation(subject) in SUBJECTS and tree.layers.upos[subject] in _NAMING
    ]


def _meant(tree: Tree, subject: int) -> int:
    """Return the noun that "who" takes up, by the tree or else the one right before it."""
    noun = tree.antecedent(subject)
    if tree.layers.word(noun).lower() == "that":
        # "Experts say that IS-K accuses": the tree may take "that" for who accuses.
        behind = noun + 1
        named = behind < len(tree.layers.upos) and tree.layers.upos[behind] in ("NOUN", "PROPN")
        return tree.name_around(behind).stop - 1 if named and tree.layers.heads[noun] > behind else noun
    if tree.layers.xpos[noun] not in ("WP", "WDT"):
        return noun
    before = noun - 1
    if before > 0 and tree.layers.word(before) == ",":
        before -= 1
    return before if before >= 0 and tree.layers.upos[before] in ("NOUN", "PROPN") else noun


def _is_aside(tree: Tree, verb: int) -> bool:
    """Say whether a participle of saying stands behind a comma in what somebody says: ", adding that"."""
    if tree.layers.xpos[verb] != "VBG" or lemma_of(tree, verb) not in SAYING or tree.relation(verb) != "advcl":
        return False
    above = tree.layers.heads[verb]
    return verb > above and tree.layers.word(verb - 1) == "," and tree.relation(above) in ("ccomp", "conj", "parataxis")


def _asides(tree: Tree, verb: int) -> set[int]:
    """Return the words of participles of saying in what a verb says; they are sayings of the same voice."""
    found: set[int] = set()
    for child in tree.children[verb]:
        if tree.relation(child) == "ccomp":
            for below in tree.children[child]:
                if _is_aside(tree, below):
                    found.update(tree.subtree(below))
    return found


def _content(tree: Tree, verb: int) -> set[int]:
    """Gather the words of what hangs below a verb as its content."""
    lemma = lemma_of(tree, verb)
    found: set[int] = set()
    for child in tree.children[verb]:
        if _is_content(tree, verb, child, lemma):
            found.update(tree.subtree(child))
    thing = tree.child(verb, "obj", "iobj")
    complement = _complement(tree, verb, thing, lemma)
    if complement is not None and _fits(tree, verb, complement):
        found.update(tree.subtree(complement))
        if thing is not None and tree.relation(complement) != "ccomp":
            found.update(tree.subtree(thing))
    elif thing is not None and not found and _takes_thing(tree, verb, lemma) and _is_told(tree, verb, thing):
        found.update(tree.subtree(thing))
    return found or _behind_that(tree, verb, lemma)


def _fits(tree: Tree, verb: int, complement: int) -> bool:
    """Say whether somebody says it of another: "put the toll at 60", not "put lives at risk"."""
    if tree.lemma(verb) == "put":
        return any(tree.layers.upos[word] == "NUM" for word in tree.subtree(complement))
    source = speaker_of(tree, verb)
    return source is None or can_speak(tree, source)


def _takes_thing(tree: Tree, verb: int, lemma: str) -> bool:
    particle = tree.child(verb, "compound:prt")
    if lemma in QUOTING and tree.layers.xpos[verb] == "VBG":
        return False
    return lemma in OF_THINGS or (particle is not None and f"{lemma} {tree.lemma(particle)}" in PHRASAL)


def _behind_that(tree: Tree, verb: int, lemma: str) -> set[int]:
    """Find the clause behind "that", whatever the tree hangs it on: "told investigators in Bangui that"."""
    if lemma not in CLAUSE:
        return set()
    end = tree.layers.sentences[tree.sentence_of[verb]][1]
    for word in range(verb + 1, min(end, verb + 1 + MAX_THAT_WORDS)):
        if tree.layers.word(word) in (",", ";", ":"):
            break
        if tree.layers.word(word).lower() == "that" and tree.relation(word) == "mark":
            clause = tree.layers.heads[word]
            below = set(tree.subtree(clause)) if clause > word else set()
            return set() if verb in below else {at for at in below if at >= word}
    return set()


def _is_content(tree: Tree, verb: int, child: int, lemma: str) -> bool:
    relation = tree.relation(child)
    if relation == "ccomp":
        return lemma in CLAUSE
    if relation == "xcomp":
        if tree.lemma(child) in UNNAMED:
            return False
        return lemma in WISHING or (lemma in CLAUSE and tree.child(child, "mark") is not None)
    if relation == "parataxis":
        if tree.layers.xpos[min(tree.subtree(child))] in ("WP", "WDT"):
            return False
        return lemma in SAYING and not _is_tag(tree, child) and (child < verb or _opens(tree, verb, child))
    if relation == "advcl":
        marker = marker_of(tree, child)
        return (marker in ("that", "whether") and lemma in CLAUSE) or (marker == "for" and lemma in ("call", "appeal"))
    if relation == "obl" and child > verb:
        wanted = WITH_CASE.get(lemma, "").split()
        return tree.case_of(child) in wanted
    return False


def _opens(tree: Tree, verb: int, child: int) -> bool:
    """Say whether a colon, a comma or a quotation mark leads from a verb to what follows it."""
    first = min(tree.subtree(child))
    return any(tree.layers.word(word) in (":", '"', "“", "``", ",") for word in range(verb + 1, first + 1))


def _is_tag(tree: Tree, verb: int) -> bool:
    return tree.lemma(verb) in SAYING and tree.child(verb, *SUBJECTS) is not None and not _content(tree, verb)


def _complement(tree: Tree, verb: int, thing: int | None, lemma: str) -> int | None:
    """Find what is said of somebody: "of shelling Bria", "to leave", "responsible for", "at 60"."""
    wanted = OF_SOMEBODY.get(lemma, "").split()
    if not wanted:
        return None
    for child in tree.children[verb]:
        if child < verb or child == thing:
            continue
        relation = tree.relation(child)
        mark = tree.child(child, "mark", "case")
        marker = tree.layers.word(mark).lower() if mark is not None else ""
        if (
            relation in ("xcomp", "advcl", "obl", "ccomp")
            and marker in wanted
            and (thing is not None or marker != "to")
        ):
            return child
        if relation in ("xcomp", "obj", "obl") and "*" in wanted and not marker and thing is not None:
            return child
        if relation in ("advcl", "obl") and marker == "as" and "as" in wanted:
            return child
    if thing is None:
        return None
    # "Blamed the army for the raid": the tree may hang "for the raid" on the army.
    below = [child for child in tree.children[thing] if tree.relation(child) in ("nmod", "acl") and child > thing]
    return next((child for child in below if tree.case_of(child) in wanted and lemma not in ("see", "find")), None)


def _is_told(tree: Tree, verb: int, thing: int) -> bool:
    """Say whether the object of a verb is what is told, and its subject one that can tell."""
    subject = tree.subject(verb)
    if subject is None or not can_speak(tree, subject) or tree.lemma(thing) in NO_CONTENT:
        return False
    return tree.layers.upos[thing] in ("NOUN", "PROPN", "VERB", "NUM", "ADJ")


def _above(tree: Tree, verb: int) -> set[int]:
    """Read a tag: the clause that a verb of saying is thrust into or that "as he said" hangs on."""
    relation, above = tree.relation(verb), tree.layers.heads[verb]
    if above < 0 or tree.child(verb, *SUBJECTS) is None:
        return set()
    mark = tree.child(verb, "mark", "advmod")
    is_as = relation == "advcl" and mark is not None and tree.layers.word(mark).lower() == "as"
    if relation == "parataxis" or is_as:
        if tree.child(verb, "obj") is not None and tree.lemma(verb) not in ("tell", "ask"):
            return set()
        return set(tree.subtree(above)) - set(tree.subtree(verb))
    return set()


def _before_comma(tree: Tree, verb: int) -> set[int]:
    """Read a tag at the end of a sentence, whatever the tree hangs it on: "..., an army spokesman said"."""
    layers = tree.layers
    source = speaker_of(tree, verb)
    if source is None or layers.xpos[source] in ("WP", "WDT") or layers.xpos[verb] not in ("VBD", "VBZ", "VBP", "VBN"):
        return set()
    if tree.child(verb, "obj") is not None and lemma_of(tree, verb) not in ("tell", "ask"):
        return set()
    first = layers.sentences[tree.sentence_of[verb]][0]
    tag = min(verb, *tree.phrase(source))
    if tag - 1 <= first or layers.word(tag - 1) != ",":
        return set()
    before = range(first, tag - 1)
    told = any(layers.deprels[word] in SUBJECTS and layers.heads[word] in before for word in before)
    return set(before) if told and layers.upos[first] not in ("SCONJ", "ADV") else set()


def _of_passive(tree: Tree, verb: int) -> Iterator[Saying]:
    """Read "are said to have", "it was reported that", "is accused by residents of"."""
    lemma = lemma_of(tree, verb)
    agent = agent_of(tree, verb)
    subject = tree.child(verb, "nsubj:pass", "nsubj")
    told: set[int] = set()
    for child in tree.children[verb]:
        if child != agent and _is_passive_content(tree, verb, child):
            told.update((*tree.subtree(child), *marks_beside(tree, child)))
    inner: set[int] = set()
    if agent is not None and not told:
        # "Was blamed by officials on the Front": the tree may hang "on the Front" on who blames.
        wanted = OF_SOMEBODY.get(lemma, "").split()
        below = [c for c in tree.children[agent] if tree.relation(c) == "nmod" and tree.case_of(c) in wanted]
        inner = {word for child in below for word in tree.subtree(child)}
        told |= inner
    if (
        lemma == "find"
        or not told
        or (agent is None and lemma not in HEARSAY)
        or lemma not in HEARSAY | OF_SOMEBODY.keys() | CLAUSE
    ):
        return
    if subject is not None and tree.lemma(subject) != "it":
        told.update(tree.subtree(subject))
    if agent is not None:
        told -= set(tree.subtree(agent)) - inner
        yield make_saying(tree, verb, agent, told, "saying", "verb of saying")
    else:
        yield make_saying(tree, verb, None, told, "hearsay", "hearsay passive")


def _is_passive_content(tree: Tree, verb: int, child: int) -> bool:
    relation = tree.relation(child)
    if relation in (*_CLAUSES, "xcomp"):
        return True
    marker = marker_of(tree, child)
    if relation == "advcl" and marker in ("to", "that", "of"):
        return True
    wanted = OF_SOMEBODY.get(lemma_of(tree, verb), "").split()
    return child > verb and relation in ("obl", "advcl") and marker in wanted


def marker_of(tree: Tree, word: int) -> str:
    """Return the mark or preposition of a word in lower case, "" without one."""
    mark = tree.child(word, "mark", "case")
    if mark is not None:
        return tree.layers.word(mark).lower()
    for beside in marks_beside(tree, word):
        return tree.layers.word(beside).lower()
    opening = tree.layers.word(min(tree.subtree(word))).lower()
    return opening if opening in ("that", "whether") else ""


def agent_of(tree: Tree, verb: int) -> int | None:
    """Return who did what a passive tells: "by residents"."""
    for child in tree.children[verb]:
        if tree.relation(child) == "obl:agent" or (tree.relation(child) == "obl" and tree.case_of(child) == "by"):
            return child
    behind, layers = verb + 1, tree.layers
    if behind < len(layers.starts) and layers.word(behind).lower() == "by" and layers.deprels[behind] == "case":
        return layers.heads[behind]
    return None


def _of_quoting(tree: Tree, verb: int) -> Iterator[Saying]:
    """Read who quotes: "the agency quoted the ministry as saying"; whom, its own verb tells."""
    saying = next((c for c in tree.children[verb] if tree.lemma(c) in SAYING and tree.relation(c) != "conj"), None)
    if saying is None:
        return
    passive = tree.is_passive(verb)
    quoted = tree.subject(verb) if passive else tree.child(verb, "obj")
    quoting = agent_of(tree, verb) if passive else tree.subject(verb)
    if quoting is None or quoted is None:
        return
    words = {*tree.subtree(saying), *tree.subtree(quoted)} - set(tree.subtree(quoting))
    yield make_saying(tree, verb, quoting, words, "saying", "quoted as saying")
