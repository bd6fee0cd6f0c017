"""The cross-encoder on OpenVINO against torch's BertModel with the same weights."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from safetensors.numpy import save_file

from ingest.errors import ModelProblem
from ingest.models import OpenVinoPairScorer, load_pair_scorer, package
from ingest.models.weights import read_tensors

QUESTION = "How does retrieval ground an answer?"
SUBJECTS = "tea zebras finance weather poetry"


@pytest.fixture(scope="module")
def reference(texts, head):
    """(pooling, length limit) -> logits of torch's BertModel with the scorer file's weights."""
    import torch
    from transformers import AutoTokenizer, BertModel

    bert = BertModel.from_pretrained(package.model_folder(), add_pooling_layer=False).eval()
    torch.nn.init.constant_(bert.embeddings.LayerNorm.bias, 0.125)
    tokenizer = AutoTokenizer.from_pretrained(package.model_folder())

    def scored(pooling: str, limit: int):
        weight, bias = (torch.tensor(t.astype(np.float16).astype(np.float32)) for t in head.values())
        pairs = tokenizer(
            [QUESTION] * len(texts),
            texts,
            padding=True,
            truncation="only_second",
            max_length=limit,
            return_tensors="pt",
        )
        with torch.inference_mode():
            states, mask = bert(**pairs).last_hidden_state, pairs["attention_mask"][:, :, None]
            mean = (states * mask).sum(1) / mask.sum(1)
            return ((mean if pooling == "mean" else states[:, 0]) @ weight.T + bias)[:, 0].numpy()

    return scored


@pytest.mark.parametrize("pooling", ["mean", "cls"])
@pytest.mark.parametrize(("precision", "tolerance"), [("f32", 2e-3), ("bf16", 0.3)])
def test_same_logits_as_torch(pooling, precision, tolerance, scorer_file, reference, texts):
    """Logits equal torch's for both poolings, with passages shorter and longer than the limit."""
    scorer = OpenVinoPairScorer(scorer_file(pooling=pooling, max_tokens="128"), precision)
    np.testing.assert_allclose(scorer.score(QUESTION, texts), reference(pooling, 128), atol=tolerance)


def test_int8_keeps_the_order(scorer_file, texts):
    """In eight bits logits go with those in f32: their correlation is at least 0.99."""
    path = scorer_file(max_tokens="128")
    exact, found = (OpenVinoPairScorer(path, p).score(QUESTION, texts) for p in ("f32", "int8"))
    assert np.corrcoef(exact, found)[0, 1] >= 0.99
    assert not np.array_equal(exact, found)


def test_tokens_stand_for_their_text(scorer_file, texts):
    """Word pieces stored with an index score as the texts that they came from, mixed with texts too."""
    scorer = OpenVinoPairScorer(scorer_file())
    tokens = scorer.tokenise(texts)
    mixed = [t if i % 2 else tokens[i] for i, t in enumerate(texts)]
    np.testing.assert_array_equal(scorer.score(QUESTION, mixed), scorer.score(QUESTION, texts))


@pytest.mark.parametrize("limit", ["32", "128"])
def test_pairs_score_as_each_does_alone(limit, scorer_file, texts):
    """Texts of all lengths with every other, in one call: the logit of each pair by itself."""
    scorer = OpenVinoPairScorer(scorer_file(max_tokens=limit), "f32")
    firsts, seconds = zip(*((a, b) for a in texts[2::4] for b in texts[::2]), strict=True)
    expected = [scorer.score(a, [b])[0] for a, b in zip(firsts, seconds, strict=True)]
    np.testing.assert_allclose(scorer.score_pairs(firsts, seconds), expected, atol=1e-4)
    assert np.ptp(expected) > 0.1


@pytest.mark.slow
@pytest.mark.parametrize(("precision", "tolerance"), [("f32", 1e-4), ("bf16", 0.1)])
def test_callers_at_once_get_their_own_logits(precision, tolerance, scorer_file, texts):
    """Questions that are scored on several threads share batches, and each has the logits it has alone."""
    scorer = OpenVinoPairScorer(scorer_file(), precision)
    questions = [f"{QUESTION} {word}" for word in SUBJECTS.split()]
    alone = [scorer.score(q, texts) for q in questions]
    with ThreadPoolExecutor(len(questions)) as pool:
        found = list(pool.map(lambda q: scorer.score(q, texts), questions * 3))
    np.testing.assert_allclose(found, alone * 3, atol=tolerance)
    assert np.ptp(alone, axis=0).min() > tolerance


def test_pairs_need_partners(scorer_file):
    """No pairs give no logits; a text without its partner is an error, not a shorter list."""
    scorer = OpenVinoPairScorer(scorer_file())
    assert scorer.score_pairs([], []).shape == (0,)
    with pytest.raises(ValueError, match="shorter"):
        scorer.score_pairs(["a", "b"], ["a"])


def test_a_long_question_leaves_room(scorer_file):
    """A question beyond half the limit is cut, so that passages still make a difference."""
    scorer = OpenVinoPairScorer(scorer_file(max_tokens="32"))
    first, second = scorer.score("what " * 100, ["retrieval augmented generation", "a cup of tea"])
    assert first != second


def test_no_passages(scorer_file):
    """No passages, no logits."""
    assert OpenVinoPairScorer(scorer_file()).score(QUESTION, []).shape == (0,)


def test_loaded_by_file_or_folder(scorer_file):
    """A file and the folder that holds it alone are the same scorer, named by its metadata."""
    path = scorer_file(name="trained-7")
    by_file, by_folder = load_pair_scorer(str(path)), load_pair_scorer(str(path.parent))
    assert by_file.name == by_folder.name == "trained-7"
    assert by_file.score(QUESTION, ["a"]) == by_folder.score(QUESTION, ["a"])
    assert "OpenVINO" in by_folder.describe()


def test_stored_half_precision_is_read(scorer_file):
    """fp16 tensors arrive as float32, with the file's metadata."""
    tensors, metadata = read_tensors(scorer_file(pooling="cls"))
    assert tensors["head.weight"].dtype == np.float32
    assert metadata == {"pooling": "cls"}


@pytest.mark.parametrize("pooling", ["max", ""])
def test_unknown_pooling(pooling, scorer_file):
    """A pooling that the runtime does not know is named, not guessed."""
    with pytest.raises(ModelProblem, match="mean and cls are known"):
        OpenVinoPairScorer(scorer_file(pooling=pooling))


def test_no_head(tmp_path):
    """Weights without a head are no cross-encoder."""
    save_file({"x": np.zeros(1, np.float32)}, tmp_path / "w.safetensors")
    with pytest.raises(ModelProblem, match=r"lacks head\.bias, head\.weight"):
        load_pair_scorer(str(tmp_path / "w.safetensors"))


def test_another_shape(tmp_path, head):
    """A tensor of another model's shape is named."""
    other = {"embeddings.LayerNorm.bias": np.zeros(768, np.float32)}
    save_file({**head, **other}, tmp_path / "w.safetensors")
    with pytest.raises(ModelProblem, match=r"embeddings\.LayerNorm\.bias has another shape"):
        load_pair_scorer(str(tmp_path))


def test_a_head_of_another_width(tmp_path):
    """A head that does not fit the encoder is named before anything is compiled."""
    save_file(
        {"head.weight": np.zeros((1, 768), np.float32), "head.bias": np.zeros(1, np.float32)},
        tmp_path / "w.safetensors",
    )
    with pytest.raises(ModelProblem, match=r"head\.weight has another shape"):
        load_pair_scorer(str(tmp_path))
