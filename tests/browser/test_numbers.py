"""Numbers and dates in a real browser: none of them goes on in the next line, however narrow the page."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

import ui
from assistant.answering.generate import Progress
from assistant.schema import Answer, IndicatorStatus, LedgerRow, TargetTable, Turn
from tests.browser.conftest import OpenPage
from tests.browser.test_window import ask, overflow
from tests.fakes import FakeAssistant
from tests.served import served

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

SUM = "1+2×10+6×100+2×1000+1×10000"
LARGE = Decimal(987_654_321_098)
LONG_LABEL = "全省科技工作者之家和青年科技人才托举工作"
BROKEN = r"""
() => {
  const lines = (text, from, to) => {
    const range = document.createRange();
    range.setStart(text, from);
    range.setEnd(text, to);
    const tops = [...range.getClientRects()].map((box) => box.top);
    return Math.max(...tops) - Math.min(...tops) > 8;
  };
  const found = [], walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let text = walk.nextNode(); text; text = walk.nextNode()) {
    if (!text.parentElement.checkVisibility() || text.parentElement.closest(".heard, .take, a.out")) continue;
    for (const number of text.data.matchAll(/\d[\d,.]*\d|\d{4}年\d+月(\d+日)?(?=$)/g)) {
      if (lines(text, number.index, number.index + number[0].length)) found.push(`${number[0]} in ${text.data}`);
    }
  }
  return found;
}
"""


class Counting(FakeAssistant):
    """An assistant whose sentences hold long sums and whose table has large numbers of long names."""

    def stream(self, question: str, *, history: Sequence[Turn] = (), **asked: object) -> Iterator[Progress | Answer]:
        """Yield what the scripted assistant does, with sums that begin at different places of a line."""
        for event in super().stream(question, history=history, **asked):  # type: ignore[arg-type]
            if isinstance(event, Answer):
                told = tuple(replace(event.claims[0], text=f"{'字' * place}是{SUM}。") for place in range(1, 20))
                yield replace(event, claims=told)

    def targets(self, *, as_of: str | None = None) -> TargetTable:
        """Return the scripted table with other numbers."""
        table = super().targets(as_of=as_of)
        return replace(table, indicators=tuple(_large(status) for status in table.indicators))


def _large(status: IndicatorStatus) -> IndicatorStatus:
    def more(row: LedgerRow) -> LedgerRow:
        return replace(row, figure=replace(row.figure, value=LARGE), date="2021-11-18")

    related = tuple(replace(more(row), label=LONG_LABEL) for row in status.related)
    return replace(status, latest=status.latest and more(status.latest), related=related)


@pytest.fixture(scope="module")
def window() -> Iterator[str]:
    with served(ui.create_app(Counting())) as where:
        yield where


def _open(page: "Page", tab: str, shown: str) -> None:
    page.get_by_role("tab", name=tab).click()
    page.locator(shown).first.wait_for()


@pytest.mark.parametrize(
    ("width", "locale", "tabs"),
    [
        (360, "zh-CN", ("目标与进展", "认识 12621")),
        (400, "en-GB", ("Targets", "Explore")),
        (900, "en-GB", ("Targets",)),
    ],
)
def test_no_number_and_no_date_is_parted(
    open_page: OpenPage, window: str, width: int, locale: str, tabs: tuple[str, ...]
) -> None:
    page = open_page(window, width=width, locale=locale)
    ask(page, "园区科协有几家？")
    assert page.evaluate(BROKEN) == []
    for tab, shown in zip(tabs, ("#targets .chart", ".explore .digits"), strict=False):
        _open(page, tab, shown)
        assert page.evaluate(BROKEN) == []
        assert overflow(page) <= 0
