"""The relay we ship relays to no internal address.

For IPv4 the tests ask coturn itself, with our configuration. Not every test machine has IPv6: there the file is read as coturn reads it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from ipaddress import IPv6Address
from pathlib import Path

import pytest

from tests.servers.turn import SECRET, Allocation, Turn

CONF = Path(__file__).resolve().parents[2] / "deploy/turnserver.conf"

PRIVATE_4 = """0.0.0.0 0.255.255.255 10.0.0.1 10.255.255.255 100.64.0.1 100.127.255.255 127.0.0.1 127.255.255.254 169.254.169.254
172.16.0.1 172.31.255.255 192.0.0.1 192.0.0.170 192.0.2.1 192.31.196.1 192.52.193.1 192.88.99.1 192.168.1.1 192.168.255.255 192.175.48.1
198.18.0.1 198.19.255.255 198.51.100.1 203.0.113.1 224.0.0.1 239.255.255.255 240.0.0.1 255.255.255.255""".split()
PUBLIC_4 = "1.1.1.1 9.9.9.9 100.63.255.255 172.32.0.1 193.0.14.129".split()
PRIVATE_6 = """::1 ::7f00:1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::ffff:169.254.169.254 64:ff9b::7f00:1 64:ff9b:1::1 100::1 100:0:0:1::1 2001::1
2001:2::1 2001:10::1 2001:20::1 2001:1ff::1 2001:db8::1 2002:7f00:1::1 2620:4f:8000::1 3fff::1 3fff:fff::1 4000::1 5f00::1 fc00::1 fd00::1
fe80::1 fec0::1 ff02::1""".split()
PUBLIC_6 = "2606:4700:4700::1111 2620:fe::fe 2001:500:2f::f 2a00:1450::1".split()


@pytest.fixture(scope="module")
def turn() -> Iterator[Turn]:
    with Turn(CONF) as running:
        yield running


@pytest.fixture(scope="module")
def allocation(turn: Turn) -> Iterator[Allocation]:
    allocation = Allocation(turn.port)
    assert allocation.code == 0
    yield allocation
    allocation.close()


@pytest.mark.parametrize("peer", PRIVATE_4)
def test_the_relay_refuses_private_ipv4_addresses(allocation: Allocation, peer: str) -> None:
    assert allocation.permit(peer) == 403


@pytest.mark.parametrize("peer", PUBLIC_4)
def test_the_relay_accepts_public_ipv4_addresses(allocation: Allocation, peer: str) -> None:
    assert allocation.permit(peer) == 0


def test_a_forged_credential_is_refused(turn: Turn) -> None:
    allocation = Allocation(turn.port, secret="another secret")
    assert allocation.code == 401
    allocation.close()


def test_an_expired_credential_is_refused(turn: Turn) -> None:
    allocation = Allocation(turn.port, seconds=-60)
    assert allocation.code == 401
    allocation.close()


def test_the_secret_is_in_no_command_line(turn: Turn) -> None:
    command = Path(f"/proc/{turn.pid}/cmdline").read_text()
    assert "turnserver" in command
    assert SECRET not in command


def test_a_caller_at_the_quota_of_one_name_leaves_the_others_theirs(turn: Turn) -> None:
    quota = int(re.search(r"^user-quota=(\d+)", CONF.read_text(), re.MULTILINE)[1])  # type: ignore[index]
    greedy = [Allocation(turn.port, name="greedy", seconds=600 + number) for number in range(quota + 4)]
    honest = Allocation(turn.port, name="honest")
    codes = [allocation.code for allocation in greedy]
    for allocation in (*greedy, honest):
        allocation.close()
    assert codes == [0] * quota + [486] * 4  # however many credentials were made for that name
    assert honest.code == 0


def denied(peer: str) -> bool:
    lines = [line.partition("=")[2] for line in CONF.read_text().splitlines() if line.startswith("denied-peer-ip=")]
    ranges = [tuple(IPv6Address(end) for end in line.split("-")) for line in lines if ":" in line]
    assert all(first != IPv6Address("::") for first, _ in ranges), "coturn takes a range from :: as every address"
    return any(first <= IPv6Address(peer) <= last for first, last in ranges)


@pytest.mark.parametrize("peer", PRIVATE_6)
def test_private_ipv6_addresses_are_denied(peer: str) -> None:
    assert denied(peer)


@pytest.mark.parametrize("peer", PUBLIC_6)
def test_public_ipv6_addresses_are_not_denied(peer: str) -> None:
    assert not denied(peer)
