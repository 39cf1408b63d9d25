"""Our own corpus, read as one: written reports and labels over real reports.

In: the folder ``corpus`` with ``reports/``, ``asides/`` (written passages labelled for all that is no
event), ``labels/`` and ``second/`` (second labellings), and the folder of the corpora for the texts of
the latter two. Out: :class:`LabelledDocument`, sound, in order of part and name.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from whowhom.corpora.own_faults import find_faults
from whowhom.corpora.own_lists import Scheme, load_scheme
from whowhom.corpora.own_records import LabelledDocument
from whowhom.corpora.own_split import held_out
from whowhom.corpora.own_standoff import read_labels
from whowhom.corpora.own_texts import read_texts
from whowhom.corpora.own_written import compile_folder
from whowhom.errors import InputError, UnreadableFile


@dataclass(frozen=True, slots=True)
class OwnCorpus:
    """Both parts of the corpus and what is wrong with them.

    Attributes:
        written: The written reports, with their texts.
        labelled: Real reports; their text is None where the corpora were not at hand.
        second: Second labellings of some of them, made without sight of the first.
        asides: Written passages, with their texts, labelled for actors, ties, estimates, statements and forecasts.
        faults: One line per fault; a document with a fault is not to be used.
    """

    written: Sequence[LabelledDocument]
    labelled: Sequence[LabelledDocument]
    second: Sequence[LabelledDocument]
    asides: Sequence[LabelledDocument]
    faults: Sequence[str] = field(default=())

    @property
    def documents(self) -> list[LabelledDocument]:
        """Every document that has a text, written reports first; second labellings and asides are left out."""
        return [document for document in (*self.written, *self.labelled) if document["text"] is not None]


def read_own(folder: Path, corpora: Path | None = None, scheme: Scheme | None = None) -> OwnCorpus:
    """Read the corpus and look for faults.

    Args:
        folder: Has ``reports/``, ``labels/`` or both; a folder of labels or of reports alone will do.
        corpora: Where the texts of the real reports are; None: offsets are held against each other only.

    Raises:
        UnreadableFile: there is no such folder, or it has neither part.
    """
    scheme = scheme or load_scheme()
    reports, labels = folder / "reports", folder / "labels"
    if not reports.is_dir() and not labels.is_dir():
        raise UnreadableFile(
            f"corpus {str(folder)!r} has neither 'reports' nor 'labels'. Give the folder that holds them.",
            where=str(folder),
        )
    texts = dict(read_texts(corpora)) if corpora is not None else None
    written, faults = compile_folder(reports, scheme)
    labelled, met = read_labels(labels, texts)
    second, met_again = read_labels(folder / "second", texts)
    asides, met_beside = compile_folder(folder / "asides", scheme, asides=True)
    faults = [*faults, *met, *(f"second/{fault}" for fault in met_again), *(f"asides/{fault}" for fault in met_beside)]
    faults += find_faults((*written, *labelled, *second, *asides), scheme)
    return OwnCorpus(written, labelled, second, asides, tuple(faults))


def read_documents(
    folder: Path, corpora: Path | None = None, *, held: bool | None = None, asides: bool = False
) -> list[LabelledDocument]:
    """Read the sound documents that have a text, for measuring or for training.

    Args:
        held: True: the held-out fifth; False: the rest; None: all.
        asides: Whether those that are labelled for all but events come too, at the end.

    Raises:
        InputError: there are faults; the message lists all of them.
    """
    corpus = read_own(folder, corpora)
    if corpus.faults:
        raise InputError(
            "\n".join((*corpus.faults, f"{len(corpus.faults)} faults; mend them first.")), where=str(folder)
        )
    documents = [*corpus.documents, *(corpus.asides if asides else ())]
    return [document for document in documents if held is None or held_out(document["doc"]) is held]
