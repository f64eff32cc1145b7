"""A desk for editors over a small corpus, with uploads as Gradio would leave them."""

from collections.abc import Callable
from pathlib import Path

from assistant.config import Config
from assistant.editing.desk import EditingDesk
from assistant.editing.drafts import Batch
from assistant.editing.rebuild import Outcome, Watch
from assistant.editing.uploads import Limits
from assistant.network.download import Download
from assistant.pipeline import Assistant
from assistant.wiring import build
from tests.sample_files import paper

QUESTION = "驼城创新驿站建成了多少个？"
TITLE = "榆林市科协2024年工作总结"


def report_pdf(number: int = 37) -> bytes:
    """Return a report on something that no document of the corpus speaks of."""
    return paper(
        [
            ("heading", TITLE),
            ("text", "来源：榆林市科协 2024-12-20"),
            ("text", f"截至2024年12月，榆林市驼城创新驿站已建成{number}个，培训企业一线工程师1820名。"),
            ("text", "下一步将继续推进驼城创新驿站建设，支持青年人才成长，做好服务工作。"),
        ]
    )


def upload(folder: Path, name: str, content: bytes) -> str:
    """Lay a file where an upload lies, in a folder of its own."""
    own = folder / f"upload-{len(list(folder.iterdir())) if folder.exists() else 0}"
    own.mkdir(parents=True)
    (own / name).write_bytes(content)
    return str(own / name)


def build_here(corpus: Path, index: Path, watch: Watch) -> Outcome:
    """Build in this process, which is quicker than starting another."""
    report = build(Config(corpus=corpus, index=index), progress=watch)
    return Outcome(len(report.added) + len(report.changed) + len(report.unchanged), dict(report.failures))


def open_desk(
    config: Config,
    assistant: Assistant,
    *,
    may_edit: Callable[[str | None], bool] = lambda user: True,
    limits: Limits | None = None,
    build: Callable[[Path, Path, Watch], Outcome] = build_here,
    fetch: Callable[[str], Download] | None = None,
) -> EditingDesk:
    """Open a desk that builds in this process."""
    more = {"fetch": fetch} if fetch else {}
    programme = assistant.knowledge.programme
    return EditingDesk(config, assistant, programme, may_edit=may_edit, limits=limits, build=build, **more)


def last(states: "list[str | Batch]") -> str:
    """Return the last line that the page shows."""
    return next(state for state in reversed(states) if isinstance(state, str))
