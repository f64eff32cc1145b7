"""Questions in pairs: ranks by way of asking, gaps over the same pairs, and the level of the shipped ones."""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from typer.testing import CliRunner

from assistant.errors import UsageError
from assistant.pipeline import Assistant
from assistant.schema import Hit, Passage
from evals.__main__ import app
from evals.benchmark.pairs import measure_pairs, pairs_misses, pairs_payload, pairs_table, read_pairs

PAIRS = [
    {"id": "a", "zh": "园区有几家？", "en": "How many parks?", "source_ids": ["parks", "parks-2"]},
    {"id": "b", "zh": "签约几项？", "en": "How many deals?", "source_ids": ["deals"]},
]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "pairs.jsonl"
    path.write_text("".join(json.dumps(pair, ensure_ascii=False) + "\n" for pair in PAIRS), encoding="utf-8")
    return path


def hits(*document_ids: str) -> list[Hit]:
    return [Hit(Passage(f"{one}#0", one, 1, 0, 1, "x"), 1.0) for one in document_ids]


FOUND: dict[str, Sequence[str]] = {
    "园区有几家？": ("parks-2",),
    "園區有幾家？": ("other", "parks"),
    "How many parks?": ("1", "2", "3", "4", "5", "parks"),
    "签约几项？": ("deals",),
    "簽約幾項？": ("deals",),
    "How many deals?": (),
}


def test_ranks_and_gaps_are_counted_over_the_same_pairs(file: Path) -> None:
    results = measure_pairs(read_pairs(file), lambda question: hits(*FOUND[question]))
    assert [dict(result.ranks) for result in results] == [
        {"zh-Hans": 1, "zh-Hant": 2, "en": 6},
        {"zh-Hans": 1, "zh-Hant": 1, "en": None},
    ]
    ways = pairs_payload(results)["ways"]
    assert [ways[way]["recall_at_1"]["value"] for way in ("zh-Hans", "zh-Hant", "en")] == [1.0, 0.5, 0.0]
    assert [ways[way]["recall_at_5"]["value"] for way in ("zh-Hans", "zh-Hant", "en")] == [1.0, 1.0, 0.0]
    assert [ways[way]["gap_at_5"]["value"] for way in ("zh-Hans", "zh-Hant", "en")] == [0.0, 0.0, 1.0]
    assert pairs_table(results).splitlines()[-1].startswith("en")
    assert [line.splitlines()[0] for line in pairs_misses(results)] == [
        "[en] a How many parks?",
        "[en] b How many deals?",
    ]


def test_a_pair_without_a_question_is_named(tmp_path: Path) -> None:
    path = tmp_path / "pairs.jsonl"
    path.write_text('{"id": "a", "zh": "园区？", "source_ids": ["x"]}\n', encoding="utf-8")
    with pytest.raises(UsageError, match=r"no 'en'.*Each line needs"):
        read_pairs(path)


def test_the_command_indexes_a_corpus_with_or_without_its_translations(file: Path, tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    (corpus / "news").mkdir(parents=True)
    (corpus / "translations").mkdir()
    (corpus / "news" / "parks.md").write_text("# 园区\n\n全省新建的园区共有六家。\n", encoding="utf-8")
    (corpus / "news" / "deals.md").write_text("# 谷物\n\n大会的协议一共三项。\n", encoding="utf-8")
    translation = '- {zh: "大会的协议一共三项。", en: "Three zorbs, quiffs, snarks and raths."}\n'
    (corpus / "translations" / "deals.yaml").write_text(translation, encoding="utf-8")
    pair = {
        "id": "z",
        "zh": "协议有几项？",
        "en": "How many zorbs, quiffs, snarks and raths have the parks?",
        "source_ids": ["deals"],
    }
    file.write_text(json.dumps(pair, ensure_ascii=False), encoding="utf-8")
    ranks = {}
    for option in ("--translated", "--untranslated"):
        arguments = ["benchmark", "pairs", "--file", str(file), "--corpus", str(corpus), option, "--json"]
        result = CliRunner().invoke(app, arguments)
        assert result.exit_code == 0, result.output
        ranks[option] = json.loads(result.stdout)["ways"]["en"]["recall_at_1"]["value"]
    assert ranks == {"--translated": 1.0, "--untranslated": 0.0}
    assert not (corpus / ".index").exists()


def test_english_and_traditional_questions_find_what_their_simplified_twins_find(assistant: Assistant) -> None:
    pairs = read_pairs()
    documents = {source.id for source in assistant.sources()}
    assert len(pairs) >= 120 and set().union(*(pair.source_ids for pair in pairs)) == documents
    ways = pairs_payload(measure_pairs(pairs, assistant.find))["ways"]
    assert ways["zh-Hans"]["recall_at_5"]["value"] >= 0.97
    assert all(ways[way]["gap_at_5"]["value"] <= 0.05 for way in ("zh-Hant", "en"))
