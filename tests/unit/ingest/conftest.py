"""What the tests of cutting share: the model's own tokenizer, without its network."""

from collections.abc import Callable, Sequence

import pytest
from hypothesis import settings

from ingest.chunking import chunk_document
from ingest.models import package
from ingest.parsers.builder import TextBuilder
from ingest.types import Chunk, Document, Passage

settings.register_profile("modest", deadline=None, max_examples=60, derandomize=True, database=None)
settings.load_profile("modest")


@pytest.fixture(scope="session")
def count() -> Callable[[Sequence[str]], list[int]]:
    """Texts -> numbers of tokens, as the packaged embedding model counts them."""
    tokenizer = package.load_tokenizer()

    def counted(texts: Sequence[str]) -> list[int]:
        return [len(e.ids) for e in tokenizer.encode_batch(list(texts), add_special_tokens=False)]

    return counted


@pytest.fixture(scope="session")
def cut(count: Callable) -> Callable[[list[tuple]], tuple[Document, list[Chunk], list[Passage]]]:
    """Blocks as (builder method, arguments ...) -> the document with its chunks and passages."""

    def chunked(blocks: list[tuple]) -> tuple[Document, list[Chunk], list[Passage]]:
        document = _written(blocks)
        return document, *chunk_document(document, count, "model")

    return chunked


def _written(blocks: list[tuple]) -> Document:
    builder = TextBuilder()
    for name, *arguments in blocks:
        getattr(builder, name)(*arguments)
    parsed = builder.parsed("made.md")
    return Document("made.md", parsed.title, parsed.text, parsed.blocks)
