"""A question, its text, an answer without a defect and a refusal, for the tests of the metrics."""

from collections.abc import Callable, Mapping
from typing import Any

from assistant.schema import Turn
from evals.metrics import measure_all
from evals.metrics.payload import Observation
from evals.sets import Case, GoldQuote

TEXT = (
    "截至2022年4月，园区科协成立6家。到2023年要成立10个园区科协。这是《远望方案》定下的，由长安大学的王小明教授介绍。"
)
CASE = Case(
    id="parks",
    question="园区科协成立几家，目标几个？",
    lang="zh-Hans",
    kind="progress",
    history=(Turn("user", "你好"),),
    gold_answer="截至2022年4月成立6家，到2023年要成立10个，由长安大学的王小明教授介绍（《远望方案》《别处方案》）。",
    gold_figures=("6", "10"),
    source_ids=("report",),
    gold_quotes=(GoldQuote("report", "园区科协成立6家"),),
)
TO_DECLINE = Case(id="cost", question="花了多少钱？", lang="zh-Hans", kind="unanswerable", source_ids=("report",))
Payload = dict[str, Any]
Defect = Callable[[Payload], None]


def citation(quote: str) -> dict[str, Any]:
    """Return a citation of the text."""
    start = TEXT.index(quote)
    return {
        "document_id": "report",
        "title": "2024年的一篇报道",
        "published": "2022-04-08",
        "start": start,
        "end": start + len(quote),
        "quote": quote,
    }


def right_answer() -> Payload:
    """Return an answer without a defect."""
    done = {"text": "截至2022年4月，园区科协成立6家。", "citations": [citation("截至2022年4月，园区科协成立6家。")]}
    goal = {"text": "目标是到2023年成立10个。", "citations": [citation("到2023年要成立10个园区科协。")]}
    told = "这是《远望方案》定下的，由长安大学的王小明教授介绍。"
    by = {"text": told, "citations": [citation(told)]}
    return {
        "answer": f"{done['text']}{goal['text']}{told}",
        "claims": [done, goal, by],
        "declined": False,
        "reason": None,
        "conflicts": [],
        "hits": [{"document_id": "report"}, {"document_id": "report"}, {"document_id": "other"}],
    }


def refusal() -> Payload:
    """Return an answer that declines."""
    return {"answer": "资料里没有这方面的内容。", "claims": [], "declined": True, "reason": "not_in_corpus", "hits": []}


def scores(case: Case, payload: Payload | None, error: str | None = None) -> Mapping[str, float | None]:
    """Return the value of every metric."""
    seen = Observation(payload, texts={"report": TEXT, "other": "别的文章。"}, error=error)
    return {name: measured.value for name, measured in measure_all(case, seen).items()}


def say(payload: Payload, text: str) -> None:
    """Put other words into the answer and its one claim."""
    payload["answer"] = payload["claims"][0]["text"] = text
    del payload["claims"][1:]


def wrong_digit(payload: Payload) -> None:
    """Plant a wrong figure."""
    say(payload, "截至2022年4月，园区科协成立7家。")
