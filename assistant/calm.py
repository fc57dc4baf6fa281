"""When what works in the background may go on: while nobody is being answered."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager


class Calm:
    """Thread-safe. Calm at first, and again whenever the last of those who broke it is done."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._calm = threading.Event()
        self._calm.set()
        self._breaking = 0
        self._ended = False

    @contextmanager
    def broken(self) -> Iterator[None]:
        with self._lock:
            self._breaking += 1
            if not self._ended:
                self._calm.clear()
        try:
            yield
        finally:
            with self._lock:
                self._breaking -= 1
                if not self._breaking:
                    self._calm.set()

    def wait(self) -> None:
        """Returns once it is calm."""
        self._calm.wait()

    def end(self) -> None:
        """From now on nobody waits."""
        with self._lock:
            self._ended = True
            self._calm.set()
