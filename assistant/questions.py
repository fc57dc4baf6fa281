"""What was asked, understood against what its asker may see."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import lru_cache

from assistant.answer import Request
from assistant.evidence import Finder
from assistant.understanding.coined import CoinedNames
from assistant.understanding.names import stranger_in
from assistant.understanding.question import Question
from assistant.understanding.reading import Understanding
from assistant.understanding.titles import Titles
from ingest.model import Document, Municipality
from ingest.municipalities import Gazetteer, national
from ingest.normalise import squash


class Questions:
    """Thread-safe. `documents` gives those that are public only, or all."""

    def __init__(self, finder: Finder, documents: Callable[[bool], Sequence[Document]]) -> None:
        self._finder = finder
        self._documents = documents
        self._coined = lru_cache(maxsize=2)(self._coined_names)
        self._titles = lru_cache(maxsize=2)(self._titles_of)
        municipalities = finder.catalogue.municipalities
        self.gazetteer = national().with_extra(municipalities())
        self._of_all = self._understanding(self.gazetteer, municipalities(), public_only=False)
        public = municipalities(public_only=True)
        self._of_public = self._understanding(national().with_extra(public), public, public_only=True)

    def understood(self, request: Request) -> Question:
        """The question, its municipality filter put into its words; others that it names are then left out."""
        understanding = self._for(request)
        if not request.municipalities:
            return self._with_stranger(understanding.understand(request), public_only=not request.internal)
        missing = [m for m in request.municipalities if m not in request.question]
        asked = replace(request, question=f"{'、'.join(missing)} {request.question}") if missing else request
        question = understanding.understand(asked)
        kept = understanding.understand(Request(question="、".join(request.municipalities), lang=request.lang))
        return replace(
            question, municipalities=kept.municipalities, uncovered=kept.uncovered, prefectures=kept.prefectures
        )

    def in_parts(self, request: Request) -> tuple[Question, Question] | None:
        """The two questions that one asks in turn; None where it asks one, or goes with a filter."""
        return None if request.municipalities else self._for(request).in_parts(request)

    def _for(self, request: Request) -> Understanding:
        return self._of_all if request.internal else self._of_public

    def _understanding(
        self, gazetteer: Gazetteer, municipalities: Sequence[Municipality], *, public_only: bool
    ) -> Understanding:
        return Understanding(
            self._finder.reader,
            gazetteer,
            municipalities,
            lambda text: self._coined(public_only).marked(text),
            lambda: self._titles(public_only),
        )

    def _with_stranger(self, question: Question, public_only: bool) -> Question:
        """A name like a municipality's that no list knows, nor any passage found, is that of one not covered."""
        name = "" if question.municipalities or question.uncovered else stranger_in(question.text)
        if not name:
            return question
        hits = self._finder.hits(question, self._finder.where(question, public_only))
        if any(squash(name) in squash(hit.passage.text) for hit in hits):
            return question
        return replace(question, uncovered=(Municipality(code=f"x-{name}", prefecture="", name=name),))

    def _coined_names(self, public_only: bool) -> CoinedNames:
        texts = (passage.text for passage in self._finder.catalogue.all_passages(public_only))
        return CoinedNames.of(texts, self._finder.reader.is_common)

    def _titles_of(self, public_only: bool) -> Titles:
        return Titles.of(self._documents(public_only))
