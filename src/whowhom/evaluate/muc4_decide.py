"""The decision which candidates fill a MUC-4 role: a small logistic model over named features.

In: candidates of one article and its coded events. Out: the probability of each
candidate, between 0 and 1. The weights were fitted by ``tools/fit_muc4.py``.

Half of the work is to leave out: the keys hold recent, specific acts of terrorism
against civilians, so a group that is merely named, or acts of years ago, do not count.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from whowhom.evaluate.muc4_gold import normalise
from whowhom.evaluate.muc4_mentions import Candidate, Mention, incident_type, sentence_of
from whowhom.evaluate.muc4_words import head_log_odds
from whowhom.records import Coding, Event, Layers

# Scores are capped before their log-odds are taken: a rounded 1.000 is no certainty.
CAP = 0.995


@dataclass(frozen=True, slots=True)
class Context:
    """What an article as a whole says about its candidates.

    Attributes:
        incident: Strongest score of the incident layer anywhere in the article.
        coded: Strongest score of a coded event that is an incident, 0 for none.
        events: Number of such events.
        news: Share of them that are no background.
        sentences: Number of sentences.
        old: Sentences that name a year or speak of years past.
        near: Strongest score of a coded incident told in a sentence, by sentence;
            ``fresh``: the same of single incidents that are no background.
    """

    incident: float
    coded: float
    events: int
    news: float
    sentences: int
    old: frozenset[int]
    near: Mapping[int, float]
    fresh: Mapping[int, float]


_OLD = re.compile(r"\b(19[5-8]\d|years? ago|anniversary|last year|previous years?|since 19\d\d)\b", re.IGNORECASE)


def read_context(layers: Layers, coding: Coding, candidates: Sequence[Candidate]) -> Context:
    """Sum up an article."""
    incidents = [event for event in coding.events if incident_type(event, coding) is not None]
    old = frozenset(
        number
        for number, (first, last) in enumerate(layers.sentences)
        if _OLD.search(layers.document.text[layers.starts[first] : layers.ends[last - 1]])
    )
    near = _by_sentence(layers, incidents)
    fresh = _by_sentence(layers, [e for e in incidents if e.clarity == "single" and not e.background])
    return Context(
        incident=max((m.score for c in candidates for m in c.mentions), default=0.0),
        coded=max((event.score for event in incidents), default=0.0),
        events=len(incidents),
        news=sum(not event.background for event in incidents) / max(len(incidents), 1),
        sentences=len(layers.sentences),
        old=old,
        near=near,
        fresh=fresh,
    )


def _by_sentence(layers: Layers, events: Sequence[Event]) -> dict[int, float]:
    """Return the strongest score of the events told in each sentence."""
    found: dict[int, float] = {}
    for event in events:
        for anchor in event.anchors:
            number = sentence_of(layers, anchor.start)
            found[number] = max(found.get(number, 0.0), event.score)
    return found


def best_mention(candidate: Candidate) -> Mention:
    """Choose the one mention to give: an entity with a second, wrong mention would be wrong.

    The reader's score of all mentions with the same words counts together; the
    coder's mentions come after the reader's, shorter ones first.
    """
    chances: dict[str, float] = {}
    for mention in candidate.mentions:
        key = normalise(mention.words)
        chances[key] = 1 - (1 - chances.get(key, 0.0)) * (1 - min(mention.score, CAP))
    if candidate.role == "Victim":
        # "Give the fullest version available in the text", says the keys' definition of a name.
        return max(candidate.mentions, key=lambda m: (len(m.words.split()), chances[normalise(m.words)], -m.start))
    return max(
        candidate.mentions,
        key=lambda m: (round(chances[normalise(m.words)], 3), m.coded, -len(m.words), -m.start),
    )


def features(candidate: Candidate, context: Context, candidates: Sequence[Candidate]) -> dict[str, float]:
    """Describe a candidate.

    Returns:
        Features by name; what is not named is 0. Each comes once for all roles and
        the first few once more for the candidate's own ("Victim:score").
    """
    chosen = best_mention(candidate)
    score = max(m.score for m in candidate.mentions)
    rivals = [c for c in candidates if c.role == candidate.role and c is not candidate]
    others = [c for c in candidates if c.role != candidate.role]
    stronger = sum(max(m.score for m in c.mentions) > score for c in rivals)
    typed = max(m.typed for m in candidate.mentions)
    either = 1 - math.prod(1 - min(m.score, CAP) for m in candidate.mentions)
    own = {
        "one": 1.0,
        "score": _log_odds(score) if score else 0.0,
        "read": float(score > 0),
        "coded": max(m.coded for m in candidate.mentions),
        "typed": _log_odds(typed) if score else 0.0,
    }
    shared = {
        "word": head_log_odds(candidate.role, chosen.words),
        "company": _company(candidate, others),
        "either": _log_odds(either) if score else 0.0,
        "near": max(context.near.get(m.sentence, 0.0) for m in candidate.mentions),
        "fresh": max(context.fresh.get(m.sentence, 0.0) for m in candidate.mentions),
        "twice": float(any(normalise(chosen.words) == normalise(best_mention(c).words) for c in others)),
        "role sum": math.log1p(sum(max(m.score for m in c.mentions) for c in rivals)),
        "sum": math.log1p(sum(m.score for m in candidate.mentions)),
        "mentions": math.log(len(candidate.mentions)),
        "first": 1 / (1 + candidate.mentions[0].sentence),
        "named": float(chosen.is_named),
        "words": math.log(len(chosen.words.split())),
        "old": sum(m.sentence in context.old for m in candidate.mentions) / len(candidate.mentions),
        "rivals": math.log1p(len(rivals)),
        "stronger": math.log1p(stronger),
        "article incident": _log_odds(context.incident),
        "article coded": context.coded,
        "article events": math.log1p(context.events),
        "article news": context.news,
        "article sentences": math.log1p(context.sentences),
    }
    return {**own, **shared, **{f"{candidate.role}:{name}": value for name, value in own.items()}}


def _company(candidate: Candidate, others: Sequence[Candidate]) -> float:
    """Return the strongest score of another role in the sentences of a candidate."""
    sentences = {m.sentence for m in candidate.mentions}
    return max((m.score for c in others for m in c.mentions if m.sentence in sentences), default=0.0)


def _log_odds(score: float) -> float:
    score = min(max(score, 1 - CAP), CAP)
    return math.log(score / (1 - score))


def probability(described: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """Estimate the probability that a candidate is in the key."""
    total = sum(weights.get(name, 0.0) * value for name, value in described.items())
    return 1 / (1 + math.exp(-total))
