"""Mentions of actors: the phrase, its head, its form and its number."""

from __future__ import annotations

from whowhom.coding.ages import before_age
from whowhom.coding.count_words import PERSONS
from whowhom.coding.figures import find_figures
from whowhom.coding.number_ranges import whole_range
from whowhom.coding.tree import DAYS, SUBJECTS, Tree
from whowhom.records import MentionDraft
from whowhom.records.drafts import Form

# A longer phrase is a fault of the tree: it is cut to the words before its head.
MAX_PHRASE_WORDS = 14
_BOUNDS = frozenset(
    "more than at least up to about nearly almost around some over as many few fewer less no an estimated "
    "approximately".split()
)
# Adjectives that may stand between "many" and what it counts.
MAX_GAP_WORDS = 4
_QUANTITIES = frozenset("many several few some more most other hundred thousand dozen".split())
_PRONOUNS = frozenset(["PRP", "PRP$", "WP", "WDT", "WP$", "EX"])


def draft_mention(tree: Tree, first: int, last: int) -> MentionDraft:
    """Make a mention of a range of words that the reader put into a role.

    The head decides what is mentioned, the tree how far its phrase goes: the
    reader's ranges are at times short of a word. A relative pronoun is replaced
    by the noun it stands for.
    """
    return mention_of(tree, head_meant(tree, first, last))


def _names_people(tree: Tree, word: int, noun: int) -> bool:
    """Say whether the noun that a name stands before is who is meant, and no act ("army attack")."""
    if tree.actors.at(noun) is not None:
        return True
    return noun == word + 1 and tree.layers.upos[noun] == "NOUN" and noun not in tree.trigger_words


def _counted(tree: Tree, quantity: int) -> int:
    """Return the noun that a quantity counts: the head of the noun phrase right behind it."""
    end = tree.layers.sentences[tree.sentence_of[quantity]][1]
    noun = quantity
    for word in range(quantity + 1, min(end, quantity + 1 + MAX_GAP_WORDS)):
        if tree.layers.upos[word] in ("NOUN", "PROPN", "NUM"):
            noun = word
        elif tree.layers.upos[word] not in ("ADJ", "ADP", "DET") and tree.layers.word(word) != "-":
            break
    return noun


def head_meant(tree: Tree, first: int, last: int) -> int:
    """Return the noun that a range of words is about, be the range a word short ("police" in "police station")."""
    head = tree.whole(tree.head_of(first, last))
    above = tree.layers.heads[head]
    # "IS-K" in "150 IS-K members", "police" in "a police spokesman": the people are meant.
    if above >= 0 and (
        (tree.relation(head) == "compound" and _names_people(tree, head, above))
        or (tree.relation(head) == "amod" and tree.layers.upos[head] == "ADJ")
    ):
        head = above
    bounds = tree.layers.word(head).lower() in _BOUNDS
    if bounds or (tree.lemma(head) in _QUANTITIES and tree.layers.upos[head] in ("ADJ", "DET")):
        head = _counted(tree, head)
    return head


def mention_of(tree: Tree, head: int) -> MentionDraft:
    """Make a mention of a noun, with its whole phrase."""
    known = tree.once(_mentions)
    if head not in known:
        known[head] = _mention_of(tree, head)
    return known[head]


def _mentions(tree: Tree) -> dict[int, MentionDraft]:
    """The mentions made so far by the word they were asked for; several events share one."""
    return {}


def _mention_of(tree: Tree, head: int) -> MentionDraft:
    chain = tree.name_around(tree.antecedent(head))
    head = chain.stop - 1
    first, last = tree.phrase(head)
    first, last = min(first, chain.start), max(last, chain.stop)
    if last - first > MAX_PHRASE_WORDS:
        first, last = max(first, head - MAX_PHRASE_WORDS // 2), head + 1
    first = _first_word(tree, first, head)
    first, end = whole_range(tree, first, last)
    if end != last and tree.layers.upos[head] == "NUM":
        head = end - 1  # "between 5 and 10 soldiers" is about soldiers
    end = _whole_end(tree, first, before_age(tree, end, head))
    return _mention(tree, head, first, end)


def _first_word(tree: Tree, first: int, head: int) -> int:
    """Mend the start of a phrase: drop a preposition or comma, take in the words that bound a number."""
    layers = tree.layers
    first = _past_dash(tree, first, head)
    while first < head and layers.word(first).lower() not in _BOUNDS and _is_stray(tree, first):
        first += 1
    start = layers.sentences[tree.sentence_of[head]][0]
    if first == head and layers.upos[head] == "NOUN" and first > start and _modifies(tree, first - 1):
        first = tree.hyphened(first - 1).start
    if first == head and layers.xpos[head] == "NN":
        # A bare singular noun wants its article: the tree has parted "a police spokesman".
        while first > start and layers.upos[first - 1] in ("NOUN", "ADJ", "DET") and layers.upos[first] != "DET":
            first -= 1
    if first > start and not layers.word(first)[0].isdigit() and _counts(tree, first - 1, head):
        first -= 1
    if layers.upos[first] == "NUM":
        while first > start and layers.word(first - 1).lower() in _BOUNDS:
            first -= 1
    return _name_start(tree, first, head)


def _name_start(tree: Tree, first: int, head: int) -> int:
    """Take in what the tree has cut off a body's name: "the Rapid Support" of "the Rapid Support Forces"."""
    tag = tree.entities.at(head, "Organisation", "ORG") if first == head else None
    if tag is None or not tag.first < first or not tree.layers.word(head)[0].isupper():
        return first
    for word in range(tag.first, first):
        if not tree.layers.word(word)[0].isupper() and tree.layers.upos[word] not in ("DET", "ADJ"):
            return first
    return tag.first


def _whole_end(tree: Tree, first: int, end: int) -> int:
    """Return where a phrase ends that the tree cuts behind "of", inside a bracket or inside a number."""
    layers, last = tree.layers, tree.layers.sentences[tree.sentence_of[end - 1]][1]
    if (
        end < last
        and layers.word(end - 1) == "-"
        and layers.upos[end] == "NUM"
        and layers.ends[end - 1] == layers.starts[end]
    ):
        return end + 1  # "Thirty-one"
    if end < last and layers.word(end) == ")" and first < end - 2 and layers.word(end - 2) == "(":
        return end + 1  # "the Rapid Support Forces (RSF)"
    if layers.word(end - 1).lower() != "of":
        return end
    word = end  # "three of the injured"
    while word < last and layers.upos[word] in ("DET", "ADJ", "NOUN", "PROPN", "NUM"):
        word += 1
    return word


def _past_dash(tree: Tree, first: int, head: int) -> int:
    """Drop what a dash between blanks parts from a noun: "DAVAO CITY - A soldier"."""
    layers = tree.layers
    for word in range(head - 1, first, -1):
        apart = layers.ends[word - 1] < layers.starts[word] and layers.ends[word] < layers.starts[word + 1]
        if apart and layers.word(word) in ("-", "–", "—", "--"):
            return word + 1
    return first


def _modifies(tree: Tree, word: int) -> bool:
    """Say whether a name right before a noun belongs to it ("IS-K members", not "on Monday gunmen")."""
    written = tree.layers.word(word)
    is_name = tree.layers.upos[word] == "PROPN" or (written.isupper() and len(tree.hyphened(word)) > 1)
    return is_name and written.lower() not in DAYS


def _counts(tree: Tree, word: int, head: int) -> bool:
    """Say whether the word before a phrase is its number ("150 IS-K members"), and no day or year."""
    layers = tree.layers
    if layers.upos[word] != "NUM":
        return False
    figures = find_figures(layers.document.text, layers.starts[word], layers.ends[head])
    return any(figure.start == layers.starts[word] for figure in figures)


def _is_stray(tree: Tree, word: int) -> bool:
    return tree.layers.upos[word] in ("ADP", "PUNCT", "CCONJ", "SCONJ") or tree.lemma(word) in ("include", "including")


def _mention(tree: Tree, head: int, first: int, last: int) -> MentionDraft:
    layers = tree.layers
    span = layers.span(first, last)
    tag = tree.actors.at(head)
    figures = find_figures(layers.document.text, span.start, span.end, articles=False)
    if figures and layers.word(head).lower() in PERSONS and figures[0].start > layers.starts[head]:
        figures = ()  # "a mother of three" is one person
    return MentionDraft(
        span=span,
        head=layers.span(head, head + 1),
        form=_form(tree, head),
        kind=tag.label if tag else None,
        kind_score=tag.score if tag else 0.0,
        sentence=tree.sentence_of[head],
        subject=layers.deprels[head] in SUBJECTS,
        number=figures[0] if figures else None,
    )


def _form(tree: Tree, head: int) -> Form:
    xpos = tree.layers.xpos[head]
    if xpos in _PRONOUNS or (tree.layers.upos[head] == "PRON" and not xpos.startswith("NN")):
        return "pronoun"  # "Troops" is none, though the reader's two tags of it disagree.
    named = tree.entities.at(head, "PER", "ORG", "LOC")
    return "name" if tree.layers.upos[head] == "PROPN" or named is not None else "nominal"


def is_plural(tree: Tree, head: int) -> bool:
    """Say whether a noun is plural by its tag."""
    return tree.layers.xpos[head] in ("NNS", "NNPS")


def draft_context(tree: Tree) -> tuple[MentionDraft, ...]:
    """Make a mention of every actor that the reader saw, in an event or not.

    They are what "she", "the group" and "the army" may take up.
    """
    heads = {tree.head_of(tag.first, tag.last) for tag in tree.layers.actors}
    mentions = {mention.head: mention for mention in (mention_of(tree, head) for head in sorted(heads))}
    return tuple(mentions[head] for head in sorted(mentions))
