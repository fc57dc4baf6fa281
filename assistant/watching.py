"""Folders that are kept indexed: a change in them is read soon after it was made."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from pathlib import Path

from watchfiles import Change, watch

from assistant.ingestion import Progress, ingest
from assistant.ingestion_report import Report
from assistant.roots import Roots
from assistant.settings import Settings
from ingest.errors import IndexBusy, InputError, KeikakuError

#: Milliseconds of quiet after which a change is read, at most; and between looks at whether to end or to try again.
QUIET, LOOK = 2_000, 5_000


def keep_indexed(
    paths: Sequence[Path],
    settings: Settings,
    progress: Progress,
    report: Callable[[Report | Exception], None],
    *,
    stop: threading.Event | None = None,
    poll: bool = False,
) -> None:
    """Ingest `paths` (without any, those of before) now and whenever something changes under them, until `stop` is set.

    `report` is given what every run did, or why it could do nothing: no error ends the watch. A file that failed is not
    read again before it changes; a run that finds another process at work is tried again. With `poll` the folders are
    looked through again and again, for network drives that announce no changes. Raises InputError where there is
    nothing to watch.
    """
    watched = _watched(paths, settings)
    home = settings.home.resolve()

    def relevant(change: Change, path: str) -> bool:
        file = Path(path)
        return not file.name.startswith((".", "~$")) and not file.is_relative_to(home)

    failed: dict[str, KeikakuError] = {}

    def run() -> bool:
        """Whether to try again, since another process is at work."""
        try:
            report(ingest(paths, settings, progress, failed=failed))
        except IndexBusy:
            return True
        except (KeikakuError, OSError) as error:
            report(error)
        return False

    run()
    again = True  # for what changed before the watch was on
    for changes in watch(
        *watched,
        watch_filter=relevant,
        debounce=QUIET,
        rust_timeout=LOOK,
        yield_on_timeout=True,
        stop_event=stop,
        force_polling=poll or None,
    ):
        if again or changes:
            again = run()


def _watched(paths: Sequence[Path], settings: Settings) -> set[Path]:
    """The folders: of a file, the one that it is in, since editors replace files."""
    roots = [path.resolve() for path in paths] or Roots.load(settings.home).paths
    found = {root if root.is_dir() else root.parent for root in roots if root.exists()}
    if not found:
        raise InputError("there is nothing to watch: keikaku ingest --watch FOLDER")
    return found
