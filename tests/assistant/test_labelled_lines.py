"""Lists over measures whose headings name those in charge and whose lines say the rest behind labels, and over rows
whose marks stand under years."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant.answer import Answer
from assistant.extractive.plan_items.labelled import first_of
from tests.conftest import Opened, opened
from tests.ingest.parsing import plan

MEASURES = (
    ("1-1", "橋の点検", "土木課", "新規", "12,400千円"),
    ("1-2", "公園の改修", "土木課", "継続", "3,100千円"),
    ("2-1", "講座の開催", "公民館", "新規", "900千円"),
    ("2-2", "森の手入れ", "農林課", "拡充", "48,000千円"),
)
PLAN = "松本市の暮らしの計画\n\n策定：長野県松本市\n\n" + "".join(
    f"第{int(number[0]) + 1}章 {'まちを直す' if number[0] == '1' else '人を育てる'}\n\n" * (number[-1] == "1")
    + f"取組{number} {name}【{organ}】\n\n{name}を進めます。\n\n区分：{kind}　事業費：{cost}\n\n"
    for number, name, organ, kind, cost in MEASURES
)
YEARS = (
    "長野県松本市 年次計画\n\n番号\t施策名\tR6\tR7\tR8\tR9\n"
    "1\t橋の点検\t○\t○\t○\t○\n2\t公園の改修\t－\t○\t○\t○\n3\t講座の開催\t－\t－\t○\t○\n4\t森の手入れ\t－\t○\t－\t○\n"
)


@pytest.fixture(scope="module")
def measures(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    yield from opened((plan(PLAN),), tmp_path_factory.mktemp("measures"))


@pytest.fixture(scope="module")
def years(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    yield from opened((plan(YEARS),), tmp_path_factory.mktemp("years"))


def names(answer: Answer) -> list[str]:
    return [entity.name for entity in answer.entities]


@pytest.mark.parametrize(
    ("question", "members"),
    [
        ("松本市の計画で、区分が新規の取組を全部教えて", ["橋の点検", "講座の開催"]),
        ("松本市の土木課の新規取組をすべて挙げて", ["橋の点検"]),
        ("松本市の計画で、公民館が担当する取組は何件ありますか", ["講座の開催"]),
        ("松本市の計画で、事業費が1,000万円以上の取組はいくつありますか", ["橋の点検", "森の手入れ"]),
        ("松本市の計画で、事業費が12,400千円以上の取組を全部教えて", ["橋の点検", "森の手入れ"]),
        ("松本市で事業費の多い順に上位2つの取組は？", ["森の手入れ", "橋の点検"]),
        ("松本市の計画の第2章の取組をすべて挙げて", ["橋の点検", "公園の改修"]),
        ("松本市の「人を育てる」に位置付けられた取組は何ですか", ["講座の開催", "森の手入れ"]),
        ("松本市の計画に載っている取組をすべて教えて", [name for _, name, *_ in MEASURES]),
    ],
)
def test_what_lines_say_behind_labels_chooses_measures(measures: Opened, question: str, members: list[str]) -> None:
    assert names(measures.ask(question)) == members


@pytest.mark.parametrize(
    ("year", "members"), [("令和7年度", {"公園の改修", "森の手入れ"}), ("令和8年度", {"講座の開催"})]
)
def test_what_begins_in_a_year_has_its_first_mark_there(years: Opened, year: str, members: set[str]) -> None:
    assert set(names(years.ask(f"松本市の計画で、{year}に始まる施策を全部教えて"))) == members


def test_a_label_ends_what_stands_behind_the_one_before() -> None:
    assert first_of("市民課、税務課 区分:新規 事業費:3千円") == "市民課、税務課"
