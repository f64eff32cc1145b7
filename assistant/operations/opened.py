"""Settings and open parts to everything that watches over the window while it runs."""

import logging
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, NoReturn

from assistant.config import Config
from assistant.operations.metrics import Metrics
from assistant.operations.probes import Checks, Readiness, add_probes
from assistant.operations.requests import RequestIds
from assistant.operations.running import Running
from assistant.operations.watched import Watched
from assistant.people.pace import Pace
from assistant.pipeline import Assistant

if TYPE_CHECKING:
    from fastapi import FastAPI

    from assistant.records.store import Records
    from assistant.window.desk import Answering

_PROBE = "12621"
"""A question whose passages are looked up to see that keywords, vectors and the store work together."""
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Operations:
    """What counts, what logs, what is asked whether the window is ready, and what lets it end."""

    metrics: Metrics
    running: Running
    readiness: Readiness
    token: str = ""
    log_questions: bool = False

    def watched(self, assistant: "Answering") -> Watched:
        """Return the assistant with its answers counted and logged."""
        return Watched(assistant, self.metrics, self.running, self.log_questions)

    def add_to(self, app: "FastAPI") -> None:
        """Add ``/readyz`` and ``/metrics``; before anything is mounted at ``/``."""
        add_probes(app, readiness=self.readiness, metrics=self.metrics, token=self.token)

    def put_around(self, app: "FastAPI") -> None:
        """Give every request an id; after all other middleware, so that refusals have one too."""
        app.add_middleware(
            RequestIds,
            refused=lambda: self.metrics.refused("queue_full"),
            failed=lambda: self.metrics.failed("request"),
        )

    def end(self) -> None:
        """Say how the window ended."""
        left = self.running.count
        if left:
            _LOG.warning("Ended with %d answers unfinished; ASSISTANT_SHUTDOWN_SECONDS gives them longer", left)
        else:
            _LOG.info("Ended; no answer was cut off")

    def leave(self) -> NoReturn:
        """End the process at once, whatever its threads are at; what the database holds is whole at any moment."""
        self.end()
        logging.shutdown()
        os._exit(0)


def open_operations(config: Config, assistant: Assistant, records: "Records | None", pace: Pace) -> Operations:
    """Return what the settings ask for."""
    metrics, running = Metrics(), Running()
    metrics.watch(index=assistant.index_state, running=lambda: running.count)
    pace.refused = lambda: metrics.refused("pace")
    checks: Checks = {"index": lambda: assistant.find(_PROBE)}
    if records is not None:
        checks = {**checks, "database": records.ping}
    readiness = Readiness(checks, ending=lambda: running.draining)
    return Operations(metrics, running, readiness, config.metrics_token.get_secret_value(), config.log_questions)
