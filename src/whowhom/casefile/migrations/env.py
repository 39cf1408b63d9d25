"""How Alembic runs the steps: on the connection that the case gives it, in its transaction."""

from alembic import context

from whowhom.casefile.schema_team import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transactional_ddl=True,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
