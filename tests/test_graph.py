"""Among many passages Chroma's graph is opened beside the first searches, which do without it."""

from collections.abc import Callable
from threading import Event
from time import monotonic, sleep
from typing import cast

import pytest

from assistant.index.address import VectorsUnavailableError
from assistant.index.graph import Graph
from assistant.index.vectors import VectorIndex

_SECONDS = 20.0


class Opened:
    """A graph that knows whether it was closed."""

    def __init__(self) -> None:
        self.closed = False

    def close(self) -> None:
        self.closed = True


def make(opened: Opened, wait: Event | None = None) -> Callable[[], VectorIndex]:
    def opening() -> VectorIndex:
        if wait is not None:
            assert wait.wait(_SECONDS)
        return cast(VectorIndex, opened)

    return opening


def asked_until_open(graph: Graph) -> VectorIndex:
    until = monotonic() + _SECONDS
    while (found := graph.for_search()) is None:
        assert monotonic() < until, "the graph was never opened"
        sleep(0.001)
    return found


def test_where_there_are_few_passages_the_first_search_opens_the_graph() -> None:
    opened = Opened()
    assert Graph(make(opened), at_once=True).for_search() is cast(VectorIndex, opened)


def test_the_first_searches_do_without_the_graph_and_those_that_follow_do_not_wait_for_it() -> None:
    opened, wait = Opened(), Event()
    graph = Graph(make(opened, wait), at_once=False)
    assert [graph.for_search() for _ in range(20)] == [None] * 20
    wait.set()
    assert asked_until_open(graph) is cast(VectorIndex, opened)


def test_a_single_question_opens_nothing() -> None:
    def never() -> VectorIndex:
        raise AssertionError("it was opened for a single question")

    graph = Graph(never, at_once=False)
    assert graph.for_search() is None
    graph.close()


@pytest.mark.parametrize("at_once", [True, False])
def test_what_opening_raised_is_told_and_it_is_tried_anew(at_once: bool) -> None:
    opened = Opened()
    results = iter([VectorsUnavailableError("no room"), opened])

    def fails_once() -> VectorIndex:
        result = next(results)
        if isinstance(result, Exception):
            raise result
        return cast(VectorIndex, result)

    graph = Graph(fails_once, at_once=at_once)
    with pytest.raises(VectorsUnavailableError, match="no room"):
        asked_until_open(graph)
    assert asked_until_open(graph) is cast(VectorIndex, opened)


def test_who_needs_the_graph_waits_for_the_one_that_is_being_opened() -> None:
    opened = Opened()
    graph = Graph(make(opened), at_once=False)
    for _ in range(9):
        graph.for_search()
    assert graph.opened() is cast(VectorIndex, opened)


def test_a_graph_that_is_still_being_opened_is_closed_too() -> None:
    opened, wait = Opened(), Event()
    graph = Graph(make(opened, wait), at_once=False)
    for _ in range(9):
        graph.for_search()
    wait.set()
    graph.close()
    assert opened.closed
