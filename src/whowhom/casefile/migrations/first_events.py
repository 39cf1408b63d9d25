"""The first tables of what a case concludes and what people decided."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from whowhom.casefile.migrations.first_parts import Number, refer


def _decision() -> None:
    op.create_table(
        "decision",
        sa.Column("no", Number, nullable=False),
        sa.Column("public_id", sa.String(length=20), nullable=False),
        sa.Column("at", sa.String(length=20), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("why", sa.Text()),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("target_kind", sa.Text(), nullable=False),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("field", sa.Text()),
        sa.Column("value", sa.LargeBinary()),
        sa.Column("anchor", sa.LargeBinary()),
        sa.Column("undoes", Number),
        refer("decision", "undoes", "decision", "SET NULL"),
        sa.PrimaryKeyConstraint("no", name="pk_decision"),
        sa.UniqueConstraint("public_id", name="uq_decision_public_id"),
        comment="Appended, never changed. anchor: text digest, span, words and type that it was made on.",
    )
    op.create_index(op.f("ix_decision_kind"), "decision", ["kind"])
    op.create_index(op.f("ix_decision_target"), "decision", ["target"])


def _event() -> None:
    op.create_table(
        "event",
        sa.Column("no", Number, nullable=False),
        sa.Column("public_id", sa.String(length=20), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("merged_into", Number),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("status_rule", sa.Text(), nullable=False),
        sa.Column("review", sa.String(length=10), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("modes", sa.Text(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("whom", sa.Text(), nullable=False),
        sa.Column("day_from", sa.String(length=10)),
        sa.Column("day_to", sa.String(length=10)),
        sa.Column("is_long", sa.Boolean(), nullable=False),
        sa.Column("date_precision", sa.Integer()),
        sa.Column("place", sa.Text()),
        sa.Column("place_key", sa.Text()),
        sa.Column("country", sa.String(length=2)),
        sa.Column("admin1", sa.Text()),
        sa.Column("admin1_key", sa.Text()),
        sa.Column("latitude", sa.Float()),
        sa.Column("longitude", sa.Float()),
        sa.Column("radius_km", sa.Float()),
        sa.Column("geoprecision", sa.Integer()),
        sa.Column("killed_low", Number),
        sa.Column("killed_best", Number),
        sa.Column("killed_high", Number),
        sa.Column("injured_low", Number),
        sa.Column("injured_best", Number),
        sa.Column("injured_high", Number),
        sa.Column("mentions", sa.Integer(), nullable=False),
        sa.Column("witnesses", sa.Integer(), nullable=False),
        sa.Column("policy", sa.Text(), nullable=False),
        sa.Column("record", sa.LargeBinary(), nullable=False),
        sa.Column("changed_at", sa.String(length=20), nullable=False),
        sa.CheckConstraint(
            "review IN ('unreviewed', 'accepted', 'corrected', 'rejected')", name=op.f("ck_event_review")
        ),
        sa.CheckConstraint("state IN ('live', 'empty', 'merged', 'rejected')", name=op.f("ck_event_state")),
        sa.CheckConstraint(
            "status IN ('confirmed', 'fair', 'weak', 'contested', 'denied', 'not happened')",
            name=op.f("ck_event_status"),
        ),
        refer("event", "merged_into", "event", "SET NULL"),
        sa.PrimaryKeyConstraint("no", name="pk_event"),
        sa.UniqueConstraint("public_id", name="uq_event_public_id"),
        comment="Events concluded from mentions; record holds every concluded value with its claims.",
    )
    op.create_index("ix_event_admin1_key_day_from", "event", ["admin1_key", "day_from", "no"])
    op.create_index("ix_event_country_day_from", "event", ["country", "day_from", "no"])
    op.create_index("ix_event_day_from_no", "event", ["day_from", "no"])
    op.create_index("ix_event_latitude_longitude", "event", ["latitude", "longitude"])
    op.create_index(
        "ix_event_long",
        "event",
        ["day_from", "no"],
        sqlite_where=sa.text("is_long"),
        postgresql_where=sa.text("is_long"),
    )
    op.create_index(op.f("ix_event_merged_into"), "event", ["merged_into"])
    op.create_index("ix_event_place_key_day_from", "event", ["place_key", "day_from", "no"])
    op.create_index("ix_event_status_day_from", "event", ["status", "day_from", "no"])
    op.create_index("ix_event_type_day_from", "event", ["type", "day_from", "no"])


def _release() -> None:
    op.create_table(
        "release",
        sa.Column("no", Number, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("at", sa.String(length=20), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("record", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("no", name="pk_release"),
        sa.UniqueConstraint("name", name="uq_release_name"),
        comment="Frozen exports.",
    )


def _tombstone() -> None:
    op.create_table(
        "tombstone",
        sa.Column("no", Number, nullable=False),
        sa.Column("at", sa.String(length=20), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("releases", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("kind IN ('report', 'person')", name=op.f("ck_tombstone_kind")),
        sa.PrimaryKeyConstraint("no", name="pk_tombstone"),
        comment="What was erased: a digest and the reason, never the thing.",
    )
    op.create_index(op.f("ix_tombstone_digest"), "tombstone", ["digest"])


def _decision_state() -> None:
    op.create_table(
        "decision_state",
        sa.Column("decision_no", Number, nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("reason", sa.Text()),
        sa.Column("changed_at", sa.String(length=20), nullable=False),
        sa.CheckConstraint("state IN ('applied', 'waiting', 'undone')", name=op.f("ck_decision_state_state")),
        refer("decision_state", "decision_no", "decision", "CASCADE"),
        sa.PrimaryKeyConstraint("decision_no", name="pk_decision_state"),
        comment="Whether a decision holds, or waits because its anchor was coded otherwise.",
    )


def _event_actor() -> None:
    op.create_table(
        "event_actor",
        sa.Column("event_no", Number, nullable=False),
        sa.Column("actor_no", Number, nullable=False),
        sa.Column("role", sa.String(length=12), nullable=False),
        refer("event_actor", "actor_no", "actor", "CASCADE"),
        refer("event_actor", "event_no", "event", "CASCADE"),
        sa.PrimaryKeyConstraint("event_no", "actor_no", "role", name="pk_event_actor"),
        comment="Actors of an event, over all its mentions.",
    )
    op.create_index("ix_event_actor_actor_no_event_no", "event_actor", ["actor_no", "event_no"])


def _event_link() -> None:
    op.create_table(
        "event_link",
        sa.Column("event_no", Number, nullable=False),
        sa.Column("other_no", Number, nullable=False),
        sa.Column("link", sa.Text(), nullable=False),
        refer("event_link", "event_no", "event", "CASCADE"),
        refer("event_link", "other_no", "event", "CASCADE"),
        sa.PrimaryKeyConstraint("event_no", "other_no", "link", name="pk_event_link"),
        comment="Part of, in retaliation for and the like.",
    )
    op.create_index("ix_event_link_other_no", "event_link", ["other_no"])


def _event_voice() -> None:
    op.create_table(
        "event_voice",
        sa.Column("event_no", Number, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        refer("event_voice", "event_no", "event", "CASCADE"),
        sa.PrimaryKeyConstraint("event_no", "key", "role", name="pk_event_voice"),
        comment="Voices of an event, over all its mentions; key is the folded words.",
    )
    op.create_index("ix_event_voice_key_event_no", "event_voice", ["key", "event_no"])
    op.create_index("ix_event_voice_role_event_no", "event_voice", ["role", "event_no"])


def _release_item() -> None:
    op.create_table(
        "release_item",
        sa.Column("release_no", Number, nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("public_id", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        refer("release_item", "release_no", "release", "CASCADE"),
        sa.PrimaryKeyConstraint("release_no", "kind", "public_id", name="pk_release_item"),
        comment="What a release held, so that the next can tell what changed.",
    )


def _event_mention() -> None:
    op.create_table(
        "event_mention",
        sa.Column("assertion_no", Number, nullable=False),
        sa.Column("event_no", Number, nullable=False),
        sa.Column("basis", sa.String(length=10), nullable=False),
        sa.Column("weight", sa.Float()),
        sa.CheckConstraint("basis IN ('alone', 'match', 'decision')", name=op.f("ck_event_mention_basis")),
        refer("event_mention", "assertion_no", "assertion", "CASCADE"),
        refer("event_mention", "event_no", "event", "CASCADE"),
        sa.PrimaryKeyConstraint("assertion_no", name="pk_event_mention"),
        comment="Which event a mention tells; each mention tells one.",
    )
    op.create_index(op.f("ix_event_mention_event_no"), "event_mention", ["event_no"])


def _match() -> None:
    op.create_table(
        "match",
        sa.Column("one_no", Number, nullable=False),
        sa.Column("other_no", Number, nullable=False),
        sa.Column("weight", sa.Float(), nullable=False),
        sa.Column("is_linked", sa.Boolean(), nullable=False),
        sa.Column("explanation", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("one_no < other_no", name=op.f("ck_match_order")),
        refer("match", "one_no", "assertion", "CASCADE"),
        refer("match", "other_no", "assertion", "CASCADE"),
        sa.PrimaryKeyConstraint("one_no", "other_no", name="pk_match"),
        comment="Compared pairs of mentions, with the weight of each level.",
    )
    op.create_index("ix_match_other_no", "match", ["other_no"])


TABLES = (
    _decision,
    _event,
    _release,
    _tombstone,
    _decision_state,
    _event_actor,
    _event_link,
    _event_voice,
    _release_item,
    _event_mention,
    _match,
)
