"""One generation with everything that answers from it: `answer` for what users send, `check` for claims."""

from __future__ import annotations

import copy
import re
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from itertools import islice
from typing import TYPE_CHECKING

from assistant import two_parts
from assistant.answer import Answer, Context, ModelUse, Request
from assistant.draft import Draft, Statement
from assistant.evidence import DEPTH, Evidence, Finder
from assistant.extractive import sweep, sweep_lists
from assistant.extractive.composing import Composer, abstaining, is_elsewhere
from assistant.extractive.scope import Scope
from assistant.gate import Gate
from assistant.listening import Listener
from assistant.questions import Questions
from assistant.romanised import romanised_in
from assistant.service import Loaded
from assistant.tracing import note, span
from assistant.understanding.question import Question
from assistant.understanding.terms import TermReader
from assistant.warming import WarmUp
from assistant.wording import not_covered
from index.analysis import shared_analyser
from index.fusion import ranked, weighted_rrf
from index.generation import Generation
from index.lexicon import default_lexicon
from index.loanwords import Loanwords
from index.retrieval import Hit
from ingest.errors import InputError
from ingest.model import Passage

if TYPE_CHECKING:
    from assistant.llm.reader import ModelReader

#: Kinds of questions that may ask for two things in turn, and how many characters tell both.
_IN_PARTS = ("number", "date", "fact", "who", "sum")
CONTEXT_CHARACTERS = 6800
BESIDE_CHARACTERS = 1400
#: Passages shown to those who look on while the answer is made.
SHOWN = 8


class Engine:
    """Thread-safe. Built once a generation; holds no question's state."""

    def __init__(self, generation: Generation, model: ModelReader | None = None) -> None:
        self._model = model
        self._generation = generation
        self._catalogue = generation.catalogue
        self._covered = {m.code: m for m in self._catalogue.municipalities()}
        self._public = {m.code: m for m in self._catalogue.municipalities(public_only=True)}
        lexical = generation.public_lexical
        frequency = lru_cache(maxsize=20_000)(lexical.frequency)
        reader = TermReader(shared_analyser(), default_lexicon(), frequency, len(lexical), self._from_english)
        self._finder = Finder(self._catalogue, generation.retriever(), reader)
        self._composer = Composer(self._finder)
        self._documents = lru_cache(maxsize=2)(lambda public_only: tuple(self._catalogue.documents(public_only)))
        self._questions = Questions(self._finder, self._documents)
        self._romanised = romanised_in(self._questions.gazetteer, tuple(self._covered.values()))
        self._page = lru_cache(maxsize=2_000)(self._catalogue.page)
        self._document = lru_cache(maxsize=2_000)(self._catalogue.document)
        everything = Scope(self._finder, tuple(self._catalogue.documents()), self._covered, public_only=False)
        self._warming = WarmUp(everything, self._hits)

    def warm(self, seconds: float) -> None:
        """Returns once its passages are prepared, else after `seconds`; answers before that take longer."""
        self._warming.wait(seconds)

    @cached_property
    def _loanwords(self) -> Loanwords:
        texts = (passage.text for passage in self._catalogue.all_passages())
        return Loanwords(texts, shared_analyser().origins)

    def _from_english(self, word: str) -> tuple[str, ...]:
        return self._loanwords.japanese(word)

    def close(self) -> None:
        """Ends the warm-up; the generation may be closed afterwards, once no answer runs any more."""
        self._warming.close()

    def understood(self, request: Request) -> Question:
        """What a request asks for, as every answer to it begins."""
        return self._questions.understood(request)

    def _hits(self, request: Request) -> list[Hit]:
        question = self.understood(request)
        return self._finder.hits(question, self._finder.where(question, public_only=not request.internal))

    def answer(self, request: Request, listen: Listener | None = None) -> Answer:
        """Answers a question; a statement is checked as a claim. Raises InputError on one without any word."""
        with span("question"), self._warming.calm.broken():
            return self._run(request, as_claim=False, listen=listen)

    def check(self, request: Request, listen: Listener | None = None) -> Answer:
        with span("question"), self._warming.calm.broken():
            return self._run(request, as_claim=True, listen=listen)

    def sweep(self, request: Request) -> Answer:
        """What is known of each: of every municipality in scope, or of the measures of the one that is named where the
        question asks for those. `entities` and `coverage.without` together are all that were examined."""
        began = time.monotonic()
        question, scope = self._worded(request), self._scope(request)
        gate = self._gate()
        draft, use = None, None
        if question.uncovered and not question.municipalities:
            draft = abstaining(question, (), scope, not_covered([m.name for m in question.uncovered], question.lang))
        elif len(question.municipalities) == 1 and not question.everyone and question.kind in ("list", "count"):
            evidence = self._finder.gather(
                question, self._finder.hits(question, self._finder.where(question, scope.public_only))
            )
            draft = self._composer.special(question, evidence, scope)
            draft = draft if draft and draft.members else None
        if draft is None:
            question = replace(question, kind="list")
            found = sweep.sweep(question, scope, every_status=True)
            if self._model:
                with span("model"):
                    found, use = self._model.judged(request, question, scope, found, gate, since=began)
            draft = sweep_lists.listed(question, scope, found=found)
            if draft.abstained:
                draft = abstaining(question, (), scope, coverage_of=draft)
        return _credited(gate.check(_told(draft, use, request.lang), request.question, (), request.lang), use)

    def search(self, request: Request, k: int) -> list[Passage]:
        """The passages that an answer would be looked for in, best first: the search restricted to the municipalities
        that are named, and its result ranked once more by the evidence that each passage holds."""
        question = self.understood(request)
        hits = self._finder.hits(
            question, self._finder.where(question, public_only=not request.internal), max(k, DEPTH)
        )
        evidence = self._finder.gather(question, hits)
        found, proven = [hit.passage for hit in hits], [e.passage for e in evidence]
        by_id = {passage.id: passage for passage in (*found, *proven)}
        rankings = [list(dict.fromkeys(passage.id for passage in passages)) for passages in (found, proven)]
        return [by_id[id] for id, _ in ranked(weighted_rrf(rankings, (1.0, 1.0)), k)]

    def _run(self, request: Request, as_claim: bool, listen: Listener | None = None) -> Answer:
        started, began = time.perf_counter(), time.monotonic()
        if request.mode == "agent" and self._model is None:
            raise InputError("an agent needs a language model: set KEIKAKU_LLM (docs/MODELS.md), or ask without it.")
        with span("understand"):
            question = self._worded(request)
            if as_claim:
                question = replace(question, kind="claim")
        understood = time.perf_counter()
        scope = self._scope(request)
        with span("retrieve"):
            hits = self._finder.hits(question, self._finder.where(question, scope.public_only))
            evidence = self._finder.gather(question, hits)
        retrieved = time.perf_counter()
        gate = self._gate()
        plan = self._plan(request, question, hits)
        if listen:
            best = () if question.uncovered and not question.municipalities else evidence
            found = {p.id: p for p in plan or [e.passage for e in best]}
            listen.evidence([gate.excerpt(p) for p in islice(found.values(), SHOWN)])
        with span("compose"):
            judge = _Judge(self._model, request, gate, listen, began) if self._model else None
            draft = self._composer.draft(question, evidence, scope, judge.found if judge else None)
            draft = self._in_parts(request, question, draft, scope)
        passages = plan or (self._shown(draft, hits, evidence) if request.include_context or self._model else ())
        context = _as_context(passages) if request.include_context else ()
        asked = " ".join([request.question, *(text for _, text in request.history)])
        composed = time.perf_counter()
        use = judge.use if judge else None
        if self._model and request.mode == "agent" and draft.kind != "claim" and not is_elsewhere(question):
            with span("model"):
                known = self._without_model()
                units = self._finder.units
                answer = self._model.by_agent(
                    request, asked, draft, passages, known, gate, units, listen, context, began
                )
        elif self._model and passages and self._model.writes(draft, request.question) and not is_elsewhere(question):
            with span("model"):
                units = self._finder.units
                answer = self._model.answer(request, asked, draft, passages, gate, units, listen, context, began)
        else:
            with span("gate"):
                draft = _told(draft, use, request.lang)
                answer = _credited(gate.check(draft, asked, context, request.lang, listen), use)
        note(kind=answer.kind, reader=answer.reader, abstained=answer.abstained, citations=len(answer.citations))
        done = time.perf_counter()
        timings = {
            "understand": understood - started,
            "retrieve": retrieved - understood,
            "compose": done - retrieved,
            "total": done - started,
        }
        if answer.model:
            timings |= {"compose": composed - retrieved - (use.seconds if use else 0), "model": answer.model.seconds}
            timings["gate"] = answer.model.gate_seconds
        return replace(answer, timings={k: round(v, 5) for k, v in timings.items()})

    def _worded(self, request: Request) -> Question:
        if not re.search(r"\w", request.question):
            raise InputError("the question holds no words: ask for something that the plans may say.")
        return self.understood(request)

    def _scope(self, request: Request) -> Scope:
        covered = self._covered if request.internal else self._public
        return Scope(self._finder, self._documents(not request.internal), covered, public_only=not request.internal)

    def _without_model(self) -> Loaded:
        """This generation for an agent's tools, whose own answers cost no tokens."""
        engine = copy.copy(self)
        engine._model = None
        return Loaded(number=self._generation.number, generation=self._generation, engine=engine)

    def _in_parts(self, request: Request, question: Question, draft: Draft, scope: Scope) -> Draft:
        """The draft with the answer to what a question asks behind something else, where the draft lacks it; where it
        is none at all, the answer to one of the two questions."""
        asked = None if question.kind == "claim" or question.everyone else self._questions.in_parts(request)
        if asked is None or any(part.kind not in _IN_PARTS for part in asked):
            return draft
        figures = all(part.kind == "number" for part in asked)
        if not figures and (draft.kind not in ("answer", "abstained") or question.kind not in _IN_PARTS):
            return draft
        if draft.kind == "answer" and two_parts.tells_years(question, draft):
            return draft
        first, second = (self._drafted(part, scope) for part in asked)
        first = draft if first.kind != "answer" and draft.kind == "answer" else first
        if first.kind != "answer" or second.kind not in ("answer", "abstained"):
            return draft
        return two_parts.joined(first, second, draft.abstained, request.lang)

    def _drafted(self, question: Question, scope: Scope) -> Draft:
        hits = self._finder.hits(question, self._finder.where(question, scope.public_only))
        return self._composer.draft(question, self._finder.gather(question, hits), scope)

    def _shown(self, draft: Draft, hits: Sequence[Hit], evidence: Sequence[Evidence]) -> tuple[Passage, ...]:
        """What a language model is shown: the passages of the draft's proofs and what stands beside them, then the
        best hits, within a budget."""
        proofs = list(dict.fromkeys(u.passage for u in draft.evidence))
        passages = [*proofs, *self._finder.beside(proofs, BESIDE_CHARACTERS), *(u.passage for u in draft.nearest)]
        passages += [e.passage for e in evidence] + [h.passage for h in hits]
        out, used = [], 0
        for passage in {p.id: p for p in passages}.values():
            size = sum(map(len, passage.text.split()))
            if used + size <= CONTEXT_CHARACTERS:
                used += size
                out.append(passage)
        return tuple(out)

    def _plan(self, request: Request, question: Question, hits: Sequence[Hit]) -> tuple[Passage, ...]:
        """What a model is shown of a plan that it is to summarise; nothing for any other question."""
        if not self._model or question.kind == "claim" or is_elsewhere(question):
            return ()
        from assistant.llm import summarising

        found = [hit.passage for hit in hits]
        document = summarising.plan_of(request.question, found)
        if document is None:
            return ()
        whole = self._catalogue.passages_of(document, public_only=not request.internal)
        return summarising.spread(whole, found, CONTEXT_CHARACTERS)

    def _gate(self) -> Gate:
        return Gate(
            document=self._document,
            page_text=self._page_text,
            page=self._page,
            municipality=lambda code: self._covered.get(code or ""),
            names=lambda text: {m.candidates[0].name for m in self._questions.gazetteer.find(text)},
            romanised=self._romanised,
            known=self._questions.gazetteer.by_name,
        )

    def _page_text(self, document: str, number: int) -> str | None:
        page = self._page(document, number)
        return page.text if page else None


@dataclass(slots=True)
class _Judge:
    """Sweeps of one question as the model judges them; `use` is what that took, None where there was none."""

    model: ModelReader
    request: Request
    gate: Gate
    listen: Listener | None
    since: float
    use: ModelUse | None = None

    def found(self, question: Question, scope: Scope) -> list[sweep.Finding]:
        swept = sweep.sweep(question, scope, every_status=True)
        if self.request.mode == "plain":
            with span("model"):
                model, listen = self.model, self.listen
                swept, self.use = model.judged(self.request, question, scope, swept, self.gate, listen, self.since)
        return [f for f in swept if sweep.wanted(question, f.status)]


def _told(draft: Draft, use: ModelUse | None, lang: str) -> Draft:
    """The draft of a sweep with a line that says so where the model did not judge it."""
    if use is None or use.fallback is None:
        return draft
    from assistant.llm.reader import fell_back

    return replace(draft, statements=(*draft.statements, Statement(fell_back(use.fallback, lang))))


def _credited(answer: Answer, use: ModelUse | None) -> Answer:
    return replace(answer, model=use, reader=use.model if use and use.calls and not use.fallback else answer.reader)


def _as_context(passages: Sequence[Passage]) -> tuple[Context, ...]:
    return tuple(Context(document=p.document, page=p.page, text=p.text) for p in passages)
