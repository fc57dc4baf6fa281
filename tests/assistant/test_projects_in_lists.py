"""Projects that a list of several municipalities' gives, by whose they are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from assistant.answer import Request
from assistant.extractive.plan_items import Family, Item
from assistant.extractive.scope import Scope
from assistant.extractive.selection import _of_kinds
from ingest.municipalities import national
from tests.assistant.understanding import ask
from tests.conftest import Opened, opened
from tests.ingest.parsing import plan

LISTED = (
    "交付金 採択事業の一覧（令和7年度）\n\n"
    "No.\t自治体名\t人口（人）\t事業名\t類型\t事業費（千円）\n"
    "1\t長野県\t2000000\t雪道の情報板整備事業\tTYPE1\t24000\n2\t長野県\t2000000\t湖の水質測定事業\tTYPE2\t48000\n"
    "3\t松本市\t240000\t登山道の案内事業\tTYPE1\t36000\n4\t松本市\t240000\t朝市の電子決済事業\tTYPE2\t58000\n"
    "5\t上田市\t153000\t紬の販売支援事業\tTYPE1\t19000\n6\t飯田市\t97000\t人形劇の配信事業\tTYPE1\t12000\n"
    "7\t山形村\t8400\t長芋の選別事業\tTYPE1\t18000\n8\t木曽町\t11000\t森の地図事業\tTYPE1\t17000\n",
)


@pytest.fixture(scope="module")
def listed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    yield from opened((plan(*LISTED),), tmp_path_factory.mktemp("listed"))


OWN = {"雪道の情報板整備事業", "湖の水質測定事業"}
OF_CITY = {"登山道の案内事業", "朝市の電子決済事業"}


@pytest.mark.parametrize(
    ("question", "members"),
    [
        ("松本市の事業をすべて挙げて", OF_CITY),
        ("市町村ではなく長野県自身が実施主体となっている事業は何件か。事業名も", OWN),
        ("市町村ではなく県が行う事業だけ全部教えて", OWN),
        ("類型がTYPE2の事業を実施する団体（県を含む）をすべて挙げて", {"長野県", "松本市"}),
        ("類型がTYPE2の事業を行う市町村をすべて挙げて", {"松本市"}),
    ],
)
def test_projects_are_listed_by_whose_they_are(listed: Opened, question: str, members: set[str]) -> None:
    assert {entity.name for entity in listed.ask(question).entities} == members


@pytest.mark.parametrize(
    ("before", "question"),
    [
        ("What is the population of Matsumoto City?", "Thanks. Please list every grant project the city has."),
        ("松本市の人口は？", "ありがとう。その市の事業をすべて挙げて"),
    ],
)
def test_a_follow_up_for_all_projects_takes_the_municipality_alone(listed: Opened, before: str, question: str) -> None:
    answer = listed.engine.answer(Request(question=question, history=(("user", before),), lang="ja"))
    assert {entity.name for entity in answer.entities} == OF_CITY


def test_towns_leave_out_the_items_of_the_city_whose_plan_it_is(listed: Opened) -> None:
    (city,) = national().find("松本市")[0].candidates
    items = [Item([("事業名", name)], code) for name, code in (("朝市事業", city.code), ("長芋事業", "204510"))]
    family = Family(replace(plan("松本市みどりの計画").document, municipality=city), items, True)
    scope = Scope(listed.engine._finder, (family.document,), {city.code: city}, public_only=True)
    kept = _of_kinds(family, ask("一覧のうち町村の事業で参加者が最も多いのは？"), scope)
    assert [item.names[0][1] for item in kept.items] == ["長芋事業"]
