"""Network addresses that count as one."""

from __future__ import annotations

import pytest

from contactcenter.realtime.network_address import network, site


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("192.0.2.1:5123", "192.0.2.1"),
        (" 192.0.2.1 ", "192.0.2.1"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("64:ff9b::c000:201", "192.0.2.1"),
        ("2001:db8:1:2::7", "2001:db8:1:2::/64"),
        ("2001:DB8:1:2:ffff:ffff:ffff:ffff", "2001:db8:1:2::/64"),
        ("[2001:db8:1:2::7]:443", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("", ""),
        ("unix:", "unix:"),
        ("x" * 1000, "x" * 64),
    ],
)
def test_an_address_counts_as_its_network(address: str, counted: str) -> None:
    assert network(address) == counted


def test_addresses_in_one_slash_64_count_as_one_and_those_in_the_next_do_not() -> None:
    assert len({network(f"2001:db8:1:2::{host:x}") for host in range(60)}) == 1
    assert len({network(f"2001:db8:1:{net:x}::1") for net in range(60)}) == 60
    assert {site(f"2001:db8:1:{net:x}::1") for net in range(60)} == {"2001:db8:1::/48"}


@pytest.mark.parametrize("address", ["192.0.2.1", "::ffff:192.0.2.1", "", "unix:", "x/48"])
def test_only_ipv6_addresses_belong_to_a_site(address: str) -> None:
    assert site(address) == ""
