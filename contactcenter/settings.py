"""Settings, all from the environment; docs/deployment.md and deploy/.env.example list them.

With an empty environment the product runs on SQLite, a folder and one process.
"""

from __future__ import annotations

from ipaddress import ip_network
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import environ

from contactcenter import oidc_settings
from contactcenter.languages.installed import languages_of
from contactcenter.private_files import kept_secret, private_folder, touch_private

env = environ.Env()

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = Path(env.str("CONTACTCENTER_DATA_DIR", default=str(BASE_DIR / "var"))).resolve()
DATA_DIR.mkdir(parents=True, exist_ok=True)

DEVELOPMENT = env.bool("CONTACTCENTER_DEVELOPMENT", default=False)
DEBUG = False
PORT = env.int("PORT", default=8000)
PUBLIC_URL = env.str("CONTACTCENTER_PUBLIC_URL", default=f"http://localhost:{PORT}").rstrip("/")
PLAIN_HTTP = env.bool("CONTACTCENTER_PLAIN_HTTP", default=False)
"""Whether a public address without TLS is intended: passwords and chats cross the network unencrypted, and browsers refuse calls."""


def _secret_key() -> str:
    """Return the key from the environment, or one created at the first start and kept with the data."""
    return env.str("SECRET_KEY", default="") or kept_secret(DATA_DIR / "secret")


SECRET_KEY = _secret_key()
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
"""Former keys, still accepted: nobody is signed out while a key is changed."""

_public_host = urlsplit(PUBLIC_URL).hostname or "localhost"  # contactcenter/checks.py refuses an address without one
ALLOWED_HOSTS = ["*"] if DEVELOPMENT else env.list("CONTACTCENTER_HOSTS", default=[_public_host, "localhost", "127.0.0.1"])
SOCKET_ORIGINS = env.list("CONTACTCENTER_ORIGINS", default=[PUBLIC_URL])
"""Origins that may open sockets and post forms. In development the address of the request counts too."""
CSRF_TRUSTED_ORIGINS = SOCKET_ORIGINS
SECURE_COOKIES = PUBLIC_URL.startswith("https://")

INSTALLED_APPS = [
    "daphne",
    "sessions_app",
    "sessions_app.privacy",
    "sessions_app.share",
    "sessions_app.whiteboard",
    "videocall",
    "supervision",
    "operation",
    "api",
    "api.webhooks",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "accounts.oidc",
    "accounts",
    "contactcenter",
    "contactcenter.apps.AdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "channels",
    "storages",
    "django_countries",
]

MIDDLEWARE = [
    "contactcenter.web.static_headers.StaticFiles",
    "contactcenter.web.probe_host.ProbesAtAnyHost",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "contactcenter.web.csp.ContentSecurityPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "contactcenter.web.language.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.second_factor.SecondFactorFirst",
    "contactcenter.web.database_away.DatabaseAway",
]

ROOT_URLCONF = "contactcenter.urls"
ASGI_APPLICATION = "contactcenter.asgi.application"
APPEND_SLASH = True

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]


FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
"""Widgets of forms have templates in templates/, too."""


DATABASE_POOL = env.bool("CONTACTCENTER_DATABASE_POOL", default=True)
"""Keep connections and prepared statements. False: a pooler such as PgBouncer gives each transaction any connection."""

DEAD_CONNECTION_OPTIONS = {
    "connect_timeout": 5,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 20_000,
}
"""libpq options: connections to a machine that has vanished fail after about 20 s instead of 15 min.

Times in seconds, tcp_user_timeout in ms.
"""


def _database() -> dict[str, Any]:
    """SQLite in the data folder, or the database of DATABASE_URL. Both wait for locks instead of failing."""
    if env.str("DATABASE_URL", default=""):
        database = env.db_url("DATABASE_URL")
        if "postgresql" in database["ENGINE"]:
            options = database.setdefault("OPTIONS", {})
            options.setdefault("options", "-c lock_timeout=5000")
            for name, value in DEAD_CONNECTION_OPTIONS.items():
                options.setdefault(name, value)
            if DATABASE_POOL:
                options["pool"] = {
                    "min_size": 1,
                    "max_size": env.int("CONTACTCENTER_DATABASE_CONNECTIONS", default=20),
                    # A database that is back is found at once: by itself the pool tries ever more seldom, for five minutes.
                    "timeout": 5,
                    "reconnect_timeout": 1,
                }
                # The pool looks at a connection before it lends it: after a restart of the database all of them are dead.
                database["CONN_HEALTH_CHECKS"] = True
        return dict(database)
    touch_private(DATA_DIR / "contactcenter.sqlite3")
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": DATA_DIR / "contactcenter.sqlite3",
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            # Up to 32 MB wait in the WAL beside the database: a page that many messages change is written into it once. What is
            # deleted is overwritten: SQLite would leave it in the file.
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=8000; PRAGMA secure_delete=ON;"
            ),
        },
        "TEST": {"NAME": DATA_DIR / "test.sqlite3"},
    }


DATABASES = {"default": _database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.str("REDIS_URL", default="")
# redis-py 8 gives sockets a read time-out as long as the layer's blocking read: idle connections would be cut.
CHANNEL_LAYERS: dict[str, Any] = (
    {
        "default": {
            "BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer",
            "CONFIG": {"hosts": [{"address": REDIS_URL, "socket_timeout": None, "socket_connect_timeout": 2}]},
        }
    }
    if REDIS_URL
    else {}
)

AUTH_USER_MODEL = "sessions_app.User"
LOGIN_URL = "/console/login/"
LOGIN_REDIRECT_URL = "/console/"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
PASSWORD_HASHERS = [
    "contactcenter.web.password_hashing.Argon2Hasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]

AUTHENTICATION_BACKENDS = ["contactcenter.web.password_hashing.PasswordBackend"]

REQUIRE_SECOND_FACTOR = env.str("CONTACTCENTER_REQUIRE_SECOND_FACTOR", default="off", choices=("off", "staff", "all"))
"""Who must have a second factor: nobody, supervisors and administrators, or operators as well."""
OIDC_PROVIDERS = oidc_settings.providers(env, env.list("CONTACTCENTER_OIDC_PROVIDERS", default=[]))
OIDC_SECOND_FACTOR = env.str("CONTACTCENTER_OIDC_SECOND_FACTOR", default="here", choices=("here", "provider"))
"""Who asks people without a password here for their second factor, if one is required."""

# django-allauth: what follows the password. Its limits are off: accounts/limits.py counts every page.
ACCOUNT_ADAPTER = "accounts.adapters.AccountAdapter"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_RATE_LIMITS = False
MFA_ADAPTER = "accounts.adapters.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"  # a passkey replaces the password: a finger or a PIN, wherever it's asked for
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_RATE_LIMITS = False
MFA_TOTP_TOLERANCE = 1  # clocks of phones are a few seconds off
MFA_FORMS = {
    "authenticate": "accounts.factor_forms.CodeForm",
    "authenticate_webauthn": "accounts.factor_forms.PasskeyFactorForm",
    "login_webauthn": "accounts.factor_forms.PasskeySignInForm",
    "reauthenticate": "accounts.factor_forms.ConfirmCodeForm",
    "reauthenticate_webauthn": "accounts.factor_forms.ConfirmPasskeyForm",
    "activate_totp": "accounts.factor_forms.AppForm",
    "add_webauthn": "accounts.factor_forms.AddPasskeyForm",
}
SOCIALACCOUNT_ADAPTER = "accounts.oidc.adapter.SingleSignOnAdapter"
SOCIALACCOUNT_LOGIN_ON_GET = True  # a link: the policy of our pages forbids forms that lead to other sites
SOCIALACCOUNT_REQUESTS_TIMEOUT = 5

# smtp+tls://user:password@host:587. Without one, mail is shown where the server runs in development, and refused in production.
_mail_server = env.str("EMAIL_URL", default="")
_email = env.email_url_config(_mail_server or "consolemail://")
EMAIL_BACKEND = _email["EMAIL_BACKEND"] if _mail_server or DEVELOPMENT else "contactcenter.web.no_mail_server.EmailBackend"
EMAIL_HOST, EMAIL_PORT = _email.get("EMAIL_HOST", ""), _email.get("EMAIL_PORT") or 25
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _email.get("EMAIL_HOST_USER") or "", _email.get("EMAIL_HOST_PASSWORD") or ""
EMAIL_FILE_PATH = _email.get("EMAIL_FILE_PATH") or None
EMAIL_USE_TLS, EMAIL_USE_SSL = _email.get("EMAIL_USE_TLS", False), _email.get("EMAIL_USE_SSL", False)
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default=f"Contact centre <no-reply@{_public_host}>")

SESSION_ENGINE = "contactcenter.web.http_sessions"
SESSION_COOKIE_AGE = int(env.float("CONTACTCENTER_SIGNED_IN_IDLE_DAYS", default=14) * 86_400)
SIGNED_IN_DAYS = env.float("CONTACTCENTER_SIGNED_IN_DAYS", default=90)
"""Maximum age in days, after which everybody signs in again; SESSION_COOKIE_AGE is the idle expiry in seconds."""
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_COOKIES
SESSION_COOKIE_NAME = "__Host-http-session" if SECURE_COOKIES else "http-session"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if SECURE_COOKIES else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.bool("CONTACTCENTER_BEHIND_PROXY", default=False) else None
TRUSTED_PROXIES = 1 if SECURE_PROXY_SSL_HEADER else 0

LANGUAGE_CODE = "en"
_own_catalogues = env.str("CONTACTCENTER_LOCALE_DIR", default="")
LOCALE_PATHS = [*([Path(_own_catalogues)] if _own_catalogues else []), BASE_DIR / "locale"]
"""Catalogues: first those of whoever runs the product, which may add languages and change texts of ours; then ours."""
LANGUAGES = languages_of(LOCALE_PATHS)
"""English, and whatever has catalogues."""
STAFF_LANGUAGES = languages_of(LOCALE_PATHS, staff=True)
"""Those of the console and the admin: a catalogue may have the clients' texts alone."""
FORMAT_MODULE_PATH = ["contactcenter.formats"]
USE_I18N = True
USE_TZ = True
HOUSE_LANGUAGE = env.str("CONTACTCENTER_LANGUAGE", default=LANGUAGE_CODE)
"""Language in which supervisors first write their texts; also of mail to staff who haven't chosen one."""
TIME_ZONE = env.str("CONTACTCENTER_TIME_ZONE", default="UTC")  # of the place: days of reports, and times in the admin

STATIC_URL = "/static/"
STATIC_ROOT = Path(env.str("CONTACTCENTER_STATIC_ROOT", default=str(DATA_DIR / "static")))
STATICFILES_DIRS = [BASE_DIR / "static"]
_manifest = env.str("CONTACTCENTER_STATIC_MANIFEST", default="")
STATIC_MANIFEST = BASE_DIR / _manifest if _manifest else STATIC_ROOT / "staticfiles.json"
"""The list of static files' hashed names. Releases that share a STATIC_ROOT each have their own: a process names the files it came with."""
_collected = STATIC_MANIFEST.exists() or not DEVELOPMENT
HASHED_STATIC = env.bool("CONTACTCENTER_HASHED_STATIC", default=_collected)
WHITENOISE_ALLOW_ALL_ORIGINS = False  # other sites take nothing but the loader, and a script needs no permission
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = not HASHED_STATIC

MEDIA_ROOT = DATA_DIR / "files"
PRIVATE_FILES = {
    "location": MEDIA_ROOT,
    "base_url": None,
    "file_permissions_mode": 0o600,
    "directory_permissions_mode": 0o700,
}


def _share_storage() -> dict[str, Any]:
    """Return a folder, or ``s3://KEY:SECRET@HOST/BUCKET?region=…&scheme=http`` (an S3 API), through django-storages."""
    url = env.str("CONTACTCENTER_STORAGE_URL", default="")
    if not url:
        return {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": PRIVATE_FILES}
    from contactcenter.storage_url import s3_options

    return {"BACKEND": "contactcenter.s3_storage.SharedS3Storage", "OPTIONS": s3_options(url)}


_storage = _share_storage()
STORAGE_ORIGIN = str(_storage["OPTIONS"].get("endpoint_url", ""))
"""Where browsers upload and download files if not from us; empty for a folder."""
STORAGES = {
    "default": _storage,
    "staticfiles": {
        "BACKEND": "contactcenter.web.static_storage.MinifiedStaticFilesStorage"
        if HASHED_STATIC
        else "django.contrib.staticfiles.storage.StaticFilesStorage",
        "OPTIONS": {"manifest": STATIC_MANIFEST} if HASHED_STATIC and _manifest else {},
    },
}

SHARE_BYTES = env.int("CONTACTCENTER_SHARE_BYTES", default=25 * 1024 * 1024)
SHARE_SESSION_BYTES = env.int("CONTACTCENTER_SHARE_SESSION_BYTES", default=20 * SHARE_BYTES)
"""Quota of all files of one session, and of one operator's library."""
SHARE_SESSION_FILES = env.int("CONTACTCENTER_SHARE_SESSION_FILES", default=200)
SHARE_ADDRESS_SECONDS = 60
SHARE_MEDIA_SECONDS = 900
"""Lifetime of a video or sound address: a player requests piece after piece while it plays."""
SHARE_UPLOAD_SECONDS = 600
"""Time limit of a direct upload to S3."""
SHARE_PENDING_HOURS = env.float("CONTACTCENTER_SHARE_PENDING_HOURS", default=24)
"""Age at which unfinished and orphaned files are deleted."""
CLAMD = env.str("CONTACTCENTER_CLAMD", default="")
CLAMD_SECONDS = env.float("CONTACTCENTER_CLAMD_SECONDS", default=30)
FILE_UPLOAD_TEMP_DIR = DATA_DIR / "incoming"  # on the disk of the files: an upload is moved, not copied
private_folder(FILE_UPLOAD_TEMP_DIR)
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 256 * 1024

PROMPT_SECONDS = env.float("CONTACTCENTER_PROMPT_SECONDS", default=60)
CLIENT_GRACE_SECONDS = env.float("CONTACTCENTER_CLIENT_GRACE_SECONDS", default=300)
CALL_GRACE_SECONDS = env.float("CONTACTCENTER_CALL_GRACE_SECONDS", default=45)
OFFER_SECONDS = env.float("CONTACTCENTER_OFFER_SECONDS", default=30)
WAITING_GROUP = env.int("CONTACTCENTER_WAITING_GROUP", default=300)
"""All that may wait in one group, or for one operator: pages, CallBacks, left messages, invitations. A group's own size is for pages."""
WAITING_ADDRESS = env.int("CONTACTCENTER_WAITING_ADDRESS", default=20)
"""All that may wait from one network address; many people may share it."""
MESSAGE_DAYS = env.float("CONTACTCENTER_MESSAGE_DAYS", default=30)
"""Time after which an unanswered message counts as missed; 0: never."""
CALLBACK_HOURS = env.float("CONTACTCENTER_CALLBACK_HOURS", default=24)
# An operator whose console has been idle for this long becomes away; 0: never.
IDLE_SECONDS = env.float("CONTACTCENTER_IDLE_SECONDS", default=600)
AWAY_SECONDS = 4.0
"""A reload takes less. A client away for longer is shown as away, a leg away for longer interrupts the call."""
LEASE_SECONDS = 60.0
RATE_SCALE = env.float("CONTACTCENTER_RATE_SCALE", default=1)
API_PER_MINUTE = env.int("CONTACTCENTER_API_PER_MINUTE", default=600)
"""Requests that one API token may send in a minute."""
ARMED_CALLS = env.bool("CONTACTCENTER_ARMED_CALLS", default=True)

STUN_URLS = env.list("CONTACTCENTER_STUN_URLS", default=[])
TURN_URLS = env.list("CONTACTCENTER_TURN_URLS", default=[])
TURN_SECRET = env.str("CONTACTCENTER_TURN_SECRET", default="")
RELAY_ONLY = env.bool("CONTACTCENTER_RELAY_ONLY", default=False)

METRICS_FROM = [ip_network(part, strict=False) for part in env.list("CONTACTCENTER_METRICS_FROM", default=[])]
"""Networks that may read /metrics; to all others there is no such page."""
WEBHOOK_ALLOW = [ip_network(part, strict=False) for part in env.list("CONTACTCENTER_WEBHOOK_ALLOW", default=[])]
"""Private networks that webhooks may be sent to; all others are refused."""
SENTRY_DSN = env.str("CONTACTCENTER_SENTRY_DSN", default="")
"""Where unexpected errors are sent; empty: nowhere."""
_collector = env.str("OTEL_EXPORTER_OTLP_ENDPOINT", default="") or env.str("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", default="")
TRACES = bool(_collector) and not env.bool("OTEL_SDK_DISABLED", default=False)
if TRACES:
    MIDDLEWARE.insert(1, "operation.tracing.RequestSpans")  # behind static files

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"()": "contactcenter.web.log_filters.Formatter", "format": "%(asctime)s %(levelname)s %(name)s %(message)s"},
        "json": {"()": "contactcenter.web.log_filters.JsonFormatter"},
    },
    "filters": {
        "not-each-socket": {"()": "contactcenter.web.log_filters.NotEachSocket"},
        "not-aborted": {"()": "contactcenter.web.log_filters.NotAborted"},
        "refusals": {"()": "contactcenter.web.log_filters.RefusalsInOneLine"},
    },
    "handlers": {
        "console": {
            "class": "contactcenter.web.log_filters.Console",
            # a line for people, or JSON for a log collector
            "formatter": env.str("CONTACTCENTER_LOG", default="line", choices=("line", "json")),
            "filters": ["not-each-socket", "not-aborted", "refusals"],
        }
    },
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        # uvicorn has given itself handlers when it loads the application: its lines are ours from now on. Its access log, with the
        # network address of each request, stays off whatever the command line says.
        "uvicorn": {"handlers": [], "level": "INFO", "propagate": True},
        "uvicorn.access": {"handlers": [], "propagate": False},
        "django.channels.server": {"level": "WARNING"},
        "daphne": {"level": "WARNING"},
        "botocore": {"level": "WARNING"},
        "aioice": {"level": "WARNING"},
    },
}
SILENCED_SYSTEM_CHECKS = [
    "security.W002",  # framing is ruled by frame-ancestors (contactcenter/web/csp.py)
    "security.W005",  # subdomains are their owner's affair,
    "security.W021",  # and so is the preload list
    "security.W008",  # the proxy redirects to https (docs/deployment.md)
]
