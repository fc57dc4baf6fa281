"""What a question is answered with: the composer for its kind, or silence where the plans are silent."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from assistant.draft import Draft, Statement
from assistant.evidence import Evidence, Finder
from assistant.extractive import (
    carrying,
    changes,
    claims,
    column_lists,
    compare,
    conflicts,
    courses,
    definitions,
    departments,
    empty_fields,
    equipped,
    item_ranks,
    item_sets,
    item_sums,
    item_words,
    labelled_indicators,
    marked_columns,
    matrix,
    mentions,
    named_cells,
    new_objects,
    pairs,
    plain,
    plan_periods,
    ranks,
    rated,
    roadmaps,
    row_kinds,
    row_moments,
    row_totals,
    rows_where,
    scheduled,
    section_sets,
    selection,
    sets,
    sheet_heads,
    specifics,
    stated_sets,
    sweep,
    sweep_lists,
    tallies,
    timelines,
    totals,
    whole_plans,
    year_sums,
    year_targets,
    yes_or_no,
)
from assistant.extractive.claims.targets import on_results
from assistant.extractive.plan_items import plain_name
from assistant.extractive.scope import Scope
from assistant.extractive.series import against_plan
from assistant.understanding.question import Question
from assistant.understanding.settled_kinds import CHOICE
from assistant.wording import left_empty, not_covered, not_stated
from ingest.normalise import squash

#: Below this share of the question the best evidence is no answer; calibrated on one half of the dev questions.
ANSWERABLE = 0.2
CORE_MISSING = 0.65
#: How much more of the question another municipality's best unit must account for, and up to which own coverage.
ELSEWHERE, ELSEWHERE_AT_MOST, ELSEWHERE_AT_LEAST = 0.2, 0.7, 0.7
#: How many units are tried where the best lack what a question turns on, and how good they must be.
OTHERS, NEARLY, COVERED = 12, 0.75, 0.85
#: How many members a list may have that only repeats what is asked about.
FEW = 3
_SETS = ("list", "count", "rank", "sum", "compare")
_DEPARTMENT = re.compile(
    r"課|部署|所管|担当|所属|主管|部局|どの部|何部|どこが|department|division|section|bureau|office|charge|responsible",
    re.IGNORECASE,
)
#: Asks how many there are of which something holds (区分が新規なのは何件, 令和8年度に始まるのは何事業).
_HOW_MANY = re.compile(
    r"(?:[なるたい]のは|もの(?:は|が)|やつは)、?(?:全部で|合わせて)?(?:何\s?(?:件|個|本|つ|事業|施策|取組|項目)|いくつ)"
)
#: Asks which places or things something holds of (冷暖房が使える避難所はどこ).
_WHICH_HAVE = re.compile(
    r"(?:[るたいうの]|済みの?)[一-龥ァ-ヴー]{2,12}(?:は|って)、?(?:どこ|どれ|何(?:です|[?？]|$)|[?？]?$)|のは、?どの[一-龥]{2,6}"
)
#: Asks of how many places something holds (発電機がない所は何か所).
_HOW_MANY_HAVE = re.compile(
    r"[るたいうの][一-龥ァ-ヴー]{1,12}(?:は|って)、?(?:全部で|合わせて)?(?:何(?:[かカヶケ箇]所|校|館|園|施設|つ|件|路線|地区)|いくつ)"
)
#: Asks what something is or does, or how.
_WHAT_IT_IS = re.compile(r"どんな|どのよう|どう(?!か|も)|何を(?!挙げ)|\bhow\b|\bwhat (?:does|will|is)\b", re.IGNORECASE)
#: Asks whether it is one municipality alone.
_ONLY = re.compile(r"(?:[市町村県]|ここ|うち)(?:だけ|のみ)(?:です|か|なの|でしょ|？|\?)|\bonly\b", re.IGNORECASE)

#: Finds the members of a sweep's set, where something else than the sweep itself judges them.
Found = Callable[[Question, Scope], list[sweep.Finding]]
#: Those that answer whatever the kind of the question, in this order, where a table or list holds what it names.
_FIRST: tuple[Callable[[Question, Sequence[Evidence], Scope], Draft | None], ...] = (
    named_cells.named_cell,
    changes.changed,
    scheduled.in_year,
    equipped.told,
    row_totals.added_up,
    stated_sets.stated,
)


@dataclass(frozen=True, slots=True)
class Composer:
    finder: Finder

    def draft(
        self, question: Question, evidence: Sequence[Evidence], scope: Scope, swept: Found | None = None
    ) -> Draft:
        evidence = new_objects.first(question, evidence, scope)
        draft = self._composed(question, evidence, scope, swept)
        if question.kind == "yesno" and draft.abstained:
            return yes_or_no.by_cells(question, evidence, scope) or sweep_lists.another(question, scope) or draft
        return draft

    def _composed(self, question: Question, evidence: Sequence[Evidence], scope: Scope, swept: Found | None) -> Draft:
        if is_elsewhere(question) and question.kind != "claim":
            if question.kind in ("list", "count") and (draft := selection.selected(question, scope, evidence)):
                return draft
            return abstaining(question, (), scope, not_covered([m.name for m in question.uncovered], question.lang))
        if question.kind == "claim":
            return claims.checked(question, evidence, scope)
        if question.kind == "compare" and _is_of_one(question):
            question = replace(question, kind="number")
        elif _is_of_two(question):
            question = replace(question, kind="compare")
        for tell in _FIRST:
            if told := tell(question, evidence, scope):
                return told
        if period := plan_periods.told(question, scope):
            return period
        if course := courses.told(question, scope):
            return course
        if word := definitions.of_a_word(question, scope):
            return word
        question = row_kinds.by_rows(question, evidence, scope)
        if question.kind == "yesno":
            told = marked_columns.told(question, scope) or yes_or_no.by_method(question, evidence, scope)
            if told:
                return told
        of_one = question.kind not in _SETS or question.kind in ("list", "compare") and not question.everyone
        if of_one and evidence and not carrying.details_stated(question, evidence, scope):
            return abstaining(question, evidence, scope)
        draft = self.special(question, evidence, scope, swept)
        if draft is not None and _only_repeats(question, draft):
            question, draft = replace(question, kind="how"), None
        if draft is None and not self._answerable(question, evidence, scope):
            draft = abstaining(question, evidence, scope)
        elif draft is None:
            draft = plain.plain(question, evidence, scope)
            if not specifics.stated(question, draft, evidence, scope):
                draft = _of_others(question, evidence, scope) or draft
        if draft.kind == "answer" and (row := empty_fields.empty_field(question, draft, evidence, scope)):
            return abstaining(question, evidence, scope, left_empty(row))
        if draft.kind == "answer" and not specifics.stated(question, draft, evidence, scope):
            draft = abstaining(question, evidence, scope)
        if draft.abstained and not draft.statements:
            draft = abstaining(question, evidence, scope, coverage_of=draft)
        return yes_or_no.opened(question, draft, evidence, scope) if question.kind == "yesno" else draft

    def special(
        self, question: Question, evidence: Sequence[Evidence], scope: Scope, swept: Found | None = None
    ) -> Draft | None:
        """The composer for the question's kind; None when plain evidence serves better."""
        if question.apart:
            return sweep_lists.listed(question, scope)
        if mentions.words_asked(question, scope) and (writing := sweep.sweep(question, scope)):
            return sweep_lists.listed(question, scope, found=writing)
        if draft := row_moments.at_moments(question, evidence, scope):
            return draft
        if draft := tallies.tallied(question, scope):
            return draft
        if question.kind in ("list", "count", "fact", "number") and (draft := rated.rated(question, scope)):
            return draft
        if draft := labelled_indicators.of_measure(question, evidence, scope):
            return draft
        if draft := labelled_indicators.bodies(question, scope):
            return draft
        counts = question.kind in ("count", "number", "list")
        if counts and sets.is_of_prefecture(question) and (draft := sets.sheets(question, scope)):
            return draft
        if counts and (draft := year_targets.aimed_at(question, scope)):
            return draft
        if counts and (draft := totals.beside_its_name(question, evidence, scope)):
            return draft
        if question.kind in ("count", "number") and (draft := totals.total(question, scope)):
            return whole_plans.or_some(question, evidence, scope, draft)
        if question.kind in ("sum", "number") and (draft := year_sums.over_years(question, evidence, scope)):
            return draft
        if question.kind in ("sum", "number") and (draft := year_sums.of_table(question, scope)):
            return draft
        if question.kind == "sum" and (draft := item_sums.summed(question, scope, evidence)):
            return draft
        if question.kind in ("rank", "sum", "count", "list") and (draft := ranks.by_figures(question, scope)):
            return draft
        if draft := matrix.by_columns(question, scope):
            return draft
        if question.kind in ("list", "count") and (draft := sets.named_with(question, scope)):
            return draft
        several = len(question.municipalities) >= 2 and not question.everyone
        if question.kind == "rank" and several:
            return compare.side_by_side(replace(question, kind="compare"), scope)
        if question.kind == "rank" and (draft := item_ranks.ranked(question, scope, evidence)):
            return draft
        if question.kind in ("date", "timeline", "number") and (
            draft := item_ranks.over_years(question, scope, evidence)
        ):
            return draft
        set_of_items = question.kind in ("list", "count") and not question.everyone
        if set_of_items and question.sheets and (draft := sets.sheets(question, scope)):
            return draft
        if set_of_items and (draft := section_sets.listed(question, evidence, scope)):
            return draft
        if set_of_items and (draft := selection.selected(question, scope, evidence)):
            return item_sets.of_number(question, evidence, scope, draft) or draft
        if set_of_items and question.kind == "list" and (draft := totals.total(question, scope)):
            return draft
        if question.kind == "number" and _HOW_MANY.search(question.text):
            counted = replace(question, kind="count")
            if draft := selection.selected(counted, scope, evidence):
                return draft
        if question.kind == "count" and (draft := totals.stated_of_some(question, evidence, scope)):
            return draft
        of_rows = question.kind in ("list", "count") or question.kind == "fact" and _WHICH_HAVE.search(question.text)
        how_many = question.kind == "number" and _HOW_MANY_HAVE.search(question.text) is not None
        rows_asked = replace(question, kind="count") if how_many else question
        if (of_rows or how_many) and (draft := rows_where.rows_where(rows_asked, scope)):
            return draft
        if set_of_items and (draft := column_lists.listed(question, scope, evidence)):
            return draft
        if question.everyone and question.kind in ("list", "count"):
            if draft := selection.municipalities(question, scope, evidence):
                return draft
            return sweep_lists.listed(question, scope, found=swept(question, scope) if swept else None)
        if question.kind in ("list", "count"):
            found = (
                (item_words.is_about(question) and item_words.mentioning(question, scope, evidence))
                or item_sets.written_down(question, evidence, scope)
                or item_words.mentioning(question, scope, evidence)
                or sets.sheets(question, scope)
            )
            if found or not self._answerable(question, evidence, scope):
                return found
            return sets.rows_with(question, evidence, scope)
        if question.kind in ("compare", "yesno", "fact") and conflicts.ASKED.search(question.text):
            told = conflicts.disagreeing(question, evidence, scope)
            if told is not None:
                return told
        if question.kind == "fact" and not question.everyone and item_sets.ASKED.search(question.text):
            written = item_sets.written_down(question, evidence, scope)
            if written is not None:
                return written
        if question.kind == "definition":
            return definitions.defined(question, scope) or definitions.told_in_passing(question, evidence, scope)
        if question.kind in ("timeline", "date") and self._answerable(question, evidence, scope):
            if question.kind == "date" and carrying.is_dated(evidence):
                return None
            told = timelines.by_year(question, evidence, scope) or roadmaps.roadmap(question, evidence, scope)
            if told is None and question.kind == "timeline":
                return timelines.in_text(question, evidence, scope)
            return timelines.with_dates(told, question, evidence, scope) if told and not told.abstained else told
        if question.kind == "who" and _DEPARTMENT.search(question.text) and self._answerable(question, evidence, scope):
            return departments.responsible(question, evidence, scope)
        if question.kind == "yesno" and _ONLY.search(question.text) and len(question.municipalities) == 1:
            return sweep_lists.only(question, scope)
        if question.kind != "compare" and (draft := sheet_heads.header_value(question, evidence, scope)):
            return draft
        if len(question.municipalities) >= 2 and question.kind in ("compare", "yesno", "number", "fact", "how"):
            return compare.side_by_side(question, scope)
        if question.kind == "compare" and self._answerable(question, evidence, scope):
            return compare.of_measures(question, evidence, scope)
        return None

    def _answerable(self, question: Question, evidence: Sequence[Evidence], scope: Scope) -> bool:
        """Whether the best evidence accounts for enough of the question, holds the words that it turns on, carries the
        kind of thing asked for, and is not plainly second to what another municipality's plan says."""
        if not evidence or evidence[0].coverage < ANSWERABLE:
            return False
        if question.kind not in _SETS and not carrying.carried(question, evidence, scope):
            return False
        layers = [layer for e in evidence[:3] for layer in scope.best_layers(e)]
        missing = sum(t.weight for t in question.terms.missing(layers, at_least=0.5))
        if missing > CORE_MISSING * question.terms.total:
            return False
        return not self._stands_elsewhere(question, max(e.coverage for e in evidence[:15]), scope)

    def _stands_elsewhere(self, question: Question, best: float, scope: Scope) -> bool:
        """Whether the measure asked for is another municipality's: its words stand there and not with the one named."""
        if len(question.municipalities) != 1 or best > ELSEWHERE_AT_MOST:
            return False
        where = replace(self.finder.where(question, scope.public_only), municipalities=None)
        others = self.finder.gather(question, self.finder.hits(question, where, 20), 10)
        bar = max(best + ELSEWHERE, ELSEWHERE_AT_LEAST)
        return any(e.coverage > bar for e in others if e.passage.municipality not in question.codes)


def _only_repeats(question: Question, draft: Draft) -> bool:
    """Whether a short list holds the thing of which the question asks what or how it is."""
    if question.kind != "list" or len(draft.members) > FEW or not _WHAT_IT_IS.search(question.text):
        return False
    return any(squash(plain_name(member.name)) in squash(question.text) for member in draft.members)


def _of_others(question: Question, evidence: Sequence[Evidence], scope: Scope) -> Draft | None:
    """The answer of the first unit, nearly as good as the best, that states by itself what the question turns on."""
    best = max(e.coverage for e in evidence[:OTHERS])
    for e in evidence[1:OTHERS]:
        if e.score < NEARLY * evidence[0].score:
            break
        if e.coverage < COVERED * best:
            continue
        draft = plain.plain(question, [e], scope)
        if specifics.stated(question, draft, evidence, scope):
            return draft
    return None


def _is_of_one(question: Question) -> bool:
    """Whether a comparison is of one thing's result with what was planned."""
    return against_plan(question.text) and len(question.municipalities) < 2 and pairs.pair_in(question) is None


def _is_of_two(question: Question) -> bool:
    """Whether an English question asks the same of two things, each with its name as plans write it, or any asks which
    of two reached what was planned."""
    if len(question.municipalities) > 1 or question.kind not in ("number", "fact", "rank", "list", "count"):
        return False
    chosen = CHOICE.search(question.text) is not None and on_results(question.text)
    asked = chosen or (question.english and question.kind in ("number", "fact", "rank"))
    return asked and pairs.pair_in(question) is not None


def is_elsewhere(question: Question) -> bool:
    """Whether a question is about municipalities alone that no document covers."""
    return bool(question.uncovered) and not question.municipalities


def abstaining(
    question: Question,
    evidence: Sequence[Evidence],
    scope: Scope,
    text: str | None = None,
    coverage_of: Draft | None = None,
) -> Draft:
    """Says that the documents do not hold the answer, what was examined, and points to the nearest passages."""
    names = [m.name for m in question.municipalities]
    codes = {m.code for m in question.municipalities}
    examined = [d for d in scope.documents if not codes or d.municipality is None or d.municipality.code in codes]
    nearest = tuple(scope.trimmed(e.unit, question) for e in evidence[:2])
    text = text or not_stated(names, len(examined), question.lang)
    return Draft(
        kind="abstained",
        statements=(Statement(text),),
        abstained=True,
        nearest=nearest,
        evidence=nearest,
        coverage=coverage_of.coverage if coverage_of else None,
    )
