"""Ingest: from files, folders and strings to documents with regions.

Import from here: ``from whowhom.ingest import document_from_text, read_sources``.
"""

from whowhom.ingest.documents import document_from_text
from whowhom.ingest.options import Failure, IngestOptions, PublicationHints
from whowhom.ingest.sources import KINDS, read_sources

__all__ = ["KINDS", "Failure", "IngestOptions", "PublicationHints", "document_from_text", "read_sources"]
