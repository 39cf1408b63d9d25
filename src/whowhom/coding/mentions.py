"""Mentions of actors: the phrase, its head, its form and its number."""

from __future__ import annotations

from whowhom.coding.figures import find_figures
from whowhom.coding.tree import SUBJECTS, Tree, tagged_at
from whowhom.records import MentionDraft, Span, Tagged
from whowhom.records.drafts import Form

_PRONOUNS = frozenset(["PRP", "PRP$", "WP", "WDT", "WP$", "EX"])


def draft_mention(tree: Tree, first: int, last: int) -> MentionDraft:
    """Make a mention of a range of words that the reader put into a role.

    The head decides what is mentioned; a relative pronoun is replaced by the
    noun it stands for.
    """
    head = tree.head_of(first, last)
    noun = tree.antecedent(head)
    if noun != head:
        first, last = tree.phrase(noun)
        head = noun
    return _mention(tree, head, *_trim(tree, head, first, last))


def mention_of(tree: Tree, head: int) -> MentionDraft:
    """Make a mention of a noun found by rule, with its whole phrase."""
    head = tree.antecedent(head)
    return _mention(tree, head, *tree.phrase(head))


def _trim(tree: Tree, head: int, first: int, last: int) -> tuple[int, int]:
    """Cut clauses and appositions off a role's words, but keep what the reader gave of the phrase."""
    phrase_first, phrase_last = tree.phrase(head)
    return max(first, phrase_first), max(min(last, phrase_last), head + 1)


def _mention(tree: Tree, head: int, first: int, last: int) -> MentionDraft:
    layers = tree.layers
    span = layers.span(first, last)
    tag = tagged_at(layers.actors, head)
    figures = find_figures(layers.document.text, span.start, span.end, articles=False)
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
    if tree.layers.xpos[head] in _PRONOUNS or tree.layers.upos[head] == "PRON":
        return "pronoun"
    named = tagged_at(tuple(t for t in tree.layers.entities if t.label in ("PER", "ORG", "LOC")), head)
    return "name" if tree.layers.upos[head] == "PROPN" or named is not None else "nominal"


def is_plural(tree: Tree, head: int) -> bool:
    """Say whether a noun is plural by its tag."""
    return tree.layers.xpos[head] in ("NNS", "NNPS")


def range_of(tag: Tagged) -> range:
    """Return the words of a tagged range."""
    return range(tag.first, tag.last)


def words_in(tree: Tree, span: Span) -> range:
    """Return the words that a span of the text touches."""
    layers = tree.layers
    touched = [
        i for i, (a, b) in enumerate(zip(layers.starts, layers.ends, strict=True)) if a < span.end and span.start < b
    ]
    return range(touched[0], touched[-1] + 1) if touched else range(0)
