"""What holds for every answer, every script and every line of code: the table in `docs/asvs.md` rests on it."""

import ast
import logging
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core import signing
from django.http import Http404
from django.test import Client

from advisor.logs import WithoutTokens
from advisor.pages.records import restore
from advisor.publish.links import MAX_AGE, Ticket, ticket_of, waiting_path
from advisor.sharing.access import new_key
from tests.people import ADA, Browser

ROOT = Path(settings.BASE_DIR)
CODE = [path for path in (ROOT / "advisor").rglob("*.py") if "migrations" not in path.parts]
RUNS_TEXT = {"eval", "exec", "os.system", "os.popen", "pickle.loads", "pickle.load", "marshal.loads", "yaml.load"}
WEAK = {"md5", "sha1", "DES", "ARC4", "ECB"}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "status", "kind"),
    [
        ("/", 200, "text/html; charset=utf-8"),
        ("/quick/", 200, "text/html; charset=utf-8"),
        ("/accounts/login/", 200, "text/html; charset=utf-8"),
        ("/no-such-page/", 404, "text/html; charset=utf-8"),
        ("/a/no-such-assessment/", 404, "text/html; charset=utf-8"),
        ("/demo/result.json", 200, "application/json"),
        ("/demo/result.md", 200, "text/markdown; charset=utf-8"),
        ("/demo/plan.csv", 200, "text/csv; charset=utf-8"),
        ("/demo", 301, "text/html; charset=utf-8"),
        ("/healthz", 200, "text/plain; charset=utf-8"),
    ],
)
def test_answer_of_every_kind_carries_the_headers(address: str, status: int, kind: str) -> None:
    response = Browser(ADA).get(address)
    assert response.status_code == status
    assert response["Content-Type"] == kind
    policy = dict(part.strip().split(" ", 1) for part in response["Content-Security-Policy"].split(";") if part)
    assert policy["default-src"] == policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["connect-src"] == policy["form-action"] == "'self'"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] in ("same-origin", "no-referrer")
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "Access-Control-Allow-Origin" not in response.headers


BEHIND = """
import django; django.setup()
from django.conf import settings
from django.test import Client
settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
here = Client(headers={"host": "advisor.example"})
page = here.get("/restore/", secure=True)
print(settings.DEBUG, page.status_code, page["Strict-Transport-Security"], here.get("/help/")["Location"],
      here.get("/healthz").status_code, settings.SESSION_COOKIE_SECURE,
      bool(page.cookies[settings.CSRF_COOKIE_NAME]["secure"]), sep="|")
"""


def test_behind_https_transport_and_cookies_are_strict(tmp_path: Path) -> None:
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith(("ADVISOR_", "DATABASE_URL"))},
        "DJANGO_SETTINGS_MODULE": "advisor.settings",
        "ADVISOR_DATA": str(tmp_path),
        "ADVISOR_BEHIND_HTTPS": "1",
        "ADVISOR_HOSTS": "advisor.example",
    }
    command = [sys.executable, "-c", BEHIND]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    debug, status, transport, moved, health, session, form = done.stdout.strip().split("|")
    assert (debug, status, health) == ("False", "200", "200")
    age = re.fullmatch(r"max-age=(\d+); includeSubDomains(; preload)?", transport)
    assert age is not None
    assert int(age[1]) >= 365 * 24 * 3600
    assert moved == "https://advisor.example/help/"
    assert (session, form) == ("True", "True")


def called(node: ast.Call) -> str:
    """What a call names, such as `os.system`."""
    return ast.unparse(node.func)


@pytest.mark.parametrize("path", CODE, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_code_runs_no_text_and_unpickles_nothing(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            assert called(node) not in RUNS_TEXT
            assert not any(one.arg == "shell" for one in node.keywords), "a shell reads what is passed to it"
            if called(node) in ("re.compile", "re.search", "re.match", "re.fullmatch", "re.sub", "re.split"):
                pattern = re.sub(r"re\.escape\([^()]*\)", "0", ast.unparse(node.args[0]))
                parts = [one for one in ast.walk(ast.parse(pattern)) if isinstance(one, ast.Name)]
                assert all(one.id.isupper() or one.id == "re" for one in parts), "a pattern is made of constants"
        if isinstance(node, ast.Import | ast.ImportFrom):
            names = {one.name.split(".")[0] for one in node.names} | {(getattr(node, "module", "") or "").split(".")[0]}
            assert not names & {"pickle", "marshal", "shelve", "xml", "lxml", "telnetlib", "requests"}


@pytest.mark.parametrize("path", CODE, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_code_names_no_weak_hash_and_no_cipher(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Attribute) and path.name != "breached.py":  # lists of stolen passwords are in SHA-1
            assert node.attr not in WEAK
        if isinstance(node, ast.Import | ast.ImportFrom):
            signs = path.name in ("keys.py", "signature.py") and "cipher" not in ast.unparse(node)
            assert signs or "cryptography" not in ast.unparse(node)


def test_scripts_store_drafts_alone_and_put_in_text_as_text() -> None:
    scripts = list((ROOT / "static" / "js").glob("*.js"))
    assert scripts
    # what is typed, until it is saved here (docs/decisions/0026-drafts.md), and by its number which of it was sent last
    stored = ("localStorage", "document.cookie", "sessionStorage")
    for path in scripts:
        for word in (
            "localStorage", "sessionStorage", "indexedDB", "document.cookie", "postMessage", "onmessage", "innerHTML",
            "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "Function(", "__proto__",
        ):  # fmt: skip
            allowed = path.name == "drafts.js" and word in stored
            assert allowed or word not in path.read_text(encoding="utf-8"), (path.name, word)


def test_keys_and_tokens_are_long_and_never_the_same() -> None:
    keys = {new_key().secret for _ in range(1000)}
    assert len(keys) == 1000
    assert all(len(key) * 6 >= 128 for key in keys)  # six bits a character
    for path in CODE:
        if path.name == "disk.py":  # the name of an empty file, which everybody may guess
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and called(node) in ("secrets.token_urlsafe", "secrets.token_hex"):
                assert isinstance(node.args[0], ast.Constant)
                assert int(str(node.args[0].value)) * 8 >= 128, path


def test_address_of_a_file_ends_with_its_time(monkeypatch: pytest.MonkeyPatch) -> None:
    ticket = Ticket(None, "k" * 64, "record.pdf", "/")
    token = waiting_path(ticket).strip("/").split("/")[1]
    assert ticket_of(token) == ticket
    now = signing.time.time()
    monkeypatch.setattr(signing.time, "time", lambda: now + MAX_AGE + 2)
    with pytest.raises(Http404):
        ticket_of(token)


def test_token_of_one_purpose_is_none_for_another() -> None:
    with pytest.raises(Http404):
        ticket_of(signing.dumps([None, "k" * 64, "record.pdf", "/", []], salt=restore.SALT, compress=True))


def test_log_times_are_utc() -> None:
    record = logging.LogRecord("advisor", logging.INFO, "", 0, "said", (), None)
    record.created = 0.0
    line = WithoutTokens(settings.LOGGING["formatters"]["line"]["format"]).format(record)
    assert line.startswith("1970-01-01 00:00:0")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)"]
)
def test_hostile_next_address_stays_here(address: str) -> None:
    sent = {"email": "ada@example.org", "password1": "seven dry lemons on a sill", "next": address}
    response = Client().post("/accounts/signup/", sent)
    assert response.status_code == 302
    assert response["Location"] == "/accounts/"


def test_security_page_says_days_for_each_severity() -> None:
    text = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
    days = [int(one) for one in re.findall(r"^\| (?:critical|high|medium|low) .*?(\d+) days \|$", text, re.MULTILINE)]
    assert len(days) == 4
    assert days == sorted(days)
