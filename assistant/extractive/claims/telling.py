"""How a unit that decides a claim or a yes-or-no question is said."""

from __future__ import annotations

from dataclasses import replace

from assistant.draft import Statement
from assistant.evidence import Evidence
from assistant.extractive import figures
from assistant.extractive.claims.rows import DECIDING
from assistant.extractive.scope import Scope
from assistant.extractive.timelines import status_of
from assistant.understanding.question import Question
from assistant.units import Unit


def stated(question: Question, unit: Unit, scope: Scope, denied: bool = False) -> Statement:
    """What a deciding unit says; marks by year in words, of a row's figures those that decide. What is
    `denied` of one year is told of all of them: it may be so in another."""
    if unit.kind == "status":
        told = status_of(replace(question, years=()) if denied else question, Evidence(unit, 0.0, 0.0, 0.0), scope)
        if told is not None:
            return told.statements[0]
    if unit.kind == DECIDING and unit.records[0].kind != "header":
        return figures.told(question, unit, unit.records, scope)
    unit = scope.trimmed(unit, question)
    return Statement(scope.say(unit, question.lang), (unit,))
