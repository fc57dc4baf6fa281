"""The sweep: a question about a set examines every municipality in scope and says of each yes, planned, under study
or no mention, with its best quote."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import chain, pairwise

from assistant.evidence import Evidence
from assistant.extractive import asked_things, membership, mentions
from assistant.extractive.scope import Scope
from assistant.understanding.question import Question
from assistant.understanding.terms import UNKNOWN, Haystack, Term, Terms
from index.retrieval import Hit
from ingest.model import Municipality
from ingest.normalise import squash
from ingest.years import find_years

#: How many units of a municipality are read for what they say.
READ = 8
#: A question none of whose words weighs as much (「資料に載っている市町は」) asks for all that is covered.
TELLING = 0.3
_OF_DOCUMENTS = re.compile(
    r"資料|文書|書類|冊子|シート|一覧|事例集|計画書|載|乗る|掲|収録|登録|数え|含|入る|名前|document|list"
)
EXACT = 0.9
STRONG, WEAKEST_CORE = 0.5, 0.35
#: What a text must hold of a word to know it, and the share of the question that must be left without unknown ones.
OWN_WORD, LEFT = 0.5, 0.5
#: The share of a question that may stand with nobody: of 21 sets of the dev questions that have members at most .21, of
#: 66 for things that no plan has .35 or more in 48; what such a word weighs, and what less is left out of account.
UNHELD, NAMING, WEAK = 0.33, 0.8, 0.2
DEPTH = 15
_STATUS = (
    (
        "not_planned",
        re.compile(
            r"実施しない|実施せず|行わない|行わず|取り組(?:まない|まず|みません)|見送|中止|導入しない|予定(?:は|も)ない"
        ),
    ),
    (
        "in_place",
        re.compile(
            r"済み|導入した|開始した|開始して|始め(?:た|ており)|稼働(?:した|中)|運用(?:中|"
            r"して)|実施した|整備した|既に|すでに|"
            r"導入している|活用している|使っている|使っています|始めました|しました"
        ),
    ),
    ("study", re.compile(r"検討(?:する|します|を|中|して|し、|にとどま|。|$)|研究(?:する|します|を|中|して)")),
)
_STUDY_ASIDE = re.compile(r"検討(?:のみ|だけ|中|にとどま|段階)?[^。、]{0,12}(?:除|抜|外|含まな|含めな|不要)")
#: How a status is told in either language.
STATUSES = {
    "ja": {
        **{"in_place": "実施・導入済み", "planned": "計画・予定", "study": "検討中", "not_planned": "実施しない"},
        "mentioned": "記載あり",
    },
    "en": {
        **{"in_place": "in place", "planned": "planned", "study": "under study", "not_planned": "not planned"},
        "mentioned": "mentioned",
    },
}


@dataclass(frozen=True, slots=True)
class Finding:
    """`beside` is the evidence for the second of two things that are asked for together."""

    municipality: Municipality
    evidence: Evidence
    status: str
    beside: Evidence | None = None


def sweep(question: Question, scope: Scope, every_status: bool = False) -> list[Finding]:
    """The municipalities in scope whose documents hold what is asked, best quote each, in the order of their codes."""
    examined = scope.municipalities_in_scope(question)
    if question.apart:
        found = _joined(question, scope, every_status)
        return [found[m.code] for m in examined if m.code in found]
    if words := mentions.words_asked(question, scope):
        written = mentions.mentioning(question, scope, words, examined)
        return [Finding(m, written[m.code], "mentioned") for m in examined if m.code in written]
    hits = scope.finder.hits_of_each(question, scope.public_only, [m.code for m in examined], DEPTH)
    named = [t for t in question.terms.terms if _is_name(t)]
    candidates_of = {
        code: _naming_first(kept, named, scope)[:READ]
        for code, own in hits.items()
        if (kept := _kept(question, scope, own))
    }
    if question.quoted:
        best = {code: found[0] for code, found in candidates_of.items() if _quoted(question, scope, found[0])}
    else:
        best = _members(question, scope, candidates_of)
    findings = [Finding(m, best[m.code], status_of(best[m.code])) for m in examined if m.code in best]
    return [f for f in findings if every_status or wanted(question, f.status)]


def _joined(question: Question, scope: Scope, every_status: bool) -> dict[str, Finding]:
    """The findings of a question for two things, by code."""
    joined, *parts = question.apart or ("either",)
    one, other = (
        {f.municipality.code: f for f in sweep(_within(question, part), scope, every_status)} for part in parts
    )
    if joined == "both":
        return {code: replace(f, beside=other[code].evidence) for code, f in one.items() if code in other}
    return {**other, **one} if joined == "either" else {code: f for code, f in one.items() if code not in other}


def _within(question: Question, part: Question) -> Question:
    """A part over the municipalities and documents of the whole question."""
    return replace(
        part,
        kind="list",
        everyone=True,
        apart=None,
        municipalities=question.municipalities,
        prefectures=question.prefectures,
        without=question.without,
        documents=question.documents,
        sheets=question.sheets,
    )


def _naming_first(kept: list[Evidence], named: Sequence[Term], scope: Scope) -> list[Evidence]:
    """What names every product that the question names (LINE, AI) before the rest, each in its order."""
    if not named or len(kept) <= READ:
        return kept
    return sorted(kept, key=lambda e: not all(scope.finder.haystack(e.unit.text).holds(t) >= OWN_WORD for t in named))


def _members(question: Question, scope: Scope, candidates_of: dict[str, list[Evidence]]) -> dict[str, Evidence]:
    """The best evidence of those that belong, by code."""
    if all(t.weight < TELLING or _OF_DOCUMENTS.search(t.text) for t in question.terms.terms):
        return {code: found[0] for code, found in candidates_of.items()}
    layers = [layer for found in candidates_of.values() for layer in scope.best_layers(found[0])]
    if _is_unknown(question, layers) or asked_things.nobodys(question, scope, chain(*candidates_of.values())):
        return {}
    terms = _told(question, layers)
    used = membership.things(question)
    if any(all(layer.holds(t) >= OWN_WORD for t in used) for layer in layers):
        terms = membership.of_things(terms, used)
    else:
        used = [t for t in terms.terms if t.lemma and t.weight > WEAK and any(t.text in u.text for u in used)]
    asked = {t.text for t in used}
    named = [t for t in terms.terms if t.text in asked or _is_name(t) and not _is_one_of(t, question.text)]
    read = {
        code: [r for e in found for r in membership.readings(terms, named, scope, e) if r.names]
        for code, found in candidates_of.items()
    }
    most = max((r.around for found in read.values() for r in found), default=0.0)
    likely = {code: max(found, key=lambda r: r.belongs(most)) for code, found in read.items() if found}
    surest = max((r.belongs(most) for r in likely.values()), default=0.0)
    least = min(membership.LIKELY, max(surest, membership.LEAST))
    return {code: r.evidence for code, r in likely.items() if r.belongs(most) >= least}


def _is_unknown(question: Question, layers: Sequence[Haystack]) -> bool:
    """Whether so much of the question stands with no municipality at all that it asks for another thing than they
    have. A word that no plan has weighs as one that names something; verbs, single characters, and English that a
    name in Japanese explains are left out of account."""
    if question.english and _JAPANESE.search(question.text):
        return False
    weights = {t: NAMING if t.lemma and t.weight == UNKNOWN else t.weight for t in question.terms.terms}
    told = {t: w for t, w in weights.items() if t.weight > WEAK and len(t.text) > 1 and not _VERB.search(t.text)}
    missing = sum(w for t, w in told.items() if all(layer.holds(t) < OWN_WORD for layer in layers))
    return missing > UNHELD * sum(told.values())


def _told(question: Question, layers: Sequence[Haystack]) -> Terms:
    """The terms without the asker's own words, which no municipality's best unit holds; all, where little is left."""
    kept = Terms.build(
        t
        for t in question.terms.terms
        if t.quoted or _is_name(t) or any(layer.holds(t) >= OWN_WORD for layer in layers)
    )
    return kept if kept.total >= LEFT * question.terms.total else question.terms


def wanted(question: Question, status: str) -> bool:
    """Municipalities that decided against a thing are no members; those that only study it, unless set aside."""
    if status == "not_planned":
        return bool(re.search(r"しない|やめ|見送|中止|not planned|decided against", question.text))
    return status != "study" or not _STUDY_ASIDE.search(question.text)


def candidates(question: Question, scope: Scope, m: Municipality) -> list[Evidence]:
    """One municipality's evidence, best first; of passages with a quoted name alone where there are any."""
    where = scope.finder.where(question, scope.public_only, (m.code,))
    return _kept(question, scope, scope.finder.own_hits(question, where, DEPTH))


def _kept(question: Question, scope: Scope, hits: Sequence[Hit]) -> list[Evidence]:
    evidence = [e for e in scope.finder.gather(question, hits) if not _excluded(question, scope, e)]
    if spans := _spans_in(question.text) if _PERIOD.search(question.text) else frozenset():
        evidence = [e for e in evidence if not (own := _spans_in(e.unit.text)) or own & spans]
    if question.sheets and scope.books:
        evidence = [e for e in evidence if e.passage.document in scope.books]
    exact = [e for e in evidence if _quoted(question, scope, e)]
    return exact or evidence


def _spans_in(text: str) -> frozenset[tuple[int, int]]:
    """The first and the last year of each span of years in a text (令和6年度~令和8年度)."""
    years = pairwise(find_years(text))
    return frozenset((a.year, b.year) for a, b in years if _UNTIL.fullmatch(text[a.end : b.start]))


def may_hold(question: Question, scope: Scope, e: Evidence) -> bool:
    """Whether a unit under its headings, apart from what else its passage holds, says what is asked: the quoted name,
    or the products named and most of the strongest words."""
    unit, _, context = scope.best_layers(e)
    if question.quoted:
        return any(q in unit.squashed + context.squashed for q in question.quoted)
    return not _core_missing(question.terms.terms, (unit, context))


def is_exact(question: Question, scope: Scope, e: Evidence) -> bool:
    """Whether the quoted name, or every one of the strongest words, stands there as it was asked."""
    if question.quoted:
        return _quoted(question, scope, e)
    core = sorted((t for t in question.terms.terms if t.weight >= WEAKEST_CORE), key=lambda t: -t.weight)[:3]
    layers = scope.best_layers(e)
    return bool(core) and all(any(layer.holds(t) >= EXACT for layer in layers) for t in core)


def _quoted(question: Question, scope: Scope, e: Evidence) -> bool:
    """Whether one of the names that the question quotes stands in the passage."""
    text = scope.finder.haystack(e.passage.text).squashed + scope.finder.context_of(e.passage).squashed
    return any(q in text for q in question.quoted)


_OR = re.compile(r"や|など|とか|か(?!ら)|または|又は|もしくは|あるいは|or|/")
_PERIOD, _UNTIL = re.compile(r"期間|\bperiod\b"), re.compile(r"\s?(?:から|[~～〜-]|to|through)\s?")
_JAPANESE, _VERB = re.compile(r"[ぁ-んァ-ヴ一-龥]"), re.compile(r"[うくぐすつぬぶむる]$|[しなたく]い$")
_NAME = re.compile(r"[a-z][a-z0-9-]+")
_LOANWORD = re.compile(r"[ァ-ヴー]{4,}")
_GENERAL = frozenset(["dx", "ict", "it", "iot", "kpi", "web", "app", "online"])


def _is_name(term: Term) -> bool:
    """LINE, or the katakana of what is written in Latin letters too (ロゴフォーム)."""
    written = any("a" <= a[:1] <= "z" for a in term.alternatives)
    return (_NAME.fullmatch(term.text) is not None and term.text not in _GENERAL) or (
        written and _LOANWORD.fullmatch(term.text) is not None
    )


def _is_one_of(term: Term, text: str) -> bool:
    """Whether a name is one of several things, any of which will do (GPS or another device, LINEなど)."""
    text = squash(text)
    behind = (text[i + len(term.text) :] for i in range(len(text)) if text.startswith(term.text, i))
    return any(_OR.match(rest) for rest in behind)


def _core_missing(terms: Sequence[Term], layers: Sequence[Haystack]) -> bool:
    """Whether a technology or product that the question names (LINE, GIS, ロゴフォーム), or most of its three
    strongest words, stand nowhere about the unit."""
    named = [t for t in terms if _is_name(t)]
    if any(all(layer.holds(t) < 0.5 for layer in layers) for t in named):
        return True
    core = sorted((t for t in terms if t.weight >= WEAKEST_CORE), key=lambda t: -t.weight)[:3]
    held = sum(t.weight * max(layer.holds(t) for layer in layers) for t in core)
    return bool(core) and held < STRONG * sum(t.weight for t in core)


def _excluded(question: Question, scope: Scope, e: Evidence) -> bool:
    """Evidence that speaks only of what the question sets aside, or stands in a project that is called so."""
    if not question.excluded:
        return False
    unit = scope.finder.haystack(e.unit.text)
    own = [t for t in question.terms.terms if t.weight > 0.4]
    aside = [t for t in question.excluded if t.weight > 0.4 and t.text not in {o.text for o in own}]
    called = squash(e.passage.measure or "".join(e.passage.headings[-1:]))
    only = any(unit.holds(t) >= EXACT for t in aside) and not any(unit.holds(t) >= EXACT for t in own)
    return only or any(_called_after(t.text, called) for t in aside if len(t.text) > 1)


def _called_after(word: str, title: str) -> bool:
    """Whether a title names what a word stands for, and nothing beside it (幼稚園・小学校)."""
    return (
        word in title and re.search(rf"[・、やと]{re.escape(word)}|{re.escape(word)}.?(?:[・、や]|及び)", title) is None
    )


def status_of(e: Evidence) -> str:
    text = e.unit.text
    if e.passage.kind == "row" and re.search(r"◇", e.passage.text) and not re.search(r"[△○〇●◎]", e.passage.text):
        return "study"
    return next((name for name, pattern in _STATUS if pattern.search(text)), "planned")


def status_named(words: str | None) -> str | None:
    """The status behind the words that a member of a set is given, in either language."""
    return next((status for named in STATUSES.values() for status, shown in named.items() if shown == words), None)
