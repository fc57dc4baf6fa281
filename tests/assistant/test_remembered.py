"""Equal questions to one generation are worked on once."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from assistant.answer import Answer, Request
from assistant.listening import Listener
from assistant.remembered import Remembered
from assistant.service import Service
from assistant.settings import load_settings
from index.build import build
from index.embedding.encoder import Encoder

ASKED = Request(question="人口は？")


class Maker:
    def __init__(self, **fields: object) -> None:
        self.asked: list[Request] = []
        self.fields = fields

    def __call__(self, request: Request, listen: Listener | None = None) -> Answer:
        self.asked.append(request)
        text = f"{request.question}{len(self.asked)}"
        return Answer(answer=text, kind="answer", **self.fields)  # type: ignore[arg-type]


def test_an_equal_question_has_the_answer_of_before():
    kept, make = Remembered(10), Maker(timings={"total": 5.0})
    first, second = kept.answer(ASKED, make), kept.answer(Request(question="人口は？"), make)
    assert len(make.asked) == 1
    assert replace(second, timings={}) == replace(first, timings={})
    assert second.timings["total"] < 1


@pytest.mark.parametrize(
    "other",
    [
        {"internal": True},
        {"lang": "en"},
        {"history": (("user", "前"),)},
        {"municipalities": ("織部市",)},
        {"documents": ("a",)},
        {"include_context": True},
    ],
    ids=str,
)
def test_a_question_that_differs_in_anything_is_another(other):
    kept, make = Remembered(10), Maker()
    kept.answer(ASKED, make)
    kept.answer(replace(ASKED, **other), make)
    assert len(make.asked) == 2


def test_the_least_recently_asked_is_forgotten_first():
    kept, make = Remembered(2), Maker()
    for question in ("一", "二", "一", "三", "一", "二"):
        kept.answer(Request(question=question), make)
    assert [r.question for r in make.asked] == ["一", "二", "三", "二"]


def test_what_a_language_model_writes_is_written_anew():
    kept, make = Remembered(10), Maker(reader="llm")
    assert kept.answer(ASKED, make) != kept.answer(ASKED, make)


def test_an_error_is_not_remembered():
    kept, make = Remembered(10), Maker()

    def broken(request: Request, listen: Listener | None) -> Answer:
        raise OSError("disk")

    with pytest.raises(OSError, match="disk"):
        kept.answer(ASKED, broken)
    assert kept.answer(ASKED, make).answer == "人口は？1"


def test_equal_questions_at_the_same_time_are_worked_on_once():
    kept, make, started, go = Remembered(10), Maker(), threading.Event(), threading.Event()

    def slow(request: Request, listen: Listener | None) -> Answer:
        started.set()
        assert go.wait(10)
        return make(request)

    with ThreadPoolExecutor(4) as pool:
        first = pool.submit(kept.answer, ASKED, slow)
        assert started.wait(10)
        others = [pool.submit(kept.answer, ASKED, slow) for _ in range(3)]
        go.set()
        assert {f.result(10).answer for f in (first, *others)} == {"人口は？1"}
    assert len(make.asked) == 1


def test_none_are_kept_where_the_limit_is_none():
    kept, make = Remembered(0), Maker()
    kept.answer(ASKED, make)
    kept.answer(ASKED, make)
    assert len(make.asked) == 2


def test_a_newer_generation_is_asked_anew(tmp_path, sample_plans):
    settings = load_settings(home=tmp_path / "home")
    oribe = next(plan for plan in sample_plans if plan.document.id == "oribe-policy")
    others = [plan for plan in sample_plans if plan is not oribe]
    asked = Request(question="織部市の75歳以上で、どの機器も使っていない人の割合は？")
    build(settings.home, others, Encoder(None))
    service = Service(settings)
    assert "29.1" not in service.answer(asked).answer
    build(settings.home, sample_plans, Encoder(None))
    assert "29.1" in service.answer(asked).answer
    service.close()
