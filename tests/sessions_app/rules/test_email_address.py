"""Valid e-mail addresses are kept; invalid ones are refused wherever an address is given."""

from __future__ import annotations

import pytest

from contactcenter.realtime.wire import Fault
from sessions_app.rules.email_address import clean_email, deliverable
from sessions_app.services import clients, entry, transcripts
from tests.world import World, refused, run

ODD = [
    "ana@firma.example.", "a@b..example", "a:b@c.example", "a@b.exam\u202eple", "a@exa\u200bmple.com", "a\u2066b@example.com",
    "a@b", "nobody", "a b@example.com", "a@example.com, b@example.com", "<a@example.com>", "a@[127.0.0.1]", ".a@example.com",
    "a@-example.com", "a@example.c", "a@\x00example.com", "a@" + "x" * 400 + ".example", "a@localhost", "a@exam\ud800ple.com",
]  # fmt: skip


@pytest.mark.parametrize(
    "email", ["ana@firma.example", "a.b+c@sub.example.com", "jan@háčky.example", "O'Neil@example.co.uk", "  a@b.cz "]
)
def test_real_addresses_are_kept(email: str) -> None:
    assert clean_email(email) == email.strip()
    assert clean_email("  ") == ""


@pytest.mark.parametrize("email", ODD)
def test_impossible_addresses_are_refused_in_words(email: str) -> None:
    assert not deliverable(email)
    with pytest.raises(Fault) as caught:
        clean_email(email)
    assert (caught.value.code, caught.value.retry) == ("entry.email", False)


@pytest.mark.parametrize("email", ODD[:4])
def test_every_service_with_an_address_refuses_impossible_ones(world: World, email: str) -> None:
    assert refused(entry.entry_start, world.carla, entry="chat", email=email).code == "entry.email"
    assert refused(entry.message_leave, world.carla, message="words", email=email).code == "entry.email"
    session = world.active()
    assert refused(clients.client_edit, world.anna, session=session, name="", email=email, phone="").code == "entry.email"
    with pytest.raises(Fault, match=r"entry\.email"):
        transcripts.transcript_letter(by=world.carla, session=session, email=email)
    run(clients.client_edit, world.anna, session=session, name="", email="ana@firma.example", phone="")
