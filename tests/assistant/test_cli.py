"""The command line: what it prints, where, and with which exit code."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from assistant import cli
from assistant.answer import Answer
from assistant.cli_output import answer_text, read_claims
from assistant.service import Service
from ingest.errors import InputError
from tests.assistant.support import QUOTE, citation, full_answer

ROOT = Path(__file__).parents[2]


@pytest.fixture
def served(monkeypatch, settings, source):
    """Commands answer from the stand-ins."""
    monkeypatch.setattr(cli, "open_service", lambda: Service(settings, source))


def run(monkeypatch, capsys, *arguments: str) -> tuple[int, str, str]:
    monkeypatch.setattr(sys, "argv", ["keikaku", *arguments])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    out, err = capsys.readouterr()
    return int(ended.value.code or 0), out, err


def test_help_names_every_command_without_importing_the_engine_room():
    code = (
        "import sys; sys.argv = ['keikaku', '--help']\nfrom assistant.cli import main\n"
        "try: main()\nexcept SystemExit: pass\n"
        "heavy = {'torch', 'fastapi', 'faiss', 'tantivy', 'numpy', 'pydantic', 'uvicorn'} & set(sys.modules)\n"
        "assert not heavy, heavy"
    )
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT).stdout
    assert all(command in shown for command in ("ingest", "ask", "sweep", "check", "serve", "mcp", "eval"))


def test_an_answer_is_printed_with_its_proof(served, monkeypatch, capsys):
    code, out, _ = run(monkeypatch, capsys, "ask", "武雄市の人口は？")
    assert code == 0
    assert out.splitlines() == [
        "47,510人です[1]。",
        "(5 documents, 20 municipalities examined)",
        f"[1] 武雄市, 計画, p. 1: 「{QUOTE}」",
    ]


def test_json_has_the_fields_of_the_contract(served, monkeypatch, capsys):
    code, out, _ = run(
        monkeypatch, capsys, "ask", "武雄市の人口は？", "--json", "--lang", "en", "--history", "前の質問"
    )
    reply = json.loads(out)
    assert code == 0
    assert reply["citations"][0]["quote"] == QUOTE
    assert reply["conflicts"][0]["values"][0] == {"value": "47,510人", "marker": 1}


def test_history_and_language_reach_the_engine(served, engine, monkeypatch, capsys):
    run(monkeypatch, capsys, "ask", "では？", "--lang", "en", "--history", "一", "--history", "二")
    assert engine.asked[0].history == (("user", "一"), ("user", "二"))
    assert engine.asked[0].lang == "en"


def test_a_question_comes_from_standard_input(served, engine, monkeypatch, capsys):
    monkeypatch.setattr(sys, "stdin", io.StringIO("人口は？\n"))
    run(monkeypatch, capsys, "ask", "-")
    assert engine.asked[0].question == "人口は？"


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["ask", " "], 2, "the question is empty"),
        (["ask", "あ" * 2001], 2, "2,001 characters"),
        (["ask", "x", "--lines"], 2, "--lines reads standard input"),
        (["sweep", " "], 2, "the question is empty"),
        (["sweep", "人口"], 3, "keikaku ingest"),
        (["check"], 2, "give one claim or --csv FILE"),
        (["check", "甲", "--csv", "x.csv"], 2, "give one claim or --csv FILE"),
        (["check", "--csv", "none.csv"], 2, "none.csv cannot be read"),
        (["eval", "none.jsonl"], 2, "none.jsonl cannot be read"),
        (["serve", "--host", "0.0.0.0"], 2, "keikaku keys add"),
        (["serve", "--port", "99999"], 2, "KEIKAKU_PORT"),
        (["ask", "人口は？"], 3, "keikaku ingest"),
        (["check", "人口は5人だ。"], 3, "keikaku ingest"),
        (["ingest"], 2, "keikaku ingest FOLDER"),
        (["ingest", "/no/such/folder"], 2, "/no/such/folder"),
    ],
)
def test_what_goes_wrong_is_one_line_and_an_exit_code(monkeypatch, capsys, arguments, code, says):
    ended, out, err = run(monkeypatch, capsys, *arguments)
    assert ended == code
    assert says in err
    assert out == "" and err.count("\n") == 1 and err.startswith("keikaku: ")


@pytest.mark.parametrize("arguments", [["nonsense"], ["ask"], ["ask", "x", "--lang", "fr"], ["eval"]])
def test_wrong_usage_has_exit_code_2(arguments):
    assert CliRunner().invoke(cli.app, arguments).exit_code == 2


def test_each_line_of_a_pipe_has_its_reply_on_a_line(served, engine, monkeypatch, capsys):
    monkeypatch.setattr(sys, "stdin", io.StringIO("人口は？\n\n事業費は？\n"))
    code, out, _ = run(monkeypatch, capsys, "ask", "-", "--lines", "--municipality", "武雄市")
    replies = [json.loads(line) for line in out.splitlines()]
    assert code == 0
    assert [reply["question"] for reply in replies] == ["人口は？", "事業費は？"]
    assert all(reply["citations"][0]["quote"] == QUOTE for reply in replies)
    assert [asked.municipalities for asked in engine.asked] == [("武雄市",)] * 2


@pytest.mark.parametrize(
    ("arguments", "fields", "code"),
    [
        (["ask", "人口は？", "--exit-code"], {}, 0),
        (["ask", "人口は？", "--exit-code"], {"abstained": True, "kind": "abstained"}, 10),
        (["ask", "人口は？"], {"abstained": True, "kind": "abstained"}, 0),
        (["ask", "人口は5人だ。", "--exit-code"], {"verdict": "contradicted", "kind": "claim"}, 11),
        (["ask", "人口は5人だ。", "--exit-code"], {"verdict": "not_found", "kind": "claim"}, 10),
        (["check", "人口は5人だ。", "--exit-code"], {}, 0),
    ],
)
def test_scripts_learn_from_the_exit_code_how_it_ended(served, engine, monkeypatch, capsys, arguments, fields, code):
    engine.reply = lambda request: replace(full_answer(request), **fields)
    ended, out, err = run(monkeypatch, capsys, *arguments)
    assert (ended, err) == (code, "")
    assert out


def test_a_sweep_is_a_table_in_text_csv_and_json(served, monkeypatch, capsys):
    code, out, _ = run(monkeypatch, capsys, "sweep", "人口がわかるのはどこ")
    assert (code, out.splitlines()) == (0, [f"武雄市\tyes: takeo p. 1: 「{QUOTE}」", "鳥栖市\tno_mention"])
    _, out, _ = run(monkeypatch, capsys, "sweep", "人口がわかるのはどこ", "--csv")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert [(r["name"], r["standing"], r["page"], r["quote"]) for r in rows] == [
        ("武雄市", "yes", "1", QUOTE),
        ("鳥栖市", "no_mention", "", ""),
    ]
    _, out, _ = run(monkeypatch, capsys, "sweep", "人口がわかるのはどこ", "--json")
    assert [row["name"] for row in json.loads(out)["rows"]] == ["武雄市", "鳥栖市"]


def test_claims_of_a_file_come_out_as_csv(served, monkeypatch, capsys, tmp_path):
    file = tmp_path / "claims.csv"
    file.write_bytes('番号,主張\n1,"武雄市の人口は47,510人"\n2,"=1+1, である"\n'.encode("cp932"))
    code, out, _ = run(monkeypatch, capsys, "check", "--csv", str(file))
    rows = list(csv.DictReader(io.StringIO(out)))
    assert code == 0
    assert [row["claim"] for row in rows] == ["武雄市の人口は47,510人", "'=1+1, である"]
    assert rows[0]["verdict"] == "supported"
    assert (rows[0]["document"], rows[0]["page"], rows[0]["quote"]) == ("takeo", "1", QUOTE)


@pytest.mark.parametrize(
    ("content", "claims"),
    [
        ("claim\n甲\n\n乙\n", ["甲", "乙"]),
        ("甲\n乙\n", ["甲", "乙"]),
        ("\ufeffid,Claim\n1,甲\n", ["甲"]),
        ('"甲\n乙"\n', ["甲\n乙"]),
        ("人口は47,510人\n", ["人口は47,510人"]),
        ("claim\n人口は47,510人\n", ["人口は47,510人"]),
    ],
)
def test_claims_are_read_with_and_without_a_heading(tmp_path, content, claims):
    file = tmp_path / "claims.csv"
    file.write_text(content, "utf-8")
    assert read_claims(file) == claims


def test_half_a_claim_is_never_judged(tmp_path):
    file = tmp_path / "claims.csv"
    file.write_text("id,claim\n1,人口は47,510人\n", "utf-8")
    with pytest.raises(InputError, match="in quotes"):
        read_claims(file)


def test_a_file_without_claims_is_refused(tmp_path):
    file = tmp_path / "claims.csv"
    file.write_text("claim\n\n", "utf-8")
    with pytest.raises(InputError, match="holds no claims"):
        read_claims(file)


def test_a_verdict_stands_before_the_answer_and_quotes_on_one_line():
    answer = Answer(answer="そうです[1]。", kind="claim", verdict="supported", citations=(citation(),))
    assert answer_text(answer).splitlines()[0] == "[supported]"
    broken = replace(citation(), quote="LoGoフォー\nムを\n 導入\nfor all")
    shown = answer_text(Answer(answer="", kind="answer", citations=(broken,)))
    assert shown.splitlines()[-1].endswith("「LoGoフォームを導入 for all」")
