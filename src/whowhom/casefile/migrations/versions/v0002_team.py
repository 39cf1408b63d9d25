"""The tables of a team: users, sessions, tokens, assignments, views and samples."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from whowhom.casefile.migrations.first_parts import Number, refer

revision = "0002"
down_revision = "0001"

Instant = sa.String(length=20)


def upgrade() -> None:
    """Make the tables of a team."""
    for make in (_member, _member_change, _member_session, _api_token, _login_attempt, _assignment, _view, _sample):
        make()


def _public_id() -> sa.Column[str]:
    return sa.Column("public_id", sa.String(length=20), nullable=False)


def _member() -> None:
    op.create_table(
        "member",
        sa.Column("no", Number, nullable=False),
        _public_id(),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("pseudonym", sa.Text(), nullable=False),
        sa.Column("role", sa.String(length=8), nullable=False),
        sa.Column("password", sa.Text(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("created_at", Instant, nullable=False),
        sa.CheckConstraint("role IN ('reader', 'coder', 'editor', 'admin')", name=op.f("ck_member_role")),
        sa.PrimaryKeyConstraint("no", name="pk_member"),
        sa.UniqueConstraint("public_id", name="uq_member_public_id"),
        sa.UniqueConstraint("key", name="uq_member_key"),
        sa.UniqueConstraint("pseudonym", name="uq_member_pseudonym"),
        comment="Users of the workbench. key: the folded name; password: an argon2 hash; "
        "pseudonym: their name in exports.",
    )


def _member_change() -> None:
    op.create_table(
        "member_change",
        sa.Column("no", Number, nullable=False),
        sa.Column("at", Instant, nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("member_no", Number, nullable=False),
        sa.Column("change", sa.String(length=16), nullable=False),
        sa.Column("value", sa.Text()),
        sa.CheckConstraint(
            "change IN ('added', 'role', 'password', 'disabled', 'enabled', 'token', 'token revoked')",
            name=op.f("ck_member_change_change"),
        ),
        refer("member_change", "member_no", "member", "CASCADE"),
        sa.PrimaryKeyConstraint("no", name="pk_member_change"),
        comment="Who changed which user, when: appended. value: the new role or the name of a token, never a secret.",
    )
    op.create_index(op.f("ix_member_change_member_no"), "member_change", ["member_no"])


def _member_session() -> None:
    op.create_table(
        "member_session",
        sa.Column("no", Number, nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("member_no", Number, nullable=False),
        sa.Column("csrf", sa.String(length=64), nullable=False),
        sa.Column("created_at", Instant, nullable=False),
        sa.Column("seen_at", Instant, nullable=False),
        sa.Column("expires_at", Instant, nullable=False),
        refer("member_session", "member_no", "member", "CASCADE"),
        sa.PrimaryKeyConstraint("no", name="pk_member_session"),
        sa.UniqueConstraint("digest", name="uq_member_session_digest"),
        comment="Open sessions of browsers. digest: of the token in the cookie.",
    )
    op.create_index(op.f("ix_member_session_member_no"), "member_session", ["member_no"])


def _api_token() -> None:
    op.create_table(
        "api_token",
        sa.Column("no", Number, nullable=False),
        _public_id(),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("member_no", Number, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("created_at", Instant, nullable=False),
        sa.Column("used_at", Instant),
        sa.Column("expires_at", Instant),
        refer("api_token", "member_no", "member", "CASCADE"),
        sa.PrimaryKeyConstraint("no", name="pk_api_token"),
        sa.UniqueConstraint("public_id", name="uq_api_token_public_id"),
        sa.UniqueConstraint("digest", name="uq_api_token_digest"),
        comment="Tokens of programs that use the API. digest: of the token, which is shown once.",
    )
    op.create_index(op.f("ix_api_token_member_no"), "api_token", ["member_no"])


def _login_attempt() -> None:
    op.create_table(
        "login_attempt",
        sa.Column("no", Number, nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("address", sa.String(length=64), nullable=False),
        sa.Column("at", Instant, nullable=False),
        sa.Column("is_success", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("no", name="pk_login_attempt"),
        comment="Attempts to log in, by folded name and address; old ones are deleted.",
    )
    op.create_index("ix_login_attempt_key_at", "login_attempt", ["key", "at"])
    op.create_index("ix_login_attempt_address_at", "login_attempt", ["address", "at"])


def _assignment() -> None:
    op.create_table(
        "assignment",
        sa.Column("no", Number, nullable=False),
        _public_id(),
        sa.Column("text_no", Number, nullable=False),
        sa.Column("member_no", Number, nullable=False),
        sa.Column("is_blind_to_people", sa.Boolean(), nullable=False),
        sa.Column("is_blind_to_machine", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("assigned_by", sa.Text(), nullable=False),
        sa.Column("at", Instant, nullable=False),
        sa.Column("done_at", Instant),
        sa.CheckConstraint("state IN ('open', 'done')", name=op.f("ck_assignment_state")),
        refer("assignment", "text_no", "text", "CASCADE"),
        refer("assignment", "member_no", "member", "CASCADE"),
        sa.PrimaryKeyConstraint("no", name="pk_assignment"),
        sa.UniqueConstraint("public_id", name="uq_assignment_public_id"),
        sa.UniqueConstraint("text_no", "member_no", name="uq_assignment_text_no_member_no"),
        comment="Which text a member is to code, and what of others' work they see meanwhile.",
    )
    op.create_index(op.f("ix_assignment_text_no"), "assignment", ["text_no"])
    op.create_index(op.f("ix_assignment_member_no"), "assignment", ["member_no"])


def _view() -> None:
    op.create_table(
        "saved_view",
        sa.Column("no", Number, nullable=False),
        _public_id(),
        sa.Column("member_no", Number),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("query", sa.Text(), nullable=False),
        sa.Column("at", Instant, nullable=False),
        refer("saved_view", "member_no", "member", "SET NULL"),
        sa.PrimaryKeyConstraint("no", name="pk_saved_view"),
        sa.UniqueConstraint("public_id", name="uq_saved_view_public_id"),
        comment="Filters that a member keeps under a name; member_no is None for those of the owner without users.",
    )
    op.create_index(op.f("ix_saved_view_member_no"), "saved_view", ["member_no"])


def _sample() -> None:
    op.create_table(
        "passage_sample",
        sa.Column("no", Number, nullable=False),
        _public_id(),
        sa.Column("text_no", Number, nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.Column("drawn_at", Instant, nullable=False),
        sa.Column("drawn_by", sa.Text(), nullable=False),
        sa.Column("member_no", Number),
        sa.Column("answer", sa.String(length=8)),
        sa.Column("note", sa.Text()),
        sa.Column("answered_by", sa.Text()),
        sa.Column("answered_at", Instant),
        sa.CheckConstraint("answer IN ('nothing', 'missed')", name=op.f("ck_passage_sample_answer")),
        refer("passage_sample", "text_no", "text", "CASCADE"),
        refer("passage_sample", "member_no", "member", "SET NULL"),
        sa.PrimaryKeyConstraint("no", name="pk_passage_sample"),
        sa.UniqueConstraint("public_id", name="uq_passage_sample_public_id"),
        sa.UniqueConstraint("seed", "text_no", "start", name="uq_passage_sample_seed_text_no_start"),
        comment="Passages with nothing coded, drawn at random, and whether a person found an event in them.",
    )
    op.create_index(op.f("ix_passage_sample_text_no"), "passage_sample", ["text_no"])
    op.create_index(op.f("ix_passage_sample_member_no"), "passage_sample", ["member_no"])
