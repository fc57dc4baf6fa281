"""The reader that asks a language model: numbered evidence in, statements out, each through the gate; the extractive
draft stands in whenever the model gives nothing that holds."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from assistant.answer import Answer, Context, ModelUse, Request
from assistant.draft import Draft, Statement
from assistant.extractive.scope import Scope
from assistant.extractive.sweep import Finding
from assistant.gate import Checking, Gate
from assistant.listening import Listener
from assistant.llm import replies, summarising
from assistant.llm.agent import Agent, Step
from assistant.llm.budget import Budget
from assistant.llm.calls import Calls
from assistant.llm.evidence_tools import EvidenceTools
from assistant.llm.failures import ModelFailed
from assistant.llm.judging import Judging
from assistant.llm.provider import chat_model, name_of, structure_of
from assistant.llm.writing import MOST, UnitsOf, Writing, condensed
from assistant.service import Loaded
from assistant.settings import Settings
from assistant.understanding.question import Question
from assistant.wording import verdict
from ingest.model import Passage

log = logging.getLogger(__name__)
_FELL_BACK = {
    "ja": "（言語モデルが{reason}、原文からの抜き書きで答えています。）",
    "en": "(The language model {reason}; this is taken from the sources directly.)",
}
_REASONS = {
    "slow": ("時間内に答えなかったため", "did not answer in time"),
    "down": ("応答しなかったため", "did not respond"),
    "over_quota": ("利用上限に達したため", "is over its quota"),
    "refused": ("要求を受け付けなかったため", "refused the request"),
    "budget": ("使えるトークンの上限に達したため", "has no tokens left for this question"),
    "unproven": ("根拠のある答えを返さなかったため", "gave no answer that the sources prove"),
}


@dataclass(slots=True)
class ModelReader:
    """Thread-safe; shared by all generations of a process."""

    settings: Settings
    calls: Calls

    @staticmethod
    def of(settings: Settings) -> ModelReader | None:
        """None where no model is configured. Raises MissingDependency and InputError as `chat_model` does."""
        if settings.llm is None:
            return None
        return ModelReader(settings, Calls(chat_model(settings), settings, structure_of(settings)))

    @property
    def name(self) -> str:
        return name_of(self.settings)

    def writes(self, draft: Draft, question: str = "") -> bool:
        """Whether the model is asked: it writes plain answers and summaries and looks for the proof of a claim that was
        not found. Sets are swept, and where the documents do not hold the answer there is nothing to write."""
        if draft.kind != "claim" and summarising.asked(question):
            return True
        return draft.verdict == "not_found" if draft.kind == "claim" else draft.kind == "answer" and not draft.abstained

    def answer(
        self,
        request: Request,
        asked: str,
        draft: Draft,
        passages: Sequence[Passage],
        gate: Gate,
        units_of: UnitsOf,
        listen: Listener | None,
        context: Sequence[Context] = (),
        since: float | None = None,
        budget: Budget | None = None,
    ) -> Answer:
        """The model's answer as far as it is proven, else the draft's; `model` in it says what happened. `asked` is
        the question with its history, `since` when it came, `budget` what is left of one. A summary has its own
        prompt."""
        budget = budget or self.budget(listen, since)
        checking = gate.begin(request.question, request.lang, listen)
        writing = Writing(self.calls, self.name, request, passages, checking, units_of, budget)
        began = time.perf_counter()
        reason = None
        if draft.kind == "claim":
            return self._judged(request, draft, writing, context)
        try:
            standalone = condensed(self.calls, request, budget, writing)
            name = "summary" if summarising.asked(request.question) else "answer"
            writing.run(lambda feedback: writing.written_of(name, standalone, feedback))
        except ModelFailed as failed:
            if failed.reason == "left":
                raise
            reason = failed.reason
            log.warning("%s: %s", self.name, failed)
        seconds = time.perf_counter() - began
        if checking.proven == 0:
            reason = reason or "unproven"
            checking = self._fallen_back(gate, asked, draft, request, listen, reason)
        use = writing.use(None if checking is writing.checking else reason, seconds)
        kept = draft if checking is not writing.checking else replace(draft, statements=(), nearest=())
        answer = checking.answer(kept, context)
        reader = self.name if checking is writing.checking else answer.reader
        return replace(answer, reader=reader, model=use)

    def by_agent(
        self,
        request: Request,
        asked: str,
        draft: Draft,
        passages: Sequence[Passage],
        loaded: Loaded,
        gate: Gate,
        units_of: UnitsOf,
        listen: Listener | None,
        context: Sequence[Context] = (),
        since: float | None = None,
    ) -> Answer:
        """The answer of an agent over the tools of `loaded` as far as it is proven by what they returned; else what
        `answer` makes of `passages` with the time and tokens that are left, or the draft's."""
        budget, began, reason = self.budget(listen, since), time.perf_counter(), None
        checking = gate.begin(request.question, request.lang, listen)
        found = EvidenceTools(loaded, request)
        writing = Writing(self.calls, self.name, request, found.passages, checking, units_of, budget, found.fence)
        try:
            standalone = condensed(self.calls, request, budget, writing)
            (_, system), (_, user) = writing.prompt("agent").render({"question": standalone, "fence": writing.fence})
            agent = Agent(self.calls, found.tools(), system, budget, self.settings.llm_steps)
            told = _telling(listen)
            writing.run(lambda feedback: replies.statements(agent.say(feedback or user, told), MOST * 2))
        except ModelFailed as failed:
            if failed.reason == "left":
                raise
            reason = failed.reason
            log.warning("%s as an agent: %s", self.name, failed)
        finally:
            found.close()
        use = writing.use(reason, time.perf_counter() - began)
        if checking.proven:
            answer = checking.answer(Draft(kind="answer", statements=()), context)
            return replace(answer, reader=self.name, model=replace(use, fallback=None))
        reason = reason or "unproven"
        if reason in ("unproven", "budget") and passages and self.writes(draft, request.question):
            answer = self.answer(request, asked, draft, passages, gate, units_of, listen, context, budget=budget)
            return replace(answer, model=_summed(use, answer.model))
        checking = self._fallen_back(gate, asked, draft, request, listen, reason)
        return replace(checking.answer(draft, context), model=replace(use, fallback=reason))

    def budget(self, listen: Listener | None, since: float | None = None) -> Budget:
        return Budget.of(self.settings, listen.left if listen else lambda: False, since)

    def judged(
        self,
        request: Request,
        question: Question,
        scope: Scope,
        found: Sequence[Finding],
        gate: Gate,
        listen: Listener | None = None,
        since: float | None = None,
    ) -> tuple[list[Finding], ModelUse]:
        """The findings of a sweep as the model's proven verdicts change them; `found` where it fails."""
        budget, began, reason = self.budget(listen, since), time.perf_counter(), None
        checking = gate.begin(request.question, request.lang)
        writing = Writing(self.calls, self.name, request, (), checking, scope.finder.units, budget)
        judging = Judging(question, scope, checking)
        batches = list(judging.batches())
        try:
            if sum(b.tokens for b in batches) > self.settings.llm_tokens:
                raise ModelFailed("budget", "the sweep is larger than KEIKAKU_LLM_TOKENS")
            for batch in batches:
                asked = "\n\n".join([writing.evidence_of(batch.passages), batch.names])
                values = {"question": request.question, "municipalities": asked, "fence": writing.fence}
                rendered = writing.prompt("judge").render(values)
                judging.take(batch, self.calls.text(rendered, replies.JUDGEMENTS, budget))
        except ModelFailed as failed:
            if failed.reason == "left":
                raise
            reason = failed.reason
            log.warning("%s: %s", self.name, failed)
        if batches and not judging.findings:
            reason = reason or "unproven"
        merged = list(found) if reason else judging.merged(found)
        writing.gate_seconds, writing.statements = judging.gate_seconds, judging.verdicts
        use = writing.use(reason, time.perf_counter() - began)
        return merged, replace(use, proven=0 if reason else judging.proven, withheld=judging.refused)

    def _judged(self, request: Request, draft: Draft, writing: Writing, context: Sequence[Context]) -> Answer:
        """A claim that was not found is supported if the model finds quotes that prove the claim itself, word for word
        at the gate; what else the model says of it counts for nothing."""
        began, reason = time.perf_counter(), None
        try:
            proof = writing.proof_of(request.question)
        except ModelFailed as failed:
            if failed.reason == "left":
                raise
            proof, reason = None, failed.reason
        if proof is not None:
            opening = Statement(verdict("supported", request.lang))
            draft = replace(draft, statements=(opening, proof), verdict="supported", abstained=False, nearest=())
        for statement in draft.statements:
            writing.checking.add(statement)
        if reason:
            writing.checking.say(fell_back(reason, request.lang))
        answer = writing.checking.answer(draft, context)
        use = writing.use(reason, time.perf_counter() - began)
        return replace(answer, reader=answer.reader if proof is None else self.name, model=use)

    @staticmethod
    def _fallen_back(
        gate: Gate, asked: str, draft: Draft, request: Request, listen: Listener | None, reason: str
    ) -> Checking:
        checking = gate.begin(asked, request.lang, listen)
        for statement in draft.statements:
            checking.add(statement)
        checking.say(fell_back(reason, request.lang))
        return checking


def _telling(listen: Listener | None) -> Callable[[Step], None]:
    return lambda step: listen.step(step.tool, step.arguments) if listen else None


def _summed(agent: ModelUse, plain: ModelUse | None) -> ModelUse:
    """What an agent and the plain answer after it used; the budget has counted their calls and tokens together."""
    if plain is None:
        return agent
    return replace(
        plain,
        prompts=agent.prompts | plain.prompts,
        seconds=round(agent.seconds + plain.seconds, 4),
        gate_seconds=round(agent.gate_seconds + plain.gate_seconds, 5),
        statements=agent.statements + plain.statements,
        withheld=agent.withheld + plain.withheld,
        asked_again=agent.asked_again + plain.asked_again,
        quoted=agent.quoted + plain.quoted,
    )


def fell_back(reason: str, lang: str) -> str:
    ja, en = _REASONS[reason]
    return _FELL_BACK[lang].format(reason=en if lang == "en" else ja)
