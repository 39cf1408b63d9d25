"""Words that mean nothing by themselves: they are left out when words are compared."""

from __future__ import annotations

STOPWORDS = frozenset(
    "the a an of in on at to for and or but with by from as is was were are be been being has have had he she it they "
    "his her its their that this these those who which will would not no after before into over than then there out "
    "up about also more one two said".split()
)
