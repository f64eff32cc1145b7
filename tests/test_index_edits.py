"""Any sequence of edits ends in the same index as building from nothing, with the real reader, embedding and ledger."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp
from unittest.mock import patch

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test

from assistant import wiring
from assistant.answering.knowledge import Knowledge
from assistant.config import Config
from assistant.index import build as build_module
from assistant.index.embedding import open_embedding
from assistant.index.folders import CHROMA, current_build, find_leftovers
from assistant.index.search import Query, open_index
from assistant.index.snapshot import Snapshot
from assistant.index.vectors import VectorIndex
from assistant.language.glossary import Glossary
from assistant.wiring import build, open_assistant

SENTENCES = (
    "“12621工程”提出，到2023年成立10个园区科协，服务1000家企业。",
    "截至2022年4月，陕西省科协已成立园区科协6家。",
    "截至2023年底，陕西省科协已成立园区科协12家，培训企业一线工程师1500名。",
    "秦创原总窗口位于西咸新区，学会服务站在此挂牌。",
    "会企合作签约项目40个。",
    "科技工作者在分享会上介绍了经验。",
)
EMBEDDING = open_embedding("")
QUESTIONS = ("园区科协成立了几家", "秦创原总窗口在哪里", "会企合作", "培训了多少工程师")
NAMES = st.sampled_from(["news/a.md", "news/b.md", "policy/b.txt", "news/c.html", "added/a.md"])
TEXTS = st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=4)


@contextmanager
def opened(config: Config) -> Iterator[Snapshot]:
    index = open_index(config.index, embedding=EMBEDDING)
    try:
        yield index.snapshot()
    finally:
        index.close()


def contents(config: Config) -> dict[str, object]:
    """Return everything that a reader could find: passages, vectors, search results, answers and ledger rows."""
    build_folder = current_build(config.index)
    assert build_folder is not None
    with opened(config) as snapshot:
        store = snapshot.store
        entries = [store.entry(source.path) for source in store.sources()]
        found: dict[str, object] = {
            "documents": [(entry.document, entry.fingerprint, entry.passages, entry.english) for entry in entries],
            "vectors": store.vectors.tobytes(),
            "hits": [
                [(hit.passage, round(hit.score, 5)) for hit in snapshot.search(Query(question), limit=10)]
                for question in QUESTIONS
            ],
        }
        ids = [passage.id for passage in store.passages()]
        with VectorIndex(build_folder / CHROMA) as chroma:
            # No orphan: as many there as here, and each of ours is there.
            found["chroma"] = (chroma.count, sorted(chroma.vectors_of(ids)))
    assistant = open_assistant(config)
    found["ledger"] = assistant.targets()
    found["answer"] = assistant.ask(QUESTIONS[0]).text
    return found


class Edits(RuleBasedStateMachine):
    """Files come, change, shrink, move and go; now and then the index is brought up to date."""

    def __init__(self) -> None:
        super().__init__()
        self.root = Path(mkdtemp())
        self.config = Config(corpus=self.root / "corpus", index=self.root / "index")
        self.files: dict[str, list[str]] = {}

    @initialize(text=TEXTS)
    def begin(self, text: list[str]) -> None:
        self.write("news/first.md", text)

    def write(self, name: str, text: list[str]) -> None:
        path = self.config.corpus / name
        path.parent.mkdir(parents=True, exist_ok=True)
        joiner = "</p><p>" if path.suffix == ".html" else "\n\n"
        body = joiner.join(text)
        whole = f"<article><p>{body}</p></article>" if path.suffix == ".html" else f"陕西省科协简报\n\n{body}\n"
        path.write_text(whole, "utf-8")
        self.files[name] = text

    @rule(name=NAMES, text=TEXTS)
    def add_or_change(self, name: str, text: list[str]) -> None:
        self.write(name, text)

    @precondition(lambda self: self.files)
    @rule(data=st.data())
    def shorten(self, data: st.DataObject) -> None:
        name = data.draw(st.sampled_from(sorted(self.files)))
        self.write(name, self.files[name][:1])

    @precondition(lambda self: self.files)
    @rule(data=st.data(), to=NAMES)
    def rename(self, data: st.DataObject, to: str) -> None:
        name = data.draw(st.sampled_from(sorted(self.files)))
        text = self.files.pop(name)
        (self.config.corpus / name).unlink()
        self.write(to, text)

    @precondition(lambda self: len(self.files) > 1)
    @rule(data=st.data())
    def delete(self, data: st.DataObject) -> None:
        name = data.draw(st.sampled_from(sorted(self.files)))
        del self.files[name]
        (self.config.corpus / name).unlink()

    @rule()
    def spoil(self) -> None:
        self.write("news/empty.md", [])
        (self.config.corpus / "news/empty.md").write_bytes(b"")
        del self.files["news/empty.md"]

    @rule()
    def bring_up_to_date(self) -> None:
        build(self.config)

    def teardown(self) -> None:
        try:
            if self.files:
                build(self.config)
                fresh = Config(corpus=self.config.corpus, index=self.root / "from-nothing")
                build(fresh)
                assert contents(self.config) == contents(fresh)
                assert build(self.config).up_to_date
                assert find_leftovers(self.config.index) == []
        finally:
            shutil.rmtree(self.root)


def test_any_edits_end_in_the_index_that_is_built_from_nothing(knowledge: Knowledge, glossary: Glossary) -> None:
    options = settings(max_examples=15, stateful_step_count=10, deadline=None, suppress_health_check=list(HealthCheck))
    with (
        # The check by another process takes a second each time, and has tests of its own.
        patch.object(build_module, "check_build"),
        # Read once instead of at every step.
        patch.object(wiring, "open_embedding", return_value=EMBEDDING),
        patch.object(wiring, "open_knowledge", return_value=knowledge),
        patch.object(wiring, "load_glossary", return_value=glossary),
    ):
        run_state_machine_as_test(Edits, settings=options)
