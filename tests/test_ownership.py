import pytest

from assistant.answering.knowledge import Knowledge
from assistant.answering.ownership import misplaced, misplaced_by
from assistant.schema import Citation, Source

NEWS = Source("news", "一年来的进展", "日报", "2022-04-08", None, "news", "zh")
PARKS = "截至2022年4月，园区科协成立6家，企业科协14家，培训企业一线工程师1500名。"
PRIZES = "大赛评出一等奖25个、二等奖50个、三等奖169个。"
TURNOVER = "西安市输出技术成交额2020年为1648.56亿元，2021年为2209.49亿元。"


def cite(quote: str) -> tuple[Citation, ...]:
    return (Citation(NEWS, 1, 0, len(quote), quote),)


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("园区科协有14家。", PARKS),
        ("企业科协成立6家。", PARKS),
        ("大赛评出一等奖50个、二等奖25个。", PRIZES),
        ("大赛评出三等奖50个。", PRIZES),
        ("西安市输出技术成交额2020年为2209.49亿元。", TURNOVER),
        ("14 science-park associations had been founded.", PARKS),
        ("Another measure, enterprise associations: 6.", PARKS),
    ],
)
def test_a_figure_that_counts_something_else_in_the_quote_is_found(text: str, quote: str, knowledge: Knowledge) -> None:
    assert misplaced_by(knowledge.programme, knowledge.translations)(text, cite(quote))


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("截至2022年4月，已成立园区科协6家；此后未见同口径的更新。", PARKS),
        ("園區科協6家，企業科協14家。", PARKS),
        ("完成率为60%（6÷10）。", PARKS),
        ("按每项1万元的标准给予资助，当年66项，资助总额为66万元。", "每个项目按1万元资助，当年66项、66万元。"),
        ("培训工程师1500名，比目标多500名（1500−1000）。", PARKS),
        ("By April 2022, 6 science-park associations had been founded.", PARKS),
        ("Another measure, enterprise associations: 14.", PARKS),
        ("二等奖50个，一等奖25个，三等奖169个。", PRIZES),
        ("2021年西安市输出技术成交额为2209.49亿元。", TURNOVER),
        ("In the contest 25 first prizes and 50 second prizes were awarded.", PRIZES),
    ],
)
def test_a_figure_in_its_place_is_left_alone(text: str, quote: str, knowledge: Knowledge) -> None:
    assert misplaced_by(knowledge.programme, knowledge.translations)(text, cite(quote)) == []


def test_a_translation_is_aligned_with_the_english_of_its_quote() -> None:
    english = "The contest awarded 25 first prizes, 50 second prizes and 169 third prizes."

    def rendering(_document: str, _quote: str) -> str:
        return english

    assert misplaced("It awarded 50 first prizes.", cite(PRIZES), rendering=rendering) == ["50"]
    assert misplaced("It awarded 25 first prizes.", cite(PRIZES), rendering=rendering) == []
