"""A BERT encoder as an OpenVINO graph, built in memory from safetensors: no export, no torch.

Devlin et al., "BERT: Pre-training of Deep Bidirectional Transformers", NAACL 2019; tensors are
named as in Hugging Face's `BertModel`. Inputs are those of `ingest.models.packing.Packed`.
"""

from collections.abc import Sequence
from typing import Any, Literal

import numpy as np

from ingest.models.openvino_quiet import op, ov
from ingest.models.packing import Packed
from ingest.models.weights import ZERO, Array, Quantised, Tensors

Pooling = Literal["mean", "cls"]
Node = Any
"""An `openvino.Node` or `Output`; the package ships no types for its operations."""
Inputs = Packed[Node]

LAYER_NORM_EPSILON = 1e-12
MASKED = -1e4
"""Added to attention scores of padding; representable in bf16."""


def sentence_encoder(tensors: Tensors, heads: int, projection: Array) -> ov.Model:
    """float32[texts, dim]: the mean of each text's last layer, at unit length.

    And float32[tokens, columns + dim]: each of its vectors at unit length times `projection`, then
    the vector itself.
    """
    inputs = _inputs()
    last = _encode(tensors, heads, inputs)
    pooled = op.normalize_l2(_mean(last, inputs), _ints([1]), 1e-12, "max")
    unit = op.normalize_l2(last, _ints([1]), 1e-12, "max")
    tokens = op.matmul(unit, _const(projection), False, False)
    return ov.Model([pooled, op.concat([tokens, last], 1)], list(inputs), "sentence-encoder")


def pair_encoder(tensors: Tensors, heads: int, pooling: Pooling = "mean") -> ov.Model:
    """float32[texts, 1]: the logit `head.weight @ pooled + head.bias` of a cross-encoder.

    `pooled` is the mean of a text's last layer, or its first vector (`cls`), for which the last layer
    computes no other.
    """
    inputs = _inputs()
    last = _encode(tensors, heads, inputs, pooling)
    pooled = _mean(last, inputs) if pooling == "mean" else last
    return ov.Model([_linear(tensors, pooled, "head")], list(inputs), "pair-encoder")


def _inputs() -> Inputs:
    each = [op.parameter([-1], np.int32, name=n) for n in ("ids", "types", "positions", "places")]
    return Packed(*each, *(op.parameter([-1, -1], np.int32, name=n) for n in ("cells", "mask")))


def _encode(w: Tensors, heads: int, inputs: Inputs, pooling: Pooling = "mean") -> Node:
    """[tokens, dim], or of each text's first token alone, [texts, dim] (`cls`)."""
    x = _embed(w, inputs)
    padding = op.subtract(op.constant(np.float32(1)), op.convert(inputs.mask, "f32"))
    bias = op.unsqueeze(op.multiply(padding, op.constant(np.float32(MASKED))), _ints([1, 2]))
    layers = 1 + max(int(name.split(".")[2]) for name in w if name.startswith("encoder.layer."))
    for i in range(layers):
        last = i == layers - 1
        x = _layer(w, f"encoder.layer.{i}.", x, bias, heads, inputs, last and pooling == "cls")
    return x


def _embed(w: Tensors, inputs: Inputs) -> Node:
    tables = (("word", inputs.ids), ("token_type", inputs.types), ("position", inputs.positions))
    rows = [_gathered(_const(w[f"embeddings.{name}_embeddings.weight"]), i) for name, i in tables]
    return _layer_norm(w, op.add(op.add(rows[0], rows[1]), rows[2]), "embeddings.LayerNorm")


def _layer(
    w: Tensors, prefix: str, x: Node, bias: Node, heads: int, inputs: Inputs, first: bool = False
) -> Node:
    """The next layer's vector of every token, or of each text's first (`first`)."""
    key, value = (
        _heads(_rows(_linear(w, x, f"{prefix}attention.self.{name}"), inputs), heads)
        for name in ("key", "value")
    )
    x = _gathered(x, _firsts(inputs)) if first else x
    asked = _linear(w, x, f"{prefix}attention.self.query")
    query = _heads(op.unsqueeze(asked, _ints([1])) if first else _rows(asked, inputs), heads)
    attended = op.transpose(op.scaled_dot_product_attention(query, key, value, bias), _ints([0, 2, 1, 3]))
    width = x.get_output_partial_shape(0)[1].get_length()
    cells = op.reshape(attended, _ints([-1, width]), False)
    dense = _linear(w, cells if first else _gathered(cells, inputs.places), f"{prefix}attention.output.dense")
    x = _layer_norm(w, op.add(x, dense), f"{prefix}attention.output.LayerNorm")
    inner = op.gelu(_linear(w, x, f"{prefix}intermediate.dense"), "erf")
    outer = _linear(w, inner, f"{prefix}output.dense")
    return _layer_norm(w, op.add(x, outer), f"{prefix}output.LayerNorm")


def _firsts(inputs: Inputs) -> Node:
    """[texts]: each text's first token."""
    return op.gather(inputs.cells, op.constant(np.int64(0)), op.constant(np.int64(1)))


def _rows(x: Node, inputs: Inputs) -> Node:
    """[tokens, dim] -> [texts, longest, dim]; what stands where no token is, is masked."""
    return _gathered(x, inputs.cells)


def _gathered(table: Node, numbers: Node) -> Node:
    return op.gather(table, numbers, op.constant(np.int64(0)))


def _heads(x: Node, heads: int) -> Node:
    """[batch, length, dim] -> [batch, heads, length, dim / heads]."""
    return op.transpose(op.reshape(x, _ints([0, 0, heads, -1]), True), _ints([0, 2, 1, 3]))


def _mean(x: Node, inputs: Inputs) -> Node:
    weights = op.unsqueeze(op.convert(inputs.mask, "f32"), _ints([2]))
    total = op.reduce_sum(op.multiply(_rows(x, inputs), weights), _ints([1]))
    return op.divide(total, op.reduce_sum(weights, _ints([1])))


def _linear(w: Tensors, x: Node, name: str) -> Node:
    return op.add(op.matmul(x, _const(w[f"{name}.weight"]), False, True), _const(w[f"{name}.bias"]))


def _layer_norm(w: Tensors, x: Node, name: str) -> Node:
    normal = op.mvn(x, _ints([-1]), True, LAYER_NORM_EPSILON, "inside_sqrt")
    return op.add(op.multiply(normal, _const(w[f"{name}.weight"])), _const(w[f"{name}.bias"]))


def _const(tensor: Array | Quantised) -> Node:
    """Constants share the arrays' memory. Bytes stay bytes: OpenVINO knows this pattern."""
    if not isinstance(tensor, Quantised):
        return op.constant(np.ascontiguousarray(tensor), shared_memory=True)
    zero = op.convert(op.constant(np.array([[ZERO]], np.uint8)), "f32")
    centred = op.subtract(op.convert(op.constant(tensor.values, shared_memory=True), "f32"), zero)
    return op.multiply(centred, _const(tensor.scale))


def _ints(values: Sequence[int]) -> Node:
    return op.constant(np.array(values, np.int64))
