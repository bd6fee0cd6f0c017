"""The methods of the Web API that the bot calls."""

from collections.abc import Callable, Mapping

from tests.servers.slack.limits import check_message, check_view
from tests.servers.slack.state import ApiError, Body, State

_SHOWN = ("text", "blocks", "metadata", "thread_ts")


def auth_test(state: State, _: Body) -> Body:
    """Who the token is."""
    return {"user_id": state.bot, "team_id": state.team, "bot_id": "BBOT", "user": "rag", "team": "Test"}


def post_message(state: State, sent: Body) -> Body:
    """Into a channel or a thread."""
    channel = state.channel_for_bot(sent["channel"])
    check_message(sent)
    thread = sent.get("thread_ts")
    if thread and channel.find(thread) is None:
        raise ApiError("thread_not_found")
    message = {k: sent[k] for k in _SHOWN if k in sent}
    message |= {"type": "message", "user": state.bot, "bot_id": "BBOT", "ts": state.next_ts()}
    channel.messages.append(message)
    return {"channel": channel.id, "ts": message["ts"], "message": message}


def update(state: State, sent: Body) -> Body:
    """One of the bot's own; metadata that is not named stays."""
    message = state.channel_for_bot(sent["channel"]).find(sent["ts"])
    if message is None:
        raise ApiError("message_not_found")
    if message["user"] != state.bot:
        raise ApiError("cant_update_message")
    check_message(sent)
    state.edits[sent["ts"]].append({k: message.get(k) for k in _SHOWN})
    message.update({k: sent[k] for k in ("text", "blocks", "metadata") if k in sent})
    return {"channel": sent["channel"], "ts": sent["ts"], "text": message["text"]}


def post_ephemeral(state: State, sent: Body) -> Body:
    """For one member's eyes."""
    channel = state.channel_for_bot(sent["channel"])
    check_message(sent)
    if sent["user"] not in channel.members:
        raise ApiError("user_not_in_channel")
    state.whispers.append(dict(sent))
    return {"message_ts": state.next_ts()}


def add_reaction(state: State, sent: Body) -> Body:
    """Once each."""
    if state.channel_for_bot(sent["channel"]).find(sent["timestamp"]) is None:
        raise ApiError("message_not_found")
    names = state.reactions[sent["channel"], sent["timestamp"]]
    if sent["name"] in names:
        raise ApiError("already_reacted")
    names.append(sent["name"])
    state.reacted.append((sent["channel"], sent["timestamp"], sent["name"]))
    return {}


def remove_reaction(state: State, sent: Body) -> Body:
    """If it is there."""
    names = state.reactions[sent["channel"], sent["timestamp"]]
    if sent["name"] not in names:
        raise ApiError("no_reaction")
    names.remove(sent["name"])
    return {}


def replies(state: State, sent: Body) -> Body:
    """A thread in pages, oldest first, the message that it hangs on with every page."""
    channel = state.channel_for_bot(sent["channel"])
    if channel.find(sent["ts"]) is None:
        raise ApiError("thread_not_found")
    return _page(
        [m for m in channel.messages if sent["ts"] in (m["ts"], m.get("thread_ts"))], sent, keep=sent["ts"]
    )


def history(state: State, sent: Body) -> Body:
    """A channel without what is in threads."""
    channel = state.channel_for_bot(sent["channel"])
    return _page([m for m in channel.messages if m.get("thread_ts") in (None, m["ts"])], sent)


def _page(messages: list[Body], sent: Body, keep: str = "") -> Body:
    oldest = float(sent.get("oldest") or 0)
    chosen = [m for m in messages if float(m["ts"]) > oldest or m["ts"] == keep]
    begin, size = int(sent.get("cursor") or 0), int(sent.get("limit") or 100)
    page = [dict(m) for m in chosen[begin : begin + size]]
    if sent.get("include_all_metadata") not in ("1", "true", True):
        page = [{k: v for k, v in m.items() if k != "metadata"} for m in page]
    more = begin + size < len(chosen)
    following = {"next_cursor": str(begin + size) if more else ""}
    return {"messages": page, "has_more": more, "response_metadata": following}


def open_view(state: State, sent: Body) -> Body:
    """Over a button that was just pressed; a trigger opens one dialog."""
    check_view(sent["view"])
    if any(v["trigger_id"] == sent["trigger_id"] for v in state.views):
        raise ApiError("exchanged_trigger_id")
    view = {**sent["view"], "id": f"V{len(state.views) + 1}"}
    state.views.append({"trigger_id": sent["trigger_id"], "view": view})
    return {"view": view}


def set_status(state: State, sent: Body) -> Body:
    """What the assistant pane says while the bot works."""
    state.statuses.append(dict(sent))
    return {}


def set_prompts(state: State, sent: Body) -> Body:
    """At most four."""
    if not 1 <= len(sent["prompts"]) <= 4:
        raise ApiError("invalid_arguments")
    state.prompts.append(dict(sent))
    return {}


METHODS: Mapping[str, Callable[[State, Body], Body]] = {
    "auth.test": auth_test,
    "chat.postMessage": post_message,
    "chat.update": update,
    "chat.postEphemeral": post_ephemeral,
    "reactions.add": add_reaction,
    "reactions.remove": remove_reaction,
    "conversations.replies": replies,
    "conversations.history": history,
    "views.open": open_view,
    "assistant.threads.setStatus": set_status,
    "assistant.threads.setSuggestedPrompts": set_prompts,
}
