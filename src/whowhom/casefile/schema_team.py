"""The tables of a team at work on a case: who may do what, and what each was given to read.

They stand on the same metadata as those of :mod:`whowhom.casefile.schema`, which they refer
to. What one would get wrong: of passwords, sessions and tokens only digests are kept; what
people decided stands in ``decision`` under their name, and stays when they leave.
"""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Index, Integer, String, Table, Text, UniqueConstraint

from whowhom.casefile.schema import Instant, _no, _one_of, _ref
from whowhom.casefile.schema import metadata as metadata

ROLES = ("reader", "coder", "editor", "admin")
MEMBER_CHANGES = ("added", "role", "password", "disabled", "enabled", "token", "token revoked")

member = Table(
    "member",
    metadata,
    _no(),
    Column("public_id", String(20), nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("key", String(200), nullable=False, unique=True),
    Column("pseudonym", Text, nullable=False, unique=True),
    Column("role", String(8), nullable=False),
    Column("password", Text, nullable=False),
    Column("is_active", Boolean, nullable=False),
    Column("created_at", Instant, nullable=False),
    _one_of("role", ROLES),
    comment="Users of the workbench. key: the folded name; password: an argon2 hash; pseudonym: their name in exports.",
)

member_change = Table(
    "member_change",
    metadata,
    _no(),
    Column("at", Instant, nullable=False),
    Column("who", Text, nullable=False),
    _ref("member_no", "member", index=True),
    Column("change", String(16), nullable=False),
    Column("value", Text),
    _one_of("change", MEMBER_CHANGES),
    comment="Who changed which user, when: appended. value: the new role or the name of a token, never a secret.",
)

member_session = Table(
    "member_session",
    metadata,
    _no(),
    Column("digest", String(64), nullable=False, unique=True),
    _ref("member_no", "member", index=True),
    Column("csrf", String(64), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("seen_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    comment="Open sessions of browsers. digest: of the token in the cookie.",
)

api_token = Table(
    "api_token",
    metadata,
    _no(),
    Column("public_id", String(20), nullable=False, unique=True),
    Column("digest", String(64), nullable=False, unique=True),
    _ref("member_no", "member", index=True),
    Column("name", Text, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("used_at", Instant),
    Column("expires_at", Instant),
    comment="Tokens of programs that use the API. digest: of the token, which is shown once.",
)

login_attempt = Table(
    "login_attempt",
    metadata,
    _no(),
    Column("key", String(200), nullable=False),
    Column("address", String(64), nullable=False),
    Column("at", Instant, nullable=False),
    Column("is_success", Boolean, nullable=False),
    Index("ix_login_attempt_key_at", "key", "at"),
    Index("ix_login_attempt_address_at", "address", "at"),
    comment="Attempts to log in, by folded name and address; old ones are deleted.",
)

assignment = Table(
    "assignment",
    metadata,
    _no(),
    Column("public_id", String(20), nullable=False, unique=True),
    _ref("text_no", "text", index=True),
    _ref("member_no", "member", index=True),
    Column("is_blind_to_people", Boolean, nullable=False),
    Column("is_blind_to_machine", Boolean, nullable=False),
    Column("state", String(8), nullable=False),
    Column("assigned_by", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Column("done_at", Instant),
    UniqueConstraint("text_no", "member_no"),
    _one_of("state", ("open", "done")),
    comment="Which text a member is to code, and what of others' work they see meanwhile.",
)

saved_view = Table(
    "saved_view",
    metadata,
    _no(),
    Column("public_id", String(20), nullable=False, unique=True),
    _ref("member_no", "member", null=True, index=True),
    Column("name", Text, nullable=False),
    Column("query", Text, nullable=False),
    Column("at", Instant, nullable=False),
    comment="Filters that a member keeps under a name; member_no is None for those of the owner without users.",
)

PASSAGE_ANSWERS = ("nothing", "missed")
passage_sample = Table(
    "passage_sample",
    metadata,
    _no(),
    Column("public_id", String(20), nullable=False, unique=True),
    _ref("text_no", "text", index=True),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("seed", Integer, nullable=False),
    Column("drawn_at", Instant, nullable=False),
    Column("drawn_by", Text, nullable=False),
    _ref("member_no", "member", null=True, index=True),
    Column("answer", String(8)),
    Column("note", Text),
    Column("answered_by", Text),
    Column("answered_at", Instant),
    UniqueConstraint("seed", "text_no", "start"),
    _one_of("answer", PASSAGE_ANSWERS),
    comment="Passages with nothing coded, drawn at random, and whether a person found an event in them.",
)

ACCESS_TABLES = (member, member_change, member_session, api_token, login_attempt)
"""Who may use the workbench: about the team, not about what reports say."""
