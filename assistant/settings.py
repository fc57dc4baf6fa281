"""Every setting, read once at an entry point and handed down; nothing below reads the environment.

Each field is the environment variable KEIKAKU_ and its name in capitals; a `.env` in the current folder is read too.
"""

from __future__ import annotations

import os
from ipaddress import ip_address
from pathlib import Path
from typing import Any, Literal

from platformdirs import user_data_path
from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from ingest.errors import InputError


def default_home() -> Path:
    """`.keikaku` in the current folder if there is one (as after `make run`), else the user's data folder."""
    local = Path(".keikaku").absolute()
    return local if local.is_dir() else user_data_path("keikaku", appauthor=False)


class Settings(BaseSettings):
    """Build with `load_settings`, which turns what pydantic says of a bad value into an `InputError`."""

    model_config = SettingsConfigDict(env_prefix="KEIKAKU_", env_file=".env", extra="ignore", frozen=True)

    home: Path = Field(default_factory=default_home, description="folder that holds the index")
    embedding: str | None = Field(
        None, description="a sentence-transformers model by name or folder; unset: the one shipped"
    )
    milvus: str | None = Field(
        None, description="Milvus that searches the vectors: a server's address, or a file (Milvus Lite); unset: FAISS"
    )
    reader: Literal["extractive"] = Field("extractive", description="what writes the answers where no llm does")
    llm: str | None = Field(
        None,
        pattern=r"^[a-z_]+:\S+$",
        description="the chat model that writes the answers, as provider:model (docs/MODELS.md)",
    )
    llm_base_url: str | None = Field(None, pattern=r"^https?://\S+$", description="address of the model's server")
    llm_api_key: SecretStr | None = Field(None, description="key of the model's server; unset: the provider's own")
    llm_options: dict[str, Any] = Field(
        default_factory=dict, description='more for the provider, as JSON: {"api_version": "2024-10-21"}'
    )
    llm_structure: Literal["auto", "json", "tool", "text"] = Field(
        "auto", description="how the model is held to the form of an answer: JSON schema, tool call, or asked to"
    )
    llm_connect_seconds: float = Field(5, gt=0, description="longest that connecting to the model may take")
    llm_seconds: float = Field(60, gt=0, description="longest that a question waits for the model, from when it came")
    llm_retries: int = Field(2, ge=0, le=10, description="further attempts after a failure that may pass")
    llm_concurrency: int = Field(8, ge=1, description="model calls at the same time")
    llm_tokens: int = Field(16_000, ge=500, description="most tokens for a question, read and written together")
    llm_steps: int = Field(6, ge=2, le=50, description="most steps (calls of the model) of an agent")

    host: str = Field("127.0.0.1", description="address to serve at")
    port: int = Field(8000, ge=0, le=65535, description="port to serve at; 0 takes a free one")
    api_key: None = Field(None, description="of earlier versions; now there are keys, see `keikaku keys`")
    show_internal: None = Field(None, description="of earlier versions; staff and administrators see them")
    allow_anonymous: bool = Field(False, description="let those who send no key read what is public, from anywhere")
    log_level: Literal["debug", "info", "warning", "error"] = Field("info", description="how much is logged")

    max_body_bytes: int = Field(1_048_576, ge=1024, description="longest request body")
    max_upload_bytes: int = Field(200_000_000, ge=1024, description="longest upload, all its files together")
    max_upload_files: int = Field(100, ge=1, description="most files in one upload")
    public_url: str | None = Field(
        None, pattern=r"^https?://\S+$", description="address that users reach the server at, for links in answers"
    )
    max_claims: int = Field(200, ge=1, description="most claims in one request")
    max_sessions: int = Field(100_000, ge=1, description="conversations kept; the least recently used go first")
    max_session_turns: int = Field(20, ge=1, description="question-and-answer turns kept of a conversation")
    retention_days: int = Field(
        30, ge=0, le=36_500, description="days that conversations and feedback are kept; 0 keeps no conversation"
    )
    remembered_answers: int = Field(
        1000, ge=0, description="answers kept for equal questions, until the index changes; 0 keeps none"
    )
    requests_per_minute: int = Field(
        600, ge=0, description="requests that one key (without keys: one address) may send; 0: as many as it likes"
    )
    max_concurrent: int = Field(200, ge=1, description="requests that a worker takes on at the same time")
    max_concurrent_each: int = Field(50, ge=1, description="of these, those of one key or address")
    max_connections: int = Field(4000, ge=1, description="connections that a worker keeps open")
    workers_folder: Path | None = Field(
        None, description="where the workers of one server count together; set by `keikaku serve` itself"
    )
    cors_origins: str = Field(
        "", description="addresses of other sites whose pages may ask, such as https://portal.example.jp, with spaces"
    )
    answer_seconds: float = Field(
        120, gt=0, description="longest that an answer, a table over a set or a list of claims may take"
    )
    threads: int = Field(8, ge=1, le=256, description="questions answered at the same time")
    ingest_workers: int = Field(
        default_factory=lambda: min(os.cpu_count() or 1, 8), ge=1, le=64, description="processes that read files"
    )
    ingest_seconds: float = Field(1800, ge=1, description="longest that reading one file may take")
    ingest_scans: bool = Field(True, description="read pages that are images with Tesseract, where it is installed")
    ingest_memory_mb: int = Field(1000, ge=64, description="most memory that reading one file may take")


def load_settings(**overrides: object) -> Settings:
    """The settings, with `overrides` that are not None before the environment.

    Raises InputError naming each variable that cannot be used, without its value (it may be a secret).
    """
    try:
        return Settings(**{k: v for k, v in overrides.items() if v is not None})  # type: ignore[arg-type]
    except ValidationError as error:
        problems = "; ".join(_problem(str(e["loc"][0]), e["msg"]) for e in error.errors())
        raise InputError(f"{problems}. Correct or unset it (README.md, Settings).") from None


def _problem(name: str, message: str) -> str:
    """A variable that kept others out in earlier versions must not be overlooked."""
    if name in ("api_key", "show_internal"):
        message = "there are keys with roles instead, made with `keikaku keys add`"
    return f"KEIKAKU_{name.upper()}: {message}"


def check_exposure(settings: Settings, has_keys: bool) -> None:
    """Raises InputError where the server could be reached from other machines by anyone, unless that was asked for
    twice: by the address and by `allow_anonymous`."""
    try:
        local = settings.host == "localhost" or ip_address(settings.host).is_loopback
    except ValueError:
        local = False
    if not local and not has_keys and not settings.allow_anonymous:
        raise InputError(
            f"{settings.host} can be reached from other machines and there are no keys: make one with"
            " `keikaku keys add NAME --role admin`, or set KEIKAKU_ALLOW_ANONYMOUS=true if everyone who reaches it may"
            " read what is public."
        )


def wants_traces() -> bool:
    """Whether OpenTelemetry's own variables name a collector."""
    return any(os.environ.get(f"OTEL_EXPORTER_OTLP_{name}") for name in ("ENDPOINT", "TRACES_ENDPOINT"))


def hand_down(settings: Settings, folder: Path) -> None:
    """What the command line stated, into the environment of worker processes; `folder` is where they count together
    (for metrics by prometheus-client's own variable)."""
    stated = {name: str(getattr(settings, name)) for name in ("home", "host", "port")}
    os.environ.update({f"KEIKAKU_{name.upper()}": value for name, value in stated.items()})
    os.environ["KEIKAKU_WORKERS_FOLDER"] = str(folder)
    os.environ.setdefault("PROMETHEUS_MULTIPROC_DIR", str(folder))
