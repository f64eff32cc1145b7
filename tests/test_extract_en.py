import pytest

from assistant.ledger.extract_en import read_sentence
from assistant.ledger.indicators import Programme


def rows(text: str, programme: Programme, title: str = "") -> list[tuple[str, int, str, str | None, str]]:
    return [
        (row.indicator.id, int(row.figure.value), row.role, row.date, row.scope)
        for row in read_sentence(text, title, programme, published="2024-01-05")
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "By the end of 2023 the association had founded 12 science-park associations and trained 2,100 engineers.",
            [("park-associations", 12, "progress", "2023-12-31", "home")],
        ),
        (
            "The 12621 programme aims to serve 1,000 enterprises by 2023.",
            [("enterprises-served", 1000, "target", "2023", "home")],
        ),
        (
            "As of June 2023 the number of science-park associations in Shaanxi stood at 9.",
            [("park-associations", 9, "progress", "2023-06", "home")],
        ),
        (
            "Henan founded 30 science-park associations in 2023.",
            [("park-associations", 30, "progress", "2023", "foreign")],
        ),
        ("Xi’an has 5 science-park associations.", [("park-associations", 5, "progress", None, "part")]),
        ("In 2022, 490 high-tech enterprises were identified in Xixian.", []),
        ("No science-park association was closed in 2023.", []),
    ],
)
def test_a_sentence_gives_its_figures_with_role_date_and_place(
    text: str, expected: list[tuple[str, int, str, str | None, str]], programme: Programme
) -> None:
    assert [row for row in rows(text, programme) if row[0] != "engineers-trained"] == expected


def test_a_batch_is_only_a_part(programme: Programme) -> None:
    text = "Another 20 academician-and-expert workstations were recognised in the third batch."
    (row,) = read_sentence(text, "", programme, published="2024-01-05")
    assert row.partial
