"""Slack's limits on messages and dialogs, as the reference of Block Kit states them."""

from typing import Any

from tests.servers.slack.state import ApiError

_TEXTS = {"section": 3000, "header": 150}


def check_message(message: dict[str, Any]) -> None:
    """Raises ApiError for a message that Slack would not take."""
    if not message.get("text") and not message.get("blocks"):
        raise ApiError("no_text")
    if len(message.get("text", "")) > 40_000:
        raise ApiError("msg_too_long")
    check_blocks(message.get("blocks", ()), 50)


def check_view(view: dict[str, Any]) -> None:
    """Raises ApiError for a dialog that Slack would not take."""
    if view.get("type") != "modal" or not 1 <= len(view["title"]["text"]) <= 24:
        raise ApiError("invalid_arguments")
    if len(view.get("private_metadata", "")) > 3000 or len(view.get("callback_id", "")) > 255:
        raise ApiError("invalid_arguments")
    check_blocks(view["blocks"], 100)


def check_blocks(blocks: Any, most: int) -> None:
    """Raises ApiError for too many or too long ones."""
    if len(blocks) > most:
        raise ApiError("invalid_blocks")
    total = 0
    for block in blocks:
        kind = block["type"]
        text = (block.get("text") or {}).get("text", "")
        if kind == "section" and not 1 <= len(text) <= _TEXTS["section"]:
            raise ApiError("invalid_blocks")
        elements = block.get("elements", ())
        if (kind == "context" and not 1 <= len(elements) <= 10) or (kind == "actions" and len(elements) > 25):
            raise ApiError("invalid_blocks")
        for element in elements:
            _check_element(element)
        total += len(text)
    if total > 13_200:
        raise ApiError("msg_blocks_too_long")


def _check_element(element: dict[str, Any]) -> None:
    if element["type"] == "button":
        fits = len(element["text"]["text"]) <= 75 and len(element.get("value", "")) <= 2000
        if not fits or len(element["action_id"]) > 255:
            raise ApiError("invalid_blocks")
    elif element["type"] == "mrkdwn" and not 1 <= len(element["text"]) <= 3000:
        raise ApiError("invalid_blocks")
