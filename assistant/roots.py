"""The files and folders that an index is made from, kept in `sources.json` beside it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Roots:
    """`paths` as they were given to be read; `removed` are files under them that were taken out of the index."""

    paths: tuple[Path, ...] = ()
    removed: frozenset[Path] = frozenset()

    @classmethod
    def load(cls, home: Path) -> Roots:
        """Empty where there are none, or none that can be read."""
        try:
            data = json.loads((home / "sources.json").read_text("utf-8"))
            kept = data if isinstance(data, dict) else {"paths": data, "removed": []}
            return cls(tuple(map(Path, kept["paths"])), frozenset(map(Path, kept["removed"])))
        except (OSError, ValueError, TypeError, KeyError):
            return cls()

    def save(self, home: Path) -> None:
        from index.files import write_atomically

        data = {"paths": [str(path) for path in self.paths], "removed": sorted(str(path) for path in self.removed)}
        write_atomically(home / "sources.json", json.dumps(data, ensure_ascii=False))

    def having(self, paths: Sequence[Path], *, alone: bool = False) -> Roots:
        """With `paths` (absolute) added, or `alone`; a removed file that is named itself is no longer removed."""
        kept = () if alone else [path for path in self.paths if not any(path.is_relative_to(root) for root in paths)]
        return Roots((*kept, *paths), self.removed - set(paths))

    def without(self, files: Iterable[Path]) -> Roots:
        """Files under the roots are remembered as removed; a file that is a root itself is one no longer."""
        gone = {file.resolve() for file in files}
        paths = tuple(path for path in self.paths if path not in gone)
        under = {file for file in gone if any(file.is_relative_to(root) for root in paths)}
        return replace(self, paths=paths, removed=self.removed | under)
