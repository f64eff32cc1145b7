"""Cleaning removes what tools added and nothing else."""

from hypothesis import example, given
from hypothesis import strategies as st

from assistant.ingestion.clean import clean_text, noise_lines, remove_glosses, remove_tool_spaces, restore_radicals

NOISY = st.text(st.sampled_from("科協会12 \u00a0\u3000\n\r(（xiéhuì)）.,:-%⻓⼯\u200b\u0301a’#|")) | st.text()


@given(NOISY)
@example("協(xié)(xié)")
@example("e\u200b\u0301 科 1 科")
def test_cleaning_twice_changes_nothing(raw: str) -> None:
    once = clean_text(raw)
    assert clean_text(once) == once


@given(st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5)))
def test_chinese_characters_are_never_lost(text: str) -> None:
    assert clean_text(text) == text


def test_glosses_go_with_and_without_a_space_and_abbreviations_stay() -> None:
    assert (
        remove_glosses("科協(xié)的創(chuàng )業 (yè)和公司(IT)、方案（AI）(谷豆豆)")
        == "科協的創業和公司(IT)、方案（AI）(谷豆豆)"
    )


def test_radicals_of_printed_pages_become_characters() -> None:
    assert restore_radicals("增⻓的⼯作站，第⼆⻚") == "增长的工作站，第二页"


def test_spaces_beside_digits_go_but_those_of_a_table_row_stay() -> None:
    assert remove_tool_spaces("到 2023 年培训 1000 名工程师") == "到2023年培训1000名工程师"
    assert remove_tool_spaces("院士之家 2023 100") == "院士之家 2023 100"
    assert remove_tool_spaces("王强 李明") == "王强 李明"


def test_line_ends_and_blanks_of_every_kind_become_one_kind() -> None:
    assert clean_text("\ufeff\u3000\u3000一年\u00a0\u00a0来\r\n\r\n成立\u2028科协\x07") == "一年 来\n成立\n科协"


def test_furniture_goes_and_content_stays() -> None:
    title = "园区科协助力创新驱动"
    content = ["园区科协成立于2021年。", "咨询电话:029-1234，欢迎报名。", "版权登记数增长两成。"]
    lines = [
        "免费看_综合一区_中文字幕",
        title,
        "2022-04-08 14:43:53 来源:光明网",
        content[0],
        "園區科協助力創新驅動",
        *content[1:],
        "编辑: 穆小蕊",
        "分享到:",
        "各界新闻网 版权所有 Copyright(C) 2006-2020 All Rights Reserved",
    ]
    noise = noise_lines(lines, title=title)
    assert [line for number, line in enumerate(lines) if number not in noise] == content


def test_a_headline_that_differs_by_a_number_is_another_line() -> None:
    lines = ["关于申报2022年决策咨询课题的通知", "关于申报2023年决策咨询课题的通知", "通知如下。"]
    assert noise_lines(lines, title=lines[0]) == {0}


def test_a_summary_goes_only_when_the_text_holds_all_of_it() -> None:
    repeated = ["[摘要]园区科协成立三家，服务企业...", "园区科协成立三家，服务企业五百家。"]
    assert noise_lines(repeated, title="标题在此") == {0}
    assert noise_lines(["[摘要]另有新的内容。", repeated[1]], title="标题在此") == frozenset()


def test_a_long_paragraph_that_stands_twice_is_kept_once() -> None:
    paragraph = "陕西省科协围绕中心服务大局，决定实施工程，确定三大任务九大措施持续推进建设。"
    assert noise_lines([paragraph, "短句。", "短句。", paragraph], title="标题在此") == {3}


def test_the_last_paragraph_that_a_scraper_appends_once_more_goes() -> None:
    last = "下一步，各园区将把学会专家请进车间，围绕热处理和精密装配组织对接，每季度公布一次进展。"
    lines = ["标题在此", f"会议介绍了情况。{last}（记者）", "短句。", last]
    assert noise_lines(lines, title="标题在此") == {0, 3}
