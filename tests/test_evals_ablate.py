"""What every stage is good for: the same cases with one stage switched off at a time."""

from collections.abc import Sequence

import pytest

from assistant.config import Config
from assistant.errors import UsageError
from assistant.pipeline import Assistant
from assistant.schema import Turn, Verdict
from assistant.switches import Switches
from assistant.wiring import open_assistant
from evals.ablate import STAGES, ablate, ablation_table, chosen_stages
from evals.metrics import METRICS
from evals.run import Record


def record(case: str, **scores: float) -> Record:
    known: dict[str, float | None] = dict.fromkeys(METRICS)
    return {"id": case, "question": case, "scores": known | scores, "misses": {}, "payload": {"answer": f"{scores}"}}


def scripted(without: str) -> Sequence[Record]:
    value = 0.0 if without == "ledger" else 1.0
    return [record("a", figure_recall=value, mrr=1.0), record("b", figure_recall=1.0, mrr=1.0)]


def test_each_stage_is_left_out_of_the_same_cases() -> None:
    spelling, ledger = ablate(["spelling", "ledger"], scripted)
    assert (spelling.answers, spelling.changes["figure_recall"].value) == (0, 0.0)
    assert (ledger.answers, ledger.changes["figure_recall"].value) == (1, -0.5)
    assert ablation_table([spelling, ledger]).splitlines() == [
        "| without | answers changed | figure_recall |",
        "|---|---|---|",
        "| spelling | 0 | 0 |",
        "| ledger | 1 | -50.0 [-100.0 to +0.0] |",
    ]


def test_unknown_stages_are_named_with_those_that_there_are() -> None:
    assert chosen_stages("") == STAGES
    with pytest.raises(UsageError, match="No stage magic"):
        chosen_stages("ledger,magic")


def without(config: Config, stage: str) -> Assistant:
    return open_assistant(config, Switches(**{stage: False}))


def test_without_the_ledger_progress_is_quoted_and_not_divided(config: Config, assistant: Assistant) -> None:
    question = "园区科协完成了多少？完成率是多少？"
    assert assistant.ask(question).mode == "ledger"
    assert without(config, "ledger").ask(question).mode == "extractive"


def test_without_condensing_a_follow_up_is_taken_as_typed(config: Config, assistant: Assistant) -> None:
    history = (Turn("user", "院士之家的目标是几个？"), Turn("assistant", "1个。"))
    assert "院士之家" in assistant.ask("那后来建成了吗？", history=history).standalone
    assert without(config, "condensing").ask("那后来建成了吗？", history=history).standalone == "那后来建成了吗？"


def test_without_spelling_a_slip_stays(config: Config, assistant: Assistant) -> None:
    assert "园区科协" in assistant.ask("园区科鞋成立了几家？").standalone
    assert "园区科鞋" in without(config, "spelling").ask("园区科鞋成立了几家？").standalone


def test_without_verification_claims_stay_unverified(config: Config) -> None:
    claims = without(config, "verification").ask("园区科协成立了几家？").claims
    assert claims and {claim.verdict for claim in claims} == {Verdict.UNVERIFIED}


def test_without_the_dictionary_other_english_words_find_nothing(config: Config, assistant: Assistant) -> None:
    question = "farmers vegetables greenhouse"
    assert assistant.find(question) != without(config, "dictionary").find(question)


def test_without_expansion_other_names_are_not_searched(config: Config, assistant: Assistant) -> None:
    question = "What did academicians do?"
    assert assistant.find(question) != without(config, "expansion").find(question)


@pytest.mark.parametrize("stage", ["vectors", "reranking"])
def test_without_a_part_of_retrieval_hits_are_scored_otherwise(
    config: Config, assistant: Assistant, stage: str
) -> None:
    question = "工程师培训有什么进展？"
    whole, part = assistant.find(question), without(config, stage).find(question)
    assert part and [hit.score for hit in whole] != [hit.score for hit in part]


def test_without_translations_english_answers_quote_chinese(config: Config, assistant: Assistant) -> None:
    question = "What is said about three new and three small?"
    told, bare = assistant.ask(question), without(config, "translations").ask(question)
    assert told.text != bare.text


def test_without_confidence_sentences_are_looked_for_however_doubtful_the_hits(
    config: Config, assistant: Assistant
) -> None:
    assert assistant._knowledge.judges_hits
    assert not without(config, "confidence")._knowledge.judges_hits
