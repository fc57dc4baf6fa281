"""A model server that is none of ours (`transformers serve`) with a tiny model made here: its words are nonsense, which
is what it is for."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from assistant.llm import replies
from assistant.llm.budget import Budget
from assistant.llm.calls import Calls
from assistant.llm.failures import ModelFailed
from assistant.llm.provider import chat_model, structure_of
from assistant.settings import Settings, load_settings
from tests.assistant.test_models import ASKED, ask

#: Seconds for the server to start and for a reply, on a busy machine.
START, REPLY = 150.0, 60.0
PROMPT = [("system", "次の質問に答える。"), ("user", ASKED)]


def make_model(folder: Path) -> None:
    """A Llama of one layer with random weights, and a token for each character."""
    import torch
    from tokenizers import Regex, Tokenizer, decoders, models, pre_tokenizers
    from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

    letters = [chr(c) for c in (10, *range(32, 127), *range(0x3000, 0x3100), *range(0x4E00, 0xA000))]
    vocabulary = {token: i for i, token in enumerate(["<s>", "</s>", "<unk>", *letters])}
    tokenizer = Tokenizer(models.WordLevel(vocab=vocabulary, unk_token="<unk>"))
    tokenizer.pre_tokenizer = pre_tokenizers.Split(Regex(r"[\s\S]"), "isolated")
    tokenizer.decoder = decoders.Fuse()
    fast = PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, bos_token="<s>", eos_token="</s>", unk_token="<unk>", pad_token="</s>"
    )
    fast.chat_template = "{% for m in messages %}{{ m['content'] }}\n{% endfor %}"
    torch.manual_seed(1)
    config = LlamaConfig(
        vocab_size=len(vocabulary),
        hidden_size=16,
        intermediate_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        num_key_value_heads=1,
        max_position_embeddings=32_768,
        bos_token_id=0,
        eos_token_id=1,
        pad_token_id=1,
    )
    LlamaForCausalLM(config).save_pretrained(folder)
    fast.save_pretrained(folder)


@pytest.fixture(scope="module")
def served_model(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """The server's address and the model's folder, which is its name."""
    folder = tmp_path_factory.mktemp("tiny-model")
    make_model(folder)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [Path(sys.executable).with_name("transformers"), "serve", folder, "--port", str(port)]
    command += ["--host", "127.0.0.1", "--device", "cpu"]
    offline = {"HF_HUB_OFFLINE": "1", "HF_HOME": str(folder / "home"), "TOKENIZERS_PARALLELISM": "false"}
    log = folder / "server.log"
    with log.open("wb") as out:
        server = subprocess.Popen(command, env={**os.environ, **offline}, stdout=out, stderr=out)
    try:
        _wait(server, f"http://127.0.0.1:{port}/health", log)
        yield f"http://127.0.0.1:{port}/v1", folder
    finally:
        server.kill()
        server.wait(20)


def _wait(server: subprocess.Popen[bytes], url: str, log: Path) -> None:
    end = time.monotonic() + START
    while time.monotonic() < end:
        assert server.poll() is None, log.read_text("utf-8", "replace")[-2000:]
        try:
            if httpx.get(url, timeout=5).status_code == 200:
                return
        except httpx.HTTPError:
            time.sleep(0.3)
    pytest.fail(f"the server did not start in {START:g} s:\n{log.read_text('utf-8', 'replace')[-2000:]}")


def settings_of(served_model: tuple[str, Path], **more: object) -> Settings:
    url, folder = served_model
    # Clients of one test each would leave their idle connections open.
    options = {"default_headers": {"Connection": "close"}}
    fixed = {"llm": f"openai:{folder}", "llm_base_url": url, "llm_seconds": REPLY, "llm_retries": 0}
    return load_settings(**{**fixed, "llm_options": options, **more})


def calls_of(settings: Settings) -> Calls:
    return Calls(chat_model(settings), settings, structure_of(settings))


def test_words_come_over_the_wire_one_after_another(served_model):
    settings = settings_of(served_model, llm_tokens=1000)
    budget = Budget.of(settings)
    pieces = list(calls_of(settings).text(PROMPT, replies.ANSWER, budget))
    assert len(pieces) > 10
    assert budget.calls == 1 and budget.read > 0
    assert 0 < len("".join(pieces)) <= 250


def test_a_call_that_nobody_waits_for_leaves_the_server_free(served_model):
    settings = settings_of(served_model, llm_tokens=100_000)
    left = False
    calls = calls_of(settings)
    pieces = calls.text(PROMPT, replies.ANSWER, Budget.of(settings, lambda: left))
    next(pieces)
    left = True
    with pytest.raises(ModelFailed, match="left"):
        list(pieces)
    began = time.monotonic()
    short = settings_of(served_model, llm_tokens=1000)
    assert next(calls_of(short).text(PROMPT, replies.ANSWER, Budget.of(short)))
    assert time.monotonic() - began < REPLY / 2


@pytest.mark.parametrize("mode", ["plain", "agent"])
def test_nonsense_falls_back_to_the_sources(samples, served_model, mode):
    plain = samples.ask(ASKED)
    answer = ask(samples, settings_of(served_model, llm_seconds=20), ASKED, mode=mode)
    assert answer.answer.startswith(plain.answer)
    assert (answer.citations, answer.reader) == (plain.citations, "extractive")
    assert answer.model.calls >= 1
    assert answer.model.fallback in {"unproven", "slow"}
