"""Answers, feedback, conversations and API keys in a database; SQLAlchemy and Alembic are used here alone."""
