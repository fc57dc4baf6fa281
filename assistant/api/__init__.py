"""The HTTP edge: one concept a module. `create_app(settings)` builds the whole."""

from assistant.api.app import create_app

__all__ = ["create_app"]
