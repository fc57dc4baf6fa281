"""docs/OPERATIONS.md, the dashboard and the container name only what there is."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import typer.main

from assistant.cli import app
from assistant.settings import Settings

ROOT = Path(__file__).parents[1]
FILES = {name: (ROOT / name).read_text("utf-8") for name in ("docs/OPERATIONS.md", "Dockerfile")}
TEXT = FILES["docs/OPERATIONS.md"]


def commands():
    group = typer.main.get_command(app)
    found = {}
    for name, command in group.commands.items():
        found[name] = set(getattr(command, "commands", {}))
    return found


@pytest.mark.parametrize("name", FILES)
def test_every_setting_that_is_named_exists(name):
    named = set(re.findall(r"KEIKAKU_([A-Z_]+)", FILES[name])) - {"NAME"}
    assert named and named <= {field.upper() for field in Settings.model_fields}


def test_every_command_that_is_named_exists():
    known = commands()
    named = re.findall(r"(?=\bkeikaku ([a-z]+)(?: ([a-z]+))?)", TEXT.replace("run --rm keikaku", "keikaku"))
    used = [(command, sub) for command, sub in named if command != "keikaku"]
    assert {"keys", "ingest", "serve", "backup", "restore", "doctor", "audit", "feedback", "verify"} <= {
        c for c, _ in used
    }
    assert all(command in known and (not known[command] or sub in known[command]) for command, sub in used)


def test_the_defaults_in_the_table_of_limits_are_true():
    rows = re.findall(r"^\| ((?:`KEIKAKU_\w+`(?:, )?)+) \| ([^|]+) \|", TEXT, re.MULTILINE)
    stated = {}
    for names, values in rows:
        stated |= dict(zip(re.findall(r"KEIKAKU_(\w+)", names), values.strip().split(", "), strict=True))
    assert len(stated) >= 10
    sizes = {"1 MiB": "1048576", "200 MB": "200000000"}
    for name, value in stated.items():
        assert float(sizes.get(value, value)) == Settings.model_fields[name.lower()].default, name


def test_the_dashboard_asks_for_figures_that_are_given(sample_metrics):
    dashboard = json.loads((ROOT / "docs" / "grafana-dashboard.json").read_text())
    asked = {m for p in dashboard["panels"] for t in p["targets"] for m in re.findall(r"keikaku_\w+", t["expr"])}
    assert len(asked) > 8
    given = set(re.findall(r"^(?:# TYPE )?(keikaku_\w+)", sample_metrics, re.MULTILINE))
    assert asked <= given


@pytest.fixture
def sample_metrics(tmp_path):
    from fastapi.testclient import TestClient

    from assistant.api.app import create_app
    from index.build import build
    from index.embedding.encoder import Encoder
    from tests.conftest import parse_folder

    plans = parse_folder(ROOT / "samples")[:1]
    settings = Settings(home=tmp_path / "home", embedding=None, _env_file=None)
    build(settings.home, plans, Encoder(None))
    with TestClient(create_app(settings)) as client:
        client.post("/claims", json={"claims": ["汐崎市の人口は1人である。"]})
        return client.get("/metrics").text
