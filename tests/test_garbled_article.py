"""An article as a content farm stores it, of our own making, gives every fact and loses no character of its body."""

import json
import re
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from assistant.__main__ import app
from assistant.config import ROOT
from assistant.ingestion.load import read_document
from assistant.schema import Document

SAMPLE = Path(__file__).parent / "samples" / "garbled-article.txt"

NOISE = ("高清", "一区", "(xi", "(chu", "摘要", "編輯", "陸聞笛", "熱詞", "分享", "電話:", "版權", "Copyright", "ICP")
PARAGRAPHS = (
    "今年以來,陜西省科協扎實推進“12621工程”,把學會的智力優勢送到園區和車間,一批難題在生產一線得到解決。",
    "建平臺把專家請進來",
    "《“12621工程”工作方案》提出,到2023年,推動建立1個院士之家,10個院士專家工作站,成立10個園區科協;形成100項決策咨詢建議、"
    "托舉100名創新創業人才、組建100個專家服務團、培養100名企業技術經理人、推廣轉化100項科技成果、引進扶持100家科技型企業;"
    "培訓1000名企業一線工程師,服務1000家企業和10000名科技工作者。",
    "截至2022年8月底,陜西省科協已推動建立院士之家1個;成立園區科協８家,培訓企業一線工程師1720名,服務企業640余家。"
    "航空基地園區科協主席高遠帆說:“過去找專家要跑三趟西安,現在一個電話就有回音。”",
    "辦大賽讓成果走出去",
    "9月上旬,“秦創原”杯青年工程師技能賽在楊凌收官,來自7個市的212支隊伍參賽,評出一等獎9項。評委會主任、熱處理專家沈牧之介紹,"
    "其中5項已與涇河新城的企業簽訂意向協議,金額1360萬元。",
    "下一步,省科協將在寶雞、漢中新設兩個專家服務驛站,每季度公布一次進展,并請第三方評估成效。(記者 溫知夏)",
)
TARGETS = [1, 10, 10, 100, 100, 100, 100, 100, 100, 1000, 1000, 10000]
LATEST = {"院士之家": 1, "园区科协": 8, "培训企业一线工程师": 1720, "服务企业": 640}


@pytest.fixture(scope="module")
def document() -> Document:
    return read_document(SAMPLE, corpus=SAMPLE.parent.parent)


def test_no_character_of_the_body_is_lost_and_none_is_added(document: Document) -> None:
    assert re.sub(r"(?m)^#+ ", "", document.text).split("\n") == list(PARAGRAPHS)


def test_nothing_that_was_put_in_is_left(document: Document) -> None:
    assert [noise for noise in NOISE if noise in document.text.replace("一個電話", "")] == []


def test_title_publisher_and_date_are_those_of_the_article(document: Document) -> None:
    source = document.source
    assert source.title == "陜西省科協:扎實推進“12621工程”讓創新之花結出碩果"
    assert (source.publisher, source.published, source.republished) == ("三秦科技网", "2022-09-16", None)
    assert [remark.about for remark in source.remarks] == ["title"]


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    corpus = tmp_path_factory.mktemp("garbled")
    (corpus / "news").mkdir()
    shutil.copy(SAMPLE, corpus / "news")
    shutil.copy(ROOT / "corpus" / "indicators.yaml", corpus)
    result = CliRunner().invoke(app, ["--corpus", str(corpus), "index"])
    assert result.exit_code == 0, result.output
    return corpus


def printed(corpus: Path, *command: str) -> str:
    result = CliRunner().invoke(app, ["--corpus", str(corpus), *command])
    assert result.exit_code == 0, result.output
    return result.stdout


def test_all_targets_and_all_progress_are_read_from_the_article_alone(corpus: Path) -> None:
    table = json.loads(printed(corpus, "targets", "--json"))
    indicators = table["indicators"]
    assert [float(one["target"]["value"]) for one in indicators] == TARGETS
    latest = {one["name_zh"]: float(one["latest"]["value"]) for one in indicators if one["latest"]}
    assert latest == LATEST
    for one in indicators:
        for row in filter(None, (one["target"], one["latest"])):
            assert not re.search(r"\([a-zà-ǜ ]+\)", row["citation"]["quote"])
            assert row["citation"]["published"] == "2022-09-16"


@pytest.mark.parametrize(
    ("question", "figure"),
    [
        ("园区科协成立了几家？", "8家"),
        ("培训了多少名企业一线工程师？", "1720名"),
        ("青年工程师技能赛有多少支队伍参赛？", "212支"),
        ("技能赛签订意向协议的金额是多少？", "1360萬元"),
    ],
)
def test_questions_are_answered_with_clean_quotations(corpus: Path, question: str, figure: str) -> None:
    answer = json.loads(printed(corpus, "ask", question, "--json"))
    quotes = [citation["quote"] for claim in answer["claims"] for citation in claim["citations"]]
    assert any(figure in quote.replace("８", "8") for quote in quotes), answer["answer"]
    assert not any(noise in quote.replace("一個電話", "") for quote in quotes for noise in NOISE)


def test_a_mirror_of_the_article_is_listed_with_it_and_counted_once(corpus: Path, tmp_path: Path) -> None:
    twice = shutil.copytree(corpus, tmp_path / "twice", ignore=shutil.ignore_patterns(".index"))
    clean = "\n\n".join(("扎实推进“12621工程”让创新之花结出硕果", "2022-09-20 来源：某某网", *PARAGRAPHS))
    (twice / "news" / "mirror.txt").write_text(clean, "utf-8")
    printed(twice, "index")
    (row,) = json.loads(printed(twice, "sources", "--json"))
    assert (row["id"], [mirror["id"] for mirror in row["mirrors"]]) == ("garbled-article", ["mirror"])
    table = json.loads(printed(twice, "targets", "--json"))
    assert table == json.loads(printed(corpus, "targets", "--json"))
    assert "沈牧之" in printed(twice, "show", "mirror")
    assert "same text in mirror" in printed(twice, "sources")
