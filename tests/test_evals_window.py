"""The page for evaluators without a browser: what it shows, filters, marks, and the one run that it starts."""

import json
import time
from pathlib import Path

import pytest

from assistant.config import Config
from assistant.schema import Language
from assistant.window.markup import escape
from evals.feedback import draft_cases
from evals.run import Record
from evals.window.cases import MISSED, PAGE, Filters, cases_html
from evals.window.desk import EvaluationDesk
from evals.window.marks import MARKS_FILE
from evals.window.runner import Progress, Runner
from tests.evaluation_runs import HOSTILE, text_of, write_stored_run
from tests.scripted_run import write_set
from tests.window_page import assert_inert, visible

PATIENCE_SECONDS = 90.0


@pytest.fixture
def records(tmp_path: Path) -> list[Record]:
    return write_stored_run(tmp_path / "runs" / "one")


@pytest.fixture
def desk(tmp_path: Path, small: Config, records: list[Record]) -> EvaluationDesk:
    (tmp_path / "sets").mkdir()
    write_set(tmp_path / "sets" / "short.jsonl", cases=3)
    write_set(tmp_path / "sets" / "long.jsonl", cases=2_000)
    return EvaluationDesk(Runner(tmp_path / "runs", small.corpus, small.index), tmp_path / "sets", text_of)


def ended(runner: Runner) -> Progress:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while runner.progress().active:
        assert time.monotonic() < deadline
        time.sleep(0.05)
    return runner.progress()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_case_shows_answer_marked_evidence_gold_and_reasons_and_nothing_becomes_markup(
    records: list[Record], language: Language
) -> None:
    html = cases_html(records, 0, language, text_of=text_of, marks={"wrong": [HOSTILE]})
    assert_inert(html)
    assert "<mark>园区科协成立6家。</mark>此后没有更新。" in html
    assert escape(HOSTILE) in html
    assert "figure_recall: missing: 7" in visible(html)
    quoted = "「园区科协成立6家。」（report）" if language == "zh" else "“园区科协成立6家。” (report)"
    assert quoted in visible(html)
    assert f"RuntimeError: {HOSTILE}" in visible(html)


@pytest.mark.parametrize(
    ("verdict", "words"),
    [
        ({"right": True, "why": HOSTILE}, ["模型评审", "正确。"]),
        ({"right": False, "why": "少一个数字"}, ["不正确。 少一个数字"]),
        ({"failed": "unreadable"}, ["没有结论：unreadable"]),
    ],
)
def test_the_opinion_of_a_judge_and_the_confidence_are_shown_as_text(
    records: list[Record], verdict: dict[str, object], words: list[str]
) -> None:
    judged = records[0] | {"judge": verdict, "payload": records[0]["payload"] | {"confidence": 0.987}}
    html = cases_html([judged], 0, "zh", text_of=text_of, marks={})
    assert_inert(html)
    assert all(word in visible(html) for word in [*words, "资料中有答案的可能：98.7 %"])


@pytest.mark.parametrize(("right", "differs"), [(True, False), (False, True)])
def test_a_judge_that_says_otherwise_than_the_metrics_is_marked(
    records: list[Record], right: bool, differs: bool
) -> None:
    by_metrics = dict.fromkeys(records[0]["scores"]) | {"figure_recall": 1.0}
    judged = records[0] | {"judge": {"right": right, "why": "so"}, "scores": by_metrics}
    html = cases_html([judged], 0, "en", text_of=text_of, marks={})
    assert ("The metrics say otherwise" in visible(html)) is differs


def test_evidence_whose_text_is_gone_shows_the_quote_alone(records: list[Record]) -> None:
    html = cases_html(records[:1], 0, "zh", text_of=lambda _: None, marks={})
    assert "<mark>园区科协成立6家。</mark></blockquote>" in html


@pytest.mark.parametrize(
    ("filters", "admitted"),
    [
        (Filters(), ["right", "wrong", "crash", "hostile"]),
        (Filters(kind="target"), ["wrong", "crash"]),
        (Filters(metric=MISSED), ["wrong", "crash", "hostile"]),
        (Filters(metric="errors"), ["crash"]),
        (Filters(kind="target", stage="generation"), ["wrong"]),
    ],
)
def test_filters_narrow_the_cases(desk: EvaluationDesk, filters: Filters, admitted: list[str]) -> None:
    assert desk.page("one", filters, 0, "zh")[2] == admitted


def test_pages_end_where_the_cases_end(records: list[Record]) -> None:
    many = [record | {"id": f"c{n}"} for n, record in enumerate(records * PAGE)]
    assert f"第 {3 * PAGE + 1}–{4 * PAGE} 题，共 {4 * PAGE} 题" in cases_html(many, 99, "zh", text_of=text_of, marks={})


def test_a_marked_gold_is_kept_beside_the_run_and_becomes_a_draft(desk: EvaluationDesk, tmp_path: Path) -> None:
    assert "请选一题" in desk.mark("one", "wrong", " ", "zh")
    assert "wrong" in desk.mark("one", "wrong", "应为 6 家", "zh")
    assert "标准答案有误：应为 6 家" in visible(desk.page("one", Filters(), 0, "zh")[0])
    (line,) = (tmp_path / "runs" / "one" / MARKS_FILE).read_text(encoding="utf-8").splitlines()
    assert json.loads(line)["gold"]["figures"] == ["7"]
    (draft,) = draft_cases(tmp_path / "runs" / "one" / MARKS_FILE)
    assert (draft["question"], draft["review"]["feedback"][0]["note"]) == ("多少家？", "应为 6 家")
    assert MARKS_FILE in desk.exports("one", "en")


@pytest.mark.parametrize("name", ["", ".", "..", "../runs/one", "two"])
def test_only_stored_runs_are_opened(desk: EvaluationDesk, name: str) -> None:
    assert desk.folder(name) is None
    assert desk.exports(name, "zh") == ""


def test_a_run_is_started_watched_and_stored(desk: EvaluationDesk) -> None:
    assert desk.start(["short"], "zh") == ""
    now = ended(desk.runner)
    assert (now.state, now.done) == ("finished", 3)
    assert desk.runs()[0] == now.name
    assert len(desk.page(now.name, Filters(), 0, "zh")[2]) == 3


def test_one_run_at_a_time_and_a_stopped_one_leaves_nothing(desk: EvaluationDesk) -> None:
    desk.start(["long"], "zh")
    assert "已有一次评测" in desk.start(["short"], "zh")
    deadline = time.monotonic() + PATIENCE_SECONDS
    while desk.runner.progress().done == 0:
        assert desk.runner.progress().active and time.monotonic() < deadline
        time.sleep(0.05)
    assert "<progress" in desk.status("en")
    desk.runner.stop()
    assert desk.runner.progress().state == "stopped"
    assert desk.runs() == ["one"]
    assert [path.name for path in desk.runner.runs.iterdir()] == ["one"]


def test_a_run_that_fails_says_why(desk: EvaluationDesk, small: Config, tmp_path: Path) -> None:
    runner = Runner(tmp_path / "runs", small.corpus, tmp_path / "no-index")
    runner.start([tmp_path / "sets" / "short.jsonl"])
    now = ended(runner)
    assert now.state == "failed"
    assert "python -m assistant index" in now.why
