"""One question's statements, from the model's words to the gate: evidence between marks, what was refused asked for
once more, and what it all took."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Iterator, Sequence

from assistant.answer import ModelUse, Request
from assistant.draft import Statement
from assistant.gate import Checking
from assistant.llm import replies
from assistant.llm.budget import Budget
from assistant.llm.calls import Calls
from assistant.llm.failures import ModelFailed
from assistant.llm.own_words import own_sentences
from assistant.llm.prompt_files import Prompt, prompt
from assistant.llm.quotes import proven
from assistant.llm.replies import Said
from assistant.tracing import note, span
from assistant.units import Unit
from ingest.model import Passage
from ingest.normalise import fold

#: Statements of one answer at most, and how many refused ones are asked for again.
MOST, AGAIN = 12, 6
#: Statements of one answer at most that the plan's own sentences stand for.
QUOTED = 4

UnitsOf = Callable[[Passage], Sequence[Unit]]


def condensed(calls: Calls, request: Request, budget: Budget, writing: Writing) -> str:
    """A follow-up as a question on its own, in the model's words; only what is asked, no proof of anything."""
    if not request.history:
        return request.question
    fence = secrets.token_hex(6)
    said = "\n".join(f"{role}: {text[:1000]}" for role, text in request.history[-6:])
    asking = writing.prompt("condense")
    rendered = asking.render({"history": said, "question": request.question, "fence": fence})
    try:
        found = next(replies.objects(calls.text(rendered, replies.QUESTION, budget), "question"), {})
    except ModelFailed as failed:
        if failed.reason == "left":
            raise
        return request.question
    words = found.get("question")
    return words[:500] if isinstance(words, str) and words.strip() else request.question


def numbered(passages: Sequence[Passage], fence: str, title: Callable[[Passage], str], lang: str) -> str:
    """Passages between marks that hold a word which no document can know."""
    word = "evidence" if lang == "en" else "根拠"
    return "\n\n".join(
        f"[{fence} {word} {i}: {title(p)}]\n{p.text.replace(fence, '')}\n[/{fence} {word} {i}]"
        for i, p in enumerate(passages, 1)
    )


class Writing:
    """One question's statements, from the model's words to the gate."""

    def __init__(
        self,
        calls: Calls,
        model: str,
        request: Request,
        passages: Sequence[Passage],
        checking: Checking,
        units_of: UnitsOf,
        budget: Budget,
        fence: str = "",
    ) -> None:
        self.calls, self.model, self.request, self.passages = calls, model, request, passages
        self.checking, self.units_of, self.budget = checking, units_of, budget
        self.fence = fence or secrets.token_hex(6)
        self.refused: list[tuple[Said, str]] = []
        self.versions: dict[str, str] = {}
        self.asked_again = 0
        self.gate_seconds = 0.0
        self.statements = 0

    def prompt(self, name: str) -> Prompt:
        found = prompt(name, self.request.lang)
        self.versions[name] = found.version
        return found

    def run(self, write: Callable[[str], Iterator[Said]]) -> None:
        """Lets out what stands at once; what does not is asked for once more, then dropped. `write` gives the model's
        statements, told of those that were refused."""
        self._take(write(""), self.refused.append)
        if self.refused and self.budget.seconds > 0.1:
            refused, others, self.refused = self.refused[:AGAIN], self.refused[AGAIN:], []
            self.asked_again = len(refused)
            try:
                self._take(write(self._feedback(refused)), self.refused.append)
            except ModelFailed as failed:
                if failed.reason == "left":
                    raise
                self.refused = refused
            self.refused = (self.refused or refused[: 0 if self.checking.proven else None]) + others
        for said, problem in self.refused:
            self.checking.drop(problem)
            # Where nothing else stands, the sources' own answer does better.
            if self.checking.proven and self.checking.quoted < QUOTED:
                self.checking.quote(self._own_words(said))

    def _own_words(self, said: Said) -> list[Unit]:
        """The sentences that a statement quotes, of those municipalities only that it speaks of."""
        gate = self.checking.gate
        named = gate.names(fold(said.text))

        def spoken_of(unit: Unit) -> bool:
            owner = gate.municipality(unit.passage.municipality)
            return not named or (owner is not None and owner.name in named)

        return [u for u in own_sentences(said, self.passages, self.units_of) if spoken_of(u)]

    def proof_of(self, claim: str) -> Statement | None:
        """The claim with the first quotes that prove it, None where the model names none that do."""
        values = {"claim": claim, "evidence": self._evidence(), "fence": self.fence}
        rendered = self.prompt("claim").render(values)
        for said in replies.statements(self.calls.text(rendered, replies.CLAIM, self.budget), MOST):
            self.statements += 1
            began = time.perf_counter()
            with span("gate"):
                statement = proven(Said(claim, said.quotes), self.passages, self.units_of, self.checking.problem)
                stands = isinstance(statement, Statement)
                note(passed=stands)
            self.gate_seconds += time.perf_counter() - began
            if isinstance(statement, Statement):
                return statement
        return None

    def written_of(self, name: str, question: str, feedback: str) -> Iterator[Said]:
        values = {"question": question, "evidence": self._evidence(), "fence": self.fence, "feedback": feedback}
        rendered = self.prompt(name).render(values)
        return replies.statements(self.calls.text(rendered, replies.ANSWER, self.budget), MOST * 2)

    def _take(self, written: Iterator[Said], refuse: Callable[[tuple[Said, str]], None]) -> None:
        said: set[str] = set(line.split("[")[0] for line in self.checking.lines)
        for one in written:
            if one.text in said:
                continue
            said.add(one.text)
            self.statements += 1
            if problem := self._tried(one):
                refuse((one, problem))
            if self.checking.proven >= MOST:
                return

    def _tried(self, said: Said) -> str | None:
        """Lets a statement out; why not, where it may not."""
        began = time.perf_counter()
        with span("gate"):
            problem = self._let_out(said)
            note(passed=problem is None)
        self.gate_seconds += time.perf_counter() - began
        return problem

    def _let_out(self, said: Said) -> str | None:
        if self.fence in said.text or len(said.text) > replies.LONGEST:
            return "not a statement"
        statement = proven(said, self.passages, self.units_of, self.checking.problem)
        return statement if isinstance(statement, str) else self.checking.add(statement)

    def _evidence(self) -> str:
        return self.evidence_of(self.passages)

    def evidence_of(self, passages: Sequence[Passage]) -> str:
        gate = self.checking.gate

        def title(passage: Passage) -> str:
            excerpt = gate.excerpt(passage)
            parts = (excerpt.municipality, excerpt.title, f"p. {passage.page}", passage.measure)
            return ", ".join(part.replace("\n", " ") for part in parts if part)

        return numbered(passages, self.fence, title, self.request.lang)

    def _feedback(self, refused: Sequence[tuple[Said, str]]) -> str:
        head = (
            "These statements were refused. Correct them from the evidence, or leave them out:"
            if self.request.lang == "en"
            else "次の文は裏づけを確認できませんでした。根拠のとおりに直すか、除いてください:"
        )
        lines = [f"- {said.text.replace(self.fence, '')[:200]} ({problem})" for said, problem in refused]
        return "\n".join([head, f"[{self.fence}]", *lines, f"[/{self.fence}]"])

    def use(self, reason: str | None, seconds: float) -> ModelUse:
        use = ModelUse(
            model=self.model,
            prompts=dict(self.versions),
            calls=self.budget.calls,
            tokens_read=self.budget.read,
            tokens_written=self.budget.written,
            seconds=round(seconds, 4),
            gate_seconds=round(self.gate_seconds, 5),
            statements=self.statements,
            proven=self.checking.proven,
            withheld=self.checking.dropped,
            asked_again=self.asked_again,
            quoted=self.checking.quoted,
            fallback=reason,
        )
        note(
            model=use.model,
            calls=use.calls,
            tokens_read=use.tokens_read,
            tokens_written=use.tokens_written,
            proven=use.proven,
            withheld=use.withheld,
            fallback=use.fallback,
        )
        return use
