"""Rows put in order by the column that a question means, and questions of few words that no statement ends like."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant.answer import Request
from assistant.extractive.claims.figures import held
from assistant.extractive.sweep import _spans_in
from assistant.understanding.kinds import asked
from assistant.units import Unit
from ingest.model import Passage
from ingest.normalise import view
from ingest.values import find_figures
from tests.conftest import Opened, opened
from tests.ingest.parsing import plan

GASES = (
    "武雄市環境計画\n\n第2章 温室効果ガスの排出\n\n"
    "部門\t平成25年度\t令和12年度\t増減率(平成25年度比)\n"
    "家庭\t71\t26\t▲63.4%\n産業\t78\t33\t▲57.7%\n業務\t64\t27\t▲57.8%\n運輸\t91\t64\t▲29.7%\n"
)


@pytest.fixture(scope="module")
def gases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    yield from opened((plan(GASES),), tmp_path_factory.mktemp("gases"))


@pytest.mark.parametrize(
    ("question", "first", "lines"),
    [
        ("武雄市 温室効果ガスの平成25年度比の減らし方が大きい部門 上から2つ 率も", "家庭（▲63.4%）", 2),
        ("武雄市で平成25年度比の減り方がいちばん小さい部門はどこ？", "運輸（▲29.7%）", 1),
        ("武雄市で令和12年度の排出がいちばん多い部門は？", "運輸（64）", 1),
    ],
)
def test_the_largest_reduction_is_the_least_change(gases: Opened, question: str, first: str, lines: int) -> None:
    answer = gases.ask(question).answer.split("\n")
    assert first in answer[0] and len(answer) == lines


@pytest.mark.parametrize(
    ("text", "english", "kind"),
    [
        ("武雄市 利用者の多い路線 上から3つ 人数も", False, "rank"),
        ("武雄市の計画 財源に基金がある事業を全政策から", False, "list"),
        ("In the survey, in how many of the fields was satisfaction lower than before? Name them.", True, None),
    ],
)
def test_what_else_is_to_be_told_makes_no_statement(text: str, english: bool, kind: str | None) -> None:
    found = asked(view(text), english, 1).kind
    assert found == kind if kind else found != "claim"


@pytest.mark.parametrize(("said", "verdict"), [("10分", False), ("3分", True)])
def test_the_number_of_a_line_is_no_figure(said: str, verdict: bool) -> None:
    text = "【10】 多久市 火山の案内板\n警戒の段階が変わると3分以内に表示を替える。"
    passage = Passage(id="p", document="d", page=1, start=0, end=len(text), text=text)
    claim = f"多久市の火山の案内板は、警戒の段階が変わると{said}以内に表示を替える。"
    figure = next(f for f in find_figures(claim) if f.unit == "分")
    match, _ = held(figure, claim, [Unit(passage, 0, len(text), text, "text")], [text], rivals=True)
    assert bool(match) is verdict


def test_what_is_taken_in_besides_is_no_condition(samples: Opened) -> None:
    plainly, also = (
        samples.engine.understood(Request(question=f"汐崎市の取組一覧で総務課担当の取組{rest}"))
        for rest in (" 全部", "　新規もぜんぶ")
    )
    strong = [{t.text for t in q.terms.terms if t.weight > 0.2} for q in (plainly, also)]
    assert strong[0] == strong[1] != set()


FUNDS = (
    "武雄市実施計画\n\n第3章 事業の一覧\n\n"
    "番号\t事業名\t担当課\t財源\n1\t保育園の建替え\tこども課\t市債・基金\n2\t街路樹の植替え\t都市課\t一般\n"
    "3\t返礼品の開発\t商工課\tまちづくり基金\n4\t橋の点検\t建設課\t国庫・一般\n5\t祭りの支援\t観光課\t一般\n"
)


@pytest.mark.parametrize(
    "question",
    [
        "武雄市の実施計画で、財源に基金が入っている事業はどれ？",
        "武雄市実施計画 財源欄に「基金」とある事業を全章から",
    ],
)
def test_rows_are_chosen_by_what_stands_in_a_column(question: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    for funds in opened((plan(FUNDS),), tmp_path_factory.mktemp("funds")):
        assert {m.name for m in funds.ask(question).entities} == {"保育園の建替え", "返礼品の開発"}


def test_a_kind_of_what_is_asked_for_is_no_condition(samples: Opened) -> None:
    text = samples.engine.understood(Request(question="「説明会」（入園説明会を含む）を開く市町はどこ")).text
    assert text == "「説明会」を開く市町はどこ"


DISTRICTS = (
    "武雄市交通計画\n\n第2章 住民アンケート\n\n"
    "地区\t回答数\tふだんバスを使う\t5年後の移動に不安がある\n"
    "武雄\t402\t14.2%\t48.8%\n東川\t81\t17.3%\t79.0%\n西山\t82\t15.9%\t72.0%\n若木\t124\t10.5%\t60.5%\n"
)
STAGES = (
    "武雄市デジタル計画\n\n第4章 工程\n\n工程\tR7\tR8\tR9\n鍵の交換\t―\t□\t○\n職員の研修\t○\t→\t→\n"
    "機器の選定\t□\t○\t→\n相互の派遣\t―\t□\t○\n台帳の統合\t○\t○\t→\n"
)


def test_a_district_called_as_its_city_is_not_named_by_the_citys_name(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    for city in opened((plan(DISTRICTS),), tmp_path_factory.mktemp("districts")):
        answer = city.ask("武雄のアンケートで、5年後の移動に不安があるという人の割合が高い地区を上から2つ").answer
        assert [line.split("　")[1].split("（")[0] for line in answer.split("\n")] == ["東川", "西山"]


@pytest.mark.parametrize("scope", ["", "施策1-1から3-6までの"])
def test_a_dash_in_quotes_is_a_mark_and_the_number_of_a_measure_no_bound(
    scope: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    for city in opened((plan(STAGES),), tmp_path_factory.mktemp("stages")):
        answer = city.ask(f"武雄市の{scope}工程表で、令和7年度が「―」とされている工程をすべて挙げてください。")
        assert {m.name for m in answer.entities} == {"鍵の交換", "相互の派遣"}


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("事業期間 令和6年度~令和8年度(3か年)", {(2024, 2026)}),
        ("事業期間がR6～R8の市町", {(2024, 2026)}),
        ("令和6年度に始め、令和8年度に終える", set()),
    ],
)
def test_a_span_of_years_has_its_first_and_its_last(text: str, spans: set[tuple[int, int]]) -> None:
    assert _spans_in(view(text)) == spans
