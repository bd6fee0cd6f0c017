"""What the tests of the comparison share: a made-up data folder, observations by hand, real models."""

import gzip
import json
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import save_file

from eval.retrieval.orders import Observed
from eval.retrieval.sets import ANSWERABLE, Question
from eval.training.data import HELD_OUT_GUIDES
from ingest.models import MiniLmEmbedder, package

SHARED = Path(__file__).resolve().parents[5] / "shared"
THINGS = ("cache", "mutex", "queue", "router", "kernel", "schema", "socket", "tensor")


@pytest.fixture(scope="session")
def embedder() -> MiniLmEmbedder:
    """The packaged model in float32, on one thread."""
    return MiniLmEmbedder("f32", 1)


@pytest.fixture(scope="session")
def scorer_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cross-encoder as training writes it, with an untrained head."""
    path = tmp_path_factory.mktemp("scorer") / "reranker.safetensors"
    weight = np.random.default_rng(0).normal(size=(1, package.DIMENSION)).astype(np.float16)
    save_file({"head.weight": weight, "head.bias": np.zeros(1, np.float16)}, path, {"name": "made/7"})
    return path


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The real data sets; a user of the project does not have them."""
    if not (SHARED / "data").exists():
        pytest.skip("needs ../shared/data, which is not part of the project")
    return SHARED / "data"


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All data sets, small: guides of eight questions, twenty claims, eight chunks, sixteen searches."""
    root = tmp_path_factory.mktemp("data")
    texts = {thing: f"The {thing} keeps what was put there. A {thing} is never full." for thing in THINGS}
    _write(root / "interview_qa/dev.jsonl", _guides(("a/dev", "b/dev"), texts))
    _write(root / "interview_qa/train.jsonl", _guides(sorted(HELD_OUT_GUIDES), texts))
    _write(root / "sections/train.jsonl.gz", [])
    medical = [{"question": "what is it ?", "answer": "x", "focus": str(n)} for n in range(700)]
    _write(root / "medquad/train.jsonl.gz", medical)
    abstracts = [{"id": f"s{t}", "title": f"On the {t}", "text": x} for t, x in texts.items()]
    _write(root / "scifact/corpus.jsonl.gz", abstracts)
    claims = [
        {"claim": f"{n}: a {t} is never full", "relevant": [f"s{t}"]}
        for n, t in enumerate((*THINGS, *THINGS, *THINGS[:4]))
    ]
    _write(root / "scifact/claims_train.jsonl", claims)
    _write(root / "code_retrieval/chunks.jsonl", [{"id": f"c#{t}", "text": f"fn {t}() {{}}"} for t in THINGS])
    asked = [{"question": f"where is {t}?", "relevant": [f"c#{t}", f"c#{THINGS[0]}"]} for t in THINGS[1:]]
    _write(root / "code_retrieval/questions.jsonl", asked)
    searches = [
        {"question": f"{w} a {t} full", "title": t, "passage": x, "answerable": w == "is"}
        for t, x in texts.items()
        for w in ("is", "who painted")
    ]
    _write(root / "clapnq/dev_a.jsonl", searches)
    return root


def _guides(names: Iterable[str], texts: Mapping[str, str]) -> list[dict[str, str]]:
    return [
        {"question": f"What does a {t} do?", "answer": f"{x} ({n})", "source": n}
        for n in names
        for t, x in texts.items()
    ]


def _write(path: Path, rows: Iterable[Mapping[str, object]]) -> None:
    path.parent.mkdir(exist_ok=True)
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(r) + "\n" for r in rows)


@pytest.fixture(scope="session")
def seen() -> Callable[..., Observed]:
    """Makes an observation by hand: a question's answers, and its lists by order."""

    def made(relevant: str, kind: str = ANSWERABLE, sure: float = 0.5, **units: str) -> Observed:
        lists = {order: tuple(names) for order, names in units.items()}
        return Observed(Question("why?", frozenset(relevant), kind), lists, sure, sure < 0.3)

    return made
