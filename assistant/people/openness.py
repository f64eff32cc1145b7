"""An address and the users to whether the window may be served there."""

from ipaddress import ip_address

from assistant.errors import UsageError
from assistant.people.people import People


def is_this_machine(host: str) -> bool:
    """Return whether a host is this machine's own address, at which nobody else can reach it.

    A name that anybody can register may lead here as well (DNS rebinding), so none but localhost counts.

    >>> is_this_machine("localhost"), is_this_machine("127.0.0.2"), is_this_machine("0.0.0.0")
    (True, True, False)
    """
    if host == "localhost":
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def refuse_open_house(host: str, people: People) -> None:
    """Raise UsageError when strangers could open the window, or when nobody could."""
    if not people.required and not is_this_machine(host):
        raise UsageError(
            f"On {host} others could open the window without signing in. Add users with `python -m assistant user add "
            "NAME` and set ASSISTANT_USERS_FILE, or leave ASSISTANT_HOST at 127.0.0.1."
        )
    if people.required and not people.everyone():
        raise UsageError(f"{people.file} names nobody. Add a user with `python -m assistant user add NAME`.")
