"""Drafts of all event mentions of a document: the parts of each, put together.

In: layers, the codebook, the date expressions of the text. Out: drafts in text
order, and the triggers that were read but fell below the threshold.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from whowhom.codebook import Codebook
from whowhom.coding.attribution import draft_voices
from whowhom.coding.consequences import fold_tellings
from whowhom.coding.factuality import draft_factuality
from whowhom.coding.followers import with_followers
from whowhom.coding.force_acts import draft_instrument, side_of
from whowhom.coding.forewarnings import only_foresees
from whowhom.coding.objects import draft_objects
from whowhom.coding.participants import draft_participants
from whowhom.coding.responsibility import draft_responsibility, is_told_aside
from whowhom.coding.settings import draft_dates, draft_places
from whowhom.coding.taking import ABDUCT, person_taken, with_taken
from whowhom.coding.tolls import COUNT_OUTCOMES, draft_tolls
from whowhom.coding.totals import Totals, totals_of, with_totals
from whowhom.coding.tree import Tree
from whowhom.coding.triggers import TriggerUse, use_triggers
from whowhom.coding.victims import Victims, victims_of
from whowhom.coding.voice_tree import voices_over
from whowhom.records import EventDraft, ResponsibilityDraft, Skipped, Span, TollDraft, VoiceDraft
from whowhom.registry import Registry

# The reader's mode is taken when it is more likely than not.
MODE_SCORE = 0.5
# Past forms that are words of their own, so that the lemmatizer leaves them as they are.
IRREGULAR = {"left": "leave", "shot": "shoot"}


def draft_events(
    tree: Tree, codebook: Codebook, *, dates: Sequence[Span], min_score: float, registry: Registry | None = None
) -> tuple[tuple[EventDraft, ...], tuple[Skipped, ...]]:
    """Draft the event mentions of a document.

    Args:
        dates: Date expressions that the grammar of dates found in the text.
        min_score: Triggers read with less are listed as skipped.
        registry: Known groups and demonyms; without it a modifier such as "Israeli" tells no actor.
    """
    layers = tree.layers
    uses, below = use_triggers(tree, codebook, min_score=min_score)
    skipped: list[Skipped] = []
    for use in below:
        span = layers.span(use.reading.first, use.reading.last)
        skipped.append(Skipped(span.start, span.end, f"below threshold: {use.reading.label} {use.score:.2f}"))
    told: list[TriggerUse] = []
    for use in uses:
        if only_foresees(tree, use):
            span = layers.span(use.reading.first, use.reading.last)
            skipped.append(Skipped(span.start, span.end, f"a warning of what may come, no event: {use.reading.label}"))
        else:
            told.append(use)
    victims, totals = victims_of(tree, told), totals_of(tree, told)
    drafts = [_draft(tree, use, codebook, dates, victims, totals, registry) for use in told]
    return fold_tellings(tree, told, drafts), tuple(skipped)


def _draft(
    tree: Tree,
    use: TriggerUse,
    codebook: Codebook,
    dates: Sequence[Span],
    victims: Victims,
    totals: Totals,
    registry: Registry | None,
) -> EventDraft:
    side = side_of(tree, use, registry)
    participants = with_followers(tree, draft_participants(tree, use, codebook, side=side))
    responsibility = draft_responsibility(tree, use)
    use_start = tree.layers.starts[use.reading.first]
    aside = is_told_aside(tree, use)
    if aside:
        # Who claims or denies an act, and when, is no part of the act itself.
        participants = tuple(p for p in participants if p.role == "target" and p.mention.span.start > use_start)
    taken = person_taken(tree, use.head) if use.reading.label == "ASSAULT" else None
    if taken is not None:
        participants = with_taken(tree, taken, participants)
    voices = draft_voices(tree, use)
    counted = with_totals(tree, draft_tolls(tree, use, participants, victims), totals, use.head)
    figures = _with_voices(tree, counted, voices)
    return EventDraft(
        trigger=tree.layers.span(use.reading.first, use.reading.last),
        retold=(),
        sentence=tree.sentence_of[use.head],
        lemma=use.entry.lemma if use.entry else _verb(tree, use.head),
        type=use.reading.label,
        mode=_mode(use, codebook) or (ABDUCT if taken is not None and _has_mode(use, codebook, ABDUCT) else None),
        score=use.score,
        background=use.reading.facet("background") == "yes",
        clarity="aggregate" if use.reading.facet("clarity") == "aggregate" else "single",
        participants=participants,
        objects=draft_objects(tree, use, codebook),
        tolls=_only(figures, counts=False),
        counts=_only(figures, counts=True),
        dates=() if aside and _dates_claim(tree, use, responsibility) else draft_dates(tree, use, dates),
        places=draft_places(tree, use, registry),
        voices=voices,
        factuality=draft_factuality(tree, use, voices, known=aside),
        instrument=draft_instrument(tree, use, side),
        reason=_role(tree, use, "reason"),
        responsibility=responsibility,
        sub_event=use.reading.facet("sub_event"),
        sub_event_score=use.reading.facet_score("sub_event"),
    )


def _verb(tree: Tree, head: int) -> str:
    """Give the lemma of a trigger that the codebook does not list, with its particle ("hand over")."""
    lemma = tree.lemma(head)
    if tree.layers.upos[head] == "VERB":
        lemma = IRREGULAR.get(lemma, lemma)
    particle = tree.child(head, "compound:prt")
    return lemma if particle is None else f"{lemma} {tree.lemma(particle)}"


def _dates_claim(tree: Tree, use: TriggerUse, held: Sequence[ResponsibilityDraft]) -> bool:
    """Say whether dates of the sentence are the claim's: it stands in the sentence of its act."""
    number = tree.sentence_of[use.head]
    return any(tree.sentence_of[tree.words_in(one.span)[0]] == number for one in held if one.aside)


def _mode(use: TriggerUse, codebook: Codebook) -> str | None:
    """Take the mode that the trigger's words tell, else the reader's if the type has it."""
    if use.entry is not None and use.entry.mode is not None:
        return use.entry.mode
    read = use.reading.facet("mode", at_least=MODE_SCORE)
    return read if read and _has_mode(use, codebook, read) else None


def _has_mode(use: TriggerUse, codebook: Codebook, mode: str) -> bool:
    event_type = codebook.type(use.reading.label)
    return event_type is not None and event_type.mode(mode) is not None


def _only(figures: Sequence[TollDraft], *, counts: bool) -> tuple[TollDraft, ...]:
    """Keep tolls or counts; ``part_of`` is renumbered to the kept ones."""
    kept = [index for index, draft in enumerate(figures) if (draft.outcome in COUNT_OUTCOMES) == counts]
    number = {old: new for new, old in enumerate(kept)}
    return tuple(
        replace(d, part_of=number.get(d.part_of) if d.part_of is not None else None)
        for d in (figures[index] for index in kept)
    )


def _with_voices(tree: Tree, figures: Sequence[TollDraft], voices: Sequence[VoiceDraft]) -> list[TollDraft]:
    """Give figures that others tell than who tell the event their own voices ("the hospital put the dead at 60")."""
    cues = {voice.cue for voice in voices}
    told = []
    for figure in figures:
        words = tree.words_in(figure.span)
        own = voices_over(tree, words.start, words.stop) if words else ()
        told.append(replace(figure, voices=own) if {voice.cue for voice in own} - cues else figure)
    return told


def _role(tree: Tree, use: TriggerUse, label: str) -> Span | None:
    for role in use.reading.roles:
        if role.label == label:
            return tree.layers.span(role.first, role.last)
    return None
