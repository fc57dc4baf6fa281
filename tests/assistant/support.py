"""A small index in memory and an engine that says what a test tells it, behind the protocols of `assistant.service`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from assistant.answer import Answer, Citation, Conflict, Coverage, Entity, Excerpt, Request
from assistant.listening import Listener
from assistant.service import Loaded
from index.filters import Filter
from index.retrieval import Hit
from ingest.model import Document, Municipality, Page, Passage

TAKEO = Municipality(code="412066", prefecture="佐賀県", name="武雄市", kana="たけおし", romaji="Takeo-shi")
TEXT = "自治体名 佐賀県武雄市 人口 47,510人\n事業費 45,100千円\n<script>alert(1)</script> LoGoフォー\nムを導入する。"
QUOTE = "人口 47,510人"
EXCERPT = Excerpt(
    document="takeo",
    title="計画",
    municipality="武雄市",
    page=1,
    text=TEXT,
    url="/documents/takeo/pages/1?start=0&end=9",
)


def document(id: str, **fields: Any) -> Document:
    base = {"path": Path(f"/plans/{id}.txt"), "sha256": "0" * 64, "media_type": "text/plain", "title": f"{id}の計画"}
    return Document(id=id, **{**base, **fields})


@dataclass
class MemoryCatalogue:
    texts: dict[str, list[str]]
    known: dict[str, Document]

    def documents(self, public_only: bool = False) -> list[Document]:
        return [d for d in self.known.values() if not public_only or d.visibility == "public"]

    def document(self, document: str, public_only: bool = False) -> Document | None:
        return self.known.get(document)

    def page(self, document: str, number: int, public_only: bool = False) -> Page | None:
        texts = self.texts.get(document, [])
        return Page(number=number, text=texts[number - 1], label="三") if 1 <= number <= len(texts) else None

    def page_count(self, document: str) -> int:
        return len(self.texts.get(document, []))

    def passages_of(self, document: str, page: int | None = None, public_only: bool = False) -> list[Passage]:
        return []

    def municipalities(self, public_only: bool = False) -> list[Municipality]:
        return [TAKEO]

    def counts(self) -> dict[str, int]:
        return {"documents": len(self.known), "pages": sum(map(len, self.texts.values()))}


@dataclass
class MemoryRetriever:
    catalogue: MemoryCatalogue
    asked: list[tuple[str, int, Filter | None]] = field(default_factory=list)

    def search(self, query: str, k: int, where: Filter | None = None) -> list[Hit]:
        self.asked.append((query, k, where))
        text = self.catalogue.texts["takeo"][0]
        passage = Passage(
            id="takeo-1", document="takeo", page=1, start=0, end=10, text=text[:10], municipality=TAKEO.code
        )
        return [Hit(passage, 1.5, 1, "fused")]


class MemoryGeneration:
    def __init__(self) -> None:
        texts = {"takeo": [TEXT, "二ページ目"], "secret": ["内部の文書"]}
        known = {
            "takeo": document("takeo", municipality=TAKEO, confidence=0.9, years=(2025, 2027), warnings=("推定",)),
            "secret": document("secret", visibility="internal"),
        }
        self.catalogue = MemoryCatalogue(texts, known)
        self.retrieving = MemoryRetriever(self.catalogue)
        self.closed = False

    def retriever(self) -> MemoryRetriever:
        return self.retrieving

    def close(self) -> None:
        self.closed = True


def citation(marker: int = 1) -> Citation:
    start = TEXT.index(QUOTE)
    place = {"start": start, "end": start + len(QUOTE)}
    url = f"/documents/takeo/pages/1?start={start}&end={start + len(QUOTE)}"
    return Citation(
        marker=marker, document="takeo", title="計画", municipality="武雄市", page=1, quote=QUOTE, url=url, **place
    )


@dataclass
class ScriptedEngine:
    """Answers everything with `reply`; keeps what it was asked."""

    reply: Callable[[Request], Answer]
    asked: list[Request] = field(default_factory=list)
    checked: list[Request] = field(default_factory=list)
    closed: int = 0

    def close(self) -> None:
        self.closed += 1

    def answer(self, request: Request, listen: Listener | None = None) -> Answer:
        self.asked.append(request)
        if listen:
            listen.evidence([EXCERPT])
        answer = self.reply(request)
        if listen:
            listen.statement(answer.answer, answer.citations)
        return answer

    def sweep(self, request: Request) -> Answer:
        return self.answer(request)

    def search(self, request: Request, k: int) -> list[Passage]:
        return [hit.passage for hit in MemoryGeneration().retriever().search(request.question, k)]

    def check(self, request: Request, listen: Listener | None = None) -> Answer:
        self.checked.append(request)
        return Answer(answer=f"{request.question} [1]", kind="claim", verdict="supported", citations=(citation(),))


def full_answer(request: Request) -> Answer:
    return Answer(
        answer="47,510人です[1]。",
        kind="answer",
        citations=(citation(),),
        entities=(Entity(name="武雄市", code=TAKEO.code, status="導入済み", citations=(1,)),),
        coverage=Coverage(documents=5, municipalities=20, without=("鳥栖市",)),
        conflicts=(Conflict(subject="人口", values=(("47,510人", 1), ("47,000人", 2))),),
        timings={"total": 0.01},
    )


@dataclass
class MemorySource:
    """Generations to be served, newest last; `broken` raises instead."""

    engine: ScriptedEngine
    number: int | None = 1
    loads: int = 0
    broken: Exception | None = None
    generations: list[MemoryGeneration] = field(default_factory=list)

    def current_number(self) -> int | None:
        return self.number

    def load(self) -> Loaded:
        self.loads += 1
        if self.broken:
            raise self.broken
        assert self.number is not None
        self.generations.append(MemoryGeneration())
        return Loaded(number=self.number, generation=self.generations[-1], engine=self.engine)
