"""Other people's models through sentence-transformers, from local folders."""

import numpy as np
import pytest

from ingest.errors import ModelProblem
from ingest.models import MiniLmEmbedder, load_embedder, load_pair_scorer, package
from ingest.models.sentence_transformer import prefixes


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> str:
    """The packaged model as `SentenceTransformer.save` writes it, under a name of the BGE family."""
    from sentence_transformers import SentenceTransformer

    path = str(tmp_path_factory.mktemp("models") / "bge-small-en")
    SentenceTransformer(str(package.model_folder()), device="cpu").save(path)
    return path


@pytest.fixture(scope="module")
def packaged() -> MiniLmEmbedder:
    """The same weights as in that folder: without the adapter."""
    return MiniLmEmbedder("f32", adapter=None)


@pytest.fixture(scope="module")
def cross_encoder(tmp_path_factory) -> str:
    """A folder as `CrossEncoder.save` writes it: the packaged encoder with an untrained head."""
    from sentence_transformers import CrossEncoder

    path = str(tmp_path_factory.mktemp("models") / "reranker")
    CrossEncoder(str(package.model_folder()), num_labels=1, device="cpu").save(path)
    return path


@pytest.mark.parametrize(
    ("model", "query", "passage"),
    [
        ("intfloat/e5-base-v2", "query: ", "passage: "),
        ("/models/multilingual-e5-small", "query: ", "passage: "),
        ("BAAI/bge-small-en-v1.5", "Represent this sentence for searching relevant passages: ", ""),
        ("BAAI/bge-large-zh-v1.5", "为这个句子生成表示以用于检索相关文章：", ""),
        ("BAAI/bge-m3", "", ""),
        ("sentence-transformers/all-MiniLM-L6-v2", "", ""),
    ],
)
def test_prefixes(model, query, passage):
    """Each family gets the words that its model card asks for; others get none."""
    assert prefixes(model) == (query, passage)


def test_a_saved_folder_gives_the_same_vectors(folder, packaged, texts):
    """The packaged model saved by sentence-transformers embeds passages as the packaged one does."""
    other = load_embedder(folder)
    assert other.dimension == 384
    cosines = (other.embed_passages(texts) * packaged.embed_passages(texts)).sum(axis=1)
    assert cosines.min() >= 0.9999
    assert other.count_tokens(texts[:8]) == packaged.count_tokens(texts[:8])
    assert other.embed_passages([]).shape == (0, 384)


def test_prefixes_reach_the_model(folder, packaged):
    """A query is embedded with its family's prefix, or with the one that the caller gives."""
    family, given = load_embedder(folder), load_embedder(folder, "ask: ", "text: ")
    expected = packaged.embed_passages([prefixes(folder)[0] + "rag", "ask: rag", "text: rag"])
    found = [*family.embed_queries(["rag"]), *given.embed_queries(["rag"]), *given.embed_passages(["rag"])]
    np.testing.assert_allclose(found, expected, atol=1e-4)


def test_the_name_changes_with_what_is_indexed(folder):
    """The passage prefix is part of the name; the query's is not: it leaves the index as it is."""
    name = load_embedder(folder).name
    assert name.startswith("bge-small-en@")
    assert load_embedder(folder, query_prefix="ask: ").name == name
    assert load_embedder(folder, passage_prefix="text: ").name != name


def test_a_cross_encoder_folder(cross_encoder):
    """A folder of sentence-transformers' own gives the model's bare logits, in order."""
    from sentence_transformers import CrossEncoder
    from torch import nn

    scorer = load_pair_scorer(cross_encoder)
    passages = ["short", "a much longer passage about retrieval " * 5, ""]
    model = CrossEncoder(cross_encoder, device="cpu", activation_fn=nn.Identity())
    expected = model.predict([("what", p) for p in passages], show_progress_bar=False)
    np.testing.assert_allclose(scorer.score("what", passages), expected, atol=1e-5)
    assert scorer.score("what", []).shape == (0,)
    np.testing.assert_array_equal(scorer.score_pairs(["what"] * 3, passages), scorer.score("what", passages))
    with pytest.raises(TypeError, match="not tokens"):
        scorer.score("what", [np.array([7], np.uint16)])


def test_a_classifier_is_no_reranker(tmp_path):
    """A model with several outputs has no one score to order by."""
    from sentence_transformers import CrossEncoder

    CrossEncoder(str(package.model_folder()), num_labels=3, device="cpu").save(str(tmp_path / "nli"))
    with pytest.raises(ModelProblem, match="3 scores, not one"):
        load_pair_scorer(str(tmp_path / "nli"))


def test_an_entailment_model_gives_its_log_odds(tmp_path):
    """Of three labels the score is log(p / (1 - p)) of "entailment", whichever place it has."""
    from sentence_transformers import CrossEncoder

    model = CrossEncoder(str(package.model_folder()), num_labels=3, device="cpu")
    model.config.id2label = {0: "contradiction", 1: "ENTAILMENT", 2: "neutral"}
    model.save(str(tmp_path / "nli"))
    p = model.predict([("a text", "a claim")], apply_softmax=True, show_progress_bar=False)[0][1]
    found = load_pair_scorer(str(tmp_path / "nli")).score_pairs(["a text"], ["a claim"])
    np.testing.assert_allclose(found, [np.log(p / (1 - p))], atol=1e-5)


@pytest.mark.parametrize("load", [load_embedder, load_pair_scorer])
def test_no_such_model(load, tmp_path):
    """A folder without a model is a problem with one line that names it."""
    (tmp_path / "empty").mkdir()
    with pytest.raises(ModelProblem, match="cannot load the model") as problem:
        load(str(tmp_path / "empty"))
    assert "\n" not in str(problem.value)
