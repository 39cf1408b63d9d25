"""The tables of a case file, the same for SQLite and PostgreSQL.

Three layers, left to right: what came in (``text``, ``report``, ``source``), what coders
made of it (``coding``, ``assertion`` and the tables below it), and what the case concludes
(``event``, ``actor``). Beside them stand decisions, which are only ever appended.

What one would get wrong: ``no`` is a row's number inside this file and never leaves it;
``public_id`` is what people and exports see. Rows of ``event`` and ``actor`` are derived:
they can be built anew from codings and decisions, but their public ids must stay.
Instants are ISO texts in UTC with seconds, days are ISO texts, both sort as text.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy import text as text_clause

from whowhom.casefile.packing import Packed

# Names of constraints must be known for a migration to change them.
NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
metadata = MetaData(naming_convention=NAMES)

# SQLite numbers rows by itself only where the key is a plain INTEGER.
Number = BigInteger().with_variant(Integer, "sqlite")
Day = String(10)
Instant = String(20)


def _no() -> Column[int]:
    return Column("no", Number, primary_key=True)


def _ref(name: str, target: str, *, null: bool = False, primary: bool = False, index: bool = False) -> Column[Any]:
    # What must have its parent goes with it; what may be without it only forgets it.
    key = ForeignKey(f"{target}.no", ondelete="SET NULL" if null else "CASCADE")
    return Column(name, Number, key, nullable=null, primary_key=primary, index=index)


def _one_of(name: str, values: tuple[str, ...]) -> CheckConstraint:
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{name} IN ({listed})", name=name)


# About the file itself

meta = Table(
    "meta",
    metadata,
    Column("key", String(40), primary_key=True),
    Column("value", Text, nullable=False),
    comment="What the file says of itself: name, prefix of its ids, policy.",
)

run = Table(
    "run",
    metadata,
    _no(),
    Column("at", Instant, nullable=False),
    Column("who", Text, nullable=False),
    Column("command", Text, nullable=False),
    Column("version", Text, nullable=False),
    Column("counts", Packed, nullable=False),
    comment="Every command that changed the file, with what it counted.",
)

failure = Table(
    "failure",
    metadata,
    _no(),
    _ref("run_no", "run", index=True),
    Column("place", Text, nullable=False),
    Column("code", Text, nullable=False),
    Column("message", Text, nullable=False),
    comment="Reports that could not be read or coded, by run.",
)

# What came in

source = Table(
    "source",
    metadata,
    _no(),
    Column("name", Text, nullable=False),
    Column("kind", Text),
    Column("scale", Text),
    Column("country", String(2)),
    Column("party", Text),
    Column("trust", Float),
    Column("active_from", Day),
    Column("active_until", Day),
    Column("is_listed", Boolean, nullable=False),
    Column("origin", Text, nullable=False),
    comment="Outlets: those of sources.toml (is_listed) and those only seen in reports.",
)

source_name = Table(
    "source_name",
    metadata,
    Column("key", Text, primary_key=True),
    _ref("source_no", "source", index=True),
    comment="Folded names, aliases and domains of outlets.",
)

witness = Table(
    "witness",
    metadata,
    _no(),
    Column("public_id", String(20), nullable=False, unique=True),
    comment="Texts that copy each other, with small edits, are one witness.",
)

text = Table(
    "text",
    metadata,
    _no(),
    Column("digest", String(64), nullable=False, unique=True),
    Column("body", Packed, nullable=False),
    Column("length", Integer, nullable=False),
    Column("language", String(8)),
    _ref("witness_no", "witness", index=True),
    Column("day", Day, index=True),
    Column("is_counted", Boolean, nullable=False),
    comment="Canonical texts, once each. is_counted: at least one report of it is current.",
)

text_band = Table(
    "text_band",
    metadata,
    Column("band", BigInteger, primary_key=True),
    _ref("text_no", "text", primary=True),
    Index("ix_text_band_text_no", "text_no"),
    comment="MinHash bands: texts that share one are compared.",
    sqlite_with_rowid=False,  # Its key is the whole row: one tree instead of two.
)

REPORT_STATES = ("current", "superseded", "retracted")
report = Table(
    "report",
    metadata,
    _no(),
    Column("public_id", String(20), nullable=False, unique=True),
    _ref("text_no", "text", index=True),
    Column("address", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("state", String(12), nullable=False),
    _ref("superseded_by", "report", null=True),
    _ref("source_no", "source", null=True, index=True),
    Column("url", Text),
    Column("path", Text),
    Column("title", Text),
    Column("published", Day, index=True),
    Column("added_at", Instant, nullable=False),
    Column("document", Packed, nullable=False),
    UniqueConstraint("address", "text_no"),
    _one_of("state", REPORT_STATES),
    comment="A text as one outlet published it; document: all of it but the text. Versions count from 1.",
)

# What coders made of it

coder = Table(
    "coder",
    metadata,
    _no(),
    Column("key", String(64), nullable=False, unique=True),
    Column("kind", String(10), nullable=False),
    Column("name", Text, nullable=False),
    Column("version", Text, nullable=False),
    Column("codebook", Text, nullable=False),
    Column("record", Packed, nullable=False),
    _one_of("kind", ("program", "person", "import")),
    comment="Who coded: key is the digest of the whole coder record.",
)

coding = Table(
    "coding",
    metadata,
    _no(),
    _ref("text_no", "text", index=True),
    _ref("report_no", "report", index=True),
    _ref("coder_no", "coder", index=True),
    Column("is_current", Boolean, nullable=False),
    Column("coded_at", Instant, nullable=False),
    Column("tables", Packed, nullable=False),
    UniqueConstraint("text_no", "coder_no"),
    comment="One coder's reading of one text. tables: actors, objects, places, skipped as coded.",
)

actor = Table(
    "actor",
    metadata,
    _no(),
    Column("public_id", String(20), nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("key", Text, nullable=False, index=True),
    Column("kind", Text),
    Column("country", String(2)),
    Column("registry", Text),
    Column("is_private", Boolean, nullable=False),
    Column("state", String(8), nullable=False),
    _ref("merged_into", "actor", null=True),
    _one_of("state", ("live", "merged")),
    comment="Named actors of the case.",
)

actor_name = Table(
    "actor_name",
    metadata,
    _ref("actor_no", "actor", primary=True),
    Column("key", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Index("ix_actor_name_key", "key"),
    comment="Names and aliases of an actor, in every report that names it; key is folded.",
)

actor_mention = Table(
    "actor_mention",
    metadata,
    _no(),
    _ref("coding_no", "coding"),
    Column("public_id", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("key", Text, nullable=False, index=True),
    Column("kind", Text),
    Column("country", String(2)),
    Column("registry", Text),
    Column("is_private", Boolean, nullable=False),
    Column("is_named", Boolean, nullable=False),
    _ref("actor_no", "actor", null=True, index=True),
    UniqueConstraint("coding_no", "public_id"),
    comment="Actors as one coding has them; actor_no is None for people only described.",
)

ASSERTION_KINDS = ("event", "tie", "estimate", "statement", "forecast")
assertion = Table(
    "assertion",
    metadata,
    _no(),
    _ref("coding_no", "coding"),
    Column("kind", String(10), nullable=False),
    Column("public_id", Text, nullable=False, index=True),
    Column("type", Text, nullable=False),
    Column("start", Integer),
    Column("end", Integer),
    Column("words", Text),
    Column("background", Boolean),
    Column("clarity", String(10)),
    Column("event_count", Integer),
    Column("polarity", String(16)),
    Column("certainty", String(12)),
    Column("stage", String(12)),
    Column("sign", Integer),
    Column("low", Number),
    Column("best", Number),
    Column("high", Number),
    Column("day_from", Day),
    Column("day_to", Day),
    Column("date_precision", Integer),
    Column("score", Float),
    Column("review", String(10)),
    Column("record", Packed, nullable=False),
    UniqueConstraint("coding_no", "kind", "public_id"),
    Index("ix_assertion_kind_type", "kind", "type"),
    Index("ix_assertion_day_from_type", "day_from", "type"),
    _one_of("kind", ASSERTION_KINDS),
    comment="Event mentions, ties, estimates, statements, forecasts. record: all as coded; review: None at first.",
)

ACTOR_ROLES = ("actor", "target", "party", "assisting", "subject", "object", "of", "speaker", "about", "responsible")
assertion_actor = Table(
    "assertion_actor",
    metadata,
    _ref("assertion_no", "assertion", primary=True),
    Column("number", Integer, primary_key=True),
    _ref("mention_no", "actor_mention", index=True),
    Column("role", String(12), nullable=False),
    Column("side", String(4)),
    Column("start", Integer),
    Column("end", Integer),
    _one_of("role", ACTOR_ROLES),
    comment="Which actors an assertion names, in which role.",
)

assertion_place = Table(
    "assertion_place",
    metadata,
    _ref("assertion_no", "assertion", primary=True),
    Column("number", Integer, primary_key=True),
    Column("role", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("gazetteer_id", Text, index=True),
    Column("country", String(2)),
    Column("admin1", Text),
    Column("admin2", Text),
    Column("latitude", Float),
    Column("longitude", Float),
    Column("radius_km", Float),
    Column("geoprecision", Integer),
    Column("start", Integer),
    Column("end", Integer),
    comment="The places of an assertion, resolved or not.",
)

assertion_voice = Table(
    "assertion_voice",
    metadata,
    _ref("assertion_no", "assertion", primary=True),
    Column("number", Integer, primary_key=True),
    Column("words", Text),
    Column("key", Text, index=True),
    Column("role", Text, nullable=False),
    Column("interest", Text, nullable=False),
    _ref("mention_no", "actor_mention", null=True, index=True),
    Column("start", Integer),
    Column("end", Integer),
    comment="Who says so, outermost first (number 0).",
)

assertion_link = Table(
    "assertion_link",
    metadata,
    _ref("assertion_no", "assertion", primary=True),
    _ref("other_no", "assertion", primary=True),
    Column("link", String(20), primary_key=True),
    Index("ix_assertion_link_other_no", "other_no"),
    comment="Part of, in retaliation for and the like, between tellings of one coding.",
)

claim = Table(
    "claim",
    metadata,
    _no(),
    _ref("assertion_no", "assertion", index=True),
    Column("path", Text, nullable=False),
    Column("field", Text, nullable=False, index=True),
    Column("value", Text),
    Column("status", Text),
    Column("low", Number),
    Column("best", Number),
    Column("high", Number),
    Column("bound", Text),
    Column("scope", Text),
    Column("part_of", Text),
    Column("day_as_of", Day),
    _ref("mention_no", "actor_mention", null=True, index=True),
    Column("voice", Text),
    Column("voice_key", Text, index=True),
    Column("voice_role", Text),
    Column("voice_interest", Text),
    _ref("voice_mention_no", "actor_mention", null=True, index=True),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("words", Text, nullable=False),
    UniqueConstraint("assertion_no", "path"),
    comment="Figures and responsibility, each with its words and its voice; path is the value's in the record.",
)

# What the case concludes

LONG = text_clause("is_long")
EVENT_STATES = ("live", "empty", "merged", "rejected")
STATUSES = ("confirmed", "fair", "weak", "contested", "denied", "not happened")
REVIEWS = ("unreviewed", "accepted", "corrected", "rejected")
event = Table(
    "event",
    metadata,
    _no(),
    Column("public_id", String(20), nullable=False, unique=True),
    Column("version", Integer, nullable=False),
    Column("state", String(8), nullable=False),
    _ref("merged_into", "event", null=True, index=True),
    Column("status", String(12), nullable=False),
    Column("status_rule", Text, nullable=False),
    Column("review", String(10), nullable=False),
    Column("type", Text, nullable=False),
    Column("modes", Text, nullable=False),
    Column("who", Text, nullable=False),
    Column("whom", Text, nullable=False),
    Column("day_from", Day),
    Column("day_to", Day),
    Column("is_long", Boolean, nullable=False),
    Column("date_precision", Integer),
    Column("place", Text),
    Column("place_key", Text),
    Column("country", String(2)),
    Column("admin1", Text),
    Column("admin1_key", Text),
    Column("latitude", Float),
    Column("longitude", Float),
    Column("radius_km", Float),
    Column("geoprecision", Integer),
    Column("killed_low", Number),
    Column("killed_best", Number),
    Column("killed_high", Number),
    Column("injured_low", Number),
    Column("injured_best", Number),
    Column("injured_high", Number),
    Column("mentions", Integer, nullable=False),
    Column("witnesses", Integer, nullable=False),
    Column("policy", Text, nullable=False),
    Column("record", Packed, nullable=False),
    Column("changed_at", Instant, nullable=False),
    Index("ix_event_day_from_no", "day_from", "no"),
    # Long events are few; a period is looked up among them apart, see listing.
    Index("ix_event_long", "day_from", "no", sqlite_where=LONG, postgresql_where=LONG),
    Index("ix_event_type_day_from", "type", "day_from", "no"),
    Index("ix_event_status_day_from", "status", "day_from", "no"),
    Index("ix_event_country_day_from", "country", "day_from", "no"),
    Index("ix_event_place_key_day_from", "place_key", "day_from", "no"),
    Index("ix_event_admin1_key_day_from", "admin1_key", "day_from", "no"),
    Index("ix_event_latitude_longitude", "latitude", "longitude"),
    _one_of("state", EVENT_STATES),
    _one_of("status", STATUSES),
    _one_of("review", REVIEWS),
    comment="Events concluded from mentions; record holds every concluded value with its claims.",
)

event_mention = Table(
    "event_mention",
    metadata,
    _ref("assertion_no", "assertion", primary=True),
    _ref("event_no", "event", index=True),
    Column("basis", String(10), nullable=False),
    Column("weight", Float),
    _one_of("basis", ("alone", "match", "decision")),
    comment="Which event a mention tells; each mention tells one.",
)

event_actor = Table(
    "event_actor",
    metadata,
    _ref("event_no", "event", primary=True),
    _ref("actor_no", "actor", primary=True),
    Column("role", String(12), primary_key=True),
    Index("ix_event_actor_actor_no_event_no", "actor_no", "event_no"),
    comment="Actors of an event, over all its mentions.",
)

event_voice = Table(
    "event_voice",
    metadata,
    _ref("event_no", "event", primary=True),
    Column("key", Text, primary_key=True),
    Column("role", Text, primary_key=True),
    Index("ix_event_voice_key_event_no", "key", "event_no"),
    Index("ix_event_voice_role_event_no", "role", "event_no"),
    comment="Voices of an event, over all its mentions; key is the folded words.",
)

match = Table(
    "match",
    metadata,
    _ref("one_no", "assertion", primary=True),
    _ref("other_no", "assertion", primary=True),
    Column("weight", Float, nullable=False),
    Column("is_linked", Boolean, nullable=False),
    Column("explanation", Packed, nullable=False),
    Index("ix_match_other_no", "other_no"),
    CheckConstraint("one_no < other_no", name="order"),
    comment="Compared pairs of mentions, with the weight of each level.",
)

# What people decided, what was taken out, what left the house

decision = Table(
    "decision",
    metadata,
    _no(),
    Column("public_id", String(20), nullable=False, unique=True),
    Column("at", Instant, nullable=False),
    Column("who", Text, nullable=False),
    Column("why", Text),
    Column("kind", Text, nullable=False, index=True),
    Column("target_kind", Text, nullable=False),
    Column("target", Text, nullable=False, index=True),
    Column("field", Text),
    Column("value", Packed),
    Column("anchor", Packed),
    _ref("undoes", "decision", null=True),
    comment="Appended, never changed. anchor: text digest, span, words and type that it was made on.",
)

decision_state = Table(
    "decision_state",
    metadata,
    _ref("decision_no", "decision", primary=True),
    Column("state", String(8), nullable=False),
    Column("reason", Text),
    Column("changed_at", Instant, nullable=False),
    _one_of("state", ("applied", "waiting", "undone")),
    comment="Whether a decision holds, or waits because its anchor was coded otherwise.",
)

tombstone = Table(
    "tombstone",
    metadata,
    _no(),
    Column("at", Instant, nullable=False),
    Column("who", Text, nullable=False),
    Column("why", Text, nullable=False),
    Column("kind", String(10), nullable=False),
    Column("digest", String(64), nullable=False, index=True),
    Column("releases", Packed, nullable=False),
    _one_of("kind", ("report", "person")),
    comment="What was erased: a digest and the reason, never the thing.",
)

release = Table(
    "release",
    metadata,
    _no(),
    Column("name", Text, nullable=False, unique=True),
    Column("at", Instant, nullable=False),
    Column("digest", String(64), nullable=False),
    Column("record", Packed, nullable=False),
    comment="Frozen exports.",
)

release_item = Table(
    "release_item",
    metadata,
    _ref("release_no", "release", primary=True),
    Column("kind", String(10), primary_key=True),
    Column("public_id", Text, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("digest", String(64), nullable=False),
    comment="What a release held, so that the next can tell what changed.",
)
