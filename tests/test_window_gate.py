"""The door of the window without a browser: who is let in where, and what an attacker may try."""

import asyncio
import logging
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from assistant.people.attempts import FREE_BY_NAME, Attempts
from assistant.people.people import People
from assistant.people.roles import Person
from assistant.people.sign_ins import SignIns
from assistant.people.users_file import change_users
from assistant.window.door import Door
from assistant.window.gate import COOKIE, OPEN_PATHS, SECURE_COOKIE
from tests.fakes import FakeAssistant
from tests.served import finished
from tests.signed_in import PASSWORD, browser, door_of, guarded_app, patient_app, person, sign_in
from tests.test_people import Clock

if TYPE_CHECKING:
    from fastapi import FastAPI
    from starlette.testclient import TestClient


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("guarded")


@pytest.fixture(scope="module")
def app(folder: Path) -> "FastAPI":
    return patient_app(folder)


@pytest.fixture
def stranger(app: "FastAPI") -> "TestClient":
    return browser(app)


@pytest.fixture
def reader(app: "FastAPI") -> "TestClient":
    client = browser(app)
    assert sign_in(client) == 303
    return client


def routes(app: Any, prefix: str = "") -> Iterator[tuple[str, str]]:
    """Yield method and path of everything that is served, however it is mounted."""
    for route in app.routes:
        if included := getattr(route, "original_router", None):
            yield from routes(included, prefix)
            continue
        path = prefix + re.sub(r"\{[^}]*\}", "x", route.path)
        if hasattr(route, "routes") and route.routes:
            yield from routes(route, path)
        else:
            yield from ((method, path) for method in sorted(getattr(route, "methods", None) or {"GET"}))


def test_no_path_but_the_open_ones_is_answered_without_signing_in(app: "FastAPI", stranger: "TestClient") -> None:
    known = sorted(set(routes(app)))
    paths = {path for _, path in known}
    must = {"/", "/config", "/gradio_api/queue/join", "/gradio_api/run/x", "/gradio_api/upload", "/targets.csv"}
    assert must | {"/targets.xlsx", "/evaluations/x/x", "/theme.css", "/healthz", "/login", "/logout"} <= paths
    assert len(known) > 60
    answered = {}
    for method, path in known:
        reply = stranger.request(method, path, headers={"accept": "*/*"})
        if reply.status_code != 401:
            answered[method, path] = reply.status_code
    assert answered == {("GET", "/healthz"): 200, ("GET", "/login"): 200, ("HEAD", "/login"): 200}


@pytest.mark.parametrize(
    "path",
    ["//", "/healthz/", "/healthz/..", "/login/", "/login/../config", "/LOGIN", "/login%2f..%2fconfig", "/%68ealthz/x"],
)
def test_paths_that_look_like_open_ones_are_none(stranger: "TestClient", path: str) -> None:
    reply = stranger.get(f"http://127.0.0.1{path}", headers={"accept": "*/*"})
    assert reply.status_code == 401


def test_the_open_paths_are_few() -> None:
    assert {"/healthz", "/readyz", "/metrics", "/login"} == OPEN_PATHS


def test_a_websocket_is_refused_without_signing_in(app: "FastAPI", stranger: "TestClient") -> None:
    from starlette.websockets import WebSocketDisconnect

    with pytest.raises(WebSocketDisconnect) as refused, stranger.websocket_connect("/gradio_api/queue/join"):
        pass
    assert refused.value.code == 1008


def test_a_page_leads_to_the_login_page_and_the_way_in_leads_back(stranger: "TestClient") -> None:
    assert stranger.get("/").headers["location"] == "/login"
    page = stranger.get("/login")
    assert page.status_code == 200 and 'name="password"' in page.text
    entered = stranger.post("/login?lang=en", data={"username": "小李", "password": PASSWORD})
    assert (entered.status_code, entered.headers["location"]) == (303, "/?lang=en")
    assert stranger.get("/").status_code == 200
    assert stranger.get("/gradio_api/user").json() == "小李"
    assert stranger.get("/targets.csv").status_code == 200


def test_what_a_signed_in_user_saw_is_not_kept_by_caches(reader: "TestClient") -> None:
    assert {reader.get(path).headers["cache-control"] for path in ("/", "/config", "/targets.csv")} == {"no-store"}


def test_signing_out_ends_the_id_on_the_server_too(reader: "TestClient") -> None:
    secret = reader.cookies[COOKIE]
    left = reader.post("/logout")
    assert (left.status_code, left.headers["location"]) == (303, "/login")
    assert COOKIE not in reader.cookies
    reader.cookies.set(COOKIE, secret)
    assert reader.get("/").headers["location"] == "/login?ended=1"
    assert "登录已失效" in reader.get("/login?ended=1").text


def test_a_get_request_signs_nobody_out(reader: "TestClient") -> None:
    reader.get("/logout")
    assert reader.get("/").status_code == 200


def cookie_of(reply: Any) -> tuple[str, set[str]]:
    """Return name and attributes of the only cookie that a reply sets."""
    (header,) = reply.headers.get_list("set-cookie")
    first, *attributes = header.split("; ")
    return first.split("=")[0], {one.lower() for one in attributes}


def test_the_cookie_is_kept_from_scripts_and_from_other_sites(stranger: "TestClient") -> None:
    reply = stranger.post("/login", data={"username": "小李", "password": PASSWORD})
    assert cookie_of(reply) == (COOKIE, {"httponly", "samesite=strict", "path=/"})


def test_over_https_the_cookie_is_sent_over_https_alone(app: "FastAPI") -> None:
    reply = browser(app, scheme="https").post("/login", data={"username": "小李", "password": PASSWORD})
    assert cookie_of(reply) == (SECURE_COOKIE, {"httponly", "samesite=strict", "path=/", "secure"})
    assert SECURE_COOKIE.startswith("__Host-")


def test_an_id_that_somebody_planted_is_never_taken_over(app: "FastAPI", stranger: "TestClient") -> None:
    stranger.cookies.set(COOKIE, "planted")
    assert sign_in(stranger) == 303
    issued = [cookie.value for cookie in stranger.cookies.jar if cookie.value != "planted"]
    planted = browser(app)
    planted.cookies.set(COOKIE, "planted")
    assert planted.get("/").status_code == 303
    assert len(issued) == 1 and len(issued[0] or "") >= 43


def test_signing_in_again_gives_a_new_id_and_ends_the_old_one(app: "FastAPI", reader: "TestClient") -> None:
    old = reader.cookies[COOKIE]
    assert sign_in(reader, "王芳") == 303
    assert reader.cookies[COOKIE] != old
    former = browser(app)
    former.cookies.set(COOKIE, old)
    assert former.get("/").status_code == 303


@pytest.mark.parametrize(
    ("name", "password"),
    [("小李", "wrong password"), ("nobody", PASSWORD), ("", ""), ("小李", ""), ("小李' OR 1=1 --", PASSWORD)],
)
def test_a_wrong_name_and_a_wrong_password_get_the_same_answer(
    stranger: "TestClient", name: str, password: str
) -> None:
    reply = stranger.post("/login", data={"username": name, "password": password})
    assert reply.status_code == 401 and "set-cookie" not in reply.headers
    assert "用户名或密码不对。" in reply.text


def test_what_is_no_form_or_too_long_is_a_wrong_password(stranger: "TestClient") -> None:
    for content in (b"", b"\xff\xfe", b'{"username": "x"}', b"username=" + b"a" * 5_000_000):
        assert stranger.post("/login", content=content).status_code == 401


class _Inputs(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def test_what_was_typed_as_name_stays_text_and_the_password_is_not_shown(stranger: "TestClient") -> None:
    hostile = '"><script>alert(1)</script><img src=x onerror=alert(1)>'
    reply = stranger.post("/login", data={"username": hostile, "password": "typed secret"})
    parser = _Inputs()
    parser.feed(reply.text)
    assert {tag for tag, _ in parser.found}.isdisjoint({"script", "img", "iframe"})
    assert [given.get("value") for tag, given in parser.found if tag == "input"] == [hostile, None]
    assert "typed secret" not in reply.text


def test_the_login_page_runs_nothing_fetches_nothing_and_cannot_be_framed(stranger: "TestClient") -> None:
    reply = stranger.get("/login")
    policy = reply.headers["content-security-policy"]
    for rule in ("default-src 'none'", "form-action 'self'", "frame-ancestors 'none'", "base-uri 'none'"):
        assert rule in policy
    assert "unsafe" not in policy and "script-src" not in policy
    assert reply.headers["x-frame-options"] == "DENY" and reply.headers["cache-control"] == "no-store"
    assert not re.search(r"<script|\son\w+=|url\(|@import", reply.text)
    assert re.findall(r'(?:src|href)="(?!login\?|data:)[^"]*"', reply.text) == []


@pytest.mark.parametrize("origin", ["http://evil.test", "null", "http://127.0.0.1:99", "http://127.0.0.1.evil.test"])
@pytest.mark.parametrize("path", ["/login", "/logout", "/gradio_api/queue/join", "/gradio_api/run/predict"])
def test_another_site_can_post_nothing(reader: "TestClient", origin: str, path: str) -> None:
    assert reader.post(path, headers={"origin": origin}).status_code == 403
    assert reader.get("/").status_code == 200  # still signed in


@pytest.mark.parametrize(("site", "carried_out"), [("same-origin", True), ("same-site", False), ("cross-site", False)])
def test_what_the_browser_says_of_the_origin_counts(reader: "TestClient", site: str, carried_out: bool) -> None:
    # Behind a proxy the host is another one than the browser's.
    reply = reader.post("/logout", headers={"origin": "https://kexie.example", "sec-fetch-site": site})
    assert (reply.status_code == 303) is carried_out


def test_the_own_origin_is_none_of_another_site(stranger: "TestClient") -> None:
    data = {"username": "小李", "password": PASSWORD}
    assert stranger.post("/login", data=data, headers={"origin": "http://127.0.0.1"}).status_code == 303


def test_a_link_on_another_site_opens_the_window_once_the_page_itself_asks(stranger: "TestClient") -> None:
    reply = stranger.get("/targets.csv?lang=en", headers={"sec-fetch-site": "cross-site"})
    assert reply.status_code == 200 and 'content="0; url=/targets.csv?lang=en"' in reply.text
    again = stranger.get("/targets.csv?lang=en", headers={"sec-fetch-site": "same-origin"})
    assert again.status_code == 303


@pytest.mark.parametrize("path", ["//evil.test/x", "/\\evil.test/x", "/%5Cevil.test/x", '/"><script>', "//\\/a.test"])
def test_that_page_leads_nowhere_else(stranger: "TestClient", path: str) -> None:
    reply = stranger.get(f"http://127.0.0.1{path}", headers={"sec-fetch-site": "cross-site"})
    found = re.search(r'url=([^"]*)"', reply.text)
    assert found is not None and re.match(r"/[^/\\]", found[1]), reply.text
    assert "<script" not in reply.text


def guesses(folder: Path) -> "tuple[FastAPI, Clock]":
    clock = Clock()
    door = door_of(folder)
    app = guarded_app(folder, Door(door.people, door.sign_ins, door.pace, Attempts(clock)))
    return app, clock


def test_guessing_is_slowed_down_and_says_for_how_long(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    app, clock = guesses(tmp_path)
    client = browser(app)
    assert [sign_in(client, password=f"guess-{n}") for n in range(FREE_BY_NAME)] == [401] * FREE_BY_NAME
    with caplog.at_level(logging.INFO):
        refused = client.post("/login", data={"username": "小李", "password": PASSWORD})
    assert (refused.status_code, refused.headers["retry-after"]) == (429, "2")
    assert "请 1 秒后再试" in refused.text and "set-cookie" not in refused.headers
    assert client.post("/login?lang=en", data={"username": "小李", "password": "x"}).text.count("1 seconds") == 1
    assert sign_in(client, " 小李　") == 429  # the same name, typed differently
    assert sign_in(client, "王芳") == 303
    clock.now += 1
    assert sign_in(client) == 303
    assert "too many wrong tries" in caplog.text


def test_guesses_at_the_same_time_gain_nothing(tmp_path: Path) -> None:
    app, _ = guesses(tmp_path)

    async def all_at_once() -> list[int]:
        data = {"username": "小李", "password": "wrong password"}
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
            replies = await asyncio.gather(*(client.post("/login", data=data) for _ in range(30)))
        return [reply.status_code for reply in replies]

    assert sorted(finished(all_at_once())) == [401] * FREE_BY_NAME + [429] * (30 - FREE_BY_NAME)


def test_the_log_names_known_users_and_addresses_but_nothing_that_was_typed(
    stranger: "TestClient", caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO):
        sign_in(stranger, password="typed secret one")
        sign_in(stranger, "typed secret two\nroot signed in", "x")
        sign_in(stranger)
    assert "Sign-in failed for '小李' from testclient" in caplog.text
    assert "Sign-in failed for an unknown name from testclient" in caplog.text
    assert "'小李' signed in from testclient" in caplog.text
    assert "typed secret" not in caplog.text and PASSWORD not in caplog.text


@pytest.mark.parametrize("change", ["role", "removed", "password"])
def test_a_change_of_a_user_closes_the_open_pages(tmp_path: Path, change: str) -> None:
    door = door_of(tmp_path)
    client, other = (browser(guarded) for guarded in [guarded_app(tmp_path, door)] * 2)
    assert (sign_in(client), sign_in(other, "王芳")) == (303, 303)
    known = door.people.find("小李")
    assert known is not None and door.people.file is not None
    changed = {
        "removed": [],
        "role": [Person("小李", ("evaluator",), known.password, known.created)],
        "password": [person("小李")],
    }[change]
    change_users(door.people.file, lambda people: [*changed, *people[1:]])
    assert client.get("/config", headers={"accept": "*/*"}).status_code == 401
    assert other.get("/config").status_code == 200


def test_pages_close_after_a_time(tmp_path: Path) -> None:
    clock = Clock()
    people = People(door_of(tmp_path).people.file)
    sign_ins = SignIns(people.find, idle_seconds=60, longest_seconds=100, clock=clock)
    client = browser(guarded_app(tmp_path, Door(people, sign_ins, door_of(tmp_path).pace)))
    sign_in(client)
    for seconds, status in ((59, 200), (40, 200), (2, 303)):
        clock.now += seconds
        assert client.get("/").status_code == status


def open_house() -> "FastAPI":
    import ui

    return ui.create_app(FakeAssistant())


def test_without_users_nobody_signs_in_and_other_sites_are_kept_out_all_the_same() -> None:
    client = browser(open_house())
    assert client.get("/").status_code == 200
    assert client.post("/gradio_api/run/predict", headers={"origin": "http://evil.test"}).status_code == 403


@pytest.mark.parametrize("host", ["evil.test", "127.0.0.1.evil.test", "192.168.1.5:7860", "localhost.evil.test"])
def test_without_users_no_other_name_leads_in(host: str) -> None:
    # A name that an attacker lets lead to 127.0.0.1 would make the page one of the attacker's site.
    reply = browser(open_house(), host=host).get("/targets.csv")
    assert reply.status_code == 403 and "user add NAME" in reply.text


@pytest.mark.parametrize("host", ["localhost:7860", "127.0.0.1:80", "[::1]:7860"])
def test_without_users_this_machine_has_several_names(host: str) -> None:
    assert browser(open_house(), host=host).get("/targets.csv").status_code == 200
