"""A scripted model judges answers: its verdicts are stored, its failures counted, its agreement measured."""

import json
from pathlib import Path
from typing import Any

import pytest
from langchain_core.language_models import BaseChatModel, FakeListChatModel
from langchain_core.outputs import ChatResult
from pydantic import Field
from typer.testing import CliRunner

from assistant.answering.chat_model import ChatModel
from evals.__main__ import app
from evals.judge import cohens_kappa, judge_summary, open_judge
from evals.report_details import details_text
from evals.run import Record, describe
from tests.report_sample import CASES, RIGHT, WRONG, judged, run_of


class HearingModel(BaseChatModel):
    """Gives one reply and remembers what it was asked."""

    heard: list[Any] = Field(default_factory=list)
    reply: str = RIGHT

    def _generate(self, messages: list[Any], *_: Any, **__: Any) -> ChatResult:
        self.heard.append(messages)
        return FakeListChatModel(responses=[self.reply])._generate(messages)

    @property
    def _llm_type(self) -> str:
        return "hearing"


def answered() -> list[Record]:
    return run_of({"parks": "园区科协成立6家。", "evil": "好。", "goal": "The goal is 12 parks."})[1]


def test_the_model_reads_question_gold_and_quotes_as_data_and_is_not_asked_where_declining_is_right() -> None:
    model = HearingModel()
    judge = open_judge(ChatModel(lambda: model, 20))
    parks, evil, _ = (judge(record) for record in answered())
    assert (parks, evil) == ({"right": True, "why": "agrees"}, None)
    assert len(model.heard) == 2
    data = json.loads(model.heard[0][1].text)
    assert (data["question"], data["gold_figures"], data["quotes"]) == ("园区科协几家？", ["6"], ["园区科协成立6家。"])


def test_a_summary_gives_share_agreement_and_kappa() -> None:
    records = judged(answered(), RIGHT, WRONG)
    summary = describe(CASES, records, sets=["own.jsonl"], started="2026-01-01")
    assert summary["judge"]["right"]["value"] == 0.5
    assert (summary["judge"]["agreement"]["value"], summary["judge"]["kappa"]) == (1, 1)
    assert "Model judge" in "\n".join(details_text(summary))
    swapped = judge_summary(judged(answered(), WRONG, RIGHT))
    assert (swapped["agreement"]["value"], swapped["kappa"]) == (0, -1)


@pytest.mark.parametrize(
    "reply",
    ["It is right.", '{"right": "yes", "why": ""}', '{"right": true}', "[]", '{"right": true, "why": "", "x": 1}'],
)
def test_a_reply_that_is_no_verdict_is_counted_and_never_guessed(reply: str) -> None:
    told = judge_summary(judged(answered(), reply))
    assert told["failed"] == {"unreadable": 2}
    assert (told["right"]["count"], told["agreement"]["count"], told["kappa"]) == (0, 0, None)


def test_a_verdict_that_is_there_is_not_asked_for_again() -> None:
    once = judged(answered(), RIGHT)
    assert judged(once, WRONG) == once


def test_a_run_without_a_judge_says_nothing_of_one() -> None:
    assert "judge" not in describe(CASES, answered(), sets=["own.jsonl"], started="2026-01-01")


def test_agreement_by_chance_alone_has_no_kappa() -> None:
    assert cohens_kappa([(True, True)] * 3) is None


def test_without_a_model_the_command_names_the_fix(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ASSISTANT_CHAT_MODEL", raising=False)
    result = CliRunner().invoke(app, ["run", str(tmp_path), "--judge"])
    assert result.exit_code == 2
    assert "ASSISTANT_CHAT_MODEL" in result.output
