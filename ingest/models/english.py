"""Which words are English: the packaged model's word list, SymSpell's dictionary, and the talk of computing.

The dictionary is the file of 82,765 words that comes with symspellpy, whose code is not imported.
"""

import re
from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from ingest.language import language_of
from ingest.models.package import word_list

MOST = 0.8
"""Share of English words from which on no common word of another language counts: "per" is Italian too."""
_SMALL = re.compile(r"(?<![\w./@#-])[a-z]{3,}(?![\w/@#-]|\.\w|['’]t)")
_FILE = "frequency_dictionary_en_82_765.txt"
_COMPUTING = """
args async autocomplete autoscale autoscaling backend backends backoff backtrace bitmask bitrate bool
booleans chatbot chatbots checkpointing checksums chmod chown chunker cli cmd codebase codec codecs
config configs cpus cron crontab crypto ctl daemonize dataset datasets dedup dereference deserialize
devs dirs emoji emojis encodings enum enums env envs failover favicon filesystem finetune finetuning
freemium frontend frontends func geolocation github gpu gpus groupby gzip hardcoded hashtag hashtags
heatmap hostname hostnames href ide inode inodes iterable json kwargs leaderboard leaderboards libs
lifecycle linter localhost lookups macbook mkdir monorepo multithreading mutex namespace namespaces
netmask nullable onboarding opensource params passwordless pdfs perf permalink plaintext png
postprocessing prefetch preprocess preprocessing pretrained pretraining py readme realtime recurse
regexes repo repos rerank reranker reranking rsync runtime runtimes scp sdk serializer serializers
spinlock src ssl stateful stderr stdin stdout struct structs subcommand subcommands subdir subfolder
submodule subnet subprocess subprocesses subquery substring sudo symlink symlinks syslog systemwide
teardown templating tls tmp tokenizer tokenizers toml tooltip tradeoff tradeoffs truststore txt
untrusted uri url util utils uuid venv virtualenv vm vms vpn vram webapp webhook webhooks webpages
webserver webview whitelist whitespace yaml yml
"""
"""What people who work with computers say among themselves, whatever the material calls it."""
_CONTRACTED = """
aint arent cant couldnt didnt doesnt dont hadnt hasnt havent isnt ive lets shouldnt thats theres theyre wasnt
weve werent whats wheres whos wont wouldnt youre youve
"""
"""As people type them on a phone, without the apostrophe."""
_SOFTWARE = """
airflow ansible apache azure bamboo caddy cassandra celery chef consul cypress debian docker elastic
envoy falcon fedora flask flink gatsby helm heroku hive jenkins jest kafka kong mercurial mongo nomad
oracle pandas presidio prometheus puppet pyramid salesforce sentry snowflake spark splunk stripe swift
tableau terraform tornado travis twilio ubuntu vagrant varnish windows
"""
"""English words, and names that the dictionary has, that are software where computers are spoken of."""


@cache
def _dictionary() -> frozenset[str]:
    """In lower case; read when the first word is asked for that the model's list lacks."""
    spec = find_spec("symspellpy")
    folder = Path(next(iter(spec.submodule_search_locations or ()))) if spec else Path()
    lines = (folder / _FILE).read_text(encoding="utf-8-sig").splitlines()
    return frozenset([*_COMPUTING.split(), *_CONTRACTED.split(), *(line.split()[0] for line in lines)])


@cache
def _software() -> frozenset[str]:
    return frozenset(_SOFTWARE.split())


def is_english(word: str) -> bool:
    """Whether a word in lower case is one, and no well-known piece of software."""
    return word not in _software() and (word in word_list() or word in _dictionary())


def small_words(text: str) -> Iterator[re.Match[str]]:
    """The words of letters alone, three or more, that are written small throughout and hang on no other."""
    return _SMALL.finditer(text)


def reads_english(text: str) -> bool:
    """Most of its small words are English, or half are and no other language has more common ones."""
    words = [is_english(match[0]) for match in small_words(text)]
    share = sum(words) / (len(words) or 1)
    return not words or share >= MOST or (2 * share >= 1 and language_of(text, least=1) in ("", "en"))
