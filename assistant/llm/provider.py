"""The chat model that the settings name, through LangChain; its package is imported only when it is used."""

from __future__ import annotations

from typing import Any, Literal

import httpx
from langchain.chat_models import init_chat_model
from langchain_core.language_models import BaseChatModel

from assistant.settings import Settings
from ingest.errors import InputError, MissingDependency

Structure = Literal["json", "tool", "text"]
#: The extra of this project, else the package, that a provider needs.
_EXTRAS = {
    "openai": "openai",
    "azure_openai": "openai",
    "ollama": "ollama",
    "anthropic": "anthropic",
    "bedrock": "bedrock",
    "bedrock_converse": "bedrock",
    "anthropic_bedrock": "bedrock",
}
#: Providers that take a JSON schema for the whole reply; the others are given a tool to call.
_JSON = frozenset({"openai", "azure_openai", "ollama"})


def name_of(settings: Settings) -> str:
    """The model's name as the reply's `reader`."""
    return (settings.llm or "").partition(":")[2]


def structure_of(settings: Settings) -> Structure:
    if settings.llm_structure != "auto":
        return settings.llm_structure
    return "json" if _provider(settings) in _JSON else "tool"


def _provider(settings: Settings) -> str:
    return (settings.llm or "").partition(":")[0]


def chat_model(settings: Settings) -> BaseChatModel:
    """Raises MissingDependency with the line that installs the provider's package, InputError for settings that its
    client refuses. Nothing is sent."""
    provider = _provider(settings)
    try:
        model = init_chat_model(name_of(settings), model_provider=provider, **_options(provider, settings))
    except ImportError as error:
        extra = _EXTRAS.get(provider)
        package = f"'keikaku[{extra}]'" if extra else f"langchain-{provider.replace('_', '-')}"
        raise MissingDependency(
            f"KEIKAKU_LLM={settings.llm} needs a package that is not installed: pip install {package}"
        ) from error
    except Exception as error:
        reason = str(error).split("\n")[0][:200]
        raise InputError(
            f"KEIKAKU_LLM={settings.llm} cannot be used: {_without_secret(reason, settings)} (docs/MODELS.md)"
        ) from None
    assert isinstance(model, BaseChatModel)
    return model


def _aws_limits(settings: Settings) -> Any:
    """Limits as AWS's client takes them; None where its package is missing, which `init_chat_model` tells."""
    try:
        from botocore.config import Config
    except ImportError:
        return None
    return Config(
        connect_timeout=settings.llm_connect_seconds,
        read_timeout=settings.llm_seconds,
        retries={"total_max_attempts": 1},
    )


def _without_secret(text: str, settings: Settings) -> str:
    key = settings.llm_api_key.get_secret_value() if settings.llm_api_key else ""
    return text.replace(key, "***") if key else text


def _options(provider: str, settings: Settings) -> dict[str, Any]:
    """What each provider's client calls the address, the key and the limits; retries are ours (`calls`)."""
    key = settings.llm_api_key.get_secret_value() if settings.llm_api_key else None
    timeout = httpx.Timeout(settings.llm_seconds, connect=settings.llm_connect_seconds)
    options: dict[str, Any] = {"temperature": 0}
    match provider:
        case "openai" | "azure_openai":
            options |= {"timeout": timeout, "max_retries": 0, "stream_chunk_timeout": None, "stream_usage": True}
            address = "azure_endpoint" if provider == "azure_openai" else "base_url"
            options |= {address: settings.llm_base_url} if settings.llm_base_url else {}
            # Servers in a closed network often want no key, but the client insists on one.
            key = key or ("none" if settings.llm_base_url and provider == "openai" else None)
            options |= {"api_key": key} if key else {}
        case "ollama":
            headers = {"Authorization": f"Bearer {key}"} if key else {}
            options |= {"client_kwargs": {"timeout": timeout, "headers": headers}}
            options |= {"base_url": settings.llm_base_url} if settings.llm_base_url else {}
        case "anthropic" | "anthropic_bedrock":
            options |= {"timeout": settings.llm_seconds, "max_retries": 0}
            options |= {"base_url": settings.llm_base_url} if settings.llm_base_url else {}
            options |= {"api_key": key} if key else {}
        case "bedrock" | "bedrock_converse":
            # Keys come from AWS's own variables or profile, the limits go to its client.
            options |= {"endpoint_url": settings.llm_base_url} if settings.llm_base_url else {}
            if config := _aws_limits(settings):
                options |= {"config": config}
        case _:
            options |= {"base_url": settings.llm_base_url} if settings.llm_base_url else {}
            options |= {"api_key": key} if key else {}
    return options | settings.llm_options
