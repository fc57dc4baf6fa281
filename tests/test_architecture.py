"""The layers: `ingest` before `index` before `assistant`; `prompts` holds text; LangChain stays at the edge."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("ingest", "index", "assistant", "prompts")
MAY_IMPORT = {
    "ingest": {"ingest"},
    "index": {"ingest", "index"},
    "assistant": {"ingest", "index", "assistant", "prompts"},
    "prompts": {"prompts"},
}
MODULES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))


def imports(path: Path) -> set[str]:
    """Every module named in an import of the file, wherever it stands; relative ones with their package."""
    package = path.relative_to(ROOT).parts[0]
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add(package if node.level else node.module or "")
    return found


def tops(path: Path) -> set[str]:
    return {name.split(".")[0] for name in imports(path)}


def identify(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", MODULES, ids=identify)
def test_each_layer_imports_only_those_before_it(path):
    package = path.relative_to(ROOT).parts[0]
    assert tops(path) & set(PACKAGES) <= MAY_IMPORT[package]


@pytest.mark.parametrize("path", MODULES, ids=identify)
def test_langchain_stays_at_the_edge(path):
    langchain = {name for name in tops(path) if name.startswith("lang")}
    assert not langchain or path.relative_to(ROOT).parts[0] == "assistant"
    assert not langchain & {"langchain_community", "langchain_classic"}


@pytest.mark.parametrize("path", MODULES, ids=identify)
def test_pydantic_stands_at_the_http_edge_and_in_the_settings_only(path):
    relative = path.relative_to(ROOT)
    if relative.parts[:2] != ("assistant", "api") and relative != Path("assistant/settings.py"):
        assert not tops(path) & {"pydantic", "pydantic_settings", "fastapi", "starlette"}


@pytest.mark.parametrize("path", MODULES, ids=identify)
def test_nothing_below_the_settings_reads_the_environment(path):
    """The benchmark hands its own environment on to the processes that it times."""
    if path.relative_to(ROOT) not in (Path("assistant/settings.py"), Path("assistant/bench.py")):
        tree = ast.parse(path.read_text("utf-8"))
        read = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
        assert not read & {"environ", "getenv"}


@pytest.mark.parametrize("path", [p for p in MODULES if p.relative_to(ROOT).parts[0] == "prompts"], ids=identify)
def test_prompts_import_nothing(path):
    assert not imports(path) - {"__future__"}


def test_the_modules_are_found():
    assert {path.relative_to(ROOT).parts[0] for path in MODULES} == set(PACKAGES)
