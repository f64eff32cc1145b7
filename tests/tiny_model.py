"""A language model of a few thousand random weights to a server process of `transformers serve` that speaks for it."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

_STARTS_WITHIN_SECONDS = 120.0
"""It imports torch; a busy machine takes half a minute."""
_SERVE = """
import sys
from transformers.cli.serve import Serve
Serve(host="127.0.0.1", port=int(sys.argv[1]), device="cpu", dtype="float32")
"""
_TEMPLATE = (
    "{% for message in messages %}<|im_start|>{{ message['role'] }}\n{{ message['content'] }}<|im_end|>\n{% endfor %}"
    "<|im_start|>assistant\n"
)


def write_tiny_model(folder: Path, *, new_tokens: int) -> None:
    """Write weights, a vocabulary of single bytes and a chat template; what it says is noise, the same each time."""
    import torch
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers
    from transformers import PreTrainedTokenizerFast, Qwen2Config, Qwen2ForCausalLM

    signs = [*sorted(pre_tokenizers.ByteLevel.alphabet()), "<|im_start|>", "<|im_end|>"]
    tokenizer = Tokenizer(models.BPE(vocab={sign: number for number, sign in enumerate(signs)}, merges=[]))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    make_fast: Any = PreTrainedTokenizerFast  # not typed
    fast = make_fast(tokenizer_object=tokenizer, eos_token="<|im_end|>", pad_token="<|im_end|>")
    fast.chat_template = _TEMPLATE
    end = signs.index("<|im_end|>")
    config = Qwen2Config(
        vocab_size=len(signs),
        hidden_size=32,
        intermediate_size=64,
        num_hidden_layers=2,
        num_attention_heads=4,
        num_key_value_heads=2,
        max_position_embeddings=32_768,
        bos_token_id=None,
        eos_token_id=end,
        pad_token_id=end,
    )
    torch.manual_seed(12_621)
    model = Qwen2ForCausalLM(config)
    # The server lets nothing end before a thousand tokens unless the model itself ends: after these it wants to.
    model.generation_config.exponential_decay_length_penalty = (new_tokens, 2.0)
    model.save_pretrained(folder)
    fast.save_pretrained(folder)


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Run the server for the time of a test and give its base address; the model is called by its folder."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with (folder / "serve.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-c", _SERVE, str(port)],
            stdout=log,
            stderr=log,
            env={**os.environ, "HF_HUB_OFFLINE": "1"},
        )
        try:
            _wait(f"http://127.0.0.1:{port}/health", process)
            yield f"http://127.0.0.1:{port}/v1"
        finally:
            process.kill()
            process.wait()


def _wait(url: str, process: "subprocess.Popen[bytes]") -> None:
    until = monotonic() + _STARTS_WITHIN_SECONDS
    while monotonic() < until and process.poll() is None:
        try:
            with urlopen(url):
                return
        except URLError:
            sleep(0.2)
    raise AssertionError("The server of the tiny model did not start; see serve.log beside its weights.")
