"""How often the first sub-event that is coded of a snippet is one that its labels have.

    python -m tools.measure_sub_events corpus [--part held-out|training]

In: the snippets of our corpus, and the notes that only measure. Out: for all of them and for each lot of snippets (the
letter of their names) how many have a labelled sub-event first, and the F1 of each sub-event weighted by how often it is the first labelled one, as CASE's
task on sub-events has it. A snippet of which nothing is coded counts as wrong.

What one would get wrong: the reader was trained on the training part, so that its figures there flatter.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from whowhom.corpora.own import read_documents
from whowhom.corpora.own_notes import read_notes
from whowhom.ingest import PublicationHints, document_from_text
from whowhom.pipeline import Pipeline

Pair = tuple[str, str | None]


def first_sub_event(text: str, published: str | None, pipeline: Pipeline) -> str | None:
    """Code a text and give the sub-event of the first event that has one; None: none has."""
    hints = PublicationHints(published=published)
    coding = pipeline.code(document_from_text(text, meta=hints, check_language=False))
    return next((event.acled.sub_event_type for event in coding.events if event.acled is not None), None)


def weighted_f1(pairs: Sequence[Pair]) -> float:
    """Give the F1 of each labelled value weighted by how often it is labelled, 0-1; pairs are labelled and coded."""
    gold, found = Counter(label for label, _ in pairs), Counter(value for _, value in pairs)
    right = Counter(label for label, value in pairs if label == value)
    return sum(gold[label] * 2 * right[label] / (gold[label] + found[label]) for label in gold) / len(pairs)


def main() -> None:
    """Code the snippets and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--part", choices=("held-out", "training"), default="held-out")
    given = parser.parse_args()
    pipeline = Pipeline.load()
    pairs: list[Pair] = []
    met, fits = Counter[str](), Counter[str]()
    for document in read_documents(given.corpus, held=given.part == "held-out"):
        labelled = [event["acled"] for event in document["events"] if event["acled"]]
        if document["kind"] != "snippet" or not labelled:
            continue
        value = first_sub_event(document["text"] or "", document["published"], pipeline)
        lot = document["doc"].partition(":")[2][0]
        pairs.append((labelled[0], value))
        met[lot] += 1
        fits[lot] += value in labelled
    print(f"{len(pairs)} snippets: {fits.total()} right, weighted F1 {weighted_f1(pairs):.3f}")
    print(", ".join(f"{lot} {fits[lot]} of {met[lot]}" for lot in sorted(met)))
    notes = [note for note in read_notes(given.corpus / "notes") if note.measured]
    if notes and given.part == "held-out":
        pairs = [(note.sub_event, first_sub_event(note.text, None, pipeline)) for note in notes]
        right = sum(label == value for label, value in pairs)
        print(f"{len(pairs)} notes: {right} right, weighted F1 {weighted_f1(pairs):.3f}")


if __name__ == "__main__":
    main()
