"""What tests share: small libraries in temporary folders, no network, no settings from outside."""

import os
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from corpus.library import Library, open_library
from corpus.settings import RetrievalSettings
from ingest.run import IngestOptions, IngestReport, ingest

HASH = RetrievalSettings(embeddings="hash", wait_seconds=0.3)


@pytest.fixture(autouse=True)
def _no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.startswith(("CTL_", "OPENAI_")):
            monkeypatch.delenv(name)


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    opened = open_library(tmp_path / "library", HASH, create=True)
    yield opened
    opened.close()


@pytest.fixture
def shelve(library: Library, tmp_path: Path) -> Callable[..., IngestReport]:
    """Writes files (name → text) into a folder and ingests it."""

    def run(files: Mapping[str, str | bytes], **options: bool) -> IngestReport:
        folder = tmp_path / "docs"
        for name, content in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode() if isinstance(content, str) else content)
        return ingest([str(folder)], library, IngestOptions(**options))

    return run
