"""A browser, and a real server over an index of the samples; without a browser the tests are skipped, saying so."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
WAIT = 15_000

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")


def run(home: Path, *arguments: str) -> subprocess.Popen[str]:
    environment = {k: v for k, v in os.environ.items() if not k.startswith("KEIKAKU_")}
    environment |= {"KEIKAKU_HOME": str(home), "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "-m", "assistant.cli", *arguments]
    return subprocess.Popen(
        command, cwd=home, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )


def ingested(home: Path, folder: Path) -> Path:
    home.mkdir(parents=True, exist_ok=True)
    process = run(home, "ingest", str(folder))
    said, _ = process.communicate(timeout=120)
    assert process.returncode == 0, said
    return home


@contextmanager
def serving(home: Path, *arguments: str) -> Iterator[str]:
    """The address of a server process of its own, which ends with the block."""
    process = run(home, "serve", "--port", "0", *arguments)
    assert process.stdout is not None
    lines: list[str] = []
    try:
        for line in process.stdout:
            lines.append(line)
            if found := re.search(r"running on (http://127\.0\.0\.1:\d+)", line):
                drain = threading.Thread(target=process.stdout.read, daemon=True)
                drain.start()
                yield found[1] + "/"
                break
        else:
            pytest.fail("the server did not start: " + "".join(lines))
    finally:
        process.terminate()
        process.wait(20)
    drain.join(5)
    process.stdout.close()


@pytest.fixture(scope="session")
def program() -> str:
    found = next((path for name in PROGRAMS if (path := shutil.which(name))), None)
    if found is None:
        pytest.skip("no Chromium: as root, apt-get install chromium fonts-noto-cjk")
    return found


@pytest.fixture(scope="module")
def chromium(program: str) -> Iterator[Any]:
    """Not for the session: while Playwright runs, no other test of this thread can run an event loop."""
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def samples_home(program: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return ingested(tmp_path_factory.mktemp("browser") / "home", ROOT / "samples")


@pytest.fixture(scope="session")
def site(samples_home: Path) -> Iterator[str]:
    """The address of the server over the samples; for reading only."""
    with serving(samples_home) as address:
        yield address


Open = Callable[..., Any]


@pytest.fixture
def visit(chromium: Any) -> Iterator[Open]:
    """Opens an address in a fresh browser context. After the test, nothing may have failed in any of its pages."""
    contexts: list[Any] = []
    troubles: list[str] = []
    outside: list[str] = []

    def open_page(address: str, path: str = "", **options: Any) -> Any:
        context = chromium.new_context(
            **{"viewport": {"width": 1280, "height": 800}, "locale": "ja-JP", "accept_downloads": True, **options}
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(WAIT)
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on("console", lambda message: troubles.append(message.text) if unexpected(message) else None)
        page.on("dialog", lambda dialog: (troubles.append(f"dialog: {dialog.message}"), dialog.dismiss()))
        page.on(
            "request", lambda r: outside.append(r.url) if not r.url.startswith((address, "blob:", "data:")) else None
        )
        page.goto(address + path)
        page.locator("html[data-ready=true]").wait_for()
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not troubles
    assert not outside


def unexpected(message: Any) -> bool:
    """A refused or failed request is told in the console by the browser itself, also where the page expects it."""
    return message.type == "error" and not message.text.startswith("Failed to load resource:")


def ask(page: Any, question: str) -> Any:
    """The turn with the finished answer."""
    page.fill("#question", question)
    page.press("#question", "Enter")
    turn = page.locator("article.turn").last
    turn.locator(".actions").last.wait_for()
    return turn
