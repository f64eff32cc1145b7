import pytest

from assistant.ledger.indicators import Programme
from assistant.ledger.table import build_table, table_payload
from assistant.pipeline import Assistant
from assistant.terminal import source_notes, source_payload, sources_table, targets_table
from tests.fakes import FakeAssistant
from tests.ledger_values import rows


def test_a_source_is_listed_with_its_size() -> None:
    document = FakeAssistant().document("plan-2021")
    payload = source_payload(document)
    assert (
        list(payload)
        == (
            "id title publisher published url kind language reliability low_reliability path pages characters sha256 "
            "republished addresses remarks mirrors superseded_by"
        ).split()
    )
    assert (payload["pages"], payload["characters"]) == (1, len(document.text))


@pytest.fixture
def _wide(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "250")


@pytest.mark.usefixtures("_wide")
def test_sources_stand_oldest_first_and_undated_ones_before_them(capsys: pytest.CaptureFixture[str]) -> None:
    fake = FakeAssistant()
    sources_table([source_payload(fake.document(source.id)) for source in reversed(fake.sources())])
    text = capsys.readouterr().out
    assert text.index("rumour") < text.index("plan-2021") < text.index("report-2022")


@pytest.mark.usefixtures("_wide")
def test_targets_show_figure_rate_date_and_state(programme: Programme, capsys: pytest.CaptureFixture[str]) -> None:
    targets_table(table_payload(build_table(rows(), programme)))
    lines = {line.split()[0]: line for line in capsys.readouterr().out.splitlines() if line.strip()}
    assert "10个 (2023)" in lines["园区科协"] and "6家 (60%)" in lines["园区科协"] and "2022-04" in lines["园区科协"]
    assert "500余家" in lines["服务企业"]
    assert "已达到" in lines["培训企业一线工程师"]
    assert "未报告" in lines["专家服务团"]
    assert "—" in lines["院士之家"]


@pytest.mark.usefixtures("_wide")
def test_the_shipped_targets_fit_the_table(assistant: Assistant, capsys: pytest.CaptureFixture[str]) -> None:
    targets_table(table_payload(assistant.targets()))
    assert sum("2023)" in line for line in capsys.readouterr().out.splitlines()) == 12


def test_copies_newer_versions_and_doubts_are_written_below_the_list_of_sources() -> None:
    row = {
        "superseded_by": "plan-2023",
        "republished": "2023-05-01",
        "mirrors": [
            {
                "id": "copy",
                "path": "news/copy.txt",
                "title": "题",
                "publisher": None,
                "published": None,
                "url": "http://b",
            }
        ],
        "remarks": [{"about": "published", "zh": "日期不一", "en": "dates differ"}],
    }
    assert source_notes(row) == [
        "已被新版本取代 superseded by plan-2023",
        "转载于 reposted on 2023-05-01",
        "同文另见 same text in copy (news/copy.txt, http://b)",
        "[published] 日期不一 | dates differ",
    ]
