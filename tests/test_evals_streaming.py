"""How late a reader sees what a model says is measured from its first piece, beside the client alone."""

import json
from urllib.request import Request, urlopen

import pytest

from assistant.answering.generate import Progress, Watch
from assistant.schema import Answer, Claim
from evals.benchmark import streaming
from evals.benchmark.scripted_model import reply_to, scripted_model
from evals.benchmark.streaming import Streamed, measure_streaming, streaming_payload, streaming_table

PASSAGE = '<passage number="2">\nSource: a\n# 标题\n成立6家。目标是10家。\n</passage>'


def answer(*claims: str) -> Answer:
    return Answer("q", "q", "zh", "model", "".join(claims), claims=tuple(Claim(text, ()) for text in claims))


def test_times_run_from_the_first_piece_of_the_model(monkeypatch: pytest.MonkeyPatch) -> None:
    now, sent = [10.0], [0.0]
    monkeypatch.setattr(streaming, "perf_counter", lambda: now[0])

    def ask(question: str, watch: Watch) -> Answer:
        if question == "nobody":
            return answer("成立6家。")
        sent[0] = now[0]
        watch(Progress(()))
        now[0] += 0.25
        if question == "seen":
            watch(Progress((), begun="成立"))
        now[0] += 1
        watch(Progress(()))
        return answer("成立6家。")

    found = measure_streaming(["seen", "nobody", "unseen"], ask, lambda: 0.05, lambda: sent[0])
    assert [one.seen_ms for one in found] == [pytest.approx(250), None]
    payload = streaming_payload(found, [3.0, 1.0, 2.0])
    assert (payload["answers"], payload["never_seen"], payload["verified_sentences"]) == (2, 1, 2)
    assert payload["added_ms"]["max"] == pytest.approx(200)
    assert payload["checking_processor_ms"] == {"p50": 2.0, "p95": 3.0, "max": 3.0}
    assert "2 answers, 1 of them without" in streaming_table(payload)


def test_nothing_measured_is_no_zero() -> None:
    payload = streaming_payload([Streamed(None, 1.0, 0, 1)], [])
    assert payload["first_words_ms"] == {"p50": None, "p95": None, "max": None}
    assert "–" in streaming_table(payload)


def test_the_scripted_model_says_what_it_was_shown_and_streams_it() -> None:
    assert reply_to(PASSAGE) == "成立6家。[2]目标是10家。[2]"
    with scripted_model() as server:
        body = json.dumps({"stream": True, "messages": [{"role": "user", "content": PASSAGE}]}).encode()
        with urlopen(Request(f"{server.url}/chat/completions", body)) as reply:
            events = [line[6:] for line in reply.read().decode().splitlines() if line.startswith("data: {")]
    assert server.sent_at > 0
    said = "".join(json.loads(event)["choices"][0]["delta"].get("content", "") for event in events)
    assert said == reply_to(PASSAGE)
