"""The indicators that a plan lists under labels of a measure (【アウトカム指標（成果指標）】 ①…): those of one measure,
and whose measures have one that is named."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.draft import Draft, Member
from assistant.evidence import Evidence
from assistant.extractive.listing import listing
from assistant.extractive.naming import share_named, words_of
from assistant.extractive.rows_where import municipalities
from assistant.extractive.scope import Scope
from assistant.understanding.question import Question, asks_bodies
from assistant.understanding.terms import Terms
from assistant.units import Unit
from ingest.lines import Line, split_lines
from ingest.model import Page
from ingest.normalise import fold, squash, view

_LABEL = re.compile(
    r"[【〔\[〈《(（■◆●○・]?\s?(?P<label>[^【】〔〕\[\]①-⑳、。:：\t]{0,10}(?:指標|KPI|評価項目)(?:\s?[(（][^()（）]{2,10}[)）])?)\s?[】〕\]〉》)）]?",
    re.IGNORECASE,
)
#: A label with its items behind it, as a form's cell is read.
_INLINE = re.compile(
    r"[【〔]([^【】〔〕]{0,16}(?:指標|KPI)[^【】〔〕]{0,12})[】〕]\s*([①-⑳][^【】〔〕]+)", re.IGNORECASE
)
_OTHER_LABEL = re.compile(r"[【〔\[〈《][^】〕\]〉》]{1,24}[】〕\]〉》]")
_ITEM = re.compile(r"(?:[①-⑳]|[・•●]|[(（]?\d{1,2}[)）.．、])\s*(?=[^\s\d])")
_NUMBER_ALONE = re.compile(r"(?:[①-⑳]|[(（]?\d{1,2}[)）.．、])\s*")
_ASKED = re.compile(
    r"(?P<kind>アウトカム|成果|アウトプット|活動|事業|進捗|評価|数値|重要業績評価)?\s?(?:指標|kpi)|(?P<measured>成果|効果)[^。]{0,8}(?:測|計|評価)"
    r"|\b(?P<english>outcome|output|activity|performance)?\s?(?:indicators?|kpis?)\b",
    re.IGNORECASE,
)
#: Asks who has something as an indicator (満足度をKPIに置いている市町).
_AS_INDICATOR = re.compile(r"(?:kpi|指標)(?:に|と|として|の(?:中|ひとつ|一つ))")
#: Two names of one kind, and the kinds in English.
_SAME = {"成果": "アウトカム", "アウトカム": "成果", "活動": "アウトプット", "アウトプット": "活動"}
_ONE = {"outcome": "アウトカム", "output": "アウトプット", "activity": "活動"}
#: Words of a question for bodies that say nothing of the indicator.
_SAID = re.compile(
    r"指標|kpi|アウトカム|アウトプット|成果|活動|置く|設定|掲げる|含む|交付金?|^金$|事業|デジ|^田$", re.IGNORECASE
)
#: How much of a measure's name must be said, and of it where all are asked about; how much of the words for an
#: indicator one must hold, and how long a broken line goes on.
NAMED, WHOLE, HELD, LONGEST = 0.6, 0.9, 0.8, 44
FEWEST = 3


@dataclass(frozen=True, slots=True)
class Indicator:
    label: str
    measure: str
    name: str
    unit: Unit


def of_measure(question: Question, evidence: Sequence[Evidence], scope: Scope) -> Draft | None:
    """The indicators of the measure named, of the kind that is asked for; None where it lists none."""
    asked = _ASKED.search(fold(question.text))
    if (
        asked is None
        or question.kind in ("claim", "yesno", "rank", "sum", "compare")
        or len(question.municipalities) > 1
    ):
        return None
    said = words_of(question, scope)
    found: dict[tuple[str, str], tuple[float, list[Indicator]]] = {}
    for document in {e.passage.document: None for e in evidence[:8]}:
        for one in _indicators(document, scope):
            key = (document, one.measure)
            if key not in found:
                found[key] = (share_named(one.measure, said, scope), [])
            if not question.codes or one.unit.passage.municipality in question.codes:
                found[key][1].append(one)
    best = max((f for f in found.values() if f[1]), key=lambda f: f[0], default=(0.0, []))
    enough = best[0] >= (WHOLE if question.everyone else NAMED)
    members = [Member(i.name, None, None, (i.unit,)) for i in best[1] if enough and _is_of(i.label, asked)]
    return listing(question, scope, members) if members else None


def bodies(question: Question, scope: Scope) -> Draft | None:
    """Whose measures have an indicator that says what the question does; None where it asks of no indicator."""
    if not _AS_INDICATOR.search(fold(question.text)) or not (question.everyone and asks_bodies(question)):
        return None
    named = Terms.build(t for t in question.terms.terms if t.weight > 0.2 and not _SAID.search(t.text))
    if not named.terms:
        return None
    units = [
        one.unit
        for d in scope.documents
        for one in _indicators(d.id, scope)
        if named.coverage(scope.finder.haystack(one.name)) >= HELD
    ]
    if not units and question.sheets and any(_indicators(book, scope) for book in scope.books):
        return Draft(kind="abstained", statements=(), abstained=True)
    return municipalities(question, scope, units) if units else None


def _is_of(label: str, asked: re.Match[str]) -> bool:
    said = asked["kind"] or asked["measured"] or _ONE.get((asked["english"] or "").lower(), "")
    return said not in _SAME or said in label or _SAME[said] in label


def _indicators(document: str, scope: Scope) -> Sequence[Indicator]:
    """Those of a document with labels of that kind for several measures; of any other none."""

    def read() -> tuple[Indicator, ...]:
        pages = scope.finder.catalogue.pages(document)
        found = tuple(one for page in pages for one in _of_page(document, page, scope))
        return found if len({one.measure for one in found}) >= FEWEST else ()

    return scope.finder.derived(("labelled indicators", document), read)


def _of_page(document: str, page: Page, scope: Scope) -> Iterator[Indicator]:
    label, open_, gap = "", list[Line](), False
    for line in (*split_lines(page.text), None):
        text = line.text if line else ""
        heads = _LABEL.fullmatch(text) if text else None
        ends = line is None or heads or _ITEM.match(text) or _OTHER_LABEL.match(text) or gap and text
        if ends and open_:
            yield from _read(document, page, label, open_, scope)
            open_ = []
        if line is None or not text:
            gap = bool(label)
            continue
        if inline := _INLINE.findall(text):
            yield from _in_a_row(document, page, line, inline, scope)
            label = ""
        elif heads:
            label = squash(heads["label"])
        elif label and _ITEM.match(text):
            open_ = [line]
        elif open_ and not gap and len(text) <= LONGEST and not _NUMBER_ALONE.fullmatch(text):
            open_.append(line)
        elif not _NUMBER_ALONE.fullmatch(text):
            label = ""
        gap = False


def _in_a_row(
    document: str, page: Page, line: Line, labelled: Sequence[tuple[str, str]], scope: Scope
) -> Iterator[Indicator]:
    passage = scope.finder.passage_at(document, page.number, line.start, line.end)
    if passage is None or not passage.measure:
        return
    unit = Unit(passage, line.start, line.end, view(page.text[line.start : line.end]), "row")
    for label, items in labelled:
        for name in re.split(r"[①-⑳]", items)[1:]:
            if len(name.strip()) > 1:
                yield Indicator(squash(label), passage.measure, name.strip(), unit)


def _read(document: str, page: Page, label: str, lines: Sequence[Line], scope: Scope) -> Iterator[Indicator]:
    start, end = lines[0].start, lines[-1].end
    passage = scope.finder.passage_at(document, page.number, start, end)
    if passage is None or not passage.measure:
        return
    name = _ITEM.sub("", "".join(line.text for line in lines), count=1).strip()
    text = view(page.text[start:end])
    if len(name) > 1:
        yield Indicator(label, passage.measure, name, Unit(passage, start, end, text, "sentence"))
