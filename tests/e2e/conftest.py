"""A served page over the fake desk, and a browser that fails on any foreign request or fault."""

import asyncio
import importlib.util
import os
import shutil
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.parse import urlsplit

import pytest
import uvicorn

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.e2e)
            # Gradio's server thread uses options that pandas has deprecated.
            item.add_marker(pytest.mark.filterwarnings("ignore::DeprecationWarning"))


@pytest.fixture(scope="session")
def chromium() -> str:
    """Where the browser is; missing, it skips the tests, or fails them in CI."""
    found = shutil.which("chromium")
    if found:
        return found
    reason = "chromium is not installed (Debian: apt-get install chromium)"
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def fake() -> ModuleType:
    """The module of the fake desk (tests are not packages, so it is loaded by its path)."""
    spec = importlib.util.spec_from_file_location(
        "fake_desk", Path(__file__).with_name("fake_desk.py")
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["fake_desk"] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def desk(fake: ModuleType) -> Any:
    return fake.FakeDesk()


@pytest.fixture(scope="session")
def address(desk: Any, chromium: str) -> Iterator[str]:
    """The address of a server that runs beside the tests."""
    from assistant.serve import make_app

    listening = socket.create_server(("127.0.0.1", 0))
    servers: list[uvicorn.Server] = []

    async def run() -> None:
        app = await make_app(desk)
        config = uvicorn.Config(app, log_level="warning", timeout_graceful_shutdown=1)
        servers.append(uvicorn.Server(config))
        await servers[0].serve(sockets=[listening])

    thread = threading.Thread(target=asyncio.run, args=(run(),), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    servers[0].should_exit = True
    thread.join(timeout=10)
    listening.close()


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield started
        started.close()


@pytest.fixture
def visit(browser: Any, address: str) -> Iterator[Callable[..., Any]]:
    """Opens the page in a window of its own; whatever goes wrong in it fails the test."""
    faults: list[str] = []
    contexts: list[Any] = []

    def watch(page: Any) -> None:
        page.on("console", lambda m: m.type == "error" and faults.append(f"console: {m.text}"))
        page.on("pageerror", lambda error: faults.append(f"script: {error}"))
        page.on("dialog", lambda box: (faults.append(f"dialog: {box.message}"), box.dismiss()))
        page.on("request", lambda request: foreign(request.url))

    def foreign(url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in {"data", "blob"} and parts.hostname != "127.0.0.1":
            faults.append(f"foreign request: {url}")

    def run(lang: str = "it-IT", width: int = 1280, height: int = 860, **options: Any) -> Any:
        context = browser.new_context(
            locale=lang, viewport={"width": width, "height": height}, **options
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        watch(page)
        page.goto(f"{address}/")
        page.wait_for_selector("#ctl-box textarea")
        return page

    yield run
    for context in contexts:
        context.close()
    assert faults == []


@pytest.fixture
def ask() -> Callable[[Any, str], Any]:
    """Types a question, waits for the whole answer and returns it."""

    def run(page: Any, question: str) -> Any:
        box = page.locator("#ctl-box textarea")
        box.fill(question)
        box.press("Enter")
        turn = page.locator("#ctl-live .ctl-turn").filter(has_text=question)
        done = turn.locator("[data-done]")
        done.wait_for()
        page.locator("#ctl-ask").wait_for()
        return done

    return run
