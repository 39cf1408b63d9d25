"""The first tables."""

from __future__ import annotations

from alembic import op

from whowhom.casefile.migrations import first_events, first_reports

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make all tables."""
    for make in (*first_reports.TABLES, *first_events.TABLES):
        make()
    if op.get_bind().dialect.name == "sqlite":
        _search_in_sqlite()
        _keep_decisions_in_sqlite()
    else:
        _search_in_postgresql()
        _keep_decisions_in_postgresql()


def _search_in_sqlite() -> None:
    # The words come folded and parted by spaces, so the plainest tokenizer is the right one.
    op.execute("CREATE VIRTUAL TABLE passage USING fts5(words, tokenize = 'ascii', prefix = '2 3 4')")


def _search_in_postgresql() -> None:
    op.execute("CREATE TABLE passage (no bigint PRIMARY KEY, words tsvector NOT NULL)")
    op.execute("CREATE INDEX ix_passage_words ON passage USING gin (words)")


def _keep_decisions_in_sqlite() -> None:
    for change in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER decision_{change.lower()} BEFORE {change} ON decision "
            "WHEN NOT EXISTS (SELECT 1 FROM meta WHERE key = 'erasing') "
            "BEGIN SELECT RAISE(ABORT, 'decisions are never changed'); END"
        )


def _keep_decisions_in_postgresql() -> None:
    op.execute(
        "CREATE FUNCTION keep_decisions() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "IF NOT EXISTS (SELECT 1 FROM meta WHERE key = 'erasing') THEN "
        "RAISE EXCEPTION 'decisions are never changed'; END IF; "
        "IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$"
    )
    op.execute(
        "CREATE TRIGGER decision_is_kept BEFORE UPDATE OR DELETE ON decision "
        "FOR EACH ROW EXECUTE FUNCTION keep_decisions()"
    )
