"""Parts that the first tables share."""

from __future__ import annotations

import sqlalchemy as sa

# SQLite numbers rows by itself only where the key is a plain INTEGER.
Number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

ROLES = "('actor', 'target', 'party', 'assisting', 'subject', 'object', 'of', 'speaker', 'about', 'responsible')"


def refer(table: str, column: str, target: str, deletion: str) -> sa.ForeignKeyConstraint:
    """Let a column refer to the row number of a table."""
    return sa.ForeignKeyConstraint([column], [f"{target}.no"], name=f"fk_{table}_{column}", ondelete=deletion)
