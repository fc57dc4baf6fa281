"""The version of what is read from files."""

from __future__ import annotations

#: Part of every document's fingerprint: change it whenever a file would be read otherwise than before.
PARSER_VERSION = 18
