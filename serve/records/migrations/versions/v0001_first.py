"""The first tables: answers, feedback, conversations, keys."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Creates the tables."""
    _answers()
    _feedback()
    op.create_table(
        "conversations",
        sa.Column("id", sa.String(255), primary_key=True),
        sa.Column("at", sa.Double, nullable=False, index=True),
        sa.Column("asker", sa.Text, nullable=False, index=True),
        sa.Column("groups", sa.JSON, nullable=False),
    )
    op.create_table(
        "keys",
        sa.Column("id", sa.String(16), primary_key=True),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("scopes", sa.JSON, nullable=False),
        sa.Column("groups", sa.JSON, nullable=False),
        sa.Column("made", sa.Double, nullable=False),
        sa.Column("revoked", sa.Double),
    )


def _answers() -> None:
    op.create_table(
        "answers",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("at", sa.Double, nullable=False, index=True),
        sa.Column("asker", sa.Text, nullable=False),
        sa.Column("groups", sa.JSON, nullable=False),
        sa.Column("conversation", sa.Text),
        sa.Column("channel", sa.Text, nullable=False),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("question", sa.Text, nullable=False),
        sa.Column("trace", sa.JSON, nullable=False),
    )
    op.create_index("answers_by_conversation", "answers", ["conversation", "at"])


def _feedback() -> None:
    answer = sa.ForeignKey("answers.id", ondelete="CASCADE")
    op.create_table(
        "feedback",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("answer", sa.String(32), answer, nullable=False, index=True),
        sa.Column("at", sa.Double, nullable=False),
        sa.Column("verdict", sa.String(16), nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("comment", sa.Text, nullable=False),
        sa.Column("judged_by", sa.Text, nullable=False),
    )
