"""An unsafe or unusable production environment is refused in words at the start; development isn't checked."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import environ
import pytest

from contactcenter import checks, oidc_settings

ROOT = Path(__file__).resolve().parents[2]
GOOD = "k3y-" * 3 + "of-a-production-server-that-nobody-can-guess-0123456789"


@pytest.fixture
def production(settings):
    settings.DEVELOPMENT = False
    settings.SECRET_KEY = GOOD
    settings.SECRET_KEY_FALLBACKS = []
    settings.PUBLIC_URL = "https://cc.example"
    settings.SOCKET_ORIGINS = ["https://cc.example"]
    settings.PLAIN_HTTP = False
    settings.STUN_URLS, settings.TURN_URLS, settings.TURN_SECRET = [], [], ""
    settings.RELAY_ONLY = False
    settings.OIDC_PROVIDERS, settings.OIDC_SECOND_FACTOR = [], "here"
    return settings


def faults() -> list[str]:
    return [fault.id for fault in checks.environment()]


def test_a_proper_environment_starts(production):
    production.TURN_URLS = ["turn:turn.example:3478?transport=udp", "turns:turn.example:5349?transport=tcp"]
    production.STUN_URLS = ["stun:turn.example:3478"]
    production.TURN_SECRET = "a secret shared with the relay"
    assert faults() == []
    checks.start()


@pytest.mark.parametrize("key", ["x", "a" * 60, "django-insecure-" + GOOD])
def test_a_guessable_key_is_refused(production, key):
    production.SECRET_KEY = key
    assert faults() == ["contactcenter.E001"]


def test_an_earlier_key_that_is_weak_is_refused_too(production):
    production.SECRET_KEY_FALLBACKS = [GOOD[::-1], "weak"]
    assert faults() == ["contactcenter.E001"]


@pytest.mark.parametrize(
    ("url", "fault"),
    [
        ("cc.example", "E002"),
        ("ftp://cc.example", "E002"),
        ("https://", "E002"),
        ("https://cc.example:port", "E002"),
        ("https://[::1", "E002"),
        ("https://cc.example/support", "E003"),
        ("https://cc.example?x=1", "E003"),
        ("https://me@cc.example", "E003"),
        ("http://cc.example", "E004"),
        ("http://192.168.1.5:8000", "E004"),
    ],
)
def test_an_unusable_or_unsafe_public_url_is_refused(production, url, fault):
    production.PUBLIC_URL = url
    assert faults() == [f"contactcenter.{fault}"]


@pytest.mark.parametrize(
    "url", ["http://localhost:8000", "http://127.0.0.1:8000", "http://[::1]:8000", "https://cc.example:8443"]
)
def test_localhost_needs_no_tls_and_ports_are_allowed(production, url):
    production.PUBLIC_URL = url
    assert faults() == []


def test_plain_http_needs_an_explicit_setting(production):
    production.PUBLIC_URL = "http://cc.intranet"
    production.PLAIN_HTTP = True
    assert faults() == []


@pytest.mark.parametrize("origin", ["cc.example", "https://cc.example/", "https://*.example", "null", "https://cc.example:x"])
def test_an_origin_no_browser_would_send_is_refused(production, origin):
    production.SOCKET_ORIGINS = ["https://cc.example", origin]
    assert faults() == ["contactcenter.E005"]


@pytest.mark.parametrize("secret", ["", "short"])
def test_a_relay_without_a_proper_secret_is_refused(production, secret):
    production.TURN_URLS = ["turn:turn.example:3478"]
    production.TURN_SECRET = secret
    assert faults() == ["contactcenter.E007"]


@pytest.mark.parametrize("url", ["turn.example", "https://turn.example", "turn://turn.example", "stun:turn.example", "turn: x"])
def test_a_relay_url_that_browsers_reject_is_refused(production, url):
    production.TURN_URLS, production.TURN_SECRET = [url], "a secret shared with the relay"
    assert faults() == ["contactcenter.E006"]


def test_relay_only_calls_need_a_relay(production):
    production.RELAY_ONLY = True
    assert faults() == ["contactcenter.E008"]


def test_development_skips_the_checks(production):
    production.SECRET_KEY = "x"
    production.DEVELOPMENT = True
    assert faults() == []
    checks.start()


def environment(folder: Path, **variables: str) -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "VIRTUAL_ENV") if name in os.environ}
    return kept | {"CONTACTCENTER_DATA_DIR": str(folder), **variables}


def test_the_server_refuses_to_start_and_lists_every_fault(tmp_path: Path) -> None:
    env = environment(
        tmp_path, SECRET_KEY="x", CONTACTCENTER_PUBLIC_URL="cc.example", CONTACTCENTER_TURN_URLS="turn:turn.example"
    )
    done = subprocess.run(
        [sys.executable, "-c", "import contactcenter.asgi"], cwd=ROOT, env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    for name in ("SECRET_KEY", "CONTACTCENTER_PUBLIC_URL", "CONTACTCENTER_TURN_SECRET"):
        assert name in done.stderr


def test_an_empty_environment_starts_with_a_generated_key(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", "import contactcenter.asgi"],
        cwd=ROOT,
        env=environment(tmp_path),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    for private in ("secret", "contactcenter.sqlite3", "incoming"):
        assert (tmp_path / private).stat().st_mode & 0o077 == 0, private


def test_collectstatic_needs_no_real_key(tmp_path: Path) -> None:
    env = environment(tmp_path, SECRET_KEY="only-for-this-step")
    command = [sys.executable, "manage.py", "collectstatic", "--noinput", "--verbosity", "0", "--dry-run"]
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def single_sign_on(prefix="CONTACTCENTER_OIDC_", ids=(), **variables):
    """Return the providers of an environment with these variables of one provider."""
    env = environ.Env()
    env.ENVIRON = {f"{prefix}{name}": value for name, value in variables.items()}
    return oidc_settings.providers(env, list(ids))


WHOLE = {"ISSUER": "https://sso.example/realm", "CLIENT_ID": "contact-centre", "CLIENT_SECRET": "a secret"}


def test_without_its_variables_there_is_no_single_sign_on():
    assert single_sign_on() == []


def test_single_sign_on_that_is_set_up_whole_starts(production):
    production.OIDC_PROVIDERS = single_sign_on(**WHOLE, GROUPS_CLAIM="teams", GROUPS="helpdesk=Support,sales=Sales")
    assert faults() == []
    assert production.OIDC_PROVIDERS[0].groups == {"helpdesk": "Support", "sales": "Sales"}


@pytest.mark.parametrize("missing", WHOLE)
def test_single_sign_on_that_is_set_up_by_half_is_refused_with_what_is_missing(production, missing):
    production.OIDC_PROVIDERS = single_sign_on(**{name: value for name, value in WHOLE.items() if name != missing})
    (fault,) = checks.environment()
    assert (fault.id, f"CONTACTCENTER_OIDC_{missing} missing" in fault.msg) == ("contactcenter.E009", True)


def test_several_providers_have_variables_of_their_own(production):
    production.OIDC_PROVIDERS = single_sign_on("CONTACTCENTER_OIDC_PARTNER_", ("company", "partner"), **WHOLE)
    (fault,) = checks.environment()
    assert "CONTACTCENTER_OIDC_COMPANY_ISSUER" in fault.msg
    assert [provider.id for provider in production.OIDC_PROVIDERS] == ["company", "partner"]


@pytest.mark.parametrize(
    ("variables", "number"),
    [({"ISSUER": "http://sso.example"}, 10), ({"ISSUER": "sso.example"}, 10), ({"SCOPES": "email"}, 11)],
)
def test_single_sign_on_that_would_be_unsafe_or_fail_is_refused(production, variables, number):
    production.OIDC_PROVIDERS = single_sign_on(**(WHOLE | variables))
    assert faults() == [f"contactcenter.E{number:03}"]


@pytest.mark.parametrize("ids", [("a", "a"), ("a-b",), ("../x",)])
def test_names_of_providers_are_unique_and_simple(production, ids):
    production.OIDC_PROVIDERS = [single_sign_on(**WHOLE)[0]._replace(id=name) for name in ids]
    assert faults() == ["contactcenter.E012"]


def test_a_language_without_texts_is_refused_as_the_houses(production):
    production.HOUSE_LANGUAGE = "cs"
    assert faults() == []
    production.HOUSE_LANGUAGE = "tlh"
    assert faults() == ["contactcenter.E014"]
