"""What is said, by the place of its words, where the tree hangs them elsewhere.

In: a tree and a verb of saying. Out: words. English puts what is said right behind its verb ("says the broadcasts
will continue"), and leaves nothing but the speaker between the commas of a tag ("recipients, said the curator, are
required to"), so that the line of words can mend a clause that the tree breaks.

What one would get wrong: "said on Monday in Bangui" says nothing yet, and what a comma and "but" part from a clause
is the report's again.
"""

from __future__ import annotations

from whowhom.coding.tree import DAYS, SUBJECTS, Tree

_FINITE = ("VBD", "VBZ", "VBP", "MD")
_OPENING = ("DET", "NOUN", "PROPN", "PRON", "ADJ", "NUM")
_NAMING = ("NOUN", "PROPN", "PRON")
# A new clause of the report's own behind a comma.
_PARTING = frozenset("but while although though whereas".split())
# Between a verb and what is said stand an adverb, a day, a number.
MAX_ASIDE_WORDS = 3
# A clause comes to its verb within this many words.
MAX_SUBJECT_WORDS = 12


def clause_behind(tree: Tree, verb: int) -> set[int]:
    """Return the clause right behind a verb of saying; empty where no subject and finite verb follow."""
    layers = tree.layers
    last = layers.sentences[tree.sentence_of[verb]][1]
    first = verb + 1
    while first < min(last, verb + 1 + MAX_ASIDE_WORDS) and _is_aside(tree, first):
        first += 1
    if first >= last or layers.upos[first] not in _OPENING or layers.xpos[verb] not in ("VBD", "VBZ", "VBP"):
        return set()
    end = first
    while end < last and not _ends(tree, end):
        end += 1
    reach = range(first, min(end, first + MAX_SUBJECT_WORDS))
    finite = next((word for word in reach if layers.xpos[word] in _FINITE), None)
    if finite is None or not any(layers.upos[word] in _NAMING for word in range(first, finite)):
        return set()
    return set() if any(layers.word(word) in (",", ":") for word in range(first, finite)) else set(range(first, end))


def parting_behind(tree: Tree, word: int) -> int | None:
    """Return the semicolon behind a word of saying with which the report speaks again; None where there is none.

    What follows it has a subject and a finite verb of its own ("the envoy said arms were sent; the army denies it").
    "That" and "whether" go on with what is said, and so does a list that a colon opens.
    """
    last = tree.layers.sentences[tree.sentence_of[word]][1]
    for at in range(word + 1, last):
        mark = tree.layers.word(at)
        if mark in (":", "“", '"', "``"):
            return None
        if mark == ";" and _opens_clause(tree, at + 1, last):
            return at
    return None


def _opens_clause(tree: Tree, first: int, last: int) -> bool:
    if first >= last or tree.layers.word(first).lower() in ("that", "whether", "and", "or"):
        return False
    end = next((at for at in range(first, last) if tree.layers.word(at) == ";"), last)
    return any(
        tree.relation(word) in SUBJECTS and word < tree.layers.heads[word] < end and _is_finite(tree, word, end)
        for word in range(first, end)
    )


def _is_finite(tree: Tree, subject: int, end: int) -> bool:
    """Say whether a finite verb stands between a subject and the word that it hangs on, or is that word."""
    head = tree.layers.heads[subject]
    if any(tree.layers.xpos[word] in _FINITE for word in range(subject + 1, min(head + 1, end))):
        return True
    # "Soldiers arrested two men": the reader may take the past tense for a participle.
    bare = tree.child(head, "aux", "aux:pass", "cop") is None and tree.relation(subject) == "nsubj"
    return bare and tree.layers.xpos[head] == "VBN"


def _is_aside(tree: Tree, word: int) -> bool:
    return tree.layers.upos[word] == "ADV" or tree.layers.word(word).lower() in DAYS


def _ends(tree: Tree, word: int) -> bool:
    """Say whether what is said ends before a word."""
    mark = tree.layers.word(word)
    if mark in (";", "—", "--"):
        return True
    behind = tree.layers.word(word + 1).lower() if word + 1 < len(tree.layers.starts) else ""
    return mark == "," and behind in _PARTING


def with_subject(tree: Tree, verb: int, content: set[int]) -> set[int]:
    """Add the subject of what is said that the tree takes for the object of a verb like "say".

    "Said the truce was over", "the attack, officials said, killed nine".
    """
    clause = next((child for child in tree.children[verb] if tree.relation(child) == "ccomp"), None)
    if clause is None or tree.child(clause, *SUBJECTS) is not None or clause not in content:
        return content
    thing = tree.child(verb, "obj")
    if thing is None or tree.layers.upos[thing] not in _NAMING:
        return content
    begun = min(content)
    parted = thing < verb and any(tree.layers.word(word) == "," for word in range(thing + 1, verb))
    led = verb < thing < begun and not any(tree.layers.upos[w] == "PUNCT" for w in range(thing + 1, begun))
    return content | set(tree.subtree(thing)) if parted or led else content


def marks_beside(tree: Tree, word: int) -> list[int]:
    """Return the mark right before a clause that the tree hangs beside it: "of" on "accused" before "looting"."""
    before = min(tree.subtree(word)) - 1
    marked = before >= 0 and tree.relation(before) in ("mark", "case") and tree.layers.word(before) != ","
    return [before] if marked and tree.layers.heads[before] == tree.layers.heads[word] else []


def moments_before(tree: Tree, verb: int, source: int) -> set[int]:
    """Return when it was said, which the tree hangs on what is said: "After the raid, the chief said aid had come"."""
    clause = next((child for child in tree.children[verb] if tree.relation(child) == "ccomp" and child > verb), None)
    if clause is None or source > verb:
        return set()
    return {
        word
        for child in tree.children[clause]
        if child < source and tree.relation(child) in ("obl", "advcl", "advmod", "obl:unmarked", "punct")
        for word in tree.subtree(child)
        if word < source
    }


def speaker_behind(tree: Tree, verb: int) -> int | None:
    """Return who stands between a verb of saying and the comma behind: "recipients, said the curator, are"."""
    last = tree.layers.sentences[tree.sentence_of[verb]][1]
    if verb == 0 or tree.layers.word(verb - 1) not in (",", "”", '"', "''"):
        return None
    word = verb + 1
    while word < last and tree.layers.upos[word] in ("DET", "ADJ", "NOUN", "PROPN", "PRON"):
        word += 1
    closed = word < last and tree.layers.word(word) in (",", ".", "“", '"')
    named = word > verb + 1 and tree.layers.upos[word - 1] in _NAMING
    return tree.whole(word - 1) if closed and named else None
