"""Logs as JSON lines."""

import json
import logging
import sys
from collections.abc import Callable

import pytest

from serve.operations.audit import Audit
from serve.operations.logs import REQUEST, JsonLines
from serve.records.types import Given, Judged


def line(record: logging.LogRecord) -> dict[str, object]:
    """The one line that a record becomes."""
    text = JsonLines().format(record)
    assert "\n" not in text
    fields: dict[str, object] = json.loads(text)
    return fields


def test_a_record_is_one_object_on_one_line():
    """Time, level, logger, message and the request's id; fields beside them, whatever they hold."""
    record = logging.LogRecord("rag.x", logging.INFO, "x.py", 1, "a %s\n", ("b",), None)
    record.fields = {"documents": ["ä.md", 7], "other": object}
    token = REQUEST.set("r-1")
    said = line(record)
    REQUEST.reset(token)
    assert (said["level"], said["logger"], said["message"], said["request"]) == (
        "info",
        "rag.x",
        "a b\n",
        "r-1",
    )
    assert said["documents"] == ["ä.md", 7]
    assert str(said["time"]).endswith("+00:00")


def test_an_exception_is_in_its_line():
    """The traceback is a field, so that a line stays one."""
    try:
        raise ValueError("no")
    except ValueError:
        record = logging.LogRecord("rag", logging.ERROR, "x.py", 1, "failed", (), sys.exc_info())
    said = line(record)
    assert "ValueError: no" in str(said["exception"])
    assert "request" not in said


@pytest.mark.parametrize("with_text", [False, True])
def test_an_answer_s_line_has_its_words_only_where_they_may_be(
    given: Callable[..., Given], caplog: pytest.LogCaptureFixture, with_text: bool
):
    """Who, which documents and how it ended in any case."""
    with caplog.at_level(logging.INFO, "rag.audit"):
        Audit(with_text).hear(given())
    said = line(caplog.records[0])
    assert (said["message"], said["asker"], said["documents"]) == ("answer", "key:a", ["cats.md"])
    assert ("purr" in str(said)) == ("What do cats do?" in str(said)) == with_text


def test_a_verdict_s_line_has_no_comment(caplog: pytest.LogCaptureFixture):
    """The answer, the verdict and who gave it."""
    with caplog.at_level(logging.INFO, "rag.audit"):
        Audit(True).hear(Judged("id-1", 1.0, "helpful", "reason", "comment", "U1"))
    said = line(caplog.records[0])
    assert (said["answer"], said["verdict"], said["by"]) == ("id-1", "helpful", "U1")
    assert "comment" not in str(said)
