"""What is on the public internet may be fetched, and nothing else, however it is written."""

import socket
from collections.abc import Sequence
from ipaddress import IPv4Address, IPv6Address, ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.network.address import NoNetworkError, RefusedAddressError, find_place, is_public, parse_url

PRIVATE = (
    "0.0.0.0 10.1.2.3 100.64.0.1 127.0.0.1 127.255.255.254 169.254.169.254 172.16.0.1 172.31.255.255 192.0.0.8 "
    "192.0.2.1 192.168.0.1 198.18.0.1 198.51.100.1 203.0.113.9 224.0.0.1 239.255.255.250 240.0.0.1 255.255.255.255 "
    ":: ::1 ::127.0.0.1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::ffff:169.254.169.254 64:ff9b::7f00:1 64:ff9b::a00:1 "
    "64:ff9b:1::1 100::1 2001:db8::1 2001::1 2002:7f00:1:: 2002:a00:1:: fc00::1 fd12::1 fe80::1 fec0::1 ff02::1"
).split()
PUBLIC = "1.1.1.1 8.8.8.8 223.5.5.5 2400:3200::1 2606:4700::1111 ::ffff:8.8.8.8 64:ff9b::808:808 2002:808:808::".split()


@pytest.mark.parametrize("text", PRIVATE)
def test_private_and_special_addresses_are_not_public(text: str) -> None:
    assert not is_public(ip_address(text))


@pytest.mark.parametrize("text", PUBLIC)
def test_addresses_of_the_internet_are_public(text: str) -> None:
    assert is_public(ip_address(text))


@given(st.ip_addresses(v=4))
def test_writing_an_address_in_another_way_never_opens_it(address: IPv4Address) -> None:
    public = is_public(address)
    assert is_public(IPv6Address(f"::ffff:{address}")) is public
    assert is_public(IPv6Address((0x64FF9B << 96) | int(address))) is public
    assert not public or address.is_global


@pytest.mark.parametrize("text", PRIVATE)
def test_a_name_that_leads_inside_is_refused(text: str) -> None:
    with pytest.raises(RefusedAddressError, match="not on the public internet"):
        find_place("http://news.example/", resolve=lambda host, port: [text])


def test_one_private_address_among_public_ones_is_enough_to_refuse() -> None:
    with pytest.raises(RefusedAddressError, match=r"10\.0\.0\.1"):
        find_place("http://news.example/", resolve=lambda host, port: ["8.8.8.8", "10.0.0.1"])


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1/", "http://[::1]/", "https://[::ffff:127.0.0.1]/", "http://0.0.0.0/"]
)
def test_this_machine_is_refused_by_the_rules_that_ship(url: str) -> None:
    with pytest.raises(RefusedAddressError, match="not on the public internet"):
        find_place(url)


def test_localhost_is_refused_by_the_rules_that_ship() -> None:
    with pytest.raises(RefusedAddressError, match="localhost leads to"):
        find_place("http://localhost/")


@pytest.mark.parametrize(
    "host",
    "2130706433 0x7f000001 017700000001 0x7f.0.0.1 127.1 0177.0.0.1 127.0.0.01 1.2.3.4. 8.8.8.0x8 256.1.1.1".split(),
)
def test_numbers_that_some_systems_take_for_addresses_are_refused_unasked(host: str) -> None:
    def never(host: str, port: int) -> Sequence[str]:
        raise AssertionError("no name should be looked up")

    with pytest.raises(RefusedAddressError):
        find_place(f"http://{host}/", resolve=never)


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("ftp://news.example/", "only http"),
        ("file:///etc/passwd", "only http"),
        ("javascript://x/%0aalert(1)", "only http"),
        ("//news.example/", "only http"),
        ("http:///path", "no host"),
        ("http://user@news.example/", "user name"),
        ("http://user:secret@news.example/", "user name"),
        ("http://news.example\\@inside/", "user name"),
        ("http://news.example:22/", "port 22"),
        ("https://news.example:6379/", "port 6379"),
        ("http://news.example:99999/", "99999"),
        ("http://ex%61mple/", "no host"),
        ("http://[fe80::1%25eth0]/", "no host"),
        ("http://[::1/", "not a valid address"),
        ("http://news.example/\x00", "not a valid address"),
        ("http://news.example/\ud800", "not a valid address"),
        ("http://news.example/" + "a" * 2_000, "longer"),
    ],
)
def test_other_addresses_are_refused_with_the_reason(url: str, why: str) -> None:
    with pytest.raises(RefusedAddressError, match=why):
        parse_url(url)


def test_a_refusal_does_not_repeat_a_password() -> None:
    with pytest.raises(RefusedAddressError) as caught:
        parse_url("http://user:secret@news.example/")
    assert "secret" not in str(caught.value)


def test_a_chinese_name_is_looked_up_as_its_ascii_form() -> None:
    asked: list[tuple[str, int]] = []

    def resolve(host: str, port: int) -> Sequence[str]:
        asked.append((host, port))
        return ["8.8.8.8"]

    place = find_place("https://例子.cn/报告", resolve=resolve)
    assert asked == [("xn--fsqu00a.cn", 443)]
    assert (place.host, place.addresses) == ("xn--fsqu00a.cn", ("8.8.8.8",))


@pytest.mark.parametrize("found", [socket.gaierror(-2, "Name or service not known"), []])
def test_a_name_without_an_address_means_no_network(found: OSError | list[str]) -> None:
    def resolve(host: str, port: int) -> Sequence[str]:
        if isinstance(found, OSError):
            raise found
        return found

    with pytest.raises(NoNetworkError, match=r"news\.example"):
        find_place("http://news.example/", resolve=resolve)
