"""docs/API.md is true: every command in it runs over the samples and prints what stands under it."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import Any

import pytest

from assistant.bench import environment, served
from assistant.ingestion import ingest
from assistant.settings import Settings

ROOT = Path(__file__).parents[1]
DOCS = (ROOT / "docs" / "API.md").read_text("utf-8")
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
BLOCKS = BLOCK.findall(DOCS)
EXAMPLES = [(text, *shown) for (kind, text), shown in zip(BLOCKS, BLOCKS[1:], strict=False) if kind == "sh"]
ELLIPSIS = "…"


def fits(shown: Any, real: Any) -> bool:
    """Whether a reply is what is shown: further keys and entries aside, `…` for anything."""
    if shown == ELLIPSIS:
        return True
    if isinstance(shown, dict):
        return isinstance(real, dict) and all(key in real and fits(value, real[key]) for key, value in shown.items())
    if isinstance(shown, list):
        return isinstance(real, list) and len(shown) <= len(real) and all(map(fits, shown, real))
    if isinstance(shown, str) and ELLIPSIS in shown:
        return isinstance(real, str) and re.fullmatch(pattern(shown), real, re.DOTALL) is not None
    return type(shown) is type(real) and shown == real


def pattern(shown: str) -> str:
    return ".*".join(map(re.escape, shown.split(ELLIPSIS)))


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """Runs a command of the document in a shell, in a folder with a plan.txt."""
    folder = tmp_path_factory.mktemp("docs")
    ingest([ROOT / "samples"], Settings(home=folder / "home", _env_file=None), lambda *_: None)
    (folder / "plan.txt").write_text("試しの計画\n\n試しの市は令和8年度に電子申請を始める。\n", "utf-8")
    (folder / "keikaku").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m assistant.cli "$@"\n')
    (folder / "keikaku").chmod(0o755)
    own = environment(folder / "home") | {"PATH": f"{folder}:{os.environ['PATH']}"}
    with served([sys.executable, "-m", "assistant.cli", "serve", "--port", "0"], own) as (url, _):
        job = ""

        def command(text: str) -> str:
            nonlocal job
            if "/jobs/JOB" in text:
                wait(f"{url}/jobs/{job}")
            text = text.replace("http://127.0.0.1:8000", url).replace("JOB", job)
            ran = subprocess.run(["sh", "-c", text], env=own, cwd=folder, capture_output=True, text=True, timeout=120)
            assert ran.stderr == ""
            if '"kind":"upload"' in ran.stdout and not job:
                job = json.loads(ran.stdout)["id"]
            return ran.stdout

        yield command


def wait(address: str) -> None:
    for _ in range(600):
        with urllib.request.urlopen(address, timeout=20) as reply:
            if json.load(reply)["state"] in ("done", "failed"):
                return
        time.sleep(0.1)
    raise AssertionError(f"{address} does not end")


@pytest.mark.skipif(shutil.which("curl") is None, reason="the program curl is not installed")
def test_every_command_of_the_document_prints_what_stands_under_it(run):
    assert len(EXAMPLES) >= 15
    for command, kind, shown in EXAMPLES:
        printed = run(command)
        if kind == "json":
            assert fits(json.loads(shown), json.loads(printed)), f"{command}\n{printed}"
        elif kind == "csv":
            assert printed.lstrip("\ufeff") == shown, command
        else:
            for line in shown.splitlines():
                assert re.search(pattern(line), printed), f"{command}: {line}\n{printed}"


def test_the_comparison_sees_what_differs():
    assert fits({"a": ["…"], "b": "x…z"}, {"a": [1, 2], "b": "xyz", "c": 0})
    for shown, real in (({"a": 1}, {}), ({"a": None}, {"a": 0}), ([1, 2], [1]), ("x…", "y"), (1, True), ("a", "b")):
        assert not fits(shown, real)
