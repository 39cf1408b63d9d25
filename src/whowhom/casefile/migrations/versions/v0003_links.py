"""Links between tellings, in place of links between events that were never written."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from whowhom.casefile.migrations.first_parts import Number, refer

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Make the table of links between assertions; drop the one of events, which held no rows."""
    op.drop_table("event_link")
    op.create_table(
        "assertion_link",
        sa.Column("assertion_no", Number, nullable=False),
        sa.Column("other_no", Number, nullable=False),
        sa.Column("link", sa.String(length=20), nullable=False),
        refer("assertion_link", "assertion_no", "assertion", "CASCADE"),
        refer("assertion_link", "other_no", "assertion", "CASCADE"),
        sa.PrimaryKeyConstraint("assertion_no", "other_no", "link", name="pk_assertion_link"),
        comment="Part of, in retaliation for and the like, between tellings of one coding.",
    )
    op.create_index("ix_assertion_link_other_no", "assertion_link", ["other_no"])
