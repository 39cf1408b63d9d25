"""The benchmark ``coreference``: which mentions in which reports tell one event, on ECB+.

In: ECB+ as its makers publish it, a folder or a tar. Out: ``conll`` and what it is the mean
of (``muc``, ``b3``, ``ceaf_e``), and ``pairwise``; with gold mentions within sub-topics, the
same over whole topics (``topic.``), in checked sentences only (``checked.``), and with mentions
of our own finding (``own.``).

What one would get wrong: all marked mentions count, also the four in ten without a chain, most
of which stand in sentences that nobody checked for coreference. A link between such
mentions counts as wrong, even where it is right. Published figures are on checked sentences.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeAlias, cast

from whowhom.corpora.ecb import EcbDocument, EcbMention, read_ecb
from whowhom.evaluate.bootstrap import f1_intervals, interval
from whowhom.evaluate.coreference_scores import conll, score_chains
from whowhom.evaluate.coreference_words import EcbWords, find_mentions, same_head, word_mentions
from whowhom.evaluate.results import Counts, Evaluation, Progress, Published, Score, total
from whowhom.link.words import WordMention, group_words, rarity
from whowhom.pipeline import Pipeline

NAME = "coreference"
PUBLISHED = (
    Published(
        "best with large encoders", "checked.conll", 88.4, "topics 36-45, checked sentences, gold mentions and topics"
    ),
)
Place: TypeAlias = tuple[str, tuple[int, ...]]
"""A mention: name of its report and indices of its words."""
Linker: TypeAlias = Callable[[Sequence[WordMention]], list[list[int]]]


@dataclass(frozen=True)
class Setting:
    """One way of asking: what stands before the names of its scores, what is grouped, and together with what."""

    prefix: str
    subtopics: bool
    mentions: Mapping[str, Sequence[EcbMention]]
    gold: Mapping[str, Sequence[EcbMention]]


def run(path: Path, pipeline: Pipeline, progress: Progress) -> Evaluation:
    """Group the mentions of each topic and score the groups against the chains.

    Raises:
        InputError: the corpus cannot be read.
    """
    documents = read_ecb(path)
    words = [EcbWords.read(document) for document in documents]
    own = {}
    for number, read in enumerate(words, start=1):
        own[read.document.name] = find_mentions(read, pipeline)
        progress(number, len(words))
    rare = rarity(read.content for read in words)
    settings = _settings(documents, own)
    ours = _score(words, settings, partial(group_words, rare=rare))
    plain = _score(words, settings, same_head)
    names = [setting.prefix for setting in settings]
    return Evaluation(
        benchmark=NAME,
        n=len(documents),
        unit="reports",
        scores=_scores(ours, names),
        intervals=_intervals(ours, names),
        baseline=_scores(plain, names),
        published=PUBLISHED,
        notes=_notes(documents, own),
        predictions=partial(_write, words, settings[0], partial(group_words, rare=rare)),
    )


def checked_mentions(document: EcbDocument) -> tuple[EcbMention, ...]:
    """Give the mentions in sentences that were checked: those where some mention stands in a chain."""
    sentences = document.sentences
    checked = {sentences[mention.words[0]] for mention in document.mentions if mention.chain is not None}
    return tuple(mention for mention in document.mentions if sentences[mention.words[0]] in checked)


def _settings(documents: Sequence[EcbDocument], own: Mapping[str, Sequence[EcbMention]]) -> tuple[Setting, ...]:
    every = {document.name: document.mentions for document in documents}
    checked = {document.name: checked_mentions(document) for document in documents}
    return (
        Setting("", True, every, every),
        Setting("topic.", False, every, every),
        Setting("checked.", True, checked, checked),
        Setting("own.", True, own, every),
    )


def _score(words: Sequence[EcbWords], settings: Iterable[Setting], link: Linker) -> list[dict[str, Counts]]:
    """Count each topic in each setting; chains never leave their topic."""
    topics: dict[str, list[EcbWords]] = defaultdict(list)
    for read in words:
        topics[read.document.topic].append(read)
    rows = []
    for reports in topics.values():
        counts: dict[str, Counts] = {}
        for setting in settings:
            scored = score_chains(_key(reports, setting), respond(reports, setting, link))
            counts |= {setting.prefix + name: count for name, count in scored.items()}
        rows.append(counts)
    return rows


def _key(reports: Iterable[EcbWords], setting: Setting) -> dict[Hashable, Hashable]:
    return {
        (read.document.name, mention.words): mention.chain or (read.document.name, mention.id)
        for read in reports
        for mention in setting.gold[read.document.name]
    }


def respond(reports: Iterable[EcbWords], setting: Setting, link: Linker) -> dict[Hashable, Hashable]:
    """Group the mentions of each collection: a group's name for each mention."""
    collections: dict[str, list[tuple[Place, WordMention]]] = defaultdict(list)
    for read in reports:
        document = read.document
        mentions = setting.mentions[document.name]
        # A mention marked twice is one.
        places = {(document.name, mention.words): mention for mention in mentions}
        found = word_mentions(read, list(places.values()))
        collections[document.subtopic if setting.subtopics else document.topic].extend(zip(places, found, strict=True))
    chains: dict[Hashable, Hashable] = {}
    for name, held in collections.items():
        for number, members in enumerate(link([mention for _, mention in held])):
            chains |= {held[index][0]: (name, number) for index in members}
    return chains


def _scores(rows: Sequence[Mapping[str, Counts]], prefixes: Sequence[str]) -> dict[str, Score | float]:
    counts = total(rows)
    scores: dict[str, Score | float] = {}
    for prefix in prefixes:
        own = _with_prefix(counts, prefix)
        scores[f"{prefix}conll"] = conll(own)
        scores |= {prefix + name: count.score() for name, count in own.items()}
    return scores


def _with_prefix(counts: Mapping[str, Counts], prefix: str) -> dict[str, Counts]:
    rows = {name.removeprefix(prefix): count for name, count in counts.items() if name.startswith(prefix)}
    return {name: count for name, count in rows.items() if "." not in name}


def _intervals(rows: Sequence[Mapping[str, Counts]], prefixes: Sequence[str]) -> dict[str, tuple[float, float]]:
    """Draw whole topics: there are few, so the intervals are wide, and rightly."""
    intervals = f1_intervals(rows)
    for prefix in prefixes:
        intervals[f"{prefix}conll"] = interval(rows, lambda drawn, p=prefix: conll(_with_prefix(total(drawn), p)))  # type: ignore[misc]
    return intervals


def _notes(documents: Sequence[EcbDocument], own: Mapping[str, Sequence[EcbMention]]) -> tuple[str, ...]:
    marked = [mention for document in documents for mention in document.mentions]
    topics = sorted({document.topic for document in documents}, key=int)
    chained = sum(mention.chain is not None for mention in marked)
    return (
        f"topics {', '.join(topics)}: {len(marked)} mentions of events, {chained} of them in chains",
        "reports are grouped by the sub-topics that their names tell; topic.: by topic; both sides know as much",
        "checked.: only sentences with a mention in a chain, as near as the files tell to what is published",
        f"own.: {sum(map(len, own.values()))} mentions of our own finding in marked sentences; exact words count",
        "topics 2, 5, 12, 18, 21, 23, 34 and 35 fitted the threshold; figures on them are no test",
        "baseline: mentions with the same lemma of their last word are one event",
    )


def _write(words: Sequence[EcbWords], setting: Setting, link: Linker, path: Path) -> None:
    """Write a JSON object a line: report, words and group of each mention."""
    topics: dict[str, list[EcbWords]] = defaultdict(list)
    for read in words:
        topics[read.document.topic].append(read)
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for reports in topics.values():
            for place, chain in respond(reports, setting, link).items():
                (name, indices), (subtopic, number) = cast("Place", place), cast("tuple[str, int]", chain)
                file.write(json.dumps({"report": name, "words": indices, "event": f"{subtopic}-{number}"}) + "\n")
