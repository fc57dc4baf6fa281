"""What leaves the gate is proven; what is not is withheld, and the answer says so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest

from assistant.answer import Answer, Coverage
from assistant.draft import Disagreement, Draft, Member, Statement
from assistant.gate import Gate
from assistant.proven_figures import numbers_in, values_in
from assistant.romanised import romanised_in
from assistant.units import Unit, units_of
from assistant.wording import about
from ingest.model import Municipality
from ingest.municipalities import Gazetteer, national
from ingest.normalise import view
from tests.conftest import Opened

WITHHELD = {"ja": "除きました", "en": "withheld"}
_MARKER = re.compile(r"\[(\d+)\]")


@pytest.fixture(scope="module")
def gazetteer(samples: Opened) -> Gazetteer:
    return national().with_extra(samples.generation.catalogue.municipalities())


@pytest.fixture(scope="module")
def gate(samples: Opened, gazetteer: Gazetteer) -> Gate:
    return Gate(
        document=samples.generation.catalogue.document,
        page_text=samples.page_text,
        municipality=lambda code: gazetteer.by_code.get(code or ""),
        names=lambda text: {m.candidates[0].name for m in gazetteer.find(text)},
        romanised=romanised_in(gazetteer, samples.generation.catalogue.municipalities()),
    )


@pytest.fixture(scope="module")
def units(samples: Opened) -> list[Unit]:
    """Every unit of the samples that says a sentence or a row."""
    found: list[Unit] = []
    for plan in samples.plans:
        for passage in plan.passages:
            records = [r for r in plan.records if r.page == passage.page and passage.start <= r.start < passage.end]
            found.extend(u for u in units_of(passage, records) if len(u.text) >= 12)
    return found


@pytest.fixture(scope="module")
def unit(units: list[Unit]) -> Unit:
    """汐崎市's smart locks: 11 gymnasiums and 7 halls."""
    return next(u for u in units if "学校体育館11か所" in u.text)


def through(gate: Gate, *statements: Statement, question: str = "", lang: str = "ja") -> Answer:
    return gate.check(Draft(kind="answer", statements=statements), question, lang=lang)


def passes(gate: Gate, text: str, *units: Unit, derived: tuple[str, ...] = (), question: str = "") -> bool:
    answer = through(gate, Statement(text, units, derived), question=question)
    assert bool(answer.citations) == bool(_MARKER.search(answer.answer))
    assert (WITHHELD["ja"] in answer.answer) != bool(answer.citations)
    return bool(answer.citations)


def said(unit: Unit, gazetteer: Gazetteer) -> str:
    return about(unit, gazetteer.by_code[unit.passage.municipality or ""].name, "ja")


def altered(unit: Unit, old: str, new: str) -> Unit:
    """The unit of a passage whose text was changed behind the page's back."""
    at = unit.start - unit.passage.start
    text = unit.passage.text[:at] + unit.passage.text[at:].replace(old, new, 1)
    return replace(unit, passage=replace(unit.passage, text=text), text=view(new))


def test_whatever_the_samples_say_passes_when_it_is_said_of_its_owner(
    gate: Gate, units: list[Unit], gazetteer: Gazetteer
) -> None:
    refused = [(u.key, said(u, gazetteer)) for u in units if not passes(gate, said(u, gazetteer), u)]
    assert refused == []
    assert len(units) > 400


def number_mutants(units: list[Unit], gazetteer: Gazetteer) -> Iterator[tuple[str, Unit]]:
    """Each number of each statement in turn made another, one that its proof does not hold in any form."""
    for unit in units:
        text = said(unit, gazetteer)
        raw = unit.passage.text[unit.start - unit.passage.start : unit.end - unit.passage.start]
        around = (raw, unit.passage.measure or "", *unit.passage.headings)
        known = set().union(
            *map(numbers_in, around), *(numbers_in(r.attribute + (r.measure or "")) for r in unit.records)
        )
        for match in re.finditer(r"\d+(?:,\d{3})*(?:\.\d+)?(?![\d位番])", view(text)):
            value = float(match.group().replace(",", ""))
            for changed in (value + 1, value + 30, value * 10):
                if f"{changed:.10g}" not in known:
                    yield view(text)[: match.start()] + f"{changed:.10g}" + view(text)[match.end() :], unit
                    break


def test_no_statement_with_a_changed_number_passes(gate: Gate, units: list[Unit], gazetteer: Gazetteer) -> None:
    mutants = list(number_mutants(units, gazetteer))
    assert len(mutants) > 1000
    assert [(text, u.key) for text, u in mutants if passes(gate, text, u)] == []


def municipality_mutants(
    units: list[Unit], gazetteer: Gazetteer, others: list[Municipality]
) -> Iterator[tuple[str, Unit]]:
    for unit in units:
        text, owner = said(unit, gazetteer), gazetteer.by_code[unit.passage.municipality or ""]
        raw = unit.passage.text[unit.start - unit.passage.start : unit.end - unit.passage.start]
        around = " ".join((view(raw), unit.passage.measure or "", *unit.passage.headings))
        for other in others:
            if owner.name in text and other.name not in around:
                yield text.replace(owner.name, other.name, 1), unit


def test_no_statement_said_of_another_municipality_passes(
    samples: Opened, gate: Gate, units: list[Unit], gazetteer: Gazetteer
) -> None:
    """Also not of the owner's prefecture, nor of one whose name is part of the owner's."""
    others = [
        *samples.generation.catalogue.municipalities(),
        *(gazetteer.by_name[n][0] for n in ("津市", "佐賀県", "府中市")),
    ]
    mutants = [
        (text, u)
        for text, u in municipality_mutants(units, gazetteer, others)
        if gazetteer.by_code[u.passage.municipality or ""].name not in text
    ]
    assert len(mutants) > 1000
    assert [(text, u.key) for text, u in mutants if passes(gate, text, u)] == []


def test_no_altered_quote_passes(gate: Gate, units: list[Unit], gazetteer: Gazetteer) -> None:
    """A character changed, dropped or added, a span moved by one, another page."""
    passed = []
    for u in units[::7]:
        own = u.passage.text[u.start - u.passage.start : u.end - u.passage.start]
        mutants = [
            altered(u, own, own[:5] + "異" + own[6:]),
            altered(u, own, own[:-2] + "偽り"),
            altered(u, own, "同" + own[1:]),
            replace(u, passage=replace(u.passage, start=u.passage.start + 1)),
            replace(u, passage=replace(u.passage, page=u.passage.page + 100)),
            replace(u, passage=replace(u.passage, document="nowhere")),
            replace(u, start=u.end),
        ]
        passed += [(m.key, n) for n, m in enumerate(mutants) if passes(gate, said(u, gazetteer), m)]
    assert passed == []


@pytest.mark.parametrize(
    "text",
    [
        "汐崎市：体育館12か所にスマートロックを設置",
        "汐崎市：体育館11か所、集会所7か所、合わせて18か所",
        "汐崎市：体育館111か所",
        "汐崎市：体育館1.1か所",
        "汐崎市：体育館１２か所",
        "汐崎市：令和6年度に体育館11か所",
        "汐崎市：2024年に体育館11か所",
        "汐崎市：体育館11か所、4月から",
        "汐崎市：体育館11か所（73,418人）",
        "織部市：体育館11か所にスマートロックを設置",
        "海北県：体育館11か所にスマートロックを設置",
        "東汐崎町：体育館11か所にスマートロックを設置",
        "佐賀県武雄市：体育館11か所",
        "海北県海北市：体育館11か所",
        "佐賀県汐崎市：体育館11か所",
        "汐崎市と織部市：体育館11か所",
        "汐崎市：武雄市に倣い体育館11か所",
    ],
)
def test_a_statement_with_one_thing_that_its_quote_does_not_say_is_withheld(gate: Gate, unit: Unit, text: str) -> None:
    answer = through(gate, Statement(text, (unit,)))
    assert text not in answer.answer and WITHHELD["ja"] in answer.answer
    assert answer.citations == ()
    assert len(gate.withheld) == 1


@pytest.mark.parametrize(
    "text",
    [
        "汐崎市：学校体育館11か所、集会所7か所にスマートロックを設置",
        "海北県汐崎市は体育館１１か所に錠を付ける",
        "スマートロックを置く",
        "第1位は汐崎市：体育館11か所",
    ],
)
def test_a_statement_that_its_quote_holds_leaves_with_its_marker(gate: Gate, unit: Unit, text: str) -> None:
    answer = through(gate, Statement(text, (unit,)))
    assert answer.answer == f"{text}[1]"
    assert gate.withheld == []


def test_a_year_is_proven_by_the_same_year_of_the_other_calendar_and_proves_no_count(
    gate: Gate, units: list[Unit]
) -> None:
    dated = next(u for u in units if "令和8年10月に保健センター" in u.text)
    assert passes(gate, "霧ヶ浜町：2026年10月に始める", dated)
    assert passes(gate, "霧ヶ浜町：令和8年10月に始める", dated)
    assert not passes(gate, "霧ヶ浜町：2027年10月に始める", dated)
    assert not passes(gate, "霧ヶ浜町：令和38年10月に始める", dated)
    assert not passes(gate, "霧ヶ浜町：定員は8人", dated)
    assert not passes(gate, "霧ヶ浜町：定員は38人", dated)
    assert not passes(gate, "霧ヶ浜町：定員は2026人", dated)
    assert passes(gate, "霧ヶ浜町：定員は3人", dated)


def test_a_number_that_follows_by_shown_arithmetic_passes_when_it_is_declared(gate: Gate, unit: Unit) -> None:
    assert passes(gate, "汐崎市：合わせて18か所（11＋7）", unit, derived=("18",))
    assert not passes(gate, "汐崎市：合わせて19か所（11＋7）", unit, derived=("18",))


def test_what_the_question_says_is_no_proof_of_whose_a_quote_is(gate: Gate, unit: Unit) -> None:
    assert not passes(gate, "織部市：体育館11か所", unit, question="織部市と汐崎市のスマートロックを比べて")
    assert passes(gate, "汐崎市：体育館11か所", unit, question="織部市と汐崎市のスマートロックを比べて")


def test_two_numbers_of_one_quote_may_not_change_places(gate: Gate, unit: Unit) -> None:
    assert not passes(gate, "汐崎市：学校体育館7か所、集会所11か所にスマートロックを設置", unit)


def test_a_number_may_not_change_its_unit(gate: Gate, units: list[Unit]) -> None:
    cost = next(u for u in units if "6,050千円" in u.text)
    assert not passes(gate, "汐崎市：事業費 6,050億円", cost)


def test_a_municipality_named_in_english_is_checked_too(gate: Gate, unit: Unit) -> None:
    assert not passes(gate, "Oribe City: 11 school gymnasiums", unit)


def test_of_several_statements_only_the_unproven_is_withheld_and_the_answer_says_so(gate: Gate, unit: Unit) -> None:
    statements = (
        Statement("スマートロックについて。"),
        Statement("体育館12か所", (unit,)),
        Statement("体育館11か所", (unit,)),
    )
    assert through(gate, *statements).answer.split("\n") == [
        "スマートロックについて。",
        "体育館11か所[1]",
        "（根拠を確認できない記述は除きました。）",
    ]
    assert WITHHELD["en"] in through(gate, *statements, lang="en").answer


def test_an_answer_of_which_nothing_is_left_abstains_and_cites_the_nearest(gate: Gate, unit: Unit) -> None:
    draft = Draft(
        kind="answer", statements=(Statement("次のとおりです。"), Statement("体育館12か所", (unit,))), evidence=(unit,)
    )
    for lang, told in (("ja", "見つかりません"), ("en", "no proof")):
        answer = gate.check(draft, "", lang=lang)
        assert (answer.kind, answer.abstained, len(answer.citations)) == ("abstained", True, 1)
        assert told in answer.answer.split("\n")[0] and "次のとおり" not in answer.answer


def test_markers_count_from_one_in_order_of_use_and_one_quote_has_one_marker(gate: Gate, units: list[Unit]) -> None:
    a, b = units[0], units[-1]
    answer = through(gate, Statement("一", (b,)), Statement("二", (a, b, a)), Statement("三", (b,)))
    assert answer.answer == "一[1]\n二[2][1]\n三[1]"
    assert [(c.marker, c.document, c.page, c.start, c.end) for c in answer.citations] == [(1, *b.key), (2, *a.key)]


def test_a_citation_is_built_from_the_passage_and_opens_its_page(samples: Opened, gate: Gate, unit: Unit) -> None:
    (citation,) = through(gate, Statement("体育館11か所", (unit,))).citations
    assert (citation.document, citation.page, citation.municipality) == ("kaihoku-grants", 6, "汐崎市")
    assert citation.title == "デジタル地域実装補助金 事業概要集"
    text = samples.page_text(citation.document, citation.page)
    assert text is not None and text[citation.start : citation.end] == citation.quote
    assert citation.url == f"/documents/kaihoku-grants/pages/6?start={unit.start}&end={unit.end}"


def test_entities_conflicts_and_nearest_passages_need_quotes_that_stand_too(gate: Gate, unit: Unit) -> None:
    false = altered(unit, "11か所", "12か所")
    draft = Draft(
        kind="list",
        statements=(Statement("1件あります。"),),
        members=(
            Member("汐崎市", "990002", None, (unit,)),
            Member("織部市", "991001", None, (false,)),
            Member("藍沢市", "991002", None, (false, unit)),
        ),
        coverage=Coverage(documents=1, municipalities=2),
        nearest=(false,),
        disagreements=(
            Disagreement(subject="箇所数", values=(("11か所", unit), ("12か所", false))),
            Disagreement(subject="設置", values=(("11か所", unit),)),
        ),
    )
    answer = gate.check(draft, "")
    assert [(e.name, e.citations) for e in answer.entities] == [("汐崎市", (1,)), ("藍沢市", (1,))]
    assert [c.subject for c in answer.conflicts] == ["設置"]
    assert [c.quote for c in answer.citations] == [
        unit.passage.text[unit.start - unit.passage.start :][: unit.end - unit.start]
    ]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("1億8,640万円", {"186400000"}),
        ("8,640万円", {"8640"}),
        ("14億6千万円", {"1460000000"}),
        ("5万8千人と31の区", {"58000", "31"}),
        ("186,400千円", {"186400"}),
    ],
)
def test_a_number_in_several_terms_is_one_value(text: str, values: set[str]) -> None:
    assert values_in(text) == values


def written_about(gate: Gate, units: list[Unit], words: str, text: str) -> str | None:
    unit = next(u for u in units if words in u.text)
    return gate.begin("").problem(Statement(text, (unit,), written=True, sentences=(unit.text,)))


@pytest.mark.parametrize("amount", ["1億8,640万円", "186,400千円", "18,640万円"])
def test_an_amount_is_proven_by_its_value(gate: Gate, units: list[Unit], amount: str) -> None:
    text = f"汐崎市の令和6年度の関連予算は{amount}でした。"
    assert written_about(gate, units, "関連予算は1億8,640万円", text) is None


@pytest.mark.parametrize("amount", ["8,640万円", "1億万円", "1億8,640円", "8,640千円", "1億7,215万円", "18,640千円"])
def test_a_part_of_an_amount_and_another_value_prove_nothing(gate: Gate, units: list[Unit], amount: str) -> None:
    text = f"汐崎市の令和6年度の関連予算は{amount}でした。"
    assert written_about(gate, units, "関連予算は1億8,640万円", text) is not None


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("38,500千円と１，２００人", {"38500", "1200"}),
        ("15.20％", {"15.2"}),
        ("1,2,3", {"1", "2", "3"}),
        ("R10.4.1", {"10.4", "1"}),
        ("なし", set()),
        ("取組は次のとおり。①本町は年に1回集まる、②年に2回点検する", {"1", "2"}),
        ("次のとおり。①本町は集まる、②年に一度点検する", set()),
        ("定員は⑬人", {"13"}),
    ],
)
def test_a_number_has_one_form(text: str, numbers: set[str]) -> None:
    assert numbers_in(text) == numbers
