"""`documents.toml`: what a folder's owner states of its documents, and municipalities that no national list has."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path, PurePosixPath
from typing import Any, get_args

from ingest.errors import InputError
from ingest.model import Municipality, Visibility

MANIFEST_NAME = "documents.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class ManifestEntry:
    """One `[[document]]`; `file` is relative to the manifest's folder, with "/". What is not stated is None."""

    file: str
    title: str | None = None
    municipality: str | None = None
    prefecture: str | None = None
    date: str | None = None
    visibility: Visibility = "public"
    source_url: str | None = None
    years: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """A `documents.toml`. `ignore` are patterns of files and folders that are no documents."""

    path: Path
    entries: tuple[ManifestEntry, ...] = ()
    municipalities: tuple[Municipality, ...] = ()
    ignore: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()

    def entry(self, path: Path) -> ManifestEntry | None:
        """What is stated of a file under the manifest's folder."""
        name = self._relative(path)
        return next((entry for entry in self.entries if _same(entry.file) == name), None)

    def ignores(self, path: Path) -> bool:
        """Whether `ignore` names the file, or a folder that it is in."""
        name = self._relative(path)
        above = [name, *(str(parent) for parent in PurePosixPath(name).parents)] if name else []
        return any(fnmatchcase(part, _same(pattern).rstrip("/")) for part in above for pattern in self.ignore)

    def _relative(self, path: Path) -> str | None:
        try:
            return _same(path.absolute().relative_to(self.path.parent.absolute()).as_posix())
        except ValueError:
            return None


def _same(name: str) -> str:
    """One form for names that macOS and others compose differently."""
    return unicodedata.normalize("NFC", name.replace("\\", "/")).removeprefix("./")


def load_manifest(folder: Path) -> Manifest:
    """The folder's manifest, an empty one where it has none. Raises InputError that names the line and the key.

    An entry whose file does not exist is a warning.
    """
    path = folder / MANIFEST_NAME
    if not path.exists():
        return Manifest(path=path)
    try:
        text = path.read_bytes().decode("utf-8-sig")
        data = tomllib.loads(text)
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror}); check its mode") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: not UTF-8 (byte {error.start}); save it as UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"{path}: not valid TOML: {error}; correct that line") from error
    return _Parser(path, text).parse(data)


class _Parser:
    """Checks a manifest's tables key by key, with the line of what is wrong."""

    def __init__(self, path: Path, text: str) -> None:
        self.path = path
        self.lines = text.splitlines()

    def parse(self, data: dict[str, Any]) -> Manifest:
        tables: dict[str, Callable[[str, Any, str, int], Any]] = {"document": _document_value, "municipality": _text}
        if unknown := sorted(set(data) - {*tables, "ignore"}):
            raise self.wrong(0, unknown[0], "unknown; there are [[document]], [[municipality]] and ignore")
        ignore = data.get("ignore", [])
        if not isinstance(ignore, list) or not all(isinstance(pattern, str) for pattern in ignore):
            raise self.wrong(0, "ignore", 'must be a list of patterns, as in ignore = ["source"]')
        checked = {name: self.tables(data, name, check) for name, check in tables.items()}
        entries = tuple(ManifestEntry(**values) for values in checked["document"])
        return Manifest(
            path=self.path,
            entries=entries,
            municipalities=tuple(_municipality(values) for values in checked["municipality"]),
            ignore=tuple(ignore),
            warnings=self.warnings(entries),
        )

    def tables(
        self, data: dict[str, Any], name: str, check: Callable[[str, Any, str, int], Any]
    ) -> list[dict[str, Any]]:
        tables = data.get(name, [])
        if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
            raise self.wrong(0, name, f"must be written [[{name}]], with two brackets")
        required, allowed = _KEYS[name]
        out: list[dict[str, Any]] = []
        for number, table in enumerate(tables):
            line = self.table_line(name, number)
            for key, value in table.items():
                if key not in allowed:
                    raise self.wrong(line, key, f"unknown in [[{name}]]; there are {', '.join(allowed)}")
                try:
                    table[key] = check(key, value, name, number)
                except ValueError as error:
                    raise self.wrong(line, key, str(error)) from error
            if lacking := [key for key in required if not table.get(key)]:
                raise self.wrong(line, lacking[0], f"missing or empty in [[{name}]]; state it")
            if any(_same(table[required[0]]) == _same(other[required[0]]) for other in out) and name == "document":
                raise self.wrong(line, "file", f"{table['file']} is stated twice; keep one")
            out.append(table)
        return out

    def warnings(self, entries: tuple[ManifestEntry, ...]) -> tuple[str, ...]:
        folder = self.path.parent
        there = {_same(p.relative_to(folder).as_posix()) for p in folder.rglob("*")} if entries else set()
        return tuple(
            f"{self.path}, line {self.table_line('document', i)}: no such file: {entry.file}"
            for i, entry in enumerate(entries)
            if _same(entry.file) not in there
        )

    def table_line(self, name: str, number: int) -> int:
        """The line of the n-th `[[name]]`, from 1; 0 where it is written in another way."""
        heads = [i for i, line in enumerate(self.lines, 1) if re.match(rf"\s*\[\[\s*{name}\s*\]\]", line)]
        return heads[number] if number < len(heads) else 0

    def wrong(self, line: int, key: str, message: str) -> InputError:
        for i in range(line, len(self.lines)):
            if re.match(rf"\s*\[*\s*[\"']?{re.escape(key)}\b", self.lines[i]):
                line = i + 1
                break
            if line and self.lines[i].lstrip().startswith("["):
                break
        return InputError(f"{self.path}, line {max(line, 1)}, key {key}: {message}")


_KEYS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "document": (
        ("file",),
        ("file", "title", "municipality", "prefecture", "date", "visibility", "source_url", "years"),
    ),
    "municipality": (("name", "prefecture"), ("name", "prefecture", "kana", "romaji", "code")),
}


def _text(key: str, value: Any, name: str, number: int) -> str:
    if not isinstance(value, str):
        raise ValueError(f"must be a text in quotes, not {value!r}")
    return value.strip()


def _document_value(key: str, value: Any, name: str, number: int) -> Any:
    if key == "years":
        whole = isinstance(value, list) and len(value) == 2 and all(type(year) is int for year in value)
        if not whole or not 1900 <= value[0] <= value[1] <= 2200:
            raise ValueError("must be the first and the last fiscal year, as in years = [2025, 2027]")
        return (value[0], value[1])
    if key == "date" and isinstance(value, dt.date | dt.datetime):
        return value.isoformat()
    text = _text(key, value, name, number)
    if key == "visibility" and text not in get_args(Visibility):
        raise ValueError(f'must be "public" or "internal", not "{text}"')
    if key == "file" and (text.startswith("/") or ".." in PurePosixPath(_same(text)).parts):
        raise ValueError("must be a path below the manifest's folder")
    if key == "source_url" and not text.startswith(("http://", "https://")):
        raise ValueError("must begin with http:// or https://")
    return text


def _municipality(values: dict[str, Any]) -> Municipality:
    code = values.get("code") or f"x-{values['name']}"
    return Municipality(**{**values, "code": code})
