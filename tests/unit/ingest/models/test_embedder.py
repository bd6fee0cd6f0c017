"""The packaged embedder against sentence-transformers with the same weights."""

import shutil
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from safetensors.numpy import save_file

from ingest.models import MiniLmEmbedder, package
from ingest.models.adapter import adapted, load_adapter
from ingest.models.embedder import Vectors
from ingest.models.runtime import computes_in_bf16


@pytest.fixture(scope="module")
def expected(texts: list[str], tmp_path_factory: pytest.TempPathFactory) -> Vectors:
    """sentence-transformers' vectors of the texts, from the packaged folder with the shipped weights."""
    from sentence_transformers import SentenceTransformer

    folder = tmp_path_factory.mktemp("models") / "embedder"
    shutil.copytree(package.model_folder(), folder)
    save_file(adapted(package.load_tensors(), load_adapter()), folder / "model.safetensors", {"format": "pt"})
    model = SentenceTransformer(str(folder), device="cpu")
    return np.asarray(model.encode(texts, normalize_embeddings=True, show_progress_bar=False))


@pytest.mark.parametrize(("precision", "least"), [("f32", 0.9999), ("bf16", 0.9995)])
def test_same_vectors_as_sentence_transformers(precision, least, texts, expected):
    """Every text, empty and cut ones too, gets the reference's vector."""
    found = MiniLmEmbedder(precision).embed_passages(texts)
    assert (found * expected).sum(axis=1).min() >= least


def test_the_best_precision_is_the_processor_s():
    """bf16 where it has instructions for it, f32 elsewhere."""
    assert MiniLmEmbedder("auto").describe().count("bf16") == computes_in_bf16()


def test_unit_length(minilm, texts):
    """Vectors are float32 rows of unit length, so that a dot product is the cosine."""
    found = minilm.embed_queries(texts)
    assert found.dtype == np.float32
    assert found.shape == (len(texts), minilm.dimension)
    np.testing.assert_allclose(np.linalg.norm(found, axis=1), 1, atol=1e-5)


def test_no_texts(minilm):
    """No texts make no rows, of the right width."""
    assert minilm.embed_passages([]).shape == (0, 384)
    assert minilm.count_tokens([]) == []


def test_order_is_kept(minilm, texts):
    """Rows follow the texts, however these are batched by length."""
    many = (texts * 6)[::-1]
    alone = {t: minilm.embed_passages([t])[0] for t in texts}
    np.testing.assert_allclose(minilm.embed_passages(many), [alone[t] for t in many], atol=1e-5)


def test_threads_do_not_mix_up_vectors(minilm, texts):
    """Callers on several threads, who share batches, get what they would get alone."""
    alone = [minilm.embed_passages([t]) for t in texts]
    with ThreadPoolExecutor(6) as pool:
        found = list(pool.map(lambda t: minilm.embed_passages([t]), texts * 4))
    for vector, wanted in zip(found, alone * 4, strict=True):
        np.testing.assert_allclose(vector, wanted, atol=1e-5)


@pytest.mark.slow
def test_shared_batches_change_a_vector_by_no_more_than_rounding(texts):
    """In bf16 a text's vector in whatever company is the one that it has alone: the cosine is 0.9999."""
    embedder = MiniLmEmbedder("bf16")
    alone = np.concatenate([embedder.embed_queries([t]) for t in texts])
    with ThreadPoolExecutor(6) as pool:
        found = list(pool.map(lambda i: embedder.embed_queries(texts[i:]), [*range(len(texts))] * 3))
    for vectors, start in zip(found, [*range(len(texts))] * 3, strict=True):
        assert (vectors * alone[start:]).sum(axis=1).min() >= 0.9999


def test_tokens_are_counted_to_the_end(minilm):
    """A text beyond the model's limit counts all of its tokens, without special ones."""
    assert minilm.count_tokens(["retrieval " * 400, "", "What is RAG?"])[1:] == [0, 4]
    assert minilm.count_tokens(["word " * 400]) == [400]


def test_the_name_is_the_weights(minilm):
    """An index made in one precision is read in another; other weights would have another name."""
    assert minilm.name == MiniLmEmbedder("bf16", threads=1).name
    assert package.WEIGHTS_SHA256[:12] in minilm.name
    assert load_adapter().digest in minilm.name
    assert load_adapter().digest not in MiniLmEmbedder("f32", adapter=None).name
    assert "f32" in minilm.describe()
