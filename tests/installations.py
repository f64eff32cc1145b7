"""Two installations that differ in everything, to be backed up and restored; what is in one, to be compared."""

import shutil
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from pydantic import SecretStr

from assistant.config import Config
from assistant.index.folders import current_build
from assistant.index.store import Store
from assistant.people.users_file import change_users, read_users
from assistant.records.database import read_address
from assistant.records.store import Records
from assistant.records.values import new_id
from assistant.wiring import build
from tests.fakes import scripted_answer
from tests.signed_in import person

OWNER = "li"
ADDED = "# 园区科协又添一家\n\n2023年5月，省科协在杨凌新成立园区科协1家，名为杨凌农科园区科协。\n"
"""What an editor added to the second one."""


@dataclass(frozen=True, slots=True)
class State:
    """Everything by which the two can be told from each other."""

    files: tuple[str, ...]
    documents: tuple[str, ...]
    titles: tuple[str, ...]
    users: tuple[str, ...]


def install(folder: Path, base: Config, *, name: str, added: bool) -> Config:
    """Make an installation of one report, and of another document where ``added``; ``name`` asked and may sign in."""
    shutil.copytree(base.corpus, folder / "corpus")
    shutil.copytree(base.index, folder / "index")
    config = Config(
        corpus=folder / "corpus",
        index=folder / "index",
        database_url=SecretStr(f"sqlite:///{folder}/records.sqlite"),
        users_file=folder / "users.jsonl",
    )
    if added:
        (config.corpus / "added.md").write_text(ADDED, "utf-8")
        build(config)
    change_users(folder / "users.jsonl", lambda _: [person(name)])
    keep(config, name)
    return config


def keep(config: Config, title: str) -> None:
    """Keep a conversation."""
    records = Records(read_address(config.database_url.get_secret_value()))
    made = records.keep(OWNER, "", turn=new_id(), answer=scripted_answer("几家？"), question="几家？")
    records.rename(OWNER, made, title)


def state_of(config: Config) -> State:
    """Look at an installation as it lies on the disk."""
    current = current_build(config.index)
    assert current is not None and config.users_file is not None
    with closing(Store(current)) as store:
        documents = tuple(sorted(source.id for source in store.sources()))
    listed = Records(read_address(config.database_url.get_secret_value())).conversations(OWNER)
    files = (path.relative_to(config.corpus).as_posix() for path in config.corpus.rglob("*") if path.is_file())
    return State(
        tuple(sorted(name for name in files if not name.startswith("_"))),
        documents,
        tuple(sorted(one.title for one in listed)),
        tuple(one.name for one in read_users(config.users_file)),
    )


def left_behind(folder: Path) -> list[str]:
    """Return what a restore leaves only while it is at work."""
    return sorted(path.name for path in folder.rglob("*restoring*"))
