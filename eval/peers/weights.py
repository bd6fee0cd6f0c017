"""The shipped models as folders that sentence-transformers loads, so that all read the same weights."""

import shutil
from pathlib import Path

import numpy as np
from safetensors.numpy import save_file

from ingest.models import package
from ingest.models.adapter import adapted, load_adapter
from ingest.models.weights import read_tensors

MAX_TOKENS = "max_tokens"


def export_embedder(folder: Path) -> Path:
    """Writes the bi-encoder that ships: the packaged one's folder with the changed weights in it."""
    shutil.copytree(package.model_folder(), folder, dirs_exist_ok=True)
    changed = adapted(package.load_tensors(), load_adapter())
    save_file(changed, folder / "model.safetensors", {"format": "pt"})
    return folder


def export_reranker(weights: Path, folder: Path) -> Path:
    """Writes the cross-encoder as Transformer, pooling and a linear head: the same logits, in torch.

    `weights` is a file as `ingest.models.OpenVinoPairScorer` reads it.
    """
    import torch
    from sentence_transformers import CrossEncoder
    from sentence_transformers.base.modules import Dense, Transformer
    from sentence_transformers.sentence_transformer.modules import Pooling

    tensors, metadata = read_tensors(weights)
    transformer = Transformer(str(package.model_folder()), max_seq_length=int(metadata[MAX_TOKENS]))
    state = {name: torch.from_numpy(np.array(t, np.float32)) for name, t in tensors.items()}
    head = {name.removeprefix("head."): state.pop(name) for name in ("head.weight", "head.bias")}
    transformer.model.load_state_dict(state, strict=False)
    dense = Dense(
        package.DIMENSION,
        1,
        activation_function=None,
        init_weight=head["weight"],
        init_bias=head["bias"],
        module_output_name="scores",
    )
    modules = [transformer, Pooling(package.DIMENSION, metadata.get("pooling", "mean")), dense]
    model = CrossEncoder(modules=modules, device="cpu", activation_fn=torch.nn.Identity())
    model.save_pretrained(str(folder))
    return folder
