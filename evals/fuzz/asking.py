"""Bytes to answers: questions, bodies of the interface, replies of a model, damaged index files, addresses of pages."""

import asyncio
import json
import logging
import shutil
from contextlib import ExitStack
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import quote, unquote_to_bytes

from assistant.api import ask_payload
from assistant.config import ROOT, Config
from assistant.pipeline import Assistant
from evals.fuzz.campaign import Run
from evals.fuzz.language import text_of

_REPORT = ROOT / "corpus" / "news" / "gmw-12621-2022.md"


def small_index(folder: Path) -> Config:
    """Index one report of the shipped corpus in ``folder`` and return the settings."""
    from assistant.wiring import build

    (folder / "corpus").mkdir(parents=True)
    shutil.copy(_REPORT, folder / "corpus")
    config = Config(corpus=folder / "corpus", index=folder / "index")
    build(config)
    return config


def small_assistant(folder: Path) -> Assistant:
    """Return an assistant over an index of one report."""
    from assistant.wiring import open_assistant

    return open_assistant(small_index(folder))


def question(folder: Path) -> Run:
    """Ask a question; each quote of the answer must stand where it says."""
    assistant = small_assistant(folder)

    def run(data: bytes) -> None:
        answer = assistant.ask(text_of(data)[:500])
        for cited in (one for claim in answer.claims for one in claim.citations):
            assert assistant.document(cited.source.id).text[cited.start : cited.end] == cited.quote

    return run


def request(folder: Path) -> Run:
    """Send question, history, language and date, a line each, to the interface; what comes back must be JSON too."""
    assistant = small_assistant(folder)

    def run(data: bytes) -> None:
        lines = [_value(line) for line in data.split(b"\n", 3)]
        json.dumps(ask_payload(assistant, *[*lines, None, None, None][:4]), ensure_ascii=False).encode()

    return run


def _value(line: bytes) -> object:
    """Return what a line holds as JSON, its text when it is none."""
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        return text_of(line)


def model_reply(folder: Path) -> Run:
    """Let a model say the input; every claim of the answer must carry its evidence all the same."""
    from langchain_core.language_models import FakeListChatModel

    from assistant.answering.chat_model import ChatModel
    from assistant.answering.reply_cache import ReplyCache
    from assistant.wiring import open_assistant

    said = [""]

    def opened() -> Any:
        return FakeListChatModel(responses=list(said))

    assistant = open_assistant(
        small_index(folder), model=ChatModel(opened, timeout_seconds=10, replies=ReplyCache(kept=0))
    )

    def run(data: bytes) -> None:
        said[0] = text_of(data)
        answer = assistant.ask("12621工程的目标是什么？")
        assert all(claim.citations for claim in answer.claims) and answer.text

    return run


def damaged_index(folder: Path) -> Run:
    """Read everything of an index in which one file is damaged: which, where and how the input says.

    Chroma's own files are left out, as it may end the process that opens them; the build checks them in another one.
    """
    from assistant.index.embedding import open_embedding
    from assistant.index.folders import CHROMA, current_build
    from assistant.index.manifest import find_damage
    from assistant.index.search import Query, open_index

    config = small_index(folder)
    embedding = open_embedding("")
    build = current_build(config.index)
    assert build is not None
    files = sorted(path for path in build.rglob("*") if path.is_file() and CHROMA not in path.parts)
    files.append(config.index / "CURRENT")
    whole = {path: path.read_bytes() for path in files}

    def run(data: bytes) -> None:
        number, place, change = int.from_bytes(data[:2]), int.from_bytes(data[2:5]), data[5:69]
        path = files[number % len(files)]
        good = whole[path]
        at = place % (len(good) + 1)
        end = min(len(good), at + len(change))
        bad = good[:at] + bytes(a ^ b for a, b in zip(good[at:end], change, strict=False)) + good[end:]
        # In place of the old one, not into it: maps of a file that was cut short end the process.
        fresh = path.with_name("fresh")
        fresh.write_bytes(bad if change else good[:at])
        fresh.replace(path)
        try:
            with ExitStack() as opened:
                index = open_index(config.index, embedding=embedding)
                opened.callback(index.close)
                index.search(Query("园区科协完成了多少？", english="parks"), limit=10)
                snapshot = index.snapshot()
                snapshot.full_text(["园区科协"], most_passages=10)
                [*snapshot.ledger(), *snapshot.sources(), *snapshot.passages()]
        finally:
            find_damage(build)
            path.write_bytes(good)

    return run


def address(folder: Path) -> Run:
    """Ask for pages of documents at the address in the first line, signed in or not; the rest is a sign-in form."""
    from fastapi import FastAPI

    from assistant.people.passwords import Cost, hash_password
    from assistant.people.roles import Person
    from assistant.people.users_file import change_users
    from assistant.window.door import open_door, put_in_front
    from assistant.window.headers import SecurityHeaders
    from assistant.window.reading import add_reading

    logging.getLogger("assistant.window.sign_in").setLevel(logging.CRITICAL)
    users = folder / "users.jsonl"
    person = Person("李", ("reader",), hash_password("correct horse battery", Cost(2**10, 8, 1)), "2026-01-01T00:00:00")
    change_users(users, lambda _: [person])
    assistant = small_assistant(folder)
    apps = []
    for door in (open_door(Config(users_file=users)), open_door(Config())):
        app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
        put_in_front(app, door)
        add_reading(app, assistant.library)
        apps.append(SecurityHeaders(app))
    # In a thread of its own: whoever runs this may have a loop running already, as the driver of a browser has.
    loop = asyncio.new_event_loop()
    Thread(target=loop.run_forever, daemon=True).start()

    def run(data: bytes) -> None:
        line, _, form = data.partition(b"\n")
        for app in apps:
            for method, sent in (("GET", b""), ("POST", form)):
                status = asyncio.run_coroutine_threadsafe(_status(app, method, line, sent), loop).result()
                assert status < 500, status

    return run


async def _status(app: Any, method: str, line: bytes, form: bytes) -> int:
    """Return the status of a request as a web server would hand it on."""
    path, _, query = line.partition(b"?")
    headers = [(b"host", b"127.0.0.1"), (b"cookie", b"assistant-sign-in=" + form[:99])]
    scope = {
        "type": "http", "http_version": "1.1", "asgi": {"version": "3.0"}, "method": method, "scheme": "http",
        "path": "/" + unquote_to_bytes(path).decode("utf-8", "replace").lstrip("/"), "raw_path": path,
        "query_string": quote(query, safe="&=%+/").encode(), "root_path": "", "server": ("127.0.0.1", 80),
        "client": ("127.0.0.1", 1), "headers": headers,
    }  # fmt: skip
    statuses = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": form, "more_body": False}

    async def send(message: Any) -> None:
        if message["type"] == "http.response.start":
            statuses.append(message["status"])

    await app(scope, receive, send)
    return int(statuses[0])
