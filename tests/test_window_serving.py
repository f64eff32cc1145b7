import pytest

from assistant.errors import UsageError
from assistant.window.serving import address, listen


def test_a_free_port_is_claimed_and_its_address_told() -> None:
    with listen("127.0.0.1", 0) as listener:
        assert address(listener) == f"http://127.0.0.1:{listener.getsockname()[1]}"


def test_a_taken_port_is_named_in_one_line_with_the_fix() -> None:
    with listen("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(UsageError, match=rf"127\.0\.0\.1:{port} .*ASSISTANT_PORT"):
            listen("127.0.0.1", port)
