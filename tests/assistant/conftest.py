"""A scripted model behind a real HTTP server, for every test of this folder."""

import importlib.util
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from assistant.cli import common, main


def _load() -> Any:
    """The module beside this one; it is no package, so it is named here."""
    path = Path(__file__).with_name("scripted_model.py")
    spec = importlib.util.spec_from_file_location("scripted_model", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["scripted_model"] = module
    spec.loader.exec_module(module)
    return module


_load()


@pytest.fixture
def scripted() -> Iterator[Any]:
    server = sys.modules["scripted_model"].ScriptedModel()
    yield server
    server.close()


@pytest.fixture
def run_ctl(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., tuple[int, str, str]]:
    """Runs a command in an empty folder: its exit code, and what it printed on both streams."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CTL_EMBEDDINGS", "hash")
    monkeypatch.setattr(common, "_chosen", {})

    def run(*arguments: str) -> tuple[int, str, str]:
        code: Any = 0
        try:
            main(list(arguments))
        except SystemExit as end:
            code = end.code
        said = capsys.readouterr()
        return int(code or 0), said.out, said.err

    return run
