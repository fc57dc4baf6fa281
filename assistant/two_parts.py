"""The drafts of two questions that were asked at once, as one."""

from __future__ import annotations

from dataclasses import replace

from assistant.draft import Draft, Statement
from assistant.understanding.question import Question
from assistant.wording import half_stated
from ingest.years import find_years

#: How many characters tell both.
BUDGET = 330


def tells_years(question: Question, draft: Draft) -> bool:
    """Whether the first statement tells of all of several years that are asked for."""
    told = {mention.year for mention in find_years(draft.statements[0].text)}
    return len(question.western_years) > 1 and question.western_years <= told


def joined(first: Draft, second: Draft, half: bool, lang: str) -> Draft:
    """The first draft with what the second says first; where that is silent, `half` says whether to tell so."""
    if second.abstained:
        return replace(first, statements=(*first.statements, Statement(half_stated(lang)))) if half else first
    known = {statement.text for statement in first.statements}
    kept = [first.statements[0], *(s for s in second.statements[:1] if s.text not in known)]
    for statement in first.statements[1:]:
        if sum(len(k.text) for k in kept) + len(statement.text) <= BUDGET:
            kept.append(statement)
    return replace(first, statements=tuple(kept), evidence=(*first.evidence, *second.evidence))
