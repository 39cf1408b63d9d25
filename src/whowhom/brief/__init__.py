"""The brief: one self-contained page on a report or a case, to read, send and print."""

from whowhom.brief.case_page import CaseBrief, Due, write_case_brief
from whowhom.brief.page import write_brief

__all__ = ["CaseBrief", "Due", "write_brief", "write_case_brief"]
