"""A scripted model behind a real HTTP server, for every test of this folder."""

import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest


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
