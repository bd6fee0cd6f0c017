"""Who may ask, where, and whose documents a channel sees."""

import pytest

from ingest.errors import SettingsProblem
from serve.settings import Settings
from serve.slack.settings import SlackSettings, tokens_from


def test_empty_lists_let_everybody_in():
    """Nothing is configured, nothing is barred."""
    assert SlackSettings().admits(frozenset({"T1"}), "C1", "U1")


def test_every_list_has_to_let_in():
    """Workspace, channel and person; of a guest both workspaces; a direct message has no channel to list."""
    chosen = SlackSettings(slack_workspaces="T1, T2", slack_channels="C1", slack_users="U1")
    assert chosen.admits(frozenset({"T1", "T2"}), "C1", "U1")
    assert chosen.admits(frozenset({"T1"}), "D9", "U1")
    assert not chosen.admits(frozenset({"T1", "T9"}), "C1", "U1")
    assert not chosen.admits(frozenset({"T1"}), "C9", "U1")
    assert not chosen.admits(frozenset({"T1"}), "C1", "U9")


def test_a_channel_sees_everyones_documents_and_its_groups():
    """Another channel and a direct message see everyone's alone."""
    chosen = SlackSettings(slack_channel_groups="C1 = hr | legal, C2=board")
    assert chosen.groups_of("C1") == ("everyone", "hr", "legal")
    assert chosen.groups_of("C2") == ("everyone", "board")
    assert chosen.groups_of("D1") == ("everyone",)


@pytest.mark.parametrize("entry", ["C1", "=hr", "C1=", "C1=|"])
def test_an_entry_that_is_no_pair_is_an_error(entry: str):
    """One line that names the variable."""
    with pytest.raises(SettingsProblem, match="RAG_SLACK_CHANNEL_GROUPS"):
        Settings(slack_channel_groups=entry)


def test_slack_does_not_shape_answers():
    """Its settings leave the hash of what shapes an answer alone."""
    assert Settings(slack_users="U1").hash == Settings().hash


def test_the_tokens_of_the_mode_are_needed():
    """Each by its name, and no others; they are not printed."""
    with pytest.raises(SettingsProblem, match="SLACK_APP_TOKEN"):
        tokens_from({"SLACK_BOT_TOKEN": "b"}, "socket")
    tokens = tokens_from({"SLACK_BOT_TOKEN": " secret\n", "SLACK_SIGNING_SECRET": "s"}, "http")
    assert tokens.bot == "secret"
    assert "secret" not in repr(tokens)
