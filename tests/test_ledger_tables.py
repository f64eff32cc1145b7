from assistant.ledger.tables import is_spoken_row, spoken_rows


def said(text: str, *names: str) -> list[str]:
    return list(spoken_rows(text, names=names).values())


def test_a_cell_is_called_what_its_column_is_called() -> None:
    assert said("指标 | 目标 | 完成\n园区科协 | 10家 | 12家\n专家服务团 | 100个 | 88个") == [
        "园区科协目标10家，园区科协完成12家。",
        "专家服务团目标100个，专家服务团完成88个。",
    ]


def test_a_date_holds_for_what_was_done_and_not_for_the_target() -> None:
    (row,) = said("指标 | 目标 | 完成 | 日期\n园区科协 | 10家 | 12家 | 2023年底")
    assert row == "园区科协目标10家，截至2023年底园区科协完成12家。"


def test_indicators_may_head_the_columns() -> None:
    (row,) = said("时间 | 园区科协 | 培训工程师\n2023年底 | 12家 | 2100名", "园区科协", "培训工程师")
    assert row == "截至2023年底园区科协12家，截至2023年底培训工程师2100名。"


def test_rates_are_no_counts_and_lines_without_a_header_are_left_alone() -> None:
    assert said("指标 | 目标 | 完成率\n园区科协 | 10家 | 60%") == ["园区科协目标10家。"]
    assert said("6家 | 10家\n7家 | 8家") == []
    assert said("园区科协6家。\n没有表格。") == []


def test_each_sentence_stands_at_the_offset_of_its_row() -> None:
    text = "前言。\n指标 | 目标\n园区科协 | 10家\n\n后记。"
    (start,) = spoken_rows(text)
    assert text[start:].startswith("园区科协 | 10家")


def test_the_row_of_a_workbook_is_known_by_its_form() -> None:
    assert is_spoken_row("园区科协：目标10，完成6。")
    assert not is_spoken_row("园区科协成立大会：昨天举行，来了6家企业。")


def test_a_column_of_units_belongs_to_the_numbers() -> None:
    assert said("指标 | 单位 | 目标值\n园区科协 | 家 | 10") == ["园区科协目标值10家。"]


def test_numbering_and_the_rule_of_markdown_are_passed_over() -> None:
    assert said("| 序号 | 指标 | 完成 |\n|---|---|---|\n| 1 | 园区科协 | 13个 |") == ["园区科协完成13个。"]


def test_years_may_head_the_columns_in_english_too() -> None:
    (row,) = said("Indicator | End of 2022 | End of 2023\nEnterprises served | 540 | 1,210")
    assert row == "By End of 2022 Enterprises served:  540; By End of 2023 Enterprises served:  1,210."
