"""What a question takes for the default is laid beside what the material gives as one."""

import pytest

from serve.defaults import other_default

REPOKEY = "It can be in keyfile mode instead of the default repokey mode."
PASSIVE = "It uses the passive connection mode by default. The active one has to be switched on."
BACKEND = "backend: The analysis backend; either gstreamer, command or ffmpeg. Default: command."
BINARY = "command: The path to the binary of a backend. Default: /usr/bin/mp3gain."
CAPTURE = "fd (file descriptor) level capturing (default): writes are caught. Else: sys level capturing."


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Why is keyfile the default mode?", REPOKEY),
        ("why does it default to the active connection mode for uploads", PASSIVE),
        ("why is the active connection mode used by default", PASSIVE),
        ("why was ffmpeg chosen as the default backend of the plugin", BACKEND),
        ("Why was sys level capturing chosen as the default capture method rather than fd?", CAPTURE),
        ("Why was 10 seconds chosen as the default for START_DELAY?", "Default: 5.0"),
        ("Why is STORE_EMPTY False by default?", "Default: True"),
        ("Why is STORE_EMPTY switched off by default?", "Default: True"),
        ("why is async support on by default", "By default, async support is disabled."),
        (
            "Why did they choose zstd over lz4 as the default compression?",
            "The default compression is lz4; zstd is slow.",
        ),
    ],
)
def test_another_default_contradicts(question: str, said: str):
    """A named one, a figure, yes for no; the statement that gives it is the answer."""
    assert other_default(question, {said: ""}) == said


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Why is repokey the default mode?", REPOKEY),
        ("why does it use the passive mode for uploads by default", PASSIVE),
        ("why is command the default backend of the plugin", BACKEND),
        ("Why is fd level capturing the default rather than sys?", CAPTURE),
        ("Why was 5 seconds chosen as the default for START_DELAY?", "Default: 5.0"),
        ("Why is STORE_EMPTY True by default?", "Default: True"),
        ("Why is STORE_EMPTY on?", "Default: False"),
        ("why is async support off by default", "By default, async support is disabled."),
        ("Why are uploads kept by default?", "Default: True"),
        ("Why does it use a passphrase by default?", REPOKEY + " A passphrase is asked for."),
        ("Why isn't the old cache always emptied by default?", "It isn't always emptied by default."),
        ("Why is the blue theme the default?", "The default is azure."),
    ],
)
def test_the_same_default_or_none_contradicts_nothing(question: str, said: str):
    """Nor does what is done by default beside it, nor a word that the material does not have."""
    assert other_default(question, {said: ""}) == ""


def test_the_kind_of_default_decides_what_is_compared():
    """The default of another option in the same list is none of its."""
    question = "why was ffmpeg chosen as the default backend of the plugin"
    assert other_default(question, {BINARY: "", BACKEND: ""}) == BACKEND
    assert other_default("why was ffmpeg chosen as the default encoder", {BINARY: "", BACKEND: ""}) == ""
    assert other_default("why is ffmpeg the default backend", {BINARY: "The backend"}) == ""
    assert (
        other_default("why is 3 the default START_DELAY", {"Default: 5.0": "START_DELAY"}) == "Default: 5.0"
    )
