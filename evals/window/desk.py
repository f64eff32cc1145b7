"""What an evaluator does to what the page shows: chooses sets, starts and watches a run, browses and marks cases."""

import re
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from assistant.config import Config
from assistant.errors import AssistantError
from assistant.schema import Language
from assistant.window.markup import escape
from evals.blame import STAGES
from evals.metrics import METRICS
from evals.report import CASES_FILE, MARKDOWN_FILE, SUMMARY_FILE, read_records
from evals.run import Record
from evals.window.cases import ANY, MISSED, Filters, TextOf, cases_html, page_of
from evals.window.labels import label
from evals.window.marks import MARKS_FILE, mark_gold, marks_of
from evals.window.runner import Progress, Runner

HERE = Path(__file__).parents[1]
REPORT_FILE = "report.html"
EXPORTS = {
    CASES_FILE: ("cases_file", "application/x-ndjson; charset=utf-8"),
    MARKDOWN_FILE: ("summary_file", "text/markdown; charset=utf-8"),
    REPORT_FILE: ("report_file", "text/html; charset=utf-8"),
    MARKS_FILE: ("marks_file", "application/x-ndjson; charset=utf-8"),
}
"""What of a run can be taken away, with its name on the page and its media type."""
_NAME = re.compile(r"\w[\w.-]*")
Choices = list[tuple[str, str]]


class EvaluationDesk:
    """Everything that the page for evaluators can ask for, as text and HTML."""

    def __init__(self, runner: Runner, sets: Path, text_of: TextOf) -> None:
        self.runner = runner
        self._sets = sets
        self._text_of = text_of

    def sets(self) -> list[str]:
        """Return the names of the sets that may be run."""
        return [path.stem for path in sorted(self._sets.glob("*.jsonl"))]

    def start(self, names: Sequence[str], language: Language) -> str:
        """Start a run over the sets, over all without a name; return why not, "" when it started."""
        known = self.sets()
        chosen = [self._sets / f"{name}.jsonl" for name in known if name in names or not names]
        try:
            return "" if self.runner.start(chosen) else label("busy", language)
        except AssistantError as error:
            return str(error)

    def status(self, language: Language, remark: str = "") -> str:
        """Write how far the run is, after a remark on what was just tried."""
        now = self.runner.progress()
        # Where there is no run at all, the page says below what to do.
        line = "" if now.state == "idle" and not self.runs() else f"<p>{escape(_said(now, language))}</p>"
        bar = f'<progress value="{now.done}" max="{now.total}">{now.done}</progress>' if now.active else ""
        said = f'<p class="low">{escape(remark)}</p>' if remark else ""
        return f'<section class="status" lang="{language}" role="status">{said}{line}{bar}</section>'

    def runs(self) -> list[str]:
        """Return the stored runs, newest first."""
        found = [file for file in self.runner.runs.glob(f"*/{SUMMARY_FILE}") if _NAME.fullmatch(file.parent.name)]
        newest_first = sorted(found, key=lambda file: (file.stat().st_mtime_ns, file), reverse=True)
        return [file.parent.name for file in newest_first]

    def folder(self, run: str) -> Path | None:
        """Return where a stored run lies, None for a name that is none."""
        return self.runner.runs / run if run in self.runs() else None

    def kinds(self, run: str, language: Language) -> Choices:
        """Return the kinds of the cases of a run to choose from."""
        return [
            (label("any", language), ANY),
            *((kind, kind) for kind in sorted({r["kind"] for r in self._records(run)})),
        ]

    def metrics(self, language: Language) -> Choices:
        """Return the metrics that a case may have missed."""
        return [(label("any", language), ANY), (label("missed", language), MISSED), *((name, name) for name in METRICS)]

    def stages(self, language: Language) -> Choices:
        """Return the stages that the misses of a case may belong to."""
        return [(label("any", language), ANY), *((label(stage, language), stage) for stage in STAGES)]

    def page(self, run: str, filters: Filters, page: int, language: Language) -> tuple[str, int, list[str]]:
        """Return a page of cases as HTML, which page it is, and the ids of its cases."""
        folder = self.folder(run)
        if folder is None:
            return f'<p class="empty">{label("no_runs", language)}</p>', 0, []
        records = [record for record in self._records(run) if filters.admits(record)]
        shown, page = page_of(records, page)
        html = cases_html(records, page, language, text_of=self._text_of, marks=marks_of(folder))
        return html, page, [record["id"] for record in shown]

    def mark(self, run: str, case: str, note: str, language: Language) -> str:
        """Note that the gold of a case is wrong; return what to tell the evaluator."""
        folder = self.folder(run)
        record = next((record for record in self._records(run) if record["id"] == case), None)
        if folder is None or record is None or not note.strip():
            return label("mark_needs", language)
        mark_gold(folder, record, " ".join(note.split()))
        return label("mark_kept", language, id=case)

    def exports(self, run: str, language: Language) -> str:
        """Write the links by which a run is taken away."""
        folder = self.folder(run)
        if folder is None:
            return ""
        links = [
            f'<a href="evaluations/{escape(run)}/{name}" target="_blank" rel="noopener">{label(key, language)}</a>'
            for name, (key, _) in EXPORTS.items()
            if (folder / name).exists()
        ]
        return f'<p class="downloads" lang="{language}">{label("export", language)}: {" · ".join(links)}</p>'

    def _records(self, run: str) -> Sequence[Record]:
        folder = self.folder(run)
        return _read(folder, (folder / CASES_FILE).stat().st_mtime_ns) if folder else ()


@lru_cache(maxsize=2)
def _read(folder: Path, _changed: int) -> Sequence[Record]:
    """Keep the runs that are being looked at: 1,500 cases take a tenth of a second to read."""
    return read_records(folder)


def _said(now: Progress, language: Language) -> str:
    return label(now.state, language, name=now.name, done=now.done, total=now.total, misses=now.misses, why=now.why)


def open_desk(config: Config, text_of: TextOf) -> EvaluationDesk:
    """Return the desk over the shipped sets and the stored runs."""
    return EvaluationDesk(Runner(HERE / "runs", config.corpus, config.index), HERE / "sets", text_of)
