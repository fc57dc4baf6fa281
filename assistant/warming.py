"""What is prepared of a generation before anybody asks, so that no question waits for it."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import islice
from threading import Event, Thread

from assistant.answer import Request
from assistant.calm import Calm
from assistant.extractive import item_sets, plan_items
from assistant.extractive.scope import Scope
from index.lexicon import default_lexicon
from ingest.model import Document

#: Passages prepared at most.
WARMED = 4000
#: Asked of every generation before its users ask.
_FIRST = (
    Request(question="計画の目的は何ですか。", lang="ja"),
    Request(question="What is the purpose of the plan?", lang="en"),
)


class WarmUp:
    """Begins at once, in a thread of its own; waits while `calm` is broken by those who answer: both at once would only
    take turns. `scope` is everything that the generation holds, `search` what a question begins with."""

    def __init__(self, scope: Scope, search: Callable[[Request], object]) -> None:
        self.calm = Calm()
        self._scope, self._search = scope, search
        self._closing = Event()
        self._read = Event()
        self._thread = Thread(target=self._run, name="warm-up", daemon=True)
        self._thread.start()

    def wait(self, seconds: float) -> None:
        """Returns once every passage is prepared, which is what the first questions miss most, or after `seconds`."""
        self._read.wait(seconds)

    def close(self) -> None:
        """Returns when it has ended, done or not."""
        self._closing.set()
        self.calm.end()
        self._thread.join()
        gc.unfreeze()

    def _run(self) -> None:
        for _ in self._steps():
            self.calm.wait()
            if self._closing.is_set():
                return
        # Else a full collection, which looks through all that was prepared, takes 0.1 s of some question's time.
        gc.collect()
        gc.freeze()

    def _steps(self) -> Iterator[None]:
        """What every question is read and searched with, the passages, and the tables and lists of their documents;
        stops before each."""
        finder = self._scope.finder
        default_lexicon().in_english("")
        for request in (replace(asked, internal=internal) for asked in _FIRST for internal in (True, False)):
            yield
            self._search(request)
        documents: set[str] = set()
        for passage in islice(finder.catalogue.all_passages(), WARMED):
            yield
            finder.prepare(passage)
            documents.add(passage.document)
        self._read.set()
        for document in self._scope.documents:
            if document.id in documents:
                yield from self._items(document)
        yield

    def _items(self, document: Document) -> Iterator[None]:
        finder = self._scope.finder
        yield
        for family in plan_items.families_of(document, self._scope):
            for item in family.items:
                yield
                finder.haystack(item.telling if family.is_table else item.wording)
        for listed in item_sets.sets_of(document, self._scope):
            yield
            for text in (listed.owner, listed.context, item_sets.names_of(listed)):
                finder.haystack(text)
