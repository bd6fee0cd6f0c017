"""The tables. Times are seconds since 1970 in UTC; a change here needs a step in `migrations/versions`."""

from sqlalchemy import JSON, Column, Double, ForeignKey, Index, Integer, MetaData, String, Table, Text

METADATA = MetaData()

answers = Table(
    "answers",
    METADATA,
    Column("id", String(32), primary_key=True),
    Column("at", Double, nullable=False, index=True),
    Column("asker", Text, nullable=False),
    Column("groups", JSON, nullable=False),
    Column("conversation", Text),
    Column("channel", Text, nullable=False),
    Column("status", String(16), nullable=False),
    Column("question", Text, nullable=False),
    Column("trace", JSON, nullable=False),
    Index("answers_by_conversation", "conversation", "at"),
)

feedback = Table(
    "feedback",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("answer", String(32), ForeignKey("answers.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("at", Double, nullable=False),
    Column("verdict", String(16), nullable=False),
    Column("reason", Text, nullable=False),
    Column("comment", Text, nullable=False),
    Column("judged_by", Text, key="by", nullable=False),
)

conversations = Table(
    "conversations",
    METADATA,
    Column("id", String(255), primary_key=True),
    Column("at", Double, nullable=False, index=True),
    Column("asker", Text, nullable=False, index=True),
    Column("groups", JSON, nullable=False),
)

keys = Table(
    "keys",
    METADATA,
    Column("id", String(16), primary_key=True),
    Column("digest", String(64), nullable=False),
    Column("name", Text, nullable=False),
    Column("scopes", JSON, nullable=False),
    Column("groups", JSON, nullable=False),
    Column("made", Double, nullable=False),
    Column("revoked", Double),
)
