"""The tools of one question: what they give carries the numbers by which its passages are cited."""

from __future__ import annotations

import json
import secrets
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from langchain_core.tools import BaseTool, StructuredTool, ToolException

from assistant.answer import Answer, Request
from assistant.llm.tools import plan_tools
from assistant.service import Loaded
from ingest.model import Passage

#: Characters of one result that a model reads; of a list, whole entries.
SHOWN = 6000


@dataclass(frozen=True, slots=True)
class OneGeneration:
    """What `plan_tools` asks of a service, over one generation that stays open."""

    loaded: Loaded

    @contextmanager
    def use(self) -> Iterator[Loaded]:
        yield self.loaded

    def check(self, request: Request) -> Answer:
        return self.loaded.engine.check(request)


@dataclass(slots=True)
class EvidenceTools:
    """`passages` are those that the tools returned, in the order of their numbers. One tool runs at a time; behind
    `close` none does any more, so that the index may be closed."""

    loaded: Loaded
    request: Request
    fence: str = field(default_factory=lambda: secrets.token_hex(6))
    passages: list[Passage] = field(default_factory=list)
    _numbers: dict[str, int] = field(default_factory=dict)
    _busy: threading.Lock = field(default_factory=threading.Lock)
    _closed: bool = False

    def tools(self) -> list[BaseTool]:
        made = plan_tools(OneGeneration(self.loaded), self.request.internal, self.request)
        return [tool.model_copy(update={"func": self._numbered(tool)}) for tool in made]

    def close(self) -> None:
        """Returns when the tool that runs, if any, is done."""
        with self._busy:
            self._closed = True

    def _numbered(self, tool: BaseTool) -> Callable[..., str]:
        assert isinstance(tool, StructuredTool) and tool.func is not None
        function = tool.func

        def shown(**arguments: Any) -> str:
            with self._busy:
                if self._closed:
                    raise ToolException("the question is over.")
                found = function(**arguments)
                text = _cut(found, self._marked).replace(self.fence, "")
            return f"[{self.fence} {tool.name}]\n{text}\n[/{self.fence} {tool.name}]"

        return shown

    def _marked(self, found: Any) -> Any:
        """The result with `evidence` beside every place in a document that it names."""
        if isinstance(found, dict):
            marked = {key: self._marked(value) for key, value in found.items()}
            numbers = [self._number(p) for p in self._at(found) if self._in_scope(p)]
            return {"evidence": numbers} | marked if numbers else marked
        return [self._marked(one) for one in found] if isinstance(found, (list, tuple)) else found

    def _at(self, place: dict[str, Any]) -> Sequence[Passage]:
        document, page = place.get("document"), place.get("page")
        if not isinstance(document, str) or not isinstance(page, int):
            return ()
        catalogue = self.loaded.generation.catalogue
        passages: Sequence[Passage] = catalogue.passages_of(document, page, public_only=not self.request.internal)
        start, end, quote = place.get("start"), place.get("end"), place.get("quote")
        if isinstance(start, int) and isinstance(end, int):
            return [p for p in passages if p.start < end and start < p.end]
        return [p for p in passages if quote in p.text] if isinstance(quote, str) else passages

    def _in_scope(self, passage: Passage) -> bool:
        """Whether the question's filters take in a passage."""
        wanted, documents = self.request.municipalities, self.request.documents
        known = self.loaded.generation.catalogue.municipalities()
        codes = {m.code for m in known if m.code in wanted or m.name in wanted or m.full_name in wanted}
        return (not documents or passage.document in documents) and (not wanted or passage.municipality in codes)

    def _number(self, passage: Passage) -> int:
        if passage.id not in self._numbers:
            self.passages.append(passage)
            self._numbers[passage.id] = len(self.passages)
        return self._numbers[passage.id]


def _cut(found: Any, mark: Callable[[Any], Any]) -> str:
    """The marked result as JSON; entries that are cut off get no marks."""
    if not isinstance(found, list):
        text = json.dumps(mark(found), ensure_ascii=False, default=str)
        return text if len(text) <= SHOWN else text[:SHOWN] + "…"
    entries: list[str] = []
    size = 0
    for one in found:
        entry = json.dumps(one, ensure_ascii=False, default=str)
        size += len(entry)
        if entries and size > SHOWN:
            break
        entries.append(json.dumps(mark(one), ensure_ascii=False, default=str))
    return f"[{', '.join(entries)}]"
