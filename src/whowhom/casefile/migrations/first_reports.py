"""The first tables of what came in and what coders made of it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from whowhom.casefile.migrations.first_parts import ROLES, Number, refer


def _actor() -> None:
    op.create_table(
        "actor",
        sa.Column("no", Number, nullable=False),
        sa.Column("public_id", sa.String(length=20), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text()),
        sa.Column("country", sa.String(length=2)),
        sa.Column("registry", sa.Text()),
        sa.Column("is_private", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("merged_into", Number),
        sa.CheckConstraint("state IN ('live', 'merged')", name=op.f("ck_actor_state")),
        refer("actor", "merged_into", "actor", "SET NULL"),
        sa.PrimaryKeyConstraint("no", name="pk_actor"),
        sa.UniqueConstraint("public_id", name="uq_actor_public_id"),
        comment="Named actors of the case.",
    )
    op.create_index(op.f("ix_actor_key"), "actor", ["key"])


def _coder() -> None:
    op.create_table(
        "coder",
        sa.Column("no", Number, nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("codebook", sa.Text(), nullable=False),
        sa.Column("record", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("kind IN ('program', 'person', 'import')", name=op.f("ck_coder_kind")),
        sa.PrimaryKeyConstraint("no", name="pk_coder"),
        sa.UniqueConstraint("key", name="uq_coder_key"),
        comment="Who coded: key is the digest of the whole coder record.",
    )


def _meta() -> None:
    op.create_table(
        "meta",
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_meta"),
        comment="What the file says of itself: name, prefix of its ids, policy.",
    )


def _run() -> None:
    op.create_table(
        "run",
        sa.Column("no", Number, nullable=False),
        sa.Column("at", sa.String(length=20), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("command", sa.Text(), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("counts", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("no", name="pk_run"),
        comment="Every command that changed the file, with what it counted.",
    )


def _source() -> None:
    op.create_table(
        "source",
        sa.Column("no", Number, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text()),
        sa.Column("scale", sa.Text()),
        sa.Column("country", sa.String(length=2)),
        sa.Column("party", sa.Text()),
        sa.Column("trust", sa.Float()),
        sa.Column("active_from", sa.String(length=10)),
        sa.Column("active_until", sa.String(length=10)),
        sa.Column("is_listed", sa.Boolean(), nullable=False),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("no", name="pk_source"),
        comment="Outlets: those of sources.toml (is_listed) and those only seen in reports.",
    )


def _witness() -> None:
    op.create_table(
        "witness",
        sa.Column("no", Number, nullable=False),
        sa.Column("public_id", sa.String(length=20), nullable=False),
        sa.PrimaryKeyConstraint("no", name="pk_witness"),
        sa.UniqueConstraint("public_id", name="uq_witness_public_id"),
        comment="Texts that copy each other, with small edits, are one witness.",
    )


def _actor_name() -> None:
    op.create_table(
        "actor_name",
        sa.Column("actor_no", Number, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        refer("actor_name", "actor_no", "actor", "CASCADE"),
        sa.PrimaryKeyConstraint("actor_no", "key", name="pk_actor_name"),
        comment="Names and aliases of an actor, in every report that names it; key is folded.",
    )
    op.create_index("ix_actor_name_key", "actor_name", ["key"])


def _failure() -> None:
    op.create_table(
        "failure",
        sa.Column("no", Number, nullable=False),
        sa.Column("run_no", Number, nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        refer("failure", "run_no", "run", "CASCADE"),
        sa.PrimaryKeyConstraint("no", name="pk_failure"),
        comment="Reports that could not be read or coded, by run.",
    )
    op.create_index(op.f("ix_failure_run_no"), "failure", ["run_no"])


def _source_name() -> None:
    op.create_table(
        "source_name",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("source_no", Number, nullable=False),
        refer("source_name", "source_no", "source", "CASCADE"),
        sa.PrimaryKeyConstraint("key", name="pk_source_name"),
        comment="Folded names, aliases and domains of outlets.",
    )
    op.create_index(op.f("ix_source_name_source_no"), "source_name", ["source_no"])


def _text() -> None:
    op.create_table(
        "text",
        sa.Column("no", Number, nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("length", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=8)),
        sa.Column("witness_no", Number, nullable=False),
        sa.Column("day", sa.String(length=10)),
        sa.Column("is_counted", sa.Boolean(), nullable=False),
        refer("text", "witness_no", "witness", "CASCADE"),
        sa.PrimaryKeyConstraint("no", name="pk_text"),
        sa.UniqueConstraint("digest", name="uq_text_digest"),
        comment="Canonical texts, once each. is_counted: at least one report of it is current.",
    )
    op.create_index(op.f("ix_text_day"), "text", ["day"])
    op.create_index(op.f("ix_text_witness_no"), "text", ["witness_no"])


def _report() -> None:
    op.create_table(
        "report",
        sa.Column("no", Number, nullable=False),
        sa.Column("public_id", sa.String(length=20), nullable=False),
        sa.Column("text_no", Number, nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("superseded_by", Number),
        sa.Column("source_no", Number),
        sa.Column("url", sa.Text()),
        sa.Column("path", sa.Text()),
        sa.Column("title", sa.Text()),
        sa.Column("published", sa.String(length=10)),
        sa.Column("added_at", sa.String(length=20), nullable=False),
        sa.Column("document", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("state IN ('current', 'superseded', 'retracted')", name=op.f("ck_report_state")),
        refer("report", "source_no", "source", "SET NULL"),
        refer("report", "superseded_by", "report", "SET NULL"),
        refer("report", "text_no", "text", "CASCADE"),
        sa.PrimaryKeyConstraint("no", name="pk_report"),
        sa.UniqueConstraint("address", "text_no", name="uq_report_address_text_no"),
        sa.UniqueConstraint("public_id", name="uq_report_public_id"),
        comment="A text as one outlet published it; document: all of it but the text. Versions count from 1.",
    )
    op.create_index(op.f("ix_report_published"), "report", ["published"])
    op.create_index(op.f("ix_report_source_no"), "report", ["source_no"])
    op.create_index(op.f("ix_report_text_no"), "report", ["text_no"])


def _text_band() -> None:
    op.create_table(
        "text_band",
        sa.Column("band", sa.BigInteger(), nullable=False),
        sa.Column("text_no", Number, nullable=False),
        refer("text_band", "text_no", "text", "CASCADE"),
        sa.PrimaryKeyConstraint("band", "text_no", name="pk_text_band"),
        comment="MinHash bands: texts that share one are compared.",
        sqlite_with_rowid=False,
    )
    op.create_index("ix_text_band_text_no", "text_band", ["text_no"])


def _coding() -> None:
    op.create_table(
        "coding",
        sa.Column("no", Number, nullable=False),
        sa.Column("text_no", Number, nullable=False),
        sa.Column("report_no", Number, nullable=False),
        sa.Column("coder_no", Number, nullable=False),
        sa.Column("is_current", sa.Boolean(), nullable=False),
        sa.Column("coded_at", sa.String(length=20), nullable=False),
        sa.Column("tables", sa.LargeBinary(), nullable=False),
        refer("coding", "coder_no", "coder", "CASCADE"),
        refer("coding", "report_no", "report", "CASCADE"),
        refer("coding", "text_no", "text", "CASCADE"),
        sa.PrimaryKeyConstraint("no", name="pk_coding"),
        sa.UniqueConstraint("text_no", "coder_no", name="uq_coding_text_no_coder_no"),
        comment="One coder's reading of one text. tables: actors, objects, places, skipped as coded.",
    )
    op.create_index(op.f("ix_coding_coder_no"), "coding", ["coder_no"])
    op.create_index(op.f("ix_coding_report_no"), "coding", ["report_no"])
    op.create_index(op.f("ix_coding_text_no"), "coding", ["text_no"])


def _actor_mention() -> None:
    op.create_table(
        "actor_mention",
        sa.Column("no", Number, nullable=False),
        sa.Column("coding_no", Number, nullable=False),
        sa.Column("public_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text()),
        sa.Column("country", sa.String(length=2)),
        sa.Column("registry", sa.Text()),
        sa.Column("is_private", sa.Boolean(), nullable=False),
        sa.Column("is_named", sa.Boolean(), nullable=False),
        sa.Column("actor_no", Number),
        refer("actor_mention", "actor_no", "actor", "SET NULL"),
        refer("actor_mention", "coding_no", "coding", "CASCADE"),
        sa.PrimaryKeyConstraint("no", name="pk_actor_mention"),
        sa.UniqueConstraint("coding_no", "public_id", name="uq_actor_mention_coding_no_public_id"),
        comment="Actors as one coding has them; actor_no is None for people only described.",
    )
    op.create_index(op.f("ix_actor_mention_actor_no"), "actor_mention", ["actor_no"])
    op.create_index(op.f("ix_actor_mention_key"), "actor_mention", ["key"])


def _assertion() -> None:
    op.create_table(
        "assertion",
        sa.Column("no", Number, nullable=False),
        sa.Column("coding_no", Number, nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("public_id", sa.Text(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("start", sa.Integer()),
        sa.Column("end", sa.Integer()),
        sa.Column("words", sa.Text()),
        sa.Column("background", sa.Boolean()),
        sa.Column("clarity", sa.String(length=10)),
        sa.Column("event_count", sa.Integer()),
        sa.Column("polarity", sa.String(length=16)),
        sa.Column("certainty", sa.String(length=12)),
        sa.Column("stage", sa.String(length=12)),
        sa.Column("sign", sa.Integer()),
        sa.Column("low", Number),
        sa.Column("best", Number),
        sa.Column("high", Number),
        sa.Column("day_from", sa.String(length=10)),
        sa.Column("day_to", sa.String(length=10)),
        sa.Column("date_precision", sa.Integer()),
        sa.Column("score", sa.Float()),
        sa.Column("review", sa.String(length=10)),
        sa.Column("record", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('event', 'tie', 'estimate', 'statement', 'forecast')", name=op.f("ck_assertion_kind")
        ),
        refer("assertion", "coding_no", "coding", "CASCADE"),
        sa.PrimaryKeyConstraint("no", name="pk_assertion"),
        sa.UniqueConstraint("coding_no", "kind", "public_id", name="uq_assertion_coding_no_kind_public_id"),
        comment="Event mentions, ties, estimates, statements, forecasts. record: all as coded; review: None at first.",
    )
    op.create_index("ix_assertion_day_from_type", "assertion", ["day_from", "type"])
    op.create_index("ix_assertion_kind_type", "assertion", ["kind", "type"])
    op.create_index(op.f("ix_assertion_public_id"), "assertion", ["public_id"])


def _assertion_actor() -> None:
    op.create_table(
        "assertion_actor",
        sa.Column("assertion_no", Number, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("mention_no", Number, nullable=False),
        sa.Column("role", sa.String(length=12), nullable=False),
        sa.Column("side", sa.String(length=4)),
        sa.Column("start", sa.Integer()),
        sa.Column("end", sa.Integer()),
        sa.CheckConstraint(f"role IN {ROLES}", name=op.f("ck_assertion_actor_role")),
        refer("assertion_actor", "assertion_no", "assertion", "CASCADE"),
        refer("assertion_actor", "mention_no", "actor_mention", "CASCADE"),
        sa.PrimaryKeyConstraint("assertion_no", "number", name="pk_assertion_actor"),
        comment="Which actors an assertion names, in which role.",
    )
    op.create_index(op.f("ix_assertion_actor_mention_no"), "assertion_actor", ["mention_no"])


def _assertion_place() -> None:
    op.create_table(
        "assertion_place",
        sa.Column("assertion_no", Number, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("gazetteer_id", sa.Text()),
        sa.Column("country", sa.String(length=2)),
        sa.Column("admin1", sa.Text()),
        sa.Column("admin2", sa.Text()),
        sa.Column("latitude", sa.Float()),
        sa.Column("longitude", sa.Float()),
        sa.Column("radius_km", sa.Float()),
        sa.Column("geoprecision", sa.Integer()),
        sa.Column("start", sa.Integer()),
        sa.Column("end", sa.Integer()),
        refer("assertion_place", "assertion_no", "assertion", "CASCADE"),
        sa.PrimaryKeyConstraint("assertion_no", "number", name="pk_assertion_place"),
        comment="The places of an assertion, resolved or not.",
    )
    op.create_index(op.f("ix_assertion_place_gazetteer_id"), "assertion_place", ["gazetteer_id"])


def _assertion_voice() -> None:
    op.create_table(
        "assertion_voice",
        sa.Column("assertion_no", Number, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text()),
        sa.Column("key", sa.Text()),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("interest", sa.Text(), nullable=False),
        sa.Column("mention_no", Number),
        sa.Column("start", sa.Integer()),
        sa.Column("end", sa.Integer()),
        refer("assertion_voice", "assertion_no", "assertion", "CASCADE"),
        refer("assertion_voice", "mention_no", "actor_mention", "SET NULL"),
        sa.PrimaryKeyConstraint("assertion_no", "number", name="pk_assertion_voice"),
        comment="Who says so, outermost first (number 0).",
    )
    op.create_index(op.f("ix_assertion_voice_key"), "assertion_voice", ["key"])
    op.create_index(op.f("ix_assertion_voice_mention_no"), "assertion_voice", ["mention_no"])


def _claim() -> None:
    op.create_table(
        "claim",
        sa.Column("no", Number, nullable=False),
        sa.Column("assertion_no", Number, nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("value", sa.Text()),
        sa.Column("status", sa.Text()),
        sa.Column("low", Number),
        sa.Column("best", Number),
        sa.Column("high", Number),
        sa.Column("bound", sa.Text()),
        sa.Column("scope", sa.Text()),
        sa.Column("part_of", sa.Text()),
        sa.Column("day_as_of", sa.String(length=10)),
        sa.Column("mention_no", Number),
        sa.Column("voice", sa.Text()),
        sa.Column("voice_key", sa.Text()),
        sa.Column("voice_role", sa.Text()),
        sa.Column("voice_interest", sa.Text()),
        sa.Column("voice_mention_no", Number),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        refer("claim", "assertion_no", "assertion", "CASCADE"),
        refer("claim", "mention_no", "actor_mention", "SET NULL"),
        refer("claim", "voice_mention_no", "actor_mention", "SET NULL"),
        sa.PrimaryKeyConstraint("no", name="pk_claim"),
        sa.UniqueConstraint("assertion_no", "path", name="uq_claim_assertion_no_path"),
        comment="Figures and responsibility, each with its words and its voice; path is the value's in the record.",
    )
    op.create_index(op.f("ix_claim_assertion_no"), "claim", ["assertion_no"])
    op.create_index(op.f("ix_claim_field"), "claim", ["field"])
    op.create_index(op.f("ix_claim_mention_no"), "claim", ["mention_no"])
    op.create_index(op.f("ix_claim_voice_key"), "claim", ["voice_key"])
    op.create_index(op.f("ix_claim_voice_mention_no"), "claim", ["voice_mention_no"])


TABLES = (
    _actor,
    _coder,
    _meta,
    _run,
    _source,
    _witness,
    _actor_name,
    _failure,
    _source_name,
    _text,
    _report,
    _text_band,
    _coding,
    _actor_mention,
    _assertion,
    _assertion_actor,
    _assertion_place,
    _assertion_voice,
    _claim,
)
