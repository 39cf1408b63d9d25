"""The brief: one self-contained page on one report, to read, send and print."""

from whowhom.brief.page import write_brief

__all__ = ["write_brief"]
