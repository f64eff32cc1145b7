import pytest

from assistant.errors import UsageError
from assistant.window.serving import address, listen, serve


def test_a_free_port_is_claimed_and_its_address_told() -> None:
    with listen("127.0.0.1", 0) as listener:
        assert address(listener) == f"http://127.0.0.1:{listener.getsockname()[1]}"


def test_a_taken_port_is_named_in_one_line_with_the_fix() -> None:
    with listen("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(UsageError, match=rf"127\.0\.0\.1:{port} .*ASSISTANT_PORT"):
            listen("127.0.0.1", port)


def test_a_connection_outlasts_the_minute_for_which_proxies_trust_it(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[int] = []
    monkeypatch.setattr("uvicorn.Server.run", lambda self, sockets=None: seen.append(self.config.timeout_keep_alive))
    with listen("127.0.0.1", 0) as listener:
        serve(None, listener, running=NothingUnderWay(), limit_seconds=0, leave=lambda: None)
    assert seen[0] > 60


class NothingUnderWay:
    def drain(self) -> None: ...

    def drained(self, limit_seconds: float) -> bool:
        return True
