"""The examples of docs/reads-badly.md: each sentence is read by the shipped reader, and what comes out stands below it.

python -m tools.bad_readings            write the page's blocks and the digest of the weights
python -m tools.bad_readings --check    end with 1 if the page would change

A block is a comment with the view (events, incidents, names, tree), a quote and a fenced text.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable, Iterator
from pathlib import Path

from whowhom.evaluate.muc4_coder import read_incidents
from whowhom.ingest import document_from_text
from whowhom.pipeline import Pipeline
from whowhom.records import Coding, Event, Layers, Participant

PAGE = Path(__file__).resolve().parent.parent / "docs" / "reads-badly.md"
BLOCK = re.compile(r"(<!-- reads: (\w+) -->\n((?:> [^\n]*\n)+)\n```text\n).*?(```\n)", re.DOTALL)
DIGEST = re.compile(r"(<!-- weights -->`)[0-9a-f]*(`)")


def main() -> int:
    """Write or check the page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="change nothing; end with 1 if the page is out of date")
    check = parser.parse_args().check
    old = PAGE.read_text(encoding="utf-8")
    pipeline = Pipeline.load()

    def read(found: re.Match[str]) -> str:
        return found[1] + show(found[2], unquote(found[3]), pipeline) + found[4]

    new = DIGEST.sub(rf"\g<1>{pipeline.reader.network.digest[:16]}\g<2>", BLOCK.sub(read, old))
    if check:
        return int(new != old)
    PAGE.write_text(new, encoding="utf-8")
    return 0


def unquote(quoted: str) -> str:
    """Join the lines of a quote."""
    return " ".join(line.removeprefix("> ").strip() for line in quoted.splitlines())


def show(view: str, text: str, pipeline: Pipeline) -> str:
    """Read a text and give one line for each thing read; a line says so where there is nothing."""
    layers = pipeline.reader.read(document_from_text(text, check_language=False))
    coding = pipeline.code_layers(layers)
    lines = list(VIEWS[view](layers, coding))
    return "".join(f"{line}\n" for line in lines or ["(nothing)"])


def events(layers: Layers, coding: Coding) -> Iterator[str]:
    """Type, words and participants of each event, and how sure, where it is no plain fact."""
    for event in coding.events:
        told = " = ".join(dict.fromkeys(anchor.text for anchor in event.anchors))
        parts = [f"{part.role}: {_words(part, coding)}" for part in event.participants]
        yield "  |  ".join([f"{event.type} {told}", *parts, *_doubt(event)])


def _words(part: Participant, coding: Coding) -> str:
    return " ".join(coding.document.text[part.start : part.end].split())


def _doubt(event: Event) -> Iterator[str]:
    told = event.factuality
    if (told.polarity, told.certainty, told.stage) != ("happened", "certain", "accomplished"):
        yield f"{told.polarity}, {told.certainty}, {told.stage}"


def incidents(layers: Layers, coding: Coding) -> Iterator[str]:
    """The templates of MUC-4."""
    for template in read_incidents(layers, coding).templates:
        filled = [f"{role}: {', '.join(e[0] for e in found)}" for role, found in template.entities.items() if found]
        yield "  |  ".join([template.incident_type, *filled])


def names(layers: Layers, coding: Coding) -> Iterator[str]:
    """Names of persons, organisations and places."""
    for tag in layers.entities:
        if tag.label in ("PER", "ORG", "LOC"):
            span = layers.span(tag.first, tag.last)
            yield f"{tag.label} {layers.document.text[span.start : span.end]}"


def tree(layers: Layers, coding: Coding) -> Iterator[str]:
    """Each word with its relation and the word it hangs on."""
    for index, head in enumerate(layers.heads):
        if layers.upos[index] != "PUNCT":
            yield f"{layers.word(index):14} {layers.deprels[index]:12} {layers.word(head) if head >= 0 else '–'}"


VIEWS: dict[str, Callable[[Layers, Coding], Iterator[str]]] = {
    "events": events,
    "incidents": incidents,
    "names": names,
    "tree": tree,
}

if __name__ == "__main__":
    raise SystemExit(main())
