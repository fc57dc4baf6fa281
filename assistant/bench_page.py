"""`make bench`, the web page: how soon it shows and how much is sent for it, in a headless Chromium on this machine."""

from __future__ import annotations

import shutil
import statistics
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.bench import Figure, environment, material, report, served, wait_ready
from assistant.ingestion import ingest
from assistant.settings import load_settings

if TYPE_CHECKING:
    from playwright.sync_api import Browser

PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
VISITS = 5
#: Until the example questions stand there, which the first visitor of an index generation waits for.
COMPLETE = ".example"
_PAINT = "performance.getEntriesByName('first-contentful-paint')[0].startTime / 1000"


def main() -> None:
    report(measure())


def measure() -> Iterator[Figure]:
    program = next((path for name in PROGRAMS if (path := shutil.which(name))), None)
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        program = None
    if program is None:
        print("the web page is not measured: playwright or Chromium is missing")
        return
    corpus, _ = material()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        settings = load_settings(home=Path(folder) / "home")
        ingest([corpus], settings, lambda *_: None)
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        command = [sys.executable, "-m", "assistant.cli", "serve", "--port", "0"]
        with served(command, environment(settings.home)) as (url, _):
            wait_ready(url)
            visits = [visit(browser, url) for _ in range(VISITS)]
        browser.close()
    yield Figure("first paint of the page, first visit", visits[0][0], 1, at_most=True, unit=" s")
    yield Figure("first paint of the page, median", statistics.median(v[0] for v in visits), 1, at_most=True, unit=" s")
    yield Figure("sent for the page", max(v[1] for v in visits) / 1000, 200, at_most=True, unit=" kB")


def visit(browser: Browser, url: str) -> tuple[float, float]:
    """Seconds to the first contentful paint, and bytes received until the page is complete, with nothing cached."""
    context = browser.new_context(locale="ja-JP")
    page = context.new_page()
    received: list[float] = []
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.on("Network.loadingFinished", lambda event: received.append(event["encodedDataLength"]))
    page.goto(url)
    page.locator(COMPLETE).first.wait_for()
    paint = float(page.evaluate(_PAINT))
    context.close()
    return paint, sum(received)


if __name__ == "__main__":
    main()
