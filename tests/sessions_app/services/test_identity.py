"""A client is identified only by a token that the website's server signed; any other is refused and changes nothing."""

import time

import pytest

from sessions_app import present
from sessions_app.models import Client, UsedIdentity, Widget
from sessions_app.services import identity
from tests.sessions_app.tokens import part, signed
from tests.world import bodies, refused, row_of, run


@pytest.fixture
def make(world):
    """Return a token as the website's server signs it. Arguments replace claims; None leaves one out."""

    def token(secret=None, head=None, **claims):
        body = {
            "aud": world.widget.key,
            "sub": "customer-7",
            "exp": int(time.time()) + 300,
            "jti": "1",
            "name": "Carla Nova",
        } | claims
        body = {name: value for name, value in body.items() if value is not None}
        return signed(head or {"alg": "HS256", "typ": "JWT"}, body, secret or world.widget.identity_secret)

    return token


def nobody_is_verified():
    return not Client.objects.filter(verified=True).exists() and not UsedIdentity.objects.exists()


def test_a_signed_client_is_verified_and_operators_see_it(world, make):
    session = world.active()
    run(identity.client_identify, world.carla, token=make(email="c@example.com", phone="601"))
    view = present.operator_session_view(row_of(session)).client
    assert (view.verified, view.external_id, view.name, view.email) == (True, "customer-7", "Carla Nova", "c@example.com")
    assert bodies(session, "client.changed", shared=False)[-1]["client"]["verified"] is True
    assert bodies(session, "client.changed", shared=True) == []


WRONG_CLAIMS = {
    "another website's": {"aud": "another-key"},
    "for a list of websites": {"aud": ["another-key"]},
    "for nobody": {"aud": None},
    "over": {"exp": int(time.time()) - 1},
    "too long": {"exp": int(time.time()) + 86_400},  # reckoned before the run, which takes a while
    "without an end": {"exp": None},
    "with an end in words": {"exp": "soon"},
    "with an endless end": {"exp": float("inf")},
    "with a yes for an end": {"exp": True},
    "without a subject": {"sub": None},
    "with an empty subject": {"sub": "  "},
    "with a number for a subject": {"sub": 7},
    "with a very long subject": {"sub": "x" * 201},
    "without its own number": {"jti": None},
    "with a list for a name": {"name": ["x"]},
    "with a zero character": {"name": "x\x00"},
    "with half an emoji": {"name": "\ud800"},
    "with half an emoji for a subject": {"sub": "x\udc00"},
    "with half an emoji for its own number": {"jti": "\ud83d"},
    "with an invisible subject": {"sub": "\u200b\u3164"},
    "with an end no clock knows": {"exp": 10**400},
    "with an end beyond all digits": {"exp": 10**4290},
    "with an end that is no number": {"exp": float("nan")},
}


@pytest.mark.parametrize("claims", WRONG_CLAIMS.values(), ids=WRONG_CLAIMS)
def test_an_invalid_token_is_refused(world, make, claims):
    assert refused(identity.client_identify, world.carla, token=make(**claims)).code == "identity.invalid"
    assert nobody_is_verified()


@pytest.mark.parametrize("alg", ["none", "None", "HS512", "RS256", "hs256", "", None, ["HS256"]])
def test_only_hs256_is_accepted(world, make, alg):
    assert refused(identity.client_identify, world.carla, token=make(head={"alg": alg})).code == "identity.invalid"
    assert (
        refused(identity.client_identify, world.carla, token=make(head={"alg": "HS256", "crit": ["b64"]})).code
        == "identity.invalid"
    )
    assert nobody_is_verified()


def test_unsigned_forged_and_foreign_tokens_are_refused(world, make):
    other = Widget.objects.create(name="Elsewhere", group=world.group)
    good = make()
    head, body, signature = good.split(".")
    none = part({"alg": "none"})
    tokens = [
        f"{head}.{body}.", f"{head}.{body}", f"{none}.{body}.", f"{none}.{body}.{signature}", f"{good}.", f"{good}=", f" {good}",
        f"{head}.{body}.{signature[:-4]}AAAA", f"{head}.{part({'sub': 'x'})}.{signature}", f"{head}.{body}.{part(b'')}A",
        make(secret="x"), make(secret=other.identity_secret), make(secret=world.widget.key), "", ".", "..", "a.b.c", "é.é.é",
        f"{part([])}.{body}.{signature}", f"{part(b'[' * 5000)}.{body}.{signature}", "x" * 4000,
    ]  # fmt: skip
    for token in tokens:
        assert refused(identity.client_identify, world.carla, token=token).code == "identity.invalid", token
    assert nobody_is_verified()


def test_without_a_secret_every_token_is_refused(world, make):
    Widget.objects.update(identity_secret="")
    assert refused(identity.client_identify, world.carla, token=make()).code == "identity.invalid"
    assert nobody_is_verified()


def test_a_token_can_be_used_once(world, make):
    token = make()
    run(identity.client_identify, world.carla, token=token)
    for by in (world.carla, world.david):
        assert refused(identity.client_identify, by, token=token).code == "identity.invalid"
    assert Client.objects.filter(verified=True).count() == 1


def test_a_browser_cannot_change_its_identity(world, make):
    run(identity.client_identify, world.carla, token=make())
    assert refused(identity.client_identify, world.carla, token=make(sub="customer-8", jti="2")).code == "identity.other"
    run(identity.client_identify, world.carla, token=make(jti="3", name=None))
    assert Client.objects.get(pk=world.carla.pk).external_id == "customer-7"
    run(identity.client_identify, world.david, token=make(sub="customer-8", jti="2"))


def test_expired_tokens_are_deleted(world, make):
    run(identity.client_identify, world.carla, token=make())
    UsedIdentity.objects.update(until="2020-01-01T00:00:00Z")
    run(identity.client_identify, world.carla, token=make(jti="2"))
    assert UsedIdentity.objects.count() == 1
