"""`make bench`, the OpenAPI document held against the server by schemathesis: requests that it allows and requests that
it forbids, and whether each reply is one that it describes."""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from assistant.bench import ROOT, Figure, environment, report, served
from assistant.ingestion import ingest
from assistant.settings import load_settings

EXAMPLES = 40
_CASES = re.compile(r"(\d+) generated")


@dataclass(frozen=True, slots=True)
class Findings:
    """`output` tells every failure with the request that shows it."""

    cases: int
    failures: int
    output: str


def main() -> None:
    report(measure())


def measure() -> Iterator[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        settings = load_settings(home=Path(folder) / "home")
        ingest([ROOT / "samples"], settings, lambda *_: None)
        found = hold(settings.home, EXAMPLES, Path(folder))
        if found.failures:
            print(found.output)
        yield Figure("requests that schemathesis made", float(found.cases))
        yield Figure("schemathesis failures", float(found.failures), 0, at_most=True)


def hold(home: Path, examples: int, folder: Path) -> Findings:
    """Runs schemathesis with so many examples an operation against a server over `home`, whose index it may change.

    Needs the package schemathesis, which leaves its own files in `folder`.
    """
    with served([sys.executable, "-m", "assistant.cli", "serve", "--port", "0"], environment(home)) as (url, _):
        command = [sys.executable, "-m", "schemathesis.cli", "--config-file", str(ROOT / "schemathesis.toml"), "run"]
        options = ["--phases", "examples,coverage,fuzzing", "--checks", "all", "--max-examples", str(examples)]
        options += [
            "--seed",
            "1",
            "--continue-on-failure",
            "--no-shrink",
            "--request-timeout",
            "60",
            "--warnings",
            "off",
        ]
        ran = subprocess.run(
            [*command, f"{url}/openapi.json", *options, "--warnings", "off"],
            capture_output=True,
            text=True,
            cwd=folder,
            timeout=900,
        )
    output = ran.stdout + ran.stderr
    cases = _CASES.search(output)
    return Findings(int(cases[1]) if cases else 0, _failures(ran.returncode, output), output)


def _failures(code: int, output: str) -> int:
    found = re.search(r"(\d+) failures? ", output) or re.search(r"(\d+) errors? ", output)
    return int(found[1]) if found else int(code != 0)


if __name__ == "__main__":
    main()
