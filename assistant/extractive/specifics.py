"""What a question turns on beside its subject, and whether an answer's quotes state it: the year, what is counted, what
is paid for, the weekend or the language of a yes-or-no question. Plans describe measures and are silent on most of
their details; an answer that only speaks of the measure is none."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.draft import Draft
from assistant.evidence import Evidence
from assistant.extractive import counting, definitions, sheet_heads
from assistant.extractive.asked_figures import measured
from assistant.extractive.asked_units import SHARE, asked_unit, has_figure, in_cells
from assistant.extractive.figures import with_figures
from assistant.extractive.scope import Scope
from assistant.extractive.series import series_said
from assistant.extractive.subjects import about, heads, is_blank_cell, itself, of_year, on_the_subject, subject
from assistant.understanding.details import PROJECT_COST, asks_price, details_quoted, is_stated, turning_words
from assistant.understanding.question import Question
from assistant.understanding.terms import Haystack
from assistant.units import Unit
from index.analysis import shared_analyser
from ingest.normalise import squash, view
from ingest.years import find_years

#: The quotes that are looked at.
QUOTES = 4
#: What share of a question of how something is done (どのように作動) the quotes must hold to tell it in other words.
DESCRIBED = 0.65
#: What tells when something is, where no year does.
_WHEN = re.compile(r"\d\s?[月日]|年度|年内|今後|当面|未定|時期|随時|来年|昨年|本年|期間|以降|終期|恒久|毎年")
#: Asks for a month or day, which no fiscal year tells; a quarter or the turn of a year does.
_ASKS_MONTH = re.compile(r"何月|何日(?!間)|\bwhat (?:month|day)\b|\bwhich month\b", re.IGNORECASE)
_MONTH = re.compile(
    r"\d\s?[月日]|[.．/]\s?\d{1,2}(?!\d)|月\s?頃|上旬|中旬|下旬|年度?(?:当初|始め|末)|四半期|毎月|毎週|曜"
)
_LATE = re.compile(r"以降|から|まで|以内|までに|since|by |until|from ", re.IGNORECASE)
#: A noun that a yes-or-no question adds to its subject: 土日も, PayPayで, 英語でも.
_ADDED = re.compile(
    r"([一-龥々ァ-ヴーA-Za-z0-9]{2,})(?:の(?:子|人|方|世帯|家庭|者))?(?:で|に|から|と|まで|の(?:とき|時|日))?も(?![うし]|教え|おしえ|知り|示し|挙げ|書い|お願い)(?=[^、。]{1,16}[?？。]*$)|([A-Za-zァ-ヴー][A-Za-zァ-ヴー一-龥]{2,})で(?=[^、。]{1,14}[?？。]*$)"
)
#: What a yes-or-no question asks whether it is there: 利用料はかかりますか, 保険はききますか.
_WHETHER = re.compile(
    r"([一-龥々ァ-ヴーA-Za-z0-9]{2,})(?:[はがも]|って)(?:、)?(?:かか|いり|要り|いる|要る|必要|出(?:る|ま|て)|きき|きく|もらえ|つき|つく|付)"
)
#: A kind of sum, share or place that is asked for by its own name, in front of what asks or at the end.
_OWN_NAME = re.compile(
    r"([一-龥々ァ-ヴーA-Za-z0-9]{1,8}(?:[率料賃税費数額]|(?<![年程今制])度|(?<!\d)代|場所|条件|方法))(?:\([^()]*\))?(?:[はがを]|って|の)?(?:、|月|年額|およそ|だいたい)?"
    r"(?:[0-9一]回)?(?:いくら|何|どこ|どう|教え|知り|です|[?？。]|$)"
)
_TOLD = {
    **dict.fromkeys("料賃代費税額", re.compile(r"\d\s?円|無料|有料|無償|千円|万円")),
    "率": re.compile(r"\d\s?[%％割]|\d/\d|分の"),
    "数": re.compile(r"\d"),
}
#: Names of figures that say what is measured in front of their last word (回収率, 参加者数, 違約金額).
_MEASURES = "率数額"
#: Sums that are paid or granted, what projects cost, and labels of the former.
_SUM = re.compile(r"\d\s?(?:万|千|百万|億)?円|無料|無償|有料|半分|半額|全額|分の\d|\d/\d|\d\s?[%％割]")
_COSTS = re.compile(r"(?:事業費|予算|経費|決算額?|総額|交付金)[^。、]{0,10}?\d[\d,.億万千百]*円?")
_PRICE_LABEL = re.compile(r"円|料|賃|額|費|代|単価|報酬|補助")
_WHOM = re.compile(
    r"(子ども|こども|子供|小学生|中学生|高校生|学生|大人|高齢者|障[害が]い?者|乳幼児|幼児|[市町村]外の人|団体|法人)(?:だと|なら|の場合)"
)
#: Asks for a schedule, and how many quotes may begin with something else.
TIMED = 2
_SCHEDULE = re.compile(r"(?:工程表?|日程|スケジュール|ロードマップ)(?:は|を|って|について|[?？。]*$)")
_ANY_SUM = re.compile(
    r"^(?:.*事業|総|予定|概算|[rRhH]?\d+(?:年度?)?)?(?:事業費|費用|料金|経費|予算|金額|方法|場所|総額)(?:総額|合計)?$"
    # reckoned from what is told
    r"|(?:差|増減|増加|減少|平均|合計)(?:額|数)$"
)
_ADDED_IN_ENGLISH = re.compile(
    r"\bhow many ((?:[a-z-]+ ){0,2}?[a-z-]+)"
    r"(?= (?:did|does|do|are|is|were|was|will|can|could|have|has|had|of|in|per|a|work|serve)\b|[,?])|"
    r"\b(?:on|at|in|to|for) "
    r"((?:saturday|sunday|weekend|holiday|night|english|chinese|vietnamese|foreigner|child|student|tourist)s?|children)\b",
    re.IGNORECASE,
)
_LANGUAGE = re.compile(r"([一-龥]{1,3}|[ァ-ヴー]{2,8})語(?!り|る|句|彙|学)")
_NO_LANGUAGE = re.compile(r"^(?:用|単|言|物|敬|略|国|主|標|多言|外国|[一-龥]*日本)$")
_ANSWERED = re.compile(r"([^、。「」]{2,24})と(?:答え|回答|感じ)")
_MANNER = re.compile(r"どのように|どんな(?:ふう|風)に|どうやって")
#: An attribute that is asked for, and of what.
_OF = re.compile(
    r"(?:^|.*[の、])(?P<owner>(?:[^、。のは何「」『』]|(?<=[へとでら])の){2,16})の[一-龥ァ-ヴーA-Za-z]{1,10}(?:は|って|を|が)?、?"
    r"(?:いくら|いくつ|何[^、。?？]{0,6}|どこ|どれ[^、。?？]{0,4}|誰|いつ|教えて|知りたい)?[^、。?？の]{0,6}[?？。]?$"
)
#: What a word must weigh to tell of what the attribute is.
OWNING = 0.3
_FRAMES = re.compile(
    r"^(?:場合|予定|計画|今後|市民|誰|何|現在|令和|平成|年度|全員|一人|自分|家族|こと|今|私|うち|窓口|役所)"
)


def stated(question: Question, draft: Draft, evidence: Sequence[Evidence], scope: Scope) -> bool:
    """Whether quotes of a draft are of the subject and state what the question turns on beside it."""
    units = list({u.key: u for s in draft.statements for u in s.units}.values())[:QUOTES]
    if not units or question.kind in ("claim", "rank"):
        return True
    if sheet_heads.asks_population_alone(question):
        return any("人口" in u.text for u in units)
    if question.kind == "definition":
        return definitions.is_of_its_term(question, units, scope)
    on_it = on_the_subject(question, units, evidence, scope)
    dated = _of_the_year(question, on_it, scope)
    return (
        bool(dated)
        and not is_blank(question, dated, scope)
        and _is_told(question, units if question.kind == "date" else on_it, scope)
        and counting.counts(question, draft, on_it, scope)
        and _paid_for(question, on_it)
        and _added_stands(question, units, scope)
        and _details_stand(question, on_it, scope)
        and _turned_on(question, units, scope)
        and _own_name_stands(question, on_it, scope)
        and _owner_stands(question, units, scope)
        and _is_timed(question, units)
        and measured(question, on_it, scope)
    )


def _of_the_year(question: Question, units: Sequence[Unit], scope: Scope) -> list[Unit]:
    """The units but those that tell figures of other years alone."""
    wanted = question.western_years
    if question.kind not in ("number", "sum", "count") or not wanted or _LATE.search(question.text):
        return list(units)
    if series_said(question.text) & {"baseline", "target"} and len(wanted) == 1 and not re.search(r"\d", question.text):
        return list(units)
    return of_year(question, units, scope)


def is_blank(question: Question, units: Sequence[Unit], scope: Scope) -> bool:
    """Whether nothing stands in the column asked for of any row that is quoted."""
    if question.kind not in ("number", "fact", "date", "who", "count"):
        return False
    rows = [u for u in units if u.records or u.kind in ("row", "cell")]
    return bool(rows) and all(is_blank_cell(question, u, scope) for u in rows)


def _is_told(question: Question, units: Sequence[Unit], scope: Scope) -> bool:
    """Whether the quotes hold a figure at all where a number is asked for, a date or a time where one is."""
    if question.kind in ("number", "count"):
        return any(
            has_figure(with_figures(u, scope).text) or any(r.number is not None for r in u.records) for u in units
        )
    if _ASKS_MONTH.search(question.text):
        return any(_MONTH.search(view(about(u) if u.records else u.text)) for u in units)
    if question.kind == "date" and not details_quoted(question.text):
        texts = [about(u) if u.records else u.text for u in units]
        return any(_WHEN.search(view(t)) or find_years(t) for t in texts) or any(
            r.fiscal_year for u in units for r in u.records
        )
    return True


def _paid_for(question: Question, units: Sequence[Unit]) -> bool:
    """What users pay is not what a project costs; how many pay in some way is another matter."""
    asks_share = asked_unit(question) == SHARE
    if asks_share or question.kind in ("how", "who", "date", "timeline") or not asks_price(question.text):
        return True
    return any(_SUM.search(_COSTS.sub(" ", view(u.text))) or _is_price(u) for u in units)


def _is_price(unit: Unit) -> bool:
    """Whether a row holds a sum that is no project's cost."""
    labels = [" ".join([r.attribute, r.measure or "", r.unit or ""]) for r in unit.records if r.number is not None]
    return any(_PRICE_LABEL.search(label) and not PROJECT_COST.search(label) for label in labels)


def _added_stands(question: Question, units: Sequence[Unit], scope: Scope) -> bool:
    """Whether what a Japanese question adds to its subject, or a synonym, stands in the quotes or about them."""
    if question.english:
        return _added_in_english_stands(question, units, scope)
    nouns = list(_added(question))
    texts = [scope.finder.haystack(about(u)) for u in units] if nouns else []
    return all(_stands(noun, question, texts) for noun in nouns)


def _added_in_english_stands(question: Question, units: Sequence[Unit], scope: Scope) -> bool:
    """As for Japanese: what is counted (the last word of how many …), when, and for whom something is."""
    around = squash(" ".join(map(about, units)))
    for found in _ADDED_IN_ENGLISH.finditer(question.text):
        lexicon = scope.finder.reader.lexicon
        words = lexicon.translations(found[1] or found[2])
        meant = {other for word in words[-1] for other in (word, *lexicon.synonyms(word))} if words else set()
        if meant and not any(squash(word) in around for word in meant):
            return False
    return True


def _added(question: Question) -> Iterator[str]:
    text = re.sub(r"[「『][^」』]*[」』]", " ", question.text)
    if question.kind == "yesno":
        own = {name for m in question.municipalities for name in (m.name, m.name[:-1])}
        for pattern in (_ADDED, _WHETHER):
            nouns = (found[1] or found[2] for found in pattern.finditer(text))
            if noun := next((n for n in nouns if n not in own), None):
                yield noun
    if question.kind == "number" and (whom := _WHOM.search(text)):
        yield whom[1]
    if (language := _LANGUAGE.search(text)) and not _NO_LANGUAGE.search(language[1]):
        yield language.group()
    if answered := _ANSWERED.search(question.text):
        heavy = max(
            (t for t in question.terms.terms if t.text in squash(answered[1])), key=lambda t: t.weight, default=None
        )
        if heavy:
            yield heavy.text


def _own_name_stands(question: Question, units: Sequence[Unit], scope: Scope) -> bool:
    """Whether a fee, a rate or a place that is asked for by its own name is called so about the quotes, or is told; a
    rate or a number, of what its name says is measured."""
    found = None if question.english else _OWN_NAME.search(re.sub(r"[「『][^」』]*[」』]", " ", question.text))
    if not found or _ANY_SUM.search(found[1]):
        return True
    name = squash(found[1])
    others = [a for t in question.terms.terms if t.text == name for a in t.alternatives]
    told = _TOLD.get(name[-1])
    around, texts = [about(u) for u in units], [_COSTS.sub(" ", view(u.text)) for u in units]
    if any(n in squash(text) for n in (name, *others) for text in around):
        return True
    of = [t for t in subject(question) if t.lemma and t.text in name and t.text[-1] not in _MEASURES]
    measured = max(of, key=lambda t: name.rfind(t.text), default=None) if name[-1] in _MEASURES else None
    return any(
        told is not None
        and told.search(text) is not None
        and (measured is None or scope.finder.haystack(itself(u)).holds(measured) > 0)
        for text, u in zip(texts, units, strict=True)
    )


def _owner_stands(question: Question, units: Sequence[Unit], scope: Scope) -> bool:
    """Whether anything of what the asked attribute is of (ドローンの購入費は) stands in the quotes or about them."""
    found = None if question.english else _OF.search(re.sub(r"[(（][^()（）]*[)）]", " ", question.text.split("\n")[0]))
    owner = squash(found["owner"]) if found else ""
    names = squash(" ".join(m.name for m in question.municipalities))
    own = [t for t in question.terms.terms if t.weight >= OWNING and t.text in owner and t.text not in names]
    own = sorted(own, key=lambda t: -t.weight)[:1]
    if not own or details_quoted(question.text):
        return True
    wanted = asked_unit(question) if question.kind in ("number", "sum") else None
    told = [
        u for u in units if wanted is None or in_cells(u, wanted) or has_figure(with_figures(u, scope).text, wanted)
    ]
    titles = {d.id: d.title for d in scope.documents}
    texts = [
        hay
        for u in told
        for hay in (
            scope.finder.haystack(about(u)),
            scope.finder.context_of(u.passage),
            scope.finder.haystack(titles.get(u.passage.document, "")),
        )
    ]
    return any(hay.holds(t) > 0 for hay in texts for t in own)


def _is_timed(question: Question, units: Sequence[Unit]) -> bool:
    """Whether a time stands in the first quotes where a schedule is asked for, by whatever name."""
    if not _SCHEDULE.search(question.text):
        return True
    first = [(view(u.text), u.records) for u in units[:TIMED]]
    return any(find_years(text) or _WHEN.search(text) or any(r.fiscal_year for r in told) for text, told in first)


def _stands(noun: str, question: Question, texts: Sequence[Haystack]) -> bool:
    wanted = squash(noun)
    if _FRAMES.search(noun):
        return True
    if _LANGUAGE.fullmatch(noun):
        return any(wanted in h.squashed for h in texts)
    terms = [t for t in question.terms.terms if t.weight > 0.2 and (t.text in wanted or wanted in t.text)]
    parts = [squash(w.surface) for w in shared_analyser().words(noun) if len(w.surface) > 1]
    return any(
        wanted in h.squashed
        or any(h.holds(t) >= 0.5 for t in terms)
        or len(parts) > 1
        and all(part in h.squashed for part in parts)
        for h in texts
    )


def _details_stand(question: Question, units: Sequence[Unit], scope: Scope) -> bool:
    """Whether the quotes state the details that are asked for, or one of several."""
    asked = [d for d in details_quoted(question.text) if not (d.named and question.kind == "timeline")]
    if not asked:
        return True
    texts, around = [with_figures(u, scope).text for u in units], [heads(u) for u in units]
    told = [(d.early, is_stated(d, texts, around, question.text)) for d in asked]
    return all(any(stated for at, stated in told if at == early) for early in {at for at, _ in told})


def _turned_on(question: Question, units: Sequence[Unit], scope: Scope) -> bool:
    """Whether the words that a Japanese question turns on stand in the quotes or about them, each at least in part."""
    words = [] if question.english else turning_words(question.text.split("\n")[0])
    parts = [
        [t for t in question.terms.terms if t.weight >= 0.2 and len(t.text) >= 2 and t.text in squash(w)] for w in words
    ]
    if not any(parts):
        return True
    texts = [scope.finder.haystack(text) for u in units for text in (about(u), u.text)]
    texts += [scope.finder.context_of(u.passage) for u in units]
    if _MANNER.search(question.text) and question.terms.coverage_by([(text, 1.0) for text in texts]) >= DESCRIBED:
        return True
    return all(any(h.holds(t) >= 0.5 for t in terms for h in texts) for terms in parts if terms)
