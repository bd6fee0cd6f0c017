"""Logs as JSON, one object a line, each with the request that it belongs to."""

import json
import logging
import sys
from collections.abc import Mapping
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any, TextIO

REQUEST: ContextVar[str] = ContextVar("request", default="")
"""The id of the request that is being answered."""


class JsonLines(logging.Formatter):
    """Time (UTC), level, logger, message, the request's id, and what was given as `extra={"fields": …}`."""

    def format(self, record: logging.LogRecord) -> str:
        """One line, whatever the message holds."""
        fields: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if request := REQUEST.get():
            fields["request"] = request
        fields |= getattr(record, "fields", {})
        if record.exc_info:
            fields["exception"] = self.formatException(record.exc_info)
        return json.dumps(fields, ensure_ascii=False, default=str)


def log_json(stream: TextIO = sys.stderr, level: int = logging.INFO) -> None:
    """Sends every logger's lines to `stream`."""
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLines())
    logging.basicConfig(handlers=[handler], level=level, force=True)
    for quiet in ("httpx", "httpx2", "alembic"):
        logging.getLogger(quiet).setLevel(logging.WARNING)


def audit(event: str, fields: Mapping[str, Any]) -> None:
    """One line of the audit log: who did what."""
    logging.getLogger("rag.audit").info(event, extra={"fields": dict(fields)})
