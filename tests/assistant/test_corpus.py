"""Over the real plans, where they are at hand: the client's own question, and verbatim quotes whatever is asked."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator

import pytest

from assistant.answer import Answer
from ingest.normalise import squash
from tests.assistant.test_answers import assert_proven
from tests.conftest import Opened

pytestmark = pytest.mark.corpus

USERS = {"多久市": "412040", "鹿島市": "412074", "太良町": "414417"}
ADOPTED = {
    "どの市がLoGoフォームを導入しましたか": "ja",
    "LoGoフォームを導入した市はどこですか": "ja",
    "LoGoフォームを使っている自治体を教えて": "ja",
    "ＬｏＧｏフォームを導入している市町をすべて挙げてください": "ja",
    "「LoGoフォーム」を使う市町は？": "ja",
    "何市町がLoGoフォームを導入していますか": "ja",
    "which cities adopted LoGo forms?": "en",
    "Which municipalities use LoGo Form?": "en",
    "Which cities and towns have introduced LoGo forms?": "en",
}
QUESTIONS = (
    "{owner}の「{measure}」の目標値は",
    "{owner}の{measure}の担当課はどこですか",
    "{owner}では{measure}のスケジュールはどうなっていますか",
    "{owner}の{measure}とは何ですか",
    "{measure}はいつ実施しますか",
    "{measure}に取り組む市町はどこですか",
    "{owner}と{other}の{measure}を比べて",
    "{owner}は{measure}を令和7年度に実施した。",
    "{other}は{measure}を実施していますか",
    "How much is {measure} in {owner}?",
)


def asked(corpus: Opened) -> Iterator[str]:
    """A question of each kind about measures drawn from all plans; the same ones every time."""
    draw = random.Random(20)
    municipalities = corpus.generation.catalogue.municipalities()
    names = {m.code: m.name for m in municipalities}
    measures = sorted({(p.measure, p.municipality) for plan in corpus.plans for p in plan.passages if p.measure})
    for measure, code in draw.sample(measures, 60):
        for question in draw.sample(QUESTIONS, 2):
            yield question.format(
                owner=names.get(code or "", ""), measure=measure, other=draw.choice(municipalities).name
            )


@pytest.fixture(scope="module", params=ADOPTED, ids=range(len(ADOPTED)))
def adopted(request: pytest.FixtureRequest, corpus: Opened) -> tuple[str, Answer]:
    return request.param, corpus.ask(request.param, lang=ADOPTED[request.param])


def test_the_cities_that_adopted_logo_forms_are_exactly_those(adopted: tuple[str, Answer]) -> None:
    _, answer = adopted
    assert {e.name: e.code for e in answer.entities} == USERS
    assert answer.kind == "list"
    assert all(name in answer.answer for name in USERS)


def test_each_of_them_is_proven_by_a_page_and_a_quote_that_names_the_form(
    corpus: Opened, adopted: tuple[str, Answer]
) -> None:
    _, answer = adopted
    assert_proven(answer, corpus)
    by_marker = {c.marker: c for c in answer.citations}
    for e in answer.entities:
        for c in (by_marker[m] for m in e.citations):
            assert c.municipality == e.name
            assert "logoフォーム" in squash(c.quote)
            assert f"[{c.marker}]" in answer.answer


def test_what_was_examined_is_said(corpus: Opened, adopted: tuple[str, Answer]) -> None:
    question, answer = adopted
    everyone = "自治体" in question or "municipalities" in question
    examined = [m for m in corpus.generation.catalogue.municipalities() if everyone or not m.is_prefecture]
    assert answer.coverage is not None
    assert (answer.coverage.documents, answer.coverage.municipalities) == (5, len(examined))
    assert set(answer.coverage.without) == {m.name for m in examined} - USERS.keys()


@pytest.mark.parametrize(
    ("question", "lang", "remark"),
    [
        ("どの市がLoGoフォームを導入しましたか", "ja", "太良町は町"),
        ("which cities adopted LoGo forms?", "en", "太良町: a town, not a city"),
        ("which cities adopted LoGo forms?", "ja", "太良町は町"),
    ],
)
def test_asked_for_cities_it_says_that_one_is_a_town(corpus: Opened, question: str, lang: str, remark: str) -> None:
    assert remark in corpus.ask(question, lang=lang).answer


def test_asked_for_municipalities_it_does_not(corpus: Opened) -> None:
    assert "太良町は町" not in corpus.ask("LoGoフォームを使っている自治体を教えて").answer
    assert "not a city" not in corpus.ask("Which cities and towns use LoGo forms?", lang="en").answer


def test_every_citation_over_questions_about_all_measures_is_verbatim(corpus: Opened) -> None:
    questions = list(asked(corpus))
    cited = 0
    for question in questions:
        answer = corpus.ask(question)
        assert_proven(answer, corpus)
        cited += len(answer.citations)
    assert len(questions) == 120 and cited > 120


def test_a_question_about_one_city_is_answered_from_its_own_pages(corpus: Opened) -> None:
    for m in corpus.generation.catalogue.municipalities():
        answer = corpus.ask(f"{m.name}の人口は何人ですか")
        assert {c.municipality for c in answer.citations} <= {m.name}, answer.answer


def test_the_prefecture_and_the_city_of_its_name_are_answered_apart(corpus: Opened) -> None:
    prefecture, city = corpus.ask("佐賀県の人口は何人ですか"), corpus.ask("佐賀市の人口は何人ですか")
    assert {c.municipality for c in prefecture.citations} == {"佐賀県"}
    assert {c.municipality for c in city.citations} == {"佐賀市"}
    assert prefecture.answer != city.answer


@pytest.mark.parametrize("city", ["福岡市", "熊本市", "府中市", "津市"])
def test_of_a_city_that_no_plan_covers_nothing_is_cited(corpus: Opened, city: str) -> None:
    answer = corpus.ask(f"{city}の人口は何人ですか")
    assert (answer.abstained, answer.entities, answer.citations) == (True, (), ())


def test_the_plans_own_sentences_are_not_contradicted(corpus: Opened) -> None:
    draw = random.Random(7)
    names = {m.code: m.name for m in corpus.generation.catalogue.municipalities()}
    said = sorted(
        (names.get(p.municipality or "", ""), s.strip())
        for plan in corpus.plans
        for p in plan.passages
        for s in re.findall(r"[^。\n\t・①-⑳•]{18,80}。", p.text)
    )
    verdicts = {(n, s): corpus.check(f"{n}では、{s}").verdict for n, s in draw.sample(said, 100)}
    assert [claim for claim, verdict in verdicts.items() if verdict == "contradicted"] == []
    assert sum(v == "supported" for v in verdicts.values()) >= 95
