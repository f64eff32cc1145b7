"""Garbled pages are the same every time, and readers are scored by what they recover and remove."""

import json
import os
import warnings
from pathlib import Path

import pytest
from typer.testing import CliRunner

from evals.__main__ import app
from evals.benchmark.garble import KINDS, STRENGTHS, Article, as_html, as_text, garble
from evals.benchmark.reading import (
    Score,
    facts_of,
    loaders_installed,
    measure_reading,
    readers,
    reading_payload,
    reading_table,
    removed,
)

ARTICLE = Article(
    "sample",
    "园区科协助力企业创新见到成效",
    "光明网",
    "2022-04-08",
    (
        "2021年3月以来，省科协在开发区新建园区科协6家，并把“会员之家”办到车间，服务企业500余家。",
        "截至2022年3月底，累计举办培训班18期，培训企业一线工程师1503名，其中女学员420名。",
        "负责人说：“今年再组建专家服务团12个，把成果送到生产线上。”下一步，各园区每季度公布一次进展。",
    ),
)


def test_facts_are_figures_dates_and_names_with_what_stands_before_them() -> None:
    facts = facts_of(ARTICLE)
    for expected in ("2021年3月", "园区科协6家", "会员之家", "企业500余家", "工程师1503名", "服务团12个"):
        assert any(fact.endswith(expected) for fact in facts), expected


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_is_the_same_every_time_and_worse_with_every_strength(kind: str) -> None:
    pages = [garble(ARTICLE, kind, strength) for strength in STRENGTHS]
    assert pages == [garble(ARTICLE, kind, strength) for strength in STRENGTHS]
    clean = {ARTICLE.title, *ARTICLE.paragraphs}
    changed = [len(page.noise) + sum(line not in clean for line in page.lines) for page in pages]
    assert changed == sorted(changed)
    assert changed[0] < changed[2]


def test_noise_that_the_article_holds_too_is_counted_only_where_it_is_added() -> None:
    assert removed(["题目", "题目", "分享到："], "题目正文题目", "题目正文") == 2
    assert removed(["协(xié)"], "科协(xié)会", "科协会") == 0
    assert removed([], "题目", "题目") == 0


def test_our_reader_recovers_more_and_removes_more_than_trafilatura() -> None:
    kinds = ("glosses", "repetitions", "furniture", "UTF-8 as Latin-1", "all together")
    columns = reading_payload(measure_reading([ARTICLE], kinds))
    ours, text, other = (columns[name]["all"] for name in ("ours html", "ours txt", "trafilatura html"))
    assert min(ours["facts_recovered"], text["facts_recovered"]) == 1.0
    assert min(ours["noise_removed"], text["noise_removed"]) >= 0.98
    assert other["facts_recovered"] < 0.95
    assert other["noise_removed"] < 0.8


def test_the_table_has_a_line_for_every_kind_and_strength_and_one_over_all() -> None:
    scores = [
        Score("ours", "txt", "glosses", strength, facts=4, recovered=4 - strength, noise=0, removed=0)
        for strength in STRENGTHS
    ]
    lines = reading_table(scores).splitlines()
    assert [line.split() for line in lines[1:]] == [
        ["glosses", "1", "75.0", "/", "–"],
        ["glosses", "2", "50.0", "/", "–"],
        ["glosses", "3", "25.0", "/", "–"],
        ["all", "50.0", "/", "–"],
    ]


def test_the_command_prints_shares_as_json() -> None:
    result = CliRunner().invoke(app, ["benchmark", "reading", "--pages", "1", "--json"])
    assert result.exit_code == 0, result.output
    payload = json.loads(result.stdout)
    assert payload["ours html"]["all"]["pages"] == len(KINDS) * len(STRENGTHS)
    assert set(payload["ours txt"]["kinds"]) == set(KINDS)


def test_the_stock_loaders_read_the_same_pages(tmp_path: Path) -> None:
    if not loaders_installed():
        assert os.environ.get("REQUIRE_LOADERS") != "1", "langchain-community is missing"
        pytest.skip("langchain-community is not installed: its loaders are not compared")
    page = garble(ARTICLE, "furniture", 1)
    (tmp_path / "page.html").write_text(as_html(page), "utf-8")
    (tmp_path / "page.txt").write_text(as_text(page), "utf-8")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for form, read in readers()["langchain"].items():
            assert ARTICLE.paragraphs[1] in read(tmp_path / f"page.{form}")
