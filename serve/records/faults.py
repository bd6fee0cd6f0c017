"""The database's failures as errors with a name."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import IntegrityError, SQLAlchemyError

from ingest.errors import StorageProblem


@contextmanager
def faults_named() -> Iterator[None]:
    """Turns the database's failures into StorageProblem, but for a reference that leads nowhere."""
    try:
        yield
    except IntegrityError:
        raise
    except SQLAlchemyError as error:
        raise storage_problem(error) from error


def storage_problem(error: Exception) -> StorageProblem:
    """The failure in one line, without the statement and its values."""
    said = " ".join(str(getattr(error, "orig", None) or error).split())
    return StorageProblem(f"the records cannot be kept or read ({said}): see RAG_RECORDS_URL and the disk")
