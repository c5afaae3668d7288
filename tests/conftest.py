"""What tests share: small libraries in temporary folders, no network, no settings from outside."""

import importlib.util
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import ModuleType

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


def _filled(folder: Path, offered: Path) -> Library:
    opened = open_library(folder, HASH, create=True)
    ingest([str(offered)], opened, IngestOptions())
    return opened


@pytest.fixture(scope="session")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """The shipped documents, by words only; to be read, not changed."""
    documents = Path(__file__).parents[1] / "corpus" / "documents"
    opened = _filled(tmp_path_factory.mktemp("shipped") / "library", documents)
    yield opened
    opened.close()


def facsimile_builder() -> ModuleType:
    """The module that sets the facsimiles, loaded once."""
    name = "facsimiles_build"
    if name not in sys.modules:
        path = Path(__file__).parent / "facsimiles" / "build.py"
        spec = importlib.util.spec_from_file_location(name, path)
        assert spec
        assert spec.loader
        sys.modules[name] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules[name])
    return sys.modules[name]


@pytest.fixture(scope="session")
def facsimile_files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with every facsimile."""
    folder = tmp_path_factory.mktemp("facsimili")
    facsimile_builder().build_facsimiles(folder)
    return folder


@pytest.fixture(scope="session")
def facsimiles(
    facsimile_files: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Library]:
    """A library of the facsimiles; to be read, not changed."""
    opened = _filled(tmp_path_factory.mktemp("facsimiles") / "library", facsimile_files)
    yield opened
    opened.close()
