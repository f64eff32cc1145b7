"""What the window does to numbers that Prometheus reads; no text of a question, no name of a person among them."""

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector, generate_latest
from prometheus_client.core import GaugeMetricFamily, InfoMetricFamily, Metric
from prometheus_client.registry import Collector

from assistant.errors import AssistantError

if TYPE_CHECKING:
    from assistant.index.search import IndexState
    from assistant.schema import Answer

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_BUCKETS_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)
"""An answer from the sources takes some 40 ms, one of a model seconds."""
_MILLISECONDS = 1_000
REFUSALS = ("queue_full", "pace", "question", "shutting_down")
"""Why a question is not answered at all: too many wait, one asks too fast, it cannot be read, the end is near."""


class Metrics:
    """Counters of one process, in a registry of its own."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._answers = Counter(
            "assistant_answers",
            "Answers given, by kind and by what wrote them.",
            ["kind", "mode"],
            registry=self._registry,
        )
        self._seconds = Histogram(
            "assistant_answer_seconds",
            "Time of an answer, by stage.",
            ["stage"],
            buckets=_BUCKETS_SECONDS,
            registry=self._registry,
        )
        self._errors = Counter("assistant_errors", "Answers that failed, by error.", ["error"], registry=self._registry)
        self._refusals = Counter(
            "assistant_refusals", "Questions that were not taken, by reason.", ["reason"], registry=self._registry
        )
        self._stopped = Counter("assistant_stopped", "Answers that a visitor stopped.", registry=self._registry)
        for kind in ("answered", "declined"):  # series that begin at their first event hide that event from rates
            self._answers.labels(kind, "extractive")
        for reason in REFUSALS:
            self._refusals.labels(reason)
        ProcessCollector(registry=self._registry)

    def watch(self, *, index: "Callable[[], IndexState]", running: Callable[[], int]) -> None:
        """Show the index and the answers under way as they are when Prometheus asks."""
        self._registry.register(_IndexCollector(index))
        gauge = Gauge("assistant_answers_running", "Answers that are being worked on.", registry=self._registry)
        gauge.set_function(lambda: float(running()))

    def answered(self, answer: "Answer") -> None:
        """Count an answer."""
        self._answers.labels("declined" if answer.declined else "answered", answer.mode).inc()
        self._observe(answer.timings_ms)

    def _observe(self, timings_ms: Mapping[str, float]) -> None:
        for stage, milliseconds in timings_ms.items():
            self._seconds.labels(stage).observe(milliseconds / _MILLISECONDS)

    def failed(self, error: str) -> None:
        """Count a failure by the name of its class."""
        self._errors.labels(error).inc()

    def refused(self, reason: str) -> None:
        """Count a question that was not taken, for one of ``REFUSALS``."""
        self._refusals.labels(reason).inc()

    def stopped(self) -> None:
        """Count an answer that nobody waited for."""
        self._stopped.inc()

    def text(self) -> bytes:
        """Return all numbers in the text format of Prometheus."""
        return generate_latest(self._registry)


class _IndexCollector(Collector):
    """The current build of the index, looked up with each scrape."""

    def __init__(self, index: "Callable[[], IndexState]") -> None:
        self._index = index

    def describe(self) -> Iterator[Metric]:
        """Return nothing, so that registering does not open the index."""
        return iter(())

    def collect(self) -> Iterator[Metric]:
        """Yield the build and its size; only ``assistant_index_open 0`` when it cannot be read."""
        opened = GaugeMetricFamily("assistant_index_open", "Whether the index can be read.")
        try:
            state = self._index()
        except (AssistantError, OSError):
            opened.add_metric([], 0)
            yield opened
            return
        opened.add_metric([], 1)
        yield opened
        yield InfoMetricFamily("assistant_index", "The current build.", value={"build_id": state.build_id})
        yield GaugeMetricFamily("assistant_index_passages", "Passages in the index.", value=state.passages)
        yield GaugeMetricFamily("assistant_index_documents", "Documents in the index.", value=state.documents)
