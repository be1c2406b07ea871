"""Settings, all from the environment, all with defaults that are safe on a laptop.

ADVISOR_DATA (default `var/`), ADVISOR_HOSTS (comma-separated), ADVISOR_SECRET_KEY (made once and kept in the data
folder if unset), ADVISOR_DEBUG, ADVISOR_BEHIND_HTTPS, DATABASE_URL, ADVISOR_MAIL, ADVISOR_MAIL_FROM,
ADVISOR_SIGN_UP, ADVISOR_LINKS, ADVISOR_SIGNED_IN_DAYS, ADVISOR_BREACHED_PASSWORDS, ADVISOR_SECOND_FACTOR,
ADVISOR_USER_HEADER, ADVISOR_USER_PROXIES, ADVISOR_PREFIX, ADVISOR_TIME_ZONE, ADVISOR_RENDER_SECONDS, ADVISOR_WAIT_MS,
files that hold a secret (ADVISOR_SECRET_KEY_FILE, ADVISOR_MAIL_FILE, DATABASE_URL_FILE), those of the limits
(`advisor/quotas/limits.py`), and ADVISOR_FONTS (`advisor/publish/script_fonts.py`).
"""

import os
from pathlib import Path

import dj_database_url

import advisor.sqlite
from advisor.environment import (
    env_bool,
    env_choice,
    env_hosts,
    env_mail,
    env_path,
    env_prefix,
    env_proxy,
    env_secret,
    env_sign_up,
    env_whole,
    env_zone,
)
from advisor.quotas.limits import in_force
from advisor.secret_key import secret_key

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = Path(os.environ.get("ADVISOR_DATA", "") or BASE_DIR / "var").resolve()
SECRET_KEY = secret_key(DATA_DIR)
DEBUG = env_bool("ADVISOR_DEBUG")
BEHIND_HTTPS = env_bool("ADVISOR_BEHIND_HTTPS")
ALLOWED_HOSTS = env_hosts("ADVISOR_HOSTS") or ["localhost", "127.0.0.1", "[::1]"]
PREFIX = env_prefix("ADVISOR_PREFIX")
FORCE_SCRIPT_NAME = PREFIX or None

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django_htmx",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "advisor.sharing",
    "advisor.quotas",
    "advisor.assessments",
    "advisor.publish",
    "advisor.decisions",
    "advisor.accounts",
    "advisor.pages",
]

# What a browser believes of this host alone, where https lets it: see advisor/cookies.py.
_HOST, _SECURE = ("__Host-", "__Secure-") if BEHIND_HTTPS else ("", "")

MIDDLEWARE = [
    # redirects to https, and says so for a year: nothing to do elsewhere
    *(["advisor.pages.http.forwarded.Forwarded"] if BEHIND_HTTPS else []),
    *(["django.middleware.security.SecurityMiddleware"] if BEHIND_HTTPS else []),
    "advisor.pages.http.headers.fixed_headers",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "advisor.pages.http.compression.CompressedPages",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "advisor.accounts.sessions.sessions",
    "allauth.account.middleware.AccountMiddleware",
    "advisor.pages.http.error_middleware.DomainErrors",
]

ROOT_URLCONF = "advisor.urls"
WSGI_APPLICATION = "advisor.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {
            "context_processors": ["django.template.context_processors.request"],
            "builtins": [
                "django.templatetags.static",
                *(f"advisor.pages.templatetags.{name}" for name in ("drafts", "instants", "ticks")),
                *(f"advisor.publish.templatetags.{name}" for name in ("record", "tables")),
            ],
            "libraries": {},
        },
    }
]

DATABASES = {
    "default": dj_database_url.parse(
        env_secret("DATABASE_URL", "DATABASE_URL_FILE") or f"sqlite:///{DATA_DIR / 'advisor.sqlite3'}",
        conn_max_age=600,
    )
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # Measured: without IMMEDIATE and WAL most concurrent saves fail; synchronous=NORMAL loses saves in a power cut.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "factory": advisor.sqlite.Connection,
        # Statements are compiled once a connection. Of the 128 kept otherwise, those of the pages opened first stay
        # and push out all that come later: each save was then compiled anew, which costs more than its writing.
        "cached_statements": 1000,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA mmap_size=0;"
        ),
    }
else:
    # A server that was restarted has closed the connections that wait here for the next request.
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    # Values go apart from the statement, and what a connection asks a fifth time is prepared: planning the read that
    # checks access costs more than a save's writing.
    DATABASES["default"].setdefault("OPTIONS", {}).update({"server_side_binding": True, "prepare_threshold": 5})
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "en"
USE_I18N = False
USE_TZ = True
# whose day records, file names and what is due carry, and in which times are shown; rows hold moments in UTC
TIME_ZONE = env_zone("ADVISOR_TIME_ZONE")
FORMAT_MODULE_PATH = "advisor.locale"

STATIC_URL = f"{PREFIX}/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = DATA_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "advisor.static_names.StaticNames"},
}

# The largest form there is, that of /restore/; how much each address takes is in advisor/uploads.py.
DATA_UPLOAD_MAX_MEMORY_SIZE = 65 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
FILE_UPLOAD_HANDLERS = ["advisor.uploads.SmallFiles"]

CONTENT_SECURITY_POLICY = [
    "default-src 'none'",
    *(f"{kind}-src 'self'" for kind in ("script", "style", "img", "font", "connect", "manifest")),
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
]
X_FRAME_OPTIONS = "DENY"
SILENCED_SYSTEM_CHECKS = ["security.W002"]  # fixed_headers sends the header, for static files too
SECURE_REFERRER_POLICY = "same-origin"
CSRF_FAILURE_VIEW = "advisor.pages.http.errors.csrf_failure"
CSRF_COOKIE_NAME = f"{_HOST}csrftoken"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
if BEHIND_HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [rf"^{PREFIX[1:] + '/' if PREFIX else ''}{one}$" for one in ("healthz", "readyz")]
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    CSRF_COOKIE_SECURE = True
    MIDDLEWARE.insert(2, "advisor.cookies.OldNames")
    CSRF_TRUSTED_ORIGINS = [f"https://{h}" for h in ALLOWED_HOSTS if not h.startswith(("[", "."))]

_MAIL = env_mail("ADVISOR_MAIL", "ADVISOR_MAIL_FROM", "ADVISOR_MAIL_FILE")
MAIL = bool(_MAIL.host)
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if MAIL else 'dummy'}.EmailBackend"
EMAIL_HOST, EMAIL_PORT = _MAIL.host, _MAIL.port
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _MAIL.user, _MAIL.password
EMAIL_USE_TLS, EMAIL_USE_SSL = _MAIL.tls == "starttls", _MAIL.tls == "tls"
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = SERVER_EMAIL = _MAIL.sender or "advisor@localhost"
EMAIL_SUBJECT_PREFIX = ""

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
# memory-hard, and a third of the time that Django's first choice takes
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in {
        "MinimumLengthValidator": {"min_length": 10},
        "UserAttributeSimilarityValidator": {"user_attributes": ["email"]},
        "CommonPasswordValidator": {},
        "NumericPasswordValidator": {},
    }.items()
]
AUTH_PASSWORD_VALIDATORS.append({"NAME": "advisor.accounts.password_words.PasswordWordsValidator", "OPTIONS": {}})
SECOND_FACTOR = env_choice("ADVISOR_SECOND_FACTOR", ("off", "optional", "required"), default="optional")
BREACHED_PASSWORDS = env_path("ADVISOR_BREACHED_PASSWORDS")
if BREACHED_PASSWORDS:
    AUTH_PASSWORD_VALIDATORS.append(
        {"NAME": "advisor.accounts.breached.BreachedPasswordValidator", "OPTIONS": {"path": BREACHED_PASSWORDS}}
    )
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "account"
SESSION_COOKIE_NAME = f"{_SECURE}advisor-sign-in"
SESSION_COOKIE_PATH = f"{PREFIX}/accounts/"
SESSION_COOKIE_AGE = 400 * 24 * 3600  # as long as the visitor cookie
SESSION_COOKIE_SECURE = BEHIND_HTTPS
# Attempts to sign in are counted in the database, where all processes see them. Of more than MAX_ENTRIES (300 where
# nothing is said) a third is forgotten, so that whoever makes many would be free to guess on; the sweep takes old ones.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "accounts_cache",
        "OPTIONS": {"MAX_ENTRIES": 1_000_000},
    }
}
SIGN_UP = env_sign_up("ADVISOR_SIGN_UP", mail=MAIL)
# A hundred services take half of the processor time that a document may take; a busy machine needs longer for it.
RENDER_SECONDS = env_whole("ADVISOR_RENDER_SECONDS", default=600, least=10, most=3600)
# Everybody waits meanwhile where one thread serves all, so a page that takes longer says so and asks again.
WAIT_MS = env_whole("ADVISOR_WAIT_MS", default=80, least=0, most=3_600_000)
SIGNED_IN_DAYS = env_whole("ADVISOR_SIGNED_IN_DAYS", default=30, least=1, most=400)
LINKS = env_bool("ADVISOR_LINKS", default=True)
USER_HEADER, USER_PROXIES = env_proxy("ADVISOR_USER_HEADER", "ADVISOR_USER_PROXIES")
if USER_HEADER:
    MIDDLEWARE.append("advisor.accounts.proxied.ProxiedUser")

ALLAUTH_TRUSTED_PROXY_COUNT = 1 if BEHIND_HTTPS else 0
ACCOUNT_ADAPTER = "advisor.accounts.adapter.Adapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"] if MAIL else ["email*", "password1*"]
ACCOUNT_LOGIN_BY_CODE_ENABLED = MAIL
ACCOUNT_EMAIL_VERIFICATION = "mandatory" if MAIL else "none"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = MAIL
# Tries to sign in are counted in advisor/accounts/attempts.py, where nobody can use up the owner's; what is left is the
# second step, which nobody reaches without the first.
ACCOUNT_RATE_LIMITS = {"login": None, "request_login_code": None, "login_failed": "10/m/ip,5/5m/key"}
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = 600
ACCOUNT_CHANGE_EMAIL = True  # an account has one address
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True  # before a first password, too; passkeys and apps ask without it
ACCOUNT_LOGOUT_REDIRECT_URL = "home"
ACCOUNT_FORMS = {
    "login": "advisor.accounts.forms.SignIn",
    "signup": "advisor.accounts.forms.SignUp",
    "confirm_login_code": "advisor.accounts.forms.Code",
    "confirm_reauthentication_code": "advisor.accounts.forms.CodeAgain",
    "confirm_email_verification_code": "advisor.accounts.forms.AddressCode",
    "add_email": "advisor.accounts.forms.OtherAddress",
    "set_password": "advisor.accounts.forms.NewPassword",
    "change_password": "advisor.accounts.forms.OtherPassword",
    "reauthenticate": "advisor.accounts.forms.Again",
}
MFA_FORMS = {
    "authenticate": "advisor.accounts.forms.SecondStep",
    "reauthenticate": "advisor.accounts.forms.SecondStepAgain",
    "activate_totp": "advisor.accounts.forms.AddSecondStep",
    "authenticate_webauthn": "advisor.accounts.forms.PasskeyAsSecondStep",
    "add_webauthn": "advisor.accounts.forms.AddPasskey",
    "login_webauthn": "advisor.accounts.forms.PasskeySignIn",
    "reauthenticate_webauthn": "advisor.accounts.forms.PasskeyAgain",
}
MFA_ADAPTER = "advisor.accounts.adapter.Passkeys"
# Recovery codes are made with the app, and not with a passkey, which is no second step.
MFA_SUPPORTED_TYPES = ["webauthn", "totp"]
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_ISSUER = "Architecture Decision Advisor"
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = not MAIL

LIMITS = in_force()

CHECKLISTS_DIR = BASE_DIR / "checklists"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"()": "advisor.logs.WithoutTokens", "format": "%(asctime)s %(levelname)s %(name)s %(message)s"}
    },
    "filters": {"short": {"()": "advisor.logs.OneLine"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["short"]}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "django.request": {"level": "ERROR"},
        "fido2": {"level": "WARNING"},
        # the server that ships with Django logs each address, and would do so past the formatter above
        "django.server": {"handlers": ["console"], "level": "INFO", "propagate": False},
    },
}
