"""docs/slack.md names tests that exist, the gallery is what the bot says, the manifest is what it needs."""

import json
import re
import sys
from pathlib import Path

import pytest
import yaml

from serve.slack import app, dialogs
from tests.servers.slack.limits import check_message, check_view
from tests.servers.slack.methods import METHODS

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs" / "slack.md").read_text(encoding="utf-8")
MANIFEST = yaml.safe_load((ROOT / "docs" / "slack-manifest.yaml").read_text(encoding="utf-8"))
GALLERY = ROOT / "docs" / "slack-gallery"
SCOPES = {
    "auth.test": set(),
    "chat.postMessage": {"chat:write"},
    "chat.update": {"chat:write"},
    "chat.postEphemeral": {"chat:write"},
    "reactions.add": {"reactions:write"},
    "reactions.remove": {"reactions:write"},
    "conversations.replies": {"channels:history", "groups:history", "im:history", "mpim:history"},
    "conversations.history": {"channels:history", "groups:history", "im:history", "mpim:history"},
    "views.open": set(),
    "assistant.threads.setStatus": {"assistant:write"},
    "assistant.threads.setSuggestedPrompts": {"assistant:write"},
}
"""As the page of each method names them."""


@pytest.fixture(scope="module")
def tool() -> object:
    """The program that makes the gallery."""
    folder = str(ROOT / "tools" / "slack")
    sys.path.insert(0, folder)
    import gallery

    sys.path.remove(folder)
    return gallery


def test_every_behaviour_names_tests_that_exist():
    """Each row of the table has a test, and each name is a test function somewhere."""
    table = TEXT.split("## Every behaviour", 1)[1]
    rows = [line for line in table.splitlines() if line.startswith("| ") and "---" not in line][1:]
    named = [re.findall(r"`(test_\w+)`", row.rsplit("|", 2)[1]) for row in rows]
    assert len(rows) >= 40
    assert all(named)
    written = "\n".join(p.read_text(encoding="utf-8") for p in (ROOT / "tests").rglob("test_*.py"))
    there = set(re.findall(r"^def (test_\w+)\(", written, re.MULTILINE))
    assert {name for names in named for name in names} <= there


def test_every_slack_test_is_named():
    """What is tested in a workspace is in the table, or is a fault of the set-up."""
    written = "\n".join(
        p.read_text(encoding="utf-8") for p in (ROOT / "tests/integration/slack").glob("test_*.py")
    )
    tests = set(re.findall(r"^def (test_\w+)\(", written, re.MULTILINE))
    assert {t for t in tests if t not in TEXT} == {
        "test_a_question_that_cannot_be_asked_gets_a_word",
        "test_an_answer_without_the_right_to_react_comes_all_the_same",
        "test_slack_can_verify_the_address",
        "test_what_it_does_not_know_is_acknowledged",
    }


def test_the_gallery_is_what_the_bot_says(tool, tmp_path: Path):
    """The JSON in docs/ is what the bot's functions make today, its index as well, and each has a picture."""
    for made in tool.write_json(tmp_path):
        assert json.loads((GALLERY / made.name).read_text("utf-8")) == json.loads(made.read_text("utf-8"))
        assert (GALLERY / made.name).with_suffix(".png").stat().st_size > 1000
    assert (GALLERY / "README.md").read_text(encoding="utf-8") == tool.index()


def test_the_gallery_holds_every_message():
    """Each sentence that the code can say is in it."""
    shown = "\n".join(
        json.dumps(json.loads(p.read_text("utf-8")), ensure_ascii=False) for p in GALLERY.glob("*.json")
    )
    said = [v for n, v in vars(dialogs).items() if n.isupper() and isinstance(v, str)]
    said += [*dialogs.REASONS.values(), app.NOT_ALLOWED]
    said.remove(dialogs.READING_STATUS)  # no message: the assistant pane's own line
    assert [sentence for sentence in said if sentence not in shown] == []


def test_what_is_in_the_gallery_fits_slack():
    """Within the limits of messages and dialogs."""
    for path in GALLERY.glob("*.json"):
        message = json.loads(path.read_text(encoding="utf-8"))
        check = check_view if message.get("type") == "modal" else check_message
        check(message)


def test_the_manifest_asks_for_what_the_bot_uses():
    """Every scope of every method that it calls, the events that it listens to, the command, the socket."""
    scopes = set(MANIFEST["oauth_config"]["scopes"]["bot"])
    assert SCOPES.keys() == METHODS.keys()
    wanted = set().union(*SCOPES.values())
    # Mentions, the command and the metadata by which posts are found again come besides.
    assert scopes == wanted | {"app_mentions:read", "commands", "metadata.message:read"}
    events = set(MANIFEST["settings"]["event_subscriptions"]["bot_events"])
    kinds = {f"message.{kind}" for kind in ("channels", "groups", "im", "mpim")}
    assert events == kinds | {"app_mention", "assistant_thread_started", "tokens_revoked", "app_uninstalled"}
    assert [c["command"] for c in MANIFEST["features"]["slash_commands"]] == ["/ask"]
    assert MANIFEST["settings"]["socket_mode_enabled"]
