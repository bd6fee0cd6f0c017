"""What Alembic runs: the steps, over the connection that `serve.records.database` hands it."""

from alembic import context

from serve.records.schema import METADATA

context.configure(connection=context.config.attributes["connection"], target_metadata=METADATA)
context.run_migrations()
