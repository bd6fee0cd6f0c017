"""An index of many synthetic passages: disk, memory, query time, and how soon a change is found."""

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import numpy as np
from numpy.typing import NDArray

from eval.bench.document import machine, table
from ingest.index.change import Change
from ingest.index.home import DataDir
from ingest.index.writer import build
from ingest.models.late import BITS, Embedded, EmbeddedQuestion, joined
from ingest.models.pieces import BYTES
from ingest.pipeline import ingest
from ingest.types import Block, Chunk, Document, Passage

DIMENSION, CLUSTERS, SPREAD = 384, 200, 0.6
PER_DOCUMENT, WORDS, VOCABULARY = 10, 40, 20_000
QUERIES = 50
READ = """
import sys, time
from pathlib import Path
from statistics import median
import numpy as np
from eval.bench.scale import QUERIES, Clustered, words
from ingest.index import open_index

def resident(kind):
    lines = Path("/proc/self/status").read_text().splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith(kind)) / 1024

embedder, before = Clustered(), resident("RssAnon")
files = resident("RssFile")
reader = open_index(Path(sys.argv[1]), embedder.name)
vectors, drawn = embedder.embed_queries([str(i) for i in range(QUERIES)]), words(7, QUERIES * 6)
times = []
for i, vector in enumerate(vectors):
    began = time.perf_counter()
    reader.search_both(vector, drawn[6 * i : 6 * i + 6], 60, ["everyone"])
    times.append((time.perf_counter() - began) * 1000)
print(resident("RssAnon") - before, resident("RssFile") - files, median(times), max(times))
"""


@dataclass(frozen=True, slots=True)
class Scale:
    """MiB on disk and resident (of its own, and mapped from files), ms of a query, seconds of a change."""

    passages: int
    disk: float
    memory: float
    mapped: float
    query: float
    slowest: float
    built: float
    changed: float
    changed_cpu: float


PIECES = 2
"""Sentences of a passage of 40 words."""


class Clustered:
    """Vectors around `CLUSTERS` centres, drawn from a text's hash: near each other as real ones are."""

    name = "clustered@1"
    dimension = DIMENSION

    def __init__(self) -> None:
        self._centres = np.random.default_rng(1).normal(size=(CLUSTERS, DIMENSION)).astype(np.float32)

    def embed_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """See `Embedder.embed_passages`."""
        seeds = np.array([hash_of(text) for text in texts])
        noise = np.random.default_rng(seeds[0]).normal(size=(len(texts), DIMENSION)).astype(np.float32)
        drawn = self._centres[seeds % CLUSTERS] + SPREAD * noise
        return np.asarray(drawn / np.linalg.norm(drawn, axis=1, keepdims=True), np.float32)

    def embed_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """See `Embedder.embed_queries`."""
        return self.embed_passages(texts)

    def embed_passages_with_tokens(self, texts: Sequence[str], starts: Sequence[int]) -> list[Embedded]:
        """See `TokenEmbedder`; codes of a token a word and of PIECES, drawn as well."""
        sizes = [len(text.split()) * BITS // 8 for text in texts]
        rng = np.random.default_rng(hash_of(texts[0]))
        codes = [joined(rng.bytes(n), rng.bytes(PIECES * BYTES)) for n in sizes]
        return list(map(Embedded, self.embed_passages(texts), codes))

    def embed_questions_with_tokens(self, texts: Sequence[str]) -> list[EmbeddedQuestion]:
        """See `TokenEmbedder`; queries have none."""
        return list(map(EmbeddedQuestion, self.embed_queries(texts)))

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """See `Embedder.count_tokens`."""
        return [len(text.split()) for text in texts]

    def describe(self) -> str:
        """See `Embedder.describe`."""
        return self.name


def hash_of(text: str) -> int:
    """The same number for the same text in every process."""
    return int.from_bytes(text.encode()[-8:].rjust(8, b" "), "big") % (2**31)


def words(seed: int, count: int) -> list[str]:
    """Words as frequent as words are: few of them make most of a text."""
    drawn = np.random.default_rng(seed).zipf(1.3, count) % VOCABULARY
    return [f"w{number}" for number in drawn]


def documents(passages: int) -> Iterator[tuple[Document, Chunk, list[Passage]]]:
    """Documents of `PER_DOCUMENT` passages each."""
    for number in range(passages // PER_DOCUMENT):
        drawn = words(number, WORDS * PER_DOCUMENT)
        lines = [" ".join(drawn[WORDS * i : WORDS * (i + 1)]) for i in range(PER_DOCUMENT)]
        starts = np.cumsum([0, *(len(line) + 1 for line in lines)]).tolist()
        spans = [(s, s + len(line)) for s, line in zip(starts, lines, strict=False)]
        blocks = tuple(Block("paragraph", a, b) for a, b in spans)
        name, text = f"d{number}.md", "\n".join(lines)
        chunk = Chunk(f"c{number}", name, 0, len(text), ())
        kept = [
            Passage(f"p{number}-{i}", name, chunk.id, a, b, text[a:b], "paragraph", title=name)
            for i, (a, b) in enumerate(spans)
        ]
        yield Document(name, name, text, blocks, {"source": name, "format": "md"}), chunk, kept


def measured(passages: int) -> Scale:
    """Builds an index of that size, asks it in a process of its own, then changes one document."""
    embedder = Clustered()
    made = list(documents(passages))
    change = Change(
        [d for d, _, _ in made], [c for _, c, _ in made], [p for _, _, kept in made for p in kept]
    )
    with tempfile.TemporaryDirectory() as folder:
        data_dir = Path(folder) / "data"
        home = DataDir(data_dir)
        with home.writing():
            began = time.perf_counter()
            build(data_dir, change, embedder, None)
            built = time.perf_counter() - began
        disk = sum(f.stat().st_blocks * 512 for f in data_dir.rglob("*") if f.is_file()) / 2**20
        command = [sys.executable, "-c", READ, str(data_dir)]
        asked = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603 - our own
        memory, mapped, query, slowest = map(float, asked.stdout.split())
        changed, cpu = _changed(data_dir, embedder)
    return Scale(passages, disk, memory, mapped, query, slowest, built, changed, cpu)


def _changed(data_dir: Path, embedder: Clustered) -> tuple[float, float]:
    """Seconds, and those of the processor, from a changed file until its words are found in a new version."""
    file = data_dir.parent / "d0.md"
    times = []
    for number in range(6):
        file.write_text(f"# Changed\n\nA changed document says zyzzyva{number}.\n", encoding="utf-8")
        began, busy = time.perf_counter(), time.process_time()
        ingest([file], data_dir, lambda: embedder)
        reader = DataDir(data_dir).open(embedder.name)
        if not reader.search_lexical([f"zyzzyva{number}"], 1, ["everyone"]):
            raise AssertionError("the changed document is not found")
        times.append((time.perf_counter() - began, time.process_time() - busy))
        reader.close()
    return median(t for t, _ in times[1:]), median(cpu for _, cpu in times[1:])


def section(found: Sequence[Scale], chart: str) -> str:
    """The section of the document."""
    head = (
        "passages",
        "disk, MiB",
        "memory, MiB",
        "mapped files, MiB",
        "query, ms",
        "slowest of 50, ms",
        "built in, s",
        "one document changed, s",
        "of it processor, s",
    )
    rows = [
        (
            f"{s.passages:,}",
            *(f"{value:,.0f}" for value in (s.disk, s.memory, s.mapped)),
            f"{s.query:.1f}",
            f"{s.slowest:.1f}",
            f"{s.built:.1f}",
            f"{s.changed:.2f}",
            f"{s.changed_cpu:.2f}",
        )
        for s in found
    ]
    picture = (
        f"\n![Disk, memory, query time and time of a change over the number of passages]({chart})\n"
        if chart
        else ""
    )
    return f"""\
## Scale

`rag-eval bench scale`, {machine()}.

Synthetic passages of {WORDS} words, Zipf-distributed, ten to a document, with vectors of {DIMENSION} numbers
around {CLUSTERS} centres and a code of {BITS} bits for each word. A query
is an exact dense search and BM25, 60 passages each, without models.
Memory is what opening and asking add to a process of its own: private, and mapped from the index's
files, which the system may drop. The last columns are the time from a changed file until a reader opened
on the new version finds its words, with the synthetic model: median of five, and the processor's share,
the rest being the disk and whatever else ran.

{table(head, rows)}
{picture}"""
