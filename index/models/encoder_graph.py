"""Door to `onnx`: draws the graph of a BERT encoder and its heads from plain weights.

One drawing serves the embedder and the reader: they differ in weights, inputs and heads. Drawn
here, rather than exported from torch, the graph is small, the same on every machine, and fused
from the start (multi-head attention, residual + normalisation).

Eight bits: weights are int8 per output channel, activations uint8 with a scale fixed when the model
is compiled. Fixed scales, unlike those taken from each batch, keep a text's result independent of
the texts that happen to share its batch. Before rounding, channels with large activations are
scaled down and their weights up (SmoothQuant, Xiao et al. 2023, arXiv:2211.10438, with alpha 0.7),
and the few channels behind the GELU that reach five times as far as the others stay in 32 bits (as
in LLM.int8(), Dettmers et al. 2022, arXiv:2208.07339). Four of 1,536 cost no measurable time and
bring the mean cosine with 32 bits from 0.997 to 0.999.

Some processors add two products of 8 bits in 16 bits, which overflow where all four factors are
large (x86 before VNNI). For these, weights are rounded to 7 bits: 2 x 255 x 63 fits.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
from onnx import TensorProto, helper, numpy_helper

from index.errors import ModelError
from index.models.rounding import LARGEST, Array, rounded_matrix, smoothing, steps_of_bytes
from index.models.weights import Weights

_OUTLIERS = 4
_CONTRIB = "com.microsoft"
_OPSETS = (helper.make_opsetid("", 23), helper.make_opsetid(_CONTRIB, 1))


TOKEN_OUTPUTS = ("start", "end", "evidence")
"""Logits of each token by a reading head, in the order of the rows of `span.weight`."""

FIRST_OUTPUTS = ("answerable", "yes")
"""Logits of [CLS] by a reading head, in the order of the rows of `answerable.weight`."""


class Head(Enum):
    """What stands on the encoder."""

    EMBEDDING = "embedding"
    READING = "reading"


@dataclass(frozen=True, slots=True, kw_only=True)
class EncoderShape:
    """The numbers of a BERT encoder that its weights do not tell."""

    layers: int
    heads: int
    epsilon: float

    @classmethod
    def from_config(cls, config: Mapping[str, Any]) -> "EncoderShape":
        """Read them from a model's `config.json`.

        Raises:
            ModelError: It is not a BERT encoder as drawn here.
        """
        expected = {"model_type": "bert", "hidden_act": "gelu"}
        for name, value in expected.items():
            if config.get(name) != value:
                raise ModelError(
                    f"The model's {name} is {config.get(name)!r}; only {value!r} is compiled."
                )
        return cls(
            layers=int(config["num_hidden_layers"]),
            heads=int(config["num_attention_heads"]),
            epsilon=float(config["layer_norm_eps"]),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Encoder:
    """What a graph is drawn from.

    `weights` are named as in BERT's safetensors files, without prefix; the reading head adds
    `span.weight` [2 or 3, hidden], `span.bias` [2 or 3], `answerable.weight` [1 or 2, hidden] and
    `answerable.bias` [1 or 2].
    """

    shape: EncoderShape
    weights: Weights
    head: Head


Ranges: TypeAlias = Mapping[str, tuple[Array, Array]]
"""Least and greatest activation seen, float32 [channels], by the name of what is quantised."""


def observed_names(shape: EncoderShape) -> list[str]:
    """Return the names of activations that are quantised, as `draw(..., observe=True)` gives them.

    That graph has two more outputs for each: `<name>.least` and `<name>.greatest`, [channels].
    """
    parts = ("attention", "context", "widened", "gelu")
    return [f"{layer}.{part}" for layer in range(shape.layers) for part in parts]


def draw(
    encoder: Encoder,
    *,
    ranges: Ranges | None = None,
    largest: int = LARGEST,
    observe: bool = False,
) -> bytes:
    """Return the graph as a serialised ONNX model.

    Inputs: `ids` int64 [texts, length] without padding, and for reading `types` int64 of the same
    shape.
    Outputs: `embedding` float32 [texts, hidden] of unit length; or, as far as the weights
    have rows for them, `start`, `end` and `evidence` float32 [texts, length] and `answerable` and
    `yes` float32 [texts].

    Args:
        encoder: Weights and shape.
        ranges: Activations seen on sample texts; with them the graph computes in 8 bits.
        largest: What the largest weight of each output channel is rounded to, in 8 bits.
        observe: Whether to add outputs that show the range of activations.

    Raises:
        ModelError: A weight is missing, or its shape does not fit the others.
    """
    try:
        _check_shapes(encoder)
        return _Drawing(encoder, ranges, largest, observe=observe).draw()
    except KeyError as error:
        raise ModelError(f"The model's weights lack {error}: another architecture?") from error


def _check_shapes(encoder: Encoder) -> None:
    for name, expected in _shapes(encoder).items():
        found = encoder.weights[name].shape
        if found != expected:
            raise ModelError(
                f"The model's weight {name} is {list(found)} where {list(expected)} fits: "
                "another architecture?"
            )


def _shapes(encoder: Encoder) -> dict[str, tuple[int, ...]]:
    """Return the shape each layer's and head's weights must have to fit the word embeddings."""
    hidden = encoder.weights["embeddings.word_embeddings.weight"].shape[1]
    wide = encoder.weights["encoder.layer.0.intermediate.dense.bias"].shape[0]
    sizes = {
        "attention.self.query": (hidden, hidden),
        "attention.self.key": (hidden, hidden),
        "attention.self.value": (hidden, hidden),
        "attention.output.dense": (hidden, hidden),
        "intermediate.dense": (wide, hidden),
        "output.dense": (hidden, wide),
    }
    linears = {
        f"encoder.layer.{layer}.{part}": size
        for layer in range(encoder.shape.layers)
        for part, size in sizes.items()
    }
    if encoder.head is Head.READING:
        tokens = encoder.weights["span.weight"].shape[0]
        first = encoder.weights["answerable.weight"].shape[0]
        linears |= {
            "span": (min(max(tokens, 2), len(TOKEN_OUTPUTS)), hidden),
            "answerable": (min(max(first, 1), len(FIRST_OUTPUTS)), hidden),
        }
    matrices = {f"{name}.weight": size for name, size in linears.items()}
    return matrices | {f"{name}.bias": size[:1] for name, size in linears.items()}


def draw_product(weights: npt.NDArray[np.int8]) -> bytes:
    """Return a graph that multiplies 8 bits by 8 bits as the encoder's layers do.

    Input: `activations` uint8 [rows, channels]. Output: `product` float32 [rows, columns].

    Args:
        weights: [channels, columns].
    """
    constants = {
        "weights": weights,
        "step": np.ones((), np.float32),
        "steps": np.ones(weights.shape[1], np.float32),
        "zero": np.zeros((), np.uint8),
    }
    size = ["rows", weights.shape[0]]
    graph = helper.make_graph(
        [
            helper.make_node(
                "MatMulIntegerToFloat",
                ["activations", *constants],
                ["product"],
                domain=_CONTRIB,
            )
        ],
        "product",
        [helper.make_tensor_value_info("activations", TensorProto.UINT8, size)],
        [helper.make_tensor_value_info("product", TensorProto.FLOAT, ["rows", "columns"])],
        [numpy_helper.from_array(value, name) for name, value in constants.items()],
    )
    return _serialised(graph)


@dataclass(frozen=True, slots=True)
class _Rounded:
    """Names of a uint8 value, of its step, and of the integer that stands for 0."""

    name: str
    scale: str
    zero: str


class _Drawing:
    """A graph under construction; methods return the names of the values they add."""

    def __init__(
        self, encoder: Encoder, ranges: Ranges | None, largest: int, *, observe: bool
    ) -> None:
        self.encoder, self.ranges, self.observe = encoder, ranges, observe
        self.largest = largest
        self.nodes: list[Any] = []
        self.constants: dict[str, Any] = {}
        self.outputs: dict[str, Sequence[str | int]] = {}

    def draw(self) -> bytes:
        hidden = self.embeddings()
        for layer in range(self.encoder.shape.layers):
            hidden = self.layer(hidden, layer)
        if self.encoder.head is Head.EMBEDDING:
            self.embedding_head(hidden)
        else:
            self.reading_head(hidden)
        return self.serialised()

    def serialised(self) -> bytes:
        size = ["texts", "length"]
        inputs = [helper.make_tensor_value_info("ids", TensorProto.INT64, size)]
        if self.encoder.head is Head.READING:
            inputs.append(helper.make_tensor_value_info("types", TensorProto.INT64, size))
        outputs = [
            helper.make_tensor_value_info(name, TensorProto.FLOAT, shape)
            for name, shape in self.outputs.items()
        ]
        constants = list(self.constants.values())
        return _serialised(helper.make_graph(self.nodes, "encoder", inputs, outputs, constants))

    # --- building blocks

    def constant(self, name: str, value: npt.NDArray[Any]) -> str:
        self.constants[name] = numpy_helper.from_array(np.asarray(value, order="C"), name)
        return name

    def weight(self, name: str) -> str:
        return self.constant(name, self.encoder.weights[name])

    def node(self, kind: str, inputs: Sequence[str], name: str, **attributes: Any) -> str:  # noqa: ANN401 - as ONNX defines them
        self.nodes.append(helper.make_node(kind, inputs, [name], name=name, **attributes))
        return name

    def output(self, value: str, name: str, shape: Sequence[str | int]) -> None:
        self.node("Identity", [value], name)
        self.outputs[name] = shape

    def normalised(self, value: str, prefix: str) -> str:
        inputs = [value, self.weight(f"{prefix}.weight"), self.weight(f"{prefix}.bias")]
        epsilon = self.encoder.shape.epsilon
        return self.node("LayerNormalization", inputs, f"{prefix}.out", epsilon=epsilon)

    def added(self, value: str, residual: str, prefix: str) -> str:
        # Two nodes: the library's fused one (SkipLayerNormalization) takes four times as long.
        return self.normalised(self.node("Add", [value, residual], f"{prefix}.in"), prefix)

    # --- the encoder

    def embeddings(self) -> str:
        weights = self.encoder.weights
        positions = weights["embeddings.position_embeddings.weight"]
        types = weights["embeddings.token_type_embeddings.weight"]
        length = self.node("Shape", ["ids"], "length", start=1, end=2)
        zero = self.constant("zero", np.array([0], dtype=np.int64))
        if self.encoder.head is Head.EMBEDDING:
            table = self.constant("positions", positions + types[0])
            added = self.node("Slice", [table, zero, length], "position")
        else:
            table = self.constant("positions", positions)
            place = self.node("Slice", [table, zero, length], "position")
            kind = self.node("Gather", [self.constant("kinds", types), "types"], "kind")
            added = self.node("Add", [kind, place], "added")
        summed = self.node("Add", [self.words(), added], "summed")
        return self.normalised(summed, "embeddings.LayerNorm")

    def words(self) -> str:
        table = self.encoder.weights["embeddings.word_embeddings.weight"]
        if self.ranges is None:
            return self.node("Gather", [self.constant("words", table), "ids"], "word")
        rounded, scale = rounded_matrix(table.T)
        coarse = self.node("Gather", [self.constant("words", rounded.T), "ids"], "word8")
        wide = self.node("Cast", [coarse], "word32", to=TensorProto.FLOAT)
        scales = self.constant("word_scales", scale[:, None])
        return self.node("Mul", [wide, self.node("Gather", [scales, "ids"], "word_scale")], "word")

    def layer(self, hidden: str, number: int) -> str:
        prefix = f"encoder.layer.{number}"
        parts = [f"{prefix}.attention.self.{part}" for part in ("query", "key", "value")]
        projected = self.linears(hidden, parts, f"{number}.attention")
        context = self.attention(projected, f"{prefix}.context")
        dense = f"{prefix}.attention.output"
        (mixed,) = self.linears(context, [f"{dense}.dense"], f"{number}.context")
        hidden = self.added(mixed, hidden, f"{dense}.LayerNorm")
        widened = self.linears(hidden, [f"{prefix}.intermediate.dense"], f"{number}.widened")
        # By tanh: a quarter faster than by erf and off by less than 0.0005; 8 bits are off by more.
        gelu = "FastGelu" if self.ranges else "Gelu"
        active = self.node(gelu, widened, f"{prefix}.gelu", domain=_CONTRIB)
        narrowed = self.narrowed(active, f"{prefix}.output.dense", f"{number}.gelu")
        return self.added(narrowed, hidden, f"{prefix}.output.LayerNorm")

    def attention(self, projected: Sequence[str], name: str) -> str:
        """Add multi-head attention: the operation that is faster for texts of the usual length.

        ONNX's own takes 12 % less time for passages of 100 tokens; from 400 on, where the library's
        goes through the text in blocks, it takes longer. Both agree to a cosine of 0.9999.
        """
        heads = self.encoder.shape.heads
        if self.encoder.head is Head.EMBEDDING:
            return self.node("Attention", projected, name, q_num_heads=heads, kv_num_heads=heads)
        return self.node("MultiHeadAttention", projected, name, domain=_CONTRIB, num_heads=heads)

    def linears(self, value: str, names: Sequence[str], site: str) -> list[str]:
        """Add linear layers that share their input; `site` names that input's range."""
        if self.observe:
            self.watch(value, site)
        if self.ranges is None:
            return [self.linear(value, name) for name in names]
        matrices = [self.encoder.weights[f"{name}.weight"].T for name in names]
        least, greatest = self.ranges[site]
        factors = smoothing(least, greatest, matrices)
        inverse = self.constant(f"{site}.smoothing", 1 / factors)
        smooth = self.node("Mul", [value, inverse], f"{site}.smooth")
        rounded = self.rounded(smooth, least / factors, greatest / factors, site)
        return [
            self.linear_in_8_bits(rounded, name, matrix * factors[:, None])
            for name, matrix in zip(names, matrices, strict=True)
        ]

    def narrowed(self, value: str, name: str, site: str) -> str:
        """Add the layer behind the GELU, its outlying channels in 32 bits."""
        if self.ranges is None:
            return self.linears(value, [name], site)[0]
        least, greatest = self.ranges[site]
        reach = np.maximum(-least, greatest)
        far = np.sort(np.argsort(-reach, kind="stable")[:_OUTLIERS])
        near = np.ones_like(reach)
        near[far] = 0
        matrix = self.encoder.weights[f"{name}.weight"].T
        rounded = self.rounded(value, least * near, greatest * near, site)
        most = self.linear_in_8_bits(rounded, name, matrix * near[:, None])
        columns = self.constant(f"{site}.far", far)
        picked = self.node("Gather", [value, columns], f"{site}.outliers", axis=-1)
        rows = self.constant(f"{name}.far", matrix[far])
        return self.node(
            "Add", [most, self.node("MatMul", [picked, rows], f"{name}.rest")], f"{name}.sum"
        )

    def rounded(self, value: str, least: Array, greatest: Array, site: str) -> "_Rounded":
        scale, zero = steps_of_bytes(least, greatest)
        names = self.constant(f"{site}.scale", scale), self.constant(f"{site}.zero", zero)
        return _Rounded(self.node("QuantizeLinear", [value, *names], f"{site}.rounded"), *names)

    def linear(self, value: str, name: str) -> str:
        matrix = self.constant(f"{name}.weight", self.encoder.weights[f"{name}.weight"].T)
        product = self.node("MatMul", [value, matrix], f"{name}.product")
        return self.node("Add", [product, self.weight(f"{name}.bias")], f"{name}.out")

    def linear_in_8_bits(self, value: "_Rounded", name: str, matrix: Array) -> str:
        rounded, scales = rounded_matrix(matrix, self.largest)
        inputs = [
            value.name,
            self.constant(f"{name}.weight", rounded),
            value.scale,
            self.constant(f"{name}.scale", scales),
            value.zero,
            "",
            self.weight(f"{name}.bias"),
        ]
        return self.node("MatMulIntegerToFloat", inputs, f"{name}.out", domain=_CONTRIB)

    def watch(self, value: str, site: str) -> None:
        axes = self.constant("all_tokens", np.array([0, 1], dtype=np.int64))
        for kind, name in (("ReduceMin", "least"), ("ReduceMax", "greatest")):
            seen = self.node(kind, [value, axes], f"{site}.{name}.seen", keepdims=0)
            self.output(seen, f"{site}.{name}", ["channels"])

    # --- the heads

    def embedding_head(self, hidden: str) -> None:
        """Mean of the tokens' vectors, scaled to unit length."""
        # A product with ones, because ReduceMean adds in another order when texts are several.
        row = self.node("Concat", [self.constant("one", np.array([1])), "length"], "row", axis=0)
        ones = helper.make_tensor("value", TensorProto.FLOAT, [1], [1.0])
        summed = self.node(
            "MatMul", [self.node("ConstantOfShape", [row], "ones", value=ones), hidden], "sums"
        )
        unit = self.node("LpNormalization", [summed], "units", axis=-1, p=2)
        axis = self.constant("token_axis", np.array([1], dtype=np.int64))
        self.output(self.node("Squeeze", [unit, axis], "unit"), "embedding", ["texts", "hidden"])

    def reading_head(self, hidden: str) -> None:
        """Logits of every token, and logits of [CLS], as many as there are rows of weights."""
        weights = self.encoder.weights
        for name, vector, bias in zip(
            TOKEN_OUTPUTS, weights["span.weight"], weights["span.bias"], strict=False
        ):
            self.output(self.scored(hidden, name, vector, bias), name, ["texts", "length"])
        first = self.node(
            "Gather", [hidden, self.constant("first", np.array(0, np.int64))], "cls", axis=1
        )
        for name, vector, bias in zip(
            FIRST_OUTPUTS, weights["answerable.weight"], weights["answerable.bias"], strict=False
        ):
            self.output(self.scored(first, name, vector, bias), name, ["texts"])

    def scored(self, value: str, name: str, vector: Array, bias: np.float32) -> str:
        product = self.node(
            "MatMul", [value, self.constant(f"{name}.vector", vector)], f"{name}.product"
        )
        constant = self.constant(f"{name}.bias", np.asarray(bias, dtype=np.float32))
        return self.node("Add", [product, constant], f"{name}.logit")


def _serialised(graph: Any) -> bytes:  # noqa: ANN401 - the library has no types
    model = helper.make_model(graph, opset_imports=_OPSETS, ir_version=11)
    return bytes(model.SerializeToString(deterministic=True))
