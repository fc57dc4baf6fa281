"""What a model makes up does not get out: statements made from the plans, with something in them that is not so."""

from __future__ import annotations

import json
import re
import tomllib
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from assistant.answer import Request
from assistant.bench_attacks import Case, Material, cases, tried
from assistant.bench_forgeries import forgeries
from assistant.bench_model_server import Reply, model_server, pieces_of, written
from assistant.bench_omissions import omissions
from assistant.bench_paraphrases import paraphrases
from assistant.bench_told_figures import told_figures
from assistant.bench_twists import twists
from assistant.draft import Draft
from assistant.gate import Gate
from assistant.language import is_english
from assistant.llm.quotes import find, located, proven, widened
from assistant.llm.reader import ModelReader
from assistant.llm.replies import Said, statements
from assistant.settings import load_settings
from tests.conftest import Opened

KINDS = {
    "invented number", "changed number", "swapped numbers", "wrong year", "wrong city", "a city in English",
    "altered quote", "stitched quote", "stitched", "unknown marker", "no quote", "wrong page",
    "right quote, wrong claim", "markdown link", "markdown image", "markup", "leaked prompt", "refusal", "flattery",
    "denied", "considered said to be done", "planned said to be done", "done said to be considered",
}  # fmt: skip


def text_of(case: Case) -> str:
    return f"{case.kind}: {case.said.text} <- {case.said.quotes}"


def test_no_attack_over_the_samples_gets_out_and_hardly_a_sound_statement_is_lost(samples: Opened):
    material, made = cases(samples.generation)
    result = tried(material, made)
    assert {case.kind for case in made if not case.sound} >= KINDS
    assert result.attacks > 1500 and result.sound > 500
    assert [text_of(case) for case in result.out] == []
    assert len(result.lost) <= 0.02 * result.sound


TWISTS = {
    "negation flipped", "status swapped", "quantifier changed", "direction reversed", "time changed", "hedge dropped",
    "range reversed", "roles exchanged", "unit swapped", "cause or effect added", "department of another",
    "municipalities exchanged", "municipalities joined", "year of the neighbouring column", "target given as result",
    "result given as target", "value of the neighbouring column", "wrong in English", "markup", "leaked prompt",
}  # fmt: skip


def test_a_statement_with_one_thing_turned_does_not_get_out(samples: Opened):
    material, made = twists(samples.generation, most=120)
    result = tried(material, made)
    assert {case.kind for case in made if not case.sound} >= TWISTS
    assert result.attacks > 2000 and result.sound > 100
    assert [text_of(case) for case in result.out] == []


FORGERIES = {
    "scope widened", "rank added", "actor added", "audience added", "means added", "place added", "time added",
    "frequency added", "money added", "condition added", "source added", "purpose in front", "comparison added",
    "undone at the end", "duty or doubt", "judged", "person named", "told to act", "absent from the plan",
    "quantity in words", "a neighbouring thing", "one more in the list", "another number in words",
    "cause between two facts", "predicate of the neighbour",
}  # fmt: skip


def test_what_is_put_into_a_sentence_does_not_get_out(samples: Opened):
    material, made = forgeries(samples.generation, most=100)
    result = tried(material, made)
    assert {case.kind for case in made} >= FORGERIES
    assert result.attacks > 2000
    assert [text_of(case) for case in result.out] == []


def test_most_sentences_that_are_said_another_way_get_out(samples: Opened):
    material, made = paraphrases(samples.generation, most=300)
    result = tried(material, made)
    assert result.sound > 600
    assert len(result.lost) <= 0.05 * result.sound


def test_of_what_was_written_by_hand_nothing_false_gets_out(samples: Opened):
    """Some of what is sound does, for all that it shares few words with its quote."""
    material, made = written_about(samples.generation)
    result = tried(material, made)
    assert (result.sound, result.attacks) == (129, 172)
    assert [text_of(case) for case in result.out] == []
    assert result.sound - len(result.lost) >= 55


#: What an English statement may be made to say besides what it says.
BEFORE = (
    "Only ", "All over the country, ", "Because costs fell, ", "For the first time in Japan, ", "The mayor says that ",
    "If the budget allows, ", "According to the national government, ", "Last year ", "It is not true that ",
)  # fmt: skip
BEHIND = (
    " because of budget cuts", " and will sell it", " only for the elderly", " every week", " with state subsidies",
    " which reduced costs", " and Sapporo does too", " successfully", " by law", " on a trial basis",
    " outside the city",
)  # fmt: skip


def test_nothing_is_added_to_an_english_statement(samples: Opened):
    material, made = written_about(samples.generation)
    gate = material.gate()
    sound = [c for c in made if c.sound and is_english(c.said.text)]
    sound = [c for c in sound if not refused(material, gate, c)]
    assert len(sound) > 10
    wrong = []
    for case in sound:
        text = case.said.text.rstrip(".")
        wrong += [replace(case, said=Said(before + text + ".", case.said.quotes)) for before in BEFORE]
        wrong += [replace(case, said=Said(text + behind + ".", case.said.quotes)) for behind in BEHIND]
        for m in re.finditer(r"\d[\d,]*(?![\d.])", text):
            other = f"{int(m.group().replace(',', '')) + 1:,}"
            wrong.append(replace(case, said=Said(text[: m.start()] + other + text[m.end() :], case.said.quotes)))
    assert [text_of(case) for case in wrong if not refused(material, gate, case)] == []


def refused(material: Material, gate: Gate, case: Case) -> bool:
    statement = located(case.said, case.passages, material.units_of)
    return isinstance(statement, str) or gate.begin("").problem(statement) is not None


def written_about(generation: Any) -> tuple[Material, list[Case]]:
    made = []
    passages = list(generation.catalogue.all_passages())
    for about in tomllib.loads(Path(__file__).with_name("statements.toml").read_text("utf-8"))["about"]:
        shown = next(p for p in passages if find(about["quote"], p.text))
        for sound, texts in ((True, about["sound"]), (False, about["unsound"])):
            made += [Case("by hand", Said(text, ((1, about["quote"]),)), (shown,), sound) for text in texts]
    return Material(generation), made


@pytest.mark.corpus
def test_no_attack_over_the_real_plans_gets_out(corpus: Opened):
    material, made = cases(corpus.generation, most=400)
    result = tried(material, made)
    assert result.attacks > 3000
    assert Counter(case.kind for case in result.out) == {}
    assert len(result.lost) <= 0.03 * result.sound


def test_three_hundred_attacks_through_a_real_client_leave_nothing_but_what_is_sound(samples: Opened):
    material, made = cases(samples.generation, most=60)
    by_passages: dict[tuple[str, ...], list[Case]] = {}
    for case in made:
        by_passages.setdefault(tuple(p.id for p in case.passages), []).append(case)
    sent, out = 0, []
    with model_server(lambda body: Reply()) as server:
        settings = load_settings(
            llm="openai:scripted", llm_base_url=f"{server.url}/v1", llm_seconds=20, llm_tokens=100_000
        )
        reader = ModelReader.of(settings)
        assert reader is not None
        for group in list(by_passages.values())[:20]:
            attacks = [c for c in group if not c.sound]
            said = written(*((c.said.text, c.said.quotes) for c in attacks))
            server.script = lambda body, said=said: Reply(pieces=pieces_of(said, 40))
            request, draft = Request(question="計画について"), Draft(kind="answer", statements=())
            answer = reader.answer(
                request, request.question, draft, attacks[0].passages, material.gate(), material.units_of, None
            )
            sent += len(attacks)
            out += [c.quote for c in answer.citations]
    assert sent >= 300
    assert out == []


STATEMENT = {"text": "体育館11か所に設置する。", "quotes": [{"marker": 2, "quote": "体育館11か所"}]}
SAID = Said("体育館11か所に設置する。", ((2, "体育館11か所"),))
WHOLE = json.dumps({"statements": [STATEMENT]}, ensure_ascii=False)


@pytest.mark.parametrize(
    ("written_so", "read"),
    [
        (WHOLE, [SAID]),
        (f"```json\n{WHOLE}\n```", [SAID]),
        (f"はい、お答えします。\n{WHOLE}\n以上です。", [SAID]),
        (WHOLE[:-2], [SAID]),
        (WHOLE[:-2] + ',{"text":"切れ', [SAID]),
        (json.dumps([STATEMENT]), [SAID]),
        ("<think>{1} かな</think>" + WHOLE, [SAID]),
        ('{"statements":[{"text":"体育館11か所【２】","quotes":[]}]}', [Said("体育館11か所", ((2, ""),))]),
        ('{"text":"甲［1］乙","citations":["【2】"]}', [Said("甲乙", ((2, ""),))]),
        ("甲は11か所【1】。\n乙は7か所[2]", [Said("甲は11か所。", ((1, ""),)), Said("乙は7か所", ((2, ""),))]),
        ("根拠はありません。", []),
        ("", []),
        ('{"statements": "なし"}', []),
        ("{" * 5000, []),
    ],
)  # fmt: skip
@pytest.mark.parametrize("size", [1, 5, 10_000])
def test_what_a_model_writes_is_read_with_patience(written_so: str, read: list[Said], size: int):
    assert list(statements(pieces_of(written_so, size))) == read


@pytest.mark.parametrize(
    ("quote", "found"),
    [
        ("学校体育館11か所", "学校体育館\n１１か所"),
        ("学校 体育館11 か所", "学校体育館\n１１か所"),
        ("体育館1", None),
        ("1か所", None),
        ("学校体育館12か所", None),
        ("学校体育館、11か所", None),
        ("234円", None),
        ("1,234円", "1,234円"),
        ("", None),
    ],
)
def test_a_quote_is_found_in_spite_of_white_space_and_width_and_nothing_else(quote: str, found: str | None):
    text = "市は、学校体育館\n１１か所に1,234円で置く"
    span = find(quote, text)
    assert (text[span[0] : span[1]] if span else None) == found


def test_things_told_side_by_side_do_not_get_out_with_each_others_figures(samples: Opened):
    result = tried(*told_figures(samples.generation))
    assert result.attacks > 15 and result.sound > 5
    assert [text_of(case) for case in result.out] == []


def test_a_quote_may_begin_and_end_with_a_figure_of_its_row():
    text = "301\t相談員の配置\t9,800\n302\t訪問の実施\t2,160\n303\t保証料の補助\t500"
    span = find("302\t訪問の実施\t2,160", text)
    assert span and text[slice(*span)] == "302\t訪問の実施\t2,160"
    assert find("800", text) is None


def test_a_statement_may_be_proven_by_the_sentence_before_its_quote(samples: Opened):
    material = Material(samples.generation)
    passages = [p for p in samples.generation.catalogue.all_passages() if p.municipality]
    found = 0
    for passage in passages:
        for unit in material.units_of(passage):
            said = Said(unit.text, ((1, passage.text[unit.start - passage.start : unit.end - passage.start]),))
            own = located(said, (passage,), material.units_of)
            wider = None if isinstance(own, str) else widened(own, material.units_of)
            if wider is None or is_english(said.text):
                continue
            found += 1
            assert not isinstance(own, str) and "\t" not in wider.units[0].text
            assert wider.units[0].start < own.units[0].start and wider.units[0].end == own.units[0].end
            problems = {own: "no"}
            assert proven(said, (passage,), material.units_of, problems.get) == wider
    assert found > 50


def test_the_same_cases_are_made_every_time(samples: Opened):
    def texts() -> list[Any]:
        return [replace(c, passages=()) for c in cases(samples.generation, most=20)[1]]

    assert texts() == texts()


def test_what_is_left_out_of_a_sentence_does_not_make_another(samples: Opened) -> None:
    result = tried(*omissions(samples.generation))
    assert result.attacks > 60
    assert [text_of(case) for case in result.out] == []
