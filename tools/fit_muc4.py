"""Fit the decision of the MUC-4 benchmark: ``python -m tools.fit_muc4 CORPORA/muc4 [--cache FILE] [--write]``.

Reads the tuning articles (TST1, TST2, and those training articles that training holds out) with the shipped reader,
describes every candidate as ``whowhom.evaluate.muc4_decide`` does, and fits its logistic weights: one feature after
another is shrunk by an L2 penalty, thresholds are chosen on predictions for articles that the fit did not see (ten
folds). Before that the table of words (``whowhom.evaluate.muc4_words``) is counted anew on the other training articles. ``--write`` puts the result into ``src/whowhom/evaluate/muc4_weights.py``; without it only figures are printed.
``--cache FILE`` keeps layers and codings between runs; it goes stale with weights and rules.
"""

from __future__ import annotations

import argparse
import hashlib
import pickle
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from whowhom.corpora.muc4 import Article, Muc4, Template, read_muc4
from whowhom.corpora.own_split import unseen_by_first_weights
from whowhom.evaluate.bootstrap import f1_intervals
from whowhom.evaluate.muc4 import document_of
from whowhom.evaluate.muc4_coder import Filler, build_templates, types_of
from whowhom.evaluate.muc4_decide import best_mention, features, read_context
from whowhom.evaluate.muc4_gold import ROLES, gold_entities, gold_templates, normalise
from whowhom.evaluate.muc4_mentions import Candidate, find_candidates
from whowhom.evaluate.muc4_score import score_entities, score_templates
from whowhom.evaluate.muc4_words import bucket, head_word, write_table
from whowhom.evaluate.results import Counts, total
from whowhom.pipeline import Pipeline
from whowhom.records import Coding, Layers

WEIGHTS = Path(__file__).resolve().parent.parent / "src/whowhom/evaluate/muc4_weights.py"
FOLDS = 10
PENALTY = 2.0
STEPS = np.arange(0.1, 0.66, 0.05)
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Described:
    """One article: its candidates with their features, which are right, and what its key holds."""

    article: Article
    templates: tuple[Template, ...]
    candidates: tuple[Candidate, ...]
    features: tuple[dict[str, float], ...]
    right: tuple[bool, ...]

    @property
    def is_tuning(self) -> bool:
        return self.article.id.startswith("TST")


def describe(article: Article, templates: tuple[Template, ...], layers: Layers, coding: Coding) -> Described:
    candidates = find_candidates(layers, coding)
    context = read_context(layers, coding, candidates)
    described = tuple(features(candidate, context, candidates) for candidate in candidates)
    return Described(article, templates, candidates, described, _right(article, templates, candidates))


def _right(article: Article, templates: Sequence[Template], candidates: Sequence[Candidate]) -> tuple[bool, ...]:
    """Say which candidates answer a gold entity; of several that answer one, the surest."""
    right = [False] * len(candidates)
    for role, entities in gold_entities(article, templates).items():
        for entity in entities:
            mentions = {normalise(mention) for mention in entity}
            fitting = [
                index
                for index, candidate in enumerate(candidates)
                if candidate.role == role and normalise(best_mention(candidate).words) in mentions
            ]
            if fitting:
                right[max(fitting, key=lambda i: max((m.score, m.coded) for m in candidates[i].mentions))] = True
    return tuple(right)


def fit(articles: Sequence[Described], names: Sequence[str]) -> Floats:
    """Fit logistic weights by Newton's method with an L2 penalty."""
    x = np.concatenate([table(article, names) for article in articles])
    y = np.array([right for article in articles for right in article.right], dtype=np.float64)
    weights = np.zeros(len(names))
    for _ in range(30):
        p = 1 / (1 + np.exp(-x @ weights))
        slope = x.T @ (p - y) + PENALTY * weights
        bend = (x * (p * (1 - p))[:, None]).T @ x + PENALTY * np.eye(len(names))
        weights -= np.linalg.solve(bend, slope)
    return weights


def table(article: Described, names: Sequence[str]) -> Floats:
    rows = [[row.get(name, 0.0) for name in names] for row in article.features]
    return np.array(rows, dtype=np.float64).reshape(len(rows), len(names))


def fold_of(article: Described) -> int:
    return int(hashlib.sha256(article.article.id.encode()).hexdigest(), 16) % FOLDS


def predict_unseen(articles: Sequence[Described], names: Sequence[str]) -> dict[str, Floats]:
    """Give each candidate its probability by a fit that did not see its article."""
    found: dict[str, Floats] = {}
    for fold in range(FOLDS):
        weights = fit([article for article in articles if fold_of(article) != fold], names)
        for article in articles:
            if fold_of(article) == fold:
                found[article.article.id] = 1 / (1 + np.exp(-table(article, names) @ weights))
    return found


def entity_counts(article: Described, chances: Floats, least: Mapping[str, float]) -> dict[str, Counts]:
    predicted = {
        role: tuple((f.mention.words,) for f in fillers(article, chances, least) if f.role == role) for role in ROLES
    }
    return score_entities(predicted, gold_entities(article.article, article.templates))


def template_counts(article: Described, chances: Floats, least: Mapping[str, float]) -> dict[str, Counts]:
    gold = gold_templates(article.article, article.templates)
    return score_templates(build_templates(fillers(article, chances, least)), gold)


def fillers(article: Described, chances: Floats, least: Mapping[str, float]) -> list[Filler]:
    return [
        Filler(candidate.role, best_mention(candidate), float(chance), types_of(candidate))
        for candidate, chance in zip(article.candidates, chances, strict=True)
        if chance >= least[candidate.role]
    ]


def choose_thresholds(articles: Sequence[Described], chances: Mapping[str, Floats]) -> dict[str, float]:
    """Choose one threshold a role for the highest micro F1 of ``ceaf_ree``, first a common one, then role by role."""

    def f1(least: Mapping[str, float]) -> float:
        rows = [entity_counts(article, chances[article.article.id], least) for article in articles]
        return total(rows)["ceaf_ree"].score().f1

    common = max(STEPS, key=lambda step: f1(dict.fromkeys(ROLES, step)))
    best = dict.fromkeys(ROLES, round(float(common), 2))
    for role in ROLES:
        # Half way to the best: what is best for a hundred entities of one role is partly chance.
        own = max(STEPS, key=lambda step: f1({**best, role: step}))
        best[role] = round((best[role] + float(own)) / 2, 3)
    return best


def learn_words(folder: Path) -> None:
    """Count the last words of fillers in the training articles that nothing else here is fitted on."""
    corpus = read_muc4(folder, wanted=lambda docid: not is_unseen(docid))
    hits: Counter[tuple[str, int]] = Counter()
    articles: Counter[int] = Counter()
    for article in corpus.articles:
        articles.update({bucket(head_word(word)) for word in normalise(article.text).split()})
        for role, entities in gold_entities(article, corpus.templates[article.id]).items():
            hits.update({(role, bucket(head_word(mention))) for entity in entities for mention in entity})
    write_table(hits, articles)


def read_articles(corpus: Muc4, cache: Path | None) -> dict[str, tuple[Layers, Coding]]:
    if cache is not None and cache.exists():
        return pickle.loads(cache.read_bytes())
    pipeline = Pipeline.load()
    read: dict[str, tuple[Layers, Coding]] = {}
    for number, article in enumerate(corpus.articles, start=1):
        layers = pipeline.reader.read(document_of(article))
        read[article.id] = (layers, pipeline.code_layers(layers))
        print(f"\r{number}/{len(corpus.articles)}", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    if cache is not None:
        cache.write_bytes(pickle.dumps(read))
    return read


def is_unseen(docid: str) -> bool:
    """Say whether training never saw an article."""
    return docid.startswith("TST") or unseen_by_first_weights("muc4:" + docid)


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--cache", type=Path)
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args(arguments)
    learn_words(given.folder)
    corpus = read_muc4(given.folder, wanted=is_unseen)
    read = read_articles(corpus, given.cache)
    articles = [
        describe(article, corpus.templates[article.id], *read[article.id])
        for article in corpus.articles
        if article.id in read
    ]
    names = sorted({name for article in articles for row in article.features for name in row})
    chances = predict_unseen(articles, names)
    least = choose_thresholds(articles, chances)
    report(articles, chances, least)
    if given.write:
        weights = dict(zip(names, fit(articles, names), strict=True))
        WEIGHTS.write_text(source(weights, least, len(articles)), encoding="utf-8")
        print(f"wrote {WEIGHTS}")
    return 0


def report(articles: Sequence[Described], chances: Mapping[str, Floats], least: Mapping[str, float]) -> None:
    """Print figures on articles that the fit did not see, TST1 and TST2 alone."""
    print("thresholds", least)
    tuning = [article for article in articles if article.is_tuning]
    for counts in (entity_counts, template_counts):
        rows = [counts(article, chances[article.article.id], least) for article in tuning]
        intervals = f1_intervals(rows)
        for name, count in total(rows).items():
            score, (low, high) = count.score(), intervals[name]
            print(f"{name:20} P {score.precision:5.1f} R {score.recall:5.1f} F1 {score.f1:5.1f} ({low:.1f}-{high:.1f})")
    gold = sum(len(e) for a in tuning for e in gold_entities(a.article, a.templates).values())
    reached = sum(sum(article.right) for article in tuning)
    print(f"{len(articles)} articles fitted, {len(tuning)} scored; candidates reach {reached} of {gold} entities")


def source(weights: Mapping[str, float], least: Mapping[str, float], count: int) -> str:
    """Write the module of constants."""
    lines = [
        '"""Weights of the decision which candidates fill a MUC-4 role, made by ``tools/fit_muc4.py``.',
        "",
        f"Fitted on {count} articles that the reader was not trained on: TST1, TST2 and the held-out training articles.",
        '"""',
        "",
        "from __future__ import annotations",
        "",
        "MIN_PROBABILITY = {",
        *(f'    "{role}": {value},' for role, value in least.items()),
        "}",
        "WEIGHTS = {",
        *(f'    "{name}": {round(float(value), 3)},' for name, value in weights.items()),
        "}",
    ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main())
