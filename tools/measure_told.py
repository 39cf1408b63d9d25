"""How often what is printed as having happened had not, and who is held responsible, against our own labels.

Codes one part of our corpus and prints, by the labels:

* of the events found by both that are printed as having happened (polarity ``happened``, stage neither planned,
  threatened, predicted nor conditional) the share that had not; and of those that had happened the share so printed;
* how many events are printed as having happened that no label has: they must be read, and ``--unlabelled FILE``
  writes them with the words around them;
* who is held responsible, by stance: right, given, labelled. "Stated as fact" is never given, so that the sum
  stands twice, with and without it.

``WHOWHOM_CORPORA=FOLDER python -m tools.measure_told corpus [--part held-out|training] [--unlabelled FILE]``

What one would get wrong: the reader was trained on the training part, so that its figures there flatter.
"""

from __future__ import annotations

import argparse
import os
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from whowhom.corpora.own import read_documents
from whowhom.corpora.own_records import LabelledDocument
from whowhom.evaluate.coding_score import compare_views, is_told_as_happened, item_pairs
from whowhom.evaluate.coding_views import EventView, Item, clip, view_coding, view_labels
from whowhom.ingest import PublicationHints, document_from_text
from whowhom.pipeline import Pipeline

STATED = "stated as fact"
# Code points printed on each side of an event that no label has.
CONTEXT = 200


@dataclass
class Tally:
    """What was counted over the documents of a part.

    Attributes:
        held: Right, given and labelled by stance.
    """

    printed: int = 0
    wrong: int = 0
    had: int = 0
    kept: int = 0
    held: dict[str, Counter[str]] = field(default_factory=dict)
    unlabelled: list[str] = field(default_factory=list)

    def add(self, labels: LabelledDocument, pipeline: Pipeline) -> None:
        """Code one document and count."""
        text = labels["text"]
        assert text is not None
        hints = PublicationHints(published=labels["published"], path=labels["doc"])
        gold = view_labels(labels)
        coding = pipeline.code(document_from_text(text, meta=hints, check_language=False))
        found = clip(view_coding(coding), gold.start, gold.end)
        pairs = compare_views(found, gold).pairs
        for ours, theirs in pairs:
            told, had = is_told_as_happened(ours), is_told_as_happened(theirs)
            self.printed += told
            self.wrong += told and not had
            self.had += had
            self.kept += told and had
            self._hold(ours.items["responsibility"], theirs.items["responsibility"])
        paired = {id(ours) for ours, _ in pairs}
        for event in found.events:
            if id(event) not in paired and is_told_as_happened(event):
                self.unlabelled.append(f"{labels['doc']}: {_around(text, event)}")

    def _hold(self, found: Sequence[Item], gold: Sequence[Item]) -> None:
        for name, items in (
            ("right", [ours for ours, _ in item_pairs(found, gold)]),
            ("given", found),
            ("labelled", gold),
        ):
            for item in items:
                self.held.setdefault(item.label, Counter())[name] += 1

    def lines(self) -> Iterator[str]:
        """Yield what is printed."""
        yield f"printed as having happened, with a label: {self.printed}; had not: {_share(self.wrong, self.printed)}"
        yield f"had happened by the labels: {self.had}; printed so: {_share(self.kept, self.had)}"
        yield f"printed as having happened, without a label: {len(self.unlabelled)}"
        yield ""
        yield f"{'held responsible':<28}{'right':>7}{'given':>7}{'labelled':>10}{'precision':>11}{'recall':>8}"
        stances = sorted(self.held)
        for stance in stances:
            yield _row(stance, self.held[stance])
        yield _row("all", sum((self.held[stance] for stance in stances), Counter()))
        yield _row(f"all but {STATED}", sum((self.held[s] for s in stances if s != STATED), Counter()))


def _around(text: str, event: EventView) -> str:
    span = event.triggers[0]
    before, after = text[max(0, span.start - CONTEXT) : span.start], text[span.end : span.end + CONTEXT]
    return f"{event.values['type']} {before}[[{text[span.start : span.end]}]]{after}".replace("\n", " ")


def _share(part: int, whole: int) -> str:
    return f"{part} ({100 * part / whole:.1f} %)" if whole else str(part)


def _row(name: str, counts: Counter[str]) -> str:
    right, given, labelled = counts["right"], counts["given"], counts["labelled"]
    precision = f"{100 * right / given:.1f}" if given else "-"
    recall = f"{100 * right / labelled:.1f}" if labelled else "-"
    return f"{name:<28}{right:>7}{given:>7}{labelled:>10}{precision:>11}{recall:>8}"


def main() -> None:
    """Measure one part."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--part", choices=("held-out", "training"), default="held-out")
    parser.add_argument("--unlabelled", type=Path, help="write the events that no label has, one a line")
    arguments = parser.parse_args()
    named = os.environ.get("WHOWHOM_CORPORA")
    corpora = Path(named) if named else None
    documents = read_documents(arguments.corpus, corpora, held=arguments.part == "held-out")
    pipeline, tally = Pipeline.load(threads=1), Tally()
    for document in documents:
        tally.add(document, pipeline)
    print(f"{arguments.part} part: {len(documents)} documents")
    print("\n".join(tally.lines()))
    if arguments.unlabelled is not None:
        arguments.unlabelled.write_text("".join(f"{line}\n" for line in tally.unlabelled), encoding="utf-8")


if __name__ == "__main__":
    main()
